/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Codecs of applications: where they are found, and what is read with them. */

#include "codec-fixture.h"
#include "fixture.h"

#define BOTH (PGG_CODEC_FORMATS_TEXT | PGG_CODEC_FORMATS_BINARY)

typedef struct
{
  PggConnection *connection;
  TestCalls      calls;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->connection = test_codec_connect ();
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  test_codec_close (self->connection);
}

/* The codec lives as long as the connection's registry, if nothing else keeps it. */
static void
add_vector (Fixture         *self,
            PggCodecFormats  formats)
{
  g_autoptr (PggTypeCodec) codec = test_vector_codec_new (formats, &self->calls);

  pgg_codec_registry_add (pgg_connection_get_codecs (self->connection), codec);
}

static void
add_point (Fixture         *self,
           PggCodecFormats  formats)
{
  g_autoptr (PggTypeCodec) codec = test_point_codec_new (formats, &self->calls);

  pgg_codec_registry_add (pgg_connection_get_codecs (self->connection), codec);
}

static PggResult *
query_binary (Fixture    *self,
              const char *sql)
{
  pgg_connection_set_result_format (self->connection, PGG_RESULT_FORMAT_BINARY);

  return test_codec_query (self->connection, sql);
}

static void
assert_vector (const TestVector *vector,
               float             first,
               float             second)
{
  g_assert_cmpuint (vector->n_values, ==, 2);
  g_assert_cmpfloat (vector->values[0], ==, first);
  g_assert_cmpfloat (vector->values[1], ==, second);
}

static void
test_text (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;
  const GValue *null;

  add_vector (self, BOTH);
  result = test_codec_query (self->connection,
                             "SELECT '[1,2.5]'::texts.vector, NULL::texts.vector, 7");

  assert_vector (test_codec_get_vector (result, 0, 0), 1, 2.5f);
  g_assert_true (test_codec_get_vector (result, 0, 0) == test_codec_get_vector (result, 0, 0));
  g_assert_cmpint (self->calls.n_texts, ==, 1);

  null = pgg_result_get_value (result, 0, 1, NULL);
  g_assert_true (G_VALUE_HOLDS (null, TEST_TYPE_VECTOR));
  g_assert_null (g_value_get_boxed (null));
  g_assert_cmpint (g_value_get_int (pgg_result_get_value (result, 0, 2, NULL)), ==, 7);

  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "[1,2.5]");
  g_assert_true (pgg_column_get_gtype (pgg_result_get_column (result, 0, NULL)) ==
                 TEST_TYPE_VECTOR);
}

static void
test_binary (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;

  add_vector (self, BOTH);
  result = query_binary (self, "SELECT '\\x000200003f80000040200000'::bytes.vector");

  assert_vector (test_codec_get_vector (result, 0, 0), 1, 2.5f);
  g_assert_cmpint (self->calls.n_binaries, ==, 1);
  g_assert_cmpint (self->calls.n_texts, ==, 0);

  /* The library does not know the format: the codec makes the text. */
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "[1,2.5]");
}

/* As it comes from PostGIS, in both formats. */
static void
test_point (Fixture       *self,
            gconstpointer  data)
{
  static const char sql[] =
    "SELECT '\\x0101000020E6100000000000000000F03F0000000000000440'::shapes.geometry";

  add_point (self, BOTH);
  for (int binary = 0; binary <= 1; binary++)
    {
      g_autoptr (PggResult) result = binary ? query_binary (self, sql)
                                            : test_codec_query (self->connection, sql);
      const GValue *value = pgg_result_get_value (result, 0, 0, NULL);
      const TestPoint *point = g_value_get_boxed (value);

      g_assert_cmpuint (point->srid, ==, 4326);
      g_assert_cmpfloat (point->x, ==, 1);
      g_assert_cmpfloat (point->y, ==, 2.5);
      g_assert_cmpint (self->calls.n_binaries, ==, binary);
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==,
                       "\\x0101000020e6100000000000000000f03f0000000000000440");
    }
}

