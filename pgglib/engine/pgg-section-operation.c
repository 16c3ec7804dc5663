/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sends the statements of a section in one flight, and hands out their results. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-section-operation-private.h"

#include "pgg-batch-operation-private.h"
#include "pgg-client-error.h"
#include "pgg-inquiry-private.h"
#include "pgg-statement-operation-private.h"

typedef struct
{
  PggBatchOperation  parent_instance;

  GPtrArray         *statements;  /* all of them */
  GPtrArray         *sent;        /* of these, in the order of their answers */
  gpointer           context;     /* of the session when the last answer had come */
  GPtrArray         *held;        /* results that cannot be read yet, and those behind them */
  GPtrArray         *holders;     /* the statements of these */
  PggInquiry         inquiry;
} PggSectionOperation;

typedef PggBatchOperationClass PggSectionOperationClass;

static GType pgg_section_operation_get_type (void);

G_DEFINE_TYPE (PggSectionOperation, pgg_section_operation, pgg_batch_operation_get_type ())

static void
pgg_section_operation_finalize (GObject *object)
{
  PggSectionOperation *self = (PggSectionOperation *) object;

  if (self->context != NULL)
    PGG_CONVERSATION (self)->session->hooks->unref_context (self->context);
  g_clear_pointer (&self->statements, g_ptr_array_unref);
  g_clear_pointer (&self->sent, g_ptr_array_unref);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_pointer (&self->holders, g_ptr_array_unref);
  pgg_inquiry_clear (&self->inquiry);

  G_OBJECT_CLASS (pgg_section_operation_parent_class)->finalize (object);
}

gboolean
pgg_section_operation_check_mode (PggSession  *session,
                                  GError     **error)
{
  if (session->statement_mode != PGG_STATEMENT_MODE_SIMPLE)
    return TRUE;

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                       _("The simple protocol has no pipelines"));

  return FALSE;
}

static gboolean
pgg_section_operation_send (PggConversation  *conversation,
                            GError          **error)
{
  PggSectionOperation *self = (PggSectionOperation *) conversation;

  if (!pgg_section_operation_check_mode (conversation->session, error))
    return FALSE;

  self->context = conversation->session->hooks->get_context (conversation->session);

  return PGG_CONVERSATION_CLASS (pgg_section_operation_parent_class)->send (conversation, error);
}

static PggOperation *
get_latest (PggSectionOperation *self)
{
  return self->sent->len > 0 ? self->sent->pdata[self->sent->len - 1] : NULL;
}

/* One that was cancelled before it was sent is left out. */
static gboolean
pgg_section_operation_send_item (PggBatchOperation  *batch,
                                 guint               index,
                                 gsize              *n_bytes,
                                 GError            **error)
{
  PggSectionOperation *self = (PggSectionOperation *) batch;
  PggOperation *statement = self->statements->pdata[index];
  GError *local_error = NULL;

  if (statement->done)
    return TRUE;

  if (!pgg_statement_operation_send (statement, get_latest (self), &local_error))
    {
      pgg_statement_operation_fail (statement, g_error_copy (local_error));
      g_propagate_error (error, local_error);
      return FALSE;
    }
  g_ptr_array_add (self->sent, statement);
  *n_bytes += pgg_statement_operation_get_size (statement);
  pgg_batch_operation_count (batch);

  return TRUE;
}

static GError *
new_aborted_error (void)
{
  return g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_PIPELINE_ABORTED,
                              _("An earlier statement of the same section failed"));
}

/* What comes behind the last answer is of the Sync, or of what made the rest fail. */
static PggOperation *
get_current (PggSectionOperation *self)
{
  guint n_answered = self->parent_instance.n_answered;

  return n_answered < self->sent->len ? self->sent->pdata[n_answered] : NULL;
}

static void
give (PggSectionOperation *self,
      PggOperation        *statement,
      PggPqResult         *result)
{
  PggSession *session = PGG_CONVERSATION (self)->session;
  gpointer context = session->hooks->get_context (session);

  pgg_statement_operation_give (statement, result, context);
  session->hooks->unref_context (self->context);
  self->context = context;
}

static void
give_held (PggSectionOperation *self)
{
  PggSession *session = PGG_CONVERSATION (self)->session;
  gpointer after = self->held->len > 0 ? session->hooks->get_context (session) : NULL;

  for (guint i = 0; i < self->held->len; i++)
    {
      gpointer context =
        session->hooks->choose_context ((PggPqResult *const *) self->held->pdata, self->held->len,
                                        i, self->context, after);

      pgg_statement_operation_give (self->holders->pdata[i], self->held->pdata[i], context);
      session->hooks->unref_context (context);
    }
  if (after != NULL)
    session->hooks->unref_context (after);

  g_ptr_array_set_size (self->held, 0);
  g_ptr_array_set_size (self->holders, 0);
}

