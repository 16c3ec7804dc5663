/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a session tells unasked: notifications, notices, its status, its end. */

#include "config.h"

#include "engine-fixture.h"

#include "client/pgg-connection-private.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-stream-operation-private.h"
#include "engine/pgg-stream-private.h"
#include "wait/pgg-operation-run.h"

#include <string.h>

static void
append_cb (PggConnection   *connection,
           PggNotification *notification,
           gpointer         text)
{
  g_string_append_printf (text, "%s=%s;", pgg_notification_get_channel (notification),
                          pgg_notification_get_payload (notification));
}

static void
iterate_until_length (GString *text,
                      gsize    length)
{
  while (text->len < length)
    g_main_context_iteration (NULL, TRUE);
}

/* Those of a detail get their channel, the others all, each in the order of the server. */
static void
test_notifications (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();
  g_autoptr(GString) all = g_string_new (NULL);
  g_autoptr(GString) one = g_string_new (NULL);

  g_assert_true (pgg_connection_listen (connection, "first", NULL, NULL));
  g_assert_true (pgg_connection_listen (connection, "Second One", NULL, NULL));
  g_signal_connect (connection, "notification", G_CALLBACK (append_cb), all);
  g_signal_connect (connection, "notification::Second One", G_CALLBACK (append_cb), one);
  test_execute (other, "NOTIFY first, 'a'; NOTIFY \"Second One\", 'b'; NOTIFY unheard, 'c'; "
                "NOTIFY first, 'd'; NOTIFY \"Second One\"");
  iterate_until_length (all, strlen ("first=a;Second One=b;first=d;Second One=;"));
  g_assert_cmpstr (all->str, ==, "first=a;Second One=b;first=d;Second One=;");
  g_assert_cmpstr (one->str, ==, "Second One=b;Second One=;");

  g_assert_true (pgg_connection_unlisten (connection, "first", NULL, NULL));
  test_execute (other, "NOTIFY first, 'e'; NOTIFY \"Second One\", 'f'");
  iterate_until_length (all, strlen ("first=a;Second One=b;first=d;Second One=;Second One=f;"));
  g_assert_true (g_str_has_suffix (all->str, "Second One=;Second One=f;"));
}

/* The largest payload of the server, less one byte each time. */
static void
test_payload (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  g_assert_true (pgg_connection_listen (connection, "big", NULL, NULL));
  for (guint size = 7990; size < 8000; size++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT pg_notify ('big', repeat ('é', %u / 2) || "
                                              "repeat ('x', %u %% 2))", size, size);
      g_autoptr(PggNotification) notification = NULL;

      test_execute (connection, sql);
      notification = pgg_connection_wait_notification (connection, -1, NULL, NULL);
      g_assert_cmpuint (strlen (pgg_notification_get_payload (notification)), ==, size);
      g_assert_cmpint (pgg_notification_get_pid (notification), ==,
                       pgg_connection_get_backend_pid (connection));
    }
}

/* What no handler has had waits for wait_notification (), in order; what one had does not. */
static void
test_backlog (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GString) seen = g_string_new (NULL);
  gulong handler;

  test_execute (connection, "LISTEN one; LISTEN two");
  handler = g_signal_connect (connection, "notification::one", G_CALLBACK (append_cb), seen);
  test_execute (connection, "NOTIFY one, '1'; NOTIFY two, '2'; NOTIFY one, '3'; NOTIFY two, '4'");
  test_execute (connection, "SELECT 1");
  iterate_until_length (seen, strlen ("one=1;one=3;"));
  g_signal_handler_disconnect (connection, handler);
  for (guint i = 2; i <= 4; i += 2)
    {
      g_autoptr(PggNotification) notification =
        pgg_connection_wait_notification (connection, 0, NULL, NULL);
      g_autofree char *expected = g_strdup_printf ("%u", i);

      g_assert_nonnull (notification);
      g_assert_cmpstr (pgg_notification_get_payload (notification), ==, expected);
    }
  g_assert_null (pgg_connection_wait_notification (connection, 0, NULL, NULL));
}

