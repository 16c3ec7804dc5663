/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The explicit pipeline: statements that succeed or fail together, in one flight. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-pipeline.h"

#include "pgg-connection-private.h"

#include "pgg-bound-sql-private.h"
#include "pgg-client-error.h"
#include "pgg-result-private.h"
#include "engine/pgg-copy-guard-private.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-ready-operation-private.h"
#include "engine/pgg-section-operation-private.h"
#include "engine/pgg-statement-operation-private.h"
#include "wait/pgg-operation-run-private.h"

/**
 * PggPipeline:
 *
 * Statements that go to the server in one flight, and succeed or fail together.
 *
 * Statements that are begun with [method@Pipeline.execute_async] or
 * [method@Pipeline.execute_start] are collected; [method@Pipeline.sync] ends the section: all of
 * them are sent, one behind the other, and the results are read meanwhile. Outside of a transaction
 * the section is one. If a statement fails it has its own error; those behind it are not executed
 * and fail with %PGG_CLIENT_ERROR_PIPELINE_ABORTED, those before it have their results but no
 * effect, and [method@Pipeline.sync] fails with the error of the statement.
 *
 * Nothing has to be done to have statements travel together that do not depend on each other: a
 * connection does that by itself, see [property@Connection:pipelining]. What a pipeline adds is
 * that they are one unit, with less to say to the server.
 *
 * Other operations of the connection go before the section, or behind it, but never into it. A
 * statement whose section is never ended never ends, and what waits for it keeps the pipeline;
 * [method@Connection.close] ends all.
 *
 * Since: 1.0
 */

struct _PggPipeline
{
  GObject        parent_instance;

  PggConnection *connection;
  int            exited;     /* atomic */
  int            timeout;    /* or -1 */
};

enum
{
  PROP_CONNECTION = 1,
  PROP_TIMEOUT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PggPipeline, pgg_pipeline, G_TYPE_OBJECT)

/* Statements that nobody waits for do not keep it, and without it they are never sent. */
static void
drop_statements (PggPipeline *self)
{
  PggSession *session = self->connection->session;

  pgg_queue_lock (&session->queue);
  pgg_statement_operation_drop (session, self);
  pgg_queue_unlock_quietly (&session->queue);
}

static void
pgg_pipeline_finalize (GObject *object)
{
  PggPipeline *self = PGG_PIPELINE (object);

  drop_statements (self);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (pgg_pipeline_parent_class)->finalize (object);
}

