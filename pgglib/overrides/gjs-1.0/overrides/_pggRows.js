// SPDX-License-Identifier: LGPL-2.1-or-later
// Rows of results as arrays.

/* exported addRows */

const {GObject} = imports.gi;
const {loadBigInt, readInteger} = imports.overrides._pggIntegers;
const {isHashTable, isJson, isMade, loadValue, toJson} = imports.overrides._pggValues;

// Rows become arrays many at a time: a call to C takes as long as many values that come in one.
const CHUNK = 1000;

const RESULT = Symbol('result');
const INDEX = Symbol('index');
const PLACES = Symbol('places');

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

    // The values by the names of their columns; of several with one name it is the first.
    toObject() {
        const places = this[RESULT][PLACES] ??= findPlaces(this[RESULT]);
        const object = Object.fromEntries(places.map(([name, column]) => [name, this[column]]));
        if (!Object.hasOwn(object, 'toJSON'))
            Object.defineProperty(object, 'toJSON', {value: () => toJson({...object})});
        return object;
    }

    toJSON() {
        return Array.from(this, toJson);
    }
}

function findPlaces(result) {
    const places = new Map();
    result.get_columns().forEach((column, index) => {
        if (!places.has(column.get_name()))
            places.set(column.get_name(), index);
    });
    return [...places];
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
    return isInteger ? readInteger(result.get_text(row, column)) : value;
}

function holdsJson(result, column) {
    return isJson(result.get_column(column).get_type_oid());
}

// The values of a column are of one type.
function loadColumn(result, first, values, column, width) {
    let json, made;
    for (let cell = column; cell < values.length; cell += width) {
        const value = values[cell];
        if (typeof value === 'string') {
            json ??= holdsJson(result, column);
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
            values[cell] = loadValue(value);
        }
    }
}

// From so many rows on it takes less to read them column by column, where that can be.
const MANY = 20;

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
    return holdsJson(result, column) ? texts.map(text => JSON.parse(text)) : texts;
}

function peekCell(result, row, column) {
    if (result.is_null(row, column))
        return null;
    return isHashTable(result.get_column(column).get_gtype())
        ? result.get_hash_table(row, column) : result.get_value(row, column);
}

// The original, as large integers are seen to here.
let peek;

// gjs makes nothing of a hash table that it does not know the elements of.
function peekValues(result, first, count) {
    try {
        return peek.call(result, first, count);
    } catch {
        const width = result.get_n_columns();
        return Array.from({length: count * width}, (_, cell) =>
            peekCell(result, first + Math.floor(cell / width), cell % width));
    }
}

// Rows as arrays, or as they are given if there is a value that cannot be read.
function makeRowsOrNot(rows, result, first) {
    try {
        return makeRows(result, first, rows.length);
    } catch {
        return rows.map(toArrayOrNot);
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
        const result = rows[arrays.length].get_result();
        const first = rows[arrays.length].get_index();
        const count = Math.min(result.get_n_rows() - first, CHUNK);
        const chunk = rows.slice(arrays.length, arrays.length + count);
        arrays.push(...makeRowsOrNot(chunk, result, first));
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

function fetch({prototype}, name, convert) {
    const original = prototype[name];
    prototype[name] = function (...given) {
        return convert(original.apply(this, given));
    };
}

// A result is read like an array, but makes its rows anew each time.
function addSequence({prototype}) {
    prototype[Symbol.iterator] = function () {
        return iterateRows(this);
    };
    Object.defineProperty(prototype, 'length', {
        get() {
            return this.get_n_rows();
        },
    });
    prototype.at = function (index) {
        const place = Math.trunc(index) || 0;
        const row = place < 0 ? this.length + place : place;
        return row >= 0 && row < this.length ? makeRows(this, row, 1)[0] : undefined;
    };
    prototype.toObjects = function () {
        return Array.from(this, row => row.toObject());
    };
    prototype.toJSON = function () {
        return [...this];
    };
}

function addRows(Pgg) {
    peek = Pgg.Result.prototype.peek_values;
    addRowMethods(Pgg);
    Pgg.Row.prototype[Symbol.iterator] = function () {
        return toArray(this)[Symbol.iterator]();
    };
    Pgg.Row.prototype.toObject = function () {
        return toArray(this).toObject();
    };
    addSequence(Pgg.Result);
    for (const form of ['', '_finish']) {
        fetch(Pgg.Cursor, `fetch_one${form}`, row => row && toArrayOrNot(row));
        fetch(Pgg.Cursor, `fetch_many${form}`, toArrays);
        fetch(Pgg.Cursor, `fetch_all${form}`, toArrays);
    }
}
