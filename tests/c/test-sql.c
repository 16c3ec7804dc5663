/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Composed SQL: its text, and what a server makes of it. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <libpq-fe.h>
#include <pgglib/pgglib.h>

#include "engine-fixture.h"

#include "types/pgg-sql-lexer-private.h"

#define MAX_PARTS 6

static void
assert_text (PggSql     *sql,
             const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_nonnull (sql);
  text = pgg_sql_to_string (sql);
  g_assert_cmpstr (text, ==, expected);
  pgg_sql_unref (sql);
}

static void
assert_refused (PggSql     *sql,
                GError    **error,
                const char *message)
{
  g_assert_null (sql);
  g_assert_error (*error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_cmpstr ((*error)->message, ==, message);
  g_clear_error (error);
}

static void
test_names (void)
{
  const char *qualified[] = { "a.b", "C", NULL };
  const char *empty[] = { "a", "", NULL };
  const char *none[] = { NULL };
  GError *error = NULL;

  assert_text (pgg_sql_new_identifier ("article", NULL), "\"article\"");
  assert_text (pgg_sql_new_identifier ("Größe \"x\" \\ '", NULL), "\"Größe \"\"x\"\" \\ '\"");
  assert_text (pgg_sql_new_qualified (qualified, NULL), "\"a.b\".\"C\"");

  assert_refused (pgg_sql_new_identifier ("", &error), &error, "A name cannot be empty");
  assert_refused (pgg_sql_new_qualified (empty, &error), &error, "A name cannot be empty");
  assert_refused (pgg_sql_new_qualified (none, &error), &error, "A name cannot be empty");
  assert_refused (pgg_sql_new_identifier ("\xE4", &error), &error,
                  "The SQL, or what is to become a part of it, is not valid UTF-8");
}

static void
test_constants (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\0a\xff", 3);

  assert_text (pgg_sql_new_null (), "NULL");
  assert_text (pgg_sql_new_boolean (TRUE), "true");
  assert_text (pgg_sql_new_boolean (FALSE), "false");
  assert_text (pgg_sql_new_int64 (0), "0");
  assert_text (pgg_sql_new_int64 (G_MININT64), "-9223372036854775808");
  assert_text (pgg_sql_new_double (0.1), "0.1");
  assert_text (pgg_sql_new_double (-2), "-2.0");
  assert_text (pgg_sql_new_double (0), "0.0");
  assert_text (pgg_sql_new_double (1e22), "1e+22");
  assert_text (pgg_sql_new_double (-0.0), "'-0'::pg_catalog.float8");
  assert_text (pgg_sql_new_double (NAN), "'NaN'::pg_catalog.float8");
  assert_text (pgg_sql_new_double (-INFINITY), "'-Infinity'::pg_catalog.float8");
  assert_text (pgg_sql_new_text ("", NULL), "''");
  assert_text (pgg_sql_new_text ("it's \"$1\" {} :x", NULL), "'it''s \"$1\" {} :x'");
  assert_text (pgg_sql_new_text ("\\'", NULL), " E'\\\\'''");
  assert_text (pgg_sql_new_text (NULL, NULL), "NULL");
  assert_text (pgg_sql_new_bytes (bytes), " E'\\\\x0061ff'::pg_catalog.bytea");
  assert_text (pgg_sql_new_bytes (NULL), "NULL");
  assert_text (pgg_sql_new_byte_array (NULL, 0), " E'\\\\x'::pg_catalog.bytea");
}

static void
check_value (GType       type,
             const char *text,
             const char *expected)
{
  g_auto (GValue) string = G_VALUE_INIT;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_value_init (&value, type);
  if (type == G_TYPE_BYTES)
    g_value_take_boxed (&value, text != NULL ? g_bytes_new (text, strlen (text)) : NULL);
  else if (type == G_TYPE_BYTE_ARRAY && text != NULL)
    g_value_take_boxed (&value, g_byte_array_append (g_byte_array_new (), (const guint8 *) text,
                                                     (guint) strlen (text)));
  else if (type == G_TYPE_STRING)
    g_value_set_string (&value, text);
  else if (type == G_TYPE_CHAR)
    g_value_set_schar (&value, (gint8) g_ascii_strtoll (text, NULL, 10));
  else if (type == G_TYPE_UCHAR)
    g_value_set_uchar (&value, (guchar) g_ascii_strtoull (text, NULL, 10));
  else if (type == G_TYPE_UINT64)
    g_value_set_uint64 (&value, g_ascii_strtoull (text, NULL, 10));
  else if (type == G_TYPE_ULONG)
    g_value_set_ulong (&value, g_ascii_strtoull (text, NULL, 10));
  else if (text != NULL)
    {
      g_value_init (&string, G_TYPE_INT64);
      g_value_set_int64 (&string, g_ascii_strtoll (text, NULL, 10));
      g_assert_true (g_value_transform (&string, &value));
    }

  assert_text (pgg_sql_new_value (&value, &error), expected);
  g_assert_no_error (error);
}

static void
test_values (void)
{
  g_auto (GValue) object = G_VALUE_INIT;
  GError *error = NULL;

  check_value (G_TYPE_BOOLEAN, "1", "true");
  check_value (G_TYPE_CHAR, "-1", "-1");
  check_value (G_TYPE_UCHAR, "255", "255");
  check_value (G_TYPE_INT, "-2", "-2");
  check_value (G_TYPE_UINT, "4294967295", "4294967295");
  check_value (G_TYPE_LONG, "-3", "-3");
  check_value (G_TYPE_ULONG, "18446744073709551615", "18446744073709551615");
  check_value (G_TYPE_INT64, "-4", "-4");
  check_value (G_TYPE_UINT64, "18446744073709551615", "18446744073709551615");
  check_value (G_TYPE_FLOAT, "2", "2.0");
  check_value (G_TYPE_DOUBLE, "-2", "-2.0");
  check_value (G_TYPE_STRING, "it's", "'it''s'");
  check_value (G_TYPE_STRING, NULL, "NULL");
  check_value (G_TYPE_BYTES, "a", " E'\\\\x61'::pg_catalog.bytea");
  check_value (G_TYPE_BYTES, NULL, "NULL");
  check_value (G_TYPE_BYTE_ARRAY, "a", " E'\\\\x61'::pg_catalog.bytea");
  check_value (G_TYPE_BYTE_ARRAY, NULL, "NULL");
  check_value (G_TYPE_POINTER, NULL, "NULL");

  g_value_init (&object, G_TYPE_OBJECT);
  assert_refused (pgg_sql_new_value (&object, &error), &error,
                  "A value of type GObject cannot be written in SQL");
}

static GValue
box (GType    type,
     gpointer boxed)
{
  GValue value = G_VALUE_INIT;

  g_assert_nonnull (boxed);
  g_value_init (&value, type);
  g_value_take_boxed (&value, boxed);

  return value;
}

static GPtrArray *
make_boxed_parts (void)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_sql_unref);
  GValue values[] = {
    box (PGG_TYPE_NUMERIC, pgg_numeric_new_from_string ("-1.50", NULL)),
    box (PGG_TYPE_DATE, pgg_date_new (-44, 3, 15, NULL)),
    box (PGG_TYPE_TIME, pgg_time_new (24, 0, 0, 0, NULL)),
    box (PGG_TYPE_TIME, pgg_time_new_with_offset (1, 2, 3, 4, -3600, NULL)),
    box (PGG_TYPE_TIMESTAMP, pgg_timestamp_new (2024, 2, 29, 1, 2, 3, 4, NULL)),
    box (PGG_TYPE_TIMESTAMP, pgg_timestamp_new_utc (2024, 2, 29, 1, 2, 3, 4, NULL)),
    box (PGG_TYPE_INTERVAL, pgg_interval_new (-13, 2, -4500000)),
    box (PGG_TYPE_POINT, pgg_point_new (1, -0.5)),
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_ptr_array_add (parts, pgg_sql_new_value (&values[i], NULL));
      g_value_unset (&values[i]);
    }

  return parts;
}

