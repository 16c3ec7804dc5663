/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Batches and the statements that are prepared: what goes over the wire, and that no batch fails
 * because of it. */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>

#define PREPARED "SELECT count (*) FROM pg_prepared_statements WHERE name LIKE 'pgg~_%' ESCAPE '~'"
#define INSERT "INSERT INTO numbers VALUES ($1)"
#define FORGET "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$"

static PggConnection *
connect_with_table (void)
{
  PggConnection *connection = test_connect ();

  test_execute (connection, "CREATE TEMP TABLE numbers (i integer CHECK (i < 1000))");

  return connection;
}

static void
execute_many (PggConnection *connection,
              const char    *sql,
              guint          n_sets)
{
  g_autoptr(GPtrArray) sets = test_sets_new (n_sets);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (pgg_connection_execute_many (connection, sql, (PggParams **) sets->pdata,
                                                sets->len, NULL, &error), ==, n_sets);
  g_assert_no_error (error);
}

static void
execute_one (PggConnection *connection,
             const char    *sql)
{
  g_autoptr(GPtrArray) sets = test_sets_new (1);
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result =
    pgg_connection_execute (connection, sql, sets->pdata[0], NULL, &error);

  g_assert_no_error (error);
}

/* What the server is to forget is told with this. */
static void
settle (PggConnection *connection)
{
  execute_one (connection, "SELECT $1");
}

static guint
count (const char *text,
       const char *part)
{
  g_auto(GStrv) parts = g_strsplit (text, part, -1);

  return g_strv_length (parts) - 1;
}

/* What is said while sets are executed. */
static char *
trace_many (PggConnection *connection,
            const char    *sql,
            guint          n_sets)
{
  TestTrace trace;

  test_trace_begin (&trace, connection);
  execute_many (connection, sql, n_sets);

  return test_trace_end (&trace);
}

static void
assert_messages (const char *text,
                 guint       n_parses,
                 guint       n_binds,
                 gboolean    has_name)
{
  g_assert_cmpuint (count (text, "\tParse\t"), ==, n_parses);
  g_assert_cmpuint (count (text, "\tBind\t"), ==, n_binds);
  g_assert_cmpuint (count (text, "\tSync"), ==, 1);
  g_assert_cmpint (strstr (text, "\"pgg_") != NULL, ==, has_name);
}

static void
assert_many (PggConnection *connection,
             guint          n_sets,
             guint          n_parses,
             gboolean       has_name)
{
  g_autofree char *text = trace_many (connection, INSERT, n_sets);

  assert_messages (text, n_parses, n_sets, has_name);
}

/* Several sets are worth a name at once, and the next ones have it. */
static void
test_messages (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();

  assert_many (connection, 5, 1, TRUE);
  assert_many (connection, 7, 0, TRUE);
  assert_many (connection, 1, 0, TRUE);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 1);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 13);
}

/* One set is one execution, and shares its count with those that are no batches. */
static void
test_threshold (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();

  for (guint i = 0; i < 3; i++)
    assert_many (connection, 1, 1, FALSE);
  execute_one (connection, INSERT);
  execute_one (connection, INSERT);
  assert_many (connection, 1, 1, TRUE);
  assert_many (connection, 1, 0, TRUE);
  pgg_connection_set_prepare_threshold (connection, -1);
  settle (connection);
  assert_many (connection, 3, 1, FALSE);
  pgg_connection_set_prepare_threshold (connection, 0);
  assert_many (connection, 1, 1, TRUE);
}

static void
test_modes (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autofree char *text = NULL;

  pgg_connection_set_statement_mode (connection, PGG_STATEMENT_MODE_UNNAMED);
  assert_many (connection, 3, 1, FALSE);
  assert_many (connection, 3, 1, FALSE);
  pgg_connection_set_statement_mode (connection, PGG_STATEMENT_MODE_DESCRIBED);
  text = trace_many (connection, INSERT, 3);
  g_assert_null (strstr (text, "\"pgg_"));
  g_assert_cmpuint (count (text, "\tParse\t"), ==, 2);
  g_clear_pointer (&text, g_free);
  pgg_connection_set_statement_mode (connection, PGG_STATEMENT_MODE_SIMPLE);
  text = trace_many (connection, INSERT, 3);
  g_assert_cmpuint (count (text, "\tParse\t"), ==, 0);
  g_assert_cmpuint (count (text, "\tQuery\t"), ==, 1);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 12);
}

