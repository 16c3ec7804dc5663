# SPDX-License-Identifier: LGPL-2.1-or-later
"""Behind PgBouncer in transaction mode, with fewer servers than clients."""

import contextlib
import subprocess
import sys
import unittest

from pgbouncer import PgBouncer, find_pgbouncer, get_version
from support import CLIENT, CONNINFO, SERVER, ClientTestCase, iterate_until

from gi.repository import GLib, Pgg

CLIENTS = 5
POOL_SIZE = 2
MODES = (Pgg.StatementMode.DESCRIBED, Pgg.StatementMode.UNNAMED, Pgg.StatementMode.SIMPLE)
PROGRAM = find_pgbouncer()
VERSION = get_version(PROGRAM) if PROGRAM else None
NAMED = r"SELECT count (*) FROM pg_prepared_statements WHERE name LIKE 'pgg\_%'"
PREPARE = '''
import sys, gi
gi.require_version('Pgg', '1.0')
from gi.repository import Pgg
connection = Pgg.Connection(conninfo=sys.argv[1], prepare_threshold=0)
connection.open(None)
with connection.begin():
    connection.execute('SELECT $1::int4', [1])
    print(connection.execute('SELECT name FROM pg_prepared_statements '
                             'ORDER BY prepare_time DESC LIMIT 1')[0][0])
'''
ADDRESS = dict(part.split('=') for part in (CONNINFO or '').split())


class Pooled(ClientTestCase):
    resets = False

    def setUp(self):
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        self.pooler = stack.enter_context(
            PgBouncer(ADDRESS['host'], ADDRESS['port'], POOL_SIZE, self.max_prepared, self.resets))

    def connect_all(self, mode):
        """Clients that have everything prepared at once, if anything is."""
        clients = [Pgg.Connection(conninfo=self.pooler.conninfo, statement_mode=mode,
                                  prepare_threshold=0) for _ in range(CLIENTS)]
        for client in clients:
            client.open(None)
            self.addCleanup(client.close, None)
        return clients

    def check_mixed(self, clients):
        """All at once: the servers are given from hand to hand."""
        for turn in range(20):
            running = [client.execute_start('SELECT $1::int4 + $2', [number, turn])
                       for number, client in enumerate(clients)]
            for number in reversed(range(len(clients))):
                running[number].run(None)
                result = clients[number].execute_finish(running[number])
                self.assertEqual(result[0][0], number + turn)

    def check_transactions(self, clients):
        """Who has a transaction has a server: others see that it changes."""
        for turn, client in enumerate(clients):
            with client.begin():
                self.assertEqual(client.execute('SELECT $1::text', [f'a{turn}'])[0][0], f'a{turn}')
                for other in clients[turn + 1:]:
                    self.assertEqual(other.execute('SELECT $1::int8', [turn])[0][0], turn)
                self.assertEqual(client.execute('SELECT $1::text', ['b'])[0][0], 'b')

    def check_cursors(self, clients):
        cursors = [client.create_cursor() for client in clients]
        for cursor in cursors:
            cursor.stream('SELECT generate_series (1, $1)', [3])
            self.assertEqual([row[0] for row in cursor], [1, 2, 3])
            cursor.execute('SELECT $1::text', ['x'])
            self.assertEqual(cursor.fetch_one(None)[0], 'x')

    def check_many(self, clients):
        with self.connect() as direct:
            direct.execute('DROP TABLE IF EXISTS pooled; CREATE TABLE pooled (i int4, t text)')
            for number, client in enumerate(clients):
                done = client.execute_many('INSERT INTO pooled VALUES ($1, $2)',
                                           [[number, f'{turn}'] for turn in range(50)])
                self.assertEqual(done, 50)
                done = client.execute_many('INSERT INTO pooled VALUES ($1, $2)',
                                           ([turn, 'made'] for turn in range(600)))
                self.assertEqual(done, 600)
            self.assertEqual(direct.execute('SELECT count (*) FROM pooled')[0][0], 650 * CLIENTS)
            direct.execute('DROP TABLE pooled')

    def check_statements(self, clients):
        statements = [client.prepare(f'SELECT $1::int2 * {number}')
                      for number, client in enumerate(clients)]
        for turn in range(5):
            for number, statement in enumerate(statements):
                self.assertEqual(statement([turn])[0][0], number * turn)
        with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
            statements[0]([40000])

    def check_switched(self, clients):
        """What takes several round trips meets another server with each, in all ways to send."""
        sets = [[1, 'a'], [2, 'b'], [3, 'c']]
        for turn in range(60):
            running = []
            for number, client in enumerate(clients):
                statement = client.prepare(f'SELECT generate_series (1, $1::int4), {turn % 7}')
                kind = (turn + number) % 5
                if kind == 0:
                    running.append((statement, 'execute', [3]))
                elif kind == 1:
                    running.append((statement, 'stream', [3]))
                elif kind == 2:
                    running.append((statement, 'execute_many', [[1], [2]]))
                elif kind == 3:
                    running.append((client, 'execute_many', 'SELECT $1::int4, $2', sets))
                else:
                    running.append((client, 'execute', 'SELECT 3 + $1::int4', [turn % 3]))
            self.check_together(running)

    def check_together(self, calls):
        done = []
        operations = [getattr(owner, f'{name}_start')(*values) for owner, name, *values in calls]
        for operation in operations:
            operation.run_async(GLib.PRIORITY_DEFAULT, None, lambda *_: done.append(1))
        iterate_until(lambda: len(done) == len(calls))
        for operation, (owner, name, *_) in zip(operations, calls):
            self.assertTrue(getattr(owner, f'{name}_finish')(operation))

    def count_named(self, clients):
        return sum(client.execute(NAMED)[0][0] for client in clients)


