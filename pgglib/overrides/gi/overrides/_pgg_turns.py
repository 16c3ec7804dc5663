# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tasks that would wait for themselves: those that have to give the rest of a batch.

C knows the thread that writes a batch, and refuses what it would wait for. All tasks of a loop are
one thread.
"""

import functools
import weakref

from gi.repository import GLib

# What ends a batch, or does not wait for its end.
BESIDE = ('cancel', 'close', 'reset', 'wait_notification')


def get_connection(owner):
    return owner.get_connection() if hasattr(owner, 'get_connection') else owner


class Turns:
    """Who writes a batch is kept by the connection, as the writer and its task."""

    def __init__(self, module):
        self.module = module
        module.Connection._writing = None

    def adapt(self):
        kind = self.module.BatchWriter
        original = kind.abort

        @functools.wraps(original)
        def abort(writer):
            self.forget(writer)
            original(writer)

        kind.abort = abort

    @staticmethod
    def forget(writer):
        connection = writer.get_connection()
        if connection._writing is not None and connection._writing[0]() is writer:
            connection._writing = None

    def check(self, operation, task):
        """Refuses what would never be done."""
        owner, name = operation._call
        connection = get_connection(owner)
        writer, writing = getattr(connection, '_writing', None) or (lambda: None, None)
        if writer() is None or writer().is_ended() or name in BESIDE:
            return
        if writer() is owner:
            connection._writing = None
        elif writing is task:
            operation.cancel()
            raise GLib.Error.new_literal(self.module.client_error_quark(),
                                         'The connection waits for the rest of a batch',
                                         self.module.ClientError.INVALID_STATE)

    def note(self, operation, task):
        owner, name = operation._call
        if name == 'write':
            owner.get_connection()._writing = weakref.ref(owner), task
