// SPDX-License-Identifier: LGPL-2.1-or-later
// A connection from JavaScript, blocking: the scenarios that every language has.

import Gio from 'gi://Gio';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertThrows, run, test} from './harness.js';
import {CONNINFO, SERVER, one, params, rows, until, withConnection} from './support.js';

const {ClientError, ConnectionStatus, SqlState} = Pgg;

test('connect', () => {
    const connection = Pgg.connect(CONNINFO, null);
    assertEqual(connection.status, ConnectionStatus.OPEN);
    assertEqual(connection.user, 'postgres');
    assertEqual(connection.database, 'postgres');
    assertEqual(connection.encoding, 'UTF8');
    assertEqual(connection.port, 5432);
    assert(connection.server_version >= 130000);
    assert(connection.backend_pid > 1);
    assertEqual(connection.dup_parameter_status('TimeZone'), 'UTC');
    assertEqual(connection.dup_parameter_status('no_such_parameter'), null);
    assert(connection.close(null));
    assertEqual(connection.status, ConnectionStatus.CLOSED);
    assertEqual(connection.host, null);
});

test('open', () => {
    const connection = new Pgg.Connection({conninfo: CONNINFO});
    const states = [];
    connection.connect('notify::status', () => states.push(connection.status));
    assert(connection.open(null));
    assertEqual(states.at(-1), ConnectionStatus.OPEN);
    const pid = connection.backend_pid;
    assert(connection.reset(null));
    assert(connection.backend_pid !== pid);
    connection.close(null);
});

test('connect fails', () => {
    assertThrows(() => Pgg.connect('no such option', null),
        ClientError, ClientError.INVALID_CONNINFO);
    assertThrows(() => Pgg.connect('host=/nonexistent', null),
        ClientError, ClientError.CONNECTION_FAILED);
    assertThrows(() => Pgg.connect(CONNINFO.replace('dbname=postgres', 'dbname=none'), null),
        SERVER, SqlState.INVALID_CATALOG_NAME);
});

test('execute with params', () => withConnection(connection => {
    const result = connection.execute('SELECT $1 + $2 AS sum, $3::text, $4::bytea, $5::bool, $6',
        params(1, 2 ** 40, 'naïve “text”', Uint8Array.of(0, 255), true, 0.5), null);
    assertEqual(result.get_int64(0, 0), 2 ** 40 + 1);
    assertEqual(result.get_text(0, 1), 'naïve “text”');
    assertEqual(result.get_bytes(0, 2).toArray(), Uint8Array.of(0, 255));
    assertEqual(result.get_boolean(0, 3), true);
    assertEqual(result.get_double(0, 4), 0.5);
    assertEqual(result.find_column('sum'), 0);
    assertEqual(result.get_command_tag(), 'SELECT 1');
}));

test('several results', () => withConnection(connection => {
    const seen = [];
    let result = connection.execute("SELECT 1; CREATE TEMP TABLE several (n int); SELECT 'x', 'y'",
        null, null);
    for (; result; result = result.get_next())
        seen.push([result.get_command_tag(), rows(result)]);
    assertEqual(seen, [['SELECT 1', [['1']]], ['CREATE TABLE', []], ['SELECT 1', [['x', 'y']]]]);
}));

test('nulls', () => withConnection(connection => {
    const result = connection.execute('SELECT NULL::text, $1::int, $2::bytea',
        params(null, null), null);
    assertEqual(rows(result), [[null, null, null]]);
    assertEqual(result.get_bytes(0, 2), null);
    assertThrows(() => result.get_int(0, 1), ClientError, ClientError.NULL_VALUE);
}));

test('errors', () => withConnection(connection => {
    const error = assertThrows(() => connection.execute('SELECT 1 / 0', null, null),
        SERVER, SqlState.DIVISION_BY_ZERO);
    assertEqual(Pgg.sqlstate_to_string(error.code), '22012');
    assertEqual(connection.get_last_diagnostics().get_sqlstate(), '22012');
    assertEqual(one(connection, 'SELECT 1'), '1');
    connection.execute('BEGIN', null, null);
    assertThrows(() => connection.execute('SELEKT', null, null), SERVER, SqlState.SYNTAX_ERROR);
    assertEqual(connection.transaction_status, Pgg.PqTransactionStatus.INERROR);
    assert(connection.rollback(null));
    assertEqual(connection.transaction_status, Pgg.PqTransactionStatus.IDLE);
}));

test('diagnostics of an error', () => withConnection(connection => {
    const error = assertThrows(() => connection.execute("SELECT 'x'::int", null, null));
    const diagnostics = Pgg.Diagnostics.from_error(error);
    assertEqual(diagnostics.get_sqlstate(), '22P02');
    assertEqual(diagnostics.get_code(), error.code);
    assert(!Pgg.error_is_retryable(error));
}));

