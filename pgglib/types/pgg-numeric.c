/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Decimal numbers of any precision. */

#include "config.h"

#include "pgg-numeric-private.h"

#include "pgg-client-error.h"
#include "pgg-float-text-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A 64-bit integer has at most twenty decimal digits. */
#define MAX_INTEGER_DIGITS 5

/**
 * PggNumeric:
 *
 * A value of the server's type numeric: a decimal number that is exact, NaN, or infinite.
 *
 * It holds all that the server can: up to 131072 digits before the decimal point and up to 16383
 * after it. The number of digits after the point that are shown is part of the value, as at the
 * server: 1.50 and 1.5 are equal but have different texts.
 *
 * Infinities need PostgreSQL 14.
 *
 * A number is immutable and may be used by several threads. To calculate, use the number types of
 * the language, by [method@Numeric.to_string] or [method@Numeric.to_double], or SQL.
 *
 * Since: 1.0
 */

static void
transform_to_string (const GValue *source,
                     GValue       *target)
{
  const PggNumeric *self = g_value_get_boxed (source);

  g_value_take_string (target, self != NULL ? pgg_numeric_to_string (self) : NULL);
}

static void
transform_to_double (const GValue *source,
                     GValue       *target)
{
  const PggNumeric *self = g_value_get_boxed (source);

  g_value_set_double (target, self != NULL ? pgg_numeric_to_double (self) : 0);
}

static void
register_transforms (GType type)
{
  g_value_register_transform_func (type, G_TYPE_STRING, transform_to_string);
  g_value_register_transform_func (type, G_TYPE_DOUBLE, transform_to_double);
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggNumeric, pgg_numeric, pgg_numeric_ref, pgg_numeric_unref,
                               register_transforms (g_define_type_id))

PggNumeric *
pgg_numeric_alloc (guint     n_digits,
                   guint16 **digits)
{
  PggNumeric *self = g_atomic_rc_box_alloc (sizeof (*self) + n_digits * sizeof (**digits));

  *self = (PggNumeric) { .n_digits = n_digits, .digits = (const guint16 *) (self + 1) };
  if (digits != NULL)
    *digits = (guint16 *) (self + 1);

  return self;
}

void
pgg_numeric_normalize (PggNumeric *self)
{
  while (self->n_digits > 0 && self->digits[0] == 0)
    {
      self->digits++;
      self->n_digits--;
      self->weight--;
    }
  while (self->n_digits > 0 && self->digits[self->n_digits - 1] == 0)
    self->n_digits--;

  if (self->n_digits > 0)
    return;
  self->weight = 0;
  if (pgg_numeric_is_finite (self))
    self->sign = PGG_NUMERIC_POSITIVE;
}

static PggNumeric *
new_from_magnitude (guint64        magnitude,
                    PggNumericSign sign)
{
  guint16 *digits;
  PggNumeric *self = pgg_numeric_alloc (MAX_INTEGER_DIGITS, &digits);

  self->sign = sign;
  self->weight = MAX_INTEGER_DIGITS - 1;
  for (int i = MAX_INTEGER_DIGITS - 1; i >= 0; i--)
    {
      digits[i] = (guint16) (magnitude % PGG_NUMERIC_BASE);
      magnitude /= PGG_NUMERIC_BASE;
    }

  pgg_numeric_normalize (self);
  return self;
}

/**
 * pgg_numeric_new_from_int64:
 * @value: an integer
 *
 * Makes a number from an integer, with no digits after the point.
 *
 * Returns: (transfer full): a number
 * Since: 1.0
 */
PggNumeric *
pgg_numeric_new_from_int64 (gint64 value)
{
  if (value < 0)
    return new_from_magnitude (0 - (guint64) value, PGG_NUMERIC_NEGATIVE);

  return new_from_magnitude ((guint64) value, PGG_NUMERIC_POSITIVE);
}

/**
 * pgg_numeric_new_from_uint64:
 * @value: an integer
 *
 * Makes a number from an integer, with no digits after the point.
 *
 * Returns: (transfer full): a number
 * Since: 1.0
 */
PggNumeric *
pgg_numeric_new_from_uint64 (guint64 value)
{
  return new_from_magnitude (value, PGG_NUMERIC_POSITIVE);
}

/**
 * pgg_numeric_new_from_double:
 * @value: a floating-point number, which may be NaN or infinite
 *
 * Makes a number from a floating-point number: the one with the fewest digits that gives @value
 * back from [method@Numeric.to_double], which is what the server shows for a float8.
 *
 * So 0.1 gives 0.1, not the 55 digits of its exact value. The server's own cast of float8 to
 * numeric rounds to 15 digits instead. -0 gives 0: numeric has no other zero.
 *
 * Returns: (transfer full): a number
 * Since: 1.0
 */
PggNumeric *
pgg_numeric_new_from_double (double value)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PggNumeric *self = NULL;
  PggDecode decode;

  pgg_double_append (value, text);
  decode = pgg_numeric_parse (text->str, text->len, &self);
  g_assert (decode == PGG_DECODE_OK);

  return self;
}

