/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads cells as values of GObject, which a result keeps once they are made. */

#include "config.h"

#include "pgg-result-private.h"
#include "types/pgg-value-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

/* The bytes are copied: sharing them would make the result hold a reference on itself. */
static GBytes *
make_bytes (PggResult  *self,
            guint       row,
            guint       column,
            GError    **error)
{
  g_autoptr (GBytes) shared = pgg_result_get_bytes_at (self, row, column, error);

  if (shared == NULL)
    return NULL;

  return g_bytes_new (g_bytes_get_data (shared, NULL), g_bytes_get_size (shared));
}

static gboolean
take_text (PggResult  *self,
           guint       row,
           guint       column,
           GValue     *value,
           GError    **error)
{
  const char *text = pgg_result_get_text_at (self, row, column, error);

  if (text == NULL)
    return FALSE;

  g_value_init (value, G_TYPE_STRING);
  g_value_set_static_string (value, text);
  return TRUE;
}

static gboolean
take_bytes (PggResult  *self,
            guint       row,
            guint       column,
            GValue     *value,
            GError    **error)
{
  GBytes *bytes = make_bytes (self, row, column, error);

  if (bytes == NULL)
    return FALSE;

  g_value_init (value, G_TYPE_BYTES);
  g_value_take_boxed (value, bytes);
  return TRUE;
}

/* The value is zero before, and after an error. */
static gboolean
init_value (PggResult  *self,
            guint       row,
            guint       column,
            GValue     *value,
            GError    **error)
{
  PggAdapter adapter = pgg_result_get_adapter (self, column, error);
  PggDecode decode;

  if (pgg_result_is_null_at (self, row, column))
    {
      pgg_value_init_null (pgg_adapter_get_gtype (&adapter), value);
      return TRUE;
    }

  if (adapter.custom == NULL && adapter.codec->kind == PGG_KIND_TEXT)
    return take_text (self, row, column, value, error);
  if (adapter.custom == NULL && adapter.codec->kind == PGG_KIND_BYTES)
    return take_bytes (self, row, column, value, error);

  decode = pgg_adapter_read_value (&adapter, pgg_result_peek_at (self, row, column), value);

  return pgg_result_check_decode (self, row, column, decode, N_("a value"), error);
}

static void
free_value (gpointer data)
{
  g_value_unset (data);
  g_free (data);
}

static GValue *
lookup_value (PggResult *self,
              gsize      cell)
{
  GValue *value;

  g_mutex_lock (&self->lock);
  if (self->values == NULL)
    self->values = g_hash_table_new_full (NULL, NULL, NULL, free_value);
  value = g_hash_table_lookup (self->values, GSIZE_TO_POINTER (cell));
  g_mutex_unlock (&self->lock);

  return value;
}

/* Takes ownership of value, and gives the one that is kept: another thread may have been first. */
static GValue *
keep_value (PggResult *self,
            gsize      cell,
            GValue    *value)
{
  GValue *kept;

  g_mutex_lock (&self->lock);
  kept = g_hash_table_lookup (self->values, GSIZE_TO_POINTER (cell));
  if (kept == NULL)
    g_hash_table_insert (self->values, GSIZE_TO_POINTER (cell), value);
  g_mutex_unlock (&self->lock);

  if (kept == NULL)
    return value;

  free_value (value);
  return kept;
}

/**
 * pgg_result_get_value:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell as a value of the type that fits the type of its column.
 *
 * That is boolean for bool, int for int2 and int4, int64 for int8, uint for oid, xid and cid,
 * uint64 for xid8 and pg_lsn, double for float4 and float8, [struct@GLib.Bytes] for bytea,
 * [struct@Numeric] for numeric, [struct@Date], [struct@Time], [struct@Timestamp] and
 * [struct@Interval] for dates, times and intervals, and a string for all other types. A NULL is a
 * NULL string or NULL bytes in columns of these types and a %NULL pointer in all others. @self
 * keeps the values that were asked for.
 *
 * Values of a type for which the application has a [struct@TypeCodec] are what that makes of them.
 *
 * Fails like [method@Result.get_text] and [method@Result.get_bytes].
 *
 * Returns: (transfer none): the value, which belongs to @self, or %NULL on error
 * Since: 1.0
 */
