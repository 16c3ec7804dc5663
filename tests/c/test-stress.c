/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Random calls of every kind, on several connections and threads at once. */

#include "config.h"

#include <pgglib/pgglib.h>

#include <poll.h>

#include "fixture.h"

#define N_CALM 2
#define N_ROUGH 2
#define N_CONNECTIONS (N_CALM + N_ROUGH)
#define N_THREADS 3
#define MAX_PENDING 6
#define MAX_DEPTH 2

typedef struct
{
  PggConnection *connections[N_CONNECTIONS];
  int progress;
  int notified;
  int finished;
  guint n_calls;
} Stress;

typedef struct
{
  Stress *stress;
  GRand *rand;
  GMainContext *context;
  GThread *thread;
  guint pending;
  guint depth;
  guint n_left;
  gboolean inside;
  guint seed;
} Worker;

typedef enum { CALL_QUERY, CALL_MANY, CALL_STREAM, CALL_FETCH, CALL_WAIT, CALL_OTHER } CallKind;

typedef struct
{
  Worker *worker;
  CallKind kind;
  int token;
  gboolean calm;
  gboolean may_stop;
  guint n_calls;
  PggCursor *cursor;
  GCancellable *cancellable;
} Call;

static __thread Worker *this_worker;

static void random_call (Worker *worker);

static gboolean
chance (Worker *worker,
        int     per_cent)
{
  return g_rand_int_range (worker->rand, 0, 100) < per_cent;
}

