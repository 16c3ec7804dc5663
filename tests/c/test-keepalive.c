/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* TCP connections: what the kernel is told to find out whether the server is still there. */

#include "config.h"

#include "engine-fixture.h"

#include "client/pgg-connection-private.h"

#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static PggConnection *
connect_tcp (const char *more)
{
  const char *conninfo = g_getenv ("PGG_TEST_TCP_CONNINFO");
  g_autofree char *text = g_strconcat (conninfo, " ", more, NULL);

  g_assert_nonnull (conninfo);

  return test_connect_to (text);
}

static int
get_option (PggConnection *connection,
            int            level,
            int            option)
{
  int fd = pgg_pq_conn_socket (connection->session->pq, NULL);
  int value = -1;
  socklen_t size = sizeof value;

  g_assert_cmpint (getsockopt (fd, level, option, &value, &size), ==, 0);

  return value;
}

static void
assert_options (PggConnection *connection,
                int            idle,
                int            interval,
                int            count,
                int            user_timeout)
{
  g_assert_cmpint (get_option (connection, SOL_SOCKET, SO_KEEPALIVE), ==, 1);
  g_assert_cmpint (get_option (connection, IPPROTO_TCP, TCP_KEEPIDLE), ==, idle);
  g_assert_cmpint (get_option (connection, IPPROTO_TCP, TCP_KEEPINTVL), ==, interval);
  g_assert_cmpint (get_option (connection, IPPROTO_TCP, TCP_KEEPCNT), ==, count);
  g_assert_cmpint (get_option (connection, IPPROTO_TCP, TCP_USER_TIMEOUT), ==, user_timeout);
}

/* Also after a reset, which makes another socket. */
static void
test_defaults (void)
{
  g_autoptr(PggConnection) connection = connect_tcp ("");

  assert_options (connection, 60, 10, 6, 120000);
  g_assert_true (pgg_connection_reset (connection, NULL, NULL));
  assert_options (connection, 60, 10, 6, 120000);
}

static void
test_given (void)
{
  g_autoptr(PggConnection) some = connect_tcp ("keepalives_idle=77 tcp_user_timeout=5000");
  g_autoptr(PggConnection) all = connect_tcp ("keepalives_idle=7 keepalives_interval=8 "
                                              "keepalives_count=9 tcp_user_timeout=0");
  g_autoptr(PggConnection) none = connect_tcp ("keepalives=0");

  assert_options (some, 77, 10, 6, 5000);
  assert_options (all, 7, 8, 9, 0);
  g_assert_cmpint (get_option (none, SOL_SOCKET, SO_KEEPALIVE), ==, 0);
  g_assert_cmpint (get_option (none, IPPROTO_TCP, TCP_KEEPIDLE), !=, 60);
}

/* What a service file says counts as well. */
static void
test_service (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "pgg-service-XXXXXX", NULL);
  const char *text = "[patient]\nkeepalives_count=4\ntcp_user_timeout=30000\n";
  g_autoptr(PggConnection) connection = NULL;
  int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_setenv ("PGSERVICEFILE", path, TRUE);
  connection = connect_tcp ("service=patient");
  assert_options (connection, 60, 10, 4, 30000);
  g_unsetenv ("PGSERVICEFILE");
  g_unlink (path);
}

/* On a Unix socket there is nothing to set. */
static void
test_unix (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  g_assert_false (connection->session->patience.has_limit);
  test_assert_usable (connection);
}

#define N_BYTES (30 * 1024 * 1024)

/* A server that is busy does not read: the limit must not take that for silence. */
static void
test_busy (void)
{
  g_autoptr(PggConnection) connection = connect_tcp ("");
  g_autoptr(PggConnection) holder = test_connect ();
  g_autofree char *text = g_strnfill (N_BYTES, 'x');
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggParams) none = pgg_params_new ();
  g_autoptr(PggOperation) busy = NULL;
  g_autoptr(PggOperation) behind = NULL;
  g_autoptr(PggResult) result = NULL;

  test_execute (holder, "SELECT pg_advisory_lock (1)");
  g_assert_true (pgg_params_append_text (params, text, NULL));
  busy = pgg_connection_execute_start (connection, "SELECT pg_advisory_lock (1)", none);
  behind = pgg_connection_execute_start (connection, "SELECT length ($1::text)", params);
  g_assert_cmpint (get_option (connection, IPPROTO_TCP, TCP_USER_TIMEOUT), ==, 120000);
  pgg_operation_step (busy, PGG_WAIT_NONE);
  pgg_operation_step (busy, PGG_WAIT_NONE);
  g_assert_cmpint (get_option (connection, IPPROTO_TCP, TCP_USER_TIMEOUT), ==, 0);
  test_execute (holder, "SELECT pg_advisory_unlock (1)");
  test_drive (busy);
  test_drive (behind);
  result = pgg_connection_execute_finish (connection, G_ASYNC_RESULT (behind), NULL);
  g_assert_cmpint (pgg_result_get_int (result, 0, 0, NULL), ==, N_BYTES);
  test_assert_usable (connection);
  g_assert_cmpint (get_option (connection, IPPROTO_TCP, TCP_USER_TIMEOUT), ==, 120000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (55);

  g_test_add_func ("/keepalive/defaults", test_defaults);
  g_test_add_func ("/keepalive/given", test_given);
  g_test_add_func ("/keepalive/service", test_service);
  g_test_add_func ("/keepalive/unix", test_unix);
  g_test_add_func ("/keepalive/busy", test_busy);

  return g_test_run ();
}
