/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Dates, times, timestamps and intervals as values: what can be made, what can be asked. */

#include "config.h"

#include "make-result.h"

#include "client/pgg-result.h"
#include "client/pgg-row.h"
#include "pgg-client-error.h"
#include "types/pgg-codec-private.h"
#include "types/pgg-date.h"
#include "types/pgg-interval.h"
#include "types/pgg-time.h"
#include "types/pgg-timestamp.h"
#include "types/pgg-type-oid-private.h"

#define USEC_PER_SECOND G_GINT64_CONSTANT (1000000)
#define USEC_PER_HOUR (3600 * USEC_PER_SECOND)
#define USEC_PER_DAY (24 * USEC_PER_HOUR)

/* Takes the error. */
static void
assert_refused (gpointer  value,
                GError  **error)
{
  g_assert_null (value);
  assert_client_error (g_steal_pointer (error), PGG_CLIENT_ERROR_CONVERSION, NULL);
}

static void
assert_transformed (GType       type,
                    gpointer    boxed,
                    const char *text)
{
  GValue value = G_VALUE_INIT;
  GValue string = G_VALUE_INIT;

  g_value_init (&value, type);
  g_value_init (&string, G_TYPE_STRING);
  g_assert_true (g_value_transform (&value, &string));
  g_assert_null (g_value_get_string (&string));

  g_value_set_boxed (&value, boxed);
  g_assert_true (g_value_transform (&value, &string));
  g_assert_cmpstr (g_value_get_string (&string), ==, text);
  g_value_unset (&value);
  g_value_unset (&string);
}

static void
assert_date (PggDate    *date,
             const char *text,
             int         days,
             int         year,
             int         month,
             int         day)
{
  g_autoptr (PggDate) taken = date;
  g_autoptr (PggDate) parsed = NULL;
  g_autoptr (PggDate) counted = NULL;
  g_autoptr (PggDate) copied = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *string = pgg_date_to_string (date);

  g_assert_cmpstr (string, ==, text);
  g_assert_cmpint (pgg_date_get_days (date), ==, days);
  g_assert_cmpint (pgg_date_get_year (date), ==, year);
  g_assert_cmpint (pgg_date_get_month (date), ==, month);
  g_assert_cmpint (pgg_date_get_day (date), ==, day);
  g_assert_cmpint (pgg_date_is_infinite (date), ==, year == 0);

  parsed = pgg_date_new_from_string (text, &error);
  counted = pgg_date_new_from_days (days, &error);
  copied = pgg_date_new_from_variant (pgg_date_to_variant (date), &error);
  g_assert_no_error (error);
  g_assert_true (pgg_date_equal (date, parsed));
  g_assert_true (pgg_date_equal (date, counted));
  g_assert_true (pgg_date_equal (date, copied));
  g_assert_cmpuint (pgg_date_hash (date), ==, pgg_date_hash (copied));
  g_assert_cmpint (pgg_date_compare (date, copied), ==, 0);
  assert_transformed (PGG_TYPE_DATE, date, text);
}

static void
test_dates (void)
{
  assert_date (pgg_date_new (2000, 1, 1, NULL), "2000-01-01", 0, 2000, 1, 1);
  assert_date (pgg_date_new (1970, 1, 1, NULL), "1970-01-01", -10957, 1970, 1, 1);
  assert_date (pgg_date_new (2012, 2, 29, NULL), "2012-02-29", 4442, 2012, 2, 29);
  assert_date (pgg_date_new (1, 1, 1, NULL), "0001-01-01", -730119, 1, 1, 1);
  assert_date (pgg_date_new (-1, 12, 31, NULL), "0001-12-31 BC", -730120, -1, 12, 31);
  assert_date (pgg_date_new (-4714, 11, 24, NULL), "4714-11-24 BC", -2451545, -4714, 11, 24);
  assert_date (pgg_date_new (5874897, 12, 31, NULL), "5874897-12-31", 2145031948, 5874897, 12, 31);
  assert_date (pgg_date_new_infinity (TRUE), "infinity", G_MAXINT32, 0, 0, 0);
  assert_date (pgg_date_new_infinity (FALSE), "-infinity", G_MININT32, 0, 0, 0);
}

