#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks of the source that a machine can do: check-style.py [ROOT].

Prints "file:line: message (rule)" for every finding and fails when there is one. A rule is a
generator over one file, or over the whole tree, that yields (path, line, message); tests/meta has a
bad and a good sample for each. What the rules mean is in CONTRIBUTING.md.
"""

import os
import re
import shutil
import subprocess
import sys

MAX_COLUMNS = 100
MAX_FILE_LINES = 900
MAX_FUNCTION_LINES = 80
SPDX = 'SPDX-License-Identifier: LGPL-2.1-or-later'
CODE = ('.c', '.h', '.py', '.js', '.vala', '.sh')
# What a layer may include beside itself and the files directly in pgglib/.
LAYERS = {
    'pq': set(),
    'engine': {'pq'},
    'wait': {'engine'},
    'types': {'pq'},
    'client': {'pq', 'engine', 'wait', 'types'},
}
LIBPQ_LAYERS = ('pq', 'engine', 'types')
CALL_WITHOUT_SPACE = {'g_autoptr', 'g_auto', 'g_autolist', 'g_autoslist', 'g_autoqueue',
                      'defined', '_', 'N_', 'C_', 'Q_', 'NC_', '__attribute__'}
SKIPPED_FOLDERS = re.compile(r'^(\.git|_?build.*|__pycache__|subprojects)$')

FILE_RULES = []
TREE_RULES = []


def file_rule(*endings):
    """Registers a rule for files with these endings; without one, for every file."""
    def register(function):
        FILE_RULES.append((endings, function))
        return function
    return register


def tree_rule(function):
    TREE_RULES.append(function)
    return function


def blank(text):
    """C text with the insides of comments, strings and characters replaced by spaces."""
    pattern = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
                         re.DOTALL)

    def spaces(match):
        found = match.group()
        inside = re.sub(r'[^\n]', ' ', found[1:-1])
        return found[0] + inside + found[-1] if found[0] in '"\'' else re.sub(r'[^\n]', ' ', found)

    return pattern.sub(spaces, text)


class Source:
    """One file of the tree."""

    def __init__(self, path, text):
        self.path = path
        self.name = os.path.basename(path)
        self.text = text
        self.lines = text.split('\n')
        self._code = None

    @property
    def code(self):
        """Lines of C without comments and strings."""
        if self._code is None:
            self._code = blank(self.text).split('\n')
        return self._code

    @property
    def in_library(self):
        return self.path.startswith('pgglib/')

    @property
    def layer(self):
        parts = self.path.split('/')
        return parts[1] if self.in_library and len(parts) > 2 else None

    @property
    def is_public_header(self):
        return (self.in_library and self.name.endswith('.h') and self.name != 'pgglib.h'
                and not self.name.endswith('-private.h'))

    def functions(self):
        """(name, head, first line, last line) of every C function; lines count from 1."""
        start = None
        for number, line in enumerate(self.code, 1):
            if line == '{':
                start = number
            elif line.startswith('}') and start is not None:
                head = self._head(start)
                match = re.search(r'^(\w+) \(', head, re.MULTILINE)
                if match and ';' not in head:
                    yield match.group(1), head, start, number
                start = None

    def _head(self, start):
        first = start - 1
        while first > 0 and self.code[first - 1].strip() and self.code[first - 1][0] not in '}#':
            first -= 1
        return '\n'.join(self.code[first:start - 1])

    def line_of(self, offset):
        return self.text.count('\n', 0, offset) + 1


# Every file

@file_rule()
def whitespace(source):
    for number, line in enumerate(source.lines, 1):
        if '\t' in line:
            yield number, 'a tab'
        if line.rstrip() != line:
            yield number, 'trailing blanks'
    if source.text and (not source.text.endswith('\n') or source.text.endswith('\n\n')):
        yield len(source.lines), 'the file does not end in exactly one newline'


@file_rule(*CODE, '.build')
def licence(source):
    first = source.lines[1 if source.text.startswith('#!') else 0:][:1]
    if not first or SPDX not in first[0]:
        yield 1, f'the first line is not "{SPDX}"'


@file_rule(*CODE)
def columns(source):
    for number, line in enumerate(source.lines, 1):
        if len(line) > MAX_COLUMNS:
            yield number, f'{len(line)} columns, {MAX_COLUMNS} are allowed'


@file_rule(*CODE)
def file_length(source):
    if len(source.lines) - 1 > MAX_FILE_LINES:
        yield MAX_FILE_LINES + 1, f'the file has more than {MAX_FILE_LINES} lines'


@file_rule()
def unfinished(source):
    pattern = r'(?://|/\*|#|^ \*).*(?<!\|)\b(TO' r'DO|FIX' r'ME|XX' r'X)\b'
    for match in re.finditer(pattern, source.text, re.MULTILINE):
        yield source.line_of(match.start()), f'{match.group(1)} in a comment: open an issue'


@file_rule()
def local_places(source):
    pattern = (r'/(?:work/(?:wt|main|shared)|root/|tmp/machines)'
               r'|\b(?:pypi|npmjs|crates|yarnpkg)\.(?:org|io|com)\b|\bproxy\.golang\b')
    for match in re.finditer(pattern, source.text):
        yield source.line_of(match.start()), f'"{match.group()}" belongs to one machine or registry'


# C

@file_rule('.c')
def purpose(source):
    if source.in_library and not source.lines[1:2][0].startswith('/*'):
        yield 2, 'the second line does not say what the file is for'


@file_rule('.c')
def config_first(source):
    includes = [(number, line) for number, line in enumerate(source.lines, 1)
                if line.startswith('#include')]
    if source.in_library and includes and includes[0][1] != '#include "config.h"':
        yield includes[0][0], 'config.h is not the first include'


@file_rule('.h')
def include_guard(source):
    directives = [line for line in source.lines if line.startswith('#')]
    if directives[:1] != ['#pragma once']:
        yield 1, 'the first directive is not "#pragma once"'
    if source.is_public_header and 'defined(PGG_INSIDE)' not in source.text:
        yield 1, 'the header can be included directly'


@file_rule('.c', '.h')
def call_spacing(source):
    for number, line in enumerate(source.code, 1):
        if line.lstrip().startswith('#'):
            continue
        for match in re.finditer(r'\b([A-Za-z_]\w*)\(', line):
            if match.group(1) not in CALL_WITHOUT_SPACE:
                yield number, f'no space between "{match.group(1)}" and "("'


@file_rule('.c', '.h')
def words(source):
    banned = {'goto': 'return early instead', 'gchar': 'write char', 'gint': 'write int',
              'glong': 'write a type of known size', 'gfloat': 'write float'}
    for number, line in enumerate(source.code, 1):
        for word in re.findall(r'\b(?:goto|gchar|gint|glong|gfloat)\b', line):
            yield number, f'"{word}": {banned[word]}'
        if '->priv' in line and '->priv' + 'ate' not in line:
            yield number, '"->priv": the private struct is the instance struct'


@file_rule('.c')
def function_length(source):
    for name, _, first, last in source.functions():
        if last - first - 1 > MAX_FUNCTION_LINES:
            yield first, f'{name} () has {last - first - 1} lines, {MAX_FUNCTION_LINES} are allowed'


@file_rule('.c')
def function_names(source):
    if not source.in_library:
        return
    for name, head, first, _ in source.functions():
        static = re.search(r'^static\b', head, re.MULTILINE)
        if not static and not name.startswith('pgg_'):
            yield first, f'{name} () is not static and has no prefix'
        # A vfunc is named after its class and is only ever assigned.
        vfunc = re.search(rf'(=|,|\() ?{name}\b(?! \()', ''.join(source.code))
        made_by_macro = re.search(r'_init$|_private_(copy|clear|init)$', name)
        if static and name.startswith('pgg_') and not made_by_macro and not vfunc:
            yield first, f'{name} () is private to the file and carries the prefix'


@file_rule('.c')
def error_initialised(source):
    for name, _, first, last in source.functions():
        for number in range(first, last):
            if re.match(r'\s+(g_autoptr\(GError\) |GError \*)\w+;', source.code[number - 1]):
                yield number, f'a GError in {name} () is not initialised'


@file_rule('.c')
def task_tag(source):
    for name, _, first, last in source.functions() if source.in_library else []:
        body = '\n'.join(source.code[first - 1:last])
        if 'g_task_new (' in body and 'g_task_set_source_tag (' not in body:
            yield first, f'{name} () makes a task without a source tag'


@file_rule('.c')
def property_texts(source):
    for match in re.finditer(r'g_param_spec_\w+ \("[^"]*",\s*(\S+?),\s*(\S+?),', source.text):
        if match.groups() != ('NULL', 'NULL'):
            yield source.line_of(match.start()), 'a property has a nick or a blurb'


@file_rule('.c')
def message_stop(source):
    for match in re.finditer(r'\b_ ?\(((?:\s*"(?:\\.|[^"\\])*")+)\)', source.text):
        message = ''.join(re.findall(r'"((?:\\.|[^"\\])*)"', match.group(1)))
        if message.endswith('.') and not message.endswith('...'):
            yield source.line_of(match.start()), 'a message ends with a full stop'


@file_rule('.c', '.h', '.md')
def member_links(source):
    # gi-docgen of 2025 takes the first of two words for the namespace.
    for match in re.finditer(r'\[(?:enum|error|flags)@[A-Z]\w*\.[A-Z][A-Z_0-9]+\]', source.text):
        yield source.line_of(match.start()), f'{match.group()} does not say the namespace'


@file_rule('.c')
def plain_assert(source):
    for number, line in enumerate(source.code, 1):
        if source.path.startswith('tests/') and re.search(r'\bg_?assert \(', line):
            yield number, 'a test asserts with g_assert_true () or g_assert_cmp… ()'


@file_rule('.h')
def availability(source):
    if not source.is_public_header:
        return
    for number, line in enumerate(source.code, 1):
        match = re.match(r'[A-Za-z]\w*[\w *]*?\b(pgg_\w+)\s*\(', line)
        if not match:
            match = re.match(r'G_DECLARE_\w+ \((\w+)', line)
        if match and not source.code[number - 2].startswith('PGG_AVAILABLE_IN_'):
            yield number, f'{match.group(1)} has no PGG_AVAILABLE_IN_… above it'


@file_rule('.c', '.h')
def layering(source):
    if source.layer not in LAYERS:
        return
    for number, line in enumerate(source.lines, 1):
        match = re.match(r'#include [<"](?:pgglib/)?(\w+)/[^>"]*[>"]', line)
        if match and match.group(1) in LAYERS and match.group(1) != source.layer \
                and match.group(1) not in LAYERS[source.layer]:
            yield number, f'layer {source.layer} does not know layer {match.group(1)}'
        if re.match(r'#include [<"](libpq-fe|libpq)', line) and source.layer not in LIBPQ_LAYERS:
            yield number, f'layer {source.layer} does not know libpq'


# The tree

def _headers(sources):
    return [source for source in sources if source.is_public_header]


@tree_rule
def umbrella(sources):
    for umbrella_header in (source for source in sources if source.path == 'pgglib/pgglib.h'):
        included = set(re.findall(r'#include <(\S+)>', umbrella_header.text))
        for header in _headers(sources):
            if header.path not in included:
                yield header.path, 1, 'pgglib.h does not include this; is it a -private.h?'


@tree_rule
def private_includes(sources):
    for header in _headers(sources):
        for number, line in enumerate(header.lines, 1):
            if re.match(r'#include .*(-private\.h|config\.h|libpq)', line):
                yield header.path, number, 'a public header includes what is not installed'


@tree_rule
def documentation(sources):
    comments = {}
    for source in sources:
        if source.in_library:
            for match in re.finditer(r'/\*\*\n \* (\w+):(.*?)\*/', source.text, re.DOTALL):
                comments[match.group(1)] = match.group(2)
    for header in _headers(sources):
        for match in re.finditer(r'^PGG_AVAILABLE_IN_\w+\n[^;#]*?\b(pgg_\w+)\s*\(',
                                 blank(header.text), re.MULTILINE):
            name = match.group(1)
            line = header.line_of(match.start(1))
            if name.endswith(('_get_type', '_error_quark')):
                continue
            if name not in comments:
                yield header.path, line, f'{name} () has no documentation'
            elif not re.search(r'\bSince: \d+\.\d+', comments[name]):
                yield header.path, line, f'the documentation of {name} () has no Since'


@tree_rule
def built(sources):
    """Every C file of the library is named in a meson.build of its folder or above."""
    named = {}
    for source in sources:
        if source.name == 'meson.build':
            named[os.path.dirname(source.path)] = source.text
    for source in sources:
        if not source.in_library or not source.name.endswith(('.c', '.h')):
            continue
        if source.name not in named.get(os.path.dirname(source.path), ''):
            yield source.path, 1, 'meson.build does not name this file'


@tree_rule
def used_elsewhere(sources):
    """What a private header declares is used there or in two files, or it could be static."""
    files = {}
    for source in sources:
        if source.name.endswith('.c'):
            for word in set(re.findall(r'\bpgg_\w+', '\n'.join(source.code))):
                files.setdefault(word, set()).add(source.path)
    for header in (source for source in sources if source.name.endswith('-private.h')):
        words = re.findall(r'\bpgg_\w+', '\n'.join(header.code))
        for match in re.finditer(r'^(?!static|#|typedef)[A-Za-z][\w *]*?\b(pgg_\w+) +\(',
                                 '\n'.join(header.code), re.MULTILINE):
            name = match.group(1)
            if words.count(name) == 1 and len(files.get(name, ())) < 2 \
                    and not name.endswith('_get_type'):
                yield (header.path, header.line_of(match.start(1)),
                       f'{name} () is used in no file but its own')


@tree_rule
def translated(sources):
    for listing in (source for source in sources if source.path == 'po/POTFILES.in'):
        entries = [line for line in listing.lines if line and not line.startswith('#')]
        if entries != sorted(set(entries)):
            yield listing.path, 1, 'the list is not sorted'
        by_path = {source.path: source for source in sources}
        for entry in entries:
            if entry not in by_path:
                yield listing.path, 1, f'{entry} does not exist'
        for source in sources:
            has_messages = re.search(r'\b(_|N_|C_|ngettext|g_dngettext) ?\(\s*"', source.text)
            if source.in_library and source.name.endswith('.c') and has_messages \
                    and source.path not in entries:
                yield source.path, source.line_of(has_messages.start()), 'not in po/POTFILES.in'


# The program

def list_files(root):
    """Tracked and new files; every file that is no build product when git does not answer."""
    command = ['git', '-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard']
    listing = None
    if shutil.which('git'):
        listing = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if listing and listing.returncode == 0 and listing.stdout:
        return sorted(set(listing.stdout.decode().split('\0')) - {''})
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not SKIPPED_FOLDERS.match(name)]
        found += [os.path.relpath(os.path.join(folder, name), root) for name in files]
    return sorted(found)


def load(root):
    for path in list_files(root):
        if path == 'COPYING' or path.startswith('tests/meta/samples'):
            continue
        try:
            with open(os.path.join(root, path), encoding='utf-8') as file:
                yield Source(path, file.read())
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue


def check(sources):
    """All findings: (path, line, message, name of the rule)."""
    for endings, rule in FILE_RULES:
        for source in sources:
            if not endings or source.path.endswith(endings):
                for line, message in rule(source):
                    yield source.path, line, message, rule.__name__
    for rule in TREE_RULES:
        for path, line, message in rule(sources):
            yield path, line, message, rule.__name__


def main(arguments):
    root = arguments[0] if arguments else os.path.join(os.path.dirname(__file__), '..')
    findings = sorted(check(list(load(root))))
    for path, line, message, rule in findings:
        print(f'{path}:{line}: {message} ({rule})')
    print(f'{len(findings)} findings', file=sys.stderr)
    return 1 if findings else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
