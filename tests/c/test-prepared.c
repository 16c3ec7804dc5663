/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Statements that are executed often are prepared, and never fail because they are. */

#include "config.h"

#include "engine-fixture.h"

#include <sys/wait.h>
#include <unistd.h>

#define PREPARED "SELECT count (*) FROM pg_prepared_statements WHERE name LIKE 'pgg~_%' ESCAPE '~'"

static void
execute_int (PggConnection *connection,
             const char    *sql,
             int            value)
{
  g_autoptr(PggOperation) operation = test_start_int (connection, sql, value);

  g_assert_cmpint (test_finish_int (connection, operation), ==, value);
}

static void
assert_fails (PggConnection *connection,
              const char    *sql,
              int            value,
              int            code)
{
  g_autoptr(PggOperation) operation = test_start_int (connection, sql, value);
  g_autoptr(GError) error = NULL;

  test_drive (operation);
  g_assert_null (pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &error));
  g_assert_error (error, PGG_SERVER_ERROR, code);
}

/* One that has everything prepared at once. */
static PggConnection *
connect_eagerly (void)
{
  PggConnection *connection = test_connect ();

  pgg_connection_set_prepare_threshold (connection, 0);

  return connection;
}

static void
test_threshold (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  for (int i = 0; i < 5; i++)
    execute_int (connection, "SELECT $1", i);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 0);
  for (int i = 0; i < 5; i++)
    execute_int (connection, "SELECT $1", i);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 1);
  pgg_connection_set_prepare_threshold (connection, -1);
  execute_int (connection, "SELECT $1", 1);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 0);
  pgg_connection_set_prepare_threshold (connection, 0);
  execute_int (connection, "SELECT $1", 1);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 1);
}

/* The types are part of what a statement is. */
static void
test_types (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();
  g_autoptr(PggParams) text = pgg_params_new ();

  g_assert_true (pgg_params_append_text (text, "seven", NULL));
  for (int i = 0; i < 3; i++)
    {
      g_autoptr(PggResult) result = NULL;

      execute_int (connection, "SELECT $1", i);
      result = pgg_connection_execute (connection, "SELECT $1", text, NULL, NULL);
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "seven");
    }
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 2);
}

/* Those that were not used for the longest time make room, and the server forgets them. */
static void
test_eviction (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();

  pgg_connection_set_prepared_max (connection, 3);
  for (int i = 0; i < 40; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT $1 + %d - %d", i, i);

      execute_int (connection, sql, i);
      g_assert_cmpint (test_query_int (connection, PREPARED), <=, 4);
    }
  execute_int (connection, "SELECT $1", 1);
  execute_int (connection, "SELECT $1", 1);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 3);
}

/* In a transaction the server is told to forget nothing, because an error would end it. */
static void
test_eviction_in_transaction (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();

  pgg_connection_set_prepared_max (connection, 1);
  test_execute (connection, "BEGIN");
  for (int i = 0; i < 5; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT $1 + %d - %d", i, i);

      execute_int (connection, sql, i);
    }
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 5);
  test_execute (connection, "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$");
  test_execute (connection, "COMMIT");
  execute_int (connection, "SELECT $1", 3);
  execute_int (connection, "SELECT $1", 4);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 1);
  test_assert_usable (connection);
}

/* A rollback does not take them away. */
static void
test_rollback (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();

  test_execute (connection, "BEGIN");
  execute_int (connection, "SELECT $1", 1);
  test_execute (connection, "ROLLBACK");
  execute_int (connection, "SELECT $1", 2);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 1);
}

/* The server forgets what it is told to, openly or behind our back. */
static void
test_forgotten (void)
{
  static const char *const forget[] = {
    "DEALLOCATE ALL", "DISCARD ALL", "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$",
  };
  g_autoptr(PggConnection) connection = connect_eagerly ();

  for (guint i = 0; i < G_N_ELEMENTS (forget); i++)
    {
      execute_int (connection, "SELECT $1", 1);
      test_execute (connection, forget[i]);
      execute_int (connection, "SELECT $1", 2);
      execute_int (connection, "SELECT $1", 3);
    }
}

