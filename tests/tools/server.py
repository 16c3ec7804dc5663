# SPDX-License-Identifier: LGPL-2.1-or-later
"""A private PostgreSQL for tests: initdb once into a cache, then copy, start, stop and remove.

`Server` is the fixture for Python tests; `main ()` is the program with-server, which runs a command
beside a server. The server is the child of a guard process that outlives a killed with-server and
then stops the server and removes its directory, so that nothing is left whatever happens.
"""

import contextlib
import ctypes
import fcntl
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PR_SET_PDEATHSIG = 1
START_SECONDS = 60
SETTINGS = {
    'autovacuum': 'off',
    'fsync': 'off',
    'full_page_writes': 'off',
    'jit': 'off',
    'log_error_verbosity': 'verbose',
    'log_line_prefix': '%m [%p] ',
    'max_prepared_transactions': '10',
    'password_encryption': 'scram-sha-256',
    'shared_buffers': '16MB',
    'synchronous_commit': 'off',
    'timezone': 'UTC',
}


class NoServer(Exception):
    """There is no PostgreSQL server on this machine, or it cannot be started."""


def find_bindir():
    """The directory of initdb and postgres: PGG_TEST_BINDIR, else the newest one found."""
    given = os.environ.get('PGG_TEST_BINDIR')
    if given:
        return given
    candidates = sorted(glob.glob('/usr/lib/postgresql/*/bin') + glob.glob('/usr/pgsql-*/bin'),
                        key=lambda path: int(''.join(filter(str.isdigit, path)) or 0),
                        reverse=True)
    candidates.append('/usr/local/pgsql/bin')
    on_path = shutil.which('initdb')
    if on_path:
        candidates.append(os.path.dirname(os.path.realpath(on_path)))
    for path in candidates:
        if all(os.access(os.path.join(path, tool), os.X_OK) for tool in ('initdb', 'postgres')):
            return path
    raise NoServer('no PostgreSQL server programs were found; set PGG_TEST_BINDIR')


