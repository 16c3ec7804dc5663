/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The resumable operation: what every conversation with the server looks like from outside. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-client-error.h"
#include "pgg-debug-private.h"
#include "pgg-operation-private.h"

#include <string.h>

/**
 * PggOperation:
 *
 * One conversation with the server, which goes on step by step and never waits.
 *
 * Every method that talks to the server has a twin whose name ends in `_start` and that hands out
 * the operation itself. Whoever holds it decides how to wait: with
 * [method@Operation.run] (`poll()`), with [method@Operation.run_async] (the thread-default
 * [struct@GLib.MainContext]), or in a loop of their own:
 *
 * ```c
 * PggWait want = pgg_operation_step (operation, PGG_WAIT_NONE);
 *
 * while (want != PGG_WAIT_NONE)
 *   want = pgg_operation_step (operation, my_wait (pgg_operation_get_fd (operation), want,
 *                                                  pgg_operation_get_deadline (operation)));
 * ```
 *
 * The descriptor may be another one after each step. When the operation is done, the finish
 * function of its method takes it and gives the result, as it takes any [iface@Gio.AsyncResult].
 *
 * Operations of one connection form a queue and run one after the other. Stepping one steps the
 * queue, so an operation goes on whoever waits, and for whichever operation of the connection. All
 * functions may be called on any thread.
 *
 * Since: 1.0
 */

