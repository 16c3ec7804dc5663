/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Intervals from the text of the server in any of its four styles, see EncodeInterval() in
 * src/backend/utils/adt/datetime.c. The text shows which style it is. */

#include "config.h"

#include "pgg-datetime-private.h"

#define FRACTION_DIGITS 6
#define MONTHS_PER_YEAR 12

/* What was read so far, each part in the width that sums need. */
typedef struct
{
  gint64 months;
  gint64 days;
  gint64 usec;
} Sums;

/* What an interval has only once, see DecodeInterval() in src/backend/utils/adt/datetime.c. */
typedef enum
{
  PART_YEAR = 1 << 0,
  PART_MONTH = 1 << 1,
  PART_DAY = 1 << 2,
  PART_HOUR = 1 << 3,
  PART_MINUTE = 1 << 4,
  PART_SECOND = 1 << 5,
} Parts;

#define PARTS_OF_CLOCK (PART_HOUR | PART_MINUTE | PART_SECOND)

/* A list of numbers with their units. */
typedef struct
{
  Sums     sums;
  guint    seen;            /* Parts */
  gboolean is_before;       /* the list ends in "ago" */
  int      sign;            /* of numbers without one; it turns the sign of those that have one */
  gboolean is_standard;     /* a sign in front may be for all */
  guint    n_fields;
  guint    n_signs;
  gboolean starts_negative;
  gboolean is_time_next;
} Fields;

/* A number with its sign: that of -0.5 is nowhere else. */
typedef struct
{
  int      sign;      /* 1 or -1 */
  gboolean has_sign;
  gint64   whole;     /* with the sign */
  gboolean has_point;
  gint64   usec;      /* what is behind the point, with the sign */
} Number;

typedef struct
{
  const char *name;
  Parts       part;
  gint64      months;
  gint64      days;
  gint64      usec;
} Unit;

static const Unit words[] = {
  { "year", PART_YEAR, MONTHS_PER_YEAR, 0, 0 },
  { "mon", PART_MONTH, 1, 0, 0 },
  { "day", PART_DAY, 0, 1, 0 },
  { "hour", PART_HOUR, 0, 0, PGG_USEC_PER_HOUR },
  { "min", PART_MINUTE, 0, 0, PGG_USEC_PER_MINUTE },
  { "sec", PART_SECOND, 0, 0, PGG_USEC_PER_SECOND },
};

static const Unit day = { "day", PART_DAY, 0, 1, 0 };

/* M is a month before the T and a minute behind it. */
static const Unit date_letters[] = {
  { "Y", PART_YEAR, MONTHS_PER_YEAR, 0, 0 },
  { "M", PART_MONTH, 1, 0, 0 },
  { "D", PART_DAY, 0, 1, 0 },
};

static const Unit time_letters[] = {
  { "H", PART_HOUR, 0, 0, PGG_USEC_PER_HOUR },
  { "M", PART_MINUTE, 0, 0, PGG_USEC_PER_MINUTE },
  { "S", PART_SECOND, 0, 0, PGG_USEC_PER_SECOND },
};

static gboolean
skip (PggBuffer *text,
      char       c)
{
  if (text->size == 0 || text->data[0] != (guint8) c)
    return FALSE;

  pgg_buffer_take (text, 1);
  return TRUE;
}

static gboolean
starts_with_digit (const PggBuffer *text)
{
  return text->size > 0 && g_ascii_isdigit (text->data[0]);
}

/* Adds value × factor. */
static gboolean
add (gint64 *sum,
     gint64  value,
     gint64  factor)
{
  if (factor == 0)
    return TRUE;
  if (value > G_MAXINT64 / factor || value < G_MININT64 / factor)
    return FALSE;

  value *= factor;
  if (value > 0 ? *sum > G_MAXINT64 - value : *sum < G_MININT64 - value)
    return FALSE;

  *sum += value;
  return TRUE;
}

static gboolean
add_unit (Sums         *sums,
          const Number *number,
          const Unit   *unit)
{
  if (number->has_point && unit->usec != PGG_USEC_PER_SECOND)
    return FALSE;

  return add (&sums->months, number->whole, unit->months) &&
         add (&sums->days, number->whole, unit->days) &&
         add (&sums->usec, number->whole, unit->usec) && add (&sums->usec, number->usec, 1);
}

