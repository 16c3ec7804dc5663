# SPDX-License-Identifier: LGPL-2.1-or-later
"""A PgBouncer in front of a server, for tests."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from server import become, unprivileged_user

START_SECONDS = 30
CONFIGURATION = '''[databases]
* = host={host} port={port} user=postgres

[pgbouncer]
listen_port = 6432
listen_addr =
unix_socket_dir = {directory}
auth_type = any
pool_mode = transaction
default_pool_size = {pool_size}
pidfile = {directory}/pid
logfile = {directory}/log
ignore_startup_parameters = extra_float_digits
'''


def find_pgbouncer():
    """The program, or None."""
    return shutil.which('pgbouncer', path=os.environ.get('PATH', '') + ':/usr/sbin')


def get_version(program):
    """Such as (1, 18)."""
    text = subprocess.run([program, '--version'], check=True, capture_output=True, text=True).stdout
    return tuple(int(number) for number in re.search(r'(\d+)\.(\d+)', text).groups())


class PgBouncer:
    """One pooler in transaction mode: PgBouncer (host, port, …) as a context."""

    def __init__(self, host, port, pool_size=2, max_prepared=None, resets=False):
        self.program = find_pgbouncer()
        self.directory = tempfile.mkdtemp(prefix='pgb-')
        self.settings = CONFIGURATION.format(host=host, port=port, directory=self.directory,
                                             pool_size=pool_size)
        if max_prepared is not None:
            self.settings += f'max_prepared_statements = {max_prepared}\n'
        if resets:
            self.settings += 'server_reset_query = DISCARD ALL\nserver_reset_query_always = 1\n'
        self.process = None

    @property
    def conninfo(self):
        return f'host={self.directory} port=6432 user=postgres dbname=postgres'

    def __enter__(self):
        user = unprivileged_user()
        path = os.path.join(self.directory, 'ini')
        with open(path, 'w') as file:
            file.write(self.settings)
        if user is not None:
            os.chown(self.directory, user.pw_uid, user.pw_gid)
            os.chown(path, user.pw_uid, user.pw_gid)
        self.process = subprocess.Popen([self.program, '-q', path], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        cwd='/', preexec_fn=become(user, signal.SIGKILL))
        self._wait_ready()
        return self

    def _is_ready(self):
        """The socket is there before anybody listens."""
        with socket.socket(socket.AF_UNIX) as client, contextlib.suppress(OSError):
            client.connect(os.path.join(self.directory, '.s.PGSQL.6432'))
            return True
        return False

    def _wait_ready(self):
        give_up = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > give_up:
                with contextlib.suppress(OSError), \
                        open(os.path.join(self.directory, 'log')) as log:
                    raise RuntimeError(f'pgbouncer did not start: {log.read()}')
                raise RuntimeError('pgbouncer did not start')
            time.sleep(0.01)

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)
