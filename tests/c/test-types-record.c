/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Composite types, records, domains, enums and hstore four ways, as types that are not built in. */

#include "config.h"

#include "fixture.h"
#include "four-ways.h"
#include "make-result.h"

#include "client/pgg-result-private.h"
#include "types/pgg-codec-private.h"
#include "types/pgg-type-oid-private.h"

static const char schema[] =
  "CREATE TYPE mood AS ENUM ('sad', 'so, so', 'Grüße');"
  "CREATE DOMAIN small AS int2 CHECK (VALUE > 0);"
  "CREATE DOMAIN smaller AS small CHECK (VALUE < 100);"
  "CREATE DOMAIN list AS int4[];"
  "CREATE TYPE inner_type AS (a int4, \"B c\" text);"
  "CREATE TYPE outer_type AS (i inner_type, m mood, d smaller, f float4, l list, j inner_type[]);"
  "CREATE DOMAIN inner_domain AS inner_type;"
  "CREATE TABLE gaps (a int4, b int4, c text); ALTER TABLE gaps DROP COLUMN b;"
  "CREATE TABLE nothing ();"
  "CREATE TYPE mood_range AS RANGE (subtype = mood);"
  "CREATE TYPE priced AS (a int4, b money);"
  "CREATE EXTENSION hstore; CREATE EXTENSION citext;";

/* What the library is to know of each type; arrays are found by those. */
typedef struct
{
  const char  *name;
  PggTypeKind  kind;
  const char  *element; /* see PggTypeInfo */
  const char  *extension;
  const char  *fields[13]; /* name, type */
} Type;

static const Type known[] = {
  { "mood", PGG_TYPE_KIND_ENUM },
  { "small", PGG_TYPE_KIND_DOMAIN, "int2" },
  { "smaller", PGG_TYPE_KIND_DOMAIN, "small" },
  { "list", PGG_TYPE_KIND_DOMAIN, "int4[]" },
  { "inner_type", PGG_TYPE_KIND_COMPOSITE, .fields = { "a", "int4", "B c", "text" } },
  { "inner_domain", PGG_TYPE_KIND_DOMAIN, "inner_type" },
  { "outer_type", PGG_TYPE_KIND_COMPOSITE,
    .fields = { "i", "inner_type", "m", "mood", "d", "smaller", "f", "float4", "l", "list", "j",
                "inner_type[]" } },
  { "gaps", PGG_TYPE_KIND_COMPOSITE, .fields = { "a", "int4", "c", "text" } },
  { "nothing", PGG_TYPE_KIND_COMPOSITE },
  { "mood_range", PGG_TYPE_KIND_RANGE, "mood" },
  { "mood_multirange", PGG_TYPE_KIND_MULTIRANGE, "mood_range" },
  { "priced", PGG_TYPE_KIND_COMPOSITE, .fields = { "a", "int4", "b", "money" } },
  { "hstore", PGG_TYPE_KIND_BASE, .extension = "hstore" },
  { "citext", PGG_TYPE_KIND_BASE, .extension = "citext" },
  { "mood[]", PGG_TYPE_KIND_ARRAY, "mood" },
  { "smaller[]", PGG_TYPE_KIND_ARRAY, "smaller" },
  { "list[]", PGG_TYPE_KIND_ARRAY, "list" },
  { "inner_type[]", PGG_TYPE_KIND_ARRAY, "inner_type" },
  { "outer_type[]", PGG_TYPE_KIND_ARRAY, "outer_type" },
  { "mood_range[]", PGG_TYPE_KIND_ARRAY, "mood_range" },
  { "priced[]", PGG_TYPE_KIND_ARRAY, "priced" },
  { "hstore[]", PGG_TYPE_KIND_ARRAY, "hstore" },
  { "citext[]", PGG_TYPE_KIND_ARRAY, "citext" },
};

static PggConnection *connection;
static PggTypeMap *types;

