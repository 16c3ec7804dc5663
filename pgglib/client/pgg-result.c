/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The result of a statement: its life and what it is as a whole. Cells and columns have files of
 * their own. */

#include "config.h"

#include "pgg-result-private.h"

#include "pgg-client-error.h"
#include "pgg-column-private.h"
#include "pgg-row-private.h"
#include "pq/pgg-pq-result-private.h"
#include "types/pgg-encoding-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggResult:
 *
 * What a statement returned: rows, or only the tag of the command that was completed.
 *
 * Rows and columns are counted from 0. Values stay in the form in which the server sent them and
 * are converted when they are read: the typed functions fail on a value that the C type cannot
 * hold exactly and say which one it was. Whole columns can be read in one call, which is the fast
 * way from other languages.
 *
 * An execution of several statements gives several results, see [method@Result.get_next].
 *
 * A result is immutable and may be used by several threads. It does not depend on its connection.
 *
 * Since: 1.0
 */

G_DEFINE_BOXED_TYPE (PggResult, pgg_result, pgg_result_ref, pgg_result_unref)

static void
clear_columns (PggResult *self)
{
  for (guint i = 0; self->columns != NULL && i < self->n_columns; i++)
    pgg_column_unref (self->columns[i]);
  g_clear_pointer (&self->columns, g_free);
}

static void
clear_table (PggResult *self)
{
  gsize n_values = self->table == NULL ? 0 : (gsize) self->n_rows * self->n_columns;

  for (gsize i = 0; i < n_values; i++)
    if (G_IS_VALUE (&self->table[i]))
      g_value_unset (&self->table[i]);
  g_clear_pointer (&self->table, g_free);
}

/* Gives the reference on the next result to the caller. */
static PggResult *
free_result (PggResult *self)
{
  PggResult *next = self->next;

  clear_columns (self);
  clear_table (self);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_hash_table_unref);
  pgg_codec_context_unref (self->context);
  pgg_pq_result_unref (self->pq);
  g_mutex_clear (&self->lock);
  g_free (self);

  return next;
}

static void
make_adapters (PggResult *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    self->adapters[i] = pgg_adapter_make (self->context, PQftype (self->res, (int) i),
                                          PQfformat (self->res, (int) i) == 1);
}

void
pgg_result_set_context (PggResult       *self,
                        PggCodecContext *context)
{
  pgg_codec_context_ref (context);
  pgg_codec_context_unref (self->context);
  self->context = context;
  make_adapters (self);
}

PggResult *
pgg_result_new (PggPqResult     *pq,
                PggCodecContext *context,
                PggResult       *next)
{
  const PGresult *res = pgg_pq_result_peek (pq);
  int n_columns = PQnfields (res);
  PggResult *self = g_malloc (sizeof (PggResult) + (gsize) n_columns * sizeof (self->adapters[0]));

  *self = (PggResult) {
    .pq = pq,
    .res = res,
    .next = next,
    .context = pgg_codec_context_ref (context),
    .is_utf8 = pgg_encoding_is_utf8 (context->encoding),
    .n_rows = (guint) PQntuples (res),
    .n_columns = (guint) n_columns,
  };
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  make_adapters (self);

  return self;
}

/* The columns are made when they are first asked for: most results are only read. */
static PggColumn **
peek_columns (PggResult *self)
{
  PggColumn **columns;

  g_mutex_lock (&self->lock);
  if (self->columns == NULL)
    {
      self->columns = g_new0 (PggColumn *, (gsize) self->n_columns + 1);
      for (guint i = 0; i < self->n_columns; i++)
        self->columns[i] = pgg_column_new (self->res, i, &self->adapters[i]);
    }
  columns = self->columns;
  g_mutex_unlock (&self->lock);

  return columns;
}

gboolean
pgg_result_check_column (PggResult  *self,
                         guint       column,
                         GError    **error)
{
  if (G_LIKELY (column < self->n_columns))
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
               _("Column %u does not exist, the result has %u columns"), column, self->n_columns);
  return FALSE;
}

static gboolean
check_row (PggResult  *self,
           guint       row,
           GError    **error)
{
  if (G_LIKELY (row < self->n_rows))
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
               _("Row %u does not exist, the result has %u rows"), row, self->n_rows);
  return FALSE;
}

gboolean
pgg_result_check_cell (PggResult  *self,
                       guint       row,
                       guint       column,
                       GError    **error)
{
  return check_row (self, row, error) && pgg_result_check_column (self, column, error);
}