/* The one who is opening the connection may have gone. */
static void
test_wait_notification_early (void)
{
  g_autoptr(PggConnection) connection = pgg_connection_new (test_conninfo ());
  g_autoptr(GError) error = NULL;

  g_object_unref (pgg_connection_open_start (connection));
  g_assert_null (pgg_connection_wait_notification (connection, 1, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (test_query_int (connection, "SELECT 1"), ==, 1);
}

static void
test_wait_notification_async (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();
  TestCall calls[3] = { { 0 } };

  test_execute (connection, "LISTEN chan");
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    pgg_connection_wait_notification_async (connection, -1, G_PRIORITY_DEFAULT, NULL, test_call_cb,
                                            &calls[i]);
  g_assert_cmpint (test_query_int (connection, "SELECT 1"), ==, 1);
  test_execute (other, "NOTIFY chan, '0'; NOTIFY chan, '1'; NOTIFY chan, '2'");
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr(PggNotification) notification = NULL;
      g_autofree char *expected = g_strdup_printf ("%u", i);

      test_call_wait (&calls[i]);
      notification = pgg_connection_wait_notification_finish (connection, calls[i].result, NULL);
      g_assert_cmpstr (pgg_notification_get_payload (notification), ==, expected);
    }
  test_calls_clear (calls, G_N_ELEMENTS (calls));
}

/* Whoever waits for a notification learns that none can come any more. */
static void
test_wait_notification_lost (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  int pid = pgg_connection_get_backend_pid (connection);
  g_auto(TestCall) call = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) later = NULL;

  pgg_connection_wait_notification_async (connection, -1, G_PRIORITY_DEFAULT, NULL, test_call_cb,
                                          &call);
  test_terminate (pid);
  error = test_call_finish_error (&call);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_null (pgg_connection_wait_notification (connection, -1, NULL, &later));
  g_assert_error (later, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* The same where nobody watched when the server went. */
static void
test_wait_notification_unwatched (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GError) error = NULL;

  test_terminate (pgg_connection_get_backend_pid (connection));
  g_assert_null (pgg_connection_wait_notification (connection, -1, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_LOST);
}

static void
notice_cb (PggConnection  *connection,
           PggDiagnostics *notice,
           gpointer        text)
{
  g_string_append_printf (text, "%s %s %s;",
                          pgg_diagnostics_get_severity_nonlocalized (notice),
                          pgg_diagnostics_get_sqlstate (notice),
                          pgg_diagnostics_get_message_primary (notice));
}

static void
test_notices (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GString) text = g_string_new (NULL);
  g_auto(TestCall) call = { 0 };

  g_signal_connect (connection, "notice", G_CALLBACK (notice_cb), text);
  test_execute (connection, "DO $$BEGIN RAISE NOTICE 'one'; RAISE WARNING 'two'; END$$; "
                "ROLLBACK");
  g_assert_cmpstr (text->str, ==, "NOTICE 00000 one;WARNING 01000 two;"
                   "WARNING 25P01 there is no transaction in progress;");
  g_string_truncate (text, 0);
  pgg_connection_execute_async (connection, "DO $$BEGIN RAISE NOTICE 'three'; END$$", NULL,
                                G_PRIORITY_DEFAULT, NULL, test_call_cb, &call);
  test_call_wait (&call);
  g_assert_cmpstr (text->str, ==, "NOTICE 00000 three;");
}

static void
status_cb (PggConnection *connection,
           GParamSpec    *pspec,
           gpointer       n_changes)
{
  (*(guint *) n_changes)++;
}

static void
test_status (void)
{
  g_autoptr(PggConnection) connection = pgg_connection_new (test_conninfo ());
  g_auto(TestCall) call = { 0 };
  guint n_changes = 0;

  g_signal_connect (connection, "notify::status", G_CALLBACK (status_cb), &n_changes);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_CLOSED);
  pgg_connection_open_async (connection, G_PRIORITY_DEFAULT, NULL, test_call_cb, &call);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_OPENING);
  test_call_wait (&call);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_OPEN);
  g_assert_cmpuint (n_changes, ==, 2);
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_CLOSED);
  g_assert_cmpuint (n_changes, ==, 4);
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  g_assert_cmpuint (n_changes, ==, 4);
}

