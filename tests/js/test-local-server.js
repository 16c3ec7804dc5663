// SPDX-License-Identifier: LGPL-2.1-or-later
// A private server from JavaScript: blocking, and with promises.

import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertRejects, assertThrows, run, test} from './harness.js';

Gio._promisify(Pgg.LocalServer.prototype, 'start_async');
Gio._promisify(Pgg.LocalServer.prototype, 'stop_async');

test('start and stop', () => {
    const server = Pgg.LocalServer.new(null);

    assertEqual(server.conninfo, null);
    assert(server.start(null));
    assert(server.running);
    assert(server.conninfo.includes('host='));
    assert(server.stop(null));
    assert(!server.running);
});

test('start and stop with promises', async () => {
    const server = new Pgg.LocalServer();
    let changes = 0;

    server.connect('notify::running', () => changes++);
    assert(await server.start_async(GLib.PRIORITY_DEFAULT, null));
    assertEqual(changes, 1);
    assert(server.pid > 1);
    assert(await server.stop_async(GLib.PRIORITY_DEFAULT, null));
    assertEqual(changes, 2);
});

test('cancelled before it began', async () => {
    const server = new Pgg.LocalServer();
    const cancellable = new Gio.Cancellable();

    cancellable.cancel();
    await assertRejects(server.start_async(GLib.PRIORITY_DEFAULT, cancellable),
        Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED);
    assert(!server.running);
});

test('errors', () => {
    const server = new Pgg.LocalServer({bin_directory: '/nonexistent'});

    assertThrows(() => server.start(null), Pgg.ClientError, Pgg.ClientError.LOCAL_SERVER);
    assertThrows(() => server.set_parameter('a b', '1'),
        Pgg.ClientError, Pgg.ClientError.INVALID_ARGUMENT);
});

run();
