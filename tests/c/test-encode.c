/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is written for values of the scalar types, and what is refused. */

#include "config.h"

#include "make-result.h"

#include "types/pgg-codec-private.h"
#include "types/pgg-type-oid-private.h"

#define BINARY(bytes) bytes, sizeof (bytes) - 1

static PggDecode
encode (int         encoding,
        guint32     oid,
        gboolean    binary,
        GValue     *value,
        GByteArray *bytes)
{
  g_autoptr (PggCodecContext) context = pgg_codec_context_new (encoding, NULL, NULL, NULL, NULL);
  PggAdapter adapter = pgg_adapter_make (context, oid, binary);
  PggDecode decode = pgg_adapter_encode (&adapter, value, bytes);

  g_value_unset (value);
  return decode;
}

/* Takes the value. Nothing that was there before is touched. */
static void
check (guint32     oid,
       gboolean    binary,
       GValue      value,
       const char *expected,
       gsize       size)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) "before", 6);
  g_assert_cmpint (encode (UTF8, oid, binary, &value, bytes), ==, PGG_DECODE_OK);
  g_assert_cmpmem (bytes->data, 6, "before", 6);
  g_assert_cmpmem (bytes->data + 6, bytes->len - 6, expected, size);
}

static void
refuse (guint32   oid,
        gboolean  binary,
        GValue    value,
        PggDecode expected)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_assert_cmpint (encode (UTF8, oid, binary, &value, bytes), ==, expected);
  g_assert_cmpuint (bytes->len, ==, 0);
}

static GValue
make_text (const char *text)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  return value;
}

static GValue
make_int (int number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT);
  g_value_set_int (&value, number);
  return value;
}

static GValue
make_int64 (gint64 number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT64);
  g_value_set_int64 (&value, number);
  return value;
}

static GValue
make_uint64 (guint64 number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_UINT64);
  g_value_set_uint64 (&value, number);
  return value;
}

static GValue
make_double (double number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_DOUBLE);
  g_value_set_double (&value, number);
  return value;
}

static GValue
make_boolean (gboolean boolean)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_BOOLEAN);
  g_value_set_boolean (&value, boolean);
  return value;
}

static GValue
make_bytes (const char *data,
            gsize       size)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_BYTES);
  g_value_take_boxed (&value, g_bytes_new (data, size));
  return value;
}

static void
test_integers (void)
{
  check (PGG_OID_INT2, FALSE, make_int (-32768), BINARY ("-32768"));
  check (PGG_OID_INT2, TRUE, make_int (-2), BINARY ("\xff\xfe"));
  check (PGG_OID_INT4, TRUE, make_uint64 (1), BINARY ("\0\0\0\1"));
  check (PGG_OID_INT4, TRUE, make_text (" +258\n"), BINARY ("\0\0\1\2"));
  check (PGG_OID_INT4, FALSE, make_text (" +258\n"), BINARY (" +258\n"));
  check (PGG_OID_INT8, TRUE, make_text ("-9223372036854775808"), BINARY ("\x80\0\0\0\0\0\0\0"));
  check (PGG_OID_INT8, FALSE, make_int64 (G_MININT64), BINARY ("-9223372036854775808"));
  check (PGG_OID_OID, TRUE, make_int64 (G_MAXUINT32), BINARY ("\xff\xff\xff\xff"));
  check (PGG_OID_XID8, FALSE, make_uint64 (G_MAXUINT64), BINARY ("18446744073709551615"));
  check (PGG_OID_XID8, TRUE, make_int (1), BINARY ("\0\0\0\0\0\0\0\1"));
}

static void
test_integers_refused (void)
{
  for (int binary = 0; binary <= 1; binary++)
    {
      refuse (PGG_OID_INT2, binary, make_int (32768), PGG_DECODE_INEXACT);
      refuse (PGG_OID_INT4, binary, make_int64 (G_MININT32 - G_GINT64_CONSTANT (1)),
              PGG_DECODE_INEXACT);
      refuse (PGG_OID_INT8, binary, make_uint64 (G_MAXUINT64), PGG_DECODE_INEXACT);
      refuse (PGG_OID_OID, binary, make_int (-1), PGG_DECODE_INEXACT);
      refuse (PGG_OID_XID8, binary, make_int (-1), PGG_DECODE_INEXACT);
      refuse (PGG_OID_INT4, binary, make_double (1), PGG_DECODE_WRONG_TYPE);
      refuse (PGG_OID_INT4, binary, make_boolean (TRUE), PGG_DECODE_WRONG_TYPE);
      refuse (PGG_OID_OID, binary, make_bytes ("1", 1), PGG_DECODE_WRONG_TYPE);
    }
  refuse (PGG_OID_INT4, TRUE, make_text ("+-1"), PGG_DECODE_MALFORMED);
  refuse (PGG_OID_INT4, TRUE, make_text (""), PGG_DECODE_MALFORMED);
  refuse (PGG_OID_INT4, TRUE, make_text (NULL), PGG_DECODE_MALFORMED);
  refuse (PGG_OID_INT2, TRUE, make_text ("99999"), PGG_DECODE_MALFORMED);
}

