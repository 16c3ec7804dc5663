/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes arrays element by element. */

#include "config.h"

#include "pgg-array-builder.h"

#include "pgg-array-private.h"
#include "pgg-client-error.h"
#include "pgg-part-private.h"
#include "pgg-value-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggArrayBuilder:
 *
 * Makes an array: the elements are appended in their order, the last dimension varying fastest, and
 * the dimensions are set at any time before [method@ArrayBuilder.end].
 *
 * Without dimensions the array has one, with subscripts from 1. A builder is used from one thread
 * at a time.
 *
 * Since: 1.0
 */

struct _PggArrayBuilder
{
  guint32    element_type; /* 0: that of the first value that is not NULL */
  PggAdapter adapter;      /* for elements in text format, in UTF-8 */
  GArray    *values;
  GArray    *lengths;      /* empty: one dimension with all elements */
  GArray    *lower_bounds; /* empty: 1 */
};

G_DEFINE_BOXED_TYPE (PggArrayBuilder, pgg_array_builder, pgg_array_builder_ref,
                     pgg_array_builder_unref)

static void
pgg_array_builder_free (gpointer data)
{
  PggArrayBuilder *self = data;

  g_array_unref (self->values);
  g_array_unref (self->lengths);
  g_array_unref (self->lower_bounds);
}

static void
set_element_type (PggArrayBuilder *self,
                  guint32          element_type)
{
  self->element_type = element_type;
  self->adapter = pgg_adapter_make (pgg_codec_context_get_default (), element_type, FALSE);
}

/**
 * pgg_array_builder_new:
 * @element_type: the OID of the type of the elements, or 0 to go by the first value that is not
 *   NULL
 *
 * Makes a builder without elements.
 *
 * Returns: (transfer full): the builder
 * Since: 1.0
 */
PggArrayBuilder *
pgg_array_builder_new (guint32 element_type)
{
  PggArrayBuilder *self = g_atomic_rc_box_new0 (PggArrayBuilder);

  set_element_type (self, element_type);
  self->values = pgg_values_new ();
  self->lengths = g_array_new (FALSE, FALSE, sizeof (int));
  self->lower_bounds = g_array_new (FALSE, FALSE, sizeof (int));

  return self;
}

/**
 * pgg_array_builder_ref:
 * @self: a builder
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggArrayBuilder *
pgg_array_builder_ref (PggArrayBuilder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_array_builder_unref:
 * @self: (transfer full): a builder
 *
 * Drops a reference, and frees the builder with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_array_builder_unref (PggArrayBuilder *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pgg_array_builder_free);
}

static gboolean
append (PggArrayBuilder  *self,
        const GValue     *value,
        GError          **error)
{
  GValue converted = G_VALUE_INIT;
  PggDecode decode;

  if (self->values->len >= G_MAXINT32 / sizeof (GValue))
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE,
                           _("An array cannot have that many elements"));
      return FALSE;
    }
  if (self->element_type == 0 && !pgg_value_is_null (value))
    set_element_type (self, pgg_value_get_oid (value));

  decode = pgg_part_convert (&self->adapter, value, &converted);
  if (decode != PGG_DECODE_OK)
    {
      pgg_part_set_error (decode, N_("an element"), error);
      g_prefix_error (error, _("Element %u: "), self->values->len);
      return FALSE;
    }

  g_array_append_val (self->values, converted);
  return TRUE;
}

static gboolean
append_take (PggArrayBuilder  *self,
             GValue           *value,
             GError          **error)
{
  gboolean is_appended = append (self, value, error);

  g_value_unset (value);
  return is_appended;
}

/**
 * pgg_array_builder_append_null:
 * @self: a builder
 * @error: return location for an error
 *
 * Appends NULL.
 *
 * Fails with %PGG_CLIENT_ERROR_TOO_LARGE if there are as many elements as an array can have.
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_array_builder_append_null (PggArrayBuilder  *self,
                               GError          **error)
{
  GValue null = G_VALUE_INIT;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  g_value_init (&null, G_TYPE_POINTER);
  return append_take (self, &null, error);
}

/**
 * pgg_array_builder_append_boolean:
 * @self: a builder
 * @value: the element
 * @error: return location for an error
 *
 * Appends a bool.
 *
 * Fails like [method@ArrayBuilder.append_value].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_array_builder_append_boolean (PggArrayBuilder  *self,
                                  gboolean          value,
                                  GError          **error)
{
  GValue boolean = G_VALUE_INIT;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  g_value_init (&boolean, G_TYPE_BOOLEAN);
  g_value_set_boolean (&boolean, value);
  return append_take (self, &boolean, error);
}

/**
 * pgg_array_builder_append_int64:
 * @self: a builder
 * @value: the element
 * @error: return location for an error
 *
 * Appends a number of any integer type, or of another one that holds it exactly.
 *
 * Fails like [method@ArrayBuilder.append_value].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_array_builder_append_int64 (PggArrayBuilder  *self,
                                gint64            value,
                                GError          **error)
{
  GValue number = G_VALUE_INIT;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  g_value_init (&number, G_TYPE_INT64);
  g_value_set_int64 (&number, value);
  return append_take (self, &number, error);
}

/**
 * pgg_array_builder_append_double:
 * @self: a builder
 * @value: the element
 * @error: return location for an error
 *
 * Appends a floating-point number.
 *
 * Fails like [method@ArrayBuilder.append_value].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_array_builder_append_double (PggArrayBuilder  *self,
                                 double            value,
                                 GError          **error)
{
  GValue number = G_VALUE_INIT;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  g_value_init (&number, G_TYPE_DOUBLE);
  g_value_set_double (&number, value);
  return append_take (self, &number, error);
}

/**
 * pgg_array_builder_append_text:
 * @self: a builder
 * @value: (nullable): the text of the element, or %NULL for NULL
 * @error: return location for an error
 *
 * Appends an element of any type by its text.
 *
 * Fails like [method@ArrayBuilder.append_value].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_array_builder_append_text (PggArrayBuilder  *self,
                               const char       *value,
                               GError          **error)
{
  GValue text = G_VALUE_INIT;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  g_value_init (&text, G_TYPE_STRING);
  g_value_set_string (&text, value);
  return append_take (self, &text, error);
}

/**
 * pgg_array_builder_append_value:
 * @self: a builder
 * @value: (nullable): the element; NULL is %NULL, or a string, a boxed value or a pointer that is
 *   %NULL
 * @error: return location for an error
 *
 * Appends an element.
 *
 * It becomes what values of the type of the elements are read as: a number that of the right type,
 * the text of a value the value. Those of a type that is not built into the server stay as they
 * are.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if it is no value of the type, and with
 * %PGG_CLIENT_ERROR_TOO_LARGE if there are as many elements as an array can have.
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_array_builder_append_value (PggArrayBuilder  *self,
                                const GValue     *value,
                                GError          **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return value == NULL ? pgg_array_builder_append_null (self, error) : append (self, value, error);
}

/**
 * pgg_array_builder_set_dimensions:
 * @self: a builder
 * @lengths: (array length=n_lengths): the number of subscripts of each dimension
 * @n_lengths: the number of dimensions, or 0 for one dimension with all elements
 *
 * Sets the dimensions of the array.
 *
 * Since: 1.0
 */
