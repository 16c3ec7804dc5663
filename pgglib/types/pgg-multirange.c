/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Multiranges as the server has them, and their text (src/backend/utils/adt/multirangetypes.c). */

#include "config.h"

#include "pgg-multirange-private.h"

#include "pgg-client-error.h"
#include "pgg-datetime-private.h"
#include "pgg-part-private.h"
#include "pgg-quoted-text-private.h"
#include "pgg-range-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggMultirange:
 *
 * Any number of ranges of the same type of values.
 *
 * The server puts the ranges in order and makes one of those that overlap or touch each other; a
 * multirange that was made here stays as it is until it is sent.
 *
 * A multirange is immutable and may be used by several threads.
 *
 * Since: 1.0
 */

static void
string_from_multirange (const GValue *multirange,
                        GValue       *string)
{
  PggMultirange *self = g_value_get_boxed (multirange);

  g_value_take_string (string, self == NULL ? NULL : pgg_multirange_to_string (self));
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggMultirange, pgg_multirange, pgg_multirange_ref,
                               pgg_multirange_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                string_from_multirange))

static void
pgg_multirange_free (gpointer data)
{
  PggMultirange *self = data;

  g_ptr_array_unref (self->ranges);
  g_clear_pointer (&self->context, pgg_codec_context_unref);
}

PggMultirange *
pgg_multirange_new_take (guint32    subtype,
                         GPtrArray *ranges)
{
  PggMultirange *self = g_atomic_rc_box_new0 (PggMultirange);

  self->subtype = subtype;
  self->ranges = ranges;

  return self;
}

/**
 * pgg_multirange_new:
 * @subtype: the OID of the type of the bounds
 * @ranges: (array length=n_ranges): ranges
 * @n_ranges: the number of ranges
 *
 * Makes a multirange of all ranges that are not empty.
 *
 * Returns: (transfer full): the multirange
 * Since: 1.0
 */
PggMultirange *
pgg_multirange_new (guint32           subtype,
                    PggRange * const *ranges,
                    gsize             n_ranges)
{
  GPtrArray *kept;

  g_return_val_if_fail (ranges != NULL || n_ranges == 0, NULL);

  kept = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_range_unref);
  for (gsize i = 0; i < n_ranges; i++)
    if (!pgg_range_is_empty (ranges[i]))
      g_ptr_array_add (kept, pgg_range_ref (ranges[i]));

  return pgg_multirange_new_take (subtype, kept);
}

/* What is between the braces. */
static PggDecode
parse_ranges (const PggAdapter *bounds,
              guint32           subtype,
              PggBuffer        *text,
              GPtrArray        *ranges)
{
  do
    {
      g_autoptr (PggRange) range = NULL;
      PggDecode decode = pgg_range_parse (bounds, subtype, text, &range);

      if (decode != PGG_DECODE_OK)
        return decode;
      if (!range->is_empty)
        g_ptr_array_add (ranges, g_steal_pointer (&range));
    }
  while (pgg_text_take (text, ','));

  return pgg_text_take (text, '}') ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
}

PggDecode
pgg_multirange_parse (const PggAdapter  *bounds,
                      guint32            subtype,
                      PggBuffer          text,
                      PggMultirange    **multirange)
{
  g_autoptr (GPtrArray) ranges = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_range_unref);
  PggDecode decode = PGG_DECODE_OK;

  pgg_text_skip_spaces (&text);
  if (!pgg_text_take (&text, '{'))
    return PGG_DECODE_MALFORMED;

  pgg_text_skip_spaces (&text);
  if (!pgg_text_take (&text, '}'))
    decode = parse_ranges (bounds, subtype, &text, ranges);
  if (decode != PGG_DECODE_OK)
    return decode;

  pgg_text_skip_spaces (&text);
  if (!pgg_buffer_at_end (&text))
    return PGG_DECODE_MALFORMED;

  *multirange = pgg_multirange_new_take (subtype, g_steal_pointer (&ranges));
  return PGG_DECODE_OK;
}

PggDecode
pgg_multirange_append_text (PggMultirange    *self,
                            const PggAdapter *bounds,
                            GString          *text)
{
  g_string_append_c (text, '{');
  for (guint i = 0; i < self->ranges->len; i++)
    {
      PggDecode decode;

      if (i > 0)
        g_string_append_c (text, ',');
      decode = pgg_range_append_text (self->ranges->pdata[i], bounds, text);
      if (decode != PGG_DECODE_OK)
        return decode;
    }
  g_string_append_c (text, '}');

  return PGG_DECODE_OK;
}

/**
 * pgg_multirange_new_from_string:
 * @subtype: the OID of the type of the bounds; bounds of a type that is not built into the server
 *   are strings
 * @text: the text of a multirange as the server writes and reads it, such as `{[1,5),[7,9)}`
 * @error: return location for an error
 *
 * Makes a multirange of its text (PostgreSQL: `multirange_in()`).
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the text is not that of a multirange of such values.
 *
 * Returns: (transfer full): the multirange, or %NULL on error
 * Since: 1.0
 */
PggMultirange *
pgg_multirange_new_from_string (guint32      subtype,
                                const char  *text,
                                GError     **error)
{
  PggAdapter bounds = pgg_adapter_make (pgg_codec_context_get_default (), subtype, FALSE);
  PggMultirange *self = NULL;
  PggDecode decode;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  decode = pgg_multirange_parse (&bounds, subtype, pgg_buffer_init (text, strlen (text)), &self);
  if (decode != PGG_DECODE_OK)
    pgg_part_set_error (decode, N_("a multirange"), error);

  return self;
}

