/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is in an array. */

#include "config.h"

#include "pgg-array-private.h"

#include "pgg-client-error.h"
#include "pgg-codec-value-private.h"
#include "pgg-part-private.h"
#include "pgg-value-private.h"

#include <glib/gi18n-lib.h>

/**
 * pgg_array_get_element_type:
 * @self: an array
 *
 * Gets the type of the elements.
 *
 * Returns: the OID of the type
 * Since: 1.0
 */
guint32
pgg_array_get_element_type (PggArray *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->element_type;
}

/**
 * pgg_array_get_element_base_type:
 * @self: an array
 *
 * Gets the type of the elements, or what it is made of if that is a domain.
 *
 * Returns: the OID of the type
 * Since: 1.0
 */
guint32
pgg_array_get_element_base_type (PggArray *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return pgg_part_get_base_type (self->context, self->element_type);
}

/**
 * pgg_array_get_element_gtype:
 * @self: an array
 *
 * Gets the type of values that elements of this type are read as: that of the codec of the
 * application, if it has one for them.
 *
 * Returns: the type of values
 * Since: 1.0
 */
GType
pgg_array_get_element_gtype (PggArray *self)
{
  g_return_val_if_fail (self != NULL, G_TYPE_INVALID);

  return pgg_part_get_gtype (self->context, self->element_type);
}

/**
 * pgg_array_get_n_dimensions:
 * @self: an array
 *
 * Gets the number of dimensions (PostgreSQL: `array_ndims()`).
 *
 * Returns: the number, from 1 to 6, or 0 if the array has no elements
 * Since: 1.0
 */
guint
pgg_array_get_n_dimensions (PggArray *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->shape.n_dimensions;
}

/**
 * pgg_array_get_length:
 * @self: an array
 *
 * Gets the number of elements of all dimensions together (PostgreSQL: `cardinality()`).
 *
 * Returns: the number of elements
 * Since: 1.0
 */
gsize
pgg_array_get_length (PggArray *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_values;
}

static gboolean
check_dimension (PggArray  *self,
                 guint      dimension,
                 GError   **error)
{
  if (dimension < self->shape.n_dimensions)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
               _("Dimension %u does not exist, the array has %u dimensions"), dimension,
               self->shape.n_dimensions);
  return FALSE;
}

/**
 * pgg_array_get_dimension_length:
 * @self: an array
 * @dimension: the dimension, counted from 0
 * @error: return location for an error
 *
 * Gets the number of subscripts of a dimension (PostgreSQL: `array_length()`, which counts the
 * dimensions from 1).
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such dimension.
 *
 * Returns: the number, 0 on error
 * Since: 1.0
 */
guint
pgg_array_get_dimension_length (PggArray  *self,
                                guint      dimension,
                                GError   **error)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  return check_dimension (self, dimension, error) ? (guint) self->shape.lengths[dimension] : 0;
}

/**
 * pgg_array_get_lower_bound:
 * @self: an array
 * @dimension: the dimension, counted from 0
 * @error: return location for an error
 *
 * Gets the first subscript of a dimension (PostgreSQL: `array_lower()`, which counts the dimensions
 * from 1).
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such dimension.
 *
 * Returns: the subscript, 0 on error
 * Since: 1.0
 */
int
pgg_array_get_lower_bound (PggArray  *self,
                           guint      dimension,
                           GError   **error)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  return check_dimension (self, dimension, error) ? self->shape.lower_bounds[dimension] : 0;
}

static gboolean
check_index (PggArray  *self,
             gsize      index,
             GError   **error)
{
  if (index < self->n_values)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
               _("Element %" G_GSIZE_FORMAT " does not exist, the array has %" G_GSIZE_FORMAT
                 " elements"), index, self->n_values);
  return FALSE;
}

/**
 * pgg_array_is_null:
 * @self: an array
 * @index: the index of an element, counted from 0
 * @error: return location for an error
 *
 * Tells whether an element is NULL.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such element.
 *
 * Returns: %TRUE if the element is NULL; %FALSE if it is not, and on error
 * Since: 1.0
 */
gboolean
pgg_array_is_null (PggArray  *self,
                   gsize      index,
                   GError   **error)
{
  GValue value = G_VALUE_INIT;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return check_index (self, index, error) &&
         pgg_value_is_null (pgg_array_load (self, index, &value));
}

/**
 * pgg_array_has_nulls:
 * @self: an array
 *
 * Tells whether any element is NULL.
 *
 * Returns: %TRUE if there is one
 * Since: 1.0
 */
