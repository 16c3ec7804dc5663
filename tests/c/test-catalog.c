/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Types of a database are looked up in its catalog when they are met, without being asked for, and
 * without doing anything to the session or the transaction. */

#include "config.h"

#include "engine-fixture.h"

#include <pgglib/client/pgg-connection-private.h>
#include <pgglib/client/pgg-result-private.h>

#define SCHEMA \
  "DROP SCHEMA IF EXISTS catalog_test CASCADE;" \
  "CREATE SCHEMA catalog_test;" \
  "SET search_path = catalog_test, public;" \
  "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');" \
  "ALTER TYPE mood ADD VALUE 'so so' BEFORE 'ok';" \
  "CREATE TYPE pair AS (first int, second mood[]);" \
  "CREATE DOMAIN short AS varchar(7);" \
  "CREATE DOMAIN pairs AS pair[];" \
  "CREATE TYPE textrange AS RANGE (subtype = text);" \
  "CREATE TABLE thing (id int, gone int, what short, several pairs, span textrange," \
  "                    self_made numeric(10,3));" \
  "ALTER TABLE thing DROP COLUMN gone;" \
  "CREATE TYPE \"Odd \"\"name\" AS ENUM ('é')"

static PggConnection *
connect_fresh (void)
{
  PggConnection *connection = test_connect ();

  test_execute (connection, "SET search_path = catalog_test, public");
  pgg_connection_forget_types (connection);

  return connection;
}

/* What the result of @sql knows of its first column. */
static PggTypeInfo *
get_type (PggConnection *connection,
          const char    *sql)
{
  g_autoptr(PggResult) result = test_query (connection, sql);
  const PggTypeInfo *type = pgg_type_map_lookup (result->context->types,
                                                 PQftype (result->res, 0));

  return type != NULL ? pgg_type_info_ref ((PggTypeInfo *) type) : NULL;
}

static PggTypeInfo *
lookup (PggConnection *connection,
        const char    *name)
{
  g_autoptr(GError) error = NULL;
  PggTypeInfo *type = pgg_connection_lookup_type (connection, name, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (type);

  return type;
}

static void
test_enum (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggTypeInfo) type = get_type (connection, "SELECT 'sad'::mood");
  const char *const *labels;

  g_assert_nonnull (type);
  g_assert_cmpstr (pgg_type_info_get_name (type), ==, "mood");
  g_assert_cmpstr (pgg_type_info_get_schema (type), ==, "catalog_test");
  g_assert_cmpint (pgg_type_info_get_kind (type), ==, PGG_TYPE_KIND_ENUM);
  g_assert_cmpint (pgg_type_info_get_category (type), ==, 'E');
  g_assert_cmpint (pgg_type_info_get_delimiter (type), ==, ',');
  g_assert_cmpint (pgg_type_info_get_element_oid (type), ==, 0);
  g_assert_cmpint (pgg_type_info_get_array_oid (type), !=, 0);
  g_assert_cmpint (pgg_type_info_get_modifier (type), ==, -1);
  g_assert_null (pgg_type_info_get_extension (type));
  g_assert_false (pgg_type_info_is_builtin (type));
  g_assert_true (type->has_binary);

  labels = pgg_type_info_get_labels (type);
  g_assert_cmpuint (g_strv_length ((char **) labels), ==, 4);
  g_assert_cmpstr (labels[0], ==, "sad");
  g_assert_cmpstr (labels[1], ==, "so so");
  g_assert_cmpstr (labels[2], ==, "ok");
  g_assert_cmpstr (labels[3], ==, "happy");
}

static void
check_field (PggTypeInfo *type,
             guint        field,
             const char  *name,
             int          modifier)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (pgg_type_info_get_field_name (type, field, &error), ==, name);
  g_assert_no_error (error);
  g_assert_cmpuint (pgg_type_info_get_field_oid (type, field, &error), !=, 0);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_type_info_get_field_modifier (type, field, &error), ==, modifier);
  g_assert_no_error (error);
}

