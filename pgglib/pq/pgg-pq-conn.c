/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A connection of libpq: how it is made, made anew and finished, and its handlers. */

#include "config.h"

#include "pgg-pq-conn.h"

#include "pgg-client-error.h"
#include "pgg-pq-conn-private.h"
#include "pgg-pq-notify-private.h"
#include "pgg-pq-text-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggPqConn:
 *
 * A connection to a PostgreSQL server as libpq sees it, libpq's `PGconn`.
 *
 * This class and its relatives are libpq, function by function, with the names of libpq without
 * the `PQ`: [ctor@PqConn.connectdb] is `PQconnectdb()`. They take and give bytes, wait only where
 * libpq waits, and add nothing but safety: a call on what is finished, a position that does not
 * exist, a NUL byte where libpq takes C strings are errors, never crashes. Applications want
 * [class@Connection] instead; drivers and tools with needs of their own can build on this.
 *
 * Arguments with a length are bytes; in C the length may be -1 if they end in a NUL byte. Returned
 * bytes that are borrowed are valid until the next call that changes them, at the longest until the
 * connection is finished.
 *
 * Every call on a finished connection ends in `G_IO_ERROR_CLOSED`. A failure that libpq reports is
 * `PGG_CLIENT_ERROR_FAILED` with libpq's message, or `PGG_CLIENT_ERROR_CONNECTION_LOST` if the
 * connection is bad after it. What libpq would send but a server would not accept for its size is
 * `PGG_CLIENT_ERROR_TOO_LARGE`, a NUL byte in a text `PGG_CLIENT_ERROR_INVALID_ARGUMENT`, and a
 * function that the libpq in use lacks `PGG_CLIENT_ERROR_NOT_SUPPORTED`.
 *
 * One thread at a time may use a connection; the exceptions are [method@PqCancel.cancel] and
 * results. A process that was forked may drop the connections of its parent but not use them.
 *
 * These functions of libpq are left out on purpose: the large object functions (they block, and
 * SQL has the same functions), `PQinitSSL()`, `PQinitOpenSSL()`, `PQrequestCancel()`,
 * `PQsetdbLogin()`, `PQoidStatus()`, `PQescapeString()`, `PQescapeBytea()`, `PQencryptPassword()`,
 * `PQgetline()`, `PQputline()`, `PQendcopy()` and their kin (obsolete), `PQsetNoticeProcessor()`
 * (the handler gets the whole notice), `PQprint()` and its kin (not about the database),
 * `PQregisterThreadLock()` (for Kerberos libraries without threads), `PQsslStruct()`,
 * `PQgetssl()`, `PQgetgssctx()` and the OpenSSL hooks (pointers of other libraries), the event
 * procedures and `PQresultAlloc()` (for C only).
 *
 * Since: 1.0
 */
G_DEFINE_FINAL_TYPE (PggPqConn, pgg_pq_conn, G_TYPE_OBJECT)

static void
replace_handler (PggPqHandler **place,
                 PggPqHandler  *handler)
{
  PggPqHandler *previous = *place;

  *place = handler;
  if (previous != NULL)
    pgg_pq_handler_unref (previous);
}

/* libpq reports a notice: the result is lent for the time of the call only. */
static void
notice_cb (void           *data,
           const PGresult *res)
{
  PggPqConn *self = data;
  g_autoptr(PggPqHandler) handler = NULL;
  g_autoptr(PggPqResult) notice = NULL;

  if (self->on_notice == NULL)
    return;

  handler = pgg_pq_handler_ref (self->on_notice);
  notice = pgg_pq_result_new_borrow (res);
  self->in_notice_handler++;
  ((PggPqNoticeFunc) handler->func) (self, notice, handler->user_data);
  self->in_notice_handler--;
  pgg_pq_result_clear (notice);
}

static void
finish_now (PggPqConn *self)
{
  PGconn *conn = g_steal_pointer (&self->conn);

  self->finish_wanted = FALSE;
  if (conn == NULL)
    return;

  /* A forked child shares the socket: a goodbye from it would end the session of its parent. */
  if (self->pid == getpid ())
    PQfinish (conn);

  pgg_pq_conn_end_trace (self);
}

/* Says why there is no connection to be had for a call. */
void
pgg_pq_conn_refuse (PggPqConn  *self,
                    GError    **error)
{
  if (pgg_pq_conn_peek (self) == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("The connection is closed"));
  else
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                         _("The connection cannot be used while its notice handler runs"));
}

/* A handler wanted it to be finished, and could not do that itself. */
void
pgg_pq_conn_finish_late (PggPqConn *self)
{
  if (self->in_notice_handler == 0)
    finish_now (self);
}

