/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The ways to execute statements: all give the same, each keeps to what it may say. */

#include "config.h"

#include "engine-fixture.h"

#include <math.h>

#define PREPARED "SELECT count (*) FROM pg_prepared_statements WHERE name LIKE 'pgg~_%' ESCAPE '~'"

static const PggStatementMode modes[] = {
  PGG_STATEMENT_MODE_CACHED,
  PGG_STATEMENT_MODE_DESCRIBED,
  PGG_STATEMENT_MODE_UNNAMED,
  PGG_STATEMENT_MODE_SIMPLE,
};

static PggConnection *
connect_in (PggStatementMode mode)
{
  PggConnection *connection = test_connect ();

  pgg_connection_set_prepare_threshold (connection, 0);
  pgg_connection_set_statement_mode (connection, mode);
  g_assert_cmpint (pgg_connection_get_statement_mode (connection), ==, mode);

  return connection;
}

static char *
query (PggConnection *connection,
       const char    *sql,
       PggParams     *params)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = pgg_connection_execute (connection, sql, params, NULL, &error);

  g_assert_no_error (error);

  return g_strdup (pgg_result_get_text (result, 0, 0, NULL));
}

static void
assert_query (PggConnection *connection,
              const char    *sql,
              PggParams     *params,
              const char    *expected)
{
  g_autofree char *text = query (connection, sql, params);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_property (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  PggStatementMode mode;

  g_object_get (connection, "statement-mode", &mode, NULL);
  g_assert_cmpint (mode, ==, PGG_STATEMENT_MODE_CACHED);
  g_object_set (connection, "statement-mode", PGG_STATEMENT_MODE_SIMPLE, NULL);
  g_assert_cmpint (pgg_connection_get_statement_mode (connection), ==, PGG_STATEMENT_MODE_SIMPLE);
}

/* Whatever was appended arrives as it is. */
static void
test_values (gconstpointer data)
{
  g_autoptr(PggConnection) connection = connect_in (GPOINTER_TO_INT (data));
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(GBytes) bytes = g_bytes_new_static ("\0\\'\xff", 4);
  const char *sql = "SELECT format ('%s %s %s %s %s %s', 3 - $1::int4, $2::bool,"
                    " $3::float8 > 1e300, $4::text, encode ($5::bytea, 'hex'), $6::int8 IS NULL)";

  g_assert_true (pgg_params_append_int (params, -5, NULL));
  g_assert_true (pgg_params_append_boolean (params, TRUE, NULL));
  g_assert_true (pgg_params_append_double (params, INFINITY, NULL));
  g_assert_true (pgg_params_append_text (params, "it's \\' ; -- $1 \" ü", NULL));
  g_assert_true (pgg_params_append_bytes (params, bytes, NULL));
  g_assert_true (pgg_params_append_null (params, NULL));
  for (guint i = 0; i < 3; i++)
    assert_query (connection, sql, params, "8 t t it's \\' ; -- $1 \" ü 005c27ff t");
  g_assert_cmpint (test_query_int (connection, PREPARED), ==,
                   GPOINTER_TO_INT (data) == PGG_STATEMENT_MODE_CACHED);
}

/* The setting says what a backslash in a string is; the encoding, what a byte is. */
static void
test_strings (gconstpointer data)
{
  static const char *const texts[] = { "\\", "'", "\\'", "'; SELECT 'x", "ソ表\\'", "$1" };
  static const char *const encodings[] = { "utf8", "sjis", "big5", "gb18030" };
  g_autoptr(PggConnection) connection = connect_in (GPOINTER_TO_INT (data));

  for (guint i = 0; i < G_N_ELEMENTS (texts) * G_N_ELEMENTS (encodings) * 2; i++)
    {
      g_autoptr(PggParams) params = pgg_params_new ();
      g_autofree char *expected = NULL;
      const char *text = texts[i % G_N_ELEMENTS (texts)];
      const char *encoding = encodings[i / 2 / G_N_ELEMENTS (texts)];
      g_autofree char *set = g_strdup_printf ("SET client_encoding TO %s; "
                                              "SET standard_conforming_strings TO %s", encoding,
                                              i / G_N_ELEMENTS (texts) % 2 == 0 ? "on" : "off");

      if (strstr (text, "表") != NULL && g_str_equal (encoding, "big5"))
        text = "功\\'";
      test_execute (connection, "SET escape_string_warning TO off");
      test_execute (connection, set);
      g_assert_true (pgg_params_append_text (params, text, NULL));
      expected = g_strconcat (text, "$1", NULL);
      assert_query (connection, "SELECT $1::text || '$1' /* $1 */", params, expected);
    }
}

static void
test_names (gconstpointer data)
{
  g_autoptr(PggConnection) connection = connect_in (GPOINTER_TO_INT (data));
  g_autoptr(PggParams) params = pgg_params_new ();

  g_assert_true (pgg_params_append_int (params, 2, NULL));
  g_assert_true (pgg_params_set_name (params, "b", NULL));
  g_assert_true (pgg_params_append_int (params, 7, NULL));
  g_assert_true (pgg_params_set_name (params, "a", NULL));
  assert_query (connection, "SELECT :a::int4 - :b::int4 - :a::int4", params, "-2");
}

static void
test_many (gconstpointer data)
{
  g_autoptr(PggConnection) connection = connect_in (GPOINTER_TO_INT (data));
  g_autoptr(GPtrArray) sets = test_sets_new (200);
  g_autoptr(PggParams) wrong = pgg_params_new ();
  g_autoptr(GError) error = NULL;
  PggParams **params = (PggParams **) sets->pdata;
  const char *sql = "INSERT INTO numbers VALUES ($1) -- one";

  test_execute (connection, "CREATE TEMPORARY TABLE numbers (n int4 CHECK (n >= 0))");
  g_assert_cmpint (pgg_connection_execute_many (connection, sql, params, 200, NULL, &error), ==,
                   200);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_connection_execute_many (connection, sql, params, 0, NULL, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_true (pgg_params_append_int (wrong, -1, NULL));
  g_ptr_array_add (sets, pgg_params_ref (wrong));
  params = (PggParams **) sets->pdata;
  g_assert_cmpint (pgg_connection_execute_many (connection, sql, params, 201, NULL, &error), ==,
                   -1);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_CHECK_VIOLATION);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 200);
}

