/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Executes many statements with their parameters in one flight, and tells what became of each. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-execute-many-operation-private.h"

#include "pgg-batch-operation-private.h"
#include "pgg-batch-runs-private.h"
#include "pgg-batch-window-private.h"
#include "pgg-client-error.h"
#include "pgg-copy-guard-private.h"
#include "pgg-debug-private.h"
#include "pgg-description-private.h"
#include "pgg-execution-private.h"
#include "pgg-inquiry-private.h"
#include "pgg-server-error-private.h"
#include "pgg-sql-state.h"
#include "pq/pgg-pq-params-private.h"
#include "pq/pgg-pq-params.h"

typedef struct
{
  PggBatchOperation   parent_instance;

  PggBatchWindow      window;   /* the items, and states of them */
  PggPqFormat         result_format;
  PggBatchConvert     convert;
  GDestroyNotify      destroy;

  PggExecution        execution;
  PggDescription      description;
  char               *latest;   /* the SQL of the item that was sent last, a GRefString; or NULL */
  PggPqParams        *prepared; /* its parameters, for whose types it is prepared; or NULL */
  PggBatchRuns        runs;     /* of what nobody keeps */
  char               *sql;      /* its SQL as the server reads it */
  guint               current;  /* the item that is being answered */
  gint64              latest_count; /* of the rows of the item that was answered last */
  gboolean            is_uniform; /* all items are the statement of the first */
  gboolean            is_aborted;
  gboolean            is_simple; /* all that was sent was one text */
  gboolean            may_have_committed; /* in an item, for good */
  PggBatchOutcome    *outcome;
  PggInquiry          inquiry;
} PggExecuteManyOperation;

typedef PggBatchOperationClass PggExecuteManyOperationClass;

static GType pgg_execute_many_operation_get_type (void);

G_DEFINE_TYPE (PggExecuteManyOperation, pgg_execute_many_operation, pgg_batch_operation_get_type ())

static void
pgg_execute_many_operation_finalize (GObject *object)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) object;

  pgg_description_clear (&self->description);
  pgg_execution_finish (&self->execution);
  pgg_batch_runs_clear (&self->runs);
  pgg_batch_window_clear (&self->window);
  g_clear_pointer (&self->prepared, pgg_pq_params_unref);
  g_clear_pointer (&self->sql, g_free);
  g_clear_pointer (&self->latest, g_ref_string_release);
  g_clear_pointer (&self->outcome, pgg_batch_outcome_free);
  pgg_inquiry_clear (&self->inquiry);

  G_OBJECT_CLASS (pgg_execute_many_operation_parent_class)->finalize (object);
}

static void
set_latest (PggExecuteManyOperation *self,
            char                    *sql)
{
  char *old = self->latest;

  self->latest = sql != NULL ? g_ref_string_acquire (sql) : NULL;
  g_clear_pointer (&old, g_ref_string_release);
}

static PggStatementCache *
get_statements (PggExecuteManyOperation *self)
{
  return &PGG_CONVERSATION (self)->session->statements;
}

static gboolean
begin_batch (PggExecuteManyOperation  *self,
             GError                  **error)
{
  PggConversationClass *klass =
    PGG_CONVERSATION_CLASS (pgg_execute_many_operation_parent_class);

  return klass->send (PGG_CONVERSATION (self), error);
}

static gboolean
describe (PggExecuteManyOperation  *self,
          GError                  **error)
{
  PggConversation *conversation = PGG_CONVERSATION (self);
  PggCachedStatement *kept = self->execution.kept;
  g_autofree char *sql = g_strdup (kept->sql);

  return pgg_session_encode_sql (conversation->session, &sql, error) &&
         pgg_description_prepare (&self->description, conversation, kept, sql, NULL, error);
}

static gboolean
check_sql (const char  *sql,
           GError     **error)
{
  pgg_debug_sql ("execute many", sql);
  if (!pgg_copy_guard_is_copy_sql (sql))
    return TRUE;

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                       _("COPY cannot be executed with sets of parameters"));

  return FALSE;
}

