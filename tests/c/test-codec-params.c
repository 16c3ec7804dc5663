/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Codecs of applications: what is sent with them, and types that go by their names. */

#include "codec-fixture.h"
#include "engine-fixture.h"
#include "fixture.h"

#define BOTH (PGG_CODEC_FORMATS_TEXT | PGG_CODEC_FORMATS_BINARY)

static const TestVector vector = { 2, { 1, 2.5f } };
static const TestPoint point = { 4326, 1, 2.5 };

typedef struct
{
  PggConnection *connection;
  PggParams     *params;
  TestCalls      calls;
} Fixture;

static void
add_vector (PggCodecRegistry *registry,
            PggCodecFormats   formats,
            TestCalls        *calls)
{
  g_autoptr (PggTypeCodec) codec = test_vector_codec_new (formats, calls);

  pgg_codec_registry_add (registry, codec);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  PggCodecRegistry *here;
  g_autoptr (PggTypeCodec) codec = NULL;

  self->connection = test_codec_connect ();
  self->params = pgg_params_new ();
  here = pgg_connection_get_codecs (self->connection);
  add_vector (here, PGG_CODEC_FORMATS_TEXT, &self->calls);
  codec = test_point_codec_new (BOTH, &self->calls);
  pgg_codec_registry_add (here, codec);
  pgg_result_unref (test_codec_query (self->connection, "SET search_path = texts, public"));
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  pgg_params_unref (self->params);
  test_codec_close (self->connection);
}

static void
append (PggParams     *params,
        GType          type,
        gconstpointer  boxed)
{
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, type);
  g_value_set_boxed (&value, boxed);
  g_assert_true (pgg_params_append_value (params, &value, &error));
  g_assert_no_error (error);
}

static PggResult *
execute (Fixture    *self,
         const char *sql)
{
  g_autoptr (GError) error = NULL;
  PggResult *result = pgg_connection_execute (self->connection, sql, self->params, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static void
assert_fails (Fixture    *self,
              const char *sql,
              GQuark      domain,
              int         code,
              const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggResult) result =
    pgg_connection_execute (self->connection, sql, self->params, NULL, &error);

  g_assert_null (result);
  g_assert_error (error, domain, code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
assert_texts (PggResult  *result,
              const char *first,
              const char *second)
{
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, first);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 1, NULL), ==, second);
}

/* Nothing in the statement says which type it is. */
static void
test_value (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;

  append (self->params, TEST_TYPE_VECTOR, &vector);
  append (self->params, TEST_TYPE_POINT, &point);
  result = execute (self, "SELECT pg_typeof ($1), $1, pg_typeof ($2), $2");

  assert_texts (result, "vector", "[1,2.5]");
  g_assert_cmpfloat (test_codec_get_vector (result, 0, 1)->values[1], ==, 2.5f);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 2, NULL), ==, "shapes.geometry");
  g_assert_cmpstr (pgg_result_get_text (result, 0, 3, NULL), ==,
                   "\\x0101000020e6100000000000000000f03f0000000000000440");
  g_assert_cmpint (self->calls.n_text_writes, ==, 1);
  g_assert_cmpint (self->calls.n_binary_writes, ==, 1);
}

/* The bytes are those of pgvector. */
static void
test_binary (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;

  pgg_result_unref (test_codec_query (self->connection, "SET search_path = bytes, public"));
  add_vector (pgg_connection_get_codecs (self->connection), BOTH, &self->calls);
  append (self->params, TEST_TYPE_VECTOR, &vector);
  result = execute (self, "SELECT pg_typeof ($1), $1");

  assert_texts (result, "vector", "\\x000200003f80000040200000");
}

/* The values are in the SQL, as text, with their types. */
static void
test_simple_protocol (Fixture       *self,
                      gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;

  pgg_connection_set_statement_mode (self->connection, PGG_STATEMENT_MODE_SIMPLE);
  append (self->params, TEST_TYPE_VECTOR, &vector);
  append (self->params, TEST_TYPE_POINT, &point);
  result = execute (self, "SELECT $1, pg_typeof ($2)");

  assert_texts (result, "[1,2.5]", "shapes.geometry");
  g_assert_cmpint (self->calls.n_binary_writes, ==, 0);
}

