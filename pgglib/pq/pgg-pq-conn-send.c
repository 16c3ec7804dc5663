/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A connection of libpq: commands that are sent now and answered later. */

#include "config.h"

#include "pgg-pq-conn.h"

#include "pgg-client-error.h"
#include "pgg-pq-conn-private.h"
#include "pgg-pq-notify-private.h"
#include "pgg-pq-params-private.h"
#include "pgg-pq-text-private.h"

#include <glib/gi18n-lib.h>

/**
 * pgg_pq_conn_send_query:
 * @self: a connection
 * @query: (array length=query_length) (element-type guint8): SQL commands, separated by
 *   semicolons
 * @query_length: number of bytes, or -1 if @query ends in a NUL byte
 *
 * Sends commands with the simple protocol. Not possible in pipeline mode.
 *
 * See `PQsendQuery()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if it cannot be sent,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long.
 *
 * Returns: whether it was sent
 * Since: 1.0
 */
gboolean
pgg_pq_conn_send_query (PggPqConn   *self,
                        const char  *query,
                        gssize       query_length,
                        GError     **error)
{
  g_autofree char *copy = NULL;
  const char *text;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter_text (self, "query", query, query_length, &text, &copy, error);
  if (conn == NULL)
    return FALSE;

  return pgg_pq_conn_done (self, PQsendQuery (conn, text), "send_query", error);
}

/**
 * pgg_pq_conn_send_query_params:
 * @self: a connection
 * @command: (array length=command_length) (element-type guint8): an SQL command
 * @command_length: number of bytes, or -1 if @command ends in a NUL byte
 * @params: (nullable): the parameters
 * @result_format: the format of all columns of the result
 *
 * Sends a command with parameters.
 *
 * See `PQsendQueryParams()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if it cannot be sent,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long.
 *
 * Returns: whether it was sent
 * Since: 1.0
 */
gboolean
pgg_pq_conn_send_query_params (PggPqConn    *self,
                               const char   *command,
                               gssize        command_length,
                               PggPqParams  *params,
                               PggPqFormat   result_format,
                               GError      **error)
{
  g_autofree char *copy = NULL;
  const char *text;
  int sent;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter_text (self, "command", command, command_length, &text, &copy, error);
  if (conn == NULL)
    return FALSE;

  sent = PQsendQueryParams (conn, text, pgg_pq_conn_count_params (params),
                            params != NULL ? pgg_pq_params_get_types (params) : NULL,
                            params != NULL ? pgg_pq_params_get_values (params) : NULL,
                            params != NULL ? pgg_pq_params_get_lengths (params) : NULL,
                            params != NULL ? pgg_pq_params_get_formats (params) : NULL,
                            (int) result_format);
  return pgg_pq_conn_done (self, sent, "send_query_params", error);
}

/**
 * pgg_pq_conn_send_prepare:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of the statement, empty for the
 *   unnamed one
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 * @query: (array length=query_length) (element-type guint8): an SQL command
 * @query_length: number of bytes, or -1 if @query ends in a NUL byte
 * @types: (array length=n_types) (nullable): OIDs of the types of the first parameters, 0 to let
 *   the server infer one
 * @n_types: number of @types
 *
 * Sends the request to prepare a statement.
 *
 * See `PQsendPrepare()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if it cannot be sent,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long and for more than 65535 parameters.
 *
 * Returns: whether it was sent
 * Since: 1.0
 */
gboolean
pgg_pq_conn_send_prepare (PggPqConn      *self,
                          const char     *name,
                          gssize          name_length,
                          const char     *query,
                          gssize          query_length,
                          const guint32  *types,
                          gsize           n_types,
                          GError        **error)
{
  g_autofree char *name_copy = NULL;
  g_autofree char *query_copy = NULL;
  const char *c_name;
  const char *c_query;
  int sent;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  c_name = pgg_pq_text_to_c ("name", name, name_length, &name_copy, error);
  if (c_name == NULL || !pgg_pq_conn_check_types (n_types, error))
    return FALSE;

  conn = pgg_pq_conn_enter_text (self, "query", query, query_length, &c_query, &query_copy, error);
  if (conn == NULL)
    return FALSE;

  sent = PQsendPrepare (conn, c_name, c_query, (int) n_types, types);
  return pgg_pq_conn_done (self, sent, "send_prepare", error);
}