/* What is found in a type comes with it. */
static void
test_table (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggTypeInfo) type = get_type (connection, "SELECT NULL::thing");
  g_autoptr(PggTypeInfo) several = NULL;
  g_autoptr(PggTypeInfo) array = NULL;
  g_autoptr(PggTypeInfo) pair = NULL;
  g_autoptr(PggTypeInfo) moods = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (pgg_type_info_get_kind (type), ==, PGG_TYPE_KIND_COMPOSITE);
  g_assert_cmpuint (pgg_type_info_get_n_fields (type), ==, 5);
  check_field (type, 0, "id", -1);
  check_field (type, 1, "what", -1);
  check_field (type, 2, "several", -1);
  check_field (type, 3, "span", -1);
  check_field (type, 4, "self_made", (10 << 16 | 3) + 4);
  g_assert_null (pgg_type_info_get_labels (type));
  g_assert_null (pgg_type_info_get_field_name (type, 5, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE);

  several = pgg_connection_get_type_info (connection, type->fields[2].type);
  g_assert_cmpint (pgg_type_info_get_kind (several), ==, PGG_TYPE_KIND_DOMAIN);
  array = pgg_connection_get_type_info (connection, pgg_type_info_get_element_oid (several));
  g_assert_cmpint (pgg_type_info_get_kind (array), ==, PGG_TYPE_KIND_ARRAY);
  g_assert_cmpstr (pgg_type_info_get_name (array), ==, "pair[]");
  pair = pgg_connection_get_type_info (connection, pgg_type_info_get_element_oid (array));
  g_assert_cmpuint (pgg_type_info_get_n_fields (pair), ==, 2);
  moods = pgg_connection_get_type_info (connection, pair->fields[1].type);
  g_assert_cmpstr (pgg_type_info_get_name (moods), ==, "mood[]");
}

static void
test_domain (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggTypeInfo) type = lookup (connection, "short");

  g_assert_cmpint (pgg_type_info_get_kind (type), ==, PGG_TYPE_KIND_DOMAIN);
  g_assert_cmpuint (pgg_type_info_get_element_oid (type), ==, 1043);
  g_assert_cmpint (pgg_type_info_get_modifier (type), ==, 7 + 4);
}

static void
test_range (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggTypeInfo) range = get_type (connection, "SELECT NULL::textrange");
  g_autoptr(PggTypeInfo) many = NULL;

  g_assert_cmpint (pgg_type_info_get_kind (range), ==, PGG_TYPE_KIND_RANGE);
  g_assert_cmpuint (pgg_type_info_get_element_oid (range), ==, 25);
  if (pgg_connection_get_server_version (connection) < 140000)
    return;

  pgg_connection_forget_types (connection);
  many = get_type (connection, "SELECT NULL::textmultirange");
  g_assert_cmpint (pgg_type_info_get_kind (many), ==, PGG_TYPE_KIND_MULTIRANGE);
  g_assert_cmpuint (pgg_type_info_get_element_oid (many), ==, range->oid);
}

/* Names are found as the server finds them. */
static void
test_lookup (void)
{
  static const struct
  {
    const char *name;
    const char *found;
  } names[] = {
    { "mood", "mood" },
    { "catalog_test.mood[]", "mood[]" },
    { " MOOD", "mood" },
    { "\"Odd \"\"name\"", "Odd \"name" },
    { "\"Odd \"\"name\"[]", "Odd \"name[]" },
    { "integer", "int4" },
    { "timestamp with time zone[]", "timestamptz[]" },
    { "varchar(3)", "varchar" },
  };
  g_autoptr(PggConnection) connection = connect_fresh ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(PggTypeInfo) type = lookup (connection, names[i].name);

      g_assert_cmpstr (pgg_type_info_get_name (type), ==, names[i].found);
    }
}

