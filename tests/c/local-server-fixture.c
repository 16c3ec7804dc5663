/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of the private server share. */

#include "config.h"

#include "local-server-fixture.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>

#include <string.h>

PggLocalServer *
test_server_start (const char *data_directory)
{
  PggLocalServer *server = pgg_local_server_new (data_directory);
  g_autoptr(GError) error = NULL;

  pgg_local_server_start (server, NULL, &error);
  g_assert_no_error (error);

  return server;
}

void
test_server_stop (PggLocalServer *server)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_local_server_stop (server, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (pgg_local_server_get_running (server));
}

char *
test_server_dup_directory (PggLocalServer *server)
{
  g_autofree char *conninfo = pgg_local_server_dup_conninfo (server);
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  char *directory = NULL;

  g_assert_nonnull (options);
  for (guint i = 0; options[i].keyword != NULL; i++)
    {
      if (strcmp (options[i].keyword, "host") == 0)
        directory = g_strdup (options[i].val);
    }
  PQconninfoFree (options);
  g_assert_nonnull (directory);

  return directory;
}

/* The first column of the first row, as text. */
static char *
query (const char *conninfo,
       const char *sql)
{
  PGconn *connection = PQconnectdb (conninfo);
  PGresult *result;
  char *value = NULL;

  g_assert_cmpstr (PQerrorMessage (connection), ==, "");
  result = PQexec (connection, sql);
  g_assert_cmpstr (PQresultErrorMessage (result), ==, "");
  if (PQntuples (result) > 0)
    value = g_strdup (PQgetvalue (result, 0, 0));
  PQclear (result);
  PQfinish (connection);

  return value;
}

void
test_server_assert_query (PggLocalServer *server,
                          const char     *sql,
                          const char     *expected)
{
  g_autofree char *conninfo = pgg_local_server_dup_conninfo (server);
  g_autofree char *value = query (conninfo, sql);

  g_assert_cmpstr (value, ==, expected);
}

guint
test_count_fds (void)
{
  g_autoptr(GDir) directory = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  g_assert_nonnull (directory);
  while (g_dir_read_name (directory) != NULL)
    n++;

  return n;
}

void
test_remove_tree (const char *path)
{
  g_autoptr(GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        test_remove_tree (child);
      else
        g_assert_cmpint (g_unlink (child), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

/* Where the user that runs the server comes as well. */
char *
test_make_directory (void)
{
  g_autoptr(GError) error = NULL;
  char *path = g_dir_make_tmp ("pgglib-test-XXXXXX", &error);

  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);

  return path;
}

/* An ended process of somebody else may wait for its parent: it does not run any more. */
gboolean
test_is_running (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  const char *end;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  end = strrchr (text, ')');

  return end != NULL && end[1] == ' ' && end[2] != 'Z';
}

void
test_wait_until_gone (int         pid,
                      const char *directory)
{
  while (test_is_running (pid) || g_file_test (directory, G_FILE_TEST_EXISTS))
    g_usleep (10000);
}

/* The first wait of a thread opens what all waits of that thread use. */
void
test_server_wait_once (void)
{
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);

  test_server_stop (server);
}
