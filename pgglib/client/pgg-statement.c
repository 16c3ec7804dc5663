/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A statement that was prepared: its life, and what the server says of it. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-statement-private.h"

#include "pgg-bound-sql-private.h"
#include "pgg-client-error.h"
#include "pgg-column.h"
#include "pgg-interpreter-private.h"
#include "pgg-result-private.h"
#include "engine/pgg-forget-operation-private.h"
#include "engine/pgg-ready-operation-private.h"
#include "wait/pgg-operation-run-private.h"

/**
 * PggStatement:
 *
 * A statement that was prepared at the server, see [method@Connection.prepare].
 *
 * It knows of what types its parameters and the columns of its results are, before it is executed.
 * The values that it is executed with are sent as what the server expects: a 64-bit integer fits a
 * parameter of the type `smallint`, or the execution fails and says so. A value of another type is
 * taken where the server would cast it to store it, if it stays what it is.
 *
 * What is executed often is prepared anyway, see [property@Connection:prepare-threshold]. What a
 * statement adds is that it is known, that its values are checked against the types of the server,
 * and that it stays prepared as long as it is kept. It outlives the session: after
 * [method@Connection.reset], or if the server has forgotten it or has got other definitions, it is
 * prepared again by its next execution.
 *
 * The server forgets it after [method@Statement.close], or, when the last reference is gone, with
 * whatever is sent next.
 *
 * Since: 1.0
 */

enum
{
  PROP_CONNECTION = 1,
  PROP_SQL,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PggStatement, pgg_statement, G_TYPE_OBJECT)

/* The server is told with whatever is sent next. */
static void
release (PggStatement *self)
{
  PggSession *session = self->connection->session;
  guint number;

  pgg_queue_lock (&session->queue);
  number = pgg_statement_cache_release (&session->statements, self->statement);
  if (number != 0)
    pgg_statement_cache_push_stale (&session->statements, number);
  pgg_queue_unlock_quietly (&session->queue);
}

static void
pgg_statement_finalize (GObject *object)
{
  PggStatement *self = PGG_STATEMENT (object);

  release (self);
  g_clear_pointer (&self->statement, pgg_cached_statement_unref);
  g_clear_pointer (&self->described, pgg_result_unref);
  g_clear_pointer (&self->named, pgg_named_sql_unref);
  g_clear_pointer (&self->sql, g_free);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (pgg_statement_parent_class)->finalize (object);
}

