# SPDX-License-Identifier: LGPL-2.1-or-later
"""A network with faults between a client and a PostgreSQL server, byte by byte.

    proxy.py [--tcp] CONNINFO

forwards to the server of CONNINFO (host, hostaddr and port of a libpq connection string). Listens
on a Unix socket in a directory of its own, or with --tcp on 127.0.0.1, and prints "ready host=…
port=…". Then reads commands, one a line, from standard input and answers each with "ok …" or
"error …"; the end of the input ends the proxy and its connections. Directions are "up" (client to
server) and "down" (server to client, the default).

    pass                        forward everything again; ends what the other commands set
    blackhole                   keep connections and accept new ones, forward nothing
    refuse / accept             close new connections at once / take them again
    stall N [up|down]           forward N more bytes in this direction, then none
    cut [N [up|down]]           close all connections in order, now or after N more bytes
    reset [N [up|down]]         break all connections (RST over TCP), now or after N more bytes
    garbage HEX [up|down]       send these bytes to every peer in this direction, between two reads
    delay MILLISECONDS          wait before every forwarded block
    chunk N                     forward in pieces of at most N bytes, 0 for any size
    stats                       answer "ok CONNECTIONS OPEN BYTES-UP BYTES-DOWN"
    quit                        the end
"""

import asyncio
import contextlib
import os
import shlex
import shutil
import socket
import struct
import sys
import tempfile
import threading

DIRECTIONS = ('up', 'down')
BLOCK = 65536


def server_address(conninfo):
    """The address of the server a connection string names: a path or a pair."""
    parts = dict(part.split('=', 1) for part in shlex.split(conninfo))
    host = parts.get('hostaddr') or parts['host']
    port = int(parts.get('port') or 5432)
    return f'{host}/.s.PGSQL.{port}' if host.startswith('/') else (host, port)


def _family(address):
    if isinstance(address, str):
        return socket.AF_UNIX
    return socket.AF_INET6 if ':' in address[0] else socket.AF_INET


class Faults:
    """What the network does now."""

    def __init__(self):
        self.blackhole = False
        self.refuse = False
        self.delay = 0.0
        self.chunk = 0
        self.budget = dict.fromkeys(DIRECTIONS)
        self.end = dict.fromkeys(DIRECTIONS, 'stall')


class Link:
    """One connection of a client and the one made to the server for it."""

    def __init__(self, client, server):
        self.ends = {'up': (client, server), 'down': (server, client)}
        self.tasks = []

    def close(self, reset):
        for task in self.tasks:
            task.cancel()
        for end in self.ends['up']:
            if reset and end.family != socket.AF_UNIX:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            end.close()


