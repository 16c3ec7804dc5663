/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A private server leaves nothing behind, however it, its start or its application ends. */

#include "config.h"

#include <libpq-fe.h>
#include <pgglib/pgglib.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "local-server-fixture.h"

static void
test_cancelled_before (void)
{
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (pgg_local_server_start (server, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (pgg_local_server_get_running (server));
}

static PggWait
wait_and_step (PggOperation *operation,
               PggWait       want)
{
  struct pollfd pollfd = { .fd = pgg_operation_get_fd (operation), .events = POLLIN };

  g_assert_cmpint (want, ==, PGG_WAIT_READ);
  g_assert_cmpint (poll (&pollfd, 1, -1), ==, 1);

  return pgg_operation_step (operation, PGG_WAIT_READ);
}

/* Steps @operation, which is cancelled after @n_steps. */
static void
cancel_after (PggLocalServer *server,
              guint           n_steps)
{
  g_autoptr(PggOperation) operation = pgg_local_server_start_start (server);
  g_autoptr(GError) error = NULL;
  PggWait want = pgg_operation_step (operation, PGG_WAIT_NONE);

  for (guint i = 0; i < n_steps && want != PGG_WAIT_NONE; i++)
    want = wait_and_step (operation, want);
  g_assert_cmpint (want, ==, PGG_WAIT_READ);
  pgg_operation_cancel (operation);
  want = pgg_operation_step (operation, PGG_WAIT_NONE);
  while (want != PGG_WAIT_NONE)
    want = wait_and_step (operation, want);
  g_assert_false (pgg_local_server_start_finish (server, G_ASYNC_RESULT (operation), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancelled (void)
{
  g_autofree char *parent = test_make_directory ();
  g_autofree char *data = g_build_filename (parent, "data", NULL);
  g_autoptr(PggLocalServer) server = pgg_local_server_new (data);
  guint n_fds = test_count_fds ();

  cancel_after (server, 0);
  cancel_after (server, 1);
  g_assert_cmpuint (test_count_fds (), ==, n_fds);
  g_assert_true (pgg_local_server_start (server, NULL, NULL));
  test_server_stop (server);
  test_remove_tree (parent);
}

static void
take_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GAsyncResult **taken = user_data;

  g_assert_null (*taken);
  *taken = g_object_ref (result);
}

static void
test_async (void)
{
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);
  g_autoptr(GAsyncResult) started = NULL;
  g_autoptr(GAsyncResult) stopped = NULL;
  g_autoptr(GError) error = NULL;

  pgg_local_server_start_async (server, G_PRIORITY_DEFAULT, NULL, take_result_cb, &started);
  pgg_local_server_stop_async (server, G_PRIORITY_DEFAULT, NULL, take_result_cb, &stopped);
  g_assert_null (started);
  while (started == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (pgg_local_server_start_finish (server, started, &error));
  while (stopped == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (pgg_local_server_stop_finish (server, stopped, &error));
  g_assert_no_error (error);
}

static void
test_cancelled_async (void)
{
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) started = NULL;
  g_autoptr(GError) error = NULL;

  pgg_local_server_start_async (server, G_PRIORITY_DEFAULT, cancellable, take_result_cb, &started);
  g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  while (started == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (pgg_local_server_start_finish (server, started, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The queue holds both; whoever steps one brings the other on. */
static void
test_start_and_stop_queued (void)
{
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);
  g_autoptr(PggOperation) start = pgg_local_server_start_start (server);
  g_autoptr(PggOperation) stop = pgg_local_server_stop_start (server);
  g_autoptr(PggOperation) again = pgg_local_server_start_start (server);
  PggWait want = pgg_operation_step (again, PGG_WAIT_NONE);
  g_autoptr(GError) error = NULL;

  while (want != PGG_WAIT_NONE)
    want = wait_and_step (again, want);
  g_assert_true (pgg_local_server_start_finish (server, G_ASYNC_RESULT (start), &error));
  g_assert_true (pgg_local_server_stop_finish (server, G_ASYNC_RESULT (stop), &error));
  g_assert_true (pgg_local_server_start_finish (server, G_ASYNC_RESULT (again), &error));
  g_assert_no_error (error);
  g_assert_true (pgg_local_server_get_running (server));
  test_server_stop (server);
}

static void
test_cancelled_stop (void)
{
  PggLocalServer *server = test_server_start (NULL);
  g_autofree char *directory = test_server_dup_directory (server);
  int pid = pgg_local_server_get_pid (server);
  g_autoptr(PggOperation) stop = pgg_local_server_stop_start (server);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (pgg_operation_step (stop, PGG_WAIT_NONE), ==, PGG_WAIT_READ);
  pgg_operation_cancel (stop);
  g_assert_cmpint (pgg_operation_step (stop, PGG_WAIT_NONE), ==, PGG_WAIT_NONE);
  g_assert_false (pgg_local_server_stop_finish (server, G_ASYNC_RESULT (stop), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&stop);
  g_assert_false (pgg_local_server_get_running (server));
  test_wait_until_gone (pid, directory);

  g_assert_true (pgg_local_server_start (server, NULL, NULL));
  test_server_stop (server);
  g_assert_finalize_object (server);
}

static void
test_finalized (void)
{
  guint n_fds = test_count_fds ();
  PggLocalServer *server = test_server_start (NULL);
  g_autofree char *directory = test_server_dup_directory (server);
  int pid = pgg_local_server_get_pid (server);

  g_assert_finalize_object (server);
  test_wait_until_gone (pid, directory);
  g_assert_cmpuint (test_count_fds (), ==, n_fds);
}

static void
test_server_dies (void)
{
  g_autoptr(PggLocalServer) server = test_server_start (NULL);
  g_autofree char *directory = test_server_dup_directory (server);
  int pid = pgg_local_server_get_pid (server);

  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  while (pgg_local_server_get_running (server))
    g_usleep (10000);
  test_wait_until_gone (pid, directory);
  test_server_stop (server);
  g_assert_true (pgg_local_server_start (server, NULL, NULL));
  test_server_stop (server);
}

/* A client that stays connected must not keep the server from stopping. */
static void
test_connected_client (void)
{
  g_autoptr(PggLocalServer) server = test_server_start (NULL);
  g_autofree char *conninfo = pgg_local_server_dup_conninfo (server);
  PGconn *connection = PQconnectdb (conninfo);

  g_assert_cmpint (PQstatus (connection), ==, CONNECTION_OK);
  test_server_stop (server);
  PQfinish (connection);
}

static void
test_child_signals_ignored (void)
{
  struct sigaction ignore = { .sa_handler = SIG_IGN };
  struct sigaction before;
  g_autoptr(PggLocalServer) server = NULL;

  g_assert_cmpint (sigaction (SIGCHLD, &ignore, &before), ==, 0);
  server = test_server_start (NULL);
  test_server_stop (server);
  g_assert_cmpint (sigaction (SIGCHLD, &before, NULL), ==, 0);
  g_assert_cmpint (waitpid (-1, NULL, WNOHANG), ==, -1);
  g_assert_cmpint (errno, ==, ECHILD);
}

/* A forked child lets go of the object; the server is the parent's. */
static void
test_forked_child (void)
{
  g_autoptr(PggLocalServer) server = test_server_start (NULL);
  int status;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      g_object_run_dispose (G_OBJECT (server));
      g_object_unref (server);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  test_server_assert_query (server, "SELECT 1", "1");
  test_server_stop (server);
}

/* Runs in a process of its own: starts a server, tells about it and lives until it is killed. */
static void G_GNUC_NORETURN
be_victim (const char *data_directory,
           gboolean    finish)
{
  const char *kept = *data_directory != '\0' ? data_directory : NULL;
  g_autoptr(PggLocalServer) server = test_server_start (kept);
  g_autofree char *directory = test_server_dup_directory (server);

  printf ("%d %s\n", pgg_local_server_get_pid (server), directory);
  fflush (stdout);
  if (finish)
    exit (0);
  for (;;)
    pause ();
}

typedef struct
{
  GPid  process;
  int   server;
  char *directory;
} Victim;

static Victim
run_victim (const char *how,
            const char *data_directory)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  const char *const argv[] = { self, how, data_directory, NULL };
  g_autoptr(GError) error = NULL;
  char line[256] = "";
  Victim victim;
  FILE *output;
  int fd;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &victim.process, NULL, &fd, NULL, &error);
  g_assert_no_error (error);
  output = fdopen (fd, "r");
  g_assert_nonnull (fgets (line, sizeof line, output));
  fclose (output);
  g_strchomp (line);
  g_assert_nonnull (strchr (line, ' '));
  victim.server = atoi (line);
  victim.directory = g_strdup (strchr (line, ' ') + 1);
  g_assert_cmpint (victim.server, >, 1);

  return victim;
}

static void
test_application_killed (gconstpointer data)
{
  Victim victim = run_victim ("--victim", "");
  int signal_number = GPOINTER_TO_INT (data);

  g_assert_true (test_is_running (victim.server));
  g_assert_cmpint (kill (victim.process, signal_number), ==, 0);
  g_assert_cmpint (waitpid (victim.process, NULL, 0), ==, victim.process);
  test_wait_until_gone (victim.server, victim.directory);
  g_free (victim.directory);
}

static void
test_application_exits (void)
{
  Victim victim = run_victim ("--victim-exits", "");

  g_assert_cmpint (waitpid (victim.process, NULL, 0), ==, victim.process);
  test_wait_until_gone (victim.server, victim.directory);
  g_free (victim.directory);
}

/* The data outlives the application; the server shuts down cleanly: nothing is to be recovered. */
static void
test_application_killed_keeps (void)
{
  g_autofree char *parent = test_make_directory ();
  g_autofree char *data = g_build_filename (parent, "data", NULL);
  Victim victim = run_victim ("--victim", data);
  g_autoptr(PggLocalServer) server = NULL;
  g_autofree char *log_file = NULL;
  g_autofree char *log = NULL;

  g_assert_cmpint (kill (victim.process, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (victim.process, NULL, 0), ==, victim.process);
  test_wait_until_gone (victim.server, victim.directory);
  server = test_server_start (data);
  log_file = pgg_local_server_dup_log_file (server);
  g_assert_true (g_file_get_contents (log_file, &log, NULL, NULL));
  g_assert_null (strstr (log, "recovery"));
  test_server_assert_query (server, "SELECT 1", "1");
  test_server_stop (server);
  test_remove_tree (parent);
  g_free (victim.directory);
}

int
main (int    argc,
      char **argv)
{
  if (argc > 2 && g_str_has_prefix (argv[1], "--victim"))
    be_victim (argv[2], strcmp (argv[1], "--victim-exits") == 0);

  g_test_init (&argc, &argv, NULL);
  test_server_wait_once ();

  g_test_add_func ("/local-server-end/cancelled-before", test_cancelled_before);
  g_test_add_func ("/local-server-end/cancelled", test_cancelled);
  g_test_add_func ("/local-server-end/async", test_async);
  g_test_add_func ("/local-server-end/cancelled-async", test_cancelled_async);
  g_test_add_func ("/local-server-end/queued", test_start_and_stop_queued);
  g_test_add_func ("/local-server-end/cancelled-stop", test_cancelled_stop);
  g_test_add_func ("/local-server-end/finalized", test_finalized);
  g_test_add_func ("/local-server-end/server-dies", test_server_dies);
  g_test_add_func ("/local-server-end/connected-client", test_connected_client);
  g_test_add_func ("/local-server-end/child-signals-ignored", test_child_signals_ignored);
  g_test_add_func ("/local-server-end/forked-child", test_forked_child);
  g_test_add_data_func ("/local-server-end/application-killed/kill", GINT_TO_POINTER (SIGKILL),
                        test_application_killed);
  g_test_add_data_func ("/local-server-end/application-killed/terminate", GINT_TO_POINTER (SIGTERM),
                        test_application_killed);
  g_test_add_func ("/local-server-end/application-exits", test_application_exits);
  g_test_add_func ("/local-server-end/application-killed/keeps", test_application_killed_keeps);

  return g_test_run ();
}
