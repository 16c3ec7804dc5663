/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A timestamp of the server, with or without time zone. */

#include "config.h"

#include "pgg-timestamp-private.h"

#include "pgg-client-error.h"
#include "pgg-date-private.h"
#include "pgg-time-private.h"

#include <glib/gi18n-lib.h>

#define VARIANT_TYPE "(xb)"
#define UNIX_EPOCH_USEC (PGG_UNIX_EPOCH_SECONDS * PGG_USEC_PER_SECOND)

/**
 * PggTimestamp:
 *
 * A date and a time, a value of the type `timestamp` or `timestamptz`.
 *
 * With time zone it is an instant: the server keeps it in UTC, shows it in the time zone of the
 * session, and does not remember in which zone it was written. All that is said about it here is in
 * UTC, whatever the session. Without time zone it is what a clock shows somewhere.
 *
 * Timestamps go from 4714-11-24 BC to the end of the year 294276 and count microseconds; beyond all
 * of them are the two infinities. The calendar is the Gregorian one at all times. Years before
 * Christ are negative and there is no year 0: 1 BC is -1.
 *
 * [method@Timestamp.to_date_time] gives a [struct@GLib.DateTime] where there is one.
 *
 * A timestamp is immutable and may be used by several threads.
 *
 * Since: 1.0
 */

struct _PggTimestamp
{
  gint64   usec;
  gboolean has_zone;
};

/* What the parts of a timestamp are read from. */
typedef struct
{
  PggCivil civil; /* all zero for an infinity */
  gint64   usec;  /* from midnight */
} Fields;

static void
value_to_string (const GValue *source,
                 GValue       *target)
{
  const PggTimestamp *self = g_value_get_boxed (source);

  g_value_take_string (target, self != NULL ? pgg_timestamp_to_string (self) : NULL);
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggTimestamp, pgg_timestamp, pgg_timestamp_ref, pgg_timestamp_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                value_to_string))

PggTimestamp *
pgg_timestamp_new_take_usec (gint64   usec,
                             gboolean has_zone)
{
  PggTimestamp *self = g_atomic_rc_box_new (PggTimestamp);

  self->usec = usec;
  self->has_zone = has_zone;

  return self;
}

static PggTimestamp *
new_checked (gint64     usec,
             gboolean   has_zone,
             GError   **error)
{
  if (pgg_usec_is_finite (usec))
    return pgg_timestamp_new_take_usec (usec, has_zone);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("Timestamps begin on 4714-11-24 BC and end with the year 294276"));
  return NULL;
}

static PggTimestamp *
new_from_fields (PggCivil   civil,
                 gint64     usec,
                 gboolean   has_zone,
                 GError   **error)
{
  gint64 days = pgg_civil_to_days (civil);

  /* The last days that dates have are too many for microseconds. */
  if (days > PGG_TIMESTAMP_END / PGG_USEC_PER_DAY)
    return new_checked (PGG_TIMESTAMP_END, has_zone, error);

  return new_checked (days * PGG_USEC_PER_DAY + usec, has_zone, error);
}

static PggTimestamp *
new_from_clock (int        year,
                int        month,
                int        day,
                int        hour,
                int        minute,
                int        second,
                int        microsecond,
                gboolean   has_zone,
                GError   **error)
{
  PggCivil civil = pgg_civil_from_written (year, month, day);
  gint64 usec;

  if (year == 0 || !pgg_civil_is_valid (civil) ||
      !pgg_usec_from_clock (hour, minute, second, microsecond, &usec))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   _("There is no such day or no such time"));
      return NULL;
    }

  return new_from_fields (civil, usec, has_zone, error);
}

/**
 * pgg_timestamp_new:
 * @year: the year; negative before Christ, never 0
 * @month: the month, from 1 to 12
 * @day: the day of the month, counted from 1
 * @hour: the hour, from 0 to 24
 * @minute: the minute, from 0 to 59
 * @second: the second, from 0 to 59
 * @microsecond: the microsecond, from 0 to 999999
 * @error: return location for an error
 *
 * Makes a timestamp without time zone; 24:00:00 is the start of the next day.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if there is no such day or time, or the server does not
 * know it.
 *
 * Returns: (transfer full): the timestamp, or %NULL on error
 * Since: 1.0
 */
PggTimestamp *
pgg_timestamp_new (int      year,
                   int      month,
                   int      day,
                   int      hour,
                   int      minute,
                   int      second,
                   int      microsecond,
                   GError **error)
{
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return new_from_clock (year, month, day, hour, minute, second, microsecond, FALSE, error);
}

