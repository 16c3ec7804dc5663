# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rows as tuples: of results, of cursors, and of streams."""

import asyncio
import copy
import datetime
import pickle
import unittest
from decimal import Decimal

from support import ClientTestCase, Pgg

from gi.repository import GLib, GObject

# A JSON number with more digits than Python reads.
UNREADABLE = "SELECT CASE n WHEN 3 THEN repeat ('1', 5000) ELSE '1' END::json FROM " \
             'generate_series (1, 5) n'
MANY = "SELECT n, nullif (n % 3, 0), 't' || n, '{\"n\": 1}'::json, n / 2.0, n % 2 = 0, " \
       'NULL FROM generate_series (1, 2500) n'


# Where a result has many rows whole columns come at a time, of the types of which that can be.
COLUMNS = [
    'n % 2 = 0', 'n::int2', 'n', '-n::int8 << 40', 'n::oid', '(n::text)::xid8', 'n::float4 / 3',
    'n::float8 / 3', 'n / 3.0', "(ARRAY['NaN', '1e100', '-0.00'])[n % 3 + 1]::numeric",
    "'text ' || n", "'v'::varchar", "n::text::json", 'md5 (n::text)::uuid', "'ab'::bytea",
    "date '1999-12-25' + n", "CASE n WHEN 70 THEN 'infinity' ELSE '2024-02-29' END::date",
    "timestamp '1999-12-31 23:59' + n * interval '1.000001 s'",
    "timestamptz '1969-12-31 23:59Z' + n * interval '1.000001 s'",
    "timestamptz '0001-01-02 00:00Z' - n * interval '1 hour'",
    "CASE n WHEN 70 THEN '-infinity' ELSE '2024-02-29' END::timestamptz",
    "time '23:00' + n * interval '1.000001 s'",
    "nullif (time '00:00' + n % 2 * interval '1 s', '00:00')",
    "CASE n % 3 WHEN 0 THEN '24:00' WHEN 1 THEN '00:00:00.5' END::time",
    "CASE n % 3 WHEN 0 THEN 'infinity' WHEN 1 THEN '9999-12-31 23:59:59.999999' END::timestamp",
    "CASE n % 4 WHEN 0 THEN '0001-01-01' WHEN 1 THEN '10000-01-01' "
    "WHEN 2 THEN '0001-12-31 BC' ELSE '1999-01-01' END::date",
    "n * interval '1 day'", 'ARRAY[n, NULL]', "'x'::name",
    "timestamptz '2000-01-01 00:00Z' + n * interval '1 day'", "'moment'::pg_temp.moment",
    "timestamptz '2000-01-01 00:00Z'::pg_temp.instant"]


def is_as_expected(number, row):
    return row == (number, number % 3 or None, f't{number}', {'n': 1}, row[4], number % 2 == 0,
                   None) and row[4] * 2 == number


