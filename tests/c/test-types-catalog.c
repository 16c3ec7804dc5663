/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every type of the server is either read in both formats, or there is a reason why not; and all
 * that the server knows of itself reads the same in both. */

#include "config.h"

#include "fixture.h"
#include "make-result.h"

#include "client/pgg-result-private.h"
#include "types/pgg-codec-private.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

static const char no_binary[] = "the server has no binary form of it";
static const char name[] = "the binary form is the OID of what the text names";
static const char internal[] = "the binary form is the server's own representation";
static const char locale[] = "the text depends on a setting that the server does not report";
static const char pseudo[] = "no value has it";
static const char fields[] = "only the value says what is in it, which may have no binary form";
static const char container[] = "a value of it is known as an array or a record, by its own type";

typedef struct
{
  const char *type;
  const char *reason;
} Exception;

/* What is read as text only. */
static const Exception text_only[] = {
  { "aclitem", no_binary },
  { "gtsvector", no_binary },
  { "money", locale },
  { "pg_brin_bloom_summary", internal },
  { "pg_brin_minmax_multi_summary", internal },
  { "pg_dependencies", internal },
  { "pg_mcv_list", internal },
  { "pg_ndistinct", internal },
  { "pg_ddl_command", pseudo },
  { "regclass", name },
  { "regcollation", name },
  { "regconfig", name },
  { "regdictionary", name },
  { "regnamespace", name },
  { "regoper", name },
  { "regoperator", name },
  { "regproc", name },
  { "regprocedure", name },
  { "regrole", name },
  { "regtype", name },
  { "record", fields },
  { "anyarray", container },
  { "anycompatiblearray", container },
  { "_record", container },
};

static const char parser[] = "the server's parser makes the value of the text, and of that alone";

/* What is read in both formats, but written as text only. */
static const Exception text_written[] = {
  { "tsquery", parser },
  { "tsvector", parser },
};

static PGconn *
connect_server (void)
{
  PGconn *conn = PQconnectdb (test_conninfo ());

  g_assert_cmpint (PQstatus (conn), ==, CONNECTION_OK);
  g_assert_cmpint (PQsetClientEncoding (conn, "UTF8"), ==, 0);

  return conn;
}

static PggResult *
query (PGconn     *conn,
       const char *sql,
       int         format)
{
  PGresult *res = PQexecParams (conn, sql, 0, NULL, NULL, NULL, NULL, format);

  if (PQresultStatus (res) != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQresultErrorMessage (res));

  return wrap_result (res, PQclientEncoding (conn), NULL);
}

static const char *
get_reason (const Exception *exceptions,
            gsize            n_exceptions,
            const char      *type)
{
  for (gsize i = 0; i < n_exceptions; i++)
    if (g_str_equal (exceptions[i].type, type))
      return exceptions[i].reason;

  return NULL;
}

#define GET_REASON(exceptions, type) get_reason (exceptions, G_N_ELEMENTS (exceptions), type)

static void
test_every_type (void)
{
  g_autoptr (PGconn) conn = connect_server ();
  g_autoptr (PggResult) types = query (
    conn, "SELECT oid, typname, typsend <> 0 FROM pg_type"
          "  WHERE oid < 10000 AND (typcategory <> 'A' OR typname !~ '^_' OR typname = '_record')"
          "    AND typtype <> 'c' ORDER BY oid", 0);
  guint n_rows = pgg_result_get_n_rows (types);

  g_assert_cmpuint (n_rows, >, 90);
  for (guint row = 0; row < n_rows; row++)
    {
      guint32 oid = (guint32) pgg_result_get_int64 (types, row, 0, NULL);
      const char *type = pgg_result_get_text (types, row, 1, NULL);
      const PggTypeInfo *info = pgg_type_info_lookup_builtin (oid);
      const char *reason = GET_REASON (text_only, type);
      const char *writer_reason = GET_REASON (text_written, type);

      g_test_message ("%u %s %s", oid, type, reason != NULL ? reason : "");
      g_assert_nonnull (info);
      if (!pgg_result_get_boolean (types, row, 2, NULL))
        g_assert_false (pgg_codec_has_binary (NULL, info));
      else
        g_assert_cmpint (pgg_codec_has_binary (NULL, info), ==, reason == NULL);
      if (pgg_codec_has_binary (NULL, info))
        g_assert_cmpint (pgg_codec_lookup (info, TRUE)->encode != NULL, ==, writer_reason == NULL);
    }
}

