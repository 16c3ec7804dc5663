/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Statements that are to be executed in one flight. */

#include "config.h"

#include "pgg-batch-private.h"

#include "pgg-bound-sql-private.h"
#include "pgg-client-error.h"
#include "pgg-params-private.h"
#include "pgg-statement-private.h"
#include "engine/pgg-batch-items-private.h"

#include <glib/gi18n-lib.h>

/**
 * PggBatch:
 *
 * Statements with their parameters, which [method@Connection.execute_batch] executes in one
 * flight.
 *
 * Items are counted from 0, in the order in which they were added. Consecutive items of the same
 * SQL and the same types of parameters are prepared once.
 *
 * A batch has the parameters as they were when they were added, and an operation has the batch as
 * it was when it was begun: both can be used and changed again. An object is used from one thread
 * at a time.
 *
 * Since: 1.0
 */

struct _PggBatch
{
  GArray *items;   /* PggBatchItem */
  int     timeout;
};

G_DEFINE_BOXED_TYPE (PggBatch, pgg_batch, pgg_batch_ref, pgg_batch_unref)

static void
batch_free (gpointer data)
{
  PggBatch *self = data;

  g_array_unref (self->items);
}

/**
 * pgg_batch_new:
 *
 * Makes a batch without any item.
 *
 * Returns: (transfer full): the batch
 * Since: 1.0
 */
PggBatch *
pgg_batch_new (void)
{
  PggBatch *self = g_atomic_rc_box_new0 (PggBatch);

  self->items = pgg_batch_items_new ();
  self->timeout = -1;

  return self;
}

/**
 * pgg_batch_ref:
 * @self: a batch
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggBatch *
pgg_batch_ref (PggBatch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_batch_unref:
 * @self: (transfer full): a batch
 *
 * Drops a reference, and frees the batch with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_batch_unref (PggBatch *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, batch_free);
}

/* The same text as that of the last item is the same string. */
static char *
make_sql (PggBatch   *self,
          const char *sql)
{
  if (self->items->len > 0)
    {
      char *last = g_array_index (self->items, PggBatchItem, self->items->len - 1).sql;

      if (g_str_equal (last, sql))
        return g_ref_string_acquire (last);
    }

  return g_ref_string_new (sql);
}

/**
 * pgg_batch_add:
 * @self: a batch
 * @sql: one statement, with `$1`, `$2` … or `:name` for parameters
 * @params: (nullable): the parameters
 *
 * Adds an item.
 *
 * Returns: its index
 * Since: 1.0
 */
guint
pgg_batch_add (PggBatch   *self,
               const char *sql,
               PggParams  *params)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (sql != NULL, 0);

  return pgg_batch_add_many (self, sql, &params, 1);
}

/**
 * pgg_batch_add_many:
 * @self: a batch
 * @sql: one statement, with `$1`, `$2` … or `:name` for parameters
 * @params: (array length=n_params): the sets of parameters
 * @n_params: how many sets there are
 *
 * Adds an item for each of several sets of parameters.
 *
 * Returns: the index of the first of them
 * Since: 1.0
 */
guint
pgg_batch_add_many (PggBatch    *self,
                    const char  *sql,
                    PggParams  **params,
                    gsize        n_params)
{
  guint first;
  char *shared;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (sql != NULL, 0);
  g_return_val_if_fail (params != NULL || n_params == 0, 0);

  first = self->items->len;
  shared = make_sql (self, sql);
  for (gsize i = 0; i < n_params; i++)
    pgg_batch_items_add (self->items, shared,
                         params[i] != NULL ? pgg_params_peek_pq (params[i]) : NULL);
  g_ref_string_release (shared);

  return first;
}

/**
 * pgg_batch_get_n_items:
 * @self: a batch
 *
 * Gets how many items there are.
 *
 * Returns: the number of items
 * Since: 1.0
 */
guint
pgg_batch_get_n_items (PggBatch *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->items->len;
}

