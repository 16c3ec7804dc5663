/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many executions in libpq's pipeline mode, with one Sync at the end. */

#include "config.h"

#include "pgg-batch-operation-private.h"

#include "pgg-copy-guard-private.h"
#include "pgg-execution-private.h"
#include "pgg-flight-private.h"
#include "pgg-room-operation-private.h"

/* So many items, or bytes of them, are put into libpq's buffer before it is flushed. */
#define ITEMS_PER_FLUSH 64
#define BYTES_PER_FLUSH (128 * 1024)

/*
 * So many commands may be unanswered. The server keeps what it has to say in a buffer of its own
 * (src/backend/libpq/pqcomm.c, PQ_SEND_BUFFER_SIZE) unless it is asked, so it is asked sooner.
 */
#define MAX_UNANSWERED 4096
#define COMMANDS_PER_REQUEST (MAX_UNANSWERED / 4)

/* So many prepared statements are given up at a time. */
#define MAX_STALE 1000

/* Nobody prepares a statement of this name. */
#define ABORT_STATEMENT "pgglib: the execution was cancelled"

G_DEFINE_ABSTRACT_TYPE (PggBatchOperation, pgg_batch_operation, PGG_TYPE_CONVERSATION)

/*
 * A Sync would commit the part that was sent so far. The rest fails instead: there is no prepared
 * statement of this name.
 */
static void
send_failure (PggBatchOperation *self)
{
  g_autoptr(GError) error = NULL;

  if (!pgg_pq_conn_send_query_prepared (self->parent_instance.session->pq, ABORT_STATEMENT, -1,
                                        NULL, PGG_PQ_FORMAT_TEXT, &error))
    pgg_conversation_take_failure (&self->parent_instance, g_steal_pointer (&error));
}

static void
send_sync (PggBatchOperation *self)
{
  g_autoptr(GError) error = NULL;

  if (pgg_session_send_sync (self->parent_instance.session, &error))
    self->n_syncs++;
  else
    pgg_conversation_take_failure (&self->parent_instance, g_steal_pointer (&error));
}

/* Has the server forget what is not executed any more; it does no harm if it does not know it. */
static gboolean
send_stale (PggBatchOperation  *self,
            GError            **error)
{
  PggSession *session = self->parent_instance.session;

  if (!pgg_execution_may_forget (session))
    return TRUE;

  for (guint i = 0; i < MAX_STALE && session->statements.stale->len > 0; i++)
    {
      guint number = pgg_statement_cache_pop_stale (&session->statements);

      if (!pgg_execution_send_forget (session->pq, number, error))
        return FALSE;
      send_sync (self);
      self->n_leading++;
    }

  return TRUE;
}

static void
pgg_batch_operation_look (PggConversation *conversation)
{
  conversation->carries_preamble =
    conversation->session->statement_mode != PGG_STATEMENT_MODE_SIMPLE;
}

static gboolean
pgg_batch_operation_send (PggConversation  *conversation,
                          GError          **error)
{
  PggBatchOperation *self = PGG_BATCH_OPERATION (conversation);
  PggPqConn *pq = conversation->session->pq;

  if (!pgg_pq_conn_enter_pipeline_mode (pq, error))
    return FALSE;
  if (send_stale (self, error) && pgg_flight_send_preamble (conversation, error))
    return TRUE;

  pgg_session_exit_pipeline (conversation->session, NULL);

  return FALSE;
}

/* An error that comes with a Sync looks like the answer to one command more. */
static guint
get_unanswered (PggBatchOperation *self)
{
  return self->n_commands > self->n_answered ? self->n_commands - self->n_answered : 0;
}

void
pgg_batch_operation_count (PggBatchOperation *self)
{
  g_autoptr(GError) error = NULL;

  self->n_commands++;
  self->most_unanswered = MAX (self->most_unanswered, get_unanswered (self));
  if (self->n_commands % COMMANDS_PER_REQUEST == 0 &&
      !pgg_pq_conn_send_flush_request (self->parent_instance.session->pq, &error))
    pgg_conversation_take_failure (&self->parent_instance, g_steal_pointer (&error));
}

/* After a failure the rest would only be skipped by the server. */
static gboolean
is_wanted (PggBatchOperation *self)
{
  return self->parent_instance.failure == NULL &&
         self->parent_instance.parent_instance.interrupt == PGG_INTERRUPT_NONE;
}

static gboolean
has_more (PggBatchOperation *self)
{
  return self->n_sent < self->n_items && is_wanted (self);
}

/* All that there is has been sent, and it is not all. */
static gboolean
is_hungry (PggBatchOperation *self)
{
  return self->expects_more && self->n_sent == self->n_items && is_wanted (self);
}

