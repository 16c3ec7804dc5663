/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Has the server describe a statement, chooses the format of its results, and executes it. */

#include "config.h"

#include "pgg-description-private.h"

#include "pgg-flight-private.h"
#include "pq/pgg-pq-params-private.h"

/* Whether the server is to say of what types the parameters are. */
static gboolean
is_inferred (PggDescription *self)
{
  return self->params == NULL || (self->statement != NULL && self->statement->is_inferred);
}

/* Parse and Describe travel in one flight, which only pipeline mode can do. */
static gboolean
send_parts (PggDescription  *self,
            PggPqConn       *pq,
            const char      *name,
            const char      *sql,
            GError         **error)
{
  const guint32 *types = is_inferred (self) ? NULL : pgg_pq_params_get_types (self->params);
  gsize n_types = is_inferred (self) ? 0 : pgg_pq_params_get_n_params (self->params);

  return pgg_pq_conn_send_prepare (pq, name, -1, sql, -1, types, n_types, error) &&
         pgg_pq_conn_send_describe_prepared (pq, name, -1, error);
}

/* In front of them goes what begins a transaction; once that is sent its answer has to be read. */
static gboolean
send_all (PggDescription   *self,
          PggConversation  *conversation,
          const char       *name,
          const char       *sql,
          GError          **error)
{
  PggPqConn *pq = conversation->session->pq;
  g_autoptr(GError) own_error = NULL;

  if (!pgg_flight_send_preamble (conversation, error))
    return FALSE;
  if (!send_parts (self, pq, name, sql, &own_error))
    {
      if (conversation->n_preamble == 0)
        {
          g_propagate_error (error, g_steal_pointer (&own_error));
          return FALSE;
        }
      pgg_conversation_take_failure (conversation, g_steal_pointer (&own_error));
    }

  return pgg_pq_conn_pipeline_sync (pq, error);
}

static gboolean
exit_pipeline (PggConversation  *conversation,
               GError          **error)
{
  conversation->in_pipeline = FALSE;

  return pgg_session_exit_pipeline (conversation->session, error);
}

static gboolean
send_description (PggDescription   *self,
                  PggConversation  *conversation,
                  const char       *name,
                  const char       *sql,
                  GError          **error)
{
  PggPqConn *pq = conversation->session->pq;

  self->ended = FALSE;
  self->executed = FALSE;
  if (!pgg_pq_conn_enter_pipeline_mode (pq, error))
    return FALSE;

  conversation->in_pipeline = TRUE;
  conversation->n_empty = 0;
  conversation->session->flushed = FALSE;
  self->describing = send_all (self, conversation, name, sql, error);
  if (!self->describing)
    exit_pipeline (conversation, NULL);

  return self->describing;
}

gboolean
pgg_description_send (PggDescription   *self,
                      PggConversation  *conversation,
                      const char       *sql,
                      PggPqParams      *params,
                      GError          **error)
{
  pgg_description_clear (self);
  self->params = params != NULL ? pgg_pq_params_ref (params) : NULL;

  return send_description (self, conversation, "", sql, error);
}

gboolean
pgg_description_prepare (PggDescription      *self,
                         PggConversation     *conversation,
                         PggCachedStatement  *statement,
                         const char          *sql,
                         PggPqParams         *params,
                         GError             **error)
{
  PggStatementCache *statements = &conversation->session->statements;
  char name[PGG_STATEMENT_NAME_SIZE];

  pgg_description_clear (self);
  self->statement = pgg_cached_statement_ref (statement);
  self->params = params != NULL ? pgg_pq_params_ref (params) : NULL;
  pgg_statement_cache_prepare (statements, statement);
  pgg_cached_statement_get_name (statement, name);
  if (send_description (self, conversation, name, sql, error))
    return TRUE;

  pgg_statement_cache_drop (statements, statement, statement->number, FALSE);

  return FALSE;
}

static void
take_result (PggDescription  *self,
             PggConversation *conversation,
             PggPqResult     *result)
{
  if (pgg_conversation_note_failure (conversation, result) ||
      pgg_pq_result_status (result) != PGG_PQ_EXEC_STATUS_COMMAND_OK)
    return;

  g_clear_pointer (&self->result, pgg_pq_result_unref);
  self->result = pgg_pq_result_ref (result);
}

static void
end (PggDescription  *self,
     PggConversation *conversation)
{
  GError *error = NULL;

  self->ended = TRUE;
  if (!exit_pipeline (conversation, &error))
    pgg_conversation_take_failure (conversation, error);
}