static gboolean
is_stop (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static gboolean
is_loss (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
         g_error_matches (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST) ||
         g_error_matches (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_FAILED) ||
         g_error_matches (error, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
}

/* Only a call that somebody stops may stop, and only on rough connections the server goes away. */
static void
check_error (const GError *error,
             gboolean      calm,
             gboolean      may_stop)
{
  g_assert_nonnull (error);
  if (is_stop (error) && (may_stop || !calm))
    return;
  if (is_loss (error) && !calm)
    return;
  g_error ("%s connection, call that %s: %s %d: %s", calm ? "calm" : "rough",
           may_stop ? "may stop" : "goes on", g_quark_to_string (error->domain), error->code,
           error->message);
}

static void
check_result (PggResult *result,
              int        token)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (pgg_result_get_n_rows (result), >=, 1);
  g_assert_cmpint (pgg_result_get_int (result, 0, 0, &error), ==, token);
  g_assert_no_error (error);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static gpointer
cancel_thread (gpointer user_data)
{
  g_usleep (g_random_int_range (0, 3000));
  g_cancellable_cancel (user_data);
  g_object_unref (user_data);

  return NULL;
}

static GCancellable *
random_cancellable (Worker *worker)
{
  GCancellable *cancellable;
  g_autoptr(GSource) source = NULL;

  if (chance (worker, 70))
    return NULL;
  cancellable = g_cancellable_new ();
  if (chance (worker, 10))
    g_cancellable_cancel (cancellable);
  else if (chance (worker, 40))
    g_thread_unref (g_thread_new ("cancel", cancel_thread, g_object_ref (cancellable)));
  else
    {
      source = g_timeout_source_new (g_rand_int_range (worker->rand, 0, 4));
      g_source_set_callback (source, cancel_cb, g_object_ref (cancellable), g_object_unref);
      g_source_attach (source, worker->context);
    }

  return cancellable;
}

static char *
random_sql (Worker     *worker,
            int         token,
            PggParams **params)
{
  *params = NULL;
  switch (g_rand_int_range (worker->rand, 0, 7))
    {
    case 0:
      *params = pgg_params_new ();
      pgg_params_append_int (*params, token, NULL);
      return g_strdup ("SELECT $1, repeat ('x', 100)");
    case 1:
      return g_strdup_printf ("SELECT %d, pg_sleep (0.00%d)", token, token % 10);
    case 2:
      return g_strdup_printf ("SELECT %d FROM generate_series (1, 5000)", token);
    case 3:
      return g_strdup_printf ("SELECT %d; SELECT 1 FROM pg_sleep (0.001); SELECT 2", token);
    case 4:
      return g_strdup_printf ("SELECT %d, pg_notify ('stress', '%d')::text", token, token);
    case 5:
      *params = pgg_params_new ();
      pgg_params_append_int (*params, token, NULL);
      return g_strdup ("SELECT $1, repeat ('y', 300000)");
    default:
      return g_strdup_printf ("SELECT %d", token);
    }
}

static void
check_row (PggRow   *row,
           GError   *error,
           Call     *call)
{
  if (row != NULL)
    g_assert_cmpint (pgg_row_get_int (row, 0, NULL), ==, call->token);
  else
    check_error (error, call->calm, TRUE);
}

static void
call_finish (Call         *call,
             GObject      *source,
             GAsyncResult *asynchronous)
{
  g_autoptr(GError) error = NULL;

  if (call->kind == CALL_QUERY)
    {
      g_autoptr(PggResult) result =
        pgg_connection_execute_finish (PGG_CONNECTION (source), asynchronous, &error);

      if (result != NULL)
        check_result (result, call->token);
    }
  else if (call->kind == CALL_MANY)
    {
      gint64 n = pgg_connection_execute_many_finish (PGG_CONNECTION (source), asynchronous, &error);

      if (n >= 0)
        g_assert_cmpint (n, ==, call->token);
    }
  else if (call->kind == CALL_STREAM)
    pgg_cursor_stream_finish (PGG_CURSOR (source), asynchronous, &error);
  else if (call->kind == CALL_WAIT)
    {
      g_autoptr(PggNotification) notification =
        pgg_connection_wait_notification_finish (PGG_CONNECTION (source), asynchronous, &error);

      if (notification != NULL)
        g_assert_cmpstr (pgg_notification_get_channel (notification), ==, "stress");
    }
  else if (call->kind == CALL_OTHER)
    pgg_operation_run_finish (PGG_OPERATION (asynchronous), asynchronous, &error);
  if (error != NULL)
    check_error (error, call->calm, call->may_stop);
}

static void
call_free (Call *call)
{
  g_clear_object (&call->cursor);
  g_clear_object (&call->cancellable);
  g_free (call);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *asynchronous,
            gpointer      user_data)
{
  Call *call = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(PggRow) row = pgg_cursor_fetch_one_finish (PGG_CURSOR (source), asynchronous, &error);

  g_assert_true (call->worker == this_worker && !this_worker->inside);
  check_row (row, error, call);
  call->worker->pending--;
  g_atomic_int_inc (&call->worker->stress->progress);
  call_free (call);
}

static void
call_cb (GObject      *source,
         GAsyncResult *asynchronous,
         gpointer      user_data)
{
  Call *call = user_data;
  Worker *worker = call->worker;

  g_assert_true (worker == this_worker);
  g_assert_false (worker->inside);
  g_assert_cmpuint (++call->n_calls, ==, 1);
  worker->pending--;
  g_atomic_int_inc (&worker->stress->progress);
  call_finish (call, source, asynchronous);
  if (worker->depth < MAX_DEPTH && chance (worker, 30))
    random_call (worker);
  call_free (call);
}

static Call *
call_new (Worker  *worker,
          CallKind kind,
          guint    index)
{
  Call *call = g_new0 (Call, 1);

  call->worker = worker;
  call->kind = kind;
  call->calm = index < N_CALM;
  call->token = g_rand_int_range (worker->rand, 1, 1000);
  call->cancellable = random_cancellable (worker);
  call->may_stop = call->cancellable != NULL || kind == CALL_WAIT;

  return call;
}

static void
query (Worker *worker,
       guint   index)
{
  PggConnection *connection = worker->stress->connections[index];
  Call *call = call_new (worker, CALL_QUERY, index);
  g_autoptr(PggParams) params = NULL;
  g_autofree char *sql = random_sql (worker, call->token, &params);
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;

  if (chance (worker, 60))
    {
      worker->pending++;
      worker->inside = TRUE;
      pgg_connection_execute_async (connection, sql, params, g_rand_int_range (worker->rand, -1, 2),
                                    call->cancellable, call_cb, call);
      worker->inside = FALSE;
      return;
    }
  result = pgg_connection_execute (connection, sql, params, call->cancellable, &error);
  if (result != NULL)
    check_result (result, call->token);
  else
    check_error (error, call->calm, call->may_stop);
  call_free (call);
}

/* Several that may travel together, each of which may be cancelled. */
static void
burst (Worker *worker,
       guint   index)
{
  PggConnection *connection = worker->stress->connections[index];

  for (int n = g_rand_int_range (worker->rand, 2, 9); n > 0; n--)
    {
      Call *call = call_new (worker, CALL_QUERY, index);
      g_autofree char *sql = g_strdup_printf ("SELECT $1 FROM pg_sleep (%f)",
                                              g_rand_int_range (worker->rand, 0, 4) * 0.0005);
      g_autoptr(PggParams) params = pgg_params_new ();

      pgg_params_append_int (params, call->token, NULL);
      worker->pending++;
      worker->inside = TRUE;
      pgg_connection_execute_async (connection, sql, params, g_rand_int_range (worker->rand, -1, 2),
                                    call->cancellable, call_cb, call);
      worker->inside = FALSE;
    }
}

static void
many (Worker *worker,
      guint   index)
{
  PggConnection *connection = worker->stress->connections[index];
  Call *call = call_new (worker, CALL_MANY, index);
  g_autoptr(GPtrArray) sets = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_params_unref);
  g_autofree char *sql = g_strdup_printf ("INSERT INTO stress VALUES (%u, $1)", index);
  g_autoptr(GError) error = NULL;
  gint64 n;

  for (int i = 0; i < call->token; i++)
    {
      PggParams *params = pgg_params_new ();

      pgg_params_append_int (params, i, NULL);
      g_ptr_array_add (sets, params);
    }
  if (chance (worker, 60))
    {
      worker->pending++;
      worker->inside = TRUE;
      pgg_connection_execute_many_async (connection, sql, (PggParams **) sets->pdata, sets->len,
                                         G_PRIORITY_DEFAULT, call->cancellable, call_cb, call);
      worker->inside = FALSE;
      return;
    }
  n = pgg_connection_execute_many (connection, sql, (PggParams **) sets->pdata, sets->len,
                                   call->cancellable, &error);
  if (n >= 0)
    g_assert_cmpint (n, ==, call->token);
  else
    check_error (error, call->calm, call->may_stop);
  call_free (call);
}

static void
fetch_async (Call *call)
{
  Call *next = g_new0 (Call, 1);

  *next = *call;
  next->kind = CALL_FETCH;
  next->cursor = g_object_ref (call->cursor);
  next->cancellable = call->cancellable != NULL ? g_object_ref (call->cancellable) : NULL;
  call->worker->pending++;
  call->worker->inside = TRUE;
  pgg_cursor_fetch_one_async (call->cursor, G_PRIORITY_DEFAULT, next->cancellable, fetched_cb,
                              next);
  call->worker->inside = FALSE;
}

static void
fetch_some (Call *call,
            int   n)
{
  for (int i = 0; i < n; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PggRow) row = pgg_cursor_fetch_one (call->cursor, call->cancellable, &error);

      check_row (row, error, call);
      if (row == NULL)
        return;
    }
}

