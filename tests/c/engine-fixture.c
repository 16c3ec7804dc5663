/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of the engine share: statements in a line, asynchronous calls, a false server. */

#include "config.h"

#include "engine-fixture.h"

#include <dirent.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* A test that hangs is ended by a signal, whatever its threads hold. @seconds: where nothing else
 * is done. */
void
test_watchdog (guint seconds)
{
  const char *patience = g_getenv ("PGG_TEST_PATIENCE");

  if (patience != NULL)
    seconds *= (guint) g_ascii_strtoull (patience, NULL, 10);
  if (g_getenv ("PGG_TEST_VALGRIND") != NULL)
    seconds *= 20;
  alarm (seconds);
}

PggConnection *
test_connect_to (const char *conninfo)
{
  g_autoptr(GError) error = NULL;
  PggConnection *connection = pgg_connect (conninfo, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (connection);

  return connection;
}

PggConnection *
test_connect (void)
{
  return test_connect_to (test_conninfo ());
}

PggResult *
test_query (PggConnection *connection,
            const char    *sql)
{
  g_autoptr(GError) error = NULL;
  PggResult *result = pgg_connection_execute (connection, sql, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);

  return result;
}

void
test_execute (PggConnection *connection,
              const char    *sql)
{
  pgg_result_unref (test_query (connection, sql));
}

PggStatement *
test_prepare (PggConnection *connection,
              const char    *sql)
{
  g_autoptr(GError) error = NULL;
  PggStatement *statement = pgg_connection_prepare (connection, sql, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (PGG_IS_STATEMENT (statement));

  return statement;
}

PggTransaction *
test_begin (PggConnection *connection)
{
  g_autoptr(GError) error = NULL;
  PggTransaction *transaction = pgg_connection_begin (connection, PGG_TRANSACTION_OPTIONS_DEFAULT,
                                                      &error);

  g_assert_no_error (error);

  return transaction;
}

static gint64
get_int (PggResult *result)
{
  g_autoptr(GError) error = NULL;
  gint64 value = pgg_result_get_int64 (result, 0, 0, &error);

  g_assert_no_error (error);

  return value;
}

gint64
test_query_int (PggConnection *connection,
                const char    *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = pgg_connection_execute (connection, sql, NULL, NULL, &error);

  g_assert_no_error (error);

  return get_int (result);
}

/* The statement must fail. */
GError *
test_execute_error (PggConnection *connection,
                    const char    *sql)
{
  GError *error = NULL;
  g_autoptr(PggResult) result = pgg_connection_execute (connection, sql, NULL, NULL, &error);

  g_assert_null (result);
  g_assert_nonnull (error);

  return error;
}

void
test_assert_usable (PggConnection *connection)
{
  g_assert_cmpint (pgg_connection_get_status (connection), ==, PGG_CONNECTION_STATUS_OPEN);
  g_assert_cmpint (test_query_int (connection, "SELECT 41 + 1"), ==, 42);
  g_assert_cmpint (pgg_connection_get_transaction_status (connection), ==,
                   PGG_PQ_TRANSACTION_STATUS_IDLE);
}

/* Ends a session as an administrator does, and sees it gone. */
void
test_terminate (int backend_pid)
{
  g_autoptr(PggConnection) other = test_connect ();
  g_autofree char *sql = g_strdup_printf ("SELECT pg_terminate_backend (%d)", backend_pid);
  g_autofree char *is_there = g_strdup_printf ("SELECT count (*) FROM pg_stat_activity "
                                               "WHERE pid = %d", backend_pid);

  test_execute (other, sql);
  while (test_query_int (other, is_there) != 0)
    g_usleep (1000);
}

gboolean
test_is_backend_active (int backend_pid)
{
  g_autoptr(PggConnection) other = test_connect ();
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM pg_stat_activity "
                                          "WHERE pid = %d AND state = 'active'", backend_pid);

  return test_query_int (other, sql) == 1;
}

void
test_wait_active (int backend_pid)
{
  while (!test_is_backend_active (backend_pid))
    g_usleep (1000);
}

/* Parameters for execute_many (): the numbers from 0. */
GPtrArray *
test_sets_new (guint n_sets)
{
  GPtrArray *sets = g_ptr_array_new_full (n_sets, (GDestroyNotify) pgg_params_unref);

  for (guint i = 0; i < n_sets; i++)
    {
      PggParams *params = pgg_params_new ();

      g_assert_true (pgg_params_append_int (params, (int) i, NULL));
      g_ptr_array_add (sets, params);
    }

  return sets;
}

PggParams *
test_int_params_new (int value)
{
  PggParams *params = pgg_params_new ();

  g_assert_true (pgg_params_append_int (params, value, NULL));

  return params;
}

/* A statement with a parameter may travel with others. */
PggOperation *
test_start_int (PggConnection *connection,
                const char    *sql,
                int            value)
{
  g_autoptr(PggParams) params = test_int_params_new (value);

  return pgg_connection_execute_start (connection, sql, params);
}

/* Drives it to its end; the number that it gave. */
gint64
test_finish_int (PggConnection *connection,
                 PggOperation  *operation)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;

  test_drive (operation);
  result = pgg_connection_execute_finish (connection, G_ASYNC_RESULT (operation), &error);
  g_assert_no_error (error);

  return get_int (result);
}

