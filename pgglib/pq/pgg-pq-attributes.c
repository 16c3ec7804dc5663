/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Descriptions of columns for results that are made by hand. */

#include "config.h"

#include "pgg-pq-attributes.h"

#include "pgg-pq-attributes-private.h"
#include "pgg-pq-text-private.h"

/**
 * PggPqAttributes:
 *
 * A list of column descriptions, libpq's `PGresAttDesc[]`.
 *
 * It is made for [method@PqResult.set_attributes].
 *
 * Since: 1.0
 */
struct _PggPqAttributes
{
  GArray *descriptions;
};

G_DEFINE_BOXED_TYPE (PggPqAttributes, pgg_pq_attributes,
                     pgg_pq_attributes_ref, pgg_pq_attributes_unref)

static void
description_clear (PGresAttDesc *description)
{
  g_free (description->name);
}

static void
attributes_free (PggPqAttributes *self)
{
  g_array_unref (self->descriptions);
}

/**
 * pgg_pq_attributes_new:
 *
 * Creates an empty list of column descriptions.
 *
 * Returns: (transfer full): a new list
 * Since: 1.0
 */
PggPqAttributes *
pgg_pq_attributes_new (void)
{
  PggPqAttributes *self = g_atomic_rc_box_new0 (PggPqAttributes);

  self->descriptions = g_array_new (FALSE, TRUE, sizeof (PGresAttDesc));
  g_array_set_clear_func (self->descriptions, (GDestroyNotify) description_clear);
  return self;
}

/**
 * pgg_pq_attributes_ref:
 * @self: a list of column descriptions
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggPqAttributes *
pgg_pq_attributes_ref (PggPqAttributes *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_pq_attributes_unref:
 * @self: (transfer full): a list of column descriptions
 *
 * Drops a reference and frees the list with the last one.
 *
 * Since: 1.0
 */
void
pgg_pq_attributes_unref (PggPqAttributes *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) attributes_free);
}

/**
 * pgg_pq_attributes_append:
 * @self: a list of column descriptions
 * @name: (array length=name_length) (element-type guint8): name of the column
 * @name_length: number of bytes, or -1 if @name ends in a NUL byte
 * @table: OID of the table the column comes from, or 0
 * @table_column: number of the column in that table, or 0
 * @format: format of the values
 * @type: OID of the type
 * @size: size of the type in bytes, negative if it varies
 * @modifier: type modifier, or -1
 *
 * Appends the description of a column.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a name that contains a NUL byte.
 *
 * Returns: whether it was appended
 * Since: 1.0
 */
gboolean
pgg_pq_attributes_append (PggPqAttributes  *self,
                          const char       *name,
                          gssize            name_length,
                          guint32           table,
                          int               table_column,
                          PggPqFormat       format,
                          guint32           type,
                          int               size,
                          int               modifier,
                          GError          **error)
{
  g_autofree char *copy = NULL;
  PGresAttDesc description = { 0, };
  const char *c_name;

  g_return_val_if_fail (self != NULL, FALSE);

  c_name = pgg_pq_text_to_c ("name", name, name_length, &copy, error);
  if (c_name == NULL)
    return FALSE;

  description.name = g_strdup (c_name);
  description.tableid = table;
  description.columnid = table_column;
  description.format = format;
  description.typid = type;
  description.typlen = size;
  description.atttypmod = modifier;
  g_array_append_val (self->descriptions, description);
  return TRUE;
}

/**
 * pgg_pq_attributes_get_n_attributes:
 * @self: a list of column descriptions
 *
 * Gets the number of columns.
 *
 * Returns: the number of columns
 * Since: 1.0
 */
guint
pgg_pq_attributes_get_n_attributes (PggPqAttributes *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->descriptions->len;
}

PGresAttDesc *
pgg_pq_attributes_get_descriptions (PggPqAttributes *self)
{
  return (PGresAttDesc *) (gpointer) self->descriptions->data;
}
