/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which types of a database the values are that came from there. */

#include "config.h"

#include "pgg-learnt-type-private.h"

#include "pgg-array-private.h"
#include "pgg-multirange-private.h"
#include "pgg-range-private.h"
#include "pgg-record-private.h"
#include "pgg-sql-literal-private.h"

#define ARRAY_SUFFIX "[]"

/* That of an array type is its element's name with a suffix, which is not inside the quotes. */
static char *
make_name (const PggTypeInfo *type)
{
  g_autofree char *name = g_strdup (type->name);
  gboolean is_array = type->kind == PGG_TYPE_KIND_ARRAY && g_str_has_suffix (name, ARRAY_SUFFIX);
  GString *sql = g_string_new (NULL);

  if (is_array)
    name[strlen (name) - strlen (ARRAY_SUFFIX)] = '\0';
  pgg_sql_literal_append_name (type->schema, sql);
  g_string_append_c (sql, '.');
  pgg_sql_literal_append_name (name, sql);
  if (is_array)
    g_string_append (sql, ARRAY_SUFFIX);

  return g_string_free (sql, FALSE);
}

static const PggTypeInfo *
find (const PggCodecContext *context,
      guint32                oid)
{
  const PggTypeInfo *type = context != NULL ? pgg_type_map_lookup (context->types, oid) : NULL;

  return type != NULL && !type->is_builtin ? type : NULL;
}

static const PggTypeInfo *
find_array (const PggArray *array)
{
  const PggTypeInfo *element = find (array->context, array->element_type);

  return element != NULL ? find (array->context, element->array) : NULL;
}

static const PggTypeInfo *
find_type (const GValue           *value,
           const PggCodecContext **context)
{
  gconstpointer boxed = G_VALUE_HOLDS_BOXED (value) ? g_value_get_boxed (value) : NULL;
  guint32 type;

  if (boxed == NULL)
    return NULL;
  if (G_VALUE_HOLDS (value, PGG_TYPE_ARRAY))
    {
      *context = ((const PggArray *) boxed)->context;
      return find_array (boxed);
    }

  if (G_VALUE_HOLDS (value, PGG_TYPE_RECORD))
    {
      *context = ((const PggRecord *) boxed)->context;
      type = ((const PggRecord *) boxed)->type;
    }
  else if (G_VALUE_HOLDS (value, PGG_TYPE_RANGE))
    {
      *context = ((const PggRange *) boxed)->context;
      type = ((const PggRange *) boxed)->type;
    }
  else if (G_VALUE_HOLDS (value, PGG_TYPE_MULTIRANGE))
    {
      *context = ((const PggMultirange *) boxed)->context;
      type = ((const PggMultirange *) boxed)->type;
    }
  else
    return NULL;

  return find (*context, type);
}

char *
pgg_learnt_type_dup_name (const GValue  *value,
                          guint32       *oid,
                          PggTypeMap   **types)
{
  const PggCodecContext *context;
  const PggTypeInfo *type = find_type (value, &context);

  if (type == NULL)
    return NULL;

  *oid = type->oid;
  *types = context->types;
  return make_name (type);
}

gboolean
pgg_learnt_type_is (const PggTypeMap *types,
                    guint32           oid,
                    const char       *name)
{
  const PggTypeInfo *type = pgg_type_map_lookup (types, oid);
  g_autofree char *known = type != NULL && !type->is_builtin ? make_name (type) : NULL;

  return g_strcmp0 (known, name) == 0;
}
