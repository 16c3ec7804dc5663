/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Executes SQL: sends it, and reads all of its results. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-execute-operation-private.h"

#include "pgg-client-error.h"
#include "pgg-conversation-private.h"
#include "pgg-copy-guard-private.h"
#include "pgg-debug-private.h"
#include "pgg-description-private.h"
#include "pgg-execution-private.h"
#include "pgg-flight-private.h"
#include "pgg-inquiry-private.h"

typedef struct
{
  PggConversation   parent_instance;

  char             *sql;
  PggPqParams      *params;
  PggPqFormat       result_format;
  int               hint;
  PggExecuteConvert convert;
  GDestroyNotify    destroy;

  gpointer          context; /* of the session when its results began to come */
  PggPqResult      *result;  /* the first */
  GPtrArray        *more;    /* all of them, where there are several */
  PggInquiry        inquiry;
  PggExecution      execution;
  gboolean          encoded; /* the SQL is as the server reads it */
  gboolean          is_choice;
  gboolean          is_alone;
  gboolean          is_described; /* before it is executed */
  PggDescription    description;
} PggExecuteOperation;

typedef PggConversationClass PggExecuteOperationClass;

static GType pgg_execute_operation_get_type (void);

G_DEFINE_TYPE (PggExecuteOperation, pgg_execute_operation, pgg_conversation_get_type ())

static void
pgg_execute_operation_clear (PggOperation *operation)
{
  PggExecuteOperation *self = (PggExecuteOperation *) operation;

  g_clear_pointer (&self->sql, g_free);
  g_clear_pointer (&self->params, pgg_pq_params_unref);
  if (self->context != NULL)
    self->parent_instance.session->hooks->unref_context (self->context);
  g_clear_pointer (&self->result, pgg_pq_result_unref);
  g_clear_pointer (&self->more, g_ptr_array_unref);
  pgg_inquiry_clear (&self->inquiry);
  pgg_execution_finish (&self->execution);
  pgg_description_clear (&self->description);

  PGG_OPERATION_CLASS (pgg_execute_operation_parent_class)->clear (operation);
}

/* The simple protocol can carry several statements, the extended one parameters and binary. */
static gboolean
is_simple (PggExecuteOperation *self)
{
  PggSession *session = self->parent_instance.session;

  if (session->statement_mode == PGG_STATEMENT_MODE_SIMPLE)
    return TRUE;

  return self->params == NULL && self->result_format == PGG_PQ_FORMAT_TEXT &&
         !pgg_flight_is_fit (&self->parent_instance);
}

/* What is executed often is prepared by that, and need not be described again. */
static gboolean
send_description (PggExecuteOperation  *self,
                  PggPqParams          *params,
                  GError              **error)
{
  PggConversation *conversation = &self->parent_instance;
  PggStatementCache *statements = &conversation->session->statements;
  g_autoptr(PggCachedStatement) statement = NULL;

  if (params != NULL)
    statement = pgg_statement_cache_use (statements, self->sql, params);
  if (statement != NULL && pgg_statement_cache_wants (statements, statement))
    return pgg_description_prepare (&self->description, conversation, statement, self->sql, params,
                                    error);

  return pgg_description_send (&self->description, conversation, self->sql, params, error);
}

static gboolean
send_extended (PggExecuteOperation  *self,
               GError              **error)
{
  PggConversation *conversation = &self->parent_instance;
  g_autoptr(PggPqParams) params = NULL;

  if (self->params != NULL)
    {
      params = pgg_session_encode_params (conversation->session, self->params,
                                          self->execution.kept, error);
      if (params == NULL)
        return FALSE;
    }
  if (self->is_described)
    return send_description (self, params, error);

  return pgg_execution_send (&self->execution, conversation, self->sql, params,
                             self->result_format, error);
}

/* The values can be encoded when it is known for which types. */
static gboolean
send_preparation (PggExecuteOperation  *self,
                  GError              **error)
{
  return pgg_description_prepare (&self->description, &self->parent_instance,
                                  self->execution.kept, self->sql, self->params, error);
}

/* Whether the server is to say of what types the parameters are. */
static gboolean
is_inferred (PggExecuteOperation *self)
{
  return self->execution.kept != NULL ||
         (self->params != NULL && pgg_pq_params_get_n_params (self->params) > 0 &&
          self->parent_instance.session->statement_mode == PGG_STATEMENT_MODE_DESCRIBED);
}

static gboolean
send_for_types (PggExecuteOperation  *self,
                GError              **error)
{
  if (self->execution.kept == NULL)
    self->execution.kept = pgg_cached_statement_new (self->sql);

  return send_preparation (self, error);
}

/* In the simple protocol the values are in the SQL, before that is encoded. */
static gboolean
encode (PggExecuteOperation  *self,
        GError              **error)
{
  PggSession *session = self->parent_instance.session;

  if (self->encoded)
    return TRUE;

  if (session->statement_mode == PGG_STATEMENT_MODE_SIMPLE &&
      !pgg_session_inline_params (session, &self->sql, &self->params, error))
    return FALSE;

  self->encoded = pgg_session_encode_sql (session, &self->sql, error);

  return self->encoded;
}

