/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Results, columns and rows: their shape, whole columns, and what is refused. */

#include "config.h"

#include "make-result.h"

#include "client/pgg-result-private.h"
#include "pq/pgg-pq-result-private.h"
#include "types/pgg-type-info-private.h"
#include "types/pgg-type-oid-private.h"

static PggResult *
make_people (void)
{
  static const Attribute attributes[] = {
    { "name", PGG_OID_TEXT, 0, 0 },
    { "age", PGG_OID_INT4, 0, 0 },
    { "name", PGG_OID_VARCHAR, 0, 46 },
  };
  static const Cell cells[] = {
    TEXT ("Ada"), TEXT ("36"), TEXT ("x"), /* */
    TEXT ("Bob"), TEXT ("-7"), NULL_CELL,  /* */
    NULL_CELL,    NULL_CELL,   TEXT (""),
  };

  return make_result (UTF8, attributes, 3, cells, 3);
}

static void
test_shape (void)
{
  g_autoptr (PggResult) result = make_people ();
  gsize n_columns;
  PggColumn **columns = pgg_result_get_columns (result, &n_columns);

  g_assert_cmpuint (pgg_result_get_n_rows (result), ==, 3);
  g_assert_cmpuint (pgg_result_get_n_columns (result), ==, 3);
  g_assert_cmpuint (n_columns, ==, 3);
  g_assert_cmpstr (pgg_column_get_name (columns[1]), ==, "age");
  g_assert_true (pgg_result_get_column (result, 1, NULL) == columns[1]);
  g_assert_cmpint (pgg_result_find_column (result, "name"), ==, 0);
  g_assert_cmpint (pgg_result_find_column (result, "Name"), ==, -1);
  g_assert_cmpstr (pgg_result_get_command_tag (result), ==, "");
  g_assert_cmpint (pgg_result_get_affected_rows (result), ==, -1);
  g_assert_null (pgg_result_get_next (result));
}

static void
check_column (Oid         oid,
              int         modifier,
              const char *name,
              const char *display_type,
              GType       gtype)
{
  Attribute attribute = { "c", oid, 0, modifier };
  g_autoptr (PggResult) result = make_result (UTF8, &attribute, 1, NULL, 0);
  g_autoptr (PggColumn) column = pgg_column_ref (pgg_result_get_column (result, 0, NULL));

  g_assert_cmpuint (pgg_column_get_type_oid (column), ==, oid);
  g_assert_cmpstr (pgg_column_get_type_name (column), ==, name);
  g_assert_cmpstr (pgg_column_get_display_type (column), ==, display_type);
  g_assert_cmpint (pgg_column_get_type_modifier (column), ==, modifier == 0 ? -1 : modifier);
  g_assert_true (pgg_column_get_gtype (column) == gtype);
  g_assert_cmpuint (pgg_column_get_table_oid (column), ==, 0);
  g_assert_cmpint (pgg_column_get_table_column (column), ==, 0);
  g_assert_cmpint (pgg_column_get_size (column), ==, 0);
  g_assert_cmpint (pgg_column_get_format (column), ==, PGG_RESULT_FORMAT_TEXT);
}

static void
test_columns (void)
{
  check_column (PGG_OID_INT4, 0, "int4", "int4", G_TYPE_INT);
  check_column (PGG_OID_BOOL, 0, "bool", "bool", G_TYPE_BOOLEAN);
  check_column (PGG_OID_INT8, 0, "int8", "int8", G_TYPE_INT64);
  check_column (PGG_OID_OID, 0, "oid", "oid", G_TYPE_UINT);
  check_column (PGG_OID_XID8, 0, "xid8", "xid8", G_TYPE_UINT64);
  check_column (PGG_OID_FLOAT4, 0, "float4", "float4", G_TYPE_DOUBLE);
  check_column (PGG_OID_BYTEA, 0, "bytea", "bytea", G_TYPE_BYTES);
  check_column (PGG_OID_CHAR, 0, "\"char\"", "\"char\"", G_TYPE_STRING);
  check_column (PGG_OID_VARCHAR, 46, "varchar", "varchar(42)", G_TYPE_STRING);
  check_column (PGG_OID_NUMERIC, 655367, "numeric", "numeric(10,3)", PGG_TYPE_NUMERIC);
  check_column (PGG_OID_NUMERIC, 198658, "numeric", "numeric(3,-2)", PGG_TYPE_NUMERIC);
  check_column (PGG_OID_TIMESTAMPTZ, 3, "timestamptz", "timestamptz(3)", PGG_TYPE_TIMESTAMP);
  check_column (PGG_OID_INTERVAL, 201916415, "interval", "interval day to minute",
                PGG_TYPE_INTERVAL);
  check_column (PGG_OID_INTERVAL, 268435458, "interval", "interval second(2)", PGG_TYPE_INTERVAL);
  check_column (1007, 0, "int4[]", "int4[]", PGG_TYPE_ARRAY);
  check_column (1015, 14, "varchar[]", "varchar(10)[]", PGG_TYPE_ARRAY);
  check_column (987654, 0, "987654", "987654", G_TYPE_STRING);
}