static void
check_array (Fixture    *self,
             const char *sql)
{
  g_autoptr (PggResult) result = test_codec_query (self->connection, sql);
  g_autoptr (PggArray) array = pgg_result_get_array (result, 0, 0, NULL);
  g_autofree char *text = pgg_array_to_string (array);
  const GValue *first = pgg_array_get_element (array, 0, NULL);

  g_assert_cmpuint (pgg_array_get_length (array), ==, 2);
  g_assert_true (pgg_array_get_element_gtype (array) == TEST_TYPE_VECTOR);
  g_assert_true (G_VALUE_HOLDS (first, TEST_TYPE_VECTOR));
  assert_vector (g_value_get_boxed (first), 1, 2);
  g_assert_true (pgg_array_is_null (array, 1, NULL));
  g_assert_cmpstr (text, ==, "{\"[1,2]\",NULL}");
}

static void
test_array (Fixture       *self,
            gconstpointer  data)
{
  add_vector (self, BOTH);
  check_array (self, "SELECT ARRAY['[1,2]', NULL]::texts.vector[]");

  pgg_connection_set_result_format (self->connection, PGG_RESULT_FORMAT_BINARY);
  check_array (self, "SELECT ARRAY['\\x000200003f80000040000000', NULL]::bytes.vector[]");
  g_assert_cmpint (self->calls.n_binaries, ==, 1);
}

static void
test_record (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;
  g_autoptr (PggRecord) record = NULL;
  g_autofree char *text = NULL;

  add_vector (self, BOTH);
  result = test_codec_query (self->connection, "SELECT ('x', '[1,2]', '[0,1]')::texts.item");
  record = pgg_result_get_record (result, 0, 0, NULL);

  assert_vector (g_value_get_boxed (pgg_record_get_value (record, 1, NULL)), 1, 2);
  assert_vector (g_value_get_boxed (pgg_record_get_value_by_name (record, "direction", NULL)), 0,
                 1);
  text = pgg_record_to_string (record);
  g_assert_cmpstr (text, ==, "(x,\"[1,2]\",\"[0,1]\")");
  g_assert_true (pgg_record_get_field_gtype (record, 0, NULL) == G_TYPE_STRING);
  g_assert_true (pgg_record_get_field_gtype (record, 1, NULL) == TEST_TYPE_VECTOR);
  g_assert_true (pgg_record_get_field_gtype (record, 9, NULL) == G_TYPE_INVALID);
  g_assert_cmpuint (pgg_record_get_field_base_type (record, 2, NULL), ==,
                    pgg_record_get_field_type (record, 1, NULL));
  g_assert_cmpuint (pgg_record_get_field_base_type (record, 9, NULL), ==, 0);
}

static void
test_range (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;
  g_autoptr (PggRange) range = NULL;

  add_vector (self, BOTH);
  result = test_codec_query (self->connection,
                             "SELECT texts.vector_range ('[1,2]', '[3,4]')");
  range = pgg_result_get_range (result, 0, 0, NULL);

  assert_vector (g_value_get_boxed (pgg_range_get_lower (range)), 1, 2);
  assert_vector (g_value_get_boxed (pgg_range_get_upper (range)), 3, 4);
}

/* What the server calls a domain is its base type in the columns, and not in what is in them. */
static void
test_domain (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;
  g_autoptr (PggArray) array = NULL;

  add_vector (self, BOTH);
  result = test_codec_query (self->connection,
                             "SELECT '[0,1]'::texts.unit, ARRAY['[1,0]'::texts.unit]");
  array = pgg_result_get_array (result, 0, 1, NULL);

  assert_vector (test_codec_get_vector (result, 0, 0), 0, 1);
  assert_vector (g_value_get_boxed (pgg_array_get_element (array, 0, NULL)), 1, 0);
  g_assert_cmpuint (pgg_array_get_element_base_type (array), ==,
                    pgg_column_get_type_oid (pgg_result_get_column (result, 0, NULL)));
  g_assert_cmpuint (pgg_array_get_element_base_type (array), !=,
                    pgg_array_get_element_type (array));
}

