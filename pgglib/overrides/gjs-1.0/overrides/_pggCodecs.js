// SPDX-License-Identifier: LGPL-2.1-or-later
// Types of the application: functions of JavaScript that read and write their values.

/* exported addCodecs, carry, hasCarried */

const {GLib, GObject} = imports.gi;
const {getValueClasses} = imports.overrides._pggValues;

// Which codec writes an object of the application must be told by its type, so that every class of
// JavaScript that has a codec has a class of GObject that carries its objects to there.
const carriers = new Map();

// It has the same name, for messages; one that another class has already is told by a number.
function getCarrier(type) {
    if (!carriers.has(type)) {
        const name = `pgglib+${type.name.replace(/[^\w]/g, '_')}`;
        const isTaken = GObject.type_from_name(name) !== null;
        const GTypeName = isTaken ? `${name}-${carriers.size + 1}` : name;
        carriers.set(type, GObject.registerClass({GTypeName}, class extends GObject.Object {}));
    }
    return carriers.get(type);
}

function findCarrier(value) {
    let prototype = typeof value === 'object' ? value : null;
    while (prototype !== null && carriers.size > 0) {
        prototype = Object.getPrototypeOf(prototype);
        if (carriers.has(prototype?.constructor))
            return carriers.get(prototype.constructor);
    }
    return null;
}

// Whether a value, or one that is in it, is of the application.
function hasCarried(value) {
    return carriers.size > 0 &&
        (findCarrier(value) !== null || (Array.isArray(value) && value.some(hasCarried)));
}

let makeArray = () => null;

function carry(value) {
    const Carrier = findCarrier(value);
    if (Carrier !== null)
        return Object.assign(new Carrier(), {value});
    return Array.isArray(value) ? makeArray(value) : value;
}

// The functions of a codec; an error of theirs becomes that of whoever wanted the value.
function guardCodec({TypeCodec}, body) {
    return (...parts) => {
        try {
            return body(...parts);
        } catch (error) {
            TypeCodec.fail(`${error.name}: ${error.message}`);
            return null;
        }
    };
}

function makeDecoder({CodecFormats}, decode, decodeBinary) {
    return (bytes, format) => {
        const content = bytes.toArray();
        const value = format === CodecFormats.TEXT
            ? decode(new TextDecoder().decode(content)) : decodeBinary(content);
        if (value === null || typeof value !== 'object')
            throw new TypeError('the value of an application is an object');
        return value;
    };
}

function makeEncoder({CodecFormats}, encode, encodeBinary) {
    return (given, format) => {
        const value = [...carriers.values()].includes(given.constructor) ? given.value : given;
        return new GLib.Bytes(format === CodecFormats.TEXT
            ? new TextEncoder().encode(encode(value)) : encodeBinary(value));
    };
}

function checkClass(type) {
    const known = [Object, Array, Date, Uint8Array, GLib.Bytes, GLib.DateTime,
        ...getValueClasses()];
    if (typeof type !== 'function' || known.includes(type))
        throw new TypeError('what is written needs a class of its own, as type');
}

const WRITERS = Symbol('writers');

// Reads and writes values of a type of the server with functions of JavaScript. Those for text are
// given and give strings, those for binary format arrays of bytes.
function registerType(Pgg, registry, name, options) {
    const {decode, encode, decodeBinary, encodeBinary, type, schema = null} = options;
    const {NONE, TEXT, BINARY} = Pgg.CodecFormats;
    const find = (text, binary) => (text ? TEXT : NONE) | (binary ? BINARY : NONE);
    const reads = find(decode, decodeBinary);
    const writes = find(encode, encodeBinary);
    const decoder = reads ? guardCodec(Pgg, makeDecoder(Pgg, decode, decodeBinary)) : null;
    const encoder = writes ? guardCodec(Pgg, makeEncoder(Pgg, encode, encodeBinary)) : null;
    if (writes)
        checkClass(type);
    const codec = Pgg.TypeCodec.new(schema, name, GObject.TYPE_JSOBJECT, reads, decoder, writes,
        encoder);
    if (writes) {
        const writer = Pgg.TypeCodec.new(schema, name, getCarrier(type).$gtype, NONE, null, writes,
            encoder);
        registry.add(writer);
        (registry[WRITERS] ??= new Map()).set(codec, writer);
    }
    registry.add(codec);
    return codec;
}

// False if it was not there.
function unregisterType(registry, codec) {
    const writer = registry[WRITERS]?.get(codec);
    if (writer)
        registry.remove(writer);
    return registry.remove(codec);
}

// A registry, a connection and a cursor have the same methods.
function addCodecs(Pgg) {
    for (const {prototype} of [Pgg.CodecRegistry, Pgg.Connection, Pgg.Cursor]) {
        const getRegistry = owner => owner instanceof Pgg.CodecRegistry
            ? owner : owner.get_codecs();
        prototype.registerType = function (name, options) {
            return registerType(Pgg, getRegistry(this), name, options);
        };
        prototype.unregisterType = function (codec) {
            return unregisterType(getRegistry(this), codec);
        };
    }
    makeArray = values => {
        const builder = Pgg.ArrayBuilder.new(0);
        const lengths = [];
        let elements = values;
        for (; Array.isArray(elements[0]) && !findCarrier(elements[0]); elements = elements.flat())
            lengths.push(elements.length);
        for (const element of elements) {
            if (element === null || element === undefined)
                builder.append_null();
            else
                builder.append_value(carry(element));
        }
        if (lengths.length) {
            const counts = [...lengths, elements.length];
            builder.set_dimensions(counts.map((count, i) => count / (counts[i - 1] ?? 1)));
        }
        return builder.end();
    };
}
