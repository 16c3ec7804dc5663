/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads and writes the values that are in other values. */

#include "config.h"

#include "pgg-part-private.h"

#include "pgg-client-error.h"
#include "pgg-codec-container-private.h"
#include "pgg-codec-registry-private.h"
#include "pgg-codec-value-private.h"
#include "pgg-encoding-private.h"
#include "pgg-type-codec-private.h"
#include "pgg-type-oid-private.h"
#include "pgg-value-private.h"

#include <glib/gi18n-lib.h>

gboolean
pgg_part_take (PggBuffer *buffer,
               PggBuffer *part,
               gboolean  *is_null)
{
  guint32 size;
  const guint8 *data;

  if (!pgg_buffer_get_u32 (buffer, &size))
    return FALSE;

  *is_null = size == G_MAXUINT32;
  *part = pgg_buffer_init (buffer->data, 0);
  if (*is_null)
    return TRUE;

  data = size > G_MAXINT32 ? NULL : pgg_buffer_take (buffer, size);
  *part = pgg_buffer_init (data, size);
  return data != NULL;
}

GType
pgg_part_get_gtype (const PggCodecContext *context,
                    guint32                type)
{
  PggAdapter adapter = pgg_adapter_make (context != NULL ? context
                                                         : pgg_codec_context_get_default (),
                                         type, TRUE);

  return pgg_adapter_get_gtype (&adapter);
}

guint32
pgg_part_get_base_type (const PggCodecContext *context,
                        guint32                type)
{
  const PggTypeMap *types = context != NULL ? context->types : NULL;
  const PggTypeInfo *info = pgg_type_map_lookup_base (types, type);

  return info != NULL ? info->oid : type;
}

PggDecode
pgg_part_read (const PggAdapter *self,
               PggBuffer        *buffer,
               GValue           *value)
{
  PggBuffer part;
  gboolean is_null;

  if (!pgg_part_take (buffer, &part, &is_null))
    return PGG_DECODE_MALFORMED;
  if (!is_null)
    return pgg_adapter_read_value (self, part, value);

  pgg_value_init_null (pgg_adapter_get_gtype (self), value);
  return PGG_DECODE_OK;
}

PggDecode
pgg_part_write_text (const PggAdapter *self,
                     PggBuffer         buffer,
                     GString          *text)
{
  g_autofree char *made = NULL;
  PggDecode decode;

  if (self->context->utf8 == NULL)
    return pgg_adapter_write_text (self, buffer, text);

  decode = pgg_adapter_dup_text (self, buffer, &made);
  if (decode == PGG_DECODE_OK)
    g_string_append (text, made);

  return decode;
}

static PggDecode
encode_as_text (const PggAdapter *self,
                const GValue     *value,
                GByteArray       *bytes)
{
  GValue text = G_VALUE_INIT;
  PggDecode decode = PGG_DECODE_WRONG_TYPE;

  g_value_init (&text, G_TYPE_STRING);
  if (G_VALUE_HOLDS (value, G_TYPE_HASH_TABLE))
    {
      g_value_take_string (&text, pgg_hstore_to_string (g_value_get_boxed (value)));
      decode = pgg_encode_text_value (self, &text, bytes);
    }
  else if (g_value_type_transformable (G_VALUE_TYPE (value), G_TYPE_STRING) &&
           g_value_transform (value, &text))
    decode = pgg_encode_text_value (self, &text, bytes);
  g_value_unset (&text);

  return decode;
}

static PggDecode
encode_custom (const PggAdapter *self,
               PggTypeCodec     *codec,
               const GValue     *value,
               GByteArray       *bytes)
{
  PggAdapter adapter = *self;

  adapter.custom = codec;

  return pgg_adapter_encode (&adapter, value, bytes);
}

/* Nothing is known of the type: any value that has a text will do, and the server judges it. */
static PggDecode
encode_unknown (const PggAdapter *self,
                const GValue     *value,
                GByteArray       *bytes)
{
  guint32 oid = pgg_value_get_oid (value);
  PggAdapter adapter = pgg_adapter_make_part (self, self->context, oid, FALSE);
  PggTypeCodec *custom = NULL;

  if (oid == 0 && self->context->codecs != NULL)
    custom = pgg_codec_set_find_gtype (self->context->codecs, G_VALUE_TYPE (value));
  if (custom != NULL)
    return encode_custom (self, custom, value, bytes);
  if (adapter.type != NULL && adapter.codec->kind != PGG_KIND_TEXT)
    return pgg_adapter_encode (&adapter, value, bytes);

  return encode_as_text (self, value, bytes);
}

/* Only a codec of the application knows the binary format of what nothing is known of. */
static PggDecode
encode_unknown_binary (const PggAdapter *self,
                       const GValue     *value,
                       GByteArray       *bytes)
{
  PggTypeCodec *custom = self->context->codecs == NULL
                           ? NULL
                           : pgg_codec_set_find_gtype (self->context->codecs, G_VALUE_TYPE (value));

  return custom != NULL ? encode_custom (self, custom, value, bytes) : PGG_DECODE_NOT_SUPPORTED;
}

