# SPDX-License-Identifier: LGPL-2.1-or-later
"""Objects of Pgg as Python expects its own to be.

Values are shown, compared, ordered, hashed, copied and pickled as what they hold; what PyGObject
does by itself compares addresses. Properties are attributes, so that none is set in vain.
"""

import functools
import operator

from gi.repository import GLib, GObject

ORDER = (operator.lt, operator.le, operator.gt, operator.ge)

# What makes a value again where its text alone does not.
CONSTRUCTORS = {'Timestamp': 'new_from_usec'}
TYPED = {
    'Array': lambda value: (value.get_element_type(), value.to_string()),
    'Inet': lambda value: (value.to_string(), value.is_cidr()),
    'Multirange': lambda value: (value.get_subtype(), value.to_string()),
    'Range': lambda value: (value.get_subtype(), value.to_string()),
    'Timestamp': lambda value: (value.get_usec(), value.has_zone()),
}
SHOWN = {
    'BatchResult': lambda result: f'{result.get_n_items()} items, {result.get_n_failed()} failed',
    'Batch': lambda batch: f'of {batch.get_n_items()} items',
    'BatchWriter': lambda writer: f'of {writer.get_n_items()} items',
    'Column': lambda column: f'{column.get_name()} {column.get_display_type()}',
    'Connection': lambda connection: f'{connection.dup_database() or "not yet"}, '
                                     f'{connection.get_status().value_nick}',
    'Diagnostics': lambda diagnostics: f'{diagnostics.get_severity()} '
                                       f'{diagnostics.get_sqlstate()}: '
                                       f'{diagnostics.get_message_primary()}',
    'Notification': lambda notification: f'{notification.get_channel()}, '
                                         f'{notification.get_payload()!r}',
    'Params': lambda params: f'of {params.get_n_params()} values',
    'Result': lambda result: f'{result.get_command_tag()}, columns: ' +
                             ', '.join(column.get_name() for column in result.get_columns()),
    'Row': lambda row: str(tuple(row)),
    'Sql': lambda sql: sql.to_string(),
    'Statement': lambda statement: statement.get_sql(),
    'Transaction': lambda transaction: transaction.get_state().value_nick,
    'TypeInfo': lambda info: info.get_name(),
}
WITH_PROPERTIES = ('BatchWriter', 'Connection', 'Cursor', 'LocalServer', 'Pipeline', 'ResultModel',
                   'Statement', 'Transaction')


def restore(name, *arguments):
    """What a pickled value becomes."""
    from gi.repository import Pgg
    return getattr(getattr(Pgg, name), CONSTRUCTORS.get(name, 'new_from_string'))(*arguments)


def reduce(value):
    name = type(value).__name__
    arguments = TYPED.get(name, lambda value: (value.to_string(),))(value)
    if None in arguments or not hasattr(type(value), 'new_from_string'):
        raise TypeError(f'cannot pickle this Pgg.{name}')
    return restore, (name, *arguments)


def make_comparison(decide):
    def compare(self, other):
        if type(self) is not type(other) or not hasattr(self, 'compare'):
            return NotImplemented
        return decide(self.compare(other), 0)

    return compare


def adapt_values(kinds):
    for kind in kinds:
        kind.__str__ = lambda self: self.to_string()
        kind.__repr__ = lambda self: f'<Pgg.{type(self).__name__} {self.to_string()}>'
        kind.__eq__ = lambda self, other: type(self) is type(other) and self.equal(other)
        kind.__ne__ = lambda self, other: not self == other  # that of PyGObject compares addresses
        kind.__hash__ = lambda self: self.hash()
        for decide in ORDER:
            setattr(kind, f'__{decide.__name__}__', make_comparison(decide))
        kind.__copy__ = kind.__deepcopy__ = lambda self, *_: self  # it never changes
        kind.__reduce__ = reduce


def show(kind, name, tell):
    kind.__repr__ = lambda self: f'<Pgg.{name} {tell(self)}>'


def add_properties(kind):
    for spec in GObject.list_properties(kind):
        name = spec.name.replace('-', '_')
        if hasattr(kind, name):
            continue
        get = functools.partial(lambda name, self: self.get_property(name), spec.name)
        put = functools.partial(lambda name, self, value: self.set_property(name, value), spec.name)
        is_writable = spec.flags & GObject.ParamFlags.WRITABLE and \
            not spec.flags & GObject.ParamFlags.CONSTRUCT_ONLY
        setattr(kind, name, property(get, put if is_writable else None))


def tell_diagnostics(kind, name):
    """The error of a call has with it what the server told about it."""
    original = getattr(kind, name)

    @functools.wraps(original)
    def method(self, *arguments, **named):
        try:
            return original(self, *arguments, **named)
        except GLib.Error as error:
            if error.sqlstate is not None and error.diagnostics is None:
                connection = self.get_connection() if hasattr(self, 'get_connection') else self
                error.diagnostics = connection.get_last_diagnostics()
            raise

    setattr(kind, name, method)


class ToldDiagnostics:
    """What diagnostics were pickled as, with an error: the same methods give the same."""

    def __init__(self, told):
        self._told = told

    def __getattr__(self, name):
        if name == '_told' or name not in self._told:
            raise AttributeError(name)
        return lambda: self._told[name]

    def __repr__(self):
        return f'<Pgg.Diagnostics {SHOWN["Diagnostics"](self)}>'


def reduce_diagnostics(diagnostics):
    getters = [name for name in dir(type(diagnostics)) if name.startswith('get_')]
    return ToldDiagnostics, ({name: getattr(diagnostics, name)() for name in getters},)


def adapt_errors(module, calls):
    domain = GLib.quark_to_string(module.server_error_quark())

    def get_sqlstate(error):
        is_told = error.domain == domain and error.code != 0
        return module.sqlstate_to_string(error.code) if is_told else None

    kind = module.Diagnostics
    kind.__reduce__ = reduce_diagnostics
    kind.__copy__ = kind.__deepcopy__ = lambda self, *_: self  # they never change
    GLib.Error.sqlstate = property(get_sqlstate)
    GLib.Error.diagnostics = None
    for owner in calls.keys() - {'LocalServer'}:
        kind = getattr(module, owner)
        for name in calls[owner]:
            for call in filter(functools.partial(hasattr, kind), (name, name + '_finish')):
                tell_diagnostics(kind, call)


# What these are made by: without it they would have nothing that they are of.
MAKERS = {'Pipeline': 'Connection.enter_pipeline()', 'ResultModel': 'ResultModel.new()',
          'RowItem': 'ResultModel.get_item()', 'Statement': 'Connection.prepare()',
          'Transaction': 'Connection.begin()'}


def refuse_construction(kind, maker):
    def __init__(self, *_, **__):
        raise TypeError(f'a Pgg.{kind.__name__} is made by {maker}')

    kind.__init__ = __init__


def adapt(module, kinds, calls):
    adapt_values(kinds)
    for name, maker in MAKERS.items():
        refuse_construction(getattr(module, name), maker)
    for name, tell in SHOWN.items():
        show(getattr(module, name), name, tell)
    for name in WITH_PROPERTIES:
        add_properties(getattr(module, name))
    adapt_errors(module, calls)
