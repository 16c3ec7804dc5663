#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Python with the library beside psycopg and asyncpg, as ratios of one run.

bench-python.py [PART]

PART is of the name of what is to be measured. A peer that is not installed is left out; without
any there is nothing to compare.
"""

import asyncio
import importlib
import os
import resource
import statistics
import sys
import time

import gi

gi.require_version('Pgg', '1.0')
from gi.repository import Pgg  # noqa: E402

CONNINFO = os.environ['PGG_TEST_CONNINFO']
ROUNDS = 5
QUERIES = 2000
ROWS = 50000
ROW = ("n::int8, n::float8 / 3, 'row number ' || n, n % 2 = 0, "
       "timestamptz '2024-02-29 12:00Z' + n * interval '1 s'")

# Its name, the SQL, how often it is executed, how many rows it gives.
WORK = [
    ('one row', 'SELECT $1::int4 + 1', QUERIES, 1),
    ('ten rows', f'SELECT {ROW} FROM generate_series (1, $1::int4 + 10) n', QUERIES, 10),
    ('many rows', f'SELECT {ROW} FROM generate_series (1, $1::int4 + {ROWS}) n', 1, ROWS),
]


def use_pgglib(sql, times):
    connection = Pgg.connect(CONNINFO, None)

    def work():
        for _ in range(times):
            rows = list(connection.execute(sql, (0,), None))
        return len(rows)

    return work


def use_psycopg(sql, times):
    connection = importlib.import_module('psycopg').connect(CONNINFO, autocommit=True)
    query = sql.replace('%', '%%').replace('$1', '%s')

    def work():
        for _ in range(times):
            rows = connection.execute(query, (0,), prepare=True, binary=True).fetchall()
        return len(rows)

    return work


def use_asyncpg(sql, times):
    settings = dict(word.split('=', 1) for word in CONNINFO.replace("'", '').split())
    loop = asyncio.new_event_loop()
    connection = loop.run_until_complete(importlib.import_module('asyncpg').connect(
        host=settings['host'], port=settings.get('port'), user=settings.get('user'),
        database=settings.get('dbname')))

    async def fetch():
        for _ in range(times):
            rows = await connection.fetch(sql, 0)
        return len(rows)

    return lambda: loop.run_until_complete(fetch())


def get_cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(work):
    start, cpu = time.perf_counter(), get_cpu()
    work()
    return time.perf_counter() - start, get_cpu() - cpu


def compare(name, peer, work, theirs):
    costs = [(measure(work), measure(theirs)) for _ in range(ROUNDS)]
    wall, cpu = (statistics.median(ours[index] / other[index] for ours, other in costs)
                 for index in (0, 1))
    print(f'{name:10} beside {peer:8} time × {wall:.2f}  client CPU × {cpu:.2f}', flush=True)


def main(part=''):
    for name, sql, times, n_rows in WORK:
        if part not in name:
            continue
        ours = use_pgglib(sql, times)
        assert ours() == n_rows
        for peer, use in (('psycopg', use_psycopg), ('asyncpg', use_asyncpg)):
            try:
                theirs = use(sql, times)
            except ImportError:
                continue
            assert theirs() == n_rows
            compare(name, peer, ours, theirs)


if __name__ == '__main__':
    main(*sys.argv[1:])
