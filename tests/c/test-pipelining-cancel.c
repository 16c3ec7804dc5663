/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cancelling one of several operations that travel together: it ends, and no other is ever hit. */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>

#define N_CALLS 4
#define N_MANY 60

typedef enum
{
  STOP_CANCEL,
  STOP_TIMEOUT,
} Stop;

static void
finish_stopped (PggConnection *connection,
                PggOperation  *operation,
                Stop           how)
{
  g_autoptr(GError) error = NULL;
  int code = how == STOP_TIMEOUT ? G_IO_ERROR_TIMED_OUT : G_IO_ERROR_CANCELLED;

  test_drive (operation);
  g_assert_null (pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &error));
  g_assert_error (error, G_IO_ERROR, code);
}

static void
stop (PggOperation *operation,
      Stop          how)
{
  if (how == STOP_CANCEL)
    {
      pgg_operation_cancel (operation);
      return;
    }

  pgg_operation_set_timeout (operation, 1);
  g_usleep (1100);
}

/* Steps the operation that stands last; FALSE: it is done before so many steps. */
static gboolean
step_some (PggOperation *operation,
           guint         n_steps)
{
  PggWait ready = PGG_WAIT_NONE;

  for (guint i = 0; i < n_steps; i++)
    {
      PggWait want = pgg_operation_step (operation, ready);

      if (want == PGG_WAIT_NONE)
        return FALSE;
      ready = test_wait (operation, want);
    }

  return TRUE;
}

/* Stops those of @mask after @n_steps; gives whether that was before the end of all. */
static gboolean
run_flight (PggConnection *connection,
            guint          mask,
            guint          n_steps,
            Stop           how)
{
  PggOperation *operations[N_CALLS];
  gboolean stopped[N_CALLS] = { FALSE };
  gboolean early;

  for (guint i = 0; i < N_CALLS; i++)
    operations[i] = test_start_int (connection,
                                    "SELECT $1, repeat ('x', 3000) FROM pg_sleep (0.002)",
                                    (int) i);
  early = step_some (operations[N_CALLS - 1], n_steps);
  for (guint i = 0; i < N_CALLS; i++)
    {
      stopped[i] = (mask & (1 << i)) != 0 && !pgg_operation_is_done (operations[i]);
      if (stopped[i])
        stop (operations[i], how);
    }
  for (guint i = 0; i < N_CALLS; i++)
    {
      if (stopped[i])
        finish_stopped (connection, operations[i], how);
      else
        g_assert_cmpint (test_finish_int (connection, operations[i]), ==, i);
      g_object_unref (operations[i]);
    }

  return early;
}

/* Each of them and all sets of them, at each step. */
static void
test_everywhere (gconstpointer data)
{
  Stop how = GPOINTER_TO_INT (data);
  g_autoptr(PggConnection) connection = test_connect ();

  for (guint mask = 1; mask < 1 << N_CALLS; mask++)
    {
      guint n_steps = 0;

      while (run_flight (connection, mask, n_steps, how))
        {
          test_assert_usable (connection);
          n_steps++;
        }
      g_assert_cmpuint (n_steps, >, 1);
      test_assert_usable (connection);
    }
}

/* The head ends at once for its caller, and the server is left to finish it. */
static void
test_head (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) head = NULL;
  g_autoptr(PggOperation) behind = NULL;

  test_execute (connection, "CREATE TEMP TABLE traces (i integer)");
  head = test_start_int (connection, "INSERT INTO traces SELECT $1 FROM pg_sleep (0.05)", 1);
  behind = test_start_int (connection, "SELECT $1 + count (*)::integer FROM traces", 7);
  pgg_operation_step (head, PGG_WAIT_NONE);
  pgg_operation_cancel (head);
  g_assert_true (pgg_operation_is_done (head));
  finish_stopped (connection, head, STOP_CANCEL);
  g_assert_cmpint (test_finish_int (connection, behind), ==, 8);
  test_assert_usable (connection);
}

