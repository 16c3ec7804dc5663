/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scripts are split where psql splits them. */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>
#include <pgglib/pgglib.h>

#include "engine-fixture.h"

#define MAX_STATEMENTS 8

static const struct
{
  const char *script;
  const char *statements[MAX_STATEMENTS];
} samples[] = {
  { "", { NULL } },
  { " \n ; ;; -- nothing\n ; /* ; */ ", { NULL } },
  { "SELECT 1", { "SELECT 1" } },
  { "SELECT 1;", { "SELECT 1" } },
  { "\xEF\xBB\xBFSELECT 1 ;\nSELECT 2\n;\n", { "SELECT 1", "SELECT 2" } },
  { "-- first;\nSELECT 1; -- second\n/* ; */ SELECT /* ; */ 2 -- ;\n;",
    { "-- first;\nSELECT 1", "-- second\n/* ; */ SELECT /* ; */ 2 -- ;" } },
  { "SELECT ';', E'\\';', $$;$$, $a$;$$;$a$, \";\", U&';', B'01'; SELECT 2",
    { "SELECT ';', E'\\';', $$;$$, $a$;$$;$a$, \";\", U&';', B'01'", "SELECT 2" } },
  { "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3",
    { "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3" } },
  { "SELECT 1); SELECT (2; 3); SELECT 4", { "SELECT 1)", "SELECT (2; 3)", "SELECT 4" } },
  { "BEGIN; SELECT 1; END; SELECT CASE WHEN true THEN 1 END; SELECT 2",
    { "BEGIN", "SELECT 1", "END", "SELECT CASE WHEN true THEN 1 END", "SELECT 2" } },
  { "create or replace function f() returns int begin atomic select 1; "
    "select case when true then 2 end; end; select 3",
    { "create or replace function f() returns int begin atomic select 1; "
      "select case when true then 2 end; end", "select 3" } },
  { "CREATE PROCEDURE p() BEGIN ATOMIC SELECT \"end\"; SELECT 'end'; END; SELECT 3",
    { "CREATE PROCEDURE p() BEGIN ATOMIC SELECT \"end\"; SELECT 'end'; END", "SELECT 3" } },
  { "CREATE FUNCTION f(\"begin\" int DEFAULT (1)) RETURNS int LANGUAGE sql AS $$SELECT 1;$$; "
    "CREATE TABLE begin (a int); SELECT 1",
    { "CREATE FUNCTION f(\"begin\" int DEFAULT (1)) RETURNS int LANGUAGE sql AS $$SELECT 1;$$",
      "CREATE TABLE begin (a int)", "SELECT 1" } },
  { "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC; SELECT 1; SELECT 2",
    { "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC; SELECT 1; SELECT 2" } },
  { "N';' CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; END; SELECT 2",
    { "N';' CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; END", "SELECT 2" } },
  { "SELECT 1\\; SELECT 2; \\;\\; SELECT 3\\;; SELECT a[1\\:2]\\;",
    { "SELECT 1; SELECT 2", ";; SELECT 3;", "SELECT a[1:2];" } },
  { "CREATE TABLE a (b int)\\; CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; "
    "SELECT 2",
    { "CREATE TABLE a (b int); CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END",
      "SELECT 2" } },
  { "SELECT $é$;$e$;$é$, $ä1$;$ä1$; SELECT U&'\\;' UESCAPE '!;', U&\";!\" UESCAPE '!'; "
    "SELECT 3",
    { "SELECT $é$;$e$;$é$, $ä1$;$ä1$", "SELECT U&'\\;' UESCAPE '!;', U&\";!\" UESCAPE '!'",
      "SELECT 3" } },
  { "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN (1 = 1) THEN CASE 2 WHEN 2 "
    "THEN 3 END END; SELECT \"end\"; /* end; */ SELECT (CASE WHEN true THEN 1 END); END; SELECT 4",
    { "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN (1 = 1) THEN CASE 2 WHEN 2 "
      "THEN 3 END END; SELECT \"end\"; /* end; */ SELECT (CASE WHEN true THEN 1 END); END",
      "SELECT 4" } },
  { "CREATE FUNCTION begin() RETURNS int LANGUAGE sql RETURN 1; END; SELECT begin FROM t; SELECT 2",
    { "CREATE FUNCTION begin() RETURNS int LANGUAGE sql RETURN 1; END", "SELECT begin FROM t",
      "SELECT 2" } },
  { "COPY t FROM 'stdin'; COPY (SELECT 1 FROM stdin) TO STDOUT; SELECT * FROM stdin; SELECT 1",
    { "COPY t FROM 'stdin'", "COPY (SELECT 1 FROM stdin) TO STDOUT", "SELECT * FROM stdin",
      "SELECT 1" } },
  { "SELECT 'ä', a[1:2], b::int, :c; SELECT 'a'\n--;\n'b;'; SELECT 3",
    { "SELECT 'ä', a[1:2], b::int, :c", "SELECT 'a'\n--;\n'b;'", "SELECT 3" } },
};

