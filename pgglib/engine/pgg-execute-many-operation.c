/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Executes one statement with many sets of parameters, in one flight. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-execute-many-operation-private.h"

#include "pgg-batch-operation-private.h"
#include "pgg-client-error.h"
#include "pgg-copy-guard-private.h"
#include "pgg-debug-private.h"
#include "pgg-description-private.h"
#include "pgg-execution-private.h"
#include "pq/pgg-pq-params-private.h"
#include "pq/pgg-pq-params.h"

typedef struct
{
  PggBatchOperation   parent_instance;

  char               *sql;
  PggExecution        execution;
  PggDescription      description;
  GPtrArray          *sets;
  PggPqParams        *prepared; /* for whose types the statement is prepared, borrowed */
  gint64              n_rows;
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
  g_clear_pointer (&self->sql, g_free);
  g_clear_pointer (&self->sets, g_ptr_array_unref);

  G_OBJECT_CLASS (pgg_execute_many_operation_parent_class)->finalize (object);
}

static gboolean
begin_batch (PggExecuteManyOperation  *self,
             GError                  **error)
{
  PggConversationClass *klass =
    PGG_CONVERSATION_CLASS (pgg_execute_many_operation_parent_class);

  if (self->execution.kept != NULL)
    pgg_execution_use_kept (&self->execution);

  return klass->send (PGG_CONVERSATION (self), error);
}

static gboolean
prepare (PggExecuteManyOperation  *self,
         GError                  **error)
{
  return pgg_description_prepare (&self->description, PGG_CONVERSATION (self),
                                  self->execution.kept, self->sql, NULL, error);
}

static gboolean
pgg_execute_many_operation_send (PggConversation  *conversation,
                                 GError          **error)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) conversation;

  pgg_debug_sql ("execute many", self->sql);
  if (pgg_copy_guard_is_copy_sql (self->sql))
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                           _("COPY cannot be executed with sets of parameters"));
      return FALSE;
    }

  if (!pgg_session_encode_sql (conversation->session, &self->sql, error))
    return FALSE;
  if (pgg_execution_must_describe (&self->execution))
    return prepare (self, error);

  return begin_batch (self, error);
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

  conversation->answered = FALSE;
  if (!begin_batch (self, &error))
    pgg_conversation_take_failure (conversation, g_steal_pointer (&error));

  return PGG_WAIT_NONE;
}

/* None of the executions had an effect. */
static gboolean
repeat (PggExecuteManyOperation *self)
{
  PggConversation *conversation = PGG_CONVERSATION (self);

  if (!pgg_execution_is_outdated (&self->execution, conversation) ||
      !pgg_execution_may_repeat (&self->execution, conversation))
    return FALSE;

  pgg_batch_operation_reset (&self->parent_instance);
  self->n_rows = 0;
  if (!prepare (self, NULL))
    return FALSE;

  g_clear_error (&conversation->failure);

  return TRUE;
}

static PggWait
pgg_execute_many_operation_receive (PggConversation *conversation,
                                    PggWait          ready)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) conversation;
  PggConversationClass *klass =
    PGG_CONVERSATION_CLASS (pgg_execute_many_operation_parent_class);
  PggWait want = PGG_WAIT_NONE;

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

  return want;
}

static gboolean
have_same_types (PggPqParams *a,
                 PggPqParams *b)
{
  guint n_params = pgg_pq_params_get_n_params (a);

  if (n_params != pgg_pq_params_get_n_params (b))
    return FALSE;

  return n_params == 0 || memcmp (pgg_pq_params_get_types (a), pgg_pq_params_get_types (b),
                                  n_params * sizeof (Oid)) == 0;
}

/* A set of other types wants another statement. */
static gboolean
prepare_for (PggExecuteManyOperation  *self,
             PggPqParams              *params,
             GError                  **error)
{
  PggPqConn *pq = PGG_CONVERSATION (self)->session->pq;

  if (self->execution.kept != NULL ||
      (self->prepared != NULL && have_same_types (self->prepared, params)))
    return TRUE;

  self->prepared = params;

  return pgg_pq_conn_send_prepare (pq, "", -1, self->sql, -1, pgg_pq_params_get_types (params),
                                   pgg_pq_params_get_n_params (params), error);
}

static gboolean
pgg_execute_many_operation_send_item (PggBatchOperation  *batch,
                                      guint               index,
                                      GError            **error)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) batch;
  PggPqParams *params = self->sets->pdata[index];
  PggSession *session = batch->parent_instance.session;
  PggCachedStatement *kept = self->execution.kept;
  g_autoptr(PggPqParams) encoded = pgg_session_encode_params (session, params, kept, error);
  char name[PGG_STATEMENT_NAME_SIZE] = "";

  if (encoded == NULL || !prepare_for (self, params, error))
    return FALSE;

  if (kept != NULL)
    pgg_statement_name (kept->number, name);

  return pgg_pq_conn_send_query_prepared (session->pq, name, -1, encoded, PGG_PQ_FORMAT_TEXT,
                                          error);
}

static gint64
count_rows (PggPqResult *result)
{
  const char *count = pgg_pq_result_cmd_tuples (result, NULL, NULL);

  return count != NULL ? g_ascii_strtoll (count, NULL, 10) : 0;
}

static void
pgg_execute_many_operation_take (PggBatchOperation *batch,
                                 PggPqResult       *result,
                                 const GError      *failure)
{
  if (failure == NULL)
    ((PggExecuteManyOperation *) batch)->n_rows += count_rows (result);
}

static void
pgg_execute_many_operation_succeed (PggConversation *conversation)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) conversation;

  pgg_operation_return_pointer (&conversation->parent_instance,
                                g_memdup2 (&self->n_rows, sizeof self->n_rows), g_free);
}

static void
pgg_execute_many_operation_class_init (PggExecuteManyOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_execute_many_operation_finalize;
  klass->parent_class.send = pgg_execute_many_operation_send;
  klass->parent_class.receive = pgg_execute_many_operation_receive;
  klass->parent_class.succeed = pgg_execute_many_operation_succeed;
  klass->send_item = pgg_execute_many_operation_send_item;
  klass->take = pgg_execute_many_operation_take;
}

static void
pgg_execute_many_operation_init (PggExecuteManyOperation *self)
{
}

PggOperation *
pgg_execute_many_operation_start (PggSession         *session,
                                  const char         *sql,
                                  PggCachedStatement *statement,
                                  GPtrArray          *sets,
                                  gpointer            source_object,
                                  gpointer            source_tag,
                                  guint               timeout)
{
  PggExecuteManyOperation *self =
    g_object_new (pgg_execute_many_operation_get_type (), NULL);
  PggOperation *operation = (PggOperation *) self;

  pgg_conversation_set_up (PGG_CONVERSATION (operation), session, source_object, source_tag,
                           timeout);
  self->sql = g_strdup (sql);
  if (statement != NULL)
    self->execution.kept = pgg_cached_statement_ref (statement);
  self->sets = g_ptr_array_ref (sets);
  self->parent_instance.n_items = sets->len;
  pgg_operation_enter (operation);

  return operation;
}
