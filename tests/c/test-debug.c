/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What PGG_DEBUG and PGG_TRACE show, and what they never show. */

#include "fixture.h"

#include <glib/gstdio.h>
#include <pgglib/pgglib.h>

static void
talk_to_server (void)
{
  g_autofree char *conninfo = g_strconcat (test_conninfo (), " password=topsecret", NULL);
  g_autoptr(PggConnection) connection = pgg_connect (conninfo, NULL, NULL);
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggResult) created = NULL;
  g_autoptr(PggResult) selected = NULL;
  g_autoptr(GError) error = NULL;

  pgg_params_append_text (params, "parametersecret", NULL);
  created = pgg_connection_execute (connection,
                                    "DO $$ BEGIN PERFORM 'password', 'rolesecret'; END $$", NULL,
                                    NULL, &error);
  g_assert_no_error (error);
  selected = pgg_connection_execute (connection, "SELECT $1, 'debugged'", params, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (pgg_connection_execute (connection, "SELECT $1::int", params, NULL, &error));
  g_assert_null (strstr (error->message, "topsecret"));
}

static void
test_debug (void)
{
  if (g_test_subprocess ())
    {
      talk_to_server ();
      return;
    }

  g_setenv ("PGG_DEBUG", "all", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("PGG_DEBUG");
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*connection*is open*");
  g_test_trap_assert_stderr ("*execute: SELECT $1, 'debugged'*");
  g_test_trap_assert_stderr ("*operation*PggExecuteOperation*queued*started*done*");
  g_test_trap_assert_stderr ("*operation*PggExecuteOperation*failed*");
  g_test_trap_assert_stderr ("*poll: descriptor *, read, timeout -1 ms*");
  g_test_trap_assert_stderr_unmatched ("*secret*");
}

static void
test_silent (void)
{
  if (g_test_subprocess ())
    {
      talk_to_server ();
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr_unmatched ("*pgglib:*");
}

static void
test_trace (void)
{
  g_autofree char *path = NULL;
  g_autofree char *trace = NULL;
  GStatBuf status;
  int fd;

  if (g_test_subprocess ())
    {
      talk_to_server ();
      return;
    }

  fd = g_file_open_tmp ("pgg-trace-XXXXXX", &path, NULL);
  g_assert_true (g_close (fd, NULL));
  g_setenv ("PGG_TRACE", path, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("PGG_TRACE");
  g_test_trap_assert_passed ();

  g_assert_true (g_file_get_contents (path, &trace, NULL, NULL));
  g_assert_nonnull (strstr (trace, "ReadyForQuery"));
  g_assert_null (strstr (trace, "topsecret"));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0077, ==, 0);
  g_unlink (path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/debug/debug", test_debug);
  g_test_add_func ("/debug/silent", test_silent);
  g_test_add_func ("/debug/trace", test_trace);

  return g_test_run ();
}
