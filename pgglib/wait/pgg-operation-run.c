/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The driver of the synchronous methods: poll(2) on the operation's descriptor. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "engine/pgg-operation-private.h"
#include "pgg-debug-private.h"
#include "pgg-interrupt-private.h"
#include "pgg-operation-run.h"
#include "pgg-wake-private.h"

#include <errno.h>
#include <poll.h>

/* On the stack of the thread that waits. */
typedef struct
{
  PggWaiter          base;
  PggWake           *wake;
  GThread           *thread;
  PggWatch           watch;
  PggInterruptCheck  interrupt;
  int                n_ready; /* descriptors, as poll() has it */
} PollWaiter;

static void
wake_other_thread (PollWaiter *self)
{
  if (self->thread != g_thread_self ())
    pgg_wake_signal (self->wake);
}

static void
poll_waiter_changed (PggWaiter *waiter,
                     PggQueue  *queue)
{
  wake_other_thread ((PollWaiter *) waiter);
}

/* Even of the own thread: a signal handler may cancel what is waited for. */
static void
poll_waiter_kick (PggWaiter *waiter,
                  PggQueue  *queue)
{
  pgg_wake_signal (((PollWaiter *) waiter)->wake);
}

static void
poll_waiter_done (PggWaiter    *waiter,
                  PggOperation *operation)
{
  wake_other_thread ((PollWaiter *) waiter);
}

/* From here to end_wait() the waiter hears of changes; FALSE: step instead of waiting. */
static gboolean
begin_wait (PollWaiter   *self,
            PggOperation *operation)
{
  PggQueue *queue = operation->queue;
  gboolean wait;

  pgg_queue_lock (queue);
  wait = !pgg_operation_fail_stuck (operation) && !operation->done && !queue->kicked;
  if (wait)
    {
      self->watch = queue->watch;
      pgg_queue_add_waiter (queue, &self->base);
    }
  pgg_queue_unlock (queue);

  return wait;
}

static void
end_wait (PollWaiter   *self,
          PggOperation *operation)
{
  pgg_queue_lock (operation->queue);
  pgg_queue_remove_waiter (operation->queue, &self->base);
  pgg_queue_unlock (operation->queue);
}

static int
get_poll_timeout (gint64 deadline)
{
  gint64 left;

  if (deadline < 0)
    return -1;

  left = deadline - g_get_monotonic_time ();
  if (left <= 0)
    return 0;

  return (int) MIN ((left + 999) / 1000, G_MAXINT);
}

static short
get_poll_events (PggWait want)
{
  return ((want & PGG_WAIT_READ) ? POLLIN : 0) | ((want & PGG_WAIT_WRITE) ? POLLOUT : 0);
}

/* An error or a hang-up makes ready whatever was wanted: the next read or write tells. */
static PggWait
get_ready (short   revents,
           PggWait want)
{
  PggWait ready = PGG_WAIT_NONE;

  if (revents & (POLLERR | POLLHUP | POLLNVAL))
    return want;
  if (revents & POLLIN)
    ready |= PGG_WAIT_READ;
  if (revents & POLLOUT)
    ready |= PGG_WAIT_WRITE;

  return ready;
}

static PggWait
poll_once (PollWaiter *self)
{
  struct pollfd fds[] = {
    { .fd = pgg_wake_get_fd (self->wake), .events = POLLIN },
    { .fd = self->watch.fd, .events = get_poll_events (self->watch.want) },
  };
  int timeout = pgg_interrupt_check_limit (&self->interrupt,
                                           get_poll_timeout (self->watch.deadline));

  if (pgg_debug_has (PGG_DEBUG_WAIT))
    pgg_debug (PGG_DEBUG_WAIT, "poll: descriptor %d,%s%s, timeout %d ms", self->watch.fd,
               (self->watch.want & PGG_WAIT_READ) ? " read" : "",
               (self->watch.want & PGG_WAIT_WRITE) ? " write" : "", timeout);
  self->n_ready = poll (fds, G_N_ELEMENTS (fds), timeout);
  if (self->n_ready <= 0)
    return PGG_WAIT_NONE;
  if (fds[0].revents != 0)
    pgg_wake_acknowledge (self->wake);

  return get_ready (fds[1].revents, self->watch.want);
}

static PggWait
wait_once (PollWaiter   *self,
           PggOperation *operation)
{
  PggWait ready;

  if (!begin_wait (self, operation))
    return PGG_WAIT_NONE;

  ready = poll_once (self);
  end_wait (self, operation);
  if (pgg_interrupt_check_ask (&self->interrupt, self->n_ready > 0))
    pgg_operation_cancel (operation);

  return ready;
}

static void
cancelled_cb (GCancellable *cancellable,
              PggOperation *operation)
{
  pgg_operation_cancel (operation);
}

static gulong
connect_cancellable (GCancellable *cancellable,
                     PggOperation *operation)
{
  if (cancellable == NULL)
    return 0;

  return g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), operation, NULL);
}

/**
 * pgg_operation_run:
 * @self: an operation
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Waits with `poll()` until the operation is done.
 *
 * No main context is iterated. Signals of the connection may be emitted during the call. The
 * result is had from the finish function of the method that began the operation. A signal of the
 * process does not end the call unless [func@set_interrupt_func] says so.
 *
 * Possible errors are those of that method.
 *
 * Returns: whether the operation succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_operation_run (PggOperation  *self,
                   GCancellable  *cancellable,
                   GError       **error)
{
  PollWaiter waiter = { { poll_waiter_changed, poll_waiter_kick, poll_waiter_done } };
  PggWait ready = PGG_WAIT_NONE;
  gulong cancel_id;

  g_return_val_if_fail (PGG_IS_OPERATION (self), FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  waiter.wake = pgg_wake_get_for_thread ();
  waiter.thread = g_thread_self ();
  pgg_interrupt_check_begin (&waiter.interrupt);
  cancel_id = connect_cancellable (cancellable, self);
  while (pgg_operation_step (self, ready) != PGG_WAIT_NONE)
    ready = wait_once (&waiter, self);
  g_cancellable_disconnect (cancellable, cancel_id);

  return pgg_operation_get_outcome (self, error);
}
