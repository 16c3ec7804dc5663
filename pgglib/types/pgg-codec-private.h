/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include "pgg-buffer-private.h"
#include "pgg-codec-context-private.h"

G_BEGIN_DECLS

/* What came of reading or writing a value. */
typedef enum
{
  PGG_DECODE_OK,
  PGG_DECODE_WRONG_TYPE,    /* values of this type are never read or written so */
  PGG_DECODE_INEXACT,       /* the C type, or that of the server, cannot hold this value exactly */
  PGG_DECODE_MALFORMED,     /* the bytes, or the text to write, are no value of this type */
  PGG_DECODE_NOT_SUPPORTED, /* the format of this type is not known here */
  PGG_DECODE_FAILED,        /* a codec of the application did, and has said why */
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
  PGG_KIND_BOXED, /* the codec says which */
} PggKind;

typedef struct _PggCodec PggCodec;

/* A codec with what it needs to know of the values it is used for. */
typedef struct
{
  const PggCodec        *codec;
  const PggTypeInfo     *type;    /* never a domain; NULL if nothing is known of it */
  const PggCodecContext *context;
  const PggTypeCodec    *custom;  /* what the application reads values with; NULL: with the codec */
  gboolean               binary;
  gboolean               is_assigned; /* see pgg_assignment_encode() */
  guint                  depth;   /* how many values the value is in */
  GError               **failure; /* of a codec of the application; NULL where nobody asks */
} PggAdapter;

/* Values in values in values: reading goes down into them, and each doubles the quotes of its text,
 * so that there is a limit to the first and one to the size of a text that is quoted once more. */
#define PGG_MAX_DEPTH 32
#define PGG_MAX_QUOTED_SIZE (1 << 28)

/* How to read and write the values of one type in one format. A function that is not there means
 * that the type is not read or written so; readers of numbers in kinds other than their own are
 * made from the own one. */
struct _PggCodec
{
  PggKind        kind;
  GType        (*get_boxed_type) (void);
  gconstpointer  data;        /* for the functions of the family, which know what it is */
  gboolean       text_is_raw; /* the bytes are the text */
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
  PggDecode (*read_boxed)   (const PggAdapter *self,
                             PggBuffer         buffer,
                             gpointer         *value);
  /* The number of bytes that hold a boxed value in a packed column, 0 if it has no fixed width. */
  gsize     packed_size;
  PggDecode (*read_packed)  (const PggAdapter *self,
                             PggBuffer         buffer,
                             gpointer          target);
  PggDecode (*write_text)   (const PggAdapter *self,
                             PggBuffer         buffer,
                             GString          *text); /* appends the text the server would send */
  /* Appends what goes over the wire for a value of the kind (for numbers: of any integer type), or
   * for the text of one; nothing unless all is well. */
  PggDecode (*encode)       (const PggAdapter *self,
                             const GValue     *value,
                             GByteArray       *bytes);
};