static void
test_no_dates (void)
{
  static const int fields[][3] = {
    { 0, 1, 1 },      { 2011, 2, 29 },       { 1900, 2, 29 },       { 2012, 0, 1 },
    { 2012, 13, 1 },  { 2012, 1, 0 },        { 2012, 1, 32 },       { 2012, 4, 31 },
    { -4714, 11, 23 }, { 5874898, 1, 1 },    { G_MININT, 1, 1 },    { G_MAXINT, 1, 1 },
    { -4, 2, 29 },    { 2012, G_MININT, 1 }, { 2012, 1, G_MAXINT },
  };
  static const char *const texts[] = {
    "", "today", "2012-2-29", "2012-02-30", "12-02-29", "2012/02/29", "29.02.2012", "02-29-2012",
    "2012-02-29 ", " 2012-02-29", "2012-02-29 AD", "2012-02-29 BC ", "0000-01-01", "Infinity",
    "-2012-02-29", "2012-02-29T00:00:00", "99999999-01-01", "5874898-01-01", "+infinity",
    "2012-02-2", "2012-02-2x", "2012-02-:9",
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    assert_refused (pgg_date_new (fields[i][0], fields[i][1], fields[i][2], &error), &error);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (pgg_date_new_from_string (texts[i], &error), &error);
  assert_refused (pgg_date_new_from_days (-2451546, &error), &error);
  assert_refused (pgg_date_new_from_days (2145031949, &error), &error);
  assert_refused (pgg_date_new_from_variant (g_variant_new_int64 (0), &error), &error);
  assert_refused (pgg_date_new_from_variant (g_variant_new_int32 (G_MAXINT32 - 1), &error), &error);
}

static void
test_gdates (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDate) unset = g_date_new ();
  g_autoptr (GDate) last = g_date_new_dmy (31, 12, 65535);
  g_autoptr (PggDate) date = pgg_date_new_from_gdate (last, &error);
  g_autoptr (PggDate) next = pgg_date_add_days (date, 1, &error);
  g_autoptr (PggDate) before_christ = pgg_date_new (-1, 12, 31, &error);
  g_autoptr (PggDate) infinity = pgg_date_new_infinity (TRUE);
  g_autoptr (PggDate) still = pgg_date_add_days (infinity, -1, &error);

  g_assert_no_error (error);
  for (int days = -800000; days < 30000; days += 997)
    {
      g_autoptr (PggDate) some = pgg_date_new_from_days (days, NULL);
      g_autoptr (GError) too_early = NULL;
      g_autoptr (GDate) gdate = pgg_date_to_gdate (some, &too_early);
      g_autoptr (PggDate) back = NULL;

      if (pgg_date_get_year (some) < 0)
        {
          assert_refused (gdate, &too_early);
          continue;
        }
      back = pgg_date_new_from_gdate (gdate, NULL);
      g_assert_true (pgg_date_equal (some, back));
      g_assert_cmpint (pgg_date_get_weekday (some), ==, g_date_get_weekday (gdate));
    }

  g_assert_cmpint (pgg_date_get_year (date), ==, 65535);
  assert_refused (pgg_date_to_gdate (next, &error), &error);
  assert_refused (pgg_date_to_gdate (before_christ, &error), &error);
  assert_refused (pgg_date_to_gdate (infinity, &error), &error);
  assert_refused (pgg_date_new_from_gdate (unset, &error), &error);
  assert_refused (pgg_date_add_days (next, G_MAXINT, &error), &error);
  assert_refused (pgg_date_add_days (next, G_MININT, &error), &error);
  g_assert_true (pgg_date_equal (infinity, still));
  g_assert_cmpint (pgg_date_get_weekday (infinity), ==, G_DATE_BAD_WEEKDAY);
  g_assert_cmpint (pgg_date_compare (date, next), <, 0);
  g_assert_cmpint (pgg_date_compare (infinity, next), >, 0);
}

static void
assert_time (PggTime    *time,
             const char *text,
             gint64      usec,
             gboolean    has_offset,
             int         offset)
{
  g_autoptr (PggTime) taken = time;
  g_autoptr (PggTime) parsed = NULL;
  g_autoptr (PggTime) copied = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *string = pgg_time_to_string (time);

  g_assert_cmpstr (string, ==, text);
  g_assert_cmpint (pgg_time_get_usec (time), ==, usec);
  g_assert_cmpint (pgg_time_get_hour (time) * USEC_PER_HOUR
                   + pgg_time_get_minute (time) * G_GINT64_CONSTANT (60000000)
                   + pgg_time_get_second (time) * USEC_PER_SECOND
                   + pgg_time_get_microsecond (time), ==, usec);
  g_assert_cmpint (pgg_time_has_offset (time), ==, has_offset);
  g_assert_cmpint (pgg_time_get_offset (time), ==, offset);

  parsed = pgg_time_new_from_string (text, &error);
  copied = pgg_time_new_from_variant (pgg_time_to_variant (time), &error);
  g_assert_no_error (error);
  g_assert_true (pgg_time_equal (time, parsed));
  g_assert_true (pgg_time_equal (time, copied));
  g_assert_cmpuint (pgg_time_hash (time), ==, pgg_time_hash (copied));
  assert_transformed (PGG_TYPE_TIME, time, text);
}

static void
test_times (void)
{
  assert_time (pgg_time_new (0, 0, 0, 0, NULL), "00:00:00", 0, FALSE, 0);
  assert_time (pgg_time_new (24, 0, 0, 0, NULL), "24:00:00", USEC_PER_DAY, FALSE, 0);
  assert_time (pgg_time_new (23, 59, 59, 999999, NULL), "23:59:59.999999", USEC_PER_DAY - 1, FALSE,
               0);
  assert_time (pgg_time_new_from_usec (1500000, NULL), "00:00:01.5", 1500000, FALSE, 0);
  assert_time (pgg_time_new_with_offset (13, 30, 0, 0, 0, NULL), "13:30:00+00",
               13 * USEC_PER_HOUR + USEC_PER_HOUR / 2, TRUE, 0);
  assert_time (pgg_time_new_with_offset (0, 0, 0, 1, -12600, NULL), "00:00:00.000001-03:30", 1,
               TRUE, -12600);
  assert_time (pgg_time_new_with_offset (1, 0, 0, 0, 57599, NULL), "01:00:00+15:59:59",
               USEC_PER_HOUR, TRUE, 57599);
  assert_time (pgg_time_new_from_string ("01:00:00-167:59:59", NULL), "01:00:00-167:59:59",
               USEC_PER_HOUR, TRUE, -604799);
  assert_time (pgg_time_new_from_string ("01:00:00Z", NULL), "01:00:00+00", USEC_PER_HOUR, TRUE, 0);
  assert_time (pgg_time_new_from_string ("01:00:00.100000000", NULL), "01:00:00.1",
               USEC_PER_HOUR + 100000, FALSE, 0);
}

