/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A connection of libpq: COPY. */

#include "config.h"

#include "pgg-pq-conn.h"

#include "pgg-pq-conn-private.h"
#include "pgg-pq-text-private.h"

#include <string.h>

/**
 * pgg_pq_conn_put_copy_data:
 * @self: a connection
 * @buffer: (array length=buffer_length) (element-type guint8): a piece of the data, cut anywhere
 * @buffer_length: number of bytes, or -1 if @buffer ends in a NUL byte
 *
 * Sends data of a `COPY … FROM STDIN`.
 *
 * See `PQputCopyData()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if the data cannot be sent,
 * `PGG_CLIENT_ERROR_TOO_LARGE` for more than 1 GiB.
 *
 * Returns: 1 if it was taken, 0 if there is no room for it yet (not blocking only), -1 on error
 * Since: 1.0
 */
int
pgg_pq_conn_put_copy_data (PggPqConn   *self,
                           const char  *buffer,
                           gssize       buffer_length,
                           GError     **error)
{
  PGconn *conn;
  gsize size;
  int taken;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), -1);

  g_return_val_if_fail (buffer != NULL || buffer_length == 0, -1);

  size = buffer_length < 0 ? strlen (buffer) : (gsize) buffer_length;
  conn = pgg_pq_check_size ("buffer", size, error) ? pgg_pq_conn_enter (self, error) : NULL;
  if (conn == NULL)
    return -1;

  taken = PQputCopyData (conn, buffer, (int) size);
  pgg_pq_conn_done (self, taken >= 0, "put_copy_data", error);
  return taken;
}

/**
 * pgg_pq_conn_put_copy_end:
 * @self: a connection
 * @message: (array length=message_length) (element-type guint8) (nullable): why the COPY has to
 *   fail, empty or %NULL if all data was sent
 * @message_length: number of bytes, or -1 if @message ends in a NUL byte
 *
 * Ends a `COPY … FROM STDIN`, which succeeds if @message is empty.
 *
 * Get the result afterwards. See `PQputCopyEnd()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if the end cannot be sent,
 * `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte, `PGG_CLIENT_ERROR_TOO_LARGE` for a text
 * that is too long.
 *
 * Returns: 1 if it was taken, 0 if there is no room for it yet (not blocking only), -1 on error
 * Since: 1.0
 */
int
pgg_pq_conn_put_copy_end (PggPqConn   *self,
                          const char  *message,
                          gssize       message_length,
                          GError     **error)
{
  g_autofree char *copy = NULL;
  const char *text;
  PGconn *conn;
  int taken;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), -1);

  conn = pgg_pq_conn_enter_text (self, "message", message, message_length, &text, &copy, error);
  if (conn == NULL)
    return -1;

  taken = PQputCopyEnd (conn, *text != '\0' ? text : NULL);
  pgg_pq_conn_done (self, taken >= 0, "put_copy_end", error);
  return taken;
}

/**
 * pgg_pq_conn_get_copy_data:
 * @self: a connection
 * @async: whether not to wait
 * @status: (out) (optional): 1 if there are data, 0 if there are none yet (@async only), -1 at
 *   the end and on error
 * @length: (out) (optional): number of bytes
 *
 * Gets the next row of a `COPY … TO STDOUT`.
 *
 * At the end get the result. See `PQgetCopyData()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if no data can be read.
 *
 * Returns: (transfer full) (array length=length) (element-type guint8) (nullable): the row, which
 *   is never empty, or %NULL
 * Since: 1.0
 */
char *
pgg_pq_conn_get_copy_data (PggPqConn  *self,
                           gboolean    async,
                           int        *status,
                           gsize      *length,
                           GError    **error)
{
  char *buffer = NULL;
  char *row = NULL;
  PGconn *conn;
  int size;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  pgg_pq_give (NULL, length);
  if (status != NULL)
    *status = -1;
  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return NULL;

  size = PQgetCopyData (conn, &buffer, async);
  if (size > 0)
    {
      row = g_memdup2 (buffer, (gsize) size + 1);
      PQfreemem (buffer);
      if (length != NULL)
        *length = (gsize) size;
    }
  if (status != NULL)
    *status = CLAMP (size, -1, 1);

  pgg_pq_conn_done (self, size >= -1, "get_copy_data", error);
  return row;
}
