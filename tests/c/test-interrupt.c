/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Signals of the process while a call blocks: whoever was set is asked whether it shall end. */

#include "config.h"

#include "engine-fixture.h"

#include "wait/pgg-interrupt-private.h"

#include <signal.h>
#include <unistd.h>

/* What was asked, and what is answered. */
typedef struct
{
  PggConnection *connection; /* what a call is made with while it is asked, if any */
  guint          n_calls;
  guint          n_freed;
  gboolean       answer;
  int            n_signals; /* so many must have come before the answer counts */
  GThread       *thread;
} Asked;

static int n_signals; /* handled by the process */

static void
handle_signal (int number)
{
  g_atomic_int_inc (&n_signals);
}

static void
catch_signals (void)
{
  struct sigaction action = { .sa_handler = handle_signal };

  g_assert_cmpint (sigaction (SIGUSR1, &action, NULL), ==, 0);
}

static gboolean
asked_cb (gpointer user_data)
{
  Asked *asked = user_data;

  asked->n_calls++;
  asked->thread = g_thread_self ();
  if (asked->connection != NULL)
    g_assert_cmpint (test_query_int (asked->connection, "SELECT 1 FROM pg_sleep (0.05)"), ==, 1);

  return asked->answer && g_atomic_int_get (&n_signals) >= asked->n_signals;
}

static void
asked_free (gpointer user_data)
{
  ((Asked *) user_data)->n_freed++;
}

static void
ask (Asked *asked)
{
  pgg_set_interrupt_func (asked_cb, asked, asked_free);
}

static void
ask_nobody (void)
{
  pgg_set_interrupt_func (NULL, NULL, NULL);
}

/* A thread that gives the process a signal once the server is at a statement. */
typedef struct
{
  GThread       *thread;
  PggConnection *holder; /* of the lock that the statement waits for */
  int            backend_pid;
} Signalling;

static gpointer
signal_thread (gpointer data)
{
  Signalling *self = data;
  int before = g_atomic_int_get (&n_signals);

  test_wait_active (self->backend_pid);
  g_assert_cmpint (kill (getpid (), SIGUSR1), ==, 0);
  while (g_atomic_int_get (&n_signals) == before)
    g_usleep (1000);
  test_execute (self->holder, "SELECT pg_advisory_unlock (1)");

  return NULL;
}

static void
signalling_begin (Signalling    *self,
                  PggConnection *connection)
{
  self->backend_pid = pgg_connection_get_backend_pid (connection);
  self->holder = test_connect ();
  test_execute (self->holder, "SELECT pg_advisory_lock (1)");
  self->thread = g_thread_new ("signal", signal_thread, self);
}

static void
signalling_end (Signalling *self)
{
  g_thread_join (self->thread);
  g_object_unref (self->holder);
}

static void
assert_cancelled (PggConnection *connection,
                  GError        *error)
{
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_assert_usable (connection);
}

static void
test_ends (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Signalling signalling;
  Asked asked = { .answer = TRUE, .n_signals = g_atomic_int_get (&n_signals) + 1 };
  g_autoptr(GError) error = NULL;

  signalling_begin (&signalling, connection);
  ask (&asked);
  error = test_execute_error (connection, "SELECT pg_sleep (600)");
  ask_nobody ();
  signalling_end (&signalling);
  g_assert_cmpuint (asked.n_calls, >=, 1);
  g_assert_true (asked.thread == g_thread_self ());
  g_assert_cmpuint (asked.n_freed, ==, 1);
  assert_cancelled (connection, error);
}

static void
wait_for_lock (PggConnection *connection)
{
  g_assert_cmpint (test_query_int (connection, "SELECT 7 FROM pg_advisory_lock (1)"), ==, 7);
}

static void
test_goes_on (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Signalling signalling;
  Asked asked = { .answer = FALSE };

  signalling_begin (&signalling, connection);
  ask (&asked);
  wait_for_lock (connection);
  ask_nobody ();
  signalling_end (&signalling);
  g_assert_cmpuint (asked.n_calls, >=, 1);
}

static void
test_nobody (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Signalling signalling;

  signalling_begin (&signalling, connection);
  wait_for_lock (connection);
  signalling_end (&signalling);
}

/* A signal just before poll(), or on another thread, leaves no trace there. */
static void
test_without_signal (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Asked asked = { .answer = TRUE };
  g_autoptr(GError) error = NULL;

  ask (&asked);
  error = test_execute_error (connection, "SELECT pg_sleep (600)");
  ask_nobody ();
  g_assert_cmpuint (asked.n_calls, >=, 1);
  assert_cancelled (connection, error);
}

/* More than fits into memory, so there is always something to read. */
static void
test_endless (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Asked asked = { .answer = TRUE };
  g_autoptr(GError) error = NULL;

  ask (&asked);
  error = test_execute_error (connection, "SELECT repeat ('x', 1000) "
                              "FROM generate_series (1, 1000000000)");
  ask_nobody ();
  assert_cancelled (connection, error);
}

static void
test_always_ready (void)
{
  PggInterruptCheck check;
  Asked asked = { .answer = TRUE };
  guint n_waits = 1;

  ask (&asked);
  pgg_interrupt_check_begin (&check);
  while (!pgg_interrupt_check_ask (&check, TRUE))
    g_assert_cmpuint (++n_waits, <=, 100);
  g_assert_cmpuint (n_waits, >, 1);
  g_assert_cmpuint (asked.n_calls, ==, 1);
  ask_nobody ();
}

