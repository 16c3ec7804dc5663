// SPDX-License-Identifier: LGPL-2.1-or-later
// The namespace can be imported and says what it is.

import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, run, test} from './harness.js';

test('version constants', () => {
    assert(Pgg.MAJOR_VERSION >= 0);
});

test('error domain', () => {
    assertEqual(GLib.quark_to_string(Pgg.client_error_quark()), 'pgg-client-error-quark');
});

run();
