# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rows of a result as tuples, which are made many at a time.

A call to C takes as long as some hundred values do when they come together.
"""

import collections
import functools
import itertools
import struct

from gi.repository import GObject

from ._pgg_columns import Columns
from ._pgg_values import TEXT_LOADERS

CHUNK = 1000

# From so many rows on it takes less to read them column by column, and from so few on columns whose
# values come as objects.
MANY = 50
FEW = 3

# What is a value of Python as it comes.
PLAIN = {bool, int, float, type(None)}


class Layout:
    """What is known of the columns of a result, and of the others that a stream is made of."""

    def __init__(self):
        self.converters = {}
        self.places = {}


def get_layout(result):
    layout = getattr(result, '_layout', None)
    if layout is None:
        layout = result._layout = Layout()
    return layout


def get_places(result):
    """The first column of each name."""
    places = get_layout(result).places
    if not places:
        for index, column in enumerate(result.get_columns()):
            places.setdefault(column.get_name(), index)
    return places


class Row(tuple):
    """A row of a result: a tuple whose elements go by the names of their columns as well.

    It has the methods of a Pgg.Row, which is only made for them. Rows that were made together
    share their dictionary, as one for each takes longer to make than all else; so nothing can be
    set in it, as in that of a tuple.
    """

    def __getitem__(self, key):
        return super().__getitem__(get_places(self._result)[key] if isinstance(key, str) else key)

    def keys(self):
        """The names of the columns."""
        return [column.get_name() for column in self._result.get_columns()]

    def __bool__(self):
        """An empty sequence is false, but there is a row."""
        return True

    def __getattr__(self, name):
        if name == '_index':
            return self._first + self._offsets[id(self)]
        if name == '_offsets':
            identities = memoryview(self._identities).cast('Q')
            return self.__dict__.setdefault(name, {each: at for at, each in enumerate(identities)})
        if name.startswith('_'):
            raise AttributeError(name)
        return getattr(self._result.get_row(self._index), name)

    def __setattr__(self, name, value):
        raise AttributeError(f"The attribute '{name}' of a row cannot be set")

    def __delattr__(self, name):
        raise AttributeError(f"The attribute '{name}' of a row cannot be deleted")

    def __dir__(self):
        """What an interpreter offers to complete."""
        return {*super().__dir__(), *dir(type(self._result.get_row(self._index)))}

    def __reduce__(self):
        return tuple, (tuple(self),)


share_attributes = Row.__dict__['__dict__'].__set__


class Batch:
    """Rows that C gave together, and that become tuples together if one of them has to."""

    def __init__(self, rows, result, first, count):
        self.rows = rows
        self.range = result, first, count

    @functools.cached_property
    def made(self):
        """None: there are values that cannot be read, so that each row is for itself."""
        try:
            return self.rows.make(*self.range)
        except Exception:
            return None


class Rows:
    """Makes rows with the conversions of values."""

    def __init__(self, module, values):
        self.values = values
        self.columns = Columns(module, values)
        self.objects = set(values.loaders)
        # What it gives is lent, and kept here before it can go.
        self.peek = module.Result.peek_values

    def make(self, result, first, count):
        """As many rows of a result, from the first on."""
        rows = list(map(Row, self.convert(result, first, count)))
        if count >= MANY:
            attributes = {'_result': result, '_first': first,
                          '_identities': struct.pack(f'{count}Q', *map(id, rows))}
            collections.deque(map(share_attributes, rows, itertools.repeat(attributes)), 0)
            return rows
        for index, row in enumerate(rows, first):
            share_attributes(row, {'_result': result, '_index': index})
        return rows

    def share(self, fetched):
        """Lets rows of the same result know one another."""
        position = 0
        while position < len(fetched):
            row = fetched[position]
            result, first = row.get_result(), row.get_index()
            count = min(result.get_n_rows() - first, len(fetched) - position, CHUNK)
            if count == 1:
                return
            batch = Batch(self, result, first, count)
            for place in range(count):
                fetched[position + place]._shared = batch, place
            position += count

    def get(self, row):
        """A row that C gave, as a tuple."""
        made = getattr(row, '_made', None)
        if made is None:
            batch, place = getattr(row, '_shared', (None, None))
            if batch is not None and batch.made is not None:
                made = batch.made[place]
            else:
                made, = self.make(row.get_result(), row.get_index(), 1)
            row._made = made
        return made

    def make_fetched(self, row, layout):
        """A row of a cursor. Those of a stream are results of their own, with the same columns."""
        if hasattr(row, '_shared'):
            return self.get(row)
        result = row.get_result()
        result._layout = layout
        return self.make(result, row.get_index(), 1)[0]

    def iterate(self, result):
        for first in range(0, result.get_n_rows(), CHUNK):
            yield from self.make_or_refuse(result, first, min(CHUNK, result.get_n_rows() - first))

    def make_or_refuse(self, result, first, count):
        """A value that cannot be read is an error of its own row, and not of those before it."""
        try:
            return self.make(result, first, count)
        except Exception:
            return (self.make(result, index, 1)[0] for index in range(first, first + count))

    def convert(self, result, first, count):
        """The values of the rows, as tuples."""
        width = result.get_n_columns()
        if width == 0:
            return [()] * count
        if count >= MANY:
            return zip(*self.read_columns(result, first, count))
        values = self.peek(result, first, count)
        if PLAIN.issuperset(map(type, values)):
            columns = [values[index::width] for index in range(width)]
        else:
            columns = [self.convert_column(result, index, values[index::width], first)
                       for index in range(width)]
        return zip(*columns)

    def read_columns(self, result, first, count):
        width = result.get_n_columns()
        columns = [self.columns.read(result, index, first, count) for index in range(width)]
        if None in columns:
            values = self.peek(result, first, count)
            columns = [self.convert_column(result, index, values[index::width], first)
                       if column is None else column for index, column in enumerate(columns)]
        return columns

    def convert_column(self, result, index, values, first):
        kinds = set(map(type, values))
        if PLAIN.issuperset(kinds):
            return values
        if len(values) >= FEW and not self.objects.isdisjoint(kinds):
            column = self.columns.read(result, index, first, len(values))
            if column is not None:
                return column
        converter = self.find_converter(result, index)
        if converter is None:
            return values
        return [None if value is None else converter(value, result, row)
                for row, value in enumerate(values, first)]

    def find_converter(self, result, index):
        """A function, or None if the values of the column are what they should be already."""
        found = get_layout(result).converters
        if index not in found:
            found[index] = self.make_converter(index, result.get_column(index))
        return found[index]

    def make_converter(self, index, column):
        kind = column.get_gtype()
        if kind == GObject.TYPE_STRING:
            loader = TEXT_LOADERS.get(column.get_type_oid())
            return None if loader is None else lambda value, *_: loader(value)
        if kind.name == 'GHashTable':
            return lambda _value, result, row: result.get_hash_table(row, index)
        if kind == GObject.TYPE_PYOBJECT:
            return None  # a codec of the application has made it
        return lambda value, *_: self.values.load_lent(value)