static void
test_boxed (void)
{
  g_autoptr (GPtrArray) parts = make_boxed_parts ();
  g_auto (GValue) null = G_VALUE_INIT;

  assert_text (pgg_sql_join (" ", (PggSql **) parts->pdata, parts->len, NULL),
               "'-1.50'::pg_catalog.numeric '0044-03-15 BC'::pg_catalog.date "
               "'24:00:00'::pg_catalog.time '01:02:03.000004-01'::pg_catalog.timetz "
               "'2024-02-29 01:02:03.000004'::pg_catalog.timestamp "
               "'2024-02-29 01:02:03.000004+00'::pg_catalog.timestamptz "
               "'-1 years -1 mons +2 days -00:00:04.5'::pg_catalog.interval "
               "'(1,-0.5)'::pg_catalog.point");

  g_value_init (&null, PGG_TYPE_NUMERIC);
  assert_text (pgg_sql_new_value (&null, NULL), "NULL");
}

static void
test_refused (void)
{
  GError *error = NULL;

  assert_refused (pgg_sql_new ("\xE4", &error), &error,
                  "The SQL, or what is to become a part of it, is not valid UTF-8");
  assert_refused (pgg_sql_new_text ("\xE4", &error), &error,
                  "The SQL, or what is to become a part of it, is not valid UTF-8");
  assert_refused (pgg_sql_new_placeholder ("1a", &error), &error,
                  "“1a” cannot be the name of a parameter");
  assert_refused (pgg_sql_new_placeholder ("a b", &error), &error,
                  "“a b” cannot be the name of a parameter");
}

/* Parts for the templates: 0 a name, 1 a string, 2 a negative number, 3 a placeholder, 4 a named
 * one, 5 a fragment. */
