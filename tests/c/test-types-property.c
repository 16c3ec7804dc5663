/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Random tables of random types: what the server has made is read in both formats, written as
 * parameters in both formats and as whole arrays, and must then be the same to the server. The seed
 * of GLib's test framework makes it all again. */

#include "config.h"

#include "fixture.h"

#include "pgglib.h"
#include "client/pgg-result-private.h"
#include "pq/pgg-pq-result-private.h"
#include "types/pgg-codec-private.h"

#define N_TABLES 12
#define N_ROWS 20
#define MAX_COLUMNS 8

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

/* Types, and SQL that makes another random value of one for each row i. */
static const struct
{
  const char *type;
  const char *expression;
  int         since; /* as of FourWays */
} kinds[] = {
  { "bool", "random() < 0.5" },
  { "int2", "(random() - 0.5) * 65534" },
  { "int4", "(random() - 0.5) * 4294967294" },
  { "int8", "((random() - 0.5) * 2::float8 ^ (random() * 63))::int8" },
  { "oid", "(random() * 4294967295)::int8" },
  { "float4", "(random() - 0.5) * 10::float8 ^ (random() * 60 - 30)" },
  { "float8", "(random() - 0.5) * 10::float8 ^ (random() * 500 - 250)" },
  { "float8", "(ARRAY['NaN', 'Infinity', '-Infinity', '-0'])[1 + i % 4]::float8" },
  { "numeric", "(random() - 0.5)::numeric * 10::numeric ^ (random() * 60 - 30)::int" },
  { "numeric(20,5)", "((random() - 0.5) * 1e12)" },
  { "numeric", "(ARRAY['NaN', 'Infinity', '0.000', '1e30'])[1 + i % 4]::numeric",
    140000 },
  { "text", "(SELECT string_agg(chr(1 + (random() * 1000)::int), '')"
            "   FROM generate_series(1, (random() * 20)::int) AS s WHERE i > 0)" },
  { "varchar(9)", "left(md5(random()::text), (random() * 9)::int)" },
  { "char(9)", "left(md5(random()::text), (random() * 9)::int)" },
  { "bytea", "decode(md5(random()::text), 'hex')" },
  { "uuid", "md5(random()::text)::uuid" },
  { "json", "json_build_object('a', random(), 'ß', md5(random()::text))" },
  { "jsonb", "jsonb_build_array(random(), NULL, md5(random()::text))" },
  { "date", "'2000-01-01'::date + ((random() - 0.5) * 4800000)::int" },
  { "date", "(ARRAY['infinity', '-infinity', '4713-01-01 BC', '0001-01-01'])[1 + i % 4]::date" },
  { "time", "'00:00'::time + random() * '24 hours'::interval" },
  { "timetz", "('00:00'::time + random() * '24 hours'::interval)::time"
              " AT TIME ZONE make_interval(mins => ((random() - 0.5) * 900)::int)" },
  { "timestamp", "'2000-01-01'::timestamp + (random() - 0.5) * '4000000 days'::interval" },
  { "timestamptz", "'2000-01-01'::timestamptz + (random() - 0.5) * '4000000 days'::interval" },
  { "timestamptz", "'2000-01-01'::timestamptz + (random() - 0.5) * '40000 days'::interval" },
  { "interval", "make_interval(months => ((random() - 0.5) * 5000)::int,"
                "  days => ((random() - 0.5) * 500)::int, secs => (random() - 0.5) * 1e6)" },
  { "interval", "make_interval(months => i - 10, days => i % 3 - 1, secs => i % 5 - 2)" },
  { "point", "point(random(), random() * 10::float8 ^ (i * 10))" },
  { "line", "line(point(random(), random()), point(2 + random(), 2 - random()))" },
  { "lseg", "lseg(point(random(), random()), point(random(), -random()))" },
  { "box", "box(point(random() - 0.5, random()), point(random(), random() - 0.5))" },
  { "path", "path(polygon(2 + (random() * 5)::int, circle(point(random(), 1), random())))" },
  { "polygon", "polygon(2 + (random() * 5)::int, circle(point(random(), 1), random()))" },
  { "circle", "circle(point(random(), -random()), random())" },
  { "inet", "set_masklen('0.0.0.0'::inet + (random() * 4294967295)::int8, (random() * 32)::int)" },
  { "inet", "('::ffff:0:0'::inet + (random() * 4294967295)::int8 * (i % 3))" },
  { "cidr", "network(set_masklen('::'::inet + (random() * 1e18)::int8, (random() * 128)::int))" },
  { "macaddr", "left(md5(random()::text), 12)::macaddr" },
  { "varbit", "((random() * 1e9)::int::bit(32))::varbit" },
  { "pg_lsn", "to_hex((random() * 1e9)::int) || '/' || to_hex((random() * 1e9)::int)" },
  { "tsvector", "to_tsvector('simple', md5(random()::text) || ' x ' || i)" },
  { "int4range", "int4range((random() * 100)::int, 100 + i, '[]')" },
  { "numrange", "numrange(NULL, random()::numeric, '(]')" },
  { "daterange", "daterange('2000-01-01'::date - i, NULL)" },
  { "tstzrange", "tstzrange(now(), now() + random() * '9 days'::interval)" },
  { "int8multirange", "int8multirange(int8range(0, i), int8range(50, 60 + i))",
    140000 },
  { "int4[]", "ARRAY[i, NULL, (random() * 100)::int]" },
  { "int4[]", "'[0:1][-1:0]={{1,2},{3,4}}'::int4[]" },
  { "text[]", "ARRAY['', 'NULL', NULL, 'a b', '\"\\,{}', md5(random()::text)]" },
  { "numeric[]", "ARRAY[random()::numeric, 'NaN', NULL]" },
  { "timestamptz[]", "ARRAY[now(), 'infinity', '2000-01-01'::timestamptz + random() * '9 days'"
                     "::interval]" },
  { "box[]", "ARRAY[box(point(random(), 1), point(0, 0)), NULL]" },
  { "bytea[]", "ARRAY[decode(md5(random()::text), 'hex'), '']" },
  { "mood", "(ARRAY['sad', 'so, so', 'Grüße'])[1 + i % 3]" },
  { "mood[]", "ARRAY['so, so', NULL, 'Grüße']" },
  { "price", "random() * 100" },
  { "price[]", "ARRAY[random() * 100, NULL]" },
  { "list", "ARRAY[i, NULL, (random() * 100)::int]" },
  { "list[]", "ARRAY['{1,2}'::list, NULL, ARRAY[i]::list]" },
  { "item", "ROW(i, md5(random()::text) || ' \"\\,()', now(), NULL)" },
  { "item[]", "ARRAY[ROW(i, '', now(), '[0:1]={1,2}')::item, NULL]" },
  { "bag", "ROW(ROW(i, '{\"', '2020-01-01', '{}'), 'so, so', i, ARRAY[i],"
           "    ARRAY[ROW(i, 'x', NULL, '{{1}}')::item, NULL], span(random(), 2))" },
  { "bag[]", "ARRAY[ROW(NULL, NULL, NULL, NULL, '{}', 'empty')::bag,"
             "      ROW(ROW(1, '\"', now(), '{NULL}'), 'sad', 1, '{}', NULL, span(NULL, 1))]" },
  { "thing", "ROW(i, md5(random()::text))" },
  { "span", "span(random() - 0.5, 1 / random(), '[]')" },
  { "span[]", "ARRAY[span(NULL, random()), 'empty']" },
  { "moods", "moods('sad', 'Grüße', (ARRAY['[]', '(]', '()'])[1 + i % 3])" },
  { "multispan", "multispan(span(-1, random()), span(2, 3 + random()))", 140000 },
  { "multispan[]", "ARRAY[multispan(span(-1, random()), span(2, NULL)), '{}']", 140000 },
  { "hstore", "hstore('k' || i, CASE WHEN i % 3 = 0 THEN NULL ELSE md5(random()::text) END) ||"
              "hstore('\"\\=>', 'x, y')" },
  { "hstore[]", "ARRAY[hstore('k' || i, ''), NULL, '']" },
};

