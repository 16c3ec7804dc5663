// SPDX-License-Identifier: LGPL-2.1-or-later
// Promises: one after the other, many at once on one connection, cancelled, and very many.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import System from 'system';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertRejects, run, test} from './harness.js';
import {CONNINFO, PRIORITY, SERVER, one, params, rows, sleep, withConnection} from './support.js';

const {ClientError, SqlState} = Pgg;
const {IOErrorEnum} = Gio;

test('connect', async () => {
    const connection = await Pgg.connect_async(CONNINFO, PRIORITY, null);
    assertEqual(connection.status, Pgg.ConnectionStatus.OPEN);
    assert(await connection.close_async(PRIORITY, null));
    assert(await connection.open_async(PRIORITY, null));
    assert(await connection.reset_async(PRIORITY, null));
    assertEqual(one(connection, 'SELECT 1'), '1');
    connection.close(null);
    await assertRejects(Pgg.connect_async('host=/nonexistent', PRIORITY, null),
        ClientError, ClientError.CONNECTION_FAILED);
});

test('execute with params', () => withConnection(async connection => {
    const result = await connection.execute_async('SELECT $1::text', params('x'), PRIORITY, null);
    assertEqual(rows(result), [['x']]);
    await connection.execute_async('CREATE TEMP TABLE many (n int8)', null, PRIORITY, null);
    assertEqual(await connection.execute_many_async('INSERT INTO many VALUES ($1)',
        [params(1), params(2)], PRIORITY, null), 2);
    await connection.execute_async('BEGIN', null, PRIORITY, null);
    assert(await connection.commit_async(PRIORITY, null));
    assert(await connection.rollback_async(PRIORITY, null));
}));

test('concurrent async', () => withConnection(async connection => {
    const outcomes = await Promise.allSettled([-2, -1, 0, 1, 2].map(number =>
        connection.execute_async('SELECT 10 / $1::int8', params(number), PRIORITY, null)));
    assertEqual(outcomes.map(outcome => outcome.value?.get_int64(0, 0) ?? null),
        [-5, -10, null, 10, 5]);
    assert(outcomes[2].reason.matches(SERVER, SqlState.DIVISION_BY_ZERO));
}));

test('cancel among others', () => withConnection(async connection => {
    const cancellables = Array.from({length: 20}, () => new Gio.Cancellable());
    const running = cancellables.map((cancellable, number) => connection.execute_async(
        'SELECT $1::int8 FROM pg_sleep(0.001)', params(number), PRIORITY, cancellable));
    const cancelled = [0, 7, 8, 19];
    cancelled.forEach(number => cancellables[number].cancel());
    const outcomes = await Promise.allSettled(running);
    outcomes.forEach((outcome, number) => {
        if (cancelled.includes(number))
            assert(outcome.reason.matches(IOErrorEnum, IOErrorEnum.CANCELLED));
        else
            assertEqual(outcome.value.get_int64(0, 0), number);
    });
    assertEqual(one(connection, 'SELECT 1'), '1');
}));

test('without pipelining', () => withConnection(async connection => {
    connection.pipelining = false;
    const results = await Promise.all([1, 2, 3].map(number =>
        connection.execute_async('SELECT $1::int8', params(number), PRIORITY, null)));
    assertEqual(results.map(result => result.get_int64(0, 0)), [1, 2, 3]);
}));

test('pipeline', () => withConnection(async connection => {
    const pipeline = connection.enter_pipeline();
    const running = [3, 2, 0, 1].map(number =>
        pipeline.execute_async('SELECT 6 / $1::int8', params(number), PRIORITY, null));
    await assertRejects(pipeline.sync_async(PRIORITY, null), SERVER, SqlState.DIVISION_BY_ZERO);
    const outcomes = await Promise.allSettled(running);
    assertEqual(outcomes.slice(0, 2).map(outcome => outcome.value.get_int64(0, 0)), [2, 3]);
    assert(outcomes[2].reason.matches(SERVER, SqlState.DIVISION_BY_ZERO));
    assert(outcomes[3].reason.matches(ClientError, ClientError.PIPELINE_ABORTED));
    const statement = pipeline.execute_async('SELECT $1', params(7), PRIORITY, null);
    assert(await pipeline.exit_async(PRIORITY, null));
    assertEqual((await statement).get_int64(0, 0), 7);
    await assertRejects(pipeline.sync_async(PRIORITY, null), ClientError,
        ClientError.INVALID_STATE);
}));

