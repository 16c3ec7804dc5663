/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bytea: raw in binary; hexadecimal or with escapes (bytea_output) in text. */

#include "config.h"

#include "pgg-codec-private.h"

#include "pgg-codec-value-private.h"

#include <gio/gio.h>

/* The server stores no larger value. */
#define MAX_SIZE (1 << 30)

static PggDecode
read_hex (PggBuffer   buffer,
          GByteArray *value)
{
  guint length = value->len;
  const guint8 *digits;

  if (buffer.size % 2 != 0)
    return PGG_DECODE_MALFORMED;

  g_byte_array_set_size (value, length + (guint) (buffer.size / 2));
  while ((digits = pgg_buffer_take (&buffer, 2)) != NULL)
    {
      int high = g_ascii_xdigit_value ((char) digits[0]);
      int low = g_ascii_xdigit_value ((char) digits[1]);

      if (high < 0 || low < 0)
        return PGG_DECODE_MALFORMED;
      value->data[length++] = (guint8) (high << 4 | low);
    }

  return PGG_DECODE_OK;
}

/* What follows a backslash: another one, or three octal digits. */
static gboolean
read_escape (PggBuffer *buffer,
             guint8    *byte)
{
  const guint8 *digits;

  if (buffer->size > 0 && buffer->data[0] == '\\')
    return pgg_buffer_get_u8 (buffer, byte);

  digits = pgg_buffer_take (buffer, 3);
  if (digits == NULL || digits[0] < '0' || digits[0] > '3' || digits[1] < '0' || digits[1] > '7' ||
      digits[2] < '0' || digits[2] > '7')
    return FALSE;

  *byte = (guint8) ((digits[0] - '0') << 6 | (digits[1] - '0') << 3 | (digits[2] - '0'));
  return TRUE;
}

static PggDecode
read_escapes (PggBuffer   buffer,
              GByteArray *value)
{
  guint8 byte;

  while (pgg_buffer_get_u8 (&buffer, &byte))
    {
      if (byte == '\\' && !read_escape (&buffer, &byte))
        return PGG_DECODE_MALFORMED;
      g_byte_array_append (value, &byte, 1);
    }

  return PGG_DECODE_OK;
}

/* In the escape form a backslash is followed by a digit or a backslash, never by an x. */
static PggDecode
read_bytea_text (PggBuffer   buffer,
                 GByteArray *value)
{
  if (buffer.size < 2 || buffer.data[0] != '\\' || buffer.data[1] != 'x')
    return read_escapes (buffer, value);

  pgg_buffer_take (&buffer, 2);
  return read_hex (buffer, value);
}

static PggDecode
write_bytea_text (const PggAdapter *self,
                  PggBuffer         buffer,
                  GString          *text)
{
  static const char digits[] = "0123456789abcdef";
  guint8 byte;

  g_string_append (text, "\\x");
  while (pgg_buffer_get_u8 (&buffer, &byte))
    {
      g_string_append_c (text, digits[byte >> 4]);
      g_string_append_c (text, digits[byte & 0xF]);
    }

  return PGG_DECODE_OK;
}

static gboolean
peek_bytes (const GValue *value,
            PggBuffer    *buffer)
{
  gpointer boxed = G_VALUE_HOLDS_BOXED (value) ? g_value_get_boxed (value) : NULL;
  gconstpointer data;
  gsize size;

  if (boxed != NULL && G_VALUE_HOLDS (value, G_TYPE_BYTES))
    {
      data = g_bytes_get_data (boxed, &size);
      *buffer = pgg_buffer_init (data, size);
    }
  else if (boxed != NULL && G_VALUE_HOLDS (value, G_TYPE_BYTE_ARRAY))
    *buffer = pgg_buffer_init (((GByteArray *) boxed)->data, ((GByteArray *) boxed)->len);
  else
    return FALSE;

  return TRUE;
}

static void
append_text (GString    *text,
             GByteArray *bytes)
{
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
}

/* The server reads the hexadecimal form whatever its setting of bytea_output. */
static PggDecode
encode_bytea_text (const PggAdapter *self,
                   const GValue     *value,
                   GByteArray       *bytes)
{
  g_autoptr (GString) text = NULL;
  PggBuffer buffer;

  if (!peek_bytes (value, &buffer))
    return pgg_encode_text_value (self, value, bytes);
  if (buffer.size > MAX_SIZE / 2)
    return PGG_DECODE_INEXACT;

  text = g_string_sized_new (2 * buffer.size + 2);
  write_bytea_text (self, buffer, text);
  append_text (text, bytes);
  return PGG_DECODE_OK;
}

static PggDecode
encode_bytea_binary (const PggAdapter *self,
                     const GValue     *value,
                     GByteArray       *bytes)
{
  const char *text = pgg_value_peek_text (value);
  guint length = bytes->len;
  PggBuffer buffer;
  PggDecode decode;

  if (text != NULL)
    {
      decode = read_bytea_text (pgg_buffer_init (text, strlen (text)), bytes);
      if (decode != PGG_DECODE_OK)
        g_byte_array_set_size (bytes, length);
      return decode;
    }

  if (!peek_bytes (value, &buffer))
    return PGG_DECODE_WRONG_TYPE;
  if (buffer.size > MAX_SIZE)
    return PGG_DECODE_INEXACT;

  g_byte_array_append (bytes, buffer.data, (guint) buffer.size);
  return PGG_DECODE_OK;
}

const PggCodec pgg_codec_bytea_text = {
  .kind = PGG_KIND_BYTES,
  .text_is_raw = TRUE,
  .read_bytes = read_bytea_text,
  .encode = encode_bytea_text,
};

const PggCodec pgg_codec_bytea_binary = {
  .kind = PGG_KIND_BYTES,
  .write_text = write_bytea_text,
  .encode = encode_bytea_binary,
};
