/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parameters as a real server receives them. */

#include "config.h"

#include "fixture.h"
#include "make-result.h"

#include "pgglib.h"
#include "client/pgg-params-private.h"
#include "pq/pgg-pq-params-private.h"
#include "types/pgg-params-encoder-private.h"
#include "types/pgg-type-oid-private.h"

#include <math.h>

static PggConnection *
open_connection (const char *encoding)
{
  g_autofree char *conninfo = g_strdup_printf ("%s client_encoding=%s", test_conninfo (), encoding);
  g_autoptr (GError) error = NULL;
  PggConnection *connection = pgg_connect (conninfo, NULL, &error);

  g_assert_no_error (error);

  return connection;
}

/* Every column of the result must be true. */
static void
check_true (PggConnection *connection,
            const char    *sql,
            PggParams     *params)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggResult) result = pgg_connection_execute (connection, sql, params, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < pgg_result_get_n_columns (result); i++)
    if (!pgg_result_get_boolean (result, 0, i, &error))
      g_error ("Column %u of %s is not true", i, sql);
  g_assert_no_error (error);
}

static void
test_arrays (void)
{
  const gboolean booleans[] = { TRUE, FALSE, 17 };
  const int ints[] = { 1, G_MININT, G_MAXINT };
  const gint64 int64s[] = { 0, G_MININT64, G_MAXINT64 };
  const double doubles[] = { 0.1, -INFINITY, NAN };
  const char *const texts[] = { "ä,\"{}", "", NULL };
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\0\xff", 2);
  g_autoptr (GBytes) nothing = g_bytes_new_static (NULL, 0);
  GBytes *const blocks[] = { bytes, nothing, NULL };
  g_autoptr (PggConnection) connection = open_connection ("UTF8");
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  g_assert_true (pgg_params_append_boolean_array (params, booleans, 3, NULL, 0, &error));
  g_assert_true (pgg_params_append_int_array (params, ints, 3, NULL, 0, &error));
  g_assert_true (pgg_params_append_int64_array (params, int64s, 3, NULL, 0, &error));
  g_assert_true (pgg_params_append_double_array (params, doubles, 3, NULL, 0, &error));
  g_assert_true (pgg_params_append_text_array (params, texts, 3, NULL, 0, &error));
  g_assert_true (pgg_params_append_bytes_array (params, blocks, 3, &error));
  g_assert_no_error (error);

  check_true (connection,
              "SELECT $1 = '{t,f,t}'::bool[], $2 = '{1,-2147483648,2147483647}'::int[],"
              "$3 = '{0,-9223372036854775808,9223372036854775807}'::int8[],"
              "$4 = '{0.1,-Infinity,NaN}'::float8[],"
              "$5 = ARRAY['ä,\"{}', '', NULL], $6 = ARRAY['\\x00ff', '', NULL]::bytea[]", params);
}

