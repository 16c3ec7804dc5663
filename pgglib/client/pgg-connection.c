/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The connection that applications hold: its properties and its signals. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-connection-private.h"

#include "pgg-client-error.h"
#include "pgg-debug-private.h"
#include "pgg-enum-types.h"
#include "pgg-interpreter-private.h"
#include "pgg-params-private.h"
#include "engine/pgg-execute-operation-private.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-server-error.h"
#include "wait/pgg-loop-private.h"

/**
 * PggConnection:
 *
 * A connection to a PostgreSQL server.
 *
 * Make one with [func@connect] or its asynchronous twin, or with [ctor@Connection.new] to set
 * properties and connect to signals before [method@Connection.open].
 *
 * Every method that talks to the server has four forms: `execute()` waits with `poll()`;
 * `execute_async()` and `execute_finish()` work in the thread-default main context;
 * `execute_start()` hands out the [class@Operation], for other ways of waiting. None of them ever
 * fails because another one is under way: they form a queue. A connection may be used on several
 * threads.
 *
 * Signals are emitted in the main context that was the thread-default one when the connection was
 * made; where nobody runs that context, during the calls of the thread that made it. While that
 * context runs, an open connection that does nothing is watched: notifications arrive and a server
 * that goes away is noticed at once.
 *
 * Since: 1.0
 */

enum
{
  PROP_CONNINFO = 1,
  PROP_STATUS,
  PROP_TRANSACTION_STATUS,
  PROP_TIMEOUT,
  PROP_CANCEL_TIMEOUT,
  PROP_RESULT_FORMAT,
  PROP_PIPELINING,
  PROP_STATEMENT_MODE,
  PROP_PREPARE_THRESHOLD,
  PROP_PREPARED_MAX,
  PROP_AUTOCOMMIT,
  PROP_TRANSACTION_OPTIONS,
  PROP_SERVER_VERSION,
  PROP_BACKEND_PID,
  PROP_SSL_IN_USE,
  PROP_HOST,
  PROP_PORT,
  PROP_DATABASE,
  PROP_USER,
  PROP_ENCODING,
  PROP_CODECS,
  N_PROPS,
};

enum
{
  SIGNAL_NOTIFICATION,
  SIGNAL_NOTICE,
  SIGNAL_CLOSED,
  N_SIGNALS,
};

#define READABLE (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY)
#define WRITABLE (READABLE | G_PARAM_WRITABLE)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PggConnection, pgg_connection, G_TYPE_OBJECT)

/* Where a session finds its connection, which it must not keep alive. */
typedef struct
{
  GWeakRef      connection;
  GMainContext *context;
  GThread      *thread;     /* that made the connection */
  int           scheduled;  /* atomic: an emission waits in the context */
} Owner;

static void
owner_free (gpointer data)
{
  Owner *owner = data;

  g_weak_ref_clear (&owner->connection);
  g_main_context_unref (owner->context);
  g_free (owner);
}

static void
emit_notification (PggConnection   *self,
                   PggNotification *notification)
{
  const char *channel = pgg_notification_get_channel (notification);
  GQuark detail = g_quark_try_string (channel);

  if (!g_signal_has_handler_pending (self, signals[SIGNAL_NOTIFICATION], detail, TRUE))
    return;

  pgg_session_forget_notification (self->session, notification);
  g_signal_emit (self, signals[SIGNAL_NOTIFICATION], detail, notification);
}

/* The properties of the session change when there is another one, or none. */
static void
notify_status (PggConnection *self)
{
  static const guint ids[] = {
    PROP_SERVER_VERSION, PROP_BACKEND_PID, PROP_SSL_IN_USE, PROP_HOST, PROP_PORT, PROP_DATABASE,
    PROP_USER, PROP_ENCODING,
  };
  int pid = pgg_connection_get_backend_pid (self);

  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
  for (guint i = 0; pid != self->told_pid && i < G_N_ELEMENTS (ids); i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[ids[i]]);
  self->told_pid = pid;
  g_object_thaw_notify (G_OBJECT (self));
}

