/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Fetching rows with a cursor: from memory, or from a stream. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-cursor-private.h"

#include "pgg-client-error.h"
#include "pgg-result-private.h"
#include "pgg-row-private.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-ready-operation-private.h"
#include "engine/pgg-stream-operation-private.h"
#include "wait/pgg-operation-run-private.h"

static guint
count_left (PggResult *result,
            guint      index)
{
  return pgg_result_get_n_rows (result) - index;
}

/* Whether as many rows are in memory, or no more can come. */
static gboolean
have_rows (PggCursor *self,
           guint64    n_rows)
{
  guint64 n_left = 0;

  if (self->stream == NULL)
    return TRUE;

  for (GList *link = self->chunks.head; link != NULL && n_left < n_rows; link = link->next)
    n_left += count_left (link->data, link == self->chunks.head ? self->index : 0);

  return n_left >= n_rows;
}

static gboolean
check_rows (PggCursor  *self,
            GError    **error)
{
  if (self->stream != NULL)
    return TRUE;
  if (self->result != NULL && pgg_result_get_n_columns (self->result) > 0)
    return TRUE;

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NO_RESULT,
                       self->result == NULL ? _("The cursor has not executed anything")
                                            : _("The statement did not return rows"));

  return FALSE;
}

static PggOperation *
start_fetch (PggCursor *self,
             guint      n_rows,
             gpointer   source_tag)
{
  PggSession *session = self->connection->session;
  g_autoptr(GError) error = NULL;
  PggOperation *operation;

  if (!check_rows (self, &error))
    operation = pgg_ready_operation_start_failed (&session->queue, self, source_tag,
                                                  g_steal_pointer (&error));
  else if (have_rows (self, self->n_claimed + n_rows))
    operation = pgg_ready_operation_start (&session->queue, self, source_tag);
  else
    operation = pgg_stream_operation_fetch (session, self->stream, n_rows,
                                            pgg_connection_convert_results,
                                            (GDestroyNotify) pgg_result_unref, self, source_tag,
                                            pgg_connection_get_budget (self->connection,
                                                                       self->timeout));
  operation->n_rows = n_rows;
  operation->generation = self->generation;
  self->n_claimed += n_rows;

  return operation;
}

/* One that was never finished leaves its claim: others then read ahead, which does no harm. */
static void
release_claim (PggCursor    *self,
               GAsyncResult *result)
{
  if (pgg_cursor_is_current (self, result))
    self->n_claimed -= MIN (self->n_claimed, PGG_OPERATION (result)->n_rows);
}

/* Whether the operation succeeded; what it read is then in memory. */
static gboolean
finish_fetch (PggCursor     *self,
              GAsyncResult  *result,
              gpointer       source_tag,
              GError       **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(PggResult) results = NULL;

  release_claim (self, result);
  results = pgg_connection_finish_for (self->connection, self, result, source_tag, &local_error);
  if (local_error == NULL)
    pgg_cursor_check_current (self, result, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  pgg_cursor_append_results (self, results);

  return TRUE;
}

/* The next row in memory, or NULL. A streamed result is dropped with its last row. */
static PggRow *
take_row (PggCursor *self)
{
  PggResult *result;

  while ((result = g_queue_peek_head (&self->chunks)) != NULL)
    {
      if (count_left (result, self->index) > 0)
        {
          self->row_number++;
          return pgg_row_new (result, self->index++);
        }
      if (g_queue_get_length (&self->chunks) == 1 && !self->streamed)
        return NULL;
      pgg_result_unref (g_queue_pop_head (&self->chunks));
      self->index = 0;
    }

  return NULL;
}

static GPtrArray *
take_rows (PggCursor *self,
           guint      n_rows)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_row_unref);

  while (rows->len < n_rows)
    {
      PggRow *row = take_row (self);

      if (row == NULL)
        break;
      g_ptr_array_add (rows, row);
    }

  return rows;
}

PggOperation *
pgg_cursor_start_row (PggCursor *self,
                      gpointer   source_tag)
{
  return start_fetch (self, 1, source_tag);
}

