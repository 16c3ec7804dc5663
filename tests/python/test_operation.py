# SPDX-License-Identifier: LGPL-2.1-or-later
"""Operations of Connection and Cursor driven by selectors, and by asyncio without a GLib loop."""

import asyncio
import os
import selectors
import threading
import unittest

from support import CONNINFO, IO, SERVER, ClientTestCase, params

from gi.repository import Gio, GLib, Pgg


def events_of(want):
    return ((selectors.EVENT_READ if want & Pgg.Wait.READ else 0)
            | (selectors.EVENT_WRITE if want & Pgg.Wait.WRITE else 0))


def ready_of(events):
    return ((Pgg.Wait.READ if events & selectors.EVENT_READ else Pgg.Wait.NONE)
            | (Pgg.Wait.WRITE if events & selectors.EVENT_WRITE else Pgg.Wait.NONE))


def timeout_of(operation):
    deadline = operation.get_deadline()
    return None if deadline < 0 else max(0, (deadline - GLib.get_monotonic_time()) / 1e6)


def drive(*operations):
    """Drives operations of different connections with one selector until all are done."""
    waiting = {operation: operation.step(Pgg.Wait.NONE) for operation in operations}
    while True:
        waiting = {operation: want for operation, want in waiting.items() if want}
        if not waiting:
            return
        with selectors.DefaultSelector() as selector:
            for operation, want in waiting.items():
                selector.register(operation.get_fd(), events_of(want), operation)
            timeouts = [timeout for timeout in map(timeout_of, waiting) if timeout is not None]
            for key, events in selector.select(min(timeouts, default=None)):
                waiting[key.data] = key.data.step(ready_of(events))
        for operation in waiting:
            if timeout_of(operation) == 0:
                waiting[operation] = operation.step(Pgg.Wait.NONE)


async def run(operation):
    """Awaits an operation in an asyncio loop that knows nothing of GLib."""
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    happened = []

    def wake(what):
        happened.append(what)
        ready.set()

    operation.set_wake_func(lambda *_: loop.call_soon_threadsafe(wake, Pgg.Wait.NONE))
    want = operation.step(Pgg.Wait.NONE)
    while want:
        # Others may wait for the same socket, and asyncio has one reader for a descriptor.
        fd, deadline = os.dup(operation.get_fd()), None
        if want & Pgg.Wait.READ:
            loop.add_reader(fd, wake, Pgg.Wait.READ)
        if want & Pgg.Wait.WRITE:
            loop.add_writer(fd, wake, Pgg.Wait.WRITE)
        if timeout_of(operation) is not None:
            deadline = loop.call_later(timeout_of(operation), wake, Pgg.Wait.NONE)
        await ready.wait()
        ready.clear()
        loop.remove_reader(fd)
        loop.remove_writer(fd)
        os.close(fd)
        if deadline is not None:
            deadline.cancel()
        want = Pgg.Wait.NONE
        for what in happened:
            want |= what
        happened.clear()
        want = operation.step(want)
    operation.set_wake_func(None)


async def execute(connection, sql, *values):
    operation = connection.execute_start(sql, params(*values) if values else None)
    await run(operation)
    return connection.execute_finish(operation)


