# SPDX-License-Identifier: LGPL-2.1-or-later
"""Dates, times, timestamps and intervals from Python, in both formats."""

import datetime
import unittest

from support import CLIENT, ClientTestCase

from gi.repository import GLib, Pgg

FORMATS = (Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY)


class DateTime(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()

    def both(self, sql):
        """The result in one format after the other."""
        for format_ in FORMATS:
            with self.subTest(format=format_.value_nick):
                self.connection.props.result_format = format_
                yield self.connection.execute(sql, None, None)

    def test_date(self):
        for result in self.both("SELECT '2012-02-29'::date, '0044-03-15 BC'::date,"
                                " 'infinity'::date, NULL::date"):
            date = result.get_date(0, 0)
            self.assertEqual((date.get_year(), date.get_month(), date.get_day()), (2012, 2, 29))
            self.assertEqual(date.get_weekday(), GLib.DateWeekday.WEDNESDAY)
            self.assertEqual(date.to_gdate().get_day_of_year(), 60)
            self.assertTrue(date.equal(result.get_value(0, 0)))
            self.assertEqual(result.get_date(0, 1).get_year(), -44)
            self.assertEqual(result.get_date(0, 1).to_string(), '0044-03-15 BC')
            self.assertTrue(result.get_date(0, 2).is_infinite())
            self.assertIsNone(result.get_date(0, 3))
            with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
                result.get_date(0, 2).to_gdate()

    def test_time(self):
        for result in self.both("SELECT '24:00:00'::time, '13:30:00.25+05:30'::timetz"):
            self.assertEqual(result.get_time(0, 0).get_hour(), 24)
            self.assertFalse(result.get_time(0, 0).has_offset())
            time = result.get_time(0, 1)
            self.assertEqual((time.get_microsecond(), time.get_offset()), (250000, 19800))
            self.assertEqual(time.to_string(), '13:30:00.25+05:30')

    def test_timestamp(self):
        self.connection.execute("SET TimeZone = 'America/St_Johns'", None, None)
        for style in 'ISO', 'SQL, DMY', 'Postgres, MDY', 'German':
            self.connection.execute(f"SET DateStyle = '{style}'", None, None)
            for result in self.both("SELECT '2012-11-04 04:00:00.25Z'::timestamptz,"
                                    " '2012-02-03 24:00'::timestamp, '-infinity'::timestamptz"):
                instant = result.get_timestamp(0, 0)
                self.assertTrue(instant.has_zone())
                self.assertEqual(instant.to_string(), '2012-11-04 04:00:00.25+00')
                self.assertEqual(result.get_date_time(0, 0).format('%F %T.%f %Z'),
                                 '2012-11-04 04:00:00.250000 UTC')
                self.assertEqual(result.get_timestamp(0, 1).to_string(), '2012-02-04 00:00:00')
                self.assertEqual(result.get_timestamp(0, 2).get_usec(), -2 ** 63)
                with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
                    result.get_date_time(0, 2)

    def test_texts_are_the_same(self):
        """What is made here of binary is what the server writes."""
        texts = [result.get_text(0, 0) for result in self.both(
            "SELECT '1900-01-01 12:00Z'::timestamptz")]
        self.assertEqual(texts[0], texts[1])

    def test_interval(self):
        for result in self.both("SELECT '1 year 2 mons -3 days 04:05:06.7'::interval,"
                                " '36 hours'::interval"):
            interval = result.get_interval(0, 0)
            self.assertEqual((interval.get_months(), interval.get_days(), interval.get_usec()),
                             (14, -3, 14706700000))
            with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
                interval.to_time_span()
            self.assertEqual(result.get_interval(0, 1).to_time_span(), 36 * 3600 * 10 ** 6)

    def test_columns(self):
        """Numbers that datetime can be made of, without an object for each row."""
        epoch = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)
        for result in self.both("SELECT t, t::date FROM generate_series("
                                "  timestamptz '2012-01-01Z', '2012-01-03Z', '1 day') AS s (t)"):
            packed = memoryview(bytes(result.get_column_bytes(0, 0, -1))).cast('q')
            self.assertEqual([(epoch + datetime.timedelta(microseconds=usec)).day
                              for usec in packed], [1, 2, 3])
            days = memoryview(bytes(result.get_column_bytes(1, 0, -1))).cast('i')
            self.assertEqual(len(days), 3)

    def test_values(self):
        now = GLib.DateTime.new_now_utc()
        timestamp = Pgg.Timestamp.new_from_date_time(now, True)
        self.assertEqual(timestamp.to_date_time().compare(now), 0)
        self.assertEqual(timestamp.to_unix_usec() // 10 ** 6, now.to_unix())
        self.assertEqual(Pgg.Timestamp.new_from_variant(timestamp.to_variant()).compare(timestamp),
                         0)
        self.assertEqual(Pgg.Date.new(2012, 2, 28).add_days(1).to_string(), '2012-02-29')
        self.assertLess(Pgg.Time.new(1, 2, 3, 4).compare(Pgg.Time.new_from_string('02:00:00')), 0)
        self.assertEqual(Pgg.Interval.new(0, 1, 0).compare(
            Pgg.Interval.new_from_string('24:00:00')), 0)
        for text in 'yesterday', '2012-02-30', '29.02.2012':
            with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
                Pgg.Date.new_from_string(text)
        with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
            Pgg.Date.new(2012, 2, 30)


if __name__ == '__main__':
    unittest.main()