PggRow *
pgg_cursor_finish_row (PggCursor     *self,
                       GAsyncResult  *result,
                       gpointer       source_tag,
                       GError       **error)
{
  return finish_fetch (self, result, source_tag, error) ? take_row (self) : NULL;
}

/**
 * pgg_cursor_fetch_one:
 * @self: a cursor
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Gives the next row.
 *
 * Possible errors: %PGG_CLIENT_ERROR_NO_RESULT; of a stream, also those of
 * [method@Cursor.stream], once the rows that came before the error are taken, and then again at
 * each call: a stream that failed never looks like one that is at its end.
 *
 * Returns: (transfer full) (nullable): the row, or `NULL` behind the last one
 *
 * Since: 1.0
 */
PggRow *
pgg_cursor_fetch_one (PggCursor     *self,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr(PggOperation) operation = pgg_cursor_fetch_one_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_cursor_fetch_one_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_cursor_fetch_one_async:
 * @self: a cursor
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Cursor.fetch_one].
 *
 * Since: 1.0
 */
void
pgg_cursor_fetch_one_async (PggCursor           *self,
                            int                  io_priority,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_cursor_fetch_one_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_cursor_fetch_one_finish:
 * @self: a cursor
 * @result: what the callback was given, or the operation of [method@Cursor.fetch_one_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Cursor.fetch_one_async] or [method@Cursor.fetch_one_start].
 *
 * Possible errors are those of [method@Cursor.fetch_one].
 *
 * Returns: (transfer full) (nullable): the row, or `NULL` behind the last one
 *
 * Since: 1.0
 */
PggRow *
pgg_cursor_fetch_one_finish (PggCursor     *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);

  return pgg_cursor_finish_row (self, result, pgg_cursor_fetch_one_start, error);
}

/**
 * pgg_cursor_fetch_one_start:
 * @self: a cursor
 *
 * Begins [method@Cursor.fetch_one] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [method@Cursor.fetch_one_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_cursor_fetch_one_start (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);

  return pgg_cursor_start_row (self, pgg_cursor_fetch_one_start);
}

/**
 * pgg_cursor_fetch_many:
 * @self: a cursor
 * @n_rows: how many; 0 for [property@Cursor:array-size]
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Gives the next rows.
 *
 * Possible errors: %PGG_CLIENT_ERROR_NO_RESULT; of a stream, also those of
 * [method@Cursor.stream], at each call for more rows than come before the error, which
 * [method@Cursor.fetch_one] still gives: a stream that failed never looks like one that is at its
 * end.
 *
 * Returns: (transfer container) (element-type PggRow): the rows; fewer than asked for, or none, at
 *   the end
 *
 * Since: 1.0
 */
GPtrArray *
pgg_cursor_fetch_many (PggCursor     *self,
                       guint          n_rows,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr(PggOperation) operation = pgg_cursor_fetch_many_start (self, n_rows);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_cursor_fetch_many_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_cursor_fetch_many_async:
 * @self: a cursor
 * @n_rows: how many; 0 for [property@Cursor:array-size]
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Cursor.fetch_many].
 *
 * Since: 1.0
 */
void
pgg_cursor_fetch_many_async (PggCursor           *self,
                             guint                n_rows,
                             int                  io_priority,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_cursor_fetch_many_start (self, n_rows);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_cursor_fetch_many_finish:
 * @self: a cursor
 * @result: what the callback was given, or the operation of [method@Cursor.fetch_many_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Cursor.fetch_many_async] or [method@Cursor.fetch_many_start].
 *
 * Possible errors are those of [method@Cursor.fetch_many].
 *
 * Returns: (transfer container) (element-type PggRow): the rows; fewer than asked for, or none, at
 *   the end
 *
 * Since: 1.0
 */
GPtrArray *
pgg_cursor_fetch_many_finish (PggCursor     *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);

  if (!finish_fetch (self, result, pgg_cursor_fetch_many_start, error))
    return NULL;

  return take_rows (self, PGG_OPERATION (result)->n_rows);
}

