/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Days counted from 2000-01-01 and the Gregorian calendar. */

#include "config.h"

#include "pgg-calendar-private.h"

/* The calendar repeats itself after this many years and days. Years are counted from March here, so
 * that the leap day is the last of the year. */
#define CYCLE_YEARS 400
#define CYCLE_DAYS 146097

/* From 1 March of a year that is a multiple of 400 and before all that the server knows. */
#define BASE_YEAR (-12 * CYCLE_YEARS)
#define BASE_DAYS (730425 + 12 * CYCLE_DAYS)

/* Of the last day that the server knows. */
#define MAX_YEAR 5874897

PggCivil
pgg_civil_from_days (gint64 days)
{
  guint64 count = (guint64) (days + BASE_DAYS);
  guint cycle = (guint) (count / CYCLE_DAYS);
  guint day_of_cycle = (guint) (count % CYCLE_DAYS);
  guint year_of_cycle = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524
                         - day_of_cycle / (CYCLE_DAYS - 1)) / 365;
  guint day_of_year = day_of_cycle
                      - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
  guint month = (5 * day_of_year + 2) / 153; /* 0 is March: 153 days in five months */
  int year = BASE_YEAR + (int) (cycle * CYCLE_YEARS + year_of_cycle);

  return (PggCivil) {
    month < 10 ? year : year + 1,
    (int) (month < 10 ? month + 3 : month - 9),
    (int) (day_of_year - (153 * month + 2) / 5 + 1),
  };
}

gint64
pgg_civil_to_days (PggCivil self)
{
  gint64 year = (gint64) self.year - BASE_YEAR - (self.month <= 2 ? 1 : 0);
  int month = self.month <= 2 ? self.month + 9 : self.month - 3;

  return year * 365 + year / 4 - year / 100 + year / 400
         + (153 * month + 2) / 5 + self.day - 1 - BASE_DAYS;
}

static gboolean
is_leap (int year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Whether there is such a day; the server may know it only in another time zone. */
gboolean
pgg_civil_is_valid (PggCivil self)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  if (self.year <= BASE_YEAR || self.year > MAX_YEAR || self.month < 1 || self.month > 12 ||
      self.day < 1)
    return FALSE;

  return self.day <= lengths[self.month - 1] ||
         (self.month == 2 && self.day == 29 && is_leap (self.year));
}

int
pgg_days_get_weekday (gint64 days)
{
  /* 2000-01-01 was a Saturday; the number added is a multiple of 7. */
  return (int) ((days + 6 + G_GINT64_CONSTANT (7) * 1000000) % 7);
}
