/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is let go of while something is under way: connections, operations, main contexts. */

#include "config.h"

#include "engine-fixture.h"

/* A context that goes away takes its callbacks with it, not the connection. */
static void
check_destroyed_context (gboolean cancel_later)
{
  PggConnection *connection = test_connect ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  GMainContext *context = g_main_context_new ();
  TestCall call = { 0 };

  g_main_context_push_thread_default (context);
  pgg_connection_execute_async (connection, "SELECT 1 FROM pg_sleep (0.01)", NULL,
                                G_PRIORITY_DEFAULT, cancellable, test_call_cb, &call);
  g_main_context_pop_thread_default (context);
  g_main_context_unref (context);

  if (!cancel_later)
    g_cancellable_cancel (cancellable);
  test_assert_usable (connection);
  g_cancellable_cancel (cancellable);
  test_assert_usable (connection);
  g_assert_cmpuint (call.n_calls, ==, 0);
  g_object_add_weak_pointer (G_OBJECT (connection), (gpointer *) &connection);
  g_object_unref (connection);
  g_assert_null (connection);
}

static void
test_context_destroyed (void)
{
  check_destroyed_context (FALSE);
  check_destroyed_context (TRUE);
}

/* Calls that are under way keep the connection until they end. */
static void
test_unref_in_flight (void)
{
  PggConnection *connection = test_connect ();
  g_auto(TestCall) call = { 0 };

  pgg_connection_execute_async (connection, "SELECT 12 FROM pg_sleep (0.01)", NULL,
                                G_PRIORITY_DEFAULT, NULL, test_call_cb, &call);
  g_object_add_weak_pointer (G_OBJECT (connection), (gpointer *) &connection);
  g_object_unref (connection);
  g_assert_nonnull (connection);
  g_assert_cmpint (test_call_finish_int (&call), ==, 12);
  test_call_clear (&call);
  g_assert_null (connection);
}

static void
drop_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  PggConnection **connection = data;

  g_clear_object (connection);
}

static void
test_unref_in_callback (void)
{
  PggConnection *connection = test_connect ();
  PggConnection *seen = connection;

  g_object_add_weak_pointer (G_OBJECT (connection), (gpointer *) &seen);
  pgg_connection_execute_async (connection, "SELECT 1", NULL, G_PRIORITY_DEFAULT, NULL, drop_cb,
                                &connection);
  while (connection != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (seen);
}

static void
count_cb (PggConnection   *connection,
          PggNotification *notification,
          gpointer         n)
{
  ++*(guint *) n;
}

/* Nobody steps them but the loop that watches the connection. */
static void
test_dropped_operations (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  guint n = 0;

  g_assert_true (pgg_connection_listen (connection, "dropped", NULL, NULL));
  g_signal_connect (connection, "notification", G_CALLBACK (count_cb), &n);
  for (guint i = 0; i < 3; i++)
    g_object_unref (pgg_connection_execute_start (connection, "NOTIFY dropped", NULL));
  while (n < 3)
    g_main_context_iteration (NULL, TRUE);
}

/* A binding may dispose of the object at any time: everything ends, nothing crashes. */
static void
test_run_dispose_in_flight (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  TestCall calls[3] = { { 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    pgg_connection_execute_async (connection, "SELECT pg_sleep (60)", NULL, G_PRIORITY_DEFAULT,
                                  NULL, test_call_cb, &calls[i]);
  g_object_run_dispose (G_OBJECT (connection));
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr(GError) error = test_call_finish_error (&calls[i]);

      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
    }
  g_object_run_dispose (G_OBJECT (connection));
  test_calls_clear (calls, G_N_ELEMENTS (calls));
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (50);

  g_test_add_func ("/lifetime/context", test_context_destroyed);
  g_test_add_func ("/lifetime/connection/in-flight", test_unref_in_flight);
  g_test_add_func ("/lifetime/connection/in-callback", test_unref_in_callback);
  g_test_add_func ("/lifetime/connection/run-dispose", test_run_dispose_in_flight);
  g_test_add_func ("/lifetime/operations", test_dropped_operations);

  return g_test_run ();
}
