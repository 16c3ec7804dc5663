/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The operation that starts a private server. */

#include "config.h"

#include "pgg-server-queue-private.h"

typedef struct
{
  PggOperation       parent_instance;
  PggServerSettings *settings;
  gboolean           launched;
} PggServerStart;

typedef PggOperationClass PggServerStartClass;

GType pgg_server_start_get_type (void);

G_DEFINE_TYPE (PggServerStart, pgg_server_start, PGG_TYPE_OPERATION)

static gboolean
launch (PggServerStart  *self,
        PggServerQueue  *queue,
        GError         **error)
{
  PggServerPlan *plan = pgg_server_plan_new (self->settings, error);

  if (plan == NULL)
    return FALSE;

  self->launched = TRUE;

  return pgg_server_queue_launch (queue, plan, error);
}

/* The server that this operation began has ended, before it was ready or because it was told to. */
static PggWait
give_up (PggServerStart *self,
         PggServerQueue *queue)
{
  PggOperation *operation = &self->parent_instance;

  if (operation->interrupt != PGG_INTERRUPT_NONE)
    pgg_operation_return_error (operation, pgg_operation_interrupt_error (operation));
  else
    pgg_operation_return_error (operation, pgg_server_process_dup_error (queue->process));
  pgg_server_queue_dismiss (queue);

  return PGG_WAIT_NONE;
}

/*
 * If another server is on its way out, that is waited for. Then the server is launched, and heard
 * until it is ready or has failed. Interrupted, it is told to stop and still heard to its end, so
 * that nothing of it is left.
 */
static PggWait
pgg_server_start_step (PggOperation *operation,
                       PggWait       ready)
{
  PggServerStart *self = (PggServerStart *) operation;
  PggServerQueue *queue = (PggServerQueue *) operation->queue;
  PggServerState state = pgg_server_queue_update (queue);
  GError *error = NULL;

  if (state == PGG_SERVER_ENDED && self->launched)
    return give_up (self, queue);
  if (operation->interrupt != PGG_INTERRUPT_NONE && !self->launched)
    {
      pgg_operation_return_error (operation, pgg_operation_interrupt_error (operation));
      return PGG_WAIT_NONE;
    }
  if (state == PGG_SERVER_ENDED && !launch (self, queue, &error))
    {
      pgg_operation_return_error (operation, error);
      return PGG_WAIT_NONE;
    }
  if (operation->interrupt != PGG_INTERRUPT_NONE)
    pgg_server_process_request_stop (queue->process);
  if (state == PGG_SERVER_READY && !pgg_server_process_is_stopping (queue->process))
    {
      pgg_operation_return_boolean (operation, TRUE);
      return PGG_WAIT_NONE;
    }

  return PGG_WAIT_READ;
}

static void
pgg_server_start_finalize (GObject *object)
{
  PggServerStart *self = (PggServerStart *) object;

  g_clear_pointer (&self->settings, pgg_server_settings_free);

  G_OBJECT_CLASS (pgg_server_start_parent_class)->finalize (object);
}

static void
pgg_server_start_class_init (PggServerStartClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_server_start_finalize;
  klass->step = pgg_server_start_step;
}

static void
pgg_server_start_init (PggServerStart *self)
{
}

PggOperation *
pgg_server_start_new (PggServerQueue          *queue,
                      const PggServerSettings *settings,
                      gpointer                 source_object,
                      gpointer                 source_tag)
{
  PggServerStart *self = g_object_new (pgg_server_start_get_type (), NULL);
  PggOperation *operation = &self->parent_instance;

  pgg_operation_set_up (operation, &queue->queue, source_object, source_tag);
  self->settings = pgg_server_settings_copy (settings);
  pgg_operation_enter (operation);

  return operation;
}
