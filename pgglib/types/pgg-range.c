/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ranges as the server has them. */

#include "config.h"

#include "pgg-range-private.h"

#include "pgg-datetime-private.h"
#include "pgg-part-private.h"
#include "pgg-value-compare-private.h"
#include "pgg-value-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggRange:
 *
 * A range of values: all between two bounds, each of which belongs to the range or does not, or is
 * missing; or no value at all.
 *
 * The bounds are values of the type that [method@Result.get_value] gives for a column of their
 * type. The server gives ranges of integers and of days the form that has the lower bound but not
 * the upper one, `[1,4)` for `[1,3]`; a range that was made here stays as it is until it is sent,
 * and the bounds are not compared: the server refuses a lower bound above the upper one.
 *
 * A range is immutable and may be used by several threads.
 *
 * Since: 1.0
 */

static void
string_from_range (const GValue *range,
                   GValue       *string)
{
  PggRange *self = g_value_get_boxed (range);

  g_value_take_string (string, self == NULL ? NULL : pgg_range_to_string (self));
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggRange, pgg_range, pgg_range_ref, pgg_range_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                string_from_range))

static void
clear_bound (GValue *bound)
{
  if (G_IS_VALUE (bound))
    g_value_unset (bound);
}

static void
pgg_range_free (gpointer data)
{
  PggRange *self = data;

  clear_bound (&self->lower);
  clear_bound (&self->upper);
  g_clear_pointer (&self->context, pgg_codec_context_unref);
}

PggRange *
pgg_range_alloc (const PggCodecContext *context,
                 guint32                subtype)
{
  PggRange *self = g_atomic_rc_box_new0 (PggRange);

  self->context = context == NULL ? NULL : pgg_codec_context_ref ((PggCodecContext *) context);
  self->subtype = subtype;

  return self;
}

/* For bounds in text format, in UTF-8. */
static PggAdapter
make_adapter (const PggCodecContext *context,
              guint32                subtype)
{
  return pgg_adapter_make (context == NULL ? pgg_codec_context_get_default ()
                                           : pgg_codec_context_get_utf8 (context),
                           subtype, FALSE);
}

static gboolean
set_bound (const PggAdapter  *adapter,
           const GValue      *value,
           GValue            *bound,
           GError           **error)
{
  PggDecode decode;

  if (value == NULL || pgg_value_is_null (value))
    return TRUE;

  decode = pgg_part_convert (adapter, value, bound);
  if (decode == PGG_DECODE_OK)
    return TRUE;

  pgg_part_set_error (decode, N_("a bound of a range"), error);
  return FALSE;
}

/**
 * pgg_range_new:
 * @subtype: the OID of the type of the bounds, or 0 if the server is to infer the type of the range
 * @lower: (nullable): the lower bound, or %NULL if there is none
 * @upper: (nullable): the upper bound, or %NULL if there is none
 * @lower_inclusive: whether the lower bound belongs to the range; without one it does not matter
 * @upper_inclusive: whether the upper bound belongs to the range; without one it does not matter
 * @error: return location for an error
 *
 * Makes a range.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if a bound is no value of the type.
 *
 * Returns: (transfer full): the range, or %NULL on error
 * Since: 1.0
 */
PggRange *
pgg_range_new (guint32        subtype,
               const GValue  *lower,
               const GValue  *upper,
               gboolean       lower_inclusive,
               gboolean       upper_inclusive,
               GError       **error)
{
  g_autoptr (PggRange) self = pgg_range_alloc (NULL, subtype);
  PggAdapter adapter = make_adapter (NULL, subtype);

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!set_bound (&adapter, lower, &self->lower, error) ||
      !set_bound (&adapter, upper, &self->upper, error))
    return NULL;

  self->lower_inclusive = lower_inclusive && G_IS_VALUE (&self->lower);
  self->upper_inclusive = upper_inclusive && G_IS_VALUE (&self->upper);
  return g_steal_pointer (&self);
}

/**
 * pgg_range_new_empty:
 * @subtype: the OID of the type of the bounds
 *
 * Makes the range without any value.
 *
 * Returns: (transfer full): the range
 * Since: 1.0
 */
PggRange *
pgg_range_new_empty (guint32 subtype)
{
  PggRange *self = pgg_range_alloc (NULL, subtype);

  self->is_empty = TRUE;
  return self;
}

