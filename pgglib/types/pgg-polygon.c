/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A polygon. */

#include "config.h"

#include "pgg-polygon.h"

#include "pgg-client-error.h"
#include "pgg-points-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggPolygon:
 *
 * An area within lines between points, the type `polygon` of the server.
 *
 * There is at least one point. The coordinates may be infinite or not a number. Values are
 * immutable and may be used by several threads.
 *
 * Since: 1.0
 */

/* A PggPolygon is a PggPoints. */

static void
transform_to_string (const GValue *value,
                     GValue       *string)
{
  PggPolygon *self = g_value_get_boxed (value);

  g_value_take_string (string, self == NULL ? NULL : pgg_polygon_to_string (self));
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggPolygon, pgg_polygon, pgg_polygon_ref, pgg_polygon_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                transform_to_string))

/**
 * pgg_polygon_new:
 * @coordinates: (array length=n_coordinates): the two coordinates of the first point, then those of
 *   the second, and so on
 * @n_coordinates: the number of coordinates, twice that of the points
 * @error: return location for an error
 *
 * Makes a polygon.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if there is no point or the last point has one
 * coordinate only, and with %PGG_CLIENT_ERROR_TOO_LARGE if there are more points than the server
 * takes.
 *
 * Returns: (transfer full): a polygon, %NULL on error
 * Since: 1.0
 */
PggPolygon *
pgg_polygon_new (const double  *coordinates,
                 gsize          n_coordinates,
                 GError       **error)
{
  g_return_val_if_fail (coordinates != NULL || n_coordinates == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return (PggPolygon *) pgg_points_from_numbers (coordinates, n_coordinates, TRUE, error);
}

/**
 * pgg_polygon_new_from_string:
 * @text: the text of a polygon
 * @error: return location for an error
 *
 * Reads a polygon as the server does: `((x1,y1),…)`, `(x1,y1),…`, `(x1,y1,…)` or `x1,y1,…`.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the text is not a polygon.
 *
 * Returns: (transfer full): a polygon, %NULL on error
 * Since: 1.0
 */
PggPolygon *
pgg_polygon_new_from_string (const char  *text,
                             GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return (PggPolygon *) pgg_points_from_string (text, FALSE, N_("a polygon"), error);
}

/**
 * pgg_polygon_new_from_variant:
 * @variant: a variant of type `a(dd)`; a floating reference is sunk
 * @error: return location for an error
 *
 * Makes a polygon from what [method@Polygon.to_variant] gives.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the variant has another type, and like
 * [ctor@Polygon.new].
 *
 * Returns: (transfer full): a polygon, %NULL on error
 * Since: 1.0
 */
PggPolygon *
pgg_polygon_new_from_variant (GVariant  *variant,
                              GError   **error)
{
  g_autoptr (GVariant) owned = NULL;

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  owned = g_variant_ref_sink (variant);
  if (!g_variant_is_of_type (owned, G_VARIANT_TYPE ("a(dd)")))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   _("A variant of type %s is not %s"), g_variant_get_type_string (owned),
                   _("a polygon"));
      return NULL;
    }

  return (PggPolygon *) pgg_points_from_variant (owned, TRUE, error);
}

/**
 * pgg_polygon_ref:
 * @self: a polygon
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggPolygon *
pgg_polygon_ref (PggPolygon *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_polygon_unref:
 * @self: (transfer full): a polygon
 *
 * Drops a reference, and frees the polygon with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_polygon_unref (PggPolygon *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/**
 * pgg_polygon_get_n_points:
 * @self: a polygon
 *
 * Gets the number of points.
 *
 * Returns: the number of points, at least 1
 * Since: 1.0
 */
guint
pgg_polygon_get_n_points (const PggPolygon *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return ((const PggPoints *) self)->n_points;
}

/**
 * pgg_polygon_get_point:
 * @self: a polygon
 * @index: the index of a point
 * @error: return location for an error
 *
 * Gets a point.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such point.
 *
 * Returns: (transfer full): a point, %NULL on error
 * Since: 1.0
 */
PggPoint *
pgg_polygon_get_point (const PggPolygon  *self,
                       guint              index,
                       GError           **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_points_get_point ((const PggPoints *) self, index, error);
}

/**
 * pgg_polygon_get_coordinates:
 * @self: a polygon
 * @n_coordinates: (out) (optional): return location for the number of coordinates
 *
 * Gets the coordinates of all points: the two of the first point, then those of the second, and
 * so on.
 *
 * Returns: (transfer none) (array length=n_coordinates): the coordinates, which belong to @self
 * Since: 1.0
 */
const double *
pgg_polygon_get_coordinates (const PggPolygon *self,
                             gsize            *n_coordinates)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_points_get_coordinates ((const PggPoints *) self, n_coordinates);
}

/**
 * pgg_polygon_equal:
 * @a: (type Pgg.Polygon): a polygon
 * @b: (type Pgg.Polygon): another
 *
 * Tells whether two values are made of the same numbers in the same order; NaN equals NaN.
 *
 * The operator `~=` of the server is different: it does not mind which corner comes first.
 *
 * Returns: %TRUE if they are equal
 * Since: 1.0
 */
gboolean
pgg_polygon_equal (gconstpointer a,
                   gconstpointer b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return pgg_points_equal (a, b);
}

/**
 * pgg_polygon_hash:
 * @value: (type Pgg.Polygon): a polygon
 *
 * Makes a hash that fits [method@Polygon.equal].
 *
 * Returns: the hash
 * Since: 1.0
 */
guint
pgg_polygon_hash (gconstpointer value)
{
  g_return_val_if_fail (value != NULL, 0);

  return pgg_points_hash (value);
}

/**
 * pgg_polygon_to_string:
 * @self: a polygon
 *
 * Makes the text that the server writes (`poly_out()`): `((x1,y1),…)`.
 *
 * Returns: (transfer full): the text
 * Since: 1.0
 */
char *
pgg_polygon_to_string (const PggPolygon *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_points_to_string ((const PggPoints *) self);
}

/**
 * pgg_polygon_to_variant:
 * @self: a polygon
 *
 * Makes a variant of type `a(dd)`, the points.
 *
 * Returns: (transfer floating): the variant
 * Since: 1.0
 */
GVariant *
pgg_polygon_to_variant (const PggPolygon *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_points_to_variant ((const PggPoints *) self);
}
