# SPDX-License-Identifier: LGPL-2.1-or-later
"""The programs in the documentation, and where they find the library and a server."""

import os
import re
import shlex
import subprocess
import tempfile
import unittest

PATIENCE = int(os.environ.get('PGG_TEST_PATIENCE', '1'))
SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')


def read_blocks(path):
    """Pairs of language and text: the code in a page."""
    with open(os.path.join(SOURCE, path), encoding='utf-8') as file:
        return re.findall(r'^```(\w+)\n(.*?)^```', file.read(), re.DOTALL | re.MULTILINE)


def pkg_config(*packages, **variables):
    return shlex.split(subprocess.check_output(['pkg-config', '--cflags', '--libs', *packages],
                                               env=dict(os.environ, **variables), text=True))


def server_environment():
    """Where the private server is, for connection strings that do not say it."""
    place = dict(part.split('=', 1) for part in shlex.split(os.environ['PGG_TEST_CONNINFO']))
    return {'PGHOST': place['host'], 'PGPORT': place['port'], 'PGUSER': place['user']}


class ProgramCase(unittest.TestCase):
    """Programs are written, compiled and run in a directory of their own."""

    variables = dict(os.environ)

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = place.name

    def write(self, name, text):
        path = os.path.join(self.place, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def run_command(self, *command):
        return subprocess.run(command, env=self.variables, text=True, cwd=self.place,
                              timeout=60 * PATIENCE, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)

    def run_quietly(self, *command):
        done = self.run_command(*command)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout
