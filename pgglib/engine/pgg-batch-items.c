/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The items of a batch, and what became of them. */

#include "config.h"

#include "pgg-batch-items-private.h"

static void
item_clear (gpointer data)
{
  PggBatchItem *self = data;

  g_clear_pointer (&self->sql, g_ref_string_release);
  g_clear_pointer (&self->params, pgg_pq_params_unref);
}

GArray *
pgg_batch_items_new (void)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (PggBatchItem));

  g_array_set_clear_func (items, item_clear);

  return items;
}

/* Takes references on @sql, a GRefString, and @params, which may be NULL. */
void
pgg_batch_items_add (GArray      *items,
                     char        *sql,
                     PggPqParams *params)
{
  PggBatchItem item = {
    .sql = g_ref_string_acquire (sql),
    .params = params != NULL ? pgg_pq_params_ref (params) : NULL,
  };

  g_array_append_val (items, item);
}

/* Results are kept where @unref_context, for what they depend on, is given. */
PggBatchOutcome *
pgg_batch_outcome_new (guint          n_items,
                       GDestroyNotify unref_context)
{
  PggBatchOutcome *self = g_new0 (PggBatchOutcome, 1);

  self->n_items = n_items;
  self->counts = g_new0 (gint64, n_items);
  if (unref_context == NULL)
    return self;

  self->results = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_pq_result_unref);
  self->contexts = g_ptr_array_new_with_free_func (unref_context);

  return self;
}

static void
error_free (gpointer error)
{
  if (error != NULL)
    g_error_free (error);
}

void
pgg_batch_outcome_free (PggBatchOutcome *self)
{
  g_clear_pointer (&self->counts, g_free);
  g_clear_pointer (&self->errors, g_ptr_array_unref);
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->contexts, g_ptr_array_unref);
  g_free (self);
}

static gboolean
has_error (PggBatchOutcome *self,
           guint            item)
{
  return self->errors != NULL && self->errors->pdata[item] != NULL;
}

/* The first one is the one to report. Takes @error. */
void
pgg_batch_outcome_set_error (PggBatchOutcome *self,
                             guint            item,
                             GError          *error)
{
  if (has_error (self, item))
    {
      g_error_free (error);
      return;
    }

  if (self->errors == NULL)
    {
      self->errors = g_ptr_array_new_full (self->n_items, error_free);
      g_ptr_array_set_size (self->errors, (int) self->n_items);
    }
  self->errors->pdata[item] = error;
  self->counts[item] = -1;
}