/* Types of the database, which are looked up as an application has them looked up. */
#define SCHEMA \
  "CREATE SCHEMA property;" \
  "CREATE TYPE mood AS ENUM ('sad', 'so, so', 'Grüße');" \
  "CREATE DOMAIN price AS numeric(6,2);" \
  "CREATE DOMAIN list AS int4[];" \
  "CREATE TYPE item AS (n int4, \"a b\" text, t timestamptz, l int4[]);" \
  "CREATE TYPE span AS RANGE (subtype = float8%s);" \
  "CREATE TYPE moods AS RANGE (subtype = mood);" \
  "CREATE TYPE bag AS (i item, m mood, p price, l list, j item[], s span);" \
  "CREATE TABLE thing (n int4, gone text, t text); ALTER TABLE thing DROP COLUMN gone"

static PggTypeMap *known_types;

typedef struct
{
  PGconn          *conn;
  PggCodecContext *context;
  guint            n_columns;
  guint            kinds[MAX_COLUMNS];
  PggResult       *text;
  PggResult       *binary;
} Table;

static PGresult *
execute (PGconn     *conn,
         const char *sql)
{
  PGresult *res = PQexec (conn, sql);

  if (PQresultStatus (res) != PGRES_TUPLES_OK && PQresultStatus (res) != PGRES_COMMAND_OK)
    g_error ("%s: %s", sql, PQresultErrorMessage (res));

  return res;
}

