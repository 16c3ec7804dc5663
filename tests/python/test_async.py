# SPDX-License-Identifier: LGPL-2.1-or-later
"""Connection and Cursor from Python: callbacks in the main loop, and await where PyGObject can."""

import asyncio
import gc
import threading
import unittest
import weakref

import gi
from proxy import Proxy
from support import CLIENT, CONNINFO, IO, SERVER, ClientTestCase, later, params, rows, wait

from gi.repository import Gio, GLib, Pgg

PRIORITY = GLib.PRIORITY_DEFAULT


class Async(ClientTestCase):
    def test_connect(self):
        connection = wait(Pgg.connect_async, Pgg.connect_finish, CONNINFO)
        self.assertEqual(connection.props.status, Pgg.ConnectionStatus.OPEN)
        self.assertTrue(wait(connection.close_async, connection.close_finish))
        self.assertTrue(wait(connection.open_async, connection.open_finish))
        pid = connection.props.backend_pid
        self.assertTrue(wait(connection.reset_async, connection.reset_finish))
        self.assertNotEqual(connection.props.backend_pid, pid)
        connection.close(None)

    def test_connect_has_no_source(self):
        sources = []
        loop = GLib.MainLoop()

        def ready(source, result):
            sources.append(source)
            sources.append(result.get_source_object())
            Pgg.connect_finish(result).close(None)
            loop.quit()

        Pgg.connect_async(CONNINFO, PRIORITY, None, ready)
        loop.run()
        self.assertEqual(sources, [None, None])

    def test_connect_fails(self):
        with self.refused(CLIENT, Pgg.ClientError.CONNECTION_FAILED):
            wait(Pgg.connect_async, Pgg.connect_finish, 'host=/nonexistent')

    def test_never_at_once(self):
        connection = self.connect()
        outcome = later(connection.execute_async, connection.execute_finish, 'SELECT 1', None)
        connection.execute('SELECT 2', None, None)
        self.assertEqual(outcome, [])
        while not outcome:
            GLib.MainContext.default().iteration(True)
        self.assertEqual(rows(outcome[0]), [['1']])

    def test_execute_params(self):
        connection = self.connect()
        result = wait(connection.execute_async, connection.execute_finish,
                      'SELECT $1::text, $2', params('x', 2 ** 40))
        self.assertEqual(rows(result), [['x', str(2 ** 40)]])

    def test_errors(self):
        connection = self.connect()
        with self.refused(SERVER, Pgg.SqlState.DIVISION_BY_ZERO):
            wait(connection.execute_async, connection.execute_finish, 'SELECT 1 / 0', None)

    def test_concurrent_async(self):
        connection = self.connect()
        outcomes = [later(connection.execute_async, connection.execute_finish,
                          'SELECT 10 / $1::int8', params(number)) for number in range(-5, 6)]
        self.one(connection, 'SELECT 1')
        while not all(outcomes):
            GLib.MainContext.default().iteration(True)
        values = [None if isinstance(outcome, GLib.Error) else outcome.get_int64(0, 0)
                  for outcome, in outcomes]
        self.assertEqual(values, [-2, -2, -3, -5, -10, None, 10, 5, 3, 2, 2])

    def test_cancel_among_others(self):
        connection = self.connect()
        cancellables = [Gio.Cancellable() for _ in range(20)]
        outcomes = [later(connection.execute_async, connection.execute_finish,
                          'SELECT $1::int8 FROM pg_sleep(0.001)', params(number),
                          cancellable=cancellable)
                    for number, cancellable in enumerate(cancellables)]
        for number in (0, 7, 8, 19):
            cancellables[number].cancel()
        while not all(outcomes):
            GLib.MainContext.default().iteration(True)
        for number, (outcome,) in enumerate(outcomes):
            if number in (0, 7, 8, 19):
                self.assertTrue(outcome.matches(IO, Gio.IOErrorEnum.CANCELLED), outcome)
            else:
                self.assertEqual(outcome.get_int64(0, 0), number)
        self.one(connection, 'SELECT 1')

    def test_pipeline(self):
        connection = self.connect()
        pipeline = connection.enter_pipeline()
        self.assertEqual(pipeline.props.connection, connection)
        outcomes = [later(pipeline.execute_async, pipeline.execute_finish, 'SELECT 6 / $1::int8',
                          params(number)) for number in (3, 2, 0, 1)]
        with self.refused(SERVER, Pgg.SqlState.DIVISION_BY_ZERO):
            wait(pipeline.sync_async, pipeline.sync_finish)
        while not all(outcomes):
            GLib.MainContext.default().iteration(True)
        self.assertEqual([outcome.get_int64(0, 0) for outcome, in outcomes[:2]], [2, 3])
        self.assertTrue(outcomes[2][0].matches(SERVER, Pgg.SqlState.DIVISION_BY_ZERO))
        self.assertTrue(outcomes[3][0].matches(CLIENT, Pgg.ClientError.PIPELINE_ABORTED))
        statement = pipeline.execute_start('SELECT $1', params(7))
        self.assertTrue(pipeline.exit(None))
        self.assertEqual(pipeline.execute_finish(statement).get_int64(0, 0), 7)
        with self.refused(CLIENT, Pgg.ClientError.INVALID_STATE):
            pipeline.sync(None)

    def test_several_connections(self):
        outcomes = [later(Pgg.connect_async, Pgg.connect_finish, CONNINFO) for _ in range(5)]
        while not all(outcomes):
            GLib.MainContext.default().iteration(True)
        connections = [outcome[0] for outcome in outcomes]
        outcomes = [later(connection.execute_async, connection.execute_finish,
                          'SELECT pg_backend_pid()', None) for connection in connections]
        while not all(outcomes):
            GLib.MainContext.default().iteration(True)
        self.assertEqual([outcome[0].get_int(0, 0) for outcome in outcomes],
                         [connection.props.backend_pid for connection in connections])
        for connection in connections:
            connection.close(None)

    def test_cancel(self):
        connection = self.connect()
        cancellable = Gio.Cancellable()
        running = later(connection.execute_async, connection.execute_finish,
                        'SELECT pg_sleep(60)', None, cancellable=cancellable)
        queued = later(connection.execute_async, connection.execute_finish, 'SELECT 2', None)
        GLib.timeout_add(20, cancellable.cancel)
        while not (running and queued):
            GLib.MainContext.default().iteration(True)
        self.assertTrue(running[0].matches(IO, Gio.IOErrorEnum.CANCELLED), running)
        self.assertEqual(rows(queued[0]), [['2']])

    def test_timeout(self):
        connection = self.connect()
        connection.props.timeout = 50
        with self.refused(IO, Gio.IOErrorEnum.TIMED_OUT):
            wait(connection.execute_async, connection.execute_finish, 'SELECT pg_sleep(60)', None)

    def test_cursor(self):
        connection = self.connect()
        cursor = connection.create_cursor()
        self.assertTrue(wait(cursor.execute_async, cursor.execute_finish, 'SELECT 1; SELECT 2',
                             None))
        self.assertEqual(wait(cursor.fetch_one_async, cursor.fetch_one_finish).get_int(0), 1)
        self.assertIsNone(wait(cursor.fetch_one_async, cursor.fetch_one_finish))
        self.assertTrue(cursor.next_set())
        self.assertEqual(len(wait(cursor.fetch_many_async, cursor.fetch_many_finish, 9)), 1)

    def test_stream(self):
        connection = self.connect()
        cursor = connection.create_cursor()
        sql = 'SELECT generate_series(1, $1::int8)'
        self.assertTrue(wait(cursor.stream_async, cursor.stream_finish, sql, params(5000)))
        seen = []
        while True:
            row = wait(cursor.fetch_one_async, cursor.fetch_one_finish)
            if row is None or len(seen) == 10:
                break
            seen.append(row.get_int64(0))
        self.assertEqual(seen, list(range(1, 11)))
        rest = wait(cursor.fetch_all_async, cursor.fetch_all_finish)
        self.assertEqual(rest[-1].get_int64(0), 5000)
        self.assertTrue(wait(cursor.stream_async, cursor.stream_finish, sql, params(10 ** 9)))
        self.assertTrue(wait(cursor.close_async, cursor.close_finish))

    def test_execute_many(self):
        connection = self.connect()
        connection.execute('CREATE TEMP TABLE many (n int8)', None, None)
        sets = [params(number) for number in range(100)]
        for runner in (connection, connection.create_cursor()):
            self.assertEqual(wait(runner.execute_many_async, runner.execute_many_finish,
                                  'INSERT INTO many VALUES ($1)', sets), 100)

    def test_transaction(self):
        connection = self.connect()
        connection.execute('BEGIN', None, None)
        self.assertTrue(wait(connection.commit_async, connection.commit_finish))
        connection.execute('BEGIN', None, None)
        self.assertTrue(wait(connection.rollback_async, connection.rollback_finish))
        self.assertEqual(connection.props.transaction_status, Pgg.PqTransactionStatus.IDLE)

    def test_notifications(self):
        connection, other = self.connect(), self.connect()
        self.assertTrue(wait(connection.listen_async, connection.listen_finish, 'news'))
        GLib.idle_add(lambda: other.execute("NOTIFY news, 'x'", None, None) and False)
        notification = wait(connection.wait_notification_async,
                            connection.wait_notification_finish, -1)
        self.assertEqual(notification.get_payload(), 'x')
        self.assertTrue(wait(connection.unlisten_async, connection.unlisten_finish, 'news'))

    def test_call_in_callback(self):
        connection = self.connect()
        seen = []
        loop = GLib.MainLoop()

        def ready(source, result):
            seen.append(source.execute_finish(result).get_int(0, 0))
            seen.append(source.execute('SELECT 2', None, None).get_int(0, 0))
            loop.quit()

        connection.execute_async('SELECT 1', None, PRIORITY, None, ready)
        loop.run()
        self.assertEqual(seen, [1, 2])

    def test_call_in_signal(self):
        connection = self.connect()
        seen = []
        connection.connect('notice', lambda *_: seen.append(self.one(connection, 'SELECT 1')))
        wait(connection.execute_async, connection.execute_finish,
             "DO $$ BEGIN RAISE NOTICE 'x'; END $$", None)
        while not seen:
            GLib.MainContext.default().iteration(True)
        self.assertEqual(seen, ['1'])

    def test_server_lost(self):
        with Proxy(CONNINFO) as proxy:
            connection = Pgg.connect(proxy.conninfo, None)
            outcomes = [later(connection.execute_async, connection.execute_finish,
                              'SELECT pg_sleep(60)', None) for _ in range(3)]
            GLib.timeout_add(20, lambda: proxy.command('cut') is None)
            while not all(outcomes):
                GLib.MainContext.default().iteration(True)
            for error, in outcomes:
                self.assertIsInstance(error, GLib.Error)
            self.assertTrue(outcomes[0][0].matches(CLIENT, Pgg.ClientError.CONNECTION_LOST))
            self.assertTrue(wait(connection.open_async, connection.open_finish))
            connection.close(None)

    def test_close_while_waiting(self):
        connection = self.connect()
        outcome = later(connection.wait_notification_async, connection.wait_notification_finish,
                        -1)
        connection.close(None)
        while not outcome:
            GLib.MainContext.default().iteration(True)
        self.assertTrue(outcome[0].matches(IO, Gio.IOErrorEnum.CLOSED), outcome)

    def test_dropped_while_running(self):
        connection = Pgg.connect(CONNINFO, None)
        reference = weakref.ref(connection)
        outcome = later(connection.execute_async, connection.execute_finish, 'SELECT 1', None)
        del connection
        while not outcome:
            GLib.MainContext.default().iteration(True)
        self.assertEqual(rows(outcome[0]), [['1']])
        gc.collect()
        self.assertIsNone(reference())

    def test_without_callback(self):
        connection = self.connect()
        connection.execute('CREATE TEMP TABLE silent (n int)', None, None)
        connection.execute_async('INSERT INTO silent VALUES (1)', None, PRIORITY, None, None)
        self.assertEqual(self.one(connection, 'SELECT count(*) FROM silent'), '1')

    def test_own_context(self):
        seen = []

        def work():
            context = GLib.MainContext()
            context.push_thread_default()
            connection = Pgg.connect(CONNINFO, None)
            outcome = later(connection.execute_async, connection.execute_finish, 'SELECT 1', None)
            while not outcome:
                context.iteration(True)
            seen.append(rows(outcome[0]))
            connection.close(None)
            context.pop_thread_default()

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        self.assertEqual(seen, [[['1']]])


