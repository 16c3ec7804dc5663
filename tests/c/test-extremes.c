/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* As much as there can be of everything, and a server that dies in the middle of it. */

#include "config.h"

#include "engine-fixture.h"

#include <signal.h>
#include <string.h>

#define MAX_COLUMNS 1664
#define N_STORM 20000
#define HUGE_SIZE (64 * 1024 * 1024)

static char *
make_wide_sql (guint n_columns)
{
  g_autoptr(GString) sql = g_string_new ("SELECT 1");

  for (guint i = 2; i <= n_columns; i++)
    g_string_append_printf (sql, ", %u", i);

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* src/include/access/htup_details.h, MaxTupleAttributeNumber */
static void
test_columns (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autofree char *sql = make_wide_sql (MAX_COLUMNS);
  g_autofree char *too_wide = make_wide_sql (MAX_COLUMNS + 1);
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;

  result = pgg_connection_execute (connection, sql, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pgg_result_get_n_columns (result), ==, MAX_COLUMNS);
  g_assert_cmpint (pgg_result_get_int (result, 0, MAX_COLUMNS - 1, NULL), ==, MAX_COLUMNS);

  error = test_execute_error (connection, too_wide);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_TOO_MANY_COLUMNS);
  test_assert_usable (connection);
}

static void
test_huge_value (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autofree char *sql = g_strdup_printf ("SELECT repeat ('x', %d), 7", HUGE_SIZE);
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;

  result = pgg_connection_execute (connection, sql, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (pgg_result_get_text (result, 0, 0, NULL)), ==, HUGE_SIZE);
  g_assert_cmpint (pgg_result_get_int (result, 0, 1, NULL), ==, 7);
}

static void
count_notice_cb (PggConnection  *connection,
                 PggDiagnostics *diagnostics,
                 guint          *n_notices)
{
  g_autofree char *expected = g_strdup_printf ("notice %u", ++*n_notices);

  g_assert_cmpstr (pgg_diagnostics_get_message_primary (diagnostics), ==, expected);
}

static void
test_notices (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autofree char *sql = g_strdup_printf ("DO $$BEGIN FOR i IN 1..%d LOOP "
                                          "RAISE NOTICE 'notice %%', i; END LOOP; END$$", N_STORM);
  g_auto(TestCall) call = { 0 };
  g_autoptr(PggResult) result = NULL;
  guint n_notices = 0;

  g_signal_connect (connection, "notice", G_CALLBACK (count_notice_cb), &n_notices);
  pgg_connection_execute_async (connection, sql, NULL, G_PRIORITY_DEFAULT, NULL, test_call_cb,
                                &call);
  test_call_wait (&call);
  result = pgg_connection_execute_finish (connection, call.result, NULL);
  g_assert_nonnull (result);
  while (n_notices < N_STORM)
    g_main_context_iteration (NULL, TRUE);
}

static void
check_notification_cb (PggConnection   *connection,
                       PggNotification *notification,
                       gint64          *last)
{
  gint64 number = g_ascii_strtoll (pgg_notification_get_payload (notification), NULL, 10);

  g_assert_cmpint (number, ==, *last + 1);
  *last = number;
}

/* They come between the answers of statements that travel together; none is lost. */
static void
test_notifications (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();
  g_autofree char *sql = g_strdup_printf ("SELECT count (pg_notify ('storm', i::text)) "
                                          "FROM generate_series (1, %d) AS i", N_STORM);
  g_auto(TestCall) call = { 0 };
  gint64 last = 0;

  g_signal_connect (connection, "notification::storm", G_CALLBACK (check_notification_cb), &last);
  g_assert_true (pgg_connection_listen (connection, "storm", NULL, NULL));
  pgg_connection_execute_async (other, sql, NULL, G_PRIORITY_DEFAULT, NULL, test_call_cb, &call);
  while (last < N_STORM)
    {
      TestCall calls[10] = { 0 };

      for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
        pgg_connection_execute_async (connection, "SELECT 42", NULL, G_PRIORITY_DEFAULT, NULL,
                                      test_call_cb, &calls[i]);
      for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
        g_assert_cmpint (test_call_finish_int (&calls[i]), ==, 42);
      test_calls_clear (calls, G_N_ELEMENTS (calls));
    }
  g_assert_cmpint (test_call_finish_int (&call), ==, N_STORM);
}

static void
count_closed_cb (PggConnection *connection,
                 GError        *error,
                 guint         *n_closed)
{
  ++*n_closed;
}

static void
open_again (PggConnection *connection)
{
  while (!pgg_connection_open (connection, NULL, NULL)) /* the server recovers */
    g_usleep (10000);
  test_assert_usable (connection);
}

/* The death of one backend without a word ends all of them. */
static void
test_killed (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) idle = test_connect ();
  g_auto(TestCall) call = { 0 };
  g_autoptr(GError) error = NULL;
  guint n_closed = 0;
  int pid = pgg_connection_get_backend_pid (connection);

  g_signal_connect (idle, "closed", G_CALLBACK (count_closed_cb), &n_closed);
  pgg_connection_execute_async (connection, "SELECT repeat ('x', 1000) "
                                "FROM generate_series (1, 100000000)", NULL, G_PRIORITY_DEFAULT,
                                NULL, test_call_cb, &call);
  test_wait_active (pid);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  error = test_call_finish_error (&call);
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST);
  while (n_closed == 0)
    g_main_context_iteration (NULL, TRUE);

  open_again (connection);
  open_again (idle);
  g_assert_cmpuint (n_closed, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (110);

  g_test_add_func ("/extremes/columns", test_columns);
  g_test_add_func ("/extremes/huge-value", test_huge_value);
  g_test_add_func ("/extremes/notices", test_notices);
  g_test_add_func ("/extremes/notifications", test_notifications);
  g_test_add_func ("/extremes/killed", test_killed);

  return g_test_run ();
}
