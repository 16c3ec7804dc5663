/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What it costs to read and to write a value, beside what plain C does for the same bytes: the best
 * of several rounds, in nanoseconds, and as a ratio. */

#include "config.h"

#include "client/pgg-result-private.h"
#include "pq/pgg-pq-result-private.h"
#include "types/pgg-array.h"
#include "types/pgg-codec-private.h"
#include "types/pgg-numeric.h"
#include "types/pgg-type-oid-private.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UTF8 6
#define ROUNDS 7
#define REPEATS 20
#define VALUES 5000

typedef enum
{
  FORMAT_TEXT,
  FORMAT_BINARY,
} Format;

typedef void (*Work) (void);

static PggCodecContext *context;
static PggAdapter adapter;
static PggBuffer values[VALUES];
static char *texts[VALUES];
static GByteArray *encoded;
static GString *written;
static GValue gvalues[VALUES];
static PggResult *result;
static const char *only; /* a part of the name of what is to be measured */
static volatile gint64 integer_sink;
static volatile double double_sink;

static double
measure (Work work)
{
  gint64 best = G_MAXINT64;

  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64 start = g_get_monotonic_time ();

      for (guint i = 0; i < REPEATS; i++)
        work ();
      best = MIN (best, g_get_monotonic_time () - start);
    }

  return (double) best * 1000 / (REPEATS * VALUES);
}

static void
compare (const char *name,
         Work        with_c,
         Work        with_pgglib)
{
  double c, pgglib;

  if (only != NULL && strstr (name, only) == NULL)
    return;

  c = measure (with_c);
  pgglib = measure (with_pgglib);
  g_print ("%-36s %7.1f ns   C %7.1f ns   × %.2f\n", name, pgglib, c, pgglib / c);
}

static void
read_integers (void)
{
  gint64 value = 0;

  for (guint i = 0; i < VALUES; i++)
    {
      if (pgg_codec_read_int64 (adapter.codec, values[i], &value) != PGG_DECODE_OK)
        abort ();
      integer_sink = value;
    }
}

static void
read_doubles (void)
{
  double value = 0;

  for (guint i = 0; i < VALUES; i++)
    {
      if (pgg_codec_read_double (adapter.codec, values[i], &value) != PGG_DECODE_OK)
        abort ();
      double_sink = value;
    }
}

static void
read_boxed (void)
{
  GType type = pgg_codec_get_gtype (adapter.codec);
  gpointer value = NULL;

  for (guint i = 0; i < VALUES; i++)
    {
      if (adapter.codec->read_boxed (&adapter, values[i], &value) != PGG_DECODE_OK)
        abort ();
      g_boxed_free (type, value);
    }
}

static void
write_texts (void)
{
  for (guint i = 0; i < VALUES; i++)
    {
      g_string_truncate (written, 0);
      if (pgg_adapter_write_text (&adapter, values[i], written) != PGG_DECODE_OK)
        abort ();
    }
}

static void
encode_values (void)
{
  for (guint i = 0; i < VALUES; i++)
    {
      g_byte_array_set_size (encoded, 0);
      if (pgg_adapter_encode (&adapter, &gvalues[i], encoded) != PGG_DECODE_OK)
        abort ();
    }
}

static void
call_strtoll (void)
{
  for (guint i = 0; i < VALUES; i++)
    integer_sink = strtoll ((const char *) values[i].data, NULL, 10);
}

static void
call_strtod (void)
{
  for (guint i = 0; i < VALUES; i++)
    double_sink = strtod ((const char *) values[i].data, NULL);
}

static void
swap_bytes (void)
{
  guint64 number;

  for (guint i = 0; i < VALUES; i++)
    {
      memcpy (&number, values[i].data, sizeof (number));
      integer_sink = (gint64) GUINT64_FROM_BE (number);
    }
}

static void
swap_doubles (void)
{
  guint64 number;
  double value;

  for (guint i = 0; i < VALUES; i++)
    {
      memcpy (&number, values[i].data, sizeof (number));
      number = GUINT64_FROM_BE (number);
      memcpy (&value, &number, sizeof (value));
      double_sink = value;
    }
}

static void
read_packed (void)
{
  gint64 value = 0;

  for (guint i = 0; i < VALUES; i++)
    {
      if (adapter.codec->read_packed (&adapter, values[i], (guint8 *) &value) != PGG_DECODE_OK)
        abort ();
      integer_sink = value;
    }
}

static void
call_sscanf (void)
{
  int year, month, day, hour, minute;
  double second;

  for (guint i = 0; i < VALUES; i++)
    integer_sink = sscanf ((const char *) values[i].data, "%d-%d-%d %d:%d:%lf", &year, &month,
                           &day, &hour, &minute, &second);
}

/* A copy of the text is the least that a number of any precision takes. */
static void
copy_texts (void)
{
  for (guint i = 0; i < VALUES; i++)
    free (strdup (texts[i]));
}

static void
print_integers (void)
{
  char text[32];

  for (guint i = 0; i < VALUES; i++)
    integer_sink = snprintf (text, sizeof (text), "%" G_GINT64_FORMAT,
                             g_value_get_int64 (&gvalues[i]));
}

