/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Executing batches on a connection. */

#include "config.h"

#include "pgg-connection-private.h"

#include "pgg-batch-private.h"
#include "pgg-batch-result-private.h"
#include "engine/pgg-execute-many-operation-private.h"
#include "engine/pgg-ready-operation-private.h"
#include "wait/pgg-operation-run-private.h"

/**
 * pgg_connection_execute_batch:
 * @self: a connection
 * @batch: the statements
 * @flags: how they are executed
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Executes the items of a batch in one flight: none waits for the answer to another.
 *
 * Outside of a transaction the items are one, as in the batches of most drivers: if one fails,
 * those behind it are not executed, none has an effect, and the call fails with the error of that
 * item. [method@Diagnostics.get_batch_index] says which it was; an error that comes from this side
 * says it in its message.
 *
 * With %PGG_BATCH_FLAGS_INDEPENDENT each item is a transaction of its own. Then the call succeeds
 * whatever becomes of the items, also when it is cancelled, runs out of time, or loses the
 * connection after it has begun to send: [method@BatchResult.dup_error] tells what became of each.
 * Only if nothing was sent the call fails. Within a transaction, and with
 * [property@Connection:autocommit] off, an item that fails makes all behind it fail.
 *
 * Results, and the rows that statements return, are dropped as they come unless
 * %PGG_BATCH_FLAGS_KEEP_RESULTS is given. What is sent and not yet answered is limited, so that a
 * batch of any size needs little memory beside its items.
 *
 * Each item is one statement, but not COPY, nor one that cannot be in a transaction block unless
 * the items are independent.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT, %PGG_CLIENT_ERROR_TOO_LARGE, %PGG_CLIENT_ERROR_NOT_SUPPORTED
 * and %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: (transfer full): what became of the items
 *
 * Since: 1.0
 */
PggBatchResult *
pgg_connection_execute_batch (PggConnection  *self,
                              PggBatch       *batch,
                              PggBatchFlags   flags,
                              GCancellable   *cancellable,
                              GError        **error)
{
  g_autoptr(PggOperation) operation = pgg_connection_execute_batch_start (self, batch, flags);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_execute_batch_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_execute_batch_async:
 * @self: a connection
 * @batch: the statements
 * @flags: how they are executed
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.execute_batch].
 *
 * Since: 1.0
 */
void
pgg_connection_execute_batch_async (PggConnection       *self,
                                    PggBatch            *batch,
                                    PggBatchFlags        flags,
                                    int                  io_priority,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_connection_execute_batch_start (self, batch, flags);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_execute_batch_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of [method@Connection.execute_batch_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.execute_batch_async] or
 * [method@Connection.execute_batch_start].
 *
 * Possible errors are those of [method@Connection.execute_batch].
 *
 * Returns: (transfer full): what became of the items
 *
 * Since: 1.0
 */
PggBatchResult *
pgg_connection_execute_batch_finish (PggConnection  *self,
                                     GAsyncResult   *result,
                                     GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return pgg_connection_finish_pointer (self, result, pgg_connection_execute_batch_start, error);
}

/**
 * pgg_connection_execute_batch_start:
 * @self: a connection
 * @batch: the statements
 * @flags: how they are executed
 *
 * Begins [method@Connection.execute_batch] and hands out the operation, for whoever waits in their
 * own way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.execute_batch_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_execute_batch_start (PggConnection *self,
                                    PggBatch      *batch,
                                    PggBatchFlags  flags)
{
  PggBatchRequest request = {
    .is_independent = (flags & PGG_BATCH_FLAGS_INDEPENDENT) != 0,
    .keeps_results = (flags & PGG_BATCH_FLAGS_KEEP_RESULTS) != 0,
    .drops_counts = (flags & PGG_BATCH_FLAGS_TOTAL_ONLY) != 0,
    .convert = pgg_batch_result_convert,
    .destroy = (GDestroyNotify) pgg_batch_result_unref,
  };
  g_autoptr(GArray) items = NULL;
  GError *error = NULL;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (batch != NULL, NULL);

  items = pgg_batch_bind (batch, self, self->codecs, 0, &error);
  if (items == NULL)
    return pgg_ready_operation_start_failed (&self->session->queue, self,
                                             pgg_connection_execute_batch_start, error);
  request.items = items;
  request.result_format = pgg_connection_get_pq_format (self, PGG_RESULT_FORMAT_AUTO);

  return pgg_execute_many_operation_start (self->session, &request, self,
                                           pgg_connection_execute_batch_start,
                                           pgg_connection_get_budget
                                             (self, pgg_batch_get_timeout (batch)));
}
