/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The cursor: what was executed last, and a position in its rows. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-cursor-private.h"

#include "pgg-client-error.h"
#include "pgg-enum-types.h"
#include "pgg-result-private.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-stream-operation-private.h"
#include "wait/pgg-operation-run-private.h"

/**
 * PggCursor:
 *
 * Executes SQL and gives the rows one by one, in the shape of Python's DB-API.
 *
 * [method@Cursor.execute] keeps a whole result, through which the cursor can move freely;
 * [method@Cursor.stream] reads rows only as they are fetched. Several cursors may share one
 * connection. A cursor is used on one thread at a time.
 *
 * Since: 1.0
 */

enum
{
  PROP_CONNECTION = 1,
  PROP_ROW_COUNT,
  PROP_ROW_NUMBER,
  PROP_STATUS_MESSAGE,
  PROP_ARRAY_SIZE,
  PROP_RESULT_FORMAT,
  PROP_ROW_TYPE,
  PROP_ROW_FLAGS,
  PROP_CODECS,
  PROP_KEEP_RESULTS,
  PROP_TIMEOUT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PggCursor, pgg_cursor, G_TYPE_OBJECT)

static gboolean
is_stream_over (PggCursor *self)
{
  PggQueue *queue = &self->connection->session->queue;
  const PggStream *stream = self->stream;
  gboolean over;

  pgg_queue_lock (queue);
  over = stream->settled && !stream->attached && stream->n_rows == 0 && stream->failure == NULL;
  pgg_queue_unlock_quietly (queue);

  return over;
}

/* A stream that nobody reads any more is ended by whatever main context runs. */
static void
end_stream (PggCursor *self)
{
  g_autoptr(PggOperation) operation = NULL;

  if (self->stream == NULL)
    return;

  if (!is_stream_over (self))
    {
      operation = pgg_stream_operation_close (self->connection->session, self->stream, NULL, NULL);
      pgg_operation_run_for_source (operation, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
    }
  g_clear_pointer (&self->stream, pgg_stream_unref);
}

/* Whether @result is of a call that began since the last execution. */
gboolean
pgg_cursor_is_current (PggCursor    *self,
                       GAsyncResult *result)
{
  return PGG_IS_OPERATION (result) && PGG_OPERATION (result)->generation == self->generation;
}

/* The rows of another execution are not mixed with those that the cursor has now. */
void
pgg_cursor_check_current (PggCursor     *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  if (!pgg_cursor_is_current (self, result))
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                         _("The cursor has executed something else since the call began"));
}

/* Forgets what was executed. */
void
pgg_cursor_drop (PggCursor *self)
{
  end_stream (self);
  g_queue_clear_full (&self->chunks, (GDestroyNotify) pgg_result_unref);
  g_clear_pointer (&self->result, pgg_result_unref);
  self->generation++;
  self->n_claimed = 0;
  self->index = 0;
  self->streamed = FALSE;
  self->row_count = -1;
  self->row_number = 0;
}

static void
push_chunk (PggCursor *self,
            PggResult *result)
{
  g_queue_push_tail (&self->chunks, pgg_result_ref (result));
  g_clear_pointer (&self->result, pgg_result_unref);
  self->result = pgg_result_ref (result);
}

/* Stands before the first row of @result. */
void
pgg_cursor_set_result (PggCursor *self,
                       PggResult *result)
{
  g_queue_clear_full (&self->chunks, (GDestroyNotify) pgg_result_unref);
  self->n_claimed = 0;
  self->index = 0;
  self->row_number = 0;
  push_chunk (self, result);
}

/* What the present result says of its number of rows. */
void
pgg_cursor_count_rows (PggCursor *self)
{
  self->row_count = pgg_result_get_affected_rows (self->result);
  if (self->row_count < 0 && pgg_result_get_n_columns (self->result) > 0)
    self->row_count = pgg_result_get_n_rows (self->result);
}

/*
 * Takes in what came of a stream; nothing, where @results is NULL. The number of rows comes with
 * the last result, but where libpq gives chunks of rows with the last of those. The stream is
 * forgotten only when no fetch is left that may hold some of its rows.
 */
