/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Arrays as the server has them. */

#include "config.h"

#include "pgg-array-private.h"

#include "pgg-client-error.h"
#include "pgg-codec-value-private.h"
#include "pgg-part-private.h"
#include "pgg-type-oid-private.h"
#include "pgg-value-compare-private.h"
#include "pgg-value-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggArray:
 *
 * An array: elements of one type in up to six dimensions, each of which begins with any subscript.
 *
 * The elements are values of the type that [method@Result.get_value] gives for a column of their
 * type. They are counted from 0 with the last dimension varying fastest, whatever the dimensions
 * and their bounds are; [method@Array.get_element_at] takes subscripts like those of SQL. An array
 * without elements has no dimensions.
 *
 * Arrays of several dimensions, and in languages whose values are not those of GObject arrays with
 * NULLs, are made with a [struct@ArrayBuilder].
 *
 * An array is immutable and may be used by several threads.
 *
 * Since: 1.0
 */

static void
string_from_array (const GValue *array,
                   GValue       *string)
{
  PggArray *self = g_value_get_boxed (array);

  g_value_take_string (string, self == NULL ? NULL : pgg_array_to_string (self));
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggArray, pgg_array, pgg_array_ref, pgg_array_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                string_from_array))

static void
pgg_array_free (gpointer data)
{
  PggArray *self = data;

  pgg_values_free (self->values, self->values != NULL ? self->n_values : 0);
  g_clear_pointer (&self->numbers, pgg_numbers_free);
  g_clear_pointer (&self->context, pgg_codec_context_unref);
}

gboolean
pgg_array_shape_check (PggArrayShape *shape,
                       gsize         *n_values)
{
  gsize product = 1;

  for (guint i = 0; i < shape->n_dimensions; i++)
    {
      if (shape->lengths[i] < 0 ||
          (gint64) shape->lower_bounds[i] + shape->lengths[i] > G_MAXINT32 ||
          !g_size_checked_mul (&product, product, (gsize) shape->lengths[i]) ||
          product > G_MAXINT32)
        return FALSE;
    }

  if (product == 0)
    shape->n_dimensions = 0;
  *n_values = shape->n_dimensions == 0 ? 0 : product;
  return TRUE;
}

void
pgg_array_shape_set (PggArrayShape *shape,
                     gsize          n_values)
{
  *shape = (PggArrayShape) { .n_dimensions = n_values == 0 ? 0 : 1 };
  shape->lengths[0] = (int) n_values;
  shape->lower_bounds[0] = 1;
}

PggArray *
pgg_array_new_take (const PggCodecContext *context,
                    guint32                element_type,
                    const PggArrayShape   *shape,
                    GValue                *values)
{
  PggArray *self = g_atomic_rc_box_new0 (PggArray);

  self->context = context == NULL ? NULL : pgg_codec_context_ref ((PggCodecContext *) context);
  self->element_type = element_type;
  self->shape = *shape;
  self->values = values;
  pgg_array_shape_check (&self->shape, &self->n_values);

  return self;
}

PggArray *
pgg_array_new_numbers (const PggCodecContext *context,
                       guint32                element_type,
                       const PggArrayShape   *shape,
                       PggNumbers            *numbers)
{
  PggArray *self = pgg_array_new_take (context, element_type, shape, NULL);

  self->numbers = numbers;
  return self;
}

/* Of two threads that do so at the same time the first gives them. */
static GValue *
make_values (PggArray *self)
{
  GValue *made = g_new0 (GValue, self->n_values);

  for (gsize i = 0; i < self->n_values; i++)
    pgg_numbers_load (self->numbers, i, &made[i]);
  if (g_atomic_pointer_compare_and_exchange (&self->values, NULL, made))
    return made;

  pgg_values_free (made, self->n_values);
  return g_atomic_pointer_get (&self->values);
}

const GValue *
pgg_array_get_values (PggArray *self)
{
  GValue *values = g_atomic_pointer_get (&self->values);

  return values == NULL && self->numbers != NULL && self->n_values > 0 ? make_values (self)
                                                                       : values;
}

const GValue *
pgg_array_load (const PggArray *self,
                gsize           index,
                GValue         *value)
{
  if (self->numbers == NULL)
    return &self->values[index];

  memset (value, 0, sizeof (*value));
  pgg_numbers_load (self->numbers, index, value);
  return value;
}

static PggArray *
new_flat (guint32  element_type,
          GValue  *values,
          gsize    n_values)
{
  PggArrayShape shape;

  pgg_array_shape_set (&shape, n_values);
  return pgg_array_new_take (NULL, element_type, &shape, values);
}