static void
test_type_table (void)
{
  PggTypeInfo *bool_type = pgg_type_info_ref ((PggTypeInfo *) pgg_type_info_lookup_builtin (16));
  const PggTypeInfo *array = pgg_type_info_lookup_builtin (1007);
  const PggTypeInfo *multirange = pgg_type_info_lookup_builtin (4451);

  g_assert_cmpuint (pgg_type_info_get_oid (bool_type), ==, 16);
  g_assert_cmpstr (pgg_type_info_get_name (bool_type), ==, "bool");
  g_assert_cmpint (pgg_type_info_get_kind (bool_type), ==, PGG_TYPE_KIND_BASE);
  pgg_type_info_unref (bool_type);

  g_assert_cmpint (array->kind, ==, PGG_TYPE_KIND_ARRAY);
  g_assert_cmpuint (array->element, ==, PGG_OID_INT4);
  g_assert_cmpint (multirange->kind, ==, PGG_TYPE_KIND_MULTIRANGE);
  g_assert_cmpuint (pgg_type_info_lookup_builtin (multirange->element)->element, ==, PGG_OID_INT4);
  g_assert_false (pgg_type_info_lookup_builtin (1034)->has_binary); /* aclitem[] */
  g_assert_null (pgg_type_info_lookup_builtin (0));
  g_assert_null (pgg_type_info_lookup_builtin (15));
  g_assert_null (pgg_type_info_lookup_builtin (G_MAXUINT32));
}

static void
test_next (void)
{
  PggResult *chain = NULL;
  int length = 0;

  /* Long enough to overflow the stack if the chain were freed recursively. */
  for (int i = 0; i < 200000; i++)
    chain = wrap_result (PQmakeEmptyPGresult (NULL, PGRES_COMMAND_OK), UTF8, chain);
  for (PggResult *result = chain; result != NULL; result = pgg_result_get_next (result))
    length++;

  g_assert_cmpint (length, ==, 200000);
  pgg_result_unref (chain);
}

