/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Another program changes the definitions of types: what is read afterwards is right. */

#include "config.h"

#include "engine-fixture.h"

#include <libpq-fe.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGconn, PQfinish)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

#define DEPENDENT_TYPES \
  "CREATE DOMAIN stale_test.checked AS stale_test.pair;" \
  "CREATE TYPE stale_test.outer AS (inside stale_test.pair);" \
  "CREATE TYPE stale_test.span AS RANGE (subtype = stale_test.pair)"
#define SCHEMA \
  "SET client_min_messages = warning;" \
  "DROP SCHEMA IF EXISTS stale_test CASCADE;" \
  "CREATE SCHEMA stale_test;" \
  "CREATE TYPE stale_test.word AS ENUM ('v');" \
  "CREATE TYPE stale_test.pair AS (a int);" DEPENDENT_TYPES

/* What happens to the type, a value that it has after that, and how this is read. */
static const struct
{
  const char *change;
  const char *literal;
  const char *read;
} steps[] = {
  { SCHEMA, "(1)", "{a: 1}" },
  { "ALTER TYPE stale_test.pair ADD ATTRIBUTE b text", "(1,x)", "{a: 1, b: 'x'}" },
  { "ALTER TYPE stale_test.pair ALTER ATTRIBUTE a TYPE text", "(y,x)", "{a: 'y', b: 'x'}" },
  { "ALTER TYPE stale_test.pair DROP ATTRIBUTE a", "(x)", "{b: 'x'}" },
  { "ALTER TYPE stale_test.pair RENAME TO other", NULL, NULL },
  { "ALTER TYPE stale_test.other RENAME TO pair", "(x)", "{b: 'x'}" },
  { "ALTER TYPE stale_test.pair ADD ATTRIBUTE w stale_test.word", "(x,v)", "{b: 'x', w: 'v'}" },
  { "DROP TYPE stale_test.pair CASCADE; DROP TYPE stale_test.outer;"
    "CREATE TYPE stale_test.pair AS (c int);" DEPENDENT_TYPES, "(2)", "{c: 2}" },
};

/* Expressions of which %s is the literal, and what is around its fields in what is read. */
static const struct
{
  const char *name;
  const char *sql;
  const char *read;
} shapes[] = {
  { "composite", "'%s'::stale_test.pair", "%s" },
  { "domain", "'%s'::stale_test.checked", "%s" },
  { "array", "ARRAY[NULL, '%s']::stale_test.pair[]", "[NULL, %s]" },
  { "nested", "ROW('%s')::stale_test.outer", "{inside: %s}" },
  { "range", "stale_test.span('%s', NULL)", "[%s, " },
};

/* As psql would: the library sees nothing of it. */
static PGconn *
connect_stranger (void)
{
  PGconn *conn = PQconnectdb (test_conninfo ());

  g_assert_cmpint (PQstatus (conn), ==, CONNECTION_OK);

  return conn;
}

static void
change (PGconn     *conn,
        const char *sql)
{
  g_autoptr(PGresult) result = PQexec (conn, sql);

  g_assert_cmpstr (PQresultErrorMessage (result), ==, "");
}

static void describe (const GValue *value,
                      GString      *text);

static void
describe_record (PggRecord *record,
                 GString   *text)
{
  g_string_append_c (text, '{');
  for (guint i = 0; i < pgg_record_get_n_fields (record); i++)
    {
      const char *name = pgg_record_get_field_name (record, i, NULL);

      g_string_append_printf (text, "%s%s: ", i > 0 ? ", " : "", name != NULL ? name : "?");
      describe (pgg_record_get_value (record, i, NULL), text);
    }
  g_string_append_c (text, '}');
}

static void
describe_array (PggArray *array,
                GString  *text)
{
  for (gsize i = 0; i < pgg_array_get_length (array); i++)
    {
      g_string_append (text, i > 0 ? ", " : "[");
      describe (pgg_array_get_element (array, i, NULL), text);
    }
  g_string_append_c (text, ']');
}

static void
describe (const GValue *value,
          GString      *text)
{
  if (G_VALUE_HOLDS_INT (value))
    g_string_append_printf (text, "%d", g_value_get_int (value));
  else if (G_VALUE_HOLDS_STRING (value))
    g_string_append_printf (text, "'%s'", g_value_get_string (value));
  else if (g_value_get_boxed (value) == NULL)
    g_string_append (text, "NULL");
  else if (G_VALUE_HOLDS (value, PGG_TYPE_RECORD))
    describe_record (g_value_get_boxed (value), text);
  else if (G_VALUE_HOLDS (value, PGG_TYPE_ARRAY))
    describe_array (g_value_get_boxed (value), text);
  else if (G_VALUE_HOLDS (value, PGG_TYPE_RANGE))
    {
      g_string_append_c (text, '[');
      describe (pgg_range_get_lower (g_value_get_boxed (value)), text);
      g_string_append (text, ", ");
    }
  else
    g_assert_not_reached ();
}

