/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A time of the day of the server. */

#include "config.h"

#include "pgg-time-private.h"

#include "pgg-client-error.h"

#include <glib/gi18n-lib.h>

/* Whether there is an offset, and which. */
#define VARIANT_TYPE "(xmi)"

/**
 * PggTime:
 *
 * A time of the day, a value of the type `time`, or of the type `timetz`, which also has the offset
 * from UTC.
 *
 * Times go from 00:00:00 to 24:00:00, which is a time of its own, and count microseconds. Offsets
 * are less than 168 hours; the server reads those of less than 16 hours, and writes any that a time
 * zone has.
 *
 * A time is immutable and may be used by several threads.
 *
 * Since: 1.0
 */

struct _PggTime
{
  PggTimeParts parts;
};

static void
value_to_string (const GValue *source,
                 GValue       *target)
{
  const PggTime *self = g_value_get_boxed (source);

  g_value_take_string (target, self != NULL ? pgg_time_to_string (self) : NULL);
}

G_DEFINE_BOXED_TYPE_WITH_CODE (PggTime, pgg_time, pgg_time_ref, pgg_time_unref,
                               g_value_register_transform_func (g_define_type_id, G_TYPE_STRING,
                                                                value_to_string))

PggTime *
pgg_time_new_take_parts (const PggTimeParts *parts)
{
  PggTime *self = g_atomic_rc_box_new (PggTime);

  self->parts = *parts;

  return self;
}

const PggTimeParts *
pgg_time_get_parts (const PggTime *self)
{
  return &self->parts;
}

static PggTime *
new_checked (const PggTimeParts  *parts,
             GError             **error)
{
  if (pgg_time_is_valid (parts))
    return pgg_time_new_take_parts (parts);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("Times go from 00:00:00 to 24:00:00 and have offsets of less than 168 hours"));
  return NULL;
}

static gboolean
make_parts (int            hour,
            int            minute,
            int            second,
            int            microsecond,
            PggTimeParts  *parts,
            GError       **error)
{
  *parts = (PggTimeParts) { 0, 0, FALSE };
  if (pgg_usec_from_clock (hour, minute, second, microsecond, &parts->usec))
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION, _("There is no such time"));
  return FALSE;
}

/**
 * pgg_time_new:
 * @hour: the hour, from 0 to 24
 * @minute: the minute, from 0 to 59
 * @second: the second, from 0 to 59
 * @microsecond: the microsecond, from 0 to 999999
 * @error: return location for an error
 *
 * Makes a time without an offset.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if there is no such time; the last one is 24:00:00.
 *
 * Returns: (transfer full): the time, or %NULL on error
 * Since: 1.0
 */
PggTime *
pgg_time_new (int      hour,
              int      minute,
              int      second,
              int      microsecond,
              GError **error)
{
  PggTimeParts parts;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!make_parts (hour, minute, second, microsecond, &parts, error))
    return NULL;

  return pgg_time_new_take_parts (&parts);
}

/**
 * pgg_time_new_with_offset:
 * @hour: the hour, from 0 to 24
 * @minute: the minute, from 0 to 59
 * @second: the second, from 0 to 59
 * @microsecond: the microsecond, from 0 to 999999
 * @offset: the offset from UTC in seconds, positive to the east
 * @error: return location for an error
 *
 * Makes a time with an offset from UTC.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if there is no such time, the last being 24:00:00, or the
 * offset is not less than 168 hours.
 *
 * Returns: (transfer full): the time, or %NULL on error
 * Since: 1.0
 */
PggTime *
pgg_time_new_with_offset (int      hour,
                          int      minute,
                          int      second,
                          int      microsecond,
                          int      offset,
                          GError **error)
{
  PggTimeParts parts;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!make_parts (hour, minute, second, microsecond, &parts, error))
    return NULL;

  parts.offset = offset;
  parts.has_offset = TRUE;
  return new_checked (&parts, error);
}

/**
 * pgg_time_new_from_usec:
 * @usec: microseconds from midnight
 * @error: return location for an error
 *
 * Makes a time without an offset.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if @usec is negative or more than a day.
 *
 * Returns: (transfer full): the time, or %NULL on error
 * Since: 1.0
 */
PggTime *
pgg_time_new_from_usec (gint64   usec,
                        GError **error)
{
  PggTimeParts parts = { usec, 0, FALSE };

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return new_checked (&parts, error);
}

/**
 * pgg_time_new_from_string:
 * @text: the text
 * @error: return location for an error
 *
 * Makes a time from text in the form of ISO 8601 as the server writes it: `13:30:00.25`,
 * `13:30:00+05:30`, with `Z` for the offset 0 as well.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION for any other text.
 *
 * Returns: (transfer full): the time, or %NULL on error
 * Since: 1.0
 */
PggTime *
pgg_time_new_from_string (const char  *text,
                          GError     **error)
{
  PggTimeParts parts;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (pgg_datetime_parse_time (pgg_buffer_init (text, strlen (text)), &parts))
    return pgg_time_new_take_parts (&parts);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("The text is no time in the form hh:mm:ss, or not one that the server knows"));
  return NULL;
}

/**
 * pgg_time_new_from_variant:
 * @variant: a variant of type `(xmi)`
 * @error: return location for an error
 *
 * Makes a time from what [method@Time.to_variant] gives; a floating reference is sunk.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if @variant has another type or a value that is no time.
 *
 * Returns: (transfer full): the time, or %NULL on error
 * Since: 1.0
 */
