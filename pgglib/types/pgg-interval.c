/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An interval of the server. */

#include "config.h"

#include "pgg-interval-private.h"

#include "pgg-client-error.h"

#include <glib/gi18n-lib.h>

#define VARIANT_TYPE "(iix)"
#define DAYS_PER_MONTH 30

/**
 * PggInterval:
 *
 * An interval of time, a value of the type `interval`: months, days and microseconds, each with a
 * sign of its own.
 *
 * They are kept apart because months and days differ in length. PostgreSQL 17 and later also have
 * the intervals `infinity` and `-infinity`, all three parts of which are at their limits.
 *
 * [method@Interval.to_time_span] gives microseconds where that is exact.
 *
 * An interval is immutable and may be used by several threads.
 *
 * Since: 1.0
 */

struct _PggInterval
{
  PggIntervalParts parts;
};

static void
value_to_string (const GValue *source,
                 GValue       *target)
{
  const PggInterval *self = g_value_get_boxed (source);

  g_value_take_string (target, self != NULL ? pgg_interval_to_string (self) : NULL);
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggInterval, pgg_interval, pgg_interval_ref, pgg_interval_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                value_to_string))

PggInterval *
pgg_interval_new_take_parts (const PggIntervalParts *parts)
{
  PggInterval *self = g_atomic_rc_box_new (PggInterval);

  self->parts = *parts;

  return self;
}

const PggIntervalParts *
pgg_interval_get_parts (const PggInterval *self)
{
  return &self->parts;
}

/**
 * pgg_interval_new:
 * @months: the months; a year has twelve
 * @days: the days
 * @usec: the microseconds
 *
 * Makes an interval. All three parts at their upper or at their lower limits make an infinity.
 *
 * Returns: (transfer full): the interval
 * Since: 1.0
 */
PggInterval *
pgg_interval_new (int    months,
                  int    days,
                  gint64 usec)
{
  PggIntervalParts parts = { months, days, usec };

  return pgg_interval_new_take_parts (&parts);
}

/**
 * pgg_interval_new_infinity:
 * @is_positive: %TRUE for the interval longer than all others, %FALSE for the negative one
 *
 * Makes an infinite interval, `infinity` or `-infinity`, which PostgreSQL has since version 17.
 *
 * Returns: (transfer full): the interval
 * Since: 1.0
 */
PggInterval *
pgg_interval_new_infinity (gboolean is_positive)
{
  if (is_positive)
    return pgg_interval_new (G_MAXINT32, G_MAXINT32, G_MAXINT64);

  return pgg_interval_new (G_MININT32, G_MININT32, G_MININT64);
}

/**
 * pgg_interval_new_from_time_span:
 * @time_span: a span of time of GLib
 *
 * Makes an interval of microseconds, without months and days.
 *
 * Returns: (transfer full): the interval
 * Since: 1.0
 */
PggInterval *
pgg_interval_new_from_time_span (GTimeSpan time_span)
{
  return pgg_interval_new (0, 0, time_span);
}

/**
 * pgg_interval_new_from_string:
 * @text: the text
 * @error: return location for an error
 *
 * Makes an interval from text as the server writes it in any of its styles:
 * `1 year 2 mons -3 days +04:05:06.7`, `@ 1 day 2 hours ago`, `+1-2 -3 +4:05:06.7` or
 * `P1Y2M-3DT4H5M6.7S`, and also `infinity` and `-infinity`.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION for any other text, and if it depends on the style of the
 * session what the text means, as in `-1 2:03:04`.
 *
 * Returns: (transfer full): the interval, or %NULL on error
 * Since: 1.0
 */
PggInterval *
pgg_interval_new_from_string (const char  *text,
                              GError     **error)
{
  PggIntervalParts parts;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (pgg_datetime_parse_interval (pgg_buffer_init (text, strlen (text)), FALSE, &parts))
    return pgg_interval_new_take_parts (&parts);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("The text is no interval as the server writes them, or is ambiguous"));
  return NULL;
}

/**
 * pgg_interval_new_from_variant:
 * @variant: a variant of type `(iix)`
 * @error: return location for an error
 *
 * Makes an interval from what [method@Interval.to_variant] gives; a floating reference is sunk.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if @variant has another type.
 *
 * Returns: (transfer full): the interval, or %NULL on error
 * Since: 1.0
 */
PggInterval *
pgg_interval_new_from_variant (GVariant  *variant,
                               GError   **error)
{
  g_autoptr (GVariant) owned = NULL;
  PggIntervalParts parts = { 0, 0, 0 };

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  owned = g_variant_ref_sink (variant);
  if (!pgg_datetime_check_variant (owned, VARIANT_TYPE, error))
    return NULL;

  g_variant_get (owned, VARIANT_TYPE, &parts.months, &parts.days, &parts.usec);
  return pgg_interval_new_take_parts (&parts);
}

/**
 * pgg_interval_ref:
 * @self: an interval
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggInterval *
pgg_interval_ref (PggInterval *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_interval_unref:
 * @self: (transfer full): an interval
 *
 * Drops a reference, and frees the interval with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_interval_unref (PggInterval *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/**
 * pgg_interval_is_infinite:
 * @self: an interval
 *
 * Tells whether the interval is one of the two infinities; the sign of any part says which.
 *
 * Returns: %TRUE for an infinity
 * Since: 1.0
 */
gboolean
pgg_interval_is_infinite (const PggInterval *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return pgg_interval_is_positive_infinity (&self->parts) ||
         pgg_interval_is_negative_infinity (&self->parts);
}

