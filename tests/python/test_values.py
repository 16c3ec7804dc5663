# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cells, columns and parameters from Python, in both formats."""

import array
import math
import unittest

from support import CLIENT, ClientTestCase, params, rows

from gi.repository import GLib, GObject, Pgg

INT64 = (-2 ** 63, -1, 0, 2 ** 53 + 1, 2 ** 63 - 1)
FORMATS = (Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY)


class Values(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()

    def execute(self, sql, *values):
        return self.connection.execute(sql, params(*values), None)

    def both(self, sql, *values):
        """The result in one format after the other."""
        for format_ in FORMATS:
            with self.subTest(format=format_.value_nick):
                self.connection.props.result_format = format_
                yield self.execute(sql, *values)

    def test_boolean(self):
        for result in self.both('SELECT true, false, NULL::bool'):
            self.assertIs(result.get_boolean(0, 0), True)
            self.assertIs(result.get_boolean(0, 1), False)
            self.assertIs(result.get_value(0, 0), True)
            self.assertIsNone(result.get_value(0, 2))
            with self.refused(CLIENT, Pgg.ClientError.NULL_VALUE):
                result.get_boolean(0, 2)

    def test_variants(self):
        sql = ("SELECT 1, 'x', '{1,NULL}'::int4[], NULL::int4, '2024-02-29'::date,"
               "  '[1,5)'::int4range,"
               "  '{{1,2},{3,4}}'::int8[], '[0:0]={1}'::int4[], '\\x00ff'::bytea, 9007199254740993")
        for result in self.both(sql):
            variants = [result.get_variant(0, column) for column in range(10)]
            self.assertIsNone(variants[3])
            self.assertEqual([value and value.unpack() for value in variants],
                             [1, 'x', [1, None], None, '2024-02-29', '[1,5)', [[1, 2], [3, 4]],
                              '[0:0]={1}', [0, 255], 2 ** 53 + 1])
            self.assertEqual(result.get_row(0).to_variant().unpack()[2:5],
                             ([1, None], None, '2024-02-29'))
            self.assertEqual(result.get_row(0).get_variant(0).unpack(), 1)
            sent = Pgg.Params.new()
            for variant in (variants[2], variants[4], variants[7]):
                sent.append_variant(variant)
            same = self.connection.execute(
                "SELECT $1 = '{1,NULL}'::int4[] IS NOT FALSE, $2 = '2024-02-29'::date,"
                "  $3::int4[] = '[0:0]={1}'::int4[]", sent, None)
            self.assertEqual([same.get_boolean(0, column) for column in range(3)], [True] * 3)

    def test_order(self):
        small, large = (Pgg.Array.new_from_string(23, text) for text in ('{1,2}', '{1,NULL}'))
        self.assertLess(small.compare(large), 0)
        same = Pgg.Array.new_from_variant(23, GLib.Variant('ai', [1, 2]))
        self.assertEqual(small.compare(same), 0)
        self.assertGreater(Pgg.Range.new_from_string(23, '[1,2]').compare(
            Pgg.Range.new_from_variant(23, GLib.Variant('s', 'empty'))), 0)
        self.assertEqual(Pgg.Multirange.new_from_string(23, '{}').compare(
            Pgg.Multirange.new_from_variant(23, GLib.Variant('s', '{}'))), 0)
        record = Pgg.Record.new_from_variant(GLib.Variant('(ims)', (1, None)))
        self.assertEqual(record.to_variant().unpack(), (1, None))
        self.assertEqual(record.compare(record), 0)

    def test_numeric(self):
        sql = "SELECT 1.50, 'NaN'::numeric, -2e30::numeric, NULL::numeric, 7::int"
        for result in self.both(sql):
            half, nan, large = (result.get_numeric(0, column) for column in range(3))
            self.assertEqual([half.to_string(), nan.to_string(), large.to_string()],
                             ['1.50', 'NaN', '-2' + '0' * 30])
            self.assertEqual(result.get_value(0, 0).to_string(), '1.50')
            self.assertEqual(half.to_double(), 1.5)
            self.assertTrue(nan.is_nan())
            self.assertTrue(large.is_integer())
            self.assertTrue(half.equal(Pgg.Numeric.new_from_string('1.5')))
            self.assertEqual(half.compare(nan), -1)
            self.assertEqual(half.hash(), Pgg.Numeric.new_from_double(1.5).hash())
            self.assertIsNone(result.get_numeric(0, 3))
            with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
                result.get_numeric(0, 4)
            with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
                large.to_int64()
        with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
            Pgg.Numeric.new_from_string('1,5')
        self.assertEqual(Pgg.Numeric.new_from_uint64(2 ** 64 - 1).to_uint64(), 2 ** 64 - 1)
        self.assertEqual(Pgg.Numeric.new_from_int64(-2 ** 63).to_int64(), -2 ** 63)
        variant = Pgg.Numeric.new_from_int64(5).to_variant()
        self.assertEqual(variant.unpack(), '5')
        self.assertEqual(Pgg.Numeric.new_from_variant(variant).get_sign(), 1)

    def test_int(self):
        for result in self.both('SELECT 2147483647, (-32768)::int2, 2147483648, NULL::int'):
            self.assertEqual(result.get_int(0, 0), 2147483647)
            self.assertEqual(result.get_int(0, 1), -32768)
            self.assertEqual(result.get_value(0, 1), -32768)
            with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
                result.get_int(0, 2)
            self.assertIsNone(result.get_value(0, 3))

    def test_int64(self):
        for result in self.both('SELECT v FROM unnest($1::int8[]) v',
                                '{' + ','.join(map(str, INT64)) + '}'):
            self.assertEqual(tuple(result.get_int64(i, 0) for i in range(5)), INT64)
            self.assertEqual(tuple(result.get_value(i, 0) for i in range(5)), INT64)
            self.assertEqual(tuple(result.get_column_int64s(0, 0, -1)), INT64)
            packed = result.get_column_bytes(0, 0, -1)
            self.assertEqual(tuple(memoryview(bytes(packed)).cast('q')), INT64)
        for number in INT64:
            self.assertEqual(self.execute('SELECT $1', number).get_int64(0, 0), number)

    def test_unsigned(self):
        for result in self.both("SELECT 4294967295::oid, '18446744073709551615'::xid8"):
            self.assertEqual(result.get_value(0, 0), 4294967295)
            self.assertEqual(result.get_value(0, 1), 2 ** 64 - 1)

    def test_double(self):
        sql = "SELECT 0.1::float8, 'NaN'::float8, '-Infinity'::float8, 1.5::float4"
        for result in self.both(sql):
            self.assertEqual(result.get_double(0, 0), 0.1)
            self.assertTrue(math.isnan(result.get_double(0, 1)))
            self.assertEqual(result.get_double(0, 2), -math.inf)
            self.assertEqual(result.get_value(0, 3), 1.5)
        for number in (0.1, -0.0, 1e308, 5e-324, math.inf):
            self.assertEqual(self.execute('SELECT $1', number).get_double(0, 0), number)

    def test_text(self):
        for result in self.both("SELECT '', 'žluťoučký \U0001f418', repeat('x', 100000), NULL"):
            self.assertEqual(result.get_text(0, 0), '')
            self.assertEqual(result.get_text(0, 1), 'žluťoučký \U0001f418')
            self.assertEqual(len(result.dup_text(0, 2)), 100000)
            self.assertIsNone(result.get_text(0, 3))
            self.assertIsNone(result.dup_text(0, 3))
            self.assertIsNone(result.get_value(0, 3))

    def test_bytes(self):
        every = bytes(range(256))
        for result in self.both('SELECT $1, $2, NULL::bytea', every, b''):
            self.assertEqual(result.get_bytes(0, 0).get_data(), every)
            self.assertEqual(result.get_value(0, 0).get_data(), every)
            self.assertFalse(result.get_bytes(0, 1).get_data())
            self.assertFalse(result.is_null(0, 1))
            self.assertIsNone(result.get_bytes(0, 2))

    def test_other_types_are_text(self):
        for result in self.both("SELECT 'cat'::tsvector, '$.a'::jsonpath, '{\"a\":1}'::json"):
            self.assertEqual(result.get_value(0, 2), '{"a":1}')
            if self.connection.props.result_format == Pgg.ResultFormat.TEXT:
                self.assertEqual(rows(result), [["'cat'", '$."a"', '{"a":1}']])

    def test_columns(self):
        sql = '''SELECT n, n::float8 / 2, n % 2 = 0, CASE WHEN n <> 2 THEN 'n' || n END
                 FROM generate_series(1, 4) n'''
        for result in self.both(sql):
            self.assertEqual(list(result.get_column_int64s(0, 0, -1)), [1, 2, 3, 4])
            self.assertEqual(list(result.get_column_int64s(0, 1, 2)), [2, 3])
            self.assertEqual(list(result.get_column_int64s(0, 4, -1)), [])
            self.assertEqual(list(result.get_column_doubles(1, 0, -1)), [.5, 1, 1.5, 2])
            self.assertEqual(list(result.get_column_booleans(2, 0, -1)),
                             [False, True, False, True])
            self.assertEqual(result.get_column_texts(3, 0, -1), ['n1', None, 'n3', 'n4'])
            self.assertEqual(bytes(result.get_column_nulls(3, 0, -1)), b'\0\1\0\0')

    def test_peek_values(self):
        for result in self.both("SELECT n, 't' || n, NULL::int FROM generate_series(1, 3) n"):
            flat = result.peek_values(0, -1)
            self.assertEqual(list(flat), [1, 't1', None, 2, 't2', None, 3, 't3', None])
            self.assertEqual(list(result.peek_values(2, 1)), [3, 't3', None])
            self.assertEqual(list(result.peek_values(0, -1)), list(flat))

    def test_rows(self):
        for result in self.both("SELECT 1 AS n, 'x' AS \"Text\", 2 AS n"):
            row = result.get_row(0)
            self.assertEqual(row.get_n_columns(), 3)
            self.assertEqual(row.find_column('n'), 0)
            self.assertEqual(row.get_value_by_name('n'), 1)
            self.assertEqual(row.get_text_by_name('Text'), 'x')
            self.assertEqual(row.get_value(2), 2)
            self.assertEqual(row.get_int64(2), 2)
            self.assertEqual(row.dup_text(1), 'x')
            with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
                row.get_value_by_name('text')
        del result
        self.assertEqual(row.get_text(1), 'x')
        self.assertEqual(row.get_result().get_n_rows(), 1)

    def test_column_descriptions(self):
        self.connection.execute('CREATE TEMP TABLE described (n int8, s varchar(5))', None, None)
        columns = self.execute('SELECT s, n, 1.5::numeric(5, 2) AS x FROM described').get_columns()
        self.assertEqual([column.get_name() for column in columns], ['s', 'n', 'x'])
        self.assertEqual([column.get_type_oid() for column in columns], [1043, 20, 1700])
        self.assertEqual([column.get_type_name() for column in columns],
                         ['varchar', 'int8', 'numeric'])
        self.assertEqual(columns[0].get_gtype(), GObject.TYPE_STRING)
        self.assertEqual(columns[1].get_gtype(), GObject.TYPE_INT64)
        self.assertGreater(columns[0].get_table_oid(), 0)
        self.assertEqual([column.get_table_column() for column in columns], [2, 1, 0])
        self.assertEqual(columns[1].get_size(), 8)

    def test_invalid_indices(self):
        result = self.execute('SELECT 1')
        row = result.get_row(0)
        calls = [(result.get_text, 1, 0), (result.get_int, 0, 1),
                 (result.get_value, 2 ** 32 - 1, 0), (result.is_null, 5, 5),
                 (result.get_bytes, 0, 1), (result.get_row, 1), (result.get_column, 1),
                 (result.get_column_int64s, 1, 0, -1),
                 (result.get_column_int64s, 0, 2, -1), (result.get_column_int64s, 0, 0, 2),
                 (result.peek_values, 2, 1), (row.get_value, 1), (row.get_double, 1)]
        for call, *arguments in calls:
            with self.subTest(call=call.__name__, arguments=arguments):
                with self.refused(CLIENT, Pgg.ClientError.OUT_OF_RANGE):
                    call(*arguments)
        for arguments in ((-1, 0), (0, 2 ** 32)):
            with self.assertRaises(OverflowError):
                result.get_text(*arguments)

    def test_conversion(self):
        for result in self.both("SELECT 'x', 1.5::float8"):
            for call in (result.get_int, result.get_int64, result.get_double, result.get_boolean):
                with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
                    call(0, 0)
            with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
                result.get_int(0, 1)

    def test_params(self):
        given = Pgg.Params.new()
        self.assertEqual(given.get_n_params(), 0)
        given.append_int(2 ** 31 - 1)
        given.append_bytes(GLib.Bytes.new(b'a\0b'))
        given.append_byte_array(array.array('B', [1, 0]).tobytes())
        given.append_text(None)
        given.append_value(GObject.Value(GObject.TYPE_INT64, 2 ** 40))
        given.append_value(GObject.Value(GObject.TYPE_STRING, 'x'))
        copy = given.copy()
        self.assertEqual(given.get_n_params(), 6)
        result = self.connection.execute('SELECT $1, $2, $3, $4, $5, $6::text', given, None)
        self.assertEqual([result.get_value(0, 0), result.get_bytes(0, 1).get_data(),
                          result.get_bytes(0, 2).get_data(), result.get_value(0, 3),
                          result.get_value(0, 4), result.get_value(0, 5)],
                         [2 ** 31 - 1, b'a\0b', b'\1\0', None, 2 ** 40, 'x'])
        given.reset()
        self.assertEqual((given.get_n_params(), copy.get_n_params()), (0, 6))
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            given.append_value(GObject.Value(GObject.TYPE_OBJECT, self.connection))
        with self.assertRaises(OverflowError):
            given.append_int(2 ** 31)
        with self.assertRaises(OverflowError):
            given.append_int64(2 ** 63)

    def test_params_of_an_operation_are_fixed(self):
        given = params('before')
        operation = self.connection.execute_start('SELECT $1::text', given)
        given.reset()
        given.append_text('after')
        self.assertTrue(operation.run(None))
        self.assertEqual(rows(self.connection.execute_finish(operation)), [['before']])

    def test_too_many_params(self):
        given = Pgg.Params.new()
        for _ in range(65535):
            given.append_null()
        with self.refused(CLIENT, Pgg.ClientError.TOO_LARGE):
            given.append_null()


if __name__ == '__main__':
    unittest.main()
