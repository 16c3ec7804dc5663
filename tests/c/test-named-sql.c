/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SQL with named parameters: what the server gets, and what is refused. */

#include "config.h"

#include <string.h>

#include <pgglib/pgglib.h>

#include "fixture.h"

#include "types/pgg-named-sql-cache-private.h"

#define MAX_NAMES 4

static const struct
{
  const char *sql;
  const char *text;
  const char *names[MAX_NAMES]; /* in the order of the numbers */
} samples[] = {
  { "SELECT 1", "SELECT 1", { NULL } },
  { "SELECT :a", "SELECT $1", { "a" } },
  { "SELECT :b, :a, :b, :größe", "SELECT $1, $2, $1, $3", { "b", "a", "größe" } },
  { "SELECT :a::int, :b_1+:B_1", "SELECT $1::int, $2+$3", { "a", "b_1", "B_1" } },
  { "SELECT ':a', E'\\':a', $$:a$$, \":a\" -- :a\n/* :a */, :a",
    "SELECT ':a', E'\\':a', $$:a$$, \":a\" -- :a\n/* :a */, $1", { "a" } },
  { "SELECT a[1:n], a[:n], a[: :n], a[:n : :m]", "SELECT a[1:n], a[$1], a[: $1], a[$1 : $2]",
    { "n", "m" } },
  { "SELECT f(x:=:a, y=>:b), '{}'::jsonb @> :c", "SELECT f(x:=$1, y=>$2), '{}'::jsonb @> $3",
    { "a", "b", "c" } },
  { "SELECT JSON_OBJECT('k':v, 'l' : :a)", "SELECT JSON_OBJECT('k':v, 'l' : $1)", { "a" } },
  { "SELECT $:a", "SELECT $ $1", { "a" } },
  { "INSERT INTO t VALUES (:a,:b)", "INSERT INTO t VALUES ($1,$2)", { "a", "b" } },
  { "SELECT 'a'\n':a', :a", "SELECT 'a'\n':a', $1", { "a" } },
};

static void
test_rewritten (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PggNamedSql) named = pgg_named_sql_new (samples[i].sql, TRUE, &error);
      const char *const *names = samples[i].names;
      guint n_names = g_strv_length ((char **) names);
      guint order[MAX_NAMES];

      g_assert_no_error (error);
      g_assert_cmpstr (pgg_named_sql_get_text (named), ==, samples[i].text);
      g_assert_cmpuint (pgg_named_sql_get_n_names (named), ==, n_names);
      g_assert_true (pgg_named_sql_find_order (named, names, n_names, order, &error));
      g_assert_no_error (error);
      for (guint j = 0; j < n_names; j++)
        g_assert_cmpuint (order[j], ==, j);
    }
}

static void
test_setting (void)
{
  g_autoptr (PggNamedSql) on = pgg_named_sql_new ("SELECT '\\', :a, '+:b'", TRUE, NULL);
  g_autoptr (PggNamedSql) off = pgg_named_sql_new ("SELECT '\\', :a, '+:b", FALSE, NULL);

  g_assert_cmpstr (pgg_named_sql_get_text (on), ==, "SELECT '\\', $1, '+:b'");
  g_assert_cmpstr (pgg_named_sql_get_text (off), ==, "SELECT '\\', :a, '+$1");
}

static void
test_order (void)
{
  const char *const names[] = { "c", "a", "b" };
  g_autoptr (PggNamedSql) named = pgg_named_sql_new ("SELECT :a, :b, :c, :a", TRUE, NULL);
  guint order[3];

  g_assert_true (pgg_named_sql_find_order (named, names, 3, order, NULL));
  g_assert_cmpuint (order[0], ==, 1);
  g_assert_cmpuint (order[1], ==, 2);
  g_assert_cmpuint (order[2], ==, 0);
}

