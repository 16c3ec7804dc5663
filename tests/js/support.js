// SPDX-License-Identifier: LGPL-2.1-or-later
// What the tests of the client share: a server, connections, parameters and promises.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {env} from './harness.js';

export const CONNINFO = env('PGG_TEST_CONNINFO');
export const SERVER = Pgg.server_error_quark();
export const PRIORITY = GLib.PRIORITY_DEFAULT;

Gio._promisify(Pgg, 'connect_async', 'connect_finish');
for (const type of [Pgg.Connection, Pgg.Cursor, Pgg.LocalServer, Pgg.Pipeline]) {
    for (const name of Object.getOwnPropertyNames(type.prototype)) {
        if (name.endsWith('_async') && !name.startsWith('_'))
            Gio._promisify(type.prototype, name);
    }
}
Gio._promisify(Pgg.Operation.prototype, 'run_async', 'run_finish');

// Parameters from values of JavaScript, without an override.
export function params(...values) {
    const made = Pgg.Params.new();
    for (const value of values) {
        if (value === null)
            made.append_null();
        else if (typeof value === 'boolean')
            made.append_boolean(value);
        else if (typeof value === 'bigint' || Number.isInteger(value))
            made.append_int64(value);
        else if (typeof value === 'number')
            made.append_double(value);
        else if (value instanceof Uint8Array)
            made.append_byte_array(value);
        else
            made.append_text(value);
    }
    return made;
}

// The rows of a result as arrays of texts.
export function rows(result) {
    return Array.from({length: result.get_n_rows()}, (_, row) =>
        Array.from({length: result.get_n_columns()}, (__, column) =>
            result.get_text(row, column)));
}

export function one(connection, sql, ...values) {
    const given = values.length ? params(...values) : null;
    return connection.execute(sql, given, null).get_text(0, 0);
}

// Runs `body` with a connection of its own, and closes it.
export async function withConnection(body) {
    const connection = Pgg.connect(CONNINFO, null);
    try {
        await body(connection);
    } finally {
        connection.close(null);
    }
}

// Lets the main loop turn until the condition holds.
export async function until(condition) {
    while (!condition()) {
        await new Promise(resolve => GLib.timeout_add(PRIORITY, 1, () => {
            resolve();
            return GLib.SOURCE_REMOVE;
        }));
    }
}

export function sleep(milliseconds) {
    return new Promise(resolve => GLib.timeout_add(PRIORITY, milliseconds, () => {
        resolve();
        return GLib.SOURCE_REMOVE;
    }));
}
