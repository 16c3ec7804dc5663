# SPDX-License-Identifier: LGPL-2.1-or-later
"""Parameters with names from Python."""

import unittest

from support import CLIENT, ClientTestCase, rows, wait

from gi.repository import Pgg


def named(**values):
    params = Pgg.Params.new()
    for name, value in values.items():
        params.set_named_value(name, value)
    return params


class NamedParams(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()

    def test_execute(self):
        for _ in range(2):
            result = self.connection.execute("SELECT :b, :a::int + 1, ':a', :b",
                                             named(a=1, b='two'), None)
            self.assertEqual(rows(result), [['two', '2', ':a', 'two']])

    def test_async(self):
        result = wait(self.connection.execute_async, self.connection.execute_finish,
                      'SELECT :größe', named(größe='x'))
        self.assertEqual(rows(result), [['x']])

    def test_cursor(self):
        cursor = self.connection.create_cursor()
        cursor.execute('SELECT :a', named(a='x'), None)
        self.assertEqual(cursor.fetch_one(None).get_text(0), 'x')
        cursor.stream('SELECT n FROM generate_series(1, :n) n', named(n=3), None)
        self.assertEqual([row.get_text(0) for row in cursor.fetch_all(None)], ['1', '2', '3'])

    def test_execute_many(self):
        self.connection.execute('CREATE TEMPORARY TABLE named (n int, t text)', None, None)
        sets = [named(n=1, t='a'), named(t='b', n=2)]
        for executor in self.connection, self.connection.create_cursor():
            self.assertEqual(executor.execute_many('INSERT INTO named VALUES (:n, :t)', sets,
                                                   None), 2)
        result = self.connection.execute('SELECT DISTINCT n, t FROM named ORDER BY n', None, None)
        self.assertEqual(rows(result), [['1', 'a'], ['2', 'b']])

    def refuse(self, sql, params, words):
        cursor = self.connection.create_cursor()
        for call in (lambda: self.connection.execute(sql, params, None),
                     lambda: wait(self.connection.execute_async, self.connection.execute_finish,
                                  sql, params),
                     lambda: self.connection.execute_many(sql, [params], None),
                     lambda: cursor.execute(sql, params, None),
                     lambda: cursor.stream(sql, params, None),
                     lambda: cursor.execute_many(sql, [params], None)):
            with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT) as caught:
                call()
            self.assertIn(words, caught.exception.message)
        self.assertEqual(self.one(self.connection, 'SELECT 1'), '1')

    def test_refused(self):
        self.refuse('SELECT :a, :b', named(a=1), '“b” has no value')
        self.refuse('SELECT :a', named(a=1, b=2), 'has no parameter “b”')
        self.refuse('SELECT :a, $1', named(a=1), '$1 and :a')
        self.refuse('SELECT $1', named(a=1), 'the parameter $1')
        self.refuse("SELECT :a, 'x", named(a=1), 'Line 1, character 12')
        partly = named(a=1)
        partly.append_int(2)
        self.refuse('SELECT :a, :b', partly, 'Parameter 2 has no name')

    def test_set_left_out(self):
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            self.connection.execute_many('SELECT :a', [named(a=1), Pgg.Params.new()], None)

    def test_changed_meanwhile(self):
        """What was begun does not change with the parameters."""
        params = named(b=1, a=2)
        operation = self.connection.execute_start('SELECT :a, :b', params)
        params.set_named_value('a', 7)
        operation.run(None)
        self.assertEqual(rows(self.connection.execute_finish(operation)), [['2', '1']])


if __name__ == '__main__':
    unittest.main()
