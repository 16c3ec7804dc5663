/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads and writes the values of one type, as text or as values of GObject. */

#include "config.h"

#include "pgg-codec-private.h"

#include "pgg-assignment-private.h"
#include "pgg-codec-custom-private.h"
#include "pgg-encoding-private.h"
#include "pgg-type-codec-private.h"

#include <gio/gio.h>

PggAdapter
pgg_adapter_make (const PggCodecContext *context,
                  guint32                oid,
                  gboolean               binary)
{
  const PggTypeInfo *type = pgg_type_map_lookup_base (context->types, oid);

  return (PggAdapter) {
    .codec = pgg_codec_lookup (type, binary),
    .type = type,
    .context = context,
    .custom = context->codecs == NULL ? NULL
                                      : pgg_codec_set_find (context->codecs, context->types, oid),
    .binary = binary,
  };
}

GType
pgg_adapter_get_gtype (const PggAdapter *self)
{
  return self->custom != NULL ? self->custom->value_type : pgg_codec_get_gtype (self->codec);
}

PggAdapter
pgg_adapter_make_part (const PggAdapter      *self,
                       const PggCodecContext *context,
                       guint32                oid,
                       gboolean               binary)
{
  PggAdapter part = pgg_adapter_make (context, oid, binary);

  part.is_assigned = self->is_assigned;
  part.depth = self->depth + 1;
  part.failure = self->failure;
  return part;
}

/* The text a value would have as text, in UTF-8. */
PggDecode
pgg_adapter_dup_text (const PggAdapter  *self,
                      PggBuffer          buffer,
                      char             **text)
{
  g_autoptr (GString) made = NULL;
  PggDecode decode;

  if (!self->codec->text_is_raw)
    {
      made = g_string_sized_new (buffer.size + 16);
      decode = pgg_adapter_write_text (self, buffer, made);
      if (decode != PGG_DECODE_OK)
        return decode;
      buffer = pgg_buffer_init (made->str, made->len);
    }

  *text = pgg_encoding_to_utf8 (self->context->encoding, (const char *) buffer.data, buffer.size);

  return *text != NULL ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

static PggDecode
read_text (const PggAdapter *self,
           PggBuffer         buffer,
           GValue           *value)
{
  char *text = NULL;
  PggDecode decode = pgg_adapter_dup_text (self, buffer, &text);

  g_value_take_string (value, text);
  return decode;
}

static PggDecode
read_bytes (const PggAdapter *self,
            PggBuffer         buffer,
            GValue           *value)
{
  GByteArray *bytes = g_byte_array_new ();
  PggDecode decode = pgg_codec_read_bytes (self->codec, buffer, bytes);

  g_value_take_boxed (value, g_byte_array_free_to_bytes (bytes));
  return decode;
}

static PggDecode
read_boolean (const PggCodec *codec,
              PggBuffer       buffer,
              GValue         *value)
{
  gboolean boolean = FALSE;
  PggDecode decode = pgg_codec_read_boolean (codec, buffer, &boolean);

  g_value_set_boolean (value, boolean);
  return decode;
}

static PggDecode
read_signed (const PggCodec *codec,
             PggBuffer       buffer,
             GValue         *value)
{
  gint64 number = 0;
  PggDecode decode = pgg_codec_read_int64 (codec, buffer, &number);

  if (codec->kind == PGG_KIND_INT)
    g_value_set_int (value, (int) number);
  else
    g_value_set_int64 (value, number);
  return decode;
}

static PggDecode
read_unsigned (const PggCodec *codec,
               PggBuffer       buffer,
               GValue         *value)
{
  guint64 number = 0;
  PggDecode decode = pgg_codec_read_uint64 (codec, buffer, &number);

  if (codec->kind == PGG_KIND_UINT)
    g_value_set_uint (value, (guint) number);
  else
    g_value_set_uint64 (value, number);
  return decode;
}

static PggDecode
read_double (const PggCodec *codec,
             PggBuffer       buffer,
             GValue         *value)
{
  double number = 0;
  PggDecode decode = pgg_codec_read_double (codec, buffer, &number);

  g_value_set_double (value, number);
  return decode;
}

static PggDecode
read_boxed (const PggAdapter *self,
            PggBuffer         buffer,
            GValue           *value)
{
  gpointer boxed = NULL;
  PggDecode decode = self->codec->read_boxed (self, buffer, &boxed);

  g_value_take_boxed (value, boxed);
  return decode;
}

static PggDecode
read_value (const PggAdapter *self,
            PggBuffer         buffer,
            GValue           *value)
{
  switch (self->codec->kind)
    {
    case PGG_KIND_BOOLEAN:
      return read_boolean (self->codec, buffer, value);
    case PGG_KIND_INT:
    case PGG_KIND_INT64:
      return read_signed (self->codec, buffer, value);
    case PGG_KIND_UINT:
    case PGG_KIND_UINT64:
      return read_unsigned (self->codec, buffer, value);
    case PGG_KIND_DOUBLE:
      return read_double (self->codec, buffer, value);
    case PGG_KIND_TEXT:
      return read_text (self, buffer, value);
    case PGG_KIND_BYTES:
      return read_bytes (self, buffer, value);
    case PGG_KIND_BOXED:
      return read_boxed (self, buffer, value);
    }
  g_assert_not_reached ();
}

PggDecode
pgg_adapter_read_value (const PggAdapter *self,
                        PggBuffer         buffer,
                        GValue           *value)
{
  PggDecode decode;

  if (G_UNLIKELY (self->custom != NULL))
    return pgg_custom_read_value (self, buffer, value);

  g_value_init (value, pgg_codec_get_gtype (self->codec));
  decode = read_value (self, buffer, value);
  if (decode != PGG_DECODE_OK)
    g_value_unset (value);

  return decode;
}

PggDecode
pgg_adapter_write_text (const PggAdapter *self,
                        PggBuffer         buffer,
                        GString          *text)
{
  if (self->codec->write_text != NULL)
    return self->codec->write_text (self, buffer, text);
  if (!self->codec->text_is_raw)
    return self->custom == NULL ? PGG_DECODE_NOT_SUPPORTED
                                : pgg_custom_write_text (self, buffer, text);

  g_string_append_len (text, (const char *) buffer.data, (gssize) buffer.size);
  return PGG_DECODE_OK;
}

PggDecode
pgg_adapter_encode (const PggAdapter *self,
                    const GValue     *value,
                    GByteArray       *bytes)
{
  PggDecode decode;

  if (G_UNLIKELY (self->custom != NULL) && pgg_custom_writes (self, value))
    return pgg_custom_encode (self, value, bytes);
  if (self->codec->encode == NULL)
    return PGG_DECODE_NOT_SUPPORTED;

  decode = self->codec->encode (self, value, bytes);
  if (self->is_assigned && (decode == PGG_DECODE_WRONG_TYPE || decode == PGG_DECODE_INEXACT))
    return pgg_assignment_encode (self, value, bytes);

  return decode;
}
