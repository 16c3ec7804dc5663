/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Random calls of every kind, on several connections and threads at once, and everything that can
 * happen to them: whatever it was, each has one answer, the right one, and in the end all is idle.
 *
 * PGG_TEST_STRESS is the number of rounds of each thread; --seed repeats a run, as far as the
 * threads and the server go the same way again. */

#include "config.h"

#include "engine-fixture.h"
#include "stress-harness.h"

#define MAX_PENDING 6
#define OWN_PER_CENT 15

static void
worker_run (StressWorker *worker)
{
  while (worker->n_left-- > 0)
    {
      if (stress_chance (worker, OWN_PER_CENT))
        {
          worker->depth++;
          stress_own_one (worker);
          worker->depth--;
          g_atomic_int_inc (&worker->stress->n_progress);
        }
      else
        stress_do_any (worker);
      while (g_main_context_iteration (worker->context, worker->n_pending > MAX_PENDING))
        continue;
    }
  if (worker->index == STRESS_N_THREADS)
    test_proxy_command (worker->stress->proxy, "pass"); /* nobody else mends the network */
  while (worker->n_pending > 0)
    stress_iterate (worker, TRUE);
}

static gpointer
worker_thread (gpointer user_data)
{
  StressWorker *worker = user_data;

  stress_this_worker = worker;
  worker->context = g_main_context_new ();
  g_main_context_push_thread_default (worker->context);
  worker_run (worker);
  while (g_main_context_iteration (worker->context, FALSE))
    continue;
  g_main_context_pop_thread_default (worker->context);
  g_clear_pointer (&worker->context, g_main_context_unref);
  g_atomic_int_inc (&worker->stress->n_finished);
  g_main_context_wakeup (NULL);

  return NULL;
}

/* The test ends when nothing moves any more, however long it takes as a whole. */
static gpointer
watchdog_thread (gpointer user_data)
{
  Stress *stress = user_data;
  int last = -1;

  for (guint quiet = 0; g_atomic_int_get (&stress->n_finished) <= STRESS_N_THREADS;
       g_usleep (100000))
    {
      int now = g_atomic_int_get (&stress->n_progress);

      quiet = now == last ? quiet + 1 : 0;
      last = now;
      if (quiet > 600)
        g_error ("nothing has happened for a minute");
    }

  return NULL;
}

static void
worker_init (StressWorker *worker,
             Stress       *stress,
             guint         index)
{
  worker->stress = stress;
  worker->index = index;
  worker->rand = g_rand_new_with_seed ((guint) g_test_rand_int ());
  worker->n_left = stress->n_rounds;
}

/* What is stalled must not stay so for long. */
static void
make_impatient (PggConnection *connection)
{
  pgg_connection_set_timeout (connection, 500);
  pgg_connection_set_cancel_timeout (connection, 200);
}

static void
open_all (Stress       *stress,
          StressWorker *worker)
{
  stress->proxy = test_proxy_new (test_conninfo (), FALSE);
  for (guint i = 0; i < STRESS_N_SHARED; i++)
    {
      const char *place = i == STRESS_FAULTY ? test_proxy_get_conninfo (stress->proxy) :
                                               test_conninfo ();
      g_autofree char *conninfo = g_strconcat (place, " connect_timeout=2", NULL);
      g_autoptr(GError) error = NULL;

      stress->shared[i] = stress_connection_new (stress, conninfo, worker);
      if (i == STRESS_FAULTY)
        make_impatient (stress->shared[i]);
      pgg_connection_open (stress->shared[i], NULL, &error);
      g_assert_no_error (error);
      stress->n_opened++;
    }
  stress_shared_prepare (stress->shared[0]);
}

static void
run_threads (Stress *stress)
{
  StressWorker *worker = stress_this_worker;

  for (guint i = 0; i < STRESS_N_THREADS; i++)
    stress->workers[i].thread = g_thread_new ("worker", worker_thread, &stress->workers[i]);
  worker_run (worker);
  while (g_atomic_int_get (&stress->n_finished) < STRESS_N_THREADS || worker->n_pending > 0)
    stress_iterate (worker, TRUE);
  for (guint i = 0; i < STRESS_N_THREADS; i++)
    g_thread_join (stress->workers[i].thread);
}