/* When nobody wants any of them the server is told, once for all. */
static void
test_all (gconstpointer data)
{
  Stop how = GPOINTER_TO_INT (data);
  g_autoptr(PggConnection) connection = test_connect ();
  PggOperation *operations[N_CALLS];

  for (guint i = 0; i < N_CALLS; i++)
    operations[i] = test_start_int (connection, "SELECT $1 FROM pg_sleep (60)", (int) i);
  pgg_operation_step (operations[0], PGG_WAIT_NONE);
  for (guint i = 0; i < N_CALLS; i++)
    {
      stop (operations[i], how);
      if (how == STOP_CANCEL)
        g_assert_true (pgg_operation_is_done (operations[i]) == (i + 1 < N_CALLS));
    }
  for (guint i = N_CALLS; i > 0; i--)
    finish_stopped (connection, operations[i - 1], how);
  test_assert_usable (connection);
  for (guint i = 0; i < N_CALLS; i++)
    g_object_unref (operations[i]);
}

/* cancel() of the connection stops what was sent, but not what is queued behind. */
static void
test_connection_cancel (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  TestCall calls[3] = { { 0 } };

  test_call_int (connection, "SELECT $1 FROM pg_sleep (60)", 0, NULL, &calls[0]);
  test_call_int (connection, "SELECT $1 FROM pg_sleep (60)", 1, NULL, &calls[1]);
  pgg_connection_execute_async (connection, "SELECT 2", NULL, G_PRIORITY_DEFAULT, NULL,
                                test_call_cb, &calls[2]);
  g_assert_true (pgg_connection_cancel (connection, NULL, NULL));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = test_call_finish_error (&calls[i]);

      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_assert_cmpint (test_call_finish_int (&calls[2]), ==, 2);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
}

/* Nothing is sent behind one that has been running for a while, so that it can be cancelled. */
static void
test_long_runner (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) head = test_start_int (connection, "SELECT $1 FROM pg_sleep (600)", 1);
  g_autoptr(PggOperation) behind = NULL;

  pgg_operation_step (head, PGG_WAIT_NONE);
  g_usleep (250000);
  behind = test_start_int (connection, "SELECT $1", 2);
  pgg_operation_step (behind, PGG_WAIT_NONE);
  pgg_operation_cancel (head);
  g_assert_cmpint (test_finish_int (connection, behind), ==, 2);
  finish_stopped (connection, head, STOP_CANCEL);
  test_assert_usable (connection);
}

/* What was cancelled is awaited before the next is sent, so that this one is never hit. */
static void
test_next_is_safe (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  const char *sql = "SELECT $1 FROM pg_sleep (0.001)";

  for (guint i = 0; i < (test_is_slow () ? 500 : 50); i++)
    {
      g_autoptr(PggOperation) first = test_start_int (connection, sql, 1);
      g_autoptr(PggOperation) second = test_start_int (connection, sql, 2);
      g_autoptr(PggOperation) third = NULL;

      pgg_operation_step (first, PGG_WAIT_NONE);
      g_usleep (i % 7 * 300);
      pgg_operation_cancel (first);
      pgg_operation_cancel (second);
      third = test_start_int (connection, sql, 3);
      g_assert_cmpint (test_finish_int (connection, third), ==, 3);
    }
  test_assert_usable (connection);
}

/* Each is cancelled as soon as the one before it is, so that all of them are in the grace time. */
static void
test_many (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  PggOperation *operations[N_MANY];

  for (guint i = 0; i < N_MANY; i++)
    operations[i] = test_start_int (connection, "SELECT $1 FROM pg_sleep (60)", (int) i);
  pgg_operation_step (operations[0], PGG_WAIT_NONE);
  for (guint i = 0; i < N_MANY; i++)
    pgg_operation_cancel (operations[i]);
  for (guint i = 0; i < N_MANY; i++)
    {
      g_autoptr(PggOperation) operation = operations[i];

      finish_stopped (connection, operation, STOP_CANCEL);
    }
  test_assert_usable (connection);
}

