#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A tour of pgglib in Python. quickstart.c, quickstart.js and quickstart.vala print the same."""

import asyncio
import json
import sys

import gi

gi.require_version('Pgg', '1.0')
from gi.repository import GLib, Pgg  # noqa: E402

DATA = '/usr/share/iso-codes/json/'


def load_countries(connection):
    """One statement, executed once for each row of parameters, in a single flight."""
    with open(DATA + 'iso_3166-1.json', encoding='utf-8') as file:
        countries = json.load(file)['3166-1']
    rows = [(country['alpha_2'], country['name'], country.get('common_name'),
             int(country['numeric']), country['flag']) for country in countries]
    loaded = connection.execute_many('INSERT INTO country VALUES ($1, $2, $3, $4, $5)', rows)
    print(loaded, 'countries')


def load_file(connection, name, what, sql):
    """A whole file as one parameter; the server takes it apart."""
    with open(DATA + name, encoding='utf-8') as file:
        result = connection.execute(sql, [file.read()])
    print(result.get_affected_rows(), what)


def load(connection):
    # Without parameters there may be several statements.
    connection.execute('''
        CREATE TABLE country (code text PRIMARY KEY, name text NOT NULL, common_name text,
                              number int, flag text);
        CREATE TABLE subdivision (code text PRIMARY KEY, name text, type text);
        CREATE TABLE language (code text PRIMARY KEY, name text)''')
    load_countries(connection)
    load_file(connection, 'iso_3166-2.json', 'subdivisions', '''
        INSERT INTO subdivision SELECT code, name, type
          FROM json_to_recordset ($1::json -> '3166-2')
            AS r (code text, name text, type text)''')
    load_file(connection, 'iso_639-3.json', 'languages', '''
        INSERT INTO language SELECT alpha_3, name
          FROM json_to_recordset ($1::json -> '639-3')
            AS r (alpha_3 text, name text)''')


def print_table(connection, title, sql, *values):
    """Values take the place of $1, $2 and so on at the server: nothing is ever quoted."""
    print(f'\n{title}')
    for row in connection.execute(sql, values):
        print('  ' + ' | '.join('(null)' if value is None else str(value) for value in row))


def query(connection):
    print_table(connection, 'Countries with the most subdivisions', '''
        SELECT flag, country.name, count (*)
          FROM country JOIN subdivision
            ON country.code = split_part (subdivision.code, '-', 1)
          GROUP BY country.code ORDER BY count DESC, country.code LIMIT $1''', 5)
    print_table(connection, 'Countries beyond ASCII and republics, as people call them', '''
        SELECT flag, name, common_name FROM country WHERE name ~ $1
          ORDER BY code''', '[^ -~]|Republic of$')
    print_table(connection, 'Languages with a click', '''
        SELECT code, name FROM language WHERE name LIKE $1 ORDER BY code''', '%ǃ%')


def stream(connection):
    """Rows are read as they arrive: memory for one of them is enough."""
    cursor = connection.create_cursor()
    cursor.stream('SELECT name FROM language ORDER BY code')
    longest = max((name for name, in cursor), key=len)
    print(f'\nThe longest name, found while streaming\n  {longest}')


async def ask_slowly(connection):
    """What an application does: ask, and go on."""
    ticks = 0
    asked = asyncio.ensure_future(connection.execute_async('SELECT pg_sleep (0.5)'))
    while not asked.done():
        await asyncio.sleep(0.01)
        ticks += 1
    await asked
    print('\nWhile the server slept\n  the loop', 'kept running' if ticks > 1 else 'stood still')


def make_mistake(connection):
    """An error has a code to act on, and all fields that the server sent."""
    try:
        connection.execute('INSERT INTO country VALUES ($1, $2)', ['AX', 'Åland once more'])
    except GLib.Error as error:
        if error.sqlstate != '23505':
            raise
        diagnostics = error.diagnostics
        print(f'\nA mistake: SQLSTATE {diagnostics.get_sqlstate()},'
              f' constraint {diagnostics.get_constraint_name()}')
        print(f'  {error.message}\n  {diagnostics.get_detail()}')


def notify(connection):
    connection.listen('news')
    connection.execute('SELECT pg_notify ($1, $2)', ['news', 'Здравствуй, 世界'])
    notification = connection.wait_notification(-1)
    print(f'\nA notification\n  {notification.get_channel()}: {notification.get_payload()}')


def tour(connection):
    load(connection)
    query(connection)
    stream(connection)
    asyncio.run(ask_slowly(connection))
    make_mistake(connection)
    notify(connection)
    connection.close()


def main():
    server = Pgg.LocalServer.new(None)
    try:
        server.start()
        tour(Pgg.connect(server.dup_conninfo()))
        server.stop()
    except GLib.Error as error:
        sys.exit(error.message)


if __name__ == '__main__':
    main()