/**
 * pgg_multirange_new_from_variant:
 * @subtype: the OID of the type of the bounds
 * @variant: a variant of type `s`; a floating reference is sunk
 * @error: return location for an error
 *
 * Makes a multirange of what [method@Multirange.to_variant] gives.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if @variant has another type, and like
 * [ctor@Multirange.new_from_string].
 *
 * Returns: (transfer full): the multirange, or %NULL on error
 * Since: 1.0
 */
PggMultirange *
pgg_multirange_new_from_variant (guint32    subtype,
                                 GVariant  *variant,
                                 GError   **error)
{
  g_autoptr (GVariant) owned = NULL;

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  owned = g_variant_ref_sink (variant);
  if (!pgg_datetime_check_variant (owned, "s", error))
    return NULL;

  return pgg_multirange_new_from_string (subtype, g_variant_get_string (owned, NULL), error);
}

/**
 * pgg_multirange_ref:
 * @self: a multirange
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggMultirange *
pgg_multirange_ref (PggMultirange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_multirange_unref:
 * @self: (transfer full): a multirange
 *
 * Drops a reference, and frees the multirange with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_multirange_unref (PggMultirange *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pgg_multirange_free);
}

/**
 * pgg_multirange_get_subtype:
 * @self: a multirange
 *
 * Gets the type of the bounds.
 *
 * Returns: the OID of the type
 * Since: 1.0
 */
guint32
pgg_multirange_get_subtype (PggMultirange *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->subtype;
}

/**
 * pgg_multirange_get_n_ranges:
 * @self: a multirange
 *
 * Gets the number of ranges.
 *
 * Returns: the number of ranges
 * Since: 1.0
 */
guint
pgg_multirange_get_n_ranges (PggMultirange *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->ranges->len;
}

/**
 * pgg_multirange_get_range:
 * @self: a multirange
 * @index: the index of a range
 * @error: return location for an error
 *
 * Gets a range.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such range.
 *
 * Returns: (transfer none): the range, which belongs to @self, or %NULL on error
 * Since: 1.0
 */
PggRange *
pgg_multirange_get_range (PggMultirange  *self,
                          guint           index,
                          GError        **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (index < self->ranges->len)
    return self->ranges->pdata[index];

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
               _("Range %u does not exist, the multirange has %u ranges"), index,
               self->ranges->len);
  return NULL;
}

/**
 * pgg_multirange_to_string:
 * @self: a multirange
 *
 * Gets the text of the multirange as the server writes it (PostgreSQL: `multirange_out()`).
 *
 * Returns: (transfer full) (nullable): the text, or %NULL if it would be larger than the server
 *   allows
 * Since: 1.0
 */
char *
pgg_multirange_to_string (PggMultirange *self)
{
  g_autoptr (GString) text = g_string_new ("{");

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->ranges->len; i++)
    {
      g_autofree char *range = pgg_range_to_string (self->ranges->pdata[i]);

      if (range == NULL)
        return NULL;
      g_string_append_printf (text, "%s%s", i == 0 ? "" : ",", range);
    }
  g_string_append_c (text, '}');

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * pgg_multirange_to_variant:
 * @self: a multirange
 *
 * Makes a variant of type `s` with the text, which [method@Params.append_variant] sends for the
 * server to infer its type.
 *
 * Returns: (transfer none) (nullable): a floating reference, or %NULL if the text would be larger
 *   than the server allows
 * Since: 1.0
 */
GVariant *
pgg_multirange_to_variant (PggMultirange *self)
{
  char *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = pgg_multirange_to_string (self);

  return text == NULL ? NULL : g_variant_new_take_string (text);
}

/**
 * pgg_multirange_equal:
 * @first: (type PggMultirange): a multirange
 * @second: (type PggMultirange): a multirange
 *
 * Tells whether two multiranges have equal ranges in the same order.
 *
 * Returns: %TRUE if they are equal
 * Since: 1.0
 */
gboolean
pgg_multirange_equal (gconstpointer first,
                      gconstpointer second)
{
  const PggMultirange *a = first;
  const PggMultirange *b = second;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->ranges->len != b->ranges->len)
    return FALSE;
  for (guint i = 0; i < a->ranges->len; i++)
    if (!pgg_range_equal (a->ranges->pdata[i], b->ranges->pdata[i]))
      return FALSE;

  return TRUE;
}

/**
 * pgg_multirange_compare:
 * @first: (type PggMultirange): a multirange
 * @second: (type PggMultirange): a multirange
 *
 * Orders multiranges as the server does (PostgreSQL: `multirange_cmp()`): by their ranges, see
 * [method@Range.compare], and where one begins like the other, the one with fewer ranges first.
 *
 * Returns: a negative number if @first is smaller, a positive one if it is larger, 0 if they are
 *   equal
 * Since: 1.0
 */
int
pgg_multirange_compare (gconstpointer first,
                        gconstpointer second)
{
  const PggMultirange *a = first;
  const PggMultirange *b = second;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  for (guint i = 0; i < a->ranges->len && i < b->ranges->len; i++)
    {
      int order = pgg_range_compare (a->ranges->pdata[i], b->ranges->pdata[i]);

      if (order != 0)
        return order;
    }

  return (a->ranges->len > b->ranges->len) - (a->ranges->len < b->ranges->len);
}

/**
 * pgg_multirange_hash:
 * @multirange: (type PggMultirange): a multirange
 *
 * Makes a hash value of the ranges; equal multiranges have the same.
 *
 * Returns: the hash value
 * Since: 1.0
 */
guint
pgg_multirange_hash (gconstpointer multirange)
{
  const PggMultirange *self = multirange;
  guint hash = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->ranges->len; i++)
    hash = 31 * hash + pgg_range_hash (self->ranges->pdata[i]);

  return hash;
}
