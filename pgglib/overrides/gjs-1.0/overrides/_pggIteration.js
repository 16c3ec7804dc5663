// SPDX-License-Identifier: LGPL-2.1-or-later
// Iteration over the rows of a cursor, which are fetched many at a time. What was fetched and not
// given yet is put back before anything else is fetched, so that whoever leaves a loop early goes
// on at the next row.

/* exported addIteration */

const STATE = Symbol('state');
const CHUNK = 1000;
const FORMS = ['', '_async', '_start'];

function getState(cursor) {
    return cursor[STATE] ??= {inMemory: false, ahead: []};
}

function count(cursor) {
    return getState(cursor).inMemory ? CHUNK : cursor.array_size;
}

// The next row from those that are ahead, the last of which comes first.
function take({ahead}) {
    return ahead.length > 0 ? {done: false, value: ahead.pop()} : {done: true, value: undefined};
}

function iterate(cursor, fetchMany) {
    return {
        next() {
            const state = getState(cursor);
            if (state.ahead.length === 0)
                state.ahead = fetchMany.call(cursor, count(cursor)).reverse();
            return take(state);
        },
        [Symbol.iterator]() {
            return this;
        },
    };
}

function iterateAsync(cursor, fetchManyAsync) {
    return {
        async next() {
            const state = getState(cursor);
            if (state.ahead.length === 0) {
                const rows = await fetchManyAsync.call(cursor, count(cursor));
                state.ahead = [...rows.reverse(), ...state.ahead];
            }
            return take(state);
        },
        [Symbol.asyncIterator]() {
            return this;
        },
    };
}

// Calls before() with the cursor before each of some methods.
function precede({prototype}, name, before) {
    const original = prototype[name];
    prototype[name] = function (...given) {
        before(this);
        return original.apply(this, given);
    };
}

function putBack(cursor) {
    const {ahead} = getState(cursor);
    if (ahead.length > 0)
        cursor.put_back(ahead.reverse().map(row => row.get_result().get_row(row.get_index())));
    ahead.length = 0;
}

function addIteration({Cursor}) {
    const {prototype} = Cursor;
    const {fetch_many: fetchMany, fetch_many_async: fetchManyAsync} = prototype;
    const setState = (cursor, inMemory) => (cursor[STATE] = {inMemory, ahead: []});

    for (const form of FORMS) {
        for (const name of ['fetch_one', 'fetch_many', 'fetch_all', 'fetch_object'])
            precede(Cursor, name + form, putBack);
        for (const name of ['execute', 'execute_many', 'stream'])
            precede(Cursor, name + form, cursor => setState(cursor, name !== 'stream'));
    }
    for (const name of ['scroll', 'get_row_number'])
        precede(Cursor, name, putBack);
    for (const name of ['next_set', 'open_batch'])
        precede(Cursor, name, cursor => setState(cursor, true));
    Object.defineProperty(prototype, 'row_number', {
        get() {
            return this.get_row_number();
        },
    });
    prototype[Symbol.iterator] = function () {
        return iterate(this, fetchMany);
    };
    prototype[Symbol.asyncIterator] = function () {
        return iterateAsync(this, fetchManyAsync);
    };
}
