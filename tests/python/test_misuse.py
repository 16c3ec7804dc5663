# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a careless program does: never a crash, always an error that says what is wrong."""

import gc
import unittest

from support import CLIENT, CONNINFO, IO, ClientTestCase, later, params, rows, wait

from gi.repository import Gio, GLib, GObject, Pgg

PRIORITY = GLib.PRIORITY_DEFAULT


class OtherResult(GObject.Object, Gio.AsyncResult):
    """A result that no method of the library made."""

    def do_get_source_object(self):
        return None

    def do_is_tagged(self, _tag):
        return False


class Misuse(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()

    def test_finish_of_another_method(self):
        operation = self.connection.commit_start()
        operation.run(None)
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            self.connection.execute_finish(operation)
        self.assertTrue(self.connection.commit_finish(operation))

    def test_finish_of_another_object(self):
        operation = self.connection.execute_start('SELECT 1', None)
        operation.run(None)
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            self.connect().execute_finish(operation)
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            self.connection.create_cursor().execute_finish(operation)
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            Pgg.connect_finish(operation)
        self.assertEqual(rows(self.connection.execute_finish(operation)), [['1']])

    def test_finish_of_another_library(self):
        task = Gio.Task.new(self.connection, None, None, None)
        task.return_boolean(True)
        for result in (task, OtherResult()):
            for finish in (self.connection.execute_finish, self.connection.open_finish,
                           self.connection.execute_many_finish, Pgg.connect_finish,
                           self.connection.wait_notification_finish,
                           self.connection.create_cursor().fetch_all_finish,
                           Pgg.LocalServer().start_finish):
                with self.subTest(finish=finish.__name__):
                    with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
                        finish(result)

    def test_finish_twice(self):
        operation = self.connection.execute_start('SELECT 1', None)
        operation.run(None)
        self.assertEqual(rows(self.connection.execute_finish(operation)), [['1']])
        with self.refused(CLIENT, Pgg.ClientError.INVALID_STATE):
            self.connection.execute_finish(operation)

    def test_finish_error_twice(self):
        operation = self.connection.execute_start('SELEKT', None)
        for call in (operation.run, self.connection.execute_finish):
            with self.assertRaises(GLib.Error):
                call(None if call == operation.run else operation)
        with self.assertRaises(GLib.Error):
            self.connection.execute_finish(operation)

    def test_finish_too_early(self):
        operation = self.connection.execute_start('SELECT 1', None)
        with self.refused(CLIENT, Pgg.ClientError.INVALID_STATE):
            self.connection.execute_finish(operation)
        operation.run(None)
        self.assertEqual(rows(self.connection.execute_finish(operation)), [['1']])

    def test_never_finished(self):
        for _ in range(20):
            self.connection.execute_start('SELECT 1', None)
        gc.collect()
        self.assertEqual(self.one(self.connection, 'SELECT 1'), '1')
        outcome = []
        self.connection.execute_async('SELECT 1', None, PRIORITY, None,
                                      lambda *_: outcome.append(True))
        while not outcome:
            GLib.MainContext.default().iteration(True)

    def test_run_twice(self):
        operation = self.connection.execute_start('SELECT 1', None)
        self.assertTrue(operation.run(None))
        self.assertTrue(operation.run(None))
        self.assertEqual(operation.step(Pgg.Wait.READ), Pgg.Wait.NONE)
        operation.cancel()
        operation.set_timeout(1)
        self.assertEqual(rows(self.connection.execute_finish(operation)), [['1']])

    def test_run_and_run_async(self):
        operation = self.connection.execute_start('SELECT 1', None)
        outcome = later(operation.run_async, operation.run_finish)
        operation.run(None)
        while not outcome:
            GLib.MainContext.default().iteration(True)
        self.assertIs(outcome[0], True)
        self.assertTrue(wait(operation.run_async, operation.run_finish))
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            self.connection.commit_start().run_finish(operation)

    def test_wrong_types(self):
        connection = self.connection
        calls = [
            (Pgg.connect, None, None), (Pgg.connect, 5, None),
            (connection.execute, None, None, None),
            (connection.execute, b'SELECT 1', None, None),
            (connection.execute, 'SELECT 1', 5, None),
            (connection.execute, 'SELECT 1', None, 5), (connection.execute,),
            (connection.execute_many, 'SELECT 1', None, None), (connection.listen, None, None),
            (connection.execute_finish, None), (connection.execute_finish, connection),
            (connection.wait_notification, 'x', None), (connection.quote_literal, None),
            (Pgg.connect_finish, None), (Pgg.ResultModel.new, None),
            (Pgg.Result.get_text, None, 0, 0), (Pgg.Params.new().append_int, 'x'),
        ]
        for call, *arguments in calls:
            with self.subTest(call=call.__name__, arguments=arguments):
                with self.assertRaises((TypeError, ValueError)):
                    call(*arguments)

    def test_missing_sets(self):
        for runner in (self.connection, self.connection.create_cursor()):
            with self.subTest(runner=type(runner).__name__):
                self.assertEqual(runner.execute_many('SELECT 1', [None, params()], None), 2)
                with self.assertRaises(GLib.Error):
                    runner.execute_many('SELECT $1', [params(1), None], None)

    def test_wrong_numbers_of_params(self):
        with self.assertRaises(GLib.Error):
            self.connection.execute('SELECT $1, $2', params(1), None)
        with self.assertRaises(GLib.Error):
            self.connection.execute('SELECT $1', None, None)
        self.assertEqual(self.one(self.connection, 'SELECT 1'), '1')

    def test_several_statements_with_params(self):
        with self.assertRaises(GLib.Error):
            self.connection.execute('SELECT $1; SELECT 2', params(1), None)

    def test_empty_sql(self):
        for sql in ('', ';', '-- nothing'):
            result = self.connection.execute(sql, None, None)
            self.assertEqual((result.get_n_rows(), result.get_n_columns()), (0, 0))
            self.assertEqual(result.get_command_tag(), '')

    def test_cursor_of_no_connection(self):
        cursor = Pgg.Cursor()
        calls = [(cursor.execute, 'SELECT 1', None, None), (cursor.stream, 'SELECT 1', None, None),
                 (cursor.execute_many, 'SELECT $1', [params(1)], None), (cursor.fetch_one, None),
                 (cursor.fetch_many, 1, None), (cursor.fetch_all, None), (cursor.next_set,),
                 (cursor.scroll, 0, Pgg.ScrollMode.ABSOLUTE)]
        for call, *arguments in calls:
            with self.subTest(call=call.__name__):
                with self.assertRaises(GLib.Error):
                    call(*arguments)

    def test_connection_without_conninfo(self):
        connection = Pgg.Connection()
        self.assertEqual(connection.props.conninfo, '')
        self.assertEqual(connection.props.backend_pid, 0)
        self.assertEqual(connection.props.status, Pgg.ConnectionStatus.CLOSED)
        with self.refused(IO, Gio.IOErrorEnum.CLOSED):
            connection.execute('SELECT 1', None, None)
        self.assertTrue(connection.close(None))
        with self.assertRaises(GLib.Error):
            connection.quote_literal('x')

    def test_disposed(self):
        connection = Pgg.connect(CONNINFO, None)
        cursor = connection.create_cursor()
        cursor.execute('SELECT 1', None, None)
        connection.run_dispose()
        with self.assertRaises(GLib.Error):
            connection.execute('SELECT 1', None, None)
        cursor.run_dispose()
        self.assertTrue(cursor.close(None))
        for call in (cursor.fetch_one, cursor.fetch_all):
            with self.assertRaises(GLib.Error):
                call(None)
        model = Pgg.ResultModel.new(self.connection.execute('SELECT 1', None, None))
        item = model[0]
        model.run_dispose()
        item.run_dispose()
        self.assertEqual(item.get_text('?column?'), '1')
        self.assertEqual(len(model), 1)

    def test_values_without_an_object(self):
        for kind in (Pgg.Result, Pgg.Row, Pgg.Column, Pgg.Diagnostics, Pgg.Notification):
            with self.subTest(kind=kind.__name__):
                with self.assertRaises(TypeError):
                    kind()
        with self.assertRaises((TypeError, NotImplementedError)):
            Pgg.Operation()

    def test_text_with_nul(self):
        # PyGObject refuses the text or cuts it at the NUL; it never reaches the server whole.
        given = Pgg.Params.new()
        try:
            given.append_text('a\0b')
        except (TypeError, ValueError):
            return
        result = self.connection.execute('SELECT $1::text', given, None)
        self.assertEqual(rows(result), [['a']])

    def test_surrogates(self):
        with self.assertRaises(UnicodeEncodeError):
            Pgg.Params.new().append_text('\ud800')

    def test_cancellable_used_again(self):
        cancellable = Gio.Cancellable()
        for _ in range(3):
            self.connection.execute('SELECT 1', None, cancellable)
        cancellable.cancel()
        with self.refused(IO, Gio.IOErrorEnum.CANCELLED):
            self.connection.execute('SELECT 1', None, cancellable)
        cancellable.reset()
        self.connection.execute('SELECT 1', None, cancellable)


if __name__ == '__main__':
    unittest.main()
