// SPDX-License-Identifier: LGPL-2.1-or-later
// Types of the application: vectors of pgvector, and points of PostGIS. Where the server does not
// have these extensions, types that are written alike stand in for them.

import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertThrows, env, run, test} from './harness.js';

const CONNINFO = env('PGG_TEST_CONNINFO');
const NOW = GLib.PRIORITY_DEFAULT;

const standIn = (type, input, output, receive, send, like) => `
    CREATE TYPE ${type};
    CREATE FUNCTION ${type}_in (cstring) RETURNS ${type}
        LANGUAGE internal IMMUTABLE STRICT AS '${input}';
    CREATE FUNCTION ${type}_out (${type}) RETURNS cstring
        LANGUAGE internal IMMUTABLE STRICT AS '${output}';
    CREATE FUNCTION ${type}_recv (internal) RETURNS ${type}
        LANGUAGE internal IMMUTABLE STRICT AS '${receive}';
    CREATE FUNCTION ${type}_send (${type}) RETURNS bytea
        LANGUAGE internal IMMUTABLE STRICT AS '${send}';
    CREATE TYPE ${type} (INPUT = ${type}_in, OUTPUT = ${type}_out, RECEIVE = ${type}_recv,
        SEND = ${type}_send, LIKE = ${like});`;

class Vector {
    constructor(...values) {
        this.values = values;
    }

    static parse(text) {
        if (!text.startsWith('['))
            throw new RangeError('that is no vector');
        return new Vector(...text.slice(1, -1).split(',').map(Number));
    }

    toString() {
        return `[${this.values}]`;
    }
}

class Point {
    constructor(srid, x, y) {
        Object.assign(this, {srid, x, y});
    }

    static unpack(bytes) {
        const view = new DataView(bytes.buffer, bytes.byteOffset);
        return new Point(view.getUint32(5, true), view.getFloat64(9, true),
            view.getFloat64(17, true));
    }

    static parse(text) {
        const digits = text.replace(/^\\x/, '').match(/../g);
        return Point.unpack(Uint8Array.from(digits, pair => parseInt(pair, 16)));
    }

    pack() {
        const view = new DataView(new ArrayBuffer(25));
        view.setUint8(0, 1);
        view.setUint32(1, 0x20000001, true);
        view.setUint32(5, this.srid, true);
        view.setFloat64(9, this.x, true);
        view.setFloat64(17, this.y, true);
        return new Uint8Array(view.buffer);
    }
}

const VECTOR = {decode: Vector.parse, encode: String, type: Vector};
const POINT = {
    decode: Point.parse, decodeBinary: Point.unpack, encodeBinary: point => point.pack(),
    type: Point,
};

const STAND_INS = {
    vector: standIn('vector', 'textin', 'textout', 'textrecv', 'textsend', 'text'),
    postgis: standIn('geometry', 'byteain', 'byteaout', 'bytearecv', 'byteasend', 'bytea'),
};
const real = new Set();

function installReal() {
    const connection = Pgg.connect(CONNINFO);
    connection.execute('CREATE SCHEMA IF NOT EXISTS real');
    for (const [name] of connection.execute(
        'SELECT name FROM pg_available_extensions WHERE name = ANY ($1)',
        [Object.keys(STAND_INS)])) {
        real.add(name);
        connection.execute(`CREATE EXTENSION IF NOT EXISTS ${name} SCHEMA real`);
    }
    connection.close();
}

installReal();

function withConnection(body) {
    return async () => {
        const connection = await Pgg.connect_async(CONNINFO, NOW, null);
        connection.execute(`DROP SCHEMA IF EXISTS js CASCADE; CREATE SCHEMA js;
            SET client_min_messages = warning; SET search_path = js, real, public`);
        const missing = Object.keys(STAND_INS).filter(name => !real.has(name));
        connection.execute(missing.map(name => STAND_INS[name]).join('') +
            standIn('odd', 'textin', 'textout', 'textrecv', 'textsend', 'text'));
        await body(connection);
        assert(await connection.close_async(NOW, null));
    };
}

function first(connection, sql, values = null) {
    const [row] = connection.execute(sql, values, null);
    return [...row];
}

test('values are read', withConnection(connection => {
    connection.registerType('vector', VECTOR);
    const [vector, nothing, array, json] = first(connection,
        `SELECT '[1,2]'::vector, NULL::vector, ARRAY['[3]', NULL]::vector[], '[1]'::json`);
    assert(vector instanceof Vector);
    assertEqual(vector.values, [1, 2]);
    assertEqual(nothing, null);
    assertEqual(array[0].values, [3]);
    assertEqual([array[1], json], [null, [1]]);
    connection.registerType('geometry', {...POINT, schema: real.has('postgis') ? 'real' : 'js'});
    for (const format of [Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY]) {
        connection.set_result_format(format);
        const prefix = real.has('postgis') ? '' : '\\x';
        const [point] = first(connection, `SELECT '${prefix
        }0101000020E6100000000000000000F03F0000000000000440'::geometry`);
        assertEqual([point.srid, point.x, point.y], [4326, 1, 2.5]);
    }
}));

