/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs a function in a transaction, again if it has to be, without waiting. */

#include "config.h"

#include "pgg-connection-private.h"
#include "pgg-transaction-private.h"
#include "pgg-transaction-run-private.h"

#include "engine/pgg-operation-private.h"
#include "wait/pgg-operation-run.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  PggRun                   run;
  PggTransactionStartFunc  func;
  gpointer                 func_data;
  GDestroyNotify           func_destroy;
  PggTransaction          *transaction; /* of the attempt that is under way */
  PggOperation            *identify;
  GError                  *error;       /* of the function */
  gulong                   cancel_id;   /* while it waits */
  GSource                 *limit;       /* of the time of the function, or NULL */
} Data;

static void begin_attempt (GTask *task);

static void
end_limit (Data *data)
{
  if (data->limit == NULL)
    return;

  g_source_destroy (data->limit);
  g_clear_pointer (&data->limit, g_source_unref);
}

static void
data_free (gpointer user_data)
{
  Data *data = user_data;

  end_limit (data);
  if (data->func_destroy != NULL)
    data->func_destroy (data->func_data);
  g_clear_object (&data->transaction);
  g_clear_object (&data->identify);
  g_clear_error (&data->error);
  pgg_run_clear (&data->run);
  g_free (data);
}

static void
ask_cb (GObject      *source,
        GAsyncResult *ready,
        gpointer      user_data);

static void
ask (GTask *task)
{
  Data *data = g_task_get_task_data (task);
  g_autoptr (PggOperation) question = pgg_run_start_question (&data->run);

  pgg_operation_run_async (question, g_task_get_priority (task), g_task_get_cancellable (task),
                           ask_cb, task);
}

static void
fail (GTask *task)
{
  Data *data = g_task_get_task_data (task);

  pgg_run_end (&data->run);
  g_task_return_error (task, g_steal_pointer (&data->run.error));
}

static void
reset_cb (GObject      *source,
          GAsyncResult *ready,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  if (pgg_connection_reset_finish (PGG_CONNECTION (source), ready, NULL))
    ask (g_steal_pointer (&task));
  else
    fail (task);
}

static void
resolve (GTask *task)
{
  Data *data = g_task_get_task_data (task);
  PggConnection *connection = data->run.connection;

  if (pgg_connection_get_status (connection) == PGG_CONNECTION_STATUS_OPEN)
    ask (task);
  else
    pgg_connection_reset_async (connection, g_task_get_priority (task),
                                g_task_get_cancellable (task), reset_cb, task);
}

static void
end_wait (GTask *task)
{
  Data *data = g_task_get_task_data (task);

  g_cancellable_disconnect (g_task_get_cancellable (task), data->cancel_id);
  data->cancel_id = 0;
}

static gboolean
again_cb (gpointer user_data)
{
  GTask *task = user_data;

  end_wait (task);
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    fail (task);
  else
    begin_attempt (g_object_ref (task));

  return G_SOURCE_REMOVE;
}

static gboolean
resolve_cb (gpointer user_data)
{
  end_wait (user_data);
  resolve (g_object_ref (user_data));

  return G_SOURCE_REMOVE;
}

static void
hurry_cb (GCancellable *cancellable,
          GSource      *source)
{
  g_source_set_ready_time (source, 0);
}

/* A cancellation ends the waiting. The source that GLib has for that leaks when the cancellation
 * comes from another thread at the same time (cancellable_source_dispose() in gcancellable.c). */
static void
wait (GTask       *task,
      GSourceFunc  then)
{
  Data *data = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GSource) source = g_timeout_source_new (pgg_run_get_delay (&data->run));

  g_source_set_static_name (source, "[pgglib] a transaction runs again");
  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, then, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
  if (cancellable != NULL)
    data->cancel_id = g_cancellable_connect (cancellable, G_CALLBACK (hurry_cb),
                                             g_source_ref (source),
                                             (GDestroyNotify) g_source_unref);
}

