/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is assigned to a column of another type: a prepared statement stores what the server would
 * have stored, or refuses the value. */

#include "config.h"

#include "engine-fixture.h"

/* What is sent: the value as it is read from the server, in the type that it has there. */
static const char *const values[] = {
  "true", "false",
  "5::int4", "-5::int4", "70000::int4", "16777217::int4",
  "7::int8", "5000000000::int8", "9007199254740993::int8", "9223372036854775807::int8",
  "8::oid", "4294967295::oid",
  "2.0::float8", "2.5::float8", "0.1::float8", "1::float8/3", "1e300::float8", "1e-300::float8",
  "'NaN'::float8", "'Infinity'::float8", "'-0'::float8", "1e18::float8",
  "5::numeric", "5.00::numeric", "5.5::numeric", "0.1::numeric", "1e400::numeric",
  "1e-400::numeric", "'NaN'::numeric", "9007199254740993::numeric", "99999999999999999999::numeric",
  "0.300000000000000000000001::numeric",
  "'5'::text", "'true'::text", "'2024-02-29'::text",
  "'\\x01ff'::bytea",
  "'2024-02-29'::date", "'0044-03-15 BC'::date", "'infinity'::date", "'5874897-12-31'::date",
  "'13:30:00.25'::time", "'24:00'::time", "'13:30:00+02'::timetz",
  "'2024-02-29 00:00'::timestamp", "'2024-02-29 13:30:00.123456'::timestamp",
  "'-infinity'::timestamp", "'0044-03-15 00:00 BC'::timestamp",
  "'2024-02-29 12:00+00'::timestamptz", "'infinity'::timestamptz",
  "'13:30'::interval", "'1 day'::interval", "'-1 hour'::interval", "'24:00'::interval",
  "'192.168.1.5'::inet", "'192.168.1.5/24'::inet", "'192.168.1.0/24'::inet", "'::1'::inet",
  "'192.168.1.0/24'::cidr",
  "'(1,2)'::point", "'(3,4),(1,2)'::box", "'((1,2),(3,4))'::path", "'[(1,2),(3,4)]'::path",
  "'((1,2),(3,4),(5,7))'::polygon", "'[(1,2),(3,4)]'::lseg", "'{1,2,3}'::line",
  "'<(1,2),3>'::circle",
  "ARRAY[1, NULL, 3]", "ARRAY[1.5, NULL]::float8[]", "ARRAY[2.00, 3]::numeric[]",
  "ARRAY[2.5]::numeric[]", "ARRAY[true, NULL, false]", "ARRAY['a', NULL, 'NULL']",
  "ARRAY['2024-02-29', NULL]::date[]", "ARRAY['192.168.1.5']::inet[]", "'[2:3]={5,6}'::int8[]",
  "ARRAY[0.1]::float4[]", "ARRAY['2024-02-29 12:00+00']::timestamptz[]",
  "int4range(1, 5)", "numrange(1, 5)", "daterange('2024-02-01', '2024-03-01')",
  "'{[1,5)}'::int4multirange",
};

static const char *const targets[] = {
  "bool", "int2", "int4", "int8", "oid", "xid8", "float4", "float8", "numeric", "numeric(6,2)",
  "money", "text", "varchar(40)", "bpchar", "name", "bytea", "date", "time", "timetz",
  "timestamp", "timestamp(3)", "timestamptz", "interval", "uuid", "jsonb", "inet", "cidr",
  "varbit", "point", "box", "path", "polygon", "lseg", "line", "circle", "regclass", "int2[]",
  "int4[]", "int8[]", "float4[]", "float8[]", "numeric[]", "text[]", "varchar[]", "date[]",
  "timestamp[]", "cidr[]", "int4range", "int8range", "numrange", "tsrange", "int8multirange",
  "posint",
};

typedef enum
{
  SAME,         /* the same value, or refused both times */
  REFUSED,      /* by the statement only */
  ONLY_HERE,    /* the server by itself would refuse it */
  OTHER_VALUE,
} Outcome;

