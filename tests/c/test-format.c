/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The automatic format of results: binary where that is cheaper, and never another value. */

#include "config.h"

#include "engine-fixture.h"

#define MANY "FROM generate_series (1, 6000)"

static PggResult *
execute (PggConnection *connection,
         const char    *sql,
         PggParams     *params)
{
  g_autoptr(GError) error = NULL;
  PggResult *result = pgg_connection_execute (connection, sql, params, NULL, &error);

  g_assert_no_error (error);

  return result;
}

static PggResultFormat
get_format (PggResult *result)
{
  return pgg_column_get_format (pgg_result_get_column (result, 0, NULL));
}

static PggResultFormat
execute_for_format (PggConnection *connection,
                    const char    *sql)
{
  g_autoptr(PggResult) result = execute (connection, sql, NULL);

  return get_format (result);
}

/* Once a statement has given many values it is worth a round trip to ask for its columns. */
static void
test_learnt (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  g_assert_cmpint (execute_for_format (connection, "SELECT 1, 2.5::float8 " MANY), ==,
                   PGG_RESULT_FORMAT_TEXT);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (execute_for_format (connection, "SELECT 1, 2.5::float8 " MANY), ==,
                     PGG_RESULT_FORMAT_BINARY);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (execute_for_format (connection, "SELECT 1, 2"), ==, PGG_RESULT_FORMAT_TEXT);

  pgg_connection_set_result_format (connection, PGG_RESULT_FORMAT_TEXT);
  g_assert_cmpint (execute_for_format (connection, "SELECT 1, 2.5::float8 " MANY), ==,
                   PGG_RESULT_FORMAT_TEXT);
}

static void
test_parameters (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(PggParams) params = pgg_params_new ();
      g_autoptr(PggResult) result = NULL;

      pgg_params_append_int (params, 1000 * (int) i, NULL);
      result = execute (connection, "SELECT $1::int4, n " MANY " AS n", params);
      g_assert_cmpint (get_format (result), ==,
                       i > 0 ? PGG_RESULT_FORMAT_BINARY : PGG_RESULT_FORMAT_TEXT);
      g_assert_cmpint (pgg_result_get_int (result, 0, 0, NULL), ==, 1000 * (int) i);
      g_assert_cmpint (pgg_result_get_int (result, 5999, 1, NULL), ==, 6000);
    }
}

/* What is prepared has the columns that it had, or is not executed. */
static void
test_prepared (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  pgg_connection_set_prepare_threshold (connection, 0);
  test_execute (connection, "CREATE TEMPORARY TABLE prepared AS SELECT 7 AS v");
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr(PggParams) params = pgg_params_new ();
      g_autoptr(PggResult) result = NULL;

      if (i == 3)
        test_execute (connection, "ALTER TABLE prepared ALTER v TYPE money USING v::money");
      pgg_params_append_int (params, (int) i, NULL);
      result = execute (connection, "SELECT v, $1::int4 FROM prepared", params);
      g_assert_cmpint (get_format (result), ==,
                       i == 1 || i == 2 ? PGG_RESULT_FORMAT_BINARY : PGG_RESULT_FORMAT_TEXT);
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, i < 3 ? "7" : "$7.00");
      g_assert_cmpint (pgg_result_get_int (result, 0, 1, NULL), ==, (int) i);
    }
}

/* What is described because its results are large is prepared by that if it is executed often. */
static void
test_described (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autofree char *text = NULL;
  TestTrace trace;

  pgg_connection_set_prepare_threshold (connection, 1);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr(PggParams) params = pgg_params_new ();
      g_autoptr(PggResult) result = NULL;

      pgg_params_append_int (params, (int) i, NULL);
      if (i == 5)
        test_trace_begin (&trace, connection);
      if (i == 3)
        test_execute (connection, "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$");
      result = execute (connection, "SELECT $1::int4, n " MANY " AS n", params);
      g_assert_cmpint (get_format (result), ==,
                       i == 0 || i == 3 ? PGG_RESULT_FORMAT_TEXT : PGG_RESULT_FORMAT_BINARY);
      g_assert_cmpint (pgg_result_get_int (result, 5999, 1, NULL), ==, 6000);
    }
  text = test_trace_end (&trace);
  g_assert_null (strstr (text, "Parse\t"));
}

