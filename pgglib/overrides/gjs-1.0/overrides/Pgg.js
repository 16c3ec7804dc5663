// SPDX-License-Identifier: LGPL-2.1-or-later
// What makes the introspected API pleasant in JavaScript: promises, iteration, parameters from
// arrays or, with their names, from objects, and SQL from Pgg.Sql. The original forms of all calls
// work as they do without this file.

const {Gio, GLib, GObject} = imports.gi;
const {addAllOptions, countValues} = imports.overrides._pggOptions;
const {checkText, guardTexts} = imports.overrides._pggTexts;

// The OIDs of built-in types never change; see pg_type.dat of the server.
const Type = {
    BOOL: 16, BYTEA: 17, INT8: 20, INT4: 23, TEXT: 25, JSON: 114, FLOAT8: 701, DATE: 1082,
    TIME: 1083, TIMESTAMP: 1114, TIMESTAMPTZ: 1184, INTERVAL: 1186, TIMETZ: 1266, NUMERIC: 1700,
    JSONB: 3802, PG_LSN: 3220, XID8: 5069, INFERRED: 0,
    OWN: -1, // the value of Pgg says itself what its type is
    WIDE: -2, // a number of int8 that float8 does not hold
};
const ARRAYS = new Map([
    [Type.BOOL, 1000], [Type.BYTEA, 1001], [Type.INT8, 1016], [Type.INT4, 1007], [Type.TEXT, 1009],
    [Type.FLOAT8, 1022], [Type.DATE, 1182], [Type.TIME, 1183], [Type.TIMESTAMP, 1115],
    [Type.TIMESTAMPTZ, 1185], [Type.INTERVAL, 1187], [Type.TIMETZ, 1270], [Type.NUMERIC, 1231],
    [Type.INFERRED, Type.INFERRED], [Type.OWN, Type.OWN], [Type.WIDE, 1016],
]);

function append(params, value) {
    if (value === null || value === undefined)
        params.append_null();
    else if (typeof value === 'boolean')
        params.append_boolean(value);
    else if (typeof value === 'bigint')
        appendBigInt(params, value);
    else if (typeof value === 'number')
        appendNumber(params, value);
    else if (typeof value === 'string')
        appendText(params, value);
    else if (hasCarried(value))
        params.append_value(carry(value));
    else if (value instanceof Uint8Array)
        params.append_byte_array(value);
    else if (value instanceof GLib.Bytes)
        params.append_bytes(value);
    else
        appendDumped(params, value, ...dump(value));
}

// gjs makes a GValue of the simplest values only. What has a name already is replaced.
function takePlainValues({prototype}) {
    const {append_value: appendValue, set_named_value: setNamedValue} = prototype;
    const isPlain = value => typeof value === 'bigint' || (value ?? null) === null ||
        [Array, Date, Uint8Array].some(type => value instanceof type);

    prototype.append_value = function (value) {
        return isPlain(value) ? (append(this, value), true) : appendValue.call(this, value);
    };
    prototype.set_named_value = function (name, value) {
        if (!isPlain(value) || this.find_name(name) >= 0)
            return setNamedValue.call(this, name, value);
        append(this, value);
        return this.set_name(name);
    };
}

function appendDumped(params, value, text, type) {
    if (type === Type.OWN)
        params.append_value(carry(value));
    else
        params.append_typed_text(text, type);
}

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
    const known = [Object, Array, Date, Uint8Array, GLib.Bytes, GLib.DateTime, ...valueClasses];
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
    if (Array.isArray(value))
        return dumpArray(value);
    if (typeof value === 'object')
        return dumpObject(value);
    throw new TypeError(`a value of type ${typeof value} cannot be a parameter`);
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
    if (value instanceof Uint8Array)
        return [dumpBytes(value), Type.BYTEA];
    if (value instanceof GLib.Bytes)
        return [dumpBytes(value.toArray()), Type.BYTEA];
    const type = getValueType(value);
    if (type !== undefined)
        return [value.to_string(), type];
    if (Object.getPrototypeOf(value) === Object.prototype)
        return [checkText(JSON.stringify(value)), Type.INFERRED];
    throw new TypeError(`a value of type ${value.constructor?.name} cannot be a parameter`);
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

