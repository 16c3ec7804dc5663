/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The explicit pipeline: sections of statements that succeed or fail together. */

#include "config.h"

#include "engine-fixture.h"

#define N_STATEMENTS 5

static PggPipeline *
enter (PggConnection *connection)
{
  g_autoptr(GError) error = NULL;
  PggPipeline *pipeline = pgg_connection_enter_pipeline (connection, &error);

  g_assert_no_error (error);
  g_assert_true (pgg_pipeline_get_connection (pipeline) == connection);

  return pipeline;
}

static PggOperation *
start_int (PggPipeline *pipeline,
           const char  *sql,
           int          value)
{
  g_autoptr(PggParams) params = pgg_params_new ();

  g_assert_true (pgg_params_append_int (params, value, NULL));

  return pgg_pipeline_execute_start (pipeline, sql, params);
}

static gint64
finish_int (PggPipeline  *pipeline,
            PggOperation *operation)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;

  result = pgg_pipeline_execute_finish (pipeline, G_ASYNC_RESULT (operation), &error);
  g_assert_no_error (error);

  return pgg_result_get_int64 (result, 0, 0, NULL);
}

static void
assert_failed (PggPipeline  *pipeline,
               PggOperation *operation,
               GQuark        domain,
               int           code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (pgg_pipeline_execute_finish (pipeline, G_ASYNC_RESULT (operation), &error));
  g_assert_error (error, domain, code);
}

static void
unref_all (PggOperation **operations,
           guint          n_operations)
{
  for (guint i = 0; i < n_operations; i++)
    g_object_unref (operations[i]);
}

static void
test_section (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  g_autoptr(PggConnection) same = NULL;
  g_autoptr(GError) error = NULL;

  g_object_get (pipeline, "connection", &same, NULL);
  g_assert_true (same == connection);
  for (guint section = 0; section < 3; section++)
    {
      PggOperation *operations[N_STATEMENTS];

      for (guint i = 0; i < N_STATEMENTS; i++)
        operations[i] = start_int (pipeline, "SELECT $1 + 1", (int) i);
      g_assert_false (pgg_operation_is_done (operations[0]));
      g_assert_true (pgg_pipeline_sync (pipeline, NULL, &error));
      g_assert_no_error (error);
      for (guint i = 0; i < N_STATEMENTS; i++)
        g_assert_cmpint (finish_int (pipeline, operations[i]), ==, i + 1);
      unref_all (operations, N_STATEMENTS);
    }
  test_assert_usable (connection);
}

/* The first cell of a result of @gtype. */
static gpointer
finish_boxed (PggPipeline  *pipeline,
              PggOperation *operation,
              GType         gtype)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;
  const GValue *value;

  result = pgg_pipeline_execute_finish (pipeline, G_ASYNC_RESULT (operation), &error);
  g_assert_no_error (error);
  value = pgg_result_get_value (result, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_true (G_VALUE_HOLDS (value, gtype));

  return g_value_dup_boxed (value);
}

/* The server cannot be asked for types before the section is at its end. */
static void
test_types (void)
{
  const PggResultFormat formats[] = { PGG_RESULT_FORMAT_TEXT, PGG_RESULT_FORMAT_BINARY };
  g_autoptr(PggConnection) other = test_connect ();

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr(PggConnection) connection = test_connect ();
      g_autoptr(PggPipeline) pipeline = enter (connection);
      g_autoptr(PggOperation) operation = NULL;
      g_autoptr(PggRecord) record = NULL;

      test_execute (other, "DROP TYPE IF EXISTS piped_pair");
      test_execute (other, "CREATE TYPE piped_pair AS (a int, b text)");
      g_object_set (connection, "result-format", formats[i], NULL);
      operation = start_int (pipeline, "SELECT ROW ($1, 'x')::piped_pair", 7);
      g_assert_true (pgg_pipeline_sync (pipeline, NULL, NULL));
      record = finish_boxed (pipeline, operation, PGG_TYPE_RECORD);
      g_assert_cmpint (g_value_get_int (pgg_record_get_value_by_name (record, "a", NULL)), ==, 7);
    }
}

/* Since version 14, servers tell of changed settings at the end of the section. What came before a
 * change is read if it says enough of itself: a function may have changed them as well. */
