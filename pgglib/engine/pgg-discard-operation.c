/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Throws away the answer to a statement that was sent for an operation which has ended. */

#include "config.h"

#include "pgg-discard-operation-private.h"

#include "pgg-conversation-private.h"

typedef PggConversation      PggDiscardOperation;
typedef PggConversationClass PggDiscardOperationClass;

static GType pgg_discard_operation_get_type (void);

G_DEFINE_TYPE (PggDiscardOperation, pgg_discard_operation, pgg_conversation_get_type ())

static gboolean
pgg_discard_operation_send (PggConversation  *conversation,
                            GError          **error)
{
  g_assert_not_reached ();
}

/* A failure is noted for the case that it is the last thing the server said. */
static PggWait
pgg_discard_operation_receive (PggConversation *conversation,
                               PggWait          ready)
{
  for (;;)
    {
      g_autoptr(PggPqResult) result = NULL;
      PggWait want = pgg_conversation_next (conversation, &ready, &result);

      if (want != PGG_WAIT_NONE || result == NULL)
        return want;
      pgg_session_note_result (conversation->session, result);
      pgg_conversation_note_failure (conversation, result);
    }
}

static void
pgg_discard_operation_succeed (PggConversation *conversation)
{
  pgg_operation_return_boolean (&conversation->parent_instance, TRUE);
}

static void
pgg_discard_operation_class_init (PggDiscardOperationClass *klass)
{
  klass->send = pgg_discard_operation_send;
  klass->receive = pgg_discard_operation_receive;
  klass->succeed = pgg_discard_operation_succeed;
}

static void
pgg_discard_operation_init (PggDiscardOperation *self)
{
}

/* Takes the place of one that is in flight; nobody waits for it. */
PggOperation *
pgg_discard_operation_new (PggSession *session)
{
  PggConversation *self = g_object_new (pgg_discard_operation_get_type (), NULL);

  pgg_conversation_set_up (self, session, NULL, NULL, 0);
  self->begun = TRUE;
  self->in_flight = TRUE;

  return &self->parent_instance;
}
