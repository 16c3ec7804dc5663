# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the override adds for Python, and that the original calls still work."""

import unittest

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
        self.assertEqual(row[0].to_string(), str(huge))
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
        for key, error in (('none', KeyError), (2, IndexError), (-3, IndexError)):
            with self.assertRaises(error):
                row[key]
        with self.assertRaises(IndexError):
            result[3]
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

    def test_errors(self):
        with self.refused(SERVER, Pgg.SqlState.DIVISION_BY_ZERO):
            self.connection.execute('SELECT 1 / $1', [0])


if __name__ == '__main__':
    unittest.main()
