/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A row of a result. */

#include "config.h"

#include "pgg-row-private.h"

#include "pgg-client-error.h"
#include "pgg-result.h"

#include <glib/gi18n-lib.h>

/**
 * PggRow:
 *
 * A row of a result: a reference on the result and the index of the row.
 *
 * Its functions are those of [struct@Result] with the row filled in.
 *
 * A row is immutable and may be used by several threads.
 *
 * Since: 1.0
 */

struct _PggRow
{
  PggResult *result;
  guint      index;
};

G_DEFINE_BOXED_TYPE (PggRow, pgg_row, pgg_row_ref, pgg_row_unref)

static void
pgg_row_free (gpointer data)
{
  PggRow *self = data;

  pgg_result_unref (self->result);
}

PggRow *
pgg_row_new (PggResult *result,
             guint      index)
{
  PggRow *self = g_atomic_rc_box_new0 (PggRow);

  self->result = pgg_result_ref (result);
  self->index = index;

  return self;
}

/* The index of the column, or -1 with an error. */
static int
find_column (PggRow      *self,
             const char  *name,
             GError     **error)
{
  int column = pgg_result_find_column (self->result, name);

  if (column < 0)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 _("The result has no column \"%s\""), name);

  return column;
}

/**
 * pgg_row_ref:
 * @self: a row
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggRow *
pgg_row_ref (PggRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_row_unref:
 * @self: (transfer full): a row
 *
 * Drops a reference, and frees the row with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_row_unref (PggRow *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pgg_row_free);
}

/**
 * pgg_row_get_result:
 * @self: a row
 *
 * Gets the result that the row is in.
 *
 * Returns: (transfer none): the result
 * Since: 1.0
 */
PggResult *
pgg_row_get_result (PggRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->result;
}

/**
 * pgg_row_get_index:
 * @self: a row
 *
 * Gets the index of the row in its result.
 *
 * Returns: the index, counted from 0
 * Since: 1.0
 */
guint
pgg_row_get_index (PggRow *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->index;
}

/**
 * pgg_row_get_n_columns:
 * @self: a row
 *
 * Gets the number of columns.
 *
 * Returns: the number of columns
 * Since: 1.0
 */
guint
pgg_row_get_n_columns (PggRow *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return pgg_result_get_n_columns (self->result);
}

/**
 * pgg_row_find_column:
 * @self: a row
 * @name: the name of a column, exactly as the result has it
 *
 * Looks for a column by name, see [method@Result.find_column].
 *
 * Returns: the index of the first column of that name, or -1 if there is none
 * Since: 1.0
 */
int
pgg_row_find_column (PggRow     *self,
                     const char *name)
{
  g_return_val_if_fail (self != NULL, -1);

  return pgg_result_find_column (self->result, name);
}

/**
 * pgg_row_is_null:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Tells whether a cell is NULL, see [method@Result.is_null].
 *
 * Fails like [method@Result.is_null].
 *
 * Returns: %TRUE if the cell is NULL; %FALSE if it is not, and on error
 * Since: 1.0
 */
gboolean
pgg_row_is_null (PggRow  *self,
                 guint    column,
                 GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return pgg_result_is_null (self->result, self->index, column, error);
}

/**
 * pgg_row_get_boolean:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type bool, see [method@Result.get_boolean].
 *
 * Fails like [method@Result.get_boolean].
 *
 * Returns: the value, %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_row_get_boolean (PggRow  *self,
                     guint    column,
                     GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return pgg_result_get_boolean (self->result, self->index, column, error);
}

/**
 * pgg_row_get_int:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of an integer type that fits 32 bits, see [method@Result.get_int].
 *
 * Fails like [method@Result.get_int].
 *
 * Returns: the value, 0 on error
 * Since: 1.0
 */
int
pgg_row_get_int (PggRow  *self,
                 guint    column,
                 GError **error)
{
  g_return_val_if_fail (self != NULL, 0);

  return pgg_result_get_int (self->result, self->index, column, error);
}

