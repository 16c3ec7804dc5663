# SPDX-License-Identifier: LGPL-2.1-or-later
"""Results, parameters and errors from Python: the shapes that reach the language."""

import gc
import os
import unittest

import gi

gi.require_version('Pgg', '1.0')

from gi.repository import Gio, GLib, GObject, Pgg  # noqa: E402

CONNINFO = os.environ['PGG_TEST_CONNINFO']

NUMBERS = """
SELECT i, i::int8 * 10000000000 AS long, i % 2 = 0 AS even, i / 2.0::float8 AS half,
       't' || i AS text, nullif(i, 2) AS hole, '\\x0001'::bytea AS bytes, 1.5::numeric AS exact
  FROM generate_series(1, 3) AS s (i)
"""


class ResultTestCase(unittest.TestCase):
    def setUp(self):
        self.conn = Pgg.connect(CONNINFO, None)
        self.addCleanup(self.conn.close, None)

    def execute(self, sql, params=None):
        return self.conn.execute(sql, params, None)

    def assert_client_error(self, code, message, function, *args):
        with self.assertRaises(GLib.Error) as caught:
            function(*args)
        self.assertTrue(caught.exception.matches(Pgg.client_error_quark(), code))
        self.assertEqual(caught.exception.message, message)


class ResultTest(ResultTestCase):
    def setUp(self):
        super().setUp()
        self.result = self.execute(NUMBERS)

    def test_columns(self):
        columns = self.result.get_columns()
        self.assertEqual(
            [column.get_name() for column in columns],
            ['i', 'long', 'even', 'half', 'text', 'hole', 'bytes', 'exact'])
        self.assertEqual(
            [column.get_type_name() for column in columns],
            ['int4', 'int8', 'bool', 'float8', 'text', 'int4', 'bytea', 'numeric'])
        self.assertEqual(columns[1].get_gtype(), GObject.TYPE_INT64)
        self.assertEqual(self.result.find_column('half'), 3)
        self.assertEqual(self.result.get_command_tag(), 'SELECT 3')
        self.assertEqual(self.result.get_affected_rows(), 3)

    def test_cells(self):
        self.assertEqual(self.result.get_int(0, 0), 1)
        self.assertEqual(self.result.get_int64(2, 1), 30000000000)
        self.assertIs(self.result.get_boolean(1, 2), True)
        self.assertEqual(self.result.get_double(0, 3), 0.5)
        self.assertEqual(self.result.get_text(0, 4), 't1')
        self.assertIsNone(self.result.get_text(1, 5))
        self.assertTrue(self.result.is_null(1, 5))
        self.assertEqual(self.result.get_bytes(0, 6).get_data(), b'\0\1')
        self.assertEqual(self.result.get_text(0, 7), '1.5')

    def test_whole_columns(self):
        self.assertEqual(self.result.get_column_int64s(1, 1, -1), [20000000000, 30000000000])
        self.assertEqual(self.result.get_column_booleans(2, 0, -1), [False, True, False])
        self.assertEqual(self.result.get_column_doubles(3, 0, 2), [0.5, 1.0])
        self.assertEqual(self.result.get_column_texts(5, 0, -1), ['1', None, '3'])
        self.assertEqual(self.result.get_column_nulls(5, 0, -1), b'\0\1\0')
        self.assertEqual(self.result.get_column_int64s(0, 3, -1), [])

    def test_packed(self):
        for column, code, expected in [
            (0, 'i', [1, 2, 3]),
            (1, 'q', [10000000000, 20000000000, 30000000000]),
            (2, '?', [False, True, False]),
            (3, 'd', [0.5, 1.0, 1.5]),
            (5, 'i', [1, 0, 3]),
        ]:
            with self.subTest(column=column):
                packed = self.result.get_column_bytes(column, 0, -1)
                self.assertIsInstance(packed, bytes)
                self.assertEqual(memoryview(packed).cast(code).tolist(), expected)

    def test_values(self):
        values = self.result.peek_values(1, 1)
        self.assertEqual(values[:6], [2, 20000000000, True, 1.0, 't2', None])
        self.assertEqual(values[6].get_data(), b'\0\1')
        self.assertEqual(self.result.get_value(2, 1), 30000000000)
        self.assertIsNone(self.result.get_value(1, 5))

    def test_rows(self):
        row = self.result.get_row(1)
        self.assertEqual(row.get_value(0), 2)
        self.assertEqual(row.get_value_by_name('text'), 't2')
        self.assertEqual(row.get_text_by_name('exact'), '1.5')
        self.assertEqual(row.get_index(), 1)
        self.assert_client_error(
            Pgg.ClientError.INVALID_ARGUMENT, 'The result has no column "x"',
            row.get_value_by_name, 'x')

    def test_errors(self):
        self.assert_client_error(
            Pgg.ClientError.OUT_OF_RANGE, 'Row 3 does not exist, the result has 3 rows',
            self.result.get_value, 3, 0)
        self.assert_client_error(
            Pgg.ClientError.NULL_VALUE, 'Row 1, column 5 ("hole", int4) is NULL',
            self.result.get_int, 1, 5)
        self.assert_client_error(
            Pgg.ClientError.CONVERSION,
            'Row 0, column 7 ("exact", numeric) cannot be read as a double',
            self.result.get_double, 0, 7)

    def test_outlives_connection(self):
        self.conn.close(None)
        texts = self.result.get_column_texts(4, 0, -1)
        del self.result
        gc.collect()
        self.assertEqual(texts, ['t1', 't2', 't3'])