static void
assert_statements (char             **statements,
                   const char *const *expected)
{
  for (guint i = 0; expected[i] != NULL; i++)
    g_assert_cmpstr (statements[i], ==, expected[i]);
  g_assert_cmpuint (g_strv_length (statements), ==, g_strv_length ((char **) expected));
}

static void
check_split (const char        *script,
             const char *const *expected)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) statements = pgg_sql_split_script (script, &error);

  g_assert_no_error (error);
  assert_statements (statements, expected);
}

static void
test_samples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    check_split (samples[i].script, samples[i].statements);
}

/* What is in parentheses is not how a routine begins; older versions of psql take it for that. */
static void
test_parentheses (void)
{
  const char *const expected[] = { "(CREATE FUNCTION f()) BEGIN", "SELECT 1", NULL };

  check_split ("(CREATE FUNCTION f()) BEGIN; SELECT 1", expected);
}

static void
check_refused (const char *script,
               int         code,
               const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pgg_sql_split_script (script, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_refused (void)
{
  const char *no_sql = "Line 2, character 1: commands of psql, and the data of COPY FROM STDIN, "
                       "are no SQL";

  check_refused ("SELECT 1;\nSELECT 'a;", PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 "Line 2, character 8: the string that begins here has no end");
  check_refused ("SELECT 1;\n\\connect x\n", PGG_CLIENT_ERROR_NOT_SUPPORTED, no_sql);
  check_refused ("COPY t FROM STDIN;\n\\.\n", PGG_CLIENT_ERROR_NOT_SUPPORTED, no_sql);
  check_refused ("COPY t FROM /* ; */ stdin WITH (DELIMITER '|');\n1\t2\n",
                 PGG_CLIENT_ERROR_NOT_SUPPORTED, no_sql);
  check_refused ("COPY t (a, b) FROM\nSTDOUT; -- 1", PGG_CLIENT_ERROR_NOT_SUPPORTED,
                 "Line 2, character 9: commands of psql, and the data of COPY FROM STDIN, are no "
                 "SQL");
  check_refused ("SELECT 1;\n\\", PGG_CLIENT_ERROR_NOT_SUPPORTED, no_sql);
  check_refused ("SELECT '\xE4'", PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 "The script is not valid UTF-8");
}

/* What is left without white space and comments, which psql treats in its own way, and without
 * semicolons at the end. */
static char *
squeeze (const char *sql)
{
  g_autoptr (GRegex) regex = g_regex_new ("--[^\n]*|\\s+|(/\\*(?:(?1)|(?!/\\*|\\*/).)*\\*/)|"
                                          "[;\\s]+$",
                                          G_REGEX_DOTALL | G_REGEX_DOLLAR_ENDONLY, 0, NULL);

  return g_regex_replace_literal (regex, sql, -1, 0, "", 0, NULL);
}

/* What psql writes into its log before and after each statement; comments since version 16. */
#define LINE_BEFORE "********* QUERY **********\n"
#define LINE_AFTER "\n**************************\n"
#define COMMENT_BEFORE "/******** QUERY *********/\n"
#define COMMENT_AFTER "\n/************************/\n"

/* What psql sends for a script, squeezed; empty statements are left out. The log of a script that
 * has none of them is empty. */
static GPtrArray *
run_psql (const char *script,
          gboolean    standard_strings)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *psql = g_build_filename (g_getenv ("PGG_TEST_BINDIR"), "psql", NULL);
  g_autofree char *folder = g_dir_make_tmp ("test-sql-script-XXXXXX", NULL);
  g_autofree char *input = g_build_filename (folder, "script.sql", NULL);
  g_autofree char *log = g_build_filename (folder, "log", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  GPtrArray *statements = g_ptr_array_new_with_free_func (g_free);
  gboolean is_comment;

  g_file_set_contents (input, script, -1, &error);
  g_assert_no_error (error);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_setenv (launcher, "PGOPTIONS",
                                standard_strings ? "" : "-c standard_conforming_strings=off", TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, psql, "-X", "-q", "-L", log, "-f", input,
                                         test_conninfo (), NULL);
  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, NULL);
  g_file_get_contents (log, &text, NULL, &error);
  g_assert_no_error (error);

  is_comment = strstr (text, COMMENT_BEFORE) != NULL;
  parts = g_strsplit (text, is_comment ? COMMENT_BEFORE : LINE_BEFORE, -1);
  for (char **part = parts; *part != NULL; part++)
    {
      char *end = strstr (*part, is_comment ? COMMENT_AFTER : LINE_AFTER);
      g_autofree char *squeezed = NULL;

      if (end == NULL)
        continue;
      *end = '\0';
      squeezed = squeeze (*part);
      if (*squeezed != '\0')
        g_ptr_array_add (statements, g_steal_pointer (&squeezed));
    }

  g_unlink (input);
  g_unlink (log);
  g_rmdir (folder);
  return statements;
}

static PggConnection *
connect_with (gboolean standard_strings)
{
  PggConnection *connection = test_connect ();

  if (!standard_strings)
    test_execute (connection, "SET standard_conforming_strings = off");

  return connection;
}

static void
compare (const char *script,
         gboolean    standard_strings)
{
  g_autoptr (GPtrArray) expected = run_psql (script, standard_strings);
  g_autoptr (PggConnection) connection = connect_with (standard_strings);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) statements = pgg_connection_split_script (connection, script, &error);
  guint n_statements = 0;

  g_assert_no_error (error);
  g_test_message ("%s", script);
  for (guint i = 0; statements[i] != NULL; i++)
    {
      g_autofree char *squeezed = squeeze (statements[i]);

      if (*squeezed == '\0')
        continue;
      g_assert_cmpuint (n_statements, <, expected->len);
      g_assert_cmpstr (squeezed, ==, expected->pdata[n_statements]);
      n_statements++;
    }
  g_assert_cmpuint (n_statements, ==, expected->len);
}

