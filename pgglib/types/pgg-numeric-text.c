/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of numbers of any precision, see numeric_in(), set_var_from_str() and
 * get_str_from_var() in the server's src/backend/utils/adt/numeric.c. */

#include "config.h"

#include "pgg-numeric-private.h"

/* The server refuses what is larger, whatever the digits are. */
#define MAX_EXPONENT (G_MAXINT32 / 2)

/* A decimal number in a text: where its digits are and what they are worth. */
typedef struct
{
  const guint8 *first;      /* the first digit that is not zero; NULL: the number is zero */
  gsize         n_digits;   /* up to the last one that is not zero */
  gint64        weight;     /* the first one is worth 10^weight */
  gsize         n_fraction; /* digits behind the point, zeros included */
  gsize         n_integral;
  gint64        exponent;
} Decimal;

static gboolean
is_blank (guint8 byte)
{
  return g_ascii_isspace (byte) || byte == '\v';
}

static void
trim (PggBuffer *buffer)
{
  while (buffer->size > 0 && is_blank (buffer->data[0]))
    pgg_buffer_take (buffer, 1);
  while (buffer->size > 0 && is_blank (buffer->data[buffer->size - 1]))
    buffer->size--;
}

static gboolean
take (PggBuffer *buffer,
      guint8     byte)
{
  return buffer->size > 0 && buffer->data[0] == byte && pgg_buffer_take (buffer, 1) != NULL;
}

static gboolean
starts_with_digit (const PggBuffer *buffer)
{
  return buffer->size > 0 && g_ascii_isdigit (buffer->data[0]);
}

static gboolean
is_word (const PggBuffer *buffer,
         const char      *word)
{
  gsize length = strlen (word);

  return buffer->size == length &&
         g_ascii_strncasecmp ((const char *) buffer->data, word, length) == 0;
}

/* TRUE if the text is no number made of digits. */
static gboolean
parse_word (const PggBuffer *buffer,
            PggNumericSign  *sign)
{
  if (is_word (buffer, "nan"))
    *sign = PGG_NUMERIC_NAN;
  else if (is_word (buffer, "infinity") || is_word (buffer, "+infinity") ||
           is_word (buffer, "inf") || is_word (buffer, "+inf"))
    *sign = PGG_NUMERIC_PLUS_INFINITY;
  else if (is_word (buffer, "-infinity") || is_word (buffer, "-inf"))
    *sign = PGG_NUMERIC_MINUS_INFINITY;
  else
    return FALSE;

  return TRUE;
}

static void
count_digit (Decimal      *decimal,
             const guint8 *digit,
             gboolean      is_fraction)
{
  gsize n_before = decimal->n_integral + decimal->n_fraction;

  if (*digit != '0')
    {
      if (decimal->first == NULL)
        {
          decimal->first = digit;
          /* Until all digits before the point are counted, the weight counts zeros in front. */
          decimal->weight = (gint64) n_before;
        }
      decimal->n_digits = n_before + 1 - (gsize) decimal->weight;
    }

  if (is_fraction)
    decimal->n_fraction++;
  else
    decimal->n_integral++;
}

/* Digits with one point among them, and single underscores between digits (PostgreSQL 16). */
static gboolean
scan_digits (PggBuffer *buffer,
             Decimal   *decimal)
{
  gboolean has_point = take (buffer, '.');

  if (!starts_with_digit (buffer))
    return FALSE;

  while (!pgg_buffer_at_end (buffer))
    if (starts_with_digit (buffer))
      {
        count_digit (decimal, buffer->data, has_point);
        pgg_buffer_take (buffer, 1);
      }
    else if (!has_point && take (buffer, '.'))
      {
        has_point = TRUE;
        if (buffer->size > 0 && buffer->data[0] == '_')
          return FALSE;
      }
    else if (take (buffer, '_'))
      {
        if (!starts_with_digit (buffer))
          return FALSE;
      }
    else
      break;

  return TRUE;
}

static PggDecode
scan_exponent (PggBuffer *buffer,
               Decimal   *decimal)
{
  gboolean negative;
  guint8 digit;

  if (pgg_buffer_at_end (buffer))
    return PGG_DECODE_OK;
  if (!take (buffer, 'e') && !take (buffer, 'E'))
    return PGG_DECODE_MALFORMED;

  negative = take (buffer, '-');
  if (!negative)
    take (buffer, '+');
  if (!starts_with_digit (buffer))
    return PGG_DECODE_MALFORMED;

  while (pgg_buffer_get_u8 (buffer, &digit))
    if (g_ascii_isdigit (digit))
      decimal->exponent = MIN (decimal->exponent * 10 + digit - '0', MAX_EXPONENT + 1);
    else if (digit != '_' || !starts_with_digit (buffer))
      return PGG_DECODE_MALFORMED;

  if (decimal->exponent > MAX_EXPONENT)
    return PGG_DECODE_INEXACT;
  if (negative)
    decimal->exponent = -decimal->exponent;
  return PGG_DECODE_OK;
}

static PggDecode
scan_decimal (PggBuffer  buffer,
              Decimal   *decimal)
{
  PggDecode decode;

  if (!scan_digits (&buffer, decimal))
    return PGG_DECODE_MALFORMED;

  decode = scan_exponent (&buffer, decimal);
  decimal->weight = (gint64) decimal->n_integral - 1 - decimal->weight + decimal->exponent;

  return decode;
}

