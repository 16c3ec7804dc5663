/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The fewest decimal digits that are read as a floating-point number. */

#include "config.h"

#include "pgg-float-shortest-private.h"

#include "pgg-float-text-private.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A candidate is d[.ddd]e±xx, and a nudged one has so many digits more. */
#define CANDIDATE_SIZE 32
#define NUDGE_SIZE 40

#define FLOAT_MANTISSA ((guint32) 0x7FFFFF)
#define DOUBLE_MANTISSA G_GUINT64_CONSTANT (0xFFFFFFFFFFFFF)

/* Between these numbers the digits are found with integers of 128 bits. No text of so few digits as
 * are tried is there in the middle between two floating-point numbers. */
#define LEAST_FAST 1e-3
#define FLOAT_FAST_END 1e6
#define DOUBLE_FAST_END 1e15

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
find_candidate (const Number *number,
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
split_candidate (const char  *candidate,
                 PggShortest *shortest)
{
  const char *c;

  shortest->n_digits = 0;
  for (c = candidate; *c != 'e'; c++)
    if (*c != '.')
      shortest->digits[shortest->n_digits++] = *c;

  shortest->exponent = (int) g_ascii_strtoll (c + 1, NULL, 10);
}

static void
find_slowly (const Number *number,
             PggShortest  *shortest)
{
  locale_t locale = uselocale (pgg_c_locale ());
  char candidate[CANDIDATE_SIZE];

  find_candidate (number, candidate);
  uselocale (locale);
  split_candidate (candidate, shortest);
}

#ifdef __SIZEOF_INT128__

__extension__ typedef unsigned __int128 Wide;

/* The number in units of 10^-n_decimals, rounded to the closest, and to the even one of two. */
static guint64
scale_digits (double value,
              int    n_decimals)
{
  guint64 power = 1;
  guint64 digits;
  int exponent;
  guint64 mantissa = (guint64) ldexp (frexp (value, &exponent), DBL_MANT_DIG);
  int shift = DBL_MANT_DIG - exponent;
  Wide product, rest, half;

  for (int i = 0; i < n_decimals; i++)
    power *= 10;

  product = (Wide) mantissa * power;
  rest = product & (((Wide) 1 << shift) - 1);
  half = (Wide) 1 << (shift - 1);
  digits = (guint64) (product >> shift);

  return digits + (rest > half || (rest == half && digits % 2 == 1) ? 1 : 0);
}

static gboolean
is_read_as (const Number *number,
            guint64       digits,
            int           n_decimals)
{
  float narrow;
  double wide;

  if (number->is_float)
    return pgg_float_scale (digits, -n_decimals, &narrow) && (double) narrow == number->value;

  return pgg_double_scale (digits, -n_decimals, &wide) && wide == number->value;
}

static void
split_digits (guint64      digits,
              int          n_decimals,
              PggShortest *shortest)
{
  char reversed[G_N_ELEMENTS (shortest->digits)];
  int n_digits = 0;

  for (; digits % 10 == 0; digits /= 10)
    n_decimals--;
  for (; digits > 0; digits /= 10)
    reversed[n_digits++] = (char) ('0' + digits % 10);

  for (int i = 0; i < n_digits; i++)
    shortest->digits[i] = reversed[n_digits - 1 - i];
  shortest->n_digits = n_digits;
  shortest->exponent = n_digits - 1 - n_decimals;
}

/* The exponent of the first digit. */
static int
get_exponent (double value)
{
  static const double powers[] = { 1e-3, 1e-2, 1e-1, 1e0,  1e1,  1e2,  1e3,  1e4,  1e5, 1e6,
                                   1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
  int i = 1;

  while (value >= powers[i])
    i++;

  return i - 4;
}

static gboolean
find_fast (const Number *number,
           PggShortest  *shortest)
{
  int precision = number->is_float ? FLT_DIG : DBL_DIG;
  int max_precision = number->is_float ? FLT_DECIMAL_DIG : DBL_DECIMAL_DIG;
  int n_decimals;

  if (number->value < LEAST_FAST ||
      number->value >= (number->is_float ? FLOAT_FAST_END : DOUBLE_FAST_END))
    return FALSE;

  n_decimals = precision - 1 - get_exponent (number->value);
  for (int i = precision; i <= max_precision; i++, n_decimals++)
    {
      guint64 digits = scale_digits (number->value, n_decimals);

      if (is_read_as (number, digits, n_decimals))
        {
          split_digits (digits, n_decimals, shortest);
          return TRUE;
        }
      if (number->is_power_of_two)
        return FALSE;
    }

  return FALSE;
}

#else

static gboolean
find_fast (const Number *number,
           PggShortest  *shortest)
{
  return FALSE;
}

#endif

static void
find (const Number *number,
      PggShortest  *shortest)
{
  if (!find_fast (number, shortest))
    find_slowly (number, shortest);
}

void
pgg_float_find_shortest (float        value,
                         PggShortest *shortest)
{
  Number number = { .value = (double) value, .is_float = TRUE };
  guint32 bits;

  memcpy (&bits, &value, sizeof (bits));
  number.is_power_of_two = (bits & FLOAT_MANTISSA) == 0;
  find (&number, shortest);
}

void
pgg_double_find_shortest (double       value,
                          PggShortest *shortest)
{
  Number number = { .value = value };
  guint64 bits;

  memcpy (&bits, &value, sizeof (bits));
  number.is_power_of_two = (bits & DOUBLE_MANTISSA) == 0;
  find (&number, shortest);
}