static void
check_refused (const char        *sql,
               const char *const *names,
               guint              n_names,
               const char        *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PggNamedSql) named = pgg_named_sql_new (sql, TRUE, &error);
  guint order[MAX_NAMES];

  if (named != NULL)
    g_assert_false (pgg_named_sql_find_order (named, names, n_names, order, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_refused (void)
{
  const char *const ab[] = { "a", "b" };
  const char *const only_first[] = { "a", NULL };

  check_refused ("SELECT :a, :b", ab, 1, "The parameter “b” has no value");
  check_refused ("SELECT :x, :a", ab, 1, "The parameter “x” has no value");
  check_refused ("SELECT :x", NULL, 0, "The parameter “x” has no value");
  check_refused ("SELECT :a", ab, 2, "The SQL has no parameter “b”");
  check_refused ("SELECT a[1:b], :a", ab, 2, "The SQL has no parameter “b”");
  check_refused ("SELECT 1", ab, 1, "The SQL has no parameter “a”");
  check_refused ("SELECT $1, $2", ab, 1,
                 "The SQL has the parameter $1, but the values have names, such as “a”");
  check_refused ("SELECT $2, :a, :b", ab, 2,
                 "The SQL has parameters with numbers and with names, $2 and :a");
  check_refused ("SELECT :a, :b", only_first, 2, "Parameter 2 has no name, but others have one");
  check_refused ("SELECT :a", NULL, 1, "Parameter 1 has no name, but others have one");
  check_refused ("SELECT\n:a, 'b", ab, 1,
                 "Line 2, character 5: the string that begins here has no end");
}

static void
test_cache (void)
{
  PggNamedSqlCache *cache = pgg_named_sql_cache_new ();
  g_autoptr (PggNamedSql) first = pgg_named_sql_cache_get (cache, "SELECT '\\', :a", TRUE, NULL);
  g_autoptr (PggNamedSql) again = pgg_named_sql_cache_get (cache, "SELECT '\\', :a", TRUE, NULL);
  g_autoptr (PggNamedSql) later = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (first == again);
  g_assert_null (pgg_named_sql_cache_get (cache, "SELECT '\\', :a", FALSE, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);

  /* What is used stays. */
  for (int i = 0; i < 1000; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT :a%d", i);
      PggNamedSql *other = pgg_named_sql_cache_get (cache, sql, TRUE, NULL);
      PggNamedSql *used = pgg_named_sql_cache_get (cache, "SELECT '\\', :a", TRUE, NULL);

      g_assert_true (used == first);
      pgg_named_sql_unref (other);
      pgg_named_sql_unref (used);
    }

  /* What is not goes. */
  for (int i = 0; i < 200; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT :b%d", i);

      pgg_named_sql_unref (pgg_named_sql_cache_get (cache, sql, TRUE, NULL));
    }
  later = pgg_named_sql_cache_get (cache, "SELECT '\\', :a", TRUE, NULL);
  g_assert_true (later != first);
  g_assert_cmpstr (pgg_named_sql_get_text (later), ==, pgg_named_sql_get_text (first));

  pgg_named_sql_cache_free (cache);
}

static void
test_cache_long (void)
{
  PggNamedSqlCache *cache = pgg_named_sql_cache_new ();
  g_autofree char *blanks = g_strnfill (20000, ' ');
  g_autofree char *sql = g_strconcat ("SELECT :a", blanks, NULL);
  g_autoptr (PggNamedSql) first = pgg_named_sql_cache_get (cache, sql, TRUE, NULL);
  g_autoptr (PggNamedSql) again = pgg_named_sql_cache_get (cache, sql, TRUE, NULL);

  g_assert_true (first != again);
  pgg_named_sql_cache_free (cache);
}

static PggParams *
make_params (const char *first_name,
             const char *second_name)
{
  PggParams *params = pgg_params_new ();

  g_assert_true (pgg_params_append_int (params, 1, NULL));
  g_assert_true (pgg_params_set_name (params, first_name, NULL));
  g_assert_true (pgg_params_append_text (params, "two", NULL));
  g_assert_true (pgg_params_set_name (params, second_name, NULL));

  return params;
}

static void
test_server (void)
{
  g_autoptr (PggConnection) connection = pgg_connect (test_conninfo (), NULL, NULL);
  g_autoptr (PggParams) params = make_params ("a", "b");
  g_autoptr (GError) error = NULL;
  const char *set = "SET standard_conforming_strings = off; SET escape_string_warning = off";

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (PggResult) result = NULL;

      result = pgg_connection_execute (connection, "SELECT :b || ':a' || :b, :a", params, NULL,
                                       &error);
      g_assert_no_error (error);
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "two:atwo");
      g_assert_cmpint (pgg_result_get_int (result, 0, 1, NULL), ==, 1);
    }

  pgg_result_unref (pgg_connection_execute (connection, set, NULL, NULL, &error));
  g_assert_no_error (error);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (PggResult) result = NULL;

      result = pgg_connection_execute (connection, "SELECT :b || '\\':a' || :b, :a", params, NULL,
                                       &error);
      g_assert_no_error (error);
      g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "two':atwo");
      g_assert_cmpint (pgg_result_get_int (result, 0, 1, NULL), ==, 1);
    }
}

/* What looks like a parameter inside of other things, and what the server makes of it. */
static const struct
{
  const char *sql;
  const char *value;
} atoms[] = {
  { "':a'", ":a" },
  { "E':a\\\':a'", ":a':a" },
  { "E'\\\\'", "\\" },
  { "'it''s :a'", "it's :a" },
  { "$$:a'$$", ":a'" },
  { "$x$:a$$:a$x$", ":a$$:a" },
  { "U&'\\0041:a'", "A:a" },
  { "':'\n  ':a'", "::a" },
  { "E'\\''-- :a'\n'\\':a'", "'':a" },
  { "B'1'::text", "1" },
  { "(ARRAY['x', 'y', 'z'])[2:\"o:a\"]", "{y,z}" },
  { "(ARRAY['x', 'y'])[:a]", "x" },
  { "(ARRAY['x', 'y'])[:a:two]", "{x,y}" },
  { "'x'/*:a/*':a*/*/ || $$:a$$", "x:a" },
  { ":a::text", "1" },
  { "(:a + one)::text", "2" },
  { "(-:a)::text", "-1" },
  { ":b", "two" },
  { "f$1.f$1", "column" },
  { "'\xC3\xA9:a' || :b", "\xC3\xA9:atwo" },
};

