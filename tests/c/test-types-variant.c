/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cells as variants, which are the same values when they are parameters. */

#include "config.h"

#include "fixture.h"
#include "make-result.h"

#include "pgglib.h"

static const char schema[] =
  "CREATE TYPE mood AS ENUM ('sad', 'so, so');"
  "CREATE TYPE pair AS (n int4, t text);"
  "CREATE TYPE nested AS (p pair, m mood, l int4[], b box[], d date);"
  "CREATE DOMAIN list AS int4[]";

/* A value, and its variant as text. */
typedef struct
{
  const char *type;
  const char *expression;
  const char *variant;
  int         since; /* as of FourWays */
} Row;

static const Row rows[] = {
  { "bool", "true", "true" },
  { "int2", "-5", "-5" },
  { "int4", "5", "5" },
  { "int8", "9223372036854775807", "int64 9223372036854775807" },
  { "oid", "4294967295", "uint32 4294967295" },
  { "xid", "'4294967295'", "'4294967295'" },
  { "xid8", "'18446744073709551615'", "'18446744073709551615'", 140000 },
  { "pg_lsn", "'16/B374D848'", "'16/B374D848'" },
  { "float4", "1.5", "1.5" },
  { "float8", "-0.1", "-0.10000000000000001" },
  { "numeric", "1.50", "'1.50'" },
  { "text", "'ä\"'", "'ä\"'" },
  { "\"char\"", "'x'", "'x'" },
  { "bytea", "'\\x00ff'", "[byte 0x00, 0xff]" },
  { "bytea", "''", "@ay []" },
  { "json", "'{\"a\": 1}'", "'{\"a\": 1}'" },
  { "date", "'2024-02-29'", "'2024-02-29'" },
  { "date", "'infinity'", "'infinity'" },
  { "timestamptz", "'2024-02-29 12:00+00'", "'2024-02-29 12:00:00+00'" },
  { "interval", "'1 mon -2 days'", "'1 mon -2 days'" },
  { "timetz", "'12:00+02'", "'12:00:00+02'" },
  { "inet", "'10.1.2.3/8'", "'10.1.2.3/8'" },
  { "box", "'(3,4),(1,2)'", "'(3,4),(1,2)'" },
  { "uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'" },
  { "mood", "'so, so'", "'so, so'" },
  { "int4range", "'[1,5)'", "'[1,5)'" },
  { "int4multirange", "'{[1,5)}'", "'{[1,5)}'", 140000 },
  { "int4[]", "'{1,NULL,3}'", "[1, nothing, 3]" },
  { "int4[]", "'{}'", "@ami []" },
  { "int4[]", "'{NULL}'", "@ami [nothing]" },
  { "int4[]", "'{{1,2},{3,NULL}}'", "[[1, 2], [3, nothing]]" },
  { "int4[]", "'[0:1]={1,2}'", "'[0:1]={1,2}'" },
  { "int8[]", "'{{{1}},{{2}}}'", "[[[int64 1]], [[2]]]" },
  { "text[]", "ARRAY['a', NULL, '']", "['a', nothing, '']" },
  { "bytea[]", "ARRAY['\\x01'::bytea, NULL]", "[[byte 0x01], nothing]" },
  { "date[]", "'{2024-02-29,infinity}'", "['2024-02-29', 'infinity']" },
  { "numeric[]", "'{1.50,NaN}'", "['1.50', 'NaN']" },
  { "mood[]", "'{\"so, so\",sad}'", "['so, so', 'sad']" },
  { "box[]", "'{(3,4),(1,2);(1,1),(0,0)}'", "'{(3,4),(1,2);(1,1),(0,0)}'" },
  { "int4range[]", "'{\"[1,5)\",empty}'", "['[1,5)', 'empty']" },
  { "list[]", "ARRAY['{1,2}'::list, NULL]", "[[1, 2], nothing]" },
  { "pair", "ROW(1, 'x,\"')", "(1, 'x,\"')" },
  { "pair", "ROW(NULL, '')", "(@mi nothing, '')" },
  { "pair[]", "ARRAY[ROW(1, 'a')::pair, NULL, ROW(2, NULL)]",
    "[(1, 'a'), nothing, (2, nothing)]" },
  { "pair[]", "'{}'", "@am(mims) []" },
  { "nested", "ROW(ROW(1, 'a'), 'so, so', '{1,NULL}', '{(3,4),(1,2)}', '2024-02-29')",
    "((1, 'a'), 'so, so', [1, nothing], '{(3,4),(1,2)}', '2024-02-29')" },
  { "nested", "ROW(NULL, NULL, NULL, NULL, NULL)",
    "(@m(mims) nothing, @ms nothing, @mami nothing, @ms nothing, @ms nothing)" },
  { "nested[]", "ARRAY[ROW(NULL, 'sad', '{{1}}', NULL, NULL)::nested, NULL,"
                "      ROW(NULL, 'sad', '{1}', NULL, NULL)::nested]",
    "[<(@m(mims) nothing, @ms 'sad', @maami [[1]], @ms nothing, @ms nothing)>, nothing, "
    "<(@m(mims) nothing, @ms 'sad', @mami [1], @ms nothing, @ms nothing)>]" },
};

