/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a real server sends: text and binary must be read as the same values and the same texts, and
 * its errors as diagnostics. */

#include "config.h"

#include <math.h>

#include "fixture.h"
#include "make-result.h"

#include "client/pgg-params-private.h"
#include "client/pgg-result-private.h"
#include "engine/pgg-diagnostics-private.h"
#include "engine/pgg-server-error-private.h"
#include "pq/pgg-pq-params-private.h"
#include "pq/pgg-pq-result-private.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)

static PGconn *
connect_server (const char *encoding)
{
  PGconn *conn = PQconnectdb (test_conninfo ());

  g_assert_cmpint (PQstatus (conn), ==, CONNECTION_OK);
  g_assert_cmpint (PQsetClientEncoding (conn, encoding), ==, 0);

  return conn;
}

static PggResult *
execute (PGconn     *conn,
         const char *sql,
         PggParams  *params,
         int         format)
{
  PggPqParams *pq = params == NULL ? NULL : pgg_params_peek_pq (params);
  PGresult *res = PQexecParams (conn, sql, pq == NULL ? 0 : (int) pgg_pq_params_get_n_params (pq),
                                pq == NULL ? NULL : pgg_pq_params_get_types (pq),
                                pq == NULL ? NULL : pgg_pq_params_get_values (pq),
                                pq == NULL ? NULL : pgg_pq_params_get_lengths (pq),
                                pq == NULL ? NULL : pgg_pq_params_get_formats (pq), format);

  if (PQresultStatus (res) != PGRES_TUPLES_OK && PQresultStatus (res) != PGRES_COMMAND_OK)
    g_error ("%s: %s", sql, PQresultErrorMessage (res));

  return wrap_result (res, PQclientEncoding (conn), NULL);
}

/* Everything that can be read of a cell must not depend on the format. */
static void
compare_cell (PggResult *text,
              PggResult *binary,
              guint      row,
              guint      column)
{
  g_autoptr (GError) error = NULL;
  const GValue *text_value = pgg_result_get_value (text, row, column, &error);
  const GValue *binary_value = pgg_result_get_value (binary, row, column, &error);
  const char *binary_text = pgg_result_get_text (binary, row, column, &error);
  double text_double, binary_double;

  g_assert_no_error (error);
  g_assert_cmpstr (binary_text, ==, pgg_result_get_text (text, row, column, NULL));

  g_assert_cmpstr (G_VALUE_TYPE_NAME (text_value), ==, G_VALUE_TYPE_NAME (binary_value));

  g_assert_cmpint (pgg_result_get_int64 (text, row, column, NULL), ==,
                   pgg_result_get_int64 (binary, row, column, NULL));
  g_assert_cmpint (pgg_result_get_boolean (text, row, column, NULL), ==,
                   pgg_result_get_boolean (binary, row, column, NULL));
  text_double = pgg_result_get_double (text, row, column, NULL);
  binary_double = pgg_result_get_double (binary, row, column, NULL);
  /* NaN has a sign and other bits that text does not show. */
  if (!isnan (text_double) || !isnan (binary_double))
    g_assert_cmpmem (&text_double, sizeof (double), &binary_double, sizeof (double));
  if (G_VALUE_HOLDS (text_value, G_TYPE_BYTES) && !pgg_result_is_null (text, row, column, NULL))
    {
      g_autoptr (GBytes) text_bytes = pgg_result_get_bytes (text, row, column, NULL);
      g_autoptr (GBytes) binary_bytes = pgg_result_get_bytes (binary, row, column, NULL);

      g_assert_true (g_bytes_equal (text_bytes, binary_bytes));
    }
}

static void
compare (PGconn     *conn,
         const char *sql)
{
  g_autoptr (PggResult) text = execute (conn, sql, NULL, 0);
  g_autoptr (PggResult) binary = execute (conn, sql, NULL, 1);
  guint n_rows = pgg_result_get_n_rows (text);
  guint n_columns = pgg_result_get_n_columns (text);

  g_assert_cmpuint (n_rows, >, 0);
  g_assert_cmpuint (pgg_result_get_n_rows (binary), ==, n_rows);
  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < n_columns; column++)
      compare_cell (text, binary, row, column);
}

