# SPDX-License-Identifier: LGPL-2.1-or-later
"""A connection from Python, blocking: the scenarios that every language has."""

import gc
import unittest
import weakref

from proxy import Proxy
from support import CLIENT, CONNINFO, IO, SERVER, ClientTestCase, iterate_until, params, rows

from gi.repository import Gio, GLib, Pgg


class Connection(ClientTestCase):
    def test_connect(self):
        connection = Pgg.connect(CONNINFO, None)
        self.assertEqual(connection.props.status, Pgg.ConnectionStatus.OPEN)
        self.assertEqual(connection.props.conninfo, CONNINFO)
        self.assertEqual(connection.props.user, 'postgres')
        self.assertEqual(connection.props.database, 'postgres')
        self.assertEqual(connection.props.encoding, 'UTF8')
        self.assertIn('/', connection.props.host)
        self.assertEqual(connection.props.port, 5432)
        self.assertGreaterEqual(connection.props.server_version, 130000)
        self.assertGreater(connection.props.backend_pid, 1)
        self.assertFalse(connection.props.ssl_in_use)
        self.assertEqual(connection.dup_parameter_status('TimeZone'), 'UTC')
        self.assertIsNone(connection.dup_parameter_status('no_such_parameter'))
        self.assertIsInstance(connection.get_pq_conn(), Pgg.PqConn)
        self.assertTrue(connection.close(None))
        self.assertEqual(connection.props.status, Pgg.ConnectionStatus.CLOSED)
        self.assertIsNone(connection.dup_host())
        self.assertIsNone(connection.dup_database())

    def test_accessors(self):
        connection = self.connect()
        props = connection.props
        self.assertEqual([connection.get_conninfo(), connection.get_status(), connection.get_port(),
                          connection.get_server_version(), connection.get_ssl_in_use(),
                          connection.get_transaction_status(), connection.get_backend_pid()],
                         [props.conninfo, props.status, props.port, props.server_version,
                          props.ssl_in_use, props.transaction_status, props.backend_pid])
        self.assertEqual([connection.dup_host(), connection.dup_database(), connection.dup_user(),
                          connection.dup_encoding()],
                         [connection.props.host, connection.props.database,
                          connection.props.user, connection.props.encoding])
        changes = []
        connection.connect('notify', lambda _, pspec: changes.append(pspec.name))
        for _ in range(2):
            connection.set_timeout(5000)
            connection.set_cancel_timeout(6000)
            connection.set_result_format(Pgg.ResultFormat.BINARY)
            connection.set_pipelining(False)
            connection.set_prepare_threshold(0)
            connection.set_prepared_max(7)
        self.assertEqual(changes, ['timeout', 'cancel-timeout', 'result-format', 'pipelining',
                                   'prepare-threshold', 'prepared-max'])
        self.assertEqual((connection.get_prepare_threshold(), connection.get_prepared_max()),
                         (0, 7))
        self.assertFalse(connection.get_pipelining())
        self.assertEqual([connection.get_timeout(), connection.get_cancel_timeout(),
                          connection.get_result_format()], [5000, 6000, Pgg.ResultFormat.BINARY])

    def test_open(self):
        connection = Pgg.Connection(conninfo=CONNINFO)
        states = []
        connection.connect('notify::status', lambda *_: states.append(connection.props.status))
        self.assertEqual(connection.props.status, Pgg.ConnectionStatus.CLOSED)
        self.assertTrue(connection.open(None))
        self.assertTrue(connection.open(None))
        self.assertEqual(states[-1], Pgg.ConnectionStatus.OPEN)
        pid = connection.props.backend_pid
        self.assertTrue(connection.reset(None))
        self.assertNotEqual(connection.props.backend_pid, pid)
        self.assertTrue(connection.close(None))
        self.assertTrue(connection.close(None))
        self.assertTrue(connection.open(None))
        self.assertEqual(self.one(connection, 'SELECT 1'), '1')
        connection.close(None)

    def test_connect_fails(self):
        with self.refused(CLIENT, Pgg.ClientError.INVALID_CONNINFO):
            Pgg.connect('no such option', None)
        with self.refused(CLIENT, Pgg.ClientError.CONNECTION_FAILED) as caught:
            Pgg.connect('host=/nonexistent password=hidden', None)
        self.assertNotIn('hidden', caught.exception.message)
        with self.refused(SERVER, Pgg.SqlState.INVALID_CATALOG_NAME):
            Pgg.connect(CONNINFO.replace('dbname=postgres', 'dbname=none'), None)

    def test_execute_params(self):
        connection = self.connect()
        result = connection.execute('SELECT $1 + $2 AS sum, $3::text, $4::bytea, $5::bool, $6',
                                    params(1, 2 ** 40, 'naïve “text”', b'\0\xff', True, 0.5), None)
        self.assertEqual(result.get_int64(0, 0), 2 ** 40 + 1)
        self.assertEqual(result.get_text(0, 1), 'naïve “text”')
        self.assertEqual(result.get_bytes(0, 2).get_data(), b'\0\xff')
        self.assertIs(result.get_boolean(0, 3), True)
        self.assertEqual(result.get_double(0, 4), 0.5)
        self.assertEqual(result.find_column('sum'), 0)
        self.assertEqual(result.find_column('none'), -1)
        self.assertEqual(result.get_command_tag(), 'SELECT 1')
        self.assertEqual(result.get_affected_rows(), 1)

    def test_params_are_no_sql(self):
        connection = self.connect()
        text = "'; DROP TABLE nothing; --"
        self.assertEqual(self.one(connection, 'SELECT $1::text', text), text)
        self.assertEqual(connection.quote_literal("it's"), "'it''s'")
        self.assertEqual(connection.quote_identifier('a "b"'), '"a ""b"""')

    def test_several_results(self):
        connection = self.connect()
        result = connection.execute("SELECT 1; CREATE TEMP TABLE several (n int); SELECT 'x', 'y'",
                                    None, None)
        seen = []
        while result is not None:
            seen.append((result.get_command_tag(), rows(result)))
            result = result.get_next()
        self.assertEqual(seen, [('SELECT 1', [['1']]), ('CREATE TABLE', []),
                                ('SELECT 1', [['x', 'y']])])

    def test_nulls(self):
        connection = self.connect()
        result = connection.execute('SELECT NULL::text, $1::int, $2::bytea',
                                    params(None, None), None)
        self.assertEqual(rows(result), [[None, None, None]])
        self.assertTrue(all(result.is_null(0, column) for column in range(3)))
        self.assertIsNone(result.get_bytes(0, 2))
        with self.refused(CLIENT, Pgg.ClientError.NULL_VALUE):
            result.get_int(0, 1)

    def test_errors(self):
        connection = self.connect()
        with self.refused(SERVER, Pgg.SqlState.DIVISION_BY_ZERO):
            connection.execute('SELECT 1 / 0', None, None)
        self.assertEqual(self.one(connection, 'SELECT 1'), '1')
        connection.execute('BEGIN', None, None)
        self.assertEqual(connection.props.transaction_status, Pgg.PqTransactionStatus.INTRANS)
        with self.refused(SERVER, Pgg.SqlState.SYNTAX_ERROR):
            connection.execute('SELEKT', None, None)
        self.assertEqual(connection.props.transaction_status, Pgg.PqTransactionStatus.INERROR)
        with self.refused(SERVER, Pgg.SqlState.IN_FAILED_SQL_TRANSACTION):
            connection.execute('SELECT 1', None, None)
        self.assertTrue(connection.rollback(None))
        self.assertEqual(connection.props.transaction_status, Pgg.PqTransactionStatus.IDLE)

    def test_commit(self):
        connection, other = self.connect(), self.connect()
        connection.execute('CREATE TABLE committed (n int)', None, None)
        self.addCleanup(other.execute, 'DROP TABLE committed', None, None)
        connection.execute('BEGIN', None, None)
        connection.execute('INSERT INTO committed VALUES (1)', None, None)
        self.assertEqual(self.one(other, 'SELECT count(*) FROM committed'), '0')
        self.assertTrue(connection.commit(None))
        self.assertEqual(self.one(other, 'SELECT count(*) FROM committed'), '1')

    def test_notices(self):
        connection = self.connect()
        seen = []
        connection.connect('notice', lambda source, notice: seen.append((source, notice)))
        connection.execute("DO $$ BEGIN RAISE WARNING 'well' USING HINT = 'so'; END $$",
                           None, None)
        self.assertEqual(len(seen), 1)
        self.assertIs(seen[0][0], connection)
        self.assertEqual(seen[0][1].get_message_primary(), 'well')
        self.assertEqual(seen[0][1].get_hint(), 'so')
        self.assertEqual(seen[0][1].get_severity_nonlocalized(), 'WARNING')

    def test_notifications(self):
        connection, other = self.connect(), self.connect()
        channel = 'Grüße "x"'
        self.assertTrue(connection.listen(channel, None))
        for payload in ('one', 'two'):
            other.execute('SELECT pg_notify($1, $2)', params(channel, payload), None)
        for payload in ('one', 'two'):
            notification = connection.wait_notification(-1, None)
            self.assertEqual(notification.get_channel(), channel)
            self.assertEqual(notification.get_payload(), payload)
            self.assertEqual(notification.get_pid(), other.props.backend_pid)
        self.assertIsNone(connection.wait_notification(0, None))
        self.assertTrue(connection.unlisten(channel, None))
        other.execute('SELECT pg_notify($1, $2)', params(channel, 'three'), None)
        self.assertIsNone(connection.wait_notification(0, None))

    def test_notification_signal(self):
        connection, other = self.connect(), self.connect()
        seen = []
        connection.connect('notification::b', lambda _, n: seen.append(n.get_payload()))
        for channel in 'ab':
            connection.listen(channel, None)
            other.execute('SELECT pg_notify($1, $1)', params(channel), None)
        # Nobody asks: the idle connection is watched by the main context.
        iterate_until(lambda: seen)
        self.assertEqual(seen, ['b'])
        self.assertEqual(connection.wait_notification(0, None).get_channel(), 'a')

    def test_cancel(self):
        connection = self.connect()
        cancellable = Gio.Cancellable()
        cancellable.cancel()
        with self.refused(IO, Gio.IOErrorEnum.CANCELLED):
            connection.execute('SELECT pg_sleep(60)', None, cancellable)
        operation = connection.execute_start('SELECT pg_sleep(60)', None)
        operation.step(Pgg.Wait.NONE)
        self.assertTrue(connection.cancel(None))
        with self.refused(IO, Gio.IOErrorEnum.CANCELLED):
            operation.run(None)
        self.assertEqual(self.one(connection, 'SELECT 1'), '1')

    def test_timeout(self):
        connection = self.connect()
        connection.props.timeout = 50
        with self.refused(IO, Gio.IOErrorEnum.TIMED_OUT):
            connection.execute('SELECT pg_sleep(60)', None, None)
        connection.props.timeout = 0
        self.assertEqual(self.one(connection, 'SELECT 1'), '1')
        operation = connection.execute_start('SELECT pg_sleep(60)', None)
        operation.set_timeout(50)
        with self.refused(IO, Gio.IOErrorEnum.TIMED_OUT):
            operation.run(None)

    def test_execute_many(self):
        connection = self.connect()
        connection.execute('CREATE TEMP TABLE many (n int8, t text)', None, None)
        sets = [params(number, None if number % 2 else str(number)) for number in range(1000)]
        sql = 'INSERT INTO many VALUES ($1, $2)'
        self.assertEqual(connection.execute_many(sql, sets, None), 1000)
        result = connection.execute('SELECT sum(n)::int8, count(t) FROM many', None, None)
        self.assertEqual(rows(result), [[str(sum(range(1000))), '500']])
        self.assertEqual(connection.execute_many(sql, [], None), 0)
        with self.refused(SERVER, Pgg.SqlState.INVALID_TEXT_REPRESENTATION):
            connection.execute_many('INSERT INTO many VALUES ($1::text::int8)',
                                    [params('1'), params('x'), params('2')], None)
        self.assertEqual(self.one(connection, 'SELECT count(*) FROM many'), '1000')

    def test_copy(self):
        connection = self.connect()
        connection.execute('CREATE TEMP TABLE copied (n int)', None, None)
        for sql in ('COPY copied FROM STDIN', 'COPY (SELECT generate_series(1, 1000)) TO STDOUT'):
            with self.assertRaises(GLib.Error):
                connection.execute(sql, None, None)
            self.assertEqual(self.one(connection, 'SELECT count(*) FROM copied'), '0')

    def test_server_lost(self):
        with Proxy(CONNINFO) as proxy:
            connection = Pgg.connect(proxy.conninfo, None)
            seen = []
            connection.connect('closed', lambda _, error: seen.append(error))
            proxy.command('cut')
            # Nobody asks: the idle connection is watched by the main context.
            iterate_until(lambda: seen)
            self.assertTrue(seen[0].matches(CLIENT, Pgg.ClientError.CONNECTION_LOST), seen)
            self.assertEqual(connection.props.status, Pgg.ConnectionStatus.LOST)
            with self.assertRaises(GLib.Error):
                connection.execute('SELECT 1', None, None)
            self.assertTrue(connection.open(None))
            self.assertEqual(self.one(connection, 'SELECT 1'), '1')
            connection.close(None)
            self.assertEqual(len(seen), 1)

    def test_server_process_killed(self):
        connection, other = self.connect(), self.connect()
        other.execute('SELECT pg_terminate_backend($1::int)',
                      params(str(connection.props.backend_pid)), None)
        with self.assertRaises(GLib.Error):
            connection.execute('SELECT pg_sleep(60)', None, None)
        self.assertEqual(connection.props.status, Pgg.ConnectionStatus.LOST)
        self.assertTrue(connection.open(None))
        self.assertEqual(self.one(connection, 'SELECT 1'), '1')

    def test_closed(self):
        connection = self.connect()
        connection.close(None)
        with self.refused(IO, Gio.IOErrorEnum.CLOSED):
            connection.execute('SELECT 1', None, None)
        with self.refused(IO, Gio.IOErrorEnum.CLOSED):
            connection.wait_notification(0, None)

    def test_local_server(self):
        server = Pgg.LocalServer.new(None)
        self.assertTrue(server.start(None))
        connection = Pgg.connect(server.props.conninfo, None)
        self.assertEqual(self.one(connection, 'SELECT 1'), '1')
        self.assertIn(connection.props.host, server.props.conninfo)
        self.assertTrue(server.stop(None))
        with self.assertRaises(GLib.Error):
            connection.execute('SELECT 1', None, None)

    def test_binary(self):
        connection = self.connect()
        connection.props.result_format = Pgg.ResultFormat.BINARY
        result = connection.execute("SELECT 1::int8, 0.5::float8, 'x', true", None, None)
        self.assertEqual(result.get_column(0).get_format(), Pgg.ResultFormat.BINARY)
        self.assertEqual(rows(result), [['1', '0.5', 'x', 't']])

    def test_collected(self):
        connection = Pgg.connect(CONNINFO, None)
        connection.connect('notice', lambda *_: None)
        result = connection.execute("SELECT 'kept'", None, None)
        reference = weakref.ref(connection)
        del connection
        gc.collect()
        self.assertIsNone(reference())
        self.assertEqual(result.get_text(0, 0), 'kept')


if __name__ == '__main__':
    unittest.main()