static void
test_lookup_in_vain (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (pgg_connection_lookup_type (connection, "no_such_type", NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (pgg_connection_lookup_type (connection, "int4 or so", NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (pgg_connection_get_type_info (connection, 4000000000u));

  operation = pgg_connection_execute_start (connection, "SELECT 1", NULL);
  g_assert_null (pgg_connection_lookup_type_finish (connection, G_ASYNC_RESULT (operation),
                                                    &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  test_assert_usable (connection);
}

static void
test_lookup_async (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_auto(TestCall) call = { 0 };
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(PggTypeInfo) type = NULL;
  g_autoptr(PggTypeInfo) started = NULL;

  pgg_connection_lookup_type_async (connection, "pair", G_PRIORITY_DEFAULT, NULL, test_call_cb,
                                    &call);
  test_call_wait (&call);
  type = pgg_connection_lookup_type_finish (connection, call.result, NULL);
  g_assert_cmpstr (pgg_type_info_get_name (type), ==, "pair");

  operation = pgg_connection_lookup_type_start (connection, "mood");
  test_drive (operation);
  started = pgg_connection_lookup_type_finish (connection, G_ASYNC_RESULT (operation), NULL);
  g_assert_cmpstr (pgg_type_info_get_name (started), ==, "mood");
}

static void
test_column_names (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggResult) result =
    test_query (connection, "SELECT NULL::mood, NULL::mood[], NULL::pair, NULL::varchar(3)");
  PggColumn **columns = pgg_result_get_columns (result, NULL);

  g_assert_cmpstr (pgg_column_get_type_name (columns[0]), ==, "mood");
  g_assert_cmpstr (pgg_column_get_type_name (columns[1]), ==, "mood[]");
  g_assert_cmpstr (pgg_column_get_display_type (columns[2]), ==, "pair");
  g_assert_cmpstr (pgg_column_get_display_type (columns[3]), ==, "varchar(3)");
}

/* The names in the catalog are in the client encoding. */
static void
test_encoding (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggTypeInfo) type = NULL;

  test_execute (connection, "SET client_encoding = LATIN1");
  type = lookup (connection, "\"Odd \"\"name\"");
  g_assert_cmpstr (pgg_type_info_get_labels (type)[0], ==, "é");
}

/* A transaction is as it was, whatever its kind. */
static void
check_in_transaction (const char *begin)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggTypeInfo) type = NULL;

  test_execute (connection, begin);
  test_execute (connection, "SET LOCAL work_mem = '1234kB'");
  type = get_type (connection, "SELECT 'ok'::mood");
  g_assert_nonnull (type);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_INTRANS);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM pg_settings WHERE name = "
                                   "'work_mem' AND setting = '1234'"), ==, 1);
  test_execute (connection, "COMMIT");
}

static void
test_in_transaction (void)
{
  check_in_transaction ("BEGIN");
  check_in_transaction ("BEGIN READ ONLY");
  check_in_transaction ("BEGIN ISOLATION LEVEL REPEATABLE READ");
  check_in_transaction ("BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE");
}

/* Where nothing can be asked the value stays a text; it is asked when that is possible again. */
static void
test_failed_transaction (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggResult) result = NULL;
  g_autoptr(PggTypeInfo) type = NULL;
  g_autoptr(GError) error = NULL;

  error = test_execute_error (connection, "BEGIN; SELECT 'sad'::mood; SELECT 1 / 0");
  g_assert_nonnull (error);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_INERROR);
  test_execute (connection, "ROLLBACK");
  type = get_type (connection, "SELECT 'sad'::mood");
  g_assert_nonnull (type);
}

/* Nothing that a schema of the search path offers is taken for what the server has. */
static void
test_search_path (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggTypeInfo) type = NULL;

  test_execute (connection,
                "CREATE FUNCTION catalog_test.never (oid, oid) RETURNS bool LANGUAGE plpgsql AS "
                "'BEGIN RAISE ''trapped''; END';"
                "CREATE OPERATOR catalog_test.= (leftarg = oid, rightarg = oid, "
                "procedure = catalog_test.never);"
                "CREATE FUNCTION catalog_test.never (\"char\", \"char\") RETURNS bool "
                "LANGUAGE plpgsql AS 'BEGIN RAISE ''trapped''; END';"
                "CREATE OPERATOR catalog_test.= (leftarg = \"char\", rightarg = \"char\", "
                "procedure = catalog_test.never);"
                "CREATE TABLE catalog_test.pg_type (oid oid);"
                "CREATE FUNCTION catalog_test.unnest (anyarray) RETURNS SETOF anyelement "
                "LANGUAGE plpgsql AS 'BEGIN RAISE ''trapped''; END';"
                "CREATE DOMAIN catalog_test.text AS pg_catalog.int4;"
                "CREATE DOMAIN catalog_test.oid AS pg_catalog.int4;"
                "SET search_path = catalog_test, pg_catalog");
  pgg_connection_forget_types (connection);
  type = get_type (connection, "SELECT NULL::thing");
  g_assert_nonnull (type);
  g_assert_cmpuint (pgg_type_info_get_n_fields (type), ==, 5);
  test_execute (connection, SCHEMA);
}

