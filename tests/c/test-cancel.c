/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cancellations and deadlines at every state: the right error, and a usable connection. */

#include "config.h"

#include "engine-fixture.h"

#include "client/pgg-connection-private.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-stream-operation-private.h"

#include <signal.h>
#include <string.h>

/* Makes the operation of a case; the connection is open unless the case opens it. */
typedef PggOperation *(*StartFunc) (PggConnection *connection);

static PggOperation *
start_open (PggConnection *connection)
{
  return pgg_connection_open_start (connection);
}

static PggOperation *
start_sleep (PggConnection *connection)
{
  return pgg_connection_execute_start (connection, "SELECT 1 FROM pg_sleep (0.02)", NULL);
}

static PggOperation *
start_rows (PggConnection *connection)
{
  return pgg_connection_execute_start (connection,
                                       "SELECT i, repeat ('x', 100) "
                                       "FROM generate_series (1, 6000) AS i", NULL);
}

static PggOperation *
start_several (PggConnection *connection)
{
  return pgg_connection_execute_start (connection, "SELECT 1; SELECT pg_sleep (0.01); SELECT 2; "
                                       "DO $$BEGIN RAISE NOTICE 'x'; END$$", NULL);
}

static PggOperation *
start_many (PggConnection *connection)
{
  g_autoptr(GPtrArray) sets = test_sets_new (3000);

  return pgg_connection_execute_many_start (connection, "INSERT INTO many VALUES ($1)",
                                            (PggParams **) sets->pdata, sets->len);
}

static PggOperation *
start_copy (PggConnection *connection)
{
  return pgg_connection_execute_start (connection,
                                       "COPY (SELECT repeat ('x', 100) "
                                       "FROM generate_series (1, 6000)) TO STDOUT", NULL);
}

/* The first thousand rows of many; the rest is in the way of whatever comes next. */
static PggOperation *
start_fetch (PggConnection *connection)
{
  g_autoptr(PggStream) stream = pgg_stream_new ();
  g_autoptr(PggOperation) starting = NULL;
  PggExecuteRequest request = {
    .sql = "SELECT i, repeat ('x', 100) FROM generate_series (1, 6000) AS i",
    .convert = pgg_connection_convert_results,
    .destroy = (GDestroyNotify) pgg_result_unref,
  };

  starting = pgg_stream_operation_start (connection->session, stream, &request, connection, NULL,
                                         0);

  return pgg_stream_operation_fetch (connection->session, stream, 5000, request.convert,
                                     request.destroy, connection, NULL, 0);
}

static PggOperation *
start_wait (PggConnection *connection)
{
  return pgg_connection_wait_notification_start (connection, 20);
}

typedef enum
{
  STOP_CANCEL,
  STOP_TIMEOUT,
  STOP_CONNECTION_CANCEL,
} Stop;

/* What one run met before it ended. */
typedef struct
{
  gboolean stopped; /* before its end */
  gboolean failed;
} Outcome;