@unittest.skipIf(PROGRAM is None, 'PgBouncer is not installed')
class WithoutPrepared(Pooled):
    """A pooler that knows nothing of prepared statements."""

    max_prepared = 0 if PROGRAM and VERSION >= (1, 21) else None

    def test_nameless(self):
        for mode in MODES:
            with self.subTest(mode=mode):
                clients = self.connect_all(mode)
                self.check_mixed(clients)
                self.check_transactions(clients)
                self.check_cursors(clients)
                self.check_many(clients)
                if mode != Pgg.StatementMode.SIMPLE:
                    self.check_statements(clients)
                self.assertEqual(self.count_named(clients), 0)
                for client in clients:
                    client.close(None)

    def test_pipelines(self):
        clients = self.connect_all(Pgg.StatementMode.UNNAMED)
        for number, client in enumerate(clients):
            pipeline = client.enter_pipeline()
            operations = [pipeline.execute_start('SELECT $1::int4', [number]) for _ in range(10)]
            pipeline.exit(None)
            self.assertEqual([pipeline.execute_finish(each)[0][0] for each in operations],
                             [number] * 10)

    def test_healed(self):
        """Outside of a transaction what a server does not know is prepared there."""
        clients = self.connect_all(Pgg.StatementMode.CACHED)
        self.check_mixed(clients)
        self.check_mixed(clients)
        self.check_cursors(clients)
        for _ in range(3):
            self.check_many(clients)
            self.check_statements(clients)
        self.check_switched(clients)
        for client in clients:
            client.props.statement_mode = Pgg.StatementMode.UNNAMED
        self.check_switched(clients)

    def test_error_in_transaction(self):
        """In a transaction that is an error, and none of the next one."""
        first, second = self.connect_all(Pgg.StatementMode.CACHED)[:2]
        self.assertEqual(first.execute('SELECT $1::int4 - 1', [5])[0][0], 4)
        with contextlib.ExitStack() as stack:
            taken = stack.enter_context(second.begin())
            second.execute('SELECT 1')
            known = self.executes_in_transaction(first)
            taken.rollback(None)
        with second.begin() as taken:
            first.execute('SELECT 1')
            second.execute('SELECT 1')
            self.assertLess(known + self.executes_in_transaction(first), 2)
        self.assertEqual(first.execute('SELECT $1::int4 - 1', [5])[0][0], 4)

    def test_names_of_processes(self):
        """What another process has prepared is never taken for one's own."""
        names = {subprocess.run([sys.executable, '-c', PREPARE, self.pooler.conninfo], check=True,
                                capture_output=True, text=True).stdout for _ in range(2)}
        self.assertEqual(len(names), 2, names)
        self.assertRegex(names.pop(), r'^pgg_[0-9a-f]+_1\n$')

    def executes_in_transaction(self, client):
        transaction = client.begin()
        try:
            return client.execute('SELECT $1::int4 - 1', [5])[0][0] == 4
        except GLib.Error as error:
            if not error.matches(SERVER, Pgg.SqlState.INVALID_SQL_STATEMENT_NAME):
                raise
            return False
        finally:
            transaction.rollback(None)


@unittest.skipIf(PROGRAM is None or VERSION < (1, 21), 'it knows of no prepared statements')
class WithPrepared(Pooled):
    """One that keeps account of them."""

    max_prepared = 100

    def test_all_modes(self):
        for mode in (Pgg.StatementMode.CACHED, *MODES):
            with self.subTest(mode=mode):
                clients = self.connect_all(mode)
                self.check_mixed(clients)
                self.check_transactions(clients)
                self.check_cursors(clients)
                self.check_many(clients)
                if mode != Pgg.StatementMode.SIMPLE:
                    self.check_statements(clients)
                for client in clients:
                    client.close(None)


@unittest.skipIf(PROGRAM is None or VERSION < (1, 21), 'it knows of no prepared statements')
class WithPreparedAndReset(WithPrepared):
    """One that has each server forget everything after each transaction."""

    resets = True


@unittest.skipIf(PROGRAM is None, 'PgBouncer is not installed')
class WithReset(WithoutPrepared):
    """The same without keeping account of prepared statements."""

    resets = True
    test_error_in_transaction = None  # whatever was prepared before a transaction is an error there


if __name__ == '__main__':
    unittest.main()
