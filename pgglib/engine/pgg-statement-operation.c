/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A statement of a section: it waits beside the queue until the section has its result. */

#include "config.h"

#include "pgg-statement-operation-private.h"

#include "pgg-debug-private.h"
#include "pgg-operation-private.h"
#include "pq/pgg-pq-params-private.h"

typedef struct
{
  PggOperation       parent_instance;

  PggSession        *session;
  char              *sql;
  PggPqParams       *params;
  PggPqFormat        result_format;
  PggExecuteConvert  convert;
  GDestroyNotify     destroy;
  gpointer           pipeline;  /* whose section it belongs to; only compared */
  gboolean           gathered;  /* a section has it */
} PggStatementOperation;

typedef PggOperationClass PggStatementOperationClass;

static GType pgg_statement_operation_get_type (void);

G_DEFINE_TYPE (PggStatementOperation, pgg_statement_operation, pgg_operation_get_type ())

static void
pgg_statement_operation_finalize (GObject *object)
{
  PggStatementOperation *self = (PggStatementOperation *) object;

  g_clear_pointer (&self->sql, g_free);
  g_clear_pointer (&self->params, pgg_pq_params_unref);
  g_clear_pointer (&self->session, pgg_session_unref);

  G_OBJECT_CLASS (pgg_statement_operation_parent_class)->finalize (object);
}

static void
pgg_statement_operation_class_init (PggStatementOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_statement_operation_finalize;
  klass->parked = TRUE;
}

static void
pgg_statement_operation_init (PggStatementOperation *self)
{
}

/* Belongs to whatever section of @source_object ends next. */
PggOperation *
pgg_statement_operation_start (PggSession              *session,
                               const PggExecuteRequest *request,
                               gpointer                 source_object,
                               gpointer                 source_tag)
{
  PggStatementOperation *self = g_object_new (pgg_statement_operation_get_type (), NULL);
  PggOperation *operation = &self->parent_instance;

  self->session = pgg_session_ref (session);
  self->sql = g_strdup (request->sql);
  self->params = request->params != NULL ? pgg_pq_params_ref (request->params) : NULL;
  self->result_format = request->result_format;
  self->convert = request->convert;
  self->destroy = request->destroy;
  self->pipeline = source_object;
  pgg_operation_set_up (operation, &session->queue, source_object, source_tag);
  pgg_operation_enter (operation);

  return operation;
}

static PggStatementOperation *
get_waiting (PggOperation *operation,
             gpointer      source_object)
{
  PggStatementOperation *self = (PggStatementOperation *) operation;

  if (!G_TYPE_CHECK_INSTANCE_TYPE (operation, pgg_statement_operation_get_type ()) ||
      self->pipeline != source_object)
    return NULL;

  return self->gathered ? NULL : self;
}

/* No section of @source_object ends any more: it goes away. */
void
pgg_statement_operation_drop (PggSession *session,
                              gpointer    source_object)
{
  GList *next;

  for (GList *link = session->queue.parked.head; link != NULL; link = next)
    {
      next = link->next;
      if (get_waiting (link->data, source_object) != NULL)
        pgg_operation_interrupt (link->data, PGG_INTERRUPT_CANCELLED);
    }
}

/* Those of @source_object that no section has yet, in their order. */
GPtrArray *
pgg_statement_operation_gather (PggSession *session,
                                gpointer    source_object)
{
  GPtrArray *statements = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *link = session->queue.parked.head; link != NULL; link = link->next)
    {
      PggStatementOperation *self = get_waiting (link->data, source_object);

      if (self == NULL)
        continue;
      self->gathered = TRUE;
      g_ptr_array_add (statements, g_object_ref (self));
    }

  return statements;
}

/* Then the server has it already as the statement without a name. Types that have names may turn
 * out to be others. */
static gboolean
is_same (PggStatementOperation *self,
         PggOperation          *previous)
{
  PggStatementOperation *other = (PggStatementOperation *) previous;

  return other != NULL && g_str_equal (self->sql, other->sql) &&
         pgg_pq_params_have_same_types (self->params, other->params) &&
         (self->params == NULL || !pgg_pq_params_has_type_names (self->params));
}

gboolean
pgg_statement_operation_send (PggOperation  *operation,
                              PggOperation  *previous,
                              GError       **error)
{
  PggStatementOperation *self = (PggStatementOperation *) operation;
  PggSession *session = self->session;
  g_autoptr(PggPqParams) params = NULL;

  pgg_debug_sql ("execute", self->sql);
  if (!pgg_session_encode_sql (session, &self->sql, error))
    return FALSE;

  if (self->params != NULL)
    {
      params = pgg_session_encode_params (session, self->params, NULL, error);
      if (params == NULL)
        return FALSE;
    }

  if (is_same (self, previous))
    return pgg_pq_conn_send_query_prepared (session->pq, "", -1, params, self->result_format,
                                            error);

  return pgg_pq_conn_send_query_params (session->pq, self->sql, -1, params, self->result_format,
                                        error);
}

/* About as many bytes are sent. */
gsize
pgg_statement_operation_get_size (PggOperation *operation)
{
  PggStatementOperation *self = (PggStatementOperation *) operation;
  gsize n_bytes = self->params != NULL ? pgg_pq_params_get_size (self->params) : 0;

  return strlen (self->sql) + n_bytes;
}

/* Nobody may be waiting any more. */
void
pgg_statement_operation_give (PggOperation *operation,
                              PggPqResult  *result,
                              gpointer      context)
{
  PggStatementOperation *self = (PggStatementOperation *) operation;
  PggPqResult *results[] = { result };

  if (operation->done)
    return;

  pgg_pq_result_ref (result);
  pgg_operation_return_pointer (operation,
                                self->convert (results, 1, context, context),
                                self->destroy);
  pgg_queue_finish (operation->queue, operation);
}

/* Takes @error. */
void
pgg_statement_operation_fail (PggOperation *operation,
                              GError       *error)
{
  if (operation->done)
    {
      g_error_free (error);
      return;
    }

  pgg_operation_return_error (operation, error);
  pgg_queue_finish (operation->queue, operation);
}
