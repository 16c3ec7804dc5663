/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The types every server has; their OIDs never change. */
typedef enum
{
  PGG_OID_BOOL = 16,
  PGG_OID_BYTEA = 17,
  PGG_OID_CHAR = 18,
  PGG_OID_NAME = 19,
  PGG_OID_INT8 = 20,
  PGG_OID_INT2 = 21,
  PGG_OID_INT4 = 23,
  PGG_OID_TEXT = 25,
  PGG_OID_OID = 26,
  PGG_OID_XID = 28,
  PGG_OID_CID = 29,
  PGG_OID_JSON = 114,
  PGG_OID_XML = 142,
  PGG_OID_FLOAT4 = 700,
  PGG_OID_FLOAT8 = 701,
  PGG_OID_UNKNOWN = 705,
  PGG_OID_BPCHAR = 1042,
  PGG_OID_VARCHAR = 1043,
  PGG_OID_TIME = 1083,
  PGG_OID_TIMESTAMP = 1114,
  PGG_OID_TIMESTAMPTZ = 1184,
  PGG_OID_INTERVAL = 1186,
  PGG_OID_TIMETZ = 1266,
  PGG_OID_BIT = 1560,
  PGG_OID_VARBIT = 1562,
  PGG_OID_NUMERIC = 1700,
  PGG_OID_REFCURSOR = 1790,
  PGG_OID_CSTRING = 2275,
  PGG_OID_UUID = 2950,
  PGG_OID_JSONB = 3802,
  PGG_OID_XID8 = 5069,
} PggOid;

typedef struct
{
  guint32     oid;
  guint32     element;  /* of an array; otherwise 0 */
  char        category; /* pg_type.typcategory */
  const char *name;
} PggTypeEntry;

/* NULL for types that are not built into the server. */
const PggTypeEntry *pgg_type_table_lookup (guint32 oid);

/* The name with the modifier (pg_attribute.atttypmod) a column has: varchar(42), numeric(10,3)[].
 * */
char               *pgg_type_format       (guint32 oid,
                                           int     modifier);

G_END_DECLS
