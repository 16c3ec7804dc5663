/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A connection of libpq: pipeline mode. */

#include "config.h"

#include "pgg-pq-conn.h"

#include "pgg-client-error.h"
#include "pgg-pq-conn-private.h"
#include "pgg-pq-text-private.h"


/**
 * pgg_pq_conn_pipeline_status:
 * @self: a connection
 *
 * Gets the state of pipeline mode.
 *
 * See `PQpipelineStatus()`.
 *
 * Returns: the state, [enum@Pgg.PqPipelineStatus.OFF] once finished
 * Since: 1.0
 */
PggPqPipelineStatus
pgg_pq_conn_pipeline_status (PggPqConn *self)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), PGG_PQ_PIPELINE_STATUS_OFF);

  conn = pgg_pq_conn_peek (self);
  if (conn == NULL)
    return PGG_PQ_PIPELINE_STATUS_OFF;

  return (PggPqPipelineStatus) PQpipelineStatus (conn);
}

/*
 * That the rows of a query are to come one by one is forgotten when the next query is sent, but not
 * when that is the first one in pipeline mode (src/interfaces/libpq/fe-exec.c, PQsendQueryStart()
 * and pqAppendCmdQueueEntry()). One that is refused before anything is sent does it, too.
 */
static void
forget_row_mode (PggPqConn *self)
{
  if (!self->in_row_mode || PQpipelineStatus (self->conn) != PQ_PIPELINE_OFF)
    return;

  PQsendQueryParams (self->conn, NULL, 0, NULL, NULL, NULL, NULL, 0);
  self->in_row_mode = FALSE;
}

/**
 * pgg_pq_conn_enter_pipeline_mode:
 * @self: a connection
 *
 * Enters pipeline mode: commands can be sent before earlier ones are answered.
 *
 * See `PQenterPipelineMode()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if a command is in progress.
 *
 * Returns: whether the connection is in pipeline mode
 * Since: 1.0
 */
gboolean
pgg_pq_conn_enter_pipeline_mode (PggPqConn  *self,
                                 GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return FALSE;

  forget_row_mode (self);

  return pgg_pq_conn_done (self, PQenterPipelineMode (conn), "enter_pipeline_mode", error);
}

/**
 * pgg_pq_conn_exit_pipeline_mode:
 * @self: a connection
 *
 * Leaves pipeline mode. All results must have been retrieved.
 *
 * See `PQexitPipelineMode()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if there are results left.
 *
 * Returns: whether the connection is out of pipeline mode
 * Since: 1.0
 */
gboolean
pgg_pq_conn_exit_pipeline_mode (PggPqConn  *self,
                                GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return FALSE;

  return pgg_pq_conn_done (self, PQexitPipelineMode (conn), "exit_pipeline_mode", error);
}

/**
 * pgg_pq_conn_pipeline_sync:
 * @self: a connection
 *
 * Marks a synchronization point, where the server recovers from errors, and sends what is
 * waiting.
 *
 * See `PQpipelineSync()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if the connection is not in pipeline
 * mode.
 *
 * Returns: whether it was sent
 * Since: 1.0
 */
gboolean
pgg_pq_conn_pipeline_sync (PggPqConn  *self,
                           GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return FALSE;

  return pgg_pq_conn_done (self, PQpipelineSync (conn), "pipeline_sync", error);
}

/**
 * pgg_pq_conn_send_pipeline_sync:
 * @self: a connection
 *
 * Marks a synchronization point without sending what is waiting.
 *
 * See `PQsendPipelineSync()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if the connection is not in pipeline
 * mode, `PGG_CLIENT_ERROR_NOT_SUPPORTED` before libpq 17.
 *
 * Returns: whether it was marked
 * Since: 1.0
 */
gboolean
pgg_pq_conn_send_pipeline_sync (PggPqConn  *self,
                                GError    **error)
{
#ifdef HAVE_PQSENDPIPELINESYNC
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return FALSE;

  return pgg_pq_conn_done (self, PQsendPipelineSync (conn), "send_pipeline_sync", error);
#else
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  pgg_pq_set_unsupported (error, "PQsendPipelineSync()", 170000);
  return FALSE;
#endif
}

/**
 * pgg_pq_conn_send_flush_request:
 * @self: a connection
 *
 * Asks the server to send the results it has.
 *
 * See `PQsendFlushRequest()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_FAILED` or
 * `PGG_CLIENT_ERROR_CONNECTION_LOST` with libpq's message if a COPY is in progress.
 *
 * Returns: whether it was asked
 * Since: 1.0
 */
gboolean
pgg_pq_conn_send_flush_request (PggPqConn  *self,
                                GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return FALSE;

  return pgg_pq_conn_done (self, PQsendFlushRequest (conn), "send_flush_request", error);
}