static void     operation_async_result_init (GAsyncResultIface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (PggOperation, pgg_operation, G_TYPE_OBJECT,
                                  G_IMPLEMENT_INTERFACE (G_TYPE_ASYNC_RESULT,
                                                         operation_async_result_init))

static gpointer
pgg_operation_get_user_data (GAsyncResult *result)
{
  return PGG_OPERATION (result)->user_data;
}

static GObject *
pgg_operation_get_source_object (GAsyncResult *result)
{
  PggOperation *self = PGG_OPERATION (result);

  if (self->of_function || self->source_object == NULL)
    return NULL;

  return g_object_ref (self->source_object);
}

static gboolean
pgg_operation_is_tagged (GAsyncResult *result,
                         gpointer      source_tag)
{
  return PGG_OPERATION (result)->source_tag == source_tag;
}

static void
operation_async_result_init (GAsyncResultIface *iface)
{
  iface->get_user_data = pgg_operation_get_user_data;
  iface->get_source_object = pgg_operation_get_source_object;
  iface->is_tagged = pgg_operation_is_tagged;
}

static void
drop_result (PggOperation *self)
{
  if (self->result != NULL && self->result_destroy != NULL)
    self->result_destroy (self->result);
  self->result = NULL;
}

/* One of the same kind that will go on in the place of @self, and belongs to the queue. */
static PggOperation *
heir_new (PggOperation *self)
{
  PggOperation *heir = g_object_new (G_OBJECT_TYPE (self), NULL);

  heir->queue = pgg_queue_ref (self->queue);
  heir->serial = self->serial;
  heir->timeout = self->timeout;
  heir->interrupt = self->interrupt;
  heir->entered = TRUE;
  heir->started = self->started;
  heir->kept = TRUE;

  return heir;
}

/* What the kind adds is the heir's; there @self is as if it had just been made. */
static void
pass_on (PggOperation *self,
         PggOperation *heir)
{
  char *own = (char *) self + sizeof (PggOperation);
  char *heirs = (char *) heir + sizeof (PggOperation);
  g_autofree char *blank = NULL;
  GTypeQuery kind;
  gsize size;

  g_type_query (G_OBJECT_TYPE (self), &kind);
  size = kind.instance_size - sizeof (PggOperation);
  blank = g_memdup2 (heirs, size);
  memcpy (heirs, own, size);
  if (size > 0)
    memcpy (own, blank, size);
}

/*
 * Nobody holds it any more, but it has not ended. It cannot be the queue's own from now on, because
 * an object that comes to life again in its dispose function may be freed by another thread before
 * g_object_unref() has done with it; its heir is. Gives whether it stays all the same, because
 * a section has taken hold of it meanwhile, which lets go only once it has ended.
 */
static gboolean
leave_to_queue (PggOperation  *self,
                GObject      **source_object,
                GObject      **product)
{
  PggQueue *queue = self->queue;
  PggOperation *heir;

  if (!self->entered || self->done || self->kept)
    return FALSE;

  *source_object = g_steal_pointer (&self->source_object);
  *product = g_steal_pointer (&self->product);
  if (g_atomic_int_get (&self->parent_instance.ref_count) > 1)
    return TRUE;

  if (self->sleeper != NULL)
    queue->n_wake_funcs--;
  heir = heir_new (self);
  heir->deadline = self->deadline;
  pass_on (self, heir);
  pgg_queue_replace (queue, self, heir);
  pgg_queue_adopt (queue, heir);

  return FALSE;
}

/*
 * The last one who could ask for the result has let go. The operation still has its turn, because
 * the server may be at it already. But it no longer keeps its connection alive, which would never
 * be closed otherwise when nobody steps the queue any more.
 */
static void
pgg_operation_dispose (GObject *object)
{
  PggOperation *self = PGG_OPERATION (object);
  g_autoptr(PggQueue) queue = self->queue != NULL ? pgg_queue_ref (self->queue) : NULL;
  g_autoptr(GObject) source_object = NULL;
  g_autoptr(GObject) product = NULL;
  gboolean stays = FALSE;

  if (queue != NULL)
    {
      pgg_queue_lock (queue);
      stays = leave_to_queue (self, &source_object, &product);
      pgg_queue_unlock_quietly (queue);
    }

  if (!stays)
    G_OBJECT_CLASS (pgg_operation_parent_class)->dispose (object);
}

static void
pgg_operation_clear (PggOperation *self)
{
  g_clear_pointer (&self->sleeper, pgg_sleeper_unref);
  drop_result (self);
  g_clear_error (&self->error);
  g_clear_object (&self->product);
  g_clear_object (&self->source_object);
  g_clear_pointer (&self->queue, pgg_queue_unref);
}

static void
pgg_operation_finalize (GObject *object)
{
  PGG_OPERATION_GET_CLASS (object)->clear (PGG_OPERATION (object));

  G_OBJECT_CLASS (pgg_operation_parent_class)->finalize (object);
}

static void
pgg_operation_class_init (PggOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgg_operation_dispose;
  G_OBJECT_CLASS (klass)->finalize = pgg_operation_finalize;
  klass->clear = pgg_operation_clear;
}

/* What is not zero at first. */
void
pgg_operation_init_fields (PggOperation *self)
{
  self->deadline = -1;
}

static void
pgg_operation_init (PggOperation *self)
{
  pgg_operation_init_fields (self);
}

/**
 * pgg_operation_step:
 * @self: an operation
 * @ready: what became ready on the file descriptor since the last step, %PGG_WAIT_NONE for the
 *   first step and when only the deadline passed
 *
 * Goes on as far as that goes without waiting.
 *
 * To claim that something is ready that is not does no harm. Signals of the connection may be
 * emitted during the call.
 *
 * Returns: what to wait for on the file descriptor before the next step; %PGG_WAIT_NONE when the
 *   operation is done
 *
 * Since: 1.0
 */
PggWait
pgg_operation_step (PggOperation *self,
                    PggWait       ready)
{
  PggWait want;

  g_return_val_if_fail (PGG_IS_OPERATION (self), PGG_WAIT_NONE);

  pgg_queue_lock (self->queue);
  if (!self->done)
    {
      self->queue->stepper = self;
      pgg_queue_drive (self->queue, ready);
    }
  want = self->done ? PGG_WAIT_NONE : self->queue->watch.want;
  pgg_queue_unlock (self->queue);

  return want;
}

/**
 * pgg_operation_get_fd:
 * @self: an operation
 *
 * The file descriptor that the operation waits for.
 *
 * It may be another one, or another file under the same number, after each step. It belongs to the
 * operation: never close it.
 *
 * Returns: the file descriptor, or -1 when there is nothing to wait for
 *
 * Since: 1.0
 */
int
pgg_operation_get_fd (PggOperation *self)
{
  int fd;

  g_return_val_if_fail (PGG_IS_OPERATION (self), -1);

  pgg_queue_lock (self->queue);
  fd = self->done ? -1 : self->queue->watch.fd;
  pgg_queue_unlock (self->queue);

  return fd;
}

/**
 * pgg_operation_get_deadline:
 * @self: an operation
 *
 * The time at which the operation must be stepped even if its file descriptor stays silent.
 *
 * Returns: the time in microseconds on the clock of [func@GLib.get_monotonic_time], or -1 if there
 *   is none
 *
 * Since: 1.0
 */
gint64
pgg_operation_get_deadline (PggOperation *self)
{
  gint64 deadline;

  g_return_val_if_fail (PGG_IS_OPERATION (self), -1);

  pgg_queue_lock (self->queue);
  deadline = self->done ? -1 : self->queue->watch.deadline;
  pgg_queue_unlock (self->queue);

  return deadline;
}

/**
 * pgg_operation_is_done:
 * @self: an operation
 *
 * Whether the operation has its result or its error.
 *
 * Returns: whether it is done
 *
 * Since: 1.0
 */
gboolean
pgg_operation_is_done (PggOperation *self)
{
  gboolean done;

  g_return_val_if_fail (PGG_IS_OPERATION (self), TRUE);

  pgg_queue_lock (self->queue);
  done = self->done;
  pgg_queue_unlock (self->queue);

  return done;
}

/**
 * pgg_operation_cancel:
 * @self: an operation
 *
 * Asks the operation to end early, with [error@Gio.IOErrorEnum.CANCELLED].
 *
 * An operation that is still queued ends at once. The one that runs is cancelled at the server, so
 * it must be stepped on until it is done. Nothing happens if it is done already.
 *
 * Since: 1.0
 */
void
pgg_operation_cancel (PggOperation *self)
{
  g_return_if_fail (PGG_IS_OPERATION (self));

  pgg_queue_lock (self->queue);
  pgg_operation_interrupt (self, PGG_INTERRUPT_CANCELLED);
  pgg_queue_unlock_quietly (self->queue);
}

/* The deadline of what may take @timeout milliseconds from now; 0 is no limit. */
gint64
pgg_operation_deadline_after (guint timeout)
{
  return timeout > 0 ? g_get_monotonic_time () + timeout * G_GINT64_CONSTANT (1000) : -1;
}

/**
 * pgg_operation_set_timeout:
 * @self: an operation
 * @timeout: milliseconds from now, or 0 for no limit
 *
 * Sets how long the operation may take, time in the queue included.
 *
 * When the time is over but the part of it that is kept for cancelling, the operation is cancelled
 * as by [method@Operation.cancel]; it ends with [error@Gio.IOErrorEnum.TIMED_OUT], whose message
 * says what it was waiting for, no later than its time. If the server has not let go by then the
 * connection goes on with that, see [property@Connection:cancel-timeout]. This replaces the timeout
 * of the connection.
 *
 * Since: 1.0
 */
void
pgg_operation_set_timeout (PggOperation *self,
                           guint         timeout)
{
  gint64 deadline = pgg_operation_deadline_after (timeout);

  g_return_if_fail (PGG_IS_OPERATION (self));

  pgg_queue_lock (self->queue);
  if (!self->done)
    {
      if (self->entered)
        self->queue->n_deadlines += (deadline >= 0) - (self->deadline >= 0);
      self->timeout = timeout;
      self->deadline = deadline;
      pgg_queue_kick (self->queue);
    }
  pgg_queue_unlock_quietly (self->queue);
}

/**
 * pgg_operation_set_wake_func:
 * @self: an operation
 * @func: (nullable) (scope notified) (closure user_data) (destroy destroy): the function, or %NULL
 *   for none
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sets what tells a loop that steps the operation by hand that it is done, or wants a step,
 * because of something that happened elsewhere.
 *
 * It is needed only where the same connection is used on other threads, or with other ways of
 * waiting, at the same time. The function may be called on those threads, and a call that has begun
 * there goes on when the function is replaced: @user_data is freed after it.
 *
 * Since: 1.0
 */
void
pgg_operation_set_wake_func (PggOperation         *self,
                             PggOperationWakeFunc  func,
                             gpointer              user_data,
                             GDestroyNotify        destroy)
{
  PggSleeper *sleeper = NULL;
  PggSleeper *previous;

  g_return_if_fail (PGG_IS_OPERATION (self));

  if (func != NULL)
    sleeper = pgg_sleeper_new (self, func, user_data, destroy);
  else if (destroy != NULL)
    destroy (user_data);

  pgg_queue_lock (self->queue);
  if (self->entered && !self->done)
    self->queue->n_wake_funcs += (sleeper != NULL) - (self->sleeper != NULL);
  previous = g_steal_pointer (&self->sleeper);
  self->sleeper = sleeper;
  pgg_queue_unlock_quietly (self->queue);

  g_clear_pointer (&previous, pgg_sleeper_unref);
}

/* What every kind has: its queue, and what its finish function checks. */
void
pgg_operation_set_up (PggOperation *self,
                      PggQueue     *queue,
                      gpointer      source_object,
                      gpointer      source_tag)
{
  self->queue = pgg_queue_ref (queue);
  self->source_object = source_object != NULL ? g_object_ref (source_object) : NULL;
  self->source_tag = source_tag;
}

/* Puts the operation into its queue, unless it has failed before it began. */
void
pgg_operation_enter (PggOperation *self)
{
  pgg_queue_lock (self->queue);
  if (self->returned)
    self->done = TRUE;
  else
    pgg_queue_push (self->queue, self);
  pgg_queue_unlock_quietly (self->queue);
}

void
pgg_operation_watch_fd (PggOperation *self,
                        int           fd)
{
  pgg_queue_set_fd (self->queue, fd);
}

/* A step is due at @deadline whatever the descriptor does; -1 for no such time. */
void
pgg_operation_set_timer (PggOperation *self,
                         gint64        deadline)
{
  self->queue->timer = deadline;
}

void
pgg_operation_return_pointer (PggOperation   *self,
                              gpointer        result,
                              GDestroyNotify  destroy)
{
  g_assert (!self->returned);

  self->returned = TRUE;
  self->result = result;
  self->result_destroy = destroy;
}

void
pgg_operation_return_boolean (PggOperation *self,
                              gboolean      result)
{
  pgg_operation_return_pointer (self, GINT_TO_POINTER (result), NULL);
}

/* Takes @error. */
void
pgg_operation_return_error (PggOperation *self,
                            GError       *error)
{
  g_assert (!self->returned);
  g_assert (error != NULL);

  self->returned = TRUE;
  self->error = error;
}

/* Before it enters its queue: it may take @timeout milliseconds, 0 for no limit. */
void
pgg_operation_limit (PggOperation *self,
                     guint         timeout)
{
  self->timeout = timeout;
  self->deadline = pgg_operation_deadline_after (timeout);
}

/* It is being told to stop, but somebody may wait for it longer than he wants to. */
static gboolean
can_leave (PggOperation *self)
{
  return self->interrupt != PGG_INTERRUPT_NONE && !self->kept &&
         PGG_OPERATION_GET_CLASS (self)->overdue != NULL;
}

/* What has begun is told to stop while there is time to cancel it. */
gint64
pgg_operation_get_end (PggOperation *self)
{
  PggOperationClass *klass = PGG_OPERATION_GET_CLASS (self);

  if (klass->uninterruptible)
    return -1;
  if (self->interrupt != PGG_INTERRUPT_NONE)
    return can_leave (self) ? self->deadline : -1;
  if (self->deadline < 0 || !self->started || klass->get_reserve == NULL)
    return self->deadline;

  return self->deadline - klass->get_reserve (self);
}

static PggPhase
get_phase (PggOperation *self)
{
  PggOperationClass *klass = PGG_OPERATION_GET_CLASS (self);

  if (klass->parked || klass->beside_queue)
    return PGG_PHASE_UNKNOWN;
  if (!self->started)
    return PGG_PHASE_QUEUE;

  return klass->get_phase != NULL ? klass->get_phase (self) : PGG_PHASE_UNKNOWN;
}

static GError *
new_timeout_error (PggOperation *self)
{
  guint timeout = self->timeout;

  switch (get_phase (self))
    {
    case PGG_PHASE_QUEUE:
      return g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                          _("Those before the operation did not end within %u ms"), timeout);
    case PGG_PHASE_CONNECT:
      return g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                          _("There was no connection to the server within %u ms"), timeout);
    case PGG_PHASE_ANSWER:
      return g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                          _("The server did not answer within %u ms"), timeout);
    case PGG_PHASE_UNKNOWN:
    default:
      return g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                          _("The operation did not end within %u ms"), timeout);
    }
}