/* One column that binary format is not good for is enough. */
static void
test_not_good (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  static const char *const statements[] = {
    "SELECT 1, 12.5::money " MANY,
    "SELECT 1, 'pg_class'::regclass " MANY,
    "SELECT row (1, 2) " MANY,
    "SELECT 1 " MANY "; SELECT 2 " MANY,
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    for (guint j = 0; j < 3; j++)
      g_assert_cmpint (execute_for_format (connection, statements[i]), ==, PGG_RESULT_FORMAT_TEXT);
}

/* What depends on the session is looked at each time. */
static void
test_settings (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  const char *sql = "SELECT '2024-02-29 12:00+00'::timestamptz " MANY;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(PggResult) result = execute (connection, sql, NULL);

      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "2024-02-29 12:00:00+00");
    }
  test_execute (connection, "SET DateStyle = 'German'");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(PggResult) result = execute (connection, sql, NULL);

      g_assert_cmpint (get_format (result), ==, PGG_RESULT_FORMAT_TEXT);
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "29.02.2024 12:00:00 UTC");
    }
}

/* A setting that a function changed counts for the statement after it. */
static void
test_settings_prepared (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  const char *sql = "SELECT '2024-02-29 12:00+00'::timestamptz, $1::int4";

  pgg_connection_set_prepare_threshold (connection, 0);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr(PggParams) params = pgg_params_new ();
      g_autoptr(PggResult) result = NULL;
      gboolean is_iso = i < 3 || i == 5;

      pgg_params_append_int (params, (int) i, NULL);
      if (i == 3)
        test_execute (connection, "SELECT set_config ('DateStyle', 'German', false)");
      if (i == 5)
        test_execute (connection, "DO $$BEGIN SET DateStyle = 'ISO'; END$$");
      result = execute (connection, sql, params);
      g_assert_cmpint (get_format (result), ==, i > 0 && is_iso ? PGG_RESULT_FORMAT_BINARY
                                                                : PGG_RESULT_FORMAT_TEXT);
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==,
                       is_iso ? "2024-02-29 12:00:00+00" : "29.02.2024 12:00:00 UTC");
    }
}

/* The types are those of the moment: what was learnt does not make values unreadable. */
static void
test_changed (gconstpointer data)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GError) error = NULL;
  gboolean in_transaction = GPOINTER_TO_INT (data);

  test_execute (connection, "CREATE TEMPORARY TABLE learnt AS SELECT n AS v " MANY " AS n");
  execute_for_format (connection, "SELECT v FROM learnt");
  g_assert_cmpint (execute_for_format (connection, "SELECT v FROM learnt"), ==,
                   PGG_RESULT_FORMAT_BINARY);
  test_execute (connection, "ALTER TABLE learnt ALTER v TYPE money USING v::money");
  if (in_transaction)
    test_execute (connection, "BEGIN");
  g_assert_cmpint (execute_for_format (connection, "SELECT v FROM learnt"), ==,
                   PGG_RESULT_FORMAT_TEXT);
  test_execute (connection, "DROP TABLE learnt");
  error = test_execute_error (connection, "SELECT v FROM learnt");
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_UNDEFINED_TABLE);
  if (in_transaction)
    test_execute (connection, "ROLLBACK");
  else
    test_assert_usable (connection);
}

static void
check_equal (PggResult *text,
             PggResult *binary)
{
  for (guint column = 0; column < pgg_result_get_n_columns (text); column++)
    {
      g_assert_cmpstr (pgg_result_get_text (binary, 0, column, NULL), ==,
                       pgg_result_get_text (text, 0, column, NULL));
      g_assert_cmpuint (pgg_column_get_gtype (pgg_result_get_column (binary, column, NULL)), ==,
                        pgg_column_get_gtype (pgg_result_get_column (text, column, NULL)));
    }
}

static void
test_same_values (void)
{
  static const char *const values[] = {
    "true", "-1::int2", "2147483647", "-9223372036854775808", "1.1::float4",
    "'-Infinity'::float8", "1.50::numeric", "'NaN'::numeric", "'é'::text", "'x '::char(3)",
    "'ab'::varchar(9)", "'n'::name", "'a'::\"char\"", "'\\x00ff'::bytea", "'[1, 2 ]'::json",
    "'{\"a\": 1}'::jsonb", "'<a/>'::xml", "'2024-02-29'::date", "'infinity'::date",
    "'24:00'::time", "'12:00+05:30'::timetz", "'0044-03-15 BC'::timestamp",
    "'2024-07-01 12:00+00'::timestamptz", "'1 mon -2 days 3:04'::interval",
    "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "'10.0.0.1/8'::inet", "'10.0.0.0/8'::cidr",
    "'08:00:2b:01:02:03'::macaddr", "'(1,2.5)'::point", "'<(0,0),3>'::circle",
    "'((0,0),(1,1))'::box", "B'10101'", "'16/B374D848'::pg_lsn", "5::oid", "'(0,1)'::tid",
    "ARRAY[1,NULL,3]", "'{{a,b},{\"c d\",NULL}}'::text[]", "'[2:3]={1,2}'::int8[]",
    "'[1,5)'::int4range", "ARRAY['2024-07-01 12:00+00'::timestamptz]", "'a fat cat'::tsvector",
    "'a & b'::tsquery", "'$.a[*]'::jsonpath", "'1 2'::int2vector", "NULL::int",
  };
  g_autoptr(PggConnection) connection = test_connect ();
  guint n_binary = 0;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %s " MANY, values[i]);
      g_autoptr(PggResult) first = execute (connection, sql, NULL);
      g_autoptr(PggResult) second = execute (connection, sql, NULL);

      g_test_message ("%s", values[i]);
      g_assert_cmpint (get_format (first), ==, PGG_RESULT_FORMAT_TEXT);
      n_binary += get_format (second) == PGG_RESULT_FORMAT_BINARY;
      check_equal (first, second);
    }
  g_assert_cmpuint (n_binary, >, G_N_ELEMENTS (values) / 2);
}

