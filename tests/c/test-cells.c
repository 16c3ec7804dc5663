/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Single cells: every way to read every family of types, in both formats. */

#include "config.h"

#include <math.h>

#include "make-result.h"

#include "types/pgg-float-text-private.h"
#include "types/pgg-type-oid-private.h"

#define BINARY(...) __VA_ARGS__, sizeof (__VA_ARGS__) - 1

static void
check_int64 (Oid         oid,
             int         format,
             const char *data,
             int         length,
             gint64      expected,
             const char *text)
{
  g_autoptr (PggResult) result = make_cell (UTF8, oid, format, data, length);
  g_autoptr (GError) error = NULL;
  gint64 value = pgg_result_get_int64 (result, 0, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpint (value, ==, expected);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, &error), ==, text);
  g_assert_no_error (error);
}

static void
test_integers (void)
{
  check_int64 (PGG_OID_INT2, 0, BINARY ("-32768"), G_MININT16, "-32768");
  check_int64 (PGG_OID_INT4, 0, BINARY ("-2147483648"), G_MININT32, "-2147483648");
  check_int64 (PGG_OID_INT4, 0, BINARY ("2147483647"), G_MAXINT32, "2147483647");
  check_int64 (PGG_OID_INT8, 0, BINARY ("-9223372036854775808"), G_MININT64,
               "-9223372036854775808");
  check_int64 (PGG_OID_INT8, 0, BINARY ("9223372036854775807"), G_MAXINT64,
               "9223372036854775807");
  check_int64 (PGG_OID_OID, 0, BINARY ("4294967295"), G_MAXUINT32, "4294967295");
  check_int64 (PGG_OID_XID8, 0, BINARY ("9223372036854775807"), G_MAXINT64,
               "9223372036854775807");
  check_int64 (PGG_OID_INT2, 1, BINARY ("\x80\x00"), G_MININT16, "-32768");
  check_int64 (PGG_OID_INT4, 1, BINARY ("\xff\xff\xff\xfe"), -2, "-2");
  check_int64 (PGG_OID_INT8, 1, BINARY ("\x7f\xff\xff\xff\xff\xff\xff\xff"), G_MAXINT64,
               "9223372036854775807");
  check_int64 (PGG_OID_OID, 1, BINARY ("\xff\xff\xff\xff"), G_MAXUINT32, "4294967295");
  check_int64 (PGG_OID_XID8, 1, BINARY ("\0\0\0\0\0\0\0\7"), 7, "7");
}

static void
check_no_int64 (Oid         oid,
                int         format,
                const char *data,
                int         length,
                const char *message)
{
  g_autoptr (PggResult) result = make_cell (UTF8, oid, format, data, length);
  GError *error = NULL;

  g_assert_cmpint (pgg_result_get_int64 (result, 0, 0, &error), ==, 0);
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, message);
}

static void
test_integers_refused (void)
{
  static const char malformed[] = "Row 0, column 0 (\"c\", int4) has a value that is malformed";
  static const char *const texts[] = { "",    "-",  "+1", "1 ",         " 1",
                                       "0x1", "1.", "a",  "2147483648", "-2147483649",
                                       "99999999999999999999" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check_no_int64 (PGG_OID_INT4, 0, texts[i], (int) strlen (texts[i]), malformed);

  check_no_int64 (PGG_OID_INT4, 1, BINARY ("\0\0\0"), malformed);
  check_no_int64 (PGG_OID_INT4, 1, BINARY ("\0\0\0\0\0"), malformed);
  check_no_int64 (PGG_OID_INT8, 0, BINARY ("9223372036854775808"), NULL);
  check_no_int64 (PGG_OID_INT8, 0, BINARY ("-9223372036854775809"), NULL);
  check_no_int64 (PGG_OID_OID, 0, BINARY ("-1"), NULL);
  check_no_int64 (PGG_OID_OID, 0, BINARY ("4294967296"), NULL);
  check_no_int64 (PGG_OID_XID8, 0, BINARY ("9223372036854775808"),
                  "Row 0, column 0 (\"c\", xid8) has a value that a 64-bit integer cannot hold "
                  "exactly");
  check_no_int64 (PGG_OID_FLOAT8, 0, BINARY ("1"),
                  "Row 0, column 0 (\"c\", float8) cannot be read as a 64-bit integer");
  check_no_int64 (PGG_OID_NUMERIC, 0, BINARY ("1"), NULL);
  check_no_int64 (PGG_OID_TEXT, 0, BINARY ("1"), NULL);
  check_no_int64 (PGG_OID_BOOL, 0, BINARY ("t"), NULL);
}

static void
test_narrowing (void)
{
  g_autoptr (PggResult) fits = make_cell (UTF8, PGG_OID_INT8, 0, BINARY ("-2147483648"));
  g_autoptr (PggResult) below = make_cell (UTF8, PGG_OID_INT8, 0, BINARY ("-2147483649"));
  g_autoptr (PggResult) above = make_cell (UTF8, PGG_OID_INT8, 1, BINARY ("\0\0\0\0\x80\0\0\0"));
  GError *error = NULL;

  g_assert_cmpint (pgg_result_get_int (fits, 0, 0, &error), ==, G_MININT);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_result_get_int (below, 0, 0, &error), ==, 0);
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Row 0, column 0 (\"c\", int8) has a value that a 32-bit integer cannot "
                       "hold exactly");
  g_assert_cmpint (pgg_result_get_int (above, 0, 0, &error), ==, 0);
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
}

