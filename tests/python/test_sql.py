# SPDX-License-Identifier: LGPL-2.1-or-later
"""Composed SQL and scripts from Python."""

import unittest

from support import CLIENT, ClientTestCase

from gi.repository import Pgg

Sql = Pgg.Sql


class Compose(ClientTestCase):
    def check(self, sql, expected):
        self.assertEqual(sql.to_string(), expected)

    def test_parts(self):
        self.check(Sql.new('now()'), 'now()')
        self.check(Sql.new_identifier('a"b'), '"a""b"')
        self.check(Sql.new_qualified(['public', 'Größe']), '"public"."Größe"')
        self.check(Sql.new_placeholder('name'), ':name')
        self.check(Sql.new_placeholder(None), '$1')
        self.check(Sql.new_null(), 'NULL')
        self.check(Sql.new_boolean(True), 'true')
        self.check(Sql.new_int64(-2 ** 63), '-9223372036854775808')
        self.check(Sql.new_double(0.1), '0.1')
        self.check(Sql.new_text("it's"), "'it''s'")
        self.check(Sql.new_text(None), 'NULL')
        self.check(Sql.new_byte_array(b'\0a'), " E'\\\\x0061'::pg_catalog.bytea")
        self.check(Sql.new_bytes(None), 'NULL')
        self.check(Sql.new_value(7), '7')
        self.check(Sql.new_value('7'), "'7'")

    def test_format(self):
        table, number = Sql.new_identifier('my table'), Sql.new_int64(-5)
        self.check(Sql.format('SELECT 1-{} FROM {}', [number, table]),
                   'SELECT 1- -5 FROM "my table"')
        self.check(Sql.format_named('{t} {n} {t}', ['n', 't'], [number, table]),
                   '"my table" -5 "my table"')
        self.check(Sql.format('{{}}', []), '{}')
        self.check(Sql.join(', ', [number, Sql.new_placeholder(None)]), '-5, $1')
        self.check(Sql.join(', ', []), '')

    def test_refused(self):
        for call in (lambda: Sql.format("'{}'", [Sql.new_int64(1)]),
                     lambda: Sql.format('{}', []),
                     lambda: Sql.format('', [Sql.new_int64(1)]),
                     lambda: Sql.format_named('{a}', ['a', 'b'], [Sql.new_int64(1)]),
                     lambda: Sql.new_identifier(''),
                     lambda: Sql.new_qualified([]),
                     lambda: Sql.new_placeholder('1'),
                     lambda: Sql.new_value(object())):
            with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
                call()

    def test_execute(self):
        connection = self.connect()
        texts = ["it's", 'back\\slash', '$1 :x {} "', '-- /*', 'ä€😀', '']
        columns = [Sql.format('{} AS {}', [Sql.new_text(text), Sql.new_identifier(f'c{text}')])
                   for text in texts]
        sql = Sql.format('SELECT {}', [Sql.join(', ', columns)])
        result = connection.execute(sql.to_string(), None, None)
        self.assertEqual([result.get_text(0, i) for i in range(len(texts))], texts)
        self.assertEqual([column.get_name() for column in result.get_columns()],
                         [f'c{text}' for text in texts])


class Script(ClientTestCase):
    def test_split(self):
        self.assertEqual(Sql.split_script("SELECT ';'; -- a\n;SELECT (1;2) -- b\n;;SELECT 'ä'"),
                         ["SELECT ';'", 'SELECT (1;2) -- b', "SELECT 'ä'"])
        self.assertEqual(Sql.split_script(''), [])

    def test_execute(self):
        connection = self.connect()
        script = '''CREATE TEMPORARY TABLE script (n int);
            INSERT INTO script VALUES (1), (2);
            SELECT sum(n) FROM script;'''
        for statement in Sql.split_script(script):
            result = connection.execute(statement, None, None)
        self.assertEqual(result.get_text(0, 0), '3')

    def test_refused(self):
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            Sql.split_script("SELECT 'a")
        with self.refused(CLIENT, Pgg.ClientError.NOT_SUPPORTED):
            Sql.split_script('\\d')


if __name__ == '__main__':
    unittest.main()