static void
pgg_pipeline_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  PggPipeline *self = PGG_PIPELINE (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_TIMEOUT:
      g_value_set_int (value, self->timeout);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pgg_pipeline_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  PggPipeline *self = PGG_PIPELINE (object);

  switch (prop_id)
    {
    case PROP_TIMEOUT:
      pgg_pipeline_set_timeout (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pgg_pipeline_class_init (PggPipelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = pgg_pipeline_finalize;
  object_class->get_property = pgg_pipeline_get_property;
  object_class->set_property = pgg_pipeline_set_property;

  /**
   * PggPipeline:connection: (getter get_connection)
   *
   * The connection that the pipeline uses.
   *
   * Since: 1.0
   */
  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PGG_TYPE_CONNECTION,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PggPipeline:timeout: (getter get_timeout) (setter set_timeout)
   *
   * How many milliseconds each section may take from when it is ended with [method@Pipeline.sync]
   * or [method@Pipeline.exit]; 0 for no limit, -1 for that of the connection, see
   * [property@Connection:timeout].
   *
   * Since: 1.0
   */
  properties[PROP_TIMEOUT] =
    g_param_spec_int ("timeout", NULL, NULL, -1, G_MAXINT, -1,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pgg_pipeline_init (PggPipeline *self)
{
  self->timeout = -1;
}

static gboolean
check_usable (PggSession  *session,
              GError     **error)
{
  gboolean usable;

  pgg_queue_lock (&session->queue);
  usable = pgg_session_check_open (session, error) &&
           pgg_section_operation_check_mode (session, error);
  pgg_queue_unlock_quietly (&session->queue);

  return usable;
}

/**
 * pgg_connection_enter_pipeline:
 * @self: a connection
 * @error: return location for an error
 *
 * Begins to collect statements that go to the server in one flight.
 *
 * A connection may have several pipelines.
 *
 * Possible errors: %G_IO_ERROR_CLOSED if the connection is not open;
 * %PGG_CLIENT_ERROR_NOT_SUPPORTED if its [property@Connection:statement-mode] is
 * %PGG_STATEMENT_MODE_SIMPLE.
 *
 * Returns: (transfer full): a new pipeline
 *
 * Since: 1.0
 */
PggPipeline *
pgg_connection_enter_pipeline (PggConnection  *self,
                               GError        **error)
{
  PggPipeline *pipeline;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_usable (self->session, error))
    return NULL;

  pipeline = g_object_new (PGG_TYPE_PIPELINE, NULL);
  pipeline->connection = g_object_ref (self);

  return pipeline;
}

/**
 * pgg_pipeline_get_connection:
 * @self: a pipeline
 *
 * The connection that the pipeline uses.
 *
 * Returns: (transfer none): the connection
 *
 * Since: 1.0
 */
PggConnection *
pgg_pipeline_get_connection (PggPipeline *self)
{
  g_return_val_if_fail (PGG_IS_PIPELINE (self), NULL);

  return self->connection;
}

/**
 * pgg_pipeline_get_timeout:
 * @self: a pipeline
 *
 * How long each section may take.
 *
 * Returns: milliseconds, 0 for no limit, -1 for that of the connection
 *
 * Since: 1.0
 */
int
pgg_pipeline_get_timeout (PggPipeline *self)
{
  g_return_val_if_fail (PGG_IS_PIPELINE (self), -1);

  return self->timeout;
}

/**
 * pgg_pipeline_set_timeout:
 * @self: a pipeline
 * @timeout: milliseconds, 0 for no limit, -1 for that of the connection
 *
 * Sets how long each section may take; for those that are ended from now on.
 *
 * Since: 1.0
 */
void
pgg_pipeline_set_timeout (PggPipeline *self,
                          int          timeout)
{
  g_return_if_fail (PGG_IS_PIPELINE (self));

  timeout = MAX (timeout, -1);
  if (self->timeout == timeout)
    return;

  self->timeout = timeout;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMEOUT]);
}

static gboolean
check_entered (PggPipeline  *self,
               GError      **error)
{
  if (!g_atomic_int_get (&self->exited))
    return TRUE;

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                       _("The pipeline has been left"));

  return FALSE;
}

static gboolean
check_statement (PggPipeline  *self,
                 const char   *sql,
                 GError      **error)
{
  if (!check_entered (self, error))
    return FALSE;
  if (!pgg_copy_guard_is_copy_sql (sql))
    return TRUE;

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                       _("COPY cannot be executed in a pipeline"));

  return FALSE;
}

/**
 * pgg_pipeline_execute_start:
 * @self: a pipeline
 * @sql: one statement, with `$1`, `$2` … or `:name` for parameters
 * @params: (nullable): the parameters
 *
 * Adds a statement to the section and hands out its operation, which is done when
 * [method@Pipeline.sync] has been called and the statement has been answered.
 *
 * One that is cancelled before it has been sent is left out of the section; later, its result is
 * thrown away.
 *
 * Returns: (transfer full): the operation, for [method@Pipeline.execute_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_pipeline_execute_start (PggPipeline *self,
                            const char  *sql,
                            PggParams   *params)
{
  PggExecuteRequest request = {
    .convert = pgg_connection_convert_results,
    .destroy = (GDestroyNotify) pgg_result_unref,
  };
  g_auto(PggBoundSql) bound = { NULL };
  GError *error = NULL;
  PggSession *session;

  g_return_val_if_fail (PGG_IS_PIPELINE (self), NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  session = self->connection->session;
  if (!check_statement (self, sql, &error) ||
      !pgg_bound_sql_init (&bound, self->connection, self->connection->codecs, sql, params,
                           &error))
    return pgg_ready_operation_start_failed (&session->queue, self, pgg_pipeline_execute_start,
                                             error);

  request.sql = bound.text;
  request.params = bound.params;
  request.result_format = pgg_connection_get_pq_format (self->connection, PGG_RESULT_FORMAT_AUTO);

  return pgg_statement_operation_start (session, &request, self, pgg_pipeline_execute_start);
}

/**
 * pgg_pipeline_execute_async:
 * @self: a pipeline
 * @sql: one statement, with `$1`, `$2` … or `:name` for parameters
 * @params: (nullable): the parameters
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Pipeline.execute_start].
 *
 * Since: 1.0
 */