static void
test_null (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;

  append (self->params, TEST_TYPE_VECTOR, NULL);
  result = execute (self, "SELECT pg_typeof ($1), $1");

  assert_texts (result, "vector", NULL);
  g_assert_cmpint (self->calls.n_text_writes, ==, 0);
}

static void
test_failure (Fixture       *self,
              gconstpointer  data)
{
  static const TestVector empty = { 0 };
  g_autoptr (PggParams) params = NULL;

  pgg_params_append_int (self->params, 1, NULL);
  append (self->params, TEST_TYPE_VECTOR, &empty);
  assert_fails (self, "SELECT $1, $2", G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                "Parameter 2: A vector has values");
  g_assert_true (pgg_params_set_name (self->params, "v", NULL));
  params = pgg_params_copy (self->params);
  g_clear_pointer (&self->params, pgg_params_unref);
  self->params = pgg_params_new ();
  append (self->params, TEST_TYPE_VECTOR, &empty);
  g_assert_true (pgg_params_set_name (self->params, "v", NULL));
  assert_fails (self, "SELECT :v", G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                "Parameter 1 “v”: A vector has values");
}

/* Some connection has a codec for the values, but this one has none. */
static void
test_missing (Fixture       *self,
              gconstpointer  data)
{
  PggCodecRegistry *here = pgg_connection_get_codecs (self->connection);
  g_autoptr (PggTypeCodec) codec = pgg_codec_registry_lookup_gtype (here, TEST_TYPE_VECTOR);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  append (self->params, TEST_TYPE_VECTOR, &vector);
  pgg_codec_registry_remove (here, codec);
  assert_fails (self, "SELECT $1", PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                "Parameter 1: A value of type TestVector cannot be sent without a codec");

  /* Nobody has one for these. */
  g_value_init (&value, G_TYPE_OBJECT);
  g_assert_false (pgg_params_append_value (self->params, &value, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
}

static void
test_typed_bytes (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("[3]", 3);
  g_autoptr (GBytes) binary = g_bytes_new_static ("\1\2", 2);
  g_autoptr (PggResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pgg_params_append_typed_bytes (self->params, text, PGG_CODEC_FORMATS_TEXT,
                                                "texts.vector", &error));
  g_assert_true (pgg_params_append_typed_bytes (self->params, binary, PGG_CODEC_FORMATS_BINARY,
                                                "\"bytes\".vector", &error));
  g_assert_true (pgg_params_append_typed_bytes (self->params, NULL, PGG_CODEC_FORMATS_TEXT,
                                                "int", &error));
  result = execute (self, "SELECT $1, $2, pg_typeof ($3), $3");
  assert_texts (result, "[3]", "\\x0102");
  g_assert_cmpstr (pgg_result_get_text (result, 0, 2, NULL), ==, "integer");
  g_assert_true (pgg_result_is_null (result, 0, 3, NULL));
}

static void
assert_refused (Fixture         *self,
                const char      *bytes,
                gsize            size,
                PggCodecFormats  format,
                const char      *type)
{
  g_autoptr (GBytes) value = g_bytes_new_static (bytes, size);
  g_autoptr (GError) error = NULL;

  g_assert_false (pgg_params_append_typed_bytes (self->params, value, format, type, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_cmpuint (pgg_params_get_n_params (self->params), ==, 0);
}

static void
test_typed_bytes_refused (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr (GBytes) value = g_bytes_new_static ("1", 1);

  assert_refused (self, "\xff", 1, PGG_CODEC_FORMATS_TEXT, "vector");
  assert_refused (self, "a\0b", 3, PGG_CODEC_FORMATS_TEXT, "vector");
  assert_refused (self, "a", 1, PGG_CODEC_FORMATS_NONE, "vector");
  assert_refused (self, "a", 1, BOTH, "vector");
  assert_refused (self, "a", 1, PGG_CODEC_FORMATS_TEXT, "");

  pgg_params_append_typed_bytes (self->params, value, PGG_CODEC_FORMATS_TEXT, "nonsense", NULL);
  assert_fails (self, "SELECT $1", PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                "Parameter 1 is of the type nonsense, which the database does not have");
  pgg_result_unref (test_codec_query (self->connection, "CREATE DOMAIN texts.nonsense AS int"));
  pgg_result_unref (execute (self, "SELECT $1"));
  pgg_result_unref (test_codec_query (self->connection, "DROP DOMAIN texts.nonsense"));
}

static guint
count_lookups (const char *trace)
{
  g_auto (GStrv) parts = g_strsplit (trace, "to_regtype (n)", -1);

  return g_strv_length (parts) - 1;
}

/* The server is asked once, whatever goes on at the same time. */
static void
test_lookup_once (Fixture       *self,
                  gconstpointer  data)
{
  PggOperation *operations[10];
  g_autofree char *text = NULL;
  TestTrace trace;

  append (self->params, TEST_TYPE_VECTOR, &vector);
  append (self->params, TEST_TYPE_POINT, &point);
  test_trace_begin (&trace, self->connection);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    operations[i] = pgg_connection_execute_start (self->connection, "SELECT $1, $2", self->params);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PggResult) result = NULL;

      pgg_operation_run (operations[i], NULL, NULL);
      result = pgg_connection_execute_finish (self->connection, G_ASYNC_RESULT (operations[i]),
                                              &error);
      g_assert_no_error (error);
      g_object_unref (operations[i]);
    }
  pgg_result_unref (execute (self, "SELECT $1, $2"));
  text = test_trace_end (&trace);

  g_assert_cmpuint (count_lookups (text), ==, 1);
}

static void
test_many (Fixture       *self,
           gconstpointer  data)
{
  PggParams *sets[3];
  g_autoptr (GError) error = NULL;
  g_autoptr (PggResult) result = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      sets[i] = pgg_params_new ();
      pgg_params_append_int (sets[i], (int) i, NULL);
      append (sets[i], TEST_TYPE_VECTOR, i == 1 ? NULL : &vector);
    }
  pgg_connection_execute_many (self->connection, "INSERT INTO texts.items VALUES ($1, $2)", sets,
                               G_N_ELEMENTS (sets), NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    pgg_params_unref (sets[i]);

  result = test_codec_query (self->connection, "SELECT v FROM texts.items ORDER BY id");
  g_assert_cmpfloat (test_codec_get_vector (result, 2, 0)->values[0], ==, 1);
  g_assert_true (pgg_result_is_null (result, 1, 0, NULL));
  pgg_result_unref (test_codec_query (self->connection, "TRUNCATE texts.items"));
}

static void
test_pipeline (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggPipeline) pipeline = pgg_connection_enter_pipeline (self->connection, &error);
  g_autoptr (PggOperation) operation = NULL;
  g_autoptr (PggResult) result = NULL;

  append (self->params, TEST_TYPE_VECTOR, &vector);
  operation = pgg_pipeline_execute_start (pipeline, "SELECT pg_typeof ($1), $1", self->params);
  pgg_pipeline_sync (pipeline, NULL, &error);
  g_assert_no_error (error);
  result = pgg_pipeline_execute_finish (pipeline, G_ASYNC_RESULT (operation), &error);
  g_assert_no_error (error);
  assert_texts (result, "vector", "[1,2.5]");
}

/* What was prepared has a type for each parameter, and is given values of it. */
static void
test_statement (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggStatement) statement =
    pgg_connection_prepare (self->connection, "SELECT $1::texts.vector, $2::shapes.geometry", NULL,
                            &error);
  g_autoptr (PggResult) result = NULL;

  g_assert_no_error (error);
  append (self->params, TEST_TYPE_VECTOR, &vector);
  append (self->params, TEST_TYPE_POINT, &point);
  result = pgg_statement_execute (statement, self->params, NULL, &error);
  g_assert_no_error (error);
  assert_texts (result, "[1,2.5]", "\\x0101000020e6100000000000000000f03f0000000000000440");
  g_assert_cmpint (pgg_statement_execute_many (statement, &self->params, 1, NULL, &error), ==, 1);
  g_assert_no_error (error);
}

