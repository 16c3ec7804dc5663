/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Operations that are used again: only those that nobody can meet, and as if they were new. */

#include "config.h"

#include "engine-fixture.h"

#include "client/pgg-connection-private.h"
#include "engine/pgg-operation-private.h"

#define SLOW 60000

static PggOperation *
get_spare (PggConnection *connection)
{
  return g_atomic_pointer_get (&connection->session->queue.spare);
}

static void
test_again (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  PggOperation *first;

  g_assert_cmpint (test_query_int (connection, "SELECT 1"), ==, 1);
  first = get_spare (connection);
  g_assert_nonnull (first);
  g_assert_cmpuint (G_OBJECT (first)->ref_count, ==, 1);

  g_assert_cmpint (test_query_int (connection, "SELECT 2"), ==, 2);
  g_assert_true (get_spare (connection) == first);
}

/* Nothing is left of the error, nor of the time limit. */
static void
test_after_error (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;

  pgg_connection_set_timeout (connection, SLOW);
  g_assert_null (pgg_connection_execute (connection, "SELECT 1 / 0", NULL, NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  g_assert_nonnull (get_spare (connection));

  pgg_connection_set_timeout (connection, 0);
  operation = pgg_connection_execute_start (connection, "SELECT 3", NULL);
  g_assert_null (get_spare (connection));
  g_assert_cmpint (pgg_operation_get_deadline (operation), ==, -1);
  g_assert_false (pgg_operation_is_done (operation));
  g_clear_error (&error);
  g_assert_true (pgg_operation_run (operation, NULL, &error));
  g_assert_no_error (error);
}

static void
test_cancelled (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (pgg_connection_execute (connection, "SELECT 1", NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (test_query_int (connection, "SELECT 4"), ==, 4);
}

/* Whoever was given an operation may keep it. */
static void
test_held (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) held = pgg_connection_execute_start (connection, "SELECT 5", NULL);
  g_autoptr(PggResult) result = NULL;

  g_assert_true (pgg_operation_run (held, NULL, NULL));
  g_assert_cmpint (test_query_int (connection, "SELECT 6"), ==, 6);
  g_assert_false (get_spare (connection) == held);
  result = pgg_connection_execute_finish (connection, G_ASYNC_RESULT (held), NULL);
  g_assert_cmpint (pgg_result_get_int (result, 0, 0, NULL), ==, 5);
}

typedef struct
{
  GMainLoop *loop;
  gpointer   weak; /* to what the callback was given; NULL: the callback attaches nothing to it */
} Wait;

static void
executed_cb (GObject      *source,
             GAsyncResult *async_result,
             gpointer      user_data)
{
  Wait *wait = user_data;

  pgg_result_unref (pgg_connection_execute_finish (PGG_CONNECTION (source), async_result, NULL));
  if (wait->weak != NULL)
    {
      wait->weak = async_result;
      g_object_add_weak_pointer (G_OBJECT (async_result), &wait->weak);
    }
  g_main_loop_quit (wait->loop);
}

static void
execute_async (PggConnection *connection,
               Wait          *wait)
{
  pgg_connection_execute_async (connection, "SELECT 7", NULL, G_PRIORITY_DEFAULT, NULL, executed_cb,
                                wait);
  g_main_loop_run (wait->loop);
}

static void
test_async (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { loop, NULL };
  PggOperation *first;

  execute_async (connection, &wait);
  first = get_spare (connection);
  g_assert_nonnull (first);

  execute_async (connection, &wait);
  g_assert_true (get_spare (connection) == first);
}

static void
test_attached (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { loop, loop };

  execute_async (connection, &wait);
  g_assert_null (wait.weak);
  g_assert_null (get_spare (connection));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/spare/again", test_again);
  g_test_add_func ("/spare/after-error", test_after_error);
  g_test_add_func ("/spare/cancelled", test_cancelled);
  g_test_add_func ("/spare/held", test_held);
  g_test_add_func ("/spare/async", test_async);
  g_test_add_func ("/spare/attached", test_attached);

  return g_test_run ();
}
