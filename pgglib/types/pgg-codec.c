/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which codec reads which type, and the exact conversions between numbers. */

#include "config.h"

#include "pgg-codec-private.h"

#include "pgg-codec-container-private.h"
#include "pgg-codec-custom-private.h"

#include "pgg-datetime-private.h"
#include "pgg-oid-index-private.h"
#include "pgg-type-oid-private.h"

#include <gio/gio.h>

/* Doubles hold every integer up to this one. */
#define MAX_EXACT_DOUBLE (G_GINT64_CONSTANT (1) << 53)

const PggCodec pgg_codec_unknown_binary = {
  .kind = PGG_KIND_TEXT,
};

/* What reads and writes which type, as text and binary. A type that is not here is known as text
 * only. */
static const struct
{
  guint32         oid;
  const PggCodec *text;
  const PggCodec *binary;
} builtin_codecs[] = {
  { PGG_OID_BOOL, &pgg_codec_bool_text, &pgg_codec_bool_binary },
  { PGG_OID_BYTEA, &pgg_codec_bytea_text, &pgg_codec_bytea_binary },
  { PGG_OID_CHAR, &pgg_codec_text, &pgg_codec_char_binary },
  { PGG_OID_NAME, &pgg_codec_text, &pgg_codec_text },
  { PGG_OID_INT8, &pgg_codec_int8_text, &pgg_codec_int8_binary },
  { PGG_OID_INT2, &pgg_codec_int2_text, &pgg_codec_int2_binary },
  { PGG_OID_INT2VECTOR, &pgg_codec_text, &pgg_codec_int2vector_binary },
  { PGG_OID_INT4, &pgg_codec_int4_text, &pgg_codec_int4_binary },
  { PGG_OID_REGPROC, &pgg_codec_text, &pgg_codec_name_number_binary },
  { PGG_OID_TEXT, &pgg_codec_text, &pgg_codec_text },
  { PGG_OID_OID, &pgg_codec_uint4_text, &pgg_codec_uint4_binary },
  { PGG_OID_TID, &pgg_codec_text, &pgg_codec_tid_binary },
  { PGG_OID_XID, &pgg_codec_uint4_text, &pgg_codec_uint4_binary },
  { PGG_OID_CID, &pgg_codec_uint4_text, &pgg_codec_uint4_binary },
  { PGG_OID_OIDVECTOR, &pgg_codec_text, &pgg_codec_oidvector_binary },
  { PGG_OID_JSON, &pgg_codec_text, &pgg_codec_text },
  { PGG_OID_XML, &pgg_codec_text, &pgg_codec_xml_binary },
  { PGG_OID_PG_NODE_TREE, &pgg_codec_text, &pgg_codec_text },
  { PGG_OID_POINT, &pgg_codec_point_text, &pgg_codec_point_binary },
  { PGG_OID_LSEG, &pgg_codec_line_segment_text, &pgg_codec_line_segment_binary },
  { PGG_OID_PATH, &pgg_codec_path_text, &pgg_codec_path_binary },
  { PGG_OID_BOX, &pgg_codec_box_text, &pgg_codec_box_binary },
  { PGG_OID_POLYGON, &pgg_codec_polygon_text, &pgg_codec_polygon_binary },
  { PGG_OID_LINE, &pgg_codec_line_text, &pgg_codec_line_binary },
  { PGG_OID_CIDR, &pgg_codec_cidr_text, &pgg_codec_cidr_binary },
  { PGG_OID_FLOAT4, &pgg_codec_float4_text, &pgg_codec_float4_binary },
  { PGG_OID_FLOAT8, &pgg_codec_float8_text, &pgg_codec_float8_binary },
  { PGG_OID_UNKNOWN, &pgg_codec_text, &pgg_codec_text },
  { PGG_OID_CIRCLE, &pgg_codec_circle_text, &pgg_codec_circle_binary },
  { PGG_OID_MACADDR8, &pgg_codec_text, &pgg_codec_macaddr8_binary },
  { PGG_OID_MONEY, &pgg_codec_text, &pgg_codec_money_binary },
  { PGG_OID_MACADDR, &pgg_codec_text, &pgg_codec_macaddr_binary },
  { PGG_OID_INET, &pgg_codec_inet_text, &pgg_codec_inet_binary },
  { PGG_OID_BPCHAR, &pgg_codec_text, &pgg_codec_text },
  { PGG_OID_VARCHAR, &pgg_codec_text, &pgg_codec_text },
  { PGG_OID_DATE, &pgg_codec_date_text, &pgg_codec_date_binary },
  { PGG_OID_TIME, &pgg_codec_time_text, &pgg_codec_time_binary },
  { PGG_OID_TIMESTAMP, &pgg_codec_timestamp_text, &pgg_codec_timestamp_binary },
  { PGG_OID_TIMESTAMPTZ, &pgg_codec_timestamptz_text, &pgg_codec_timestamptz_binary },
  { PGG_OID_INTERVAL, &pgg_codec_interval_text, &pgg_codec_interval_binary },
  { PGG_OID_TIMETZ, &pgg_codec_timetz_text, &pgg_codec_timetz_binary },
  { PGG_OID_BIT, &pgg_codec_text, &pgg_codec_bits_binary },
  { PGG_OID_VARBIT, &pgg_codec_text, &pgg_codec_bits_binary },
  { PGG_OID_NUMERIC, &pgg_codec_numeric_text, &pgg_codec_numeric_binary },
  { PGG_OID_REFCURSOR, &pgg_codec_text, &pgg_codec_text },
  { PGG_OID_REGPROCEDURE, &pgg_codec_text, &pgg_codec_name_number_binary },
  { PGG_OID_REGOPER, &pgg_codec_text, &pgg_codec_name_number_binary },
  { PGG_OID_REGOPERATOR, &pgg_codec_text, &pgg_codec_name_number_binary },
  { PGG_OID_REGCLASS, &pgg_codec_text, &pgg_codec_name_number_binary },
  { PGG_OID_REGTYPE, &pgg_codec_text, &pgg_codec_name_number_binary },
  { PGG_OID_RECORD, &pgg_codec_record_text, &pgg_codec_record_binary },
  { PGG_OID_CSTRING, &pgg_codec_text, &pgg_codec_text },
  { PGG_OID_VOID, &pgg_codec_text, &pgg_codec_text },
  { PGG_OID_UUID, &pgg_codec_text, &pgg_codec_uuid_binary },
  { PGG_OID_TXID_SNAPSHOT, &pgg_codec_text, &pgg_codec_snapshot_binary },
  { PGG_OID_PG_LSN, &pgg_codec_lsn_text, &pgg_codec_lsn_binary },
  { PGG_OID_TSVECTOR, &pgg_codec_text, &pgg_codec_tsvector_binary },
  { PGG_OID_TSQUERY, &pgg_codec_text, &pgg_codec_tsquery_binary },
  { PGG_OID_REGCONFIG, &pgg_codec_text, &pgg_codec_name_number_binary },
  { PGG_OID_REGDICTIONARY, &pgg_codec_text, &pgg_codec_name_number_binary },
  { PGG_OID_JSONB, &pgg_codec_text, &pgg_codec_json_version_binary },
  { PGG_OID_JSONPATH, &pgg_codec_text, &pgg_codec_json_version_binary },
  { PGG_OID_REGNAMESPACE, &pgg_codec_text, &pgg_codec_name_number_binary },
  { PGG_OID_REGROLE, &pgg_codec_text, &pgg_codec_name_number_binary },
  { PGG_OID_REGCOLLATION, &pgg_codec_text, &pgg_codec_name_number_binary },
  { PGG_OID_PG_SNAPSHOT, &pgg_codec_text, &pgg_codec_snapshot_binary },
  { PGG_OID_XID8, &pgg_codec_uint8_text, &pgg_codec_uint8_binary },
};

