/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Transactions that are run by a function: again when they lost, and settled when in doubt. */

#include "config.h"

#include "engine-fixture.h"

#include <libpq-fe.h>

/* What a body does, and how often it was called. */
typedef struct
{
  PggConnection *other;      /* gets in the way, in the first runs */
  guint          n_to_lose;
  guint          n_calls;
  const char    *sql;
  GCancellable  *cancel;     /* when called */
} Body;

static PggConnection *
connect_with_table (void)
{
  PggConnection *connection = test_connect ();

  test_execute (connection, "DROP TABLE IF EXISTS run; CREATE TABLE run (n int); "
                            "INSERT INTO run VALUES (0)");

  return connection;
}

static gboolean
execute (PggConnection  *connection,
         const char     *sql,
         GError        **error)
{
  g_autoptr (PggResult) result = pgg_connection_execute (connection, sql, NULL, NULL, error);

  return result != NULL;
}

/* Both read before one writes: the other one cannot be serialized. */
static gboolean
body_cb (PggTransaction  *transaction,
         gpointer         user_data,
         GError         **error)
{
  Body *body = user_data;
  PggConnection *connection = pgg_transaction_get_connection (transaction);

  if (body->cancel != NULL)
    g_cancellable_cancel (body->cancel);
  if (!execute (connection, "SELECT n FROM run", error))
    return FALSE;
  if (body->n_calls++ < body->n_to_lose)
    test_execute (body->other, "UPDATE run SET n = n + 100");

  return execute (connection, body->sql, error);
}

static gboolean
run (PggConnection  *connection,
     Body           *body,
     guint           max_retries,
     GCancellable   *cancellable,
     GError        **error)
{
  return pgg_connection_run_transaction (connection, PGG_TRANSACTION_OPTIONS_REPEATABLE_READ,
                                         max_retries, -1, body_cb, body, cancellable, error);
}

static void
assert_n (PggConnection *connection,
          gint64         expected)
{
  g_assert_cmpint (test_query_int (connection, "SELECT n FROM run"), ==, expected);
}

