// SPDX-License-Identifier: LGPL-2.1-or-later
// Integers of 64 bits are numbers where these are exact, and BigInt where they are not, wherever
// they are: gjs would round them.

import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {assertEqual, assertThrows, run, skip, test} from './harness.js';
import {withConnection} from './support.js';

const BIG = 2n ** 53n + 1n;
const MAX = 2n ** 64n - 1n;

function testFormats(name, body) {
    test(name, () => withConnection(connection => {
        for (const format of [Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY]) {
            connection.result_format = format;
            body(connection);
        }
    }));
}

testFormats('in rows', connection => {
    for (const count of [1, 60]) {
        const rows = [...connection.execute(`SELECT 5::int8, -$1, '${MAX}'::xid8, '5'::xid8,
            'FFFFFFFF/FFFFFFFF'::pg_lsn, '16/B374D848'::pg_lsn, NULL::int8, $1 - 2, 2::float8 ^ 60
            FROM generate_series(1, ${count})`, [BIG])];
        const values = [5, -BIG, MAX, 5, MAX, 0x16b374d848, null, 2 ** 53 - 1, 2 ** 60];
        assertEqual(rows.map(row => [...row]), Array(count).fill(values));
    }
});

testFormats('in cells', connection => {
    const result = connection.execute('SELECT 1.5::float8, 1 AS n, $1 AS big UNION ALL ' +
        'SELECT 2::float8 ^ 60, 2, $1 + 1 ORDER BY n', [BIG]);
    const row = result.get_row(1);
    assertEqual([result.get_value(1, 2), result.get_int64(1, 2), result.get_int64(1, 1)],
        [BIG + 1n, BIG + 1n, 2]);
    assertEqual([row.get_value(2), row.get_int64(2), row.get_value_by_name('big'),
        row.get_value(0)], [BIG + 1n, BIG + 1n, BIG + 1n, 2 ** 60]);
    assertEqual(result.peek_values(0, 2), [1.5, 1, BIG, 2 ** 60, 2, BIG + 1n]);
    assertEqual(result.get_column_int64s(2, 1, 1), [BIG + 1n]);
    assertEqual(Pgg.ResultModel.new(result).get_item(0).get_value('big'), BIG);
});

testFormats('in arrays', connection => {
    const [row] = connection.execute(`SELECT ARRAY[[$1, NULL], [3, -$1]],
        '[5:6]={1,${BIG}}'::int8[], ARRAY['FFFFFFFF/FFFFFFFF'::pg_lsn, '0/5'],
        ARRAY['${MAX}'::xid8], '{}'::int8[], ARRAY[2::float8 ^ 60]`, [BIG]);
    assertEqual([...row].filter((_, index) => index !== 1),
        [[[BIG, null], [3, -BIG]], [MAX, 5], [MAX], [], [2 ** 60]]);
    const array = row[1];
    assertEqual([array.get_element(1), array.get_element_at([6]), array.get_element_at([5])],
        [BIG, BIG, 1]);
    assertEqual([array.get_int64s(), array.peek_values()], [[1, BIG], [1, BIG]]);
    assertEqual(row.get_array(0).get_element_at([2, 2]), -BIG);
});

testFormats('in ranges and records', connection => {
    connection.execute('CREATE TEMPORARY TABLE wide (a int8, b xid8, c float8, d int8[])');
    const result = connection.execute(`SELECT ROW ($1, '${MAX}', 2::float8 ^ 60, ARRAY[$1])::wide,
        int8range ($1, NULL)`, [BIG]);
    const [[object, range]] = result;
    assertEqual(object, {a: BIG, b: MAX, c: 2 ** 60, d: [BIG]});
    const record = result.get_record(0, 0);
    assertEqual([record.get_value(0), record.get_value_by_name('b'), record.get_value(2)],
        [BIG, MAX, 2 ** 60]);
    assertEqual([range.get_lower(), range.get_upper()], [BIG, null]);
    connection.execute('DROP TABLE wide');
});

testFormats('in multiranges', connection => {
    if (connection.server_version < 140000)
        skip('the server has no multiranges');
    const [[ranges]] = connection.execute(
        'SELECT int8multirange (int8range (NULL, $1), int8range ($1 + 1, $1 + 2))', [BIG]);
    assertEqual(ranges.get_range(0).get_upper(), BIG);
    assertEqual([ranges.get_range(1).get_lower(), ranges.get_range(1).get_upper()],
        [BIG + 1n, BIG + 2n]);
});

