# SPDX-License-Identifier: LGPL-2.1-or-later
"""The programs of README.md and the manual do what these say, beside a server."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, '..', '..')
BUILD = os.environ['PGG_TEST_LIBRARY']
FLAGS = [f'-I{SOURCE}', f'-I{BUILD}/..', f'-L{BUILD}', '-lpgglib-1.0']


def pkg_config():
    return shlex.split(subprocess.check_output(['pkg-config', '--cflags', '--libs', 'gio-2.0'],
                                               text=True))


def read_blocks(path):
    """The programs in a file by their language, the last of each."""
    with open(os.path.join(SOURCE, path), encoding='utf-8') as file:
        return dict(re.findall(r'^```(\w+)\n(.*?)^```', file.read(), re.DOTALL | re.MULTILINE))


def environment():
    """Where the private server is, for connection strings that do not say it."""
    place = dict(part.split('=', 1) for part in shlex.split(os.environ['PGG_TEST_CONNINFO']))
    variables = {'PGHOST': place['host'], 'PGPORT': place['port'], 'PGUSER': place['user'],
                 'LD_LIBRARY_PATH': BUILD, 'GI_TYPELIB_PATH': BUILD}
    return dict(os.environ, **variables)


class Readme(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = place.name
        self.blocks = read_blocks('README.md')

    def write(self, language, ending):
        path = os.path.join(self.place, 'program' + ending)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(self.blocks[language])
        return path

    def run_quietly(self, *command):
        done = subprocess.run(command, env=environment(), text=True, cwd=self.place,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def assert_answers(self, *command):
        self.assertEqual(self.run_quietly(*command), 'answer 42\n')

    def test_c(self):
        self.run_quietly('cc', '-Wall', '-Werror', '-o', 'program', self.write('c', '.c'), *FLAGS,
                         *pkg_config())
        self.assert_answers('./program')

    def test_vala(self):
        flags = [word for flag in FLAGS for word in ('-X', flag)]
        self.run_quietly('valac', '--vapidir', BUILD, '--pkg', 'pgglib-1.0', '--pkg', 'gio-2.0',
                         *flags, '-o', 'program', self.write('vala', '.vala'))
        self.assert_answers('./program')

    def test_python(self):
        self.assert_answers(sys.executable, self.write('python', '.py'))

    def test_python_loop_of_the_manual(self):
        head = ("import gi\ngi.require_version('Pgg', '1.0')\n"
                "from gi.repository import GLib, Pgg\n"
                "connection = Pgg.connect('dbname=postgres')\n")
        self.blocks['python'] = (head + read_blocks('docs/engine.md')['python']
                                 + "print('answer', 40 + result.get_n_rows() + 1)\n")
        self.assert_answers(sys.executable, self.write('python', '.py'))

    def test_javascript(self):
        self.assert_answers('gjs', '-m', self.write('javascript', '.js'))


if __name__ == '__main__':
    unittest.main()
