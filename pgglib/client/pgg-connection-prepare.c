/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Preparing statements on a connection. */

#include "config.h"

#include "pgg-connection-private.h"

#include "pgg-statement-private.h"
#include "engine/pgg-prepare-operation-private.h"
#include "wait/pgg-operation-run-private.h"

/**
 * pgg_connection_prepare:
 * @self: a connection
 * @sql: one statement, with `$1`, `$2` … or `:name` for parameters
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Prepares a statement at the server, which says of what types its parameters and the columns of
 * its results are.
 *
 * The types of the parameters are those that the server infers. A cast such as `$1::integer` says
 * it of one that it cannot.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT and %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED,
 * %G_IO_ERROR_CANCELLED and %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: (transfer full): the statement
 *
 * Since: 1.0
 */
PggStatement *
pgg_connection_prepare (PggConnection  *self,
                        const char     *sql,
                        GCancellable   *cancellable,
                        GError        **error)
{
  g_autoptr(PggOperation) operation = pgg_connection_prepare_start (self, sql);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_prepare_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_prepare_async:
 * @self: a connection
 * @sql: one statement, with `$1`, `$2` … or `:name` for parameters
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.prepare].
 *
 * Since: 1.0
 */
void
pgg_connection_prepare_async (PggConnection       *self,
                              const char          *sql,
                              int                  io_priority,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_connection_prepare_start (self, sql);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_prepare_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of [method@Connection.prepare_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.prepare_async] or [method@Connection.prepare_start].
 *
 * Possible errors are those of [method@Connection.prepare].
 *
 * Returns: (transfer full): the statement
 *
 * Since: 1.0
 */
PggStatement *
pgg_connection_prepare_finish (PggConnection  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return pgg_connection_finish_pointer (self, result, pgg_connection_prepare_start, error);
}

/**
 * pgg_connection_prepare_start:
 * @self: a connection
 * @sql: one statement, with `$1`, `$2` … or `:name` for parameters
 *
 * Begins [method@Connection.prepare] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.prepare_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_prepare_start (PggConnection *self,
                              const char    *sql)
{
  g_autoptr(PggStatement) statement = NULL;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  statement = pgg_statement_new (self, sql);

  return pgg_prepare_operation_start (self->session, statement->statement, statement, self,
                                      pgg_connection_prepare_start,
                                      pgg_connection_get_budget (self, -1));
}
