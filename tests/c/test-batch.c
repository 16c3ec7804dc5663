/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Batches: many statements in one flight, and what became of each of them. */

#include "config.h"

#include "engine-fixture.h"

#include "engine/pgg-batch-operation-private.h"

#define INSERT "INSERT INTO batched VALUES ($1) RETURNING i * 2, 'x'"

static PggConnection *
connect_with_table (void)
{
  PggConnection *connection = test_connect ();

  test_execute (connection, "CREATE TEMP TABLE batched (i integer UNIQUE DEFERRABLE, t text)");

  return connection;
}

static guint
add_int (PggBatch   *batch,
         const char *sql,
         int         value)
{
  g_autoptr(PggParams) params = pgg_params_new ();

  g_assert_true (pgg_params_append_int (params, value, NULL));

  return pgg_batch_add (batch, sql, params);
}

static PggBatchResult *
execute (PggConnection *connection,
         PggBatch      *batch,
         PggBatchFlags  flags)
{
  g_autoptr(GError) error = NULL;
  PggBatchResult *outcome = pgg_connection_execute_batch (connection, batch, flags, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (pgg_batch_result_get_n_items (outcome), ==, pgg_batch_get_n_items (batch));

  return outcome;
}

static void
assert_affected (PggBatchResult *outcome,
                 guint           item,
                 gint64          expected)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (pgg_batch_result_get_affected_rows (outcome, item, &error), ==, expected);
  g_assert_no_error (error);
  g_assert_true (pgg_batch_result_check_item (outcome, item, NULL));
  g_assert_null (pgg_batch_result_dup_error (outcome, item));
}

static void
assert_item_error (PggBatchResult *outcome,
                   guint           item,
                   GQuark          domain,
                   int             code)
{
  g_autoptr(GError) error = pgg_batch_result_dup_error (outcome, item);
  g_autoptr(GError) thrown = NULL;

  g_assert_error (error, domain, code);
  g_assert_cmpint (pgg_batch_result_get_affected_rows (outcome, item, &thrown), ==, -1);
  g_assert_error (thrown, domain, code);
  g_assert_null (pgg_batch_result_get_result (outcome, item, NULL));
}

static gint64
count (PggConnection *connection)
{
  return test_query_int (connection, "SELECT count (*) FROM batched");
}

/* Items of all kinds, the same statement with other types between them. */
static void
test_items (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(GPtrArray) sets = test_sets_new (3);
  g_autoptr(PggParams) text = pgg_params_new ();
  g_autoptr(PggBatchResult) outcome = NULL;
  g_autofree gint64 *counts = NULL;
  gsize n_counts;

  g_assert_true (pgg_params_append_text (text, "1000", NULL));
  g_assert_cmpuint (pgg_batch_add_many (batch, INSERT, (PggParams **) sets->pdata, 3), ==, 0);
  g_assert_cmpuint (pgg_batch_add (batch, INSERT, text), ==, 3);
  g_assert_cmpuint (add_int (batch, "UPDATE batched SET t = 'y' WHERE i < $1", 2), ==, 4);
  g_assert_cmpuint (pgg_batch_add (batch, "CREATE TEMP TABLE other (i integer)", NULL), ==, 5);
  g_assert_cmpuint (pgg_batch_add (batch, "SELECT i FROM batched", NULL), ==, 6);
  /* What was added stays as it was. */
  pgg_params_reset (text);

  outcome = execute (connection, batch, PGG_BATCH_FLAGS_NONE);
  for (guint i = 0; i < 4; i++)
    assert_affected (outcome, i, 1);
  assert_affected (outcome, 4, 2);
  assert_affected (outcome, 5, 0);
  assert_affected (outcome, 6, 4);
  g_assert_cmpint (pgg_batch_result_get_total_affected_rows (outcome), ==, 10);
  counts = pgg_batch_result_dup_affected_rows (outcome, &n_counts);
  g_assert_cmpuint (n_counts, ==, 7);
  g_assert_cmpint (counts[4], ==, 2);
  g_assert_cmpuint (pgg_batch_result_get_n_failed (outcome), ==, 0);
  g_assert_true (pgg_batch_result_check (outcome, NULL));
  g_assert_cmpint (count (connection), ==, 4);
  g_assert_cmpint (test_query_int (connection, "SELECT max (i) FROM batched"), ==, 1000);
}

