/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Time limits: one for a whole call, whatever it is made of, and errors that say what was waited
 * for. */

#include "config.h"

#include "engine-fixture.h"

#include "client/pgg-connection-private.h"
#include "engine/pgg-operation-private.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static void
assert_timed_out (GError     *error,
                  const char *what)
{
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  if (strstr (error->message, what) == NULL)
    g_error ("“%s” is not in “%s”", what, error->message);
}

/* Runs @operation with poll (), or with the main loop. */
static void
run (PggOperation *operation,
     gboolean      is_async)
{
  g_auto(TestCall) call = { 0 };

  if (!is_async)
    {
      pgg_operation_run (operation, NULL, NULL);
      return;
    }

  pgg_operation_run_async (operation, G_PRIORITY_DEFAULT, NULL, test_call_cb, &call);
  test_call_wait (&call);
  g_assert_cmpuint (call.n_calls, ==, 1);
}

static GError *
run_out (PggOperation *operation,
         gboolean      is_async)
{
  GError *error = NULL;

  run (operation, is_async);
  g_assert_false (pgg_operation_get_outcome (operation, &error));

  return error;
}

static void
test_queue (gconstpointer data)
{
  gboolean is_async = GPOINTER_TO_INT (data);
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) before = NULL;
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;

  before = pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);
  pgg_operation_step (before, PGG_WAIT_NONE);
  pgg_connection_set_timeout (connection, 30);
  operation = pgg_connection_execute_start (connection, "SELECT 1; SELECT 2", NULL);
  error = run_out (operation, is_async);
  assert_timed_out (error, "before the operation did not end within 30 ms");
  g_assert_false (pgg_operation_is_done (before));
  pgg_operation_cancel (before);
  test_drive (before);
  pgg_connection_set_timeout (connection, 0);
  test_assert_usable (connection);
}

static void
test_connecting (gconstpointer data)
{
  gboolean is_async = GPOINTER_TO_INT (data);
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = pgg_connection_new (test_proxy_get_conninfo (proxy));
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;

  test_proxy_command (proxy, "blackhole");
  pgg_connection_set_timeout (connection, 30);
  operation = pgg_connection_open_start (connection);
  error = run_out (operation, is_async);
  assert_timed_out (error, "no connection to the server within 30 ms");
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_CLOSED);
}

static void
test_answer (gconstpointer data)
{
  gboolean is_async = GPOINTER_TO_INT (data);
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;

  operation = pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);
  pgg_operation_set_timeout (operation, 30);
  error = run_out (operation, is_async);
  assert_timed_out (error, "did not answer within 30 ms");
  test_assert_usable (connection);
}

static void
assert_lost (PggConnection *connection)
{
  g_autoptr(GError) error = test_execute_error (connection, "SELECT 1; SELECT 2");

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_LOST);
}

/* The network is dead, and the connection is given up, but the call does not wait for that. */
static void
test_dead (gconstpointer data)
{
  gboolean is_async = GPOINTER_TO_INT (data);
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;

  pgg_connection_set_cancel_timeout (connection, 300);
  operation = pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);
  pgg_operation_set_timeout (operation, 20);
  pgg_operation_step (operation, PGG_WAIT_NONE);
  test_proxy_command (proxy, "blackhole");
  error = run_out (operation, is_async);
  assert_timed_out (error, "did not answer within 20 ms");
  assert_lost (connection);
}

/* A server that does not listen: what it is told to cancel it goes on with, until it is woken. */
static int
stop_backend (PggConnection *connection)
{
  int pid = pgg_connection_get_backend_pid (connection);

  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);

  return pid;
}

static void
run_out_stopped (PggConnection *connection,
                 gboolean       is_async)
{
  g_autoptr(PggOperation) operation =
    pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);
  g_autoptr(GError) error = NULL;

  pgg_operation_set_timeout (operation, 30);
  error = run_out (operation, is_async);
  assert_timed_out (error, "did not answer within 30 ms");
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_OPEN);
  g_assert_cmpuint (connection->session->queue.operations.length, >, 0);
}