static void
stop (PggConnection *connection,
      PggOperation  *operation,
      Stop           how)
{
  g_autoptr(PggOperation) cancelling = NULL;

  switch (how)
    {
    case STOP_CANCEL:
      pgg_operation_cancel (operation);
      break;
    case STOP_TIMEOUT:
      pgg_operation_set_timeout (operation, 1);
      g_usleep (1100);
      break;
    case STOP_CONNECTION_CANCEL:
      cancelling = pgg_connection_cancel_start (connection);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Stops @operation after @n_steps steps, or lets it end if that is sooner. */
static Outcome
run (PggConnection *connection,
     PggOperation  *operation,
     guint          n_steps,
     Stop           how)
{
  g_autoptr(GError) error = NULL;
  int code = how == STOP_TIMEOUT ? G_IO_ERROR_TIMED_OUT : G_IO_ERROR_CANCELLED;
  Outcome outcome = { FALSE };
  PggWait want = PGG_WAIT_READ;
  PggWait ready = PGG_WAIT_NONE;

  for (guint i = 0; i < n_steps && want != PGG_WAIT_NONE; i++)
    {
      want = pgg_operation_step (operation, ready);
      if (want != PGG_WAIT_NONE)
        ready = test_wait (operation, want);
    }
  outcome.stopped = want != PGG_WAIT_NONE;
  if (outcome.stopped)
    stop (connection, operation, how);
  test_drive (operation);
  outcome.failed = !pgg_operation_run (operation, NULL, &error);
  if (outcome.failed && outcome.stopped)
    g_assert_error (error, G_IO_ERROR, code);

  return outcome;
}

static void
check_connection (PggConnection *connection)
{
  g_autoptr(GError) error = NULL;

  if (pgg_connection_get_status (connection) != PGG_CONNECTION_STATUS_OPEN)
    {
      g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_CLOSED);
      g_assert_true (pgg_connection_open (connection, NULL, &error));
      g_assert_no_error (error);
      test_execute (connection, "CREATE TEMP TABLE many (i integer)");
    }
  test_assert_usable (connection);
}

/* Each number of steps until the operation ends before it is stopped. */
static void
enumerate (StartFunc start,
           Stop      how)
{
  g_autoptr(PggConnection) connection = test_connect ();
  gboolean opens = start == start_open;
  guint n_steps = how == STOP_CONNECTION_CANCEL ? 1 : 0;
  guint stride = test_is_slow () ? 1 : 3;

  test_execute (connection, "CREATE TEMP TABLE many (i integer)");
  for (;; n_steps += n_steps < 12 ? 1 : stride)
    {
      g_autoptr(PggOperation) operation = NULL;
      Outcome outcome;

      if (opens)
        g_assert_true (pgg_connection_close (connection, NULL, NULL));
      operation = start (connection);
      outcome = run (connection, operation, n_steps, how);
      g_assert_true (outcome.failed || !outcome.stopped || start == start_wait);
      if (opens && outcome.failed)
        g_assert_cmpint (pgg_connection_get_status (connection), ==,
                         PGG_CONNECTION_STATUS_CLOSED);
      check_connection (connection);
      if (!outcome.stopped)
        break;
    }
  g_assert_cmpuint (n_steps, >, 1);
}

static void
test_everywhere (gconstpointer data)
{
  const StartFunc *start = data;

  enumerate (*start, STOP_CANCEL);
  enumerate (*start, STOP_TIMEOUT);
  if (*start != start_wait && *start != start_fetch)
    enumerate (*start, STOP_CONNECTION_CANCEL);
}

#define N_WIDE 4000

/* More than the buffers between us and the server can take. */
static GPtrArray *
wide_sets_new (void)
{
  GPtrArray *sets = g_ptr_array_new_full (N_WIDE, (GDestroyNotify) pgg_params_unref);
  g_autofree char *text = g_strnfill (1000, 'x');

  for (guint i = 0; i < N_WIDE; i++)
    {
      PggParams *params = pgg_params_new ();

      g_assert_true (pgg_params_append_text (params, text, NULL));
      g_ptr_array_add (sets, params);
    }

  return sets;
}

/* A connection so slow that sending takes many steps. */
static PggConnection *
connect_slowly (TestProxy *proxy)
{
  PggConnection *connection = test_connect_to (test_proxy_get_conninfo (proxy));

  test_proxy_command (proxy, "chunk 16384");
  test_proxy_command (proxy, "delay 1");

  return connection;
}

/* All or nothing: what was sent before the cancellation must not be committed. */
static void
test_many_is_atomic (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = connect_slowly (proxy);
  g_autoptr(PggConnection) other = test_connect ();
  guint n_stopped = 0;

  test_execute (connection, "CREATE TABLE atomic (t text)");
  for (guint n_steps = 1;; n_steps += 8)
    {
      g_autoptr(GPtrArray) sets = wide_sets_new ();
      g_autoptr(PggOperation) operation = NULL;
      Outcome outcome;
      gint64 n_rows;

      operation = pgg_connection_execute_many_start (connection, "INSERT INTO atomic VALUES ($1)",
                                                     (PggParams **) sets->pdata, sets->len);
      outcome = run (connection, operation, n_steps, STOP_CANCEL);
      n_rows = test_query_int (other, "SELECT count (*) FROM atomic");
      if (!outcome.stopped)
        {
          g_assert_cmpint (n_rows, ==, N_WIDE);
          break;
        }
      g_assert_true (n_rows == 0 || n_rows == N_WIDE);
      n_stopped += n_rows == 0;
      test_execute (connection, "TRUNCATE atomic");
    }
  /* Under valgrind sending is so slow that the network is not. */
  g_assert_true (n_stopped > 0 || g_getenv ("PGG_TEST_VALGRIND") != NULL);
  test_execute (connection, "DROP TABLE atomic");
}

/* In a transaction of the application the cancellation is an error like any other. */
static void
test_many_in_transaction (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = connect_slowly (proxy);
  g_autoptr(GPtrArray) sets = wide_sets_new ();
  g_autoptr(PggOperation) operation = NULL;
  Outcome outcome;

  test_execute (connection, "CREATE TEMP TABLE many (t text)");
  test_execute (connection, "BEGIN");
  operation = pgg_connection_execute_many_start (connection, "INSERT INTO many VALUES ($1)",
                                                 (PggParams **) sets->pdata, sets->len);
  outcome = run (connection, operation, 2, STOP_CANCEL);
  if (g_getenv ("PGG_TEST_VALGRIND") == NULL)
    {
      g_assert_true (outcome.stopped);
      g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                       PGG_PQ_TRANSACTION_STATUS_INERROR);
    }
  g_assert_true (pgg_connection_rollback (connection, NULL, NULL));
  test_assert_usable (connection);
}