/* The type is another one after each rollback. */
static void
test_transaction (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("1", 1);

  pgg_params_append_typed_bytes (self->params, text, PGG_CODEC_FORMATS_TEXT, "fleeting", NULL);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PggTransaction) transaction =
        pgg_connection_begin (self->connection, PGG_TRANSACTION_OPTIONS_DEFAULT, &error);

      g_assert_no_error (error);
      pgg_result_unref (test_codec_query (self->connection, "CREATE DOMAIN fleeting AS int"));
      pgg_result_unref (execute (self, "SELECT $1"));
      pgg_transaction_rollback (transaction, NULL, &error);
      g_assert_no_error (error);
    }
  assert_fails (self, "SELECT $1", PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                "Parameter 1 is of the type fleeting, which the database does not have");
}

/* Without a schema in it, a name depends on a setting. */
static void
test_search_path (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (PggResult) before = NULL;
  g_autoptr (PggResult) after = NULL;
  g_autoptr (GBytes) text = g_bytes_new_static ("", 0);

  pgg_params_append_typed_bytes (self->params, text, PGG_CODEC_FORMATS_TEXT, "vector", NULL);
  before = execute (self, "SELECT pg_typeof ($1)::oid = 'texts.vector'::regtype, 1");
  pgg_result_unref (test_codec_query (self->connection, "SET search_path = bytes"));
  after = execute (self, "SELECT pg_typeof ($1)::oid = 'bytes.vector'::regtype, 1");
  assert_texts (before, "t", "1");
  assert_texts (after, "t", "1");
}

