/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Transactions of a connection. */

#include "config.h"

#include "pgg-connection-private.h"
#include "pgg-transaction-options-private.h"
#include "pgg-transaction-private.h"

#include "pgg-client-error.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-ready-operation-private.h"
#include "wait/pgg-operation-run-private.h"

#include <glib/gi18n-lib.h>

/* What the engine executes before a statement that is not in a transaction. */
static void
update_implicit_begin (PggConnection *self)
{
  PggSession *session = self->session;
  g_autofree char *modes = NULL;

  pgg_transaction_options_to_sql (self->transaction_options, &modes, NULL);
  g_clear_pointer (&session->implicit_begin, g_free);
  if (!self->autocommit)
    session->implicit_begin = modes != NULL ? g_strconcat ("BEGIN ", modes, NULL)
                                            : g_strdup ("BEGIN");
}

/**
 * pgg_connection_get_autocommit: (get-property autocommit)
 * @self: a connection
 *
 * Tells whether each statement outside of a transaction is one of its own.
 *
 * Returns: %FALSE if a transaction begins by itself
 *
 * Since: 1.0
 */
gboolean
pgg_connection_get_autocommit (PggConnection *self)
{
  gboolean autocommit;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), TRUE);

  pgg_queue_lock (&self->session->queue);
  autocommit = self->autocommit;
  pgg_queue_unlock_quietly (&self->session->queue);

  return autocommit;
}

/**
 * pgg_connection_set_autocommit: (set-property autocommit)
 * @self: a connection
 * @autocommit: %FALSE if a transaction is to begin by itself
 *
 * Sets whether each statement outside of a transaction is one of its own.
 *
 * Where it is not, the first statement begins a transaction, which lasts until
 * [method@Connection.commit] or [method@Connection.rollback]. A transaction that is open already is
 * not touched.
 *
 * Since: 1.0
 */
void
pgg_connection_set_autocommit (PggConnection *self,
                               gboolean       autocommit)
{
  gboolean changed;

  g_return_if_fail (PGG_IS_CONNECTION (self));

  pgg_queue_lock (&self->session->queue);
  changed = self->autocommit != !!autocommit;
  self->autocommit = !!autocommit;
  update_implicit_begin (self);
  pgg_queue_unlock_quietly (&self->session->queue);

  if (changed)
    g_object_notify (G_OBJECT (self), "autocommit");
}

/**
 * pgg_connection_get_transaction_options: (get-property transaction-options)
 * @self: a connection
 *
 * Gets how transactions behave that say nothing themselves.
 *
 * Returns: the options
 *
 * Since: 1.0
 */
PggTransactionOptions
pgg_connection_get_transaction_options (PggConnection *self)
{
  PggTransactionOptions options;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), PGG_TRANSACTION_OPTIONS_DEFAULT);

  pgg_queue_lock (&self->session->queue);
  options = self->transaction_options;
  pgg_queue_unlock_quietly (&self->session->queue);

  return options;
}

/**
 * pgg_connection_set_transaction_options: (set-property transaction-options)
 * @self: a connection
 * @options: the options; those that contradict each other are refused when a transaction begins
 *
 * Sets how transactions behave that say nothing themselves: those that begin by themselves, and
 * those of [method@Connection.begin] without options. Statements that are no part of a transaction,
 * because [property@Connection:autocommit] is on, do as the server's settings say.
 *
 * Since: 1.0
 */
void
pgg_connection_set_transaction_options (PggConnection         *self,
                                        PggTransactionOptions  options)
{
  gboolean changed;

  g_return_if_fail (PGG_IS_CONNECTION (self));

  pgg_queue_lock (&self->session->queue);
  changed = self->transaction_options != options;
  self->transaction_options = options;
  update_implicit_begin (self);
  pgg_queue_unlock_quietly (&self->session->queue);

  if (changed)
    g_object_notify (G_OBJECT (self), "transaction-options");
}

static gboolean
check_alive (PggConnection  *self,
             GError        **error)
{
  gboolean is_open;

  pgg_queue_lock (&self->session->queue);
  is_open = self->session->status == PGG_CONNECTION_STATUS_OPENING ||
            pgg_session_check_open (self->session, error);
  pgg_queue_unlock_quietly (&self->session->queue);

  return is_open;
}

