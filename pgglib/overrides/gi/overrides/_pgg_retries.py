# SPDX-License-Identifier: LGPL-2.1-or-later
"""Transactions that are run again if they have to be, where what is done in them is awaited.

What is decided is what pgg-transaction-run.c decides, which waits in a main context of GLib.
"""

import functools
import itertools
import operator
import random

from gi.repository import Gio, GLib

# In seconds.
FIRST_DELAY = 0.01
MAX_DELAY = 1

# The old session may still be at its end when the server is asked.
MAX_QUESTIONS = 20

# The functions of PostgreSQL 13 for transaction IDs that do not wrap around.
XID8_VERSION = 130000
IDENTIFY = 'SELECT pg_catalog.pg_current_xact_id_if_assigned ()'
ASK = 'SELECT pg_catalog.pg_xact_status ($1::pg_catalog.xid8)'


async def pause(attempt):
    from asyncio import sleep
    await sleep(random.uniform(0, min(FIRST_DELAY * 2 ** min(attempt, 7), MAX_DELAY)))


class Run:
    def __init__(self, module, connection, options, function):
        self.module = module
        self.connection = connection
        self.options = options
        self.function = function
        self.value = None
        self.is_identified = False
        self.xid = None

    def is_open(self, transaction):
        return transaction.get_state() == self.module.TransactionState.OPEN

    async def attempt(self):
        self.is_identified, self.xid = False, None
        transaction = self.connection.begin(self.options)
        try:
            self.value = await self.function(transaction)
        except BaseException:
            if self.is_open(transaction):
                await self.roll_back(transaction)
            raise
        if self.is_open(transaction):
            await self.commit(transaction)

    @staticmethod
    async def roll_back(transaction):
        """The error matters more than what comes of this."""
        try:
            await transaction.rollback_start()
        except GLib.Error:
            pass

    def start_identify(self):
        """It travels with the commit, and its answer comes before that begins."""
        status = self.connection.get_transaction_status()
        kinds = self.module.PqTransactionStatus
        if (self.connection.get_server_version() < XID8_VERSION or
                status not in (kinds.INTRANS, kinds.ACTIVE)):
            return None
        return self.connection.execute_start(IDENTIFY, [])

    async def commit(self, transaction):
        identify = self.start_identify()
        try:
            await transaction.commit_start()
        finally:
            if identify is not None and identify.is_done():
                self.finish_identify(identify)

    def finish_identify(self, operation):
        try:
            self.xid = self.connection.execute_finish(operation).get_text(0, 0)
            self.is_identified = True
        except GLib.Error:
            pass

    def is_in_doubt(self, error):
        return error.matches(self.module.client_error_quark(), self.module.ClientError.IN_DOUBT)

    async def resolve(self):
        """What became of the transaction; None where that cannot be known."""
        if self.xid is None:
            # One that changed nothing has no ID, and it does not matter what became of it.
            return 'committed' if self.is_identified else None
        for question in range(MAX_QUESTIONS):
            await pause(question)
            try:
                if self.connection.get_status() != self.module.ConnectionStatus.OPEN:
                    await self.connection.reset_start()
                result = await self.connection.execute_start(ASK, [self.xid])
            except GLib.Error:
                return None
            if result.get_text(0, 0) != 'in progress':
                return result.get_text(0, 0)
        return None

    async def may_run_again(self, error):
        """False: it is committed after all."""
        if not self.is_in_doubt(error):
            if not self.module.error_is_retryable(error):
                raise error
            return True
        status = await self.resolve()
        if status not in ('committed', 'aborted'):
            raise error
        return status == 'aborted'

    async def run(self, max_retries):
        for retries in itertools.count():
            try:
                await self.attempt()
                return self.value
            except GLib.Error as error:
                if not await self.may_run_again(error):
                    return self.value
                if retries >= max_retries:
                    raise
            await pause(retries + 1)

    async def run_within(self, max_retries, milliseconds):
        """What takes too long is cancelled, at the server as well."""
        from asyncio import CancelledError, ensure_future, wait
        task = ensure_future(self.run(max_retries))
        try:
            done, _ = await wait({task}, timeout=milliseconds / 1000)
        except CancelledError:
            task.cancel()
            await wait({task})
            raise
        if not done:
            task.cancel()
            await wait({task})
        if not task.cancelled():
            return task.result()
        raise GLib.Error.new_literal(Gio.io_error_quark(),
                                     f'The operation did not end within {milliseconds} ms',
                                     Gio.IOErrorEnum.TIMED_OUT)


def adapt(module):
    original = module.Connection.run_transaction_async

    def begin(connection, options, max_retries, function, *, timeout=None):
        limit = connection.get_timeout() if timeout is None else operator.index(timeout)
        run = Run(module, connection, options, function)
        return run.run_within(max_retries, limit) if limit > 0 else run.run(max_retries)

    @functools.wraps(original)
    def run_transaction_async(connection, options, max_retries, *arguments, **named):
        run = original if arguments and not callable(arguments[0]) else begin
        return run(connection, options, max_retries, *arguments, **named)

    module.Connection.run_transaction_async = run_transaction_async
