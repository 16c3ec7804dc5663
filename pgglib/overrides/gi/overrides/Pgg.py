# SPDX-License-Identifier: LGPL-2.1-or-later
"""What makes the introspected API pleasant in Python.

Results and rows are sequences, connections and cursors are context managers, parameters can be any
sequence of plain values, or a mapping with their names, and SQL can be a Pgg.Sql. Calls can be
written as without this file, but for run_transaction(), whose limit of time is an option.
"""

import contextlib
import functools
import operator

from gi.repository import GLib

from ..module import get_introspection_module
from . import (_pgg_asyncio, _pgg_codecs, _pgg_dbapi, _pgg_dump, _pgg_iteration,
               _pgg_kinds, _pgg_objects, _pgg_params, _pgg_producers, _pgg_retries, _pgg_rows,
               _pgg_signals, _pgg_texts, _pgg_values)

Pgg = get_introspection_module('Pgg')
_values = _pgg_values.Values(Pgg)
_rows = _pgg_rows.Rows(Pgg, _values)
_dumper = _pgg_dump.Dumper(Pgg)
_codecs = _pgg_codecs.Codecs(Pgg, _dumper)
_writer = _pgg_params.Writer(Pgg, _dumper, _codecs)
make_params = _writer.make

__all__ = ['connect', 'connect_async', 'connect_start', 'sqlstate_from_string']

connect = _pgg_signals.guard(_pgg_texts.guard(Pgg.connect))
connect_start, connect_async = map(_pgg_texts.guard,
                                   _pgg_asyncio.adapt_call(Pgg, 'connect', 1, of_object=False))
sqlstate_from_string = _pgg_texts.guard(Pgg.sqlstate_from_string)


def _get_sql(sql):
    return sql.to_string() if isinstance(sql, Pgg.Sql) else _pgg_texts.check_text(sql)


def _shares_rows(name):
    original = getattr(Pgg.Cursor, name)

    @functools.wraps(original)
    def fetch(*arguments, **named):
        rows = original(*arguments, **named)
        _rows.share(rows)
        return rows

    setattr(Pgg.Cursor, name, fetch)


def _result_getitem(result, index):
    if isinstance(index, slice):
        return [_result_getitem(result, row) for row in range(*index.indices(len(result)))]
    if index < 0:
        index += len(result)
    if not 0 <= index < len(result):
        raise IndexError('the result has no such row')
    return _rows.make(result, index, 1)[0]


def _enter(self):
    return self


def _exit(self, *_):
    self.close(None)


def _begin(original):
    @functools.wraps(original)
    def begin(connection, options=Pgg.TransactionOptions.DEFAULT):
        return original(connection, options)
    return begin


def _is_open(transaction):
    return transaction.get_state() == Pgg.TransactionState.OPEN


def _transaction_exit(transaction, kind, *_):
    """Commits what was left without an exception; the exception matters more than a rollback."""
    if not _is_open(transaction):
        return
    if kind is None:
        transaction.commit(None)
        return
    try:
        transaction.rollback(None)
    except GLib.Error:
        pass


def _raises(original):
    """PyGObject prints what a callback raises, and forgets it unless it is a GLib.Error."""
    @functools.wraps(original)
    def run_transaction(connection, options, max_retries, function, data=None,
                        cancellable=None, *, timeout=None):
        limit = -1 if timeout is None else operator.index(timeout)
        raised = []

        def call(transaction, *_):
            raised.clear()
            try:
                given = (transaction,) if data is None else (transaction, data)
                return function(*given) is not False
            except GLib.Error:
                raise
            except BaseException as exception:
                raised.append(exception)
                return False

        try:
            return original(connection, options, max_retries, limit, call, data, cancellable)
        except GLib.Error:
            if raised:
                raise raised[0] from None
            raise
    return run_transaction


async def _async_enter(self):
    return self


async def _async_exit(self, *_):
    await self.close_start()


async def _connection_async_enter(connection):
    if connection.get_status() != Pgg.ConnectionStatus.OPEN:
        await connection.open_start()
    return connection


async def _transaction_async_exit(transaction, kind, *_):
    if not _is_open(transaction):
        return
    if kind is None:
        await transaction.commit_start()
        return
    try:
        await transaction.rollback_start()
    except GLib.Error:
        pass


