# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the override adds for Python, and that the original calls still work."""

import datetime
import decimal
import unittest
import uuid
from decimal import Decimal

from support import CLIENT, CONNINFO, SERVER, ClientTestCase, params, wait

from gi.repository import GLib, Pgg


class Overrides(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()

    def test_plain_values(self):
        values = [None, True, 5, 2 ** 40, -2 ** 63, 0.5, 'text', b'a\0b', bytearray(b'x')]
        sql = ('SELECT $1::text, $2, $3, $4, $5, $6, $7::text, $8, $9')
        row = self.connection.execute(sql, values)[0]
        self.assertEqual(list(row), values[:-1] + [b'x'])
        huge = 10 ** 30
        row = self.connection.execute('SELECT $1::numeric', (huge,))[0]
        self.assertEqual(row[0], huge)
        self.assertEqual(self.connection.execute('SELECT 1 + $1', [huge])[0][0], huge + 1)
        types = self.connection.execute('SELECT $1, $2', [1, 2 ** 31]).get_columns()
        self.assertEqual([column.get_type_name() for column in types], ['int4', 'int8'])
        for wrong in ([object()], 'text', b'bytes', 5):
            with self.subTest(wrong=wrong), self.assertRaises(TypeError):
                self.connection.execute('SELECT $1', wrong)
        with self.assertRaises(ValueError):
            self.connection.execute('SELECT $1::text', ['a\0b'])

    def test_names(self):
        row = self.connection.execute('SELECT :b::text, :a, :b::text', {'a': 2 ** 40, 'b': 'x'})[0]
        self.assertEqual(list(row), ['x', 2 ** 40, 'x'])
        cursor = self.connection.create_cursor()
        cursor.execute('SELECT :a::int', {'a': None})
        self.assertEqual(list(cursor.fetch_one(None)), [None])
        cursor.stream('SELECT generate_series(1, :n)', {'n': 2})
        self.assertEqual([row[0] for row in cursor], [1, 2])
        self.connection.execute('CREATE TEMPORARY TABLE named (a int, b text)')
        self.assertEqual(self.connection.execute_many(
            'INSERT INTO named VALUES (:a, :b)', [{'a': 1, 'b': 'x'}, {'b': 'y', 'a': 2}]), 2)
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            self.connection.execute('SELECT :a', {'a b': 1})

    def test_appended_values(self):
        values = [None, True, 2 ** 40, 2 ** 70, Decimal('1.50'), 'text', b'a\0b', [1, None],
                  datetime.date(2024, 2, 29), uuid.UUID(int=7)]
        appended, named = Pgg.Params.new(), Pgg.Params.new()
        for index, value in enumerate(values):
            appended.append_value(value)
            named.set_named_value(f'n{index}', value)
        numbers = ', '.join(f'${index + 1}' for index in range(len(values)))
        row = self.connection.execute(f'SELECT {numbers}', appended)[0]
        self.assertEqual(list(row), values)
        names = ', '.join(f':n{index}' for index in range(len(values)))
        self.assertEqual(list(self.connection.execute(f'SELECT {names}', named)[0]), values)
        named.set_named_value('n1', False)
        self.assertEqual(named.get_n_params(), len(values))
        with self.assertRaises(ValueError):
            named.set_named_value('x', 'a\0b')

    def test_values_of_glib(self):
        values = [GLib.Bytes.new(b'x'), GLib.Variant('ai', [1, 2]),
                  GLib.DateTime.new_utc(2024, 2, 29, 1, 2, 3),
                  GLib.Date.new_dmy(29, GLib.DateMonth(2), 2024)]
        row = self.connection.execute('SELECT $1, $2::text, $3::text, $4::text', values)[0]
        self.assertEqual(list(row), [b'x', '{1,2}', '2024-02-29 01:02:03+00', '2024-02-29'])

    def test_pipeline(self):
        pipeline = self.connection.enter_pipeline()
        operations = [pipeline.execute_start('SELECT :a::text', {'a': 'x'}),
                      pipeline.execute_start('SELECT $1::text', ['y']),
                      pipeline.execute_start("SELECT 'z'")]
        pipeline.exit(None)
        self.assertEqual([pipeline.execute_finish(operation)[0][0] for operation in operations],
                         ['x', 'y', 'z'])

    def test_composed_sql(self):
        name, text = Pgg.Sql.new_identifier('a"b'), Pgg.Sql.new_text("it's")
        sql = Pgg.Sql.format('SELECT {} AS {}', [text, name])
        self.assertEqual(str(sql), 'SELECT \'it\'\'s\' AS "a""b"')
        row = self.connection.execute(sql)[0]
        self.assertEqual((row.keys(), list(row)), (['a"b'], ["it's"]))
        self.assertEqual(str(Pgg.Sql.new_text(None)), 'NULL')
        for constructor in Pgg.Sql.new_text, Pgg.Sql.new_identifier:
            with self.assertRaises(ValueError):
                constructor('a\0b')

    def test_original_forms(self):
        for result in (self.connection.execute('SELECT 1', None, None),
                       self.connection.execute('SELECT $1', params(1), None),
                       self.connection.execute('SELECT 1', params=None, cancellable=None),
                       self.connection.execute('SELECT 1')):
            self.assertEqual(result.get_int(0, 0), 1)
        operation = self.connection.execute_start('SELECT 1', None)
        operation.run(None)
        self.assertEqual(self.connection.execute_finish(operation)[0][0], 1)

    def test_rows(self):
        result = self.connection.execute("SELECT n, 't' || n AS t FROM generate_series(1, 3) n")
        self.assertEqual(len(result), 3)
        self.assertEqual([tuple(row) for row in result], [(1, 't1'), (2, 't2'), (3, 't3')])
        self.assertEqual(result[-1]['n'], 3)
        self.assertEqual([row['t'] for row in result[:2]], ['t1', 't2'])
        row = result[0]
        self.assertEqual((len(row), row[0], row[-1], row['t'], row[0:1]), (2, 1, 't1', 't1', (1,)))
        self.assertEqual(dict(zip(row.keys(), row)), {'n': 1, 't': 't1'})
        self.assertLessEqual({'get_text', 'is_null', 'keys', 'count'}, {*dir(row)})
        for key, error in (('none', KeyError), (2, IndexError), (-3, IndexError)):
            with self.assertRaises(error):
                row[key]
        with self.assertRaises(IndexError):
            result[3]
        twice, = self.connection.execute('SELECT 1 AS a, 2 AS b, 3 AS a')
        self.assertEqual((twice['a'], dict(twice), twice.keys()),
                         (1, {'a': 1, 'b': 2}, ['a', 'b', 'a']))
        empty = self.connection.execute('SELECT 1 WHERE false')
        self.assertEqual((len(empty), list(empty), bool(empty)), (0, [], True))

    def test_context_managers(self):
        with Pgg.connect(CONNINFO) as connection:
            with connection.create_cursor() as cursor:
                cursor.execute('SELECT n FROM generate_series(1, $1) n', [3])
                self.assertEqual([row['n'] for row in cursor], [1, 2, 3])
            self.assertEqual(connection.get_status(), Pgg.ConnectionStatus.OPEN)
        self.assertEqual(connection.get_status(), Pgg.ConnectionStatus.CLOSED)
        with connection:
            self.assertEqual(connection.execute('SELECT 1')[0][0], 1)
        with self.assertRaises(GLib.Error), connection:
            connection.execute('SELEKT')
        self.assertEqual(connection.get_status(), Pgg.ConnectionStatus.CLOSED)

    def test_stream(self):
        cursor = self.connection.create_cursor()
        cursor.stream('SELECT generate_series(1, $1)', [1000])
        self.assertEqual([row[0] for row in cursor], list(range(1, 1001)))

    def test_execute_many(self):
        self.connection.execute('CREATE TEMP TABLE many (n int, t text)')
        sql = 'INSERT INTO many VALUES ($1, $2)'
        self.assertEqual(self.connection.execute_many(sql, [(1, 'a'), (2, None)]), 2)
        self.assertEqual(self.connection.create_cursor().execute_many(sql, ((3, 'c'),)), 1)

    def test_async(self):
        result = wait(self.connection.execute_async, self.connection.execute_finish,
                      'SELECT $1::text', ['x'])
        self.assertEqual(result[0][0], 'x')

    def test_then(self):
        loop, ended = GLib.MainLoop(), []
        for sql, params_ in ('SELECT $1::text', ['x']), ('SELECT 1 / $1', [0]):
            def then(result, error):
                ended.append((result, error))
                loop.quit()
            self.connection.execute_then(sql, params_, GLib.PRIORITY_DEFAULT, None, then)
            loop.run()
        (result, none), (no_result, error) = ended
        self.assertEqual((list(result), none, no_result), ([('x',)], None, None))
        self.assertTrue(error.matches(SERVER, Pgg.SqlState.DIVISION_BY_ZERO))

    def test_errors(self):
        with self.refused(SERVER, Pgg.SqlState.DIVISION_BY_ZERO):
            self.connection.execute('SELECT 1 / $1', [0])


class Values(ClientTestCase):
    """Values of Python and of PostgreSQL, in both directions and both formats."""

    EXACT = [
        Decimal('1.50'), Decimal('-1E+3'), datetime.date(2024, 2, 29),
        datetime.date.min, datetime.date.max, datetime.time(23, 59, 59, 999999),
        datetime.time(1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=-3, seconds=5))),
        datetime.datetime(1582, 10, 15, 12, 0, 0, 1), datetime.datetime.min, datetime.datetime.max,
        datetime.datetime(2024, 1, 1, 12, tzinfo=datetime.timezone.utc),
        datetime.timedelta(days=-1, seconds=5, microseconds=7), datetime.timedelta(0),
        uuid.UUID(int=5), True, 2 ** 62, 0.1, b'\0\xff', 'text', None]
    NOT_EXACT = {
        "'infinity'::timestamptz": Pgg.Timestamp, "'-infinity'::date": Pgg.Date,
        "'1 month'::interval": Pgg.Interval, "'24:00'::time": Pgg.Time,
        "'0044-03-15 BC'::date": Pgg.Date, "'12000-01-01'::timestamp": Pgg.Timestamp}
    SETTINGS = ("intervalstyle = 'sql_standard'", "intervalstyle = 'iso_8601'",
                "datestyle = 'German'", "datestyle = 'SQL, DMY'", "timezone = 'Asia/Kolkata'")

    def setUp(self):
        self.connection = self.connect()

    def both(self):
        for format_ in (Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY):
            self.connection.props.result_format = format_
            for setting in self.SETTINGS:
                with self.subTest(format=format_.value_nick, setting=setting):
                    self.connection.execute('RESET ALL', [])
                    self.connection.execute('SET ' + setting, [])
                    yield

    def test_exact(self):
        new = [] if self.connection.get_server_version() < 140000 else [Decimal('Infinity')]
        for _ in self.both():
            for value in self.EXACT + new:
                cast = '::text' if value is None or isinstance(value, str) else ''
                got = self.connection.execute('SELECT $1' + cast, [value])[0][0]
                self.assertEqual((got, type(got)), (value, type(value)))

    def test_not_exact(self):
        for _ in self.both():
            for sql, kind in self.NOT_EXACT.items():
                value = self.connection.execute(f'SELECT {sql}')[0][0]
                self.assertIsInstance(value, kind)
                same = self.connection.execute(f'SELECT $1 = {sql}', [value])[0][0]
                self.assertIs(same, True, sql)

    def test_nan(self):
        value = self.connection.execute('SELECT $1', [Decimal('NaN')])[0][0]
        self.assertTrue(value.is_nan())

    def test_json(self):
        document = {'a': [1, None, 'é"\\'], 'b': {}}
        row = self.connection.execute('SELECT $1::json, $2::jsonb, NULL::json',
                                      [document, document])[0]
        self.assertEqual(row[:], (document, document, None))

    def test_lists(self):
        day = datetime.date(2020, 1, 1)
        for values, kind, text in (
                ([1, 2, None], 'int4[]', '{1,2,NULL}'), ([1, 2 ** 40], 'int8[]', None),
                ([1, 2.5], 'float8[]', '{1,2.5}'), ([1, Decimal('2.50')], 'numeric[]', '{1,2.50}'),
                (['a', 'b"\\', ''], 'text[]', '{a,"b\\"\\\\",""}'),
                ([[1, 2], [3, 4]], 'int4[]', '{{1,2},{3,4}}'), ([day], 'date[]', '{2020-01-01}'),
                ([True], 'bool[]', '{t}'), ([b'x'], 'bytea[]', None)):
            result = self.connection.execute('SELECT $1, ($1)::text', [values])
            self.assertEqual(result.get_column(0).get_type_name(), kind)
            if text is not None:
                self.assertEqual(result.get_text(0, 1), text)
        self.assertEqual(self.connection.execute('SELECT $1::int[] IS NULL, $1::int[] = $2',
                                                 [[], []])[0][:], (False, True))
        for wrong in ([1, 'a'], [object()], [day, 1]):
            with self.assertRaises(TypeError):
                self.connection.execute('SELECT $1', [wrong])

    def test_domains_inside(self):
        """They are what values of their base types are, wherever they are."""
        self.connection.execute('CREATE DOMAIN py_json AS jsonb; CREATE DOMAIN py_id AS uuid;'
                                'CREATE DOMAIN py_own AS py_id;'
                                'CREATE TYPE py_both AS (j py_json, i py_own)', None, None)
        one = uuid.UUID(int=1)
        for format_ in Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY:
            self.connection.set_result_format(format_)
            row, = self.connection.execute(
                f"SELECT '[1]'::py_json, ARRAY['[1]']::py_json[], ARRAY['{one}']::py_own[],"
                f"  ROW ('{{}}', '{one}')::py_both")
            self.assertEqual(tuple(row), ([1], [[1]], [one], ({}, one)))
        self.connection.execute('DROP DOMAIN py_json, py_id CASCADE', None, None)
        self.connection.execute('DROP TYPE py_both', None, None)

    def test_numbers_in_lists(self):
        for format_ in Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY:
            self.connection.set_result_format(format_)
            row, = self.connection.execute(
                "SELECT '{1,NULL,-3}'::int4[], '{t,NULL,f}'::bool[], '{0.1,NULL}'::float8[],"
                "  '{{1,2},{9223372036854775807,4}}'::int8[], '{}'::int2[], '{4294967295}'::oid[],"
                "  '{18446744073709551615,NULL}'::xid8[]")
            self.assertEqual(tuple(row), (
                [1, None, -3], [True, None, False], [0.1, None], [[1, 2], [2 ** 63 - 1, 4]], [],
                [2 ** 32 - 1], [2 ** 64 - 1, None]))
            self.assertIs(row[1][0], True)

    def test_several_numbers_in_lists(self):
        big = 2 ** 53 + 1
        for values, kind in (([1, 2 ** 40], 'bigint[]'), ([1, big], 'bigint[]'),
                             ([0.5, 2 ** 40], 'double precision[]'), ([[big]], 'bigint[]'),
                             ([decimal.Decimal('0.5'), big], 'numeric[]')):
            self.assertEqual([*self.connection.execute('SELECT $1, pg_typeof ($1)::text',
                                                       [values])], [(values, kind)])
        with self.assertRaises(TypeError):
            self.connection.execute('SELECT $1', [[0.5, big]])

    def test_refused(self):
        from zoneinfo import ZoneInfo
        for wrong in (datetime.time(1, tzinfo=ZoneInfo('Europe/Berlin')), ['a\0b']):
            with self.assertRaises(ValueError):
                self.connection.execute('SELECT $1', [wrong])

    def test_subclasses(self):
        class Age(int):
            pass

            def __str__(self):
                return 'old'

        class Title(str):
            def __str__(self):
                return 'a title'

        titles = [Title('x')]
        self.assertEqual(self.connection.execute(
            'SELECT $1, $2, $3::text, $4, ($5::text, 1)::text',
            [Age(5), Age(2 ** 70), *titles, titles, tuple(titles)])[0][:],
            (5, 2 ** 70, 'x', ['x'], '("(""x"")",1)'))

    def test_containers(self):
        self.connection.execute("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'happy'); "
                                'CREATE TYPE pg_temp.pt AS (x int, y text, m mood)')
        sql = """SELECT ARRAY[[1, 2], [3, NULL]], ARRAY['a', NULL, 'NULL'], '{}'::int[],
                        '{1.50,NaN}'::numeric[], ARRAY['{"a": 1}'::jsonb], ARRAY['happy'::mood],
                        ROW (1, 'a "b"', 'happy')::pt, ARRAY[ROW (1, NULL, 'sad')::pt],
                        '192.168.1.5/24'::inet, '10.0.0.0/8'::cidr, '::1'::inet"""
        for format_ in (Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY, Pgg.ResultFormat.AUTO):
            self.connection.props.result_format = format_
            row = self.connection.execute(sql)[0]
            self.assertEqual(row[:3], ([[1, 2], [3, None]], ['a', None, 'NULL'], []))
            self.assertEqual(row[3][0], Decimal('1.50'))
            self.assertTrue(row[3][1].is_nan())
            self.assertEqual(row[4:6], ([{'a': 1}], ['happy']))
            self.assertEqual((row[6], row[6].y), ((1, 'a "b"', 'happy'), 'a "b"'))
            self.assertEqual(row[7], [(1, None, 'sad')])
            self.assertEqual([str(address) for address in row[8:]],
                             ['192.168.1.5/24', '10.0.0.0/8', '::1'])
            again = self.connection.execute('SELECT $1::pt = $2::pt', [row[6], tuple(row[6])])
            self.assertIs(again[0][0], True)

    def test_own_parameters(self):
        """Values of Pgg say themselves of which type they are, also in lists."""
        span = Pgg.Range.new_from_string(23, '[1,5)')
        days = Pgg.Range.new_from_string(1082, '[2024-01-01,2024-02-01)')
        point = Pgg.Point.new(1, 2)
        box = self.connection.execute("SELECT '(1,2),(0,0)'::box")[0][0]
        result = self.connection.execute(
            'SELECT $1 @> 3, pg_typeof ($1)::text, pg_typeof ($2)::text, $2[1] @> 3,'
            '  pg_typeof ($3)::text, pg_typeof ($4)::text, $5::text, pg_typeof ($6)::text',
            [span, [span, None], days, [[point]], (span, 'x'), [box, box]])
        self.assertEqual(tuple(result[0]), (
            True, 'int4range', 'int4range[]', True, 'daterange', 'point[]', '("[1,5)","x")',
            'box[]'))

    def test_learnt_parameters(self):
        """What was read is of the type that it was read as."""
        self.connection.execute('CREATE TYPE py_pair AS (a int, b text)')
        result = self.connection.execute("SELECT '(1,x)'::py_pair, '{\"(2,y)\"}'::py_pair[]")
        record, array = result.get_record(0, 0), result.get_array(0, 1)
        for connection in self.connection, self.connect():
            result = connection.execute(
                'SELECT pg_typeof ($1)::text, ($1).b, pg_typeof ($2)::text, $2[1].b',
                [record, array])
            self.assertEqual(tuple(result[0]), ('py_pair', 'x', 'py_pair[]', 'y'))
        self.connection.execute('DROP TYPE py_pair')

    def test_other_values(self):
        kind = 'int4multirange' if self.connection.get_server_version() >= 140000 else 'text'
        sql = f"""SELECT '[5:6]={{1,2}}'::int[], int4range (1, 5), point (1, 2),
                         '{{[1,3)}}'::{kind}"""
        for format_ in (Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY):
            self.connection.props.result_format = format_
            values = self.connection.execute(sql)[0][:]
            self.assertEqual([str(value) for value in values],
                             ['[5:6]={1,2}', '[1,5)', '(1,2)', '{[1,3)}'])
            self.assertEqual(repr(values[1]), '<Pgg.Range [1,5)>')
            again = self.connection.execute('SELECT $1::int[], $2::int4range, $3::point, '
                                            f'$4::{kind}', values)[0][:]
            self.assertEqual(again, values)
            self.assertEqual(len({*again, *values}), 4)

    def test_hstore(self):
        self.connection.execute('CREATE EXTENSION IF NOT EXISTS hstore')
        for format_ in (Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY):
            self.connection.props.result_format = format_
            row = self.connection.execute("SELECT 'a=>1, \"b c\"=>NULL'::hstore")[0]
            self.assertEqual(row[0], {'a': '1', 'b c': None})
            row = self.connection.execute(
                "SELECT ARRAY[['a=>1'::hstore, NULL]], '{}'::hstore[]")[0]
            self.assertEqual(row[:], ([[{'a': '1'}, None]], []))
        self.connection.execute('CREATE TYPE py_hstore AS (h hstore, n int, none hstore)')
        for format_ in (Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY):
            self.connection.props.result_format = format_
            row = self.connection.execute("SELECT ROW ('a=>1', 1, NULL)::py_hstore")[0]
            self.assertEqual(row[0], ({'a': '1'}, 1, None))
        self.connection.execute('DROP TYPE py_hstore')


if __name__ == '__main__':
    unittest.main()
