// SPDX-License-Identifier: LGPL-2.1-or-later
// What makes the introspected API pleasant in JavaScript: promises, iteration, parameters from
// arrays or, with their names, from objects, and SQL from Pgg.Sql. Calls can be written as without
// this file, but for run_transaction(), whose limit of time is an option, and what cursors fetch is
// arrays, which have the methods of a Pgg.Row.

const {Gio, GLib} = imports.gi;
const {addCodecs} = imports.overrides._pggCodecs;
const {addDisposal} = imports.overrides._pggDisposal;
const {addErrors} = imports.overrides._pggErrors;
const {addExactIntegers} = imports.overrides._pggIntegers;
const {addIteration} = imports.overrides._pggIteration;
const {addObjects, fetchObjects} = imports.overrides._pggObjects;
const {addAllOptions, countValues} = imports.overrides._pggOptions;
const {getMakeParams, getMakePart, getMakeSets, getTableChange, takePlainValues} =
    imports.overrides._pggParams;
const {addProducers} = imports.overrides._pggProducers;
const {addRows} = imports.overrides._pggRows;
const {checkText, guardTexts} = imports.overrides._pggTexts;
const {addValues, getValueClasses} = imports.overrides._pggValues;

// The SQL of a call.
function getSql(sql) {
    return typeof sql === 'string' ? checkText(sql) : sql?.to_string?.() ?? sql;
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
    const types = [Pgg.BatchWriter, Pgg.Connection, Pgg.Cursor, Pgg.LocalServer, Pgg.Operation,
        Pgg.Pipeline, Pgg.Statement, Pgg.Transaction];
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
    const convertOne = (statement, values) => makeParams(values, getTableChange(statement));
    const convertAll = (statement, sets) => makeSets(sets, statement);
    const names = [['execute', convertOne], ['execute_many', convertAll], ['stream', convertOne]];
    for (const [name, convert] of names) {
        for (const suffix of ['', '_async', '_start']) {
            const original = prototype[name + suffix];
            const usual = name === 'stream' ? [1] : [];
            prototype[name + suffix] = function (params, ...rest) {
                return original.call(this, convert(this, params), ...rest.length ? rest : usual);
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

// The function that makes a batch of its items: statements, or pairs of one and its values.
function getMakeBatch({Batch}) {
    return items => {
        if (items instanceof Batch)
            return items;
        const batch = Batch.new();
        for (const item of items)
            batch.add(...Array.isArray(item) ? item : [item]);
        return batch;
    };
}

// Lets a method that takes a batch take its items.
function takeItems({BatchFlags, Connection: {prototype}}, makeBatch) {
    for (const name of ['execute_batch', 'execute_batch_async', 'execute_batch_start']) {
        const original = prototype[name];
        prototype[name] = function (batch, flags = BatchFlags.NONE, ...rest) {
            return original.call(this, makeBatch(batch), flags, ...rest);
        };
    }
}

// What takes SQL beside nothing else, or flags that are usually not given.
function openBatches({BatchFlags, Connection, Cursor}) {
    const {open_batch: open} = Connection.prototype;
    const {open_batch: openOfCursor} = Cursor.prototype;
    Connection.prototype.open_batch = function (sql = null, flags = BatchFlags.NONE) {
        return open.call(this, getSql(sql), flags);
    };
    Cursor.prototype.open_batch = function (sql) {
        return openOfCursor.call(this, getSql(sql));
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

// A function that gives a promise need not tell when it has done all; what it throws is thrown.
function completeTransactions(Pgg) {
    const {prototype} = Pgg.Connection;
    const original = prototype.run_transaction_async;

    const makeError = error => error instanceof GLib.Error ? error
        : GLib.Error.new_literal(Pgg.client_error_quark(), Pgg.ClientError.FAILED, `${error}`);

    prototype.run_transaction_async = function (options, retries, body, ...rest) {
        let result = true, thrown = null;
        const fail = (transaction, error) => {
            thrown = error;
            transaction.complete(makeError(error));
        };
        const call = transaction => {
            thrown = null;
            try {
                const promise = body(transaction);
                promise?.then?.(value => {
                    result = value;
                    transaction.complete(null);
                }, error => fail(transaction, error));
            } catch (error) {
                fail(transaction, error);
            }
        };
        const ended = original.call(this, options, retries, call, ...rest);
        return ended?.then(() => result, error => {
            throw thrown !== null && !(thrown instanceof GLib.Error) ? thrown : error;
        });
    };
}

// What these are made by: without it they would have nothing that they are of.
const MAKERS = {
    Pipeline: 'Connection.enter_pipeline()', ResultModel: 'ResultModel.new()',
    RowItem: 'ResultModel.get_item()', Statement: 'Connection.prepare()',
    Transaction: 'Connection.begin()',
};

function refuseConstruction(Pgg) {
    for (const [name, maker] of Object.entries(MAKERS)) {
        Pgg[name].prototype._init = function () {
            throw new TypeError(`a Pgg.${name} is made by ${maker}`);
        };
    }
}

function _init() {
    const Pgg = this;

    const makeParams = getMakeParams(Pgg);
    const makeSets = getMakeSets(makeParams);
    const makeBatch = getMakeBatch(Pgg);

    const counts = countValues(Pgg);
    fetchObjects(Pgg);
    promisifyAll(Pgg);
    promiseResults(Pgg.Connection);
    for (const type of [Pgg.Connection, Pgg.Cursor]) {
        takeArrays(type, 'execute', makeParams);
        takeArrays(type, 'execute_many', makeSets);
    }
    takeArrays(Pgg.Cursor, 'stream', makeParams);
    takeArrays(Pgg.Batch, 'add', makeParams);
    takeArrays(Pgg.Batch, 'add_many', makeSets);
    takeItems(Pgg, makeBatch);
    openBatches(Pgg);
    takeArrays(Pgg.Pipeline, 'execute', makeParams);
    addStatements(Pgg, makeParams, makeSets);
    addRows(Pgg);
    addExactIntegers(Pgg);
    addTransactions(Pgg);
    addValues(Pgg);
    takePlainValues(Pgg.Params);
    guardTexts(Pgg, getValueClasses());
    addAllOptions(Pgg, counts);
    completeTransactions(Pgg);
    addProducers(Pgg, makeBatch, getMakePart(Pgg, makeParams));
    addIteration(Pgg);
    addObjects(Pgg);
    addCodecs(Pgg);
    addErrors(Pgg);
    addDisposal(Pgg);
    refuseConstruction(Pgg);
}
