# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sets of parameters that come one after the other, and are never in memory together.

What has a length is in memory already, and is sent as a whole. What comes from an iterator, such as
a generator or a cursor, is written part by part, unless the first part is all.
"""

import contextlib
import functools
import operator
import sys

from gi.repository import GLib

# A part has so many sets, or so many bytes of them.
SETS = 256
BYTES = 1 << 20


def is_producer(sets):
    return not hasattr(sets, '__len__') and \
        (hasattr(sets, '__iter__') or hasattr(sets, '__aiter__'))


def weigh(values):
    """About how much memory they take, where that can be told without taking them."""
    if isinstance(values, dict):
        values = values.values()
    elif not isinstance(values, (list, tuple)):
        return 0
    return sum(map(sys.getsizeof, values))


class Part(list):
    """Sets that are sent together; only the last part is not full."""

    size = 0

    def is_full(self):
        return len(self) >= SETS or self.size >= BYTES

    def take(self, values):
        self.append(values)
        self.size += weigh(values)


def take_part(iterator):
    part = Part()
    for values in iterator:
        part.take(values)
        if part.is_full():
            break
    return part


async def take_part_async(iterator):
    part = Part()
    async for values in iterator:
        part.take(values)
        if part.is_full():
            break
    return part


def write_all(writer, part, iterator, cancellable):
    with writer:
        while part.is_full():
            writer.write(part, cancellable)
            part = take_part(iterator)
        writer.write(part, cancellable)
        return writer.end(cancellable).get_total_affected_rows()


async def write_all_async(writer, part, take_next, cancellable):
    async with writer:
        while part.is_full():
            await writer.write_async(part, cancellable=cancellable)
            part = await take_next()
        await writer.write_async(part, cancellable=cancellable)
        outcome = await writer.end_async(cancellable=cancellable)
        return outcome.get_total_affected_rows()


def make_take_next(sets):
    """How the next part is awaited; that of an ordinary iterator is just taken."""
    if hasattr(sets, '__aiter__'):
        return functools.partial(take_part_async, sets.__aiter__())
    iterator = iterate(sets)

    async def take_next():
        return take_part(iterator)

    return take_next


def leave(writer, kind, *_):
    """Ends what was left without an exception, which matters more than what comes of the rest."""
    if writer.is_ended():
        return
    if kind is None:
        writer.end()
        return
    writer.abort()
    with contextlib.suppress(GLib.Error):
        writer.end()


async def leave_async(writer, kind, *_):
    if writer.is_ended():
        return
    if kind is None:
        await writer.end_start()
        return
    writer.abort()
    with contextlib.suppress(GLib.Error):
        await writer.end_start()


def iterate(sets):
    if not hasattr(sets, '__iter__'):
        raise TypeError('sets that come asynchronously are for execute_many_async ()')
    return iter(sets)


def collect(sets):
    return list(iterate(sets))


class Call:
    """What execute_many () is called with."""

    def __init__(self, place, given, named):
        self.named = dict(named)
        self.head = given[:place] or tuple(self.named.pop('sql') for _ in range(place))
        self.sets = given[place] if len(given) > place else self.named.pop('params', None)
        self.rest = given[place + 1:]
        self.timeout = named.get('timeout')
        self.has_callback = len(self.rest) > 2 or 'callback' in named

    def repeat(self, original, owner, sets):
        return original(owner, *self.head, sets, *self.rest, **self.named)

    def get_cancellable(self, place):
        wrong = self.named.keys() - {'cancellable', 'io_priority', 'timeout'}
        if wrong:
            raise TypeError(f'execute_many () has no argument {min(wrong)}')
        return self.rest[place] if len(self.rest) > place else self.named.get('cancellable')


class Producers:
    """The calls that take sets, of a connection, of a cursor, or of a statement."""

    def __init__(self, module, writer, make_batch):
        self.module = module
        self.writer = writer
        self.make_batch = make_batch

    def adapt(self):
        kind = self.module.BatchWriter
        for suffix in ('', '_async', '_start'):
            self.take_items(kind, 'write' + suffix)
        kind.__enter__ = lambda writer: writer
        kind.__exit__ = leave
        kind.__aenter__ = self.enter_async
        kind.__aexit__ = leave_async
        for owner in (self.module.Connection, self.module.Cursor, self.module.Statement):
            self.take_producers(owner)

    @staticmethod
    async def enter_async(writer):
        return writer

    def take_items(self, kind, name):
        """Lets a part be a list of sets, or of statements with theirs."""
        original = getattr(kind, name)

        @functools.wraps(original)
        def write(writer, items, *arguments, **named):
            return original(writer, self.make_part(writer, items), *arguments, **named)

        setattr(kind, name, write)

    def make_part(self, writer, items):
        sql = writer.get_sql()
        if sql is None or isinstance(items, self.module.Batch):
            return self.make_batch(items)
        part = self.module.Batch.new()
        statement = writer.get_statement()
        part.add_many(sql, self.writer.make_sets(items, statement, writer.get_n_items()))
        return part

    def take_producers(self, kind):
        place = 0 if kind is self.module.Statement else 1
        block, begin, start = (getattr(kind, 'execute_many' + suffix)
                               for suffix in ('', '_async', '_start'))

        @functools.wraps(block)
        def execute_many(owner, *given, **named):
            call = Call(place, given, named)
            return self.run(block, owner, call) if is_producer(call.sets) \
                else block(owner, *given, **named)

        @functools.wraps(begin)
        def execute_many_async(owner, *given, **named):
            call = Call(place, given, named)
            return self.begin(begin, owner, call) if is_producer(call.sets) \
                else begin(owner, *given, **named)

        @functools.wraps(start)
        def execute_many_start(owner, *given, **named):
            call = Call(place, given, named)
            return call.repeat(start, owner, collect(call.sets)) if is_producer(call.sets) \
                else start(owner, *given, **named)

        kind.execute_many = execute_many
        kind.execute_many_async = execute_many_async
        kind.execute_many_start = execute_many_start

    def open(self, owner, call):
        flags = (self.module.BatchFlags.TOTAL_ONLY,) if isinstance(owner, self.module.Connection) \
            else ()
        writer = owner.open_batch(*call.head, *flags)
        if call.timeout is not None:
            writer.set_timeout(operator.index(call.timeout))
        return writer

    def run(self, original, owner, call):
        iterator = iterate(call.sets)
        part = take_part(iterator)
        if not part.is_full():
            return call.repeat(original, owner, part)
        return write_all(self.open(owner, call), part, iterator, call.get_cancellable(0))

    def begin(self, original, owner, call):
        """Whoever wants to be called back is called back once, for all sets."""
        if call.has_callback:
            return call.repeat(original, owner, collect(call.sets))
        return self.run_async(original, owner, call)

    async def run_async(self, original, owner, call):
        take_next = make_take_next(call.sets)
        part = await take_next()
        if not part.is_full():
            return await call.repeat(original, owner, part)
        return await write_all_async(self.open(owner, call), part, take_next,
                                     call.get_cancellable(1))
