/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Signals that are to end a blocking call: whoever handles them is asked while the call waits. */

#include "config.h"

#include "pgg-interrupt-private.h"

#include <unistd.h>

/* In milliseconds: a call that takes less does not ask, unless a signal comes while it waits. */
#define FIRST_INTERVAL 10
#define MAX_INTERVAL 1000

/* poll() is not interrupted where there is always something to read. */
#define WAITS_BETWEEN 32

typedef struct
{
  PggInterruptFunc func;
  gpointer         user_data;
  GDestroyNotify   destroy;
} Handler;

static GMutex lock;
static Handler *current; /* changed under the lock */
static gboolean is_asking; /* of the main thread only */

static void
handler_clear (gpointer data)
{
  Handler *self = data;

  if (self->destroy != NULL)
    self->destroy (self->user_data);
}

static void
handler_unref (Handler *self)
{
  g_atomic_rc_box_release_full (self, handler_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Handler, handler_unref)

static Handler *
handler_new (PggInterruptFunc func,
             gpointer         user_data,
             GDestroyNotify   destroy)
{
  Handler *self = g_atomic_rc_box_new0 (Handler);

  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;

  return self;
}

static Handler *
replace_handler (Handler *handler)
{
  Handler *previous;

  g_mutex_lock (&lock);
  previous = current;
  g_atomic_pointer_set (&current, handler);
  g_mutex_unlock (&lock);

  return previous;
}

static Handler *
ref_handler (void)
{
  Handler *handler = NULL;

  g_mutex_lock (&lock);
  if (current != NULL)
    handler = g_atomic_rc_box_acquire (current);
  g_mutex_unlock (&lock);

  return handler;
}

/* It may make blocking calls by itself, which do not ask again. */
static gboolean
ask (void)
{
  g_autoptr (Handler) handler = ref_handler ();
  gboolean shall_end;

  if (handler == NULL || is_asking)
    return FALSE;

  is_asking = TRUE;
  shall_end = handler->func (handler->user_data);
  is_asking = FALSE;

  return shall_end;
}

void
pgg_interrupt_check_begin (PggInterruptCheck *self)
{
  self->interval = g_atomic_pointer_get (&current) != NULL ? FIRST_INTERVAL : -1;
  self->n_waits = 0;
}

/* How long to wait, both in milliseconds as poll() has them. */
int
pgg_interrupt_check_limit (const PggInterruptCheck *self,
                           int                      timeout)
{
  if (self->interval < 0)
    return timeout;

  return timeout < 0 ? self->interval : MIN (timeout, self->interval);
}

/* Called after each wait; nothing is ready when it was interrupted, or took as long as it might. */
gboolean
pgg_interrupt_check_ask (PggInterruptCheck *self,
                         gboolean           is_ready)
{
  if (self->interval < 0)
    return FALSE;
  if (is_ready && ++self->n_waits % WAITS_BETWEEN != 0)
    return FALSE;

  if (gettid () != getpid ())
    {
      self->interval = -1;
      return FALSE;
    }
  if (!is_ready)
    self->interval = MIN (self->interval * 10, MAX_INTERVAL);

  return ask ();
}

/**
 * pgg_set_interrupt_func:
 * @func: (nullable) (scope notified) (closure user_data) (destroy destroy): the function, or %NULL
 *   for none
 * @user_data: data for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sets what is asked whether a blocking call shall end, when the process gets a signal while the
 * call waits.
 *
 * This is for interpreters, whose own handlers of signals run only once C has returned to them. The
 * function has them run now, and gives %TRUE if one of them does not want the program to go on as
 * if nothing had happened. What is waited for is then cancelled as by [method@Operation.cancel]:
 * the call fails with [error@Gio.IOErrorEnum.CANCELLED] unless it was at its end already, and its
 * connection stays usable. Otherwise the call goes on.
 *
 * The function is called by calls that block the main thread of the process, to which the kernel
 * gives signals, and not on other threads or by main loops. It is called when `poll()` was
 * interrupted. As a signal may also come just before that, or when there is always something to
 * read, it is called after 10 milliseconds of waiting as well, then at growing intervals of up to a
 * second, and after some blocks that were read. No lock is held. A blocking call that the function
 * makes does not ask again; on the same connection it has its turn after the call that asks.
 *
 * There is one function for the process. A call of it that has begun goes on when it is replaced:
 * @user_data is freed after that. In Python there is one already, for `KeyboardInterrupt` and
 * whatever else a handler raises. A program in C needs none in order to be ended by a signal.
 *
 * Since: 1.0
 */
void
pgg_set_interrupt_func (PggInterruptFunc func,
                        gpointer         user_data,
                        GDestroyNotify   destroy)
{
  Handler *handler = func != NULL ? handler_new (func, user_data, destroy) : NULL;
  Handler *previous = replace_handler (handler);

  g_clear_pointer (&previous, handler_unref);
}
