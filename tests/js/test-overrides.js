// SPDX-License-Identifier: LGPL-2.1-or-later
// What the override adds for JavaScript, and that the original calls still work.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import System from 'system';
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
    const gappy = [1];
    gappy[2] = 3;
    const [filled] = connection.execute('SELECT $1::int, $2::int, $3::int', gappy);
    assertEqual([...filled], [1, null, 3]);
    assertThrows(() => connection.execute('SELECT $1', [new Map()], null));
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

test('values that are appended', withConnection(connection => {
    const values = [null, true, 2 ** 40, 2n ** 63n - 1n, 'text', [1, null], Uint8Array.of(0, 255)];
    const [appended, named] = [Pgg.Params.new(), Pgg.Params.new()];
    values.forEach((value, index) => {
        appended.append_value(value);
        named.set_named_value(`n${index}`, value);
    });
    const read = (prefix, first, params) => {
        const places = values.map((_, index) => `${prefix}${index + first}`);
        const [row] = connection.execute(`SELECT ${places}`, params, null);
        return [...row];
    };
    assertEqual(read('$', 1, appended), values);
    assertEqual(read(':n', 0, named), values);
    named.set_named_value('n1', false);
    assertEqual(named.get_n_params(), values.length);
    assertThrows(() => named.set_named_value('a', 'a\0b'));
}));