/* Where the statement does something else than the server, and why; patterns between bars. */
static const struct
{
  const char *from;
  const char *to;
  Outcome     outcome;
  const char *why;
} exceptions[] = {
  { "2.5::float8|0.1::float8|1::float8/3|1e-300::float8|5.5::numeric|0.*::numeric|1e-400::numeric",
    "int2|int4|int8", REFUSED, "the server rounds to an integer" },
  { "2.5::float8|5.5::numeric", "posint", REFUSED, "likewise, before the domain is checked" },
  { "ARRAY[1.5*|ARRAY[2.5*|ARRAY[0.1*", "int2[]|int4[]|int8[]", REFUSED, "likewise" },
  { "-5::int4", "oid|regclass", REFUSED, "the server makes a large number of a negative one" },
  { "2.0::float8|'-0'::float8|5::numeric|5.00::numeric", "oid|xid8", ONLY_HERE,
    "there is no cast, and the number is the same" },
  { "5::int4|70000::int4|16777217::int4|*::int8|*::oid|1e18::float8|9007199254740993::numeric",
    "xid8", ONLY_HERE, "likewise" },
  { "1::float8/3", "numeric", OTHER_VALUE, "the server keeps fifteen digits only" },
  { "5*::numeric|0.*::numeric|1e-400::numeric|9007199254740993::numeric", "money", REFUSED,
    "lc_monetary says how many digits there are behind the point, and is not reported" },
  { "'2024-02-29 13:30*::timestamp", "date", REFUSED, "the server drops the time" },
  { "*::timetz|*::timestamp", "time", REFUSED, "the server drops the rest" },
  { "*::timestamptz", "date|time|timetz|timestamp|timestamp(3)", REFUSED,
    "it is another one in each time zone" },
  { "*::timestamptz[]", "date[]|timestamp[]", REFUSED, "likewise" },
  { "*::time", "timetz", REFUSED, "likewise" },
  { "'2024*::date|'0044*::date|'infinity'::date|*::timestamp", "timestamptz", REFUSED, "likewise" },
  { "'1 day'::interval|'-1 hour'::interval|'24:00'::interval", "time", REFUSED,
    "the server drops the days" },
  { "'192.168.1.5/24'::inet", "cidr", REFUSED, "the server drops the host" },
  { "*::point", "box", REFUSED, "it is another figure" },
  { "*::box", "polygon", REFUSED, "likewise" },
  { "int4range*", "int8range|numrange", ONLY_HERE, "there is no cast, the bounds are the same" },
  { "daterange*", "tsrange", ONLY_HERE, "likewise" },
  { "*int4multirange", "int8multirange", ONLY_HERE, "likewise" },
};

static gboolean was_met[G_N_ELEMENTS (exceptions)];

static PggParams *
make_params (PggConnection *connection,
             const char    *value)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s", value);
  g_autoptr (PggResult) result = pgg_connection_execute (connection, sql, NULL, NULL, NULL);
  g_autoptr (PggParams) params = pgg_params_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (pgg_params_append_value (params, pgg_result_get_value (result, 0, 0, NULL),
                                          &error));
  g_assert_no_error (error);
  return g_steal_pointer (&params);
}

/* What the column has then, "NULL", or NULL if the value was refused. */
static char *
dup_stored (PggResult *result)
{
  const char *text;

  if (result == NULL)
    return NULL;

  text = pgg_result_get_text (result, 0, 0, NULL);
  return g_strdup (text != NULL ? text : "NULL");
}

static Outcome
compare (const char *direct,
         const char *prepared)
{
  if (g_strcmp0 (direct, prepared) == 0)
    return SAME;
  if (prepared == NULL)
    return REFUSED;

  return direct == NULL ? ONLY_HERE : OTHER_VALUE;
}

static gboolean
matches (const char *patterns,
         const char *text)
{
  g_auto (GStrv) each = g_strsplit (patterns, "|", -1);

  for (guint i = 0; each[i] != NULL; i++)
    if (g_pattern_match_simple (each[i], text))
      return TRUE;

  return FALSE;
}

static Outcome
get_expected (const char *from,
              const char *to)
{
  for (guint i = 0; i < G_N_ELEMENTS (exceptions); i++)
    if (matches (exceptions[i].from, from) && matches (exceptions[i].to, to))
      {
        was_met[i] = TRUE;
        return exceptions[i].outcome;
      }

  return SAME;
}

/* Servers before version 14 do not have all types. */
static gboolean
is_known (PggConnection *connection,
          const char    *sql)
{
  return pgg_connection_get_server_version (connection) >= 140000 ||
         strstr (sql, "multirange") == NULL;
}

