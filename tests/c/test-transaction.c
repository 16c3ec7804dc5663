/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Transactions: what is sent for them and when, their nesting, their end in every way. */

#include "config.h"

#include <string.h>

#include "engine-fixture.h"

static void
commit (PggTransaction *transaction)
{
  g_autoptr (GError) error = NULL;

  pgg_transaction_commit (transaction, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_transaction_get_state (transaction), ==, PGG_TRANSACTION_STATE_COMMITTED);
}

static void
roll_back (PggTransaction *transaction)
{
  g_autoptr (GError) error = NULL;

  pgg_transaction_rollback (transaction, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_transaction_get_state (transaction), ==,
                   PGG_TRANSACTION_STATE_ROLLED_BACK);
}

static PggConnection *
connect_with_table (void)
{
  PggConnection *connection = test_connect ();

  test_execute (connection, "CREATE TEMP TABLE t (n int)");

  return connection;
}

static gint64
sum (PggConnection *connection)
{
  return test_query_int (connection, "SELECT coalesce (sum (n), 0) FROM t");
}

static PggPqTransactionStatus
get_status (PggConnection *connection)
{
  return pgg_connection_get_transaction_status (connection);
}

/* Messages to the server that have @what in them. */
static guint
count_sent (const char *trace,
            const char *what)
{
  g_auto (GStrv) lines = g_strsplit (trace, "\n", -1);
  guint n = 0;

  for (char **line = lines; *line != NULL; line++)
    n += **line == 'F' && strstr (*line, what) != NULL;

  return n;
}

static void
test_commit (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) transaction = test_begin (connection);

  g_assert_true (pgg_transaction_get_connection (transaction) == connection);
  g_assert_null (pgg_transaction_get_parent (transaction));
  g_assert_cmpint (pgg_transaction_get_state (transaction), ==, PGG_TRANSACTION_STATE_OPEN);
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_IDLE);

  test_execute (connection, "INSERT INTO t VALUES (1)");
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_INTRANS);
  test_execute (connection, "INSERT INTO t VALUES (2)");
  commit (transaction);
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_IDLE);
  g_assert_cmpint (sum (connection), ==, 3);
}

static void
test_rollback (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) transaction = test_begin (connection);

  test_execute (connection, "INSERT INTO t VALUES (1)");
  roll_back (transaction);
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_IDLE);
  g_assert_cmpint (sum (connection), ==, 0);
}

/* A transaction without statements is nobody's business but ours. */
static void
test_nothing_sent (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggTransaction) outer = NULL;
  g_autoptr (PggTransaction) inner = NULL;
  g_autoptr (PggTransaction) again = NULL;
  g_autofree char *trace = NULL;
  TestTrace messages;

  test_trace_begin (&messages, connection);
  outer = test_begin (connection);
  inner = test_begin (connection);
  g_assert_true (pgg_transaction_get_parent (inner) == outer);
  roll_back (inner);
  commit (outer);
  again = test_begin (connection);
  roll_back (again);
  trace = test_trace_end (&messages);
  g_assert_cmpstr (trace, ==, "");
}

static void
test_one_begin (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) transaction = NULL;
  g_autofree char *trace = NULL;
  TestTrace messages;

  test_trace_begin (&messages, connection);
  transaction = test_begin (connection);
  for (int i = 0; i < 3; i++)
    test_execute (connection, "INSERT INTO t VALUES (1)");
  commit (transaction);
  trace = test_trace_end (&messages);
  g_assert_cmpuint (count_sent (trace, "\"BEGIN"), ==, 1);
  g_assert_cmpuint (count_sent (trace, "\"COMMIT"), ==, 1);
}

/* Everything that is asked for together goes to the server together. */
static void
test_one_flight (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) transaction = NULL;
  g_autofree char *trace = NULL;
  TestCall calls[2] = { { 0 } };
  TestTrace messages;
  const char *answer;

  test_trace_begin (&messages, connection);
  transaction = test_begin (connection);
  pgg_connection_execute_async (connection, "INSERT INTO t VALUES (1)", NULL, G_PRIORITY_DEFAULT,
                                NULL, test_call_cb, &calls[0]);
  pgg_transaction_commit_async (transaction, G_PRIORITY_DEFAULT, NULL, test_call_cb, &calls[1]);
  test_call_wait (&calls[1]);
  g_assert_true (pgg_transaction_commit_finish (transaction, calls[1].result, NULL));
  trace = test_trace_end (&messages);
  g_assert_cmpuint (count_sent (trace, "\"BEGIN"), ==, 1);
  g_assert_cmpuint (count_sent (trace, "Sync"), ==, 2);
  answer = strstr (trace, "\nB");
  g_assert_nonnull (answer);
  g_assert_cmpuint (count_sent (answer, "\"COMMIT"), ==, 0);
  g_assert_cmpint (sum (connection), ==, 1);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
}