gboolean
pgg_batch_operation_has_room (PggBatchOperation *self)
{
  return self->parent_instance.parent_instance.done || self->n_sent == self->n_items;
}

/* Items that stand alone would do so without the transaction, too: no Sync but the first is sent
 * before that has begun. */
static gboolean
is_beginning (PggBatchOperation *self)
{
  return self->is_independent && self->parent_instance.n_preamble > 0 &&
         self->n_syncs > self->n_leading;
}

static gboolean
has_room (PggBatchOperation *self)
{
  return get_unanswered (self) < MAX_UNANSWERED && !is_beginning (self);
}

static gboolean
can_send (PggBatchOperation *self)
{
  return !self->synced && !is_hungry (self) && (has_room (self) || !has_more (self));
}

static void
send_item (PggBatchOperation *self,
           gsize             *n_bytes)
{
  PggBatchOperationClass *klass = PGG_BATCH_OPERATION_GET_CLASS (self);
  guint n_commands = self->n_commands;
  g_autoptr(GError) error = NULL;

  if (klass->send_item (self, self->n_sent, n_bytes, &error))
    self->n_sent++;
  else
    pgg_conversation_take_failure (&self->parent_instance, g_steal_pointer (&error));
  if (self->is_independent && self->n_commands > n_commands)
    send_sync (self);
}

static void
send_some (PggBatchOperation *self)
{
  gsize n_bytes = 0;

  self->parent_instance.session->flushed = FALSE;
  for (guint i = 0; i < ITEMS_PER_FLUSH && n_bytes < BYTES_PER_FLUSH; i++)
    if (has_more (self) && has_room (self))
      send_item (self, &n_bytes);
  if (has_more (self) || is_hungry (self))
    return;

  if ((self->n_sent < self->n_items || self->expects_more) && !self->is_independent)
    send_failure (self);
  self->synced = TRUE;
  send_sync (self);
}

/* Sends as much as the socket takes. */
static void
send_more (PggBatchOperation *self)
{
  PggPqConn *pq = self->parent_instance.session->pq;

  while (can_send (self) && pgg_pq_conn_flush (pq, NULL) == 0)
    send_some (self);
}

static void
give_up (PggBatchOperation *self)
{
  pgg_flight_lose_to_copy (&self->parent_instance);
  self->ended = TRUE;
}

/* The failure of an item that is not independent is one of all: none will have had an effect. */
static void
take_one (PggBatchOperation *self,
          PggPqResult       *result)
{
  PggConversation *conversation = &self->parent_instance;
  PggSession *session = conversation->session;
  GError *failure = pgg_conversation_read_failure (conversation, result);

  self->is_answering = TRUE;
  pgg_session_note_result (session, result);
  pgg_execution_note (conversation, result);
  PGG_BATCH_OPERATION_GET_CLASS (self)->take (self, result, failure);
  if (failure == NULL)
    return;

  if (self->is_independent && !pgg_session_is_broken (session))
    g_error_free (failure);
  else
    pgg_conversation_take_failure (conversation, failure);
}

/* If no transaction has begun the server skips the items. */
static void
take_preamble (PggBatchOperation *self,
               PggPqResult       *result)
{
  self->is_answering = TRUE;
  if (pgg_conversation_note_failure (&self->parent_instance, result))
    self->is_refused = TRUE;
}

static void
end_sync (PggBatchOperation *self)
{
  PggBatchOperationClass *klass = PGG_BATCH_OPERATION_GET_CLASS (self);

  self->is_answering = FALSE;
  self->n_syncs--;
  self->ended = self->synced && self->n_syncs == 0;
  if (self->n_leading > 0)
    self->n_leading--;
  else if (!self->ended && klass->end_sync != NULL)
    klass->end_sync (self);
}

static void
take_result (PggBatchOperation *self,
             PggPqResult       *result)
{
  PggPqExecStatus status = pgg_pq_result_status (result);

  if (status == PGG_PQ_EXEC_STATUS_PIPELINE_SYNC)
    end_sync (self);
  else if (pgg_copy_guard_is_copy (status))
    give_up (self);
  else if (pgg_session_is_broken (self->parent_instance.session))
    take_one (self, result);
  else if (self->n_leading == 0 && self->parent_instance.n_preamble > 0)
    take_preamble (self, result);
  else if (self->n_leading == 0)
    take_one (self, result);
}

static PggWait
end_pipeline (PggBatchOperation *self)
{
  GError *error = NULL;

  if (!self->is_over && !pgg_session_exit_pipeline (self->parent_instance.session, &error))
    pgg_conversation_take_failure (&self->parent_instance, error);
  self->is_over = TRUE;

  return PGG_WAIT_NONE;
}

