# SPDX-License-Identifier: LGPL-2.1-or-later
"""The code in the pages of the manual compiles and runs, page by page, beside a server.

The blocks of a page in one language make one program, in their order. Blocks that define functions
are put before it, and a few names that pages take for granted are there, such as connection and
error.
"""

import glob
import os
import re
import subprocess
import sys
import textwrap
import unittest

import gi

from programs import SOURCE, ProgramCase, pkg_config, read_blocks, server_environment

BUILD = os.environ['PGG_TEST_LIBRARY']
OVERRIDES = os.environ['PGG_TEST_OVERRIDES']
FLAGS = [f'-I{SOURCE}', f'-I{BUILD}/..', f'-L{BUILD}', '-lpgglib-1.0']
TABLES = '''DROP TABLE IF EXISTS article;
CREATE TABLE article (id int PRIMARY KEY, name text, price numeric);
INSERT INTO article VALUES (1, 'green tea', 3.50), (2, 'cocoa', 2.75);'''

C = '''#include <pgglib/pgglib.h>
static PggConnection *connection;
static PggResult *result;
static GMainLoop *loop;
static GError *error;
%(definitions)s
static gboolean
page (void)
{
%(statements)s
  return TRUE;
}

int
main (void)
{
  loop = g_main_loop_new (NULL, FALSE);
  connection = pgg_connect ("dbname=shop", NULL, &error);
  result = pgg_connection_execute (connection, "SELECT 'x', 2", NULL, NULL, &error);
  return page () && connection != NULL && result != NULL && loop != NULL ? 0 : 1;
}
'''
PYTHON = '''import gi
gi.require_version('Pgg', '1.0')
from gi.repository import GLib, Pgg
import os, tempfile
place = tempfile.TemporaryDirectory()
os.chmod(place.name, 0o755)
data_directory = os.path.join(place.name, 'data')
connection = Pgg.connect('dbname=shop')
%s
'''
JAVASCRIPT = '''%(imports)s
const connection = Pgg.connect('dbname=shop', null);
%(statements)s
'''
VALA = '''%(definitions)s
async void page () throws Error {
    var connection = yield Pgg.connect_async ("dbname=shop", Priority.DEFAULT, null);
%(statements)s
    yield connection.close_async (Priority.DEFAULT, null);
}

int main () {
    var loop = new MainLoop ();
    var status = 1;
    page.begin ((_, result) => {
        try {
            page.end (result);
            status = 0;
        } catch (Error error) {
            printerr ("%%s\\n", error.message);
        }
        loop.quit ();
    });
    loop.run ();
    return status;
}
'''


def split(blocks, pattern):
    """What defines functions, and the rest."""
    definitions = [block for block in blocks if re.search(pattern, block, re.MULTILINE)]
    rest = [block for block in blocks if block not in definitions]
    return {'definitions': '\n'.join(definitions),
            'statements': textwrap.indent('\n'.join(rest), '  ')}


class Docs(ProgramCase):
    variables = dict(os.environ, **server_environment(), PGDATABASE='shop', LD_LIBRARY_PATH=BUILD,
                     GI_TYPELIB_PATH=BUILD, PYTHONPATH=OVERRIDES, GJS_PATH=f'{OVERRIDES}/gjs-1.0')

    @classmethod
    def setUpClass(cls):
        cls.psql = [os.path.join(os.environ['PGG_TEST_BINDIR'], 'psql'), '-qX']
        subprocess.run([*cls.psql, '-d', 'postgres', '-c', 'CREATE DATABASE shop'], check=True,
                       env=cls.variables)

    def check_pages(self, language, check):
        """Checks each page that has code in a language, all of them even if one fails."""
        number = 0
        for path in sorted(glob.glob(os.path.join(SOURCE, 'docs', '*.md'))):
            blocks = [text for name, text in read_blocks(path) if name == language]
            if blocks:
                number += 1
                subprocess.run([*self.psql, '-c', TABLES], check=True, env=self.variables,
                               stderr=subprocess.DEVNULL)
                with self.subTest(page=os.path.basename(path)):
                    check(blocks)
        self.assertGreater(number, 0)

    def check_c(self, blocks):
        blocks = [block for block in blocks if not block.startswith('#include')]
        source = self.write('program.c', C % split(blocks, r'^\{$'))
        self.run_quietly('cc', '-Wall', '-Werror', '-Wno-unused', '-o', 'program', source, *FLAGS,
                         *pkg_config('gio-2.0'))
        self.run_quietly('./program')

    def check_python(self, blocks):
        if gi.version_info < (3, 50):
            blocks = [block for block in blocks if 'gi.events' not in block]
        self.run_quietly(sys.executable, self.write('program.py', PYTHON % '\n'.join(blocks)))

    def check_javascript(self, blocks):
        text = '\n'.join(blocks)
        imports = {"import Gio from 'gi://Gio';", "import GLib from 'gi://GLib';",
                   "import Pgg from 'gi://Pgg?version=1.0';"}
        imports.update(re.findall('^import .*;', text, re.MULTILINE))
        program = JAVASCRIPT % {
            'imports': '\n'.join(sorted(imports)),
            'statements': re.sub('^import .*;', '', text, flags=re.MULTILINE)}
        self.run_quietly('gjs', '-m', self.write('program.js', program))

    def check_vala(self, blocks):
        flags = [word for flag in FLAGS for word in ('-X', flag)]
        source = self.write('program.vala', VALA % split(blocks, r'^[\w ]+ \([^)]*\).* \{$'))
        self.run_quietly('valac', '--vapidir', BUILD, '--pkg', 'pgglib-1.0', '--pkg', 'gio-2.0',
                         *flags, '-o', 'program', source)
        self.run_quietly('./program')

    def test_c(self):
        self.check_pages('c', self.check_c)

    def test_python(self):
        self.check_pages('python', self.check_python)

    def test_javascript(self):
        self.check_pages('javascript', self.check_javascript)

    def test_vala(self):
        self.check_pages('vala', self.check_vala)


if __name__ == '__main__':
    unittest.main()
