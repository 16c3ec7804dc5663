-- SPDX-License-Identifier: LGPL-2.1-or-later
-- Writes corpus.txt: values of the server, as "OID t|b HEX" for text and binary, - for no byte.
--   tests/tools/with-server sh -c 'psql -AtqX -f tests/fuzz/corpus.sql "$PGG_TEST_CONNINFO"' \
--     >tests/fuzz/corpus.txt
SET client_min_messages = warning;
SET TIME ZONE 'UTC';
CREATE FUNCTION pg_temp.hex (value bytea) RETURNS text LANGUAGE sql
  RETURN coalesce(nullif(encode(value, 'hex'), ''), '-');
CREATE TYPE mood AS ENUM ('sad', 'so "so"', 'happy');
CREATE DOMAIN short AS varchar(7);
CREATE TYPE pair AS (field0 int, field1 mood[]);
CREATE TYPE nested AS (field0 pair, field1 pair[], field2 short);
CREATE DOMAIN checked AS nested;
CREATE TYPE mood_range AS RANGE (subtype = mood, multirange_type_name = mood_multirange);
CREATE TYPE pair_range AS RANGE (subtype = pair, multirange_type_name = pair_multirange);
CREATE EXTENSION hstore;
-- The OIDs that these types have in fuzz-types.c, and a function that puts them into a value.
CREATE TEMP TABLE numbers AS
  SELECT type::regtype::oid AS type, 20000 + oid AS oid
    FROM unnest('{mood,mood[],short,pair,pair[],nested,checked,mood_range,mood_multirange,'
                'pair_range,pair_multirange,mood_range[],hstore}'::text[])
         WITH ORDINALITY AS types (type, oid);
CREATE FUNCTION pg_temp.numbered_hex (value bytea) RETURNS text LANGUAGE plpgsql AS $$
  DECLARE
    hex text := pg_temp.hex(value);
    number record;
  BEGIN
    FOR number IN SELECT * FROM numbers LOOP
      hex := replace(hex, lpad(to_hex(number.type::int), 8, '0'), lpad(to_hex(number.oid), 8, '0'));
    END LOOP;
    RETURN hex;
  END $$;
