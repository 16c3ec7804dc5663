/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One connection to a server, as the operations know it. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-session-private.h"

#include "pgg-block-private.h"
#include "pgg-client-error.h"
#include "pgg-debug-private.h"
#include "pgg-diagnostics-private.h"
#include "pgg-notification-private.h"
#include "pgg-operation-private.h"
#include "pgg-server-error-private.h"
#include "pgg-stream-private.h"
#include "pq/pgg-capabilities.h"
#include "pq/pgg-pq-conn-private.h"
#include "pq/pgg-pq-notify.h"
#include "pq/pgg-pq-result-private.h"

#define DEFAULT_CANCEL_TIMEOUT 5000
#define DEFAULT_PREPARE_THRESHOLD 5
#define DEFAULT_PREPARED_MAX 100

void
pgg_session_event_free (PggSessionEvent *event)
{
  g_clear_pointer (&event->notice, pgg_diagnostics_unref);
  g_clear_pointer (&event->notification, pgg_notification_unref);
  g_clear_error (&event->error);
  g_free (event);
}

static PggSessionEvent *
push_event (PggSession          *self,
            PggSessionEventType  type)
{
  PggSessionEvent *event = g_new0 (PggSessionEvent, 1);

  event->type = type;
  g_queue_push_tail (&self->events, event);
  self->queue.deliver = TRUE;

  return event;
}

PggSessionEvent *
pgg_session_pop_event (PggSession *self)
{
  PggSessionEvent *event;

  pgg_queue_lock (&self->queue);
  event = g_queue_pop_head (&self->events);
  pgg_queue_unlock_quietly (&self->queue);

  return event;
}

/*
 * Nobody asked for anything: the server may still speak, or go away. What another thread set aside
 * may be for this one to deliver.
 */
static PggWait
session_idle (PggQueue *queue,
              PggWait   ready)
{
  PggSession *self = (PggSession *) queue;

  queue->deliver |= !g_queue_is_empty (&self->events);
  if (self->pq == NULL)
    return PGG_WAIT_NONE;

  if (ready & PGG_WAIT_READ)
    pgg_session_consume (self);
  pgg_session_collect (self);
  if (pgg_session_is_broken (self))
    {
      pgg_session_lose (self, pgg_session_lost_error (self));
      return PGG_WAIT_NONE;
    }

  return PGG_WAIT_READ;
}

static void
session_deliver (PggQueue *queue)
{
  PggSession *self = (PggSession *) queue;

  self->deliver (self, self->deliver_data);
}

static void
session_free (PggQueue *queue)
{
  PggSession *self = (PggSession *) queue;

  pgg_session_drop_pq (self);
  g_clear_error (&self->reason);
  g_clear_error (&self->last_words);
  pgg_statement_cache_clear (&self->statements);
  g_free (self->implicit_begin);
  g_queue_clear_full (&self->notifications, (GDestroyNotify) pgg_notification_unref);
  g_queue_clear_full (&self->events, (GDestroyNotify) pgg_session_event_free);
  if (self->deliver_destroy != NULL)
    self->deliver_destroy (self->deliver_data);
  if (self->hooks_destroy != NULL)
    self->hooks_destroy (self->hooks_data);
  pgg_queue_clear (queue);
  g_free (self);
}

static const PggQueueFuncs session_funcs = { session_idle, session_deliver, session_free };

PggSession *
pgg_session_new (void           (*deliver) (PggSession *, gpointer),
                 gpointer         deliver_data,
                 GDestroyNotify   deliver_destroy)
{
  PggSession *self = g_new0 (PggSession, 1);

  pgg_queue_init (&self->queue, &session_funcs);
  self->cancel_timeout = DEFAULT_CANCEL_TIMEOUT;
  self->pipelining = TRUE;
  self->grace_deadline = -1;
  pgg_statement_cache_init (&self->statements);
  pgg_statement_cache_configure (&self->statements, DEFAULT_PREPARE_THRESHOLD,
                                 DEFAULT_PREPARED_MAX);
  self->deliver = deliver;
  self->deliver_data = deliver_data;
  self->deliver_destroy = deliver_destroy;

  return self;
}

PggSession *
pgg_session_ref (PggSession *self)
{
  pgg_queue_ref (&self->queue);

  return self;
}

void
pgg_session_unref (PggSession *self)
{
  pgg_queue_unref (&self->queue);
}

gboolean
pgg_session_check_open (PggSession  *self,
                        GError     **error)
{
  if (self->pq != NULL && self->status == PGG_CONNECTION_STATUS_OPEN)
    return TRUE;

  if (self->reason != NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("The connection was lost: %s"),
                 self->reason->message);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("The connection is not open"));

  return FALSE;
}