function dumpBytes(bytes) {
    return `\\x${Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')}`;
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
    const parts = values.map(value => {
        if (value === null || value === undefined)
            return 'NULL';
        if (Array.isArray(value))
            return dumpElements(value, types);
        const [text, type] = dump(value);
        types.add(type === Type.INT8 && BigInt(Number(value)) !== BigInt(value) ? Type.WIDE : type);
        return `"${text.replace(/["\\]/g, '\\$&')}"`;
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

function appendNumber(params, value) {
    if (Object.is(value, value | 0))
        params.append_int(value);
    else if (Number.isSafeInteger(value) && !Object.is(value, -0))
        params.append_int64(value);
    else
        params.append_double(value);
}

function appendBigInt(params, value) {
    if (BigInt.asIntN(64, value) === value)
        params.append_int64(value);
    else
        params.append_typed_text(`${value}`, Type.NUMERIC);
}

// The SQL of a call.
function getSql(sql) {
    return typeof sql === 'string' ? checkText(sql) : sql?.to_string?.() ?? sql;
}

function appendText(params, value) {
    params.append_text(checkText(value));
}

let getValueType = () => undefined;
let valueClasses = [];
let loaders = new Map();

// Rows become arrays many at a time: a call to C takes as long as many values that come in one.
const CHUNK = 1000;

const RESULT = Symbol('result');
const INDEX = Symbol('index');
const NAMES = Symbol('names');

// A row of a result: an array with the methods of a Pgg.Row, which is only made for them.
class Row extends Array {
    constructor(result, index, width) {
        super(width);
        this[RESULT] = result;
        this[INDEX] = index;
    }

    static get [Symbol.species]() {
        return Array;
    }

    // The values by the names of their columns.
    toObject() {
        const names = this[RESULT][NAMES] ??=
            this[RESULT].get_columns().map(column => column.get_name());
        const object = Object.fromEntries(names.map((name, column) => [name, this[column]]));
        return Object.defineProperty(object, 'toJSON', {value: () => toJson({...object})});
    }

    toJSON() {
        return Array.from(this, toJson);
    }
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

function addRowMethods(Pgg) {
    for (const name of Object.getOwnPropertyNames(Pgg.Row.prototype)) {
        if (!(name in Row.prototype)) {
            Row.prototype[name] = function (...values) {
                return this[RESULT].get_row(this[INDEX])[name](...values);
            };
        }
    }
}

// An integer that a number cannot hold is a BigInt.
function loadInteger(value, result, row, column) {
    const type = result.get_column(column).get_gtype();
    const isInteger = type === GObject.TYPE_INT64 || type === GObject.TYPE_UINT64;
    return isInteger ? BigInt(result.get_text(row, column)) : value;
}

// Whether a codec of the application has made values of this type: they are what they should be.
function isMade(type) {
    return type === GObject.TYPE_JSOBJECT;
}

function isJson(result, column) {
    return [Type.JSON, Type.JSONB].includes(result.get_column(column).get_type_oid());
}

// The values of a column are of one type.
function loadColumn(result, first, values, column, width) {
    let json, made;
    for (let cell = column; cell < values.length; cell += width) {
        const value = values[cell];
        if (typeof value === 'string') {
            json ??= isJson(result, column);
            if (!json)
                return;
            values[cell] = JSON.parse(value);
        } else if (typeof value === 'number') {
            if (Number.isInteger(value) && !Number.isSafeInteger(value))
                values[cell] = loadInteger(value, result, first + (cell - column) / width, column);
        } else if (value !== null && typeof value === 'object') {
            made ??= isMade(result.get_column(column).get_gtype());
            if (made)
                return;
            values[cell] = loaders.get(value.constructor)?.(value) ?? value;
        }
    }
}

// From so many rows on it takes less to read them column by column, where that can be.
const MANY = 20;

function loadBigInt(value) {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
}

// How what C packs is read, by the type that C has for the values.
const packed = new Map([
    [GObject.TYPE_BOOLEAN, bytes => Array.from(bytes, Boolean)],
    [GObject.TYPE_INT, bytes => Array.from(new Int32Array(bytes.buffer))],
    [GObject.TYPE_UINT, bytes => Array.from(new Uint32Array(bytes.buffer))],
    [GObject.TYPE_INT64, bytes => Array.from(new BigInt64Array(bytes.buffer), loadBigInt)],
    [GObject.TYPE_UINT64, bytes => Array.from(new BigUint64Array(bytes.buffer), loadBigInt)],
    [GObject.TYPE_DOUBLE, bytes => Array.from(new Float64Array(bytes.buffer))],
]);

function readPacked(unpack, result, ...place) {
    const values = unpack(result.get_column_bytes(...place));
    const nulls = result.get_column_nulls(...place);
    return nulls.includes(1) ? values.map((value, row) => nulls[row] ? null : value) : values;
}

// The values of a column, or null: they are to be read one by one.
function readColumn(result, column, first, count) {
    const type = result.get_column(column).get_gtype();
    if (packed.has(type))
        return readPacked(packed.get(type), result, column, first, count);
    if (type !== GObject.TYPE_STRING)
        return null;
    const texts = result.get_column_texts(column, first, count);
    return isJson(result, column) ? texts.map(text => JSON.parse(text)) : texts;
}

function isHashTable(type) {
    return type.name === 'GHashTable';
}

function peekCell(result, row, column) {
    if (result.is_null(row, column))
        return null;
    return isHashTable(result.get_column(column).get_gtype())
        ? result.get_hash_table(row, column) : result.get_value(row, column);
}

// gjs makes nothing of a hash table that it does not know the elements of.
function peekValues(result, first, count) {
    try {
        return result.peek_values(first, count);
    } catch {
        const width = result.get_n_columns();
        return Array.from({length: count * width}, (_, cell) =>
            peekCell(result, first + Math.floor(cell / width), cell % width));
    }
}

function makeRows(result, first, count) {
    const width = result.get_n_columns();
    const columns = Array.from({length: count < MANY ? 0 : width},
        (_, column) => readColumn(result, column, first, count));
    const isWhole = columns.length === width && !columns.includes(null);
    const values = isWhole ? [] : peekValues(result, first, count);
    for (let column = 0; column < width; column++) {
        if (!columns[column])
            loadColumn(result, first, values, column, width);
    }
    const rows = [];
    for (let index = 0; index < count; index++) {
        const row = new Row(result, first + index, width);
        for (let column = 0; column < width; column++)
            row[column] = columns[column] ? columns[column][index] : values[index * width + column];
        rows.push(row);
    }
    return rows;
}

// A value that cannot be read is an error of its own row, and not of those before it.
function* iterateRows(result) {
    const total = result.get_n_rows();
    for (let first = 0; first < total; first += CHUNK) {
        const count = Math.min(CHUNK, total - first);
        let rows = [];
        try {
            rows = makeRows(result, first, count);
        } catch {
            for (let index = first; index < first + count; index++)
                yield* makeRows(result, index, 1);
        }
        yield* rows;
    }
}

// A row that C gave, as an array.
function toArray(row) {
    return makeRows(row.get_result(), row.get_index(), 1)[0];
}

// Rows that C gave, as arrays: those of one result are made together. A row with a value that
// cannot be read stays as it is, so that the others can be.
function toArrays(rows) {
    const arrays = [];
    while (arrays.length < rows.length) {
        const row = rows[arrays.length];
        const result = row.get_result();
        const first = row.get_index();
        const left = rows.length - arrays.length;
        try {
            const count = Math.min(result.get_n_rows() - first, left, CHUNK);
            arrays.push(...makeRows(result, first, count));
        } catch {
            arrays.push(toArrayOrNot(row));
        }
    }
    return arrays;
}

function toArrayOrNot(row) {
    try {
        return toArray(row);
    } catch {
        return row;
    }
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
    if (typeof value === 'string') {
        const oid = type();
        return oid === Type.JSON || oid === Type.JSONB ? JSON.parse(value) : value;
    }
    return value === null || typeof value !== 'object'
        ? value : loaders.get(value.constructor)?.(value) ?? value;
}

const INTEGERS = [Type.INT8, Type.XID8, Type.PG_LSN];

function isUnsafe(number) {
    return number !== null && !Number.isSafeInteger(number);
}

// All elements in one call, if they are numbers that every number here can be, or booleans.
function loadNumbers(array) {
    const type = array.get_element_gtype();
    let values = null;
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

// Arrays count from the beginning; one with other subscripts stays one of Pgg. So does one of
// integers that a number cannot hold.
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
    if (INTEGERS.includes(type()) && values.some(isUnsafe))
        return value;
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

// An object if the fields have names, else an array; one with an integer that a number cannot hold
// stays one of Pgg.
function loadRecord(value) {
    const fields = Array.from({length: value.get_n_fields()}, (_, field) => field);
    const values = fields.map(field => value.is_null(field) ? null : loadField(value, field));
    if (fields.some(field => INTEGERS.includes(value.get_field_base_type(field)) &&
        isUnsafe(values[field])))
        return value;
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
    const types = new Map([
        [Pgg.Numeric, () => Type.NUMERIC],
        [Pgg.Date, () => Type.DATE],
        [Pgg.Time, value => value.has_offset() ? Type.TIMETZ : Type.TIME],
        [Pgg.Timestamp, value => value.has_zone() ? Type.TIMESTAMPTZ : Type.TIMESTAMP],
        [Pgg.Interval, () => Type.INTERVAL],
        [Pgg.Inet, () => Type.OWN],
        [Pgg.Array, () => Type.OWN],
        [Pgg.Range, () => Type.OWN],
        [Pgg.Multirange, () => Type.OWN],
        [Pgg.Record, () => Type.OWN],
        [Pgg.Point, () => Type.OWN],
        [Pgg.Line, () => Type.OWN],
        [Pgg.LineSegment, () => Type.OWN],
        [Pgg.Box, () => Type.OWN],
        [Pgg.Path, () => Type.OWN],
        [Pgg.Polygon, () => Type.OWN],
        [Pgg.Circle, () => Type.OWN],
    ]);
    valueClasses = [...types.keys()];
    getValueType = value => types.get(value.constructor)?.(value);
    loaders = new Map([
        [GLib.Bytes, value => value.toArray()],
        [Pgg.Timestamp, loadTimestamp],
        [Pgg.Array, loadArray],
        [Pgg.Record, loadRecord],
    ]);
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

// Gives the parameters at the end of a call their usual values where they are left out.
function fillIn(owner, name, length, usual) {
    const original = owner[name];
    owner[name] = function (...given) {
        while (given.length < length)
            given.push(usual[given.length - length + usual.length] ?? null);
        return original.apply(this, given);
    };
}

const ASYNC = [GLib.PRIORITY_DEFAULT, null];

function promisifyAll(Pgg) {
    const types = [Pgg.Connection, Pgg.Cursor, Pgg.LocalServer, Pgg.Operation, Pgg.Pipeline,
        Pgg.Statement, Pgg.Transaction];
    for (const owner of [Pgg, ...types.map(({prototype}) => prototype)]) {
        const names = owner === Pgg ? ['connect_async'] : Object.getOwnPropertyNames(owner);
        for (const name of names.filter(each => each.endsWith('_async'))) {
            const blocking = name.replace(/_async$/, '');
            const {length} = owner[name];
            Gio._promisify(owner, name, `${blocking}_finish`);
            fillIn(owner, name, length - 1, ASYNC);
            if (owner[blocking])
                fillIn(owner, blocking, owner[blocking].length, []);
        }
    }
}

// The promise of a result needs no object for the operation and no finish function.
function promiseResults({prototype}) {
    const original = prototype.execute_async;
    prototype.execute_async = function (sql, params, priority = GLib.PRIORITY_DEFAULT,
        cancellable = null, ...rest) {
        if (rest.length > 0)
            return original.call(this, sql, params, priority, cancellable, ...rest);
        return new Promise((resolve, reject) => {
            this.execute_then(sql, params, priority, cancellable, (result, error) => {
                if (error === null)
                    resolve(result);
                else
                    reject(error);
            });
        });
    };
}

// Lets a method that takes SQL and parameters take Pgg.Sql, and arrays or objects.
function takeArrays({prototype}, name, convert) {
    const suffixes = ['', '_async', '_start', '_then'].filter(suffix => prototype[name + suffix]);
    for (const suffix of suffixes) {
        const original = prototype[name + suffix];
        prototype[name + suffix] = function (sql, params, ...rest) {
            return original.call(this, getSql(sql), convert(params), ...rest);
        };
    }
}

// The methods of a prepared statement: those that take parameters have no SQL.
function addStatements({Connection, Statement: {prototype}}, makeParams, makeSets) {
    const names = [['execute', makeParams], ['execute_many', makeSets], ['stream', makeParams]];
    for (const [name, convert] of names) {
        for (const suffix of ['', '_async', '_start']) {
            const original = prototype[name + suffix];
            const usual = name === 'stream' ? [1] : [];
            prototype[name + suffix] = function (params, ...rest) {
                return original.call(this, convert(params), ...rest.length ? rest : usual);
            };
        }
    }
    for (const name of ['prepare', 'prepare_async', 'prepare_start']) {
        const original = Connection.prototype[name];
        Connection.prototype[name] = function (sql, ...rest) {
            return original.call(this, getSql(sql), ...rest);
        };
    }
    // The columns of the results, without executing the statement.
    prototype.get_columns = function () {
        return Array.from({length: this.get_n_columns()}, (_, index) => this.get_column(index));
    };
    // The types that the server expects.
    prototype.get_parameter_types = function () {
        return Array.from({length: this.get_n_parameters()},
            (_, index) => this.get_parameter_type(index));
    };
}

// Lets a method that takes a batch take its items: statements, or pairs of one and its values.
function takeItems(Pgg) {
    const {prototype} = Pgg.Connection;
    const makeBatch = items => {
        if (items instanceof Pgg.Batch)
            return items;
        const batch = Pgg.Batch.new();
        for (const item of items)
            batch.add(...Array.isArray(item) ? item : [item]);
        return batch;
    };

    for (const name of ['execute_batch', 'execute_batch_async', 'execute_batch_start']) {
        const original = prototype[name];
        prototype[name] = function (batch, flags = Pgg.BatchFlags.NONE, ...rest) {
            return original.call(this, makeBatch(batch), flags, ...rest);
        };
    }
}

function fetch({prototype}, name, convert) {
    const original = prototype[name];
    prototype[name] = function (...given) {
        return convert(original.apply(this, given));
    };
}

function addIteration(Pgg) {
    Pgg.Row.prototype[Symbol.iterator] = function () {
        return toArray(this)[Symbol.iterator]();
    };
    Pgg.Row.prototype.toObject = function () {
        return toArray(this).toObject();
    };
    Pgg.Result.prototype[Symbol.iterator] = function () {
        return iterateRows(this);
    };
    Pgg.Cursor.prototype[Symbol.iterator] = function* () {
        for (let row; (row = this.fetch_one());)
            yield row;
    };
    Pgg.Cursor.prototype[Symbol.asyncIterator] = async function* () {
        for (let rows; (rows = await this.fetch_many_async(this.array_size)).length > 0;)
            yield* rows;
    };
    for (const form of ['', '_finish']) {
        fetch(Pgg.Cursor, `fetch_one${form}`, row => row && toArrayOrNot(row));
        fetch(Pgg.Cursor, `fetch_many${form}`, toArrays);
        fetch(Pgg.Cursor, `fetch_all${form}`, toArrays);
    }
}

// Commits if the function returns, rolls back if it throws.
function addTransactions(Pgg) {
    const {prototype} = Pgg.Connection;
    const {begin} = prototype;
    const isOpen = transaction => transaction.get_state() === Pgg.TransactionState.OPEN;

    prototype.begin = function (options = Pgg.TransactionOptions.DEFAULT) {
        return begin.call(this, options);
    };
    prototype.transaction = async function (body, options) {
        const transaction = this.begin(options);
        let result;
        try {
            result = await body(transaction);
        } catch (error) {
            // The error matters more than what comes of the rollback.
            if (isOpen(transaction))
                await transaction.rollback_async(GLib.PRIORITY_DEFAULT, null).catch(() => {});
            throw error;
        }
        if (isOpen(transaction))
            await transaction.commit_async(GLib.PRIORITY_DEFAULT, null);
        return result;
    };
}

function _init() {
    const Pgg = this;

    const makeParams = values => {
        if (values === null || values === undefined || values instanceof Pgg.Params)
            return values ?? null;
        if (typeof values !== 'object')
            throw new TypeError('parameters are an array or an object of values, not one value');
        const params = Pgg.Params.new();
        const isList = Array.isArray(values); // in which a gap is a NULL, too
        for (const [name, value] of isList ? values.entries() : Object.entries(values)) {
            append(params, value);
            if (!isList)
                params.set_name(name);
        }
        return params;
    };
    const makeSets = sets => sets.map(makeParams);

    const counts = countValues(Pgg);
    promisifyAll(Pgg);
    promiseResults(Pgg.Connection);
    for (const type of [Pgg.Connection, Pgg.Cursor]) {
        takeArrays(type, 'execute', makeParams);
        takeArrays(type, 'execute_many', makeSets);
    }
    takeArrays(Pgg.Cursor, 'stream', makeParams);
    takeArrays(Pgg.Batch, 'add', makeParams);
    takeArrays(Pgg.Batch, 'add_many', makeSets);
    takeItems(Pgg);
    takeArrays(Pgg.Pipeline, 'execute', makeParams);
    addStatements(Pgg, makeParams, makeSets);
    addRowMethods(Pgg);
    addIteration(Pgg);
    addTransactions(Pgg);
    addValues(Pgg);
    takePlainValues(Pgg.Params);
    guardTexts(Pgg, valueClasses);
    addAllOptions(Pgg, counts);
    addCodecs(Pgg);
}
