// SPDX-License-Identifier: LGPL-2.1-or-later
// Cells, columns and parameters from JavaScript, in both formats.

import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertThrows, run, test} from './harness.js';
import {params, rows, withConnection} from './support.js';

const {ClientError} = Pgg;
const INT64 = [-(2n ** 63n), -1n, 0n, 2n ** 53n + 1n, 2n ** 63n - 1n];

// A test of a result in one format after the other.
function both(name, sql, values, body) {
    for (const format of ['TEXT', 'BINARY']) {
        test(`${name}, ${format.toLowerCase()}`, () => withConnection(connection => {
            connection.result_format = Pgg.ResultFormat[format];
            return body(connection.execute(sql, params(...values), null));
        }));
    }
}

both('variants', "SELECT 1, '{1,NULL}'::int4[], NULL::int4, '2024-02-29'::date,"
    + " '{{1},{2}}'::int4[]", [], result => {
    const expected = [1, [1, null], null, '2024-02-29', [[1], [2]]];
    const variants = expected.map((_, column) => result.get_variant(0, column));
    assertEqual(variants.map(variant => variant?.deepUnpack() ?? null), expected);
    assertEqual(result.get_row(0).to_variant().deepUnpack(), expected);
    const array = Pgg.Array.new_from_variant(23, variants[1]);
    assertEqual(array.to_string(), '{1,NULL}');
    assert(array.compare(Pgg.Array.new_from_string(23, '{1,2}')) > 0);
});

both('figures', "SELECT '(1,-2.5)'::point, NULL::point, '<(1,2),3>'::circle, '(3,4),(1,2)'::box,"
    + " '[(1,2),(3,4)]'::lseg, '{1,2,3}'::line, '[(1,2),(3,4)]'::path,"
    + " '((0,0),(1,0),(0,1))'::polygon", [], result => {
    const point = result.get_point(0, 0);
    assertEqual([point.get_x(), point.get_y()], [1, -2.5]);
    assert(point.equal(result.get_value(0, 0)));
    assertEqual(result.get_point(0, 1), null);
    assertEqual(result.get_circle(0, 2).get_radius(), 3);
    assertEqual(result.get_box(0, 3).get_low().to_string(), '(1,2)');
    assertEqual(result.get_line_segment(0, 4).get_end().get_x(), 3);
    assertEqual(result.get_line(0, 5).get_c(), 3);
    assertEqual(result.get_path(0, 6).is_closed(), false);
    assertEqual(Array.from(result.get_path(0, 6).get_coordinates()), [1, 2, 3, 4]);
    assertEqual(Array.from(result.get_polygon(0, 7).get_coordinates()), [0, 0, 1, 0, 0, 1]);
    assertThrows(() => result.get_point(0, 2), ClientError, ClientError.CONVERSION);
});

test('figures as parameters', () => withConnection(connection => {
    const sent = Pgg.Params.new();
    sent.append_point(Pgg.Point.new(1, -2.5));
    sent.append_path(Pgg.Path.new([1, 2, 3, 4], true));
    const result = connection.execute('SELECT $1::text, $2::text', sent, null);
    assertEqual(rows(result), [['(1,-2.5)', '((1,2),(3,4))']]);
    assertThrows(() => Pgg.Path.new([1], true), ClientError, ClientError.INVALID_ARGUMENT);
}));

test('types by name', () => withConnection(connection => {
    connection.execute("CREATE TYPE js_mood AS ENUM ('sad', 'ok');"
        + 'CREATE TYPE js_pair AS (n int4, t text)', null, null);
    const mood = connection.lookup_type('js_mood', null);
    assertEqual(mood.get_kind(), Pgg.TypeKind.ENUM);
    assertEqual(mood.get_labels(), ['sad', 'ok']);
    assertEqual(connection.get_type_info(mood.get_oid()).get_name(), 'js_mood');
    const pair = connection.lookup_type('js_pair', null);
    assertEqual([pair.get_n_fields(), pair.get_field_name(1), pair.get_field_oid(1)], [2, 't', 25]);
    assertThrows(() => connection.lookup_type('js_none', null), ClientError,
        ClientError.INVALID_ARGUMENT);
}));

both('numeric', "SELECT 1.50, 'NaN'::numeric, NULL::numeric, 7", [], result => {
    const numeric = result.get_numeric(0, 0);
    assertEqual(numeric.to_string(), '1.50');
    assertEqual(numeric.to_double(), 1.5);
    assertEqual(numeric.get_scale(), 2);
    assert(numeric.equal(Pgg.Numeric.new_from_string('1.5')));
    assert(result.get_numeric(0, 1).is_nan());
    assertEqual(result.get_numeric(0, 2), null);
    assertThrows(() => result.get_numeric(0, 3), ClientError, ClientError.CONVERSION);
    assertThrows(() => Pgg.Numeric.new_from_string('x'), ClientError, ClientError.CONVERSION);
});