/**
 * pgg_timestamp_new_utc:
 * @year: the year; negative before Christ, never 0
 * @month: the month, from 1 to 12
 * @day: the day of the month, counted from 1
 * @hour: the hour, from 0 to 24
 * @minute: the minute, from 0 to 59
 * @second: the second, from 0 to 59
 * @microsecond: the microsecond, from 0 to 999999
 * @error: return location for an error
 *
 * Makes a timestamp with time zone from what clocks show in UTC; 24:00:00 is the start of the next
 * day.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if there is no such day or time, or the server does not
 * know it.
 *
 * Returns: (transfer full): the timestamp, or %NULL on error
 * Since: 1.0
 */
PggTimestamp *
pgg_timestamp_new_utc (int      year,
                       int      month,
                       int      day,
                       int      hour,
                       int      minute,
                       int      second,
                       int      microsecond,
                       GError **error)
{
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return new_from_clock (year, month, day, hour, minute, second, microsecond, TRUE, error);
}

/**
 * pgg_timestamp_new_infinity:
 * @is_positive: %TRUE for the timestamp behind all others, %FALSE for the one before them
 * @has_zone: whether it is one with time zone
 *
 * Makes an infinite timestamp, `infinity` or `-infinity`.
 *
 * Returns: (transfer full): the timestamp
 * Since: 1.0
 */
PggTimestamp *
pgg_timestamp_new_infinity (gboolean is_positive,
                            gboolean has_zone)
{
  return pgg_timestamp_new_take_usec (is_positive ? G_MAXINT64 : G_MININT64, !!has_zone);
}

/**
 * pgg_timestamp_new_from_usec:
 * @usec: the microseconds from 2000-01-01 00:00:00; the largest and the smallest number stand for
 *   the infinities
 * @has_zone: whether it is one with time zone, and @usec are counted in UTC
 * @error: return location for an error
 *
 * Makes a timestamp from what [method@Timestamp.get_usec] gives.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the server does not know the timestamp.
 *
 * Returns: (transfer full): the timestamp, or %NULL on error
 * Since: 1.0
 */
PggTimestamp *
pgg_timestamp_new_from_usec (gint64     usec,
                             gboolean   has_zone,
                             GError   **error)
{
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (pgg_usec_is_infinite (usec))
    return pgg_timestamp_new_take_usec (usec, !!has_zone);

  return new_checked (usec, !!has_zone, error);
}

/**
 * pgg_timestamp_new_from_unix_usec:
 * @unix_usec: the microseconds from 1970-01-01 00:00:00
 * @has_zone: whether it is one with time zone, and @unix_usec are counted in UTC
 * @error: return location for an error
 *
 * Makes a timestamp from microseconds as [func@GLib.get_real_time] gives them.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the server does not know the timestamp.
 *
 * Returns: (transfer full): the timestamp, or %NULL on error
 * Since: 1.0
 */
PggTimestamp *
pgg_timestamp_new_from_unix_usec (gint64     unix_usec,
                                  gboolean   has_zone,
                                  GError   **error)
{
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* What is this early is too early in any case. */
  if (unix_usec < PGG_TIMESTAMP_MIN)
    return new_checked (G_MININT64, FALSE, error);

  return new_checked (unix_usec + UNIX_EPOCH_USEC, !!has_zone, error);
}

/**
 * pgg_timestamp_new_from_date_time:
 * @date_time: a date and time of GLib
 * @has_zone: %TRUE for the instant, with time zone; %FALSE for what @date_time shows, without
 *
 * Makes a timestamp from a date and time of GLib, which is always exact.
 *
 * Returns: (transfer full): the timestamp
 * Since: 1.0
 */
PggTimestamp *
pgg_timestamp_new_from_date_time (GDateTime *date_time,
                                  gboolean   has_zone)
{
  gint64 usec;

  g_return_val_if_fail (date_time != NULL, NULL);

  usec = (g_date_time_to_unix (date_time) + PGG_UNIX_EPOCH_SECONDS) * PGG_USEC_PER_SECOND
         + g_date_time_get_microsecond (date_time);
  if (!has_zone)
    usec += g_date_time_get_utc_offset (date_time);

  return pgg_timestamp_new_take_usec (usec, !!has_zone);
}

