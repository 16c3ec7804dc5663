/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hstore: texts by texts, of which the values may be NULL; see contrib/hstore/hstore_io.c. */

#include "config.h"

#include "pgg-codec-container-private.h"

#include "pgg-codec-value-private.h"
#include "pgg-encoding-private.h"
#include "pgg-part-private.h"
#include "pgg-quoted-text-private.h"

static GHashTable *
make_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* The server keeps one of several values of a key; the first here. */
static void
take_pair (GHashTable *table,
           char       *key,
           char       *value)
{
  if (!g_hash_table_contains (table, key))
    g_hash_table_insert (table, key, value);
  else
    {
      g_free (key);
      g_free (value);
    }
}

static gboolean
read_quoted (PggBuffer *text,
             GString   *word)
{
  guint8 c;

  while (pgg_buffer_get_u8 (text, &c))
    {
      if (c == '"')
        return TRUE;
      if (c == '\\' && !pgg_buffer_get_u8 (text, &c))
        return FALSE;
      g_string_append_c (word, (char) c);
    }

  return FALSE;
}

static gboolean
ends_word (const PggBuffer *text)
{
  return text->size == 0 || text->data[0] == ',' || text->data[0] == '=' ||
         pgg_text_is_space (text->data[0]);
}

static gboolean
read_unquoted (PggBuffer *text,
               GString   *word)
{
  guint8 c = 0;

  if (ends_word (text))
    return FALSE;

  while (!ends_word (text))
    {
      pgg_buffer_get_u8 (text, &c);
      if (c == '\\' && !pgg_buffer_get_u8 (text, &c))
        return FALSE;
      g_string_append_c (word, (char) c);
    }

  return TRUE;
}

/* The word, to be freed, or NULL. */
static char *
read_word (PggBuffer *text,
           gboolean  *is_quoted)
{
  g_autoptr (GString) word = g_string_new (NULL);
  gboolean is_fine;

  pgg_text_skip_spaces (text);
  *is_quoted = pgg_text_take (text, '"');
  is_fine = *is_quoted ? read_quoted (text, word) : read_unquoted (text, word);
  pgg_text_skip_spaces (text);
  if (!is_fine || !g_utf8_validate_len (word->str, word->len, NULL))
    return NULL;

  return g_string_free (g_steal_pointer (&word), FALSE);
}

static gboolean
read_pair (PggBuffer  *text,
           GHashTable *table)
{
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;
  gboolean is_quoted;

  key = read_word (text, &is_quoted);
  if (key == NULL || !pgg_text_take (text, '=') || !pgg_text_take (text, '>'))
    return FALSE;
  value = read_word (text, &is_quoted);
  if (value == NULL)
    return FALSE;

  if (!is_quoted && g_ascii_strcasecmp (value, "NULL") == 0)
    g_clear_pointer (&value, g_free);
  take_pair (table, g_steal_pointer (&key), g_steal_pointer (&value));
  return TRUE;
}

/* Text in UTF-8. */
static PggDecode
parse (PggBuffer    text,
       GHashTable **table)
{
  g_autoptr (GHashTable) made = make_table ();

  pgg_text_skip_spaces (&text);
  while (!pgg_buffer_at_end (&text))
    {
      if (!read_pair (&text, made))
        return PGG_DECODE_MALFORMED;
      if (!pgg_text_take (&text, ',') && !pgg_buffer_at_end (&text))
        return PGG_DECODE_MALFORMED;
    }

  *table = g_steal_pointer (&made);
  return PGG_DECODE_OK;
}

static PggDecode
read_text (const PggAdapter *self,
           PggBuffer         buffer,
           gpointer         *value)
{
  g_autofree char *made = NULL;

  if (!pgg_whole_to_utf8 (self, &buffer, &made))
    return PGG_DECODE_MALFORMED;

  return parse (buffer, (GHashTable **) value);
}

/* Takes a word out of the binary form: FALSE if that is malformed, else *word is NULL for NULL. */
static gboolean
take_word (const PggAdapter  *self,
           PggBuffer         *buffer,
           char             **word)
{
  PggBuffer part;
  gboolean is_null;

  *word = NULL;
  if (!pgg_part_take (buffer, &part, &is_null))
    return FALSE;
  if (is_null)
    return TRUE;

  *word = pgg_encoding_to_utf8 (self->context->encoding, (const char *) part.data, part.size);
  return *word != NULL;
}

static gboolean
take_words (const PggAdapter  *self,
            PggBuffer         *buffer,
            char             **key,
            char             **value)
{
  *value = NULL;

  return take_word (self, buffer, key) && *key != NULL && take_word (self, buffer, value);
}