/**
 * pgg_cursor_fetch_many_start:
 * @self: a cursor
 * @n_rows: how many; 0 for [property@Cursor:array-size]
 *
 * Begins [method@Cursor.fetch_many] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Cursor.fetch_many_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_cursor_fetch_many_start (PggCursor *self,
                             guint      n_rows)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);

  return start_fetch (self, n_rows > 0 ? n_rows : self->array_size, pgg_cursor_fetch_many_start);
}

/* Makes the row that was taken last the next one again. A streamed result may be gone by then. */
static gboolean
return_row (PggCursor *self,
            PggRow    *row)
{
  PggResult *result = pgg_row_get_result (row);
  guint index = pgg_row_get_index (row);
  gboolean is_last = count_left (result, index) == 1;

  if (result != g_queue_peek_head (&self->chunks))
    {
      if (!self->streamed || self->index != 0 || !is_last)
        return FALSE;
      g_queue_push_head (&self->chunks, pgg_result_ref (result));
    }
  else if (self->index != index + 1)
    return FALSE;

  self->index = index;
  self->row_number--;

  return TRUE;
}

/**
 * pgg_cursor_put_back:
 * @self: a cursor
 * @rows: (array length=n_rows): the rows that were fetched last, in the same order
 * @n_rows: how many
 * @error: return location for an error
 *
 * Gives rows back, so that the next fetch gives them again.
 *
 * It is for whoever fetches many rows at a time and does not need them all. Rows of a stream can be
 * given back as well.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if these are not the rows that were fetched last,
 * or not those of the present execution; nothing is changed then. Rows of a stream that came one by
 * one are not known to be those.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_cursor_put_back (PggCursor      *self,
                     PggRow *const  *rows,
                     gsize           n_rows,
                     GError        **error)
{
  gsize n_left = n_rows;

  g_return_val_if_fail (PGG_IS_CURSOR (self), FALSE);
  g_return_val_if_fail (rows != NULL || n_rows == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  while (n_left > 0 && return_row (self, rows[n_left - 1]))
    n_left--;
  if (n_left == 0)
    return TRUE;

  for (; n_left < n_rows; n_left++)
    pgg_row_unref (take_row (self));
  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       _("Only the rows that a cursor gave last can be put back"));

  return FALSE;
}

/**
 * pgg_cursor_fetch_all:
 * @self: a cursor
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Gives all rows that are left.
 *
 * Possible errors: %PGG_CLIENT_ERROR_NO_RESULT; of a stream, also those of
 * [method@Cursor.stream], however many rows came before the error, which
 * [method@Cursor.fetch_one] still gives: a stream that failed never looks like one that is at its
 * end.
 *
 * Returns: (transfer container) (element-type PggRow): the rows
 *
 * Since: 1.0
 */
GPtrArray *
pgg_cursor_fetch_all (PggCursor     *self,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr(PggOperation) operation = pgg_cursor_fetch_all_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_cursor_fetch_all_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_cursor_fetch_all_async:
 * @self: a cursor
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Cursor.fetch_all].
 *
 * Since: 1.0
 */
void
pgg_cursor_fetch_all_async (PggCursor           *self,
                            int                  io_priority,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_cursor_fetch_all_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_cursor_fetch_all_finish:
 * @self: a cursor
 * @result: what the callback was given, or the operation of [method@Cursor.fetch_all_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Cursor.fetch_all_async] or [method@Cursor.fetch_all_start].
 *
 * Possible errors are those of [method@Cursor.fetch_all].
 *
 * Returns: (transfer container) (element-type PggRow): the rows
 *
 * Since: 1.0
 */
GPtrArray *
pgg_cursor_fetch_all_finish (PggCursor     *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);

  if (!finish_fetch (self, result, pgg_cursor_fetch_all_start, error))
    return NULL;

  return take_rows (self, G_MAXUINT);
}

/**
 * pgg_cursor_fetch_all_start:
 * @self: a cursor
 *
 * Begins [method@Cursor.fetch_all] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [method@Cursor.fetch_all_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_cursor_fetch_all_start (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);

  return start_fetch (self, G_MAXUINT, pgg_cursor_fetch_all_start);
}