/* Of a text with an offset, or without zone. */
static gboolean
get_usec (const PggTimestampParts *parts,
          gint64                  *usec)
{
  *usec = parts->usec;
  if (pgg_usec_is_infinite (parts->usec))
    return TRUE;
  if (parts->zone == PGG_ZONE_TEXT_OFFSET)
    *usec -= parts->offset * PGG_USEC_PER_SECOND;

  return parts->zone != PGG_ZONE_TEXT_ABBREVIATION && pgg_usec_is_finite (*usec);
}

/**
 * pgg_timestamp_new_from_string:
 * @text: the text
 * @error: return location for an error
 *
 * Makes a timestamp from text in the form of ISO 8601 as the server writes it:
 * `2012-02-29 13:30:00.25`, `2012-02-29 13:30:00+05:30`, `0044-03-15 12:00:00 BC`, `infinity` or
 * `-infinity`. A `T` between date and time and a `Z` for the offset 0 will do as well.
 *
 * A timestamp with an offset is one with time zone, and any other, the infinities included, is one
 * without.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION for any other text.
 *
 * Returns: (transfer full): the timestamp, or %NULL on error
 * Since: 1.0
 */
PggTimestamp *
pgg_timestamp_new_from_string (const char  *text,
                               GError     **error)
{
  PggTimestampParts parts;
  PggBuffer buffer;
  gint64 usec;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  buffer = pgg_buffer_init (text, strlen (text));
  if (pgg_datetime_is_iso (buffer) &&
      pgg_datetime_parse_timestamp (buffer, PGG_DATE_STYLE_ISO, PGG_DATE_ORDER_YMD,
                                    &parts) == PGG_DECODE_OK &&
      get_usec (&parts, &usec))
    return pgg_timestamp_new_take_usec (usec, parts.zone == PGG_ZONE_TEXT_OFFSET);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("The text is no timestamp in the form YYYY-MM-DD hh:mm:ss, or not one that the "
                 "server knows"));
  return NULL;
}

/**
 * pgg_timestamp_new_from_variant:
 * @variant: a variant of type `(xb)`
 * @error: return location for an error
 *
 * Makes a timestamp from what [method@Timestamp.to_variant] gives; a floating reference is sunk.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if @variant has another type or a value that is no
 * timestamp.
 *
 * Returns: (transfer full): the timestamp, or %NULL on error
 * Since: 1.0
 */
PggTimestamp *
pgg_timestamp_new_from_variant (GVariant  *variant,
                                GError   **error)
{
  g_autoptr (GVariant) owned = NULL;
  gint64 usec = 0;
  gboolean has_zone = FALSE;

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  owned = g_variant_ref_sink (variant);
  if (!pgg_datetime_check_variant (owned, VARIANT_TYPE, error))
    return NULL;

  g_variant_get (owned, VARIANT_TYPE, &usec, &has_zone);
  return pgg_timestamp_new_from_usec (usec, has_zone, error);
}

/**
 * pgg_timestamp_ref:
 * @self: a timestamp
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggTimestamp *
pgg_timestamp_ref (PggTimestamp *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_timestamp_unref:
 * @self: (transfer full): a timestamp
 *
 * Drops a reference, and frees the timestamp with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_timestamp_unref (PggTimestamp *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/**
 * pgg_timestamp_has_zone:
 * @self: a timestamp
 *
 * Tells whether the timestamp is one with time zone, an instant, as values of type timestamptz are.
 *
 * Returns: %TRUE with time zone, %FALSE without
 * Since: 1.0
 */
gboolean
pgg_timestamp_has_zone (const PggTimestamp *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_zone;
}

/**
 * pgg_timestamp_is_infinite:
 * @self: a timestamp
 *
 * Tells whether the timestamp is one of the two infinities; [method@Timestamp.get_usec] says which.
 *
 * Returns: %TRUE for an infinity
 * Since: 1.0
 */
gboolean
pgg_timestamp_is_infinite (const PggTimestamp *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return pgg_usec_is_infinite (self->usec);
}

/**
 * pgg_timestamp_get_usec:
 * @self: a timestamp
 *
 * Gets the microseconds from 2000-01-01 00:00:00, in UTC with time zone, which is how the server
 * keeps timestamps.
 *
 * Returns: the microseconds, negative for earlier timestamps; 9223372036854775807 for `infinity`
 *   and -9223372036854775808 for `-infinity`
 * Since: 1.0
 */
gint64
pgg_timestamp_get_usec (const PggTimestamp *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->usec;
}

