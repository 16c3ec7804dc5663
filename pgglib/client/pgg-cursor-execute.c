/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Executing and streaming with a cursor. */

#include "config.h"

#include "pgg-cursor-private.h"

#include "pgg-batch-result-private.h"
#include "pgg-bound-sql-private.h"
#include "pgg-result-private.h"
#include "engine/pgg-execute-operation-private.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-ready-operation-private.h"
#include "engine/pgg-stream-operation-private.h"
#include "wait/pgg-operation-run-private.h"

/**
 * pgg_cursor_get_keep_results:
 * @self: a cursor
 *
 * Whether [method@Cursor.execute_many] keeps the result of each execution.
 *
 * Returns: whether it does
 *
 * Since: 1.0
 */
gboolean
pgg_cursor_get_keep_results (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), FALSE);

  return self->keeps_results;
}

/**
 * pgg_cursor_set_keep_results:
 * @self: a cursor
 * @keep_results: whether to keep them
 *
 * Sets whether [method@Cursor.execute_many] keeps the result of each execution.
 *
 * Since: 1.0
 */
void
pgg_cursor_set_keep_results (PggCursor *self,
                             gboolean   keep_results)
{
  g_return_if_fail (PGG_IS_CURSOR (self));

  keep_results = !!keep_results;
  if (self->keeps_results == keep_results)
    return;

  self->keeps_results = keep_results;
  g_object_notify (G_OBJECT (self), "keep-results");
}

/**
 * pgg_cursor_get_timeout:
 * @self: a cursor
 *
 * How long each call may take.
 *
 * Returns: milliseconds, 0 for no limit, -1 for that of the connection
 *
 * Since: 1.0
 */
int
pgg_cursor_get_timeout (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), -1);

  return self->timeout;
}

/**
 * pgg_cursor_set_timeout:
 * @self: a cursor
 * @timeout: milliseconds, 0 for no limit, -1 for that of the connection
 *
 * Sets how long each call may take; for those that are begun from now on.
 *
 * Since: 1.0
 */
void
pgg_cursor_set_timeout (PggCursor *self,
                        int        timeout)
{
  g_return_if_fail (PGG_IS_CURSOR (self));

  timeout = MAX (timeout, -1);
  if (self->timeout == timeout)
    return;

  self->timeout = timeout;
  g_object_notify (G_OBJECT (self), "timeout");
}

static PggExecuteRequest
make_request (PggCursor         *self,
              const PggBoundSql *bound)
{
  return (PggExecuteRequest) {
    .sql = bound->text,
    .params = bound->params,
    .result_format = pgg_connection_get_pq_format (self->connection, self->result_format),
    .is_choice = pgg_cursor_may_choose (self),
    .chunk_size = self->array_size,
    .convert = pgg_connection_convert_results,
    .destroy = (GDestroyNotify) pgg_result_unref,
  };
}

/**
 * pgg_cursor_execute:
 * @self: a cursor
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (nullable): the parameters
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Executes SQL and keeps all of its results, as [method@Connection.execute] does.
 *
 * What the cursor had before is dropped.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT, %PGG_CLIENT_ERROR_TOO_LARGE, %PGG_CLIENT_ERROR_NOT_SUPPORTED
 * and %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_cursor_execute (PggCursor     *self,
                    const char    *sql,
                    PggParams     *params,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr(PggOwnOperation) operation = pgg_cursor_execute_start (self, sql, params);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_cursor_execute_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_cursor_execute_async:
 * @self: a cursor
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (nullable): the parameters
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Cursor.execute].
 *
 * Since: 1.0
 */