gboolean
pgg_array_has_nulls (PggArray *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->numbers != NULL)
    return self->numbers->nulls != NULL;
  for (gsize i = 0; i < self->n_values; i++)
    if (pgg_value_is_null (&self->values[i]))
      return TRUE;

  return FALSE;
}

/**
 * pgg_array_get_element:
 * @self: an array
 * @index: the index of the element, counted from 0
 * @error: return location for an error
 *
 * Gets an element by its place among all elements.
 *
 * Arrays of numbers keep them as such, and make values of all of them when the first one is asked
 * for; functions such as [method@Array.get_int64s] need no values.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such element.
 *
 * Returns: (transfer none): the element, which belongs to @self, or %NULL on error
 * Since: 1.0
 */
const GValue *
pgg_array_get_element (PggArray  *self,
                       gsize      index,
                       GError   **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return check_index (self, index, error) ? &pgg_array_get_values (self)[index] : NULL;
}

/**
 * pgg_array_get_element_at:
 * @self: an array
 * @subscripts: (array length=n_subscripts): a subscript for each dimension, as in SQL
 * @n_subscripts: the number of subscripts
 * @error: return location for an error
 *
 * Gets an element by its subscripts.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if the array has not as many dimensions, or if one has
 * no such subscript.
 *
 * Returns: (transfer none): the element, which belongs to @self, or %NULL on error
 * Since: 1.0
 */
const GValue *
pgg_array_get_element_at (PggArray   *self,
                          const int  *subscripts,
                          gsize       n_subscripts,
                          GError    **error)
{
  gsize index = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (subscripts != NULL || n_subscripts == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (n_subscripts != self->shape.n_dimensions)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
                   _("The array has %u dimensions"), self->shape.n_dimensions);
      return NULL;
    }

  for (guint i = 0; i < self->shape.n_dimensions; i++)
    {
      gint64 offset = (gint64) subscripts[i] - self->shape.lower_bounds[i];

      if (offset < 0 || offset >= self->shape.lengths[i])
        {
          g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
                       _("Dimension %u of the array has no subscript %d"), i, subscripts[i]);
          return NULL;
        }
      index = index * (gsize) self->shape.lengths[i] + (gsize) offset;
    }

  return pgg_array_get_element (self, index, error);
}

/**
 * pgg_array_peek_values:
 * @self: an array
 * @n_values: (out) (optional): the number of elements
 *
 * Gets all elements.
 *
 * Returns: (array length=n_values) (transfer none): the elements, which belong to @self
 * Since: 1.0
 */
const GValue *
pgg_array_peek_values (PggArray *self,
                       gsize    *n_values)
{
  static const GValue none = G_VALUE_INIT;
  const GValue *values;

  g_return_val_if_fail (self != NULL, NULL);

  if (n_values != NULL)
    *n_values = self->n_values;

  values = pgg_array_get_values (self);

  return values != NULL ? values : &none;
}

static void
set_element_error (gsize        index,
                   const char  *what,
                   GError     **error)
{
  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               /* Translators: a type of C with its article */
               _("Element %" G_GSIZE_FORMAT " of the array cannot be read as %s"), index, _(what));
}

/* Zeroed, and never NULL even for no elements. */
static gpointer
alloc_elements (PggArray *self,
                gsize     size,
                gsize    *n_values)
{
  if (n_values != NULL)
    *n_values = self->n_values;

  return g_malloc0_n (MAX (self->n_values, 1), size);
}

/**
 * pgg_array_get_booleans:
 * @self: an array
 * @n_values: (out) (optional): the number of elements
 * @error: return location for an error
 *
 * Gets all elements of an array of bool; NULL gives %FALSE, see [method@Array.get_nulls].
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the elements are of another type.
 *
 * Returns: (array length=n_values) (transfer full): the elements, or %NULL on error
 * Since: 1.0
 */
gboolean *
pgg_array_get_booleans (PggArray  *self,
                        gsize     *n_values,
                        GError   **error)
{
  g_autofree gboolean *elements = NULL;
  GValue scratch = G_VALUE_INIT;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  elements = alloc_elements (self, sizeof (*elements), n_values);
  for (gsize i = 0; i < self->n_values; i++)
    {
      const GValue *value = pgg_array_load (self, i, &scratch);

      if (pgg_value_is_null (value))
        continue;
      if (!G_VALUE_HOLDS_BOOLEAN (value))
        {
          set_element_error (i, N_("a boolean"), error);
          return NULL;
        }
      elements[i] = g_value_get_boolean (value);
    }

  return g_steal_pointer (&elements);
}

