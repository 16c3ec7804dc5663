/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Executing SQL on a connection. */

#include "config.h"

#include "pgg-connection-private.h"

#include "pgg-batch-result-private.h"
#include "pgg-bound-sql-private.h"
#include "pgg-result-private.h"
#include "pgg-result-settings-private.h"
#include "engine/pgg-execute-many-operation-private.h"
#include "engine/pgg-execute-operation-private.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-ready-operation-private.h"
#include "pq/pgg-pq-result-private.h"
#include "types/pgg-sql-private.h"
#include "wait/pgg-operation-run-private.h"

/* The results of one execution become a chain; there is always one. */
gpointer
pgg_connection_convert_results (PggPqResult **results,
                                guint         n_results,
                                gpointer      before,
                                gpointer      after)
{
  PggResultChanges changes = pgg_result_settings_find (results, n_results);
  PggResult *result = NULL;

  for (guint i = n_results; i > 0; i--)
    {
      g_autoptr(PggCodecContext) context = pgg_result_settings_choose (
        &changes, i - 1, before, after, ((PggCodecContext *) after)->types);

      result = pgg_result_new (results[i - 1], context, result);
    }

  return result;
}

/**
 * pgg_connection_split_script:
 * @self: a connection
 * @script: SQL with any number of statements
 * @error: return location for an error
 *
 * Splits a script into its statements, as [func@Sql.split_script] does, with the strings as the
 * session reads them: its setting `standard_conforming_strings` says whether a backslash in them is
 * one. As `psql` reads one statement after the other has been executed, the parts of a script that
 * changes this setting are split where `psql` does if each is split after the one before.
 *
 * While the connection is not open, the setting is taken to be on.
 *
 * Fails like [func@Sql.split_script].
 *
 * Returns: (transfer full) (array zero-terminated=1): the statements
 *
 * Since: 1.0
 */
