/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Types that are so many bits or bytes: bit, varbit, macaddr, macaddr8, uuid. */

#include "config.h"

#include "pgg-codec-private.h"

#include "pgg-codec-value-private.h"

#define BITS_PER_BYTE 8
#define BITS_PER_HEX 4

#define UUID_SIZE 16
#define MACADDR_SIZE 6
#define MACADDR8_SIZE 8

/* The server stores no longer value (VARBITMAXLEN in src/include/utils/varbit.h). */
#define MAX_BITS ((guint32) (G_MAXINT32 - BITS_PER_BYTE))

static PggDecode
write_bits_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 GString          *text)
{
  guint32 n_bits;
  guint8 byte;

  if (!pgg_buffer_get_u32 (&buffer, &n_bits) || n_bits > MAX_BITS ||
      buffer.size != ((gsize) n_bits + BITS_PER_BYTE - 1) / BITS_PER_BYTE)
    return PGG_DECODE_MALFORMED;

  while (pgg_buffer_get_u8 (&buffer, &byte))
    for (int bit = BITS_PER_BYTE - 1; bit >= 0 && n_bits > 0; bit--, n_bits--)
      g_string_append_c (text, (byte >> bit & 1) != 0 ? '1' : '0');

  return PGG_DECODE_OK;
}

/* Appends the digits, each worth so many bits, front to back. */
static PggDecode
pack_digits (PggBuffer   text,
             guint       width,
             GByteArray *bytes)
{
  guint32 n_bits = (guint32) text.size * width;
  guint n_filled = 0;
  guint byte = 0;

  pgg_bytes_append_u32 (bytes, n_bits);
  for (gsize i = 0; i < text.size; i++)
    {
      int digit = g_ascii_xdigit_value ((char) text.data[i]);

      if (digit < 0 || digit >> width != 0)
        return PGG_DECODE_MALFORMED;
      byte = byte << width | (guint) digit;
      n_filled += width;
      if (n_filled % BITS_PER_BYTE == 0 || i + 1 == text.size)
        {
          guint n_free = BITS_PER_BYTE - 1 - (n_filled - 1) % BITS_PER_BYTE;
          guint8 full = (guint8) (byte << n_free);

          g_byte_array_append (bytes, &full, 1);
          byte = 0;
        }
    }

  return PGG_DECODE_OK;
}

/* Like the literals of SQL: see bit_in() in the server's src/backend/utils/adt/varbit.c. */
static PggDecode
parse_bits (PggBuffer   text,
            GByteArray *bytes)
{
  guint width = 1;

  if (pgg_text_take (&text, 'x') || pgg_text_take (&text, 'X'))
    width = BITS_PER_HEX;
  else if (!pgg_text_take (&text, 'b'))
    pgg_text_take (&text, 'B');

  return text.size <= MAX_BITS / BITS_PER_HEX ? pack_digits (text, width, bytes)
                                              : PGG_DECODE_INEXACT;
}

static PggDecode
encode_bits_binary (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  return pgg_encode_parsed_text (value, parse_bits, bytes);
}

/* Puts the separator in front of each byte whose bit in the mask is set. */
static PggDecode
write_hex (PggBuffer  buffer,
           gsize      size,
           char       separator,
           guint      mask,
           GString   *text)
{
  static const char digits[] = "0123456789abcdef";
  char hex[3 * UUID_SIZE];
  gsize length = 0;
  guint8 byte;

  if (buffer.size != size)
    return PGG_DECODE_MALFORMED;

  for (guint i = 0; pgg_buffer_get_u8 (&buffer, &byte); i++)
    {
      if ((mask >> i & 1) != 0)
        hex[length++] = separator;
      hex[length++] = digits[byte >> BITS_PER_HEX];
      hex[length++] = digits[byte & 0xF];
    }

  g_string_append_len (text, hex, (gssize) length);
  return PGG_DECODE_OK;
}

/* The value of a hexadecimal digit, or -1, without a branch that depends on the digit. */
static inline int
get_hex_value (guint8 digit)
{
  return g_ascii_isxdigit (digit) ? (digit & 0xF) + 9 * (digit >> 6) : -1;
}

static gboolean
take_hex_byte (PggBuffer *text,
               guint8    *byte)
{
  int high, low;

  if (text->size < 2)
    return FALSE;

  high = get_hex_value (text->data[0]);
  low = get_hex_value (text->data[1]);
  if (high < 0 || low < 0)
    return FALSE;

  *byte = (guint8) (high << BITS_PER_HEX | low);
  pgg_buffer_take (text, 2);
  return TRUE;
}

