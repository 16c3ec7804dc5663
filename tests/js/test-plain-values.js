// SPDX-License-Identifier: LGPL-2.1-or-later
// Values of JavaScript as parameters: each arrives as what it is, or is refused.

import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertThrows, run, test} from './harness.js';
import {withConnection} from './support.js';

// The texts of values, and of their types.
function send(connection, values) {
    const places = values.map((_, index) => `$${index + 1}::text, pg_typeof($${index + 1})::text`);
    const [row] = connection.execute(`SELECT ${places}`, values);
    return values.map((_, index) => [row[2 * index], row[2 * index + 1]]);
}

function assertRefused(body, ...words) {
    const error = assertThrows(body);
    assert(error instanceof TypeError, `${error}`);
    for (const word of words)
        assert(error.message.includes(word), error.message);
}

class Point {
    constructor(x) {
        this.x = x;
    }
}

test('lists of parameters', () => withConnection(connection => {
    const read = values => [...connection.execute('SELECT $1::int, $2::text', values)[
        Symbol.iterator]().next().value];
    assertEqual(read([1, 'a']), [1, 'a']);
    assertEqual(read(new Set([1, 'a'])), [1, 'a']);
    const [row] = connection.execute("SELECT 1, 'a'");
    assertEqual(read(row), [1, 'a']);
    const named = values => connection.execute('SELECT :x::int', values).get_int(0, 0);
    assertEqual([named({x: 1}), named(new Map([['x', 2]])), named(new Point(3))], [1, 2, 3]);
    assertEqual(named(Object.assign(Object.create(null), {x: 4})), 4);
    for (const wrong of [new Date(0), /x/, new String('x'), Uint8Array.of(1), Int32Array.of(1),
        new ArrayBuffer(1), new Error('x'), Promise.resolve(1), new WeakMap(), [1].values(), 1, 'x',
        () => 1, Symbol('x'), 1n, true, new GObject.Object(), Pgg.Point.new(1, 2),
        connection.execute('SELECT 1'), new GLib.Variant('(i)', [1]), connection])
        assertRefused(() => connection.execute('SELECT 1', wrong), 'parameters are an array');
    assertRefused(() => connection.execute('SELECT :x', new Map([[1, 2]])), 'names');
}));

test('bytes', () => withConnection(connection => {
    const {buffer} = Uint8Array.of(1, 2, 3, 4);
    const values = [new Uint8Array(buffer), new Uint8Array(buffer, 1, 2), buffer,
        new DataView(buffer, 1, 2), new Uint8ClampedArray(buffer, 3), new GLib.Bytes([1, 2, 3, 4])];
    const texts = ['\\x01020304', '\\x0203', '\\x01020304', '\\x0203', '\\x04', '\\x01020304'];
    assertEqual(send(connection, values), texts.map(text => [text, 'bytea']));
    assertEqual(send(connection, [[buffer, values[3]]]),
        [['{"\\\\x01020304","\\\\x0203"}', 'bytea[]']]);
}));

test('typed arrays', () => withConnection(connection => {
    assertEqual(send(connection, [Int16Array.of(-1, 2), Int32Array.of(2 ** 31 - 1),
        BigInt64Array.of(2n ** 63n - 1n), Float32Array.of(0.1), Float64Array.of(0.1, NaN, -0),
        new Float64Array(), Float64Array.of(1, 2).subarray(1)]), [
        ['{-1,2}', 'smallint[]'], ['{2147483647}', 'integer[]'],
        ['{9223372036854775807}', 'bigint[]'], ['{0.1}', 'real[]'],
        ['{0.1,NaN,-0}', 'double precision[]'], ['{}', 'double precision[]'],
        ['{2}', 'double precision[]']]);
    assertEqual(send(connection, [Uint32Array.of(2 ** 32 - 1, 0), BigUint64Array.of(2n ** 64n - 1n),
        Int8Array.of(-1), [Int32Array.of(1, 2), Int32Array.of(3, 4)]]), [
        ['{4294967295,0}', 'bigint[]'], ['{18446744073709551615}', 'numeric[]'],
        ['{-1}', 'integer[]'], ['{{1,2},{3,4}}', 'integer[]']]);
}));

