/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Arrays as variants. */

#include "config.h"

#include "pgg-array-private.h"

#include "pgg-array-builder.h"
#include "pgg-client-error.h"
#include "pgg-value-private.h"
#include "pgg-value-variant-private.h"

#include <glib/gi18n-lib.h>

/* Whether a variant has a place for all that there is, and a text is made with the comma that
 * arrays in arrays are written with as parameters. */
static gboolean
is_plain (const PggArray *self)
{
  const PggTypeMap *types = self->context == NULL ? NULL : self->context->types;

  for (guint i = 0; i < self->shape.n_dimensions; i++)
    if (self->shape.lower_bounds[i] != 1)
      return FALSE;

  return pgg_array_get_delimiter (pgg_type_map_lookup_base (types, self->element_type)) == ',';
}

static void
release_leaf (gpointer leaf)
{
  if (leaf != NULL)
    g_variant_unref (leaf);
}

/* Variants of the elements, each a maybe; FALSE if one has none. */
static gboolean
make_leaves (const PggArray *self,
             GPtrArray      *leaves)
{
  GValue value = G_VALUE_INIT;

  for (gsize i = 0; i < self->n_values; i++)
    {
      GVariant *leaf = pgg_value_to_maybe (self->context, self->element_type,
                                           pgg_array_load (self, i, &value));

      if (leaf == NULL)
        return FALSE;
      g_ptr_array_add (leaves, g_variant_ref_sink (leaf));
    }

  return TRUE;
}

/* The type of all elements that are not NULL, or NULL if these have different ones: records with
 * arrays in them may have. */
static const GVariantType *
find_type (const PggArray *self,
           GPtrArray      *leaves)
{
  const GVariantType *found = NULL;
  GValue value = G_VALUE_INIT;

  for (gsize i = 0; i < self->n_values; i++)
    {
      const GVariantType *type = g_variant_get_type (leaves->pdata[i]);

      if (pgg_value_is_null (pgg_array_load (self, i, &value)))
        continue;
      if (found != NULL && !g_variant_type_equal (found, type))
        return NULL;
      found = type;
    }

  return found != NULL ? found : g_variant_get_type (leaves->pdata[0]);
}

static GVariant *
box_leaf (GVariant *leaf)
{
  g_autoptr (GVariant) value = g_variant_get_maybe (leaf);

  return g_variant_new_maybe (G_VARIANT_TYPE_VARIANT,
                              value == NULL ? NULL : g_variant_new_variant (value));
}

/* Makes all leaves of one type; what is NULL has had that of its declaration. */
static void
unify_leaves (const PggArray *self,
              GPtrArray      *leaves)
{
  g_autofree char *type = NULL;
  const GVariantType *found = find_type (self, leaves);
  GValue value = G_VALUE_INIT;

  if (found != NULL)
    type = g_variant_type_dup_string (found);
  for (guint i = 0; i < leaves->len; i++)
    {
      GVariant *leaf = leaves->pdata[i];

      if (type == NULL)
        leaves->pdata[i] = g_variant_ref_sink (box_leaf (leaf));
      else if (pgg_value_is_null (pgg_array_load (self, i, &value)))
        leaves->pdata[i] = g_variant_ref_sink (g_variant_new_maybe (G_VARIANT_TYPE (type + 1),
                                                                    NULL));
      else
        continue;
      g_variant_unref (leaf);
    }
}

static GVariant *
make_dimension (const PggArray  *self,
                guint            dimension,
                GVariant       **leaves,
                gsize           *next)
{
  gsize length = (gsize) self->shape.lengths[dimension];
  g_autofree GVariant **children = g_new (GVariant *, length);

  for (gsize i = 0; i < length; i++)
    children[i] = dimension + 1 == self->shape.n_dimensions
                  ? leaves[(*next)++] : make_dimension (self, dimension + 1, leaves, next);

  return g_variant_new_array (NULL, children, length);
}

static GVariant *
make_empty (const PggArray *self)
{
  g_autoptr (GVariant) nothing =
    g_variant_ref_sink (pgg_value_to_nothing (self->context, self->element_type));

  return g_variant_new_array (g_variant_get_type (nothing), NULL, 0);
}

/**
 * pgg_array_to_variant:
 * @self: an array
 *
 * Makes a variant that [method@Params.append_variant] sends as the same array.
 *
 * It is an array of maybes, `ami` for integers, with an array in it for each further dimension, and
 * has nothing where the element is NULL. The elements are variants as of
 * [method@Result.get_variant]. If these have different types, which happens with records that have
 * arrays in them, they are in boxes: `amv`.
 *
 * An array whose subscripts do not begin with 1, and one of a type whose elements are not separated
 * by a comma, which is box, is a string: its text.
 *
 * Returns: (transfer none) (nullable): a floating reference, or %NULL if there is an element that
 *   only the application can read, and that it cannot write as text
 * Since: 1.0
 */
