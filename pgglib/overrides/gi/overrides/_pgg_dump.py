# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values of Python as texts that the server reads under any of its settings."""

import datetime
import decimal
import ipaddress
import json
import numbers
import operator
import uuid

from gi.repository import GLib

from ._pgg_texts import check_text
from ._pgg_values import (BOOL, BYTEA, CIDR, DATE, FLOAT8, INET, INFERRED, INT4, INT8, INTERVAL,
                          NUMERIC, OWN, TEXT, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ, UUID, WIDE)

ARRAYS = {BOOL: 1000, BYTEA: 1001, INT8: 1016, INT4: 1007, TEXT: 1009, FLOAT8: 1022, INET: 1041,
          DATE: 1182, TIME: 1183, TIMESTAMP: 1115, TIMESTAMPTZ: 1185, INTERVAL: 1187, CIDR: 651,
          TIMETZ: 1270, NUMERIC: 1231, UUID: 2951, INFERRED: INFERRED,
          OWN: OWN, WIDE: 1016}

MAX_OFFSET = datetime.timedelta(hours=16)  # MAX_TZDISP_HOUR in the server's datetime.h


# Those of numpy that are no numbers.Integral and are held by a number of Python.
NUMPY = {'bool', 'bool_', 'float16', 'float32', 'float64'}


class Table(dict):
    """What is an hstore because the statement says so."""


def make_tables(value):
    if isinstance(value, list):
        return [make_tables(element) for element in value]
    return Table(value) if isinstance(value, dict) else value


def get_number(value):
    """The number of Python that a number of numpy or of another module is, or None."""
    if isinstance(value, numbers.Integral):
        return operator.index(value)
    if type(value).__module__ != 'numpy' or type(value).__name__ not in NUMPY:
        return None
    return value.item()


def dump_int(value):
    if -2 ** 31 <= value < 2 ** 31:
        return str(int(value)), INT4
    return str(int(value)), INT8 if -2 ** 63 <= value < 2 ** 63 else NUMERIC


def dump_decimal(value):
    """The server has one NaN."""
    return 'NaN' if value.is_nan() else decimal.Decimal.__str__(value), NUMERIC


def is_odd(offset):
    """Whether the server has no such offset."""
    return offset.microseconds != 0 or abs(offset) >= MAX_OFFSET


def dump_datetime(value):
    offset = value.utcoffset()
    if offset is None:
        return value.isoformat(' '), TIMESTAMP
    if is_odd(offset):
        value = value.astimezone(datetime.timezone.utc)
    return value.isoformat(' '), TIMESTAMPTZ


def dump_time(value):
    if value.tzinfo is None:
        return value.isoformat(), TIME
    offset = value.utcoffset()
    if offset is None:
        raise ValueError('a time of day with a zone that has no fixed offset cannot be a parameter')
    if is_odd(offset):
        raise ValueError('a time of day with such an offset cannot be a parameter')
    return value.isoformat(), TIMETZ


def dump_timedelta(value):
    """Every field has a sign: a style of the server lets the first one apply to all others."""
    return f'{value.days:+d} days {value.seconds:+d} s {value.microseconds:+d} us', INTERVAL


def dump_day(value):
    if not value.valid():
        raise ValueError('an invalid date cannot be a parameter')
    return f'{value.get_year():04}-{int(value.get_month()):02}-{value.get_day():02}', DATE


def quote(text):
    escaped = text.replace('\\', '\\\\').replace('"', '\\"')
    return f'"{escaped}"'


def dump_table(table):
    parts = []
    for key, value in table.items():
        if not isinstance(key, str) or not isinstance(value, (str, type(None))):
            raise TypeError('an hstore is made of strings')
        text = 'NULL' if value is None else quote(check_text(value))
        parts.append(f'{quote(check_text(key))}=>{text}')
    return ','.join(parts), INFERRED


def merge_types(types):
    """The type of all elements of a list."""
    if len(types) < 2:
        return types.pop() if types else INFERRED
    for widest, whole in ((INT8, WIDE), (FLOAT8, INT8), (NUMERIC, WIDE)):
        if types <= {INT4, INT8, whole, widest}:
            return widest
    raise TypeError('the values of a list that is a parameter have several types')