test('notices', () => withConnection(connection => {
    const seen = [];
    connection.connect('notice', (source, notice) => seen.push([source, notice]));
    connection.execute("DO $$ BEGIN RAISE WARNING 'well' USING HINT = 'so'; END $$", null, null);
    assertEqual(seen.length, 1);
    assert(seen[0][0] === connection);
    assertEqual(seen[0][1].get_message_primary(), 'well');
    assertEqual(seen[0][1].get_hint(), 'so');
}));

test('notifications', () => withConnection(connection => withConnection(other => {
    assert(connection.listen('Grüße "x"', null));
    for (const payload of ['one', 'two'])
        other.execute('SELECT pg_notify($1, $2)', params('Grüße "x"', payload), null);
    for (const payload of ['one', 'two']) {
        const notification = connection.wait_notification(-1, null);
        assertEqual(notification.get_channel(), 'Grüße "x"');
        assertEqual(notification.get_payload(), payload);
        assertEqual(notification.get_pid(), other.backend_pid);
    }
    assertEqual(connection.wait_notification(0, null), null);
    assert(connection.unlisten('Grüße "x"', null));
})));

test('notification signal', () => withConnection(connection => withConnection(async other => {
    const seen = [];
    connection.connect('notification::b', (_, n) => seen.push(n.get_payload()));
    for (const channel of 'ab') {
        connection.listen(channel, null);
        other.execute('SELECT pg_notify($1, $1)', params(channel), null);
    }
    // Nobody asks: the idle connection is watched by the main context.
    await until(() => seen.length);
    assertEqual(seen, ['b']);
})));

test('cancel', () => withConnection(connection => {
    const cancellable = new Gio.Cancellable();
    cancellable.cancel();
    assertThrows(() => connection.execute('SELECT pg_sleep(60)', null, cancellable),
        Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED);
    const operation = connection.execute_start('SELECT pg_sleep(60)', null);
    operation.step(Pgg.Wait.NONE);
    assert(connection.cancel(null));
    assertThrows(() => operation.run(null), Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED);
    assertEqual(one(connection, 'SELECT 1'), '1');
}));

test('timeout', () => withConnection(connection => {
    connection.timeout = 50;
    assertThrows(() => connection.execute('SELECT pg_sleep(60)', null, null),
        Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT);
    connection.timeout = 0;
    assertEqual(one(connection, 'SELECT 1'), '1');
}));

test('execute many', () => withConnection(connection => {
    connection.execute('CREATE TEMP TABLE many (n int8)', null, null);
    const sets = Array.from({length: 1000}, (_, number) => params(number));
    assertEqual(connection.execute_many('INSERT INTO many VALUES ($1)', sets, null), 1000);
    assertEqual(one(connection, 'SELECT sum(n)::int8 FROM many'), '499500');
    assertThrows(() => connection.execute_many('INSERT INTO many VALUES ($1::text::int8)',
        [params('1'), params('x')], null), SERVER, SqlState.INVALID_TEXT_REPRESENTATION);
    assertEqual(one(connection, 'SELECT count(*) FROM many'), '1000');
}));

test('copy', () => withConnection(connection => {
    connection.execute('CREATE TEMP TABLE copied (n int)', null, null);
    for (const sql of ['COPY copied FROM STDIN', 'COPY (SELECT 1) TO STDOUT']) {
        assertThrows(() => connection.execute(sql, null, null));
        assertEqual(one(connection, 'SELECT count(*) FROM copied'), '0');
    }
}));

test('server lost', () => withConnection(connection => withConnection(async other => {
    const seen = [];
    connection.connect('closed', (_, error) => seen.push(error));
    other.execute('SELECT pg_terminate_backend($1::int)',
        params(`${connection.backend_pid}`), null);
    // Nobody asks: the idle connection is watched by the main context.
    await until(() => seen.length);
    assertEqual(connection.status, ConnectionStatus.LOST);
    assertThrows(() => connection.execute('SELECT 1', null, null));
    assert(connection.open(null));
    assertEqual(one(connection, 'SELECT 1'), '1');
})));

test('closed', () => {
    const connection = Pgg.connect(CONNINFO, null);
    connection.close(null);
    assertThrows(() => connection.execute('SELECT 1', null, null),
        Gio.IOErrorEnum, Gio.IOErrorEnum.CLOSED);
});

test('local server', () => {
    const server = Pgg.LocalServer.new(null);
    server.start(null);
    const connection = Pgg.connect(server.conninfo, null);
    assertEqual(one(connection, 'SELECT 1'), '1');
    connection.close(null);
    server.stop(null);
});

test('misuse', () => withConnection(connection => {
    const operation = connection.commit_start();
    operation.run(null);
    assertThrows(() => connection.execute_finish(operation),
        ClientError, ClientError.INVALID_ARGUMENT);
    assert(connection.commit_finish(operation));
    assertThrows(() => connection.commit_finish(operation),
        ClientError, ClientError.INVALID_STATE);
    assertThrows(() => connection.execute(null, null, null));
    assertThrows(() => connection.execute('SELECT 1', 'x', null));
    assertThrows(() => new Pgg.Cursor().execute('SELECT 1', null, null),
        Gio.IOErrorEnum, Gio.IOErrorEnum.CLOSED);
}));

run();
