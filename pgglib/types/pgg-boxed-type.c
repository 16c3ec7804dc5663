/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The boxed types that values of a database have. */

#include "config.h"

#include "pgg-boxed-type-private.h"

#include "pgg-array.h"
#include "pgg-box.h"
#include "pgg-circle.h"
#include "pgg-codec-container-private.h"
#include "pgg-date.h"
#include "pgg-inet.h"
#include "pgg-interval.h"
#include "pgg-line-segment.h"
#include "pgg-line.h"
#include "pgg-multirange-private.h"
#include "pgg-numeric.h"
#include "pgg-path.h"
#include "pgg-point.h"
#include "pgg-polygon.h"
#include "pgg-range-private.h"
#include "pgg-record.h"
#include "pgg-time.h"
#include "pgg-timestamp.h"
#include "pgg-type-oid-private.h"

#include <gio/gio.h>
#include <string.h>

static gboolean
byte_arrays_equal (gconstpointer first,
                   gconstpointer second)
{
  const GByteArray *a = first;
  const GByteArray *b = second;

  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len) == 0);
}

static guint
byte_array_hash (gconstpointer array)
{
  const GByteArray *self = array;
  g_autoptr (GBytes) bytes = g_bytes_new_static (self->data, self->len);

  return g_bytes_hash (bytes);
}

/* Of texts to texts or NULL, as hstore has them. */
static gboolean
hash_tables_equal (gconstpointer first,
                   gconstpointer second)
{
  GHashTable *other = (GHashTable *) second;
  GHashTableIter iter;
  gpointer key, value, other_value;

  if (g_hash_table_size ((GHashTable *) first) != g_hash_table_size (other))
    return FALSE;

  g_hash_table_iter_init (&iter, (GHashTable *) first);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_hash_table_lookup_extended (other, key, NULL, &other_value) ||
        g_strcmp0 (value, other_value) != 0)
      return FALSE;

  return TRUE;
}

static guint
hash_table_hash (gconstpointer table)
{
  GHashTableIter iter;
  gpointer key, value;
  guint hash = 0;

  g_hash_table_iter_init (&iter, (GHashTable *) table);
  while (g_hash_table_iter_next (&iter, &key, &value))
    hash += g_str_hash (key) ^ (value == NULL ? 0 : 31 * g_str_hash (value));

  return hash;
}

/* Any order will do, as long as tables that are equal are equal in it: that of their texts. */
static int
hash_tables_compare (gconstpointer first,
                     gconstpointer second)
{
  g_autofree char *a = pgg_hstore_to_string ((GHashTable *) first);
  g_autofree char *b = pgg_hstore_to_string ((GHashTable *) second);

  return g_strcmp0 (a, b);
}

static int
byte_arrays_compare (gconstpointer first,
                     gconstpointer second)
{
  const GByteArray *a = first;
  const GByteArray *b = second;
  g_autoptr (GBytes) a_bytes = g_bytes_new_static (a->data, a->len);
  g_autoptr (GBytes) b_bytes = g_bytes_new_static (b->data, b->len);

  return g_bytes_compare (a_bytes, b_bytes);
}

static GType
get_bytes_type (void)
{
  return G_TYPE_BYTES;
}

static GType
get_byte_array_type (void)
{
  return G_TYPE_BYTE_ARRAY;
}

static GType
get_hash_table_type (void)
{
  return G_TYPE_HASH_TABLE;
}

static guint32
find_time_oid (gconstpointer boxed)
{
  return pgg_time_has_offset (boxed) ? PGG_OID_TIMETZ : PGG_OID_TIME;
}

static guint32
find_timestamp_oid (gconstpointer boxed)
{
  return pgg_timestamp_has_zone (boxed) ? PGG_OID_TIMESTAMPTZ : PGG_OID_TIMESTAMP;
}

static guint32
find_inet_oid (gconstpointer boxed)
{
  return pgg_inet_is_cidr (boxed) ? PGG_OID_CIDR : PGG_OID_INET;
}