static PggResult *
execute (const char *sql)
{
  g_autoptr (GError) error = NULL;
  PggResult *result = pgg_connection_execute (connection, sql, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}

/* Multiranges are newer than the oldest server. */
static gboolean
is_there (const Type *type)
{
  return type->kind != PGG_TYPE_KIND_MULTIRANGE ||
         pgg_connection_get_server_version (connection) >= 140000;
}

static guint32
get_oid (const char *name)
{
  g_autofree char *sql = g_strdup_printf ("SELECT '%s'::regtype::oid::int8", name);
  g_autoptr (PggResult) result = execute (sql);

  return (guint32) pgg_result_get_int64 (result, 0, 0, NULL);
}

/* What the library has looked up. */
static PggTypeMap *
lookup_types (void)
{
  g_autoptr (PggResult) result = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr (PggTypeInfo) info = NULL;
      g_autoptr (GError) error = NULL;

      if (!is_there (&known[i]))
        continue;
      info = pgg_connection_lookup_type (connection, known[i].name, NULL, &error);
      g_assert_no_error (error);
    }
  result = execute ("SELECT 1");

  return pgg_type_map_ref (result->context->types);
}

static void
check_type (const Type *type)
{
  const PggTypeInfo *info = pgg_type_map_lookup (types, get_oid (type->name));

  g_test_message ("%s", type->name);
  g_assert_nonnull (info);
  g_assert_cmpstr (info->schema, ==, "public");
  g_assert_cmpstr (info->name, ==, type->name);
  g_assert_cmpint (info->kind, ==, type->kind);
  g_assert_cmpuint (info->element, ==, type->element == NULL ? 0 : get_oid (type->element));
  /* Since version 17 arrays are no members of an extension. */
  if (type->kind != PGG_TYPE_KIND_ARRAY)
    g_assert_cmpstr (info->extension, ==, type->extension);
  g_assert_true (info->has_binary);
  for (guint i = 0; i < info->n_fields; i++)
    {
      g_assert_cmpstr (info->fields[i].name, ==, type->fields[2 * i]);
      g_assert_cmpuint (info->fields[i].type, ==, get_oid (type->fields[2 * i + 1]));
    }
  g_assert_null (type->fields[2 * info->n_fields]);
}

static void
test_types (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (is_there (&known[i]))
      check_type (&known[i]);
}

static void
run (const FourWays *rows,
     gsize           n_rows,
     GEqualFunc      equal,
     FourWaysFlags   flags)
{
  FourWaysOptions options = {
    .types = types,
    .equal = equal,
    .flags = flags | FOUR_WAYS_TYPES_INSIDE,
  };

  four_ways_run (rows, n_rows, &options);
}

static void
test_composites (void)
{
  static const FourWays rows[] = {
    { "inner_type", "NULL" },
    { "inner_type", "ROW(1, 'x')" },
    { "inner_type", "ROW(NULL, NULL)" },
    { "inner_type", "ROW(NULL, '')" },
    { "inner_type", "ROW(1, 'a \"b\\c\" (d,e)')" },
    { "inner_type", "ROW(1, E'\\t')" },
    { "inner_type", "ROW(1, 'NULL')" },
    { "inner_type", "ROW(1, '€{}[]')" },
    { "outer_type", "ROW(ROW(1, 'x,\"y')::inner_type, 'so, so', 99, 0.1, '{1,NULL}',"
                    "    ARRAY[ROW(2, '{\"')::inner_type, NULL])" },
    { "outer_type", "ROW(NULL, NULL, NULL, NULL, NULL, '{}')" },
    { "gaps", "ROW(1, 'x')" },
    { "nothing", "ROW()" },
    { "inner_domain", "ROW(1, 'x')" },
  };

  run (rows, G_N_ELEMENTS (rows), pgg_record_equal, FOUR_WAYS_NONE);
}

