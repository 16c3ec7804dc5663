// SPDX-License-Identifier: LGPL-2.1-or-later
// Texts on their way to C, which would not arrive as they are without anyone noticing.

/* exported checkText, guardTexts */

// What would not arrive as it is: C ends a text at its first NUL, and half of a surrogate pair is
// no character. The first expression is fast for most texts, the second is exact.
const SUSPECT = /[\0\ud800-\udfff]/;
const BROKEN = /[\0\p{Surrogate}]/u;

function checkText(text) {
    if (typeof text !== 'string' || !SUSPECT.test(text) || !BROKEN.test(text))
        return text;
    throw new TypeError(text.includes('\0')
        ? 'a text of PostgreSQL has no NUL characters'
        : 'a text of PostgreSQL has no lone surrogates');
}

// What takes texts, but for SQL. These calls come in three forms.
const CALLS = {
    Connection: ['commit_prepared', 'listen', 'lookup_type', 'rollback_prepared', 'unlisten'],
    Transaction: ['prepare'],
};
const METHODS = {
    ArrayBuilder: ['append_text', 'append_value'],
    Connection: ['dup_parameter_status', 'quote_identifier', 'quote_literal', 'split_script'],
    LocalServer: ['dup_parameter', 'set_bin_directory', 'set_data_directory', 'set_parameter',
        'set_run_as', 'set_user'],
    Params: ['append_text', 'append_text_array', 'append_typed_bytes', 'append_typed_text',
        'append_value', 'find_name', 'set_name', 'set_named_value', 'set_object', 'take_name'],
    Record: ['find_field', 'get_value_by_name'],
    RecordBuilder: ['append_value'],
    Result: ['find_column'],
    Row: ['find_column', 'get_text_by_name', 'get_value_by_name'],
    RowItem: ['get_text', 'get_value'],
};
const FUNCTIONS = {
    Array: ['new_from_strings', 'new_from_values'],
    Connection: ['new'],
    LocalServer: ['new'],
    PqConn: ['connect_start_params', 'connectdb_params'],
    PqPing: ['params'],
    Range: ['new'],
    Sql: ['format', 'format_named', 'join', 'new', 'new_identifier', 'new_placeholder',
        'new_qualified', 'new_text', 'new_value', 'split_script'],
    TypeCodec: ['fail', 'new'],
};

function guard(owner, names) {
    for (const name of names) {
        const original = owner[name];
        owner[name] = function (...given) {
            for (const value of given)
                Array.isArray(value) ? value.forEach(checkText) : checkText(value);
            return original.apply(this, given);
        };
    }
}

function guardTexts(Pgg, valueClasses) {
    for (const [type, names] of Object.entries(CALLS)) {
        for (const name of names)
            guard(Pgg[type].prototype, [name, `${name}_async`, `${name}_start`]);
    }
    for (const [type, names] of Object.entries(METHODS))
        guard(Pgg[type].prototype, names);
    for (const [type, names] of Object.entries(FUNCTIONS))
        guard(Pgg[type], names);
    for (const type of valueClasses.filter(each => each.new_from_string))
        guard(type, ['new_from_string']);
    guard(Pgg, ['connect', 'connect_async', 'connect_start', 'sqlstate_from_string']);
}