void
pgg_pipeline_execute_async (PggPipeline         *self,
                            const char          *sql,
                            PggParams           *params,
                            int                  io_priority,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_pipeline_execute_start (self, sql, params);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_pipeline_execute_finish:
 * @self: a pipeline
 * @result: what the callback was given, or the operation of [method@Pipeline.execute_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Pipeline.execute_async] or [method@Pipeline.execute_start].
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_PIPELINE_ABORTED if an earlier statement of the section failed,
 * %PGG_CLIENT_ERROR_INVALID_STATE, %PGG_CLIENT_ERROR_INVALID_ARGUMENT,
 * %PGG_CLIENT_ERROR_NOT_SUPPORTED and %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED,
 * %G_IO_ERROR_CANCELLED and %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: (transfer full): the result of the statement
 *
 * Since: 1.0
 */
PggResult *
pgg_pipeline_execute_finish (PggPipeline   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (PGG_IS_PIPELINE (self), NULL);

  return pgg_connection_finish_for (self->connection, self, result, pgg_pipeline_execute_start,
                                    error);
}

static PggOperation *
start_section (PggPipeline *self,
               gpointer     source_tag)
{
  return pgg_section_operation_start (self->connection->session, self, source_tag,
                                      pgg_connection_get_budget (self->connection,
                                                                 self->timeout));
}

static PggOperation *
start_failed (PggPipeline *self,
              gpointer     source_tag,
              GError      *error)
{
  return pgg_ready_operation_start_failed (&self->connection->session->queue, self, source_tag,
                                           error);
}

/**
 * pgg_pipeline_sync:
 * @self: a pipeline
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Ends the section: sends its statements, and waits until all of them have been answered.
 *
 * The next statement begins another section. A section without statements is sent, too. When this
 * is cancelled, or takes too long, the whole section fails and has no effect.
 *
 * Possible errors: of the server error domain and of [error@ClientError], that of the statement
 * that failed; %PGG_CLIENT_ERROR_CONNECTION_LOST, %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: `TRUE` if all statements of the section have succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_pipeline_sync (PggPipeline   *self,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr(PggOperation) operation = pgg_pipeline_sync_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_pipeline_sync_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_pipeline_sync_async:
 * @self: a pipeline
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Pipeline.sync].
 *
 * Since: 1.0
 */
void
pgg_pipeline_sync_async (PggPipeline         *self,
                         int                  io_priority,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_pipeline_sync_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_pipeline_sync_finish:
 * @self: a pipeline
 * @result: what the callback was given, or the operation of [method@Pipeline.sync_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Pipeline.sync_async] or [method@Pipeline.sync_start].
 *
 * Possible errors are those of [method@Pipeline.sync].
 *
 * Returns: `TRUE` if all statements of the section have succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_pipeline_sync_finish (PggPipeline   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (PGG_IS_PIPELINE (self), FALSE);

  return GPOINTER_TO_INT (pgg_connection_finish_for (self->connection, self, result,
                                                     pgg_pipeline_sync_start, error));
}

/**
 * pgg_pipeline_sync_start:
 * @self: a pipeline
 *
 * Begins [method@Pipeline.sync] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [method@Pipeline.sync_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_pipeline_sync_start (PggPipeline *self)
{
  GError *error = NULL;

  g_return_val_if_fail (PGG_IS_PIPELINE (self), NULL);

  if (!check_entered (self, &error))
    return start_failed (self, pgg_pipeline_sync_start, error);

  return start_section (self, pgg_pipeline_sync_start);
}

/**
 * pgg_pipeline_exit:
 * @self: a pipeline
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Ends the section like [method@Pipeline.sync], and the pipeline: it takes no more statements.
 *
 * Possible errors: of the server error domain and of [error@ClientError], that of the statement
 * that failed; %PGG_CLIENT_ERROR_CONNECTION_LOST, %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: `TRUE` if all statements of the section have succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_pipeline_exit (PggPipeline   *self,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr(PggOperation) operation = pgg_pipeline_exit_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_pipeline_exit_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_pipeline_exit_async:
 * @self: a pipeline
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Pipeline.exit].
 *
 * Since: 1.0
 */
void
pgg_pipeline_exit_async (PggPipeline         *self,
                         int                  io_priority,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_pipeline_exit_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_pipeline_exit_finish:
 * @self: a pipeline
 * @result: what the callback was given, or the operation of [method@Pipeline.exit_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Pipeline.exit_async] or [method@Pipeline.exit_start].
 *
 * Possible errors are those of [method@Pipeline.exit].
 *
 * Returns: `TRUE` if all statements of the section have succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_pipeline_exit_finish (PggPipeline   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (PGG_IS_PIPELINE (self), FALSE);

  return GPOINTER_TO_INT (pgg_connection_finish_for (self->connection, self, result,
                                                     pgg_pipeline_exit_start, error));
}

/**
 * pgg_pipeline_exit_start:
 * @self: a pipeline
 *
 * Begins [method@Pipeline.exit] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [method@Pipeline.exit_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_pipeline_exit_start (PggPipeline *self)
{
  g_return_val_if_fail (PGG_IS_PIPELINE (self), NULL);

  g_atomic_int_set (&self->exited, TRUE);

  return start_section (self, pgg_pipeline_exit_start);
}