static PggDecode
write_uuid_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 GString          *text)
{
  return write_hex (buffer, UUID_SIZE, '-', 1 << 4 | 1 << 6 | 1 << 8 | 1 << 10, text);
}

/* Dashes may follow every second byte, braces may be around all: see string_to_uuid() in the
 * server's src/backend/utils/adt/uuid.c. */
static PggDecode
parse_uuid (PggBuffer   text,
            GByteArray *bytes)
{
  gboolean has_braces = pgg_text_take (&text, '{');
  guint8 uuid[UUID_SIZE];

  for (int i = 0; i < UUID_SIZE; i++)
    {
      if (!take_hex_byte (&text, &uuid[i]))
        return PGG_DECODE_MALFORMED;
      if (i % 2 == 1 && i < UUID_SIZE - 1)
        pgg_text_take (&text, '-');
    }

  if ((has_braces && !pgg_text_take (&text, '}')) || !pgg_buffer_at_end (&text))
    return PGG_DECODE_MALFORMED;

  g_byte_array_append (bytes, uuid, sizeof (uuid));
  return PGG_DECODE_OK;
}

static PggDecode
encode_uuid_binary (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  return pgg_encode_parsed_text (value, parse_uuid, bytes);
}

static PggDecode
write_macaddr_text (const PggAdapter *self,
                    PggBuffer         buffer,
                    GString          *text)
{
  return write_hex (buffer, MACADDR_SIZE, ':', 0x3E, text);
}

static PggDecode
write_macaddr8_text (const PggAdapter *self,
                     PggBuffer         buffer,
                     GString          *text)
{
  return write_hex (buffer, MACADDR8_SIZE, ':', 0xFE, text);
}

/* Pairs of digits with the same character, or none, between them wherever it is used: see
 * macaddr8_in() in the server's src/backend/utils/adt/mac8.c. */
static gboolean
parse_pairs (PggBuffer  text,
             guint8     address[MACADDR8_SIZE],
             gsize     *size)
{
  char separator = '\0';

  for (*size = 0; *size < MACADDR8_SIZE;)
    {
      if (!take_hex_byte (&text, &address[(*size)++]))
        return FALSE;
      if (pgg_buffer_at_end (&text))
        return TRUE;

      if (separator == '\0' && strchr (":-.", text.data[0]) != NULL)
        separator = (char) text.data[0];
      if (separator != '\0')
        pgg_text_take (&text, separator);
    }

  return FALSE;
}

static PggDecode
parse_macaddr (PggBuffer   text,
               GByteArray *bytes)
{
  guint8 address[MACADDR8_SIZE];
  gsize size;

  if (!parse_pairs (text, address, &size) || size != MACADDR_SIZE)
    return PGG_DECODE_MALFORMED;

  g_byte_array_append (bytes, address, MACADDR_SIZE);
  return PGG_DECODE_OK;
}

/* Six bytes get two more in their middle. */
static PggDecode
parse_macaddr8 (PggBuffer   text,
                GByteArray *bytes)
{
  static const guint8 middle[] = { 0xFF, 0xFE };
  guint8 address[MACADDR8_SIZE];
  gsize size;

  if (!parse_pairs (text, address, &size) || (size != MACADDR_SIZE && size != MACADDR8_SIZE))
    return PGG_DECODE_MALFORMED;

  g_byte_array_append (bytes, address, (guint) size / 2);
  if (size == MACADDR_SIZE)
    g_byte_array_append (bytes, middle, sizeof (middle));
  g_byte_array_append (bytes, address + size / 2, (guint) size / 2);
  return PGG_DECODE_OK;
}

static PggDecode
encode_macaddr_binary (const PggAdapter *self,
                       const GValue     *value,
                       GByteArray       *bytes)
{
  return pgg_encode_parsed_text (value, parse_macaddr, bytes);
}

static PggDecode
encode_macaddr8_binary (const PggAdapter *self,
                        const GValue     *value,
                        GByteArray       *bytes)
{
  return pgg_encode_parsed_text (value, parse_macaddr8, bytes);
}

const PggCodec pgg_codec_bits_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_bits_text,
  .encode = encode_bits_binary,
};

const PggCodec pgg_codec_uuid_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_uuid_text,
  .encode = encode_uuid_binary,
};

const PggCodec pgg_codec_macaddr_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_macaddr_text,
  .encode = encode_macaddr_binary,
};

const PggCodec pgg_codec_macaddr8_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_macaddr8_text,
  .encode = encode_macaddr8_binary,
};
