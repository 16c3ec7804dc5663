/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* numeric over the wire: see numeric_recv() and numeric_send() in the server's
 * src/backend/utils/adt/numeric.c. */

#include "config.h"

#include "pgg-codec-private.h"

#include "pgg-codec-value-private.h"
#include "pgg-numeric-private.h"

/* Numbers of so many digits need no memory of their own to be written as text. */
#define MAX_STACK_DIGITS 32

static gboolean
is_sign (guint16 sign)
{
  switch (sign)
    {
    case PGG_NUMERIC_POSITIVE:
    case PGG_NUMERIC_NEGATIVE:
    case PGG_NUMERIC_NAN:
    case PGG_NUMERIC_PLUS_INFINITY:
    case PGG_NUMERIC_MINUS_INFINITY:
      return TRUE;
    default:
      return FALSE;
    }
}

/* All but the digits, which must be all that is left. */
static PggDecode
read_header (PggBuffer  *buffer,
             PggNumeric *numeric)
{
  guint16 n_digits, weight, sign, scale;

  if (!pgg_buffer_get_u16 (buffer, &n_digits) || !pgg_buffer_get_u16 (buffer, &weight) ||
      !pgg_buffer_get_u16 (buffer, &sign) || !pgg_buffer_get_u16 (buffer, &scale))
    return PGG_DECODE_MALFORMED;
  if (buffer->size != n_digits * sizeof (guint16) || !is_sign (sign) ||
      scale > PGG_NUMERIC_MAX_SCALE)
    return PGG_DECODE_MALFORMED;

  *numeric = (PggNumeric) {
    .sign = (PggNumericSign) sign,
    .weight = (gint16) weight,
    .scale = scale,
    .n_digits = n_digits,
  };
  return PGG_DECODE_OK;
}

/* The server leaves out what is behind the digits that it shows, and so it never sends it. */
static void
truncate_digits (PggNumeric *numeric,
                 guint16    *digits)
{
  static const guint16 units[] = { 1, 1000, 100, 10 };
  gint64 n_decimals = ((gint64) numeric->weight + 1) * PGG_NUMERIC_DECIMALS + numeric->scale;
  gint64 n_kept = (n_decimals + PGG_NUMERIC_DECIMALS - 1) / PGG_NUMERIC_DECIMALS;

  if (n_decimals <= 0)
    numeric->n_digits = 0;
  if (n_decimals <= 0 || n_kept > numeric->n_digits)
    return;

  numeric->n_digits = (guint) n_kept;
  digits[n_kept - 1] -= digits[n_kept - 1] % units[n_decimals % PGG_NUMERIC_DECIMALS];
}

/* Fills in the digits of a header that was read. */
static PggDecode
read_digits (PggBuffer  *buffer,
             PggNumeric *numeric,
             guint16    *digits)
{
  numeric->digits = digits;
  for (guint i = 0; i < numeric->n_digits; i++)
    if (!pgg_buffer_get_u16 (buffer, &digits[i]) || digits[i] >= PGG_NUMERIC_BASE)
      return PGG_DECODE_MALFORMED;

  if (!pgg_numeric_is_finite (numeric))
    {
      numeric->n_digits = 0;
      numeric->scale = 0;
    }
  truncate_digits (numeric, digits);
  pgg_numeric_normalize (numeric);

  return PGG_DECODE_OK;
}

static PggDecode
read_binary (PggBuffer    buffer,
             PggNumeric **numeric)
{
  PggNumeric header;
  g_autoptr (PggNumeric) made = NULL;
  guint16 *digits;

  if (read_header (&buffer, &header) != PGG_DECODE_OK)
    return PGG_DECODE_MALFORMED;

  made = pgg_numeric_alloc (header.n_digits, &digits);
  *made = header;
  if (read_digits (&buffer, made, digits) != PGG_DECODE_OK)
    return PGG_DECODE_MALFORMED;

  *numeric = g_steal_pointer (&made);
  return PGG_DECODE_OK;
}