/* Items of several statements; those that stand alone need more than the simple protocol. */
static void
test_batch (gconstpointer data)
{
  g_autoptr(PggConnection) connection = connect_in (GPOINTER_TO_INT (data));
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggBatchResult) result = NULL;
  g_autoptr(GError) error = NULL;

  test_execute (connection, "CREATE TEMPORARY TABLE numbers (n int4)");
  g_assert_true (pgg_params_append_int (params, 5, NULL));
  pgg_batch_add (batch, "INSERT INTO numbers VALUES ($1), ($1)", params);
  pgg_batch_add (batch, "UPDATE numbers SET n = 6", NULL);
  pgg_batch_add (batch, "DELETE FROM numbers WHERE n = $1", params);
  result = pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_batch_result_get_affected_rows (result, 0, NULL), ==, 2);
  g_assert_cmpint (pgg_batch_result_get_affected_rows (result, 1, NULL), ==, 2);
  g_assert_cmpint (pgg_batch_result_get_affected_rows (result, 2, NULL), ==, 0);
  g_clear_pointer (&result, pgg_batch_result_unref);
  result = pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_INDEPENDENT, NULL,
                                         &error);
  if (GPOINTER_TO_INT (data) == PGG_STATEMENT_MODE_SIMPLE)
    g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
  else
    g_assert_no_error (error);
}

