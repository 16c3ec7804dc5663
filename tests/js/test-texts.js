// SPDX-License-Identifier: LGPL-2.1-or-later
// No text changes on its way to C: all functions that take one refuse what C would not get.

import GLib from 'gi://GLib';
import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, assertThrows, env, run, test} from './harness.js';

const LEDGER = GLib.build_filenamev([env('G_TEST_SRCDIR'), 'api', 'Pgg-1.0.gir.txt']);

// The owner and name of all that takes a text, and whether it is a method.
function findFunctions() {
    const lines = new TextDecoder().decode(GLib.file_get_contents(LEDGER)[1]).split('\n');
    const found = new Map();
    let owner = '', called = null;
    for (const line of lines) {
        const [, type] = /^(?:class|enumeration|interface|record) (\w+)/.exec(line) ?? [];
        const [, indent, kind, name] = /^( *)(constructor|function|method) (\w+)/.exec(line) ?? [];
        owner = type ?? owner;
        if (name) {
            called = / (moved-to|introspectable=0)/.test(line) ? null : {
                owner: indent ? owner : null,
                name: line.includes('shadows=new') ? 'new' : name,
                isMethod: kind === 'method',
            };
        } else if (called && /^ +parameter \w+: .*\b(utf8|filename|GObject\.Value)\b/.test(line)) {
            found.set(`${called.owner}.${called.name}`, called);
        } else if (/^ {0,2}[a-z]/.test(line)) {
            called = null; // a property, a signal or a callback
        }
    }
    return [...found.values()];
}

function find({owner, name, isMethod}) {
    const type = owner ? Pgg[owner] : Pgg;
    return isMethod ? type.prototype[name] : type[name].bind(type);
}

test('all functions', () => {
    const functions = findFunctions();
    assert(functions.length > 90);
    for (const [wrong, reason] of [['a\0b', 'NUL'], ['a\ud800b', 'lone surrogates']]) {
        for (const called of functions) {
            const {message} = assertThrows(() => find(called).call(null, wrong));
            assert(message.includes(reason), `${called.owner}.${called.name}: ${message}`);
        }
    }
});

test('values', () => {
    const connection = Pgg.connect(env('PGG_TEST_CONNINFO'), null);
    const refuses = (sql, values) =>
        assert(assertThrows(() => connection.execute(sql, values, null)) instanceof TypeError);
    for (const wrong of ['a\0b', 'a\udc00', ['a\ud83d'], [['x'], ['\0']]])
        refuses('SELECT $1::text', [wrong]);
    refuses('SELECT :a', {'a\ud800': 1});
    for (const text of ['', 'a\ufffdb', '\u{1f600}', '\x01', 'e\u0301']) {
        const [[value]] = connection.execute('SELECT $1::text', [text], null);
        assertEqual(value, text);
    }
    const [[value]] = connection.execute('SELECT $1::json', [{'a\0': 'b\ud800'}], null);
    assertEqual(value, {'a\0': 'b\ud800'});
    connection.close(null);
});

run();