static void
test_floats (void)
{
  check (PGG_OID_FLOAT8, FALSE, make_double (0.1), BINARY ("0.1"));
  check (PGG_OID_FLOAT8, TRUE, make_double (-2), BINARY ("\xc0\0\0\0\0\0\0\0"));
  check (PGG_OID_FLOAT8, TRUE, make_int (1), BINARY ("\x3f\xf0\0\0\0\0\0\0"));
  check (PGG_OID_FLOAT4, TRUE, make_text ("1.5"), BINARY ("\x3f\xc0\0\0"));
  check (PGG_OID_FLOAT4, FALSE, make_double ((double) 0.1f), BINARY ("0.1"));
  check (PGG_OID_FLOAT4, FALSE, make_double (-1.0 / 0.0), BINARY ("-Infinity"));

  for (int binary = 0; binary <= 1; binary++)
    {
      refuse (PGG_OID_FLOAT4, binary, make_double (1e-60), PGG_DECODE_INEXACT);
      refuse (PGG_OID_FLOAT4, binary, make_double (1e300), PGG_DECODE_INEXACT);
      refuse (PGG_OID_FLOAT8, binary, make_int64 (G_MAXINT64), PGG_DECODE_INEXACT);
      refuse (PGG_OID_FLOAT8, binary, make_boolean (TRUE), PGG_DECODE_WRONG_TYPE);
    }
  refuse (PGG_OID_FLOAT8, TRUE, make_text ("0x1p3"), PGG_DECODE_MALFORMED);
}

static void
test_booleans (void)
{
  check (PGG_OID_BOOL, FALSE, make_boolean (TRUE), BINARY ("t"));
  check (PGG_OID_BOOL, TRUE, make_boolean (TRUE), BINARY ("\1"));
  check (PGG_OID_BOOL, TRUE, make_text (" Of "), BINARY ("\0"));
  check (PGG_OID_BOOL, TRUE, make_text ("yes"), BINARY ("\1"));

  refuse (PGG_OID_BOOL, TRUE, make_text ("o"), PGG_DECODE_MALFORMED);
  refuse (PGG_OID_BOOL, TRUE, make_text ("trues"), PGG_DECODE_MALFORMED);
  refuse (PGG_OID_BOOL, TRUE, make_int (1), PGG_DECODE_WRONG_TYPE);
  refuse (PGG_OID_BOOL, FALSE, make_int (1), PGG_DECODE_WRONG_TYPE);
}

static void
test_texts (void)
{
  g_autoptr (GByteArray) latin = g_byte_array_new ();
  GValue value = make_text ("é");

  check (PGG_OID_TEXT, TRUE, make_text ("é"), BINARY ("é"));
  check (PGG_OID_JSONB, TRUE, make_text ("{}"), BINARY ("\1{}"));
  check (PGG_OID_JSONB, FALSE, make_text ("{}"), BINARY ("{}"));
  check (PGG_OID_CHAR, TRUE, make_text ("\\303"), BINARY ("\xc3"));
  check (PGG_OID_CHAR, TRUE, make_text (""), BINARY ("\0"));

  g_assert_cmpint (encode (LATIN1, PGG_OID_TEXT, TRUE, &value, latin), ==, PGG_DECODE_OK);
  g_assert_cmpmem (latin->data, latin->len, "\xe9", 1);
  value = make_text ("€");
  g_assert_cmpint (encode (LATIN1, PGG_OID_JSONB, TRUE, &value, latin), ==, PGG_DECODE_INEXACT);
  g_assert_cmpuint (latin->len, ==, 1);

  refuse (PGG_OID_TEXT, TRUE, make_text ("\xff"), PGG_DECODE_MALFORMED);
  refuse (PGG_OID_TEXT, TRUE, make_text (NULL), PGG_DECODE_MALFORMED);
  refuse (PGG_OID_TEXT, TRUE, make_int (1), PGG_DECODE_WRONG_TYPE);
  refuse (PGG_OID_JSONB, TRUE, make_int (1), PGG_DECODE_WRONG_TYPE);
  refuse (PGG_OID_CHAR, TRUE, make_text ("ab"), PGG_DECODE_MALFORMED);
}

static void
test_bytes (void)
{
  GValue array = G_VALUE_INIT;

  check (PGG_OID_BYTEA, FALSE, make_bytes ("\0\xfe", 2), BINARY ("\\x00fe"));
  check (PGG_OID_BYTEA, TRUE, make_bytes ("\0\xfe", 2), BINARY ("\0\xfe"));
  check (PGG_OID_BYTEA, TRUE, make_text ("\\x00fe"), BINARY ("\0\xfe"));
  check (PGG_OID_BYTEA, TRUE, make_text ("a\\000"), BINARY ("a\0"));
  check (PGG_OID_BYTEA, TRUE, make_bytes ("", 0), BINARY (""));

  g_value_init (&array, G_TYPE_BYTE_ARRAY);
  g_value_take_boxed (&array, g_byte_array_new_take (g_memdup2 ("ab", 2), 2));
  check (PGG_OID_BYTEA, TRUE, array, BINARY ("ab"));

  refuse (PGG_OID_BYTEA, TRUE, make_text ("ab\\x"), PGG_DECODE_MALFORMED);
  refuse (PGG_OID_BYTEA, TRUE, make_int (1), PGG_DECODE_WRONG_TYPE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encode/integers", test_integers);
  g_test_add_func ("/encode/integers-refused", test_integers_refused);
  g_test_add_func ("/encode/floats", test_floats);
  g_test_add_func ("/encode/booleans", test_booleans);
  g_test_add_func ("/encode/texts", test_texts);
  g_test_add_func ("/encode/bytes", test_bytes);

  return g_test_run ();
}
