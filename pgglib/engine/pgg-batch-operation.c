/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many executions in libpq's pipeline mode, with one Sync at the end. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-batch-operation-private.h"

#include "pgg-client-error.h"
#include "pgg-copy-guard-private.h"

/* So many executions are put into libpq's buffer before it is flushed. */
#define ITEMS_PER_FLUSH 64

/* Nobody prepares a statement of this name. */
#define ABORT_STATEMENT "pgglib: the execution was cancelled"

G_DEFINE_ABSTRACT_TYPE (PggBatchOperation, pgg_batch_operation, PGG_TYPE_CONVERSATION)

static gboolean
pgg_batch_operation_send (PggConversation  *conversation,
                          GError          **error)
{
  return pgg_pq_conn_enter_pipeline_mode (conversation->session->pq, error);
}

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

  self->synced = TRUE;
  if (!pgg_pq_conn_pipeline_sync (self->parent_instance.session->pq, &error))
    pgg_conversation_take_failure (&self->parent_instance, g_steal_pointer (&error));
}

/* After a failure the rest would only be skipped by the server. */
static gboolean
has_more (PggBatchOperation *self)
{
  return self->n_sent < self->n_items && self->parent_instance.failure == NULL &&
         self->parent_instance.parent_instance.interrupt == PGG_INTERRUPT_NONE;
}

static void
send_some (PggBatchOperation *self)
{
  PggBatchOperationClass *klass = PGG_BATCH_OPERATION_GET_CLASS (self);

  self->parent_instance.session->flushed = FALSE;
  for (guint i = 0; i < ITEMS_PER_FLUSH && has_more (self); i++)
    {
      g_autoptr(GError) error = NULL;

      if (!klass->send_item (self, self->n_sent, &error))
        pgg_conversation_take_failure (&self->parent_instance, g_steal_pointer (&error));
      else
        self->n_sent++;
    }
  if (has_more (self))
    return;

  if (self->n_sent < self->n_items)
    send_failure (self);
  send_sync (self);
}

/* Sends as much as the socket takes. */
static void
send_more (PggBatchOperation *self)
{
  PggPqConn *pq = self->parent_instance.session->pq;

  while (!self->synced && pgg_pq_conn_flush (pq, NULL) == 0)
    send_some (self);
}

/* libpq cannot get out of a COPY in a pipeline, so none must ever begin. */
static void
give_up (PggBatchOperation *self)
{
  GError *error = g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_PROTOCOL,
                                       _("The server began a COPY that nobody asked for"));

  pgg_conversation_take_failure (&self->parent_instance, g_error_copy (error));
  pgg_session_lose (self->parent_instance.session, error);
  self->ended = TRUE;
}

/* A failure is one of all, because none will have had an effect. */
static void
take_one (PggBatchOperation *self,
          PggPqResult       *result)
{
  PggConversation *conversation = &self->parent_instance;
  GError *failure = pgg_conversation_read_failure (conversation, result);

  PGG_BATCH_OPERATION_GET_CLASS (self)->take (self, result, failure);
  if (failure != NULL)
    pgg_conversation_take_failure (conversation, failure);
}

static void
take_result (PggBatchOperation *self,
             PggPqResult       *result)
{
  PggPqExecStatus status = pgg_pq_result_status (result);

  if (status == PGG_PQ_EXEC_STATUS_PIPELINE_SYNC)
    self->ended = TRUE;
  else if (pgg_copy_guard_is_copy (status))
    give_up (self);
  else
    take_one (self, result);
}

static PggWait
end_pipeline (PggBatchOperation *self)
{
  g_autoptr(GError) error = NULL;

  if (pgg_session_check_open (self->parent_instance.session, NULL) &&
      !pgg_session_is_broken (self->parent_instance.session) &&
      !pgg_pq_conn_exit_pipeline_mode (self->parent_instance.session->pq, &error))
    pgg_conversation_take_failure (&self->parent_instance, g_steal_pointer (&error));

  return PGG_WAIT_NONE;
}

/* Nothing is there although libpq is not busy: the rest is still to be sent. */
static PggWait
read_while_sending (PggBatchOperation *self,
                    PggWait           *ready)
{
  PggSession *session = self->parent_instance.session;

  if (!(*ready & PGG_WAIT_READ))
    return PGG_WAIT_READ | PGG_WAIT_WRITE;

  *ready &= ~PGG_WAIT_READ;
  pgg_session_consume (session);
  pgg_session_collect (session);

  return PGG_WAIT_NONE;
}

static void
end_item (PggBatchOperation *self)
{
  PggBatchOperationClass *klass = PGG_BATCH_OPERATION_GET_CLASS (self);

  if (klass->end_item != NULL)
    klass->end_item (self);
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
    return self->synced ? want : want | PGG_WAIT_WRITE;

  result = pgg_conversation_take_result (conversation);
  if (result != NULL)
    take_result (self, result);
  self->n_empty = result == NULL ? self->n_empty + 1 : 0;
  if (self->n_empty == 1)
    end_item (self);
  if (self->n_empty < 2)
    return PGG_WAIT_NONE;

  self->n_empty = 0;
  self->ended = pgg_session_is_broken (conversation->session);

  return self->ended ? PGG_WAIT_NONE : read_while_sending (self, ready);
}

static PggWait
pgg_batch_operation_receive (PggConversation *conversation,
                             PggWait          ready)
{
  PggBatchOperation *self = PGG_BATCH_OPERATION (conversation);

  while (!self->ended)
    {
      PggWait want;

      send_more (self);
      want = receive_one (self, &ready);
      if (want != PGG_WAIT_NONE)
        return want;
    }

  return end_pipeline (self);
}

static void
pgg_batch_operation_class_init (PggBatchOperationClass *klass)
{
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
  self->n_sent = 0;
  self->synced = FALSE;
  self->ended = FALSE;
  self->n_empty = 0;
}
