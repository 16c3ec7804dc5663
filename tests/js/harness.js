// SPDX-License-Identifier: LGPL-2.1-or-later
// A small TAP harness: test () registers, run () runs in order and prints TAP.

import GLib from 'gi://GLib';
import System from 'system';

const cases = [];

class SkipError extends Error {}

export function test(name, body) {
    cases.push({name, body});
}

export function skip(reason) {
    throw new SkipError(reason);
}

export function env(name) {
    return GLib.getenv(name);
}

export function assert(condition, message = 'condition is false') {
    if (!condition)
        throw new Error(message);
}

function show(value) {
    if (typeof value === 'bigint')
        return `${value}n`;
    if (value instanceof Uint8Array)
        return `Uint8Array [${value}]`;
    if (Array.isArray(value))
        return `[${value.map(show).join(', ')}]`;
    if (value !== null && typeof value === 'object' &&
        Object.getPrototypeOf(value) === Object.prototype)
        return `{${Object.keys(value).map(k => `${k}: ${show(value[k])}`).join(', ')}}`;
    if (typeof value === 'string')
        return JSON.stringify(value);
    if (Object.is(value, -0))
        return '-0';
    return `${value}`;
}

function same(a, b) {
    if (Object.is(a, b))
        return true;
    if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object')
        return false;
    if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b))
        return false;
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every(key => same(a[key], b[key]));
}

export function assertEqual(actual, expected, what = 'value') {
    if (!same(actual, expected))
        throw new Error(`${what}: expected ${show(expected)}, got ${show(actual)}`);
}

function check(error, domain, code, message) {
    if (domain !== undefined && !(error.matches && error.matches(domain, code)))
        throw new Error(`${message}: wrong error: ${error}`);
    return error;
}

// The error of `body`, which must throw; with a domain it must be that GError.
export function assertThrows(body, domain, code) {
    try {
        body();
    } catch (error) {
        return check(error, domain, code, 'assertThrows');
    }
    throw new Error('nothing was thrown');
}

export async function assertRejects(promise, domain, code) {
    try {
        await promise;
    } catch (error) {
        return check(error, domain, code, 'assertRejects');
    }
    throw new Error('the promise was fulfilled');
}

async function runCase({name, body}, number) {
    try {
        await body();
        print(`ok ${number} ${name}`);
        return true;
    } catch (error) {
        if (error instanceof SkipError) {
            print(`ok ${number} ${name} # SKIP ${error.message}`);
            return true;
        }
        print(`not ok ${number} ${name}`);
        print(`# ${error}\n${error.stack ?? ''}`.trimEnd().replaceAll('\n', '\n# '));
        return false;
    }
}

async function runAll() {
    let failed = 0;
    let number = 0;
    print(`1..${cases.length}`);
    for (const item of cases)
        failed += await runCase(item, ++number) ? 0 : 1;
    return failed;
}

// Runs what was registered and leaves the program; the last call of a test file.
export function run() {
    const loop = new GLib.MainLoop(null, false);
    let failed = 1;
    runAll().then(count => {
        failed = count;
        loop.quit();
    }).catch(error => {
        printerr(`${error}\n${error.stack}`);
        loop.quit();
    });
    loop.run();
    System.exit(failed ? 1 : 0);
}