CREATE TEMP TABLE samples (type text, literal text);
INSERT INTO samples VALUES
  ('bool', 't'), ('bool', 'f'), ('bytea', ''), ('bytea', '\x005cff'), ('"char"', 'x'),
  ('"char"', ''), ('name', 'x'), ('int8', '-9223372036854775808'), ('int8', '1'),
  ('int2', '-32768'),
  ('int2vector', '1 2 3'), ('int4', '2147483647'), ('regproc', 'now'), ('text', ''),
  ('text', 'Grüße'), ('oid', '4294967295'), ('tid', '(1,2)'), ('xid', '7'), ('cid', '7'),
  ('oidvector', '1 2'), ('json', '{"a": [1, null]}'), ('xml', '<a/>'), ('point', '(1,-2.5)'),
  ('point', '(NaN,Infinity)'), ('lseg', '[(1,2),(3,4)]'), ('path', '[(1,2),(3,4)]'),
  ('path', '((1,2))'), ('box', '(3,4),(1,2)'), ('polygon', '((1,2),(3,4),(5,6))'),
  ('line', '{1,2,3}'), ('cidr', '10.0.0.0/8'), ('cidr', '2001:db8::/32'), ('float4', '1.5'),
  ('float4', '-Infinity'), ('float8', '1e-300'), ('float8', 'NaN'), ('unknown', 'x'),
  ('circle', '<(1,2),3>'), ('macaddr8', '08:00:2b:01:02:03:04:05'), ('money', '12.34'),
  ('macaddr', '08:00:2b:01:02:03'), ('inet', '192.168.1.5/24'), ('inet', '::ffff:1.2.3.4'),
  ('bpchar', 'x  '), ('varchar', 'x'), ('date', '2024-02-29'), ('date', 'infinity'),
  ('date', '4713-01-01 BC'), ('time', '24:00:00'), ('time', '12:34:56.789'),
  ('timestamp', '2024-02-29 12:34:56.789'), ('timestamp', '-infinity'),
  ('timestamptz', '2024-02-29 12:34:56+02'), ('timestamptz', '0044-03-15 12:00:00+00 BC'),
  ('interval', '1 year 2 mons -3 days 04:05:06.789'), ('interval', '0'),
  ('timetz', '12:34:56.789+05:30:15'), ('bit', '1'), ('varbit', '10101'), ('numeric', '0'),
  ('numeric', '-1234567890.0123456789'), ('numeric', 'NaN'), ('numeric', 'Infinity'),
  ('numeric', '1e100'), ('numeric', '1e-20'), ('refcursor', 'c'),
  ('regprocedure', 'abs(integer)'), ('regoper', '||/'), ('regclass', 'pg_class'),
  ('regtype', 'integer'), ('uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'),
  ('txid_snapshot', '10:20:10,14,15'), ('pg_lsn', '16/B374D848'), ('jsonpath', '$.a[*] ? (@ > 1)'),
  ('tsvector', 'a:1A,2B ''b c'':3 d'), ('tsquery', '''a'' & (''b'':AB* | !''c'') <2> ''d'''),
  ('jsonb', '{"a": [1, null]}'), ('pg_snapshot', '10:20:10'), ('xid8', '18446744073709551615'),
  ('int4[]', '{}'), ('int4[]', '{1,NULL,3}'), ('int4[]', '[0:1][2:3]={{1,2},{3,4}}'),
  ('text[]', '{"","a b","NULL",NULL,"\"\\"}'), ('numeric[]', '{1.5,NaN}'),
  ('box[]', '{(1,2),(3,4)}'),
  ('timestamptz[]', '{"2024-02-29 12:34:56+02"}'), ('bytea[]', '{"\\x00"}'), ('inet[]', '{::1}'),
  ('bool[]', '{t,f}'), ('jsonb[]', '{"{\"a\": 1}"}'), ('int4range', 'empty'),
  ('int4range', '[1,5)'),
  ('int4range', '(,)'), ('numrange', '[1.5,]'), ('daterange', '[2024-01-01,)'),
  ('tsrange', '["2024-01-01 00:00:00","2024-01-02 00:00:00"]'),
  ('tstzrange', '(,"2024-01-01 00:00:00+00")'),
  ('int8range', '[1,5)'), ('int4multirange', '{}'), ('int4multirange', '{[1,3),[5,7)}'),
  ('nummultirange', '{(,1.5],[3,)}'), ('int4range[]', '{"[1,3)",empty}'), ('daterange[]', '{NULL}'),
  ('mood', 'so "so"'), ('mood[]', '{sad,NULL,"so \"so\""}'), ('short', 'x'),
  ('pair', '(1,"{sad,""so \\""so\\""""}")'), ('pair', '(,)'),
  ('pair[]', '{NULL,"(1,{sad})","(,{})"}'),
  ('nested', '("(1,{sad})","{""(2,)"",NULL}",x)'), ('nested', '(,,)'),
  ('checked', '("(1,{sad})",{},"")'), ('mood_range', '[sad,"so ""so"""]'), ('mood_range', '(,happy)'),
  ('mood_multirange', '{[sad,sad],[happy,)}'), ('pair_range', '["(1,{sad})","(2,{})")'),
  ('pair_multirange', '{["(1,{sad})","(2,{})"),["(3,)",)}'), ('mood_range[]', '{"[sad,happy)",empty}'),
  ('hstore', ''), ('hstore', '"a"=>"1", "b c"=>NULL, "\"\\"=>""');
-- The statements that write the samples: a type without a binary form has no such row, nor has
-- refcursor, whose function does not know it.
SELECT format('SELECT %s, ''t'', pg_temp.hex(convert_to(format(''%%s'', %L::%s), ''UTF8''))'
              '%s ORDER BY 2 DESC', coalesce(n.oid, t.oid), s.literal, s.type,
              CASE WHEN t.typsend::oid = 0 OR s.type = 'refcursor' THEN ''
                   ELSE format(' UNION ALL SELECT %s, ''b'', pg_temp.%s(%s(%L::%s))',
                               coalesce(n.oid, t.oid),
                               CASE WHEN n.oid IS NULL THEN 'hex' ELSE 'numbered_hex' END,
                               t.typsend, s.literal, s.type) END)
  FROM samples AS s JOIN pg_type AS t ON t.oid = s.type::regtype
       LEFT JOIN numbers AS n ON n.type = t.oid
  ORDER BY t.oid, s.literal
\pset fieldsep ' '
\gexec
SELECT 2249, 'b', pg_temp.hex(record_send(ROW(1, 'a'::text, NULL::text, ARRAY[1.5])));
SELECT 2249, 't', pg_temp.hex(convert_to(format('%s', ROW(1, 'a b', NULL, ARRAY[1.5])), 'UTF8'));
SELECT 2287, 'b', pg_temp.hex(array_send(ARRAY[ROW(1), ROW(2)]));