class Dumper:
    """Gives texts of values, and the OIDs of their types, for a module Pgg."""

    def __init__(self, module):
        self.dumpers = {
            type(None): lambda value: (None, INFERRED),
            bool: lambda value: ('t' if value else 'f', BOOL),
            int: dump_int,
            float: lambda value: (repr(float(value)), FLOAT8),
            str: lambda value: (check_text(str.__str__(value)), TEXT),
            bytes: lambda value: ('\\x' + bytes(value).hex(), BYTEA),
            bytearray: lambda value: ('\\x' + value.hex(), BYTEA),
            memoryview: lambda value: ('\\x' + value.hex(), BYTEA),
            decimal.Decimal: dump_decimal,
            datetime.date: lambda value: (value.isoformat(), DATE),
            datetime.datetime: dump_datetime,
            datetime.time: dump_time,
            datetime.timedelta: dump_timedelta,
            uuid.UUID: lambda value: (str(value), UUID),
            dict: lambda value: (check_text(json.dumps(value, allow_nan=False)), INFERRED),
            Table: dump_table,
            list: self.dump_list,
            tuple: self.dump_tuple,
            GLib.Bytes: lambda value: ('\\x' + (value.get_data() or b'').hex(), BYTEA),
            GLib.Date: dump_day,
            GLib.DateTime: lambda value: (value.to_utc().format_iso8601(), TIMESTAMPTZ),
            module.Numeric: lambda value: (value.to_string(), NUMERIC),
            module.Date: lambda value: (value.to_string(), DATE),
            module.Time: lambda value: (value.to_string(),
                                        TIMETZ if value.has_offset() else TIME),
            module.Timestamp: lambda value: (value.to_string(),
                                             TIMESTAMPTZ if value.has_zone() else TIMESTAMP),
            module.Interval: lambda value: (value.to_string(), INTERVAL),
            module.Inet: lambda value: (value.to_string(), CIDR if value.is_cidr() else INET),
        }
        for kind in (ipaddress.IPv4Address, ipaddress.IPv6Address, ipaddress.IPv4Interface,
                     ipaddress.IPv6Interface):
            self.dumpers[kind] = lambda value: (str(value), INET)
        for kind in (ipaddress.IPv4Network, ipaddress.IPv6Network):
            self.dumpers[kind] = lambda value: (str(value), CIDR)
        for kind in (module.Range, module.Multirange, module.Record, module.Array, module.Point,
                     module.Line, module.LineSegment, module.Box, module.Path, module.Polygon,
                     module.Circle):
            self.dumpers[kind] = lambda value: (value.to_string(), OWN)

    def can_dump(self, value):
        return find(self.dumpers, type(value)) is not None or get_number(value) is not None

    def dump(self, value):
        dumper = find(self.dumpers, type(value))
        if dumper is not None:
            return dumper(value)
        number = get_number(value)
        if number is None:
            raise TypeError(f'a value of type {type(value).__name__} cannot be a parameter')
        return self.dump(number)

    def dump_list(self, values):
        types = set()
        text = self.dump_elements(values, types)
        oid = merge_types(types)
        if oid not in ARRAYS:
            raise TypeError('values of this type cannot be in a list that is a parameter')
        return text, ARRAYS[oid]

    def dump_elements(self, values, types):
        parts = []
        for value in values:
            if isinstance(value, list):
                parts.append(self.dump_elements(value, types))
                continue
            text, oid = self.dump(value)
            parts.append('NULL' if text is None else quote(text))
            if text is not None:
                types.add(WIDE if oid == INT8 and float(value) != value else oid)
        return '{' + ','.join(parts) + '}'

    def dump_tuple(self, values):
        """A record, whose type only the server knows."""
        texts = (self.dump(value)[0] for value in values)
        return '(' + ','.join('' if text is None else quote(text) for text in texts) + ')', INFERRED


def find(table, kind):
    """What a table has for the nearest of the classes of a value that it knows."""
    return next((table[base] for base in kind.__mro__ if base in table), None)
