/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A date of the server. */

#include "config.h"

#include "pgg-date-private.h"

#include "pgg-client-error.h"

#include <glib/gi18n-lib.h>

/* GDate counts from 0001-01-01, which is 1, and knows years of 16 bits. */
#define GDATE_EPOCH_DAYS 730120
#define GDATE_MAX_YEAR 65535

/**
 * PggDate:
 *
 * A date, a value of the type `date`: any day from 4714-11-24 BC to 5874897-12-31, or one of the
 * infinities, which are before and behind all other dates.
 *
 * The calendar is the Gregorian one, also for the time before it was introduced. Years before
 * Christ are negative and there is no year 0, the way the server's function `make_date()` has it:
 * 1 BC is -1.
 *
 * [method@Date.to_gdate] gives a [struct@GLib.Date] where there is one.
 *
 * A date is immutable and may be used by several threads.
 *
 * Since: 1.0
 */

struct _PggDate
{
  gint32 days;
};

static void
value_to_string (const GValue *source,
                 GValue       *target)
{
  const PggDate *self = g_value_get_boxed (source);

  g_value_take_string (target, self != NULL ? pgg_date_to_string (self) : NULL);
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggDate, pgg_date, pgg_date_ref, pgg_date_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                value_to_string))

PggDate *
pgg_date_new_take_days (gint32 days)
{
  PggDate *self = g_atomic_rc_box_new (PggDate);

  self->days = days;

  return self;
}

static PggDate *
new_checked (gint64   days,
             GError **error)
{
  if (pgg_days_is_finite (days))
    return pgg_date_new_take_days ((gint32) days);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("Dates begin on 4714-11-24 BC and end on 5874897-12-31"));
  return NULL;
}

/**
 * pgg_date_new:
 * @year: the year; negative before Christ, never 0
 * @month: the month, from 1 to 12
 * @day: the day of the month, counted from 1
 * @error: return location for an error
 *
 * Makes a date.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if there is no such day or the server does not know it.
 *
 * Returns: (transfer full): the date, or %NULL on error
 * Since: 1.0
 */
PggDate *
pgg_date_new (int      year,
              int      month,
              int      day,
              GError **error)
{
  PggCivil civil;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  civil = pgg_civil_from_written (year, month, day);
  if (year == 0 || !pgg_civil_is_valid (civil))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION, _("There is no such day"));
      return NULL;
    }

  return new_checked (pgg_civil_to_days (civil), error);
}

/**
 * pgg_date_new_infinity:
 * @is_positive: %TRUE for the date behind all others, %FALSE for the one before them
 *
 * Makes an infinite date, `infinity` or `-infinity`.
 *
 * Returns: (transfer full): the date
 * Since: 1.0
 */
PggDate *
pgg_date_new_infinity (gboolean is_positive)
{
  return pgg_date_new_take_days (is_positive ? G_MAXINT32 : G_MININT32);
}

/**
 * pgg_date_new_from_days:
 * @days: the days from 2000-01-01; the largest and the smallest number stand for the infinities
 * @error: return location for an error
 *
 * Makes a date from what [method@Date.get_days] gives.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the server does not know the day.
 *
 * Returns: (transfer full): the date, or %NULL on error
 * Since: 1.0
 */
PggDate *
pgg_date_new_from_days (int      days,
                        GError **error)
{
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (pgg_days_is_infinite (days))
    return pgg_date_new_take_days (days);

  return new_checked (days, error);
}

/**
 * pgg_date_new_from_gdate:
 * @date: a date of GLib
 * @error: return location for an error
 *
 * Makes a date from one of GLib.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if @date was never set.
 *
 * Returns: (transfer full): the date, or %NULL on error
 * Since: 1.0
 */
PggDate *
pgg_date_new_from_gdate (const GDate  *date,
                         GError      **error)
{
  g_return_val_if_fail (date != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!g_date_valid (date))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   _("The date of GLib was not set"));
      return NULL;
    }

  return new_checked ((gint64) g_date_get_julian (date) - GDATE_EPOCH_DAYS, error);
}

