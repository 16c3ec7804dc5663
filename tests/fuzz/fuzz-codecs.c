/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads bytes as a value of any type in either format: whatever they are, they must be a value or
 * malformed, and a value that is written must be read as the same one. */

#include "config.h"

#include "fuzz-codecs.h"

#include "types/pgg-type-oid-private.h"

#define UTF8 6
#define LATIN1 8

/* The sessions that values come from. */
static const struct
{
  int         encoding;
  const char *date_style;
  const char *interval_style;
  const char *time_zone;
} sessions[] = {
  { UTF8, "ISO, MDY", "postgres", "UTC" },
  { UTF8, "SQL, DMY", "sql_standard", "Europe/Berlin" },
  { UTF8, "Postgres, MDY", "postgres_verbose", "America/St_Johns" },
  { LATIN1, "German, DMY", "iso_8601", "<+05:30>-05:30" },
};

static const PggCodecContext *
get_context (guint index)
{
  static PggCodecContext *contexts[G_N_ELEMENTS (sessions)];
  static PggTypeMap *types;

  if (types == NULL)
    types = fuzz_types_new ();
  index %= G_N_ELEMENTS (sessions);
  if (contexts[index] == NULL)
    contexts[index] = pgg_codec_context_new (sessions[index].encoding, sessions[index].date_style,
                                             sessions[index].interval_style,
                                             sessions[index].time_zone, types);

  return contexts[index];
}

/* Values on the wire are somewhere even if they are empty. */
static PggBuffer
make_buffer (const guint8 *data,
             gsize         size)
{
  return pgg_buffer_init (data == NULL ? (const guint8 *) "" : data, size);
}

/* Ends the program; the bytes are those of the value. */
static void G_GNUC_NORETURN
fail (const PggAdapter *adapter,
      GByteArray       *bytes,
      const char       *what)
{
  g_autoptr (GString) hex = g_string_new (NULL);

  for (guint i = 0; i < bytes->len; i++)
    g_string_append_printf (hex, "%02x", bytes->data[i]);

  g_error ("%s, encoding %d: %s: %s", adapter->type == NULL ? "unknown" : adapter->type->name,
           adapter->context->encoding, what, hex->str);
}

static void
check_decode (PggDecode decode)
{
  g_assert_cmpint (decode, >=, PGG_DECODE_OK);
  g_assert_cmpint (decode, <=, PGG_DECODE_NOT_SUPPORTED);
}

/* Each reader of the codec, whether it fits the type or not. */
static void
read_as_anything (const PggAdapter *adapter,
                  PggBuffer         buffer)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean boolean;
  int integer;
  gint64 large;
  guint64 positive;
  double number;

  check_decode (pgg_codec_read_boolean (adapter->codec, buffer, &boolean));
  check_decode (pgg_codec_read_int (adapter->codec, buffer, &integer));
  check_decode (pgg_codec_read_int64 (adapter->codec, buffer, &large));
  check_decode (pgg_codec_read_uint64 (adapter->codec, buffer, &positive));
  check_decode (pgg_codec_read_double (adapter->codec, buffer, &number));
  check_decode (pgg_codec_read_bytes (adapter->codec, buffer, bytes));
}

/* What is written must be valid where the value is, and leave alone what was there before. */
static void
write_as_text (const PggAdapter *adapter,
               PggBuffer         buffer)
{
  g_autoptr (GString) text = g_string_new ("before");
  g_autofree char *utf8 = NULL;
  PggDecode decode = pgg_adapter_write_text (adapter, buffer, text);

  check_decode (decode);
  g_assert_true (g_str_has_prefix (text->str, "before"));
  decode = pgg_adapter_dup_text (adapter, buffer, &utf8);
  check_decode (decode);
  g_assert_cmpint (decode == PGG_DECODE_OK, ==, utf8 != NULL);
  if (utf8 != NULL)
    g_assert_true (g_utf8_validate (utf8, -1, NULL));
}

/* NULL if the value cannot be written. */
static GByteArray *
encode (const PggAdapter *adapter,
        const GValue     *value)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  PggDecode decode = pgg_adapter_encode (adapter, value, bytes);

  check_decode (decode);
  if (decode == PGG_DECODE_OK)
    return g_steal_pointer (&bytes);

  /* All or nothing. */
  g_assert_cmpuint (bytes->len, ==, 0);
  return NULL;
}

static gboolean
is_same (GByteArray *first,
         GByteArray *second)
{
  /* Nothing may be nowhere, which memcmp() does not like. */
  return first->len == second->len &&
         (first->len == 0 || memcmp (first->data, second->data, first->len) == 0);
}

/* The server writes xml in the client encoding and reads it in UTF-8, unless it says otherwise
 * (src/backend/utils/adt/xml.c, xml_send and xml_recv). */
static gboolean
is_one_way (const PggAdapter *adapter)
{
  return adapter->type != NULL && adapter->type->oid == PGG_OID_XML &&
         adapter->context->encoding != UTF8;
}

/* What is written, read and written again is the same, although bytes that came from elsewhere may
 * have a shorter or more regular form. */
static void
write_and_read (const PggAdapter *adapter,
                const GValue     *value)
{
  g_autoptr (GByteArray) written = encode (adapter, value);
  g_autoptr (GByteArray) again = NULL;
  g_auto (GValue) copy = G_VALUE_INIT;
  PggDecode decode;

  if (written == NULL || is_one_way (adapter))
    return;

  decode = pgg_adapter_read_value (adapter, make_buffer (written->data, written->len), &copy);
  if (decode != PGG_DECODE_OK)
    fail (adapter, written, "What was written cannot be read");

  again = encode (adapter, &copy);
  if (again == NULL)
    fail (adapter, written, "What was written and read cannot be written");
  if (!is_same (again, written))
    fail (adapter, written, "What was written and read is written differently");
}

/* Any text is a value of the type or refused. */
static void
encode_text (const PggAdapter *adapter,
             PggBuffer         buffer)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GByteArray) bytes = NULL;

  g_value_init (&value, G_TYPE_STRING);
  g_value_take_string (&value, g_strndup ((const char *) buffer.data, buffer.size));
  bytes = encode (adapter, &value);
}

PggDecode
fuzz_codecs (const guint8 *data,
             gsize         size)
{
  PggBuffer input = pgg_buffer_init (data, size);
  guint16 oid;
  guint8 flags;
  g_autofree guint8 *copy = NULL;
  PggAdapter adapter;
  PggBuffer buffer;
  g_auto (GValue) value = G_VALUE_INIT;
  PggDecode decode;

  if (!pgg_buffer_get_u16 (&input, &oid) || !pgg_buffer_get_u8 (&input, &flags))
    return PGG_DECODE_MALFORMED;

  /* Of the exact size, so that the sanitizer sees a read behind the end. */
  copy = g_memdup2 (input.data, input.size);
  buffer = make_buffer (copy, input.size);
  adapter = pgg_adapter_make (get_context (flags >> 1), oid, (flags & FUZZ_BINARY) != 0);

  read_as_anything (&adapter, buffer);
  write_as_text (&adapter, buffer);
  encode_text (&adapter, buffer);
  decode = pgg_adapter_read_value (&adapter, buffer, &value);
  check_decode (decode);
  g_assert_cmpint (decode == PGG_DECODE_OK, ==, G_IS_VALUE (&value));
  if (decode == PGG_DECODE_OK)
    write_and_read (&adapter, &value);

  return decode;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  fuzz_codecs (data, size);

  return 0;
}
