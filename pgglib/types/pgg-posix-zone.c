/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Time zones given by a rule, which also ends the files of the time zone database (RFC 8536).
 *
 * The server reads rules in src/timezone/localtime.c, tzparse(): hours may go up to 167, and names
 * in angle brackets may hold anything. */

#include "config.h"

#include "pgg-posix-zone-private.h"

#include "pgg-calendar-private.h"

#define MAX_HOURS 167
#define DEFAULT_CHANGE (2 * PGG_SECONDS_PER_HOUR)

typedef enum
{
  DAY_JULIAN, /* Jn: 1 to 365, 29 February is never counted */
  DAY_OF_YEAR, /* n: 0 to 365 */
  DAY_OF_MONTH, /* Mm.n.d */
} DayKind;

/* When clocks change in a year. */
typedef struct
{
  DayKind kind;
  int     day;   /* of the week with DAY_OF_MONTH */
  int     week;
  int     month;
  int     time;  /* seconds from midnight, by the clocks before the change */
} Change;

struct _PggPosixZone
{
  PggZoneType standard;
  PggZoneType daylight;
  gboolean    has_daylight;
  Change      start; /* of daylight saving time */
  Change      end;
  char       *standard_name;
  char       *daylight_name;
};

/* A change that happens. */
typedef struct
{
  gint64             time;
  const PggZoneType *type; /* from then on */
} Event;

static gboolean
skip (const char **text,
      char         c)
{
  if (**text != c)
    return FALSE;

  (*text)++;
  return TRUE;
}

static gboolean
parse_number (const char **text,
              int          minimum,
              int          maximum,
              int         *number)
{
  int value = 0;

  if (!g_ascii_isdigit (**text))
    return FALSE;

  for (; g_ascii_isdigit (**text); (*text)++)
    {
      value = value * 10 + (**text - '0');
      if (value > maximum)
        return FALSE;
    }

  *number = value;
  return value >= minimum;
}

static char *
parse_name (const char **text)
{
  gboolean is_quoted = skip (text, '<');
  const char *start = *text;
  gsize length = is_quoted ? strcspn (start, ">") : strcspn (start, "0123456789,+-");

  *text += length;
  if (is_quoted && !skip (text, '>'))
    return NULL;

  return g_strndup (start, length);
}

/* [+-]hh[:mm[:ss]] */
static gboolean
parse_seconds (const char **text,
               int         *seconds)
{
  gboolean is_negative = skip (text, '-');
  int hours = 0, minutes = 0, rest = 0;

  if (!is_negative)
    skip (text, '+');
  if (!parse_number (text, 0, MAX_HOURS, &hours))
    return FALSE;
  if (skip (text, ':') && !parse_number (text, 0, 59, &minutes))
    return FALSE;
  if (skip (text, ':') && !parse_number (text, 0, 60, &rest))
    return FALSE;

  *seconds = (hours * 60 + minutes) * 60 + rest;
  if (is_negative)
    *seconds = -*seconds;
  return TRUE;
}

static gboolean
parse_day (const char **text,
           Change      *change)
{
  if (skip (text, 'J'))
    {
      change->kind = DAY_JULIAN;
      return parse_number (text, 1, 365, &change->day);
    }
  if (skip (text, 'M'))
    {
      change->kind = DAY_OF_MONTH;
      return parse_number (text, 1, 12, &change->month) && skip (text, '.') &&
             parse_number (text, 1, 5, &change->week) && skip (text, '.') &&
             parse_number (text, 0, 6, &change->day);
    }

  change->kind = DAY_OF_YEAR;
  return parse_number (text, 0, 365, &change->day);
}

static gboolean
parse_change (const char **text,
              Change      *change)
{
  change->time = DEFAULT_CHANGE;

  return skip (text, ',') && parse_day (text, change) &&
         (!skip (text, '/') || parse_seconds (text, &change->time));
}

/* Offsets are written the other way round: as what is to be added to get UTC. */
static gboolean
parse_standard (const char   **text,
                PggPosixZone  *self)
{
  int west = 0;

  self->standard_name = parse_name (text);
  if (self->standard_name == NULL || !parse_seconds (text, &west))
    return FALSE;

  self->standard = (PggZoneType) { -west, self->standard_name };
  return TRUE;
}

