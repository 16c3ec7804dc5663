/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Statements that are prepared and kept: what they know, what they take, how long they live. */

#include "config.h"

#include "engine-fixture.h"

#define PREPARED "SELECT count (*) FROM pg_prepared_statements WHERE name LIKE 'pgg~_%' ESCAPE '~'"

static PggResult *
execute_int64 (PggStatement  *statement,
               gint64         value,
               GError       **error)
{
  g_autoptr(PggParams) params = pgg_params_new ();

  g_assert_true (pgg_params_append_int64 (params, value, NULL));

  return pgg_statement_execute (statement, params, NULL, error);
}

static void
assert_int64 (PggStatement *statement,
              gint64        value,
              gint64        expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = execute_int64 (statement, value, &error);

  g_assert_no_error (error);
  g_assert_cmpint (pgg_result_get_int64 (result, 0, 0, &error), ==, expected);
  g_assert_no_error (error);
}

static void
assert_refused (PggStatement *statement,
                PggParams    *params,
                int           code,
                const char   *message)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (pgg_statement_execute (statement, params, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, code);
  g_assert_cmpstr (error->message, ==, message);
  test_assert_usable (pgg_statement_get_connection (statement));
}

static void
test_description (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = NULL;
  g_autoptr(PggTypeInfo) type = NULL;
  g_autoptr(PggColumn) column = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *sql = NULL;
  const char *text = "SELECT $1::int2 AS a, $2::text || 'x' AS b, $1::numeric (5, 2)";

  statement = test_prepare (connection, text);
  g_assert_true (pgg_statement_get_connection (statement) == connection);
  g_assert_cmpstr (pgg_statement_get_sql (statement), ==, text);
  g_object_get (statement, "sql", &sql, NULL);
  g_assert_cmpstr (sql, ==, text);
  g_assert_cmpuint (pgg_statement_get_n_parameters (statement), ==, 2);
  g_assert_cmpuint (pgg_statement_get_parameter_oid (statement, 1, NULL), ==, 25);
  type = pgg_statement_get_parameter_type (statement, 0, NULL);
  g_assert_cmpstr (pgg_type_info_get_name (type), ==, "int2");
  g_assert_null (pgg_statement_get_parameter_name (statement, 0, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (pgg_statement_get_n_columns (statement), ==, 3);
  column = pgg_statement_get_column (statement, 2, NULL);
  g_assert_cmpstr (pgg_column_get_display_type (column), ==, "numeric(5,2)");
  g_assert_cmpuint (pgg_statement_get_parameter_oid (statement, 2, &error), ==, 0);
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE);
  g_clear_error (&error);
  g_assert_null (pgg_statement_get_parameter_type (statement, 2, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE);
  g_clear_error (&error);
  g_assert_null (pgg_statement_get_column (statement, 3, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE);
}

/* Types that only this database has are known as soon as the statement is. */
static void
test_own_types (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = NULL;
  g_autoptr(PggTypeInfo) type = NULL;
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggResult) result = NULL;

  test_execute (connection, "CREATE TYPE pg_temp.mood AS ENUM ('sad', 'ok')");
  test_execute (connection, "CREATE DOMAIN pg_temp.small AS int2 CHECK (VALUE > 0)");
  statement = test_prepare (connection, "SELECT $1::pg_temp.mood, $2::pg_temp.small");
  type = pgg_statement_get_parameter_type (statement, 0, NULL);
  g_assert_cmpint (pgg_type_info_get_kind (type), ==, PGG_TYPE_KIND_ENUM);
  g_assert_true (pgg_params_append_text (params, "ok", NULL));
  g_assert_true (pgg_params_append_int64 (params, 7, NULL));
  result = pgg_statement_execute (statement, params, NULL, NULL);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "ok");
  g_assert_cmpint (pgg_result_get_int (result, 0, 1, NULL), ==, 7);
}

/* What was appended as another type becomes what the server expects, exactly or not at all. */
static void
test_conversion (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) small = test_prepare (connection, "SELECT $1::int2");
  g_autoptr(PggStatement) plain = test_prepare (connection, "SELECT $1::int4");
  g_autoptr(PggStatement) exact = test_prepare (connection, "SELECT $1::numeric::int8");
  g_autoptr(PggStatement) binary = test_prepare (connection, "SELECT $1::float4::int8");
  g_autoptr(PggStatement) day = test_prepare (connection, "SELECT $1::date");
  g_autoptr(PggParams) params = pgg_params_new ();

  assert_int64 (small, -32768, -32768);
  assert_int64 (plain, G_MAXINT32, G_MAXINT32);
  assert_int64 (exact, G_MAXINT64, G_MAXINT64);
  assert_int64 (binary, 1 << 24, 1 << 24);
  g_assert_true (pgg_params_append_int64 (params, G_GINT64_CONSTANT (1) << 31, NULL));
  assert_refused (plain, params, PGG_CLIENT_ERROR_CONVERSION,
                  "Parameter 1 is of the type int8 and its value does not fit the type int4, "
                  "which holds the integers from -2147483648 to 2147483647");
  assert_int64 (binary, (1 << 24) + 1, 1 << 24);
  pgg_params_reset (params);
  g_assert_true (pgg_params_append_double (params, 2.5, NULL));
  assert_refused (day, params, PGG_CLIENT_ERROR_CONVERSION,
                  "Parameter 1 is of the type float8, which is not sent as date; a cast to the "
                  "former behind it in the SQL leaves the conversion to the server");
  pgg_params_reset (params);
  g_assert_true (pgg_params_append_boolean (params, TRUE, NULL));
  assert_refused (small, params, PGG_CLIENT_ERROR_CONVERSION,
                  "Parameter 1 is of the type bool, which is not sent as int2; a cast to the "
                  "former behind it in the SQL leaves the conversion to the server");
}