static void
test_formats (void)
{
  g_autoptr (PGconn) conn = connect_server ("UTF8");
  g_autoptr (PggResult) escaped = NULL;
  g_autoptr (GBytes) bytes = NULL;

  compare (conn, "SELECT true, false, NULL::bool");
  compare (conn, "SELECT i::int2, i * 65535, i::int8 * 281474976710655"
                 "  FROM (VALUES (-32768), (-1), (0), (7), (32767)) AS v (i)");
  compare (conn, "SELECT 0::oid, 4294967295::oid, '4294967295'::xid, '7'::cid,"
                 "       '18446744073709551615'::xid8");
  compare (conn, "SELECT 'Grüße €'::text, 'x'::varchar(3), 'x'::char(3), 'x'::name,"
                 "       'x'::\"char\", ''::\"char\", 'unknown', 'r'::refcursor");
  compare (conn, "SELECT '[1, \"ä\"]'::json, '{\"b\":1, \"a\":2}'::jsonb, '<a/>'::xml,"
                 "       'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid");
  compare (conn, "SELECT '\\x00ff5c41'::bytea, ''::bytea, NULL::bytea");
  PQclear (PQexec (conn, "SET bytea_output = 'escape'"));

  escaped = execute (conn, "SELECT '\\x00ff5c41'::bytea", NULL, 0);
  bytes = pgg_result_get_bytes (escaped, 0, 0, NULL);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "\0\xff\\A", 4);
}

static void
test_floats (void)
{
  g_autoptr (PGconn) conn = connect_server ("UTF8");

  compare (conn, "SELECT f, f::float4 FROM unnest('{0,-0,1,-1.5,NaN,Infinity,-Infinity,1e15,1e14,"
                 "  123456,1234567,1e-4,1e-5,1e23,0.1,3e38}'::float8[]) AS u (f)");
  compare (conn, "SELECT 5e-324::float8, 1.7976931348623157e308::float8, 1e-45::float4,"
                 "       3.4028235e38::float4, 2.2250738585072014e-308::float8");
  compare (conn, "SELECT 2::float8 ^ e, 2::float8 ^ e * (1 - 1.1102230246251565e-16)"
                 "  FROM generate_series(-1021, 1023) AS s (e)");
  compare (conn, "SELECT (2::float8 ^ e)::float4 FROM generate_series(-149, 127) AS s (e)");
  compare (conn, "SELECT setseed(0.5)::text, (random() - 0.5) * 10::float8 ^ e,"
                 "       ((random() - 0.5) * 10::float8 ^ (e / 9))::float4"
                 "  FROM generate_series(-300, 300) AS s (e), generate_series(1, 20)");
  compare (conn, "SELECT (i * 10 + 5)::float8 * 10::float8 ^ e, i::float8 / 1000"
                 "  FROM generate_series(1, 99) AS s (i), generate_series(-25, 25) AS t (e)");
}

