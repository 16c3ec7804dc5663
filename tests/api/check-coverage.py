# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every public function appears in a test: check-coverage.py GIR TESTS-DIRECTORY.

A function counts when a C test names it, or when a Python, JavaScript or Vala test calls it: by
".name" and, where several classes have a method of the name, in a file that names the class.
"""

import collections
import glob
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

CORE = '{http://www.gtk.org/introspection/core/1.0}'
C = '{http://www.gtk.org/introspection/c/1.0}'
KINDS = ('function', 'method', 'constructor')


def public_functions(gir):
    """(C name, name, name of the class or None) of every function."""
    namespace = ElementTree.parse(gir).getroot().find(CORE + 'namespace')
    for owner in [namespace, *namespace]:
        for kind in KINDS:
            for element in owner.findall(CORE + kind):
                name = element.get('shadows') or element.get('name')
                # What moved to a class is listed there as well.
                if element.get('moved-to') is None:
                    yield (element.get(C + 'identifier'), name,
                           None if owner is namespace else owner.get('name'))


def read(tests, *endings):
    for ending in endings:
        for path in glob.glob(os.path.join(tests, '**', '*' + ending), recursive=True):
            with open(path, encoding='utf-8') as file:
                yield file.read()


def camel(name):
    return re.sub(r'_(\w)', lambda match: match.group(1).upper(), name)


def is_called(name, owner, ambiguous, texts):
    called = re.compile(rf'\.({name}|{camel(name)})\b')
    named = re.compile(rf'\b{owner}\b')
    return any(called.search(text) and (not ambiguous or owner is None or named.search(text))
               for text in texts)


def missing_functions(gir, tests):
    functions = sorted(set(public_functions(gir)))
    owners = collections.Counter(name for _, name, _ in functions)
    words = set(re.findall(r'\bpgg_\w+', '\n'.join(read(tests, '.c'))))
    texts = list(read(tests, '.py', '.js', '.vala'))
    for identifier, name, owner in functions:
        if identifier not in words and not is_called(name, owner, owners[name] > 1, texts):
            yield identifier


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    missing = list(missing_functions(*arguments))
    for identifier in missing:
        print(f'{identifier} () appears in no test')
    return 1 if missing else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
