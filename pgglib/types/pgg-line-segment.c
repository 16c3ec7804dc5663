/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A part of a line between two points. */

#include "config.h"

#include "pgg-line-segment.h"

#include "pgg-geometry-private.h"
#include "pgg-point.h"

#include <glib/gi18n-lib.h>

/**
 * PggLineSegment:
 *
 * A part of a line between two points, the type `lseg` of the server.
 *
 * The coordinates may be infinite or not a number. Values are immutable and may be used by
 * several threads.
 *
 * Since: 1.0
 */

struct _PggLineSegment
{
  double numbers[4];
};

static void
transform_to_string (const GValue *value,
                     GValue       *string)
{
  PggLineSegment *self = g_value_get_boxed (value);

  g_value_take_string (string, self == NULL ? NULL : pgg_line_segment_to_string (self));
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggLineSegment, pgg_line_segment, pgg_line_segment_ref,
                               pgg_line_segment_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                transform_to_string))

static gboolean
parse (PggBuffer  text,
       double    *numbers)
{
  gboolean is_open;

  return pgg_geometry_read_pairs (text, 2, numbers, &is_open);
}

static void
append (const double *numbers,
        GString      *text)
{
  g_string_append_c (text, '[');
  pgg_geometry_append_pair (&numbers[0], text);
  g_string_append_c (text, ',');
  pgg_geometry_append_pair (&numbers[2], text);
  g_string_append_c (text, ']');
}

const PggShape pgg_shape_line_segment = {
  .what = N_("a line segment"),
  .get_type = pgg_line_segment_get_type,
  .n_numbers = 4,
  .parse = parse,
  .append = append,
};

/**
 * pgg_line_segment_new:
 * @x1: the horizontal coordinate of the start
 * @y1: the vertical coordinate of the start
 * @x2: the horizontal coordinate of the end
 * @y2: the vertical coordinate of the end
 *
 * Makes a line segment.
 *
 * Returns: (transfer full): a line segment
 * Since: 1.0
 */
PggLineSegment *
pgg_line_segment_new (double x1,
                      double y1,
                      double x2,
                      double y2)
{
  double numbers[] = { x1, y1, x2, y2 };

  return pgg_shape_new (&pgg_shape_line_segment, numbers);
}

/**
 * pgg_line_segment_new_from_string:
 * @text: the text of a line segment
 * @error: return location for an error
 *
 * Reads a line segment as the server does: `[(x1,y1),(x2,y2)]`, `((x1,y1),(x2,y2))`,
 * `(x1,y1),(x2,y2)` or `x1,y1,x2,y2`.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the text is not a line segment.
 *
 * Returns: (transfer full): a line segment, %NULL on error
 * Since: 1.0
 */
PggLineSegment *
pgg_line_segment_new_from_string (const char  *text,
                                  GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_shape_from_string (&pgg_shape_line_segment, text, error);
}

/**
 * pgg_line_segment_new_from_variant:
 * @variant: a variant of type `(dddd)`; a floating reference is sunk
 * @error: return location for an error
 *
 * Makes a line segment from what [method@LineSegment.to_variant] gives.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the variant has another type.
 *
 * Returns: (transfer full): a line segment, %NULL on error
 * Since: 1.0
 */
PggLineSegment *
pgg_line_segment_new_from_variant (GVariant  *variant,
                                   GError   **error)
{
  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_shape_from_variant (&pgg_shape_line_segment, variant, error);
}

/**
 * pgg_line_segment_ref:
 * @self: a line segment
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggLineSegment *
pgg_line_segment_ref (PggLineSegment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_line_segment_unref:
 * @self: (transfer full): a line segment
 *
 * Drops a reference, and frees the line segment with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_line_segment_unref (PggLineSegment *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/**
 * pgg_line_segment_get_start:
 * @self: a line segment
 *
 * Gets the first point.
 *
 * Returns: (transfer full): a point
 * Since: 1.0
 */
PggPoint *
pgg_line_segment_get_start (const PggLineSegment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_point_new (self->numbers[0], self->numbers[1]);
}

/**
 * pgg_line_segment_get_end:
 * @self: a line segment
 *
 * Gets the second point.
 *
 * Returns: (transfer full): a point
 * Since: 1.0
 */
PggPoint *
pgg_line_segment_get_end (const PggLineSegment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_point_new (self->numbers[2], self->numbers[3]);
}

/**
 * pgg_line_segment_equal:
 * @a: (type Pgg.LineSegment): a line segment
 * @b: (type Pgg.LineSegment): another
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
pgg_line_segment_equal (gconstpointer a,
                        gconstpointer b)
{
  const PggLineSegment *self = a;
  const PggLineSegment *other = b;

  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return pgg_numbers_equal (self->numbers, other->numbers, 4);
}

/**
 * pgg_line_segment_hash:
 * @value: (type Pgg.LineSegment): a line segment
 *
 * Makes a hash that fits [method@LineSegment.equal].
 *
 * Returns: the hash
 * Since: 1.0
 */
guint
pgg_line_segment_hash (gconstpointer value)
{
  const PggLineSegment *self = value;

  g_return_val_if_fail (self != NULL, 0);

  return pgg_numbers_hash (self->numbers, 4);
}

/**
 * pgg_line_segment_to_string:
 * @self: a line segment
 *
 * Makes the text that the server writes (`lseg_out()`): `[(x1,y1),(x2,y2)]`.
 *
 * Returns: (transfer full): the text
 * Since: 1.0
 */
char *
pgg_line_segment_to_string (const PggLineSegment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_shape_to_string (&pgg_shape_line_segment, self->numbers);
}

/**
 * pgg_line_segment_to_variant:
 * @self: a line segment
 *
 * Makes a variant of type `(dddd)` with the numbers in the order of the text.
 *
 * Returns: (transfer floating): the variant
 * Since: 1.0
 */
GVariant *
pgg_line_segment_to_variant (const PggLineSegment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_shape_to_variant (&pgg_shape_line_segment, self->numbers);
}
