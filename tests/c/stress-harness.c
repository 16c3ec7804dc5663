/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How the random calls of test-stress are made, waited for, disturbed, and checked. */

#include "config.h"

#include "stress-harness.h"

#include <poll.h>

__thread StressWorker *stress_this_worker;

gboolean
stress_chance (StressWorker *worker,
               int           per_cent)
{
  return stress_number (worker, 0, 100) < per_cent;
}

int
stress_number (StressWorker *worker,
               int           begin,
               int           end)
{
  return g_rand_int_range (worker->rand, begin, end);
}

/* No two calls have the same one, so that no answer can be taken for another. */
gint64
stress_token (StressWorker *worker)
{
  return ++worker->last_token * (STRESS_N_THREADS + 1) + worker->index;
}

void
stress_do_one (StressWorker *worker,
               StressKind   *kinds)
{
  StressKind *kind = kinds;
  int sum = 0;
  int chosen;

  for (guint i = 0; kinds[i].name != NULL; i++)
    sum += kinds[i].weight;
  chosen = stress_number (worker, 0, sum);
  while (chosen >= kind->weight)
    chosen -= kind++->weight;

  worker->kind = kind->name;
  g_atomic_int_inc (&kind->n_calls);
  worker->depth++;
  kind->func (worker);
  worker->depth--;
  g_atomic_int_inc (&worker->stress->n_progress);
}

/* What may be done anywhere: also in callbacks, and in handlers of signals. */
void
stress_do_any (StressWorker *worker)
{
  if (worker->depth < STRESS_MAX_DEPTH)
    stress_do_one (worker, stress_chance (worker, 92) ? stress_shared_kinds : stress_rough_kinds);
}

void
stress_iterate (StressWorker *worker,
                gboolean      may_block)
{
  g_main_context_iteration (worker->context, may_block);
}

/* Nobody waits for the answer to a commit longer than he wanted to. */
gboolean
stress_is_stop (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
         g_error_matches (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_IN_DOUBT);
}