static void
test_stream (gconstpointer data)
{
  g_autoptr(PggConnection) connection = connect_in (GPOINTER_TO_INT (data));
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(GError) error = NULL;
  gint64 sum = 0;

  g_assert_true (pgg_params_append_int (params, 100, NULL));
  pgg_cursor_stream (cursor, "SELECT generate_series (1, $1)", params, NULL, &error);
  g_assert_no_error (error);
  for (;;)
    {
      g_autoptr(PggRow) row = pgg_cursor_fetch_one (cursor, NULL, &error);

      g_assert_no_error (error);
      if (row == NULL)
        break;
      sum += pgg_row_get_int (row, 0, NULL);
    }
  g_assert_cmpint (sum, ==, 5050);
  pgg_cursor_stream (cursor, "SELECT generate_series (1, 1000000000)", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (pgg_cursor_close (cursor, NULL, NULL));
  test_assert_usable (connection);
}

static void
test_pipelined (gconstpointer data)
{
  g_autoptr(PggConnection) connection = connect_in (GPOINTER_TO_INT (data));
  PggOperation *operations[20];

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr(PggParams) params = pgg_params_new ();

      g_assert_true (pgg_params_append_int (params, (int) i, NULL));
      operations[i] = pgg_connection_execute_start (connection, "SELECT 10 / $1::int4", params);
    }
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr(PggResult) result = NULL;

      test_drive (operations[i]);
      result = pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operations[i]), NULL);
      g_assert_cmpint (result == NULL, ==, i == 0);
      if (i > 0)
        g_assert_cmpint (pgg_result_get_int (result, 0, 0, NULL), ==, 10 / i);
      g_object_unref (operations[i]);
    }
}

static void
test_transaction (gconstpointer data)
{
  g_autoptr(PggConnection) connection = connect_in (GPOINTER_TO_INT (data));
  g_autoptr(PggTransaction) transaction = NULL;
  g_autoptr(PggTransaction) inner = NULL;
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_params_append_int (params, 4, NULL));
  test_execute (connection, "CREATE TEMPORARY TABLE numbers (n int4)");
  transaction = pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, &error);
  g_assert_no_error (error);
  assert_query (connection, "INSERT INTO numbers VALUES ($1) RETURNING n", params, "4");
  inner = pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, &error);
  assert_query (connection, "INSERT INTO numbers VALUES ($1) RETURNING n", params, "4");
  pgg_transaction_rollback (inner, NULL, &error);
  g_assert_no_error (error);
  pgg_transaction_commit (transaction, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 1);
  pgg_connection_set_autocommit (connection, FALSE);
  assert_query (connection, "INSERT INTO numbers VALUES ($1) RETURNING n", params, "4");
  pgg_connection_rollback (connection, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 1);
}

static void
test_types (gconstpointer data)
{
  g_autoptr(PggConnection) connection = connect_in (GPOINTER_TO_INT (data));
  g_autoptr(PggTypeInfo) type = NULL;
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(GError) error = NULL;

  test_execute (connection, "CREATE TYPE pg_temp.\"Mo'od\" AS ENUM ('sad', 'ok')");
  type = pgg_connection_lookup_type (connection, "pg_temp.\"Mo'od\"[]", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (pgg_params_append_typed_text (params, "ok", pgg_type_info_get_element_oid (type),
                                               NULL));
  g_assert_true (pgg_params_append_typed_text (params, "{sad,ok}", pgg_type_info_get_oid (type),
                                               NULL));
  assert_query (connection, "SELECT $1::pg_temp.\"Mo'od\" = ($2::pg_temp.\"Mo'od\"[])[2]", params,
                "t");
  if (GPOINTER_TO_INT (data) != PGG_STATEMENT_MODE_DESCRIBED)
    assert_query (connection, "SELECT $1 = ($2)[2]", params, "t");
}

/* Under this setting the word NULL in the text of an array is an element. */
static void
test_array_nulls (gconstpointer data)
{
  static const char *const arrays[] = {
    "ARRAY['a''\\', NULL, 'NULL']", "ARRAY[['\\x00', NULL], [NULL, '']]::bytea[]",
    "ARRAY[1.5, NULL]", "ARRAY['1999-01-01', NULL]::date[]", "ARRAY[NULL]::text[]",
  };
  g_autoptr(PggConnection) connection = connect_in (GPOINTER_TO_INT (data));

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %s", arrays[i]);
      g_autofree char *compare = g_strdup_printf ("SELECT $1 IS NOT DISTINCT FROM %s", arrays[i]);
      g_autoptr(PggResult) result = pgg_connection_execute (connection, sql, NULL, NULL, NULL);
      g_autoptr(PggParams) params = pgg_params_new ();

      g_assert_true (pgg_params_append_value (params, pgg_result_get_value (result, 0, 0, NULL),
                                              NULL));
      test_execute (connection, "SET array_nulls = off");
      assert_query (connection, compare, params, "t");
      test_execute (connection, "RESET array_nulls");
    }
}