test('in values', () => {
    const MIN_INT64 = -(2n ** 63n);
    const MAX_INT64 = 2n ** 63n - 1n;
    const number = text => Pgg.Numeric.new_from_string(text);
    for (const value of [5, -5, 2 ** 53 - 1, BIG, -BIG, MAX_INT64, MIN_INT64]) {
        assertEqual([number(`${value}`), number(`${value}.00`)].map(each => each.to_int64()),
            [value, value]);
    }
    assertEqual([number(`${MAX}`).to_uint64(), number('5').to_uint64()], [MAX, 5]);
    for (const text of [`${MAX_INT64 + 1n}`, `${MIN_INT64 - 1n}`, '1.5', '12345678.5', 'NaN'])
        assertThrows(() => number(text).to_int64());
    for (const text of [`${MAX + 1n}`, '-1', '-12345678', 'Infinity'])
        assertThrows(() => number(text).to_uint64());
    for (const usec of [BIG, -BIG, 10n * BIG + 999999n, -(10n * BIG) - 1n, 60000000n * BIG]) {
        const [hours, rest] = [usec / 3600000000n, usec % 3600000000n];
        const abs = rest < 0n ? -rest : rest;
        const pad = (part, width) => `${part}`.padStart(width, '0');
        const time = `${pad(abs / 60000000n, 2)}:${pad(abs / 1000000n % 60n, 2)}.${
            pad(abs % 1000000n, 6)}`;
        if (hours < 2n ** 31n)
            assertEqual(Pgg.Interval.new_from_string(`${hours}:${time}`).get_usec(), usec);
    }
    assertEqual(Pgg.Interval.new_from_string('1 mon -00:00:00.5').get_usec(), -500000);
    assertEqual(Pgg.Interval.new_from_string('2 days').get_usec(), 0);
});

// The server's microseconds beside those that are read from the same timestamp.
testFormats('in timestamps', connection => {
    const texts = ['1066-10-14 09:00:00.000001', '1500-01-01 23:59:59.999999', '0044-03-15 BC',
        '294276-12-31 23:59:59.999999', '4713-01-01 00:00:00.1 BC', '2300-05-05 00:00:00.5',
        '2024-01-01 00:00:00.25'];
    for (const text of texts) {
        const result = connection.execute(`SELECT $1::timestamp,
            (extract(epoch FROM $1::timestamp - '2000-01-01') * 1000000)::int8::text`, [text]);
        const value = result.get_timestamp(0, 0);
        assertEqual(BigInt(value.get_usec()), BigInt(result.get_text(0, 1)));
        if (!text.startsWith('294'))
            assertEqual(BigInt(value.to_unix_usec()), BigInt(value.get_usec()) + 946684800000000n);
    }
    assertEqual([true, false].map(sign => Pgg.Timestamp.new_infinity(sign, false).get_usec()),
        [2n ** 63n - 1n, -(2n ** 63n)]);
});

// A warning of gjs for a value that is exact would be a fault in the log of the application. This
// stays to the end, because what writes the log can be set only once.
test('without warnings', () => withConnection(connection => {
    const warnings = [];
    GLib.log_set_writer_func((level, fields) => {
        if (level & (GLib.LogLevelFlags.LEVEL_WARNING | GLib.LogLevelFlags.LEVEL_CRITICAL))
            warnings.push(fields);
        return GLib.LogWriterOutput.HANDLED;
    });
    for (const format of [Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY]) {
        connection.result_format = format;
        const result = connection.execute(`SELECT $1::int8, '${MAX}'::xid8, ARRAY[$1::int8],
            $1::numeric, '1066-10-14'::timestamp, interval '2000000000:00'`, [BIG]);
        assertEqual([result.get_int64(0, 0), result.get_row(0).get_int64(0),
            result.get_column_int64s(0, 0, -1), result.get_array(0, 2).get_int64s()],
        [BIG, BIG, [BIG], [BIG]]);
        for (const column of [1, 9]) {
            assertThrows(() => result.get_int64(0, column));
            assertThrows(() => result.get_column_int64s(column, 0, -1));
        }
        assertEqual(result.get_numeric(0, 3).to_int64(), BIG);
        assertEqual(typeof result.get_timestamp(0, 4).get_usec(), 'bigint');
        assertEqual(result.get_interval(0, 5).get_usec(), 2000000000n * 3600000000n);
    }
    assertEqual(warnings, []);
}));

run();
