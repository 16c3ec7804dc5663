# SPDX-License-Identifier: LGPL-2.1-or-later
"""Signals while a call blocks: what a handler raises ends the call, and nothing else does."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import unittest

import gi

gi.require_version('GIRepository', '2.0')

from support import CONNINFO, IO, ClientTestCase  # noqa: E402

from gi.overrides import _pgg_asyncio  # noqa: E402
from gi.repository import GIRepository, Gio, GLib, Pgg  # noqa: E402

ENDLESS = 'SELECT 1 FROM pg_sleep(600)'
# Those that block and are not among the calls that asyncio knows.
MORE = {(None, 'connect'), ('Connection', 'run_transaction'), ('Operation', 'run')}
# It only begins.
BEGINS = {('Connection', 'execute_then')}

CHILD = f'''
import gi
gi.require_version('Pgg', '1.0')
from gi.repository import Pgg
Pgg.connect({CONNINFO!r}).execute({ENDLESS!r})
'''


class Stopped(Exception):
    pass


def stop(*_):
    raise Stopped


def is_blocking(function):
    """Whether a function of C waits by itself, which can be cancelled."""
    kinds = [GIRepository.type_info_get_interface(GIRepository.arg_info_get_type(
        GIRepository.callable_info_get_arg(function, index)))
        for index in range(GIRepository.callable_info_get_n_args(function))]
    names = {kind.get_name() for kind in kinds if kind is not None}
    return 'Cancellable' in names and 'AsyncReadyCallback' not in names


def find_blocking():
    repository = GIRepository.Repository.get_default()
    for index in range(repository.get_n_infos('Pgg')):
        info = repository.get_info('Pgg', index)
        if info.get_type() == GIRepository.InfoType.FUNCTION and is_blocking(info):
            yield None, info.get_name()
        if info.get_type() == GIRepository.InfoType.OBJECT:
            for number in range(GIRepository.object_info_get_n_methods(info)):
                method = GIRepository.object_info_get_method(info, number)
                if is_blocking(method):
                    yield info.get_name(), method.get_name()


class Signals(ClientTestCase):
    def setUp(self):
        self.other = self.connect()
        self.connection = self.connect()

    def wait_active(self, connection):
        sql = "SELECT FROM pg_stat_activity WHERE pid = $1 AND state = 'active'"
        while not len(self.other.execute(sql, [connection.get_backend_pid()])):
            pass

    @contextlib.contextmanager
    def signal_once(self, ready, number=signal.SIGINT, after=None):
        """Gives the process a signal when `ready` has returned, on another thread."""
        def send():
            ready()
            os.kill(os.getpid(), number)
            if after is not None:
                after()

        thread = threading.Thread(target=send)
        thread.start()
        yield
        thread.join()

    @contextlib.contextmanager
    def interrupted(self, connection=None):
        connection = connection or self.connection
        with self.signal_once(lambda: self.wait_active(connection)):
            with self.assertRaises(KeyboardInterrupt):
                yield

    def handle(self, handler):
        before = signal.signal(signal.SIGUSR1, handler)
        self.addCleanup(signal.signal, signal.SIGUSR1, before)

    def assert_usable(self):
        self.assertEqual(self.connection.execute('SELECT 1')[0], (1,))

    def test_execute(self):
        with self.interrupted():
            self.connection.execute(ENDLESS)
        self.assert_usable()

    def test_time_limit(self):
        with self.interrupted():
            self.connection.execute(ENDLESS, timeout=500000)
        self.assert_usable()

    def test_rows(self):
        """There is always something to read."""
        with self.interrupted():
            self.connection.execute("SELECT repeat('x', 1000) FROM generate_series(1, 1000000000)")
        self.assert_usable()

    def test_statement(self):
        with self.connection.prepare('SELECT $1 FROM pg_sleep($1)') as statement:
            with self.interrupted():
                statement([600])
            self.assertEqual(statement([0])[0], (0,))

    def test_cursor(self):
        cursor = self.connection.create_cursor()
        with self.interrupted():
            cursor.execute(ENDLESS)
        seen = []
        with self.interrupted():
            cursor.stream('SELECT n, pg_sleep(600 * (n / 3)) FROM generate_series(1, 3) n')
            for number, _ in cursor:
                seen.append(number)
        self.assertEqual(seen, [1, 2][:len(seen)])
        with self.interrupted():
            cursor.stream(ENDLESS)
            cursor.fetchall()
        cursor.close()
        self.assert_usable()

    def test_many(self):
        with self.interrupted():
            self.connection.execute_many('SELECT pg_sleep($1)', [[0], [600]])
        with self.interrupted():
            self.connection.execute_batch(['SELECT 1', ENDLESS])
        self.assert_usable()

    def test_pipeline(self):
        with self.interrupted():
            pipeline = self.connection.enter_pipeline()
            pipeline.execute_start(ENDLESS)
            pipeline.sync()
        pipeline.exit()
        self.assert_usable()

    def test_transaction(self):
        self.connection.execute('CREATE TEMPORARY TABLE kept (a int)')
        with self.interrupted(), self.connection.begin():
            self.connection.execute('INSERT INTO kept VALUES (1)')
            self.connection.execute(ENDLESS)
        self.assertEqual(self.connection.execute('SELECT count(*) FROM kept')[0], (0,))

    def test_commit(self):
        self.connection.execute('''
            CREATE TEMPORARY TABLE slow (a int);
            CREATE FUNCTION pg_temp.wait() RETURNS trigger LANGUAGE plpgsql AS
              $$BEGIN PERFORM pg_sleep(600); RETURN NULL; END$$;
            CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED
              FOR EACH ROW EXECUTE FUNCTION pg_temp.wait()''')

        def insert(transaction):
            transaction.get_connection().execute('INSERT INTO slow VALUES (1)')

        with self.interrupted():
            self.connection.run_transaction(Pgg.TransactionOptions.DEFAULT, 0, insert)
        self.assertEqual(self.connection.execute('SELECT count(*) FROM slow')[0], (0,))

    def test_run_transaction(self):
        runs = []

        def wait(transaction):
            runs.append(transaction)
            transaction.get_connection().execute(ENDLESS)

        with self.interrupted():
            self.connection.run_transaction(Pgg.TransactionOptions.DEFAULT, 5, wait)
        self.assertEqual(len(runs), 1)
        self.assert_usable()

    def test_operation(self):
        operation = self.connection.execute_start(ENDLESS)
        with self.interrupted():
            operation.run()
        with self.refused(IO, Gio.IOErrorEnum.CANCELLED):
            self.connection.execute_finish(operation)
        self.assert_usable()

    def test_wait_notification(self):
        def ready():
            while not self.is_waiting:
                pass

        self.is_waiting = False
        self.connection.listen('news')
        with self.signal_once(ready), self.assertRaises(KeyboardInterrupt):
            self.is_waiting = True
            self.connection.wait_notification(-1)
        self.other.execute("NOTIFY news, 'later'")
        self.assertEqual(self.connection.wait_notification(-1).get_payload(), 'later')

    def test_connect(self):
        with socket.create_server(('127.0.0.1', 0)) as server:
            clients = []
            with self.signal_once(lambda: clients.append(server.accept()[0])):
                with self.assertRaises(KeyboardInterrupt):
                    Pgg.connect(f'host=127.0.0.1 port={server.getsockname()[1]} sslmode=disable')
            clients[0].close()

    def test_other_handlers(self):
        self.handle(stop)
        with self.signal_once(lambda: self.wait_active(self.connection), signal.SIGUSR1):
            with self.assertRaises(Stopped) as caught:
                self.connection.execute(ENDLESS)
        self.assertTrue(caught.exception.__suppress_context__)
        self.assert_usable()

    def test_handler_that_returns(self):
        """It runs while the call waits, for it lets the call go on."""
        calls = []

        def release(*_):
            calls.append(self.other.execute('SELECT pg_advisory_unlock(7)')[0])

        self.handle(release)
        self.other.execute('SELECT pg_advisory_lock(7)')
        with self.signal_once(self.wait_locked, signal.SIGUSR1):
            result = self.connection.execute('SELECT 5 FROM pg_advisory_lock(7)')
        self.assertEqual(result[0], (5,))
        self.assertEqual(calls, [(True,)])

    def wait_locked(self):
        connection = Pgg.connect(CONNINFO)
        while not len(connection.execute("SELECT FROM pg_locks WHERE NOT granted AND pid = $1",
                                         [self.connection.get_backend_pid()])):
            pass
        connection.close()

    def test_other_threads(self):
        """What the main thread is interrupted in is nothing to the others."""
        rows = []
        third = self.connect()
        self.other.execute('SELECT pg_advisory_lock(7)')
        thread = threading.Thread(target=lambda: rows.extend(
            third.execute('SELECT 5 FROM pg_advisory_lock(7)')))
        thread.start()
        with self.interrupted():
            self.connection.execute(ENDLESS)
        self.other.execute('SELECT pg_advisory_unlock(7)')
        thread.join()
        self.assertEqual(rows, [(5,)])
        self.assert_usable()

    def test_main_loop(self):
        """The handler of a main loop ends that, and so a call within it has its time."""
        loop = GLib.MainLoop()
        rows = []

        def unlock():
            self.other.execute('SELECT pg_advisory_unlock(7)')

        def query():
            self.other.execute('SELECT pg_advisory_lock(7)')
            with self.signal_once(self.wait_locked, after=unlock):
                rows.extend(self.connection.execute('SELECT 5 FROM pg_advisory_lock(7)'))

        GLib.idle_add(query)
        with self.assertRaises(KeyboardInterrupt):
            loop.run()
        self.assertEqual(rows, [(5,)])

    def test_program(self):
        """Ctrl-C ends a program as everywhere in Python."""
        with subprocess.Popen([sys.executable, '-c', CHILD], stderr=subprocess.PIPE,
                              text=True) as child:
            sql = 'SELECT FROM pg_stat_activity WHERE query = $1 AND state = $2 AND pid <> $3'
            mine = self.connection.get_backend_pid()
            while not len(self.other.execute(sql, [ENDLESS, 'active', mine])):
                self.assertIsNone(child.poll())
            child.send_signal(signal.SIGINT)
            errors = child.stderr.read()
        self.assertEqual(child.returncode, -signal.SIGINT)
        self.assertEqual(errors.splitlines()[-1], 'KeyboardInterrupt')
        self.assertNotIn('GLib.GError', errors)

    def test_all(self):
        """Each call that blocks is known."""
        known = {(owner, name) for owner, names in _pgg_asyncio.CALLS.items() for name in names}
        self.assertEqual(set(find_blocking()) - BEGINS - known, MORE)


if __name__ == '__main__':
    unittest.main()