/* In a transaction it cannot be repeated, but the next time all is well. */
static void
test_forgotten_in_transaction (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();

  execute_int (connection, "SELECT $1", 1);
  test_execute (connection, "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$");
  test_execute (connection, "BEGIN");
  assert_fails (connection, "SELECT $1", 2, PGG_SQL_STATE_INVALID_SQL_STATEMENT_NAME);
  test_execute (connection, "ROLLBACK");
  execute_int (connection, "SELECT $1", 3);
}

/* The server has gone, and nobody has seen that before it is told which statements to forget. */
static void
test_lost_while_forgetting (void)
{
  for (int n_stale = 1; n_stale < 5; n_stale++)
    {
      g_autoptr(PggConnection) connection = connect_eagerly ();
      g_autoptr(PggOperation) next = NULL;

      for (int i = 0; i < n_stale; i++)
        {
          g_autofree char *sql = g_strdup_printf ("SELECT $1 + %d - %d", i, i);

          execute_int (connection, sql, 1);
        }
      pgg_connection_set_prepared_max (connection, 0);
      test_terminate (pgg_connection_get_backend_pid (connection));
      next = test_start_int (connection, "SELECT $1", 1);
      g_assert_false (pgg_operation_run (next, NULL, NULL));
      g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_LOST);
      g_assert_true (pgg_connection_open (connection, NULL, NULL));
      execute_int (connection, "SELECT $1", 1);
    }
}

/* What a procedure has committed is not done again, whatever it fails with then. */
static void
test_failed_within (void)
{
  static const char *const failures[] = {
    "RAISE 'no' USING ERRCODE = '42501'",
    "EXECUTE 'EXECUTE nothing'",
    "ALTER TABLE within ADD k int; EXECUTE 'EXECUTE outdated'",
  };
  g_autoptr(PggConnection) connection = connect_eagerly ();
  g_autoptr(PggParams) params = pgg_params_new ();

  g_assert_true (pgg_params_append_int (params, 1, NULL));
  test_execute (connection, "DROP TABLE IF EXISTS within; CREATE TABLE within (i int);"
                            "PREPARE outdated AS SELECT * FROM within");
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("CREATE OR REPLACE PROCEDURE within (int) LANGUAGE plpgsql AS "
                         "$$BEGIN INSERT INTO within VALUES ($1); COMMIT; %s; END$$", failures[i]);
      g_autoptr(PggStatement) statement = NULL;

      test_execute (connection, sql);
      g_assert_null (pgg_connection_execute (connection, "CALL within ($1)", params, NULL, NULL));
      g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM within"), ==, 1);
      statement = pgg_connection_prepare (connection, "CALL within ($1)", NULL, NULL);
      g_assert_null (pgg_statement_execute (statement, params, NULL, NULL));
      g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM within"), ==, 2);
      test_execute (connection, "TRUNCATE within");
    }
  test_execute (connection, "DROP PROCEDURE within; DROP TABLE within");
}

static PggResult *
query_name (PggConnection *connection)
{
  g_autoptr(GError) error = NULL;
  PggResult *result =
    pgg_connection_execute (connection, "SELECT substr (name, 1, 13), substr (name, 14)::int "
                                        "FROM pg_prepared_statements", NULL, NULL, &error);

  g_assert_no_error (error);

  return result;
}

/* Somebody has used a name that would have been the next one. */
static void
test_taken_name (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();
  g_autoptr(PggResult) name = NULL;
  g_autofree char *sql = NULL;

  execute_int (connection, "SELECT $1", 1);
  name = query_name (connection);
  sql = g_strdup_printf ("PREPARE %s%d AS SELECT 42", pgg_result_get_text (name, 0, 0, NULL),
                         pgg_result_get_int (name, 0, 1, NULL) + 1);
  test_execute (connection, sql);
  execute_int (connection, "SELECT $1 + 0", 2);
  execute_int (connection, "SELECT $1 + 0", 3);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 3);
}

