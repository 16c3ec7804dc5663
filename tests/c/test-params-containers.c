/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Arrays, ranges and records as parameters: of which type they are at the server. */

#include "config.h"

#include "engine-fixture.h"
#include "fixture.h"

#include "types/pgg-type-oid-private.h"

#define SCHEMA "params_containers"

/* Types of a database, of which some have parts of the same type as others. */
#define DEFINITIONS \
  "DROP SCHEMA IF EXISTS " SCHEMA " CASCADE; CREATE SCHEMA " SCHEMA ";" \
  "CREATE TYPE " SCHEMA ".\"Mood \"\"x\" AS ENUM ('sad', 'happy');" \
  "CREATE TYPE " SCHEMA ".pair AS (a int4, b text);" \
  "CREATE TYPE " SCHEMA ".other AS (a int4, b text);" \
  "CREATE DOMAIN " SCHEMA ".posint AS int4 CHECK (VALUE > 0);" \
  "CREATE TYPE " SCHEMA ".span AS RANGE (subtype = int4);"

static PggResult *
query (PggConnection *connection,
       const char    *sql,
       PggParams     *params)
{
  g_autoptr (GError) error = NULL;
  PggResult *result = pgg_connection_execute (connection, sql, params, NULL, &error);

  if (error != NULL)
    g_error ("%s: %s", sql, error->message);

  return result;
}

static void
run (PggConnection *connection,
     const char    *sql)
{
  pgg_result_unref (query (connection, sql, NULL));
}

static void
assert_text (PggResult  *result,
             guint       column,
             const char *expected)
{
  g_assert_cmpstr (pgg_result_get_text (result, 0, column, NULL), ==, expected);
}

static void
append_cell (PggParams *params,
             PggResult *result)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = pgg_result_get_value (result, 0, 0, &error);

  g_assert_no_error (error);
  g_assert_true (pgg_params_append_value (params, value, &error));
  g_assert_no_error (error);
}

/* A parameter that is what the server gives. */
static PggParams *
make_read (PggConnection *connection,
           const char    *sql)
{
  g_autoptr (PggResult) result = query (connection, sql, NULL);
  PggParams *params = pgg_params_new ();

  append_cell (params, result);

  return params;
}

static PggParams *
make_range (guint32     subtype,
            const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggRange) range = pgg_range_new_from_string (subtype, text, &error);
  g_autoptr (PggParams) params = pgg_params_new ();

  g_assert_no_error (error);
  g_assert_true (pgg_params_append_range (params, range, &error));
  g_assert_no_error (error);

  return g_steal_pointer (&params);
}

/* One that was made here is of the type that is built in for its bounds. */
static void
test_ranges (void)
{
  static const struct
  {
    guint32     subtype;
    const char *text;
    const char *type;
  } ranges[] = {
    { PGG_OID_INT4, "[1,5)", "int4range" },
    { PGG_OID_INT8, "[1,9223372036854775807)", "int8range" },
    { PGG_OID_NUMERIC, "(1.50,NaN]", "numrange" },
    { PGG_OID_DATE, "[2024-02-29,infinity)", "daterange" },
    { PGG_OID_TIMESTAMP, "[\"2024-02-29 12:00:00.000001\",)", "tsrange" },
    { PGG_OID_TIMESTAMPTZ, "(,\"2024-02-29 12:00:00+00\")", "tstzrange" },
    { PGG_OID_INT4, "empty", "int4range" },
    { PGG_OID_INT4, "(,)", "int4range" },
  };
  g_autoptr (PggConnection) connection = test_connect ();

  run (connection, "SET timezone = 'UTC'");
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autoptr (PggParams) params = make_range (ranges[i].subtype, ranges[i].text);
      g_autoptr (PggResult) result = query (connection, "SELECT pg_typeof ($1)::text, $1", params);

      assert_text (result, 0, ranges[i].type);
      assert_text (result, 1, ranges[i].text);
    }
}

/* What an untyped text would leave to guesses. */
static void
test_range_operators (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggParams) params = make_range (PGG_OID_INT4, "[1,5)");
  g_autoptr (PggResult) result = NULL;

  run (connection, "CREATE TEMP TABLE spans (r int4range, i int4)");
  result = query (connection, "INSERT INTO spans VALUES ($1, 3) RETURNING r @> $1, $1 @> 3,"
                              " i <@ $1, upper ($1)", params);
  g_assert_true (pgg_result_get_boolean (result, 0, 0, NULL));
  g_assert_true (pgg_result_get_boolean (result, 0, 1, NULL));
  g_assert_true (pgg_result_get_boolean (result, 0, 2, NULL));
  g_assert_cmpint (pgg_result_get_int (result, 0, 3, NULL), ==, 5);
}

/* Without a type of its bounds the server says what it is. */
static void
test_untyped_range (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggParams) params = make_range (0, "[1,5)");
  g_autoptr (PggResult) result = NULL;

  result = query (connection, "SELECT '[2,3)'::int4range <@ $1", params);
  g_assert_true (pgg_result_get_boolean (result, 0, 0, NULL));
  g_clear_pointer (&result, pgg_result_unref);
  result = query (connection, "SELECT '[2,3)'::numrange <@ $1", params);
  g_assert_true (pgg_result_get_boolean (result, 0, 0, NULL));
}

