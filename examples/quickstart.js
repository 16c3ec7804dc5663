#!/usr/bin/gjs -m
// SPDX-License-Identifier: LGPL-2.1-or-later
// A tour of pgglib in JavaScript. quickstart.c, quickstart.py and quickstart.vala print the same.

import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

const DATA = '/usr/share/iso-codes/json/';

function readFile(name) {
    const [, bytes] = GLib.file_get_contents(DATA + name);
    return new TextDecoder().decode(bytes);
}

// One statement, executed once for each row of parameters, in a single flight.
async function loadCountries(connection) {
    const countries = JSON.parse(readFile('iso_3166-1.json'))['3166-1'];
    const rows = countries.map(country => [country.alpha_2, country.name, country.common_name,
        Number(country.numeric), country.flag]);
    const loaded = await connection.execute_many_async(
        'INSERT INTO country VALUES ($1, $2, $3, $4, $5)', rows);
    print(`${loaded} countries`);
}

// A whole file as one parameter; the server takes it apart.
async function loadFile(connection, name, what, sql) {
    const result = await connection.execute_async(sql, [readFile(name)]);
    print(`${result.get_affected_rows()} ${what}`);
}

async function load(connection) {
    // Without parameters there may be several statements.
    await connection.execute_async(`
        CREATE TABLE country (code text PRIMARY KEY, name text NOT NULL, common_name text,
                              number int, flag text);
        CREATE TABLE subdivision (code text PRIMARY KEY, name text, type text);
        CREATE TABLE language (code text PRIMARY KEY, name text)`);
    await loadCountries(connection);
    await loadFile(connection, 'iso_3166-2.json', 'subdivisions', `
        INSERT INTO subdivision SELECT code, name, type
          FROM json_to_recordset ($1::json -> '3166-2')
            AS r (code text, name text, type text)`);
    await loadFile(connection, 'iso_639-3.json', 'languages', `
        INSERT INTO language SELECT alpha_3, name
          FROM json_to_recordset ($1::json -> '639-3')
            AS r (alpha_3 text, name text)`);
}

// Values take the place of $1, $2 and so on at the server: nothing is ever quoted.
async function printTable(connection, title, sql, ...values) {
    print(`\n${title}`);
    for (const row of await connection.execute_async(sql, values))
        print(`  ${row.map(value => value ?? '(null)').join(' | ')}`);
}

async function query(connection) {
    await printTable(connection, 'Countries with the most subdivisions', `
        SELECT flag, country.name, count (*)
          FROM country JOIN subdivision
            ON country.code = split_part (subdivision.code, '-', 1)
          GROUP BY country.code ORDER BY count DESC, country.code LIMIT $1`, 5);
    await printTable(connection, 'Countries beyond ASCII and republics, as people call them', `
        SELECT flag, name, common_name FROM country WHERE name ~ $1
          ORDER BY code`, '[^ -~]|Republic of$');
    await printTable(connection, 'Languages with a click', `
        SELECT code, name FROM language WHERE name LIKE $1 ORDER BY code`, '%ǃ%');
}

// Rows are read as they arrive: memory for one of them is enough.
async function stream(connection) {
    const cursor = connection.create_cursor();
    let longest = '';

    await cursor.stream_async('SELECT name FROM language ORDER BY code');
    for await (const [name] of cursor) {
        if (name.length > longest.length)
            longest = name;
    }
    print(`\nThe longest name, found while streaming\n  ${longest}`);
}

// What a GTK application does: ask, and go on drawing.
async function askSlowly(connection) {
    let ticks = 0;
    const source = GLib.timeout_add(GLib.PRIORITY_DEFAULT, 10, () => {
        ticks++;
        return GLib.SOURCE_CONTINUE;
    });

    await connection.execute_async('SELECT pg_sleep (0.5)');
    GLib.source_remove(source);
    print(`\nWhile the server slept\n  the loop ${ticks > 1 ? 'kept running' : 'stood still'}`);
}

// An error has a code to act on, and all fields that the server sent.
async function makeMistake(connection) {
    try {
        await connection.execute_async('INSERT INTO country VALUES ($1, $2)',
            ['AX', 'Åland once more']);
    } catch (error) {
        if (error.sqlstate !== '23505')
            throw error;
        const {diagnostics} = error;
        print(`\nA mistake: SQLSTATE ${diagnostics.get_sqlstate()},` +
            ` constraint ${diagnostics.get_constraint_name()}`);
        print(`  ${error.message}\n  ${diagnostics.get_detail()}`);
    }
}

async function notify(connection) {
    await connection.listen_async('news');
    await connection.execute_async('SELECT pg_notify ($1, $2)', ['news', 'Здравствуй, 世界']);
    const notification = await connection.wait_notification_async(-1);
    print(`\nA notification\n  ${notification.get_channel()}: ${notification.get_payload()}`);
}

async function tour(connection) {
    await load(connection);
    await query(connection);
    await stream(connection);
    await askSlowly(connection);
    await makeMistake(connection);
    await notify(connection);
    await connection.close_async();
}

const server = Pgg.LocalServer.new(null);
await server.start_async();
await tour(await Pgg.connect_async(server.conninfo));
await server.stop_async();