/**
 * pgg_timestamp_to_unix_usec:
 * @self: a timestamp
 * @error: return location for an error
 *
 * Gets the microseconds from 1970-01-01 00:00:00, in UTC with time zone, as in
 * [func@GLib.get_real_time].
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION for an infinity, and from the year 294247 on, for which
 * there are no such numbers of 64 bits.
 *
 * Returns: the microseconds, 0 on error
 * Since: 1.0
 */
gint64
pgg_timestamp_to_unix_usec (const PggTimestamp  *self,
                            GError             **error)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  if (!pgg_usec_is_infinite (self->usec) && self->usec <= G_MAXINT64 + UNIX_EPOCH_USEC)
    return self->usec - UNIX_EPOCH_USEC;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("The timestamp is infinite or too far from 1970"));
  return 0;
}

static Fields
get_fields (const PggTimestamp *self)
{
  gint64 days = pgg_usec_get_days (self->usec);

  if (pgg_usec_is_infinite (self->usec))
    return (Fields) { { 0, 0, 0 }, 0 };

  return (Fields) { pgg_civil_from_days (days), self->usec - days * PGG_USEC_PER_DAY };
}

/**
 * pgg_timestamp_get_year:
 * @self: a timestamp
 *
 * Gets the year, in UTC with time zone.
 *
 * Returns: the year, negative before Christ: -1 is 1 BC; 0 for an infinity
 * Since: 1.0
 */
int
pgg_timestamp_get_year (const PggTimestamp *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (pgg_usec_is_infinite (self->usec))
    return 0;

  return pgg_year_to_written (get_fields (self).civil.year);
}

/**
 * pgg_timestamp_get_month:
 * @self: a timestamp
 *
 * Gets the month, in UTC with time zone.
 *
 * Returns: the month from 1 to 12; 0 for an infinity
 * Since: 1.0
 */
int
pgg_timestamp_get_month (const PggTimestamp *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return get_fields (self).civil.month;
}

/**
 * pgg_timestamp_get_day:
 * @self: a timestamp
 *
 * Gets the day of the month, in UTC with time zone.
 *
 * Returns: the day counted from 1; 0 for an infinity
 * Since: 1.0
 */
int
pgg_timestamp_get_day (const PggTimestamp *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return get_fields (self).civil.day;
}

/**
 * pgg_timestamp_get_hour:
 * @self: a timestamp
 *
 * Gets the hour, in UTC with time zone.
 *
 * Returns: the hour from 0 to 23; 0 for an infinity
 * Since: 1.0
 */
int
pgg_timestamp_get_hour (const PggTimestamp *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (int) (get_fields (self).usec / PGG_USEC_PER_HOUR);
}

/**
 * pgg_timestamp_get_minute:
 * @self: a timestamp
 *
 * Gets the minute, in UTC with time zone.
 *
 * Returns: the minute from 0 to 59; 0 for an infinity
 * Since: 1.0
 */
int
pgg_timestamp_get_minute (const PggTimestamp *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (int) (get_fields (self).usec / PGG_USEC_PER_MINUTE % 60);
}

/**
 * pgg_timestamp_get_second:
 * @self: a timestamp
 *
 * Gets the second.
 *
 * Returns: the second from 0 to 59; 0 for an infinity
 * Since: 1.0
 */
int
pgg_timestamp_get_second (const PggTimestamp *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (int) (get_fields (self).usec / PGG_USEC_PER_SECOND % 60);
}

/**
 * pgg_timestamp_get_microsecond:
 * @self: a timestamp
 *
 * Gets the microsecond.
 *
 * Returns: the microsecond from 0 to 999999; 0 for an infinity
 * Since: 1.0
 */
int
pgg_timestamp_get_microsecond (const PggTimestamp *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (int) (get_fields (self).usec % PGG_USEC_PER_SECOND);
}

/**
 * pgg_timestamp_to_date:
 * @self: a timestamp
 *
 * Gets the date, in UTC with time zone; that of an infinity is the same infinity.
 *
 * Returns: (transfer full): the date
 * Since: 1.0
 */
PggDate *
pgg_timestamp_to_date (const PggTimestamp *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (pgg_usec_is_infinite (self->usec))
    return pgg_date_new_infinity (self->usec > 0);

  return pgg_date_new_take_days ((gint32) pgg_usec_get_days (self->usec));
}

/**
 * pgg_timestamp_to_time:
 * @self: a timestamp
 *
 * Gets the time of the day; with time zone, in UTC and with the offset 0.
 *
 * Returns: (transfer full) (nullable): the time, or %NULL for an infinity
 * Since: 1.0
 */