/* A text is a value of any type, and NULL is one of all. */
static void
test_text (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, "SELECT $1::date + $2::int4");
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggResult) result = NULL;
  g_autoptr(PggResult) none = NULL;

  g_assert_true (pgg_params_append_text (params, "2024-02-28", NULL));
  g_assert_true (pgg_params_append_text (params, "1", NULL));
  result = pgg_statement_execute (statement, params, NULL, NULL);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "2024-02-29");
  pgg_params_reset (params);
  g_assert_true (pgg_params_append_null (params, NULL));
  g_assert_true (pgg_params_append_int64 (params, 1, NULL));
  none = pgg_statement_execute (statement, params, NULL, NULL);
  g_assert_true (pgg_result_is_null (none, 0, 0, NULL));
}

static void
test_n_params (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, "SELECT $1::int4, $2::int4");
  g_autoptr(PggParams) params = pgg_params_new ();

  assert_refused (statement, NULL, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                  "The number of parameters of the statement is 2, but that of the values is 0");
  for (int i = 0; i < 3; i++)
    g_assert_true (pgg_params_append_int (params, i, NULL));
  assert_refused (statement, params, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                  "The number of parameters of the statement is 2, but that of the values is 3");
}

static void
append_named (PggParams  *params,
              const char *name,
              gint64      value)
{
  g_assert_true (pgg_params_append_int64 (params, value, NULL));
  g_assert_true (pgg_params_set_name (params, name, NULL));
}

/* Values with names come in any order, those without in that of the names. */
static void
test_names (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, "SELECT :a::int4 - :b::int2 + :a");
  g_autoptr(PggStatement) numbered = test_prepare (connection, "SELECT $1::int4");
  g_autoptr(PggParams) named = pgg_params_new ();
  g_autoptr(PggParams) plain = pgg_params_new ();
  g_autoptr(PggResult) by_name = NULL;
  g_autoptr(PggResult) by_order = NULL;

  g_assert_cmpuint (pgg_statement_get_n_parameters (statement), ==, 2);
  g_assert_cmpstr (pgg_statement_get_parameter_name (statement, 1, NULL), ==, "b");
  append_named (named, "b", 1);
  append_named (named, "a", 5);
  by_name = pgg_statement_execute (statement, named, NULL, NULL);
  g_assert_cmpint (pgg_result_get_int (by_name, 0, 0, NULL), ==, 9);
  g_assert_true (pgg_params_append_int (plain, 5, NULL));
  g_assert_true (pgg_params_append_int (plain, 2, NULL));
  by_order = pgg_statement_execute (statement, plain, NULL, NULL);
  g_assert_cmpint (pgg_result_get_int (by_order, 0, 0, NULL), ==, 8);
  assert_refused (numbered, named, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                  "The SQL has the parameter $1, but the values have names, such as “b”");
  pgg_params_reset (named);
  append_named (named, "b", 40000);
  append_named (named, "a", 1);
  assert_refused (statement, named, PGG_CLIENT_ERROR_CONVERSION,
                  "Parameter 2 “b” is of the type int8 and its value does not fit the type int2, "
                  "which holds the integers from -32768 to 32767");
}

