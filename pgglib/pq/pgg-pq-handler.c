/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A callback together with its data, as handlers are kept. */

#include "config.h"

#include "pgg-pq-handler-private.h"

static void
handler_clear (PggPqHandler *self)
{
  if (self->destroy != NULL)
    self->destroy (self->user_data);
}

/* NULL without @func; the data is not needed then and freed at once. */
PggPqHandler *
pgg_pq_handler_new (GCallback      func,
                    gpointer       user_data,
                    GDestroyNotify destroy)
{
  PggPqHandler *self;

  if (func == NULL)
    {
      if (destroy != NULL)
        destroy (user_data);
      return NULL;
    }

  self = g_atomic_rc_box_new (PggPqHandler);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  return self;
}

PggPqHandler *
pgg_pq_handler_ref (PggPqHandler *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
pgg_pq_handler_unref (PggPqHandler *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) handler_clear);
}
