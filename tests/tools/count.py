# SPDX-License-Identifier: LGPL-2.1-or-later
"""Adds up test cases from meson's JSON logs: count.py BROKEN LOG...

Where a test speaks TAP its cases count, otherwise the test itself. BROKEN is how many steps failed
outside of tests. Prints what failed and, as the last line, "N passed, N failed, N skipped".
"""

import json
import os
import re
import sys

TAP_LINE = re.compile(r'^(not )?ok\b([^#]*)(?:# *(SKIP|TODO)\b)?', re.IGNORECASE)
TAP_SKIP_ALL = re.compile(r'^1\.\.0\s*# *SKIP', re.IGNORECASE)
BAD = ('FAIL', 'ERROR', 'TIMEOUT', 'INTERRUPT', 'UNEXPECTEDPASS')


def count_tap(output):
    """(passed, skipped, names of the failed) of a TAP output, None when it is not TAP."""
    passed = skipped = 0
    failed = []
    is_tap = False
    for line in output.splitlines():
        if TAP_SKIP_ALL.match(line):
            skipped += 1
            is_tap = True
        match = TAP_LINE.match(line)
        if not match:
            continue
        is_tap = True
        directive = (match.group(3) or '').upper()
        if directive == 'SKIP':
            skipped += 1
        elif match.group(1) and directive != 'TODO':
            failed.append(match.group(2).strip())
        else:
            passed += 1
    return (passed, skipped, failed) if is_tap else None


def count_test(entry):
    """(passed, skipped, names of the failed) of one entry of a log."""
    counted = count_tap(entry.get('stdout') or '')
    bad = entry['result'] in BAD
    if counted is None:
        skip = entry['result'] == 'SKIP'
        counted = (int(not bad and not skip), int(skip), [])
    passed, skipped, failed = counted
    if bad and not failed:
        failed = [entry['result'].lower()]
    return passed, skipped, [f"{entry['name']}: {what}" for what in failed]


def read(path):
    if not os.path.exists(path):
        return
    with open(path) as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def main(arguments):
    broken = int(arguments[0])
    passed = skipped = 0
    failed = []
    for path in arguments[1:]:
        for entry in read(path):
            more_passed, more_skipped, more_failed = count_test(entry)
            passed += more_passed
            skipped += more_skipped
            failed += more_failed
    for name in failed:
        print(f'FAILED: {name}')
    if passed == 0 and broken == 0:
        broken = 1
        print('FAILED: no test ran')
    print(f'{passed} passed, {len(failed) + broken} failed, {skipped} skipped')
    return 1 if failed or broken else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