/* Who shows them has the ones of the session that is there. */
static void
test_session_properties (void)
{
  static const char *const names[] = {
    "backend-pid", "server-version", "ssl-in-use", "host", "port", "database", "user", "encoding",
  };
  g_autoptr(PggConnection) connection = pgg_connection_new (test_conninfo ());
  guint n_changes[G_N_ELEMENTS (names)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *signal = g_strconcat ("notify::", names[i], NULL);

      g_signal_connect (connection, signal, G_CALLBACK (status_cb), &n_changes[i]);
    }

  for (guint round = 1; round <= 2; round++)
    {
      g_assert_true (pgg_connection_open (connection, NULL, NULL));
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        g_assert_cmpuint (n_changes[i], ==, 2 * round - 1);
      test_execute (connection, "SELECT 1");
      g_assert_true (pgg_connection_close (connection, NULL, NULL));
      g_assert_cmpint (pgg_connection_get_backend_pid (connection), ==, 0);
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        g_assert_cmpuint (n_changes[i], ==, 2 * round);
    }
}

static void
assert_transaction_status (PggConnection          *connection,
                           PggPqTransactionStatus  expected)
{
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==, expected);
}

static void
test_transaction_status (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;

  assert_transaction_status (connection, PGG_PQ_TRANSACTION_STATUS_IDLE);
  test_execute (connection, "BEGIN");
  assert_transaction_status (connection, PGG_PQ_TRANSACTION_STATUS_INTRANS);
  error = test_execute_error (connection, "SELECT 1 / 0");
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  assert_transaction_status (connection, PGG_PQ_TRANSACTION_STATUS_INERROR);
  g_assert_true (pgg_connection_rollback (connection, NULL, NULL));
  operation = pgg_connection_execute_start (connection, "SELECT pg_sleep (0.01)", NULL);
  pgg_operation_step (operation, PGG_WAIT_NONE);
  assert_transaction_status (connection, PGG_PQ_TRANSACTION_STATUS_ACTIVE);
  test_drive (operation);
  assert_transaction_status (connection, PGG_PQ_TRANSACTION_STATUS_IDLE);
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  assert_transaction_status (connection, PGG_PQ_TRANSACTION_STATUS_UNKNOWN);
}

static void
closed_cb (PggConnection *connection,
           const GError  *error,
           gpointer       place)
{
  g_assert_null (*(GError **) place);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_LOST);
  *(GError **) place = g_error_copy (error);
}

/* With nothing running the main loop learns at once that the server has gone. */
static void
test_idle_death (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GError) closed = NULL;

  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), &closed);
  test_terminate (pgg_connection_get_backend_pid (connection));
  while (closed == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (closed, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
}

/* The network ends without a word of the server. */
static void
test_idle_cut (void)
{
  g_autoptr(TestProxy) proxy = test_proxy_new (test_conninfo (), TRUE);
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  g_autoptr(GError) closed = NULL;

  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), &closed);
  test_proxy_command (proxy, "reset");
  while (closed == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (closed, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST);
}

static gboolean
end_cb (gpointer flag)
{
  *(gboolean *) flag = TRUE;

  return G_SOURCE_REMOVE;
}

static guint
count_iterations (void)
{
  gboolean ended = FALSE;
  guint n_iterations = 0;

  g_timeout_add (100, end_cb, &ended);
  while (!ended)
    {
      g_main_context_iteration (NULL, TRUE);
      n_iterations++;
    }

  return n_iterations;
}

/* A loop that watches does not run in circles: idle, lost, closed, or while others use it. */
static void
test_no_busy_loop (void)
{
  g_autoptr(PggConnection) idle = test_connect ();
  g_autoptr(PggConnection) lost = test_connect ();
  g_autoptr(PggConnection) closed = test_connect ();
  g_autoptr(PggConnection) waiting = test_connect ();
  g_autoptr(PggOperation) unattended = NULL;
  g_auto(TestCall) call = { 0 };

  pgg_connection_wait_notification_async (waiting, -1, G_PRIORITY_DEFAULT, NULL, test_call_cb,
                                          &call);
  test_terminate (pgg_connection_get_backend_pid (lost));
  g_assert_true (pgg_connection_close (closed, NULL, NULL));
  while (pgg_connection_get_status (lost) == PGG_CONNECTION_STATUS_OPEN)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_iterations (), <, 10);

  /* Data is there, but it belongs to an operation that somebody else steps. */
  unattended = pgg_connection_execute_start (idle, "SELECT 1", NULL);
  pgg_operation_step (unattended, PGG_WAIT_NONE);
  g_assert_cmpuint (count_iterations (), <, 10);
  test_drive (unattended);
  test_assert_usable (idle);
  g_assert_true (pgg_connection_close (waiting, NULL, NULL));
  test_call_wait (&call);
}

