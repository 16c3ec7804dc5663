/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Connecting where that is not easy: names, places, servers and passwords that do not answer. */

#include "config.h"

#include "engine-fixture.h"

#include <glib/gstdio.h>

#include <string.h>

/* A resolver that knows a few names, so that no test depends on the network it runs in. */
typedef GResolver      TestResolver;
typedef GResolverClass TestResolverClass;

static GType test_resolver_get_type (void);

G_DEFINE_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static GList *
new_addresses (void)
{
  GList *addresses = g_list_append (NULL, g_inet_address_new_from_string ("127.0.0.77"));

  return g_list_append (addresses, g_inet_address_new_from_string ("127.0.0.1"));
}

static void
addresses_free (gpointer addresses)
{
  g_resolver_free_addresses (addresses);
}

static void
never_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  while (!g_cancellable_is_cancelled (cancellable))
    g_usleep (1000);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
}

/* The name decides: "never…" ends when it is cancelled, "none…" has no address. */
static void
test_resolver_lookup_async (GResolver           *resolver,
                            const char          *name,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_set_source_tag (task, test_resolver_lookup_async);
  if (g_str_has_prefix (name, "never"))
    g_task_run_in_thread (task, never_thread);
  else if (g_str_has_prefix (name, "none"))
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no such name");
  else
    g_task_return_pointer (task, new_addresses (), addresses_free);
}

static GList *
test_resolver_lookup_finish (GResolver     *resolver,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  klass->lookup_by_name_async = test_resolver_lookup_async;
  klass->lookup_by_name_finish = test_resolver_lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

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

/* A port on which nobody listens. */
static guint
dead_port (void)
{
  g_autoptr(TestPeer) peer = test_peer_new (NULL, NULL);

  return test_peer_get_port (peer);
}

static GError *
connect_error (const char *conninfo)
{
  GError *error = NULL;
  g_autoptr(PggConnection) connection = pgg_connect (conninfo, NULL, &error);

  g_assert_null (connection);
  g_assert_nonnull (error);

  return error;
}

static char *
conninfo_for (const char *places,
              const char *more)
{
  return g_strdup_printf ("%s user=postgres dbname=postgres %s", places, more);
}

static void
test_conninfo_wrong (void)
{
  static const char *const wrong[] = {
    "nonsense", "no_such_option=1", "host='unclosed", "connect_timeout=soon host=127.0.0.1",
    "host=a,b hostaddr=127.0.0.1", "host=a port=1,2", "postgresql://[::1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(PggConnection) connection = pgg_connection_new (wrong[i]);
      g_autoptr(GError) error = NULL;

      g_assert_false (pgg_connection_open (connection, NULL, &error));
      g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_CONNINFO);
      g_assert_cmpint (pgg_connection_get_status (connection), ==,
                       PGG_CONNECTION_STATUS_CLOSED);
    }
}

static void
test_unknown_host (void)
{
  g_autoptr(GError) error = connect_error ("host=none.test password=geheim");

  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_HOST_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "none.test"));
  g_assert_null (strstr (error->message, "geheim"));
}

/* The first address of the name refuses, the second is the server's. */
static void
test_name (void)
{
  g_autofree char *place = g_strdup_printf ("host=known.test port=%u", server_port ());
  g_autofree char *conninfo = conninfo_for (place, "");
  g_autoptr(PggConnection) connection = test_connect_to (conninfo);
  g_autofree char *host = pgg_connection_dup_host (connection);

  test_assert_usable (connection);
  g_assert_cmpstr (host, ==, "known.test");
  g_assert_cmpuint (pgg_connection_get_port (connection), ==, server_port ());
}

static void
test_hostaddr (void)
{
  g_autofree char *place = g_strdup_printf ("host=none.test hostaddr=127.0.0.1 port=%u",
                                            server_port ());
  g_autofree char *conninfo = conninfo_for (place, "");
  g_autoptr(PggConnection) connection = test_connect_to (conninfo);

  test_assert_usable (connection);
}

static void
test_refused (void)
{
  g_autofree char *place = g_strdup_printf ("host=127.0.0.1 port=%u", dead_port ());
  g_autofree char *conninfo = conninfo_for (place, "password=geheim");
  g_autoptr(GError) error = connect_error (conninfo);

  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_FAILED);
  g_assert_null (strstr (error->message, "geheim"));
}

