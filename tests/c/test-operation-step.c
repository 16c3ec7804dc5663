/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Operations stepped by hand: no main loop, no driver of the library, only poll and epoll. */

#include "config.h"

#include "engine-fixture.h"

#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

/* No main context is ever iterated here. */
static PggConnection *
open_by_hand (void)
{
  g_autoptr(PggOperation) operation = pgg_connect_start (test_conninfo ());
  g_autoptr(GError) error = NULL;
  PggConnection *connection;

  test_drive (operation);
  connection = pgg_connect_finish (G_ASYNC_RESULT (operation), &error);
  g_assert_no_error (error);

  return connection;
}

static gint64
finish_int (PggConnection *connection,
            PggOperation  *operation)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result =
    pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &error);

  g_assert_no_error (error);

  return pgg_result_get_int64 (result, 0, 0, NULL);
}

static void
test_connect_execute_close (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(PggOperation) executing = pgg_connection_execute_start (connection, "SELECT 3", NULL);
  g_autoptr(PggOperation) closing = NULL;

  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_OPEN);
  g_assert_false (pgg_operation_is_done (executing));
  test_drive (executing);
  g_assert_cmpint (finish_int (connection, executing), ==, 3);

  closing = pgg_connection_close_start (connection);
  test_drive (closing);
  g_assert_true (pgg_connection_close_finish (connection, G_ASYNC_RESULT (closing), NULL));
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_CLOSED);
}

static void
test_execute_many (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(GPtrArray) sets = test_sets_new (5000);
  g_autoptr(PggOperation) operation = NULL;
  g_autoptr(GError) error = NULL;

  test_execute (connection, "CREATE TEMP TABLE many (i integer)");
  operation = pgg_connection_execute_many_start (connection, "INSERT INTO many VALUES ($1)",
                                                 (PggParams **) sets->pdata, sets->len);
  test_drive (operation);
  g_assert_cmpint (pgg_connection_execute_many_finish (connection, G_ASYNC_RESULT (operation),
                                                       &error), ==, 5000);
  g_assert_no_error (error);
  g_assert_cmpint (test_query_int (connection, "SELECT sum (i) FROM many"), ==, 12497500);
}

static void
test_wait_notification (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(PggOperation) waiting = NULL;
  g_autoptr(PggNotification) notification = NULL;
  PggWait want;

  test_execute (connection, "LISTEN chan");
  waiting = pgg_connection_wait_notification_start (connection, -1);
  want = pgg_operation_step (waiting, PGG_WAIT_NONE);
  g_assert_cmpint (want, ==, PGG_WAIT_READ);
  g_assert_cmpint (pgg_operation_get_deadline (waiting), ==, -1);
  g_assert_cmpint (test_poll (waiting, want, 0), ==, 0);

  test_execute (connection, "NOTIFY chan, 'hello'");
  test_drive (waiting);
  notification = pgg_connection_wait_notification_finish (connection, G_ASYNC_RESULT (waiting),
                                                          NULL);
  g_assert_cmpstr (pgg_notification_get_payload (notification), ==, "hello");
}

/* The end of the time is no error but an answer, whether anybody stepped before it or not. */
static void
test_wait_notification_timeout (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(PggOperation) waiting = pgg_connection_wait_notification_start (connection, 5);
      g_autoptr(GError) error = NULL;

      if (i == 0)
        g_usleep (10000);
      else
        g_assert_cmpint (pgg_operation_step (waiting, PGG_WAIT_NONE), ==, PGG_WAIT_READ);
      test_drive (waiting);
      g_assert_null (pgg_connection_wait_notification_finish (connection,
                                                              G_ASYNC_RESULT (waiting), &error));
      g_assert_no_error (error);
    }
}