/**
 * pgg_range_new_from_string:
 * @subtype: the OID of the type of the bounds; bounds of a type that is not built into the server
 *   are strings
 * @text: the text of a range as the server writes and reads it, such as `[1,5)` or `empty`
 * @error: return location for an error
 *
 * Makes a range of its text (PostgreSQL: `range_in()`).
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the text is not that of a range of such values.
 *
 * Returns: (transfer full): the range, or %NULL on error
 * Since: 1.0
 */
PggRange *
pgg_range_new_from_string (guint32      subtype,
                           const char  *text,
                           GError     **error)
{
  PggAdapter adapter = make_adapter (NULL, subtype);
  g_autoptr (PggRange) self = NULL;
  PggBuffer buffer;
  PggDecode decode;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  buffer = pgg_buffer_init (text, strlen (text));
  decode = pgg_range_parse (&adapter, subtype, &buffer, &self);
  if (decode == PGG_DECODE_OK && !pgg_buffer_at_end (&buffer))
    decode = PGG_DECODE_MALFORMED;
  if (decode == PGG_DECODE_OK)
    return g_steal_pointer (&self);

  pgg_part_set_error (decode, N_("a range"), error);
  return NULL;
}

/**
 * pgg_range_new_from_variant:
 * @subtype: the OID of the type of the bounds
 * @variant: a variant of type `s`; a floating reference is sunk
 * @error: return location for an error
 *
 * Makes a range of what [method@Range.to_variant] gives.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if @variant has another type, and like
 * [ctor@Range.new_from_string].
 *
 * Returns: (transfer full): the range, or %NULL on error
 * Since: 1.0
 */
PggRange *
pgg_range_new_from_variant (guint32    subtype,
                            GVariant  *variant,
                            GError   **error)
{
  g_autoptr (GVariant) owned = NULL;

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  owned = g_variant_ref_sink (variant);
  if (!pgg_datetime_check_variant (owned, "s", error))
    return NULL;

  return pgg_range_new_from_string (subtype, g_variant_get_string (owned, NULL), error);
}

/**
 * pgg_range_ref:
 * @self: a range
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggRange *
pgg_range_ref (PggRange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_range_unref:
 * @self: (transfer full): a range
 *
 * Drops a reference, and frees the range with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_range_unref (PggRange *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pgg_range_free);
}

/**
 * pgg_range_get_subtype:
 * @self: a range
 *
 * Gets the type of the bounds.
 *
 * Returns: the OID of the type
 * Since: 1.0
 */
guint32
pgg_range_get_subtype (PggRange *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->subtype;
}

/**
 * pgg_range_is_empty:
 * @self: a range
 *
 * Tells whether this is the range without any value (PostgreSQL: `isempty()`).
 *
 * Returns: %TRUE if the range is empty
 * Since: 1.0
 */
gboolean
pgg_range_is_empty (PggRange *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_empty;
}

/**
 * pgg_range_get_lower:
 * @self: a range
 *
 * Gets the lower bound.
 *
 * Returns: (transfer none) (nullable): the bound, which belongs to @self, or %NULL if there is none
 * Since: 1.0
 */
const GValue *
pgg_range_get_lower (PggRange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return G_IS_VALUE (&self->lower) ? &self->lower : NULL;
}

/**
 * pgg_range_get_upper:
 * @self: a range
 *
 * Gets the upper bound.
 *
 * Returns: (transfer none) (nullable): the bound, which belongs to @self, or %NULL if there is none
 * Since: 1.0
 */
const GValue *
pgg_range_get_upper (PggRange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return G_IS_VALUE (&self->upper) ? &self->upper : NULL;
}

/**
 * pgg_range_is_lower_inclusive:
 * @self: a range
 *
 * Tells whether there is a lower bound that belongs to the range (PostgreSQL: `lower_inc()`).
 *
 * Returns: %TRUE if it does
 * Since: 1.0
 */
gboolean
pgg_range_is_lower_inclusive (PggRange *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->lower_inclusive;
}

/**
 * pgg_range_is_upper_inclusive:
 * @self: a range
 *
 * Tells whether there is an upper bound that belongs to the range (PostgreSQL: `upper_inc()`).
 *
 * Returns: %TRUE if it does
 * Since: 1.0
 */
gboolean
pgg_range_is_upper_inclusive (PggRange *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->upper_inclusive;
}

/**
 * pgg_range_to_string:
 * @self: a range
 *
 * Gets the text of the range as the server writes it (PostgreSQL: `range_out()`).
 *
 * Returns: (transfer full) (nullable): the text, or %NULL if it would be larger than the server
 *   allows
 * Since: 1.0
 */