static void
check_boolean (int         format,
               const char *data,
               int         length,
               gboolean    expected)
{
  g_autoptr (PggResult) result = make_cell (UTF8, PGG_OID_BOOL, format, data, length);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (pgg_result_get_boolean (result, 0, 0, &error), ==, expected);
  g_assert_no_error (error);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, &error), ==, expected ? "t" : "f");
}

static void
check_no_boolean (Oid         oid,
                  int         format,
                  const char *data,
                  int         length)
{
  g_autoptr (PggResult) result = make_cell (UTF8, oid, format, data, length);
  GError *error = NULL;

  g_assert_false (pgg_result_get_boolean (result, 0, 0, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, NULL);
}

static void
test_booleans (void)
{
  check_boolean (0, BINARY ("t"), TRUE);
  check_boolean (0, BINARY ("f"), FALSE);
  check_boolean (1, BINARY ("\1"), TRUE);
  check_boolean (1, BINARY ("\0"), FALSE);
  check_no_boolean (PGG_OID_BOOL, 0, BINARY ("true"));
  check_no_boolean (PGG_OID_BOOL, 0, BINARY (""));
  check_no_boolean (PGG_OID_BOOL, 1, BINARY (""));
  check_no_boolean (PGG_OID_BOOL, 1, BINARY ("\1\1"));
  check_no_boolean (PGG_OID_INT4, 0, BINARY ("1"));
  check_no_boolean (PGG_OID_TEXT, 0, BINARY ("t"));
}

static void
check_double (Oid         oid,
              int         format,
              const char *data,
              int         length,
              double      expected,
              const char *text)
{
  g_autoptr (PggResult) result = make_cell (UTF8, oid, format, data, length);
  g_autoptr (GError) error = NULL;
  double value = pgg_result_get_double (result, 0, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (&value, sizeof (value), &expected, sizeof (expected));
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, &error), ==, text);
}

static void
test_doubles (void)
{
  check_double (PGG_OID_FLOAT8, 0, BINARY ("0.1"), 0.1, "0.1");
  check_double (PGG_OID_FLOAT8, 0, BINARY ("-0"), -0.0, "-0");
  check_double (PGG_OID_FLOAT8, 0, BINARY ("5e-324"), 5e-324, "5e-324");
  check_double (PGG_OID_FLOAT8, 0, BINARY ("-1.7976931348623157e+308"), -G_MAXDOUBLE,
                "-1.7976931348623157e+308");
  check_double (PGG_OID_FLOAT8, 0, BINARY ("Infinity"), INFINITY, "Infinity");
  check_double (PGG_OID_FLOAT8, 0, BINARY ("-Infinity"), -INFINITY, "-Infinity");
  check_double (PGG_OID_FLOAT8, 0, BINARY ("NaN"), NAN, "NaN");
  check_double (PGG_OID_FLOAT4, 0, BINARY ("0.1"), (double) 0.1f, "0.1");
  check_double (PGG_OID_FLOAT4, 1, BINARY ("\x3d\xcc\xcc\xcd"), (double) 0.1f, "0.1");
  check_double (PGG_OID_FLOAT8, 1, BINARY ("\x3f\xb9\x99\x99\x99\x99\x99\x9a"), 0.1, "0.1");
  check_double (PGG_OID_FLOAT8, 1, BINARY ("\xff\xf0\0\0\0\0\0\0"), -INFINITY, "-Infinity");
  check_double (PGG_OID_FLOAT8, 1, BINARY ("\x7f\xf8\0\0\0\0\0\0"), NAN, "NaN");
  check_double (PGG_OID_INT4, 0, BINARY ("-5"), -5, "-5");
  check_double (PGG_OID_INT8, 0, BINARY ("9007199254740992"), 9007199254740992.0,
                "9007199254740992");
  check_double (PGG_OID_OID, 0, BINARY ("4294967295"), 4294967295.0, "4294967295");
}