static void
test_no_socket (void)
{
  g_autoptr(GError) error = connect_error ("host=/nowhere/at/all");

  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_FAILED);
  g_assert_nonnull (strstr (error->message, "/nowhere/at/all"));
}

/* Every attempt is in the message of the error. */
static void
test_several_dead (void)
{
  guint first = dead_port ();
  guint second = dead_port ();
  g_autofree char *place = g_strdup_printf ("host=127.0.0.1,127.0.0.1,none.test port=%u,%u,1",
                                            first, second);
  g_autofree char *conninfo = conninfo_for (place, "");
  g_autofree char *first_text = g_strdup_printf ("%u", first);
  g_autofree char *second_text = g_strdup_printf ("%u", second);
  g_autoptr(GError) error = connect_error (conninfo);

  g_assert_nonnull (strstr (error->message, first_text));
  g_assert_nonnull (strstr (error->message, second_text));
  g_assert_nonnull (strstr (error->message, "none.test"));
}

static void
test_second_host (void)
{
  g_autofree char *place = g_strdup_printf ("host=none.test,127.0.0.1,127.0.0.1 port=1,%u,%u",
                                            dead_port (), server_port ());
  g_autofree char *conninfo = conninfo_for (place, "");
  g_autoptr(PggConnection) connection = test_connect_to (conninfo);

  test_assert_usable (connection);
}

/* A place that accepts and is silent costs its own time limit, not the one of all. */
static void
test_silent_host (void)
{
  g_autoptr(TestPeer) silent = test_peer_new (NULL, NULL);
  g_autofree char *place = g_strdup_printf ("host=127.0.0.1,127.0.0.1 port=%u,%u connect_timeout=1",
                                            test_peer_get_port (silent), server_port ());
  g_autofree char *conninfo = conninfo_for (place, "");
  g_auto(TestCall) call = { 0 };
  g_autoptr(PggConnection) connection = NULL;
  g_autoptr(GError) error = NULL;

  pgg_connect_async (conninfo, G_PRIORITY_DEFAULT, NULL, test_call_cb, &call);
  test_call_wait (&call);
  connection = pgg_connect_finish (call.result, &error);
  g_assert_no_error (error);
  test_assert_usable (connection);
}

