/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many users of one connection: callbacks, handlers, threads and main contexts at once. */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>

#define RAISE "DO $$BEGIN RAISE NOTICE 'hello'; END$$"

typedef struct
{
  PggResult *result;
  GError    *error;
  guint      n_calls;
} Ended;

static void
ended_cb (PggResult *result,
          GError    *error,
          Ended     *ended)
{
  ended->result = result != NULL ? pgg_result_ref (result) : NULL;
  ended->error = error != NULL ? g_error_copy (error) : NULL;
  ended->n_calls++;
}

static void
execute_then (PggConnection *connection,
              const char    *sql,
              GCancellable  *cancellable,
              Ended         *ended)
{
  *ended = (Ended) { NULL, NULL, 0 };
  pgg_connection_execute_then (connection, sql, NULL, G_PRIORITY_DEFAULT, cancellable,
                               g_cclosure_new (G_CALLBACK (ended_cb), ended, NULL));
  g_assert_cmpuint (ended->n_calls, ==, 0);
  while (ended->n_calls == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (ended->n_calls, ==, 1);
  g_assert_true ((ended->result == NULL) != (ended->error == NULL));
}

/* The function is given the result itself, once, and never at once. */
static void
test_then (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();
  Ended ended;

  execute_then (connection, "SELECT 7", NULL, &ended);
  g_assert_cmpint (pgg_result_get_int (ended.result, 0, 0, NULL), ==, 7);
  pgg_result_unref (ended.result);

  execute_then (connection, "SELECT 1/0", NULL, &ended);
  g_assert_error (ended.error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  g_error_free (ended.error);

  g_cancellable_cancel (cancelled);
  execute_then (connection, "SELECT 8", cancelled, &ended);
  g_assert_error (ended.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_error_free (ended.error);
  test_assert_usable (connection);
}

static void
execute_async (PggConnection *connection,
               const char    *sql,
               int            priority,
               TestCall      *call)
{
  pgg_connection_execute_async (connection, sql, NULL, priority, NULL, test_call_cb, call);
}

static void
test_async_completes_later (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();
  g_auto(TestCall) call = { 0 };
  g_auto(TestCall) dead = { 0 };
  g_autoptr(GError) error = NULL;

  execute_async (connection, "SELECT 7", G_PRIORITY_DEFAULT, &call);
  g_assert_cmpuint (call.n_calls, ==, 0);
  g_cancellable_cancel (cancelled);
  pgg_connection_execute_async (connection, "SELECT 8", NULL, G_PRIORITY_DEFAULT, cancelled,
                                test_call_cb, &dead);
  g_assert_cmpuint (dead.n_calls, ==, 0);

  g_assert_cmpint (test_call_finish_int (&call), ==, 7);
  g_assert_true (call.thread == g_thread_self ());
  g_assert_true (call.source == G_OBJECT (connection));
  error = test_call_finish_error (&dead);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_assert_usable (connection);
}

static void
test_async_fails_later (void)
{
  g_autoptr(PggConnection) connection = pgg_connection_new (test_conninfo ());
  g_auto(TestCall) call = { 0 };
  g_autoptr(GError) error = NULL;

  execute_async (connection, "SELECT 1", G_PRIORITY_DEFAULT, &call);
  g_assert_cmpuint (call.n_calls, ==, 0);
  error = test_call_finish_error (&call);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* An operation that nobody steps is stepped by those who wait behind it. */
static void
test_async_behind_unstepped (void)
{
  PggConnection *connection = test_connect ();
  g_autoptr(PggOperation) unstepped = NULL;
  TestCall call = { 0 };

  unstepped = pgg_connection_execute_start (connection, "SELECT 1", NULL);
  pgg_connection_execute_async (connection, "SELECT 42", NULL, G_PRIORITY_LOW, NULL, test_call_cb,
                                &call);
  test_call_wait (&call);
  g_assert_cmpint (test_call_finish_int (&call), ==, 42);
  g_assert_true (pgg_operation_is_done (unstepped));

  test_call_clear (&call);
  g_clear_object (&unstepped);
  g_assert_finalize_object (connection);
}

/* One that is cancelled before its first step leaves that of the next to those who wait. */
static void
test_async_behind_cancelled (void)
{
  PggConnection *connection = test_connect ();
  g_autoptr(PggOperation) first = NULL;
  g_autoptr(PggOperation) second = NULL;
  TestCall call = { 0 };

  first = pgg_connection_execute_start (connection, "SELECT 1", NULL);
  second = pgg_connection_execute_start (connection, "SELECT 42", NULL);
  pgg_operation_cancel (first);
  pgg_operation_run_async (second, G_PRIORITY_LOW, NULL, test_call_cb, &call);
  test_call_wait (&call);
  g_assert_true (pgg_operation_run_finish (second, call.result, NULL));

  test_call_clear (&call);
  g_clear_object (&first);
  g_clear_object (&second);
  g_assert_finalize_object (connection);
}

static void
test_sync_while_async (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  TestCall calls[5] = { { 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %u FROM pg_sleep (0.002)", i);

      execute_async (connection, sql, G_PRIORITY_DEFAULT, &calls[i]);
    }
  g_assert_cmpint (test_query_int (connection, "SELECT 99"), ==, 99);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    g_assert_cmpuint (calls[i].n_calls, ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    g_assert_cmpint (test_call_finish_int (&calls[i]), ==, i);
  for (guint i = 1; i < G_N_ELEMENTS (calls); i++)
    g_assert_cmpuint (calls[i].order, ==, calls[i - 1].order + 1);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
}

typedef struct
{
  PggConnection *connection;
  GMainLoop     *loop;
  TestCall       inner;
  gint64         value;
  guint          n_left;
  int            priority;
  const char    *sql;
} Nest;

static void
start_inner_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  Nest *nest = data;

  execute_async (nest->connection, nest->sql, G_PRIORITY_DEFAULT, &nest->inner);
  g_assert_cmpuint (nest->inner.n_calls, ==, 0);
}

static void
test_async_from_callback (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Nest nest = { .connection = connection, .sql = "SELECT 5" };

  pgg_connection_execute_async (connection, "SELECT 1", NULL, G_PRIORITY_DEFAULT, NULL,
                                start_inner_cb, &nest);
  g_assert_cmpint (test_call_finish_int (&nest.inner), ==, 5);
  test_call_clear (&nest.inner);
}

static void
sync_in_callback_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      data)
{
  Nest *nest = data;

  nest->value = test_query_int (nest->connection, "SELECT 6");
}

static void
test_sync_from_callback (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_auto(TestCall) behind = { 0 };
  Nest nest = { .connection = connection };

  pgg_connection_execute_async (connection, "SELECT 1", NULL, G_PRIORITY_DEFAULT, NULL,
                                sync_in_callback_cb, &nest);
  execute_async (connection, "SELECT 2", G_PRIORITY_DEFAULT, &behind);
  g_assert_cmpint (test_call_finish_int (&behind), ==, 2);
  g_assert_cmpint (nest.value, ==, 6);
}

/* A modal dialog: the callback runs the main loop until another call has ended. */
static void
nested_loop_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  Nest *nest = data;

  execute_async (nest->connection, nest->sql, nest->priority, &nest->inner);
  test_call_wait (&nest->inner);
}

static void
check_nested_loop (const char *sql,
                   int         priority)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_auto(TestCall) behind = { 0 };
  Nest nest = { .connection = connection, .sql = sql, .priority = priority };

  pgg_connection_execute_async (connection, "SELECT 1", NULL, G_PRIORITY_DEFAULT, NULL,
                                nested_loop_cb, &nest);
  execute_async (connection, "SELECT 3", G_PRIORITY_DEFAULT, &behind);
  test_call_wait (&nest.inner);
  g_assert_cmpint (test_call_finish_int (&behind), ==, 3);
  test_call_clear (&nest.inner);
  test_assert_usable (connection);
}

static void
test_nested_loop (void)
{
  check_nested_loop ("SELECT 4", G_PRIORITY_DEFAULT);
  check_nested_loop ("SELECT 4 FROM pg_sleep (0.01)", G_PRIORITY_DEFAULT);
  check_nested_loop ("SELECT 4 FROM pg_sleep (0.01)", G_PRIORITY_HIGH);
}

/* What ends without any I/O must reach the inner loop, too. */
static void
close_and_wait_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  Nest *nest = data;

  g_assert_true (pgg_connection_close (nest->connection, NULL, NULL));
  execute_async (nest->connection, "SELECT 1", G_PRIORITY_DEFAULT, &nest->inner);
  test_call_wait (&nest->inner);
}

static void
test_nested_loop_without_io (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Nest nest = { .connection = connection };
  g_autoptr(GError) error = NULL;

  pgg_connection_execute_async (connection, "SELECT 1", NULL, G_PRIORITY_DEFAULT, NULL,
                                close_and_wait_cb, &nest);
  error = test_call_finish_error (&nest.inner);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  test_call_clear (&nest.inner);
}

static void
timeout_and_wait_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      data)
{
  Nest *nest = data;

  pgg_connection_set_timeout (nest->connection, 30);
  nested_loop_cb (source, result, data);
}