/* Who waits for long is woken seldom, but the first time is soon; the own time limit counts. */
static void
test_intervals (void)
{
  PggInterruptCheck check;
  Asked asked = { .answer = FALSE };
  int before = 0;

  pgg_interrupt_check_begin (&check);
  g_assert_cmpint (pgg_interrupt_check_limit (&check, -1), ==, -1);
  g_assert_cmpint (pgg_interrupt_check_limit (&check, 100000), ==, 100000);

  ask (&asked);
  pgg_interrupt_check_begin (&check);
  g_assert_cmpint (pgg_interrupt_check_limit (&check, 1), ==, 1);
  g_assert_cmpint (pgg_interrupt_check_limit (&check, -1), <=, 10);
  for (guint i = 0; i < 5; i++)
    {
      g_assert_cmpint (pgg_interrupt_check_limit (&check, -1), >=, before);
      before = pgg_interrupt_check_limit (&check, 100000);
      g_assert_false (pgg_interrupt_check_ask (&check, FALSE));
    }
  g_assert_cmpint (before, ==, 1000);
  g_assert_cmpuint (asked.n_calls, ==, 5);
  ask_nobody ();
}

static gpointer
query_thread (gpointer data)
{
  PggConnection *connection = data;

  g_assert_cmpint (test_query_int (connection, "SELECT 7 FROM pg_sleep (0.05)"), ==, 7);

  return NULL;
}

static void
test_other_thread (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Asked asked = { .answer = TRUE };

  ask (&asked);
  g_thread_join (g_thread_new ("query", query_thread, connection));
  ask_nobody ();
  g_assert_cmpuint (asked.n_calls, ==, 0);
}

/* What is done while it is asked does not ask again, which would never end. */
static void
test_nested (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  g_autoptr(PggConnection) other = test_connect ();
  Asked asked = { .answer = TRUE, .connection = other };
  g_autoptr(GError) error = NULL;

  ask (&asked);
  error = test_execute_error (connection, "SELECT pg_sleep (600)");
  ask_nobody ();
  assert_cancelled (connection, error);
  test_assert_usable (other);
}

/* What was given with the function is there until it returns. */
static gboolean
replace_cb (gpointer user_data)
{
  Asked *asked = user_data;

  ask_nobody ();
  asked->n_calls++;
  g_assert_cmpuint (asked->n_freed, ==, 0);

  return TRUE;
}

static void
test_replaced (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Asked asked = { .answer = TRUE };
  Asked other = { .answer = FALSE };
  g_autoptr(GError) error = NULL;

  pgg_set_interrupt_func (replace_cb, &asked, asked_free);
  error = test_execute_error (connection, "SELECT pg_sleep (600)");
  g_assert_cmpuint (asked.n_calls, ==, 1);
  g_assert_cmpuint (asked.n_freed, ==, 1);
  assert_cancelled (connection, error);

  ask (&asked);
  ask (&other);
  g_assert_cmpuint (asked.n_freed, ==, 2);
  ask_nobody ();
  g_assert_cmpuint (other.n_freed, ==, 1);
}

static void
test_wait_for_notification (void)
{
  g_autoptr(PggConnection) connection = test_connect ();
  Asked asked = { .answer = TRUE };
  g_autoptr(PggNotification) notification = NULL;
  g_autoptr(GError) error = NULL;

  ask (&asked);
  notification = pgg_connection_wait_notification (connection, -1, NULL, &error);
  ask_nobody ();
  g_assert_null (notification);
  assert_cancelled (connection, error);
}

static void
say_nothing (GSocket  *client,
             gpointer  user_data)
{
  char byte;

  while (test_peer_read (client, &byte, 1))
    continue;
}

static void
test_connecting (void)
{
  g_autoptr(TestPeer) peer = test_peer_new (say_nothing, NULL);
  g_autofree char *conninfo = test_peer_dup_conninfo (peer);
  g_autoptr(PggConnection) connection = NULL;
  Asked asked = { .answer = TRUE };
  g_autoptr(GError) error = NULL;

  ask (&asked);
  connection = pgg_connect (conninfo, NULL, &error);
  ask_nobody ();
  g_assert_null (connection);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  catch_signals ();

  g_test_add_func ("/interrupt/ends", test_ends);
  g_test_add_func ("/interrupt/goes-on", test_goes_on);
  g_test_add_func ("/interrupt/nobody", test_nobody);
  g_test_add_func ("/interrupt/without-signal", test_without_signal);
  g_test_add_func ("/interrupt/endless", test_endless);
  g_test_add_func ("/interrupt/always-ready", test_always_ready);
  g_test_add_func ("/interrupt/intervals", test_intervals);
  g_test_add_func ("/interrupt/other-thread", test_other_thread);
  g_test_add_func ("/interrupt/nested", test_nested);
  g_test_add_func ("/interrupt/replaced", test_replaced);
  g_test_add_func ("/interrupt/wait-for-notification", test_wait_for_notification);
  g_test_add_func ("/interrupt/connecting", test_connecting);

  return g_test_run ();
}