static gboolean
append_item (PggExecuteManyOperation  *self,
             const PggBatchItem       *item,
             GString                  *text,
             GError                  **error)
{
  PggSession *session = PGG_CONVERSATION (self)->session;
  g_autoptr(PggPqParams) params = item->params != NULL ? pgg_pq_params_ref (item->params) : NULL;
  g_autofree char *sql = g_strdup (item->sql);

  if (!check_sql (sql, error) || !pgg_session_inline_params (session, &sql, &params, error))
    return FALSE;

  g_string_append (text, sql);
  g_string_append (text, "\n;");

  return TRUE;
}

static gboolean
check_whole (PggExecuteManyOperation  *self,
             GError                  **error)
{
  const char *reason = NULL;

  if (self->parent_instance.is_independent)
    reason = _("In the simple protocol the items of a batch cannot stand alone");
  else if (self->parent_instance.expects_more)
    reason = _("In the simple protocol a batch has to be given as a whole");
  if (reason != NULL)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED, reason);

  return reason == NULL;
}

/* Several statements in one text are one transaction, too. */
static gboolean
send_simple (PggExecuteManyOperation  *self,
             GError                  **error)
{
  PggSession *session = PGG_CONVERSATION (self)->session;
  g_autoptr(GString) text = g_string_new (NULL);

  if (!check_whole (self, error))
    return FALSE;
  for (guint i = 0; i < self->window.items->len; i++)
    if (!append_item (self, &g_array_index (self->window.items, PggBatchItem, i), text, error))
      return FALSE;

  g_free (self->sql);
  self->sql = g_strdup (text->str);
  self->is_simple = TRUE;

  return pgg_session_encode_sql (session, &self->sql, error) &&
         pgg_pq_conn_send_query (session->pq, self->sql, -1, error);
}

static gboolean
is_for_one (PggExecuteManyOperation *self)
{
  return (self->is_uniform || !self->parent_instance.expects_more) &&
         pgg_batch_items_are_sets (self->window.items);
}

/* Where the items are of several statements their values keep their types, as in a pipeline. */
static void
pgg_execute_many_operation_look (PggConversation *conversation)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) conversation;
  PggSession *session = conversation->session;

  PGG_CONVERSATION_CLASS (pgg_execute_many_operation_parent_class)->look (conversation);
  if (session->statement_mode == PGG_STATEMENT_MODE_DESCRIBED && self->execution.kept == NULL &&
      is_for_one (self))
    self->execution.kept =
      pgg_cached_statement_new (g_array_index (self->window.items, PggBatchItem, 0).sql);
}

static gboolean
pgg_execute_many_operation_send (PggConversation  *conversation,
                                 GError          **error)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) conversation;
  PggSession *session = conversation->session;

  if (session->statement_mode == PGG_STATEMENT_MODE_SIMPLE)
    return send_simple (self, error);

  return pgg_execution_must_describe (&self->execution, session) ? describe (self, error)
                                                                 : begin_batch (self, error);
}

/* The values can be encoded when it is known for which types. */
static PggWait
receive_description (PggExecuteManyOperation *self,
                     PggWait                 *ready)
{
  PggConversation *conversation = PGG_CONVERSATION (self);
  g_autoptr(GError) error = NULL;
  PggWait want = pgg_description_read (&self->description, conversation, ready);

  if (want != PGG_WAIT_NONE || !pgg_description_may_go_on (conversation))
    return want;

  if (!begin_batch (self, &error))
    pgg_conversation_take_failure (conversation, g_steal_pointer (&error));

  return PGG_WAIT_NONE;
}

static guint
count_params (PggPqParams *params)
{
  return params != NULL ? pgg_pq_params_get_n_params (params) : 0;
}

/* Makes the SQL of @item the present one. */
static gboolean
take_sql (PggExecuteManyOperation  *self,
          const PggBatchItem       *item,
          GError                  **error)
{
  if (self->latest == item->sql || g_strcmp0 (self->latest, item->sql) == 0)
    return TRUE;

  if (!check_sql (item->sql, error))
    return FALSE;

  set_latest (self, NULL);
  g_clear_pointer (&self->sql, g_free);
  self->sql = g_strdup (item->sql);

  return pgg_session_encode_sql (PGG_CONVERSATION (self)->session, &self->sql, error);
}