/* The server has forgotten the statement, and nobody sees anything of it. */
static void
test_forgotten (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();

  execute_many (connection, INSERT, 3);
  test_execute (connection, FORGET);
  execute_many (connection, INSERT, 4);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 7);
  assert_many (connection, 2, 1, TRUE);
  assert_many (connection, 2, 0, TRUE);
}

static void
test_outdated (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();

  test_execute (other, "DROP TABLE IF EXISTS batched; CREATE TABLE batched (i int)");
  execute_many (connection, "INSERT INTO batched VALUES ($1) RETURNING *", 3);
  test_execute (other, "ALTER TABLE batched ADD j int");
  execute_many (connection, "INSERT INTO batched VALUES ($1) RETURNING *", 3);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM batched"), ==, 6);
  test_execute (other, "DROP TABLE batched");
}

static void
test_in_transaction (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(GPtrArray) sets = test_sets_new (3);
  g_autoptr(GError) error = NULL;

  execute_many (connection, INSERT, 3);
  test_execute (connection, FORGET);
  test_execute (connection, "BEGIN");
  g_assert_cmpint (pgg_connection_execute_many (connection, INSERT, (PggParams **) sets->pdata, 3,
                                                NULL, &error), ==, -1);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_INVALID_SQL_STATEMENT_NAME);
  test_execute (connection, "ROLLBACK");
  test_execute (connection, "BEGIN");
  execute_many (connection, INSERT, 3);
  test_execute (connection, "COMMIT");
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 6);
}

static void
add_sets (PggBatch   *batch,
          const char *sql,
          guint       n_sets)
{
  g_autoptr(GPtrArray) sets = test_sets_new (n_sets);

  pgg_batch_add_many (batch, sql, (PggParams **) sets->pdata, n_sets);
}

static char *
trace_batch (PggConnection  *connection,
             PggBatch       *batch,
             GError        **error)
{
  g_autoptr(PggBatchResult) outcome = NULL;
  TestTrace trace;

  test_trace_begin (&trace, connection);
  outcome = pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_NONE, NULL, error);

  return test_trace_end (&trace);
}

/* What the server has skipped behind the item that failed it does not have. */
static void
test_skipped (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *failed = NULL;
  g_autofree char *before = NULL;
  g_autofree char *behind = NULL;

  add_sets (batch, "UPDATE numbers SET i = $1 WHERE false", 3);
  add_sets (batch, "INSERT INTO numbers VALUES ($1 + 1000)", 2);
  add_sets (batch, INSERT, 4);
  failed = trace_batch (connection, batch, &error);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_CHECK_VIOLATION);
  assert_messages (failed, 3, 9, TRUE);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 2);
  settle (connection);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 1);
  behind = trace_many (connection, INSERT, 3);
  assert_messages (behind, 1, 3, TRUE);
  g_clear_error (&error);
  pgg_batch_reset (batch);
  add_sets (batch, "UPDATE numbers SET i = $1 WHERE false", 3);
  before = trace_batch (connection, batch, &error);
  g_assert_no_error (error);
  assert_messages (before, 0, 3, TRUE);
}

/* A statement that is wrong is none that the server has. */
static void
test_faulty (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(GPtrArray) sets = test_sets_new (3);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (pgg_connection_execute_many (connection, "INSERT INTO later VALUES ($1)",
                                                    (PggParams **) sets->pdata, 3, NULL, &error),
                       ==, -1);
      g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_UNDEFINED_TABLE);
      g_clear_error (&error);
    }
  test_execute (connection, "CREATE TEMP TABLE later (i int)");
  execute_many (connection, "INSERT INTO later VALUES ($1)", 3);
}

/* The same statements by turns, and one between them that has the server forget all. */
static void
test_by_turns (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 3; i++)
    {
      add_sets (batch, INSERT, 2);
      add_sets (batch, "UPDATE numbers SET i = $1 WHERE false", 2);
    }
  text = trace_batch (connection, batch, &error);
  g_assert_no_error (error);
  assert_messages (text, 2, 12, TRUE);
  pgg_batch_add (batch, "DEALLOCATE ALL", NULL);
  add_sets (batch, INSERT, 2);
  g_clear_pointer (&text, g_free);
  text = trace_batch (connection, batch, &error);
  g_assert_no_error (error);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 14);
}

