/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rules of talking to libpq that other drivers learnt the hard way. */

#include "config.h"

#include "engine-fixture.h"

#include <glib/gstdio.h>

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *
tcp_conninfo (void)
{
  return g_getenv ("PGG_TEST_TCP_CONNINFO");
}

static guint
server_port (void)
{
  return (guint) g_ascii_strtoull (strstr (tcp_conninfo (), "port=") + 5, NULL, 10);
}

static guint
dead_port (void)
{
  g_autoptr(TestPeer) peer = test_peer_new (NULL, NULL);

  return test_peer_get_port (peer);
}

/* A service whose first two places are dead, so that libpq itself has to go on to the third. */
static char *
make_service (void)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("pgg-service-XXXXXX", &path, NULL);
  g_autofree char *text = NULL;

  text = g_strdup_printf ("[rules]\nhost=127.0.0.1,127.0.0.1,127.0.0.1\nport=%u,%u,%u\n"
                          "user=postgres\ndbname=postgres\n", dead_port (), dead_port (),
                          server_port ());
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_true (g_close (fd, NULL));
  g_setenv ("PGSERVICEFILE", path, TRUE);

  return path;
}

static void
drop_service (const char *path)
{
  g_unsetenv ("PGSERVICEFILE");
  g_assert_cmpint (g_remove (path), ==, 0);
}

/* Rule 1: the first thing to wait for is that the socket can be written. */
static void
test_write_before_poll (void)
{
  g_autofree char *path = make_service ();
  g_autoptr(PggOperation) operation = pgg_connect_start ("service=rules");
  g_autoptr(PggConnection) connection = NULL;

  g_assert_cmpint (pgg_operation_step (operation, PGG_WAIT_NONE), ==, PGG_WAIT_WRITE);
  /* A step without anything being ready must not poll. */
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (pgg_operation_step (operation, PGG_WAIT_NONE), ==, PGG_WAIT_WRITE);
  test_drive (operation);
  connection = pgg_connect_finish (G_ASYNC_RESULT (operation), NULL);
  g_assert_nonnull (connection);
  test_assert_usable (connection);
  drop_service (path);
}

/* Rule 2: the descriptor is another one, or another file, after each poll; the loop must follow. */
static void
test_descriptor_changes (void)
{
  g_autofree char *path = make_service ();
  TestCall calls[8] = { { 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    pgg_connect_async ("service=rules", G_PRIORITY_DEFAULT, NULL, test_call_cb, &calls[i]);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr(PggConnection) connection = NULL;
      g_auto(TestCall) call = { 0 };

      test_call_wait (&calls[i]);
      connection = pgg_connect_finish (calls[i].result, NULL);
      g_assert_nonnull (connection);
      pgg_connection_execute_async (connection, "SELECT 2", NULL, G_PRIORITY_DEFAULT, NULL,
                                    test_call_cb, &call);
      g_assert_cmpint (test_call_finish_int (&call), ==, 2);
    }
  test_calls_clear (calls, G_N_ELEMENTS (calls));
  drop_service (path);
}

/* Rule 3: each address has its own time, and each attempt is in the error. */
static void
test_time_per_address (void)
{
  g_autoptr(TestPeer) silent = test_peer_new (NULL, NULL);
  guint dead = dead_port ();
  g_autofree char *dead_text = g_strdup_printf ("%u", dead);
  g_autofree char *conninfo = NULL;
  g_autoptr(GError) error = NULL;

  conninfo = g_strdup_printf ("host=127.0.0.1,127.0.0.1 port=%u,%u connect_timeout=1 user=x",
                              test_peer_get_port (silent), dead);
  g_assert_null (pgg_connect (conninfo, NULL, &error));
  g_assert_nonnull (strstr (error->message, "connect_timeout"));
  g_assert_nonnull (strstr (error->message, dead_text));
}

static GPtrArray *
wide_sets_new (guint n_sets,
               gsize size)
{
  GPtrArray *sets = g_ptr_array_new_full (n_sets, (GDestroyNotify) pgg_params_unref);
  g_autofree char *text = g_strnfill (size, 'x');

  for (guint i = 0; i < n_sets; i++)
    {
      PggParams *params = pgg_params_new ();

      g_assert_true (pgg_params_append_text (params, text, NULL));
      g_ptr_array_add (sets, params);
    }

  return sets;
}

/* Rule 4: both sides send more than fits; who only writes, or only reads, waits for ever. */
static void
test_flush_and_read (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GPtrArray) sets = wide_sets_new (400, 20000);
  g_autoptr(GError) error = NULL;
  gint64 n_rows;

  n_rows = pgg_connection_execute_many (connection, "SELECT repeat ($1::text, 2)",
                                        (PggParams **) sets->pdata, sets->len, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n_rows, ==, 400);
  test_assert_usable (connection);
}

