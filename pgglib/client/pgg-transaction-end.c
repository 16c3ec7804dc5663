/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ending a transaction. */

#include "config.h"

#include "pgg-connection-private.h"
#include "pgg-transaction-private.h"

#include "pgg-client-error.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-ready-operation-private.h"
#include "wait/pgg-operation-run-private.h"

#include <glib/gi18n-lib.h>

/* Those within it come behind it in the list. */
static gboolean
has_open_within (PggTransaction *self)
{
  GList *link = g_queue_find (&self->connection->transactions, self);

  for (link = link->next; link != NULL; link = link->next)
    if (pgg_transaction_is_open (link->data))
      return TRUE;

  return FALSE;
}

static const char *
describe_obstacle (PggTransaction *self)
{
  switch (self->block->state)
    {
    case PGG_BLOCK_COMMITTED:
      return N_("The transaction was committed already");
    case PGG_BLOCK_ROLLED_BACK:
      return N_("The transaction was rolled back already");
    case PGG_BLOCK_PREPARED:
      return N_("The transaction was prepared already");
    case PGG_BLOCK_IN_DOUBT:
      return N_("The transaction is in doubt, its connection was lost");
    case PGG_BLOCK_QUEUED:
    case PGG_BLOCK_PENDING:
    case PGG_BLOCK_OPEN:
    default:
      if (g_atomic_int_get (&self->block->n_ending) > 0)
        return N_("The transaction is being ended already");
      if (has_open_within (self))
        return N_("A transaction within this one is still open");
      return NULL;
    }
}

static GError *
check_can_end (PggTransaction *self)
{
  PggQueue *queue = &self->connection->session->queue;
  const char *obstacle;

  pgg_queue_lock (queue);
  obstacle = describe_obstacle (self);
  pgg_queue_unlock_quietly (queue);

  if (obstacle == NULL)
    return NULL;

  return g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE, _(obstacle));
}

/* What ran out of time must still be rolled back. */
static guint
get_budget (PggConnection *connection,
            PggEnd         end)
{
  return end == PGG_END_ROLLBACK ? pgg_connection_get_timeout (connection)
                                 : pgg_connection_get_budget (connection, -1);
}

static PggOperation *
start_end (PggTransaction *self,
           PggEnd          end,
           const char     *name,
           gpointer        source_tag)
{
  PggConnection *connection = self->connection;
  GError *error = check_can_end (self);

  if (error != NULL)
    return pgg_ready_operation_start_failed (&connection->session->queue, self, source_tag, error);

  return pgg_end_operation_start (connection->session, self->block, end, name, self, source_tag,
                                  get_budget (connection, end));
}

static gboolean
finish_end (PggTransaction  *self,
            GAsyncResult    *result,
            gpointer         source_tag,
            GError         **error)
{
  return GPOINTER_TO_INT (pgg_connection_finish_for (self->connection, self, result, source_tag,
                                                     error));
}

/**
 * pgg_transaction_commit:
 * @self: a transaction
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Commits the transaction; a savepoint is released.
 *
 * The commit of a transaction in which a statement has failed rolls it back, which is an error
 * here. If the connection is lost meanwhile, or the time is over, nobody knows whether the
 * transaction was committed.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_STATE if the transaction has ended or one within it is open,
 * %PGG_CLIENT_ERROR_ROLLED_BACK, %PGG_CLIENT_ERROR_IN_DOUBT and
 * %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT. [method@Transaction.get_state] tells what became of the transaction.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_transaction_commit (PggTransaction  *self,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_autoptr (PggOperation) operation = pgg_transaction_commit_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_transaction_commit_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_transaction_commit_async:
 * @self: a transaction
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Transaction.commit].
 *
 * Since: 1.0
 */