static void
stream (Worker *worker,
        guint   index)
{
  Call *call = call_new (worker, CALL_STREAM, index);
  g_autofree char *sql = g_strdup_printf ("SELECT %d FROM generate_series (1, 3000)", call->token);
  g_autoptr(GError) error = NULL;

  call->cursor = pgg_connection_create_cursor (worker->stress->connections[index]);
  if (!pgg_cursor_stream (call->cursor, sql, NULL, call->cancellable, &error))
    check_error (error, call->calm, call->may_stop);
  else if (chance (worker, 50))
    fetch_some (call, g_rand_int_range (worker->rand, 0, 100));
  else
    {
      int n = g_rand_int_range (worker->rand, 0, 4);

      for (int i = 0; i < n; i++)
        fetch_async (call);
    }
  call_free (call);
}

static void
wake_cb (PggOperation *operation,
         gpointer      user_data)
{
  g_atomic_int_set ((int *) user_data, 1);
}

/* Waits in a way of its own: with poll() and by looking again every now and then. */
static void
step_to_the_end (PggOperation *operation)
{
  int *woken = g_new0 (int, 1);
  PggWait want;
  PggWait ready = PGG_WAIT_NONE;

  pgg_operation_set_wake_func (operation, wake_cb, woken, g_free);
  while ((want = pgg_operation_step (operation, ready)) != PGG_WAIT_NONE)
    {
      struct pollfd watch = { .fd = pgg_operation_get_fd (operation) };

      ready = PGG_WAIT_NONE;
      watch.events = (want & PGG_WAIT_READ ? POLLIN : 0) | (want & PGG_WAIT_WRITE ? POLLOUT : 0);
      if (poll (&watch, 1, 2) > 0)
        ready = ((watch.revents & ~POLLOUT) != 0 ? PGG_WAIT_READ : 0) |
                ((watch.revents & ~POLLIN) != 0 ? PGG_WAIT_WRITE : 0);
    }
}