/* The same with one statement of 16 MB while the server tells of itself. */
static void
test_flush_large (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autofree char *text = g_strnfill (16 << 20, 'y');
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_params_append_text (params, text, NULL));
  result = pgg_connection_execute (connection, "SELECT $1::text", params, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (pgg_result_get_text (result, 0, 0, NULL), ==, text);
}

/* Rule 5: what libpq has read already never makes the descriptor ready. */
static void
test_never_wait_for_buffered (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  test_execute (connection, "LISTEN chan");
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr(PggNotification) first = NULL;
      g_autoptr(PggNotification) second = NULL;

      test_execute (connection, "NOTIFY chan, '1'; NOTIFY chan, '2'");
      first = pgg_connection_wait_notification (connection, -1, NULL, NULL);
      second = pgg_connection_wait_notification (connection, -1, NULL, NULL);
      g_assert_cmpstr (pgg_notification_get_payload (second), ==, "2");
    }
}

/* A result that came together with the one before it. */
static void
test_results_in_one_packet (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggResult) result = NULL;
  guint n_results = 0;

  result = pgg_connection_execute (connection, "SELECT 1; SELECT 2; SELECT 3", NULL, NULL, NULL);
  for (PggResult *part = result; part != NULL; part = pgg_result_get_next (part))
    g_assert_cmpint (pgg_result_get_int64 (part, 0, 0, NULL), ==, ++n_results);
  g_assert_cmpuint (n_results, ==, 3);
}

/* Rule 6: notifications come in every state, and are not kept by libpq until the next one. */
static void
check_notified_during (PggConnection *connection,
                       const char    *sql)
{
  g_autoptr(PggConnection) other = test_connect ();
  g_autoptr(PggOperation) operation = pgg_connection_execute_start (connection, sql, NULL);
  g_autoptr(PggNotification) notification = NULL;

  pgg_operation_step (operation, PGG_WAIT_NONE);
  test_execute (other, "NOTIFY chan, 'meanwhile'");
  test_drive (operation);
  notification = pgg_connection_wait_notification (connection, -1, NULL, NULL);
  g_assert_cmpstr (pgg_notification_get_payload (notification), ==, "meanwhile");
}

static void
test_collect_always (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GPtrArray) sets = test_sets_new (10);
  g_autoptr(PggNotification) notification = NULL;

  test_execute (connection, "LISTEN chan");
  check_notified_during (connection, "SELECT pg_sleep (0.02)");
  check_notified_during (connection, "SELECT 1 / 0");
  check_notified_during (connection, "COPY (SELECT generate_series (1, 1000)) TO STDOUT");
  pgg_connection_execute_many (connection, "SELECT pg_notify ('chan', $1::text)",
                               (PggParams **) sets->pdata, sets->len, NULL, NULL);
  for (guint i = 0; i < 10; i++)
    {
      g_clear_pointer (&notification, pgg_notification_unref);
      notification = pgg_connection_wait_notification (connection, -1, NULL, NULL);
    }
  g_assert_cmpstr (pgg_notification_get_payload (notification), ==, "9");
}

