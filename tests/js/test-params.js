// SPDX-License-Identifier: LGPL-2.1-or-later
// Parameters of every kind, and objects from rows and as parameters, from JavaScript.

import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertThrows, run, test} from './harness.js';
import {PRIORITY, rows, withConnection} from './support.js';

const {ClientError} = Pgg;
const INT8 = 20;
const FLOAT8 = 701;

const Item = GObject.registerClass({
    GTypeName: 'TestItem',
    Properties: {
        'id': GObject.ParamSpec.int('id', null, null,
            GObject.ParamFlags.READWRITE | GObject.ParamFlags.CONSTRUCT_ONLY, 0, 1000, 0),
        'display-name': GObject.ParamSpec.string('display-name', null, null,
            GObject.ParamFlags.READWRITE, 'nobody'),
        'is-new': GObject.ParamSpec.boolean('is-new', null, null,
            GObject.ParamFlags.READWRITE, true),
        'ratio': GObject.ParamSpec.double('ratio', null, null,
            GObject.ParamFlags.READWRITE, -10, 10, 0),
    },
}, class Item extends GObject.Object {
    describe() {
        return `${this.id}: ${this.displayName}`;
    }
});

// A test with a connection and empty parameters; check() wants all columns to be true.
function testParams(name, body) {
    test(name, () => withConnection(connection => {
        const params = Pgg.Params.new();
        body(params, sql => {
            const [row] = rows(connection.execute(sql, params, null));
            assertEqual(row, row.map(() => 't'), sql);
        });
    }));
}

testParams('arrays', (params, check) => {
    params.append_boolean_array([true, false], null);
    params.append_int_array([-1, 2147483647], null);
    params.append_int64_array([1, Number.MAX_SAFE_INTEGER, 2n ** 63n - 1n], null);
    params.append_double_array([0.1, Infinity], null);
    params.append_text_array(['ä', '', 'x'], Uint8Array.of(0, 1, 0));
    params.append_bytes_array([new GLib.Bytes(Uint8Array.of(0, 255))]);
    check(`SELECT $1 = '{t,f}'::bool[], $2 = '{-1,2147483647}'::int[],
           $3 = '{1,9007199254740991,9223372036854775807}'::int8[],
           $4 = '{0.1,Infinity}'::float8[], $5 = ARRAY['ä', NULL, 'x'],
           $6 = ARRAY['\\x00ff']::bytea[]`);
    assertThrows(() => params.append_int_array([1], Uint8Array.of(0, 1)), ClientError,
        ClientError.INVALID_ARGUMENT);
});

testParams('packed arrays', (params, check) => {
    const bytes = view => new Uint8Array(view.buffer);
    params.append_packed_array(INT8, bytes(BigInt64Array.of(1n, -(2n ** 63n))), null);
    params.append_packed_array(FLOAT8, bytes(Float64Array.of(0.5, 7)), Uint8Array.of(0, 1));
    check(`SELECT $1 = '{1,-9223372036854775808}'::int8[], $2 = '{0.5,NULL}'::float8[]`);
});

testParams('typed text', (params, check) => {
    params.append_typed_text('{"a": 1}', 3802);
    params.append_typed_text(null, 3802);
    check("SELECT $1 ->> 'a' = '1', $2 IS NULL");
});

testParams('variants', (params, check) => {
    params.append_variant(new GLib.Variant('mx', 7));
    params.append_variant(new GLib.Variant('aas', [['a'], ['b']]));
    params.append_variant(new GLib.Variant('a{ss}', {a: 'b'}));
    check("SELECT $1 = 7, $2 = '{{a},{b}}'::text[], $3 = '\"a\"=>\"b\"'");
});

test('new from a variant', () => withConnection(connection => {
    const params = Pgg.Params.new_from_variant(new GLib.Variant('(ims)', [1, null]));
    assertEqual(rows(connection.execute('SELECT $1, $2::text', params, null)), [['1', null]]);
    assertThrows(() => Pgg.Params.new_from_variant(new GLib.Variant('i', 1)), ClientError,
        ClientError.INVALID_ARGUMENT);
}));

testParams('names', (params, check) => {
    params.append_int(1);
    params.set_name('one');
    params.set_named_value('zwei', 'x');
    params.set_named_value('zwei', 'y');
    assertEqual([params.get_name(0), params.find_name('zwei')], ['one', 1]);
    check("SELECT :one = 1, :zwei = 'y'");
});

test('objects', () => withConnection(connection => {
    const result = connection.execute(`SELECT n AS id, 'item ' || n AS display_name,
        n > 1 AS is_new, n / 4.0 AS ratio FROM generate_series(1, 3) n`, null, null);
    const items = result.to_objects(Item, Pgg.ObjectFlags.NONE);
    assertEqual(items.map(item => item.describe()), ['1: item 1', '2: item 2', '3: item 3']);
    assert(items[0] instanceof Item);
    assertEqual([items[0].isNew, items[0].ratio], [false, 0.25]);
    assertEqual(result.get_row(2).to_object(Item, Pgg.ObjectFlags.NONE).id, 3);
}));

test('objects, strict and lax', () => withConnection(connection => {
    const objects = (sql, flags) => connection.execute(sql, null, null).to_objects(Item, flags);
    const {NONE, LAX} = Pgg.ObjectFlags;
    assertThrows(() => objects('SELECT 1 AS age', NONE), ClientError,
        ClientError.INVALID_ARGUMENT);
    assertThrows(() => objects('SELECT NULL::bool AS is_new', NONE), ClientError,
        ClientError.NULL_VALUE);
    assertThrows(() => objects('SELECT 1001 AS id', LAX), ClientError, ClientError.CONVERSION);
    const [item] = objects('SELECT 1 AS age, 5 AS display_name, NULL::float8 AS ratio', LAX);
    assertEqual([item.displayName, item.ratio], ['5', 0]);
}));

test('objects from a cursor', () => withConnection(async connection => {
    const cursor = connection.create_cursor();
    cursor.set_row_type(Item);
    cursor.stream('SELECT generate_series(1, 2) AS id', null, null);
    assertEqual(cursor.fetch_object(null).id, 1);
    assertEqual((await cursor.fetch_object_async(PRIORITY, null)).id, 2);
    assertEqual(cursor.fetch_object(null), null);
}));

test('objects as parameters', () => withConnection(connection => {
    const params = Pgg.Params.new();
    params.set_object(new Item({id: 3, displayName: 'ä'}), ['id', 'display-name']);
    assertEqual(rows(connection.execute('SELECT :id, :display_name', params, null)), [['3', 'ä']]);
    assertThrows(() => params.set_object(new Item(), ['age']), ClientError,
        ClientError.INVALID_ARGUMENT);
}));

run();
