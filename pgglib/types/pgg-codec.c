/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which codec reads which type, and the exact conversions between numbers. */

#include "config.h"

#include "pgg-codec-private.h"

#include "pgg-type-table-private.h"

#include <gio/gio.h>

/* Doubles hold every integer up to this one. */
#define MAX_EXACT_DOUBLE (G_GINT64_CONSTANT (1) << 53)

const PggCodec pgg_codec_unknown_binary = {
  .kind = PGG_KIND_TEXT,
};

static const PggCodec *
lookup_text (guint32 oid)
{
  switch (oid)
    {
    case PGG_OID_BOOL:
      return &pgg_codec_bool_text;
    case PGG_OID_INT2:
    case PGG_OID_INT4:
      return &pgg_codec_int4_text;
    case PGG_OID_INT8:
      return &pgg_codec_int8_text;
    case PGG_OID_OID:
    case PGG_OID_XID:
    case PGG_OID_CID:
      return &pgg_codec_uint4_text;
    case PGG_OID_XID8:
      return &pgg_codec_uint8_text;
    case PGG_OID_FLOAT4:
      return &pgg_codec_float4_text;
    case PGG_OID_FLOAT8:
      return &pgg_codec_float8_text;
    case PGG_OID_BYTEA:
      return &pgg_codec_bytea_text;
    default:
      return &pgg_codec_text;
    }
}

static const PggCodec *
lookup_binary (guint32 oid)
{
  switch (oid)
    {
    case PGG_OID_BOOL:
      return &pgg_codec_bool_binary;
    case PGG_OID_INT2:
      return &pgg_codec_int2_binary;
    case PGG_OID_INT4:
      return &pgg_codec_int4_binary;
    case PGG_OID_INT8:
      return &pgg_codec_int8_binary;
    case PGG_OID_OID:
    case PGG_OID_XID:
    case PGG_OID_CID:
      return &pgg_codec_uint4_binary;
    case PGG_OID_XID8:
      return &pgg_codec_uint8_binary;
    case PGG_OID_FLOAT4:
      return &pgg_codec_float4_binary;
    case PGG_OID_FLOAT8:
      return &pgg_codec_float8_binary;
    case PGG_OID_BYTEA:
      return &pgg_codec_bytea_binary;
    case PGG_OID_CHAR:
      return &pgg_codec_char_binary;
    case PGG_OID_UUID:
      return &pgg_codec_uuid_binary;
    case PGG_OID_JSONB:
      return &pgg_codec_jsonb_binary;
    case PGG_OID_TEXT:
    case PGG_OID_VARCHAR:
    case PGG_OID_BPCHAR:
    case PGG_OID_NAME:
    case PGG_OID_UNKNOWN:
    case PGG_OID_CSTRING:
    case PGG_OID_REFCURSOR:
    case PGG_OID_JSON:
    case PGG_OID_XML:
      return &pgg_codec_text;
    default:
      return &pgg_codec_unknown_binary;
    }
}

const PggCodec *
pgg_codec_lookup (guint32  oid,
                  gboolean binary)
{
  return binary ? lookup_binary (oid) : lookup_text (oid);
}

gboolean
pgg_codec_has_binary (guint32 oid)
{
  return lookup_binary (oid) != &pgg_codec_unknown_binary;
}

GType
pgg_codec_get_gtype (const PggCodec *self)
{
  switch (self->kind)
    {
    case PGG_KIND_BOOLEAN:
      return G_TYPE_BOOLEAN;
    case PGG_KIND_INT:
      return G_TYPE_INT;
    case PGG_KIND_INT64:
      return G_TYPE_INT64;
    case PGG_KIND_UINT:
      return G_TYPE_UINT;
    case PGG_KIND_UINT64:
      return G_TYPE_UINT64;
    case PGG_KIND_DOUBLE:
      return G_TYPE_DOUBLE;
    case PGG_KIND_TEXT:
      return G_TYPE_STRING;
    case PGG_KIND_BYTES:
      return G_TYPE_BYTES;
    }
  g_assert_not_reached ();
}

PggDecode
pgg_codec_read_boolean (const PggCodec *self,
                        PggBuffer       buffer,
                        gboolean       *value)
{
  return self->read_boolean == NULL ? PGG_DECODE_WRONG_TYPE : self->read_boolean (buffer, value);
}

PggDecode
pgg_codec_read_int64 (const PggCodec *self,
                      PggBuffer       buffer,
                      gint64         *value)
{
  guint64 number;
  PggDecode decode;

  if (self->read_int64 != NULL)
    return self->read_int64 (buffer, value);
  if (self->read_uint64 == NULL)
    return PGG_DECODE_WRONG_TYPE;

  decode = self->read_uint64 (buffer, &number);
  if (decode != PGG_DECODE_OK)
    return decode;
  if (number > G_MAXINT64)
    return PGG_DECODE_INEXACT;

  *value = (gint64) number;
  return PGG_DECODE_OK;
}

PggDecode
pgg_codec_read_uint64 (const PggCodec *self,
                       PggBuffer       buffer,
                       guint64        *value)
{
  gint64 number;
  PggDecode decode;

  if (self->read_uint64 != NULL)
    return self->read_uint64 (buffer, value);
  if (self->read_int64 == NULL)
    return PGG_DECODE_WRONG_TYPE;

  decode = self->read_int64 (buffer, &number);
  if (decode != PGG_DECODE_OK)
    return decode;
  if (number < 0)
    return PGG_DECODE_INEXACT;

  *value = (guint64) number;
  return PGG_DECODE_OK;
}

PggDecode
pgg_codec_read_int (const PggCodec *self,
                    PggBuffer       buffer,
                    int            *value)
{
  gint64 number;
  PggDecode decode = pgg_codec_read_int64 (self, buffer, &number);

  if (decode != PGG_DECODE_OK)
    return decode;
  if (number < G_MININT || number > G_MAXINT)
    return PGG_DECODE_INEXACT;

  *value = (int) number;
  return PGG_DECODE_OK;
}

PggDecode
pgg_codec_read_double (const PggCodec *self,
                       PggBuffer       buffer,
                       double         *value)
{
  gint64 number;
  PggDecode decode;

  if (self->read_double != NULL)
    return self->read_double (buffer, value);

  decode = pgg_codec_read_int64 (self, buffer, &number);
  if (decode != PGG_DECODE_OK)
    return decode;
  if (number < -MAX_EXACT_DOUBLE || number > MAX_EXACT_DOUBLE)
    return PGG_DECODE_INEXACT;

  *value = (double) number;
  return PGG_DECODE_OK;
}

PggDecode
pgg_codec_read_bytes (const PggCodec *self,
                      PggBuffer       buffer,
                      GByteArray     *value)
{
  if (self->read_bytes != NULL)
    return self->read_bytes (buffer, value);

  g_byte_array_append (value, buffer.data, (guint) buffer.size);
  return PGG_DECODE_OK;
}

PggDecode
pgg_codec_write_text (const PggCodec *self,
                      PggBuffer       buffer,
                      GString        *text)
{
  if (self->write_text != NULL)
    return self->write_text (buffer, text);
  if (!self->text_is_raw)
    return PGG_DECODE_NOT_SUPPORTED;

  g_string_append_len (text, (const char *) buffer.data, (gssize) buffer.size);
  return PGG_DECODE_OK;
}
