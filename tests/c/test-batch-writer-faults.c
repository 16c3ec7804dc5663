/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What happens to a batch that is being written. */

#include "config.h"

#include "batch-fixture.h"

#define SLEEP "INSERT INTO numbers SELECT $1 FROM pg_sleep (600)"

/* So many items are not taken at once by a server that does not go on. */
#define MANY 20000

static PggBatchWriter *
open_with (PggConnection *connection,
           const char    *sql,
           int            n_items)
{
  PggBatchWriter *writer = pgg_connection_open_batch (connection, sql, PGG_BATCH_FLAGS_TOTAL_ONLY);
  g_autoptr(PggBatch) part = test_batch_new (sql, 0, n_items);

  g_assert_true (pgg_batch_writer_write (writer, part, NULL, NULL));

  return writer;
}

static void
begin_write (PggBatchWriter *writer,
             const char     *sql,
             GCancellable   *cancellable,
             TestCall       *call)
{
  g_autoptr(PggBatch) part = test_batch_new (sql, 0, MANY);

  pgg_batch_writer_write_async (writer, part, G_PRIORITY_DEFAULT, cancellable, test_call_cb, call);
}

/* Runs the main loop until the server executes something of it. */
static void
wait_active (PggConnection *connection)
{
  while (!test_is_backend_active (pgg_connection_get_backend_pid (connection)))
    g_main_context_iteration (NULL, FALSE);
}

static void
assert_write_fails (PggBatchWriter *writer,
                    TestCall       *call,
                    GQuark          domain,
                    int             code)
{
  g_autoptr(GError) error = NULL;

  test_call_wait (call);
  g_assert_false (pgg_batch_writer_write_finish (writer, call->result, &error));
  g_assert_error (error, domain, code);
  test_call_clear (call);
}

static void
assert_end_fails (PggBatchWriter *writer,
                  GQuark          domain,
                  int             code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (pgg_batch_writer_end (writer, NULL, &error));
  g_assert_error (error, domain, code);
}