static PggSql **
make_parts (void)
{
  PggSql **parts = g_new (PggSql *, MAX_PARTS);

  parts[0] = pgg_sql_new_identifier ("na}me", NULL);
  parts[1] = pgg_sql_new_text ("te{}xt", NULL);
  parts[2] = pgg_sql_new_int64 (-5);
  parts[3] = pgg_sql_new_placeholder (NULL, NULL);
  parts[4] = pgg_sql_new_placeholder ("p", NULL);
  parts[5] = pgg_sql_new ("now ()", NULL);

  return parts;
}

static void
free_parts (PggSql **parts)
{
  for (int i = 0; i < MAX_PARTS; i++)
    pgg_sql_unref (parts[i]);
  g_free (parts);
}

static const struct
{
  const char *sql_template;
  gsize       n_parts;
  const char *text;
} templates[] = {
  { "", 0, "" },
  { "SELECT 1 -- x", 0, "SELECT 1 -- x" },
  { "SELECT '{{}}', \"{{\", {{1}} /* }} */", 0, "SELECT '{}', \"{\", {1} /* } */" },
  { "{}", 1, "\"na}me\"" },
  { "SELECT {} FROM {}", 2, "SELECT \"na}me\" FROM 'te{}xt'" },
  { "{1} {0} {1}", 2, "'te{}xt' \"na}me\" 'te{}xt'" },
  { "{{{0}}}{{{{", 1, "{\"na}me\"}{{" },
  { "{0},{1},{2},{3},{4},{5},{3}", 6, "\"na}me\",'te{}xt',-5,$1,:p,now (),$2" },

  /* Each part stays one. */
  { "{0}{0}", 1, "\"na}me\" \"na}me\"" },
  { "{0}{1}{1}", 2, "\"na}me\" 'te{}xt' 'te{}xt'" },
  { "{0}1-{2}-{2},@{2}+{1}'x'", 3, "\"na}me\" 1- -5- -5,@ -5+'te{}xt' 'x'" },
  { "{0},e{1},U&{1},U&{0},{2},x{3}0 .{3}.5 $ {3}{3}", 4,
    "\"na}me\",e 'te{}xt',U& 'te{}xt',U& \"na}me\",-5,x $1 0 . $2 .5 $ $3 $4" },
  { "{0}{1}{2}{3}, a[x{4}y], a[({3}){4}], {4}::int, ::{4}:{4}{4}, a[{2}:n]", 5,
    "\"na}me\" 'te{}xt'-5 $1, a[x :p y], a[($2) :p], :p::int, :: :p: :p :p, a[-5:n]" },
};

static void
test_format (void)
{
  PggSql **parts = make_parts ();

  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      g_autoptr (GError) error = NULL;
      PggSql *sql = pgg_sql_format (templates[i].sql_template, parts, templates[i].n_parts, &error);

      g_assert_no_error (error);
      assert_text (sql, templates[i].text);
    }

  free_parts (parts);
}

static const struct
{
  const char *sql_template;
  gsize       n_parts;
  const char *message;
} refused_templates[] = {
  { "{} {}", 1, "Line 1, character 4: there is no part for this place" },
  { "SELECT {1}", 1, "Line 1, character 8: there is no part for this place" },
  { "SELECT\n{a}", 1, "Line 2, character 1: there is no part for this place" },
  { "{1}", 2, "The template has no place for part 0" },
  { "{}", 2, "The template has no place for part 1" },
  { "{}{1}", 2, "Line 1, character 3: places with and without a number cannot be mixed" },
  { "{0}{}", 2, "Line 1, character 4: places with and without a number cannot be mixed" },
  { "{", 0, "Line 1, character 1: a brace that belongs to no place must be doubled" },
  { "a}", 0, "Line 1, character 2: a brace that belongs to no place must be doubled" },
  { "{0{", 1, "Line 1, character 1: a brace that belongs to no place must be doubled" },
  { "{ 0}", 1,
    "Line 1, character 1: a place has either nothing, a number or a name in its braces" },
  { "{0!r}", 1,
    "Line 1, character 1: a place has either nothing, a number or a name in its braces" },
  { "{99999999999999999999}", 1,
    "Line 1, character 1: a place has either nothing, a number or a name in its braces" },
  { "'{}", 1, "Line 1, character 1: the string that begins here has no end" },
  { "{0} $${1}$", 2,
    "Line 1, character 5: the string in dollar quotes that begins here has no end" },
  { "SELECT '\xE4'", 0, "The SQL, or what is to become a part of it, is not valid UTF-8" },
};

/* In all of them a value could get out. */
static const char *const quoted_places[] = {
  "'{}'", "E'\\'{}'", "\"{}\"", "U&\"{}\"", "$$ {} $$", "$a$ {0} $a$", "/* {} */", "-- {}",
  "'a'\n'{}'", "'{'", "'}'", "'{{{}}}'",
};