/**
 * pgg_interval_get_months:
 * @self: an interval
 *
 * Gets the months; a year has twelve.
 *
 * Returns: the months
 * Since: 1.0
 */
int
pgg_interval_get_months (const PggInterval *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts.months;
}

/**
 * pgg_interval_get_days:
 * @self: an interval
 *
 * Gets the days, without those of the months.
 *
 * Returns: the days
 * Since: 1.0
 */
int
pgg_interval_get_days (const PggInterval *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts.days;
}

/**
 * pgg_interval_get_usec:
 * @self: an interval
 *
 * Gets the microseconds, without those of the days and months.
 *
 * Returns: the microseconds
 * Since: 1.0
 */
gint64
pgg_interval_get_usec (const PggInterval *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts.usec;
}

/* Days with 30 of them in a month, and what is left of a day (interval_cmp_value in
 * src/backend/utils/adt/timestamp.c). */
static gint64
get_days (const PggIntervalParts *parts,
          gint64                 *usec)
{
  gint64 days = pgg_usec_get_days (parts->usec);

  *usec = parts->usec % PGG_USEC_PER_DAY;
  if (*usec < 0)
    *usec += PGG_USEC_PER_DAY;

  return days + parts->days + (gint64) parts->months * DAYS_PER_MONTH;
}

/* The rest of a day is never negative. */
static gboolean
sum_up (gint64  days,
        gint64  usec,
        gint64 *sum)
{
  if (days < 0)
    {
      days++;
      usec -= PGG_USEC_PER_DAY;
    }
  if (days > G_MAXINT64 / PGG_USEC_PER_DAY || days < G_MININT64 / PGG_USEC_PER_DAY)
    return FALSE;

  *sum = days * PGG_USEC_PER_DAY;
  if (usec >= 0 ? *sum > G_MAXINT64 - usec : *sum < G_MININT64 - usec)
    return FALSE;

  *sum += usec;
  return TRUE;
}

/**
 * pgg_interval_to_time_span:
 * @self: an interval
 * @error: return location for an error
 *
 * Makes a span of time of GLib, with 24 hours to a day.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the interval has months, or is too long for a number
 * of 64 bits.
 *
 * Returns: the microseconds, 0 on error
 * Since: 1.0
 */
GTimeSpan
pgg_interval_to_time_span (const PggInterval  *self,
                           GError            **error)
{
  gint64 days, usec, sum;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  days = get_days (&self->parts, &usec);
  if (self->parts.months == 0 && sum_up (days, usec, &sum))
    return sum;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("The interval has months or is too long for a span of time of GLib"));
  return 0;
}

/**
 * pgg_interval_to_string:
 * @self: an interval
 *
 * Makes the text of the interval in the style `postgres`, which the server writes unless it was
 * told otherwise: `1 year 2 mons -3 days +04:05:06.7`, `infinity` or `-infinity`.
 *
 * Returns: (transfer full): the text
 * Since: 1.0
 */
char *
pgg_interval_to_string (const PggInterval *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  pgg_datetime_append_interval (text, &self->parts, PGG_INTERVAL_STYLE_POSTGRES);

  return g_string_free (text, FALSE);
}

/**
 * pgg_interval_to_variant:
 * @self: an interval
 *
 * Makes a variant of type `(iix)`: the months, the days and the microseconds.
 *
 * Returns: (transfer none): a floating reference
 * Since: 1.0
 */
GVariant *
pgg_interval_to_variant (const PggInterval *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_variant_new (VARIANT_TYPE, self->parts.months, self->parts.days, self->parts.usec);
}

/**
 * pgg_interval_equal:
 * @a: (type PggInterval): an interval
 * @b: (type PggInterval): another interval
 *
 * Tells whether two intervals have the same months, days and microseconds.
 *
 * This is not what the server calls equal: for that see [method@Interval.compare].
 *
 * Returns: %TRUE if they have
 * Since: 1.0
 */
gboolean
pgg_interval_equal (gconstpointer a,
                    gconstpointer b)
{
  const PggInterval *first = a;
  const PggInterval *second = b;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return first->parts.months == second->parts.months && first->parts.days == second->parts.days &&
         first->parts.usec == second->parts.usec;
}

/**
 * pgg_interval_hash:
 * @interval: (type PggInterval): an interval
 *
 * Makes a hash value of an interval that fits [method@Interval.equal].
 *
 * Returns: the hash value
 * Since: 1.0
 */
guint
pgg_interval_hash (gconstpointer interval)
{
  const PggInterval *self = interval;

  g_return_val_if_fail (interval != NULL, 0);

  return g_int64_hash (&self->parts.usec) ^ ((guint) self->parts.days * 31) ^
         ((guint) self->parts.months * 961);
}

/**
 * pgg_interval_compare:
 * @a: (type PggInterval): an interval
 * @b: (type PggInterval): another interval
 *
 * Compares two intervals in the order of the server, which takes a month for 30 days and a day for
 * 24 hours: different intervals may be neither longer nor shorter than each other.
 *
 * Returns: a number that is negative if @a is shorter, positive if @b is, and 0 otherwise
 * Since: 1.0
 */
int
pgg_interval_compare (gconstpointer a,
                      gconstpointer b)
{
  gint64 first_days, first_usec, second_days, second_usec;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  first_days = get_days (&((const PggInterval *) a)->parts, &first_usec);
  second_days = get_days (&((const PggInterval *) b)->parts, &second_usec);
  if (first_days != second_days)
    return first_days < second_days ? -1 : 1;

  return (first_usec > second_usec) - (first_usec < second_usec);
}