static void
check_no_double (Oid         oid,
                 int         format,
                 const char *data,
                 int         length)
{
  g_autoptr (PggResult) result = make_cell (UTF8, oid, format, data, length);
  GError *error = NULL;

  g_assert_cmpfloat (pgg_result_get_double (result, 0, 0, &error), ==, 0);
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, NULL);
}

static void
test_doubles_refused (void)
{
  static const char *const texts[] = { "", "1,5", "0x1p3", " 1", "1 ", "nano", "1e", "--1" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      check_no_double (PGG_OID_FLOAT8, 0, texts[i], (int) strlen (texts[i]));
      check_no_double (PGG_OID_FLOAT4, 0, texts[i], (int) strlen (texts[i]));
    }

  check_no_double (PGG_OID_FLOAT8, 1, BINARY ("\0\0\0\0"));
  check_no_double (PGG_OID_FLOAT4, 1, BINARY ("\0\0\0\0\0\0\0\0"));
  check_no_double (PGG_OID_INT8, 0, BINARY ("9007199254740993"));
  check_no_double (PGG_OID_INT8, 0, BINARY ("-9007199254740993"));
  check_no_double (PGG_OID_NUMERIC, 0, BINARY ("1.5"));
  check_no_double (PGG_OID_TEXT, 0, BINARY ("1.5"));
}

