/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows as objects, and objects as parameters. */

#include "config.h"

#include "fixture.h"
#include "make-result.h"

#include "pgglib.h"

typedef enum
{
  COLOUR_RED = 1,
  COLOUR_DARK_BLUE = 5,
} Colour;

typedef enum
{
  STYLE_BOLD = 1 << 0,
  STYLE_ITALIC = 1 << 3,
} Style;

enum
{
  PROP_ID = 1, /* construct-only */
  PROP_DISPLAY_NAME,
  PROP_IS_NEW,
  PROP_TINY,
  PROP_BYTE,
  PROP_UINT,
  PROP_LONG,
  PROP_ULONG,
  PROP_INT64,
  PROP_UINT64,
  PROP_PERCENT, /* 0 to 100, 50 by default */
  PROP_RATIO,
  PROP_SHORT_RATIO,
  PROP_COLOUR,
  PROP_STYLE,
  PROP_DATA,
  PROP_ARRAY,
  PROP_AMOUNT,
  PROP_DAY,
  PROP_MOMENT,
  PROP_NAMES,
  PROP_ANYTHING,
  PROP_PAIRS,
  PROP_FRIEND,
  PROP_STATE, /* read only */
  N_PROPS
};

typedef struct
{
  GObject parent_instance;
  GValue  values[N_PROPS];
} Item;

typedef GObjectClass ItemClass;

static GType item_get_type (void);

G_DEFINE_TYPE (Item, item, G_TYPE_OBJECT)

static GType
colour_get_type (void)
{
  static const GEnumValue values[] = {
    { COLOUR_RED, "COLOUR_RED", "red" },
    { COLOUR_DARK_BLUE, "COLOUR_DARK_BLUE", "dark-blue" },
    { 0, NULL, NULL },
  };
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("TestColour", values));

  return type;
}

static GType
style_get_type (void)
{
  static const GFlagsValue values[] = {
    { STYLE_BOLD, "STYLE_BOLD", "bold" },
    { STYLE_ITALIC, "STYLE_ITALIC", "italic" },
    { 0, NULL, NULL },
  };
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_flags_register_static ("TestStyle", values));

  return type;
}

static void
item_get_property (GObject    *object,
                   guint       id,
                   GValue     *value,
                   GParamSpec *pspec)
{
  Item *self = (Item *) object;

  if (G_IS_VALUE (&self->values[id]))
    g_value_copy (&self->values[id], value);
  else
    g_param_value_set_default (pspec, value);
}

static void
item_set_property (GObject      *object,
                   guint         id,
                   const GValue *value,
                   GParamSpec   *pspec)
{
  Item *self = (Item *) object;

  if (G_IS_VALUE (&self->values[id]))
    g_value_unset (&self->values[id]);
  g_value_init (&self->values[id], pspec->value_type);
  g_value_copy (value, &self->values[id]);
}

static void
item_finalize (GObject *object)
{
  Item *self = (Item *) object;

  for (guint i = 0; i < N_PROPS; i++)
    if (G_IS_VALUE (&self->values[i]))
      g_value_unset (&self->values[i]);

  G_OBJECT_CLASS (item_parent_class)->finalize (object);
}