char **
pgg_connection_split_script (PggConnection  *self,
                             const char     *script,
                             GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (script != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_sql_split (script, pgg_bound_sql_has_standard_strings (self), error);
}

/* AUTO takes the connection's; if that is AUTO too, it depends on the columns. */
gboolean
pgg_connection_may_choose (PggConnection   *self,
                           PggResultFormat  format)
{
  if (format == PGG_RESULT_FORMAT_AUTO)
    format = pgg_connection_get_result_format (self);

  return format == PGG_RESULT_FORMAT_AUTO;
}

/* It is text until the columns are known. */
PggPqFormat
pgg_connection_get_pq_format (PggConnection   *self,
                              PggResultFormat  format)
{
  if (format == PGG_RESULT_FORMAT_AUTO)
    format = pgg_connection_get_result_format (self);

  return format == PGG_RESULT_FORMAT_BINARY ? PGG_PQ_FORMAT_BINARY : PGG_PQ_FORMAT_TEXT;
}

/**
 * pgg_connection_execute:
 * @self: a connection
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (nullable): the parameters
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Executes SQL.
 *
 * Without parameters, and with results in text, @sql may hold several statements separated by
 * semicolons; their results form a chain, see [method@Result.get_next]. If one of them fails, so
 * does the call. Parameters are never put into the SQL text: they go to the server beside it.
 *
 * If the parameters have names, see [method@Params.set_named_value], their places in @sql are
 * `:name` instead of `$1`. Each name may come several times, none may be left over on either side,
 * and names and numbers are not mixed. A colon directly behind a word, a number, a string or a
 * closing bracket, as in the slice `a[1:n]`, begins no name.
 *
 * A COPY from or to the client is ended and is an error.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT, %PGG_CLIENT_ERROR_TOO_LARGE, %PGG_CLIENT_ERROR_NOT_SUPPORTED
 * and %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: (transfer full): the result of the first statement
 *
 * Since: 1.0
 */
PggResult *
pgg_connection_execute (PggConnection  *self,
                        const char     *sql,
                        PggParams      *params,
                        GCancellable   *cancellable,
                        GError        **error)
{
  g_autoptr(PggOwnOperation) operation = pgg_connection_execute_start (self, sql, params);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_execute_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_execute_async:
 * @self: a connection
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (nullable): the parameters
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.execute].
 *
 * Since: 1.0
 */
void
pgg_connection_execute_async (PggConnection       *self,
                              const char          *sql,
                              PggParams           *params,
                              int                  io_priority,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_connection_execute_start (self, sql, params);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

static void
then_cb (GObject      *source,
         GAsyncResult *async_result,
         gpointer      user_data)
{
  g_autoptr(GClosure) closure = user_data;
  GValue values[] = { G_VALUE_INIT, G_VALUE_INIT };
  GError *error = NULL;
  PggResult *result = pgg_connection_execute_finish (PGG_CONNECTION (source), async_result, &error);

  g_value_init (&values[0], PGG_TYPE_RESULT);
  g_value_take_boxed (&values[0], result);
  g_value_init (&values[1], G_TYPE_ERROR);
  g_value_take_boxed (&values[1], error);
  g_closure_invoke (closure, NULL, G_N_ELEMENTS (values), values, NULL);
  g_value_unset (&values[0]);
  g_value_unset (&values[1]);
}

/**
 * pgg_connection_execute_then:
 * @self: a connection
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (nullable): the parameters
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @closure: a function of a result, which is %NULL on error, and of an error, which is %NULL
 *   otherwise; called when it has ended
 *
 * The form of [method@Connection.execute_async] that needs no finish function.
 *
 * It spares other languages an object and a call for each execution. Where they turn asynchronous
 * calls into something of their own, such as promises, they can do so from this one. A language
 * that borrows what a closure is called with has to reference the result to keep it. The errors
 * are those of [method@Connection.execute].
 *
 * Since: 1.0
 */
void
pgg_connection_execute_then (PggConnection *self,
                             const char    *sql,
                             PggParams     *params,
                             int            io_priority,
                             GCancellable  *cancellable,
                             GClosure      *closure)
{
  g_return_if_fail (PGG_IS_CONNECTION (self));
  g_return_if_fail (sql != NULL);
  g_return_if_fail (closure != NULL);

  g_closure_ref (closure);
  g_closure_sink (closure);
  if (G_CLOSURE_NEEDS_MARSHAL (closure))
    g_closure_set_marshal (closure, g_cclosure_marshal_generic);
  pgg_connection_execute_async (self, sql, params, io_priority, cancellable, then_cb, closure);
}

/**
 * pgg_connection_execute_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of [method@Connection.execute_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.execute_async] or [method@Connection.execute_start].
 *
 * Possible errors are those of [method@Connection.execute].
 *
 * Returns: (transfer full): the result of the first statement
 *
 * Since: 1.0
 */
PggResult *
pgg_connection_execute_finish (PggConnection  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return pgg_connection_finish_pointer (self, result, pgg_connection_execute_start, error);
}

/**
 * pgg_connection_execute_start:
 * @self: a connection
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (nullable): the parameters
 *
 * Begins [method@Connection.execute] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.execute_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_execute_start (PggConnection *self,
                              const char    *sql,
                              PggParams     *params)
{
  PggExecuteRequest request = {
    .convert = pgg_connection_convert_results,
    .destroy = (GDestroyNotify) pgg_result_unref,
  };
  g_auto(PggBoundSql) bound = { NULL };
  GError *error = NULL;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  if (!pgg_bound_sql_init (&bound, self, self->codecs, sql, params, &error))
    return pgg_ready_operation_start_failed (&self->session->queue, self,
                                             pgg_connection_execute_start, error);

  request.sql = bound.text;
  request.params = bound.params;
  request.result_format = pgg_connection_get_pq_format (self, PGG_RESULT_FORMAT_AUTO);
  request.is_choice = pgg_connection_may_choose (self, PGG_RESULT_FORMAT_AUTO);

  return pgg_execute_operation_start (self->session, &request, self, pgg_connection_execute_start,
                                      pgg_connection_get_budget (self, -1));
}

static GArray *
make_items (const PggBoundSql *bound,
            GPtrArray         *sets)
{
  GArray *items = pgg_batch_items_new ();
  char *sql = g_ref_string_new (bound->text);

  for (guint i = 0; i < sets->len; i++)
    pgg_batch_items_add (items, sql, sets->pdata[i]);
  g_ref_string_release (sql);

  return items;
}

/* Executes @sql with each of the @n_params sets in @params, for @source. */
PggOperation *
pgg_connection_start_many (PggConnection    *self,
                           PggCodecRegistry *codecs,
                           const char       *sql,
                           PggParams       **params,
                           gsize             n_params,
                           gboolean          keeps_results,
                           int               timeout,
                           gpointer          source,
                           gpointer          source_tag)
{
  PggBatchRequest request = {
    .keeps_results = keeps_results,
    .convert = pgg_batch_result_convert_chain,
    .destroy = (GDestroyNotify) pgg_batch_result_unref,
  };
  g_auto(PggBoundSql) bound = { NULL };
  g_autoptr(GPtrArray) sets = NULL;
  g_autoptr(GArray) items = NULL;
  GError *error = NULL;

  sets = pgg_bound_sql_init_many (&bound, self, codecs, sql, params, n_params, &error);
  if (sets == NULL)
    return pgg_ready_operation_start_failed (&self->session->queue, source, source_tag, error);
  request.items = items = make_items (&bound, sets);

  return pgg_execute_many_operation_start (self->session, &request, source, source_tag,
                                           pgg_connection_get_budget (self, timeout));
}

/**
 * pgg_connection_execute_many:
 * @self: a connection
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (array length=n_params): the sets of parameters
 * @n_params: how many sets there are
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Executes one statement with each of several sets of parameters.
 *
 * The statement is prepared with the first of several sets, if it was not before, see
 * [property@Connection:prepare-threshold]. All executions travel together, without waiting for one
 * another. They form one transaction: if one fails, none has an effect, and
 * [method@Diagnostics.get_batch_index] says which it was. [method@Connection.execute_batch] can do
 * more.
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
pgg_connection_execute_many (PggConnection  *self,
                             const char     *sql,
                             PggParams     **params,
                             gsize           n_params,
                             GCancellable   *cancellable,
                             GError        **error)
{
  g_autoptr(PggOperation) operation = NULL;

  operation = pgg_connection_execute_many_start (self, sql, params, n_params);
  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_execute_many_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_execute_many_async:
 * @self: a connection
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (array length=n_params): the sets of parameters
 * @n_params: how many sets there are
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.execute_many].
 *
 * Since: 1.0
 */
void
pgg_connection_execute_many_async (PggConnection       *self,
                                   const char          *sql,
                                   PggParams          **params,
                                   gsize                n_params,
                                   int                  io_priority,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr(PggOperation) operation = NULL;

  operation = pgg_connection_execute_many_start (self, sql, params, n_params);
  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_execute_many_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of [method@Connection.execute_many_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.execute_many_async] or
 * [method@Connection.execute_many_start].
 *
 * Possible errors are those of [method@Connection.execute_many].
 *
 * Returns: the number of rows affected in all, or -1 on error
 *
 * Since: 1.0
 */
gint64
pgg_connection_execute_many_finish (PggConnection  *self,
                                    GAsyncResult   *result,
                                    GError        **error)
{
  g_autoptr(PggBatchResult) outcome = NULL;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), -1);

  outcome = pgg_connection_finish_pointer (self, result, pgg_connection_execute_many_start, error);

  return outcome != NULL ? pgg_batch_result_get_total_affected_rows (outcome) : -1;
}

/**
 * pgg_connection_execute_many_start:
 * @self: a connection
 * @sql: the SQL, with `$1`, `$2` … or `:name` for parameters
 * @params: (array length=n_params): the sets of parameters
 * @n_params: how many sets there are
 *
 * Begins [method@Connection.execute_many] and hands out the operation, for whoever waits in their
 * own way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.execute_many_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_execute_many_start (PggConnection *self,
                                   const char    *sql,
                                   PggParams    **params,
                                   gsize          n_params)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (sql != NULL, NULL);
  g_return_val_if_fail (params != NULL || n_params == 0, NULL);

  return pgg_connection_start_many (self, self->codecs, sql, params, n_params, FALSE, -1, self,
                                    pgg_connection_execute_many_start);
}