/* One per family and format. */
extern const PggCodec pgg_codec_bool_text;
extern const PggCodec pgg_codec_bool_binary;
extern const PggCodec pgg_codec_int2_text;
extern const PggCodec pgg_codec_int2_binary;
extern const PggCodec pgg_codec_int4_text;
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
extern const PggCodec pgg_codec_json_version_binary; /* jsonb and jsonpath */
extern const PggCodec pgg_codec_xml_binary;
extern const PggCodec pgg_codec_uuid_binary;
extern const PggCodec pgg_codec_bits_binary;
extern const PggCodec pgg_codec_macaddr_binary;
extern const PggCodec pgg_codec_macaddr8_binary;
extern const PggCodec pgg_codec_lsn_text;
extern const PggCodec pgg_codec_lsn_binary;
extern const PggCodec pgg_codec_tid_binary;
extern const PggCodec pgg_codec_int2vector_binary;
extern const PggCodec pgg_codec_oidvector_binary;
extern const PggCodec pgg_codec_snapshot_binary;
extern const PggCodec pgg_codec_tsvector_binary;
extern const PggCodec pgg_codec_tsquery_binary;
extern const PggCodec pgg_codec_name_number_binary; /* without the names that OIDs stand for */
extern const PggCodec pgg_codec_money_binary; /* without text, which depends on lc_monetary */
extern const PggCodec pgg_codec_bytea_text;
extern const PggCodec pgg_codec_bytea_binary;
extern const PggCodec pgg_codec_numeric_text;
extern const PggCodec pgg_codec_numeric_binary;
extern const PggCodec pgg_codec_date_text;
extern const PggCodec pgg_codec_date_binary;
extern const PggCodec pgg_codec_time_text;
extern const PggCodec pgg_codec_time_binary;
extern const PggCodec pgg_codec_timetz_text;
extern const PggCodec pgg_codec_timetz_binary;
extern const PggCodec pgg_codec_timestamp_text;
extern const PggCodec pgg_codec_timestamp_binary;
extern const PggCodec pgg_codec_timestamptz_text;
extern const PggCodec pgg_codec_timestamptz_binary;
extern const PggCodec pgg_codec_interval_text;
extern const PggCodec pgg_codec_interval_binary;
extern const PggCodec pgg_codec_point_text;
extern const PggCodec pgg_codec_point_binary;
extern const PggCodec pgg_codec_line_text;
extern const PggCodec pgg_codec_line_binary;
extern const PggCodec pgg_codec_line_segment_text;
extern const PggCodec pgg_codec_line_segment_binary;
extern const PggCodec pgg_codec_box_text;
extern const PggCodec pgg_codec_box_binary;
extern const PggCodec pgg_codec_circle_text;
extern const PggCodec pgg_codec_circle_binary;
extern const PggCodec pgg_codec_path_text;
extern const PggCodec pgg_codec_path_binary;
extern const PggCodec pgg_codec_polygon_text;
extern const PggCodec pgg_codec_polygon_binary;
extern const PggCodec pgg_codec_inet_text;
extern const PggCodec pgg_codec_inet_binary;
extern const PggCodec pgg_codec_cidr_text;
extern const PggCodec pgg_codec_cidr_binary;
extern const PggCodec pgg_codec_unknown_binary;

/* The codec of a type, NULL if nothing is known of it; a domain has that of its base type. */
const PggCodec *pgg_codec_lookup       (const PggTypeInfo     *type,
                                        gboolean               binary);
/* Whether all values of a type, and all that is in them, can be read in binary format and are then
 * what they are in text format. */
gboolean        pgg_codec_has_binary   (const PggTypeMap      *types,
                                        const PggTypeInfo     *type);
/* Whether their texts, too, are those that the server writes in the session; where the application
 * reads values itself, whether it can read them. */
gboolean        pgg_codec_is_same_in_binary (const PggCodecContext *context,
                                             guint32                oid);
/* Whether its values are numbers or texts that every server writes alike in every session. */
gboolean        pgg_codec_is_plain     (guint32                oid);
GType           pgg_codec_get_gtype    (const PggCodec        *self);

/* Whether the text of a value can be made; what has none in binary format cannot be read as in text
 * format. */
static inline gboolean
pgg_codec_has_text (const PggCodec *self)
{
  return self->text_is_raw || self->write_text != NULL;
}

/* The context must outlive it. */
PggAdapter      pgg_adapter_make       (const PggCodecContext *context,
                                        guint32                oid,
                                        gboolean               binary);
/* For a value that is in a value of self. */
PggAdapter      pgg_adapter_make_part  (const PggAdapter      *self,
                                        const PggCodecContext *context,
                                        guint32                oid,
                                        gboolean               binary);

/* The type of the values that are read. */
GType           pgg_adapter_get_gtype  (const PggAdapter      *self);

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
/* Initialises a value of zero, which stays zero unless all is well. */
PggDecode       pgg_adapter_read_value (const PggAdapter *self,
                                        PggBuffer         buffer,
                                        GValue           *value);
/* Text in UTF-8, to be freed; what write_text() gives is in the client encoding. */
PggDecode       pgg_adapter_dup_text   (const PggAdapter *self,
                                        PggBuffer         buffer,
                                        char            **text);
PggDecode       pgg_adapter_write_text (const PggAdapter *self,
                                        PggBuffer         buffer,
                                        GString          *text);
PggDecode       pgg_adapter_encode     (const PggAdapter *self,
                                        const GValue     *value,
                                        GByteArray       *bytes);

G_END_DECLS
