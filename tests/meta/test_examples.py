# SPDX-License-Identifier: LGPL-2.1-or-later
"""The tours in four languages run, each with a private server, and print the same."""

import os
import re
import subprocess
import sys
import unittest

from programs import SOURCE

BUILD_ROOT = os.environ['PGG_TEST_BUILD_ROOT']
OVERRIDES = os.environ['PGG_TEST_OVERRIDES']
VARIABLES = dict(os.environ, PYTHONPATH=OVERRIDES, GJS_PATH=f'{OVERRIDES}/gjs-1.0')
DATA = '/usr/share/iso-codes/json/iso_3166-1.json'
TOURS = {
    'C': [os.path.join(BUILD_ROOT, 'examples', 'quickstart-c')],
    'Python': [sys.executable, os.path.join(SOURCE, 'examples', 'quickstart.py')],
    'JavaScript': ['gjs', '-m', os.path.join(SOURCE, 'examples', 'quickstart.js')],
    'Vala': [os.path.join(BUILD_ROOT, 'examples', 'quickstart-vala')],
}


@unittest.skipUnless(os.path.exists(DATA), 'the data of iso-codes is not installed')
@unittest.skipUnless(os.path.exists(TOURS['Vala'][0]), 'the examples are not built')
class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.printed = {}
        for language, command in TOURS.items():
            cls.printed[language] = subprocess.run(command, check=True, env=VARIABLES, text=True,
                                                   stdout=subprocess.PIPE).stdout

    def test_same(self):
        for language, text in self.printed.items():
            with self.subTest(language=language):
                self.assertEqual(text, self.printed['C'])

    def test_complete(self):
        text = self.printed['C']
        self.assertRegex(text, re.compile(r'^\d{3} countries\n\d{4} subdivisions\n\d{4} languages$',
                                          re.MULTILINE))
        for part in ('Åland Islands | (null)', 'the loop kept running', 'SQLSTATE 23505',
                     'news: Здравствуй, 世界'):
            self.assertIn(part, text)


if __name__ == '__main__':
    unittest.main()