/**
 * pgg_pq_conn_send_query_prepared:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of a prepared statement
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 * @params: (nullable): the parameters
 * @result_format: the format of all columns of the result
 *
 * Sends the request to run a prepared statement. The types of @params were fixed when it was
 * prepared.
 *
 * See `PQsendQueryPrepared()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if it cannot be sent,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long.
 *
 * Returns: whether it was sent
 * Since: 1.0
 */
gboolean
pgg_pq_conn_send_query_prepared (PggPqConn    *self,
                                 const char   *name,
                                 gssize        name_length,
                                 PggPqParams  *params,
                                 PggPqFormat   result_format,
                                 GError      **error)
{
  g_autofree char *copy = NULL;
  const char *text;
  int sent;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter_text (self, "name", name, name_length, &text, &copy, error);
  if (conn == NULL)
    return FALSE;

  sent = PQsendQueryPrepared (conn, text, pgg_pq_conn_count_params (params),
                              params != NULL ? pgg_pq_params_get_values (params) : NULL,
                              params != NULL ? pgg_pq_params_get_lengths (params) : NULL,
                              params != NULL ? pgg_pq_params_get_formats (params) : NULL,
                              (int) result_format);
  return pgg_pq_conn_done (self, sent, "send_query_prepared", error);
}

/**
 * pgg_pq_conn_send_describe_prepared:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of a prepared statement
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 *
 * Sends the request for the parameters and columns of a prepared statement.
 *
 * See `PQsendDescribePrepared()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if it cannot be sent,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long.
 *
 * Returns: whether it was sent
 * Since: 1.0
 */
gboolean
pgg_pq_conn_send_describe_prepared (PggPqConn   *self,
                                    const char  *name,
                                    gssize       name_length,
                                    GError     **error)
{
  g_autofree char *copy = NULL;
  const char *text;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter_text (self, "name", name, name_length, &text, &copy, error);
  if (conn == NULL)
    return FALSE;

  return pgg_pq_conn_done (self, PQsendDescribePrepared (conn, text),
                           "send_describe_prepared", error);
}

/**
 * pgg_pq_conn_send_describe_portal:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of a portal
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 *
 * Sends the request for the columns of a portal.
 *
 * See `PQsendDescribePortal()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if it cannot be sent,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long.
 *
 * Returns: whether it was sent
 * Since: 1.0
 */
gboolean
pgg_pq_conn_send_describe_portal (PggPqConn   *self,
                                  const char  *name,
                                  gssize       name_length,
                                  GError     **error)
{
  g_autofree char *copy = NULL;
  const char *text;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter_text (self, "name", name, name_length, &text, &copy, error);
  if (conn == NULL)
    return FALSE;

  return pgg_pq_conn_done (self, PQsendDescribePortal (conn, text), "send_describe_portal", error);
}

/**
 * pgg_pq_conn_send_close_prepared:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of a prepared statement
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 *
 * Sends the request to drop a prepared statement.
 *
 * See `PQsendClosePrepared()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if it cannot be sent,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long, `PGG_CLIENT_ERROR_NOT_SUPPORTED` before libpq 17.
 *
 * Returns: whether it was sent
 * Since: 1.0
 */
gboolean
pgg_pq_conn_send_close_prepared (PggPqConn   *self,
                                 const char  *name,
                                 gssize       name_length,
                                 GError     **error)
{
#ifdef HAVE_PQCLOSEPREPARED
  g_autofree char *copy = NULL;
  const char *text;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter_text (self, "name", name, name_length, &text, &copy, error);
  if (conn == NULL)
    return FALSE;

  return pgg_pq_conn_done (self, PQsendClosePrepared (conn, text), "send_close_prepared", error);
#else
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  pgg_pq_set_unsupported (error, "PQsendClosePrepared()", 170000);
  return FALSE;
#endif
}