static void
item_class_init (ItemClass *klass)
{
  const GParamFlags rw = G_PARAM_READWRITE;
  GParamSpec *const specs[] = {
    g_param_spec_int ("id", NULL, NULL, 0, G_MAXINT, 0, rw | G_PARAM_CONSTRUCT_ONLY),
    g_param_spec_string ("display-name", NULL, NULL, "nobody", rw),
    g_param_spec_boolean ("is-new", NULL, NULL, TRUE, rw),
    g_param_spec_char ("tiny", NULL, NULL, G_MININT8, G_MAXINT8, 0, rw),
    g_param_spec_uchar ("byte", NULL, NULL, 0, G_MAXUINT8, 0, rw),
    g_param_spec_uint ("uint", NULL, NULL, 0, G_MAXUINT, 0, rw),
    g_param_spec_long ("long", NULL, NULL, G_MINLONG, G_MAXLONG, 0, rw),
    g_param_spec_ulong ("ulong", NULL, NULL, 0, G_MAXULONG, 0, rw),
    g_param_spec_int64 ("int64", NULL, NULL, G_MININT64, G_MAXINT64, 0, rw),
    g_param_spec_uint64 ("uint64", NULL, NULL, 0, G_MAXUINT64, 0, rw),
    g_param_spec_int ("percent", NULL, NULL, 0, 100, 50, rw),
    g_param_spec_double ("ratio", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, rw),
    g_param_spec_float ("short-ratio", NULL, NULL, -G_MAXFLOAT, G_MAXFLOAT, 0, rw),
    g_param_spec_enum ("colour", NULL, NULL, colour_get_type (), COLOUR_RED, rw),
    g_param_spec_flags ("style", NULL, NULL, style_get_type (), 0, rw),
    g_param_spec_boxed ("data", NULL, NULL, G_TYPE_BYTES, rw),
    g_param_spec_boxed ("array", NULL, NULL, G_TYPE_BYTE_ARRAY, rw),
    g_param_spec_boxed ("amount", NULL, NULL, PGG_TYPE_NUMERIC, rw),
    g_param_spec_boxed ("day", NULL, NULL, G_TYPE_DATE, rw),
    g_param_spec_boxed ("moment", NULL, NULL, G_TYPE_DATE_TIME, rw),
    g_param_spec_boxed ("names", NULL, NULL, G_TYPE_STRV, rw),
    g_param_spec_variant ("anything", NULL, NULL, G_VARIANT_TYPE_ANY, NULL, rw),
    g_param_spec_variant ("pairs", NULL, NULL, G_VARIANT_TYPE ("ami"), NULL, rw),
    g_param_spec_object ("friend", NULL, NULL, G_TYPE_OBJECT, rw),
    g_param_spec_string ("state", NULL, NULL, "idle", G_PARAM_READABLE),
  };

  klass->get_property = item_get_property;
  klass->set_property = item_set_property;
  klass->finalize = item_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    g_object_class_install_property (klass, PROP_ID + i, specs[i]);
}

static void
item_init (Item *self)
{
}

/* What the bindings have for all that has no type of its own, as PyGObject and GJS name it. */
static gpointer
copy_foreign (gpointer boxed)
{
  return g_strdup (boxed);
}

typedef struct
{
  GObject parent_instance;
  char   *values[5];
} Bound;

typedef GObjectClass BoundClass;

static GType bound_get_type (void);

G_DEFINE_TYPE (Bound, bound, G_TYPE_OBJECT)

static void
bound_get_property (GObject    *object,
                    guint       id,
                    GValue     *value,
                    GParamSpec *pspec)
{
  Bound *self = (Bound *) object;

  if (G_VALUE_HOLDS_STRING (value))
    g_value_set_string (value, self->values[id]);
  else
    g_value_set_boxed (value, self->values[id]);
}

static void
bound_set_property (GObject      *object,
                    guint         id,
                    const GValue *value,
                    GParamSpec   *pspec)
{
  Bound *self = (Bound *) object;

  g_free (self->values[id]);
  self->values[id] = G_VALUE_HOLDS_STRING (value) ? g_value_dup_string (value)
                                                  : g_value_dup_boxed (value);
}

static void
bound_finalize (GObject *object)
{
  Bound *self = (Bound *) object;

  for (guint i = 0; i < G_N_ELEMENTS (self->values); i++)
    g_free (self->values[i]);

  G_OBJECT_CLASS (bound_parent_class)->finalize (object);
}

static void
bound_class_init (BoundClass *klass)
{
  const GParamFlags rw = G_PARAM_READWRITE;
  GType python = g_boxed_type_register_static ("PyObject", copy_foreign, g_free);
  GType javascript = g_boxed_type_register_static ("JSObject", copy_foreign, g_free);

  klass->get_property = bound_get_property;
  klass->set_property = bound_set_property;
  klass->finalize = bound_finalize;
  g_object_class_install_property (klass, 1, g_param_spec_string ("name", NULL, NULL, NULL, rw));
  g_object_class_install_property (
    klass, 2, g_param_spec_boxed ("any-thing", NULL, NULL, python, rw));
  g_object_class_install_property (
    klass, 3, g_param_spec_boxed ("other", NULL, NULL, javascript, rw));
  g_object_class_install_property (
    klass, 4, g_param_spec_boxed ("fixed", NULL, NULL, python, rw | G_PARAM_CONSTRUCT_ONLY));
}