/* Digits become part of a number whose sign is known, so that the smallest one can be read. */
static gboolean
read_digits (PggBuffer *text,
             int        sign,
             gint64    *value)
{
  gint64 number = 0;

  if (!starts_with_digit (text))
    return FALSE;

  while (starts_with_digit (text))
    {
      gint64 sum = sign * (*pgg_buffer_take (text, 1) - '0');

      if (!add (&sum, number, 10))
        return FALSE;
      number = sum;
    }

  *value = number;
  return TRUE;
}

static gboolean
read_fraction (PggBuffer *text,
               int        sign,
               gint64    *usec)
{
  gsize size = text->size;
  gsize n_digits;

  if (!read_digits (text, sign, usec))
    return FALSE;

  n_digits = size - text->size;
  if (n_digits > FRACTION_DIGITS)
    return FALSE;
  for (; n_digits < FRACTION_DIGITS; n_digits++)
    *usec *= 10;

  return TRUE;
}

static gboolean
take_part (Fields *fields,
           guint   parts)
{
  gboolean is_new = (fields->seen & parts) == 0;

  fields->seen |= parts;
  return is_new;
}

/* The sign given is that of a number without one, and turns the sign of one that has it. Before
 * version 15 the server wrote the smallest number of days with two signs in the style sql_standard,
 * see EncodeInterval() in src/backend/utils/adt/datetime.c. */
static gboolean
read_number (PggBuffer *text,
             int        sign,
             Number    *number)
{
  gboolean is_negative = skip (text, '-');
  gboolean is_doubled = is_negative && skip (text, '-');

  number->has_sign = is_negative || skip (text, '+');
  number->sign = is_negative ? -sign : sign;
  number->usec = 0;
  if (!read_digits (text, number->sign, &number->whole) ||
      (is_doubled && number->whole != G_MININT32))
    return FALSE;

  number->has_point = skip (text, '.');
  return !number->has_point || read_fraction (text, number->sign, &number->usec);
}

/* Letters up to the next that is none, without the s of a plural. */
static const Unit *
read_word (PggBuffer *text)
{
  const guint8 *word = text->data;
  gsize length = 0;

  while (text->size > 0 && g_ascii_isalpha (text->data[0]))
    {
      pgg_buffer_take (text, 1);
      length++;
    }
  if (length > 1 && word[length - 1] == 's')
    length--;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i].name) == length && memcmp (words[i].name, word, length) == 0)
      return &words[i];

  return NULL;
}

/* Hours were read already; minutes and seconds have their sign. */
static gboolean
read_clock (PggBuffer    *text,
            const Number *hours,
            Sums         *sums)
{
  Number minutes, seconds = { 1 };

  if (!read_number (text, hours->sign, &minutes) || minutes.has_sign || minutes.has_point ||
      ABS (minutes.whole) > 59)
    return FALSE;
  if (skip (text, ':') && (!read_number (text, hours->sign, &seconds) || seconds.has_sign ||
                           ABS (seconds.whole) > 59))
    return FALSE;

  return !hours->has_point && add (&sums->usec, hours->whole, PGG_USEC_PER_HOUR) &&
         add (&sums->usec, minutes.whole, PGG_USEC_PER_MINUTE) &&
         add (&sums->usec, seconds.whole, PGG_USEC_PER_SECOND) &&
         add (&sums->usec, seconds.usec, 1);
}

/* "1-2" are years and months. */
static gboolean
read_months (PggBuffer    *text,
             const Number *years,
             Sums         *sums)
{
  Number months;

  return !years->has_point && read_number (text, years->sign, &months) && !months.has_sign &&
         !months.has_point && ABS (months.whole) < MONTHS_PER_YEAR &&
         add (&sums->months, years->whole, MONTHS_PER_YEAR) &&
         add (&sums->months, months.whole, 1);
}

/* A sole number counts days, and a time follows, which has its sign unless it has one of its own;
 * zero, which is in seconds then, may be the end. */
static gboolean
read_days (PggBuffer    *text,
           const Number *number,
           Fields       *fields)
{
  gboolean is_end = pgg_buffer_at_end (text);

  fields->is_time_next = TRUE;
  if (fields->n_fields == 1 && number->has_sign && text->size > 1 &&
      g_ascii_isdigit (text->data[1]))
    fields->sign = number->sign;

  return take_part (fields, is_end ? PART_SECOND : PART_DAY) &&
         (!is_end || (number->whole == 0 && number->usec == 0)) &&
         add_unit (&fields->sums, number, &day);
}

/* Before version 15 the server did not turn the sign of the smallest number of days when it wrote
 * "ago" behind it, "@ 1 mon -2147483648 days ago". As a number it would not fit. */
