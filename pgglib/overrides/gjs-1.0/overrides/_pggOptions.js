// SPDX-License-Identifier: LGPL-2.1-or-later
// Options of calls in JavaScript: a limit of time, a priority, a cancellable.

/* exported addAllOptions, checkTimeout, countValues, takeOptions */

const {GLib} = imports.gi;

// What may be the last of the values of a call, behind those that it is about, in the place of the
// priority and the cancellable: {timeout, priority, cancellable}.
function takeOptions(given, least) {
    const options = given.length > least ? given[given.length - 1] : null;
    if (options === null || typeof options !== 'object' ||
        Object.getPrototypeOf(options) !== Object.prototype)
        return null;
    for (const name of Object.keys(options)) {
        if (!['timeout', 'priority', 'cancellable'].includes(name))
            throw new TypeError(`there is no option ${name}`);
    }
    return given.pop();
}

// The last of their values can be left out, and is no object that options could be taken for.
const LAST_IS_NUMBER = [['Connection', 'execute_batch'], ['Statement', 'stream']];

// Not a part of a millisecond, which would be no limit at all.
function checkTimeout(timeout) {
    if (!Number.isInteger(timeout) || timeout < 0)
        throw new TypeError('a time limit is a whole number of milliseconds');
    return timeout;
}

function addOptions(owner, name, count, least) {
    const {[name]: block, [`${name}_async`]: begin} = owner;
    const start = (self, values, {timeout}) => {
        if (timeout !== undefined)
            checkTimeout(timeout);
        const operation = self[`${name}_start`](...values.slice(0, count));
        if (timeout !== undefined)
            operation.set_timeout(timeout);
        return operation;
    };
    const finish = (self, operation) => self[`${name}_finish`](operation);

    owner[`${name}_async`] = function (...given) {
        const options = takeOptions(given, least);
        if (!options)
            return begin.apply(this, given);
        const {priority = GLib.PRIORITY_DEFAULT, cancellable = null} = options;
        const operation = start(this, given, options);
        return operation.run_async(priority, cancellable).catch(() => {})
            .then(() => finish(this, operation));
    };
    if (!block)
        return;
    owner[name] = function (...given) {
        const options = takeOptions(given, least);
        if (!options)
            return block.apply(this, given);
        const operation = start(this, given, options);
        try {
            operation.run(options.cancellable ?? null);
        } catch {
            // It is the error of the operation.
        }
        return finish(this, operation);
    };
}

function addAllOptions(Pgg, counts) {
    for (const [owner, name, count] of counts) {
        const isLess = LAST_IS_NUMBER.some(([type, each]) =>
            Pgg[type].prototype === owner && each === name);
        addOptions(owner, name, count, isLess ? count - 1 : count);
    }
    addOptions(Pgg, 'connect', 1, 1);
    for (const name of ['connect', 'connect_async'])
        Pgg[name] = Pgg[name].bind(Pgg); // which are no methods, and can be called by themselves
    for (const name of ['run_transaction', 'run_transaction_async']) {
        const {prototype} = Pgg.Connection;
        const original = prototype[name];
        prototype[name] = function (options, retries, body, ...rest) {
            const {timeout, priority = GLib.PRIORITY_DEFAULT, cancellable = null} =
                takeOptions(rest, 0) ?? {};
            const limit = timeout === undefined ? -1 : checkTimeout(timeout);
            if (rest.length === 0)
                rest = name.endsWith('_async') ? [priority, cancellable] : [cancellable];
            return original.call(this, options, retries, limit, body, ...rest);
        };
    }
}

// The number of values that calls are about, which is that of what begins them.
function countValues(Pgg) {
    const counts = [];
    for (const {prototype} of [Pgg.BatchWriter, Pgg.Connection, Pgg.Cursor, Pgg.LocalServer,
        Pgg.Pipeline, Pgg.Statement, Pgg.Transaction]) {
        for (const start of Object.getOwnPropertyNames(prototype)) {
            const name = start.replace(/_start$/, '');
            if (start !== name && prototype[`${name}_async`])
                counts.push([prototype, name, prototype[start].length]);
        }
    }
    return counts;
}