test('numbers and texts', () => withConnection(connection => {
    assertEqual(send(connection, [new Number(5), Object(2n ** 40n), new Boolean(false), 2n ** 64n,
        -(2n ** 63n), 2 ** 53 - 1, -0, NaN, -Infinity]), [
        ['5', 'integer'], [`${2n ** 40n}`, 'bigint'], ['false', 'boolean'],
        [`${2n ** 64n}`, 'numeric'], [`${-(2n ** 63n)}`, 'bigint'], [`${2 ** 53 - 1}`, 'bigint'],
        ['-0', 'double precision'], ['NaN', 'double precision'],
        ['-Infinity', 'double precision']]);
    const [row] = connection.execute('SELECT $1::text, $2::text', [new String('x'), undefined]);
    assertEqual([...row], ['x', null]);
    assertEqual(send(connection, [[1, , new Number(2)]])[0], ['{1,NULL,2}', 'integer[]']);
}));

test('values of GLib', () => withConnection(connection => {
    connection.execute("SET timezone = 'UTC'; SET datestyle = 'German'");
    const day = GLib.Date.new_dmy(29, 2, 2024);
    const instant = GLib.DateTime.new_utc(2024, 2, 29, 1, 2, 3.5);
    assertEqual(send(connection, [day, [day, null], instant, new GLib.Variant('i', 5),
        new GLib.Variant('as', ['x', 'y'])]), [
        ['29.02.2024', 'date'], ['{29.02.2024,NULL}', 'date[]'],
        ['29.02.2024 01:02:03.5 UTC', 'timestamp with time zone'], ['5', 'integer'],
        ['{x,y}', 'text[]']]);
    const [[nothing]] = connection.execute('SELECT $1::int', [new GLib.Variant('mi', null)]);
    assertEqual(nothing, null);
    const invalid = new GLib.Date();
    assertRefused(() => connection.execute('SELECT $1', [invalid]), '$1', 'invalid');
}));

test('documents of JSON', () => withConnection(connection => {
    const read = value => connection.execute('SELECT $1::jsonb', [value]).get_text(0, 0);
    assertEqual(read({a: [1, null, {b: 'é"\\'}], c: true, d: undefined}),
        '{"a": [1, null, {"b": "é\\"\\\\"}], "c": true}');
    assertEqual(read(Object.assign(Object.create(null), {a: new Point(1)})), '{"a": {"x": 1}}');
    assertEqual(read({a: new Date(0), b: Pgg.Numeric.new_from_string('1.50')}),
        '{"a": "1970-01-01T00:00:00.000Z", "b": "1.50"}');
    for (const lost of [NaN, Infinity, 1n, new Map(), new Set(), () => 1, Symbol('x'),
        new Date(NaN), Uint8Array.of(1), /x/, GLib.DateTime.new_now_utc(), new GObject.Object()])
        assertRefused(() => read({a: [{b: lost}]}), 'parameter $1', 'JSON');
}));

test('what is refused is named', () => withConnection(connection => {
    const refused = [new Map(), new Set(), Symbol('x'), () => 1, /x/, new Point(1),
        Promise.resolve(1), new GObject.Object(), new Error('x'), new Date(NaN), [new Map()],
        connection.execute('SELECT 1'), [1, 'x'], 'a\0b', [Symbol('x')]];
    for (const value of refused) {
        assertRefused(() => connection.execute('SELECT $1, $2', [1, value]), 'parameter $2: ');
        assertRefused(() => connection.execute('SELECT :it', {it: value}), 'parameter it: ');
    }
    assertRefused(() => connection.execute('SELECT $1', [new Map()]), 'Map');
    assertEqual(connection.execute('SELECT 1').get_int(0, 0), 1);
}));

test('objects for hstore', () => withConnection(connection => {
    connection.execute('CREATE EXTENSION IF NOT EXISTS hstore');
    const tables = [{}, {a: '1', 'b "c\\': null}];
    const statement = connection.prepare('SELECT $1::hstore, $2::hstore[], $3::jsonb');
    for (const table of tables) {
        const maps = [table, new Map(Object.entries(table))];
        for (const given of maps) {
            const [row] = statement.execute([given, [given, null], {a: 1}]);
            assertEqual([...row], [table, [table, null], {a: 1}]);
        }
    }
    const named = connection.prepare('SELECT :n::int, :table::hstore');
    assertEqual([...named.execute({table: {a: 'x'}, n: 1})].map(row => [...row]), [[1, {a: 'x'}]]);
    for (const wrong of [{a: 1}, {a: {}}, new Map([[1, 'x']]), {a: 'x\0'}])
        assertRefused(() => statement.execute([wrong, null, null]), 'parameter $1: ');
    const [[none]] = connection.prepare('SELECT $1::hstore').execute([null]);
    assertEqual(none, null);
    connection.execute('DROP EXTENSION hstore');
}));

run();
