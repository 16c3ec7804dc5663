/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes objects from rows: each column goes to the property of its name. */

#include "config.h"

#include "pgg-object-plan-private.h"

#include "pgg-client-error.h"
#include "pgg-column.h"
#include "pgg-property-value-private.h"
#include "types/pgg-value-private.h"

#include <glib/gi18n-lib.h>

struct _PggObjectPlan
{
  GObjectClass *klass;
  gboolean      lax;
  gboolean      leaves_foreign;
  guint         n_properties;
  GParamSpec  **properties;
  guint        *columns;    /* of each property */
  guint         n_left;
  GParamSpec  **left;       /* properties that the caller fills */
  /* Of the row at hand: */
  guint         n_values;
  const char  **names;
  GValue       *values;
};

static void
clear_values (PggObjectPlan *self)
{
  while (self->n_values > 0)
    g_value_unset (&self->values[--self->n_values]);
}

void
pgg_object_plan_free (PggObjectPlan *self)
{
  clear_values (self);
  g_clear_pointer (&self->klass, g_type_class_unref);
  g_free (self->properties);
  g_free (self->columns);
  g_free (self->left);
  g_free (self->names);
  g_free (self->values);
  g_free (self);
}

static gboolean
check_type (GType    type,
            GError **error)
{
  if (G_TYPE_IS_OBJECT (type) && !G_TYPE_IS_ABSTRACT (type))
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               _("There are no objects of the type %s"), g_type_name (type));
  return FALSE;
}

static gboolean
has_property (PggObjectPlan *self,
              GParamSpec    *property)
{
  for (guint i = 0; i < self->n_properties; i++)
    if (self->properties[i] == property)
      return TRUE;
  for (guint i = 0; i < self->n_left; i++)
    if (self->left[i] == property)
      return TRUE;

  return FALSE;
}

/* FALSE if the property cannot have the column. */
static gboolean
check_property (PggObjectPlan  *self,
                GParamSpec     *property,
                const char     *column,
                GError        **error)
{
  const char *class_name = G_OBJECT_CLASS_NAME (self->klass);

  if (property == NULL)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 _("The class %s has no property for the column “%s”"), class_name, column);
  else if (!(property->flags & G_PARAM_WRITABLE))
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 _("The property “%s” of the class %s cannot be written"), property->name,
                 class_name);
  else if (has_property (self, property))
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 _("Two columns are for the property “%s” of the class %s"), property->name,
                 class_name);
  else
    return TRUE;

  return FALSE;
}

/* The types that PyGObject and GJS have for all that has no type of its own. */
static gboolean
is_foreign (GParamSpec *property)
{
  const char *type = g_type_name (property->value_type);

  return !(property->flags & G_PARAM_CONSTRUCT_ONLY)
         && (g_strcmp0 (type, "PyObject") == 0 || g_strcmp0 (type, "JSObject") == 0);
}

static gboolean
add_column (PggObjectPlan  *self,
            guint           column,
            const char     *name,
            GError        **error)
{
  /* Finds a property with dashes for a name with underscores. */
  GParamSpec *property = g_object_class_find_property (self->klass, name);

  if (!check_property (self, property, name, self->lax ? NULL : error))
    return self->lax;
  if (self->leaves_foreign && is_foreign (property))
    {
      self->left[self->n_left++] = property;
      return TRUE;
    }

  self->properties[self->n_properties] = property;
  self->columns[self->n_properties++] = column;
  return TRUE;
}

PggObjectPlan *
pgg_object_plan_new (PggResult       *result,
                     GType            type,
                     PggObjectFlags   flags,
                     GError         **error)
{
  g_autoptr (PggObjectPlan) self = NULL;
  guint n_columns = pgg_result_get_n_columns (result);

  if (!check_type (type, error))
    return NULL;

  self = g_new0 (PggObjectPlan, 1);
  self->klass = g_type_class_ref (type);
  self->lax = (flags & PGG_OBJECT_FLAGS_LAX) != 0;
  self->leaves_foreign = (flags & PGG_OBJECT_FLAGS_LEAVE_FOREIGN) != 0;
  self->properties = g_new0 (GParamSpec *, n_columns);
  self->columns = g_new0 (guint, n_columns);
  self->left = g_new0 (GParamSpec *, n_columns);
  self->names = g_new0 (const char *, n_columns);
  self->values = g_new0 (GValue, n_columns);
  for (guint i = 0; i < n_columns; i++)
    if (!add_column (self, i, pgg_column_get_name (pgg_result_get_columns (result, NULL)[i]),
                     error))
      return NULL;

  return g_steal_pointer (&self);
}

static void
set_error (PggResult   *result,
           guint        row,
           guint        column,
           GParamSpec  *property,
           PggDecode    decode,
           GError     **error)
{
  PggColumn *info = pgg_result_get_columns (result, NULL)[column];

  if (decode == PGG_DECODE_INEXACT || decode == PGG_DECODE_WRONG_TYPE)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                 _("Row %u: the value of the column “%s” of the type %s does not fit the property "
                   "“%s” of the type %s"),
                 row, pgg_column_get_name (info), pgg_column_get_type_name (info), property->name,
                 g_type_name (property->value_type));
  else
    pgg_result_set_decode_error (result, row, column, decode, "", error);
}

static void
set_null_error (PggResult   *result,
                guint        row,
                guint        column,
                GParamSpec  *property,
                GError     **error)
{
  PggColumn *info = pgg_result_get_columns (result, NULL)[column];

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NULL_VALUE,
               _("Row %u: the column “%s” is NULL, which the property “%s” of the type %s cannot "
                 "be"),
               row, pgg_column_get_name (info), property->name,
               g_type_name (property->value_type));
}

static gboolean
add_value (PggObjectPlan  *self,
           PggResult      *result,
           guint           row,
           guint           index,
           GError        **error)
{
  GParamSpec *property = self->properties[index];
  guint column = self->columns[index];
  gboolean is_null = pgg_result_is_null_at (result, row, column);
  PggAdapter adapter = pgg_result_get_adapter (result, column, error);
  PggDecode decode = PGG_DECODE_OK;
  GValue *value = &self->values[self->n_values];

  if (is_null && !pgg_value_type_has_null (property->value_type))
    {
      if (!self->lax)
        set_null_error (result, row, column, property, error);
      return self->lax;
    }

  g_value_init (value, property->value_type);
  self->names[self->n_values++] = property->name;
  if (!is_null)
    decode = pgg_property_value_read (&adapter, pgg_result_peek_at (result, row, column), property,
                                      self->lax, value);
  if (decode != PGG_DECODE_OK)
    set_error (result, row, column, property, decode, error);

  return decode == PGG_DECODE_OK;
}

GObject *
pgg_object_plan_make (PggObjectPlan  *self,
                      PggResult      *result,
                      guint           row,
                      GError        **error)
{
  GObject *object;

  clear_values (self);
  for (guint i = 0; i < self->n_properties; i++)
    if (!add_value (self, result, row, i, error))
      return NULL;

  object = g_object_new_with_properties (G_OBJECT_CLASS_TYPE (self->klass), self->n_values,
                                         self->names, self->values);

  return g_object_is_floating (object) ? g_object_ref_sink (object) : object;
}
