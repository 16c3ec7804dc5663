/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Intervals as the server writes them in its four styles, see EncodeInterval() in
 * src/backend/utils/adt/datetime.c. */

#include "config.h"

#include "pgg-datetime-private.h"

/* What is shown one by one. All the parts of the time have the same sign, or are zero; the hours
 * may be more than an int holds. */
typedef struct
{
  int    years;
  int    months;
  int    days;
  gint64 hours;
  int    minutes;
  int    seconds;
  int    usec;
} Fields;

/* What the fields before have left for the next one. */
typedef struct
{
  gboolean is_first;
  gboolean is_before; /* the sign, or that of the first field in the verbose style */
} State;

static Fields
split (const PggIntervalParts *interval)
{
  return (Fields) {
    interval->months / 12,
    interval->months % 12,
    interval->days,
    interval->usec / PGG_USEC_PER_HOUR,
    (int) (interval->usec / PGG_USEC_PER_MINUTE % 60),
    (int) (interval->usec / PGG_USEC_PER_SECOND % 60),
    (int) (interval->usec % PGG_USEC_PER_SECOND),
  };
}

static gboolean
has_time (const Fields *fields)
{
  return fields->hours != 0 || fields->minutes != 0 || fields->seconds != 0 || fields->usec != 0;
}

static gboolean
is_time_negative (const Fields *fields)
{
  return fields->hours < 0 || fields->minutes < 0 || fields->seconds < 0 || fields->usec < 0;
}

/* Seconds without their sign. */
static void
append_seconds (GString      *text,
                const Fields *fields,
                int           width)
{
  int usec = ABS (fields->usec);
  int digits = 6;

  g_string_append_printf (text, "%0*d", width, ABS (fields->seconds));
  if (usec == 0)
    return;

  for (; usec % 10 == 0; usec /= 10)
    digits--;
  g_string_append_printf (text, ".%0*d", digits, usec);
}

/* The time without its sign. */
static void
append_clock (GString      *text,
              const Fields *fields,
              int           width)
{
  g_string_append_printf (text, "%0*" G_GINT64_FORMAT ":%02d:", width, ABS (fields->hours),
                          ABS (fields->minutes));
  append_seconds (text, fields, 2);
}

/* A field shows its sign if it is negative, and also if the one before was. */
static void
append_postgres_field (GString    *text,
                       int         value,
                       const char *unit,
                       State      *state)
{
  if (value == 0)
    return;

  g_string_append_printf (text, "%s%s%d %s%s", state->is_first ? "" : " ",
                          state->is_before && value > 0 ? "+" : "", value, unit,
                          value != 1 ? "s" : "");
  state->is_before = value < 0;
  state->is_first = FALSE;
}

static void
append_postgres (GString      *text,
                 const Fields *fields)
{
  State state = { TRUE, FALSE };
  const char *sign;

  append_postgres_field (text, fields->years, "year", &state);
  append_postgres_field (text, fields->months, "mon", &state);
  append_postgres_field (text, fields->days, "day", &state);
  if (!state.is_first && !has_time (fields))
    return;

  sign = is_time_negative (fields) ? "-" : state.is_before ? "+" : "";
  g_string_append_printf (text, "%s%s", state.is_first ? "" : " ", sign);
  append_clock (text, fields, 2);
}

/* Signs are relative to that of the first field, which "ago" at the end stands for. */
static void
append_verbose_field (GString    *text,
                      gint64      value,
                      const char *unit,
                      State      *state)
{
  if (value == 0)
    return;

  if (state->is_first)
    state->is_before = value < 0;
  if (state->is_before)
    value = -value;
  g_string_append_printf (text, " %" G_GINT64_FORMAT " %s%s", value, unit, value != 1 ? "s" : "");
  state->is_first = FALSE;
}

static void
append_verbose_seconds (GString      *text,
                        const Fields *fields,
                        State        *state)
{
  gboolean is_negative = fields->seconds < 0 || fields->usec < 0;

  if (fields->seconds == 0 && fields->usec == 0)
    return;

  if (state->is_first)
    state->is_before = is_negative;
  g_string_append (text, is_negative != state->is_before ? " -" : " ");
  append_seconds (text, fields, 1);
  g_string_append (text, ABS (fields->seconds) != 1 || fields->usec != 0 ? " secs" : " sec");
  state->is_first = FALSE;
}