void
pgg_session_set_status (PggSession          *self,
                        PggConnectionStatus  status)
{
  if (self->status == status)
    return;

  self->status = status;
  push_event (self, PGG_SESSION_EVENT_STATUS);
}

static char *
decode_text_cb (const char *text,
                gpointer    user_data)
{
  PggSession *self = user_data;

  return self->hooks->decode (self, text);
}

/* What the server tells in @result, in UTF-8. */
PggDiagnostics *
pgg_session_read_diagnostics (PggSession  *self,
                              PggPqResult *result)
{
  return pgg_diagnostics_new_decoded (result, decode_text_cb, self);
}

/* For each statement, before it is sent: replaces @sql by what goes to the server. */
gboolean
pgg_session_encode_sql (PggSession  *self,
                        char       **sql,
                        GError     **error)
{
  GError *local_error = NULL;
  char *encoded = self->hooks->begin (self, *sql, &local_error);

  if (encoded != NULL)
    {
      g_free (*sql);
      *sql = encoded;
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, local_error);

  return FALSE;
}

gboolean
pgg_session_inline_params (PggSession   *self,
                           char        **sql,
                           PggPqParams **params,
                           GError      **error)
{
  char *inlined;

  if (*params == NULL)
    return TRUE;

  inlined = self->hooks->inline_params (self, *sql, *params, error);
  if (inlined == NULL)
    return FALSE;

  g_free (*sql);
  *sql = inlined;
  g_clear_pointer (params, pgg_pq_params_unref);

  return TRUE;
}

static gboolean
check_n_params (PggPqParams               *params,
                const PggCachedStatement  *statement,
                GError                   **error)
{
  guint n_params = pgg_pq_params_get_n_params (params);

  if (n_params == statement->n_types)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               _("The number of parameters of the statement is %u, but that of the values is %u"),
               statement->n_types, n_params);

  return FALSE;
}

/* As they go to the server: of the types of @statement, if it is one that is described. A value
 * that does not fit may be one for other types, which are asked for the next time. */
PggPqParams *
pgg_session_encode_params (PggSession          *self,
                           PggPqParams         *params,
                           PggCachedStatement  *statement,
                           GError             **error)
{
  PggPqParams *encoded;

  if (statement == NULL)
    return self->hooks->encode_params (self, params, NULL, error);
  if (!check_n_params (params, statement, error))
    return NULL;

  encoded = self->hooks->encode_params (self, params, statement->types, error);
  if (encoded == NULL)
    statement->described = 0;

  return encoded;
}

static gboolean
is_fatal (PggDiagnostics *words)
{
  const char *severity = pgg_diagnostics_get_severity_nonlocalized (words);

  if (severity == NULL)
    severity = pgg_diagnostics_get_severity (words);

  return g_strcmp0 (severity, "FATAL") == 0 || g_strcmp0 (severity, "PANIC") == 0;
}

/* What the server says when it ends the session; nothing else is the reason for that. */
void
pgg_session_note_last_words (PggSession     *self,
                             PggDiagnostics *words)
{
  if (!is_fatal (words))
    return;

  g_clear_error (&self->last_words);
  self->last_words = pgg_server_error_new (words);
}

/* libpq reports as a notice, too, why the server ends an idle connection. */
static void
notice_cb (PggPqConn   *conn,
           PggPqResult *result,
           gpointer     user_data)
{
  PggSession *self = user_data;
  PggDiagnostics *notice = pgg_session_read_diagnostics (self, result);

  pgg_session_note_last_words (self, notice);
  push_event (self, PGG_SESSION_EVENT_NOTICE)->notice = notice;
}

/* As soon as there is a connection that could receive one. */
void
pgg_session_watch_notices (PggSession *self)
{
  pgg_pq_conn_set_notice_handler (self->pq, notice_cb, self, NULL);
}

/* The connection that was being made is there. */
void
pgg_session_connected (PggSession *self)
{
  self->unsettled = TRUE;
  self->hooks->connected (self);
  g_clear_error (&self->reason);
  g_clear_error (&self->last_words);
  self->n_connections++;
  pgg_statement_cache_forget (&self->statements);
  pgg_tcp_patience_begin (&self->patience, self->pq);
  pgg_session_set_status (self, PGG_CONNECTION_STATUS_OPEN);
  pgg_queue_set_fd (&self->queue, pgg_pq_conn_socket (self->pq, NULL));
  pgg_debug (PGG_DEBUG_CONNECTION, "connection %p is open", self);
}

/* Reads what has arrived; a failure shows in the state of the connection. */
void
pgg_session_consume (PggSession *self)
{
  self->unsettled = TRUE;
  if (self->pq != NULL)
    pgg_pq_conn_consume_input (self->pq, NULL);
}

