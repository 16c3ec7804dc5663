/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* float4 and float8: text with the fewest digits that give the same number back, or IEEE 754. */

#include "config.h"

#include "pgg-codec-private.h"

#include "pgg-codec-value-private.h"

#include "pgg-float-text-private.h"

#include <math.h>

/* From here on the closest float is infinite. */
#define FLOAT4_END 0x1.ffffffp127

/* A float4 is read as a float first, so that text and binary give the same double. */
static PggDecode
read_float4_text (PggBuffer buffer,
                  double   *value)
{
  float number;

  if (!pgg_float_parse_shown ((const char *) buffer.data, buffer.size, &number))
    return PGG_DECODE_MALFORMED;

  *value = number;
  return PGG_DECODE_OK;
}

static PggDecode
read_float8_text (PggBuffer buffer,
                  double   *value)
{
  if (!pgg_double_parse_shown ((const char *) buffer.data, buffer.size, value))
    return PGG_DECODE_MALFORMED;

  return PGG_DECODE_OK;
}

static gboolean
read_float (PggBuffer *buffer,
            float     *value)
{
  guint32 bits;

  if (!pgg_buffer_get_u32 (buffer, &bits) || !pgg_buffer_at_end (buffer))
    return FALSE;

  memcpy (value, &bits, sizeof (*value));
  return TRUE;
}

static gboolean
read_double (PggBuffer *buffer,
             double    *value)
{
  guint64 bits;

  if (!pgg_buffer_get_u64 (buffer, &bits) || !pgg_buffer_at_end (buffer))
    return FALSE;

  memcpy (value, &bits, sizeof (*value));
  return TRUE;
}

static PggDecode
read_float4_binary (PggBuffer buffer,
                    double   *value)
{
  float number;

  if (!read_float (&buffer, &number))
    return PGG_DECODE_MALFORMED;

  *value = number;
  return PGG_DECODE_OK;
}

static PggDecode
read_float8_binary (PggBuffer buffer,
                    double   *value)
{
  return read_double (&buffer, value) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

static PggDecode
write_float4_text (const PggAdapter *self,
                   PggBuffer         buffer,
                   GString          *text)
{
  float number;

  if (!read_float (&buffer, &number))
    return PGG_DECODE_MALFORMED;

  pgg_float_append (number, text);
  return PGG_DECODE_OK;
}

static PggDecode
write_float8_text (const PggAdapter *self,
                   PggBuffer         buffer,
                   GString          *text)
{
  double number;

  if (!read_double (&buffer, &number))
    return PGG_DECODE_MALFORMED;

  pgg_double_append (number, text);
  return PGG_DECODE_OK;
}

/*
 * Almost no double is a float: the closest one is taken, as the server does (dtof in
 * src/backend/utils/adt/float.c), which refuses what would become infinite or zero by that. An
 * integer is still the same one, or refused.
 */
static PggDecode
round_float4 (const GValue *value,
              double        wide,
              float        *number)
{
  if (isfinite (wide) && fabs (wide) >= FLOAT4_END)
    return PGG_DECODE_INEXACT;

  *number = (float) wide;
  if (isnan (wide) || (double) *number == wide)
    return PGG_DECODE_OK;

  return *number != 0 && G_VALUE_HOLDS_DOUBLE (value) ? PGG_DECODE_OK : PGG_DECODE_INEXACT;
}

static PggDecode
get_float4 (const GValue *value,
            float        *number)
{
  PggBuffer text = pgg_value_trim_text (value);
  double wide = 0;
  PggDecode decode;

  if (pgg_value_holds_text (value))
    return pgg_float_parse ((const char *) text.data, text.size, number) ? PGG_DECODE_OK
                                                                         : PGG_DECODE_MALFORMED;
  decode = pgg_value_read_double (value, &wide);

  return decode == PGG_DECODE_OK ? round_float4 (value, wide, number) : decode;
}

static PggDecode
get_float8 (const GValue *value,
            double       *number)
{
  PggBuffer text = pgg_value_trim_text (value);

  if (!pgg_value_holds_text (value))
    return pgg_value_read_double (value, number);

  return pgg_double_parse ((const char *) text.data, text.size, number) ? PGG_DECODE_OK
                                                                        : PGG_DECODE_MALFORMED;
}

static PggDecode
encode_float4_text (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  g_autoptr (GString) text = NULL;
  float number = 0;
  PggDecode decode;

  if (pgg_value_holds_text (value))
    return pgg_encode_text_value (self, value, bytes);

  decode = get_float4 (value, &number);
  if (decode != PGG_DECODE_OK)
    return decode;

  text = g_string_new (NULL);
  pgg_float_append (number, text);
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
  return PGG_DECODE_OK;
}

static PggDecode
encode_float8_text (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  g_autoptr (GString) text = NULL;
  double number = 0;
  PggDecode decode;

  if (pgg_value_holds_text (value))
    return pgg_encode_text_value (self, value, bytes);

  decode = get_float8 (value, &number);
  if (decode != PGG_DECODE_OK)
    return decode;

  text = g_string_new (NULL);
  pgg_double_append (number, text);
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
  return PGG_DECODE_OK;
}

static PggDecode
encode_float4_binary (const PggAdapter *self,
                      const GValue     *value,
                      GByteArray       *bytes)
{
  float number = 0;
  guint32 bits;
  PggDecode decode = get_float4 (value, &number);

  memcpy (&bits, &number, sizeof (bits));
  if (decode == PGG_DECODE_OK)
    pgg_bytes_append_u32 (bytes, bits);

  return decode;
}

static PggDecode
encode_float8_binary (const PggAdapter *self,
                      const GValue     *value,
                      GByteArray       *bytes)
{
  double number = 0;
  guint64 bits;
  PggDecode decode = get_float8 (value, &number);

  memcpy (&bits, &number, sizeof (bits));
  if (decode == PGG_DECODE_OK)
    pgg_bytes_append_u64 (bytes, bits);

  return decode;
}

const PggCodec pgg_codec_float4_text = {
  .kind = PGG_KIND_DOUBLE,
  .text_is_raw = TRUE,
  .read_double = read_float4_text,
  .encode = encode_float4_text,
};

const PggCodec pgg_codec_float4_binary = {
  .kind = PGG_KIND_DOUBLE,
  .read_double = read_float4_binary,
  .write_text = write_float4_text,
  .encode = encode_float4_binary,
};

const PggCodec pgg_codec_float8_text = {
  .kind = PGG_KIND_DOUBLE,
  .text_is_raw = TRUE,
  .read_double = read_float8_text,
  .encode = encode_float8_text,
};

const PggCodec pgg_codec_float8_binary = {
  .kind = PGG_KIND_DOUBLE,
  .read_double = read_float8_binary,
  .write_text = write_float8_text,
  .encode = encode_float8_binary,
};
