/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Integers, signed and unsigned: decimal text, big-endian binary. */

#include "config.h"

#include "pgg-codec-private.h"

#include "pgg-codec-value-private.h"

/* So many digits always fit 64 bits. */
#define MAX_SAFE_DIGITS 18

static PggDecode
read_digits_slowly (PggBuffer *buffer,
                    guint64    limit,
                    guint64   *value)
{
  guint64 number = 0;
  guint8 digit;

  while (pgg_buffer_get_u8 (buffer, &digit))
    {
      digit = (guint8) (digit - '0');
      if (digit > 9 || number > (limit - digit) / 10)
        return PGG_DECODE_MALFORMED;
      number = number * 10 + digit;
    }

  *value = number;
  return PGG_DECODE_OK;
}

/* Reads digits that fill the buffer; the value must not exceed limit. */
static PggDecode
read_digits (PggBuffer *buffer,
             guint64    limit,
             guint64   *value)
{
  guint64 number = 0;
  guint8 digit;

  if (pgg_buffer_at_end (buffer))
    return PGG_DECODE_MALFORMED;
  if (G_UNLIKELY (buffer->size > MAX_SAFE_DIGITS))
    return read_digits_slowly (buffer, limit, value);

  while (pgg_buffer_get_u8 (buffer, &digit))
    {
      digit = (guint8) (digit - '0');
      if (G_UNLIKELY (digit > 9))
        return PGG_DECODE_MALFORMED;
      number = number * 10 + digit;
    }

  *value = number;
  return number <= limit ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

static PggDecode
read_signed (PggBuffer *buffer,
             gint64     maximum,
             gint64    *value)
{
  gboolean negative = buffer->size > 0 && buffer->data[0] == '-';
  guint64 number;
  PggDecode decode;

  if (negative)
    pgg_buffer_take (buffer, 1);

  decode = read_digits (buffer, (guint64) maximum + (negative ? 1 : 0), &number);
  if (decode == PGG_DECODE_OK)
    *value = negative ? (gint64) (0 - number) : (gint64) number;

  return decode;
}

static PggDecode
read_int4_text (PggBuffer buffer,
                gint64   *value)
{
  return read_signed (&buffer, G_MAXINT32, value);
}

static PggDecode
read_int8_text (PggBuffer buffer,
                gint64   *value)
{
  return read_signed (&buffer, G_MAXINT64, value);
}

static PggDecode
read_uint4_text (PggBuffer buffer,
                 guint64  *value)
{
  return read_digits (&buffer, G_MAXUINT32, value);
}

static PggDecode
read_uint8_text (PggBuffer buffer,
                 guint64  *value)
{
  return read_digits (&buffer, G_MAXUINT64, value);
}

static PggDecode
read_int2_binary (PggBuffer buffer,
                  gint64   *value)
{
  guint16 number;

  if (!pgg_buffer_get_u16 (&buffer, &number) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  *value = (gint16) number;
  return PGG_DECODE_OK;
}

static PggDecode
read_int4_binary (PggBuffer buffer,
                  gint64   *value)
{
  guint32 number;

  if (!pgg_buffer_get_u32 (&buffer, &number) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  *value = (gint32) number;
  return PGG_DECODE_OK;
}

PggDecode
pgg_read_int8_binary (PggBuffer buffer,
                      gint64   *value)
{
  guint64 number;

  if (!pgg_buffer_get_u64 (&buffer, &number) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  *value = (gint64) number;
  return PGG_DECODE_OK;
}

PggDecode
pgg_read_uint4_binary (PggBuffer buffer,
                       guint64  *value)
{
  guint32 number;

  if (!pgg_buffer_get_u32 (&buffer, &number) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  *value = number;
  return PGG_DECODE_OK;
}

PggDecode
pgg_read_uint8_binary (PggBuffer buffer,
                       guint64  *value)
{
  if (!pgg_buffer_get_u64 (&buffer, value) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  return PGG_DECODE_OK;
}

static PggDecode
append_signed (PggDecode decode,
               gint64    number,
               GString  *text)
{
  if (decode == PGG_DECODE_OK)
    pgg_text_append_int64 (text, number);

  return decode;
}

static PggDecode
append_unsigned (PggDecode decode,
                 guint64   number,
                 GString  *text)
{
  if (decode == PGG_DECODE_OK)
    pgg_text_append_uint64 (text, number);

  return decode;
}

static PggDecode
write_int2_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 GString          *text)
{
  gint64 number = 0;
  PggDecode decode = read_int2_binary (buffer, &number);

  return append_signed (decode, number, text);
}

static PggDecode
write_int4_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 GString          *text)
{
  gint64 number = 0;
  PggDecode decode = read_int4_binary (buffer, &number);

  return append_signed (decode, number, text);
}

static PggDecode
write_int8_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 GString          *text)
{
  gint64 number = 0;
  PggDecode decode = pgg_read_int8_binary (buffer, &number);

  return append_signed (decode, number, text);
}

static PggDecode
write_uint4_text (const PggAdapter *self,
                  PggBuffer         buffer,
                  GString          *text)
{
  guint64 number = 0;
  PggDecode decode = pgg_read_uint4_binary (buffer, &number);

  return append_unsigned (decode, number, text);
}

static PggDecode
write_uint8_text (const PggAdapter *self,
                  PggBuffer         buffer,
                  GString          *text)
{
  guint64 number = 0;
  PggDecode decode = pgg_read_uint8_binary (buffer, &number);

  return append_unsigned (decode, number, text);
}

/* Numbers that users write may have a plus sign, unlike those of the server. */
static PggDecode
parse_signed (PggBuffer text,
              gint64    maximum,
              gint64   *number)
{
  guint64 digits = 0;
  PggDecode decode;

  if (text.size == 0 || text.data[0] != '+')
    return read_signed (&text, maximum, number);

  pgg_buffer_take (&text, 1);
  decode = read_digits (&text, (guint64) maximum, &digits);
  *number = (gint64) digits;
  return decode;
}

/* The number that a value holds, of an integer type or as text. */
static PggDecode
get_signed (const GValue *value,
            gint64        maximum,
            gint64       *number)
{
  PggBuffer text = pgg_value_trim_text (value);
  PggDecode decode;

  if (pgg_value_holds_text (value))
    return parse_signed (text, maximum, number);

  decode = pgg_value_read_int64 (value, number);
  if (decode == PGG_DECODE_OK && (*number > maximum || *number < -maximum - 1))
    return PGG_DECODE_INEXACT;

  return decode;
}

static PggDecode
get_unsigned (const GValue *value,
              guint64       maximum,
              guint64      *number)
{
  PggBuffer text = pgg_value_trim_text (value);
  PggDecode decode;

  if (pgg_value_holds_text (value))
    return read_digits (&text, maximum, number);

  decode = pgg_value_read_uint64 (value, number);
  if (decode == PGG_DECODE_OK && *number > maximum)
    return PGG_DECODE_INEXACT;

  return decode;
}

static PggDecode
encode_signed_text (const PggAdapter *self,
                    const GValue     *value,
                    gint64            maximum,
                    GByteArray       *bytes)
{
  gint64 number = 0;
  PggDecode decode;

  if (pgg_value_holds_text (value))
    return pgg_encode_text_value (self, value, bytes);

  decode = get_signed (value, maximum, &number);
  if (decode != PGG_DECODE_OK)
    return decode;

  pgg_bytes_append_int64_text (bytes, number);
  return PGG_DECODE_OK;
}

static PggDecode
encode_unsigned_text (const PggAdapter *self,
                      const GValue     *value,
                      guint64           maximum,
                      GByteArray       *bytes)
{
  guint64 number = 0;
  PggDecode decode;

  if (pgg_value_holds_text (value))
    return pgg_encode_text_value (self, value, bytes);

  decode = get_unsigned (value, maximum, &number);
  if (decode != PGG_DECODE_OK)
    return decode;

  pgg_bytes_append_uint64_text (bytes, number);
  return PGG_DECODE_OK;
}

static PggDecode
encode_int2_text (const PggAdapter *self,
                  const GValue     *value,
                  GByteArray       *bytes)
{
  return encode_signed_text (self, value, G_MAXINT16, bytes);
}

static PggDecode
encode_int4_text (const PggAdapter *self,
                  const GValue     *value,
                  GByteArray       *bytes)
{
  return encode_signed_text (self, value, G_MAXINT32, bytes);
}

static PggDecode
encode_int8_text (const PggAdapter *self,
                  const GValue     *value,
                  GByteArray       *bytes)
{
  return encode_signed_text (self, value, G_MAXINT64, bytes);
}

static PggDecode
encode_uint4_text (const PggAdapter *self,
                   const GValue     *value,
                   GByteArray       *bytes)
{
  return encode_unsigned_text (self, value, G_MAXUINT32, bytes);
}

static PggDecode
encode_uint8_text (const PggAdapter *self,
                   const GValue     *value,
                   GByteArray       *bytes)
{
  return encode_unsigned_text (self, value, G_MAXUINT64, bytes);
}

static PggDecode
encode_int2_binary (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  gint64 number = 0;
  PggDecode decode = get_signed (value, G_MAXINT16, &number);

  if (decode == PGG_DECODE_OK)
    pgg_bytes_append_u16 (bytes, (guint16) number);

  return decode;
}

static PggDecode
encode_int4_binary (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  gint64 number = 0;
  PggDecode decode = get_signed (value, G_MAXINT32, &number);

  if (decode == PGG_DECODE_OK)
    pgg_bytes_append_u32 (bytes, (guint32) number);

  return decode;
}

static PggDecode
encode_int8_binary (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  gint64 number = 0;
  PggDecode decode = get_signed (value, G_MAXINT64, &number);

  if (decode == PGG_DECODE_OK)
    pgg_bytes_append_u64 (bytes, (guint64) number);

  return decode;
}

static PggDecode
encode_uint4_binary (const PggAdapter *self,
                     const GValue     *value,
                     GByteArray       *bytes)
{
  guint64 number = 0;
  PggDecode decode = get_unsigned (value, G_MAXUINT32, &number);

  if (decode == PGG_DECODE_OK)
    pgg_bytes_append_u32 (bytes, (guint32) number);

  return decode;
}

static PggDecode
encode_uint8_binary (const PggAdapter *self,
                     const GValue     *value,
                     GByteArray       *bytes)
{
  guint64 number = 0;
  PggDecode decode = get_unsigned (value, G_MAXUINT64, &number);

  if (decode == PGG_DECODE_OK)
    pgg_bytes_append_u64 (bytes, number);

  return decode;
}

const PggCodec pgg_codec_int2_text = {
  .kind = PGG_KIND_INT,
  .text_is_raw = TRUE,
  .read_int64 = read_int4_text,
  .encode = encode_int2_text,
};

const PggCodec pgg_codec_int4_text = {
  .kind = PGG_KIND_INT,
  .text_is_raw = TRUE,
  .read_int64 = read_int4_text,
  .encode = encode_int4_text,
};

const PggCodec pgg_codec_int8_text = {
  .kind = PGG_KIND_INT64,
  .text_is_raw = TRUE,
  .read_int64 = read_int8_text,
  .encode = encode_int8_text,
};

const PggCodec pgg_codec_uint4_text = {
  .kind = PGG_KIND_UINT,
  .text_is_raw = TRUE,
  .read_uint64 = read_uint4_text,
  .encode = encode_uint4_text,
};

const PggCodec pgg_codec_uint8_text = {
  .kind = PGG_KIND_UINT64,
  .text_is_raw = TRUE,
  .read_uint64 = read_uint8_text,
  .encode = encode_uint8_text,
};

const PggCodec pgg_codec_int2_binary = {
  .kind = PGG_KIND_INT,
  .read_int64 = read_int2_binary,
  .write_text = write_int2_text,
  .encode = encode_int2_binary,
};

const PggCodec pgg_codec_int4_binary = {
  .kind = PGG_KIND_INT,
  .read_int64 = read_int4_binary,
  .write_text = write_int4_text,
  .encode = encode_int4_binary,
};

const PggCodec pgg_codec_int8_binary = {
  .kind = PGG_KIND_INT64,
  .read_int64 = pgg_read_int8_binary,
  .write_text = write_int8_text,
  .encode = encode_int8_binary,
};

const PggCodec pgg_codec_uint4_binary = {
  .kind = PGG_KIND_UINT,
  .read_uint64 = pgg_read_uint4_binary,
  .write_text = write_uint4_text,
  .encode = encode_uint4_binary,
};

const PggCodec pgg_codec_uint8_binary = {
  .kind = PGG_KIND_UINT64,
  .read_uint64 = pgg_read_uint8_binary,
  .write_text = write_uint8_text,
  .encode = encode_uint8_binary,
};