/* Random ones are cancelled at random times; the others give their own results. */
static void
test_race (void)
{
  guint n_rounds = test_is_slow () ? 400 : 40;
  g_autoptr(PggConnection) connection = test_connect ();

  for (guint round = 0; round < n_rounds; round++)
    {
      TestCall calls[12] = { { 0 } };
      GCancellable *cancellables[12];

      for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
        {
          g_autofree char *sql = g_strdup_printf ("SELECT $1 FROM pg_sleep (%f)",
                                                  g_test_rand_int_range (0, 5) * 0.0004);

          cancellables[i] = g_cancellable_new ();
          test_call_int (connection, sql, (int) i, cancellables[i], &calls[i]);
        }
      for (guint i = 0; i < 5; i++)
        {
          g_usleep ((gulong) g_test_rand_int_range (0, 1500));
          while (g_main_context_iteration (NULL, FALSE))
            continue;
          g_cancellable_cancel (cancellables[g_test_rand_int_range (0, 12)]);
        }
      for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
        {
          g_autoptr(PggResult) result = NULL;
          g_autoptr(GError) error = NULL;

          test_call_wait (&calls[i]);
          result = pgg_connection_execute_finish (connection, calls[i].result, &error);
          if (result != NULL)
            g_assert_cmpint (pgg_result_get_int64 (result, 0, 0, NULL), ==, i);
          else
            g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_true (result != NULL || g_cancellable_is_cancelled (cancellables[i]));
          g_object_unref (cancellables[i]);
        }
      test_calls_clear (calls, G_N_ELEMENTS (calls));
    }
  test_assert_usable (connection);
}

/* What is thrown away now says nothing of whether a transaction is open. */
static void
test_begin_behind (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) wanted = test_start_int (connection, "SELECT $1", 1);
  g_autoptr(PggOperation) cancelled = NULL;
  g_autoptr(PggTransaction) transaction = NULL;
  g_autoptr(GError) error = NULL;

  cancelled = test_start_int (connection, "SELECT $1 FROM pg_sleep (0.05)", 2);
  pgg_operation_step (cancelled, PGG_WAIT_NONE);
  pgg_operation_cancel (cancelled);
  finish_stopped (connection, cancelled, STOP_CANCEL);
  g_assert_cmpint (test_finish_int (connection, wanted), ==, 1);
  transaction = test_begin (connection);
  g_assert_cmpint (test_query_int (connection, "SELECT 3"), ==, 3);
  g_assert_true (pgg_transaction_commit (transaction, NULL, &error));
  g_assert_no_error (error);
  test_assert_usable (connection);
}

static void
assert_lost (PggConnection *connection)
{
  g_autoptr(GError) error = test_execute_error (connection, "SELECT 1");

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_LOST);
}

/* One grace time for all of them: when it is over the connection is given up. */
static void
test_grace (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  PggOperation *operations[N_CALLS];

  pgg_connection_set_cancel_timeout (connection, 100);
  for (guint i = 0; i < N_CALLS; i++)
    operations[i] = test_start_int (connection, "SELECT $1 FROM pg_sleep (60)", (int) i);
  pgg_operation_step (operations[0], PGG_WAIT_NONE);
  test_proxy_command (proxy, "blackhole");
  for (guint i = 0; i < N_CALLS; i++)
    pgg_operation_cancel (operations[i]);
  for (guint i = 0; i < N_CALLS; i++)
    {
      finish_stopped (connection, operations[i], STOP_CANCEL);
      g_object_unref (operations[i]);
    }
  assert_lost (connection);
}

static void
notification_cb (PggConnection   *connection,
                 PggNotification *notification,
                 gboolean        *notified)
{
  *notified = TRUE;
}

