# SPDX-License-Identifier: LGPL-2.1-or-later
"""Geometric figures and network addresses from Python, in both formats."""

import math
import unittest

from support import CLIENT, ClientTestCase

from gi.repository import Gio, GLib, Pgg

FORMATS = (Pgg.ResultFormat.TEXT, Pgg.ResultFormat.BINARY)


class Figures(ClientTestCase):
    def both(self, sql):
        connection = self.connect()
        for format_ in FORMATS:
            with self.subTest(format=format_.value_nick):
                connection.props.result_format = format_
                yield connection.execute(sql, None, None)

    def test_cells(self):
        for result in self.both("SELECT '(1,-2.5)'::point, NULL::point, '<(1,2),Infinity>'::circle,"
                                "  '(1,0),(0,1)'::box, '[(1,2),(3,4)]'::lseg, '{1,2,3}'::line"):
            point = result.get_point(0, 0)
            self.assertEqual((point.get_x(), point.get_y()), (1, -2.5))
            self.assertTrue(point.equal(result.get_row(0).get_point(0)))
            self.assertTrue(point.equal(result.get_value(0, 0)))
            self.assertIsNone(result.get_point(0, 1))
            self.assertEqual(result.get_circle(0, 2).get_radius(), math.inf)
            self.assertEqual(result.get_box(0, 3).get_high().to_string(), '(1,1)')
            self.assertEqual(result.get_line_segment(0, 4).get_end().get_x(), 3)
            self.assertEqual(result.get_line(0, 5).get_c(), 3)
            with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
                result.get_point(0, 2)

    def test_lists(self):
        for result in self.both("SELECT '[(1,2),(3,4)]'::path, '((0,0),(1,0),(0,1))'::polygon"):
            path = result.get_path(0, 0)
            self.assertFalse(path.is_closed())
            self.assertEqual(path.get_coordinates(), [1, 2, 3, 4])
            self.assertEqual(path.get_point(1).to_string(), '(3,4)')
            with self.refused(CLIENT, Pgg.ClientError.OUT_OF_RANGE):
                path.get_point(2)
            self.assertEqual(result.get_polygon(0, 1).get_n_points(), 3)

    def test_made_here(self):
        path = Pgg.Path.new([1, 2, 3, 4], True)
        self.assertEqual(path.to_string(), '((1,2),(3,4))')
        self.assertTrue(path.equal(Pgg.Path.new_from_string('1,2,3,4')))
        self.assertEqual(path.hash(), Pgg.Path.new_from_string('1,2,3,4').hash())
        self.assertEqual(path.to_variant().unpack(), (True, [(1, 2), (3, 4)]))
        self.assertTrue(path.equal(Pgg.Path.new_from_variant(path.to_variant())))
        variant = GLib.Variant('(ddd)', (1, 2, 3))
        self.assertEqual(Pgg.Circle.new_from_variant(variant).to_string(), '<(1,2),3>')
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            Pgg.Polygon.new([])
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            Pgg.Circle.new(0, 0, -1)
        with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
            Pgg.Point.new_from_string('(1,2')


class Addresses(ClientTestCase):
    def test_cells(self):
        connection = self.connect()
        for format_ in FORMATS:
            connection.props.result_format = format_
            result = connection.execute("SELECT '192.168.1.5/24'::inet, '10.0.0.0/8'::cidr, "
                                        "       NULL::inet", None, None)
            inet, cidr = result.get_inet(0, 0), result.get_row(0).get_inet(1)
            self.assertEqual(inet.get_address().to_string(), '192.168.1.5')
            self.assertEqual(inet.get_prefix_length(), 24)
            self.assertEqual(inet.get_family(), Gio.SocketFamily.IPV4)
            self.assertTrue(cidr.is_cidr())
            self.assertEqual(cidr.to_inet_address_mask().to_string(), '10.0.0.0/8')
            self.assertGreater(inet.compare(cidr), 0)
            self.assertIsNone(result.get_inet(0, 2))
            with self.refused(CLIENT, Pgg.ClientError.CONVERSION):
                inet.to_inet_address_mask()

    def test_made_here(self):
        address = Gio.InetAddress.new_from_string('::ffff:1.2.3.4')
        inet = Pgg.Inet.new(address, 128)
        self.assertEqual(inet.to_string(), '::ffff:1.2.3.4')
        self.assertTrue(inet.equal(Pgg.Inet.new_from_string('::ffff:102:304', False)))
        self.assertTrue(inet.equal(Pgg.Inet.new_from_variant(inet.to_variant())))
        with self.refused(CLIENT, Pgg.ClientError.INVALID_ARGUMENT):
            Pgg.Inet.new_cidr(address, 64)


if __name__ == '__main__':
    unittest.main()
