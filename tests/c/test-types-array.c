/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Arrays of all types that every server has, four ways, and what can be done with an array. */

#include "config.h"

#include "fixture.h"
#include "four-ways.h"
#include "make-result.h"

#include "types/pgg-codec-private.h"
#include "types/pgg-type-oid-private.h"

#define OID_BOX 603

static const FourWaysOptions arrays = { .equal = pgg_array_equal };

/* An array is read in binary format if its elements are. */
static void
run_of_type (guint32     element,
             const char *type,
             const char *expression)
{
  const PggTypeInfo *info = pgg_type_info_lookup_builtin (element);
  FourWaysOptions options = arrays;
  FourWays row = { type, expression, strstr (type, "multirange") != NULL ? 140000 : 0 };

  g_assert_nonnull (info);
  if (!pgg_codec_has_binary (NULL, info))
    options.flags |= FOUR_WAYS_NO_BINARY;
  if (pgg_codec_lookup (info, TRUE)->encode == NULL)
    options.flags |= FOUR_WAYS_NO_BINARY_ENCODERS;
  four_ways_run (&row, 1, &options);
}

/* Two values of each type of elements. */
static const struct
{
  const char *type;
  const char *values[2];
} elements[] = {
  { "bool", { "true", "false" } },
  { "bytea", { "'\\x00ff5c22'", "''" } },
  { "\"char\"", { "'x'", "''" } },
  { "name", { "'x'", "'NULL'" } },
  { "int8", { "-9223372036854775808", "1" } },
  { "int2", { "-32768", "1" } },
  { "int2vector", { "'1 2'", "'-3'" } },
  { "int4", { "-2147483648", "1" } },
  { "regproc", { "'now'", "'-'" } },
  { "text", { "'a,\"b\\c'", "''" } },
  { "oid", { "4294967295", "1" } },
  { "tid", { "'(1,2)'", "'(0,0)'" } },
  { "xid", { "'1'", "'4294967295'" } },
  { "cid", { "'1'", "'4294967295'" } },
  { "oidvector", { "'1 2'", "'3'" } },
  { "json", { "'{\"a\": [1, 2]}'", "'null'" } },
  { "xml", { "'<a b=\"c\"/>'", "'x'" } },
  { "point", { "'(1,2)'", "'(0,-1.5)'" } },
  { "lseg", { "'[(1,2),(3,4)]'", "'[(0,0),(0,0)]'" } },
  { "path", { "'((1,2),(3,4))'", "'[(0,0)]'" } },
  { "box", { "'(3,4),(1,2)'", "'(0,0),(0,0)'" } },
  { "polygon", { "'((1,2),(3,4))'", "'((0,0))'" } },
  { "line", { "'{1,2,3}'", "'{0,1,0}'" } },
  { "cidr", { "'10.0.0.0/8'", "'::/0'" } },
  { "float4", { "'NaN'", "0.1" } },
  { "float8", { "'-Infinity'", "0.1" } },
  { "circle", { "'<(1,2),3>'", "'<(0,0),0>'" } },
  { "macaddr8", { "'08:00:2b:01:02:03:04:05'", "'00:00:00:00:00:00:00:00'" } },
  { "money", { "'1.5'", "'0'" } },
  { "macaddr", { "'08:00:2b:01:02:03'", "'00:00:00:00:00:00'" } },
  { "inet", { "'10.1.2.3/8'", "'::1'" } },
  { "aclitem", { "'=r/postgres'", "'postgres=r/postgres'" } },
  { "bpchar", { "'x '", "''" } },
  { "varchar", { "'{}'", "' '" } },
  { "date", { "'2024-02-29'", "'infinity'" } },
  { "time", { "'12:34:56.789'", "'24:00'" } },
  { "timestamp", { "'2024-02-29 12:34:56.789'", "'-infinity'" } },
  { "timestamptz", { "'2024-02-29 12:34:56.789+00'", "'infinity'" } },
  { "interval", { "'1 year 2 days 03:04:05'", "'0'" } },
  { "timetz", { "'12:34:56+02'", "'00:00-15'" } },
  { "bit", { "B'101'", "B'0'" } },
  { "varbit", { "B'101'", "B''" } },
  { "numeric", { "1.50", "'NaN'" } },
  { "refcursor", { "'r'", "'\"'" } },
  { "regprocedure", { "'now()'", "'0'" } },
  { "regoper", { "'||/'", "'0'" } },
  { "regoperator", { "'+(int4,int4)'", "'0'" } },
  { "regclass", { "'pg_class'", "'0'" } },
  { "regtype", { "'int4'", "'0'" } },
  { "uuid", { "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "NULL" } },
  { "txid_snapshot", { "'10:20:10,14,15'", "'1:1:'" } },
  { "pg_lsn", { "'16/B374D848'", "'0/0'" } },
  { "tsvector", { "'a:1A b'", "''" } },
  { "tsquery", { "'a & !b'", "''" } },
  { "gtsvector", { "NULL", "NULL" } },
  { "regconfig", { "'simple'", "'0'" } },
  { "regdictionary", { "'simple'", "'0'" } },
  { "jsonb", { "'{\"a\": [1, 2]}'", "'null'" } },
  { "int4range", { "'[1,5)'", "'empty'" } },
  { "numrange", { "'(1.50,)'", "'[,]'" } },
  { "tsrange", { "'[2024-01-01,2024-01-02)'", "'empty'" } },
  { "tstzrange", { "'[2024-01-01 00:00+00,infinity]'", "'empty'" } },
  { "daterange", { "'[2024-01-01,2024-01-02)'", "'empty'" } },
  { "int8range", { "'[1,5)'", "'(,)'" } },
  { "jsonpath", { "'$.a'", "'$'" } },
  { "regnamespace", { "'pg_catalog'", "'0'" } },
  { "regrole", { "'pg_monitor'", "'0'" } },
  { "regcollation", { "'\"C\"'", "'0'" } },
  { "int4multirange", { "'{[1,5),[7,9)}'", "'{}'" } },
  { "nummultirange", { "'{(1.50,)}'", "'{}'" } },
  { "tsmultirange", { "'{[2024-01-01,2024-01-02)}'", "'{}'" } },
  { "tstzmultirange", { "'{[2024-01-01 00:00+00,infinity]}'", "'{}'" } },
  { "datemultirange", { "'{[2024-01-01,2024-01-02)}'", "'{}'" } },
  { "int8multirange", { "'{[1,5),[7,9)}'", "'{}'" } },
  { "pg_snapshot", { "'10:20:10,14,15'", "'1:1:'" } },
  { "xid8", { "'18446744073709551615'", "'0'" } },
};

static guint32
get_oid_of_builtin (const char *name)
{
  for (guint32 oid = 1; oid < 10000; oid++)
    {
      const PggTypeInfo *info = pgg_type_info_lookup_builtin (oid);

      if (info != NULL && g_str_equal (info->name, name))
        return oid;
    }

  g_error ("There is no type %s", name);
}

static void
test_all_types (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    {
      guint32 element = get_oid_of_builtin (elements[i].type);
      g_autofree char *type = g_strdup_printf ("%s[]", elements[i].type);
      g_autofree char *flat = g_strdup_printf ("ARRAY[%s, NULL, %s]::%s", elements[i].values[0],
                                               elements[i].values[1], type);
      g_autofree char *nested = g_strdup_printf ("ARRAY[[%s], [%s]]::%s", elements[i].values[0],
                                                 elements[i].values[1], type);

      /* Bare bit is bit(1). */
      if (g_str_equal (elements[i].type, "bit"))
        continue;
      run_of_type (element, type, flat);
      run_of_type (element, type, nested);
    }
}

/* Every type of the server that is the element of an array is in the table above. */
static void
test_no_type_is_missing (void)
{
  g_autoptr (PggConnection) connection = pgg_connect (test_conninfo (), NULL, NULL);
  g_autoptr (PggResult) types = NULL;
  g_autoptr (GError) error = NULL;

  types = pgg_connection_execute (
    connection, "SELECT format_type(e.oid, NULL), e.typname"
                "  FROM pg_type a JOIN pg_type e ON e.oid = a.typelem"
                "  WHERE a.oid < 10000 AND a.typcategory = 'A' AND a.typname LIKE '\\_%'"
                "    AND e.typtype <> 'c' AND e.typname <> 'cstring'", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pgg_result_get_n_rows (types), >, 60);

  for (guint row = 0; row < pgg_result_get_n_rows (types); row++)
    {
      const char *name = pgg_result_get_text (types, row, 1, NULL);
      gboolean is_there = g_str_equal (name, "char");

      for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
        is_there |= g_str_equal (elements[i].type, name);
      if (!is_there)
        g_error ("Arrays of %s are not tested", name);
    }
}

static void
test_shapes (void)
{
  static const FourWays rows[] = {
    { "int4[]", "NULL" },
    { "int4[]", "'{}'" },
    { "int4[]", "'{{{{{{1}}}}}}'" },
    { "int4[]", "'{{{1,2},{3,4}},{{5,6},{7,NULL}}}'" },
    { "int4[]", "'[2:3]={1,2}'" },
    { "int4[]", "'[-2147483648:-2147483647]={1,2}'" },
    { "int4[]", "'[2147483645:2147483646]={1,2}'" },
    { "int4[]", "'[0:1][-3:-2]={{1,2},{NULL,4}}'" },
    { "int4[]", "'[1:1][2:2]={{1}}'" },
    { "int4[]", "(SELECT array_agg(i) FROM generate_series(1, 1000) AS s (i))" },
    { "text[]", "ARRAY['', 'NULL', 'null', NULL, ' a', 'b ', 'c d', E'\\t', E'\\n', E'\\v']" },
    { "text[]", "ARRAY['\"', '\\', '{', '}', ',', ';', '(', '''', '{\"a\\\\b\"}', 'NULLs']" },
    { "text[]", "ARRAY[['ä', '€'], ['日本', '𝄞']]" },
    { "box[]", "ARRAY['(3,4),(1,2)', NULL]::box[]" },
    { "text[]", "ARRAY[repeat('x\"', 10000)]" },
  };

  four_ways_run (rows, 13, &arrays);
  run_of_type (OID_BOX, rows[13].type, rows[13].expression);
  four_ways_run (rows + 14, 1, &arrays);
}

static PggArray *
parse (guint32     element_type,
       const char *text)
{
  g_autoptr (GError) error = NULL;
  PggArray *array = pgg_array_new_from_string (element_type, text, &error);

  g_assert_no_error (error);
  return array;
}

static void
check_parsing (const char *text,
               const char *expected)
{
  g_autoptr (PggArray) array = parse (PGG_OID_TEXT, text);
  g_autofree char *string = pgg_array_to_string (array);

  g_assert_cmpstr (string, ==, expected);
}

/* What the server reads but does not write. */
static void
test_parsing (void)
{
  check_parsing (" { } ", "{}");
  check_parsing ("{{},{}}", "{}");
  check_parsing (" { a , b c , \" d \" } ", "{a,\"b c\",\" d \"}");
  check_parsing ("{nUlL, \"NULL\", \\NULL}", "{NULL,\"NULL\",\"NULL\"}");
  check_parsing ("{a\\,b, c\\ }", "{\"a,b\",\"c \"}");
  check_parsing ("[2]={a,b}", "{a,b}");
  check_parsing (" [0:1] = {a,b}", "[0:1]={a,b}");
  check_parsing ("[+1:2][-1:-1]={{a},{b}}", "[1:2][-1:-1]={{a},{b}}");
  check_parsing ("{\\}}", "{\"}\"}");
}

static void
refuse_text (guint32     element_type,
             const char *text)
{
  GError *error = NULL;

  g_assert_null (pgg_array_new_from_string (element_type, text, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, "The text is not that of an array");
}

static void
test_parsing_refused (void)
{
  static const char * const texts[] = {
    "", " ", "x", "{", "}", "{1,2", "1,2}", "{1,}", "{,1}", "{1,,2}", "{{1},2}", "{1,{2}}",
    "{{1,2},{3}}", "{{1},{2,3}}", "{{{1}},{2}}", "{1}}", "{1}x", "{1} {2}", "{\"a}", "{\"a\"b}",
    "{a\"b\"}", "{a{b}", "{\\", "{a\\", "{{{{{{{1}}}}}}}", "[1:2]={1}", "[1]={1,2}", "[2:1]={}",
    "[0]={}", "[1:1]={{1}}", "[1:1][1:1]={1}", "[a:1]={1}", "[1:]={1}", "[1:1]{1}", "[1:1={1}",
    "[1:99999999999]={1}", "[2147483647:2147483647]={1}", "[-2147483648:2147483647]={1}",
    "[1:1][1:1][1:1][1:1][1:1][1:1][1:1]={{{{{{{1}}}}}}}", "{{},1}", "{{1},{}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      refuse_text (PGG_OID_TEXT, texts[i]);
      refuse_text (PGG_OID_INT4, texts[i]);
    }
  refuse_text (PGG_OID_INT4, "{1,x}");
  refuse_text (PGG_OID_INT4, "{2147483648}");
  refuse_text (PGG_OID_TEXT, "{\xff}");
}

static void
test_elements (void)
{
  g_autoptr (PggArray) array = parse (PGG_OID_INT4, "[2:3][-1:1]={{1,2,3},{4,NULL,6}}");
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *numbers = NULL;
  g_autofree double *doubles = NULL;
  g_autofree guint8 *nulls = NULL;
  const int last[] = { 3, 1 };
  const int outside[] = { 3, 2 };
  gsize n_values;

  g_assert_cmpuint (pgg_array_get_element_type (array), ==, PGG_OID_INT4);
  g_assert_cmpuint (pgg_array_get_n_dimensions (array), ==, 2);
  g_assert_cmpuint (pgg_array_get_length (array), ==, 6);
  g_assert_cmpuint (pgg_array_get_dimension_length (array, 1, NULL), ==, 3);
  g_assert_cmpint (pgg_array_get_lower_bound (array, 1, NULL), ==, -1);
  g_assert_cmpint (g_value_get_int (pgg_array_get_element (array, 3, NULL)), ==, 4);
  g_assert_cmpint (g_value_get_int (pgg_array_get_element_at (array, last, 2, NULL)), ==, 6);
  g_assert_true (pgg_array_is_null (array, 4, NULL));
  g_assert_false (pgg_array_is_null (array, 5, NULL));
  g_assert_true (pgg_array_has_nulls (array));
  g_assert_cmpint (g_value_get_int (&pgg_array_peek_values (array, &n_values)[2]), ==, 3);
  g_assert_cmpuint (n_values, ==, 6);

  numbers = pgg_array_get_int64s (array, &n_values, &error);
  g_assert_cmpuint (n_values, ==, 6);
  g_assert_cmpint (numbers[4], ==, 0);
  g_assert_cmpint (numbers[5], ==, 6);
  doubles = pgg_array_get_doubles (array, NULL, &error);
  g_assert_cmpfloat (doubles[5], ==, 6);
  nulls = pgg_array_get_nulls (array, &n_values);
  g_assert_cmpmem (nulls, n_values, "\0\0\0\0\1\0", 6);
  g_assert_no_error (error);

  g_assert_null (pgg_array_get_element (array, 6, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE,
                       "Element 6 does not exist, the array has 6 elements");
  g_assert_null (pgg_array_get_element_at (array, outside, 2, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE,
                       "Dimension 1 of the array has no subscript 2");
  g_assert_null (pgg_array_get_element_at (array, outside, 1, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE,
                       "The array has 2 dimensions");
  g_assert_cmpuint (pgg_array_get_dimension_length (array, 2, &error), ==, 0);
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_OUT_OF_RANGE,
                       "Dimension 2 does not exist, the array has 2 dimensions");
  g_assert_null (pgg_array_get_booleans (array, NULL, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Element 0 of the array cannot be read as a boolean");
  g_assert_null (pgg_array_get_strings (array, NULL, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Element 0 of the array cannot be read as text");
}

static gpointer
peek_thread (gpointer array)
{
  return (gpointer) pgg_array_peek_values (array, NULL);
}

/* Numbers have no values until somebody asks for these, and then the same ones for everybody. */
static void
test_numbers (void)
{
  static const struct
  {
    guint32     type;
    const char *text;
    GType       gtype;
  } rows[] = {
    { PGG_OID_BOOL, "{t,NULL,f}", G_TYPE_BOOLEAN }, { PGG_OID_INT2, "{-32768,NULL}", G_TYPE_INT },
    { PGG_OID_INT8, "{9223372036854775807}", G_TYPE_INT64 },
    { PGG_OID_OID, "{NULL,4294967295}", G_TYPE_UINT },
    { PGG_OID_XID8, "{18446744073709551615}", G_TYPE_UINT64 },
    { PGG_OID_FLOAT4, "{0.1,NaN,NULL,-Infinity}", G_TYPE_DOUBLE },
    { PGG_OID_FLOAT8, "[0:1]={-0,NULL}", G_TYPE_DOUBLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (PggArray) array = pgg_array_new_from_string (rows[i].type, rows[i].text, NULL);
      g_autoptr (PggArrayBuilder) builder = pgg_array_builder_new (rows[i].type);
      g_autoptr (PggArray) built = NULL;
      g_autofree char *text = pgg_array_to_string (array);
      int lower_bound = pgg_array_get_lower_bound (array, 0, NULL);
      GThread *threads[2];
      gsize n_values;
      const GValue *values;

      g_assert_cmpstr (text, ==, rows[i].text);
      for (guint thread = 0; thread < G_N_ELEMENTS (threads); thread++)
        threads[thread] = g_thread_new ("peek", peek_thread, array);
      values = pgg_array_peek_values (array, &n_values);
      for (guint thread = 0; thread < G_N_ELEMENTS (threads); thread++)
        g_assert_true (g_thread_join (threads[thread]) == values);

      for (gsize k = 0; k < n_values; k++)
        {
          g_assert_true (pgg_array_get_element (array, k, NULL) == &values[k]);
          g_assert_true (pgg_array_is_null (array, k, NULL) || G_VALUE_HOLDS (&values[k],
                                                                              rows[i].gtype));
          g_assert_true (pgg_array_builder_append_value (builder, &values[k], NULL));
        }
      pgg_array_builder_set_lower_bounds (builder, &lower_bound, 1);
      built = pgg_array_builder_end (builder, NULL);
      g_assert_true (pgg_array_equal (array, built));
      g_assert_cmpint (pgg_array_compare (array, built), ==, 0);
      g_assert_cmpuint (pgg_array_hash (array), ==, pgg_array_hash (built));
    }
}

/* What is no number of the C type is refused, from numbers as from values. */
static void
test_numbers_refused (void)
{
  g_autoptr (PggArray) large = pgg_array_new_from_string (PGG_OID_XID8, "{9223372036854775808}",
                                                          NULL);
  g_autoptr (PggArray) exact = pgg_array_new_from_string (PGG_OID_INT8, "{9007199254740993}", NULL);
  g_autoptr (PggArray) floats = pgg_array_new_from_string (PGG_OID_FLOAT8, "{NULL,1}", NULL);
  g_autoptr (PggArray) empty = pgg_array_new_from_string (PGG_OID_INT4, "{}", NULL);
  g_autofree gint64 *none = NULL;
  gsize n_values = 1;
  GError *error = NULL;

  g_assert_null (pgg_array_get_int64s (large, NULL, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
  g_assert_null (pgg_array_get_doubles (exact, NULL, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION, NULL);
  g_assert_null (pgg_array_get_int64s (floats, NULL, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Element 1 of the array cannot be read as a 64-bit integer");
  none = pgg_array_get_int64s (empty, &n_values, &error);
  g_assert_no_error (error);
  g_assert_nonnull (none);
  g_assert_cmpuint (n_values, ==, 0);
  g_assert_nonnull (pgg_array_peek_values (empty, &n_values));
}

static void
check_string (PggArray   *array,
              guint32     element_type,
              const char *expected)
{
  g_autofree char *string = pgg_array_to_string (array);
  GValue value = G_VALUE_INIT;
  GValue text = G_VALUE_INIT;

  g_assert_cmpuint (pgg_array_get_element_type (array), ==, element_type);
  g_assert_cmpstr (string, ==, expected);

  g_value_init (&value, PGG_TYPE_ARRAY);
  g_value_init (&text, G_TYPE_STRING);
  g_value_take_boxed (&value, array);
  g_assert_true (g_value_transform (&value, &text));
  g_assert_cmpstr (g_value_get_string (&text), ==, expected);
  g_value_unset (&value);
  g_value_unset (&text);
}

static void
test_bulk (void)
{
  const gboolean booleans[] = { TRUE, FALSE };
  const int ints[] = { G_MININT, G_MAXINT };
  const gint64 int64s[] = { G_MININT64, G_MAXINT64 };
  const double doubles[] = { 0.1, -1.0 / 0.0 };
  const char * const strings[] = { "a b", NULL, "NULL" };
  const char * const invalid[] = { "\xff" };
  g_autoptr (PggArray) array = pgg_array_new_from_strings (strings, 3, NULL);
  g_autofree const char **back = pgg_array_get_strings (array, NULL, NULL);
  g_autofree gboolean *bits = NULL;
  g_autoptr (PggArray) flags = pgg_array_new_from_booleans (booleans, 2);
  GError *error = NULL;

  bits = pgg_array_get_booleans (flags, NULL, NULL);
  g_assert_true (bits[0] && !bits[1]);
  g_assert_cmpstr (back[0], ==, "a b");
  g_assert_null (back[1]);
  check_string (pgg_array_new_from_booleans (booleans, 2), PGG_OID_BOOL, "{t,f}");
  check_string (pgg_array_new_from_ints (ints, 2), PGG_OID_INT4, "{-2147483648,2147483647}");
  check_string (pgg_array_new_from_int64s (int64s, 2), PGG_OID_INT8,
                "{-9223372036854775808,9223372036854775807}");
  check_string (pgg_array_new_from_doubles (doubles, 2), PGG_OID_FLOAT8, "{0.1,-Infinity}");
  check_string (pgg_array_new_from_doubles (NULL, 0), PGG_OID_FLOAT8, "{}");
  check_string (pgg_array_ref (array), PGG_OID_TEXT, "{\"a b\",NULL,\"NULL\"}");

  g_assert_null (pgg_array_new_from_strings (invalid, 1, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION, NULL);
}

static void
init_int64 (GValue *value,
            gint64  number)
{
  *value = (GValue) G_VALUE_INIT;
  g_value_init (value, G_TYPE_INT64);
  g_value_set_int64 (value, number);
}

/* Values become those that the server's are read as. */
static void
test_values (void)
{
  g_autoptr (PggArray) parsed = parse (PGG_OID_INT2, "{1,NULL,3}");
  g_autoptr (PggArray) array = NULL;
  g_autoptr (PggArray) guessed = NULL;
  GError *error = NULL;
  GValue values[3];

  init_int64 (&values[0], 1);
  values[1] = (GValue) G_VALUE_INIT;
  g_value_init (&values[1], G_TYPE_POINTER);
  values[2] = (GValue) G_VALUE_INIT;
  g_value_init (&values[2], G_TYPE_STRING);
  g_value_set_static_string (&values[2], "3");

  array = pgg_array_new_from_values (PGG_OID_INT2, values, 3, &error);
  g_assert_no_error (error);
  g_assert_true (pgg_array_equal (array, parsed));
  g_assert_cmpuint (pgg_array_hash (array), ==, pgg_array_hash (parsed));
  g_assert_true (G_VALUE_HOLDS_INT (pgg_array_get_element (array, 0, NULL)));

  guessed = pgg_array_new_from_values (0, values, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pgg_array_get_element_type (guessed), ==, PGG_OID_INT8);
  g_assert_false (pgg_array_equal (guessed, parsed));

  g_value_set_int64 (&values[0], 32768);
  g_assert_null (pgg_array_new_from_values (PGG_OID_INT2, values, 3, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Element 0: The value is one that the type of an element cannot hold "
                       "exactly");
  g_assert_null (pgg_array_new_from_values (PGG_OID_BOOL, values, 3, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Element 0: The value is not of a type that an element can have");
  g_value_unset (&values[2]);
}

static void
test_equal (void)
{
  static const char * const texts[] = {
    "{}", "{1}", "{2}", "{NULL}", "{1,2}", "{{1,2}}", "{{1},{2}}", "[0:1]={1,2}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
      {
        g_autoptr (PggArray) first = parse (PGG_OID_FLOAT8, texts[i]);
        g_autoptr (PggArray) second = parse (PGG_OID_FLOAT8, texts[j]);

        g_assert_cmpint (pgg_array_equal (first, second), ==, i == j);
        if (i == j)
          g_assert_cmpuint (pgg_array_hash (first), ==, pgg_array_hash (second));
      }
}

static void
test_builder (void)
{
  g_autoptr (PggArrayBuilder) builder = pgg_array_builder_new (PGG_OID_FLOAT8);
  const int lengths[] = { 2, 2 };
  const int lower_bounds[] = { 0, 1 };
  const int wrong[] = { 3 };
  GError *error = NULL;
  GValue value;

  init_int64 (&value, 7);
  g_assert_true (pgg_array_builder_append_double (builder, 0.5, &error));
  g_assert_true (pgg_array_builder_append_text (builder, "1e3", &error));
  g_assert_true (pgg_array_builder_append_value (builder, &value, &error));
  g_assert_true (pgg_array_builder_append_null (builder, &error));
  g_assert_false (pgg_array_builder_append_boolean (builder, TRUE, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Element 4: The value is not of a type that an element can have");

  pgg_array_builder_set_dimensions (builder, wrong, 1);
  g_assert_null (pgg_array_builder_end (builder, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "The dimensions of the array do not fit its 4 elements");
  pgg_array_builder_set_dimensions (builder, lengths, 2);
  pgg_array_builder_set_lower_bounds (builder, lower_bounds, 2);
  check_string (pgg_array_builder_end (builder, &error), PGG_OID_FLOAT8,
                "[0:1][1:2]={{0.5,1000},{7,NULL}}");

  pgg_array_builder_set_dimensions (builder, NULL, 0);
  pgg_array_builder_set_lower_bounds (builder, NULL, 0);
  check_string (pgg_array_builder_end (builder, &error), PGG_OID_FLOAT8, "{}");
}

/* The first value says what the type is, whatever comes before it. */
static void
test_builder_guess (void)
{
  g_autoptr (PggArrayBuilder) builder = pgg_array_builder_new (0);
  g_autoptr (PggArrayBuilder) other = pgg_array_builder_ref (builder);

  g_assert_true (pgg_array_builder_append_value (builder, NULL, NULL));
  g_assert_true (pgg_array_builder_append_int64 (other, 1, NULL));
  g_assert_false (pgg_array_builder_append_text (builder, "x", NULL));
  check_string (pgg_array_builder_end (builder, NULL), PGG_OID_INT8, "{NULL,1}");
}

/* In some encodings the second byte of a character may be a backslash or a brace. */
static void
test_encodings (void)
{
  g_autoptr (PggConnection) connection = pgg_connect (test_conninfo (), NULL, NULL);
  g_autoptr (PggResult) set = NULL;

  set = pgg_connection_execute (connection, "SET client_encoding = 'SJIS'", NULL, NULL, NULL);
  for (int binary = 0; binary <= 1; binary++)
    {
      g_autoptr (PggResult) result = NULL;
      g_autoptr (PggArray) array = NULL;
      g_autofree char *text = NULL;

      g_object_set (connection, "result-format",
                    binary ? PGG_RESULT_FORMAT_BINARY : PGG_RESULT_FORMAT_TEXT, NULL);
      result = pgg_connection_execute (connection, "SELECT ARRAY[U&'\\30bd\\8868', U&'\\80fd,']",
                                       NULL, NULL, NULL);
      array = pgg_result_get_array (result, 0, 0, NULL);
      text = pgg_array_to_string (array);
      g_assert_cmpstr (text, ==, "{ソ表,\"能,\"}");
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, text);
    }
}

static void
test_getters (void)
{
  g_autoptr (PggConnection) connection = pgg_connect (test_conninfo (), NULL, NULL);
  g_autoptr (PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr (PggRow) row = NULL;
  g_autoptr (PggArray) array = NULL;
  GError *error = NULL;

  g_assert_true (pgg_cursor_execute (cursor, "SELECT ARRAY[1,2] AS a, NULL::int4[], 1", NULL, NULL,
                                     &error));
  row = pgg_cursor_fetch_one (cursor, NULL, &error);
  g_assert_no_error (error);
  array = pgg_row_get_array (row, 0, &error);
  g_assert_cmpuint (pgg_array_get_length (array), ==, 2);
  g_assert_true (G_VALUE_HOLDS (pgg_row_get_value (row, 0, NULL), PGG_TYPE_ARRAY));
  g_assert_null (pgg_row_get_array (row, 1, &error));
  g_assert_no_error (error);
  g_assert_null (pgg_row_get_array (row, 2, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION,
                       "Row 0, column 2 (\"?column?\", int4) cannot be read as an array");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/types/array/all-types", test_all_types);
  g_test_add_func ("/types/array/no-type-is-missing", test_no_type_is_missing);
  g_test_add_func ("/types/array/shapes", test_shapes);
  g_test_add_func ("/types/array/parsing", test_parsing);
  g_test_add_func ("/types/array/parsing-refused", test_parsing_refused);
  g_test_add_func ("/types/array/elements", test_elements);
  g_test_add_func ("/types/array/numbers", test_numbers);
  g_test_add_func ("/types/array/numbers-refused", test_numbers_refused);
  g_test_add_func ("/types/array/bulk", test_bulk);
  g_test_add_func ("/types/array/values", test_values);
  g_test_add_func ("/types/array/equal", test_equal);
  g_test_add_func ("/types/array/builder", test_builder);
  g_test_add_func ("/types/array/builder-guess", test_builder_guess);
  g_test_add_func ("/types/array/encodings", test_encodings);
  g_test_add_func ("/types/array/getters", test_getters);

  return g_test_run ();
}
