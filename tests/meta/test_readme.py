# SPDX-License-Identifier: LGPL-2.1-or-later
"""The programs of README.md do what it says, beside a server."""

import os
import sys
import unittest

from programs import SOURCE, ProgramCase, pkg_config, read_blocks, server_environment

BUILD = os.environ['PGG_TEST_LIBRARY']
OVERRIDES = os.environ['PGG_TEST_OVERRIDES']
FLAGS = [f'-I{SOURCE}', f'-I{BUILD}/..', f'-L{BUILD}', '-lpgglib-1.0']


class Readme(ProgramCase):
    variables = dict(os.environ, **server_environment(), LD_LIBRARY_PATH=BUILD,
                     GI_TYPELIB_PATH=BUILD, PYTHONPATH=OVERRIDES, GJS_PATH=f'{OVERRIDES}/gjs-1.0')
    blocks = dict(read_blocks('README.md'))

    def assert_answers(self, *command):
        self.assertEqual(self.run_quietly(*command), 'answer 42\n')

    def test_c(self):
        source = self.write('program.c', self.blocks['c'])
        self.run_quietly('cc', '-Wall', '-Werror', '-o', 'program', source, *FLAGS,
                         *pkg_config('gio-2.0'))
        self.assert_answers('./program')

    def test_vala(self):
        source = self.write('program.vala', self.blocks['vala'])
        flags = [word for flag in FLAGS for word in ('-X', flag)]
        self.run_quietly('valac', '--vapidir', BUILD, '--pkg', 'pgglib-1.0', '--pkg', 'gio-2.0',
                         *flags, '-o', 'program', source)
        self.assert_answers('./program')

    def test_python(self):
        self.assert_answers(sys.executable, self.write('program.py', self.blocks['python']))

    def test_javascript(self):
        self.assert_answers('gjs', '-m', self.write('program.js', self.blocks['javascript']))


if __name__ == '__main__':
    unittest.main()