static void
run (PGconn     *conn,
     const char *format,
     ...) G_GNUC_PRINTF (2, 3);

static void
run (PGconn     *conn,
     const char *format,
     ...)
{
  g_autofree char *sql = NULL;
  va_list args;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);
  PQclear (execute (conn, sql));
}

static const char *
random_of (const char *const *choices,
           guint              n_choices)
{
  return choices[g_test_rand_int_range (0, (gint32) n_choices)];
}

/* A session with any settings. */
static PGconn *
connect_server (void)
{
  static const char *const date_styles[] = { "ISO, MDY", "SQL, DMY", "Postgres, MDY",
                                             "German, DMY" };
  static const char *const interval_styles[] = { "postgres", "sql_standard", "postgres_verbose",
                                                 "iso_8601" };
  static const char *const zones[] = { "UTC", "Europe/Berlin", "America/St_Johns",
                                       "Asia/Kathmandu" };
  PGconn *conn = PQconnectdb (test_conninfo ());

  g_assert_cmpint (PQstatus (conn), ==, CONNECTION_OK);
  g_assert_cmpint (PQsetClientEncoding (conn, "UTF8"), ==, 0);
  run (conn, "SET client_min_messages = warning");
  run (conn, "SET search_path = property, public");
  run (conn, "SET DateStyle = '%s'", random_of (date_styles, G_N_ELEMENTS (date_styles)));
  run (conn, "SET IntervalStyle = '%s'",
       random_of (interval_styles, G_N_ELEMENTS (interval_styles)));
  run (conn, "SET TimeZone = '%s'", random_of (zones, G_N_ELEMENTS (zones)));
  run (conn, "SELECT setseed(%f)", g_test_rand_double_range (0, 1));

  return conn;
}

static char *
make_columns (Table *self)
{
  g_autoptr (GString) columns = g_string_new ("i int4");

  for (guint i = 0; i < self->n_columns; i++)
    g_string_append_printf (columns, ", c%u %s", i, kinds[self->kinds[i]].type);

  return g_string_free (g_steal_pointer (&columns), FALSE);
}

/* Table t has the values of the server, the others will have those that were written here. */
static void
create_tables (Table *self)
{
  static const char *const names[] = { "t", "from_text", "from_binary", "from_arrays" };
  g_autofree char *columns = make_columns (self);
  g_autoptr (GString) values = g_string_new ("i");

  g_test_message ("%s", columns);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    run (self->conn, "DROP TABLE IF EXISTS %s; CREATE TEMP TABLE %s (%s)", names[i], names[i],
         columns);

  for (guint i = 0; i < self->n_columns; i++)
    g_string_append_printf (values, ", CASE WHEN random() < 0.15 THEN NULL ELSE (%s)::%s END",
                            kinds[self->kinds[i]].expression, kinds[self->kinds[i]].type);
  run (self->conn, "INSERT INTO t SELECT %s FROM generate_series(1, %d) AS s (i)", values->str,
       N_ROWS);
}