static void
test_server_random (void)
{
  g_autoptr (PggConnection) connection = pgg_connect (test_conninfo (), NULL, NULL);
  g_autoptr (PggParams) params = make_params ("a", "b");
  static const char *const separators[] = { ",", ", ", "/*:a*/,", ",--:a'\n", "\n,\n" };

  for (int round = 0; round < 100; round++)
    {
      g_autoptr (GString) sql = g_string_new ("SELECT :a + one, :b");
      g_autoptr (PggResult) result = NULL;
      g_autoptr (GError) error = NULL;
      int picked[10];

      for (int i = 0; i < 10; i++)
        {
          picked[i] = g_test_rand_int_range (0, G_N_ELEMENTS (atoms));
          g_string_append (sql, separators[g_test_rand_int_range (0, G_N_ELEMENTS (separators))]);
          g_string_append (sql, atoms[picked[i]].sql);
        }
      g_string_append (sql, " FROM (SELECT 1, 2, 3, 'column') AS f$1 (one, two, \"o:a\", f$1)");

      g_test_message ("%s", sql->str);
      result = pgg_connection_execute (connection, sql->str, params, NULL, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < 10; i++)
        g_assert_cmpstr (pgg_result_get_text (result, 0, i + 2, NULL), ==,
                         atoms[picked[i]].value);
    }
}

/* The order of the values may be another one in each set. */
static void
test_server_many (void)
{
  g_autoptr (PggConnection) connection = pgg_connect (test_conninfo (), NULL, NULL);
  g_autoptr (PggParams) ab = make_params ("a", "b");
  g_autoptr (PggParams) ba = pgg_params_new ();
  g_autoptr (PggParams) unnamed = pgg_params_new ();
  PggParams *sets[] = { ab, ba, ab, unnamed };
  const char *sql = "INSERT INTO named VALUES (:b, :a)";
  g_autoptr (PggResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pgg_params_append_text (ba, "three", NULL));
  g_assert_true (pgg_params_set_name (ba, "b", NULL));
  g_assert_true (pgg_params_append_int (ba, 4, NULL));
  g_assert_true (pgg_params_set_name (ba, "a", NULL));
  g_assert_true (pgg_params_append_int (unnamed, 4, NULL));
  pgg_result_unref (pgg_connection_execute (connection, "CREATE TEMPORARY TABLE named "
                                            "(b text, a int)", NULL, NULL, NULL));

  g_assert_cmpint (pgg_connection_execute_many (connection, sql, sets, 3, NULL, &error), ==, 3);
  g_assert_no_error (error);
  result = pgg_connection_execute (connection, "SELECT string_agg(b || a, ' ') FROM named", NULL,
                                   NULL, NULL);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "two1 three4 two1");

  g_assert_cmpint (pgg_connection_execute_many (connection, sql, sets, 4, NULL, &error), ==, -1);
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
}

static void
test_server_pipeline (void)
{
  g_autoptr (PggConnection) connection = pgg_connect (test_conninfo (), NULL, NULL);
  g_autoptr (PggPipeline) pipeline = pgg_connection_enter_pipeline (connection, NULL);
  g_autoptr (PggParams) params = make_params ("a", "b");
  g_autoptr (PggOperation) operation = NULL;
  g_autoptr (PggOperation) refused = NULL;
  g_autoptr (PggResult) result = NULL;
  g_autoptr (GError) error = NULL;

  operation = pgg_pipeline_execute_start (pipeline, "SELECT :b, :a", params);
  refused = pgg_pipeline_execute_start (pipeline, "SELECT :b", params);
  g_assert_true (pgg_pipeline_sync (pipeline, NULL, &error));
  g_assert_no_error (error);

  result = pgg_pipeline_execute_finish (pipeline, G_ASYNC_RESULT (operation), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, "two");
  g_assert_cmpint (pgg_result_get_int (result, 0, 1, NULL), ==, 1);

  pgg_operation_run (refused, NULL, NULL);
  g_assert_null (pgg_pipeline_execute_finish (pipeline, G_ASYNC_RESULT (refused), &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/named-sql/rewritten", test_rewritten);
  g_test_add_func ("/named-sql/setting", test_setting);
  g_test_add_func ("/named-sql/order", test_order);
  g_test_add_func ("/named-sql/refused", test_refused);
  g_test_add_func ("/named-sql/cache", test_cache);
  g_test_add_func ("/named-sql/cache-long", test_cache_long);
  g_test_add_func ("/named-sql/server", test_server);
  g_test_add_func ("/named-sql/server-random", test_server_random);
  g_test_add_func ("/named-sql/server-many", test_server_many);
  g_test_add_func ("/named-sql/server-pipeline", test_server_pipeline);

  return g_test_run ();
}