static void
test_no_times (void)
{
  static const int fields[][5] = {
    { 24, 0, 0, 1, 0 }, { 25, 0, 0, 0, 0 },  { -1, 0, 0, 0, 0 },       { 0, 60, 0, 0, 0 },
    { 0, 0, 60, 0, 0 }, { 0, 0, -1, 0, 0 },  { 0, 0, 0, 1000000, 0 },  { 0, 0, 0, -1, 0 },
    { 0, 0, 0, 0, 604800 }, { 0, 0, 0, 0, -604800 }, { G_MAXINT, G_MAXINT, G_MAXINT, 0, 0 },
  };
  static const char *const texts[] = {
    "", "now", "1:00:00", "01:00", "01:0:00", "24:00:00.000001", "24:00:01", "01:60:00", "01:00:60",
    "01:00:00.", "01:00:00.1234567", "01:00:00 +01", "01:00:00+1", "01:00:00+01:60",
    "01:00:00+01:00:60", "01:00:00+168", "01:00:00+050", "01:00:00-168", "01:00:00+01:",
    "01:00:00 ", "01:00:00 AM", "01:00:00+01:00:00:00", "01:00:00CET",
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const int *f = fields[i];

      assert_refused (pgg_time_new_with_offset (f[0], f[1], f[2], f[3], f[4], &error), &error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (pgg_time_new_from_string (texts[i], &error), &error);
  assert_refused (pgg_time_new (1, 2, 60, 0, &error), &error);
  assert_refused (pgg_time_new_from_usec (-1, &error), &error);
  assert_refused (pgg_time_new_from_usec (USEC_PER_DAY + 1, &error), &error);
  assert_refused (pgg_time_new_from_variant (g_variant_new_int64 (0), &error), &error);
  assert_refused (pgg_time_new_from_variant (g_variant_new_parsed ("(int64 0, just 999999)"),
                                             &error), &error);
}

/* From first to last. */
static void
test_time_order (void)
{
  static const char *const texts[] = {
    "00:00:00", "12:00:00",    "24:00:00",    "00:00:00+15", "12:00:00+01",
    "11:00:00+00", "10:00:00-01", "12:00:00+00", "24:00:00-15",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
      {
        g_autoptr (PggTime) first = pgg_time_new_from_string (texts[i], NULL);
        g_autoptr (PggTime) second = pgg_time_new_from_string (texts[j], NULL);
        int order = pgg_time_compare (first, second);

        g_assert_cmpint ((order > 0) - (order < 0), ==, (i > j) - (i < j));
        g_assert_cmpint (pgg_time_equal (first, second), ==, i == j);
      }
}

static void
assert_timestamp (PggTimestamp *timestamp,
                  const char   *text,
                  gint64        usec,
                  gboolean      has_zone)
{
  g_autoptr (PggTimestamp) taken = timestamp;
  g_autoptr (PggTimestamp) counted = NULL;
  g_autoptr (PggTimestamp) copied = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *string = pgg_timestamp_to_string (timestamp);

  g_assert_cmpstr (string, ==, text);
  g_assert_cmpint (pgg_timestamp_get_usec (timestamp), ==, usec);
  g_assert_cmpint (pgg_timestamp_has_zone (timestamp), ==, has_zone);

  counted = pgg_timestamp_new_from_usec (usec, has_zone, &error);
  copied = pgg_timestamp_new_from_variant (pgg_timestamp_to_variant (timestamp), &error);
  g_assert_no_error (error);
  g_assert_true (pgg_timestamp_equal (timestamp, counted));
  g_assert_true (pgg_timestamp_equal (timestamp, copied));
  g_assert_cmpuint (pgg_timestamp_hash (timestamp), ==, pgg_timestamp_hash (copied));
  assert_transformed (PGG_TYPE_TIMESTAMP, timestamp, text);
  if (!pgg_timestamp_is_infinite (timestamp))
    {
      g_autoptr (PggTimestamp) parsed = pgg_timestamp_new_from_string (text, &error);

      g_assert_no_error (error);
      g_assert_true (pgg_timestamp_equal (timestamp, parsed));
    }
}

static void
test_timestamps (void)
{
  assert_timestamp (pgg_timestamp_new (2000, 1, 1, 0, 0, 0, 0, NULL), "2000-01-01 00:00:00", 0,
                    FALSE);
  assert_timestamp (pgg_timestamp_new_utc (2000, 1, 1, 24, 0, 0, 0, NULL),
                    "2000-01-02 00:00:00+00", USEC_PER_DAY, TRUE);
  assert_timestamp (pgg_timestamp_new (1999, 12, 31, 23, 59, 59, 999999, NULL),
                    "1999-12-31 23:59:59.999999", -1, FALSE);
  assert_timestamp (pgg_timestamp_new_utc (-44, 3, 15, 12, 0, 0, 0, NULL),
                    "0044-03-15 12:00:00+00 BC", -64464465600 * USEC_PER_SECOND, TRUE);
  assert_timestamp (pgg_timestamp_new (-4714, 11, 24, 0, 0, 0, 0, NULL), "4714-11-24 00:00:00 BC",
                    -211813488000 * USEC_PER_SECOND, FALSE);
  assert_timestamp (pgg_timestamp_new (294276, 12, 31, 23, 59, 59, 999999, NULL),
                    "294276-12-31 23:59:59.999999",
                    9223371331200 * USEC_PER_SECOND - 1, FALSE);
  assert_timestamp (pgg_timestamp_new_infinity (TRUE, TRUE), "infinity", G_MAXINT64, TRUE);
  assert_timestamp (pgg_timestamp_new_infinity (FALSE, FALSE), "-infinity", G_MININT64, FALSE);
  assert_timestamp (pgg_timestamp_new_from_unix_usec (0, TRUE, NULL), "1970-01-01 00:00:00+00",
                    -946684800 * USEC_PER_SECOND, TRUE);
  assert_timestamp (pgg_timestamp_new_from_string ("2000-01-01T05:30:00+05:30", NULL),
                    "2000-01-01 00:00:00+00", 0, TRUE);
  assert_timestamp (pgg_timestamp_new_from_string ("2000-01-01T00:00:00.5Z", NULL),
                    "2000-01-01 00:00:00.5+00", 500000, TRUE);
  assert_timestamp (pgg_timestamp_new_from_string ("infinity", NULL), "infinity", G_MAXINT64,
                    FALSE);
}

static void
test_timestamp_parts (void)
{
  g_autoptr (PggTimestamp) timestamp = pgg_timestamp_new_utc (-2, 3, 4, 5, 6, 7, 8, NULL);
  g_autoptr (PggDate) date = pgg_timestamp_to_date (timestamp);
  g_autoptr (PggTime) time = pgg_timestamp_to_time (timestamp);
  g_autofree char *date_text = pgg_date_to_string (date);
  g_autofree char *time_text = pgg_time_to_string (time);
  g_autoptr (PggTimestamp) infinity = pgg_timestamp_new_infinity (FALSE, FALSE);
  g_autoptr (PggDate) no_date = pgg_timestamp_to_date (infinity);
  g_autoptr (PggTime) no_time = pgg_timestamp_to_time (infinity);

  g_assert_cmpint (pgg_timestamp_get_year (timestamp), ==, -2);
  g_assert_cmpint (pgg_timestamp_get_month (timestamp), ==, 3);
  g_assert_cmpint (pgg_timestamp_get_day (timestamp), ==, 4);
  g_assert_cmpint (pgg_timestamp_get_hour (timestamp), ==, 5);
  g_assert_cmpint (pgg_timestamp_get_minute (timestamp), ==, 6);
  g_assert_cmpint (pgg_timestamp_get_second (timestamp), ==, 7);
  g_assert_cmpint (pgg_timestamp_get_microsecond (timestamp), ==, 8);
  g_assert_cmpstr (date_text, ==, "0002-03-04 BC");
  g_assert_cmpstr (time_text, ==, "05:06:07.000008+00");

  g_assert_true (pgg_timestamp_is_infinite (infinity));
  g_assert_cmpint (pgg_timestamp_get_year (infinity), ==, 0);
  g_assert_cmpint (pgg_timestamp_get_month (infinity), ==, 0);
  g_assert_cmpint (pgg_timestamp_get_microsecond (infinity), ==, 0);
  g_assert_cmpint (pgg_date_get_days (no_date), ==, G_MININT32);
  g_assert_null (no_time);
  g_assert_cmpint (pgg_timestamp_compare (infinity, timestamp), <, 0);
  g_assert_false (pgg_timestamp_equal (infinity, timestamp));
}

static void
test_no_timestamps (void)
{
  static const char *const texts[] = {
    "", "now", "2012-02-29", "2012-02-29 13:30", "2012-02-30 13:30:00", "2012-02-29 25:30:00",
    "2012-02-29 13:30:00 CET", "2012-02-29 13:30:00 +01", "2012-02-29 13:30:00+200",
    "02/29/2012 13:30:00", "Wed Feb 29 13:30:00 2012", "29.02.2012 13:30:00",
    "2012-02-29  13:30:00", "2012-02-29 13:30:00 BC x", "294277-01-01 00:00:00",
    "294276-12-31 23:59:59-01", "4714-11-23 23:59:59 BC", "4714-11-24 00:00:00+01 BC",
    "5874897-12-31 00:00:00", "2012-02-29 13:30:00.0000001", "0000-01-01 00:00:00",
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (pgg_timestamp_new_from_string (texts[i], &error), &error);
  assert_refused (pgg_timestamp_new (2012, 2, 30, 0, 0, 0, 0, &error), &error);
  assert_refused (pgg_timestamp_new (0, 2, 3, 0, 0, 0, 0, &error), &error);
  assert_refused (pgg_timestamp_new (2012, 2, 3, 24, 0, 0, 1, &error), &error);
  assert_refused (pgg_timestamp_new (294276, 12, 31, 24, 0, 0, 0, &error), &error);
  assert_refused (pgg_timestamp_new (5874897, 1, 1, 0, 0, 0, 0, &error), &error);
  assert_refused (pgg_timestamp_new_utc (-4714, 11, 23, 23, 59, 59, 999999, &error), &error);
  assert_refused (pgg_timestamp_new_from_usec (G_MAXINT64 - 1, TRUE, &error), &error);
  assert_refused (pgg_timestamp_new_from_usec (G_MININT64 + 1, TRUE, &error), &error);
}

static void
test_unix_time (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggTimestamp) last = pgg_timestamp_new_from_unix_usec (G_MAXINT64, TRUE, &error);
  g_autoptr (PggTimestamp) first = NULL;
  g_autoptr (PggTimestamp) later = pgg_timestamp_new (294276, 12, 31, 0, 0, 0, 0, NULL);
  g_autoptr (PggTimestamp) infinity = pgg_timestamp_new_infinity (TRUE, TRUE);
  gint64 now = g_get_real_time ();
  g_autoptr (PggTimestamp) today = pgg_timestamp_new_from_unix_usec (now, TRUE, NULL);

  g_assert_no_error (error);
  g_assert_cmpint (pgg_timestamp_to_unix_usec (last, &error), ==, G_MAXINT64);
  g_assert_cmpint (pgg_timestamp_to_unix_usec (today, &error), ==, now);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_timestamp_to_unix_usec (later, &error), ==, 0);
  assert_refused (NULL, &error);
  g_assert_cmpint (pgg_timestamp_to_unix_usec (infinity, &error), ==, 0);
  assert_refused (NULL, &error);
  first = pgg_timestamp_new_from_unix_usec (G_MININT64, TRUE, &error);
  assert_refused (first, &error);
}

static void
test_date_times (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (5 * 3600 + 1800);
  g_autoptr (GDateTime) date_time = g_date_time_new (zone, 2012, 2, 29, 1, 2, 3.25);
  g_autoptr (PggTimestamp) instant = pgg_timestamp_new_from_date_time (date_time, TRUE);
  g_autoptr (PggTimestamp) local = pgg_timestamp_new_from_date_time (date_time, FALSE);
  g_autoptr (GDateTime) back = pgg_timestamp_to_date_time (instant, &error);
  g_autoptr (GDateTime) shown = pgg_timestamp_to_date_time (local, &error);
  g_autofree char *shown_text = g_date_time_format_iso8601 (shown);
  g_autoptr (PggTimestamp) late = pgg_timestamp_new (10000, 1, 1, 0, 0, 0, 0, NULL);
  g_autoptr (PggTimestamp) early = pgg_timestamp_new (-1, 12, 31, 0, 0, 0, 0, NULL);
  g_autoptr (PggTimestamp) infinity = pgg_timestamp_new_infinity (TRUE, TRUE);

  g_assert_no_error (error);
  assert_timestamp (pgg_timestamp_ref (instant), "2012-02-28 19:32:03.25+00",
                    383772723 * USEC_PER_SECOND + 250000, TRUE);
  assert_timestamp (pgg_timestamp_ref (local), "2012-02-29 01:02:03.25",
                    383792523 * USEC_PER_SECOND + 250000, FALSE);
  g_assert_true (g_date_time_equal (date_time, back));
  g_assert_cmpint (g_date_time_get_microsecond (back), ==, 250000);
  g_assert_cmpstr (shown_text, ==, "2012-02-29T01:02:03.250000Z");
  assert_refused (pgg_timestamp_to_date_time (late, &error), &error);
  assert_refused (pgg_timestamp_to_date_time (early, &error), &error);
  assert_refused (pgg_timestamp_to_date_time (infinity, &error), &error);
}

static void
assert_interval (PggInterval *interval,
                 const char  *text,
                 int          months,
                 int          days,
                 gint64       usec)
{
  g_autoptr (PggInterval) taken = interval;
  g_autoptr (PggInterval) parsed = NULL;
  g_autoptr (PggInterval) copied = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *string = pgg_interval_to_string (interval);

  g_assert_cmpstr (string, ==, text);
  g_assert_cmpint (pgg_interval_get_months (interval), ==, months);
  g_assert_cmpint (pgg_interval_get_days (interval), ==, days);
  g_assert_cmpint (pgg_interval_get_usec (interval), ==, usec);

  parsed = pgg_interval_new_from_string (text, &error);
  copied = pgg_interval_new_from_variant (pgg_interval_to_variant (interval), &error);
  g_assert_no_error (error);
  g_assert_true (pgg_interval_equal (interval, parsed));
  g_assert_true (pgg_interval_equal (interval, copied));
  g_assert_cmpuint (pgg_interval_hash (interval), ==, pgg_interval_hash (copied));
  assert_transformed (PGG_TYPE_INTERVAL, interval, text);
}

static void
test_intervals (void)
{
  assert_interval (pgg_interval_new (0, 0, 0), "00:00:00", 0, 0, 0);
  assert_interval (pgg_interval_new (14, -3, 1), "1 year 2 mons -3 days +00:00:00.000001", 14, -3,
                   1);
  assert_interval (pgg_interval_new (G_MAXINT32, G_MAXINT32, G_MAXINT64), "infinity", G_MAXINT32,
                   G_MAXINT32, G_MAXINT64);
  assert_interval (pgg_interval_new_infinity (FALSE), "-infinity", G_MININT32, G_MININT32,
                   G_MININT64);
  assert_interval (pgg_interval_new_infinity (TRUE), "infinity", G_MAXINT32, G_MAXINT32,
                   G_MAXINT64);
  assert_interval (pgg_interval_new (G_MININT32, 0, G_MININT64),
                   "-178956970 years -8 mons -2562047788:00:54.775808", G_MININT32, 0, G_MININT64);
  assert_interval (pgg_interval_new_from_time_span (90 * G_TIME_SPAN_MINUTE), "01:30:00", 0, 0,
                   90 * G_TIME_SPAN_MINUTE);
}

static void
test_interval_texts (void)
{
  static const struct
  {
    const char *text;
    int         months;
    int         days;
    gint64      usec;
  } texts[] = {
    { "@ 1 year 2 mons -3 days 4 hours 5 mins 6.7 secs ago", -14, 3, -14706700000 },
    { "@ 0", 0, 0, 0 },
    { "P1Y2M-3DT4H-5M-6.7S", 14, -3, 14093300000 },
    { "PT0S", 0, 0, 0 },
    { "P1D", 0, 1, 0 },
    { "+1-2 -3 +4:05:06.7", 14, -3, 14706700000 },
    { "-1-2", -14, 0, 0 },
    { "1 2:03:04", 0, 1, 7384000000 },
    { "0", 0, 0, 0 },
    { "1 hour", 0, 0, 3600000000 },
    { "-0.5 secs", 0, 0, -500000 },
    { "-00:00:00.5", 0, 0, -500000 },
    { "4:05", 0, 0, 14700000000 },
    { "P-2147483648D", 0, G_MININT32, 0 },
    { "+178956970-7 --2147483648 +0:00:00", G_MAXINT32, G_MININT32, 0 },
    { "@ -2147483648 days ago", 0, G_MININT32, 0 },
    { "@ 2147483648 days -1 sec ago", 0, G_MININT32, 1000000 },
    { "@ 1 mon -2147483648 days 1 sec ago", -1, G_MININT32, -1000000 },
    { "@ 178956970 years 8 mons -2147483648 days -0.5 secs ago", G_MININT32, G_MININT32, 500000 },
    { "@ 1 mon -2147483648 days -1 sec", 1, G_MININT32, -1000000 },
    { "1 year 1-2", 26, 0, 0 },
    { "P1Y1Y", 24, 0, 0 },
    { "1 day 0", 0, 1, 0 },
    { "1-2 -3 4:05:06", 14, -3, 14706000000 },
    { "1-2 -3 -4:05:06", 14, -3, -14706000000 },
    { "-3 -4:05:06", 0, -3, -14706000000 },
    { "-3 +4:05:06", 0, -3, 14706000000 },
  };
  static const char *const wrong[] = {
    "", " ", "1", "x", "1 fortnight", "1 day ago", "@", "@ ago", "P", "PT", "P1", "P1S", "PT1D",
    "1.5 days", "-1 2:03:04", "-1 days 2:03:04", "1 2", "1 2 days", "1:60", "1:00:60", "1:-1",
    "1-12", "1-2-3", "1 day ", " 1 day", "0.1234567 secs", "2147483648 days", "P2147483648M",
    "9223372036854775808:00:00", "2562047788:00:54.775808", "99999999999999999999 secs", "1. sec",
    "+infinity", "infinite", "--1 day", "+1-2 --3 +0:00:00", "1 days 1", "P1DT", "1 d",
    "@ -2147483647 days 2147483648 days ago", "@ -2147483649 days ago", "@ 2147483648 mons",
    "1 mon 1 mon", "1 mon 1 day 1 mon", "@ 1 year 1 year ago", "1-2 1 mon", "1 mon 1-2", "1-2 1-2",
    "1:02:03 1 hour", "1 sec 1:02:03", "1 min 1:02", "1:02 1:02", "1 day 1 2:03:04", "0 0",
    "1.5 sec 1 sec", "@ -3 4:05:06 ago", "@ -1-2 5 days ago",
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PggInterval) expected = pgg_interval_new (texts[i].months, texts[i].days,
                                                           texts[i].usec);
      g_autoptr (PggInterval) parsed = pgg_interval_new_from_string (texts[i].text, &error);

      g_test_message ("%s", texts[i].text);
      g_assert_no_error (error);
      g_assert_true (pgg_interval_equal (parsed, expected));
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("%s", wrong[i]);
      assert_refused (pgg_interval_new_from_string (wrong[i], &error), &error);
    }
  assert_refused (pgg_interval_new_from_variant (g_variant_new_int64 (0), &error), &error);
}

static void
test_time_spans (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggInterval) days = pgg_interval_new (0, 2, -1);
  g_autoptr (PggInterval) month = pgg_interval_new (1, 0, 0);
  g_autoptr (PggInterval) thirty = pgg_interval_new (0, 30, 0);
  g_autoptr (PggInterval) longest = pgg_interval_new (0, 106751992, -USEC_PER_DAY);
  g_autoptr (PggInterval) smallest = pgg_interval_new (0, -106751991, G_MININT64 + 106751991 *
                                                                      USEC_PER_DAY);
  g_autoptr (PggInterval) too_long = pgg_interval_new (0, 106751992, 0);
  g_autoptr (PggInterval) too_small = pgg_interval_new (0, -1, G_MININT64);
  g_autoptr (PggInterval) infinity = pgg_interval_new_infinity (TRUE);

  g_assert_cmpint (pgg_interval_to_time_span (days, &error), ==, 2 * USEC_PER_DAY - 1);
  g_assert_cmpint (pgg_interval_to_time_span (longest, &error), ==, 106751991 * USEC_PER_DAY);
  g_assert_cmpint (pgg_interval_to_time_span (smallest, &error), ==, G_MININT64);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_interval_to_time_span (month, &error), ==, 0);
  assert_refused (NULL, &error);
  g_assert_cmpint (pgg_interval_to_time_span (too_long, &error), ==, 0);
  assert_refused (NULL, &error);
  g_assert_cmpint (pgg_interval_to_time_span (too_small, &error), ==, 0);
  assert_refused (NULL, &error);
  g_assert_cmpint (pgg_interval_to_time_span (infinity, &error), ==, 0);
  assert_refused (NULL, &error);

  g_assert_false (pgg_interval_equal (month, thirty));
  g_assert_cmpint (pgg_interval_compare (month, thirty), ==, 0);
  g_assert_cmpint (pgg_interval_compare (days, month), <, 0);
  g_assert_cmpint (pgg_interval_compare (infinity, longest), >, 0);
  g_assert_true (pgg_interval_is_infinite (infinity));
  g_assert_false (pgg_interval_is_infinite (longest));
}