static void
test_peek (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;
  g_autoptr (PggRow) row = NULL;
  g_autoptr (GError) error = NULL;
  const GValue *values;
  gsize n_values;

  add_vector (self, BOTH);
  result = test_codec_query (self->connection,
                             "SELECT i, ('[1,' || i || ']')::texts.vector"
                             "  FROM generate_series (1, 3) i");
  values = pgg_result_peek_values (result, 0, -1, &n_values, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_values, ==, 6);
  assert_vector (g_value_get_boxed (&values[5]), 1, 3);

  row = pgg_result_get_row (result, 1, NULL);
  assert_vector (g_value_get_boxed (pgg_row_get_value (row, 1, NULL)), 1, 2);
}

static void
assert_fails (PggResult  *result,
              guint       row,
              GQuark      domain,
              int         code,
              const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pgg_result_get_value (result, row, 0, &error));
  g_assert_error (error, domain, code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_failure (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;
  g_autoptr (PggResult) array = NULL;
  g_autoptr (PggResult) point = NULL;

  add_vector (self, BOTH);
  add_point (self, BOTH);
  result = test_codec_query (self->connection,
                             "SELECT v::texts.vector AS v FROM (VALUES ('[1]'), ('1')) AS t (v)");
  g_assert_cmpuint (test_codec_get_vector (result, 0, 0)->n_values, ==, 1);
  assert_fails (result, 1, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                "Row 1, column 0 (\"v\", vector): That is no vector");
  assert_fails (result, 1, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                "Row 1, column 0 (\"v\", vector): That is no vector");

  array = test_codec_query (self->connection, "SELECT '{[1],no}'::texts.vector[] AS a");
  assert_fails (array, 0, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                "Row 0, column 0 (\"a\", vector[]): That is no vector");

  point = test_codec_query (self->connection, "SELECT '\\x00'::shapes.geometry AS g");
  assert_fails (point, 0, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                "Row 0, column 0 (\"g\", geometry): The codec failed without saying why");
}

static void
test_formats (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (PggResult) text = NULL;
  g_autoptr (PggResult) binary = NULL;

  add_vector (self, PGG_CODEC_FORMATS_BINARY);
  text = test_codec_query (self->connection, "SELECT '[1]'::texts.vector AS v");
  assert_fails (text, 0, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                "Row 0, column 0 (\"v\", vector): The codec of the type vector has no function for "
                "text");

  add_vector (self, PGG_CODEC_FORMATS_TEXT);
  binary = query_binary (self, "SELECT '\\x00000000'::bytes.vector AS v");
  assert_fails (binary, 0, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                "Row 0, column 0 (\"v\", vector): The codec of the type vector has no function for "
                "binary format");
}

/* The statement is prepared by then, so that its columns are known. */
static PggResultFormat
find_format (Fixture    *self,
             const char *sql)
{
  g_autoptr (PggParams) params = pgg_params_new ();
  PggResultFormat format = PGG_RESULT_FORMAT_AUTO;

  pgg_params_append_int (params, 1, NULL);
  for (int i = 0; i < 10; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PggResult) result =
        pgg_connection_execute (self->connection, sql, params, NULL, &error);

      g_assert_no_error (error);
      format = pgg_column_get_format (pgg_result_get_column (result, 0, NULL));
    }

  return format;
}

static void
test_auto_format (Fixture       *self,
                  gconstpointer  data)
{
  static const char point[] = "SELECT '\\x00'::shapes.geometry, $1";
  static const char array[] = "SELECT '{\"\\\\x00\"}'::shapes.geometry[], $1";
  static const char json[] = "SELECT '1'::json, $1";

  g_assert_cmpint (find_format (self, point), ==, PGG_RESULT_FORMAT_TEXT);
  add_point (self, PGG_CODEC_FORMATS_TEXT);
  g_assert_cmpint (find_format (self, point), ==, PGG_RESULT_FORMAT_TEXT);
  g_assert_cmpint (find_format (self, array), ==, PGG_RESULT_FORMAT_TEXT);
  add_point (self, BOTH);
  g_assert_cmpint (find_format (self, point), ==, PGG_RESULT_FORMAT_BINARY);
  g_assert_cmpint (find_format (self, array), ==, PGG_RESULT_FORMAT_BINARY);
  g_assert_cmpint (find_format (self, json), ==, PGG_RESULT_FORMAT_BINARY);
}

