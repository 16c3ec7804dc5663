# SPDX-License-Identifier: LGPL-2.1-or-later
"""Parameters of every kind, and objects from rows and as parameters, from Python."""

import array
import math
import unittest

from support import CLIENT, CONNINFO, ClientTestCase

from gi.repository import Gio, GLib, GObject, Pgg

INT8, FLOAT8, JSONB = 20, 701, 3802


class Item(GObject.Object):
    __gtype_name__ = 'TestItem'

    id = GObject.Property(type=int, flags=GObject.ParamFlags.READWRITE
                          | GObject.ParamFlags.CONSTRUCT_ONLY)
    display_name = GObject.Property(type=str, default='nobody')
    is_new = GObject.Property(type=bool, default=True)
    ratio = GObject.Property(type=float)
    big = GObject.Property(type=GObject.TYPE_INT64)
    format = GObject.Property(type=Pgg.ResultFormat, default=Pgg.ResultFormat.AUTO)


class Params(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()
        self.params = Pgg.Params.new()

    def check(self, sql):
        """All columns are true."""
        result = self.connection.execute(sql, self.params, None)
        self.assertEqual([result.get_text(0, column) for column in range(result.get_n_columns())],
                         ['t'] * result.get_n_columns())

    def test_arrays(self):
        self.params.append_boolean_array([True, False], None)
        self.params.append_int_array([-1, 2 ** 31 - 1], None)
        self.params.append_int64_array([-2 ** 63, 2 ** 63 - 1], None)
        self.params.append_double_array([0.1, math.inf], None)
        self.params.append_text_array(['ä', None, ''], None)
        self.params.append_bytes_array([GLib.Bytes.new(b'\0\xff')])
        self.check('''SELECT $1 = '{t,f}'::bool[], $2 = '{-1,2147483647}'::int[],
                   $3 = '{-9223372036854775808,9223372036854775807}'::int8[],
                   $4 = '{0.1,Infinity}'::float8[], $5 = ARRAY['ä', NULL, ''],
                   $6 = ARRAY['\\x00ff']::bytea[]''')

    def test_array_nulls(self):
        self.params.append_int64_array([1, 2, 3], b'\0\1\0')
        self.params.append_text_array(['a', 'b'], b'\1\0')
        self.params.append_int_array([], None)
        self.check('''SELECT $1 = '{1,NULL,3}'::int8[], $2 = '{NULL,b}'::text[],
                   $3 = '{}'::int[]''')
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            self.params.append_int64_array([1, 2, 3], b'\0')

    def test_packed_arrays(self):
        numbers = array.array('q', [1, -2 ** 63])
        self.params.append_packed_array(INT8, numbers.tobytes(), None)
        self.params.append_packed_array(FLOAT8, array.array('d', [0.5, 0.1]).tobytes(), b'\0\1')
        self.check('''SELECT $1 = '{1,-9223372036854775808}'::int8[],
                   $2 = '{0.5,NULL}'::float8[]''')
        with self.refused(CLIENT, Pgg.ClientError.NOT_SUPPORTED):
            self.params.append_packed_array(JSONB, b'', None)

    def test_bulk(self):
        self.connection.execute('CREATE TEMP TABLE bulk (a int8, b text)', None, None)
        self.params.append_packed_array(INT8, array.array('q', range(10000)).tobytes(), None)
        self.params.append_text_array([f'row {n}' for n in range(10000)], None)
        result = self.connection.execute('INSERT INTO bulk SELECT * FROM unnest($1, $2)',
                                         self.params, None)
        self.assertEqual(result.get_affected_rows(), 10000)
        self.assertEqual(self.one(self.connection, "SELECT b FROM bulk WHERE a = 9999"), 'row 9999')

    def test_typed_text(self):
        self.params.append_typed_text('{"a": 1}', JSONB)
        self.params.append_typed_text(None, JSONB)
        self.check("SELECT $1 ->> 'a' = '1', $2 IS NULL")

    def test_variants(self):
        self.params.append_variant(GLib.Variant('mx', 7))
        self.params.append_variant(GLib.Variant('as', ['a', 'b']))
        self.params.append_variant(GLib.Variant('v', GLib.Variant('aad', [[1, 2], [3, 4]])))
        self.check("SELECT $1 = 7, $2 = '{a,b}'::text[], $3 = '{{1,2},{3,4}}'::float8[]")

        self.params = Pgg.Params.new_from_variant(GLib.Variant('(imsb)', (1, None, True)))
        self.check('SELECT $1 = 1, $2::text IS NULL, $3')
        self.params = Pgg.Params.new_from_variant(
            GLib.Variant('a{sv}', {'x': GLib.Variant('i', 5)}))
        self.check('SELECT :x = 5')
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            Pgg.Params.new_from_variant(GLib.Variant('i', 1))

    def test_names(self):
        self.params.append_int(1)
        self.params.set_name('one')
        self.params.set_named_value('zwö', 'x')
        self.params.set_named_value('zwö', 'y')
        self.assertEqual(self.params.get_n_params(), 2)
        self.assertEqual(self.params.get_name(0), 'one')
        self.assertEqual(self.params.find_name('zwö'), 1)
        self.check("SELECT :one = 1, :zwö = 'y'")
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            self.params.set_name('a b')

    def test_encoding(self):
        connection = Pgg.connect(f'{CONNINFO} client_encoding=LATIN1', None)
        self.addCleanup(connection.close, None)
        self.params.append_text('§')
        result = connection.execute("SELECT $1 = U&'\\00a7', $1", self.params, None)
        self.assertTrue(result.get_boolean(0, 0))
        self.assertEqual(result.get_text(0, 1), '§')
        self.params.reset()
        self.params.append_text('€')
        with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
            connection.execute('SELECT $1', self.params, None)


class Objects(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()

    def objects(self, sql, flags=Pgg.ObjectFlags.NONE):
        return self.connection.execute(sql, None, None).to_objects(Item, flags)

    def test_objects(self):
        items = self.objects("SELECT n AS id, 'item ' || n AS display_name, n % 2 = 0 AS is_new, "
                             "n / 4.0 AS ratio, n::int8 << 40 AS big, 'binary' AS format "
                             "FROM generate_series(1, 3) n")
        self.assertEqual([item.id for item in items], [1, 2, 3])
        self.assertEqual(items[1].display_name, 'item 2')
        self.assertIs(items[1].is_new, True)
        self.assertEqual(items[1].ratio, 0.5)
        self.assertEqual(items[1].big, 2 << 40)
        self.assertEqual(items[1].format, Pgg.ResultFormat.BINARY)
        self.assertIsInstance(items[0], Item)

    def test_objects_outlive_the_result(self):
        items = self.objects("SELECT 'x' AS display_name FROM generate_series(1, 100)")
        names = [item.display_name for item in items]
        del items
        self.assertEqual(names, ['x'] * 100)

    def test_strict(self):
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            self.objects('SELECT 1 AS age')
        with self.refused(CLIENT, Pgg.ClientError.NULL_VALUE):
            self.objects('SELECT NULL::int AS id')
        with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
            self.objects("SELECT 'x' AS id")

    def test_lax(self):
        item, = self.objects('SELECT 1 AS age, NULL::bool AS is_new, 5 AS display_name',
                             Pgg.ObjectFlags.LAX)
        self.assertIs(item.is_new, True)
        self.assertEqual(item.display_name, '5')

    def test_not_a_class(self):
        result = self.connection.execute('SELECT 1 AS id', None, None)
        for kind in (GObject.TYPE_INT, Pgg.Result, Gio.InputStream, Gio.ListModel):
            with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
                result.to_objects(kind, Pgg.ObjectFlags.NONE)

    def test_row(self):
        cursor = self.connection.create_cursor()
        cursor.execute('SELECT 7 AS id', None, None)
        item = cursor.fetch_one(None).to_object(Item, Pgg.ObjectFlags.NONE)
        self.assertEqual(item.id, 7)

    def test_cursor(self):
        cursor = self.connection.create_cursor()
        cursor.props.row_type = Item
        cursor.stream('SELECT generate_series(1, 3) AS id', None, None)
        items = iter(lambda: cursor.fetch_object(None), None)
        self.assertEqual([item.id for item in items], [1, 2, 3])

    def test_parameters(self):
        params = Pgg.Params.new()
        item = Item(id=3, display_name='ä', format=Pgg.ResultFormat.TEXT)
        params.set_object(item, ['id', 'display-name', 'is_new', 'format'])
        result = self.connection.execute(
            "SELECT :id AS id, :display_name AS display_name, :is_new AS is_new, "
            ":format AS format", params, None)
        back, = result.to_objects(Item, Pgg.ObjectFlags.NONE)
        self.assertEqual((back.id, back.display_name, back.is_new, back.format),
                         (3, 'ä', True, Pgg.ResultFormat.TEXT))
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            params.set_object(item, ['age'])


if __name__ == '__main__':
    unittest.main()
