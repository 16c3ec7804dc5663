/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values of one type for places of another, see the casts of src/include/catalog/pg_cast.dat that
 * the server makes in an assignment. */

#include "config.h"

#include "pgg-assignment-private.h"

#include "pgg-date.h"
#include "pgg-inet-private.h"
#include "pgg-interval-private.h"
#include "pgg-numeric.h"
#include "pgg-time.h"
#include "pgg-timestamp-private.h"
#include "pgg-type-oid-private.h"

#include <math.h>

static gboolean
is_string (const PggTypeInfo *type)
{
  return type->category == 'S';
}

static gboolean
is_integer (const PggTypeInfo *type)
{
  switch (type->oid)
    {
    case PGG_OID_INT2:
    case PGG_OID_INT4:
    case PGG_OID_INT8:
    case PGG_OID_OID:
    case PGG_OID_XID:
    case PGG_OID_CID:
    case PGG_OID_XID8:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_float (const PggTypeInfo *type)
{
  return type->oid == PGG_OID_FLOAT4 || type->oid == PGG_OID_FLOAT8;
}

static gboolean
is_number (const PggTypeInfo *type)
{
  return is_integer (type) || is_float (type) || type->oid == PGG_OID_NUMERIC;
}

static gboolean
is_discrete (const PggTypeInfo *type)
{
  return is_integer (type) || type->oid == PGG_OID_DATE;
}

/* Types whose casts to text do not give the text that is shown, see booltext() and
 * network_show(). */
static gboolean
has_other_text (const PggTypeInfo *type)
{
  return type->oid == PGG_OID_BOOL || type->oid == PGG_OID_INET;
}

static gboolean
are (const PggTypeInfo *from,
     const PggTypeInfo *to,
     guint32            first,
     guint32            second)
{
  return (from->oid == first && to->oid == second) || (from->oid == second && to->oid == first);
}

/* Whether every value of the one is a text that the other either has exactly, or refuses. A float
 * has the fewest digits that mean the same float, which numeric keeps. */
static gboolean
is_same_as_text (const PggTypeInfo *from,
                 const PggTypeInfo *to)
{
  if (from == to || is_string (from) || is_string (to))
    return TRUE;
  if (from->kind == PGG_TYPE_KIND_COMPOSITE || from->kind == PGG_TYPE_KIND_ENUM)
    return from->kind == to->kind;

  return (is_float (from) && to->oid == PGG_OID_NUMERIC) ||
         (is_integer (from) && to->category == 'N') ||
         are (from, to, PGG_OID_JSON, PGG_OID_JSONB) ||
         are (from, to, PGG_OID_INET, PGG_OID_CIDR) ||
         are (from, to, PGG_OID_BIT, PGG_OID_VARBIT) ||
         are (from, to, PGG_OID_MACADDR, PGG_OID_MACADDR8) ||
         are (from, to, PGG_OID_PATH, PGG_OID_POLYGON);
}

/* Of types that are not made of others. The cast to name goes by the text. */
static PggAssignment
find_plain (const PggTypeInfo *from,
            const PggTypeInfo *to)
{
  if (is_string (to) && to->oid != PGG_OID_NAME && has_other_text (from))
    return PGG_ASSIGNMENT_VALUE;
  if (is_number (from) && is_number (to) && !(is_float (from) && to->oid == PGG_OID_NUMERIC))
    return PGG_ASSIGNMENT_VALUE;
  if (are (from, to, PGG_OID_DATE, PGG_OID_TIMESTAMP) ||
      are (from, to, PGG_OID_TIME, PGG_OID_INTERVAL))
    return PGG_ASSIGNMENT_VALUE;

  return is_same_as_text (from, to) ? PGG_ASSIGNMENT_TEXT : PGG_ASSIGNMENT_NONE;
}

/* Of an array, a range or a multirange. */
static const PggTypeInfo *
get_part (const PggTypeMap  *types,
          const PggTypeInfo *type)
{
  if (type->kind != PGG_TYPE_KIND_ARRAY && type->kind != PGG_TYPE_KIND_RANGE &&
      type->kind != PGG_TYPE_KIND_MULTIRANGE)
    return NULL;

  return pgg_type_map_lookup_base (types, type->element);
}

/* A range of all numbers between two integers is none of integers. */
PggAssignment
pgg_assignment_find (const PggTypeMap  *types,
                     const PggTypeInfo *from,
                     const PggTypeInfo *to)
{
  gboolean is_range = FALSE;

  while (from != NULL && to != NULL)
    {
      const PggTypeInfo *from_part = get_part (types, from);

      if (from_part == NULL || from->kind != to->kind)
        return is_range && is_discrete (to) && !is_discrete (from) ? PGG_ASSIGNMENT_NONE
                                                                   : find_plain (from, to);
      is_range = is_range || from->kind != PGG_TYPE_KIND_ARRAY;
      from = from_part;
      to = get_part (types, to);
    }

  return PGG_ASSIGNMENT_NONE;
}

/* What is in values of the type, however deep. */
static const PggTypeInfo *
get_innermost (const PggTypeMap  *types,
               const PggTypeInfo *type)
{
  const PggTypeInfo *part;

  while ((part = get_part (types, type)) != NULL)
    type = part;

  return type;
}

gboolean
pgg_assignment_is_to_text (const PggTypeMap  *types,
                           const PggTypeInfo *type)
{
  return is_string (get_innermost (types, type));
}

gboolean
pgg_assignment_has_texts (const PggTypeMap  *types,
                          const PggTypeInfo *type)
{
  const PggTypeInfo *innermost = get_innermost (types, type);

  return is_string (innermost) || innermost->oid == PGG_OID_JSON ||
         innermost->oid == PGG_OID_JSONB || innermost->oid == PGG_OID_XML;
}

/* NULL if it is no integer. */
static char *
dup_integer (const GValue *value)
{
  double number = 0;

  if (G_VALUE_HOLDS (value, PGG_TYPE_NUMERIC))
    {
      const PggNumeric *numeric = g_value_get_boxed (value);
      char *text = pgg_numeric_is_integer (numeric) ? pgg_numeric_to_string (numeric) : NULL;

      return text != NULL ? g_strdelimit (text, ".", '\0') : NULL;
    }

  if (G_VALUE_HOLDS_DOUBLE (value))
    number = g_value_get_double (value);
  if (!G_VALUE_HOLDS_DOUBLE (value) || !isfinite (number) || trunc (number) != number)
    return NULL;

  return g_strdup_printf ("%.0f", number + 0.0);
}

/* The digits of a number that a float may not have, of which it takes the closest one as the
 * server does. */
static char *
dup_digits (const GValue *value)
{
  g_auto (GValue) text = G_VALUE_INIT;

  if (G_VALUE_HOLDS_DOUBLE (value) || G_VALUE_HOLDS_BOOLEAN (value))
    return NULL;

  g_value_init (&text, G_TYPE_STRING);
  return g_value_transform (value, &text) ? g_value_dup_string (&text) : NULL;
}

static char *
dup_text (const GValue *value)
{
  const PggInet *inet;
  g_autofree char *text = NULL;

  if (G_VALUE_HOLDS_BOOLEAN (value))
    return g_strdup (g_value_get_boolean (value) ? "true" : "false");
  if (!G_VALUE_HOLDS (value, PGG_TYPE_INET))
    return NULL;

  inet = g_value_get_boxed (value);
  text = pgg_inet_to_string (inet);
  if (strchr (text, '/') != NULL)
    return g_steal_pointer (&text);

  return g_strdup_printf ("%s/%u", text, pgg_inet_get_prefix_length (inet));
}

static char *
dup_as_text (const PggAdapter *self,
             const GValue     *value)
{
  if (self->codec->kind == PGG_KIND_BOXED)
    return NULL;
  if (self->codec->kind == PGG_KIND_TEXT)
    return dup_text (value);

  return self->codec->kind == PGG_KIND_DOUBLE ? dup_digits (value) : dup_integer (value);
}

/* NULL if there is no timestamp so late. */
static PggTimestamp *
make_timestamp (const PggDate *date)
{
  gint64 days = pgg_date_get_days (date);

  if (pgg_date_is_infinite (date))
    return pgg_timestamp_new_infinity (days > 0, FALSE);
  if (days >= PGG_TIMESTAMP_END / PGG_USEC_PER_DAY)
    return NULL;

  return pgg_timestamp_new_from_usec (days * PGG_USEC_PER_DAY, FALSE, NULL);
}

/* NULL if the clock shows another time than midnight. */
static PggDate *
make_date (const PggTimestamp *timestamp)
{
  gint64 usec = pgg_timestamp_get_usec (timestamp);

  if (!pgg_timestamp_is_infinite (timestamp) && usec % PGG_USEC_PER_DAY != 0)
    return NULL;

  return pgg_timestamp_to_date (timestamp);
}

static PggInterval *
make_interval (const PggTime *time)
{
  return pgg_interval_new (0, 0, pgg_time_get_usec (time));
}

/* NULL if it is no time of the day. */
static PggTime *
make_time (const PggInterval *interval)
{
  gint64 usec = pgg_interval_get_usec (interval);

  if (pgg_interval_get_months (interval) != 0 || pgg_interval_get_days (interval) != 0 ||
      usec >= PGG_USEC_PER_DAY)
    return NULL;

  return pgg_time_new_from_usec (usec, NULL);
}

static gpointer
make_boxed (guint32       type,
            const GValue *value)
{
  gconstpointer boxed = G_VALUE_HOLDS_BOXED (value) ? g_value_get_boxed (value) : NULL;

  if (type == PGG_OID_TIMESTAMP && G_VALUE_HOLDS (value, PGG_TYPE_DATE))
    return make_timestamp (boxed);
  if (type == PGG_OID_DATE && G_VALUE_HOLDS (value, PGG_TYPE_TIMESTAMP))
    return make_date (boxed);
  if (type == PGG_OID_INTERVAL && G_VALUE_HOLDS (value, PGG_TYPE_TIME))
    return make_interval (boxed);
  if (type == PGG_OID_TIME && G_VALUE_HOLDS (value, PGG_TYPE_INTERVAL))
    return make_time (boxed);

  return NULL;
}

PggDecode
pgg_assignment_encode (const PggAdapter *self,
                       const GValue     *value,
                       GByteArray       *bytes)
{
  g_auto (GValue) made = G_VALUE_INIT;
  char *text = dup_as_text (self, value);
  gpointer boxed = NULL;

  if (text != NULL)
    {
      g_value_init (&made, G_TYPE_STRING);
      g_value_take_string (&made, text);
    }
  else if (self->codec->kind == PGG_KIND_BOXED)
    {
      boxed = make_boxed (self->type->oid, value);
      g_value_init (&made, self->codec->get_boxed_type ());
      g_value_take_boxed (&made, boxed);
    }
  if (text == NULL && boxed == NULL)
    return PGG_DECODE_INEXACT;

  return self->codec->encode (self, &made, bytes) == PGG_DECODE_OK ? PGG_DECODE_OK
                                                                   : PGG_DECODE_INEXACT;
}
