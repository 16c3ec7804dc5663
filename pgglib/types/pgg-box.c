/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A rectangle that is parallel to the axes. */

#include "config.h"

#include "pgg-box.h"

#include "pgg-geometry-private.h"
#include "pgg-point.h"

#include <glib/gi18n-lib.h>

/**
 * PggBox:
 *
 * A rectangle with sides that are parallel to the axes, the type `box` of the server.
 *
 * It is made of the upper right corner and the lower left one, in this order. The coordinates
 * may be infinite or not a number. Values are immutable and may be used by several threads.
 *
 * Since: 1.0
 */

struct _PggBox
{
  double numbers[4];
};

static void
transform_to_string (const GValue *value,
                     GValue       *string)
{
  PggBox *self = g_value_get_boxed (value);

  g_value_take_string (string, self == NULL ? NULL : pgg_box_to_string (self));
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggBox, pgg_box, pgg_box_ref, pgg_box_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                transform_to_string))

/* The upper right corner comes first (src/backend/utils/adt/geo_ops.c, box_in). */
static void
sort_corners (double *numbers)
{
  for (int i = 0; i < 2; i++)
    if (pgg_number_is_greater (numbers[i + 2], numbers[i]))
      {
        double high = numbers[i + 2];

        numbers[i + 2] = numbers[i];
        numbers[i] = high;
      }
}

static gboolean
parse (PggBuffer  text,
       double    *numbers)
{
  if (!pgg_geometry_read_pairs (text, 2, numbers, NULL))
    return FALSE;

  sort_corners (numbers);
  return TRUE;
}

static void
append (const double *numbers,
        GString      *text)
{
  pgg_geometry_append_pair (&numbers[0], text);
  g_string_append_c (text, ',');
  pgg_geometry_append_pair (&numbers[2], text);
}

const PggShape pgg_shape_box = {
  .what = N_("a box"),
  .get_type = pgg_box_get_type,
  .n_numbers = 4,
  .parse = parse,
  .append = append,
};

/**
 * pgg_box_new:
 * @x1: the horizontal coordinate of a corner
 * @y1: the vertical coordinate of that corner
 * @x2: the horizontal coordinate of the opposite corner
 * @y2: the vertical coordinate of the opposite corner
 *
 * Makes a box from two opposite corners, which may be any two.
 *
 * Like the server, it takes NaN for greater than any number.
 *
 * Returns: (transfer full): a box
 * Since: 1.0
 */
PggBox *
pgg_box_new (double x1,
             double y1,
             double x2,
             double y2)
{
  double numbers[] = { x1, y1, x2, y2 };

  sort_corners (numbers);
  return pgg_shape_new (&pgg_shape_box, numbers);
}

/**
 * pgg_box_new_from_string:
 * @text: the text of a box
 * @error: return location for an error
 *
 * Reads a box as the server does: `(x1,y1),(x2,y2)`, `((x1,y1),(x2,y2))` or `x1,y1,x2,y2`, where
 * the points are any two opposite corners.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the text is not a box.
 *
 * Returns: (transfer full): a box, %NULL on error
 * Since: 1.0
 */
PggBox *
pgg_box_new_from_string (const char  *text,
                         GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_shape_from_string (&pgg_shape_box, text, error);
}

/**
 * pgg_box_new_from_variant:
 * @variant: a variant of type `(dddd)`; a floating reference is sunk
 * @error: return location for an error
 *
 * Makes a box from what [method@Box.to_variant] gives.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the variant has another type.
 *
 * Returns: (transfer full): a box, %NULL on error
 * Since: 1.0
 */
PggBox *
pgg_box_new_from_variant (GVariant  *variant,
                          GError   **error)
{
  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_shape_from_variant (&pgg_shape_box, variant, error);
}

/**
 * pgg_box_ref:
 * @self: a box
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggBox *
pgg_box_ref (PggBox *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_box_unref:
 * @self: (transfer full): a box
 *
 * Drops a reference, and frees the box with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_box_unref (PggBox *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/**
 * pgg_box_get_high:
 * @self: a box
 *
 * Gets the upper right corner.
 *
 * Returns: (transfer full): a point
 * Since: 1.0
 */
PggPoint *
pgg_box_get_high (const PggBox *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_point_new (self->numbers[0], self->numbers[1]);
}

/**
 * pgg_box_get_low:
 * @self: a box
 *
 * Gets the lower left corner.
 *
 * Returns: (transfer full): a point
 * Since: 1.0
 */
PggPoint *
pgg_box_get_low (const PggBox *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_point_new (self->numbers[2], self->numbers[3]);
}

/**
 * pgg_box_equal:
 * @a: (type Pgg.Box): a box
 * @b: (type Pgg.Box): another
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
pgg_box_equal (gconstpointer a,
               gconstpointer b)
{
  const PggBox *self = a;
  const PggBox *other = b;

  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return pgg_numbers_equal (self->numbers, other->numbers, 4);
}

/**
 * pgg_box_hash:
 * @value: (type Pgg.Box): a box
 *
 * Makes a hash that fits [method@Box.equal].
 *
 * Returns: the hash
 * Since: 1.0
 */
guint
pgg_box_hash (gconstpointer value)
{
  const PggBox *self = value;

  g_return_val_if_fail (self != NULL, 0);

  return pgg_numbers_hash (self->numbers, 4);
}

/**
 * pgg_box_to_string:
 * @self: a box
 *
 * Makes the text that the server writes (`box_out()`): `(x1,y1),(x2,y2)`.
 *
 * Returns: (transfer full): the text
 * Since: 1.0
 */
char *
pgg_box_to_string (const PggBox *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_shape_to_string (&pgg_shape_box, self->numbers);
}

/**
 * pgg_box_to_variant:
 * @self: a box
 *
 * Makes a variant of type `(dddd)` with the numbers in the order of the text.
 *
 * Returns: (transfer floating): the variant
 * Since: 1.0
 */
GVariant *
pgg_box_to_variant (const PggBox *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_shape_to_variant (&pgg_shape_box, self->numbers);
}
