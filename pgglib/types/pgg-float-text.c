/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writes floating-point numbers as the server does, independent of the locale. */

#include "config.h"

#include "pgg-float-text-private.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Numbers with exponents from -4 up to the decimal precision of the type are written without one.
 * */
#define LEAST_PLAIN_EXPONENT (-4)
#define FLOAT_PLAIN_EXPONENT 6
#define DOUBLE_PLAIN_EXPONENT 15

/* A candidate is d[.ddd]e±xx, and a nudged one has so many digits more. */
#define CANDIDATE_SIZE 32
#define NUDGE_SIZE 40

#define FLOAT_MANTISSA ((guint32) 0x7FFFFF)
#define DOUBLE_MANTISSA G_GUINT64_CONSTANT (0xFFFFFFFFFFFFF)

typedef struct
{
  double   value; /* positive and finite */
  gboolean is_float;
  gboolean is_power_of_two;
} Number;

/* Adds one to the last digit, or takes one away; FALSE if that would change the length. */
static gboolean
step_last_digit (char *candidate,
                 int   step)
{
  char last = step > 0 ? '9' : '0';
  char first = step > 0 ? '0' : '9';

  for (char *digit = strchr (candidate, 'e') - 1; digit >= candidate; digit--)
    {
      if (*digit == '.')
        continue;
      if (*digit != last)
        {
          *digit = (char) (*digit + step);
          return TRUE;
        }
      *digit = first;
    }

  return FALSE;
}

static gboolean
reads_as_number (const Number *number,
                 const char   *text)
{
  return number->is_float ? strtof (text, NULL) == (float) number->value
                          : strtod (text, NULL) == number->value;
}

/* Puts many digits behind those of the candidate, the last one different. */
static gboolean
reads_nudged (const Number *number,
              const char   *candidate,
              char          digit,
              char          last_digit)
{
  char text[CANDIDATE_SIZE + NUDGE_SIZE + 2];
  const char *exponent = strchr (candidate, 'e');
  gsize length = (gsize) (exponent - candidate);

  memcpy (text, candidate, length);
  if (memchr (candidate, '.', length) == NULL)
    text[length++] = '.';
  memset (text + length, digit, NUDGE_SIZE);
  length += NUDGE_SIZE;
  text[length - 1] = last_digit;
  g_strlcpy (text + length, exponent, sizeof (text) - length);

  return reads_as_number (number, text);
}

/* A text exactly in the middle between two numbers is read as the even one, but the server does not
 * rely on that: a text is good if the ones a tiny bit above and below it are read the same. */
static gboolean
reads_back (const Number *number,
            const char   *candidate)
{
  char below[CANDIDATE_SIZE];

  if (!reads_as_number (number, candidate) || !reads_nudged (number, candidate, '0', '1'))
    return FALSE;

  g_strlcpy (below, candidate, sizeof (below));
  step_last_digit (below, -1);
  return reads_nudged (number, below, '9', '9');
}

static void
print_candidate (const Number *number,
                 int           digits,
                 char          candidate[CANDIDATE_SIZE])
{
  g_snprintf (candidate, CANDIDATE_SIZE, "%.*e", digits - 1, number->value);
}

static void
strip_zeros (char *candidate)
{
  char *exponent = strchr (candidate, 'e');
  char *end = exponent;

  while (end[-1] == '0')
    end--;
  if (end[-1] == '.')
    end--;

  memmove (end, exponent, strlen (exponent) + 1);
}

/* The closest text with so many digits is the one to try. A power of two lies closer to the number
 * below it than to the one above: there the next text may be good when the closest is not. */
static void
search_shortest (const Number *number,
                 int           min_digits,
                 char          candidate[CANDIDATE_SIZE])
{
  int max_digits = number->is_float ? FLT_DECIMAL_DIG : DBL_DECIMAL_DIG;

  for (int digits = min_digits; digits <= max_digits; digits++)
    {
      print_candidate (number, digits, candidate);
      if (reads_back (number, candidate))
        return;
      if (number->is_power_of_two && digits < max_digits && step_last_digit (candidate, 1) &&
          reads_back (number, candidate))
        return;
    }
}

/* Every decimal number of up to DBL_DIG digits that is read as a double comes back when that is
 * written with DBL_DIG digits, so that one text stands for all shorter ones. The smallest numbers
 * are less precise. */
static void
find_shortest (const Number *number,
               char          candidate[CANDIDATE_SIZE])
{
  double min_precise = number->is_float ? (double) FLT_MIN : DBL_MIN;
  int precision = number->is_float ? FLT_DIG : DBL_DIG;

  if (number->is_power_of_two || number->value < min_precise)
    {
      search_shortest (number, 1, candidate);
      return;
    }

  print_candidate (number, precision, candidate);
  strip_zeros (candidate);
  if (!reads_back (number, candidate))
    search_shortest (number, precision + 1, candidate);
}

static void
append_plain (const char *candidate,
              int         exponent,
              GString    *text)
{
  char digits[CANDIDATE_SIZE];
  int n_digits = 0;

  for (const char *c = candidate; *c != 'e'; c++)
    if (*c != '.')
      digits[n_digits++] = *c;

  if (exponent < 0)
    {
      g_string_append_printf (text, "0.%0*d", -exponent - 1, 0);
      if (exponent == -1)
        g_string_truncate (text, text->len - 1);
      g_string_append_len (text, digits, n_digits);
      return;
    }

  for (int i = 0; i < MAX (n_digits, exponent + 1); i++)
    {
      if (i == exponent + 1)
        g_string_append_c (text, '.');
      g_string_append_c (text, i < n_digits ? digits[i] : '0');
    }
}

static void
append_finite (const Number *number,
               GString      *text)
{
  int plain_exponent = number->is_float ? FLOAT_PLAIN_EXPONENT : DOUBLE_PLAIN_EXPONENT;
  locale_t locale = uselocale (pgg_c_locale ());
  char candidate[CANDIDATE_SIZE];
  int exponent;

  find_shortest (number, candidate);
  uselocale (locale);

  exponent = (int) g_ascii_strtoll (strchr (candidate, 'e') + 1, NULL, 10);
  if (exponent < LEAST_PLAIN_EXPONENT || exponent >= plain_exponent)
    g_string_append (text, candidate);
  else
    append_plain (candidate, exponent, text);
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
  float magnitude = value < 0 ? -value : value;
  guint32 bits;
  Number number = { .value = magnitude, .is_float = TRUE };

  if (append_special (value, text))
    return;

  memcpy (&bits, &magnitude, sizeof (bits));
  number.is_power_of_two = (bits & FLOAT_MANTISSA) == 0;
  append_finite (&number, text);
}

void
pgg_double_append (double   value,
                   GString *text)
{
  double magnitude = value < 0 ? -value : value;
  guint64 bits;
  Number number = { .value = magnitude };

  if (append_special (value, text))
    return;

  memcpy (&bits, &magnitude, sizeof (bits));
  number.is_power_of_two = (bits & DOUBLE_MANTISSA) == 0;
  append_finite (&number, text);
}
