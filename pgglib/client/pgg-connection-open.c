/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Opening and closing a connection, and cancelling what it does. */

#include "config.h"

#include "pgg-connection-private.h"

#include "engine/pgg-cancel-operation-private.h"
#include "engine/pgg-close-operation-private.h"
#include "engine/pgg-connect-operation-private.h"
#include "engine/pgg-operation-private.h"
#include "wait/pgg-loop-private.h"
#include "wait/pgg-operation-run-private.h"

/* While nothing runs, the main context of the signals watches the connection. */
static PggOperation *
start_connecting (PggConnection *self,
                  gpointer       source_tag)
{
  pgg_loop_start_idle (&self->session->queue, self->context);

  return pgg_connect_operation_start (self->session, self->conninfo, self, source_tag,
                                      pgg_connection_get_budget (self, -1));
}

/**
 * pgg_connection_open:
 * @self: a connection
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Opens the connection.
 *
 * If there are several hosts or addresses they are tried in order; `connect_timeout` of the
 * connection string limits each attempt, [property@Connection:timeout] all of them together. Host
 * names are looked up without blocking. A connection that was closed or lost can be opened again;
 * nothing happens to one that is open.
 *
 * Possible errors: of [error@ClientError], %PGG_CLIENT_ERROR_INVALID_CONNINFO,
 * %PGG_CLIENT_ERROR_HOST_NOT_FOUND and %PGG_CLIENT_ERROR_CONNECTION_FAILED; of the server error
 * domain, what the server said when it refused; %G_IO_ERROR_TIMED_OUT, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_CLOSED.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_open (PggConnection  *self,
                     GCancellable   *cancellable,
                     GError        **error)
{
  g_autoptr(PggOperation) operation = pgg_connection_open_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_open_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_open_async:
 * @self: a connection
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.open].
 *
 * Since: 1.0
 */
void
pgg_connection_open_async (PggConnection       *self,
                           int                  io_priority,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_connection_open_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_open_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of [method@Connection.open_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.open_async] or [method@Connection.open_start].
 *
 * Possible errors are those of [method@Connection.open].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_open_finish (PggConnection  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);

  return pgg_connection_finish_boolean (self, result, pgg_connection_open_start, error);
}

/**
 * pgg_connection_open_start:
 * @self: a connection
 *
 * Begins [method@Connection.open] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.open_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_open_start (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return start_connecting (self, pgg_connection_open_start);
}

/**
 * pgg_connection_close:
 * @self: a connection
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Closes the connection.
 *
 * Every operation that still waits ends with %G_IO_ERROR_CLOSED; what the server is doing is
 * cancelled. Nothing keeps a connection from being closed, not even @cancellable: this takes
 * [property@Connection:cancel-timeout] at most. Nothing happens to one that is closed.
 *
 * There are no errors.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_close (PggConnection  *self,
                      GCancellable   *cancellable,
                      GError        **error)
{
  g_autoptr(PggOperation) operation = pgg_connection_close_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_close_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_close_async:
 * @self: a connection
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.close].
 *
 * Since: 1.0
 */
void
pgg_connection_close_async (PggConnection       *self,
                            int                  io_priority,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_connection_close_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_close_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of [method@Connection.close_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.close_async] or [method@Connection.close_start].
 *
 * Possible errors are those of [method@Connection.close].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_close_finish (PggConnection  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);

  return pgg_connection_finish_boolean (self, result, pgg_connection_close_start, error);
}

/**
 * pgg_connection_close_start:
 * @self: a connection
 *
 * Begins [method@Connection.close] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.close_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_close_start (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return pgg_close_operation_start (self->session, self, pgg_connection_close_start);
}

/**
 * pgg_connection_reset:
 * @self: a connection
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Closes the connection and opens it again, as for [method@Connection.close] and
 * [method@Connection.open].
 *
 * Possible errors: of [error@ClientError], %PGG_CLIENT_ERROR_INVALID_CONNINFO,
 * %PGG_CLIENT_ERROR_HOST_NOT_FOUND and %PGG_CLIENT_ERROR_CONNECTION_FAILED; of the server error
 * domain, what the server said when it refused; %G_IO_ERROR_TIMED_OUT, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_CLOSED.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_reset (PggConnection  *self,
                      GCancellable   *cancellable,
                      GError        **error)
{
  g_autoptr(PggOperation) operation = pgg_connection_reset_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_reset_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_reset_async:
 * @self: a connection
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.reset].
 *
 * Since: 1.0
 */
void
pgg_connection_reset_async (PggConnection       *self,
                            int                  io_priority,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_connection_reset_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_reset_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of [method@Connection.reset_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.reset_async] or [method@Connection.reset_start].
 *
 * Possible errors are those of [method@Connection.reset].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_reset_finish (PggConnection  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);

  return pgg_connection_finish_boolean (self, result, pgg_connection_reset_start, error);
}

