/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers of any precision as numbers of C. */

#include "config.h"

#include "pgg-numeric-private.h"

#include "pgg-client-error.h"
#include "pgg-float-text-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The halfway point between two doubles has at most 767 digits: of longer numbers it only matters
 * that there is something behind so many. */
#define MAX_DOUBLE_DIGITS 200

/* Longer integers than these never fit 64 bits. */
#define MAX_INTEGER_WEIGHT 4

/* The sign aside; FALSE if it does not fit. */
static gboolean
get_magnitude (const PggNumeric *self,
               guint64           limit,
               guint64          *magnitude)
{
  guint64 number = 0;

  if (!pgg_numeric_is_integer (self) || self->weight > MAX_INTEGER_WEIGHT)
    return FALSE;

  for (int weight = self->weight; weight >= 0; weight--)
    {
      guint digit = pgg_numeric_get_digit (self, weight);

      if (number > (limit - digit) / PGG_NUMERIC_BASE)
        return FALSE;
      number = number * PGG_NUMERIC_BASE + digit;
    }

  *magnitude = number;
  return TRUE;
}

static void
set_inexact_error (const char  *what,
                   GError     **error)
{
  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               /* Translators: a type of C with its article */
               _("The number is not one that %s can hold exactly"), what);
}

/**
 * pgg_numeric_to_int64:
 * @self: a number
 * @error: return location for an error
 *
 * Converts the number to an integer.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the value is no integer, see
 * [method@Numeric.is_integer], or does not fit.
 *
 * Returns: the integer, 0 on error
 * Since: 1.0
 */
gint64
pgg_numeric_to_int64 (const PggNumeric  *self,
                      GError           **error)
{
  gboolean is_negative;
  guint64 magnitude = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  is_negative = self->sign == PGG_NUMERIC_NEGATIVE;
  if (!get_magnitude (self, (guint64) G_MAXINT64 + (is_negative ? 1 : 0), &magnitude))
    set_inexact_error (_("a 64-bit integer"), error);

  return is_negative ? (gint64) (0 - magnitude) : (gint64) magnitude;
}

/**
 * pgg_numeric_to_uint64:
 * @self: a number
 * @error: return location for an error
 *
 * Converts the number to an unsigned integer.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the value is negative or no integer, see
 * [method@Numeric.is_integer], or does not fit.
 *
 * Returns: the integer, 0 on error
 * Since: 1.0
 */
guint64
pgg_numeric_to_uint64 (const PggNumeric  *self,
                       GError           **error)
{
  guint64 magnitude = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  if (self->sign == PGG_NUMERIC_NEGATIVE || !get_magnitude (self, G_MAXUINT64, &magnitude))
    set_inexact_error (_("an unsigned 64-bit integer"), error);

  return magnitude;
}

/* Writes digits and an exponent, not to be read by people. */
static double
round_magnitude (const PggNumeric *self)
{
  guint n_digits = MIN (self->n_digits, MAX_DOUBLE_DIGITS);
  gint64 exponent = (gint64) self->weight - n_digits + 1;
  g_autoptr (GString) text = g_string_sized_new (n_digits * PGG_NUMERIC_DECIMALS + 16);

  for (guint i = 0; i < n_digits; i++)
    g_string_append_printf (text, "%04u", self->digits[i]);
  if (n_digits < self->n_digits)
    {
      g_string_append (text, "0001");
      exponent--;
    }
  g_string_append_printf (text, "e%" G_GINT64_FORMAT, exponent * PGG_NUMERIC_DECIMALS);

  return pgg_double_round (text->str);
}

static double
get_double_magnitude (const PggNumeric *self)
{
  guint64 mantissa = 0;
  double value;

  if (self->n_digits > 4)
    return round_magnitude (self);

  for (guint i = 0; i < self->n_digits; i++)
    mantissa = mantissa * PGG_NUMERIC_BASE + self->digits[i];

  if (pgg_double_scale (mantissa,
                        ((gint64) self->weight + 1 - self->n_digits) * PGG_NUMERIC_DECIMALS,
                        &value))
    return value;
  return round_magnitude (self);
}

/**
 * pgg_numeric_to_double:
 * @self: a number
 *
 * Converts the number to the closest floating-point number; of two that are equally close, to the
 * one whose last bit is 0.
 *
 * What is too large for a double gives infinity, and what is too close to zero gives 0; the server
 * reports errors for both. For a conversion that is known to be exact compare with
 * [ctor@Numeric.new_from_double].
 *
 * Returns: the floating-point number
 * Since: 1.0
 */
double
pgg_numeric_to_double (const PggNumeric *self)
{
  g_return_val_if_fail (self != NULL, 0);

  switch (self->sign)
    {
    case PGG_NUMERIC_NAN:
      return NAN;
    case PGG_NUMERIC_PLUS_INFINITY:
      return INFINITY;
    case PGG_NUMERIC_MINUS_INFINITY:
      return -INFINITY;
    case PGG_NUMERIC_POSITIVE:
      return get_double_magnitude (self);
    case PGG_NUMERIC_NEGATIVE:
      return -get_double_magnitude (self);
    }
  g_assert_not_reached ();
}