PggTime *
pgg_timestamp_to_time (const PggTimestamp *self)
{
  PggTimeParts parts = { 0, 0, FALSE };

  g_return_val_if_fail (self != NULL, NULL);

  if (pgg_usec_is_infinite (self->usec))
    return NULL;

  parts.usec = get_fields (self).usec;
  parts.has_offset = self->has_zone;
  return pgg_time_new_take_parts (&parts);
}

/**
 * pgg_timestamp_to_date_time:
 * @self: a timestamp
 * @error: return location for an error
 *
 * Makes a date and time of GLib in UTC: with time zone it is the same instant, without it shows the
 * same date and time.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION for an infinity and for years that GLib does not know,
 * which are those before Christ and after 9999.
 *
 * Returns: (transfer full): the date and time of GLib, or %NULL on error
 * Since: 1.0
 */
GDateTime *
pgg_timestamp_to_date_time (const PggTimestamp  *self,
                            GError             **error)
{
  Fields fields;
  g_autoptr (GDateTime) second = NULL;
  int seconds;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  fields = get_fields (self);
  if (pgg_usec_is_infinite (self->usec) || fields.civil.year < 1 || fields.civil.year > 9999)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   _("GLib has only dates and times of the years from 1 to 9999"));
      return NULL;
    }

  seconds = (int) (fields.usec / PGG_USEC_PER_SECOND);
  second = g_date_time_new_utc (fields.civil.year, fields.civil.month, fields.civil.day,
                                seconds / PGG_SECONDS_PER_HOUR, seconds / 60 % 60, seconds % 60);
  return g_date_time_add (second, fields.usec % PGG_USEC_PER_SECOND);
}

/**
 * pgg_timestamp_to_string:
 * @self: a timestamp
 *
 * Makes the text of the timestamp in the form of ISO 8601, which the server writes unless it was
 * told otherwise: `2012-02-29 13:30:00.25`, with time zone `2012-02-29 13:30:00.25+00`, which is
 * what it writes in a session whose time zone is UTC.
 *
 * Returns: (transfer full): the text
 * Since: 1.0
 */
char *
pgg_timestamp_to_string (const PggTimestamp *self)
{
  static const PggZoneType utc = { 0, "UTC" };
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  pgg_datetime_append_timestamp (text, self->usec, PGG_DATE_STYLE_ISO, PGG_DATE_ORDER_YMD,
                                 self->has_zone ? &utc : NULL);

  return g_string_free (text, FALSE);
}

/**
 * pgg_timestamp_to_variant:
 * @self: a timestamp
 *
 * Makes a variant of type `(xb)`: what [method@Timestamp.get_usec] and
 * [method@Timestamp.has_zone] give.
 *
 * Returns: (transfer none): a floating reference
 * Since: 1.0
 */
GVariant *
pgg_timestamp_to_variant (const PggTimestamp *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_variant_new (VARIANT_TYPE, self->usec, self->has_zone);
}

/**
 * pgg_timestamp_equal:
 * @a: (type PggTimestamp): a timestamp
 * @b: (type PggTimestamp): another timestamp
 *
 * Tells whether two timestamps are the same; one with time zone and one without never are.
 *
 * Returns: %TRUE if they are
 * Since: 1.0
 */
gboolean
pgg_timestamp_equal (gconstpointer a,
                     gconstpointer b)
{
  return pgg_timestamp_compare (a, b) == 0;
}

/**
 * pgg_timestamp_hash:
 * @timestamp: (type PggTimestamp): a timestamp
 *
 * Makes a hash value of a timestamp, for [struct@GLib.HashTable].
 *
 * Returns: the hash value
 * Since: 1.0
 */
guint
pgg_timestamp_hash (gconstpointer timestamp)
{
  g_return_val_if_fail (timestamp != NULL, 0);

  return g_int64_hash (&((const PggTimestamp *) timestamp)->usec);
}

/**
 * pgg_timestamp_compare:
 * @a: (type PggTimestamp): a timestamp
 * @b: (type PggTimestamp): another timestamp
 *
 * Compares two timestamps in the order of the server, which is that of time. Timestamps without
 * time zone come before all that have one.
 *
 * Returns: a number that is negative if @a is first, 0 if both are the same, and positive if @b is
 *   first
 * Since: 1.0
 */
int
pgg_timestamp_compare (gconstpointer a,
                       gconstpointer b)
{
  const PggTimestamp *first = a;
  const PggTimestamp *second = b;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  if (first->has_zone != second->has_zone)
    return first->has_zone ? 1 : -1;

  return (first->usec > second->usec) - (first->usec < second->usec);
}
