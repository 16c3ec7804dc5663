/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The network ends after each number of bytes, in both directions, whatever is under way: each
 * call ends once with a result or with the loss, nobody spins, and the connection can be opened. */

#include "config.h"

#include "engine-fixture.h"

#include <stdio.h>

#define MAX_STEPS 3000
#define BIG_SIZE 200000

/* One time that a scenario is gone through. */
typedef struct
{
  PggConnection *connection;
  gboolean       is_async;
  gboolean       is_lost;   /* a call has ended with that */
  guint          n_closed;  /* signals */
} Run;

typedef void (*Scenario) (Run *run);

static gboolean
is_loss (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
         g_error_matches (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST) ||
         g_error_matches (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_IN_DOUBT);
}

static void
drive (PggOperation *operation)
{
  PggWait want = pgg_operation_step (operation, PGG_WAIT_NONE);
  guint n_steps = 0;

  while (want != PGG_WAIT_NONE)
    {
      want = pgg_operation_step (operation, test_wait (operation, want));
      g_assert_cmpuint (++n_steps, <, MAX_STEPS);
    }
}

static void
wait (Run          *run,
      PggOperation *operation)
{
  g_auto(TestCall) call = { 0 };

  if (!run->is_async)
    {
      drive (operation);
      return;
    }

  pgg_operation_run_async (operation, G_PRIORITY_DEFAULT, NULL, test_call_cb, &call);
  test_call_wait (&call);
}

/* Takes @operation; whether it has succeeded. If not, that was the loss, or the @other error. */
static gboolean
finish (Run          *run,
        PggOperation *operation,
        int           other)
{
  g_autoptr(PggOperation) own = operation;
  g_autoptr(GError) error = NULL;

  wait (run, operation);
  if (pgg_operation_run_finish (operation, G_ASYNC_RESULT (operation), &error))
    return TRUE;

  if (is_loss (error))
    run->is_lost = TRUE;
  else
    g_assert_error (error, PGG_CLIENT_ERROR, other);

  return FALSE;
}

static void
finish_all (Run           *run,
            PggOperation **operations,
            guint          n_operations,
            int            other)
{
  for (guint i = 0; i < n_operations; i++)
    finish (run, operations[i], other);
}

static PggOperation *
start (Run        *run,
       const char *sql)
{
  return pgg_connection_execute_start (run->connection, sql, NULL);
}

/* Parse and Describe, then Bind. */
static void
described (Run *run)
{
  g_autoptr(PggStatement) statement = NULL;
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autoptr(PggOperation) preparing = NULL;

  preparing = pgg_connection_prepare_start (run->connection, "SELECT $1::int4 + $2::int4");
  if (!finish (run, g_object_ref (preparing), 0))
    return;

  statement = pgg_connection_prepare_finish (run->connection, G_ASYNC_RESULT (preparing), NULL);
  pgg_params_append_int (params, 1, NULL);
  pgg_params_append_int (params, 2, NULL);
  finish (run, pgg_statement_execute_start (statement, params), 0);
}

static void
prepared (Run *run)
{
  pgg_connection_set_prepare_threshold (run->connection, 0);
  finish (run, test_start_int (run->connection, "SELECT $1 + 1", 1), 0);
  finish (run, test_start_int (run->connection, "SELECT $1 + 1", 2), 0);
}

static void
pipelined (Run *run)
{
  PggOperation *operations[6];

  pgg_connection_forget_types (run->connection);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    operations[i] = test_start_int (run->connection, i % 2 == 0 ? "SELECT $1" :
                                    "SELECT 'x'::cut_type, $1", (int) i);
  finish_all (run, operations, G_N_ELEMENTS (operations), 0);
}

static void
types (Run *run)
{
  pgg_connection_forget_types (run->connection);
  finish (run, start (run, "SELECT 'x'::cut_type, ARRAY['x']::cut_type[]"), 0);
  pgg_connection_forget_types (run->connection);
  finish (run, pgg_connection_lookup_type_start (run->connection, "cut_type"), 0);
}

/* Row by row, and not all of them at once. */
static void
streamed (Run *run)
{
  g_autoptr(PggCursor) cursor = pgg_connection_create_cursor (run->connection);

  if (finish (run, pgg_cursor_stream_start (cursor, "SELECT generate_series (1, 500)", NULL), 0) &&
      finish (run, pgg_cursor_fetch_many_start (cursor, 100), 0))
    finish (run, pgg_cursor_fetch_all_start (cursor), 0);
}

static void
copied_out (Run *run)
{
  finish (run, start (run, "COPY (SELECT generate_series (1, 500)) TO STDOUT"),
          PGG_CLIENT_ERROR_NOT_SUPPORTED);
}

static void
copied_in (Run *run)
{
  finish (run, start (run, "COPY cut_test FROM STDIN"), PGG_CLIENT_ERROR_NOT_SUPPORTED);
}

static void
many (Run *run)
{
  g_autoptr(GPtrArray) sets = test_sets_new (100);

  finish (run, pgg_connection_execute_many_start (run->connection,
                                                  "INSERT INTO cut_test VALUES ($1)",
                                                  (PggParams **) sets->pdata, sets->len), 0);
}

/* Described before it is executed, and its types are asked for: nothing has been executed then. */
static void
many_described (Run *run)
{
  g_autoptr(GPtrArray) sets = test_sets_new (100);
  g_autoptr(PggOperation) operation = NULL;

  pgg_connection_forget_types (run->connection);
  pgg_connection_set_statement_mode (run->connection, PGG_STATEMENT_MODE_DESCRIBED);
  operation = pgg_connection_execute_many_start (run->connection,
                                                 "INSERT INTO cut_test VALUES ($1) "
                                                 "RETURNING 'x'::cut_type",
                                                 (PggParams **) sets->pdata, sets->len);
  if (finish (run, g_object_ref (operation), 0))
    g_assert_cmpint (pgg_connection_execute_many_finish (run->connection,
                                                         G_ASYNC_RESULT (operation), NULL),
                     ==, 100);
}

