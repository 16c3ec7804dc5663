/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a connection can tell about itself, and its settings. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-connection-private.h"

#include "pgg-client-error.h"
#include "types/pgg-sql-literal-private.h"
#include "types/pgg-sql-private.h"

typedef const char *(*TextGetter) (PggPqConn  *pq,
                                   gsize      *length,
                                   GError    **error);

typedef int (*NumberGetter) (PggPqConn  *pq,
                             GError    **error);

/* libpq's strings are the connection's: they are copied under its lock. */
static char *
dup_text (PggConnection *self,
          TextGetter     get)
{
  g_autofree char *text = NULL;

  pgg_queue_lock (&self->session->queue);
  if (self->session->status == PGG_CONNECTION_STATUS_OPEN)
    text = g_strdup (get (self->session->pq, NULL, NULL));
  pgg_queue_unlock_quietly (&self->session->queue);

  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

static int
get_number (PggConnection *self,
            NumberGetter   get)
{
  int number = 0;

  pgg_queue_lock (&self->session->queue);
  if (self->session->status == PGG_CONNECTION_STATUS_OPEN)
    number = get (self->session->pq, NULL);
  pgg_queue_unlock_quietly (&self->session->queue);

  return number;
}

/**
 * pgg_connection_get_conninfo:
 * @self: a connection
 *
 * The connection string that the connection was made with.
 *
 * Returns: the connection string
 *
 * Since: 1.0
 */
const char *
pgg_connection_get_conninfo (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return self->conninfo;
}

/**
 * pgg_connection_get_status:
 * @self: a connection
 *
 * The state of the connection.
 *
 * Returns: the state
 *
 * Since: 1.0
 */
PggConnectionStatus
pgg_connection_get_status (PggConnection *self)
{
  PggConnectionStatus value;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), PGG_CONNECTION_STATUS_CLOSED);

  pgg_queue_lock (&self->session->queue);
  value = self->session->status;
  pgg_queue_unlock_quietly (&self->session->queue);

  return value;
}

/**
 * pgg_connection_get_transaction_status:
 * @self: a connection
 *
 * The state of the transaction, as the server last reported it.
 *
 * Returns: the state; %PGG_PQ_TRANSACTION_STATUS_UNKNOWN while not open
 *
 * Since: 1.0
 */
PggPqTransactionStatus
pgg_connection_get_transaction_status (PggConnection *self)
{
  PggPqTransactionStatus status = PGG_PQ_TRANSACTION_STATUS_UNKNOWN;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), PGG_PQ_TRANSACTION_STATUS_UNKNOWN);

  pgg_queue_lock (&self->session->queue);
  if (self->session->pq != NULL)
    status = pgg_pq_conn_transaction_status (self->session->pq);
  pgg_queue_unlock_quietly (&self->session->queue);

  return status;
}

/**
 * pgg_connection_get_timeout:
 * @self: a connection
 *
 * How long each operation may take.
 *
 * Returns: milliseconds, 0 for no limit
 *
 * Since: 1.0
 */
guint
pgg_connection_get_timeout (PggConnection *self)
{
  guint value;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), 0);

  pgg_queue_lock (&self->session->queue);
  value = self->timeout;
  pgg_queue_unlock_quietly (&self->session->queue);

  return value;
}

/**
 * pgg_connection_set_timeout:
 * @self: a connection
 * @timeout: milliseconds, 0 for no limit
 *
 * Sets how long each operation may take that is begun from now on, its time in the queue included.
 *
 * One that takes longer is cancelled and ends with %G_IO_ERROR_TIMED_OUT.
 *
 * Since: 1.0
 */
void
pgg_connection_set_timeout (PggConnection *self,
                            guint          timeout)
{
  gboolean changed;

  g_return_if_fail (PGG_IS_CONNECTION (self));

  pgg_queue_lock (&self->session->queue);
  changed = self->timeout != timeout;
  self->timeout = timeout;
  pgg_queue_unlock_quietly (&self->session->queue);

  if (changed)
    g_object_notify (G_OBJECT (self), "timeout");
}