/* Deadlines pass in an inner loop, too. */
static void
test_nested_loop_deadline (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Nest nest = { .connection = connection, .sql = "SELECT pg_sleep (60)" };
  g_autoptr(GError) error = NULL;

  pgg_connection_execute_async (connection, "SELECT 1", NULL, G_PRIORITY_DEFAULT, NULL,
                                timeout_and_wait_cb, &nest);
  error = test_call_finish_error (&nest.inner);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  test_call_clear (&nest.inner);
  pgg_connection_set_timeout (connection, 0);
  test_assert_usable (connection);
}

/* Calls begun from within calls, each waiting for its inner one in a loop of its own. */
static void
deep_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Nest *nest = data;
  gboolean ended = FALSE;

  if (nest->n_left-- > 0)
    {
      guint before = nest->n_left;

      pgg_connection_execute_async (nest->connection, "SELECT 1", NULL, G_PRIORITY_DEFAULT, NULL,
                                    deep_cb, nest);
      while (nest->n_left >= before && nest->n_left != G_MAXUINT)
        g_main_context_iteration (NULL, TRUE);
    }
  g_assert_false (ended);
}

static void
test_nested_deep (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Nest nest = { .connection = connection, .n_left = 20 };

  pgg_connection_execute_async (connection, "SELECT 1", NULL, G_PRIORITY_DEFAULT, NULL,
                                deep_cb, &nest);
  while (nest.n_left != G_MAXUINT)
    g_main_context_iteration (NULL, TRUE);
  test_assert_usable (connection);
}

