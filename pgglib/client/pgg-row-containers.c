/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the cells of a row as values that are made of others. */

#include "config.h"

#include "pgg-row-private.h"

#include "pgg-result.h"

/**
 * pgg_row_get_array:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of an array type; see
 * [method@Result.get_array].
 *
 * Fails like [method@Result.get_array].
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggArray *
pgg_row_get_array (PggRow  *self,
                   guint    column,
                   GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_array (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}

/**
 * pgg_row_get_range:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of a range type; see
 * [method@Result.get_range].
 *
 * Fails like [method@Result.get_range].
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggRange *
pgg_row_get_range (PggRow  *self,
                   guint    column,
                   GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_range (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}

/**
 * pgg_row_get_multirange:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of a multirange type; see
 * [method@Result.get_multirange].
 *
 * Fails like [method@Result.get_multirange].
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggMultirange *
pgg_row_get_multirange (PggRow  *self,
                        guint    column,
                        GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_multirange (pgg_row_get_result (self), pgg_row_get_index (self), column,
                                    error);
}

/**
 * pgg_row_get_record:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of a composite type, or of the type `record`; see
 * [method@Result.get_record].
 *
 * Fails like [method@Result.get_record].
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggRecord *
pgg_row_get_record (PggRow  *self,
                    guint    column,
                    GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_record (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}

/**
 * pgg_row_get_hash_table:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type hstore: texts, which may be NULL, by texts; see
 * [method@Result.get_hash_table].
 *
 * Fails like [method@Result.get_hash_table].
 *
 * Returns: (transfer container) (nullable) (element-type utf8 utf8): the value, or %NULL if the
 *   cell is NULL and on error
 * Since: 1.0
 */
GHashTable *
pgg_row_get_hash_table (PggRow  *self,
                        guint    column,
                        GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_hash_table (pgg_row_get_result (self), pgg_row_get_index (self), column,
                                    error);
}