static int
compare_names (const char *name)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();
  g_autoptr(PggResult) other = NULL;

  execute_int (connection, "SELECT $1", 1);
  other = query_name (connection);

  return strcmp (pgg_result_get_text (other, 0, 0, NULL), name) != 0 ? 0 : 1;
}

/* A process that is forked counts on from the same number, so that it needs another name. */
static void
test_forked (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();
  g_autoptr(PggResult) name = NULL;
  int status;
  pid_t pid;

  execute_int (connection, "SELECT $1", 1);
  name = query_name (connection);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      status = compare_names (pgg_result_get_text (name, 0, 0, NULL));
      g_clear_pointer (&name, pgg_result_unref);
      _exit (status);
    }

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
  test_assert_usable (connection);
}

static void
finish_text (PggConnection *connection,
             PggOperation  *operation)
{
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;

  test_drive (operation);
  result = pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &error);
  g_assert_no_error (error);
}

/* Nothing is ever at rest, so that the server cannot be told to forget; it is not given more. */
static void
test_sustained (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();
  g_autoptr(PggOperation) previous = NULL;

  pgg_connection_set_prepared_max (connection, 2);
  for (int i = 0; i < 500; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT $1 + %d", i % 5);
      g_autoptr(PggOperation) operation = test_start_int (connection, sql, i);

      pgg_operation_step (operation, PGG_WAIT_NONE);
      if (previous != NULL)
        finish_text (connection, previous);
      g_set_object (&previous, operation);
    }
  finish_text (connection, previous);
  g_assert_cmpint (test_query_int (connection, PREPARED), <=, 2 + 16);
}

static void
assert_text (PggConnection *connection,
             const char    *sql,
             const char    *value)
{
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_params_append_text (params, value, NULL));
  result = pgg_connection_execute (connection, sql, params, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, value);
}

/* What the server said of the types of a text is true no more. */
static void
test_other_types (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();
  g_autoptr(PggConnection) other = test_connect ();
  const char *sql = "SELECT i FROM typed WHERE i = $1";

  test_execute (other, "DROP TYPE IF EXISTS mood; CREATE TYPE mood AS ENUM ('glad')");
  assert_text (connection, "SELECT $1::mood", "glad");
  test_execute (other, "DROP TYPE mood; CREATE TYPE mood AS ENUM ('sad')");
  assert_text (connection, "SELECT $1::mood", "sad");
  assert_text (connection, "SELECT $1::mood", "sad");

  test_execute (other, "DROP TABLE IF EXISTS typed; CREATE TABLE typed AS SELECT 1 AS i");
  assert_text (connection, sql, "1");
  test_execute (other, "ALTER TABLE typed ALTER i TYPE text; INSERT INTO typed VALUES ('word')");
  assert_text (connection, sql, "1");
  assert_text (connection, sql, "word");
  test_execute (other, "DROP TABLE typed; DROP TYPE mood");
}

/* The plan has a type, or a value of a type, that is another one by now; no parameter is of it. */
static void
test_other_plan (void)
{
  static const char *const changes[] = {
    "DROP TYPE mood; CREATE TYPE mood AS ENUM ('sad', 'glad')",
    "DROP TYPE couple; CREATE TYPE couple AS (a text, b text)",
    "ALTER TYPE couple ALTER ATTRIBUTE b TYPE int",
    "ALTER TYPE couple DROP ATTRIBUTE a; ALTER TYPE couple ADD ATTRIBUTE c text",
  };
  static const char *const statements[] = {
    "SELECT $1::text, 'glad'::mood",
    "SELECT $1::text, ROW ('1', '2')::couple",
    "SELECT $1::text, ARRAY[ROW ('1', '2')::couple]",
  };
  g_autoptr(PggConnection) connection = connect_eagerly ();
  g_autoptr(PggConnection) other = test_connect ();

  test_execute (other, "DROP TYPE IF EXISTS mood; DROP TYPE IF EXISTS couple");
  test_execute (other, "CREATE TYPE mood AS ENUM ('glad'); CREATE TYPE couple AS (a int, b text)");
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      for (guint j = 0; j < 2 * G_N_ELEMENTS (statements); j++)
        assert_text (connection, statements[j / 2], "x");
      test_execute (other, changes[i]);
      for (guint j = 0; j < 2 * G_N_ELEMENTS (statements); j++)
        assert_text (connection, statements[j / 2], "x");
    }
  test_execute (other, "DROP TYPE mood; DROP TYPE couple");
}