/* What was left to itself may have let the last call go before it, and still be asking. */
static void
settle (PggConnection *connection)
{
  do
    test_execute (connection, "SELECT 1");
  while (pgg_connection_get_transaction_status (connection) == PGG_PQ_TRANSACTION_STATUS_ACTIVE);
}

static void
verify_idle (Stress *stress,
             guint   index)
{
  PggConnection *connection = stress->shared[index];

  if (index < STRESS_N_CALM)
    g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_OPEN);
  else
    {
      g_autoptr(GError) error = NULL;

      pgg_connection_set_timeout (connection, 0);
      pgg_connection_reset (connection, NULL, &error);
      g_assert_no_error (error);
      stress->n_opened++;
    }
  settle (connection);
  test_assert_usable (connection);
}

static void
verify_all (Stress *stress)
{
  test_proxy_command (stress->proxy, "pass");
  for (guint i = 0; i < STRESS_N_SHARED; i++)
    verify_idle (stress, i);
  stress_shared_verify (stress->shared[0]);
  g_assert_cmpint (test_query_int (stress->shared[0],
                                   "SELECT count (*) FROM pg_stat_activity "
                                   "WHERE state LIKE 'idle in transaction%'"), ==, 0);
}

static void
verify_gone (Stress *stress)
{
  GHashTableIter iter;
  gpointer operation;
  gpointer kind;

  g_hash_table_iter_init (&iter, stress->operations);
  while (g_hash_table_iter_next (&iter, &operation, &kind))
    g_test_message ("operation %p (%s) of a call of the kind \"%s\" is left", operation,
                    G_OBJECT_TYPE_NAME (operation), (const char *) kind);
  g_assert_cmpuint (g_hash_table_size (stress->operations), ==, 0);
}

static void
close_all (Stress *stress)
{
  for (guint i = 0; i < STRESS_N_SHARED; i++)
    pgg_connection_close (stress->shared[i], NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  for (guint i = 0; i < STRESS_N_SHARED; i++)
    g_assert_finalize_object (stress->shared[i]);
  test_proxy_free (stress->proxy);
  g_assert_cmpint (stress->n_lost, <=, stress->n_opened);
  verify_gone (stress);
}

static guint
count_rounds (void)
{
  const char *text = g_getenv ("PGG_TEST_STRESS");

  if (text != NULL)
    return (guint) atoi (text);

  if (g_getenv ("PGG_TEST_VALGRIND") != NULL)
    return 20;

  return test_is_slow () ? 100 : 50;
}

static void
test_stress (void)
{
  StressWorker workers[STRESS_N_THREADS + 1] = { 0 };
  Stress stress = { .workers = workers, .n_rounds = count_rounds () };
  GThread *watchdog;

  g_mutex_init (&stress.lock);
  stress.operations = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i <= STRESS_N_THREADS; i++)
    worker_init (&workers[i], &stress, i);
  stress_this_worker = &workers[STRESS_N_THREADS];
  stress_this_worker->context = g_main_context_ref (g_main_context_default ());
  stress_this_worker->depth = STRESS_MAX_DEPTH;
  open_all (&stress, stress_this_worker);
  watchdog = g_thread_new ("watchdog", watchdog_thread, &stress);
  stress_this_worker->depth = 0;
  run_threads (&stress);
  stress_this_worker->depth = STRESS_MAX_DEPTH;
  verify_all (&stress);
  close_all (&stress);
  g_atomic_int_inc (&stress.n_finished);
  g_thread_join (watchdog);
  g_test_message ("%d calls and callbacks, %d notifications, opened %d times, lost %d times",
                  stress.n_progress, stress.n_notified, stress.n_opened, stress.n_lost);
  for (guint i = 0; i <= STRESS_N_THREADS; i++)
    g_rand_free (workers[i].rand);
  g_clear_pointer (&workers[STRESS_N_THREADS].context, g_main_context_unref);
  g_hash_table_unref (stress.operations);
  g_mutex_clear (&stress.lock);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stress/random", test_stress);

  return g_test_run ();
}