static void
test_format_refused (void)
{
  PggSql **parts = make_parts ();
  PggSql *missing[] = { NULL };
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (refused_templates); i++)
    {
          assert_refused (pgg_sql_format (refused_templates[i].sql_template, parts,
                                      refused_templates[i].n_parts, &error),
                      &error, refused_templates[i].message);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (quoted_places); i++)
    {
      g_autoptr (GError) local_error = NULL;

      g_assert_null (pgg_sql_format (quoted_places[i], parts, 1, &local_error));
      g_assert_error (local_error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
      g_assert_nonnull (strstr (local_error->message, ": a part cannot be put inside of a string"));
    }

  assert_refused (pgg_sql_format ("{}", missing, 1, &error), &error,
                  "Part 0 of the SQL is missing");
  free_parts (parts);
}

static void
test_format_named (void)
{
  const char *names[] = { "table", "wért", NULL };
  const char *one_name[] = { "table", NULL };
  PggSql **parts = make_parts ();
  GError *error = NULL;

  assert_text (pgg_sql_format_named ("{wért} FROM {table} {wért} {1}", names, parts, 2, NULL),
               "'te{}xt' FROM \"na}me\" 'te{}xt' 'te{}xt'");
  assert_text (pgg_sql_format_named ("x", NULL, NULL, 0, NULL), "x");

  assert_refused (pgg_sql_format_named ("{table}", names, parts, 2, &error), &error,
                  "The template has no place for the part “wért”");
  assert_refused (pgg_sql_format_named ("{table} {x}", one_name, parts, 1, &error), &error,
                  "Line 1, character 9: there is no part for this place");
  assert_refused (pgg_sql_format_named ("{table}", one_name, parts, 2, &error), &error,
                  "The SQL has 2 parts, but 1 names");
  free_parts (parts);
}

static void
test_join (void)
{
  PggSql **parts = make_parts ();
  PggSql *missing[] = { parts[0], NULL };
  PggSql *nested[2] = { NULL, NULL };
  GError *error = NULL;

  assert_text (pgg_sql_join (", ", NULL, 0, NULL), "");
  assert_text (pgg_sql_join (", ", parts, 1, NULL), "\"na}me\"");
  assert_text (pgg_sql_join ("", parts, 3, NULL), "\"na}me\" 'te{}xt'-5");

  nested[0] = pgg_sql_join (", ", parts + 3, 2, NULL);
  nested[1] = pgg_sql_format ("({})", nested, 1, NULL);
  assert_text (pgg_sql_join (" OR ", nested, 2, NULL), "$1, :p OR ($2, :p)");
  pgg_sql_unref (nested[0]);
  pgg_sql_unref (nested[1]);

  assert_refused (pgg_sql_join (", ", missing, 2, &error), &error, "Part 1 of the SQL is missing");
  assert_refused (pgg_sql_join ("\xE4", parts, 1, &error), &error,
                  "The SQL, or what is to become a part of it, is not valid UTF-8");
  free_parts (parts);
}

/* What is composed of itself over and over is as flat as anything. */
static void
test_deep (void)
{
  PggSql *sql = pgg_sql_new_placeholder (NULL, NULL);
  g_autofree char *text = NULL;

  for (int i = 0; i < 2000; i++)
    {
      PggSql *parts[] = { sql };
      PggSql *outer = pgg_sql_format ("({})", parts, 1, NULL);

      pgg_sql_unref (sql);
      sql = outer;
    }

  text = pgg_sql_to_string (sql);
  g_assert_cmpuint (strlen (text), ==, 4002);
  g_assert_cmpstr (strchr (text, '$'), !=, NULL);
  pgg_sql_unref (pgg_sql_ref (sql));
  pgg_sql_unref (sql);
}

static char *
random_text (gsize max_length)
{
  static const char *const atoms[] = {
    "'", "'", "\"", "\\", "\\", "$", "$$", ":", "{", "}", "-", "--", "/*", "*/", ";", "E", "U&",
    "x", "1", " ", "\n", "%", "ä", "€", "😀", "\x01", "\\u0041", "\\x41", "\\'",
  };
  GString *text = g_string_new (NULL);
  int n_atoms = g_test_rand_int_range (0, 16);

  for (int i = 0; i < n_atoms; i++)
    {
      const char *atom = atoms[g_test_rand_int_range (0, G_N_ELEMENTS (atoms))];

      if (text->len + strlen (atom) <= max_length)
        g_string_append (text, atom);
    }

  return g_string_free (text, FALSE);
}

