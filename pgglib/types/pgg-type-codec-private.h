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

/* Initialises a value of zero, which stays zero unless all is well. */
PggDecode  pgg_type_codec_decode       (const PggTypeCodec  *self,
                                        GBytes              *bytes,
                                        PggCodecFormats      format,
                                        const PggTypeInfo   *type,
                                        GValue              *value);
PggDecode  pgg_type_codec_encode       (const PggTypeCodec  *self,
                                        const GValue        *value,
                                        PggCodecFormats      format,
                                        GBytes             **bytes);

/* PGG_DECODE_FAILED, for the reason that the format is none of those that the codec knows. */
PggDecode  pgg_type_codec_refuse       (const PggTypeCodec  *self,
                                        PggCodecFormats      format);

/* Why the last function of a codec failed on this thread: PGG_DECODE_FAILED has an error behind it,
 * as errno is behind -1. Transfer full, never NULL. */
GError    *pgg_type_codec_take_failure (void);

G_END_DECLS