/* A statement that fails takes the COMMIT that is behind it in flight with it. */
static void
test_flight_fails (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) transaction = test_begin (connection);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) error = NULL;
  TestCall calls[3] = { { 0 } };

  pgg_connection_execute_async (connection, "INSERT INTO t VALUES (1)", NULL, G_PRIORITY_DEFAULT,
                                NULL, test_call_cb, &calls[0]);
  pgg_connection_execute_async (connection, "SELECT 1 / 0", NULL, G_PRIORITY_DEFAULT, NULL,
                                test_call_cb, &calls[1]);
  pgg_transaction_commit_async (transaction, G_PRIORITY_DEFAULT, NULL, test_call_cb, &calls[2]);
  test_call_wait (&calls[2]);
  failure = test_call_finish_error (&calls[1]);
  g_assert_error (failure, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  g_assert_false (pgg_transaction_commit_finish (transaction, calls[2].result, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_ROLLED_BACK);
  g_assert_cmpint (sum (connection), ==, 0);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
}

/* Without pipeline mode it is one more round trip, and the same in every other way. */
static void
test_without_pipelining (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) failing = NULL;
  g_autoptr (PggTransaction) fine = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) second = NULL;

  pgg_connection_set_pipelining (connection, FALSE);
  failing = test_begin (connection);
  failure = test_execute_error (connection, "SELEC 1");
  g_assert_error (failure, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
  second = test_execute_error (connection, "INSERT INTO t VALUES (1)");
  g_assert_error (second, PGG_SERVER_ERROR, PGG_SQL_STATE_IN_FAILED_SQL_TRANSACTION);
  roll_back (failing);

  fine = test_begin (connection);
  test_execute (connection, "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)");
  commit (fine);
  g_assert_cmpint (sum (connection), ==, 3);
}

/* Several statements cannot be pipelined, and neither can a COPY. */
static void
test_first_is_odd (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) several = test_begin (connection);
  g_autoptr (PggTransaction) copy = NULL;
  g_autoptr (PggTransaction) empty = NULL;
  g_autoptr (GError) error = NULL;

  test_execute (connection, "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)");
  roll_back (several);

  copy = test_begin (connection);
  error = test_execute_error (connection, "COPY t FROM STDIN");
  g_assert_nonnull (error);
  roll_back (copy);

  empty = test_begin (connection);
  test_execute (connection, "");
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_INTRANS);
  roll_back (empty);
  g_assert_cmpint (sum (connection), ==, 0);
}

/* The statement is refused by the library when its BEGIN is on its way already. */
static void
test_first_cannot_be_sent (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;

  test_execute (connection, "SET client_encoding = LATIN1");
  transaction = test_begin (connection);
  error = test_execute_error (connection, "SELECT '\xe2\x82\xac'");
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_INTRANS);
  test_execute (connection, "INSERT INTO t VALUES (1)");
  commit (transaction);
  g_assert_cmpint (sum (connection), ==, 1);
}

