/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values are in the order of the server, and those that are equal have the same hash. */

#include "config.h"

#include "fixture.h"

#include "pgglib.h"
#include "types/pgg-boxed-type-private.h"
#include "types/pgg-type-oid-private.h"
#include "types/pgg-value-private.h"

#define MAX_VALUES 16

static const char schema[] =
  "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');"
  "CREATE TYPE pair AS (n int4, t text);"
  "CREATE TYPE nested AS (p pair, m mood, l int4[]);"
  "CREATE TYPE moods AS RANGE (subtype = mood);"
  "CREATE TYPE span AS RANGE (subtype = float8);"
  "CREATE DOMAIN small AS int2";

typedef struct
{
  const char *type;
  const char *values[MAX_VALUES];
  int         since; /* as of FourWays */
} Row;

static const Row rows[] = {
  { "int4[]", { "'{}'", "'{1}'", "'{1,2}'", "'{1,NULL}'", "'{2}'", "'{NULL}'", "'{-1,5,5}'",
                "'{{1,2}}'", "'{{1},{2}}'", "'[0:1]={1,2}'", "'[2:3]={1,2}'", "'{{{1,2}}}'" } },
  { "int2[]", { "'{-32768}'", "'{32767}'", "'{0}'" } },
  { "int8[]", { "'{-9223372036854775808}'", "'{9223372036854775807}'", "'{0}'" } },
  { "oid[]", { "'{4294967295}'", "'{0}'", "'{2147483648}'" } },
  { "xid8[]", { "'{18446744073709551615}'", "'{0}'", "'{9223372036854775808}'" }, 140000 },
  { "pg_lsn[]", { "'{FFFFFFFF/0}'", "'{0/1}'", "'{1/0}'" } },
  { "bool[]", { "'{t}'", "'{f}'", "'{f,t}'", "'{NULL}'" } },
  { "float8[]", { "'{NaN}'", "'{Infinity}'", "'{-Infinity}'", "'{0}'", "'{-0}'", "'{NaN,1}'",
                  "'{1.5}'" } },
  { "float4[]", { "'{0.1}'", "'{0.2}'", "'{NaN}'" } },
  { "numeric[]", { "'{1.0}'", "'{1.00}'", "'{NaN}'", "'{-5}'", "'{1e30}'" } },
  { "text[]", { "'{a}'", "'{B}'", "'{\"\"}'", "'{ab}'", "'{ä}'", "'{€}'", "'{NULL}'", "'{𝄞}'" } },
  { "varchar[]", { "'{a}'", "'{\"a \"}'", "'{b}'" } },
  { "bpchar[]", { "'{a}'", "'{\"a \"}'", "'{\"\"}'", "'{\"a b\"}'", "'{\"  \"}'" } },
  { "name[]", { "'{a}'", "'{B}'" } },
  { "\"char\"[]", { "'{a}'", "'{B}'", "'{\"\"}'" } },
  { "bytea[]", { "'{\"\\\\x00ff\"}'", "'{\"\\\\x00\"}'", "'{\"\\\\x01\"}'", "'{\"\"}'" } },
  { "uuid[]", { "'{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}'",
                "'{0A0EEBC9-9C0B-4EF8-BB6D-6BB9BD380A11}'",
                "'{F0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}'" } },
  { "macaddr[]", { "'{08:00:2b:01:02:03}'", "'{80:00:2b:01:02:03}'", "'{08:00:2b:01:02:0a}'" } },
  { "varbit[]", { "'{1}'", "'{10}'", "'{01}'", "'{100000001}'", "'{10000000}'", "'{\"\"}'" } },
  { "inet[]", { "'{10.0.0.1}'", "'{10.0.0.0/8}'", "'{::1}'", "'{9.0.0.0}'" } },
  { "date[]", { "'{2024-01-01}'", "'{infinity}'", "'{-infinity}'", "'{\"0044-03-15 BC\"}'" } },
  { "time[]", { "'{00:00}'", "'{24:00}'", "'{12:00:00.5}'" } },
  { "timetz[]", { "'{12:00+00}'", "'{13:00+01}'", "'{14:00+02}'", "'{12:00+02}'" } },
  { "timestamp[]", { "'{2024-01-01}'", "'{infinity}'", "'{-infinity}'", "'{2023-01-01}'" } },
  { "timestamptz[]", { "'{2024-01-01 00:00+00}'", "'{2024-01-01 01:00+01}'", "'{infinity}'" } },
  { "interval[]", { "'{1 mon}'", "'{30 days}'", "'{720:00:00}'", "'{29 days}'", "'{-1 mon}'" } },
  { "small[]", { "'{2}'", "'{10}'" } },
  { "mood[]", { "'{happy}'", "'{ok}'", "'{sad}'", "'{sad,NULL}'", "'{}'" } },
  { "pair[]", { "'{\"(1,a)\"}'", "'{\"(1,)\"}'", "'{\"(0,b)\"}'", "'{NULL}'" } },
  { "int4range[]", { "'{empty}'", "'{\"[1,2)\"}'", "'{\"[1,2)\",empty}'" } },
  { "int4range", { "'empty'", "'(,)'", "'[1,5)'", "'[1,)'", "'(,5)'", "'[1,4)'", "'[2,3)'" } },
  { "numrange", { "'empty'", "'[1,2]'", "'[1,2)'", "'(1,2]'", "'(1,2)'", "'[1.0,2.00]'", "'(,2]'",
                  "'(,2)'", "'[1,)'", "'(1,)'", "'(,)'", "'[1,1]'" } },
  { "tstzrange", { "'[2024-01-01 00:00+00,infinity]'", "'[2024-01-01 00:00+00,infinity)'",
                   "'[2024-01-01 00:00+00,)'" } },
  { "daterange", { "'[2024-01-01,2024-02-01]'", "'(2023-12-31,2024-02-01]'", "'empty'" } },
  { "span", { "'[1,NaN]'", "'[1,Infinity]'", "'[-0,1]'", "'[0,1]'", "'(0,1]'" } },
  { "moods", { "'[sad,ok]'", "'[sad,happy]'", "'[happy,happy]'", "'empty'" } },
  { "int4multirange", { "'{}'", "'{[1,5)}'", "'{[1,5),[7,9)}'", "'{[1,6)}'", "'{(,1)}'" }, 140000 },
  { "pair", { "ROW(1, 'a')", "ROW(1, NULL)", "ROW(NULL, 'a')", "ROW(0, 'b')", "ROW(NULL, NULL)",
              "ROW(1, 'B')" } },
  { "nested", { "ROW(ROW(1, 'a')::pair, 'ok', '{1}')", "ROW(ROW(1, 'a')::pair, 'happy', '{1}')",
                "ROW(ROW(1, 'a')::pair, 'happy', '{1,2}')", "ROW(NULL, 'ok', '{1}')",
                "ROW(ROW(0, 'a')::pair, 'happy', NULL)" } },
};

