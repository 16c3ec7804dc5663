/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An infinite line. */

#include "config.h"

#include "pgg-line.h"

#include "pgg-float-text-private.h"
#include "pgg-geometry-private.h"

#include <glib/gi18n-lib.h>

#include <math.h>

/**
 * PggLine:
 *
 * An infinite line, the type `line` of the server: the points for which Ax + By + C = 0.
 *
 * The numbers may be infinite or not a number. Values are immutable and may be used by several
 * threads.
 *
 * Since: 1.0
 */

struct _PggLine
{
  double numbers[3];
};

static void
transform_to_string (const GValue *value,
                     GValue       *string)
{
  PggLine *self = g_value_get_boxed (value);

  g_value_take_string (string, self == NULL ? NULL : pgg_line_to_string (self));
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggLine, pgg_line, pgg_line_ref, pgg_line_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                transform_to_string))

/* The server takes numbers up to this one for zero (src/include/utils/geo_decls.h, EPSILON). */
#define EPSILON 1.0e-06

static gboolean
parse (PggBuffer  text,
       double    *numbers)
{
  return pgg_geometry_take (&text, '{') && pgg_geometry_read_number (&text, &numbers[0]) &&
         pgg_geometry_take (&text, ',') && pgg_geometry_read_number (&text, &numbers[1]) &&
         pgg_geometry_take (&text, ',') && pgg_geometry_read_number (&text, &numbers[2]) &&
         pgg_geometry_take (&text, '}') && pgg_buffer_at_end (&text);
}

static gboolean
is_valid (const double *numbers)
{
  return !(fabs (numbers[0]) <= EPSILON && fabs (numbers[1]) <= EPSILON);
}

static void
append (const double *numbers,
        GString      *text)
{
  g_string_append_c (text, '{');
  for (int i = 0; i < 3; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      pgg_double_append (numbers[i], text);
    }
  g_string_append_c (text, '}');
}

const PggShape pgg_shape_line = {
  .what = N_("a line"),
  .get_type = pgg_line_get_type,
  .n_numbers = 3,
  .parse = parse,
  .is_valid = is_valid,
  .append = append,
};

/**
 * pgg_line_new:
 * @a: the factor of x
 * @b: the factor of y
 * @c: the constant
 * @error: return location for an error
 *
 * Makes a line of the points for which Ax + By + C = 0.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if both @a and @b are zero, which to the server
 * is anything up to 0.000001.
 *
 * Returns: (transfer full): a line, %NULL on error
 * Since: 1.0
 */
PggLine *
pgg_line_new (double   a,
              double   b,
              double   c,
              GError **error)
{
  double numbers[] = { a, b, c };

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_shape_new_checked (&pgg_shape_line, numbers, error);
}

/**
 * pgg_line_new_from_string:
 * @text: the text of a line
 * @error: return location for an error
 *
 * Reads a line in the form `{A,B,C}`, the one that the server writes.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the text is not a line.
 *
 * Returns: (transfer full): a line, %NULL on error
 * Since: 1.0
 */
PggLine *
pgg_line_new_from_string (const char  *text,
                          GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_shape_from_string (&pgg_shape_line, text, error);
}

/**
 * pgg_line_new_from_variant:
 * @variant: a variant of type `(ddd)`; a floating reference is sunk
 * @error: return location for an error
 *
 * Makes a line from what [method@Line.to_variant] gives.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the variant has another type, and like
 * [ctor@Line.new].
 *
 * Returns: (transfer full): a line, %NULL on error
 * Since: 1.0
 */
PggLine *
pgg_line_new_from_variant (GVariant  *variant,
                           GError   **error)
{
  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_shape_from_variant (&pgg_shape_line, variant, error);
}

/**
 * pgg_line_ref:
 * @self: a line
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggLine *
pgg_line_ref (PggLine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_line_unref:
 * @self: (transfer full): a line
 *
 * Drops a reference, and frees the line with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_line_unref (PggLine *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/**
 * pgg_line_get_a:
 * @self: a line
 *
 * Gets the factor A of x.
 *
 * Returns: the factor
 * Since: 1.0
 */
double
pgg_line_get_a (const PggLine *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->numbers[0];
}

/**
 * pgg_line_get_b:
 * @self: a line
 *
 * Gets the factor B of y.
 *
 * Returns: the factor
 * Since: 1.0
 */
double
pgg_line_get_b (const PggLine *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->numbers[1];
}

/**
 * pgg_line_get_c:
 * @self: a line
 *
 * Gets the constant C.
 *
 * Returns: the constant
 * Since: 1.0
 */
double
pgg_line_get_c (const PggLine *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->numbers[2];
}

/**
 * pgg_line_equal:
 * @a: (type Pgg.Line): a line
 * @b: (type Pgg.Line): another
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
pgg_line_equal (gconstpointer a,
                gconstpointer b)
{
  const PggLine *self = a;
  const PggLine *other = b;

  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return pgg_numbers_equal (self->numbers, other->numbers, 3);
}

/**
 * pgg_line_hash:
 * @value: (type Pgg.Line): a line
 *
 * Makes a hash that fits [method@Line.equal].
 *
 * Returns: the hash
 * Since: 1.0
 */
guint
pgg_line_hash (gconstpointer value)
{
  const PggLine *self = value;

  g_return_val_if_fail (self != NULL, 0);

  return pgg_numbers_hash (self->numbers, 3);
}

/**
 * pgg_line_to_string:
 * @self: a line
 *
 * Makes the text that the server writes (`line_out()`): `{A,B,C}`.
 *
 * Returns: (transfer full): the text
 * Since: 1.0
 */
char *
pgg_line_to_string (const PggLine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_shape_to_string (&pgg_shape_line, self->numbers);
}

/**
 * pgg_line_to_variant:
 * @self: a line
 *
 * Makes a variant of type `(ddd)` with the numbers in the order of the text.
 *
 * Returns: (transfer floating): the variant
 * Since: 1.0
 */
GVariant *
pgg_line_to_variant (const PggLine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_shape_to_variant (&pgg_shape_line, self->numbers);
}
