// SPDX-License-Identifier: LGPL-2.1-or-later
// Values of PostgreSQL as values of JavaScript.

/* exported Type, addValues, dumpBytes, getValueClasses, getValueType, isHashTable, isJson, isMade,
            loadValue, toJson */

const {GLib, GObject} = imports.gi;
const {readIntegers} = imports.overrides._pggIntegers;

// The OIDs of built-in types never change; see pg_type.dat of the server.
var Type = {
    BOOL: 16, BYTEA: 17, INT8: 20, INT2: 21, INT4: 23, TEXT: 25, JSON: 114, FLOAT4: 700,
    FLOAT8: 701, DATE: 1082, TIME: 1083, TIMESTAMP: 1114, TIMESTAMPTZ: 1184, INTERVAL: 1186,
    TIMETZ: 1266, NUMERIC: 1700, JSONB: 3802, INFERRED: 0,
    OWN: -1, // the value of Pgg says itself what its type is
    WIDE: -2, // a number of int8 that float8 does not hold
};

// By the class of a value of Pgg: the OID of its type as a parameter, and what it is here.
const types = new Map();
const loaders = new Map();

function getValueClasses() {
    return [...types.keys()];
}

function getValueType(value) {
    return types.get(value.constructor)?.(value);
}

function loadValue(value) {
    return loaders.get(value.constructor)?.(value) ?? value;
}

function dumpBytes(bytes) {
    return `\\x${Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')}`;
}

// What JSON has no form for, and would refuse or lose, is a text there.
function toJson(value) {
    if (typeof value === 'bigint')
        return `${value}`;
    if (value instanceof GLib.DateTime)
        return value.format_iso8601();
    if (value instanceof Uint8Array)
        return dumpBytes(value);
    if (Array.isArray(value))
        return value.map(toJson);
    if (value !== null && typeof value === 'object' &&
        Object.getPrototypeOf(value) === Object.prototype)
        return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toJson(part)]));
    return value;
}

// Whether a codec of the application has made values of this type: they are what they should be.
function isMade(type) {
    return type === GObject.TYPE_JSOBJECT;
}

function isJson(oid) {
    return oid === Type.JSON || oid === Type.JSONB;
}

function isHashTable(type) {
    return type.name === 'GHashTable';
}

// An instant is a date and time of GLib if that can hold it.
function loadTimestamp(value) {
    if (!value.has_zone())
        return value;
    try {
        return value.to_date_time();
    } catch {
        return value;
    }
}

// The value of an element or a field; type() gives the OID of its type.
function loadInside(value, type, made) {
    if (made)
        return value;
    if (typeof value === 'string')
        return isJson(type()) ? JSON.parse(value) : value;
    return value === null || typeof value !== 'object' ? value : loadValue(value);
}

// All elements in one call, if they are numbers or booleans.
function loadNumbers(array) {
    const type = array.get_element_gtype();
    let values = null;
    if (type === GObject.TYPE_INT64 || type === GObject.TYPE_UINT64)
        return readIntegers(array);
    if (type === GObject.TYPE_INT || type === GObject.TYPE_UINT)
        values = array.get_int64s();
    else if (type === GObject.TYPE_DOUBLE)
        values = array.get_doubles();
    else if (type === GObject.TYPE_BOOLEAN)
        values = array.get_booleans();
    if (values === null || !array.has_nulls())
        return values;
    const nulls = array.get_nulls();
    return Array.from(values, (value, index) => nulls[index] ? null : value);
}

// Arrays count from the beginning; one with other subscripts stays one of Pgg.
function loadArray(value) {
    const lengths = [];
    for (let dimension = 0; dimension < value.get_n_dimensions(); dimension++) {
        if (value.get_lower_bound(dimension) !== 1)
            return value;
        lengths.push(value.get_dimension_length(dimension));
    }
    if (isHashTable(value.get_element_gtype()))
        return value.to_variant().recursiveUnpack();
    const type = () => value.get_element_base_type();
    const made = isMade(value.get_element_gtype());
    let values = loadNumbers(value) ?? Array.from({length: value.get_length()}, (_, index) =>
        value.is_null(index) ? null : loadInside(value.get_element(index), type, made));
    for (const length of lengths.slice(1).reverse()) {
        values = Array.from({length: values.length / length}, (_, index) =>
            values.slice(index * length, (index + 1) * length));
    }
    return values;
}

function loadField(record, field) {
    const type = record.get_field_gtype(field);
    if (isHashTable(type))
        return record.to_variant().get_child_value(field).recursiveUnpack();
    return loadInside(record.get_value(field), () => record.get_field_base_type(field),
        isMade(type));
}

// An object if the fields have names, else an array.
function loadRecord(value) {
    const fields = Array.from({length: value.get_n_fields()}, (_, field) => field);
    const values = fields.map(field => value.is_null(field) ? null : loadField(value, field));
    const names = fields.map(field => value.get_field_name(field));
    return names.includes(null)
        ? values : Object.fromEntries(names.map((name, field) => [name, values[field]]));
}

// JavaScript has < and > for numbers only, and would compare the texts of other objects.
function toNumber({Numeric}, value) {
    if (value instanceof Numeric)
        return Number(value.to_string());
    throw new TypeError('values of Pgg are compared with compare()');
}

// Values that are no values of JavaScript can be shown, and be parameters again.
function addValues(Pgg) {
    const own = [Pgg.Inet, Pgg.Array, Pgg.Range, Pgg.Multirange, Pgg.Record, Pgg.Point, Pgg.Line,
        Pgg.LineSegment, Pgg.Box, Pgg.Path, Pgg.Polygon, Pgg.Circle];

    types.set(Pgg.Numeric, () => Type.NUMERIC);
    types.set(Pgg.Date, () => Type.DATE);
    types.set(Pgg.Time, value => value.has_offset() ? Type.TIMETZ : Type.TIME);
    types.set(Pgg.Timestamp, value => value.has_zone() ? Type.TIMESTAMPTZ : Type.TIMESTAMP);
    types.set(Pgg.Interval, () => Type.INTERVAL);
    own.forEach(type => types.set(type, () => Type.OWN));
    loaders.set(GLib.Bytes, value => value.toArray());
    loaders.set(Pgg.Timestamp, loadTimestamp);
    loaders.set(Pgg.Array, loadArray);
    loaders.set(Pgg.Record, loadRecord);
    for (const type of types.keys()) {
        type.prototype.toString = type.prototype.toJSON = function () {
            return this.to_string();
        };
        type.prototype[Symbol.toPrimitive] = function (hint) {
            if (hint === 'number')
                return toNumber(Pgg, this);
            return this.to_string();
        };
    }
}
