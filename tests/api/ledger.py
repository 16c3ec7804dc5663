# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the library offers, as text that can be compared.

    ledger.py symbols LIBRARY            the exported symbols
    ledger.py gir FILE                   the introspected API: names, signatures, annotations
    ledger.py compare KIND INPUT LEDGER  fails and shows the difference when they are not the same

The dump of the GIR leaves out what depends on the version of the scanner: documentation, positions
and attributes that newer versions add.
"""

import difflib
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

CORE = '{http://www.gtk.org/introspection/core/1.0}'
C = '{http://www.gtk.org/introspection/c/1.0}'
GLIB = '{http://www.gtk.org/introspection/glib/1.0}'
CALLABLES = ('constructor', 'function', 'method', 'virtual-method', 'callback', 'function-macro')
# Attributes of an element that are part of the contract, in the order of the dump.
ATTRIBUTES = ('throws', 'introspectable', 'shadows', 'shadowed-by', 'moved-to', 'version',
              'deprecated', 'deprecated-version', 'abstract', 'final', 'readable', 'writable',
              'construct', 'construct-only', 'transfer-ownership', 'setter', 'getter',
              'detailed', 'when')
PARAMETER = ('direction', 'caller-allocates', 'nullable', 'optional', 'scope', 'closure',
             'destroy', 'transfer-ownership')


def local(element):
    return element.tag.rsplit('}', 1)[1]


def attributes(element, names):
    """The chosen attributes as text; what says "the default" is not said."""
    defaults = {'introspectable': '1', 'readable': '1', 'direction': 'in', 'optional': '0'}
    words = []
    for name in names:
        value = element.get(name, element.get(GLIB + name))
        if value is not None and value != defaults.get(name):
            words.append(f'{name}={value}')
    return words


def type_text(element):
    """The type in an element: int, utf8, array of guint8 (length=1)."""
    array = element.find(CORE + 'array')
    if array is not None:
        details = [f'{name}={array.get(name)}' for name in ('length', 'fixed-size',
                   'zero-terminated') if array.get(name) is not None]
        kind = array.get('name') or 'array'
        return f"{kind} of {type_text(array)} ({', '.join(details)})"
    found = element.find(CORE + 'type')
    if found is None:
        return '...' if element.find(CORE + 'varargs') is not None else 'unknown'
    inner = [type_text_of(child) for child in found if local(child) in ('type', 'array')]
    name = found.get('name') or found.get(C + 'type') or 'unknown'
    return name + (f" of {', '.join(inner)}" if inner else '')


def type_text_of(child):
    holder = ElementTree.Element('holder')
    holder.append(child)
    return type_text(holder)


def callable_lines(element, indent):
    words = attributes(element, ATTRIBUTES)
    identifier = element.get(C + 'identifier') or element.get(C + 'type') or ''
    yield f"{indent}{local(element)} {element.get('name')} {identifier} {' '.join(words)}".rstrip()
    parameters = element.find(CORE + 'parameters')
    for parameter in parameters if parameters is not None else []:
        what = ' '.join([type_text(parameter)] + attributes(parameter, PARAMETER))
        yield f"{indent}  {local(parameter)} {parameter.get('name')}: {what}"
    result = element.find(CORE + 'return-value')
    if result is not None:
        what = ' '.join([type_text(result)] + attributes(result, PARAMETER))
        yield f'{indent}  returns {what}'


def member_lines(element, indent):
    kind = local(element)
    if kind in CALLABLES or element.tag == GLIB + 'signal':
        yield from callable_lines(element, indent)
    elif kind == 'property' or kind == 'field':
        what = ' '.join([type_text(element)] + attributes(element, ATTRIBUTES))
        yield f"{indent}{kind} {element.get('name')}: {what}"
    elif kind == 'member':
        yield f"{indent}member {element.get(C + 'identifier')} = {element.get('value')}"
    elif kind in ('implements', 'prerequisite'):
        yield f"{indent}{kind} {element.get('name')}"


def type_lines(element):
    kind = local(element)
    if kind in CALLABLES:
        yield from callable_lines(element, '')
        return
    words = attributes(element, ATTRIBUTES)
    parent = element.get('parent')
    head = [kind, element.get('name'), element.get(C + 'type') or '',
            f': {parent}' if parent else '']
    if kind == 'constant':
        head.append(f": {type_text(element)}")
        # The version is no part of the contract.
        head.append('' if 'VERSION' in element.get('name') else f"= {element.get('value')}")
    yield ' '.join(word for word in head + words if word)
    lines = sorted('\n'.join(member_lines(child, '  ')) for child in element)
    yield from (line for line in lines if line)


def dump_gir(path):
    """The text of a GIR file."""
    namespace = ElementTree.parse(path).getroot().find(CORE + 'namespace')
    blocks = []
    for child in namespace:
        if local(child) in ('docsection', 'boxed', 'function-macro'):
            continue
        blocks.append('\n'.join(type_lines(child)))
    return '\n'.join(sorted(blocks)) + '\n'


def dump_symbols(path):
    """The text of a library's exported symbols, but for those of the coverage tools."""
    lines = subprocess.run(['nm', '--dynamic', '--defined-only', '--format=posix', path],
                           stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    names = sorted(line.split()[0] for line in lines)
    return ''.join(name + '\n' for name in names if not name.startswith(('__gcov', 'mangle_path')))


DUMPS = {'gir': dump_gir, 'symbols': dump_symbols}


def compare(kind, path, ledger):
    with open(ledger) as file:
        expected = file.read()
    found = DUMPS[kind](path)
    sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), found.splitlines(True),
                                               os.path.basename(ledger), 'this build'))
    if found != expected:
        print('The API changed. If that is meant: sh tests/api/update.sh BUILD-DIRECTORY')
    return found != expected


def main(arguments):
    if len(arguments) == 4 and arguments[0] == 'compare' and arguments[1] in DUMPS:
        return int(compare(*arguments[1:]))
    if len(arguments) == 2 and arguments[0] in DUMPS:
        sys.stdout.write(DUMPS[arguments[0]](arguments[1]))
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