/* Random bits, not random numbers: each exponent is as likely as any other. */
static void
test_random_floats (void)
{
  g_autoptr (PGconn) conn = connect_server ("UTF8");
  g_autoptr (PggParams) params = pgg_params_new ();
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autoptr (PggResult) text = NULL;
  g_autoptr (PggResult) binary = NULL;

  for (int i = 0; i < 1000; i++)
    {
      guint64 bits = (guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
      double number;

      memcpy (&number, &bits, sizeof (number));
      g_assert_true (pgg_params_append_double (params, number, NULL));
      g_string_append_printf (sql, "%s$%d::float8", i == 0 ? "" : ",", i + 1);
    }

  text = execute (conn, sql->str, params, 0);
  binary = execute (conn, sql->str, params, 1);
  for (guint column = 0; column < 1000; column++)
    compare_cell (text, binary, 0, column);
}

static void
test_encodings (void)
{
  static const struct
  {
    const char *encoding;
    const char *text;
  } encodings[] = {
    { "LATIN1", "Grüße" },
    { "LATIN2", "łódź" },
    { "LATIN9", "€" },
    { "WIN1251", "Привет" },
    { "KOI8R", "Привет" },
    { "EUC_JP", "日本語" },
    { "EUC_JP", "№Ⅳ①" },
    { "SJIS", "日本語" },
    { "BIG5", "中文" },
    { "GB18030", "中文" },
    { "UHC", "한국어" },
    { "EUC_KR", "한국어" },
    { "WIN1252", "œuvre" },
    { "ISO_8859_5", "Привет" },
    { "WIN874", "ไทย" },
    { "GBK", "中文" },
    { "EUC_CN", "中文" },
    { "EUC_TW", "中文" },
    { "JOHAB", "한국어" },
    { "LATIN5", "ğ" },
    { "WIN866", "Привет" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autoptr (PGconn) conn = connect_server (encodings[i].encoding);
      g_autoptr (GString) codes = g_string_new ("SELECT ");
      g_autofree char *ascii = NULL;

      /* The statement itself must be readable in every encoding. */
      for (const char *c = encodings[i].text; *c != '\0'; c = g_utf8_next_char (c))
        g_string_append_printf (codes, "%sU&'\\%04x'", c == encodings[i].text ? "" : " || ",
                                g_utf8_get_char (c));
      for (int format = 0; format <= 1; format++)
        {
          g_autoptr (PggResult) result = execute (conn, codes->str, NULL, format);

          g_test_message ("%s", encodings[i].encoding);
          g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, encodings[i].text);
        }
    }
}

/* Whatever the national character sets have in their places: ASCII is ASCII to the server. */
static void
test_ascii (void)
{
  static const char *const encodings[] = { "SHIFT_JIS_2004", "SJIS", "EUC_JP", "EUC_JIS_2004" };
  const char *const text = "\\~表~\\";

  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autoptr (PggConnection) connection = pgg_connect (test_conninfo (), NULL, NULL);
      g_autofree char *set = g_strdup_printf ("SET client_encoding = '%s'", encodings[i]);
      g_autoptr (PggParams) params = pgg_params_new ();
      g_autoptr (PggResult) result = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", encodings[i]);
      pgg_result_unref (pgg_connection_execute (connection, set, NULL, NULL, NULL));
      pgg_params_append_text (params, text, NULL);
      result = pgg_connection_execute (connection, "SELECT $1::text AS \"\\~表~\\\", '\\~表~\\'",
                                       params, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, text);
      g_assert_cmpstr (pgg_result_get_text (result, 0, 1, NULL), ==, text);
      g_assert_cmpstr (pgg_column_get_name (pgg_result_get_column (result, 0, NULL)), ==, text);
    }
}

