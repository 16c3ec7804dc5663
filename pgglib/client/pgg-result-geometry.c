/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads cells as geometric figures. */

#include "config.h"

#include "pgg-result-private.h"

#include "types/pgg-box.h"
#include "types/pgg-circle.h"
#include "types/pgg-line-segment.h"
#include "types/pgg-line.h"
#include "types/pgg-path.h"
#include "types/pgg-point.h"
#include "types/pgg-polygon.h"

#include <glib/gi18n-lib.h>

/**
 * pgg_result_get_point:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type point.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): a point, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggPoint *
pgg_result_get_point (PggResult  *self,
                      guint       row,
                      guint       column,
                      GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_POINT, N_("a point"), error);
}

/**
 * pgg_result_get_line:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type line.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): a line, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggLine *
pgg_result_get_line (PggResult  *self,
                     guint       row,
                     guint       column,
                     GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_LINE, N_("a line"), error);
}

/**
 * pgg_result_get_line_segment:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type lseg.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): a line segment, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggLineSegment *
pgg_result_get_line_segment (PggResult  *self,
                             guint       row,
                             guint       column,
                             GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_LINE_SEGMENT, N_("a line segment"),
                                error);
}

/**
 * pgg_result_get_box:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type box.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): a box, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggBox *
pgg_result_get_box (PggResult  *self,
                    guint       row,
                    guint       column,
                    GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_BOX, N_("a box"), error);
}

/**
 * pgg_result_get_path:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type path.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): a path, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggPath *
pgg_result_get_path (PggResult  *self,
                     guint       row,
                     guint       column,
                     GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_PATH, N_("a path"), error);
}

/**
 * pgg_result_get_polygon:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type polygon.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): a polygon, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggPolygon *
pgg_result_get_polygon (PggResult  *self,
                        guint       row,
                        guint       column,
                        GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_POLYGON, N_("a polygon"), error);
}

/**
 * pgg_result_get_circle:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type circle.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): a circle, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggCircle *
pgg_result_get_circle (PggResult  *self,
                       guint       row,
                       guint       column,
                       GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_CIRCLE, N_("a circle"), error);
}