test('plain values in a pipeline', withConnection(async connection => {
    const pipeline = connection.enter_pipeline();
    const running = [pipeline.execute_async('SELECT :a::text', {a: 'x'}, NOW, null),
        pipeline.execute_async('SELECT $1::text', ['y'], NOW, null)];
    await pipeline.exit_async(NOW, null);
    const results = await Promise.all(running);
    assertEqual(results.map(([[value]]) => value), ['x', 'y']);
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

test('JSON', withConnection(connection => {
    connection.execute('CREATE TEMPORARY TABLE pair (a int8, b timestamptz)');
    const [row] = connection.execute(`SELECT 1 AS a, NULL AS b, '1.50'::numeric AS c,
        9007199254740993 AS d, '2020-02-29 12:34:56.789+00'::timestamptz AS e,
        '2020-02-29'::date AS f, '\\x01ff'::bytea AS g, ARRAY[1.5, NULL] AS h,
        '{"x": [1]}'::json AS i,
        ROW(9007199254740991, 'epoch')::pair AS j, 'Infinity'::timestamptz AS k`);
    const expected = {
        a: 1, b: null, c: '1.50', d: '9007199254740993', e: '2020-02-29T12:34:56.789000Z',
        f: '2020-02-29', g: '\\x01ff', h: ['1.5', null], i: {x: [1]},
        j: {a: 9007199254740991, b: '1970-01-01T00:00:00Z'}, k: 'infinity',
    };
    assertEqual(JSON.parse(JSON.stringify(row.toObject())), expected);
    assertEqual(JSON.parse(JSON.stringify(row)), Object.values(expected));
    assertEqual(JSON.parse(JSON.stringify([row])), [Object.values(expected)]);
    assertEqual(Object.keys(row.toObject()), Object.keys(expected));
    const [exact] = connection.execute("SELECT ROW(9007199254740993, 'epoch')::pair AS j");
    assertEqual(JSON.stringify(exact),
        '[{"a":"9007199254740993","b":"1970-01-01T00:00:00Z"}]');
    const [odd] = connection.execute('SELECT 1 AS "toJSON", 2 AS "__proto__"');
    assertEqual(Object.entries(odd.toObject()), [['toJSON', 1], ['__proto__', 2]]);
}));

// JavaScript would compare the texts.
test('order', withConnection(connection => {
    const [[nine, ten, day]] = connection.execute("SELECT 9.0, 10.0, 'infinity'::date");
    assert(nine < ten && ten > nine && nine <= ten && !(ten < nine));
    assertEqual([Number(ten), `${ten}`, nine.compare(ten)], [10, '10.0', -1]);
    assertThrows(() => day < day);
    assertEqual(`${day}`, 'infinity');
}));

test('rows of cursors', withConnection(async connection => {
    const cursor = connection.create_cursor();
    cursor.execute("SELECT 1 AS a, 'x' AS b");
    for (const row of cursor)
        assertEqual([...row, row.toObject(), row.get_text(1)], [1, 'x', {a: 1, b: 'x'}, 'x']);
    cursor.execute('SELECT n, 2 * n AS m FROM generate_series(1, 2500) AS n');
    assertEqual([...await cursor.fetch_one_async()], [1, 2]);
    const [second, third] = cursor.fetch_many(2);
    assertEqual([second[1], third.toObject(), third.get_int(0)], [4, {n: 3, m: 6}, 3]);
    const others = await cursor.fetch_all_async();
    assertEqual([others.length, others[0][0], others[2496][1]], [2497, 4, 5000]);
    assertEqual([cursor.fetch_one(), cursor.fetch_all()], [null, []]);
    cursor.stream('SELECT generate_series(1, 3)');
    assertEqual(cursor.fetch_many(5).map(row => row[0]), [1, 2, 3]);
    for (const size of [1, 7, 1000]) {
        cursor.array_size = size;
        await cursor.stream_async('SELECT generate_series(1, 100)');
        let sum = 0;
        for await (const [n] of cursor)
            sum += n;
        assertEqual(sum, 5050);
    }
    cursor.execute('SELECT 2');
    for await (const row of cursor)
        assertEqual(row[0], 2);
}));

// Whoever leaves a loop goes on at the next row, which can be fetched in every way.
test('loops that are left', withConnection(async connection => {
    const cursor = connection.create_cursor();
    const sql = 'SELECT generate_series(1, 100) AS n';
    for (const begin of [() => cursor.execute(sql), () => cursor.stream(sql)]) {
        for (const size of [1, 7, 60]) {
            cursor.array_size = size;
            begin();
            for (const [n] of cursor) {
                if (n === 10)
                    break;
            }
            assertEqual([cursor.row_number, cursor.get_row_number()], [10, 10]);
            assertEqual(cursor.fetch_one()[0], 11);
            for await (const [n] of cursor) {
                if (n === 15)
                    break;
            }
            assertEqual((await cursor.fetch_one_async())[0], 16);
            for (const [n] of cursor) {
                // In the midst of a loop, too.
                assertEqual([cursor.fetch_many(1)[0][0], n], [18, 17]);
                break;
            }
            for await (const [n] of cursor) {
                assertEqual(n, 19);
                break;
            }
            const rest = await cursor.fetch_all_async();
            assertEqual([rest[0][0], rest.length], [20, 81]);
            assertEqual([...cursor], []);
            begin();
            assertEqual(cursor[Symbol.iterator]().next().value[0], 1);
            begin();
            assertEqual(Array.from(cursor, ([n]) => n),
                Array.from({length: 100}, (_, index) => index + 1));
        }
    }
    cursor.execute(sql);
    for (const [n] of cursor) {
        if (n === 50)
            break;
    }
    cursor.scroll(-1, Pgg.ScrollMode.RELATIVE);
    assertEqual(cursor.fetch_one()[0], 50);
}));

test('what is left out', withConnection(async connection => {
    assertEqual(connection.execute('SELECT 1').get_int(0, 0), 1);
    const [[two]] = await connection.execute_async('SELECT $1::int', [2]);
    assertEqual(two, 2);
    assert(await connection.listen_async('away'));
    connection.execute("NOTIFY away, 'out'");
    const notification = await connection.wait_notification_async(-1);
    assertEqual(notification.get_payload(), 'out');
    const cursor = connection.create_cursor();
    cursor.execute('SELECT generate_series(1, 3)');
    assertEqual([...cursor.fetch_one(), ...await cursor.fetch_one_async()], [1, 2]);
    const statement = await connection.prepare_async('SELECT $1::int');
    const [[three]] = await statement.execute_async([3]);
    assertEqual(three, 3);
    assertEqual([...statement.stream([4])].map(([four]) => four), [4]);
    const other = await Pgg.connect_async(CONNINFO);
    assert(await other.close_async());
    assert(Pgg.connect(CONNINFO).close());
    assertThrows(() => connection.listen());
    assertThrows(() => connection.execute());
}));

test('iteration', withConnection(async connection => {
    const result = await connection.execute_async(
        "SELECT n, 't' || n AS t FROM generate_series(1, $1) n", [3], NOW, null);
    assertEqual(Array.from(result, row => [...row]), [[1, 't1'], [2, 't2'], [3, 't3']]);
    assertEqual(result.get_row(1).toObject(), {n: 2, t: 't2'});
    const [row] = connection.execute('SELECT 2 ^ 60, (2 ^ 60)::int8, -1::int8', null, null);
    assertEqual([...row], [2 ** 60, 2n ** 60n, -1]);
}));

// Results outlive the call that brought them.
test('promises of results', withConnection(async connection => {
    const results = [];
    for (let n = 0; n < 50; n++)
        results.push(await connection.execute_async('SELECT $1::int4', [n], NOW, null));
    System.gc();
    assertEqual(results.map(([[n]]) => n), Array.from({length: 50}, (_, n) => n));
    let failure = null;
    try {
        await connection.execute_async('SELECT 1 / $1', [0], NOW, null);
    } catch (error) {
        failure = error;
    }
    assert(failure.matches(Pgg.server_error_quark(), Pgg.SqlState.DIVISION_BY_ZERO));
    const [[[value]], none] = await new Promise(resolve => connection.execute_then(
        'SELECT $1::text', ['x'], NOW, null, (...outcome) => resolve(outcome)));
    assertEqual([value, none], ['x', null]);
}));

test('rows are arrays', withConnection(connection => {
    const sql = `SELECT n, nullif(n % 3, 0) AS m, 't' || n AS t, '{"n": 1}'::json AS j,
        (2 ^ 60)::int8 + n AS big, n % 2 = 0 AS even FROM generate_series(1, 2500) n`;
    for (const format of [Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY]) {
        connection.result_format = format;
        const rows = [...connection.execute(sql, null, null)];
        assertEqual(rows.length, 2500);
        for (const [index, row] of rows.entries()) {
            const n = index + 1;
            const values = [n, n % 3 || null, `t${n}`, {n: 1}, 2n ** 60n + BigInt(n), n % 2 === 0];
            assertEqual([...row], values);
            assertEqual([row.length, row[2]], [6, `t${n}`]);
        }
        const row = rows[1999];
        assert(Array.isArray(row) && !(row.map(value => value) instanceof row.constructor));
        assertEqual(row.toObject(),
            {n: 2000, m: 2, t: 't2000', j: {n: 1}, big: 2n ** 60n + 2000n, even: true});
        assertEqual([row.get_int(0), row.get_text(2), row.get_index()], [2000, 't2000', 1999]);
    }
    assertEqual(Array.from(connection.execute('SELECT FROM generate_series(1, 2)', null, null),
        row => row.length), [0, 0]);
}));

// It is an error of its own row only.
// Where a result has many rows whole columns come at a time, of the types of which that can be.
test('columns of many rows', withConnection(connection => {
    const columns = ['n % 2 = 0', 'n', 'n::int8 << 40', 'n::int8 << 50', '-n::int8 << 55', 'n::oid',
        '((n::int8 << 55)::text)::xid8', 'n::float8 / 3', 'n / 4.0', "'text ' || n", "'[1]'::json",
        "timestamptz '2024-02-29 00:00Z' + n * interval '1 s'", 'ARRAY[n, NULL]'];
    const fields = columns.map((column, index) =>
        `CASE WHEN n % 50 <> ${index} THEN ${column} END`);
    const sql = `SELECT ${fields.join(', ')} FROM generate_series (1, 120) n`;
    const show = row => [...row].map(value => `${typeof value} ${value?.to_string?.() ??
        value?.format_iso8601?.() ?? value}`).join();
    for (const format of [Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY]) {
        connection.result_format = format;
        const result = connection.execute(sql, null, null);
        const rows = [...result];
        assertEqual(rows.length, 120);
        rows.forEach((row, index) => assertEqual(show(row), show(result.get_row(index))));
        assertEqual([rows[50][1], rows[51][1]], [null, 52]);
        assertEqual([rows[0][2], rows[0][4]], [2 ** 40, -(2n ** 55n)]);
    }
    connection.result_format = Pgg.ResultFormat.TEXT;
    const only = [...connection.execute('SELECT n::int8 << 55 FROM generate_series (1, 30) n', null,
        null)];
    assertEqual(only[29][0], 30n << 55n);
}));

// The first one, as in libpq.
test('columns of one name', withConnection(connection => {
    const result = connection.execute('SELECT 1 AS a, 2 AS b, 3 AS a');
    const [row] = result;
    assertEqual([...row], [1, 2, 3]);
    assertEqual([row.toObject(), Object.keys(row.toObject())], [{a: 1, b: 2}, ['a', 'b']]);
    assertEqual([row.get_value_by_name('a'), row.find_column('a')], [1, 0]);
    assertEqual(Pgg.ResultModel.new(result).get_item(0).get_value('a'), 1);
}));

// Each row of a chunk is tried once more, and not once for each unreadable one.
test('many values that cannot be read', withConnection(connection => {
    const {parse} = JSON;
    let count = 0;
    const cursor = connection.create_cursor();
    cursor.execute('SELECT n::text::json FROM generate_series(1, 900) n');
    JSON.parse = text => {
        count++;
        return Number(text) % 2 ? parse(text) : assert(false, 'unreadable');
    };
    try {
        const rows = cursor.fetch_all();
        assertEqual(rows.map(row => Array.isArray(row)),
            Array.from({length: 900}, (_, index) => index % 2 === 0));
        assertEqual(rows[0][0], 1);
        assertThrows(() => [...rows[1]]);
    } finally {
        JSON.parse = parse;
    }
    assert(count < 2000, `${count}`);
}));

test('a value that cannot be read', withConnection(connection => {
    const sql = 'SELECT n::text::json FROM generate_series(1, 5) n';
    const result = connection.execute(sql, null, null);
    const {parse} = JSON;
    JSON.parse = text => text === '3' ? assert(false, 'unreadable') : parse(text);
    try {
        const rows = result[Symbol.iterator]();
        assertEqual([rows.next().value[0], rows.next().value[0]], [1, 2]);
        assertThrows(() => rows.next());
        assertEqual([...result.get_row(3)], [4]);
    } finally {
        JSON.parse = parse;
    }
    assertEqual(Array.from(result, ([value]) => value), [1, 2, 3, 4, 5]);
}));

// JavaScript has a length and at() for what can be iterated and has places.
test('results like arrays', withConnection(connection => {
    const result = connection.execute("SELECT n, 't' || n AS t FROM generate_series(1, 3) n");
    assertEqual([result.length, [...result.at(0)], [...result.at(-1)]], [3, [1, 't1'], [3, 't3']]);
    assertEqual([3, -4].map(index => result.at(index)), [undefined, undefined]);
    assertEqual(result.toObjects(), [{n: 1, t: 't1'}, {n: 2, t: 't2'}, {n: 3, t: 't3'}]);
    assertEqual(JSON.stringify({result}), '{"result":[[1,"t1"],[2,"t2"],[3,"t3"]]}');
    assertEqual(JSON.stringify(result.toObjects()[0]), '{"n":1,"t":"t1"}');
    const none = connection.execute('SELECT WHERE false');
    assertEqual([none.length, none.at(0), none.toObjects()], [0, undefined, []]);
}));

test('what errors tell', withConnection(async connection => {
    const fail = (sql, values) => connection.execute_async(sql, values).catch(error => error);
    const server = await fail('SELECT 1 / 0');
    assertEqual([server.sqlstate, server.diagnostics.get_sqlstate()], ['22012', '22012']);
    const text = assertThrows(() => connection.execute("SELECT 'x'").get_int(0, 0));
    assertEqual([text.sqlstate, text.diagnostics], [null, null]);
    const cancelled = GLib.Error.new_literal(GLib.FileError, GLib.FileError.NOENT, 'no');
    assertEqual([cancelled.sqlstate, cancelled.diagnostics], [null, null]);
}));

// What would have nothing that it is of is refused; it ended the process.
test('what is made by others', withConnection(connection => {
    for (const name of ['Pipeline', 'ResultModel', 'RowItem', 'Statement', 'Transaction']) {
        const error = assertThrows(() => new Pgg[name]());
        assert(error instanceof TypeError && error.message.startsWith(`a Pgg.${name} is made by `));
    }
    const transaction = connection.begin();
    assert(transaction instanceof Pgg.Transaction && transaction.rollback());
    assert(connection.prepare('SELECT 1') instanceof Pgg.Statement);
    const model = Pgg.ResultModel.new(connection.execute('SELECT 1'));
    assert(model.get_item(0) instanceof Pgg.RowItem);
    const pipeline = connection.enter_pipeline();
    assert(pipeline instanceof Pgg.Pipeline && pipeline.exit());
}));

test('options of connections', async () => {
    const service = Gio.SocketListener.new();
    const port = service.add_any_inet_port(null);
    const silent = `host=127.0.0.1 port=${port}`;
    const isLate = error => error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT);
    assert(isLate(assertThrows(() => Pgg.connect(silent, {timeout: 50}))));
    const {connect_async: connect} = Pgg;
    assert(isLate(await connect(silent, {timeout: 50}).catch(error => error)));
    assertThrows(() => Pgg.connect(silent, {time: 50}));
    service.close();
    const connection = await Pgg.connect_async(CONNINFO, {timeout: 60000});
    assertEqual(connection.timeout, 0);
    assert(await connection.close_async());
});

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

test('values of other types', withConnection(connection => {
    const sql = `SELECT 1.50::numeric, '{"a": [1]}'::jsonb, 'infinity'::timestamptz,
        '1 month'::interval, '24:00'::time, '0044-03-15 BC'::date,
        '2026-01-02 03:04:05.678901+00'::timestamptz, '[2]'::json,
        '2026-01-02 03:04:05'::timestamp`;
    for (const format of [Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY]) {
        connection.result_format = format;
        const [row] = connection.execute(sql, null, null);
        const [numeric, json, infinite, interval, time, date, instant, list, local] = row;
        assertEqual([numeric, infinite, interval, time, date, local].map(String),
            ['1.50', 'infinity', '1 mon', '24:00:00', '0044-03-15 BC', '2026-01-02 03:04:05']);
        assertEqual([json, list], [{a: [1]}, [2]]);
        assert(instant instanceof GLib.DateTime);
        assertEqual(instant.format_iso8601(), '2026-01-02T03:04:05.678901Z');
        const again = connection.execute('SELECT $1, $2, $3, $4, $5, $6, $7', [numeric, infinite,
            interval, time, date, instant, local], null);
        assertEqual([0, 1, 2, 3, 4, 5, 6].map(column => again.get_column(column).get_type_name()),
            ['numeric', 'timestamptz', 'interval', 'time', 'date', 'timestamptz', 'timestamp']);
        assertEqual(again.get_text(0, 4), '0044-03-15 BC');
    }
}));

test('domains inside of others', withConnection(connection => {
    connection.execute('CREATE DOMAIN js_json AS jsonb; CREATE TYPE js_field AS (j js_json)', null,
        null);
    const [row] = connection.execute(
        "SELECT '[1]'::js_json, ARRAY['[1]']::js_json[], ROW ('{}')::js_field", null, null);
    assertEqual([...row], [[1], [[1]], {j: {}}]);
    connection.execute('CREATE DOMAIN js_big AS int8; CREATE TYPE js_id AS (id js_big)');
    const [[small, big]] = connection.execute(
        'SELECT ROW (5)::js_id, ROW (9007199254740993)::js_id');
    assertEqual([small, big], [{id: 5}, {id: 9007199254740993n}]);
    connection.execute('DROP TYPE js_field, js_id; DROP DOMAIN js_json, js_big', null, null);
}));

test('hstore', withConnection(connection => {
    connection.execute('CREATE EXTENSION hstore');
    for (const count of [1, 60]) {
        const rows = [...connection.execute(`SELECT 'a=>1, b=>NULL'::hstore, n, NULL::hstore,
            2::numeric FROM generate_series(1, ${count}) n`)];
        assertEqual(rows.length, count);
        assertEqual(rows[count - 1].slice(0, 3), [{a: '1', b: null}, count, null]);
        assertEqual(`${rows[0][3]}`, '2');
    }
    connection.execute('CREATE TYPE js_hstore AS (h hstore, n int)');
    const [inside] = connection.execute(
        "SELECT ARRAY[['a=>1'::hstore, NULL]], ROW ('b=>NULL', 2)::js_hstore");
    assertEqual([...inside], [[[{a: '1'}, null]], {h: {b: null}, n: 2}]);
    connection.execute('DROP TYPE js_hstore; DROP EXTENSION hstore');
}));

test('numbers in arrays', withConnection(connection => {
    for (const format of [Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY]) {
        connection.result_format = format;
        const [row] = connection.execute(`SELECT '{1,NULL,-3}'::int4[], '{t,NULL,f}'::bool[],
            '{0.1,NULL}'::float8[], '{{1,2},{3,4}}'::int8[], '{}'::int2[], '{4294967295}'::oid[]`,
        null, null);
        assertEqual([...row], [[1, null, -3], [true, null, false], [0.1, null], [[1, 2], [3, 4]],
            [], [2 ** 32 - 1]]);
    }
}));

test('several numbers in arrays', withConnection(connection => {
    const big = 2n ** 53n + 1n;
    for (const [values, type] of [[[1, 2 ** 40], 'bigint[]'], [[1, big], 'bigint[]'],
        [[0.5, 2 ** 40], 'double precision[]'], [[[big]], 'bigint[]'],
        [[2n ** 70n, big], 'numeric[]']]) {
        const [row] = connection.execute('SELECT $1::text, pg_typeof ($1)::text', [values]);
        const text = JSON.stringify(values, (_key, value) =>
            typeof value === 'bigint' ? `${value}` : value).replace(/"/g, '');
        assertEqual([...row], [text.replace(/\[/g, '{').replace(/\]/g, '}'), type]);
    }
    assertThrows(() => connection.execute('SELECT $1', [[0.5, big]]));
}));

test('containers', withConnection(connection => {
    connection.execute(`CREATE TYPE pg_temp.mood AS ENUM ('sad', 'happy');
        CREATE TYPE pg_temp.pt AS (x int, y text, m mood)`, null, null);
    const sql = `SELECT ARRAY[[1, 2], [3, NULL]], ARRAY['a', NULL], '{}'::int[],
        ARRAY['{"a": 1}'::jsonb], ROW (1, NULL, 'happy')::pt, ARRAY[ROW (1, 'x', 'sad')::pt],
        '[5:6]={1,2}'::int[], int4range (1, 5), '192.168.1.5/24'::inet, point (1, 2),
        ARRAY[1e300::float8], '{9007199254740993}'::int8[]`;
    for (const format of [Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY]) {
        connection.result_format = format;
        const [row] = connection.execute(sql, null, null);
        const values = [...row];
        assertEqual(values.slice(0, 6), [[[1, 2], [3, null]], ['a', null], [], [{a: 1}],
            {x: 1, y: null, m: 'happy'}, [{x: 1, y: 'x', m: 'sad'}]]);
        assertEqual(values[10], [1e300]);
        assertEqual(values[11], [9007199254740993n]);
        assertEqual(values.slice(6, 10).map(String),
            ['[5:6]={1,2}', '[1,5)', '192.168.1.5/24', '(1,2)']);
        const again = connection.execute(
            'SELECT $1::int[], $2::int4range, $3::inet, $4::point', values.slice(6, 10), null);
        assertEqual([...[...again][0]].map(String), values.slice(6, 10).map(String));
    }
}));

test('parameters say of which type they are', withConnection(connection => {
    const span = Pgg.Range.new_from_string(23, '[1,5)');
    const point = Pgg.Point.new(1, 2);
    const [row] = connection.execute(
        'SELECT $1 @> 3, pg_typeof ($1)::text, pg_typeof ($2)::text, $2[1] @> 3,'
            + ' pg_typeof ($3)::text, pg_typeof ($4)::text',
        [span, [span, null], [[point]], Pgg.Inet.new_from_string('10.0.0.0/8', true)], null);
    assertEqual([...row], [true, 'int4range', 'int4range[]', true, 'point[]', 'cidr']);
}));

test('parameters of other types', withConnection(connection => {
    connection.execute("SET timezone = 'UTC'", null, null);
    const cases = [
        [new Date(0), 'timestamptz', '1970-01-01 00:00:00+00'],
        [new Date(Date.UTC(-50, 0, 1)), 'timestamptz', '0051-01-01 00:00:00+00 BC'],
        [new Date(8.64e15), 'timestamptz', '275760-09-13 00:00:00+00'],
        [GLib.DateTime.new_from_unix_utc(1), 'timestamptz', '1970-01-01 00:00:01+00'],
        [[1, 2, null], 'int4[]', '{1,2,NULL}'],
        [[1.5, 2], 'float8[]', '{1.5,2}'],
        [[['a'], ['"\\']], 'text[]', '{{a},{"\\"\\\\"}}'],
        [[2n ** 63n, 1], 'numeric[]', '{9223372036854775808,1}'],
        [[true], 'bool[]', '{t}'],
        [[Uint8Array.of(0, 255)], 'bytea[]', '{"\\\\x00ff"}'],
    ];
    for (const [value, type, text] of cases) {
        const result = connection.execute('SELECT $1, ($1)::text', [value], null);
        assertEqual(result.get_column(0).get_type_name(), type);
        assertEqual(result.get_text(0, 1), text);
    }
    const [json] = connection.execute('SELECT $1::jsonb', [{a: null}], null);
    assertEqual([...json], [{a: null}]);
    for (const wrong of [new Date(NaN), [1, 'a'], [Symbol.iterator], new Map()])
        assertThrows(() => connection.execute('SELECT $1', [wrong], null));
}));

run();
