/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The operation that stops a private server. */

#include "config.h"

#include "pgg-server-queue-private.h"

typedef struct
{
  PggOperation parent_instance;
} PggServerStop;

typedef PggOperationClass PggServerStopClass;

GType pgg_server_stop_get_type (void);

G_DEFINE_TYPE (PggServerStop, pgg_server_stop, PGG_TYPE_OPERATION)

/* The server is asked once; when nobody waits any longer it stops all the same. */
static PggWait
pgg_server_stop_step (PggOperation *operation,
                      PggWait       ready)
{
  PggServerQueue *queue = (PggServerQueue *) operation->queue;

  if (pgg_server_queue_update (queue) == PGG_SERVER_ENDED)
    {
      pgg_server_queue_dismiss (queue);
      pgg_operation_return_boolean (operation, TRUE);
      return PGG_WAIT_NONE;
    }

  pgg_server_process_request_stop (queue->process);
  queue->queue.deliver = TRUE;
  if (operation->interrupt != PGG_INTERRUPT_NONE)
    {
      pgg_operation_return_error (operation, pgg_operation_interrupt_error (operation));
      return PGG_WAIT_NONE;
    }

  return PGG_WAIT_READ;
}

static void
pgg_server_stop_class_init (PggServerStopClass *klass)
{
  klass->step = pgg_server_stop_step;
}

static void
pgg_server_stop_init (PggServerStop *self)
{
}

PggOperation *
pgg_server_stop_new (PggServerQueue *queue,
                     gpointer        source_object,
                     gpointer        source_tag)
{
  PggOperation *operation = g_object_new (pgg_server_stop_get_type (), NULL);

  pgg_operation_set_up (operation, &queue->queue, source_object, source_tag);
  pgg_operation_enter (operation);

  return operation;
}