static void
test_multiranges (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggParams) params = pgg_params_new ();
  g_autoptr (PggMultirange) multirange =
    pgg_multirange_new_from_string (PGG_OID_DATE, "{[2024-01-01,2024-02-01),(,2000-01-01)}", NULL);
  g_autoptr (PggResult) result = NULL;

  if (pgg_connection_get_server_version (connection) < 140000)
    {
      g_test_skip ("The server has no multiranges");
      return;
    }

  g_assert_true (pgg_params_append_multirange (params, multirange, NULL));
  result = query (connection, "SELECT pg_typeof ($1)::text, $1, $1 @> '1999-12-31'::date", params);
  assert_text (result, 0, "datemultirange");
  assert_text (result, 1, "{(,2000-01-01),[2024-01-01,2024-02-01)}");
  g_assert_true (pgg_result_get_boolean (result, 0, 2, NULL));
}

/* Elements that have only text are of their type all the same. */
static void
test_arrays_of_text (void)
{
  static const char *const arrays[] = { "'{pg_class,NULL}'::regclass[]", "'{$1.50}'::money[]",
                                        "'{\"''a'' & ''b''\"}'::tsquery[]",
                                        "ARRAY[ARRAY['[1,2)', NULL]]::int4range[]",
                                        "ARRAY['(1,2),(0,0)', NULL]::box[]",
                                        "ARRAY[''::int2vector, '1 2'::int2vector]",
                                        "ARRAY[''::oidvector]",
                                        "ARRAY['<?xml version=\"1.0\"?><a/>']::xml[]" };
  g_autoptr (PggConnection) connection = test_connect ();

  run (connection, "SET lc_monetary = 'C'");
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %s", arrays[i]);
      g_autofree char *check = g_strdup_printf ("SELECT pg_typeof ($1) = pg_typeof (%s),"
                                                " $1::text = %s::text", arrays[i], arrays[i]);
      g_autoptr (PggParams) params = make_read (connection, sql);
      g_autoptr (PggResult) result = query (connection, check, params);

      g_assert_true (pgg_result_get_boolean (result, 0, 0, NULL));
      g_assert_true (pgg_result_get_boolean (result, 0, 1, NULL));
    }
}

static const struct
{
  const char *value;
  const char *type;
  int         since;
} learnt[] = {
  { "ARRAY['sad', NULL, 'happy']::" SCHEMA ".\"Mood \"\"x\"[]", SCHEMA ".\"Mood \"\"x\"[]", 0 },
  { "ROW (1, 'x \"y\"')::" SCHEMA ".pair", SCHEMA ".pair", 0 },
  { "ARRAY[ROW (1, NULL), NULL]::" SCHEMA ".other[]", SCHEMA ".other[]", 0 },
  { "'[1,5)'::" SCHEMA ".span", SCHEMA ".span", 0 },
  { "ARRAY['empty']::" SCHEMA ".span[]", SCHEMA ".span[]", 0 },
  { "ARRAY[7]::" SCHEMA ".posint[]", SCHEMA ".posint[]", 0 },
  { "'{[1,5)}'::" SCHEMA ".span_multirange", SCHEMA ".span_multirange", 140000 },
};

static void
check_learnt (PggConnection *reader,
              PggConnection *writer,
              guint          index)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s", learnt[index].value);
  g_autoptr (PggResult) result = query (reader, sql, NULL);
  g_autofree char *text = g_strdup (pgg_result_get_text (result, 0, 0, NULL));
  g_autoptr (PggParams) params = pgg_params_new ();

  append_cell (params, result);
  g_clear_pointer (&result, pgg_result_unref);
  result = query (writer, "SELECT pg_typeof ($1)::text, $1", params);
  assert_text (result, 0, learnt[index].type);
  assert_text (result, 1, text);
}

/* What was read is of the type that it was read as, also over a connection that never met it. */
static void
test_learnt (void)
{
  g_autoptr (PggConnection) connection = test_connect ();

  run (connection, DEFINITIONS);
  for (guint i = 0; i < G_N_ELEMENTS (learnt); i++)
    {
      g_autoptr (PggConnection) other = test_connect ();

      if (pgg_connection_get_server_version (connection) < learnt[i].since)
        continue;
      pgg_connection_set_result_format (connection, i % 2 == 0 ? PGG_RESULT_FORMAT_BINARY
                                                               : PGG_RESULT_FORMAT_TEXT);
      check_learnt (connection, connection, i);
      check_learnt (connection, other, i);
    }
  run (connection, "DROP SCHEMA " SCHEMA " CASCADE");
}

