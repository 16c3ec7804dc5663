/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Batches whose items come one after the other, and are never in memory together. */

#include "config.h"

#include "pgg-batch-writer.h"

#include "pgg-batch-private.h"
#include "pgg-batch-result-private.h"
#include "pgg-client-error.h"
#include "pgg-connection-private.h"
#include "pgg-cursor-private.h"
#include "pgg-statement-private.h"
#include "engine/pgg-execute-many-operation-private.h"
#include "engine/pgg-ready-operation-private.h"
#include "engine/pgg-room-operation-private.h"
#include "wait/pgg-operation-run-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggBatchWriter:
 *
 * Executes a batch that is too large for memory, or whose items are not known all at once.
 *
 * [method@Connection.open_batch], [method@Cursor.open_batch] and [method@Statement.open_batch] make
 * one. [method@BatchWriter.write] takes a part of the items, and returns when what is not sent yet
 * is little again, so that memory stays bounded whatever the number of items is.
 * [method@BatchWriter.end] says that there are no more, and gives what became of them; what has not
 * been ended has no effect, unless the items are independent.
 *
 * From the first part to the end the connection does nothing else: what others ask for waits. A
 * thread that waits for the connection before it has ended the batch would wait for ever, so that
 * fails with %PGG_CLIENT_ERROR_INVALID_STATE.
 *
 * The limit of time is one for all, from the first part to the end. Types that have to be looked up
 * in the database are those that the first part has. An object is used from one thread at a time.
 *
 * Since: 1.0
 */

struct _PggBatchWriter
{
  GObject         parent_instance;

  PggConnection  *connection;
  PggCursor      *cursor;     /* or NULL */
  PggStatement   *statement;  /* or NULL */
  char           *sql;        /* of all items, or NULL */
  PggBatchFlags   flags;
  int             timeout;    /* or -1 */

  GArray         *items;      /* of a batch that can only be sent as a whole, or NULL */
  guint           n_items;    /* that were written */
  PggOperation   *operation;  /* from the first part to the end, or NULL */
  gboolean        ended;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_SQL,
  PROP_TIMEOUT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PggBatchWriter, pgg_batch_writer, G_TYPE_OBJECT)

/* Nobody ends it any more. */
static void
pgg_batch_writer_dispose (GObject *object)
{
  PggBatchWriter *self = PGG_BATCH_WRITER (object);

  if (self->operation != NULL)
    {
      pgg_batch_writer_abort (self);
      pgg_operation_run_unattended (self->operation, self->connection->context);
    }
  g_clear_object (&self->operation);

  G_OBJECT_CLASS (pgg_batch_writer_parent_class)->dispose (object);
}

static void
pgg_batch_writer_finalize (GObject *object)
{
  PggBatchWriter *self = PGG_BATCH_WRITER (object);

  g_clear_pointer (&self->items, g_array_unref);
  g_clear_pointer (&self->sql, g_free);
  g_clear_object (&self->cursor);
  g_clear_object (&self->statement);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (pgg_batch_writer_parent_class)->finalize (object);
}