/* The error that an interrupted operation ends with. */
GError *
pgg_operation_interrupt_error (PggOperation *self)
{
  switch (self->interrupt)
    {
    case PGG_INTERRUPT_CANCELLED:
      return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                  _("The operation was cancelled"));
    case PGG_INTERRUPT_TIMED_OUT:
      return new_timeout_error (self);
    case PGG_INTERRUPT_CLOSED:
      return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED,
                                  _("The connection was closed while the operation waited"));
    case PGG_INTERRUPT_NONE:
    default:
      g_assert_not_reached ();
    }
}

/* What takes no part in the conversation may take the end of its time for an answer. */
static gboolean
ends_itself (PggOperation *self,
             PggInterrupt  interrupt)
{
  return interrupt == PGG_INTERRUPT_TIMED_OUT && PGG_OPERATION_GET_CLASS (self)->beside_queue;
}

static void
end_interrupted (PggOperation *self)
{
  pgg_operation_return_error (self, pgg_operation_interrupt_error (self));
  pgg_queue_finish (self->queue, self);
}

/* Whether something else takes the place of the operation, so that it has ended. */
static gboolean
leave_to_substitute (PggOperation *self)
{
  PggOperationClass *klass = PGG_OPERATION_GET_CLASS (self);
  PggOperation *substitute = NULL;

  if (self->started && klass->interrupted != NULL)
    substitute = klass->interrupted (self);
  if (substitute == NULL)
    return FALSE;

  pgg_queue_substitute (self->queue, self, substitute);
  end_interrupted (self);

  return TRUE;
}

