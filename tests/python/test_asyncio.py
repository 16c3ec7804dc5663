# SPDX-License-Identifier: LGPL-2.1-or-later
"""Operations that are awaited in a loop of asyncio, its own or that of GLib."""

import asyncio
import os
import re
import threading
import unittest

from support import CLIENT, CONNINFO, IO, SERVER, ClientTestCase, iterate_until, run_to_end

from gi.repository import Gio, GLib, Pgg

LEDGER = os.path.join(os.environ['G_TEST_SRCDIR'], 'api', 'Pgg-1.0.gir.txt')


class Asyncio(ClientTestCase):
    def run_loop(self, body):
        """A coroutine that is given a connection."""
        async def main():
            async with await Pgg.connect_async(CONNINFO) as connection:
                await body(connection)
            self.assertEqual(connection.get_status(), Pgg.ConnectionStatus.CLOSED)

        run_to_end(main())

    def test_calls(self):
        async def body(connection):
            result = await connection.execute_async('SELECT $1::int, $2::text', [1, 'x'])
            self.assertEqual(tuple(result[0]), (1, 'x'))
            result = await connection.execute_start('SELECT :n::int', {'n': 2})
            self.assertEqual(result[0][0], 2)
            result = await connection.execute_async('SELECT 3', None, GLib.PRIORITY_LOW, None)
            self.assertEqual(result[0][0], 3)
            async with await connection.prepare_async('SELECT $1::int') as statement:
                self.assertEqual((await statement.execute_async([4]))[0][0], 4)
            self.assertIsNone(await connection.wait_notification_async(0))
            await connection.listen_async('here')
            await connection.execute_async("NOTIFY here, 'now'")
            notification = await connection.wait_notification_async(-1)
            self.assertEqual(notification.get_payload(), 'now')
            with self.refused(SERVER, Pgg.SqlState.DIVISION_BY_ZERO):
                await connection.execute_async('SELECT 1 / $1', [0])
            with self.assertRaises(ValueError):
                await connection.execute_async('SELECT 1\0')

        self.run_loop(body)

    def test_cursor(self):
        async def body(connection):
            async with connection.create_cursor() as cursor:
                for size in 1, 7, 1000:
                    cursor.set_array_size(size)
                    await cursor.stream_async('SELECT generate_series(1, $1::int)', [100])
                    self.assertEqual([number async for number, in cursor], list(range(1, 101)))
                await cursor.execute_async("SELECT 1 AS a, 'x' AS b")
                self.assertEqual([row['b'] async for row in cursor], ['x'])
                with self.refused(SERVER, Pgg.SqlState.DIVISION_BY_ZERO):
                    await cursor.stream_async('SELECT 1 / (3 - generate_series(1, 3))')
                    _ = [row async for row in cursor]

        self.run_loop(body)

    def test_transactions(self):
        async def body(connection):
            await connection.execute_async('CREATE TEMPORARY TABLE t (n int)')
            async with connection.begin():
                await connection.execute_async('INSERT INTO t VALUES (1)')
            with self.assertRaises(KeyError):
                async with connection.begin():
                    await connection.execute_async('INSERT INTO t VALUES (2)')
                    raise KeyError
            result = await connection.execute_async('SELECT n FROM t')
            self.assertEqual([tuple(row) for row in result], [(1,)])

        self.run_loop(body)

    def test_several_at_once(self):
        async def ask(connection, number):
            result = await connection.execute_async('SELECT $1::int', [number])
            return result[0][0]

        async def body(connection):
            async with await Pgg.connect_async(CONNINFO) as other:
                numbers = await asyncio.gather(*[ask(each, number) for number in range(200)
                                                 for each in (connection, other)])
            self.assertEqual(numbers, [number for number in range(200) for _ in (0, 1)])

        self.run_loop(body)

    def test_cancelled(self):
        async def body(connection):
            slow = asyncio.ensure_future(connection.execute_async('SELECT pg_sleep(60)'))
            await asyncio.sleep(0.02)
            slow.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await slow
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(connection.execute_async('SELECT pg_sleep(60)'), 0.02)
            cancellable = Gio.Cancellable()
            asyncio.get_running_loop().call_later(0.02, cancellable.cancel)
            for _ in 'under way', 'before':
                with self.refused(IO, Gio.IOErrorEnum.CANCELLED):
                    await connection.execute_async('SELECT pg_sleep(60)', None, 0, cancellable)
            operation = connection.execute_start('SELECT pg_sleep(60)')
            operation.set_timeout(20)
            with self.refused(IO, Gio.IOErrorEnum.TIMED_OUT):
                await operation
            result = await connection.execute_async('SELECT count(*) FROM pg_stat_activity'
                                                    " WHERE query = 'SELECT pg_sleep(60)'"
                                                    " AND state = 'active'")
            self.assertEqual(result[0][0], 0)

        self.run_loop(body)

    def test_lost(self):
        async def body(connection):
            slow = asyncio.ensure_future(connection.execute_async('SELECT pg_sleep(60)'))
            await asyncio.sleep(0.02)
            async with await Pgg.connect_async(CONNINFO) as other:
                await other.execute_async('SELECT pg_terminate_backend($1)',
                                          [connection.get_backend_pid()])
            with self.refused(SERVER, Pgg.SqlState.ADMIN_SHUTDOWN):
                await slow
            await connection.open_async()
            self.assertEqual((await connection.execute_async('SELECT 1'))[0][0], 1)

        self.run_loop(body)
        with self.refused(CLIENT, Pgg.ClientError.CONNECTION_FAILED):
            asyncio.run(self.connect_to_nothing())

    async def connect_to_nothing(self):
        await Pgg.connect_async('host=/nonexistent')

    def test_other_thread(self):
        """What another thread waits for ends what is awaited here as well."""
        async def body(connection):
            first = asyncio.ensure_future(connection.execute_async('SELECT pg_sleep(0.05), 1'))
            await asyncio.sleep(0)
            thread = threading.Thread(target=connection.execute, args=['SELECT 2'])
            thread.start()
            result = await first
            self.assertEqual(result[0][1], 1)
            thread.join()

        self.run_loop(body)

    def test_callbacks(self):
        """A call with a callback is what it always was."""
        connection, ended = self.connect(), []
        connection.execute_async('SELECT 5', None, GLib.PRIORITY_DEFAULT, None,
                                 lambda source, result: ended.append(source.execute_finish(result)))
        connection.execute_async(sql='SELECT 6', params=None, io_priority=GLib.PRIORITY_DEFAULT,
                                 cancellable=None, callback=lambda source, result:
                                 ended.append(source.execute_finish(result)))
        iterate_until(lambda: len(ended) == 2)
        self.assertEqual([result[0][0] for result in ended], [5, 6])

    def test_glib_loop(self):
        try:
            from gi.events import GLibEventLoopPolicy
        except ImportError:
            self.skipTest('PyGObject has an event loop since 3.50')

        async def main():
            async with await Pgg.connect_async(CONNINFO) as connection:
                slow = connection.execute_async('SELECT pg_sleep(0.02), 1')
                other = connection.execute_async('SELECT $1::int', [2])
                return [result[0][-1] for result in await asyncio.gather(slow, other)]

        loop = GLibEventLoopPolicy().get_event_loop()
        self.assertEqual(loop.run_until_complete(main()), [1, 2])

    def test_all(self):
        """Everything that calls back can be awaited."""
        from gi.overrides import _pgg_asyncio
        with open(LEDGER, encoding='utf-8') as file:
            ledger = file.read()
        started, begun = (set(re.findall(rf'  method \w+_{form} pgg_(\w+)_{form} ', ledger))
                          for form in ('start', 'async'))
        here = {re.sub('(?<=[a-z])(?=[A-Z])', '_', owner).lower() + '_' + name
                for owner, calls in _pgg_asyncio.CALLS.items() for name in calls}
        self.assertEqual(started & begun, here)


if __name__ == '__main__':
    unittest.main()
