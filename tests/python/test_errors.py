# SPDX-License-Identifier: LGPL-2.1-or-later
"""Errors from Python: domains, codes, and what the server said beside them."""

import unittest

from support import CLIENT, IO, SERVER, ClientTestCase, params, wait

from gi.repository import Gio, GLib, Pgg

STATES = {
    'INSERT INTO checked VALUES (1, 1)': Pgg.SqlState.UNIQUE_VIOLATION,
    'INSERT INTO checked VALUES (2, -1)': Pgg.SqlState.CHECK_VIOLATION,
    'INSERT INTO checked VALUES (3, NULL)': Pgg.SqlState.NOT_NULL_VIOLATION,
    'SELECT * FROM missing': Pgg.SqlState.UNDEFINED_TABLE,
    'SELECT missing FROM checked': Pgg.SqlState.UNDEFINED_COLUMN,
    'SELECT missing()': Pgg.SqlState.UNDEFINED_FUNCTION,
    "SELECT 'x'::int": Pgg.SqlState.INVALID_TEXT_REPRESENTATION,
    'SELECT 2147483647 + 1': Pgg.SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
    "DO $$ BEGIN RAISE 'x' USING ERRCODE = 'ZZ9X1'; END $$": Pgg.sqlstate_from_string('ZZ9X1'),
}


class Errors(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()
        self.connection.execute('''CREATE TEMP TABLE checked (
                                     n int PRIMARY KEY, v int NOT NULL
                                     CONSTRAINT positive CHECK (v > 0));
                                   INSERT INTO checked VALUES (1, 1)''', None, None)

    def fail(self, sql='INSERT INTO checked VALUES (2, -1)', *values):
        with self.assertRaises(GLib.Error) as caught:
            self.connection.execute(sql, params(*values) if values else None, None)
        return caught.exception

    def test_states(self):
        for sql, state in STATES.items():
            with self.subTest(sql):
                error = self.fail(sql)
                self.assertTrue(error.matches(SERVER, state), error)
                self.assertEqual(error.domain, GLib.quark_to_string(SERVER))

    def test_sqlstate(self):
        self.assertEqual(Pgg.sqlstate_to_string(Pgg.SqlState.UNIQUE_VIOLATION), '23505')
        self.assertEqual(Pgg.sqlstate_from_string('23505'), Pgg.SqlState.UNIQUE_VIOLATION)
        self.assertEqual(Pgg.sqlstate_to_string(self.fail(next(iter(STATES))).code), '23505')
        self.assertEqual(Pgg.sqlstate_from_string('no'), 0)

    def test_diagnostics(self):
        self.assertIsNone(self.connection.get_last_diagnostics())
        error = self.fail()
        diagnostics = self.connection.get_last_diagnostics()
        self.assertEqual(diagnostics.get_sqlstate(), '23514')
        self.assertEqual(diagnostics.get_code(), error.code)
        self.assertEqual(diagnostics.get_severity_nonlocalized(), 'ERROR')
        self.assertIn(diagnostics.get_message_primary(), error.message)
        self.assertIn('(2, -1)', diagnostics.get_detail())
        self.assertEqual(diagnostics.get_table_name(), 'checked')
        self.assertEqual(diagnostics.get_constraint_name(), 'positive')
        self.assertIsNone(diagnostics.get_hint())
        self.assertEqual(diagnostics.get_source_function(), 'ExecConstraints')
        self.fail('SELECT 1 +')
        self.assertEqual(self.connection.get_last_diagnostics().get_position(), 11)
        self.assertEqual(diagnostics.get_sqlstate(), '23514')

    def test_diagnostics_of_async(self):
        with self.assertRaises(GLib.Error):
            wait(self.connection.execute_async, self.connection.execute_finish,
                 "SELECT '{'::json", None)
        self.assertEqual(self.connection.get_last_diagnostics().get_sqlstate(), '22P02')

    def test_no_values_in_messages(self):
        error = self.fail('SELECT $1::int', 'secret')
        self.assertTrue(error.matches(SERVER, Pgg.SqlState.INVALID_TEXT_REPRESENTATION), error)
        result = self.connection.execute("SELECT 'secret'", None, None)
        with self.assertRaises(GLib.Error) as caught:
            result.get_int(0, 0)
        self.assertNotIn('secret', caught.exception.message)

    def test_kinds(self):
        self.assertFalse(Pgg.error_is_transient(self.fail()))
        error = self.fail("DO $$ BEGIN RAISE 'x' USING ERRCODE = '40001'; END $$")
        self.assertTrue(error.matches(SERVER, Pgg.SqlState.SERIALIZATION_FAILURE), error)
        self.assertTrue(Pgg.error_is_retryable(error))
        error = self.fail("DO $$ BEGIN RAISE 'x' USING ERRCODE = '53300'; END $$")
        self.assertTrue(Pgg.error_is_transient(error))
        for domain, code in ((CLIENT, Pgg.ClientError.INVALID_ARGUMENT),
                             (IO, Gio.IOErrorEnum.CANCELLED)):
            other = GLib.Error.new_literal(domain, 'x', code)
            self.assertFalse(Pgg.error_is_retryable(other))

    def test_client_errors(self):
        with self.refused(CLIENT, Pgg.ClientError.NOT_SUPPORTED):
            Pgg.capabilities_check(Pgg.Capability.AUTH_DATA_HOOK)

    def test_domains(self):
        for quark, domain in (SERVER, 'pgg-server-error-quark'), (CLIENT, 'pgg-client-error-quark'):
            self.assertEqual(GLib.quark_to_string(quark), domain)
            self.assertEqual(GLib.quark_from_string(domain), quark)
        self.assertEqual(self.fail().domain, 'pgg-server-error-quark')
        with self.refused(CLIENT, Pgg.ClientError.OUT_OF_RANGE) as caught:
            self.connection.execute('SELECT 1', None, None).get_int(1, 0)
        self.assertEqual(caught.exception.domain, 'pgg-client-error-quark')


if __name__ == '__main__':
    unittest.main()
