/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What became of the items of a batch. */

#include "config.h"

#include "pgg-batch-result-private.h"

#include "pgg-client-error.h"
#include "pgg-result-settings-private.h"
#include "pgg-result-private.h"
#include "engine/pgg-server-error.h"

#include <glib/gi18n-lib.h>

/**
 * PggBatchResult:
 *
 * What became of each item of a batch, see [method@Connection.execute_batch].
 *
 * Items have the indices that [method@Batch.add] gave. A result is immutable and may be used by
 * several threads.
 *
 * Since: 1.0
 */

struct _PggBatchResult
{
  guint       n_items;
  guint       n_failed;
  gint64      total;
  GArray     *counts;  /* gint64 by item; NULL: they are not kept */
  GHashTable *errors;  /* GError by item; NULL while none failed */
  PggResult **results; /* by item; NULL: they are not kept */
  PggResult  *chain;   /* of those that are kept for a cursor, or NULL */
};

G_DEFINE_BOXED_TYPE (PggBatchResult, pgg_batch_result, pgg_batch_result_ref,
                     pgg_batch_result_unref)

static void
batch_result_free (gpointer data)
{
  PggBatchResult *self = data;

  for (guint i = 0; self->results != NULL && i < self->n_items; i++)
    g_clear_pointer (&self->results[i], pgg_result_unref);
  g_free (self->results);
  g_clear_pointer (&self->chain, pgg_result_unref);
  g_clear_pointer (&self->errors, g_hash_table_unref);
  g_clear_pointer (&self->counts, g_array_unref);
}

static const GError *
peek_error (PggBatchResult *self,
            guint           item)
{
  return self->errors != NULL ? g_hash_table_lookup (self->errors, GUINT_TO_POINTER (item)) : NULL;
}

static PggBatchResult *
batch_result_new (PggBatchOutcome *outcome)
{
  PggBatchResult *self = g_atomic_rc_box_new0 (PggBatchResult);

  self->n_items = outcome->n_items;
  self->total = outcome->total;
  self->counts = g_steal_pointer (&outcome->counts);
  self->errors = g_steal_pointer (&outcome->errors);
  self->n_failed = self->errors != NULL ? g_hash_table_size (self->errors) : 0;

  return self;
}

/* They may differ in the types that are known, of which there are more at the end. */
static gboolean
have_same_settings (const PggCodecContext *a,
                    const PggCodecContext *b)
{
  return pgg_codec_context_is_of (a, b->encoding, b->date_style_name, b->interval_style_name,
                                  b->time_zone, a->types);
}

/* Each item had an end of its own, where the server told of changed settings. */
static PggCodecContext *
choose_independent (PggBatchOutcome *outcome,
                    guint            index,
                    PggCodecContext *end)
{
  PggPqResult **results = (PggPqResult **) outcome->results->pdata;
  PggResultChanges changes = pgg_result_settings_find (results + index, 1);
  PggCodecContext *before = outcome->contexts->pdata[index];
  PggCodecContext *after =
    index + 1 < outcome->contexts->len ? outcome->contexts->pdata[index + 1] : end;

  if (have_same_settings (before, end))
    before = end;
  if (have_same_settings (after, end))
    after = end;

  return pgg_result_settings_choose (&changes, 0, before, after, end->types);
}

static PggResultChanges
find_changes (PggBatchOutcome *outcome)
{
  return pgg_result_settings_find ((PggPqResult **) outcome->results->pdata, outcome->results->len);
}

/* The result at @index with the settings it was sent with. */
static PggResult *
make_result (PggBatchOutcome        *outcome,
             const PggResultChanges *changes,
             guint                   index,
             PggCodecContext        *end,
             PggResult              *next)
{
  PggPqResult **results = (PggPqResult **) outcome->results->pdata;
  g_autoptr (PggCodecContext) context =
    outcome->is_independent
      ? choose_independent (outcome, index, end)
      : pgg_result_settings_choose (changes, index, outcome->contexts->pdata[0], end, end->types);

  return pgg_result_new (pgg_pq_result_ref (results[index]), context, next);
}

gpointer
pgg_batch_result_convert (PggBatchOutcome *outcome,
                          gpointer         context)
{
  PggBatchResult *self = batch_result_new (outcome);
  PggResultChanges changes;
  guint index = 0;

  if (outcome->results == NULL)
    return self;

  changes = find_changes (outcome);
  self->results = g_new0 (PggResult *, self->n_items);
  for (guint i = 0; i < self->n_items; i++)
    if (peek_error (self, i) == NULL)
      self->results[i] = make_result (outcome, &changes, index++, context, NULL);

  return self;
}

gpointer
pgg_batch_result_convert_chain (PggBatchOutcome *outcome,
                                gpointer         context)
{
  PggBatchResult *self = batch_result_new (outcome);
  PggResultChanges changes;

  if (outcome->results == NULL)
    return self;

  changes = find_changes (outcome);
  for (guint i = outcome->results->len; i > 0; i--)
    self->chain = make_result (outcome, &changes, i - 1, context, self->chain);

  return self;
}

PggResult *
pgg_batch_result_dup_chain (PggBatchResult *self)
{
  return self->chain != NULL ? pgg_result_ref (self->chain) : NULL;
}

/**
 * pgg_batch_result_ref:
 * @self: a result
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggBatchResult *
pgg_batch_result_ref (PggBatchResult *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_batch_result_unref:
 * @self: (transfer full): a result
 *
 * Drops a reference, and frees the result with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_batch_result_unref (PggBatchResult *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, batch_result_free);
}

/**
 * pgg_batch_result_get_n_items:
 * @self: a result
 *
 * Gets how many items the batch has.
 *
 * Returns: the number of items
 * Since: 1.0
 */