char *
pgg_range_to_string (PggRange *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PggAdapter adapter;
  PggDecode decode;

  g_return_val_if_fail (self != NULL, NULL);

  adapter = make_adapter (self->context, self->subtype);
  decode = pgg_range_append_text (self, &adapter, text);

  return decode == PGG_DECODE_OK ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/**
 * pgg_range_to_variant:
 * @self: a range
 *
 * Makes a variant of type `s` with the text, which [method@Params.append_variant] sends for the
 * server to infer its type.
 *
 * Returns: (transfer none) (nullable): a floating reference, or %NULL if the text would be larger
 *   than the server allows
 * Since: 1.0
 */
GVariant *
pgg_range_to_variant (PggRange *self)
{
  char *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = pgg_range_to_string (self);

  return text == NULL ? NULL : g_variant_new_take_string (text);
}

static gboolean
bounds_equal (const GValue *first,
              const GValue *second)
{
  if (!G_IS_VALUE (first) || !G_IS_VALUE (second))
    return G_IS_VALUE (first) == G_IS_VALUE (second);

  return pgg_value_equal (first, second);
}

/**
 * pgg_range_equal:
 * @first: (type PggRange): a range
 * @second: (type PggRange): a range
 *
 * Tells whether two ranges are both empty or have equal bounds that both belong to them or both do
 * not.
 *
 * Returns: %TRUE if they are equal
 * Since: 1.0
 */
gboolean
pgg_range_equal (gconstpointer first,
                 gconstpointer second)
{
  const PggRange *a = first;
  const PggRange *b = second;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->is_empty == b->is_empty && a->lower_inclusive == b->lower_inclusive &&
         a->upper_inclusive == b->upper_inclusive && bounds_equal (&a->lower, &b->lower) &&
         bounds_equal (&a->upper, &b->upper);
}

/* See src/backend/utils/adt/rangetypes.c, range_cmp_bounds. No bound is below all lower ones and
 * above all upper ones. */
static int
compare_bounds (const PggRange *self,
                const GValue   *first,
                const GValue   *second,
                gboolean        are_lower)
{
  gboolean has_first = G_IS_VALUE (first);
  gboolean has_second = G_IS_VALUE (second);

  if (has_first && has_second)
    return pgg_value_compare (self->context, self->subtype, first, second);

  return are_lower ? has_first - has_second : has_second - has_first;
}

/* Of equal bounds: a lower one that does not belong to its range is above one that does, an upper
 * one below. */
static int
compare_inclusion (gboolean first,
                   gboolean second,
                   gboolean are_lower)
{
  return are_lower ? !first - !second : !second - !first;
}

/**
 * pgg_range_compare:
 * @first: (type PggRange): a range
 * @second: (type PggRange): a range
 *
 * Orders ranges as the server does (PostgreSQL: `range_cmp()`): the empty one first, then by the
 * lower bound, then by the upper one.
 *
 * The bounds are compared as the elements in [method@Array.compare]. Ranges are compared as they
 * are: those of integers and days that were made here, `[1,3]`, do not equal what the server makes
 * of them, `[1,4)`.
 *
 * Returns: a negative number if @first is smaller, a positive one if it is larger, 0 if they are
 *   equal
 * Since: 1.0
 */
int
pgg_range_compare (gconstpointer first,
                   gconstpointer second)
{
  const PggRange *a = first;
  const PggRange *b = second;
  int order;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  if (a->is_empty || b->is_empty)
    return !!b->is_empty - !!a->is_empty;

  order = compare_bounds (a, &a->lower, &b->lower, TRUE);
  if (order == 0)
    order = compare_inclusion (a->lower_inclusive, b->lower_inclusive, TRUE);
  if (order == 0)
    order = compare_bounds (a, &a->upper, &b->upper, FALSE);

  return order != 0 ? order : compare_inclusion (a->upper_inclusive, b->upper_inclusive, FALSE);
}

/**
 * pgg_range_hash:
 * @range: (type PggRange): a range
 *
 * Makes a hash value of the range; equal ranges have the same.
 *
 * Returns: the hash value
 * Since: 1.0
 */
guint
pgg_range_hash (gconstpointer range)
{
  const PggRange *self = range;
  guint hash;

  g_return_val_if_fail (self != NULL, 0);

  hash = (self->is_empty ? 1 : 0) | (self->lower_inclusive ? 2 : 0) |
         (self->upper_inclusive ? 4 : 0);
  if (G_IS_VALUE (&self->lower))
    hash = 31 * hash + pgg_value_hash (&self->lower);
  if (G_IS_VALUE (&self->upper))
    hash = 31 * hash + pgg_value_hash (&self->upper);

  return hash;
}
