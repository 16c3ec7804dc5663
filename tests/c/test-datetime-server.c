/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many random dates and times beside a real server, in all styles and in its time zones: text and
 * binary are the same value, and the text made here is the server's. */

#include "config.h"

#include "fixture.h"

#include "pq/pgg-pq-result-private.h"
#include "types/pgg-codec-private.h"
#include "types/pgg-datetime-private.h"
#include "types/pgg-interval.h"
#include "types/pgg-time.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

static PGresult *
execute (PGconn     *conn,
         const char *sql,
         int         format)
{
  PGresult *res = PQexecParams (conn, sql, 0, NULL, NULL, NULL, NULL, format);

  if (PQresultStatus (res) != PGRES_TUPLES_OK && PQresultStatus (res) != PGRES_COMMAND_OK)
    g_error ("%s: %s", sql, PQresultErrorMessage (res));

  return res;
}

static void
run (PGconn     *conn,
     const char *sql)
{
  PQclear (execute (conn, sql, 0));
}

/* Half of the timestamps are anywhere, and half at times that have time zones. */
static PGconn *
connect_server (guint n_rows)
{
  PGconn *conn = PQconnectdb (test_conninfo ());
  g_autofree char *fill = g_strdup_printf (
    "CREATE TEMP TABLE r AS SELECT t, t AT TIME ZONE 'UTC' AS z, t::date AS d, t::time AS c,"
    "    make_interval (months => (random() * 50 - 25)::int * (random() * 2)::int,"
    "                   days => (random() * 50 - 25)::int * (random() * 2)::int,"
    "                   secs => (random() * 2e5 - 1e5) * (random() * 2)::int) AS i"
    "  FROM (SELECT CASE n %% 2"
    "           WHEN 0 THEN timestamp '1850-01-01' + (random() * 91310)::int * interval '1 day'"
    "           ELSE timestamp '4714-11-25 BC' + (random() * 109203526)::int * interval '1 day'"
    "         END + floor(random() * 86400e6) * interval '1 us' AS t"
    "    FROM generate_series(1, %u) AS s (n)) AS u", n_rows);
  g_autofree char *seed = g_strdup_printf ("SELECT setseed(%.17g)", g_test_rand_double ());

  g_assert_cmpint (PQstatus (conn), ==, CONNECTION_OK);
  run (conn, seed);
  run (conn, fill);

  return conn;
}

static PggCodecContext *
make_context (PGconn *conn)
{
  return pgg_codec_context_new (PQclientEncoding (conn), PQparameterStatus (conn, "DateStyle"),
                                PQparameterStatus (conn, "IntervalStyle"),
                                PQparameterStatus (conn, "TimeZone"), NULL);
}

static PggBuffer
peek (PGresult *res,
      int       row,
      int       column)
{
  return pgg_buffer_init (PQgetvalue (res, row, column), (gsize) PQgetlength (res, row, column));
}

static void
compare_packed (const PggAdapter *text,
                PggBuffer         text_bytes,
                const PggAdapter *binary,
                PggBuffer         binary_bytes)
{
  gint64 first = 0, second = 0;

  g_assert_cmpint (text->codec->read_packed (text, text_bytes, &first), ==, PGG_DECODE_OK);
  g_assert_cmpint (binary->codec->read_packed (binary, binary_bytes, &second), ==, PGG_DECODE_OK);
  g_assert_cmpint (first, ==, second);
}

static void
compare_intervals (const PggAdapter *text,
                   PggBuffer         text_bytes,
                   const PggAdapter *binary,
                   PggBuffer         binary_bytes)
{
  gpointer first = NULL, second = NULL;

  g_assert_cmpint (text->codec->read_boxed (text, text_bytes, &first), ==, PGG_DECODE_OK);
  g_assert_cmpint (binary->codec->read_boxed (binary, binary_bytes, &second), ==, PGG_DECODE_OK);
  g_assert_true (pgg_interval_equal (first, second));
  pgg_interval_unref (first);
  pgg_interval_unref (second);
}

static void
compare_text (PggBuffer         expected,
              const PggAdapter *binary,
              PggBuffer         bytes,
              GString          *made)
{
  g_string_truncate (made, 0);
  g_assert_cmpint (pgg_adapter_write_text (binary, bytes, made), ==, PGG_DECODE_OK);
  if (!pgg_buffer_equals (&expected, made->str))
    g_error ("\"%s\" instead of \"%s\"", made->str, (const char *) expected.data);
}

static void
compare_column (PggCodecContext *context,
                PGresult        *text,
                PGresult        *binary,
                int              column)
{
  PggAdapter text_adapter = pgg_adapter_make (context, PQftype (text, column), FALSE);
  PggAdapter binary_adapter = pgg_adapter_make (context, PQftype (text, column), TRUE);
  g_autoptr (GString) made = g_string_new (NULL);

  for (int row = 0; row < PQntuples (text); row++)
    {
      PggBuffer text_bytes = peek (text, row, column);
      PggBuffer binary_bytes = peek (binary, row, column);

      compare_text (text_bytes, &binary_adapter, binary_bytes, made);
      if (text_adapter.codec->read_packed != NULL)
        compare_packed (&text_adapter, text_bytes, &binary_adapter, binary_bytes);
      else
        compare_intervals (&text_adapter, text_bytes, &binary_adapter, binary_bytes);
    }
}

static void
compare (PGconn     *conn,
         const char *sql)
{
  g_autoptr (PggCodecContext) context = make_context (conn);
  g_autoptr (PGresult) text = execute (conn, sql, 0);
  g_autoptr (PGresult) binary = execute (conn, sql, 1);

  g_assert_cmpint (PQntuples (text), >, 0);
  for (int column = 0; column < PQnfields (text); column++)
    compare_column (context, text, binary, column);
}

