// SPDX-License-Identifier: LGPL-2.1-or-later
// Values of JavaScript as texts that the server reads.

/* exported dump, getBytes, getTypeName, hasNames, isNative, makeTables, unwrap, viewBytes */

const {GLib} = imports.gi;
const {checkText} = imports.overrides._pggTexts;
const {Type, dumpBytes, getValueType} = imports.overrides._pggValues;

const ARRAYS = new Map([
    [Type.BOOL, 1000], [Type.BYTEA, 1001], [Type.INT8, 1016], [Type.INT4, 1007], [Type.TEXT, 1009],
    [Type.FLOAT8, 1022], [Type.DATE, 1182], [Type.TIME, 1183], [Type.TIMESTAMP, 1115],
    [Type.TIMESTAMPTZ, 1185], [Type.INTERVAL, 1187], [Type.TIMETZ, 1270], [Type.NUMERIC, 1231],
    [Type.INFERRED, Type.INFERRED], [Type.OWN, Type.OWN], [Type.WIDE, 1016],
]);
const WRAPPERS = [String, Number, Boolean, BigInt];

// An object that holds nothing but a plain value is that.
function unwrap(value) {
    return WRAPPERS.some(type => value instanceof type) ? value.valueOf() : value;
}

function viewBytes({buffer, byteOffset, byteLength}) {
    return new Uint8Array(buffer, byteOffset, byteLength);
}

// The bytes of a value that is bytes, or null.
function getBytes(value) {
    if (value instanceof Uint8Array)
        return value;
    if (value instanceof GLib.Bytes)
        return value.toArray();
    if (value instanceof ArrayBuffer)
        return new Uint8Array(value);
    return [DataView, Uint8ClampedArray].some(type => value instanceof type)
        ? viewBytes(value) : null;
}

// An array of numbers as one of JavaScript, as which its elements are looked at.
function getList(value) {
    if (Array.isArray(value))
        return value;
    return ArrayBuffer.isView(value) && getBytes(value) === null ? Array.from(value) : null;
}

// Whether a value is an object of a class of C.
function isNative(value) {
    return typeof value === 'object' && value.constructor !== Object &&
        value.constructor?.$gtype !== undefined;
}

// Whether an object has nothing but properties: one of {}, or of a class of JavaScript.
function hasNames(value) {
    return Object.prototype.toString.call(value) === '[object Object]' && !isNative(value);
}

// A text that the server reads under any of its settings, and the OID of its type.
function dump(value) {
    if (typeof value === 'boolean')
        return [value ? 't' : 'f', Type.BOOL];
    if (typeof value === 'bigint')
        return [`${value}`, BigInt.asIntN(64, value) === value ? Type.INT8 : Type.NUMERIC];
    if (typeof value === 'number')
        return dumpNumber(value);
    if (typeof value === 'string')
        return [checkText(value), Type.TEXT];
    const list = typeof value === 'object' ? getList(value) : null;
    if (list !== null)
        return dumpArray(list);
    if (typeof value === 'object')
        return dumpObject(value);
    throw new TypeError(`a value of type ${getTypeName(value)} cannot be a parameter`);
}

function dumpNumber(value) {
    if (Object.is(value, value | 0))
        return [`${value}`, Type.INT4];
    if (Number.isSafeInteger(value) && !Object.is(value, -0))
        return [`${value}`, Type.INT8];
    return [Object.is(value, -0) ? '-0' : `${value}`, Type.FLOAT8];
}

function dumpObject(value) {
    if (value instanceof Date)
        return dumpDate(value);
    if (value instanceof GLib.DateTime)
        return [value.to_utc().format_iso8601(), Type.TIMESTAMPTZ];
    if (value instanceof GLib.Date)
        return dumpDay(value);
    if (value instanceof Table)
        return [dumpTable(value.entries), Type.INFERRED];
    const bytes = getBytes(value);
    if (bytes !== null)
        return [dumpBytes(bytes), Type.BYTEA];
    const type = getValueType(value);
    if (type !== undefined)
        return [value.to_string(), type];
    if (isPlainObject(value))
        return [checkText(dumpJson(value)), Type.INFERRED];
    throw new TypeError(`a value of type ${getTypeName(value)} cannot be a parameter`);
}