/**
 * pgg_array_get_int64s:
 * @self: an array
 * @n_values: (out) (optional): the number of elements
 * @error: return location for an error
 *
 * Gets all elements of an array of integers; NULL gives 0, see [method@Array.get_nulls].
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the elements are of another type, or if one is too
 * large.
 *
 * Returns: (array length=n_values) (transfer full): the elements, or %NULL on error
 * Since: 1.0
 */
gint64 *
pgg_array_get_int64s (PggArray  *self,
                      gsize     *n_values,
                      GError   **error)
{
  g_autofree gint64 *elements = NULL;
  GValue scratch = G_VALUE_INIT;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (self->numbers != NULL)
    elements = pgg_numbers_dup_int64s (self->numbers);
  if (elements != NULL)
    {
      if (n_values != NULL)
        *n_values = self->n_values;
      return g_steal_pointer (&elements);
    }

  elements = alloc_elements (self, sizeof (*elements), n_values);
  for (gsize i = 0; i < self->n_values; i++)
    {
      const GValue *value = pgg_array_load (self, i, &scratch);

      if (pgg_value_is_null (value) ||
          pgg_value_read_int64 (value, &elements[i]) == PGG_DECODE_OK)
        continue;
      set_element_error (i, N_("a 64-bit integer"), error);
      return NULL;
    }

  return g_steal_pointer (&elements);
}

/**
 * pgg_array_get_doubles:
 * @self: an array
 * @n_values: (out) (optional): the number of elements
 * @error: return location for an error
 *
 * Gets all elements of an array of floating-point numbers or integers; NULL gives 0, see
 * [method@Array.get_nulls].
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the elements are of another type, or if one cannot be
 * held exactly.
 *
 * Returns: (array length=n_values) (transfer full): the elements, or %NULL on error
 * Since: 1.0
 */
double *
pgg_array_get_doubles (PggArray  *self,
                       gsize     *n_values,
                       GError   **error)
{
  g_autofree double *elements = NULL;
  GValue scratch = G_VALUE_INIT;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (self->numbers != NULL)
    elements = pgg_numbers_dup_doubles (self->numbers);
  if (elements != NULL)
    {
      if (n_values != NULL)
        *n_values = self->n_values;
      return g_steal_pointer (&elements);
    }

  elements = alloc_elements (self, sizeof (*elements), n_values);
  for (gsize i = 0; i < self->n_values; i++)
    {
      const GValue *value = pgg_array_load (self, i, &scratch);

      if (pgg_value_is_null (value) ||
          pgg_value_read_double (value, &elements[i]) == PGG_DECODE_OK)
        continue;
      set_element_error (i, N_("a double"), error);
      return NULL;
    }

  return g_steal_pointer (&elements);
}

/**
 * pgg_array_get_strings:
 * @self: an array
 * @n_values: (out) (optional): the number of elements
 * @error: return location for an error
 *
 * Gets all elements of an array of strings; %NULL for NULL.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the elements are of another type.
 *
 * Returns: (array length=n_values) (element-type utf8) (transfer container): the elements, which
 *   belong to @self, or %NULL on error
 * Since: 1.0
 */
const char **
pgg_array_get_strings (PggArray  *self,
                       gsize     *n_values,
                       GError   **error)
{
  g_autofree const char **elements = NULL;
  GValue scratch = G_VALUE_INIT;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  elements = alloc_elements (self, sizeof (*elements), n_values);
  for (gsize i = 0; i < self->n_values; i++)
    {
      const GValue *value = pgg_array_load (self, i, &scratch);

      if (pgg_value_is_null (value))
        continue;
      if (!G_VALUE_HOLDS_STRING (value))
        {
          set_element_error (i, N_("text"), error);
          return NULL;
        }
      elements[i] = g_value_get_string (value);
    }

  return g_steal_pointer (&elements);
}

/**
 * pgg_array_get_nulls:
 * @self: an array
 * @n_values: (out) (optional): the number of elements
 *
 * Tells of each element whether it is NULL.
 *
 * Returns: (array length=n_values) (transfer full): a byte for each element, 1 if it is NULL
 * Since: 1.0
 */
guint8 *
pgg_array_get_nulls (PggArray *self,
                     gsize    *n_values)
{
  GValue value = G_VALUE_INIT;
  guint8 *nulls;

  g_return_val_if_fail (self != NULL, NULL);

  nulls = alloc_elements (self, 1, n_values);
  for (gsize i = 0; i < self->n_values; i++)
    nulls[i] = pgg_value_is_null (pgg_array_load (self, i, &value)) ? 1 : 0;

  return nulls;
}
