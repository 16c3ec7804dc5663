/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A request to cancel a command, in the form that blocks and that any thread may use. */

#include "config.h"

#include "pgg-pq-cancel.h"

#include "pgg-client-error.h"
#include "pgg-pq-conn-private.h"

#include <glib/gi18n-lib.h>

#include <signal.h>
#include <string.h>

/**
 * PggPqCancel:
 *
 * What is needed to cancel a command of a connection, libpq's `PGcancel`.
 *
 * Since: 1.0
 */
struct _PggPqCancel
{
  PGcancel *cancel;
};

G_DEFINE_BOXED_TYPE (PggPqCancel, pgg_pq_cancel, pgg_pq_cancel_ref, pgg_pq_cancel_unref)

static void
cancel_free (PggPqCancel *self)
{
  PQfreeCancel (self->cancel);
}

/**
 * pgg_pq_conn_get_cancel:
 * @self: a connection
 *
 * Gets what is needed to cancel a command of the connection later.
 *
 * See `PQgetCancel()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_CONNECTION_LOST`
 * if it is bad.
 *
 * Returns: (transfer full): what is needed
 * Since: 1.0
 */
PggPqCancel *
pgg_pq_conn_get_cancel (PggPqConn  *self,
                        GError    **error)
{
  PggPqCancel *cancel;
  PGconn *conn;
  PGcancel *pq_cancel;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_check (self, error);
  if (conn == NULL)
    return NULL;

  pq_cancel = PQgetCancel (conn);
  if (pq_cancel == NULL)
    {
      pgg_pq_conn_fail (self, "get_cancel", error);
      return NULL;
    }

  cancel = g_atomic_rc_box_new (PggPqCancel);
  cancel->cancel = pq_cancel;
  return cancel;
}

/**
 * pgg_pq_cancel_ref:
 * @self: a cancel request
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggPqCancel *
pgg_pq_cancel_ref (PggPqCancel *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_pq_cancel_unref:
 * @self: (transfer full): a cancel request
 *
 * Drops a reference and frees the request with the last one.
 *
 * Since: 1.0
 */
void
pgg_pq_cancel_unref (PggPqCancel *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) cancel_free);
}

static gboolean
is_pipe_signal_pending (void)
{
  sigset_t pending;

  return sigpending (&pending) == 0 && sigismember (&pending, SIGPIPE) == 1;
}

/* PQcancel() writes without care for SIGPIPE, which would end the program if the peer has gone. */
static gboolean
cancel_without_signal (PGcancel *cancel,
                       char     *buffer,
                       int       size)
{
  const struct timespec no_time = { 0, 0 };
  sigset_t pipe_signal;
  sigset_t previous;
  gboolean pending;
  gboolean sent;

  sigemptyset (&pipe_signal);
  sigaddset (&pipe_signal, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &pipe_signal, &previous);
  pending = is_pipe_signal_pending ();
  sent = PQcancel (cancel, buffer, size) != 0;
  if (!pending && is_pipe_signal_pending ())
    sigtimedwait (&pipe_signal, NULL, &no_time);
  pthread_sigmask (SIG_SETMASK, &previous, NULL);

  return sent;
}

/**
 * pgg_pq_cancel_cancel:
 * @self: a cancel request
 *
 * Asks the server to cancel what the connection runs now, and waits until it was asked.
 *
 * Any thread may call it. The request goes over a connection of its own, which is never
 * encrypted. Whether a command was cancelled is seen in its result. See `PQcancel()`.
 *
 * Errors: `PGG_CLIENT_ERROR_FAILED` with libpq's message if the server cannot be asked.
 *
 * Returns: whether the server was asked
 * Since: 1.0
 */
gboolean
pgg_pq_cancel_cancel (PggPqCancel  *self,
                      GError      **error)
{
  g_autofree char *message = NULL;
  char buffer[256] = "";

  g_return_val_if_fail (self != NULL, FALSE);

  if (cancel_without_signal (self->cancel, buffer, sizeof buffer))
    return TRUE;

  message = g_utf8_make_valid (buffer, (gssize) strnlen (buffer, sizeof buffer));
  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED,
               _("The server could not be asked to cancel: %s"), g_strchomp (message));
  return FALSE;
}
