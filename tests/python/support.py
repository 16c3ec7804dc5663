# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of the client share: connections, refused calls, and the main loop as a wait."""

import asyncio
import contextlib
import os
import unittest

import gi

gi.require_version('Pgg', '1.0')

from gi.repository import Gio, GLib, Pgg  # noqa: E402

CONNINFO = os.environ.get('PGG_TEST_CONNINFO')
SERVER = Pgg.server_error_quark()
CLIENT = Pgg.client_error_quark()
IO = Gio.io_error_quark()
# A busy machine takes so many times as long as an idle one before something is said to hang.
PATIENCE = int(os.environ.get('PGG_TEST_PATIENCE', '1'))


def run_to_end(coroutine):
    """Runs a coroutine in a loop of asyncio; one that hangs fails."""
    asyncio.run(asyncio.wait_for(coroutine, 50 * PATIENCE))


def params(*values):
    """Parameters from values of Python, without an override."""
    made = Pgg.Params.new()
    for value in values:
        if value is None:
            made.append_null()
        elif isinstance(value, bool):
            made.append_boolean(value)
        elif isinstance(value, int):
            made.append_int64(value)
        elif isinstance(value, float):
            made.append_double(value)
        elif isinstance(value, bytes):
            made.append_byte_array(value)
        else:
            made.append_text(value)
    return made


def rows(result):
    """The rows of a result as lists of texts."""
    return [[result.get_text(row, column) for column in range(result.get_n_columns())]
            for row in range(result.get_n_rows())]


def later(start, finish, *arguments, cancellable=None, loop=None):
    """Begins an asynchronous call; the list gets its value or its error, and the loop ends."""
    outcome = []

    def ready(_source, result):
        try:
            outcome.append(finish(result))
        except GLib.Error as error:
            outcome.append(error)
        if loop is not None:
            loop.quit()

    start(*arguments, GLib.PRIORITY_DEFAULT, cancellable, ready)
    return outcome


def wait(start, finish, *arguments, cancellable=None):
    """An asynchronous call and the main loop until it has ended."""
    loop = GLib.MainLoop()
    outcome = later(start, finish, *arguments, cancellable=cancellable, loop=loop)
    loop.run()
    if isinstance(outcome[0], GLib.Error):
        raise outcome[0]
    return outcome[0]


def iterate_until(condition):
    """Runs the default main context until the condition holds."""
    context = GLib.MainContext.default()
    while not condition():
        context.iteration(True)


class ClientTestCase(unittest.TestCase):
    def connect(self):
        connection = Pgg.connect(CONNINFO, None)
        self.addCleanup(connection.close, None)
        return connection

    def one(self, connection, sql, *values):
        """The text of the first cell."""
        given = params(*values) if values else None
        return connection.execute(sql, given, None).get_text(0, 0)

    @contextlib.contextmanager
    def refused(self, domain, code):
        with self.assertRaises(GLib.Error) as caught:
            yield caught
        self.assertTrue(caught.exception.matches(domain, code), caught.exception)