void
pgg_cursor_execute_async (PggCursor           *self,
                          const char          *sql,
                          PggParams           *params,
                          int                  io_priority,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_cursor_execute_start (self, sql, params);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_cursor_execute_finish:
 * @self: a cursor
 * @result: what the callback was given, or the operation of [method@Cursor.execute_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Cursor.execute_async] or [method@Cursor.execute_start].
 *
 * Possible errors are those of [method@Cursor.execute].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_cursor_execute_finish (PggCursor     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_autoptr(PggResult) results = NULL;

  g_return_val_if_fail (PGG_IS_CURSOR (self), FALSE);

  results = pgg_connection_finish_for (self->connection, self, result,
                                       pgg_cursor_execute_start, error);
  if (results == NULL)
    return FALSE;

  pgg_cursor_adopt_results (self, results);
  pgg_cursor_set_result (self, results);
  pgg_cursor_count_rows (self);

  return TRUE;
}

/**
 * pgg_cursor_execute_start:
 * @self: a cursor
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (nullable): the parameters
 *
 * Begins [method@Cursor.execute] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [method@Cursor.execute_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_cursor_execute_start (PggCursor  *self,
                          const char *sql,
                          PggParams  *params)
{
  g_auto(PggBoundSql) bound = { NULL };
  PggExecuteRequest request;
  GError *error = NULL;

  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  pgg_cursor_drop (self);
  if (!pgg_bound_sql_init (&bound, self->connection, pgg_cursor_peek_codecs (self), sql, params,
                           &error))
    return pgg_ready_operation_start_failed (&self->connection->session->queue, self,
                                             pgg_cursor_execute_start, error);
  request = make_request (self, &bound);

  return pgg_execute_operation_start (self->connection->session, &request, self,
                                      pgg_cursor_execute_start,
                                      pgg_connection_get_budget (self->connection, self->timeout));
}

/**
 * pgg_cursor_stream:
 * @self: a cursor
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (nullable): the parameters
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Executes one statement and keeps its rows no longer than until they are fetched.
 *
 * The fetch methods then read from the server, so that a result of any size, or without an end,
 * takes little memory. The connection can be used meanwhile: whatever comes first reads the rest of
 * the stream into memory. A stream that is dropped before its end is cancelled at the server.
 *
 * An error of the server comes after the rows before it. With an [property@Cursor:array-size] above
 * 1, libpq 17 or newer gives that many rows at a time, which is cheaper; then a row comes when its
 * chunk is full, and not at all if an error comes first.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT, %PGG_CLIENT_ERROR_TOO_LARGE, %PGG_CLIENT_ERROR_NOT_SUPPORTED
 * and %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_cursor_stream (PggCursor     *self,
                   const char    *sql,
                   PggParams     *params,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr(PggOperation) operation = pgg_cursor_stream_start (self, sql, params);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_cursor_stream_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_cursor_stream_async:
 * @self: a cursor
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (nullable): the parameters
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Cursor.stream].
 *
 * Since: 1.0
 */
void
pgg_cursor_stream_async (PggCursor           *self,
                         const char          *sql,
                         PggParams           *params,
                         int                  io_priority,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_cursor_stream_start (self, sql, params);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_cursor_stream_finish:
 * @self: a cursor
 * @result: what the callback was given, or the operation of [method@Cursor.stream_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Cursor.stream_async] or [method@Cursor.stream_start].
 *
 * Possible errors are those of [method@Cursor.stream].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_cursor_stream_finish (PggCursor     *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_autoptr(PggResult) results = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (PGG_IS_CURSOR (self), FALSE);

  results = pgg_connection_finish_for (self->connection, self, result, pgg_cursor_stream_start,
                                       &local_error);
  if (local_error != NULL && pgg_cursor_is_current (self, result))
    pgg_cursor_drop (self);
  if (local_error == NULL)
    pgg_cursor_check_current (self, result, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  pgg_cursor_append_results (self, results);

  return TRUE;
}

/**
 * pgg_cursor_stream_start:
 * @self: a cursor
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (nullable): the parameters
 *
 * Begins [method@Cursor.stream] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [method@Cursor.stream_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_cursor_stream_start (PggCursor  *self,
                         const char *sql,
                         PggParams  *params)
{
  g_auto(PggBoundSql) bound = { NULL };
  PggExecuteRequest request;
  PggOperation *operation;
  GError *error = NULL;

  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  pgg_cursor_drop (self);
  if (!pgg_bound_sql_init (&bound, self->connection, pgg_cursor_peek_codecs (self), sql, params,
                           &error))
    return pgg_ready_operation_start_failed (&self->connection->session->queue, self,
                                             pgg_cursor_stream_start, error);
  request = make_request (self, &bound);
  self->stream = pgg_stream_new ();

  operation = pgg_stream_operation_start (self->connection->session, self->stream, &request, self,
                                          pgg_cursor_stream_start,
                                          pgg_connection_get_budget (self->connection,
                                                                     self->timeout));
  operation->generation = self->generation;

  return operation;
}

/**
 * pgg_cursor_execute_many:
 * @self: a cursor
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (array length=n_params): the sets of parameters
 * @n_params: how many sets there are
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Executes one statement with each of several sets of parameters, as
 * [method@Connection.execute_many] does. Rows that it returns are dropped, unless
 * [property@Cursor:keep-results] is set: then each execution has its result, and
 * [method@Cursor.next_set] goes from one to the next.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT, %PGG_CLIENT_ERROR_TOO_LARGE, %PGG_CLIENT_ERROR_NOT_SUPPORTED
 * and %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: the number of rows affected in all, or -1 on error
 *
 * Since: 1.0
 */
gint64
pgg_cursor_execute_many (PggCursor     *self,
                         const char    *sql,
                         PggParams    **params,
                         gsize          n_params,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr(PggOperation) operation = NULL;

  operation = pgg_cursor_execute_many_start (self, sql, params, n_params);
  pgg_operation_run (operation, cancellable, NULL);

  return pgg_cursor_execute_many_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_cursor_execute_many_async:
 * @self: a cursor
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (array length=n_params): the sets of parameters
 * @n_params: how many sets there are
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Cursor.execute_many].
 *
 * Since: 1.0
 */
void
pgg_cursor_execute_many_async (PggCursor           *self,
                               const char          *sql,
                               PggParams          **params,
                               gsize                n_params,
                               int                  io_priority,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(PggOperation) operation = NULL;

  operation = pgg_cursor_execute_many_start (self, sql, params, n_params);
  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

void
pgg_cursor_take_outcome (PggCursor      *self,
                         PggBatchResult *outcome)
{
  g_autoptr(PggResult) results = NULL;

  self->row_count = -1;
  if (outcome == NULL)
    return;

  results = pgg_batch_result_dup_chain (outcome);
  if (results != NULL)
    pgg_cursor_set_result (self, results);
  self->row_count = pgg_batch_result_get_total_affected_rows (outcome);
}

/**
 * pgg_cursor_execute_many_finish:
 * @self: a cursor
 * @result: what the callback was given, or the operation of [method@Cursor.execute_many_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Cursor.execute_many_async] or [method@Cursor.execute_many_start].
 *
 * Possible errors are those of [method@Cursor.execute_many].
 *
 * Returns: the number of rows affected in all, or -1 on error
 *
 * Since: 1.0
 */
gint64
pgg_cursor_execute_many_finish (PggCursor     *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_autoptr(PggBatchResult) outcome = NULL;

  g_return_val_if_fail (PGG_IS_CURSOR (self), -1);

  outcome = pgg_connection_finish_for (self->connection, self, result,
                                       pgg_cursor_execute_many_start, error);
  pgg_cursor_take_outcome (self, outcome);

  return self->row_count;
}

/**
 * pgg_cursor_execute_many_start:
 * @self: a cursor
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (array length=n_params): the sets of parameters
 * @n_params: how many sets there are
 *
 * Begins [method@Cursor.execute_many] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Cursor.execute_many_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_cursor_execute_many_start (PggCursor  *self,
                               const char *sql,
                               PggParams **params,
                               gsize       n_params)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);
  g_return_val_if_fail (sql != NULL, NULL);
  g_return_val_if_fail (params != NULL || n_params == 0, NULL);

  pgg_cursor_drop (self);

  return pgg_connection_start_many (self->connection, pgg_cursor_peek_codecs (self), sql, params,
                                    n_params, self->keeps_results, self->timeout, self,
                                    pgg_cursor_execute_many_start);
}

/**
 * pgg_cursor_close:
 * @self: a cursor
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Drops what the cursor has; a stream that is not at its end is cancelled at the server.
 *
 * Possible errors: %G_IO_ERROR_CANCELLED, %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_cursor_close (PggCursor     *self,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr(PggOperation) operation = pgg_cursor_close_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_cursor_close_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_cursor_close_async:
 * @self: a cursor
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Cursor.close].
 *
 * Since: 1.0
 */
void
pgg_cursor_close_async (PggCursor           *self,
                        int                  io_priority,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_cursor_close_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_cursor_close_finish:
 * @self: a cursor
 * @result: what the callback was given, or the operation of [method@Cursor.close_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Cursor.close_async] or [method@Cursor.close_start].
 *
 * Possible errors are those of [method@Cursor.close].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_cursor_close_finish (PggCursor     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (PGG_IS_CURSOR (self), FALSE);

  pgg_connection_finish_for (self->connection, self, result, pgg_cursor_close_start, &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

/**
 * pgg_cursor_close_start:
 * @self: a cursor
 *
 * Begins [method@Cursor.close] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [method@Cursor.close_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_cursor_close_start (PggCursor *self)
{
  g_autoptr(PggStream) stream = NULL;

  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);

  stream = g_steal_pointer (&self->stream);
  pgg_cursor_drop (self);
  if (stream == NULL)
    return pgg_ready_operation_start (&self->connection->session->queue, self,
                                      pgg_cursor_close_start);

  return pgg_stream_operation_close (self->connection->session, stream, self,
                                     pgg_cursor_close_start);
}