/* The same after calls that read from the server, which may have brought notifications. */
void
pgg_pq_conn_leave_notify (PggPqConn *self)
{
  while (self->on_notify != NULL && pgg_pq_conn_peek (self) != NULL)
    {
      g_autoptr(PggPqHandler) handler = NULL;
      g_autoptr(PggPqNotify) notify = NULL;
      PGnotify *pending = PQnotifies (self->conn);

      if (pending == NULL)
        break;

      handler = pgg_pq_handler_ref (self->on_notify);
      notify = pgg_pq_notify_new_take (pending);
      ((PggPqNotifyFunc) handler->func) (self, notify, handler->user_data);
    }

  pgg_pq_conn_leave (self);
}

/* Turn libpq's message into @error, or say that there is none for @function. */
gboolean
pgg_pq_conn_fail (PggPqConn   *self,
                  const char  *function,
                  GError     **error)
{
  g_autofree char *message = g_utf8_make_valid (PQerrorMessage (self->conn), -1);
  PggClientError code = PGG_CLIENT_ERROR_FAILED;

  g_strchomp (message);
  if (PQstatus (self->conn) == CONNECTION_BAD)
    code = PGG_CLIENT_ERROR_CONNECTION_LOST;

  if (*message != '\0')
    g_set_error_literal (error, PGG_CLIENT_ERROR, code, message);
  else
    g_set_error (error, PGG_CLIENT_ERROR, code,
                 _("%s is not possible in the state of the connection"), function);
  return FALSE;
}

/* The end of a call that libpq reports as success or failure. */
gboolean
pgg_pq_conn_done (PggPqConn   *self,
                  gboolean     success,
                  const char  *function,
                  GError     **error)
{
  if (!success)
    pgg_pq_conn_fail (self, function, error);

  pgg_pq_conn_leave (self);
  return success;
}

/* The end of a call that makes a result. */
PggPqResult *
pgg_pq_conn_wrap_result (PggPqConn   *self,
                         PGresult    *res,
                         const char  *function,
                         GError     **error)
{
  if (res == NULL)
    pgg_pq_conn_fail (self, function, error);

  pgg_pq_conn_leave_notify (self);
  return res != NULL ? pgg_pq_result_new_take (res) : NULL;
}

static PggPqConn *
conn_new_take (PGconn  *conn,
               GError **error)
{
  PggPqConn *self;

  if (conn == NULL)
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_FAILED,
                           _("There is no memory for a connection"));
      return NULL;
    }

  self = g_object_new (PGG_TYPE_PQ_CONN, NULL);
  self->conn = conn;
  PQsetNoticeReceiver (conn, notice_cb, self);
  return self;
}

static void
pgg_pq_conn_finalize (GObject *object)
{
  PggPqConn *self = PGG_PQ_CONN (object);

  g_clear_pointer (&self->on_notice, pgg_pq_handler_unref);
  g_clear_pointer (&self->on_notify, pgg_pq_handler_unref);
  finish_now (self);

  G_OBJECT_CLASS (pgg_pq_conn_parent_class)->finalize (object);
}

static void
pgg_pq_conn_class_init (PggPqConnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = pgg_pq_conn_finalize;
}

static void
pgg_pq_conn_init (PggPqConn *self)
{
  self->pid = getpid ();
}

/**
 * pgg_pq_conn_connectdb: (constructor)
 * @conninfo: (array length=conninfo_length) (element-type guint8): a connection string or URI
 * @conninfo_length: number of bytes, or -1 if @conninfo ends in a NUL byte
 *
 * Makes a connection and waits until it is open or has failed.
 *
 * A connection that failed is returned too: ask for its [method@PqConn.status]. See
 * `PQconnectdb()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte in @conninfo.
 *
 * Returns: (transfer full): a new connection
 * Since: 1.0
 */
PggPqConn *
pgg_pq_conn_connectdb (const char  *conninfo,
                       gssize       conninfo_length,
                       GError     **error)
{
  g_autofree char *copy = NULL;
  const char *text = pgg_pq_text_to_c ("conninfo", conninfo, conninfo_length, &copy, error);

  return text != NULL ? conn_new_take (PQconnectdb (text), error) : NULL;
}

/**
 * pgg_pq_conn_connectdb_params: (constructor)
 * @keywords: (array zero-terminated=1): names of connection parameters
 * @values: (array zero-terminated=1): their values, empty for the default
 * @expand_dbname: whether the value of `dbname` may be a connection string
 *
 * Makes a connection and waits until it is open or has failed.
 *
 * A connection that failed is returned too: ask for its [method@PqConn.status]. See
 * `PQconnectdbParams()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` if there are not as many values as keywords.
 *
 * Returns: (transfer full): a new connection
 * Since: 1.0
 */