@unittest.skipIf(gi.version_info < (3, 50), 'PyGObject before 3.50 awaits nothing')
class Await(ClientTestCase):
    def run_async(self, main):
        from gi.events import GLibEventLoopPolicy
        return GLibEventLoopPolicy().get_event_loop().run_until_complete(main())

    def test_every_async(self):
        async def main():
            connection = await Pgg.connect_async(CONNINFO, PRIORITY)
            cursor = connection.create_cursor()
            sets = [params(1), params(2)]
            insert = 'INSERT INTO t VALUES ($1)'
            await connection.execute_async('CREATE TEMP TABLE t (n int8)', None, PRIORITY)
            self.assertEqual(await connection.execute_many_async(insert, sets, PRIORITY), 2)
            self.assertEqual(await cursor.execute_many_async(insert, sets, PRIORITY), 2)
            self.assertTrue(await connection.listen_async('c', PRIORITY))
            await connection.execute_async('NOTIFY c', None, PRIORITY)
            notification = await connection.wait_notification_async(-1, PRIORITY)
            self.assertEqual(notification.get_channel(), 'c')
            self.assertTrue(await connection.unlisten_async('c', PRIORITY))
            self.assertTrue(await cursor.execute_async('SELECT n FROM t', None, PRIORITY))
            self.assertEqual((await cursor.fetch_one_async(PRIORITY)).get_int64(0), 1)
            self.assertEqual(len(await cursor.fetch_many_async(2, PRIORITY)), 2)
            self.assertTrue(await cursor.stream_async('SELECT n FROM t', None, PRIORITY))
            self.assertEqual(len(await cursor.fetch_all_async(PRIORITY)), 4)
            self.assertTrue(await cursor.close_async(PRIORITY))
            self.assertTrue(await connection.commit_async(PRIORITY))
            self.assertTrue(await connection.rollback_async(PRIORITY))
            self.assertTrue(await connection.cancel_async(PRIORITY))
            self.assertTrue(await connection.reset_async(PRIORITY))
            operation = connection.execute_start('SELECT 1', None)
            self.assertTrue(await operation.run_async(PRIORITY))
            self.assertEqual(connection.execute_finish(operation).get_int(0, 0), 1)
            self.assertTrue(await connection.close_async(PRIORITY))
            self.assertTrue(await connection.open_async(PRIORITY))
            connection.close(None)
            return True

        self.assertTrue(self.run_async(main))

    def test_concurrent_async(self):
        connection = self.connect()

        async def execute(number):
            return await connection.execute_async('SELECT $1', params(number), PRIORITY)

        async def main():
            return await asyncio.gather(*map(execute, range(50)))

        self.assertEqual([result.get_int64(0, 0) for result in self.run_async(main)],
                         list(range(50)))

    def test_cancel(self):
        connection = self.connect()

        async def main():
            pending = connection.execute_async('SELECT pg_sleep(60)', None, PRIORITY)
            GLib.timeout_add(20, lambda: bool(pending.cancel()) and False)
            # PyGObject 3.50 gives the error of GLib here, later versions that of asyncio.
            with self.assertRaises((GLib.Error, asyncio.CancelledError)):
                await pending
            return await connection.execute_async('SELECT 1', None, PRIORITY)

        self.assertEqual(rows(self.run_async(main)), [['1']])

    def test_errors(self):
        connection = self.connect()

        async def main():
            with self.refused(SERVER, Pgg.SqlState.DIVISION_BY_ZERO):
                await connection.execute_async('SELECT 1 / 0', None, PRIORITY)
            return True

        self.assertTrue(self.run_async(main))


if __name__ == '__main__':
    unittest.main()
