/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is known of a type; the types every server has are in a table. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-type-info-private.h"

#include "pgg-client-error.h"
#include "pgg-oid-index-private.h"
#include "pgg-type-table-data-private.h"

/**
 * PggTypeInfo:
 *
 * What is known of a type of the server: one that every server has, or one of a database, which is
 * looked up in its catalog when it is first met.
 *
 * It is immutable and may be used by several threads.
 *
 * Since: 1.0
 */

G_DEFINE_BOXED_TYPE (PggTypeInfo, pgg_type_info, pgg_type_info_ref, pgg_type_info_unref)

static const PggOidIndex *
get_index (void)
{
  static PggOidIndex index;

  if (g_once_init_enter (&index.is_made))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (pgg_type_infos); i++)
        pgg_oid_index_add (&index, pgg_type_infos[i].oid, i);
      g_once_init_leave (&index.is_made, TRUE);
    }

  return &index;
}

const PggTypeInfo *
pgg_type_info_lookup_builtin (guint32 oid)
{
  int position = pgg_oid_index_find (get_index (), oid);

  return position >= 0 ? &pgg_type_infos[position] : NULL;
}

const PggTypeInfo *
pgg_type_info_find_builtin (PggTypeKind kind,
                            guint32     element)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pgg_type_infos); i++)
    if (pgg_type_infos[i].kind == kind && pgg_type_infos[i].element == element)
      return &pgg_type_infos[i];

  return NULL;
}

/**
 * pgg_type_info_ref:
 * @self: a type
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggTypeInfo *
pgg_type_info_ref (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (!self->is_builtin)
    g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

static void
free_fields (PggTypeInfo *self)
{
  for (guint i = 0; i < self->n_fields; i++)
    g_free (self->fields[i].name);
  g_free (self->fields);
}

/**
 * pgg_type_info_unref:
 * @self: (transfer full): a type
 *
 * Drops a reference, and frees the type with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_type_info_unref (PggTypeInfo *self)
{
  g_return_if_fail (self != NULL);

  if (self->is_builtin || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  free_fields (self);
  g_strfreev (self->labels);
  g_free ((char *) self->extension);
  g_free ((char *) self->name);
  g_free ((char *) self->schema);
  g_free (self);
}

/**
 * pgg_type_info_get_oid:
 * @self: a type
 *
 * Gets the OID of the type.
 *
 * Returns: the OID
 * Since: 1.0
 */
guint32
pgg_type_info_get_oid (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->oid;
}

/**
 * pgg_type_info_get_name:
 * @self: a type
 *
 * Gets the name of the type without its schema; that of an array is the name of its elements' type
 * with brackets.
 *
 * Returns: (transfer none): the name
 * Since: 1.0
 */
const char *
pgg_type_info_get_name (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * pgg_type_info_get_kind:
 * @self: a type
 *
 * Gets the kind of the type.
 *
 * Returns: the kind
 * Since: 1.0
 */
PggTypeKind
pgg_type_info_get_kind (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, PGG_TYPE_KIND_BASE);

  return self->kind;
}

/**
 * pgg_type_info_get_schema:
 * @self: a type
 *
 * Gets the schema that the type is in.
 *
 * Returns: (transfer none): the schema
 * Since: 1.0
 */
const char *
pgg_type_info_get_schema (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->schema;
}

/**
 * pgg_type_info_get_category:
 * @self: a type
 *
 * Gets the category of the type, a letter: `N` for numbers, `S` for strings and so on, see
 * `typcategory` of the server's catalog `pg_type`.
 *
 * Returns: the letter
 * Since: 1.0
 */
gunichar
pgg_type_info_get_category (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (gunichar) self->category;
}

/**
 * pgg_type_info_get_delimiter:
 * @self: a type
 *
 * Gets the character that stands between values of the type in the text of an array.
 *
 * Returns: the character
 * Since: 1.0
 */
gunichar
pgg_type_info_get_delimiter (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (gunichar) self->delimiter;
}