static void
test_two_phase (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggTransaction) kept = NULL;
  g_autoptr (PggTransaction) dropped = NULL;
  g_autoptr (PggTransaction) empty = NULL;
  g_autoptr (PggOperation) operation = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;
  g_auto (GStrv) none = NULL;

  test_execute (connection, "CREATE TABLE two_phase (n int)");
  kept = test_begin (connection);
  test_execute (connection, "INSERT INTO two_phase VALUES (1)");
  g_assert_true (pgg_transaction_prepare (kept, "it's kept", NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (pgg_transaction_get_state (kept), ==, PGG_TRANSACTION_STATE_PREPARED);
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_IDLE);

  dropped = test_begin (connection);
  test_execute (connection, "INSERT INTO two_phase VALUES (2)");
  operation = pgg_transaction_prepare_start (dropped, "dropped");
  test_drive (operation);
  g_assert_true (pgg_transaction_prepare_finish (dropped, G_ASYNC_RESULT (operation), &error));

  names = pgg_connection_list_prepared (connection, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (names[0], ==, "it's kept");
  g_assert_cmpstr (names[1], ==, "dropped");
  g_assert_null (names[2]);
  g_assert_true (pgg_connection_commit_prepared (connection, "it's kept", NULL, &error));
  g_assert_true (pgg_connection_rollback_prepared (connection, "dropped", NULL, &error));
  g_assert_false (pgg_connection_commit_prepared (connection, "none", NULL, &error));
  test_assert_error (&error, PGG_SERVER_ERROR, PGG_SQL_STATE_UNDEFINED_OBJECT);
  none = pgg_connection_list_prepared (connection, NULL, &error);
  g_assert_null (none[0]);
  g_assert_cmpint (test_query_int (connection, "SELECT sum (n) FROM two_phase"), ==, 1);

  empty = test_begin (connection);
  g_assert_false (pgg_transaction_prepare (empty, "empty", NULL, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  roll_back (empty);
}

static void
test_two_phase_async (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  PggTransaction *transactions[2];
  const char *ids[] = { "async 1", "async 2" };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;
  TestCall calls[5] = { { 0 } };

  for (guint i = 0; i < 2; i++)
    {
      transactions[i] = test_begin (connection);
      test_execute (connection, "CREATE TABLE two_phase_async (n int)");
      pgg_transaction_prepare_async (transactions[i], ids[i], G_PRIORITY_DEFAULT, NULL,
                                     test_call_cb, &calls[i]);
      test_call_wait (&calls[i]);
      if (i == 0)
        test_execute (connection, "SELECT 1");
      g_assert_true (pgg_transaction_prepare_finish (transactions[i], calls[i].result, &error));
      g_assert_no_error (error);
      if (i == 0)
        {
          pgg_connection_rollback_prepared_async (connection, ids[0], G_PRIORITY_DEFAULT, NULL,
                                                  test_call_cb, &calls[2]);
          test_call_wait (&calls[2]);
          g_assert_true (pgg_connection_rollback_prepared_finish (connection, calls[2].result,
                                                                  &error));
        }
    }

  pgg_connection_list_prepared_async (connection, G_PRIORITY_DEFAULT, NULL, test_call_cb,
                                      &calls[3]);
  pgg_connection_commit_prepared_async (connection, ids[1], G_PRIORITY_DEFAULT, NULL, test_call_cb,
                                        &calls[4]);
  test_call_wait (&calls[4]);
  names = pgg_connection_list_prepared_finish (connection, calls[3].result, &error);
  g_assert_cmpstr (names[0], ==, "async 2");
  g_assert_null (names[1]);
  g_assert_true (pgg_connection_commit_prepared_finish (connection, calls[4].result, &error));
  g_assert_no_error (error);
  g_object_unref (transactions[0]);
  g_object_unref (transactions[1]);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
}

static void
test_two_phase_start (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggOperation) list = pgg_connection_list_prepared_start (connection);
  g_autoptr (PggOperation) commit_none = pgg_connection_commit_prepared_start (connection, "none");
  g_autoptr (PggOperation) drop_none = pgg_connection_rollback_prepared_start (connection, "none");
  g_auto (GStrv) names = NULL;
  g_autoptr (GError) error = NULL;

  test_drive (drop_none);
  names = pgg_connection_list_prepared_finish (connection, G_ASYNC_RESULT (list), &error);
  g_assert_no_error (error);
  g_assert_null (names[0]);
  g_assert_false (pgg_connection_commit_prepared_finish (connection, G_ASYNC_RESULT (commit_none),
                                                         &error));
  test_assert_error (&error, PGG_SERVER_ERROR, PGG_SQL_STATE_UNDEFINED_OBJECT);
  g_assert_false (pgg_connection_rollback_prepared_finish (connection, G_ASYNC_RESULT (drop_none),
                                                           &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_UNDEFINED_OBJECT);
}

static void
test_savepoints (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) outer = test_begin (connection);
  g_autoptr (PggTransaction) first = NULL;
  g_autoptr (PggTransaction) second = NULL;
  g_autoptr (GError) error = NULL;

  test_execute (connection, "INSERT INTO t VALUES (1)");
  first = test_begin (connection);
  test_execute (connection, "INSERT INTO t VALUES (10)");
  error = test_execute_error (connection, "SELECT 1 / 0");
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_INERROR);
  roll_back (first);
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_INTRANS);

  second = test_begin (connection);
  test_execute (connection, "INSERT INTO t VALUES (100)");
  commit (second);
  commit (outer);
  g_assert_cmpint (sum (connection), ==, 101);
}

