# SPDX-License-Identifier: LGPL-2.1-or-later
"""No text is cut off on its way to C: all functions that take one refuse what C would not get."""

import os
import re
import unittest

from support import CONNINFO, ClientTestCase

from gi.repository import Pgg

LEDGER = os.path.join(os.environ['G_TEST_SRCDIR'], 'api', 'Pgg-1.0.gir.txt')
OWNER = re.compile(r'(?:class|enumeration|interface|record) (\w+)')
FUNCTION = re.compile(r'( *)(constructor|function|method) (\w+)')
HIDDEN = re.compile(r' (moved-to|introspectable=0)')
TEXT = re.compile(r' +parameter \w+: .*\b(utf8|filename|GObject\.Value)\b')


def find_functions():
    """The owner and name of all that takes a text, and whether it is a method."""
    owner, function, found = None, None, []
    with open(LEDGER, encoding='utf-8') as lines:
        for line in lines:
            if match := OWNER.match(line):
                owner = getattr(Pgg, match[1])
            elif match := FUNCTION.match(line):
                name = 'new' if 'shadows=new' in line else match[3]
                function = None
                if not HIDDEN.search(line):
                    function = owner if match[1] else Pgg, name, match[2] == 'method'
            elif TEXT.match(line) and function is not None:
                found.append(function)
            elif re.match(' {0,2}[a-z]', line):
                function = None  # a property, a signal or a callback
    return list(dict.fromkeys(found))


class Texts(ClientTestCase):
    def test_all(self):
        functions = find_functions()
        self.assertGreater(len(functions), 90)
        for owner, name, is_method in functions:
            with self.subTest(owner=owner.__name__, name=name):
                # Whatever else is wrong with the call would be a TypeError.
                with self.assertRaisesRegex(ValueError, 'NUL'):
                    getattr(owner, name)(*[None] * is_method, 'a\0b')

    def test_values(self):
        connection = self.connect()
        for wrong in ('a\0b', ['a\0b'], [['x'], ['a\0b']], ('a\0b', 1), {'a\0b': 1}, 'a\ud800b',
                      ['a\ud800b']):
            with self.subTest(wrong=wrong), self.assertRaises(ValueError):
                connection.execute('SELECT $1', wrong if isinstance(wrong, dict) else [wrong])
        for text in ('', 'a\ufffdb', '\U0001f600', '\x01', 'e\u0301'):
            self.assertEqual(connection.execute('SELECT $1::text', [text])[0][0], text)
        with self.assertRaises(ValueError):
            Pgg.Connection(conninfo=CONNINFO + '\0')
        with self.assertRaises(ValueError):
            Pgg.Params.new().append_text_array(['x', 'a\0b'], None)
        self.assertEqual(connection.execute('SELECT $1::json', [{'a\0': 'b\0'}])[0][0],
                         {'a\0': 'b\0'})


if __name__ == '__main__':
    unittest.main()