/* A role that may not read the catalog gets texts, and no error. */
static void
test_no_permission (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggResult) result = NULL;

  test_execute (connection, "DROP ROLE IF EXISTS catalog_blind; CREATE ROLE catalog_blind;"
                            "GRANT USAGE ON SCHEMA catalog_test TO catalog_blind;"
                            "REVOKE SELECT ON pg_enum FROM public;"
                            "SET ROLE catalog_blind");
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(PggResult) text = test_query (connection, "SELECT 'ok'::mood");

      g_assert_cmpstr (pgg_result_get_text (text, 0, 0, NULL), ==, "ok");
      g_assert_null (text->context->types);
    }

  test_execute (connection, "BEGIN");
  pgg_connection_forget_types (connection);
  result = test_query (connection, "SELECT 'ok'::mood");
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "ok");
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_INTRANS);
  test_execute (connection, "COMMIT; RESET ROLE; GRANT SELECT ON pg_enum TO public;"
                            "REVOKE USAGE ON SCHEMA catalog_test FROM catalog_blind;"
                            "DROP ROLE catalog_blind");
}

/* A type that is no longer there is not asked for again and again. */
static void
test_no_such_type (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggResult) result = NULL;

  test_execute (connection, "CREATE TYPE passing AS ENUM ('x')");
  result = test_query (connection, "BEGIN; SELECT 'x'::passing; DROP TYPE passing; COMMIT");
  g_assert_cmpstr (pgg_result_get_text (result->next, 0, 0, NULL), ==, "x");
  g_assert_true (strspn (pgg_column_get_type_name (pgg_result_get_column (result->next, 0, NULL)),
                         "0123456789") > 0);
}

static void
test_alter (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggTypeInfo) before = NULL;
  g_autoptr(PggTypeInfo) after = NULL;

  test_execute (connection, "CREATE TYPE changing AS (a int)");
  before = get_type (connection, "SELECT NULL::changing");
  g_assert_cmpuint (pgg_type_info_get_n_fields (before), ==, 1);
  test_execute (connection, "ALTER TYPE changing ADD ATTRIBUTE b text");
  after = get_type (connection, "SELECT NULL::changing");
  g_assert_cmpuint (pgg_type_info_get_n_fields (after), ==, 2);
  test_execute (connection, "DROP TYPE changing");
}

/* What a transaction has changed is seen in it, and nowhere else before it is committed. */
static void
test_alter_in_transaction (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggConnection) other = connect_fresh ();
  g_autoptr(PggTypeInfo) inside = NULL;
  g_autoptr(PggTypeInfo) outside = NULL;
  g_autoptr(PggTypeInfo) after = NULL;

  test_execute (connection, "CREATE TYPE changing AS (a int)");
  test_execute (connection, "BEGIN");
  test_execute (connection, "ALTER TYPE changing ADD ATTRIBUTE b text");
  inside = get_type (connection, "SELECT NULL::changing");
  g_assert_cmpuint (pgg_type_info_get_n_fields (inside), ==, 2);
  outside = pgg_connection_get_type_info (other, inside->oid);
  g_assert_null (outside);
  test_execute (connection, "ROLLBACK");
  after = get_type (connection, "SELECT NULL::changing");
  g_assert_cmpuint (pgg_type_info_get_n_fields (after), ==, 1);
  test_execute (connection, "DROP TYPE changing");
}