/*
 * Sends what libpq still holds; once that is all, only those who put more there ask again. FALSE:
 * the socket takes no more for now.
 */
gboolean
pgg_session_flush (PggSession *self)
{
  if (!self->flushed)
    {
      self->flushed = pgg_pq_conn_flush (self->pq, NULL) <= 0;
      if (self->flushed)
        self->n_unflushed = 0;
      pgg_tcp_patience_sent (&self->patience, self->pq);
    }

  return self->flushed;
}

gboolean
pgg_session_send_sync (PggSession  *self,
                       GError     **error)
{
  if (pgg_capabilities_has (PGG_CAPABILITY_SEND_PIPELINE_SYNC))
    return pgg_pq_conn_send_pipeline_sync (self->pq, error);

  return pgg_pq_conn_pipeline_sync (self->pq, error);
}

static void
receive_notification (PggSession      *self,
                      PggNotification *notification)
{
  push_event (self, PGG_SESSION_EVENT_NOTIFICATION)->notification =
    pgg_notification_ref (notification);
  g_queue_push_tail (&self->notifications, pgg_notification_ref (notification));
}

static PggNotification *
read_notification (PggSession  *self,
                   PggPqNotify *notify)
{
  const char *channel = pgg_pq_notify_get_relname (notify, NULL);
  const char *payload = pgg_pq_notify_get_extra (notify, NULL);
  g_autofree char *decoded_channel = self->hooks->decode (self, channel);
  g_autofree char *decoded_payload = self->hooks->decode (self, payload);

  return pgg_notification_new (decoded_channel != NULL ? decoded_channel : channel, -1,
                               decoded_payload != NULL ? decoded_payload : payload, -1,
                               pgg_pq_notify_get_be_pid (notify));
}

/* Takes the notifications out of libpq; after every read, in every state. */
void
pgg_session_collect (PggSession *self)
{
  PggPqNotify *notify;

  while (self->pq != NULL && (notify = pgg_pq_conn_notifies (self->pq, NULL)) != NULL)
    {
      g_autoptr(PggNotification) notification = read_notification (self, notify);

      receive_notification (self, notification);
      pgg_pq_notify_unref (notify);
    }
}

/* The oldest notification that nobody has taken, or NULL; transfer full. */
PggNotification *
pgg_session_take_notification (PggSession *self)
{
  return g_queue_pop_head (&self->notifications);
}

/* Somebody else has had it. Without the lock. */
void
pgg_session_forget_notification (PggSession      *self,
                                 PggNotification *notification)
{
  gboolean found;

  pgg_queue_lock (&self->queue);
  found = g_queue_remove (&self->notifications, notification);
  pgg_queue_unlock_quietly (&self->queue);

  if (found)
    pgg_notification_unref (notification);
}

gboolean
pgg_session_is_broken (PggSession *self)
{
  return self->pq != NULL && PQstatus (pgg_pq_conn_peek (self->pq)) == CONNECTION_BAD;
}

/* Why the connection broke: in the server's words if it had any. */
GError *
pgg_session_lost_error (PggSession *self)
{
  g_autofree char *message = NULL;
  const char *text = NULL;

  if (self->last_words != NULL)
    return g_error_copy (self->last_words);

  if (self->pq != NULL)
    text = pgg_pq_conn_error_message (self->pq, NULL, NULL);
  message = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_strstrip (message);

  return g_error_new (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONNECTION_LOST,
                      _("The connection to the server broke: %s"), message);
}

static void
end_stream (PggSession *self)
{
  g_autoptr(GError) error = NULL;

  if (self->stream == NULL)
    return;

  error = pgg_session_lost_error (self);
  pgg_stream_detach (self->stream, self, error);
}

static void
forget_pending_blocks (PggSession *self)
{
  PggBlock *block;

  while ((block = g_queue_pop_head (&self->pending_blocks)) != NULL)
    {
      block->state = PGG_BLOCK_ROLLED_BACK;
      pgg_block_unref (block);
    }
}

/* A savepoint that is rolled back to has the same tag, but never the last one of a transaction. */
static PggSessionEnd
read_end (const char *tag)
{
  if (g_str_equal (tag, "COMMIT"))
    return PGG_SESSION_END_COMMIT;
  if (g_str_equal (tag, "ROLLBACK"))
    return PGG_SESSION_END_ROLLBACK;
  if (g_str_equal (tag, "PREPARE TRANSACTION"))
    return PGG_SESSION_END_PREPARE;

  return PGG_SESSION_END_UNKNOWN;
}

