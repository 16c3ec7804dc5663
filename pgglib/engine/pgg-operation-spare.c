/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Operations that nobody knows any more and that are used again: GObject takes as long to make and
 * to free one as everything else here takes for a statement of one row. */

#include "config.h"

#include "pgg-operation-private.h"

#include <string.h>

/* Somebody who has attached something, a weak reference or the object of another language, may
 * still meet it. */
static gboolean
is_known_to_nobody (PggOperation *self)
{
  GObject *object = G_OBJECT (self);

  return g_atomic_int_get ((int *) &object->ref_count) == 1 && object->qdata == NULL;
}

/* As it was when it was made. */
static void
reset (PggOperation *self)
{
  PggOperationClass *klass = PGG_OPERATION_GET_CLASS (self);

  klass->clear (self);
  memset ((char *) self + sizeof (GObject), 0, klass->reusable_size - sizeof (GObject));
  pgg_operation_init_fields (self);
}

/* As g_object_new() does; the queue is the one that it will be put into. */
gpointer
pgg_operation_new (PggQueue *queue,
                   GType     type)
{
  PggOperation *spare = g_atomic_pointer_exchange (&queue->spare, NULL);

  if (spare != NULL && G_OBJECT_TYPE (spare) == type)
    return spare;

  g_clear_object (&spare);

  return g_object_new (type, NULL);
}

/* As g_object_unref() does. */
void
pgg_operation_drop (PggOperation *self)
{
  g_autoptr(PggQueue) queue = NULL;
  g_autoptr(PggOperation) previous = NULL;

  if (PGG_OPERATION_GET_CLASS (self)->reusable_size == 0 || !self->done ||
      !is_known_to_nobody (self))
    {
      g_object_unref (self);
      return;
    }

  queue = pgg_queue_ref (self->queue);
  reset (self);
  previous = g_atomic_pointer_exchange (&queue->spare, self);
}