static void
test_local_search_path (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggTransaction) transaction =
    pgg_connection_begin (self->connection, PGG_TRANSACTION_OPTIONS_DEFAULT, &error);
  g_autoptr (PggResult) inside = NULL;
  g_autoptr (PggResult) outside = NULL;
  g_autoptr (GBytes) text = g_bytes_new_static ("", 0);

  pgg_params_append_typed_bytes (self->params, text, PGG_CODEC_FORMATS_TEXT, "vector", NULL);
  pgg_result_unref (test_codec_query (self->connection, "SET LOCAL search_path = bytes"));
  inside = execute (self, "SELECT pg_typeof ($1)::oid = 'bytes.vector'::regtype, 1");
  pgg_transaction_commit (transaction, NULL, &error);
  g_assert_no_error (error);
  outside = execute (self, "SELECT pg_typeof ($1)::oid = 'texts.vector'::regtype, 1");
  assert_texts (inside, "t", "1");
  assert_texts (outside, "t", "1");
}

static void
append_value (PggArrayBuilder *builder,
              GType            type,
              gconstpointer    boxed)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_value_init (&value, type);
  g_value_set_boxed (&value, boxed);
  g_assert_true (pgg_array_builder_append_value (builder, &value, &error));
  g_assert_no_error (error);
}

static void
test_array (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (PggArrayBuilder) builder = pgg_array_builder_new (0);
  g_autoptr (GError) error = NULL;
  g_autoptr (PggArray) array = NULL;
  g_autoptr (PggResult) result = NULL;

  append_value (builder, TEST_TYPE_VECTOR, NULL);
  append_value (builder, TEST_TYPE_VECTOR, &vector);
  array = pgg_array_builder_end (builder, &error);
  g_assert_no_error (error);

  append (self->params, PGG_TYPE_ARRAY, array);
  result = execute (self, "SELECT pg_typeof ($1), $1");
  assert_texts (result, "vector[]", "{NULL,\"[1,2.5]\"}");
  append (self->params, PGG_TYPE_ARRAY, g_value_get_boxed (pgg_result_get_value (result, 0, 1,
                                                                                 NULL)));
  g_clear_pointer (&result, pgg_result_unref);
  result = execute (self, "SELECT $1, $2::texts.vector[]");
  assert_texts (result, "{NULL,\"[1,2.5]\"}", "{NULL,\"[1,2.5]\"}");
}