/* What an item has committed is not done again with the others. */
static void
test_committed (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(PggBatchResult) result = NULL;

  execute_many (connection, "SELECT $1 + 1", 2);
  test_execute (connection, FORGET);
  add_sets (batch, INSERT, 2);
  pgg_batch_add (batch, "COMMIT", NULL);
  add_sets (batch, "SELECT $1 + 1", 2);
  result = pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_NONE, NULL, &error);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_INVALID_SQL_STATEMENT_NAME);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 2);
}

/* There is room for one only. */
static void
test_eviction (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  pgg_connection_set_prepared_max (connection, 1);
  for (guint i = 0; i < 8; i++)
    {
      add_sets (batch, INSERT, 2);
      add_sets (batch, "UPDATE numbers SET i = $1 WHERE false", 2);
    }
  text = trace_batch (connection, batch, &error);
  g_assert_no_error (error);
  assert_messages (text, 16, 32, TRUE);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 16);
  execute_many (connection, INSERT, 2);
  g_assert_cmpint (test_query_int (connection, PREPARED), <=, 2);
  execute_one (connection, INSERT);
  g_assert_cmpint (test_query_int (connection, PREPARED), ==, 1);
}

/* A program that does nothing but this has the server forget what has to go, too. */
static void
test_many_statements (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();

  for (int i = 0; i < 150; i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO numbers VALUES ($1 + %d)", i);

      execute_many (connection, sql, 2);
    }
  g_assert_cmpint (test_query_int (connection, PREPARED), <=, 101);
  test_execute (connection, FORGET);
  for (int i = 0; i < 150; i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO numbers VALUES ($1 - %d)", i);

      execute_many (connection, sql, 2);
    }
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 600);
}

/* A set of other types is another statement. */
static void
test_types (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggParams) text = pgg_params_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_true (pgg_params_append_text (text, "7", NULL));
  add_sets (batch, INSERT, 2);
  pgg_batch_add_many (batch, INSERT, (PggParams *[]) { text, text }, 2);
  add_sets (batch, INSERT, 2);
  first = trace_batch (connection, batch, &error);
  g_assert_no_error (error);
  assert_messages (first, 2, 6, TRUE);
  second = trace_batch (connection, batch, &error);
  assert_messages (second, 0, 6, TRUE);
}

/* What begins the transaction goes with the sets, and is neither waited for nor counted. */
static void
test_transaction (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggTransaction) transaction = NULL;
  g_autoptr(PggTransaction) inner = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  transaction = pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, &error);
  first = trace_many (connection, INSERT, 3);
  g_assert_cmpuint (count (first, "\tQuery\t"), ==, 0);
  g_assert_cmpuint (count (first, "\"BEGIN"), >=, 1);
  assert_messages (first, 2, 4, TRUE);
  inner = pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, &error);
  second = trace_many (connection, INSERT, 2);
  g_assert_cmpuint (count (second, "\"SAVEPOINT"), >=, 1);
  assert_messages (second, 1, 3, TRUE);
  g_assert_true (pgg_transaction_rollback (inner, NULL, &error));
  g_assert_true (pgg_transaction_commit (transaction, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 3);
}

/* The error is that of the item, and the transaction has failed. */
static void
test_transaction_fails (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggTransaction) transaction =
    pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, NULL);
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(PggDiagnostics) diagnostics = NULL;
  g_autofree char *text = NULL;

  add_sets (batch, INSERT, 2);
  add_sets (batch, "SELECT 1 / $1", 1);
  text = trace_batch (connection, batch, &error);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  diagnostics = pgg_diagnostics_from_error (error);
  g_assert_cmpint (pgg_diagnostics_get_batch_index (diagnostics), ==, 2);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_INERROR);
  g_assert_true (pgg_transaction_rollback (transaction, NULL, NULL));
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 0);
}

/* Items that stand alone, and other protocols, are in the transaction as well. */
static void
test_transaction_kinds (void)
{
  const PggStatementMode modes[] = {
    PGG_STATEMENT_MODE_CACHED, PGG_STATEMENT_MODE_DESCRIBED, PGG_STATEMENT_MODE_UNNAMED,
    PGG_STATEMENT_MODE_SIMPLE,
  };
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();

  pgg_connection_set_autocommit (connection, FALSE);
  add_sets (batch, INSERT, 2);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr(PggBatchResult) outcome = NULL;

      pgg_connection_set_statement_mode (connection, modes[i]);
      execute_many (connection, INSERT, 2);
      g_assert_true (pgg_connection_rollback (connection, NULL, NULL));
      outcome = pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_INDEPENDENT, NULL,
                                              NULL);
      g_assert_cmpint (outcome != NULL, ==, modes[i] != PGG_STATEMENT_MODE_SIMPLE);
      g_assert_true (pgg_connection_rollback (connection, NULL, NULL));
    }
  pgg_connection_set_autocommit (connection, TRUE);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 0);
}