def _connection_enter(connection):
    if connection.get_status() != Pgg.ConnectionStatus.OPEN:
        connection.open(None)
    return connection


def _takes_values(kind, name, convert=make_params):
    """Lets a method that takes SQL and parameters take plain values, and no parameters at all."""
    original = getattr(kind, name)

    @functools.wraps(original)
    def method(self, sql, params=None, *arguments, **named):
        return original(self, _get_sql(sql), convert(params), *arguments, **named)

    setattr(kind, name, method)


def _owns_result(original):
    """PyGObject lends what a closure is called with."""
    @functools.wraps(original)
    def execute_then(connection, sql, params, io_priority, cancellable, closure):
        def then(result, error):
            closure(None if result is None else result.ref(), error)
        original(connection, sql, params, io_priority, cancellable, then)
    return execute_then


def _make_sets_for(statement, sets):
    return _writer.make_sets(sets, statement)


def _make_batch(items):
    """A batch of statements, or of pairs of a statement and its values."""
    if isinstance(items, Pgg.Batch):
        return items
    batch = Pgg.Batch.new()
    for item in items:
        batch.add(*((item,) if isinstance(item, (str, Pgg.Sql)) else item))
    return batch


def _takes_items(name):
    """Lets a method that takes a batch take its items, and no flags at all."""
    original = getattr(Pgg.Connection, name)

    @functools.wraps(original)
    def method(self, batch, flags=Pgg.BatchFlags.NONE, *arguments, **named):
        return original(self, _make_batch(batch), flags, *arguments, **named)

    setattr(Pgg.Connection, name, method)


def _takes_timeout(kind, name, count):
    """Gives one call another time limit, in milliseconds, than its connection or cursor has."""
    original = getattr(kind, name)

    @functools.wraps(original)
    def method(self, *arguments, timeout=None, **named):
        if timeout is None:
            try:
                return original(self, *arguments, **named)
            finally:
                if _pgg_signals.raised:
                    _pgg_signals.raise_here()
        cancellable = named.pop('cancellable', None)
        if len(arguments) > count:
            cancellable = arguments[count]
        start = getattr(self, name + '_start')
        operation = start(*arguments[:count], timeout=timeout, **named)
        with contextlib.suppress(GLib.Error):
            operation.run(cancellable)
        return getattr(self, name + '_finish')(operation)

    setattr(kind, name, method)


def _takes_sql(kind, name):
    original = getattr(kind, name)

    @functools.wraps(original)
    def method(self, sql, *arguments, **named):
        return original(self, _get_sql(sql), *arguments, **named)

    setattr(kind, name, method)


def _takes_params(name, convert=_writer.make_for, **defaults):
    """Lets a method of a statement take plain values, and none at all."""
    original = getattr(Pgg.Statement, name)

    @functools.wraps(original)
    def method(self, params=None, *arguments, **named):
        if not arguments:
            named = defaults | named
        return original(self, convert(self, params), *arguments, **named)

    setattr(Pgg.Statement, name, method)


def _statement_columns(statement):
    """The columns of the results, without executing the statement."""
    return [statement.get_column(index) for index in range(statement.get_n_columns())]


def _statement_parameter_types(statement):
    """The types that the server expects."""
    return [statement.get_parameter_type(index) for index in range(statement.get_n_parameters())]


def _adapt_statement():
    for suffix in ('', '_async', '_start'):
        _takes_sql(Pgg.Connection, 'prepare' + suffix)
        _takes_params('execute' + suffix)
        _takes_params('execute_many' + suffix, _make_sets_for)
        _takes_params('stream' + suffix, array_size=1)
    Pgg.Statement.__enter__ = _enter
    Pgg.Statement.__exit__ = _exit
    Pgg.Statement.get_columns = _statement_columns
    Pgg.Statement.get_parameter_types = _statement_parameter_types


def _open_batch(original):
    @functools.wraps(original)
    def open_batch(connection, sql=None, flags=Pgg.BatchFlags.NONE):
        return original(connection, None if sql is None else _get_sql(sql), flags)
    return open_batch


def _owns_values(kind, name):
    original = getattr(kind, name)

    @functools.wraps(original)
    def method(*arguments, **named):
        return _values.own(original(*arguments, **named))

    setattr(kind, name, method)


