/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a main context's loop does for one queue, and the driver of the asynchronous methods. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-client-error.h"
#include "pgg-loop-private.h"
#include "pgg-operation-run-private.h"

static gboolean
is_active (PggLoopWatch *self)
{
  if (self->n_operations > 0)
    return TRUE;

  return self->queue->idle_waiter == &self->base && pgg_queue_is_idle (self->queue);
}

static void
disarm (PggLoopWatch *self)
{
  if (self->armed.fd >= 0)
    pgg_loop_unregister (self->loop, self, self->armed.fd);
  self->armed.fd = -1;
}

static void
arm (PggLoopWatch   *self,
     const PggWatch *watch)
{
  if (self->armed.fd == watch->fd && self->armed.generation == watch->generation &&
      self->armed.want == watch->want)
    return;

  if (self->armed.fd != watch->fd)
    disarm (self);
  pgg_loop_register (self->loop, self, watch->fd, watch->want);
  self->armed.fd = watch->fd;
  self->armed.generation = watch->generation;
  self->armed.want = watch->want;
}

/*
 * Where a connection is watched while it is idle, nothing is unregistered only because nobody waits
 * here for a while: most queries come and go without a system call of ours. If the descriptor does
 * fire meanwhile, it is disarmed then.
 */
static void
loop_watch_changed (PggWaiter *waiter,
                    PggQueue  *queue)
{
  PggLoopWatch *self = (PggLoopWatch *) waiter;
  const PggWatch *watch = &queue->watch;

  if (watch->fd < 0 || watch->want == PGG_WAIT_NONE)
    disarm (self);
  else if (is_active (self))
    arm (self, watch);

  if (watch->deadline != self->armed.deadline)
    pgg_loop_set_deadline (self->loop, self, watch->deadline);
  self->armed.deadline = watch->deadline;
}

static void
loop_watch_kick (PggWaiter *waiter,
                 PggQueue  *queue)
{
  PggLoopWatch *self = (PggLoopWatch *) waiter;

  pgg_loop_push_kick (self->loop, self);
}

/*
 * A watch that nobody needs any more may live on while it is dispatched. Meanwhile the loop may get
 * another one for the same descriptor, so this one gives it up now, under the lock of the queue.
 */
static void
retire (PggLoopWatch *self)
{
  if (self->n_operations > 0 || self->queue->idle_waiter == &self->base)
    return;

  disarm (self);
  if (self->armed.deadline >= 0)
    pgg_loop_set_deadline (self->loop, self, -1);
  self->armed.deadline = -1;
}

static void
loop_watch_done (PggWaiter    *waiter,
                 PggOperation *operation)
{
  PggLoopWatch *self = (PggLoopWatch *) waiter;

  operation->waiter = NULL;
  pgg_loop_push_done (self->loop, operation);
  if (--self->n_operations == 0)
    {
      pgg_queue_remove_waiter (self->queue, waiter);
      retire (self);
    }
  pgg_loop_watch_unref (self);
}

/* Takes over the reference to @loop. */
static PggLoopWatch *
loop_watch_new (PggLoop  *loop,
                PggQueue *queue)
{
  PggLoopWatch *self = g_new0 (PggLoopWatch, 1);

  self->ref_count = 1;
  self->base.changed = loop_watch_changed;
  self->base.kick = loop_watch_kick;
  self->base.done = loop_watch_done;
  self->loop = loop;
  self->queue = pgg_queue_ref (queue);
  self->armed.fd = -1;
  self->armed.deadline = -1;
  self->deadline = -1;
  pgg_loop_add_watch (loop, self);

  return self;
}

static PggLoopWatch *
loop_watch_ref (PggLoopWatch *self)
{
  pgg_loop_ref_watch (self->loop, self);

  return self;
}

/* An operation or the queue's owner outlives this, so the queue is not freed under its lock. */
void
pgg_loop_watch_unref (PggLoopWatch *self)
{
  if (!pgg_loop_unref_watch (self->loop, self))
    return;

  pgg_loop_unref (self->loop);
  pgg_queue_unref (self->queue);
  g_free (self);
}

/* Steps the queue, or, where nobody waits here any more, stops watching it. */
void
pgg_loop_watch_step (PggLoopWatch *self,
                     PggWait       ready)
{
  PggQueue *queue = self->queue;

  pgg_queue_lock (queue);
  if (is_active (self) || queue->kicked)
    pgg_queue_drive (queue, ready);
  else
    disarm (self);
  pgg_queue_unlock (queue);
}

static PggLoopWatch *
as_watch_of (PggWaiter *waiter,
             PggLoop   *loop)
{
  PggLoopWatch *self = (PggLoopWatch *) waiter;

  if (waiter == NULL || waiter->done != loop_watch_done || self->loop != loop)
    return NULL;

  return self;
}

static PggLoopWatch *
find_watch (PggQueue *queue,
            PggLoop  *loop)
{
  PggLoopWatch *self = as_watch_of (queue->idle_waiter, loop);

  for (GList *link = queue->waiters.head; link != NULL && self == NULL; link = link->next)
    self = as_watch_of (link->data, loop);

  return self;
}

