/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Batches whose items come one after the other. */

#include "config.h"

#include "batch-fixture.h"

#include <string.h>

static gboolean
write_part (PggBatchWriter *writer,
            int             first,
            int             n_items,
            GError        **error)
{
  g_autoptr(PggBatch) part = test_batch_new (INSERT, first, n_items);

  return pgg_batch_writer_write (writer, part, NULL, error);
}

static void
end (PggBatchWriter *writer,
     gint64          n_rows)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggBatchResult) outcome = pgg_batch_writer_end (writer, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (pgg_batch_result_get_total_affected_rows (outcome), ==, n_rows);
}

static void
assert_fails (PggBatchWriter *writer,
              GQuark          domain,
              int             code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (pgg_batch_writer_end (writer, NULL, &error));
  g_assert_error (error, domain, code);
}

static void
test_modes (void)
{
  const PggStatementMode modes[] = {
    PGG_STATEMENT_MODE_CACHED, PGG_STATEMENT_MODE_DESCRIBED, PGG_STATEMENT_MODE_UNNAMED,
    PGG_STATEMENT_MODE_SIMPLE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr(PggConnection) connection = test_connect_with_numbers ();
      g_autoptr(PggBatchWriter) writer = NULL;

      pgg_connection_set_statement_mode (connection, modes[i]);
      writer = pgg_connection_open_batch (connection, INSERT, PGG_BATCH_FLAGS_TOTAL_ONLY);
      g_assert_true (pgg_batch_writer_get_connection (writer) == connection);
      for (int j = 0; j < 40; j++)
        g_assert_true (write_part (writer, j * 300, 300, NULL));
      end (writer, 12000);
      assert_fails (writer, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
      g_assert_cmpint (test_count_numbers (connection), ==, 12000);
    }
}

/* Nothing is as well. */
static void
test_empty (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, NULL, 0);
  g_autoptr(PggBatch) none = pgg_batch_new ();

  g_assert_null (pgg_batch_writer_get_sql (writer));
  g_assert_true (pgg_batch_writer_write (writer, none, NULL, NULL));
  g_assert_cmpint (test_count_numbers (connection), ==, 0);
  end (writer, 0);
}

/* None has an effect, and the item that failed is counted through all parts. */
static void
test_fails (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, INSERT, 0);
  g_autoptr(PggDiagnostics) diagnostics = NULL;
  g_autoptr(GError) error = NULL;
  int i;

  g_assert_true (write_part (writer, 0, 500, NULL));
  write_part (writer, 999990, 20, NULL);
  for (i = 0; write_part (writer, 0, 1000, &error); i++)
    g_assert_cmpint (i, <, 100000);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_CHECK_VIOLATION);
  diagnostics = pgg_diagnostics_from_error (error);
  g_assert_cmpint (pgg_diagnostics_get_batch_index (diagnostics), ==, 510);
  assert_fails (writer, PGG_SERVER_ERROR, PGG_SQL_STATE_CHECK_VIOLATION);
  g_assert_cmpint (test_count_numbers (connection), ==, 0);
}

static void
test_independent (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer =
    pgg_connection_open_batch (connection, NULL, PGG_BATCH_FLAGS_INDEPENDENT);
  g_autoptr(PggBatchResult) outcome = NULL;
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < 10; i++)
    g_assert_true (write_part (writer, 999995, 10, NULL));
  outcome = pgg_batch_writer_end (writer, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pgg_batch_result_get_n_items (outcome), ==, 100);
  g_assert_cmpuint (pgg_batch_result_get_n_failed (outcome), ==, 50);
  g_assert_cmpint (pgg_batch_result_get_total_affected_rows (outcome), ==, 50);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpint (pgg_batch_result_get_affected_rows (outcome, i, NULL), ==,
                     i % 10 < 5 ? 1 : -1);
  g_assert_cmpint (test_count_numbers (connection), ==, 50);
}

/* Only the sum is kept where that is asked for. */
static void
test_total (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatch) batch = test_batch_new (INSERT, 0, 5);
  g_autoptr(PggBatchResult) outcome =
    pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_TOTAL_ONLY, NULL, NULL);
  g_autoptr(GError) error = NULL;
  gsize n_items;

  g_assert_cmpint (pgg_batch_result_get_total_affected_rows (outcome), ==, 5);
  g_assert_null (pgg_batch_result_dup_affected_rows (outcome, &n_items));
  g_assert_cmpuint (n_items, ==, 0);
  g_assert_cmpint (pgg_batch_result_get_affected_rows (outcome, 0, &error), ==, -1);
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
}