static gboolean
decode_number (GBytes           *bytes,
               PggCodecFormats   format,
               PggTypeInfo      *type,
               GValue           *value,
               gpointer          user_data,
               GError          **error)
{
  g_assert_cmpint (format, ==, PGG_CODEC_FORMATS_TEXT);
  g_value_set_double (value, g_ascii_strtod (g_bytes_get_data (bytes, NULL), NULL));

  return TRUE;
}

static PggTypeCodec *
new_numeric_codec (void)
{
  g_autoptr (GError) error = NULL;
  PggTypeCodec *codec = pgg_type_codec_new ("pg_catalog", "numeric", G_TYPE_DOUBLE,
                                            PGG_CODEC_FORMATS_TEXT, decode_number,
                                            PGG_CODEC_FORMATS_NONE, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return codec;
}

/* The library knows the binary format, so that a codec that reads text is enough. */
static void
test_builtin (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (PggTypeCodec) codec = new_numeric_codec ();

  pgg_codec_registry_add (pgg_connection_get_codecs (self->connection), codec);
  for (int binary = 0; binary <= 1; binary++)
    {
      static const char sql[] = "SELECT 1.5::numeric, NULL::numeric, ARRAY[2.5]";
      g_autoptr (PggResult) result = binary ? query_binary (self, sql)
                                            : test_codec_query (self->connection, sql);
      g_autoptr (PggNumeric) numeric = pgg_result_get_numeric (result, 0, 0, NULL);
      g_autoptr (PggArray) array = pgg_result_get_array (result, 0, 2, NULL);
      g_autofree char *text = pgg_numeric_to_string (numeric);

      g_assert_cmpfloat (g_value_get_double (pgg_result_get_value (result, 0, 0, NULL)), ==, 1.5);
      g_assert_null (g_value_get_pointer (pgg_result_get_value (result, 0, 1, NULL)));
      g_assert_cmpfloat (g_value_get_double (pgg_array_get_element (array, 0, NULL)), ==, 2.5);
      g_assert_cmpstr (text, ==, "1.5");
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "1.5");
    }
}

static void
test_levels (Fixture       *self,
             gconstpointer  data)
{
  PggCodecRegistry *everywhere = pgg_codec_registry_get_default ();
  PggCodecRegistry *here = pgg_connection_get_codecs (self->connection);
  TestCalls global = { 0 };
  g_autoptr (PggTypeCodec) codec = test_vector_codec_new (BOTH, &global);
  g_autoptr (PggResult) old = test_codec_query (self->connection, "SELECT '[1,2]'::texts.vector");
  g_autoptr (PggResult) first = NULL;
  g_autoptr (PggResult) second = NULL;
  g_autoptr (PggResult) third = NULL;
  g_autoptr (PggTypeInfo) type = NULL;
  g_autoptr (PggTypeCodec) found = NULL;
  g_autoptr (PggTypeCodec) found_by_gtype = NULL;

  g_assert_null (pgg_codec_registry_get_parent (everywhere));
  g_assert_true (pgg_codec_registry_get_parent (here) == everywhere);

  pgg_codec_registry_add (everywhere, codec);
  first = test_codec_query (self->connection, "SELECT '[1,2]'::texts.vector");
  test_codec_get_vector (first, 0, 0);
  g_assert_cmpint (global.n_texts, ==, 1);

  add_vector (self, BOTH);
  second = test_codec_query (self->connection, "SELECT '[1,2]'::texts.vector");
  test_codec_get_vector (second, 0, 0);
  g_assert_cmpint (global.n_texts, ==, 1);
  g_assert_cmpint (self->calls.n_texts, ==, 1);

  type = pgg_connection_lookup_type (self->connection, "texts.vector", NULL, NULL);
  found = pgg_codec_registry_lookup (here, type);
  found_by_gtype = pgg_codec_registry_lookup_gtype (here, TEST_TYPE_VECTOR);
  g_assert_true (found != codec && found == found_by_gtype);
  g_assert_cmpstr (pgg_type_codec_get_name (found), ==, "vector");

  g_assert_true (pgg_codec_registry_remove (here, found));
  g_assert_false (pgg_codec_registry_remove (here, found));
  g_assert_true (pgg_codec_registry_remove (everywhere, codec));
  g_assert_null (pgg_codec_registry_lookup (here, type));
  g_assert_null (pgg_codec_registry_lookup_gtype (here, TEST_TYPE_VECTOR));
  third = test_codec_query (self->connection, "SELECT '[1,2]'::texts.vector");
  g_assert_true (G_VALUE_HOLDS_STRING (pgg_result_get_value (third, 0, 0, NULL)));

  /* Results keep what they were made with. */
  g_assert_true (G_VALUE_HOLDS_STRING (pgg_result_get_value (old, 0, 0, NULL)));
  assert_vector (test_codec_get_vector (second, 0, 0), 1, 2);
}

