#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the corpus as files that a fuzzer starts with: unpack-corpus.py DIRECTORY."""

import os
import sys

HERE = os.path.dirname(__file__)


def read_lines():
    for name in ('corpus.txt', 'found.txt'):
        with open(os.path.join(HERE, name), encoding='ascii') as corpus:
            yield from corpus


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    os.makedirs(arguments[0], exist_ok=True)
    for number, line in enumerate(read_lines(), 1):
        oid, form, value = line.rstrip('\n').split(' ')
        head = int(oid).to_bytes(2, 'big') + bytes([form == 'b'])
        with open(os.path.join(arguments[0], f'{number:04}'), 'wb') as file:
            file.write(head + bytes.fromhex(value.replace('-', '')))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
