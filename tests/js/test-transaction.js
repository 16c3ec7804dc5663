// SPDX-License-Identifier: LGPL-2.1-or-later
// Transactions from JavaScript: as objects, and as functions.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertThrows, env, run, test} from './harness.js';

const CONNINFO = env('PGG_TEST_CONNINFO');
const NOW = GLib.PRIORITY_DEFAULT;

function withTable(body) {
    return async () => {
        const connection = await Pgg.connect_async(CONNINFO, NOW, null);
        connection.execute('CREATE TEMP TABLE t (n int)', null, null);
        await body(connection);
        assert(await connection.close_async(NOW, null));
    };
}

function insert(connection, n) {
    return connection.execute_async('INSERT INTO t VALUES ($1)', [n], NOW, null);
}

function values(connection) {
    const rows = [...connection.execute('SELECT n FROM t ORDER BY n', null, null)];
    return rows.map(([n]) => n);
}

test('an object', withTable(async connection => {
    const {SERIALIZABLE, READ_ONLY} = Pgg.TransactionOptions;
    const transaction = connection.begin(SERIALIZABLE | READ_ONLY);
    assertEqual(connection.execute('SHOW transaction_isolation', null, null).get_text(0, 0),
        'serializable');
    assert(await transaction.rollback_async(NOW, null));
    assertEqual(transaction.state, Pgg.TransactionState.ROLLED_BACK);
    assertThrows(() => transaction.commit(null), Pgg.ClientError, Pgg.ClientError.INVALID_STATE);
}));

test('in one flight', withTable(async connection => {
    const transaction = connection.begin();
    await Promise.all([insert(connection, 1), insert(connection, 2),
        transaction.commit_async(NOW, null)]);
    assertEqual(values(connection), [1, 2]);
}));

test('a function', withTable(async connection => {
    const result = await connection.transaction(async outer => {
        await insert(connection, 1);
        let caught = false;
        await connection.transaction(async inner => {
            assertEqual(inner.get_parent(), outer);
            await insert(connection, 2);
            throw new RangeError('no');
        }).catch(error => (caught = error instanceof RangeError));
        assert(caught);
        return 'done';
    });
    assertEqual(result, 'done');
    assertEqual(values(connection), [1]);
}));

test('again and again, within a limit', withTable(connection => {
    const {DEFAULT} = Pgg.TransactionOptions;
    let runs = 0;
    const lose = () => {
        runs++;
        connection.execute("DO $$BEGIN RAISE SQLSTATE '40001'; END$$", null, null);
        return true;
    };
    assertThrows(() => connection.run_transaction(DEFAULT, 1000000, lose, {timeout: 300}),
        Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT);
    assert(runs > 1);
    assert(connection.run_transaction(DEFAULT, 0, () => {
        connection.execute('INSERT INTO t VALUES (1)');
        return true;
    }));
    assertEqual(values(connection), [1]);
}));

test('again and again, asynchronously', withTable(async connection => {
    const {DEFAULT} = Pgg.TransactionOptions;
    let runs = 0;
    const result = await connection.run_transaction_async(DEFAULT, 3, async () => {
        await insert(connection, ++runs);
        if (runs < 3)
            await connection.execute_async("DO $$BEGIN RAISE SQLSTATE '40001'; END$$");
        return 'done';
    });
    assertEqual([result, runs], ['done', 3]);
    let thrown = null;
    await connection.run_transaction_async(DEFAULT, 3, async () => {
        await insert(connection, ++runs);
        throw new RangeError('no');
    }).catch(error => (thrown = error));
    assert(thrown instanceof RangeError);
    await connection.run_transaction_async(DEFAULT, 3, () => {
        throw new TypeError('no');
    }, {timeout: 5000}).catch(error => (thrown = error));
    assert(thrown instanceof TypeError);
    assert(await connection.run_transaction_async(DEFAULT, 0, transaction => {
        insert(connection, ++runs).then(() => transaction.complete(null));
    }));
    assertEqual(values(connection), [3, 5]);
}));

test('without autocommit', withTable(async connection => {
    connection.autocommit = false;
    await insert(connection, 1);
    assert(await connection.commit_async(NOW, null));
    await insert(connection, 2);
    assert(await connection.rollback_async(NOW, null));
    assertEqual(values(connection), [1]);
}));

run();
