/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Those items of a batch that are still needed. */

#include "config.h"

#include "pgg-batch-window-private.h"

#include <string.h>

void
pgg_batch_window_init (PggBatchWindow *self,
                       GArray         *items)
{
  self->items = g_array_ref (items);
  pgg_batch_window_reset (self);
}

static void
add_states (PggBatchWindow *self,
            guint           n_items)
{
  guint n_before = self->states->len;

  g_byte_array_set_size (self->states, n_before + n_items);
  if (n_items > 0)
    memset (self->states->data + n_before, 0, n_items);
}

void
pgg_batch_window_reset (PggBatchWindow *self)
{
  g_clear_pointer (&self->states, g_byte_array_unref);
  self->states = g_byte_array_new ();
  add_states (self, self->items->len);
}

void
pgg_batch_window_clear (PggBatchWindow *self)
{
  g_clear_pointer (&self->items, g_array_unref);
  g_clear_pointer (&self->states, g_byte_array_unref);
}

const PggBatchItem *
pgg_batch_window_get_item (const PggBatchWindow *self,
                           guint                 index)
{
  return &g_array_index (self->items, PggBatchItem, index - self->first_item);
}

guint8 *
pgg_batch_window_get_state (const PggBatchWindow *self,
                            guint                 index)
{
  return &self->states->data[index - self->first_state];
}

void
pgg_batch_window_append (PggBatchWindow *self,
                         GArray         *items)
{
  pgg_batch_items_append (self->items, items);
  add_states (self, items->len);
}

void
pgg_batch_window_drop (PggBatchWindow *self,
                       guint           n_sent,
                       guint           n_answered)
{
  g_array_remove_range (self->items, 0, n_sent - self->first_item);
  self->first_item = n_sent;
  g_byte_array_remove_range (self->states, 0, n_answered - self->first_state);
  self->first_state = n_answered;
}