static gboolean
is_followed_by_same (PggExecuteManyOperation *self,
                     guint                    index)
{
  const PggBatchItem *item = pgg_batch_window_get_item (&self->window, index);

  return index + 1 < self->parent_instance.n_items && item[1].sql == item->sql &&
         pgg_pq_params_have_same_types (item[1].params, item->params);
}

/* Whether what has been sent before is what is to be executed with @params. A set of other types
 * wants another statement, unless it is known which types they become. */
static gboolean
is_same (PggExecuteManyOperation *self,
         PggPqParams             *params)
{
  if (self->latest == NULL)
    return FALSE;

  return self->execution.kept != NULL ||
         (pgg_pq_params_have_same_types (self->prepared, params) &&
          pgg_batch_runs_is_current (&self->runs));
}

/* What has no parameters is not counted. After a failure no names are used, so that nothing that
 * happens to them in between can make it fail again. */
static gboolean
begin_run (PggExecuteManyOperation *self,
           PggPqParams             *params)
{
  guint index = self->parent_instance.n_sent;
  gboolean is_counted = self->execution.kept == NULL && !self->execution.repeated &&
                        params != NULL && pgg_pq_params_get_n_params (params) > 0;

  return pgg_batch_runs_begin (&self->runs, is_counted ? get_statements (self) : NULL, index,
                               self->sql, params, is_followed_by_same (self, index));
}

static gboolean
send_prepare (PggExecuteManyOperation  *self,
              PggPqParams              *params,
              GError                  **error)
{
  PggPqConn *pq = PGG_CONVERSATION (self)->session->pq;
  const PggCachedStatement *kept = self->execution.kept;
  char name[PGG_STATEMENT_NAME_SIZE];

  if (kept != NULL)
    return pgg_pq_conn_send_prepare (pq, "", -1, self->sql, -1, kept->types, kept->n_types, error);

  pgg_batch_runs_get_name (&self->runs, name);

  return pgg_pq_conn_send_prepare (pq, name, -1, self->sql, -1,
                                   params != NULL ? pgg_pq_params_get_types (params) : NULL,
                                   count_params (params), error);
}

static gboolean
prepare (PggExecuteManyOperation  *self,
         PggPqParams              *params,
         GError                  **error)
{
  PggBatchOperation *batch = &self->parent_instance;

  if (is_same (self, params) || !begin_run (self, params))
    return TRUE;

  if (!send_prepare (self, params, error))
    {
      pgg_batch_runs_take_back (&self->runs, get_statements (self));
      return FALSE;
    }

  *pgg_batch_window_get_state (&self->window, batch->n_sent) |= PGG_BATCH_STATE_PREPARES;
  pgg_batch_operation_count (batch);

  return TRUE;
}

/*
 * A statement is prepared once for all items that need the same. What has to stand alone does not
 * depend on what became of another, and is sent whole.
 */
static gboolean
send_statement (PggExecuteManyOperation  *self,
                PggPqParams              *params,
                GError                  **error)
{
  PggBatchOperation *batch = &self->parent_instance;
  PggPqConn *pq = batch->parent_instance.session->pq;
  const PggCachedStatement *kept = self->execution.kept;
  char name[PGG_STATEMENT_NAME_SIZE];

  if (kept != NULL && kept->prepared && !self->execution.repeated)
    {
      pgg_cached_statement_get_name (kept, name);
      return pgg_pq_conn_send_query_prepared (pq, name, -1, params, self->result_format, error);
    }
  if (batch->is_independent)
    return pgg_pq_conn_send_query_params (pq, self->sql, -1, params, self->result_format, error);
  if (!prepare (self, params, error))
    return FALSE;

  pgg_batch_runs_get_name (&self->runs, name);

  return pgg_pq_conn_send_query_prepared (pq, name, -1, params, self->result_format, error);
}