/* Rule 7: a COPY that nobody asked for is ended, whatever is before and behind it. */
static void
test_copy_is_ended (void)
{
  static const char *const copies[] = {
    "COPY (SELECT generate_series (1, 100000)) TO STDOUT",
    "COPY copied FROM STDIN",
    "SELECT 1; COPY copied FROM STDIN; SELECT 2",
    "COPY (SELECT 1) TO STDOUT; COPY copied FROM STDIN; COPY (SELECT 2) TO STDOUT",
    "COPY (SELECT 1 / (3 - i) FROM generate_series (1, 5) AS i) TO STDOUT",
  };
  g_autoptr(PggConnection) connection = test_connect ();

  test_execute (connection, "CREATE TEMP TABLE copied (i integer)");
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      g_autoptr(GError) error = test_execute_error (connection, copies[i]);

      g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
      test_assert_usable (connection);
    }
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM copied"), ==, 0);
}

/* What the server said before it went is the error, not the end of the network after it. */
static void
test_fatal_is_reported (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_auto(TestCall) call = { 0 };
  g_autoptr(GError) error = NULL;

  pgg_connection_execute_async (connection, "SELECT pg_sleep (60)", NULL, G_PRIORITY_DEFAULT, NULL,
                                test_call_cb, &call);
  test_terminate (pgg_connection_get_backend_pid (connection));
  error = test_call_finish_error (&call);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
}

/* A server that is killed has no time to say anything. */
static void
test_kill_is_reported (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  g_auto(TestCall) call = { 0 };
  g_autoptr(GError) error = NULL;

  pgg_connection_execute_async (connection, "SELECT pg_sleep (60)", NULL, G_PRIORITY_DEFAULT, NULL,
                                test_call_cb, &call);
  test_proxy_command (proxy, "cut");
  error = test_call_finish_error (&call);
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST);
}

/* Reads messages up to the last of so many of the kind @type. */
static gboolean
read_messages (GSocket *client,
               char     type,
               guint    n_messages)
{
  while (n_messages > 0)
    {
      char header[5];
      guint32 length;
      g_autofree char *rest = NULL;

      if (!test_peer_read (client, header, sizeof header))
        return FALSE;
      memcpy (&length, header + 1, sizeof length);
      length = GUINT32_FROM_BE (length) - (guint32) sizeof length;
      rest = g_malloc0 (length + 1);
      if (!test_peer_read (client, rest, length))
        return FALSE;
      n_messages -= *header == type ? 1 : 0;
    }

  return TRUE;
}

/* Two statements have come; the first fails, and then there is nobody any more. */
static void
failing_peer (GSocket  *client,
              gpointer  data)
{
  static const char failure[] = "E\0\0\0\50SERROR\0VERROR\0C42P18\0Mof the first\0";
  const gboolean *is_fatal = data;
  static const char end[] = "E\0\0\0\44SFATAL\0VFATAL\0C57P01\0Mgood bye\0";

  test_peer_greet (client);
  if (!read_messages (client, 'S', 2))
    return;

  test_peer_write (client, failure, sizeof failure);
  if (*is_fatal)
    test_peer_write (client, end, sizeof end);
}

static void
closed_cb (PggConnection *connection,
           GError        *error,
           gpointer       closed)
{
  *(GError **) closed = g_error_copy (error);
}

/* The error of a statement is no reason for the end of a connection that breaks then. */
static void
test_error_is_no_reason (gconstpointer data)
{
  gboolean is_fatal = GPOINTER_TO_INT (data);
  g_autoptr(TestPeer) peer = test_peer_new (failing_peer, &is_fatal);
  g_autofree char *conninfo = test_peer_dup_conninfo (peer);
  g_autoptr(PggConnection) connection = test_connect_to (conninfo);
  g_autoptr(PggOperation) first = test_start_int (connection, "SELECT $1", 1);
  g_autoptr(PggOperation) second = test_start_int (connection, "SELECT $1", 1);
  g_autoptr(GError) first_error = NULL;
  g_autoptr(GError) second_error = NULL;
  g_autoptr(GError) closed = NULL;
  GQuark domain = is_fatal ? PGG_SERVER_ERROR : PGG_CLIENT_ERROR;
  int code = is_fatal ? (int) PGG_SQL_STATE_ADMIN_SHUTDOWN : PGG_CLIENT_ERROR_CONNECTION_LOST;

  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), &closed);
  g_assert_false (pgg_operation_run (second, NULL, &second_error));
  g_assert_false (pgg_operation_run (first, NULL, &first_error));
  g_assert_error (first_error, PGG_SERVER_ERROR, PGG_SQL_STATE_INDETERMINATE_DATATYPE);
  g_assert_error (second_error, domain, code);
  g_assert_error (closed, domain, code);
}