static PggDecode
read_binary (const PggAdapter *self,
             PggBuffer         buffer,
             gpointer         *value)
{
  g_autoptr (GHashTable) table = make_table ();
  guint32 n_pairs;

  if (!pgg_buffer_get_u32 (&buffer, &n_pairs))
    return PGG_DECODE_MALFORMED;

  for (guint32 i = 0; i < n_pairs; i++)
    {
      g_autofree char *key = NULL;
      g_autofree char *word = NULL;

      if (!take_words (self, &buffer, &key, &word))
        return PGG_DECODE_MALFORMED;
      take_pair (table, g_steal_pointer (&key), g_steal_pointer (&word));
    }
  if (!pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  *value = g_steal_pointer (&table);
  return PGG_DECODE_OK;
}

static void
append_word (const char *word,
             GString    *text)
{
  g_string_append_c (text, '"');
  for (; *word != '\0'; word++)
    {
      if (*word == '"' || *word == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *word);
    }
  g_string_append_c (text, '"');
}

static void
append_pair (const char *key,
             const char *value,
             gboolean    is_first,
             GString    *text)
{
  if (!is_first)
    g_string_append (text, ", ");
  append_word (key, text);
  g_string_append (text, "=>");
  if (value == NULL)
    g_string_append (text, "NULL");
  else
    append_word (value, text);
}

static PggDecode
write_text (const PggAdapter *self,
            PggBuffer         buffer,
            GString          *text)
{
  g_autoptr (GString) made = g_string_new (NULL);
  guint32 n_pairs;

  if (!pgg_buffer_get_u32 (&buffer, &n_pairs))
    return PGG_DECODE_MALFORMED;

  for (guint32 i = 0; i < n_pairs; i++)
    {
      g_autofree char *key = NULL;
      g_autofree char *value = NULL;

      if (!take_words (self, &buffer, &key, &value))
        return PGG_DECODE_MALFORMED;
      append_pair (key, value, i == 0, made);
    }
  if (!pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  return pgg_whole_from_utf8 (self, made, text);
}

/* Sorts as the server does, so that what is sent does not depend on the hash table. */
static int
compare_keys (gconstpointer first,
              gconstpointer second)
{
  gsize a = strlen (first);
  gsize b = strlen (second);

  return a != b ? (a < b ? -1 : 1) : strcmp (first, second);
}

static GList *
sort_keys (GHashTable *table)
{
  return g_list_sort (g_hash_table_get_keys (table), compare_keys);
}

static gboolean
is_valid_pair (const char *key,
               const char *value)
{
  return g_utf8_validate (key, -1, NULL) && (value == NULL || g_utf8_validate (value, -1, NULL));
}

char *
pgg_hstore_to_string (GHashTable *table)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GList) keys = sort_keys (table);

  for (GList *key = keys; key != NULL; key = key->next)
    {
      const char *word = g_hash_table_lookup (table, key->data);

      if (!is_valid_pair (key->data, word))
        return NULL;
      append_pair (key->data, word, key == keys, text);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static PggDecode
encode_text (const PggAdapter *self,
             const GValue     *value,
             GByteArray       *bytes)
{
  g_autofree char *text = NULL;
  GHashTable *table;

  if (G_VALUE_HOLDS_STRING (value))
    return pgg_encode_text_value (self, value, bytes);
  table = G_VALUE_HOLDS (value, G_TYPE_HASH_TABLE) ? g_value_get_boxed (value) : NULL;
  if (table == NULL)
    return PGG_DECODE_WRONG_TYPE;

  text = pgg_hstore_to_string (table);

  return text != NULL ? pgg_encode_text (self->context, text, strlen (text), bytes)
                      : PGG_DECODE_MALFORMED;
}

static PggDecode
append_word_binary (const PggAdapter *self,
                    const char       *word,
                    GByteArray       *bytes)
{
  guint start = bytes->len;
  guint32 size;
  PggDecode decode;

  pgg_bytes_append_u32 (bytes, G_MAXUINT32);
  if (word == NULL)
    return PGG_DECODE_OK;

  decode = pgg_encode_text (self->context, word, strlen (word), bytes);
  size = GUINT32_TO_BE (bytes->len - start - (guint) sizeof (size));
  memcpy (bytes->data + start, &size, sizeof (size));
  return decode;
}

static PggDecode
append_table (const PggAdapter *self,
              GHashTable       *table,
              GByteArray       *bytes)
{
  g_autoptr (GList) keys = sort_keys (table);
  PggDecode decode = PGG_DECODE_OK;

  pgg_bytes_append_u32 (bytes, g_hash_table_size (table));
  for (GList *key = keys; key != NULL && decode == PGG_DECODE_OK; key = key->next)
    {
      const char *word = g_hash_table_lookup (table, key->data);

      if (!is_valid_pair (key->data, word))
        return PGG_DECODE_MALFORMED;
      decode = append_word_binary (self, key->data, bytes);
      if (decode == PGG_DECODE_OK)
        decode = append_word_binary (self, word, bytes);
    }

  return decode;
}

static PggDecode
encode_binary (const PggAdapter *self,
               const GValue     *value,
               GByteArray       *bytes)
{
  const char *text = pgg_value_peek_text (value);
  g_autoptr (GHashTable) table = NULL;
  guint start = bytes->len;
  PggDecode decode = PGG_DECODE_OK;

  if (text != NULL)
    decode = parse (pgg_buffer_init (text, strlen (text)), &table);
  else if (G_VALUE_HOLDS (value, G_TYPE_HASH_TABLE))
    table = g_value_dup_boxed (value);
  if (decode != PGG_DECODE_OK)
    return decode;
  if (table == NULL)
    return PGG_DECODE_WRONG_TYPE;

  decode = append_table (self, table, bytes);
  if (decode != PGG_DECODE_OK)
    g_byte_array_set_size (bytes, start);

  return decode;
}

static GType
get_boxed_type (void)
{
  return G_TYPE_HASH_TABLE;
}

const PggCodec pgg_codec_hstore_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = get_boxed_type,
  .text_is_raw = TRUE,
  .read_boxed = read_text,
  .encode = encode_text,
};

const PggCodec pgg_codec_hstore_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = get_boxed_type,
  .read_boxed = read_binary,
  .write_text = write_text,
  .encode = encode_binary,
};
