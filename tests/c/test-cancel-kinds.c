/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every kind of operation is cancelled after every step, alone and among others: it ends once, the
 * others get their own answers, and the connection can be used. */

#include "config.h"

#include "engine-fixture.h"

/* One run: what the kind of operation needs, and those before and behind it. */
typedef struct
{
  PggConnection  *connection;
  PggTransaction *transaction;
  PggTransaction *inner;
  PggPipeline    *pipeline;
  PggCursor      *cursor;
  PggStatement   *statement;
  guint           round;
} Run;

typedef enum
{
  KIND_NORMAL = 0,
  KIND_ENDS = 1 << 0,        /* the connection, or the transaction that what is behind it needs */
  KIND_MAY_SUCCEED = 1 << 1, /* although it was cancelled */
} KindFlags;

typedef struct
{
  const char     *name;
  void          (*prepare) (Run *run);
  PggOperation *(*start)   (Run *run);
  KindFlags       flags;
} Kind;

static PggOperation *
start_int (PggConnection *connection,
           const char    *sql,
           int            value)
{
  g_autoptr(PggParams) params = pgg_params_new ();

  g_assert_true (pgg_params_append_int (params, value, NULL));

  return pgg_connection_execute_start (connection, sql, params);
}

static PggOperation *
start_simple (Run *run)
{
  return pgg_connection_execute_start (run->connection, "SELECT 1; SELECT pg_sleep (0.003)", NULL);
}

static PggOperation *
start_extended (Run *run)
{
  return start_int (run->connection, "SELECT $1, repeat ('x', 9000) FROM pg_sleep (0.003)", 1);
}

static void
prepare_threshold (Run *run)
{
  pgg_connection_set_prepare_threshold (run->connection, 1);
}

static void
prepare_statement (Run *run)
{
  run->statement = pgg_connection_prepare (run->connection, "SELECT $1::int FROM pg_sleep (0.003)",
                                           NULL, NULL);
  g_assert_nonnull (run->statement);
}

static PggOperation *
start_statement (Run *run)
{
  g_autoptr(PggParams) params = pgg_params_new ();

  g_assert_true (pgg_params_append_int (params, 1, NULL));

  return pgg_statement_execute_start (run->statement, params);
}

static PggOperation *
start_statement_close (Run *run)
{
  return pgg_statement_close_start (run->statement);
}

static PggOperation *
start_describe (Run *run)
{
  return pgg_connection_prepare_start (run->connection, "SELECT $1::text");
}

static PggOperation *
start_many (Run *run)
{
  g_autoptr(GPtrArray) sets = test_sets_new (300);

  return pgg_connection_execute_many_start (run->connection, "SELECT $1",
                                            (PggParams **) sets->pdata, sets->len);
}

static PggOperation *
start_items (Run           *run,
             PggBatchFlags  flags)
{
  g_autoptr(PggBatch) batch = pgg_batch_new ();

  for (guint i = 0; i < 5; i++)
    pgg_batch_add (batch, "SELECT pg_sleep (0.001)", NULL);

  return pgg_connection_execute_batch_start (run->connection, batch,
                                             flags | PGG_BATCH_FLAGS_KEEP_RESULTS);
}

static PggOperation *
start_batch (Run *run)
{
  return start_items (run, PGG_BATCH_FLAGS_NONE);
}

static PggOperation *
start_independent (Run *run)
{
  return start_items (run, PGG_BATCH_FLAGS_INDEPENDENT);
}

static void
prepare_cursor (Run *run)
{
  run->cursor = pgg_connection_create_cursor (run->connection);
}

static PggOperation *
start_stream (Run *run)
{
  return pgg_cursor_stream_start (run->cursor, "SELECT generate_series (1, 3000)", NULL);
}

static void
prepare_stream (Run *run)
{
  prepare_cursor (run);
  g_assert_true (pgg_cursor_stream (run->cursor, "SELECT generate_series (1, 3000)", NULL, NULL,
                                    NULL));
}

static PggOperation *
start_fetch (Run *run)
{
  return pgg_cursor_fetch_many_start (run->cursor, 2000);
}

static PggOperation *
start_cursor_close (Run *run)
{
  return pgg_cursor_close_start (run->cursor);
}

static void
prepare_transaction (Run *run)
{
  run->transaction =
    pgg_connection_begin (run->connection, PGG_TRANSACTION_OPTIONS_DEFAULT, NULL);
  g_assert_nonnull (run->transaction);
}

static PggOperation *
start_begin (Run *run)
{
  return pgg_connection_execute_start (run->connection, "SELECT pg_sleep (0.003)", NULL);
}

static void
prepare_begun (Run *run)
{
  prepare_transaction (run);
  test_execute (run->connection, "CREATE TEMP TABLE begun (i integer)");
}

static PggOperation *
start_commit (Run *run)
{
  return pgg_transaction_commit_start (run->transaction);
}

static PggOperation *
start_rollback (Run *run)
{
  return pgg_transaction_rollback_start (run->transaction);
}

