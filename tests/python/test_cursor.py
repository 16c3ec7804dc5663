# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cursors from Python: rows one by one, in memory and in a stream."""

import unittest

from support import CLIENT, SERVER, ClientTestCase, params

from gi.repository import Gio, Pgg

SERIES = 'SELECT n, n::text AS t FROM generate_series(1, $1::int) n'


class Cursor(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()
        self.cursor = self.connection.create_cursor()

    def numbers(self, fetched):
        return [row.get_int(0) for row in fetched]

    def test_execute_params(self):
        cursor = self.cursor
        self.assertIs(cursor.props.connection, self.connection)
        self.assertTrue(cursor.execute(SERIES, params(5), None))
        self.assertEqual([column.get_name() for column in cursor.get_description()], ['n', 't'])
        self.assertEqual(cursor.props.row_count, 5)
        self.assertEqual(cursor.props.row_number, 0)
        self.assertEqual(cursor.props.status_message, 'SELECT 5')
        row = cursor.fetch_one(None)
        self.assertEqual((row.get_int(0), row.get_text(1), row.get_index()), (1, '1', 0))
        self.assertEqual(self.numbers(cursor.fetch_many(2, None)), [2, 3])
        self.assertEqual(self.numbers(cursor.fetch_many(0, None)), [4])
        cursor.props.array_size = 10
        self.assertEqual(self.numbers(cursor.fetch_many(0, None)), [5])
        self.assertIsNone(cursor.fetch_one(None))
        self.assertEqual(cursor.fetch_all(None), [])
        self.assertEqual(cursor.props.row_number, 5)

    def test_accessors(self):
        cursor = self.cursor
        cursor.execute(SERIES, params(5), None)
        self.assertIs(cursor.get_connection(), self.connection)
        self.assertEqual((cursor.get_row_count(), cursor.get_row_number(),
                          cursor.get_status_message()), (5, 0, 'SELECT 5'))
        changes = []
        cursor.connect('notify', lambda _, pspec: changes.append(pspec.name))
        for _ in range(2):
            cursor.set_array_size(7)
            cursor.set_result_format(Pgg.ResultFormat.BINARY)
        self.assertEqual(changes, ['array-size', 'result-format'])
        self.assertEqual((cursor.get_array_size(), cursor.get_result_format()),
                         (7, Pgg.ResultFormat.BINARY))
        cursor.execute(SERIES, params(5), None)
        self.assertEqual(cursor.get_result().get_column(0).get_format(), Pgg.ResultFormat.BINARY)

    def test_several_results(self):
        cursor = self.cursor
        cursor.execute("SELECT 1; SELECT 2", None, None)
        self.assertEqual(self.numbers(cursor.fetch_all(None)), [1])
        self.assertTrue(cursor.next_set())
        self.assertEqual(self.numbers(cursor.fetch_all(None)), [2])
        self.assertFalse(cursor.next_set())

    def test_nulls(self):
        self.cursor.execute('SELECT NULL', None, None)
        row = self.cursor.fetch_one(None)
        self.assertTrue(row.is_null(0))
        self.assertIsNone(row.get_text(0))
        self.assertIsNone(row.get_value(0))

    def test_errors(self):
        cursor = self.cursor
        with self.refused(CLIENT, Pgg.ClientError.NO_RESULT):
            cursor.fetch_one(None)
        self.assertIsNone(cursor.get_result())
        self.assertFalse(cursor.get_description())
        with self.refused(SERVER, Pgg.SqlState.UNDEFINED_TABLE):
            cursor.execute('SELECT * FROM no_such_table', None, None)
        cursor.execute('CREATE TEMP TABLE made (n int)', None, None)
        self.assertEqual(cursor.props.row_number, -1)
        with self.refused(CLIENT, Pgg.ClientError.NO_RESULT):
            cursor.fetch_all(None)

    def test_scroll(self):
        cursor = self.cursor
        cursor.execute(SERIES, params(5), None)
        self.assertTrue(cursor.scroll(3, Pgg.ScrollMode.ABSOLUTE))
        self.assertEqual(cursor.fetch_one(None).get_int(0), 4)
        self.assertTrue(cursor.scroll(-2, Pgg.ScrollMode.RELATIVE))
        self.assertEqual(cursor.props.row_number, 2)
        self.assertEqual(cursor.fetch_one(None).get_int(0), 3)
        for value, mode in ((-1, Pgg.ScrollMode.ABSOLUTE), (6, Pgg.ScrollMode.RELATIVE),
                            (2 ** 62, Pgg.ScrollMode.RELATIVE)):
            with self.refused(CLIENT, Pgg.ClientError.OUT_OF_RANGE):
                cursor.scroll(value, mode)
        self.assertEqual(cursor.props.row_number, 3)

    def test_stream(self):
        cursor = self.cursor
        self.assertTrue(cursor.stream(SERIES, params(10000), None))
        self.assertEqual([column.get_name() for column in cursor.get_description()], ['n', 't'])
        self.assertEqual(cursor.fetch_one(None).get_int(0), 1)
        self.assertEqual(self.numbers(cursor.fetch_many(100, None)), list(range(2, 102)))
        self.assertEqual(len(cursor.fetch_all(None)), 10000 - 101)
        self.assertIsNone(cursor.fetch_one(None))
        self.assertEqual(cursor.props.row_count, 10000)
        with self.refused(CLIENT, Pgg.ClientError.NOT_SUPPORTED):
            cursor.scroll(0, Pgg.ScrollMode.ABSOLUTE)

    def test_stream_beside_others(self):
        self.cursor.stream(SERIES, params(1000), None)
        self.cursor.fetch_one(None)
        self.assertEqual(self.one(self.connection, 'SELECT 7'), '7')
        self.assertEqual(self.numbers(self.cursor.fetch_all(None)), list(range(2, 1001)))

    def test_stream_without_end(self):
        self.cursor.stream('SELECT generate_series(1, 1000000000)', None, None)
        self.assertEqual(self.numbers(self.cursor.fetch_many(3, None)), [1, 2, 3])
        self.assertTrue(self.cursor.close(None))
        self.assertEqual(self.one(self.connection, 'SELECT 7'), '7')

    def test_stream_errors(self):
        with self.refused(SERVER, Pgg.SqlState.SYNTAX_ERROR):
            self.cursor.stream('SELEKT', None, None)
        with self.refused(SERVER, Pgg.SqlState.DIVISION_BY_ZERO):
            self.cursor.stream('SELECT 10 / (3 - n) FROM generate_series(1, 5) n', None, None)
            self.assertEqual(self.numbers(self.cursor.fetch_many(2, None)), [5, 10])
            self.cursor.fetch_one(None)
        self.assertEqual(self.one(self.connection, 'SELECT 7'), '7')

    def test_execute_many(self):
        cursor = self.cursor
        cursor.execute('CREATE TEMP TABLE many (n int8)', None, None)
        sets = [params(number) for number in range(10)]
        self.assertEqual(cursor.execute_many('INSERT INTO many VALUES ($1)', sets, None), 10)
        self.assertEqual(cursor.props.row_count, 10)
        self.assertEqual(self.one(self.connection, 'SELECT count(*) FROM many'), '10')

    def test_two_cursors(self):
        other = self.connection.create_cursor()
        self.cursor.execute(SERIES, params(3), None)
        other.execute(SERIES, params(2), None)
        self.assertEqual(self.cursor.fetch_one(None).get_int(0), 1)
        self.assertEqual(self.numbers(other.fetch_all(None)), [1, 2])
        self.assertEqual(self.numbers(self.cursor.fetch_all(None)), [2, 3])

    def test_model(self):
        self.cursor.execute(SERIES, params(3), None)
        model = Pgg.ResultModel.new(self.cursor.get_result())
        self.assertIsInstance(model, Gio.ListModel)
        self.assertEqual(len(model), 3)
        item = model[1]
        self.assertIsInstance(item, Pgg.RowItem)
        self.assertIs(model[1], item)
        self.assertEqual((item.props.position, item.get_text('t'), item.get_value('n')),
                         (1, '2', 2))
        self.assertEqual(item.props.row.get_int(0), 2)
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            item.get_text('none')
        with self.assertRaises(IndexError):
            model[3]


if __name__ == '__main__':
    unittest.main()
