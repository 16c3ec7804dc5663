/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows that arrive while the application takes them. */

#include "config.h"

#include "pgg-stream-private.h"

#include "pgg-copy-guard-private.h"
#include "pq/pgg-pq-result-private.h"

PggStream *
pgg_stream_new (void)
{
  PggStream *self = g_new0 (PggStream, 1);

  g_atomic_ref_count_init (&self->ref_count);

  return self;
}

PggStream *
pgg_stream_ref (PggStream *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
pgg_stream_unref (PggStream *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  pgg_stream_drop (self);
  g_clear_pointer (&self->tail, pgg_pq_result_unref);
  g_clear_error (&self->failure);
  if (self->context != NULL)
    self->unref_context (self->context);
  g_free (self);
}

/* The connection speaks of nothing but this from now on. */
void
pgg_stream_attach (PggStream  *self,
                   PggSession *session)
{
  g_assert (session->stream == NULL);

  self->attached = TRUE;
  self->in_pipeline = FALSE;
  self->n_empty = 0;
  self->context = session->hooks->get_context (session);
  self->unref_context = session->hooks->unref_context;
  session->stream = pgg_stream_ref (self);
}

/* Nothing more arrives: the answer is at its end, or the connection is with @error. */
void
pgg_stream_detach (PggStream    *self,
                   PggSession   *session,
                   const GError *error)
{
  self->attached = FALSE;
  if (self->failure == NULL && error != NULL)
    self->failure = g_error_copy (error);
  session->stream = NULL;
  pgg_stream_unref (self);
}

/* Forgets the rows that nobody has taken. */
void
pgg_stream_drop (PggStream *self)
{
  g_queue_clear_full (&self->chunks, (GDestroyNotify) pgg_pq_result_unref);
  self->n_rows = 0;
}

/* It has ended without any row, and begins once more. */
void
pgg_stream_reset (PggStream *self)
{
  g_clear_pointer (&self->tail, pgg_pq_result_unref);
  g_clear_error (&self->failure);
  if (self->context != NULL)
    self->unref_context (self->context);
  self->context = NULL;
}

static void
keep_tail (PggStream   *self,
           PggPqResult *result)
{
  g_clear_pointer (&self->tail, pgg_pq_result_unref);
  self->tail = pgg_pq_result_ref (result);
}

static void
take_result (PggStream       *self,
             PggConversation *conversation,
             PggPqResult     *result)
{
  PggPqExecStatus status = pgg_pq_result_status (result);

  pgg_session_note_result (conversation->session, result);
  if (status == PGG_PQ_EXEC_STATUS_SINGLE_TUPLE || status == PGG_PQ_EXEC_STATUS_TUPLES_CHUNK)
    {
      self->n_rows += (guint) PQntuples (pgg_pq_result_peek (result));
      g_queue_push_tail (&self->chunks, pgg_pq_result_ref (result));
    }
  else if (pgg_copy_guard_note (&conversation->copy_guard, conversation, result) ||
           pgg_conversation_note_failure (conversation, result))
    {
      if (self->failure == NULL)
        self->failure = g_error_copy (conversation->failure);
      g_clear_error (&conversation->failure);
    }
  else if (status != PGG_PQ_EXEC_STATUS_PIPELINE_ABORTED)
    {
      keep_tail (self, result);
    }
}

/* In pipeline mode NULL is the end of a statement only, and two of them mean that no more comes. */
static gboolean
is_end (PggStream   *self,
        PggSession  *session,
        PggPqResult *result)
{
  if (!self->in_pipeline || pgg_session_is_broken (session))
    return result == NULL;

  self->n_empty = result == NULL ? self->n_empty + 1 : 0;

  return self->n_empty > 1 ||
         (result != NULL && pgg_pq_result_status (result) == PGG_PQ_EXEC_STATUS_PIPELINE_SYNC);
}

static void
end (PggStream  *self,
     PggSession *session)
{
  if (!self->in_pipeline || pgg_session_exit_pipeline (session, NULL))
    pgg_stream_detach (self, session, NULL);
}

/*
 * Reads until @n_rows are there or the answer is at its end, on behalf of any conversation. An
 * error that comes after rows is kept until these have been taken.
 */
PggWait
pgg_stream_read (PggStream       *self,
                 PggConversation *conversation,
                 PggWait         *ready,
                 guint            n_rows)
{
  while (self->attached && self->n_rows < n_rows)
    {
      g_autoptr(PggPqResult) result = NULL;
      gboolean have;
      PggWait want = pgg_copy_guard_step (&conversation->copy_guard, conversation, ready);

      if (want == PGG_WAIT_NONE)
        want = pgg_conversation_read (conversation, ready, &have);
      if (want != PGG_WAIT_NONE)
        return want;

      result = pgg_conversation_take_result (conversation);
      if (is_end (self, conversation->session, result))
        end (self, conversation->session);
      else if (result != NULL)
        take_result (self, conversation, result);
    }

  return PGG_WAIT_NONE;
}
