/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Dates and times as the server writes them, see EncodeDateOnly(), EncodeTimeOnly() and
 * EncodeDateTime() in src/backend/utils/adt/datetime.c. */

#include "config.h"

#include "pgg-datetime-private.h"

/* The server writes no more of the abbreviation of a zone. */
#define MAX_ABBREVIATION 10

static const char month_names[][4] = {
  "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
};

static const char weekday_names[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };

static void
append_number (GString *text,
               guint    number,
               int      width)
{
  char digits[10];
  int first = sizeof (digits);

  do
    {
      digits[--first] = (char) ('0' + number % 10);
      number /= 10;
    }
  while (number > 0);
  while ((int) sizeof (digits) - first < width)
    digits[--first] = '0';

  g_string_append_len (text, digits + first, (int) sizeof (digits) - first);
}

/* A year has four digits at least; which side of zero it is on is said at the end of all. */
static void
append_year (GString *text,
             int      year)
{
  append_number (text, (guint) ABS (pgg_year_to_written (year)), 4);
}

static void
append_era (GString *text,
            int      year)
{
  if (year <= 0)
    g_string_append (text, " BC");
}

static void
append_pair (GString *text,
             int      first,
             char     separator,
             int      second)
{
  append_number (text, (guint) first, 2);
  g_string_append_c (text, separator);
  append_number (text, (guint) second, 2);
}

static void
append_civil (GString      *text,
              PggCivil      civil,
              PggDateStyle  style,
              PggDateOrder  order)
{
  char separator = style == PGG_DATE_STYLE_SQL      ? '/'
                   : style == PGG_DATE_STYLE_GERMAN ? '.'
                                                    : '-';

  if (style == PGG_DATE_STYLE_ISO)
    {
      append_year (text, civil.year);
      g_string_append_c (text, separator);
      append_pair (text, civil.month, separator, civil.day);
      return;
    }

  if (style == PGG_DATE_STYLE_GERMAN || order == PGG_DATE_ORDER_DMY)
    append_pair (text, civil.day, separator, civil.month);
  else
    append_pair (text, civil.month, separator, civil.day);
  g_string_append_c (text, separator);
  append_year (text, civil.year);
}

static void
append_infinity (GString  *text,
                 gboolean  is_positive)
{
  g_string_append (text, is_positive ? "infinity" : "-infinity");
}

void
pgg_datetime_append_date (GString      *text,
                          gint32        days,
                          PggDateStyle  style,
                          PggDateOrder  order)
{
  PggCivil civil;

  if (pgg_days_is_infinite (days))
    {
      append_infinity (text, days > 0);
      return;
    }

  civil = pgg_civil_from_days (days);
  append_civil (text, civil, style, order);
  append_era (text, civil.year);
}

/* Zeros at the end are left out, and the point with them. */
static void
append_fraction (GString *text,
                 guint    usec)
{
  int width = 6;

  if (usec == 0)
    return;

  for (; usec % 10 == 0; usec /= 10)
    width--;
  g_string_append_c (text, '.');
  append_number (text, usec, width);
}

static void
append_clock (GString *text,
              gint64   usec)
{
  int seconds = (int) (usec / PGG_USEC_PER_SECOND);

  append_pair (text, seconds / PGG_SECONDS_PER_HOUR, ':', seconds / 60 % 60);
  g_string_append_c (text, ':');
  append_number (text, (guint) (seconds % 60), 2);
  append_fraction (text, (guint) (usec % PGG_USEC_PER_SECOND));
}

/* Minutes and seconds only as far as there are any. */
static void
append_offset (GString *text,
               int      offset)
{
  int seconds = ABS (offset);

  g_string_append_c (text, offset < 0 ? '-' : '+');
  append_number (text, (guint) (seconds / PGG_SECONDS_PER_HOUR), 2);
  if (seconds % PGG_SECONDS_PER_HOUR == 0)
    return;

  g_string_append_c (text, ':');
  append_number (text, (guint) (seconds / 60 % 60), 2);
  if (seconds % 60 == 0)
    return;

  g_string_append_c (text, ':');
  append_number (text, (guint) (seconds % 60), 2);
}

void
pgg_datetime_append_time (GString            *text,
                          const PggTimeParts *time)
{
  append_clock (text, time->usec);
  if (time->has_offset)
    append_offset (text, time->offset);
}

/* "Wed Feb 29 12:00:00 2012" */
static void
append_postgres (GString      *text,
                 gint64        days,
                 gint64        usec,
                 PggDateOrder  order)
{
  PggCivil civil = pgg_civil_from_days (days);
  const char *month = month_names[civil.month - 1];

  g_string_append (text, weekday_names[pgg_days_get_weekday (days)]);
  g_string_append_c (text, ' ');
  if (order != PGG_DATE_ORDER_DMY)
    {
      g_string_append (text, month);
      g_string_append_c (text, ' ');
    }
  append_number (text, (guint) civil.day, 2);
  if (order == PGG_DATE_ORDER_DMY)
    {
      g_string_append_c (text, ' ');
      g_string_append (text, month);
    }
  g_string_append_c (text, ' ');
  append_clock (text, usec);
  g_string_append_c (text, ' ');
  append_year (text, civil.year);
}

static void
append_zone (GString           *text,
             const PggZoneType *zone,
             PggDateStyle       style)
{
  if (style == PGG_DATE_STYLE_ISO)
    {
      append_offset (text, zone->offset);
      return;
    }

  g_string_append_c (text, ' ');
  g_string_append_len (text, zone->abbreviation,
                       (gssize) MIN (strlen (zone->abbreviation), MAX_ABBREVIATION));
}

void
pgg_datetime_append_timestamp (GString           *text,
                               gint64             usec,
                               PggDateStyle       style,
                               PggDateOrder       order,
                               const PggZoneType *zone)
{
  gint64 days = pgg_usec_get_days (usec);
  gint64 usec_of_day = usec - days * PGG_USEC_PER_DAY;
  PggCivil civil;

  if (pgg_usec_is_infinite (usec))
    {
      append_infinity (text, usec > 0);
      return;
    }

  civil = pgg_civil_from_days (days);
  if (style == PGG_DATE_STYLE_POSTGRES)
    append_postgres (text, days, usec_of_day, order);
  else
    {
      append_civil (text, civil, style, order);
      g_string_append_c (text, ' ');
      append_clock (text, usec_of_day);
    }
  if (zone != NULL)
    append_zone (text, zone, style);
  append_era (text, civil.year);
}