static void
test_schema (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (PggResult) result = NULL;
  g_autoptr (PggTypeCodec) codec = NULL;
  g_autoptr (PggArray) array = NULL;

  add_point (self, BOTH);
  result = test_codec_query (self->connection,
                             "DROP SCHEMA IF EXISTS elsewhere CASCADE; CREATE SCHEMA elsewhere;"
                             "CREATE DOMAIN elsewhere.geometry AS text; "
                             "SELECT ARRAY['x'::elsewhere.geometry]");
  for (int i = 0; i < 3; i++)
    {
      PggResult *next = pgg_result_ref (pgg_result_get_next (result));

      pgg_result_unref (result);
      result = next;
    }

  codec = pgg_codec_registry_lookup_gtype (pgg_connection_get_codecs (self->connection),
                                           TEST_TYPE_POINT);
  g_assert_cmpstr (pgg_type_codec_get_schema (codec), ==, "shapes");
  array = pgg_result_get_array (result, 0, 0, NULL);
  g_assert_cmpstr (g_value_get_string (pgg_array_get_element (array, 0, NULL)), ==, "x");
}

/* A codec is freed when nothing uses it any more: registry, results, connection. */
static void
test_life (void)
{
  PggConnection *connection = test_codec_connect ();
  TestCalls calls = { 0 };
  g_autoptr (PggTypeCodec) codec = test_vector_codec_new (BOTH, &calls);
  PggResult *result;

  g_assert_cmpint (pgg_type_codec_get_decode_formats (codec), ==, BOTH);
  g_assert_cmpint (pgg_type_codec_get_encode_formats (codec), ==, BOTH);
  g_assert_true (pgg_type_codec_get_value_type (codec) == TEST_TYPE_VECTOR);
  g_assert_null (pgg_type_codec_get_schema (codec));

  pgg_codec_registry_add (pgg_connection_get_codecs (connection), codec);
  result = test_codec_query (connection, "SELECT '[1,2]'::texts.vector");
  g_assert_true (pgg_codec_registry_remove (pgg_connection_get_codecs (connection), codec));
  g_assert_true (pgg_type_codec_ref (codec) == codec);
  pgg_type_codec_unref (codec);
  g_clear_pointer (&codec, pgg_type_codec_unref);
  test_codec_close (connection);

  g_assert_cmpint (calls.n_destroyed, ==, 0);
  assert_vector (test_codec_get_vector (result, 0, 0), 1, 2);
  pgg_result_unref (result);
  g_assert_cmpint (calls.n_destroyed, ==, 1);
}

static void
assert_refused (const char        *name,
                GType              value_type,
                PggCodecFormats    formats,
                PggTypeDecodeFunc  decode)
{
  g_autoptr (GError) error = NULL;
  TestCalls calls = { 0 };
  PggTypeCodec *codec = pgg_type_codec_new (NULL, name, value_type, formats, decode,
                                            PGG_CODEC_FORMATS_NONE, NULL, &calls, NULL, &error);

  g_assert_null (codec);
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
}

