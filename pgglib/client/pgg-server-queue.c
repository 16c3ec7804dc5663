/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the operations of a local server share: their queue and the process they talk to. */

#include "config.h"

#include "pgg-server-queue-private.h"

#include "pgg-local-server-private.h"

static void
pgg_server_queue_deliver (PggQueue *queue)
{
  PggServerQueue *self = (PggServerQueue *) queue;
  g_autoptr(PggLocalServer) server = g_weak_ref_get (&self->server);

  if (server != NULL)
    pgg_local_server_notify_state (server);
}

static void
pgg_server_queue_free (PggQueue *queue)
{
  PggServerQueue *self = (PggServerQueue *) queue;

  g_clear_pointer (&self->process, pgg_server_process_free);
  g_weak_ref_clear (&self->server);
  pgg_queue_clear (queue);
  g_free (self);
}

static const PggQueueFuncs queue_funcs = {
  .deliver = pgg_server_queue_deliver,
  .free = pgg_server_queue_free,
};

PggServerQueue *
pgg_server_queue_new (PggLocalServer *server)
{
  PggServerQueue *self = g_new0 (PggServerQueue, 1);

  pgg_queue_init (&self->queue, &queue_funcs);
  g_weak_ref_init (&self->server, server);

  return self;
}

void
pgg_server_queue_unref (PggServerQueue *self)
{
  pgg_queue_unref (&self->queue);
}

/* Learns how the server is doing; without a process it has ended. The lock is held. */
PggServerState
pgg_server_queue_update (PggServerQueue *self)
{
  gboolean was_ready;
  PggServerState state;

  if (self->process == NULL)
    return PGG_SERVER_ENDED;

  was_ready = pgg_server_process_get_pid (self->process) != 0;
  state = pgg_server_process_update (self->process);
  if (was_ready != (state == PGG_SERVER_READY))
    self->queue.deliver = TRUE;

  return state;
}

/* Takes @plan. The lock is held. */
gboolean
pgg_server_queue_launch (PggServerQueue  *self,
                         PggServerPlan   *plan,
                         GError         **error)
{
  pgg_server_queue_dismiss (self);
  self->process = pgg_server_process_spawn (plan, error);
  if (self->process == NULL)
    return FALSE;

  pgg_queue_set_fd (&self->queue, pgg_server_process_get_fd (self->process));

  return TRUE;
}

/* Forgets a process that has ended. The lock is held. */
void
pgg_server_queue_dismiss (PggServerQueue *self)
{
  if (self->process == NULL)
    return;

  pgg_queue_set_fd (&self->queue, -1);
  g_clear_pointer (&self->process, pgg_server_process_free);
}
