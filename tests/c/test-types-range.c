/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ranges and multiranges four ways, and what can be done with them. */

#include "config.h"

#include "fixture.h"
#include "four-ways.h"
#include "make-result.h"

#include "types/pgg-codec-private.h"
#include "types/pgg-type-oid-private.h"

#define OID_INT4RANGE 3904
#define OID_TSRANGE 3908

/* Ranges of some types are read in binary format as soon as the types are. */
static void
run (const FourWays *rows,
     gsize           n_rows,
     guint32         oid,
     GEqualFunc      equal)
{
  FourWaysOptions options = { .equal = equal };

  if (!pgg_codec_has_binary (NULL, pgg_type_info_lookup_builtin (oid)))
    options.flags |= FOUR_WAYS_NO_BINARY;
  four_ways_run (rows, n_rows, &options);
}

static void
test_ranges (void)
{
  static const FourWays integers[] = {
    { "int4range", "NULL" },
    { "int4range", "'empty'" },
    { "int4range", "'[1,1)'" },
    { "int4range", "'[1,5]'" },
    { "int4range", "'(1,5)'" },
    { "int4range", "'(,5)'" },
    { "int4range", "'[1,)'" },
    { "int4range", "'(,)'" },
    { "int4range", "'[-2147483648,2147483647)'" },
    { "int8range", "'[-9223372036854775808,9223372036854775807)'" },
    { "numrange", "'[1.50,NaN]'" },
    { "numrange", "'(-Infinity,Infinity)'", 140000 },
    { "numrange", "'empty'" },
  };
  static const FourWays times[] = {
    { "tsrange", "'(2024-02-29 12:34:56.789,infinity]'" },
    { "tsrange", "'[-infinity,infinity]'" },
    { "tsrange", "'(,2024-01-01]'" },
    { "tstzrange", "'[2024-01-01 00:00+00,2024-01-02 00:00+00)'" },
    { "daterange", "'[2024-01-01,2024-12-31]'" },
    { "daterange", "'[0044-03-15 BC,infinity)'" },
  };

  run (integers, G_N_ELEMENTS (integers), OID_INT4RANGE, pgg_range_equal);
  run (times, G_N_ELEMENTS (times), OID_TSRANGE, pgg_range_equal);
}

static void
test_multiranges (void)
{
  static const FourWays integers[] = {
    { "int4multirange", "NULL", 140000 },
    { "int4multirange", "'{}'", 140000 },
    { "int4multirange", "'{[1,5),[7,9),[20,)}'", 140000 },
    { "int4multirange", "'{(,)}'", 140000 },
    { "int8multirange", "'{[1,5),(,0)}'", 140000 },
    { "nummultirange", "'{[1.50,2.0],(3,NaN]}'", 140000 },
  };
  static const FourWays times[] = {
    { "tsmultirange", "'{(2024-02-29 12:34:56.789,infinity]}'", 140000 },
    { "tstzmultirange", "'{[2024-01-01 00:00+00,2024-01-02 00:00+00)}'", 140000 },
    { "datemultirange", "'{[2024-01-01,2024-12-31],[2025-02-02,)}'", 140000 },
  };

  run (integers, G_N_ELEMENTS (integers), OID_INT4RANGE, pgg_multirange_equal);
  run (times, G_N_ELEMENTS (times), OID_TSRANGE, pgg_multirange_equal);
}

static void
check_range (guint32     subtype,
             const char *text,
             const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggRange) range = pgg_range_new_from_string (subtype, text, &error);
  g_autofree char *string = NULL;

  g_assert_no_error (error);
  string = pgg_range_to_string (range);
  g_assert_cmpstr (string, ==, expected);
}

