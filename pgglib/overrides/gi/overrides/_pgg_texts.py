# SPDX-License-Identifier: LGPL-2.1-or-later
"""Texts on their way to C, which would end at their first NUL there without anyone noticing."""

import functools

# These come in the forms that wait, call back, and give an operation.
CALLS = {
    'Connection': ('commit_prepared', 'listen', 'lookup_type', 'rollback_prepared', 'unlisten'),
    'Transaction': ('prepare',),
}
METHODS = {
    'ArrayBuilder': ('append_text', 'append_value'),
    'Connection': ('dup_parameter_status', 'quote_identifier', 'quote_literal', 'split_script'),
    'LocalServer': ('dup_parameter', 'set_bin_directory', 'set_data_directory', 'set_parameter',
                    'set_run_as', 'set_user'),
    'Params': ('append_text', 'append_text_array', 'append_typed_bytes', 'append_typed_text',
               'append_value', 'find_name', 'set_name', 'set_named_value', 'set_object',
               'take_name'),
    'Record': ('find_field', 'get_value_by_name'),
    'RecordBuilder': ('append_value',),
    'Result': ('find_column',),
    'Row': ('find_column', 'get_text_by_name', 'get_value_by_name'),
    'RowItem': ('get_text', 'get_value'),
}
FUNCTIONS = {
    'Array': ('new_from_strings', 'new_from_values'),
    'Connection': ('new',),
    'LocalServer': ('new',),
    'PqConn': ('connect_start_params', 'connectdb_params'),
    'PqPing': ('params',),
    'Range': ('new',),
    'Sql': ('format', 'format_named', 'join', 'new', 'new_identifier', 'new_placeholder',
            'new_qualified', 'new_text', 'new_value', 'split_script'),
    'TypeCodec': ('fail', 'new'),
}


def check_text(text):
    if isinstance(text, str) and '\0' in text:
        raise ValueError('a text of PostgreSQL has no NUL characters')
    return text


def check(value):
    if isinstance(value, (list, tuple)):
        for element in value:
            check_text(element)
    else:
        check_text(value)


def guard(function):
    @functools.wraps(function)
    def guarded(*arguments, **named):
        for value in arguments:
            check(value)
        for value in named.values():
            check(value)
        return function(*arguments, **named)

    return guarded


def guard_all(module, kinds):
    """All functions that take texts but those that take SQL, which check it themselves."""
    methods = [(owner, name + suffix) for owner, names in CALLS.items() for name in names
               for suffix in ('', '_async', '_start')]
    methods += [(owner, name) for owner, names in METHODS.items() for name in names]
    for owner, name in methods:
        kind = getattr(module, owner)
        setattr(kind, name, guard(getattr(kind, name)))
    functions = [(getattr(module, owner), name) for owner, names in FUNCTIONS.items()
                 for name in names]
    functions += [(kind, 'new_from_string') for kind in kinds if hasattr(kind, 'new_from_string')]
    for kind, name in functions:
        setattr(kind, name, staticmethod(guard(getattr(kind, name))))
    # Properties are given to the constructor as well.
    for kind in (module.Connection, module.LocalServer):
        kind.__init__ = guard(kind.__init__)