/* A table gets another shape, here and elsewhere. */
static void
test_outdated (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();
  g_autoptr(PggConnection) other = test_connect ();
  const char *sql = "SELECT * FROM shape WHERE i = $1";

  test_execute (other, "DROP TABLE IF EXISTS shape; CREATE TABLE shape AS SELECT 1 AS i");
  execute_int (connection, sql, 1);
  test_execute (other, "ALTER TABLE shape ADD j integer");
  execute_int (connection, sql, 1);
  execute_int (connection, sql, 1);
  test_execute (connection, "BEGIN; ALTER TABLE shape ADD k integer");
  execute_int (connection, sql, 1);
  test_execute (connection, "COMMIT");
  test_execute (other, "ALTER TABLE shape DROP k");
  test_execute (connection, "BEGIN");
  assert_fails (connection, sql, 1, PGG_SQL_STATE_FEATURE_NOT_SUPPORTED);
  test_execute (connection, "ROLLBACK");
  execute_int (connection, sql, 1);
  test_execute (other, "DROP TABLE shape");
}

/* Many that travel together are all repeated; those that need not be are not. */
static void
test_outdated_in_flight (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();
  g_autoptr(PggConnection) other = test_connect ();
  const char *sql = "SELECT * FROM shape WHERE i = $1";
  PggOperation *operations[9];

  test_execute (other, "DROP TABLE IF EXISTS shape; CREATE TABLE shape AS SELECT 1 AS i");
  execute_int (connection, sql, 1);
  test_execute (other, "ALTER TABLE shape ADD j integer");
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    operations[i] = test_start_int (connection, i % 3 == 0 ? "SELECT $1" : sql, 1);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_assert_cmpint (test_finish_int (connection, operations[i]), ==, 1);
      g_object_unref (operations[i]);
    }
  test_assert_usable (connection);
  test_execute (other, "DROP TABLE shape");
}

/* That statements do not travel with others is no reason to parse them each time. */
static void
test_without_pipelining (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();
  g_autoptr(PggConnection) other = test_connect ();
  const char *sql = "SELECT * FROM shape WHERE i = $1";

  pgg_connection_set_pipelining (connection, FALSE);
  for (int i = 0; i < 3; i++)
    execute_int (connection, "SELECT $1", i);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 1);
  test_execute (connection, "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$");
  execute_int (connection, "SELECT $1", 3);
  test_execute (other, "DROP TABLE IF EXISTS shape; CREATE TABLE shape AS SELECT 1 AS i");
  execute_int (connection, sql, 1);
  test_execute (other, "ALTER TABLE shape ADD j integer");
  execute_int (connection, sql, 1);
  test_execute (other, "DROP TABLE shape");
}

static void
stream_int (PggConnection *connection,
            const char    *sql,
            int            value)
{
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggRow) row = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_params_append_int (params, value, NULL));
  pgg_cursor_stream (cursor, sql, params, NULL, &error);
  g_assert_no_error (error);
  row = pgg_cursor_fetch_one (cursor, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_row_get_int (row, 0, NULL), ==, value);
  g_assert_null (pgg_cursor_fetch_one (cursor, NULL, &error));
  g_assert_no_error (error);
}

