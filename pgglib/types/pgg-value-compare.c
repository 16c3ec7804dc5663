/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The order of values, which is that of the server. */

#include "config.h"

#include "pgg-value-compare-private.h"

#include "pgg-boxed-type-private.h"
#include "pgg-type-oid-private.h"
#include "pgg-value-private.h"

#include <math.h>
#include <string.h>

static int
compare_signed (gint64 first,
                gint64 second)
{
  return (first > second) - (first < second);
}

static int
compare_unsigned (guint64 first,
                  guint64 second)
{
  return (first > second) - (first < second);
}

/* NaN is equal to itself and larger than all numbers (src/include/utils/float.h). */
static int
compare_doubles (double first,
                 double second)
{
  if (isnan (first) || isnan (second))
    return !!isnan (first) - !!isnan (second);

  return (first > second) - (first < second);
}

/* The labels of an enumeration are in the order of their definition; others come last. */
static guint
find_label (const PggTypeInfo *type,
            const char        *label)
{
  guint i;

  for (i = 0; type->labels[i] != NULL; i++)
    if (g_str_equal (type->labels[i], label))
      break;

  return i;
}

/* Without the blanks at the end (src/backend/utils/adt/varchar.c, bpcharcmp). */
static int
compare_padded (const char *first,
                const char *second)
{
  gsize first_length = strlen (first);
  gsize second_length = strlen (second);
  int order;

  while (first_length > 0 && first[first_length - 1] == ' ')
    first_length--;
  while (second_length > 0 && second[second_length - 1] == ' ')
    second_length--;
  order = memcmp (first, second, MIN (first_length, second_length));

  return order != 0 ? order : compare_unsigned (first_length, second_length);
}

static int
compare_strings (const PggTypeInfo *type,
                 const char        *first,
                 const char        *second)
{
  guint first_label, second_label;

  if (type != NULL && type->oid == PGG_OID_BPCHAR)
    return compare_padded (first, second);
  if (type == NULL || type->labels == NULL)
    return strcmp (first, second);

  first_label = find_label (type, first);
  second_label = find_label (type, second);

  return first_label != second_label ? compare_unsigned (first_label, second_label)
                                     : strcmp (first, second);
}

static int
compare_texts (const GValue *first,
               const GValue *second)
{
  g_auto (GValue) a = G_VALUE_INIT;
  g_auto (GValue) b = G_VALUE_INIT;

  g_value_init (&a, G_TYPE_STRING);
  g_value_init (&b, G_TYPE_STRING);
  if (!g_value_transform (first, &a) || !g_value_transform (second, &b))
    return 0;

  return g_strcmp0 (g_value_get_string (&a), g_value_get_string (&b));
}

static int
compare_boxed (const GValue *first,
               const GValue *second)
{
  const PggBoxedType *type = pgg_boxed_type_lookup (G_VALUE_TYPE (first));

  return type != NULL && type->compare != NULL
         ? type->compare (g_value_get_boxed (first), g_value_get_boxed (second))
         : compare_texts (first, second);
}

static int
compare_same (const PggTypeInfo *type,
              const GValue      *first,
              const GValue      *second)
{
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (first)))
    {
    case G_TYPE_BOOLEAN:
      return !!g_value_get_boolean (first) - !!g_value_get_boolean (second);
    case G_TYPE_INT:
      return compare_signed (g_value_get_int (first), g_value_get_int (second));
    case G_TYPE_INT64:
      return compare_signed (g_value_get_int64 (first), g_value_get_int64 (second));
    case G_TYPE_UINT:
      return compare_unsigned (g_value_get_uint (first), g_value_get_uint (second));
    case G_TYPE_UINT64:
      return compare_unsigned (g_value_get_uint64 (first), g_value_get_uint64 (second));
    case G_TYPE_DOUBLE:
      return compare_doubles (g_value_get_double (first), g_value_get_double (second));
    case G_TYPE_STRING:
      return compare_strings (type, g_value_get_string (first), g_value_get_string (second));
    case G_TYPE_BOXED:
      return compare_boxed (first, second);
    default:
      return compare_texts (first, second);
    }
}

int
pgg_value_compare (const PggCodecContext *context,
                   guint32                oid,
                   const GValue          *first,
                   const GValue          *second)
{
  const PggTypeMap *types = context == NULL ? NULL : context->types;

  if (pgg_value_is_null (first) || pgg_value_is_null (second))
    return pgg_value_is_null (first) - pgg_value_is_null (second);
  if (G_VALUE_TYPE (first) != G_VALUE_TYPE (second))
    return strcmp (G_VALUE_TYPE_NAME (first), G_VALUE_TYPE_NAME (second));

  return compare_same (pgg_type_map_lookup_base (types, oid), first, second);
}