static void
emit_event (PggConnection         *self,
            const PggSessionEvent *event)
{
  switch (event->type)
    {
    case PGG_SESSION_EVENT_STATUS:
      notify_status (self);
      break;
    case PGG_SESSION_EVENT_NOTICE:
      g_signal_emit (self, signals[SIGNAL_NOTICE], 0, event->notice);
      break;
    case PGG_SESSION_EVENT_NOTIFICATION:
      emit_notification (self, event->notification);
      break;
    case PGG_SESSION_EVENT_CLOSED:
      g_signal_emit (self, signals[SIGNAL_CLOSED], 0, event->error);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
emit_events_cb (gpointer data)
{
  PggSession *session = data;
  Owner *owner = session->deliver_data;
  g_autoptr(PggConnection) self = g_weak_ref_get (&owner->connection);

  while (self != NULL)
    {
      g_autoptr(PggSessionEvent) event = pgg_session_pop_event (session);

      if (event == NULL)
        break;
      emit_event (self, event);
    }

  return G_SOURCE_REMOVE;
}

static void
unref_session (gpointer session)
{
  pgg_session_unref (session);
}

static gboolean
emit_later_cb (gpointer data)
{
  Owner *owner = ((PggSession *) data)->deliver_data;

  g_atomic_int_set (&owner->scheduled, FALSE);

  return emit_events_cb (data);
}

static void
emit_later (PggSession *session,
            Owner      *owner)
{
  g_autoptr(GSource) source = NULL;

  if (!g_atomic_int_compare_and_exchange (&owner->scheduled, FALSE, TRUE))
    return;

  source = g_idle_source_new ();
  g_source_set_static_name (source, "[pgglib] connection signals");
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_later_cb, pgg_session_ref (session), unref_session);
  g_source_attach (source, owner->context);
}

/*
 * At once on the thread that made the connection where nobody else runs its context; on others,
 * where a binding may not be entered, only from within that context.
 */
static void
deliver (PggSession *session,
         gpointer    data)
{
  Owner *owner = data;

  if (owner->thread == g_thread_self ())
    g_main_context_invoke_full (owner->context, G_PRIORITY_DEFAULT, emit_events_cb,
                                pgg_session_ref (session), unref_session);
  else if (g_main_context_is_owner (owner->context))
    emit_events_cb (session);
  else
    emit_later (session, owner);
}

static void
pgg_connection_constructed (GObject *object)
{
  PggConnection *self = PGG_CONNECTION (object);
  Owner *owner = g_new0 (Owner, 1);

  G_OBJECT_CLASS (pgg_connection_parent_class)->constructed (object);

  self->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&owner->connection, self);
  owner->context = g_main_context_ref (self->context);
  owner->thread = g_thread_self ();
  self->session = pgg_session_new (deliver, owner, owner_free);
  self->codecs = pgg_codec_registry_new (NULL);
  pgg_interpreter_attach (self->session, self->codecs);
  self->named_sql = pgg_named_sql_cache_new ();
}

static gboolean
is_in_transaction (PggPqConn *pq)
{
  return pq != NULL && pgg_pq_conn_transaction_status (pq) == PGG_PQ_TRANSACTION_STATUS_INTRANS;
}

/* Operations hold the connection, so that there are none left unless this was asked for. */
static void
pgg_connection_dispose (GObject *object)
{
  PggConnection *self = PGG_CONNECTION (object);
  PggSession *session = self->session;

  pgg_loop_stop_idle (&session->queue);
  pgg_queue_lock (&session->queue);
  if (is_in_transaction (session->pq))
    g_debug ("A connection was dropped while a transaction was open; the server rolls it back");
  pgg_session_interrupt_all (session, NULL);
  pgg_queue_drive (&session->queue, PGG_WAIT_NONE);
  pgg_session_drop_pq (session);
  pgg_queue_drive (&session->queue, PGG_WAIT_NONE); /* nobody waits for what is left */
  pgg_queue_unlock_quietly (&session->queue);

  G_OBJECT_CLASS (pgg_connection_parent_class)->dispose (object);
}

static void
pgg_connection_finalize (GObject *object)
{
  PggConnection *self = PGG_CONNECTION (object);

  g_clear_pointer (&self->session, pgg_session_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->named_sql, pgg_named_sql_cache_free);
  g_clear_object (&self->codecs);
  pgg_type_lookup_clear (&self->type_lookup);
  g_clear_pointer (&self->conninfo, g_free);
  g_clear_pointer (&self->last_diagnostics, pgg_diagnostics_unref);

  G_OBJECT_CLASS (pgg_connection_parent_class)->finalize (object);
}