static void
sync_on_notice_cb (PggConnection  *connection,
                   PggDiagnostics *notice,
                   gpointer        data)
{
  Nest *nest = data;

  nest->value += test_query_int (connection, "SELECT 10");
}

static void
test_sync_from_notice (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_auto(TestCall) call = { 0 };
  Nest nest = { 0 };

  g_signal_connect (connection, "notice", G_CALLBACK (sync_on_notice_cb), &nest);
  test_execute (connection, RAISE);
  g_assert_cmpint (nest.value, ==, 10);
  execute_async (connection, RAISE, G_PRIORITY_DEFAULT, &call);
  test_call_wait (&call);
  g_assert_cmpint (nest.value, ==, 20);
  test_assert_usable (connection);
}

static void
async_on_notice_cb (PggConnection  *connection,
                    PggDiagnostics *notice,
                    gpointer        data)
{
  Nest *nest = data;

  execute_async (connection, nest->sql, nest->priority, &nest->inner);
}

/* At another priority the call has another watch, made while the old one is dispatched. */
static void
check_async_from_notice (int priority)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_auto(TestCall) call = { 0 };
  Nest nest = { .sql = "SELECT 11 FROM pg_sleep (0.02)", .priority = priority };

  g_signal_connect (connection, "notice", G_CALLBACK (async_on_notice_cb), &nest);
  execute_async (connection, "DO $$BEGIN PERFORM pg_sleep (0.02); RAISE NOTICE 'hello'; END$$",
                 priority, &call);
  test_call_wait (&call);
  g_assert_cmpint (test_call_finish_int (&nest.inner), ==, 11);
  test_call_clear (&nest.inner);
  test_assert_usable (connection);
}

static void
test_async_from_notice (void)
{
  check_async_from_notice (G_PRIORITY_DEFAULT);
  check_async_from_notice (G_PRIORITY_HIGH);
  check_async_from_notice (G_PRIORITY_LOW);
}

static void
sync_on_notification_cb (PggConnection   *connection,
                         PggNotification *notification,
                         gpointer         data)
{
  Nest *nest = data;

  nest->value += test_query_int (connection, "SELECT 100");
}

static void
test_sync_from_notification (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Nest nest = { 0 };

  g_assert_true (pgg_connection_listen (connection, "chan", NULL, NULL));
  g_signal_connect (connection, "notification::chan", G_CALLBACK (sync_on_notification_cb),
                    &nest);
  test_execute (connection, "NOTIFY chan, 'one'; NOTIFY chan, 'two'");
  while (nest.value < 200)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (nest.value, ==, 200);
  test_assert_usable (connection);
}

static void
close_on_notice_cb (PggConnection  *connection,
                    PggDiagnostics *notice,
                    gpointer        data)
{
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
}