static PggResult *
ask (Table      *self,
     const char *sql,
     int         format)
{
  PGresult *res = PQexecParams (self->conn, sql, 0, NULL, NULL, NULL, NULL, format);

  if (PQresultStatus (res) != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQresultErrorMessage (res));

  return pgg_result_new (pgg_pq_result_new_take (res), self->context, NULL);
}

/* In binary if the type can be, in text otherwise. */
static PggAdapter
make_adapter (Table     *self,
              PggResult *result,
              guint      column,
              gboolean   binary)
{
  guint32 oid = PQftype (result->res, (int) column);
  PggAdapter adapter = pgg_adapter_make (self->context, oid, binary);

  if (binary && !pgg_codec_has_binary (self->context->types, adapter.type))
    adapter = pgg_adapter_make (self->context, oid, FALSE);

  return adapter;
}

static gboolean
is_binary (const PggAdapter *adapter)
{
  return adapter->codec == pgg_codec_lookup (adapter->type, TRUE) &&
         adapter->codec != pgg_codec_lookup (adapter->type, FALSE);
}

/* The text is that of the server in both formats. */
static void
compare_texts (Table *self,
               guint  row,
               guint  column)
{
  g_autoptr (GError) error = NULL;
  gboolean is_null = PQgetisnull (self->text->res, (int) row, (int) column);
  PggAdapter adapter = make_adapter (self, self->text, column, TRUE);

  g_assert_cmpstr (pgg_result_get_text (self->text, row, column, &error), ==,
                   is_null ? NULL : PQgetvalue (self->text->res, (int) row, (int) column));
  g_assert_no_error (error);
  if (adapter.codec == pgg_codec_lookup (adapter.type, TRUE))
    g_assert_cmpstr (pgg_result_get_text (self->binary, row, column, &error), ==,
                     pgg_result_get_text (self->text, row, column, NULL));
  g_assert_no_error (error);
}

static void
read_tables (Table *self)
{
  self->text = ask (self, "SELECT * FROM t ORDER BY i", 0);
  self->binary = ask (self, "SELECT * FROM t ORDER BY i", 1);
  g_assert_cmpuint (pgg_result_get_n_rows (self->text), ==, N_ROWS);

  for (guint row = 0; row < N_ROWS; row++)
    for (guint column = 0; column <= self->n_columns; column++)
      compare_texts (self, row, column);
}

/* A parameter of the value of a cell; NULL if that is NULL. The format may change to text. */
static GByteArray *
write_cell (Table     *self,
            PggResult *source,
            guint      row,
            guint      column,
            int       *format)
{
  PggAdapter adapter = make_adapter (self, source, column, *format == 1);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  const GValue *value = pgg_result_get_value (source, row, column, &error);
  PggDecode decode;

  g_assert_no_error (error);
  *format = is_binary (&adapter) ? 1 : 0;
  if (pgg_result_is_null (source, row, column, NULL))
    return NULL;

  decode = pgg_adapter_encode (&adapter, value, bytes);
  if (decode == PGG_DECODE_NOT_SUPPORTED && *format == 1)
    {
      *format = 0;
      adapter = make_adapter (self, source, column, FALSE);
      decode = pgg_adapter_encode (&adapter, value, bytes);
    }
  g_assert_cmpint (decode, ==, PGG_DECODE_OK);
  /* libpq takes text up to a NUL, which is no part of it. */
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  g_byte_array_set_size (bytes, bytes->len - 1);

  return g_steal_pointer (&bytes);
}