/* The types are in the array, and that of the elements is known as late as that of the array. */
static void
test_binary_array (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (PggTypeCodec) codec = test_point_codec_new (PGG_CODEC_FORMATS_BINARY, &self->calls);
  g_autoptr (PggArrayBuilder) builder = pgg_array_builder_new (0);
  g_autoptr (PggArray) array = NULL;
  g_autoptr (PggResult) result = NULL;

  pgg_codec_registry_add (pgg_connection_get_codecs (self->connection), codec);
  append_value (builder, TEST_TYPE_POINT, NULL);
  append_value (builder, TEST_TYPE_POINT, &point);
  array = pgg_array_builder_end (builder, NULL);
  append (self->params, PGG_TYPE_ARRAY, array);
  append (self->params, TEST_TYPE_POINT, &point);

  result = execute (self, "SELECT pg_typeof ($1), $1[2]::text, $1[1] IS NULL,"
                          " $1[2]::text = $2::text");
  assert_texts (result, "shapes.geometry[]",
                "\\x0101000020e6100000000000000000f03f0000000000000440");
  g_assert_true (pgg_result_get_boolean (result, 0, 2, NULL));
  g_assert_true (pgg_result_get_boolean (result, 0, 3, NULL));
  g_assert_cmpint (self->calls.n_text_writes, ==, 0);
  g_assert_cmpint (self->calls.n_binary_writes, ==, 2);
}

/* As in PostGIS, arrays of points have another sign between their elements. */
static void
test_delimiter (Fixture       *self,
                gconstpointer  data)
{
  static const PggStatementMode modes[] = {
    PGG_STATEMENT_MODE_CACHED, PGG_STATEMENT_MODE_UNNAMED, PGG_STATEMENT_MODE_SIMPLE,
  };
  g_autoptr (PggTypeCodec) codec = test_point_codec_new (PGG_CODEC_FORMATS_TEXT, &self->calls);
  g_autoptr (PggArrayBuilder) builder = pgg_array_builder_new (0);
  g_autoptr (PggArray) array = NULL;

  pgg_codec_registry_add (pgg_connection_get_codecs (self->connection), codec);
  append_value (builder, TEST_TYPE_POINT, &point);
  append_value (builder, TEST_TYPE_POINT, NULL);
  append_value (builder, TEST_TYPE_POINT, &point);
  array = pgg_array_builder_end (builder, NULL);
  append (self->params, PGG_TYPE_ARRAY, array);

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (PggResult) result = NULL;

      pgg_connection_set_statement_mode (self->connection, modes[i]);
      pgg_connection_forget_types (self->connection);
      result = execute (self, "SELECT array_length ($1, 1), pg_typeof ($1), $1[2] IS NULL,"
                              " $1[3]::text");
      assert_texts (result, "3", "shapes.geometry[]");
      g_assert_true (pgg_result_get_boolean (result, 0, 2, NULL));
      g_assert_cmpstr (pgg_result_get_text (result, 0, 3, NULL), ==,
                       "\\x0101000020e6100000000000000000f03f0000000000000440");
    }
}

#define POINT "'\\x0101000020e6100000000000000000f03f0000000000000440'::shapes.geometry"

/* Points are written in binary format only, and read in it as well. */
static void
use_binary_points (Fixture *self)
{
  g_autoptr (PggTypeCodec) codec = test_point_codec_new (PGG_CODEC_FORMATS_BINARY, &self->calls);

  pgg_codec_registry_add (pgg_connection_get_codecs (self->connection), codec);
  pgg_connection_set_result_format (self->connection, PGG_RESULT_FORMAT_BINARY);
}