static PggWait
read_description (PggDescription  *self,
                  PggConversation *conversation,
                  PggWait         *ready)
{
  while (!self->ended)
    {
      g_autoptr(PggPqResult) result = NULL;
      PggWait want = pgg_conversation_next (conversation, ready, &result);

      if (want != PGG_WAIT_NONE)
        return want;
      if (result != NULL)
        take_result (self, conversation, result);
      else
        end (self, conversation);
    }

  return PGG_WAIT_NONE;
}

/* Nothing stands in the way of what is to follow. */
gboolean
pgg_description_may_go_on (PggConversation *conversation)
{
  return conversation->failure == NULL && !conversation->cancel_wanted &&
         conversation->parent_instance.interrupt == PGG_INTERRUPT_NONE &&
         !pgg_session_is_broken (conversation->session);
}

/*
 * Between two transactions a pooler may give the connection another server, which does not know the
 * statement that was described, or knows another one without a name. And a simple query, such as an
 * inquiry may be, does away with it.
 */
static gboolean
is_forgotten (PggDescription  *self,
              PggConversation *conversation)
{
  return self->inquiry.answered ||
         pgg_pq_conn_transaction_status (conversation->session->pq) ==
           PGG_PQ_TRANSACTION_STATUS_IDLE;
}

/* Now that it is known for which types. */
static gboolean
encode_params (PggDescription   *self,
               PggConversation  *conversation,
               GError          **error)
{
  g_autoptr(PggPqParams) given = NULL;

  if (self->statement == NULL || !self->statement->is_inferred)
    return TRUE;

  given = g_steal_pointer (&self->params);
  self->params = pgg_session_encode_params (conversation->session, given, self->statement, error);

  return self->params != NULL;
}

static gboolean
execute (PggDescription   *self,
         PggConversation  *conversation,
         const char       *sql,
         GError          **error)
{
  PggSession *session = conversation->session;
  PggPqFormat format = self->format;
  char name[PGG_STATEMENT_NAME_SIZE] = "";

  if (self->is_choice && self->result != NULL)
    format = session->hooks->choose_format (session, self->result, NULL);
  if (!encode_params (self, conversation, error))
    return FALSE;

  session->flushed = FALSE;
  if (self->statement != NULL)
    pgg_cached_statement_get_name (self->statement, name);
  if (self->is_whole || (*name == '\0' && is_forgotten (self, conversation)))
    return pgg_pq_conn_send_query_params (session->pq, sql, -1, self->params, format, error);

  return pgg_pq_conn_send_query_prepared (session->pq, name, -1, self->params, format, error);
}

static void
note_description (PggDescription  *self,
                  PggConversation *conversation)
{
  PggCachedStatement *statement = self->statement;

  if (statement == NULL)
    return;

  if (self->result != NULL)
    pgg_cached_statement_describe (statement, self->result);
  else
    pgg_statement_cache_drop (&conversation->session->statements, statement, statement->number,
                              TRUE);
}

PggWait
pgg_description_read (PggDescription  *self,
                      PggConversation *conversation,
                      PggWait         *ready)
{
  PggWait want = PGG_WAIT_NONE;

  if (!self->ended)
    {
      want = read_description (self, conversation, ready);
      if (want == PGG_WAIT_NONE)
        note_description (self, conversation);
    }
  if (want == PGG_WAIT_NONE)
    want = pgg_inquiry_step (&self->inquiry, conversation, ready, 0, &self->result,
                             self->result != NULL);
  if (want != PGG_WAIT_NONE)
    return want;

  self->describing = FALSE;
  conversation->answered = FALSE;

  return PGG_WAIT_NONE;
}

PggWait
pgg_description_step (PggDescription  *self,
                      PggConversation *conversation,
                      PggWait         *ready,
                      const char      *sql)
{
  g_autoptr(GError) error = NULL;
  PggWait want = pgg_description_read (self, conversation, ready);

  if (want != PGG_WAIT_NONE)
    return want;

  self->executed = pgg_description_may_go_on (conversation) &&
                   execute (self, conversation, sql, &error);
  if (error != NULL)
    pgg_conversation_take_failure (conversation, g_steal_pointer (&error));

  return PGG_WAIT_NONE;
}

void
pgg_description_clear (PggDescription *self)
{
  g_clear_pointer (&self->statement, pgg_cached_statement_unref);
  g_clear_pointer (&self->params, pgg_pq_params_unref);
  g_clear_pointer (&self->result, pgg_pq_result_unref);
  pgg_inquiry_clear (&self->inquiry);
}
