#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Write pgg-sql-state.h from the errcodes.txt of one or several PostgreSQL releases.

  generate-sql-state.py ERRCODES... > pgg-sql-state.h

PostgreSQL installs the list as share/postgresql/VERSION/errcodes.txt. Several lists are merged, so
that states which only old or only new servers know are all there. ADDED has the states of the
releases whose list is not always at hand.
"""

import collections
import re
import sys

ADDED = [
    ('10608', ('INVALID_ARGUMENT_FOR_XQUERY', 'invalid_argument_for_xquery')),  # 18
    ('25P04', ('TRANSACTION_TIMEOUT', 'transaction_timeout')),  # 17
    ('58P03', ('FILE_NAME_TOO_LONG', 'file_name_too_long')),  # 18
    ('72000', ('SNAPSHOT_TOO_OLD', 'snapshot_too_old')),  # until 16
]

LINE = re.compile(r'^([0-9A-Z]{5})\s+[EWS]\s+ERRCODE_(\w+)\s+(\w+)\s*$')

HEAD = '''/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Made by generate-sql-state.py from the server's list: do not edit. */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggSqlState:
'''

MIDDLE = ''' *
 * The states (SQLSTATE) that PostgreSQL's server and procedural languages report.
 *
 * The value packs the five characters into six bits each, as the server's own `MAKE_SQLSTATE` does.
 * It is the code of the errors of the server, see [error@ServerError]. A state
 * that is not in this list is packed in the same way and [func@sqlstate_to_string] gives its text.
 *
 * Since: 1.0
 */
typedef enum
{
'''

TAIL = '''} PggSqlState;

PGG_AVAILABLE_IN_1_0
char *pgg_sqlstate_to_string   (guint       code);
PGG_AVAILABLE_IN_1_0
guint pgg_sqlstate_from_string (const char *state);

G_END_DECLS
'''


def pack(state):
    return sum(((ord(char) - ord('0')) & 0x3F) << (6 * i) for i, char in enumerate(state))


def read_states(paths):
    """Name each state by its condition, as the manual does; by the server's macro if conditions of
    several states have the same name."""
    states = dict(ADDED)
    for path in paths:
        with open(path, encoding='utf-8') as lines:
            matches = [LINE.match(line) for line in lines]
        states.update((m.group(1), m.groups()[1:]) for m in matches if m)
    uses = collections.Counter(condition for macro, condition in states.values())
    return sorted(
        (state, 'PGG_SQL_STATE_' + (condition.upper() if uses[condition] == 1 else macro))
        for state, (macro, condition) in states.items()
    )


def main():
    states = read_states(sys.argv[1:])
    out = [HEAD]
    out += [f' * @{name}: {state}\n' for state, name in states]
    out.append(MIDDLE)
    out += [f'  {name} = {pack(state)},\n' for state, name in states]
    out.append(TAIL)
    sys.stdout.write(''.join(out))


if __name__ == '__main__':
    main()
