/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What all operations share that send something over an open connection and read the answer. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-conversation-private.h"

#include "pgg-client-error.h"
#include "pgg-debug-private.h"
#include "pgg-copy-guard-private.h"
#include "pgg-flight-private.h"
#include "pgg-server-error-private.h"
#include "pgg-stream-private.h"

/* A request that comes before its statement has no effect; µs until it is made again. */
#define CANCEL_INTERVAL (200 * G_GINT64_CONSTANT (1000))

/* Nobody stepped the queue if so much time lies between two steps of a cancellation. */
#define PAUSE (2 * CANCEL_INTERVAL)

G_DEFINE_ABSTRACT_TYPE (PggConversation, pgg_conversation, PGG_TYPE_OPERATION)

static void
end_cancel (PggConversation *self)
{
  if (self->cancel == NULL)
    return;

  pgg_queue_renew_fd (&self->session->queue, -1);
  g_clear_pointer (&self->cancel, pgg_cancel_request_free);
}

static void
pgg_conversation_clear (PggOperation *operation)
{
  PggConversation *self = PGG_CONVERSATION (operation);

  g_clear_pointer (&self->cancel, pgg_cancel_request_free);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->preamble, g_strfreev);
  g_clear_pointer (&self->stream, pgg_stream_unref);

  PGG_OPERATION_CLASS (pgg_conversation_parent_class)->clear (operation);
}

/* The connection broke during the conversation, which may have failed before for a reason of its
 * own; a stream tells that after its rows. */
static void
lose_session (PggConversation *self)
{
  pgg_session_lose (self->session, pgg_session_lost_error (self->session));
  if (self->failure == NULL && self->stream == NULL)
    self->failure = g_error_copy (self->session->reason);
}

/* The connection is free of this conversation. */
static void
leave (PggConversation *self)
{
  pgg_flight_return (self);
  if (self->in_flight)
    pgg_flight_leave (self);
  else
    self->session->grace_deadline = -1;
}

/* Takes @error. */
static void
return_error (PggConversation *self,
              GError          *error)
{
  PggConversationClass *klass = PGG_CONVERSATION_GET_CLASS (self);

  if (klass->settle != NULL && klass->settle (self, error))
    g_error_free (error);
  else
    pgg_operation_return_error (&self->parent_instance, error);
}

/* Only outside of pipeline mode does libpq read what came behind the answer. */
static void
conclude (PggConversation *self)
{
  PggOperation *operation = &self->parent_instance;

  if (pgg_session_is_broken (self->session) && !self->answered)
    lose_session (self);
  leave (self);
  pgg_session_collect (self->session);

  if (operation->interrupt != PGG_INTERRUPT_NONE)
    return_error (self, pgg_operation_interrupt_error (operation));
  else if (self->failure != NULL)
    return_error (self, g_steal_pointer (&self->failure));
  else
    PGG_CONVERSATION_GET_CLASS (self)->succeed (self);
}

static PggWait
fail (PggConversation *self,
      GError          *error)
{
  leave (self);
  return_error (self, error);

  return PGG_WAIT_NONE;
}

/* The server has not answered a cancel request in time: what it does now, nobody can know. */
static PggWait
give_up (PggConversation *self)
{
  PggOperation *operation = &self->parent_instance;

  end_cancel (self);
  pgg_session_lose (self->session,
                    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                         _("The server did not answer a cancel request")));

  if (operation->interrupt == PGG_INTERRUPT_NONE)
    return fail (self, g_error_copy (self->session->reason));

  return fail (self, pgg_operation_interrupt_error (operation));
}

static void
request_cancel (PggConversation *self,
                gint64           now)
{
  PggSession *session = self->session;

  session->cancel_again = now + CANCEL_INTERVAL;
  if (self->is_brief)
    return;

  pgg_debug (PGG_DEBUG_ENGINE, "operation %p: cancelling at the server", self);
  self->cancel = pgg_cancel_request_new (session->pq);
}