/* Sends the cells of a row as parameters. */
static void
send_row (Table      *self,
          PggResult  *source,
          guint       row,
          int         format,
          const char *sql)
{
  int n_params = (int) pgg_result_get_n_columns (source);
  GDestroyNotify free_cell = (GDestroyNotify) g_byte_array_unref;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (free_cell);
  Oid types[MAX_COLUMNS + 1];
  const char *values[MAX_COLUMNS + 1];
  int lengths[MAX_COLUMNS + 1];
  int formats[MAX_COLUMNS + 1];
  g_autoptr (PGresult) res = NULL;

  for (int i = 0; i < n_params; i++)
    {
      GByteArray *bytes;

      types[i] = PQftype (source->res, i);
      formats[i] = format;
      bytes = write_cell (self, source, row, (guint) i, &formats[i]);
      values[i] = bytes == NULL ? NULL : (const char *) bytes->data;
      lengths[i] = bytes == NULL ? 0 : (int) bytes->len;
      if (bytes != NULL)
        g_ptr_array_add (cells, bytes);
    }

  res = PQexecParams (self->conn, sql, n_params, types, values, lengths, formats, 0);
  if (PQresultStatus (res) != PGRES_COMMAND_OK)
    g_error ("%s: %s", sql, PQresultErrorMessage (res));
}

static void
insert_rows (Table      *self,
             PggResult  *source,
             int         format,
             const char *name)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_printf (sql, "INSERT INTO %s VALUES ($1", name);
  for (guint i = 0; i < self->n_columns; i++)
    g_string_append_printf (sql, ", $%u", i + 2);
  g_string_append_c (sql, ')');

  for (guint row = 0; row < N_ROWS; row++)
    send_row (self, source, row, format, sql->str);
}

/* Arrays of arrays are something else. Arrays that are but text to the library may not be read even
 * by the server that wrote them: old dates in the styles of others than ISO have zones that it does
 * not know. */
static gboolean
has_array (Table *self,
           guint  column)
{
  PggAdapter adapter = make_adapter (self, self->text, column + 1, FALSE);
  PggAdapter array;

  if (adapter.type == NULL || adapter.type->array == 0)
    return FALSE;

  array = pgg_adapter_make (self->context, adapter.type->array, FALSE);
  return array.codec->kind != PGG_KIND_TEXT || self->context->date_style == PGG_DATE_STYLE_ISO;
}

/* A column at a time, as an array of its values. */
static void
insert_arrays (Table *self,
               int    format)
{
  g_autoptr (GString) columns = g_string_new ("array_agg(i ORDER BY i)");
  g_autoptr (GString) names = g_string_new ("i");
  g_autoptr (GString) params = g_string_new ("unnest($1)");
  g_autoptr (PggResult) arrays = NULL;
  g_autofree char *select = NULL;
  g_autofree char *insert = NULL;
  guint n_params = 1;

  for (guint i = 0; i < self->n_columns; i++)
    {
      if (!has_array (self, i))
        continue;
      g_string_append_printf (columns, ", array_agg(c%u ORDER BY i)", i);
      g_string_append_printf (names, ", c%u", i);
      g_string_append_printf (params, ", unnest($%u)", ++n_params);
    }
  select = g_strdup_printf ("SELECT %s FROM t", columns->str);
  insert = g_strdup_printf ("INSERT INTO from_arrays (%s) SELECT %s", names->str, params->str);

  arrays = ask (self, select, 0);
  send_row (self, arrays, 0, format, insert);
  for (guint i = 0; i < self->n_columns; i++)
    if (!has_array (self, i))
      run (self->conn, "UPDATE from_arrays AS a SET c%u = t.c%u FROM t WHERE t.i = a.i", i, i);
}

/* As the server sees it: all rows, as the text of the same session. */
static void
check_same (Table      *self,
            const char *name)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT a::text, b::text FROM t AS a FULL JOIN %s AS b USING (i)"
    "  WHERE a::text IS DISTINCT FROM b::text", name);
  g_autoptr (PGresult) res = execute (self->conn, sql);

  if (PQntuples (res) > 0)
    g_error ("%s: %d rows differ, such as\n%s\n%s", name, PQntuples (res), PQgetvalue (res, 0, 0),
             PQgetvalue (res, 0, 1));
}

