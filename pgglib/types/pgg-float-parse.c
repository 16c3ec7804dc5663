/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads floating-point numbers as the server does, independent of the locale. */

#include "config.h"

#include "pgg-float-text-private.h"

#include "pgg-buffer-private.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* So many decimal digits always fit 64 bits, and doubles hold every integer up to 2^53. */
#define MAX_MANTISSA_DIGITS 19
#define MAX_EXACT_DOUBLE (G_GUINT64_CONSTANT (1) << 53)

/* The greatest power of ten that a double holds exactly, and that 64 bits do. */
#define MAX_DOUBLE_POWER 22
#define MAX_INTEGER_POWER 19

/* Longer texts are copied to memory of their own. */
#define MAX_STACK_LENGTH 127

/* The bits of a double that a float has no room for. */
#define LOST_BITS G_GUINT64_CONSTANT (0x1FFFFFFF)
#define HALF_OF_LOST_BITS G_GUINT64_CONSTANT (0x10000000)

/* A text as what pgg_double_scale() takes. */
typedef struct
{
  gboolean is_negative;
  guint64  mantissa;
  gint64   exponent;
  gboolean is_exact; /* there was room for all digits */
} Decimal;

locale_t
pgg_c_locale (void)
{
  static gsize locale = 0;

  if (g_once_init_enter (&locale))
    g_once_init_leave (&locale, (gsize) newlocale (LC_ALL_MASK, "C", (locale_t) 0));

  return (locale_t) locale;
}

double
pgg_double_round (const char *text)
{
  return strtod_l (text, NULL, pgg_c_locale ());
}

#ifdef __SIZEOF_INT128__

__extension__ typedef unsigned __int128 Wide;

static guint64
get_integer_power (gint64 exponent)
{
  guint64 power = 1;

  while (exponent-- > 0)
    power *= 10;

  return power;
}

/* With integers of 128 bits: the product is exact, and the quotient has so many bits that one more
 * for what the division leaves makes the rounding of the conversion right. */
static gboolean
scale_wide (guint64  mantissa,
            gint64   exponent,
            double  *value)
{
  guint64 power;
  Wide dividend, quotient;
  int shift;

  if (exponent < -MAX_INTEGER_POWER || exponent > MAX_INTEGER_POWER)
    return FALSE;

  power = get_integer_power (ABS (exponent));
  if (exponent >= 0)
    {
      *value = (double) ((Wide) mantissa * power);
      return TRUE;
    }

  shift = __builtin_clzll (mantissa);
  dividend = (Wide) (mantissa << shift) << 64;
  quotient = dividend / power;
  if (quotient * power != dividend)
    quotient |= 1;
  *value = ldexp ((double) quotient, -64 - shift);
  return TRUE;
}

#else

static gboolean
scale_wide (guint64  mantissa,
            gint64   exponent,
            double  *value)
{
  return FALSE;
}

#endif

/* A product or quotient of two numbers that are held exactly is rounded once. */
gboolean
pgg_double_scale (guint64  mantissa,
                  gint64   exponent,
                  double  *value)
{
  static const double powers[MAX_DOUBLE_POWER + 1] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  };

  if (mantissa == 0)
    {
      *value = 0;
      return TRUE;
    }
  if (mantissa > MAX_EXACT_DOUBLE || exponent < -MAX_DOUBLE_POWER || exponent > MAX_DOUBLE_POWER)
    return scale_wide (mantissa, exponent, value);

  *value = exponent < 0 ? (double) mantissa / powers[-exponent]
                        : (double) mantissa * powers[exponent];
  return TRUE;
}

/* A double that is rounded to a float gives the closest one, unless it stands in the middle between
 * two: what was rounded away to make the double would have decided. */
static gboolean
is_between_floats (double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof (bits));
  return (bits & LOST_BITS) == HALF_OF_LOST_BITS;
}

/* What pgg_double_scale() gives is neither too large nor too small for all bits of a float. */
gboolean
pgg_float_scale (guint64  mantissa,
                 gint64   exponent,
                 float   *value)
{
  double wide;

  if (!pgg_double_scale (mantissa, exponent, &wide) || is_between_floats (wide))
    return FALSE;

  *value = (float) wide;
  return TRUE;
}

static gboolean
is_word (const PggBuffer *buffer,
         const char      *word)
{
  gsize length = strlen (word);

  return buffer->size == length &&
         g_ascii_strncasecmp ((const char *) buffer->data, word, length) == 0;
}

/* Words, as opposed to digits. */
static gboolean
parse_word (PggBuffer  buffer,
            double    *value)
{
  gboolean is_negative = buffer.size > 0 && buffer.data[0] == '-';

  if (is_word (&buffer, "nan"))
    {
      *value = NAN;
      return TRUE;
    }

  if (is_negative || (buffer.size > 0 && buffer.data[0] == '+'))
    pgg_buffer_take (&buffer, 1);
  *value = is_negative ? -INFINITY : INFINITY;
  return is_word (&buffer, "infinity") || is_word (&buffer, "inf");
}

/* Takes digits, at least one around the point. */
static gboolean
read_mantissa (PggBuffer *buffer,
               Decimal   *decimal)
{
  gboolean has_point = FALSE;
  guint n_digits = 0;    /* without zeros in front */
  gboolean is_empty = TRUE;

  for (; !pgg_buffer_at_end (buffer); pgg_buffer_take (buffer, 1))
    {
      guint8 byte = buffer->data[0];

      if (byte == '.' && !has_point)
        {
          has_point = TRUE;
          continue;
        }
      if (!g_ascii_isdigit (byte))
        break;

      is_empty = FALSE;
      if (n_digits > 0 || byte != '0')
        n_digits++;
      if (n_digits <= MAX_MANTISSA_DIGITS)
        decimal->mantissa = decimal->mantissa * 10 + byte - '0';
      decimal->exponent -= has_point ? 1 : 0;
    }

  decimal->is_exact = n_digits <= MAX_MANTISSA_DIGITS;
  return !is_empty;
}