static void
test_arrays (void)
{
  static const FourWays rows[] = {
    { "inner_type[]", "ARRAY[ROW(1, 'a \"b\\c\" {d,e}')::inner_type, NULL, ROW(NULL, '')]" },
    { "outer_type[]", "ARRAY[ROW(ROW(1, 'x'), 'sad', 1, 'NaN', '{}', NULL)::outer_type]" },
    { "mood[]", "'{{sad},{\"so, so\"}}'" },
    { "smaller[]", "'[0:1]={1,2}'" },
    { "list", "'{1,2}'" },
    { "list[]", "ARRAY['{1,2}'::list, NULL]" },
    { "mood_range[]", "ARRAY['[sad,\"so, so\"]'::mood_range, 'empty']" },
    { "citext[]", "ARRAY['aB', 'NULL']" },
    { "hstore[]", "ARRAY['a=>1', 'b=>NULL']::hstore[]" },
  };

  run (rows, G_N_ELEMENTS (rows), pgg_array_equal, FOUR_WAYS_NONE);
}

static void
test_others (void)
{
  static const FourWays texts[] = {
    { "mood", "'so, so'" },
    { "mood", "'Grüße'" },
    { "smaller", "99" },
    { "citext", "'aB'" },
  };
  static const FourWays ranges[] = {
    { "mood_range", "'[\"so, so\",Grüße)'" },
    { "mood_range", "'(,sad]'" },
  };
  static const FourWays multiranges[] = {
    { "mood_multirange", "'{(,sad],[\"so, so\",Grüße]}'", 140000 },
  };

  run (texts, G_N_ELEMENTS (texts), NULL, FOUR_WAYS_NONE);
  run (ranges, G_N_ELEMENTS (ranges), pgg_range_equal, FOUR_WAYS_NONE);
  run (multiranges, G_N_ELEMENTS (multiranges), pgg_multirange_equal, FOUR_WAYS_NONE);
}

/* The binary form of money is not what its text says. */
static void
test_without_binary (void)
{
  static const FourWays records[] = {
    { "priced", "ROW(1, '1.50')" },
    { "record", "ROW(1, 'x', NULL, '')" },
  };
  static const FourWays arrays[] = {
    { "priced[]", "ARRAY[ROW(1, '1.50')::priced]" },
    { "record[]", "ARRAY[ROW(1, 'x'), ROW(NULL, '\"')]" },
  };

  run (records, 1, pgg_record_equal, FOUR_WAYS_NO_BINARY);
  run (records + 1, 1, pgg_record_equal, FOUR_WAYS_NO_BINARY | FOUR_WAYS_NO_ENCODERS);
  run (arrays, 1, pgg_array_equal, FOUR_WAYS_NO_BINARY);
  run (arrays + 1, 1, pgg_array_equal, FOUR_WAYS_NO_BINARY | FOUR_WAYS_NO_ENCODERS);
}

static PggTypeInfo *
make_bare_info (guint32     oid,
                PggTypeKind kind,
                guint32     element)
{
  PggTypeInfo *self = g_new0 (PggTypeInfo, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->oid = oid;
  self->kind = kind;
  self->element = element;
  self->has_binary = TRUE;

  return self;
}

/* The server allows no such types, but a stale definition may say it. */
static void
test_cycles (void)
{
  PggTypeInfo *infos[] = {
    make_bare_info (100001, PGG_TYPE_KIND_COMPOSITE, 0),
    make_bare_info (100002, PGG_TYPE_KIND_ARRAY, 100001),
    make_bare_info (100003, PGG_TYPE_KIND_DOMAIN, 100003),
    make_bare_info (100004, PGG_TYPE_KIND_ARRAY, 100004),
  };
  g_autoptr (PggTypeMap) map = NULL;

  infos[0]->n_fields = 2;
  infos[0]->fields = g_new0 (PggTypeField, 2);
  infos[0]->fields[0] = (PggTypeField) { g_strdup ("label"), PGG_OID_TEXT, -1 };
  infos[0]->fields[1] = (PggTypeField) { g_strdup ("children"), 100002, -1 };
  map = pgg_type_map_new (NULL, infos, G_N_ELEMENTS (infos));

  g_assert_true (pgg_codec_has_binary (map, infos[0]));
  g_assert_true (pgg_codec_has_binary (map, infos[1]));
  g_assert_false (pgg_codec_has_binary (map, infos[2]));
  g_assert_false (pgg_codec_has_binary (map, infos[3]));
  infos[0]->fields[0].type = PGG_OID_RECORD;
  g_assert_false (pgg_codec_has_binary (map, infos[1]));
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    pgg_type_info_unref (infos[i]);
}

static gboolean
tables_equal (gconstpointer first,
              gconstpointer second)
{
  GHashTable *other = (GHashTable *) second;
  GHashTableIter iter;
  gpointer key, value;

  g_assert_cmpuint (g_hash_table_size ((GHashTable *) first), ==, g_hash_table_size (other));
  g_hash_table_iter_init (&iter, (GHashTable *) first);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_hash_table_contains (other, key) ||
        g_strcmp0 (value, g_hash_table_lookup (other, key)) != 0)
      return FALSE;

  return TRUE;
}