static void
test_statement (gconstpointer data)
{
  PggStatementMode mode = GPOINTER_TO_INT (data);
  g_autoptr(PggConnection) connection = connect_in (mode);
  g_autoptr(PggStatement) statement = NULL;
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(GPtrArray) sets = test_sets_new (5);
  g_autoptr(GError) error = NULL;

  test_execute (connection, "CREATE TEMPORARY TABLE numbers (n int2)");
  statement = pgg_connection_prepare (connection, "INSERT INTO numbers VALUES ($1) RETURNING n",
                                      NULL, &error);
  if (mode == PGG_STATEMENT_MODE_SIMPLE)
    {
      g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      return;
    }

  g_assert_no_error (error);
  g_assert_true (pgg_params_append_int64 (params, 3, NULL));
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(PggResult) result = pgg_statement_execute (statement, params, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (pgg_result_get_int (result, 0, 0, NULL), ==, 3);
      if (i == 1)
        test_execute (connection, "ALTER TABLE numbers ALTER n TYPE int8");
    }
  g_assert_cmpint (pgg_statement_execute_many (statement, (PggParams **) sets->pdata, sets->len,
                                               NULL, &error), ==, 5);
  g_assert_no_error (error);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, mode == PGG_STATEMENT_MODE_CACHED);
  pgg_connection_set_statement_mode (connection, PGG_STATEMENT_MODE_SIMPLE);
  g_clear_pointer (&params, pgg_params_unref);
  params = pgg_params_new ();
  g_assert_true (pgg_params_append_text (params, "7", NULL));
  g_object_unref (pgg_statement_execute_start (statement, params));
  g_assert_cmpint (test_query_int (connection, "SELECT max (n) FROM numbers"), ==, 7);
}

/* Another process changes a table: what is known of the statement is not true any more. */
static void
test_outdated (gconstpointer data)
{
  g_autoptr(PggConnection) connection = connect_in (GPOINTER_TO_INT (data));
  g_autoptr(PggConnection) other = test_connect ();
  g_autoptr(PggStatement) statement = NULL;
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;

  if (GPOINTER_TO_INT (data) == PGG_STATEMENT_MODE_SIMPLE)
    return;

  test_execute (other, "DROP TABLE IF EXISTS moved; CREATE TABLE moved AS SELECT 1::int2 AS i");
  statement = pgg_connection_prepare (connection, "INSERT INTO moved VALUES ($1)", NULL, &error);
  g_assert_no_error (error);
  test_execute (other, "ALTER TABLE moved ALTER i TYPE bool USING false");
  g_assert_true (pgg_params_append_text (params, "1", NULL));
  result = pgg_statement_execute (statement, params, NULL, &error);
  g_assert_no_error (error);
  test_execute (other, "DROP TABLE moved");
}

