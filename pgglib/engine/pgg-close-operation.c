/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Closes a connection: whoever waits is woken, what runs is cancelled, then libpq says goodbye. */

#include "config.h"

#include "pgg-close-operation-private.h"

#include "pgg-debug-private.h"
#include "pgg-operation-private.h"

typedef struct
{
  PggOperation  parent_instance;

  PggSession   *session;
} PggCloseOperation;

typedef PggOperationClass PggCloseOperationClass;

static GType pgg_close_operation_get_type (void);

G_DEFINE_TYPE (PggCloseOperation, pgg_close_operation, pgg_operation_get_type ())

static void
pgg_close_operation_finalize (GObject *object)
{
  PggCloseOperation *self = (PggCloseOperation *) object;

  g_clear_pointer (&self->session, pgg_session_unref);

  G_OBJECT_CLASS (pgg_close_operation_parent_class)->finalize (object);
}

/* The socket does not block, so neither does the goodbye. */
static PggWait
pgg_close_operation_step (PggOperation *operation,
                          PggWait       ready)
{
  PggSession *session = ((PggCloseOperation *) operation)->session;

  pgg_debug (PGG_DEBUG_CONNECTION, "connection %p is closed", session);
  pgg_session_drop_pq (session);
  g_clear_error (&session->reason);
  pgg_session_set_status (session, PGG_CONNECTION_STATUS_CLOSED);
  pgg_operation_return_boolean (operation, TRUE);

  return PGG_WAIT_NONE;
}

static void
pgg_close_operation_class_init (PggCloseOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_close_operation_finalize;
  klass->step = pgg_close_operation_step;
  klass->uninterruptible = TRUE;
}

static void
pgg_close_operation_init (PggCloseOperation *self)
{
}

/* Closing does not wait its turn: what is before it in the queue ends now. */
PggOperation *
pgg_close_operation_start (PggSession *session,
                           gpointer    source_object,
                           gpointer    source_tag)
{
  PggCloseOperation *self = g_object_new (pgg_close_operation_get_type (), NULL);
  PggOperation *operation = &self->parent_instance;

  self->session = pgg_session_ref (session);
  pgg_operation_set_up (operation, &session->queue, source_object, source_tag);

  pgg_queue_lock (&session->queue);
  if (session->pq != NULL)
    pgg_session_set_status (session, PGG_CONNECTION_STATUS_CLOSING);
  pgg_session_interrupt_all (session, operation);
  pgg_queue_push (&session->queue, operation);
  pgg_queue_unlock_quietly (&session->queue);

  return operation;
}