/* What is left of the time of those who run transactions; never 0. Lock held. */
static guint
get_time_left (PggConnection *self)
{
  gint64 now = self->runs != NULL ? g_get_monotonic_time () : 0;
  guint left = G_MAXUINT;

  for (GList *link = self->runs; link != NULL; link = link->next)
    {
      gint64 deadline = *(gint64 *) link->data;

      left = (guint) CLAMP ((deadline - now) / 1000, 1, left);
    }

  return left;
}

guint
pgg_connection_get_budget (PggConnection *self,
                           int            timeout)
{
  PggQueue *queue = &self->session->queue;
  guint budget, left;

  pgg_queue_lock (queue);
  budget = timeout >= 0 ? (guint) timeout : self->timeout;
  left = get_time_left (self);
  pgg_queue_unlock_quietly (queue);

  if (left == G_MAXUINT)
    return budget;

  return budget > 0 ? MIN (budget, left) : left;
}

void
pgg_connection_push_deadline (PggConnection *self,
                              gint64        *deadline)
{
  pgg_queue_lock (&self->session->queue);
  self->runs = g_list_prepend (self->runs, deadline);
  pgg_queue_unlock_quietly (&self->session->queue);
}

void
pgg_connection_remove_deadline (PggConnection *self,
                                gint64        *deadline)
{
  pgg_queue_lock (&self->session->queue);
  self->runs = g_list_remove (self->runs, deadline);
  pgg_queue_unlock_quietly (&self->session->queue);
}

/**
 * pgg_connection_get_cancel_timeout:
 * @self: a connection
 *
 * How long a cancelled operation may take to end.
 *
 * Returns: milliseconds
 *
 * Since: 1.0
 */
guint
pgg_connection_get_cancel_timeout (PggConnection *self)
{
  guint value;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), 0);

  pgg_queue_lock (&self->session->queue);
  value = self->session->cancel_timeout;
  pgg_queue_unlock_quietly (&self->session->queue);

  return value;
}

/**
 * pgg_connection_set_cancel_timeout:
 * @self: a connection
 * @timeout: milliseconds, at least 1
 *
 * Sets how long a cancelled operation may take to end.
 *
 * When the server has not answered then, nobody knows what it does, and the connection is given up.
 * See [property@Connection:cancel-timeout].
 *
 * Since: 1.0
 */
void
pgg_connection_set_cancel_timeout (PggConnection *self,
                                   guint          timeout)
{
  gboolean changed;

  g_return_if_fail (PGG_IS_CONNECTION (self));

  pgg_queue_lock (&self->session->queue);
  changed = self->session->cancel_timeout != timeout;
  self->session->cancel_timeout = timeout;
  pgg_queue_unlock_quietly (&self->session->queue);

  if (changed)
    g_object_notify (G_OBJECT (self), "cancel-timeout");
}

/**
 * pgg_connection_get_result_format:
 * @self: a connection
 *
 * The format in which results are asked for.
 *
 * Returns: the format
 *
 * Since: 1.0
 */
PggResultFormat
pgg_connection_get_result_format (PggConnection *self)
{
  PggResultFormat value;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), PGG_RESULT_FORMAT_AUTO);

  pgg_queue_lock (&self->session->queue);
  value = self->result_format;
  pgg_queue_unlock_quietly (&self->session->queue);

  return value;
}

/**
 * pgg_connection_set_result_format:
 * @self: a connection
 * @format: the format
 *
 * Sets the format in which results are asked for; values are the same in all of them.
 *
 * Since: 1.0
 */
void
pgg_connection_set_result_format (PggConnection *self,
                                  PggResultFormat format)
{
  gboolean changed;

  g_return_if_fail (PGG_IS_CONNECTION (self));

  pgg_queue_lock (&self->session->queue);
  changed = self->result_format != format;
  self->result_format = format;
  pgg_queue_unlock_quietly (&self->session->queue);

  if (changed)
    g_object_notify (G_OBJECT (self), "result-format");
}

/**
 * pgg_connection_get_pipelining:
 * @self: a connection
 *
 * Whether operations are sent before earlier ones are answered.
 *
 * Returns: whether they are
 *
 * Since: 1.0
 */