/* What was read goes back as what it was, whose type says of all that is in it what it is. */
static void
test_binary_there_and_back (Fixture       *self,
                            gconstpointer  data)
{
  const char *const values[] = {
    "ROW ('näme', " POINT ", ARRAY[NULL, " POINT "])::shapes.place",
    "ARRAY[NULL, ROW (NULL, " POINT ", NULL)::shapes.place]",
    "shapes.span (" POINT ", NULL)",
    "ARRAY[shapes.span (" POINT ", NULL), 'empty']",
    "ROW ('a', NULL, ARRAY[" POINT "])::shapes.place",
    "ARRAY[[" POINT "]]",
  };

  use_binary_points (self);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %s", values[i]);
      g_autofree char *question = g_strdup_printf ("SELECT ($1::text = (%s)::text)::text,"
                                                   " pg_typeof ($1) = pg_typeof (%s)", values[i],
                                                   values[i]);
      g_autoptr (PggResult) result = test_codec_query (self->connection, sql);
      const GValue *value = pgg_result_get_value (result, 0, 0, NULL);
      g_autoptr (PggResult) answer = NULL;

      g_assert_nonnull (value);
      pgg_params_reset (self->params);
      g_assert_true (pgg_params_append_value (self->params, value, NULL));
      answer = execute (self, question);
      assert_texts (answer, "true", "t");
    }
  g_assert_cmpint (self->calls.n_text_writes, ==, 0);
}

static PggRange *
make_span (void)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  PggRange *range;

  g_value_set_boxed (g_value_init (&value, TEST_TYPE_POINT), &point);
  range = pgg_range_new (0, &value, NULL, TRUE, FALSE, &error);
  g_assert_no_error (error);

  return range;
}

/* There is nothing in a range that says what its bounds are, so that the server can infer that. */
static void
test_binary_range (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (PggRange) range = make_span ();
  g_autoptr (PggResult) result = NULL;

  use_binary_points (self);
  append (self->params, PGG_TYPE_RANGE, range);
  result = execute (self, "SELECT ($1::shapes.span)::text, lower ($1::shapes.span)::text");
  assert_texts (result, "[\"\\\\x0101000020e6100000000000000000f03f0000000000000440\",)",
                "\\x0101000020e6100000000000000000f03f0000000000000440");
}

static void
test_binary_multirange (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (PggRange) range = make_span ();
  g_autoptr (PggMultirange) multirange = NULL;
  g_autoptr (PggResult) result = NULL;

  if (pgg_connection_get_server_version (self->connection) < 140000)
    {
      g_test_skip ("The server has no multiranges");
      return;
    }

  use_binary_points (self);
  multirange = pgg_multirange_new (0, &range, 1);
  append (self->params, PGG_TYPE_MULTIRANGE, multirange);
  result = execute (self, "SELECT ($1::shapes.span_multirange)::text ="
                          " shapes.span_multirange (shapes.span (" POINT ", NULL))::text, 1");
  assert_texts (result, "t", "1");
}

/* Nobody converts the texts beside the points. */
static void
test_binary_encoding (Fixture       *self,
                      gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;

  use_binary_points (self);
  result = test_codec_query (self->connection, "SELECT ROW ('ä', " POINT ", NULL)::shapes.place");
  pgg_params_append_value (self->params, pgg_result_get_value (result, 0, 0, NULL), NULL);
  pgg_result_unref (test_codec_query (self->connection, "SET client_encoding = 'LATIN1'"));
  assert_fails (self, "SELECT $1", PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                "A parameter that a codec writes in binary format only is in a value that can be "
                "sent in the client encoding UTF8 only, and the session has LATIN1");
}

static void
assert_must_be_text (Fixture       *self,
                     GType          type,
                     gconstpointer  boxed,
                     const char    *message)
{
  pgg_params_reset (self->params);
  append (self->params, type, boxed);
  assert_fails (self, "SELECT $1", PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED, message);
}