static void
test_hstore (void)
{
  static const FourWays rows[] = {
    { "hstore", "''" },
    { "hstore", "'a=>1, b=>NULL, c=>\"NULL\"'" },
    { "hstore", "hstore('a \"b\\c', '=>,')" },
    { "hstore", "hstore('', '') || hstore('ä', '€')" },
    { "hstore", "(SELECT hstore(array_agg(i::text), array_agg((i * i)::text))"
                "   FROM generate_series(1, 100) AS s (i))" },
  };

  run (rows, G_N_ELEMENTS (rows), tables_equal, FOUR_WAYS_NONE);
}

/* The server says what the fields are in binary format only. */
static void
test_anonymous (void)
{
  static const char sql[] = "SELECT ROW(1, 'x'::text, NULL::int4, true, ARRAY[1.5, NULL],"
                            "           ROW(2::int8))";

  for (int binary = 0; binary <= 1; binary++)
    {
      g_autoptr (PggResult) result = NULL;
      g_autoptr (PggRecord) record = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      g_object_set (connection, "result-format",
                    binary ? PGG_RESULT_FORMAT_BINARY : PGG_RESULT_FORMAT_TEXT, NULL);
      result = execute (sql);
      record = pgg_result_get_record (result, 0, 0, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (pgg_record_get_n_fields (record), ==, 6);
      g_assert_cmpuint (pgg_record_get_record_type (record), ==, PGG_OID_RECORD);
      g_assert_cmpuint (pgg_record_get_field_type (record, 0, NULL), ==, binary ? PGG_OID_INT4 : 0);
      g_assert_null (pgg_record_get_field_name (record, 0, NULL));
      g_assert_true (G_VALUE_HOLDS (pgg_record_get_value (record, 3, NULL),
                                    binary ? G_TYPE_BOOLEAN : G_TYPE_STRING));
      g_assert_true (pgg_record_is_null (record, 2, NULL));
      text = pgg_record_to_string (record);
      g_assert_cmpstr (text, ==, "(1,x,,t,\"{1.5,NULL}\",\"(2)\")");
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, text);
    }
  g_object_set (connection, "result-format", PGG_RESULT_FORMAT_TEXT, NULL);
}

static PggRecord *
read_record (const char *type,
             const char *text)
{
  g_autoptr (PggCodecContext) context = pgg_codec_context_new (UTF8, NULL, NULL, NULL, types);
  PggAdapter adapter = pgg_adapter_make (context, get_oid (type), FALSE);
  GValue value = G_VALUE_INIT;
  PggRecord *record;

  if (pgg_adapter_read_value (&adapter, pgg_buffer_init (text, strlen (text)), &value) !=
      PGG_DECODE_OK)
    return NULL;

  record = g_value_dup_boxed (&value);
  g_value_unset (&value);
  return record;
}