static void
test_array_nulls (void)
{
  const guint8 nulls[] = { 0, 1, 255 };
  const gboolean booleans[] = { TRUE, TRUE, TRUE };
  const int ints[] = { 1, 2, 3 };
  const gint64 int64s[] = { 1, 2, 3 };
  const double doubles[] = { 1, 2, 3 };
  const char *const texts[] = { "a", "b", NULL };
  g_autoptr (PggConnection) connection = open_connection ("UTF8");
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  g_assert_true (pgg_params_append_boolean_array (params, booleans, 3, nulls, 3, &error));
  g_assert_true (pgg_params_append_int_array (params, ints, 3, nulls, 3, &error));
  g_assert_true (pgg_params_append_int64_array (params, int64s, 3, nulls, 3, &error));
  g_assert_true (pgg_params_append_double_array (params, doubles, 3, nulls, 3, &error));
  g_assert_true (pgg_params_append_text_array (params, texts, 3, nulls, 3, &error));
  g_assert_true (pgg_params_append_text_array (params, NULL, 0, NULL, 0, &error));
  g_assert_true (pgg_params_append_int_array (params, ints, 0, NULL, 0, &error));
  g_assert_no_error (error);
  check_true (connection,
              "SELECT $1 = '{t,NULL,NULL}'::bool[], $2 = '{1,NULL,NULL}'::int[],"
              "$3 = '{1,NULL,NULL}'::int8[], $4 = '{1,NULL,NULL}'::float8[],"
              "$5 = '{a,NULL,NULL}'::text[], $6 = '{}'::text[], $7 = '{}'::int[]", params);

  g_assert_false (pgg_params_append_int_array (params, ints, 3, nulls, 2, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "Parameter 8 has 3 values, but it is said of 2 whether they are NULL");
  g_assert_cmpuint (pgg_params_get_n_params (params), ==, 7);
}

static void
test_packed_arrays (void)
{
  const guint8 nulls[] = { 0, 1 };
  const guint8 booleans[] = { 1, 0 };
  const gint16 int2s[] = { -1, 2 };
  const gint32 int4s[] = { -1, 2 };
  const gint64 int8s[] = { -1, 2 };
  const guint32 oids[] = { G_MAXUINT32, 2 };
  const float floats[] = { 0.5, 2 };
  const double doubles[] = { 0.1, 2 };
  const struct
  {
    guint32       type;
    gconstpointer data;
    gsize         length;
  } arrays[] = {
    { PGG_OID_BOOL, booleans, sizeof (booleans) }, { PGG_OID_INT2, int2s, sizeof (int2s) },
    { PGG_OID_INT4, int4s, sizeof (int4s) }, { PGG_OID_INT8, int8s, sizeof (int8s) },
    { PGG_OID_OID, oids, sizeof (oids) }, { PGG_OID_FLOAT4, floats, sizeof (floats) },
    { PGG_OID_FLOAT8, doubles, sizeof (doubles) },
  };
  g_autoptr (PggConnection) connection = open_connection ("UTF8");
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_assert_true (pgg_params_append_packed_array (params, arrays[i].type, arrays[i].data,
                                                   arrays[i].length, NULL, 0, &error));
  g_assert_true (pgg_params_append_packed_array (params, PGG_OID_INT2, (const guint8 *) int2s, 4,
                                                 nulls, 2, &error));
  g_assert_true (pgg_params_append_packed_array (params, PGG_OID_INT2, NULL, 0, NULL, 0, &error));
  g_assert_no_error (error);
  check_true (connection,
              "SELECT $1 = '{t,f}'::bool[], $2 = '{-1,2}'::int2[], $3 = '{-1,2}'::int4[],"
              "$4 = '{-1,2}'::int8[], $5 = '{4294967295,2}'::oid[], $6 = '{0.5,2}'::float4[],"
              "$7 = '{0.1,2}'::float8[], $8 = '{-1,NULL}'::int2[], $9 = '{}'::int2[]", params);

  g_assert_false (pgg_params_append_packed_array (params, PGG_OID_INT4, booleans, 2, NULL, 0,
                                                  &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
  g_assert_false (pgg_params_append_packed_array (params, PGG_OID_INT4, booleans, 0, nulls, 2,
                                                  &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
  g_assert_false (pgg_params_append_packed_array (params, PGG_OID_TEXT, booleans, 2, NULL, 0,
                                                  &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_NOT_SUPPORTED, NULL);
}

static void
test_array_texts_refused (void)
{
  const char *const texts[] = { "a", "caf\xe9" };
  const guint8 nulls[] = { 0, 1 };
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  g_assert_false (pgg_params_append_text_array (params, texts, 2, NULL, 0, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "Parameter 1: text 2 is not valid UTF-8");
  g_assert_false (pgg_params_append_text_array (params, texts, 2, nulls, 1, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
  g_assert_true (pgg_params_append_text_array (params, texts, 2, nulls, 2, &error));
}

static void
test_typed_text (void)
{
  g_autoptr (PggConnection) connection = open_connection ("UTF8");
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  g_assert_true (pgg_params_append_typed_text (params, "{\"a\": \"ä\"}", PGG_OID_JSONB, &error));
  g_assert_true (pgg_params_append_typed_text (params, "2020-02-30", 25, &error));
  g_assert_true (pgg_params_append_typed_text (params, NULL, PGG_OID_UUID, &error));
  g_assert_true (pgg_params_append_typed_text (params, "1", 0, &error));
  g_assert_no_error (error);
  check_true (connection,
              "SELECT $1 ->> 'a' = 'ä', $2 = '2020-02-30', pg_typeof ($2) = 'text'::regtype,"
              "$3 IS NULL, pg_typeof ($3) = 'uuid'::regtype, $4 = 1.0", params);

  g_assert_false (pgg_params_append_typed_text (params, "\xff", PGG_OID_JSONB, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_INVALID_ARGUMENT, "Parameter 5 is not valid UTF-8");
}

static void
append_parsed (PggParams  *params,
               const char *text)
{
  g_autoptr (GError) error = NULL;
  GVariant *variant = g_variant_parse (NULL, text, NULL, NULL, &error);

  g_assert_no_error (error);
  pgg_params_append_variant (params, variant, &error);
  g_assert_no_error (error);
  g_variant_unref (variant);
}

static void
test_variants (void)
{
  static const struct
  {
    const char *variant;
    const char *expression;
  } rows[] = {
    { "true", "= true" },
    { "byte 0xff", "= 255" },
    { "int16 -1", "= -1" },
    { "uint16 65535", "= 65535" },
    { "-2147483648", "= -2147483648" },
    { "uint32 4294967295", "= 4294967295" },
    { "int64 -9223372036854775808", "= -9223372036854775808" },
    { "uint64 18446744073709551615", "= 18446744073709551615" },
    { "0.1", "= 0.1::float8" },
    { "'ä'", "= 'ä'" },
    { "objectpath '/a'", "= '/a'" },
    { "b'\\377'", "= '\\xff00'::bytea" },
    { "@ay []", "= ''::bytea" },
    { "@mi nothing", "IS NULL" },
    { "@mmi just nothing", "IS NULL" },
    { "@mi 7", "= 7" },
    { "<<@ms 'x'>>", "= 'x'" },
    { "[true, false]", "= '{t,f}'::bool[]" },
    { "[1, 2]", "= '{1,2}'::int4[]" },
    { "[int64 1, 2]", "= '{1,2}'::int8[]" },
    { "[uint64 1, 2]", "= '{1,2}'::int8[]" },
    { "[0.5, -inf]", "= '{0.5,-Infinity}'::float8[]" },
    { "['a', 'ä\"\\\\,{}']", "= ARRAY['a', 'ä\"\\,{}']" },
    { "@ams [just 'a', nothing]", "= ARRAY['a', NULL]" },
    { "[b'a', b'']", "= ARRAY['\\x6100', '\\x00']::bytea[]" },
    { "@ai []", "= '{}'::int4[]" },
    { "@aai [[], []]", "= '{}'::int4[]" },
    { "[[1, 2], [3, 4], [5, 6]]", "= '{{1,2},{3,4},{5,6}}'::int4[]" },
    { "[[[@mi 1], [nothing]]]", "= '{{{1},{NULL}}}'::int4[]" },
    { "[<1>, <@mi nothing>, <'3'>]", "= '{1,NULL,3}'::int4[]" },
    { "(1, 'a \"b\"\\\\', @ms nothing)",
      "::params_pair = ROW (1, 'a \"b\"\\', NULL)::params_pair" },
    { "[(1, 'x', @ms ''), (2, '', nothing)]",
      "= ARRAY[ROW (1, 'x', ''), ROW (2, '', NULL)]::params_pair[]" },
    { "([1, 2], [[b'a']])", "::params_nest = ROW ('{1,2}', '{{\"\\\\x6100\"}}')::params_nest" },
  };
  g_autoptr (PggConnection) connection = open_connection ("UTF8");
  g_autoptr (PggResult) created = NULL;
  g_autoptr (PggParams) params = pgg_params_new ();

  created = pgg_connection_execute (connection,
                                    "CREATE TEMP TABLE params_pair (a int, b text, c text);"
                                    "CREATE TEMP TABLE params_nest (a int[], b bytea[])", NULL,
                                    NULL, NULL);
  g_assert_nonnull (created);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *sql = g_strconcat ("SELECT $1 ", rows[i].expression, NULL);

      g_test_message ("%s: %s", rows[i].variant, sql);
      pgg_params_reset (params);
      append_parsed (params, rows[i].variant);
      check_true (connection, sql, params);
    }
}

static void
test_variant_dictionaries (void)
{
  g_autoptr (PggConnection) connection = open_connection ("UTF8");
  g_autoptr (PggParams) params = pgg_params_new ();

  append_parsed (params, "{'a\"': 'b,=>', '': 'x\\\\'}");
  append_parsed (params, "@a{sms} {'n': nothing, 'v': 'NULL'}");
  append_parsed (params, "@a{ss} {}");
  check_true (connection,
              "SELECT $1 = '\"a\\\"\"=>\"b,=>\",\"\"=>\"x\\\\\"',"
              "$2 = '\"n\"=>NULL,\"v\"=>\"NULL\"', $3 = ''", params);
}

static void
test_variants_refused (void)
{
  const char *const texts[] = { "{'a': <1>}", "{1: 'a'}", "[[1], [2, 3]]", "handle 3",
                                "[[[[[[[1]]]]]]]", "[uint64 18446744073709551615]",
                                "[({'a': <1>},)]" };
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GVariant *variant = g_variant_parse (NULL, texts[i], NULL, NULL, NULL);

      g_assert_nonnull (variant);
      g_test_message ("%s", texts[i]);
      g_assert_false (pgg_params_append_variant (params, variant, &error));
      assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
      g_variant_unref (variant);
    }
  g_assert_cmpuint (pgg_params_get_n_params (params), ==, 0);

  g_assert_null (pgg_params_new_from_variant (g_variant_new_int32 (1), &error));
  assert_client_error (error, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "Parameters are a tuple or a dictionary a{sv}, not a variant of type i");
}

static void
test_new_from (void)
{
  GVariantDict dict = G_VARIANT_DICT_INIT (NULL);
  GValue values[2] = { G_VALUE_INIT, G_VALUE_INIT };
  g_autoptr (PggConnection) connection = open_connection ("UTF8");
  g_autoptr (PggParams) tuple = NULL;
  g_autoptr (PggParams) named = NULL;
  g_autoptr (PggParams) listed = NULL;
  g_autoptr (PggParams) none = NULL;
  GError *error = NULL;

  tuple = pgg_params_new_from_variant (g_variant_new ("(isms)", 1, "x", NULL), &error);
  g_assert_no_error (error);
  check_true (connection, "SELECT $1 = 1, $2 = 'x', $3::text IS NULL", tuple);

  g_variant_dict_insert (&dict, "a", "i", 5);
  named = pgg_params_new_from_variant (g_variant_dict_end (&dict), &error);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_params_find_name (named, "a"), ==, 0);
  check_true (connection, "SELECT :a = 5", named);

  g_value_set_int (g_value_init (&values[0], G_TYPE_INT), 3);
  g_value_set_static_string (g_value_init (&values[1], G_TYPE_STRING), "y");
  listed = pgg_params_new_from_values (values, 2, &error);
  g_assert_no_error (error);
  check_true (connection, "SELECT $1 = 3, $2 = 'y'", listed);

  g_value_unset (&values[1]);
  g_value_init (&values[1], G_TYPE_OBJECT);
  none = pgg_params_new_from_values (values, 2, &error);
  g_assert_null (none);
  assert_client_error (error, PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
}

typedef gboolean (*AppendBoxed) (PggParams *, gpointer, GError **);

/* The values of the library's types, as the server gives them. */
static const struct
{
  AppendBoxed append;
  const char *expression;
} boxed_values[] = {
  { (AppendBoxed) pgg_params_append_numeric, "'-1.50'::numeric" },
  { (AppendBoxed) pgg_params_append_numeric, "'NaN'::numeric" },
  { (AppendBoxed) pgg_params_append_date, "'0044-03-15 BC'::date" },
  { (AppendBoxed) pgg_params_append_date, "'infinity'::date" },
  { (AppendBoxed) pgg_params_append_time, "'24:00'::time" },
  { (AppendBoxed) pgg_params_append_time, "'12:34:56.789+01:30'::timetz" },
  { (AppendBoxed) pgg_params_append_timestamp, "'294276-12-31 23:59:59.999999'::timestamp" },
  { (AppendBoxed) pgg_params_append_timestamp, "'2020-01-01 12:00+05'::timestamptz" },
  { (AppendBoxed) pgg_params_append_interval, "'1 year -3 days 00:00:00.000001'::interval" },
  { (AppendBoxed) pgg_params_append_inet, "'192.168.0.1/24'::inet" },
  { (AppendBoxed) pgg_params_append_inet, "'2001:db8::/32'::cidr" },
  { (AppendBoxed) pgg_params_append_point, "'(1,-0.5)'::point" },
  { (AppendBoxed) pgg_params_append_line, "'{1,2,3}'::line" },
  { (AppendBoxed) pgg_params_append_line_segment, "'[(1,2),(3,4)]'::lseg" },
  { (AppendBoxed) pgg_params_append_box, "'(1,2),(3,4)'::box" },
  { (AppendBoxed) pgg_params_append_path, "'[(1,2),(3,4)]'::path" },
  { (AppendBoxed) pgg_params_append_path, "'((1,2),(3,4))'::path" },
  { (AppendBoxed) pgg_params_append_polygon, "'((1,2),(3,4),(5,6))'::polygon" },
  { (AppendBoxed) pgg_params_append_circle, "'<(1,2),3>'::circle" },
  { (AppendBoxed) pgg_params_append_array, "'[2:3]={1,NULL}'::int8[]" },
  { (AppendBoxed) pgg_params_append_array, "'{{a,\"b c\"},{NULL,\"NULL\"}}'::text[]" },
  { (AppendBoxed) pgg_params_append_array, "'{2020-01-01}'::date[]" },
};

static void
test_boxed (void)
{
  g_autoptr (PggConnection) connection = open_connection ("UTF8");
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (boxed_values); i++)
    {
      const char *expression = boxed_values[i].expression;
      g_autofree char *query = g_strconcat ("SELECT ", expression, NULL);
      g_autofree char *check = NULL;
      g_autoptr (PggParams) params = pgg_params_new ();
      g_autoptr (PggResult) result = NULL;
      const GValue *value;

      result = pgg_connection_execute (connection, query, NULL, NULL, &error);
      g_assert_no_error (error);
      value = pgg_result_get_value (result, 0, 0, &error);
      g_assert_no_error (error);
      g_assert_true (boxed_values[i].append (params, g_value_get_boxed (value), &error));
      g_assert_true (pgg_params_append_value (params, value, &error));
      g_assert_true (boxed_values[i].append (params, NULL, &error));
      g_assert_no_error (error);

      check = g_strdup_printf ("SELECT $1::text = (%s)::text, pg_typeof ($1) = pg_typeof (%s), "
                               "$2::text = (%s)::text, pg_typeof ($2) = pg_typeof (%s), "
                               "coalesce ($3, %s)::text = (%s)::text",
                               expression, expression, expression, expression, expression,
                               expression);
      check_true (connection, check, params);
    }
}

/* What only the database knows is inferred from the place. */
static void
test_composites (void)
{
  g_autoptr (PggConnection) connection = open_connection ("UTF8");
  g_autoptr (PggResult) created = NULL;
  g_autoptr (PggResult) result = NULL;
  g_autoptr (PggRecord) record = NULL;
  g_autoptr (PggRange) range = NULL;
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  created = pgg_connection_execute (connection, "CREATE TEMP TABLE params_row (a int, b text)",
                                    NULL, NULL, &error);
  g_assert_no_error (error);
  result = pgg_connection_execute (connection,
                                   "SELECT ROW (1, 'x, \"y\"')::params_row, '[1,5)'::int8range",
                                   NULL, NULL, &error);
  g_assert_no_error (error);
  record = pgg_result_get_record (result, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_true (pgg_params_append_record (params, record, &error));
  g_assert_true (pgg_params_append_record (params, NULL, &error));
  range = pgg_result_get_range (result, 0, 1, &error);
  g_assert_true (pgg_params_append_range (params, range, &error));
  g_assert_no_error (error);
  check_true (connection,
              "SELECT ($1::params_row).b = 'x, \"y\"', $2::params_row IS NULL,"
              "$3 = '[1,5)'::int8range", params);
}

static void
test_multiranges (void)
{
  g_autoptr (PggConnection) connection = open_connection ("UTF8");
  g_autoptr (PggMultirange) multirange = NULL;
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  if (pgg_connection_get_server_version (connection) < 140000)
    {
      g_test_skip ("The server has no multiranges");
      return;
    }

  multirange = pgg_multirange_new_from_string (PGG_OID_INT4, "{[1,5),[7,9)}", &error);
  g_assert_true (pgg_params_append_multirange (params, multirange, &error));
  g_assert_true (pgg_params_append_multirange (params, NULL, &error));
  g_assert_no_error (error);
  check_true (connection,
              "SELECT $1 = '{[1,5),[7,9)}'::int4multirange, $2::int4multirange IS NULL", params);
}

static void
test_hash_tables (void)
{
  g_autoptr (PggConnection) connection = open_connection ("UTF8");
  g_autoptr (GHashTable) table = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (PggParams) params = pgg_params_new ();
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;

  g_hash_table_insert (table, (char *) "a", (char *) "x\"y");
  g_hash_table_insert (table, (char *) "b", NULL);
  g_value_init (&value, G_TYPE_HASH_TABLE);
  g_value_set_boxed (&value, table);
  g_assert_true (pgg_params_append_value (params, &value, &error));
  g_assert_no_error (error);
  check_true (connection, "SELECT replace ($1, ' ', '') = '\"a\"=>\"x\\\"y\",\"b\"=>NULL'",
              params);
}

/* Text inside of binary values is converted as well. */
static void
test_encoding_of_arrays (void)
{
  const char *const texts[] = { "§", NULL, "a" };
  const char *const unfit[] = { "€" };
  g_autoptr (PggConnection) connection = open_connection ("LATIN1");
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  g_assert_true (pgg_params_append_text_array (params, texts, 3, NULL, 0, NULL));
  check_true (connection, "SELECT $1 = ARRAY[U&'\\00a7', NULL, 'a']", params);
  pgg_params_reset (params);
  g_assert_true (pgg_params_append_text_array (params, unfit, 1, NULL, 0, NULL));
  g_assert_null (pgg_connection_execute (connection, "SELECT $1", params, NULL, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION,
                       "Parameter 1 has characters that the client encoding LATIN1 does not have");
}

static void
test_gdates (void)
{
  g_autoptr (PggConnection) connection = open_connection ("UTF8");
  g_autoptr (GDateTime) date_time = g_date_time_new_from_iso8601 ("2020-02-29T12:00:00.5+05:30",
                                                                  NULL);
  g_autoptr (GDate) date = g_date_new_dmy (29, G_DATE_FEBRUARY, 2020);
  g_autoptr (PggParams) params = pgg_params_new ();
  const char *const strings[] = { "a", "b", NULL };
  GValue values[3] = { G_VALUE_INIT, G_VALUE_INIT, G_VALUE_INIT };
  GError *error = NULL;

  g_value_set_static_boxed (g_value_init (&values[0], G_TYPE_DATE_TIME), date_time);
  g_value_set_static_boxed (g_value_init (&values[1], G_TYPE_DATE), date);
  g_value_set_static_boxed (g_value_init (&values[2], G_TYPE_STRV), strings);
  g_assert_true (pgg_params_append_date_time (params, date_time, &error));
  g_assert_true (pgg_params_append_date_time (params, NULL, &error));
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_true (pgg_params_append_value (params, &values[i], &error));
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_value_set_boxed (&values[i], NULL);
      g_assert_true (pgg_params_append_value (params, &values[i], &error));
    }
  g_assert_no_error (error);
  check_true (connection,
              "SELECT $1 = '2020-02-29 06:30:00.5+00', pg_typeof ($2) = 'timestamptz'::regtype,"
              "$3 = '2020-02-29 06:30:00.5+00', $4 = '2020-02-29', $5 = '{a,b}'::text[],"
              "$6 IS NULL, $7 IS NULL, $8 IS NULL", params);
}

/* The session's encoding counts when the parameters are sent, not when they are appended. */
static void
test_encoding (void)
{
  const char *const encodings[] = { "LATIN1", "WIN1252", "SJIS", "SQL_ASCII", "UTF8" };
  const char *const sql = "SELECT $1 = U&'\\00a7', $2 ->> 'a' = U&'\\00b1', $3";
  g_autoptr (PggConnection) connection = open_connection ("LATIN1");
  g_autoptr (PggParams) params = pgg_params_new ();

  pgg_params_append_text (params, "§", NULL);
  pgg_params_append_typed_text (params, "{\"a\": \"±\"}", PGG_OID_JSONB, NULL);
  pgg_params_append_boolean (params, TRUE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autofree char *set = g_strdup_printf ("SET client_encoding = %s", encodings[i]);
      g_autoptr (PggOperation) first = pgg_connection_execute_start (connection, set, NULL);
      g_autoptr (PggOperation) then = pgg_connection_execute_start (connection, sql, params);

      g_assert_true (pgg_operation_run (then, NULL, NULL));
      check_true (connection, sql, params);
    }
}

#define REFUSED "Parameter 2 “price” has characters that the client encoding LATIN1 does not have"

static void
check_refused (GError     **error,
               const char  *message)
{
  assert_client_error (g_steal_pointer (error), PGG_CLIENT_ERROR_CONVERSION, message);
}

static void
test_encoding_refused (void)
{
  g_autoptr (PggConnection) connection = open_connection ("LATIN1");
  g_autoptr (PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  pgg_params_append_int (params, 1, NULL);
  pgg_params_set_name (params, "one", NULL);
  pgg_params_append_text (params, "1 €", NULL);
  pgg_params_set_name (params, "price", NULL);

  g_assert_null (pgg_connection_execute (connection, "SELECT :one, :price", params, NULL, &error));
  check_refused (&error, REFUSED);
  g_assert_cmpint (pgg_connection_execute_many (connection, "SELECT :one, :price", &params, 1, NULL,
                                                &error), ==, -1);
  check_refused (&error, "Item 0 of the batch: " REFUSED);
  g_assert_false (pgg_cursor_stream (cursor, "SELECT :one, :price", params, NULL, &error));
  check_refused (&error, REFUSED);
  check_true (connection, "SELECT true", NULL);
}

/* One value for each type that a statement may want instead of its own. */
static PggPqParams *
encode (PggParams  *params,
        guint32     type,
        GError    **error)
{
  const PggCodecContext context = { .encoding = pg_char_to_encoding ("UTF8") };
  PggParamsScratch scratch = { NULL };
  PggPqParams *encoded;

  encoded = pgg_params_encode_for (pgg_params_peek_pq (params), &type, &context, &scratch, error);
  pgg_params_scratch_clear (&scratch);

  return encoded;
}

static void
check_encoded (PggParams  *params,
               guint32     type,
               const char *type_name,
               const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggPqParams) encoded = encode (params, type, &error);
  g_autofree char *sql = g_strdup_printf ("SELECT $1::text = '%s', pg_typeof ($1) = '%s'::regtype",
                                          text, type_name);
  PGconn *conn = PQconnectdb (test_conninfo ());
  PGresult *res;

  g_assert_no_error (error);
  res = PQexecParams (conn, sql, 1, &type, pgg_pq_params_get_values (encoded),
                      pgg_pq_params_get_lengths (encoded), pgg_pq_params_get_formats (encoded), 0);
  if (PQresultStatus (res) != PGRES_TUPLES_OK)
    g_error ("%s", PQresultErrorMessage (res));
  if (PQgetvalue (res, 0, 0)[0] != 't' || PQgetvalue (res, 0, 1)[0] != 't')
    g_error ("%s is not %s", text, type_name);
  PQclear (res);
  PQfinish (conn);
}

static void
check_not_encoded (PggParams  *params,
                   guint32     type,
                   const char *message)
{
  GError *error = NULL;

  g_assert_null (encode (params, type, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, message);
}

static void
test_integers_for (void)
{
  g_autoptr (PggParams) params = pgg_params_new ();

  pgg_params_append_int64 (params, 32767, NULL);
  check_encoded (params, PGG_OID_INT2, "int2", "32767");
  check_encoded (params, PGG_OID_INT4, "int4", "32767");
  check_encoded (params, PGG_OID_INT8, "int8", "32767");
  check_encoded (params, PGG_OID_OID, "oid", "32767");
  check_encoded (params, PGG_OID_NUMERIC, "numeric", "32767");
  check_encoded (params, PGG_OID_FLOAT4, "float4", "32767");
  check_encoded (params, PGG_OID_FLOAT8, "float8", "32767");
  check_encoded (params, PGG_OID_TEXT, "text", "32767");
  check_not_encoded (params, PGG_OID_BOOL, NULL);
  check_not_encoded (params, PGG_OID_TIMESTAMPTZ, NULL);

  pgg_params_reset (params);
  pgg_params_append_int64 (params, -32769, NULL);
  pgg_params_set_name (params, "n", NULL);
  check_not_encoded (params, PGG_OID_INT2, "Parameter 1 “n” is of the type int8 and its value does "
                                           "not fit the type int2, which holds the integers from "
                                           "-32768 to 32767");
  check_not_encoded (params, PGG_OID_OID, NULL);

  pgg_params_reset (params);
  pgg_params_append_int64 (params, (G_GINT64_CONSTANT (1) << 53) + 1, NULL);
  check_encoded (params, PGG_OID_FLOAT8, "float8", "9.007199254740992e+15");
  check_encoded (params, PGG_OID_NUMERIC, "numeric", "9007199254740993");
}

/* Doubles are rounded to floats where the server would do it. */
static void
test_floats_for (void)
{
  static const struct
  {
    double      value;
    const char *text; /* or NULL */
  } samples[] = {
    { 0.5, "0.5" }, { 1.0 / 3, "0.33333334" }, { -1e-45, "-1e-45" }, { 1e-46, NULL },
    { 3.40282350e38, "3.4028235e+38" }, { 3.40282356e38, "3.4028235e+38" }, { 3.402824e38, NULL },
    { -1e39, NULL }, { INFINITY, "Infinity" }, { NAN, "NaN" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (PggParams) params = pgg_params_new ();

      pgg_params_append_double (params, samples[i].value, NULL);
      if (samples[i].text != NULL)
        check_encoded (params, PGG_OID_FLOAT4, "float4", samples[i].text);
      else
        check_not_encoded (params, PGG_OID_FLOAT4, NULL);
    }
}

static void
test_others_for (void)
{
  g_autoptr (PggNumeric) numeric = pgg_numeric_new_from_int64 (12);
  g_autoptr (PggParams) params = pgg_params_new ();

  pgg_params_append_double (params, 0.1, NULL);
  check_encoded (params, PGG_OID_NUMERIC, "numeric", "0.1");
  check_encoded (params, PGG_OID_FLOAT4, "float4", "0.1");
  check_not_encoded (params, PGG_OID_INT4, NULL);

  pgg_params_reset (params);
  pgg_params_append_text (params, "12", NULL);
  check_encoded (params, PGG_OID_INT2, "int2", "12");
  check_encoded (params, PGG_OID_TEXT, "text", "12");

  pgg_params_reset (params);
  pgg_params_append_typed_text (params, "{}", PGG_OID_JSON, NULL);
  check_encoded (params, PGG_OID_JSONB, "jsonb", "{}");
  check_encoded (params, PGG_OID_TEXT, "text", "{}");

  pgg_params_reset (params);
  pgg_params_append_typed_text (params, "+01", PGG_OID_INT4, NULL);
  check_encoded (params, PGG_OID_TEXT, "text", "1");

  pgg_params_reset (params);
  pgg_params_append_typed_text (params, "b a", PGG_OID_TSVECTOR, NULL);
  check_not_encoded (params, PGG_OID_TEXT, NULL);

  pgg_params_reset (params);
  pgg_params_append_typed_text (params, "2020-01-01 00:00:00", PGG_OID_TIMESTAMP, NULL);
  check_encoded (params, PGG_OID_TIMESTAMP, "timestamp", "2020-01-01 00:00:00");
  check_not_encoded (params, PGG_OID_TIMESTAMPTZ, NULL);

  pgg_params_reset (params);
  pgg_params_append_numeric (params, numeric, NULL);
  check_encoded (params, PGG_OID_INT4, "int4", "12");
  check_encoded (params, PGG_OID_FLOAT8, "float8", "12");
}

/* What needs no change is not copied. */
static void
test_unchanged (void)
{
  const guint32 types[] = { PGG_OID_INT4, PGG_OID_DATE, PGG_OID_INT8 };
  const PggCodecContext context = { .encoding = pg_char_to_encoding ("UTF8") };
  g_autoptr (PggParams) params = pgg_params_new ();
  g_auto (PggParamsScratch) scratch = { NULL };
  g_autoptr (PggPqParams) same = NULL;
  g_autoptr (PggPqParams) like = NULL;

  pgg_params_append_int (params, 1, NULL);
  pgg_params_append_text (params, "2020-01-01", NULL);
  pgg_params_append_null (params, NULL);
  same = pgg_params_encode_for (pgg_params_peek_pq (params), types, &context, &scratch, NULL);
  like = pgg_params_encode_for (pgg_params_peek_pq (params), NULL, &context, &scratch, NULL);
  g_assert_true (same == pgg_params_peek_pq (params));
  g_assert_true (like == pgg_params_peek_pq (params));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/params-sent/arrays", test_arrays);
  g_test_add_func ("/params-sent/array-nulls", test_array_nulls);
  g_test_add_func ("/params-sent/packed-arrays", test_packed_arrays);
  g_test_add_func ("/params-sent/array-texts-refused", test_array_texts_refused);
  g_test_add_func ("/params-sent/typed-text", test_typed_text);
  g_test_add_func ("/params-sent/variants", test_variants);
  g_test_add_func ("/params-sent/variant-dictionaries", test_variant_dictionaries);
  g_test_add_func ("/params-sent/variants-refused", test_variants_refused);
  g_test_add_func ("/params-sent/new-from", test_new_from);
  g_test_add_func ("/params-sent/boxed", test_boxed);
  g_test_add_func ("/params-sent/composites", test_composites);
  g_test_add_func ("/params-sent/multiranges", test_multiranges);
  g_test_add_func ("/params-sent/hash-tables", test_hash_tables);
  g_test_add_func ("/params-sent/encoding-of-arrays", test_encoding_of_arrays);
  g_test_add_func ("/params-sent/gdates", test_gdates);
  g_test_add_func ("/params-sent/encoding", test_encoding);
  g_test_add_func ("/params-sent/encoding-refused", test_encoding_refused);
  g_test_add_func ("/params-sent/integers-for", test_integers_for);
  g_test_add_func ("/params-sent/floats-for", test_floats_for);
  g_test_add_func ("/params-sent/others-for", test_others_for);
  g_test_add_func ("/params-sent/unchanged", test_unchanged);

  return g_test_run ();
}
