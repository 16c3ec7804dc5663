/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PGG_SECONDS_PER_HOUR 3600
#define PGG_SECONDS_PER_DAY 86400
#define PGG_USEC_PER_SECOND G_GINT64_CONSTANT (1000000)
#define PGG_USEC_PER_MINUTE (60 * PGG_USEC_PER_SECOND)
#define PGG_USEC_PER_HOUR (60 * PGG_USEC_PER_MINUTE)
#define PGG_USEC_PER_DAY (24 * PGG_USEC_PER_HOUR)

/* The server counts days and microseconds from 2000-01-01 (src/include/datatype/timestamp.h). */
#define PGG_UNIX_EPOCH_DAYS (-10957)
#define PGG_UNIX_EPOCH_SECONDS (PGG_UNIX_EPOCH_DAYS * G_GINT64_CONSTANT (86400))

/* What the server takes, the end excluded: from day 0 of the Julian calendar, 4714-11-24 BC, to
 * 5874898-01-01 for dates and 294277-01-01 for timestamps. The smallest and the largest number
 * stand for the infinities. */
#define PGG_DAYS_MIN (-2451545)
#define PGG_DAYS_END (2147483494 - 2451545)
#define PGG_TIMESTAMP_MIN (PGG_DAYS_MIN * PGG_USEC_PER_DAY)
#define PGG_TIMESTAMP_END G_GINT64_CONSTANT (9223371331200000000)

/* Offsets from UTC are smaller than this many seconds: the server reads none of 16 hours or more,
 * but writes those of any time zone, which may be a week (src/timezone/localtime.c, getsecs). */
#define PGG_OFFSET_LIMIT (168 * PGG_SECONDS_PER_HOUR)

/* A day of the Gregorian calendar, which also holds for the time before there was one. */
typedef struct
{
  int year; /* astronomical: 0 is 1 BC */
  int month;
  int day;
} PggCivil;

static inline gboolean
pgg_days_is_finite (gint64 days)
{
  return days >= PGG_DAYS_MIN && days < PGG_DAYS_END;
}

static inline gboolean
pgg_days_is_infinite (gint32 days)
{
  return days == G_MININT32 || days == G_MAXINT32;
}

static inline gboolean
pgg_usec_is_finite (gint64 usec)
{
  return usec >= PGG_TIMESTAMP_MIN && usec < PGG_TIMESTAMP_END;
}

static inline gboolean
pgg_usec_is_infinite (gint64 usec)
{
  return usec == G_MININT64 || usec == G_MAXINT64;
}

/* Rounds towards the past. */
static inline gint64
pgg_usec_get_days (gint64 usec)
{
  return usec >= 0 ? usec / PGG_USEC_PER_DAY : -((-1 - usec) / PGG_USEC_PER_DAY) - 1;
}

/* The microseconds from midnight; 24:00:00 is the last time of a day. */
static inline gboolean
pgg_usec_from_clock (int     hour,
                     int     minute,
                     int     second,
                     int     microsecond,
                     gint64 *usec)
{
  *usec = ((hour * G_GINT64_CONSTANT (60) + minute) * 60 + second) * PGG_USEC_PER_SECOND
          + microsecond;

  return hour >= 0 && hour <= 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 &&
         microsecond >= 0 && microsecond < PGG_USEC_PER_SECOND && *usec <= PGG_USEC_PER_DAY;
}

PggCivil pgg_civil_from_days (gint64   days);

/* Any month from 1 to 12 and any day: one that the month does not have counts on. */
gint64   pgg_civil_to_days   (PggCivil self);

gboolean pgg_civil_is_valid  (PggCivil self);

/* 0 is Sunday. */
int      pgg_days_get_weekday (gint64 days);

/* There is no year 0 where people write years: 1 BC is -1, or 1 with a suffix. */
static inline int
pgg_year_to_written (int year)
{
  return year > 0 ? year : year - 1;
}

/* The year 0, which nobody writes, becomes 1 BC. */
static inline PggCivil
pgg_civil_from_written (int year,
                        int month,
                        int day)
{
  return (PggCivil) { year >= 0 || year == G_MININT32 ? year : year + 1, month, day };
}

G_END_DECLS
