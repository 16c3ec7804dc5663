# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rows as objects: properties that hold any object of Python, which C cannot make."""

import functools

from gi.repository import GObject

from . import _pgg_texts


def find_foreign(result, kind):
    """Pairs of a property that only Python can set and the position of its column."""
    specs = {spec.name: spec for spec in GObject.list_properties(kind)}
    names = [column.get_name().replace('_', '-') for column in result.get_columns()]
    # Where two columns may be for one property, it is the first.
    pairs = [(specs.get(name), index) for index, name in enumerate(names)
             if names.index(name) == index]
    return [(spec.name, index) for spec, index in pairs if spec is not None
            and spec.value_type == GObject.TYPE_PYOBJECT
            and spec.flags & GObject.ParamFlags.WRITABLE
            and not spec.flags & GObject.ParamFlags.CONSTRUCT_ONLY]


def adapt_cursor(kind):
    """What is fetched as an object is fetched as a row, from which it is made here."""
    fetch_one, finish = kind.fetch_one, kind.fetch_one_finish

    def make(cursor, row):
        return row and row.to_object(cursor.get_row_type(), cursor.get_row_flags())

    @functools.wraps(kind.fetch_object)
    def fetch_object(cursor, cancellable=None):
        return make(cursor, fetch_one(cursor, cancellable))

    @functools.wraps(kind.fetch_object_finish)
    def fetch_object_finish(cursor, result):
        return make(cursor, finish(cursor, result))

    kind.fetch_object, kind.fetch_object_finish = fetch_object, fetch_object_finish
    kind.fetch_object_async, kind.fetch_object_start = kind.fetch_one_async, kind.fetch_one_start


def adapt(module, rows):
    leave = module.ObjectFlags.LEAVE_FOREIGN

    def fill(made, foreign, values):
        for name, index in foreign:
            made.set_property(name, values[index])

    def of_result(original):
        @functools.wraps(original)
        def to_objects(result, kind, flags=module.ObjectFlags.NONE):
            foreign = find_foreign(result, kind)
            if not foreign:
                return original(result, kind, flags)
            made = original(result, kind, flags | leave)
            for each, row in zip(made, rows.iterate(result)):
                fill(each, foreign, row)
            return made
        return to_objects

    def of_row(original):
        @functools.wraps(original)
        def to_object(row, kind, flags=module.ObjectFlags.NONE):
            foreign = find_foreign(row.get_result(), kind)
            made = original(row, kind, flags | leave if foreign else flags)
            fill(made, foreign, rows.get(row) if foreign else ())
            return made
        return to_object

    def set_object(original):
        @functools.wraps(original)
        def method(params, given, properties=None):
            foreign = {spec.name for spec in GObject.list_properties(given)
                       if spec.value_type == GObject.TYPE_PYOBJECT
                       and spec.flags & GObject.ParamFlags.READABLE}
            if properties is None:
                original(params, given, None)  # without these, which it cannot send
            for name in foreign if properties is None else properties:
                if name.replace('_', '-') in foreign:
                    params.set_named_value(name.replace('-', '_'), given.get_property(name))
                else:
                    original(params, given, [name])
            return True
        return _pgg_texts.guard(method)

    module.Params.set_object = set_object(module.Params.set_object)
    module.Result.to_objects = of_result(module.Result.to_objects)
    module.Row.to_object = of_row(module.Row.to_object)
