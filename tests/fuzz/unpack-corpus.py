#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes the corpus as files that a fuzzer starts with: unpack-corpus.py DIRECTORY."""

import os
import sys

CORPUS = os.path.join(os.path.dirname(__file__), 'corpus.txt')


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    os.makedirs(arguments[0], exist_ok=True)
    with open(CORPUS, encoding='ascii') as corpus:
        for number, line in enumerate(corpus, 1):
            oid, form, value = line.rstrip('\n').split(' ')
            head = int(oid).to_bytes(2, 'big') + bytes([form == 'b'])
            with open(os.path.join(arguments[0], f'{number:04}'), 'wb') as file:
                file.write(head + bytes.fromhex(value.replace('-', '')))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
