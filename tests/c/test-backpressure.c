/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Much in both directions, and a server that does not read: nobody waits for the other for ever,
 * and nothing turns in circles meanwhile. */

#include "config.h"

#include "engine-fixture.h"

#include "engine/pgg-operation-private.h"

#include <signal.h>

/* More than the buffers of the kernel hold. */
#define SIZE (8 * 1024 * 1024)
#define SLOW_SIZE (32 * 1024 * 1024)
#define N_CALLS 3

/* What is sent goes in pieces of at least a page or so, each with a wait of its own. */
#define MAX_STEPS (SLOW_SIZE / 4096)

#define BIG "SELECT $1::text || '.'"

typedef PggOperation *(*StartFunc) (PggConnection *connection);

static PggParams *
big_params_new (void)
{
  g_autofree char *text = g_strnfill (test_is_slow () ? SLOW_SIZE : SIZE, 'x');
  g_autoptr(GError) error = NULL;
  PggParams *params = pgg_params_new ();

  pgg_params_append_text (params, text, &error);
  g_assert_no_error (error);

  return params;
}

static PggOperation *
start_plain (PggConnection *connection)
{
  g_autoptr(PggParams) params = big_params_new ();

  pgg_connection_set_pipelining (connection, FALSE);

  return pgg_connection_execute_start (connection, BIG, params);
}

static PggOperation *
start_simple (PggConnection *connection)
{
  pgg_connection_set_statement_mode (connection, PGG_STATEMENT_MODE_SIMPLE);

  return start_plain (connection);
}

/* The others belong to nobody. */
static PggOperation *
start_flight (PggConnection *connection)
{
  g_autoptr(PggParams) params = big_params_new ();

  for (guint i = 1; i < N_CALLS; i++)
    {
      g_autoptr(PggOperation) other = pgg_connection_execute_start (connection, BIG, params);
    }

  return pgg_connection_execute_start (connection, BIG, params);
}

static PggOperation *
start_many (PggConnection *connection)
{
  g_autoptr(PggParams) params = big_params_new ();
  PggParams *sets[N_CALLS] = { params, params, params };

  return pgg_connection_execute_many_start (connection, BIG, sets, N_CALLS);
}

static PggOperation *
start_section (PggConnection *connection)
{
  g_autoptr(PggParams) params = big_params_new ();
  PggPipeline *pipeline = pgg_connection_enter_pipeline (connection, NULL);
  PggOperation *operation;

  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autoptr(PggOperation) statement = pgg_pipeline_execute_start (pipeline, BIG, params);
    }
  operation = pgg_pipeline_sync_start (pipeline);
  g_object_set_data_full (G_OBJECT (operation), "pipeline", pipeline, g_object_unref);

  return operation;
}

/* Until the socket takes no more; it has to come to that, and not only seem to. */
static void
step_until_blocked (PggOperation *operation)
{
  PggWait want = pgg_operation_step (operation, PGG_WAIT_NONE);
  guint n_steps = 0;

  while (test_poll (operation, want, 100) != 0)
    {
      want = pgg_operation_step (operation, test_wait (operation, want));
      g_assert_cmpint (want, !=, PGG_WAIT_NONE);
      g_assert_cmpuint (++n_steps, <, MAX_STEPS);
    }
  g_assert_cmpint (want, ==, PGG_WAIT_READ | PGG_WAIT_WRITE);
}

static PggOperation *
start_blocked (PggConnection *connection,
               StartFunc      start)
{
  PggOperation *operation;

  g_assert_cmpint (kill (pgg_connection_get_backend_pid (connection), SIGSTOP), ==, 0);
  operation = start (connection);
  step_until_blocked (operation);

  return operation;
}

/* On a busy machine what was begun takes long to be sent, and that comes before any answer. */
static PggConnection *
connect_patiently (void)
{
  PggConnection *connection = test_connect ();

  pgg_connection_set_cancel_timeout (connection, 240 * 1000);

  return connection;
}

static void
wake_up (int pid)
{
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
}

static void
assert_outcome (PggOperation *operation,
                int           code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (pgg_operation_get_outcome (operation, &error));
  g_assert_error (error, G_IO_ERROR, code);
}

static void
test_goes_on (gconstpointer data)
{
  const StartFunc *start = data;
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggOperation) operation = start_blocked (connection, *start);
  g_autoptr(GError) error = NULL;

  wake_up (pgg_connection_get_backend_pid (connection));
  test_drive (operation);
  pgg_operation_get_outcome (operation, &error);
  g_assert_no_error (error);
  test_assert_usable (connection);
}

static void
run_out (PggOperation *operation,
         gboolean      is_async)
{
  g_auto(TestCall) call = { 0 };

  pgg_operation_set_timeout (operation, 20);
  if (!is_async)
    {
      pgg_operation_run (operation, NULL, NULL);
    }
  else
    {
      pgg_operation_run_async (operation, G_PRIORITY_DEFAULT, NULL, test_call_cb, &call);
      test_call_wait (&call);
    }
  assert_outcome (operation, G_IO_ERROR_TIMED_OUT);
}

/* What was sent in part must be sent whole before anything else can be. */
static void
test_timeout (gconstpointer data)
{
  const StartFunc *start = data;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(PggConnection) connection = connect_patiently ();
      g_autoptr(PggOperation) operation = start_blocked (connection, *start);

      run_out (operation, i == 1);
      g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_OPEN);
      wake_up (pgg_connection_get_backend_pid (connection));
      test_assert_usable (connection);
    }
}

static void
test_cancel (gconstpointer data)
{
  const StartFunc *start = data;
  g_autoptr(PggConnection) connection = connect_patiently ();
  g_autoptr(PggOperation) operation = start_blocked (connection, *start);

  pgg_operation_cancel (operation);
  pgg_operation_step (operation, PGG_WAIT_NONE);
  wake_up (pgg_connection_get_backend_pid (connection));
  test_drive (operation);
  assert_outcome (operation, G_IO_ERROR_CANCELLED);
  test_assert_usable (connection);
}

static void
test_close (gconstpointer data)
{
  const StartFunc *start = data;
  g_autoptr(PggConnection) connection = test_connect ();
  int pid = pgg_connection_get_backend_pid (connection);
  g_autoptr(PggOperation) operation = start_blocked (connection, *start);

  pgg_connection_set_cancel_timeout (connection, 300);
  g_assert_true (pgg_connection_close (connection, NULL, NULL));
  assert_outcome (operation, G_IO_ERROR_CLOSED);
  wake_up (pid);
}

static void
add (const char      *name,
     const StartFunc *start)
{
  static const struct
  {
    const char    *name;
    GTestDataFunc  func;
  } tests[] = {
    { "goes-on", test_goes_on }, { "timeout", test_timeout },
    { "cancel", test_cancel },   { "close", test_close },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/backpressure/%s/%s", name, tests[i].name);

      g_test_add_data_func (path, start, tests[i].func);
    }
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *name;
    StartFunc   start;
  } kinds[] = {
    { "plain", start_plain }, { "simple", start_simple },   { "flight", start_flight },
    { "many", start_many },   { "section", start_section },
  };

  g_test_init (&argc, &argv, NULL);
  test_watchdog (280);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    add (kinds[i].name, &kinds[i].start);

  return g_test_run ();
}