static void
check (PggConnection *connection,
       PggStatement  *statement,
       const char    *from,
       const char    *to)
{
  g_autoptr (PggParams) params = make_params (connection, from);
  g_autoptr (GError) error = NULL;
  const char *sql = pgg_statement_get_sql (statement);
  g_autoptr (PggResult) first = pgg_connection_execute (connection, sql, params, NULL, NULL);
  g_autoptr (PggResult) second = pgg_statement_execute (statement, params, NULL, &error);
  g_autofree char *direct = dup_stored (first);
  g_autofree char *prepared = dup_stored (second);

  if (compare (direct, prepared) != get_expected (from, to))
    {
      g_test_message ("%s for %s: “%s” and “%s” %s", from, to, direct, prepared,
                      error != NULL ? error->message : "");
      g_test_fail ();
    }
}

static void
test_table (void)
{
  g_autoptr (PggConnection) connection = test_connect ();

  g_object_set (connection, "statement-mode", PGG_STATEMENT_MODE_UNNAMED, NULL);
  test_execute (connection, "SET TIME ZONE 'America/New_York'");
  test_execute (connection, "CREATE DOMAIN pg_temp.posint AS int4 CHECK (VALUE > 0)");
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *table = g_strdup_printf ("CREATE TEMP TABLE t%u (c %s)", i, targets[i]);
      g_autofree char *sql = g_strdup_printf ("INSERT INTO t%u VALUES ($1) RETURNING c::text", i);
      g_autoptr (PggStatement) statement = NULL;

      if (!is_known (connection, targets[i]))
        continue;
      test_execute (connection, table);
      statement = test_prepare (connection, sql);
      for (guint j = 0; j < G_N_ELEMENTS (values); j++)
        if (is_known (connection, values[j]))
          check (connection, statement, values[j], targets[i]);
    }

  for (guint i = 0; i < G_N_ELEMENTS (exceptions); i++)
    if (!was_met[i] && is_known (connection, exceptions[i].from))
      g_error ("%s for %s: no value is so", exceptions[i].from, exceptions[i].to);
}

/* A NULL is one of every type. */
static void
test_null (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggStatement) statement = test_prepare (connection, "SELECT $1::date");
  g_autoptr (PggParams) params = make_params (connection, "NULL::numeric");
  g_autoptr (PggResult) result = pgg_statement_execute (statement, params, NULL, NULL);

  g_assert_true (pgg_result_is_null (result, 0, 0, NULL));
}

/* The word NULL in the text of an array would be an element under this setting. */
static void
test_array_nulls (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggStatement) statement = test_prepare (connection, "SELECT ($1::text[])[2]");
  const char *arrays[] = { "ARRAY[1, NULL]", "ARRAY[true, NULL]", "ARRAY['a', NULL]",
                           "ARRAY['a', NULL]::name[]" };

  test_execute (connection, "SET array_nulls = off");
  for (guint i = 0; i < 2 * G_N_ELEMENTS (arrays); i++)
    {
      g_autoptr (PggParams) params = make_params (connection, arrays[i / 2]);
      g_autoptr (PggResult) result = pgg_statement_execute (statement, params, NULL, NULL);

      g_assert_true (pgg_result_is_null (result, 0, 0, NULL));
      test_execute (connection, i % 2 == 0 ? "SET client_encoding = LATIN1"
                                           : "SET client_encoding = UTF8");
    }
}

/* Instants are texts in the style of the session where it is known what it writes. */
static void
test_styles (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggStatement) statement = test_prepare (connection, "SELECT $1::text");
  g_autoptr (PggParams) days = make_params (connection, "date '2024-02-29'");
  g_autoptr (PggParams) instant = make_params (connection, "timestamptz '2024-02-29 12:00+00'");
  g_autoptr (PggResult) day = NULL;
  g_autoptr (GError) error = NULL;

  test_execute (connection, "SET DateStyle = 'German'");
  day = pgg_statement_execute (statement, days, NULL, NULL);
  g_assert_cmpstr (pgg_result_get_text (day, 0, 0, NULL), ==, "29.02.2024");
  g_assert_null (pgg_statement_execute (statement, instant, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (120);

  g_test_add_func ("/assignment/table", test_table);
  g_test_add_func ("/assignment/null", test_null);
  g_test_add_func ("/assignment/array-nulls", test_array_nulls);
  g_test_add_func ("/assignment/styles", test_styles);

  return g_test_run ();
}