static void
bound_init (Bound *self)
{
}

static PggConnection *
open_connection (PggResultFormat format)
{
  g_autoptr (GError) error = NULL;
  PggConnection *connection = pgg_connect (test_conninfo (), NULL, &error);

  g_assert_no_error (error);
  g_object_set (connection, "result-format", format, NULL);

  return connection;
}

/* The objects of a query, or NULL with an error. */
static GPtrArray *
query (PggConnection   *connection,
       const char      *sql,
       PggObjectFlags   flags,
       GError         **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (PggResult) result = NULL;

  result = pgg_connection_execute (connection, sql, NULL, NULL, &local_error);
  g_assert_no_error (local_error);

  return pgg_result_to_objects (result, item_get_type (), flags, error);
}

static char *
dup_contents (const GValue *value)
{
  if (G_VALUE_HOLDS_STRING (value))
    return g_value_dup_string (value);
  if (G_VALUE_HOLDS_VARIANT (value) && g_value_get_variant (value) != NULL)
    return g_variant_print (g_value_get_variant (value), FALSE);

  return g_strdup_value_contents (value);
}

/* The value of a property as text, after one row with one column of that name. */
static void
check_property (const char     *property,
                const char     *expression,
                PggObjectFlags  flags,
                const char     *text)
{
  g_autofree char *column = g_strdelimit (g_strdup (property), "-", '_');
  g_autofree char *sql = g_strdup_printf ("SELECT %s AS %s", expression, column);
  const PggResultFormat formats[] = { PGG_RESULT_FORMAT_TEXT, PGG_RESULT_FORMAT_BINARY };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (PggConnection) connection = open_connection (formats[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) objects = query (connection, sql, flags, &error);
      g_auto (GValue) value = G_VALUE_INIT;
      g_autofree char *found = NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (objects->len, ==, 1);
      g_value_init (&value, g_object_class_find_property (
                              G_OBJECT_GET_CLASS (objects->pdata[0]), property)->value_type);
      g_object_get_property (objects->pdata[0], property, &value);
      found = dup_contents (&value);
      g_assert_cmpstr (found, ==, text);
    }
}

static void
test_properties (void)
{
  const PggObjectFlags strict = PGG_OBJECT_FLAGS_NONE;

  check_property ("id", "7", strict, "7");
  check_property ("display-name", "'ä'", strict, "ä");
  check_property ("display-name", "NULL", strict, NULL);
  check_property ("display-name", "1.50", strict, "1.50");
  check_property ("is-new", "false", strict, "FALSE");
  check_property ("tiny", "-128::int8", strict, "-128");
  check_property ("byte", "255", strict, "255");
  check_property ("uint", "4294967295", strict, "4294967295");
  check_property ("long", "-9::int2", strict, "-9");
  check_property ("ulong", "18446744073709551615", strict, "18446744073709551615");
  check_property ("int64", "-9223372036854775808::numeric", strict, "-9223372036854775808");
  check_property ("uint64", "'18446744073709551615'::xid8", strict, "18446744073709551615");
  check_property ("percent", "100", strict, "100");
  check_property ("ratio", "0.25", strict, "0.250000");
  check_property ("ratio", "3", strict, "3.000000");
  check_property ("short-ratio", "0.5::float8", strict, "0.500000");
  check_property ("colour", "'dark-blue'", strict, "((TestColour) COLOUR_DARK_BLUE)");
  check_property ("colour", "'COLOUR_RED'", strict, "((TestColour) COLOUR_RED)");
  check_property ("colour", "5::int8", strict, "((TestColour) COLOUR_DARK_BLUE)");
  check_property ("style", "'bold, italic'", strict, "((TestStyle) STYLE_BOLD | STYLE_ITALIC)");
  check_property ("style", "''", strict, "((TestStyle) 0)");
  check_property ("style", "8", strict, "((TestStyle) STYLE_ITALIC)");
  check_property ("friend", "NULL::text", strict, "NULL");
}

