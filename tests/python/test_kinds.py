# SPDX-License-Identifier: LGPL-2.1-or-later
"""Objects of Pgg are like those of Python: shown, ordered, copied, pickled, with attributes."""

import copy
import pickle
import unittest

from support import CONNINFO, IO, SERVER, ClientTestCase

from gi.repository import Gio, GLib, Pgg

# In the order of the server.
SORTED = {
    'date': ['-infinity', '0044-03-15 BC', '10000-01-01', 'infinity'],
    'timestamp': ['-infinity', '0044-03-15 12:00:00 BC', '10000-01-01 00:00:00', 'infinity'],
    'interval': ['1 mon', '32 days 1 mon', '1 year'],
    'int4range': ['empty', '[1,2)', '[1,5)', '[2,3)'],
    'int4multirange': ['{}', '{[1,2)}', '{[2,3),[5,6)}'],
    'int4[]': ['[0:1]={1,2}', '[0:1]={1,3}', '[0:1]={10,1}'],
}
OTHERS = {
    'time': '24:00:00', 'timetz': '24:00:00+02', 'point': '(1,2)', 'line': '{1,2,3}',
    'lseg': '[(1,2),(3,4)]', 'box': '(3,4),(1,2)', 'path': '((1,2),(3,4))',
    'polygon': '((1,2),(3,4))', 'circle': '<(1,2),3>', 'timestamptz': 'infinity',
}