gboolean
pgg_connection_get_pipelining (PggConnection *self)
{
  gboolean value;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);

  pgg_queue_lock (&self->session->queue);
  value = self->session->pipelining;
  pgg_queue_unlock_quietly (&self->session->queue);

  return value;
}

/**
 * pgg_connection_set_pipelining:
 * @self: a connection
 * @pipelining: whether to send operations before earlier ones are answered
 *
 * Sets whether operations are sent before earlier ones are answered; see
 * [property@Connection:pipelining].
 *
 * What is under way is not affected.
 *
 * Since: 1.0
 */
void
pgg_connection_set_pipelining (PggConnection *self,
                               gboolean       pipelining)
{
  gboolean changed;

  g_return_if_fail (PGG_IS_CONNECTION (self));

  pipelining = !!pipelining;
  pgg_queue_lock (&self->session->queue);
  changed = self->session->pipelining != pipelining;
  self->session->pipelining = pipelining;
  pgg_queue_unlock_quietly (&self->session->queue);

  if (changed)
    g_object_notify (G_OBJECT (self), "pipelining");
}

/**
 * pgg_connection_get_statement_mode:
 * @self: a connection
 *
 * How statements are executed.
 *
 * Returns: the mode
 *
 * Since: 1.0
 */
PggStatementMode
pgg_connection_get_statement_mode (PggConnection *self)
{
  PggStatementMode value;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), PGG_STATEMENT_MODE_CACHED);

  pgg_queue_lock (&self->session->queue);
  value = self->session->statement_mode;
  pgg_queue_unlock_quietly (&self->session->queue);

  return value;
}

/**
 * pgg_connection_set_statement_mode:
 * @self: a connection
 * @mode: the mode
 *
 * Sets how statements are executed; see [property@Connection:statement-mode].
 *
 * What is under way is not affected.
 *
 * Since: 1.0
 */
void
pgg_connection_set_statement_mode (PggConnection    *self,
                                   PggStatementMode  mode)
{
  PggSession *session;
  gboolean changed;

  g_return_if_fail (PGG_IS_CONNECTION (self));

  session = self->session;
  pgg_queue_lock (&session->queue);
  changed = session->statement_mode != mode;
  session->statement_mode = mode;
  if (changed)
    pgg_statement_cache_set_nameless (&session->statements, mode != PGG_STATEMENT_MODE_CACHED);
  pgg_queue_unlock_quietly (&session->queue);

  if (changed)
    g_object_notify (G_OBJECT (self), "statement-mode");
}

/**
 * pgg_connection_get_prepare_threshold:
 * @self: a connection
 *
 * How often a statement is executed before it is prepared.
 *
 * Returns: a number of executions, or -1 if nothing is prepared
 *
 * Since: 1.0
 */
int
pgg_connection_get_prepare_threshold (PggConnection *self)
{
  int value;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), -1);

  pgg_queue_lock (&self->session->queue);
  value = self->session->statements.threshold;
  pgg_queue_unlock_quietly (&self->session->queue);

  return value;
}

/**
 * pgg_connection_set_prepare_threshold:
 * @self: a connection
 * @threshold: a number of executions, or -1 to prepare nothing
 *
 * Sets how often a statement is executed before it is prepared; see
 * [property@Connection:prepare-threshold].
 *
 * Since: 1.0
 */
void
pgg_connection_set_prepare_threshold (PggConnection *self,
                                      int            threshold)
{
  PggStatementCache *statements;
  gboolean changed;

  g_return_if_fail (PGG_IS_CONNECTION (self));

  threshold = MAX (threshold, -1);
  pgg_queue_lock (&self->session->queue);
  statements = &self->session->statements;
  changed = statements->threshold != threshold;
  pgg_statement_cache_configure (statements, threshold, statements->max_prepared);
  pgg_queue_unlock_quietly (&self->session->queue);

  if (changed)
    g_object_notify (G_OBJECT (self), "prepare-threshold");
}

/**
 * pgg_connection_get_prepared_max:
 * @self: a connection
 *
 * How many statements may be prepared at the same time.
 *
 * Returns: a number of statements
 *
 * Since: 1.0
 */