/* Text is all that a record without a type of its own can be, and all that becomes part of SQL. */
static void
test_must_be_text (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (PggRecordBuilder) record_builder = pgg_record_builder_new ();
  g_autoptr (PggArrayBuilder) builder = pgg_array_builder_new (0);
  g_autoptr (PggArrayBuilder) outer = pgg_array_builder_new (0);
  g_autoptr (PggRange) range = make_span ();
  g_autoptr (PggRecord) record = NULL;
  g_autoptr (PggArray) array = NULL;
  g_autoptr (PggArray) ranges = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  use_binary_points (self);
  g_value_set_boxed (g_value_init (&value, TEST_TYPE_POINT), &point);
  g_assert_true (pgg_record_builder_append_value (record_builder, NULL, 0, &value, NULL));
  record = pgg_record_builder_end (record_builder);
  assert_must_be_text (self, PGG_TYPE_RECORD, record,
                       "Parameter 1: a record of no type of the database is sent as text, and the "
                       "codec of the type geometry has no function for text");
  append_value (outer, PGG_TYPE_RANGE, range);
  ranges = pgg_array_builder_end (outer, NULL);
  assert_must_be_text (self, PGG_TYPE_ARRAY, ranges,
                       "Parameter 1: an array of no type of the database is sent as text, and the "
                       "codec of the type geometry has no function for text");

  append_value (builder, TEST_TYPE_POINT, &point);
  array = pgg_array_builder_end (builder, NULL);
  pgg_connection_set_statement_mode (self->connection, PGG_STATEMENT_MODE_SIMPLE);
  assert_must_be_text (self, PGG_TYPE_ARRAY, array,
                       "Parameter 1: an array in the SQL is text, and the codec of the type "
                       "geometry has no function for text");
  assert_must_be_text (self, PGG_TYPE_RANGE, range,
                       "Parameter 1: a range in the SQL is text, and the codec of the type "
                       "geometry has no function for text");
}

static void
test_record (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (PggRecordBuilder) builder = pgg_record_builder_new ();
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (PggRecord) record = NULL;
  g_autoptr (PggResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_value_init (&value, TEST_TYPE_VECTOR);
  g_value_set_boxed (&value, &vector);
  pgg_record_builder_append_value (builder, NULL, 0, NULL, NULL);
  pgg_record_builder_append_value (builder, NULL, 0, &value, &error);
  g_assert_no_error (error);
  pgg_record_builder_append_value (builder, NULL, 0, NULL, NULL);
  record = pgg_record_builder_end (builder);

  append (self->params, PGG_TYPE_RECORD, record);
  result = execute (self, "SELECT ($1::texts.item).embedding, $1");
  assert_texts (result, "[1,2.5]", "(,\"[1,2.5]\",)");
}

static void
set_named (Fixture       *self,
           const char    *name,
           GType          type,
           gconstpointer  boxed)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_value_init (&value, type);
  g_value_set_boxed (&value, boxed);
  g_assert_true (pgg_params_set_named_value (self->params, name, &value, &error));
  g_assert_no_error (error);
}

/* Values change their places: they are replaced, and sorted. */
static void
test_named (Fixture       *self,
            gconstpointer  data)
{
  static const TestVector other = { 1, { 7 } };
  g_autoptr (PggParams) copy = NULL;
  g_autoptr (PggResult) result = NULL;

  set_named (self, "v", TEST_TYPE_VECTOR, &vector);
  set_named (self, "g", TEST_TYPE_POINT, &point);
  set_named (self, "v", TEST_TYPE_VECTOR, &other);
  copy = pgg_params_copy (self->params);
  pgg_params_reset (self->params);
  g_assert_cmpuint (pgg_params_get_n_params (self->params), ==, 0);
  pgg_params_unref (self->params);
  self->params = pgg_params_ref (copy);

  result = execute (self, "SELECT pg_typeof (:g), :v");
  assert_texts (result, "shapes.geometry", "[7]");

  set_named (self, "v", G_TYPE_BYTES, NULL);
  g_clear_pointer (&result, pgg_result_unref);
  result = execute (self, "SELECT pg_typeof (:v), pg_typeof (:g)");
  assert_texts (result, "bytea", "shapes.geometry");
}