class Operation(ClientTestCase):
    def test_connect(self):
        operation = Pgg.connect_start(CONNINFO)
        self.assertFalse(operation.is_done())
        drive(operation)
        self.assertTrue(operation.is_done())
        self.assertEqual(operation.get_fd(), -1)
        connection = Pgg.connect_finish(operation)
        self.assertEqual(self.one(connection, 'SELECT 1'), '1')

    def test_every_start(self):
        connection = Pgg.Connection.new(CONNINFO)
        cursor = connection.create_cursor()
        sets = [params(1), params(2)]
        calls = [
            (connection.open_start, connection.open_finish),
            (connection.execute_start, connection.execute_finish,
             'CREATE TEMP TABLE t (n int8)', None),
            (connection.execute_many_start, connection.execute_many_finish,
             'INSERT INTO t VALUES ($1)', sets),
            (connection.commit_start, connection.commit_finish),
            (connection.rollback_start, connection.rollback_finish),
            (connection.listen_start, connection.listen_finish, 'c'),
            (connection.execute_start, connection.execute_finish, 'NOTIFY c', None),
            (connection.wait_notification_start, connection.wait_notification_finish, -1),
            (connection.unlisten_start, connection.unlisten_finish, 'c'),
            (cursor.execute_start, cursor.execute_finish, 'SELECT n FROM t', None),
            (cursor.fetch_one_start, cursor.fetch_one_finish),
            (cursor.fetch_many_start, cursor.fetch_many_finish, 5),
            (cursor.execute_many_start, cursor.execute_many_finish,
             'INSERT INTO t VALUES ($1)', sets),
            (cursor.stream_start, cursor.stream_finish, 'SELECT n FROM t', None),
            (cursor.fetch_all_start, cursor.fetch_all_finish),
            (cursor.close_start, cursor.close_finish),
            (connection.cancel_start, connection.cancel_finish),
            (connection.reset_start, connection.reset_finish),
            (connection.close_start, connection.close_finish),
        ]
        for start, finish, *arguments in calls:
            with self.subTest(start.__name__):
                operation = start(*arguments)
                drive(operation)
                self.assertTrue(finish(operation))

    def test_several_connections(self):
        connections = [self.connect() for _ in range(5)]
        operations = [connection.execute_start('SELECT pg_sleep(0.01), $1::int8', params(number))
                      for number, connection in enumerate(connections)]
        drive(*operations)
        self.assertEqual([connection.execute_finish(operation).get_int64(0, 1)
                          for connection, operation in zip(connections, operations)],
                         list(range(5)))

    def test_queue(self):
        connection = self.connect()
        operations = [connection.execute_start('SELECT $1', params(n)) for n in range(10)]
        drive(operations[-1])
        self.assertTrue(all(operation.is_done() for operation in operations))
        self.assertEqual([connection.execute_finish(operation).get_int64(0, 0)
                          for operation in operations], list(range(10)))

    def test_cancel(self):
        connection = self.connect()
        running = connection.execute_start('SELECT pg_sleep(60)', None)
        queued = connection.execute_start('SELECT 2', None)
        last = connection.execute_start('SELECT 3', None)
        running.step(Pgg.Wait.NONE)
        queued.cancel()
        running.cancel()
        drive(last)
        for operation in (running, queued):
            with self.refused(IO, Gio.IOErrorEnum.CANCELLED):
                connection.execute_finish(operation)
        self.assertEqual(connection.execute_finish(last).get_int(0, 0), 3)

    def test_timeout(self):
        connection = self.connect()
        operation = connection.execute_start('SELECT pg_sleep(60)', None)
        operation.set_timeout(50)
        operation.step(Pgg.Wait.NONE)
        self.assertGreater(operation.get_deadline(), 0)
        drive(operation)
        with self.refused(IO, Gio.IOErrorEnum.TIMED_OUT):
            connection.execute_finish(operation)
        self.assertEqual(self.one(connection, 'SELECT 1'), '1')

    def test_asyncio(self):
        async def main():
            opened = []
            for _ in range(3):
                operation = Pgg.connect_start(CONNINFO)
                await run(operation)
                opened.append(Pgg.connect_finish(operation))
            # Four of them on each connection, all at the same time.
            results = await asyncio.gather(*(
                execute(connection, 'SELECT pg_sleep(0.001), $1', number)
                for number in range(4) for connection in opened))
            for connection in opened:
                operation = connection.close_start()
                await run(operation)
                connection.close_finish(operation)
            return [result.get_int64(0, 1) for result in results]

        self.assertEqual(asyncio.run(main()), [n for n in range(4) for _ in range(3)])

    def test_asyncio_errors(self):
        connection = self.connect()

        async def main():
            return await asyncio.gather(
                execute(connection, 'SELECT 1 / 0'), execute(connection, 'SELECT 1'),
                return_exceptions=True)

        error, result = asyncio.run(main())
        self.assertTrue(error.matches(SERVER, Pgg.SqlState.DIVISION_BY_ZERO), error)
        self.assertEqual(result.get_int(0, 0), 1)

    def test_asyncio_timeout(self):
        connection = self.connect()

        async def main():
            operation = connection.execute_start('SELECT pg_sleep(60)', None)
            operation.set_timeout(50)
            await run(operation)
            return connection.execute_finish(operation)

        with self.refused(IO, Gio.IOErrorEnum.TIMED_OUT):
            asyncio.run(main())

    def test_threads(self):
        connection = self.connect()
        seen = {}

        def work(number):
            for turn in range(20):
                result = connection.execute('SELECT $1', params(number * 100 + turn), None)
                seen[number, turn] = result.get_int64(0, 0)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(seen, {(number, turn): number * 100 + turn
                                for number in range(4) for turn in range(20)})

    def test_other_threads_run_meanwhile(self):
        connection, other = self.connect(), self.connect()
        other.execute('SELECT pg_advisory_lock(1)', None, None)
        operation = connection.execute_start('SELECT pg_advisory_lock(1)', None)
        operation.step(Pgg.Wait.NONE)
        # Waits for ever unless the thread gets to run while this one waits.
        thread = threading.Thread(target=other.execute,
                                  args=('SELECT pg_advisory_unlock(1)', None, None))
        thread.start()
        self.assertTrue(operation.run(None))
        thread.join()


if __name__ == '__main__':
    unittest.main()