static void
test_out_of_order (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) outer = test_begin (connection);
  g_autoptr (PggTransaction) inner = test_begin (connection);
  g_autoptr (GError) error = NULL;

  test_execute (connection, "INSERT INTO t VALUES (1)");
  g_assert_false (pgg_transaction_commit (outer, NULL, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_assert_false (pgg_transaction_rollback (outer, NULL, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_assert_false (pgg_connection_commit (connection, NULL, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);

  commit (inner);
  g_assert_false (pgg_transaction_rollback (inner, NULL, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  commit (outer);
  g_assert_false (pgg_transaction_commit (outer, NULL, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_assert_cmpint (sum (connection), ==, 1);
}

/* The server answers to such a commit as if all were well. */
static void
test_commit_failed (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) transaction = test_begin (connection);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) error = NULL;

  test_execute (connection, "INSERT INTO t VALUES (1)");
  failure = test_execute_error (connection, "SELECT 1 / 0");
  g_assert_false (pgg_transaction_commit (transaction, NULL, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_ROLLED_BACK);
  g_assert_cmpint (pgg_transaction_get_state (transaction), ==,
                   PGG_TRANSACTION_STATE_ROLLED_BACK);
  g_assert_cmpint (sum (connection), ==, 0);
}

/* The first statement being no SQL at all does not let the others out of the transaction. */
static void
test_first_fails (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) transaction = test_begin (connection);
  g_autoptr (GError) failure = test_execute_error (connection, "SELEC 1");
  g_autoptr (GError) second = test_execute_error (connection, "INSERT INTO t VALUES (1)");

  g_assert_error (failure, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
  g_assert_error (second, PGG_SERVER_ERROR, PGG_SQL_STATE_IN_FAILED_SQL_TRANSACTION);
  roll_back (transaction);
  g_assert_cmpint (sum (connection), ==, 0);
}

static void
test_deferred_constraint (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;

  test_execute (connection, "CREATE TEMP TABLE t (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
  transaction = test_begin (connection);
  test_execute (connection, "INSERT INTO t VALUES (1), (1)");
  g_assert_false (pgg_transaction_commit (transaction, NULL, &error));
  test_assert_error (&error, PGG_SERVER_ERROR, PGG_SQL_STATE_UNIQUE_VIOLATION);
  g_assert_cmpint (pgg_transaction_get_state (transaction), ==,
                   PGG_TRANSACTION_STATE_ROLLED_BACK);
  g_assert_cmpint (sum (connection), ==, 0);
}

static char *
show (PggConnection *connection,
      const char    *setting)
{
  g_autofree char *sql = g_strconcat ("SHOW ", setting, NULL);
  g_autoptr (PggResult) result = pgg_connection_execute (connection, sql, NULL, NULL, NULL);

  return pgg_result_dup_text (result, 0, 0, NULL);
}

static void
assert_setting (PggConnection *connection,
                const char    *setting,
                const char    *expected)
{
  g_autofree char *value = show (connection, setting);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_options (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;

  transaction = pgg_connection_begin (connection,
                                      PGG_TRANSACTION_OPTIONS_SERIALIZABLE |
                                        PGG_TRANSACTION_OPTIONS_READ_ONLY |
                                        PGG_TRANSACTION_OPTIONS_DEFERRABLE,
                                      &error);
  g_assert_no_error (error);
  assert_setting (connection, "transaction_isolation", "serializable");
  assert_setting (connection, "transaction_read_only", "on");
  assert_setting (connection, "transaction_deferrable", "on");
  commit (transaction);
  g_clear_object (&transaction);

  pgg_connection_set_transaction_options (connection, PGG_TRANSACTION_OPTIONS_REPEATABLE_READ);
  g_assert_cmpint (pgg_connection_get_transaction_options (connection), ==,
                   PGG_TRANSACTION_OPTIONS_REPEATABLE_READ);
  transaction = test_begin (connection);
  assert_setting (connection, "transaction_isolation", "repeatable read");
  commit (transaction);
  g_clear_object (&transaction);
  assert_setting (connection, "transaction_isolation", "read committed");

  g_assert_null (pgg_connection_begin (connection,
                                       PGG_TRANSACTION_OPTIONS_SERIALIZABLE |
                                         PGG_TRANSACTION_OPTIONS_READ_COMMITTED,
                                       &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_null (pgg_connection_begin (connection, (PggTransactionOptions) 1 << 20, &error));
  test_assert_error (&error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
}

/* Options of a savepoint are the server's to refuse, and that fails the savepoint only. */
static void
test_options_within (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggTransaction) outer = test_begin (connection);
  g_autoptr (PggTransaction) inner = NULL;
  g_autoptr (GError) error = NULL;

  test_execute (connection, "SELECT 1");
  inner = pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_SERIALIZABLE, NULL);
  error = test_execute_error (connection, "SELECT 2");
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_ACTIVE_SQL_TRANSACTION);
  roll_back (inner);
  test_execute (connection, "SELECT 3");
  commit (outer);
}

static void
test_dropped (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  PggTransaction *transaction = test_begin (connection);

  test_execute (connection, "INSERT INTO t VALUES (1)");
  g_object_unref (transaction);
  g_assert_cmpint (sum (connection), ==, 0);
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_IDLE);
}

/* The main loop rolls back what was dropped; nobody has to use the connection for that. */
static void
test_dropped_in_loop (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  PggTransaction *transaction = test_begin (connection);

  test_execute (connection, "INSERT INTO t VALUES (1)");
  g_object_unref (transaction);
  while (get_status (connection) != PGG_PQ_TRANSACTION_STATUS_IDLE)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (sum (connection), ==, 0);
}

/* Nobody has to run a main loop for the connection to end with its transaction. */
static void
test_dropped_with_connection (void)
{
  PggConnection *connection = test_connect ();
  PggTransaction *transaction = test_begin (connection);
  gpointer left = connection;

  g_object_add_weak_pointer (G_OBJECT (connection), &left);
  test_execute (connection, "SELECT 1");
  g_object_unref (connection);
  g_assert_nonnull (left);
  g_object_unref (transaction);
  g_assert_null (left);
}

static void
test_dropped_pending (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();

  g_object_unref (test_begin (connection));
  test_execute (connection, "INSERT INTO t VALUES (1)");
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_IDLE);
  g_assert_cmpint (sum (connection), ==, 1);
}

static void
test_autocommit_off (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (GError) error = NULL;
  g_autofree char *trace = NULL;
  TestTrace messages;

  test_trace_begin (&messages, connection);
  g_assert_true (pgg_connection_get_autocommit (connection));
  pgg_connection_set_autocommit (connection, FALSE);
  g_assert_true (pgg_connection_commit (connection, NULL, &error));
  test_execute (connection, "INSERT INTO t VALUES (1)");
  test_execute (connection, "INSERT INTO t VALUES (2)");
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_INTRANS);
  g_assert_true (pgg_connection_commit (connection, NULL, &error));
  g_assert_no_error (error);
  test_execute (connection, "INSERT INTO t VALUES (4)");
  g_assert_true (pgg_connection_rollback (connection, NULL, &error));
  trace = test_trace_end (&messages);
  g_assert_cmpuint (count_sent (trace, "\"BEGIN"), ==, 2);
  g_assert_cmpuint (count_sent (trace, "\"COMMIT"), ==, 1);

  pgg_connection_set_autocommit (connection, TRUE);
  g_assert_cmpint (sum (connection), ==, 3);
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_IDLE);
}

static void
test_autocommit_off_nested (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) inner = NULL;

  pgg_connection_set_autocommit (connection, FALSE);
  pgg_connection_set_transaction_options (connection, PGG_TRANSACTION_OPTIONS_SERIALIZABLE);
  test_execute (connection, "INSERT INTO t VALUES (1)");
  assert_setting (connection, "transaction_isolation", "serializable");
  inner = test_begin (connection);
  test_execute (connection, "INSERT INTO t VALUES (2)");
  roll_back (inner);
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_INTRANS);
  g_assert_true (pgg_connection_commit (connection, NULL, NULL));
  g_assert_cmpint (sum (connection), ==, 1);
}

static void
test_autocommit_off_failed (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) error = NULL;

  pgg_connection_set_autocommit (connection, FALSE);
  failure = test_execute_error (connection, "SELECT 1 / 0");
  g_assert_false (pgg_connection_commit (connection, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_ROLLED_BACK);
  test_execute (connection, "SELECT 1");
}

/* Everything that goes to the server can be the first in a transaction. */
static void
test_first_statements (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr (GPtrArray) sets = test_sets_new (10);
  g_autoptr (PggParams) params = pgg_params_new ();
  g_autoptr (PggRow) row = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PggTransaction) with_params = test_begin (connection);
  g_autoptr (PggTransaction) with_sets = NULL;
  g_autoptr (PggTransaction) with_stream = NULL;
  g_autoptr (PggResult) result = NULL;

  g_assert_true (pgg_params_append_int (params, 7, NULL));
  result = pgg_connection_execute (connection, "INSERT INTO t VALUES ($1)", params, NULL, &error);
  g_assert_no_error (error);
  roll_back (with_params);

  with_sets = test_begin (connection);
  pgg_connection_execute_many (connection, "INSERT INTO t VALUES ($1)", (PggParams **) sets->pdata,
                               sets->len, NULL, &error);
  g_assert_no_error (error);
  roll_back (with_sets);

  with_stream = test_begin (connection);
  g_assert_true (pgg_cursor_stream (cursor, "INSERT INTO t VALUES (1) RETURNING n", NULL, NULL,
                                    &error));
  g_assert_no_error (error);
  row = pgg_cursor_fetch_one (cursor, NULL, &error);
  g_assert_cmpint (pgg_row_get_int (row, 0, NULL), ==, 1);
  roll_back (with_stream);
  g_assert_cmpint (sum (connection), ==, 0);
}

/* All of it is begun at once; the order is that of the calls. */
static void
test_async (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  TestCall calls[4] = { { 0 } };
  g_autoptr (PggTransaction) outer = test_begin (connection);
  g_autoptr (PggTransaction) inner = NULL;
  g_autoptr (GError) error = NULL;

  pgg_connection_execute_async (connection, "INSERT INTO t VALUES (1)", NULL, G_PRIORITY_DEFAULT,
                                NULL, test_call_cb, &calls[0]);
  inner = test_begin (connection);
  pgg_connection_execute_async (connection, "INSERT INTO t VALUES (2)", NULL, G_PRIORITY_DEFAULT,
                                NULL, test_call_cb, &calls[1]);
  pgg_transaction_rollback_async (inner, G_PRIORITY_DEFAULT, NULL, test_call_cb, &calls[2]);
  pgg_transaction_commit_async (outer, G_PRIORITY_DEFAULT, NULL, test_call_cb, &calls[3]);
  test_call_wait (&calls[3]);
  g_assert_true (pgg_transaction_rollback_finish (inner, calls[2].result, &error));
  g_assert_no_error (error);
  g_assert_true (pgg_transaction_commit_finish (outer, calls[3].result, &error));
  g_assert_no_error (error);
  g_assert_cmpint (sum (connection), ==, 1);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
}

/* What was begun before a transaction is not in it. */
static void
test_async_before (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  TestCall calls[2] = { { 0 } };
  g_autoptr (PggTransaction) transaction = NULL;

  pgg_connection_execute_async (connection, "INSERT INTO t VALUES (1)", NULL, G_PRIORITY_DEFAULT,
                                NULL, test_call_cb, &calls[0]);
  transaction = test_begin (connection);
  pgg_connection_execute_async (connection, "INSERT INTO t VALUES (2)", NULL, G_PRIORITY_DEFAULT,
                                NULL, test_call_cb, &calls[1]);
  test_call_wait (&calls[1]);
  roll_back (transaction);
  g_assert_cmpint (sum (connection), ==, 1);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
}

/* The statement that should have carried the BEGIN never left. */
static void
test_first_dropped (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TestCall calls[3] = { { 0 } };
  g_autoptr (PggTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;

  pgg_connection_execute_async (connection, "SELECT pg_sleep (0.05)", NULL, G_PRIORITY_DEFAULT,
                                NULL, test_call_cb, &calls[0]);
  transaction = test_begin (connection);
  pgg_connection_execute_async (connection, "INSERT INTO t VALUES (1)", NULL, G_PRIORITY_DEFAULT,
                                cancellable, test_call_cb, &calls[1]);
  pgg_connection_execute_async (connection, "INSERT INTO t VALUES (2)", NULL, G_PRIORITY_DEFAULT,
                                NULL, test_call_cb, &calls[2]);
  g_cancellable_cancel (cancellable);
  test_call_wait (&calls[2]);
  error = test_call_finish_error (&calls[1]);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (get_status (connection), ==, PGG_PQ_TRANSACTION_STATUS_INTRANS);
  roll_back (transaction);
  g_assert_cmpint (sum (connection), ==, 0);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
}

static void
test_start (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggTransaction) first = test_begin (connection);
  g_autoptr (PggTransaction) second = NULL;
  g_autoptr (PggOperation) operation = NULL;
  g_autoptr (GError) error = NULL;

  test_execute (connection, "INSERT INTO t VALUES (1)");
  operation = pgg_transaction_commit_start (first);
  test_drive (operation);
  g_assert_true (pgg_transaction_commit_finish (first, G_ASYNC_RESULT (operation), &error));
  g_assert_no_error (error);
  g_clear_object (&operation);

  second = test_begin (connection);
  test_execute (connection, "INSERT INTO t VALUES (2)");
  operation = pgg_transaction_rollback_start (second);
  test_drive (operation);
  g_assert_true (pgg_transaction_rollback_finish (second, G_ASYNC_RESULT (operation), &error));
  g_assert_no_error (error);
  g_assert_cmpint (sum (connection), ==, 1);
}

static void
test_closed (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (GError) error = NULL;

  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  g_assert_null (pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (50);

  g_test_add_func ("/transaction/commit", test_commit);
  g_test_add_func ("/transaction/rollback", test_rollback);
  g_test_add_func ("/transaction/nothing-sent", test_nothing_sent);
  g_test_add_func ("/transaction/one-begin", test_one_begin);
  g_test_add_func ("/transaction/one-flight", test_one_flight);
  g_test_add_func ("/transaction/flight-fails", test_flight_fails);
  g_test_add_func ("/transaction/without-pipelining", test_without_pipelining);
  g_test_add_func ("/transaction/first-is-odd", test_first_is_odd);
  g_test_add_func ("/transaction/first-cannot-be-sent", test_first_cannot_be_sent);
  g_test_add_func ("/transaction/two-phase", test_two_phase);
  g_test_add_func ("/transaction/two-phase-async", test_two_phase_async);
  g_test_add_func ("/transaction/two-phase-start", test_two_phase_start);
  g_test_add_func ("/transaction/savepoints", test_savepoints);
  g_test_add_func ("/transaction/out-of-order", test_out_of_order);
  g_test_add_func ("/transaction/commit-failed", test_commit_failed);
  g_test_add_func ("/transaction/first-fails", test_first_fails);
  g_test_add_func ("/transaction/deferred-constraint", test_deferred_constraint);
  g_test_add_func ("/transaction/options", test_options);
  g_test_add_func ("/transaction/options-within", test_options_within);
  g_test_add_func ("/transaction/dropped", test_dropped);
  g_test_add_func ("/transaction/dropped-in-loop", test_dropped_in_loop);
  g_test_add_func ("/transaction/dropped-with-connection", test_dropped_with_connection);
  g_test_add_func ("/transaction/dropped-pending", test_dropped_pending);
  g_test_add_func ("/transaction/autocommit-off", test_autocommit_off);
  g_test_add_func ("/transaction/autocommit-off-nested", test_autocommit_off_nested);
  g_test_add_func ("/transaction/autocommit-off-failed", test_autocommit_off_failed);
  g_test_add_func ("/transaction/first-statements", test_first_statements);
  g_test_add_func ("/transaction/async", test_async);
  g_test_add_func ("/transaction/async-before", test_async_before);
  g_test_add_func ("/transaction/first-dropped", test_first_dropped);
  g_test_add_func ("/transaction/start", test_start);
  g_test_add_func ("/transaction/closed", test_closed);

  return g_test_run ();
}
