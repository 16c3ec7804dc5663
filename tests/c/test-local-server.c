/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A private server comes and goes as it was told to, whoever runs it. */

#include "config.h"

#include <glib/gstdio.h>
#include <pgglib/pgglib.h>

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/pgg-server-binaries-private.h"
#include "local-server-fixture.h"

static void
test_temporary (void)
{
  guint n_fds = test_count_fds ();
  PggLocalServer *server = test_server_start (NULL);
  g_autofree char *directory = test_server_dup_directory (server);
  g_autofree char *version = pgg_local_server_dup_version (server);
  g_autofree char *log_file = pgg_local_server_dup_log_file (server);
  g_autofree char *conninfo = NULL;
  GStatBuf status;
  int pid = pgg_local_server_get_pid (server);

  g_assert_true (pgg_local_server_get_running (server));
  g_assert_true (test_is_running (pid));
  g_assert_true (g_file_test (log_file, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpint (g_stat (directory, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0700);
  test_server_assert_query (server, "SHOW listen_addresses", "");
  test_server_assert_query (server, "SHOW fsync", "off");
  test_server_assert_query (server, "SHOW server_encoding", "UTF8");
  test_server_assert_query (server, "SELECT split_part(version(), ' ', 2)", version);
  test_server_assert_query (server, "SELECT lower('Ä')", "ä");

  test_server_stop (server);
  g_assert_false (test_is_running (pid));
  g_assert_false (g_file_test (directory, G_FILE_TEST_EXISTS));
  g_assert_cmpint (pgg_local_server_get_pid (server), ==, 0);
  conninfo = pgg_local_server_dup_conninfo (server);
  g_assert_null (conninfo);
  g_assert_finalize_object (server);
  g_assert_cmpuint (test_count_fds (), ==, n_fds);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  guint *count = user_data;

  ++*count;
}

typedef char *(*DupFunc) (PggLocalServer *self);
typedef void (*SetFunc) (PggLocalServer *self,
                         const char     *value);

static void
assert_setting (PggLocalServer *server,
                const char     *property,
                DupFunc         dup,
                SetFunc         set)
{
  g_autofree char *signal_name = g_strconcat ("notify::", property, NULL);
  g_autofree char *from_property = NULL;
  g_autofree char *from_getter = NULL;
  guint n_changes = 0;
  gulong id = g_signal_connect (server, signal_name, G_CALLBACK (count_cb), &n_changes);

  g_assert_null (dup (server));
  set (server, "ä value");
  set (server, "ä value");
  g_assert_cmpuint (n_changes, ==, 1);
  from_getter = dup (server);
  g_assert_cmpstr (from_getter, ==, "ä value");
  g_object_get (server, property, &from_property, NULL);
  g_assert_cmpstr (from_property, ==, "ä value");
  g_object_set (server, property, NULL, NULL);
  g_assert_null (dup (server));
  g_assert_cmpuint (n_changes, ==, 2);
  g_signal_handler_disconnect (server, id);
}

static void
test_settings (void)
{
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);

  assert_setting (server, "data-directory", pgg_local_server_dup_data_directory,
                  pgg_local_server_set_data_directory);
  assert_setting (server, "bin-directory", pgg_local_server_dup_bin_directory,
                  pgg_local_server_set_bin_directory);
  assert_setting (server, "user", pgg_local_server_dup_user, pgg_local_server_set_user);
  assert_setting (server, "run-as", pgg_local_server_dup_run_as, pgg_local_server_set_run_as);
}

static void
test_idempotent (void)
{
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);
  g_autoptr(GError) error = NULL;
  guint n_changes = 0;
  int pid;

  g_signal_connect (server, "notify::running", G_CALLBACK (count_cb), &n_changes);
  g_assert_true (pgg_local_server_stop (server, NULL, &error));
  g_assert_true (pgg_local_server_start (server, NULL, &error));
  g_assert_no_error (error);
  pid = pgg_local_server_get_pid (server);
  g_assert_true (pgg_local_server_start (server, NULL, &error));
  g_assert_cmpint (pgg_local_server_get_pid (server), ==, pid);
  g_assert_cmpuint (n_changes, ==, 1);
  test_server_stop (server);
  test_server_stop (server);
  g_assert_cmpuint (n_changes, ==, 2);

  g_assert_true (pgg_local_server_start (server, NULL, &error));
  g_assert_cmpint (pgg_local_server_get_pid (server), !=, pid);
  test_server_stop (server);
}

static void
test_kept (void)
{
  g_autofree char *parent = test_make_directory ();
  g_autofree char *data = g_build_filename (parent, "deep", "it's data", NULL);
  g_autofree char *log_file = NULL;
  g_autoptr(PggLocalServer) other = NULL;
  PggLocalServer *server = test_server_start (data);

  test_server_assert_query (server, "SHOW fsync", "on");
  test_server_assert_query (server, "CREATE TABLE kept AS SELECT 42 AS answer", NULL);
  test_server_stop (server);
  g_assert_finalize_object (server);

  other = test_server_start (data);
  test_server_assert_query (other, "SELECT answer FROM kept", "42");
  log_file = pgg_local_server_dup_log_file (other);
  g_assert_true (g_str_has_prefix (log_file, data));
  test_server_stop (other);
  g_assert_true (g_file_test (log_file, G_FILE_TEST_EXISTS));
  test_remove_tree (parent);
}

static void
test_other_version (void)
{
  g_autofree char *parent = test_make_directory ();
  g_autofree char *data = g_build_filename (parent, "data", NULL);
  g_autofree char *file = g_build_filename (data, "PG_VERSION", NULL);
  g_autoptr(PggLocalServer) server = test_server_start (data);
  g_autofree char *version = pgg_local_server_dup_version (server);
  g_autoptr(GError) error = NULL;

  test_server_stop (server);
  g_assert_true (g_file_set_contents_full (file, "11\n", -1, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
  g_assert_false (pgg_local_server_start (server, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER);
  g_assert_nonnull (strstr (error->message, "PostgreSQL 11"));
  g_assert_nonnull (strstr (error->message, version));
  g_assert_nonnull (strstr (error->message, data));
  test_remove_tree (parent);
}

static void
test_in_use (void)
{
  g_autofree char *parent = test_make_directory ();
  g_autofree char *data = g_build_filename (parent, "data", NULL);
  g_autoptr(PggLocalServer) server = test_server_start (data);
  g_autoptr(PggLocalServer) other = pgg_local_server_new (data);
  g_autoptr(GError) error = NULL;

  g_assert_false (pgg_local_server_start (other, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER);
  g_assert_nonnull (strstr (error->message, "postmaster.pid"));
  test_server_assert_query (server, "SELECT 1", "1");
  test_server_stop (server);
  test_remove_tree (parent);
}

static void
test_bad_bin_directory (void)
{
  g_autofree char *parent = test_make_directory ();
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);
  g_autoptr(GError) error = NULL;

  pgg_local_server_set_bin_directory (server, parent);
  g_assert_false (pgg_local_server_start (server, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER);
  g_assert_nonnull (strstr (error->message, parent));
  g_assert_nonnull (strstr (error->message, "postgres"));

  pgg_local_server_set_bin_directory (server, NULL);
  g_assert_true (pgg_local_server_start (server, NULL, NULL));
  test_server_stop (server);
  test_remove_tree (parent);
}

static void
test_not_empty (void)
{
  g_autofree char *data = test_make_directory ();
  g_autofree char *file = g_build_filename (data, "mine", NULL);
  g_autoptr(PggLocalServer) server = pgg_local_server_new (data);
  g_autoptr(GError) error = NULL;
  guint n_fds = test_count_fds ();

  g_assert_true (g_file_set_contents (file, "precious", -1, NULL));
  g_assert_false (pgg_local_server_start (server, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER);
  g_assert_nonnull (strstr (error->message, "initdb"));
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (test_count_fds (), ==, n_fds);
  test_remove_tree (data);
}

static void
test_parameters (void)
{
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);
  g_autofree char *value = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_local_server_set_parameter (server, "Max_Connections", "7", NULL));
  g_assert_true (pgg_local_server_set_parameter (server, "port", "6543", NULL));
  g_assert_true (pgg_local_server_set_parameter (server, "app.motto", "it's \\ \"quoted\" $HOME #1",
                                                 NULL));
  value = pgg_local_server_dup_parameter (server, "max_connections");
  g_assert_cmpstr (value, ==, "7");
  g_assert_true (pgg_local_server_start (server, NULL, &error));
  g_assert_no_error (error);
  test_server_assert_query (server, "SHOW max_connections", "7");
  test_server_assert_query (server, "SHOW port", "6543");
  test_server_assert_query (server, "SHOW app.motto", "it's \\ \"quoted\" $HOME #1");
  test_server_stop (server);
}

static void
test_bad_parameters (void)
{
  const char *const names[] = { "", "a=b", "a b", "unix_socket_directories", "DATA_DIRECTORY" };
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_false (pgg_local_server_set_parameter (server, names[i], "1", &error));
      g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
      g_clear_error (&error);
    }

  g_assert_true (pgg_local_server_set_parameter (server, "max_connections", "many", NULL));
  g_assert_false (pgg_local_server_start (server, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER);
  g_assert_nonnull (strstr (error->message, "max_connections"));
  g_clear_error (&error);

  g_assert_true (pgg_local_server_set_parameter (server, "max_connections", NULL, NULL));
  g_assert_true (pgg_local_server_start (server, NULL, &error));
  test_server_stop (server);
}

static void
test_user (void)
{
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);
  g_autoptr(GError) error = NULL;

  g_object_set (server, "user", "Frau Müller", NULL);
  pgg_local_server_start (server, NULL, &error);
  g_assert_no_error (error);
  test_server_assert_query (server, "SELECT current_user", "Frau Müller");
  test_server_assert_query (server, "SHOW is_superuser", "on");
  test_server_stop (server);
}

static void
test_run_as (void)
{
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  struct passwd *nobody = getpwnam ("nobody");
  uid_t expected;
  GStatBuf status;

  if (geteuid () == 0 && nobody == NULL)
    {
      g_test_skip ("there is no user nobody");
      return;
    }
  expected = geteuid () == 0 ? nobody->pw_uid : geteuid ();

  g_object_set (server, "run-as", "nobody", NULL);
  g_assert_true (pgg_local_server_start (server, NULL, &error));
  path = g_strdup_printf ("/proc/%d", pgg_local_server_get_pid (server));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_uid, ==, expected);
  test_server_stop (server);

  g_object_set (server, "run-as", "no-such-user", NULL);
  if (geteuid () != 0)
    return;
  g_assert_false (pgg_local_server_start (server, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_LOCAL_SERVER);
  g_assert_nonnull (strstr (error->message, "no-such-user"));
}

static void
test_environment (void)
{
  g_autoptr(PggLocalServer) server = NULL;

  g_setenv ("PGPORT", "1", TRUE);
  g_setenv ("PGDATA", "/nonexistent", TRUE);
  g_setenv ("PGDATESTYLE", "German", TRUE);
  server = test_server_start (NULL);
  g_unsetenv ("PGPORT");
  g_unsetenv ("PGDATA");
  g_unsetenv ("PGDATESTYLE");
  test_server_assert_query (server, "SHOW port", "5432");
  test_server_assert_query (server, "SHOW DateStyle", "ISO, MDY");
  test_server_stop (server);
}

/* The tests of the unprivileged user and of deep directories need a process of their own. */
static void
run_subprocess (const char           *self,
                const char           *path,
                GSpawnChildSetupFunc  child_setup,
                const char           *temporary_directory)
{
  const char *const argv[] = { self, "-p", path, NULL };
  g_auto(GStrv) environment = g_get_environ ();
  g_autofree char *output = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  if (temporary_directory != NULL)
    environment = g_environ_setenv (environment, "TMPDIR", temporary_directory, TRUE);
  g_spawn_sync ("/", (char **) argv, environment, G_SPAWN_DEFAULT, child_setup, NULL, &output,
                NULL, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_test_message ("%s", output);
  g_assert_no_error (error);
}

static void
become_nobody (gpointer user_data)
{
  if (setgroups (0, NULL) != 0 || setgid (65534) != 0 || setuid (65534) != 0)
    _exit (77);
}

/* Everybody may run the copy, also when the build directory is for one user only. */
static char *
copy_of_program (const char *directory)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr(GFile) program = g_file_new_for_path (self);
  g_autofree char *path = g_build_filename (directory, "program", NULL);
  g_autoptr(GFile) copy = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;

  g_file_copy (program, copy, G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);

  return g_steal_pointer (&path);
}

static void
test_unprivileged (void)
{
  g_autofree char *directory = test_make_directory ();
  g_autofree char *copy = NULL;

  if (geteuid () != 0)
    {
      g_test_skip ("the other tests run unprivileged");
      test_remove_tree (directory);
      return;
    }

  copy = copy_of_program (directory);
  run_subprocess (copy, "/local-server/temporary", become_nobody, "/tmp");
  run_subprocess (copy, "/local-server/kept", become_nobody, "/tmp");
  test_remove_tree (directory);
}

/* The socket's address would be too long there, so it goes elsewhere. */
static void
test_deep_temporary_directory (void)
{
  g_autofree char *parent = test_make_directory ();
  g_autofree char *name = g_strnfill (100, 'x');
  g_autofree char *deep = g_build_filename (parent, name, NULL);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  g_assert_cmpint (g_mkdir (deep, 0755), ==, 0);
  run_subprocess (self, "/local-server/temporary", NULL, deep);
  test_remove_tree (parent);
}

static void
test_binaries (void)
{
  g_autofree char *newest = pgg_server_binaries_find_newest ();
  g_autofree char *none = pgg_server_binaries_find_version ("3");
  g_autofree char *directory = test_make_directory ();
  g_autofree char *postgres = g_build_filename (directory, "postgres", NULL);
  g_autofree char *initdb = g_build_filename (directory, "initdb", NULL);
  g_autofree char *path = g_strconcat ("relative:/nonexistent:", directory, ":/usr/bin", NULL);
  g_autofree char *old_path = g_strdup (g_getenv ("PATH"));
  g_autofree char *found = NULL;
  g_autofree char *missed = NULL;

  g_assert_null (none);
  if (newest != NULL)
    g_assert_true (pgg_server_binaries_check (newest, NULL));
  g_assert_true (g_file_set_contents_full (postgres, "", 0, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
  g_assert_true (g_file_set_contents_full (initdb, "", 0, G_FILE_SET_CONTENTS_NONE, 0644, NULL));
  g_setenv ("PATH", path, TRUE);
  missed = pgg_server_binaries_find_in_path ();
  g_assert_cmpint (g_chmod (initdb, 0755), ==, 0);
  found = pgg_server_binaries_find_in_path ();
  g_setenv ("PATH", old_path, TRUE);
  g_assert_cmpstr (missed, !=, directory);
  g_assert_cmpstr (found, ==, directory);
  test_remove_tree (directory);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_server_wait_once ();

  g_test_add_func ("/local-server/binaries", test_binaries);
  g_test_add_func ("/local-server/settings", test_settings);
  g_test_add_func ("/local-server/temporary", test_temporary);
  g_test_add_func ("/local-server/idempotent", test_idempotent);
  g_test_add_func ("/local-server/kept", test_kept);
  g_test_add_func ("/local-server/other-version", test_other_version);
  g_test_add_func ("/local-server/in-use", test_in_use);
  g_test_add_func ("/local-server/bad-bin-directory", test_bad_bin_directory);
  g_test_add_func ("/local-server/not-empty", test_not_empty);
  g_test_add_func ("/local-server/parameters", test_parameters);
  g_test_add_func ("/local-server/bad-parameters", test_bad_parameters);
  g_test_add_func ("/local-server/user", test_user);
  g_test_add_func ("/local-server/run-as", test_run_as);
  g_test_add_func ("/local-server/environment", test_environment);
  g_test_add_func ("/local-server/unprivileged", test_unprivileged);
  g_test_add_func ("/local-server/deep-temporary-directory", test_deep_temporary_directory);

  return g_test_run ();
}
