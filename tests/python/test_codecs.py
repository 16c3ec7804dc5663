# SPDX-License-Identifier: LGPL-2.1-or-later
"""Types of the application: vectors of pgvector, points of PostGIS, enums.

Where the server does not have these extensions, types that are written alike stand in for them.
"""

import enum
import gc
import struct
import unittest
import weakref

from support import CLIENT, CONNINFO, ClientTestCase, wait

from gi.repository import GObject, Pgg

STAND_IN = '''
    CREATE TYPE {0};
    CREATE FUNCTION {0}_in (cstring) RETURNS {0} LANGUAGE internal IMMUTABLE STRICT AS '{1}';
    CREATE FUNCTION {0}_out ({0}) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS '{2}';
    CREATE FUNCTION {0}_recv (internal) RETURNS {0} LANGUAGE internal IMMUTABLE STRICT AS '{3}';
    CREATE FUNCTION {0}_send ({0}) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS '{4}';
    CREATE TYPE {0} (INPUT = {0}_in, OUTPUT = {0}_out, RECEIVE = {0}_recv, SEND = {0}_send,
                     LIKE = {5});
'''
LIKE_TEXT = 'textin', 'textout', 'textrecv', 'textsend', 'text'
LIKE_BYTEA = 'byteain', 'byteaout', 'bytearecv', 'byteasend', 'bytea'
DISTANCE = '''
    CREATE FUNCTION distance (vector, vector) RETURNS float8 LANGUAGE sql IMMUTABLE AS
      'SELECT abs(trim($1::text, ''[]'')::float8 - trim($2::text, ''[]'')::float8)';
    CREATE OPERATOR <-> (FUNCTION = distance, LEFTARG = vector, RIGHTARG = vector);
'''
STAND_INS = {
    'vector': STAND_IN.format('vector', *LIKE_TEXT) + DISTANCE,
    'postgis': STAND_IN.format('geometry', *LIKE_BYTEA),
}


class Vector:
    def __init__(self, *values):
        self.values = values

    def __eq__(self, other):
        return isinstance(other, Vector) and self.values == other.values

    @classmethod
    def parse(cls, text):
        if not text.startswith('['):
            raise ValueError('that is no vector')
        return cls(*map(float, text[1:-1].split(',')))

    def __str__(self):
        return '[' + ','.join(map(str, self.values)) + ']'

    @classmethod
    def unpack(cls, data):
        count, _ = struct.unpack_from('>HH', data)
        return cls(*struct.unpack_from(f'>{count}f', data, 4))

    def pack(self):
        return struct.pack(f'>HH{len(self.values)}f', len(self.values), 0, *self.values)


class Point(tuple):
    """A tuple, but no record."""

    FORMAT = '<BIIdd'

    @classmethod
    def unpack(cls, data):
        _, _, srid, x, y = struct.unpack(cls.FORMAT, data)
        return cls((srid, x, y))

    @classmethod
    def parse(cls, text):
        return cls.unpack(bytes.fromhex(text.removeprefix('\\x')))

    def pack(self):
        return struct.pack(self.FORMAT, 1, 0x20000001, *self)


class Mood(enum.Enum):
    sad = 1
    happy = 2