/* The type of token that the last of what the part makes is. */
static PggSqlTokenType
append_random_part (GPtrArray *parts)
{
  g_autofree char *text = random_text (60);

  switch (g_test_rand_int_range (0, 5))
    {
    case 0:
      g_ptr_array_add (parts, pgg_sql_new_text (text, NULL));
      return PGG_SQL_TOKEN_STRING;
    case 1:
      g_ptr_array_add (parts, pgg_sql_new_identifier (*text != '\0' ? text : "x", NULL));
      return PGG_SQL_TOKEN_IDENTIFIER;
    case 2:
      g_ptr_array_add (parts, pgg_sql_new_int64 (g_test_rand_int ()));
      return PGG_SQL_TOKEN_NUMBER;
    case 3:
      g_ptr_array_add (parts, pgg_sql_new_placeholder (NULL, NULL));
      return PGG_SQL_TOKEN_PARAMETER;
    default:
      g_ptr_array_add (parts, pgg_sql_new_placeholder ("p", NULL));
      return PGG_SQL_TOKEN_NAME;
    }
}

/* The tokens of the types that the parts are of, in their order. */
static void
assert_tokens (const char *text,
               gboolean    standard_strings,
               GArray     *types)
{
  PggSqlLexer lexer = pgg_sql_lexer_init (text, strlen (text), standard_strings);
  PggSqlToken token;
  guint n_tokens = 0;

  do
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (pgg_sql_lexer_next (&lexer, &token, &error));
      g_assert_cmpint (token.type, !=, PGG_SQL_TOKEN_COMMENT);
      if (token.type == PGG_SQL_TOKEN_END || token.type == PGG_SQL_TOKEN_SPACE ||
          token.type == PGG_SQL_TOKEN_WORD || token.type == PGG_SQL_TOKEN_OPERATOR ||
          token.type == PGG_SQL_TOKEN_SYMBOL)
        continue;
      g_assert_cmpuint (n_tokens, <, types->len);
      g_assert_cmpint (token.type, ==, g_array_index (types, PggSqlTokenType, n_tokens++));
    }
  while (token.type != PGG_SQL_TOKEN_END);

  g_assert_cmpuint (n_tokens, ==, types->len);
}

/* Whatever stands between them, each part is read as the one token that it is. */
static void
test_apart (void)
{
  static const char *const separators[] = {
    "", ",", "-", "+", "x", "e", "E", "U&", "b", "N", "@", ".", ":", "::", " ", "(", ")", "]", "_",
    "ä", ":=", "x$",
  };

  for (int round = 0; round < 5000; round++)
    {
      const char *separator = separators[g_test_rand_int_range (0, G_N_ELEMENTS (separators))];
      g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_sql_unref);
      g_autoptr (GArray) types = g_array_new (FALSE, FALSE, sizeof (PggSqlTokenType));
      g_autoptr (PggSql) sql = NULL;
      g_autofree char *text = NULL;
      int n_parts = g_test_rand_int_range (1, 5);

      for (int i = 0; i < n_parts; i++)
        {
          PggSqlTokenType type = append_random_part (parts);

          g_array_append_val (types, type);
        }
      sql = pgg_sql_join (separator, (PggSql **) parts->pdata, parts->len, NULL);
      text = pgg_sql_to_string (sql);
      g_test_message ("%s", text);
      assert_tokens (text, TRUE, types);
      assert_tokens (text, FALSE, types);
    }
}

static PggConnection *
connect_with (gboolean standard_strings)
{
  PggConnection *connection = test_connect ();

  test_execute (connection, standard_strings ? "SET standard_conforming_strings = on"
                                             : "SET standard_conforming_strings = off; "
                                               "SET escape_string_warning = off");

  return connection;
}

static PggResult *
select_parts (PggConnection *connection,
              const char    *sql_template,
              GPtrArray     *parts)
{
  g_autoptr (PggSql) list = pgg_sql_join (", ", (PggSql **) parts->pdata, parts->len, NULL);
  PggSql *lists[] = { list };
  g_autoptr (PggSql) sql = pgg_sql_format (sql_template, lists, 1, NULL);
  g_autofree char *text = pgg_sql_to_string (sql);
  g_autoptr (GError) error = NULL;
  PggResult *result = pgg_connection_execute (connection, text, NULL, NULL, &error);

  g_test_message ("%s", text);
  g_assert_no_error (error);
  return result;
}

/* Alone, they are what the connection makes of it, and libpq does where the encoding is UTF-8. */
static void
check_quoted (PggConnection *connection,
              PGconn        *conn,
              const char    *text,
              PggSql        *literal,
              PggSql        *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *quoted_literal = pgg_connection_quote_literal (connection, text, &error);
  g_autofree char *quoted_name = pgg_connection_quote_identifier (connection, text, &error);
  g_autofree char *literal_text = pgg_sql_to_string (literal);
  g_autofree char *name_text = pgg_sql_to_string (name);
  char *expected_literal = PQescapeLiteral (conn, text, strlen (text));
  char *expected_name = PQescapeIdentifier (conn, text, strlen (text));

  g_assert_no_error (error);
  g_assert_cmpstr (quoted_literal, ==, expected_literal);
  g_assert_cmpstr (quoted_name, ==, expected_name);
  g_assert_cmpstr (literal_text, ==, expected_literal);
  g_assert_cmpstr (name_text, ==, expected_name);
  PQfreemem (expected_literal);
  PQfreemem (expected_name);
}

