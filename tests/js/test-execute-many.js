// SPDX-License-Identifier: LGPL-2.1-or-later
// Several sets of parameters from a JavaScript array, which must arrive as they are.

import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {assertEqual, run, test} from './harness.js';

function open() {
    const connection = Pgg.connect(GLib.getenv('PGG_TEST_CONNINFO'), null);

    connection.execute('CREATE TEMPORARY TABLE number (value int)', null, null);
    return connection;
}

function numbers(...values) {
    return values.map(value => {
        const params = Pgg.Params.new();

        params.append_int(value);
        return params;
    });
}

function sum(connection) {
    const result = connection.execute('SELECT sum (value)::int FROM number', null, null);
    return result.get_int(0, 0);
}

test('of a connection', () => {
    const connection = open();

    assertEqual(connection.execute_many('INSERT INTO number VALUES ($1)', numbers(1, 20, 300),
        null), 3);
    assertEqual(sum(connection), 321);
});

test('of a cursor', () => {
    const connection = open();
    const cursor = connection.create_cursor();

    assertEqual(cursor.execute_many('INSERT INTO number VALUES ($1)', numbers(4, 50), null), 2);
    assertEqual(sum(connection), 54);
});

test('without sets', () => {
    assertEqual(open().execute_many('INSERT INTO number VALUES ($1)', [], null), 0);
});

run();