gboolean
stress_is_loss (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
         g_error_matches (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST) ||
         g_error_matches (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_FAILED) ||
         g_error_matches (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_IN_DOUBT) ||
         g_error_matches (error, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
}

static gboolean
is_expected (StressCall   *call,
             const GError *error)
{
  if (call->state != 0)
    return g_error_matches (error, PGG_SERVER_ERROR, (int) call->state);

  return call->code != 0 && g_error_matches (error, PGG_CLIENT_ERROR, (int) call->code);
}

static gboolean
is_calm (StressCall *call)
{
  if (call->is_own && g_atomic_int_get (&call->worker->is_terminated))
    return FALSE;

  return call->is_calm;
}

/* Only a call that somebody stops may stop, and only on rough connections the server goes away. */
void
stress_check_error (StressCall   *call,
                    const GError *error)
{
  if (error == NULL)
    {
      g_assert_true (call->may_succeed || (call->state == 0 && call->code == 0));
      return;
    }
  if (is_expected (call, error))
    return;
  if (stress_is_stop (error) && (call->may_stop || !is_calm (call)))
    return;
  if (stress_is_loss (error) && !is_calm (call))
    return;
  if (g_error_matches (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_PIPELINE_ABORTED) &&
      (call->may_abort || !is_calm (call)))
    return;

  g_error ("%s: %s connection, call that %s: %s %d: %s", call->kind,
           is_calm (call) ? "calm" : "rough", call->may_stop ? "may stop" : "goes on",
           g_quark_to_string (error->domain), error->code, error->message);
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
  g_autoptr(GCancellable) cancellable = user_data;

  g_usleep ((gulong) g_random_int_range (0, 3000));
  g_cancellable_cancel (cancellable);

  return NULL;
}

/* Cancelled before, during or after the call; by this thread or by another one. */
static GCancellable *
random_cancellable (StressWorker *worker)
{
  GCancellable *cancellable;
  g_autoptr(GSource) source = NULL;

  if (stress_chance (worker, 75))
    return NULL;

  cancellable = g_cancellable_new ();
  if (stress_chance (worker, 10))
    g_cancellable_cancel (cancellable);
  else if (stress_chance (worker, 40))
    g_thread_unref (g_thread_new ("cancel", cancel_thread, g_object_ref (cancellable)));
  else
    {
      source = g_timeout_source_new ((guint) stress_number (worker, 0, 4));
      g_source_set_callback (source, cancel_cb, g_object_ref (cancellable), g_object_unref);
      g_source_attach (source, worker->context);
    }

  return cancellable;
}

StressCall *
stress_call_new (StressWorker *worker,
                 GObject      *source,
                 gboolean      is_calm,
                 StressCheck   check)
{
  StressCall *call = g_new0 (StressCall, 1);

  call->worker = worker;
  call->kind = worker->kind;
  call->source = g_object_ref (source);
  call->is_calm = is_calm;
  call->check = check;
  call->token = stress_token (worker);
  call->cancellable = random_cancellable (worker);
  call->may_stop = call->cancellable != NULL;

  return call;
}

void
stress_call_free (StressCall *call)
{
  g_clear_object (&call->source);
  g_clear_object (&call->cancellable);
  g_free (call);
}

void
stress_call_finish (StressCall   *call,
                    GAsyncResult *result)
{
  g_autoptr(GError) error = NULL;

  call->check (call, call->source, result, &error);
  stress_check_error (call, error);
  if (call->is_done != NULL)
    *call->is_done = TRUE;
  if (call->is_good != NULL)
    *call->is_good = error == NULL;
}

/* Of an operation whose result does not matter. */
void
stress_done_check (StressCall    *call,
                   GObject       *source,
                   GAsyncResult  *asynchronous,
                   GError       **error)
{
  pgg_operation_run_finish (PGG_OPERATION (asynchronous), asynchronous, error);
}

/* Around each call that will call back, which must not happen before it returns. */
void
stress_call_begin (StressCall *call)
{
  call->worker->n_pending++;
  call->worker->is_inside = TRUE;
}

void
stress_call_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  StressCall *call = user_data;
  StressWorker *worker = call->worker;

  g_assert_true (worker == stress_this_worker);
  g_assert_false (worker->is_inside);
  g_assert_true (g_main_context_is_owner (worker->context));
  g_assert_cmpuint (++call->n_callbacks, ==, 1);
  worker->n_pending--;
  g_atomic_int_inc (&worker->stress->n_progress);
  stress_call_finish (call, result);
  if (stress_chance (worker, 20))
    stress_do_any (worker);
  stress_call_free (call);
}

static void
operation_gone_cb (gpointer  user_data,
                   GObject  *operation)
{
  Stress *stress = user_data;

  g_mutex_lock (&stress->lock);
  g_assert_true (g_hash_table_remove (stress->operations, operation));
  g_mutex_unlock (&stress->lock);
}

static void
track (StressCall   *call,
       PggOperation *operation)
{
  Stress *stress = call->worker->stress;

  g_mutex_lock (&stress->lock);
  g_hash_table_insert (stress->operations, operation, (gpointer) call->kind);
  g_mutex_unlock (&stress->lock);
  g_object_weak_ref (G_OBJECT (operation), operation_gone_cb, stress);
}

static PggWait
wait_once (PggOperation *operation,
           PggWait       want)
{
  struct pollfd watch = { .fd = pgg_operation_get_fd (operation) };

  watch.events = (short) ((want & PGG_WAIT_READ ? POLLIN : 0) |
                          (want & PGG_WAIT_WRITE ? POLLOUT : 0));
  if (poll (&watch, 1, 2) <= 0)
    return PGG_WAIT_NONE;

  return ((watch.revents & ~POLLOUT) != 0 ? PGG_WAIT_READ : 0) |
         ((watch.revents & ~POLLIN) != 0 ? PGG_WAIT_WRITE : 0);
}

/* Waits in a way of its own: with poll() and by looking again every now and then. */
static void
step_to_the_end (StressCall   *call,
                 PggOperation *operation)
{
  PggWait want = pgg_operation_step (operation, PGG_WAIT_NONE);

  while (want != PGG_WAIT_NONE)
    {
      if (g_cancellable_is_cancelled (call->cancellable))
        pgg_operation_cancel (operation);
      want = pgg_operation_step (operation, wait_once (operation, want));
    }
}