static void
test_abort (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggTransaction) transaction = NULL;

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, INSERT, 0);

      if (i % 2 == 1)
        g_assert_true (write_part (writer, 0, 3000, NULL));
      if (i < 2)
        {
          g_assert_false (pgg_batch_writer_is_ended (writer));
          pgg_batch_writer_abort (writer);
          g_assert_false (pgg_batch_writer_is_ended (writer));
          assert_fails (writer, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_true (pgg_batch_writer_is_ended (writer));
          assert_fails (writer, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
          g_assert_false (write_part (writer, 0, 1, NULL));
        }
      g_clear_object (&writer);
      g_assert_cmpint (test_count_numbers (connection), ==, 0);
    }
}

/* In a transaction it begins that, and what is given up has failed it. */
static void
test_transaction (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggTransaction) transaction = test_begin (connection);
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, INSERT, 0);
  g_autoptr(PggBatchWriter) other = NULL;

  g_assert_true (write_part (writer, 0, 10, NULL));
  g_assert_true (write_part (writer, 0, 10, NULL));
  end (writer, 20);
  g_assert_cmpint (test_count_numbers (connection), ==, 20);
  other = pgg_connection_open_batch (connection, INSERT, 0);
  g_assert_true (write_part (other, 0, 10, NULL));
  pgg_batch_writer_abort (other);
  assert_fails (other, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_INERROR);
  g_assert_true (pgg_transaction_rollback (transaction, NULL, NULL));
  g_assert_cmpint (test_count_numbers (connection), ==, 0);
}

static void
assert_refused (PggBatchWriter *writer,
                PggBatch       *part,
                const char     *message)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (pgg_batch_writer_write (writer, part, NULL, &error));
  g_assert_nonnull (strstr (error->message, message));
}

/* What cannot be bound is refused, and the rest is not. */
static void
test_refused (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, INSERT, 0);
  g_autoptr(PggBatch) other = test_batch_new ("SELECT $1", 0, 1);

  g_assert_true (write_part (writer, 0, 10, NULL));
  assert_refused (writer, other, "Item 10 of the batch is another statement");
  g_assert_true (write_part (writer, 0, 10, NULL));
  end (writer, 20);
}

/* Whoever has to give the rest may not wait for anything else. */
static void
test_stuck (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, INSERT, 0);
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;
  TestCall call = { 0 };

  g_assert_true (write_part (writer, 0, 10, NULL));
  result = pgg_connection_execute (connection, "SELECT 1", NULL, NULL, &error);
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  test_call_int (connection, "SELECT 5", 5, NULL, &call);
  g_assert_true (write_part (writer, 0, 10, NULL));
  end (writer, 20);
  g_assert_cmpint (test_call_finish_int (&call), ==, 5);
  test_call_clear (&call);
}

static void
test_async (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, INSERT, 0);
  g_autoptr(PggBatchResult) outcome = NULL;
  g_autoptr(GError) error = NULL;
  TestCall ending = { 0 };

  for (int i = 0; i < 50; i++)
    {
      g_autoptr(PggBatch) part = test_batch_new (INSERT, 0, 200);
      TestCall call = { 0 };

      pgg_batch_writer_write_async (writer, part, G_PRIORITY_DEFAULT, NULL, test_call_cb, &call);
      test_call_wait (&call);
      g_assert_true (pgg_batch_writer_write_finish (writer, call.result, &error));
      test_call_clear (&call);
    }
  pgg_batch_writer_end_async (writer, G_PRIORITY_DEFAULT, NULL, test_call_cb, &ending);
  test_call_wait (&ending);
  outcome = pgg_batch_writer_end_finish (writer, ending.result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_batch_result_get_total_affected_rows (outcome), ==, 10000);
  test_call_clear (&ending);
}

/* Foreign loops have the operations. */
static void
test_operations (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, INSERT, 0);
  g_autoptr(PggBatch) part = test_batch_new (INSERT, 0, 2000);
  g_autoptr(PggOperation) writing = pgg_batch_writer_write_start (writer, part);
  g_autoptr(PggOperation) ending = NULL;
  g_autoptr(PggBatchResult) outcome = NULL;

  test_drive (writing);
  g_assert_true (pgg_batch_writer_write_finish (writer, G_ASYNC_RESULT (writing), NULL));
  ending = pgg_batch_writer_end_start (writer);
  test_drive (ending);
  outcome = pgg_batch_writer_end_finish (writer, G_ASYNC_RESULT (ending), NULL);
  g_assert_nonnull (outcome);
  g_assert_cmpint (test_count_numbers (connection), ==, 2000);
}

