// SPDX-License-Identifier: LGPL-2.1-or-later
// Statements that are prepared and kept, with plain values.

import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertThrows, env, run, test} from './harness.js';

const NOW = GLib.PRIORITY_DEFAULT;

function withConnection(body) {
    return async () => {
        const connection = await Pgg.connect_async(env('PGG_TEST_CONNINFO'), NOW, null);
        await body(connection);
        assert(await connection.close_async(NOW, null));
    };
}

test('values become what the server expects', withConnection(connection => {
    const statement = connection.prepare('SELECT $1::int2, $2::numeric::text, $3::float4', null);
    const [row] = statement.execute([5, 10n ** 30n, 3], null);
    assertEqual([...row], [5, `${10n ** 30n}`, 3]);
    for (const wrong of [[40000, 1, 1], [true, 1, 1], [1, 1]])
        assertThrows(() => statement.execute(wrong, null));
}));

test('values of other types are what they were', withConnection(connection => {
    const sql = 'SELECT $1::float8, $2::text, $3::int4, $4::text[], $5::float8';
    const statement = connection.prepare(sql, null);
    const numeric = text => Pgg.Numeric.new_from_string(text);
    const values = [numeric('0.1'), 42, numeric('7.00'), [true, null], 2n ** 53n + 1n];
    const [row] = statement.execute(values, null);
    assertEqual([...row], [0.1, '42', 7, ['true', null], 2 ** 53]);
    const [float, text, , ...rest] = values;
    for (const wrong of [7.5, true, NaN, numeric('7.01')])
        assertThrows(() => statement.execute([float, text, wrong, ...rest], null));
}));

test('a statement knows its types', withConnection(connection => {
    const sql = Pgg.Sql.format('SELECT :a::text AS {}', [Pgg.Sql.new_identifier('x y')]);
    const statement = connection.prepare(sql, null);
    assertEqual(statement.get_columns().map(column => column.get_name()), ['x y']);
    assertEqual(statement.get_parameter_types().map(type => type.get_name()), ['text']);
    const [[value]] = statement.execute({a: 'b'}, null);
    assertEqual(value, 'b');
}));

test('every mode gives the same', withConnection(async connection => {
    const values = [5, 2.5, "it's \\ ü", Uint8Array.of(0, 255), null, [1, null], true];
    const sql = 'SELECT $1::int4, $2::float8, $3::text, $4::bytea, $5::date, $6::int4[], $7::bool';
    const {CACHED, DESCRIBED, UNNAMED, SIMPLE} = Pgg.StatementMode;
    for (const mode of [CACHED, DESCRIBED, UNNAMED, SIMPLE]) {
        connection.statement_mode = mode;
        const [row] = await connection.execute_async(sql, values, NOW, null);
        assertEqual([...row], values);
    }
}));

test('streams', withConnection(async connection => {
    const series = connection.prepare('SELECT generate_series (1, $1::int4)', null);
    assertEqual([...series.stream([3], 1, null)].map(row => row.get_int(0)), [1, 2, 3]);
    const numbers = [];
    for await (const [number] of await series.stream_async([4], 1000, NOW, null))
        numbers.push(number);
    assertEqual(numbers, [1, 2, 3, 4]);
    const endless = await series.stream_async([2000000000], 1, NOW, null);
    assert(await endless.close_async(NOW, null));
    assertThrows(() => series.stream(['x'], 1, null));
}));

test('promises', withConnection(async connection => {
    connection.execute('CREATE TEMPORARY TABLE numbers (i int2)', null, null);
    const insert = await connection.prepare_async('INSERT INTO numbers VALUES ($1)', NOW, null);
    assertEqual(await insert.execute_many_async([[1], [2], [3]], NOW, null), 3);
    await insert.execute_async([4], NOW, null);
    assert(await insert.close_async(NOW, null));
    assertThrows(() => insert.execute([5], null));
    const [[count]] = connection.execute('SELECT count (*) FROM numbers', null, null);
    assertEqual(count, 4);
}));

run();
