/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A circle. */

#include "config.h"

#include "pgg-circle.h"

#include "pgg-float-text-private.h"
#include "pgg-geometry-private.h"
#include "pgg-point.h"

#include <glib/gi18n-lib.h>

/**
 * PggCircle:
 *
 * A circle, the type `circle` of the server.
 *
 * The numbers may be infinite or not a number. Values are immutable and may be used by several
 * threads.
 *
 * Since: 1.0
 */

struct _PggCircle
{
  double numbers[3];
};

static void
transform_to_string (const GValue *value,
                     GValue       *string)
{
  PggCircle *self = g_value_get_boxed (value);

  g_value_take_string (string, self == NULL ? NULL : pgg_circle_to_string (self));
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggCircle, pgg_circle, pgg_circle_ref, pgg_circle_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                transform_to_string))

/* One parenthesis alone is that of the center. */
static gboolean
has_two_parentheses (PggBuffer text)
{
  return pgg_geometry_take (&text, '(') && pgg_geometry_take (&text, '(');
}

/* <(x,y),r>, ((x,y),r), (x,y),r or x,y,r */
static gboolean
parse (PggBuffer  text,
       double    *numbers)
{
  char closing = '\0';

  if (pgg_geometry_take (&text, '<'))
    closing = '>';
  else if (has_two_parentheses (text))
    closing = ')';
  if (closing == ')')
    pgg_geometry_take (&text, '(');

  return pgg_geometry_read_pair (&text, numbers) && pgg_geometry_take (&text, ',') &&
         pgg_geometry_read_number (&text, &numbers[2]) &&
         (closing == '\0' || pgg_geometry_take (&text, closing)) && pgg_buffer_at_end (&text);
}

/* NaN is a radius as well (src/backend/utils/adt/geo_ops.c, circle_in). */
static gboolean
is_valid (const double *numbers)
{
  return !(numbers[2] < 0);
}

static void
append (const double *numbers,
        GString      *text)
{
  g_string_append_c (text, '<');
  pgg_geometry_append_pair (numbers, text);
  g_string_append_c (text, ',');
  pgg_double_append (numbers[2], text);
  g_string_append_c (text, '>');
}

const PggShape pgg_shape_circle = {
  .what = N_("a circle"),
  .get_type = pgg_circle_get_type,
  .n_numbers = 3,
  .parse = parse,
  .is_valid = is_valid,
  .append = append,
};

/**
 * pgg_circle_new:
 * @x: the horizontal coordinate of the center
 * @y: the vertical coordinate of the center
 * @radius: the radius
 * @error: return location for an error
 *
 * Makes a circle.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @radius is negative.
 *
 * Returns: (transfer full): a circle, %NULL on error
 * Since: 1.0
 */
PggCircle *
pgg_circle_new (double   x,
                double   y,
                double   radius,
                GError **error)
{
  double numbers[] = { x, y, radius };

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_shape_new_checked (&pgg_shape_circle, numbers, error);
}

/**
 * pgg_circle_new_from_string:
 * @text: the text of a circle
 * @error: return location for an error
 *
 * Reads a circle as the server does: `<(x,y),r>`, `((x,y),r)`, `(x,y),r` or `x,y,r`.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the text is not a circle.
 *
 * Returns: (transfer full): a circle, %NULL on error
 * Since: 1.0
 */
PggCircle *
pgg_circle_new_from_string (const char  *text,
                            GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_shape_from_string (&pgg_shape_circle, text, error);
}

/**
 * pgg_circle_new_from_variant:
 * @variant: a variant of type `(ddd)`; a floating reference is sunk
 * @error: return location for an error
 *
 * Makes a circle from what [method@Circle.to_variant] gives.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the variant has another type, and like
 * [ctor@Circle.new].
 *
 * Returns: (transfer full): a circle, %NULL on error
 * Since: 1.0
 */
PggCircle *
pgg_circle_new_from_variant (GVariant  *variant,
                             GError   **error)
{
  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_shape_from_variant (&pgg_shape_circle, variant, error);
}

/**
 * pgg_circle_ref:
 * @self: a circle
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggCircle *
pgg_circle_ref (PggCircle *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_circle_unref:
 * @self: (transfer full): a circle
 *
 * Drops a reference, and frees the circle with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_circle_unref (PggCircle *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/**
 * pgg_circle_get_center:
 * @self: a circle
 *
 * Gets the center.
 *
 * Returns: (transfer full): a point
 * Since: 1.0
 */
PggPoint *
pgg_circle_get_center (const PggCircle *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_point_new (self->numbers[0], self->numbers[1]);
}

/**
 * pgg_circle_get_radius:
 * @self: a circle
 *
 * Gets the radius.
 *
 * Returns: the radius
 * Since: 1.0
 */
double
pgg_circle_get_radius (const PggCircle *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->numbers[2];
}

/**
 * pgg_circle_equal:
 * @a: (type Pgg.Circle): a circle
 * @b: (type Pgg.Circle): another
 *
 * Tells whether two values are made of the same numbers; NaN equals NaN.
 *
 * The operators of the server are different: they take numbers for equal that differ by no more
 * than 0.000001, and `=` compares areas.
 *
 * Returns: %TRUE if they are equal
 * Since: 1.0
 */
gboolean
pgg_circle_equal (gconstpointer a,
                  gconstpointer b)
{
  const PggCircle *self = a;
  const PggCircle *other = b;

  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return pgg_numbers_equal (self->numbers, other->numbers, 3);
}

/**
 * pgg_circle_hash:
 * @value: (type Pgg.Circle): a circle
 *
 * Makes a hash that fits [method@Circle.equal].
 *
 * Returns: the hash
 * Since: 1.0
 */
guint
pgg_circle_hash (gconstpointer value)
{
  const PggCircle *self = value;

  g_return_val_if_fail (self != NULL, 0);

  return pgg_numbers_hash (self->numbers, 3);
}

/**
 * pgg_circle_to_string:
 * @self: a circle
 *
 * Makes the text that the server writes (`circle_out()`): `<(x,y),r>`.
 *
 * Returns: (transfer full): the text
 * Since: 1.0
 */
char *
pgg_circle_to_string (const PggCircle *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_shape_to_string (&pgg_shape_circle, self->numbers);
}

/**
 * pgg_circle_to_variant:
 * @self: a circle
 *
 * Makes a variant of type `(ddd)` with the numbers in the order of the text.
 *
 * Returns: (transfer floating): the variant
 * Since: 1.0
 */
GVariant *
pgg_circle_to_variant (const PggCircle *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_shape_to_variant (&pgg_shape_circle, self->numbers);
}
