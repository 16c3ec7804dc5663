/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is known of a column of a result. */

#include "config.h"

#include "pgg-column-private.h"

#include "types/pgg-codec-private.h"
#include "types/pgg-encoding-private.h"
#include "types/pgg-type-name-private.h"

/**
 * PggColumn:
 *
 * A column of a result: its name, its type and where it comes from.
 *
 * A column is immutable and may be used by several threads.
 *
 * Since: 1.0
 */

struct _PggColumn
{
  char           *name;
  char           *type_name;
  char           *display_type;
  GType           gtype;
  guint32         type_oid;
  int             type_modifier;
  guint32         table_oid;
  int             table_column;
  int             size;
  PggResultFormat format;
};

G_DEFINE_BOXED_TYPE (PggColumn, pgg_column, pgg_column_ref, pgg_column_unref)

static void
pgg_column_free (gpointer data)
{
  PggColumn *self = data;

  g_free (self->name);
  g_free (self->type_name);
  g_free (self->display_type);
}

static char *
make_name (const char *name,
           int         encoding)
{
  char *text = pgg_encoding_to_utf8 (encoding, name, strlen (name));

  return text == NULL ? g_utf8_make_valid (name, -1) : text;
}

PggColumn *
pgg_column_new (const PGresult   *pq,
                guint             column,
                const PggAdapter *adapter)
{
  PggColumn *self = g_atomic_rc_box_new0 (PggColumn);
  int index = (int) column;
  gboolean binary = PQfformat (pq, index) == 1;
  const PggTypeMap *types = adapter->context->types;

  self->name = make_name (PQfname (pq, index), adapter->context->encoding);
  self->type_oid = PQftype (pq, index);
  self->type_modifier = PQfmod (pq, index);
  self->type_name = pgg_type_name_format (types, self->type_oid, -1);
  self->display_type = pgg_type_name_format (types, self->type_oid, self->type_modifier);
  self->gtype = pgg_adapter_get_gtype (adapter);
  self->table_oid = PQftable (pq, index);
  self->table_column = PQftablecol (pq, index);
  self->size = PQfsize (pq, index);
  self->format = binary ? PGG_RESULT_FORMAT_BINARY : PGG_RESULT_FORMAT_TEXT;

  return self;
}

/**
 * pgg_column_ref:
 * @self: a column
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggColumn *
pgg_column_ref (PggColumn *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_column_unref:
 * @self: (transfer full): a column
 *
 * Drops a reference, and frees the column with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_column_unref (PggColumn *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pgg_column_free);
}

/**
 * pgg_column_get_name:
 * @self: a column
 *
 * Gets the name that the statement gives the column (libpq: `PQfname()`).
 *
 * Several columns of a result may have the same name.
 *
 * Returns: (transfer none): the name
 * Since: 1.0
 */
const char *
pgg_column_get_name (const PggColumn *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * pgg_column_get_type_oid:
 * @self: a column
 *
 * Gets the OID of the type in the catalog `pg_type` (libpq: `PQftype()`).
 *
 * For a domain it is that of its base type.
 *
 * Returns: the OID
 * Since: 1.0
 */
guint32
pgg_column_get_type_oid (const PggColumn *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->type_oid;
}

/**
 * pgg_column_get_type_name:
 * @self: a column
 *
 * Gets the short name of the type, such as `int4`, `varchar` or `text[]`.
 *
 * Returns: (transfer none): the name, or the OID in digits if the library does not know the type
 * Since: 1.0
 */
const char *
pgg_column_get_type_name (const PggColumn *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->type_name;
}

/**
 * pgg_column_get_display_type:
 * @self: a column
 *
 * Gets the name of the type with its modifier, such as `varchar(42)` or `numeric(10,3)`.
 *
 * Returns: (transfer none): the name, or the OID in digits if the library does not know the type
 * Since: 1.0
 */
const char *
pgg_column_get_display_type (const PggColumn *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->display_type;
}

/**
 * pgg_column_get_type_modifier:
 * @self: a column
 *
 * Gets the modifier of the type, for example its length, as the catalog has it (libpq: `PQfmod()`).
 *
 * Returns: the modifier, or -1 if there is none
 * Since: 1.0
 */
int
pgg_column_get_type_modifier (const PggColumn *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->type_modifier;
}

/**
 * pgg_column_get_gtype:
 * @self: a column
 *
 * Gets the type of the [struct@GObject.Value]s of this column, see [method@Result.get_value].
 *
 * Returns: the type
 * Since: 1.0
 */
GType
pgg_column_get_gtype (const PggColumn *self)
{
  g_return_val_if_fail (self != NULL, G_TYPE_INVALID);

  return self->gtype;
}

/**
 * pgg_column_get_table_oid:
 * @self: a column
 *
 * Gets the OID of the table that the column was taken from (libpq: `PQftable()`).
 *
 * Returns: the OID, or 0 if the column is not simply one of a table
 * Since: 1.0
 */
guint32
pgg_column_get_table_oid (const PggColumn *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->table_oid;
}

/**
 * pgg_column_get_table_column:
 * @self: a column
 *
 * Gets the number of the column in the table that it was taken from (libpq: `PQftablecol()`).
 *
 * Returns: the number, counted from 1, or 0 if the column is not simply one of a table
 * Since: 1.0
 */
int
pgg_column_get_table_column (const PggColumn *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->table_column;
}

/**
 * pgg_column_get_size:
 * @self: a column
 *
 * Gets the size that values of the type have on the server (libpq: `PQfsize()`).
 *
 * Returns: the size in bytes, or a negative number if it varies
 * Since: 1.0
 */
int
pgg_column_get_size (const PggColumn *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->size;
}

/**
 * pgg_column_get_format:
 * @self: a column
 *
 * Gets the format in which the values of the column came (libpq: `PQfformat()`).
 *
 * Returns: %PGG_RESULT_FORMAT_TEXT or %PGG_RESULT_FORMAT_BINARY
 * Since: 1.0
 */
PggResultFormat
pgg_column_get_format (const PggColumn *self)
{
  g_return_val_if_fail (self != NULL, PGG_RESULT_FORMAT_TEXT);

  return self->format;
}