guint
pgg_connection_get_prepared_max (PggConnection *self)
{
  guint value;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), 0);

  pgg_queue_lock (&self->session->queue);
  value = self->session->statements.max_prepared;
  pgg_queue_unlock_quietly (&self->session->queue);

  return value;
}

/**
 * pgg_connection_set_prepared_max:
 * @self: a connection
 * @max: a number of statements; 0 to prepare nothing
 *
 * Sets how many statements may be prepared at the same time; see
 * [property@Connection:prepared-max].
 *
 * Since: 1.0
 */
void
pgg_connection_set_prepared_max (PggConnection *self,
                                 guint          max)
{
  PggStatementCache *statements;
  gboolean changed;

  g_return_if_fail (PGG_IS_CONNECTION (self));

  pgg_queue_lock (&self->session->queue);
  statements = &self->session->statements;
  changed = statements->max_prepared != max;
  pgg_statement_cache_configure (statements, statements->threshold, max);
  pgg_queue_unlock_quietly (&self->session->queue);

  if (changed)
    g_object_notify (G_OBJECT (self), "prepared-max");
}

/**
 * pgg_connection_get_server_version:
 * @self: a connection
 *
 * The version of the server.
 *
 * Returns: the version as a number, such as 150004 for 15.4; 0 while not open
 *
 * Since: 1.0
 */
int
pgg_connection_get_server_version (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), 0);

  return get_number (self, pgg_pq_conn_server_version);
}

/**
 * pgg_connection_get_backend_pid:
 * @self: a connection
 *
 * The process id of the server's side of the connection.
 *
 * Returns: the process id, 0 while not open
 *
 * Since: 1.0
 */
int
pgg_connection_get_backend_pid (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), 0);

  return get_number (self, pgg_pq_conn_backend_pid);
}

/**
 * pgg_connection_get_ssl_in_use:
 * @self: a connection
 *
 * Whether the connection is encrypted with TLS.
 *
 * Returns: whether it is
 *
 * Since: 1.0
 */
gboolean
pgg_connection_get_ssl_in_use (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), FALSE);

  return get_number (self, pgg_pq_conn_ssl_in_use);
}

/**
 * pgg_connection_dup_host:
 * @self: a connection
 *
 * The name of the server's host, or the directory of its socket.
 *
 * Returns: (transfer full) (nullable): the name, or `NULL` while not open
 *
 * Since: 1.0
 */
char *
pgg_connection_dup_host (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return dup_text (self, pgg_pq_conn_host);
}

/**
 * pgg_connection_dup_database:
 * @self: a connection
 *
 * The name of the database.
 *
 * Returns: (transfer full) (nullable): the name, or `NULL` while not open
 *
 * Since: 1.0
 */
char *
pgg_connection_dup_database (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return dup_text (self, pgg_pq_conn_db);
}

/**
 * pgg_connection_dup_user:
 * @self: a connection
 *
 * The user who is connected.
 *
 * Returns: (transfer full) (nullable): the name, or `NULL` while not open
 *
 * Since: 1.0
 */
char *
pgg_connection_dup_user (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return dup_text (self, pgg_pq_conn_user);
}

/**
 * pgg_connection_get_port:
 * @self: a connection
 *
 * The port of the server.
 *
 * Returns: the port, 0 while not open
 *
 * Since: 1.0
 */
guint
pgg_connection_get_port (PggConnection *self)
{
  g_autofree char *port = NULL;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), 0);

  port = dup_text (self, pgg_pq_conn_port);

  return port != NULL ? (guint) g_ascii_strtoull (port, NULL, 10) : 0;
}

/**
 * pgg_connection_dup_encoding:
 * @self: a connection
 *
 * The client encoding of the session; the API is UTF-8 whatever it is.
 *
 * Returns: (transfer full) (nullable): the name of the encoding, or `NULL` while not open
 *
 * Since: 1.0
 */
char *
pgg_connection_dup_encoding (PggConnection *self)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  return pgg_connection_dup_parameter_status (self, "client_encoding");
}

/**
 * pgg_connection_dup_parameter_status:
 * @self: a connection
 * @name: a parameter that the server reports, such as `TimeZone`
 *
 * The present value of a parameter of the session, without asking the server.
 *
 * Returns: (transfer full) (nullable): the value, or `NULL` if the server does not report it
 *
 * Since: 1.0
 */
