/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writes floating-point numbers as the server does, independent of the locale. */

#include "config.h"

#include "pgg-float-text-private.h"

#include "pgg-float-shortest-private.h"

#include <math.h>

/* Numbers with exponents from -4 up to the decimal precision of the type are written without one.
 * */
#define LEAST_PLAIN_EXPONENT (-4)
#define FLOAT_PLAIN_EXPONENT 6
#define DOUBLE_PLAIN_EXPONENT 15

static void
append_plain (const PggShortest *shortest,
              GString           *text)
{
  int n_integral = shortest->exponent + 1;

  if (n_integral <= 0)
    {
      g_string_append_len (text, "0.000", 2 - n_integral);
      g_string_append_len (text, shortest->digits, shortest->n_digits);
      return;
    }

  g_string_append_len (text, shortest->digits, MIN (shortest->n_digits, n_integral));
  for (int i = shortest->n_digits; i < n_integral; i++)
    g_string_append_c (text, '0');
  if (shortest->n_digits <= n_integral)
    return;

  g_string_append_c (text, '.');
  g_string_append_len (text, shortest->digits + n_integral, shortest->n_digits - n_integral);
}

static void
append_with_exponent (const PggShortest *shortest,
                      GString           *text)
{
  g_string_append_c (text, shortest->digits[0]);
  if (shortest->n_digits > 1)
    {
      g_string_append_c (text, '.');
      g_string_append_len (text, shortest->digits + 1, shortest->n_digits - 1);
    }
  g_string_append_printf (text, "e%+03d", shortest->exponent);
}

static void
append_finite (const PggShortest *shortest,
               int                plain_exponent,
               GString           *text)
{
  if (shortest->exponent < LEAST_PLAIN_EXPONENT || shortest->exponent >= plain_exponent)
    append_with_exponent (shortest, text);
  else
    append_plain (shortest, text);
}

/* TRUE if that was all there is to write. */
static gboolean
append_special (double   value,
                GString *text)
{
  if (isnan (value))
    {
      g_string_append (text, "NaN");
      return TRUE;
    }

  if (signbit (value))
    g_string_append_c (text, '-');
  if (isfinite (value) && value != 0)
    return FALSE;

  g_string_append (text, value == 0 ? "0" : "Infinity");
  return TRUE;
}

void
pgg_float_append (float    value,
                  GString *text)
{
  PggShortest shortest;

  if (append_special (value, text))
    return;

  pgg_float_find_shortest (value < 0 ? -value : value, &shortest);
  append_finite (&shortest, FLOAT_PLAIN_EXPONENT, text);
}

void
pgg_double_append (double   value,
                   GString *text)
{
  PggShortest shortest;

  if (append_special (value, text))
    return;

  pgg_double_find_shortest (value < 0 ? -value : value, &shortest);
  append_finite (&shortest, DOUBLE_PLAIN_EXPONENT, text);
}
