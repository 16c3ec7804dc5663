// SPDX-License-Identifier: LGPL-2.1-or-later
// What the override adds for JavaScript, and that the original calls still work.

import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertThrows, env, run, test} from './harness.js';

const CONNINFO = env('PGG_TEST_CONNINFO');
const NOW = GLib.PRIORITY_DEFAULT;

function withConnection(body) {
    return async () => {
        const connection = await Pgg.connect_async(CONNINFO, NOW, null);
        await body(connection);
        assert(await connection.close_async(NOW, null));
    };
}

test('plain values', withConnection(connection => {
    const values = [null, true, 5, 2 ** 40, 2n ** 63n - 1n, 0.5, 'text', Uint8Array.of(0, 255)];
    const sql = 'SELECT $1::text, $2, $3, $4, $5, $6, $7::text, $8';
    const [row] = connection.execute(sql, values, null);
    assertEqual([...row], values);
    const types = connection.execute('SELECT $1, $2, $3', [1, 2 ** 31, -0], null).get_columns();
    assertEqual(types.map(column => column.get_type_name()), ['int4', 'int8', 'float8']);
    const [[huge]] = connection.execute('SELECT $1::numeric', [10n ** 30n], null);
    assertEqual(huge.to_string(), `${10n ** 30n}`);
    assertThrows(() => connection.execute('SELECT $1', [{}], null));
    assertThrows(() => connection.execute('SELECT $1::text', ['a\0b'], null));
}));

test('parameters with names', withConnection(async connection => {
    const sql = 'SELECT :b::text, :a, :b::text';
    const [row] = connection.execute(sql, {a: 2 ** 40, b: 'x'}, null);
    assertEqual([...row], ['x', 2 ** 40, 'x']);
    const [later] = await connection.execute_async(sql, {b: null, a: 1}, NOW, null);
    assertEqual([...later], [null, 1, null]);
    connection.execute('CREATE TEMPORARY TABLE named (a int, b text)', null, null);
    assertEqual(connection.execute_many('INSERT INTO named VALUES (:a, :b)',
        [{a: 1, b: 'x'}, {b: 'y', a: 2}], null), 2);
    for (const wrong of [{'a b': 1}, 5, 'a', Uint8Array.of(1)])
        assertThrows(() => connection.execute('SELECT :a', wrong, null));
}));

test('composed SQL', withConnection(connection => {
    const sql = Pgg.Sql.format('SELECT {} AS {}',
        [Pgg.Sql.new_text("it's"), Pgg.Sql.new_identifier('a"b')]);
    const [row] = connection.execute(sql, null, null);
    assertEqual(row.toObject(), {'a"b': "it's"});
    assertEqual(Pgg.Sql.new_text(null).to_string(), 'NULL');
    for (const make of [Pgg.Sql.new_text, Pgg.Sql.new_identifier])
        assertThrows(() => make('a\0b'));
}));

test('original forms', withConnection(async connection => {
    const params = Pgg.Params.new();
    params.append_int(7);
    assertEqual(connection.execute('SELECT 1', null, null).get_int(0, 0), 1);
    assertEqual(connection.execute('SELECT $1', params, null).get_int(0, 0), 7);
    const result = await new Promise(resolve => connection.execute_async('SELECT $1', params, NOW,
        null, (source, ready) => resolve(source.execute_finish(ready))));
    assertEqual(result.get_int(0, 0), 7);
    const operation = connection.execute_start('SELECT $1', [8]);
    assert(await operation.run_async(NOW, null));
    assertEqual(connection.execute_finish(operation).get_int(0, 0), 8);
}));

test('iteration', withConnection(async connection => {
    const result = await connection.execute_async(
        "SELECT n, 't' || n AS t FROM generate_series(1, $1) n", [3], NOW, null);
    assertEqual(Array.from(result, row => [...row]), [[1, 't1'], [2, 't2'], [3, 't3']]);
    assertEqual(result.get_row(1).toObject(), {n: 2, t: 't2'});
    const [row] = connection.execute('SELECT 2 ^ 60, (2 ^ 60)::int8, -1::int8', null, null);
    assertEqual([...row], [2 ** 60, 2n ** 60n, -1]);
}));

test('cursor', withConnection(async connection => {
    const cursor = connection.create_cursor();
    cursor.execute('SELECT generate_series(1, $1)', [3], null);
    assertEqual(Array.from(cursor, row => row.get_int(0)), [1, 2, 3]);
    await cursor.stream_async('SELECT generate_series(1, $1)', [500], NOW, null);
    let sum = 0;
    for await (const row of cursor)
        sum += row.get_int(0);
    assertEqual(sum, 125250);
}));

test('execute many', withConnection(async connection => {
    connection.execute('CREATE TEMP TABLE many (n int, t text)', null, null);
    const sql = 'INSERT INTO many VALUES ($1, $2)';
    assertEqual(connection.execute_many(sql, [[1, 'a'], [2, null]], null), 2);
    assertEqual(await connection.execute_many_async(sql, [[3, 'c']], NOW, null), 1);
}));

test('local server', async () => {
    const server = Pgg.LocalServer.new(null);
    assert(await server.start_async(NOW, null));
    assert(await server.stop_async(NOW, null));
});

run();