static void
test_pipeline (gconstpointer data)
{
  g_autoptr(PggConnection) connection = connect_in (GPOINTER_TO_INT (data));
  g_autoptr(GError) error = NULL;
  g_autoptr(PggPipeline) pipeline = pgg_connection_enter_pipeline (connection, &error);
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggResult) result = NULL;

  if (GPOINTER_TO_INT (data) == PGG_STATEMENT_MODE_SIMPLE)
    {
      g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      return;
    }

  g_assert_no_error (error);
  g_assert_true (pgg_params_append_int (params, 6, NULL));
  operation = pgg_pipeline_execute_start (pipeline, "SELECT $1", params);
  pgg_pipeline_sync (pipeline, NULL, &error);
  g_assert_no_error (error);
  result = pgg_pipeline_execute_finish (pipeline, G_ASYNC_RESULT (operation), &error);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_result_get_int (result, 0, 0, NULL), ==, 6);
  pgg_connection_set_statement_mode (connection, PGG_STATEMENT_MODE_SIMPLE);
  g_assert_false (pgg_pipeline_sync (pipeline, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
}

static void
assert_refused (PggConnection *connection,
                const char    *sql,
                PggParams     *params,
                int            code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (pgg_connection_execute (connection, sql, params, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, code);
  test_assert_usable (connection);
}

static void
test_simple_errors (void)
{
  g_autoptr(PggConnection) connection = connect_in (PGG_STATEMENT_MODE_SIMPLE);
  g_autoptr(PggParams) params = pgg_params_new ();

  g_assert_true (pgg_params_append_typed_text (params, "x", 4000000000, NULL));
  assert_refused (connection, "SELECT $1", params, PGG_CLIENT_ERROR_CONVERSION);
  assert_refused (connection, "SELECT $2", params, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  assert_refused (connection, "SELECT $0", params, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  assert_refused (connection, "SELECT $99999999999999999999", params,
                  PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  assert_refused (connection, "SELECT 1", params, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  assert_refused (connection, "SELECT '", params, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
}

/* What is said to the server, in the libpq's words. */
static void
test_messages (void)
{
  static const char *const forbidden[] = { NULL, "pgg_", "pgg_", "Parse\t" };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr(PggConnection) connection = connect_in (modes[i]);
      g_autoptr(PggParams) params = pgg_params_new ();
      g_autofree char *text = NULL;
      TestTrace trace;

      g_assert_true (pgg_params_append_int (params, 1, NULL));
      test_trace_begin (&trace, connection);
      assert_query (connection, "SELECT $1::int4", params, "1");
      text = test_trace_end (&trace);
      if (forbidden[i] != NULL)
        g_assert_null (strstr (text, forbidden[i]));
      g_assert_cmpint (strstr (text, "\tQuery\t") != NULL, ==,
                       modes[i] == PGG_STATEMENT_MODE_SIMPLE);
    }
}

/* The server says what it expects, and the values become that. */
static void
test_described (void)
{
  g_autoptr(PggConnection) connection = connect_in (PGG_STATEMENT_MODE_DESCRIBED);
  g_autoptr(PggParams) params = pgg_params_new ();

  g_assert_true (pgg_params_append_int64 (params, 3, NULL));
  assert_query (connection, "SELECT i < $1 FROM (VALUES (1::int2)) AS v (i)", params, "t");
  pgg_params_reset (params);
  g_assert_true (pgg_params_append_int64 (params, 40000, NULL));
  assert_refused (connection, "SELECT i < $1 FROM (VALUES (1::int2)) AS v (i)", params,
                  PGG_CLIENT_ERROR_CONVERSION);
}

static void
add (const char      *name,
     GTestDataFunc    func)
{
  static const char *const names[] = { "cached", "described", "unnamed", "simple" };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/statement-mode/%s/%s", name, names[i]);

      g_test_add_data_func (path, GINT_TO_POINTER (modes[i]), func);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (55);

  g_test_add_func ("/statement-mode/property", test_property);
  add ("values", test_values);
  add ("strings", test_strings);
  add ("names", test_names);
  add ("many", test_many);
  add ("batch", test_batch);
  add ("stream", test_stream);
  add ("pipelined", test_pipelined);
  add ("transaction", test_transaction);
  add ("types", test_types);
  add ("array-nulls", test_array_nulls);
  add ("statement", test_statement);
  add ("outdated", test_outdated);
  add ("pipeline", test_pipeline);
  g_test_add_func ("/statement-mode/simple-errors", test_simple_errors);
  g_test_add_func ("/statement-mode/messages", test_messages);
  g_test_add_func ("/statement-mode/described", test_described);

  return g_test_run ();
}