static PggArray *
new_flat_numbers (guint32     element_type,
                  PggNumbers *numbers)
{
  PggArrayShape shape;

  pgg_array_shape_set (&shape, numbers->bits->len);
  return pgg_array_new_numbers (NULL, element_type, &shape, numbers);
}

/* For elements in text format, in UTF-8. */
static PggAdapter
make_adapter (guint32 element_type)
{
  return pgg_adapter_make (pgg_codec_context_get_default (), element_type, FALSE);
}

static gboolean
check_length (gsize    n_values,
              GError **error)
{
  if (n_values <= G_MAXINT32 / sizeof (gpointer))
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE,
               _("An array cannot have %" G_GSIZE_FORMAT " elements"), n_values);
  return FALSE;
}

guint32
pgg_array_guess_element_type (const GValue *values,
                              gsize         n_values)
{
  for (gsize i = 0; i < n_values; i++)
    if (!pgg_value_is_null (&values[i]))
      return pgg_value_get_oid (&values[i]);

  return PGG_OID_TEXT;
}

/**
 * pgg_array_new_from_values:
 * @element_type: the OID of the type of the elements, or 0 to go by the first value that is not
 *   NULL
 * @values: (array length=n_values): the elements; NULL is a string, a boxed value or a pointer that
 *   is %NULL
 * @n_values: the number of elements
 * @error: return location for an error
 *
 * Makes an array of one dimension.
 *
 * The elements are what values of the type are read as: numbers become those of the right type, and
 * the text of a value becomes the value. Those of a type that is not built into the server stay as
 * they are.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if a value is none of the type, and with
 * %PGG_CLIENT_ERROR_TOO_LARGE if there are more than the server allows.
 *
 * Returns: (transfer full): the array, or %NULL on error
 * Since: 1.0
 */
PggArray *
pgg_array_new_from_values (guint32        element_type,
                           const GValue  *values,
                           gsize          n_values,
                           GError       **error)
{
  PggAdapter adapter;
  GValue *elements;

  g_return_val_if_fail (values != NULL || n_values == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_length (n_values, error))
    return NULL;
  if (element_type == 0)
    element_type = pgg_array_guess_element_type (values, n_values);

  adapter = make_adapter (element_type);
  elements = g_new0 (GValue, n_values);
  for (gsize i = 0; i < n_values; i++)
    {
      PggDecode decode = pgg_part_convert (&adapter, &values[i], &elements[i]);

      if (decode == PGG_DECODE_OK)
        continue;
      pgg_part_set_error (decode, N_("an element"), error);
      g_prefix_error (error, _("Element %" G_GSIZE_FORMAT ": "), i);
      pgg_values_free (elements, n_values);
      return NULL;
    }

  return new_flat (element_type, elements, n_values);
}

/**
 * pgg_array_new_from_booleans:
 * @values: (array length=n_values): the elements
 * @n_values: the number of elements
 *
 * Makes an array of bool in one dimension.
 *
 * Returns: (transfer full): the array
 * Since: 1.0
 */
PggArray *
pgg_array_new_from_booleans (const gboolean *values,
                             gsize           n_values)
{
  PggNumbers *numbers;

  g_return_val_if_fail (values != NULL || n_values == 0, NULL);
  g_return_val_if_fail (check_length (n_values, NULL), NULL);

  numbers = pgg_numbers_new (PGG_KIND_BOOLEAN, n_values);
  for (gsize i = 0; i < n_values; i++)
    pgg_numbers_append (numbers, values[i] != FALSE);

  return new_flat_numbers (PGG_OID_BOOL, numbers);
}

/**
 * pgg_array_new_from_ints:
 * @values: (array length=n_values): the elements
 * @n_values: the number of elements
 *
 * Makes an array of int4 in one dimension.
 *
 * Returns: (transfer full): the array
 * Since: 1.0
 */
PggArray *
pgg_array_new_from_ints (const int *values,
                         gsize      n_values)
{
  PggNumbers *numbers;

  g_return_val_if_fail (values != NULL || n_values == 0, NULL);
  g_return_val_if_fail (check_length (n_values, NULL), NULL);

  numbers = pgg_numbers_new (PGG_KIND_INT, n_values);
  for (gsize i = 0; i < n_values; i++)
    pgg_numbers_append (numbers, values[i]);

  return new_flat_numbers (PGG_OID_INT4, numbers);
}

/**
 * pgg_array_new_from_int64s:
 * @values: (array length=n_values): the elements
 * @n_values: the number of elements
 *
 * Makes an array of int8 in one dimension.
 *
 * Returns: (transfer full): the array
 * Since: 1.0
 */
