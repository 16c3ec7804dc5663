# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values of PostgreSQL as values of Python.

A value is read as the type of Python that holds it exactly, and as a type of Pgg where there is
none: a date before the year 1, an infinite timestamp, an interval with months. No value is rounded,
clipped or refused.
"""

import collections
import datetime
import decimal
import functools
import ipaddress
import json
import uuid

from gi.repository import GLib, GObject

# The OIDs of built-in types never change; see pg_type.dat of the server.
BOOL, BYTEA, INT8, INT4, TEXT, JSON, FLOAT8 = 16, 17, 20, 23, 25, 114, 701
INET, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL = 869, 1082, 1083, 1114, 1184, 1186
CIDR, TIMETZ, NUMERIC, UUID, JSONB = 650, 1266, 1700, 2950, 3802
INFERRED = 0
OWN = -1  # the value of Pgg says itself what its type is
WIDE = -2  # a number of int8 that float8 does not hold

NAIVE_EPOCH = datetime.datetime(2000, 1, 1)
EPOCH = NAIVE_EPOCH.replace(tzinfo=datetime.timezone.utc)
EPOCH_ORDINAL = NAIVE_EPOCH.toordinal()
DAY = 86_400_000_000  # in microseconds
MICROSECOND = datetime.timedelta(microseconds=1)  # to multiply it is the fast way


def load_numeric(value):
    return decimal.Decimal(value.to_string())


def load_date(value):
    try:
        return datetime.date.fromordinal(value.get_days() + EPOCH_ORDINAL)
    except (OverflowError, ValueError):
        return value


def load_time(value):
    if value.get_usec() >= DAY:
        return value
    time = (NAIVE_EPOCH + datetime.timedelta(microseconds=value.get_usec())).time()
    if not value.has_offset():
        return time
    offset = datetime.timedelta(seconds=value.get_offset())
    return time.replace(tzinfo=datetime.timezone(offset))


def load_timestamp(value):
    epoch = EPOCH if value.has_zone() else NAIVE_EPOCH
    try:
        return epoch + value.get_usec() * MICROSECOND
    except OverflowError:
        return value


def load_inet(value):
    if value.is_cidr():
        return ipaddress.ip_network(value.to_string())
    interface = ipaddress.ip_interface(value.to_string())
    full = interface.network.prefixlen == interface.max_prefixlen
    return interface.ip if full else interface


def load_interval(value):
    if value.is_infinite() or value.get_months() != 0:
        return value
    try:
        return datetime.timedelta(days=value.get_days(), microseconds=value.get_usec())
    except OverflowError:
        return value


def is_hash_table(kind):
    """PyGObject lends those that are in a value without knowing what they hold."""
    return kind.name == 'GHashTable'


def nest(values, lengths):
    """A flat list as nested ones."""
    for length in reversed(lengths[1:]):
        values = [values[start:start + length] for start in range(0, len(values), length)]
    return values


@functools.lru_cache(maxsize=256)
def record_class(names):
    kind = collections.namedtuple('Record', names, rename=True)
    kind.__reduce__ = lambda self: (make_record, (names, tuple(self)))
    return kind


def make_record(names, values):
    return record_class(names)(*values)


# What gives all elements of an array in one call, by the type of these.
NUMBERS = {GObject.TYPE_INT: lambda array: array.get_int64s(),
           GObject.TYPE_INT64: lambda array: array.get_int64s(),
           GObject.TYPE_UINT: lambda array: array.get_int64s(),
           GObject.TYPE_DOUBLE: lambda array: array.get_doubles(),
           GObject.TYPE_BOOLEAN: lambda array: array.get_booleans()}

# Types that travel as text, by their OID.
TEXT_LOADERS = {JSON: json.loads, JSONB: json.loads, UUID: uuid.UUID}


class Values:
    """Conversions for a module Pgg."""

    def __init__(self, module):
        self.loaders = {module.Numeric: load_numeric, module.Date: load_date,
                        module.Time: load_time, module.Timestamp: load_timestamp,
                        module.Interval: load_interval, module.Inet: load_inet,
                        module.Array: self.load_array, module.Record: self.load_record}
        self.kinds = [*self.loaders, module.Range, module.Multirange, module.Point, module.Line,
                      module.LineSegment, module.Box, module.Path, module.Polygon, module.Circle]
        self.counted = (*self.kinds, GLib.Bytes)

    def own(self, value):
        """PyGObject lends what a GValue holds, which is gone with the result that holds that."""
        if isinstance(value, list):
            return [self.own(element) for element in value]
        return value.ref() if isinstance(value, self.counted) else value

    def load_lent(self, value):
        """A value of a type of Pgg, which stays one where Python has none that holds it."""
        loader = self.loaders.get(type(value))
        made = value if loader is None else loader(value)
        if made is value:
            made = self.load(self.own(value), None)
        return made

    def load(self, value, type_oid):
        """What a value of a cell is in Python; type_oid() gives the OID of its type."""
        loader = self.loaders.get(type(value))
        if loader is not None:
            return loader(value)
        if isinstance(value, str):
            loader = TEXT_LOADERS.get(type_oid())
            return value if loader is None else loader(value)
        if hasattr(value, 'get_data'):
            return value.get_data() or b''
        return value

    def load_array(self, value):
        """Lists count from the beginning; an array with other subscripts stays one."""
        dimensions = range(value.get_n_dimensions())
        if any(value.get_lower_bound(dimension) != 1 for dimension in dimensions):
            return value
        if is_hash_table(value.get_element_gtype()):
            return value.to_variant().unpack()
        values = self.load_elements(value)
        return nest(values, [value.get_dimension_length(dimension) for dimension in dimensions])

    def load_record(self, value):
        """A named tuple if the fields have names."""
        fields = range(value.get_n_fields())
        values = [self.load_field(value, field) for field in fields]
        names = tuple(value.get_field_name(field) for field in fields)
        return tuple(values) if None in names else make_record(names, values)

    def load_elements(self, array):
        kind = array.get_element_gtype()
        if kind in NUMBERS:
            values = NUMBERS[kind](array)
            if array.has_nulls():
                values = [None if null else value for value, null
                          in zip(values, array.get_nulls())]
            return values
        values = list(array.peek_values())
        if kind == GObject.TYPE_PYOBJECT:
            return values  # a codec of the application has made them
        element_type = array.get_element_base_type()
        return [self.load(element, lambda: element_type) for element in values]

    def load_field(self, record, field):
        if is_hash_table(record.get_field_gtype(field)):
            return record.to_variant().get_child_value(field).unpack()
        value = record.get_value(field)
        if record.get_field_gtype(field) == GObject.TYPE_PYOBJECT:
            return value  # a codec of the application has made it
        return self.load(value, lambda: record.get_field_base_type(field))