static void
pgg_batch_writer_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  PggBatchWriter *self = PGG_BATCH_WRITER (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_SQL:
      g_value_set_string (value, self->sql);
      break;
    case PROP_TIMEOUT:
      g_value_set_int (value, self->timeout);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pgg_batch_writer_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  PggBatchWriter *self = PGG_BATCH_WRITER (object);

  switch (prop_id)
    {
    case PROP_TIMEOUT:
      pgg_batch_writer_set_timeout (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pgg_batch_writer_class_init (PggBatchWriterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pgg_batch_writer_dispose;
  object_class->finalize = pgg_batch_writer_finalize;
  object_class->get_property = pgg_batch_writer_get_property;
  object_class->set_property = pgg_batch_writer_set_property;

  /**
   * PggBatchWriter:connection: (getter get_connection)
   *
   * The connection that the batch uses.
   *
   * Since: 1.0
   */
  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PGG_TYPE_CONNECTION,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PggBatchWriter:sql: (getter get_sql)
   *
   * The one statement of all items, or %NULL if they need not be of the same.
   *
   * Since: 1.0
   */
  properties[PROP_SQL] =
    g_param_spec_string ("sql", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * PggBatchWriter:timeout: (getter get_timeout) (setter set_timeout)
   *
   * How many milliseconds all of it may take, from the first part to the end; 0 for no limit, -1
   * for that of the connection, see [property@Connection:timeout].
   *
   * Since: 1.0
   */
  properties[PROP_TIMEOUT] =
    g_param_spec_int ("timeout", NULL, NULL, -1, G_MAXINT, -1,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pgg_batch_writer_init (PggBatchWriter *self)
{
  self->timeout = -1;
}

static PggBatchWriter *
writer_new (PggConnection *connection,
            const char    *sql,
            PggBatchFlags  flags)
{
  PggBatchWriter *self = g_object_new (PGG_TYPE_BATCH_WRITER, NULL);

  self->connection = g_object_ref (connection);
  self->sql = g_strdup (sql);
  self->flags = flags;

  return self;
}

/**
 * pgg_connection_open_batch:
 * @self: a connection
 * @sql: (nullable): the one statement of all items, or %NULL
 * @flags: how they are executed
 *
 * Makes a batch whose items come one after the other; nothing is sent before the first of them.
 *
 * It is executed as [method@Connection.execute_batch] does; with @sql, as
 * [method@Connection.execute_many] does, and items of other statements are an error.
 *
 * Returns: (transfer full): the batch
 *
 * Since: 1.0
 */
PggBatchWriter *
pgg_connection_open_batch (PggConnection *self,
                           const char    *sql,
                           PggBatchFlags  flags)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return writer_new (self, sql, flags);
}

/**
 * pgg_cursor_open_batch:
 * @self: a cursor
 * @sql: the one statement of all items
 *
 * Makes a batch whose items come one after the other; nothing is sent before the first of them.
 *
 * It is executed as [method@Cursor.execute_many] does, also with the limit of time of the cursor,
 * which has what that would give it once the batch has ended.
 *
 * Returns: (transfer full): the batch
 *
 * Since: 1.0
 */
PggBatchWriter *
pgg_cursor_open_batch (PggCursor  *self,
                       const char *sql)
{
  PggBatchFlags flags = PGG_BATCH_FLAGS_TOTAL_ONLY;
  PggBatchWriter *writer;

  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  if (self->keeps_results)
    flags |= PGG_BATCH_FLAGS_KEEP_RESULTS;
  pgg_cursor_drop (self);
  writer = writer_new (self->connection, sql, flags);
  writer->timeout = self->timeout;
  writer->cursor = g_object_ref (self);

  return writer;
}

/**
 * pgg_statement_open_batch:
 * @self: a statement
 *
 * Makes a batch of executions of the statement, whose sets of parameters come one after the other;
 * nothing is sent before the first of them.
 *
 * It is executed as [method@Statement.execute_many] does.
 *
 * Returns: (transfer full): the batch
 *
 * Since: 1.0
 */
PggBatchWriter *
pgg_statement_open_batch (PggStatement *self)
{
  PggBatchWriter *writer;

  g_return_val_if_fail (PGG_IS_STATEMENT (self), NULL);

  writer = writer_new (self->connection, self->sql, PGG_BATCH_FLAGS_TOTAL_ONLY);
  writer->statement = g_object_ref (self);

  return writer;
}

/**
 * pgg_batch_writer_get_connection:
 * @self: a batch that is being written
 *
 * Gets the connection that it uses.
 *
 * Returns: (transfer none): the connection
 *
 * Since: 1.0
 */
PggConnection *
pgg_batch_writer_get_connection (PggBatchWriter *self)
{
  g_return_val_if_fail (PGG_IS_BATCH_WRITER (self), NULL);

  return self->connection;
}

/**
 * pgg_batch_writer_get_sql:
 * @self: a batch that is being written
 *
 * Gets the one statement of all items.
 *
 * Returns: (nullable) (transfer none): its SQL, or %NULL if they need not be of the same statement
 *
 * Since: 1.0
 */
const char *
pgg_batch_writer_get_sql (PggBatchWriter *self)
{
  g_return_val_if_fail (PGG_IS_BATCH_WRITER (self), NULL);

  return self->sql;
}

/**
 * pgg_batch_writer_get_statement:
 * @self: a batch that is being written
 *
 * Gets the statement that [method@Statement.open_batch] was called for.
 *
 * Returns: (nullable) (transfer none): the statement, or %NULL
 *
 * Since: 1.0
 */
PggStatement *
pgg_batch_writer_get_statement (PggBatchWriter *self)
{
  g_return_val_if_fail (PGG_IS_BATCH_WRITER (self), NULL);

  return self->statement;
}

/**
 * pgg_batch_writer_get_n_items:
 * @self: a batch that is being written
 *
 * Gets how many items have been taken so far; the next one has this index.
 *
 * Returns: the number of items
 *
 * Since: 1.0
 */
guint
pgg_batch_writer_get_n_items (PggBatchWriter *self)
{
  g_return_val_if_fail (PGG_IS_BATCH_WRITER (self), 0);

  return self->n_items;
}

/**
 * pgg_batch_writer_get_timeout:
 * @self: a batch that is being written
 *
 * Gets how long all of it may take.
 *
 * Returns: milliseconds, 0 for no limit, -1 for that of the connection
 *
 * Since: 1.0
 */
int
pgg_batch_writer_get_timeout (PggBatchWriter *self)
{
  g_return_val_if_fail (PGG_IS_BATCH_WRITER (self), -1);

  return self->timeout;
}

/**
 * pgg_batch_writer_set_timeout:
 * @self: a batch that is being written
 * @timeout: milliseconds, 0 for no limit, -1 for that of the connection
 *
 * Sets how long all of it may take, from the first part to the end; it counts before the first
 * part only.
 *
 * Since: 1.0
 */
void
pgg_batch_writer_set_timeout (PggBatchWriter *self,
                              int             timeout)
{
  g_return_if_fail (PGG_IS_BATCH_WRITER (self));

  timeout = MAX (timeout, -1);
  if (self->timeout == timeout)
    return;

  self->timeout = timeout;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMEOUT]);
}

/**
 * pgg_batch_writer_is_ended:
 * @self: a batch that is being written
 *
 * Tells whether [method@BatchWriter.end] has been called, which gives its result once.
 *
 * Returns: whether it has been ended
 *
 * Since: 1.0
 */
gboolean
pgg_batch_writer_is_ended (PggBatchWriter *self)
{
  g_return_val_if_fail (PGG_IS_BATCH_WRITER (self), TRUE);

  return self->ended && self->operation == NULL;
}

static gboolean
check_open (PggBatchWriter  *self,
            GError         **error)
{
  if (self->ended)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                         _("The batch has been ended"));

  return !self->ended;
}

static GArray *
bind_items (PggBatchWriter  *self,
            PggBatch        *batch,
            GError         **error)
{
  PggCodecRegistry *codecs = self->cursor != NULL ? pgg_cursor_peek_codecs (self->cursor)
                                                  : pgg_connection_get_codecs (self->connection);

  if (!check_open (self, error) ||
      (self->sql != NULL && !pgg_batch_check_sql (batch, self->sql, self->n_items, error)))
    return NULL;

  return self->statement != NULL
           ? pgg_batch_bind_statement (batch, self->statement, self->n_items, error)
           : pgg_batch_bind (batch, self->connection, codecs, self->n_items, error);
}

static void
begin (PggBatchWriter *self,
       GArray         *items,
       gboolean        is_open)
{
  PggBatchRequest request = {
    .items = items,
    .statement = self->statement != NULL ? self->statement->statement : NULL,
    .is_independent = (self->flags & PGG_BATCH_FLAGS_INDEPENDENT) != 0,
    .keeps_results = (self->flags & PGG_BATCH_FLAGS_KEEP_RESULTS) != 0,
    .drops_counts = (self->flags & PGG_BATCH_FLAGS_TOTAL_ONLY) != 0,
    .is_open = is_open,
    .is_uniform = self->sql != NULL,
    .convert = self->cursor != NULL ? pgg_batch_result_convert_chain : pgg_batch_result_convert,
    .destroy = (GDestroyNotify) pgg_batch_result_unref,
  };

  if (self->cursor == NULL && self->statement == NULL)
    request.result_format = pgg_connection_get_pq_format (self->connection,
                                                          PGG_RESULT_FORMAT_AUTO);
  self->operation =
    pgg_execute_many_operation_start (self->connection->session, &request, NULL,
                                      pgg_batch_writer_end_start,
                                      pgg_connection_get_budget (self->connection, self->timeout));
}

/* Without pipelines all items go together. */
static gboolean
is_whole (PggBatchWriter *self)
{
  return self->items != NULL ||
         (self->operation == NULL && pgg_connection_get_statement_mode (self->connection) ==
                                       PGG_STATEMENT_MODE_SIMPLE);
}

static void
collect (PggBatchWriter *self,
         GArray         *items)
{
  if (self->items == NULL)
    self->items = pgg_batch_items_new ();
  pgg_batch_items_append (self->items, items);
}

static void
take_items (PggBatchWriter *self,
            GArray         *items)
{
  self->n_items += items->len;
  if (is_whole (self))
    collect (self, items);
  else if (self->operation == NULL)
    begin (self, items, TRUE);
  else
    pgg_execute_many_operation_write (self->operation, items);
}

/**
 * pgg_batch_writer_write:
 * @self: a batch that is being written
 * @batch: more items
 * @cancellable: (nullable): cancels the waiting; the items have been taken all the same
 * @error: return location for an error
 *
 * Adds items, and waits until all of them have been given to the network.
 *
 * Items whose parameters do not fit their statement are an error, and none of this part are taken.
 * If the batch has failed meanwhile this fails with its error, and so does
 * [method@BatchWriter.end], which has to be called in any case. The timeout of @batch is not used.
 *
 * In %PGG_STATEMENT_MODE_SIMPLE the items are kept until the end, because there the batch can only
 * be sent as a whole.
 *
 * Possible errors: those of [method@Connection.execute_batch]; %PGG_CLIENT_ERROR_INVALID_STATE if
 * the batch has been ended.
 *
 * Returns: %TRUE if more items can be written
 *
 * Since: 1.0
 */
gboolean
pgg_batch_writer_write (PggBatchWriter  *self,
                        PggBatch        *batch,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_autoptr(PggOperation) operation = pgg_batch_writer_write_start (self, batch);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_batch_writer_write_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_batch_writer_write_async:
 * @self: a batch that is being written
 * @batch: more items
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the waiting; the items have been taken all the same
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@BatchWriter.write].
 *
 * Since: 1.0
 */
void
pgg_batch_writer_write_async (PggBatchWriter      *self,
                              PggBatch            *batch,
                              int                  io_priority,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_batch_writer_write_start (self, batch);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/* The reason why it wants no more items. */
static gboolean
check_running (PggBatchWriter  *self,
               GError         **error)
{
  if (self->operation == NULL || !pgg_operation_is_done (self->operation))
    return TRUE;

  if (pgg_operation_get_outcome (self->operation, error))
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                         _("The batch has come to its end"));

  return FALSE;
}

/**
 * pgg_batch_writer_write_finish:
 * @self: a batch that is being written
 * @result: what the callback was given, or the operation of [method@BatchWriter.write_start]
 * @error: return location for an error
 *
 * Gives the result of [method@BatchWriter.write_async] or [method@BatchWriter.write_start].
 *
 * Possible errors are those of [method@BatchWriter.write].
 *
 * Returns: %TRUE if more items can be written
 *
 * Since: 1.0
 */
gboolean
pgg_batch_writer_write_finish (PggBatchWriter  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  GError *local_error = NULL;

  g_return_val_if_fail (PGG_IS_BATCH_WRITER (self), FALSE);

  if (pgg_operation_check_valid (result, self, pgg_batch_writer_write_start, &local_error) &&
      pgg_operation_get_outcome (PGG_OPERATION (result), &local_error) &&
      check_running (self, &local_error))
    return TRUE;

  pgg_connection_publish_error (self->connection, local_error);
  g_propagate_error (error, local_error);

  return FALSE;
}

/**
 * pgg_batch_writer_write_start:
 * @self: a batch that is being written
 * @batch: more items
 *
 * Begins [method@BatchWriter.write] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@BatchWriter.write_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_batch_writer_write_start (PggBatchWriter *self,
                              PggBatch       *batch)
{
  g_autoptr(GArray) items = NULL;
  PggSession *session;
  GError *error = NULL;

  g_return_val_if_fail (PGG_IS_BATCH_WRITER (self), NULL);
  g_return_val_if_fail (batch != NULL, NULL);

  session = self->connection->session;
  items = bind_items (self, batch, &error);
  if (items == NULL)
    return pgg_ready_operation_start_failed (&session->queue, self, pgg_batch_writer_write_start,
                                             error);

  if (items->len > 0)
    take_items (self, items);

  return self->operation != NULL
           ? pgg_room_operation_start (session, self->operation, self,
                                       pgg_batch_writer_write_start)
           : pgg_ready_operation_start (&session->queue, self, pgg_batch_writer_write_start);
}

/**
 * pgg_batch_writer_end:
 * @self: a batch that is being written
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Ends the batch, and gives what became of its items.
 *
 * Possible errors: those of [method@Connection.execute_batch]; %G_IO_ERROR_CANCELLED after
 * [method@BatchWriter.abort]; %PGG_CLIENT_ERROR_INVALID_STATE if the batch has been ended before.
 *
 * Returns: (transfer full): what became of the items
 *
 * Since: 1.0
 */
PggBatchResult *
pgg_batch_writer_end (PggBatchWriter  *self,
                      GCancellable    *cancellable,
                      GError         **error)
{
  g_autoptr(PggOperation) operation = pgg_batch_writer_end_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_batch_writer_end_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_batch_writer_end_async:
 * @self: a batch that is being written
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@BatchWriter.end].
 *
 * Since: 1.0
 */
void
pgg_batch_writer_end_async (PggBatchWriter      *self,
                            int                  io_priority,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_batch_writer_end_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_batch_writer_end_finish:
 * @self: a batch that is being written
 * @result: what the callback was given, or the operation of [method@BatchWriter.end_start]
 * @error: return location for an error
 *
 * Gives the result of [method@BatchWriter.end_async] or [method@BatchWriter.end_start].
 *
 * Possible errors are those of [method@BatchWriter.end].
 *
 * Returns: (transfer full): what became of the items
 *
 * Since: 1.0
 */
PggBatchResult *
pgg_batch_writer_end_finish (PggBatchWriter  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  PggBatchResult *outcome;

  g_return_val_if_fail (PGG_IS_BATCH_WRITER (self), NULL);

  outcome = pgg_connection_finish_for (self->connection, self, result, pgg_batch_writer_end_start,
                                       error);
  if (self->cursor != NULL)
    pgg_cursor_take_outcome (self->cursor, outcome);

  return outcome;
}

static void
begin_rest (PggBatchWriter *self)
{
  g_autoptr(GArray) items = self->items != NULL ? g_steal_pointer (&self->items)
                                                : pgg_batch_items_new ();

  begin (self, items, FALSE);
}

/**
 * pgg_batch_writer_end_start:
 * @self: a batch that is being written
 *
 * Begins [method@BatchWriter.end] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [method@BatchWriter.end_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_batch_writer_end_start (PggBatchWriter *self)
{
  GError *error = NULL;

  g_return_val_if_fail (PGG_IS_BATCH_WRITER (self), NULL);

  if (self->operation == NULL && !check_open (self, &error))
    return pgg_ready_operation_start_failed (&self->connection->session->queue, self,
                                             pgg_batch_writer_end_start, error);

  if (self->operation == NULL)
    begin_rest (self);
  else if (!self->ended)
    pgg_execute_many_operation_close (self->operation);
  self->ended = TRUE;
  self->operation->source_object = g_object_ref (G_OBJECT (self));

  return g_steal_pointer (&self->operation);
}

/**
 * pgg_batch_writer_abort:
 * @self: a batch that is being written
 *
 * Gives the batch up: what was written of it has no effect, unless the items are independent.
 *
 * [method@BatchWriter.end] then waits until the connection is free, and fails with
 * %G_IO_ERROR_CANCELLED. Within a transaction, this has failed, as after any other batch that
 * fails. A batch that is dropped before its end is given up, too.
 *
 * Since: 1.0
 */
void
pgg_batch_writer_abort (PggBatchWriter *self)
{
  GError *error = NULL;

  g_return_if_fail (PGG_IS_BATCH_WRITER (self));

  if (self->ended)
    return;

  self->ended = TRUE;
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The batch was given up"));
  if (self->operation != NULL)
    pgg_execute_many_operation_abort (self->operation, error);
  else
    self->operation = pgg_ready_operation_start_failed (&self->connection->session->queue, NULL,
                                                        pgg_batch_writer_end_start, error);
}
