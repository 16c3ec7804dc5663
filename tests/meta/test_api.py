# SPDX-License-Identifier: LGPL-2.1-or-later
"""The API checks notice what they are there for."""

import contextlib
import importlib
import io
import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'api'))

import ledger  # noqa: E402

coverage = importlib.import_module('check-coverage')

GIR = '''<?xml version="1.0"?>
<repository version="1.2" xmlns="http://www.gtk.org/introspection/core/1.0"
  xmlns:c="http://www.gtk.org/introspection/c/1.0"
  xmlns:glib="http://www.gtk.org/introspection/glib/1.0">
  <namespace name="Pgg" version="1.0">
    <class name="Thing" c:type="PggThing" parent="GObject.Object">
      <method name="get_it" c:identifier="pgg_thing_get_it" NULLABLE>
        <doc xml:space="preserve">Text.</doc>
        <return-value transfer-ownership="none"><type name="utf8" c:type="const char*"/>
        </return-value>
      </method>
    </class>
    <class name="Other" c:type="PggOther" parent="GObject.Object">
      <method name="get_it" c:identifier="pgg_other_get_it">
        <return-value transfer-ownership="none"><type name="gint" c:type="int"/></return-value>
      </method>
    </class>
  </namespace>
</repository>
'''


class Api(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = place.name
        self.gir = self.write('a.gir', GIR.replace('NULLABLE', ''))

    def write(self, name, text):
        path = os.path.join(self.place, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def test_documentation_is_no_change(self):
        other = self.write('b.gir', GIR.replace('NULLABLE', '').replace('Text.', 'More text.'))
        self.assertEqual(ledger.dump_gir(self.gir), ledger.dump_gir(other))

    def test_annotations_are_a_change(self):
        other = self.write('b.gir', GIR.replace('NULLABLE', 'throws="1"'))
        self.assertNotEqual(ledger.dump_gir(self.gir), ledger.dump_gir(other))
        same = self.write('same', ledger.dump_gir(other))
        before = self.write('before', ledger.dump_gir(self.gir))
        with contextlib.redirect_stdout(io.StringIO()) as output:
            self.assertFalse(ledger.compare('gir', other, same))
            self.assertTrue(ledger.compare('gir', other, before))
        self.assertIn('+  method get_it pgg_thing_get_it throws=1', output.getvalue())

    def missing(self):
        return list(coverage.missing_functions(self.gir, self.place))

    def test_untested_functions_are_missed(self):
        self.assertEqual(self.missing(), ['pgg_other_get_it', 'pgg_thing_get_it'])

    def test_c_test_counts(self):
        self.write('test-x.c', 'pgg_thing_get_it (thing);')
        self.assertEqual(self.missing(), ['pgg_other_get_it'])

    def test_name_shared_by_classes_needs_the_class(self):
        self.write('test.py', 'thing.get_it ()')
        self.assertEqual(self.missing(), ['pgg_other_get_it', 'pgg_thing_get_it'])
        self.write('test.py', 'Pgg.Other ().get_it ()')
        self.assertEqual(self.missing(), ['pgg_thing_get_it'])


if __name__ == '__main__':
    unittest.main()