static void
section (Run *run)
{
  g_autoptr(PggPipeline) pipeline = pgg_connection_enter_pipeline (run->connection, NULL);
  PggOperation *operations[6];

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(PggParams) params = test_int_params_new ((int) i);

      operations[i] = pgg_pipeline_execute_start (pipeline, "SELECT $1", params);
    }
  operations[5] = pgg_pipeline_exit_start (pipeline);
  finish (run, operations[5], PGG_CLIENT_ERROR_PIPELINE_ABORTED);
  finish_all (run, operations, 5, PGG_CLIENT_ERROR_PIPELINE_ABORTED);
}

static void
transaction (Run *run)
{
  g_autoptr(PggTransaction) self =
    pgg_connection_begin (run->connection, PGG_TRANSACTION_OPTIONS_DEFAULT, NULL);

  if (finish (run, start (run, "INSERT INTO cut_test VALUES (1)"), 0))
    finish (run, pgg_transaction_commit_start (self), 0);
}

static void
big (Run *run)
{
  g_autoptr(PggParams) params = pgg_params_new ();
  g_autofree char *text = g_strnfill (BIG_SIZE, 'x');

  pgg_params_append_text (params, text, NULL);
  finish (run, pgg_connection_execute_start (run->connection, "SELECT $1::text", params), 0);
}

static void
closed_cb (PggConnection *connection,
           GError        *error,
           gpointer       run)
{
  g_assert_nonnull (error);
  ((Run *) run)->n_closed++;
}

static guint
get_bytes (TestProxy *proxy,
           gboolean   is_up)
{
  g_autofree char *stats = test_proxy_ask (proxy, "stats");
  guint n_up, n_down;

  g_assert_cmpint (sscanf (stats, "ok %*u %*u %u %u", &n_up, &n_down), ==, 2);

  return is_up ? n_up : n_down;
}

/* How many bytes go in one direction when nothing happens. */
static guint
measure (Scenario   scenario,
         TestProxy *proxy,
         gboolean   is_up)
{
  g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
  guint before = get_bytes (proxy, is_up);
  Run run = { .connection = connection };

  scenario (&run);
  g_assert_false (run.is_lost);

  return get_bytes (proxy, is_up) - before;
}

static void
cut (Run        *run,
     Scenario    scenario,
     TestProxy  *proxy,
     const char *command)
{
  gulong id = g_signal_connect (run->connection, "closed", G_CALLBACK (closed_cb), run);
  PggConnectionStatus status;

  test_proxy_command (proxy, command);
  scenario (run);
  status = pgg_connection_get_status (run->connection);
  if (run->is_lost)
    g_assert_cmpint (status, ==, PGG_CONNECTION_STATUS_LOST);
  g_assert_cmpuint (run->n_closed, ==, status == PGG_CONNECTION_STATUS_LOST ? 1 : 0);
  g_signal_handler_disconnect (run->connection, id);
}

static void
check (Scenario    scenario,
       TestProxy  *proxy,
       const char *fault,
       gboolean    is_up)
{
  guint n_bytes = measure (scenario, proxy, is_up);
  guint step = MAX (n_bytes / (test_is_slow () ? 300 : 8), 1);

  for (guint i = 0; i < n_bytes; i += step)
    {
      g_autoptr(PggConnection) connection = test_connect_to (test_proxy_get_conninfo (proxy));
      g_autofree char *command = g_strdup_printf ("%s %u %s", fault, i, is_up ? "up" : "down");
      Run run = { .connection = connection, .is_async = i / step % 2 == 1 };

      cut (&run, scenario, proxy, command);
      test_proxy_command (proxy, "pass");
      g_assert_true (pgg_connection_reset (connection, NULL, NULL));
      test_assert_usable (connection);
    }
}

static void
test_cut (gconstpointer data)
{
  const Scenario *scenario = data;
  g_autoptr(TestProxy) orderly = test_proxy_new (test_conninfo (), FALSE);
  g_autoptr(TestProxy) rude = test_proxy_new (test_conninfo (), TRUE);

  check (*scenario, orderly, "cut", FALSE);
  check (*scenario, orderly, "cut", TRUE);
  check (*scenario, rude, "reset", FALSE);
  check (*scenario, rude, "reset", TRUE);
}

int
main (int    argc,
      char **argv)
{
  static const Scenario scenarios[] = {
    described, prepared, pipelined, types, streamed, copied_out, copied_in, many,
    many_described, section, transaction, big,
  };
  static const char *const names[] = {
    "described", "prepared", "pipelined", "types", "streamed", "copied-out", "copied-in", "many",
    "many-described", "section", "transaction", "big",
  };
  g_autoptr(PggConnection) connection = NULL;

  g_test_init (&argc, &argv, NULL);
  test_watchdog (test_is_slow () ? 1000 : 110);
  connection = test_connect ();
  test_execute (connection, "DROP TABLE IF EXISTS cut_test; DROP TYPE IF EXISTS cut_type;"
                            "CREATE TABLE cut_test (i int); CREATE TYPE cut_type AS ENUM ('x')");
  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *path = g_strconcat ("/cut/", names[i], NULL);

      g_test_add_data_func (path, &scenarios[i], test_cut);
    }

  return g_test_run ();
}