both('scalars', "SELECT true, 2147483647, 0.1::float8, 'ž€', 4294967295::oid", [], result => {
    assertEqual(result.get_boolean(0, 0), true);
    assertEqual(result.get_int(0, 1), 2147483647);
    assertEqual(result.get_double(0, 2), 0.1);
    assertEqual(result.get_text(0, 3), 'ž€');
    assertEqual(result.dup_text(0, 3), 'ž€');
    assertEqual([0, 1, 2, 3, 4].map(column => result.get_value(0, column)),
        [true, 2147483647, 0.1, 'ž€', 4294967295]);
});

both('int8 beyond 2^53', 'SELECT v FROM unnest($1::int8[]) v', [`{${INT64.join()}}`], result => {
    assertEqual(INT64.map((_, row) => BigInt(result.get_text(row, 0))), INT64);
    const packed = result.get_column_bytes(0, 0, -1);
    assert(packed instanceof Uint8Array);
    const values = new BigInt64Array(packed.buffer, packed.byteOffset, packed.length / 8);
    assertEqual(Array.from(values), INT64);
    assertEqual(result.get_int64(1, 0), -1);
});

test('BigInt as a parameter', () => withConnection(connection => {
    for (const number of INT64)
        assertEqual(rows(connection.execute('SELECT $1', params(number), null)), [[`${number}`]]);
}));

both('bytea', 'SELECT $1, $2, NULL::bytea', [Uint8Array.from({length: 256}, (_, i) => i),
    new Uint8Array()], result => {
    assertEqual(result.get_bytes(0, 0).toArray(), Uint8Array.from({length: 256}, (_, i) => i));
    assertEqual(result.get_value(0, 0).get_size(), 256);
    assertEqual(result.get_bytes(0, 1).get_size(), 0);
    assertEqual(result.get_bytes(0, 2), null);
});

both('columns', `SELECT n, n::float8 / 2, n % 2 = 0, CASE WHEN n <> 2 THEN 'n' || n END
                 FROM generate_series(1, 4) n`, [], result => {
    assertEqual(result.get_column_int64s(0, 0, -1), [1, 2, 3, 4]);
    assertEqual(result.get_column_int64s(0, 1, 2), [2, 3]);
    assertEqual(result.get_column_doubles(1, 0, -1), [0.5, 1, 1.5, 2]);
    assertEqual(result.get_column_booleans(2, 0, -1), [false, true, false, true]);
    assertEqual(result.get_column_texts(3, 0, -1), ['n1', null, 'n3', 'n4']);
    assertEqual(result.get_column_nulls(3, 0, -1), Uint8Array.of(0, 1, 0, 0));
    assertEqual(result.get_columns().map(column => column.get_type_name()),
        ['int4', 'float8', 'bool', 'text']);
});

both('peek values', "SELECT n, 't' || n, NULL::int FROM generate_series(1, 2) n", [], result => {
    assertEqual(result.peek_values(0, -1), [1, 't1', null, 2, 't2', null]);
    assertEqual(result.peek_values(1, 1), [2, 't2', null]);
});

both('rows', "SELECT 1 AS n, 'x' AS \"Text\", NULL AS nothing", [], result => {
    const row = result.get_row(0);
    assertEqual(row.get_value_by_name('n'), 1);
    assertEqual(row.get_text_by_name('Text'), 'x');
    assertEqual(row.get_value(2), null);
    assert(row.is_null(2));
    assertThrows(() => row.get_value_by_name('text'), ClientError, ClientError.INVALID_ARGUMENT);
});

both('invalid indices', 'SELECT 1', [], result => {
    for (const call of [() => result.get_text(1, 0), () => result.get_value(0, 1),
        () => result.get_row(9), () => result.get_column_int64s(0, 0, 2),
        () => result.get_column(7), () => result.get_row(0).get_int(1)])
        assertThrows(call, ClientError, ClientError.OUT_OF_RANGE);
});

both('conversion', "SELECT 'x', NULL::int", [], result => {
    assertThrows(() => result.get_int(0, 0), ClientError, ClientError.CONVERSION);
    assertThrows(() => result.get_int(0, 1), ClientError, ClientError.NULL_VALUE);
});

run();
