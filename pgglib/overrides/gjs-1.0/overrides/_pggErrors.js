// SPDX-License-Identifier: LGPL-2.1-or-later
// What an error of the server says beside its message.

/* exported addErrors */

const {GLib} = imports.gi;

function define(name, get) {
    Object.defineProperty(GLib.Error.prototype, name, {get, configurable: true});
}

// Both are null for other errors.
function addErrors(Pgg) {
    const domain = Pgg.server_error_quark();

    define('sqlstate', function () {
        return this.domain === domain ? Pgg.sqlstate_to_string(this.code) : null;
    });
    define('diagnostics', function () {
        return this.domain === domain ? Pgg.Diagnostics.from_error(this) : null;
    });
}
