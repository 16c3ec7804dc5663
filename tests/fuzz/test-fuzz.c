/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs the fuzz target without a fuzzer: over the corpus, and over a number of changes of it that
 * are the same each time. PGG_FUZZ_RUNS is the number of changes of each value. */

#include "config.h"

#include "fuzz-codecs.h"

#include <stdlib.h>

#define N_CHANGES 1000
#define N_STYLES 4

/* As the fuzz target takes them. */
static GPtrArray *inputs;

static guint
get_n_changes (void)
{
  const char *runs = g_getenv ("PGG_FUZZ_RUNS");

  return runs == NULL ? N_CHANGES : (guint) g_ascii_strtoull (runs, NULL, 10);
}

static void
append_hex (GByteArray *bytes,
            const char *hex)
{
  for (; hex[0] != '\0'; hex += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* OID t|b HEX, with - for no byte. */
static GByteArray *
parse_line (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  guint oid = (guint) g_ascii_strtoull (words[0], NULL, 10);
  guint8 head[FUZZ_HEAD_SIZE] = { (guint8) (oid >> 8), (guint8) oid, 0 };
  GByteArray *bytes = g_byte_array_new ();

  g_assert_cmpuint (g_strv_length (words), ==, 3);
  head[2] = g_str_equal (words[1], "b") ? FUZZ_BINARY : 0;
  g_byte_array_append (bytes, head, sizeof (head));
  if (!g_str_equal (words[2], "-"))
    append_hex (bytes, words[2]);

  return bytes;
}

static GPtrArray *
load (const char *name)
{
  GPtrArray *loaded = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fuzz", name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_ptr_array_add (loaded, parse_line (lines[i]));
  g_assert_cmpuint (loaded->len, >, 100);

  return loaded;
}

static void
run_in_other_sessions (GByteArray *input)
{
  guint8 flags = input->data[2];

  for (guint8 style = 1; style < N_STYLES; style++)
    {
      input->data[2] = (guint8) (style << 1 | flags);
      fuzz_codecs (input->data, input->len);
    }
  input->data[2] = flags;
}

/* The values are those of a session with the settings that come first; to the others they may be
 * malformed. */
static void
test_corpus (void)
{
  guint n_read = 0;

  for (guint i = 0; i < inputs->len; i++)
    {
      GByteArray *input = inputs->pdata[i];
      PggDecode decode = fuzz_codecs (input->data, input->len);

      g_test_message ("value %u", i);
      g_assert_true (decode == PGG_DECODE_OK || decode == PGG_DECODE_NOT_SUPPORTED);
      n_read += decode == PGG_DECODE_OK;
      run_in_other_sessions (input);
    }

  g_assert_cmpuint (n_read, >, inputs->len * 3 / 4);
}

/* What a fuzzer made of the corpus and took another way with; mostly not values. */
static void
test_found (void)
{
  g_autoptr (GPtrArray) found = load ("found.txt");

  for (guint i = 0; i < found->len; i++)
    {
      GByteArray *input = found->pdata[i];

      g_test_message ("bytes %u", i);
      fuzz_codecs (input->data, input->len);
      run_in_other_sessions (input);
    }
}

static void
test_truncated (void)
{
  for (guint i = 0; i < inputs->len; i++)
    {
      GByteArray *input = inputs->pdata[i];

      for (guint size = 0; size < input->len; size++)
        fuzz_codecs (input->data, size);
    }
}

/* Values of all types as values of each. */
static void
test_other_types (void)
{
  for (guint i = 0; i < inputs->len; i++)
    for (guint j = 0; j < inputs->len; j++)
      {
        GByteArray *type = inputs->pdata[i];
        GByteArray *value = inputs->pdata[j];
        g_autoptr (GByteArray) input = g_byte_array_new ();

        g_byte_array_append (input, type->data, FUZZ_HEAD_SIZE);
        g_byte_array_append (input, value->data + FUZZ_HEAD_SIZE, value->len - FUZZ_HEAD_SIZE);
        fuzz_codecs (input->data, input->len);
      }
}

static guint32
random_place (GRand      *random,
              GByteArray *bytes)
{
  return (guint32) g_rand_int_range (random, FUZZ_HEAD_SIZE, (gint32) bytes->len);
}

/* Flips a bit, changes a byte or one of the numbers that sizes are told in, takes a byte away or
 * puts one in. */
static void
change (GRand      *random,
        GByteArray *bytes)
{
  static const guint8 telling[] = { 0, 1, 0x7F, 0x80, 0xFF, ',', '"', '\\', '{', '(', '-', '9' };
  guint8 byte = telling[g_rand_int_range (random, 0, G_N_ELEMENTS (telling))];
  guint32 place;

  if (bytes->len == FUZZ_HEAD_SIZE)
    {
      g_byte_array_append (bytes, &byte, 1);
      return;
    }

  place = random_place (random, bytes);
  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      bytes->data[place] ^= (guint8) (1 << g_rand_int_range (random, 0, 8));
      break;
    case 1:
      bytes->data[place] = byte;
      break;
    case 2:
      bytes->data[place] = (guint8) g_rand_int (random);
      break;
    case 3:
      g_byte_array_remove_index (bytes, place);
      break;
    default:
      g_byte_array_append (bytes, &byte, 1);
      memmove (bytes->data + place + 1, bytes->data + place, bytes->len - place - 1);
      bytes->data[place] = byte;
    }
}

static void
test_changed (void)
{
  guint n_changes = get_n_changes ();
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < inputs->len; i++)
    {
      GByteArray *input = inputs->pdata[i];

      for (guint j = 0; j < n_changes; j++)
        {
          g_autoptr (GByteArray) changed = g_byte_array_new ();
          int n = g_rand_int_range (random, 1, 6);

          g_byte_array_append (changed, input->data, input->len);
          while (n-- > 0)
            change (random, changed);
          changed->data[2] |= (guint8) (g_rand_int_range (random, 0, N_STYLES) << 1);
          fuzz_codecs (changed->data, changed->len);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  inputs = load ("corpus.txt");

  g_test_add_func ("/fuzz/corpus", test_corpus);
  g_test_add_func ("/fuzz/found", test_found);
  g_test_add_func ("/fuzz/truncated", test_truncated);
  g_test_add_func ("/fuzz/other-types", test_other_types);
  g_test_add_func ("/fuzz/changed", test_changed);

  status = g_test_run ();
  g_ptr_array_unref (inputs);

  return status;
}
