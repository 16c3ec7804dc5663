/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Dates and times from the text of the server, see EncodeDateTime() in
 * src/backend/utils/adt/datetime.c.
 *
 * The styles differ in their shape: only ISO begins with a year, which never has less than four
 * digits, and all others have separators of their own. The order of day and month is not shown. */

#include "config.h"

#include "pgg-datetime-private.h"

#define FRACTION_DIGITS 6

/* No year has more digits, and none is shorter. */
#define MAX_YEAR_DIGITS 7
#define MIN_YEAR_DIGITS 4

static inline gboolean
skip (PggBuffer *text,
      char       c)
{
  if (text->size == 0 || text->data[0] != (guint8) c)
    return FALSE;

  pgg_buffer_take (text, 1);
  return TRUE;
}

static inline gboolean
starts_with_digit (const PggBuffer *text)
{
  return text->size > 0 && g_ascii_isdigit (text->data[0]);
}

/* Two digits. */
static inline gboolean
read_pair (PggBuffer *text,
           int       *value)
{
  const guint8 *digits = pgg_buffer_take (text, 2);
  guint tens, ones;

  if (digits == NULL)
    return FALSE;

  tens = (guint) digits[0] - '0';
  ones = (guint) digits[1] - '0';
  *value = (int) (tens * 10 + ones);
  return tens <= 9 && ones <= 9;
}

/* The number of digits, or 0 if it is no number of up to seven. */
static inline int
read_number (PggBuffer *text,
             int       *value)
{
  int n_digits = 0;
  int number = 0;

  for (; starts_with_digit (text) && n_digits <= MAX_YEAR_DIGITS; n_digits++)
    number = number * 10 + (*pgg_buffer_take (text, 1) - '0');

  *value = number;
  return n_digits <= MAX_YEAR_DIGITS ? n_digits : 0;
}

static gboolean
read_year (PggBuffer *text,
           int       *year)
{
  return read_number (text, year) >= MIN_YEAR_DIGITS;
}

/* Microseconds; digits that are not shown are zero. */
static gboolean
read_fraction (PggBuffer *text,
               gint64    *usec)
{
  int n_digits = 0;
  int number = 0;

  for (; starts_with_digit (text) && n_digits < FRACTION_DIGITS; n_digits++)
    number = number * 10 + (*pgg_buffer_take (text, 1) - '0');
  if (n_digits == 0)
    return FALSE;

  for (; n_digits < FRACTION_DIGITS; n_digits++)
    number *= 10;
  while (skip (text, '0'))
    ;

  *usec = number;
  return !starts_with_digit (text);
}

/* 24:00:00 is a time. */
static gboolean
read_clock (PggBuffer *text,
            gint64    *usec)
{
  int hour, minute, second;
  gint64 fraction = 0;

  if (!read_pair (text, &hour) || !skip (text, ':') || !read_pair (text, &minute) ||
      !skip (text, ':') || !read_pair (text, &second))
    return FALSE;
  if (skip (text, '.') && !read_fraction (text, &fraction))
    return FALSE;

  *usec = ((hour * 60 + minute) * 60 + second) * PGG_USEC_PER_SECOND + fraction;
  return minute < 60 && second < 60 && *usec <= PGG_USEC_PER_DAY;
}

/* Two digits, or three where a rule in the name of the time zone says so, which begin with no
 * zero: without a colon, the server takes the last two digits of "+050" for minutes. */
static gboolean
read_hours (PggBuffer *text,
            int       *hours)
{
  if (!read_pair (text, hours))
    return FALSE;
  if (*hours >= 10 && starts_with_digit (text))
    *hours = *hours * 10 + (*pgg_buffer_take (text, 1) - '0');

  return TRUE;
}

/* +01, -03:30, +00:19:32, or Z. */
static gboolean
read_offset (PggBuffer *text,
             int       *offset)
{
  gboolean is_negative = skip (text, '-');
  int hours, minutes = 0, seconds = 0;

  if (!is_negative && !skip (text, '+'))
    {
      *offset = 0;
      return skip (text, 'Z');
    }

  if (!read_hours (text, &hours) || (skip (text, ':') && !read_pair (text, &minutes)) ||
      (skip (text, ':') && !read_pair (text, &seconds)) || minutes > 59 || seconds > 59)
    return FALSE;

  *offset = (hours * 60 + minutes) * 60 + seconds;
  if (is_negative)
    *offset = -*offset;
  return TRUE;
}