static void
test_boxed_properties (void)
{
  g_autoptr (PggConnection) connection = open_connection (PGG_RESULT_FORMAT_TEXT);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) objects = NULL;
  g_autoptr (GBytes) data = NULL;
  g_autoptr (GByteArray) array = NULL;
  g_autoptr (PggNumeric) amount = NULL;
  g_autoptr (GDate) day = NULL;
  g_autoptr (GDateTime) moment = NULL;
  g_autofree char *text = NULL;
  g_autofree char *iso = NULL;

  objects = query (connection, "SELECT '\\x00ff'::bytea AS data, '\\x01'::bytea AS array, "
                               "1.50 AS amount, '2020-02-29'::date AS day, "
                               "'2020-02-29 12:00+01'::timestamptz AS moment",
                   PGG_OBJECT_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_object_get (objects->pdata[0], "data", &data, "array", &array, "amount", &amount, "day",
                &day, "moment", &moment, NULL);
  g_assert_cmpuint (g_date_get_day (day), ==, 29);
  iso = g_date_time_format_iso8601 (moment);
  g_assert_cmpstr (iso, ==, "2020-02-29T11:00:00Z");
  g_assert_cmpmem (g_bytes_get_data (data, NULL), g_bytes_get_size (data), "\0\xff", 2);
  g_assert_cmpmem (array->data, array->len, "\1", 1);
  text = pgg_numeric_to_string (amount);
  g_assert_cmpstr (text, ==, "1.50");
}

/* The value of the property “names” after one row, as one string. */
static char *
query_names (PggConnection *connection,
             const char    *expression)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s AS names", expression);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) objects = query (connection, sql, PGG_OBJECT_FLAGS_NONE, &error);
  g_auto (GStrv) names = NULL;

  g_assert_no_error (error);
  g_object_get (objects->pdata[0], "names", &names, NULL);

  return names != NULL ? g_strjoinv ("|", names) : NULL;
}

static void
test_string_lists (void)
{
  static const char *const samples[][2] = {
    { "'{a,\"b c\",\"\"}'::text[]", "a|b c|" },
    { "'{}'::varchar[]", "" },
    { "NULL::text[]", NULL },
  };
  const PggResultFormat formats[] = { PGG_RESULT_FORMAT_TEXT, PGG_RESULT_FORMAT_BINARY };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (PggConnection) connection = open_connection (formats[i]);

      for (guint j = 0; j < G_N_ELEMENTS (samples); j++)
        {
          g_autofree char *names = query_names (connection, samples[j][0]);

          g_assert_cmpstr (names, ==, samples[j][1]);
        }
    }
}

static void
test_variants (void)
{
  check_property ("anything", "7", PGG_OBJECT_FLAGS_NONE, "7");
  check_property ("anything", "'a'::text", PGG_OBJECT_FLAGS_NONE, "'a'");
  check_property ("anything", "date '2024-02-29'", PGG_OBJECT_FLAGS_NONE, "'2024-02-29'");
  check_property ("anything", "NULL::int", PGG_OBJECT_FLAGS_NONE, "NULL");
  check_property ("pairs", "'{1,NULL}'::int[]", PGG_OBJECT_FLAGS_NONE, "[1, nothing]");
}

static void
test_lax (void)
{
  const PggObjectFlags lax = PGG_OBJECT_FLAGS_LAX;

  check_property ("percent", "NULL::int", lax, "50");
  check_property ("is-new", "NULL::int AS other, NULL::bool", lax, "TRUE");
  check_property ("percent", "1 AS other, 2 AS state, 3", lax, "3");
  check_property ("percent", "1 AS percent, 2", lax, "1");
  check_property ("ratio", "9007199254740993", lax, "9007199254740992.000000");
  check_property ("ratio", "1.0000000000000000000001", lax, "1.000000");
  check_property ("short-ratio", "0.1::float8", lax, "0.100000");
  check_property ("display-name", "17", lax, "17");
  check_property ("display-name", "true", lax, "t");
}

static void
check_refused (const char     *sql,
               PggObjectFlags  flags,
               int             code,
               const char     *message)
{
  g_autoptr (PggConnection) connection = open_connection (PGG_RESULT_FORMAT_TEXT);
  GError *error = NULL;

  g_test_message ("%s", sql);
  g_assert_null (query (connection, sql, flags, &error));
  assert_client_error (error, code, message);
}