static gboolean
send (PggExecuteManyOperation  *self,
      const PggBatchItem       *item,
      gsize                    *n_bytes,
      GError                  **error)
{
  PggSession *session = PGG_CONVERSATION (self)->session;
  g_autoptr(PggPqParams) params = NULL;

  if (!take_sql (self, item, error))
    return FALSE;
  if (item->params != NULL)
    {
      params = pgg_session_encode_params (session, item->params, self->execution.kept, error);
      if (params == NULL)
        return FALSE;
      *n_bytes += pgg_pq_params_get_size (params);
    }
  if (!send_statement (self, params, error))
    return FALSE;

  *n_bytes += strlen (self->sql);
  set_latest (self, item->sql);
  g_clear_pointer (&self->prepared, pgg_pq_params_unref);
  self->prepared = g_steal_pointer (&params);

  return TRUE;
}

static gboolean
pgg_execute_many_operation_send_item (PggBatchOperation  *batch,
                                      guint               index,
                                      gsize              *n_bytes,
                                      GError            **error)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) batch;
  GError *local_error = NULL;

  if (send (self, pgg_batch_window_get_item (&self->window, index), n_bytes, &local_error))
    {
      *pgg_batch_window_get_state (&self->window, index) |= PGG_BATCH_STATE_SENT;
      pgg_batch_operation_count (batch);
      return TRUE;
    }

  g_prefix_error (&local_error, _("Item %u of the batch: "), index);
  if (!batch->is_independent)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  pgg_batch_outcome_set_error (self->outcome, index, local_error);

  return TRUE;
}

/* One that could not be sent has no answer. */
static guint
get_current (PggExecuteManyOperation *self)
{
  while (self->current < self->parent_instance.n_sent &&
         !(*pgg_batch_window_get_state (&self->window, self->current) & PGG_BATCH_STATE_SENT))
    self->current++;

  return self->current;
}

/* An error may come after the result, with the end of the transaction. */
static void
take_back (PggExecuteManyOperation *self,
           guint                    index)
{
  if (*pgg_batch_window_get_state (&self->window, index) & PGG_BATCH_STATE_GIVEN)
    pgg_batch_outcome_take_back (self->outcome, self->latest_count);
}

static void
note_error (PggExecuteManyOperation *self,
            guint                    index,
            GError                  *error)
{
  take_back (self, index);
  pgg_batch_outcome_set_error (self->outcome, index, error);
}

/* It is the server's word on our cancel request. */
static gboolean
is_of_interrupt (PggOperation *operation,
                 GError       *failure)
{
  return operation->interrupt != PGG_INTERRUPT_NONE &&
         g_error_matches (failure, PGG_SERVER_ERROR, PGG_SQL_STATE_QUERY_CANCELED);
}

/* The one behind it runs now, and has not been cancelled yet. */
static void
cancel_next (PggOperation *operation)
{
  PggSession *session = PGG_CONVERSATION (operation)->session;

  session->cancel_again = g_get_monotonic_time ();
  pgg_operation_set_timer (operation, session->cancel_again);
}

/* It may have failed only because of what it was executed as. */
static void
note_execution (PggExecuteManyOperation *self,
                guint                    index)
{
  if (self->execution.kept != NULL)
    {
      pgg_execution_use (&self->execution, self->execution.kept);
      return;
    }

  pgg_batch_runs_skip_behind (&self->runs, get_statements (self), index);
  pgg_batch_runs_use (&self->runs, index, &self->execution);
}

static void
take_failure (PggExecuteManyOperation *self,
              guint                    index,
              GError                  *failure)
{
  PggOperation *operation = (PggOperation *) self;

  if (failure->domain == PGG_SERVER_ERROR)
    pgg_server_error_set_batch_index (failure, index);
  note_execution (self, index);
  if (!self->parent_instance.is_independent)
    return;

  if (!is_of_interrupt (operation, failure))
    {
      note_error (self, index, g_error_copy (failure));
      return;
    }

  note_error (self, index, pgg_operation_interrupt_error (operation));
  cancel_next (operation);
}

