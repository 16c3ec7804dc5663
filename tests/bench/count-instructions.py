#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How many instructions the library takes for what raw libpq does.

count-instructions.py BENCH [PART]

Other than time they are nearly the same in each run, however busy the machine is. Those of the
kernel are not counted. PART is of the name of what is to be counted. It needs valgrind, and a
server: tests/tools/with-server sets PGG_TEST_CONNINFO.
"""

import re
import subprocess
import sys

# What bench-client calls it, its function with libpq and that with the library, and the number of
# rounds: the format of many rows is another one after the first.
WORK = [
    ('one row, poll()', 'one_row_libpq', 'one_row_pgglib', 1),
    ('one row, prepared, poll()', 'prepared_libpq', 'one_row_pgglib', 1),
    ('one row, main loop', 'one_row_libpq', 'one_row_async', 1),
    ('many rows', 'many_rows_libpq', 'many_rows_pgglib', 5),
    ('forty connections', 'forty_libpq', 'forty_pgglib', 1),
    ('connect and close', 'connect_libpq', 'connect_pgglib', 1),
]


def count(bench, name, function, rounds):
    run = subprocess.run(
        ['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null',
         f'--toggle-collect={function}', bench, name, str(rounds)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    return int(re.search(r'Collected : (\d+)', run.stderr).group(1))


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    bench, part = arguments[0], ''.join(arguments[1:])
    for name, with_libpq, with_pgglib, rounds in WORK:
        if part in name:
            ratio = (count(bench, name, with_pgglib, rounds) /
                     count(bench, name, with_libpq, rounds))
            print(f'{name:28} instructions × {ratio:.2f}', flush=True)
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
