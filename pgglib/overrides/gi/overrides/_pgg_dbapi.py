# SPDX-License-Identifier: LGPL-2.1-or-later
"""What users of Python's database interface (PEP 249) and of psycopg type without thinking."""


def get_description(cursor):
    """Seven things of each column, as PEP 249 has them, or None if there are no rows."""
    columns = cursor.get_description()
    if not columns:
        return None
    return [(column.get_name(), column.get_type_oid(), None, column.get_size(), None, None, None)
            for column in columns]


def adapt(module, rows):
    """The other names of methods; rows are tuples at once."""
    def fetch_one(cursor):
        row = cursor.fetch_one()
        return None if row is None else rows.get(row)

    def fetch_many(cursor, size=None):
        return list(map(rows.get, cursor.fetch_many(size or cursor.get_array_size())))

    def fetch_all(cursor):
        return list(map(rows.get, cursor.fetch_all()))

    cursor, connection = module.Cursor, module.Connection
    cursor.fetchone, cursor.fetchmany, cursor.fetchall = fetch_one, fetch_many, fetch_all
    cursor.executemany, connection.executemany = cursor.execute_many, connection.execute_many
    cursor.nextset = cursor.next_set
    cursor.description = property(get_description)
    cursor.rowcount, cursor.rownumber = cursor.row_count, cursor.row_number
    cursor.arraysize, cursor.statusmessage = cursor.array_size, cursor.status_message
    connection.cursor = lambda self: self.create_cursor()
    connection.transaction = connection.begin
    connection.closed = property(
        lambda self: self.get_status() != module.ConnectionStatus.OPEN)
