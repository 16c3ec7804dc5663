/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Dates, times, timestamps and intervals, four ways, in all styles and many time zones. */

#include "config.h"

#include "four-ways.h"

#include "types/pgg-date.h"
#include "types/pgg-interval.h"
#include "types/pgg-time.h"
#include "types/pgg-timestamp.h"

static const char *const date_styles[] = {
  "ISO, MDY",      "ISO, DMY",      "ISO, YMD",      "SQL, MDY", "SQL, DMY",
  "SQL, YMD",      "Postgres, MDY", "Postgres, DMY", "German",   "Postgres, YMD",
};

static const char *const interval_styles[] = {
  "postgres",
  "postgres_verbose",
  "sql_standard",
  "iso_8601",
};

/* With daylight saving time on both sides of the equator and on either side of standard time, odd
 * offsets, changes of the date, rules that are only in the name. */
static const char *const zones[] = {
  "UTC",
  "Etc/GMT+12",
  "Europe/Berlin",
  "Europe/Dublin",
  "Europe/Amsterdam",
  "America/New_York",
  "America/St_Johns",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Manila",
  "Africa/Monrovia",
  "Africa/Casablanca",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Kiritimati",
  "Antarctica/Troll",
  "<+0530>-5:30",
  "<-03>+03",
  "FOO5BAR,M3.2.0,M11.1.0",
  "BAZ-10QUX,J60/25,300/-3:30:15",
};

static void
run (const FourWays *rows,
     gsize           n_rows,
     const char     *setting,
     const char     *value,
     const char     *zone,
     GEqualFunc      equal)
{
  g_autofree char *settings = g_strdup_printf ("SET %s = '%s'; SET TimeZone = '%s'", setting,
                                               value, zone);
  gboolean is_default = g_str_has_prefix (value, "ISO") || g_str_equal (value, "postgres");
  FourWaysOptions options = { settings, NULL, equal,
                              is_default ? FOUR_WAYS_NONE : FOUR_WAYS_NO_TEXTS };

  g_test_message ("%s", settings);
  four_ways_run (rows, n_rows, &options);
}