static PggOperation *
start_prepare_transaction (Run *run)
{
  g_autofree char *id = g_strdup_printf ("kinds %u", run->round);

  return pgg_transaction_prepare_start (run->transaction, id);
}

static void
prepare_two_phases (Run *run)
{
  prepare_transaction (run);
  test_execute (run->connection, "SELECT 1");
}

/* A savepoint that is made with the first statement in it. */
static void
prepare_savepoint (Run *run)
{
  prepare_begun (run);
  run->inner = pgg_connection_begin (run->connection, PGG_TRANSACTION_OPTIONS_DEFAULT, NULL);
  g_assert_nonnull (run->inner);
}

static void
prepare_nested (Run *run)
{
  prepare_savepoint (run);
  test_execute (run->connection, "SELECT 1");
}

static PggOperation *
start_inner_commit (Run *run)
{
  return pgg_transaction_commit_start (run->inner);
}

static PggOperation *
start_inner_rollback (Run *run)
{
  return pgg_transaction_rollback_start (run->inner);
}

static PggOperation *
start_section (Run *run)
{
  run->pipeline = pgg_connection_enter_pipeline (run->connection, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(PggOperation) statement =
        pgg_pipeline_execute_start (run->pipeline, "SELECT pg_sleep (0.002)", NULL);
    }

  return pgg_pipeline_sync_start (run->pipeline);
}

static PggOperation *
start_listen (Run *run)
{
  return pgg_connection_listen_start (run->connection, "kinds");
}

static PggOperation *
start_unlisten (Run *run)
{
  return pgg_connection_unlisten_start (run->connection, "kinds");
}

static PggOperation *
start_lookup (Run *run)
{
  return pgg_connection_lookup_type_start (run->connection, "information_schema.sql_identifier");
}

static PggOperation *
start_unknown (Run *run)
{
  return pgg_connection_execute_start (run->connection,
                                       "SELECT 'x'::information_schema.character_data", NULL);
}

static PggOperation *
start_copy (Run *run)
{
  return pgg_connection_execute_start (run->connection,
                                       "COPY (SELECT generate_series (1, 3000)) TO STDOUT", NULL);
}

static PggOperation *
start_close (Run *run)
{
  return pgg_connection_close_start (run->connection);
}

static PggOperation *
start_reset (Run *run)
{
  return pgg_connection_reset_start (run->connection);
}

static PggOperation *
start_cancel (Run *run)
{
  return pgg_connection_cancel_start (run->connection);
}

static const Kind kinds[] = {
  { "simple", NULL, start_simple },
  { "extended", NULL, start_extended },
  { "prepared", prepare_threshold, start_extended },
  { "statement", prepare_statement, start_statement },
  { "statement-close", prepare_statement, start_statement_close, KIND_MAY_SUCCEED },
  { "describe", NULL, start_describe },
  { "many", NULL, start_many },
  { "batch", NULL, start_batch },
  { "independent", NULL, start_independent, KIND_MAY_SUCCEED },
  { "stream", prepare_cursor, start_stream },
  { "fetch", prepare_stream, start_fetch },
  { "cursor-close", prepare_stream, start_cursor_close, KIND_MAY_SUCCEED },
  { "begin", prepare_transaction, start_begin, KIND_ENDS },
  { "commit", prepare_begun, start_commit, KIND_ENDS | KIND_MAY_SUCCEED },
  { "rollback", prepare_begun, start_rollback, KIND_ENDS | KIND_MAY_SUCCEED },
  { "prepare-transaction", prepare_two_phases, start_prepare_transaction,
    KIND_ENDS | KIND_MAY_SUCCEED },
  { "savepoint", prepare_savepoint, start_begin, KIND_ENDS },
  { "release", prepare_nested, start_inner_commit, KIND_ENDS | KIND_MAY_SUCCEED },
  { "rollback-to", prepare_nested, start_inner_rollback, KIND_ENDS | KIND_MAY_SUCCEED },
  { "section", NULL, start_section },
  { "listen", NULL, start_listen },
  { "unlisten", NULL, start_unlisten },
  { "lookup-type", NULL, start_lookup },
  { "unknown-type", NULL, start_unknown },
  { "copy", NULL, start_copy },
  { "close", NULL, start_close, KIND_ENDS | KIND_MAY_SUCCEED },
  { "reset", NULL, start_reset, KIND_ENDS | KIND_MAY_SUCCEED },
  { "cancel", NULL, start_cancel, KIND_ENDS | KIND_MAY_SUCCEED },
};

static void
run_clear (Run *run)
{
  g_clear_object (&run->inner);
  g_clear_object (&run->transaction);
  g_clear_object (&run->pipeline);
  g_clear_object (&run->cursor);
  g_clear_object (&run->statement);
  g_clear_object (&run->connection);
}