void
pgg_array_builder_set_dimensions (PggArrayBuilder *self,
                                  const int       *lengths,
                                  gsize            n_lengths)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (lengths != NULL || n_lengths == 0);

  g_array_set_size (self->lengths, 0);
  g_array_append_vals (self->lengths, lengths, (guint) MIN (n_lengths, G_MAXUINT16));
}

/**
 * pgg_array_builder_set_lower_bounds:
 * @self: a builder
 * @lower_bounds: (array length=n_lower_bounds): the first subscript of each dimension
 * @n_lower_bounds: the number of dimensions, or 0 to begin with 1 in all
 *
 * Sets the first subscripts of the array.
 *
 * Since: 1.0
 */
void
pgg_array_builder_set_lower_bounds (PggArrayBuilder *self,
                                    const int       *lower_bounds,
                                    gsize            n_lower_bounds)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (lower_bounds != NULL || n_lower_bounds == 0);

  g_array_set_size (self->lower_bounds, 0);
  g_array_append_vals (self->lower_bounds, lower_bounds,
                       (guint) MIN (n_lower_bounds, G_MAXUINT16));
}

static gboolean
get_shape (const PggArrayBuilder *self,
           PggArrayShape         *shape)
{
  gsize n_values;

  pgg_array_shape_set (shape, self->values->len);
  if (self->lengths->len > PGG_ARRAY_MAX_DIMENSIONS)
    return FALSE;
  if (self->lengths->len > 0)
    shape->n_dimensions = self->lengths->len;
  if (self->lower_bounds->len > 0 && self->lower_bounds->len != MAX (shape->n_dimensions, 1))
    return FALSE;

  for (guint i = 0; i < shape->n_dimensions; i++)
    {
      if (self->lengths->len > 0)
        shape->lengths[i] = g_array_index (self->lengths, int, i);
      shape->lower_bounds[i] = self->lower_bounds->len > 0
                               ? g_array_index (self->lower_bounds, int, i) : 1;
    }

  return pgg_array_shape_check (shape, &n_values) && n_values == self->values->len;
}

/**
 * pgg_array_builder_end:
 * @self: a builder
 * @error: return location for an error
 *
 * Makes the array; the builder has no elements after that, but keeps its settings.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if there are not as many elements as the dimensions
 * have places, if there are more than 6 dimensions, or not as many as first subscripts.
 *
 * Returns: (transfer full): the array, or %NULL on error
 * Since: 1.0
 */
PggArray *
pgg_array_builder_end (PggArrayBuilder  *self,
                       GError          **error)
{
  PggArrayShape shape;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!get_shape (self, &shape))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("The dimensions of the array do not fit its %u elements"),
                   self->values->len);
      return NULL;
    }

  if (self->element_type == 0)
    self->element_type = pgg_array_guess_element_type ((const GValue *) self->values->data,
                                                       self->values->len);

  return pgg_array_new_take (NULL, self->element_type, &shape, g_array_steal (self->values, NULL));
}