void
pgg_cursor_append_results (PggCursor *self,
                           PggResult *results)
{
  if (self->stream == NULL)
    return;

  self->streamed = TRUE;
  pgg_cursor_adopt_results (self, results);
  for (PggResult *result = results; result != NULL; result = pgg_result_get_next (result))
    {
      gint64 n_rows = pgg_result_get_affected_rows (result);

      push_chunk (self, result);
      if (n_rows >= 0)
        self->row_count = n_rows;
    }
  if (self->n_claimed == 0 && is_stream_over (self))
    g_clear_pointer (&self->stream, pgg_stream_unref);
}

/* There is always a connection, so that a cursor made without one fails like one that is closed. */
static void
pgg_cursor_constructed (GObject *object)
{
  PggCursor *self = PGG_CURSOR (object);

  G_OBJECT_CLASS (pgg_cursor_parent_class)->constructed (object);

  if (self->connection == NULL)
    self->connection = pgg_connection_new ("");
}

static void
pgg_cursor_dispose (GObject *object)
{
  pgg_cursor_drop (PGG_CURSOR (object));

  G_OBJECT_CLASS (pgg_cursor_parent_class)->dispose (object);
}

static void
pgg_cursor_finalize (GObject *object)
{
  PggCursor *self = PGG_CURSOR (object);

  pgg_cursor_drop (self);
  g_clear_object (&self->codecs);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (pgg_cursor_parent_class)->finalize (object);
}

