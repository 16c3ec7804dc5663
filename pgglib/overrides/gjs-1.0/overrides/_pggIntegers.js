// SPDX-License-Identifier: LGPL-2.1-or-later
// Integers of 64 bits: numbers where a number is exact, and else BigInt, wherever they are.

/* exported addExactIntegers, loadBigInt, readInteger, readIntegers */

const {GObject} = imports.gi;
const INT8 = 20; // the OID of the type

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

function addExactIntegers(Pgg) {
    const ofRow = (row, column) => readCell(row.get_result(), row.get_index(), column);
    const byName = (row, name) => ofRow(row, row.find_column(name));

    wrap(Pgg.Result, ['get_int64', 'get_value'], readCell);
    wrapAll(Pgg.Result, 'peek_values', readCells);
    wrapAll(Pgg.Result, 'get_column_int64s', (result, values, column, first) =>
        values.map((value, index) => isLarge(value)
            ? readCell(result, first + index, column) ?? value : value));
    wrap(Pgg.Row, ['get_int64', 'get_value'], ofRow);
    wrap(Pgg.Row, ['get_value_by_name'], byName);
    wrap(Pgg.RowItem, ['get_value'], (item, name) => byName(item.get_row(), name));
    wrap(Pgg.Array, ['get_element'], readElement);
    wrap(Pgg.Array, ['get_element_at'], readElementAt);
    wrapAll(Pgg.Array, 'get_int64s', (array, values) =>
        readIntegers(array).map(value => value ?? 0));
    wrapAll(Pgg.Array, 'peek_values', (array, values) =>
        isWide(array.get_element_gtype()) ? readIntegers(array) : values);
    wrap(Pgg.Range, ['get_lower'], range => readBound(range, 0));
    wrap(Pgg.Range, ['get_upper'], range => readBound(range, 1));
    wrap(Pgg.Record, ['get_value'], readField);
    wrap(Pgg.Record, ['get_value_by_name'], (record, name) =>
        readField(record, record.find_field(name)));
}
