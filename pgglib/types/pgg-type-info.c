/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is known of a type; the types every server has are in a table. */

#include "config.h"

#include "pgg-type-info-private.h"

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

const PggTypeInfo *
pgg_type_info_lookup_builtin (guint32 oid)
{
  gsize low = 0;
  gsize high = G_N_ELEMENTS (pgg_type_infos);

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (pgg_type_infos[middle].oid == oid)
        return &pgg_type_infos[middle];
      if (pgg_type_infos[middle].oid < oid)
        low = middle + 1;
      else
        high = middle;
    }

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
