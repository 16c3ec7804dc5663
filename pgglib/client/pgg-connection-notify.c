/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Notifications of a connection. */

#include "config.h"

#include "pgg-connection-private.h"

#include "engine/pgg-notification-operation-private.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-ready-operation-private.h"
#include "wait/pgg-operation-run-private.h"

/* Executes @command with the name of a channel. */
static PggOperation *
start_for_channel (PggConnection *self,
                   const char    *command,
                   const char    *channel,
                   gpointer       source_tag)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = pgg_connection_quote_identifier (self, channel, &error);
  g_autofree char *sql = NULL;

  if (name == NULL)
    return pgg_ready_operation_start_failed (&self->session->queue, self, source_tag,
                                             g_steal_pointer (&error));

  sql = g_strconcat (command, " ", name, NULL);

  return pgg_connection_start_command (self, sql, source_tag);
}

/**
 * pgg_connection_listen:
 * @self: a connection
 * @channel: the name of the channel, as it is: not quoted, not folded to lower case
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Listens to a channel: its notifications are emitted as [signal@Connection::notification] and
 * given by [method@Connection.wait_notification].
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT, %PGG_CLIENT_ERROR_TOO_LARGE, %PGG_CLIENT_ERROR_NOT_SUPPORTED
 * and %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_listen (PggConnection  *self,
                       const char     *channel,
                       GCancellable   *cancellable,
                       GError        **error)
{
  g_autoptr(PggOperation) operation = pgg_connection_listen_start (self, channel);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_listen_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_listen_async:
 * @self: a connection
 * @channel: the name of the channel, as it is: not quoted, not folded to lower case
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.listen].
 *
 * Since: 1.0
 */
void
pgg_connection_listen_async (PggConnection       *self,
                             const char          *channel,
                             int                  io_priority,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_connection_listen_start (self, channel);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_listen_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of [method@Connection.listen_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.listen_async] or [method@Connection.listen_start].
 *
 * Possible errors are those of [method@Connection.listen].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_listen_finish (PggConnection  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);

  return pgg_connection_finish_boolean (self, result, pgg_connection_listen_start, error);
}

/**
 * pgg_connection_listen_start:
 * @self: a connection
 * @channel: the name of the channel, as it is: not quoted, not folded to lower case
 *
 * Begins [method@Connection.listen] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.listen_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_listen_start (PggConnection *self,
                             const char    *channel)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (channel != NULL, NULL);

  return start_for_channel (self, "LISTEN", channel, pgg_connection_listen_start);
}

/**
 * pgg_connection_unlisten:
 * @self: a connection
 * @channel: the name of the channel, as it is: not quoted, not folded to lower case
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Stops listening to a channel.
 *
 * Possible errors: of the server error domain, what the server reported; of [error@ClientError],
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT, %PGG_CLIENT_ERROR_TOO_LARGE, %PGG_CLIENT_ERROR_NOT_SUPPORTED
 * and %PGG_CLIENT_ERROR_CONNECTION_LOST; %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_TIMED_OUT.
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_unlisten (PggConnection  *self,
                         const char     *channel,
                         GCancellable   *cancellable,
                         GError        **error)
{
  g_autoptr(PggOperation) operation = pgg_connection_unlisten_start (self, channel);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_unlisten_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_unlisten_async:
 * @self: a connection
 * @channel: the name of the channel, as it is: not quoted, not folded to lower case
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.unlisten].
 *
 * Since: 1.0
 */
void
pgg_connection_unlisten_async (PggConnection       *self,
                               const char          *channel,
                               int                  io_priority,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_connection_unlisten_start (self, channel);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_unlisten_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of [method@Connection.unlisten_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.unlisten_async] or [method@Connection.unlisten_start].
 *
 * Possible errors are those of [method@Connection.unlisten].
 *
 * Returns: `TRUE` if it succeeded
 *
 * Since: 1.0
 */
gboolean
pgg_connection_unlisten_finish (PggConnection  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);

  return pgg_connection_finish_boolean (self, result, pgg_connection_unlisten_start, error);
}