static void
test_done (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  Body body = { .sql = "UPDATE run SET n = n + 1" };
  g_autoptr (GError) error = NULL;

  g_assert_true (run (connection, &body, 0, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (body.n_calls, ==, 1);
  assert_n (connection, 1);
}

static void
test_again (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggConnection) other = test_connect ();
  Body body = { .other = other, .n_to_lose = 3, .sql = "UPDATE run SET n = n + 1" };
  g_autoptr (GError) error = NULL;

  g_assert_true (run (connection, &body, 3, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (body.n_calls, ==, 4);
  assert_n (connection, 301);
}

static void
test_too_often (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggConnection) other = test_connect ();
  Body body = { .other = other, .n_to_lose = 5, .sql = "UPDATE run SET n = n + 1" };
  g_autoptr (GError) error = NULL;

  g_assert_false (run (connection, &body, 1, NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_SERIALIZATION_FAILURE);
  g_assert_cmpuint (body.n_calls, ==, 2);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_IDLE);
  assert_n (connection, 200);
}

static void
test_fails (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  Body body = { .sql = "UPDATE run SET n = 1 / 0" };
  g_autoptr (GError) error = NULL;

  g_assert_false (run (connection, &body, 5, NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  g_assert_cmpuint (body.n_calls, ==, 1);
  assert_n (connection, 0);
}

static void
test_cancelled (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggConnection) other = test_connect ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Body body = { .other = other, .n_to_lose = 5, .sql = "UPDATE run SET n = n + 1",
                .cancel = cancellable };
  g_autoptr (GError) error = NULL;

  g_assert_false (run (connection, &body, 5, cancellable, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (body.n_calls, ==, 1);
}

static gboolean
silent_cb (PggTransaction  *transaction,
           gpointer         user_data,
           GError         **error)
{
  return FALSE;
}

static gboolean
ended_cb (PggTransaction  *transaction,
          gpointer         user_data,
          GError         **error)
{
  return execute (pgg_transaction_get_connection (transaction), "UPDATE run SET n = 5", error) &&
         pgg_transaction_rollback (transaction, NULL, error);
}

static gboolean
closes_cb (PggTransaction  *transaction,
           gpointer         user_data,
           GError         **error)
{
  PggConnection *connection = pgg_transaction_get_connection (transaction);

  return execute (connection, "SELECT 1", error) && pgg_connection_close (connection, NULL, error);
}

/* The transaction ended with its connection, and not on purpose. */
static void
test_closed_within (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (GError) error = NULL;

  g_assert_false (pgg_connection_run_transaction (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, 0,
                                                  -1, closes_cb, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

static void
test_odd_functions (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (GError) error = NULL;

  g_assert_false (pgg_connection_run_transaction (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, 0,
                                                  -1, silent_cb, NULL, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (pgg_connection_run_transaction (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, 0,
                                                 -1, ended_cb, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_n (connection, 0);
}

/* What is left open within it is undone with it, and the connection is free. */
static gboolean
nests_cb (PggTransaction  *transaction,
          gpointer         user_data,
          GError         **error)
{
  PggConnection *connection = pgg_transaction_get_connection (transaction);
  PggTransaction **inner = user_data;

  inner[0] = test_begin (connection);
  test_execute (connection, "UPDATE run SET n = n + 1");
  inner[1] = test_begin (connection);

  return TRUE;
}

static void
assert_undone (PggConnection  *connection,
               PggTransaction *inner[2],
               GError         *error)
{
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_IDLE);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (pgg_transaction_get_state (inner[i]), ==,
                       PGG_TRANSACTION_STATE_ROLLED_BACK);
      g_object_unref (inner[i]);
    }
  assert_n (connection, 0);
}

static void
test_nested (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  PggTransaction *inner[2];
  g_autoptr (GError) error = NULL;

  g_assert_false (pgg_connection_run_transaction (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, 0,
                                                  -1, nests_cb, inner, NULL, &error));
  assert_undone (connection, inner, error);
}

/* Their turn to begin has not come when the one around them ends. */
static gboolean
nests_behind_cb (PggTransaction  *transaction,
                 gpointer         user_data,
                 GError         **error)
{
  PggConnection *connection = pgg_transaction_get_connection (transaction);
  PggTransaction **inner = user_data;
  g_autoptr (PggOperation) queued =
    pgg_connection_execute_start (connection, "UPDATE run SET n = n + 1", NULL);

  inner[0] = test_begin (connection);
  inner[1] = test_begin (connection);

  return TRUE;
}

static void
test_nested_behind (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  PggTransaction *inner[2];
  g_autoptr (GError) error = NULL;

  g_assert_false (pgg_connection_run_transaction (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, 0,
                                                  -1, nests_behind_cb, inner, NULL, &error));
  assert_undone (connection, inner, error);
}

static void
start_nested_cb (PggTransaction *transaction,
                 gpointer        user_data)
{
  nests_cb (transaction, user_data, NULL);
  pgg_transaction_complete (transaction, NULL);
}

/* Nobody ever completes it. */
static void
start_nothing_cb (PggTransaction *transaction,
                  gpointer        user_data)
{
  test_execute (pgg_transaction_get_connection (transaction), "UPDATE run SET n = n + 1");
}

static GError *
run_start (PggConnection           *connection,
           int                      timeout,
           PggTransactionStartFunc  func,
           gpointer                 user_data)
{
  g_auto (TestCall) call = { 0 };
  GError *error = NULL;

  pgg_connection_run_transaction_async (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, 0, timeout,
                                        func, user_data, NULL, G_PRIORITY_DEFAULT, NULL,
                                        test_call_cb, &call);
  test_call_wait (&call);
  g_assert_false (pgg_connection_run_transaction_finish (connection, call.result, &error));

  return error;
}

static void
test_async_nested (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  PggTransaction *inner[2];
  g_autoptr (GError) error = run_start (connection, -1, start_nested_cb, inner);

  assert_undone (connection, inner, error);
}

static void
test_async_never (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (GError) error = run_start (connection, 500, start_nothing_cb, NULL);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  assert_n (connection, 0);
  test_assert_usable (connection);
}

/* The server goes away in the middle of the commit, which does not happen then. */
static void
test_lost_before (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggConnection) other = test_connect ();
  Body body = { .sql = "UPDATE run SET n = n + 1; INSERT INTO doomed VALUES (1)" };
  g_autoptr (GError) error = NULL;

  test_execute (other,
                "DROP TABLE IF EXISTS doomed; CREATE TABLE doomed (n int);"
                "CREATE OR REPLACE FUNCTION end_session () RETURNS trigger LANGUAGE plpgsql AS $$"
                "BEGIN PERFORM pg_terminate_backend (pg_backend_pid ()); RETURN NULL; END $$;"
                "CREATE CONSTRAINT TRIGGER doom AFTER INSERT ON doomed INITIALLY DEFERRED "
                "FOR EACH ROW EXECUTE FUNCTION end_session ()");
  g_assert_false (run (connection, &body, 1, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_IN_DOUBT);
  g_assert_cmpuint (body.n_calls, ==, 2);
  assert_n (other, 0);
  test_assert_usable (connection);
}

/* Whether the session is in a commit that waits for a standby. */
static gboolean
is_waiting (PggConnection *connection,
            int            pid)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM pg_stat_activity WHERE pid = %d "
                                          "AND wait_event = 'SyncRep'", pid);

  return test_query_int (connection, sql) == 1;
}

/* Waits for a commit that waits for a standby, and ends its session. */
static gpointer
terminate_waiting (gpointer data)
{
  int pid = GPOINTER_TO_INT (data);
  g_autoptr (PggConnection) connection = test_connect ();

  while (!is_waiting (connection, pid))
    g_usleep (1000);
  test_terminate (pid);

  return NULL;
}

/* Sends another commit when the last one was done. */
static void
probe_standby (PGconn *probe)
{
  PGresult *res;

  g_assert_true (PQconsumeInput (probe));
  if (PQisBusy (probe))
    return;

  while ((res = PQgetResult (probe)) != NULL)
    PQclear (res);
  g_assert_true (PQsendQuery (probe, "SET synchronous_commit = on; UPDATE run SET n = n"));
}

/* The setting is in force when the checkpointer has seen it, which nothing but a commit shows. */
static void
wait_for_standby (PggConnection *connection)
{
  PGconn *probe = PQconnectdb (test_conninfo ());

  do
    probe_standby (probe);
  while (!is_waiting (connection, PQbackendPID (probe)));

  test_terminate (PQbackendPID (probe));
  PQfinish (probe);
}

static void
set_standby (PggConnection *connection,
             const char    *name)
{
  g_autofree char *sql = g_strdup_printf ("ALTER SYSTEM SET synchronous_standby_names = '%s'",
                                          name);
  g_autofree char *check = g_strdup_printf ("SELECT (current_setting ('synchronous_standby_names')"
                                            " = '%s')::int", name);

  test_execute (connection, sql);
  test_execute (connection, "SELECT pg_reload_conf ()");
  while (test_query_int (connection, check) == 0)
    g_usleep (1000);
}

/* The commit has happened, only nobody was told. */
static void
test_lost_after (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggConnection) admin = test_connect ();
  Body body = { .sql = "UPDATE run SET n = n + 1" };
  g_autoptr (GError) error = NULL;
  GThread *thread;
  gboolean done;

  test_execute (admin, "SET synchronous_commit = local");
  test_execute (connection, "SET synchronous_commit = on");
  set_standby (admin, "nobody");
  wait_for_standby (admin);
  thread = g_thread_new ("terminate", terminate_waiting,
                         GINT_TO_POINTER (pgg_connection_get_backend_pid (connection)));
  done = run (connection, &body, 0, NULL, &error);
  g_thread_join (thread);
  set_standby (admin, "");
  g_assert_no_error (error);
  g_assert_true (done);
  g_assert_cmpuint (body.n_calls, ==, 1);
  assert_n (admin, 1);
}

static void
executed_cb (GObject      *source,
             GAsyncResult *ready,
             gpointer      user_data)
{
  g_autoptr (PggTransaction) transaction = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PggResult) result =
    pgg_connection_execute_finish (PGG_CONNECTION (source), ready, &error);

  pgg_transaction_complete (transaction, error);
  pgg_transaction_complete (transaction, NULL); /* once is enough */
}

static void
selected_cb (GObject      *source,
             GAsyncResult *ready,
             gpointer      user_data)
{
  PggTransaction *transaction = user_data;
  PggConnection *connection = PGG_CONNECTION (source);
  Body *body = g_object_get_data (G_OBJECT (transaction), "body");
  g_autoptr (PggResult) result = pgg_connection_execute_finish (connection, ready, NULL);

  g_assert_nonnull (result);
  if (body->n_calls++ < body->n_to_lose)
    test_execute (body->other, "UPDATE run SET n = n + 100");
  pgg_connection_execute_async (connection, body->sql, NULL, G_PRIORITY_DEFAULT, NULL, executed_cb,
                                transaction);
}

static void
start_cb (PggTransaction *transaction,
          gpointer        user_data)
{
  g_object_set_data (G_OBJECT (transaction), "body", user_data);
  pgg_connection_execute_async (pgg_transaction_get_connection (transaction), "SELECT n FROM run",
                                NULL, G_PRIORITY_DEFAULT, NULL, selected_cb,
                                g_object_ref (transaction));
}

static gboolean
run_async (PggConnection  *connection,
           Body           *body,
           guint           max_retries,
           GError        **error)
{
  g_auto (TestCall) call = { 0 };

  pgg_connection_run_transaction_async (connection, PGG_TRANSACTION_OPTIONS_REPEATABLE_READ,
                                        max_retries, -1, start_cb, body, NULL, G_PRIORITY_DEFAULT,
                                        NULL, test_call_cb, &call);
  test_call_wait (&call);

  return pgg_connection_run_transaction_finish (connection, call.result, error);
}

static void
test_async (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggConnection) other = test_connect ();
  Body lucky = { .other = other, .n_to_lose = 2, .sql = "UPDATE run SET n = n + 1" };
  Body unlucky = { .other = other, .n_to_lose = 9, .sql = "UPDATE run SET n = n + 1" };
  Body wrong = { .sql = "UPDATE run SET n = 1 / 0" };
  g_autoptr (GError) error = NULL;

  g_assert_true (run_async (connection, &lucky, 2, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (lucky.n_calls, ==, 3);
  assert_n (connection, 201);

  g_assert_false (run_async (connection, &unlucky, 1, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_SERIALIZATION_FAILURE);
  g_clear_error (&error);
  g_assert_cmpuint (unlucky.n_calls, ==, 2);

  g_assert_false (run_async (connection, &wrong, 1, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  g_assert_cmpuint (wrong.n_calls, ==, 1);
  test_assert_usable (connection);
}

static void
test_async_lost_after (void)
{
  g_autoptr (PggConnection) connection = connect_with_table ();
  g_autoptr (PggConnection) admin = test_connect ();
  Body body = { .sql = "UPDATE run SET n = n + 1" };
  g_autoptr (GError) error = NULL;
  GThread *thread;
  gboolean done;

  test_execute (admin, "SET synchronous_commit = local");
  test_execute (connection, "SET synchronous_commit = on");
  set_standby (admin, "nobody");
  wait_for_standby (admin);
  thread = g_thread_new ("terminate", terminate_waiting,
                         GINT_TO_POINTER (pgg_connection_get_backend_pid (connection)));
  done = run_async (connection, &body, 0, &error);
  g_thread_join (thread);
  set_standby (admin, "");
  g_assert_no_error (error);
  g_assert_true (done);
  assert_n (admin, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (50);

  g_test_add_func ("/transaction-run/done", test_done);
  g_test_add_func ("/transaction-run/again", test_again);
  g_test_add_func ("/transaction-run/too-often", test_too_often);
  g_test_add_func ("/transaction-run/fails", test_fails);
  g_test_add_func ("/transaction-run/cancelled", test_cancelled);
  g_test_add_func ("/transaction-run/odd-functions", test_odd_functions);
  g_test_add_func ("/transaction-run/nested", test_nested);
  g_test_add_func ("/transaction-run/nested-behind", test_nested_behind);
  g_test_add_func ("/transaction-run/async-nested", test_async_nested);
  g_test_add_func ("/transaction-run/async-never", test_async_never);
  g_test_add_func ("/transaction-run/closed-within", test_closed_within);
  g_test_add_func ("/transaction-run/lost-before", test_lost_before);
  g_test_add_func ("/transaction-run/lost-after", test_lost_after);
  g_test_add_func ("/transaction-run/async", test_async);
  g_test_add_func ("/transaction-run/async-lost-after", test_async_lost_after);

  return g_test_run ();
}