class ModelTest(ResultTestCase):
    def test_model(self):
        model = Pgg.ResultModel.new(self.execute(NUMBERS))
        self.assertEqual(model.get_n_items(), 3)
        self.assertEqual(model.props.n_items, 3)
        item = model.get_item(2)
        self.assertIs(model.get_item(2), item)
        self.assertEqual(item.get_value('i'), 3)
        self.assertEqual(item.get_text('text'), 't3')
        self.assertEqual(item.props.row.get_int(0), 3)
        self.assertEqual([entry.props.position for entry in model], [0, 1, 2])
        self.assertIsInstance(model, Gio.ListModel)


class ParamsTest(ResultTestCase):
    def test_round_trip(self):
        params = Pgg.Params.new()
        params.append_boolean(True)
        params.append_int(-2)
        params.append_int64(2 ** 40)
        params.append_double(0.1)
        params.append_text('ü')
        params.append_text(None)
        params.append_null()
        params.append_bytes(GLib.Bytes.new(b'\0a'))
        params.append_byte_array(b'\0b')
        params.append_byte_array(b'')
        params.append_value(GObject.Value(GObject.TYPE_UINT64, 2 ** 64 - 1))
        result = self.execute(
            'SELECT $1, $2, $3, $4, $5::text, $6::int4, $7::date, $8, $9, $10, $11', params)
        values = result.peek_values(0, -1)
        self.assertEqual(values[:7], [True, -2, 2 ** 40, 0.1, 'ü', None, None])
        self.assertEqual([value.get_data() or b'' for value in values[7:10]],
                         [b'\0a', b'\0b', b''])
        self.assertEqual(values[10].to_string(), str(2 ** 64 - 1))

    def test_reset(self):
        params = Pgg.Params.new()
        for number in range(3):
            params.reset()
            params.append_int64(number)
            self.assertEqual(self.execute('SELECT $1', params).get_int64(0, 0), number)

    def test_refused(self):
        self.assert_client_error(
            Pgg.ClientError.INVALID_ARGUMENT,
            'Parameter 1: a value of type PyObject cannot be sent',
            Pgg.Params.new().append_value, GObject.Value(GObject.TYPE_PYOBJECT, object()))


class ErrorTest(ResultTestCase):
    def test_server_error(self):
        with self.assertRaises(GLib.Error) as caught:
            self.execute('SELECT 1 / 0')
        error = caught.exception
        self.assertTrue(error.matches(Pgg.server_error_quark(), Pgg.SqlState.DIVISION_BY_ZERO))
        self.assertEqual(error.message, 'division by zero')
        self.assertEqual(Pgg.sqlstate_to_string(error.code), '22012')
        self.assertFalse(Pgg.error_is_transient(error))

    def test_transient(self):
        for state, transient, retryable in [
            ('40001', True, True), ('57P01', True, False), ('42601', False, False),
        ]:
            error = GLib.Error.new_literal(
                Pgg.server_error_quark(), '', Pgg.sqlstate_from_string(state))
            self.assertIs(Pgg.error_is_transient(error), transient)
            self.assertIs(Pgg.error_is_retryable(error), retryable)


if __name__ == '__main__':
    unittest.main()
