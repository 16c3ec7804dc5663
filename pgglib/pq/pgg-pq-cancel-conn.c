/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A connection that cancels a command without blocking, with the encryption of the first one. */

#include "config.h"

#include "pgg-pq-cancel-conn.h"

#include "pgg-client-error.h"
#include "pgg-pq-conn-private.h"
#include "pgg-pq-text-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggPqCancelConn:
 *
 * A connection that cancels a command of another one, libpq's `PGcancelConn`.
 *
 * It needs libpq 17, with an older one it cannot be made. It is used like a connection:
 * [method@PqCancelConn.start], then [method@PqCancelConn.poll] until it is OK or has failed.
 *
 * Since: 1.0
 */
struct _PggPqCancelConn
{
#ifdef HAVE_PQCANCELCREATE
  PGcancelConn *conn; /* NULL once finished */
#else
  int unused;
#endif
};

G_DEFINE_BOXED_TYPE (PggPqCancelConn, pgg_pq_cancel_conn,
                     pgg_pq_cancel_conn_ref, pgg_pq_cancel_conn_unref)

#ifdef HAVE_PQCANCELCREATE

static gboolean
check (PggPqCancelConn  *self,
       GError          **error)
{
  if (self->conn != NULL)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED,
                       _("The cancel connection is closed"));
  return FALSE;
}

static gboolean
succeed (PggPqCancelConn  *self,
         gboolean          success,
         GError          **error)
{
  g_autofree char *message = NULL;

  if (success)
    return TRUE;

  message = g_utf8_make_valid (PQcancelErrorMessage (self->conn), -1);
  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED,
               _("The server could not be asked to cancel: %s"), g_strchomp (message));
  return FALSE;
}

#else

static gboolean
check (PggPqCancelConn  *self,
       GError          **error)
{
  pgg_pq_set_unsupported (error, "PQcancelCreate()", 170000);
  return FALSE;
}

#endif

/**
 * pgg_pq_conn_cancel_create:
 * @self: a connection
 *
 * Prepares a connection that can cancel a command of this one.
 *
 * Nothing is sent yet. See `PQcancelCreate()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` if it
 * cannot be cancelled, `PGG_CLIENT_ERROR_NOT_SUPPORTED` before libpq 17.
 *
 * Returns: (transfer full): a cancel connection
 * Since: 1.0
 */
PggPqCancelConn *
pgg_pq_conn_cancel_create (PggPqConn  *self,
                           GError    **error)
{
#ifdef HAVE_PQCANCELCREATE
  g_autoptr(PggPqCancelConn) cancel = NULL;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_check (self, error);
  if (conn == NULL)
    return NULL;

  cancel = g_atomic_rc_box_new0 (PggPqCancelConn);
  cancel->conn = PQcancelCreate (conn);
  if (!succeed (cancel, PQcancelStatus (cancel->conn) != CONNECTION_BAD, error))
    return NULL;

  return g_steal_pointer (&cancel);
#else
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_set_unsupported (error, "PQcancelCreate()", 170000);
  return NULL;
#endif
}

/**
 * pgg_pq_cancel_conn_ref:
 * @self: a cancel connection
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggPqCancelConn *
pgg_pq_cancel_conn_ref (PggPqCancelConn *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_pq_cancel_conn_unref:
 * @self: (transfer full): a cancel connection
 *
 * Drops a reference and finishes the cancel connection with the last one.
 *
 * Since: 1.0
 */
void
pgg_pq_cancel_conn_unref (PggPqCancelConn *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) pgg_pq_cancel_conn_finish);
}

/**
 * pgg_pq_cancel_conn_start:
 * @self: a cancel connection
 *
 * Begins to ask the server to cancel what the connection runs now.
 *
 * Wait until the socket is writable, then poll.
 *
 * See `PQcancelStart()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the cancel connection is finished, `PGG_CLIENT_ERROR_FAILED`
 * with libpq's message if the server cannot be asked.
 *
 * Returns: whether it began
 * Since: 1.0
 */
gboolean
pgg_pq_cancel_conn_start (PggPqCancelConn  *self,
                          GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!check (self, error))
    return FALSE;

#ifdef HAVE_PQCANCELCREATE
  return succeed (self, PQcancelStart (self->conn), error);
#else
  return FALSE;
#endif
}

/**
 * pgg_pq_cancel_conn_blocking:
 * @self: a cancel connection
 *
 * Asks the server to cancel what the connection runs now, and waits until it was asked.
 *
 * See `PQcancelBlocking()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the cancel connection is finished, `PGG_CLIENT_ERROR_FAILED`
 * with libpq's message if the server cannot be asked.
 *
 * Returns: whether the server was asked
 * Since: 1.0
 */
