# SPDX-License-Identifier: LGPL-2.1-or-later
"""Iteration over the rows of a cursor, which are fetched many at a time.

What was fetched and not given yet is put back before anything else is fetched, so that whoever
leaves a loop early goes on at the next row.
"""

import collections
import functools

from gi.repository import GLib

from ._pgg_rows import CHUNK, Layout

# What depends on the position of a cursor.
FETCHES = [name + suffix for name in ('fetch_one', 'fetch_many', 'fetch_all', 'fetch_object')
           for suffix in ('', '_async', '_start')]
PLACED = [*FETCHES, 'scroll', 'get_row_number']
# What gives a cursor other rows, and whether these are in memory.
EXECUTIONS = [(name + suffix, name != 'stream') for name in ('execute', 'execute_many', 'stream')
              for suffix in ('', '_async', '_start')]


class State:
    """What is known of the rows of a cursor, until it is told to do something else."""

    def __init__(self, in_memory=False):
        self.in_memory = in_memory
        self.ahead = collections.deque()
        self.layout = Layout()


def get_state(cursor):
    try:
        return cursor._state
    except AttributeError:
        cursor._state = State()
        return cursor._state


class Iteration:
    """Gives rows for `for` and for `async for`."""

    def __init__(self, rows, cursor, fetch_many, fetch_many_start):
        self.rows = rows
        self.cursor = cursor
        self.fetch_many = fetch_many
        self.fetch_many_start = fetch_many_start

    def __iter__(self):
        return self

    def __aiter__(self):
        return self

    def __next__(self):
        state = get_state(self.cursor)
        if not state.ahead:
            state.ahead.extend(self.fetch_many(self.cursor, self.count(state)))
        if not state.ahead:
            raise StopIteration
        return self.take(state)

    async def __anext__(self):
        state = get_state(self.cursor)
        if not state.ahead:
            state.ahead.extend(await self.fetch_many_start(self.cursor, self.count(state)))
        if not state.ahead:
            raise StopAsyncIteration
        return self.take(state)

    def count(self, state):
        return CHUNK if state.in_memory else self.cursor.get_array_size()

    def take(self, state):
        return self.rows.make_fetched(state.ahead.popleft(), state.layout)


def adapt(module, rows):
    kind = module.Cursor
    fetch_many, fetch_many_start = kind.fetch_many, kind.fetch_many_start

    def place(name):
        original = getattr(kind, name)

        @functools.wraps(original)
        def method(cursor, *arguments, **named):
            ahead = get_state(cursor).ahead
            if ahead:
                cursor.put_back([*ahead])
                ahead.clear()
            return original(cursor, *arguments, **named)

        setattr(kind, name, method)

    def change(name, in_memory):
        original = getattr(kind, name)

        # A call that is refused because of what it is given changes nothing.
        @functools.wraps(original)
        def method(cursor, *arguments, **named):
            try:
                done = original(cursor, *arguments, **named)
            except GLib.Error:
                cursor._state = State(in_memory)
                raise
            cursor._state = State(in_memory)
            return done

        setattr(kind, name, method)

    for name in PLACED:
        place(name)
    for name, in_memory in EXECUTIONS:
        change(name, in_memory)
    change('next_set', True)
    change('open_batch', True)
    kind.row_number = property(kind.get_row_number)
    kind.__iter__ = kind.__aiter__ = \
        lambda cursor: Iteration(rows, cursor, fetch_many, fetch_many_start)