class Engine:
    """The proxy itself, inside an asyncio loop."""

    def __init__(self, target, tcp):
        self.target = target
        self.faults = Faults()
        self.links = set()
        self.accepted = 0
        self.bytes = dict.fromkeys(DIRECTIONS, 0)
        self.directory = None if tcp else tempfile.mkdtemp(prefix='pgg-proxy-')
        self.listener = socket.socket(socket.AF_INET if tcp else socket.AF_UNIX)
        self.listener.bind(('127.0.0.1', 0) if tcp else f'{self.directory}/.s.PGSQL.5432')
        self.listener.listen(128)
        self.listener.setblocking(False)
        self.conninfo = (f'host=127.0.0.1 port={self.listener.getsockname()[1]}' if tcp
                         else f'host={self.directory} port=5432')
        self.changed = None

    async def serve(self):
        self.changed = asyncio.Condition()
        loop = asyncio.get_running_loop()
        while True:
            client, _ = await loop.sock_accept(self.listener)
            self.accepted += 1
            if self.faults.refuse:
                client.close()
                continue
            server = socket.socket(_family(self.target))
            server.setblocking(False)
            client.setblocking(False)
            try:
                await loop.sock_connect(server, self.target)
            except OSError:
                client.close()
                server.close()
                continue
            link = Link(client, server)
            self.links.add(link)
            link.tasks = [asyncio.ensure_future(self._pump(link, way)) for way in DIRECTIONS]

    async def _pump(self, link, way):
        source, sink = link.ends[way]
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            while True:
                await self._until_open(way)
                data = await loop.sock_recv(source, BLOCK)
                if not data:
                    # The end of one direction travels like data: not through a blackhole.
                    await self._until_open(way)
                    sink.shutdown(socket.SHUT_WR)
                    break
                await self._forward(sink, data, way)
        link.tasks = [task for task in link.tasks if task is not asyncio.current_task()]
        if not link.tasks:
            self._drop(link)

    def _drop(self, link, reset=False):
        self.links.discard(link)
        link.close(reset)

    async def _until_open(self, way):
        async with self.changed:
            await self.changed.wait_for(
                lambda: not self.faults.blackhole and self.faults.budget[way] != 0)

    async def _forward(self, sink, data, way):
        loop = asyncio.get_running_loop()
        while data:
            await self._until_open(way)
            if self.faults.delay:
                await asyncio.sleep(self.faults.delay)
                await self._until_open(way)
            budget = self.faults.budget[way]
            size = min(len(data), self.faults.chunk or BLOCK, BLOCK if budget is None else budget)
            await loop.sock_sendall(sink, data[:size])
            self.bytes[way] += size
            data = data[size:]
            if budget is not None:
                self._spend(way, size)

    def _spend(self, way, size):
        self.faults.budget[way] -= size
        if self.faults.budget[way] == 0 and self.faults.end[way] != 'stall':
            how = self.faults.end[way]
            self.faults.budget[way] = None
            # Not from within the pump that is one of the tasks to cancel.
            asyncio.get_running_loop().call_soon(self._end_links, how == 'reset')

    def _end_links(self, reset):
        for link in list(self.links):
            self._drop(link, reset)

    async def command(self, line):
        """Does one command and gives the answer."""
        words = line.split()
        method = getattr(self, '_do_' + words[0], None) if words else None
        if method is None:
            return f'error unknown command: {line.strip()}'
        try:
            answer = method(*words[1:])
        except (TypeError, ValueError, KeyError) as error:
            return f'error {error}'
        async with self.changed:
            self.changed.notify_all()
        return f'ok {answer}' if answer else 'ok'

    def _do_pass(self):
        self.faults = Faults()

    def _do_blackhole(self):
        self.faults.blackhole = True

    def _do_refuse(self):
        self.faults.refuse = True

    def _do_accept(self):
        self.faults.refuse = False

    def _limit(self, end, size, way):
        if int(size) < 0 or way not in DIRECTIONS:
            raise ValueError(f'{end} takes a number of bytes and a direction')
        self.faults.end[way] = end
        self.faults.budget[way] = int(size)

    def _do_stall(self, size='0', way='down'):
        self._limit('stall', size, way)

    def _do_cut(self, size='0', way='down'):
        if int(size) == 0:
            self._end_links(False)
        else:
            self._limit('cut', size, way)

    def _do_reset(self, size='0', way='down'):
        if int(size) == 0:
            self._end_links(True)
        else:
            self._limit('reset', size, way)

    def _do_garbage(self, digits, way='down'):
        data = bytes.fromhex(digits)
        for link in self.links:
            with contextlib.suppress(OSError):
                link.ends[way][1].send(data)

    def _do_delay(self, milliseconds):
        self.faults.delay = int(milliseconds) / 1000

    def _do_chunk(self, size):
        self.faults.chunk = int(size)

    def _do_stats(self):
        return f"{self.accepted} {len(self.links)} {self.bytes['up']} {self.bytes['down']}"

    def close(self):
        self._end_links(False)
        self.listener.close()
        if self.directory is not None:
            shutil.rmtree(self.directory, ignore_errors=True)


class Proxy:
    """The fixture for Python tests: a proxy in a thread.

    with Proxy (conninfo) as proxy: connect to proxy.conninfo, proxy.command ('stall 10').
    """

    def __init__(self, conninfo, tcp=False):
        self._engine = Engine(server_address(conninfo), tcp)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name='proxy', daemon=True)
        rest = [part for part in shlex.split(conninfo)
                if part.split('=')[0] not in ('host', 'hostaddr', 'port')]
        self.conninfo = ' '.join([self._engine.conninfo] + rest)

    def _run(self):
        with contextlib.suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)

    def __enter__(self):
        self._task = self._loop.create_task(self._engine.serve())
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._end)
        self._thread.join()
        self._loop.close()

    def _end(self):
        self._engine.close()
        self._task.cancel()

    def command(self, line):
        answer = asyncio.run_coroutine_threadsafe(self._engine.command(line), self._loop).result()
        if answer.startswith('error'):
            raise ValueError(answer)
        return answer


async def _read_commands(engine):
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while True:
        line = (await reader.readline()).decode()
        if not line or line.strip() == 'quit':
            return
        print(await engine.command(line), flush=True)


async def _main(engine):
    task = asyncio.ensure_future(engine.serve())
    print(f'ready {engine.conninfo}', flush=True)
    try:
        await _read_commands(engine)
    finally:
        engine.close()
        task.cancel()


def main(arguments):
    tcp = arguments[:1] == ['--tcp']
    if len(arguments) != 1 + tcp:
        print('usage: proxy.py [--tcp] CONNINFO', file=sys.stderr)
        return 2
    asyncio.run(_main(Engine(server_address(arguments[-1]), tcp)))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