static void
start (Worker *worker,
       guint   index)
{
  PggConnection *connection = worker->stress->connections[index];
  g_autoptr(PggParams) params = NULL;
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;
  int token = g_rand_int_range (worker->rand, 1, 1000);
  g_autofree char *sql = random_sql (worker, token, &params);
  gboolean may_stop = FALSE;

  operation = pgg_connection_execute_start (connection, sql, params);
  if (chance (worker, 20))
    {
      pgg_operation_set_timeout (operation, g_rand_int_range (worker->rand, 1, 5));
      may_stop = TRUE;
    }
  if (chance (worker, 20))
    return;
  if (chance (worker, 30))
    pgg_operation_step (operation, PGG_WAIT_NONE);
  if (chance (worker, 15))
    {
      pgg_operation_cancel (operation);
      may_stop = TRUE;
      if (chance (worker, 30))
        return;
    }
  if (chance (worker, 50))
    step_to_the_end (operation);
  else
    pgg_operation_run (operation, NULL, NULL);
  result = pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &error);
  if (result != NULL)
    check_result (result, token);
  else
    check_error (error, index < N_CALM, may_stop);
}

static void
wait_notification (Worker *worker,
                   guint   index)
{
  Call *call = call_new (worker, CALL_WAIT, index);

  worker->pending++;
  pgg_connection_wait_notification_async (worker->stress->connections[index],
                                          g_rand_int_range (worker->rand, 0, 5),
                                          G_PRIORITY_DEFAULT, call->cancellable, call_cb, call);
}

static void
listen_again (Worker *worker,
              guint   index)
{
  PggConnection *connection = worker->stress->connections[index];
  g_autoptr(GError) error = NULL;

  if (chance (worker, 50))
    pgg_connection_listen (connection, "stress", NULL, &error);
  else
    pgg_connection_unlisten (connection, "stress", NULL, &error);
  if (error != NULL)
    check_error (error, index < N_CALM, FALSE);
}

static void
server_error (Worker *worker,
              guint   index)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;

  result = pgg_connection_execute (worker->stress->connections[index],
                                   "DO $$BEGIN RAISE NOTICE 'x'; PERFORM 1 / 0; END$$", NULL, NULL,
                                   &error);
  g_assert_null (result);
  if (!g_error_matches (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO))
    check_error (error, index < N_CALM, FALSE);
}