/**
 * pgg_date_new_from_string:
 * @text: the text
 * @error: return location for an error
 *
 * Makes a date from text in the form of ISO 8601 as the server writes it: `2012-02-29`,
 * `0044-03-15 BC`, `infinity` or `-infinity`.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION for any other text.
 *
 * Returns: (transfer full): the date, or %NULL on error
 * Since: 1.0
 */
PggDate *
pgg_date_new_from_string (const char  *text,
                          GError     **error)
{
  PggBuffer buffer;
  gint32 days;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  buffer = pgg_buffer_init (text, strlen (text));
  if (pgg_datetime_is_iso (buffer) &&
      pgg_datetime_parse_date (buffer, PGG_DATE_STYLE_ISO, PGG_DATE_ORDER_YMD,
                               &days) == PGG_DECODE_OK)
    return pgg_date_new_take_days (days);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("The text is no date in the form YYYY-MM-DD, or not one that the server knows"));
  return NULL;
}

/**
 * pgg_date_new_from_variant:
 * @variant: a variant of type `i`
 * @error: return location for an error
 *
 * Makes a date from what [method@Date.to_variant] gives; a floating reference is sunk.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if @variant has another type or a value that is no date.
 *
 * Returns: (transfer full): the date, or %NULL on error
 * Since: 1.0
 */
PggDate *
pgg_date_new_from_variant (GVariant  *variant,
                           GError   **error)
{
  g_autoptr (GVariant) owned = NULL;

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  owned = g_variant_ref_sink (variant);
  if (!pgg_datetime_check_variant (owned, "i", error))
    return NULL;

  return pgg_date_new_from_days (g_variant_get_int32 (owned), error);
}

/**
 * pgg_date_ref:
 * @self: a date
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggDate *
pgg_date_ref (PggDate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_date_unref:
 * @self: (transfer full): a date
 *
 * Drops a reference, and frees the date with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_date_unref (PggDate *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/**
 * pgg_date_is_infinite:
 * @self: a date
 *
 * Tells whether the date is one of the two infinities; [method@Date.get_days] says which.
 *
 * Returns: %TRUE for an infinity
 * Since: 1.0
 */
gboolean
pgg_date_is_infinite (const PggDate *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return pgg_days_is_infinite (self->days);
}

/**
 * pgg_date_get_days:
 * @self: a date
 *
 * Gets the days from 2000-01-01, which is how the server keeps dates.
 *
 * The days from 1970-01-01 are 10957 more.
 *
 * Returns: the days, negative for earlier dates; 2147483647 for `infinity` and -2147483648 for
 *   `-infinity`
 * Since: 1.0
 */
int
pgg_date_get_days (const PggDate *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->days;
}

/* All zero for an infinity. */
static PggCivil
get_civil (const PggDate *self)
{
  if (pgg_days_is_infinite (self->days))
    return (PggCivil) { 0, 0, 0 };

  return pgg_civil_from_days (self->days);
}

/**
 * pgg_date_get_year:
 * @self: a date
 *
 * Gets the year.
 *
 * Returns: the year, negative before Christ: -1 is 1 BC; 0 for an infinity
 * Since: 1.0
 */
int
pgg_date_get_year (const PggDate *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (pgg_days_is_infinite (self->days))
    return 0;

  return pgg_year_to_written (get_civil (self).year);
}

/**
 * pgg_date_get_month:
 * @self: a date
 *
 * Gets the month.
 *
 * Returns: the month from 1 to 12; 0 for an infinity
 * Since: 1.0
 */
int
pgg_date_get_month (const PggDate *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return get_civil (self).month;
}

/**
 * pgg_date_get_day:
 * @self: a date
 *
 * Gets the day of the month.
 *
 * Returns: the day counted from 1; 0 for an infinity
 * Since: 1.0
 */
int
pgg_date_get_day (const PggDate *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return get_civil (self).day;
}

/**
 * pgg_date_get_weekday:
 * @self: a date
 *
 * Gets the day of the week.
 *
 * Returns: the day; %G_DATE_BAD_WEEKDAY for an infinity
 * Since: 1.0
 */