static void
keep (PggExecuteManyOperation *self,
      guint                    index,
      PggPqResult             *result)
{
  PggSession *session = PGG_CONVERSATION (self)->session;
  PggBatchOutcome *outcome = self->outcome;

  self->may_have_committed |= pgg_batch_outcome_can_commit (result);
  *pgg_batch_window_get_state (&self->window, index) |= PGG_BATCH_STATE_GIVEN;
  self->latest_count = pgg_batch_outcome_count_rows (result);
  pgg_batch_outcome_set_count (outcome, index, self->latest_count);
  if (outcome->results == NULL)
    return;

  g_ptr_array_add (outcome->results, pgg_pq_result_ref (result));
  g_ptr_array_add (outcome->contexts, session->hooks->get_context (session));
}

static void
take_skipped (PggExecuteManyOperation *self,
              guint                    index)
{
  if (*pgg_batch_window_get_state (&self->window, index) & PGG_BATCH_STATE_PREPARES)
    pgg_batch_runs_skip (&self->runs, get_statements (self), index);
}

/* What comes behind the last item is of the Sync, or of what made the rest fail. */
static void
pgg_execute_many_operation_take (PggBatchOperation *batch,
                                 PggPqResult       *result,
                                 GError            *failure)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) batch;
  guint index = get_current (self);

  if (index >= batch->n_sent)
    return;

  if (failure != NULL)
    take_failure (self, index, failure);
  else if (pgg_pq_result_status (result) == PGG_PQ_EXEC_STATUS_PIPELINE_ABORTED)
    take_skipped (self, index);
  else if (!(*pgg_batch_window_get_state (&self->window, index) & PGG_BATCH_STATE_PREPARES))
    keep (self, index, result);
}

/* An item that stands alone ends with its Sync, with which an error can come. */
static void
pgg_execute_many_operation_end_command (PggBatchOperation *batch)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) batch;

  if (batch->is_independent || self->current >= batch->n_sent)
    return;

  if (*pgg_batch_window_get_state (&self->window, self->current) & PGG_BATCH_STATE_PREPARES)
    *pgg_batch_window_get_state (&self->window, self->current) &= ~PGG_BATCH_STATE_PREPARES;
  else
    pgg_batch_runs_pass (&self->runs, self->current++);
}

static void
pgg_execute_many_operation_end_sync (PggBatchOperation *batch)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) batch;

  self->current = get_current (self) + 1;
}

/* Nothing is known yet of what becomes of the items. */
static void
renew_outcome (PggExecuteManyOperation *self,
               gboolean                 keeps_counts,
               gboolean                 keeps_results)
{
  PggBatchOperation *batch = &self->parent_instance;
  const PggSessionHooks *hooks = batch->parent_instance.session->hooks;

  g_clear_pointer (&self->outcome, pgg_batch_outcome_free);
  self->outcome =
    pgg_batch_outcome_new (keeps_counts, keeps_results ? hooks->unref_context : NULL);
  self->outcome->is_independent = batch->is_independent;
  pgg_batch_outcome_grow (self->outcome, batch->n_items);
  pgg_batch_window_reset (&self->window);
  self->current = 0;
  set_latest (self, NULL);
  pgg_batch_runs_clear (&self->runs);
}

/* None of the executions had an effect, unless one of them has ended the transaction of all. */
static gboolean
repeat (PggExecuteManyOperation *self)
{
  PggConversation *conversation = PGG_CONVERSATION (self);

  if (!pgg_execution_is_outdated (&self->execution, conversation) || self->may_have_committed ||
      !pgg_execution_may_repeat (&self->execution, conversation))
    return FALSE;

  pgg_batch_operation_reset (&self->parent_instance);
  pgg_execution_clear (&self->execution);
  renew_outcome (self, self->outcome->counts != NULL, self->outcome->results != NULL);
  if (self->execution.kept != NULL ? !describe (self, NULL) : !begin_batch (self, NULL))
    return FALSE;

  g_clear_error (&conversation->failure);

  return TRUE;
}

/* An item is one statement. */
static void
take_simple (PggExecuteManyOperation *self,
             PggPqResult             *result)
{
  PggConversation *conversation = PGG_CONVERSATION (self);
  GError *failure = pgg_conversation_read_failure (conversation, result);

  if (self->current < self->window.items->len && failure != NULL)
    take_failure (self, self->current, failure);
  else if (self->current < self->window.items->len)
    keep (self, self->current, result);
  self->current++;
  if (failure != NULL)
    pgg_conversation_take_failure (conversation, failure);
}

