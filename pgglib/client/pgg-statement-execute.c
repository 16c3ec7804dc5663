/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Executing a statement that was prepared. */

#include "config.h"

#include "pgg-statement-private.h"

#include "pgg-batch-result-private.h"
#include "pgg-bound-sql-private.h"
#include "pgg-params-private.h"
#include "pgg-result-private.h"
#include "engine/pgg-execute-many-operation-private.h"
#include "engine/pgg-execute-operation-private.h"
#include "engine/pgg-operation-private.h"
#include "pq/pgg-pq-params-private.h"
#include "wait/pgg-operation-run-private.h"

/* Values without names have the order of the parameters already. */
PggPqParams *
pgg_statement_make_params (PggStatement  *self,
                           PggPqParams   *params,
                           GError       **error)
{
  g_autoptr(PggPqParams) written = NULL;
  g_autoptr(PggNamedSql) named = NULL;

  if (!pgg_statement_check_open (self, error))
    return NULL;
  if (params == NULL)
    return pgg_pq_params_new ();

  written = pgg_params_write (params, self->connection,
                              self->connection->codecs, error);
  if (written != NULL)
    pgg_type_lookup_start (self->connection, &written, 1);
  if (written == NULL || pgg_pq_params_get_names (written) == NULL)
    return g_steal_pointer (&written);

  named = self->named != NULL ? pgg_named_sql_ref (self->named)
                              : pgg_bound_sql_read_names (self->connection, self->sql, error);
  if (named == NULL)
    return NULL;

  return pgg_bound_sql_sort (named, written, error);
}

/**
 * pgg_statement_execute:
 * @self: a statement
 * @params: (nullable): the parameters
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Executes the statement.
 *
 * The values of @params are converted to the types of the statement's parameters. That is exact:
 * integers fit every numeric type that holds the value. Only a `float8` is rounded for the type
 * `float4`, as the server does it, unless it would become infinite or zero. A text can be a value
 * of any type. If the SQL has names, the values either have these names, see
 * [method@Params.set_named_value], or none and their order.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_CONVERSION if a value is not one of the parameter's type,
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT if the number or the names of the values do not fit,
 * %PGG_CLIENT_ERROR_INVALID_STATE after [method@Statement.close], %PGG_CLIENT_ERROR_TOO_LARGE and
 * %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: (transfer full): the result
 *
 * Since: 1.0
 */
PggResult *
pgg_statement_execute (PggStatement  *self,
                       PggParams     *params,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(PggOwnOperation) operation = pgg_statement_execute_start (self, params);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_statement_execute_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_statement_execute_async:
 * @self: a statement
 * @params: (nullable): the parameters
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Statement.execute].
 *
 * Since: 1.0
 */