static void
test_silent_only (void)
{
  g_autoptr(TestPeer) silent = test_peer_new (NULL, NULL);
  g_autofree char *place = g_strdup_printf ("host=127.0.0.1 port=%u connect_timeout=1",
                                            test_peer_get_port (silent));
  g_autofree char *conninfo = conninfo_for (place, "");
  g_autoptr(GError) error = connect_error (conninfo);

  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

/* The limit of the connection ends all attempts together, with and without a main loop. */
static void
test_total_timeout (void)
{
  g_autoptr(TestPeer) silent = test_peer_new (NULL, NULL);
  g_autofree char *conninfo = test_peer_dup_conninfo (silent);
  g_autoptr(PggConnection) connection = pgg_connection_new (conninfo);
  g_auto(TestCall) call = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) async_error = NULL;
  guint n_fds;

  pgg_connection_set_timeout (connection, 50);
  g_assert_false (pgg_connection_open (connection, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_CLOSED);
  n_fds = test_count_fds ();

  pgg_connection_open_async (connection, G_PRIORITY_DEFAULT, NULL, test_call_cb, &call);
  async_error = test_call_finish_error (&call);
  g_assert_error (async_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpuint (test_count_fds (), ==, n_fds);
}

static gboolean
tick_cb (gpointer data)
{
  (*(guint *) data)++;

  return G_SOURCE_CONTINUE;
}

/* A name server that never answers holds up nobody, and leaves nothing behind. */
static void
test_silent_resolver (void)
{
  g_autoptr(PggConnection) connection = pgg_connection_new ("host=never.test");
  guint n_ticks = 0;
  guint source = g_timeout_add (1, tick_cb, &n_ticks);
  guint n_fds = 0;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_auto(TestCall) call = { 0 };
      g_autoptr(GError) error = NULL;

      pgg_connection_open_async (connection, G_PRIORITY_DEFAULT, cancellable, test_call_cb, &call);
      n_ticks = 0;
      while (n_ticks < 5)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (call.n_calls, ==, 0);
      g_cancellable_cancel (cancellable);
      error = test_call_finish_error (&call);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      if (i == 1)
        n_fds = test_count_fds ();
    }
  g_source_remove (source);
  while (test_count_fds () > n_fds)
    g_usleep (1000);
}

static void
test_resolver_deadline (void)
{
  g_autoptr(PggConnection) connection = pgg_connection_new ("host=never.test");
  g_autoptr(GError) error = NULL;

  pgg_connection_set_timeout (connection, 30);
  g_assert_false (pgg_connection_open (connection, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static void
check_session_attrs (const char *attrs,
                     gboolean    expected)
{
  g_autofree char *more = g_strdup_printf ("target_session_attrs=%s", attrs);
  g_autofree char *conninfo = g_strconcat (test_conninfo (), " ", more, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(PggConnection) connection = pgg_connect (conninfo, NULL, &error);

  if (expected)
    g_assert_no_error (error);
  else
    g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_FAILED);
  g_assert_true ((connection != NULL) == expected);
}

static void
test_session_attrs (void)
{
  check_session_attrs ("any", TRUE);
  check_session_attrs ("read-write", TRUE);
  check_session_attrs ("primary", TRUE);
  check_session_attrs ("prefer-standby", TRUE);
  check_session_attrs ("standby", FALSE);
  check_session_attrs ("read-only", FALSE);
}

/* libpq before 16 does not know the option and says so. */
static void
test_load_balance (void)
{
  g_autofree char *place = g_strdup_printf ("host=127.0.0.1,127.0.0.1 port=%u,%u "
                                            "load_balance_hosts=random", dead_port (),
                                            server_port ());
  g_autofree char *conninfo = conninfo_for (place, "");

  if (pgg_pq_lib_version () < 160000)
    {
      g_autoptr(GError) error = connect_error (conninfo);

      g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_CONNINFO);
      return;
    }
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr(PggConnection) connection = test_connect_to (conninfo);

      test_assert_usable (connection);
    }
}

/* Hosts of a service file are left to libpq, with its own fall-over. */
static void
test_service (void)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr(PggConnection) connection = NULL;
  g_auto(TestCall) call = { 0 };
  int fd = g_file_open_tmp ("pgg-service-XXXXXX", &path, NULL);

  text = g_strdup_printf ("[here]\nhost=127.0.0.1,127.0.0.1\nport=%u,%u\nuser=postgres\n"
                          "dbname=postgres\n", dead_port (), server_port ());
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_setenv ("PGSERVICEFILE", path, TRUE);
  pgg_connect_async ("service=here", G_PRIORITY_DEFAULT, NULL, test_call_cb, &call);
  test_call_wait (&call);
  connection = pgg_connect_finish (call.result, NULL);
  g_assert_nonnull (connection);
  test_assert_usable (connection);
  g_unsetenv ("PGSERVICEFILE");
  g_assert_true (g_close (fd, NULL));
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
require_password (PggConnection *connection)
{
  test_execute (connection, "CREATE ROLE secret LOGIN PASSWORD 'right'");
  test_execute (connection, "DO $$ BEGIN EXECUTE format ("
                "'COPY (SELECT unnest (ARRAY [''local all secret scram-sha-256'', "
                "''local all all trust'', ''host all all 127.0.0.1/32 trust''])) "
                "TO PROGRAM %L', 'cat > ' || current_setting ('hba_file')); END $$");
  test_execute (connection, "SELECT pg_reload_conf ()");
}

static char *
conninfo_of_secret (const char *password)
{
  g_autoptr(GString) conninfo = g_string_new (test_conninfo ());

  g_string_replace (conninfo, "user=postgres", "user=secret", 1);
  g_string_append_printf (conninfo, " password=%s", password);

  return g_string_free (g_steal_pointer (&conninfo), FALSE);
}

static void
test_password (void)
{
  g_autoptr(PggConnection) admin = test_connect ();
  g_autofree char *wrong = conninfo_of_secret ("geheim");
  g_autofree char *right = conninfo_of_secret ("right");
  g_autofree char *none = conninfo_of_secret ("''");
  g_autoptr(PggConnection) connection = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) missing = NULL;
  g_autoptr(PggDiagnostics) diagnostics = NULL;

  require_password (admin);
  while (error == NULL)
    {
      g_autoptr(PggConnection) early = pgg_connect (wrong, NULL, &error);
    }
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_INVALID_PASSWORD);
  g_assert_null (strstr (error->message, "geheim"));
  diagnostics = pgg_diagnostics_from_error (error);
  g_assert_cmpstr (pgg_diagnostics_get_sqlstate (diagnostics), ==, "28P01");

  missing = connect_error (none);
  g_assert_error (missing, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_FAILED);
  connection = test_connect_to (right);
  test_assert_usable (connection);
}

