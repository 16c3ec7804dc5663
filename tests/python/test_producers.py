# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sets of parameters from generators, which are never in memory together."""

import asyncio
import unittest

from support import CLIENT, CONNINFO, IO, SERVER, ClientTestCase, iterate_until, run_to_end

from gi.repository import Gio, GLib, Pgg

INSERT = 'INSERT INTO made VALUES ($1)'
MANY = 3000
CANCELLED = int(Gio.IOErrorEnum.CANCELLED)
TIMED_OUT = int(Gio.IOErrorEnum.TIMED_OUT)


class MadeError(Exception):
    pass


def produce(count):
    for number in range(count):
        yield [number]


def produce_until(count, error=MadeError):
    yield from produce(count)
    raise error


async def produce_async(count):
    for number in range(count):
        if number % 100 == 0:
            await asyncio.sleep(0)
        yield number,


class Producers(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()
        self.connection.execute('CREATE TEMP TABLE made (n int CHECK (n < 100000))')

    def count(self):
        return self.connection.execute('SELECT count(*) FROM made')[0][0]

    def runners(self, sql=INSERT):
        """All that have the call, with the arguments before the sets."""
        return [(self.connection, [sql]), (self.connection.create_cursor(), [sql]),
                (self.connection.prepare(sql), [])]

    def run_async(self, body):
        """A coroutine that is given a connection, with the table."""
        async def main():
            async with await Pgg.connect_async(CONNINFO) as connection:
                await connection.execute_async('CREATE TEMP TABLE made (n int CHECK (n < 100000))')
                await body(connection)

        run_to_end(main())

    def test_generators(self):
        total = 0
        for runner, head in self.runners():
            for count in (0, 1, 255, 256, 257, 512, MANY):
                self.assertEqual(runner.execute_many(*head, produce(count)), count)
                total += count
                self.assertEqual(self.count(), total)
        cursor = self.connection.cursor()
        self.assertEqual(cursor.executemany(INSERT, map(list, zip(range(1000)))), 1000)
        self.assertEqual(cursor.rowcount, 1000)
        self.assertEqual(cursor.executemany(sql=INSERT, params=produce(1000)), 1000)
        self.assertEqual(self.connection.executemany(INSERT, iter([[1]])), 1)
        self.assertEqual(self.count(), total + 2001)

    def test_named(self):
        sets = ({'n': number} for number in range(1000))
        self.assertEqual(self.connection.execute_many('INSERT INTO made VALUES (:n)', sets), 1000)
        self.assertEqual(self.connection.execute('SELECT sum(n) FROM made')[0][0], 499500)

    def test_modes(self):
        for mode in ('UNNAMED', 'DESCRIBED', 'CACHED', 'SIMPLE'):
            self.connection.statement_mode = getattr(Pgg.StatementMode, mode)
            self.assertEqual(self.connection.execute_many(INSERT, produce(5000)), 5000)

    def test_is_bounded(self):
        """No more is taken than what the server has not executed yet: it counts as it goes."""
        watch, ahead = self.connect(), []
        watch.execute('DROP SEQUENCE IF EXISTS executed')
        watch.execute('CREATE SEQUENCE executed MINVALUE 0 START 0')

        def watched():
            for number in range(20000):
                if number % 1000 == 999:
                    done = watch.execute('SELECT last_value FROM executed')[0][0]
                    ahead.append(number - done)
                yield number, number

        sql = "SELECT nextval('executed') + $1 + $2"
        self.assertEqual(self.connection.execute_many(sql, watched()), 20000)
        watch.execute('DROP SEQUENCE executed')
        self.assertEqual(len(ahead), 20000 // 1000)
        self.assertLess(max(ahead), 4096 + 2 * 256 + 1000)

    def test_large_sets(self):
        """A part is small where its sets are large."""
        alive, most = set(), []

        class Large(str):
            def __init__(self, _):
                alive.add(id(self))

            def __del__(self):
                alive.discard(id(self))

        def large():
            for _ in range(200):
                most.append(len(alive))
                yield [Large('x' * (1 << 18))]

        self.assertEqual(self.connection.execute_many('SELECT length($1)', large()), 200)
        self.assertLess(max(most), 20)

    def test_own_error(self):
        for runner, head in self.runners():
            for count in (0, 10, MANY):
                error = MadeError()
                with self.assertRaises(MadeError) as caught:
                    runner.execute_many(*head, produce_until(count, error))
                self.assertIs(caught.exception, error)
                self.assertEqual(self.count(), 0)
        with self.assertRaises(KeyboardInterrupt):
            self.connection.execute_many(INSERT, produce_until(MANY, KeyboardInterrupt))
        self.assertEqual(self.count(), 0)
        with self.assertRaises(MadeError), self.connection.transaction():
            self.connection.execute(INSERT, [1])
            self.connection.execute_many(INSERT, produce_until(MANY))
        self.assertEqual(self.count(), 0)

    def test_own_error_in_transaction(self):
        """What was sent has no effect, and so nothing else has in the transaction."""
        with self.connection.transaction() as transaction:
            with self.assertRaises(MadeError):
                self.connection.execute_many(INSERT, produce_until(MANY))
            with self.refused(SERVER, Pgg.SqlState.IN_FAILED_SQL_TRANSACTION):
                self.connection.execute('SELECT 1')
            transaction.rollback()
        with self.connection.transaction():
            with self.assertRaises(MadeError), self.connection.transaction():
                self.connection.execute_many(INSERT, produce_until(MANY))
            self.connection.execute(INSERT, [1])
        self.assertEqual(self.count(), 1)

    def test_wrong_set(self):
        for place in (3, 1000):
            sets = ([object() if number == place else number] for number in range(MANY))
            with self.assertRaisesRegex(TypeError, rf'^set {place}: parameter \$1: '):
                self.connection.execute_many(INSERT, sets)
        with self.assertRaisesRegex(TypeError, r'^set 1: parameters are'):
            self.connection.execute_many(INSERT, [[1], 2])
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT) as caught:
            self.connection.execute_many('SELECT :n', ({'n' if number < 700 else 'm': number}
                                                       for number in range(MANY)))
        self.assertIn('Item 700 ', caught.exception.message)
        self.assertEqual(self.count(), 0)

    def test_refused_by_server(self):
        pulled = []

        def wrong():
            for number in range(1000000):
                pulled.append(number)
                yield [200000 if number == 2500 else number % 1000]

        for runner, head in self.runners():
            pulled.clear()
            with self.refused(SERVER, Pgg.SqlState.CHECK_VIOLATION) as caught:
                runner.execute_many(*head, wrong())
            self.assertEqual(caught.exception.diagnostics.get_batch_index(), 2500)
            self.assertEqual(self.connection.get_last_diagnostics().get_batch_index(), 2500)
            self.assertLess(len(pulled), 100000)
            self.assertEqual(self.count(), 0)

    def test_uses_own_connection(self):
        """Nothing can be executed in the middle of a batch."""
        def selfish():
            yield from produce(300)
            self.connection.execute('SELECT 1')

        with self.refused(CLIENT, Pgg.ClientError.INVALID_STATE):
            self.connection.execute_many(INSERT, selfish())
        self.assertEqual(self.count(), 0)

    def test_rows_of_other(self):
        cursor = self.connect().create_cursor()
        cursor.stream('SELECT generate_series(1, 5000)')
        self.assertEqual(self.connection.execute_many(INSERT, cursor), 5000)
        self.assertEqual(self.connection.execute('SELECT sum(n) FROM made')[0][0], 12502500)

    def test_limits(self):
        def sleepy():
            for _ in range(1000):
                yield [60.0]

        for runner, head in self.runners('SELECT pg_sleep($1)'):
            with self.refused(IO, TIMED_OUT):
                runner.execute_many(*head, sleepy(), timeout=30)
        cancellable = Gio.Cancellable()
        cancellable.cancel()
        with self.refused(IO, CANCELLED):
            self.connection.execute_many(INSERT, produce(MANY), cancellable)
        with self.assertRaises(TypeError):
            self.connection.execute_many(INSERT, produce(MANY), timout=30)
        self.assertEqual(self.count(), 0)

    def test_killed(self):
        other = self.connect()
        pid = self.connection.get_backend_pid()

        def killing():
            yield from produce(MANY)
            other.execute('SELECT pg_terminate_backend($1)', [pid])
            yield from produce(1000000)

        with self.assertRaises(GLib.Error) as caught:
            self.connection.execute_many(INSERT, killing())
        self.assertIn(caught.exception.domain, (GLib.quark_to_string(SERVER),
                                                GLib.quark_to_string(CLIENT)))

    def test_async(self):
        async def body(connection):
            total = 0
            cursor, statement = connection.create_cursor(), await connection.prepare_async(INSERT)
            for runner, head in (connection, [INSERT]), (cursor, [INSERT]), (statement, []):
                for make in produce, produce_async:
                    for count in (0, 10, 256, 5000):
                        done = await runner.execute_many_async(*head, make(count))
                        self.assertEqual(done, count)
                        total += count
            self.assertEqual((await connection.execute_async('SELECT count(*) FROM made'))[0][0],
                             total)
            self.assertEqual(cursor.rowcount, 5000)

        self.run_async(body)

    def test_async_errors(self):
        async def fail(error):
            async for values in produce_async(MANY):
                yield values
            raise error

        async def body(connection):
            error = MadeError()
            with self.assertRaises(MadeError) as caught:
                await connection.execute_many_async(INSERT, fail(error))
            self.assertIs(caught.exception, error)
            with self.refused(SERVER, Pgg.SqlState.CHECK_VIOLATION) as caught:
                await connection.execute_many_async('INSERT INTO made SELECT $1::int + 99000',
                                                    produce_async(1000000))
            self.assertEqual(caught.exception.diagnostics.get_batch_index(), 1000)
            with self.refused(IO, TIMED_OUT):
                await connection.execute_many_async('SELECT pg_sleep($1)', produce_async(5000),
                                                    timeout=100)
            for wrong in (lambda: connection.execute_many(INSERT, produce_async(1)),
                          lambda: connection.execute_many_start(INSERT, produce_async(1))):
                with self.assertRaises(TypeError):
                    wrong()
            self.assertEqual((await connection.execute_async('SELECT count(*) FROM made'))[0][0], 0)

        self.run_async(body)

    def test_cancelled_task(self):
        async def body(connection):
            pulled = asyncio.Event()

            async def stopping():
                async for values in produce_async(1000):
                    yield values
                pulled.set()
                await asyncio.Event().wait()

            task = asyncio.create_task(connection.execute_many_async(INSERT, stopping()))
            await pulled.wait()
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            self.assertEqual((await connection.execute_async('SELECT count(*) FROM made'))[0][0], 0)

        self.run_async(body)

    def test_task_uses_own_connection(self):
        """A task that gives the sets would wait for itself; others wait for it."""
        async def body(connection):
            async def selfish():
                async for values in produce_async(1000):
                    yield values
                await connection.execute_async(INSERT, [7])

            with self.refused(CLIENT, Pgg.ClientError.INVALID_STATE):
                await connection.execute_many_async(INSERT, selfish())
            writer, other = connection.open_batch(INSERT), connection.open_batch(INSERT)
            await writer.write_async([[1]])
            for call in (lambda: connection.execute_async('SELECT 1'),
                         lambda: connection.create_cursor().execute_start('SELECT 1')):
                with self.refused(CLIENT, Pgg.ClientError.INVALID_STATE):
                    await call()
            with self.refused(CLIENT, Pgg.ClientError.INVALID_STATE):
                await other.write_async([[1]])
            del other
            await writer.write_async([[2]])
            await writer.end_async()
            self.assertEqual((await connection.execute_async('SELECT count(*) FROM made'))[0][0], 2)
            for leave in (lambda writer: writer.abort(), lambda writer: None):
                writer = connection.open_batch(INSERT)
                await writer.write_async([[1]])
                leave(writer)
                del writer
                await connection.execute_async('SELECT 1')
            await connection.open_batch(INSERT).write_async([[1]])

        self.run_async(body)

    def test_others_wait(self):
        async def body(connection):
            loading = asyncio.create_task(connection.execute_many_async(INSERT,
                                                                        produce_async(5000)))
            await asyncio.sleep(0)
            counts = await asyncio.gather(*(connection.execute_async('SELECT count(*) FROM made')
                                            for _ in range(3)))
            self.assertEqual(await loading, 5000)
            self.assertLessEqual({result[0][0] for result in counts}, {0, 5000})

        self.run_async(body)

    def test_callback(self):
        done = []

        def executed(source, result):
            done.append(source.execute_many_finish(result))

        self.connection.execute_many_async(INSERT, produce(1000), GLib.PRIORITY_DEFAULT, None,
                                           executed)
        iterate_until(lambda: done)
        self.assertEqual(done, [1000])
        operation = self.connection.execute_many_start(INSERT, produce(1000))
        operation.run()
        self.assertEqual(self.connection.execute_many_finish(operation), 1000)


class Writer(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()
        self.connection.execute('CREATE TEMP TABLE made (n int)')

    def count(self):
        return self.connection.execute('SELECT count(*) FROM made')[0][0]

    def test_parts(self):
        with self.connection.open_batch(INSERT) as writer:
            writer.write([[1], [2]])
            writer.write([[3]])
            self.assertEqual((writer.get_n_items(), writer.sql), (3, INSERT))
            self.assertIn('3 items', repr(writer))
            outcome = writer.end()
        self.assertEqual(outcome.dup_affected_rows(), [1, 1, 1])
        with self.connection.open_batch(flags=Pgg.BatchFlags.INDEPENDENT) as writer:
            writer.write([(INSERT, [4]), 'SELECT 1 / 0'])
            writer.write([(INSERT, {'no': 1})] * 0)
            outcome = writer.end()
        self.assertEqual(outcome.get_n_failed(), 1)
        with self.connection.prepare(INSERT).open_batch() as writer:
            writer.write([[5]])
        with self.connection.create_cursor().open_batch(INSERT) as writer:
            writer.write(([number] for number in range(10)))
        self.assertEqual(self.count(), 15)

    def test_left(self):
        with self.assertRaises(MadeError), self.connection.open_batch(INSERT) as writer:
            writer.write([[1], [2]])
            raise MadeError
        self.assertTrue(writer.is_ended())
        with self.refused(IO, CANCELLED), self.connection.open_batch(INSERT) as writer:
            writer.write([[1], [2]])
            writer.abort()
        with self.refused(SERVER, Pgg.SqlState.DIVISION_BY_ZERO), \
                self.connection.open_batch('SELECT 1 / $1') as writer:
            writer.write([[0]])
            writer.end()
        self.assertEqual(self.connection.get_last_diagnostics().get_batch_index(), 0)
        writer = self.connection.open_batch(INSERT)
        writer.write([[1]])
        del writer
        self.assertEqual(self.count(), 0)

    def test_async(self):
        async def main():
            async with self.connection.open_batch(INSERT) as writer:
                await writer.write_async([[1], [2]])
                await asyncio.gather(*(writer.write_async([[3]] * 1000) for _ in range(5)))
            with self.assertRaises(MadeError):
                async with self.connection.open_batch(INSERT) as writer:
                    await writer.write_async([[1], [2]])
                    raise MadeError

        run_to_end(main())
        self.assertEqual(self.count(), 5002)


if __name__ == '__main__':
    unittest.main()