/* The types are known, so that the first result comes in binary already. */
static void
test_format (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) numbers = test_prepare (connection, "SELECT 1, $1::float8");
  g_autoptr(PggStatement) mixed = test_prepare (connection, "SELECT $1::int4, pg_typeof (1)");
  g_autoptr(PggResult) binary = execute_int64 (numbers, 1, NULL);
  g_autoptr(PggResult) text = execute_int64 (mixed, 1, NULL);
  g_autoptr(PggResult) asked = NULL;

  g_assert_cmpint (pgg_column_get_format (pgg_result_get_column (binary, 0, NULL)), ==,
                   PGG_RESULT_FORMAT_BINARY);
  g_assert_cmpint (pgg_column_get_format (pgg_result_get_column (text, 0, NULL)), ==,
                   PGG_RESULT_FORMAT_TEXT);
  pgg_connection_set_result_format (connection, PGG_RESULT_FORMAT_TEXT);
  asked = execute_int64 (numbers, 1, NULL);
  g_assert_cmpint (pgg_column_get_format (pgg_result_get_column (asked, 0, NULL)), ==,
                   PGG_RESULT_FORMAT_TEXT);
}

/* An execution is a Bind and an Execute, in one flight. */
static void
test_messages (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, "SELECT $1::int4");
  g_autofree char *text = NULL;
  TestTrace trace;

  test_trace_begin (&trace, connection);
  assert_int64 (statement, 1, 1);
  text = test_trace_end (&trace);
  g_assert_null (strstr (text, "Parse\t"));
  g_assert_nonnull (strstr (text, "Bind\t"));
}