static PggWait
receive_simple (PggExecuteManyOperation *self,
                PggWait                 *ready)
{
  for (;;)
    {
      g_autoptr(PggPqResult) result = NULL;
      PggWait want = pgg_conversation_next (PGG_CONVERSATION (self), ready, &result);

      if (want != PGG_WAIT_NONE || result == NULL)
        return want;
      take_simple (self, result);
    }
}

/* The types of what is kept may have to be looked up. */
static PggWait
inquire (PggExecuteManyOperation *self,
         PggWait                 *ready)
{
  GPtrArray *results = self->outcome->results;

  if (results == NULL)
    return PGG_WAIT_NONE;

  return pgg_inquiry_step (&self->inquiry, PGG_CONVERSATION (self), ready, 0,
                           (PggPqResult *const *) results->pdata, results->len);
}

static PggWait
pgg_execute_many_operation_receive (PggConversation *conversation,
                                    PggWait          ready)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) conversation;
  PggConversationClass *klass =
    PGG_CONVERSATION_CLASS (pgg_execute_many_operation_parent_class);
  PggWait want = PGG_WAIT_NONE;

  if (self->is_simple)
    {
      if (!conversation->answered)
        want = receive_simple (self, &ready);
      return want != PGG_WAIT_NONE ? want : inquire (self, &ready);
    }
  if (self->description.describing)
    {
      want = receive_description (self, &ready);
      if (want != PGG_WAIT_NONE || conversation->failure != NULL ||
          !pgg_description_may_go_on (conversation))
        return want;
    }
  want = klass->receive (conversation, ready);
  if (want == PGG_WAIT_NONE && repeat (self))
    want = PGG_WAIT_READ | PGG_WAIT_WRITE;

  return want != PGG_WAIT_NONE ? want : inquire (self, &ready);
}

/* Only results need what they depend on. */
static void
pgg_execute_many_operation_succeed (PggConversation *conversation)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) conversation;
  PggSession *session = conversation->session;
  GPtrArray *results = self->outcome->results;
  gboolean has_results = results != NULL && results->len > 0;
  gpointer context = has_results ? session->hooks->get_context (session) : NULL;

  pgg_operation_return_pointer (&conversation->parent_instance,
                                self->convert (self->outcome, context), self->destroy);
  if (context != NULL)
    session->hooks->unref_context (context);
}

/* Items that stand alone had their effects before the end came: the caller has to know which. */
static gboolean
pgg_execute_many_operation_settle (PggConversation *conversation,
                                   const GError    *error)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) conversation;
  PggBatchOperation *batch = &self->parent_instance;

  if (!batch->is_independent || batch->n_sent == 0 || batch->is_refused || self->is_aborted)
    return FALSE;

  for (guint i = get_current (self); i < batch->n_items; i++)
    note_error (self, i, g_error_copy (error));
  pgg_execute_many_operation_succeed (conversation);

  return TRUE;
}

/* What else comes is told to nobody. */
static void
pgg_execute_many_operation_overdue (PggOperation *operation)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) operation;
  PggBatchOperation *batch = &self->parent_instance;

  PGG_OPERATION_CLASS (pgg_execute_many_operation_parent_class)->overdue (operation);
  pgg_batch_outcome_free (self->outcome);
  self->outcome = pgg_batch_outcome_new (FALSE, NULL);
  pgg_batch_outcome_grow (self->outcome, batch->n_items);
  self->outcome->is_independent = batch->is_independent;
}

static void
pgg_execute_many_operation_class_init (PggExecuteManyOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_execute_many_operation_finalize;
  PGG_OPERATION_CLASS (klass)->overdue = pgg_execute_many_operation_overdue;
  klass->parent_class.look = pgg_execute_many_operation_look;
  klass->parent_class.send = pgg_execute_many_operation_send;
  klass->parent_class.receive = pgg_execute_many_operation_receive;
  klass->parent_class.succeed = pgg_execute_many_operation_succeed;
  klass->parent_class.settle = pgg_execute_many_operation_settle;
  klass->send_item = pgg_execute_many_operation_send_item;
  klass->take = pgg_execute_many_operation_take;
  klass->end_command = pgg_execute_many_operation_end_command;
  klass->end_sync = pgg_execute_many_operation_end_sync;
}