/* Connections to one database know the same; those to another one do not. */
static void
test_shared (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggConnection) other = NULL;
  g_autoptr(PggTypeInfo) type = get_type (connection, "SELECT NULL::thing");
  g_autoptr(PggTypeInfo) shared = NULL;
  g_autoptr(PggTypeInfo) pair = NULL;

  other = test_connect ();
  g_assert_null (pgg_connection_get_type_info (other, type->oid));
  shared = get_type (other, "SELECT NULL::catalog_test.thing");
  g_assert_true (shared == type);

  pgg_connection_forget_types (connection);
  g_assert_null (pgg_connection_get_type_info (other, type->oid));
  pair = get_type (other, "SELECT NULL::catalog_test.pair");
  g_assert_nonnull (pair);
}

typedef struct
{
  PggConnection *connection;
  gboolean       end; /* atomic */
} Forgetter;

static gpointer
forget_thread (gpointer user_data)
{
  Forgetter *self = user_data;

  while (!g_atomic_int_get (&self->end))
    pgg_connection_forget_types (self->connection);

  return NULL;
}

/* What an execution has found out it knows to its end, even if all others forget it. */
static void
test_forgotten_meanwhile (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggConnection) other = connect_fresh ();
  Forgetter forgetter = { other, FALSE };
  g_autoptr(PggTypeInfo) type = get_type (other, "SELECT NULL::mood");
  GThread *thread = g_thread_new ("forget", forget_thread, &forgetter);

  for (guint i = 0; i < 1500; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(PggTypeInfo) found =
        pgg_connection_lookup_type (connection, "catalog_test.mood", NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (found->oid, ==, type->oid);
    }
  g_atomic_int_set (&forgetter.end, TRUE);
  g_thread_join (thread);
}

static void
test_other_database (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggConnection) other = NULL;
  g_autoptr(PggTypeInfo) type = get_type (connection, "SELECT NULL::mood");
  g_autoptr(PggTypeInfo) foreign = NULL;
  g_autofree char *conninfo = NULL;

  test_execute (connection, "DROP DATABASE IF EXISTS catalog_other");
  test_execute (connection, "CREATE DATABASE catalog_other");
  conninfo = g_strconcat (test_conninfo (), " dbname=catalog_other", NULL);
  other = test_connect_to (conninfo);
  test_execute (other, "CREATE TYPE mood AS ENUM ('blue')");
  foreign = get_type (other, "SELECT 'blue'::mood");
  g_assert_cmpstr (pgg_type_info_get_labels (foreign)[0], ==, "blue");
  g_assert_null (pgg_connection_get_type_info (other, type->oid));

  /* A database of the same name is not the same database. */
  pgg_connection_close (other, NULL, NULL);
  test_execute (connection, "DROP DATABASE catalog_other");
  test_execute (connection, "CREATE DATABASE catalog_other");
  g_assert_true (pgg_connection_open (other, NULL, NULL));
  g_assert_null (pgg_connection_get_type_info (other, foreign->oid));
  pgg_connection_close (other, NULL, NULL);
  test_execute (connection, "DROP DATABASE catalog_other");
}

/* A type that an extension brought, if the server has one. */
static void
test_extension (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggResult) result = NULL;
  g_autoptr(PggTypeInfo) type = NULL;
  g_autoptr(PggTypeInfo) array = NULL;

  if (test_query_int (connection, "SELECT count (*) FROM pg_available_extensions "
                      "WHERE name = 'hstore'") == 0)
    {
      g_test_skip ("The server has no extension hstore");
      return;
    }

  test_execute (connection, "CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA public");
  type = get_type (connection, "SELECT 'a=>1'::public.hstore");
  g_assert_cmpstr (pgg_type_info_get_extension (type), ==, "hstore");
  array = lookup (connection, "public.hstore[]");
  g_assert_cmpstr (pgg_type_info_get_extension (array), ==, "hstore");
}

