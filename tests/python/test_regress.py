# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values of the kinds that the server's own regression tests are about, under several settings.

What is read from text and from binary must be the same and have the server's text; what is sent
back must be the same value of the same type, with a statement that knows the type and without.
"""

import unittest

from support import ClientTestCase

from gi.repository import Pgg

DEFINITIONS = '''
    DROP SCHEMA IF EXISTS "re ""gress" CASCADE; CREATE SCHEMA "re ""gress";
    SET search_path = "re ""gress", public;
    CREATE TYPE "Ty.pe[]" AS ("a b" int, "c,d" text[], "e""f" numeric);
    CREATE TYPE same AS (x int);
    DROP SCHEMA IF EXISTS other CASCADE; CREATE SCHEMA other;
    CREATE TYPE other.same AS (y text, z date);
    CREATE TYPE label AS ENUM ('a', 'b c', 'd"e', 'f,g', '{', 'NULL');
    CREATE DOMAIN posint AS int CHECK (VALUE > 0);
    CREATE TYPE inner_t AS (i int4, ts timestamptz[], r numrange, b box[]);
    CREATE TYPE outer_t AS (n name, ins inner_t[], d posint[], e label[], x xml);
    CREATE TABLE dropped (a int, b text, c date);
    ALTER TABLE dropped DROP COLUMN b;
    ALTER TABLE dropped ADD COLUMN d interval DEFAULT '1 day';
    INSERT INTO dropped VALUES (1, '2024-01-01');
    CREATE TYPE floatrange AS RANGE (subtype = float8);
    CREATE TYPE textrange AS RANGE (subtype = text, collation = "C");
    CREATE TYPE labelrange AS RANGE (subtype = label);
    CREATE TYPE listrange AS RANGE (subtype = int4[]);
'''

# One in a line, which goes on where the next one is indented more.
EXPRESSIONS = r'''
    'J2451187'::date
    '4714-11-24 BC'::date
    '1883-11-18 12:03:57'::timestamptz
    '0001-01-01 00:00:00.000001+00 BC'::timestamptz
    '294276-12-31 23:59:59.999999 UTC'::timestamptz
    '2000-01-01 23:59:60'::timestamp
    '24:00:00-15:59:59'::timetz
    '-2147483647 days +2147483647 months'::interval
    '1 mon -1 day -00:00:00.1'::interval
    ARRAY['1 year -2 mons -1 day +00:00:00.1', '-1 day'::interval]
    1e-16383::numeric
    1e131071::numeric
    ARRAY[1.10, NULL, 'NaN']::numeric[]
    '[-5:-3]={1,2,3}'::int4[]
    '[0:1][-1:0]={{1,2},{3,4}}'::int8[]
    '{NULL,"NULL",null,"",\\,"\"","{}"," a "}'::text[]
    '{{{{{{1}}}}}}'::int2[]
    '{(1,2),(3,4);(5,6),(7,8)}'::box[]
    ROW(2, ARRAY['x"y', NULL, 'a,b'], 1.50)::"Ty.pe[]"
    ARRAY[ROW(2, '{}', NULL)::"Ty.pe[]", NULL]
    ROW('x', '2024-02-29')::other.same
    ARRAY[ARRAY[ROW(1)::same, NULL], ARRAY[ROW(3)::same, ROW(NULL)::same]]
    '[2:2]={"(1)"}'::same[]
    ROW('nm', ARRAY[ROW(1, ARRAY['2024-01-01 12:00+02'::timestamptz, 'infinity'], '(1.5,)',
        '{(1,2),(0,0);(1,1),(0,0)}')::inner_t, NULL], '{1,2}',
        ARRAY['b c','d"e','f,g','{','NULL',NULL]::label[], '<a b="&lt;"/>')::outer_t
    ARRAY[5]::posint[]
    (SELECT d FROM dropped d)
    (SELECT array_agg(d) FROM dropped d)
    '[1.5,Infinity]'::floatrange
    '["a,b","c""d\\"]'::textrange
    '("",)'::textrange
    '["b c","f,g")'::labelrange
    '["{1,2}","{3,NULL}"]'::listrange
    '{[1.5,2),[3,4.0]}'::nummultirange
    '{["2024-01-01 00:00","2024-02-01 00:00"),[infinity,infinity]}'::tsmultirange
    ARRAY['{[1,2)}', '{}']::int4multirange[]
    '{[a,b),["b c",d)}'::textmultirange
    '[2024-01-01,infinity]'::daterange
    xmlparse(content 'a&amp;b')
    'strict $."a b".**{2 to last}'::jsonpath
    'FFFFFFFF/FFFFFFFF'::pg_lsn
    '10:20:10,14,15'::txid_snapshot
    ARRAY[B'1', B'']::varbit[]
    ARRAY['a','',E'\\200']::"char"[]
    '{pg_class,"a b"}'::name[]
    ''::oidvector
    ARRAY['1 2'::int2vector, '']
    '::ffff:1.2.3.4/128'::inet
    $$'a''b' & !( c:*AB <3> d | e )$$::tsquery
    $$'a':1A,3 'b''c':2B,16383 '\\'$$::tsvector
    '{"\\x00","\\x5c"}'::bytea[]
    ARRAY['{"a":1}','null','"x"']::jsonb[]
    array_fill(NULL::timestamptz, ARRAY[2,2], ARRAY[-1,0])
    ARRAY['ab'::bpchar, NULL]
    '(1,2)'::point
    '<(Infinity,NaN),5e-324>'::circle
'''.replace('\n' + 8 * ' ', ' ').strip().split('\n')

SETTINGS = (
    "SELECT 1",
    "SET DateStyle = 'SQL, DMY'; SET IntervalStyle = 'sql_standard';"
    "SET TimeZone = '<+07:30>-7:30'",
    "SET DateStyle = 'German'; SET IntervalStyle = 'postgres_verbose';"
    "SET TimeZone = 'America/St_Johns'; SET client_encoding = 'LATIN1'",
    "SET DateStyle = 'Postgres, DMY'; SET IntervalStyle = 'iso_8601';"
    "SET TimeZone = 'Asia/Kolkata'; SET client_encoding = 'EUC_JP'",
    "SET client_encoding = 'SQL_ASCII'; SET TimeZone = 'Africa/Monrovia'",
)


def is_plain(value):
    return isinstance(value, (bool, int, float, str))


class Regress(ClientTestCase):
    def setUp(self):
        self.connection = self.connect()
        self.connection.execute('SET client_min_messages = warning', None, None)
        self.connection.execute(DEFINITIONS, None, None)

    def read(self, sql, format_):
        self.connection.set_result_format(format_)
        result = self.connection.execute(sql, None, None)
        value = result.get_value(0, 0)
        self.results.append(result)
        return result.get_text(0, 0), value.ref() if hasattr(value, 'ref') else value

    def check_reading(self, sql):
        """The value in both formats."""
        self.results = []
        own, text = self.read(sql, Pgg.ResultFormat.TEXT)
        same, binary = self.read(sql, Pgg.ResultFormat.BINARY)
        self.assertEqual(same, own)
        self.assertTrue(text == binary if is_plain(text) else text.equal(binary))
        return text, binary

    def check_writing(self, value, type_, own):
        sent = Pgg.Params.new()
        sent.append_value(value)
        self.connection.set_result_format(Pgg.ResultFormat.TEXT)
        plain = 'SELECT $1::text, pg_typeof ($1)::oid'
        prepared = self.connection.prepare(
            f'SELECT ($1::{type_})::text, pg_typeof ($1::{type_})::oid', None)
        for result in self.connection.execute(plain, sent, None), prepared.execute(sent, None):
            self.assertEqual((result.get_text(0, 0), result.get_text(0, 1)), own)

    def check(self, expression, is_default):
        self.connection.set_result_format(Pgg.ResultFormat.TEXT)
        result = self.connection.execute(
            f'SELECT v::text, pg_typeof (v)::oid, pg_typeof (v)::text'
            f'  FROM (SELECT {expression}) t (v)', None, None)
        own, type_ = (result.get_text(0, 0), result.get_text(0, 1)), result.get_text(0, 2)
        if type_ == 'character[]':
            type_ = 'bpchar[]'
        for value in self.check_reading(f'SELECT {expression}'):
            if is_default and hasattr(value, 'to_string') and not isinstance(value, Pgg.Inet):
                self.assertEqual(value.to_string(), own[0])
            if not is_plain(value):
                self.check_writing(value, type_, own)

    def test_all(self):
        version = self.connection.get_server_version()
        for settings in SETTINGS:
            self.connection.execute(settings, None, None)
            for expression in map(str.strip, EXPRESSIONS):
                if 'multirange' in expression and version < 140000:
                    continue
                with self.subTest(settings=settings, expression=expression):
                    self.check(expression, settings is SETTINGS[0])


if __name__ == '__main__':
    unittest.main()
