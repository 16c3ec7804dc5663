/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cancels what a connection is doing, and waits until it has ended. */

#include "config.h"

#include "pgg-cancel-operation-private.h"

#include "pgg-operation-private.h"

typedef struct
{
  PggOperation  parent_instance;

  PggSession   *session;
  guint64       target;  /* the serial of the last of what ran when it was begun, 0 for none */
} PggCancelOperation;

typedef PggOperationClass PggCancelOperationClass;

static GType pgg_cancel_operation_get_type (void);

G_DEFINE_TYPE (PggCancelOperation, pgg_cancel_operation, pgg_operation_get_type ())

static void
pgg_cancel_operation_finalize (GObject *object)
{
  PggCancelOperation *self = (PggCancelOperation *) object;

  g_clear_pointer (&self->session, pgg_session_unref);

  G_OBJECT_CLASS (pgg_cancel_operation_parent_class)->finalize (object);
}

static PggWait
pgg_cancel_operation_step (PggOperation *operation,
                           PggWait       ready)
{
  PggCancelOperation *self = (PggCancelOperation *) operation;

  if (operation->interrupt != PGG_INTERRUPT_NONE)
    pgg_operation_return_error (operation, pgg_operation_interrupt_error (operation));
  else if (!pgg_queue_has (operation->queue, self->target))
    pgg_operation_return_boolean (operation, TRUE);
  else
    return PGG_WAIT_READ;

  return PGG_WAIT_NONE;
}

static void
pgg_cancel_operation_class_init (PggCancelOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_cancel_operation_finalize;
  klass->step = pgg_cancel_operation_step;
  klass->beside_queue = TRUE;
}

static void
pgg_cancel_operation_init (PggCancelOperation *self)
{
}

PggOperation *
pgg_cancel_operation_start (PggSession *session,
                            gpointer    source_object,
                            gpointer    source_tag)
{
  PggCancelOperation *self = g_object_new (pgg_cancel_operation_get_type (), NULL);
  PggOperation *operation = &self->parent_instance;

  self->session = pgg_session_ref (session);
  pgg_operation_set_up (operation, &session->queue, source_object, source_tag);

  pgg_queue_lock (&session->queue);
  self->target = pgg_session_interrupt_sent (session);
  pgg_queue_push (&session->queue, operation);
  pgg_queue_unlock_quietly (&session->queue);

  return operation;
}