/* Some types of the server are looked up like those of others: the row types of its tables. */
static void
test_builtin (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggTypeInfo) type = NULL;
  g_autoptr(PggTypeInfo) catalog = NULL;

  type = pgg_connection_get_type_info (connection, 23);
  g_assert_true (pgg_type_info_is_builtin (type));
  g_assert_cmpstr (pgg_type_info_get_schema (type), ==, "pg_catalog");
  catalog = get_type (connection, "SELECT c FROM pg_class AS c LIMIT 1");
  g_assert_cmpint (pgg_type_info_get_kind (catalog), ==, PGG_TYPE_KIND_COMPOSITE);
}

/* However deep it is. */
static void
test_many_types (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggTypeInfo) type = NULL;
  g_autoptr(GString) sql = g_string_new ("CREATE TYPE level0 AS (a int)");

  for (guint i = 1; i < 60; i++)
    g_string_append_printf (sql, "; CREATE TYPE level%u AS (a level%u)", i, i - 1);
  test_execute (connection, sql->str);
  type = get_type (connection, "SELECT NULL::level59");
  g_assert_nonnull (type);
  for (guint i = 59; i > 0; i--)
    {
      PggTypeInfo *next = pgg_connection_get_type_info (connection, type->fields[0].type);

      g_assert_nonnull (next);
      pgg_type_info_unref (type);
      type = next;
    }
  g_assert_cmpstr (pgg_type_info_get_name (type), ==, "level0");
  test_execute (connection, "DROP TYPE level0 CASCADE");
}

/* What is asked for one of them does not get in the way of those that are in flight behind it. */
static void
test_pipelined (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(GPtrArray) operations = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = 0; i < 20; i++)
    {
      g_autoptr(PggParams) params = pgg_params_new ();

      pgg_params_append_int (params, i, NULL);
      g_ptr_array_add (operations,
                       pgg_connection_execute_start (connection, i % 3 == 1
                                                     ? "SELECT NULL::pair, $1::int"
                                                     : "SELECT 'sad'::mood, $1::int", params));
    }
  for (int i = 0; i < 20; i++)
    {
      g_autoptr(PggResult) result = NULL;
      g_autoptr(GError) error = NULL;
      PggColumn *column;

      pgg_operation_run (operations->pdata[i], NULL, NULL);
      result = pgg_connection_execute_finish (connection, operations->pdata[i], &error);
      g_assert_no_error (error);
      column = pgg_result_get_column (result, 0, NULL);
      g_assert_cmpstr (pgg_column_get_type_name (column), ==, i % 3 == 1 ? "pair" : "mood");
      g_assert_cmpint (pgg_result_get_int (result, 0, 1, NULL), ==, i);
    }
  test_assert_usable (connection);
}

/* The last one in flight asks: nobody is left for whom it would have to wait. */
static void
test_pipelined_last (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggOperation) first = NULL;
  g_autoptr(PggOperation) last = NULL;
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;

  pgg_params_append_int (params, 1, NULL);
  first = pgg_connection_execute_start (connection, "SELECT $1", params);
  last = pgg_connection_execute_start (connection, "SELECT 'sad'::mood, $1", params);
  pgg_operation_run (last, NULL, NULL);

  g_assert_true (pgg_operation_is_done (first));
  result = pgg_connection_execute_finish (connection, G_ASYNC_RESULT (last), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pgg_column_get_type_name (pgg_result_get_column (result, 0, NULL)), ==, "mood");
}

/* Somebody who keeps the catalog from being asked, but not values from being read. */
static PggConnection *
lock_catalog (void)
{
  PggConnection *connection = test_connect ();

  test_execute (connection, "BEGIN; LOCK TABLE pg_catalog.pg_depend IN ACCESS EXCLUSIVE MODE");

  return connection;
}

/* The server gives up: the result is there all the same, and so is the transaction. */
static void
test_timeout_at_server (void)
{
  g_autoptr(PggConnection) locker = NULL;
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggResult) result = NULL;
  g_autoptr(PggTypeInfo) type = NULL;

  test_execute (connection, "BEGIN; SET LOCAL statement_timeout = 50");
  locker = lock_catalog ();
  result = test_query (connection, "SELECT 'ok'::mood");
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "ok");
  g_assert_null (result->context->types);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_INTRANS);
  test_execute (locker, "ROLLBACK");
  type = get_type (connection, "SELECT 'ok'::mood");
  g_assert_nonnull (type);
  test_execute (connection, "COMMIT");
}