test('values are written', withConnection(async connection => {
    connection.registerType('vector', VECTOR);
    connection.registerType('geometry', {...POINT, schema: real.has('postgis') ? 'real' : 'js'});
    const sql = 'SELECT $1, pg_typeof($1)::text, $2, pg_typeof($2)::text';
    const row = first(connection, sql, [new Vector(1, 2), new Point(1, 2, 3)]);
    assertEqual([`${row[0]}`, row[1], row[2].y, row[3]], ['[1,2]', 'vector', 3, 'geometry']);
    const [[named]] = await connection.execute_async('SELECT :v', {v: new Vector(5)}, NOW, null);
    assertEqual(named.values, [5]);
    for (const values of [[new Vector(1), null], [[new Vector(1)], [new Vector(2)]]]) {
        const [list, type] = first(connection, 'SELECT $1, pg_typeof($1)::text', [values]);
        assertEqual([`${list}`, type], [`${values}`, 'vector[]']);
    }
    connection.execute('CREATE TABLE vectors (v vector)', null, null);
    connection.execute_many('INSERT INTO vectors VALUES ($1)', [[new Vector(1)], [new Vector(2)]],
        null);
    assertEqual(first(connection, 'SELECT count(*) FROM vectors'), [2]);
}));

test('what a codec gives is not read again', withConnection(connection => {
    connection.registerType('json', {decode: () => Pgg.Array.new_from_ints([1])});
    connection.execute('CREATE TYPE with_json AS (j json)', null, null);
    const [value, [inside], {j}] = first(connection,
        "SELECT '2'::json, ARRAY['2']::json[], ROW ('2')::with_json");
    for (const array of [value, inside, j])
        assert(array instanceof Pgg.Array);
}));

test('an object without its codec', withConnection(connection => {
    const codec = connection.registerType('vector', VECTOR);
    connection.unregisterType(codec);
    let message = null;
    try {
        first(connection, 'SELECT $1', [new Vector(1)]);
    } catch (error) {
        ({message} = error);
    }
    assertEqual(message, 'Parameter 1: A value of type Vector cannot be sent without a codec');
}));

test('cursor, connection, default', withConnection(connection => {
    const everywhere = Pgg.CodecRegistry.get_default();
    const codec = everywhere.registerType('vector', VECTOR);
    assert(first(connection, "SELECT '[1]'::vector")[0] instanceof Vector);
    connection.registerType('vector', {decode: text => ({own: text})});
    assertEqual(first(connection, "SELECT '[1]'::vector")[0].own, '[1]');
    const cursor = connection.create_cursor();
    cursor.registerType('vector', {decode: text => ({cursor: text})});
    cursor.execute("SELECT '[1]'::vector", null, null);
    assertEqual([...cursor.fetch_one(null)][0].cursor, '[1]');
    assert(everywhere.unregisterType(codec));
    assert(!everywhere.unregisterType(codec));
    assertThrows(() => first(connection, 'SELECT $1', [new Vector(1)]));
}));

test('errors', withConnection(connection => {
    connection.registerType('odd', VECTOR);
    const result = connection.execute("SELECT v::odd FROM (VALUES ('[1]'), ('x')) t (v)");
    assertEqual(result.get_value(0, 0).values, [1]);
    try {
        result.get_value(1, 0);
        assert(false);
    } catch (error) {
        assert(error.matches(Pgg.client_error_quark(), Pgg.ClientError.CONVERSION), error);
        assertEqual(error.message,
            'Row 1, column 0 ("v", odd): RangeError: that is no vector');
    }
    assertThrows(() => connection.registerType('vector', {encode: String}));
    assertThrows(() => connection.registerType('vector', {encode: String, type: Date}));
    assertThrows(() => connection.registerType('vector', {}));
    connection.registerType('odd', {decode: Number});
    const number = connection.execute("SELECT '1'::odd");
    assertThrows(() => number.get_value(0, 0));
}));

const Thing = GObject.registerClass({
    Properties: {
        vector: GObject.ParamSpec.jsobject('vector', '', '', GObject.ParamFlags.READWRITE),
    },
}, class Thing extends GObject.Object {});

test('objects and models', withConnection(connection => {
    connection.registerType('vector', VECTOR);
    const result = connection.execute("SELECT '[1]'::vector AS vector", null, null);
    const [thing] = result.to_objects(Thing.$gtype, Pgg.ObjectFlags.NONE);
    assertEqual(thing.vector.values, [1]);
    assertEqual(Pgg.ResultModel.new(result).get_item(0).get_value('vector').values, [1]);
}));

run();