static void
test_cancel (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(PggOperation) running = NULL;
  g_autoptr(PggOperation) cancelling = NULL;
  g_autoptr(GError) error = NULL;

  running = pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);
  g_assert_cmpint (pgg_operation_step (running, PGG_WAIT_NONE), !=, PGG_WAIT_NONE);
  cancelling = pgg_connection_cancel_start (connection);
  test_drive (cancelling);
  g_assert_true (pgg_connection_cancel_finish (connection, G_ASYNC_RESULT (cancelling), NULL));

  g_assert_true (pgg_operation_is_done (running));
  g_assert_null (pgg_connection_execute_finish (connection, G_ASYNC_RESULT (running), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_assert_usable (connection);
}

/* Stepping any operation steps the one at the head: the last one alone drives them all. */
static void
test_last_drives_all (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  PggOperation *operations[10];

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %u", i);

      operations[i] = pgg_connection_execute_start (connection, sql, NULL);
    }
  test_drive (operations[G_N_ELEMENTS (operations) - 1]);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_assert_true (pgg_operation_is_done (operations[i]));
      g_assert_cmpint (finish_int (connection, operations[i]), ==, i);
      g_object_unref (operations[i]);
    }
}

static void
test_done (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(PggOperation) operation = pgg_connection_execute_start (connection, "SELECT 1", NULL);
  g_autoptr(GError) early = NULL;
  g_autoptr(GError) again = NULL;

  g_assert_null (pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &early));
  g_assert_error (early, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);

  test_drive (operation);
  g_assert_cmpint (pgg_operation_step (operation, PGG_WAIT_READ), ==, PGG_WAIT_NONE);
  g_assert_cmpint (pgg_operation_get_fd (operation), ==, -1);
  g_assert_cmpint (pgg_operation_get_deadline (operation), ==, -1);
  pgg_operation_cancel (operation);
  pgg_operation_set_timeout (operation, 1);
  g_assert_cmpint (finish_int (connection, operation), ==, 1);
  g_assert_null (pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &again));
  g_assert_error (again, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE);
}

