# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs unittest files and prints TAP: tap.py FILE... [-- NAME...]."""

import importlib.util
import os
import sys
import traceback
import unittest


class TapResult(unittest.TestResult):
    """Prints a line for every test as it ends; a failing subtest fails its test."""

    def __init__(self):
        super().__init__()
        self.number = 0
        self.failed = 0
        self.notes = []

    def startTest(self, test):
        super().startTest(test)
        self.notes = []

    def _line(self, ok, test, remark=''):
        self.number += 1
        self.failed += not ok
        name = test.id().replace('#', '')
        print(f"{'ok' if ok else 'not ok'} {self.number} {name}{remark}")
        for note in self.notes:
            print('\n'.join('# ' + line for line in note.rstrip().splitlines()))
        sys.stdout.flush()
        self.notes = []

    def _note(self, err):
        self.notes.append(''.join(traceback.format_exception(*err)))

    def addSuccess(self, test):
        self._line(not self.notes, test)

    def addFailure(self, test, err):
        self._note(err)
        self._line(False, test)

    def addError(self, test, err):
        self.addFailure(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.notes.append(f'{subtest}\n')
            self._note(err)

    def stopTest(self, test):
        if self.notes:
            self._line(False, test)
        super().stopTest(test)

    def addSkip(self, test, reason):
        self._line(True, test, f' # SKIP {reason}')

    def addExpectedFailure(self, test, err):
        self._line(True, test)

    def addUnexpectedSuccess(self, test):
        self.notes.append('the test was expected to fail')
        self._line(False, test)


def load(path):
    name = os.path.splitext(os.path.basename(path))[0].replace('-', '_')
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def run(suite):
    result = TapResult()
    print(f'1..{suite.countTestCases()}')
    suite.run(result)
    return 1 if result.failed else 0


def main(arguments):
    names = []
    if '--' in arguments:
        split = arguments.index('--')
        arguments, names = arguments[:split], arguments[split + 1:]
    suite = unittest.TestSuite()
    for path in arguments:
        module = load(path)
        suite.addTests(unittest.defaultTestLoader.loadTestsFromNames(names, module) if names
                       else unittest.defaultTestLoader.loadTestsFromModule(module))
    return run(suite)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
