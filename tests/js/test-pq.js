// SPDX-License-Identifier: LGPL-2.1-or-later
// The façade over libpq from JavaScript: bytes in, bytes out, handlers, errors.

import Gio from 'gi://Gio';
import Pgg from 'gi://Pgg?version=1.0';

import {assertEqual, assertThrows, env, run, test} from './harness.js';

const bytes = text => new TextEncoder().encode(text);
const text = data => new TextDecoder().decode(data);

function connect() {
    const conn = Pgg.PqConn.connectdb(bytes(env('PGG_TEST_CONNINFO')));
    assertEqual(conn.status(), Pgg.PqConnStatus.OK, text(conn.error_message()));
    return conn;
}

test('values are bytes', () => {
    const conn = connect();
    const params = Pgg.PqParams.new();
    params.append(0, bytes('ü'), Pgg.PqFormat.TEXT);
    params.append(17, new Uint8Array([97, 0, 98]), Pgg.PqFormat.BINARY);
    params.append(0, new Uint8Array(), Pgg.PqFormat.TEXT);
    params.append_null(0);
    const result = conn.exec_params(bytes('select $1::text, $2::bytea, $3::text, $4::text'),
        params, Pgg.PqFormat.BINARY);
    assertEqual(result.status(), Pgg.PqExecStatus.TUPLES_OK);
    assertEqual(text(result.get_value(0, 0)), 'ü');
    assertEqual([...result.get_value(0, 1)], [97, 0, 98]);
    assertEqual([2, 3].map(column => result.get_is_null(0, column)), [false, true]);
    assertEqual(result.get_value(0, 3).length, 0);
    conn.finish();
});

test('prepared statements take type OIDs', () => {
    const conn = connect();
    const params = Pgg.PqParams.new();
    params.append(0, bytes('41'), Pgg.PqFormat.TEXT);
    conn.prepare(bytes('s'), bytes('select $1 + 1'), [23]);
    assertEqual(conn.describe_prepared(bytes('s')).param_type(0), 23);
    assertEqual(text(conn.exec_prepared(bytes('s'), params, Pgg.PqFormat.TEXT).get_value(0, 0)),
        '42');
    conn.finish();
});

test('COPY', () => {
    const conn = connect();
    conn.exec(bytes('create temp table t (a int)'));
    conn.exec(bytes('copy t from stdin'));
    assertEqual(conn.put_copy_data(bytes('1\n2\n')), 1);
    assertEqual(conn.put_copy_end(null), 1);
    assertEqual(text(conn.get_result().cmd_status()), 'COPY 2');
    assertEqual(conn.get_result(), null);
    conn.exec(bytes('copy t to stdout'));
    const [row, status] = conn.get_copy_data(false);
    assertEqual([text(row), status], ['1\n', 1]);
    conn.finish();
});

test('handlers', () => {
    const conn = connect();
    const seen = [];
    conn.set_notice_handler((_conn, notice) =>
        seen.push(text(notice.error_field(Pgg.PqDiagnosticField.MESSAGE_PRIMARY))));
    conn.set_notify_handler((_conn, notify) => seen.push(text(notify.get_extra())));
    conn.exec(bytes("do $$ begin raise notice 'watch out'; end $$;" +
        "listen pq_js; notify pq_js, 'hello'"));
    assertEqual(seen, ['watch out', 'hello']);
    conn.set_notice_handler(null);
    conn.set_notify_handler(null);
    conn.finish();
});

test('connection parameters', () => {
    const given = Pgg.pq_conninfo_parse(bytes('host=h port=1')).filter(option => option.has_val());
    assertEqual(given.map(option => [option.get_keyword(), text(option.get_val())]),
        [['host', 'h'], ['port', '1']]);
    const conn = Pgg.PqConn.connectdb_params(['dbname', 'application_name'],
        [env('PGG_TEST_CONNINFO'), 'js'], true);
    assertEqual(text(conn.exec(bytes('show application_name')).get_value(0, 0)), 'js');
    assertEqual(conn.conninfo().some(option => option.get_keyword() === 'host'), true);
    conn.finish();
});

test('errors', () => {
    const conn = connect();
    const result = conn.exec(bytes('select 1'));
    assertThrows(() => result.get_value(1, 0), Pgg.ClientError, Pgg.ClientError.OUT_OF_RANGE);
    assertThrows(() => conn.exec(new Uint8Array([115, 0])),
        Pgg.ClientError, Pgg.ClientError.INVALID_ARGUMENT);
    conn.finish();
    assertThrows(() => conn.exec(bytes('select 1')), Gio.IOErrorEnum, Gio.IOErrorEnum.CLOSED);
});

run();
