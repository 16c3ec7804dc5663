// SPDX-License-Identifier: LGPL-2.1-or-later
// Integers of 64 bits: numbers where a number is exact, and else BigInt, wherever they are.

/* exported addExactIntegers, loadBigInt, readInteger, readIntegers */

const {GObject} = imports.gi;
const INT8 = 20; // the OID of the type
const SHORT = 8; // of fewer characters are numbers only that are exact, also those of a pg_lsn
const SECOND = 1000000n;
const UNIX_TO_2000 = 946684800n * SECOND;

// Whether values of this type of C may be too large for a number.
function isWide(type) {
    return type === GObject.TYPE_INT64 || type === GObject.TYPE_UINT64;
}

// What was rounded is such an integer, as a number that was not can be.
function isLarge(value) {
    return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
}

function loadBigInt(value) {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
}

// The text of a pg_lsn is made of its two halves.
function readInteger(text) {
    const [high, low] = text.split('/');
    return loadBigInt(low === undefined
        ? BigInt(text) : BigInt(`0x${high}`) << 32n | BigInt(`0x${low}`));
}

// All elements of an array of integers, or null for each NULL.
function readIntegers(array) {
    const text = array.to_string().replace(/^.*=|[{}]/g, '');
    return text === '' ? [] : text.split(',').map(part =>
        part === 'NULL' ? null : readInteger(part));
}

// Reads a value anew if what an original call gave is not exact; read() gives nothing if it is.
function wrap({prototype}, names, read) {
    for (const name of names) {
        const original = prototype[name];
        prototype[name] = function (...place) {
            const value = original.apply(this, place);
            return isLarge(value) ? read(this, ...place) ?? value : value;
        };
    }
}

function wrapAll({prototype}, name, read) {
    const original = prototype[name];
    prototype[name] = function (...place) {
        const values = original.apply(this, place);
        return values.some(isLarge) ? read(this, values, ...place) : values;
    };
}

function readCell(result, row, column) {
    return isWide(result.get_column(column).get_gtype())
        ? readInteger(result.get_text(row, column)) : null;
}

function readCells(result, values, first) {
    const width = result.get_n_columns();
    return values.map((value, cell) => isLarge(value)
        ? readCell(result, first + Math.floor(cell / width), cell % width) ?? value : value);
}

function readElement(array, index) {
    return isWide(array.get_element_gtype()) ? readIntegers(array)[index] : null;
}

function readElementAt(array, indices) {
    const index = indices.reduce((sum, each, dimension) =>
        sum * array.get_dimension_length(dimension) + each - array.get_lower_bound(dimension), 0);
    return readElement(array, index);
}

function readBound(range, bound) {
    return range.get_subtype() === INT8
        ? readInteger(range.to_string().slice(1, -1).split(',')[bound]) : null;
}

function readField(record, field) {
    if (!isWide(record.get_field_gtype(field)))
        return null;
    const value = record.to_variant().get_child_value(field).get_maybe();
    const isText = value.get_type_string() === 's';
    return readInteger(isText ? value.get_string()[0] : value.print(false));
}

function fitsInt64(value) {
    return typeof value === 'number' || BigInt.asIntN(64, value) === value;
}

// gjs logs a warning for each integer that it rounds. So what is large is read in another way
// before that; what cannot be read is the error of the original call.
function avoidRounding({prototype}, name, read) {
    const original = prototype[name];
    prototype[name] = function (...place) {
        return read(this, ...place) ?? original.apply(this, place);
    };
}

function readInt64(cells, place, getColumn) {
    const text = cells.get_text(...place);
    if (text === null || text.length < SHORT || !isWide(getColumn().get_gtype()))
        return null;
    const value = readInteger(text);
    return fitsInt64(value) ? value : null;
}

function readColumn(result, column, ...rows) {
    const type = column < result.get_n_columns() && result.get_column(column).get_gtype();
    if (!isWide(type))
        return null;
    const Integers = type === GObject.TYPE_INT64 ? BigInt64Array : BigUint64Array;
    const {buffer} = result.get_column_bytes(column, ...rows);
    const values = Array.from(new Integers(buffer), loadBigInt);
    return values.every(fitsInt64) ? values : null;
}

function readElements(array) {
    if (!isWide(array.get_element_gtype()))
        return null;
    const values = readIntegers(array).map(value => value ?? 0);
    return values.every(fitsInt64) ? values : null;
}