static void
check_columns (Table *self)
{
  create_tables (self);
  read_tables (self);
  insert_rows (self, self->text, 0, "from_text");
  insert_rows (self, self->text, 1, "from_binary");
  insert_arrays (self, g_test_rand_bit () ? 1 : 0);
  check_same (self, "from_text");
  check_same (self, "from_binary");
  check_same (self, "from_arrays");

  g_clear_pointer (&self->text, pgg_result_unref);
  g_clear_pointer (&self->binary, pgg_result_unref);
}

static PggCodecContext *
make_context (PGconn *conn)
{
  return pgg_codec_context_new (PQclientEncoding (conn), PQparameterStatus (conn, "DateStyle"),
                                PQparameterStatus (conn, "IntervalStyle"),
                                PQparameterStatus (conn, "TimeZone"), known_types);
}

/* Whether the server has the type. */
static gboolean
is_there (PGconn *conn,
          guint   kind)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 WHERE to_regtype('%s') IS NOT NULL",
                                          kinds[kind].type);
  g_autoptr (PGresult) res = NULL;

  if (PQserverVersion (conn) < kinds[kind].since)
    return FALSE;
  if (!g_str_has_prefix (kinds[kind].type, "hstore"))
    return TRUE;

  res = execute (conn, sql);
  return PQntuples (res) == 1;
}

static void
test_tables (void)
{
  for (guint i = 0; i < N_TABLES; i++)
    {
      g_autoptr (PGconn) conn = connect_server ();
      g_autoptr (PggCodecContext) context = make_context (conn);
      Table table = { .conn = conn, .context = context };

      table.n_columns = (guint) g_test_rand_int_range (1, MAX_COLUMNS + 1);
      for (guint j = 0; j < table.n_columns; j++)
        do
          table.kinds[j] = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (kinds));
        while (!is_there (conn, table.kinds[j]));
      check_columns (&table);
    }
}

/* Each type once, alone, whatever the seed is. */
static void
test_types (void)
{
  g_autoptr (PGconn) conn = connect_server ();
  g_autoptr (PggCodecContext) context = make_context (conn);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      Table table = { .conn = conn, .context = context, .n_columns = 1, .kinds = { i } };

      if (is_there (conn, i))
        check_columns (&table);
    }
}

/* Makes the types; hstore may be missing. */
static void
create_types (PGconn *conn)
{
  g_autoptr (PGresult) hstore = NULL;

  run (conn, SCHEMA, PQserverVersion (conn) >= 140000 ? ", multirange_type_name = multispan" : "");
  hstore = PQexec (conn, "CREATE EXTENSION hstore SCHEMA public");
  if (PQresultStatus (hstore) != PGRES_COMMAND_OK)
    g_test_message ("Without hstore: %s", PQresultErrorMessage (hstore));
}

/* Has the library see all types and their arrays. */
static PggTypeMap *
lookup_types (PGconn *conn)
{
  g_autoptr (PggConnection) connection = pgg_connect (test_conninfo (), NULL, NULL);
  g_autoptr (GString) sql = g_string_new ("SET search_path = property, public; SELECT 1");
  g_autoptr (PggResult) result = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (is_there (conn, i))
      g_string_append_printf (sql, ", NULL::%s%s", kinds[i].type,
                              g_str_has_suffix (kinds[i].type, "]") ? "" : "[]");
  result = pgg_connection_execute (connection, sql->str, NULL, NULL, NULL);
  g_assert_nonnull (result);

  return pgg_type_map_ref (pgg_result_get_next (result)->context->types);
}

int
main (int    argc,
      char **argv)
{
  PGconn *conn;
  int failed;

  g_test_init (&argc, &argv, NULL);
  conn = connect_server ();
  create_types (conn);
  known_types = lookup_types (conn);
  PQfinish (conn);

  g_test_add_func ("/types/property/types", test_types);
  g_test_add_func ("/types/property/tables", test_tables);

  failed = g_test_run ();
  pgg_type_map_unref (known_types);
  return failed;
}
