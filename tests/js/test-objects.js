// SPDX-License-Identifier: LGPL-2.1-or-later
// Rows as objects of classes of JavaScript, and such objects as parameters.

import GObject from 'gi://GObject';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertThrows, run, test} from './harness.js';
import {withConnection as beside} from './support.js';

const {READWRITE} = GObject.ParamFlags;
const SQL = 'SELECT :number, :any_thing::text, :text::text';
const withConnection = body => () => beside(body);

const Thing = GObject.registerClass({
    GTypeName: 'TestObjectsThing',
    Properties: {
        'number': GObject.ParamSpec.int('number', '', '', READWRITE, 0, 100, 0),
        'any-thing': GObject.ParamSpec.jsobject('any-thing', '', '', READWRITE),
        'text': GObject.ParamSpec.string('text', '', '', READWRITE, null),
        'secret': GObject.ParamSpec.jsobject('secret', '', '', GObject.ParamFlags.WRITABLE),
    },
}, class extends GObject.Object {});

test('properties of any object', withConnection(connection => {
    const {NONE, LAX} = Pgg.ObjectFlags;
    for (const [sql, value] of [["'{}'::json", {}], ['ARRAY[1, NULL]', [1, null]], ['5', 5],
        ["'x'", 'x'], ['NULL::int', null], ['9007199254740993', 9007199254740993n]]) {
        const result = connection.execute(
            `SELECT n AS number, ${sql} AS any_thing FROM generate_series(1, 30) n`);
        for (const flags of [NONE, LAX]) {
            const things = result.to_objects(Thing, flags);
            assertEqual(things.map(thing => [thing.number, thing.any_thing]),
                Array.from({length: 30}, (_, n) => [n + 1, value]));
        }
        const [, second] = result;
        assertEqual([second.to_object(Thing).any_thing, result.get_row(1).to_object(Thing).number],
            [value, 2]);
    }
    assertThrows(() => connection.execute('SELECT 1 AS any_thing, 2 AS none').to_objects(Thing));
    assertThrows(() => connection.execute("SELECT 1 AS any_thing, 'x' AS number")
        .to_objects(Thing));
}));

test('objects of a cursor', withConnection(async connection => {
    const cursor = connection.create_cursor();
    const sql = `SELECT n AS number, ARRAY[n, NULL] AS any_thing, 't' AS text
        FROM generate_series(1, 5) n`;
    const check = (thing, n) => {
        assert(thing instanceof Thing);
        assertEqual([thing.number, thing.any_thing, thing.text], [n, [n, null], 't']);
    };
    cursor.row_type = Thing.$gtype;
    for (const begin of ['execute', 'stream']) {
        cursor[begin](sql);
        check(cursor.fetch_object(), 1);
        check(await cursor.fetch_object_async(), 2);
        check(await cursor.fetch_object_async({timeout: 60000}), 3);
        const operation = cursor.fetch_object_start();
        operation.run(null);
        check(cursor.fetch_object_finish(operation), 4);
        for (const [n] of cursor) {
            assertEqual(n, 5);
            break;
        }
        assertEqual([cursor.fetch_object(), await cursor.fetch_object_async()], [null, null]);
    }
    cursor.execute('SELECT 1 AS number, 2 AS number, 3 AS any_thing, 4 AS any_thing');
    assertThrows(() => cursor.fetch_object());
    cursor.row_flags = Pgg.ObjectFlags.LAX;
    cursor.scroll(0, Pgg.ScrollMode.ABSOLUTE);
    const thing = cursor.fetch_object();
    assertEqual([thing.number, thing.any_thing], [1, 3]);
}));

test('properties of any object as parameters', withConnection(connection => {
    const thing = new Thing({number: 7, text: 'x'});
    for (const [value, text] of [[[1, null], '{1,NULL}'], [{a: 1}, '{"a":1}'], [null, null],
        [9007199254740993n, '9007199254740993'], [2 ** 40, '1099511627776'], ['y', 'y'],
        [Uint8Array.of(1), '\\x01'], [Pgg.Numeric.new_from_string('1.50'), '1.50'],
        [true, 'true']]) {
        thing.any_thing = value;
        for (const names of [null, [], ['text', 'any-thing', 'number'],
            ['any_thing', 'number', 'text']]) {
            const params = Pgg.Params.new();
            assert(params.set_object(thing, names));
            assertEqual(params.get_n_params(), 3);
            const result = connection.execute(SQL, params);
            assertEqual([...result.at(0)], [7, text, 'x']);
        }
    }
}));

// One object after the other, as in a loop that stores them.
test('parameters that are set again', withConnection(connection => {
    const params = Pgg.Params.new();
    const values = [[1], {a: [2]}, null, 'x', 5, 0];
    for (const value of values) {
        const thing = new Thing({number: 1});
        thing.any_thing = value;
        assert(params.set_object(thing, null));
        assertEqual(params.get_n_params(), 3);
        assert(connection.execute(SQL, params));
    }
    params.set_named_value('number', [3]);
    params.set_named_value('text', null);
    assertEqual([...connection.execute('SELECT :number, :any_thing::int, :text::text', params)
        .at(0)], [[3], 0, null]);
}));

test('what cannot be a parameter', () => {
    const params = Pgg.Params.new();
    for (const wrong of [{}, null, 5, 'x', undefined])
        assertThrows(() => params.set_object(wrong, null));
    const thing = new Thing();
    thing.any_thing = Symbol.iterator;
    assertThrows(() => params.set_object(thing, ['any_thing']));
    assertThrows(() => params.set_object(thing, ['none']));
    assertThrows(() => params.set_object(thing, ['any_thing', 'number\0']));
});

run();
