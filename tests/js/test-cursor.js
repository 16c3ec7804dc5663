// SPDX-License-Identifier: LGPL-2.1-or-later
// Cursors from JavaScript: rows one by one, in memory and in a stream.

import Gio from 'gi://Gio';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertThrows, run, test} from './harness.js';
import {PRIORITY, SERVER, one, params, withConnection} from './support.js';

const {ClientError, ScrollMode} = Pgg;
const SERIES = 'SELECT n, n::text AS t FROM generate_series(1, $1::int) n';

const numbers = fetched => fetched.map(row => row.get_int(0));

function withCursor(body) {
    return withConnection(connection => body(connection.create_cursor(), connection));
}

test('execute with params', () => withCursor((cursor, connection) => {
    assert(cursor.connection === connection);
    assert(cursor.execute(SERIES, params(5), null));
    assertEqual(cursor.get_description().map(column => column.get_name()), ['n', 't']);
    assertEqual(cursor.row_count, 5);
    assertEqual(cursor.status_message, 'SELECT 5');
    assertEqual(cursor.fetch_one(null).get_text(1), '1');
    assertEqual(numbers(cursor.fetch_many(2, null)), [2, 3]);
    assertEqual(numbers(cursor.fetch_all(null)), [4, 5]);
    assertEqual(cursor.fetch_one(null), null);
    assertEqual(cursor.row_number, 5);
}));

test('several results', () => withCursor(cursor => {
    cursor.execute('SELECT 1; SELECT 2', null, null);
    assertEqual(numbers(cursor.fetch_all(null)), [1]);
    assert(cursor.next_set());
    assertEqual(numbers(cursor.fetch_all(null)), [2]);
    assert(!cursor.next_set());
}));

test('errors', () => withCursor(cursor => {
    assertThrows(() => cursor.fetch_one(null), ClientError, ClientError.NO_RESULT);
    assertThrows(() => cursor.execute('SELECT * FROM missing', null, null),
        SERVER, Pgg.SqlState.UNDEFINED_TABLE);
    cursor.execute('CREATE TEMP TABLE made (n int)', null, null);
    assertThrows(() => cursor.fetch_all(null), ClientError, ClientError.NO_RESULT);
}));

test('scroll', () => withCursor(cursor => {
    cursor.execute(SERIES, params(5), null);
    assert(cursor.scroll(3, ScrollMode.ABSOLUTE));
    assertEqual(cursor.fetch_one(null).get_int(0), 4);
    assert(cursor.scroll(-2, ScrollMode.RELATIVE));
    assertEqual(cursor.fetch_one(null).get_int(0), 3);
    assertThrows(() => cursor.scroll(-1, ScrollMode.ABSOLUTE),
        ClientError, ClientError.OUT_OF_RANGE);
}));

test('stream', () => withCursor((cursor, connection) => {
    assert(cursor.stream(SERIES, params(10000), null));
    assertEqual(cursor.fetch_one(null).get_int(0), 1);
    assertEqual(numbers(cursor.fetch_many(3, null)), [2, 3, 4]);
    assertEqual(one(connection, 'SELECT 7'), '7');
    assertEqual(cursor.fetch_all(null).length, 10000 - 4);
    cursor.stream('SELECT generate_series(1, 1000000000)', null, null);
    assertEqual(numbers(cursor.fetch_many(2, null)), [1, 2]);
    assert(cursor.close(null));
}));

test('async', () => withCursor(async cursor => {
    assert(await cursor.execute_async(SERIES, params(3), PRIORITY, null));
    assertEqual((await cursor.fetch_one_async(PRIORITY, null)).get_int(0), 1);
    assertEqual(numbers(await cursor.fetch_many_async(1, PRIORITY, null)), [2]);
    assertEqual(numbers(await cursor.fetch_all_async(PRIORITY, null)), [3]);
    assert(await cursor.stream_async(SERIES, params(2000), PRIORITY, null));
    let count = 0;
    while (await cursor.fetch_one_async(PRIORITY, null))
        count++;
    assertEqual(count, 2000);
    assert(await cursor.close_async(PRIORITY, null));
}));

test('execute many', () => withCursor(async (cursor, connection) => {
    connection.execute('CREATE TEMP TABLE many (n int8)', null, null);
    const sets = [1, 2, 3].map(number => params(number));
    assertEqual(cursor.execute_many('INSERT INTO many VALUES ($1)', sets, null), 3);
    assertEqual(await cursor.execute_many_async('INSERT INTO many VALUES ($1)', sets, PRIORITY,
        null), 3);
    assertEqual(one(connection, 'SELECT count(*) FROM many'), '6');
}));

test('model', () => withCursor(cursor => {
    cursor.execute(SERIES, params(3), null);
    const model = Pgg.ResultModel.new(cursor.get_result());
    assert(model instanceof Gio.ListModel);
    assertEqual(model.get_n_items(), 3);
    const item = model.get_item(1);
    assert(model.get_item(1) === item);
    assertEqual([item.position, item.get_text('t'), item.get_value('n')], [1, '2', 2]);
    assertEqual(model.get_item(3), null);
}));

run();
