#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Write pgg-type-table-data-private.h from the catalog a PostgreSQL release starts with.

  generate-type-table.py POSTGRES.BKI... > pgg-type-table-data-private.h

PostgreSQL installs the file as share/postgresql/VERSION/postgres.bki. Several are merged, so that
types which only old or only new servers have are all there. The names of array types are those of
their elements with brackets, as SQL writes them.
"""

import sys

HEAD = '''/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Made by generate-type-table.py from the server's catalog: do not edit. */
#pragma once

/* OID, element type of an array or 0, category as in pg_type, name; sorted by OID. */
static const PggTypeEntry pgg_type_entries[] = {
'''

OID, NAME, CATEGORY, SUBSCRIPT, ELEMENT, ARRAY = 2, 3, 9, 14, 15, 16


def read_rows(path):
    with open(path, encoding='utf-8') as lines:
        in_types = False
        for line in lines:
            if line.startswith('create ') or line.startswith('close '):
                in_types = line.startswith('create pg_type ')
            elif in_types and line.startswith('insert '):
                yield line.split()


def main():
    types = {}
    for path in sys.argv[1:]:
        for row in read_rows(path):
            types[int(row[OID])] = row
    names = {oid: '"char"' if row[NAME] == 'char' else row[NAME] for oid, row in types.items()}
    sys.stdout.write(HEAD)
    for oid, row in sorted(types.items()):
        element = int(row[ELEMENT]) if row[CATEGORY] == 'A' and names[oid].startswith('_') else 0
        name = names[element] + '[]' if element else names[oid]
        escaped = name.replace('"', '\\"')
        sys.stdout.write(f"  {{ {oid}, {element}, '{row[CATEGORY]}', \"{escaped}\" }},\n")
    sys.stdout.write('};\n')


if __name__ == '__main__':
    main()