static gboolean
parse_daylight (const char   **text,
                PggPosixZone  *self)
{
  int west = -(self->standard.offset + PGG_SECONDS_PER_HOUR);

  self->daylight_name = parse_name (text);
  if (self->daylight_name == NULL || self->daylight_name[0] == '\0' ||
      (**text != ',' && !parse_seconds (text, &west)))
    return FALSE;

  self->has_daylight = TRUE;
  self->daylight = (PggZoneType) { -west, self->daylight_name };
  return parse_change (text, &self->start) && parse_change (text, &self->end);
}

PggPosixZone *
pgg_posix_zone_new (const char *text)
{
  g_autoptr (PggPosixZone) self = g_new0 (PggPosixZone, 1);

  if (!parse_standard (&text, self) || (*text != '\0' && !parse_daylight (&text, self)) ||
      *text != '\0')
    return NULL;

  return g_steal_pointer (&self);
}

void
pgg_posix_zone_free (PggPosixZone *self)
{
  g_free (self->standard_name);
  g_free (self->daylight_name);
  g_free (self);
}

/* Days from 2000-01-01. */
static gint64
get_day (const Change *self,
         int           year)
{
  gint64 first = pgg_civil_to_days ((PggCivil) { year, self->month, 1 });
  gint64 day;

  switch (self->kind)
    {
    case DAY_JULIAN:
      return self->day < 60 ? pgg_civil_to_days ((PggCivil) { year, 1, self->day })
                            : pgg_civil_to_days ((PggCivil) { year, 3, self->day - 59 });
    case DAY_OF_YEAR:
      return pgg_civil_to_days ((PggCivil) { year, 1, 1 }) + self->day;
    case DAY_OF_MONTH:
      /* The fifth week stands for the last. */
      day = first + (self->day - pgg_days_get_weekday (first) + 7) % 7 + (self->week - 1) * 7;
      if (pgg_civil_from_days (day).month != self->month)
        day -= 7;
      return day;
    }
  g_assert_not_reached ();
}

/* Seconds from 1970, by a clock that is that far from UTC. */
static gint64
get_time (const Change *self,
          int           year,
          int           offset)
{
  return (get_day (self, year) - PGG_UNIX_EPOCH_DAYS) * PGG_SECONDS_PER_DAY + self->time - offset;
}

/* The changes of a year in their order. A rule whose daylight saving time lasts the whole year has
 * no end. */
static int
get_events (const PggPosixZone *self,
            int                 year,
            Event               events[2])
{
  gint64 length = (pgg_civil_to_days ((PggCivil) { year + 1, 1, 1 })
                   - pgg_civil_to_days ((PggCivil) { year, 1, 1 })) * PGG_SECONDS_PER_DAY;
  Event start = { get_time (&self->start, year, self->standard.offset), &self->daylight };
  Event end = { get_time (&self->end, year, self->daylight.offset), &self->standard };
  gint64 duration = end.time - start.time;

  events[0] = duration < 0 ? end : start;
  events[1] = duration < 0 ? start : end;
  if (duration < 0)
    return 2;

  return duration > 0 && duration < length + self->daylight.offset - self->standard.offset ? 2 : 1;
}

/* The last change up to a time; there is always one. */
static Event
find_event (const PggPosixZone *self,
            gint64              time)
{
  gint64 days = time / PGG_SECONDS_PER_DAY + PGG_UNIX_EPOCH_DAYS;
  int year = pgg_civil_from_days (days).year;
  Event found = { G_MININT64, &self->standard };

  /* Changes may be some days outside of their year. */
  for (int y = year - 2; y <= year + 1; y++)
    {
      Event events[2];
      int n_events = get_events (self, y, events);

      for (int i = 0; i < n_events; i++)
        if (events[i].time <= time && events[i].time >= found.time)
          found = events[i];
    }

  return found;
}

PggZoneType
pgg_posix_zone_lookup (const PggPosixZone *self,
                       gint64              time)
{
  return self->has_daylight ? *find_event (self, time).type : self->standard;
}

gint64
pgg_posix_zone_get_last_change (const PggPosixZone *self,
                                gint64              time)
{
  return self->has_daylight ? find_event (self, time).time : G_MININT64;
}
