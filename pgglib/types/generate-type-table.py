#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Write pgg-type-table-data-private.h from the catalog a PostgreSQL release starts with.

  generate-type-table.py POSTGRES.BKI... > pgg-type-table-data-private.h

PostgreSQL installs the file as share/postgresql/VERSION/postgres.bki. Several are merged, so that
types which only old or only new servers have are all there. The names of array types are those of
their elements with brackets, as SQL writes them. The row types of catalogs are left out: their
fields differ from release to release.
"""

import sys

HEAD = '''/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Made by generate-type-table.py from the server's catalog: do not edit. */
#pragma once

#define TYPE(oid_, name_, kind_, category_, delimiter_, array_, element_, has_binary_) \\
  { \\
    .is_builtin = TRUE, .oid = oid_, .schema = "pg_catalog", .name = name_, .kind = kind_, \\
    .category = category_, .delimiter = delimiter_, .array = array_, .element = element_, \\
    .modifier = -1, .has_binary = has_binary_ \\
  }
#define BASE PGG_TYPE_KIND_BASE
#define ARRAY PGG_TYPE_KIND_ARRAY
#define RANGE PGG_TYPE_KIND_RANGE
#define MULTIRANGE PGG_TYPE_KIND_MULTIRANGE
#define PSEUDO PGG_TYPE_KIND_PSEUDO

/* OID, name, kind, category, delimiter, array type, what it is made of, whether it has a binary
 * format; sorted by OID. */
static const PggTypeInfo pgg_type_infos[] = {
'''

TAIL = '''};

#undef TYPE
#undef BASE
#undef ARRAY
#undef RANGE
#undef MULTIRANGE
#undef PSEUDO
'''

KINDS = {'b': 'BASE', 'p': 'PSEUDO', 'r': 'RANGE', 'm': 'MULTIRANGE'}


def read_tables(path):
    """Yield (table, column names, row) of the rows of pg_type and pg_range."""
    with open(path, encoding='utf-8') as lines:
        table, columns = None, []
        for line in lines:
            words = line.split()
            if not words:
                continue
            if words[0] == 'create':
                table, columns = words[1], []
            elif words[0] == 'close':
                table = None
            elif words[0] == 'insert' and table in ('pg_type', 'pg_range'):
                yield table, dict(zip(columns, words[2:]))
            elif len(words) >= 3 and words[1] == '=':
                columns.append(words[0])


def read_types(paths):
    types, ranges = {}, {}
    for path in paths:
        for table, row in read_tables(path):
            if table == 'pg_type':
                types[int(row['oid'])] = row
            else:
                ranges[int(row['rngtypid'])] = int(row['rngsubtype'])
                if row.get('rngmultitypid', '0') != '0':
                    ranges[int(row['rngmultitypid'])] = int(row['rngtypid'])
    return types, ranges


def is_true_array(row):
    """That of records is a pseudo-type for the server."""
    return row['typcategory'] in 'AP' and row['typname'].startswith('_')


def is_row_type(types, row):
    if is_true_array(row):
        return is_row_type(types, types[int(row['typelem'])])
    return row['typtype'] == 'c'


def has_binary(types, row):
    if is_true_array(row):
        return has_binary(types, types[int(row['typelem'])])
    return row['typsend'] != '-' and row['typreceive'] != '-'


def write_type(types, ranges, oid):
    row = types[oid]
    names = {'char': '"char"'}
    name = names.get(row['typname'], row['typname'])
    kind = KINDS[row['typtype']]
    element = ranges.get(oid, 0)
    if is_true_array(row):
        kind, element = 'ARRAY', int(row['typelem'])
        name = names.get(types[element]['typname'], types[element]['typname']) + '[]'
    name = name.replace('"', '\\"')
    delimiter = row['typdelim'].strip("'")
    binary = 'TRUE' if has_binary(types, row) else 'FALSE'
    sys.stdout.write(f"  TYPE ({oid}, \"{name}\", {kind}, '{row['typcategory']}', '{delimiter}', "
                     f"{row['typarray']}, {element}, {binary}),\n")


def main():
    types, ranges = read_types(sys.argv[1:])
    sys.stdout.write(HEAD)
    for oid in sorted(types):
        if not is_row_type(types, types[oid]):
            write_type(types, ranges, oid)
    sys.stdout.write(TAIL)


if __name__ == '__main__':
    main()
