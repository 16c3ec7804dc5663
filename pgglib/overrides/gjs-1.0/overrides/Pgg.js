// SPDX-License-Identifier: LGPL-2.1-or-later
// What makes the introspected API pleasant in JavaScript: promises, iteration, parameters from
// arrays or, with their names, from objects, and SQL from Pgg.Sql. The original forms of all calls
// work as they do without this file.

const {Gio, GLib, GObject} = imports.gi;

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
    else if (value instanceof Uint8Array)
        params.append_byte_array(value);
    else if (value instanceof GLib.Bytes)
        params.append_bytes(value);
    else
        throw new TypeError(`a value of type ${typeof value} cannot be a parameter`);
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
        params.append_text(`${value}`);
}

function checkText(text) {
    if (text?.includes('\0'))
        throw new TypeError('a text of PostgreSQL has no NUL characters');
    return text;
}

function appendText(params, value) {
    params.append_text(checkText(value));
}

// The value of a cell; an integer that a number cannot hold is a BigInt.
function getValue(row, column) {
    const value = row.get_value(column);
    if (value instanceof GLib.Bytes)
        return value.toArray();
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        const type = row.get_result().get_column(column).get_gtype();
        if (type === GObject.TYPE_INT64 || type === GObject.TYPE_UINT64)
            return BigInt(row.get_text(column));
    }
    return value;
}

function promisifyAll(Pgg) {
    Gio._promisify(Pgg, 'connect_async', 'connect_finish');
    const types = [Pgg.Connection, Pgg.Cursor, Pgg.LocalServer, Pgg.Operation, Pgg.Pipeline,
        Pgg.Transaction];
    for (const {prototype} of types) {
        for (const name of Object.getOwnPropertyNames(prototype)) {
            if (name.endsWith('_async'))
                Gio._promisify(prototype, name, name.replace(/_async$/, '_finish'));
        }
    }
}

// Lets a method that takes SQL and parameters take Pgg.Sql, and arrays or objects.
function takeArrays({prototype}, name, convert) {
    for (const suffix of ['', '_async', '_start']) {
        const original = prototype[name + suffix];
        prototype[name + suffix] = function (sql, params, ...rest) {
            const text = sql?.to_string?.() ?? sql;
            return original.call(this, text, convert(params), ...rest);
        };
    }
}

// Refuses what would be cut off at a NUL on its way to C.
function checkTexts({Sql}) {
    for (const name of ['new_text', 'new_identifier']) {
        const original = Sql[name];
        Sql[name] = text => original.call(Sql, checkText(text));
    }
}

function addIteration(Pgg) {
    Pgg.Row.prototype[Symbol.iterator] = function* () {
        const count = this.get_n_columns();
        for (let column = 0; column < count; column++)
            yield getValue(this, column);
    };
    // The values by the names of their columns.
    Pgg.Row.prototype.toObject = function () {
        const names = this.get_result().get_columns().map(column => column.get_name());
        return Object.fromEntries(names.map((name, column) => [name, getValue(this, column)]));
    };
    Pgg.Result.prototype[Symbol.iterator] = function* () {
        const count = this.get_n_rows();
        for (let row = 0; row < count; row++)
            yield this.get_row(row);
    };
    Pgg.Cursor.prototype[Symbol.iterator] = function* () {
        for (let row; (row = this.fetch_one(null));)
            yield row;
    };
    Pgg.Cursor.prototype[Symbol.asyncIterator] = async function* () {
        for (let row; (row = await this.fetch_one_async(GLib.PRIORITY_DEFAULT, null));)
            yield row;
    };
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
        if (!values || typeof values !== 'object' || values instanceof Pgg.Params)
            return values ?? null;
        const params = Pgg.Params.new();
        for (const [name, value] of Object.entries(values)) {
            append(params, value);
            if (!Array.isArray(values))
                params.set_name(name);
        }
        return params;
    };
    const makeSets = sets => sets.map(makeParams);

    promisifyAll(Pgg);
    for (const type of [Pgg.Connection, Pgg.Cursor]) {
        takeArrays(type, 'execute', makeParams);
        takeArrays(type, 'execute_many', makeSets);
    }
    takeArrays(Pgg.Cursor, 'stream', makeParams);
    addIteration(Pgg);
    checkTexts(Pgg);
    addTransactions(Pgg);
}
