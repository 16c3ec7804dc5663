/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads single cells as values that are made of others. */

#include "config.h"

#include "pgg-result-private.h"

#include "types/pgg-array.h"
#include "types/pgg-multirange.h"
#include "types/pgg-range.h"
#include "types/pgg-record.h"

#include <glib/gi18n-lib.h>

/**
 * pgg_result_get_array:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of an array type.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggArray *
pgg_result_get_array (PggResult  *self,
                      guint       row,
                      guint       column,
                      GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_ARRAY, N_("an array"), error);
}

/**
 * pgg_result_get_range:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of a range type.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggRange *
pgg_result_get_range (PggResult  *self,
                      guint       row,
                      guint       column,
                      GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_RANGE, N_("a range"), error);
}

/**
 * pgg_result_get_multirange:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of a multirange type.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggMultirange *
pgg_result_get_multirange (PggResult  *self,
                           guint       row,
                           guint       column,
                           GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_MULTIRANGE, N_("a multirange"), error);
}

/**
 * pgg_result_get_record:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of a composite type, or of the type `record`.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggRecord *
pgg_result_get_record (PggResult  *self,
                       guint       row,
                       guint       column,
                       GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_RECORD, N_("a record"), error);
}

/**
 * pgg_result_get_hash_table:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type hstore: texts, which may be NULL, by texts.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer container) (nullable) (element-type utf8 utf8): the value, or %NULL if the
 *   cell is NULL and on error
 * Since: 1.0
 */
GHashTable *
pgg_result_get_hash_table (PggResult  *self,
                           guint       row,
                           guint       column,
                           GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, G_TYPE_HASH_TABLE, N_("a hash table"), error);
}
