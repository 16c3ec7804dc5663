# SPDX-License-Identifier: LGPL-2.1-or-later
"""The façade over libpq from Python: bytes in, bytes out, and a whole driver on it."""

import contextlib
import gc
import os
import select
import socket
import struct
import threading
import unittest
import weakref

import gi

gi.require_version('Pgg', '1.0')

from gi.repository import Gio, GLib, Pgg  # noqa: E402

CONNINFO = os.environ['PGG_TEST_CONNINFO'].encode()
TEXT = Pgg.PqFormat.TEXT
BINARY = Pgg.PqFormat.BINARY
Status = Pgg.PqExecStatus
Poll = Pgg.PqPollingStatus
Field = Pgg.PqDiagnosticField


class ServerError(Exception):
    """What the server reported: its SQLSTATE and message."""


class Driver:
    """A non-blocking driver in Python on the façade alone: generators say what they wait for.

    `yield 'r'`, `'w'` or `'rw'` means "go on when the socket is ready"; what is ready is sent back.
    """

    def __init__(self):
        self.pq = None
        self.notifications = []

    def connect(self, conninfo):
        self.pq = Pgg.PqConn.connect_start(conninfo)
        failed = self.pq.status() == Pgg.PqConnStatus.BAD
        status = Poll.FAILED if failed else Poll.WRITING
        while status in (Poll.READING, Poll.WRITING):
            yield 'r' if status == Poll.READING else 'w'
            status = self.pq.connect_poll()
        if status != Poll.OK:
            raise ConnectionError(self.pq.error_message().decode())
        self.pq.set_nonblocking(True)

    def execute(self, query, *values):
        params = Pgg.PqParams.new()
        for value in values:
            if value is None:
                params.append_null(0)
            elif isinstance(value, bytes):
                params.append(17, value, BINARY)
            else:
                params.append(0, str(value).encode(), TEXT)
        self.pq.send_query_params(query, params, TEXT)
        yield from self._flush()
        rows = []
        while True:
            result = yield from self._result()
            if result is None:
                return rows
            if result.status() == Status.FATAL_ERROR:
                failure = ServerError(result.error_field(Field.SQLSTATE).decode(),
                                      result.error_field(Field.MESSAGE_PRIMARY).decode())
                yield from self._drain()
                raise failure
            rows += [tuple(None if result.get_is_null(row, column)
                           else result.get_value(row, column)
                           for column in range(result.nfields()))
                     for row in range(result.ntuples())]

    def wait_notification(self):
        while not self.notifications:
            yield 'r'
            self._consume()
        return self.notifications.pop(0)

    def _flush(self):
        while self.pq.flush() == 1:
            if 'r' in (yield 'rw'):
                self._consume()

    def _result(self):
        while self.pq.is_busy():
            yield 'r'
            self._consume()
        return self.pq.get_result()

    def _drain(self):
        while (yield from self._result()) is not None:
            pass

    def _consume(self):
        self.pq.consume_input()
        while True:
            notify = self.pq.notifies()
            if notify is None:
                return
            self.notifications.append((notify.get_relname(), notify.get_extra()))


def drive(drivers, conversations):
    """Drives several conversations at a time with select () and returns their outcomes."""
    outcomes = [None] * len(conversations)
    waiting = {}
    ready = {i: None for i in range(len(conversations))}
    while ready or waiting:
        for i, what in ready.items():
            try:
                waiting[i] = conversations[i].send(what)
            except StopIteration as stop:
                outcomes[i] = stop.value
            except (ServerError, ConnectionError) as failure:
                outcomes[i] = failure
        fds = {i: drivers[i].pq.socket() for i in waiting}
        if not fds:
            break
        readable, writable, _ = select.select([fds[i] for i in fds if 'r' in waiting[i]],
                                              [fds[i] for i in fds if 'w' in waiting[i]], [])
        ready = {}
        for i, fd in fds.items():
            what = ('r' if fd in readable else '') + ('w' if fd in writable else '')
            if what:
                ready[i] = what
                del waiting[i]
    return outcomes