static void
disturb (StressCall   *call,
         PggOperation *operation)
{
  StressWorker *worker = call->worker;

  if (stress_chance (worker, 5))
    {
      pgg_operation_set_timeout (operation, (guint) stress_number (worker, 1, 5));
      call->may_stop = TRUE;
    }
  if (stress_chance (worker, 10))
    pgg_operation_step (operation, PGG_WAIT_NONE);
  if (stress_chance (worker, 3))
    {
      pgg_operation_cancel (operation);
      call->may_stop = TRUE;
    }
}

void
stress_call_run_async (StressCall   *call,
                       PggOperation *operation)
{
  g_autoptr(PggOperation) own = operation;

  track (call, operation);
  stress_call_begin (call);
  pgg_operation_run_async (operation, stress_number (call->worker, -1, 2), call->cancellable,
                           stress_call_cb, call);
  call->worker->is_inside = FALSE;
}

/* Runs an operation in one of the ways there are, or leaves it to itself; takes both. */
void
stress_call_run (StressCall   *call,
                 PggOperation *operation)
{
  int way = stress_number (call->worker, 0, 100);
  g_autoptr(PggOperation) own = NULL;

  disturb (call, operation);
  if (way < 50)
    {
      stress_call_run_async (call, operation);
      return;
    }

  own = operation;
  track (call, operation);
  if (way < 90)
    {
      if (way < 70)
        pgg_operation_run (operation, call->cancellable, NULL);
      else
        step_to_the_end (call, operation);
      stress_call_finish (call, G_ASYNC_RESULT (operation));
    }
  stress_call_free (call);
}

/* Runs it to its end before anything else is done, and tells whether it succeeded. */
gboolean
stress_call_complete (StressCall   *call,
                      PggOperation *operation)
{
  StressWorker *worker = call->worker;
  gboolean is_done = FALSE;
  gboolean is_good = FALSE;
  int way = stress_number (worker, 0, 3);

  call->is_done = &is_done;
  call->is_good = &is_good;
  disturb (call, operation);
  if (way == 0)
    {
      stress_call_run_async (call, operation);
      while (!is_done)
        stress_iterate (worker, TRUE);
      return is_good;
    }

  track (call, operation);
  if (way == 1)
    pgg_operation_run (operation, call->cancellable, NULL);
  else
    step_to_the_end (call, operation);
  stress_call_finish (call, G_ASYNC_RESULT (operation));
  stress_call_free (call);
  g_object_unref (operation);

  return is_good;
}

static void
notification_cb (PggConnection   *connection,
                 PggNotification *notification,
                 gpointer         user_data)
{
  StressWorker *worker = user_data;

  g_assert_true (stress_this_worker == worker);
  g_assert_cmpstr (pgg_notification_get_channel (notification), ==, "stress");
  g_atomic_int_inc (&worker->stress->n_notified);
  if (stress_chance (worker, 10))
    stress_do_any (worker);
}

static void
notice_cb (PggConnection  *connection,
           PggDiagnostics *diagnostics,
           gpointer        user_data)
{
  StressWorker *worker = user_data;

  g_assert_true (stress_this_worker == worker);
  if (stress_chance (worker, 20))
    stress_do_any (worker);
}

static void
closed_cb (PggConnection *connection,
           GError        *error,
           gpointer       user_data)
{
  StressWorker *worker = user_data;

  g_assert_true (stress_this_worker == worker);
  g_assert_nonnull (error);
  g_atomic_int_inc (&worker->stress->n_lost);
  if (stress_chance (worker, 50))
    stress_do_any (worker);
}

/* A connection that is not open yet, whose signals go to the worker. */
PggConnection *
stress_connection_new (Stress       *stress,
                       const char   *conninfo,
                       StressWorker *worker)
{
  PggConnection *connection = pgg_connection_new (conninfo);

  g_signal_connect (connection, "notification", G_CALLBACK (notification_cb), worker);
  g_signal_connect (connection, "notice", G_CALLBACK (notice_cb), worker);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), worker);

  return connection;
}