static void
terminate (Worker *worker,
           guint   index)
{
  g_autofree char *sql = NULL;
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;
  int pid = pgg_connection_get_backend_pid (worker->stress->connections[index]);

  sql = g_strdup_printf ("SELECT pg_terminate_backend (%d)", pid);
  result = pgg_connection_execute (worker->stress->connections[0], sql, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
rough (Worker *worker)
{
  guint index = g_rand_int_range (worker->rand, N_CALM, N_CONNECTIONS);
  PggConnection *connection = worker->stress->connections[index];
  g_autoptr(GError) error = NULL;
  Call *call;
  g_autoptr(PggOperation) operation = NULL;

  switch (g_rand_int_range (worker->rand, 0, 6))
    {
    case 0:
      pgg_connection_close (connection, NULL, &error);
      g_assert_no_error (error);
      break;
    case 1:
      pgg_connection_cancel (connection, NULL, NULL);
      break;
    case 2:
      if (!pgg_connection_reset (connection, NULL, &error))
        check_error (error, FALSE, FALSE);
      break;
    case 3:
      terminate (worker, index);
      break;
    case 4:
      call = call_new (worker, CALL_OTHER, index);
      operation = chance (worker, 50) ? pgg_connection_cancel_start (connection) :
                                        pgg_connection_close_start (connection);
      worker->pending++;
      pgg_operation_run_async (operation, G_PRIORITY_DEFAULT, call->cancellable, call_cb, call);
      break;
    default:
      break;
    }
  g_clear_error (&error);
  if (!pgg_connection_open (connection, NULL, &error))
    check_error (error, FALSE, FALSE);
}

/* A connection of the thread's own, which is released while something is under way. */
static void
own (Worker *worker)
{
  g_autoptr(PggConnection) connection = NULL;
  g_autoptr(GError) error = NULL;
  Call *call;

  connection = pgg_connect (test_conninfo (), NULL, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *sql = NULL;

      call = call_new (worker, CALL_QUERY, 0);
      sql = g_strdup_printf ("SELECT %d", call->token);
      worker->pending++;
      pgg_connection_execute_async (connection, sql, NULL, G_PRIORITY_DEFAULT, call->cancellable,
                                    call_cb, call);
    }
}

static void
random_call (Worker *worker)
{
  guint index = g_rand_int_range (worker->rand, 0, N_CONNECTIONS);
  int kind = g_rand_int_range (worker->rand, 0, 100);

  worker->depth++;
  if (kind < 25)
    query (worker, index);
  else if (kind < 40)
    burst (worker, index);
  else if (kind < 48)
    many (worker, index);
  else if (kind < 62)
    stream (worker, index);
  else if (kind < 80)
    start (worker, index);
  else if (kind < 84)
    wait_notification (worker, index);
  else if (kind < 88)
    listen_again (worker, index);
  else if (kind < 91)
    server_error (worker, index);
  else if (kind < 93)
    own (worker);
  else
    rough (worker);
  worker->depth--;
  g_atomic_int_inc (&worker->stress->progress);
}

static void
notification_cb (PggConnection   *connection,
                 PggNotification *notification,
                 gpointer         user_data)
{
  Worker *worker = user_data;

  g_assert_true (this_worker == worker);
  g_assert_cmpstr (pgg_notification_get_channel (notification), ==, "stress");
  g_atomic_int_inc (&worker->stress->notified);
  if (worker->depth < MAX_DEPTH && chance (worker, 10))
    random_call (worker);
}

static void
notice_cb (PggConnection  *connection,
           PggDiagnostics *diagnostics,
           gpointer        user_data)
{
  Worker *worker = user_data;

  g_assert_true (this_worker == worker);
  if (worker->depth < MAX_DEPTH && chance (worker, 30))
    random_call (worker);
}

static void
worker_run (Worker *worker)
{
  while (worker->n_left-- > 0)
    {
      random_call (worker);
      while (g_main_context_iteration (worker->context, worker->pending > MAX_PENDING))
        ;
    }
  while (worker->pending > 0)
    g_main_context_iteration (worker->context, TRUE);
}

static gpointer
worker_thread (gpointer user_data)
{
  Worker *worker = user_data;

  this_worker = worker;
  worker->context = g_main_context_new ();
  g_main_context_push_thread_default (worker->context);
  worker_run (worker);
  while (g_main_context_iteration (worker->context, FALSE))
    ;
  g_main_context_pop_thread_default (worker->context);
  g_clear_pointer (&worker->context, g_main_context_unref);
  g_atomic_int_inc (&worker->stress->finished);
  g_main_context_wakeup (NULL);

  return NULL;
}

static gpointer
watchdog_thread (gpointer user_data)
{
  Stress *stress = user_data;
  int last = -1;

  for (guint quiet = 0; g_atomic_int_get (&stress->finished) <= N_THREADS; g_usleep (100000))
    {
      int now = g_atomic_int_get (&stress->progress);

      quiet = now == last ? quiet + 1 : 0;
      last = now;
      if (quiet > 600)
        g_error ("nothing has happened for a minute");
    }

  return NULL;
}

static void
prepare (PggConnection *connection)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;

  result = pgg_connection_execute (connection,
                                   "DROP TABLE IF EXISTS stress;"
                                   "CREATE UNLOGGED TABLE stress (connection int, token int)",
                                   NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
worker_init (Worker *worker,
             Stress *stress,
             guint   seed)
{
  worker->stress = stress;
  worker->seed = seed;
  worker->rand = g_rand_new_with_seed (seed);
  worker->n_left = stress->n_calls;
}

static void
connections_open (Stress *stress,
                  Worker *worker)
{
  for (guint i = 0; i < N_CONNECTIONS; i++)
    {
      g_autoptr(GError) error = NULL;

      stress->connections[i] = pgg_connection_new (test_conninfo ());
      g_signal_connect (stress->connections[i], "notification", G_CALLBACK (notification_cb),
                        worker);
      g_signal_connect (stress->connections[i], "notice", G_CALLBACK (notice_cb), worker);
      pgg_connection_open (stress->connections[i], NULL, &error);
      g_assert_no_error (error);
    }
  prepare (stress->connections[0]);
}

static void
test_stress (void)
{
  const char *n_calls = g_getenv ("PGG_TEST_STRESS");
  Stress stress = { .n_calls = n_calls != NULL ? atoi (n_calls) : 200 };
  Worker workers[N_THREADS + 1] = { { 0 } };
  GThread *watchdog;

  for (guint i = 0; i <= N_THREADS; i++)
    worker_init (&workers[i], &stress, g_test_rand_int ());
  this_worker = &workers[N_THREADS];
  this_worker->context = g_main_context_ref (g_main_context_default ());
  this_worker->depth = MAX_DEPTH - 1;
  connections_open (&stress, this_worker);
  watchdog = g_thread_new ("watchdog", watchdog_thread, &stress);
  for (guint i = 0; i < N_THREADS; i++)
    workers[i].thread = g_thread_new ("worker", worker_thread, &workers[i]);
  worker_run (this_worker);
  while (g_atomic_int_get (&stress.finished) < N_THREADS || this_worker->pending > 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (workers[i].thread);
  for (guint i = 0; i < N_CONNECTIONS; i++)
    pgg_connection_close (stress.connections[i], NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  for (guint i = 0; i < N_CONNECTIONS; i++)
    g_assert_finalize_object (stress.connections[i]);
  g_atomic_int_inc (&stress.finished);
  g_thread_join (watchdog);
  g_test_message ("%d calls, %d notifications", stress.progress, stress.notified);
  for (guint i = 0; i <= N_THREADS; i++)
    g_rand_free (workers[i].rand);
  g_clear_pointer (&workers[N_THREADS].context, g_main_context_unref);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stress/random", test_stress);

  return g_test_run ();
}