const GValue *
pgg_result_get_value (PggResult  *self,
                      guint       row,
                      guint       column,
                      GError    **error)
{
  g_autofree GValue *made = NULL;
  GValue *value;
  gsize cell;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!pgg_result_check_cell (self, row, column, error))
    return NULL;

  cell = (gsize) row * self->n_columns + column;
  value = lookup_value (self, cell);
  if (value != NULL)
    return value;

  made = g_new0 (GValue, 1);
  if (!init_value (self, row, column, made, error))
    return NULL;

  return keep_value (self, cell, g_steal_pointer (&made));
}

/* Makes the values of a row, all or none. */
static gboolean
make_row (PggResult  *self,
          guint       row,
          GValue     *values,
          GError    **error)
{
  for (guint column = 0; column < self->n_columns; column++)
    if (!init_value (self, row, column, &values[column], error))
      {
        while (column-- > 0)
          g_value_unset (&values[column]);
        return FALSE;
      }

  return TRUE;
}

/* Puts made values in their place, unless another thread was first. */
static void
keep_row (PggResult *self,
          GValue    *place,
          GValue    *values)
{
  g_mutex_lock (&self->lock);
  if (!G_IS_VALUE (place))
    memcpy (place, values, self->n_columns * sizeof (*values));
  else
    for (guint column = 0; column < self->n_columns; column++)
      g_value_unset (&values[column]);
  g_mutex_unlock (&self->lock);
}

static gboolean
fill_row (PggResult  *self,
          guint       row,
          GValue     *place,
          GError    **error)
{
  g_autofree GValue *values = NULL;
  gboolean is_filled;

  g_mutex_lock (&self->lock);
  is_filled = self->n_columns == 0 || G_IS_VALUE (place);
  g_mutex_unlock (&self->lock);
  if (is_filled)
    return TRUE;

  values = g_new0 (GValue, self->n_columns);
  if (!make_row (self, row, values, error))
    return FALSE;

  keep_row (self, place, values);
  return TRUE;
}

/**
 * pgg_result_peek_values:
 * @self: a result
 * @first_row: the index of the first row
 * @n_rows: the number of rows, or -1 for all up to the end
 * @n_values: (out) (optional): the number of values
 * @error: return location for an error
 *
 * Reads whole rows as values, one row behind the other; see [method@Result.get_value] for their
 * types.
 *
 * The values are kept by @self once they are made, which costs more memory than the result itself:
 * this is for generic code and results of a modest size.
 *
 * Fails like [method@Result.get_value] on the first value that cannot be read, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there are no such rows.
 *
 * Returns: (array length=n_values) (transfer none): the values, which belong to @self
 * Since: 1.0
 */
const GValue *
pgg_result_peek_values (PggResult  *self,
                        guint       first_row,
                        int         n_rows,
                        gsize      *n_values,
                        GError    **error)
{
  GValue *values;
  PggRowRange range;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!pgg_result_check_rows (self, first_row, n_rows, &range, n_values, error))
    return NULL;

  g_mutex_lock (&self->lock);
  if (self->table == NULL)
    self->table = g_new0 (GValue, (gsize) self->n_rows * self->n_columns + 1);
  values = self->table + (gsize) range.first * self->n_columns;
  g_mutex_unlock (&self->lock);

  for (guint row = range.first; row < range.end; row++)
    if (!fill_row (self, row, values + (gsize) (row - range.first) * self->n_columns, error))
      return NULL;

  if (n_values != NULL)
    *n_values = (gsize) (range.end - range.first) * self->n_columns;
  return values;
}
