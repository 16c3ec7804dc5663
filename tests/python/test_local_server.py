# SPDX-License-Identifier: LGPL-2.1-or-later
"""A private server from Python, waited for in three ways."""

import os
import select
import tempfile
import unittest

import gi

gi.require_version('Pgg', '1.0')
from gi.repository import Gio, GLib, Pgg  # noqa: E402


def socket_path(server):
    words = dict(word.split('=', 1) for word in server.props.conninfo.split())
    return os.path.join(words['host'].strip("'"), '.s.PGSQL.' + words['port'].strip("'"))


class LocalServer(unittest.TestCase):
    def test_sync(self):
        server = Pgg.LocalServer.new(None)
        self.assertFalse(server.props.running)
        self.assertIsNone(server.props.conninfo)

        self.assertTrue(server.start(None))
        path = socket_path(server)
        self.assertTrue(os.path.exists(path))
        self.assertTrue(server.props.running)
        self.assertGreater(server.props.pid, 1)
        self.assertRegex(server.props.version, r'^\d+')

        self.assertTrue(server.stop(None))
        self.assertFalse(os.path.exists(os.path.dirname(path)))

    def test_async(self):
        server = Pgg.LocalServer()
        loop = GLib.MainLoop()
        seen = []

        def stopped(source, result):
            seen.append(source.stop_finish(result))
            loop.quit()

        def started(source, result):
            seen.append(source.start_finish(result))
            seen.append(source.props.running)
            source.stop_async(GLib.PRIORITY_DEFAULT, None, stopped)

        server.connect('notify::running', lambda *_: seen.append('changed'))
        server.start_async(GLib.PRIORITY_DEFAULT, None, started)
        self.assertEqual(seen, [])
        loop.run()
        self.assertEqual(seen, ['changed', True, True, 'changed', True])

    def test_own_loop(self):
        server = Pgg.LocalServer()
        operation = server.start_start()
        want = operation.step(Pgg.Wait.NONE)
        while want != Pgg.Wait.NONE:
            select.select([operation.get_fd()], [], [])
            want = operation.step(want)
        self.assertTrue(server.start_finish(operation))
        self.assertTrue(server.props.running)
        server.stop(None)

    def test_cancelled(self):
        server = Pgg.LocalServer()
        cancellable = Gio.Cancellable()
        loop = GLib.MainLoop()
        errors = []

        def started(source, result):
            try:
                source.start_finish(result)
            except GLib.Error as error:
                errors.append(error)
            loop.quit()

        server.start_async(GLib.PRIORITY_DEFAULT, cancellable, started)
        GLib.timeout_add(100, cancellable.cancel)
        loop.run()
        self.assertEqual(len(errors), 1)
        self.assertTrue(errors[0].matches(Gio.io_error_quark(), Gio.IOErrorEnum.CANCELLED))
        self.assertFalse(server.props.running)

    def test_error(self):
        with tempfile.TemporaryDirectory() as directory:
            server = Pgg.LocalServer(bin_directory=directory)
            with self.assertRaises(GLib.Error) as caught:
                server.start(None)
        self.assertTrue(caught.exception.matches(Pgg.client_error_quark(),
                                                 Pgg.ClientError.LOCAL_SERVER))
        self.assertIn(directory, caught.exception.message)

    def test_parameters(self):
        server = Pgg.LocalServer()
        self.assertTrue(server.set_parameter('max_connections', '9'))
        self.assertEqual(server.dup_parameter('MAX_CONNECTIONS'), '9')
        with self.assertRaises(GLib.Error) as caught:
            server.set_parameter('unix_socket_directories', '/tmp')
        self.assertTrue(caught.exception.matches(Pgg.client_error_quark(),
                                                 Pgg.ClientError.INVALID_ARGUMENT))


if __name__ == '__main__':
    unittest.main()
