// SPDX-License-Identifier: LGPL-2.1-or-later
// Dates, times, timestamps and intervals from JavaScript, in both formats.

import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertThrows, run, test} from './harness.js';
import {withConnection} from './support.js';

const {ClientError} = Pgg;

function both(name, sql, body) {
    for (const format of ['TEXT', 'BINARY']) {
        test(`${name}, ${format.toLowerCase()}`, () => withConnection(connection => {
            connection.result_format = Pgg.ResultFormat[format];
            return body(connection.execute(sql, null, null));
        }));
    }
}

both('dates', "SELECT '2012-02-29'::date, '0044-03-15 BC'::date, NULL::date", result => {
    const date = result.get_date(0, 0);
    assertEqual([date.get_year(), date.get_month(), date.get_day()], [2012, 2, 29]);
    assertEqual(result.get_value(0, 0).to_string(), '2012-02-29');
    assertEqual(result.get_date(0, 1).get_year(), -44);
    assertEqual(result.get_date(0, 2), null);
});

both('times', "SELECT '24:00:00'::time, '13:30:00.25+05:30'::timetz", result => {
    assertEqual(result.get_time(0, 0).get_hour(), 24);
    assertEqual(result.get_time(0, 1).get_offset(), 19800);
    assertEqual(result.get_time(0, 1).to_string(), '13:30:00.25+05:30');
});

const INSTANTS = "SELECT '2012-11-04 04:00:00.25Z'::timestamptz, 'infinity'::timestamp";
both('timestamps', INSTANTS, result => {
    const timestamp = result.get_timestamp(0, 0);
    assert(timestamp.has_zone());
    assertEqual(timestamp.to_string(), '2012-11-04 04:00:00.25+00');
    assertEqual(new Date(timestamp.to_unix_usec() / 1000).toISOString(),
        '2012-11-04T04:00:00.250Z');
    assertEqual(result.get_date_time(0, 0).format_iso8601(), '2012-11-04T04:00:00.250000Z');
    assert(result.get_timestamp(0, 1).is_infinite());
    assertThrows(() => result.get_date_time(0, 1), ClientError, ClientError.CONVERSION);
});

both('intervals', "SELECT '1 mon -3 days 04:05:06.7'::interval", result => {
    const interval = result.get_interval(0, 0);
    assertEqual([interval.get_months(), interval.get_days(), interval.get_usec()],
        [1, -3, 14706700000]);
    assertThrows(() => interval.to_time_span(), ClientError, ClientError.CONVERSION);
});

const DAYS = "SELECT * FROM generate_series(timestamptz '2012-01-01Z', '2012-01-03Z', '1 day')";
both('columns', DAYS, result => {
    const packed = result.get_column_bytes(0, 0, -1);
    const values = new BigInt64Array(packed.buffer, packed.byteOffset, packed.length / 8);
    const epoch = Date.UTC(2000, 0, 1);
    assertEqual(Array.from(values, usec => new Date(epoch + Number(usec) / 1000).getUTCDate()),
        [1, 2, 3]);
});

test('values', () => {
    const now = GLib.DateTime.new_now_utc();
    const timestamp = Pgg.Timestamp.new_from_date_time(now, true);
    assertEqual(timestamp.to_date_time().compare(now), 0);
    assertEqual(Pgg.Date.new(2012, 2, 28).add_days(1).to_string(), '2012-02-29');
    assertEqual(Pgg.Interval.new(0, 1, 0).compare(Pgg.Interval.new_from_string('24:00:00')), 0);
    assertThrows(() => Pgg.Date.new(2012, 2, 30), ClientError, ClientError.CONVERSION);
    assertThrows(() => Pgg.Time.new_from_string('25:00:00'), ClientError, ClientError.CONVERSION);
});

run();