void
pgg_transaction_commit_async (PggTransaction      *self,
                              int                  io_priority,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (PggOperation) operation = pgg_transaction_commit_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_transaction_commit_finish:
 * @self: a transaction
 * @result: what the callback was given, or the operation of [method@Transaction.commit_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Transaction.commit_async] or [method@Transaction.commit_start].
 *
 * Possible errors are those of [method@Transaction.commit].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_transaction_commit_finish (PggTransaction  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (PGG_IS_TRANSACTION (self), FALSE);

  return finish_end (self, result, pgg_transaction_commit_start, error);
}

/**
 * pgg_transaction_commit_start:
 * @self: a transaction
 *
 * Begins [method@Transaction.commit] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Transaction.commit_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_transaction_commit_start (PggTransaction *self)
{
  g_return_val_if_fail (PGG_IS_TRANSACTION (self), NULL);

  return start_end (self, PGG_END_COMMIT, NULL, pgg_transaction_commit_start);
}

/**
 * pgg_transaction_rollback:
 * @self: a transaction
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Undoes everything that was done in the transaction, and ends it; that is also the way to end one
 * in which a statement has failed.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_STATE if the transaction has ended or one within it is open,
 * %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT. [method@Transaction.get_state] tells what became of the transaction.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_transaction_rollback (PggTransaction  *self,
                          GCancellable    *cancellable,
                          GError         **error)
{
  g_autoptr (PggOperation) operation = pgg_transaction_rollback_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_transaction_rollback_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_transaction_rollback_async:
 * @self: a transaction
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Transaction.rollback].
 *
 * Since: 1.0
 */
void
pgg_transaction_rollback_async (PggTransaction      *self,
                                int                  io_priority,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (PggOperation) operation = pgg_transaction_rollback_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_transaction_rollback_finish:
 * @self: a transaction
 * @result: what the callback was given, or the operation of [method@Transaction.rollback_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Transaction.rollback_async] or [method@Transaction.rollback_start].
 *
 * Possible errors are those of [method@Transaction.rollback].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_transaction_rollback_finish (PggTransaction  *self,
                                 GAsyncResult    *result,
                                 GError         **error)
{
  g_return_val_if_fail (PGG_IS_TRANSACTION (self), FALSE);

  return finish_end (self, result, pgg_transaction_rollback_start, error);
}

/**
 * pgg_transaction_rollback_start:
 * @self: a transaction
 *
 * Begins [method@Transaction.rollback] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Transaction.rollback_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_transaction_rollback_start (PggTransaction *self)
{
  g_return_val_if_fail (PGG_IS_TRANSACTION (self), NULL);

  return start_end (self, PGG_END_ROLLBACK, NULL, pgg_transaction_rollback_start);
}

/**
 * pgg_transaction_prepare:
 * @self: a transaction
 * @id: the name of the prepared transaction, at most 199 bytes
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Prepares the transaction for a commit in two phases: it is no longer part of the session, and
 * [method@Connection.commit_prepared] will succeed whatever happens to this server or client.
 *
 * Only an outermost transaction can be prepared, on a server whose setting
 * `max_prepared_transactions` is not zero.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_STATE if the transaction has ended or one within it is open,
 * %PGG_CLIENT_ERROR_ROLLED_BACK, %PGG_CLIENT_ERROR_IN_DOUBT and
 * %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT. [method@Transaction.get_state] tells what became of the transaction.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_transaction_prepare (PggTransaction  *self,
                         const char      *id,
                         GCancellable    *cancellable,
                         GError         **error)
{
  g_autoptr (PggOperation) operation = pgg_transaction_prepare_start (self, id);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_transaction_prepare_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_transaction_prepare_async:
 * @self: a transaction
 * @id: the name of the prepared transaction, at most 199 bytes
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Transaction.prepare].
 *
 * Since: 1.0
 */
void
pgg_transaction_prepare_async (PggTransaction      *self,
                               const char          *id,
                               int                  io_priority,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (PggOperation) operation = pgg_transaction_prepare_start (self, id);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_transaction_prepare_finish:
 * @self: a transaction
 * @result: what the callback was given, or the operation of [method@Transaction.prepare_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Transaction.prepare_async] or [method@Transaction.prepare_start].
 *
 * Possible errors are those of [method@Transaction.prepare].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_transaction_prepare_finish (PggTransaction  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (PGG_IS_TRANSACTION (self), FALSE);

  return finish_end (self, result, pgg_transaction_prepare_start, error);
}

/**
 * pgg_transaction_prepare_start:
 * @self: a transaction
 * @id: the name of the prepared transaction, at most 199 bytes
 *
 * Begins [method@Transaction.prepare] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Transaction.prepare_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_transaction_prepare_start (PggTransaction *self,
                               const char     *id)
{
  g_autofree char *name = NULL;
  GError *error = NULL;

  g_return_val_if_fail (PGG_IS_TRANSACTION (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (self->parent == NULL)
    name = pgg_connection_quote_literal (self->connection, id, &error);
  else
    error = g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                                 _("A transaction within another one cannot be prepared"));
  if (error != NULL)
    return pgg_ready_operation_start_failed (&self->connection->session->queue, self,
                                             pgg_transaction_prepare_start, error);

  return start_end (self, PGG_END_PREPARE, name, pgg_transaction_prepare_start);
}
