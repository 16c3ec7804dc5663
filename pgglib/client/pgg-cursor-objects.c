/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Fetching rows as objects with a cursor. */

#include "config.h"

#include "pgg-cursor-private.h"

#include "pgg-row.h"
#include "engine/pgg-operation-private.h"
#include "wait/pgg-operation-run-private.h"

/**
 * pgg_cursor_fetch_object:
 * @self: a cursor
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Gives the next row as an object of [property@Cursor:row-type], see [method@Result.to_objects].
 *
 * Possible errors are those of [method@Cursor.fetch_one] and [method@Row.to_object]; after one of
 * the latter the next call gives the next row.
 *
 * Returns: (transfer full) (nullable): the object, or `NULL` behind the last one
 *
 * Since: 1.0
 */
GObject *
pgg_cursor_fetch_object (PggCursor     *self,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr(PggOperation) operation = pgg_cursor_fetch_object_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_cursor_fetch_object_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_cursor_fetch_object_async:
 * @self: a cursor
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Cursor.fetch_object].
 *
 * Since: 1.0
 */
void
pgg_cursor_fetch_object_async (PggCursor           *self,
                               int                  io_priority,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_cursor_fetch_object_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_cursor_fetch_object_finish:
 * @self: a cursor
 * @result: what the callback was given, or the operation of [method@Cursor.fetch_object_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Cursor.fetch_object_async] or [method@Cursor.fetch_object_start].
 *
 * Possible errors are those of [method@Cursor.fetch_object].
 *
 * Returns: (transfer full) (nullable): the object, or `NULL` behind the last one
 *
 * Since: 1.0
 */
GObject *
pgg_cursor_fetch_object_finish (PggCursor     *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_autoptr(PggRow) row = NULL;

  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);

  row = pgg_cursor_finish_row (self, result, pgg_cursor_fetch_object_start, error);
  if (row == NULL)
    return NULL;

  return pgg_row_to_object (row, self->row_type, self->row_flags, error);
}

/**
 * pgg_cursor_fetch_object_start:
 * @self: a cursor
 *
 * Begins [method@Cursor.fetch_object] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Cursor.fetch_object_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_cursor_fetch_object_start (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);

  return pgg_cursor_start_row (self, pgg_cursor_fetch_object_start);
}