/* The call ends before the cancellation, for which those behind it wait; they are not hit. */
static void
test_outlived (gconstpointer data)
{
  gboolean is_async = GPOINTER_TO_INT (data);
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();
  g_autoptr(PggOperation) behind = NULL;
  int pid = stop_backend (connection);

  run_out_stopped (connection, is_async);
  behind = test_start_int (connection, "SELECT $1 FROM pg_sleep (0.01)", 5);
  g_assert_cmpint (pgg_operation_step (behind, PGG_WAIT_NONE), !=, PGG_WAIT_NONE);
  test_assert_usable (other);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  run (behind, is_async);
  g_assert_cmpint (test_finish_int (connection, behind), ==, 5);
  test_assert_usable (connection);
}

/* Its main context goes on with the cancellation, and so does whoever waits for that. */
static void
test_idle (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  int pid = stop_backend (connection);

  run_out_stopped (connection, TRUE);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  while (connection->session->queue.operations.length > 0)
    g_main_context_iteration (NULL, TRUE);
  test_assert_usable (connection);

  stop_backend (connection);
  run_out_stopped (connection, FALSE);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  g_assert_true (pgg_connection_cancel (connection, NULL, NULL));
  g_assert_cmpuint (connection->session->queue.operations.length, ==, 0);
  test_assert_usable (connection);
}

/* Time in which nobody looks whether the server has answered is no reason to give it up. */
static void
test_unattended (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  int pid;

  pgg_connection_set_cancel_timeout (connection, 3000);
  pid = stop_backend (connection);
  run_out_stopped (connection, FALSE);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  g_usleep (7 * G_USEC_PER_SEC / 2);
  test_assert_usable (connection);
}

/* The same when the connection is closed, or nobody has it any more. */
static void
test_let_go (void)
{
  PggConnection *connection = test_connect ();
  g_autoptr(PggSession) session = pgg_session_ref (connection->session);
  int pid = stop_backend (connection);

  run_out_stopped (connection, FALSE);
  g_assert_finalize_object (connection);
  g_assert_cmpuint (session->queue.operations.length, ==, 0);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);

  connection = test_connect ();
  pid = stop_backend (connection);
  run_out_stopped (connection, TRUE);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  g_assert_finalize_object (connection);
}

/* Nobody is told how a commit ends that takes too long, but the transaction knows it later. */
static void
test_commit (gconstpointer data)
{
  gboolean is_async = GPOINTER_TO_INT (data);
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggTransaction) transaction = test_begin (connection);
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;
  int pid;

  test_execute (connection, "SELECT 1");
  pid = stop_backend (connection);
  operation = pgg_transaction_commit_start (transaction);
  pgg_operation_set_timeout (operation, 30);
  run (operation, is_async);
  g_assert_false (pgg_transaction_commit_finish (transaction, G_ASYNC_RESULT (operation), &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_IN_DOUBT);
  g_clear_error (&error);
  g_assert_false (pgg_transaction_rollback (transaction, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  test_assert_usable (connection);
  g_assert_cmpint (pgg_transaction_get_state (transaction), !=, PGG_TRANSACTION_STATE_OPEN);
  g_assert_cmpint (pgg_transaction_get_state (transaction), !=, PGG_TRANSACTION_STATE_IN_DOUBT);
}

/* All of those that travel together, and of a section. */
static void
test_together (gconstpointer data)
{
  gboolean is_async = GPOINTER_TO_INT (data);
  g_autoptr(PggConnection) connection = test_connect ();
  PggOperation *operations[4];
  int pid = stop_backend (connection);

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      operations[i] = test_start_int (connection, "SELECT $1 FROM pg_sleep (60)", (int) i);
      pgg_operation_set_timeout (operations[i], 20 + 5 * i);
    }
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr(GError) error = run_out (operations[i], is_async);

      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
      g_object_unref (operations[i]);
    }
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  test_assert_usable (connection);
}