/* Random texts come back from the server as they are, as values and as names. */
static void
test_server (gconstpointer standard_strings)
{
  g_autoptr (PggConnection) connection = connect_with (GPOINTER_TO_INT (standard_strings));
  PGconn *conn = PQconnectdb (test_conninfo ());

  g_assert_cmpint (PQsetClientEncoding (conn, "UTF8"), ==, 0);
  for (int round = 0; round < 25; round++)
    {
      g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_sql_unref);
      g_autoptr (PggResult) result = NULL;

      for (guint i = 0; i < 20; i++)
        {
          char *text = random_text (50);
          g_autofree char *name = g_strconcat ("n", text, NULL);
          PggSql *pair[] = { pgg_sql_new_text (name, NULL), pgg_sql_new_identifier (name, NULL) };

          check_quoted (connection, conn, name, pair[0], pair[1]);
          g_ptr_array_add (parts, pgg_sql_format ("{}AS{}", pair, 2, NULL));
          g_ptr_array_add (texts, g_steal_pointer (&name));
          pgg_sql_unref (pair[0]);
          pgg_sql_unref (pair[1]);
          g_free (text);
        }

      result = select_parts (connection, "SELECT {}", parts);
      for (guint i = 0; i < texts->len; i++)
        {
          PggColumn *column = pgg_result_get_column (result, i, NULL);

          g_assert_cmpstr (pgg_result_get_text (result, 0, i, NULL), ==, texts->pdata[i]);
          g_assert_cmpstr (pgg_column_get_name (column), ==, texts->pdata[i]);
        }
    }
  PQfinish (conn);
}

static void
add_constants (GPtrArray *parts)
{
  g_ptr_array_add (parts, pgg_sql_new_null ());
  g_ptr_array_add (parts, pgg_sql_new_boolean (TRUE));
  g_ptr_array_add (parts, pgg_sql_new_int64 (G_MININT64));
  g_ptr_array_add (parts, pgg_sql_new_int64 (-5));
  g_ptr_array_add (parts, pgg_sql_new_double (2));
  g_ptr_array_add (parts, pgg_sql_new_double (-0.0));
  g_ptr_array_add (parts, pgg_sql_new_double (INFINITY));
  g_ptr_array_add (parts, pgg_sql_new_byte_array ((const guint8 *) "\0\\'", 3));
  g_ptr_array_add (parts, pgg_sql_new_text ("\\", NULL));
}

static void
test_server_types (gconstpointer standard_strings)
{
  static const struct
  {
    const char *type;
    const char *text;
  } expected[] = {
    { "text", NULL },
    { "bool", "t" },
    { "int8", "-9223372036854775808" },
    { "int4", "-5" },
    { "numeric", "2.0" },
    { "float8", "-0" },
    { "float8", "Infinity" },
    { "bytea", "\\x005c27" },
    { "text", "\\" },
  };
  g_autoptr (PggConnection) connection = connect_with (GPOINTER_TO_INT (standard_strings));
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_sql_unref);
  g_autoptr (PggResult) result = NULL;

  add_constants (parts);
  g_assert_cmpuint (parts->len, ==, G_N_ELEMENTS (expected));
  result = select_parts (connection, "SELECT {}", parts);
  for (guint i = 0; i < parts->len; i++)
    {
      PggColumn *column = pgg_result_get_column (result, i, NULL);

      g_assert_cmpstr (pgg_column_get_type_name (column), ==, expected[i].type);
      g_assert_cmpstr (pgg_result_get_text (result, 0, i, NULL), ==, expected[i].text);
    }
}

static GValue
make_array (guint32     element_type,
            const char *text)
{
  return box (PGG_TYPE_ARRAY, pgg_array_new_from_string (element_type, text, NULL));
}

static GValue
make_record (void)
{
  g_autoptr (PggRecordBuilder) builder = pgg_record_builder_new ();
  g_auto (GValue) text = G_VALUE_INIT;

  g_value_init (&text, G_TYPE_STRING);
  g_value_set_static_string (&text, "it's, \\");
  g_assert_true (pgg_record_builder_append_value (builder, NULL, 0, &text, NULL));
  g_assert_true (pgg_record_builder_append_value (builder, NULL, 0, NULL, NULL));

  return box (PGG_TYPE_RECORD, pgg_record_builder_end (builder));
}

static GHashTable *
make_table (void)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (table, (gpointer) "a", (gpointer) "it's");
  return table;
}

