/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Asks the server, within a conversation, what the layer above wants to know. */

#include "config.h"

#include "pgg-inquiry-private.h"

#include "pgg-debug-private.h"
#include "pgg-flight-private.h"

/* A name that nobody else is likely to have; if somebody does, his savepoint is there again when
 * this one is released. */
#define SAVEPOINT "\"pgglib inquiry\""
#define GO_BACK "ROLLBACK TO SAVEPOINT " SAVEPOINT "; RELEASE SAVEPOINT " SAVEPOINT

/* One that has failed gives no results. */
static gboolean
may_ask (PggConversation *conversation)
{
  return conversation->failure == NULL &&
         conversation->parent_instance.interrupt == PGG_INTERRUPT_NONE &&
         conversation->session->pq != NULL && !pgg_session_is_broken (conversation->session);
}

/* In a transaction that has failed the server says nothing but that; it is asked another time. */
static gboolean
can_ask (PggInquiry      *self,
         PggConversation *conversation)
{
  PggPqTransactionStatus status =
    pgg_pq_conn_transaction_status (conversation->session->pq);

  return self->is_needed || status == PGG_PQ_TRANSACTION_STATUS_IDLE ||
         status == PGG_PQ_TRANSACTION_STATUS_INTRANS;
}

static gboolean
send_sql (PggInquiry      *self,
          PggConversation *conversation,
          const char      *sql)
{
  pgg_debug_sql ("inquire", sql);
  conversation->session->flushed = FALSE;
  self->asking = pgg_pq_conn_send_query (conversation->session->pq, sql, -1,
                                         self->failure == NULL ? &self->failure : NULL);

  return self->asking;
}

/* An error would end the transaction that is open, and that is not ours. */
static gboolean
send_question (PggInquiry      *self,
               PggConversation *conversation,
               const char      *sql)
{
  g_autofree char *safe = NULL;

  self->protected = pgg_pq_conn_transaction_status (conversation->session->pq) ==
                    PGG_PQ_TRANSACTION_STATUS_INTRANS;
  if (!self->protected)
    return send_sql (self, conversation, sql);

  safe = g_strconcat ("SAVEPOINT " SAVEPOINT "; ", sql, "; " GO_BACK, NULL);

  return send_sql (self, conversation, safe);
}

static GError *
take_failure (PggInquiry      *self,
              PggConversation *conversation)
{
  return self->failure != NULL ? g_steal_pointer (&self->failure)
                               : pgg_session_lost_error (conversation->session);
}

/* That it was cancelled, or the connection lost, is not the server's fault: it is asked again. */
static void
end (PggInquiry      *self,
     PggConversation *conversation)
{
  PggSession *session = conversation->session;
  g_autoptr(PggPqResult) answer = g_steal_pointer (&self->answer);
  gboolean is_good = self->failure == NULL && answer != NULL;

  self->protected = FALSE;
  self->answered = TRUE;
  if (is_good || may_ask (conversation))
    session->hooks->answer (session, is_good ? answer : NULL);
  if (!is_good && self->is_needed)
    pgg_conversation_take_failure (conversation, take_failure (self, conversation));
}

static gboolean
begin (PggInquiry      *self,
       PggConversation *conversation,
       const char      *sql)
{
  if (!can_ask (self, conversation))
    return FALSE;

  conversation->answered = TRUE;
  g_clear_error (&self->failure);
  if (send_question (self, conversation, sql))
    return TRUE;

  end (self, conversation);

  return FALSE;
}

static void
take_result (PggInquiry      *self,
             PggConversation *conversation,
             PggPqResult     *result)
{
  PggPqExecStatus status = pgg_pq_result_status (result);

  if (status == PGG_PQ_EXEC_STATUS_TUPLES_OK && self->answer == NULL)
    self->answer = pgg_pq_result_ref (result);
  else if (self->failure == NULL)
    self->failure = pgg_conversation_read_failure (conversation, result);
}

static PggWait
read_answer (PggInquiry      *self,
             PggConversation *conversation,
             PggWait         *ready)
{
  while (self->asking)
    {
      g_autoptr(PggPqResult) result = NULL;
      PggWait want = pgg_conversation_next (conversation, ready, &result);

      if (want != PGG_WAIT_NONE)
        return want;
      if (result != NULL)
        take_result (self, conversation, result);
      else
        self->asking = FALSE;
    }

  return PGG_WAIT_NONE;
}

static gboolean
needs_recovery (PggInquiry      *self,
                PggConversation *conversation)
{
  return self->protected && !self->recovering &&
         !pgg_session_is_broken (conversation->session) &&
         pgg_pq_conn_transaction_status (conversation->session->pq) ==
           PGG_PQ_TRANSACTION_STATUS_INERROR;
}

void
pgg_inquiry_clear (PggInquiry *self)
{
  g_clear_pointer (&self->answer, pgg_pq_result_unref);
  g_clear_error (&self->failure);
}

static PggWait
finish (PggInquiry      *self,
        PggConversation *conversation,
        PggWait         *ready)
{
  PggWait want = read_answer (self, conversation, ready);

  if (want != PGG_WAIT_NONE)
    return want;

  self->recovering = needs_recovery (self, conversation) &&
                     send_sql (self, conversation, GO_BACK);
  if (!self->recovering)
    end (self, conversation);

  return PGG_WAIT_NONE;
}

/* Asks until there is nothing more to ask. What is in flight behind the conversation is answered
 * before. */
PggWait
pgg_inquiry_step (PggInquiry         *self,
                  PggConversation    *conversation,
                  PggWait            *ready,
                  int                 hint,
                  PggPqResult *const *results,
                  guint               n_results)
{
  PggSession *session = conversation->session;
  PggWait want = PGG_WAIT_NONE;

  while (want == PGG_WAIT_NONE)
    {
      if (!self->asking)
        {
          g_autofree char *sql = NULL;

          if (may_ask (conversation))
            sql = session->hooks->ask (session, hint, !self->answered, results, n_results);
          if (sql == NULL)
            return PGG_WAIT_NONE;
          if (pgg_flight_step_aside (conversation))
            return PGG_WAIT_READ;
          if (!begin (self, conversation, sql))
            return PGG_WAIT_NONE;
        }
      want = finish (self, conversation, ready);
    }

  return want;
}