static void
pgg_connection_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  PggConnection *self = PGG_CONNECTION (object);

  switch (prop_id)
    {
    case PROP_CONNINFO:
      g_value_set_string (value, pgg_connection_get_conninfo (self));
      break;
    case PROP_STATUS:
      g_value_set_enum (value, pgg_connection_get_status (self));
      break;
    case PROP_TRANSACTION_STATUS:
      g_value_set_enum (value, pgg_connection_get_transaction_status (self));
      break;
    case PROP_TIMEOUT:
      g_value_set_uint (value, pgg_connection_get_timeout (self));
      break;
    case PROP_CANCEL_TIMEOUT:
      g_value_set_uint (value, pgg_connection_get_cancel_timeout (self));
      break;
    case PROP_RESULT_FORMAT:
      g_value_set_enum (value, pgg_connection_get_result_format (self));
      break;
    case PROP_PIPELINING:
      g_value_set_boolean (value, pgg_connection_get_pipelining (self));
      break;
    case PROP_STATEMENT_MODE:
      g_value_set_enum (value, pgg_connection_get_statement_mode (self));
      break;
    case PROP_PREPARE_THRESHOLD:
      g_value_set_int (value, pgg_connection_get_prepare_threshold (self));
      break;
    case PROP_PREPARED_MAX:
      g_value_set_uint (value, pgg_connection_get_prepared_max (self));
      break;
    case PROP_AUTOCOMMIT:
      g_value_set_boolean (value, pgg_connection_get_autocommit (self));
      break;
    case PROP_TRANSACTION_OPTIONS:
      g_value_set_flags (value, pgg_connection_get_transaction_options (self));
      break;
    case PROP_SERVER_VERSION:
      g_value_set_int (value, pgg_connection_get_server_version (self));
      break;
    case PROP_BACKEND_PID:
      g_value_set_int (value, pgg_connection_get_backend_pid (self));
      break;
    case PROP_SSL_IN_USE:
      g_value_set_boolean (value, pgg_connection_get_ssl_in_use (self));
      break;
    case PROP_HOST:
      g_value_take_string (value, pgg_connection_dup_host (self));
      break;
    case PROP_PORT:
      g_value_set_uint (value, pgg_connection_get_port (self));
      break;
    case PROP_DATABASE:
      g_value_take_string (value, pgg_connection_dup_database (self));
      break;
    case PROP_USER:
      g_value_take_string (value, pgg_connection_dup_user (self));
      break;
    case PROP_ENCODING:
      g_value_take_string (value, pgg_connection_dup_encoding (self));
      break;
    case PROP_CODECS:
      g_value_set_object (value, pgg_connection_get_codecs (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pgg_connection_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  PggConnection *self = PGG_CONNECTION (object);

  switch (prop_id)
    {
    case PROP_CONNINFO:
      self->conninfo = g_value_dup_string (value);
      break;
    case PROP_TIMEOUT:
      pgg_connection_set_timeout (self, g_value_get_uint (value));
      break;
    case PROP_CANCEL_TIMEOUT:
      pgg_connection_set_cancel_timeout (self, g_value_get_uint (value));
      break;
    case PROP_RESULT_FORMAT:
      pgg_connection_set_result_format (self, g_value_get_enum (value));
      break;
    case PROP_PIPELINING:
      pgg_connection_set_pipelining (self, g_value_get_boolean (value));
      break;
    case PROP_STATEMENT_MODE:
      pgg_connection_set_statement_mode (self, g_value_get_enum (value));
      break;
    case PROP_PREPARE_THRESHOLD:
      pgg_connection_set_prepare_threshold (self, g_value_get_int (value));
      break;
    case PROP_PREPARED_MAX:
      pgg_connection_set_prepared_max (self, g_value_get_uint (value));
      break;
    case PROP_AUTOCOMMIT:
      pgg_connection_set_autocommit (self, g_value_get_boolean (value));
      break;
    case PROP_TRANSACTION_OPTIONS:
      pgg_connection_set_transaction_options (self, g_value_get_flags (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
make_setting_properties (void)
{
  /**
   * PggConnection:conninfo:
   *
   * The connection string or URI, as libpq understands it; see
   * [func@connect].
   *
   * Since: 1.0
   */
  properties[PROP_CONNINFO] =
    g_param_spec_string ("conninfo", NULL, NULL, "", WRITABLE | G_PARAM_CONSTRUCT_ONLY);

  /**
   * PggConnection:timeout: (getter get_timeout) (setter set_timeout)
   *
   * How many milliseconds each call may take; 0 for no limit.
   *
   * It is one limit for all that a call is made of: waiting for those before it, opening, beginning
   * a transaction, preparing, executing, reading, looking up types, all attempts of
   * [method@Connection.run_transaction], and cancelling at the server what takes too long. A tenth
   * of the time is kept for that, [property@Connection:cancel-timeout] at most. What cannot be
   * cancelled within it is left to the connection, and later calls wait for that.
   *
   * Since: 1.0
   */
  properties[PROP_TIMEOUT] =
    g_param_spec_uint ("timeout", NULL, NULL, 0, G_MAXUINT, 0, WRITABLE);

  /**
   * PggConnection:cancel-timeout: (getter get_cancel_timeout) (setter set_cancel_timeout)
   *
   * How many milliseconds a cancelled operation may take to end, before the connection is given up.
   *
   * A call that has less time than that ends before. Time in which neither a main context nor a
   * later call goes on with the cancellation does not count.
   *
   * Since: 1.0
   */
  properties[PROP_CANCEL_TIMEOUT] =
    g_param_spec_uint ("cancel-timeout", NULL, NULL, 1, G_MAXUINT, 5000, WRITABLE);

  /**
   * PggConnection:result-format: (getter get_result_format) (setter set_result_format)
   *
   * The format in which results are asked for.
   *
   * Since: 1.0
   */
  properties[PROP_RESULT_FORMAT] =
    g_param_spec_enum ("result-format", NULL, NULL, PGG_TYPE_RESULT_FORMAT,
                       PGG_RESULT_FORMAT_AUTO, WRITABLE);
}

static void
make_sending_properties (void)
{
  /**
   * PggConnection:pipelining: (getter get_pipelining) (setter set_pipelining)
   *
   * Whether operations that are begun while others are under way are sent at once, without waiting
   * for the answers.
   *
   * That is done for single statements that are executed with parameters or with results in
   * binary, but not COPY. Each is a transaction of its own as ever, and an error is of its own
   * statement only. Everything else waits until what is under way has been answered.
   *
   * The server cannot be told which statement a request to cancel means. So an operation that is
   * cancelled, or whose time is over, ends at once if others have been sent with it, but the server
   * goes on with its statement; it is asked to stop only when nobody waits for any of them. Nothing
   * is sent behind a statement that has been running for 200 milliseconds. Where every statement
   * has to be cancelled at the server, set this to `FALSE`.
   *
   * Since: 1.0
   */
  properties[PROP_PIPELINING] =
    g_param_spec_boolean ("pipelining", NULL, NULL, TRUE, WRITABLE);

  /**
   * PggConnection:prepare-threshold: (getter get_prepare_threshold) (setter set_prepare_threshold)
   *
   * How often a statement is executed before it is prepared at the server; 0: it is at once, -1:
   * it never is.
   *
   * This concerns single statements that are executed with parameters or with results in binary.
   * The same SQL with parameters of other types is another statement. What prepares one travels
   * with its next execution, so that there is no additional round trip; from then on the server
   * neither parses nor, after a while, plans it again. One that is executed with several sets of
   * parameters at a time, see [method@Connection.execute_many], is prepared at once, unless it
   * never is.
   *
   * If the server has forgotten the statement, or a table that it uses has changed so that its
   * results are different, it is prepared anew and executed again, unless a transaction is open:
   * that has failed then. Statements that change definitions on the same connection are noticed.
   *
   * Poolers that give each transaction another server cannot keep prepared statements, unless they
   * are made for it: see [property@Connection:statement-mode].
   *
   * Since: 1.0
   */
  properties[PROP_PREPARE_THRESHOLD] =
    g_param_spec_int ("prepare-threshold", NULL, NULL, -1, G_MAXINT, 5, WRITABLE);

  /**
   * PggConnection:prepared-max: (getter get_prepared_max) (setter set_prepared_max)
   *
   * How many statements may be prepared at the server at the same time; the one that was not used
   * for the longest time makes room for another.
   *
   * Since: 1.0
   */
  properties[PROP_PREPARED_MAX] =
    g_param_spec_uint ("prepared-max", NULL, NULL, 0, G_MAXUINT, 100, WRITABLE);
}

static void
make_statement_properties (void)
{
  /**
   * PggConnection:statement-mode: (getter get_statement_mode) (setter set_statement_mode)
   *
   * How statements are executed. This is the one switch for poolers, and for what does not speak
   * all of the protocol.
   *
   * Where the mode is not [enum@Pgg.StatementMode.CACHED], no statement has a name at the server.
   * With [enum@Pgg.StatementMode.SIMPLE] there are no pipelines, nothing can be prepared, and
   * results are texts, whatever [property@Connection:result-format] says.
   *
   * Since: 1.0
   */
  properties[PROP_STATEMENT_MODE] =
    g_param_spec_enum ("statement-mode", NULL, NULL, PGG_TYPE_STATEMENT_MODE,
                       PGG_STATEMENT_MODE_CACHED, WRITABLE);
}

static void
make_transaction_properties (void)
{
  /**
   * PggConnection:autocommit: (getter get_autocommit) (setter set_autocommit)
   *
   * Whether each statement outside of a transaction is one of its own.
   *
   * If not, the first statement begins a transaction, which lasts until [method@Connection.commit]
   * or [method@Connection.rollback].
   *
   * Since: 1.0
   */
  properties[PROP_AUTOCOMMIT] =
    g_param_spec_boolean ("autocommit", NULL, NULL, TRUE, WRITABLE);

  /**
   * PggConnection:transaction-options: (getter get_transaction_options)
   *
   * How transactions behave that say nothing themselves.
   *
   * Since: 1.0
   */
  properties[PROP_TRANSACTION_OPTIONS] =
    g_param_spec_flags ("transaction-options", NULL, NULL, PGG_TYPE_TRANSACTION_OPTIONS,
                        PGG_TRANSACTION_OPTIONS_DEFAULT, WRITABLE);
}

static void
make_state_properties (void)
{
  /**
   * PggConnection:status: (getter get_status)
   *
   * The state of the connection.
   *
   * Since: 1.0
   */
  properties[PROP_STATUS] =
    g_param_spec_enum ("status", NULL, NULL, PGG_TYPE_CONNECTION_STATUS,
                       PGG_CONNECTION_STATUS_CLOSED, READABLE);

  /**
   * PggConnection:transaction-status: (getter get_transaction_status)
   *
   * The state of the transaction, as the server last reported it; changes are not notified.
   *
   * Since: 1.0
   */
  properties[PROP_TRANSACTION_STATUS] =
    g_param_spec_enum ("transaction-status", NULL, NULL, PGG_TYPE_PQ_TRANSACTION_STATUS,
                       PGG_PQ_TRANSACTION_STATUS_UNKNOWN, READABLE);

  /**
   * PggConnection:server-version: (getter get_server_version)
   *
   * The version of the server as a number, such as 150004 for 15.4; 0 while not open.
   *
   * Since: 1.0
   */
  properties[PROP_SERVER_VERSION] =
    g_param_spec_int ("server-version", NULL, NULL, 0, G_MAXINT, 0, READABLE);

  /**
   * PggConnection:backend-pid: (getter get_backend_pid)
   *
   * The process id of the server's side of the connection; 0 while not open.
   *
   * Since: 1.0
   */
  properties[PROP_BACKEND_PID] =
    g_param_spec_int ("backend-pid", NULL, NULL, G_MININT, G_MAXINT, 0, READABLE);

  /**
   * PggConnection:ssl-in-use: (getter get_ssl_in_use)
   *
   * Whether the connection is encrypted with TLS.
   *
   * Since: 1.0
   */
  properties[PROP_SSL_IN_USE] =
    g_param_spec_boolean ("ssl-in-use", NULL, NULL, FALSE, READABLE);
}

static void
make_session_properties (void)
{
  /**
   * PggConnection:host:
   *
   * The name of the server's host, or the directory of its socket; `NULL` while not open.
   *
   * Since: 1.0
   */
  properties[PROP_HOST] = g_param_spec_string ("host", NULL, NULL, NULL, READABLE);

  /**
   * PggConnection:port: (getter get_port)
   *
   * The port of the server; 0 while not open.
   *
   * Since: 1.0
   */
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT16, 0, READABLE);

  /**
   * PggConnection:database:
   *
   * The name of the database; `NULL` while not open.
   *
   * Since: 1.0
   */
  properties[PROP_DATABASE] = g_param_spec_string ("database", NULL, NULL, NULL, READABLE);

  /**
   * PggConnection:user:
   *
   * The user who is connected; `NULL` while not open.
   *
   * Since: 1.0
   */
  properties[PROP_USER] = g_param_spec_string ("user", NULL, NULL, NULL, READABLE);

  /**
   * PggConnection:encoding:
   *
   * The client encoding of the session; `NULL` while not open. That a statement changes it is not
   * notified.
   *
   * Since: 1.0
   */
  properties[PROP_ENCODING] = g_param_spec_string ("encoding", NULL, NULL, NULL, READABLE);

  /**
   * PggConnection:codecs: (getter get_codecs)
   *
   * The codecs that the application has for types of this connection's database.
   *
   * Since: 1.0
   */
  properties[PROP_CODECS] = g_param_spec_object ("codecs", NULL, NULL, PGG_TYPE_CODEC_REGISTRY,
                                                 READABLE);
}

static void
install_signals (GType type)
{
  /**
   * PggConnection::notification:
   * @self: the connection
   * @notification: the notification
   *
   * Emitted for each notification of a channel that the session listens to.
   *
   * The detail is the channel: `notification::my_channel`.
   *
   * Since: 1.0
   */
  signals[SIGNAL_NOTIFICATION] =
    g_signal_new ("notification", type, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, PGG_TYPE_NOTIFICATION);

  /**
   * PggConnection::notice:
   * @self: the connection
   * @diagnostics: what the server said
   *
   * Emitted for each notice or warning of the server.
   *
   * Since: 1.0
   */
  signals[SIGNAL_NOTICE] =
    g_signal_new ("notice", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, PGG_TYPE_DIAGNOSTICS);

  /**
   * PggConnection::closed:
   * @self: the connection
   * @error: why; in the server's words if it had any
   *
   * Emitted when the connection ended otherwise than by [method@Connection.close].
   *
   * Since: 1.0
   */
  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
pgg_connection_class_init (PggConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = pgg_connection_constructed;
  object_class->dispose = pgg_connection_dispose;
  object_class->finalize = pgg_connection_finalize;
  object_class->get_property = pgg_connection_get_property;
  object_class->set_property = pgg_connection_set_property;

  make_setting_properties ();
  make_sending_properties ();
  make_statement_properties ();
  make_transaction_properties ();
  make_state_properties ();
  make_session_properties ();
  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_signals (G_TYPE_FROM_CLASS (klass));
}

static void
pgg_connection_init (PggConnection *self)
{
  self->autocommit = TRUE;
  self->result_format = PGG_RESULT_FORMAT_AUTO;
}

/**
 * pgg_connection_new:
 * @conninfo: a connection string or URI, see [func@connect]
 *
 * Makes a connection that is not open yet.
 *
 * Returns: (transfer full): a new connection
 *
 * Since: 1.0
 */
PggConnection *
pgg_connection_new (const char *conninfo)
{
  g_return_val_if_fail (conninfo != NULL, NULL);

  return g_object_new (PGG_TYPE_CONNECTION, "conninfo", conninfo, NULL);
}

/* Keeps what the server said, for languages whose errors cannot carry it. */
void
pgg_connection_publish_error (PggConnection *self,
                              const GError  *error)
{
  PggDiagnostics *diagnostics = pgg_diagnostics_from_error (error);

  pgg_queue_lock (&self->session->queue);
  g_clear_pointer (&self->last_diagnostics, pgg_diagnostics_unref);
  self->last_diagnostics = diagnostics;
  pgg_queue_unlock_quietly (&self->session->queue);
}

/* For an operation that @source, the connection or something that uses it, began. */
gpointer
pgg_connection_finish_for (PggConnection  *self,
                           gpointer        source,
                           GAsyncResult   *result,
                           gpointer        source_tag,
                           GError        **error)
{
  GError *local_error = NULL;
  gpointer pointer;

  if (!pgg_operation_check_valid (result, source, source_tag, error))
    return NULL;

  pointer = pgg_operation_propagate_pointer (PGG_OPERATION (result), &local_error);
  if (local_error == NULL)
    return pointer;

  pgg_connection_publish_error (self, local_error);
  g_propagate_error (error, local_error);

  return NULL;
}

gpointer
pgg_connection_finish_pointer (PggConnection  *self,
                               GAsyncResult   *result,
                               gpointer        source_tag,
                               GError        **error)
{
  return pgg_connection_finish_for (self, self, result, source_tag, error);
}

gboolean
pgg_connection_finish_boolean (PggConnection  *self,
                               GAsyncResult   *result,
                               gpointer        source_tag,
                               GError        **error)
{
  return GPOINTER_TO_INT (pgg_connection_finish_for (self, self, result, source_tag, error));
}

/* An operation that executes @sql and whose result is TRUE. */
PggOperation *
pgg_connection_start_command (PggConnection *self,
                              const char    *sql,
                              gpointer       source_tag)
{
  PggExecuteRequest request = { .sql = sql };

  return pgg_execute_operation_start (self->session, &request, self, source_tag,
                                      pgg_connection_get_budget (self, -1));
}