static void
pgg_cursor_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  PggCursor *self = PGG_CURSOR (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_ROW_COUNT:
      g_value_set_int64 (value, self->row_count);
      break;
    case PROP_ROW_NUMBER:
      g_value_set_int64 (value, pgg_cursor_get_row_number (self));
      break;
    case PROP_STATUS_MESSAGE:
      g_value_set_string (value, pgg_cursor_get_status_message (self));
      break;
    case PROP_ARRAY_SIZE:
      g_value_set_uint (value, self->array_size);
      break;
    case PROP_RESULT_FORMAT:
      g_value_set_enum (value, self->result_format);
      break;
    case PROP_ROW_TYPE:
      g_value_set_gtype (value, self->row_type);
      break;
    case PROP_ROW_FLAGS:
      g_value_set_flags (value, self->row_flags);
      break;
    case PROP_CODECS:
      g_value_set_object (value, pgg_cursor_get_codecs (self));
      break;
    case PROP_KEEP_RESULTS:
      g_value_set_boolean (value, self->keeps_results);
      break;
    case PROP_TIMEOUT:
      g_value_set_int (value, self->timeout);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pgg_cursor_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  PggCursor *self = PGG_CURSOR (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      self->connection = g_value_dup_object (value);
      break;
    case PROP_ARRAY_SIZE:
      pgg_cursor_set_array_size (self, g_value_get_uint (value));
      break;
    case PROP_RESULT_FORMAT:
      pgg_cursor_set_result_format (self, g_value_get_enum (value));
      break;
    case PROP_ROW_TYPE:
      pgg_cursor_set_row_type (self, g_value_get_gtype (value));
      break;
    case PROP_ROW_FLAGS:
      pgg_cursor_set_row_flags (self, g_value_get_flags (value));
      break;
    case PROP_KEEP_RESULTS:
      pgg_cursor_set_keep_results (self, g_value_get_boolean (value));
      break;
    case PROP_TIMEOUT:
      pgg_cursor_set_timeout (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* What says how rows become objects. */
static void
make_object_properties (GParamFlags writable)
{
  /**
   * PggCursor:row-type: (getter get_row_type) (setter set_row_type)
   *
   * The class of the objects that [method@Cursor.fetch_object] gives.
   *
   * Since: 1.0
   */
  properties[PROP_ROW_TYPE] =
    g_param_spec_gtype ("row-type", NULL, NULL, G_TYPE_OBJECT, writable);

  /**
   * PggCursor:row-flags: (getter get_row_flags) (setter set_row_flags)
   *
   * How exact the objects must be that [method@Cursor.fetch_object] gives.
   *
   * Since: 1.0
   */
  properties[PROP_ROW_FLAGS] =
    g_param_spec_flags ("row-flags", NULL, NULL, PGG_TYPE_OBJECT_FLAGS, PGG_OBJECT_FLAGS_NONE,
                        writable);

  /**
   * PggCursor:codecs: (getter get_codecs)
   *
   * The codecs that the application has for what the cursor executes, before those of its
   * connection.
   *
   * Since: 1.0
   */
  properties[PROP_CODECS] =
    g_param_spec_object ("codecs", NULL, NULL, PGG_TYPE_CODEC_REGISTRY,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

/* What says how statements are executed. */
static void
make_execution_properties (GParamFlags writable)
{
  /**
   * PggCursor:result-format: (getter get_result_format) (setter set_result_format)
   *
   * The format in which results are asked for; automatic takes the connection's.
   *
   * Since: 1.0
   */
  properties[PROP_RESULT_FORMAT] =
    g_param_spec_enum ("result-format", NULL, NULL, PGG_TYPE_RESULT_FORMAT,
                       PGG_RESULT_FORMAT_AUTO, writable);

  /**
   * PggCursor:keep-results: (getter get_keep_results) (setter set_keep_results)
   *
   * Whether [method@Cursor.execute_many] keeps the result of each execution.
   *
   * Since: 1.0
   */
  properties[PROP_KEEP_RESULTS] =
    g_param_spec_boolean ("keep-results", NULL, NULL, FALSE, writable);

  /**
   * PggCursor:timeout: (getter get_timeout) (setter set_timeout)
   *
   * How many milliseconds each call may take; 0 for no limit, -1 for that of the connection, see
   * [property@Connection:timeout].
   *
   * Since: 1.0
   */
  properties[PROP_TIMEOUT] =
    g_param_spec_int ("timeout", NULL, NULL, -1, G_MAXINT, -1, writable);
}

static void
pgg_cursor_class_init (PggCursorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags writable = readable | G_PARAM_WRITABLE;

  object_class->constructed = pgg_cursor_constructed;
  object_class->dispose = pgg_cursor_dispose;
  object_class->finalize = pgg_cursor_finalize;
  object_class->get_property = pgg_cursor_get_property;
  object_class->set_property = pgg_cursor_set_property;

  /**
   * PggCursor:connection: (getter get_connection)
   *
   * The connection that the cursor uses; one that is closed if none was given.
   *
   * Since: 1.0
   */
  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PGG_TYPE_CONNECTION,
                         writable | G_PARAM_CONSTRUCT_ONLY);

  /**
   * PggCursor:row-count: (getter get_row_count)
   *
   * How many rows the last statement gave or affected, -1 if that is not known; changes are not
   * notified.
   *
   * Since: 1.0
   */
  properties[PROP_ROW_COUNT] =
    g_param_spec_int64 ("row-count", NULL, NULL, -1, G_MAXINT64, -1, readable);

  /**
   * PggCursor:row-number: (getter get_row_number)
   *
   * The position of the next row, from 0, -1 without rows; changes are not notified.
   *
   * Since: 1.0
   */
  properties[PROP_ROW_NUMBER] =
    g_param_spec_int64 ("row-number", NULL, NULL, -1, G_MAXINT64, -1, readable);

  /**
   * PggCursor:status-message: (getter get_status_message)
   *
   * The command tag of the last statement; changes are not notified.
   *
   * Since: 1.0
   */
  properties[PROP_STATUS_MESSAGE] =
    g_param_spec_string ("status-message", NULL, NULL, NULL, readable);

  /**
   * PggCursor:array-size: (getter get_array_size) (setter set_array_size)
   *
   * How many rows [method@Cursor.fetch_many] gives if it is not told, and a stream may read at a
   * time.
   *
   * Since: 1.0
   */
  properties[PROP_ARRAY_SIZE] =
    g_param_spec_uint ("array-size", NULL, NULL, 1, G_MAXUINT, 1, writable);

  make_execution_properties (writable);
  make_object_properties (writable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pgg_cursor_init (PggCursor *self)
{
  self->array_size = 1;
  self->row_count = -1;
  self->result_format = PGG_RESULT_FORMAT_AUTO;
  self->row_type = G_TYPE_OBJECT;
  self->timeout = -1;
}

/**
 * pgg_connection_create_cursor:
 * @self: a connection
 *
 * Makes a cursor.
 *
 * Returns: (transfer full): a new cursor
 *
 * Since: 1.0
 */
PggCursor *
pgg_connection_create_cursor (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return g_object_new (PGG_TYPE_CURSOR, "connection", self, NULL);
}

/**
 * pgg_cursor_get_connection:
 * @self: a cursor
 *
 * The connection that the cursor uses.
 *
 * Returns: (transfer none): the connection
 *
 * Since: 1.0
 */
PggConnection *
pgg_cursor_get_connection (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);

  return self->connection;
}

/**
 * pgg_cursor_get_result:
 * @self: a cursor
 *
 * The result that the cursor stands in; of a stream, the part that came last.
 *
 * Returns: (transfer none) (nullable): the result, or `NULL` if nothing was executed
 *
 * Since: 1.0
 */
PggResult *
pgg_cursor_get_result (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);

  return self->result;
}

/**
 * pgg_cursor_get_row_count:
 * @self: a cursor
 *
 * How many rows the last statement gave or affected.
 *
 * Returns: the number of rows, -1 if it is not known; of a stream it is not before its end
 *
 * Since: 1.0
 */
gint64
pgg_cursor_get_row_count (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), -1);

  return self->row_count;
}

/**
 * pgg_cursor_get_row_number:
 * @self: a cursor
 *
 * The position of the row that is fetched next.
 *
 * Returns: the position, from 0; -1 if there are no rows to fetch
 *
 * Since: 1.0
 */
gint64
pgg_cursor_get_row_number (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), -1);

  if (self->result == NULL || pgg_result_get_n_columns (self->result) == 0)
    return -1;

  return self->row_number;
}