/* The OID was that of the type that had the name before; without any the server infers one. */
static void
test_gone (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggParams) params = NULL;
  g_autoptr (PggResult) result = NULL;

  run (connection, DEFINITIONS);
  params = make_read (connection, "SELECT ARRAY[ROW (1, 'x')]::" SCHEMA ".pair[]");

  run (connection, "DROP TYPE " SCHEMA ".pair; CREATE TYPE " SCHEMA ".pair AS (a int4, b text)");
  result = query (connection, "SELECT pg_typeof ($1)::text", params);
  assert_text (result, 0, SCHEMA ".pair[]");
  g_clear_pointer (&result, pgg_result_unref);

  run (connection, "DROP TYPE " SCHEMA ".pair");
  result = query (connection, "SELECT ($1::" SCHEMA ".other[])[1].b", params);
  assert_text (result, 0, "x");
  run (connection, "DROP SCHEMA " SCHEMA " CASCADE");
}

static PggParams *
make_int64s (gint64 first,
             gint64 second)
{
  const gint64 values[] = { first, second };
  g_autoptr (PggArray) array = pgg_array_new_from_int64s (values, 2);
  PggParams *params = pgg_params_new ();

  g_assert_true (pgg_params_append_array (params, array, NULL));

  return params;
}

static void
check_prepared (PggConnection *connection,
                const char    *sql,
                PggParams     *params,
                const char    *text,
                const char    *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggStatement) statement = pgg_connection_prepare (connection, sql, NULL, &error);
  g_autoptr (PggResult) result = NULL;

  g_assert_no_error (error);
  result = pgg_statement_execute (statement, params, NULL, &error);
  if (text != NULL)
    {
      g_assert_no_error (error);
      assert_text (result, 0, text);
      return;
    }

  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_null (result);
}

/* The statement knows what it wants: what fits is converted. */
static void
test_prepared (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggParams) small = make_int64s (1, -2);
  g_autoptr (PggParams) large = make_int64s (1, G_MAXINT64);
  g_autoptr (PggParams) range = make_range (PGG_OID_INT8, "[1,5)");
  g_autoptr (PggParams) wide = make_range (PGG_OID_INT8, "[1,5000000000)");
  g_autoptr (PggParams) days = make_range (PGG_OID_DATE, "[2024-01-01,2024-02-01)");

  check_prepared (connection, "SELECT $1::int4[]", small, "{1,-2}", NULL);
  check_prepared (connection, "SELECT $1::int2[]", small, "{1,-2}", NULL);
  check_prepared (connection, "SELECT $1::float8[]", small, "{1,-2}", NULL);
  check_prepared (connection, "SELECT $1::numeric[]", large, "{1,9223372036854775807}", NULL);
  check_prepared (connection, "SELECT $1::int4[]", large, NULL,
                  "Parameter 1 is of the type int8[] and its value does not fit the type int4[] "
                  "exactly");
  check_prepared (connection, "SELECT $1::date[]", small, NULL,
                  "Parameter 1 is of the type int8[], which is not sent as date[]; a cast to "
                  "the former behind it in the SQL leaves the conversion to the server");
  check_prepared (connection, "SELECT $1::int4range", range, "[1,5)", NULL);
  check_prepared (connection, "SELECT $1::numrange", range, "[1,5)", NULL);
  check_prepared (connection, "SELECT $1::int4range", wide, NULL,
                  "Parameter 1 is of the type int8range and its value does not fit the type "
                  "int4range exactly");
  check_prepared (connection, "SELECT $1::int4range", days, NULL,
                  "Parameter 1 is of the type daterange, which is not sent as int4range; a cast to "
                  "the former behind it in the SQL leaves the conversion to the server");
}

/* The texts of composite types with other names are read as well. */
static void
test_prepared_learnt (void)
{
  g_autoptr (PggConnection) connection = test_connect ();
  g_autoptr (PggParams) record = NULL;
  g_autoptr (PggParams) span = NULL;

  run (connection, DEFINITIONS);
  record = make_read (connection, "SELECT ROW (1, 'x')::" SCHEMA ".pair");
  span = make_read (connection, "SELECT '[1,5)'::" SCHEMA ".span");

  check_prepared (connection, "SELECT $1::" SCHEMA ".other", record, "(1,x)", NULL);
  check_prepared (connection, "SELECT $1::" SCHEMA ".pair", record, "(1,x)", NULL);
  check_prepared (connection, "SELECT $1::int8range", span, "[1,5)", NULL);
  run (connection, "DROP SCHEMA " SCHEMA " CASCADE");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/params/containers/ranges", test_ranges);
  g_test_add_func ("/params/containers/range-operators", test_range_operators);
  g_test_add_func ("/params/containers/untyped-range", test_untyped_range);
  g_test_add_func ("/params/containers/multiranges", test_multiranges);
  g_test_add_func ("/params/containers/arrays-of-text", test_arrays_of_text);
  g_test_add_func ("/params/containers/learnt", test_learnt);
  g_test_add_func ("/params/containers/gone", test_gone);
  g_test_add_func ("/params/containers/prepared", test_prepared);
  g_test_add_func ("/params/containers/prepared-learnt", test_prepared_learnt);

  return g_test_run ();
}