/* A parameter that the server reports, and one that it does not. */
static void
test_parameters (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autofree char *zone = NULL;

  test_execute (connection, "SET TimeZone = 'Asia/Tokyo'");
  zone = pgg_connection_dup_parameter_status (connection, "TimeZone");
  g_assert_cmpstr (zone, ==, "Asia/Tokyo");
  g_assert_null (pgg_connection_dup_parameter_status (connection, "work_mem"));
}

static PggOperation *
start_stream (PggConnection *connection,
              PggStream     *stream,
              const char    *sql)
{
  PggExecuteRequest request = {
    .sql = sql,
    .convert = pgg_connection_convert_results,
    .destroy = (GDestroyNotify) pgg_result_unref,
  };

  return pgg_stream_operation_start (connection->session, stream, &request, connection,
                                     start_stream, 0);
}

static guint
fetch (PggConnection *connection,
       PggStream     *stream,
       guint          n_rows)
{
  g_autoptr(PggOperation) operation =
    pgg_stream_operation_fetch (connection->session, stream, n_rows,
                                pgg_connection_convert_results,
                                (GDestroyNotify) pgg_result_unref, connection, fetch, 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;
  guint n_fetched = 0;

  g_assert_true (pgg_operation_run (operation, NULL, &error));
  g_assert_no_error (error);
  result = pgg_operation_propagate_pointer (operation, NULL);
  for (PggResult *part = result; part != NULL; part = pgg_result_get_next (part))
    n_fetched += pgg_result_get_n_rows (part);

  return n_fetched;
}

/* Another statement in the middle of a stream: both are right. */
static void
test_stream (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStream) stream = pgg_stream_new ();
  g_autoptr(PggOperation) starting =
    start_stream (connection, stream, "SELECT i FROM generate_series (1, 20000) AS i");
  g_autoptr(PggResult) first = NULL;
  guint n_rows = 0;

  g_assert_true (pgg_operation_run (starting, NULL, NULL));
  first = pgg_operation_propagate_pointer (starting, NULL);
  for (PggResult *part = first; part != NULL; part = pgg_result_get_next (part))
    n_rows += pgg_result_get_n_rows (part);
  for (guint i = 0; i < 10; i++)
    n_rows += fetch (connection, stream, 100);
  g_assert_cmpuint (n_rows, >, 1000);
  g_assert_cmpuint (n_rows, <, 20000);
  g_assert_cmpint (test_query_int (connection, "SELECT 3"), ==, 3);
  while (n_rows < 20000)
    n_rows += fetch (connection, stream, 1000);
  g_assert_cmpuint (n_rows, ==, 20000);
  test_assert_usable (connection);
}

static void
test_stream_closed (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggStream) stream = pgg_stream_new ();
  g_autoptr(PggOperation) starting =
    start_stream (connection, stream, "SELECT generate_series (1, 100000000)");
  g_autoptr(PggOperation) closing = NULL;

  g_assert_true (pgg_operation_run (starting, NULL, NULL));
  closing = pgg_stream_operation_close (connection->session, stream, connection,
                                        test_stream_closed);
  g_assert_true (pgg_operation_run (closing, NULL, NULL));
  test_assert_usable (connection);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (50);

  g_test_add_func ("/session/notifications", test_notifications);
  g_test_add_func ("/session/notifications/payload", test_payload);
  g_test_add_func ("/session/notifications/backlog", test_backlog);
  g_test_add_func ("/session/wait-notification", test_wait_notification_async);
  g_test_add_func ("/session/wait-notification-early", test_wait_notification_early);
  g_test_add_func ("/session/wait-notification/lost", test_wait_notification_lost);
  g_test_add_func ("/session/wait-notification/unwatched", test_wait_notification_unwatched);
  g_test_add_func ("/session/notices", test_notices);
  g_test_add_func ("/session/status", test_status);
  g_test_add_func ("/session/session-properties", test_session_properties);
  g_test_add_func ("/session/transaction-status", test_transaction_status);
  g_test_add_func ("/session/idle/death", test_idle_death);
  g_test_add_func ("/session/idle/cut", test_idle_cut);
  g_test_add_func ("/session/idle/no-busy-loop", test_no_busy_loop);
  g_test_add_func ("/session/parameters", test_parameters);
  g_test_add_func ("/session/stream", test_stream);
  g_test_add_func ("/session/stream/closed", test_stream_closed);

  return g_test_run ();
}