/* Some characters from first to last, which iconv makes others of than the server, or none. */
static void
check_characters (PggConnection *connection,
                  gunichar       first,
                  gunichar       last,
                  gboolean       is_sent)
{
  g_autofree char *sql = g_strdup_printf ("SELECT chr(i) FROM generate_series(%u, %u) AS s (i)",
                                          first, last);
  g_autoptr (GError) error = NULL;
  g_autoptr (PggResult) result = pgg_connection_execute (connection, sql, NULL, NULL, &error);

  g_assert_no_error (error);
  for (gunichar c = first; c <= last; c++)
    {
      const char *text = pgg_result_get_text (result, c - first, 0, &error);
      g_autoptr (PggParams) params = pgg_params_new ();
      g_autoptr (PggResult) sent = NULL;

      g_assert_no_error (error);
      g_assert_cmphex (g_utf8_get_char (text), ==, c);
      g_assert_cmpstr (g_utf8_next_char (text), ==, "");
      if (!is_sent)
        continue;

      pgg_params_append_text (params, text, NULL);
      pgg_params_append_int (params, (int) c, NULL);
      sent = pgg_connection_execute (connection, "SELECT $1 = chr($2)", params, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (pgg_result_get_boolean (sent, 0, 0, NULL));
    }
}

/* The server takes some characters of EUC_TW and EUC_JIS_2004 for invalid that it writes itself. */
static void
test_strangers (void)
{
  static const struct
  {
    const char *encoding;
    gunichar    first;
    gunichar    last;
    gboolean    is_sent;
  } samples[] = {
    { "BIG5", 0xa2, 0xa3, TRUE }, { "BIG5", 0x401, 0x401, TRUE }, { "BIG5", 0x423, 0x44f, TRUE },
    { "BIG5", 0x2460, 0x2469, TRUE }, { "BIG5", 0x3041, 0x3093, TRUE },
    { "BIG5", 0x30a1, 0x30f6, TRUE }, { "BIG5", 0x4e00, 0x4e01, TRUE },
    { "BIG5", 0xfffd, 0xfffd, TRUE }, { "EUC_JIS_2004", 0x80, 0x9f, FALSE },
    { "EUC_JIS_2004", 0xa3, 0xa5, TRUE }, { "EUC_JIS_2004", 0x203e, 0x203e, TRUE },
    { "EUC_TW", 0x4e00, 0x4e01, TRUE }, { "EUC_TW", 0x4e04, 0x4e05, FALSE },
    { "EUC_TW", 0x5727, 0x5728, FALSE }, { "EUC_TW", 0x9b2d, 0x9b2d, FALSE },
    { "GB18030", 0x1e3e, 0x1e40, TRUE }, { "GB18030", 0x9fb4, 0x9fbb, TRUE },
    { "GB18030", 0xe78d, 0xe796, TRUE }, { "GB18030", 0xe816, 0xe818, TRUE },
    { "GB18030", 0xfe10, 0xfe19, TRUE }, { "GB18030", 0x20086, 0x20089, TRUE },
    { "UHC", 0x327e, 0x327f, TRUE }, { "UHC", 0xe000, 0xe0bb, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *conninfo = g_strdup_printf ("%s client_encoding=%s", test_conninfo (),
                                                   samples[i].encoding);
      g_autoptr (PggConnection) connection = pgg_connect (conninfo, NULL, NULL);

      g_test_message ("%s %x", samples[i].encoding, samples[i].first);
      check_characters (connection, samples[i].first, samples[i].last, samples[i].is_sent);
    }
}

/* What iconv would make another character of, such as the backslash that quotes a quote. */
static void
test_lookalikes (void)
{
  static const char *const samples[][2] = {
    { "SJIS", "¥" }, { "EUC_JP", "¥" }, { "SHIFT_JIS_2004", "¥" }, { "JOHAB", "₩" },
    { "EUC_KR", "₩" }, { "EUC_JP", "‾" }, { "SJIS", "‾" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (PggConnection) connection = pgg_connect (test_conninfo (), NULL, NULL);
      g_autofree char *set = g_strdup_printf ("SET client_encoding = '%s';"
                                              "SET standard_conforming_strings = off",
                                              samples[i][0]);
      g_autofree char *evil = g_strconcat (samples[i][1], "' OR true --", NULL);
      g_autoptr (PggSql) literal = pgg_sql_new_text (evil, NULL);
      g_autofree char *sql = pgg_sql_to_string (literal);
      g_autofree char *query = g_strconcat ("SELECT ", sql, NULL);
      g_autoptr (GError) error = NULL;

      pgg_result_unref (pgg_connection_execute (connection, set, NULL, NULL, NULL));
      g_assert_null (pgg_connection_execute (connection, query, NULL, NULL, &error));
      g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
    }
}

static void
test_params (void)
{
  g_autoptr (PGconn) conn = connect_server ("UTF8");
  g_autoptr (PggParams) params = pgg_params_new ();
  g_autoptr (PggResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pgg_params_append_boolean (params, TRUE, NULL));
  g_assert_true (pgg_params_append_int (params, G_MININT, NULL));
  g_assert_true (pgg_params_append_int64 (params, G_MAXINT64, NULL));
  g_assert_true (pgg_params_append_double (params, -1.5e-300, NULL));
  g_assert_true (pgg_params_append_text (params, "2024-02-29", NULL));
  g_assert_true (pgg_params_append_byte_array (params, (const guint8 *) "\0x", 2, NULL));
  g_assert_true (pgg_params_append_null (params, NULL));

  result = execute (conn, "SELECT $1, $2, $3, $4, $5::date + 1, $6, $7::int4", params, 0);
  g_assert_true (pgg_result_get_boolean (result, 0, 0, &error));
  g_assert_cmpint (pgg_result_get_int (result, 0, 1, &error), ==, G_MININT);
  g_assert_cmpint (pgg_result_get_int64 (result, 0, 2, &error), ==, G_MAXINT64);
  g_assert_cmpfloat (pgg_result_get_double (result, 0, 3, &error), ==, -1.5e-300);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 4, &error), ==, "2024-03-01");
  g_assert_cmpstr (pgg_result_get_text (result, 0, 5, &error), ==, "\\x0078");
  g_assert_true (pgg_result_is_null (result, 0, 6, &error));
  g_assert_no_error (error);
}

static void
test_type_names (void)
{
  g_autoptr (PGconn) conn = connect_server ("UTF8");
  g_autoptr (PggResult) types = execute (
    conn, "SELECT oid, typname, typelem FROM pg_type"
          "  WHERE oid < 10000 AND typcategory <> 'A' AND typtype IN ('b', 'p', 'r', 'm')"
          "    AND typname <> '_record'",
    NULL, 0);
  guint n_rows = pgg_result_get_n_rows (types);

  g_assert_cmpuint (n_rows, >, 80);
  for (guint row = 0; row < n_rows; row++)
    {
      Attribute attribute = { "c", (Oid) pgg_result_get_int64 (types, row, 0, NULL), 0, 0 };
      g_autoptr (PggResult) result = make_result (UTF8, &attribute, 1, NULL, 0);
      const char *name = pgg_result_get_text (types, row, 1, NULL);

      g_assert_cmpstr (pgg_column_get_type_name (pgg_result_get_column (result, 0, NULL)), ==,
                       g_str_equal (name, "char") ? "\"char\"" : name);
    }
}

static void
test_column_origin (void)
{
  g_autoptr (PGconn) conn = connect_server ("UTF8");
  g_autoptr (PggResult) created = execute (
    conn, "CREATE TEMP TABLE t (a numeric(10,3), \"ü\" varchar(42)[], c timestamptz(3))", NULL, 0);
  g_autoptr (PggResult) inserted = execute (conn, "INSERT INTO t VALUES (1), (2)", NULL, 0);
  g_autoptr (PggResult) result = execute (conn, "SELECT *, 1 AS one FROM t", NULL, 1);
  PggColumn **columns = pgg_result_get_columns (result, NULL);

  g_assert_cmpstr (pgg_result_get_command_tag (created), ==, "CREATE TABLE");
  g_assert_cmpint (pgg_result_get_affected_rows (created), ==, -1);
  g_assert_cmpstr (pgg_result_get_command_tag (inserted), ==, "INSERT 0 2");
  g_assert_cmpint (pgg_result_get_affected_rows (inserted), ==, 2);
  g_assert_cmpint (pgg_result_get_affected_rows (result), ==, 2);
  g_assert_cmpstr (pgg_column_get_display_type (columns[0]), ==, "numeric(10,3)");
  g_assert_cmpstr (pgg_column_get_display_type (columns[1]), ==, "varchar(42)[]");
  g_assert_cmpstr (pgg_column_get_display_type (columns[2]), ==, "timestamptz(3)");
  g_assert_cmpstr (pgg_column_get_name (columns[1]), ==, "ü");
  g_assert_cmpint (pgg_column_get_table_column (columns[1]), ==, 2);
  g_assert_cmpuint (pgg_column_get_table_oid (columns[1]), !=, 0);
  g_assert_cmpuint (pgg_column_get_table_oid (columns[3]), ==, 0);
  g_assert_cmpint (pgg_column_get_size (columns[3]), ==, 4);
  g_assert_cmpint (pgg_column_get_format (columns[3]), ==, PGG_RESULT_FORMAT_BINARY);
}

static void
test_diagnostics (void)
{
  g_autoptr (PGconn) conn = connect_server ("UTF8");
  g_autoptr (PggResult) created = execute (
    conn, "CREATE TEMP TABLE d (id int4 CONSTRAINT positive CHECK (id > 0))", NULL, 0);
  g_autoptr (PggPqResult) failed = pgg_pq_result_new_take (
    PQexec (conn, "INSERT INTO d VALUES (-1)"));
  g_autoptr (PggPqResult) syntax = pgg_pq_result_new_take (
    PQexec (conn, "SELECT 'ü', oops oops o"));
  g_autoptr (PggDiagnostics) diagnostics =
    pgg_diagnostics_new_from_pgresult (pgg_pq_result_peek (failed));
  g_autoptr (PggDiagnostics) position =
    pgg_diagnostics_new_from_pgresult (pgg_pq_result_peek (syntax));
  g_autoptr (GError) error = pgg_server_error_new (diagnostics);

  g_assert_error (error, PGG_SERVER_ERROR, (int) PGG_SQL_STATE_CHECK_VIOLATION);
  g_assert_cmpstr (error->message, ==, pgg_diagnostics_get_message_primary (diagnostics));
  g_assert_cmpstr (pgg_diagnostics_get_severity_nonlocalized (diagnostics), ==, "ERROR");
  g_assert_cmpstr (pgg_diagnostics_get_sqlstate (diagnostics), ==, "23514");
  g_assert_cmpstr (pgg_diagnostics_get_detail (diagnostics), ==, "Failing row contains (-1).");
  g_assert_true (g_str_has_prefix (pgg_diagnostics_get_schema_name (diagnostics), "pg_temp"));
  g_assert_cmpstr (pgg_diagnostics_get_table_name (diagnostics), ==, "d");
  g_assert_null (pgg_diagnostics_get_column_name (diagnostics));
  g_assert_cmpstr (pgg_diagnostics_get_constraint_name (diagnostics), ==, "positive");
  g_assert_cmpstr (pgg_diagnostics_get_source_file (diagnostics), ==, "execMain.c");
  g_assert_cmpuint (pgg_diagnostics_get_source_line (diagnostics), >, 0);
  g_assert_cmpstr (pgg_diagnostics_get_source_function (diagnostics), ==, "ExecConstraints");
  g_assert_cmpuint (pgg_diagnostics_get_position (diagnostics), ==, 0);
  /* Characters, not bytes. */
  g_assert_cmpuint (pgg_diagnostics_get_position (position), ==, 23);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/codecs/formats", test_formats);
  g_test_add_func ("/codecs/floats", test_floats);
  g_test_add_func ("/codecs/random-floats", test_random_floats);
  g_test_add_func ("/codecs/encodings", test_encodings);
  g_test_add_func ("/codecs/ascii", test_ascii);
  g_test_add_func ("/codecs/strangers", test_strangers);
  g_test_add_func ("/codecs/lookalikes", test_lookalikes);
  g_test_add_func ("/codecs/params", test_params);
  g_test_add_func ("/codecs/type-names", test_type_names);
  g_test_add_func ("/codecs/column-origin", test_column_origin);
  g_test_add_func ("/codecs/diagnostics", test_diagnostics);

  return g_test_run ();
}
