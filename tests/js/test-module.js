// SPDX-License-Identifier: LGPL-2.1-or-later
// Errors of the server where no function of JavaScript runs the main loop: gjs does, for a module.

import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {CONNINFO, SERVER} from './support.js';

const cases = {
    async 'a promise is rejected'(connection) {
        return connection.execute_async('SELECT 1 / $1', [0], GLib.PRIORITY_DEFAULT, null)
            .catch(error => [error, Pgg.SqlState.DIVISION_BY_ZERO, '22012']);
    },
    async 'a handler is called'(connection, other) {
        const error = await new Promise((resolve, reject) => {
            connection.connect('closed', (_, reason) => resolve(reason));
            other.execute_async('SELECT pg_terminate_backend($1)', [connection.backend_pid],
                GLib.PRIORITY_DEFAULT, null).catch(reject);
        });
        return [error, Pgg.SqlState.ADMIN_SHUTDOWN, '57P01'];
    },
};

function isError(error, state, sqlstate) {
    return error instanceof Pgg.ServerError && error instanceof GLib.Error &&
        error.domain === SERVER && error.code === state &&
        error.matches(Pgg.ServerError, state) && error.matches(SERVER, state) &&
        !error.matches(Pgg.ClientError, state) && error.message.length > 0 &&
        Pgg.Diagnostics.from_error(error)?.get_sqlstate() === sqlstate;
}

const connect = () => Pgg.connect_async(CONNINFO, GLib.PRIORITY_DEFAULT, null);
let number = 0;

print(`1..${Object.keys(cases).length}`);
for (const [name, body] of Object.entries(cases)) {
    const passed = isError(...await body(await connect(), await connect()));
    print(`${passed ? 'ok' : 'not ok'} ${++number} ${name}`);
}