PggArray *
pgg_array_new_from_int64s (const gint64 *values,
                           gsize         n_values)
{
  PggNumbers *numbers;

  g_return_val_if_fail (values != NULL || n_values == 0, NULL);
  g_return_val_if_fail (check_length (n_values, NULL), NULL);

  numbers = pgg_numbers_new (PGG_KIND_INT64, n_values);
  for (gsize i = 0; i < n_values; i++)
    pgg_numbers_append (numbers, values[i]);

  return new_flat_numbers (PGG_OID_INT8, numbers);
}

/**
 * pgg_array_new_from_doubles:
 * @values: (array length=n_values): the elements
 * @n_values: the number of elements
 *
 * Makes an array of float8 in one dimension.
 *
 * Returns: (transfer full): the array
 * Since: 1.0
 */
PggArray *
pgg_array_new_from_doubles (const double *values,
                            gsize         n_values)
{
  PggNumbers *numbers;

  g_return_val_if_fail (values != NULL || n_values == 0, NULL);
  g_return_val_if_fail (check_length (n_values, NULL), NULL);

  numbers = pgg_numbers_new (PGG_KIND_DOUBLE, n_values);
  for (gsize i = 0; i < n_values; i++)
    pgg_numbers_append_double (numbers, values[i]);

  return new_flat_numbers (PGG_OID_FLOAT8, numbers);
}

static gboolean
set_text (GValue      *value,
          const char  *text,
          GError     **error)
{
  if (text != NULL && !g_utf8_validate (text, -1, NULL))
    {
      pgg_part_set_error (PGG_DECODE_MALFORMED, N_("an element"), error);
      return FALSE;
    }

  g_value_init (value, G_TYPE_STRING);
  g_value_set_string (value, text);
  return TRUE;
}

/**
 * pgg_array_new_from_strings:
 * @values: (array length=n_values) (element-type utf8): the elements; %NULL for NULL
 * @n_values: the number of elements
 * @error: return location for an error
 *
 * Makes an array of text in one dimension.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if an element is not valid UTF-8, and with
 * %PGG_CLIENT_ERROR_TOO_LARGE if there are more than the server allows.
 *
 * Returns: (transfer full): the array, or %NULL on error
 * Since: 1.0
 */
PggArray *
pgg_array_new_from_strings (const char * const  *values,
                            gsize                n_values,
                            GError             **error)
{
  GValue *elements;

  g_return_val_if_fail (values != NULL || n_values == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_length (n_values, error))
    return NULL;

  elements = g_new0 (GValue, n_values);
  for (gsize i = 0; i < n_values; i++)
    if (!set_text (&elements[i], values[i], error))
      {
        pgg_values_free (elements, n_values);
        return NULL;
      }

  return new_flat (PGG_OID_TEXT, elements, n_values);
}

/**
 * pgg_array_new_from_string:
 * @element_type: the OID of the type of the elements; elements of a type that is not built into the
 *   server are strings
 * @text: the text of an array as the server writes and reads it, such as `{1,2,NULL}`
 * @error: return location for an error
 *
 * Makes an array of its text (PostgreSQL: `array_in()`).
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the text is not that of an array of such elements.
 *
 * Returns: (transfer full): the array, or %NULL on error
 * Since: 1.0
 */
PggArray *
pgg_array_new_from_string (guint32      element_type,
                           const char  *text,
                           GError     **error)
{
  PggAdapter adapter = make_adapter (element_type);
  PggArray *array = NULL;
  PggDecode decode;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  decode = pgg_array_parse (&adapter, element_type, pgg_array_get_delimiter (adapter.type),
                            pgg_buffer_init (text, strlen (text)), &array);
  if (decode != PGG_DECODE_OK)
    pgg_part_set_error (decode, N_("an array"), error);

  return array;
}

/**
 * pgg_array_ref:
 * @self: an array
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggArray *
pgg_array_ref (PggArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_array_unref:
 * @self: (transfer full): an array
 *
 * Drops a reference, and frees the array with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_array_unref (PggArray *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pgg_array_free);
}

PggAdapter
pgg_array_make_text_adapter (const PggArray *self)
{
  const PggCodecContext *context = self->context == NULL
                                     ? pgg_codec_context_get_default ()
                                     : pgg_codec_context_get_utf8 (self->context);

  return pgg_adapter_make (context, self->element_type, FALSE);
}

/**
 * pgg_array_to_string:
 * @self: an array
 *
 * Gets the text of the array as the server writes it (PostgreSQL: `array_out()`).
 *
 * Returns: (transfer full) (nullable): the text, or %NULL if it would be larger than the server
 *   allows
 * Since: 1.0
 */