class PqTestCase(unittest.TestCase):
    def connect(self):
        conn = Pgg.PqConn.connectdb(CONNINFO)
        self.assertEqual(conn.status(), Pgg.PqConnStatus.OK, conn.error_message())
        self.addCleanup(conn.finish)
        return conn

    @contextlib.contextmanager
    def refused(self, domain, code):
        with self.assertRaises(GLib.Error) as caught:
            yield caught
        self.assertTrue(caught.exception.matches(domain, code), caught.exception)


class DriverTest(PqTestCase):
    def open(self, n):
        drivers = [Driver() for _ in range(n)]
        outcomes = drive(drivers, [driver.connect(CONNINFO) for driver in drivers])
        self.assertEqual(outcomes, [None] * n)
        for driver in drivers:
            self.addCleanup(driver.pq.finish)
        return drivers

    def test_one_query(self):
        driver, = self.open(1)
        rows, = drive([driver], [driver.execute(b'select $1::int + 1, $2, $3::text, $4::bytea',
                                                41, 'ü', None, b'a\0b')])
        self.assertEqual(rows, [(b'42', 'ü'.encode(), None, b'\\x610062')])

    def test_at_the_same_time(self):
        drivers = self.open(5)
        outcomes = drive(drivers, [driver.execute(b'select $1::int, pg_sleep (0.05)', i)
                                   for i, driver in enumerate(drivers)])
        self.assertEqual([rows[0][0] for rows in outcomes], [b'0', b'1', b'2', b'3', b'4'])

    def test_large(self):
        driver, = self.open(1)
        rows, = drive([driver], [driver.execute(b'select md5 ($1), $1', 'x' * 10_000_000)])
        self.assertEqual(len(rows[0][1]), 10_000_000)

    def test_error_and_on(self):
        driver, = self.open(1)
        failure, = drive([driver], [driver.execute(b'select 1/0')])
        self.assertEqual(failure.args, ('22012', 'division by zero'))
        rows, = drive([driver], [driver.execute(b'select 1')])
        self.assertEqual(rows, [(b'1',)])

    def test_notification(self):
        listener, sender = self.open(2)
        drive([listener], [listener.execute(b'listen pq_driver')])
        outcomes = drive([listener, sender],
                         [listener.wait_notification(),
                          sender.execute(b"select pg_notify ('pq_driver', $1)", 'hello')])
        self.assertEqual(outcomes[0], (b'pq_driver', b'hello'))

    def test_no_server(self):
        driver = Driver()
        outcome, = drive([driver], [driver.connect(b'host=/nonexistent')])
        self.assertIsInstance(outcome, ConnectionError)
        self.assertIn('/nonexistent', str(outcome))