/* The result of one method is not the result of another, nor of another connection. */
static void
test_wrong_finish (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(PggConnection) other = open_by_hand ();
  g_autoptr(PggOperation) operation = pgg_connection_execute_start (connection, "SELECT 1", NULL);
  g_autoptr(GError) method = NULL;
  g_autoptr(GError) owner = NULL;
  g_autoptr(GError) task = NULL;

  test_drive (operation);
  g_assert_false (pgg_connection_commit_finish (connection, G_ASYNC_RESULT (operation), &method));
  g_assert_error (method, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_null (pgg_connection_execute_finish (other, G_ASYNC_RESULT (operation), &owner));
  g_assert_error (owner, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_false (pgg_connection_run_transaction_finish (connection, G_ASYNC_RESULT (operation),
                                                         &task));
  g_assert_error (task, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT);
  g_assert_cmpint (finish_int (connection, operation), ==, 1);
}

/* To claim that something is ready that is not does no harm. */
static void
test_spurious (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(PggOperation) operation =
    pgg_connection_execute_start (connection, "SELECT 2 FROM pg_sleep (0.05)", NULL);

  while (pgg_operation_step (operation, PGG_WAIT_READ | PGG_WAIT_WRITE) != PGG_WAIT_NONE)
    g_usleep (500);
  g_assert_cmpint (finish_int (connection, operation), ==, 2);
}

static void
test_deadline (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(PggOperation) running = NULL;
  g_autoptr(PggOperation) queued = NULL;
  g_autoptr(GError) running_error = NULL;
  g_autoptr(GError) queued_error = NULL;
  gint64 before = g_get_monotonic_time ();

  running = pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);
  queued = pgg_connection_execute_start (connection, "SELECT 1", NULL);
  pgg_operation_set_timeout (running, 60000);
  pgg_operation_set_timeout (queued, 20);
  pgg_operation_step (running, PGG_WAIT_NONE);
  g_assert_cmpint (pgg_operation_get_deadline (running), >=, before + 20000);
  g_assert_cmpint (pgg_operation_get_deadline (running), <, before + 60000000);

  test_drive (queued);
  g_assert_null (pgg_connection_execute_finish (connection, G_ASYNC_RESULT (queued),
                                                &queued_error));
  g_assert_error (queued_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_false (pgg_operation_is_done (running));

  pgg_operation_set_timeout (running, 20);
  test_drive (running);
  g_assert_null (pgg_connection_execute_finish (connection, G_ASYNC_RESULT (running),
                                                &running_error));
  g_assert_error (running_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  test_assert_usable (connection);
}

static void
test_no_deadline (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(PggOperation) operation =
    pgg_connection_execute_start (connection, "SELECT 1 FROM pg_sleep (0.01)", NULL);

  pgg_operation_step (operation, PGG_WAIT_NONE);
  g_assert_cmpint (pgg_operation_get_deadline (operation), ==, -1);
  pgg_operation_set_timeout (operation, 30000);
  pgg_operation_step (operation, PGG_WAIT_NONE);
  g_assert_cmpint (pgg_operation_get_deadline (operation), >, 0);
  pgg_operation_set_timeout (operation, 0);
  pgg_operation_step (operation, PGG_WAIT_NONE);
  g_assert_cmpint (pgg_operation_get_deadline (operation), ==, -1);
  test_drive (operation);
}

static void
wake_cb (PggOperation *operation,
         gpointer      fd)
{
  g_assert_cmpint (write (GPOINTER_TO_INT (fd), "w", 1), ==, 1);
}

static gpointer
cancel_thread (gpointer operation)
{
  pgg_operation_cancel (operation);

  return NULL;
}

static void
wait_for_wake (int fd)
{
  char letter;

  g_assert_cmpint (read (fd, &letter, 1), ==, 1);
}

/* Another thread cancels what sleeps in a loop of our own: the loop must hear of it. */
static void
test_wake_on_cancel (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(PggOperation) operation =
    pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);
  g_autoptr(GError) error = NULL;
  int pipe_fds[2];
  GThread *thread;

  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  pgg_operation_set_wake_func (operation, wake_cb, GINT_TO_POINTER (pipe_fds[1]), NULL);
  g_assert_cmpint (pgg_operation_step (operation, PGG_WAIT_NONE), ==, PGG_WAIT_READ);
  thread = g_thread_new ("cancel", cancel_thread, operation);
  wait_for_wake (pipe_fds[0]);
  test_drive (operation);
  g_thread_join (thread);
  g_assert_null (pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  close (pipe_fds[0]);
  close (pipe_fds[1]);
}

static gpointer
execute_thread (gpointer connection)
{
  test_execute (connection, "SELECT 1");

  return NULL;
}

/* Another thread's call takes our operation to its end. */
static void
test_wake_on_end (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(PggOperation) operation = pgg_connection_execute_start (connection, "SELECT 4", NULL);
  int pipe_fds[2];
  GThread *thread;

  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  pgg_operation_set_wake_func (operation, wake_cb, GINT_TO_POINTER (pipe_fds[1]), NULL);
  thread = g_thread_new ("execute", execute_thread, connection);
  while (!pgg_operation_is_done (operation))
    wait_for_wake (pipe_fds[0]);
  g_thread_join (thread);
  g_assert_cmpint (finish_int (connection, operation), ==, 4);
  close (pipe_fds[0]);
  close (pipe_fds[1]);
}

static void
count_cb (PggOperation *operation,
          gpointer      count)
{
  (*(guint *) count)++;
}

/* One who steps alone is not sent round in circles. */
static void
test_wake_not_by_itself (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(PggOperation) operation =
    pgg_connection_execute_start (connection, "SELECT 1 FROM pg_sleep (0.01)", NULL);
  guint n_wakes = 0;
  PggWait want;

  pgg_operation_set_wake_func (operation, count_cb, &n_wakes, NULL);
  want = pgg_operation_step (operation, PGG_WAIT_NONE);
  while (want != PGG_WAIT_NONE)
    {
      g_assert_cmpuint (n_wakes, ==, 0);
      want = pgg_operation_step (operation, test_wait (operation, want));
    }
  g_assert_cmpuint (n_wakes, <=, 1);
}

static void
destroyed_cb (gpointer data)
{
  (*(guint *) data)++;
}

static void
test_wake_destroy (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(PggOperation) operation = pgg_connection_execute_start (connection, "SELECT 1", NULL);
  guint n_destroyed = 0;

  pgg_operation_set_wake_func (operation, count_cb, &n_destroyed, destroyed_cb);
  pgg_operation_set_wake_func (operation, NULL, NULL, NULL);
  g_assert_cmpuint (n_destroyed, ==, 1);
  test_drive (operation);
  pgg_operation_set_wake_func (operation, count_cb, &n_destroyed, destroyed_cb);
  g_clear_object (&operation);
  g_assert_cmpuint (n_destroyed, ==, 2);
}

typedef struct
{
  int  called[2];    /* pipes */
  int  replaced[2];
  int  n_destroyed;  /* atomic */
} WakeCall;

static void
wait_replaced_cb (PggOperation *operation,
                  gpointer      data)
{
  WakeCall *call = data;

  g_assert_cmpint (write (call->called[1], "w", 1), ==, 1);
  wait_for_wake (call->replaced[0]);
  g_assert_cmpint (g_atomic_int_get (&call->n_destroyed), ==, 0);
}

static void
call_destroyed_cb (gpointer data)
{
  g_atomic_int_inc (&((WakeCall *) data)->n_destroyed);
}

/* What another thread is calling is alive until it returns. */
static void
test_wake_replaced (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  g_autoptr(PggOperation) first = pgg_connection_execute_start (connection, "SELECT 1", NULL);
  g_autoptr(PggOperation) operation = pgg_connection_execute_start (connection, "SELECT 2", NULL);
  WakeCall call = { .n_destroyed = 0 };
  GThread *thread;

  g_assert_cmpint (pipe (call.called), ==, 0);
  g_assert_cmpint (pipe (call.replaced), ==, 0);
  pgg_operation_set_wake_func (operation, wait_replaced_cb, &call, call_destroyed_cb);
  thread = g_thread_new ("cancel", cancel_thread, operation);
  wait_for_wake (call.called[0]);
  pgg_operation_set_wake_func (operation, NULL, NULL, NULL);
  g_assert_cmpint (write (call.replaced[1], "r", 1), ==, 1);
  g_thread_join (thread);
  g_assert_cmpint (call.n_destroyed, ==, 1);
  test_drive (first);
  for (guint i = 0; i < 2; i++)
    {
      close (call.called[i]);
      close (call.replaced[i]);
    }
}

#define N_CONNECTIONS 50

/* One of many conversations in a loop that knows nothing but epoll. */
typedef struct
{
  PggConnection *connection;
  PggOperation  *operation;
  int            fd;
  guint          n_left;
} Task;

/* The descriptor may be another file under the same number, so it is registered anew each time. */
static void
watch_task (int     epoll_fd,
            Task   *task,
            guint   index,
            PggWait want)
{
  struct epoll_event event = { .data.u32 = index };

  if (task->fd >= 0)
    epoll_ctl (epoll_fd, EPOLL_CTL_DEL, task->fd, NULL);
  task->fd = -1;
  if (want == PGG_WAIT_NONE)
    return;

  task->fd = pgg_operation_get_fd (task->operation);
  event.events = ((want & PGG_WAIT_READ) ? EPOLLIN : 0) | ((want & PGG_WAIT_WRITE) ? EPOLLOUT : 0);
  g_assert_cmpint (epoll_ctl (epoll_fd, EPOLL_CTL_ADD, task->fd, &event), ==, 0);
}

/* The next thing to do when one has ended; FALSE at the end. */
static gboolean
next_operation (Task *task)
{
  g_autoptr(PggOperation) done = g_steal_pointer (&task->operation);

  if (task->connection == NULL)
    task->connection = pgg_connect_finish (G_ASYNC_RESULT (done), NULL);
  else
    g_assert_cmpint (finish_int (task->connection, done), ==, task->n_left);
  g_assert_nonnull (task->connection);
  if (task->n_left == 0)
    return FALSE;

  task->n_left--;
  {
    g_autofree char *sql = g_strdup_printf ("SELECT %u FROM pg_sleep (0.001)", task->n_left);

    task->operation = pgg_connection_execute_start (task->connection, sql, NULL);
  }

  return TRUE;
}

/* Steps until it has to wait; FALSE at the end of the task. */
static gboolean
step_task (int     epoll_fd,
           Task   *task,
           guint   index,
           PggWait ready)
{
  PggWait want = pgg_operation_step (task->operation, ready);

  while (want == PGG_WAIT_NONE)
    {
      watch_task (epoll_fd, task, index, PGG_WAIT_NONE);
      if (!next_operation (task))
        return FALSE;
      want = pgg_operation_step (task->operation, PGG_WAIT_NONE);
    }
  watch_task (epoll_fd, task, index, want);

  return TRUE;
}

static void
test_epoll (void)
{
  g_autofree Task *tasks = g_new0 (Task, N_CONNECTIONS);
  int epoll_fd = epoll_create1 (0);
  guint n_running = N_CONNECTIONS;

  for (guint i = 0; i < N_CONNECTIONS; i++)
    {
      tasks[i].operation = pgg_connect_start (test_conninfo ());
      tasks[i].fd = -1;
      tasks[i].n_left = 10;
      g_assert_true (step_task (epoll_fd, &tasks[i], i, PGG_WAIT_NONE));
    }
  while (n_running > 0)
    {
      struct epoll_event event;
      PggWait ready = PGG_WAIT_NONE;

      g_assert_cmpint (epoll_wait (epoll_fd, &event, 1, -1), ==, 1);
      ready |= (event.events & ~EPOLLOUT) != 0 ? PGG_WAIT_READ : PGG_WAIT_NONE;
      ready |= (event.events & ~EPOLLIN) != 0 ? PGG_WAIT_WRITE : PGG_WAIT_NONE;
      if (!step_task (epoll_fd, &tasks[event.data.u32], event.data.u32, ready))
        n_running--;
    }
  for (guint i = 0; i < N_CONNECTIONS; i++)
    g_clear_object (&tasks[i].connection);
  close (epoll_fd);
}

/* What nobody steps any more does not stand in the way of others. */
static void
test_abandoned (void)
{
  g_autoptr(PggConnection) connection = open_by_hand ();
  PggOperation *operation = pgg_connection_execute_start (connection, "SELECT 1", NULL);

  pgg_operation_step (operation, PGG_WAIT_NONE);
  g_object_unref (operation);
  operation = pgg_connection_execute_start (connection, "SELECT 2", NULL);
  g_object_unref (operation);
  test_assert_usable (connection);
}

/* Waiting for a notification before the connection is open waits for that, too. */
static void
test_wait_while_opening (void)
{
  g_autoptr(PggConnection) connection = pgg_connection_new (test_conninfo ());
  g_autoptr(PggOperation) opening = pgg_connection_open_start (connection);
  g_autoptr(PggOperation) waiting = pgg_connection_wait_notification_start (connection, 50);
  g_autoptr(GError) error = NULL;

  test_drive (waiting);
  g_assert_null (pgg_connection_wait_notification_finish (connection, G_ASYNC_RESULT (waiting),
                                                          &error));
  g_assert_no_error (error);
  g_assert_true (pgg_operation_is_done (opening));
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_OPEN);
}

static void
step (PggOperation *operation,
      guint         n_steps)
{
  for (guint i = 0; i < n_steps; i++)
    pgg_operation_step (operation, PGG_WAIT_NONE);
}

/* Nobody steps what was begun, or goes on with it, and the connection goes away all the same. */
static void
test_let_go (void)
{
  guint n_fds;

  g_object_unref (test_connect ());
  n_fds = test_count_fds ();
  for (guint n_steps = 0; n_steps < 3; n_steps++)
    {
      PggConnection *connection = test_connect ();
      PggOperation *first = pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);
      PggOperation *second = pgg_connection_execute_start (connection, "SELECT 1", NULL);

      step (first, n_steps);
      g_object_unref (first);
      g_object_unref (second);
      g_assert_finalize_object (connection);
    }
  while (test_count_fds () > n_fds) /* the thread that cancels ends by itself */
    g_usleep (1000);
}

/* The server was told to stop, and its answer is never read. */
static void
test_let_go_cancelled (void)
{
  for (guint n_steps = 1; n_steps < 20; n_steps += 6)
    {
      PggConnection *connection = test_connect ();
      int pid = pgg_connection_get_backend_pid (connection);
      g_autoptr(PggOperation) operation =
        pgg_connection_execute_start (connection, "SELECT pg_sleep (60)", NULL);

      step (operation, 3);
      test_wait_active (pid);
      pgg_operation_cancel (operation);
      for (guint i = 0; i < n_steps; i++)
        {
          step (operation, 1);
          g_usleep (1000);
        }
      g_object_run_dispose (G_OBJECT (connection));
      g_assert_true (pgg_operation_is_done (operation));
      g_object_unref (connection);
    }
}

/* What nobody waits for has its turn while the connection is used. */
static void
test_let_go_is_done (void)
{
  g_autoptr(PggConnection) connection = test_connect ();

  test_execute (connection, "CREATE TEMP TABLE let_go (i int)");
  for (guint n_steps = 0; n_steps < 3; n_steps++)
    {
      g_autoptr(PggOperation) operation =
        pgg_connection_execute_start (connection, "INSERT INTO let_go VALUES (1)", NULL);

      step (operation, n_steps);
    }
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM let_go"), ==, 3);
}

/* Statements that nobody waits for go with their section, or with their pipeline. */
static void
test_let_go_in_pipeline (void)
{
  PggConnection *connection = test_connect ();
  PggPipeline *pipeline = pgg_connection_enter_pipeline (connection, NULL);

  test_execute (connection, "CREATE TEMP TABLE let_go (i int)");
  g_object_unref (pgg_pipeline_execute_start (pipeline, "INSERT INTO let_go VALUES (1)", NULL));
  g_assert_true (pgg_pipeline_sync (pipeline, NULL, NULL));
  g_object_unref (pgg_pipeline_execute_start (pipeline, "INSERT INTO let_go VALUES (1)", NULL));
  g_assert_finalize_object (pipeline);
  g_assert_cmpint (test_query_int (connection, "SELECT count (*) FROM let_go"), ==, 1);
  g_assert_finalize_object (connection);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_watchdog (50);

  g_test_add_func ("/operation-step/connect-execute-close", test_connect_execute_close);
  g_test_add_func ("/operation-step/execute-many", test_execute_many);
  g_test_add_func ("/operation-step/wait-notification", test_wait_notification);
  g_test_add_func ("/operation-step/wait-notification/timeout", test_wait_notification_timeout);
  g_test_add_func ("/operation-step/wait-notification/opening", test_wait_while_opening);
  g_test_add_func ("/operation-step/cancel", test_cancel);
  g_test_add_func ("/operation-step/last-drives-all", test_last_drives_all);
  g_test_add_func ("/operation-step/done", test_done);
  g_test_add_func ("/operation-step/wrong-finish", test_wrong_finish);
  g_test_add_func ("/operation-step/spurious", test_spurious);
  g_test_add_func ("/operation-step/deadline", test_deadline);
  g_test_add_func ("/operation-step/no-deadline", test_no_deadline);
  g_test_add_func ("/operation-step/wake/cancel", test_wake_on_cancel);
  g_test_add_func ("/operation-step/wake/end", test_wake_on_end);
  g_test_add_func ("/operation-step/wake/not-by-itself", test_wake_not_by_itself);
  g_test_add_func ("/operation-step/wake/destroy", test_wake_destroy);
  g_test_add_func ("/operation-step/wake/replaced", test_wake_replaced);
  g_test_add_func ("/operation-step/epoll", test_epoll);
  g_test_add_func ("/operation-step/abandoned", test_abandoned);
  g_test_add_func ("/operation-step/let-go", test_let_go);
  g_test_add_func ("/operation-step/let-go-cancelled", test_let_go_cancelled);
  g_test_add_func ("/operation-step/let-go-is-done", test_let_go_is_done);
  g_test_add_func ("/operation-step/let-go-in-pipeline", test_let_go_in_pipeline);

  return g_test_run ();
}