/* FALSE: it was done before so many steps. */
static gboolean
step_some (PggOperation *operation,
           guint         n_steps)
{
  PggWait ready = PGG_WAIT_NONE;

  for (guint i = 0; i < n_steps; i++)
    {
      PggWait want = pgg_operation_step (operation, ready);

      if (want == PGG_WAIT_NONE)
        return FALSE;
      ready = test_wait (operation, want);
    }

  return !pgg_operation_is_done (operation);
}

static void
check_int (Run          *run,
           PggOperation *operation,
           int           value,
           gboolean      may_fail)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result =
    pgg_connection_execute_finish (run->connection, G_ASYNC_RESULT (operation), &error);

  if (result == NULL && may_fail)
    return;

  g_assert_no_error (error);
  g_assert_cmpint (pgg_result_get_int (result, 0, 0, NULL), ==, value);
}

/* Whatever was left open: the connection can go on. */
static void
check_usable (Run *run)
{
  g_autoptr(GError) error = NULL;

  if (pgg_connection_get_status (run->connection) != PGG_CONNECTION_STATUS_OPEN)
    g_assert_true (pgg_connection_open (run->connection, NULL, NULL));
  if (run->inner != NULL &&
      pgg_transaction_get_state (run->inner) == PGG_TRANSACTION_STATE_OPEN)
    pgg_transaction_rollback (run->inner, NULL, NULL);
  if (run->transaction != NULL &&
      pgg_transaction_get_state (run->transaction) == PGG_TRANSACTION_STATE_OPEN)
    pgg_transaction_rollback (run->transaction, NULL, &error);
  test_assert_usable (run->connection);
  g_assert_cmpint (pgg_connection_get_transaction_status (run->connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_IDLE);
}

static void
check_outcome (const Kind   *kind,
               PggOperation *operation,
               gboolean      early)
{
  g_autoptr(GError) error = NULL;
  gboolean succeeded = pgg_operation_run (operation, NULL, &error);

  if (early && !succeeded)
    g_assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
                   g_error_matches (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_IN_DOUBT));
  if (early && succeeded)
    g_assert_true (kind->flags & KIND_MAY_SUCCEED);
}

/* Cancels after so many steps; gives whether that was before the end. */
static gboolean
cancel_after (const Kind *kind,
              guint       n_steps,
              gboolean    is_alone)
{
  TestCall calls[3] = { { 0 } };
  g_autoptr(PggOperation) before = NULL;
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(PggOperation) behind = NULL;
  Run run = { .connection = test_connect (), .round = n_steps };
  gboolean early;

  if (kind->prepare != NULL)
    kind->prepare (&run);
  if (!is_alone)
    before = start_int (run.connection, "SELECT $1 FROM pg_sleep (0.001)", 11);
  operation = kind->start (&run);
  if (!is_alone)
    behind = start_int (run.connection, "SELECT $1 FROM pg_sleep (0.001)", 22);

  early = step_some (operation, n_steps);
  pgg_operation_cancel (operation);
  pgg_operation_run_async (operation, G_PRIORITY_DEFAULT, NULL, test_call_cb, &calls[0]);
  if (!is_alone)
    {
      pgg_operation_run_async (before, G_PRIORITY_DEFAULT, NULL, test_call_cb, &calls[1]);
      pgg_operation_run_async (behind, G_PRIORITY_DEFAULT, NULL, test_call_cb, &calls[2]);
    }
  for (guint i = 0; i < (is_alone ? 1 : 3); i++)
    test_call_wait (&calls[i]);

  check_outcome (kind, operation, early);
  if (!is_alone)
    {
      check_int (&run, before, 11, (kind->flags & KIND_ENDS) != 0);
      check_int (&run, behind, 22, (kind->flags & KIND_ENDS) != 0);
    }
  check_usable (&run);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    g_assert_cmpuint (calls[i].n_calls, ==, is_alone && i > 0 ? 0 : 1);
  test_calls_clear (calls, G_N_ELEMENTS (calls));
  run_clear (&run);

  return early;
}

static void
test_alone (gconstpointer kind)
{
  guint n_steps = 0;

  while (cancel_after (kind, n_steps, TRUE))
    n_steps++;
}

static void
test_among_others (gconstpointer kind)
{
  guint n_steps = 0;

  while (cancel_after (kind, n_steps, FALSE))
    n_steps++;
}

/* Transactions that were prepared in vain would keep their locks. */
static void
forget_prepared (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_auto(GStrv) ids = pgg_connection_list_prepared (connection, NULL, NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    if (g_str_has_prefix (ids[i], "kinds "))
      g_assert_true (pgg_connection_rollback_prepared (connection, ids[i], NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  test_watchdog (290);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *alone = g_strconcat ("/cancel-kinds/alone/", kinds[i].name, NULL);
      g_autofree char *among = g_strconcat ("/cancel-kinds/among/", kinds[i].name, NULL);

      g_test_add_data_func (alone, &kinds[i], test_alone);
      g_test_add_data_func (among, &kinds[i], test_among_others);
    }
  status = g_test_run ();
  forget_prepared ();

  return status;
}