class BytesTest(PqTestCase):
    def test_values(self):
        result = self.connect().exec_params(b"select '\\x610062'::bytea, null, ''", None, BINARY)
        self.assertEqual(result.get_value(0, 0), b'a\0b')
        self.assertEqual([result.get_is_null(0, i) for i in range(3)], [False, True, False])
        self.assertEqual(result.get_value(0, 1), b'')
        self.assertEqual(result.fname(0), b'bytea')

    def test_slices_without_nul(self):
        conn = self.connect()
        query = memoryview(b'select 12345')[:9]
        self.assertEqual(conn.exec(bytes(query)).get_value(0, 0), b'12')

    def test_nul(self):
        with self.refused(Pgg.client_error_quark(), Pgg.ClientError.INVALID_ARGUMENT):
            self.connect().exec(b'select 1\0')

    def test_latin1(self):
        conn = self.connect()
        conn.set_client_encoding(b'LATIN1')
        result = conn.exec(b"select '\xfc', length ('\xfc')")
        self.assertEqual([result.get_value(0, i) for i in range(2)], [b'\xfc', b'1'])

    def test_names(self):
        conn = self.connect()
        self.assertEqual(conn.escape_literal(b"it's"), b"'it''s'")
        self.assertEqual(conn.escape_identifier(b'a"b'), b'"a""b"')
        self.assertEqual(conn.escape_string(b"it's"), b"it''s")
        self.assertEqual(conn.escape_bytea(b'a\0b'), b'\\x610062')
        self.assertEqual(Pgg.pq_unescape_bytea(b'\\x610062'), b'a\0b')
        self.assertTrue(conn.encrypt_password(b'x', b'u', b'').startswith(b'SCRAM-SHA-256$'))

    def test_info(self):
        conn = self.connect()
        self.assertEqual(conn.parameter_status(b'server_encoding'), b'UTF8')
        self.assertIsInstance(conn.ssl_attribute_names(), list)
        self.assertIsNone(conn.get_result())
        self.assertEqual(conn.transaction_status(), Pgg.PqTransactionStatus.IDLE)
        self.assertEqual(conn.socket(), conn.socket())

    def test_prepared(self):
        conn = self.connect()
        self.assertEqual(conn.prepare(b's', b'select $1 + $2', [23, 20]).status(),
                         Status.COMMAND_OK)
        described = conn.describe_prepared(b's')
        self.assertEqual([described.param_type(i) for i in range(described.nparams())], [23, 20])
        params = Pgg.PqParams.new()
        for n in range(3):
            params.reset()
            params.append(0, b'40', TEXT)
            params.append(0, b'%d' % n, TEXT)
            result = conn.exec_prepared(b's', params, TEXT)
            self.assertEqual(result.get_value(0, 0), b'%d' % (40 + n))

    def test_copy(self):
        conn = self.connect()
        conn.exec(b'create temp table t (a int)')
        self.assertEqual(conn.exec(b'copy t from stdin').status(), Status.COPY_IN)
        self.assertEqual(conn.put_copy_data(b'1\n2\n'), 1)
        self.assertEqual(conn.put_copy_end(b''), 1)
        self.assertEqual(conn.get_result().cmd_status(), b'COPY 2')
        self.assertIsNone(conn.get_result())
        conn.exec(b'copy t to stdout')
        rows = []
        while True:
            row, status = conn.get_copy_data(False)
            if status != 1:
                break
            rows.append(row)
        self.assertEqual((rows, status), ([b'1\n', b'2\n'], -1))

    def test_made_by_hand(self):
        attributes = Pgg.PqAttributes.new()
        attributes.append(b'one', 0, 0, TEXT, 23, 4, -1)
        result = self.connect().make_empty_result(Status.TUPLES_OK)
        result.set_attributes(attributes)
        result.set_value(0, 0, b'17')
        result.set_null(1, 0)
        copy = result.copy_result(Pgg.PqCopyResultFlags.TUPLES)
        self.assertEqual((copy.fname(0), copy.get_value(0, 0), copy.get_is_null(1, 0)),
                         (b'one', b'17', True))


