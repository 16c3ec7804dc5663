/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads single cells as values of the library's own types. */

#include "config.h"

#include "pgg-result-private.h"

#include "types/pgg-inet.h"
#include "types/pgg-numeric.h"

#include <glib/gi18n-lib.h>

gpointer
pgg_result_read_boxed (PggResult   *self,
                       guint        row,
                       guint        column,
                       GType        type,
                       const char  *what,
                       GError     **error)
{
  PggAdapter adapter;
  PggDecode decode = PGG_DECODE_WRONG_TYPE;
  gpointer value = NULL;

  if (!pgg_result_check_cell (self, row, column, error) ||
      pgg_result_is_null_at (self, row, column))
    return NULL;

  adapter = pgg_result_get_adapter (self, column, error);
  if (adapter.codec->kind == PGG_KIND_BOXED && adapter.codec->get_boxed_type () == type)
    decode = adapter.codec->read_boxed (&adapter, pgg_result_peek_at (self, row, column), &value);

  return pgg_result_check_decode (self, row, column, decode, what, error) ? value : NULL;
}

/**
 * pgg_result_get_numeric:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type numeric.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggNumeric *
pgg_result_get_numeric (PggResult  *self,
                        guint       row,
                        guint       column,
                        GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_NUMERIC, N_("a numeric"), error);
}

/**
 * pgg_result_get_inet:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type inet or cidr.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): an address, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggInet *
pgg_result_get_inet (PggResult  *self,
                     guint       row,
                     guint       column,
                     GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_INET, N_("an address"), error);
}
