/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers and texts out of values of GObject, for the encoders. */

#include "config.h"

#include "pgg-codec-value-private.h"

#include "pgg-encoding-private.h"

#include <math.h>

/* Doubles hold every integer up to this one. */
#define MAX_EXACT_DOUBLE (G_GINT64_CONSTANT (1) << 53)

/* A sign and the digits of a 64-bit integer. */
#define MAX_INTEGER_SIZE 21

static gboolean
read_signed (const GValue *value,
             gint64       *number)
{
  switch (G_VALUE_TYPE (value))
    {
    case G_TYPE_INT:
      *number = g_value_get_int (value);
      return TRUE;
    case G_TYPE_INT64:
      *number = g_value_get_int64 (value);
      return TRUE;
    case G_TYPE_LONG:
      *number = g_value_get_long (value);
      return TRUE;
    case G_TYPE_CHAR:
      *number = g_value_get_schar (value);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
read_unsigned (const GValue *value,
               guint64      *number)
{
  switch (G_VALUE_TYPE (value))
    {
    case G_TYPE_UINT:
      *number = g_value_get_uint (value);
      return TRUE;
    case G_TYPE_UINT64:
      *number = g_value_get_uint64 (value);
      return TRUE;
    case G_TYPE_ULONG:
      *number = g_value_get_ulong (value);
      return TRUE;
    case G_TYPE_UCHAR:
      *number = g_value_get_uchar (value);
      return TRUE;
    default:
      return FALSE;
    }
}

PggDecode
pgg_value_read_int64 (const GValue *value,
                      gint64       *number)
{
  guint64 large;

  if (read_signed (value, number))
    return PGG_DECODE_OK;
  if (!read_unsigned (value, &large))
    return PGG_DECODE_WRONG_TYPE;
  if (large > G_MAXINT64)
    return PGG_DECODE_INEXACT;

  *number = (gint64) large;
  return PGG_DECODE_OK;
}

PggDecode
pgg_value_read_uint64 (const GValue *value,
                       guint64      *number)
{
  gint64 small;

  if (read_unsigned (value, number))
    return PGG_DECODE_OK;
  if (!read_signed (value, &small))
    return PGG_DECODE_WRONG_TYPE;
  if (small < 0)
    return PGG_DECODE_INEXACT;

  *number = (guint64) small;
  return PGG_DECODE_OK;
}

PggDecode
pgg_value_read_double (const GValue *value,
                       double       *number)
{
  PggDecode decode;
  gint64 integer;

  if (G_VALUE_HOLDS_DOUBLE (value))
    *number = g_value_get_double (value);
  else if (G_VALUE_HOLDS_FLOAT (value))
    *number = (double) g_value_get_float (value);
  else
    {
      decode = pgg_value_read_int64 (value, &integer);
      if (decode != PGG_DECODE_OK)
        return decode;
      if (integer < -MAX_EXACT_DOUBLE || integer > MAX_EXACT_DOUBLE)
        return PGG_DECODE_INEXACT;
      *number = (double) integer;
    }

  return PGG_DECODE_OK;
}

const char *
pgg_value_peek_text (const GValue *value)
{
  const char *text = pgg_value_holds_text (value) ? g_value_get_string (value) : NULL;

  return text != NULL && g_utf8_validate (text, -1, NULL) ? text : NULL;
}

PggBuffer
pgg_value_trim_text (const GValue *value)
{
  const char *text = pgg_value_peek_text (value);
  gsize length;

  if (text == NULL)
    return pgg_buffer_init ("", 0);

  while (g_ascii_isspace (*text) || *text == '\v')
    text++;
  length = strlen (text);
  while (length > 0 && (g_ascii_isspace (text[length - 1]) || text[length - 1] == '\v'))
    length--;

  return pgg_buffer_init (text, length);
}

PggDecode
pgg_encode_text (const PggCodecContext *context,
                 const char            *text,
                 gsize                  length,
                 GByteArray            *bytes)
{
  g_autofree char *converted = NULL;

  if (length > G_MAXINT32)
    return PGG_DECODE_INEXACT;
  if (!pgg_encoding_is_utf8 (context->encoding))
    {
      converted = pgg_encoding_from_utf8 (context->encoding, text, length, &length);
      if (converted == NULL)
        return PGG_DECODE_INEXACT;
      text = converted;
    }

  g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
  return PGG_DECODE_OK;
}

PggDecode
pgg_encode_text_value (const PggAdapter *self,
                       const GValue     *value,
                       GByteArray       *bytes)
{
  const char *text = pgg_value_peek_text (value);

  if (text == NULL)
    return pgg_value_holds_text (value) ? PGG_DECODE_MALFORMED : PGG_DECODE_WRONG_TYPE;

  return pgg_encode_text (self->context, text, strlen (text), bytes);
}

PggDecode
pgg_encode_parsed_text (const GValue  *value,
                        PggTextParser  parse,
                        GByteArray    *bytes)
{
  PggBuffer text = pgg_value_trim_text (value);
  guint length = bytes->len;
  PggDecode decode;

  if (text.size == 0 && pgg_value_peek_text (value) == NULL)
    return pgg_value_holds_text (value) ? PGG_DECODE_MALFORMED : PGG_DECODE_WRONG_TYPE;

  decode = parse (text, bytes);
  if (decode != PGG_DECODE_OK)
    g_byte_array_set_size (bytes, length);

  return decode;
}

gboolean
pgg_text_take (PggBuffer *text,
               char       character)
{
  return text->size > 0 && text->data[0] == (guint8) character &&
         pgg_buffer_take (text, 1) != NULL;
}

gboolean
pgg_text_take_number (PggBuffer *text,
                      guint64    limit,
                      guint64   *number)
{
  PggBuffer rest = *text;
  guint64 value = 0;

  while (rest.size > 0 && g_ascii_isdigit (rest.data[0]))
    {
      guint digit = (guint) (rest.data[0] - '0');

      if (digit > limit || value > (limit - digit) / 10)
        return FALSE;
      value = value * 10 + digit;
      pgg_buffer_take (&rest, 1);
    }
  if (rest.size == text->size)
    return FALSE;

  *text = rest;
  *number = value;
  return TRUE;
}

/* Fills the end of the space, and gives the beginning of the text. */
static char *
format_integer (guint64  magnitude,
                gboolean is_negative,
                char     space[MAX_INTEGER_SIZE])
{
  char *text = space + MAX_INTEGER_SIZE;

  do
    *--text = (char) ('0' + magnitude % 10);
  while ((magnitude /= 10) > 0);
  if (is_negative)
    *--text = '-';

  return text;
}

static char *
format_signed (gint64 number,
               char   space[MAX_INTEGER_SIZE])
{
  return format_integer (number < 0 ? 0 - (guint64) number : (guint64) number, number < 0, space);
}

void
pgg_text_append_int64 (GString *text,
                       gint64   number)
{
  char space[MAX_INTEGER_SIZE];
  const char *digits = format_signed (number, space);

  g_string_append_len (text, digits, space + MAX_INTEGER_SIZE - digits);
}

void
pgg_text_append_uint64 (GString *text,
                        guint64  number)
{
  char space[MAX_INTEGER_SIZE];
  const char *digits = format_integer (number, FALSE, space);

  g_string_append_len (text, digits, space + MAX_INTEGER_SIZE - digits);
}

void
pgg_bytes_append_int64_text (GByteArray *bytes,
                             gint64      number)
{
  char space[MAX_INTEGER_SIZE];
  const char *digits = format_signed (number, space);

  g_byte_array_append (bytes, (const guint8 *) digits, (guint) (space + sizeof (space) - digits));
}

void
pgg_bytes_append_uint64_text (GByteArray *bytes,
                              guint64     number)
{
  char space[MAX_INTEGER_SIZE];
  const char *digits = format_integer (number, FALSE, space);

  g_byte_array_append (bytes, (const guint8 *) digits, (guint) (space + sizeof (space) - digits));
}
