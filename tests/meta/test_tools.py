# SPDX-License-Identifier: LGPL-2.1-or-later
"""The test tools themselves: the server fixture and the proxy do what they say."""

import os
import signal
import socket
import struct
import subprocess
import sys
import time
import unittest

TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools')
sys.path.insert(0, TOOLS)

import count  # noqa: E402
import proxy  # noqa: E402

SSL_REQUEST = struct.pack('!ii', 8, 80877103)


def connect(conninfo):
    address = proxy.server_address(conninfo)
    peer = socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET)
    peer.settimeout(20)
    peer.connect(address)
    return peer


def ask(peer):
    """One question that every server answers with one byte before anything else."""
    peer.sendall(SSL_REQUEST)
    return peer.recv(1)


class ProxyFaults(unittest.TestCase):
    def setUp(self):
        self.proxy = proxy.Proxy(os.environ['PGG_TEST_CONNINFO'])
        self.proxy.__enter__()
        self.addCleanup(self.proxy.__exit__)
        self.peer = connect(self.proxy.conninfo)
        self.addCleanup(self.peer.close)

    def assert_silent(self):
        self.peer.settimeout(0.2)
        with self.assertRaises(TimeoutError):
            self.peer.recv(1)
        self.peer.settimeout(20)

    def test_pass(self):
        self.assertIn(ask(self.peer), (b'N', b'S'))
        self.assertEqual(self.proxy.command('stats'), 'ok 1 1 8 1')

    def test_blackhole_and_pass(self):
        self.proxy.command('blackhole')
        self.peer.sendall(SSL_REQUEST)
        self.assert_silent()
        self.proxy.command('pass')
        self.assertIn(self.peer.recv(1), (b'N', b'S'))

    def test_stall_after_bytes(self):
        self.proxy.command('stall 3 up')
        self.peer.sendall(SSL_REQUEST)
        self.assert_silent()
        self.assertEqual(self.proxy.command('stats').split()[3], '3')

    def test_cut_now(self):
        ask(self.peer)
        self.proxy.command('cut')
        self.assertEqual(self.peer.recv(1), b'')

    def test_cut_after_bytes(self):
        self.proxy.command('cut 1')
        self.assertIn(ask(self.peer), (b'N', b'S'))
        self.assertEqual(self.peer.recv(1), b'')

    def test_garbage(self):
        ask(self.peer)
        self.proxy.command('garbage 00ff41')
        self.assertEqual(self.peer.recv(3, socket.MSG_WAITALL), b'\x00\xffA')

    def test_refuse(self):
        self.proxy.command('refuse')
        second = connect(self.proxy.conninfo)
        self.assertEqual(second.recv(1), b'')
        second.close()
        self.proxy.command('accept')
        third = connect(self.proxy.conninfo)
        self.assertIn(ask(third), (b'N', b'S'))
        third.close()

    def test_chunk_and_delay(self):
        self.proxy.command('chunk 1')
        self.proxy.command('delay 1')
        self.assertIn(ask(self.peer), (b'N', b'S'))

    def test_unknown_command(self):
        with self.assertRaisesRegex(ValueError, 'unknown'):
            self.proxy.command('explode')


class ProxyProgram(unittest.TestCase):
    def test_reset_over_tcp(self):
        program = subprocess.Popen(
            [sys.executable, os.path.join(TOOLS, 'proxy.py'), '--tcp',
             os.environ['PGG_TEST_CONNINFO']],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        with program:
            peer = connect(program.stdout.readline().split(' ', 1)[1])
            self.assertIn(ask(peer), (b'N', b'S'))
            program.stdin.write('reset\n')
            program.stdin.flush()
            self.assertEqual(program.stdout.readline(), 'ok\n')
            with self.assertRaises(ConnectionResetError):
                peer.recv(1)
            peer.close()
            program.stdin.write('quit\n')
        self.assertEqual(program.returncode, 0)


class WithServer(unittest.TestCase):
    def run_beside_server(self, command):
        return subprocess.Popen([sys.executable, os.path.join(TOOLS, 'with-server')] + command,
                                stdout=subprocess.PIPE, text=True)

    def test_status_of_the_command(self):
        with self.run_beside_server(['sh', '-c', 'exit 7']) as process:
            self.assertEqual(process.wait(), 7)

    def assert_cleaned_up(self, number):
        script = 'echo $PGG_TEST_SERVER_PID $PGG_TEST_SERVER_LOG; exec sleep 30'
        with self.run_beside_server(['sh', '-c', script]) as process:
            pid, log = process.stdout.readline().split()
            self.assertTrue(os.path.exists(log))
            with open(f'/proc/{pid}/stat') as stat:
                guard = stat.read().rsplit(')', 1)[1].split()[1]
            process.send_signal(number)
            process.wait()
            # The guard ends last; its end is visible as the end of its process.
            while os.path.exists(f'/proc/{guard}') and not is_zombie(guard):
                time.sleep(0.01)
            self.assertFalse(os.path.exists(os.path.dirname(log)))
            self.assertFalse(os.path.exists(f'/proc/{pid}'))
            process.stdout.close()

    def test_terminated(self):
        self.assert_cleaned_up(signal.SIGTERM)

    def test_killed(self):
        self.assert_cleaned_up(signal.SIGKILL)


def is_zombie(pid):
    try:
        with open(f'/proc/{pid}/stat') as stat:
            return stat.read().rsplit(')', 1)[1].split()[0] == 'Z'
    except FileNotFoundError:
        return True


class Count(unittest.TestCase):
    def test_tap(self):
        output = '1..4\nok 1 a\nnot ok 2 b\nok 3 c # SKIP no\nnot ok 4 d # ' + 'TO' + 'DO\n'
        self.assertEqual(count.count_tap(output), (2, 1, ['2 b']))

    def test_not_tap(self):
        self.assertIsNone(count.count_tap('okay\nhello'))

    def test_crash_after_success_fails(self):
        entry = {'name': 'x', 'stdout': '1..2\nok 1 a\n', 'result': 'ERROR'}
        self.assertEqual(count.count_test(entry), (1, 0, ['x: error']))

    def test_plain_program(self):
        self.assertEqual(count.count_test({'name': 'x', 'stdout': '', 'result': 'FAIL'}),
                         (0, 0, ['x: fail']))


if __name__ == '__main__':
    unittest.main()