static void
test_refused (void)
{
  assert_refused ("", G_TYPE_DOUBLE, PGG_CODEC_FORMATS_TEXT, decode_number);
  assert_refused ("\xff", G_TYPE_DOUBLE, PGG_CODEC_FORMATS_TEXT, decode_number);
  assert_refused ("x", G_TYPE_NONE, PGG_CODEC_FORMATS_TEXT, decode_number);
  assert_refused ("x", G_TYPE_POINTER, PGG_CODEC_FORMATS_TEXT, decode_number);
  assert_refused ("x", G_TYPE_DOUBLE, PGG_CODEC_FORMATS_NONE, decode_number);
  assert_refused ("x", G_TYPE_DOUBLE, PGG_CODEC_FORMATS_TEXT, NULL);
  assert_refused ("x", G_TYPE_DOUBLE, PGG_CODEC_FORMATS_NONE, NULL);
  assert_refused ("x", G_TYPE_DOUBLE, (PggCodecFormats) 8, decode_number);
}

static double
decode_closure (GBytes      *bytes,
                guint        format,
                PggTypeInfo *type,
                gpointer     data)
{
  if (g_bytes_get_size (bytes) > 3)
    pgg_type_codec_fail ("That is too long");

  return g_ascii_strtod (g_bytes_get_data (bytes, NULL), NULL);
}

static void
test_closure (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggTypeCodec) codec = pgg_type_codec_new_with_closures (
    NULL, "numeric", G_TYPE_DOUBLE, PGG_CODEC_FORMATS_TEXT,
    g_cclosure_new (G_CALLBACK (decode_closure), NULL, NULL), PGG_CODEC_FORMATS_NONE, NULL,
    &error);
  g_autoptr (PggResult) result = NULL;

  g_assert_no_error (error);
  pgg_codec_registry_add (pgg_connection_get_codecs (self->connection), codec);
  result = test_codec_query (self->connection, "SELECT n FROM (VALUES (1.5), (12.5)) AS t (n)");

  g_assert_cmpfloat (g_value_get_double (pgg_result_get_value (result, 0, 0, NULL)), ==, 1.5);
  assert_fails (result, 1, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                "Row 1, column 0 (\"n\", numeric): That is too long");
  g_assert_cmpfloat (g_value_get_double (pgg_result_get_value (result, 0, 0, NULL)), ==, 1.5);
}

/* A function that tries another codec in vain, and knows another way. */
static gboolean
decode_nested (GBytes           *bytes,
               PggCodecFormats   format,
               PggTypeInfo      *type,
               GValue           *value,
               gpointer          user_data,
               GError          **error)
{
  PggResult *inner = user_data;

  g_assert_null (pgg_result_get_value (inner, 0, 0, NULL));
  g_value_set_double (value, g_ascii_strtod (g_bytes_get_data (bytes, NULL), NULL));

  return TRUE;
}

static void
test_nested (Fixture       *self,
             gconstpointer  data)
{
  PggCodecRegistry *codecs = pgg_connection_get_codecs (self->connection);
  g_autoptr (PggTypeCodec) inner = pgg_type_codec_new_with_closures (
    NULL, "numeric", G_TYPE_DOUBLE, PGG_CODEC_FORMATS_TEXT,
    g_cclosure_new (G_CALLBACK (decode_closure), NULL, NULL), PGG_CODEC_FORMATS_NONE, NULL, NULL);
  g_autoptr (PggTypeCodec) outer = NULL;
  g_autoptr (PggResult) numeric = NULL;
  g_autoptr (PggResult) result = NULL;

  pgg_codec_registry_add (codecs, inner);
  numeric = test_codec_query (self->connection, "SELECT 12.5");
  outer = pgg_type_codec_new (NULL, "int4", G_TYPE_DOUBLE, PGG_CODEC_FORMATS_TEXT, decode_nested,
                              PGG_CODEC_FORMATS_NONE, NULL, numeric, NULL, NULL);
  pgg_codec_registry_add (codecs, outer);
  result = test_codec_query (self->connection, "SELECT 7");

  g_assert_cmpfloat (g_value_get_double (pgg_result_get_value (result, 0, 0, NULL)), ==, 7);
}

static gboolean
decode_times (GBytes           *bytes,
              PggCodecFormats   format,
              PggTypeInfo      *type,
              GValue           *value,
              gpointer          user_data,
              GError          **error)
{
  const double *factor = user_data;
  const TestPoint point = { .x = *factor * g_ascii_strtod (g_bytes_get_data (bytes, NULL), NULL) };

  g_value_set_boxed (value, &point);

  return TRUE;
}