/* Results are given in their order. */
static void
give_or_hold (PggSectionOperation *self,
              PggOperation        *statement,
              PggPqResult         *result)
{
  PggSession *session = PGG_CONVERSATION (self)->session;

  if (self->held->len == 0 && session->hooks->is_readable (session, result))
    {
      give (self, statement, result);
      return;
    }

  g_ptr_array_add (self->held, pgg_pq_result_ref (result));
  g_ptr_array_add (self->holders, statement);
}

static void
pgg_section_operation_take (PggBatchOperation *batch,
                            PggPqResult       *result,
                            GError            *failure)
{
  PggSectionOperation *self = (PggSectionOperation *) batch;
  PggOperation *operation = (PggOperation *) batch;
  PggOperation *statement = get_current (self);

  if (statement == NULL)
    return;

  if (operation->interrupt != PGG_INTERRUPT_NONE)
    pgg_statement_operation_fail (statement, pgg_operation_interrupt_error (operation));
  else if (failure != NULL)
    pgg_statement_operation_fail (statement, g_error_copy (failure));
  else if (pgg_pq_result_status (result) == PGG_PQ_EXEC_STATUS_PIPELINE_ABORTED)
    pgg_statement_operation_fail (statement, new_aborted_error ());
  else
    give_or_hold (self, statement, result);
}

static PggWait
pgg_section_operation_receive (PggConversation *conversation,
                               PggWait          ready)
{
  PggSectionOperation *self = (PggSectionOperation *) conversation;
  PggConversationClass *klass = PGG_CONVERSATION_CLASS (pgg_section_operation_parent_class);
  PggWait want = klass->receive (conversation, ready);

  if (want != PGG_WAIT_NONE || self->held->len == 0)
    return want;

  return pgg_inquiry_step (&self->inquiry, conversation, &ready, 0,
                           (PggPqResult *const *) self->held->pdata, self->held->len);
}

static void
pgg_section_operation_succeed (PggConversation *conversation)
{
  give_held ((PggSectionOperation *) conversation);
  pgg_operation_return_boolean (&conversation->parent_instance, TRUE);
}

/* What ended the section as a whole is the error of each; a failure is that of one statement. */
static GError *
new_rest_error (PggOperation *operation)
{
  PggSession *session = PGG_CONVERSATION (operation)->session;

  if (operation->error == NULL ||
      (operation->error->domain != G_IO_ERROR && pgg_session_check_open (session, NULL)))
    return new_aborted_error ();

  return g_error_copy (operation->error);
}

/* Those that have no answer will not get one. */
static void
pgg_section_operation_ended (PggOperation *operation)
{
  PggSectionOperation *self = (PggSectionOperation *) operation;

  give_held (self);
  for (guint i = 0; i < self->statements->len; i++)
    {
      PggOperation *statement = self->statements->pdata[i];

      if (!statement->done)
        pgg_statement_operation_fail (statement, new_rest_error (operation));
    }
}

static void
pgg_section_operation_class_init (PggSectionOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_section_operation_finalize;
  PGG_OPERATION_CLASS (klass)->ended = pgg_section_operation_ended;
  klass->parent_class.send = pgg_section_operation_send;
  klass->parent_class.receive = pgg_section_operation_receive;
  klass->parent_class.succeed = pgg_section_operation_succeed;
  klass->send_item = pgg_section_operation_send_item;
  klass->take = pgg_section_operation_take;
}

static void
pgg_section_operation_init (PggSectionOperation *self)
{
  self->sent = g_ptr_array_new ();
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_pq_result_unref);
  self->holders = g_ptr_array_new ();
}

/* The statements that @source_object has begun since its last section. */
PggOperation *
pgg_section_operation_start (PggSession *session,
                             gpointer    source_object,
                             gpointer    source_tag,
                             guint       timeout)
{
  PggSectionOperation *self = g_object_new (pgg_section_operation_get_type (), NULL);
  PggOperation *operation = (PggOperation *) self;

  pgg_conversation_set_up (PGG_CONVERSATION (self), session, source_object, source_tag, timeout);
  pgg_queue_lock (&session->queue);
  self->statements = pgg_statement_operation_gather (session, source_object);
  self->parent_instance.n_items = self->statements->len;
  pgg_queue_push (&session->queue, operation);
  pgg_queue_unlock_quietly (&session->queue);

  return operation;
}
