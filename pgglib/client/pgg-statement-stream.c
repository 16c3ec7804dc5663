/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Streaming the rows of a statement that was prepared. */

#include "config.h"

#include "pgg-statement-private.h"

#include "pgg-cursor-private.h"
#include "pgg-params-private.h"
#include "pgg-result-private.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-stream-operation-private.h"
#include "wait/pgg-operation-run-private.h"

/**
 * pgg_statement_stream:
 * @self: a statement
 * @params: (nullable): the parameters
 * @array_size: how many rows may come at a time, see [property@Cursor:array-size]; 1 for each by
 *   itself
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Executes the statement and keeps its rows no longer than until they are fetched, as
 * [method@Cursor.stream] does.
 *
 * The values of @params are converted as [method@Statement.execute] does. Nothing has to be asked
 * before the first row: the columns are known. The cursor may be kept for longer than the
 * statement.
 *
 * Possible errors are those of [method@Statement.execute].
 *
 * Returns: (transfer full): a cursor before the first row
 *
 * Since: 1.0
 */
PggCursor *
pgg_statement_stream (PggStatement  *self,
                      PggParams     *params,
                      guint          array_size,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr(PggOperation) operation = pgg_statement_stream_start (self, params, array_size);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_statement_stream_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_statement_stream_async:
 * @self: a statement
 * @params: (nullable): the parameters
 * @array_size: how many rows may come at a time
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Statement.stream].
 *
 * Since: 1.0
 */
void
pgg_statement_stream_async (PggStatement        *self,
                            PggParams           *params,
                            guint                array_size,
                            int                  io_priority,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_statement_stream_start (self, params, array_size);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_statement_stream_finish:
 * @self: a statement
 * @result: what the callback was given, or the operation of [method@Statement.stream_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Statement.stream_async] or [method@Statement.stream_start].
 *
 * Possible errors are those of [method@Statement.stream].
 *
 * Returns: (transfer full): a cursor before the first row
 *
 * Since: 1.0
 */
PggCursor *
pgg_statement_stream_finish (PggStatement  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_autoptr(PggCursor) cursor = NULL;
  g_autoptr(PggResult) results = NULL;
  GError *local_error = NULL;

  g_return_val_if_fail (PGG_IS_STATEMENT (self), NULL);

  results = pgg_connection_finish_for (self->connection, self, result,
                                       pgg_statement_stream_start, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }

  cursor = PGG_CURSOR (g_steal_pointer (&PGG_OPERATION (result)->product));
  pgg_cursor_append_results (cursor, results);

  return g_steal_pointer (&cursor);
}

static PggOperation *
start_stream (PggStatement *self,
              PggPqParams  *values,
              guint         array_size)
{
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (self->connection);
  PggExecuteRequest request = {
    .sql = self->statement->sql,
    .params = values,
    .statement = self->statement,
    .result_format = pgg_connection_get_pq_format (self->connection, PGG_RESULT_FORMAT_AUTO),
    .is_choice = pgg_connection_may_choose (self->connection, PGG_RESULT_FORMAT_AUTO),
    .chunk_size = array_size,
    .convert = pgg_connection_convert_results,
    .destroy = (GDestroyNotify) pgg_result_unref,
  };
  PggOperation *operation;

  pgg_cursor_set_array_size (cursor, array_size);
  cursor->stream = pgg_stream_new ();
  operation = pgg_stream_operation_start (self->connection->session, cursor->stream, &request, self,
                                          pgg_statement_stream_start,
                                          pgg_connection_get_budget (self->connection, -1));
  operation->product = G_OBJECT (g_steal_pointer (&cursor));

  return operation;
}

/**
 * pgg_statement_stream_start:
 * @self: a statement
 * @params: (nullable): the parameters
 * @array_size: how many rows may come at a time
 *
 * Begins [method@Statement.stream] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [method@Statement.stream_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_statement_stream_start (PggStatement *self,
                            PggParams    *params,
                            guint         array_size)
{
  g_autoptr(PggPqParams) values = NULL;
  GError *error = NULL;

  g_return_val_if_fail (PGG_IS_STATEMENT (self), NULL);

  values = pgg_statement_make_params (self, params != NULL ? pgg_params_peek_pq (params) : NULL,
                                      &error);
  if (values == NULL)
    return pgg_statement_start_failed (self, pgg_statement_stream_start, error);

  return start_stream (self, values, array_size);
}