#define TONE "'low'::pg_temp.tone"
#define SOUND "ROW (1, 'a \"b\"', '2024-07-01 12:00+00', NULL, 'low')::pg_temp.sound"

/* Types that the application made are in binary format if all that they are made of is. */
static void
test_own_types (void)
{
  static const struct
  {
    const char      *value;
    PggResultFormat  format;
  } values[] = {
    { TONE, PGG_RESULT_FORMAT_BINARY },
    { "ARRAY[" TONE ", NULL, 'höher']::pg_temp.tone[]", PGG_RESULT_FORMAT_BINARY },
    { SOUND, PGG_RESULT_FORMAT_BINARY },
    { "ARRAY[" SOUND "]", PGG_RESULT_FORMAT_BINARY },
    { "ROW (7, ARRAY[" SOUND ", NULL])::pg_temp.song", PGG_RESULT_FORMAT_BINARY },
    { "ROW (7)::pg_temp.loud_song", PGG_RESULT_FORMAT_BINARY },
    { "pg_temp.tones ('low', 'höher')", PGG_RESULT_FORMAT_BINARY },
    { "ROW (3, 9.50)::pg_temp.price", PGG_RESULT_FORMAT_TEXT },
    { "ARRAY[ROW (3, 9.50)::pg_temp.price]", PGG_RESULT_FORMAT_TEXT },
    { "ROW ('pg_class')::pg_temp.pointer", PGG_RESULT_FORMAT_TEXT },
    { "ARRAY[ROW (1, NULL)]", PGG_RESULT_FORMAT_TEXT },
  };
  g_autoptr(PggConnection) connection = test_connect ();

  test_execute (connection,
                "CREATE TYPE pg_temp.tone AS ENUM ('low', 'höher');"
                "CREATE TYPE pg_temp.tones AS RANGE (subtype = pg_temp.tone);"
                "CREATE TYPE pg_temp.sound AS (n int4, t text, at timestamptz, f float8,"
                " tone pg_temp.tone);"
                "CREATE TYPE pg_temp.song AS (n int8, sounds pg_temp.sound[]);"
                "CREATE DOMAIN pg_temp.loudness AS int2 CHECK (VALUE > 5);"
                "CREATE TYPE pg_temp.loud_song AS (n pg_temp.loudness);"
                "CREATE TYPE pg_temp.price AS (n int4, m money);"
                "CREATE TYPE pg_temp.pointer AS (c regclass)");
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %s " MANY, values[i].value);
      g_autoptr(PggResult) first = execute (connection, sql, NULL);
      g_autoptr(PggResult) second = execute (connection, sql, NULL);

      g_test_message ("%s", values[i].value);
      g_assert_cmpint (get_format (second), ==, values[i].format);
      check_equal (first, second);
    }
}

/* What is inside counts: a timestamp with time zone is written as the session wants it. */
static void
test_own_types_settings (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  const char *sql = "SELECT ROW ('2024-02-29 12:00+00')::pg_temp.moment " MANY;

  test_execute (connection, "CREATE TYPE pg_temp.moment AS (at timestamptz)");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(PggResult) result = NULL;

      if (i == 2)
        test_execute (connection, "SET DateStyle = 'German'");
      result = execute (connection, sql, NULL);
      g_assert_cmpint (get_format (result), ==,
                       i == 1 ? PGG_RESULT_FORMAT_BINARY : PGG_RESULT_FORMAT_TEXT);
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==,
                       i == 2 ? "(\"29.02.2024 12:00:00 UTC\")" : "(\"2024-02-29 12:00:00+00\")");
    }
}

