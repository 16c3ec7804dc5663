/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values that the application reads and writes itself. */

#include "config.h"

#include "pgg-codec-custom-private.h"

#include "pgg-codec-value-private.h"
#include "pgg-type-codec-private.h"

/*
 * The text of a value must be there in both formats: it is asked for as well. Where the library
 * cannot make it from the binary format, the codec does it, by way of the value. One that does not
 * read text has no choice.
 */
gboolean
pgg_custom_has_binary (const PggCodecSet *codecs,
                       const PggTypeInfo *type)
{
  const PggTypeCodec *codec = pgg_codec_set_find_type (codecs, type);

  if (codec == NULL || (codec->decode_formats & PGG_CODEC_FORMATS_BINARY) == 0)
    return FALSE;

  return (codec->decode_formats & PGG_CODEC_FORMATS_TEXT) == 0 ||
         (codec->encode_formats & PGG_CODEC_FORMATS_TEXT) != 0;
}

/* With a NUL behind it, for C. */
static GBytes *
make_text_bytes (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

static PggDecode
make_bytes (const PggAdapter  *self,
            PggBuffer          buffer,
            PggCodecFormats   *format,
            GBytes           **bytes)
{
  PggDecode decode;
  char *text;

  if (self->binary && (self->custom->decode_formats & PGG_CODEC_FORMATS_BINARY) != 0)
    {
      *format = PGG_CODEC_FORMATS_BINARY;
      *bytes = g_bytes_new (buffer.data, buffer.size);
      return PGG_DECODE_OK;
    }
  if ((self->custom->decode_formats & PGG_CODEC_FORMATS_TEXT) == 0)
    return pgg_type_codec_refuse (self->custom, PGG_CODEC_FORMATS_TEXT, self->failure);
  if (!pgg_codec_has_text (self->codec))
    return pgg_type_codec_refuse (self->custom, PGG_CODEC_FORMATS_BINARY, self->failure);

  *format = PGG_CODEC_FORMATS_TEXT;
  decode = pgg_adapter_dup_text (self, buffer, &text);
  if (decode == PGG_DECODE_OK)
    *bytes = make_text_bytes (text);

  return decode;
}

PggDecode
pgg_custom_read_value (const PggAdapter *self,
                       PggBuffer         buffer,
                       GValue           *value)
{
  g_autoptr (GBytes) bytes = NULL;
  PggCodecFormats format = PGG_CODEC_FORMATS_NONE;
  PggDecode decode = make_bytes (self, buffer, &format, &bytes);

  if (decode != PGG_DECODE_OK)
    return decode;

  return pgg_type_codec_decode (self->custom, bytes, format, self->type, value, self->failure);
}

static PggDecode
append_text (const PggAdapter *self,
             GBytes           *bytes,
             GByteArray       *target)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  if (!g_utf8_validate_len (text, size, NULL))
    return PGG_DECODE_MALFORMED;

  return pgg_encode_text (self->context, text, size, target);
}

static PggDecode
encode (const PggAdapter *self,
        const GValue     *value,
        PggCodecFormats   format,
        GByteArray       *target)
{
  g_autoptr (GBytes) bytes = NULL;
  PggDecode decode = pgg_type_codec_encode (self->custom, value, format, &bytes, self->failure);
  gsize size;

  if (decode != PGG_DECODE_OK)
    return decode;
  if (format == PGG_CODEC_FORMATS_TEXT)
    return append_text (self, bytes, target);

  size = g_bytes_get_size (bytes);
  if (size > G_MAXINT32)
    return PGG_DECODE_NOT_SUPPORTED;

  g_byte_array_append (target, g_bytes_get_data (bytes, NULL), (guint) size);
  return PGG_DECODE_OK;
}

/* Of a value in a binary format that the library does not know. */
PggDecode
pgg_custom_write_text (const PggAdapter *self,
                       PggBuffer         buffer,
                       GString          *text)
{
  g_autoptr (GByteArray) made = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  PggDecode decode;

  if ((self->custom->decode_formats & PGG_CODEC_FORMATS_BINARY) == 0 ||
      (self->custom->encode_formats & PGG_CODEC_FORMATS_TEXT) == 0)
    return PGG_DECODE_NOT_SUPPORTED;

  made = g_byte_array_new ();
  decode = pgg_custom_read_value (self, buffer, &value);
  if (decode == PGG_DECODE_OK)
    decode = encode (self, &value, PGG_CODEC_FORMATS_TEXT, made);
  if (decode == PGG_DECODE_OK)
    g_string_append_len (text, (const char *) made->data, (gssize) made->len);

  return decode;
}

gboolean
pgg_custom_writes (const PggAdapter *self,
                   const GValue     *value)
{
  return self->custom->encode != NULL && G_VALUE_HOLDS (value, self->custom->value_type);
}

PggDecode
pgg_custom_encode (const PggAdapter *self,
                   const GValue     *value,
                   GByteArray       *bytes)
{
  return encode (self, value, self->binary ? PGG_CODEC_FORMATS_BINARY : PGG_CODEC_FORMATS_TEXT,
                 bytes);
}