class Codecs(ClientTestCase):
    @classmethod
    def setUpClass(cls):
        cls.real, sql = [], 'CREATE SCHEMA IF NOT EXISTS real;'
        with Pgg.connect(CONNINFO) as connection:
            for name, in connection.execute('SELECT name FROM pg_available_extensions'
                                            ' WHERE name = ANY ($1)', [list(STAND_INS)]):
                cls.real.append(name)
                sql += f'CREATE EXTENSION IF NOT EXISTS {name} SCHEMA real;'
            connection.execute(sql)

    def setUp(self):
        self.connection = self.connect()
        self.connection.execute('DROP SCHEMA IF EXISTS py CASCADE; CREATE SCHEMA py;'
                                'SET client_min_messages = warning;'
                                'SET search_path = py, real, public')
        sql = ''.join(sql for name, sql in STAND_INS.items() if name not in self.real)
        self.connection.execute(sql + STAND_IN.format('odd', *LIKE_TEXT) +
                                "CREATE TYPE mood AS ENUM ('sad', 'happy')")

    def register_vector(self, owner=None, name='vector', **named):
        return (owner or self.connection).register_type(name, Vector.parse, str,
                                                        python_type=Vector, **named)

    def to_hex(self, point):
        return ('' if 'postgis' in self.real else '\\x') + point.pack().hex()

    def register_point(self):
        return self.connection.register_type(
            'geometry', Point.parse, self.to_hex, decode_binary=Point.unpack,
            encode_binary=Point.pack, python_type=Point,
            schema='real' if 'postgis' in self.real else 'py')

    def one(self, sql, *values):
        row, = self.connection.execute(sql, values or None)
        return row[0]

    def test_read(self):
        self.register_vector()
        row, = self.connection.execute(
            "SELECT '[1,2]'::vector, NULL::vector, ARRAY['[3]', NULL]::vector[], '[1]'::json,"
            "  'x'::text")
        self.assertEqual(tuple(row), (Vector(1, 2), None, [Vector(3), None], [1], 'x'))
        self.assertIs(row[0], row[0])
        for binary in (False, True):
            self.connection.set_result_format(Pgg.ResultFormat.BINARY if binary
                                              else Pgg.ResultFormat.TEXT)
            self.register_point()
            point = Point((4326, 1.0, 2.5))
            self.assertEqual(self.one(f"SELECT '{self.to_hex(point)}'::geometry"), point)
            self.assertIsInstance(self.one('SELECT $1', point), Point)
            self.register_vector(decode_binary=Vector.unpack, encode_binary=Vector.pack)
            if 'vector' in self.real:
                self.assertEqual(self.one('SELECT $1', Vector(1, 2.5)), Vector(1, 2.5))
            if 'postgis' in self.real:
                self.assertEqual(self.one('SELECT ST_SetSRID(ST_MakePoint(1, 2.5), 4326)'), point)
                self.assertEqual(self.one('SELECT ST_X($1::geometry)', point), 1)

    def test_write(self):
        self.register_vector()
        self.register_point()
        point = Point((1, 2.0, 3.0))
        row, = self.connection.execute(
            'SELECT $1, pg_typeof ($1)::text, $2, pg_typeof ($2)::text, $3',
            [Vector(1, 2), point, 'x'])
        self.assertEqual(tuple(row), (Vector(1, 2), 'vector', point, 'geometry', 'x'))
        row, = self.connection.execute('SELECT :v', {'v': Vector(5)})
        self.assertEqual(row[0], Vector(5))
        lists = [Vector(1), None], [[Vector(1)], [Vector(2)]]
        for values in lists:
            row, = self.connection.execute('SELECT $1, pg_typeof ($1)::text', [values])
            self.assertEqual(tuple(row), (values, 'vector[]'))
        self.connection.execute('CREATE TYPE item AS (name text, v vector)')
        item = self.one('SELECT $1::item', ('a', Vector(7)))
        self.assertEqual(tuple(item), ('a', Vector(7)))

    def test_many(self):
        self.register_vector()
        self.connection.execute('CREATE TABLE vectors (id int, v vector)')
        sets = [(1, Vector(1)), (2, None), (3, Vector(3))]
        self.connection.execute_many('INSERT INTO vectors VALUES ($1, $2)', sets)
        rows = self.connection.execute('SELECT * FROM vectors ORDER BY id')
        self.assertEqual([tuple(row) for row in rows], sets)
        cursor = self.connection.create_cursor()
        cursor.stream('SELECT v FROM vectors WHERE v::text = $1::text', [Vector(3)])
        self.assertEqual([tuple(row) for row in cursor], [(Vector(3),)])
        batch = Pgg.Batch.new()
        batch.add('INSERT INTO vectors VALUES (4, $1)', [Vector(4)])
        self.connection.execute_batch(batch)
        self.assertEqual(self.one('SELECT v FROM vectors WHERE id = 4'), Vector(4))
        nearest = 'SELECT v FROM vectors ORDER BY v <-> $1 LIMIT 1'
        self.assertEqual(self.one(nearest, Vector(3.25)), Vector(3))

    def test_strings(self):
        """What a codec gives is not read a second time, wherever it is."""
        for name in 'json', 'uuid':
            self.connection.register_type(name, lambda text: f'own {text}')
        uuid = '12345678-1234-1234-1234-123456789abc'
        self.connection.execute('CREATE TYPE two AS (j json, u uuid)')
        for format_ in Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY:
            self.connection.set_result_format(format_)
            row, = self.connection.execute(
                f"SELECT '1'::json, ARRAY['1', NULL]::json[], ARRAY['{uuid}']::uuid[],"
                f"  ROW ('2', '{uuid}')::two, ARRAY[ROW ('2', '{uuid}')::two]")
            record = ('own 2', f'own {uuid}')
            self.assertEqual(tuple(row), ('own 1', ['own 1', None], [f'own {uuid}'], record,
                                          [record]))

    def test_without_codec(self):
        """A message has the names that its reader has given."""
        codec = self.register_vector()
        other = type('Vectör', (Vector,), {})
        own = self.connection.register_type('vector', encode=str, python_type=other)
        for registered in codec, own:
            self.connection.unregister_type(registered)
        for kind, value in ('Vector', Vector(1)), ('Vect_r', other(1)):
            with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT) as caught:
                self.one('SELECT $1', value)
            self.assertIn(f'A value of type {kind} cannot be sent without a codec',
                          str(caught.exception))

    def test_levels(self):
        everywhere = Pgg.CodecRegistry.get_default()
        codec = self.register_vector(everywhere)
        self.assertEqual(self.one("SELECT '[1]'::vector"), Vector(1))
        own = self.connection.register_type('vector', lambda text: ('own', text))
        self.assertEqual(self.one("SELECT '[1]'::vector"), ('own', '[1]'))
        cursor = self.connection.create_cursor()
        cursor.register_type('vector', lambda text: ('cursor', text))
        cursor.execute("SELECT '[1]'::vector")
        self.assertEqual(cursor.fetch_one(None)[0], ('cursor', '[1]'))
        self.assertEqual(self.one('SELECT $1::text', Vector(2)), '[2]')
        self.assertTrue(self.connection.unregister_type(own))
        self.assertFalse(self.connection.unregister_type(own))
        self.assertTrue(everywhere.unregister_type(codec))
        self.assertEqual(self.one("SELECT '[1]'::vector"), '[1]')
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            self.one('SELECT $1', Vector(2))

    def test_builtin(self):
        codec = self.connection.register_type('numeric', float)
        self.assertEqual(self.one('SELECT 1.5'), 1.5)
        self.assertEqual(self.one('SELECT ARRAY[2.5]'), [2.5])
        self.connection.unregister_type(codec)
        self.assertNotIsInstance(self.one('SELECT 1.5'), float)

    def test_enum(self):
        self.connection.register_enum('mood', Mood)
        row, = self.connection.execute("SELECT 'sad'::mood, ARRAY['happy'::mood]")
        self.assertEqual(tuple(row), (Mood.sad, [Mood.happy]))
        row, = self.connection.execute('SELECT $1, $2', [Mood.happy, [Mood.sad]])
        self.assertEqual(tuple(row), (Mood.happy, [Mood.sad]))

    def test_errors(self):
        self.register_vector(name='odd')
        result = self.connection.execute("SELECT v::odd FROM (VALUES ('[1]'), ('x')) t (v)")
        rows = iter(result)
        self.assertEqual(next(rows)[0], Vector(1))
        with self.refused(CLIENT, Pgg.ClientError.CONVERSION) as caught:
            next(rows)
        self.assertEqual(caught.exception.message,
                         'Row 1, column 0 ("v", odd): ValueError: that is no vector')
        self.connection.register_type('vector', encode=lambda value: 1 / 0, python_type=Vector)
        with self.refused(CLIENT, Pgg.ClientError.CONVERSION) as caught:
            self.one('SELECT $1', Vector(1))
        self.assertEqual(caught.exception.message,
                         'Parameter 1: ZeroDivisionError: division by zero')
        with self.assertRaises(TypeError):
            self.connection.register_type('vector', encode=str)
        with self.assertRaises(TypeError):
            self.connection.register_type('vector', encode=str, python_type=dict)
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            self.connection.register_type('vector')

    def test_object(self):
        class Thing(GObject.Object):
            vector = GObject.Property(type=object)

        self.register_vector()
        result = self.connection.execute("SELECT '[1]'::vector AS vector")
        thing, = result.to_objects(Thing, Pgg.ObjectFlags.NONE)
        self.assertEqual(thing.vector, Vector(1))
        model = Pgg.ResultModel.new(result)
        self.assertEqual(model.get_item(0).get_value('vector'), Vector(1))

    def test_async(self):
        self.register_vector()
        result = wait(self.connection.execute_async, self.connection.execute_finish, 'SELECT $1',
                      [Vector(1)])
        self.assertEqual(result[0][0], Vector(1))

    def test_life(self):
        def decode(text):
            return Vector.parse(text)

        reference = weakref.ref(decode)
        codec = self.connection.register_type('vector', decode)
        result = self.connection.execute("SELECT '[1]'::vector")
        self.connection.unregister_type(codec)
        del codec, decode
        gc.collect()
        self.assertEqual(result[0][0], Vector(1))
        del result
        self.connection.execute('SELECT 1')
        gc.collect()
        self.assertIsNone(reference())


if __name__ == '__main__':
    unittest.main()
