/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads single cells as dates and times. */

#include "config.h"

#include "pgg-result-private.h"

#include "types/pgg-date.h"
#include "types/pgg-interval.h"
#include "types/pgg-time.h"
#include "types/pgg-timestamp.h"

#include <glib/gi18n-lib.h>

/**
 * pgg_result_get_date:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type date.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggDate *
pgg_result_get_date (PggResult  *self,
                     guint       row,
                     guint       column,
                     GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_DATE, N_("a date"), error);
}

/**
 * pgg_result_get_time:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type time or timetz.
 *
 * With timetz the time has an offset from UTC.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggTime *
pgg_result_get_time (PggResult  *self,
                     guint       row,
                     guint       column,
                     GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_TIME, N_("a time"), error);
}

/**
 * pgg_result_get_timestamp:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type timestamp or timestamptz.
 *
 * With timestamptz it is an instant, whatever the time zone and the style of the session. In styles
 * other than ISO text shows the zone by an abbreviation only, which may stand for several instants
 * or not be known here.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, with
 * %PGG_CLIENT_ERROR_NOT_SUPPORTED if the text does not say which instant it is, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggTimestamp *
pgg_result_get_timestamp (PggResult  *self,
                          guint       row,
                          guint       column,
                          GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_TIMESTAMP, N_("a timestamp"), error);
}

/**
 * pgg_result_get_interval:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type interval.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggInterval *
pgg_result_get_interval (PggResult  *self,
                         guint       row,
                         guint       column,
                         GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_INTERVAL, N_("an interval"), error);
}

/**
 * pgg_result_get_date_time:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type timestamp or timestamptz as a date and time of GLib, which is in UTC, see
 * [method@Timestamp.to_date_time].
 *
 * Fails like [method@Result.get_timestamp], and with %PGG_CLIENT_ERROR_CONVERSION for an infinity
 * and for years before Christ or after 9999.
 *
 * Returns: (transfer full) (nullable): the date and time, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
GDateTime *
pgg_result_get_date_time (PggResult  *self,
                          guint       row,
                          guint       column,
                          GError    **error)
{
  g_autoptr (PggTimestamp) timestamp = NULL;
  GDateTime *date_time;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  timestamp = pgg_result_get_timestamp (self, row, column, error);
  if (timestamp == NULL)
    return NULL;

  date_time = pgg_timestamp_to_date_time (timestamp, NULL);
  if (date_time == NULL)
    pgg_result_set_decode_error (self, row, column, PGG_DECODE_INEXACT,
                                 N_("a date and time of GLib"), error);

  return date_time;
}