static void
wait_for_lock (PggConnection *locker)
{
  g_main_context_iteration (NULL, FALSE);
  while (test_query_int (locker, "SELECT count (*) FROM pg_locks WHERE NOT granted") == 0)
    g_main_context_iteration (NULL, FALSE);
}

static void
begin_and_wait_for_lock (PggConnection *connection,
                         PggConnection *locker,
                         GCancellable  *cancellable,
                         TestCall      *call)
{
  pgg_connection_execute_async (connection, "SELECT 'ok'::mood", NULL, G_PRIORITY_DEFAULT,
                                cancellable, test_call_cb, call);
  wait_for_lock (locker);
}

static void
test_cancelled (void)
{
  g_autoptr(PggConnection) locker = NULL;
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_auto(TestCall) call = { 0 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  test_execute (connection, "BEGIN");
  locker = lock_catalog ();
  begin_and_wait_for_lock (connection, locker, cancellable, &call);
  g_cancellable_cancel (cancellable);
  test_call_wait (&call);
  error = test_call_finish_error (&call);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_INTRANS);
  test_execute (locker, "ROLLBACK");
  test_execute (connection, "COMMIT");
  test_assert_usable (connection);
}

/* It was not the server that did not answer, so it is asked again, however often that was. */
static void
test_cancelled_often (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggTypeInfo) type = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(PggConnection) locker = lock_catalog ();
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_auto(TestCall) call = { 0 };
      g_autoptr(GError) error = NULL;

      begin_and_wait_for_lock (connection, locker, cancellable, &call);
      g_cancellable_cancel (cancellable);
      error = test_call_finish_error (&call);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  type = get_type (connection, "SELECT 'ok'::mood");
  g_assert_nonnull (type);
}

/* A type that is there is not said to be missing. */
static void
test_lookup_terminated (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggConnection) locker = lock_catalog ();
  g_auto(TestCall) call = { 0 };
  g_autoptr(GError) error = NULL;

  pgg_connection_lookup_type_async (connection, "mood", G_PRIORITY_DEFAULT, NULL, test_call_cb,
                                    &call);
  wait_for_lock (locker);
  test_terminate (pgg_connection_get_backend_pid (connection));
  test_call_wait (&call);
  g_assert_null (pgg_connection_lookup_type_finish (connection, call.result, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
}

static void
assert_lookup_fails (PggConnection *connection,
                     PggSqlState    state)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (pgg_connection_lookup_type (connection, "mood", NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, (int) state);
}

/* One that finds the name, and not the definition, fails with the reason for that. */
static void
test_lookup_timeout_at_server (void)
{
  g_autoptr(PggConnection) locker = NULL;
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggTypeInfo) type = NULL;

  test_execute (connection, "BEGIN; SET LOCAL statement_timeout = 50");
  locker = lock_catalog ();
  for (guint i = 0; i < 4; i++)
    assert_lookup_fails (connection, PGG_SQL_STATE_QUERY_CANCELED);
  test_execute (locker, "ROLLBACK");
  type = lookup (connection, "mood");
  g_assert_cmpstr (pgg_type_info_get_name (type), ==, "mood");
  test_execute (connection, "COMMIT");
}

/* That values could not be read otherwise does not mean that nothing is known to who asks. */
static void
test_lookup_unknown (void)
{
  g_autoptr(PggConnection) locker = NULL;
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggTypeInfo) type = NULL;

  test_execute (connection, "SET statement_timeout = 50");
  locker = lock_catalog ();
  for (guint i = 0; i < 4; i++)
    test_execute (connection, "SELECT 'ok'::mood");
  test_execute (locker, "ROLLBACK");
  type = lookup (connection, "mood");
  g_assert_cmpstr (pgg_type_info_get_name (type), ==, "mood");
}

