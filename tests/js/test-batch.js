// SPDX-License-Identifier: LGPL-2.1-or-later
// Batches from JavaScript: each item with what became of it.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, env, run, test} from './harness.js';
import {SERVER} from './support.js';

const CLIENT = Pgg.client_error_quark();
const INSERT = 'INSERT INTO batched VALUES ($1) RETURNING i * 2';
const NOW = GLib.PRIORITY_DEFAULT;
const {INDEPENDENT, KEEP_RESULTS, NONE} = Pgg.BatchFlags;

function open() {
    const connection = Pgg.connect(env('PGG_TEST_CONNINFO'), null);

    connection.execute('CREATE TEMPORARY TABLE batched (i int UNIQUE)', null, null);
    return connection;
}

function catchError(body) {
    try {
        body();
    } catch (error) {
        return error;
    }
    return null;
}

test('a batch that was built', () => {
    const connection = open();
    const batch = Pgg.Batch.new();
    assertEqual(batch.add(INSERT, [1]), 0);
    assertEqual(batch.add_many(INSERT, [[2], [3]]), 1);
    assertEqual(batch.add('UPDATE batched SET i = i + 10', null), 3);
    const outcome = connection.execute_batch(batch, KEEP_RESULTS, null);
    assertEqual([...outcome.dup_affected_rows()], [1, 1, 1, 3]);
    assertEqual([0, 1, 2].map(item => outcome.get_result(item).get_int(0, 0)), [2, 4, 6]);
});

test('one fails, and so do all', () => {
    const connection = open();
    const error = catchError(() => connection.execute_batch(
        [[INSERT, [1]], 'SELECT 1', [INSERT, [1]]], NONE, null));
    assert(error.matches(SERVER, Pgg.SqlState.UNIQUE_VIOLATION));
    assertEqual(Pgg.Diagnostics.from_error(error).get_batch_index(), 2);
    const [[count]] = connection.execute('SELECT count(*) FROM batched', null, null);
    assertEqual(count, 0);
});

test('each alone', async () => {
    const connection = open();
    const items = [[INSERT, [1]], [INSERT, [1]], [INSERT, [2]]];
    const outcome = await connection.execute_batch_async(items, INDEPENDENT, NOW, null);
    assertEqual([...outcome.dup_affected_rows()], [1, -1, 1]);
    assertEqual(outcome.get_n_failed(), 1);
    assertEqual(outcome.dup_error(0), null);
    assert(outcome.dup_error(1).matches(SERVER, Pgg.SqlState.UNIQUE_VIOLATION));
    assert(catchError(() => outcome.check()).matches(SERVER,
        Pgg.SqlState.UNIQUE_VIOLATION));
    assert(catchError(() => outcome.check_item(3)).matches(CLIENT,
        Pgg.ClientError.OUT_OF_RANGE));
});

test('results of a cursor', () => {
    const cursor = open().create_cursor();
    cursor.keep_results = true;
    cursor.timeout = 60000;
    assertEqual(cursor.execute_many(INSERT, [[1], [2]], null), 2);
    assertEqual([...cursor].map(([value]) => value), [2]);
    assert(cursor.next_set());
    assertEqual([...cursor].map(([value]) => value), [4]);
});

test('a limit for the calls of a cursor, and for one call', async () => {
    const connection = open();
    const cursor = connection.create_cursor();
    cursor.timeout = 30;
    const error = catchError(() => cursor.execute('SELECT pg_sleep (60)', null, null));
    assert(error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT));
    assert(error.message.includes('30 ms'));

    const operation = connection.execute_start('SELECT pg_sleep (60)', null);
    operation.set_timeout(30);
    const late = await operation.run_async(NOW, null).catch(each => each);
    assert(late.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT));
    assertEqual(connection.execute('SELECT 5', null, null).get_int(0, 0), 5);
});

test('options of a call', async () => {
    const connection = open();
    const cursor = connection.create_cursor();
    const statement = connection.prepare('SELECT pg_sleep ($1)', null);
    const sleep = 'SELECT pg_sleep (60)';
    const options = {timeout: 30};
    const isLate = error => error?.matches?.(Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT);
    for (const call of [
        () => connection.execute(sleep, null, options),
        () => connection.execute('SELECT pg_sleep (:timeout)', {timeout: 60}, options),
        () => connection.execute_many('SELECT pg_sleep ($1)', [[60]], options),
        () => connection.execute_batch([sleep], Pgg.BatchFlags.NONE, options),
        () => connection.execute_batch([sleep], options),
        () => cursor.execute(sleep, null, options),
        () => cursor.stream(sleep, null, options),
        () => statement.execute([60], options),
        () => statement.stream([60], 1, options),
        () => statement.stream([60], options),
    ])
        assert(isLate(catchError(call)), `${call}`);
    for (const promise of [
        () => connection.execute_async(sleep, null, options),
        () => statement.execute_async([60], {...options, priority: GLib.PRIORITY_LOW}),
        () => cursor.execute_async(sleep, null, {timeout: 300, cancellable: null}),
    ])
        assert(isLate(await promise().catch(error => error)));

    const cancellable = new Gio.Cancellable();
    cancellable.cancel();
    const error = await connection.execute_async(sleep, null, {cancellable}).catch(each => each);
    assert(error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED));
    const [[value]] = await connection.execute_async('SELECT $1', [7], {timeout: 60000});
    assertEqual(value, 7);
    assertEqual([...connection.execute('SELECT :timeout::int', {timeout: 5})[Symbol.iterator]()]
        .map(([n]) => n), [5]);
    for (const wrong of [{timeout: 0.5}, {timeout: -1}, {timeout: '5'}, {timeout: null}, {time: 5}])
        assert(catchError(() => connection.execute('SELECT 1', null, wrong)) instanceof TypeError);
});

test('a limit for a section', async () => {
    const connection = open();
    const pipeline = connection.enter_pipeline();
    const late = pipeline.execute_start('SELECT pg_sleep (60)', null);
    const error = await pipeline.sync_async({timeout: 30}).catch(each => each);
    assert(error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT));
    assert(catchError(() => pipeline.execute_finish(late)));
    pipeline.timeout = 30;
    pipeline.execute_start('SELECT pg_sleep (60)', null);
    assert(catchError(() => pipeline.exit(null)).matches(Gio.IOErrorEnum,
        Gio.IOErrorEnum.TIMED_OUT));
});

run();