static void
begin_cancel (PggConversation *self,
              gint64           now)
{
  PggSession *session = self->session;

  session->grace_deadline = now + session->cancel_timeout * G_GINT64_CONSTANT (1000);
  session->cancel_stepped = now;
  request_cancel (self, now);
}

/* Whoever waited may have gone, as his time was over. Until somebody waits again nobody sees
 * whether the server has answered, so that this time does not count. */
static void
skip_pause (PggSession *session,
            gint64      now)
{
  gint64 pause = now - session->cancel_stepped;

  session->cancel_stepped = now;
  if (pause >= PAUSE)
    session->grace_deadline = MAX (session->grace_deadline + pause, now + CANCEL_INTERVAL);
}

static gint64
get_next_step (PggConversation *self,
               gint64           now)
{
  PggSession *session = self->session;
  gint64 next = self->cancel != NULL ? now + CANCEL_INTERVAL : session->cancel_again;

  return MIN (next, session->grace_deadline);
}

static PggWait
step_cancel (PggConversation *self)
{
  PggSession *session = self->session;
  PggWait want = pgg_cancel_request_step (self->cancel);

  if (want == PGG_WAIT_NONE)
    {
      end_cancel (self);
      session->cancel_again = g_get_monotonic_time () + CANCEL_INTERVAL;
      return PGG_WAIT_NONE;
    }

  pgg_queue_renew_fd (&session->queue, pgg_cancel_request_get_fd (self->cancel));

  return want;
}

/* One who closes the connection does not care for the rest of the answer. */
static gboolean
is_answer_wanted (PggConversation *self)
{
  return self->parent_instance.interrupt != PGG_INTERRUPT_CLOSED &&
         self->session->status != PGG_CONNECTION_STATUS_CLOSING;
}

/*
 * First the cancel request must come to its end, then the rest of the answer is read. If there is
 * no answer the statement had not begun when the server was told, and it is told again. Those that
 * are behind it in flight, and not wanted either, go on with the same.
 */
static PggWait
step_cancelling (PggConversation *self,
                 PggWait         *ready)
{
  PggSession *session = self->session;
  gint64 now = g_get_monotonic_time ();
  PggWait want = PGG_WAIT_NONE;

  if (session->grace_deadline < 0)
    begin_cancel (self, now);
  skip_pause (session, now);
  if (now >= session->grace_deadline)
    return give_up (self);
  if (self->cancel == NULL && *ready == PGG_WAIT_NONE && now >= session->cancel_again)
    request_cancel (self, now);
  if (self->cancel != NULL)
    {
      *ready = PGG_WAIT_NONE;
      want = step_cancel (self);
    }
  pgg_operation_set_timer (&self->parent_instance, get_next_step (self, now));

  return want;
}

/* What is left of a stream at its end is in memory, and can be had without a connection. */
static gboolean
needs_connection (PggConversation *self)
{
  return !self->continues_stream || self->stream->attached;
}

static gboolean
send_own (PggConversation  *self,
          GError          **error)
{
  self->session->flushed = FALSE;
  self->sent = PGG_CONVERSATION_GET_CLASS (self)->send (self, error);

  return self->sent;
}

/* A transaction begins with the first statement in it; they travel together if that can be. */
static void
take_preamble (PggConversation *self)
{
  if (self->is_outside || self->continues_stream)
    return;

  self->preamble = pgg_session_take_preamble (self->session);
  if (self->preamble != NULL && self->is_single)
    self->pipelinable = TRUE;
}

/* As one text: what follows is sent when it has been answered. */
static gboolean
send_preamble_alone (PggConversation  *self,
                     GError          **error)
{
  g_autofree char *sql = g_strjoinv (";", self->preamble);

  g_clear_pointer (&self->preamble, g_strfreev);
  pgg_debug_sql ("execute", sql);
  self->session->flushed = FALSE;
  self->n_preamble = 1;

  return pgg_pq_conn_send_query (self->session->pq, sql, -1, error);
}

