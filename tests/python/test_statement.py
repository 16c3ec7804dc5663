# SPDX-License-Identifier: LGPL-2.1-or-later
"""Statements that are prepared and kept, with plain values."""

import unittest
from datetime import date, datetime, timezone
from decimal import Decimal

from support import CLIENT, IO, ClientTestCase, wait

from gi.repository import Gio, Pgg


class Statement(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()

    def test_call(self):
        statement = self.connection.prepare('SELECT $1::int2 + 1, $2::numeric')
        self.assertEqual(list(statement([41, 7])[0]), [42, Decimal(7)])
        self.assertEqual(list(statement.execute(['1', '0.10'])[0]), [2, Decimal('0.10')])
        self.assertEqual(list(statement.execute([None, 10 ** 30])[0]), [None, Decimal(10 ** 30)])
        for wrong in ([40000, 1], [0.5, 1], [True, 1], [b'1', 1]):
            with self.subTest(wrong=wrong), self.refused(CLIENT, Pgg.ClientError.CONVERSION):
                statement(wrong)
        for wrong in ([], [1], [1, 2, 3], None):
            with self.subTest(wrong=wrong), self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
                statement(wrong)

    def test_other_types(self):
        statement = self.connection.prepare(
            'SELECT $1::float8, $2::text, $3::int4, $4::timestamp, $5::text[], $6::date')
        values = [Decimal('0.1'), 42, Decimal('7.00'), date(2024, 2, 29), [True, None],
                  datetime(2024, 2, 29)]
        row = statement(values)[0]
        self.assertEqual(list(row), [0.1, '42', 7, datetime(2024, 2, 29), ['true', None],
                                     date(2024, 2, 29)])
        instant = datetime(2024, 2, 29, tzinfo=timezone.utc)
        for index, wrong in ((0, Decimal('1e400')), (2, 7.5), (2, True), (2, float('nan')),
                             (3, instant), (5, datetime(2024, 2, 29, 1))):
            refused = values[:index] + [wrong] + values[index + 1:]
            with self.subTest(wrong=wrong), self.refused(CLIENT, Pgg.ClientError.CONVERSION):
                statement(refused)

    def test_description(self):
        statement = self.connection.prepare(
            Pgg.Sql.format('SELECT :a::text AS {}', [Pgg.Sql.new_identifier('x y')]))
        self.assertEqual([column.get_name() for column in statement.get_columns()], ['x y'])
        self.assertEqual([kind.get_name() for kind in statement.get_parameter_types()], ['text'])
        self.assertEqual(statement.get_parameter_name(0), 'a')
        self.assertEqual(statement({'a': 'b'})[0][0], 'b')
        with self.refused(CLIENT, Pgg.ClientError.OUT_OF_RANGE):
            statement.get_parameter_oid(1)

    def test_many(self):
        self.connection.execute('CREATE TEMPORARY TABLE numbers (i int2, t text)')
        with self.connection.prepare('INSERT INTO numbers VALUES (:i, :t)') as insert:
            self.assertEqual(insert.execute_many([{'i': 1, 't': 'a'}, {'t': 'b', 'i': 2}]), 2)
            self.assertEqual(insert.execute_many([]), 0)
        with self.refused(CLIENT, Pgg.ClientError.INVALID_STATE):
            insert([3, 'c'])
        rows = self.connection.execute('SELECT * FROM numbers ORDER BY i')
        self.assertEqual([tuple(row) for row in rows], [(1, 'a'), (2, 'b')])

    def test_many_is_refused(self):
        self.connection.execute('CREATE TEMPORARY TABLE numbers (i int2)')
        insert = self.connection.prepare('INSERT INTO numbers VALUES ($1)')
        with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
            insert.execute_many([[1], [40000], [2]])
        self.assertEqual(self.connection.execute('SELECT count (*) FROM numbers')[0][0], 0)
        self.assertEqual(insert.execute_many([[1], [2]]), 2)

    def test_reset(self):
        statement = self.connection.prepare('SELECT $1::int4')
        self.connection.reset(None)
        self.assertEqual(statement([5])[0][0], 5)

    def test_stream(self):
        series = self.connection.prepare('SELECT generate_series(1, :n::int4)')
        self.assertEqual([i for i, in series.stream({'n': 3})], [1, 2, 3])
        self.assertEqual([i for i, in series.stream([2500], array_size=1000)],
                         list(range(1, 2501)))
        self.assertEqual([i for i, in series.stream([2], 10, None)], [1, 2])
        with series.stream([2_000_000_000]) as cursor:
            self.assertEqual(cursor.fetch_one()[0], 1)
        cursor = wait(series.stream_async, series.stream_finish, [4], 1)
        self.assertEqual(len(cursor.fetch_all()), 4)
        with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
            series.stream([2 ** 40])

    def test_timeout(self):
        statement = self.connection.prepare('SELECT pg_sleep($1)')
        with self.refused(IO, Gio.IOErrorEnum.TIMED_OUT):
            statement([600], timeout=100)
        with self.refused(IO, Gio.IOErrorEnum.TIMED_OUT):
            statement.execute_many([[600]], None, timeout=100)
        self.assertEqual(len(statement(params=[0], timeout=60000)), 1)

    def test_modes(self):
        values = [5, 2.5, "it's \\ ü", b'\0x', None, Decimal('0.10'), [1, None], True]
        sql = ('SELECT $1::int8, $2::float8, $3::text, $4::bytea, $5::date, $6::numeric, '
               '$7::int4[], $8::bool')
        for mode in (Pgg.StatementMode.CACHED, Pgg.StatementMode.DESCRIBED,
                     Pgg.StatementMode.UNNAMED, Pgg.StatementMode.SIMPLE):
            with self.subTest(mode=mode):
                self.connection.props.statement_mode = mode
                self.assertEqual(list(self.connection.execute(sql, values)[0]), values)

    def test_async(self):
        statement = wait(self.connection.prepare_async, self.connection.prepare_finish,
                         'SELECT $1::int4')
        result = wait(statement.execute_async, statement.execute_finish, [6])
        self.assertEqual(result[0][0], 6)
        self.assertTrue(wait(statement.close_async, statement.close_finish))


if __name__ == '__main__':
    unittest.main()