void
test_call_int (PggConnection *connection,
               const char    *sql,
               int            value,
               GCancellable  *cancellable,
               TestCall      *call)
{
  g_autoptr(PggParams) params = test_int_params_new (value);

  pgg_connection_execute_async (connection, sql, params, G_PRIORITY_DEFAULT, cancellable,
                                test_call_cb, call);
}

void
test_call_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  static int last_order;
  TestCall *call = data;

  call->n_calls++;
  call->thread = g_thread_self ();
  call->context = g_main_context_get_thread_default ();
  call->order = (guint) g_atomic_int_add (&last_order, 1) + 1;
  g_set_object (&call->result, result);
  g_set_object (&call->source, source);
}

/* Runs the thread-default main context until the callback has come. */
void
test_call_wait (TestCall *call)
{
  while (call->n_calls == 0)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  g_assert_cmpuint (call->n_calls, ==, 1);
}

void
test_call_clear (TestCall *call)
{
  g_clear_object (&call->result);
  g_clear_object (&call->source);
}

void
test_calls_clear (TestCall *calls,
                  guint     n_calls)
{
  for (guint i = 0; i < n_calls; i++)
    test_call_clear (&calls[i]);
}

/* The number that an execution gave. */
gint64
test_call_finish_int (TestCall *call)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PggResult) result = NULL;

  test_call_wait (call);
  result = pgg_connection_execute_finish (PGG_CONNECTION (call->source), call->result, &error);
  g_assert_no_error (error);

  return get_int (result);
}

/* The error of an operation of any kind. */
GError *
test_call_finish_error (TestCall *call)
{
  GError *error = NULL;

  test_call_wait (call);
  g_assert_false (pgg_operation_run_finish (PGG_OPERATION (call->result), call->result, &error));
  g_assert_nonnull (error);

  return error;
}

void
test_iterate_until (const gboolean *flag)
{
  while (!*flag)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
}

static int
get_timeout (PggOperation *operation,
             int           timeout)
{
  gint64 deadline = pgg_operation_get_deadline (operation);
  gint64 left;

  if (deadline < 0)
    return timeout;

  left = MAX ((deadline - g_get_monotonic_time () + 999) / 1000, 0);

  return timeout >= 0 ? (int) MIN (left, timeout) : (int) left;
}

/* One poll of our own; @timeout in milliseconds limits it, -1 does not. */
short
test_poll (PggOperation *operation,
           PggWait       want,
           int           timeout)
{
  struct pollfd fd = { .fd = pgg_operation_get_fd (operation) };

  if (want & PGG_WAIT_READ)
    fd.events |= POLLIN;
  if (want & PGG_WAIT_WRITE)
    fd.events |= POLLOUT;
  if (poll (&fd, 1, get_timeout (operation, timeout)) <= 0)
    return 0;

  g_assert_false (fd.revents & POLLNVAL);

  return fd.revents;
}

PggWait
test_wait (PggOperation *operation,
           PggWait       want)
{
  short revents = test_poll (operation, want, -1);
  PggWait ready = PGG_WAIT_NONE;

  if (revents & (POLLERR | POLLHUP))
    return want;
  if (revents & POLLIN)
    ready |= PGG_WAIT_READ;
  if (revents & POLLOUT)
    ready |= PGG_WAIT_WRITE;

  return ready;
}

/* Steps to the end without any loop of the library. */
void
test_drive (PggOperation *operation)
{
  PggWait want = pgg_operation_step (operation, PGG_WAIT_NONE);

  while (want != PGG_WAIT_NONE)
    want = pgg_operation_step (operation, test_wait (operation, want));
  g_assert_true (pgg_operation_is_done (operation));
}