static gboolean
read_infinity (const PggBuffer *text,
               gboolean        *is_positive)
{
  *is_positive = pgg_buffer_equals (text, "infinity");

  return *is_positive || pgg_buffer_equals (text, "-infinity");
}

static void
set_day_and_month (PggCivil *civil,
                   int       first,
                   int       second,
                   gboolean  is_day_first)
{
  civil->day = is_day_first ? first : second;
  civil->month = is_day_first ? second : first;
}

/* "29/02/2012" and "29-02-2012": the style shows, but not what comes first, unless no month has
 * such a number. It is known of the session's own style. */
static PggDecode
order_numbers (PggCivil     *civil,
               int           first,
               int           second,
               PggDateStyle  shown,
               PggDateStyle  style,
               PggDateOrder  order)
{
  gboolean is_known = style == shown || first == second || first > 12 || second > 12;
  gboolean is_day_first = style == shown ? order == PGG_DATE_ORDER_DMY : first > 12;

  set_day_and_month (civil, first, second, is_day_first);

  return is_known ? PGG_DECODE_OK : PGG_DECODE_NOT_SUPPORTED;
}

/* The year is the one that is written. */
static inline PggDecode
read_civil (PggBuffer    *text,
            PggDateStyle  style,
            PggDateOrder  order,
            PggCivil     *civil)
{
  int first, second;
  int n_digits = read_number (text, &first);
  char separator;

  if (n_digits >= MIN_YEAR_DIGITS)
    {
      civil->year = first;
      return skip (text, '-') && read_pair (text, &civil->month) && skip (text, '-') &&
             read_pair (text, &civil->day) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;
    }

  separator = text->size > 0 ? (char) text->data[0] : '\0';
  if (n_digits != 2 || (separator != '/' && separator != '.' && separator != '-'))
    return PGG_DECODE_MALFORMED;
  if (!skip (text, separator) || !read_pair (text, &second) || !skip (text, separator) ||
      !read_year (text, &civil->year))
    return PGG_DECODE_MALFORMED;

  if (separator != '.')
    return order_numbers (civil, first, second,
                          separator == '/' ? PGG_DATE_STYLE_SQL : PGG_DATE_STYLE_POSTGRES, style,
                          order);

  set_day_and_month (civil, first, second, TRUE);
  return PGG_DECODE_OK;
}

/* What is left must be nothing, or the era; makes days of all. */
static gboolean
finish_civil (PggBuffer *text,
              PggCivil   civil,
              gint64    *days)
{
  gboolean is_bc = !pgg_buffer_at_end (text);

  if (is_bc && !pgg_buffer_equals (text, " BC"))
    return FALSE;
  if (civil.year == 0)
    return FALSE;
  if (is_bc)
    civil = pgg_civil_from_written (-civil.year, civil.month, civil.day);
  if (!pgg_civil_is_valid (civil))
    return FALSE;

  *days = pgg_civil_to_days (civil);
  return TRUE;
}

PggDecode
pgg_datetime_parse_date (PggBuffer     text,
                         PggDateStyle  style,
                         PggDateOrder  order,
                         gint32       *days)
{
  PggCivil civil;
  PggDecode decode;
  gint64 count;
  gboolean is_positive;

  if (!starts_with_digit (&text))
    {
      if (!read_infinity (&text, &is_positive))
        return PGG_DECODE_MALFORMED;
      *days = is_positive ? G_MAXINT32 : G_MININT32;
      return PGG_DECODE_OK;
    }

  decode = read_civil (&text, style, order, &civil);
  if (decode == PGG_DECODE_MALFORMED || !finish_civil (&text, civil, &count) ||
      !pgg_days_is_finite (count))
    return PGG_DECODE_MALFORMED;

  *days = (gint32) count;
  return decode;
}

gboolean
pgg_datetime_parse_time (PggBuffer     text,
                         PggTimeParts *time)
{
  time->offset = 0;
  if (!read_clock (&text, &time->usec))
    return FALSE;

  time->has_offset = !pgg_buffer_at_end (&text);
  return (!time->has_offset || read_offset (&text, &time->offset)) && pgg_buffer_at_end (&text) &&
         pgg_time_is_valid (time);
}