static void
check_refused_by_server (const char  *from,
                         const char  *to,
                         PggSqlState  state)
{
  g_autoptr(GString) conninfo = g_string_new (test_conninfo ());
  g_autoptr(GError) error = NULL;

  g_string_replace (conninfo, from, to, 1);
  error = connect_error (conninfo->str);
  g_assert_error (error, PGG_SERVER_ERROR, (int) state);
}

static void
test_refused_by_server (void)
{
  check_refused_by_server ("dbname=postgres", "dbname=missing",
                           PGG_SQL_STATE_INVALID_CATALOG_NAME);
  check_refused_by_server ("user=postgres", "user=nobody_at_all",
                           PGG_SQL_STATE_INVALID_AUTHORIZATION_SPECIFICATION);
}

/* What a server says that is not ready yet. */
static void
starting_up_peer (GSocket  *client,
                  gpointer  n_clients)
{
  static const char refusal[] =
    "E\0\0\0\122SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0"
    "Fpostmaster.c\0L1\0\0";
  char message[sizeof refusal - 1];

  memcpy (message, refusal, sizeof message);
  message[4] = (char) (sizeof message - 1);
  g_atomic_int_inc ((int *) n_clients);
  if (test_peer_read_startup (client))
    test_peer_write (client, message, sizeof message);
}

/* A server that is starting is one to pass by, and the error if there is no other. */
static void
test_starting_up (void)
{
  int n_clients = 0;
  g_autoptr(TestPeer) peer = test_peer_new (starting_up_peer, &n_clients);
  g_autofree char *place = g_strdup_printf ("host=127.0.0.1,127.0.0.1 port=%u,%u sslmode=disable "
                                            "gssencmode=disable", test_peer_get_port (peer),
                                            server_port ());
  g_autofree char *conninfo = conninfo_for (place, "");
  g_autofree char *alone = test_peer_dup_conninfo (peer);
  g_autoptr(PggConnection) connection = test_connect_to (conninfo);
  g_autoptr(GError) error = NULL;

  test_assert_usable (connection);
  error = connect_error (alone);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_CANNOT_CONNECT_NOW);
  g_assert_cmpint (g_atomic_int_get (&n_clients), ==, 2);
}

static void
keep_error_cb (PggConnection *connection,
               const GError  *error,
               gpointer       place)
{
  g_assert_null (*(GError **) place);
  *(GError **) place = g_error_copy (error);
}

static void
terminate_through (PggConnection *connection,
                   const char    *conninfo)
{
  g_autoptr(PggConnection) other = test_connect_to (conninfo);
  g_autofree char *sql = g_strdup_printf ("SELECT pg_terminate_backend (%d)",
                                          pgg_connection_get_backend_pid (connection));

  test_execute (other, sql);
}

