// SPDX-License-Identifier: LGPL-2.1-or-later
// Errors of the server where no function of JavaScript runs the main loop: gjs does, for a module.

import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {CONNINFO, SERVER} from './support.js';

const connection = await Pgg.connect_async(CONNINFO, GLib.PRIORITY_DEFAULT, null);

print('1..1');
try {
    await connection.execute_async('SELECT 1 / $1', [0], GLib.PRIORITY_DEFAULT, null);
    print('not ok 1 a promise is rejected');
} catch (error) {
    const matches = error.matches(SERVER, Pgg.SqlState.DIVISION_BY_ZERO);
    const sqlstate = Pgg.Diagnostics.from_error(error)?.get_sqlstate();
    print(matches && sqlstate === '22012' ? 'ok 1' : 'not ok 1', 'a promise is rejected');
}