function getTypeName(value) {
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    return tag === 'Object' ? value.constructor?.name ?? tag : tag;
}

function isPlainObject(value) {
    return [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

function dumpDay(value) {
    if (!value.valid())
        throw new TypeError('an invalid date cannot be a parameter');
    const parts = [value.get_month(), value.get_day()].map(part => String(part).padStart(2, '0'));
    return [[String(value.get_year()).padStart(4, '0'), ...parts].join('-'), Type.DATE];
}

// A document; what JSON.stringify() would leave out or change unasked is refused.
function dumpJson(document) {
    return JSON.stringify(document, function (key, value) {
        checkJson(this[key], value);
        return value;
    });
}

// A value is what JSON is made of in the place of what was given; what is not defined is not there.
function checkJson(given, value) {
    const isNumber = typeof value === 'number' && Number.isFinite(value);
    const isObject = typeof value === 'object' && value !== null &&
        (hasNames(value) || Array.isArray(value));
    if (!isNumber && !isObject && !['undefined', 'boolean', 'string'].includes(typeof value) &&
        (value !== null || given !== null))
        throw new TypeError(`such a ${getTypeName(given)} cannot be in a JSON document`);
}

// What is an hstore because the statement says so.
class Table {
    constructor(entries) {
        this.entries = [...entries];
    }
}

function quote(text) {
    return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function dumpTable(entries) {
    return entries.map(([key, value]) => {
        if (typeof key !== 'string' || (typeof value !== 'string' && (value ?? null) !== null))
            throw new TypeError('an hstore is made of strings');
        return `${quote(checkText(key))}=>${(value ?? null) === null
            ? 'NULL' : quote(checkText(value))}`;
    }).join();
}

function makeTables(value) {
    if (Array.isArray(value))
        return value.map(makeTables);
    if (value instanceof Map)
        return new Table(value);
    return value !== null && typeof value === 'object' && isPlainObject(value)
        ? new Table(Object.entries(value)) : value;
}

// The years that the server knows are not all that toISOString() writes as it reads them.
function dumpDate(value) {
    if (Number.isNaN(value.getTime()))
        throw new TypeError('an invalid date cannot be a parameter');
    const text = value.toISOString();
    const match = /^([+-])(\d{6})(.*)$/.exec(text);
    if (!match)
        return [text, Type.TIMESTAMPTZ];
    const [, sign, year, rest] = match;
    if (sign === '+')
        return [`${Number(year)}${rest}`, Type.TIMESTAMPTZ];
    return [`${String(Number(year) + 1).padStart(4, '0')}${rest.replace('Z', '+00')} BC`,
        Type.TIMESTAMPTZ];
}

function dumpArray(values) {
    const types = new Set();
    const text = dumpElements(values, types);
    const array = ARRAYS.get(mergeTypes(types));
    if (array === undefined)
        throw new TypeError('values of this type cannot be in an array that is a parameter');
    return [text, array];
}

function dumpElements(values, types) {
    const parts = Array.from(values, given => {
        const value = unwrap(given);
        if (value === null || value === undefined)
            return 'NULL';
        const list = getList(value);
        if (list !== null)
            return dumpElements(list, types);
        const [text, type] = dump(value);
        types.add(type === Type.INT8 && BigInt(Number(value)) !== BigInt(value) ? Type.WIDE : type);
        return quote(text);
    });
    return `{${parts.join(',')}}`;
}

// The type of all elements of an array.
function mergeTypes(types) {
    if (types.size < 2)
        return [...types][0] ?? Type.INFERRED;
    for (const widest of [Type.INT8, Type.FLOAT8, Type.NUMERIC]) {
        const whole = [Type.INT4, Type.INT8, widest === Type.FLOAT8 ? Type.INT8 : Type.WIDE];
        if ([...types].every(type => whole.includes(type) || type === widest))
            return widest;
    }
    throw new TypeError('the values of an array that is a parameter have several types');
}
