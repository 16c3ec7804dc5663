/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs a function in a transaction, again if it has to be. */

#include "config.h"

#include "pgg-connection-private.h"
#include "pgg-transaction-private.h"
#include "pgg-transaction-run-private.h"

#include "pgg-client-error.h"
#include "wait/pgg-operation-run.h"

#include <glib/gi18n-lib.h>

static gboolean
is_open (PggTransaction *transaction)
{
  return pgg_transaction_get_state (transaction) == PGG_TRANSACTION_STATE_OPEN;
}

/* FALSE if it was cancelled meanwhile. */
static gboolean
sleep_for (guint         delay,
           GCancellable *cancellable)
{
  GPollFD fd = { 0 };
  gboolean has_fd = g_cancellable_make_pollfd (cancellable, &fd);

  g_poll (has_fd ? &fd : NULL, has_fd ? 1 : 0, (int) delay);
  if (has_fd)
    g_cancellable_release_fd (cancellable);

  return !g_cancellable_is_cancelled (cancellable);
}

/* A function that fails without saying why is a failure all the same. */
static gboolean
call (PggTransaction      *transaction,
      PggTransactionFunc   func,
      gpointer             user_data,
      GError             **error)
{
  GError *local_error = NULL;

  if (func (transaction, user_data, &local_error) && local_error == NULL)
    return TRUE;

  if (local_error == NULL)
    local_error = g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED,
                                       _("The function of the transaction failed"));
  g_propagate_error (error, local_error);

  return FALSE;
}

static gboolean
commit (PggRun          *run,
        PggTransaction  *transaction,
        GCancellable    *cancellable,
        GError         **error)
{
  g_autoptr (PggOperation) identify = pgg_run_start_identify (run);
  gboolean committed = pgg_transaction_commit (transaction, cancellable, error);

  pgg_run_finish_identify (run, identify);

  return committed;
}

static void
roll_back (PggRun         *run,
           PggTransaction *transaction)
{
  g_autoptr (PggOperation) operation = pgg_run_start_rollback (run, transaction);

  pgg_operation_run (operation, NULL, NULL);
  pgg_transaction_give_up (transaction);
}

static GError *
attempt (PggRun             *run,
         PggTransactionFunc  func,
         gpointer            user_data,
         GCancellable       *cancellable)
{
  GError *error = NULL;
  g_autoptr (PggTransaction) transaction =
    pgg_connection_begin (run->connection, run->options, &error);

  if (transaction == NULL)
    return error;

  if (call (transaction, func, user_data, &error) && is_open (transaction))
    commit (run, transaction, cancellable, &error);
  if (error != NULL && is_open (transaction))
    roll_back (run, transaction);

  return error;
}

static PggRunNext
resolve (PggRun       *run,
         GCancellable *cancellable)
{
  g_autoptr (PggOperation) operation = NULL;

  if (pgg_connection_get_status (run->connection) != PGG_CONNECTION_STATUS_OPEN &&
      !pgg_connection_reset (run->connection, cancellable, NULL))
    return PGG_RUN_FAILED;

  operation = pgg_run_start_question (run);
  pgg_operation_run (operation, cancellable, NULL);

  return pgg_run_finish_question (run, operation);
}

/**
 * pgg_connection_run_transaction:
 * @self: a connection
 * @options: how the transaction behaves
 * @max_retries: how often it may be run again
 * @timeout: how many milliseconds all of it may take, 0 for no limit, -1 for that of the connection
 * @func: (scope call) (closure user_data): what to do in the transaction
 * @user_data: data for @func
 * @cancellable: (nullable): cancels the beginning, the end, and the waiting between two runs
 * @error: return location for an error
 *
 * Runs a function in a transaction, which is committed if the function succeeds and rolled back if
 * it fails.
 *
 * If the transaction lost against a concurrent one (see [func@error_is_retryable]) it is rolled
 * back and run again, up to @max_retries times, after a while that is random and grows. So @func
 * must not do anything that cannot be done twice. If the connection is lost during the commit a new
 * one is made, and the server is asked whether the transaction was committed; if it was not, it is
 * run again like one that lost.
 *
 * The limit of time, which is [property@Connection:timeout] for -1, is one for all attempts, for
 * what @func does on the connection in them, and for the waiting in between; what takes longer ends
 * with %G_IO_ERROR_TIMED_OUT. A single call of @func may still be limited to less.
 *
 * A transaction that @func has begun within it and left open is an error,
 * %PGG_CLIENT_ERROR_INVALID_STATE; all of it is rolled back then.
 *
 * Possible errors are those of @func and of [method@Transaction.commit];
 * %PGG_CLIENT_ERROR_IN_DOUBT only if the server could not be asked.
 *
 * Returns: %TRUE if the transaction is committed, or @func succeeded and has ended it itself
 *
 * Since: 1.0
 */
gboolean
pgg_connection_run_transaction (PggConnection          *self,
                                PggTransactionOptions   options,
                                guint                   max_retries,
                                int                     timeout,
                                PggTransactionFunc      func,
                                gpointer                user_data,
                                GCancellable           *cancellable,
                                GError                **error)
{
  g_auto (PggRun) run = { 0 };
  PggRunNext next = PGG_RUN_AGAIN;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  pgg_run_init (&run, self, options, max_retries, timeout);
  for (;;)
    {
      if (next == PGG_RUN_AGAIN)
        next = pgg_run_end_attempt (&run, attempt (&run, func, user_data, cancellable));
      else
        next = resolve (&run, cancellable);

      if (next == PGG_RUN_DONE)
        return TRUE;
      if (next == PGG_RUN_FAILED || !sleep_for (pgg_run_get_delay (&run), cancellable))
        break;
    }

  g_propagate_error (error, g_steal_pointer (&run.error));

  return FALSE;
}