/* What nobody waits for is read all the same, and the connection is watched as ever. */
static void
test_idle (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(TestCall) wanted = { 0 };
  g_auto(TestCall) cancelled = { 0 };
  g_autoptr(GError) error = NULL;
  gboolean notified = FALSE;

  g_signal_connect (connection, "notification", G_CALLBACK (notification_cb), &notified);
  test_execute (connection, "LISTEN chan");
  test_call_int (connection, "SELECT $1", 1, NULL, &wanted);
  test_call_int (connection, "SELECT $1 FROM pg_sleep (0.05)", 2, cancellable, &cancelled);
  g_cancellable_cancel (cancellable);
  error = test_call_finish_error (&cancelled);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (test_call_finish_int (&wanted), ==, 1);
  test_execute (other, "NOTIFY chan");
  test_iterate_until (&notified);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_IDLE);
  test_assert_usable (connection);
}

/* The connection goes away with an answer to come that nobody waits for. */
static void
test_drop (void)
{
  PggConnection *connection = test_connect ();
  PggOperation *wanted = test_start_int (connection, "SELECT $1", 1);
  PggOperation *cancelled = test_start_int (connection, "SELECT $1 FROM pg_sleep (1)", 2);

  pgg_operation_step (wanted, PGG_WAIT_NONE);
  pgg_operation_cancel (cancelled);
  g_assert_cmpint (test_finish_int (connection, wanted), ==, 1);
  g_assert_finalize_object (wanted);
  g_assert_finalize_object (cancelled);
  g_assert_finalize_object (connection);
}

/* The server goes away while only such an answer is to come, or just after. */
static void
test_lost (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) wanted = test_start_int (connection, "SELECT $1", 1);
  g_autoptr(PggOperation) cancelled = NULL;
  g_autoptr(GError) error = NULL;

  cancelled = test_start_int (connection, "SELECT $1 FROM pg_sleep (60)", 2);
  pgg_operation_step (wanted, PGG_WAIT_NONE);
  pgg_operation_cancel (cancelled);
  g_assert_cmpint (test_finish_int (connection, wanted), ==, 1);
  test_terminate (pgg_connection_get_backend_pid (connection));
  error = test_execute_error (connection, "SELECT 1");
  g_assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
                 g_error_matches (error, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN));
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_LOST);
  g_assert_true (pgg_connection_open (connection, NULL, NULL));
  test_assert_usable (connection);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (test_is_slow () ? 300 : 55);

  g_test_add_data_func ("/pipelining-cancel/everywhere/cancel", GINT_TO_POINTER (STOP_CANCEL),
                        test_everywhere);
  g_test_add_data_func ("/pipelining-cancel/everywhere/timeout", GINT_TO_POINTER (STOP_TIMEOUT),
                        test_everywhere);
  g_test_add_func ("/pipelining-cancel/head", test_head);
  g_test_add_data_func ("/pipelining-cancel/all/cancel", GINT_TO_POINTER (STOP_CANCEL), test_all);
  g_test_add_data_func ("/pipelining-cancel/all/timeout", GINT_TO_POINTER (STOP_TIMEOUT), test_all);
  g_test_add_func ("/pipelining-cancel/connection", test_connection_cancel);
  g_test_add_func ("/pipelining-cancel/long-runner", test_long_runner);
  g_test_add_func ("/pipelining-cancel/next-is-safe", test_next_is_safe);
  g_test_add_func ("/pipelining-cancel/many", test_many);
  g_test_add_func ("/pipelining-cancel/race", test_race);
  g_test_add_func ("/pipelining-cancel/begin", test_begin_behind);
  g_test_add_func ("/pipelining-cancel/grace", test_grace);
  g_test_add_func ("/pipelining-cancel/idle", test_idle);
  g_test_add_func ("/pipelining-cancel/drop", test_drop);
  g_test_add_func ("/pipelining-cancel/lost", test_lost);

  return g_test_run ();
}