class Kinds(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()
        self.sorted = dict(SORTED)
        if self.connection.get_server_version() < 140000:
            del self.sorted['int4multirange']

    def load(self, kind, text):
        return self.connection.execute(f'SELECT $1::text::{kind}', [text])[0][0]

    def test_order(self):
        for kind, texts in self.sorted.items():
            values = [self.load(kind, text) for text in texts]
            with self.subTest(kind):
                self.assertEqual(sorted(reversed(values)), values)
                for i, low in enumerate(values):
                    for high in values[i + 1:]:
                        self.assertTrue(low < high and low <= high and high > low and high >= low)
                        self.assertFalse(high < low or high <= low or low > high or low >= high)
                    self.assertTrue(low <= low and low >= low)
        for kind in 'point', 'circle':
            value = self.load(kind, OTHERS[kind])
            with self.assertRaises(TypeError):
                value < copy.copy(value)
        with self.assertRaises(TypeError):
            self.load('date', 'infinity') < self.load('timestamp', 'infinity')

    def test_copies(self):
        texts = [(kind, text) for kind, texts in self.sorted.items() for text in texts]
        for kind, text in [*texts, *OTHERS.items()]:
            value = self.load(kind, text)
            with self.subTest(kind, text=text):
                for other in (copy.copy(value), copy.deepcopy(value),
                              pickle.loads(pickle.dumps(value))):
                    self.assertEqual(other, value)
                    self.assertFalse(other != value)
                    self.assertEqual(hash(other), hash(value))
                    self.assertEqual(repr(other), f'<Pgg.{type(value).__name__} {value}>')
                self.assertFalse(self.load(kind, text) != value)
                self.assertTrue(value != text)
        inet = Pgg.Inet.new_from_string('10.0.0.0/8', True)
        self.assertTrue(pickle.loads(pickle.dumps(inet)).is_cidr())

    def test_pickled_errors(self):
        """As those of a pool of processes are."""
        with self.assertRaises(GLib.Error) as caught:
            self.connection.execute(
                "DO $$BEGIN RAISE 'x' USING HINT = 'y', ERRCODE = '23505'; END$$")
        error = caught.exception
        for same in pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error):
            self.assertEqual((same.message, same.sqlstate, same.diagnostics.get_hint(),
                              same.diagnostics.get_batch_index(), repr(same.diagnostics)),
                             ('x', '23505', 'y', error.diagnostics.get_batch_index(),
                              '<Pgg.Diagnostics ERROR 23505: x>'))
            self.assertTrue(same.matches(SERVER, Pgg.SqlState.UNIQUE_VIOLATION))
            self.assertFalse(hasattr(same.diagnostics, 'get_other'))

    def test_pickled_rows(self):
        self.connection.execute('CREATE TEMPORARY TABLE pair (a int, b date)')
        row, = self.connection.execute("SELECT 'x', 'infinity'::date, ROW(1, 'infinity')::pair")
        other = pickle.loads(pickle.dumps(row))
        self.assertEqual(other, row)
        self.assertEqual(other[2].b, row[1])

    def test_shown(self):
        result = self.connection.execute('SELECT 1 AS a, 2 AS b')
        self.assertEqual(repr(result), '<Pgg.Result SELECT 1, columns: a, b>')
        self.assertEqual(repr(result[0]), '(1, 2)')
        self.assertEqual(repr(result.get_row(0)), '<Pgg.Row (1, 2)>')
        self.assertEqual(repr(result.get_column(1)), '<Pgg.Column b int4>')
        params = Pgg.Params.new()
        params.append_text('secret')
        self.assertEqual(repr(params), '<Pgg.Params of 1 values>')
        self.assertEqual(repr(Pgg.Sql.new_identifier('a b')), '<Pgg.Sql "a b">')
        self.assertEqual(repr(self.connection.lookup_type('int4')), '<Pgg.TypeInfo int4>')
        self.assertIn('open', repr(self.connection))
        self.assertNotIn('host', repr(Pgg.Connection.new('host=x password=secret')))
        for value in (self.connection.prepare('SELECT 1'), self.connection.begin(),
                      self.connection.execute_batch(['SELECT 1']), Pgg.Batch.new()):
            self.assertNotIn(' object at ', repr(value))
        self.connection.execute("LISTEN a; NOTIFY a, 'b'")
        notification = self.connection.wait_notification(-1)
        self.assertEqual(repr(notification), "<Pgg.Notification a, 'b'>")

    def test_properties(self):
        self.connection.timeout = 20
        self.assertEqual(self.connection.props.timeout, 20)
        with self.refused(IO, Gio.IOErrorEnum.TIMED_OUT):
            self.connection.execute('SELECT pg_sleep(60)')
        self.connection.timeout = 0
        self.assertEqual(self.connection.status, Pgg.ConnectionStatus.OPEN)
        with self.assertRaises(AttributeError):
            self.connection.status = Pgg.ConnectionStatus.OPEN
        with self.assertRaises(AttributeError):
            self.connection.conninfo = 'dbname=other'
        cursor = self.connection.create_cursor()
        cursor.array_size = 7
        self.assertEqual((cursor.props.array_size, cursor.connection), (7, self.connection))

    def test_errors(self):
        self.connection.execute('CREATE TEMPORARY TABLE u (n int CONSTRAINT only_one UNIQUE)')
        insert, cursor = 'INSERT INTO u VALUES ($1)', self.connection.create_cursor()
        self.connection.execute(insert, [1])
        operation = self.connection.execute_start(insert, [1])
        with self.assertRaises(GLib.Error):
            operation.run()
        statement = self.connection.prepare(insert)
        for call in (lambda: self.connection.execute(insert, [1]),
                     lambda: self.connection.execute(insert, [1], timeout=60000),
                     lambda: self.connection.execute_many(insert, [[2], [1]]),
                     lambda: cursor.execute(insert, [1]), lambda: statement.execute([1]),
                     lambda: self.connection.execute_finish(operation)):
            with self.refused(SERVER, Pgg.SqlState.UNIQUE_VIOLATION) as caught:
                call()
            self.assertEqual(caught.exception.sqlstate, '23505')
            diagnostics = caught.exception.diagnostics
            self.assertEqual(diagnostics.get_constraint_name(), 'only_one')
            self.assertIn('23505', repr(diagnostics))
        with self.assertRaises(GLib.Error) as caught:
            Pgg.connect(CONNINFO + ' dbname=nowhere')
        self.assertEqual(caught.exception.sqlstate, '3D000')
        with self.assertRaises(GLib.Error) as caught:
            self.connection.execute('SELECT :a', {'b': 1})
        self.assertIsNone(caught.exception.sqlstate)
        self.assertIsNone(caught.exception.diagnostics)

    def test_pep_249(self):
        with Pgg.connect(CONNINFO) as connection, connection.cursor() as cursor:
            cursor.execute('CREATE TEMPORARY TABLE t (n int, v text)')
            self.assertIsNone(cursor.description)
            cursor.executemany('INSERT INTO t VALUES ($1, $2)', [(1, 'a'), (2, 'b'), (3, 'c')])
            self.assertEqual(cursor.rowcount, 3)
            cursor.execute('SELECT n, v FROM t ORDER BY n')
            self.assertEqual([item[:2] for item in cursor.description], [('n', 23), ('v', 25)])
            self.assertEqual({len(item) for item in cursor.description}, {7})
            self.assertEqual(cursor.fetchone(), (1, 'a'))
            self.assertEqual(cursor.rownumber, 1)
            self.assertEqual(cursor.fetchmany(1), [(2, 'b')])
            self.assertEqual(cursor.fetchall(), [(3, 'c')])
            self.assertIsNone(cursor.fetchone())
            self.assertEqual((cursor.fetchall(), cursor.fetchmany()), ([], []))
            cursor.arraysize = 2
            cursor.execute('SELECT n FROM t')
            self.assertEqual(len(cursor.fetchmany()), 2)
            self.assertEqual(cursor.statusmessage, 'SELECT 3')
            connection.autocommit = False
            cursor.execute('DELETE FROM t')
            connection.rollback()
            with connection.transaction():
                cursor.execute('SELECT count(*) FROM t')
            self.assertEqual(cursor.fetchone()[0], 3)
            self.assertFalse(connection.closed)
        self.assertTrue(connection.closed)

    def test_parameters(self):
        for wrong in ({1, 2}, frozenset([1]), 'ab', b'ab', 5):
            with self.subTest(wrong=wrong), self.assertRaises(TypeError):
                self.connection.execute('SELECT $1', wrong)
        for values in (1,), [1], iter([1]), range(1, 2), {'a': 1}.values():
            self.assertEqual(self.connection.execute('SELECT $1::int', values)[0][0], 1)


if __name__ == '__main__':
    unittest.main()