static void
write_binary (const PggNumeric *self,
              GByteArray       *bytes)
{
  guint length = bytes->len + 4 * (guint) sizeof (guint16);

  pgg_bytes_append_u16 (bytes, (guint16) self->n_digits);
  pgg_bytes_append_u16 (bytes, (guint16) self->weight);
  pgg_bytes_append_u16 (bytes, (guint16) self->sign);
  pgg_bytes_append_u16 (bytes, (guint16) self->scale);

  g_byte_array_set_size (bytes, length + self->n_digits * (guint) sizeof (guint16));
  for (guint i = 0; i < self->n_digits; i++)
    {
      guint16 digit = GUINT16_TO_BE (self->digits[i]);

      memcpy (bytes->data + length + i * sizeof (digit), &digit, sizeof (digit));
    }
}

static PggDecode
read_numeric_text (const PggAdapter *self,
                   PggBuffer         buffer,
                   gpointer         *value)
{
  PggNumeric *numeric = NULL;
  PggDecode decode = pgg_numeric_parse ((const char *) buffer.data, buffer.size, &numeric);

  *value = numeric;
  return decode == PGG_DECODE_OK ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

static PggDecode
read_numeric_binary (const PggAdapter *self,
                     PggBuffer         buffer,
                     gpointer         *value)
{
  PggNumeric *numeric = NULL;
  PggDecode decode = read_binary (buffer, &numeric);

  *value = numeric;
  return decode;
}

static PggDecode
write_numeric_text (const PggAdapter *self,
                    PggBuffer         buffer,
                    GString          *text)
{
  guint16 space[MAX_STACK_DIGITS];
  g_autofree guint16 *large = NULL;
  guint16 *digits = space;
  PggNumeric numeric;

  if (read_header (&buffer, &numeric) != PGG_DECODE_OK)
    return PGG_DECODE_MALFORMED;
  if (numeric.n_digits > MAX_STACK_DIGITS)
    digits = large = g_new (guint16, numeric.n_digits);
  if (read_digits (&buffer, &numeric, digits) != PGG_DECODE_OK)
    return PGG_DECODE_MALFORMED;

  pgg_numeric_append (&numeric, text);
  return PGG_DECODE_OK;
}

/* A new number, from one or from what can be made one without loss. */
static PggDecode
get_numeric (const GValue  *value,
             PggNumeric   **numeric)
{
  const char *text = pgg_value_peek_text (value);
  gint64 small;
  guint64 large;
  double real;

  if (G_VALUE_HOLDS (value, PGG_TYPE_NUMERIC))
    *numeric = g_value_dup_boxed (value);
  else if (text != NULL)
    return pgg_numeric_parse (text, strlen (text), numeric);
  else if (pgg_value_read_int64 (value, &small) == PGG_DECODE_OK)
    *numeric = pgg_numeric_new_from_int64 (small);
  else if (pgg_value_read_uint64 (value, &large) == PGG_DECODE_OK)
    *numeric = pgg_numeric_new_from_uint64 (large);
  else if (pgg_value_read_double (value, &real) == PGG_DECODE_OK)
    *numeric = pgg_numeric_new_from_double (real);
  else
    return PGG_DECODE_WRONG_TYPE;

  return *numeric != NULL ? PGG_DECODE_OK : PGG_DECODE_WRONG_TYPE;
}

static PggDecode
encode_numeric_text (const PggAdapter *self,
                     const GValue     *value,
                     GByteArray       *bytes)
{
  g_autoptr (PggNumeric) numeric = NULL;
  g_autoptr (GString) text = NULL;
  PggDecode decode;

  if (pgg_value_holds_text (value))
    return pgg_encode_text_value (self, value, bytes);

  decode = get_numeric (value, &numeric);
  if (decode != PGG_DECODE_OK)
    return decode;

  text = g_string_new (NULL);
  pgg_numeric_append (numeric, text);
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
  return PGG_DECODE_OK;
}

static PggDecode
encode_numeric_binary (const PggAdapter *self,
                       const GValue     *value,
                       GByteArray       *bytes)
{
  g_autoptr (PggNumeric) numeric = NULL;
  PggDecode decode = get_numeric (value, &numeric);

  if (decode == PGG_DECODE_OK)
    write_binary (numeric, bytes);

  return decode;
}

const PggCodec pgg_codec_numeric_text = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_numeric_get_type,
  .text_is_raw = TRUE,
  .read_boxed = read_numeric_text,
  .encode = encode_numeric_text,
};

const PggCodec pgg_codec_numeric_binary = {
  .kind = PGG_KIND_BOXED,
  .get_boxed_type = pgg_numeric_get_type,
  .read_boxed = read_numeric_binary,
  .write_text = write_numeric_text,
  .encode = encode_numeric_binary,
};