/* Rule 8: after an error the pipeline is left, and the error is that of its own statement. */
static void
test_pipeline_exit (void)
{
  static const int failing[] = { 0, 1, 500, 4999 };
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GPtrArray) sets = test_sets_new (5000);

  test_execute (connection, "CREATE TEMP TABLE piped (i integer)");
  for (guint i = 0; i < G_N_ELEMENTS (failing); i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO piped SELECT 1 / ($1::int - %d)",
                                              failing[i]);
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (pgg_connection_execute_many (connection, sql, (PggParams **) sets->pdata,
                                                    sets->len, NULL, &error), ==, -1);
      g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
      test_assert_usable (connection);
      g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM piped"), ==, 0);
    }
}

/* An error that comes with the Sync, and one before anything is executed. */
static void
test_pipeline_late_error (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GPtrArray) sets = test_sets_new (3);
  g_autoptr(GPtrArray) none = test_sets_new (0);
  g_autoptr(GError) deferred = NULL;
  g_autoptr(GError) syntax = NULL;

  test_execute (connection, "CREATE TEMP TABLE strict (i integer, j integer UNIQUE DEFERRABLE "
                "INITIALLY DEFERRED)");
  pgg_connection_execute_many (connection, "INSERT INTO strict VALUES ($1, 7)",
                               (PggParams **) sets->pdata, sets->len, NULL, &deferred);
  g_assert_error (deferred, PGG_SERVER_ERROR, PGG_SQL_STATE_UNIQUE_VIOLATION);
  test_assert_usable (connection);
  pgg_connection_execute_many (connection, "INSERT INSERT", (PggParams **) sets->pdata, sets->len,
                               NULL, &syntax);
  g_assert_error (syntax, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
  test_assert_usable (connection);
  g_assert_cmpint (pgg_connection_execute_many (connection, "SELECT $1::int",
                                                (PggParams **) none->pdata, 0, NULL, NULL), ==, 0);
  test_assert_usable (connection);
}

