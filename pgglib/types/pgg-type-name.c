/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How the names of types are written with a modifier. */

#include "config.h"

#include "pgg-type-name-private.h"

#include "pgg-type-oid-private.h"

/* Lengths of character types and the numeric modifier count the header of a value (VARHDRSZ). */
#define HEADER_SIZE 4

/* INTERVAL_MASK of the server; the precision is in the low half of the modifier. */
#define INTERVAL_MASK(field) (1 << (field))
#define INTERVAL_MONTH INTERVAL_MASK (1)
#define INTERVAL_YEAR INTERVAL_MASK (2)
#define INTERVAL_DAY INTERVAL_MASK (3)
#define INTERVAL_HOUR INTERVAL_MASK (10)
#define INTERVAL_MINUTE INTERVAL_MASK (11)
#define INTERVAL_SECOND INTERVAL_MASK (12)
#define INTERVAL_FULL_PRECISION 0xFFFF

static const char *
get_interval_fields (int mask)
{
  static const struct
  {
    int         mask;
    const char *fields;
  } ranges[] = {
    { INTERVAL_YEAR, " year" },
    { INTERVAL_MONTH, " month" },
    { INTERVAL_DAY, " day" },
    { INTERVAL_HOUR, " hour" },
    { INTERVAL_MINUTE, " minute" },
    { INTERVAL_SECOND, " second" },
    { INTERVAL_YEAR | INTERVAL_MONTH, " year to month" },
    { INTERVAL_DAY | INTERVAL_HOUR, " day to hour" },
    { INTERVAL_DAY | INTERVAL_HOUR | INTERVAL_MINUTE, " day to minute" },
    { INTERVAL_DAY | INTERVAL_HOUR | INTERVAL_MINUTE | INTERVAL_SECOND, " day to second" },
    { INTERVAL_HOUR | INTERVAL_MINUTE, " hour to minute" },
    { INTERVAL_HOUR | INTERVAL_MINUTE | INTERVAL_SECOND, " hour to second" },
    { INTERVAL_MINUTE | INTERVAL_SECOND, " minute to second" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (ranges[i].mask == mask)
      return ranges[i].fields;

  return "";
}

static void
append_interval_modifier (GString *name,
                          int      modifier)
{
  int precision = modifier & 0xFFFF;

  g_string_append (name, get_interval_fields ((modifier >> 16) & 0x7FFF));
  if (precision != INTERVAL_FULL_PRECISION)
    g_string_append_printf (name, "(%d)", precision);
}

/* The scale is the low eleven bits, signed since PostgreSQL 15. */
static void
append_numeric_modifier (GString *name,
                         int      modifier)
{
  int scale = (modifier - HEADER_SIZE) & 0x7FF;
  int precision = ((modifier - HEADER_SIZE) >> 16) & 0xFFFF;

  g_string_append_printf (name, "(%d,%d)", precision, (scale ^ 1024) - 1024);
}

static void
append_modifier (GString *name,
                 guint32  oid,
                 int      modifier)
{
  switch (oid)
    {
    case PGG_OID_BPCHAR:
    case PGG_OID_VARCHAR:
      g_string_append_printf (name, "(%d)", modifier - HEADER_SIZE);
      break;
    case PGG_OID_NUMERIC:
      append_numeric_modifier (name, modifier);
      break;
    case PGG_OID_INTERVAL:
      append_interval_modifier (name, modifier);
      break;
    case PGG_OID_BIT:
    case PGG_OID_VARBIT:
    case PGG_OID_TIME:
    case PGG_OID_TIMETZ:
    case PGG_OID_TIMESTAMP:
    case PGG_OID_TIMESTAMPTZ:
      g_string_append_printf (name, "(%d)", modifier);
      break;
    default:
      break;
    }
}

char *
pgg_type_name_format (const PggTypeMap *types,
                      guint32           oid,
                      int               modifier)
{
  const PggTypeInfo *info = pgg_type_map_lookup (types, oid);
  gboolean is_array = info != NULL && info->kind == PGG_TYPE_KIND_ARRAY;
  const PggTypeInfo *scalar = is_array ? pgg_type_map_lookup (types, info->element) : info;
  GString *name;

  if (info == NULL)
    return g_strdup_printf ("%u", oid);
  if (scalar == NULL)
    return g_strdup (info->name);

  name = g_string_new (scalar->name);
  if (modifier >= 0)
    append_modifier (name, scalar->oid, modifier);
  if (is_array)
    g_string_append (name, "[]");

  return g_string_free (name, FALSE);
}
