/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the cells of a row as values of the library's own types. */

#include "config.h"

#include "pgg-row-private.h"

#include "pgg-result.h"

/**
 * pgg_row_get_numeric:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type numeric, see [method@Result.get_numeric].
 *
 * Fails like [method@Result.get_numeric].
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggNumeric *
pgg_row_get_numeric (PggRow  *self,
                     guint    column,
                     GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_numeric (pgg_row_get_result (self), pgg_row_get_index (self), column,
                                 error);
}

/**
 * pgg_row_get_inet:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type inet or cidr, see [method@Result.get_inet].
 *
 * Fails like [method@Result.get_inet].
 *
 * Returns: (transfer full) (nullable): an address, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggInet *
pgg_row_get_inet (PggRow  *self,
                  guint    column,
                  GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_inet (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}