void
pgg_statement_execute_async (PggStatement        *self,
                             PggParams           *params,
                             int                  io_priority,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_statement_execute_start (self, params);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_statement_execute_finish:
 * @self: a statement
 * @result: what the callback was given, or the operation of [method@Statement.execute_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Statement.execute_async] or [method@Statement.execute_start].
 *
 * Possible errors are those of [method@Statement.execute].
 *
 * Returns: (transfer full): the result
 *
 * Since: 1.0
 */
PggResult *
pgg_statement_execute_finish (PggStatement  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (PGG_IS_STATEMENT (self), NULL);

  return pgg_connection_finish_for (self->connection, self, result, pgg_statement_execute_start,
                                    error);
}

/**
 * pgg_statement_execute_start:
 * @self: a statement
 * @params: (nullable): the parameters
 *
 * Begins [method@Statement.execute] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Statement.execute_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_statement_execute_start (PggStatement *self,
                             PggParams    *params)
{
  PggExecuteRequest request = {
    .convert = pgg_connection_convert_results,
    .destroy = (GDestroyNotify) pgg_result_unref,
  };
  g_autoptr(PggPqParams) values = NULL;
  GError *error = NULL;

  g_return_val_if_fail (PGG_IS_STATEMENT (self), NULL);

  values = pgg_statement_make_params (self, params != NULL ? pgg_params_peek_pq (params) : NULL,
                                      &error);
  if (values == NULL)
    return pgg_statement_start_failed (self, pgg_statement_execute_start, error);

  request.sql = self->statement->sql;
  request.params = values;
  request.statement = self->statement;
  request.result_format = pgg_connection_get_pq_format (self->connection, PGG_RESULT_FORMAT_AUTO);
  request.is_choice = pgg_connection_may_choose (self->connection, PGG_RESULT_FORMAT_AUTO);

  return pgg_execute_operation_start (self->connection->session, &request, self,
                                      pgg_statement_execute_start,
                                      pgg_connection_get_budget (self->connection, -1));
}

/**
 * pgg_statement_execute_many:
 * @self: a statement
 * @params: (array length=n_params): the sets of parameters
 * @n_params: how many sets there are
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Executes the statement with each of several sets of parameters, as
 * [method@Connection.execute_many] does.
 *
 * Possible errors are those of [method@Statement.execute].
 *
 * Returns: the number of rows affected in all, or -1 on error
 *
 * Since: 1.0
 */
gint64
pgg_statement_execute_many (PggStatement  *self,
                            PggParams    **params,
                            gsize          n_params,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_autoptr(PggOperation) operation = NULL;

  operation = pgg_statement_execute_many_start (self, params, n_params);
  pgg_operation_run (operation, cancellable, NULL);

  return pgg_statement_execute_many_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_statement_execute_many_async:
 * @self: a statement
 * @params: (array length=n_params): the sets of parameters
 * @n_params: how many sets there are
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Statement.execute_many].
 *
 * Since: 1.0
 */
void
pgg_statement_execute_many_async (PggStatement        *self,
                                  PggParams          **params,
                                  gsize                n_params,
                                  int                  io_priority,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(PggOperation) operation = NULL;

  operation = pgg_statement_execute_many_start (self, params, n_params);
  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_statement_execute_many_finish:
 * @self: a statement
 * @result: what the callback was given, or the operation of [method@Statement.execute_many_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Statement.execute_many_async] or
 * [method@Statement.execute_many_start].
 *
 * Possible errors are those of [method@Statement.execute_many].
 *
 * Returns: the number of rows affected in all, or -1 on error
 *
 * Since: 1.0
 */
gint64
pgg_statement_execute_many_finish (PggStatement  *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_autoptr(PggBatchResult) outcome = NULL;

  g_return_val_if_fail (PGG_IS_STATEMENT (self), -1);

  outcome = pgg_connection_finish_for (self->connection, self, result,
                                       pgg_statement_execute_many_start, error);

  return outcome != NULL ? pgg_batch_result_get_total_affected_rows (outcome) : -1;
}

static GArray *
make_items (PggStatement  *self,
            PggParams    **params,
            gsize          n_params,
            GError       **error)
{
  g_autoptr(GArray) items = NULL;
  g_autoptr(GRefString) sql = NULL;

  if (!pgg_statement_check_open (self, error))
    return NULL;

  items = pgg_batch_items_new ();
  sql = g_ref_string_new (self->statement->sql);
  for (gsize i = 0; i < n_params; i++)
    {
      PggPqParams *values = params[i] != NULL ? pgg_params_peek_pq (params[i]) : NULL;
      g_autoptr(PggPqParams) set = pgg_statement_make_params (self, values, error);

      if (set == NULL)
        return NULL;
      pgg_batch_items_add (items, sql, set);
    }

  return g_steal_pointer (&items);
}

/**
 * pgg_statement_execute_many_start:
 * @self: a statement
 * @params: (array length=n_params): the sets of parameters
 * @n_params: how many sets there are
 *
 * Begins [method@Statement.execute_many] and hands out the operation, for whoever waits in their
 * own way.
 *
 * Returns: (transfer full): the operation, for [method@Statement.execute_many_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_statement_execute_many_start (PggStatement  *self,
                                  PggParams    **params,
                                  gsize          n_params)
{
  PggBatchRequest request = {
    .convert = pgg_batch_result_convert,
    .destroy = (GDestroyNotify) pgg_batch_result_unref,
  };
  g_autoptr(GArray) items = NULL;
  GError *error = NULL;

  g_return_val_if_fail (PGG_IS_STATEMENT (self), NULL);
  g_return_val_if_fail (params != NULL || n_params == 0, NULL);

  items = make_items (self, params, n_params, &error);
  if (items == NULL)
    return pgg_statement_start_failed (self, pgg_statement_execute_many_start, error);
  request.items = items;
  request.statement = self->statement;

  return pgg_execute_many_operation_start (self->connection->session, &request, self,
                                           pgg_statement_execute_many_start,
                                           pgg_connection_get_budget (self->connection, -1));
}