/* A statement that was sent with it fails, and the transaction with that, before it has asked. */
static void
test_lookup_in_failed_transaction (void)
{
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_autoptr(PggOperation) lookup = NULL;
  g_autoptr(PggOperation) failing = NULL;
  g_autoptr(GError) error = NULL;

  test_execute (connection, "BEGIN");
  lookup = pgg_connection_lookup_type_start (connection, "mood");
  failing = test_start_int (connection, "SELECT 1 / ($1 - 1)", 1);
  g_assert_false (pgg_operation_run (failing, NULL, NULL));
  test_drive (lookup);
  g_assert_null (pgg_connection_lookup_type_finish (connection, G_ASYNC_RESULT (lookup), &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_IN_FAILED_SQL_TRANSACTION);
  assert_lookup_fails (connection, PGG_SQL_STATE_IN_FAILED_SQL_TRANSACTION);
  test_execute (connection, "ROLLBACK");
}

/* The statement has succeeded, whatever becomes of the connection after that. */
static void
test_terminated (void)
{
  g_autoptr(PggConnection) locker = NULL;
  g_autoptr(PggConnection) connection = connect_fresh ();
  g_auto(TestCall) call = { 0 };
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;

  locker = lock_catalog ();
  begin_and_wait_for_lock (connection, locker, NULL, &call);
  test_terminate (pgg_connection_get_backend_pid (connection));
  test_call_wait (&call);
  result = pgg_connection_execute_finish (connection, call.result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "ok");
  g_assert_null (pgg_connection_execute (connection, "SELECT 1", NULL, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (pgg_connection_open (connection, NULL, NULL));
  test_assert_usable (connection);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(PggConnection) connection = NULL;

  g_test_init (&argc, &argv, NULL);
  test_watchdog (120);
  connection = test_connect ();
  test_execute (connection, SCHEMA);

  g_test_add_func ("/catalog/enum", test_enum);
  g_test_add_func ("/catalog/table", test_table);
  g_test_add_func ("/catalog/domain", test_domain);
  g_test_add_func ("/catalog/range", test_range);
  g_test_add_func ("/catalog/lookup", test_lookup);
  g_test_add_func ("/catalog/lookup-in-vain", test_lookup_in_vain);
  g_test_add_func ("/catalog/lookup-async", test_lookup_async);
  g_test_add_func ("/catalog/column-names", test_column_names);
  g_test_add_func ("/catalog/encoding", test_encoding);
  g_test_add_func ("/catalog/in-transaction", test_in_transaction);
  g_test_add_func ("/catalog/failed-transaction", test_failed_transaction);
  g_test_add_func ("/catalog/search-path", test_search_path);
  g_test_add_func ("/catalog/no-permission", test_no_permission);
  g_test_add_func ("/catalog/no-such-type", test_no_such_type);
  g_test_add_func ("/catalog/alter", test_alter);
  g_test_add_func ("/catalog/alter-in-transaction", test_alter_in_transaction);
  g_test_add_func ("/catalog/shared", test_shared);
  g_test_add_func ("/catalog/forgotten-meanwhile", test_forgotten_meanwhile);
  g_test_add_func ("/catalog/other-database", test_other_database);
  g_test_add_func ("/catalog/extension", test_extension);
  g_test_add_func ("/catalog/builtin", test_builtin);
  g_test_add_func ("/catalog/many-types", test_many_types);
  g_test_add_func ("/catalog/pipelined", test_pipelined);
  g_test_add_func ("/catalog/pipelined-last", test_pipelined_last);
  g_test_add_func ("/catalog/timeout-at-server", test_timeout_at_server);
  g_test_add_func ("/catalog/cancelled", test_cancelled);
  g_test_add_func ("/catalog/cancelled-often", test_cancelled_often);
  g_test_add_func ("/catalog/lookup-terminated", test_lookup_terminated);
  g_test_add_func ("/catalog/lookup-timeout-at-server", test_lookup_timeout_at_server);
  g_test_add_func ("/catalog/lookup-unknown", test_lookup_unknown);
  g_test_add_func ("/catalog/lookup-in-failed-transaction", test_lookup_in_failed_transaction);
  g_test_add_func ("/catalog/terminated", test_terminated);

  return g_test_run ();
}