/* Types of the application that have the names of the server's are others. */
static void
test_search_path (void)
{
  static const char schema[] =
    "CREATE SCHEMA sql_other; CREATE TYPE sql_other.float8 AS ENUM ('other');"
    "CREATE TYPE sql_other.bytea AS ENUM ('other'); CREATE TYPE sql_other.date AS ENUM ('other');"
    "SET search_path = sql_other, pg_catalog";
  g_autoptr (PggConnection) connection = connect_with (TRUE);
  GValue date = box (PGG_TYPE_DATE, pgg_date_new_from_days (0, NULL));
  PggSql *parts[] = { pgg_sql_new_double (NAN), pgg_sql_new_byte_array (NULL, 0),
                                 pgg_sql_new_value (&date, NULL) };
  g_autoptr (PggSql) sql = pgg_sql_format ("SELECT {}, {}, {}", parts, 3, NULL);
  g_autofree char *text = pgg_sql_to_string (sql);
  g_autoptr (PggResult) result = NULL;
  g_autoptr (GError) error = NULL;

  pgg_result_unref (pgg_connection_execute (connection, schema, NULL, NULL, NULL));
  result = pgg_connection_execute (connection, text, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pgg_column_get_type_oid (pgg_result_get_column (result, 2, NULL)), ==, 1082);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    pgg_sql_unref (parts[i]);
  g_value_unset (&date);
}

/* Types that may be several ones are inferred. */
static void
test_server_containers (void)
{
  struct
  {
    GValue      value;
    const char *literal;
    const char *expected; /* SQL that makes the same value */
    const char *cast;
  } rows[] = {
    { box (PGG_TYPE_INET, pgg_inet_new_from_string ("10.1.2.3/8", FALSE, NULL)),
      "'10.1.2.3/8'::pg_catalog.inet", "inet '10.1.2.3/8'" },
    { box (PGG_TYPE_INET, pgg_inet_new_from_string ("10.0.0.0/8", TRUE, NULL)),
      "'10.0.0.0/8'::pg_catalog.cidr", "cidr '10.0.0.0/8'" },
    { make_array (23, "[0:1]={1,NULL}"), "'[0:1]={1,NULL}'::pg_catalog.int4[]",
      "'[0:1]={1,NULL}'::int4[]" },
    { make_array (25, "{{NULL,it's},{\"NULL\",a}}"),
      "ARRAY[[NULL,'it''s'],['NULL','a']]::pg_catalog.text[]",
      "ARRAY[[NULL, 'it''s'], ['NULL', 'a']]" },
    { make_array (1184, "{2024-01-01 00:00:00+00}"),
      "'{\"2024-01-01 00:00:00+00\"}'::pg_catalog.timestamptz[]",
      "ARRAY[timestamptz '2024-01-01 00:00+00']" },
    { make_array (18, "{a}"), "'{a}'::pg_catalog.\"char\"[]", "ARRAY['a'::\"char\"]" },
    { make_array (1560, "{101}"), "'{101}'::pg_catalog.bit[]", "ARRAY[B'101']" },
    { make_array (100000, "{it's}"), "'{it''s}'", "'{it''s}'::text[]" },
    { box (PGG_TYPE_RANGE, pgg_range_new_from_string (23, "[1,3]", NULL)),
      "'[1,3]'::pg_catalog.int4range", "int4range(1, 4)" },
    { make_record (), " E'(\"it''s, \\\\\\\\\",)'", "ROW('it''s, \\', NULL)::sql_pair",
      "::sql_pair" },
    { box (G_TYPE_HASH_TABLE, make_table ()), "'\"a\"=>\"it''s\"'",
      "'\"a\"=>\"it''s\"'::text" },
  };
  g_autoptr (PggConnection) connection = connect_with (TRUE);

  pgg_result_unref (pgg_connection_execute (connection, "CREATE TYPE sql_pair AS (a text, b text)",
                                            NULL, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PggSql) sql = pgg_sql_new_value (&rows[i].value, &error);
      g_autofree char *literal = sql == NULL ? NULL : pgg_sql_to_string (sql);
      g_autofree char *check = g_strdup_printf ("SELECT (%s)%s IS NOT DISTINCT FROM (%s)", literal,
                                                 rows[i].cast != NULL ? rows[i].cast : "",
                                                 rows[i].expected);
      g_autoptr (PggResult) result = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (literal, ==, rows[i].literal);
      result = pgg_connection_execute (connection, check, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (pgg_result_get_boolean (result, 0, 0, NULL));
      g_value_unset (&rows[i].value);
    }
}

/* Whatever the settings are, the text of a value is read as this value. */
static void
test_server_boxed (void)
{
  static const char *const styles[] = {
    "SET DateStyle = 'SQL, DMY'; SET IntervalStyle = sql_standard; SET TimeZone = 'Asia/Kolkata'",
    "SET DateStyle = 'German'; SET IntervalStyle = iso_8601; SET TimeZone = 'UTC'",
    "SET DateStyle = 'Postgres, MDY'; SET IntervalStyle = postgres_verbose; "
    "SET TimeZone = 'America/Panama'",
  };
  static const char *const types[] = {
    "numeric", "date", "time", "timetz", "timestamp", "timestamptz", "interval", "point",
  };
  g_autoptr (PggConnection) connection = connect_with (TRUE);
  g_autoptr (GPtrArray) parts = make_boxed_parts ();

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      g_autoptr (PggResult) result = NULL;

      pgg_result_unref (pgg_connection_execute (connection, styles[i], NULL, NULL, NULL));
      result = select_parts (connection, "SELECT {}", parts);
      for (guint j = 0; j < parts->len; j++)
        {
          const GValue *value = pgg_result_get_value (result, 0, j, NULL);
          g_autofree char *expected = pgg_sql_to_string (parts->pdata[j]);

          g_assert_cmpstr (pgg_column_get_type_name (pgg_result_get_column (result, j, NULL)), ==,
                           types[j]);
          assert_text (pgg_sql_new_value (value, NULL), expected);
        }
    }
}