/**
 * pgg_connection_unlisten_start:
 * @self: a connection
 * @channel: the name of the channel, as it is: not quoted, not folded to lower case
 *
 * Begins [method@Connection.unlisten] and hands out the operation, for whoever waits in their own
 * way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.unlisten_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_unlisten_start (PggConnection *self,
                               const char    *channel)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (channel != NULL, NULL);

  return start_for_channel (self, "UNLISTEN", channel, pgg_connection_unlisten_start);
}

/**
 * pgg_connection_wait_notification:
 * @self: a connection
 * @timeout: how many milliseconds to wait; 0 only looks, -1 waits for ever
 * @cancellable: (nullable): cancels the operation
 * @error: return location for an error
 *
 * Waits for a notification.
 *
 * Notifications that nobody connected to [signal@Connection::notification] has received are kept
 * until this takes them, in the order in which they arrived. Other operations may run meanwhile.
 *
 * Possible errors: %G_IO_ERROR_CLOSED, %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable): the notification, or `NULL` if there was none in time
 *
 * Since: 1.0
 */
PggNotification *
pgg_connection_wait_notification (PggConnection  *self,
                                  int             timeout,
                                  GCancellable   *cancellable,
                                  GError        **error)
{
  g_autoptr(PggOperation) operation = pgg_connection_wait_notification_start (self, timeout);

  pgg_operation_run (operation, cancellable, NULL);

  return pgg_connection_wait_notification_finish (self, G_ASYNC_RESULT (operation), error);
}

/**
 * pgg_connection_wait_notification_async:
 * @self: a connection
 * @timeout: how many milliseconds to wait; 0 only looks, -1 waits for ever
 * @io_priority: the priority, such as %G_PRIORITY_DEFAULT
 * @cancellable: (nullable): cancels the operation
 * @callback: (nullable) (scope async) (closure user_data): called when it has ended
 * @user_data: data for @callback
 *
 * The asynchronous form of [method@Connection.wait_notification].
 *
 * Since: 1.0
 */
void
pgg_connection_wait_notification_async (PggConnection       *self,
                                        int                  timeout,
                                        int                  io_priority,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  g_autoptr(PggOperation) operation = pgg_connection_wait_notification_start (self, timeout);

  pgg_operation_run_for_source (operation, io_priority, cancellable, callback, user_data);
}

/**
 * pgg_connection_wait_notification_finish:
 * @self: a connection
 * @result: what the callback was given, or the operation of
 *   [method@Connection.wait_notification_start]
 * @error: return location for an error
 *
 * Gives the result of [method@Connection.wait_notification_async] or
 * [method@Connection.wait_notification_start].
 *
 * Possible errors are those of [method@Connection.wait_notification].
 *
 * Returns: (transfer full) (nullable): the notification, or `NULL` if there was none in time
 *
 * Since: 1.0
 */
PggNotification *
pgg_connection_wait_notification_finish (PggConnection  *self,
                                         GAsyncResult   *result,
                                         GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return pgg_connection_finish_pointer (self, result,
                                        pgg_connection_wait_notification_start, error);
}

/**
 * pgg_connection_wait_notification_start:
 * @self: a connection
 * @timeout: how many milliseconds to wait; 0 only looks, -1 waits for ever
 *
 * Begins [method@Connection.wait_notification] and hands out the operation, for whoever waits in
 * their own way.
 *
 * Returns: (transfer full): the operation, for [method@Connection.wait_notification_finish]
 *
 * Since: 1.0
 */
PggOperation *
pgg_connection_wait_notification_start (PggConnection *self,
                                        int            timeout)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return pgg_notification_operation_start (self->session, self,
                                           pgg_connection_wait_notification_start, timeout);
}
