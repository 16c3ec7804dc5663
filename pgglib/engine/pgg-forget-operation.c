/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Has the server forget a statement that was kept. */

#include "config.h"

#include "pgg-forget-operation-private.h"

#include "pgg-execution-private.h"
#include "pq/pgg-capabilities.h"

typedef struct
{
  PggConversation     parent_instance;

  PggCachedStatement *statement;
  gboolean            asked;     /* there will be an answer */
} PggForgetOperation;

typedef PggConversationClass PggForgetOperationClass;

static GType pgg_forget_operation_get_type (void);

G_DEFINE_TYPE (PggForgetOperation, pgg_forget_operation, pgg_conversation_get_type ())

static void
pgg_forget_operation_finalize (GObject *object)
{
  PggForgetOperation *self = (PggForgetOperation *) object;

  g_clear_pointer (&self->statement, pgg_cached_statement_unref);

  G_OBJECT_CLASS (pgg_forget_operation_parent_class)->finalize (object);
}

/* SQL that fails, because the server has forgotten the statement already, would end a transaction;
 * the message of the protocol never fails. */
static gboolean
is_safe (PggPqConn *pq)
{
  return pgg_capabilities_has (PGG_CAPABILITY_CLOSE_PREPARED) ||
         pgg_pq_conn_transaction_status (pq) == PGG_PQ_TRANSACTION_STATUS_IDLE;
}

static gboolean
pgg_forget_operation_send (PggConversation  *conversation,
                           GError          **error)
{
  PggForgetOperation *self = (PggForgetOperation *) conversation;
  PggStatementCache *statements = &conversation->session->statements;
  guint number = pgg_statement_cache_release (statements, self->statement);

  if (number == 0)
    return TRUE;

  self->asked = is_safe (conversation->session->pq);
  if (self->asked)
    return pgg_execution_send_forget (conversation->session->pq, number, error);

  pgg_statement_cache_push_stale (statements, number);

  return TRUE;
}

/* That it is unknown is as good. */
static PggWait
pgg_forget_operation_receive (PggConversation *conversation,
                              PggWait          ready)
{
  PggForgetOperation *self = (PggForgetOperation *) conversation;

  while (self->asked)
    {
      g_autoptr(PggPqResult) result = NULL;
      PggWait want = pgg_conversation_next (conversation, &ready, &result);

      if (want != PGG_WAIT_NONE)
        return want;
      self->asked = result != NULL;
    }

  return PGG_WAIT_NONE;
}

static void
pgg_forget_operation_succeed (PggConversation *conversation)
{
  pgg_operation_return_boolean (&conversation->parent_instance, TRUE);
}

static void
pgg_forget_operation_class_init (PggForgetOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_forget_operation_finalize;
  klass->send = pgg_forget_operation_send;
  klass->receive = pgg_forget_operation_receive;
  klass->succeed = pgg_forget_operation_succeed;
}

static void
pgg_forget_operation_init (PggForgetOperation *self)
{
  self->parent_instance.is_outside = TRUE;
}

PggOperation *
pgg_forget_operation_start (PggSession         *session,
                            PggCachedStatement *statement,
                            gpointer            source_object,
                            gpointer            source_tag,
                            guint               timeout)
{
  PggForgetOperation *self = g_object_new (pgg_forget_operation_get_type (), NULL);
  PggOperation *operation = (PggOperation *) self;

  pgg_conversation_set_up (&self->parent_instance, session, source_object, source_tag, timeout);
  self->statement = pgg_cached_statement_ref (statement);
  pgg_operation_enter (operation);

  return operation;
}