static PggConnection *connection;

static PggResult *
execute (const char *sql,
         PggParams  *params)
{
  g_autoptr (GError) error = NULL;
  PggResult *result = pgg_connection_execute (connection, sql, params, NULL, &error);

  g_assert_no_error (error);
  return result;
}

/* Maybes are written without the word that says what they are. */
static void
assert_variant (GVariant   *variant,
                const char *expected)
{
  g_autofree char *text = g_variant_print (variant, TRUE);
  g_autoptr (GVariant) parsed = NULL;
  g_autoptr (GError) error = NULL;

  g_test_message ("%s %s", g_variant_get_type_string (variant), text);
  parsed = g_variant_parse (g_variant_get_type (variant), expected, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpvariant (variant, parsed);
}

/* The server has the same text and, for composite types and arrays, the same value of both. */
static void
check_back (const Row *row,
            GVariant  *variant)
{
  g_autofree char *sql = g_strdup_printf ("SELECT ((%s)::%s)::text, ($1::%s)::text",
                                          row->expression, row->type, row->type);
  g_autoptr (PggParams) params = pgg_params_new ();
  g_autoptr (PggResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pgg_params_append_variant (params, variant, &error));
  g_assert_no_error (error);
  result = execute (sql, params);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 1, NULL), ==,
                   pgg_result_get_text (result, 0, 0, NULL));
}

static void
check_row (const Row *row)
{
  g_autofree char *sql = g_strdup_printf ("SELECT (%s)::%s, NULL::%s", row->expression, row->type,
                                          row->type);
  g_autoptr (PggResult) result = execute (sql, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant = pgg_result_get_variant (result, 0, 0, &error);

  g_assert_no_error (error);
  g_assert_false (g_variant_is_floating (variant));
  g_assert_null (pgg_result_get_variant (result, 0, 1, &error));
  g_assert_no_error (error);
  assert_variant (variant, row->variant);
  check_back (row, variant);
}

static void
test_cells (gconstpointer format)
{
  static const char *const settings[] = {
    "SET DateStyle = ISO; SET IntervalStyle = postgres",
    "SET DateStyle = German; SET IntervalStyle = sql_standard",
  };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_object_set (connection, "result-format", PGG_RESULT_FORMAT_TEXT, NULL);
      pgg_result_unref (execute (settings[i], NULL));
      g_object_set (connection, "result-format", GPOINTER_TO_INT (format), NULL);
      for (guint j = 0; j < G_N_ELEMENTS (rows); j++)
        if (pgg_connection_get_server_version (connection) >= rows[j].since)
          check_row (&rows[j]);
    }
}

static void
test_hstore (void)
{
  static const Row row = { "hstore", "hstore('a', 'x\"') || hstore('b', NULL)",
                           "{'a': 'x\"', 'b': nothing}" };
  g_autoptr (PggResult) created = pgg_connection_execute (connection, "CREATE EXTENSION hstore",
                                                          NULL, NULL, NULL);

  if (created == NULL)
    g_test_skip ("There is no hstore");
  else
    check_row (&row);
}