static void
print_doubles (void)
{
  char text[32];

  for (guint i = 0; i < VALUES; i++)
    integer_sink = snprintf (text, sizeof (text), "%.17g", g_value_get_double (&gvalues[i]));
}

static void
store_bytes (void)
{
  for (guint i = 0; i < VALUES; i++)
    {
      guint64 number = GUINT64_TO_BE ((guint64) g_value_get_int64 (&gvalues[i]));

      g_byte_array_set_size (encoded, 0);
      g_byte_array_append (encoded, (const guint8 *) &number, sizeof (number));
    }
}

static void
get_column (void)
{
  free (pgg_result_get_column_int64s (result, 0, 0, -1, NULL, NULL));
}

static void
get_cells (void)
{
  for (guint i = 0; i < VALUES; i++)
    integer_sink = pgg_result_get_int64 (result, i, 0, NULL);
}

static void
get_column_with_libpq (void)
{
  gint64 *column = malloc (VALUES * sizeof (*column));

  for (int i = 0; i < VALUES; i++)
    column[i] = PQgetisnull (result->res, i, 0)
                  ? 0
                  : strtoll (PQgetvalue (result->res, i, 0), NULL, 10);
  integer_sink = column[VALUES - 1];
  free (column);
}

static void
read_as (guint32 oid,
         Format  format)
{
  adapter = pgg_adapter_make (context, oid, format == FORMAT_BINARY);
}

/* Fills in the bytes of the texts as values of a type, in one of its formats. */
static void
make_values (guint32 oid,
             Format  format)
{
  read_as (oid, format);
  for (guint i = 0; i < VALUES; i++)
    {
      GValue value = G_VALUE_INIT;
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      gsize size;
      guint8 *data;

      g_value_init (&value, G_TYPE_STRING);
      g_value_set_static_string (&value, texts[i]);
      if (pgg_adapter_encode (&adapter, &value, bytes) != PGG_DECODE_OK)
        abort ();
      size = bytes->len;
      data = g_malloc0 (size + 1);
      memcpy (data, bytes->data, size);
      g_free ((gpointer) values[i].data);
      values[i] = pgg_buffer_init (data, size);

      if (G_IS_VALUE (&gvalues[i]))
        g_value_unset (&gvalues[i]);
      if (pgg_adapter_read_value (&adapter, values[i], &gvalues[i]) != PGG_DECODE_OK)
        abort ();
      g_value_unset (&value);
    }
}

static void
take_text (guint  i,
           char  *text)
{
  g_free (texts[i]);
  texts[i] = text;
}

static void
make_result (void)
{
  PGresult *res = PQmakeEmptyPGresult (NULL, PGRES_TUPLES_OK);
  PGresAttDesc attribute = { .name = (char *) "n", .typid = PGG_OID_INT8, .atttypmod = -1 };

  PQsetResultAttrs (res, 1, &attribute);
  for (int i = 0; i < VALUES; i++)
    PQsetvalue (res, i, 0, texts[i], (int) strlen (texts[i]));

  result = pgg_result_new (pgg_pq_result_new_take (res), context, NULL);
}

static void
bench_integers (void)
{
  for (guint i = 0; i < VALUES; i++)
    take_text (i, g_strdup_printf ("%" G_GINT64_FORMAT,
                                   ((gint64) g_random_int () - G_MAXINT32) *
                                     (i % 2 == 0 ? 1 : G_MAXINT32 / 2)));

  make_values (PGG_OID_INT8, FORMAT_TEXT);
  compare ("int8 from text / strtoll", call_strtoll, read_integers);
  compare ("int8 to text / snprintf", print_integers, encode_values);
  make_result ();
  compare ("int8 column from text / libpq", get_column_with_libpq, get_column);
  compare ("int8 cell from text / libpq", get_column_with_libpq, get_cells);
  pgg_result_unref (result);

  make_values (PGG_OID_INT8, FORMAT_BINARY);
  compare ("int8 from binary / byte swap", swap_bytes, read_integers);
  compare ("int8 to binary / byte swap", store_bytes, encode_values);
  compare ("int8 binary shown / snprintf", print_integers, write_texts);
}

static void
bench_doubles (const char *kind,
               double      factor,
               double      modulus)
{
  g_autofree char *from_text = g_strdup_printf ("float8 %s from text / strtod", kind);
  g_autofree char *to_text = g_strdup_printf ("float8 %s to text / snprintf", kind);
  g_autofree char *from_binary = g_strdup_printf ("float8 %s from binary / swap", kind);

  for (guint i = 0; i < VALUES; i++)
    {
      double number = g_random_double () * factor;

      if (modulus > 0)
        number = (double) (gint64) (number * modulus) / modulus;
      take_text (i, g_strdup_printf ("%.17g", number));
    }

  make_values (PGG_OID_FLOAT8, FORMAT_BINARY);
  for (guint i = 0; i < VALUES; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      pgg_adapter_write_text (&adapter, values[i], text);
      take_text (i, g_strdup (text->str));
    }
  compare (from_binary, swap_doubles, read_doubles);

  make_values (PGG_OID_FLOAT8, FORMAT_TEXT);
  compare (from_text, call_strtod, read_doubles);
  compare (to_text, print_doubles, encode_values);
}