PggPqConn *
pgg_pq_conn_connectdb_params (const char *const  *keywords,
                              const char *const  *values,
                              gboolean            expand_dbname,
                              GError            **error)
{
  g_return_val_if_fail (keywords != NULL && values != NULL, NULL);

  if (!pgg_pq_check_params (keywords, values, error))
    return NULL;

  return conn_new_take (PQconnectdbParams (keywords, values, expand_dbname), error);
}

/**
 * pgg_pq_conn_connect_start: (constructor)
 * @conninfo: (array length=conninfo_length) (element-type guint8): a connection string or URI
 * @conninfo_length: number of bytes, or -1 if @conninfo ends in a NUL byte
 *
 * Begins to make a connection, to be continued with [method@PqConn.connect_poll].
 *
 * If the status is [enum@Pgg.PqConnStatus.BAD] the attempt failed at once. Otherwise wait until the
 * socket is writable before the first poll. libpq looks up host names without regard to whom it
 * blocks: give `hostaddr` to avoid that. See `PQconnectStart()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` for a NUL byte in @conninfo.
 *
 * Returns: (transfer full): a new connection
 * Since: 1.0
 */
PggPqConn *
pgg_pq_conn_connect_start (const char  *conninfo,
                           gssize       conninfo_length,
                           GError     **error)
{
  g_autofree char *copy = NULL;
  const char *text = pgg_pq_text_to_c ("conninfo", conninfo, conninfo_length, &copy, error);

  return text != NULL ? conn_new_take (PQconnectStart (text), error) : NULL;
}

/**
 * pgg_pq_conn_connect_start_params: (constructor)
 * @keywords: (array zero-terminated=1): names of connection parameters
 * @values: (array zero-terminated=1): their values, empty for the default
 * @expand_dbname: whether the value of `dbname` may be a connection string
 *
 * Begins to make a connection, to be continued with [method@PqConn.connect_poll].
 *
 * The same as [ctor@PqConn.connect_start] otherwise. See `PQconnectStartParams()`.
 *
 * Errors: `PGG_CLIENT_ERROR_INVALID_ARGUMENT` if there are not as many values as keywords.
 *
 * Returns: (transfer full): a new connection
 * Since: 1.0
 */
PggPqConn *
pgg_pq_conn_connect_start_params (const char *const  *keywords,
                                  const char *const  *values,
                                  gboolean            expand_dbname,
                                  GError            **error)
{
  g_return_val_if_fail (keywords != NULL && values != NULL, NULL);

  if (!pgg_pq_check_params (keywords, values, error))
    return NULL;

  return conn_new_take (PQconnectStartParams (keywords, values, expand_dbname), error);
}

/**
 * pgg_pq_conn_connect_poll:
 * @self: a connection that is being made
 *
 * Takes the attempt one step further, without waiting.
 *
 * The socket may be another one afterwards. See `PQconnectPoll()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished. A failed attempt is no error, see
 * [method@PqConn.error_message].
 *
 * Returns: what to wait for, [enum@Pgg.PqPollingStatus.FAILED] on error
 * Since: 1.0
 */
PggPqPollingStatus
pgg_pq_conn_connect_poll (PggPqConn  *self,
                          GError    **error)
{
  PggPqPollingStatus status;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), PGG_PQ_POLLING_STATUS_FAILED);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return PGG_PQ_POLLING_STATUS_FAILED;

  status = (PggPqPollingStatus) PQconnectPoll (conn);
  pgg_pq_conn_leave (self);
  return status;
}

/**
 * pgg_pq_conn_reset:
 * @self: a connection
 *
 * Closes the connection, makes it again with the same parameters and waits for the outcome.
 *
 * Ask for the [method@PqConn.status] afterwards. See `PQreset()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: whether it was tried
 * Since: 1.0
 */
gboolean
pgg_pq_conn_reset (PggPqConn  *self,
                   GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return FALSE;

  PQreset (conn);
  pgg_pq_conn_leave (self);
  return TRUE;
}

/**
 * pgg_pq_conn_reset_start:
 * @self: a connection
 *
 * Closes the connection and begins to make it again, see [method@PqConn.reset_poll].
 *
 * See `PQresetStart()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished, `PGG_CLIENT_ERROR_CONNECTION_LOST` if
 * the attempt failed at once.
 *
 * Returns: whether the attempt began
 * Since: 1.0
 */
gboolean
pgg_pq_conn_reset_start (PggPqConn  *self,
                         GError    **error)
{
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), FALSE);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return FALSE;

  return pgg_pq_conn_done (self, PQresetStart (conn), "reset_start", error);
}