def unprivileged_user():
    """Who runs the server: nobody else unless we are root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    for name in ('postgres', 'nobody'):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoServer('neither the user postgres nor the user nobody exists')


def become(user, last_signal=signal.SIGQUIT):
    """What a child does before it executes: drop privileges, die with its parent."""
    libc = ctypes.CDLL(None, use_errno=True)

    def preexec():
        if user is not None:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        libc.prctl(PR_SET_PDEATHSIG, last_signal)

    return preexec


def _clean_environment():
    kept = {key: value for key, value in os.environ.items()
            if not key.startswith('PG') or key.startswith('PGG_')}
    for unwanted in ('LD_PRELOAD', 'LD_LIBRARY_PATH', 'MALLOC_CHECK_', 'MALLOC_PERTURB_'):
        kept.pop(unwanted, None)
    return kept


def _chown_tree(top, user):
    if user is None:
        return
    os.chown(top, user.pw_uid, user.pw_gid)
    for folder, folders, files in os.walk(top):
        for name in folders + files:
            os.chown(os.path.join(folder, name), user.pw_uid, user.pw_gid)


def _initdb(bindir, directory, user):
    command = [os.path.join(bindir, 'initdb'), '--pgdata', directory, '--username', 'postgres',
               '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C.UTF-8',
               '--wal-segsize', '1', '--no-sync']
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          cwd='/', env=_clean_environment(), preexec_fn=become(user))
    if done.returncode != 0:
        raise NoServer(f'initdb failed: {done.stdout}')


def _template(bindir, user):
    """An initialised data directory of this server version, made once for every cache."""
    cache = os.environ.get('PGG_TEST_CACHE') or os.path.join(
        tempfile.gettempdir(), f'pgglib-server-cache-{os.getuid()}')
    os.makedirs(cache, mode=0o700, exist_ok=True)
    template = os.path.join(cache, bindir.strip('/').replace('/', '_'))
    with open(os.path.join(cache, 'lock'), 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if os.path.isdir(template):
            return template
        # The unprivileged user may have no way into the cache: make it elsewhere and move it.
        with tempfile.TemporaryDirectory(prefix='pgg-initdb-') as place:
            _chown_tree(place, user)
            _initdb(bindir, os.path.join(place, 'data'), user)
            shutil.copytree(os.path.join(place, 'data'), template + '.new', symlinks=True)
        os.rename(template + '.new', template)
    return template


def _free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Server:
    """One private server: Server (tcp=False, settings={}); start, stop, conninfo."""

    def __init__(self, tcp=False, settings=None):
        self.bindir = find_bindir()
        self.user = unprivileged_user()
        self.tcp = tcp
        self.port = _free_port() if tcp else 5432
        self.settings = dict(SETTINGS, **(settings or {}))
        self.directory = None
        self.process = None

    @property
    def data(self):
        return os.path.join(self.directory, 'data')

    @property
    def log(self):
        return os.path.join(self.directory, 'log')

    @property
    def conninfo(self):
        return f'host={self.directory} port={self.port} user=postgres dbname=postgres'

    @property
    def tcp_conninfo(self):
        return f'host=127.0.0.1 port={self.port} user=postgres dbname=postgres'

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.remove()

    def start(self):
        """Starts the server, in the kept directory after stop ()."""
        if self.directory is None:
            template = _template(self.bindir, self.user)
            self.directory = tempfile.mkdtemp(prefix='pgg-')
            shutil.copytree(template, self.data, symlinks=True)
            os.chmod(self.data, 0o700)
            _chown_tree(self.directory, self.user)
        self._spawn()
        self._wait_ready()

    def _spawn(self):
        settings = dict(self.settings, unix_socket_directories=self.directory,
                        listen_addresses='127.0.0.1' if self.tcp else '')
        command = [os.path.join(self.bindir, 'postgres'), '-D', self.data, '-p', str(self.port)]
        for name, value in settings.items():
            command += ['-c', f'{name}={value}']
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, cwd='/', env=_clean_environment(),
                                            preexec_fn=become(self.user))

    def _is_ready(self):
        with contextlib.suppress(OSError, IndexError, ValueError):
            with open(os.path.join(self.data, 'postmaster.pid')) as file:
                lines = file.read().split('\n')
            return int(lines[0]) == self.process.pid and lines[7].strip() == 'ready'
        return False

    def _wait_ready(self):
        give_up = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > give_up:
                with open(self.log, errors='replace') as log:
                    text = log.read()
                self.remove()
                raise NoServer(f'the server did not start: {text}')
            time.sleep(0.01)

    def stop(self, how=signal.SIGINT):
        """Ends the server and keeps its data: SIGINT in order, SIGQUIT at once."""
        if self.process is None:
            return
        for number in (how, signal.SIGQUIT, signal.SIGKILL):
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.send_signal(number)
                self.process.wait(20)
                break
        self.process = None

    def remove(self):
        """Ends the server at once and removes its directory."""
        self.stop(signal.SIGQUIT)
        if self.directory is not None:
            shutil.rmtree(self.directory, ignore_errors=True)
            self.directory = None

    def environment(self):
        """What a test finds in its environment."""
        variables = {
            'PGG_TEST_BINDIR': self.bindir,
            'PGG_TEST_CONNINFO': self.conninfo,
            'PGG_TEST_SERVER_LOG': self.log,
            'PGG_TEST_SERVER_PID': str(self.process.pid),
        }
        if self.tcp:
            variables['PGG_TEST_TCP_CONNINFO'] = self.tcp_conninfo
        return variables


def _guard(tcp, alive, report):
    """Holds the server until nobody holds the other end of the pipe `alive`."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    # Whoever reads the command's output must see its end when the command ends.
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    server = None
    try:
        with os.fdopen(report, 'w') as answer:
            try:
                server = Server(tcp=tcp)
                server.start()
            except Exception as error:
                answer.write(f'ERROR={type(error).__name__}: {error}')
                return 1
            variables = server.environment()
            answer.write('\n'.join(f'{key}={value}' for key, value in variables.items()))
        os.dup2(null, 2)
        os.read(alive, 1)
    finally:
        if server is not None:
            server.remove()
    return 0


def _start_guard(tcp):
    """Forks the guard; returns its pid, the pipe that keeps it and what it reports."""
    alive_read, alive_write = os.pipe()
    report_read, report_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(alive_write)
        os.close(report_read)
        status = 1
        try:
            status = _guard(tcp, alive_read, report_write)
        finally:
            os._exit(status)
    os.close(alive_read)
    os.close(report_write)
    with os.fdopen(report_read) as report:
        text = report.read()
    return pid, alive_write, dict(line.split('=', 1) for line in text.split('\n') if '=' in line)


def _run(command, environment):
    """Runs the command; its status, 128 + the signal when one ended it."""
    process = subprocess.Popen(command, env=environment,
                               preexec_fn=become(None, signal.SIGTERM))

    def forward(number, _frame):
        process.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, forward)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    status = process.wait()
    return status if status >= 0 else 128 - status


def _no_server(reason):
    if os.environ.get('PGG_TEST_REQUIRE_SERVER'):
        print(f'Bail out! {reason}')
        return 1
    print(f'1..0 # SKIP {reason}')
    return 0


def main(arguments):
    tcp = arguments[:1] == ['--tcp']
    command = arguments[1:] if tcp else arguments
    if not command:
        print('usage: with-server [--tcp] COMMAND [ARGUMENT...]', file=sys.stderr)
        return 2
    pid, alive, variables = _start_guard(tcp)
    try:
        if 'PGG_TEST_CONNINFO' not in variables:
            return _no_server(variables.get('ERROR', 'the server guard died'))
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith('PG') or key.startswith('PGG_')}
        environment.update(variables)
        return _run(command, environment)
    finally:
        os.close(alive)
        os.waitpid(pid, 0)