/**
 * pgg_connection_begin:
 * @self: a connection
 * @options: how the transaction behaves
 * @error: return location for an error
 *
 * Begins a transaction, or a savepoint where one is open.
 *
 * Nothing is sent: `BEGIN` travels with the first statement, so this neither waits nor has an
 * asynchronous form. What is executed from now on is in the transaction; what was begun before is
 * not. Within another transaction the server refuses some options with the first statement.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if options contradict each other, and with
 * %G_IO_ERROR_CLOSED if the connection is not open.
 *
 * Returns: (transfer full): the transaction
 *
 * Since: 1.0
 */
PggTransaction *
pgg_connection_begin (PggConnection          *self,
                      PggTransactionOptions   options,
                      GError                **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_alive (self, error))
    return NULL;

  return pgg_transaction_new (self, options, error);
}

/* What a PggTransaction stands for is for that to end. */
static PggOperation *
start_end (PggConnection *self,
           PggEnd         end,
           gpointer       source_tag)
{
  if (!pgg_transaction_exists (self))
    return pgg_end_operation_start (self->session, NULL, end, NULL, self, source_tag,
                                    pgg_connection_get_budget (self, -1));

  return pgg_ready_operation_start_failed (
    &self->session->queue, self, source_tag,
    g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                         _("A transaction that was begun as an object is open; end that")));
}

/**
 * pgg_connection_commit:
 * @self: a connection
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Commits the transaction that is open, however it was begun; without one, only the server warns,
 * or nothing happens where [property@Connection:autocommit] is off.
 *
 * The commit of a transaction in which a statement has failed rolls it back, which is an error
 * here.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_STATE if a [class@Transaction] is open, which has to be ended itself,
 * %PGG_CLIENT_ERROR_ROLLED_BACK, %PGG_CLIENT_ERROR_IN_DOUBT and
 * %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_commit (PggConnection  *self,
                       GCancellable   *cancellable,
                       GError        **error)
{
  g_autoptr(PggOperation) operation = pgg_connection_commit_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_commit_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_commit_async:
 * @self: a connection
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.commit].
 *
 * Since: 1.0
 */
void
pgg_connection_commit_async (PggConnection       *self,
                             int                  io_priority,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_connection_commit_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_commit_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of [method@Connection.commit_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.commit_async] or [method@Connection.commit_start].
 *
 * Possible errors are those of [method@Connection.commit].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_commit_finish (PggConnection  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);

  return pgg_connection_finish_boolean (self, result, pgg_connection_commit_start, error);
}

/**
 * pgg_connection_commit_start:
 * @self: a connection
 *
 * Begins [method@Connection.commit] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.commit_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_commit_start (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return start_end (self, PGG_END_COMMIT, pgg_connection_commit_start);
}

/**
 * pgg_connection_rollback:
 * @self: a connection
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Rolls back the transaction that is open, however it was begun; without one, only the server
 * warns, or nothing happens where [property@Connection:autocommit] is off.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_STATE if a [class@Transaction] is open, which has to be ended itself,
 * %PGG_CLIENT_ERROR_ROLLED_BACK, %PGG_CLIENT_ERROR_IN_DOUBT and
 * %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_rollback (PggConnection  *self,
                         GCancellable   *cancellable,
                         GError        **error)
{
  g_autoptr(PggOperation) operation = pgg_connection_rollback_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_rollback_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_rollback_async:
 * @self: a connection
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.rollback].
 *
 * Since: 1.0
 */
void
pgg_connection_rollback_async (PggConnection       *self,
                               int                  io_priority,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_connection_rollback_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_rollback_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of [method@Connection.rollback_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.rollback_async] or [method@Connection.rollback_start].
 *
 * Possible errors are those of [method@Connection.rollback].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_rollback_finish (PggConnection  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);

  return pgg_connection_finish_boolean (self, result, pgg_connection_rollback_start, error);
}

/**
 * pgg_connection_rollback_start:
 * @self: a connection
 *
 * Begins [method@Connection.rollback] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.rollback_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_rollback_start (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return start_end (self, PGG_END_ROLLBACK, pgg_connection_rollback_start);
}