static void
test_cursor (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(PggBatchWriter) writer = NULL;
  g_autoptr(PggBatch) part = test_batch_new (INSERT " RETURNING i", 7, 3);

  pgg_cursor_set_keep_results (cursor, TRUE);
  pgg_cursor_set_timeout (cursor, 60000);
  writer = pgg_cursor_open_batch (cursor, INSERT " RETURNING i");
  g_assert_cmpint (pgg_batch_writer_get_timeout (writer), ==, 60000);
  g_assert_cmpstr (pgg_batch_writer_get_sql (writer), ==, INSERT " RETURNING i");
  g_assert_true (pgg_batch_writer_write (writer, part, NULL, NULL));
  g_assert_true (pgg_batch_writer_write (writer, part, NULL, NULL));
  end (writer, 6);
  g_assert_cmpint (pgg_cursor_get_row_count (cursor), ==, 6);
  for (int i = 0; i < 6; i++)
    {
      g_autoptr(PggRow) row = pgg_cursor_fetch_one (cursor, NULL, NULL);

      g_assert_cmpint (pgg_row_get_int64 (row, 0, NULL), ==, 7 + i % 3);
      g_assert_cmpint (pgg_cursor_next_set (cursor, NULL), ==, i < 5);
    }
}

static void
test_statement (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggStatement) statement =
    pgg_connection_prepare (connection, "INSERT INTO numbers VALUES (:n)", NULL, NULL);
  g_autoptr(PggBatchWriter) writer = pgg_statement_open_batch (statement);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(PggBatch) part = pgg_batch_new ();
      g_autoptr(PggParams) set = pgg_params_new ();

      pgg_params_append_int (set, (int) i, NULL);
      g_assert_true (pgg_params_set_name (set, "n", NULL));
      pgg_batch_add (part, pgg_statement_get_sql (statement), set);
      g_assert_true (pgg_batch_writer_write (writer, part, NULL, NULL));
      g_assert_cmpuint (pgg_batch_writer_get_n_items (writer), ==, i + 1);
    }
  g_assert_true (pgg_batch_writer_get_statement (writer) == statement);
  end (writer, 2);
  g_assert_cmpint (test_query_int (connection, "SELECT sum (i)::int FROM numbers"), ==, 1);
}

static void
test_lost (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggConnection) other = test_connect ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, INSERT, 0);
  g_autofree char *kill = g_strdup_printf ("SELECT pg_terminate_backend (%d)",
                                           pgg_connection_get_backend_pid (connection));
  g_autoptr(GError) error = NULL;

  g_assert_true (write_part (writer, 0, 10, NULL));
  test_execute (other, kill);
  while (write_part (writer, 0, 100, &error))
    g_usleep (1000);
  g_assert_nonnull (error);
  g_assert_null (pgg_batch_writer_end (writer, NULL, NULL));
}

static void
test_timeout (void)
{
  g_autoptr(PggConnection) connection = test_connect_with_numbers ();
  g_autoptr(PggBatchWriter) writer = pgg_connection_open_batch (connection, INSERT, 0);
  g_autoptr(GError) error = NULL;

  g_object_set (writer, "timeout", 100, NULL);
  while (write_part (writer, 0, 1, &error))
    g_usleep (1000);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  assert_fails (writer, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpint (test_count_numbers (connection), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (55);

  g_test_add_func ("/batch-writer/modes", test_modes);
  g_test_add_func ("/batch-writer/empty", test_empty);
  g_test_add_func ("/batch-writer/fails", test_fails);
  g_test_add_func ("/batch-writer/independent", test_independent);
  g_test_add_func ("/batch-writer/total", test_total);
  g_test_add_func ("/batch-writer/abort", test_abort);
  g_test_add_func ("/batch-writer/transaction", test_transaction);
  g_test_add_func ("/batch-writer/refused", test_refused);
  g_test_add_func ("/batch-writer/stuck", test_stuck);
  g_test_add_func ("/batch-writer/async", test_async);
  g_test_add_func ("/batch-writer/operations", test_operations);
  g_test_add_func ("/batch-writer/cursor", test_cursor);
  g_test_add_func ("/batch-writer/statement", test_statement);
  g_test_add_func ("/batch-writer/lost", test_lost);
  g_test_add_func ("/batch-writer/timeout", test_timeout);

  return g_test_run ();
}
