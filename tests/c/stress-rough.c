/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What test-stress does to connections: opens, closes, terminates, and worsens the network. */

#include "config.h"

#include "stress-harness.h"

static void
close_check (StressCall    *call,
             GObject       *source,
             GAsyncResult  *asynchronous,
             GError       **error)
{
  pgg_connection_close_finish (PGG_CONNECTION (call->source), asynchronous, error);
}

static void
open_check (StressCall    *call,
            GObject       *source,
            GAsyncResult  *asynchronous,
            GError       **error)
{
  if (pgg_connection_open_finish (PGG_CONNECTION (call->source), asynchronous, error))
    g_atomic_int_inc (&call->worker->stress->n_opened);
}

static void
reset_check (StressCall    *call,
             GObject       *source,
             GAsyncResult  *asynchronous,
             GError       **error)
{
  if (pgg_connection_reset_finish (PGG_CONNECTION (call->source), asynchronous, error))
    g_atomic_int_inc (&call->worker->stress->n_opened);
}

static void
cancel_check (StressCall    *call,
              GObject       *source,
              GAsyncResult  *asynchronous,
              GError       **error)
{
  pgg_connection_cancel_finish (PGG_CONNECTION (call->source), asynchronous, error);
}

static StressCall *
rough_call_new (StressWorker *worker,
                StressCheck   check)
{
  int index = stress_number (worker, STRESS_N_CALM, STRESS_N_SHARED);

  return stress_call_new (worker, G_OBJECT (worker->stress->shared[index]), FALSE, check);
}

static void
open_one (StressWorker *worker)
{
  StressCall *call = rough_call_new (worker, open_check);

  stress_call_run (call, pgg_connection_open_start (PGG_CONNECTION (call->source)));
}

static void
close_one (StressWorker *worker)
{
  StressCall *call = rough_call_new (worker, close_check);

  stress_call_run (call, pgg_connection_close_start (PGG_CONNECTION (call->source)));
}

static void
reset_one (StressWorker *worker)
{
  StressCall *call = rough_call_new (worker, reset_check);

  stress_call_run (call, pgg_connection_reset_start (PGG_CONNECTION (call->source)));
}

static void
cancel_one (StressWorker *worker)
{
  StressCall *call = rough_call_new (worker, cancel_check);

  stress_call_run (call, pgg_connection_cancel_start (PGG_CONNECTION (call->source)));
}

static void
terminate (StressWorker *worker,
           int           pid)
{
  g_autofree char *sql = g_strdup_printf ("SELECT pg_terminate_backend (%d)", pid);
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;

  result = pgg_connection_execute (worker->stress->shared[0], sql, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
terminate_shared (StressWorker *worker)
{
  int index = stress_number (worker, STRESS_N_CALM, STRESS_N_SHARED);

  terminate (worker, pgg_connection_get_backend_pid (worker->stress->shared[index]));
}

static void
terminate_own (StressWorker *worker)
{
  StressWorker *victim = &worker->stress->workers[stress_number (worker, 0,
                                                                 STRESS_N_THREADS + 1)];

  int pid = g_atomic_int_get (&victim->own_pid);

  g_atomic_int_set (&victim->is_terminated, pid != 0);
  terminate (worker, pid);
}

/* The network gets bad, or good again; only the main thread talks to the proxy. */
static void
network (StressWorker *worker)
{
  static const char *const commands[] = {
    "pass", "pass", "pass", "chunk 7", "chunk 100", "delay 1", "cut 5000", "cut 100 up",
    "reset 3000", "stall 2000", "stall 30 up", "refuse", "blackhole",
  };

  if (worker->index == STRESS_N_THREADS)
    test_proxy_command (worker->stress->proxy,
                        commands[stress_number (worker, 0, G_N_ELEMENTS (commands))]);
}

StressKind stress_rough_kinds[] = {
  { "open", 20, open_one, 0 },
  { "close", 5, close_one, 0 },
  { "reset", 5, reset_one, 0 },
  { "cancel", 10, cancel_one, 0 },
  { "terminate", 8, terminate_shared, 0 },
  { "terminate a connection of a thread", 2, terminate_own, 0 },
  { "network", 10, network, 0 },
  { NULL, 0, NULL, 0 },
};