static gboolean
read_exponent (PggBuffer *buffer,
               Decimal   *decimal)
{
  gint64 exponent = 0;
  gboolean is_negative;
  guint8 byte;

  if (pgg_buffer_at_end (buffer))
    return TRUE;
  if (!pgg_buffer_get_u8 (buffer, &byte) || (byte != 'e' && byte != 'E') ||
      pgg_buffer_at_end (buffer))
    return FALSE;

  is_negative = buffer->data[0] == '-';
  if (is_negative || buffer->data[0] == '+')
    pgg_buffer_take (buffer, 1);
  if (pgg_buffer_at_end (buffer))
    return FALSE;

  while (pgg_buffer_get_u8 (buffer, &byte))
    {
      if (!g_ascii_isdigit (byte))
        return FALSE;
      exponent = MIN (exponent * 10 + byte - '0', G_MAXINT32);
    }

  decimal->exponent += is_negative ? -exponent : exponent;
  return TRUE;
}

static gboolean
read_decimal (PggBuffer  buffer,
              Decimal   *decimal)
{
  decimal->is_negative = buffer.size > 0 && buffer.data[0] == '-';
  if (decimal->is_negative || (buffer.size > 0 && buffer.data[0] == '+'))
    pgg_buffer_take (&buffer, 1);

  return read_mantissa (&buffer, decimal) && read_exponent (&buffer, decimal);
}

/* The whole text is known to be a decimal number, but strtod() needs a NUL behind it. */
static double
round_long (const PggBuffer *buffer,
            double         (*round) (const char *text))
{
  char space[MAX_STACK_LENGTH + 1];
  g_autofree char *large = NULL;
  char *text = space;

  if (buffer->size > MAX_STACK_LENGTH)
    text = large = g_malloc (buffer->size + 1);
  memcpy (text, buffer->data, buffer->size);
  text[buffer->size] = '\0';

  return round (text);
}

static double
round_float (const char *text)
{
  return (double) strtof_l (text, NULL, pgg_c_locale ());
}

/* The server refuses what is too large, or so small that nothing is left of it. */
static gboolean
is_in_range (const Decimal *decimal,
             double         value)
{
  return isfinite (value) && (value != 0 || decimal->mantissa == 0);
}

gboolean
pgg_double_parse (const char *text,
                  gsize       length,
                  double     *value)
{
  PggBuffer buffer = pgg_buffer_init (text, length);
  Decimal decimal = { 0 };

  if (!read_decimal (buffer, &decimal))
    return parse_word (buffer, value);

  if (G_LIKELY (decimal.is_exact &&
                pgg_double_scale (decimal.mantissa, decimal.exponent, value)))
    {
      if (decimal.is_negative)
        *value = -*value;
      return TRUE;
    }

  *value = round_long (&buffer, pgg_double_round);
  return is_in_range (&decimal, *value);
}

gboolean
pgg_float_parse (const char *text,
                 gsize       length,
                 float      *value)
{
  PggBuffer buffer = pgg_buffer_init (text, length);
  Decimal decimal = { 0 };
  gboolean is_known;
  double wide = 0;

  if (!read_decimal (buffer, &decimal))
    {
      is_known = parse_word (buffer, &wide);
      *value = (float) wide;
      return is_known;
    }

  if (G_LIKELY (decimal.is_exact && pgg_float_scale (decimal.mantissa, decimal.exponent, value)))
    {
      if (decimal.is_negative)
        *value = -*value;
      return TRUE;
    }

  wide = round_long (&buffer, round_float);
  *value = (float) wide;
  return is_in_range (&decimal, wide);
}

/* With extra_float_digits below 1 the server rounds what it shows, and the largest numbers become
 * larger than any: 1.79769313486232e+308. It shows them in no other way, and no others so. */
static gboolean
is_rounded (const char *text,
            gsize       length,
            double      number,
            int         max_digits)
{
  char shown[G_ASCII_DTOSTR_BUF_SIZE];
  char format[8];

  for (int n_digits = 1; n_digits <= max_digits; n_digits++)
    {
      g_snprintf (format, sizeof (format), "%%.%dg", n_digits);
      g_ascii_formatd (shown, sizeof (shown), format, number);
      if (strlen (shown) == length && memcmp (shown, text, length) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Reads what is shown of the largest number, or of its negative. */
static gboolean
read_rounded (const char *text,
              gsize       length,
              double      largest,
              int         max_digits,
              double     *value)
{
  for (int sign = 1; sign >= -1; sign -= 2)
    if (is_rounded (text, length, sign * largest, max_digits))
      {
        *value = sign * largest;
        return TRUE;
      }

  return FALSE;
}

gboolean
pgg_double_parse_shown (const char *text,
                        gsize       length,
                        double     *value)
{
  return G_LIKELY (pgg_double_parse (text, length, value)) ||
         read_rounded (text, length, G_MAXDOUBLE, DBL_DIG + 1, value);
}

gboolean
pgg_float_parse_shown (const char *text,
                       gsize       length,
                       float      *value)
{
  double wide;

  if (G_LIKELY (pgg_float_parse (text, length, value)))
    return TRUE;
  if (!read_rounded (text, length, G_MAXFLOAT, FLT_DIG + 1, &wide))
    return FALSE;

  *value = (float) wide;
  return TRUE;
}