static const PggOidIndex *
get_index (void)
{
  static PggOidIndex index;

  if (g_once_init_enter (&index.is_made))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (builtin_codecs); i++)
        pgg_oid_index_add (&index, builtin_codecs[i].oid, i);
      g_once_init_leave (&index.is_made, TRUE);
    }

  return &index;
}

static const PggCodec *
lookup_builtin (guint32  oid,
                gboolean binary)
{
  int position = pgg_oid_index_find (get_index (), oid);

  if (position < 0)
    return binary ? &pgg_codec_unknown_binary : &pgg_codec_text;

  return binary ? builtin_codecs[position].binary : builtin_codecs[position].text;
}

static gboolean
is_of_extension (const PggTypeInfo *type,
                 const char        *name)
{
  return g_strcmp0 (type->extension, name) == 0 && g_strcmp0 (type->name, name) == 0;
}

/* A type that is not made of others. */
static const PggCodec *
lookup_base (const PggTypeInfo *type,
             gboolean           binary)
{
  if (type->is_builtin)
    return lookup_builtin (type->oid, binary);
  if (is_of_extension (type, "citext"))
    return &pgg_codec_text;
  if (is_of_extension (type, "hstore"))
    return binary ? &pgg_codec_hstore_binary : &pgg_codec_hstore_text;

  return binary ? &pgg_codec_unknown_binary : &pgg_codec_text;
}