static void
test_bad_indices (void)
{
  g_autoptr (PggResult) result = make_people ();
  GError *error = NULL;

  g_assert_cmpint (pgg_result_get_int (result, 3, 1, &error), ==, 0);
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE,
                       "Row 3 does not exist, the result has 3 rows");
  g_assert_null (pgg_result_get_text (result, 0, 3, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE,
                       "Column 3 does not exist, the result has 3 columns");
  g_assert_false (pgg_result_is_null (result, G_MAXUINT, 0, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
  g_assert_null (pgg_result_get_bytes (result, 0, G_MAXUINT, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
  g_assert_null (pgg_result_get_column (result, 3, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
  g_assert_null (pgg_result_get_row (result, 3, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
  g_assert_null (pgg_result_get_value (result, 3, 0, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
}

static void
test_null (void)
{
  g_autoptr (PggResult) result = make_people ();
  GError *error = NULL;

  g_assert_true (pgg_result_is_null (result, 2, 1, &error));
  g_assert_false (pgg_result_is_null (result, 2, 2, &error));
  g_assert_no_error (error);
  g_assert_cmpint (pgg_result_get_int (result, 2, 1, &error), ==, 0);
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_NULL_VALUE,
                       "Row 2, column 1 (\"age\", int4) is NULL");
  g_assert_null (pgg_result_get_text (result, 2, 0, &error));
  g_assert_null (pgg_result_dup_text (result, 2, 0, &error));
  g_assert_null (pgg_result_get_bytes (result, 2, 0, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (pgg_result_get_text (result, 2, 2, &error), ==, "");
}

static PggResult *
make_numbers (int format)
{
  Attribute attributes[] = {
    { "i", PGG_OID_INT4, format, 0 },
    { "b", PGG_OID_BOOL, format, 0 },
    { "d", PGG_OID_FLOAT8, format, 0 },
    { "l", PGG_OID_INT8, format, 0 },
  };
  static const Cell texts[] = {
    TEXT ("1"), TEXT ("t"), TEXT ("0.5"), TEXT ("-1"), /* */
    NULL_CELL,  NULL_CELL,  NULL_CELL,    NULL_CELL,   /* */
    TEXT ("3"), TEXT ("f"), TEXT ("2"),   TEXT ("4294967296"),
  };
  static const Cell binaries[] = {
    TEXT ("\0\0\0\1"), TEXT ("\1"), TEXT ("\x3f\xe0\0\0\0\0\0\0"),
    TEXT ("\xff\xff\xff\xff\xff\xff\xff\xff"), /* */
    NULL_CELL, NULL_CELL, NULL_CELL, NULL_CELL, /* */
    TEXT ("\0\0\0\3"), TEXT ("\0"), TEXT ("\x40\0\0\0\0\0\0\0"), TEXT ("\0\0\0\1\0\0\0\0"),
  };

  return make_result (UTF8, attributes, 4, format == 0 ? texts : binaries, 3);
}

static void
check_whole_columns (int format)
{
  static const gboolean expected_booleans[] = { TRUE, FALSE, FALSE };
  static const gint64 expected_ints[] = { 1, 0, 3 };
  static const double expected_doubles[] = { 0.5, 0, 2 };
  static const guint8 expected_nulls[] = { 0, 1, 0 };
  g_autoptr (PggResult) result = make_numbers (format);
  g_autoptr (GError) error = NULL;
  gsize n;
  g_autofree gboolean *booleans = pgg_result_get_column_booleans (result, 1, 0, -1, &n, &error);
  g_autofree gint64 *ints = pgg_result_get_column_int64s (result, 0, 0, 3, NULL, &error);
  g_autofree double *doubles = pgg_result_get_column_doubles (result, 2, 0, -1, NULL, &error);
  g_autofree guint8 *nulls = pgg_result_get_column_nulls (result, 2, 0, -1, NULL, &error);
  g_autofree const char **texts = pgg_result_get_column_texts (result, 3, 1, -1, &n, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (booleans, sizeof (expected_booleans), expected_booleans,
                   sizeof (expected_booleans));
  g_assert_cmpmem (ints, sizeof (expected_ints), expected_ints, sizeof (expected_ints));
  g_assert_cmpmem (doubles, sizeof (expected_doubles), expected_doubles,
                   sizeof (expected_doubles));
  g_assert_cmpmem (nulls, sizeof (expected_nulls), expected_nulls, sizeof (expected_nulls));
  g_assert_cmpuint (n, ==, 2);
  g_assert_null (texts[0]);
  g_assert_cmpstr (texts[1], ==, "4294967296");
}

static void
test_whole_columns (void)
{
  check_whole_columns (0);
  check_whole_columns (1);
}

static void
check_packed (int format)
{
  static const gint32 expected_ints[] = { 1, 0, 3 };
  static const gint64 expected_longs[] = { -1, 0, G_GINT64_CONSTANT (4294967296) };
  static const double expected_doubles[] = { 0.5, 0, 2 };
  static const guint8 expected_booleans[] = { 1, 0, 0 };
  g_autoptr (PggResult) result = make_numbers (format);
  gsize n[4];
  g_autofree guint8 *ints = pgg_result_get_column_bytes (result, 0, 0, -1, &n[0], NULL);
  g_autofree guint8 *booleans = pgg_result_get_column_bytes (result, 1, 0, -1, &n[1], NULL);
  g_autofree guint8 *doubles = pgg_result_get_column_bytes (result, 2, 0, -1, &n[2], NULL);
  g_autofree guint8 *longs = pgg_result_get_column_bytes (result, 3, 0, -1, &n[3], NULL);

  g_assert_cmpmem (ints, n[0], expected_ints, sizeof (expected_ints));
  g_assert_cmpmem (booleans, n[1], expected_booleans, sizeof (expected_booleans));
  g_assert_cmpmem (doubles, n[2], expected_doubles, sizeof (expected_doubles));
  g_assert_cmpmem (longs, n[3], expected_longs, sizeof (expected_longs));
}

static void
test_packed (void)
{
  g_autoptr (PggResult) people = make_people ();
  GError *error = NULL;

  check_packed (0);
  check_packed (1);
  g_assert_null (pgg_result_get_column_bytes (people, 0, 0, -1, NULL, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION,
                       "Column 0 (\"name\", text) has no values of fixed width");
}

static void
test_ranges (void)
{
  g_autoptr (PggResult) result = make_numbers (0);
  GError *error = NULL;
  gsize n = 99;
  g_autofree gint64 *none = pgg_result_get_column_int64s (result, 0, 3, -1, &n, &error);
  g_autofree gint64 *last = pgg_result_get_column_int64s (result, 0, 2, 1, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (none);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (last[0], ==, 3);
  n = 99;
  g_assert_null (pgg_result_get_column_nulls (result, 0, 1, 3, &n, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE,
                       "3 rows from row 1 do not exist, the result has 3 rows");
  g_assert_cmpuint (n, ==, 0);
  g_assert_null (pgg_result_get_column_texts (result, 0, 4, 0, &n, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
  g_assert_null (pgg_result_get_column_doubles (result, 4, 0, -1, &n, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
  g_assert_null (pgg_result_get_column_booleans (result, 0, 0, -1, &n, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Row 0, column 0 (\"i\", int4) cannot be read as a boolean");
}

static void
test_peek_values (void)
{
  g_autoptr (PggResult) result = make_people ();
  g_autoptr (PggResult) empty = make_result (UTF8, NULL, 0, NULL, 0);
  g_autoptr (GError) error = NULL;
  gsize n;
  const GValue *tail = pgg_result_peek_values (result, 1, -1, &n, &error);
  const GValue *all;

  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 6);
  g_assert_cmpstr (g_value_get_string (&tail[0]), ==, "Bob");
  g_assert_cmpint (g_value_get_int (&tail[1]), ==, -7);
  g_assert_null (g_value_get_string (&tail[2]));
  g_assert_null (g_value_get_pointer (&tail[4]));

  all = pgg_result_peek_values (result, 0, -1, &n, &error);
  g_assert_cmpuint (n, ==, 9);
  g_assert_true (all + 3 == tail);
  g_assert_cmpstr (g_value_get_string (&all[0]), ==, "Ada");
  g_assert_nonnull (pgg_result_peek_values (empty, 0, -1, &n, &error));
  g_assert_cmpuint (n, ==, 0);
}

static void
test_peek_values_error (void)
{
  static const Attribute attributes[] = {
    { "t", PGG_OID_TEXT, 0, 0 },
    { "i", PGG_OID_INT4, 0, 0 },
  };
  static const Cell cells[] = { TEXT ("x"), TEXT ("1"), TEXT ("y"), TEXT ("oops") };
  g_autoptr (PggResult) result = make_result (UTF8, attributes, 2, cells, 2);
  GError *error = NULL;
  gsize n;

  g_assert_null (pgg_result_peek_values (result, 0, -1, &n, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION,
                       "Row 1, column 1 (\"i\", int4) has a value that is malformed");
  g_assert_nonnull (pgg_result_peek_values (result, 0, 1, &n, NULL));
}

/* Values that are kept must not keep the result: the leak checkers see it if they do. */
static void
test_values_kept (void)
{
  static const Attribute attributes[] = {
    { "b", PGG_OID_BYTEA, 1, 0 },
    { "t", PGG_OID_TEXT, 0, 0 },
  };
  static const Cell cells[] = { TEXT ("\1\2"), TEXT ("text") };
  g_autoptr (PggResult) result = make_result (UTF8, attributes, 2, cells, 1);
  g_autoptr (GBytes) bytes = NULL;
  const GValue *value = pgg_result_get_value (result, 0, 0, NULL);
  gsize n;

  g_assert_true (pgg_result_get_value (result, 0, 0, NULL) == value);
  g_assert_cmpstr (g_value_get_string (pgg_result_get_value (result, 0, 1, NULL)), ==, "text");
  g_assert_nonnull (pgg_result_peek_values (result, 0, -1, &n, NULL));
  bytes = g_value_dup_boxed (value);
  g_clear_pointer (&result, pgg_result_unref);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "\1\2", 2);
}

static void
test_row (void)
{
  g_autoptr (PggResult) result = make_people ();
  g_autoptr (PggRow) row = pgg_result_get_row (result, 1, NULL);
  g_autofree char *text = pgg_row_dup_text (row, 0, NULL);
  g_autoptr (GBytes) bytes = pgg_row_get_bytes (row, 0, NULL);
  GError *error = NULL;

  g_assert_true (pgg_row_get_result (row) == result);
  g_assert_cmpuint (pgg_row_get_index (row), ==, 1);
  g_assert_cmpuint (pgg_row_get_n_columns (row), ==, 3);
  g_assert_cmpint (pgg_row_find_column (row, "age"), ==, 1);
  g_assert_true (pgg_row_is_null (row, 2, NULL));
  g_assert_cmpint (pgg_row_get_int (row, 1, NULL), ==, -7);
  g_assert_cmpint (pgg_row_get_int64 (row, 1, NULL), ==, -7);
  g_assert_cmpfloat (pgg_row_get_double (row, 1, NULL), ==, -7);
  g_assert_cmpstr (pgg_row_get_text (row, 0, NULL), ==, "Bob");
  g_assert_cmpstr (text, ==, "Bob");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "Bob", 3);
  g_assert_cmpstr (pgg_row_get_text_by_name (row, "name", NULL), ==, "Bob");
  g_assert_cmpint (g_value_get_int (pgg_row_get_value (row, 1, NULL)), ==, -7);
  g_assert_cmpint (g_value_get_int (pgg_row_get_value_by_name (row, "age", NULL)), ==, -7);

  g_assert_null (pgg_row_get_text_by_name (row, "nobody", &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "The result has no column \"nobody\"");
  g_assert_false (pgg_row_get_boolean (row, 1, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
}

/* A row keeps its result, and a column is kept by a reference alone. */
static void
test_references (void)
{
  PggResult *result = pgg_result_ref (make_people ());
  PggColumn *column = pgg_column_ref (pgg_result_get_column (result, 1, NULL));
  PggRow *row = pgg_result_get_row (result, 0, NULL);
  PggRow *kept = pgg_row_ref (row);

  pgg_result_unref (result);
  pgg_result_unref (result);
  pgg_row_unref (row);
  g_assert_cmpstr (pgg_row_get_text (kept, 0, NULL), ==, "Ada");
  pgg_row_unref (kept);
  g_assert_cmpstr (pgg_column_get_name (column), ==, "age");
  pgg_column_unref (column);
}

static gpointer
read_thread (gpointer data)
{
  PggResult *result = data;
  gsize n;

  for (guint row = 0; row < 3; row++)
    {
      pgg_result_get_text (result, row, 0, NULL);
      pgg_result_get_columns (result, NULL);
      pgg_result_peek_values (result, row, 1, &n, NULL);
      pgg_result_get_value (result, row, 1, NULL);
    }

  return (gpointer) pgg_result_get_text (result, 0, 0, NULL);
}

static void
test_threads (void)
{
  g_autoptr (PggResult) result = make_numbers (1);
  GThread *threads[8];
  const char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_thread, result);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      const char *other = g_thread_join (threads[i]);

      g_assert_cmpstr (other, ==, "1");
      g_assert_true (text == NULL || text == other);
      text = other;
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/result/shape", test_shape);
  g_test_add_func ("/result/columns", test_columns);
  g_test_add_func ("/result/type-table", test_type_table);
  g_test_add_func ("/result/next", test_next);
  g_test_add_func ("/result/bad-indices", test_bad_indices);
  g_test_add_func ("/result/null", test_null);
  g_test_add_func ("/result/whole-columns", test_whole_columns);
  g_test_add_func ("/result/packed", test_packed);
  g_test_add_func ("/result/ranges", test_ranges);
  g_test_add_func ("/result/peek-values", test_peek_values);
  g_test_add_func ("/result/peek-values-error", test_peek_values_error);
  g_test_add_func ("/result/values-kept", test_values_kept);
  g_test_add_func ("/result/row", test_row);
  g_test_add_func ("/result/references", test_references);
  g_test_add_func ("/result/threads", test_threads);

  return g_test_run ();
}