static void
test_dates (void)
{
  static const FourWays rows[] = {
    { "date", "'2000-01-01'" },
    { "date", "'2012-02-29'" },
    { "date", "'1999-12-31'" },
    { "date", "'1900-02-28'" },
    { "date", "'0001-01-01'" },
    { "date", "'0001-12-31 BC'" },
    { "date", "'0005-02-29 BC'" },
    { "date", "'0044-03-15 BC'" },
    { "date", "'4714-11-24 BC'" },
    { "date", "'5874897-12-31'" },
    { "date", "'12345-06-07'" },
    { "date", "'infinity'" },
    { "date", "'-infinity'" },
    { "date", "NULL" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (date_styles); i++)
    run (rows, G_N_ELEMENTS (rows), "DateStyle", date_styles[i], "UTC", pgg_date_equal);
}

static void
test_times (void)
{
  static const FourWays rows[] = {
    { "time", "'00:00:00'" },
    { "time", "'23:59:59.999999'" },
    { "time", "'24:00:00'" },
    { "time", "'13:30:00.25'" },
    { "time", "'00:00:00.000001'" },
    { "time(0)", "'01:02:03.4'" },
    { "time", "NULL" },
    { "timetz", "'00:00:00+00'" },
    { "timetz", "'24:00:00-15:59:59'" },
    { "timetz", "'24:00:00+15:59:59'" },
    { "timetz", "'13:30:00.25+05:30'" },
    { "timetz", "'13:30:00.000001-03'" },
    { "timetz", "'13:30:00+00:19:32'" },
    { "timetz", "'13:30:00-00:44:30'" },
    { "timetz", "NULL" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (date_styles); i++)
    run (rows, G_N_ELEMENTS (rows), "DateStyle", date_styles[i], "Europe/Berlin", pgg_time_equal);
}

static void
test_timestamps (void)
{
  static const FourWays rows[] = {
    { "timestamp", "'2000-01-01 00:00:00'" },
    { "timestamp", "'2012-02-29 13:30:00.25'" },
    { "timestamp", "'1999-12-31 23:59:59.999999'" },
    { "timestamp", "'1970-01-01 00:00:00'" },
    { "timestamp", "'0001-01-01 00:00:00.000001'" },
    { "timestamp", "'0001-12-31 23:59:59.999999 BC'" },
    { "timestamp", "'4714-11-24 00:00:00 BC'" },
    { "timestamp", "'294276-12-31 23:59:59.999999'" },
    { "timestamp", "'infinity'" },
    { "timestamp", "'-infinity'" },
    { "timestamp", "NULL" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (date_styles); i++)
    run (rows, G_N_ELEMENTS (rows), "DateStyle", date_styles[i], "Asia/Kolkata",
         pgg_timestamp_equal);
}

static const FourWays instants[] = {
  { "timestamptz", "'2000-01-01 00:00:00+00'" },
  { "timestamptz", "'2012-02-29 13:30:00.25+00'" },
  { "timestamptz", "'2012-07-01 00:00:00.000001+00'" },
  { "timestamptz", "'1970-01-01 00:00:00+00'" },
  { "timestamptz", "'1800-07-01 12:34:56+00'" },
  { "timestamptz", "'1937-06-30 22:40:00+00'" },
  { "timestamptz", "'2012-10-28 00:30:00+00'" },
  { "timestamptz", "'2012-10-28 01:30:00+00'" },
  { "timestamptz", "'2012-11-04 05:30:00+00'" },
  { "timestamptz", "'2012-11-04 06:30:00+00'" },
  { "timestamptz", "'2037-12-31 23:59:59+00'" },
  { "timestamptz", "'2450-07-15 00:00:00+00'" },
  { "timestamptz", "'2450-12-15 00:00:00+00'" },
  { "timestamptz", "'0001-01-01 00:00:00+00'" },
  { "timestamptz", "'0044-03-15 12:00:00+00 BC'" },
  { "timestamptz", "'4714-11-24 00:00:00+00 BC'" },
  { "timestamptz", "'294276-12-31 23:59:59.999999+00'" },
  { "timestamptz", "'infinity'" },
  { "timestamptz", "'-infinity'" },
  { "timestamptz", "NULL" },
};

static void
test_instants (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    run (instants, G_N_ELEMENTS (instants), "DateStyle", "ISO", zones[i], pgg_timestamp_equal);
}

static void
test_instant_styles (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (date_styles); i++)
    run (instants, G_N_ELEMENTS (instants), "DateStyle", date_styles[i],
         zones[i % G_N_ELEMENTS (zones)], pgg_timestamp_equal);
}

/* The server writes offsets that it does not read. */
static void
test_far_zones (void)
{
  static const FourWays rows[] = {
    { "timestamptz", "'2000-01-01 00:00:00+00'" },
    { "timestamptz", "'0044-03-15 12:00:00+00 BC'" },
    { "timestamptz", "'294276-12-20 23:59:59.999999+00'" },
    { "timetz", "'13:30:00.25'" },
    { "timetz", "'24:00:00'" },
  };
  static const char *const far[] = { "AAA24", "-23.75", "<+99:30>-99:30", "AAA-167:59",
                                     "AAA166:59BBB,M3.2.0,M11.1.0" };

  for (guint i = 0; i < G_N_ELEMENTS (date_styles); i++)
    {
      g_autofree char *settings = g_strdup_printf (
        "SELECT set_config('TimeZone', '%s', FALSE);"
        "SELECT set_config('DateStyle', '%s', FALSE)", far[i % G_N_ELEMENTS (far)], date_styles[i]);
      FourWaysOptions instants_options = { settings, NULL, pgg_timestamp_equal,
                                           FOUR_WAYS_NO_ENCODERS | FOUR_WAYS_NO_TEXTS };
      FourWaysOptions times_options = { settings, NULL, pgg_time_equal,
                                        FOUR_WAYS_NO_ENCODERS | FOUR_WAYS_NO_TEXTS };

      four_ways_run (rows, 3, &instants_options);
      four_ways_run (rows + 3, 2, &times_options);
    }
}

static void
test_intervals (void)
{
  static const FourWays rows[] = {
    { "interval", "'0'" },
    { "interval", "'1 year'" },
    { "interval", "'-1 year'" },
    { "interval", "'1 mon'" },
    { "interval", "'-13 mons'" },
    { "interval", "'1 day'" },
    { "interval", "'-1 days'" },
    { "interval", "'1 second'" },
    { "interval", "'-1 second'" },
    { "interval", "'0.5 seconds'" },
    { "interval", "'-0.000001 seconds'" },
    { "interval", "'1.5 seconds'" },
    { "interval", "'1 year 2 mons 3 days 04:05:06.7'" },
    { "interval", "'-1 year -2 mons -3 days -04:05:06.7'" },
    { "interval", "'1 year 2 mons -3 days 04:05:06.789012'" },
    { "interval", "'-1 year -2 mons +3 days -04:05:06'" },
    { "interval", "'-1 days +02:03:04'" },
    { "interval", "'1 days -02:03:04'" },
    { "interval", "'-1 days -02:03:04'" },
    { "interval", "'-1 mons +1 days'" },
    { "interval", "'-1 mons +00:00:01'" },
    { "interval", "'1 mons -00:00:00.5'" },
    { "interval", "'100000:59:59.999999'" },
    { "interval", "'9223372036854775807 us'", 150000 },
    { "interval", "'178956970 years 7 mons 2147483647 days'" },
    { "interval", "'-178956970 years -7 mons -2147483647 days -01:00:00'" },
    { "interval hour to minute", "'4:05'" },
    { "interval year to month", "'1-2'" },
    { "interval", "NULL" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (interval_styles); i++)
    run (rows, G_N_ELEMENTS (rows), "IntervalStyle", interval_styles[i], "UTC",
         pgg_interval_equal);
}

/* The server does not read what it writes of the smallest numbers; before version 15 it wrote some
 * of them with two signs. */
static void
test_smallest_intervals (void)
{
  static const FourWays rows[] = {
    { "interval", "'-9223372036854775808 us'", 150000 },
    { "interval", "'-2147483648 days'", 150000 },
    { "interval", "'-2147483648 mons'" },
    { "interval", "'-2147483648 mons -2147483647 days -9223372036854775808 us'", 150000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (interval_styles); i++)
    {
      g_autofree char *settings = g_strdup_printf ("SET IntervalStyle = %s", interval_styles[i]);
      FourWaysOptions options = { settings, NULL, pgg_interval_equal, FOUR_WAYS_NO_TEXTS };

      four_ways_run (rows, G_N_ELEMENTS (rows), &options);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/types/datetime/dates", test_dates);
  g_test_add_func ("/types/datetime/times", test_times);
  g_test_add_func ("/types/datetime/timestamps", test_timestamps);
  g_test_add_func ("/types/datetime/instants", test_instants);
  g_test_add_func ("/types/datetime/instant-styles", test_instant_styles);
  g_test_add_func ("/types/datetime/far-zones", test_far_zones);
  g_test_add_func ("/types/datetime/intervals", test_intervals);
  g_test_add_func ("/types/datetime/smallest-intervals", test_smallest_intervals);

  return g_test_run ();
}