/* Stops the operation: at once while it is queued, through its step function once it runs. */
void
pgg_operation_interrupt (PggOperation *self,
                         PggInterrupt  interrupt)
{
  if (self->done || self->interrupt != PGG_INTERRUPT_NONE ||
      PGG_OPERATION_GET_CLASS (self)->uninterruptible)
    return;

  self->interrupt = interrupt;
  if (leave_to_substitute (self))
    return;
  if (!self->started && self->entered && !ends_itself (self, interrupt))
    end_interrupted (self);
  pgg_queue_kick (self->queue); /* the next one may wait for nothing but its first step */
}

/* It ends in time for its caller; what it has begun goes on, and nobody waits for that. */
static void
leave_to_heir (PggOperation *self)
{
  PggOperation *heir = heir_new (self);

  pgg_debug (PGG_DEBUG_ENGINE, "operation %p: its time is over, %p goes on", self, heir);
  self->left = TRUE;
  PGG_OPERATION_GET_CLASS (self)->overdue (self);
  pgg_queue_substitute (self->queue, self, heir);
  pgg_queue_finish (self->queue, self);
  pass_on (self, heir);
}

/* What is told to stop so late that its time is over ends at once. */
void
pgg_operation_expire (PggOperation *self,
                      gint64        now)
{
  gint64 end = pgg_operation_get_end (self);

  if (end < 0 || end > now)
    return;

  pgg_operation_interrupt (self, PGG_INTERRUPT_TIMED_OUT);
  if (!self->done && self->deadline <= now && can_leave (self))
    leave_to_heir (self);
}

