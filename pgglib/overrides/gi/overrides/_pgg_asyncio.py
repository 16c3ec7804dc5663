# SPDX-License-Identifier: LGPL-2.1-or-later
"""Operations that are awaited, in whatever event loop asyncio runs: that of GLib or its own.

A call of a coroutine does nothing until it is awaited, and so an operation is only begun here.
"""

import functools
import operator
import os
import threading

from gi.repository import GLib, GObject

from . import _pgg_turns

# The calls with the number of their arguments before the priority.
CALLS = {
    'BatchWriter': {'end': 0, 'write': 1},
    'Connection': {
        'cancel': 0, 'close': 0, 'commit': 0, 'commit_prepared': 1, 'execute': 2,
        'execute_batch': 2, 'execute_many': 2, 'list_prepared': 0, 'listen': 1, 'lookup_type': 1,
        'open': 0, 'prepare': 1, 'reset': 0, 'rollback': 0, 'rollback_prepared': 1, 'unlisten': 1,
        'wait_notification': 1,
    },
    'Cursor': {
        'close': 0, 'execute': 2, 'execute_many': 2, 'fetch_all': 0, 'fetch_many': 1,
        'fetch_object': 0, 'fetch_one': 0, 'stream': 2,
    },
    'LocalServer': {'start': 0, 'stop': 0},
    'Pipeline': {'execute': 2, 'exit': 0, 'sync': 0},
    'Statement': {'close': 0, 'execute': 1, 'execute_many': 1, 'stream': 2},
    'Transaction': {'commit': 0, 'prepare': 1, 'rollback': 0},
}

# How long it waits is one of its arguments.
WAITS = 'wait_notification'


class Waiter:
    """Steps an operation whenever it can go on."""

    def __init__(self, operation, wait, loop):
        self.operation = operation
        self.kinds = wait
        self.loop = loop
        self.woken = loop.create_future()
        self.thread = threading.get_ident()
        self.is_stepping = False

    async def run(self):
        cancellable = self.operation.__dict__.get('_cancellable')
        handler = None
        if cancellable is not None:
            handler = GObject.Object.connect(cancellable, 'cancelled', self.cancel)
            if cancellable.is_cancelled():
                self.operation.cancel()
        self.operation.set_wake_func(self.wake_from_anywhere)
        try:
            await self.go_on()
        finally:
            self.operation.set_wake_func(None)
            if handler is not None:
                cancellable.disconnect(handler)

    async def go_on(self):
        """A task that is cancelled cancels at the server, and waits until that has let go."""
        from asyncio import CancelledError
        ready, cancelled = self.kinds.NONE, None
        while (want := self.step(ready)) != self.kinds.NONE:
            try:
                ready = await self.wait(want)
            except CancelledError as error:
                cancelled, ready = error, self.kinds.NONE
                self.operation.cancel()
            self.woken = self.loop.create_future()
        if cancelled is not None:
            raise cancelled

    def step(self, ready):
        self.is_stepping = True
        try:
            return self.operation.step(ready)
        finally:
            self.is_stepping = False

    async def wait(self, want):
        """Has a descriptor of its own, as a loop watches each of them for one only."""
        descriptor = self.operation.get_fd()
        descriptor = os.dup(descriptor) if descriptor >= 0 else None
        timer = self.start_timer()
        try:
            if descriptor is not None and want & self.kinds.READ:
                self.loop.add_reader(descriptor, self.wake, self.kinds.READ)
            if descriptor is not None and want & self.kinds.WRITE:
                self.loop.add_writer(descriptor, self.wake, self.kinds.WRITE)
            return await self.woken
        finally:
            if timer is not None:
                timer.cancel()
            if descriptor is not None:
                self.loop.remove_reader(descriptor)
                self.loop.remove_writer(descriptor)
                os.close(descriptor)

    def start_timer(self):
        deadline = self.operation.get_deadline()
        if deadline < 0:
            return None
        seconds = max(0, deadline - GLib.get_monotonic_time()) / 1e6
        return self.loop.call_later(seconds, self.wake, self.kinds.NONE)

    def wake(self, ready):
        if not self.woken.done():
            self.woken.set_result(ready)

    def wake_from_anywhere(self, *_):
        if threading.get_ident() != self.thread:
            self.loop.call_soon_threadsafe(self.wake, self.kinds.NONE)
        elif not self.is_stepping:
            self.wake(self.kinds.NONE)

    def cancel(self, *_):
        self.operation.cancel()
        self.wake_from_anywhere()


def adapt_call(owner, name, count, of_object=True):
    """The operation knows what it results in; a call without a callback gives an operation."""
    start, begin = getattr(owner, name + '_start'), getattr(owner, name + '_async')
    count += of_object

    @functools.wraps(start)
    def started(*arguments, **named):
        timeout = None if name == WAITS else named.pop('timeout', None)
        operation = start(*arguments, **named)
        if timeout is not None:
            # Not a part of a millisecond, which would be no limit at all.
            operation.set_timeout(operator.index(timeout))
        object_or_module = arguments[0] if of_object else owner
        operation._call = object_or_module, name
        operation._finish = getattr(object_or_module, name + '_finish')
        return operation

    @functools.wraps(begin)
    def begun(*arguments, **named):
        if len(arguments) > count + 2 or 'callback' in named:
            return begin(*arguments, **named)
        named.pop('io_priority', None)
        cancellable = named.pop('cancellable', None)
        operation = started(*arguments[:count], **named)
        operation._cancellable = arguments[count + 1] if len(arguments) > count + 1 else cancellable
        return operation

    return started, begun


def adapt(module):
    turns = _pgg_turns.Turns(module)

    def wait(operation):
        from asyncio import current_task, get_running_loop
        turns.check(operation, current_task())
        yield from Waiter(operation, module.Wait, get_running_loop()).run().__await__()
        result = operation._finish(operation)
        turns.note(operation, current_task())
        return result

    turns.adapt()
    module.Operation.__await__ = wait
    for owner, calls in CALLS.items():
        kind = getattr(module, owner)
        for name, count in calls.items():
            started, begun = adapt_call(kind, name, count)
            setattr(kind, name + '_start', started)
            setattr(kind, name + '_async', begun)