/* Before version 14, psql did not know BEGIN ATOMIC; some packages of the server have no psql. */
static gboolean
skip_without_psql (void)
{
  g_autofree char *psql = g_build_filename (g_getenv ("PGG_TEST_BINDIR"), "psql", NULL);
  g_autoptr (PggConnection) connection = pgg_connect (test_conninfo (), NULL, NULL);

  if (g_file_test (psql, G_FILE_TEST_IS_EXECUTABLE) &&
      pgg_connection_get_server_version (connection) >= 140000)
    return FALSE;

  g_test_skip ("There is no psql of version 14 or newer");
  return TRUE;
}

static void
test_samples_like_psql (void)
{
  if (skip_without_psql ())
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      compare (samples[i].script, TRUE);
      compare (samples[i].script, FALSE);
    }
}

static gboolean
skip_with_older_psql (void)
{
  g_autoptr (GPtrArray) statements = NULL;

  if (skip_without_psql ())
    return TRUE;

  statements = run_psql ("(CREATE FUNCTION f()) BEGIN; SELECT 1", TRUE);
  if (statements->len == 2)
    return FALSE;

  g_test_skip ("This psql takes words in parentheses for the beginning of a routine");
  return TRUE;
}

/* Scripts of random tokens; the server refuses nearly all of them, which psql does not mind. */
static void
test_random_like_psql (void)
{
  static const char *const atoms[] = {
    ";", ";", ";", "\n", " ", "(", ")", "'a;b'", "E'\\';'", "$$;$$", "$a$;$$$a$", "\"a;\"",
    "'it''s;'", "/*;*/", "/*/*;*/;*/", "--;\n", "CREATE ", "OR ", "REPLACE ", "FUNCTION ",
    "PROCEDURE ", "CREATE FUNCTION f() ", "BEGIN ", "ATOMIC ", "END ", "CASE ",
    "create or replace procedure p() ", "x", "1 ", ".", "::", ":=", "$1 ", "U&';'", "U&\";\"",
    "B'1;'", "N';'", "@-", "a$$", "=", "ä", "a[1:2]", "\\;", "'\\'", "';", "N'\\';'", "$é$;$é$",
    "U&'\\'", "\"begin\"", "'\n'", "'--\n'",
  };
  g_autoptr (PggConnection) standard = NULL;
  g_autoptr (PggConnection) other = NULL;

  if (skip_with_older_psql ())
    return;

  standard = connect_with (TRUE);
  other = connect_with (FALSE);

  for (int round = 0; round < 120; round++)
    {
      gboolean standard_strings = round % 2;
      g_autoptr (GString) script = g_string_new (NULL);
      int n_atoms = g_test_rand_int_range (1, 40);
      g_auto (GStrv) statements = NULL;

      for (int i = 0; i < n_atoms; i++)
        g_string_append (script, atoms[g_test_rand_int_range (0, G_N_ELEMENTS (atoms))]);
      statements = pgg_connection_split_script (standard_strings ? standard : other, script->str,
                                                NULL);
      if (statements != NULL)
        compare (script->str, standard_strings);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sql-script/samples", test_samples);
  g_test_add_func ("/sql-script/parentheses", test_parentheses);
  g_test_add_func ("/sql-script/refused", test_refused);
  g_test_add_func ("/sql-script/samples-like-psql", test_samples_like_psql);
  g_test_add_func ("/sql-script/random-like-psql", test_random_like_psql);

  return g_test_run ();
}