/* In these encodings characters have bytes that are backslashes and quotes in ASCII. */
static void
test_server_encodings (void)
{
  static const char *const encodings[] = { "SJIS", "BIG5", "GBK", "UTF8" };
  const char *value = "表\\功'\"能许";
  const char *common = "表\\'表\"\\";

  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autofree char *conninfo = g_strdup_printf ("%s client_encoding=%s", test_conninfo (),
                                                   encodings[i]);
      const char *text = g_str_equal (encodings[i], "UTF8") ? value : common;
      g_autoptr (GError) error = NULL;
      g_autoptr (PggConnection) connection = pgg_connect (conninfo, NULL, &error);
      g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_sql_unref);
      PggSql *pair[] = { pgg_sql_new_text (text, NULL), pgg_sql_new_identifier (text, NULL) };
      g_autoptr (PggResult) result = NULL;
      PggColumn *column;

      g_assert_no_error (error);
      g_ptr_array_add (parts, pgg_sql_format ("{} AS {}", pair, 2, NULL));
      result = select_parts (connection, "SELECT {}", parts);
      column = pgg_result_get_column (result, 0, NULL);
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, text);
      g_assert_cmpstr (pgg_column_get_name (column), ==, text);
      pgg_sql_unref (pair[0]);
      pgg_sql_unref (pair[1]);
    }
}

/* Read as SJIS, the last byte of ぁ in UTF-8 and the backslash are one character. */
static void
test_quote_encodings (void)
{
  g_autofree char *conninfo = g_strconcat (test_conninfo (), " client_encoding=SJIS", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PggConnection) connection = pgg_connect (conninfo, NULL, &error);
  const char *text = "\\ぁ\\'; SELECT \"no\"; --";
  g_autofree char *literal = pgg_connection_quote_literal (connection, text, &error);
  g_autofree char *name = pgg_connection_quote_identifier (connection, text, &error);
  g_autofree char *sql = g_strdup_printf ("SELECT %s AS %s", literal, name);
  g_autoptr (PggResult) result = pgg_connection_execute (connection, sql, NULL, NULL, &error);
  PggColumn *column;

  g_assert_no_error (error);
  g_assert_null (pgg_result_get_next (result));
  column = pgg_result_get_column (result, 0, NULL);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, text);
  g_assert_cmpstr (pgg_column_get_name (column), ==, text);

  g_assert_null (pgg_connection_quote_literal (connection, "\xE4", &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sql/names", test_names);
  g_test_add_func ("/sql/constants", test_constants);
  g_test_add_func ("/sql/values", test_values);
  g_test_add_func ("/sql/boxed", test_boxed);
  g_test_add_func ("/sql/refused", test_refused);
  g_test_add_func ("/sql/format", test_format);
  g_test_add_func ("/sql/format-refused", test_format_refused);
  g_test_add_func ("/sql/format-named", test_format_named);
  g_test_add_func ("/sql/join", test_join);
  g_test_add_func ("/sql/deep", test_deep);
  g_test_add_func ("/sql/apart", test_apart);
  g_test_add_data_func ("/sql/server", GINT_TO_POINTER (TRUE), test_server);
  g_test_add_data_func ("/sql/server-escapes", GINT_TO_POINTER (FALSE), test_server);
  g_test_add_data_func ("/sql/server-types", GINT_TO_POINTER (TRUE), test_server_types);
  g_test_add_data_func ("/sql/server-types-escapes", GINT_TO_POINTER (FALSE), test_server_types);
  g_test_add_func ("/sql/server-boxed", test_server_boxed);
  g_test_add_func ("/sql/search-path", test_search_path);
  g_test_add_func ("/sql/server-containers", test_server_containers);
  g_test_add_func ("/sql/server-encodings", test_server_encodings);
  g_test_add_func ("/sql/quote-encodings", test_quote_encodings);

  return g_test_run ();
}