static void
compare_cell (PggResult *text,
              PggResult *binary,
              guint      row,
              guint      column)
{
  g_autoptr (GError) error = NULL;
  const GValue *first = pgg_result_get_value (text, row, column, &error);
  const GValue *second = pgg_result_get_value (binary, row, column, &error);
  g_autofree char *first_contents = NULL;
  g_autofree char *second_contents = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (G_VALUE_TYPE_NAME (first), ==, G_VALUE_TYPE_NAME (second));
  g_assert_cmpstr (pgg_result_get_text (text, row, column, &error), ==,
                   pgg_result_get_text (binary, row, column, &error));
  g_assert_no_error (error);
  if (G_VALUE_HOLDS_BOXED (first))
    return;

  first_contents = g_strdup_value_contents (first);
  second_contents = g_strdup_value_contents (second);
  g_assert_cmpstr (first_contents, ==, second_contents);
}

/* The names of the columns that can be read in binary format, or NULL. */
static char *
list_columns (PGconn     *conn,
              const char *table)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT quote_ident (attname), atttypid FROM pg_attribute"
    "  WHERE attrelid = '%s'::regclass AND attnum > 0 ORDER BY attnum", table);
  g_autoptr (PggResult) result = query (conn, sql, 0);
  GString *names = g_string_new (NULL);

  for (guint row = 0; row < pgg_result_get_n_rows (result); row++)
    {
      guint32 oid = (guint32) pgg_result_get_int64 (result, row, 1, NULL);

      if (pgg_codec_has_binary (NULL, pgg_type_info_lookup_builtin (oid)))
        g_string_append_printf (names, "%s%s", names->len == 0 ? "" : ", ",
                                pgg_result_get_text (result, row, 0, NULL));
    }

  return g_string_free (names, names->len == 0);
}

static void
compare_table (PGconn     *conn,
               const char *table)
{
  g_autofree char *columns = list_columns (conn, table);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s LIMIT 4000", columns, table);
  g_autoptr (PggResult) text = NULL;
  g_autoptr (PggResult) binary = NULL;

  if (columns == NULL)
    return;

  text = query (conn, sql, 0);
  binary = query (conn, sql, 1);
  g_assert_cmpuint (pgg_result_get_n_rows (text), ==, pgg_result_get_n_rows (binary));
  for (guint row = 0; row < pgg_result_get_n_rows (text); row++)
    for (guint column = 0; column < pgg_result_get_n_columns (text); column++)
      compare_cell (text, binary, row, column);
}

static void
test_every_table (void)
{
  g_autoptr (PGconn) conn = connect_server ();
  g_autoptr (PGresult) begun = PQexec (conn, "BEGIN ISOLATION LEVEL REPEATABLE READ");
  g_autoptr (PggResult) tables = query (
    conn, "SELECT oid::regclass::text FROM pg_class"
          "  WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' ORDER BY 1", 0);
  guint n_rows = pgg_result_get_n_rows (tables);

  g_assert_cmpint (PQresultStatus (begun), ==, PGRES_COMMAND_OK);
  g_assert_cmpuint (n_rows, >, 50);
  for (guint row = 0; row < n_rows; row++)
    compare_table (conn, pgg_result_get_text (tables, row, 0, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/types/catalog/every-type", test_every_type);
  g_test_add_func ("/types/catalog/every-table", test_every_table);

  return g_test_run ();
}