static void
test_close_from_notice (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_auto(TestCall) call = { 0 };
  g_auto(TestCall) behind = { 0 };
  g_autoptr(GError) error = NULL;

  g_signal_connect (connection, "notice", G_CALLBACK (close_on_notice_cb), NULL);
  execute_async (connection, "DO $$BEGIN RAISE NOTICE 'x'; PERFORM pg_sleep (0.05); END$$",
                 G_PRIORITY_DEFAULT, &call);
  execute_async (connection, "SELECT 1", G_PRIORITY_DEFAULT, &behind);
  test_call_wait (&call);
  error = test_call_finish_error (&behind);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_CLOSED);
}

#define N_THREADS 8
#define N_STATEMENTS 200

static gpointer
statements_thread (gpointer data)
{
  PggConnection *connection = data;

  for (guint i = 0; i < N_STATEMENTS; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %u", i);

      g_assert_cmpint (test_query_int (connection, sql), ==, i);
    }

  return NULL;
}

static gpointer
async_thread (gpointer data)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  PggConnection *connection = data;

  g_main_context_push_thread_default (context);
  for (guint i = 0; i < N_STATEMENTS; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %u", i);
      g_auto(TestCall) call = { 0 };

      execute_async (connection, sql, G_PRIORITY_DEFAULT, &call);
      g_assert_cmpint (test_call_finish_int (&call), ==, i);
      g_assert_true (call.thread == g_thread_self ());
      g_assert_true (call.context == context);
    }
  g_main_context_pop_thread_default (context);

  return NULL;
}

static void
check_threads (GThreadFunc func,
               GThreadFunc other_func,
               gboolean    loop)
{
  g_autoptr(PggConnection) connection = test_connect ();
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("user", i % 2 == 0 ? func : other_func, connection);
  if (loop)
    {
      async_thread (connection);
      statements_thread (connection);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  test_assert_usable (connection);
}

static void
test_threads_sync (void)
{
  check_threads (statements_thread, statements_thread, FALSE);
}

static void
test_threads_async (void)
{
  check_threads (async_thread, async_thread, FALSE);
}

static void
test_threads_mixed (void)
{
  check_threads (statements_thread, async_thread, TRUE);
}

/* Threads that open, use, cancel and close one connection as they like. */
static gpointer
chaos_thread (gpointer data)
{
  PggConnection *connection = data;

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PggResult) result = NULL;

      switch (g_random_int_range (0, 5))
        {
        case 0:
          pgg_connection_close (connection, NULL, &error);
          break;
        case 1:
          pgg_connection_open (connection, NULL, &error);
          break;
        case 2:
          pgg_connection_cancel (connection, NULL, &error);
          break;
        default:
          result = pgg_connection_execute (connection, "SELECT pg_sleep (0.001)", NULL, NULL,
                                           &error);
          g_assert_true (result != NULL || error->domain == G_IO_ERROR);
        }
    }

  return NULL;
}

static void
test_threads_chaos (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  GThread *threads[4];
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("chaos", chaos_thread, connection);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_true (pgg_connection_open (connection, NULL, &error));
  g_assert_no_error (error);
  test_assert_usable (connection);
}

typedef struct
{
  PggConnection *connection;
  GThread       *thread;
  guint          n_notices;
  gboolean       elsewhere;
} Emission;

static void
note_thread_cb (PggConnection  *connection,
                PggDiagnostics *notice,
                gpointer        data)
{
  Emission *emission = data;

  emission->n_notices++;
  if (emission->thread != g_thread_self ())
    emission->elsewhere = TRUE;
}

static gpointer
raise_thread (gpointer data)
{
  Emission *emission = data;

  for (guint i = 0; i < 10; i++)
    test_execute (emission->connection, RAISE);

  return NULL;
}

/* Signals of a connection are emitted on the thread that made it, never on one that uses it. */
static void
test_signals_stay_home (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Emission emission = { .connection = connection, .thread = g_thread_self () };
  GThread *thread;

  g_signal_connect (connection, "notice", G_CALLBACK (note_thread_cb), &emission);
  thread = g_thread_new ("raise", raise_thread, &emission);
  g_thread_join (thread);
  g_assert_false (emission.elsewhere);
  while (emission.n_notices < 10)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (emission.n_notices, ==, 10);
  g_assert_false (emission.elsewhere);
}

