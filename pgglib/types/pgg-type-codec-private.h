/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-codec-private.h"
#include "pgg-type-codec.h"

G_BEGIN_DECLS

struct _PggTypeCodec
{
  char              *schema;         /* NULL: whichever the type is in */
  char              *name;
  char              *sql_name;       /* both of them, as SQL has them */
  GType              value_type;
  PggCodecFormats    decode_formats; /* NONE: it does not read */
  PggTypeDecodeFunc  decode;
  gpointer           decode_data;
  GDestroyNotify     decode_destroy;
  PggCodecFormats    encode_formats; /* NONE: it does not write */
  PggTypeEncodeFunc  encode;
  gpointer           encode_data;
  GDestroyNotify     encode_destroy;
};

/* Both are well or PGG_DECODE_FAILED, and then the error says why, in the place of one that may be
 * there from another attempt. */

/* Initialises a value of zero, which stays zero unless all is well. */
PggDecode  pgg_type_codec_decode (const PggTypeCodec  *self,
                                  GBytes              *bytes,
                                  PggCodecFormats      format,
                                  const PggTypeInfo   *type,
                                  GValue              *value,
                                  GError             **error);
PggDecode  pgg_type_codec_encode (const PggTypeCodec  *self,
                                  const GValue        *value,
                                  PggCodecFormats      format,
                                  GBytes             **bytes,
                                  GError             **error);

/* PGG_DECODE_FAILED, for the reason that the format is none of those that the codec knows. */
PggDecode  pgg_type_codec_refuse (const PggTypeCodec  *self,
                                  PggCodecFormats      format,
                                  GError             **error);

G_END_DECLS