/**
 * pgg_row_get_int64:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of an integer type that fits 64 bits, see [method@Result.get_int64].
 *
 * Fails like [method@Result.get_int64].
 *
 * Returns: the value, 0 on error
 * Since: 1.0
 */
gint64
pgg_row_get_int64 (PggRow  *self,
                   guint    column,
                   GError **error)
{
  g_return_val_if_fail (self != NULL, 0);

  return pgg_result_get_int64 (self->result, self->index, column, error);
}

/**
 * pgg_row_get_double:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of a floating-point type, see [method@Result.get_double].
 *
 * Fails like [method@Result.get_double].
 *
 * Returns: the value, 0 on error
 * Since: 1.0
 */
double
pgg_row_get_double (PggRow  *self,
                    guint    column,
                    GError **error)
{
  g_return_val_if_fail (self != NULL, 0);

  return pgg_result_get_double (self->result, self->index, column, error);
}

/**
 * pgg_row_get_text:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of any type as text, see [method@Result.get_text].
 *
 * Fails like [method@Result.get_text].
 *
 * Returns: (transfer none) (nullable): the text, which belongs to the result, or %NULL if the
 *   cell is NULL
 * Since: 1.0
 */
const char *
pgg_row_get_text (PggRow  *self,
                  guint    column,
                  GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_text (self->result, self->index, column, error);
}

/**
 * pgg_row_dup_text:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of any type as text, see [method@Result.dup_text].
 *
 * Fails like [method@Result.dup_text].
 *
 * Returns: (transfer full) (nullable): the text, or %NULL if the cell is NULL
 * Since: 1.0
 */
char *
pgg_row_dup_text (PggRow  *self,
                  guint    column,
                  GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_dup_text (self->result, self->index, column, error);
}

/**
 * pgg_row_get_bytes:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads the bytes of a cell, see [method@Result.get_bytes].
 *
 * Fails like [method@Result.get_bytes].
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL if the cell is NULL
 * Since: 1.0
 */
GBytes *
pgg_row_get_bytes (PggRow  *self,
                   guint    column,
                   GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_bytes (self->result, self->index, column, error);
}

/**
 * pgg_row_get_value:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell as a value of the type that fits the type of its column, see
 * [method@Result.get_value].
 *
 * Fails like [method@Result.get_value].
 *
 * Returns: (transfer none): the value, which belongs to the result, or %NULL on error
 * Since: 1.0
 */
const GValue *
pgg_row_get_value (PggRow  *self,
                   guint    column,
                   GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_value (self->result, self->index, column, error);
}

/**
 * pgg_row_get_value_by_name:
 * @self: a row
 * @name: the name of a column, exactly as the result has it
 * @error: return location for an error
 *
 * Reads the cell of the first column of that name, see [method@Result.get_value].
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if there is no such column, and else like
 * [method@Result.get_value].
 *
 * Returns: (transfer none): the value, which belongs to the result, or %NULL on error
 * Since: 1.0
 */
const GValue *
pgg_row_get_value_by_name (PggRow      *self,
                           const char  *name,
                           GError     **error)
{
  int column;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  column = find_column (self, name, error);

  return column < 0 ? NULL : pgg_row_get_value (self, (guint) column, error);
}

/**
 * pgg_row_get_text_by_name:
 * @self: a row
 * @name: the name of a column, exactly as the result has it
 * @error: return location for an error
 *
 * Reads the cell of the first column of that name as text, see [method@Result.get_text].
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if there is no such column, and else like
 * [method@Result.get_text].
 *
 * Returns: (transfer none) (nullable): the text, which belongs to the result, or %NULL if the cell
 *   is NULL
 * Since: 1.0
 */
const char *
pgg_row_get_text_by_name (PggRow      *self,
                          const char  *name,
                          GError     **error)
{
  int column;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  column = find_column (self, name, error);

  return column < 0 ? NULL : pgg_row_get_text (self, (guint) column, error);
}