static void
bench_numerics (void)
{
  for (guint i = 0; i < VALUES; i++)
    take_text (i, g_strdup_printf ("%u.%02u", g_random_int () / 100, g_random_int () % 100));

  make_values (PGG_OID_NUMERIC, FORMAT_TEXT);
  compare ("numeric from text / strdup", copy_texts, read_boxed);
  compare ("numeric to text / strdup", copy_texts, encode_values);
  make_values (PGG_OID_NUMERIC, FORMAT_BINARY);
  compare ("numeric from binary / strdup", copy_texts, read_boxed);
  compare ("numeric to binary / strdup", copy_texts, encode_values);
  compare ("numeric binary shown / strdup", copy_texts, write_texts);
}

static void
bench_timestamps (void)
{
  for (guint i = 0; i < VALUES; i++)
    take_text (i, g_strdup_printf ("20%02u-%02u-%02u %02u:%02u:%02u.%06u", g_random_int () % 100,
                                   g_random_int () % 12 + 1, g_random_int () % 28 + 1,
                                   g_random_int () % 24, g_random_int () % 60,
                                   g_random_int () % 60, g_random_int () % 999999 + 1));

  make_values (PGG_OID_TIMESTAMP, FORMAT_TEXT);
  compare ("timestamp from text / sscanf", call_sscanf, read_boxed);
  compare ("timestamp packed from text / sscanf", call_sscanf, read_packed);
  compare ("timestamp to text / strdup", copy_texts, encode_values);
  make_values (PGG_OID_TIMESTAMP, FORMAT_BINARY);
  compare ("timestamp from binary / strdup", copy_texts, read_boxed);
  compare ("timestamp packed from binary / swap", swap_bytes, read_packed);
  compare ("timestamp to binary / strdup", copy_texts, encode_values);
  compare ("timestamp binary shown / strdup", copy_texts, write_texts);
}

static void
bench_uuids (void)
{
  for (guint i = 0; i < VALUES; i++)
    take_text (i, g_uuid_string_random ());

  make_values (PGG_OID_UUID, FORMAT_BINARY);
  compare ("uuid binary shown / strdup", copy_texts, write_texts);
  compare ("uuid to binary / strdup", copy_texts, encode_values);
}

static PggBuffer array_bytes;
static PggAdapter array_adapter;

static PggArray *
read_array (void)
{
  g_auto (GValue) value = G_VALUE_INIT;

  pgg_adapter_read_value (&array_adapter, array_bytes, &value);

  return g_value_dup_boxed (&value);
}

/* A value of GObject for each element, and numbers out of these. */
static void
read_array_values (void)
{
  g_autoptr (PggArray) array = read_array ();
  const GValue *elements = pgg_array_peek_values (array, NULL);
  g_autofree gint64 *numbers = g_new (gint64, VALUES);

  for (guint i = 0; i < VALUES; i++)
    numbers[i] = g_value_get_int (&elements[i]);
  integer_sink = numbers[VALUES - 1];
}

static void
read_array_numbers (void)
{
  g_autoptr (PggArray) array = read_array ();
  g_autofree gint64 *numbers = pgg_array_get_int64s (array, NULL, NULL);

  integer_sink = numbers[VALUES - 1];
}

static void
bench_arrays (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree int *numbers = g_new (int, VALUES);
  guint32 type = pgg_type_info_lookup_builtin (PGG_OID_INT4)->array;
  g_autoptr (PggArray) array = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  for (guint i = 0; i < VALUES; i++)
    numbers[i] = (int) g_random_int ();
  array = pgg_array_new_from_ints (numbers, VALUES);
  g_value_set_boxed (g_value_init (&value, PGG_TYPE_ARRAY), array);
  for (Format format = FORMAT_TEXT; format <= FORMAT_BINARY; format++)
    {
      array_adapter = pgg_adapter_make (context, type, format == FORMAT_BINARY);
      g_byte_array_set_size (bytes, 0);
      pgg_adapter_encode (&array_adapter, &value, bytes);
      array_bytes = pgg_buffer_init (bytes->data, bytes->len);
      compare (format == FORMAT_BINARY ? "numbers of int4[] from binary / values of them"
                                       : "numbers of int4[] from text / values of them",
               read_array_values, read_array_numbers);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  only = argc > 1 ? argv[1] : NULL;
  context = pgg_codec_context_new (UTF8, NULL, NULL, NULL, NULL);
  encoded = g_byte_array_new ();
  written = g_string_new (NULL);

  bench_integers ();
  bench_doubles ("random", 1, 0);
  bench_doubles ("prices", 10000, 100);
  bench_numerics ();
  bench_timestamps ();
  bench_uuids ();
  bench_arrays ();

  for (guint i = 0; i < VALUES; i++)
    {
      g_free (texts[i]);
      g_free ((gpointer) values[i].data);
      g_value_unset (&gvalues[i]);
    }
  g_byte_array_unref (encoded);
  g_string_free (written, TRUE);
  pgg_codec_context_unref (context);
  return 0;
}