GVariant *
pgg_array_to_variant (PggArray *self)
{
  g_autoptr (GPtrArray) leaves = NULL;
  char *text;
  gsize next = 0;

  g_return_val_if_fail (self != NULL, NULL);

  if (!is_plain (self))
    {
      text = pgg_array_to_string (self);
      return text == NULL ? NULL : g_variant_new_take_string (text);
    }
  if (self->n_values == 0)
    return make_empty (self);

  leaves = g_ptr_array_new_with_free_func (release_leaf);
  if (!make_leaves (self, leaves))
    return NULL;

  unify_leaves (self, leaves);
  return make_dimension (self, 0, (GVariant **) leaves->pdata, &next);
}

/* An array of arrays that is being read. */
typedef struct
{
  PggArrayBuilder *builder;
  guint            n_dimensions;
  int              lengths[PGG_ARRAY_MAX_DIMENSIONS];
} Reader;

static gboolean
read_leaf (Reader    *self,
           GVariant  *variant,
           GError   **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  return pgg_value_from_variant (variant, &value, error) &&
         pgg_array_builder_append_value (self->builder, &value, error);
}

static gboolean
refuse_shape (GError **error)
{
  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                       _("The arrays in an array must have the same length"));
  return FALSE;
}

static gboolean
read_dimension (Reader    *self,
                guint      dimension,
                GVariant  *variant,
                GError   **error)
{
  gsize length = g_variant_n_children (variant);

  if (self->lengths[dimension] < 0)
    self->lengths[dimension] = (int) MIN (length, G_MAXINT);
  if ((gsize) self->lengths[dimension] != length)
    return refuse_shape (error);

  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (variant, i);
      gboolean is_leaf = dimension + 1 == self->n_dimensions;

      if (!(is_leaf ? read_leaf (self, child, error)
                    : read_dimension (self, dimension + 1, child, error)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_array (const GVariantType *type)
{
  return g_variant_type_is_array (type) &&
         !g_variant_type_is_subtype_of (type, G_VARIANT_TYPE_DICTIONARY) &&
         !g_variant_type_equal (type, G_VARIANT_TYPE_BYTESTRING);
}

/* Arrays in an array are its dimensions. */
static gboolean
count_dimensions (Reader    *self,
                  GVariant  *variant,
                  GError   **error)
{
  const GVariantType *type = g_variant_get_type (variant);

  for (; is_array (type); type = g_variant_type_element (type))
    {
      if (self->n_dimensions == PGG_ARRAY_MAX_DIMENSIONS)
        break;
      self->lengths[self->n_dimensions++] = -1;
    }
  if (self->n_dimensions > 0 && !is_array (type))
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("A variant of type %s is not %s"), g_variant_get_type_string (variant),
               _("an array"));
  return FALSE;
}

static PggArray *
read_array (guint32    element_type,
            GVariant  *variant,
            GError   **error)
{
  g_autoptr (PggArrayBuilder) builder = pgg_array_builder_new (element_type);
  Reader reader = { .builder = builder };

  if (!count_dimensions (&reader, variant, error) || !read_dimension (&reader, 0, variant, error))
    return NULL;

  for (guint i = 0; i < reader.n_dimensions; i++)
    reader.lengths[i] = MAX (reader.lengths[i], 0);
  pgg_array_builder_set_dimensions (builder, reader.lengths, reader.n_dimensions);

  return pgg_array_builder_end (builder, error);
}

/**
 * pgg_array_new_from_variant:
 * @element_type: the OID of the type of the elements, or 0 to go by the first one that is not NULL
 * @variant: a variant; a floating reference is sunk
 * @error: return location for an error
 *
 * Makes an array of what [method@Array.to_variant] gives, and of other arrays of what
 * [method@Params.append_variant] takes.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if @variant is nothing of this, an element is no value of
 * the type, or the arrays in it have different lengths.
 *
 * Returns: (transfer full): the array, or %NULL on error
 * Since: 1.0
 */
PggArray *
pgg_array_new_from_variant (guint32    element_type,
                            GVariant  *variant,
                            GError   **error)
{
  g_autoptr (GVariant) owned = NULL;

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  owned = g_variant_ref_sink (variant);
  if (g_variant_is_of_type (owned, G_VARIANT_TYPE_STRING))
    return pgg_array_new_from_string (element_type, g_variant_get_string (owned, NULL), error);

  return read_array (element_type, owned, error);
}