static PggConnection *connection;

/* All pairs of values, and how the server orders them. */
static PggResult *
ask (const Row *row)
{
  g_autoptr (GString) sql = g_string_new ("WITH v (x) AS (VALUES");
  g_autoptr (GError) error = NULL;
  PggResult *result;

  for (guint i = 0; row->values[i] != NULL; i++)
    g_string_append_printf (sql, "%s ((%s)::%s)", i > 0 ? "," : "", row->values[i], row->type);
  g_string_append (sql, ") SELECT a.x, b.x, CASE WHEN a.x < b.x THEN -1 WHEN a.x > b.x THEN 1 "
                        "ELSE 0 END FROM v a CROSS JOIN v b");
  result = pgg_connection_execute (connection, sql->str, NULL, NULL, &error);
  g_assert_no_error (error);

  return result;
}

static int
get_sign (int order)
{
  return (order > 0) - (order < 0);
}

static void
check_pair (PggResult *result,
            guint      row)
{
  gpointer first = g_value_get_boxed (pgg_result_get_value (result, row, 0, NULL));
  gpointer second = g_value_get_boxed (pgg_result_get_value (result, row, 1, NULL));
  GType gtype = pgg_column_get_gtype (pgg_result_get_column (result, 0, NULL));
  const PggBoxedType *type = pgg_boxed_type_lookup (gtype);
  int expected = pgg_result_get_int (result, row, 2, NULL);

  g_test_message ("%s %s: %d", pgg_result_get_text (result, row, 0, NULL),
                  pgg_result_get_text (result, row, 1, NULL), expected);
  g_assert_cmpint (get_sign (type->compare (first, second)), ==, expected);
  if (!type->equal (first, second))
    return;

  g_assert_cmpint (expected, ==, 0);
  g_assert_cmpuint (type->hash (first), ==, type->hash (second));
}