function readNumeric(numeric, least, bits) {
    const [, digits] = /^(-?\d+)(?:\.0*)?$/.exec(numeric.to_string()) ?? [];
    if (digits === undefined || digits.length < SHORT)
        return null;
    const value = BigInt(digits);
    return value >= least && value < least + (1n << bits) ? loadBigInt(value) : null;
}

function joinMicroseconds(seconds, part = '') {
    return BigInt(seconds) * SECOND + BigInt(part.padEnd(6, '0'));
}

// Those since 2000, of a timestamp that is far from then.
function readMicroseconds({Date}, timestamp) {
    if (timestamp.is_infinite())
        return timestamp.to_string().startsWith('-') ? -(1n << 63n) : (1n << 63n) - 1n;
    const text = timestamp.to_string();
    if (/^(1[89]|2[01])\d\d-[^B]*$/.test(text))
        return null;
    const [, day, hours, minutes, seconds, part] =
        /^(\S+) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?/.exec(text);
    const date = Date.new_from_string(text.endsWith(' BC') ? `${day} BC` : day);
    const hour = date.get_days() * 24 + Number(hours);
    return joinMicroseconds((hour * 60 + Number(minutes)) * 60 + Number(seconds), part);
}

function readUnixMicroseconds(Pgg, timestamp) {
    const value = readMicroseconds(Pgg, timestamp);
    const moved = value === null || timestamp.is_infinite() ? null : value + UNIX_TO_2000;
    return moved !== null && fitsInt64(moved) ? loadBigInt(moved) : null;
}

// The text ends with the time, if there is one.
function readDuration(interval) {
    const [, sign, hours, minutes, seconds, part] =
        /(-?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?$/.exec(interval.to_string()) ?? [];
    if (hours === undefined || hours.length < SHORT - 2)
        return null;
    const minute = Number(hours) * 60 + Number(minutes);
    const value = joinMicroseconds(minute * 60 + Number(seconds), part);
    return loadBigInt(sign ? -value : value);
}

function addExactValues(Pgg) {
    avoidRounding(Pgg.Interval, 'get_usec', readDuration);
    avoidRounding(Pgg.Numeric, 'to_int64', numeric => readNumeric(numeric, -(1n << 63n), 64n));
    avoidRounding(Pgg.Numeric, 'to_uint64', numeric => readNumeric(numeric, 0n, 64n));
    avoidRounding(Pgg.Timestamp, 'get_usec', timestamp => {
        const value = readMicroseconds(Pgg, timestamp);
        return value === null ? null : loadBigInt(value);
    });
    avoidRounding(Pgg.Timestamp, 'to_unix_usec', timestamp =>
        readUnixMicroseconds(Pgg, timestamp));
}

function addExactIntegers(Pgg) {
    const ofRow = (row, column) => readCell(row.get_result(), row.get_index(), column);
    const byName = (row, name) => ofRow(row, row.find_column(name));

    addExactValues(Pgg);
    avoidRounding(Pgg.Result, 'get_int64', (result, row, column) =>
        readInt64(result, [row, column], () => result.get_column(column)));
    avoidRounding(Pgg.Result, 'get_column_int64s', readColumn);
    avoidRounding(Pgg.Row, 'get_int64', (row, column) =>
        readInt64(row, [column], () => row.get_result().get_column(column)));
    avoidRounding(Pgg.Array, 'get_int64s', readElements);
    wrap(Pgg.Result, ['get_value'], readCell);
    wrapAll(Pgg.Result, 'peek_values', readCells);
    wrap(Pgg.Row, ['get_value'], ofRow);
    wrap(Pgg.Row, ['get_value_by_name'], byName);
    wrap(Pgg.RowItem, ['get_value'], (item, name) => byName(item.get_row(), name));
    wrap(Pgg.Array, ['get_element'], readElement);
    wrap(Pgg.Array, ['get_element_at'], readElementAt);
    wrapAll(Pgg.Array, 'peek_values', (array, values) =>
        isWide(array.get_element_gtype()) ? readIntegers(array) : values);
    wrap(Pgg.Range, ['get_lower'], range => readBound(range, 0));
    wrap(Pgg.Range, ['get_upper'], range => readBound(range, 1));
    wrap(Pgg.Record, ['get_value'], readField);
    wrap(Pgg.Record, ['get_value_by_name'], (record, name) =>
        readField(record, record.find_field(name)));
}