/**
 * pgg_cursor_get_status_message:
 * @self: a cursor
 *
 * The command tag of the last statement, such as `INSERT 0 1`.
 *
 * Returns: (transfer none) (nullable): the tag, or `NULL` if nothing was executed
 *
 * Since: 1.0
 */
const char *
pgg_cursor_get_status_message (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);

  return self->result != NULL ? pgg_result_get_command_tag (self->result) : NULL;
}

/**
 * pgg_cursor_get_description:
 * @self: a cursor
 * @n_columns: (out): return location for the number of columns
 *
 * The columns of the rows.
 *
 * Returns: (transfer none) (array length=n_columns) (nullable): the columns, none if the last
 *   statement does not return rows
 *
 * Since: 1.0
 */
PggColumn **
pgg_cursor_get_description (PggCursor *self,
                            gsize     *n_columns)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);
  g_return_val_if_fail (n_columns != NULL, NULL);

  *n_columns = 0;

  return self->result != NULL ? pgg_result_get_columns (self->result, n_columns) : NULL;
}

/**
 * pgg_cursor_get_array_size:
 * @self: a cursor
 *
 * How many rows [method@Cursor.fetch_many] gives if it is not told.
 *
 * Returns: the number of rows
 *
 * Since: 1.0
 */
guint
pgg_cursor_get_array_size (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), 1);

  return self->array_size;
}

/**
 * pgg_cursor_set_array_size:
 * @self: a cursor
 * @array_size: the number of rows, at least 1
 *
 * Sets how many rows [method@Cursor.fetch_many] gives if it is not told.
 *
 * Since: 1.0
 */
void
pgg_cursor_set_array_size (PggCursor *self,
                           guint      array_size)
{
  g_return_if_fail (PGG_IS_CURSOR (self));

  array_size = MAX (array_size, 1);
  if (self->array_size == array_size)
    return;

  self->array_size = array_size;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARRAY_SIZE]);
}

/**
 * pgg_cursor_get_result_format:
 * @self: a cursor
 *
 * The format in which results are asked for.
 *
 * Returns: the format
 *
 * Since: 1.0
 */
PggResultFormat
pgg_cursor_get_result_format (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), PGG_RESULT_FORMAT_AUTO);

  return self->result_format;
}

/**
 * pgg_cursor_set_result_format:
 * @self: a cursor
 * @format: the format; %PGG_RESULT_FORMAT_AUTO takes the connection's
 *
 * Sets the format in which results are asked for.
 *
 * Since: 1.0
 */
void
pgg_cursor_set_result_format (PggCursor       *self,
                              PggResultFormat  format)
{
  g_return_if_fail (PGG_IS_CURSOR (self));

  if (self->result_format == format)
    return;

  self->result_format = format;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESULT_FORMAT]);
}

/**
 * pgg_cursor_next_set:
 * @self: a cursor
 * @error: return location for an error
 *
 * Goes on to the result of the next statement of those that were executed together.
 *
 * Possible errors: %PGG_CLIENT_ERROR_NO_RESULT.
 *
 * Returns: `TRUE`; `FALSE` without an error if there is no other result
 *
 * Since: 1.0
 */