static void
test_like_server (gconstpointer format)
{
  g_object_set (connection, "result-format", GPOINTER_TO_INT (format), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (PggResult) result = NULL;

      if (pgg_connection_get_server_version (connection) < rows[i].since)
        continue;
      result = ask (&rows[i]);
      g_assert_cmpuint (pgg_result_get_n_rows (result), >=, 4);
      for (guint row = 0; row < pgg_result_get_n_rows (result); row++)
        check_pair (result, row);
    }
}

static int
compare_arrays (guint32     element_type,
                const char *first,
                const char *second)
{
  g_autoptr (PggArray) a = pgg_array_new_from_string (element_type, first, NULL);
  g_autoptr (PggArray) b = pgg_array_new_from_string (element_type, second, NULL);

  g_assert_cmpint (get_sign (pgg_array_compare (a, b)), ==, -get_sign (pgg_array_compare (b, a)));
  return get_sign (pgg_array_compare (a, b));
}

/* What the server refuses to order has an order all the same. */
static void
test_without_order (void)
{
  g_assert_cmpint (compare_arrays (600, "{\"(1,2)\"}", "{\"(1,3)\"}"), ==, -1);
  g_assert_cmpint (compare_arrays (600, "{\"(1,2)\"}", "{\"(1,2)\"}"), ==, 0);
  g_assert_cmpint (compare_arrays (114, "{[2]}", "{[1]}"), ==, 1);
  g_assert_cmpint (compare_arrays (100000, "{b}", "{a,c}"), ==, 1);
}

static void
append (PggRecordBuilder *builder,
        GType             type,
        gpointer          boxed)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, type);
  g_value_take_boxed (&value, boxed);
  g_assert_true (pgg_record_builder_append_value (builder, NULL, 0, &value, NULL));
  g_value_unset (&value);
}

/* Records of different lengths and types, and of types that no server has in arrays. */
static void
test_records (void)
{
  g_autoptr (PggRecordBuilder) builder = pgg_record_builder_new ();
  g_autoptr (PggRecord) none = pgg_record_builder_end (builder);
  g_autoptr (PggRecord) table = NULL;
  g_autoptr (PggRecord) other = NULL;
  g_autoptr (PggRecord) date = NULL;
  GHashTable *pairs = g_hash_table_new (g_str_hash, g_str_equal);

  append (builder, G_TYPE_HASH_TABLE, g_hash_table_new (g_str_hash, g_str_equal));
  table = pgg_record_builder_end (builder);
  g_hash_table_insert (pairs, (gpointer) "a", NULL);
  append (builder, G_TYPE_HASH_TABLE, pairs);
  other = pgg_record_builder_end (builder);
  append (builder, PGG_TYPE_DATE, pgg_date_new_from_days (0, NULL));
  date = pgg_record_builder_end (builder);

  g_assert_cmpint (pgg_record_compare (none, table), <, 0);
  g_assert_cmpint (pgg_record_compare (table, none), >, 0);
  g_assert_cmpint (pgg_record_compare (table, other), <, 0);
  g_assert_cmpint (pgg_record_compare (other, other), ==, 0);
  g_assert_cmpint (pgg_record_compare (date, other), ==, -pgg_record_compare (other, date));
  g_assert_cmpint (pgg_record_compare (date, other), !=, 0);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (PggResult) result = NULL;
  int failed;

  g_test_init (&argc, &argv, NULL);
  connection = pgg_connect (test_conninfo (), NULL, NULL);
  result = pgg_connection_execute (connection, schema, NULL, NULL, NULL);
  g_assert_nonnull (result);

  g_test_add_data_func ("/types/compare/text", GINT_TO_POINTER (PGG_RESULT_FORMAT_TEXT),
                        test_like_server);
  g_test_add_data_func ("/types/compare/binary", GINT_TO_POINTER (PGG_RESULT_FORMAT_BINARY),
                        test_like_server);
  g_test_add_func ("/types/compare/without-order", test_without_order);
  g_test_add_func ("/types/compare/records", test_records);

  failed = g_test_run ();
  g_object_unref (connection);
  return failed;
}