/* The last reference frees: the sanitizer and valgrind would see a leak. */
static void
test_references (void)
{
  PggDate *date = pgg_date_new_infinity (TRUE);
  PggTime *time = pgg_time_new (0, 0, 0, 0, NULL);
  PggTimestamp *timestamp = pgg_timestamp_new_infinity (TRUE, TRUE);
  PggInterval *interval = pgg_interval_new (0, 0, 0);

  g_assert_true (pgg_date_ref (date) == date);
  g_assert_true (pgg_time_ref (time) == time);
  g_assert_true (pgg_timestamp_ref (timestamp) == timestamp);
  g_assert_true (pgg_interval_ref (interval) == interval);
  for (int i = 0; i < 2; i++)
    {
      pgg_date_unref (date);
      pgg_time_unref (time);
      pgg_timestamp_unref (timestamp);
      pgg_interval_unref (interval);
    }
}

static void
test_cells (void)
{
  static const Attribute attributes[] = {
    { "d", PGG_OID_DATE, 0, 0 },        { "t", PGG_OID_TIME, 0, 0 },
    { "s", PGG_OID_TIMESTAMPTZ, 0, 0 }, { "i", PGG_OID_INTERVAL, 0, 0 },
    { "x", PGG_OID_TEXT, 0, 0 },
  };
  static const Cell cells[] = {
    TEXT ("2012-02-29"), TEXT ("13:30:00"), TEXT ("2012-02-29 13:30:00+01"), TEXT ("1 day"),
    TEXT ("x"),
    NULL_CELL, NULL_CELL, NULL_CELL, NULL_CELL, NULL_CELL,
    TEXT ("infinity"), TEXT ("24:00:00"), TEXT ("infinity"), TEXT ("00:00:00"), TEXT ("x"),
    TEXT ("oops"), TEXT ("oops"), TEXT ("Wed Feb 29 13:30:00 2012 CET"), TEXT ("oops"), TEXT ("x"),
  };
  g_autoptr (PggResult) result = make_result (UTF8, attributes, 5, cells, 4);
  g_autoptr (PggRow) row = pgg_result_get_row (result, 0, NULL);
  g_autoptr (PggDate) date = pgg_row_get_date (row, 0, NULL);
  g_autoptr (PggTime) time = pgg_row_get_time (row, 1, NULL);
  g_autoptr (PggTimestamp) timestamp = pgg_row_get_timestamp (row, 2, NULL);
  g_autoptr (GDateTime) date_time = pgg_row_get_date_time (row, 2, NULL);
  g_autoptr (PggInterval) interval = pgg_row_get_interval (row, 3, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (pgg_date_get_month (date), ==, 2);
  g_assert_cmpint (pgg_time_get_hour (time), ==, 13);
  g_assert_cmpint (pgg_timestamp_get_hour (timestamp), ==, 12);
  g_assert_cmpint (g_date_time_get_hour (date_time), ==, 12);
  g_assert_cmpint (pgg_interval_get_days (interval), ==, 1);

  g_assert_null (pgg_result_get_date (result, 1, 0, &error));
  g_assert_null (pgg_result_get_time (result, 1, 1, &error));
  g_assert_null (pgg_result_get_timestamp (result, 1, 2, &error));
  g_assert_null (pgg_result_get_date_time (result, 1, 2, &error));
  g_assert_null (pgg_result_get_interval (result, 1, 3, &error));
  g_assert_no_error (error);

  g_assert_null (pgg_result_get_date_time (result, 2, 2, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Row 2, column 2 (\"s\", timestamptz) has a value that a date and time of "
                       "GLib cannot hold exactly");
  g_assert_null (pgg_result_get_timestamp (result, 3, 2, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_NOT_SUPPORTED,
                       "Row 3, column 2 (\"s\", timestamptz) has text that does not say in which "
                       "time zone it is, or which of its numbers is the month; ask for binary or "
                       "set DateStyle to ISO");
  g_assert_null (pgg_result_get_date (result, 3, 0, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Row 3, column 0 (\"d\", date) has a value that is malformed");
  g_assert_null (pgg_result_get_interval (result, 0, 4, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Row 0, column 4 (\"x\", text) cannot be read as an interval");
  g_assert_null (pgg_result_get_timestamp (result, 0, 0, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
}

static void
test_columns (void)
{
  static const Attribute attributes[] = {
    { "d", PGG_OID_DATE, 0, 0 },
    { "t", PGG_OID_TIME, 0, 0 },
    { "s", PGG_OID_TIMESTAMPTZ, 0, 0 },
    { "b", PGG_OID_TIMESTAMP, 1, 0 },
    { "z", PGG_OID_TIMETZ, 0, 0 },
  };
  static const Cell cells[] = {
    TEXT ("2000-01-02"), TEXT ("00:00:01"), TEXT ("2000-01-01 01:00:01+01"),
    TEXT ("\0\0\0\0\0\0\1\2"), TEXT ("00:00:00+00"),
    TEXT ("-infinity"), NULL_CELL, TEXT ("infinity"),
    TEXT ("\177\377\377\377\377\377\377\377"), NULL_CELL,
  };
  static const gint32 days[] = { 1, G_MININT32 };
  static const gint64 times[] = { 1000000, 0 };
  static const gint64 instants[] = { 1000000, G_MAXINT64 };
  static const gint64 timestamps[] = { 258, G_MAXINT64 };
  g_autoptr (PggResult) result = make_result (UTF8, attributes, 5, cells, 2);
  g_autoptr (GError) error = NULL;
  const gpointer expected[] = { (gpointer) days, (gpointer) times, (gpointer) instants,
                                (gpointer) timestamps };
  gsize n_bytes;

  for (guint column = 0; column < 4; column++)
    {
      g_autofree guint8 *bytes = pgg_result_get_column_bytes (result, column, 0, -1, &n_bytes,
                                                              &error);

      g_assert_no_error (error);
      g_assert_cmpmem (bytes, n_bytes, expected[column], column == 0 ? 8 : 16);
    }
  g_assert_null (pgg_result_get_column_bytes (result, 4, 0, -1, &n_bytes, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
}

/* 2024-02-29 and 23:59:58.123456, the ends of what has fields, and what has none. */
static void
test_calendar (void)
{
  static const Attribute attributes[] = {
    { "d", PGG_OID_DATE, 0, 0 },
    { "t", PGG_OID_TIME, 0, 0 },
    { "s", PGG_OID_TIMESTAMPTZ, 0, 0 },
    { "z", PGG_OID_TIMETZ, 0, 0 },
    { "x", PGG_OID_TEXT, 0, 0 },
  };
  static const Cell cells[] = {
    TEXT ("2024-02-29"), TEXT ("23:59:58.123456"), TEXT ("2024-02-29 23:59:58.123456+00"),
    NULL_CELL, NULL_CELL,
    TEXT ("0001-01-01"), TEXT ("24:00:00"), TEXT ("0001-01-01 00:00:00+00"), NULL_CELL, NULL_CELL,
    TEXT ("9999-12-31"), TEXT ("00:00:00"), TEXT ("9999-12-31 23:59:59.999999+00"), NULL_CELL,
    NULL_CELL,
    TEXT ("10000-01-01"), NULL_CELL, TEXT ("10000-01-01 00:00:00+00"), NULL_CELL, NULL_CELL,
    TEXT ("0001-12-31 BC"), NULL_CELL, TEXT ("0001-12-31 23:59:59.999999+00 BC"), NULL_CELL,
    NULL_CELL,
    TEXT ("infinity"), NULL_CELL, TEXT ("-infinity"), NULL_CELL, NULL_CELL,
    NULL_CELL, NULL_CELL, NULL_CELL, NULL_CELL, NULL_CELL,
  };
  static const guint8 dates[7 * 4] = { 7, 232, 2, 29, 0, 1, 1, 1, 39, 15, 12, 31 };
  static const guint8 times[7 * 6] = { 23, 59, 58, 1, 226, 64, 24 };
  static const guint8 timestamps[7 * 10] = {
    7, 232, 2, 29, 23, 59, 58, 1, 226, 64,
    0, 1, 1, 1, 0, 0, 0, 0, 0, 0,
    39, 15, 12, 31, 23, 59, 59, 15, 66, 63,
  };
  static const guint8 *const expected[] = { dates, times, timestamps };
  static const gsize sizes[] = { sizeof dates, sizeof times, sizeof timestamps };
  g_autoptr (PggResult) result = make_result (UTF8, attributes, 5, cells, 7);
  g_autoptr (GError) error = NULL;
  gsize n_bytes;

  for (guint column = 0; column < 3; column++)
    {
      g_autofree guint8 *all = pgg_result_get_column_calendar (result, column, 0, -1, &n_bytes,
                                                               &error);
      g_autofree guint8 *second = NULL;

      g_assert_no_error (error);
      g_assert_cmpmem (all, n_bytes, expected[column], sizes[column]);
      second = pgg_result_get_column_calendar (result, column, 1, 1, &n_bytes, &error);
      g_assert_cmpmem (second, n_bytes, all + sizes[column] / 7, sizes[column] / 7);
    }
  for (guint column = 3; column < 5; column++)
    {
      g_assert_null (pgg_result_get_column_calendar (result, column, 0, -1, &n_bytes, &error));
      assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
      g_assert_cmpuint (n_bytes, ==, 0);
    }
  g_assert_null (pgg_result_get_column_calendar (result, 0, 8, 1, &n_bytes, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
  g_assert_null (pgg_result_get_column_calendar (result, 5, 0, -1, NULL, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
}

static PggDecode
encode (guint32       oid,
        gboolean      binary,
        const GValue *value,
        GByteArray   *bytes)
{
  PggAdapter adapter = pgg_adapter_make (pgg_codec_context_get_default (), oid, binary);

  return pgg_adapter_encode (&adapter, value, bytes);
}

static void
assert_encoded (guint32     oid,
                GValue     *value,
                const char *text)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_assert_cmpint (encode (oid, FALSE, value, bytes), ==, PGG_DECODE_OK);
  g_assert_cmpmem (bytes->data, bytes->len, text, strlen (text));
}

static void
assert_not_encoded (guint32   oid,
                    GValue   *value,
                    PggDecode decode)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_assert_cmpint (encode (oid, TRUE, value, bytes), ==, decode);
  if (!G_VALUE_HOLDS_STRING (value))
    g_assert_cmpint (encode (oid, FALSE, value, bytes), ==, decode);
  g_assert_cmpuint (bytes->len, ==, 0);
}

static void
test_encoding (void)
{
  GValue gdate = G_VALUE_INIT;
  GValue date_time = G_VALUE_INIT;
  GValue timestamp = G_VALUE_INIT;
  GValue time = G_VALUE_INIT;
  GValue text = G_VALUE_INIT;

  g_value_init (&gdate, G_TYPE_DATE);
  g_value_init (&date_time, G_TYPE_DATE_TIME);
  g_value_init (&timestamp, PGG_TYPE_TIMESTAMP);
  g_value_init (&time, PGG_TYPE_TIME);
  g_value_init (&text, G_TYPE_STRING);
  assert_not_encoded (PGG_OID_DATE, &gdate, PGG_DECODE_MALFORMED);
  assert_not_encoded (PGG_OID_TIMESTAMP, &date_time, PGG_DECODE_MALFORMED);
  assert_not_encoded (PGG_OID_TIME, &time, PGG_DECODE_MALFORMED);
  assert_not_encoded (PGG_OID_INTERVAL, &time, PGG_DECODE_WRONG_TYPE);
  assert_not_encoded (PGG_OID_TIMESTAMP, &gdate, PGG_DECODE_WRONG_TYPE);

  g_value_take_boxed (&gdate, g_date_new_dmy (29, 2, 2012));
  g_value_take_boxed (&date_time, g_date_time_new_from_iso8601 ("2012-02-29T01:30:00+05:30", NULL));
  assert_encoded (PGG_OID_DATE, &gdate, "2012-02-29");
  assert_encoded (PGG_OID_TIMESTAMP, &date_time, "2012-02-29 01:30:00");
  assert_encoded (PGG_OID_TIMESTAMPTZ, &date_time, "2012-02-28 20:00:00+00");

  /* A zone is neither made up nor dropped. */
  g_value_take_boxed (&timestamp, pgg_timestamp_new (2012, 2, 29, 0, 0, 0, 0, NULL));
  g_value_take_boxed (&time, pgg_time_new (1, 0, 0, 0, NULL));
  assert_not_encoded (PGG_OID_TIMESTAMPTZ, &timestamp, PGG_DECODE_WRONG_TYPE);
  assert_not_encoded (PGG_OID_TIMETZ, &time, PGG_DECODE_WRONG_TYPE);
  g_value_set_static_string (&text, "2012-02-29 00:00:00");
  assert_not_encoded (PGG_OID_TIMESTAMPTZ, &text, PGG_DECODE_MALFORMED);
  g_value_set_static_string (&text, "29.02.2012");
  assert_not_encoded (PGG_OID_DATE, &text, PGG_DECODE_MALFORMED);

  g_value_unset (&gdate);
  g_value_unset (&date_time);
  g_value_unset (&timestamp);
  g_value_unset (&time);
  g_value_unset (&text);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/datetime/dates", test_dates);
  g_test_add_func ("/datetime/no-dates", test_no_dates);
  g_test_add_func ("/datetime/gdates", test_gdates);
  g_test_add_func ("/datetime/times", test_times);
  g_test_add_func ("/datetime/no-times", test_no_times);
  g_test_add_func ("/datetime/time-order", test_time_order);
  g_test_add_func ("/datetime/timestamps", test_timestamps);
  g_test_add_func ("/datetime/timestamp-parts", test_timestamp_parts);
  g_test_add_func ("/datetime/no-timestamps", test_no_timestamps);
  g_test_add_func ("/datetime/unix-time", test_unix_time);
  g_test_add_func ("/datetime/date-times", test_date_times);
  g_test_add_func ("/datetime/intervals", test_intervals);
  g_test_add_func ("/datetime/interval-texts", test_interval_texts);
  g_test_add_func ("/datetime/time-spans", test_time_spans);
  g_test_add_func ("/datetime/references", test_references);
  g_test_add_func ("/datetime/cells", test_cells);
  g_test_add_func ("/datetime/columns", test_columns);
  g_test_add_func ("/datetime/calendar", test_calendar);
  g_test_add_func ("/datetime/encoding", test_encoding);

  return g_test_run ();
}