/* What ends the one at the head does not wait for it. */
static gboolean
waits_for_own_thread (PggOperation *self)
{
  PggOperationClass *klass = PGG_OPERATION_GET_CLASS (self);
  PggOperation *head = pgg_queue_peek (self->queue);

  return !self->started && !self->done && !klass->beside_queue && !klass->parked &&
         head != NULL && head->interrupt == PGG_INTERRUPT_NONE;
}

gboolean
pgg_operation_fail_stuck (PggOperation *self)
{
  if (G_LIKELY (self->queue->feeder != g_thread_self ()) || !waits_for_own_thread (self))
    return FALSE;

  pgg_operation_return_error (self,
                              g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                                                   _("The connection waits for the rest of a "
                                                     "batch")));
  pgg_queue_finish (self->queue, self);

  return TRUE;
}

/* Whether @result is an operation that @source_object began under @source_tag. */
gboolean
pgg_operation_check_valid (gpointer   result,
                           gpointer   source_object,
                           gpointer   source_tag,
                           GError   **error)
{
  PggOperation *self = result;

  if (PGG_IS_OPERATION (result) && self->source_object == source_object &&
      self->source_tag == source_tag)
    return TRUE;

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       _("The result is of another method or another object"));

  return FALSE;
}

/* How it ended, without taking the result. */
gboolean
pgg_operation_get_outcome (PggOperation  *self,
                           GError       **error)
{
  gboolean success;

  pgg_queue_lock (self->queue);
  success = self->done && self->error == NULL;
  if (!self->done)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                         _("The operation has not finished"));
  else if (!success && error != NULL)
    *error = g_error_copy (self->error);
  pgg_queue_unlock (self->queue);

  return success;
}

static gboolean
check_propagation (PggOperation  *self,
                   GError       **error)
{
  if (!self->done)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                         _("The operation has not finished"));
  else if (!self->returned)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                         _("The result of the operation was taken before"));
  else if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else
    return TRUE;

  return FALSE;
}

/* Gives the result away; it can be had once. */
gpointer
pgg_operation_propagate_pointer (PggOperation  *self,
                                 GError       **error)
{
  gpointer result = NULL;

  pgg_queue_lock (self->queue);
  if (check_propagation (self, error))
    result = g_steal_pointer (&self->result);
  if (self->done)
    self->returned = FALSE;
  pgg_queue_unlock (self->queue);

  return result;
}

gboolean
pgg_operation_propagate_boolean (PggOperation  *self,
                                 GError       **error)
{
  return GPOINTER_TO_INT (pgg_operation_propagate_pointer (self, error));
}
