/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compares values of GObject, and knows which types of the server they are. */

#include "config.h"

#include "pgg-value-private.h"

#include "pgg-array-private.h"
#include "pgg-boxed-type-private.h"
#include "pgg-multirange-private.h"
#include "pgg-range-private.h"
#include "pgg-record-private.h"
#include "pgg-type-oid-private.h"

#include <math.h>

gboolean
pgg_value_is_null (const GValue *value)
{
  return g_value_fits_pointer (value) && g_value_peek_pointer (value) == NULL;
}

gboolean
pgg_value_type_has_null (GType type)
{
  switch (G_TYPE_FUNDAMENTAL (type))
    {
    case G_TYPE_STRING:
    case G_TYPE_BOXED:
    case G_TYPE_OBJECT:
    case G_TYPE_INTERFACE:
    case G_TYPE_VARIANT:
    case G_TYPE_POINTER:
    case G_TYPE_PARAM:
      return TRUE;
    default:
      return FALSE;
    }
}

void
pgg_value_init_null (GType   type,
                     GValue *value)
{
  g_value_init (value, pgg_value_type_has_null (type) ? type : G_TYPE_POINTER);
}

void
pgg_value_init_copy (const GValue *source,
                     GValue       *value)
{
  g_value_init (value, G_VALUE_TYPE (source));
  g_value_copy (source, value);
}

static gboolean
texts_equal (const GValue *first,
             const GValue *second)
{
  GValue a = G_VALUE_INIT;
  GValue b = G_VALUE_INIT;
  gboolean equal;

  g_value_init (&a, G_TYPE_STRING);
  g_value_init (&b, G_TYPE_STRING);
  equal = g_value_transform (first, &a) && g_value_transform (second, &b) &&
          g_strcmp0 (g_value_get_string (&a), g_value_get_string (&b)) == 0;
  g_value_unset (&a);
  g_value_unset (&b);

  return equal;
}

static guint
text_hash (const GValue *value)
{
  GValue text = G_VALUE_INIT;
  guint hash = 0;

  g_value_init (&text, G_TYPE_STRING);
  if (g_value_transform (value, &text) && g_value_get_string (&text) != NULL)
    hash = g_str_hash (g_value_get_string (&text));
  g_value_unset (&text);

  return hash;
}

static gboolean
boxed_equal (const GValue *first,
             const GValue *second)
{
  const PggBoxedType *type = pgg_boxed_type_lookup (G_VALUE_TYPE (first));

  return type != NULL ? type->equal (g_value_get_boxed (first), g_value_get_boxed (second))
                      : texts_equal (first, second);
}

static gboolean
doubles_equal (double first,
               double second)
{
  return !(first < second || first > second) && isnan (first) == isnan (second);
}

/* All that can be said of types that only the application knows. */
static gboolean
is_same_pointer (const GValue *first,
                 const GValue *second)
{
  return g_value_fits_pointer (first) &&
         g_value_peek_pointer (first) == g_value_peek_pointer (second);
}

gboolean
pgg_value_equal (const GValue *first,
                 const GValue *second)
{
  if (pgg_value_is_null (first) || pgg_value_is_null (second))
    return pgg_value_is_null (first) && pgg_value_is_null (second);
  if (G_VALUE_TYPE (first) != G_VALUE_TYPE (second))
    return FALSE;
  if (is_same_pointer (first, second))
    return TRUE;

  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (first)))
    {
    case G_TYPE_STRING:
      return g_str_equal (g_value_get_string (first), g_value_get_string (second));
    case G_TYPE_BOXED:
      return boxed_equal (first, second);
    case G_TYPE_DOUBLE:
      return doubles_equal (g_value_get_double (first), g_value_get_double (second));
    case G_TYPE_BOOLEAN:
      return !g_value_get_boolean (first) == !g_value_get_boolean (second);
    case G_TYPE_INT:
      return g_value_get_int (first) == g_value_get_int (second);
    case G_TYPE_UINT:
      return g_value_get_uint (first) == g_value_get_uint (second);
    case G_TYPE_INT64:
      return g_value_get_int64 (first) == g_value_get_int64 (second);
    case G_TYPE_UINT64:
      return g_value_get_uint64 (first) == g_value_get_uint64 (second);
    default:
      return texts_equal (first, second);
    }
}

/* Zero has a sign, and NaN other bits, which do not make other values of them. */
static guint
double_hash (double number)
{
  if (isnan (number))
    return 1;
  if (!(number < 0 || number > 0))
    return 0;

  return g_double_hash (&number);
}