static void
check_read (PggConnection *connection,
            const char    *shape,
            const char    *literal,
            const char    *shape_read,
            const char    *literal_read)
{
  g_autoptr(GString) sql = g_string_new (shape);
  g_autoptr(GString) expected = g_string_new (shape_read);
  g_autoptr(GString) read = g_string_new (NULL);
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;
  const GValue *value;

  g_string_replace (sql, "%s", literal, 1);
  g_string_prepend (sql, "SELECT ");
  g_string_replace (expected, "%s", literal_read, 1);
  result = pgg_connection_execute (connection, sql->str, NULL, NULL, &error);
  g_assert_no_error (error);
  value = pgg_result_get_value (result, 0, 0, &error);
  g_assert_no_error (error);
  describe (value, read);
  g_assert_cmpstr (read->str, ==, expected->str);
}

/* The first result after a change is read as the type is now. */
static void
check_shape (guint           shape,
             PggResultFormat format)
{
  g_autoptr(PGconn) stranger = connect_stranger ();
  g_autoptr(PggConnection) connection = test_connect ();

  pgg_connection_set_result_format (connection, format);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      change (stranger, steps[i].change);
      if (steps[i].literal != NULL)
        check_read (connection, shapes[shape].sql, steps[i].literal, shapes[shape].read,
                    steps[i].read);
    }
}

static void
test_text (gconstpointer shape)
{
  check_shape (GPOINTER_TO_UINT (shape), PGG_RESULT_FORMAT_TEXT);
}

static void
test_binary (gconstpointer shape)
{
  check_shape (GPOINTER_TO_UINT (shape), PGG_RESULT_FORMAT_BINARY);
}

/* Reads a row of the first result after a change. */
static void
check_row (PggConnection *connection,
           const char    *sql,
           guint          row,
           const char    *expected)
{
  g_autoptr(PGconn) stranger = connect_stranger ();
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GString) read = g_string_new (NULL);

  change (stranger, SCHEMA);
  check_read (connection, "ARRAY['%s'::stale_test.pair]", "(1)", "[%s]", "{a: 1}");
  change (stranger, "ALTER TYPE stale_test.pair ADD ATTRIBUTE b text");
  result = pgg_connection_execute (connection, sql, NULL, NULL, NULL);
  describe (pgg_result_get_value (result, row, 0, NULL), read);
  g_assert_cmpstr (read->str, ==, expected);
}

/* NULLs in an array show nothing of their type. */
static void
test_later_row (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  pgg_connection_set_result_format (connection, PGG_RESULT_FORMAT_BINARY);
  check_row (connection, "VALUES (ARRAY[NULL::stale_test.pair]), "
                         "(ARRAY['(1,x)'::stale_test.pair])", 1, "[{a: 1, b: 'x'}]");
  check_read (connection, "ARRAY[NULL, '%s'::stale_test.pair]", "(1,x)", "[NULL, %s]",
              "{a: 1, b: 'x'}");
}

/* Nothing can be seen of a type in an array without elements. */
static void
test_empty_first (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  check_row (connection, "VALUES ('{}'::stale_test.pair[]), (NULL), "
                         "(ARRAY['(1,x)'::stale_test.pair])", 2, "[{a: 1, b: 'x'}]");
}

/* Only the values of a record without a type of its own say what is in it. */
static void
test_bare_records (void)
{
  static const char sql[] = "VALUES (ROW (1), ARRAY[ROW (NULL)]),"
                            " (ROW ('v'::stale_test.word, ROW ('(1)'::stale_test.pair)),"
                            "  ARRAY[ROW (stale_test.span ('(1)', '(2)'))])";
  g_autoptr(PGconn) stranger = connect_stranger ();
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PGresult) own = NULL;
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;

  change (stranger, SCHEMA);
  own = PQexec (stranger, sql);
  pgg_connection_set_result_format (connection, PGG_RESULT_FORMAT_BINARY);
  result = pgg_connection_execute (connection, sql, NULL, NULL, &error);
  g_assert_no_error (error);
  for (int row = 0; row < 2; row++)
    for (int column = 0; column < 2; column++)
      g_assert_cmpstr (pgg_result_get_text (result, (guint) row, (guint) column, NULL), ==,
                       PQgetvalue (own, row, column));
}