static void
test_section (gconstpointer data)
{
  gboolean is_async = GPOINTER_TO_INT (data);
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = pgg_connection_enter_pipeline (connection, NULL);
  PggOperation *statements[3];
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;
  int pid = stop_backend (connection);

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    statements[i] = pgg_pipeline_execute_start (pipeline, "SELECT pg_sleep (60)", NULL);
  operation = pgg_pipeline_sync_start (pipeline);
  pgg_operation_set_timeout (operation, 30);
  error = run_out (operation, is_async);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr(GError) own_error = run_out (statements[i], FALSE);

      g_assert_error (own_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
      g_object_unref (statements[i]);
    }
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  test_assert_usable (connection);
}

/* Each item of a batch is told, and a stream. */
static void
test_independent (gconstpointer data)
{
  gboolean is_async = GPOINTER_TO_INT (data);
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(PggBatchResult) outcome = NULL;
  int pid = stop_backend (connection);

  for (guint i = 0; i < 3; i++)
    pgg_batch_add (batch, "SELECT pg_sleep (60)", NULL);
  operation = pgg_connection_execute_batch_start (connection, batch, PGG_BATCH_FLAGS_INDEPENDENT);
  pgg_operation_set_timeout (operation, 30);
  run (operation, is_async);
  outcome = pgg_connection_execute_batch_finish (connection, G_ASYNC_RESULT (operation), NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (pgg_batch_result_check_item (outcome, i, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
    }
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  test_assert_usable (connection);
}

static void
test_stream (gconstpointer data)
{
  gboolean is_async = GPOINTER_TO_INT (data);
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;
  int pid;

  g_assert_true (pgg_cursor_stream (cursor, "SELECT i, repeat ('x', 100) "
                                            "FROM generate_series (1, 1000000) i",
                                    NULL, NULL, NULL));
  pid = stop_backend (connection);
  operation = pgg_cursor_fetch_many_start (cursor, 900000);
  pgg_operation_set_timeout (operation, 30);
  error = run_out (operation, is_async);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_clear_error (&error);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  g_assert_null (pgg_cursor_fetch_one (cursor, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  test_assert_usable (connection);
}

/* What is begun keeps a part of its time for the cancellation, which may take longer than that. */
static void
test_grace (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) operation = NULL;
  gint64 deadline;

  pgg_connection_set_cancel_timeout (connection, 1000 * 1000);
  operation = pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);
  pgg_operation_set_timeout (operation, 500 * 1000);
  deadline = operation->deadline;
  g_assert_cmpint (pgg_operation_get_end (operation), ==, deadline);
  pgg_operation_step (operation, PGG_WAIT_NONE);
  g_assert_cmpint (pgg_operation_get_end (operation), ==, deadline - 50 * G_USEC_PER_SEC);
  g_assert_cmpint (pgg_operation_get_deadline (operation), ==, deadline - 50 * G_USEC_PER_SEC);

  pgg_operation_cancel (operation);
  pgg_operation_step (operation, PGG_WAIT_NONE);
  g_assert_false (pgg_operation_is_done (operation));
  g_assert_cmpint (pgg_operation_get_end (operation), ==, deadline);
  g_assert_cmpint (connection->session->grace_deadline, >, deadline);
  test_drive (operation);
  test_assert_usable (connection);
}

/* Shorter than any cancellation: it may take the time it needs all the same. */
static void
test_short (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(PggOperation) operation =
        pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);
      g_autoptr(GError) error = NULL;

      pgg_operation_set_timeout (operation, 1 + i);
      error = run_out (operation, FALSE);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
      test_assert_usable (connection);
    }
}

/* What has several steps: a transaction that begins, a preparation, a lookup of types, a batch. */
typedef PggOperation *(*StartFunc) (PggConnection *connection);

/* The transaction is rolled back when the operation is gone: nothing is said of it before. */
static PggOperation *
start_begin (PggConnection *connection)
{
  PggTransaction *transaction =
    pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, NULL);
  PggOperation *operation =
    pgg_connection_execute_start (connection, "SELECT 1; SELECT 2", NULL);

  g_object_set_data_full (G_OBJECT (operation), "transaction", transaction, g_object_unref);

  return operation;
}