static void
test_faulty (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) division = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (pgg_connection_prepare (connection, "SELEKT $1", NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
  g_clear_error (&error);
  g_assert_null (pgg_connection_prepare (connection, "SELECT 'no end", NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
  g_clear_error (&error);
  g_assert_null (pgg_connection_prepare (connection, "SELECT 1; SELECT 2", NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
  g_clear_error (&error);
  division = test_prepare (connection, "SELECT 1 / $1::int4");
  g_assert_null (execute_int64 (division, 0, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  assert_int64 (division, 1, 1);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 1);
}

static void
test_many (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = NULL;
  g_autoptr(GPtrArray) sets = test_sets_new (300);
  g_autoptr(PggParams) wrong = pgg_params_new ();
  g_autoptr(GError) error = NULL;

  test_execute (connection, "CREATE TEMPORARY TABLE numbers (n int2 CHECK (n >= 0))");
  statement = test_prepare (connection, "INSERT INTO numbers VALUES ($1)");
  g_assert_cmpint (pgg_statement_execute_many (statement, (PggParams **) sets->pdata, sets->len,
                                               NULL, &error), ==, 300);
  g_assert_no_error (error);
  test_execute (connection, "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$");
  g_assert_cmpint (pgg_statement_execute_many (statement, (PggParams **) sets->pdata, sets->len,
                                               NULL, &error), ==, 300);
  g_assert_no_error (error);
  test_execute (connection, "ALTER TABLE numbers ALTER n TYPE int8");
  g_assert_cmpint (pgg_statement_execute_many (statement, (PggParams **) sets->pdata, sets->len,
                                               NULL, &error), ==, 300);
  g_assert_no_error (error);
  g_assert_true (pgg_params_append_int64 (wrong, -1, NULL));
  g_ptr_array_add (sets, pgg_params_ref (wrong));
  g_assert_cmpint (pgg_statement_execute_many (statement, (PggParams **) sets->pdata, sets->len,
                                               NULL, &error), ==, -1);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_CHECK_VIOLATION);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 900);
}

static void
close_statement (PggStatement *statement)
{
  g_autoptr(GError) error = NULL;
  gboolean closed = pgg_statement_close (statement, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (closed);
}

/* The server forgets what is closed, at once, and what is dropped, with the next statement. */
static void
test_close (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, "SELECT $1::int4");
  g_autoptr(PggOperation) last = NULL;
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggResult) result = NULL;
  PggStatement *dropped = test_prepare (connection, "SELECT $1::int8");

  g_assert_true (pgg_params_append_int64 (params, 4, NULL));
  last = pgg_statement_execute_start (statement, params);
  close_statement (statement);
  close_statement (statement);
  result = pgg_statement_execute_finish (statement, G_ASYNC_RESULT (last), NULL);
  g_assert_cmpint (pgg_result_get_int (result, 0, 0, NULL), ==, 4);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 1);
  assert_refused (statement, params, PGG_CLIENT_ERROR_INVALID_STATE,
                  "The statement has been closed");
  g_object_unref (dropped);
  result = (pgg_result_unref (result),
            pgg_connection_execute (connection, "SELECT $1", params, NULL, NULL));
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 0);
}

/* What could fail must not be the end of a transaction. */
static void
test_close_in_transaction (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, "SELECT $1::int4");
  g_autoptr(PggStatement) other = test_prepare (connection, "SELECT $1::int4");

  test_execute (connection, "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$; BEGIN");
  close_statement (statement);
  g_assert_cmpint (test_query_int (connection, "SELECT 5"), ==, 5);
  test_execute (connection, "COMMIT");
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  close_statement (other);
}

/* It outlives the session, and whatever makes the server forget it or refuse it. */
static void
test_healed (void)
{
  static const char *const forget[] = {
    "DEALLOCATE ALL", "DISCARD ALL", "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$",
  };
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, "SELECT $1::int4");

  for (guint i = 0; i < G_N_ELEMENTS (forget); i++)
    {
      test_execute (connection, forget[i]);
      assert_int64 (statement, i, i);
      assert_int64 (statement, i, i);
    }
  g_assert_true (pgg_connection_reset (connection, NULL, NULL));
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 0);
  assert_int64 (statement, 9, 9);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 1);
}

