# SPDX-License-Identifier: LGPL-2.1-or-later
"""Types are known to users who may not look everywhere."""

import unittest

from support import CONNINFO, ClientTestCase, rows

from gi.repository import GLib, Pgg

DEFINITIONS = (
    'SET client_min_messages = warning',
    'DROP SCHEMA IF EXISTS "not ""here" CASCADE',
    'DROP TABLE IF EXISTS of_hidden',
    'DROP ROLE IF EXISTS guest',
    'CREATE ROLE guest LOGIN',
    'CREATE SCHEMA "not ""here"',
    'CREATE TYPE "not ""here"."a[]" AS (number int, name text)',
    'CREATE TYPE "not ""here".span AS RANGE (subtype = float8)',
    'CREATE TABLE of_hidden'
    ' (one "not ""here"."a[]", many "not ""here"."a[]"[], spans "not ""here".span)',
    "INSERT INTO of_hidden VALUES ((1, 'x'), '{\"(2,y)\"}', '[1.5,2)')",
    'GRANT SELECT, INSERT ON of_hidden TO guest',
)
CLEANUP = ('DROP TABLE of_hidden', 'DROP SCHEMA "not ""here" CASCADE', 'DROP ROLE guest')
TEXTS = [['(1,x)', '{"(2,y)"}', '[1.5,2)']]


class Access(ClientTestCase):
    def setUp(self):
        self.owner = self.connect()
        for sql in DEFINITIONS:
            self.owner.execute(sql, None, None)
        for sql in reversed(CLEANUP):
            self.addCleanup(self.owner.execute, sql, None, None)

    def connect_guest(self):
        connection = Pgg.connect(CONNINFO.replace('user=postgres', 'user=guest'), None)
        self.addCleanup(connection.close, None)
        return connection

    def read(self, connection):
        """A row of values, with the result that they belong to."""
        result = connection.execute('SELECT * FROM of_hidden LIMIT 1', None, None)
        return result, [result.get_value(0, column) for column in range(3)]

    def check_sent(self, connection, values):
        sent = Pgg.Params.new()
        for value in values:
            sent.append_value(value)
        texts = connection.execute('SELECT $1::text, $2::text, $3::text', sent, None)
        self.assertEqual(rows(texts), TEXTS)
        connection.execute('INSERT INTO of_hidden VALUES ($1, $2, $3)', sent, None)
        self.check_types(connection, sent)

    def check_types(self, connection, sent):
        types = connection.execute(
            'SELECT pg_typeof($1)::oid, pg_typeof($2)::oid, pg_typeof($3)::oid', sent, None)
        self.assertEqual([types.get_int64(0, column) for column in range(3)], self.find_types())

    def find_types(self):
        types = self.owner.execute(
            "SELECT atttypid FROM pg_attribute WHERE attrelid = 'of_hidden'::regclass"
            ' AND attnum > 0 ORDER BY attnum', None, None)
        return [types.get_int64(row, 0) for row in range(types.get_n_rows())]

    def test_values_that_were_read(self):
        guest = self.connect_guest()
        for result_format in Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY:
            guest.set_result_format(result_format)
            result, values = self.read(guest)
            self.assertEqual(rows(result), TEXTS)
            self.assertEqual(values[0].get_field_name(1), 'name')
            self.check_sent(guest, values)

    def test_values_from_another_session(self):
        """The name of the type is one that this session's user may not look up."""
        _result, values = self.read(self.owner)
        self.owner.forget_types()
        self.check_sent(self.connect_guest(), values)

    def test_names_that_were_given(self):
        sent = Pgg.Params.new()
        for text, name in (b'(1,x)', 'a[]'), (b'{"(2,y)"}', 'a[]"[]'), (b'[1.5,2)', 'span'):
            name = f'"not ""here"."{name}' + ('' if name.endswith('"[]') else '"')
            sent.append_typed_bytes(GLib.Bytes.new(text), Pgg.CodecFormats.TEXT, name)
        self.check_types(self.connect_guest(), sent)

    def test_without_the_list_of_databases(self):
        self.owner.execute('REVOKE SELECT ON pg_database FROM PUBLIC', None, None)
        self.addCleanup(self.owner.execute, 'GRANT SELECT ON pg_database TO PUBLIC', None, None)
        self.owner.forget_types()
        _result, values = self.read(self.connect_guest())
        self.assertEqual(values[0].get_field_name(1), 'name')


if __name__ == '__main__':
    unittest.main()
