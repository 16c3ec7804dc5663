/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the cells of a row as values that are made of others. */

#include "config.h"

#include "pgg-row-private.h"

#include "pgg-result-private.h"
#include "types/pgg-value-variant-private.h"

/**
 * pgg_row_get_array:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of an array type; see
 * [method@Result.get_array].
 *
 * Fails like [method@Result.get_array].
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggArray *
pgg_row_get_array (PggRow  *self,
                   guint    column,
                   GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_array (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}

/**
 * pgg_row_get_range:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of a range type; see
 * [method@Result.get_range].
 *
 * Fails like [method@Result.get_range].
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggRange *
pgg_row_get_range (PggRow  *self,
                   guint    column,
                   GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_range (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}

/**
 * pgg_row_get_multirange:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of a multirange type; see
 * [method@Result.get_multirange].
 *
 * Fails like [method@Result.get_multirange].
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggMultirange *
pgg_row_get_multirange (PggRow  *self,
                        guint    column,
                        GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_multirange (pgg_row_get_result (self), pgg_row_get_index (self), column,
                                    error);
}

/**
 * pgg_row_get_record:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of a composite type, or of the type `record`; see
 * [method@Result.get_record].
 *
 * Fails like [method@Result.get_record].
 *
 * Returns: (transfer full) (nullable): the value, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
PggRecord *
pgg_row_get_record (PggRow  *self,
                    guint    column,
                    GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_record (pgg_row_get_result (self), pgg_row_get_index (self), column, error);
}

/**
 * pgg_row_get_hash_table:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type hstore: texts, which may be NULL, by texts; see
 * [method@Result.get_hash_table].
 *
 * Fails like [method@Result.get_hash_table].
 *
 * Returns: (transfer container) (nullable) (element-type utf8 utf8): the value, or %NULL if the
 *   cell is NULL and on error
 * Since: 1.0
 */
GHashTable *
pgg_row_get_hash_table (PggRow  *self,
                        guint    column,
                        GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_hash_table (pgg_row_get_result (self), pgg_row_get_index (self), column,
                                    error);
}

/**
 * pgg_row_get_variant:
 * @self: a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell as a variant; see [method@Result.get_variant].
 *
 * Fails like [method@Result.get_variant].
 *
 * Returns: (transfer full) (nullable): the variant, or %NULL if the cell is NULL and on error
 * Since: 1.0
 */
GVariant *
pgg_row_get_variant (PggRow  *self,
                     guint    column,
                     GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_result_get_variant (pgg_row_get_result (self), pgg_row_get_index (self), column,
                                 error);
}

/* The cell as a maybe. */
static GVariant *
make_field (PggRow  *self,
            guint    column,
            GError **error)
{
  PggResult *result = pgg_row_get_result (self);
  GError *failure = NULL;
  g_autoptr (GVariant) variant = pgg_row_get_variant (self, column, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return variant != NULL ? g_variant_new_maybe (NULL, variant)
                         : pgg_value_to_nothing (result->context,
                                                 PQftype (result->res, (int) column));
}

/**
 * pgg_row_to_variant:
 * @self: a row
 * @error: return location for an error
 *
 * Reads all cells as a variant: a tuple of maybes, such as `(mims)`, with nothing for NULL. What is
 * in them is as of [method@Result.get_variant].
 *
 * Fails like [method@Result.get_variant].
 *
 * Returns: (transfer full): the variant, or %NULL on error
 * Since: 1.0
 */
GVariant *
pgg_row_to_variant (PggRow  *self,
                    GError **error)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_TUPLE);
  guint n_columns;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  n_columns = pgg_result_get_n_columns (pgg_row_get_result (self));
  for (guint column = 0; column < n_columns; column++)
    {
      GVariant *field = make_field (self, column, error);

      if (field == NULL)
        return NULL;
      g_variant_builder_add_value (&builder, field);
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}
