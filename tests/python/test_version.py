# SPDX-License-Identifier: LGPL-2.1-or-later
"""The namespace can be imported and says what it is."""

import unittest

import gi

gi.require_version('Pgg', '1.0')
from gi.repository import GLib, Pgg  # noqa: E402


class Version(unittest.TestCase):
    def test_version_constants(self):
        self.assertGreaterEqual(Pgg.MAJOR_VERSION, 0)

    def test_error_domain(self):
        self.assertEqual(GLib.quark_to_string(Pgg.client_error_quark()), 'pgg-client-error-quark')


if __name__ == '__main__':
    unittest.main()
