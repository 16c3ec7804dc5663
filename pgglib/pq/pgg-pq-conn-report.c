/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A connection of libpq: the encoding and the shape of its messages, and its trace. */

#include "config.h"

#include "pgg-pq-conn.h"

#include "pgg-client-error.h"
#include "pgg-pq-conn-private.h"
#include "pgg-pq-text-private.h"

#include <glib/gi18n-lib.h>

#include <errno.h>
#include <fcntl.h>

/* Close the file of the trace; libpq has let go of it before. */
void
pgg_pq_conn_end_trace (PggPqConn *self)
{
  g_clear_pointer (&self->trace, fclose);
}

/**
 * pgg_pq_conn_set_client_encoding:
 * @self: a connection
 * @encoding: (array length=encoding_length) (element-type guint8): name of an encoding
 * @encoding_length: number of bytes, or -1 if @encoding ends in a NUL byte
 *
 * Sets the client encoding and waits for the server.
 *
 * See `PQsetClientEncoding()`.
 *
 * Errors: `PGG_CLIENT_ERROR_FAILED` if the server refuses, `G_IO_ERROR_CLOSED` if the connection
 * is finished, `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte.
 *
 * Returns: whether the encoding was set
 * Since: 1.0
 */
gboolean
pgg_pq_conn_set_client_encoding (PggPqConn   *self,
                                 const char  *encoding,
                                 gssize       encoding_length,
                                 GError     **error)
{
  g_autofree char *copy = NULL;
  const char *text;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter_text (self, "encoding", encoding, encoding_length, &text, &copy, error);
  if (conn == NULL)
    return FALSE;

  return pgg_pq_conn_done (self, PQsetClientEncoding (conn, text) == 0,
                           "set_client_encoding", error);
}

/**
 * pgg_pq_conn_set_error_verbosity:
 * @self: a connection
 * @verbosity: how much to tell
 *
 * Sets how much the messages of the connection and of later results tell.
 *
 * See `PQsetErrorVerbosity()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: the previous setting
 * Since: 1.0
 */
PggPqVerbosity
pgg_pq_conn_set_error_verbosity (PggPqConn       *self,
                                 PggPqVerbosity   verbosity,
                                 GError         **error)
{
  PGVerbosity previous;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), PGG_PQ_VERBOSITY_DEFAULT);

  conn = pgg_pq_conn_check (self, error);
  if (conn == NULL)
    return PGG_PQ_VERBOSITY_DEFAULT;

  previous = PQsetErrorVerbosity (conn, (PGVerbosity) verbosity);
  return (PggPqVerbosity) previous;
}

/**
 * pgg_pq_conn_set_error_context_visibility:
 * @self: a connection
 * @visibility: when to tell the context
 *
 * Sets when the messages of the connection and of later results have the context field.
 *
 * See `PQsetErrorContextVisibility()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: the previous setting
 * Since: 1.0
 */
PggPqContextVisibility
pgg_pq_conn_set_error_context_visibility (PggPqConn               *self,
                                          PggPqContextVisibility   visibility,
                                          GError                 **error)
{
  PGContextVisibility previous;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), PGG_PQ_CONTEXT_VISIBILITY_ERRORS);

  conn = pgg_pq_conn_check (self, error);
  if (conn == NULL)
    return PGG_PQ_CONTEXT_VISIBILITY_ERRORS;

  previous = PQsetErrorContextVisibility (conn, (PGContextVisibility) visibility);
  return (PggPqContextVisibility) previous;
}

/**
 * pgg_pq_conn_trace:
 * @self: a connection
 * @fd: a file descriptor that can be written to
 *
 * Writes what goes over the connection to a file, passwords and data included.
 *
 * The descriptor is duplicated: the caller may close its own at once. The trace ends with
 * [method@PqConn.untrace] or with the connection. See `PQtrace()`.
 *
 * Errors: the `G_IO_ERROR` for the system's error if the descriptor cannot be used,
 * `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: whether the trace began
 * Since: 1.0
 */
gboolean
pgg_pq_conn_trace (PggPqConn  *self,
                   int         fd,
                   GError    **error)
{
  PGconn *conn;
  FILE *file;
  int copy;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_check (self, error);
  if (conn == NULL)
    return FALSE;

  copy = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  file = copy >= 0 ? fdopen (copy, "a") : NULL;
  if (file == NULL)
    {
      int saved_errno = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                   _("The trace cannot be written to descriptor %d: %s"),
                   fd, g_strerror (saved_errno));
      if (copy >= 0)
        close (copy);
      return FALSE;
    }

  PQuntrace (conn);
  pgg_pq_conn_end_trace (self);
  self->trace = file;
  PQtrace (conn, file);
  return TRUE;
}

/**
 * pgg_pq_conn_set_trace_flags:
 * @self: a connection
 * @flags: what the trace looks like
 *
 * Sets what the trace looks like.
 *
 * It has to be called after every [method@PqConn.trace]. See `PQsetTraceFlags()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_INVALID_STATE` if
 * there is no trace.
 *
 * Returns: whether the flags were set
 * Since: 1.0
 */
gboolean
pgg_pq_conn_set_trace_flags (PggPqConn        *self,
                             PggPqTraceFlags   flags,
                             GError          **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_check (self, error);
  if (conn == NULL)
    return FALSE;

  if (self->trace == NULL)
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                           _("The connection is not traced"));
      return FALSE;
    }

  PQsetTraceFlags (conn, (int) flags);
  return TRUE;
}

/**
 * pgg_pq_conn_untrace:
 * @self: a connection
 *
 * Ends the trace and closes its file; nothing happens if there is none.
 *
 * See `PQuntrace()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: whether there is no trace now
 * Since: 1.0
 */
gboolean
pgg_pq_conn_untrace (PggPqConn  *self,
                     GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_check (self, error);
  if (conn == NULL)
    return FALSE;

  PQuntrace (conn);
  pgg_pq_conn_end_trace (self);
  return TRUE;
}