/**
 * pgg_type_info_get_array_oid:
 * @self: a type
 *
 * Gets the type of arrays of the type.
 *
 * Returns: the OID, or 0 if there is no such type
 * Since: 1.0
 */
guint32
pgg_type_info_get_array_oid (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->array;
}

/**
 * pgg_type_info_get_element_oid:
 * @self: a type
 *
 * Gets what the type is made of: for an array the type of its elements, for a domain the type that
 * it is based on, for a range the type of its bounds, for a multirange the type of its ranges.
 *
 * Returns: the OID, or 0 if the type is of another kind
 * Since: 1.0
 */
guint32
pgg_type_info_get_element_oid (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->element;
}

/**
 * pgg_type_info_get_modifier:
 * @self: a type
 *
 * Gets the modifier that a domain gives to the type it is based on, for example a length, as the
 * catalog has it.
 *
 * Returns: the modifier, or -1 if there is none
 * Since: 1.0
 */
int
pgg_type_info_get_modifier (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->modifier;
}

/**
 * pgg_type_info_get_extension:
 * @self: a type
 *
 * Gets the extension that the type came with.
 *
 * Returns: (transfer none) (nullable): the name of the extension, or %NULL if the type belongs to
 *   none
 * Since: 1.0
 */
const char *
pgg_type_info_get_extension (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->extension;
}

/**
 * pgg_type_info_is_builtin:
 * @self: a type
 *
 * Whether every server has the type, so that the library knows it without asking.
 *
 * Returns: `TRUE` if it is built in
 * Since: 1.0
 */
gboolean
pgg_type_info_is_builtin (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_builtin;
}

/**
 * pgg_type_info_get_labels:
 * @self: a type
 *
 * Gets the labels of an enum in their order.
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): the labels, or %NULL if
 *   the type is no enum
 * Since: 1.0
 */
const char *const *
pgg_type_info_get_labels (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->labels;
}

/**
 * pgg_type_info_get_n_fields:
 * @self: a type
 *
 * Gets how many fields a composite type has; columns of a table that were dropped are none.
 *
 * Returns: the number of fields, 0 if the type is of another kind
 * Since: 1.0
 */
guint
pgg_type_info_get_n_fields (PggTypeInfo *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_fields;
}

static gboolean
check_field (const PggTypeInfo  *self,
             guint               field,
             GError            **error)
{
  if (field < self->n_fields)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
               _("Field %u does not exist, the type %s has %u fields"), field, self->name,
               self->n_fields);
  return FALSE;
}

/**
 * pgg_type_info_get_field_name:
 * @self: a type
 * @field: the index of a field
 * @error: return location for an error
 *
 * Gets the name of a field of a composite type.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such field.
 *
 * Returns: (transfer none): the name
 * Since: 1.0
 */
const char *
pgg_type_info_get_field_name (PggTypeInfo  *self,
                              guint         field,
                              GError      **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return check_field (self, field, error) ? self->fields[field].name : NULL;
}

/**
 * pgg_type_info_get_field_oid:
 * @self: a type
 * @field: the index of a field
 * @error: return location for an error
 *
 * Gets the type of a field of a composite type.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such field.
 *
 * Returns: the OID, or 0 on error
 * Since: 1.0
 */
guint32
pgg_type_info_get_field_oid (PggTypeInfo  *self,
                             guint         field,
                             GError      **error)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  return check_field (self, field, error) ? self->fields[field].type : 0;
}

/**
 * pgg_type_info_get_field_modifier:
 * @self: a type
 * @field: the index of a field
 * @error: return location for an error
 *
 * Gets the modifier of the type of a field, for example its length, as the catalog has it.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such field.
 *
 * Returns: the modifier, or -1 if there is none, or on error
 * Since: 1.0
 */
int
pgg_type_info_get_field_modifier (PggTypeInfo  *self,
                                  guint         field,
                                  GError      **error)
{
  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (error == NULL || *error == NULL, -1);

  return check_field (self, field, error) ? self->fields[field].modifier : -1;
}