/**
 * pgg_pq_conn_send_close_portal:
 * @self: a connection
 * @name: (array length=name_length) (element-type guint8): name of a portal
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 *
 * Sends the request to close a portal.
 *
 * See `PQsendClosePortal()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if it cannot be sent,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long, `PGG_CLIENT_ERROR_NOT_SUPPORTED` before libpq 17.
 *
 * Returns: whether it was sent
 * Since: 1.0
 */
gboolean
pgg_pq_conn_send_close_portal (PggPqConn   *self,
                               const char  *name,
                               gssize       name_length,
                               GError     **error)
{
#ifdef HAVE_PQCLOSEPREPARED
  g_autofree char *copy = NULL;
  const char *text;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter_text (self, "name", name, name_length, &text, &copy, error);
  if (conn == NULL)
    return FALSE;

  return pgg_pq_conn_done (self, PQsendClosePortal (conn, text), "send_close_portal", error);
#else
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  pgg_pq_set_unsupported (error, "PQsendClosePortal()", 170000);
  return FALSE;
#endif
}

/**
 * pgg_pq_conn_get_result:
 * @self: a connection
 *
 * Gets the next result of what was sent, and waits for it if there is none yet.
 *
 * Ask [method@PqConn.is_busy] first not to wait. %NULL without an error means that there are no
 * more, in pipeline mode that there are no more of this command. On a broken connection there
 * are results too. See `PQgetResult()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: (transfer full) (nullable): the result, or %NULL
 * Since: 1.0
 */
PggPqResult *
pgg_pq_conn_get_result (PggPqConn  *self,
                        GError    **error)
{
  PGresult *res;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return NULL;

  res = PQgetResult (conn);
  pgg_pq_conn_leave_notify (self);
  return res != NULL ? pgg_pq_result_new_take (res) : NULL;
}

/**
 * pgg_pq_conn_consume_input:
 * @self: a connection
 *
 * Reads what the server has sent, without waiting.
 *
 * See `PQconsumeInput()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if nothing can be read.
 *
 * Returns: whether all is well
 * Since: 1.0
 */
gboolean
pgg_pq_conn_consume_input (PggPqConn  *self,
                           GError    **error)
{
  gboolean success;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return FALSE;

  success = PQconsumeInput (conn) != 0;
  if (!success)
    pgg_pq_conn_fail (self, "consume_input", error);
  pgg_pq_conn_leave_notify (self);
  return success;
}

/**
 * pgg_pq_conn_is_busy:
 * @self: a connection
 *
 * Tells whether [method@PqConn.get_result] would wait.
 *
 * It reads nothing: [method@PqConn.consume_input] does. See `PQisBusy()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: whether it would wait
 * Since: 1.0
 */
gboolean
pgg_pq_conn_is_busy (PggPqConn  *self,
                     GError    **error)
{
  gboolean busy;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return FALSE;

  busy = PQisBusy (conn) != 0;
  pgg_pq_conn_leave (self);
  return busy;
}

/**
 * pgg_pq_conn_set_nonblocking:
 * @self: a connection
 * @nonblocking: whether sending must not wait
 *
 * Sets whether sending waits until the system has taken everything.
 *
 * See `PQsetnonblocking()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if what is left cannot be sent.
 *
 * Returns: whether it was set
 * Since: 1.0
 */
gboolean
pgg_pq_conn_set_nonblocking (PggPqConn  *self,
                             gboolean    nonblocking,
                             GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return FALSE;

  return pgg_pq_conn_done (self, PQsetnonblocking (conn, nonblocking) == 0,
                           "set_nonblocking", error);
}

