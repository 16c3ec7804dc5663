/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A list of points with lines between them. */

#include "config.h"

#include "pgg-path.h"

#include "pgg-client-error.h"
#include "pgg-points-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggPath:
 *
 * Points with lines between them, the type `path` of the server.
 *
 * A closed path has a line between the last and the first point as well, an open one has not.
 * There is at least one point. The coordinates may be infinite or not a number. Values are
 * immutable and may be used by several threads.
 *
 * Since: 1.0
 */

/* A PggPath is a PggPoints. */

static void
transform_to_string (const GValue *value,
                     GValue       *string)
{
  PggPath *self = g_value_get_boxed (value);

  g_value_take_string (string, self == NULL ? NULL : pgg_path_to_string (self));
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggPath, pgg_path, pgg_path_ref, pgg_path_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                transform_to_string))

/**
 * pgg_path_new:
 * @coordinates: (array length=n_coordinates): the two coordinates of the first point, then those of
 *   the second, and so on
 * @n_coordinates: the number of coordinates, twice that of the points
 * @is_closed: %TRUE if the last point is connected with the first one
 * @error: return location for an error
 *
 * Makes a path.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if there is no point or the last point has one
 * coordinate only, and with %PGG_CLIENT_ERROR_TOO_LARGE if there are more points than the server
 * takes.
 *
 * Returns: (transfer full): a path, %NULL on error
 * Since: 1.0
 */
PggPath *
pgg_path_new (const double  *coordinates,
              gsize          n_coordinates,
              gboolean       is_closed,
              GError       **error)
{
  g_return_val_if_fail (coordinates != NULL || n_coordinates == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return (PggPath *) pgg_points_from_numbers (coordinates, n_coordinates, is_closed, error);
}

/**
 * pgg_path_new_from_string:
 * @text: the text of a path
 * @error: return location for an error
 *
 * Reads a path as the server does: `[(x1,y1),…]` for an open path; `((x1,y1),…)`, `(x1,y1),…`,
 * `(x1,y1,…)` or `x1,y1,…` for a closed one.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the text is not a path.
 *
 * Returns: (transfer full): a path, %NULL on error
 * Since: 1.0
 */
PggPath *
pgg_path_new_from_string (const char  *text,
                          GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return (PggPath *) pgg_points_from_string (text, TRUE, N_("a path"), error);
}

/**
 * pgg_path_new_from_variant:
 * @variant: a variant of type `(ba(dd))`; a floating reference is sunk
 * @error: return location for an error
 *
 * Makes a path from what [method@Path.to_variant] gives.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the variant has another type, and like
 * [ctor@Path.new].
 *
 * Returns: (transfer full): a path, %NULL on error
 * Since: 1.0
 */
PggPath *
pgg_path_new_from_variant (GVariant  *variant,
                           GError   **error)
{
  g_autoptr (GVariant) owned = NULL;
  g_autoptr (GVariant) points = NULL;
  gboolean is_closed;

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  owned = g_variant_ref_sink (variant);
  if (!g_variant_is_of_type (owned, G_VARIANT_TYPE ("(ba(dd))")))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   _("A variant of type %s is not %s"), g_variant_get_type_string (owned),
                   _("a path"));
      return NULL;
    }

  g_variant_get (owned, "(b@a(dd))", &is_closed, &points);
  return (PggPath *) pgg_points_from_variant (points, is_closed, error);
}

/**
 * pgg_path_ref:
 * @self: a path
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggPath *
pgg_path_ref (PggPath *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_path_unref:
 * @self: (transfer full): a path
 *
 * Drops a reference, and frees the path with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_path_unref (PggPath *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/**
 * pgg_path_is_closed:
 * @self: a path
 *
 * Tells whether the last point is connected with the first one.
 *
 * Returns: %TRUE if the path is closed, %FALSE if it is open
 * Since: 1.0
 */
gboolean
pgg_path_is_closed (const PggPath *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return ((const PggPoints *) self)->is_closed;
}

/**
 * pgg_path_get_n_points:
 * @self: a path
 *
 * Gets the number of points.
 *
 * Returns: the number of points, at least 1
 * Since: 1.0
 */
guint
pgg_path_get_n_points (const PggPath *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return ((const PggPoints *) self)->n_points;
}

/**
 * pgg_path_get_point:
 * @self: a path
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
pgg_path_get_point (const PggPath  *self,
                    guint           index,
                    GError        **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_points_get_point ((const PggPoints *) self, index, error);
}

/**
 * pgg_path_get_coordinates:
 * @self: a path
 * @n_coordinates: (out) (optional): return location for the number of coordinates
 *
 * Gets the coordinates of all points: the two of the first point, then those of the second, and
 * so on.
 *
 * Returns: (transfer none) (array length=n_coordinates): the coordinates, which belong to @self
 * Since: 1.0
 */
const double *
pgg_path_get_coordinates (const PggPath *self,
                          gsize         *n_coordinates)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_points_get_coordinates ((const PggPoints *) self, n_coordinates);
}

/**
 * pgg_path_equal:
 * @a: (type Pgg.Path): a path
 * @b: (type Pgg.Path): another
 *
 * Tells whether two values are made of the same numbers in the same order; NaN equals NaN. An
 * open path never equals a closed one.
 *
 * The operator `=` of the server is different: it compares the numbers of points.
 *
 * Returns: %TRUE if they are equal
 * Since: 1.0
 */
gboolean
pgg_path_equal (gconstpointer a,
                gconstpointer b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return pgg_points_equal (a, b);
}

/**
 * pgg_path_hash:
 * @value: (type Pgg.Path): a path
 *
 * Makes a hash that fits [method@Path.equal].
 *
 * Returns: the hash
 * Since: 1.0
 */
guint
pgg_path_hash (gconstpointer value)
{
  g_return_val_if_fail (value != NULL, 0);

  return pgg_points_hash (value);
}

/**
 * pgg_path_to_string:
 * @self: a path
 *
 * Makes the text that the server writes (`path_out()`): `((x1,y1),…)` for a closed path,
 * `[(x1,y1),…]` for an open one.
 *
 * Returns: (transfer full): the text
 * Since: 1.0
 */
char *
pgg_path_to_string (const PggPath *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_points_to_string ((const PggPoints *) self);
}

/**
 * pgg_path_to_variant:
 * @self: a path
 *
 * Makes a variant of type `(ba(dd))`: whether the path is closed, and the points.
 *
 * Returns: (transfer floating): the variant
 * Since: 1.0
 */
GVariant *
pgg_path_to_variant (const PggPath *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_variant_new ("(b@a(dd))", ((const PggPoints *) self)->is_closed,
                        pgg_points_to_variant ((const PggPoints *) self));
}
