/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parameters of the types of this library. */

#include "config.h"

#include "pgg-params-private.h"

#include "types/pgg-array.h"
#include "types/pgg-box.h"
#include "types/pgg-circle.h"
#include "types/pgg-date.h"
#include "types/pgg-inet.h"
#include "types/pgg-interval.h"
#include "types/pgg-line-segment.h"
#include "types/pgg-line.h"
#include "types/pgg-multirange.h"
#include "types/pgg-numeric.h"
#include "types/pgg-path.h"
#include "types/pgg-point.h"
#include "types/pgg-polygon.h"
#include "types/pgg-range.h"
#include "types/pgg-record.h"
#include "types/pgg-time.h"
#include "types/pgg-timestamp.h"
#include "types/pgg-type-oid-private.h"

/**
 * pgg_params_append_numeric:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type numeric.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_numeric (PggParams   *self,
                           PggNumeric  *value,
                           GError     **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_NUMERIC, value, error);
}

/**
 * pgg_params_append_date:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type date.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_date (PggParams  *self,
                        PggDate    *value,
                        GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_DATE, value, error);
}

/**
 * pgg_params_append_time:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type time, or timetz if it has an offset.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_time (PggParams  *self,
                        PggTime    *value,
                        GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_TIME, value, error);
}

/**
 * pgg_params_append_timestamp:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type timestamptz, or timestamp if it has no zone.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_timestamp (PggParams     *self,
                             PggTimestamp  *value,
                             GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_TIMESTAMP, value, error);
}

/**
 * pgg_params_append_interval:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type interval.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_interval (PggParams    *self,
                            PggInterval  *value,
                            GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_INTERVAL, value, error);
}

/**
 * pgg_params_append_point:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type point.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_point (PggParams  *self,
                         PggPoint   *value,
                         GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_POINT, value, error);
}

/**
 * pgg_params_append_line:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type line.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_line (PggParams  *self,
                        PggLine    *value,
                        GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_LINE, value, error);
}

/**
 * pgg_params_append_line_segment:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type lseg.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_line_segment (PggParams       *self,
                                PggLineSegment  *value,
                                GError         **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_LINE_SEGMENT, value, error);
}

/**
 * pgg_params_append_box:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type box.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_box (PggParams  *self,
                       PggBox     *value,
                       GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_BOX, value, error);
}

/**
 * pgg_params_append_path:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type path.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_path (PggParams  *self,
                        PggPath    *value,
                        GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_PATH, value, error);
}

/**
 * pgg_params_append_polygon:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type polygon.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_polygon (PggParams   *self,
                           PggPolygon  *value,
                           GError     **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_POLYGON, value, error);
}

/**
 * pgg_params_append_circle:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type circle.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_circle (PggParams  *self,
                          PggCircle  *value,
                          GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_CIRCLE, value, error);
}

/**
 * pgg_params_append_inet:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type inet, or cidr if it is a network.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_inet (PggParams  *self,
                        PggInet    *value,
                        GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_INET, value, error);
}

/**
 * pgg_params_append_array:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends an array.
 *
 * It is of the type of arrays of its elements' type. See [method@Params.append_value] for types of
 * the database.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_array (PggParams  *self,
                         PggArray   *value,
                         GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_ARRAY, value, error);
}

/**
 * pgg_params_append_range:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a range.
 *
 * It is of the type that it was read as, or of the one that is built into the server for the type
 * of its bounds; if that is 0, the server infers it. See [method@Params.append_value].
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_range (PggParams  *self,
                         PggRange   *value,
                         GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_RANGE, value, error);
}

/**
 * pgg_params_append_multirange:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a multirange.
 *
 * It is of the type that it was read as, or of the one that is built into the server for the type
 * of its bounds; if that is 0, the server infers it. See [method@Params.append_value].
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_multirange (PggParams      *self,
                              PggMultirange  *value,
                              GError        **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_MULTIRANGE, value, error);
}

/**
 * pgg_params_append_record:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a composite value.
 *
 * It is of the composite type that it was read as; the server infers that of one that was made
 * here.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_record (PggParams  *self,
                          PggRecord  *value,
                          GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_params_append_boxed (self, PGG_TYPE_RECORD, value, error);
}

/**
 * pgg_params_append_date_time:
 * @self: parameters
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends a value of type timestamptz.
 *
 * Fails like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_date_time (PggParams  *self,
                             GDateTime  *value,
                             GError    **error)
{
  g_autoptr (PggTimestamp) timestamp = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (value == NULL)
    return pgg_params_append_typed_text (self, NULL, PGG_OID_TIMESTAMPTZ, error);

  timestamp = pgg_timestamp_new_from_date_time (value, TRUE);

  return pgg_params_append_timestamp (self, timestamp, error);
}
