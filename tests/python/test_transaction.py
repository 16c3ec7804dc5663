# SPDX-License-Identifier: LGPL-2.1-or-later
"""Transactions from Python: as objects, as context managers, and without autocommit."""

import asyncio
import functools
import unittest

import gi
from support import CLIENT, IO, SERVER, ClientTestCase

from gi.repository import Gio, GLib, Pgg

OPEN = Pgg.TransactionState.OPEN
COMMITTED = Pgg.TransactionState.COMMITTED
ROLLED_BACK = Pgg.TransactionState.ROLLED_BACK


class Transaction(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()
        self.connection.execute('CREATE TEMP TABLE t (n int)')

    def insert(self, n):
        self.connection.execute('INSERT INTO t VALUES ($1)', [n])

    def values(self):
        return [row[0] for row in self.connection.execute('SELECT n FROM t ORDER BY n')]

    def test_object(self):
        transaction = self.connection.begin(Pgg.TransactionOptions.SERIALIZABLE |
                                            Pgg.TransactionOptions.READ_WRITE)
        self.assertEqual(transaction.props.state, OPEN)
        self.assertIs(transaction.props.connection, self.connection)
        self.assertIsNone(transaction.props.parent)
        isolation = self.connection.execute('SHOW transaction_isolation')[0][0]
        self.assertEqual(isolation, 'serializable')
        self.insert(1)
        transaction.rollback(None)
        self.assertEqual(transaction.get_state(), ROLLED_BACK)
        self.assertEqual(self.values(), [])
        with self.refused(CLIENT, Pgg.ClientError.INVALID_STATE):
            transaction.commit(None)

    def test_context_manager(self):
        with self.connection.begin() as outer:
            self.insert(1)
            with self.assertRaises(ZeroDivisionError), self.connection.begin() as inner:
                self.assertIs(inner.get_parent(), outer)
                self.insert(2)
                raise ZeroDivisionError
            with self.refused(SERVER, Pgg.SqlState.DIVISION_BY_ZERO), self.connection.begin():
                self.connection.execute('SELECT 1 / 0')
            self.insert(3)
        self.assertEqual((inner.get_state(), outer.get_state()), (ROLLED_BACK, COMMITTED))
        self.assertEqual(self.values(), [1, 3])

    def test_ended_within(self):
        with self.connection.begin() as transaction:
            self.insert(1)
            transaction.rollback(None)
        self.assertEqual(self.values(), [])

    def test_failed_commit(self):
        with self.refused(CLIENT, Pgg.ClientError.ROLLED_BACK), self.connection.begin():
            with self.refused(SERVER, Pgg.SqlState.SYNTAX_ERROR):
                self.connection.execute('SELEC 1')

    def test_dropped(self):
        transaction = self.connection.begin()
        self.insert(1)
        del transaction
        self.assertEqual(self.values(), [])

    def test_autocommit(self):
        self.connection.props.autocommit = False
        self.connection.props.transaction_options = Pgg.TransactionOptions.REPEATABLE_READ
        self.insert(1)
        isolation = self.connection.execute('SHOW transaction_isolation')[0][0]
        self.assertEqual(isolation, 'repeatable read')
        self.connection.commit(None)
        self.insert(2)
        self.connection.rollback(None)
        self.assertEqual(self.values(), [1])

    def test_two_phase(self):
        with self.connection.begin() as transaction:
            self.connection.execute('CREATE TABLE python_two_phase (n int)')
            transaction.prepare('from Python', None)
        self.assertEqual(self.connection.list_prepared(None), ['from Python'])
        self.connection.rollback_prepared('from Python', None)
        self.assertEqual(self.connection.list_prepared(None), [])

    def test_run_transaction(self):
        def fail(_transaction):
            self.insert(1)
            raise ZeroDivisionError

        run = self.connection.run_transaction
        with self.assertRaises(ZeroDivisionError):
            run(Pgg.TransactionOptions.DEFAULT, 1, fail)
        with self.refused(CLIENT, Pgg.ClientError.FAILED):
            run(Pgg.TransactionOptions.DEFAULT, 1, lambda transaction: self.insert(2) or False)
        self.assertTrue(run(Pgg.TransactionOptions.DEFAULT, 1, lambda _: self.insert(3)))
        with self.refused(IO, Gio.IOErrorEnum.TIMED_OUT):
            run(Pgg.TransactionOptions.DEFAULT, 10 ** 6,
                lambda _: self.connection.execute("DO $$BEGIN RAISE SQLSTATE '40001'; END$$"),
                timeout=300)
        with self.assertRaises(TypeError):  # it is not taken for no limit
            run(Pgg.TransactionOptions.DEFAULT, 0, lambda _: None, timeout=0.5)
        run(Pgg.TransactionOptions.DEFAULT, 0, lambda _: None, timeout=None)
        self.assertEqual(self.values(), [3])

    async def run_awaited(self):
        runs = []
        run = functools.partial(self.connection.run_transaction_async,
                                Pgg.TransactionOptions.DEFAULT)

        async def lose(_transaction):
            runs.append(None)
            await self.connection.execute_async('INSERT INTO t VALUES ($1)', [len(runs)])
            if len(runs) < 3:
                await self.connection.execute_async("DO $$BEGIN RAISE SQLSTATE '40001'; END$$")
            return 'done'

        async def lose_always(_transaction):
            await self.connection.execute_async("DO $$BEGIN RAISE SQLSTATE '40001'; END$$")

        async def fail(_transaction):
            await self.connection.execute_async('INSERT INTO t VALUES (8)')
            raise ZeroDivisionError

        async def sleep(_transaction):
            await self.connection.execute_async('INSERT INTO t VALUES (9)')
            await self.connection.execute_async('SELECT pg_sleep (60)')

        self.assertEqual(await run(3, lose), 'done')
        with self.assertRaises(ZeroDivisionError):
            await run(3, fail)
        with self.refused(SERVER, Pgg.SqlState.SERIALIZATION_FAILURE):
            await run(1, lose_always)
        with self.refused(IO, Gio.IOErrorEnum.TIMED_OUT):
            await run(10 ** 6, lose_always, timeout=300)
        with self.refused(IO, Gio.IOErrorEnum.TIMED_OUT):
            await run(0, sleep, timeout=300)
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(run(0, sleep), 0.3)
        await run(0, lambda transaction: transaction.rollback_async())

    def test_run_transaction_async(self):
        asyncio.run(self.run_awaited())
        self.assertEqual(self.values(), [3])

    async def commit_in_doubt(self, ends):
        """The commit is lost, before or after it was executed."""
        from gi.overrides import _pgg_retries

        runs = []

        class Run(_pgg_retries.Run):
            async def commit(run, transaction):
                runs.append(None)
                await super().commit(transaction) if ends else None
                run.is_identified, run.xid = True, xids[-1]
                if len(runs) == 1:
                    self.connection.close(None)
                    raise GLib.Error.new_literal(CLIENT, 'lost', Pgg.ClientError.IN_DOUBT)
                if not ends:
                    await super().commit(transaction)

        xids = []

        async def insert(_transaction):
            result = await self.connection.execute_async(
                'INSERT INTO doubt VALUES (1) RETURNING pg_current_xact_id()::text')
            xids.append(result.get_text(0, 0))

        await Run(Pgg, self.connection, Pgg.TransactionOptions.DEFAULT, insert).run(1)
        return len(runs)

    def test_run_transaction_in_doubt(self):
        self.connection.execute('CREATE TABLE doubt (n int)')
        self.assertEqual(asyncio.run(self.commit_in_doubt(True)), 1)
        self.assertEqual(asyncio.run(self.commit_in_doubt(False)), 2)
        result = self.connection.execute('SELECT count (*) FROM doubt; DROP TABLE doubt')
        self.assertEqual(result.get_int64(0, 0), 2)

    @unittest.skipUnless(gi.version_info >= (3, 50), 'PyGObject 3.50 has an asyncio event loop')
    def test_async_context_manager(self):
        from gi.events import GLibEventLoopPolicy

        async def main():
            async with self.connection.begin():
                await self.connection.execute_async('INSERT INTO t VALUES (1)', None,
                                                    GLib.PRIORITY_DEFAULT)
                with self.assertRaises(ZeroDivisionError):
                    async with self.connection.begin():
                        await self.connection.execute_async('INSERT INTO t VALUES (2)', None,
                                                            GLib.PRIORITY_DEFAULT)
                        raise ZeroDivisionError

        GLibEventLoopPolicy().get_event_loop().run_until_complete(main())
        self.assertEqual(self.values(), [1])


if __name__ == '__main__':
    unittest.main()
