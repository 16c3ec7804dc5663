/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is called to wake somebody who steps an operation by hand. */

#include "config.h"

#include "pgg-sleeper-private.h"

PggSleeper *
pgg_sleeper_new (PggOperation         *operation,
                 PggOperationWakeFunc  func,
                 gpointer              data,
                 GDestroyNotify        destroy)
{
  PggSleeper *self = g_atomic_rc_box_new0 (PggSleeper);

  g_weak_ref_init (&self->operation, operation);
  self->func = func;
  self->data = data;
  self->destroy = destroy;

  return self;
}

PggSleeper *
pgg_sleeper_ref (PggSleeper *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
sleeper_clear (gpointer data)
{
  PggSleeper *self = data;

  if (self->destroy != NULL)
    self->destroy (self->data);
  g_weak_ref_clear (&self->operation);
}

void
pgg_sleeper_unref (PggSleeper *self)
{
  g_atomic_rc_box_release_full (self, sleeper_clear);
}

/* Unless nobody holds the operation any more. */
void
pgg_sleeper_wake (PggSleeper *self)
{
  g_autoptr(PggOperation) operation = g_weak_ref_get (&self->operation);

  if (operation != NULL)
    self->func (operation, self->data);
}