const PggCodec *
pgg_codec_lookup (const PggTypeInfo *type,
                  gboolean           binary)
{
  if (type == NULL)
    return binary ? &pgg_codec_unknown_binary : &pgg_codec_text;

  switch (type->kind)
    {
    case PGG_TYPE_KIND_BASE:
      return lookup_base (type, binary);
    case PGG_TYPE_KIND_ARRAY:
      return binary ? &pgg_codec_array_binary : &pgg_codec_array_text;
    case PGG_TYPE_KIND_COMPOSITE:
      return binary ? &pgg_codec_record_binary : &pgg_codec_record_text;
    case PGG_TYPE_KIND_ENUM:
      return &pgg_codec_text;
    case PGG_TYPE_KIND_RANGE:
      return binary ? &pgg_codec_range_binary : &pgg_codec_range_text;
    case PGG_TYPE_KIND_MULTIRANGE:
      return binary ? &pgg_codec_multirange_binary : &pgg_codec_multirange_text;
    case PGG_TYPE_KIND_PSEUDO:
      return lookup_builtin (type->oid, binary);
    case PGG_TYPE_KIND_DOMAIN: /* over a type of which nothing is known */
      return binary ? &pgg_codec_unknown_binary : &pgg_codec_text;
    }
  g_assert_not_reached ();
}

/* Composite types that were met before are left out: they may have each other as fields. */
typedef struct
{
  const PggCodecContext *context; /* that the texts are to be those of, or NULL */
  const PggTypeMap      *types;
  GHashTable            *met;     /* OIDs, or NULL */
  guint                  depth;
} BinarySearch;

static gboolean has_binary (BinarySearch      *self,
                            const PggTypeInfo *type);

static gboolean
part_has_binary (BinarySearch *self,
                 guint32       oid)
{
  gboolean found;

  if (self->depth == PGG_MAX_DEPTH)
    return FALSE;

  self->depth++;
  found = has_binary (self, pgg_type_map_lookup_base (self->types, oid));
  self->depth--;
  return found;
}

static gboolean
fields_have_binary (BinarySearch      *self,
                    const PggTypeInfo *type)
{
  if (self->met == NULL)
    self->met = g_hash_table_new (NULL, NULL);
  if (!g_hash_table_add (self->met, GUINT_TO_POINTER (type->oid)))
    return TRUE;

  for (guint i = 0; i < type->n_fields; i++)
    if (!part_has_binary (self, type->fields[i].type))
      return FALSE;

  return TRUE;
}

/* The lengths in the binary format of hstore are those in the encoding of the database, the texts
 * are in that of the client, see contrib/hstore/hstore_io.c, hstore_send. */
static gboolean
is_sound (const PggTypeInfo *type)
{
  return pgg_codec_lookup (type, TRUE) != &pgg_codec_hstore_binary;
}

/* The fields of a record without a type of its own are text in text format, whatever they are. */
static gboolean
has_binary (BinarySearch      *self,
            const PggTypeInfo *type)
{
  if (type == NULL || !type->has_binary || type->oid == PGG_OID_RECORD)
    return FALSE;
  if (self->context != NULL && self->context->codecs != NULL &&
      pgg_custom_has_binary (self->context->codecs, type))
    return TRUE;
  if (type->kind == PGG_TYPE_KIND_ARRAY || type->kind == PGG_TYPE_KIND_RANGE ||
      type->kind == PGG_TYPE_KIND_MULTIRANGE)
    return part_has_binary (self, type->element);
  if (type->kind == PGG_TYPE_KIND_COMPOSITE)
    return fields_have_binary (self, type);

  if (self->context != NULL && !is_sound (type))
    return FALSE;

  return pgg_codec_has_text (pgg_codec_lookup (type, TRUE)) &&
         (self->context == NULL || pgg_datetime_can_render (self->context, type->oid));
}

gboolean
pgg_codec_has_binary (const PggTypeMap  *types,
                      const PggTypeInfo *type)
{
  BinarySearch search = { .types = types };
  gboolean found;

  if (type != NULL && type->kind == PGG_TYPE_KIND_DOMAIN)
    type = pgg_type_map_lookup_base (types, type->oid);
  found = has_binary (&search, type);
  g_clear_pointer (&search.met, g_hash_table_unref);

  return found;
}

gboolean
pgg_codec_is_same_in_binary (const PggCodecContext *context,
                             guint32                oid)
{
  const PggTypeInfo *type = pgg_type_map_lookup_base (context->types, oid);
  BinarySearch search = { .context = context, .types = context->types };
  gboolean same = type != NULL && type->kind != PGG_TYPE_KIND_PSEUDO && has_binary (&search, type);

  g_clear_pointer (&search.met, g_hash_table_unref);

  return same;
}

gboolean
pgg_codec_is_plain (guint32 oid)
{
  const PggTypeInfo *type = pgg_type_info_lookup_builtin (oid);

  return type != NULL && type->kind == PGG_TYPE_KIND_BASE &&
         lookup_builtin (oid, FALSE)->kind != PGG_KIND_BOXED;
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
    case PGG_KIND_BOXED:
      return self->get_boxed_type ();
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