static void
test_fields (void)
{
  g_autoptr (PggRecord) record = read_record ("inner_type", "(7,\"x y\")");
  g_autoptr (PggRecord) other = read_record ("inner_type", "(8,\"x y\")");
  g_autoptr (PggRecord) same = read_record ("gaps", "(7,\"x y\")");
  GError *error = NULL;

  g_assert_cmpuint (pgg_record_get_record_type (record), ==, get_oid ("inner_type"));
  g_assert_cmpstr (pgg_record_get_field_name (record, 1, NULL), ==, "B c");
  g_assert_cmpuint (pgg_record_get_field_type (record, 1, NULL), ==, PGG_OID_TEXT);
  g_assert_cmpint (pgg_record_find_field (record, "B c"), ==, 1);
  g_assert_cmpint (pgg_record_find_field (record, "b c"), ==, -1);
  g_assert_cmpint (g_value_get_int (pgg_record_get_value (record, 0, &error)), ==, 7);
  g_assert_cmpstr (g_value_get_string (pgg_record_get_value_by_name (record, "B c", &error)), ==,
                   "x y");
  g_assert_no_error (error);
  g_assert_true (pgg_record_equal (record, same));
  g_assert_cmpuint (pgg_record_hash (record), ==, pgg_record_hash (same));
  g_assert_false (pgg_record_equal (record, other));

  g_assert_null (pgg_record_get_value_by_name (record, "b", &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "The record has no field \"b\"");
  g_assert_null (pgg_record_get_value (record, 2, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_OUT_OF_RANGE,
                       "Field 2 does not exist, the record has 2 fields");
}

static void
test_malformed (void)
{
  static const char * const texts[] = {
    "", "x", "(", "1,x", "(1,x", "(1,x))", "(1,\"x)", "(1,x\\", "(1,x)y", "(y,x)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (read_record ("inner_type", texts[i]));
}

/* A type that was changed since it was looked up is still read. */
static void
test_stale (void)
{
  g_autoptr (PggRecord) record = read_record ("inner_type", " (1,x,\"\") ");
  g_autofree char *text = pgg_record_to_string (record);

  g_assert_cmpstr (text, ==, "(1,x,\"\")");
  g_assert_null (pgg_record_get_field_name (record, 0, NULL));
  g_assert_true (G_VALUE_HOLDS_STRING (pgg_record_get_value (record, 0, NULL)));
}

static void
test_builder (void)
{
  g_autoptr (PggRecordBuilder) builder = pgg_record_builder_new ();
  g_autoptr (PggRecordBuilder) other = pgg_record_builder_ref (builder);
  g_autoptr (PggRecord) record = NULL;
  g_autoptr (PggRecord) none = NULL;
  g_autofree char *text = NULL;
  GValue number = G_VALUE_INIT;
  GError *error = NULL;

  g_value_init (&number, G_TYPE_INT64);
  g_value_set_int64 (&number, 70000);
  g_assert_true (pgg_record_builder_append_value (builder, "a", PGG_OID_INT4, &number, &error));
  g_assert_true (pgg_record_builder_append_value (other, NULL, 0, &number, &error));
  g_assert_true (pgg_record_builder_append_value (builder, "c", 0, NULL, &error));
  g_assert_false (pgg_record_builder_append_value (builder, "d", PGG_OID_INT2, &number, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_CONVERSION,
                       "Field 3: The value is one that the type of a field cannot hold exactly");

  record = pgg_record_builder_end (builder);
  none = pgg_record_builder_end (builder);
  text = pgg_record_to_string (record);
  g_assert_cmpstr (text, ==, "(70000,70000,)");
  g_assert_true (G_VALUE_HOLDS_INT (pgg_record_get_value (record, 0, NULL)));
  g_assert_cmpuint (pgg_record_get_field_type (record, 1, NULL), ==, PGG_OID_INT8);
  g_assert_cmpuint (pgg_record_get_n_fields (none), ==, 0);
}

/* Records in records in records come to an end before the stack does. */
static void
test_depth (void)
{
  g_autoptr (PggRecord) record = NULL;
  GValue value = G_VALUE_INIT;
  GError *error = NULL;
  guint depth = 0;

  g_value_init (&value, PGG_TYPE_RECORD);
  while (error == NULL)
    {
      g_autoptr (PggRecordBuilder) builder = pgg_record_builder_new ();

      if (!pgg_record_builder_append_value (builder, NULL, 0, &value, &error))
        break;
      g_value_take_boxed (&value, pgg_record_builder_end (builder));
      depth++;
      g_assert_cmpuint (depth, <, 1000);
    }
  g_value_unset (&value);

  g_assert_cmpuint (depth, >=, 16);
  assert_client_error (error, PGG_CLIENT_ERROR_NOT_SUPPORTED, NULL);
}

static GByteArray *
make_nested (guint depth)
{
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = depth; i-- > 0;)
    {
      guint32 header[] = { GUINT32_TO_BE (1), GUINT32_TO_BE (PGG_OID_RECORD),
                           GUINT32_TO_BE (12 * i + 4) };

      g_byte_array_append (bytes, (const guint8 *) header, sizeof (header));
    }
  g_byte_array_append (bytes, (const guint8 *) "\0\0\0\0", 4);

  return bytes;
}

/* What the server would send for them has a depth as well, and the text of each doubles. */
static void
check_depth_of_bytes (guint     depth,
                      PggDecode value_expected,
                      PggDecode text_expected)
{
  g_autoptr (PggCodecContext) context = pgg_codec_context_new (UTF8, NULL, NULL, NULL, NULL);
  PggAdapter adapter = pgg_adapter_make (context, PGG_OID_RECORD, TRUE);
  g_autoptr (GByteArray) bytes = make_nested (depth);
  g_autoptr (GString) text = g_string_new (NULL);
  GValue value = G_VALUE_INIT;

  g_assert_cmpint (pgg_adapter_read_value (&adapter, pgg_buffer_init (bytes->data, bytes->len),
                                           &value), ==, value_expected);
  g_assert_cmpint (pgg_adapter_write_text (&adapter, pgg_buffer_init (bytes->data, bytes->len),
                                           text), ==, text_expected);
  if (G_IS_VALUE (&value))
    g_value_unset (&value);
}

static void
test_depth_of_bytes (void)
{
  check_depth_of_bytes (10, PGG_DECODE_OK, PGG_DECODE_OK);
  check_depth_of_bytes (100, PGG_DECODE_MALFORMED, PGG_DECODE_MALFORMED);
  check_depth_of_bytes (100000, PGG_DECODE_MALFORMED, PGG_DECODE_MALFORMED);
}

static void
append_new (PggParams *params,
            GType      type,
            gpointer   boxed)
{
  g_autoptr (GError) error = NULL;
  GValue value = G_VALUE_INIT;

  g_value_init (&value, type);
  g_value_take_boxed (&value, boxed);
  g_assert_true (pgg_params_append_value (params, &value, &error));
  g_assert_no_error (error);
  g_value_unset (&value);
}

static void
test_params (void)
{
  const char * const moods[] = { "so, so", NULL };
  g_autoptr (PggParams) params = pgg_params_new ();
  g_autoptr (PggResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (table, (gpointer) "a b", (gpointer) "c\"d");
  g_hash_table_insert (table, (gpointer) "x", NULL);
  append_new (params, PGG_TYPE_RECORD, read_record ("inner_type", "(7,\"x y\")"));
  append_new (params, G_TYPE_HASH_TABLE, table);
  append_new (params, PGG_TYPE_RANGE, pgg_range_new_from_string (PGG_OID_INT8, "[1,5]", NULL));
  append_new (params, PGG_TYPE_ARRAY, pgg_array_new_from_string (PGG_OID_INT8, "{1,NULL}", NULL));
  append_new (params, PGG_TYPE_ARRAY, pgg_array_new_from_string (0, "{\"so, so\",NULL}", NULL));
  append_new (params, PGG_TYPE_ARRAY, pgg_array_new_from_strings (moods, 2, NULL));

  result = pgg_connection_execute (
    connection, "SELECT $1::inner_type = ROW(7, 'x y')::inner_type,"
                "       $2::hstore = hstore('a b', 'c\"d') || hstore('x', NULL),"
                "       $3::int8range = '[1,6)', $4 IS NOT DISTINCT FROM ARRAY[1::int8, NULL],"
                "       $5::mood[] = ARRAY['so, so', NULL]::mood[],"
                "       $6 = ARRAY['so, so', NULL]", params, NULL, &error);
  g_assert_no_error (error);
  for (guint column = 0; column < 6; column++)
    g_assert_true (pgg_result_get_boolean (result, 0, column, &error));
  g_assert_no_error (error);
}

/* Values outlive what they were in. */
static void
test_references (void)
{
  PggRange *range = pgg_range_new_from_string (PGG_OID_INT4, "[1,2)", NULL);
  PggRange *ranges[] = { range };
  PggMultirange *multirange = pgg_multirange_new (PGG_OID_INT4, ranges, 1);
  PggArrayBuilder *array_builder = pgg_array_builder_new (PGG_OID_INT4);
  PggArray *array = pgg_array_builder_end (array_builder, NULL);
  PggRecordBuilder *record_builder = pgg_record_builder_new ();
  PggRecord *record = pgg_record_builder_end (record_builder);

  pgg_array_builder_unref (array_builder);
  pgg_record_builder_unref (record_builder);
  g_assert_true (pgg_range_ref (range) == range);
  pgg_range_unref (range);
  pgg_range_unref (range);
  g_assert_true (pgg_multirange_ref (multirange) == multirange);
  pgg_multirange_unref (multirange);
  g_assert_false (pgg_range_is_empty (pgg_multirange_get_range (multirange, 0, NULL)));
  pgg_multirange_unref (multirange);
  g_assert_true (pgg_array_ref (array) == array);
  pgg_array_unref (array);
  g_assert_cmpuint (pgg_array_get_n_dimensions (array), ==, 0);
  pgg_array_unref (array);
  g_assert_true (pgg_record_ref (record) == record);
  pgg_record_unref (record);
  g_assert_cmpuint (pgg_record_get_n_fields (record), ==, 0);
  pgg_record_unref (record);
}

static void
test_getters (void)
{
  g_autoptr (PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr (PggRow) row = NULL;
  g_autoptr (PggRecord) record = NULL;
  GError *error = NULL;

  g_assert_true (pgg_cursor_execute (cursor, "SELECT ROW(1, 2), NULL::hstore", NULL, NULL, &error));
  row = pgg_cursor_fetch_one (cursor, NULL, &error);
  record = pgg_row_get_record (row, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pgg_record_get_n_fields (record), ==, 2);
  g_assert_null (pgg_row_get_hash_table (row, 1, &error));
  g_assert_no_error (error);
  g_assert_null (pgg_row_get_hash_table (row, 0, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_CONVERSION,
                       "Row 0, column 0 (\"row\", record) cannot be read as a hash table");
  g_assert_null (pgg_result_get_hash_table (pgg_row_get_result (row), 1, 0, &error));
  assert_client_error (error, PGG_CLIENT_ERROR_OUT_OF_RANGE, NULL);
}

int
main (int    argc,
      char **argv)
{
  int failed;

  g_test_init (&argc, &argv, NULL);
  connection = pgg_connect (test_conninfo (), NULL, NULL);
  pgg_result_unref (execute (schema));
  types = lookup_types ();

  g_test_add_func ("/types/record/types", test_types);
  g_test_add_func ("/types/record/composites", test_composites);
  g_test_add_func ("/types/record/arrays", test_arrays);
  g_test_add_func ("/types/record/others", test_others);
  g_test_add_func ("/types/record/without-binary", test_without_binary);
  g_test_add_func ("/types/record/cycles", test_cycles);
  g_test_add_func ("/types/record/hstore", test_hstore);
  g_test_add_func ("/types/record/anonymous", test_anonymous);
  g_test_add_func ("/types/record/fields", test_fields);
  g_test_add_func ("/types/record/malformed", test_malformed);
  g_test_add_func ("/types/record/stale", test_stale);
  g_test_add_func ("/types/record/builder", test_builder);
  g_test_add_func ("/types/record/depth", test_depth);
  g_test_add_func ("/types/record/depth-of-bytes", test_depth_of_bytes);
  g_test_add_func ("/types/record/params", test_params);
  g_test_add_func ("/types/record/references", test_references);
  g_test_add_func ("/types/record/getters", test_getters);

  failed = g_test_run ();
  pgg_type_map_unref (types);
  g_object_unref (connection);
  return failed;
}