gboolean
pgg_pq_cancel_conn_blocking (PggPqCancelConn  *self,
                             GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!check (self, error))
    return FALSE;

#ifdef HAVE_PQCANCELCREATE
  return succeed (self, PQcancelBlocking (self->conn), error);
#else
  return FALSE;
#endif
}

/**
 * pgg_pq_cancel_conn_poll:
 * @self: a cancel connection
 *
 * Takes the request one step further, without waiting.
 *
 * The socket may be another one afterwards.
 *
 * See `PQcancelPoll()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the cancel connection is finished.
 *
 * Returns: what to wait for, [enum@Pgg.PqPollingStatus.FAILED] on error
 * Since: 1.0
 */
PggPqPollingStatus
pgg_pq_cancel_conn_poll (PggPqCancelConn  *self,
                         GError          **error)
{
  g_return_val_if_fail (self != NULL, PGG_PQ_POLLING_STATUS_FAILED);

  if (!check (self, error))
    return PGG_PQ_POLLING_STATUS_FAILED;

#ifdef HAVE_PQCANCELCREATE
  return (PggPqPollingStatus) PQcancelPoll (self->conn);
#else
  return PGG_PQ_POLLING_STATUS_FAILED;
#endif
}

/**
 * pgg_pq_cancel_conn_status:
 * @self: a cancel connection
 *
 * Gets the status of the cancel connection.
 *
 * [enum@Pgg.PqConnStatus.OK] means that the server was asked and has closed the connection. See
 * `PQcancelStatus()`.
 *
 * Returns: the status, [enum@Pgg.PqConnStatus.BAD] once finished
 * Since: 1.0
 */
PggPqConnStatus
pgg_pq_cancel_conn_status (PggPqCancelConn *self)
{
  g_return_val_if_fail (self != NULL, PGG_PQ_CONN_STATUS_BAD);

#ifdef HAVE_PQCANCELCREATE
  if (self->conn != NULL)
    return (PggPqConnStatus) PQcancelStatus (self->conn);
#endif

  return PGG_PQ_CONN_STATUS_BAD;
}

/**
 * pgg_pq_cancel_conn_socket:
 * @self: a cancel connection
 *
 * Gets the file descriptor to wait for, which may change with every poll; -1 if there is none.
 *
 * See `PQcancelSocket()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the cancel connection is finished.
 *
 * Returns: the file descriptor, or -1
 * Since: 1.0
 */
int
pgg_pq_cancel_conn_socket (PggPqCancelConn  *self,
                           GError          **error)
{
  g_return_val_if_fail (self != NULL, -1);

  if (!check (self, error))
    return -1;

#ifdef HAVE_PQCANCELCREATE
  return PQcancelSocket (self->conn);
#else
  return -1;
#endif
}

/**
 * pgg_pq_cancel_conn_error_message:
 * @self: a cancel connection
 * @length: (out) (optional): number of bytes
 *
 * Gets the message of the last failure, empty if there was none.
 *
 * See `PQcancelErrorMessage()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the cancel connection is finished.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8) (nullable): the message
 * Since: 1.0
 */
const char *
pgg_pq_cancel_conn_error_message (PggPqCancelConn  *self,
                                  gsize            *length,
                                  GError          **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  pgg_pq_give (NULL, length);
  if (!check (self, error))
    return NULL;

#ifdef HAVE_PQCANCELCREATE
  return pgg_pq_give (PQcancelErrorMessage (self->conn), length);
#else
  return NULL;
#endif
}

/**
 * pgg_pq_cancel_conn_reset:
 * @self: a cancel connection
 *
 * Makes the cancel connection as good as new, for another request.
 *
 * See `PQcancelReset()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the cancel connection is finished.
 *
 * Returns: whether it was reset
 * Since: 1.0
 */
gboolean
pgg_pq_cancel_conn_reset (PggPqCancelConn  *self,
                          GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!check (self, error))
    return FALSE;

#ifdef HAVE_PQCANCELCREATE
  PQcancelReset (self->conn);
#endif
  return TRUE;
}

/**
 * pgg_pq_cancel_conn_finish:
 * @self: a cancel connection
 *
 * Closes the cancel connection; nothing happens when it was closed before.
 *
 * See `PQcancelFinish()`.
 *
 * Since: 1.0
 */
void
pgg_pq_cancel_conn_finish (PggPqCancelConn *self)
{
  g_return_if_fail (self != NULL);

#ifdef HAVE_PQCANCELCREATE
  g_clear_pointer (&self->conn, PQcancelFinish);
#endif
}