VALUES = {
    Pgg.Array: ('get_element', 'get_element_at', 'peek_values'),
    Pgg.Range: ('get_lower', 'get_upper'),
    Pgg.Record: ('get_value', 'get_value_by_name'),
    Pgg.Result: ('get_value', 'peek_values'),
    Pgg.Row: ('get_value', 'get_value_by_name'),
    Pgg.RowItem: ('get_value',),
}


def _adapt():
    _pgg_signals.adapt(Pgg)
    _writer.adapt()
    _pgg_texts.guard_all(Pgg, _values.kinds)
    for kind, names in VALUES.items():
        for name in names:
            _owns_values(kind, name)
    for kind in (Pgg.Connection, Pgg.Cursor):
        for suffix in ('', '_async', '_start'):
            _takes_values(kind, 'execute' + suffix)
            _takes_values(kind, 'execute_many' + suffix, _writer.make_sets)
        kind.__enter__ = _enter
        kind.__exit__ = _exit
    _takes_values(Pgg.Batch, 'add')
    _takes_values(Pgg.Batch, 'add_many', _writer.make_sets)
    Pgg.Connection.execute_then = _owns_result(Pgg.Connection.execute_then)
    _takes_values(Pgg.Connection, 'execute_then')
    for suffix in ('', '_async', '_start'):
        _takes_values(Pgg.Cursor, 'stream' + suffix)
        _takes_items('execute_batch' + suffix)
    for suffix in ('_async', '_start'):
        _takes_values(Pgg.Pipeline, 'execute' + suffix)
    _takes_sql(Pgg.Cursor, 'open_batch')
    Pgg.Connection.open_batch = _open_batch(Pgg.Connection.open_batch)
    _adapt_statement()
    _codecs.adapt()
    _pgg_objects.adapt_cursor(Pgg.Cursor)
    _pgg_asyncio.adapt(Pgg)
    for owner, calls in _pgg_asyncio.CALLS.items():
        kind = getattr(Pgg, owner)
        for name, count in calls.items():
            if hasattr(kind, name) and name != _pgg_asyncio.WAITS:
                _takes_timeout(kind, name, count)
    Pgg.Statement.__call__ = Pgg.Statement.execute
    Pgg.Connection.__enter__ = _connection_enter
    for kind in (Pgg.Connection, Pgg.Cursor, Pgg.Statement):
        kind.__aenter__ = _async_enter
        kind.__aexit__ = _async_exit
    Pgg.Connection.__aenter__ = _connection_async_enter
    Pgg.Connection.begin = _begin(Pgg.Connection.begin)
    Pgg.Transaction.__enter__ = _enter
    Pgg.Transaction.__exit__ = _transaction_exit
    Pgg.Transaction.__aenter__ = _async_enter
    Pgg.Transaction.__aexit__ = _transaction_async_exit
    for name in ('fetch_many', 'fetch_many_finish', 'fetch_all', 'fetch_all_finish'):
        _shares_rows(name)
    _pgg_iteration.adapt(Pgg, _rows)
    _pgg_objects.adapt(Pgg, _rows)
    Pgg.Connection.run_transaction = _raises(Pgg.Connection.run_transaction)
    _pgg_retries.adapt(Pgg)
    Pgg.Sql.__str__ = Pgg.Sql.to_string
    Pgg.Row.__len__ = lambda row: row.get_n_columns()
    Pgg.Row.__getitem__ = lambda row, key: _rows.get(row)[key]
    Pgg.Row.__iter__ = lambda row: iter(_rows.get(row))
    Pgg.Row.keys = lambda row: _rows.get(row).keys()
    Pgg.Result.__len__ = lambda result: result.get_n_rows()
    Pgg.Result.__getitem__ = _result_getitem
    Pgg.Result.__iter__ = lambda result: _rows.iterate(result)
    # An empty sequence is false, but there is a result and a row.
    Pgg.Result.__bool__ = Pgg.Row.__bool__ = lambda self: True
    _pgg_producers.Producers(Pgg, _writer, _make_batch).adapt()
    _pgg_kinds.adapt(Pgg, _values.kinds, _pgg_asyncio.CALLS)
    _pgg_dbapi.adapt(Pgg, _rows)


_adapt()