/* A column has another type than when the statement was prepared, here or by somebody else. */
static void
test_other_types (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();
  g_autoptr(PggStatement) statement = NULL;
  const char *sql = "SELECT count (*) FROM kept WHERE i = $1";

  test_execute (other, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 1::int2 AS i");
  statement = test_prepare (connection, sql);
  assert_int64 (statement, 1, 1);
  test_execute (other, "ALTER TABLE kept ALTER i TYPE int8");
  assert_int64 (statement, 1, 1);
  test_execute (connection, "ALTER TABLE kept ALTER i TYPE int4");
  assert_int64 (statement, 70000, 0);
  g_assert_cmpuint (pgg_statement_get_parameter_oid (statement, 0, NULL), ==, 23);
  test_execute (connection, "BEGIN; ALTER TABLE kept ALTER i TYPE numeric");
  assert_int64 (statement, 1, 1);
  test_execute (connection, "ROLLBACK");
  assert_int64 (statement, 1, 1);
  test_execute (other, "DROP TABLE kept");
}

/* The type of a parameter is another one under the same name. */
static void
test_dropped_type (void)
{
  static const char *const types[] = { "ENUM ('word')", "ENUM ('other', 'word')" };
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();
  g_autoptr(PggStatement) statement = NULL;
  g_autoptr(PggParams) word = pgg_params_new ();

  g_assert_true (pgg_params_append_text (word, "word", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("DROP TYPE IF EXISTS word; CREATE TYPE word AS %s", types[i]);
      g_autoptr(PggResult) result = NULL;
      g_autoptr(GError) error = NULL;

      test_execute (other, sql);
      if (i == 0)
        statement = test_prepare (connection, "SELECT $1::word");
      result = pgg_statement_execute (statement, word, NULL, &error);
      g_assert_no_error (error);
    }
  test_execute (other, "DROP TYPE word");
}

/* A value that does not fit may do so by now; that is known the next time. */
static void
test_wider_type (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();
  g_autoptr(PggStatement) statement = NULL;
  g_autoptr(PggParams) word = pgg_params_new ();
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_params_append_text (word, "word", NULL));
  test_execute (other, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 1::int2 AS i");
  statement = test_prepare (connection, "SELECT count (*) FROM kept WHERE i = $1");
  g_assert_null (execute_int64 (statement, 70000, NULL));
  test_execute (other, "ALTER TABLE kept ALTER i TYPE int8");
  assert_int64 (statement, 70000, 0);
  test_execute (other, "ALTER TABLE kept ALTER i TYPE numeric");
  g_assert_null (pgg_statement_execute (statement, word, NULL, NULL));
  test_execute (other, "ALTER TABLE kept ALTER i TYPE text");
  result = pgg_statement_execute (statement, word, NULL, &error);
  g_assert_no_error (error);
  test_execute (other, "DROP TABLE kept");
}

/* A table gets another column: the results do, too. */
static void
test_other_columns (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();
  g_autoptr(PggStatement) statement = NULL;
  g_autoptr(PggResult) result = NULL;

  test_execute (other, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 1 AS i");
  statement = test_prepare (connection, "SELECT * FROM kept WHERE i = $1");
  test_execute (other, "ALTER TABLE kept ADD j text DEFAULT 'x'");
  result = execute_int64 (statement, 1, NULL);
  g_assert_cmpuint (pgg_result_get_n_columns (result), ==, 2);
  g_assert_cmpuint (pgg_statement_get_n_columns (statement), ==, 2);
  test_execute (other, "DROP TABLE kept");
}

static void
test_pipelined (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, "SELECT $1::int4");
  PggOperation *operations[40];

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr(PggParams) params = pgg_params_new ();

      if (i % 15 == 14)
        g_object_unref (pgg_connection_execute_start (connection, "DISCARD ALL", NULL));
      g_assert_true (pgg_params_append_int64 (params, i, NULL));
      operations[i] = pgg_statement_execute_start (statement, params);
    }
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PggResult) result = NULL;

      test_drive (operations[i]);
      result = pgg_statement_execute_finish (statement, G_ASYNC_RESULT (operations[i]), &error);
      g_assert_no_error (error);
      g_assert_cmpint (pgg_result_get_int64 (result, 0, 0, NULL), ==, i);
      g_object_unref (operations[i]);
    }
}

static void
test_without_pipelining (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = NULL;

  pgg_connection_set_pipelining (connection, FALSE);
  statement = test_prepare (connection, "SELECT $1::int4");
  assert_int64 (statement, 1, 1);
  test_execute (connection, "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$");
  assert_int64 (statement, 2, 2);
}

/* The first statement of a transaction that is begun by itself. */
static void
test_without_autocommit (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = NULL;

  pgg_connection_set_autocommit (connection, FALSE);
  statement = test_prepare (connection, "SELECT $1::int4");
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_IDLE);
  assert_int64 (statement, 1, 1);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_INTRANS);
  g_assert_true (pgg_connection_rollback (connection, NULL, NULL));
}

static void
test_encoding (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = NULL;
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggResult) result = NULL;

  test_execute (connection, "SET client_encoding TO latin1");
  statement = test_prepare (connection, "SELECT 'é' || $1::varchar AS ö");
  g_assert_true (pgg_params_append_text (params, "ü", NULL));
  result = pgg_statement_execute (statement, params, NULL, NULL);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "éü");
  test_execute (connection, "SET client_encoding TO utf8");
  g_clear_pointer (&result, pgg_result_unref);
  result = pgg_statement_execute (statement, params, NULL, NULL);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "éü");
}

