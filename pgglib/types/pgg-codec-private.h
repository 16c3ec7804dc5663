/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include "pgg-buffer-private.h"

G_BEGIN_DECLS

/* What came of reading a value. */
typedef enum
{
  PGG_DECODE_OK,
  PGG_DECODE_WRONG_TYPE,    /* values of this type are never read so */
  PGG_DECODE_INEXACT,       /* the C type cannot hold this value exactly */
  PGG_DECODE_MALFORMED,     /* the bytes are no value of this type */
  PGG_DECODE_NOT_SUPPORTED, /* the binary format of this type is not known here */
} PggDecode;

/* The C type that holds every value of a type. */
typedef enum
{
  PGG_KIND_BOOLEAN,
  PGG_KIND_INT,
  PGG_KIND_INT64,
  PGG_KIND_UINT,
  PGG_KIND_UINT64,
  PGG_KIND_DOUBLE,
  PGG_KIND_TEXT,
  PGG_KIND_BYTES,
} PggKind;

/* How to read the values of one type in one format. A reader that is not there means that the type
 * is not read so; readers of numbers in kinds other than their own are made from the own one. */
typedef struct
{
  PggKind   kind;
  gboolean  text_is_raw; /* the bytes are the text */
  PggDecode (*read_boolean) (PggBuffer buffer,
                             gboolean *value);
  PggDecode (*read_int64)   (PggBuffer buffer,
                             gint64   *value);
  PggDecode (*read_uint64)  (PggBuffer buffer,
                             guint64  *value);
  PggDecode (*read_double)  (PggBuffer buffer,
                             double   *value);
  PggDecode (*read_bytes)   (PggBuffer   buffer,
                             GByteArray *value); /* appends; without it the bytes are the value */
  PggDecode (*write_text)   (PggBuffer buffer,
                             GString  *text); /* appends the text the server would have sent */
} PggCodec;

/* One per family and format. */
extern const PggCodec pgg_codec_bool_text;
extern const PggCodec pgg_codec_bool_binary;
extern const PggCodec pgg_codec_int2_binary;
extern const PggCodec pgg_codec_int4_text; /* int2 as well: the server keeps the range */
extern const PggCodec pgg_codec_int4_binary;
extern const PggCodec pgg_codec_int8_text;
extern const PggCodec pgg_codec_int8_binary;
extern const PggCodec pgg_codec_uint4_text;
extern const PggCodec pgg_codec_uint4_binary;
extern const PggCodec pgg_codec_uint8_text;
extern const PggCodec pgg_codec_uint8_binary;
extern const PggCodec pgg_codec_float4_text;
extern const PggCodec pgg_codec_float4_binary;
extern const PggCodec pgg_codec_float8_text;
extern const PggCodec pgg_codec_float8_binary;
extern const PggCodec pgg_codec_text; /* in both formats, and any other type in text format */
extern const PggCodec pgg_codec_char_binary;
extern const PggCodec pgg_codec_jsonb_binary;
extern const PggCodec pgg_codec_uuid_binary;
extern const PggCodec pgg_codec_bytea_text;
extern const PggCodec pgg_codec_bytea_binary;
extern const PggCodec pgg_codec_unknown_binary;

const PggCodec *pgg_codec_lookup     (guint32          oid,
                                      gboolean         binary);
gboolean        pgg_codec_has_binary (guint32          oid);
GType           pgg_codec_get_gtype  (const PggCodec  *self);

/* Reading as something: converts between numbers where that is exact. */
PggDecode       pgg_codec_read_boolean (const PggCodec *self,
                                        PggBuffer       buffer,
                                        gboolean       *value);
PggDecode       pgg_codec_read_int     (const PggCodec *self,
                                        PggBuffer       buffer,
                                        int            *value);
PggDecode       pgg_codec_read_int64   (const PggCodec *self,
                                        PggBuffer       buffer,
                                        gint64         *value);
PggDecode       pgg_codec_read_uint64  (const PggCodec *self,
                                        PggBuffer       buffer,
                                        guint64        *value);
PggDecode       pgg_codec_read_double  (const PggCodec *self,
                                        PggBuffer       buffer,
                                        double         *value);
PggDecode       pgg_codec_read_bytes   (const PggCodec *self,
                                        PggBuffer       buffer,
                                        GByteArray     *value);
PggDecode       pgg_codec_write_text   (const PggCodec *self,
                                        PggBuffer       buffer,
                                        GString        *text);

G_END_DECLS
