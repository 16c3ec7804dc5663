# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values of PostgreSQL as values of Python, and the other way.

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

from ._pgg_texts import check_text

# The OIDs of built-in types never change; see pg_type.dat of the server.
BOOL, BYTEA, INT8, INT4, TEXT, JSON, FLOAT8 = 16, 17, 20, 23, 25, 114, 701
INET, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL = 869, 1082, 1083, 1114, 1184, 1186
CIDR, TIMETZ, NUMERIC, UUID, JSONB = 650, 1266, 1700, 2950, 3802
INFERRED = 0
OWN = -1  # the value of Pgg says itself what its type is
WIDE = -2  # a number of int8 that float8 does not hold

ARRAYS = {BOOL: 1000, BYTEA: 1001, INT8: 1016, INT4: 1007, TEXT: 1009, FLOAT8: 1022, INET: 1041,
          DATE: 1182, TIME: 1183, TIMESTAMP: 1115, TIMESTAMPTZ: 1185, INTERVAL: 1187, CIDR: 651,
          TIMETZ: 1270, NUMERIC: 1231, UUID: 2951, INFERRED: INFERRED,
          OWN: OWN, WIDE: 1016}

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


# A dumper gives a text that the server reads under any of its settings, and the OID of its type.

def dump_int(value):
    if -2 ** 31 <= value < 2 ** 31:
        return str(int(value)), INT4
    return str(int(value)), INT8 if -2 ** 63 <= value < 2 ** 63 else NUMERIC


def dump_datetime(value):
    offset = value.utcoffset()
    if offset is None:
        return value.isoformat(' '), TIMESTAMP
    if offset.microseconds:
        value = value.astimezone(datetime.timezone.utc)
    return value.isoformat(' '), TIMESTAMPTZ


def dump_time(value):
    if value.tzinfo is None:
        return value.isoformat(), TIME
    if value.utcoffset() is None:
        raise ValueError('a time of day with a zone that has no fixed offset cannot be a parameter')
    return value.isoformat(), TIMETZ


def dump_timedelta(value):
    """Every field has a sign: a style of the server lets the first one apply to all others."""
    return f'{value.days:+d} days {value.seconds:+d} s {value.microseconds:+d} us', INTERVAL


def quote_element(text):
    escaped = text.replace('\\', '\\\\').replace('"', '\\"')
    return f'"{escaped}"'


def merge_types(types):
    """The type of all elements of a list."""
    if len(types) < 2:
        return types.pop() if types else INFERRED
    for widest, whole in ((INT8, WIDE), (FLOAT8, INT8), (NUMERIC, WIDE)):
        if types <= {INT4, INT8, whole, widest}:
            return widest
    raise TypeError('the values of a list that is a parameter have several types')


class Values:
    """Conversions for a module Pgg."""

    def __init__(self, module):
        self.wrap = None  # makes an array of Pgg of a list
        self.loaders = {module.Numeric: load_numeric, module.Date: load_date,
                        module.Time: load_time, module.Timestamp: load_timestamp,
                        module.Interval: load_interval, module.Inet: load_inet,
                        module.Array: self.load_array, module.Record: self.load_record}
        self.kinds = [*self.loaders, module.Range, module.Multirange, module.Point, module.Line,
                      module.LineSegment, module.Box, module.Path, module.Polygon, module.Circle]
        self.counted = (*self.kinds, GLib.Bytes)
        self.dumpers = {
            type(None): lambda value: (None, INFERRED),
            bool: lambda value: ('t' if value else 'f', BOOL),
            int: dump_int,
            float: lambda value: (repr(float(value)), FLOAT8),
            str: lambda value: (check_text(str.__str__(value)), TEXT),
            bytes: lambda value: ('\\x' + bytes(value).hex(), BYTEA),
            bytearray: lambda value: ('\\x' + value.hex(), BYTEA),
            memoryview: lambda value: ('\\x' + value.hex(), BYTEA),
            decimal.Decimal: lambda value: (str(value), NUMERIC),
            datetime.date: lambda value: (value.isoformat(), DATE),
            datetime.datetime: dump_datetime,
            datetime.time: dump_time,
            datetime.timedelta: dump_timedelta,
            uuid.UUID: lambda value: (str(value), UUID),
            dict: lambda value: (check_text(json.dumps(value)), INFERRED),
            list: self.dump_list,
            tuple: self.dump_tuple,
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
            GLib.Date: self.append_value,
            GLib.DateTime: lambda params, value: params.append_date_time(value),
            GLib.Variant: lambda params, value: params.append_variant(value),
        }

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

    def is_plain(self, value):
        """Whether append () takes it; enumerations have nicks, which only a GValue knows."""
        return not isinstance(value, (GObject.GEnum, GObject.GFlags)) and (
            self.find(self.appenders, type(value)) is not None or
            self.find(self.dumpers, type(value)) is not None)

    def append(self, params, value):
        appender = self.appenders.get(type(value)) or self.find(self.appenders, type(value))
        if appender is not None:
            appender(params, value)
            return
        text, oid = self.dump(value)
        if oid == OWN:
            self.append_value(params, self.wrap(value))
        else:
            self.append_typed_text(params, text, oid)

    def append_int(self, params, value):
        if -2 ** 31 <= value < 2 ** 31:
            params.append_int(value)
        elif -2 ** 63 <= value < 2 ** 63:
            params.append_int64(value)
        else:
            self.append_typed_text(params, dump_int(value)[0], NUMERIC)

    @staticmethod
    def find(table, kind):
        """The nearest of the classes of a value that is known."""
        return next((table[base] for base in kind.__mro__ if base in table), None)

    def dump(self, value):
        dumper = self.find(self.dumpers, type(value))
        if dumper is None:
            raise TypeError(f'a value of type {type(value).__name__} cannot be a parameter')
        return dumper(value)

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
            parts.append('NULL' if text is None else quote_element(text))
            if text is not None:
                types.add(WIDE if oid == INT8 and float(value) != value else oid)
        return '{' + ','.join(parts) + '}'

    def dump_tuple(self, values):
        """A record, whose type only the server knows."""
        texts = (self.dump(value)[0] for value in values)
        return '(' + ','.join('' if text is None else quote_element(text)
                              for text in texts) + ')', INFERRED


@functools.lru_cache(maxsize=None)
def get(module):
    return Values(module)