/* The watch of @loop for @queue, with a reference; takes over the one to @loop. */
static PggLoopWatch *
get_watch (PggQueue *queue,
           PggLoop  *loop)
{
  PggLoopWatch *self = find_watch (queue, loop);

  if (self == NULL)
    return loop_watch_new (loop, queue);

  pgg_loop_unref (loop);

  return loop_watch_ref (self);
}

/* From here on the watch delivers the end of @operation. */
static void
add_operation (PggLoopWatch *self,
               PggOperation *operation)
{
  if (self->n_operations++ == 0)
    pgg_queue_add_waiter (self->queue, &self->base);
  operation->waiter = &self->base;
  if (operation->done)
    loop_watch_done (&self->base, operation);
  else
    loop_watch_changed (&self->base, self->queue);
}

static void
cancelled_cb (GCancellable *cancellable,
              PggOperation *operation)
{
  pgg_operation_cancel (operation);
}

static void
connect_cancellable (PggOperation *self,
                     GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;

  self->cancellable = g_object_ref (cancellable);
  self->cancel_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                           g_object_ref (self), g_object_unref);
}

/*
 * Whether something can begin at once: this one, or one before it that nobody has stepped yet and
 * perhaps nobody else will. What begins behind others leaves it to these to send the rest.
 */
static gboolean
is_step_due (PggOperation *self)
{
  PggOperation *head = g_queue_peek_head (&self->queue->operations);

  if (self->done)
    return FALSE;
  if (PGG_OPERATION_GET_CLASS (self)->parked)
    return self->queue->kicked;

  return PGG_OPERATION_GET_CLASS (self)->beside_queue || !head->started ||
         pgg_queue_begin_ahead (self->queue);
}

static void
run_in (PggOperation *self,
        GMainContext *context,
        int           io_priority)
{
  PggQueue *queue = self->queue;

  g_object_ref (self); /* until delivered */
  pgg_queue_lock (queue);
  pgg_queue_ref (queue);
  add_operation (get_watch (queue, pgg_loop_get (context, io_priority)), self);
  if (is_step_due (self))
    pgg_queue_drive (queue, PGG_WAIT_NONE);
  pgg_queue_unlock_quietly (queue);
  pgg_queue_unref (queue);
}

void
pgg_operation_run_for_source (PggOperation        *self,
                              int                  io_priority,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GMainContext) context = NULL;

  g_return_if_fail (PGG_IS_OPERATION (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  g_return_if_fail (self->waiter == NULL && self->callback == NULL);

  context = g_main_context_ref_thread_default ();
  self->callback = callback;
  self->user_data = user_data;
  connect_cancellable (self, cancellable);
  run_in (self, context, io_priority);
}

void
pgg_operation_run_unattended (PggOperation *self,
                              GMainContext *context)
{
  run_in (self, context, G_PRIORITY_DEFAULT);
}

/**
 * pgg_operation_run_async:
 * @self: an operation
 * @io_priority: the priority of the work and of the callback, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when the operation is done
 * @user_data: data for @callback
 *
 * Waits for the operation in the thread-default [struct@GLib.MainContext].
 *
 * @callback is called once, later, in that context, with the operation as its source and as its
 * result. The operation may be given to the finish function of the method that began it, or to
 * [method@Operation.run_finish].
 *
 * Since: 1.0
 */
void
pgg_operation_run_async (PggOperation        *self,
                         int                  io_priority,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (PGG_IS_OPERATION (self));

  self->runs_alone = TRUE;
  pgg_operation_run_for_source (self, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_operation_run_finish:
 * @self: an operation
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Tells how a wait begun with [method@Operation.run_async] ended.
 *
 * The result itself is had from the finish function of the method that began the operation.
 *
 * Possible errors are those of that method.
 *
 * Returns: whether the operation succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_operation_run_finish (PggOperation  *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (PGG_IS_OPERATION (self), FALSE);

  if ((gpointer) result != (gpointer) self)
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                           _("The result is of another operation"));
      return FALSE;
    }

  return pgg_operation_get_outcome (self, error);
}

/* Watches @queue in @context while nothing is queued, until pgg_loop_stop_idle(). */
void
pgg_loop_start_idle (PggQueue     *queue,
                     GMainContext *context)
{
  pgg_queue_lock (queue);
  if (queue->idle_waiter == NULL)
    {
      PggLoopWatch *watch = get_watch (queue, pgg_loop_get (context, G_PRIORITY_DEFAULT));

      pgg_queue_set_idle_waiter (queue, &watch->base);
    }
  pgg_queue_unlock_quietly (queue);
}

void
pgg_loop_stop_idle (PggQueue *queue)
{
  PggLoopWatch *watch;

  pgg_queue_lock (queue);
  watch = (PggLoopWatch *) queue->idle_waiter;
  pgg_queue_set_idle_waiter (queue, NULL);
  if (watch != NULL)
    retire (watch);
  pgg_queue_unlock_quietly (queue);

  if (watch != NULL)
    pgg_loop_watch_unref (watch);
}