/**
 * pgg_batch_reset:
 * @self: a batch
 *
 * Takes all items out.
 *
 * Since: 1.0
 */
void
pgg_batch_reset (PggBatch *self)
{
  g_return_if_fail (self != NULL);

  g_array_set_size (self->items, 0);
}

/**
 * pgg_batch_get_timeout:
 * @self: a batch
 *
 * Gets how long executing the batch may take.
 *
 * Returns: milliseconds, 0 for no limit, -1 for that of the connection
 * Since: 1.0
 */
int
pgg_batch_get_timeout (PggBatch *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->timeout;
}

/**
 * pgg_batch_set_timeout:
 * @self: a batch
 * @timeout: milliseconds, 0 for no limit, -1 for that of the connection, which is the default
 *
 * Sets how long executing the batch may take, see [property@Connection:timeout].
 *
 * Since: 1.0
 */
void
pgg_batch_set_timeout (PggBatch *self,
                       int       timeout)
{
  g_return_if_fail (self != NULL);

  self->timeout = MAX (timeout, -1);
}

/* Items of the same SQL are the same after this, too. */
static gboolean
bind_item (GArray              *bound,
           const PggBatchItem  *item,
           PggConnection       *connection,
           PggCodecRegistry    *codecs,
           GError             **error)
{
  g_auto(PggBoundSql) sql = { NULL };
  char *text = NULL;

  if (!pgg_bound_sql_init_pq (&sql, connection, codecs, item->sql, item->params, error))
    return FALSE;

  if (sql.named == NULL)
    text = g_ref_string_acquire (item->sql);
  else if (bound->len > 0 &&
           g_str_equal (g_array_index (bound, PggBatchItem, bound->len - 1).sql, sql.text))
    text = g_ref_string_acquire (g_array_index (bound, PggBatchItem, bound->len - 1).sql);
  else
    text = g_ref_string_new (sql.text);
  pgg_batch_items_add (bound, text, sql.params);
  g_ref_string_release (text);

  return TRUE;
}

GArray *
pgg_batch_bind (PggBatch          *self,
                PggConnection     *connection,
                PggCodecRegistry  *codecs,
                guint              first,
                GError           **error)
{
  g_autoptr(GArray) bound = pgg_batch_items_new ();

  for (guint i = 0; i < self->items->len; i++)
    if (!bind_item (bound, &g_array_index (self->items, PggBatchItem, i), connection, codecs,
                    error))
      {
        g_prefix_error (error, _("Item %u of the batch: "), first + i);
        return NULL;
      }

  return g_steal_pointer (&bound);
}

GArray *
pgg_batch_bind_statement (PggBatch      *self,
                          PggStatement  *statement,
                          guint          first,
                          GError       **error)
{
  g_autoptr(GArray) bound = pgg_batch_items_new ();
  g_autoptr(GRefString) sql = g_ref_string_new (statement->statement->sql);

  for (guint i = 0; i < self->items->len; i++)
    {
      const PggBatchItem *item = &g_array_index (self->items, PggBatchItem, i);
      g_autoptr(PggPqParams) set = pgg_statement_make_params (statement, item->params, error);

      if (set == NULL)
        {
          g_prefix_error (error, _("Item %u of the batch: "), first + i);
          return NULL;
        }
      pgg_batch_items_add (bound, sql, set);
    }

  return g_steal_pointer (&bound);
}

gboolean
pgg_batch_check_sql (PggBatch    *self,
                     const char  *sql,
                     guint        first,
                     GError     **error)
{
  const char *known = sql;

  for (guint i = 0; i < self->items->len; i++)
    {
      const char *other = g_array_index (self->items, PggBatchItem, i).sql;

      if (other != known && !g_str_equal (other, sql))
        {
          g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       _("Item %u of the batch is another statement"), first + i);
          return FALSE;
        }
      known = other;
    }

  return TRUE;
}