static PggOperation *
start_prepared (PggConnection *connection)
{
  g_autoptr(PggParams) params = pgg_params_new ();

  pgg_connection_set_prepare_threshold (connection, 1);
  g_assert_true (pgg_params_append_int (params, 1, NULL));

  return pgg_connection_execute_start (connection, "SELECT $1 + 1", params);
}

static PggOperation *
start_types (PggConnection *connection)
{
  return pgg_connection_execute_start (connection, "SELECT 'x'::stalled, ARRAY['x']::stalled[]",
                                       NULL);
}

static PggOperation *
start_batch (PggConnection *connection)
{
  g_autoptr(GPtrArray) sets = test_sets_new (50);

  return pgg_connection_execute_many_start (connection, "SELECT $1", (PggParams **) sets->pdata,
                                            sets->len);
}

static PggOperation *
start_listen (PggConnection *connection)
{
  return pgg_connection_listen_start (connection, "stalled");
}

static guint
get_bytes_down (TestProxy *proxy)
{
  g_autofree char *stats = test_proxy_ask (proxy, "stats");
  guint n_bytes;

  g_assert_cmpint (sscanf (stats, "ok %*u %*u %*u %u", &n_bytes), ==, 1);

  return n_bytes;
}

/* How many bytes the server says when nothing is in the way; without a limit. */
static guint
measure (StartFunc start)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  guint before = get_bytes_down (proxy);
  g_autoptr(PggOperation) operation = start (connection);

  g_assert_true (pgg_operation_run (operation, NULL, NULL));

  return get_bytes_down (proxy) - before;
}

/* The network stands still in the middle of the answers. */
static void
stall_after (StartFunc start,
             guint     n_bytes,
             gboolean  is_async)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  g_autofree char *command = g_strdup_printf ("stall %u", n_bytes);
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;

  pgg_connection_set_timeout (connection, 60);
  pgg_connection_set_cancel_timeout (connection, 20);
  test_proxy_command (proxy, command);
  operation = start (connection);
  error = run_out (operation, is_async);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  pgg_connection_set_timeout (connection, 0);
  assert_lost (connection);
}

static void
test_stalled (gconstpointer data)
{
  const StartFunc *start = data;
  guint n_bytes = measure (*start);
  guint n_stops = test_is_slow () ? 60 : 6;
  guint step = MAX (n_bytes / n_stops, 1);

  g_assert_cmpuint (n_bytes, >, 10);
  for (guint i = 0; i < n_bytes - 10; i += step)
    stall_after (*start, i, i / step % 2);
}

static gboolean
sleep_cb (PggTransaction  *transaction,
          gpointer         user_data,
          GError         **error)
{
  PggConnection *connection = pgg_transaction_get_connection (transaction);
  guint *n_calls = user_data;
  g_autoptr(PggResult) result = NULL;

  do
    {
      g_clear_pointer (&result, pgg_result_unref);
      result = pgg_connection_execute (connection, "SELECT pg_sleep (0.01)", NULL, NULL, error);
      ++*n_calls;
    }
  while (result != NULL);

  return FALSE;
}

static gboolean
lose_cb (PggTransaction  *transaction,
         gpointer         user_data,
         GError         **error)
{
  PggConnection *connection = pgg_transaction_get_connection (transaction);
  guint *n_calls = user_data;
  g_autoptr(PggResult) result = NULL;

  ++*n_calls;
  result = pgg_connection_execute (connection, "DO $$BEGIN RAISE SQLSTATE '40001'; END$$", NULL,
                                   NULL, error);

  return result != NULL;
}