/* Rounds towards minus infinity, unlike C. */
static gint64
divide_down (gint64 number,
             gint64 divisor)
{
  return number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor);
}

static void
fill_digits (const Decimal *decimal,
             guint16       *digits,
             guint          n_digits,
             guint          n_missing)
{
  const guint8 *from = decimal->first;
  gsize n_left = decimal->n_digits;

  for (guint i = 0; i < n_digits; i++)
    {
      guint digit = 0;

      for (guint j = i == 0 ? n_missing : 0; j < PGG_NUMERIC_DECIMALS; j++)
        {
          digit *= 10;
          if (n_left == 0)
            continue;
          while (!g_ascii_isdigit (*from))
            from++;
          digit += (guint) (*from++ - '0');
          n_left--;
        }
      digits[i] = (guint16) digit;
    }
}

static PggDecode
make_decimal (const Decimal  *decimal,
              PggNumericSign  sign,
              PggNumeric    **numeric)
{
  gint64 scale = MAX ((gint64) decimal->n_fraction - decimal->exponent, 0);
  gint64 weight = divide_down (decimal->weight, PGG_NUMERIC_DECIMALS);
  /* Zeros in front of the first decimal digit that fill the first one of ours. */
  guint n_missing = (guint) ((weight + 1) * PGG_NUMERIC_DECIMALS - 1 - decimal->weight);
  guint n_digits = 0;
  guint16 *digits;

  if (scale > PGG_NUMERIC_MAX_SCALE || (decimal->first != NULL && weight > PGG_NUMERIC_MAX_WEIGHT))
    return PGG_DECODE_INEXACT;

  if (decimal->first != NULL)
    n_digits = (guint) ((decimal->n_digits + n_missing + PGG_NUMERIC_DECIMALS - 1) /
                        PGG_NUMERIC_DECIMALS);

  *numeric = pgg_numeric_alloc (n_digits, &digits);
  (*numeric)->sign = n_digits > 0 ? sign : PGG_NUMERIC_POSITIVE;
  (*numeric)->weight = n_digits > 0 ? (int) weight : 0;
  (*numeric)->scale = (guint) scale;
  fill_digits (decimal, digits, n_digits, n_missing);

  return PGG_DECODE_OK;
}

PggDecode
pgg_numeric_parse (const char  *text,
                   gsize        length,
                   PggNumeric **numeric)
{
  PggBuffer buffer = pgg_buffer_init (text, length);
  Decimal decimal = { 0 };
  PggNumericSign sign = PGG_NUMERIC_POSITIVE;
  PggDecode decode;

  trim (&buffer);
  if (parse_word (&buffer, &sign))
    {
      *numeric = pgg_numeric_alloc (0, NULL);
      (*numeric)->sign = sign;
      return PGG_DECODE_OK;
    }

  if (take (&buffer, '-'))
    sign = PGG_NUMERIC_NEGATIVE;
  else
    take (&buffer, '+');

  decode = scan_decimal (buffer, &decimal);
  return decode == PGG_DECODE_OK ? make_decimal (&decimal, sign, numeric) : decode;
}

static char *
write_digit (char *to,
             guint digit)
{
  to[0] = (char) ('0' + digit / 1000);
  to[1] = (char) ('0' + digit / 100 % 10);
  to[2] = (char) ('0' + digit / 10 % 10);
  to[3] = (char) ('0' + digit % 10);

  return to + PGG_NUMERIC_DECIMALS;
}

/* Without zeros in front, but at least one digit. */
static char *
write_integral (const PggNumeric *self,
                char             *to)
{
  char *from = to;
  char *end = to;

  for (int weight = MAX (self->weight, 0); weight >= 0; weight--)
    end = write_digit (end, pgg_numeric_get_digit (self, weight));
  while (*from == '0' && from < end - 1)
    from++;

  memmove (to, from, (gsize) (end - from));
  return to + (end - from);
}

/* May write up to three digits more than the scale. */
static char *
write_fraction (const PggNumeric *self,
                char             *to)
{
  char *end = to + self->scale;

  for (int weight = -1; to < end; weight--)
    to = write_digit (to, pgg_numeric_get_digit (self, weight));

  return end;
}

static void
append_finite (const PggNumeric *self,
               GString          *text)
{
  gsize start = text->len;
  gsize n_integral = ((gsize) MAX (self->weight, 0) + 1) * PGG_NUMERIC_DECIMALS;
  char *to;

  g_string_set_size (text, start + n_integral + self->scale + 2 + PGG_NUMERIC_DECIMALS);
  to = text->str + start;

  if (self->sign == PGG_NUMERIC_NEGATIVE)
    *to++ = '-';
  to = write_integral (self, to);
  if (self->scale > 0)
    {
      *to++ = '.';
      to = write_fraction (self, to);
    }

  g_string_truncate (text, (gsize) (to - text->str));
}

void
pgg_numeric_append (const PggNumeric *self,
                    GString          *text)
{
  switch (self->sign)
    {
    case PGG_NUMERIC_NAN:
      g_string_append (text, "NaN");
      break;
    case PGG_NUMERIC_PLUS_INFINITY:
      g_string_append (text, "Infinity");
      break;
    case PGG_NUMERIC_MINUS_INFINITY:
      g_string_append (text, "-Infinity");
      break;
    case PGG_NUMERIC_POSITIVE:
    case PGG_NUMERIC_NEGATIVE:
      append_finite (self, text);
      break;
    }
}
