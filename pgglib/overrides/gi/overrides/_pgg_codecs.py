# SPDX-License-Identifier: LGPL-2.1-or-later
"""Types of the application: functions of Python that read and write their values.

What C passes on is any object of Python. Which codec writes it must be told by its type, so that
every class of Python has a class of GObject that carries its objects to there.
"""

import functools
import re

from gi.repository import GLib, GObject


carriers = {}  # of all classes that ever had a codec


def get_carrier(kind):
    """The class of GObject for the objects of a class of Python, with the same name for messages.

    It is said to be of another module, as classes of overrides are no types of their own.
    """
    if kind not in carriers:
        name = re.sub('[^A-Za-z0-9_]', '_', kind.__name__)
        carriers[kind] = type(name, (GObject.Object,), {'__module__': 'pgglib'})
    return carriers[kind]


def carry(kind, value):
    carrier = carriers[kind]()
    carrier.value = value
    return carrier


def find_kind(kind, others):
    """The class that says how values are written, if it is one that has a codec."""
    for base in kind.__mro__:
        if base in carriers:
            return base
        if base in others:
            return None
    return None


class Codecs:
    """Codecs for a module Pgg."""

    def __init__(self, module, dumper):
        self.module = module
        self.known = dumper.dumpers
        self.text = module.CodecFormats.TEXT
        self.binary = module.CodecFormats.BINARY

    def guard(self, function):
        """An exception becomes the error of whoever wanted the value."""
        @functools.wraps(function)
        def guarded(*arguments):
            try:
                return function(*arguments)
            except Exception as error:
                self.module.TypeCodec.fail(f'{type(error).__name__}: {error}')
                return None

        return guarded

    def make_decoder(self, decode, decode_binary):
        formats = self.find_formats(decode, decode_binary)
        if not formats:
            return formats, None

        def read(data, form, _type):
            content = data.get_data() or b''
            return decode(content.decode()) if form == self.text else decode_binary(content)

        return formats, self.guard(read)

    def make_encoder(self, encode, encode_binary):
        formats = self.find_formats(encode, encode_binary)
        if not formats:
            return formats, None

        def write(value, form):
            if isinstance(value, tuple(carriers.values())):
                value = value.value
            content = encode(value).encode() if form == self.text else encode_binary(value)
            return GLib.Bytes.new(bytes(content))

        return formats, self.guard(write)

    def find_formats(self, text, binary):
        formats = self.module.CodecFormats.NONE
        if text is not None:
            formats |= self.text
        if binary is not None:
            formats |= self.binary
        return formats

    def register_type(self, registry, name, decode=None, encode=None, *, decode_binary=None,
                      encode_binary=None, python_type=None, schema=None):
        """Reads and writes values of a type of the server with functions of Python.

        `decode` is given the text of a value, `decode_binary` its bytes, and gives an object;
        `encode` and `encode_binary` are given an object of the class `python_type` and give its
        text or bytes. What is left out is not done, or in the other format. Gives the codec, for
        `unregister_type()`.
        """
        decoder = self.make_decoder(decode, decode_binary)
        encoder = self.make_encoder(encode, encode_binary)
        if encoder[1] is not None:
            self.check_class(python_type)
        new = self.module.TypeCodec.new
        codec = new(schema, name, GObject.TYPE_PYOBJECT, *decoder, *encoder)
        if encoder[1] is not None:
            writer = new(schema, name, get_carrier(python_type).__gtype__,
                         self.module.CodecFormats.NONE, None, *encoder)
            registry.add(writer)
            registry.__dict__.setdefault('_writers', []).append((codec, writer))
        registry.add(codec)
        return codec

    def check_class(self, kind):
        if not isinstance(kind, type):
            raise TypeError('what is written needs the class of its objects, python_type')
        if kind in self.known:
            raise TypeError(f'values of the class {kind.__name__} are written already, which a '
                            'class derived from it can change')

    def unregister_type(self, registry, codec):
        """FALSE if it was not there."""
        for other, writer in registry.__dict__.get('_writers', []):
            if other is codec:
                registry.remove(writer)
        return registry.remove(codec)

    def register_enum(self, registry, name, kind, *, schema=None):
        """Reads and writes values of an enum of the server, whose labels are the names of members
        of an Enum of Python."""
        return self.register_type(
            registry, name, lambda label: kind[label], lambda member: member.name,
            decode_binary=lambda label: kind[label.decode()],
            encode_binary=lambda member: member.name.encode(), python_type=kind, schema=schema)

    def adapt(self):
        """A registry, a connection and a cursor have the same methods."""
        def of_registry(method):
            @functools.wraps(method)
            def wrapper(owner, *arguments, **named):
                is_registry = isinstance(owner, self.module.CodecRegistry)
                registry = owner if is_registry else owner.get_codecs()
                return method(registry, *arguments, **named)

            return wrapper

        for kind in (self.module.CodecRegistry, self.module.Connection, self.module.Cursor):
            for method in (self.register_type, self.unregister_type, self.register_enum):
                setattr(kind, method.__name__, of_registry(method))

    def has_custom(self, value):
        """Whether a value, or one that is in it, is of the application."""
        if not carriers:
            return False
        if find_kind(type(value), self.known) is not None:
            return True
        return isinstance(value, (list, tuple)) and any(map(self.has_custom, value))

    def wrap(self, value):
        """A value of the application, or with one in it, as C takes it."""
        kind = find_kind(type(value), self.known)
        if kind is not None:
            return carry(kind, value)
        if isinstance(value, list):
            return self.make_array(value)
        if isinstance(value, tuple):
            return self.make_record(value)
        return value

    def make_array(self, values):
        builder = self.module.ArrayBuilder.new(0)
        lengths = []
        while isinstance(values[0], list):
            lengths.append(len(values))
            values = [element for inner in values for element in inner]
        for value in values:
            if value is None:
                builder.append_null()
            else:
                builder.append_value(self.wrap(value))
        if lengths:
            # Each counts all lists of its level.
            inner = [*lengths[1:], len(values)]
            builder.set_dimensions([lengths[0]] + [after // before for before, after
                                                   in zip(lengths, inner)])
        return builder.end()

    def make_record(self, values):
        builder = self.module.RecordBuilder.new()
        for value in values:
            builder.append_value(None, 0, None if value is None else self.wrap(value))
        return builder.end()