class Rows(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()

    def test_tuple(self):
        row = self.connection.execute("SELECT 1 AS a, 'x' AS b, NULL AS c")[0]
        self.assertEqual(row, (1, 'x', None))
        self.assertIsInstance(row, tuple)
        a, b, c = row
        self.assertEqual((a, b, c), (1, 'x', None))
        self.assertEqual((row['b'], row[-1], row[:2]), ('x', None, (1, 'x')))
        self.assertEqual(hash(row), hash((1, 'x', None)))
        self.assertEqual(dict(zip(row.keys(), row)), {'a': 1, 'b': 'x', 'c': None})
        with self.assertRaises(KeyError):
            row['B']
        for same in (copy.copy(row), copy.deepcopy(row), pickle.loads(pickle.dumps(row))):
            self.assertEqual(same, row)

    def test_methods(self):
        """A row has those of a Pgg.Row as well."""
        second = list(self.connection.execute('SELECT generate_series (1, 2) AS n'))[1]
        self.assertEqual((second.get_int(0), second.get_text(0), second.get_index()), (2, '2', 1))
        self.assertEqual((second.find_column('n'), second.get_n_columns()), (0, 1))
        with self.assertRaises(AttributeError):
            second.no_such_method
        with self.assertRaises(AttributeError):
            second._no_such_field

    def test_many(self):
        for format_ in (Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY):
            self.connection.props.result_format = format_
            result = self.connection.execute(MANY)
            rows = list(result)
            self.assertEqual(len(rows), 2500)
            for number, row in enumerate(rows, 1):
                self.assertTrue(is_as_expected(number, row), row)
            self.assertEqual((result[1999], result[-1]), (rows[1999], rows[2499]))
            self.assertEqual(result[998:1002], rows[998:1002])

    def test_places(self):
        """Rows that were made together know which they are, whichever are left."""
        rows = list(self.connection.execute('SELECT 7 FROM generate_series (1, 2500)'))
        self.assertEqual([row.get_index() for row in rows], list(range(2500)))
        del rows[::2]
        others = [tuple(range(1)) for _ in range(5000)]
        self.assertEqual([row.get_index() for row in rows], list(range(1, 2500, 2)))
        self.assertEqual(len(others), 5000)

    def test_nothing_is_set(self):
        """Rows that came together would all have it, and others not."""
        for sql in "SELECT 1 AS a", MANY:
            row, *_ = rows = list(self.connection.execute(sql))
            with self.assertRaisesRegex(AttributeError, "'note'"):
                row.note = 1
            with self.assertRaisesRegex(AttributeError, "'_result'"):
                del row._result
            self.assertFalse(any(hasattr(each, 'note') for each in rows))
            self.assertEqual(row.get_index(), 0)

    def test_without_columns(self):
        rows = list(self.connection.execute('SELECT FROM generate_series (1, 2)'))
        self.assertEqual(rows, [(), ()])
        self.assertTrue(rows[0])

    def test_columns(self):
        """They are what they are in rows that come one at a time, NULLs among them."""
        self.connection.execute("SET TIME ZONE 'America/St_Johns'")
        self.connection.execute("CREATE TYPE pg_temp.moment AS ENUM ('moment')")
        self.connection.execute('CREATE DOMAIN pg_temp.instant AS timestamptz')
        columns = ', '.join(f'CASE WHEN n % 50 <> {index} THEN {column} END'
                            for index, column in enumerate(COLUMNS))
        sql = f'SELECT {columns} FROM generate_series (1, 120) n'
        for format_ in (Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY):
            self.connection.props.result_format = format_
            result = self.connection.execute(sql)
            for index, row in enumerate(result):
                one = result[index]
                self.assertEqual(repr(row), repr(one))
                self.assertEqual([type(value) for value in row], [type(value) for value in one])
            self.assertEqual([index for index, value in enumerate(result[50]) if value is None],
                             [1])

    def test_cursor(self):
        cursor = self.connection.create_cursor()
        cursor.execute(MANY)
        first, some = cursor.fetch_one(None), cursor.fetch_many(3, None)
        rows = [first, *some, *cursor.fetch_all(None)]
        self.assertEqual(len(rows), 2500)
        for number, row in reversed(list(enumerate(rows, 1))):
            self.assertTrue(is_as_expected(number, tuple(row)), number)
        self.assertEqual((rows[5]['n'], rows[5].get_int(0), rows[5].keys()[0]), (6, 6, 'n'))

    def test_stream(self):
        cursor = self.connection.create_cursor()
        for fetch in (lambda: list(cursor), lambda: cursor.fetch_all(None)):
            cursor.stream(MANY)
            rows = fetch()
            self.assertEqual(len(rows), 2500)
            for number, row in enumerate(rows, 1):
                self.assertTrue(is_as_expected(number, tuple(row)), number)

    def test_unreadable(self):
        """A value that Python cannot read is an error of its row only."""
        result = self.connection.execute(UNREADABLE)
        cursor = self.connection.create_cursor()
        cursor.execute(UNREADABLE)
        rows = iter(result)
        self.assertEqual([next(rows), next(rows)], [(1,), (1,)])
        with self.assertRaises(ValueError):
            next(rows)
        self.assertEqual(result[3:], [(1,), (1,)])
        rows = cursor.fetch_all(None)
        self.assertEqual([tuple(rows[index]) for index in (0, 1, 3, 4)], [(1,)] * 4)
        with self.assertRaises(ValueError):
            rows[2][0]
        self.assertEqual(rows[2].get_n_columns(), 1)

    def test_columns_change(self):
        """What is known of the columns of one set is not used for another."""
        sets = "SELECT '[1]'::json AS a, 1 AS b; SELECT '[1]'::text AS b, 'x' AS a"
        cursor = self.connection.create_cursor()
        cursor.execute(sets)
        rows = iter(cursor)
        self.assertEqual(tuple(next(rows)), ([1], 1))
        self.assertTrue(cursor.next_set())
        row = next(rows)
        self.assertEqual((row[0], row['a'], row['b']), ('[1]', 'x', '[1]'))
        for sql, expected in (("SELECT '[2]'::json FROM generate_series(1, 3)", [2]),
                              ("SELECT '[2]'::text FROM generate_series(1, 3)", '[2]')):
            for size in 1, 2:
                cursor.array_size = size
                cursor.stream(sql)
                self.assertEqual([value for value, in cursor], [expected] * 3)
        cursor.stream("SELECT '[3]'::json AS a FROM generate_series(1, 3)")
        rows = iter(cursor)
        self.assertEqual([next(rows)['a'], next(rows)['a']], [[3], [3]])
        cursor.stream("SELECT 0 AS b, '[3]'::text AS a FROM generate_series(1, 3)")
        self.assertIn(next(rows)['a'], ([3], '[3]'))
        self.assertEqual([row['a'] for row in cursor][-1], '[3]')


class Thing(GObject.Object):
    __gtype_name__ = 'TestRowsThing'

    number = GObject.Property(type=int)
    any_thing = GObject.Property(type=object)
    other = GObject.Property(type=GObject.TYPE_PYOBJECT)


class Objects(ClientTestCase):
    """Properties that hold any object of Python have what rows have."""

    VALUES = {"'x'": 'x', '5': 5, '1.50': Decimal('1.50'), "'{\"a\": [1]}'::json": {'a': [1]},
              'ARRAY[1, NULL]': [1, None], "'2024-02-29'::date": datetime.date(2024, 2, 29),
              'NULL::int': None, "'infinity'::date": Pgg.Date.new_from_string('infinity')}

    def setUp(self):
        self.connection = self.connect()

    def test_any_object(self):
        for sql, value in self.VALUES.items():
            result = self.connection.execute(
                f'SELECT n AS number, {sql} AS any_thing, n AS other FROM generate_series(1, 60) n')
            for flags in Pgg.ObjectFlags.NONE, Pgg.ObjectFlags.LAX:
                things = result.to_objects(Thing, flags)
                self.assertEqual([(thing.number, thing.any_thing, thing.other) for thing in things],
                                 [(n, value, n) for n in range(1, 61)])
            thing = result[1].to_object(Thing)
            self.assertEqual((thing.number, thing.any_thing, thing.other), (2, value, 2))
            self.assertEqual(result.get_row(2).to_object(Thing).any_thing, value)

    def test_strict(self):
        for sql in ('SELECT 1 AS any_thing, 2 AS none', "SELECT 1 AS any_thing, 'x' AS number",
                    'SELECT 1 AS any_thing, NULL::int AS number'):
            with self.refused_by_client():
                self.connection.execute(sql).to_objects(Thing)
        thing, = self.connection.execute('SELECT 1 AS any_thing, 2 AS none').to_objects(
            Thing, Pgg.ObjectFlags.LAX)
        self.assertEqual(thing.any_thing, 1)

    def test_fetched(self):
        cursor = self.connection.create_cursor()
        cursor.set_row_type(Thing)
        for begin in cursor.execute, cursor.stream:
            begin('SELECT n AS number, ARRAY[n] AS any_thing FROM generate_series(1, 5) n')
            first = cursor.fetch_object(None)
            second = cursor.fetch_object(timeout=60000)
            operation = cursor.fetch_object_start()
            operation.run(None)
            third = cursor.fetch_object_finish(operation)
            fourth, rest = asyncio.run(self.fetch_later(cursor)), [row['number'] for row in cursor]
            self.assertEqual([(thing.number, thing.any_thing) for thing in
                              (first, second, third, fourth)], [(n, [n]) for n in range(1, 5)])
            self.assertEqual((rest, cursor.fetch_object(None)), ([5], None))

    async def fetch_later(self, cursor):
        return await cursor.fetch_object_async()

    def test_first_column(self):
        thing, = self.connection.execute('SELECT 1 AS any_thing, 2 AS any_thing').to_objects(
            Thing, Pgg.ObjectFlags.LAX)
        self.assertEqual(thing.any_thing, 1)
        with self.refused_by_client():
            self.connection.execute('SELECT 1 AS any_thing, 2 AS any_thing').to_objects(Thing)

    def refused_by_client(self):
        return self.assertRaisesRegex(GLib.Error, 'pgg-client-error')

    def test_parameters(self):
        for names in ['number', 'any_thing'], ['any-thing', 'number'], None:
            params = Pgg.Params.new()
            params.set_object(Thing(number=5, any_thing=[1, 2], other=None), names)
            row, = self.connection.execute(
                'SELECT :number, :any_thing' + (', :other::text' if names is None else ''), params)
            self.assertEqual(row[:2], (5, [1, 2]))

    def test_parameters_set_again(self):
        params = Pgg.Params.new()
        for value in [1], {'a': 2}, None, 'x', 5, Decimal('1.50'), 2 ** 70:
            params.set_object(Thing(number=5, any_thing=value), None)
            self.assertEqual(params.get_n_params(), 3)
            self.assertTrue(self.connection.execute(
                'SELECT :number, :any_thing::text, :other::text', params))
        params.set_named_value('other', [3])
        row, = self.connection.execute('SELECT :number, :any_thing, :other', params)
        self.assertEqual(tuple(row), (5, 2 ** 70, [3]))


class Construction(ClientTestCase):
    """What would have nothing that it is of is refused; it ended the process."""

    def test_made_by_others(self):
        for name in 'Pipeline', 'ResultModel', 'RowItem', 'Statement', 'Transaction':
            with self.assertRaisesRegex(TypeError, f'a Pgg.{name} is made by '):
                getattr(Pgg, name)()

    def test_made(self):
        connection = self.connect()
        with connection.begin() as transaction:
            self.assertIsInstance(transaction, Pgg.Transaction)
        self.assertIsInstance(connection.prepare('SELECT 1'), Pgg.Statement)
        model = Pgg.ResultModel.new(connection.execute('SELECT 1'))
        self.assertIsInstance(model.get_item(0), Pgg.RowItem)
        self.assertIsInstance(connection.enter_pipeline(), Pgg.Pipeline)


class Loops(ClientTestCase):
    """Whoever leaves a loop goes on at the next row, which can be fetched in every way."""

    SQL = 'SELECT generate_series(1, 100) AS n'

    def setUp(self):
        self.connection = self.connect()
        self.cursor = self.connection.create_cursor()

    def each(self):
        for begin in self.cursor.execute, self.cursor.stream:
            for size in 1, 7, 60:
                with self.subTest(begin=begin, size=size):
                    self.cursor.set_array_size(size)
                    begin(self.SQL)
                    yield begin

    def leave(self, last):
        for n, in self.cursor:
            if n == last:
                return

    async def leave_later(self, last):
        async for n, in self.cursor:
            if n == last:
                return

    def test_left(self):
        cursor = self.cursor
        for begin in self.each():
            self.leave(10)
            self.assertEqual((cursor.get_row_number(), cursor.row_number, cursor.rownumber),
                             (10, 10, 10))
            self.assertEqual(cursor.fetchone()[0], 11)
            self.leave(20)
            self.assertEqual([n for n, in cursor.fetch_many(2)], [21, 22])
            for n, in cursor:
                self.assertEqual((n, cursor.fetch_one()[0]), (23, 24))
                break
            self.leave(25)
            self.assertEqual([n for n, in cursor.fetch_all()], [*range(26, 101)])
            self.assertEqual([*cursor], [])
            begin(self.SQL)
            self.leave(1)
            begin(self.SQL)
            self.assertEqual([n for n, in cursor], [*range(1, 101)])

    def test_left_later(self):
        async def run(begin):
            await begin(self.SQL)
            await self.leave_later(10)
            self.assertEqual((await self.cursor.fetch_one_start())[0], 11)
            await self.leave_later(15)
            self.leave(20)
            await self.leave_later(25)
            rest = await self.cursor.fetch_all_start()
            self.assertEqual([n for n, in rest], [*range(26, 101)])

        for _ in self.each():
            asyncio.run(run(self.cursor.execute_start))
            asyncio.run(run(self.cursor.stream_start))

    def test_scrolled(self):
        self.cursor.execute(self.SQL)
        self.leave(50)
        self.cursor.scroll(-1, Pgg.ScrollMode.RELATIVE)
        self.assertEqual(self.cursor.fetch_one()[0], 50)

    def test_tasks_together(self):
        """Each row goes to one of those that iterate."""
        async def read():
            return [n async for n, in self.cursor]

        async def run():
            return await asyncio.gather(read(), read(), read())

        for _ in self.each():
            parts = asyncio.run(run())
            self.assertEqual(sorted(sum(parts, [])), [*range(1, 101)])


if __name__ == '__main__':
    unittest.main()
