# SPDX-License-Identifier: LGPL-2.1-or-later
"""Signals while a call blocks: their handlers run at once, and what one raises ends the call.

Python runs handlers between two of its own instructions, and so not while C waits. C asks here.
"""

import atexit
import functools
import threading

# What a handler has raised, until the call that it ended is back in Python.
raised = []


def watch():
    """Gives whether the call shall end, each time that it goes on after having been asked.

    Handlers run at the first instruction of whatever C calls. That is within `try` here, where that
    of a function would be before it.
    """
    shall_end = False
    while True:
        try:
            while True:
                yield shall_end
                shall_end = False
        except GeneratorExit:
            return
        except BaseException as exception:
            # Whoever clears the frames of a traceback would end this one.
            raised.append(exception.with_traceback(exception.__traceback__.tb_next))
            shall_end = True


def raise_here():
    """The call has failed because of it, or was done already; other threads have no part in it."""
    if threading.current_thread() is threading.main_thread():
        exception = raised.pop()
        raised.clear()
        raise exception from None


def guard(original):
    @functools.wraps(original)
    def guarded(*arguments, **named):
        try:
            return original(*arguments, **named)
        finally:
            if raised:
                raise_here()

    return guarded


def adapt(module):
    """Those that have a time limit of their own do it where that is set."""
    watcher = watch()
    next(watcher)
    module.set_interrupt_func(watcher.__next__)
    atexit.register(module.set_interrupt_func, None)
    for kind, name in ((module.Connection, 'run_transaction'),
                       (module.Connection, 'wait_notification'), (module.Operation, 'run')):
        setattr(kind, name, guard(getattr(kind, name)))