static void
test_settings (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  PggOperation *operations[3];

  g_object_set (connection, "result-format", PGG_RESULT_FORMAT_TEXT, NULL);
  test_execute (connection, "SET DateStyle = 'SQL, MDY'");
  operations[0] = pgg_pipeline_execute_start (pipeline, "SELECT date '2024-02-29'", NULL);
  operations[1] = pgg_pipeline_execute_start (pipeline, "SET DateStyle = 'SQL, DMY'", NULL);
  operations[2] = pgg_pipeline_execute_start (pipeline, "SELECT date '2024-02-01'", NULL);
  g_assert_true (pgg_pipeline_sync (pipeline, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (operations); i += 2)
    {
      g_autoptr(PggDate) date = finish_boxed (pipeline, operations[i], PGG_TYPE_DATE);

      g_assert_cmpint (pgg_date_get_month (date), ==, 2);
    }
  unref_all (operations, G_N_ELEMENTS (operations));
}

/* Each place for the error: before it there are results, behind it nothing is executed. */
static void
test_error (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);

  test_execute (connection, "CREATE TEMP TABLE piped (i integer)");
  for (guint bad = 0; bad < N_STATEMENTS; bad++)
    {
      PggOperation *operations[N_STATEMENTS];
      g_autoptr(GError) error = NULL;

      for (guint i = 0; i < N_STATEMENTS; i++)
        operations[i] = start_int (pipeline, i == bad ? "SELECT 1 / ($1 - $1)" :
                                   "INSERT INTO piped VALUES ($1) RETURNING i", (int) i);
      g_assert_false (pgg_pipeline_sync (pipeline, NULL, &error));
      g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_DIVISION_BY_ZERO);
      for (guint i = 0; i < N_STATEMENTS; i++)
        {
          if (i < bad)
            g_assert_cmpint (finish_int (pipeline, operations[i]), ==, i);
          else if (i == bad)
            assert_failed (pipeline, operations[i], PGG_SERVER_ERROR,
                           PGG_SQL_STATE_DIVISION_BY_ZERO);
          else
            assert_failed (pipeline, operations[i], PGG_CLIENT_ERROR,
                           PGG_CLIENT_ERROR_PIPELINE_ABORTED);
        }
      unref_all (operations, N_STATEMENTS);
      g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM piped"), ==, 0);
      test_assert_usable (connection);
    }
}

/* An error that comes with the end of the section is that of the section. */
static void
test_late_error (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  g_autoptr(PggOperation) first = NULL;
  g_autoptr(PggOperation) second = NULL;
  g_autoptr(GError) error = NULL;

  test_execute (connection, "CREATE TEMP TABLE strict (i integer UNIQUE DEFERRABLE "
                "INITIALLY DEFERRED)");
  first = start_int (pipeline, "INSERT INTO strict VALUES ($1) RETURNING i", 1);
  second = start_int (pipeline, "INSERT INTO strict VALUES ($1) RETURNING i", 1);
  g_assert_false (pgg_pipeline_sync (pipeline, NULL, &error));
  g_assert_error (error, PGG_SERVER_ERROR, PGG_SQL_STATE_UNIQUE_VIOLATION);
  g_assert_cmpint (finish_int (pipeline, first), ==, 1);
  g_assert_cmpint (finish_int (pipeline, second), ==, 1);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM strict"), ==, 0);
  test_assert_usable (connection);
}