static gboolean
pgg_execute_operation_send (PggConversation  *conversation,
                            GError          **error)
{
  PggExecuteOperation *self = (PggExecuteOperation *) conversation;

  pgg_debug_sql ("execute", self->sql);
  if (!encode (self, error))
    return FALSE;
  if (self->is_described && is_inferred (self))
    return send_for_types (self, error);
  if (!self->is_described && is_simple (self))
    return pgg_pq_conn_send_query (conversation->session->pq, self->sql, -1, error);

  return send_extended (self, error);
}

/* Most executions have one result, for which no array is made. */
static void
keep_result (PggExecuteOperation *self,
             PggPqResult         *result)
{
  if (self->result == NULL && self->more == NULL)
    {
      self->result = result;
      return;
    }

  if (self->more == NULL)
    {
      self->more = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_pq_result_unref);
      g_ptr_array_add (self->more, g_steal_pointer (&self->result));
    }
  g_ptr_array_add (self->more, result);
}

static void
take_result (PggExecuteOperation *self,
             PggPqResult         *result)
{
  PggConversation *conversation = &self->parent_instance;

  pgg_session_note_result (conversation->session, result);
  pgg_execution_note (conversation, result);
  if (pgg_copy_guard_note (&self->parent_instance.copy_guard, conversation, result) ||
      pgg_conversation_note_failure (conversation, result) ||
      conversation->parent_instance.interrupt != PGG_INTERRUPT_NONE)
    pgg_pq_result_unref (result);
  else
    keep_result (self, result);
}

/* What was sent before this has been answered, so that what it may have changed is known. That is
 * asked for where one of several statements may change it; one that is in flight is alone. */
static void
keep_context (PggExecuteOperation *self)
{
  PggSession *session = self->parent_instance.session;

  if (self->context == NULL && self->convert != NULL && !self->parent_instance.in_flight)
    self->context = session->hooks->get_context (session);
}

static PggPqResult **
get_results (PggExecuteOperation *self,
             guint               *n_results)
{
  *n_results = self->more != NULL ? self->more->len : self->result != NULL;

  return self->more != NULL ? (PggPqResult **) self->more->pdata : &self->result;
}

/* What else is to be known before the results can be given. */
static PggWait
inquire (PggExecuteOperation *self,
         PggWait             *ready)
{
  guint n_results;
  PggPqResult **results = get_results (self, &n_results);

  return pgg_inquiry_step (&self->inquiry, &self->parent_instance, ready, self->hint, results,
                           n_results);
}

static PggWait
receive_results (PggExecuteOperation *self,
                 PggWait             *ready)
{
  PggConversation *conversation = &self->parent_instance;

  keep_context (self);
  for (;;)
    {
      PggPqResult *result;
      PggWait want = pgg_copy_guard_step (&conversation->copy_guard, conversation, ready);

      if (want == PGG_WAIT_NONE)
        want = pgg_conversation_next (conversation, ready, &result);
      if (want != PGG_WAIT_NONE || result == NULL)
        return want;
      take_result (self, result);
    }
}

static void
drop_results (PggExecuteOperation *self)
{
  g_clear_pointer (&self->result, pgg_pq_result_unref);
  g_clear_pointer (&self->more, g_ptr_array_unref);
  if (self->context != NULL)
    self->parent_instance.session->hooks->unref_context (self->context);
  self->context = NULL;
}

static gboolean
send_again (PggExecuteOperation *self)
{
  PggConversation *conversation = &self->parent_instance;

  if (self->execution.kept == NULL)
    {
      self->is_described = FALSE;
      conversation->pipelinable = TRUE;
      return pgg_execution_repeat (&self->execution, conversation);
    }

  pgg_execution_clear (&self->execution);
  self->description.is_whole = TRUE;
  if (!send_preparation (self, NULL))
    return FALSE;

  g_clear_error (&conversation->failure);

  return TRUE;
}

/* Those that were sent together with it go first, so that nothing is in flight. */
static PggWait
repeat (PggExecuteOperation *self)
{
  PggConversation *conversation = &self->parent_instance;

  if (pgg_flight_step_aside (conversation))
    return PGG_WAIT_READ;
  if (!pgg_execution_may_repeat (&self->execution, conversation) || !send_again (self))
    return PGG_WAIT_NONE;

  drop_results (self);

  return PGG_WAIT_READ | PGG_WAIT_WRITE;
}

static PggWait
pgg_execute_operation_receive (PggConversation *conversation,
                               PggWait          ready)
{
  PggExecuteOperation *self = (PggExecuteOperation *) conversation;
  PggWait want = PGG_WAIT_NONE;

  if (self->description.describing)
    {
      want = pgg_description_step (&self->description, conversation, &ready, self->sql);
      if (want != PGG_WAIT_NONE || !self->description.executed)
        return want;
      pgg_execution_use_fresh (&self->execution, self->description.statement);
    }
  if (!conversation->answered)
    want = receive_results (self, &ready);

  if (want == PGG_WAIT_NONE && pgg_execution_is_outdated (&self->execution, conversation))
    want = repeat (self);

  return want != PGG_WAIT_NONE ? want : inquire (self, &ready);
}