/*
 * Statements that take about as long as the cancellation: no later statement may ever meet it, and
 * the ones that were not cancelled give their own result.
 */
static void
race (guint n_rounds)
{
  g_autoptr(PggConnection) connection = test_connect ();

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %u FROM pg_sleep (%f)", i, i % 7 * 0.0003);
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_auto(TestCall) call = { 0 };
      g_autoptr(PggResult) result = NULL;
      g_autoptr(GError) error = NULL;

      pgg_connection_execute_async (connection, sql, NULL, G_PRIORITY_DEFAULT, cancellable,
                                    test_call_cb, &call);
      g_usleep (i % 5 * 300);
      g_cancellable_cancel (cancellable);
      g_assert_cmpint (test_query_int (connection, "SELECT 77"), ==, 77);
      test_call_wait (&call);
      result = pgg_connection_execute_finish (connection, call.result, &error);
      if (result == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_cmpint (pgg_result_get_int64 (result, 0, 0, NULL), ==, i);
    }
  test_assert_usable (connection);
}

static void
test_race (void)
{
  race (test_is_slow () ? 5000 : 300);
}

/* A request that comes too soon finds an idle session and has no effect; it must be made again. */
static void
test_too_soon (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;
  gint64 before;

  /* The statement travels slowly: the request, small as it is, overtakes it. */
  test_proxy_command (proxy, "chunk 200");
  test_proxy_command (proxy, "delay 40");
  {
    g_autofree char *padding = g_strnfill (2000, ' ');
    g_autofree char *sql = g_strconcat ("SELECT pg_sleep (60)", padding, NULL);

    operation = pgg_connection_execute_start (connection, sql, NULL);
  }
  pgg_operation_step (operation, PGG_WAIT_NONE);
  before = g_get_monotonic_time ();
  pgg_operation_cancel (operation);
  test_drive (operation);
  g_test_message ("cancelled after %d ms", (int) (g_get_monotonic_time () - before) / 1000);
  g_assert_null (pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_proxy_command (proxy, "pass");
  test_assert_usable (connection);
}

/* Cancelling what waits leaves what runs alone. */
static void
test_queued (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(TestCall) running = { 0 };
  g_auto(TestCall) queued = { 0 };
  g_auto(TestCall) behind = { 0 };
  g_autoptr(GError) error = NULL;

  pgg_connection_execute_async (connection, "SELECT 1 FROM pg_sleep (0.05)", NULL,
                                G_PRIORITY_DEFAULT, NULL, test_call_cb, &running);
  pgg_connection_execute_async (connection, "SELECT 2", NULL, G_PRIORITY_DEFAULT, cancellable,
                                test_call_cb, &queued);
  pgg_connection_execute_async (connection, "SELECT 3", NULL, G_PRIORITY_DEFAULT, NULL,
                                test_call_cb, &behind);
  g_cancellable_cancel (cancellable);
  g_assert_cmpuint (queued.n_calls, ==, 0);
  error = test_call_finish_error (&queued);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (running.n_calls, ==, 0);
  g_assert_cmpint (test_call_finish_int (&running), ==, 1);
  g_assert_cmpint (test_call_finish_int (&behind), ==, 3);
}

static void
assert_lost (PggConnection *connection)
{
  g_autoptr(GError) error = test_execute_error (connection, "SELECT 1");

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_LOST);
}

