// SPDX-License-Identifier: LGPL-2.1-or-later
// Composed SQL and scripts from JavaScript.

import Pgg from 'gi://Pgg?version=1.0';

import {assertEqual, assertThrows, run, test} from './harness.js';
import {withConnection} from './support.js';

const {ClientError, Sql} = Pgg;

test('parts', () => {
    const parts = [Sql.new('now()'), Sql.new_identifier('a"b'),
        Sql.new_qualified(['public', 'Größe']), Sql.new_placeholder('name'),
        Sql.new_placeholder(null), Sql.new_null(), Sql.new_boolean(true),
        Sql.new_int64(-(2n ** 63n)), Sql.new_double(0.5), Sql.new_text("it's"),
        Sql.new_text(null), Sql.new_byte_array(Uint8Array.of(0, 97)),
        Sql.new_bytes(Uint8Array.of(0, 97)), Sql.new_value('7')];
    assertEqual(parts.map(part => part.to_string()), ['now()', '"a""b"', '"public"."Größe"',
        ':name', '$1', 'NULL', 'true', '-9223372036854775808', '0.5', "'it''s'", 'NULL',
        " E'\\\\x0061'::pg_catalog.bytea", " E'\\\\x0061'::pg_catalog.bytea", "'7'"]);
});

test('templates', () => {
    const table = Sql.new_identifier('my table');
    const number = Sql.new_int64(-5);
    assertEqual(Sql.format('SELECT 1-{} FROM {}', [number, table]).to_string(),
        'SELECT 1- -5 FROM "my table"');
    assertEqual(Sql.format_named('{t} {n}', ['n', 't'], [number, table]).to_string(),
        '"my table" -5');
    assertEqual(Sql.format('{{}}', []).to_string(), '{}');
    assertEqual(Sql.join(', ', [number, Sql.new_placeholder(null)]).to_string(), '-5, $1');
});

test('refused', () => {
    for (const call of [() => Sql.format("'{}'", [Sql.new_int64(1)]), () => Sql.format('{}', []),
        () => Sql.format_named('{a}', ['a', 'b'], [Sql.new_int64(1)]),
        () => Sql.new_identifier(''), () => Sql.new_placeholder('1'),
        () => Sql.split_script("SELECT 'a")])
        assertThrows(call, ClientError, ClientError.INVALID_ARGUMENT);
});

test('composed SQL at the server', () => withConnection(connection => {
    const texts = ["it's", 'back\\slash', '$1 :x {} "', '-- /*', 'ä€😀', ''];
    const columns = texts.map(text =>
        Sql.format('{} AS {}', [Sql.new_text(text), Sql.new_identifier(`c${text}`)]));
    const sql = Sql.format('SELECT {}', [Sql.join(', ', columns)]);
    const result = connection.execute(sql.to_string(), null, null);
    assertEqual(texts.map((_, i) => result.get_text(0, i)), texts);
    assertEqual(result.get_columns().map(column => column.get_name()),
        texts.map(text => `c${text}`));
}));

test('scripts', () => {
    assertEqual(Sql.split_script("SELECT ';'; -- a\n;SELECT (1;2);;SELECT 'ä'"),
        ["SELECT ';'", 'SELECT (1;2)', "SELECT 'ä'"]);
    assertEqual(Sql.split_script(''), []);
});

run();