char *
pgg_array_to_string (PggArray *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PggAdapter adapter;
  PggDecode decode;

  g_return_val_if_fail (self != NULL, NULL);

  adapter = pgg_array_make_text_adapter (self);
  decode = pgg_array_append_text (self, &adapter, pgg_array_get_delimiter (adapter.type), text);

  return decode == PGG_DECODE_OK ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static gboolean
elements_equal (const PggArray *first,
                const PggArray *second)
{
  GValue a = G_VALUE_INIT;
  GValue b = G_VALUE_INIT;

  for (gsize i = 0; i < first->n_values; i++)
    if (!pgg_value_equal (pgg_array_load (first, i, &a), pgg_array_load (second, i, &b)))
      return FALSE;

  return TRUE;
}

/**
 * pgg_array_equal:
 * @first: (type PggArray): an array
 * @second: (type PggArray): an array
 *
 * Tells whether two arrays have equal elements in the same dimensions with the same bounds. NULL is
 * equal to NULL.
 *
 * Returns: %TRUE if they are equal
 * Since: 1.0
 */
gboolean
pgg_array_equal (gconstpointer first,
                 gconstpointer second)
{
  const PggArray *a = first;
  const PggArray *b = second;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->shape.n_dimensions != b->shape.n_dimensions)
    return FALSE;
  for (guint i = 0; i < a->shape.n_dimensions; i++)
    if (a->shape.lengths[i] != b->shape.lengths[i] ||
        a->shape.lower_bounds[i] != b->shape.lower_bounds[i])
      return FALSE;

  return elements_equal (a, b);
}

static int
compare_elements (const PggArray *first,
                  const PggArray *second)
{
  gsize n_values = MIN (first->n_values, second->n_values);
  GValue a = G_VALUE_INIT;
  GValue b = G_VALUE_INIT;
  int order = 0;

  for (gsize i = 0; i < n_values && order == 0; i++)
    order = pgg_value_compare (first->context, first->element_type,
                               pgg_array_load (first, i, &a), pgg_array_load (second, i, &b));

  return order;
}

static int
compare_ints (const int *first,
              const int *second,
              guint      n_ints)
{
  for (guint i = 0; i < n_ints; i++)
    if (first[i] != second[i])
      return first[i] < second[i] ? -1 : 1;

  return 0;
}

/* See src/backend/utils/adt/arrayfuncs.c, array_cmp. */
static int
compare_shapes (const PggArrayShape *first,
                const PggArrayShape *second)
{
  int order;

  if (first->n_dimensions != second->n_dimensions)
    return first->n_dimensions < second->n_dimensions ? -1 : 1;

  order = compare_ints (first->lengths, second->lengths, first->n_dimensions);

  return order != 0 ? order : compare_ints (first->lower_bounds, second->lower_bounds,
                                            first->n_dimensions);
}

/**
 * pgg_array_compare:
 * @first: (type PggArray): an array
 * @second: (type PggArray): an array
 *
 * Orders arrays as the server does (PostgreSQL: `btarraycmp()`): by their elements, then by their
 * number, the dimensions, and the bounds. NULL is larger than all elements.
 *
 * Elements are in the order of their type. Strings are in that of their bytes, as in the collation
 * C, also where they stand for values that the server orders by other rules, such as jsonb; labels
 * of an enumeration are in the order of its definition if the array came from a server. Elements
 * that have no order at the server, such as geometric figures, are in that of their texts.
 *
 * Arrays of values that the server calls equal are equal here even if [method@Array.equal] tells
 * them apart, such as a month and thirty days.
 *
 * Returns: a negative number if @first is smaller, a positive one if it is larger, 0 if they are
 *   equal
 * Since: 1.0
 */
int
pgg_array_compare (gconstpointer first,
                   gconstpointer second)
{
  const PggArray *a = first;
  const PggArray *b = second;
  int order;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  order = compare_elements (a, b);
  if (order == 0)
    order = (a->n_values > b->n_values) - (a->n_values < b->n_values);

  return order != 0 ? order : compare_shapes (&a->shape, &b->shape);
}

/**
 * pgg_array_hash:
 * @array: (type PggArray): an array
 *
 * Makes a hash value of the elements; equal arrays have the same.
 *
 * Returns: the hash value
 * Since: 1.0
 */
guint
pgg_array_hash (gconstpointer array)
{
  const PggArray *self = array;
  GValue value = G_VALUE_INIT;
  guint hash = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (gsize i = 0; i < self->n_values; i++)
    hash = 31 * hash + pgg_value_hash (pgg_array_load (self, i, &value));

  return hash;
}
