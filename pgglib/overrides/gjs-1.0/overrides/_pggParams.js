// SPDX-License-Identifier: LGPL-2.1-or-later
// Values of JavaScript as parameters.

/* exported getMakeParams, takePlainValues */

const {GLib} = imports.gi;
const {carry, hasCarried} = imports.overrides._pggCodecs;
const {checkText} = imports.overrides._pggTexts;
const {Type, dumpBytes, getValueType} = imports.overrides._pggValues;

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

function appendText(params, value) {
    params.append_text(checkText(value));
}

// The function that makes parameters of an array or an object.
function getMakeParams({Params}) {
    return values => {
        if (values === null || values === undefined || values instanceof Params)
            return values ?? null;
        if (typeof values !== 'object')
            throw new TypeError('parameters are an array or an object of values, not one value');
        const params = Params.new();
        const isList = Array.isArray(values); // in which a gap is a NULL, too
        for (const [name, value] of isList ? values.entries() : Object.entries(values)) {
            append(params, value);
            if (!isList)
                params.set_name(name);
        }
        return params;
    };
}