static guint32
find_array_oid (gconstpointer boxed)
{
  guint32 element = pgg_array_get_element_type ((PggArray *) boxed);
  const PggTypeInfo *info = pgg_type_info_lookup_builtin (element);

  return info == NULL ? 0 : info->array;
}

/* One that was made here is of the type that is built in for such bounds. */
static guint32
find_range_type (guint32     type,
                 PggTypeKind kind,
                 guint32     element)
{
  const PggTypeInfo *info = type != 0 ? pgg_type_info_lookup_builtin (type)
                                      : pgg_type_info_find_builtin (kind, element);

  return info == NULL ? 0 : info->oid;
}

static guint32
find_range_oid (gconstpointer boxed)
{
  const PggRange *range = boxed;

  return find_range_type (range->type, PGG_TYPE_KIND_RANGE, range->subtype);
}

static guint32
find_multirange_oid (gconstpointer boxed)
{
  const PggMultirange *multirange = boxed;
  guint32 range = find_range_type (0, PGG_TYPE_KIND_RANGE, multirange->subtype);

  return find_range_type (multirange->type, PGG_TYPE_KIND_MULTIRANGE, range);
}

#define FUNCTIONS(prefix) prefix##_equal, prefix##_hash
#define ORDERED(prefix) FUNCTIONS (prefix), prefix##_compare

/* A record that was made here is of the type that it is used for: the server takes none of the type
 * record. */
static const PggBoxedType boxed_types[] = {
  { get_bytes_type, PGG_OID_BYTEA, NULL, ORDERED (g_bytes) },
  { get_byte_array_type, PGG_OID_BYTEA, NULL, byte_arrays_equal, byte_array_hash,
    byte_arrays_compare },
  { get_hash_table_type, 0, NULL, hash_tables_equal, hash_table_hash, hash_tables_compare },
  { pgg_array_get_type, 0, find_array_oid, ORDERED (pgg_array) },
  { pgg_box_get_type, PGG_OID_BOX, NULL, FUNCTIONS (pgg_box) },
  { pgg_circle_get_type, PGG_OID_CIRCLE, NULL, FUNCTIONS (pgg_circle) },
  { pgg_date_get_type, PGG_OID_DATE, NULL, ORDERED (pgg_date) },
  { pgg_inet_get_type, 0, find_inet_oid, ORDERED (pgg_inet) },
  { pgg_interval_get_type, PGG_OID_INTERVAL, NULL, ORDERED (pgg_interval) },
  { pgg_line_get_type, PGG_OID_LINE, NULL, FUNCTIONS (pgg_line) },
  { pgg_line_segment_get_type, PGG_OID_LSEG, NULL, FUNCTIONS (pgg_line_segment) },
  { pgg_multirange_get_type, 0, find_multirange_oid, ORDERED (pgg_multirange) },
  { pgg_numeric_get_type, PGG_OID_NUMERIC, NULL, ORDERED (pgg_numeric) },
  { pgg_path_get_type, PGG_OID_PATH, NULL, FUNCTIONS (pgg_path) },
  { pgg_point_get_type, PGG_OID_POINT, NULL, FUNCTIONS (pgg_point) },
  { pgg_polygon_get_type, PGG_OID_POLYGON, NULL, FUNCTIONS (pgg_polygon) },
  { pgg_range_get_type, 0, find_range_oid, ORDERED (pgg_range) },
  { pgg_record_get_type, 0, NULL, ORDERED (pgg_record) },
  { pgg_time_get_type, 0, find_time_oid, ORDERED (pgg_time) },
  { pgg_timestamp_get_type, 0, find_timestamp_oid, ORDERED (pgg_timestamp) },
};

const PggBoxedType *
pgg_boxed_type_lookup (GType type)
{
  for (guint i = 0; i < G_N_ELEMENTS (boxed_types); i++)
    if (boxed_types[i].get_type () == type)
      return &boxed_types[i];

  return NULL;
}

guint32
pgg_boxed_type_get_oid (const PggBoxedType *self,
                        gconstpointer       boxed)
{
  return self->find_oid == NULL || boxed == NULL ? self->oid : self->find_oid (boxed);
}
