/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the cells of a row as dates and times. */

#include "config.h"

#include "pgg-row-private.h"

#include "pgg-result.h"

/**
 * pgg_row_get_date:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type date, see [method@Result.get_date].
 *
 * Fails like [method@Result.get_date].
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggDate *
pgg_row_get_date (PggRow  *self,
                  guint    column,
                  GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_date (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}

/**
 * pgg_row_get_time:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type time or timetz, see [method@Result.get_time].
 *
 * Fails like [method@Result.get_time].
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggTime *
pgg_row_get_time (PggRow  *self,
                  guint    column,
                  GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_time (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}

/**
 * pgg_row_get_timestamp:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type timestamp or timestamptz, see [method@Result.get_timestamp].
 *
 * Fails like [method@Result.get_timestamp].
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggTimestamp *
pgg_row_get_timestamp (PggRow  *self,
                       guint    column,
                       GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_timestamp (pgg_row_get_result (self), pgg_row_get_index (self), column,
                                   error);
}

/**
 * pgg_row_get_interval:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type interval, see [method@Result.get_interval].
 *
 * Fails like [method@Result.get_interval].
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggInterval *
pgg_row_get_interval (PggRow  *self,
                      guint    column,
                      GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_interval (pgg_row_get_result (self), pgg_row_get_index (self), column,
                                  error);
}

/**
 * pgg_row_get_date_time:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type timestamp or timestamptz as a date and time of GLib, see
 * [method@Result.get_date_time].
 *
 * Fails like [method@Result.get_date_time].
 *
 * Returns: (transfer full) (nullable): the date and time, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
GDateTime *
pgg_row_get_date_time (PggRow  *self,
                       guint    column,
                       GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_date_time (pgg_row_get_result (self), pgg_row_get_index (self), column,
                                   error);
}
