# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values of Python as parameters: each arrives as what it is, or is refused."""

import array
import collections
import datetime
import enum
import fractions
import ipaddress
import pathlib
import types
import unittest
from decimal import Decimal
from zoneinfo import ZoneInfo

from support import ClientTestCase

from gi.repository import GLib, GObject, Pgg

try:
    import numpy
except ImportError:
    numpy = None


class PlainValues(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()

    def send(self, *values):
        """The texts of values, and of their types."""
        row, = self.connection.execute('SELECT ' + ', '.join(
            f'${index}::text, pg_typeof (${index})::text'
            for index in range(1, len(values) + 1)), values)
        return [tuple(row[index:index + 2]) for index in range(0, len(row), 2)]

    def read(self, value, cast):
        return self.connection.execute(f'SELECT ($1::{cast})::text', [value])[0][0]

    def test_lists_of_parameters(self):
        sql = 'SELECT $1::int'
        Pair = collections.namedtuple('Pair', 'a')
        for values in ([5], (5,), Pair(5), collections.deque([5]), iter([5]), range(5, 6),
                       self.connection.execute('SELECT 5')[0]):
            self.assertEqual(self.connection.execute(sql, values)[0][0], 5)
        self.assertEqual(self.connection.execute(
            'SELECT :a::int', types.MappingProxyType({'a': 5}))[0][0], 5)
        for wrong in (b'5', bytearray(b'5'), memoryview(b'5'), '5', 5, {5}, {5: 5}.keys(), {5: 5},
                      GLib.Bytes.new(b'5'), GLib.Variant('(i)', (5,)), object(), int,
                      self.connection.execute('SELECT 5'), self.connection.create_cursor()):
            with self.assertRaises(TypeError, msg=repr(wrong)):
                self.connection.execute(sql, wrong)

    def test_numbers(self):
        class Odd(Decimal):
            def __str__(self):
                return 'odd'

        class Level(enum.IntEnum):
            HIGH = 5

        self.assertEqual(
            self.send(Odd('1.50'), Level.HIGH, Decimal('sNaN'), Decimal('-NaN5'), Decimal('-1E+2'),
                      2 ** 63, -2 ** 63, -0.0, float('nan'), [Odd('1.50'), Decimal('NaN')]),
            [('1.50', 'numeric'), ('5', 'integer'), ('NaN', 'numeric'), ('NaN', 'numeric'),
             ('-100', 'numeric'), (str(2 ** 63), 'numeric'), (str(-2 ** 63), 'bigint'),
             ('-0', 'double precision'), ('NaN', 'double precision'),
             ('{1.50,NaN}', 'numeric[]')])

    @unittest.skipUnless(numpy, 'there is no numpy')
    def test_numbers_of_numpy(self):
        self.assertEqual(
            self.send(numpy.int8(-5), numpy.uint64(2 ** 64 - 1), numpy.float32(0.5),
                      numpy.float64(0.1), numpy.bool_(True), [numpy.int64(5), None]),
            [('-5', 'integer'), (str(2 ** 64 - 1), 'numeric'), ('0.5', 'double precision'),
             ('0.1', 'double precision'), ('true', 'boolean'), ('{5,NULL}', 'integer[]')])
        for wrong in (numpy.array([1, 2]), numpy.array([1]), numpy.datetime64('2024-01-01'),
                      numpy.longdouble(1) / 3, numpy.complex128(1)):
            with self.assertRaises(TypeError, msg=repr(wrong)):
                self.send(wrong)

    def test_times(self):
        self.connection.execute("SET timezone = 'UTC'")
        berlin = ZoneInfo('Europe/Berlin')

        def zone(**offset):
            return datetime.timezone(datetime.timedelta(**offset))

        last = datetime.datetime(2023, 10, 29, 2, 30, tzinfo=berlin)
        self.assertEqual(
            self.send(last, last.replace(fold=1), datetime.datetime(1800, 1, 1, tzinfo=berlin),
                      datetime.datetime(2024, 1, 1, tzinfo=zone(hours=-20)),
                      datetime.datetime(2024, 1, 1, tzinfo=zone(hours=1, microseconds=1)),
                      datetime.datetime(2024, 1, 1, fold=1),
                      datetime.datetime.max.replace(tzinfo=zone(hours=-15))),
            [('2023-10-29 00:30:00+00', 'timestamp with time zone'),
             ('2023-10-29 01:30:00+00', 'timestamp with time zone'),
             ('1799-12-31 23:06:32+00', 'timestamp with time zone'),
             ('2024-01-01 20:00:00+00', 'timestamp with time zone'),
             ('2023-12-31 22:59:59.999999+00', 'timestamp with time zone'),
             ('2024-01-01 00:00:00', 'timestamp without time zone'),
             ('10000-01-01 14:59:59.999999+00', 'timestamp with time zone')])
        for wrong in (zone(hours=20), zone(hours=1, microseconds=1), berlin):
            with self.assertRaisesRegex(ValueError, r'parameter \$1'):
                self.send(datetime.time(1, tzinfo=wrong))

    def test_values_of_glib(self):
        day = GLib.Date.new_dmy(29, GLib.DateMonth(2), 2024)
        instant = GLib.DateTime.new_utc(2024, 2, 29, 1, 2, 3.5)
        self.connection.execute("SET timezone = 'UTC'; SET datestyle = 'German'")
        self.assertEqual(
            self.send([day, None], day, [instant], [GLib.Bytes.new(b'\0x'), GLib.Bytes.new(b'')],
                      GLib.Variant('ai', [1]), (day, 1)[0]),
            [('{29.02.2024,NULL}', 'date[]'), ('29.02.2024', 'date'),
             ('{"29.02.2024 01:02:03.5 UTC"}', 'timestamp with time zone[]'),
             ('{"\\\\x0078","\\\\x"}', 'bytea[]'), ('{1}', 'integer[]'), ('29.02.2024', 'date')])
        with self.assertRaisesRegex(ValueError, r'parameter \$1: an invalid date'):
            self.send([GLib.Date()])

    def test_documents(self):
        self.assertEqual(self.read({'a': [1, None, 10 ** 30, (True,)]}, 'jsonb'),
                         '{"a": [1, null, 1000000000000000000000000000000, [true]]}')
        for wrong, error in ((float('nan'), ValueError), (float('inf'), ValueError),
                             (datetime.date.min, TypeError), (Decimal(1), TypeError),
                             ({1}, TypeError), (b'x', TypeError)):
            with self.assertRaisesRegex(error, r'parameter \$1: '):
                self.read({'a': [wrong]}, 'json')

    def test_refused_by_name(self):
        class Color(enum.Enum):
            RED = 'red'

        class Style(enum.Flag):
            BOLD = 1

        for wrong in (Color.RED, Style.BOLD, object(), {1}, (n for n in [1]), range(3), 1j,
                      fractions.Fraction(1, 3), array.array('i', [1]), pathlib.Path('x'), len, int,
                      GObject.Object(), self.connection, types.MappingProxyType({}), [object()],
                      [1, 'x'], [datetime.date.min, datetime.datetime.min],
                      collections.deque([1])):
            for values, place in (([1, wrong], r'\$2'), ({'it': wrong}, 'it')):
                with self.assertRaisesRegex(TypeError, f'parameter {place}: ', msg=repr(wrong)):
                    self.connection.execute('SELECT 1', values)
        with self.assertRaisesRegex(ValueError, r'parameter \$2: .*NUL'):
            self.connection.execute('SELECT 1', [1, 'a\0b'])
        with self.assertRaises(UnicodeEncodeError):
            self.connection.execute('SELECT $1', ['\ud800'])
        self.assertEqual(self.one(self.connection, 'SELECT 1'), '1')

    def test_addresses(self):
        four, six = ipaddress.ip_address('1.2.3.4'), ipaddress.ip_interface('::1/64')
        self.assertEqual(self.send([four, six], ipaddress.ip_network('1.0.0.0/8')),
                         [('{1.2.3.4,::1/64}', 'inet[]'), ('1.0.0.0/8', 'cidr')])

    def test_dicts_for_hstore(self):
        self.connection.execute('CREATE EXTENSION IF NOT EXISTS hstore')
        statement = self.connection.prepare('SELECT $1::hstore, $2::hstore[], $3::jsonb')
        for table in ({}, {'a': '1', 'b "c\\': None}):
            row, = statement.execute([table, [table, None], {'a': 1}])
            self.assertEqual(tuple(row), (table, [table, None], {'a': 1}))
        named = self.connection.prepare('SELECT :n::int, :table::hstore')
        self.assertEqual([*named.execute({'table': {'a': 'x'}, 'n': 1})], [(1, {'a': 'x'})])
        for wrong, error in (({"a": 1}, TypeError), ({1: "a"}, TypeError),
                             ({"a\0": ""}, ValueError)):
            with self.assertRaisesRegex(error, r'parameter \$1: '):
                statement.execute([wrong, None, None])
        self.connection.execute('DROP EXTENSION hstore')


if __name__ == '__main__':
    unittest.main()
