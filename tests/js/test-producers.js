// SPDX-License-Identifier: LGPL-2.1-or-later
// Sets of parameters from generators, which are never in memory together.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertRejects, assertThrows, env, run, test} from './harness.js';
import {SERVER, sleep} from './support.js';

const INSERT = 'INSERT INTO made VALUES ($1)';
const MANY = 1500;
const COUNTS = [0, 1, 255, 256, 257, 512, MANY];
const {TIMED_OUT, CANCELLED} = Gio.IOErrorEnum;

class MadeError extends Error {}

function* produce(count, error = null) {
    for (let n = 0; n < count; n++)
        yield [n];
    if (error !== null)
        throw error;
}

async function* produceAsync(count, error = null) {
    for (const values of produce(count, error)) {
        if (values[0] % 1000 === 0)
            await sleep(0);
        yield values;
    }
}

function open() {
    const connection = Pgg.connect(env('PGG_TEST_CONNINFO'), null);
    connection.execute('CREATE TEMPORARY TABLE made (n int CHECK (n < 100000))');
    return connection;
}

function countRows(connection) {
    const [[count]] = connection.execute('SELECT count(*) FROM made');
    return count;
}

// All that have the call, with what it is given before the sets.
function getRunners(connection, sql = INSERT) {
    return [[connection, [sql]], [connection.create_cursor(), [sql]],
        [connection.prepare(sql), []]];
}

function catchError(body) {
    try {
        body();
    } catch (error) {
        return error;
    }
    return null;
}

test('generators', () => {
    const connection = open();
    let total = 0;
    for (const [runner, head] of getRunners(connection)) {
        for (const count of COUNTS) {
            assertEqual(runner.execute_many(...head, produce(count)), count);
            assertEqual(runner.execute_many(...head, produce(count), null), count);
            total += 2 * count;
            assertEqual(countRows(connection), total);
        }
    }
    const cursor = connection.create_cursor();
    cursor.execute_many(INSERT, new Set([[1], [2]]));
    assertEqual(cursor.row_count, 2);
    connection.execute('TRUNCATE made');
    cursor.execute_many(INSERT, produce(MANY));
    assertEqual(connection.execute('SELECT sum(n) FROM made').get_int64(0, 0),
        MANY * (MANY - 1) / 2);
});

test('generators that are awaited', async () => {
    const connection = open();
    let total = 0;
    for (const [runner, head] of getRunners(connection)) {
        for (const make of [produce, produceAsync]) {
            for (const count of COUNTS) {
                assertEqual(await runner.execute_many_async(...head, make(count)), count);
                total += count;
            }
        }
    }
    assertEqual(countRows(connection), total);
    const operation = connection.execute_many_start(INSERT, produce(1000));
    await operation.run_async();
    assertEqual(connection.execute_many_finish(operation), 1000);
    for (const name of ['execute_many', 'execute_many_start'])
        assert(catchError(() => connection[name](INSERT, produceAsync(1))) instanceof TypeError);
});

test('no more is taken than is sent', () => {
    const connection = open();
    const watch = Pgg.connect(env('PGG_TEST_CONNINFO'), null);
    const ahead = [];
    watch.execute('CREATE SEQUENCE js_executed MINVALUE 0 START 0');
    function* watched() {
        for (let n = 0; n < 20000; n++) {
            if (n % 1000 === 999)
                ahead.push(n - watch.execute('SELECT last_value FROM js_executed').get_int64(0, 0));
            yield [n];
        }
    }
    connection.execute_many("SELECT nextval('js_executed') + $1", watched());
    watch.execute('DROP SEQUENCE js_executed');
    assertEqual(ahead.length, 20);
    assert(Math.max(...ahead) < 4096 + 2 * 256 + 1000, `${ahead}`);
});