static void
refuse_range (guint32     subtype,
              const char *text)
{
  GError *error = NULL;

  g_assert_null (pgg_range_new_from_string (subtype, text, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, "The text is not that of a range");
}

static void
test_range_texts (void)
{
  check_range (PGG_OID_INT4, " [1,5] ", "[1,5]");
  check_range (PGG_OID_INT4, " Empty ", "empty");
  check_range (PGG_OID_INT4, "[,]", "(,)");
  check_range (PGG_OID_INT4, "(\"1\",2]", "(1,2]");
  check_range (PGG_OID_TEXT, "[\"\",\"a,\"\"b\\\\\"]", "[\"\",\"a,\"\"b\\\\\"]");
  check_range (PGG_OID_TEXT, "[a\\,b,c\"d)\"e)", "[\"a,b\",\"cd)e\")");
  check_range (PGG_OID_TEXT, "( a,b )", "(\" a\",\"b \")");
}

static void
test_range_texts_refused (void)
{
  static const char * const texts[] = {
    "", "x", "[", "[1", "[1,", "[1,2", "1,2)", "[1)", "[1,2)x", "[1,2,3)", "[\"1,2)", "[1,2\\",
    "emptyx", "empty)", "[x,)", "[1,2147483648)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    refuse_range (PGG_OID_INT4, texts[i]);
}

static GValue
make_int64 (gint64 number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT64);
  g_value_set_int64 (&value, number);
  return value;
}

static void
test_bounds (void)
{
  GValue lower = make_int64 (1);
  GValue upper = make_int64 (G_MAXINT64);
  GError *error = NULL;
  g_autoptr (PggRange) range = pgg_range_new (PGG_OID_INT4, &lower, NULL, TRUE, TRUE, &error);
  g_autoptr (PggRange) empty = pgg_range_new_empty (PGG_OID_INT4);
  g_autoptr (PggRange) parsed = pgg_range_new_from_string (PGG_OID_INT4, "[1,)", NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (pgg_range_get_subtype (range), ==, PGG_OID_INT4);
  g_assert_false (pgg_range_is_empty (range));
  g_assert_cmpint (g_value_get_int (pgg_range_get_lower (range)), ==, 1);
  g_assert_null (pgg_range_get_upper (range));
  g_assert_true (pgg_range_is_lower_inclusive (range));
  g_assert_false (pgg_range_is_upper_inclusive (range));
  g_assert_true (pgg_range_equal (range, parsed));
  g_assert_cmpuint (pgg_range_hash (range), ==, pgg_range_hash (parsed));

  g_assert_true (pgg_range_is_empty (empty));
  g_assert_null (pgg_range_get_lower (empty));
  g_assert_false (pgg_range_equal (range, empty));

  g_assert_null (pgg_range_new (PGG_OID_INT4, &lower, &upper, TRUE, FALSE, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION,
                       "The value is one that the type of a bound of a range cannot hold exactly");
}

static void
test_range_equal (void)
{
  static const char * const texts[] = {
    "empty", "(,)", "[1,)", "(1,)", "(,1]", "(,1)", "[1,2)", "[1,2]", "(1,2)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
      {
        g_autoptr (PggRange) first = pgg_range_new_from_string (PGG_OID_FLOAT8, texts[i], NULL);
        g_autoptr (PggRange) second = pgg_range_new_from_string (PGG_OID_FLOAT8, texts[j], NULL);

        g_assert_cmpint (pgg_range_equal (first, second), ==, i == j);
      }
}

static void
refuse_multirange (const char *text)
{
  GError *error = NULL;

  g_assert_null (pgg_multirange_new_from_string (PGG_OID_INT4, text, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, "The text is not that of a multirange");
}

static void
check_transform (GType       type,
                 gpointer    boxed,
                 const char *expected)
{
  GValue value = G_VALUE_INIT;
  GValue text = G_VALUE_INIT;

  g_value_init (&value, type);
  g_value_init (&text, G_TYPE_STRING);
  g_value_set_boxed (&value, boxed);
  g_assert_true (g_value_transform (&value, &text));
  g_assert_cmpstr (g_value_get_string (&text), ==, expected);
  g_value_unset (&value);
  g_value_unset (&text);
}

static void
test_multirange (void)
{
  g_autoptr (PggRange) range = pgg_range_new_from_string (PGG_OID_INT4, "[1,5)", NULL);
  g_autoptr (PggRange) empty = pgg_range_new_empty (PGG_OID_INT4);
  PggRange *ranges[] = { range, empty, range };
  g_autoptr (PggMultirange) made = pgg_multirange_new (PGG_OID_INT4, ranges, 3);
  g_autoptr (PggMultirange) parsed = pgg_multirange_new_from_string (
    PGG_OID_INT4, " { [1,5) , empty,[1,5)} ", NULL);
  g_autoptr (PggMultirange) none = pgg_multirange_new_from_string (PGG_OID_INT4, "{}", NULL);
  g_autofree char *string = pgg_multirange_to_string (parsed);
  GError *error = NULL;

  g_assert_cmpstr (string, ==, "{[1,5),[1,5)}");
  check_transform (PGG_TYPE_MULTIRANGE, made, "{[1,5),[1,5)}");
  check_transform (PGG_TYPE_RANGE, range, "[1,5)");
  g_assert_cmpuint (pgg_multirange_get_subtype (parsed), ==, PGG_OID_INT4);
  g_assert_cmpuint (pgg_multirange_get_n_ranges (parsed), ==, 2);
  g_assert_true (pgg_range_equal (pgg_multirange_get_range (parsed, 1, &error), range));
  g_assert_true (pgg_multirange_equal (made, parsed));
  g_assert_cmpuint (pgg_multirange_hash (made), ==, pgg_multirange_hash (parsed));
  g_assert_false (pgg_multirange_equal (made, none));

  g_assert_null (pgg_multirange_get_range (parsed, 2, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_OUT_OF_RANGE,
                       "Range 2 does not exist, the multirange has 2 ranges");
  refuse_multirange ("");
  refuse_multirange ("{");
  refuse_multirange ("[1,2)");
  refuse_multirange ("{[1,2)");
  refuse_multirange ("{[1,2),}");
  refuse_multirange ("{[1,2)}}");
  refuse_multirange ("{[1,2) [3,4)}");
}

static void
test_getters (void)
{
  g_autoptr (PggConnection) connection = pgg_connect (test_conninfo (), NULL, NULL);
  g_autoptr (PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr (PggRow) row = NULL;
  g_autoptr (PggRange) range = NULL;
  g_autoptr (PggRange) other = NULL;
  g_autoptr (PggMultirange) multirange = NULL;
  g_autoptr (PggMultirange) last = NULL;
  GError *error = NULL;

  if (pgg_connection_get_server_version (connection) < 140000)
    {
      g_test_skip ("The server has no multiranges");
      return;
    }

  g_assert_true (pgg_cursor_execute (cursor, "SELECT '[1,5)'::int4range,"
                                             "       '{[1,5)}'::int4multirange",
                                     NULL, NULL, &error));
  row = pgg_cursor_fetch_one (cursor, NULL, &error);
  range = pgg_row_get_range (row, 0, &error);
  multirange = pgg_row_get_multirange (row, 1, &error);
  g_assert_no_error (error);
  other = pgg_result_get_range (pgg_row_get_result (row), 0, 0, &error);
  g_assert_true (pgg_range_equal (range, other));
  last = pgg_result_get_multirange (pgg_row_get_result (row), 0, 1, &error);
  g_assert_true (pgg_multirange_equal (multirange, last));
  g_assert_true (pgg_range_equal (pgg_multirange_get_range (multirange, 0, NULL), range));

  g_assert_null (pgg_row_get_multirange (row, 0, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION,
                       "Row 0, column 0 (\"int4range\", int4range) cannot be read as a "
                       "multirange");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/types/range/ranges", test_ranges);
  g_test_add_func ("/types/range/multiranges", test_multiranges);
  g_test_add_func ("/types/range/texts", test_range_texts);
  g_test_add_func ("/types/range/texts-refused", test_range_texts_refused);
  g_test_add_func ("/types/range/bounds", test_bounds);
  g_test_add_func ("/types/range/equal", test_range_equal);
  g_test_add_func ("/types/range/multirange", test_multirange);
  g_test_add_func ("/types/range/getters", test_getters);

  return g_test_run ();
}