guint
pgg_value_hash (const GValue *value)
{
  const PggBoxedType *type;
  gint64 number;

  if (pgg_value_is_null (value))
    return 0;

  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_STRING:
      return g_str_hash (g_value_get_string (value));
    case G_TYPE_BOXED:
      type = pgg_boxed_type_lookup (G_VALUE_TYPE (value));
      return type != NULL ? type->hash (g_value_get_boxed (value)) : text_hash (value);
    case G_TYPE_DOUBLE:
      return double_hash (g_value_get_double (value));
    case G_TYPE_BOOLEAN:
      return g_value_get_boolean (value) ? 1 : 0;
    case G_TYPE_INT:
      return (guint) g_value_get_int (value);
    case G_TYPE_UINT:
      return g_value_get_uint (value);
    case G_TYPE_INT64:
      number = g_value_get_int64 (value);
      return g_int64_hash (&number);
    case G_TYPE_UINT64:
      number = (gint64) g_value_get_uint64 (value);
      return g_int64_hash (&number);
    default:
      return text_hash (value);
    }
}

static guint32
get_boxed_oid (const GValue *value)
{
  const PggBoxedType *type = pgg_boxed_type_lookup (G_VALUE_TYPE (value));

  return type != NULL ? pgg_boxed_type_get_oid (type, g_value_get_boxed (value)) : 0;
}

guint32
pgg_value_get_oid (const GValue *value)
{
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_BOOLEAN:
      return PGG_OID_BOOL;
    case G_TYPE_CHAR:
    case G_TYPE_UCHAR:
    case G_TYPE_INT:
      return PGG_OID_INT4;
    case G_TYPE_UINT:
    case G_TYPE_LONG:
    case G_TYPE_INT64:
      return PGG_OID_INT8;
    case G_TYPE_ULONG:
    case G_TYPE_UINT64:
      return PGG_OID_NUMERIC;
    case G_TYPE_FLOAT:
      return PGG_OID_FLOAT4;
    case G_TYPE_DOUBLE:
      return PGG_OID_FLOAT8;
    case G_TYPE_STRING:
      return PGG_OID_TEXT;
    case G_TYPE_BOXED:
      return get_boxed_oid (value);
    default:
      return 0;
    }
}

static void
visit_all (const GValue       *values,
           gsize               n_values,
           PggValueVisitFunc   func,
           gpointer            data)
{
  for (gsize i = 0; i < n_values; i++)
    if (G_IS_VALUE (&values[i]))
      func (&values[i], data);
}

static void
visit_bounds (const PggRange     *range,
              PggValueVisitFunc   func,
              gpointer            data)
{
  visit_all (&range->lower, 1, func, data);
  visit_all (&range->upper, 1, func, data);
}

static void
visit_ranges (const PggMultirange  *multirange,
              PggValueVisitFunc     func,
              gpointer              data)
{
  for (guint i = 0; i < multirange->ranges->len; i++)
    visit_bounds (multirange->ranges->pdata[i], func, data);
}

static void
visit_fields (const PggRecord    *record,
              PggValueVisitFunc   func,
              gpointer            data)
{
  for (guint i = 0; i < record->fields->len; i++)
    visit_all (&pgg_record_peek_field (record, i)->value, 1, func, data);
}

gboolean
pgg_value_visit (const GValue       *value,
                 PggValueVisitFunc   func,
                 gpointer            data)
{
  gpointer boxed = G_VALUE_HOLDS_BOXED (value) ? g_value_get_boxed (value) : NULL;
  const PggArray *array = boxed != NULL && G_VALUE_HOLDS (value, PGG_TYPE_ARRAY) ? boxed : NULL;

  if (array != NULL && array->numbers == NULL)
    visit_all (array->values, array->n_values, func, data);
  else if (array != NULL || boxed == NULL)
    return array != NULL;
  else if (G_VALUE_HOLDS (value, PGG_TYPE_RANGE))
    visit_bounds (boxed, func, data);
  else if (G_VALUE_HOLDS (value, PGG_TYPE_MULTIRANGE))
    visit_ranges (boxed, func, data);
  else if (G_VALUE_HOLDS (value, PGG_TYPE_RECORD))
    visit_fields (boxed, func, data);
  else
    return FALSE;

  return TRUE;
}

static void
note_depth (const GValue *value,
            gpointer      data)
{
  guint *deepest = data;
  guint depth = pgg_value_get_depth (value);

  *deepest = MAX (*deepest, depth);
}

guint
pgg_value_get_depth (const GValue *value)
{
  guint deepest = 0;

  return pgg_value_visit (value, note_depth, &deepest) ? 1 + deepest : 0;
}

void
pgg_values_free (GValue *values,
                 gsize   n_values)
{
  for (gsize i = 0; i < n_values; i++)
    if (G_IS_VALUE (&values[i]))
      g_value_unset (&values[i]);
  g_free (values);
}

GArray *
pgg_values_new (void)
{
  GArray *values = g_array_new (FALSE, TRUE, sizeof (GValue));

  g_array_set_clear_func (values, (GDestroyNotify) g_value_unset);
  return values;
}