/* Without a main loop the maker's own calls bring what arrived in those of other threads. */
static void
test_signals_without_loop (void)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(PggConnection) connection = NULL;
  Emission emission = { .thread = g_thread_self () };
  GThread *thread;

  g_main_context_push_thread_default (context);
  connection = test_connect ();
  emission.connection = connection;
  g_signal_connect (connection, "notice", G_CALLBACK (note_thread_cb), &emission);
  thread = g_thread_new ("raise", raise_thread, &emission);
  g_thread_join (thread);
  g_assert_false (emission.elsewhere);
  test_execute (connection, "SELECT 1");
  g_assert_cmpuint (emission.n_notices, ==, 10);
  g_main_context_pop_thread_default (context);
}

static gpointer
sleep_thread (gpointer data)
{
  GError *error = NULL;
  g_autoptr(PggResult) result = pgg_connection_execute (data, "SELECT pg_sleep (60)", NULL, NULL,
                                                        &error);

  g_assert_null (result);

  return error;
}

/* Closing wakes whoever waits, on whichever thread and in whichever way. */
static void
test_close_wakes_thread (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) async_error = NULL;
  g_auto(TestCall) call = { 0 };
  int pid = pgg_connection_get_backend_pid (connection);
  GThread *thread = g_thread_new ("sleep", sleep_thread, connection);

  test_wait_active (pid);
  execute_async (connection, "SELECT 1", G_PRIORITY_DEFAULT, &call);
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  error = g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  async_error = test_call_finish_error (&call);
  g_assert_error (async_error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* Many contexts, one connection each, all at once; nothing is left behind. */
static gpointer
own_connection_thread (gpointer data)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_auto(TestCall) opened = { 0 };
  g_autoptr(PggConnection) connection = NULL;

  g_main_context_push_thread_default (context);
  pgg_connect_async (test_conninfo (), G_PRIORITY_DEFAULT, NULL, test_call_cb, &opened);
  test_call_wait (&opened);
  connection = pgg_connect_finish (opened.result, NULL);
  g_assert_nonnull (connection);
  for (guint i = 0; i < 50; i++)
    {
      g_auto(TestCall) call = { 0 };

      execute_async (connection, "SELECT 13", G_PRIORITY_DEFAULT, &call);
      g_assert_cmpint (test_call_finish_int (&call), ==, 13);
    }
  g_main_context_pop_thread_default (context);

  return NULL;
}

static void
test_contexts (void)
{
  GThread *threads[N_THREADS];
  guint n_fds;

  own_connection_thread (NULL);
  n_fds = test_count_fds ();
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("context", own_connection_thread, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (test_count_fds (), ==, n_fds);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (50);

  g_test_add_func ("/concurrency/then", test_then);
  g_test_add_func ("/concurrency/async-completes-later", test_async_completes_later);
  g_test_add_func ("/concurrency/async-fails-later", test_async_fails_later);
  g_test_add_func ("/concurrency/async-behind-unstepped", test_async_behind_unstepped);
  g_test_add_func ("/concurrency/async-behind-cancelled", test_async_behind_cancelled);
  g_test_add_func ("/concurrency/sync-while-async", test_sync_while_async);
  g_test_add_func ("/concurrency/callback/async", test_async_from_callback);
  g_test_add_func ("/concurrency/callback/sync", test_sync_from_callback);
  g_test_add_func ("/concurrency/nested-loop", test_nested_loop);
  g_test_add_func ("/concurrency/nested-loop/without-io", test_nested_loop_without_io);
  g_test_add_func ("/concurrency/nested-loop/deadline", test_nested_loop_deadline);
  g_test_add_func ("/concurrency/nested-loop/deep", test_nested_deep);
  g_test_add_func ("/concurrency/notice/sync", test_sync_from_notice);
  g_test_add_func ("/concurrency/notice/async", test_async_from_notice);
  g_test_add_func ("/concurrency/notice/close", test_close_from_notice);
  g_test_add_func ("/concurrency/notification/sync", test_sync_from_notification);
  g_test_add_func ("/concurrency/threads/sync", test_threads_sync);
  g_test_add_func ("/concurrency/threads/async", test_threads_async);
  g_test_add_func ("/concurrency/threads/mixed", test_threads_mixed);
  g_test_add_func ("/concurrency/threads/chaos", test_threads_chaos);
  g_test_add_func ("/concurrency/signals/thread", test_signals_stay_home);
  g_test_add_func ("/concurrency/signals/without-loop", test_signals_without_loop);
  g_test_add_func ("/concurrency/close-wakes-thread", test_close_wakes_thread);
  g_test_add_func ("/concurrency/contexts", test_contexts);

  return g_test_run ();
}