/* One that lets those go before it that were sent behind it still asks. */
static void
test_pipelined (void)
{
  g_autoptr(PGconn) stranger = connect_stranger ();
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) asking = NULL;
  g_autoptr(PggOperation) behind = NULL;
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GString) read = g_string_new (NULL);

  change (stranger, SCHEMA);
  check_read (connection, "'%s'::stale_test.pair", "(1)", "%s", "{a: 1}");
  change (stranger, "ALTER TYPE stale_test.pair ADD ATTRIBUTE b text");
  asking = test_start_int (connection, "SELECT '(1,x)'::stale_test.pair, $1", 1);
  behind = test_start_int (connection, "SELECT $1", 2);
  g_assert_cmpint (test_finish_int (connection, behind), ==, 2);
  test_drive (asking);
  result = pgg_connection_execute_finish (connection, G_ASYNC_RESULT (asking), NULL);
  describe (pgg_result_get_value (result, 0, 0, NULL), read);
  g_assert_cmpstr (read->str, ==, "{a: 1, b: 'x'}");
}

/* A name that stands for another type now is wrong once at most. */
static void
test_names (void)
{
  g_autoptr(PGconn) stranger = connect_stranger ();
  g_autoptr(PggConnection) connection = test_connect ();

  change (stranger, SCHEMA);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(PggParams) params = pgg_params_new ();
      g_autoptr(GBytes) value = g_bytes_new_static ("(2)", 3);
      g_autoptr(PggResult) result = NULL;
      g_autoptr(GError) error = NULL;

      if (i == 1)
        change (stranger, steps[G_N_ELEMENTS (steps) - 1].change);
      g_assert_true (pgg_params_append_typed_bytes (params, value, PGG_CODEC_FORMATS_TEXT,
                                                    "stale_test.pair", NULL));
      result = pgg_connection_execute (connection, "SELECT $1", params, NULL, &error);
      g_assert_true (i == 1 ? result == NULL : result != NULL);
    }
}

static void
add_tests (guint shape)
{
  g_autofree char *text = g_strconcat ("/stale-types/text/", shapes[shape].name, NULL);
  g_autofree char *binary = g_strconcat ("/stale-types/binary/", shapes[shape].name, NULL);

  g_test_add_data_func (text, GUINT_TO_POINTER (shape), test_text);
  g_test_add_data_func (binary, GUINT_TO_POINTER (shape), test_binary);
}

/* What is learnt of types by an execution that changes settings as well is there for all of it. */
static void
test_settings (void)
{
  static const char *const sql[] = {
    "SELECT '(1)'::stale_test.pair; SET work_mem = '4MB'",
    "SELECT '(1)'::stale_test.pair; SET DateStyle = 'SQL, DMY'",
    "BEGIN; SELECT '(1)'::stale_test.pair; ROLLBACK",
    "SET IntervalStyle = 'iso_8601'; SELECT '(1)'::stale_test.pair; RESET ALL",
  };
  g_autoptr(PGconn) stranger = connect_stranger ();

  change (stranger, SCHEMA);
  for (guint i = 0; i < G_N_ELEMENTS (sql); i++)
    {
      g_autoptr(PggConnection) connection = test_connect ();
      g_autoptr(GError) error = NULL;
      g_autoptr(PggResult) result = NULL;
      g_autoptr(PggRecord) record = NULL;
      PggResult *read;

      pgg_connection_forget_types (connection);
      result = pgg_connection_execute (connection, sql[i], NULL, NULL, &error);
      g_assert_no_error (error);
      read = pgg_result_get_n_columns (result) > 0 ? result : pgg_result_get_next (result);
      record = pgg_result_get_record (read, 0, 0, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (pgg_record_get_field_name (record, 0, &error), ==, "a");
    }
}

/* In the simple protocol the name of the type has to be known, not just its OID. */
static void
test_simple (void)
{
  g_autoptr(PGconn) stranger = connect_stranger ();
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggResult) source = NULL;
  g_autoptr(GError) error = NULL;

  change (stranger, SCHEMA);
  source = pgg_connection_execute (other, "SELECT '(1)'::stale_test.pair", NULL, NULL, NULL);
  pgg_params_append_value (params, pgg_result_get_value (source, 0, 0, NULL), &error);
  g_assert_no_error (error);
  pgg_connection_set_statement_mode (connection, PGG_STATEMENT_MODE_SIMPLE);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(PggResult) result =
        pgg_connection_execute (connection, "SELECT ($1).a, pg_typeof ($1)::text", params, NULL,
                                &error);

      g_assert_no_error (error);
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "1");
      g_assert_cmpstr (pgg_result_get_text (result, 0, 1, NULL), ==, "stale_test.pair");
      pgg_connection_forget_types (other);
      test_execute (connection, "SELECT 1");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (120);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    add_tests (i);
  g_test_add_func ("/stale-types/later-row", test_later_row);
  g_test_add_func ("/stale-types/empty-first", test_empty_first);
  g_test_add_func ("/stale-types/bare-records", test_bare_records);
  g_test_add_func ("/stale-types/pipelined", test_pipelined);
  g_test_add_func ("/stale-types/names", test_names);
  g_test_add_func ("/stale-types/settings", test_settings);
  g_test_add_func ("/stale-types/simple", test_simple);

  return g_test_run ();
}