static GBytes *
encode_divided (const GValue     *value,
                PggCodecFormats   format,
                gpointer          user_data,
                GError          **error)
{
  const TestPoint *point = g_value_get_boxed (value);
  const double *divisor = user_data;
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (text, sizeof text, point->x / *divisor);

  return g_bytes_new (text, strlen (text));
}

static void
clear_number (gpointer data)
{
  double *number = data;

  *number = 0;
}

/* Each function is called with its own data, and each data is freed. */
static void
test_two_data (Fixture       *self,
               gconstpointer  data)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (PggParams) params = pgg_params_new ();
  g_autoptr (PggResult) result = NULL;
  g_autoptr (GError) error = NULL;
  double factor = 3, divisor = 2;
  const TestPoint *read, sent = { .x = 5 };
  PggTypeCodec *codec = pgg_type_codec_new_full (NULL, "numeric", TEST_TYPE_POINT,
                                                 PGG_CODEC_FORMATS_TEXT, decode_times, &factor,
                                                 clear_number, PGG_CODEC_FORMATS_TEXT,
                                                 encode_divided, &divisor, clear_number, &error);

  g_assert_no_error (error);
  pgg_codec_registry_add (pgg_connection_get_codecs (self->connection), codec);
  g_value_init (&value, TEST_TYPE_POINT);
  g_value_set_boxed (&value, &sent);
  pgg_params_append_value (params, &value, &error);
  result = pgg_connection_execute (self->connection, "SELECT $1", params, NULL, &error);
  g_assert_no_error (error);
  read = g_value_get_boxed (pgg_result_get_value (result, 0, 0, NULL));
  g_assert_cmpfloat (read->x, ==, 7.5);

  pgg_codec_registry_remove (pgg_connection_get_codecs (self->connection), codec);
  pgg_type_codec_unref (codec);
  g_clear_pointer (&params, pgg_params_unref);
  g_clear_pointer (&result, pgg_result_unref);
  result = test_codec_query (self->connection, "SELECT 1");
  g_assert_true (factor == 0 && divisor == 0);
}

static gpointer
add_and_remove (gpointer data)
{
  Fixture *self = data;
  PggCodecRegistry *here = pgg_connection_get_codecs (self->connection);

  for (int i = 0; i < 300; i++)
    {
      g_autoptr (PggTypeCodec) codec = test_vector_codec_new (BOTH, &self->calls);

      pgg_codec_registry_add (here, codec);
      g_thread_yield ();
      pgg_codec_registry_remove (here, codec);
    }

  return NULL;
}

/* Whatever the other threads do, a value is one or the other. */
static void
test_threads (Fixture       *self,
              gconstpointer  data)
{
  GThread *threads[3];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("codecs", add_and_remove, self);
  for (int i = 0; i < 300; i++)
    {
      g_autoptr (PggResult) result = test_codec_query (self->connection,
                                                       "SELECT '[1,2]'::texts.vector");
      const GValue *value = pgg_result_get_value (result, 0, 0, NULL);

      g_assert_true (G_VALUE_HOLDS_STRING (value) || G_VALUE_HOLDS (value, TEST_TYPE_VECTOR));
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

#define ADD(name, func) \
  g_test_add ("/codec-registry/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("text", test_text);
  ADD ("binary", test_binary);
  ADD ("point", test_point);
  ADD ("array", test_array);
  ADD ("record", test_record);
  ADD ("range", test_range);
  ADD ("domain", test_domain);
  ADD ("peek", test_peek);
  ADD ("failure", test_failure);
  ADD ("formats", test_formats);
  ADD ("auto-format", test_auto_format);
  ADD ("builtin", test_builtin);
  ADD ("levels", test_levels);
  ADD ("schema", test_schema);
  ADD ("closure", test_closure);
  ADD ("nested", test_nested);
  ADD ("two-data", test_two_data);
  ADD ("threads", test_threads);
  g_test_add_func ("/codec-registry/life", test_life);
  g_test_add_func ("/codec-registry/refused", test_refused);

  return g_test_run ();
}