class LifeTest(PqTestCase):
    def test_finished(self):
        conn = self.connect()
        conn.finish()
        self.assertTrue(conn.is_finished())
        self.assertEqual(conn.status(), Pgg.PqConnStatus.BAD)
        for call in (conn.db, conn.flush, conn.is_busy, conn.get_result, conn.socket,
                     lambda: conn.exec(b'select 1')):
            with self.refused(Gio.io_error_quark(), Gio.IOErrorEnum.CLOSED) as caught:
                call()
            self.assertEqual(caught.exception.message, 'The connection is closed')

    def test_never_connected(self):
        with self.refused(Gio.io_error_quark(), Gio.IOErrorEnum.CLOSED):
            Pgg.PqConn().exec(b'select 1')

    def test_cleared(self):
        result = self.connect().exec(b'select 1')
        result.clear()
        with self.refused(Pgg.client_error_quark(), Pgg.ClientError.INVALID_STATE):
            result.get_value(0, 0)

    def test_out_of_range(self):
        result = self.connect().exec(b'select 1')
        for row, column in ((1, 0), (0, 1), (-1, 0), (0, -1)):
            with self.refused(Pgg.client_error_quark(), Pgg.ClientError.OUT_OF_RANGE):
                result.get_value(row, column)

    def test_result_outlives_connection(self):
        conn = self.connect()
        result = conn.exec(b"select 'still here'")
        conn.finish()
        self.assertEqual(result.get_value(0, 0), b'still here')

    def test_handlers(self):
        conn = self.connect()
        notices, notifies, kept = [], [], []

        def on_notice(conn, notice):
            notices.append(notice.error_field(Field.MESSAGE_PRIMARY))
            kept.append(notice)

        conn.set_notice_handler(on_notice)
        conn.set_notify_handler(lambda conn, notify: notifies.append(notify.get_extra()))
        conn.exec(b"do $$ begin raise notice 'watch out'; end $$;"
                  b"listen pq_python; notify pq_python, 'hello'")
        self.assertEqual((notices, notifies), ([b'watch out'], [b'hello']))
        self.assertTrue(kept[0].is_cleared())
        with self.refused(Pgg.client_error_quark(), Pgg.ClientError.INVALID_STATE):
            kept[0].error_message()

    def test_handler_is_freed(self):
        class Handler:
            def __call__(self, conn, notice):
                pass

        handler = Handler()
        gone = weakref.ref(handler)
        conn = self.connect()
        conn.set_notice_handler(handler)
        del handler
        gc.collect()
        self.assertIsNotNone(gone())
        conn.set_notice_handler(None)
        gc.collect()
        self.assertIsNone(gone())

    def test_finish_in_handler(self):
        conn = self.connect()
        conn.set_notice_handler(lambda conn, notice: conn.finish())
        result = conn.exec(b"do $$ begin raise notice 'x'; end $$; select 1")
        self.assertEqual(result.get_value(0, 0), b'1')
        self.assertTrue(conn.is_finished())


class FunctionTest(PqTestCase):
    def test_conninfo(self):
        given = {option.get_keyword(): option.get_val()
                 for option in Pgg.pq_conninfo_parse(b"host=h password='a b'")
                 if option.has_val()}
        self.assertEqual(given, {'host': b'h', 'password': b'a b'})
        used = {option.get_keyword(): option.get_val() for option in self.connect().conninfo()}
        self.assertIn('application_name', used)
        self.assertIn('port', [option.get_keyword() for option in Pgg.pq_conndefaults()])
        with self.refused(Pgg.client_error_quark(), Pgg.ClientError.INVALID_CONNINFO):
            Pgg.pq_conninfo_parse(b'nonsense=1')

    def test_params(self):
        conn = Pgg.PqConn.connectdb_params(['dbname', 'application_name'],
                                           [CONNINFO.decode(), 'python'], True)
        self.addCleanup(conn.finish)
        self.assertEqual(conn.exec(b'show application_name').get_value(0, 0), b'python')
        with self.refused(Pgg.client_error_quark(), Pgg.ClientError.INVALID_ARGUMENT):
            Pgg.PqConn.connectdb_params(['dbname', 'host'], ['a'], True)

    def test_ping(self):
        self.assertEqual(Pgg.pq_ping(CONNINFO), Pgg.PqPing.OK)
        self.assertEqual(Pgg.pq_ping(b'host=/nonexistent'), Pgg.PqPing.NO_RESPONSE)

    def test_capabilities(self):
        newer = Pgg.pq_lib_version() >= 170000
        self.assertEqual(Pgg.capabilities_has(Pgg.Capability.CANCEL_CONN), newer)
        if not newer:
            with self.refused(Pgg.client_error_quark(), Pgg.ClientError.NOT_SUPPORTED) as caught:
                self.connect().cancel_create()
            self.assertIn('17', caught.exception.message)

    def wait_until_asleep(self, pid):
        """A request to cancel is lost when it comes before the query."""
        other = self.connect()
        query = b"select 1 from pg_stat_activity where pid = %d and wait_event = 'PgSleep'" % pid
        while other.exec(query).ntuples() == 0:
            pass

    def test_cancel(self):
        conn = self.connect()
        conn.send_query(b'select pg_sleep (1000)')
        self.wait_until_asleep(conn.backend_pid())
        if Pgg.capabilities_has(Pgg.Capability.CANCEL_CONN):
            cancel = conn.cancel_create()
            cancel.start()
            status = Poll.WRITING
            while status in (Poll.READING, Poll.WRITING):
                fd = [cancel.socket()]
                select.select(fd if status == Poll.READING else [],
                              fd if status == Poll.WRITING else [], [])
                status = cancel.poll()
            self.assertEqual(status, Poll.OK)
        else:
            self.assertTrue(conn.get_cancel().cancel())
        self.assertEqual(conn.get_result().error_field(Field.SQLSTATE), b'57014')