/* The results are given away. */
static gpointer
convert_results (PggExecuteOperation *self)
{
  PggSession *session = self->parent_instance.session;
  guint n_results;
  PggPqResult **results = get_results (self, &n_results);
  gpointer context = session->hooks->get_context_for (session, results, n_results);
  gpointer before = self->context != NULL ? self->context : context;
  gpointer converted;

  if (n_results == 1)
    pgg_execution_learn (&self->execution, results[0]);
  if (self->is_choice)
    pgg_statement_cache_set_worthwhile (&session->statements, self->sql, self->params,
                                        session->hooks->is_worthwhile (session, results,
                                                                       n_results));
  converted = self->convert (results, n_results, before, context);
  if (self->more != NULL)
    g_ptr_array_set_free_func (self->more, NULL);
  self->result = NULL;
  session->hooks->unref_context (context);

  return converted;
}

static void
pgg_execute_operation_succeed (PggConversation *conversation)
{
  PggExecuteOperation *self = (PggExecuteOperation *) conversation;
  PggOperation *operation = &conversation->parent_instance;

  if (self->convert == NULL)
    pgg_operation_return_boolean (operation, TRUE);
  else
    pgg_operation_return_pointer (operation, convert_results (self), self->destroy);
}

/* Where the format is worth a round trip the statement is described before it is executed. */
static gboolean
is_to_be_described (PggExecuteOperation *self)
{
  PggSession *session = self->parent_instance.session;

  if (session->statement_mode == PGG_STATEMENT_MODE_SIMPLE)
    return FALSE;
  if (self->execution.kept != NULL)
    return pgg_execution_must_describe (&self->execution, session);
  if (session->statement_mode == PGG_STATEMENT_MODE_UNNAMED)
    return FALSE;
  if (is_inferred (self))
    return TRUE;

  return self->is_choice &&
         pgg_statement_cache_is_worthwhile (&session->statements, self->sql, self->params);
}

/* What has no semicolon is one statement, however strange, that either protocol can carry. */
static gboolean
is_single (PggExecuteOperation *self)
{
  PggSession *session = self->parent_instance.session;

  return strchr (self->sql, ';') == NULL ||
         (pgg_session_has_preamble (session) && session->hooks->is_single (self->sql));
}

static void
pgg_execute_operation_look (PggConversation *conversation)
{
  PggExecuteOperation *self = (PggExecuteOperation *) conversation;
  gboolean is_copy = pgg_copy_guard_is_copy_sql (self->sql);

  conversation->pipelinable = FALSE;
  conversation->is_single = FALSE;
  self->is_described = is_to_be_described (self);
  conversation->carries_preamble = self->is_described;
  if (self->is_described || self->is_alone)
    return;

  conversation->pipelinable = !is_simple (self) && !is_copy;
  conversation->is_single = conversation->pipelinable ||
                            (!is_copy && is_single (self));
}

static void
pgg_execute_operation_class_init (PggExecuteOperationClass *klass)
{
  PGG_OPERATION_CLASS (klass)->clear = pgg_execute_operation_clear;
  PGG_OPERATION_CLASS (klass)->reusable_size = sizeof (PggExecuteOperation);
  klass->look = pgg_execute_operation_look;
  klass->send = pgg_execute_operation_send;
  klass->receive = pgg_execute_operation_receive;
  klass->succeed = pgg_execute_operation_succeed;
}

static void
pgg_execute_operation_init (PggExecuteOperation *self)
{
}

PggOperation *
pgg_execute_operation_start (PggSession              *session,
                             const PggExecuteRequest *request,
                             gpointer                 source_object,
                             gpointer                 source_tag,
                             guint                    timeout)
{
  PggExecuteOperation *self = pgg_operation_new (&session->queue,
                                                 pgg_execute_operation_get_type ());
  PggOperation *operation = (PggOperation *) self;

  pgg_conversation_set_up (&self->parent_instance, session, source_object, source_tag, timeout);
  self->sql = g_strdup (request->sql);
  self->params = request->params != NULL ? pgg_pq_params_ref (request->params) : NULL;
  self->result_format = request->result_format;
  self->hint = request->hint;
  self->inquiry.is_needed = request->needs_answer;
  self->convert = request->convert;
  self->destroy = request->destroy;
  self->is_choice = request->is_choice;
  self->execution.is_choice = request->is_choice;
  self->description.is_choice = request->is_choice;
  self->description.format = request->result_format;
  if (request->statement != NULL)
    self->execution.kept = pgg_cached_statement_ref (request->statement);
  self->is_alone = request->is_alone;
  self->parent_instance.is_outside = request->is_outside;
  pgg_operation_enter (operation);

  return operation;
}