static void
test_refused (void)
{
  const PggObjectFlags strict = PGG_OBJECT_FLAGS_NONE;

  check_refused ("SELECT 1 AS age", strict, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 "The class Item has no property for the column “age”");
  check_refused ("SELECT 'x' AS state", strict, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 "The property “state” of the class Item cannot be written");
  check_refused ("SELECT 1 AS is_new, 2 AS \"is-new\"", strict, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 "Two columns are for the property “is-new” of the class Item");
  check_refused ("SELECT n AS percent FROM unnest (ARRAY[1, NULL]) n", strict,
                 PGG_CLIENT_ERROR_NULL_VALUE,
                 "Row 1: the column “percent” is NULL, which the property “percent” of the type "
                 "gint cannot be");
  check_refused ("SELECT 101 AS percent", strict, PGG_CLIENT_ERROR_CONVERSION,
                 "Row 0: the value of the column “percent” of the type int4 does not fit the "
                 "property “percent” of the type gint");
}

/* The properties that only a binding can fill are as they are in a new object. */
static void
test_foreign (void)
{
  const PggResultFormat formats[] = { PGG_RESULT_FORMAT_TEXT, PGG_RESULT_FORMAT_BINARY };
  const char *sql = "SELECT 1 AS any_thing, n::text AS name, NULL::int4 AS other "
                    "FROM generate_series(1, 2) n";

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (PggConnection) connection = open_connection (formats[i]);
      g_autoptr (PggCursor) cursor = pgg_connection_create_cursor (connection);
      g_autoptr (PggResult) result = pgg_connection_execute (connection, sql, NULL, NULL, NULL);
      g_autoptr (GPtrArray) objects = pgg_result_to_objects (
        result, bound_get_type (), PGG_OBJECT_FLAGS_LEAVE_FOREIGN | (i ? PGG_OBJECT_FLAGS_LAX : 0),
        NULL);
      Bound *fetched;

      g_assert_cmpuint (objects->len, ==, 2);
      for (guint row = 0; row < 2; row++)
        {
          Bound *bound = objects->pdata[row];

          g_assert_cmpstr (bound->values[1], ==, row == 0 ? "1" : "2");
          g_assert_null (bound->values[2]);
          g_assert_null (bound->values[3]);
        }

      pgg_cursor_set_row_type (cursor, bound_get_type ());
      pgg_cursor_set_row_flags (cursor, PGG_OBJECT_FLAGS_LEAVE_FOREIGN);
      g_assert_true (pgg_cursor_execute (cursor, sql, NULL, NULL, NULL));
      fetched = (Bound *) pgg_cursor_fetch_object (cursor, NULL, NULL);
      g_assert_cmpstr (fetched->values[1], ==, "1");
      g_assert_null (fetched->values[2]);
      g_object_unref (fetched);
    }
}

static void
check_foreign_refused (const char     *sql,
                       PggObjectFlags  flags,
                       int             code,
                       const char     *message)
{
  g_autoptr (PggConnection) connection = open_connection (PGG_RESULT_FORMAT_TEXT);
  g_autoptr (PggResult) result = pgg_connection_execute (connection, sql, NULL, NULL, NULL);
  g_autoptr (PggRow) row = pgg_result_get_row (result, 0, NULL);
  GError *error = NULL;

  g_assert_null (pgg_result_to_objects (result, bound_get_type (), flags, &error));
  assert_client_error (g_steal_pointer (&error), code, message);
  g_assert_null (pgg_row_to_object (row, bound_get_type (), flags, &error));
  assert_client_error (g_steal_pointer (&error), code, message);
}

static void
test_foreign_refused (void)
{
  const PggObjectFlags leave = PGG_OBJECT_FLAGS_LEAVE_FOREIGN;

  check_foreign_refused ("SELECT 1 AS any_thing", PGG_OBJECT_FLAGS_NONE,
                         PGG_CLIENT_ERROR_CONVERSION, NULL);
  check_foreign_refused ("SELECT 1 AS other", PGG_OBJECT_FLAGS_LAX, PGG_CLIENT_ERROR_CONVERSION,
                         NULL);
  check_foreign_refused ("SELECT 1 AS fixed", leave, PGG_CLIENT_ERROR_CONVERSION, NULL);
  check_foreign_refused ("SELECT 1 AS any_thing, 2 AS none", leave,
                         PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                         "The class Bound has no property for the column “none”");
  check_foreign_refused ("SELECT 1 AS any_thing, 2 AS \"any-thing\"", leave,
                         PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                         "Two columns are for the property “any-thing” of the class Bound");
}