GDateWeekday
pgg_date_get_weekday (const PggDate *self)
{
  int weekday;

  g_return_val_if_fail (self != NULL, G_DATE_BAD_WEEKDAY);

  if (pgg_days_is_infinite (self->days))
    return G_DATE_BAD_WEEKDAY;

  weekday = pgg_days_get_weekday (self->days);
  return weekday == 0 ? G_DATE_SUNDAY : (GDateWeekday) weekday;
}

/**
 * pgg_date_add_days:
 * @self: a date
 * @days: how many days to go on, negative to go back
 * @error: return location for an error
 *
 * Gets another date some days away; nothing moves an infinity.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the server does not know that day.
 *
 * Returns: (transfer full): the other date, or %NULL on error
 * Since: 1.0
 */
PggDate *
pgg_date_add_days (const PggDate  *self,
                   int             days,
                   GError        **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (pgg_days_is_infinite (self->days))
    return pgg_date_new_take_days (self->days);

  return new_checked ((gint64) self->days + days, error);
}

/**
 * pgg_date_to_gdate:
 * @self: a date
 * @error: return location for an error
 *
 * Makes a date of GLib.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION for an infinity and for years that GLib does not know,
 * which are those before Christ and after 65535.
 *
 * Returns: (transfer full): the date of GLib, or %NULL on error
 * Since: 1.0
 */
GDate *
pgg_date_to_gdate (const PggDate  *self,
                   GError        **error)
{
  PggCivil civil;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  civil = get_civil (self);
  if (pgg_days_is_infinite (self->days) || civil.year < 1 || civil.year > GDATE_MAX_YEAR)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   _("GLib has only dates of the years from 1 to 65535"));
      return NULL;
    }

  return g_date_new_dmy ((GDateDay) civil.day, (GDateMonth) civil.month, (GDateYear) civil.year);
}

/**
 * pgg_date_to_string:
 * @self: a date
 *
 * Makes the text of the date in the form of ISO 8601, which the server writes unless it was told
 * otherwise: `2012-02-29`, `0044-03-15 BC`, `infinity` or `-infinity`.
 *
 * Returns: (transfer full): the text
 * Since: 1.0
 */
char *
pgg_date_to_string (const PggDate *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  pgg_datetime_append_date (text, self->days, PGG_DATE_STYLE_ISO, PGG_DATE_ORDER_YMD);

  return g_string_free (text, FALSE);
}

/**
 * pgg_date_to_variant:
 * @self: a date
 *
 * Makes a variant of type `i` with what [method@Date.get_days] gives.
 *
 * Returns: (transfer none): a floating reference
 * Since: 1.0
 */
GVariant *
pgg_date_to_variant (const PggDate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_variant_new_int32 (self->days);
}

/**
 * pgg_date_equal:
 * @a: (type PggDate): a date
 * @b: (type PggDate): another date
 *
 * Tells whether two dates are the same.
 *
 * Returns: %TRUE if they are
 * Since: 1.0
 */
gboolean
pgg_date_equal (gconstpointer a,
                gconstpointer b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return ((const PggDate *) a)->days == ((const PggDate *) b)->days;
}

/**
 * pgg_date_hash:
 * @date: (type PggDate): a date
 *
 * Makes a hash value of a date, for [struct@GLib.HashTable].
 *
 * Returns: the hash value
 * Since: 1.0
 */
guint
pgg_date_hash (gconstpointer date)
{
  g_return_val_if_fail (date != NULL, 0);

  return (guint) ((const PggDate *) date)->days;
}

/**
 * pgg_date_compare:
 * @a: (type PggDate): a date
 * @b: (type PggDate): another date
 *
 * Compares two dates in the order of the server.
 *
 * Returns: a number that is negative if @a is earlier, 0 if both are the same, and positive if @b
 *   is earlier
 * Since: 1.0
 */
int
pgg_date_compare (gconstpointer a,
                  gconstpointer b)
{
  gint32 first, second;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  first = ((const PggDate *) a)->days;
  second = ((const PggDate *) b)->days;

  return (first > second) - (first < second);
}