/* What stands behind the time: nothing, the offset or the abbreviation of the zone, and the era. */
static gboolean
read_zone (PggBuffer         *text,
           PggTimestampParts *timestamp)
{
  PggBuffer rest = *text;
  gsize length;

  timestamp->zone = PGG_ZONE_TEXT_NONE;
  timestamp->offset = 0;
  timestamp->abbreviation = NULL;
  timestamp->length = 0;
  if (pgg_buffer_at_end (text) || pgg_buffer_equals (text, " BC"))
    return TRUE;

  if (!skip (&rest, ' '))
    {
      timestamp->zone = PGG_ZONE_TEXT_OFFSET;
      return read_offset (text, &timestamp->offset) && ABS (timestamp->offset) < PGG_OFFSET_LIMIT;
    }

  length = rest.size;
  if (length >= 3 && memcmp (rest.data + length - 3, " BC", 3) == 0)
    length -= 3;
  timestamp->zone = PGG_ZONE_TEXT_ABBREVIATION;
  timestamp->length = length;
  timestamp->abbreviation = pgg_buffer_take (&rest, length);
  *text = rest;
  return TRUE;
}

static gboolean
read_month (PggBuffer *text,
            int       *month)
{
  static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const guint8 *name = pgg_buffer_take (text, 3);

  for (*month = 1; name != NULL && *month <= 12; (*month)++)
    if (memcmp (names + (*month - 1) * 3, name, 3) == 0)
      return TRUE;

  return FALSE;
}

/* "Wed Feb 29 12:00:00 2012" or "Wed 29 Feb 12:00:00 2012" */
static gboolean
read_postgres (PggBuffer *text,
               PggCivil  *civil,
               gint64    *usec)
{
  gboolean is_day_first;

  if (pgg_buffer_take (text, 3) == NULL || !skip (text, ' '))
    return FALSE;

  is_day_first = starts_with_digit (text);
  if (is_day_first)
    {
      if (!read_pair (text, &civil->day) || !skip (text, ' ') || !read_month (text, &civil->month))
        return FALSE;
    }
  else if (!read_month (text, &civil->month) || !skip (text, ' ') ||
           !read_pair (text, &civil->day))
    return FALSE;

  return skip (text, ' ') && read_clock (text, usec) && skip (text, ' ') &&
         read_year (text, &civil->year);
}

static PggDecode
read_date_and_clock (PggBuffer    *text,
                     PggDateStyle  style,
                     PggDateOrder  order,
                     PggCivil     *civil,
                     gint64       *usec)
{
  PggDecode decode;

  if (!starts_with_digit (text))
    return read_postgres (text, civil, usec) ? PGG_DECODE_OK : PGG_DECODE_MALFORMED;

  decode = read_civil (text, style, order, civil);

  return (skip (text, ' ') || skip (text, 'T')) && read_clock (text, usec) ? decode
                                                                            : PGG_DECODE_MALFORMED;
}

PggDecode
pgg_datetime_parse_timestamp (PggBuffer          text,
                              PggDateStyle       style,
                              PggDateOrder       order,
                              PggTimestampParts *timestamp)
{
  PggCivil civil;
  PggDecode decode;
  gint64 days, usec;
  gboolean is_positive;

  if (!starts_with_digit (&text) && read_infinity (&text, &is_positive))
    {
      *timestamp = (PggTimestampParts) { is_positive ? G_MAXINT64 : G_MININT64 };
      return PGG_DECODE_OK;
    }

  decode = read_date_and_clock (&text, style, order, &civil, &usec);
  if (decode == PGG_DECODE_MALFORMED || !read_zone (&text, timestamp) ||
      !finish_civil (&text, civil, &days))
    return PGG_DECODE_MALFORMED;

  /* A clock may show what is outside of the range only because of the zone: one day is enough. */
  if (days < PGG_DAYS_MIN - 1 || days > PGG_TIMESTAMP_END / PGG_USEC_PER_DAY + 1)
    return PGG_DECODE_MALFORMED;

  timestamp->usec = days * PGG_USEC_PER_DAY + usec;
  return decode;
}

gboolean
pgg_datetime_is_iso (PggBuffer text)
{
  int year;

  return !starts_with_digit (&text) ? pgg_buffer_equals (&text, "infinity") ||
                                        pgg_buffer_equals (&text, "-infinity")
                                    : read_year (&text, &year) && skip (&text, '-');
}