test('several connections', async () => {
    const connections = await Promise.all(Array.from({length: 5}, () =>
        Pgg.connect_async(CONNINFO, PRIORITY, null)));
    const results = await Promise.all(connections.map(connection =>
        connection.execute_async('SELECT pg_backend_pid()', null, PRIORITY, null)));
    assertEqual(results.map(result => result.get_int(0, 0)),
        connections.map(connection => connection.backend_pid));
    await Promise.all(connections.map(connection => connection.close_async(PRIORITY, null)));
});

test('cancel', () => withConnection(async connection => {
    const cancellable = new Gio.Cancellable();
    const running = connection.execute_async('SELECT pg_sleep(60)', null, PRIORITY, cancellable);
    const queued = connection.execute_async('SELECT 2', null, PRIORITY, null);
    await sleep(20);
    cancellable.cancel();
    await assertRejects(running, IOErrorEnum, IOErrorEnum.CANCELLED);
    assertEqual(rows(await queued), [['2']]);
    const sleeping = connection.execute_async('SELECT pg_sleep(60)', null, PRIORITY, null);
    assert(await connection.cancel_async(PRIORITY, null));
    await assertRejects(sleeping, IOErrorEnum, IOErrorEnum.CANCELLED);
}));

test('timeout', () => withConnection(async connection => {
    connection.timeout = 50;
    await assertRejects(connection.execute_async('SELECT pg_sleep(60)', null, PRIORITY, null),
        IOErrorEnum, IOErrorEnum.TIMED_OUT);
}));

test('notifications', () => withConnection(connection => withConnection(async other => {
    assert(await connection.listen_async('news', PRIORITY, null));
    const waiting = connection.wait_notification_async(-1, PRIORITY, null);
    await other.execute_async("NOTIFY news, 'x'", null, PRIORITY, null);
    assertEqual((await waiting).get_payload(), 'x');
    assertEqual(await connection.wait_notification_async(0, PRIORITY, null), null);
    assert(await connection.unlisten_async('news', PRIORITY, null));
})));

test('server lost', () => withConnection(connection => withConnection(async other => {
    const waiting = connection.execute_async('SELECT pg_sleep(60)', null, PRIORITY, null);
    await other.execute_async('SELECT pg_terminate_backend($1::int)',
        params(`${connection.backend_pid}`), PRIORITY, null);
    await assertRejects(waiting);
    assertEqual(connection.status, Pgg.ConnectionStatus.LOST);
    assert(await connection.open_async(PRIORITY, null));
})));

test('operations', () => withConnection(async connection => {
    const operation = connection.execute_start('SELECT 1', null);
    assert(await operation.run_async(PRIORITY, null));
    assertEqual(rows(connection.execute_finish(operation)), [['1']]);
}));

test('sync call among promises', () => withConnection(async connection => {
    const before = connection.execute_async("SELECT 'before'", null, PRIORITY, null);
    assertEqual(one(connection, "SELECT 'now'"), 'now');
    assertEqual(rows(await before), [['before']]);
}));

test('five thousand round trips', () => withConnection(async connection => {
    let sum = 0;
    for (let turn = 0; turn < 100; turn++) {
        const results = await Promise.all(Array.from({length: 50}, (_, number) =>
            connection.execute_async('SELECT $1, $2::text', params(number, `text ${number}`),
                PRIORITY, turn % 2 ? new Gio.Cancellable() : null)));
        for (const result of results)
            sum += result.get_row(0).get_int64(0);
        if (turn % 10 === 0)
            System.gc();
    }
    assertEqual(sum, 100 * 49 * 25);
}));

test('dropped connections', async () => {
    for (let turn = 0; turn < 20; turn++) {
        const connection = Pgg.connect(CONNINFO, null);
        connection.connect('closed', () => {});
        connection.execute_async('SELECT 1', null, PRIORITY, null).catch(() => {});
    }
    System.gc();
    await sleep(10);
    System.gc();
    const context = GLib.MainContext.default();
    while (context.pending())
        await sleep(1);
});

run();