test('errors of the generator', async () => {
    const connection = open();
    for (const [runner, head] of getRunners(connection)) {
        for (const count of COUNTS) {
            const error = new MadeError('made');
            assert(catchError(() => runner.execute_many(...head, produce(count, error))) === error);
            for (const make of [produce, produceAsync]) {
                const promise = runner.execute_many_async(...head, make(count, error));
                assert(await promise.catch(each => each) === error);
            }
            assertEqual(countRows(connection), 0);
        }
    }
});

test('errors of the server', async () => {
    const connection = open();
    let left = 0;
    function* wrong() {
        try {
            for (let n = 0; n < 1000000; n++)
                yield [n === 3000 ? 200000 : n % 1000];
        } finally {
            left++;
        }
    }
    const check = error => {
        assert(error.matches(SERVER, Pgg.SqlState.CHECK_VIOLATION), `${error}`);
        assertEqual(Pgg.Diagnostics.from_error(error).get_batch_index(), 3000);
    };
    check(catchError(() => connection.execute_many(INSERT, wrong())));
    check(await connection.execute_many_async(INSERT, wrong()).catch(error => error));
    assertEqual(left, 2);
    assertEqual(countRows(connection), 0);
});

test('a wrong set', () => {
    const connection = open();
    for (const place of [3, 1000]) {
        const sets = Array.from({length: 2000}, (_, n) => n === place ? [Symbol('no')] : [n]);
        for (const each of [sets, sets.values()]) {
            const error = catchError(() => connection.execute_many(INSERT, each));
            assert(error instanceof TypeError && error.message.startsWith(`set ${place}: `),
                `${error}`);
        }
    }
    assertEqual(countRows(connection), 0);
});

test('limits', async () => {
    const connection = open();
    const sql = 'SELECT pg_sleep ($1)';
    const sleepy = () => Array.from({length: 1000}, () => [60]).values();
    for (const [runner, head] of getRunners(connection, sql)) {
        assertThrows(() => runner.execute_many(...head, sleepy(), {timeout: 30}),
            Gio.IOErrorEnum, TIMED_OUT);
        await assertRejects(runner.execute_many_async(...head, sleepy(), {timeout: 30}),
            Gio.IOErrorEnum, TIMED_OUT);
        assert(catchError(() => runner.execute_many(...head, sleepy(), {time: 30}))
            instanceof TypeError);
    }
    const cancellable = new Gio.Cancellable();
    const promise = connection.execute_many_async(sql, sleepy(), GLib.PRIORITY_LOW, cancellable);
    cancellable.cancel();
    await assertRejects(promise, Gio.IOErrorEnum, CANCELLED);
    await assertRejects(connection.execute_many_async(sql, sleepy(), {cancellable}),
        Gio.IOErrorEnum, CANCELLED);
    assertEqual(countRows(connection), 0);
});

test('rows of another connection', async () => {
    const connection = open();
    const cursor = open().create_cursor();
    cursor.stream('SELECT generate_series (1, 5000)');
    assertEqual(connection.execute_many(INSERT, cursor), 5000);
    await cursor.stream_async('SELECT generate_series (1, 5000)');
    assertEqual(await connection.execute_many_async(INSERT, cursor), 5000);
    assertEqual(countRows(connection), 10000);
});

test('parts', async () => {
    const connection = open();
    const writer = connection.open_batch(INSERT);
    assert(writer.write([[1], [2]]));
    assert(await writer.write_async([[3]]));
    assertEqual([writer.get_n_items(), writer.sql], [3, INSERT]);
    assertEqual([...writer.end().dup_affected_rows()], [1, 1, 1]);
    assert(writer.is_ended());

    const mixed = connection.open_batch(null, Pgg.BatchFlags.INDEPENDENT);
    mixed.write([[INSERT, [4]], 'SELECT 1 / 0']);
    assertEqual((await mixed.end_async()).get_n_failed(), 1);

    const given = connection.create_cursor().open_batch(INSERT);
    given.write(produce(10));
    given.abort();
    await assertRejects(given.end_async(), Gio.IOErrorEnum, CANCELLED);
    assertEqual(countRows(connection), 4);
});

run();