/* A server that goes: the connection says why, and can be opened again. */
static void
test_restart (void)
{
  g_autoptr(PggLocalServer) server = pgg_local_server_new (NULL);
  g_autofree char *conninfo = NULL;
  g_autoptr(PggConnection) connection = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) closed = NULL;
  g_autoptr(GError) away = NULL;
  g_autoptr(GError) later = NULL;

  pgg_local_server_start (server, NULL, &error);
  g_assert_no_error (error);
  conninfo = pgg_local_server_dup_conninfo (server);
  connection = test_connect_to (conninfo);
  g_signal_connect (connection, "closed", G_CALLBACK (keep_error_cb), &closed);
  terminate_through (connection, conninfo);
  while (closed == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (closed, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_LOST);
  later = test_execute_error (connection, "SELECT 1");
  g_assert_error (later, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_nonnull (strstr (later->message, "terminating connection"));
  g_clear_error (&closed);

  g_assert_true (pgg_connection_open (connection, NULL, NULL));
  test_assert_usable (connection);
  g_assert_true (pgg_local_server_stop (server, NULL, NULL));
  while (closed == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (closed, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
  g_assert_false (pgg_connection_open (connection, NULL, &away));
  g_assert_error (away, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_FAILED);
}

/* Without a main loop it is the next statement that learns it, in the server's words. */
static void
test_killed_unwatched (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GError) closed = NULL;
  g_autoptr(GError) error = NULL;

  g_signal_connect (connection, "closed", G_CALLBACK (keep_error_cb), &closed);
  test_terminate (pgg_connection_get_backend_pid (connection));
  error = test_execute_error (connection, "SELECT 1");
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
  g_assert_error (closed, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_LOST);
  g_assert_true (pgg_connection_open (connection, NULL, NULL));
  test_assert_usable (connection);
}

static void
test_reset (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  int pid = pgg_connection_get_backend_pid (connection);
  g_auto(TestCall) call = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_connection_open (connection, NULL, NULL));
  g_assert_cmpint (pgg_connection_get_backend_pid (connection), ==, pid);

  pgg_connection_execute_async (connection, "SELECT pg_sleep (60)", NULL, G_PRIORITY_DEFAULT, NULL,
                                test_call_cb, &call);
  g_assert_true (pgg_connection_reset (connection, NULL, NULL));
  g_assert_cmpint (pgg_connection_get_backend_pid (connection), !=, pid);
  error = test_call_finish_error (&call);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  test_assert_usable (connection);
}

/* What is begun while the connection opens waits for that. */
static void
test_queued_behind_open (void)
{
  g_autoptr(PggConnection) connection = pgg_connection_new (test_conninfo ());
  g_auto(TestCall) opening = { 0 };
  g_auto(TestCall) executing = { 0 };

  pgg_connection_open_async (connection, G_PRIORITY_DEFAULT, NULL, test_call_cb, &opening);
  pgg_connection_execute_async (connection, "SELECT 5", NULL, G_PRIORITY_DEFAULT, NULL,
                                test_call_cb, &executing);
  g_assert_cmpint (test_call_finish_int (&executing), ==, 5);
  g_assert_cmpuint (opening.n_calls, ==, 1);
}

static void
test_close_while_opening (void)
{
  g_autoptr(TestPeer) silent = test_peer_new (NULL, NULL);
  g_autofree char *conninfo = test_peer_dup_conninfo (silent);
  g_autoptr(PggConnection) connection = pgg_connection_new (conninfo);
  g_auto(TestCall) call = { 0 };
  g_autoptr(GError) error = NULL;

  pgg_connection_open_async (connection, G_PRIORITY_DEFAULT, NULL, test_call_cb, &call);
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  error = test_call_finish_error (&call);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_CLOSED);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  test_watchdog (55);
  resolver = g_object_new (test_resolver_get_type (), NULL);
  g_resolver_set_default (resolver);

  g_test_add_func ("/connect/conninfo", test_conninfo_wrong);
  g_test_add_func ("/connect/name", test_name);
  g_test_add_func ("/connect/name/unknown", test_unknown_host);
  g_test_add_func ("/connect/name/silent", test_silent_resolver);
  g_test_add_func ("/connect/name/deadline", test_resolver_deadline);
  g_test_add_func ("/connect/hostaddr", test_hostaddr);
  g_test_add_func ("/connect/refused", test_refused);
  g_test_add_func ("/connect/no-socket", test_no_socket);
  g_test_add_func ("/connect/several/dead", test_several_dead);
  g_test_add_func ("/connect/several/second", test_second_host);
  g_test_add_func ("/connect/silent/host", test_silent_host);
  g_test_add_func ("/connect/silent/only", test_silent_only);
  g_test_add_func ("/connect/silent/total", test_total_timeout);
  g_test_add_func ("/connect/session-attrs", test_session_attrs);
  g_test_add_func ("/connect/load-balance", test_load_balance);
  g_test_add_func ("/connect/service", test_service);
  g_test_add_func ("/connect/password", test_password);
  g_test_add_func ("/connect/refused-by-server", test_refused_by_server);
  g_test_add_func ("/connect/starting-up", test_starting_up);
  g_test_add_func ("/connect/restart", test_restart);
  g_test_add_func ("/connect/killed-unwatched", test_killed_unwatched);
  g_test_add_func ("/connect/reset", test_reset);
  g_test_add_func ("/connect/queued", test_queued_behind_open);
  g_test_add_func ("/connect/close", test_close_while_opening);

  return g_test_run ();
}