PggTime *
pgg_time_new_from_variant (GVariant  *variant,
                           GError   **error)
{
  g_autoptr (GVariant) owned = NULL;
  PggTimeParts parts = { 0, 0, FALSE };

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  owned = g_variant_ref_sink (variant);
  if (!pgg_datetime_check_variant (owned, VARIANT_TYPE, error))
    return NULL;

  g_variant_get (owned, VARIANT_TYPE, &parts.usec, &parts.has_offset, &parts.offset);
  if (!parts.has_offset)
    parts.offset = 0;
  return new_checked (&parts, error);
}

/**
 * pgg_time_ref:
 * @self: a time
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggTime *
pgg_time_ref (PggTime *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_time_unref:
 * @self: (transfer full): a time
 *
 * Drops a reference, and frees the time with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_time_unref (PggTime *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release (self);
}

/**
 * pgg_time_get_usec:
 * @self: a time
 *
 * Gets the microseconds from midnight, whatever the offset.
 *
 * Returns: the microseconds
 * Since: 1.0
 */
gint64
pgg_time_get_usec (const PggTime *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts.usec;
}

/**
 * pgg_time_get_hour:
 * @self: a time
 *
 * Gets the hour.
 *
 * Returns: the hour from 0 to 24
 * Since: 1.0
 */
int
pgg_time_get_hour (const PggTime *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (int) (self->parts.usec / PGG_USEC_PER_HOUR);
}

/**
 * pgg_time_get_minute:
 * @self: a time
 *
 * Gets the minute.
 *
 * Returns: the minute from 0 to 59
 * Since: 1.0
 */
int
pgg_time_get_minute (const PggTime *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (int) (self->parts.usec / PGG_USEC_PER_MINUTE % 60);
}

/**
 * pgg_time_get_second:
 * @self: a time
 *
 * Gets the second.
 *
 * Returns: the second from 0 to 59
 * Since: 1.0
 */
int
pgg_time_get_second (const PggTime *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (int) (self->parts.usec / PGG_USEC_PER_SECOND % 60);
}

/**
 * pgg_time_get_microsecond:
 * @self: a time
 *
 * Gets the microsecond.
 *
 * Returns: the microsecond from 0 to 999999
 * Since: 1.0
 */
int
pgg_time_get_microsecond (const PggTime *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (int) (self->parts.usec % PGG_USEC_PER_SECOND);
}

/**
 * pgg_time_has_offset:
 * @self: a time
 *
 * Tells whether the time has an offset from UTC, as values of type timetz have.
 *
 * Returns: %TRUE if it has
 * Since: 1.0
 */
gboolean
pgg_time_has_offset (const PggTime *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->parts.has_offset;
}

/**
 * pgg_time_get_offset:
 * @self: a time
 *
 * Gets the offset from UTC.
 *
 * Returns: the offset in seconds, positive to the east; 0 if there is none
 * Since: 1.0
 */
int
pgg_time_get_offset (const PggTime *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->parts.offset;
}

/**
 * pgg_time_to_string:
 * @self: a time
 *
 * Makes the text of the time as the server writes it, which is the form of ISO 8601 in all styles.
 *
 * Returns: (transfer full): the text
 * Since: 1.0
 */
char *
pgg_time_to_string (const PggTime *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  pgg_datetime_append_time (text, &self->parts);

  return g_string_free (text, FALSE);
}

/**
 * pgg_time_to_variant:
 * @self: a time
 *
 * Makes a variant of type `(xmi)`: the microseconds from midnight and perhaps the offset from UTC.
 *
 * Returns: (transfer none): a floating reference
 * Since: 1.0
 */
GVariant *
pgg_time_to_variant (const PggTime *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_variant_new (VARIANT_TYPE, self->parts.usec, self->parts.has_offset,
                        self->parts.offset);
}

/**
 * pgg_time_equal:
 * @a: (type PggTime): a time
 * @b: (type PggTime): another time
 *
 * Tells whether two times are the same, their offsets included.
 *
 * Returns: %TRUE if they are
 * Since: 1.0
 */
gboolean
pgg_time_equal (gconstpointer a,
                gconstpointer b)
{
  return pgg_time_compare (a, b) == 0;
}

/**
 * pgg_time_hash:
 * @time: (type PggTime): a time
 *
 * Makes a hash value of a time, for [struct@GLib.HashTable].
 *
 * Returns: the hash value
 * Since: 1.0
 */
guint
pgg_time_hash (gconstpointer time)
{
  const PggTime *self = time;

  g_return_val_if_fail (time != NULL, 0);

  return g_int64_hash (&self->parts.usec) ^ (guint) self->parts.offset;
}

/**
 * pgg_time_compare:
 * @a: (type PggTime): a time
 * @b: (type PggTime): another time
 *
 * Compares two times in the order of the server.
 *
 * Times with offsets are in the order of what they are in UTC, and those for which that is the same
 * in the order of what clocks show. Times without an offset come before all that have one.
 *
 * Returns: a number that is negative if @a is first, 0 if both are the same, and positive if @b is
 *   first
 * Since: 1.0
 */
int
pgg_time_compare (gconstpointer a,
                  gconstpointer b)
{
  const PggTimeParts *first, *second;
  gint64 first_utc, second_utc;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  first = &((const PggTime *) a)->parts;
  second = &((const PggTime *) b)->parts;
  if (first->has_offset != second->has_offset)
    return first->has_offset ? 1 : -1;

  first_utc = first->usec - first->offset * PGG_USEC_PER_SECOND;
  second_utc = second->usec - second->offset * PGG_USEC_PER_SECOND;
  if (first_utc != second_utc)
    return first_utc < second_utc ? -1 : 1;

  /* The server counts offsets to the west (timetz_cmp_internal). */
  return (second->offset > first->offset) - (second->offset < first->offset);
}
