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

/* The same SQL stays the same. */
void
pgg_batch_items_append (GArray *items,
                        GArray *more)
{
  for (guint i = 0; i < more->len; i++)
    {
      const PggBatchItem *item = &g_array_index (more, PggBatchItem, i);
      char *last = items->len > 0 ? g_array_index (items, PggBatchItem, items->len - 1).sql : NULL;
      gboolean is_same = last != NULL && (last == item->sql || g_str_equal (last, item->sql));

      pgg_batch_items_add (items, is_same ? last : item->sql, item->params);
    }
}

gboolean
pgg_batch_items_are_sets (GArray *items)
{
  const PggBatchItem *first = items->len > 0 ? &g_array_index (items, PggBatchItem, 0) : NULL;

  for (guint i = 0; i < items->len; i++)
    {
      const PggBatchItem *item = &g_array_index (items, PggBatchItem, i);

      if (item->sql != first->sql || item->params == NULL)
        return FALSE;
    }

  return first != NULL;
}

/* Results are kept where @unref_context, for what they depend on, is given. */
PggBatchOutcome *
pgg_batch_outcome_new (gboolean       keeps_counts,
                       GDestroyNotify unref_context)
{
  PggBatchOutcome *self = g_new0 (PggBatchOutcome, 1);

  if (keeps_counts)
    self->counts = g_array_new (FALSE, TRUE, sizeof (gint64));
  if (unref_context == NULL)
    return self;

  self->results = g_ptr_array_new_with_free_func ((GDestroyNotify) pgg_pq_result_unref);
  self->contexts = g_ptr_array_new_with_free_func (unref_context);

  return self;
}

void
pgg_batch_outcome_grow (PggBatchOutcome *self,
                        guint            n_items)
{
  self->n_items += n_items;
  if (self->counts != NULL)
    g_array_set_size (self->counts, self->n_items);
}

void
pgg_batch_outcome_free (PggBatchOutcome *self)
{
  g_clear_pointer (&self->counts, g_array_unref);
  g_clear_pointer (&self->errors, g_hash_table_unref);
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->contexts, g_ptr_array_unref);
  g_free (self);
}

gint64
pgg_batch_outcome_count_rows (PggPqResult *result)
{
  const char *count = pgg_pq_result_cmd_tuples (result, NULL, NULL);

  return count != NULL ? g_ascii_strtoll (count, NULL, 10) : 0;
}

gboolean
pgg_batch_outcome_can_commit (PggPqResult *result)
{
  const char *tag = pgg_pq_result_cmd_status (result, NULL, NULL);

  return g_strcmp0 (tag, "COMMIT") == 0 || g_strcmp0 (tag, "CALL") == 0 ||
         g_strcmp0 (tag, "DO") == 0 || g_strcmp0 (tag, "PREPARE TRANSACTION") == 0;
}

static void
set_count (PggBatchOutcome *self,
           guint            item,
           gint64           count)
{
  if (self->counts != NULL)
    g_array_index (self->counts, gint64, item) = count;
}

void
pgg_batch_outcome_set_count (PggBatchOutcome *self,
                             guint            item,
                             gint64           count)
{
  self->total += count;
  set_count (self, item, count);
}

void
pgg_batch_outcome_take_back (PggBatchOutcome *self,
                             gint64           count)
{
  self->total -= count;
  if (self->results == NULL)
    return;

  g_ptr_array_set_size (self->results, (int) self->results->len - 1);
  g_ptr_array_set_size (self->contexts, (int) self->contexts->len - 1);
}

static gboolean
has_error (PggBatchOutcome *self,
           guint            item)
{
  return self->errors != NULL && g_hash_table_contains (self->errors, GUINT_TO_POINTER (item));
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
    self->errors = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_error_free);
  g_hash_table_insert (self->errors, GUINT_TO_POINTER (item), error);
  set_count (self, item, -1);
}