PggDecode
pgg_part_encode (const PggAdapter *self,
                 const GValue     *value,
                 GByteArray       *bytes)
{
  if (self->type == NULL && self->codec == &pgg_codec_text && !G_VALUE_HOLDS_STRING (value))
    return encode_unknown (self, value, bytes);
  if (self->type == NULL && self->codec == &pgg_codec_unknown_binary)
    return encode_unknown_binary (self, value, bytes);

  return pgg_adapter_encode (self, value, bytes);
}

PggDecode
pgg_part_append (const PggAdapter *self,
                 const GValue     *value,
                 GByteArray       *bytes)
{
  guint start = bytes->len;
  guint32 size;
  PggDecode decode;

  pgg_bytes_append_u32 (bytes, G_MAXUINT32);
  if (pgg_value_is_null (value))
    return PGG_DECODE_OK;

  decode = pgg_part_encode (self, value, bytes);
  if (decode != PGG_DECODE_OK)
    {
      g_byte_array_set_size (bytes, start);
      return decode;
    }

  size = GUINT32_TO_BE (bytes->len - start - (guint) sizeof (size));
  memcpy (bytes->data + start, &size, sizeof (size));
  return PGG_DECODE_OK;
}

static gboolean
is_natural (const PggAdapter *self,
            const GValue     *value)
{
  GType type = pgg_adapter_get_gtype (self);

  if (self->type == NULL && G_VALUE_HOLDS_BOXED (value))
    return TRUE;

  return (self->custom != NULL || type == G_TYPE_STRING || G_TYPE_IS_BOXED (type)) &&
         G_VALUE_HOLDS (value, type);
}

/* Only the application knows it, and which codec writes it says the connection that it is sent
 * over. */
static gboolean
is_for_codec (const PggAdapter *self,
              const GValue     *value)
{
  return self->type == NULL && pgg_value_get_oid (value) == 0 &&
         pgg_codec_registry_may_write (G_VALUE_TYPE (value));
}

PggDecode
pgg_part_convert (const PggAdapter *self,
                  const GValue     *value,
                  GValue           *converted)
{
  g_autoptr (GByteArray) bytes = NULL;
  PggDecode decode;
  guint depth;

  if (pgg_value_is_null (value))
    {
      pgg_value_init_null (pgg_adapter_get_gtype (self), converted);
      return PGG_DECODE_OK;
    }

  /* All that reads, writes and frees values goes down into them. What can be in others was checked
   * when it was made. */
  depth = pgg_value_get_depth (value);
  if (depth >= PGG_MAX_DEPTH)
    return PGG_DECODE_NOT_SUPPORTED;
  if (depth > 0 && is_natural (self, value))
    {
      pgg_value_init_copy (value, converted);
      return PGG_DECODE_OK;
    }

  if (is_for_codec (self, value))
    {
      pgg_value_init_copy (value, converted);
      return PGG_DECODE_OK;
    }

  bytes = g_byte_array_new ();
  decode = pgg_part_encode (self, value, bytes);
  if (decode != PGG_DECODE_OK)
    return decode;

  if (is_natural (self, value))
    pgg_value_init_copy (value, converted);
  else
    decode = pgg_adapter_read_value (self, pgg_buffer_init (bytes->data, bytes->len), converted);

  return decode;
}

gboolean
pgg_whole_to_utf8 (const PggAdapter  *self,
                   PggBuffer         *buffer,
                   char             **made)
{
  *made = NULL;
  if (self->context->utf8 == NULL)
    return TRUE;

  *made = pgg_encoding_to_utf8 (self->context->encoding, (const char *) buffer->data,
                                buffer->size);
  if (*made == NULL)
    return FALSE;

  *buffer = pgg_buffer_init (*made, strlen (*made));
  return TRUE;
}

PggDecode
pgg_whole_from_utf8 (const PggAdapter *self,
                     const GString    *made,
                     GString          *text)
{
  g_autofree char *converted = NULL;
  gsize size;

  if (self->context->utf8 == NULL)
    {
      g_string_append_len (text, made->str, (gssize) made->len);
      return PGG_DECODE_OK;
    }

  converted = pgg_encoding_from_utf8 (self->context->encoding, made->str, made->len, &size);
  if (converted == NULL)
    return PGG_DECODE_MALFORMED;

  g_string_append_len (text, converted, (gssize) size);
  return PGG_DECODE_OK;
}

void
pgg_part_set_error (PggDecode    decode,
                    const char  *what,
                    GError     **error)
{
  switch (decode)
    {
    case PGG_DECODE_WRONG_TYPE:
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   /* Translators: a kind of value with its article, such as "an element" */
                   _("The value is not of a type that %s can have"), _(what));
      break;
    case PGG_DECODE_INEXACT:
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   /* Translators: a kind of value with its article, such as "an element" */
                   _("The value is one that the type of %s cannot hold exactly"), _(what));
      break;
    case PGG_DECODE_MALFORMED:
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   /* Translators: a kind of value with its article, such as "an array" */
                   _("The text is not that of %s"), _(what));
      break;
    case PGG_DECODE_NOT_SUPPORTED:
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                   /* Translators: a kind of value with its article, such as "an element" */
                   _("The type of %s is not known well enough to write the value"), _(what));
      break;
    case PGG_DECODE_FAILED: /* the error is there, see PggAdapter */
      break;
    case PGG_DECODE_OK:
      g_assert_not_reached ();
    }
}