/* Rule 9: close () wakes whoever waits, and no loop polls a descriptor that is closed. */
static void
test_close_wakes (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_auto(TestCall) executing = { 0 };
  g_auto(TestCall) waiting = { 0 };
  g_autoptr(PggOperation) stepped = NULL;
  g_autoptr(GError) execute_error = NULL;
  g_autoptr(GError) wait_error = NULL;

  pgg_connection_execute_async (connection, "SELECT pg_sleep (60)", NULL, G_PRIORITY_DEFAULT, NULL,
                                test_call_cb, &executing);
  pgg_connection_wait_notification_async (connection, -1, G_PRIORITY_DEFAULT, NULL, test_call_cb,
                                          &waiting);
  stepped = pgg_connection_execute_start (connection, "SELECT 1", NULL);
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  execute_error = test_call_finish_error (&executing);
  g_assert_error (execute_error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  wait_error = test_call_finish_error (&waiting);
  g_assert_error (wait_error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_true (pgg_operation_is_done (stepped));
}

/* The number of a closed descriptor soon belongs to a stranger, whom nobody may disturb. */
static void
test_number_is_reused (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPqConn) pq = pgg_connection_get_pq_conn (connection);
  int fd = pgg_pq_conn_socket (pq, NULL);
  int pipe_fds[2];
  char letter;

  g_clear_object (&pq);
  test_terminate (pgg_connection_get_backend_pid (connection));
  while (pgg_connection_get_status (connection) == PGG_CONNECTION_STATUS_OPEN)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  g_assert_true (pipe_fds[0] == fd || pipe_fds[1] == fd);
  g_assert_cmpint (write (pipe_fds[1], "x", 1), ==, 1);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpint (read (pipe_fds[0], &letter, 1), ==, 1);
  close (pipe_fds[0]);
  close (pipe_fds[1]);
}

/* Rule 10: what is sent waits in the program of the caller, not in libpq's memory. */
static void
test_bounded_memory (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  g_autoptr(GPtrArray) sets = wide_sets_new (2000, 1000);
  g_autoptr(PggOperation) operation = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gint64 grown;

  test_proxy_command (proxy, "stall 0 up");
  for (guint i = 0; i < 100000; i++)
    g_ptr_array_add (sets, pgg_params_ref (sets->pdata[i % 2000]));
  operation = pgg_connection_execute_many_start (connection, "SELECT $1::text",
                                                 (PggParams **) sets->pdata, sets->len);
  g_assert_true (g_file_get_contents ("/proc/self/statm", &before, NULL, NULL));
  for (guint i = 0; i < 20; i++)
    pgg_operation_step (operation, PGG_WAIT_READ | PGG_WAIT_WRITE);
  g_assert_true (g_file_get_contents ("/proc/self/statm", &after, NULL, NULL));
  grown = g_ascii_strtoll (strchr (after, ' '), NULL, 10) -
          g_ascii_strtoll (strchr (before, ' '), NULL, 10);
  g_assert_cmpint (grown * getpagesize (), <, 32 << 20);
  test_proxy_command (proxy, "cut");
  test_drive (operation);
}

/* Rule 11: a forked child drops its parent's connections without a word to the server. */
static void
test_fork (void)
{
  PggConnection *connection = test_connect ();
  int status;
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      /* What it leaks on purpose is not to be counted when it exits. */
      g_object_unref (connection);
      raise (SIGKILL);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  test_assert_usable (connection);
  g_object_unref (connection);
}

/* Rule 13: no text with a NUL byte reaches libpq, which would end it there. */
static void
test_nul_bytes (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPqConn) pq = pgg_connection_get_pq_conn (connection);
  g_autoptr(GError) error = NULL;

  g_assert_false (pgg_pq_conn_send_query (pq, "SELECT 1\0; DROP TABLE t", 23, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  test_assert_usable (connection);
}

/* A server that says what no server says, and stops at every byte of what it should. */
typedef struct
{
  const char *data;
  gsize       size;
} Script;

static void
scripted_peer (GSocket  *client,
               gpointer  data)
{
  const Script *script = data;

  if (test_peer_read_startup (client))
    test_peer_write (client, script->data, script->size);
}

static void
check_script (const char *data,
              gsize       size)
{
  Script script = { data, size };
  g_autoptr(TestPeer) peer = test_peer_new (scripted_peer, &script);
  g_autofree char *conninfo = test_peer_dup_conninfo (peer);
  g_autoptr(PggConnection) connection = pgg_connection_new (conninfo);
  g_autoptr(GError) error = NULL;

  g_assert_false (pgg_connection_open (connection, NULL, &error));
  g_assert_true (error->domain == PGG_CLIENT_ERROR || error->domain == PGG_SERVER_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_CLOSED);
}

static void
test_strange_server (void)
{
  static const char greeting[] = "R\0\0\0\10\0\0\0\0Z\0\0\0\5I";
  static const char *const strange[] = {
    "HTTP/1.1 400 Bad Request\r\n\r\n", "\377\376\375\374\373\372\371\370", "R\0\0\0",
    "E\377\377\377\377", "SSH-2.0-OpenSSH\r\n", "ESFATAL",
  };

  for (gsize size = 0; size + 1 < sizeof greeting; size++)
    check_script (greeting, size);
  for (guint i = 0; i < G_N_ELEMENTS (strange); i++)
    check_script (strange[i], strlen (strange[i]));
}

/* After the greeting each statement is answered with the script. */
static void
answering_peer (GSocket  *client,
                gpointer  data)
{
  const Script *script = data;
  char query[5];
  guint32 length;
  g_autofree char *rest = NULL;

  test_peer_greet (client);
  if (!test_peer_read (client, query, sizeof query))
    return;
  memcpy (&length, query + 1, sizeof length);
  length = GUINT32_FROM_BE (length);
  rest = g_malloc (length);
  if (test_peer_read (client, rest, length - sizeof length))
    test_peer_write (client, script->data, script->size);
}

static void
check_answer (const char *data,
              gsize       size)
{
  Script script = { data, size };
  g_autoptr(TestPeer) peer = test_peer_new (answering_peer, &script);
  g_autofree char *conninfo = test_peer_dup_conninfo (peer);
  g_autoptr(PggConnection) connection = test_connect_to (conninfo);
  g_autoptr(GError) error = test_execute_error (connection, "SELECT 1");

  g_assert_true (error->domain == PGG_CLIENT_ERROR || error->domain == PGG_SERVER_ERROR);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_LOST);
}

static void
test_strange_answer (void)
{
  static const char answer[] =
    "T\0\0\0\32\0\1a\0\0\0\0\0\0\0\0\0\0\27\0\4\377\377\377\377\0\0"
    "D\0\0\0\13\0\1\0\0\0\0011"
    "C\0\0\0\15SELECT 1\0";
  static const char *const strange[] = {
    "garbage that is no message", "\1\2\3\4\5\6\7\10", "D\0\0\0\13\0\1\0\0\0\0011", "T\0\0\0\4",
  };

  /* Cut at every byte: the end of the answer, ReadyForQuery, never comes. */
  for (gsize size = 0; size < sizeof answer; size++)
    check_answer (answer, size);
  for (guint i = 0; i < G_N_ELEMENTS (strange); i++)
    check_answer (strange[i], i == 2 ? 12 : i == 3 ? 5 : strlen (strange[i]));
}

/* The network in single bytes changes nothing. */
static void
test_single_bytes (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(PggConnection) connection = NULL;
  g_auto(TestCall) opened = { 0 };
  g_auto(TestCall) call = { 0 };

  test_proxy_command (proxy, "chunk 1");
  pgg_connect_async (test_proxy_get_conninfo (proxy), G_PRIORITY_DEFAULT, NULL, test_call_cb,
                     &opened);
  test_call_wait (&opened);
  connection = pgg_connect_finish (opened.result, NULL);
  g_assert_nonnull (connection);
  pgg_connection_execute_async (connection, "SELECT 6; SELECT 7", NULL, G_PRIORITY_DEFAULT, NULL,
                                test_call_cb, &call);
  g_assert_cmpint (test_call_finish_int (&call), ==, 6);
  test_assert_usable (connection);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (55);

  g_test_add_func ("/rules/01/write-before-poll", test_write_before_poll);
  g_test_add_func ("/rules/02/descriptor-changes", test_descriptor_changes);
  g_test_add_func ("/rules/03/time-per-address", test_time_per_address);
  g_test_add_func ("/rules/04/flush-and-read", test_flush_and_read);
  g_test_add_func ("/rules/04/flush-large", test_flush_large);
  g_test_add_func ("/rules/05/never-wait-for-buffered", test_never_wait_for_buffered);
  g_test_add_func ("/rules/05/results-in-one-packet", test_results_in_one_packet);
  g_test_add_func ("/rules/06/collect-always", test_collect_always);
  g_test_add_func ("/rules/07/copy-is-ended", test_copy_is_ended);
  g_test_add_func ("/rules/07/fatal-is-reported", test_fatal_is_reported);
  g_test_add_func ("/rules/07/kill-is-reported", test_kill_is_reported);
  g_test_add_data_func ("/rules/07/error-is-no-reason/broken", GINT_TO_POINTER (FALSE),
                        test_error_is_no_reason);
  g_test_add_data_func ("/rules/07/error-is-no-reason/ended", GINT_TO_POINTER (TRUE),
                        test_error_is_no_reason);
  g_test_add_func ("/rules/08/pipeline-exit", test_pipeline_exit);
  g_test_add_func ("/rules/08/pipeline-late-error", test_pipeline_late_error);
  g_test_add_func ("/rules/09/close-wakes", test_close_wakes);
  g_test_add_func ("/rules/09/number-is-reused", test_number_is_reused);
  g_test_add_func ("/rules/10/bounded-memory", test_bounded_memory);
  g_test_add_func ("/rules/11/fork", test_fork);
  g_test_add_func ("/rules/13/nul-bytes", test_nul_bytes);
  g_test_add_func ("/rules/strange/server", test_strange_server);
  g_test_add_func ("/rules/strange/answer", test_strange_answer);
  g_test_add_func ("/rules/strange/single-bytes", test_single_bytes);

  return g_test_run ();
}