/* Nothing is there although libpq is not busy: the rest is still to be sent, or to be given. */
static PggWait
read_while_sending (PggBatchOperation *self,
                    PggWait           *ready)
{
  PggSession *session = self->parent_instance.session;

  if (!(*ready & PGG_WAIT_READ))
    return pgg_session_flush (session) && is_hungry (self) ? PGG_WAIT_READ
                                                           : PGG_WAIT_READ | PGG_WAIT_WRITE;

  *ready &= ~PGG_WAIT_READ;
  pgg_session_consume (session);
  pgg_session_collect (session);

  return PGG_WAIT_NONE;
}

/* libpq has no result as well while nothing is unanswered. */
static void
end_command (PggBatchOperation *self)
{
  PggBatchOperationClass *klass = PGG_BATCH_OPERATION_GET_CLASS (self);
  guint *n_preamble = &self->parent_instance.n_preamble;

  if (!self->is_answering)
    return;

  self->is_answering = FALSE;
  if (*n_preamble > 0)
    {
      --*n_preamble;
      return;
    }

  self->n_answered++;
  if (klass->end_command != NULL)
    klass->end_command (self);
}

/* Behind the answer to each statement libpq gives NULL once; another NULL means it has no more. */
static PggWait
receive_one (PggBatchOperation *self,
             PggWait           *ready)
{
  PggConversation *conversation = &self->parent_instance;
  g_autoptr(PggPqResult) result = NULL;
  gboolean have;
  PggWait want = pgg_conversation_read (conversation, ready, &have);

  /* What was sent may have gone since the socket was full: the rest waits for that as well. */
  if (want != PGG_WAIT_NONE)
    return can_send (self) ? want | PGG_WAIT_WRITE : want;

  result = pgg_conversation_take_result (conversation);
  if (result != NULL)
    take_result (self, result);
  self->n_empty = result == NULL ? self->n_empty + 1 : 0;
  if (self->n_empty == 1)
    end_command (self);
  if (self->n_empty < 2)
    return PGG_WAIT_NONE;

  self->n_empty = 0;
  self->ended = pgg_session_is_broken (conversation->session);

  return self->ended ? PGG_WAIT_NONE : read_while_sending (self, ready);
}

/* Whoever is to give more items is told, and may not wait for anything behind this. */
static void
ask_for_more (PggBatchOperation *self)
{
  PggOperation *operation = (PggOperation *) self;

  if (!is_hungry (self))
    return;

  operation->queue->feeder = self->feeder;
  pgg_room_operation_open (operation->queue, operation);
}

/* Nobody is waited for any more. */
static void
pgg_batch_operation_ended (PggOperation *operation)
{
  PggBatchOperation *self = PGG_BATCH_OPERATION (operation);

  if (self->feeder == NULL)
    return;

  operation->queue->feeder = NULL;
  pgg_room_operation_open (operation->queue, operation);
}

static PggWait
pgg_batch_operation_receive (PggConversation *conversation,
                             PggWait          ready)
{
  PggBatchOperation *self = PGG_BATCH_OPERATION (conversation);

  while (!self->ended && !self->is_over)
    {
      PggWait want;

      send_more (self);
      want = receive_one (self, &ready);
      if (want != PGG_WAIT_NONE)
        {
          ask_for_more (self);
          return want;
        }
    }

  return end_pipeline (self);
}

static void
pgg_batch_operation_class_init (PggBatchOperationClass *klass)
{
  PGG_OPERATION_CLASS (klass)->ended = pgg_batch_operation_ended;
  PGG_CONVERSATION_CLASS (klass)->look = pgg_batch_operation_look;
  PGG_CONVERSATION_CLASS (klass)->send = pgg_batch_operation_send;
  PGG_CONVERSATION_CLASS (klass)->receive = pgg_batch_operation_receive;
}

static void
pgg_batch_operation_init (PggBatchOperation *self)
{
}

void
pgg_batch_operation_reset (PggBatchOperation *self)
{
  self->parent_instance.n_preamble = 0;
  self->n_sent = 0;
  self->n_commands = 0;
  self->n_answered = 0;
  self->n_syncs = 0;
  self->n_leading = 0;
  self->synced = FALSE;
  self->is_answering = FALSE;
  self->ended = FALSE;
  self->is_over = FALSE;
  self->n_empty = 0;
}

/* What has been sent may take long to execute, and is for nothing. */
void
pgg_batch_operation_cancel_rest (PggBatchOperation *self)
{
  if (!self->is_independent && get_unanswered (self) > 0)
    self->parent_instance.cancel_wanted = TRUE;
}
