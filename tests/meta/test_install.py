# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is installed is complete: programs in every language use it and nothing of the build."""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from programs import SOURCE, ProgramCase, pkg_config, read_blocks, server_environment

BUILD_ROOT = os.environ['PGG_TEST_BUILD_ROOT']
MESON = os.environ['PGG_TEST_MESON']


def find(root, pattern):
    found = glob.glob(os.path.join(root, '**', pattern), recursive=True)
    assert len(found) == 1, f'{pattern}: {found}'
    return found[0]


def install(destination):
    """Installs below a directory, as packages are made, and lets pkg-config find it there."""
    subprocess.run([MESON, 'install', '-C', BUILD_ROOT, '--no-rebuild', '--quiet', '--destdir',
                    destination], check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    description = find(destination, 'pgglib-1.0.pc')
    with open(description, encoding='utf-8') as file:
        text = file.read()
    prefix = re.search('^prefix=(.*)', text, re.MULTILINE).group(1)
    with open(description, 'w', encoding='utf-8') as file:
        file.write(re.sub('^prefix=', f'prefix={destination}', text, flags=re.MULTILINE))
    return destination + prefix


class Installed(ProgramCase):
    blocks = dict(read_blocks('README.md'))

    @classmethod
    def setUpClass(cls):
        cls.destination = tempfile.mkdtemp()
        cls.prefix = install(cls.destination)
        library = os.path.dirname(find(cls.prefix, 'libpgglib-1.0.so'))
        overrides = os.path.dirname(os.path.dirname(find(cls.prefix, 'overrides/Pgg.py')))
        cls.pkg_config_path = os.path.dirname(find(cls.prefix, 'pgglib-1.0.pc'))
        cls.variables = dict(
            server_environment(),
            PATH=os.environ['PATH'], HOME=cls.destination, LC_ALL='C.UTF-8',
            PKG_CONFIG_PATH=cls.pkg_config_path,
            LD_LIBRARY_PATH=library,
            GI_TYPELIB_PATH=os.path.dirname(find(cls.prefix, 'Pgg-1.0.typelib')),
            PYTHONPATH=os.path.dirname(overrides),
            XDG_DATA_DIRS=f'{cls.prefix}/share:/usr/local/share:/usr/share')

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.destination)

    def flags(self):
        return pkg_config('pgglib-1.0', PKG_CONFIG_PATH=self.pkg_config_path)

    def compile(self, compiler, name, text):
        return self.run_command(compiler, '-Wall', '-Wextra', '-Werror', '-o', 'program',
                                self.write(name, text), *self.flags())

    def assert_answers(self, *command):
        self.assertEqual(self.run_quietly(*command), 'answer 42\n')

    def test_c(self):
        done = self.compile('cc', 'program.c', self.blocks['c'])
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assert_answers('./program')

    @unittest.skipUnless(shutil.which('g++'), 'there is no C++ compiler')
    def test_headers_in_cxx(self):
        done = self.compile('g++', 'program.cc', '#include <pgglib/pgglib.h>\n'
                            'int main () { return pgg_local_server_new (nullptr) == nullptr; }\n')
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_vala(self):
        vapidir = os.path.dirname(find(self.prefix, 'pgglib-1.0.vapi'))
        self.run_quietly('valac', '--vapidir', vapidir, '--pkg', 'pgglib-1.0', '-o', 'program',
                         self.write('program.vala', self.blocks['vala']))
        self.assert_answers('./program')

    def test_python(self):
        self.assert_answers(sys.executable, self.write('program.py', self.blocks['python']))

    def test_javascript(self):
        self.assert_answers('gjs', '-m', self.write('program.js', self.blocks['javascript']))

    def test_headers_are_those_of_the_source(self):
        root = os.path.join(self.prefix, 'include', 'pgglib-1.0')
        there = {os.path.relpath(path, root)
                 for path in glob.glob(os.path.join(root, '**', '*.h'), recursive=True)}
        public = {os.path.relpath(path, SOURCE)
                  for path in glob.glob(os.path.join(SOURCE, 'pgglib', '**', '*.h'), recursive=True)
                  if not path.endswith('-private.h')}
        self.assertEqual(there, public | {'pgglib/pgg-version.h', 'pgglib/pgg-enum-types.h'})

    def test_only_the_umbrella_can_be_included(self):
        root = os.path.join(self.prefix, 'include', 'pgglib-1.0')
        for path in glob.glob(os.path.join(root, '**', '*.h'), recursive=True):
            name = os.path.relpath(path, root)
            if name == 'pgglib/pgglib.h':
                continue
            done = self.run_command('cc', '-fsyntax-only', self.write(
                'program.c', f'#include <{name}>\n'), *self.flags())
            self.assertNotEqual(done.returncode, 0, name)
            self.assertIn('Only <pgglib/pgglib.h> can be included directly', done.stdout)

    def test_nothing_of_tests_and_examples(self):
        for folder, _, names in os.walk(self.destination):
            for name in names:
                self.assertNotRegex(name, r'^(test[-_]|quickstart|libtest|.*\.a$)', folder)

    def test_the_library_needs_libraries_of_the_system_only(self):
        library = find(self.prefix, 'libpgglib-1.0.so')
        dynamic = subprocess.check_output(['readelf', '-d', library], text=True)
        self.assertNotRegex(dynamic, r'(RPATH|RUNPATH)')
        self.assertIn('[libpgglib-1.0.so.0]', dynamic)


if __name__ == '__main__':
    unittest.main()
