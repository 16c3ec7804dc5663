// SPDX-License-Identifier: LGPL-2.1-or-later
// Results, parameters and errors from JavaScript: the shapes that reach the language.

import Pgg from 'gi://Pgg?version=1.0';

import {assert, assertEqual, env, run, test} from './harness.js';

const NUMBERS = `
SELECT i, i::int8 * 10000000000 AS long, i % 2 = 0 AS even, i / 2.0::float8 AS half,
       't' || i AS text, nullif(i, 2) AS hole, '\\x0001'::bytea AS bytes
  FROM generate_series(1, 3) AS s (i)`;

const connection = Pgg.connect(env('PGG_TEST_CONNINFO'), null);
const execute = (sql, params = null) => connection.execute(sql, params, null);
const json = value => JSON.stringify(value);

function caught(func) {
    try {
        func();
    } catch (error) {
        return error;
    }
    throw new Error('nothing was thrown');
}

test('cells and rows', () => {
    const result = execute(NUMBERS);

    assertEqual(result.get_int64(2, 1), 30000000000);
    assertEqual(result.get_text(1, 5), null);
    assertEqual(result.get_value(0, 4), 't1');
    assertEqual(result.get_value(1, 5), null);
    assertEqual(result.get_value(1, 2), true);
    assertEqual(json([...result.get_value(0, 6).toArray()]), '[0,1]');
    assertEqual(result.get_row(1).get_value_by_name('half'), 1);
    assertEqual(result.get_columns().map(column => column.get_type_name()).join(),
        'int4,int8,bool,float8,text,int4,bytea');
});

test('whole columns', () => {
    const result = execute(NUMBERS);
    const longs = result.get_column_bytes(1, 0, -1);

    assertEqual(json(result.get_column_int64s(0, 1, -1)), '[2,3]');
    assertEqual(json(result.get_column_booleans(2, 0, -1)), '[false,true,false]');
    assertEqual(json(result.get_column_doubles(3, 0, -1)), '[0.5,1,1.5]');
    assertEqual(json(result.get_column_texts(5, 0, -1)), '["1",null,"3"]');
    assertEqual(json([...result.get_column_nulls(5, 0, -1)]), '[0,1,0]');
    assertEqual(new BigInt64Array(longs.buffer)[2], 30000000000n);
    assertEqual(json(result.peek_values(0, 1).slice(0, 6)), '[1,10000000000,false,0.5,"t1",1]');
});

test('model', () => {
    const model = Pgg.ResultModel.new(execute(NUMBERS));

    assertEqual(model.get_n_items(), 3);
    assertEqual(model.get_item(1).get_value('i'), 2);
    assert(model.get_item(1) === model.get_item(1));
});

test('parameters', () => {
    const params = Pgg.Params.new();

    params.append_int64(2 ** 40);
    params.append_text(null);
    params.append_bytes(new Uint8Array([0, 1]));
    params.append_byte_array(new Uint8Array([2, 3]));
    params.append_value('text');
    params.append_value(1.5);
    params.append_value(7);
    assertEqual(json(execute('SELECT $1, $2::int4, $3::text, $4::text, $5::text, $6, $7', params)
        .peek_values(0, -1)), '[1099511627776,null,"\\\\x0001","\\\\x0203","text",1.5,7]');
});

test('errors', () => {
    const result = execute(NUMBERS);
    const range = caught(() => result.get_value(3, 0));
    const syntax = caught(() => execute('SELEC'));

    assert(range.matches(Pgg.ClientError, Pgg.ClientError.OUT_OF_RANGE));
    assertEqual(range.message, 'Row 3 does not exist, the result has 3 rows');
    assert(syntax.matches(Pgg.server_error_quark(), Pgg.SqlState.SYNTAX_ERROR));
    assertEqual(Pgg.Diagnostics.from_error(syntax).get_sqlstate(), '42601');
    assertEqual(Pgg.Diagnostics.from_error(syntax).get_position(), 1);
});

run();