/* What is to begin begins, whatever comes of the rest. */
static gboolean
send_carrying (PggConversation  *self,
               GError          **error)
{
  g_autoptr(GError) own_error = NULL;

  if (send_own (self, &own_error))
    return TRUE;
  if (self->preamble != NULL)
    {
      pgg_conversation_take_failure (self, g_steal_pointer (&own_error));
      self->carries_preamble = FALSE;
      return send_preamble_alone (self, error);
    }

  g_propagate_error (error, g_steal_pointer (&own_error));

  return FALSE;
}

static gboolean
send (PggConversation  *self,
      GError          **error)
{
  if (!needs_connection (self))
    return send_own (self, error);
  if (!pgg_session_check_open (self->session, error))
    return FALSE;

  take_preamble (self);
  if (pgg_flight_is_fit (self))
    {
      self->sent = pgg_flight_join (self, error);
      return self->sent;
    }

  if (self->preamble == NULL)
    return send_own (self, error);

  return self->carries_preamble ? send_carrying (self, error) : send_preamble_alone (self, error);
}

static PggWait
begin (PggConversation *self)
{
  g_autoptr(GError) error = NULL;

  self->begun = TRUE;
  if (!send (self, &error))
    return fail (self, g_steal_pointer (&error));

  return PGG_WAIT_NONE;
}

/* Nobody may be hit by the request who still wants his answer. */
static gboolean
is_to_be_cancelled (PggConversation *self)
{
  if (self->in_flight)
    return !pgg_flight_is_wanted (self->session);

  return self->cancel_wanted || self->parent_instance.interrupt != PGG_INTERRUPT_NONE;
}

/* What follows is sent when all is well so far. */
static void
end_preamble (PggConversation *self)
{
  g_autoptr(GError) error = NULL;

  self->n_preamble = 0;
  if (self->failure != NULL || is_to_be_cancelled (self))
    return;
  if (!send_own (self, &error))
    pgg_conversation_take_failure (self, g_steal_pointer (&error));
}

static PggWait
receive_preamble (PggConversation *self,
                  PggWait         *ready)
{
  while (self->n_preamble > 0 && !self->in_flight && !self->carries_preamble)
    {
      g_autoptr(PggPqResult) result = NULL;
      PggWait want = pgg_conversation_next (self, ready, &result);

      if (want != PGG_WAIT_NONE)
        return want;
      if (result == NULL)
        end_preamble (self);
      else
        pgg_conversation_note_failure (self, result);
    }

  return PGG_WAIT_NONE;
}

static PggWait
go_on (PggConversation *self,
       PggWait          ready)
{
  PggWait want = receive_preamble (self, &ready);

  if (want == PGG_WAIT_NONE && (self->sent || self->in_flight))
    want = PGG_CONVERSATION_GET_CLASS (self)->receive (self, ready);
  if (want == PGG_WAIT_NONE)
    conclude (self);
  else
    pgg_operation_watch_fd (&self->parent_instance,
                            pgg_pq_conn_socket (self->session->pq, NULL));

  return want;
}

/* It may have been waiting for long. */
static void
look (PggConversation *self)
{
  PggConversationClass *klass = PGG_CONVERSATION_GET_CLASS (self);

  if (klass->look != NULL && self->session->pq != NULL)
    klass->look (self);
}

/* Another's stream is in the way: what is left of it is read into memory first. */
static PggWait
set_stream_aside (PggConversation *self,
                  PggWait         *ready)
{
  PggStream *stream = self->session->stream;
  PggWait want;

  if (stream == NULL || stream == self->stream)
    return PGG_WAIT_NONE;

  want = pgg_stream_read (stream, self, ready, G_MAXUINT);
  pgg_operation_watch_fd (&self->parent_instance, pgg_pq_conn_socket (self->session->pq, NULL));

  return want;
}