/* All statements and all attempts together have the time of one call. */
static void
test_transaction (gconstpointer data)
{
  const PggTransactionFunc *func = data;
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GError) error = NULL;
  guint n_calls = 0;

  pgg_connection_set_timeout (connection, 500);
  g_assert_false (pgg_connection_run_transaction (connection, PGG_TRANSACTION_OPTIONS_DEFAULT,
                                                  G_MAXUINT, -1, *func, &n_calls, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_test_message ("%u calls", n_calls);
  g_assert_cmpuint (n_calls, >, 1);

  /* It may have a limit of its own, longer or shorter than that of the connection. */
  g_clear_error (&error);
  n_calls = 0;
  pgg_connection_set_timeout (connection, 0);
  g_assert_false (pgg_connection_run_transaction (connection, PGG_TRANSACTION_OPTIONS_DEFAULT,
                                                  G_MAXUINT, 400, *func, &n_calls, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpuint (n_calls, >, 1);

  /* That was the limit of this one only. */
  g_assert_null (connection->runs);
  test_assert_usable (connection);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_IDLE);
}

/* Nobody waits either until the server has let go of a statement, and rolls back. */
static gboolean
stop_cb (PggTransaction  *transaction,
         gpointer         user_data,
         GError         **error)
{
  PggConnection *connection = pgg_transaction_get_connection (transaction);
  int *pid = user_data;
  g_autoptr(PggResult) result = NULL;

  test_execute (connection, "SELECT 1");
  *pid = stop_backend (connection);
  result = pgg_connection_execute (connection, "SELECT pg_sleep (60)", NULL, NULL, error);

  return result != NULL;
}

static void
test_transaction_outlived (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GError) error = NULL;
  int pid = 0;

  g_assert_false (pgg_connection_run_transaction (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, 5,
                                                  100, stop_cb, &pid, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_OPEN);
  g_assert_cmpuint (connection->session->queue.operations.length, >, 0);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  test_assert_usable (connection);
}

static void
start_stop_cb (PggTransaction *transaction,
               gpointer        user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (stop_cb (transaction, user_data, &error));
  pgg_transaction_complete (transaction, error);
}

static void
test_transaction_outlived_async (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_auto(TestCall) call = { 0 };
  g_autoptr(GError) error = NULL;
  int pid = 0;

  pgg_connection_run_transaction_async (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, 5, 100,
                                        start_stop_cb, &pid, NULL, G_PRIORITY_DEFAULT, NULL,
                                        test_call_cb, &call);
  test_call_wait (&call);
  g_assert_false (pgg_connection_run_transaction_finish (connection, call.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpuint (connection->session->queue.operations.length, >, 0);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  test_assert_usable (connection);
}

static void
lost_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      transaction)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (pgg_connection_execute_finish (PGG_CONNECTION (source), result, &error));
  pgg_transaction_complete (transaction, error);
  g_object_unref (transaction);
}

static void
start_losing_cb (PggTransaction *transaction,
                 gpointer        user_data)
{
  PggConnection *connection = pgg_transaction_get_connection (transaction);
  guint *n_calls = user_data;

  ++*n_calls;
  pgg_connection_execute_async (connection, "DO $$BEGIN RAISE SQLSTATE '40001'; END$$", NULL,
                                G_PRIORITY_DEFAULT, NULL, lost_cb, g_object_ref (transaction));
}

typedef struct
{
  TestCall call;
  guint    budget; /* of the connection in the callback */
} Ended;

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Ended *ended = user_data;

  ended->budget = pgg_connection_get_budget (PGG_CONNECTION (source), -1);
  test_call_cb (source, result, &ended->call);
}

/* The limit ends with the call, before its callback begins anything else. */
static void
test_transaction_async (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Ended ended = { { 0 } };
  g_autoptr(GError) error = NULL;
  guint n_calls = 0;

  pgg_connection_set_timeout (connection, 500);
  pgg_connection_run_transaction_async (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, G_MAXUINT,
                                        300, start_losing_cb, &n_calls, NULL, G_PRIORITY_DEFAULT,
                                        NULL, ended_cb, &ended);
  g_assert_nonnull (connection->runs);
  test_call_wait (&ended.call);
  g_assert_false (pgg_connection_run_transaction_finish (connection, ended.call.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpuint (n_calls, >, 1);
  g_assert_cmpuint (ended.budget, ==, 500);
  g_assert_null (connection->runs);
  test_call_clear (&ended.call);
  test_assert_usable (connection);
}

/* What is left of the time of a transaction limits what is begun in it. */
static void
test_budget (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  gint64 over = g_get_monotonic_time () - 1000;
  gint64 later = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  g_assert_cmpuint (pgg_connection_get_budget (connection, -1), ==, 0);
  g_assert_cmpuint (pgg_connection_get_budget (connection, 70), ==, 70);
  pgg_connection_set_timeout (connection, 80);
  g_assert_cmpuint (pgg_connection_get_budget (connection, -1), ==, 80);
  g_assert_cmpuint (pgg_connection_get_budget (connection, 0), ==, 0);

  pgg_connection_push_deadline (connection, &later);
  g_assert_cmpuint (pgg_connection_get_budget (connection, 0), <=, 60000);
  g_assert_cmpuint (pgg_connection_get_budget (connection, -1), ==, 80);
  pgg_connection_push_deadline (connection, &over);
  g_assert_cmpuint (pgg_connection_get_budget (connection, -1), ==, 1);
  pgg_connection_remove_deadline (connection, &over);
  g_assert_cmpuint (pgg_connection_get_budget (connection, -1), ==, 80);
  pgg_connection_remove_deadline (connection, &later);
}

static void
add_both (const char    *path,
          GTestDataFunc  func)
{
  g_autofree char *sync = g_strconcat (path, "/sync", NULL);
  g_autofree char *async = g_strconcat (path, "/async", NULL);

  g_test_add_data_func (sync, GINT_TO_POINTER (FALSE), func);
  g_test_add_data_func (async, GINT_TO_POINTER (TRUE), func);
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    StartFunc   start;
  } stalled[] = {
    { "/timeout/stalled/begin", start_begin },   { "/timeout/stalled/prepared", start_prepared },
    { "/timeout/stalled/types", start_types },   { "/timeout/stalled/batch", start_batch },
    { "/timeout/stalled/listen", start_listen },
  };
  static const PggTransactionFunc sleeps = sleep_cb;
  static const PggTransactionFunc loses = lose_cb;
  g_autoptr(PggConnection) connection = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  test_watchdog (280);
  connection = test_connect ();
  test_execute (connection, "DROP TYPE IF EXISTS stalled; CREATE TYPE stalled AS ENUM ('x')");

  add_both ("/timeout/queue", test_queue);
  add_both ("/timeout/connecting", test_connecting);
  add_both ("/timeout/answer", test_answer);
  add_both ("/timeout/dead", test_dead);
  add_both ("/timeout/outlived", test_outlived);
  add_both ("/timeout/outlived/commit", test_commit);
  add_both ("/timeout/outlived/together", test_together);
  add_both ("/timeout/outlived/section", test_section);
  add_both ("/timeout/outlived/batch", test_independent);
  add_both ("/timeout/outlived/stream", test_stream);
  g_test_add_func ("/timeout/outlived/idle", test_idle);
  g_test_add_func ("/timeout/outlived/unattended", test_unattended);
  g_test_add_func ("/timeout/outlived/let-go", test_let_go);
  g_test_add_func ("/timeout/grace", test_grace);
  g_test_add_func ("/timeout/short", test_short);
  for (guint i = 0; i < G_N_ELEMENTS (stalled); i++)
    g_test_add_data_func (stalled[i].path, &stalled[i].start, test_stalled);
  g_test_add_data_func ("/timeout/transaction/statements", &sleeps, test_transaction);
  g_test_add_data_func ("/timeout/transaction/attempts", &loses, test_transaction);
  g_test_add_func ("/timeout/transaction/async", test_transaction_async);
  g_test_add_func ("/timeout/transaction/budget", test_budget);
  g_test_add_func ("/timeout/transaction/outlived", test_transaction_outlived);
  g_test_add_func ("/timeout/transaction/outlived/async", test_transaction_outlived_async);
  status = g_test_run ();
  test_execute (connection, "DROP TYPE stalled");

  return status;
}