/* What another session does to a type shows at once, whatever is known of it here. */
static void
test_own_types_changed (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();
  const char *sql = "SELECT v FROM changing";

  test_execute (connection, "DROP TABLE IF EXISTS changing;"
                            "DROP TYPE IF EXISTS changing_pair;"
                            "CREATE TYPE changing_pair AS (a int4, b text);"
                            "CREATE TABLE changing AS SELECT ROW (n, 'x')::changing_pair AS v "
                            MANY " AS n ORDER BY n");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(PggResult) result = NULL;

      if (i == 2)
        test_execute (other, "ALTER TYPE changing_pair ADD ATTRIBUTE c int8;"
                             "ALTER TYPE changing_pair DROP ATTRIBUTE a");
      result = execute (connection, sql, NULL);
      g_assert_cmpint (get_format (result), ==,
                       i > 0 ? PGG_RESULT_FORMAT_BINARY : PGG_RESULT_FORMAT_TEXT);
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, i == 2 ? "(x,)" : "(1,x)");
    }
  test_execute (connection, "DROP TABLE changing; DROP TYPE changing_pair");
}

static PggColumn *
stream (PggCursor  *cursor,
        const char *sql,
        PggParams  *params)
{
  g_autoptr(GError) error = NULL;
  gsize n_columns;

  g_assert_true (pgg_cursor_stream (cursor, sql, params, NULL, &error));
  g_assert_no_error (error);

  return pgg_cursor_get_description (cursor, &n_columns)[0];
}

/* Streams are always described. */
static void
test_stream (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggRow) row = NULL;
  PggColumn *column;

  pgg_params_append_int (params, 42, NULL);
  column = stream (cursor, "SELECT $1::int4 " MANY, params);
  g_assert_cmpint (pgg_column_get_format (column), ==, PGG_RESULT_FORMAT_BINARY);
  row = pgg_cursor_fetch_one (cursor, NULL, NULL);
  g_assert_cmpint (pgg_row_get_int (row, 0, NULL), ==, 42);

  column = stream (cursor, "SELECT 1::money " MANY, NULL);
  g_assert_cmpint (pgg_column_get_format (column), ==, PGG_RESULT_FORMAT_TEXT);
  pgg_cursor_set_result_format (cursor, PGG_RESULT_FORMAT_TEXT);
  column = stream (cursor, "SELECT 1 " MANY, NULL);
  g_assert_cmpint (pgg_column_get_format (column), ==, PGG_RESULT_FORMAT_TEXT);
  g_assert_true (pgg_cursor_close (cursor, NULL, NULL));
  test_assert_usable (connection);
}

/* Types of the database are known before the first row comes. */
static void
test_stream_types (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggRow) row = NULL;
  PggColumn *column;

  test_execute (connection, "CREATE TYPE pg_temp.tone AS ENUM ('high', 'low')");
  for (guint i = 0; i < 2; i++)
    {
      column = stream (cursor, "SELECT 'low'::pg_temp.tone " MANY, NULL);
      g_assert_cmpstr (pgg_column_get_type_name (column), ==, "tone");
      g_clear_pointer (&row, pgg_row_unref);
      row = pgg_cursor_fetch_one (cursor, NULL, NULL);
      g_assert_cmpstr (pgg_row_get_text (row, 0, NULL), ==, "low");
    }
}

static void
test_stream_errors (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GError) error = NULL;

  g_assert_false (pgg_cursor_stream (cursor, "SELECT no_such_column", NULL, NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_UNDEFINED_COLUMN);
  g_clear_error (&error);
  g_assert_false (pgg_cursor_stream (cursor, "SELECT 1; SELECT 2", NULL, NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
  g_clear_error (&error);
  g_assert_true (pgg_cursor_stream (cursor, "SET application_name = 'streamed'", NULL, NULL,
                                    &error));
  g_assert_no_error (error);
  test_assert_usable (connection);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (120);

  g_test_add_func ("/format/learnt", test_learnt);
  g_test_add_func ("/format/parameters", test_parameters);
  g_test_add_func ("/format/prepared", test_prepared);
  g_test_add_func ("/format/described", test_described);
  g_test_add_func ("/format/not-good", test_not_good);
  g_test_add_func ("/format/settings", test_settings);
  g_test_add_func ("/format/settings-prepared", test_settings_prepared);
  g_test_add_data_func ("/format/changed", GINT_TO_POINTER (FALSE), test_changed);
  g_test_add_data_func ("/format/changed-in-transaction", GINT_TO_POINTER (TRUE), test_changed);
  g_test_add_func ("/format/same-values", test_same_values);
  g_test_add_func ("/format/own-types", test_own_types);
  g_test_add_func ("/format/own-types-settings", test_own_types_settings);
  g_test_add_func ("/format/own-types-changed", test_own_types_changed);
  g_test_add_func ("/format/stream", test_stream);
  g_test_add_func ("/format/stream-types", test_stream_types);
  g_test_add_func ("/format/stream-errors", test_stream_errors);

  return g_test_run ();
}