gboolean
pgg_cursor_next_set (PggCursor  *self,
                     GError    **error)
{
  g_autoptr(PggResult) next = NULL;

  g_return_val_if_fail (PGG_IS_CURSOR (self), FALSE);

  if (self->result == NULL)
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NO_RESULT,
                           _("The cursor has not executed anything"));
      return FALSE;
    }
  if (self->streamed || pgg_result_get_next (self->result) == NULL)
    return FALSE;

  next = pgg_result_ref (pgg_result_get_next (self->result));
  pgg_cursor_set_result (self, next);
  pgg_cursor_count_rows (self);

  return TRUE;
}

static gboolean
check_scroll (PggCursor  *self,
              GError    **error)
{
  if (self->streamed || self->stream != NULL)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                         _("A stream cannot be scrolled"));
  else if (self->result == NULL || pgg_result_get_n_columns (self->result) == 0)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NO_RESULT,
                         _("There are no rows to scroll through"));
  else
    return TRUE;

  return FALSE;
}

/**
 * pgg_cursor_scroll:
 * @self: a cursor
 * @value: where to, or by how much
 * @mode: whether @value is a position or a difference
 * @error: return location for an error
 *
 * Moves to another row of the present result; the next fetch gives the row there.
 *
 * Possible errors: %PGG_CLIENT_ERROR_OUT_OF_RANGE, when the cursor stays where it was;
 * %PGG_CLIENT_ERROR_NO_RESULT; %PGG_CLIENT_ERROR_NOT_SUPPORTED for a stream.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_cursor_scroll (PggCursor      *self,
                   gint64          value,
                   PggScrollMode   mode,
                   GError        **error)
{
  gint64 origin;
  gint64 n_rows;

  g_return_val_if_fail (PGG_IS_CURSOR (self), FALSE);

  if (!check_scroll (self, error))
    return FALSE;

  origin = mode == PGG_SCROLL_MODE_RELATIVE ? (gint64) self->index : 0;
  n_rows = pgg_result_get_n_rows (self->result);
  if (value < -origin || value >= n_rows - origin)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
                   _("Scrolling by %" G_GINT64_FORMAT " from row %" G_GINT64_FORMAT
                     " leaves the %" G_GINT64_FORMAT " rows of the result"),
                   value, origin, n_rows);
      return FALSE;
    }

  self->index = (guint) (origin + value);
  self->row_number = self->index;

  return TRUE;
}

/**
 * pgg_cursor_get_row_type:
 * @self: a cursor
 *
 * Gets the class of the objects that [method@Cursor.fetch_object] gives.
 *
 * Returns: the class; GObject if none was set
 * Since: 1.0
 */
GType
pgg_cursor_get_row_type (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), G_TYPE_INVALID);

  return self->row_type;
}

/**
 * pgg_cursor_set_row_type:
 * @self: a cursor
 * @type: a class of objects
 *
 * Sets the class of the objects that [method@Cursor.fetch_object] gives, which fails if there are
 * no objects of this type.
 *
 * Since: 1.0
 */
void
pgg_cursor_set_row_type (PggCursor *self,
                         GType      type)
{
  g_return_if_fail (PGG_IS_CURSOR (self));

  if (self->row_type == type)
    return;

  self->row_type = type;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROW_TYPE]);
}

/**
 * pgg_cursor_get_row_flags:
 * @self: a cursor
 *
 * Gets how exact the objects must be that [method@Cursor.fetch_object] gives.
 *
 * Returns: the flags
 * Since: 1.0
 */
PggObjectFlags
pgg_cursor_get_row_flags (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), PGG_OBJECT_FLAGS_NONE);

  return self->row_flags;
}

/**
 * pgg_cursor_set_row_flags:
 * @self: a cursor
 * @flags: the flags
 *
 * Sets how exact the objects must be that [method@Cursor.fetch_object] gives.
 *
 * Since: 1.0
 */
void
pgg_cursor_set_row_flags (PggCursor      *self,
                          PggObjectFlags  flags)
{
  g_return_if_fail (PGG_IS_CURSOR (self));

  if (self->row_flags == flags)
    return;

  self->row_flags = flags;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROW_FLAGS]);
}
