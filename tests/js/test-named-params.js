// SPDX-License-Identifier: LGPL-2.1-or-later
// Parameters with names from JavaScript.

import Pgg from 'gi://Pgg?version=1.0';

import {assertEqual, assertThrows, run, test} from './harness.js';
import {PRIORITY, rows, withConnection} from './support.js';

const {ClientError} = Pgg;

function named(values) {
    const params = Pgg.Params.new();
    for (const [name, value] of Object.entries(values))
        params.set_named_value(name, value);
    return params;
}

test('by name', () => withConnection(async connection => {
    const sql = "SELECT :b, :a::int + 1, ':a', :b";
    const expected = [['two', '2', ':a', 'two']];
    assertEqual(rows(connection.execute(sql, named({a: 1, b: 'two'}), null)), expected);
    assertEqual(rows(await connection.execute_async(sql, named({b: 'two', a: 1}), PRIORITY, null)),
        expected);
}));

test('refused', () => withConnection(connection => {
    for (const [sql, values] of [['SELECT :a, :b', {a: 1}], ['SELECT :a', {a: 1, b: 2}],
        ['SELECT $1, :a', {a: 1}], ['SELECT $1', {a: 1}]]) {
        assertThrows(() => connection.execute(sql, named(values), null), ClientError,
            ClientError.INVALID_ARGUMENT);
    }
}));

run();