/**
 * pgg_result_ref:
 * @self: a result
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggResult *
pgg_result_ref (PggResult *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * pgg_result_unref:
 * @self: (transfer full): a result
 *
 * Drops a reference, and frees the result with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_result_unref (PggResult *self)
{
  g_return_if_fail (self != NULL);

  /* A loop, because a chain of results may be too long for recursion. */
  while (self != NULL && g_atomic_ref_count_dec (&self->ref_count))
    self = free_result (self);
}

/**
 * pgg_result_get_n_rows:
 * @self: a result
 *
 * Gets the number of rows in the result (libpq: `PQntuples()`).
 *
 * Returns: the number of rows, 0 for a statement that returns none
 * Since: 1.0
 */
guint
pgg_result_get_n_rows (PggResult *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_rows;
}

/**
 * pgg_result_get_n_columns:
 * @self: a result
 *
 * Gets the number of columns in the result (libpq: `PQnfields()`).
 *
 * Returns: the number of columns, 0 for a statement that returns no rows
 * Since: 1.0
 */
guint
pgg_result_get_n_columns (PggResult *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_columns;
}

/**
 * pgg_result_get_columns:
 * @self: a result
 * @n_columns: (out) (optional): the number of columns
 *
 * Gets what is known of the columns.
 *
 * Returns: (array length=n_columns) (transfer none): the columns; they belong to @self
 * Since: 1.0
 */
PggColumn **
pgg_result_get_columns (PggResult *self,
                        gsize     *n_columns)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (n_columns != NULL)
    *n_columns = self->n_columns;

  return peek_columns (self);
}

/**
 * pgg_result_get_column:
 * @self: a result
 * @column: the index of a column
 * @error: return location for an error
 *
 * Gets what is known of a column.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such column.
 *
 * Returns: (transfer none): the column; it belongs to @self
 * Since: 1.0
 */
PggColumn *
pgg_result_get_column (PggResult  *self,
                       guint       column,
                       GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!pgg_result_check_column (self, column, error))
    return NULL;

  return peek_columns (self)[column];
}

/**
 * pgg_result_find_column:
 * @self: a result
 * @name: the name of a column, exactly as the result has it
 *
 * Looks for a column by name.
 *
 * Other than `PQfnumber()` of libpq, which folds upper case like SQL does, this compares @name as
 * it is.
 *
 * Returns: the index of the first column of that name, or -1 if there is none
 * Since: 1.0
 */
int
pgg_result_find_column (PggResult  *self,
                        const char *name)
{
  PggColumn **columns;

  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (name != NULL, -1);

  columns = peek_columns (self);
  for (guint i = 0; i < self->n_columns; i++)
    if (g_str_equal (pgg_column_get_name (columns[i]), name))
      return (int) i;

  return -1;
}

/**
 * pgg_result_get_command_tag:
 * @self: a result
 *
 * Gets the tag of the command, such as `SELECT 3` or `CREATE TABLE` (libpq: `PQcmdStatus()`).
 *
 * Returns: (transfer none): the tag; empty if no command was completed
 * Since: 1.0
 */
const char *
pgg_result_get_command_tag (PggResult *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  /* The argument is not const in libpq's prototype, but nothing is changed. */
  return PQcmdStatus ((PGresult *) self->res);
}

/**
 * pgg_result_get_affected_rows:
 * @self: a result
 *
 * Gets how many rows the command returned, inserted, updated, deleted, merged, moved over, fetched
 * or copied (libpq: `PQcmdTuples()`).
 *
 * Returns: the number of rows, or -1 if the command does not count rows
 * Since: 1.0
 */
gint64
pgg_result_get_affected_rows (PggResult *self)
{
  const char *text;
  guint64 n_rows;

  g_return_val_if_fail (self != NULL, -1);

  text = PQcmdTuples ((PGresult *) self->res);
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &n_rows, NULL))
    return -1;

  return (gint64) n_rows;
}

/**
 * pgg_result_get_next:
 * @self: a result
 *
 * Gets the result of the next statement of the same execution.
 *
 * Returns: (transfer none) (nullable): the next result, or %NULL if this is the last one
 * Since: 1.0
 */
PggResult *
pgg_result_get_next (PggResult *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->next;
}

/**
 * pgg_result_get_row:
 * @self: a result
 * @row: the index of a row
 * @error: return location for an error
 *
 * Makes an object for a row.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such row.
 *
 * Returns: (transfer full): the row
 * Since: 1.0
 */
PggRow *
pgg_result_get_row (PggResult  *self,
                    guint       row,
                    GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_row (self, row, error))
    return NULL;

  return pgg_row_new (self, row);
}