static void
test_results (gconstpointer data)
{
  PggBatchFlags flags = (PggBatchFlags) GPOINTER_TO_UINT (data);
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggBatchResult) outcome = NULL;
  g_autoptr(PggBatchResult) without = NULL;
  g_autoptr(GError) error = NULL;
  PggResult *result;

  for (int i = 0; i < 3; i++)
    add_int (batch, INSERT, i);
  pgg_batch_add (batch, "CREATE TYPE pg_temp.mood AS ENUM ('sad', 'ok')", NULL);
  pgg_batch_add (batch, "SELECT ARRAY['sad', 'ok']::pg_temp.mood[]", NULL);
  outcome = execute (connection, batch, flags | PGG_BATCH_FLAGS_KEEP_RESULTS);
  for (guint i = 0; i < 3; i++)
    {
      result = pgg_batch_result_get_result (outcome, i, NULL);
      g_assert_cmpint (pgg_result_get_int (result, 0, 0, NULL), ==, (int) i * 2);
      g_assert_null (pgg_result_get_next (result));
    }
  result = pgg_batch_result_get_result (outcome, 3, NULL);
  g_assert_cmpstr (pgg_result_get_command_tag (result), ==, "CREATE TYPE");
  /* The type was looked up, so that the array is one. */
  result = pgg_batch_result_get_result (outcome, 4, NULL);
  {
    g_autoptr(PggArray) array = pgg_result_get_array (result, 0, 0, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (pgg_array_get_length (array), ==, 2);
  }

  test_execute (connection, "DELETE FROM batched; DROP TYPE pg_temp.mood");
  without = execute (connection, batch, flags);
  g_assert_null (pgg_batch_result_get_result (without, 0, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
}

/* A setting that an item changes holds for those behind it. */
static void
test_settings (gconstpointer data)
{
  PggBatchFlags flags = (PggBatchFlags) GPOINTER_TO_UINT (data);
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggBatchResult) outcome = NULL;

  pgg_batch_add (batch, "SELECT '2001-02-03'::date", NULL);
  pgg_batch_add (batch, "SET DateStyle TO 'SQL, DMY'", NULL);
  pgg_batch_add (batch, "SELECT '2001-02-03'::date", NULL);
  outcome = execute (connection, batch, flags | PGG_BATCH_FLAGS_KEEP_RESULTS);
  for (guint i = 0; i <= 2; i += 2)
    {
      PggResult *result = pgg_batch_result_get_result (outcome, i, NULL);
      g_autoptr(PggDate) date = pgg_result_get_date (result, 0, 0, NULL);
      g_autofree char *text = pgg_date_to_string (date);

      g_assert_cmpstr (text, ==, "2001-02-03");
    }
}

/* Each place for the error: nothing has an effect, and the error says where it was. */
static void
test_atomic (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();

  for (guint bad = 0; bad < 5; bad++)
    {
      g_autoptr(PggBatch) batch = pgg_batch_new ();
      g_autoptr(PggDiagnostics) diagnostics = NULL;
      g_autoptr(PggDiagnostics) last = NULL;
      g_autoptr(GError) error = NULL;

      for (guint i = 0; i < 5; i++)
        add_int (batch, i == bad ? "SELECT 1 / ($1 - $1)" : INSERT, (int) i);
      g_assert_null (pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_NONE, NULL,
                                                   &error));
      g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
      diagnostics = pgg_diagnostics_from_error (error);
      g_assert_cmpint (pgg_diagnostics_get_batch_index (diagnostics), ==, bad);
      last = pgg_connection_get_last_diagnostics (connection);
      g_assert_cmpint (pgg_diagnostics_get_batch_index (last), ==, bad);
      g_assert_cmpint (count (connection), ==, 0);
      test_assert_usable (connection);
    }
}

static void
assert_index (GError *error,
              int     index)
{
  g_autoptr(PggDiagnostics) diagnostics = pgg_diagnostics_from_error (error);

  g_assert_cmpint (pgg_diagnostics_get_batch_index (diagnostics), ==, index);
}