/* The network swallows everything: the connection is given up when the grace time is over. */
static void
test_grace_blackhole (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;

  pgg_connection_set_cancel_timeout (connection, 100);
  operation = pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);
  pgg_operation_step (operation, PGG_WAIT_NONE);
  test_proxy_command (proxy, "blackhole");
  pgg_operation_cancel (operation);
  test_drive (operation);
  g_assert_null (pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_lost (connection);
}

/* The same with a backend that does not listen, a deadline, and the main loop. */
static void
test_grace_stopped (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  int pid = pgg_connection_get_backend_pid (connection);
  g_autoptr(GError) error = NULL;
  g_auto(TestCall) call = { 0 };
  g_auto(TestCall) queued = { 0 };
  g_autoptr(GError) queued_error = NULL;

  pgg_connection_set_cancel_timeout (connection, 100);
  pgg_connection_set_timeout (connection, 50);
  pgg_connection_execute_async (connection, "SELECT pg_sleep (60)", NULL, G_PRIORITY_DEFAULT, NULL,
                                test_call_cb, &call);
  pgg_connection_set_timeout (connection, 0);
  pgg_connection_execute_async (connection, "SELECT 1", NULL, G_PRIORITY_DEFAULT, NULL,
                                test_call_cb, &queued);
  test_wait_active (pid);
  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  error = test_call_finish_error (&call);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  queued_error = test_call_finish_error (&queued);
  g_assert_error (queued_error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  assert_lost (connection);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  g_assert_true (pgg_connection_open (connection, NULL, NULL));
  test_assert_usable (connection);
}

/* A close must end, too, when nobody answers. */
static void
test_grace_close (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), TRUE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;

  pgg_connection_set_cancel_timeout (connection, 100);
  operation = pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);
  pgg_operation_step (operation, PGG_WAIT_NONE);
  test_proxy_command (proxy, "blackhole");
  g_assert_true (pgg_connection_close (connection, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_CLOSED);
  g_assert_null (pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* The server dies between the cancellation and its answer. */
static void
test_killed_meanwhile (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;

  pgg_connection_set_cancel_timeout (connection, 500);
  operation = pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);
  pgg_operation_step (operation, PGG_WAIT_NONE);
  test_proxy_command (proxy, "stall 0 down");
  pgg_operation_cancel (operation);
  pgg_operation_step (operation, PGG_WAIT_NONE);
  test_proxy_command (proxy, "cut");
  test_drive (operation);
  g_assert_null (pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_lost (connection);
}

/* Whoever takes the request hangs up at once: no signal may end the program. */
static void
test_hang_up (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  g_autoptr(PggPqConn) pq = pgg_connection_get_pq_conn (connection);
  g_autoptr(PggPqCancel) blocking = pgg_pq_conn_get_cancel (pq, NULL);

  pgg_connection_set_cancel_timeout (connection, 300);
  test_proxy_command (proxy, "refuse");
  for (guint i = 0; i < 500; i++)
    pgg_pq_cancel_cancel (blocking, NULL);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_auto(TestCall) call = { 0 };
      g_autoptr(GError) error = NULL;

      pgg_connection_execute_async (connection, "SELECT pg_sleep (0.02)", NULL, G_PRIORITY_DEFAULT,
                                    cancellable, test_call_cb, &call);
      g_cancellable_cancel (cancellable);
      error = test_call_finish_error (&call);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  test_assert_usable (connection);
}

/* cancel() of an idle connection does nothing; of a closed one neither. */
static void
test_nothing_to_cancel (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_connection_cancel (connection, NULL, &error));
  g_assert_no_error (error);
  test_assert_usable (connection);
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  g_assert_true (pgg_connection_cancel (connection, NULL, &error));
  g_assert_no_error (error);
}

static void
test_sync_cancellable (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (pgg_connection_execute (connection, "SELECT 1", NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_assert_usable (connection);
}

static gpointer
cancel_thread (gpointer data)
{
  PggConnection *connection = data;

  test_wait_active (pgg_connection_get_backend_pid (connection));
  g_assert_true (pgg_connection_cancel (connection, NULL, NULL));

  return NULL;
}

static void
test_from_thread (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  GThread *thread = g_thread_new ("cancel", cancel_thread, connection);
  g_autoptr(GError) error = test_execute_error (connection, "SELECT pg_sleep (60)");

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  test_assert_usable (connection);
}

static void
step_some (PggOperation *operation,
           guint         n_steps)
{
  PggWait ready = PGG_WAIT_NONE;

  for (guint i = 0; i < n_steps; i++)
    {
      PggWait want = pgg_operation_step (operation, ready);

      ready = want != PGG_WAIT_NONE ? test_wait (operation, want) : PGG_WAIT_NONE;
    }
}

static void
drop (StartFunc start,
      guint     n_before,
      guint     n_after)
{
  PggConnection *connection = start == start_open ? pgg_connection_new (test_conninfo ())
                                                  : test_connect ();
  PggOperation *operation = start (connection);
  g_autoptr(PggSession) session = pgg_session_ref (connection->session);

  step_some (operation, n_before);
  pgg_operation_cancel (operation);
  step_some (operation, n_after);
  g_object_unref (operation);
  g_assert_finalize_object (connection);
  g_assert_true (g_queue_is_empty (&session->queue.operations));
  g_assert_true (g_queue_is_empty (&session->queue.beside));
}

/* What is being cancelled when the last one lets go of the connection ends with it. */
static void
test_dropped (gconstpointer data)
{
  const StartFunc *start = data;

  for (guint n_before = 0; n_before < 5; n_before++)
    for (guint n_after = 0; n_after < 3; n_after++)
      drop (*start, n_before, n_after);
}

static void
add_everywhere (const char      *name,
                const StartFunc *start)
{
  g_autofree char *path = g_strconcat ("/cancel/everywhere/", name, NULL);
  g_autofree char *dropped = g_strconcat ("/cancel/dropped/", name, NULL);

  g_test_add_data_func (path, start, test_everywhere);
  g_test_add_data_func (dropped, start, test_dropped);
}

int
main (int    argc,
      char **argv)
{
  static const StartFunc starts[] = {
    start_open, start_sleep, start_rows, start_several, start_many, start_copy, start_fetch,
    start_wait,
  };
  static const char *const names[] = {
    "open", "sleep", "rows", "several", "execute-many", "copy", "fetch", "wait-notification",
  };

  g_test_init (&argc, &argv, NULL);
  test_watchdog (test_is_slow () ? 300 : 55);

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    add_everywhere (names[i], &starts[i]);
  g_test_add_func ("/cancel/execute-many/atomic", test_many_is_atomic);
  g_test_add_func ("/cancel/execute-many/transaction", test_many_in_transaction);
  g_test_add_func ("/cancel/race", test_race);
  g_test_add_func ("/cancel/too-soon", test_too_soon);
  g_test_add_func ("/cancel/queued", test_queued);
  g_test_add_func ("/cancel/grace/blackhole", test_grace_blackhole);
  g_test_add_func ("/cancel/grace/stopped", test_grace_stopped);
  g_test_add_func ("/cancel/grace/close", test_grace_close);
  g_test_add_func ("/cancel/killed-meanwhile", test_killed_meanwhile);
  g_test_add_func ("/cancel/hang-up", test_hang_up);
  g_test_add_func ("/cancel/nothing", test_nothing_to_cancel);
  g_test_add_func ("/cancel/sync", test_sync_cancellable);
  g_test_add_func ("/cancel/thread", test_from_thread);

  return g_test_run ();
}
