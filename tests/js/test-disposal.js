// SPDX-License-Identifier: LGPL-2.1-or-later
// What `using` does at the end of a block, in a gjs that need not have it.

import {assert, assertEqual, env, run, test} from './harness.js';

Symbol.dispose ??= Symbol('dispose');
Symbol.asyncDispose ??= Symbol('asyncDispose');
imports.gi.versions.Pgg = '1.0';
const {Pgg} = imports.gi;

async function withConnection(body) {
    const connection = Pgg.connect(env('PGG_TEST_CONNINFO'));
    await body(connection);
    connection[Symbol.dispose]();
    assertEqual(connection.status, Pgg.ConnectionStatus.CLOSED);
}

test('connections', () => withConnection(async () => {
    const connection = Pgg.connect(env('PGG_TEST_CONNINFO'));
    assertEqual(await connection[Symbol.asyncDispose](), undefined);
    assertEqual(connection.status, Pgg.ConnectionStatus.CLOSED);
}));

test('transactions', () => withConnection(async connection => {
    const {OPEN, COMMITTED, ROLLED_BACK} = Pgg.TransactionState;
    for (const end of [Symbol.dispose, Symbol.asyncDispose]) {
        const dropped = connection.begin();
        connection.execute('SELECT 1');
        assertEqual(dropped.state, OPEN);
        await dropped[end]();
        assertEqual(dropped.state, ROLLED_BACK);
        const committed = connection.begin();
        committed.commit();
        await committed[end]();
        assertEqual(committed.state, COMMITTED);
    }
}));

test('cursors, statements and pipelines', () => withConnection(async connection => {
    for (const end of [Symbol.dispose, Symbol.asyncDispose]) {
        const cursor = connection.create_cursor();
        cursor.stream('SELECT generate_series(1, 100)');
        await cursor[end]();
        const statement = connection.prepare('SELECT $1::int');
        await statement[end]();
        const pipeline = connection.enter_pipeline();
        await pipeline[end]();
        assertEqual(connection.execute('SELECT count(*) FROM pg_prepared_statements')
            .get_int64(0, 0), 0);
    }
}));

test('servers', async () => {
    for (const end of [Symbol.dispose, Symbol.asyncDispose]) {
        const server = new Pgg.LocalServer();
        server.start();
        await server[end]();
        assert(!server.running);
    }
});

run();