static void
test_cancelled (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = test_prepare (connection, "SELECT pg_sleep ($1)");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (pgg_connection_prepare (connection, "SELECT 1", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  pgg_connection_set_timeout (connection, 100);
  g_assert_null (execute_int64 (statement, 600, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  pgg_connection_set_timeout (connection, 0);
  test_assert_usable (connection);
}

/* Operations that nobody has waited for go one after the other. */
static void
test_started (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) preparing = pgg_connection_prepare_start (connection, "SELECT $1::int4");
  g_autoptr(PggStatement) statement = NULL;
  g_autoptr(PggOperation) many = NULL;
  g_autoptr(PggOperation) closing = NULL;
  g_autoptr(GPtrArray) sets = test_sets_new (3);

  test_drive (preparing);
  statement = pgg_connection_prepare_finish (connection, G_ASYNC_RESULT (preparing), NULL);
  many = pgg_statement_execute_many_start (statement, (PggParams **) sets->pdata, sets->len);
  closing = pgg_statement_close_start (statement);
  test_drive (closing);
  g_assert_true (pgg_statement_close_finish (statement, G_ASYNC_RESULT (closing), NULL));
  g_assert_cmpint (pgg_statement_execute_many_finish (statement, G_ASYNC_RESULT (many), NULL), ==,
                   3);
}

static void
test_async (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStatement) statement = NULL;
  g_autoptr(PggResult) rows = NULL;
  g_autoptr(GPtrArray) sets = test_sets_new (2);
  TestCall calls[4] = { 0 };

  pgg_connection_prepare_async (connection, "SELECT $1::int4", G_PRIORITY_DEFAULT, NULL,
                                test_call_cb, &calls[0]);
  test_call_wait (&calls[0]);
  statement = pgg_connection_prepare_finish (connection, calls[0].result, NULL);
  pgg_statement_execute_async (statement, sets->pdata[0], G_PRIORITY_DEFAULT, NULL, test_call_cb,
                               &calls[1]);
  pgg_statement_execute_many_async (statement, (PggParams **) sets->pdata, sets->len,
                                    G_PRIORITY_DEFAULT, NULL, test_call_cb, &calls[2]);
  pgg_statement_close_async (statement, G_PRIORITY_DEFAULT, NULL, test_call_cb, &calls[3]);
  test_call_wait (&calls[3]);
  rows = pgg_statement_execute_finish (statement, calls[1].result, NULL);
  g_assert_cmpuint (pgg_result_get_n_rows (rows), ==, 1);
  g_assert_cmpint (pgg_statement_execute_many_finish (statement, calls[2].result, NULL), ==, 2);
  g_assert_true (pgg_statement_close_finish (statement, calls[3].result, NULL));
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 0);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (55);

  g_test_add_func ("/statement/description", test_description);
  g_test_add_func ("/statement/own-types", test_own_types);
  g_test_add_func ("/statement/conversion", test_conversion);
  g_test_add_func ("/statement/text", test_text);
  g_test_add_func ("/statement/n-params", test_n_params);
  g_test_add_func ("/statement/names", test_names);
  g_test_add_func ("/statement/format", test_format);
  g_test_add_func ("/statement/messages", test_messages);
  g_test_add_func ("/statement/faulty", test_faulty);
  g_test_add_func ("/statement/many", test_many);
  g_test_add_func ("/statement/close", test_close);
  g_test_add_func ("/statement/close-in-transaction", test_close_in_transaction);
  g_test_add_func ("/statement/healed", test_healed);
  g_test_add_func ("/statement/other-types", test_other_types);
  g_test_add_func ("/statement/dropped-type", test_dropped_type);
  g_test_add_func ("/statement/wider-type", test_wider_type);
  g_test_add_func ("/statement/other-columns", test_other_columns);
  g_test_add_func ("/statement/pipelined", test_pipelined);
  g_test_add_func ("/statement/without-pipelining", test_without_pipelining);
  g_test_add_func ("/statement/without-autocommit", test_without_autocommit);
  g_test_add_func ("/statement/encoding", test_encoding);
  g_test_add_func ("/statement/cancelled", test_cancelled);
  g_test_add_func ("/statement/started", test_started);
  g_test_add_func ("/statement/async", test_async);

  return g_test_run ();
}