char *
pgg_connection_dup_parameter_status (PggConnection *self,
                                     const char    *name)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  pgg_queue_lock (&self->session->queue);
  if (self->session->status == PGG_CONNECTION_STATUS_OPEN)
    text = g_strdup (pgg_pq_conn_parameter_status (self->session->pq, name, -1, NULL, NULL));
  pgg_queue_unlock_quietly (&self->session->queue);

  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

/**
 * pgg_connection_get_pq_conn:
 * @self: a connection
 *
 * The connection of libpq underneath.
 *
 * It is for what this class does not offer. Never let it send or read anything while an operation
 * is under way.
 *
 * Returns: (transfer full) (nullable): libpq's connection, or `NULL` while not open
 *
 * Since: 1.0
 */
PggPqConn *
pgg_connection_get_pq_conn (PggConnection *self)
{
  PggPqConn *pq;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  pgg_queue_lock (&self->session->queue);
  pq = self->session->pq != NULL ? g_object_ref (self->session->pq) : NULL;
  pgg_queue_unlock_quietly (&self->session->queue);

  return pq;
}

/**
 * pgg_connection_get_last_diagnostics:
 * @self: a connection
 *
 * What the server said about the last operation that failed, in all its fields.
 *
 * C, Vala and JavaScript have it from the error, see [func@Diagnostics.from_error]. It is here for
 * languages that keep only domain, code and message of an error.
 *
 * Returns: (transfer full) (nullable): the diagnostics, or `NULL` if the last error was not the
 *   server's
 *
 * Since: 1.0
 */
PggDiagnostics *
pgg_connection_get_last_diagnostics (PggConnection *self)
{
  PggDiagnostics *diagnostics = NULL;

  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);

  pgg_queue_lock (&self->session->queue);
  if (self->last_diagnostics != NULL)
    diagnostics = pgg_diagnostics_ref (self->last_diagnostics);
  pgg_queue_unlock_quietly (&self->session->queue);

  return diagnostics;
}

typedef void (*Append) (const char *text,
                        GString    *sql);

/* The text is UTF-8, and the SQL is until it is sent. libpq would read both in the encoding of the
 * connection, in which a backslash could be a part of the character before it. */
static char *
quote (PggConnection  *self,
       Append          append,
       const char     *text,
       GError        **error)
{
  g_autoptr(GString) quoted = NULL;
  gboolean open;

  pgg_queue_lock (&self->session->queue);
  open = pgg_session_check_open (self->session, error);
  pgg_queue_unlock_quietly (&self->session->queue);
  if (!open || !pgg_sql_check_utf8 (text, error))
    return NULL;

  quoted = g_string_new (NULL);
  append (text, quoted);

  return g_string_free (g_steal_pointer (&quoted), FALSE);
}

/**
 * pgg_connection_quote_identifier:
 * @self: an open connection
 * @name: a name of a table, a column, a channel …
 * @error: return location for an error
 *
 * Makes of a name what stands for it in SQL, whatever characters it has.
 *
 * Possible errors: %G_IO_ERROR_CLOSED, %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @name is not UTF-8.
 *
 * Returns: (transfer full): the quoted name
 *
 * Since: 1.0
 */
char *
pgg_connection_quote_identifier (PggConnection  *self,
                                 const char     *name,
                                 GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return quote (self, pgg_sql_literal_append_name, name, error);
}

/**
 * pgg_connection_quote_literal:
 * @self: an open connection
 * @text: a text
 * @error: return location for an error
 *
 * Makes of a text what stands for it in SQL. Where a parameter can be used, use a parameter.
 *
 * Possible errors: %G_IO_ERROR_CLOSED, %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @text is not UTF-8.
 *
 * Returns: (transfer full): the quoted text
 *
 * Since: 1.0
 */
char *
pgg_connection_quote_literal (PggConnection  *self,
                              const char     *text,
                              GError        **error)
{
  g_return_val_if_fail (PGG_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  return quote (self, pgg_sql_literal_append_text, text, error);
}
