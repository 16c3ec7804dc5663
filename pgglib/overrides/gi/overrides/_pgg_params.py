# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values of Python as parameters."""

import collections.abc
import functools

from gi.repository import GLib, GObject

from ._pgg_dump import dump_int, find, make_tables
from ._pgg_texts import check_text
from ._pgg_values import NUMERIC, OWN


class Writer:
    """Makes parameters of values, of the library and of the application."""

    def __init__(self, module, dumper, codecs):
        self.module = module
        self.dumper = dumper
        self.codecs = codecs
        # They are memory, or rows.
        self.unlisted = str, bytes, bytearray, memoryview, module.Cursor, module.Result
        # Scalars have a call of their own, which takes half the time. The texts are checked here.
        append_text = module.Params.append_text
        self.append_value = module.Params.append_value
        self.append_typed_text = module.Params.append_typed_text
        self.appenders = {
            type(None): lambda params, value: params.append_null(),
            bool: lambda params, value: params.append_boolean(value),
            int: self.append_int,
            float: lambda params, value: params.append_double(value),
            str: lambda params, value: append_text(params, check_text(value)),
            bytes: lambda params, value: params.append_byte_array(value),
            bytearray: lambda params, value: params.append_byte_array(bytes(value)),
            memoryview: lambda params, value: params.append_byte_array(bytes(value)),
            GLib.Bytes: lambda params, value: params.append_bytes(value),
            GLib.DateTime: lambda params, value: params.append_date_time(value),
            GLib.Variant: lambda params, value: params.append_variant(value),
        }

    def is_plain(self, value):
        """Whether append () takes it; enumerations have nicks, which only a GValue knows."""
        if isinstance(value, (GObject.GEnum, GObject.GFlags)):
            return False
        return self.codecs.has_custom(value) or self.dumper.can_dump(value) or \
            find(self.appenders, type(value)) is not None

    def append(self, params, value):
        if self.codecs.has_custom(value):
            self.append_value(params, self.codecs.wrap(value))
            return
        appender = self.appenders.get(type(value)) or find(self.appenders, type(value))
        if appender is not None:
            appender(params, value)
            return
        text, oid = self.dumper.dump(value)
        if oid == OWN:
            self.append_value(params, self.codecs.wrap(value))
        else:
            self.append_typed_text(params, text, oid)

    def append_int(self, params, value):
        if -2 ** 31 <= value < 2 ** 31:
            params.append_int(value)
        elif -2 ** 63 <= value < 2 ** 63:
            params.append_int64(value)
        else:
            self.append_typed_text(params, dump_int(value)[0], NUMERIC)

    def append_at(self, params, place, value):
        """What is wrong with a value is told with its place."""
        try:
            self.append(params, value)
        except (TypeError, ValueError) as error:
            if type(error) in (TypeError, ValueError):
                name = place if isinstance(place, str) else f'${place + 1}'
                raise type(error)(f'parameter {name}: {error}') from None
            raise

    def make(self, values, change=None):
        """Parameters from a sequence, or a mapping, of plain values.

        change () may make other values of them before, by their names or their numbers.
        """
        if values is None or isinstance(values, self.module.Params):
            return values
        if isinstance(values, collections.abc.Mapping):
            return self.make_named(values, change)
        if isinstance(values, self.unlisted) or not hasattr(values, '__iter__'):
            raise TypeError('parameters are a sequence of values, or a mapping, '
                            f'not a value of type {type(values).__name__}')
        if isinstance(values, collections.abc.Set):
            raise TypeError('parameters are a sequence of values, and a set has no order')
        params = self.module.Params.new()
        for index, value in enumerate(values):
            self.append_at(params, index, change(index, value) if change else value)
        return params

    def make_named(self, values, change):
        params = self.module.Params.new()
        for name, value in values.items():
            if not isinstance(name, str):
                raise TypeError('the names of parameters are strings')
            self.append_at(params, name, change(name, value) if change else value)
            params.set_name(name)
        return params

    def make_for(self, statement, values):
        """Parameters of a statement, which says where a dict is an hstore."""
        def change(place, value):
            if isinstance(value, (dict, list)) and wants_table(statement, place):
                return make_tables(value)
            return value

        return self.make(values, change)

    def make_sets(self, sets, statement=None, first=0):
        """Several sets of parameters; what is wrong with one is told with its number."""
        make = self.make if statement is None else functools.partial(self.make_for, statement)
        return [self.make_numbered(make, values, index) for index, values in enumerate(sets, first)]

    @staticmethod
    def make_numbered(make, values, index):
        try:
            return make(values)
        except (TypeError, ValueError) as error:
            if type(error) in (TypeError, ValueError):
                error.args = (f'set {index}: {error}',)
            raise

    def adapt(self):
        """PyGObject has a GValue for the simplest values only, and none for None."""
        kind = self.module.Params
        append, set_named = kind.append_value, kind.set_named_value

        @functools.wraps(append)
        def append_value(params, value):
            if not self.is_plain(value):
                return append(params, value)
            self.append(params, value)
            return True

        @functools.wraps(set_named)
        def set_named_value(params, name, value):
            if not self.is_plain(value):
                return set_named(params, name, value)
            self.append(params, value)
            return params.take_name(name)

        kind.append_value, kind.set_named_value = append_value, set_named_value


def wants_table(statement, place):
    """Whether a parameter, by its name or its index, is an hstore or an array of them."""
    try:
        if isinstance(place, str):
            names = map(statement.get_parameter_name, range(statement.get_n_parameters()))
            place = list(names).index(place)
        base = statement.get_parameter_type(place)
        if base.get_element_oid():
            base = statement.get_connection().get_type_info(base.get_element_oid())
        return (base.get_extension(), base.get_name()) == ('hstore', 'hstore')
    except (GLib.Error, ValueError):
        return False  # nothing is known of it