static PggWait
prepare (PggConversation *self,
         PggWait         *ready)
{
  PggOperation *operation = &self->parent_instance;
  PggWait want;

  if (operation->interrupt != PGG_INTERRUPT_NONE)
    return fail (self, pgg_operation_interrupt_error (operation));

  want = set_stream_aside (self, ready);
  if (want != PGG_WAIT_NONE)
    return want;

  look (self);
  want = begin (self);

  return want;
}

/* One before it found that the connection is gone, or the connection was dropped while it waited;
 * or nobody wants what else it has to do. */
static gboolean
is_cut_off (PggConversation *self)
{
  gboolean is_stopped = self->parent_instance.interrupt != PGG_INTERRUPT_NONE;

  if (self->is_aside && is_stopped)
    return TRUE;

  return self->begun && self->session->pq == NULL && (is_stopped || needs_connection (self));
}

static GError *
new_cut_off_error (PggConversation *self)
{
  if (self->parent_instance.interrupt != PGG_INTERRUPT_NONE)
    return pgg_operation_interrupt_error (&self->parent_instance);

  return g_error_copy (self->session->reason);
}

/* Others may have been sent, and answered, before what it sent. */
static gboolean
is_at_head (PggConversation *self)
{
  PggOperation *operation = &self->parent_instance;

  return pgg_queue_peek (operation->queue) == operation;
}

static PggWait
pgg_conversation_step (PggOperation *operation,
                       PggWait       ready)
{
  PggConversation *self = PGG_CONVERSATION (operation);
  PggWait want = PGG_WAIT_NONE;

  if (is_cut_off (self))
    return fail (self, new_cut_off_error (self));
  pgg_flight_return (self);
  if (!self->begun)
    want = prepare (self, &ready);
  if (want == PGG_WAIT_NONE && !operation->returned && !is_at_head (self))
    return PGG_WAIT_READ;
  if (want == PGG_WAIT_NONE && self->begun && is_to_be_cancelled (self))
    want = step_cancelling (self, &ready);

  if (want != PGG_WAIT_NONE || operation->returned)
    return want;
  if (!is_answer_wanted (self))
    return fail (self, pgg_operation_interrupt_error (operation));

  return go_on (self, ready);
}

static gboolean
pgg_conversation_begin_ahead (PggOperation *operation)
{
  PggConversation *self = PGG_CONVERSATION (operation);

  if (!pgg_flight_has_room (self->session))
    return FALSE;

  look (self);
  if (!pgg_flight_is_fit (self))
    return FALSE;

  begin (self);

  return TRUE;
}

static PggOperation *
pgg_conversation_interrupted (PggOperation *operation)
{
  return pgg_flight_interrupt (PGG_CONVERSATION (operation));
}

static PggPhase
pgg_conversation_get_phase (PggOperation *operation)
{
  return PGG_PHASE_ANSWER;
}

static gint64
pgg_conversation_get_reserve (PggOperation *operation)
{
  PggSession *session = PGG_CONVERSATION (operation)->session;

  return MIN (session->cancel_timeout, operation->timeout / 10) * G_GINT64_CONSTANT (1000);
}

static void
pgg_conversation_overdue (PggOperation *operation)
{
  return_error (PGG_CONVERSATION (operation), pgg_operation_interrupt_error (operation));
}

static void
pgg_conversation_class_init (PggConversationClass *klass)
{
  PGG_OPERATION_CLASS (klass)->clear = pgg_conversation_clear;
  PGG_OPERATION_CLASS (klass)->step = pgg_conversation_step;
  PGG_OPERATION_CLASS (klass)->begin_ahead = pgg_conversation_begin_ahead;
  PGG_OPERATION_CLASS (klass)->interrupted = pgg_conversation_interrupted;
  PGG_OPERATION_CLASS (klass)->get_phase = pgg_conversation_get_phase;
  PGG_OPERATION_CLASS (klass)->get_reserve = pgg_conversation_get_reserve;
  PGG_OPERATION_CLASS (klass)->overdue = pgg_conversation_overdue;
}

static void
pgg_conversation_init (PggConversation *self)
{
}