/* Whoever has to give the rest may close the connection, which does not wait for it. */
static void
test_closed (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = open_with (connection, INSERT, 10);
  g_autoptr(PggBatch) part = test_batch_new (INSERT, 0, 10);
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_connection_close (connection, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (pgg_batch_writer_write (writer, part, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  assert_end_fails (writer, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

static void
test_closed_while_full (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, SLEEP, 0);
  TestCall call = { 0 };
  TestCall closing = { 0 };

  begin_write (writer, SLEEP, NULL, &call);
  wait_active (connection);
  pgg_connection_close_async (connection, G_PRIORITY_DEFAULT, NULL, test_call_cb, &closing);
  assert_write_fails (writer, &call, G_IO_ERROR, G_IO_ERROR_CLOSED);
  test_call_wait (&closing);
  g_assert_true (pgg_connection_close_finish (connection, closing.result, NULL));
  assert_end_fails (writer, G_IO_ERROR, G_IO_ERROR_CLOSED);
  test_call_clear (&closing);
}

static void
test_reset (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = open_with (connection, INSERT, 10);
  g_autoptr(PggBatch) part = test_batch_new (INSERT, 0, 10);
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_connection_reset (connection, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (pgg_batch_writer_write (writer, part, NULL, &error));
  g_assert_nonnull (error);
  g_assert_null (pgg_batch_writer_end (writer, NULL, NULL));
  test_assert_usable (connection);
}

static void
test_killed_while_full (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, SLEEP, 0);
  TestCall call = { 0 };

  begin_write (writer, SLEEP, NULL, &call);
  wait_active (connection);
  test_terminate (pgg_connection_get_backend_pid (connection));
  assert_write_fails (writer, &call, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
  assert_end_fails (writer, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_LOST);
}

/* Only the waiting is cancelled; what was taken is executed. */
static void
test_cancelled_write (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggConnection) other = test_connect ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, NULL, 0);
  g_autoptr(PggBatch) first = pgg_batch_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(PggBatchResult) outcome = NULL;
  TestCall call = { 0 };

  test_execute (other, "SELECT pg_advisory_lock (57)");
  pgg_batch_add (first, "SELECT pg_advisory_lock (57)", NULL);
  g_assert_true (pgg_batch_writer_write (writer, first, NULL, NULL));
  begin_write (writer, INSERT, cancellable, &call);
  wait_active (connection);
  g_cancellable_cancel (cancellable);
  assert_write_fails (writer, &call, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_execute (other, "SELECT pg_advisory_unlock (57)");
  outcome = pgg_batch_writer_end (writer, NULL, NULL);
  g_assert_nonnull (outcome);
  g_assert_cmpint (test_count_numbers (connection), ==, MANY);
}

static void
test_cancelled_end (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = open_with (connection, SLEEP, 10);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  TestCall call = { 0 };

  pgg_batch_writer_end_async (writer, G_PRIORITY_DEFAULT, cancellable, test_call_cb, &call);
  wait_active (connection);
  g_cancellable_cancel (cancellable);
  test_call_wait (&call);
  g_assert_null (pgg_batch_writer_end_finish (writer, call.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (test_count_numbers (connection), ==, 0);
  test_call_clear (&call);
}

/* What the server executes of it is cancelled there; who waits for room is told. */
static void
test_abort_while_full (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, SLEEP, 0);
  TestCall call = { 0 };

  begin_write (writer, SLEEP, NULL, &call);
  wait_active (connection);
  pgg_batch_writer_abort (writer);
  assert_write_fails (writer, &call, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_end_fails (writer, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (test_count_numbers (connection), ==, 0);
}

static void
test_dropped_while_slow (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = open_with (connection, SLEEP, 10);

  test_wait_active (pgg_connection_get_backend_pid (connection));
  g_clear_object (&writer);
  g_assert_cmpint (test_count_numbers (connection), ==, 0);
}

static void
test_timeout_while_full (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, SLEEP, 0);
  g_autoptr(PggBatch) part = test_batch_new (SLEEP, 0, MANY);
  g_autoptr(GError) error = NULL;

  pgg_batch_writer_set_timeout (writer, 100);
  g_assert_false (pgg_batch_writer_write (writer, part, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  assert_end_fails (writer, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpint (test_count_numbers (connection), ==, 0);
}

/* Parts that are written at once are taken one after the other. */
static void
test_two_writes (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, INSERT, 0);
  g_autoptr(PggBatchResult) outcome = NULL;
  TestCall calls[3] = { { 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    begin_write (writer, INSERT, NULL, &calls[i]);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      test_call_wait (&calls[i]);
      g_assert_true (pgg_batch_writer_write_finish (writer, calls[i].result, NULL));
      test_call_clear (&calls[i]);
    }
  outcome = pgg_batch_writer_end (writer, NULL, NULL);
  g_assert_cmpint (pgg_batch_result_get_total_affected_rows (outcome), ==, 3 * MANY);
}

static gpointer
count_thread (gpointer connection)
{
  return GINT_TO_POINTER ((int) test_count_numbers (connection));
}

/* Another thread may wait for the connection, and has it behind the batch. */
static void
test_other_thread (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = open_with (connection, INSERT, 10);
  GThread *thread = g_thread_new ("count", count_thread, connection);
  g_autoptr(PggBatch) part = test_batch_new (INSERT, 0, 100);
  g_autoptr(PggBatchResult) outcome = NULL;

  for (int i = 0; i < 50; i++)
    g_assert_true (pgg_batch_writer_write (writer, part, NULL, NULL));
  outcome = pgg_batch_writer_end (writer, NULL, NULL);
  g_assert_nonnull (outcome);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, 5010);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (55);

  g_test_add_func ("/batch-writer-faults/closed", test_closed);
  g_test_add_func ("/batch-writer-faults/closed-while-full", test_closed_while_full);
  g_test_add_func ("/batch-writer-faults/reset", test_reset);
  g_test_add_func ("/batch-writer-faults/killed-while-full", test_killed_while_full);
  g_test_add_func ("/batch-writer-faults/cancelled-write", test_cancelled_write);
  g_test_add_func ("/batch-writer-faults/cancelled-end", test_cancelled_end);
  g_test_add_func ("/batch-writer-faults/abort-while-full", test_abort_while_full);
  g_test_add_func ("/batch-writer-faults/dropped-while-slow", test_dropped_while_slow);
  g_test_add_func ("/batch-writer-faults/timeout-while-full", test_timeout_while_full);
  g_test_add_func ("/batch-writer-faults/two-writes", test_two_writes);
  g_test_add_func ("/batch-writer-faults/other-thread", test_other_thread);

  return g_test_run ();
}