static void
test_date_styles (void)
{
  static const char *const styles[] = {
    "ISO, MDY", "SQL, MDY", "SQL, DMY", "Postgres, MDY", "Postgres, DMY", "German",
  };
  g_autoptr (PGconn) conn = connect_server (test_is_slow () ? 100000 : 5000);

  run (conn, "SET TimeZone = 'UTC'");
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      g_autofree char *setting = g_strdup_printf ("SET DateStyle = '%s'", styles[i]);

      g_test_message ("%s", setting);
      run (conn, setting);
      compare (conn, "SELECT t, z, d, c FROM r");
    }
}

static void
test_interval_styles (void)
{
  static const char *const styles[] = {
    "postgres", "postgres_verbose", "sql_standard", "iso_8601",
  };
  g_autoptr (PGconn) conn = connect_server (test_is_slow () ? 100000 : 5000);

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      g_autofree char *setting = g_strdup_printf ("SET IntervalStyle = '%s'", styles[i]);

      g_test_message ("%s", setting);
      run (conn, setting);
      compare (conn, "SELECT i FROM r");
    }
}

/* Text in other styles has an abbreviation, which may be ambiguous; but what is read is right. */
static void
check_abbreviations (PGconn *conn,
                     guint  *n_read,
                     guint  *n_unknown)
{
  g_autoptr (PggCodecContext) context = make_context (conn);
  g_autoptr (PGresult) text = execute (conn, "SELECT z FROM r", 0);
  g_autoptr (PGresult) binary = execute (conn, "SELECT z FROM r", 1);
  PggAdapter text_adapter = pgg_adapter_make (context, PQftype (text, 0), FALSE);
  PggAdapter binary_adapter = pgg_adapter_make (context, PQftype (text, 0), TRUE);
  g_autoptr (GString) made = g_string_new (NULL);

  g_assert_false (pgg_datetime_can_render (context, PQftype (text, 0)));
  for (int row = 0; row < PQntuples (text); row++)
    {
      gint64 usec;
      PggDecode decode = text_adapter.codec->read_packed (&text_adapter, peek (text, row, 0),
                                                          &usec);

      compare_text (peek (text, row, 0), &binary_adapter, peek (binary, row, 0), made);
      if (decode == PGG_DECODE_NOT_SUPPORTED)
        (*n_unknown)++;
      else
        compare_packed (&text_adapter, peek (text, row, 0), &binary_adapter,
                        peek (binary, row, 0));
      (*n_read)++;
    }
}

/* "localtime" and the like are the server's machine's own. */
static void
test_zones (void)
{
  g_autoptr (PGconn) conn = connect_server (200);
  g_autofree char *sql = g_strdup_printf (
    "SELECT name FROM (SELECT name, row_number () OVER (ORDER BY name) AS n FROM pg_timezone_names"
    "  WHERE name !~ '^(posix/.*|localtime|posixrules)$') AS z WHERE n %% %d = 0",
    test_is_slow () ? 1 : 11);
  g_autoptr (PGresult) names = execute (conn, sql, 0);
  guint n_read = 0, n_unknown = 0;

  g_assert_cmpint (PQntuples (names), >, 20);
  for (int i = 0; i < PQntuples (names); i++)
    {
      g_autofree char *setting = g_strdup_printf ("SET TimeZone = '%s'",
                                                  PQgetvalue (names, i, 0));
      g_autoptr (PggCodecContext) context = NULL;

      g_test_message ("%s", setting);
      run (conn, setting);
      context = make_context (conn);
      g_assert_true (pgg_datetime_can_render (context, 1184));
      compare (conn, "SELECT z FROM r");
      run (conn, "SET DateStyle = 'SQL, DMY'");
      check_abbreviations (conn, &n_read, &n_unknown);
      run (conn, "SET DateStyle = 'ISO'");
    }

  g_test_message ("%u of %u abbreviations say too little", n_unknown, n_read);
  g_assert_cmpuint (n_unknown, <, n_read / 1000 + 1);
}

/* Every half hour around every change of two years. */
static void
test_changes (void)
{
  static const char *const zones[] = {
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin",
    "Africa/Casablanca", "Antarctica/Troll", "FOO5BAR,M3.2.0,M11.1.0", "America/Nuuk",
  };
  g_autoptr (PGconn) conn = connect_server (1);

  run (conn, "CREATE TEMP TABLE h AS SELECT z FROM generate_series("
             "  timestamptz '2012-01-01 00:00+00', '2013-01-01 00:00+00', '30 min') AS s (z)"
             " UNION ALL SELECT z FROM generate_series("
             "  timestamptz '2100-01-01 00:00+00', '2101-01-01 00:00+00', '30 min') AS s (z)");
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autofree char *setting = g_strdup_printf ("SET TimeZone = '%s'", zones[i]);

      g_test_message ("%s", setting);
      run (conn, setting);
      compare (conn, "SELECT z FROM h");
      run (conn, "SET DateStyle = 'Postgres'");
      compare (conn, "SELECT z FROM h");
      run (conn, "SET DateStyle = 'ISO'");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/datetime-server/date-styles", test_date_styles);
  g_test_add_func ("/datetime-server/interval-styles", test_interval_styles);
  g_test_add_func ("/datetime-server/zones", test_zones);
  g_test_add_func ("/datetime-server/changes", test_changes);

  return g_test_run ();
}