static void
pgg_execute_many_operation_init (PggExecuteManyOperation *self)
{
}

/* What has a name at the server can fail because of that, and could not be sent again. */
static void
open_batch (PggExecuteManyOperation *self,
            const PggBatchRequest   *request)
{
  self->parent_instance.expects_more = TRUE;
  self->parent_instance.feeder = g_thread_self ();
  self->is_uniform = request->is_uniform;
  self->execution.repeated = TRUE;
}

/* Something has changed for one that is open. */
static void
begin_turn (PggExecuteManyOperation *self)
{
  PggOperation *operation = (PggOperation *) self;

  if (operation->queue->feeder == self->parent_instance.feeder)
    operation->queue->feeder = NULL;
  self->parent_instance.feeder = g_thread_self ();
  pgg_queue_kick (operation->queue);
}

/* Takes @error. */
static void
abort_batch (PggExecuteManyOperation *self,
             GError                  *error)
{
  self->is_aborted = TRUE;
  pgg_conversation_take_failure (PGG_CONVERSATION (self), error);
}

PggOperation *
pgg_execute_many_operation_start (PggSession            *session,
                                  const PggBatchRequest *request,
                                  gpointer               source_object,
                                  gpointer               source_tag,
                                  guint                  timeout)
{
  PggExecuteManyOperation *self =
    g_object_new (pgg_execute_many_operation_get_type (), NULL);
  PggOperation *operation = (PggOperation *) self;

  pgg_conversation_set_up (PGG_CONVERSATION (operation), session, source_object, source_tag,
                           timeout);
  pgg_batch_window_init (&self->window, request->items);
  self->result_format = request->result_format;
  self->convert = request->convert;
  self->destroy = request->destroy;
  if (request->statement != NULL)
    self->execution.kept = pgg_cached_statement_ref (request->statement);
  self->parent_instance.n_items = request->items->len;
  self->parent_instance.is_independent = request->is_independent;
  if (request->is_open)
    open_batch (self, request);
  renew_outcome (self, !request->drops_counts, request->keeps_results);
  pgg_operation_enter (operation);

  return operation;
}

/* Items are counted with 32 bits. */
static void
take_items (PggExecuteManyOperation *self,
            GArray                  *items)
{
  PggBatchOperation *batch = &self->parent_instance;

  if (items->len > G_MAXUINT - batch->n_items)
    {
      abort_batch (self, g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_TOO_LARGE,
                                              _("The batch has too many items")));
      return;
    }

  pgg_batch_window_drop (&self->window, batch->n_sent, get_current (self));
  pgg_batch_window_append (&self->window, items);
  pgg_batch_outcome_grow (self->outcome, items->len);
  batch->n_items += items->len;
}

gboolean
pgg_execute_many_operation_write (PggOperation *operation,
                                  GArray       *items)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) operation;
  gboolean is_wanted;

  pgg_queue_lock (operation->queue);
  is_wanted = !operation->done && self->parent_instance.expects_more;
  if (is_wanted)
    {
      take_items (self, items);
      begin_turn (self);
    }
  pgg_queue_unlock_quietly (operation->queue);

  return is_wanted;
}

void
pgg_execute_many_operation_close (PggOperation *operation)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) operation;

  pgg_queue_lock (operation->queue);
  if (!operation->done)
    {
      self->parent_instance.expects_more = FALSE;
      begin_turn (self);
    }
  pgg_queue_unlock_quietly (operation->queue);
}

void
pgg_execute_many_operation_abort (PggOperation *operation,
                                  GError       *error)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) operation;

  pgg_queue_lock (operation->queue);
  if (!operation->done && self->parent_instance.expects_more)
    {
      abort_batch (self, error);
      pgg_batch_operation_cancel_rest (&self->parent_instance);
    }
  else
    {
      g_error_free (error);
    }
  begin_turn (self);
  pgg_queue_unlock_quietly (operation->queue);
}