static void
check_shortest (double      value,
                const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  pgg_double_append (value, text);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
check_shortest_float (float       value,
                      const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  pgg_float_append (value, text);
  g_assert_cmpstr (text->str, ==, expected);
}

/* What PostgreSQL 15 answers for the same numbers. */
static void
test_shortest (void)
{
  check_shortest (0, "0");
  check_shortest (-0.0, "-0");
  check_shortest (1, "1");
  check_shortest (-123.456, "-123.456");
  check_shortest (0.5, "0.5");
  check_shortest (0.05, "0.05");
  check_shortest (0.0001, "0.0001");
  check_shortest (0.00001, "1e-05");
  check_shortest (100000000000000, "100000000000000");
  check_shortest (123456789012345, "123456789012345");
  check_shortest (1e15, "1e+15");
  check_shortest (9007199254740993, "9.007199254740992e+15");
  check_shortest (1e23, "9.999999999999999e+22");
  check_shortest (5e-324, "5e-324");
  check_shortest (2.2250738585072014e-308, "2.2250738585072014e-308");
  check_shortest (1.7976931348623157e308, "1.7976931348623157e+308");
  check_shortest (0x1p-44, "5.684341886080802e-14");
  check_shortest (0x1p-1017, "7.120236347223045e-307");
  check_shortest (0.1 + 0.2, "0.30000000000000004");
  check_shortest_float (0.1f, "0.1");
  check_shortest_float (16777216, "1.6777216e+07");
  check_shortest_float (123456, "123456");
  check_shortest_float (1e6f, "1e+06");
  check_shortest_float (3.4028235e38f, "3.4028235e+38");
  check_shortest_float (1e-45f, "1e-45");
}

static void
check_text (int         encoding,
            Oid         oid,
            int         format,
            const char *data,
            int         length,
            const char *expected)
{
  g_autoptr (PggResult) result = make_cell (encoding, oid, format, data, length);
  g_autoptr (GError) error = NULL;
  const char *text = pgg_result_get_text (result, 0, 0, &error);
  g_autofree char *copy = pgg_result_dup_text (result, 0, 0, NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpstr (copy, ==, expected);
  g_assert_true (pgg_result_get_text (result, 0, 0, NULL) == text);
}

static void
check_no_text (int         encoding,
               Oid         oid,
               int         format,
               const char *data,
               int         length,
               int         code,
               const char *message)
{
  g_autoptr (PggResult) result = make_cell (encoding, oid, format, data, length);
  GError *error = NULL;

  g_assert_null (pgg_result_get_text (result, 0, 0, &error));
  assert_client_error (error, code, message);
}

static void
test_texts (void)
{
  static const Oid oids[] = { PGG_OID_TEXT, PGG_OID_VARCHAR, PGG_OID_BPCHAR, PGG_OID_NAME,
                              PGG_OID_JSON, PGG_OID_XML,     PGG_OID_UNKNOWN };

  for (guint i = 0; i < G_N_ELEMENTS (oids); i++)
    {
      check_text (UTF8, oids[i], 0, BINARY ("long enough Grüße €"), "long enough Grüße €");
      check_text (UTF8, oids[i], 1, BINARY ("long enough Grüße €"), "long enough Grüße €");
    }

  check_text (UTF8, 987654, 0, BINARY ("(1,2)"), "(1,2)");
  check_text (UTF8, PGG_OID_JSONB, 1, BINARY ("\1{\"a\": 1}"), "{\"a\": 1}");
  check_text (UTF8, PGG_OID_UUID, 1,
              BINARY ("\xa0\xee\xbc\x99\x9c\x0b\x4e\xf8\xbb\x6d\x6b\xb9\xbd\x38\x0a\x11"),
              "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
  check_text (UTF8, PGG_OID_CHAR, 1, BINARY ("x"), "x");
  check_text (UTF8, PGG_OID_CHAR, 1, BINARY ("\0"), "");
  check_text (UTF8, PGG_OID_CHAR, 1, BINARY ("\xff"), "\\377");
  check_text (SQL_ASCII, PGG_OID_TEXT, 0, BINARY ("Grüße"), "Grüße");
  check_text (LATIN1, PGG_OID_TEXT, 0, BINARY ("Gr\xfc\xdf" "e"), "Grüße");
  check_text (LATIN1, PGG_OID_JSONB, 1, BINARY ("\1\"\xfc\""), "\"ü\"");
  check_text (MULE_INTERNAL, PGG_OID_TEXT, 0, BINARY ("plain"), "plain");
}

static void
test_texts_refused (void)
{
  static const char not_utf8[] =
    "Row 0, column 0 (\"c\", text) has text that is not valid UTF-8";
  const int conversion = PGG_CLIENT_ERROR_CONVERSION;

  check_no_text (UTF8, PGG_OID_TEXT, 0, BINARY ("\xff"), conversion, not_utf8);
  check_no_text (SQL_ASCII, PGG_OID_TEXT, 0, BINARY ("0123456789\xff"), conversion, not_utf8);
  check_no_text (UTF8, PGG_OID_TEXT, 1, BINARY ("ab\0cd"), conversion, not_utf8);
  check_no_text (MULE_INTERNAL, PGG_OID_TEXT, 0, BINARY ("\x81\xfc"), conversion,
                 "Row 0, column 0 (\"c\", text) has text that cannot be converted from the "
                 "encoding MULE_INTERNAL to UTF-8");
  check_no_text (UTF8, PGG_OID_JSONB, 1, BINARY ("\2{}"), conversion, NULL);
  check_no_text (UTF8, PGG_OID_UUID, 1, BINARY ("short"), conversion, NULL);
  check_no_text (UTF8, PGG_OID_MONEY, 1, BINARY ("\0\0\0\0\0\0\0\0"),
                 PGG_CLIENT_ERROR_NOT_SUPPORTED,
                 "Row 0, column 0 (\"c\", money) came in a binary format that cannot be read, "
                 "ask for text");
}

static void
check_bytes (Oid         oid,
             int         format,
             const char *data,
             int         length,
             const char *expected,
             int         expected_length)
{
  g_autoptr (PggResult) result = make_cell (UTF8, oid, format, data, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pgg_result_get_bytes (result, 0, 0, &error);

  /* The bytes must outlive the result. */
  g_clear_pointer (&result, pgg_result_unref);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected,
                   expected_length);
}

static void
check_no_bytes (const char *data,
                int         length)
{
  g_autoptr (PggResult) result = make_cell (UTF8, PGG_OID_BYTEA, 0, data, length);
  GError *error = NULL;

  g_assert_null (pgg_result_get_bytes (result, 0, 0, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION,
                       "Row 0, column 0 (\"c\", bytea) has a value that is malformed");
}

static void
test_bytes (void)
{
  check_bytes (PGG_OID_BYTEA, 0, BINARY ("\\x00fF10"), BINARY ("\x00\xff\x10"));
  check_bytes (PGG_OID_BYTEA, 0, BINARY ("\\x"), BINARY (""));
  check_bytes (PGG_OID_BYTEA, 0, BINARY ("a\\\\b\\000\\377x"), BINARY ("a\\b\0\xffx"));
  check_bytes (PGG_OID_BYTEA, 0, BINARY (""), BINARY (""));
  check_bytes (PGG_OID_BYTEA, 1, BINARY ("\0\1\2"), BINARY ("\0\1\2"));
  check_bytes (PGG_OID_INT4, 1, BINARY ("\0\0\0\1"), BINARY ("\0\0\0\1"));
  check_bytes (PGG_OID_NUMERIC, 0, BINARY ("1.5"), BINARY ("1.5"));
  check_text (UTF8, PGG_OID_BYTEA, 1, BINARY ("\0\xab"), "\\x00ab");
  check_text (UTF8, PGG_OID_BYTEA, 0, BINARY ("\\x00ab"), "\\x00ab");
  check_no_bytes (BINARY ("\\x0"));
  check_no_bytes (BINARY ("\\x0g"));
  check_no_bytes (BINARY ("\\"));
  check_no_bytes (BINARY ("\\00"));
  check_no_bytes (BINARY ("\\400"));
  check_no_bytes (BINARY ("\\0a0"));
}

static void
check_value (Oid         oid,
             int         format,
             const char *data,
             int         length,
             GType       gtype,
             const char *expected)
{
  g_autoptr (PggResult) result = make_cell (UTF8, oid, format, data, length);
  g_autoptr (GError) error = NULL;
  const GValue *value = pgg_result_get_value (result, 0, 0, &error);
  g_autofree char *contents = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (G_VALUE_TYPE_NAME (value), ==, g_type_name (gtype));
  if (gtype == G_TYPE_BYTES)
    {
      GBytes *bytes = g_value_get_boxed (value);

      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected,
                       strlen (expected));
      return;
    }
  contents = g_strdup_value_contents (value);
  g_assert_cmpstr (contents, ==, expected);
}

static void
test_values (void)
{
  check_value (PGG_OID_BOOL, 0, BINARY ("t"), G_TYPE_BOOLEAN, "TRUE");
  check_value (PGG_OID_BOOL, 1, BINARY ("\0"), G_TYPE_BOOLEAN, "FALSE");
  check_value (PGG_OID_INT2, 1, BINARY ("\xff\xff"), G_TYPE_INT, "-1");
  check_value (PGG_OID_INT4, 0, BINARY ("-2147483648"), G_TYPE_INT, "-2147483648");
  check_value (PGG_OID_INT8, 0, BINARY ("9223372036854775807"), G_TYPE_INT64,
               "9223372036854775807");
  check_value (PGG_OID_OID, 0, BINARY ("4294967295"), G_TYPE_UINT, "4294967295");
  check_value (PGG_OID_XID8, 0, BINARY ("18446744073709551615"), G_TYPE_UINT64,
               "18446744073709551615");
  check_value (PGG_OID_FLOAT8, 0, BINARY ("1.5"), G_TYPE_DOUBLE, "1.500000");
  check_value (PGG_OID_TEXT, 0, BINARY ("x"), G_TYPE_STRING, "\"x\"");
  check_value (PGG_OID_NUMERIC, 0, BINARY ("1.10"), PGG_TYPE_NUMERIC, "1.10");
  check_value (PGG_OID_BYTEA, 0, BINARY ("\\x6162"), G_TYPE_BYTES, "ab");
}

static void
check_null_value (Oid   oid,
                  GType gtype)
{
  g_autoptr (PggResult) result = make_cell (UTF8, oid, 0, NULL, 0);
  const GValue *value = pgg_result_get_value (result, 0, 0, NULL);

  g_assert_cmpstr (G_VALUE_TYPE_NAME (value), ==, g_type_name (gtype));
  g_assert_null (g_value_peek_pointer (value));
}

static void
test_values_null (void)
{
  check_null_value (PGG_OID_TEXT, G_TYPE_STRING);
  check_null_value (PGG_OID_BYTEA, G_TYPE_BYTES);
  check_null_value (PGG_OID_INT4, G_TYPE_POINTER);
  check_null_value (PGG_OID_BOOL, G_TYPE_POINTER);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cells/integers", test_integers);
  g_test_add_func ("/cells/integers-refused", test_integers_refused);
  g_test_add_func ("/cells/narrowing", test_narrowing);
  g_test_add_func ("/cells/booleans", test_booleans);
  g_test_add_func ("/cells/doubles", test_doubles);
  g_test_add_func ("/cells/doubles-refused", test_doubles_refused);
  g_test_add_func ("/cells/shortest", test_shortest);
  g_test_add_func ("/cells/texts", test_texts);
  g_test_add_func ("/cells/texts-refused", test_texts_refused);
  g_test_add_func ("/cells/bytes", test_bytes);
  g_test_add_func ("/cells/values", test_values);
  g_test_add_func ("/cells/values-null", test_values_null);

  return g_test_run ();
}
