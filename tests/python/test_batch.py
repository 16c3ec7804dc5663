# SPDX-License-Identifier: LGPL-2.1-or-later
"""Batches from Python: each item with what became of it."""

import asyncio
import unittest

from support import CLIENT, IO, SERVER, ClientTestCase, params, wait

from gi.repository import Gio, Pgg

INSERT = 'INSERT INTO batched VALUES ($1) RETURNING i * 2'
INDEPENDENT = Pgg.BatchFlags.INDEPENDENT
KEEP = Pgg.BatchFlags.KEEP_RESULTS
TIMED_OUT = int(Gio.IOErrorEnum.TIMED_OUT)


class Batch(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()
        self.connection.execute('CREATE TEMP TABLE batched (i int UNIQUE)')

    def test_builder(self):
        batch = Pgg.Batch.new()
        self.assertEqual(batch.add(INSERT, params(1)), 0)
        self.assertEqual(batch.add_many(INSERT, [params(2), params(3)]), 1)
        self.assertEqual(batch.add('UPDATE batched SET i = i + 10', None), 3)
        self.assertEqual(batch.get_n_items(), 4)
        outcome = self.connection.execute_batch(batch, KEEP, None)
        self.assertEqual(outcome.dup_affected_rows(), [1, 1, 1, 3])
        self.assertEqual(outcome.get_total_affected_rows(), 6)
        self.assertEqual([outcome.get_result(i).get_int(0, 0) for i in range(3)], [2, 4, 6])
        self.assertTrue(outcome.check())
        batch.reset()
        self.assertEqual(batch.get_n_items(), 0)
        batch.set_timeout(1000)
        self.assertEqual(batch.get_timeout(), 1000)

    def test_plain_items(self):
        outcome = self.connection.execute_batch([(INSERT, [1]), 'SELECT 5', (INSERT, {}),
                                                 ('SELECT :n', {'n': 7})], INDEPENDENT | KEEP)
        self.assertEqual(outcome.dup_affected_rows(), [1, 1, -1, 1])
        self.assertEqual(outcome.get_result(3)[0][0], 7)
        batch = Pgg.Batch.new()
        batch.add_many(INSERT, [[2], (3,)])
        self.assertEqual(self.connection.execute_batch(batch).get_n_items(), 2)

    def test_one_of_all(self):
        with self.refused(SERVER, Pgg.SqlState.UNIQUE_VIOLATION):
            self.connection.execute_batch([(INSERT, [1]), (INSERT, [2]), (INSERT, [1])])
        self.assertEqual(self.connection.get_last_diagnostics().get_batch_index(), 2)
        self.assertEqual(self.connection.execute('SELECT count(*) FROM batched')[0][0], 0)
        with self.refused(SERVER, Pgg.SqlState.DIVISION_BY_ZERO):
            self.connection.execute_many('SELECT 1 / $1', [[1], [0]])
        self.assertEqual(self.connection.get_last_diagnostics().get_batch_index(), 1)

    def test_prepared(self):
        for value in (1, 10):
            self.connection.execute_many(INSERT, [[value], [value + 1]])
        names = self.connection.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT%'")
        self.assertEqual(names[0][0], 1)

    def test_each_alone(self):
        outcome = self.connection.execute_batch([(INSERT, [1]), (INSERT, [1]), (INSERT, [2])],
                                                INDEPENDENT)
        self.assertEqual(outcome.get_n_failed(), 1)
        self.assertIsNone(outcome.dup_error(0))
        self.assertTrue(outcome.dup_error(1).matches(SERVER, Pgg.SqlState.UNIQUE_VIOLATION))
        self.assertEqual(outcome.get_diagnostics(1).get_batch_index(), 1)
        self.assertIsNone(outcome.get_diagnostics(2))
        for call in (outcome.check, lambda: outcome.check_item(1),
                     lambda: outcome.get_affected_rows(1), lambda: outcome.get_result(1)):
            with self.refused(SERVER, Pgg.SqlState.UNIQUE_VIOLATION):
                call()
        with self.refused(CLIENT, Pgg.ClientError.OUT_OF_RANGE):
            outcome.check_item(3)
        with self.refused(CLIENT, Pgg.ClientError.INVALID_STATE):
            outcome.get_result(0)

    def test_async(self):
        outcome = wait(self.connection.execute_batch_async, self.connection.execute_batch_finish,
                       [(INSERT, [n]) for n in range(1000)], Pgg.BatchFlags.NONE)
        self.assertEqual(outcome.get_total_affected_rows(), 1000)
        operation = self.connection.execute_batch_start(['SELECT 1'])
        operation.run(None)
        self.assertEqual(self.connection.execute_batch_finish(operation).get_n_items(), 1)

    def test_returning(self):
        cursor = self.connection.create_cursor()
        cursor.props.keep_results = True
        self.assertEqual(cursor.execute_many(INSERT, [[1], [2]]), 2)
        self.assertEqual([row[0] for row in cursor], [2])
        self.assertTrue(cursor.next_set())
        self.assertEqual([row[0] for row in cursor], [4])
        self.assertFalse(cursor.next_set())

    def test_timeout(self):
        async def sleep(**limit):
            await self.connection.execute_async('SELECT pg_sleep(60)', **limit)

        cursor = self.connection.create_cursor()
        for call in (lambda: self.connection.execute('SELECT pg_sleep(60)', timeout=30),
                     lambda: self.connection.execute_many('SELECT pg_sleep($1)', [[60.0]],
                                                          timeout=30),
                     lambda: self.connection.execute_batch(['SELECT pg_sleep(60)'], timeout=30),
                     lambda: cursor.execute('SELECT pg_sleep(60)', timeout=30),
                     lambda: cursor.stream('SELECT pg_sleep(60)', timeout=30),
                     lambda: self.connection.prepare('SELECT pg_sleep($1)').stream([60], 1,
                                                                                   timeout=30),
                     lambda: asyncio.run(sleep(timeout=30))):
            with self.refused(IO, TIMED_OUT):
                call()
        self.assertEqual(self.connection.execute('SELECT $1', [5], timeout=60000)[0][0], 5)
        with self.assertRaises(TypeError):
            self.connection.execute('SELECT 1', timeout=0.5)
        self.assertIsNone(self.connection.wait_notification(timeout=1))
        cursor.props.timeout = 30
        with self.refused(IO, TIMED_OUT):
            cursor.execute('SELECT pg_sleep(60)')
        batch = Pgg.Batch.new()
        batch.add('SELECT pg_sleep(60)')
        batch.set_timeout(500)
        with self.refused(IO, TIMED_OUT):
            self.connection.execute_batch(batch)
        outcome = self.connection.execute_batch(batch, INDEPENDENT)
        self.assertTrue(outcome.dup_error(0).matches(IO, TIMED_OUT))


if __name__ == '__main__':
    unittest.main()