static void
test_conversions_refused (void)
{
  static const struct
  {
    const char     *columns;
    PggObjectFlags  flags;
  } rows[] = {
    { "101 AS percent", PGG_OBJECT_FLAGS_LAX },
    { "-1 AS id", PGG_OBJECT_FLAGS_NONE },
    { "128 AS tiny", PGG_OBJECT_FLAGS_NONE },
    { "-1 AS byte", PGG_OBJECT_FLAGS_NONE },
    { "-1 AS uint", PGG_OBJECT_FLAGS_NONE },
    { "-1 AS ulong", PGG_OBJECT_FLAGS_NONE },
    { "-1 AS uint64", PGG_OBJECT_FLAGS_LAX },
    { "9223372036854775808 AS int64", PGG_OBJECT_FLAGS_LAX },
    { "1.5 AS int64", PGG_OBJECT_FLAGS_LAX },
    { "1.5::float8 AS int64", PGG_OBJECT_FLAGS_LAX },
    { "true AS int64", PGG_OBJECT_FLAGS_LAX },
    { "'1' AS int64", PGG_OBJECT_FLAGS_LAX },
    { "1 AS is_new", PGG_OBJECT_FLAGS_LAX },
    { "17 AS display_name", PGG_OBJECT_FLAGS_NONE },
    { "'\\x00'::bytea AS display_name", PGG_OBJECT_FLAGS_NONE },
    { "9007199254740993 AS ratio", PGG_OBJECT_FLAGS_NONE },
    { "1.0000000000000000000001 AS ratio", PGG_OBJECT_FLAGS_NONE },
    { "0.1::float8 AS short_ratio", PGG_OBJECT_FLAGS_NONE },
    { "'green' AS colour", PGG_OBJECT_FLAGS_LAX },
    { "2 AS colour", PGG_OBJECT_FLAGS_LAX },
    { "4294967297 AS colour", PGG_OBJECT_FLAGS_LAX },
    { "'bold, green' AS style", PGG_OBJECT_FLAGS_LAX },
    { "2 AS style", PGG_OBJECT_FLAGS_LAX },
    { "'x' AS data", PGG_OBJECT_FLAGS_LAX },
    { "'x' AS friend", PGG_OBJECT_FLAGS_LAX },
    { "'{a,NULL}'::text[] AS names", PGG_OBJECT_FLAGS_LAX },
    { "'{{a},{b}}'::text[] AS names", PGG_OBJECT_FLAGS_LAX },
    { "'[0:0]={a}'::text[] AS names", PGG_OBJECT_FLAGS_LAX },
    { "'{1}'::int[] AS names", PGG_OBJECT_FLAGS_LAX },
    { "'a' AS names", PGG_OBJECT_FLAGS_LAX },
    { "1 AS pairs", PGG_OBJECT_FLAGS_LAX },
    { "'{1}'::int8[] AS pairs", PGG_OBJECT_FLAGS_LAX },
    { "'1' AS amount", PGG_OBJECT_FLAGS_LAX },
    { "'infinity'::date AS day", PGG_OBJECT_FLAGS_LAX },
    { "'infinity'::timestamptz AS moment", PGG_OBJECT_FLAGS_LAX },
    { "'2020-01-01'::date AS moment", PGG_OBJECT_FLAGS_LAX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *sql = g_strconcat ("SELECT ", rows[i].columns, NULL);

      check_refused (sql, rows[i].flags, PGG_CLIENT_ERROR_CONVERSION, NULL);
    }
}

static void
test_types_refused (void)
{
  const GType types[] = { G_TYPE_INT, PGG_TYPE_RESULT, G_TYPE_INPUT_STREAM, G_TYPE_LIST_MODEL,
                          G_TYPE_INVALID };
  g_autoptr (PggConnection) connection = open_connection (PGG_RESULT_FORMAT_TEXT);
  g_autoptr (PggResult) result = NULL;
  GError *error = NULL;

  result = pgg_connection_execute (connection, "SELECT 1 AS id", NULL, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_assert_null (pgg_result_to_objects (result, types[i], PGG_OBJECT_FLAGS_NONE, &error));
      assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
    }
}

static void
test_rows (void)
{
  g_autoptr (PggConnection) connection = open_connection (PGG_RESULT_FORMAT_TEXT);
  g_autoptr (PggResult) result = NULL;
  g_autoptr (PggRow) row = NULL;
  g_autoptr (GObject) object = NULL;
  g_autoptr (GPtrArray) objects = NULL;
  GError *error = NULL;
  int id;

  result = pgg_connection_execute (connection, "SELECT generate_series (1, 1000) AS id", NULL, NULL,
                                   &error);
  g_assert_no_error (error);
  objects = pgg_result_to_objects (result, item_get_type (), PGG_OBJECT_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (objects->len, ==, 1000);
  g_object_get (objects->pdata[999], "id", &id, NULL);
  g_assert_cmpint (id, ==, 1000);

  row = pgg_result_get_row (result, 41, NULL);
  object = pgg_row_to_object (row, item_get_type (), PGG_OBJECT_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_object_get (object, "id", &id, NULL);
  g_assert_cmpint (id, ==, 42);
}

static void
take_object_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GObject **object = user_data;
  g_autoptr (GError) error = NULL;

  *object = pgg_cursor_fetch_object_finish (PGG_CURSOR (source), result, &error);
  g_assert_no_error (error);
}

/* From memory and from a stream, waiting in each way. */
static void
check_fetches (PggCursor *cursor)
{
  g_autoptr (PggOperation) operation = NULL;
  GObject *objects[3] = { NULL, NULL, NULL };
  g_autoptr (GError) error = NULL;

  objects[0] = pgg_cursor_fetch_object (cursor, NULL, &error);
  g_assert_no_error (error);
  pgg_cursor_fetch_object_async (cursor, G_PRIORITY_DEFAULT, NULL, take_object_cb, &objects[1]);
  while (objects[1] == NULL)
    g_main_context_iteration (NULL, TRUE);
  operation = pgg_cursor_fetch_object_start (cursor);
  g_assert_true (pgg_operation_run (operation, NULL, NULL));
  objects[2] = pgg_cursor_fetch_object_finish (cursor, G_ASYNC_RESULT (operation), &error);
  g_assert_no_error (error);

  for (int i = 0; i < 3; i++)
    {
      int id;

      g_object_get (objects[i], "id", &id, NULL);
      g_assert_cmpint (id, ==, i + 1);
      g_assert_finalize_object (objects[i]);
    }
  g_assert_null (pgg_cursor_fetch_object (cursor, NULL, &error));
  g_assert_no_error (error);
}

static void
test_cursor (void)
{
  const char *const sql = "SELECT generate_series (1, 3) AS id";
  g_autoptr (PggConnection) connection = open_connection (PGG_RESULT_FORMAT_TEXT);
  g_autoptr (PggCursor) cursor = pgg_connection_create_cursor (connection);

  g_assert_cmpuint (pgg_cursor_get_row_type (cursor), ==, G_TYPE_OBJECT);
  pgg_cursor_set_row_type (cursor, item_get_type ());
  g_assert_cmpuint (pgg_cursor_get_row_type (cursor), ==, item_get_type ());
  g_assert_true (pgg_cursor_execute (cursor, sql, NULL, NULL, NULL));
  check_fetches (cursor);
  g_assert_true (pgg_cursor_stream (cursor, sql, NULL, NULL, NULL));
  check_fetches (cursor);
}

/* A row that cannot be an object is gone, the next one is not. */
static void
test_cursor_refused (void)
{
  g_autoptr (PggConnection) connection = open_connection (PGG_RESULT_FORMAT_TEXT);
  g_autoptr (PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr (GObject) object = NULL;
  GError *error = NULL;

  g_assert_null (pgg_cursor_fetch_object (cursor, NULL, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_NO_RESULT, NULL);
  g_assert_true (pgg_cursor_execute (cursor, "SELECT unnest (ARRAY[NULL, 2, 3]) AS id, 1 AS age",
                                     NULL, NULL, NULL));
  g_assert_null (pgg_cursor_fetch_object (cursor, NULL, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
  g_object_set (cursor, "row-type", item_get_type (), "row-flags", PGG_OBJECT_FLAGS_LAX, NULL);
  g_assert_cmpuint (pgg_cursor_get_row_flags (cursor), ==, PGG_OBJECT_FLAGS_LAX);
  object = pgg_cursor_fetch_object (cursor, NULL, &error);
  g_assert_no_error (error);
  pgg_cursor_set_row_flags (cursor, PGG_OBJECT_FLAGS_NONE);
  g_assert_null (pgg_cursor_fetch_object (cursor, NULL, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT, NULL);
}

static void
check_true (PggParams  *params,
            const char *sql)
{
  g_autoptr (PggConnection) connection = open_connection (PGG_RESULT_FORMAT_TEXT);
  g_autoptr (GError) error = NULL;
  g_autoptr (PggResult) result = pgg_connection_execute (connection, sql, params, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < pgg_result_get_n_columns (result); i++)
    if (!pgg_result_get_boolean (result, 0, i, NULL))
      g_error ("Column %u of %s is not true", i, sql);
}

static void
test_parameters (void)
{
  const char *const names[] = { "display-name", "is_new", "colour", "style", "amount", NULL };
  const char *const id[] = { "id", NULL };
  g_autoptr (PggNumeric) amount = pgg_numeric_new_from_int64 (12);
  g_autoptr (GObject) object = NULL;
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  object = g_object_new (item_get_type (), "id", 3, "display-name", "ä", "colour",
                         COLOUR_DARK_BLUE, "style", STYLE_ITALIC, "amount", amount, NULL);
  g_assert_true (pgg_params_set_object (params, object, names, &error));
  g_assert_true (pgg_params_set_object (params, object, names, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (pgg_params_get_n_params (params), ==, 5);
  check_true (params, "SELECT :display_name = 'ä', :is_new, :colour = 'dark-blue', "
                      ":style = 8, :amount = 12");

  g_assert_true (pgg_params_set_object (params, object, id, &error));
  g_assert_cmpint (pgg_params_find_name (params, "id"), ==, 5);
}

static void
test_all_parameters (void)
{
  g_autoptr (GObject) object = g_object_new (item_get_type (), "id", 3, NULL);
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  g_assert_true (pgg_params_set_object (params, object, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (pgg_params_get_n_params (params), ==, N_PROPS - 2);
  g_assert_cmpint (pgg_params_find_name (params, "friend"), ==, -1);
  g_assert_cmpint (pgg_params_find_name (params, "state"), >=, 0);
}

static void
test_parameters_refused (void)
{
  const char *const unknown[] = { "id", "age", NULL };
  const char *const unfit[] = { "friend", NULL };
  g_autoptr (GObject) object = g_object_new (item_get_type (), NULL);
  g_autoptr (PggParams) params = pgg_params_new ();
  GError *error = NULL;

  g_assert_false (pgg_params_set_object (params, object, unknown, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "The class Item has no property “age” that can be read");
  g_assert_false (pgg_params_set_object (params, object, unfit, &error));
  assert_client_error (g_steal_pointer (&error), PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       "The value for “friend”: Parameter 2: a value of type GObject cannot be "
                       "sent");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/objects/properties", test_properties);
  g_test_add_func ("/objects/boxed-properties", test_boxed_properties);
  g_test_add_func ("/objects/string-lists", test_string_lists);
  g_test_add_func ("/objects/variants", test_variants);
  g_test_add_func ("/objects/lax", test_lax);
  g_test_add_func ("/objects/refused", test_refused);
  g_test_add_func ("/objects/conversions-refused", test_conversions_refused);
  g_test_add_func ("/objects/types-refused", test_types_refused);
  g_test_add_func ("/objects/foreign", test_foreign);
  g_test_add_func ("/objects/foreign-refused", test_foreign_refused);
  g_test_add_func ("/objects/rows", test_rows);
  g_test_add_func ("/objects/cursor", test_cursor);
  g_test_add_func ("/objects/cursor-refused", test_cursor_refused);
  g_test_add_func ("/objects/parameters", test_parameters);
  g_test_add_func ("/objects/all-parameters", test_all_parameters);
  g_test_add_func ("/objects/parameters-refused", test_parameters_refused);

  return g_test_run ();
}