/**
 * pgg_connection_reset_start:
 * @self: a connection
 *
 * Begins [method@Connection.reset] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.reset_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_reset_start (PggConnection *self)
{
  g_autoptr(PggOperation) closing = NULL;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  closing = pgg_close_operation_start (self->session, self, NULL);

  return start_connecting (self, pgg_connection_reset_start);
}

/**
 * pgg_connection_cancel:
 * @self: a connection
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Cancels the operation that is running, and waits until it has ended.
 *
 * It ends with %G_IO_ERROR_CANCELLED, and so do those that were sent together with it, see
 * [property@Connection:pipelining]. Operations that are queued behind go on. Nothing happens if no
 * operation runs.
 *
 * Possible errors: %G_IO_ERROR_CANCELLED, if the cancelling itself was cancelled.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_cancel (PggConnection  *self,
                       GCancellable   *cancellable,
                       GError        **error)
{
  g_autoptr(PggOperation) operation = pgg_connection_cancel_start (self);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_cancel_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_cancel_async:
 * @self: a connection
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.cancel].
 *
 * Since: 1.0
 */
void
pgg_connection_cancel_async (PggConnection       *self,
                             int                  io_priority,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_connection_cancel_start (self);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_cancel_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of [method@Connection.cancel_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.cancel_async] or [method@Connection.cancel_start].
 *
 * Possible errors are those of [method@Connection.cancel].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_cancel_finish (PggConnection  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);

  return pgg_connection_finish_boolean (self, result, pgg_connection_cancel_start, error);
}

/**
 * pgg_connection_cancel_start:
 * @self: a connection
 *
 * Begins [method@Connection.cancel] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.cancel_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_cancel_start (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return pgg_cancel_operation_start (self->session, self, pgg_connection_cancel_start);
}

/**
 * pgg_connect:
 * @conninfo: what to connect to
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Opens a new connection.
 *
 * The connection string is libpq's, `host=… dbname=…` or `postgresql://…`, with all of its
 * options, environment variables and files; see the
 * [PostgreSQL manual](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING).
 *
 * Possible errors: of [error@ClientError], %PGG_CLIENT_ERROR_INVALID_CONNINFO,
 * %PGG_CLIENT_ERROR_HOST_NOT_FOUND and %PGG_CLIENT_ERROR_CONNECTION_FAILED; of the server error
 * domain, what the server said when it refused; %G_IO_ERROR_TIMED_OUT, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_CLOSED.
 *
 * Returns: (transfer full): the open connection
 *
 * Since: 1.0
 */
PggConnection *
pgg_connect (const char    *conninfo,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(PggOperation) operation = NULL;

  g_return_val_if_fail (conninfo != NULL, NULL);

  operation = pgg_connect_start (conninfo);
  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connect_finish (G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connect_async:
 * @conninfo: what to connect to
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [func@connect].
 *
 * @callback is given no source object: there is no connection yet.
 *
 * Since: 1.0
 */
void
pgg_connect_async (const char          *conninfo,
                   int                  io_priority,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr(PggOperation) operation = NULL;

  g_return_if_fail (conninfo != NULL);

  operation = pgg_connect_start (conninfo);
  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connect_finish:
 * @result: what the callback was given, or the operation of [func@connect_start]
 * @error: return location for an error
 *
 * Gives the result of [func@connect_async] or [func@connect_start].
 *
 * Possible errors are those of [func@connect].
 *
 * Returns: (transfer full): the open connection
 *
 * Since: 1.0
 */
PggConnection *
pgg_connect_finish (GAsyncResult  *result,
                    GError       **error)
{
  PggConnection *connection;
  gpointer source;

  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);

  source = PGG_IS_OPERATION (result) ? PGG_OPERATION (result)->source_object : NULL;
  if (!pgg_operation_check_valid (result, source, pgg_connect_start, error))
    return NULL;

  connection = PGG_CONNECTION (source);
  if (!pgg_connection_finish_boolean (connection, result, pgg_connect_start, error))
    return NULL;

  return g_object_ref (connection);
}

/**
 * pgg_connect_start:
 * @conninfo: what to connect to
 *
 * Begins [func@connect] and hands out the operation, for whoever waits in their own way.
 *
 * Returns: (transfer full): the operation, for [func@connect_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connect_start (const char *conninfo)
{
  g_autoptr(PggConnection) connection = NULL;
  PggOperation *operation;

  g_return_val_if_fail (conninfo != NULL, NULL);

  connection = pgg_connection_new (conninfo);
  operation = start_connecting (connection, pgg_connect_start);
  operation->of_function = TRUE;

  return operation;
}