static void
mend_days (Number *number)
{
  if (number->whole == -(gint64) G_MININT32)
    number->whole = G_MININT32;
}

/* A number and what follows it. */
static gboolean
read_field (PggBuffer *text,
            Fields    *fields)
{
  Number number;
  const Unit *unit;

  if (!read_number (text, fields->sign, &number))
    return FALSE;

  if (fields->n_fields++ == 0)
    fields->starts_negative = number.sign != fields->sign;
  fields->n_signs += number.has_sign ? 1 : 0;
  if (skip (text, ':'))
    return take_part (fields, PARTS_OF_CLOCK) && read_clock (text, &number, &fields->sums);
  if (fields->is_time_next)
    return FALSE;
  if (skip (text, '-'))
    return take_part (fields, PART_MONTH) && read_months (text, &number, &fields->sums);
  if (text->size < 2 || text->data[0] != ' ' || !g_ascii_isalpha (text->data[1]))
    return read_days (text, &number, fields);

  skip (text, ' ');
  unit = read_word (text);
  if (fields->is_before && unit != NULL && unit->part == PART_DAY)
    mend_days (&number);
  return unit != NULL && take_part (fields, unit->part) &&
         add_unit (&fields->sums, &number, unit);
}

/* Fields with one space between. When the first is negative and no other has a sign, it depends on
 * the style whether all are: the server writes that for sql_standard only, and only with a sole
 * number of days, "-1 2:03:04". */
static gboolean
read_fields (PggBuffer *text,
             Fields    *fields)
{
  do
    if (!read_field (text, fields))
      return FALSE;
  while (skip (text, ' '));

  if (fields->starts_negative && fields->n_signs == 1 && fields->n_fields > 1 &&
      !(fields->is_standard && fields->is_time_next))
    return FALSE;

  return pgg_buffer_at_end (text);
}

/* "@ 1 year -2 days ago" */
static gboolean
read_verbose (PggBuffer *text,
              Fields    *fields)
{
  gboolean is_before = text->size > 4 && memcmp (text->data + text->size - 4, " ago", 4) == 0;
  PggBuffer rest = pgg_buffer_init (text->data, text->size - (is_before ? 4 : 0));

  fields->is_before = is_before;
  fields->sign = is_before ? -1 : 1;
  return skip (&rest, ' ') && read_fields (&rest, fields);
}

static const Unit *
read_letter (PggBuffer  *text,
             const Unit *units)
{
  for (int i = 0; i < 3; i++)
    if (skip (text, units[i].name[0]))
      return &units[i];

  return NULL;
}

/* "P1Y-2M3DT-4H-5M-6.7S", the P was read. */
static gboolean
read_iso_8601 (PggBuffer *text,
               Sums      *sums)
{
  const Unit *units = date_letters;

  if (pgg_buffer_at_end (text))
    return FALSE;

  while (!pgg_buffer_at_end (text))
    {
      const Unit *unit;
      Number number;

      if (units == date_letters && skip (text, 'T'))
        units = time_letters;
      if (!read_number (text, 1, &number))
        return FALSE;
      unit = read_letter (text, units);
      if (unit == NULL || !add_unit (sums, &number, unit))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_any (PggBuffer *text,
          Fields    *fields)
{
  if (skip (text, 'P'))
    return read_iso_8601 (text, &fields->sums);
  if (skip (text, '@'))
    return read_verbose (text, fields);

  return read_fields (text, fields);
}

gboolean
pgg_datetime_parse_interval (PggBuffer         text,
                             gboolean          is_standard,
                             PggIntervalParts *interval)
{
  Fields fields = { .sign = 1, .is_standard = is_standard };
  Sums *sums = &fields.sums;

  if (pgg_buffer_equals (&text, "infinity"))
    {
      *interval = (PggIntervalParts) { G_MAXINT32, G_MAXINT32, G_MAXINT64 };
      return TRUE;
    }
  if (pgg_buffer_equals (&text, "-infinity"))
    {
      *interval = (PggIntervalParts) { G_MININT32, G_MININT32, G_MININT64 };
      return TRUE;
    }

  if (!read_any (&text, &fields) || sums->months < G_MININT32 || sums->months > G_MAXINT32 ||
      sums->days < G_MININT32 || sums->days > G_MAXINT32)
    return FALSE;

  *interval = (PggIntervalParts) { (int) sums->months, (int) sums->days, sums->usec };
  return TRUE;
}