static void
test_rows (void)
{
  g_autoptr (PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr (PggRow) row = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) cell = NULL;
  GError *error = NULL;

  g_assert_true (pgg_cursor_execute (cursor, "SELECT 1, NULL::int4[], 'x', NULL::pair, 2.5",
                                     NULL, NULL, &error));
  row = pgg_cursor_fetch_one (cursor, NULL, &error);
  variant = pgg_row_to_variant (row, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_variant_get_type_string (variant), ==, "(mimamimsm(mims)ms)");
  assert_variant (variant, "(1, nothing, 'x', nothing, '2.5')");
  cell = pgg_row_get_variant (row, 0, &error);
  assert_variant (cell, "1");
  g_assert_null (pgg_row_get_variant (row, 1, &error));
  g_assert_no_error (error);
  g_assert_null (pgg_row_get_variant (row, 5, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
  g_assert_null (pgg_result_get_variant (pgg_row_get_result (row), 1, 0, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
}

static void
check_array (guint32     element_type,
             const char *variant,
             const char *expected)
{
  g_autoptr (GVariant) parsed = g_variant_ref_sink (g_variant_new_parsed (variant));
  g_autoptr (GError) error = NULL;
  g_autoptr (PggArray) array = pgg_array_new_from_variant (element_type, parsed, &error);
  g_autofree char *text = NULL;
  g_autoptr (GVariant) back = NULL;
  g_autoptr (PggArray) again = NULL;

  g_assert_no_error (error);
  text = pgg_array_to_string (array);
  g_assert_cmpstr (text, ==, expected);
  back = g_variant_ref_sink (pgg_array_to_variant (array));
  again = pgg_array_new_from_variant (pgg_array_get_element_type (array), back, &error);
  g_assert_no_error (error);
  g_assert_true (pgg_array_equal (array, again));
}

static void
refuse_array (guint32     element_type,
              const char *variant,
              const char *message)
{
  GError *error = NULL;

  g_assert_null (pgg_array_new_from_variant (element_type, g_variant_new_parsed (variant), &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, message);
}

static void
test_arrays (void)
{
  check_array (23, "[1, 2]", "{1,2}");
  check_array (0, "[1, 2]", "{1,2}");
  check_array (21, "[int16 -1]", "{-1}");
  check_array (21, "[uint16 1]", "{1}");
  check_array (0, "[just 1, nothing]", "{1,NULL}");
  check_array (1082, "['2024-02-29']", "{2024-02-29}");
  check_array (0, "[[1.5], [2.5]]", "{{1.5},{2.5}}");
  check_array (0, "@aai []", "{}");
  check_array (23, "@aai [[], []]", "{}");
  check_array (17, "[[byte 0x01, 0xff]]", "{\"\\\\x01ff\"}");
  check_array (16, "[<true>, <false>]", "{t,f}");
  check_array (23, "'[0:1]={1,2}'", "[0:1]={1,2}");
  check_array (603, "['(3,4),(1,2)', '(1,1),(0,0)']", "{(3,4),(1,2);(1,1),(0,0)}");
  refuse_array (23, "[[1], [2, 3]]", "The arrays in an array must have the same length");
  refuse_array (23, "(1,)", "A variant of type (i) is not an array");
  refuse_array (23, "{'a': 1}", "A variant of type a{si} is not an array");
  refuse_array (23, "[[[[[[[1]]]]]]]", "A variant of type aaaaaaai is not an array");
  refuse_array (23, "[{'a': 1}]", "A variant of type a{si} is not a value");
  refuse_array (23, "['x']", NULL);
  refuse_array (23, "'x'", NULL);
}

static void
test_records (void)
{
  static const char text[] = "(1, 'a', @ms nothing, true, (int64 2, [1.5]), {'k': 'v'}, "
                             "[byte 0x01], uint32 7, <'x'>)";
  g_autoptr (GError) error = NULL;
  g_autoptr (PggRecord) record = pgg_record_new_from_variant (g_variant_new_parsed (text), &error);
  g_autofree char *string = NULL;
  g_autoptr (GVariant) back = NULL;

  g_assert_no_error (error);
  string = pgg_record_to_string (record);
  g_assert_cmpstr (string, ==, "(1,a,,t,\"(2,{1.5})\",\"\"\"k\"\"=>\"\"v\"\"\",\"\\\\x01\",7,x)");
  back = g_variant_ref_sink (pgg_record_to_variant (record));
  g_assert_cmpstr (g_variant_get_type_string (back), ==, "(mimsmsmbm(mxmamd)ma{sms}maymxms)");

  g_assert_null (pgg_record_new_from_variant (g_variant_new_int32 (1), &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "The variant has the type i instead of r");
  g_assert_null (pgg_record_new_from_variant (g_variant_new_parsed ("({1: 2},)"), &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "A variant of type a{ii} is not a value");
}

static void
test_ranges (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggRange) range = pgg_range_new_from_variant (23, g_variant_new_string ("[1,5)"),
                                                           &error);
  g_autoptr (PggMultirange) multirange = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) many = NULL;

  g_assert_no_error (error);
  variant = g_variant_ref_sink (pgg_range_to_variant (range));
  assert_variant (variant, "'[1,5)'");
  multirange = pgg_multirange_new_from_variant (23, g_variant_new_string ("{[1,5)}"), &error);
  g_assert_no_error (error);
  many = g_variant_ref_sink (pgg_multirange_to_variant (multirange));
  assert_variant (many, "'{[1,5)}'");

  g_assert_null (pgg_range_new_from_variant (23, g_variant_new_int32 (1), &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
  g_assert_null (pgg_multirange_new_from_variant (23, g_variant_new_string ("x"), &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
}

int
main (int    argc,
      char **argv)
{
  int failed;

  g_test_init (&argc, &argv, NULL);
  connection = pgg_connect (test_conninfo (), NULL, NULL);
  pgg_result_unref (execute (schema, NULL));

  g_test_add_data_func ("/types/variant/text", GINT_TO_POINTER (PGG_RESULT_FORMAT_TEXT),
                        test_cells);
  g_test_add_data_func ("/types/variant/binary", GINT_TO_POINTER (PGG_RESULT_FORMAT_BINARY),
                        test_cells);
  g_test_add_func ("/types/variant/hstore", test_hstore);
  g_test_add_func ("/types/variant/rows", test_rows);
  g_test_add_func ("/types/variant/arrays", test_arrays);
  g_test_add_func ("/types/variant/records", test_records);
  g_test_add_func ("/types/variant/ranges", test_ranges);

  failed = g_test_run ();
  g_object_unref (connection);
  return failed;
}
