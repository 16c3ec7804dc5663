// SPDX-License-Identifier: LGPL-2.1-or-later
// Integers of 64 bits are numbers where these are exact, and BigInt where they are not, wherever
// they are: gjs would round them.

import Pgg from 'gi://Pgg?version=1.0';

import {assertEqual, run, skip, test} from './harness.js';
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

run();