/* Takes the reference on the task. */
static void
go_on (GTask      *task,
       PggRunNext  next)
{
  Data *data = g_task_get_task_data (task);

  if (next == PGG_RUN_AGAIN || next == PGG_RUN_RESOLVE)
    {
      wait (task, next == PGG_RUN_AGAIN ? again_cb : resolve_cb);
      return;
    }

  if (next == PGG_RUN_DONE)
    {
      pgg_run_end (&data->run);
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      fail (task);
    }
  g_object_unref (task);
}

static void
ask_cb (GObject      *source,
        GAsyncResult *ready,
        gpointer      user_data)
{
  Data *data = g_task_get_task_data (user_data);

  go_on (user_data, pgg_run_finish_question (&data->run, PGG_OPERATION (source)));
}

static void
rollback_cb (GObject      *source,
             GAsyncResult *ready,
             gpointer      user_data)
{
  Data *data = g_task_get_task_data (user_data);

  pgg_transaction_give_up (data->transaction);
  g_clear_object (&data->transaction);
  go_on (user_data, pgg_run_end_attempt (&data->run, g_steal_pointer (&data->error)));
}

static void
roll_back (GTask *task)
{
  Data *data = g_task_get_task_data (task);
  g_autoptr (PggOperation) operation = pgg_run_start_rollback (&data->run, data->transaction);

  pgg_operation_run_async (operation, g_task_get_priority (task), NULL, rollback_cb, task);
}

static void
commit_cb (GObject      *source,
           GAsyncResult *ready,
           gpointer      user_data)
{
  Data *data = g_task_get_task_data (user_data);
  GError *error = NULL;

  pgg_transaction_commit_finish (PGG_TRANSACTION (source), ready, &error);
  pgg_run_finish_identify (&data->run, data->identify);
  g_clear_object (&data->identify);
  if (error != NULL &&
      pgg_transaction_get_state (data->transaction) == PGG_TRANSACTION_STATE_OPEN)
    {
      data->error = error;
      roll_back (user_data);
      return;
    }
  g_clear_object (&data->transaction);
  go_on (user_data, pgg_run_end_attempt (&data->run, error));
}

static void
end_attempt (GTask  *task,
             GError *error)
{
  Data *data = g_task_get_task_data (task);
  PggTransaction *transaction = data->transaction;
  gboolean is_open = pgg_transaction_get_state (transaction) == PGG_TRANSACTION_STATE_OPEN;

  if (is_open && error == NULL)
    {
      data->identify = pgg_run_start_identify (&data->run);
      pgg_transaction_commit_async (transaction, g_task_get_priority (task),
                                    g_task_get_cancellable (task), commit_cb, task);
      return;
    }
  if (is_open)
    {
      data->error = error;
      roll_back (task);
      return;
    }

  g_clear_object (&data->transaction);
  go_on (task, pgg_run_end_attempt (&data->run, error));
}

static gboolean
limit_cb (gpointer user_data)
{
  g_autoptr (PggTransaction) transaction = g_object_ref (user_data);
  g_autoptr (GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                         _("The function of the transaction did not complete it in time"));

  pgg_transaction_complete (transaction, error);

  return G_SOURCE_REMOVE;
}

/* Nobody knows whether the function ever comes to its end. */
static void
begin_limit (GTask *task)
{
  Data *data = g_task_get_task_data (task);
  gint64 left = (data->run.deadline - g_get_monotonic_time ()) / 1000;

  if (data->run.deadline < 0)
    return;

  data->limit = g_timeout_source_new ((guint) CLAMP (left, 0, G_MAXINT));
  g_source_set_static_name (data->limit, "[pgglib] the time of a transaction");
  g_source_set_priority (data->limit, g_task_get_priority (task));
  g_source_set_callback (data->limit, limit_cb, g_object_ref (data->transaction), g_object_unref);
  g_source_attach (data->limit, g_task_get_context (task));
}