guint
pgg_batch_result_get_n_items (PggBatchResult *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_items;
}

/**
 * pgg_batch_result_get_n_failed:
 * @self: a result
 *
 * Gets how many items have failed; none where they were not independent.
 *
 * Returns: the number of items
 * Since: 1.0
 */
guint
pgg_batch_result_get_n_failed (PggBatchResult *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_failed;
}

static GError *
new_range_error (PggBatchResult *self,
                 guint           item)
{
  return g_error_new (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
                      _("Item %u does not exist, the batch has %u items"), item, self->n_items);
}

/**
 * pgg_batch_result_check:
 * @self: a result
 * @error: return location for an error
 *
 * Fails with the error of the first item that has failed.
 *
 * Returns: %TRUE if all items have succeeded
 * Since: 1.0
 */
gboolean
pgg_batch_result_check (PggBatchResult  *self,
                        GError         **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  for (guint i = 0; self->n_failed > 0 && i < self->n_items; i++)
    if (!pgg_batch_result_check_item (self, i, error))
      return FALSE;

  return TRUE;
}

/**
 * pgg_batch_result_check_item:
 * @self: a result
 * @item: the index of an item
 * @error: return location for an error
 *
 * Fails with the error of the item, if it has failed, and with %PGG_CLIENT_ERROR_OUT_OF_RANGE if
 * there is no such item.
 *
 * Returns: %TRUE if the item has succeeded
 * Since: 1.0
 */
gboolean
pgg_batch_result_check_item (PggBatchResult  *self,
                             guint            item,
                             GError         **error)
{
  g_autoptr(GError) failure = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  failure = pgg_batch_result_dup_error (self, item);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

/**
 * pgg_batch_result_dup_error:
 * @self: a result
 * @item: the index of an item
 *
 * Gets the error of an item: one of the server; %G_IO_ERROR_CANCELLED, %G_IO_ERROR_TIMED_OUT,
 * %G_IO_ERROR_CLOSED or %PGG_CLIENT_ERROR_CONNECTION_LOST if the batch came to its end before the
 * item did; %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such item.
 *
 * Returns: (transfer full) (nullable): the error, or %NULL if the item has succeeded
 * Since: 1.0
 */
GError *
pgg_batch_result_dup_error (PggBatchResult *self,
                            guint           item)
{
  const GError *failure;

  g_return_val_if_fail (self != NULL, NULL);

  if (item >= self->n_items)
    return new_range_error (self, item);

  failure = peek_error (self, item);

  return failure != NULL ? g_error_copy (failure) : NULL;
}

/**
 * pgg_batch_result_get_diagnostics:
 * @self: a result
 * @item: the index of an item
 *
 * Gets what the server told about the error of an item.
 *
 * Returns: (transfer full) (nullable): the diagnostics, or %NULL if the item has no error of the
 *   server
 * Since: 1.0
 */
PggDiagnostics *
pgg_batch_result_get_diagnostics (PggBatchResult *self,
                                  guint           item)
{
  g_autoptr(GError) failure = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  failure = pgg_batch_result_dup_error (self, item);

  return failure != NULL ? pgg_diagnostics_from_error (failure) : NULL;
}

/**
 * pgg_batch_result_get_affected_rows:
 * @self: a result
 * @item: the index of an item
 * @error: return location for an error
 *
 * Gets how many rows an item inserted, changed, deleted or returned; 0 if it was no statement of
 * this kind.
 *
 * Fails like [method@BatchResult.check_item].
 *
 * Returns: the number of rows, or -1 on error
 * Since: 1.0
 */
gint64
pgg_batch_result_get_affected_rows (PggBatchResult  *self,
                                    guint            item,
                                    GError         **error)
{
  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (error == NULL || *error == NULL, -1);

  if (!pgg_batch_result_check_item (self, item, error))
    return -1;
  if (self->counts == NULL)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                         _("The numbers of rows of the items have not been kept"));

  return self->counts != NULL ? g_array_index (self->counts, gint64, item) : -1;
}

/**
 * pgg_batch_result_get_total_affected_rows:
 * @self: a result
 *
 * Gets how many rows were affected by those items that have succeeded, all in all.
 *
 * Returns: the number of rows
 * Since: 1.0
 */
gint64
pgg_batch_result_get_total_affected_rows (PggBatchResult *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->total;
}

/**
 * pgg_batch_result_dup_affected_rows:
 * @self: a result
 * @n_items: (out): how many items there are
 *
 * Gets how many rows were affected by each item, all at once.
 *
 * Returns: (array length=n_items) (transfer full): the numbers of rows, -1 for an item that has
 *   failed
 * Since: 1.0
 */
gint64 *
pgg_batch_result_dup_affected_rows (PggBatchResult *self,
                                    gsize          *n_items)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_items != NULL, NULL);

  *n_items = self->counts != NULL ? self->n_items : 0;

  return *n_items > 0 ? g_memdup2 (self->counts->data, *n_items * sizeof (gint64)) : NULL;
}

/**
 * pgg_batch_result_get_result:
 * @self: a result
 * @item: the index of an item
 * @error: return location for an error
 *
 * Gets the result of an item, with the rows that it returned.
 *
 * Fails like [method@BatchResult.check_item], and with %PGG_CLIENT_ERROR_INVALID_STATE if results
 * are not kept.
 *
 * Returns: (transfer none): the result of the item, or %NULL on error
 * Since: 1.0
 */
PggResult *
pgg_batch_result_get_result (PggBatchResult  *self,
                             guint            item,
                             GError         **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!pgg_batch_result_check_item (self, item, error))
    return NULL;
  if (self->results == NULL)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                         _("The results of the batch have not been kept"));

  return self->results != NULL ? self->results[item] : NULL;
}
