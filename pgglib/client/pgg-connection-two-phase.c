/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Transactions that were prepared for a commit in two phases. */

#include "config.h"

#include "pgg-connection-private.h"
#include "pgg-result-private.h"

#include "engine/pgg-execute-operation-private.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-ready-operation-private.h"
#include "wait/pgg-operation-run-private.h"

/* These commands cannot be in a transaction. */
static PggOperation *
start_with_id (PggConnection *self,
               const char    *command,
               const char    *id,
               gpointer       source_tag)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = pgg_connection_quote_literal (self, id, &error);
  g_autofree char *sql = NULL;
  PggExecuteRequest request = { .is_outside = TRUE };

  if (name == NULL)
    return pgg_ready_operation_start_failed (&self->session->queue, self, source_tag,
                                             g_steal_pointer (&error));

  sql = g_strconcat (command, " ", name, NULL);
  request.sql = sql;

  return pgg_execute_operation_start (self->session, &request, self, source_tag,
                                      pgg_connection_get_budget (self, -1));
}

/**
 * pgg_connection_commit_prepared:
 * @self: a connection
 * @id: the name that the transaction was prepared with
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Commits a transaction that was prepared, by whatever session, with [method@Transaction.prepare].
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT and %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED,
 * %G_IO_ERROR_CANCELLED and %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_commit_prepared (PggConnection  *self,
                                const char     *id,
                                GCancellable   *cancellable,
                                GError        **error)
{
  g_autoptr (PggOperation) operation = pgg_connection_commit_prepared_start (self, id);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_commit_prepared_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_commit_prepared_async:
 * @self: a connection
 * @id: the name that the transaction was prepared with
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.commit_prepared].
 *
 * Since: 1.0
 */
void
pgg_connection_commit_prepared_async (PggConnection       *self,
                                      const char          *id,
                                      int                  io_priority,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr (PggOperation) operation = pgg_connection_commit_prepared_start (self, id);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_commit_prepared_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of
 *   [method@Connection.commit_prepared_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.commit_prepared_async] or
 * [method@Connection.commit_prepared_start].
 *
 * Possible errors are those of [method@Connection.commit_prepared].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_commit_prepared_finish (PggConnection  *self,
                                       GAsyncResult   *result,
                                       GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);

  return pgg_connection_finish_boolean (self, result, pgg_connection_commit_prepared_start, error);
}

/**
 * pgg_connection_commit_prepared_start:
 * @self: a connection
 * @id: the name that the transaction was prepared with
 *
 * Begins [method@Connection.commit_prepared] and hands out the operation, for whoever waits in
 * their own way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.commit_prepared_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_commit_prepared_start (PggConnection *self,
                                      const char    *id)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return start_with_id (self, "COMMIT PREPARED", id, pgg_connection_commit_prepared_start);
}

/**
 * pgg_connection_rollback_prepared:
 * @self: a connection
 * @id: the name that the transaction was prepared with
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Rolls back a transaction that was prepared, by whatever session, with
 * [method@Transaction.prepare].
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT and %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED,
 * %G_IO_ERROR_CANCELLED and %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_rollback_prepared (PggConnection  *self,
                                  const char     *id,
                                  GCancellable   *cancellable,
                                  GError        **error)
{
  g_autoptr (PggOperation) operation = pgg_connection_rollback_prepared_start (self, id);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_rollback_prepared_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_rollback_prepared_async:
 * @self: a connection
 * @id: the name that the transaction was prepared with
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.rollback_prepared].
 *
 * Since: 1.0
 */
void
pgg_connection_rollback_prepared_async (PggConnection       *self,
                                        const char          *id,
                                        int                  io_priority,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  g_autoptr (PggOperation) operation = pgg_connection_rollback_prepared_start (self, id);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_rollback_prepared_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of
 *   [method@Connection.rollback_prepared_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.rollback_prepared_async] or
 * [method@Connection.rollback_prepared_start].
 *
 * Possible errors are those of [method@Connection.rollback_prepared].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_rollback_prepared_finish (PggConnection  *self,
                                         GAsyncResult   *result,
                                         GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);

  return pgg_connection_finish_boolean (self, result, pgg_connection_rollback_prepared_start,
                                        error);
}

/**
 * pgg_connection_rollback_prepared_start:
 * @self: a connection
 * @id: the name that the transaction was prepared with
 *
 * Begins [method@Connection.rollback_prepared] and hands out the operation, for whoever waits in
 * their own way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.rollback_prepared_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_rollback_prepared_start (PggConnection *self,
                                        const char    *id)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return start_with_id (self, "ROLLBACK PREPARED", id, pgg_connection_rollback_prepared_start);
}

/* Made of one column of text, which takes no more than a name. */
static gpointer
convert_names (PggPqResult **results,
               guint         n_results,
               gpointer      before,
               gpointer      after)
{
  g_autoptr (PggResult) result = pgg_connection_convert_results (results, n_results, before, after);
  guint n_rows = pgg_result_get_n_rows (result);
  char **names = g_new0 (char *, (gsize) n_rows + 1);

  for (guint row = 0; row < n_rows; row++)
    names[row] = pgg_result_dup_text (result, row, 0, NULL);

  return names;
}

/**
 * pgg_connection_list_prepared:
 * @self: a connection
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Lists the transactions of the current database that were prepared with
 * [method@Transaction.prepare] and have not been ended, the oldest first.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT and %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED,
 * %G_IO_ERROR_CANCELLED and %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: (transfer full) (array zero-terminated=1): their names
 *
 * Since: 1.0
 */
char **
pgg_connection_list_prepared (PggConnection  *self,
                              GCancellable   *cancellable,
                              GError        **error)
{
  g_autoptr (PggOperation) operation = pgg_connection_list_prepared_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_list_prepared_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_list_prepared_async:
 * @self: a connection
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.list_prepared].
 *
 * Since: 1.0
 */
void
pgg_connection_list_prepared_async (PggConnection       *self,
                                    int                  io_priority,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (PggOperation) operation = pgg_connection_list_prepared_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_list_prepared_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of
 *   [method@Connection.list_prepared_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.list_prepared_async] or
 * [method@Connection.list_prepared_start].
 *
 * Possible errors are those of [method@Connection.list_prepared].
 *
 * Returns: (transfer full) (array zero-terminated=1): their names
 *
 * Since: 1.0
 */
char **
pgg_connection_list_prepared_finish (PggConnection  *self,
                                     GAsyncResult   *result,
                                     GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return pgg_connection_finish_pointer (self, result, pgg_connection_list_prepared_start, error);
}

/**
 * pgg_connection_list_prepared_start:
 * @self: a connection
 *
 * Begins [method@Connection.list_prepared] and hands out the operation, for whoever waits in
 * their own way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.list_prepared_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_list_prepared_start (PggConnection *self)
{
  PggExecuteRequest request = {
    .sql = "SELECT gid FROM pg_catalog.pg_prepared_xacts "
           "WHERE database OPERATOR(pg_catalog.=) pg_catalog.current_database () "
           "ORDER BY prepared, gid",
    .convert = convert_names,
    .destroy = (GDestroyNotify) g_strfreev,
  };

  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return pgg_execute_operation_start (self->session, &request, self,
                                      pgg_connection_list_prepared_start,
                                      pgg_connection_get_budget (self, -1));
}