/**
 * pgg_numeric_new_from_string:
 * @text: the text of a number
 * @error: return location for an error
 *
 * Reads a number the way the server does: `1.50`, `-.5`, `6.02e23`, `NaN`, `inf`, `-Infinity`, with
 * blanks around it, and with single underscores between digits as in PostgreSQL 16.
 *
 * All digits after the point are kept and shown, zeros included. Integers in other bases than ten
 * are not read.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the text is no number or the number is beyond what the
 * server can hold.
 *
 * Returns: (transfer full): a number, or %NULL on error
 * Since: 1.0
 */
PggNumeric *
pgg_numeric_new_from_string (const char  *text,
                             GError     **error)
{
  PggNumeric *self = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  switch (pgg_numeric_parse (text, strlen (text), &self))
    {
    case PGG_DECODE_OK:
      return self;
    case PGG_DECODE_INEXACT:
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                           _("The number is too large, or has too many digits, for numeric"));
      return NULL;
    case PGG_DECODE_MALFORMED:
    case PGG_DECODE_WRONG_TYPE:
    case PGG_DECODE_NOT_SUPPORTED:
    case PGG_DECODE_FAILED:
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                           _("The text is no number of type numeric"));
      return NULL;
    }
  g_assert_not_reached ();
}

/**
 * pgg_numeric_new_from_variant:
 * @variant: a string
 * @error: return location for an error
 *
 * Makes a number from what [method@Numeric.to_variant] gives; a floating @variant is consumed.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if @variant is no string, and like
 * [ctor@Numeric.new_from_string].
 *
 * Returns: (transfer full): a number, or %NULL on error
 * Since: 1.0
 */
PggNumeric *
pgg_numeric_new_from_variant (GVariant  *variant,
                              GError   **error)
{
  g_autoptr (GVariant) owned = NULL;

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  owned = g_variant_ref_sink (variant);
  if (g_variant_is_of_type (owned, G_VARIANT_TYPE_STRING))
    return pgg_numeric_new_from_string (g_variant_get_string (owned, NULL), error);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("A variant of type \"%s\" was given for a number, which takes a string"),
               g_variant_get_type_string (owned));
  return NULL;
}

/**
 * pgg_numeric_ref:
 * @self: a number
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggNumeric *
pgg_numeric_ref (PggNumeric *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_numeric_unref:
 * @self: (transfer full): a number
 *
 * Drops a reference, and frees the number with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_numeric_unref (PggNumeric *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/**
 * pgg_numeric_is_nan:
 * @self: a number
 *
 * Tells whether the value is NaN, “not a number”.
 *
 * Returns: %TRUE for NaN
 * Since: 1.0
 */
gboolean
pgg_numeric_is_nan (const PggNumeric *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->sign == PGG_NUMERIC_NAN;
}

/**
 * pgg_numeric_is_infinite:
 * @self: a number
 *
 * Tells whether the value is infinite; [method@Numeric.get_sign] tells in which direction.
 *
 * Returns: %TRUE for Infinity and -Infinity
 * Since: 1.0
 */
gboolean
pgg_numeric_is_infinite (const PggNumeric *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->sign == PGG_NUMERIC_PLUS_INFINITY || self->sign == PGG_NUMERIC_MINUS_INFINITY;
}

/**
 * pgg_numeric_is_integer:
 * @self: a number
 *
 * Tells whether the value is a whole number, of any size; 2.00 is one.
 *
 * Returns: %TRUE for an integer
 * Since: 1.0
 */
gboolean
pgg_numeric_is_integer (const PggNumeric *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return pgg_numeric_is_finite (self) && (gint64) self->n_digits <= (gint64) self->weight + 1;
}

/**
 * pgg_numeric_get_sign:
 * @self: a number
 *
 * Gets the sign of the value.
 *
 * Returns: 1 if it is greater than zero, -1 if it is less, and 0 for zero and NaN
 * Since: 1.0
 */
int
pgg_numeric_get_sign (const PggNumeric *self)
{
  g_return_val_if_fail (self != NULL, 0);

  switch (self->sign)
    {
    case PGG_NUMERIC_POSITIVE:
      return self->n_digits > 0 ? 1 : 0;
    case PGG_NUMERIC_PLUS_INFINITY:
      return 1;
    case PGG_NUMERIC_NEGATIVE:
    case PGG_NUMERIC_MINUS_INFINITY:
      return -1;
    case PGG_NUMERIC_NAN:
      return 0;
    }
  g_assert_not_reached ();
}

/**
 * pgg_numeric_get_scale:
 * @self: a number
 *
 * Gets how many digits after the point the text of the number has (server: `scale()`): 2 for 1.50.
 *
 * Returns: the number of decimal digits; 0 for NaN and infinities
 * Since: 1.0
 */
guint
pgg_numeric_get_scale (const PggNumeric *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->scale;
}

/**
 * pgg_numeric_to_string:
 * @self: a number
 *
 * Writes the number as the server does (server: `numeric_out()`), never with an exponent.
 *
 * Returns: (transfer full): the text
 * Since: 1.0
 */
char *
pgg_numeric_to_string (const PggNumeric *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  pgg_numeric_append (self, text);

  return g_string_free (text, FALSE);
}

/**
 * pgg_numeric_to_variant:
 * @self: a number
 *
 * Makes a variant of the number: a string, the text of [method@Numeric.to_string].
 *
 * Returns: (transfer floating): a variant of type `s`
 * Since: 1.0
 */
GVariant *
pgg_numeric_to_variant (const PggNumeric *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_variant_new_take_string (pgg_numeric_to_string (self));
}