void
pgg_session_note_result (PggSession  *self,
                         PggPqResult *result)
{
  PggSessionEnd end = read_end (PQcmdStatus ((PGresult *) pgg_pq_result_peek (result)));

  if (G_UNLIKELY (end != PGG_SESSION_END_UNKNOWN))
    self->last_end = end;
  self->hooks->note (self, result);
}

/* Whether the next statement would be in a transaction that has begun before it. */
gboolean
pgg_session_is_in_transaction (PggSession *self)
{
  return !g_queue_is_empty (&self->pending_blocks) ||
         pgg_pq_conn_transaction_status (self->pq) != PGG_PQ_TRANSACTION_STATUS_IDLE;
}

/* Whether a transaction may begin with the next statement. */
gboolean
pgg_session_has_preamble (PggSession *self)
{
  return G_UNLIKELY (self->implicit_begin != NULL || !g_queue_is_empty (&self->pending_blocks));
}

/* What has to be executed before the next statement, which now is on its way; NULL for nothing. */
char **
pgg_session_take_preamble (PggSession *self)
{
  g_autoptr (GStrvBuilder) statements = NULL;
  gboolean is_in_transaction;
  PggBlock *block;

  if (!pgg_session_has_preamble (self))
    return NULL;

  is_in_transaction = pgg_session_is_in_transaction (self);
  if (is_in_transaction && g_queue_is_empty (&self->pending_blocks))
    return NULL;

  statements = g_strv_builder_new ();
  self->last_end = PGG_SESSION_END_UNKNOWN;
  if (!is_in_transaction)
    g_strv_builder_add (statements, self->implicit_begin);
  while ((block = g_queue_pop_head (&self->pending_blocks)) != NULL)
    {
      pgg_block_add_begin (block, statements);
      block->state = PGG_BLOCK_OPEN;
      pgg_block_unref (block);
    }

  return g_strv_builder_end (statements);
}

/* Before libpq closes the socket nobody may watch it any more. */
void
pgg_session_drop_pq (PggSession *self)
{
  if (self->pq == NULL)
    return;

  end_stream (self);
  forget_pending_blocks (self);
  pgg_queue_renew_fd (&self->queue, -1);
  pgg_pq_conn_finish (self->pq);
  g_clear_object (&self->pq);
}

/* The connection is gone, by no wish of the application; what it brought stays. Takes @error. */
void
pgg_session_lose (PggSession *self,
                  GError     *error)
{
  pgg_debug (PGG_DEBUG_CONNECTION, "connection %p is lost: %s", self, error->message);
  pgg_session_collect (self);
  pgg_session_drop_pq (self);
  g_clear_error (&self->reason);
  self->reason = error;
  pgg_session_set_status (self, PGG_CONNECTION_STATUS_LOST);
  push_event (self, PGG_SESSION_EVENT_CLOSED)->error = g_error_copy (error);
}

/* A connection that is broken, or gone, has left it. */
gboolean
pgg_session_exit_pipeline (PggSession  *self,
                           GError     **error)
{
  GError *local_error = NULL;

  if (!pgg_session_check_open (self, NULL) || pgg_session_is_broken (self) ||
      pgg_pq_conn_exit_pipeline_mode (self->pq, &local_error))
    return TRUE;

  pgg_session_lose (self, g_error_copy (local_error));
  g_propagate_error (error, local_error);

  return FALSE;
}

static void
interrupt_lane (GQueue       *lane,
                PggOperation *except)
{
  GList *next;

  for (GList *link = lane->head; link != NULL; link = next)
    {
      next = link->next;
      if (link->data != except)
        pgg_operation_interrupt (link->data, PGG_INTERRUPT_CLOSED);
    }
}

/* Everybody who waits learns that the connection is being closed. */
void
pgg_session_interrupt_all (PggSession   *self,
                           PggOperation *except)
{
  interrupt_lane (&self->queue.operations, except);
  interrupt_lane (&self->queue.beside, except);
  interrupt_lane (&self->queue.parked, except);
}

/*
 * What the server is doing shall stop: the operation that runs, and those that were sent behind it,
 * because nobody could tell which of them a request would hit. Gives the serial of the last of
 * them, or 0.
 */
guint64
pgg_session_interrupt_sent (PggSession *self)
{
  GList *last = pgg_queue_get_last_started (&self->queue);
  guint64 serial = last != NULL ? ((PggOperation *) last->data)->serial : 0;

  self->flight.stopping = TRUE;
  for (GList *link = last; link != NULL; link = link->prev)
    pgg_operation_interrupt (link->data, PGG_INTERRUPT_CANCELLED);
  self->flight.stopping = FALSE;

  return serial;
}