/* What the connection does by itself comes before the section or behind it. */
static void
test_among_others (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  g_autoptr(PggPipeline) other = enter (connection);
  g_autoptr(PggOperation) first = NULL;
  g_autoptr(PggOperation) of_other = NULL;
  g_autoptr(PggOperation) second = NULL;
  g_auto(TestCall) synced = { 0 };
  g_autoptr(GError) error = NULL;

  test_execute (connection, "CREATE TEMP TABLE piped (i integer)");
  first = start_int (pipeline, "INSERT INTO piped VALUES ($1) RETURNING i", 1);
  of_other = start_int (other, "SELECT count (*) + $1 FROM piped", 10);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM piped"), ==, 0);
  second = start_int (pipeline, "INSERT INTO piped VALUES ($1) RETURNING i", 2);
  pgg_pipeline_sync_async (pipeline, G_PRIORITY_DEFAULT, NULL, test_call_cb, &synced);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM piped"), ==, 2);
  g_assert_true (pgg_pipeline_exit (other, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (finish_int (other, of_other), ==, 12);
  test_call_wait (&synced);
  g_assert_true (pgg_pipeline_sync_finish (pipeline, synced.result, NULL));
  g_assert_cmpint (finish_int (pipeline, first), ==, 1);
  g_assert_cmpint (finish_int (pipeline, second), ==, 2);
}

static void
test_exit (void)
{
  PggConnection *connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  g_autoptr(PggOperation) late = NULL;
  g_autoptr(PggOperation) again = NULL;
  g_auto(TestCall) statement = { 0 };
  g_auto(TestCall) exited = { 0 };
  g_autoptr(PggResult) result = NULL;
  g_autoptr(GError) error = NULL;

  pgg_pipeline_execute_async (pipeline, "SELECT 5", NULL, G_PRIORITY_DEFAULT, NULL, test_call_cb,
                              &statement);
  pgg_pipeline_exit_async (pipeline, G_PRIORITY_DEFAULT, NULL, test_call_cb, &exited);
  test_call_wait (&exited);
  g_assert_true (pgg_pipeline_exit_finish (pipeline, exited.result, NULL));
  test_call_wait (&statement);
  g_assert_true (statement.source == G_OBJECT (pipeline));
  result = pgg_pipeline_execute_finish (pipeline, statement.result, NULL);
  g_assert_cmpint (pgg_result_get_int (result, 0, 0, NULL), ==, 5);

  late = pgg_pipeline_execute_start (pipeline, "SELECT 6", NULL);
  assert_failed (pipeline, late, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  g_assert_false (pgg_pipeline_sync (pipeline, NULL, &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
  again = pgg_pipeline_exit_start (pipeline);
  test_drive (again);
  g_assert_true (pgg_pipeline_exit_finish (pipeline, G_ASYNC_RESULT (again), NULL));

  test_call_clear (&statement);
  test_call_clear (&exited);
  g_clear_object (&late);
  g_clear_object (&again);
  g_assert_finalize_object (g_steal_pointer (&pipeline));
  g_assert_finalize_object (connection);
}

static void
test_misuse (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  g_autoptr(PggOperation) copy = NULL;
  g_autoptr(PggOperation) several = NULL;
  g_autoptr(PggOperation) empty = NULL;
  g_autoptr(PggOperation) sync = NULL;
  g_autoptr(GError) error = NULL;

  copy = pgg_pipeline_execute_start (pipeline, "COPY piped FROM STDIN", NULL);
  assert_failed (pipeline, copy, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED);
  several = pgg_pipeline_execute_start (pipeline, "SELECT 1; SELECT 2", NULL);
  g_assert_false (pgg_pipeline_sync (pipeline, NULL, NULL));
  assert_failed (pipeline, several, PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
  g_assert_true (pgg_pipeline_sync (pipeline, NULL, NULL)); /* nothing in it */
  sync = pgg_pipeline_sync_start (pipeline);
  g_assert_null (pgg_pipeline_execute_finish (pipeline, G_ASYNC_RESULT (sync), &error));
  g_assert_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  test_drive (sync);

  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  g_assert_null (pgg_connection_enter_pipeline (connection, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  empty = pgg_pipeline_execute_start (pipeline, "SELECT 1", NULL);
  g_assert_false (pgg_pipeline_exit (pipeline, NULL, NULL));
  assert_failed (pipeline, empty, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* Before it is sent a statement can be left out, and the others go on. */
static void
test_cancel_statement (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  PggOperation *operations[3];

  for (guint i = 0; i < 3; i++)
    operations[i] = start_int (pipeline, "SELECT $1 + 1", (int) i);
  pgg_operation_cancel (operations[1]);
  assert_failed (pipeline, operations[1], G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (pgg_pipeline_sync (pipeline, NULL, NULL));
  g_assert_cmpint (finish_int (pipeline, operations[0]), ==, 1);
  g_assert_cmpint (finish_int (pipeline, operations[2]), ==, 3);
  unref_all (operations, 3);
}

/* The section is cancelled at each step: as a whole, without an effect. */
static void
test_cancel_section (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  gboolean early = TRUE;

  test_execute (connection, "CREATE TEMP TABLE piped (i integer)");
  for (guint n_steps = 0; early; n_steps++)
    {
      PggOperation *operations[N_STATEMENTS];
      g_autoptr(PggOperation) sync = NULL;
      g_autoptr(GError) error = NULL;
      PggWait ready = PGG_WAIT_NONE;

      for (guint i = 0; i < N_STATEMENTS; i++)
        operations[i] = start_int (pipeline, "INSERT INTO piped SELECT $1 FROM pg_sleep (0.002) "
                                   "RETURNING i", (int) i);
      sync = pgg_pipeline_sync_start (pipeline);
      for (guint i = 0; i < n_steps && early; i++)
        {
          PggWait want = pgg_operation_step (sync, ready);

          early = want != PGG_WAIT_NONE;
          ready = early ? test_wait (sync, want) : PGG_WAIT_NONE;
        }
      pgg_operation_cancel (sync);
      test_drive (sync);
      g_assert_true (pgg_pipeline_sync_finish (pipeline, G_ASYNC_RESULT (sync), &error) == !early);
      if (early)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      for (guint i = 0; i < N_STATEMENTS; i++)
        g_assert_true (pgg_operation_is_done (operations[i]));
      if (early)
        assert_failed (pipeline, operations[N_STATEMENTS - 1], G_IO_ERROR, G_IO_ERROR_CANCELLED);
      unref_all (operations, N_STATEMENTS);
      test_assert_usable (connection);
    }
}

/* close () and the server's end reach the statements, whether they have been sent or not. */
static void
test_end (gconstpointer data)
{
  gboolean lost = GPOINTER_TO_INT (data);
  PggConnection *connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  g_autoptr(PggOperation) sent = start_int (pipeline, "SELECT $1 FROM pg_sleep (60)", 1);
  g_autoptr(PggOperation) behind = start_int (pipeline, "SELECT $1", 2);
  g_autoptr(PggOperation) sync = pgg_pipeline_sync_start (pipeline);
  g_autoptr(PggOperation) unsent = start_int (pipeline, "SELECT $1", 3);
  GQuark domain = lost ? PGG_SERVER_ERROR : G_IO_ERROR;
  int code = lost ? (int) PGG_SQL_STATE_ADMIN_SHUTDOWN : (int) G_IO_ERROR_CLOSED;

  pgg_operation_step (sync, PGG_WAIT_NONE);
  if (lost)
    {
      test_terminate (pgg_connection_get_backend_pid (connection));
      test_drive (sync);
    }
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  assert_failed (pipeline, sent, domain, code);
  if (lost)
    assert_failed (pipeline, behind, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_PIPELINE_ABORTED);
  else
    assert_failed (pipeline, behind, domain, code);
  assert_failed (pipeline, unsent, G_IO_ERROR, G_IO_ERROR_CLOSED);

  g_clear_object (&sent);
  g_clear_object (&behind);
  g_clear_object (&unsent);
  g_clear_object (&sync);
  g_assert_finalize_object (g_steal_pointer (&pipeline));
  g_assert_finalize_object (connection);
}

/* Both sides send more than fits into the buffers between them. */
static void
test_large (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autofree char *text = g_strnfill (100000, 'x');
  PggOperation *operations[100];
  g_autoptr(GError) error = NULL;

  g_assert_true (pgg_params_append_text (params, text, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    operations[i] = pgg_pipeline_execute_start (pipeline, "SELECT length ($1::text), "
                                                "repeat ($1::text, 3)", params);
  g_assert_true (pgg_pipeline_sync (pipeline, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    g_assert_cmpint (finish_int (pipeline, operations[i]), ==, 100000);
  unref_all (operations, G_N_ELEMENTS (operations));
}

static guint
count_lines (const char *text,
             const char *part)
{
  guint n = 0;

  for (text = strstr (text, part); text != NULL; text = strstr (text + 1, part))
    n++;

  return n;
}

/* What comes several times in a row is parsed once. */
static void
test_same (void)
{
  static const char *const statements[] = {
    "SELECT $1", "SELECT $1", "SELECT $1", "SELECT $1 + 1", "SELECT $1 + 1", "SELECT $1",
  };
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  PggOperation *operations[G_N_ELEMENTS (statements)];
  g_autofree char *text = NULL;
  TestTrace trace;

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    operations[i] = start_int (pipeline, statements[i], (int) i);
  test_trace_begin (&trace, connection);
  g_assert_true (pgg_pipeline_sync (pipeline, NULL, NULL));
  text = test_trace_end (&trace);
  g_assert_cmpuint (count_lines (text, "\tParse\t"), ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    g_assert_cmpint (finish_int (pipeline, operations[i]), ==, i == 3 || i == 4 ? i + 1 : i);
  unref_all (operations, G_N_ELEMENTS (statements));
}

/* The one that cannot be parsed has the error, and no more. */
static void
test_same_faulty (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  PggOperation *operations[3];

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    operations[i] = start_int (pipeline, "SELEKT $1", 1);
  g_assert_false (pgg_pipeline_sync (pipeline, NULL, NULL));
  assert_failed (pipeline, operations[0], PGG_SERVER_ERROR, PGG_SQL_STATE_SYNTAX_ERROR);
  for (guint i = 1; i < G_N_ELEMENTS (operations); i++)
    assert_failed (pipeline, operations[i], PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_PIPELINE_ABORTED);
  unref_all (operations, G_N_ELEMENTS (operations));
  test_assert_usable (connection);
}

/* What begins a transaction goes with the section. */
static void
test_transaction (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  g_autoptr(PggTransaction) transaction =
    pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_DEFAULT, NULL);
  PggOperation *operations[3];
  g_autofree char *text = NULL;
  TestTrace trace;

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    operations[i] = start_int (pipeline, "SELECT $1", (int) i);
  test_trace_begin (&trace, connection);
  g_assert_true (pgg_pipeline_sync (pipeline, NULL, NULL));
  text = test_trace_end (&trace);
  g_assert_cmpuint (count_lines (text, "\tQuery\t"), ==, 0);
  g_assert_cmpuint (count_lines (text, "\tSync"), ==, 1);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_INTRANS);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    g_assert_cmpint (finish_int (pipeline, operations[i]), ==, i);
  unref_all (operations, G_N_ELEMENTS (operations));
  g_assert_true (pgg_transaction_commit (transaction, NULL, NULL));
}

/* A section has a limit of its own, from when it is sent on. */
static void
test_timeout (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggPipeline) pipeline = enter (connection);
  g_autoptr(PggOperation) slow = NULL;
  g_autoptr(PggOperation) behind = NULL;
  g_autoptr(PggOperation) later = NULL;
  g_autoptr(GError) error = NULL;
  int timeout;

  g_assert_cmpint (pgg_pipeline_get_timeout (pipeline), ==, -1);
  pgg_pipeline_set_timeout (pipeline, 200);
  g_object_get (pipeline, "timeout", &timeout, NULL);
  g_assert_cmpint (timeout, ==, 200);
  slow = start_int (pipeline, "SELECT $1 FROM pg_sleep (600)", 1);
  behind = start_int (pipeline, "SELECT $1", 2);
  g_assert_false (pgg_pipeline_sync (pipeline, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  assert_failed (pipeline, slow, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  assert_failed (pipeline, behind, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_object_set (pipeline, "timeout", 0, NULL);
  pgg_connection_set_timeout (connection, 50);
  later = start_int (pipeline, "SELECT $1 FROM pg_sleep (0.3)", 3);
  g_assert_true (pgg_pipeline_exit (pipeline, NULL, NULL));
  g_assert_cmpint (finish_int (pipeline, later), ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (55);

  g_test_add_func ("/pipeline/section", test_section);
  g_test_add_func ("/pipeline/timeout", test_timeout);
  g_test_add_func ("/pipeline/transaction", test_transaction);
  g_test_add_func ("/pipeline/types", test_types);
  g_test_add_func ("/pipeline/settings", test_settings);
  g_test_add_func ("/pipeline/error", test_error);
  g_test_add_func ("/pipeline/late-error", test_late_error);
  g_test_add_func ("/pipeline/among-others", test_among_others);
  g_test_add_func ("/pipeline/exit", test_exit);
  g_test_add_func ("/pipeline/misuse", test_misuse);
  g_test_add_func ("/pipeline/cancel/statement", test_cancel_statement);
  g_test_add_func ("/pipeline/cancel/section", test_cancel_section);
  g_test_add_data_func ("/pipeline/end/closed", GINT_TO_POINTER (FALSE), test_end);
  g_test_add_data_func ("/pipeline/end/lost", GINT_TO_POINTER (TRUE), test_end);
  g_test_add_func ("/pipeline/large", test_large);
  g_test_add_func ("/pipeline/same", test_same);
  g_test_add_func ("/pipeline/same-faulty", test_same_faulty);

  return g_test_run ();
}
