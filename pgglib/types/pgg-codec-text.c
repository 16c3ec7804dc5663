/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text and what is read from or shown as short text: bool, "char", uuid, jsonb. */

#include "config.h"

#include "pgg-codec-private.h"

#define JSONB_VERSION 1
#define UUID_SIZE 16

static PggDecode
read_bool_text (PggBuffer buffer,
                gboolean *value)
{
  *value = pgg_buffer_equals (&buffer, "t");

  return *value || pgg_buffer_equals (&buffer, "f") ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

static PggDecode
read_bool_binary (PggBuffer buffer,
                  gboolean *value)
{
  guint8 byte;

  if (!pgg_buffer_get_u8 (&buffer, &byte) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  *value = byte != 0;
  return PGG_DECODE_OK;
}

static PggDecode
write_bool_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 GString          *text)
{
  gboolean value;
  PggDecode decode = read_bool_binary (buffer, &value);

  if (decode == PGG_DECODE_OK)
    g_string_append_c (text, value ? 't' : 'f');

  return decode;
}

/* The server shows the zero byte as nothing and bytes that are not ASCII in octal. */
static PggDecode
write_char_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 GString          *text)
{
  guint8 byte;

  if (!pgg_buffer_get_u8 (&buffer, &byte) || !pgg_buffer_at_end (&buffer))
    return PGG_DECODE_MALFORMED;

  if (byte >= 0x80)
    g_string_append_printf (text, "\\%03o", byte);
  else if (byte != 0)
    g_string_append_c (text, (char) byte);

  return PGG_DECODE_OK;
}

static PggDecode
write_jsonb_text (const PggAdapter *self,
                  PggBuffer         buffer,
                  GString          *text)
{
  guint8 version;

  if (!pgg_buffer_get_u8 (&buffer, &version) || version != JSONB_VERSION)
    return PGG_DECODE_MALFORMED;

  g_string_append_len (text, (const char *) buffer.data, (gssize) buffer.size);
  return PGG_DECODE_OK;
}

static PggDecode
write_uuid_text (const PggAdapter *self,
                 PggBuffer         buffer,
                 GString          *text)
{
  guint8 byte;

  if (buffer.size != UUID_SIZE)
    return PGG_DECODE_MALFORMED;

  for (int i = 0; pgg_buffer_get_u8 (&buffer, &byte); i++)
    g_string_append_printf (text, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", byte);

  return PGG_DECODE_OK;
}

const PggCodec pgg_codec_bool_text = {
  .kind = PGG_KIND_BOOLEAN,
  .text_is_raw = TRUE,
  .read_boolean = read_bool_text,
};

const PggCodec pgg_codec_bool_binary = {
  .kind = PGG_KIND_BOOLEAN,
  .read_boolean = read_bool_binary,
  .write_text = write_bool_text,
};

const PggCodec pgg_codec_text = {
  .kind = PGG_KIND_TEXT,
  .text_is_raw = TRUE,
};

const PggCodec pgg_codec_char_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_char_text,
};

const PggCodec pgg_codec_jsonb_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_jsonb_text,
};

const PggCodec pgg_codec_uuid_binary = {
  .kind = PGG_KIND_TEXT,
  .write_text = write_uuid_text,
};