static void
begin_attempt (GTask *task)
{
  Data *data = g_task_get_task_data (task);
  GError *error = NULL;

  data->transaction = pgg_connection_begin (data->run.connection, data->run.options, &error);
  if (data->transaction == NULL)
    {
      go_on (task, pgg_run_end_attempt (&data->run, error));
      return;
    }

  data->transaction->run = task;
  begin_limit (task);
  data->func (data->transaction, data->func_data);
}

/**
 * pgg_transaction_complete:
 * @self: a transaction that was begun by [method@Connection.run_transaction_async]
 * @error: (nullable): why it is to be rolled back, or %NULL to commit it
 *
 * Tells that everything that was to be done in the transaction has been done.
 *
 * Has to be called once for each time that the function of
 * [method@Connection.run_transaction_async] was called. Nothing happens for other transactions, or
 * when it is called again.
 *
 * Since: 1.0
 */
void
pgg_transaction_complete (PggTransaction *self,
                          const GError   *error)
{
  GTask *task;

  g_return_if_fail (PGG_IS_TRANSACTION (self));

  task = g_steal_pointer (&self->run);
  if (task == NULL)
    return;

  end_limit (g_task_get_task_data (task));
  end_attempt (task, error != NULL ? g_error_copy (error) : NULL);
}

/**
 * pgg_connection_run_transaction_async:
 * @self: a connection
 * @options: how the transaction behaves
 * @max_retries: how often it may be run again
 * @timeout: how many milliseconds all of it may take, 0 for no limit, -1 for that of the connection
 * @func: (scope notified) (closure func_data) (destroy func_destroy): begins what is to be done in
 *   the transaction
 * @func_data: data for @func
 * @func_destroy: frees @func_data
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the end, and the waiting between two runs
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.run_transaction].
 *
 * @func begins the work and returns; when that has come to its end, in whatever way,
 * [method@Transaction.complete] has to be called. If that does not happen before the time is over
 * the transaction is rolled back, and the call fails with %G_IO_ERROR_TIMED_OUT.
 *
 * Since: 1.0
 */
void
pgg_connection_run_transaction_async (PggConnection           *self,
                                      PggTransactionOptions    options,
                                      guint                    max_retries,
                                      int                      timeout,
                                      PggTransactionStartFunc  func,
                                      gpointer                 func_data,
                                      GDestroyNotify           func_destroy,
                                      int                      io_priority,
                                      GCancellable            *cancellable,
                                      GAsyncReadyCallback      callback,
                                      gpointer                 user_data)
{
  Data *data = g_new0 (Data, 1);
  GTask *task;

  g_return_if_fail (PGG_IS_CONNECTION (self));
  g_return_if_fail (func != NULL);

  pgg_run_init (&data->run, self, options, max_retries, timeout);
  data->func = func;
  data->func_data = func_data;
  data->func_destroy = func_destroy;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_name (task, "[pgglib] transaction");
  g_task_set_source_tag (task, pgg_connection_run_transaction_async);
  g_task_set_priority (task, io_priority);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, data, data_free);
  begin_attempt (task);
}

/**
 * pgg_connection_run_transaction_finish:
 * @self: a connection
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.run_transaction_async].
 *
 * Possible errors are those of [method@Connection.run_transaction].
 *
 * Returns: %TRUE if the transaction is committed, or was ended by what completed it
 *
 * Since: 1.0
 */
gboolean
pgg_connection_run_transaction_finish (PggConnection  *self,
                                       GAsyncResult   *result,
                                       GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);

  /* No operation is of this method, so that this is the error for one of another. */
  if (!g_task_is_valid (result, self))
    return pgg_operation_check_valid (result, self, pgg_connection_run_transaction_async, error);

  return g_task_propagate_boolean (G_TASK (result), error);
}
