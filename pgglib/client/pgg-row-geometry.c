/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads cells of a row as geometric figures. */

#include "config.h"

#include "pgg-row.h"

#include "pgg-result.h"

/**
 * pgg_row_get_point:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type point, see [method@Result.get_point].
 *
 * Fails like [method@Result.get_point].
 *
 * Returns: (transfer full) (nullable): a point, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggPoint *
pgg_row_get_point (PggRow  *self,
                   guint    column,
                   GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_point (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}

/**
 * pgg_row_get_line:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type line, see [method@Result.get_line].
 *
 * Fails like [method@Result.get_line].
 *
 * Returns: (transfer full) (nullable): a line, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggLine *
pgg_row_get_line (PggRow  *self,
                  guint    column,
                  GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_line (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}

/**
 * pgg_row_get_line_segment:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type lseg, see [method@Result.get_line_segment].
 *
 * Fails like [method@Result.get_line_segment].
 *
 * Returns: (transfer full) (nullable): a line segment, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggLineSegment *
pgg_row_get_line_segment (PggRow  *self,
                          guint    column,
                          GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_line_segment (pgg_row_get_result (self), pgg_row_get_index (self), column,
                                      error);
}

/**
 * pgg_row_get_box:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type box, see [method@Result.get_box].
 *
 * Fails like [method@Result.get_box].
 *
 * Returns: (transfer full) (nullable): a box, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggBox *
pgg_row_get_box (PggRow  *self,
                 guint    column,
                 GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_box (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}

/**
 * pgg_row_get_path:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type path, see [method@Result.get_path].
 *
 * Fails like [method@Result.get_path].
 *
 * Returns: (transfer full) (nullable): a path, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggPath *
pgg_row_get_path (PggRow  *self,
                  guint    column,
                  GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_path (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}

/**
 * pgg_row_get_polygon:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type polygon, see [method@Result.get_polygon].
 *
 * Fails like [method@Result.get_polygon].
 *
 * Returns: (transfer full) (nullable): a polygon, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggPolygon *
pgg_row_get_polygon (PggRow  *self,
                     guint    column,
                     GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_polygon (pgg_row_get_result (self), pgg_row_get_index (self), column,
                                 error);
}

/**
 * pgg_row_get_circle:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type circle, see [method@Result.get_circle].
 *
 * Fails like [method@Result.get_circle].
 *
 * Returns: (transfer full) (nullable): a circle, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggCircle *
pgg_row_get_circle (PggRow  *self,
                    guint    column,
                    GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_circle (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}