/**
 * pgg_pq_conn_is_nonblocking:
 * @self: a connection
 *
 * Tells whether sending does not wait.
 *
 * See `PQisnonblocking()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: whether sending does not wait
 * Since: 1.0
 */
gboolean
pgg_pq_conn_is_nonblocking (PggPqConn  *self,
                            GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_check (self, error);
  return conn != NULL ? PQisnonblocking (conn) != 0 : FALSE;
}

/**
 * pgg_pq_conn_flush:
 * @self: a connection
 *
 * Sends what is waiting to be sent.
 *
 * If some is left wait until the socket is writable or readable, consume the input in the latter
 * case, and flush again. See `PQflush()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if nothing can be sent.
 *
 * Returns: 0 if all is sent, 1 if some is left, -1 on error
 * Since: 1.0
 */
int
pgg_pq_conn_flush (PggPqConn  *self,
                   GError    **error)
{
  PGconn *conn;
  int left;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), -1);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return -1;

  left = PQflush (conn);
  pgg_pq_conn_done (self, left >= 0, "flush", error);
  return left;
}

/* libpq refuses these without a message of its own. */
static gboolean
check_row_mode (PggPqConn   *self,
                gboolean     success,
                const char  *function,
                GError     **error)
{
  self->in_row_mode |= success;
  if (success)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
               _("%s is only possible directly after a query was sent"), function);
  return FALSE;
}

/**
 * pgg_pq_conn_set_single_row_mode:
 * @self: a connection
 *
 * Has the rows of the query that was just sent retrieved one by one.
 *
 * See `PQsetSingleRowMode()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_INVALID_STATE` if
 * no query was just sent.
 *
 * Returns: whether the mode was set
 * Since: 1.0
 */
gboolean
pgg_pq_conn_set_single_row_mode (PggPqConn  *self,
                                 GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_check (self, error);
  if (conn == NULL)
    return FALSE;

  return check_row_mode (self, PQsetSingleRowMode (conn), "set_single_row_mode", error);
}

/**
 * pgg_pq_conn_set_chunked_rows_mode:
 * @self: a connection
 * @chunk_size: how many rows a result has at most
 *
 * Has the rows of the query that was just sent retrieved in chunks.
 *
 * See `PQsetChunkedRowsMode()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_INVALID_ARGUMENT`
 * for a size below 1, `PGG_CLIENT_ERROR_INVALID_STATE` if no query was just sent,
 * `PGG_CLIENT_ERROR_NOT_SUPPORTED` before libpq 17.
 *
 * Returns: whether the mode was set
 * Since: 1.0
 */
gboolean
pgg_pq_conn_set_chunked_rows_mode (PggPqConn  *self,
                                   int         chunk_size,
                                   GError    **error)
{
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

#ifdef HAVE_PQSETCHUNKEDROWSMODE
  if (chunk_size < 1)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("A chunk of %d rows is not possible"), chunk_size);
      return FALSE;
    }

  if (pgg_pq_conn_check (self, error) == NULL)
    return FALSE;

  return check_row_mode (self, PQsetChunkedRowsMode (self->conn, chunk_size),
                         "set_chunked_rows_mode", error);
#else
  pgg_pq_set_unsupported (error, "PQsetChunkedRowsMode()", 170000);
  return FALSE;
#endif
}

/**
 * pgg_pq_conn_notifies:
 * @self: a connection
 *
 * Takes the next notification that has arrived.
 *
 * It reads nothing: [method@PqConn.consume_input] does. See `PQnotifies()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: (transfer full) (nullable): the notification, %NULL if there is none
 * Since: 1.0
 */
PggPqNotify *
pgg_pq_conn_notifies (PggPqConn  *self,
                      GError    **error)
{
  PGnotify *notify;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return NULL;

  notify = PQnotifies (conn);
  pgg_pq_conn_leave (self);
  return notify != NULL ? pgg_pq_notify_new_take (notify) : NULL;
}
