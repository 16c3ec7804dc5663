# SPDX-License-Identifier: LGPL-2.1-or-later
"""Columns of a result as lists, where C gives all values of a column in one call.

A value of a type of its own takes longer to come from C by itself than to be made of a number.
"""

import datetime
import decimal

from gi.repository import GObject

from ._pgg_values import (DATE, EPOCH, EPOCH_ORDINAL, MICROSECOND, NAIVE_EPOCH, NUMERIC,
                          TEXT_LOADERS, TIMESTAMP, TIMESTAMPTZ)


def make_dates(days):
    fromordinal = datetime.date.fromordinal
    return [fromordinal(day + EPOCH_ORDINAL) for day in days]


def make_timestamps(epoch):
    return lambda usecs: [epoch + usec * MICROSECOND for usec in usecs]


def convert(values, converter):
    return [None if value is None else converter(value) for value in values]


class Columns:
    """Readers of columns of a module Pgg, which give None for what they cannot make."""

    def __init__(self, module):
        self.get_bytes = module.Result.get_column_bytes
        self.get_nulls = module.Result.get_column_nulls
        self.get_texts = module.Result.get_column_texts
        # What is packed, by the type that C has for the values of all types that are alike.
        self.packed = {GObject.TYPE_BOOLEAN: '?', GObject.TYPE_INT: 'i', GObject.TYPE_UINT: 'I',
                       GObject.TYPE_INT64: 'q', GObject.TYPE_UINT64: 'Q',
                       GObject.TYPE_DOUBLE: 'd'}
        self.made = {(DATE, module.Date.__gtype__): ('i', make_dates),
                     (TIMESTAMP, module.Timestamp.__gtype__): ('q', make_timestamps(NAIVE_EPOCH)),
                     (TIMESTAMPTZ, module.Timestamp.__gtype__): ('q', make_timestamps(EPOCH))}
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
        if (oid, kind) in self.made:
            return self.read_packed(*self.made[oid, kind])
        if kind == GObject.TYPE_STRING:
            return self.read_texts(TEXT_LOADERS.get(oid))
        if (oid, kind) == self.numeric:
            return self.read_texts(decimal.Decimal)
        return None

    def read_packed(self, code, make=None):
        def read(*place):
            values = memoryview(self.get_bytes(*place)).cast(code).tolist()
            if make is not None:
                try:
                    values = make(values)
                except (OverflowError, ValueError):  # Python has no such date
                    return None
            nulls = self.get_nulls(*place)
            if 1 in nulls:
                values = [None if null else value for value, null in zip(values, nulls)]
            return values

        return read

    def read_texts(self, loader):
        if loader is None:
            return self.get_texts
        return lambda *place: convert(self.get_texts(*place), loader)