/* @timeout in milliseconds, 0 for none. */
void
pgg_conversation_set_up (PggConversation *self,
                         PggSession      *session,
                         gpointer         source_object,
                         gpointer         source_tag,
                         guint            timeout)
{
  self->session = session;
  pgg_operation_set_up (&self->parent_instance, &session->queue, source_object, source_tag);
  pgg_operation_limit (&self->parent_instance, timeout);
}

/*
 * Reads until libpq can give the next result without blocking. It may have all of it in its buffer
 * already, when the descriptor would stay silent for ever, so reading comes after asking. What is
 * still to be sent is sent meanwhile: else both sides could wait for the other to read.
 */
PggWait
pgg_conversation_read (PggConversation *self,
                       PggWait         *ready,
                       gboolean        *have)
{
  PggPqConn *pq = self->session->pq;
  gboolean unsent = !pgg_session_flush (self->session);

  self->session->unsettled = TRUE;
  *have = !pgg_pq_conn_is_busy (pq, NULL) || pgg_session_is_broken (self->session);
  if (!*have && (*ready & PGG_WAIT_READ))
    {
      *ready &= ~PGG_WAIT_READ;
      pgg_session_consume (self->session);
      pgg_session_collect (self->session);
      unsent = !pgg_session_flush (self->session);
      *have = !pgg_pq_conn_is_busy (pq, NULL) || pgg_session_is_broken (self->session);
    }
  if (*have)
    return PGG_WAIT_NONE;

  return PGG_WAIT_READ | (unsent ? PGG_WAIT_WRITE : PGG_WAIT_NONE);
}

/* The next result, NULL behind the last one. Only when pgg_conversation_read() says so. */
PggPqResult *
pgg_conversation_take_result (PggConversation *self)
{
  return pgg_pq_conn_get_result (self->session->pq, NULL);
}

/*
 * Reads the next result, NULL behind the last one. It is the same whether the statement was sent
 * in pipeline mode or not.
 */
PggWait
pgg_conversation_next (PggConversation  *self,
                       PggWait          *ready,
                       PggPqResult     **result)
{
  gboolean have;

  *result = NULL;
  do
    {
      PggWait want = pgg_conversation_read (self, ready, &have);

      if (want != PGG_WAIT_NONE)
        return want;
      *result = pgg_conversation_take_result (self);
    }
  while ((self->in_flight || self->in_pipeline) && !pgg_flight_note (self, result));

  return PGG_WAIT_NONE;
}

/* The first error is the one to report; libpq's word on a broken connection comes after it. */
void
pgg_conversation_take_failure (PggConversation *self,
                               GError          *error)
{
  if (self->failure == NULL)
    self->failure = error;
  else
    g_error_free (error);
}

static gboolean
is_from_server (PggDiagnostics *diagnostics)
{
  return pgg_diagnostics_get_sqlstate (diagnostics) != NULL;
}

/* The error that @result is, NULL if it is none; transfer full. */
GError *
pgg_conversation_read_failure (PggConversation *self,
                               PggPqResult     *result)
{
  g_autoptr(PggDiagnostics) diagnostics = NULL;
  PggPqExecStatus status = pgg_pq_result_status (result);

  if (status != PGG_PQ_EXEC_STATUS_FATAL_ERROR && status != PGG_PQ_EXEC_STATUS_BAD_RESPONSE)
    return NULL;

  diagnostics = pgg_session_read_diagnostics (self->session, result);
  pgg_session_note_last_words (self->session, diagnostics);
  if (is_from_server (diagnostics))
    return pgg_server_error_new (diagnostics);

  return pgg_session_lost_error (self->session);
}

/* Keeps the error that @result is, if it is one. */
gboolean
pgg_conversation_note_failure (PggConversation *self,
                               PggPqResult     *result)
{
  GError *failure = pgg_conversation_read_failure (self, result);

  if (failure == NULL)
    return FALSE;

  pgg_conversation_take_failure (self, failure);

  return TRUE;
}