/* A stream whose columns are known begins in one flight. */
static void
test_streams (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();
  g_autoptr(PggConnection) other = test_connect ();
  const char *sql = "SELECT * FROM shape WHERE i = $1";
  g_autofree char *text = NULL;
  TestTrace trace;

  test_execute (other, "DROP TABLE IF EXISTS shape; CREATE TABLE shape AS SELECT 1 AS i");
  stream_int (connection, sql, 1);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 1);
  test_trace_begin (&trace, connection);
  stream_int (connection, sql, 1);
  text = test_trace_end (&trace);
  g_assert_null (strstr (text, "Parse\t"));
  g_assert_null (strstr (text, "ParameterDescription\t"));
  execute_int (connection, sql, 1);
  test_execute (connection, "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$");
  stream_int (connection, sql, 1);
  stream_int (connection, sql, 1);
  test_execute (other, "ALTER TABLE shape ADD j integer");
  stream_int (connection, sql, 1);
  stream_int (connection, sql, 1);
  test_execute (other, "DROP TABLE shape");
}

/* In a transaction that has failed the stream has, too. */
static void
test_streams_in_transaction (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(GError) error = NULL;

  stream_int (connection, "SELECT $1", 1);
  test_execute (connection, "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$; BEGIN");
  g_assert_true (pgg_params_append_int (params, 1, NULL));
  g_assert_false (pgg_cursor_stream (cursor, "SELECT $1", params, NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_INVALID_SQL_STATEMENT_NAME);
  test_execute (connection, "ROLLBACK");
  stream_int (connection, "SELECT $1", 1);
}

/* One that cannot be prepared has the error that it would have had anyway. */
static void
test_faulty (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();
  PggOperation *operations[3];

  for (guint i = 0; i < 3; i++)
    assert_fails (connection, "SELECT $1 FROM nowhere", 1, PGG_SQL_STATE_UNDEFINED_TABLE);
  for (guint i = 0; i < 3; i++)
    assert_fails (connection, "SELECT 1 / ($1 - $1)", 1, PGG_SQL_STATE_DIVISION_BY_ZERO);
  for (guint i = 0; i < 3; i++)
    operations[i] = test_start_int (connection, "SELEKT $1", 1);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(GError) error = NULL;

      test_drive (operations[i]);
      g_assert_false (pgg_operation_run (operations[i], NULL, &error));
      g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
      g_object_unref (operations[i]);
    }
  execute_int (connection, "SELECT $1", 1);
  test_assert_usable (connection);
}

/* Another connection of the same object knows nothing of the former one's. */
static void
test_reopened (void)
{
  g_autoptr(PggConnection) connection = connect_eagerly ();

  execute_int (connection, "SELECT $1", 1);
  g_assert_true (pgg_connection_reset (connection, NULL, NULL));
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 0);
  execute_int (connection, "SELECT $1", 2);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (55);

  g_test_add_func ("/prepared/threshold", test_threshold);
  g_test_add_func ("/prepared/types", test_types);
  g_test_add_func ("/prepared/eviction", test_eviction);
  g_test_add_func ("/prepared/eviction-in-transaction", test_eviction_in_transaction);
  g_test_add_func ("/prepared/rollback", test_rollback);
  g_test_add_func ("/prepared/forgotten", test_forgotten);
  g_test_add_func ("/prepared/forgotten-in-transaction", test_forgotten_in_transaction);
  g_test_add_func ("/prepared/lost-while-forgetting", test_lost_while_forgetting);
  g_test_add_func ("/prepared/sustained", test_sustained);
  g_test_add_func ("/prepared/other-types", test_other_types);
  g_test_add_func ("/prepared/other-plan", test_other_plan);
  g_test_add_func ("/prepared/failed-within", test_failed_within);
  g_test_add_func ("/prepared/taken-name", test_taken_name);
  g_test_add_func ("/prepared/forked", test_forked);
  g_test_add_func ("/prepared/outdated", test_outdated);
  g_test_add_func ("/prepared/outdated-in-flight", test_outdated_in_flight);
  g_test_add_func ("/prepared/without-pipelining", test_without_pipelining);
  g_test_add_func ("/prepared/streams", test_streams);
  g_test_add_func ("/prepared/streams-in-transaction", test_streams_in_transaction);
  g_test_add_func ("/prepared/faulty", test_faulty);
  g_test_add_func ("/prepared/reopened", test_reopened);

  return g_test_run ();
}