class OAuthServer(threading.Thread):
    """Enough of a server to ask for a bearer token, and to remember which one it got."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.port = self.socket.getsockname()[1]
        self.got = None

    def run(self):
        with self.socket, self.socket.accept()[0] as peer:
            size, = struct.unpack('!i', peer.recv(4, socket.MSG_WAITALL))
            peer.recv(size - 4, socket.MSG_WAITALL)
            self.send(peer, b'R', struct.pack('!i', 10) + b'OAUTHBEARER\0\0')
            head = peer.recv(5, socket.MSG_WAITALL)
            if not head:
                return
            size, = struct.unpack('!i', head[1:])
            self.got = peer.recv(size - 4, socket.MSG_WAITALL)
            self.send(peer, b'R', struct.pack('!i', 0))
            self.send(peer, b'Z', b'I')
            peer.recv(1)

    @staticmethod
    def send(peer, kind, body):
        peer.sendall(kind + struct.pack('!i', len(body) + 4) + body)


@unittest.skipUnless(Pgg.capabilities_has(Pgg.Capability.AUTH_DATA_HOOK), 'libpq 18 has OAuth')
class OAuthTest(PqTestCase):
    def connect_with(self, hook):
        Pgg.pq_set_auth_data_hook(hook)
        self.addCleanup(Pgg.pq_set_auth_data_hook, None)
        server = OAuthServer()
        server.start()
        conn = Pgg.PqConn.connectdb(
            b'host=127.0.0.1 port=%d sslmode=disable gssencmode=disable oauth_client_id=me '
            b'oauth_scope=all oauth_issuer=https://issuer.example/.well-known/openid-configuration'
            % server.port)
        outcome = conn.status(), conn.error_message()
        conn.finish()
        server.join()
        return outcome, server.got

    def test_token(self):
        seen = []

        def hook(data):
            self.assertIsInstance(data, Pgg.PqAuthData)
            seen.append((data.get_kind(), data.get_openid_configuration(), data.get_scope(),
                         data.get_verification_uri(), data.get_verification_uri_complete(),
                         data.get_user_code(), data.get_expires_in()))
            data.set_token(b'secret token')
            return Pgg.PqAuthDataAnswer.DONE

        outcome, got = self.connect_with(hook)
        self.assertEqual(outcome, (Pgg.PqConnStatus.OK, b''))
        self.assertIn(b'auth=Bearer secret token', got)
        self.assertEqual(seen, [(Pgg.PqAuthDataKind.OAUTH_BEARER_TOKEN,
                                 b'https://issuer.example/.well-known/openid-configuration',
                                 b'all', b'', b'', b'', 0)])

    def test_refused(self):
        outcome, got = self.connect_with(lambda data: Pgg.PqAuthDataAnswer.FAIL)
        self.assertEqual(outcome[0], Pgg.PqConnStatus.BAD)
        self.assertIsNone(got)

    def test_no_token(self):
        outcome, got = self.connect_with(lambda data: Pgg.PqAuthDataAnswer.DONE)
        self.assertEqual(outcome[0], Pgg.PqConnStatus.BAD)
        self.assertIsNone(got)


if __name__ == '__main__':
    unittest.main()