/**
 * pgg_pq_conn_reset_poll:
 * @self: a connection that is being made again
 *
 * Takes the attempt one step further, without waiting.
 *
 * See [method@PqConn.connect_poll] and `PQresetPoll()`.
 *
 * Errors: `G_IO_ERROR_CLOSED` if the connection is finished.
 *
 * Returns: what to wait for, [enum@Pgg.PqPollingStatus.FAILED] on error
 * Since: 1.0
 */
PggPqPollingStatus
pgg_pq_conn_reset_poll (PggPqConn  *self,
                        GError    **error)
{
  PggPqPollingStatus status;
  PGconn *conn;

  g_return_val_if_fail (PGG_IS_PQ_CONN (self), PGG_PQ_POLLING_STATUS_FAILED);

  conn = pgg_pq_conn_enter (self, error);
  if (conn == NULL)
    return PGG_PQ_POLLING_STATUS_FAILED;

  status = (PggPqPollingStatus) PQresetPoll (conn);
  pgg_pq_conn_leave (self);
  return status;
}

/**
 * pgg_pq_conn_finish:
 * @self: a connection
 *
 * Closes the connection and frees what libpq holds for it.
 *
 * All further calls on it are errors. Nothing happens when it was finished before. From inside a
 * notice handler the connection is freed as soon as libpq has returned. A forked child forgets the
 * connection without a word to the server. See `PQfinish()`.
 *
 * Since: 1.0
 */
void
pgg_pq_conn_finish (PggPqConn *self)
{
  g_return_if_fail (PGG_IS_PQ_CONN (self));

  self->finish_wanted = TRUE;
  pgg_pq_conn_leave (self);
}

/**
 * pgg_pq_conn_is_finished:
 * @self: a connection
 *
 * Tells whether the connection was finished.
 *
 * Returns: whether the connection was finished
 * Since: 1.0
 */
gboolean
pgg_pq_conn_is_finished (PggPqConn *self)
{
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), TRUE);

  return pgg_pq_conn_peek (self) == NULL;
}

/**
 * pgg_pq_conn_get_pgconn: (skip)
 * @self: a connection
 *
 * Gets the `PGconn` for functions of libpq that are called directly.
 *
 * It must not be finished and its notice receiver must not be changed.
 *
 * Returns: (transfer none) (nullable): the `PGconn *`, %NULL once finished
 * Since: 1.0
 */
gpointer
pgg_pq_conn_get_pgconn (PggPqConn *self)
{
  g_return_val_if_fail (PGG_IS_PQ_CONN (self), NULL);

  return pgg_pq_conn_peek (self);
}

/**
 * pgg_pq_conn_set_notice_handler:
 * @self: a connection
 * @func: (nullable) (scope notified) (closure user_data) (destroy destroy): the handler
 * @user_data: data for @func
 * @destroy: frees @user_data
 *
 * Sets the function that is called for every notice and warning; without one they are dropped.
 *
 * The handler runs while libpq works: it may look at the connection but not use it, which is
 * `PGG_CLIENT_ERROR_INVALID_STATE`. The notice it gets is cleared when it returns. It should hold
 * no reference to the connection, which it gets as argument. See `PQsetNoticeReceiver()`.
 *
 * Since: 1.0
 */
void
pgg_pq_conn_set_notice_handler (PggPqConn       *self,
                                PggPqNoticeFunc  func,
                                gpointer         user_data,
                                GDestroyNotify   destroy)
{
  g_return_if_fail (PGG_IS_PQ_CONN (self));

  replace_handler (&self->on_notice, pgg_pq_handler_new (G_CALLBACK (func), user_data, destroy));
}

/**
 * pgg_pq_conn_set_notify_handler:
 * @self: a connection
 * @func: (nullable) (scope notified) (closure user_data) (destroy destroy): the handler
 * @user_data: data for @func
 * @destroy: frees @user_data
 *
 * Sets the function that is called for every notification.
 *
 * It is called after libpq has returned from [method@PqConn.consume_input],
 * [method@PqConn.get_result] or a blocking command that brought notifications, and it may use the
 * connection. With a handler [method@PqConn.notifies] has nothing left to give. It should hold no
 * reference to the connection, which it gets as argument.
 *
 * Since: 1.0
 */
void
pgg_pq_conn_set_notify_handler (PggPqConn       *self,
                                PggPqNotifyFunc  func,
                                gpointer         user_data,
                                GDestroyNotify   destroy)
{
  g_return_if_fail (PGG_IS_PQ_CONN (self));

  replace_handler (&self->on_notify, pgg_pq_handler_new (G_CALLBACK (func), user_data, destroy));
}