static void
pgg_statement_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  PggStatement *self = PGG_STATEMENT (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_SQL:
      g_value_set_string (value, self->sql);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pgg_statement_class_init (PggStatementClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = pgg_statement_finalize;
  object_class->get_property = pgg_statement_get_property;

  /**
   * PggStatement:connection: (getter get_connection)
   *
   * The connection on which the statement is executed.
   *
   * Since: 1.0
   */
  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PGG_TYPE_CONNECTION, flags);

  /**
   * PggStatement:sql: (getter get_sql)
   *
   * The SQL of the statement, as it was given.
   *
   * Since: 1.0
   */
  properties[PROP_SQL] = g_param_spec_string ("sql", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pgg_statement_init (PggStatement *self)
{
}

static const char *
get_text (PggStatement *self)
{
  return self->named != NULL ? pgg_named_sql_get_text (self->named) : self->sql;
}

PggStatement *
pgg_statement_new (PggConnection *connection,
                   const char    *sql)
{
  PggStatement *self = g_object_new (PGG_TYPE_STATEMENT, NULL);
  PggSession *session = connection->session;

  self->connection = g_object_ref (connection);
  self->sql = g_strdup (sql);
  self->named = pgg_bound_sql_read_names (connection, sql, NULL);
  pgg_queue_lock (&session->queue);
  self->statement = pgg_statement_cache_keep (&session->statements, get_text (self));
  pgg_queue_unlock_quietly (&session->queue);

  return self;
}

/**
 * pgg_statement_get_connection:
 * @self: a statement
 *
 * The connection on which the statement is executed.
 *
 * Returns: (transfer none): the connection
 *
 * Since: 1.0
 */
PggConnection *
pgg_statement_get_connection (PggStatement *self)
{
  g_return_val_if_fail (PGG_IS_STATEMENT (self), NULL);

  return self->connection;
}

/**
 * pgg_statement_get_sql:
 * @self: a statement
 *
 * The SQL of the statement, as it was given.
 *
 * Returns: (transfer none): the SQL
 *
 * Since: 1.0
 */
const char *
pgg_statement_get_sql (PggStatement *self)
{
  g_return_val_if_fail (PGG_IS_STATEMENT (self), NULL);

  return self->sql;
}

/**
 * pgg_statement_get_n_parameters:
 * @self: a statement
 *
 * Gets how many parameters the statement has.
 *
 * Returns: the number of parameters
 *
 * Since: 1.0
 */
guint
pgg_statement_get_n_parameters (PggStatement *self)
{
  PggQueue *queue;
  guint n_parameters;

  g_return_val_if_fail (PGG_IS_STATEMENT (self), 0);

  queue = &self->connection->session->queue;
  pgg_queue_lock (queue);
  n_parameters = self->statement->n_types;
  pgg_queue_unlock_quietly (queue);

  return n_parameters;
}

/* With the lock held; 0 with an error if there is no such parameter. */
static guint32
get_oid (PggStatement  *self,
         guint          index,
         GError       **error)
{
  if (index < self->statement->n_types)
    return self->statement->types[index];

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
               _("There is no parameter with the index %u, there are %u"), index,
               self->statement->n_types);

  return 0;
}

/**
 * pgg_statement_get_parameter_oid:
 * @self: a statement
 * @index: the index of a parameter, from 0: that of `$1`, or of the first name
 * @error: return location for an error
 *
 * Gets the OID of the type of a parameter, as the server reported it when the statement was
 * prepared last (libpq: `PQparamtype()`).
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such parameter.
 *
 * Returns: the OID, or 0 on error
 *
 * Since: 1.0
 */
guint32
pgg_statement_get_parameter_oid (PggStatement  *self,
                                 guint          index,
                                 GError       **error)
{
  PggQueue *queue;
  guint32 oid;

  g_return_val_if_fail (PGG_IS_STATEMENT (self), 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  queue = &self->connection->session->queue;
  pgg_queue_lock (queue);
  oid = get_oid (self, index, error);
  pgg_queue_unlock_quietly (queue);

  return oid;
}

/**
 * pgg_statement_get_parameter_type:
 * @self: a statement
 * @index: the index of a parameter, from 0: that of `$1`, or of the first name
 * @error: return location for an error
 *
 * Gets what is known of the type of a parameter.
 *
 * Types of the database were looked up when the statement was prepared.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such parameter, and with
 * %PGG_CLIENT_ERROR_INVALID_STATE if nothing is known of its type, because the server could not be
 * asked.
 *
 * Returns: (transfer full): the type
 *
 * Since: 1.0
 */
PggTypeInfo *
pgg_statement_get_parameter_type (PggStatement  *self,
                                  guint          index,
                                  GError       **error)
{
  PggTypeInfo *type;
  guint32 oid;

  g_return_val_if_fail (PGG_IS_STATEMENT (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  oid = pgg_statement_get_parameter_oid (self, index, error);
  if (oid == 0)
    return NULL;

  type = pgg_connection_get_type_info (self->connection, oid);
  if (type == NULL)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                 _("Nothing is known of the type %u of the parameter with the index %u"), oid,
                 index);

  return type;
}

/**
 * pgg_statement_get_parameter_name:
 * @self: a statement
 * @index: the index of a parameter, from 0
 * @error: return location for an error
 *
 * Gets the name of a parameter.
 *
 * Names have the order in which they come first in the SQL.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such parameter.
 *
 * Returns: (nullable): the name, or %NULL if the SQL has numbers
 *
 * Since: 1.0
 */
const char *
pgg_statement_get_parameter_name (PggStatement  *self,
                                  guint          index,
                                  GError       **error)
{
  g_return_val_if_fail (PGG_IS_STATEMENT (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (pgg_statement_get_parameter_oid (self, index, error) == 0 || self->named == NULL)
    return NULL;

  return pgg_named_sql_get_name (self->named, index);
}

static PggResult *
make_described (PggSession  *session,
                PggPqResult *description)
{
  g_autoptr(PggCodecContext) context = session->hooks->get_context (session);

  return pgg_result_new (pgg_pq_result_ref (description), context, NULL);
}

/* Transfer full. */
static PggResult *
get_described (PggStatement *self)
{
  PggSession *session = self->connection->session;
  PggResult *described;

  pgg_queue_lock (&session->queue);
  if (self->described == NULL || self->number != self->statement->described)
    {
      g_clear_pointer (&self->described, pgg_result_unref);
      self->described = make_described (session, self->statement->description);
      self->number = self->statement->described;
    }
  described = pgg_result_ref (self->described);
  pgg_queue_unlock_quietly (&session->queue);

  return described;
}

/**
 * pgg_statement_get_n_columns:
 * @self: a statement
 *
 * Gets how many columns the results of the statement have.
 *
 * Returns: the number of columns, 0 for a statement that returns no rows
 *
 * Since: 1.0
 */
guint
pgg_statement_get_n_columns (PggStatement *self)
{
  g_autoptr(PggResult) described = NULL;

  g_return_val_if_fail (PGG_IS_STATEMENT (self), 0);

  described = get_described (self);

  return pgg_result_get_n_columns (described);
}

/**
 * pgg_statement_get_column:
 * @self: a statement
 * @index: the index of a column
 * @error: return location for an error
 *
 * Gets what is known of a column of the results of the statement.
 *
 * Its format says nothing of that of the results, which is chosen by the types of all columns.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such column.
 *
 * Returns: (transfer full): the column
 *
 * Since: 1.0
 */
PggColumn *
pgg_statement_get_column (PggStatement  *self,
                          guint          index,
                          GError       **error)
{
  g_autoptr(PggResult) described = NULL;
  PggColumn *column;

  g_return_val_if_fail (PGG_IS_STATEMENT (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  described = get_described (self);
  column = pgg_result_get_column (described, index, error);

  return column != NULL ? pgg_column_ref (column) : NULL;
}

gboolean
pgg_statement_check_open (PggStatement  *self,
                          GError       **error)
{
  if (!g_atomic_int_get (&self->closed))
    return TRUE;

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                       _("The statement has been closed"));

  return FALSE;
}

PggOperation *
pgg_statement_start_failed (PggStatement *self,
                            gpointer      source_tag,
                            GError       *error)
{
  return pgg_ready_operation_start_failed (&self->connection->session->queue, self, source_tag,
                                           error);
}

/**
 * pgg_statement_close:
 * @self: a statement
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Has the server forget the statement, which cannot be executed any more.
 *
 * Executions that were begun before still take place. In a transaction the server may be told
 * later, where telling it could end the transaction. To close a statement twice is no error, and
 * neither is it on a connection that is not open.
 *
 * Possible errors: %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_statement_close (PggStatement  *self,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr(PggOperation) operation = pgg_statement_close_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_statement_close_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_statement_close_async:
 * @self: a statement
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Statement.close].
 *
 * Since: 1.0
 */
void
pgg_statement_close_async (PggStatement        *self,
                           int                  io_priority,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_statement_close_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_statement_close_finish:
 * @self: a statement
 * @result: what the callback was given, or the operation of [method@Statement.close_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Statement.close_async] or [method@Statement.close_start].
 *
 * Possible errors are those of [method@Statement.close].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_statement_close_finish (PggStatement  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  GError *local_error = NULL;

  g_return_val_if_fail (PGG_IS_STATEMENT (self), FALSE);

  pgg_connection_finish_for (self->connection, self, result, pgg_statement_close_start,
                             &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, local_error);

  return FALSE;
}

/**
 * pgg_statement_close_start:
 * @self: a statement
 *
 * Begins [method@Statement.close] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [method@Statement.close_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_statement_close_start (PggStatement *self)
{
  PggSession *session;

  g_return_val_if_fail (PGG_IS_STATEMENT (self), NULL);

  session = self->connection->session;
  if (!g_atomic_int_compare_and_exchange (&self->closed, FALSE, TRUE) ||
      pgg_connection_get_status (self->connection) != PGG_CONNECTION_STATUS_OPEN)
    return pgg_ready_operation_start (&session->queue, self, pgg_statement_close_start);

  return pgg_forget_operation_start (session, self->statement, self, pgg_statement_close_start,
                                     pgg_connection_get_budget (self->connection, -1));
}
