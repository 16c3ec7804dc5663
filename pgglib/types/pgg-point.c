/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A point of a plane. */

#include "config.h"

#include "pgg-point.h"

#include "pgg-geometry-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggPoint:
 *
 * A point of a plane, the type `point` of the server.
 *
 * The coordinates may be infinite or not a number. Values are immutable and may be used by
 * several threads.
 *
 * Since: 1.0
 */

struct _PggPoint
{
  double numbers[2];
};

static void
transform_to_string (const GValue *value,
                     GValue       *string)
{
  PggPoint *self = g_value_get_boxed (value);

  g_value_take_string (string, self == NULL ? NULL : pgg_point_to_string (self));
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggPoint, pgg_point, pgg_point_ref, pgg_point_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                transform_to_string))

static gboolean
parse (PggBuffer  text,
       double    *numbers)
{
  return pgg_geometry_read_pair (&text, numbers) && pgg_buffer_at_end (&text);
}

static void
append (const double *numbers,
        GString      *text)
{
  pgg_geometry_append_pair (numbers, text);
}

const PggShape pgg_shape_point = {
  .what = N_("a point"),
  .get_type = pgg_point_get_type,
  .n_numbers = 2,
  .parse = parse,
  .append = append,
};

/**
 * pgg_point_new:
 * @x: the horizontal coordinate
 * @y: the vertical coordinate
 *
 * Makes a point.
 *
 * Returns: (transfer full): a point
 * Since: 1.0
 */
PggPoint *
pgg_point_new (double x,
               double y)
{
  double numbers[] = { x, y };

  return pgg_shape_new (&pgg_shape_point, numbers);
}

/**
 * pgg_point_new_from_string:
 * @text: the text of a point
 * @error: return location for an error
 *
 * Reads a point as the server does: `(x,y)` or `x,y`.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the text is not a point.
 *
 * Returns: (transfer full): a point, %NULL on error
 * Since: 1.0
 */
PggPoint *
pgg_point_new_from_string (const char  *text,
                           GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_shape_from_string (&pgg_shape_point, text, error);
}

/**
 * pgg_point_new_from_variant:
 * @variant: a variant of type `(dd)`; a floating reference is sunk
 * @error: return location for an error
 *
 * Makes a point from what [method@Point.to_variant] gives.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the variant has another type.
 *
 * Returns: (transfer full): a point, %NULL on error
 * Since: 1.0
 */
PggPoint *
pgg_point_new_from_variant (GVariant  *variant,
                            GError   **error)
{
  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_shape_from_variant (&pgg_shape_point, variant, error);
}

/**
 * pgg_point_ref:
 * @self: a point
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggPoint *
pgg_point_ref (PggPoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_point_unref:
 * @self: (transfer full): a point
 *
 * Drops a reference, and frees the point with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_point_unref (PggPoint *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/**
 * pgg_point_get_x:
 * @self: a point
 *
 * Gets the horizontal coordinate.
 *
 * Returns: the coordinate
 * Since: 1.0
 */
double
pgg_point_get_x (const PggPoint *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->numbers[0];
}

/**
 * pgg_point_get_y:
 * @self: a point
 *
 * Gets the vertical coordinate.
 *
 * Returns: the coordinate
 * Since: 1.0
 */
double
pgg_point_get_y (const PggPoint *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->numbers[1];
}

/**
 * pgg_point_equal:
 * @a: (type Pgg.Point): a point
 * @b: (type Pgg.Point): another
 *
 * Tells whether two values are made of the same numbers; NaN equals NaN.
 *
 * The operators of the server are different: they take numbers for equal that differ by no more
 * than 0.000001.
 *
 * Returns: %TRUE if they are equal
 * Since: 1.0
 */
gboolean
pgg_point_equal (gconstpointer a,
                 gconstpointer b)
{
  const PggPoint *self = a;
  const PggPoint *other = b;

  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return pgg_numbers_equal (self->numbers, other->numbers, 2);
}

/**
 * pgg_point_hash:
 * @value: (type Pgg.Point): a point
 *
 * Makes a hash that fits [method@Point.equal].
 *
 * Returns: the hash
 * Since: 1.0
 */
guint
pgg_point_hash (gconstpointer value)
{
  const PggPoint *self = value;

  g_return_val_if_fail (self != NULL, 0);

  return pgg_numbers_hash (self->numbers, 2);
}

/**
 * pgg_point_to_string:
 * @self: a point
 *
 * Makes the text that the server writes (`point_out()`): `(x,y)`.
 *
 * Returns: (transfer full): the text
 * Since: 1.0
 */
char *
pgg_point_to_string (const PggPoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_shape_to_string (&pgg_shape_point, self->numbers);
}

/**
 * pgg_point_to_variant:
 * @self: a point
 *
 * Makes a variant of type `(dd)` with the numbers in the order of the text.
 *
 * Returns: (transfer floating): the variant
 * Since: 1.0
 */
GVariant *
pgg_point_to_variant (const PggPoint *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_shape_to_variant (&pgg_shape_point, self->numbers);
}
