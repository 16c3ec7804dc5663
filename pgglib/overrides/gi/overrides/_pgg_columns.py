# SPDX-License-Identifier: LGPL-2.1-or-later
"""Columns of a result as lists, where C gives all values of a column in one call.

A value of a type of its own takes longer to come from C by itself than to be made of a number.
"""

import contextlib
import datetime
import decimal
import itertools
import struct

from gi.repository import GObject

from ._pgg_values import DATE, NUMERIC, TEXT_LOADERS, TIME, TIMESTAMP, TIMESTAMPTZ


def convert(values, converter):
    return [None if value is None else converter(value) for value in values]


class Columns:
    """Readers of columns of a module Pgg, which give None for what they cannot make."""

    def __init__(self, module, values):
        self.load_lent = values.load_lent
        self.get_bytes = module.Result.get_column_bytes
        self.get_nulls = module.Result.get_column_nulls
        self.get_calendar = module.Result.get_column_calendar
        self.get_texts = module.Result.get_column_texts
        # What is packed, by the type that C has for the values of all types that are alike.
        self.packed = {GObject.TYPE_BOOLEAN: '?', GObject.TYPE_INT: 'i', GObject.TYPE_UINT: 'I',
                       GObject.TYPE_INT64: 'q', GObject.TYPE_UINT64: 'Q',
                       GObject.TYPE_DOUBLE: 'd'}
        # What has fields of the calendar: their size, and what is made of them with what else.
        date, time, timestamp = module.Date, module.Time, module.Timestamp
        utc = datetime.timezone.utc
        self.dates = {(DATE, date.__gtype__): (4, datetime.date),
                      (TIME, time.__gtype__): (6, datetime.time),
                      (TIMESTAMP, timestamp.__gtype__): (10, datetime.datetime),
                      (TIMESTAMPTZ, timestamp.__gtype__): (10, datetime.datetime, utc)}
        self.numeric = NUMERIC, module.Numeric.__gtype__

    def read(self, result, index, first, count):
        """The values of as many rows of a column, or None."""
        readers = getattr(result, '_readers', None)
        if readers is None:
            readers = result._readers = {}
        if index not in readers:
            readers[index] = self.find_reader(result.get_column(index))
        reader = readers[index]
        return reader and reader(result, index, first, count)

    def find_reader(self, column):
        """A function of a result, a column and a range of rows, or None."""
        oid, kind = column.get_type_oid(), column.get_gtype()
        if kind in self.packed:
            return self.read_packed(self.packed[kind])
        if (oid, kind) in self.dates:
            return self.read_dates(*self.dates[oid, kind])
        if kind == GObject.TYPE_STRING:
            return self.read_texts(TEXT_LOADERS.get(oid))
        if (oid, kind) == self.numeric:
            return self.read_texts(decimal.Decimal)
        return None

    def read_packed(self, code):
        def read(*place):
            values = memoryview(self.get_bytes(*place)).cast(code).tolist()
            nulls = self.get_nulls(*place)
            if 1 in nulls:
                values = [None if null else value for value, null in zip(values, nulls)]
            return values

        return read

    def read_dates(self, size, kind, *more):
        """What C gives is what Python keeps in pickles of them, and reads without computing."""
        def read(result, index, first, count):
            fields = struct.unpack(f'{size}s' * count,
                                   self.get_calendar(result, index, first, count))
            nulls = self.get_nulls(result, index, first, count)
            if 1 not in nulls:
                with contextlib.suppress(TypeError):  # there are some that Python does not have
                    return list(map(kind, fields, *map(itertools.repeat, more)))
            return [None if null else read_one(result, index, row, each)
                    for row, (each, null) in enumerate(zip(fields, nulls), first)]

        def read_one(result, index, row, fields):
            try:
                return kind(fields, *more)
            except TypeError:
                return self.load_lent(result.get_value(row, index))

        return read

    def read_texts(self, loader):
        if loader is None:
            return self.get_texts
        return lambda *place: convert(self.get_texts(*place), loader)
