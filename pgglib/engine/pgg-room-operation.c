/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Waits, beside the queue, until a batch takes more items. */

#include "config.h"

#include "pgg-room-operation-private.h"

#include "pgg-batch-operation-private.h"

typedef struct
{
  PggOperation  parent_instance;

  PggSession   *session;
  PggOperation *batch;
} PggRoomOperation;

typedef PggOperationClass PggRoomOperationClass;

static GType pgg_room_operation_get_type (void);

G_DEFINE_TYPE (PggRoomOperation, pgg_room_operation, pgg_operation_get_type ())

static void
pgg_room_operation_finalize (GObject *object)
{
  PggRoomOperation *self = (PggRoomOperation *) object;

  g_clear_object (&self->batch);
  g_clear_pointer (&self->session, pgg_session_unref);

  G_OBJECT_CLASS (pgg_room_operation_parent_class)->finalize (object);
}

static void
pgg_room_operation_class_init (PggRoomOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_room_operation_finalize;
  klass->parked = TRUE;
}

static void
pgg_room_operation_init (PggRoomOperation *self)
{
}

static gboolean
is_for (PggOperation *operation,
        PggOperation *batch)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (operation, pgg_room_operation_get_type ()) &&
         ((PggRoomOperation *) operation)->batch == batch;
}

void
pgg_room_operation_open (PggQueue     *queue,
                         PggOperation *batch)
{
  GList *next;

  for (GList *link = queue->parked.head; link != NULL; link = next)
    {
      PggOperation *operation = link->data;

      next = link->next;
      if (!is_for (operation, batch))
        continue;
      pgg_operation_return_boolean (operation, TRUE);
      pgg_queue_finish (queue, operation);
    }
}

PggOperation *
pgg_room_operation_start (PggSession   *session,
                          PggOperation *batch,
                          gpointer      source_object,
                          gpointer      source_tag)
{
  PggRoomOperation *self = g_object_new (pgg_room_operation_get_type (), NULL);
  PggOperation *operation = &self->parent_instance;
  PggQueue *queue = &session->queue;

  self->session = pgg_session_ref (session);
  self->batch = g_object_ref (batch);
  pgg_operation_set_up (operation, queue, source_object, source_tag);
  pgg_queue_lock (queue);
  pgg_queue_push (queue, operation);
  if (pgg_batch_operation_has_room (PGG_BATCH_OPERATION (batch)))
    pgg_room_operation_open (queue, batch);
  else
    pgg_queue_kick (queue);
  pgg_queue_unlock_quietly (queue);

  return operation;
}
