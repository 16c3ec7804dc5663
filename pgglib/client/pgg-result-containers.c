/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads single cells as values that are made of others. */

#include "config.h"

#include "pgg-result-private.h"

#include "types/pgg-array.h"
#include "types/pgg-multirange.h"
#include "types/pgg-range.h"
#include "types/pgg-record.h"
#include "types/pgg-value-private.h"
#include "types/pgg-value-variant-private.h"

#include <glib/gi18n-lib.h>

/**
 * pgg_result_get_array:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of an array type.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggArray *
pgg_result_get_array (PggResult  *self,
                      guint       row,
                      guint       column,
                      GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_ARRAY, N_("an array"), error);
}

/**
 * pgg_result_get_range:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of a range type.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggRange *
pgg_result_get_range (PggResult  *self,
                      guint       row,
                      guint       column,
                      GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_RANGE, N_("a range"), error);
}

/**
 * pgg_result_get_multirange:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of a multirange type.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggMultirange *
pgg_result_get_multirange (PggResult  *self,
                           guint       row,
                           guint       column,
                           GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_MULTIRANGE, N_("a multirange"), error);
}

/**
 * pgg_result_get_record:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of a composite type, or of the type `record`.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggRecord *
pgg_result_get_record (PggResult  *self,
                       guint       row,
                       guint       column,
                       GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, PGG_TYPE_RECORD, N_("a record"), error);
}

/**
 * pgg_result_get_hash_table:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type hstore: texts, which may be NULL, by texts.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it has another type, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer container) (nullable) (element-type utf8 utf8): the value, or %NULL if the
 *   cell is NULL and on error
 * Since: 1.0
 */
GHashTable *
pgg_result_get_hash_table (PggResult  *self,
                           guint       row,
                           guint       column,
                           GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_result_read_boxed (self, row, column, G_TYPE_HASH_TABLE, N_("a hash table"), error);
}

/**
 * pgg_result_get_variant:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell as a variant that [method@Params.append_variant] sends as the same value.
 *
 * | Type | Variant |
 * | --- | --- |
 * | bool | `b` |
 * | int2, int4 | `i` |
 * | int8 | `x` |
 * | oid | `u` |
 * | float4, float8 | `d` |
 * | bytea | `ay` |
 * | arrays | arrays of maybes, see [method@Array.to_variant] |
 * | composite types, record | tuples of maybes, see [method@Record.to_variant] |
 * | hstore | `a{sms}` |
 * | all others | `s`: the text |
 *
 * The texts of numbers, dates, times and intervals are those of [method@Numeric.to_string] and its
 * like, whatever the settings of the session are. An array of texts is sent as an array of text:
 * where one of another type is wanted, SQL has to say so, as in `$1::date[]`.
 *
 * Fails like [method@Result.get_value].
 *
 * Returns: (transfer full) (nullable): the variant, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
GVariant *
pgg_result_get_variant (PggResult  *self,
                        guint       row,
                        guint       column,
                        GError    **error)
{
  const GValue *value;
  const char *text;
  GVariant *variant;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  value = pgg_result_get_value (self, row, column, error);
  if (value == NULL || pgg_value_is_null (value))
    return NULL;

  variant = pgg_value_to_variant (self->context, PQftype (self->res, (int) column), value);
  if (variant != NULL)
    return g_variant_ref_sink (variant);

  /* The application reads such values and does not write them. */
  text = pgg_result_get_text (self, row, column, error);

  return text == NULL ? NULL : g_variant_ref_sink (g_variant_new_string (text));
}
