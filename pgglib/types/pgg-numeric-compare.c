/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The order of numbers, which is that of the server: see cmp_numerics() in its
 * src/backend/utils/adt/numeric.c. */

#include "config.h"

#include "pgg-numeric-private.h"

/* Where each kind of value stands among the others. */
static int
get_rank (const PggNumeric *self)
{
  switch (self->sign)
    {
    case PGG_NUMERIC_MINUS_INFINITY:
      return -2;
    case PGG_NUMERIC_NEGATIVE:
      return -1;
    case PGG_NUMERIC_POSITIVE:
      return self->n_digits > 0 ? 1 : 0;
    case PGG_NUMERIC_PLUS_INFINITY:
      return 2;
    case PGG_NUMERIC_NAN:
      return 3;
    }
  g_assert_not_reached ();
}

static int
compare_magnitudes (const PggNumeric *a,
                    const PggNumeric *b)
{
  guint n_common = MIN (a->n_digits, b->n_digits);

  if (a->weight != b->weight)
    return a->weight < b->weight ? -1 : 1;

  for (guint i = 0; i < n_common; i++)
    if (a->digits[i] != b->digits[i])
      return a->digits[i] < b->digits[i] ? -1 : 1;

  return (a->n_digits > n_common) - (b->n_digits > n_common);
}

/**
 * pgg_numeric_compare:
 * @a: (type PggNumeric): a number
 * @b: (type PggNumeric): another
 *
 * Compares two numbers in the server's order: NaN equals itself and is greater than any other
 * value, infinity included. The digits that are shown make no difference: 1.50 equals 1.5.
 *
 * This is a [callback@GLib.CompareFunc].
 *
 * Returns: less than, equal to or greater than 0 if @a is less than, equal to or greater than @b
 * Since: 1.0
 */
int
pgg_numeric_compare (gconstpointer a,
                     gconstpointer b)
{
  const PggNumeric *first = a;
  const PggNumeric *second = b;
  int first_rank, second_rank;

  g_return_val_if_fail (a != NULL, 0);
  g_return_val_if_fail (b != NULL, 0);

  first_rank = get_rank (first);
  second_rank = get_rank (second);
  if (first_rank != second_rank)
    return first_rank < second_rank ? -1 : 1;

  return first->sign == PGG_NUMERIC_NEGATIVE ? compare_magnitudes (second, first)
                                             : compare_magnitudes (first, second);
}

/**
 * pgg_numeric_equal:
 * @a: (type PggNumeric): a number
 * @b: (type PggNumeric): another
 *
 * Tells whether two numbers have the same value, see [method@Numeric.compare].
 *
 * This is a [callback@GLib.EqualFunc].
 *
 * Returns: %TRUE if they are equal
 * Since: 1.0
 */
gboolean
pgg_numeric_equal (gconstpointer a,
                   gconstpointer b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  return pgg_numeric_compare (a, b) == 0;
}

/**
 * pgg_numeric_hash:
 * @numeric: (type PggNumeric): a number
 *
 * Makes a hash of the value of a number: numbers that are equal have the same hash.
 *
 * This is a [callback@GLib.HashFunc].
 *
 * Returns: the hash
 * Since: 1.0
 */
guint
pgg_numeric_hash (gconstpointer numeric)
{
  const PggNumeric *self = numeric;
  guint hash;

  g_return_val_if_fail (numeric != NULL, 0);

  hash = (guint) self->sign ^ (guint) self->weight;
  for (guint i = 0; i < self->n_digits; i++)
    hash = hash * 31 + self->digits[i];

  return hash;
}
