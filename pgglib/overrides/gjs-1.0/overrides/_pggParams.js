// SPDX-License-Identifier: LGPL-2.1-or-later
// Values of JavaScript as parameters.

/* exported getMakeParams, getMakePart, getMakeSets, getTableChange, takePlainValues */

const {GLib} = imports.gi;
const {carry, hasCarried} = imports.overrides._pggCodecs;
const {dump, getBytes, getTypeName, hasNames, isNative, makeTables, unwrap, viewBytes} =
    imports.overrides._pggDump;
const {checkText} = imports.overrides._pggTexts;
const {Type} = imports.overrides._pggValues;

// How the memory of an array of numbers is sent, by the OID of the type of these.
const PACKED = new Map([
    [Int16Array, Type.INT2], [Int32Array, Type.INT4], [BigInt64Array, Type.INT8],
    [Float32Array, Type.FLOAT4], [Float64Array, Type.FLOAT8],
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
    else
        appendObject(params, value);
}

function appendObject(params, value) {
    const bytes = getBytes(value);
    const plain = unwrap(value);
    if (plain !== value)
        append(params, plain);
    else if (bytes !== null)
        params.append_byte_array(bytes);
    else if (PACKED.has(value.constructor))
        params.append_packed_array(PACKED.get(value.constructor), viewBytes(value), null);
    else if (value instanceof GLib.Variant)
        params.append_variant(value);
    else
        appendDumped(params, value, ...dump(value));
}

// gjs makes a GValue of the simplest values only, and a floating-point number of a large integer.
function takePlainValues({prototype}) {
    const {append_value: appendValue, set_named_value: setNamedValue} = prototype;
    const isPlain = value => (value ?? null) === null ||
        ['bigint', 'number'].includes(typeof value) ||
        (typeof value === 'object' && !isNative(value));

    prototype.append_value = function (value) {
        return isPlain(value) ? (append(this, value), true) : appendValue.call(this, value);
    };
    prototype.set_named_value = function (name, value) {
        if (!isPlain(value))
            return setNamedValue.call(this, name, value);
        append(this, value);
        return this.take_name(name);
    };
}

function appendDumped(params, value, text, type) {
    if (type === Type.OWN)
        params.append_value(carry(value));
    else
        params.append_typed_text(text, type);
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

// Pairs of a name, which is null in a list, and a value.
function getEntries(values) {
    if (Array.isArray(values) || values instanceof Set)
        return Array.from(values, value => [null, value]); // in which a gap is a NULL, too
    if (values instanceof Map)
        return [...values];
    if (typeof values === 'object' && hasNames(values))
        return Object.entries(values);
    throw new TypeError('parameters are an array, a Set, an object or a Map of values, ' +
        `not a value of type ${getTypeName(values)}`);
}

function appendEntry(params, index, name, value) {
    try {
        append(params, value);
    } catch (error) {
        if (error instanceof TypeError)
            error.message = `parameter ${name === null ? `$${index + 1}` : name}: ${error.message}`;
        throw error;
    }
    if (name !== null)
        params.set_name(name);
}

function fill(params, values, change) {
    getEntries(values).forEach(([name, value], index) => {
        if (name !== null && typeof name !== 'string')
            throw new TypeError('the names of parameters are strings');
        appendEntry(params, index, name, change ? change(index, name, value) : value);
    });
    return params;
}

// The function that makes parameters of values; change() may make others of these before, and what
// is there already may be used again.
function getMakeParams({Params}) {
    return (values, change = null, used = null) => {
        if (values === null || values === undefined || values instanceof Params)
            return values ?? null;
        used?.reset();
        return fill(used ?? Params.new(), values, change);
    };
}

function wantsTable(statement, index) {
    try {
        const type = statement.get_parameter_type(index);
        const base = type.get_element_oid()
            ? statement.get_connection().get_type_info(type.get_element_oid()) : type;
        return base.get_extension() === 'hstore' && base.get_name() === 'hstore';
    } catch {
        return false; // nothing is known of it
    }
}

// Objects and maps are documents of JSON, but where a statement wants an hstore.
function getTableChange(statement) {
    const find = name => Array.from({length: statement.get_n_parameters()}, (_, index) => index)
        .find(index => statement.get_parameter_name(index) === name) ?? -1;

    return (index, name, value) => {
        if (value === null || typeof value !== 'object' || isNative(value))
            return value;
        const isTable = wantsTable(statement, name === null ? index : find(name));
        return isTable ? makeTables(value) : value;
    };
}

// What is wrong with a set of parameters is told with its number.
function number(index, make) {
    try {
        return make();
    } catch (error) {
        if (error instanceof TypeError)
            error.message = `set ${index}: ${error.message}`;
        throw error;
    }
}

// The function that makes several sets of parameters.
function getMakeSets(makeParams) {
    return (sets, statement = null) => {
        const change = statement ? getTableChange(statement) : null;
        return sets.map((values, index) => number(index, () => makeParams(values, change)));
    };
}

// The function that makes a batch of sets for one statement. What the garbage collector sees of the
// sets is small, so that it would let millions be in memory: there is one only.
function getMakePart({Batch, Params}, makeParams) {
    return (sql, sets, statement, first) => {
        const change = statement ? getTableChange(statement) : null;
        const part = Batch.new();
        const used = Params.new();
        sets.forEach((values, index) => part.add(sql,
            number(first + index, () => makeParams(values, change, used))));
        return part;
    };
}