void
test_trace_begin (TestTrace     *trace,
                  PggConnection *connection)
{
  int fd = g_file_open_tmp ("pgg-trace-XXXXXX", &trace->path, NULL);

  trace->pq = pgg_connection_get_pq_conn (connection);
  g_assert_true (pgg_pq_conn_trace (trace->pq, fd, NULL));
  g_assert_true (pgg_pq_conn_set_trace_flags (trace->pq, PGG_PQ_TRACE_FLAGS_SUPPRESS_TIMESTAMPS,
                                              NULL));
  g_assert_true (g_close (fd, NULL));
}

/* What was written since, a line for each message; F is to the server. */
char *
test_trace_end (TestTrace *trace)
{
  char *text = NULL;

  g_assert_true (pgg_pq_conn_untrace (trace->pq, NULL));
  g_assert_true (g_file_get_contents (trace->path, &text, NULL, NULL));
  g_unlink (trace->path);
  g_clear_pointer (&trace->path, g_free);
  g_clear_object (&trace->pq);

  return text;
}

guint
test_count_fds (void)
{
  DIR *directory = opendir ("/proc/self/fd");
  guint n_fds = 0;

  g_assert_nonnull (directory);
  while (readdir (directory) != NULL)
    n_fds++;
  closedir (directory);

  return n_fds;
}

struct _TestPeer
{
  GSocket      *listener;
  GCancellable *ended;
  GThread      *thread;
  TestPeerFunc  func;
  gpointer      user_data;
};

static gpointer
peer_thread (gpointer data)
{
  TestPeer *self = data;

  for (;;)
    {
      g_autoptr(GSocket) client = g_socket_accept (self->listener, self->ended, NULL);

      if (client == NULL)
        return NULL;
      self->func (client, self->user_data);
      g_socket_close (client, NULL);
    }
}

/* Serves one client after the other with @func, in a thread, until it is freed. */
TestPeer *
test_peer_new (TestPeerFunc func,
               gpointer     user_data)
{
  TestPeer *self = g_new0 (TestPeer, 1);
  g_autoptr(GInetAddress) any = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (any, 0);
  g_autoptr(GError) error = NULL;

  self->func = func;
  self->user_data = user_data;
  self->ended = g_cancellable_new ();
  self->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (self->listener, address, FALSE, NULL));
  g_assert_true (g_socket_listen (self->listener, NULL));
  if (func != NULL)
    self->thread = g_thread_new ("test-peer", peer_thread, self);

  return self;
}

void
test_peer_free (TestPeer *self)
{
  g_cancellable_cancel (self->ended);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  g_clear_object (&self->listener);
  g_clear_object (&self->ended);
  g_free (self);
}

guint
test_peer_get_port (TestPeer *self)
{
  g_autoptr(GSocketAddress) address = g_socket_get_local_address (self->listener, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

char *
test_peer_dup_conninfo (TestPeer *self)
{
  return g_strdup_printf ("host=127.0.0.1 port=%u user=test dbname=test sslmode=disable "
                          "gssencmode=disable", test_peer_get_port (self));
}

/* Reads exactly so much; FALSE at the end. */
gboolean
test_peer_read (GSocket  *client,
                gpointer  buffer,
                gsize     size)
{
  char *place = buffer;

  while (size > 0)
    {
      gssize n_read = g_socket_receive (client, place, size, NULL, NULL);

      if (n_read <= 0)
        return FALSE;
      place += n_read;
      size -= (gsize) n_read;
    }

  return TRUE;
}

gboolean
test_peer_read_startup (GSocket *client)
{
  guint32 length;
  g_autofree char *rest = NULL;

  if (!test_peer_read (client, &length, sizeof length))
    return FALSE;
  length = GUINT32_FROM_BE (length);
  g_assert_cmpuint (length, <, 10000);
  rest = g_malloc (length);

  return test_peer_read (client, rest, length - sizeof length);
}

void
test_peer_write (GSocket    *client,
                 const void *data,
                 gsize       size)
{
  const char *place = data;

  while (size > 0)
    {
      gssize n_written = g_socket_send (client, place, size, NULL, NULL);

      if (n_written <= 0)
        return;
      place += n_written;
      size -= (gsize) n_written;
    }
}

/* As a server that asks for no password and is ready: AuthenticationOk, ReadyForQuery. */
void
test_peer_greet (GSocket *client)
{
  static const char greeting[] =
    "R\0\0\0\10\0\0\0\0"
    "S\0\0\0\31client_encoding\0UTF8\0"
    "S\0\0\0\30server_version\00015.0\0"
    "K\0\0\0\14\0\0\0\1\0\0\0\2"
    "Z\0\0\0\5I";

  if (test_peer_read_startup (client))
    test_peer_write (client, greeting, sizeof greeting - 1);
}