/* The short form tells as well which set of parameters it was. */
static void
test_many (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(GPtrArray) sets = test_sets_new (10);
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) late = NULL;

  g_assert_cmpint (pgg_connection_execute_many (connection, "SELECT 1 / ($1 - 7)",
                                                (PggParams **) sets->pdata, sets->len, NULL,
                                                &error), ==, -1);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  assert_index (error, 7);
  g_clear_error (&error);
  g_assert_cmpint (pgg_connection_execute_many (connection, "SELEKT $1",
                                                (PggParams **) sets->pdata, sets->len, NULL,
                                                &error), ==, -1);
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
  assert_index (error, 0);

  /* An error that comes with the end is of none. */
  test_execute (connection, "CREATE TEMP TABLE strict (i integer UNIQUE DEFERRABLE "
                "INITIALLY DEFERRED)");
  g_assert_cmpint (pgg_connection_execute_many (connection, "INSERT INTO strict VALUES ($1 % 2)",
                                                (PggParams **) sets->pdata, sets->len, NULL,
                                                &late), ==, -1);
  g_assert_error (late, PGG_SERVER_ERROR, PGG_SQL_STATE_UNIQUE_VIOLATION);
  assert_index (late, -1);
}

/* Those that fail fail alone, whether the server or the client finds out, or the commit. */
static void
test_independent (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggBatchResult) outcome = NULL;
  g_autoptr(PggDiagnostics) diagnostics = NULL;
  g_autoptr(GError) error = NULL;

  test_execute (connection, "CREATE TEMP TABLE strict (i integer UNIQUE DEFERRABLE "
                "INITIALLY DEFERRED)");
  add_int (batch, INSERT, 1);
  add_int (batch, INSERT, 1);
  add_int (batch, "SELEKT $1", 1);
  add_int (batch, "SELEKT $1", 1);
  pgg_batch_add (batch, "COPY batched FROM STDIN", NULL);
  add_int (batch, "INSERT INTO strict VALUES ($1 + generate_series (1, 2) * 0) RETURNING i", 1);
  pgg_batch_add (batch, "VACUUM batched", NULL);
  add_int (batch, INSERT, 2);
  outcome = execute (connection, batch,
                     PGG_BATCH_FLAGS_INDEPENDENT | PGG_BATCH_FLAGS_KEEP_RESULTS);

  assert_affected (outcome, 0, 1);
  assert_item_error (outcome, 1, PGG_SERVER_ERROR, PGG_SQL_STATE_UNIQUE_VIOLATION);
  assert_item_error (outcome, 2, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
  assert_item_error (outcome, 3, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
  assert_item_error (outcome, 4, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
  assert_item_error (outcome, 5, PGG_SERVER_ERROR, PGG_SQL_STATE_UNIQUE_VIOLATION);
  assert_affected (outcome, 6, 0);
  assert_affected (outcome, 7, 1);
  g_assert_cmpint (pgg_result_get_int (pgg_batch_result_get_result (outcome, 7, NULL), 0, 0, NULL),
                   ==, 4);
  g_assert_cmpuint (pgg_batch_result_get_n_failed (outcome), ==, 5);
  g_assert_cmpint (pgg_batch_result_get_total_affected_rows (outcome), ==, 2);
  g_assert_false (pgg_batch_result_check (outcome, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_UNIQUE_VIOLATION);
  diagnostics = pgg_batch_result_get_diagnostics (outcome, 2);
  g_assert_cmpint (pgg_diagnostics_get_batch_index (diagnostics), ==, 2);
  g_assert_null (pgg_batch_result_get_diagnostics (outcome, 4));
  assert_item_error (outcome, 8, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE);
  g_assert_cmpint (count (connection), ==, 2);
  test_assert_usable (connection);
}

/* In a transaction one that fails is the end of it. */
static void
test_in_transaction (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggBatchResult) outcome = NULL;

  pgg_connection_set_autocommit (connection, FALSE);
  add_int (batch, INSERT, 1);
  add_int (batch, "SELECT 1 / ($1 - $1)", 1);
  add_int (batch, INSERT, 2);
  outcome = execute (connection, batch, PGG_BATCH_FLAGS_INDEPENDENT);
  assert_affected (outcome, 0, 1);
  assert_item_error (outcome, 1, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
  assert_item_error (outcome, 2, PGG_SERVER_ERROR, PGG_SQL_STATE_IN_FAILED_SQL_TRANSACTION);
  g_assert_true (pgg_connection_rollback (connection, NULL, NULL));
}

static PggParams *
new_named (const char *first,
           const char *second)
{
  PggParams *params = pgg_params_new ();

  g_assert_true (pgg_params_append_int (params, 1, NULL));
  g_assert_true (pgg_params_set_name (params, first, NULL));
  g_assert_true (pgg_params_append_int (params, 2, NULL));
  g_assert_true (pgg_params_set_name (params, second, NULL));

  return params;
}

static void
test_misuse (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggBatchResult) empty = NULL;
  g_autoptr(PggBatchResult) outcome = NULL;
  g_autoptr(PggParams) right = new_named ("a", "b");
  g_autoptr(PggParams) turned = new_named ("b", "a");
  g_autoptr(PggParams) wrong = new_named ("a", "c");
  g_autoptr(GError) error = NULL;
  gsize n_items = 1;

  empty = execute (connection, batch, PGG_BATCH_FLAGS_NONE);
  g_assert_true (pgg_batch_result_check (empty, NULL));
  g_assert_null (pgg_batch_result_dup_affected_rows (empty, &n_items));
  g_assert_cmpuint (n_items, ==, 0);

  pgg_batch_add (batch, "SELECT :a - :b", right);
  pgg_batch_add (batch, "SELECT :a - :b", turned);
  outcome = execute (connection, batch, PGG_BATCH_FLAGS_KEEP_RESULTS);
  g_assert_cmpint (pgg_result_get_int (pgg_batch_result_get_result (outcome, 0, NULL), 0, 0, NULL),
                   ==, -1);
  g_assert_cmpint (pgg_result_get_int (pgg_batch_result_get_result (outcome, 1, NULL), 0, 0, NULL),
                   ==, 1);
  pgg_batch_add (batch, "SELECT :a - :b", wrong);
  g_assert_null (pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_INDEPENDENT, NULL,
                                               &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_true (strstr (error->message, "Item 2") != NULL);
  g_clear_error (&error);

  pgg_batch_reset (batch);
  g_assert_cmpuint (pgg_batch_get_n_items (batch), ==, 0);
  pgg_batch_add (batch, "SELECT 1; SELECT 2", NULL);
  g_assert_null (pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_NONE, NULL,
                                               &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
  g_clear_error (&error);

  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  g_assert_null (pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_INDEPENDENT, NULL,
                                               &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

#define N_TINY 200000

/* A batch of any size: what is under way is bounded. */
static void
test_bounded (gconstpointer data)
{
  PggBatchFlags flags = (PggBatchFlags) GPOINTER_TO_UINT (data);
  guint n_items = flags & PGG_BATCH_FLAGS_INDEPENDENT ? N_TINY / 10 : N_TINY;
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(PggBatchResult) outcome = NULL;
  g_autoptr(GError) error = NULL;
  PggBatchOperation *inner;

  for (guint i = 0; i < n_items; i++)
    add_int (batch, "SELECT $1", (int) i);
  operation = pgg_connection_execute_batch_start (connection, batch, flags);
  inner = PGG_BATCH_OPERATION (operation);
  test_drive (operation);
  outcome = pgg_connection_execute_batch_finish (connection, G_ASYNC_RESULT (operation), &error);
  g_assert_no_error (error);
  g_assert_cmpint (pgg_batch_result_get_total_affected_rows (outcome), ==, n_items);
  g_test_message ("at most %u unanswered", inner->most_unanswered);
  g_assert_cmpuint (inner->most_unanswered, <=, 4100);
}

/* Large items: libpq is never given more than a part of them at a time. */
static void
test_wide (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggBatchResult) outcome = NULL;
  g_autofree char *text = g_strnfill (200000, 'x');

  g_assert_true (pgg_params_append_text (params, text, NULL));
  for (guint i = 0; i < 100; i++)
    pgg_batch_add (batch, "SELECT length ($1::text), $1::text", params);
  outcome = execute (connection, batch, PGG_BATCH_FLAGS_KEEP_RESULTS);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpint (pgg_result_get_int (pgg_batch_result_get_result (outcome, i, NULL), 0, 0,
                                         NULL), ==, 200000);
}

/* Cancelled at each step: what stands alone tells what had an effect, and the rest is as it was. */
static void
test_cancel_independent (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  gboolean early = TRUE;

  for (int i = 0; i < 20; i++)
    add_int (batch, "INSERT INTO batched SELECT $1 FROM pg_sleep (0.001)", i);
  for (guint n_steps = 0; early; n_steps++)
    {
      g_autoptr(PggOperation) operation =
        pgg_connection_execute_batch_start (connection, batch, PGG_BATCH_FLAGS_INDEPENDENT);
      g_autoptr(PggBatchResult) outcome = NULL;
      g_autoptr(GError) error = NULL;
      PggWait ready = PGG_WAIT_NONE;

      for (guint i = 0; i < n_steps && early; i++)
        {
          PggWait want = pgg_operation_step (operation, ready);

          early = want != PGG_WAIT_NONE;
          ready = early ? test_wait (operation, want) : PGG_WAIT_NONE;
        }
      pgg_operation_cancel (operation);
      test_drive (operation);
      outcome = pgg_connection_execute_batch_finish (connection, G_ASYNC_RESULT (operation),
                                                     &error);
      if (n_steps == 0)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_cmpint (pgg_batch_result_get_total_affected_rows (outcome), ==,
                         count (connection));
      for (guint i = 0; outcome != NULL && i < 20; i++)
        if (!pgg_batch_result_check_item (outcome, i, NULL))
          assert_item_error (outcome, i, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      test_execute (connection, "TRUNCATE batched");
      test_assert_usable (connection);
    }
}

/* Each of those that have been sent is cancelled, in less than the time that one may take. */
static void
test_cancel_each (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(PggBatchResult) outcome = NULL;

  for (guint i = 0; i < 60; i++)
    pgg_batch_add (batch, "SELECT pg_sleep (60)", NULL);
  operation =
    pgg_connection_execute_batch_start (connection, batch, PGG_BATCH_FLAGS_INDEPENDENT);
  pgg_connection_set_cancel_timeout (connection, 15000);
  pgg_operation_step (operation, PGG_WAIT_NONE);
  pgg_operation_cancel (operation);
  test_drive (operation);
  outcome = pgg_connection_execute_batch_finish (connection, G_ASYNC_RESULT (operation), NULL);
  for (guint i = 0; i < 60; i++)
    assert_item_error (outcome, i, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_assert_usable (connection);
}

/* The connection goes away in the middle: what was answered is known. */
static void
test_lost (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(PggBatchResult) outcome = NULL;

  pgg_batch_add (batch, "SELECT 1", NULL);
  pgg_batch_add (batch, "SELECT pg_terminate_backend (pg_backend_pid ())", NULL);
  pgg_batch_add (batch, "SELECT 3", NULL);
  outcome = execute (connection, batch, PGG_BATCH_FLAGS_INDEPENDENT);
  assert_affected (outcome, 0, 1);
  assert_item_error (outcome, 1, PGG_SERVER_ERROR, PGG_SQL_STATE_ADMIN_SHUTDOWN);
  g_assert_false (pgg_batch_result_check_item (outcome, 2, NULL));
}

/* A batch goes the four ways, and can be changed while it is executed. */
static void
test_ways (void)
{
  PggConnection *connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  PggBatch *same = pgg_batch_ref (batch);
  g_auto(TestCall) call = { 0 };
  g_autoptr(PggBatchResult) outcome = NULL;
  PggBatchResult *also;

  add_int (batch, INSERT, 1);
  pgg_connection_execute_batch_async (connection, batch, PGG_BATCH_FLAGS_NONE, G_PRIORITY_DEFAULT,
                                      NULL, test_call_cb, &call);
  pgg_batch_reset (same);
  pgg_batch_unref (same);
  g_assert_cmpint (test_query_int (connection, "SELECT 5"), ==, 5);
  test_call_wait (&call);
  outcome = pgg_connection_execute_batch_finish (connection, call.result, NULL);
  assert_affected (outcome, 0, 1);
  also = pgg_batch_result_ref (outcome);
  g_assert_cmpuint (pgg_batch_result_get_n_items (also), ==, 1);
  pgg_batch_result_unref (also);
  test_call_clear (&call);
  g_assert_finalize_object (connection);
}

static void
test_timeout (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggBatch) batch = pgg_batch_new ();
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (pgg_batch_get_timeout (batch), ==, -1);
  pgg_batch_set_timeout (batch, 50);
  g_assert_cmpint (pgg_batch_get_timeout (batch), ==, 50);
  add_int (batch, INSERT, 1);
  pgg_batch_add (batch, "SELECT pg_sleep (60)", NULL);
  g_assert_null (pgg_connection_execute_batch (connection, batch, PGG_BATCH_FLAGS_NONE, NULL,
                                               &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpint (count (connection), ==, 0);
}

/* A cursor may have a time limit of its own, longer or shorter than that of its connection. */
static void
test_cursor_timeout (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GError) error = NULL;
  int timeout;

  g_assert_cmpint (pgg_cursor_get_timeout (cursor), ==, -1);
  pgg_connection_set_timeout (connection, 1);
  pgg_cursor_set_timeout (cursor, 0);
  g_assert_true (pgg_cursor_execute (cursor, "SELECT pg_sleep (0.02)", NULL, NULL, &error));
  g_assert_no_error (error);
  pgg_connection_set_timeout (connection, 0);
  g_object_set (cursor, "timeout", 30, NULL);
  g_object_get (cursor, "timeout", &timeout, NULL);
  g_assert_cmpint (timeout, ==, 30);
  g_assert_false (pgg_cursor_execute (cursor, "SELECT pg_sleep (60)", NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  test_assert_usable (connection);
}

/* The cursor goes from the result of one execution to the next. */
static void
test_cursor (void)
{
  g_autoptr(PggConnection) connection = connect_with_table ();
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (connection);
  g_autoptr(GPtrArray) sets = test_sets_new (3);
  gboolean keeps;

  g_assert_false (pgg_cursor_get_keep_results (cursor));
  g_object_set (cursor, "keep-results", TRUE, NULL);
  g_object_get (cursor, "keep-results", &keeps, NULL);
  g_assert_true (keeps);
  g_assert_cmpint (pgg_cursor_execute_many (cursor, INSERT, (PggParams **) sets->pdata, 3, NULL,
                                            NULL), ==, 3);
  g_assert_cmpint (pgg_cursor_get_row_count (cursor), ==, 3);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr(GPtrArray) rows = pgg_cursor_fetch_all (cursor, NULL, NULL);

      g_assert_cmpuint (rows->len, ==, 1);
      g_assert_cmpint (pgg_row_get_int (rows->pdata[0], 0, NULL), ==, i * 2);
      g_assert_true (pgg_cursor_next_set (cursor, NULL) == (i < 2));
    }
  pgg_cursor_set_keep_results (cursor, FALSE);
  g_assert_cmpint (pgg_cursor_execute_many (cursor, "SELECT $1", (PggParams **) sets->pdata, 3,
                                            NULL, NULL), ==, 3);
  g_assert_null (pgg_cursor_get_result (cursor));
}

int
main (int    argc,
      char **argv)
{
  const gconstpointer independent = GUINT_TO_POINTER (PGG_BATCH_FLAGS_INDEPENDENT);

  g_test_init (&argc, &argv, NULL);
  test_watchdog (115);

  g_test_add_func ("/batch/items", test_items);
  g_test_add_data_func ("/batch/results/together", NULL, test_results);
  g_test_add_data_func ("/batch/results/independent", independent, test_results);
  g_test_add_data_func ("/batch/settings/together", NULL, test_settings);
  g_test_add_data_func ("/batch/settings/independent", independent, test_settings);
  g_test_add_func ("/batch/atomic", test_atomic);
  g_test_add_func ("/batch/many", test_many);
  g_test_add_func ("/batch/independent", test_independent);
  g_test_add_func ("/batch/in-transaction", test_in_transaction);
  g_test_add_func ("/batch/misuse", test_misuse);
  g_test_add_data_func ("/batch/bounded/together", NULL, test_bounded);
  g_test_add_data_func ("/batch/bounded/independent", independent, test_bounded);
  g_test_add_func ("/batch/wide", test_wide);
  g_test_add_func ("/batch/cancel/steps", test_cancel_independent);
  g_test_add_func ("/batch/cancel/each", test_cancel_each);
  g_test_add_func ("/batch/lost", test_lost);
  g_test_add_func ("/batch/ways", test_ways);
  g_test_add_func ("/batch/timeout", test_timeout);
  g_test_add_func ("/batch/cursor/results", test_cursor);
  g_test_add_func ("/batch/cursor/timeout", test_cursor_timeout);

  return g_test_run ();
}