static void
append_verbose (GString      *text,
                const Fields *fields)
{
  State state = { TRUE, FALSE };

  g_string_append_c (text, '@');
  append_verbose_field (text, fields->years, "year", &state);
  append_verbose_field (text, fields->months, "mon", &state);
  append_verbose_field (text, fields->days, "day", &state);
  append_verbose_field (text, fields->hours, "hour", &state);
  append_verbose_field (text, fields->minutes, "min", &state);
  append_verbose_seconds (text, fields, &state);
  if (state.is_first)
    g_string_append (text, " 0");
  if (state.is_before)
    g_string_append (text, " ago");
}

/* The standard has months or days and time, all of one sign. */
static gboolean
is_standard (const PggIntervalParts *interval)
{
  gboolean has_negative = interval->months < 0 || interval->days < 0 || interval->usec < 0;
  gboolean has_positive = interval->months > 0 || interval->days > 0 || interval->usec > 0;

  return !(has_negative && has_positive) &&
         !(interval->months != 0 && (interval->days != 0 || interval->usec != 0));
}

static void
append_standard (GString      *text,
                 const Fields *fields)
{
  if (fields->years < 0 || fields->months < 0 || fields->days < 0 || is_time_negative (fields))
    g_string_append_c (text, '-');

  if (fields->years != 0 || fields->months != 0)
    g_string_append_printf (text, "%d-%d", ABS (fields->years), ABS (fields->months));
  else
    {
      if (fields->days != 0)
        g_string_append_printf (text, "%" G_GINT64_FORMAT " ", ABS ((gint64) fields->days));
      append_clock (text, fields, 1);
    }
}

/* Every part has its sign, so that nothing is ambiguous. */
static void
append_mixed (GString      *text,
              const Fields *fields)
{
  g_string_append_printf (text, "%c%d-%d %c%" G_GINT64_FORMAT " %c",
                          fields->years < 0 || fields->months < 0 ? '-' : '+',
                          ABS (fields->years), ABS (fields->months),
                          fields->days < 0 ? '-' : '+', ABS ((gint64) fields->days),
                          is_time_negative (fields) ? '-' : '+');
  append_clock (text, fields, 1);
}

static void
append_sql_standard (GString                *text,
                     const PggIntervalParts *interval)
{
  Fields fields = split (interval);

  if (interval->months == 0 && interval->days == 0 && interval->usec == 0)
    g_string_append_c (text, '0');
  else if (is_standard (interval))
    append_standard (text, &fields);
  else
    append_mixed (text, &fields);
}

static void
append_iso_field (GString *text,
                  gint64   value,
                  char     unit)
{
  if (value != 0)
    g_string_append_printf (text, "%" G_GINT64_FORMAT "%c", value, unit);
}

static void
append_iso_8601 (GString                *text,
                 const PggIntervalParts *interval)
{
  Fields fields = split (interval);

  g_string_append_c (text, 'P');
  append_iso_field (text, fields.years, 'Y');
  append_iso_field (text, fields.months, 'M');
  append_iso_field (text, fields.days, 'D');
  if (interval->usec == 0)
    {
      g_string_append (text, interval->months == 0 && interval->days == 0 ? "T0S" : "");
      return;
    }

  g_string_append_c (text, 'T');
  append_iso_field (text, fields.hours, 'H');
  append_iso_field (text, fields.minutes, 'M');
  if (fields.seconds == 0 && fields.usec == 0)
    return;

  if (fields.seconds < 0 || fields.usec < 0)
    g_string_append_c (text, '-');
  append_seconds (text, &fields, 1);
  g_string_append_c (text, 'S');
}

void
pgg_datetime_append_interval (GString                *text,
                              const PggIntervalParts *interval,
                              PggIntervalStyle        style)
{
  Fields fields = split (interval);

  if (pgg_interval_is_positive_infinity (interval))
    g_string_append (text, "infinity");
  else if (pgg_interval_is_negative_infinity (interval))
    g_string_append (text, "-infinity");
  else
    switch (style)
      {
      case PGG_INTERVAL_STYLE_POSTGRES:
        append_postgres (text, &fields);
        break;
      case PGG_INTERVAL_STYLE_POSTGRES_VERBOSE:
        append_verbose (text, &fields);
        break;
      case PGG_INTERVAL_STYLE_SQL_STANDARD:
        append_sql_standard (text, interval);
        break;
      case PGG_INTERVAL_STYLE_ISO_8601:
        append_iso_8601 (text, interval);
        break;
      }
}