/* What begins it is sent once, also where it cannot go with the rest. */
static void
test_transaction_once (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();

  add_sets (batch, INSERT, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(PggTransaction) transaction =
        pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, NULL);
      g_autoptr(PggBatchResult) outcome = NULL;
      g_autofree char *text = NULL;
      TestTrace trace;

      pgg_connection_set_statement_mode (connection, i == 0 ? PGG_STATEMENT_MODE_CACHED
                                                            : PGG_STATEMENT_MODE_DESCRIBED);
      test_trace_begin (&trace, connection);
      if (i == 0)
        outcome = pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_INDEPENDENT,
                                                NULL, NULL);
      else
        execute_many (connection, INSERT, 2);
      text = test_trace_end (&trace);
      g_assert_cmpuint (count (text, "\"BEGIN"), ==, 2); /* with the answer */
      g_assert_cmpuint (count (text, "\tNoticeResponse"), ==, 0);
      g_assert_true (pgg_transaction_rollback (transaction, NULL, NULL));
    }
}

/* What the server has skipped, because the transaction did not begin, is not prepared. */
static void
test_transaction_refused (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggTransaction) failed =
    pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, NULL);
  g_autoptr(PggTransaction) inner = NULL;
  g_autoptr(PggTransaction) next = NULL;
  g_autoptr(GPtrArray) sets = test_sets_new (2);
  g_autoptr(GError) error = NULL;

  g_assert_null (pgg_connection_execute (connection, "SELECT 1 / 0", NULL, NULL, NULL));
  inner = pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, NULL);
  g_assert_cmpint (pgg_connection_execute_many (connection, INSERT, (PggParams **) sets->pdata,
                                                sets->len, NULL, &error), <, 0);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_IN_FAILED_SQL_TRANSACTION);
  g_assert_true (pgg_transaction_rollback (inner, NULL, NULL));
  g_assert_true (pgg_transaction_rollback (failed, NULL, NULL));
  next = pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, NULL);
  execute_many (connection, INSERT, 2);
  g_assert_true (pgg_transaction_commit (next, NULL, NULL));
}

/* One that ran out of time leaves nothing behind that is not known. */
static void
test_timeout (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  add_sets (batch, INSERT, 3);
  add_sets (batch, "SELECT pg_sleep (600 + $1)", 2);
  add_sets (batch, "UPDATE numbers SET i = $1", 2);
  pgg_batch_set_timeout (batch, 100);
  text = trace_batch (connection, batch, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  settle (connection);
  assert_many (connection, 2, 0, TRUE);
  execute_many (connection, "UPDATE numbers SET i = $1 WHERE i = $1", 2);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM numbers"), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (55);

  g_test_add_func ("/batch-prepared/messages", test_messages);
  g_test_add_func ("/batch-prepared/threshold", test_threshold);
  g_test_add_func ("/batch-prepared/modes", test_modes);
  g_test_add_func ("/batch-prepared/forgotten", test_forgotten);
  g_test_add_func ("/batch-prepared/outdated", test_outdated);
  g_test_add_func ("/batch-prepared/in-transaction", test_in_transaction);
  g_test_add_func ("/batch-prepared/skipped", test_skipped);
  g_test_add_func ("/batch-prepared/faulty", test_faulty);
  g_test_add_func ("/batch-prepared/by-turns", test_by_turns);
  g_test_add_func ("/batch-prepared/committed", test_committed);
  g_test_add_func ("/batch-prepared/eviction", test_eviction);
  g_test_add_func ("/batch-prepared/many-statements", test_many_statements);
  g_test_add_func ("/batch-prepared/types", test_types);
  g_test_add_func ("/batch-prepared/transaction", test_transaction);
  g_test_add_func ("/batch-prepared/transaction/fails", test_transaction_fails);
  g_test_add_func ("/batch-prepared/transaction/kinds", test_transaction_kinds);
  g_test_add_func ("/batch-prepared/transaction/once", test_transaction_once);
  g_test_add_func ("/batch-prepared/transaction/refused", test_transaction_refused);
  g_test_add_func ("/batch-prepared/timeout", test_timeout);

  return g_test_run ();
}