static void
test_cursor (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (PggCursor) cursor = pgg_connection_create_cursor (self->connection);
  g_autoptr (PggCursor) other = pgg_connection_create_cursor (self->connection);
  PggCodecRegistry *own = pgg_cursor_get_codecs (cursor);
  PggCodecRegistry *here = NULL;
  TestCalls calls = { 0 };
  g_autoptr (GError) error = NULL;

  g_object_get (self->connection, "codecs", &here, NULL);
  g_assert_true (pgg_codec_registry_get_parent (own) == here);
  g_object_unref (here);
  add_vector (own, PGG_CODEC_FORMATS_TEXT, &calls);
  append (self->params, TEST_TYPE_VECTOR, &vector);

  for (int streams = 0; streams <= 1; streams++)
    {
      g_autoptr (PggRow) row = NULL;
      gboolean is_executed =
        streams ? pgg_cursor_stream (cursor, "SELECT $1", self->params, NULL, &error)
                : pgg_cursor_execute (cursor, "SELECT $1", self->params, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (is_executed);
      row = pgg_cursor_fetch_one (cursor, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (G_VALUE_HOLDS (pgg_row_get_value (row, 0, NULL), TEST_TYPE_VECTOR));
      g_assert_cmpint (calls.n_texts, ==, 1 + streams);
      g_assert_cmpint (calls.n_text_writes, ==, 1 + streams);
    }
  g_assert_cmpint (self->calls.n_texts + self->calls.n_text_writes, ==, 0);

  pgg_cursor_execute (other, "SELECT $1", self->params, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (calls.n_text_writes, ==, 2);
  g_assert_cmpint (self->calls.n_text_writes, ==, 1);
}

static void
test_encoding (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;

  pgg_result_unref (test_codec_query (self->connection, "SET client_encoding = 'LATIN1'"));
  append (self->params, TEST_TYPE_VECTOR, &vector);
  append (self->params, TEST_TYPE_POINT, &point);
  result = execute (self, "SELECT $1, $2");
  assert_texts (result, "[1,2.5]", "\\x0101000020e6100000000000000000f03f0000000000000440");
  g_assert_cmpfloat (test_codec_get_vector (result, 0, 0)->values[1], ==, 2.5f);
}

static void
test_closed (Fixture       *self,
             gconstpointer  data)
{
  append (self->params, TEST_TYPE_VECTOR, &vector);
  pgg_connection_close (self->connection, NULL, NULL);
  assert_fails (self, "SELECT $1", G_IO_ERROR, G_IO_ERROR_CLOSED, "The connection is not open");
}

#define ADD(name, func) g_test_add ("/codec-params/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("value", test_value);
  ADD ("binary", test_binary);
  ADD ("simple-protocol", test_simple_protocol);
  ADD ("null", test_null);
  ADD ("failure", test_failure);
  ADD ("missing", test_missing);
  ADD ("typed-bytes", test_typed_bytes);
  ADD ("typed-bytes-refused", test_typed_bytes_refused);
  ADD ("lookup-once", test_lookup_once);
  ADD ("many", test_many);
  ADD ("pipeline", test_pipeline);
  ADD ("statement", test_statement);
  ADD ("transaction", test_transaction);
  ADD ("search-path", test_search_path);
  ADD ("local-search-path", test_local_search_path);
  ADD ("array", test_array);
  ADD ("binary-array", test_binary_array);
  ADD ("delimiter", test_delimiter);
  ADD ("binary-there-and-back", test_binary_there_and_back);
  ADD ("binary-range", test_binary_range);
  ADD ("binary-multirange", test_binary_multirange);
  ADD ("binary-encoding", test_binary_encoding);
  ADD ("must-be-text", test_must_be_text);
  ADD ("record", test_record);
  ADD ("named", test_named);
  ADD ("cursor", test_cursor);
  ADD ("encoding", test_encoding);
  ADD ("closed", test_closed);

  return g_test_run ();
}
