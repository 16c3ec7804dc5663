/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which items of a batch are executed as statements that are prepared. */

#include "config.h"

#include "pgg-batch-runs-private.h"

typedef struct
{
  PggCachedStatement *statement; /* NULL: it has no name */
  guint               number;
  guint               first;     /* item */
  gboolean            prepares;  /* the preparation goes with that */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_pointer (&run->statement, pgg_cached_statement_unref);
  g_free (run);
}

static void
set_statement (PggBatchRuns       *self,
               PggCachedStatement *statement)
{
  g_clear_pointer (&self->statement, pgg_cached_statement_unref);
  self->statement = statement != NULL ? pgg_cached_statement_ref (statement) : NULL;
  self->number = statement != NULL ? statement->number : 0;
}

void
pgg_batch_runs_clear (PggBatchRuns *self)
{
  g_queue_clear_full (&self->runs, run_free);
  set_statement (self, NULL);
}

static void
push_run (PggBatchRuns *self,
          guint         item,
          gboolean      prepares)
{
  const Run *last = g_queue_peek_tail (&self->runs);
  Run *run;

  if (self->statement == NULL && (last == NULL || last->statement == NULL))
    return;

  run = g_new0 (Run, 1);
  run->statement = self->statement != NULL ? pgg_cached_statement_ref (self->statement) : NULL;
  run->number = self->number;
  run->first = item;
  run->prepares = prepares;
  g_queue_push_tail (&self->runs, run);
}

/* The first of many is worth it at once. */
static gboolean
is_to_be_prepared (PggStatementCache  *statements,
                   PggCachedStatement *statement,
                   gboolean            is_first_of_many)
{
  return is_first_of_many ? pgg_statement_cache_has_place (statements, statement)
                          : pgg_statement_cache_wants (statements, statement);
}

gboolean
pgg_batch_runs_begin (PggBatchRuns      *self,
                      PggStatementCache *statements,
                      guint              item,
                      const char        *sql,
                      PggPqParams       *params,
                      gboolean           is_first_of_many)
{
  g_autoptr(PggCachedStatement) statement = NULL;
  gboolean is_new = TRUE;

  if (statements != NULL)
    statement = pgg_statement_cache_use (statements, sql, params);
  if (statement != NULL && !is_to_be_prepared (statements, statement, is_first_of_many))
    g_clear_pointer (&statement, pgg_cached_statement_unref);

  if (statement != NULL)
    is_new = !statement->prepared;
  if (statement != NULL && is_new)
    pgg_statement_cache_prepare (statements, statement);
  set_statement (self, statement);
  push_run (self, item, is_new);

  return is_new;
}

void
pgg_batch_runs_take_back (PggBatchRuns      *self,
                          PggStatementCache *statements)
{
  if (self->statement != NULL)
    pgg_statement_cache_drop (statements, self->statement, self->number, FALSE);
}

gboolean
pgg_batch_runs_is_current (const PggBatchRuns *self)
{
  return self->statement == NULL ||
         (self->statement->prepared && self->statement->number == self->number);
}

void
pgg_batch_runs_get_name (const PggBatchRuns *self,
                         char               *name)
{
  if (self->statement != NULL)
    pgg_statement_name (self->number, name);
  else
    *name = '\0';
}

/* What is answered next may be of the next run. */
void
pgg_batch_runs_pass (PggBatchRuns *self,
                     guint         item)
{
  const Run *next = g_queue_peek_nth (&self->runs, 1);

  if (next != NULL && next->first <= item + 1)
    run_free (g_queue_pop_head (&self->runs));
}

void
pgg_batch_runs_skip (PggBatchRuns      *self,
                     PggStatementCache *statements,
                     guint              item)
{
  const Run *run = g_queue_peek_head (&self->runs);

  if (run != NULL && run->statement != NULL && run->first == item && run->prepares)
    pgg_statement_cache_drop (statements, run->statement, run->number, FALSE);
}

void
pgg_batch_runs_skip_behind (PggBatchRuns      *self,
                            PggStatementCache *statements,
                            guint              item)
{
  for (const GList *link = self->runs.head; link != NULL; link = link->next)
    {
      const Run *run = link->data;

      if (run->statement != NULL && run->first > item && run->prepares)
        pgg_statement_cache_drop (statements, run->statement, run->number, FALSE);
    }
}

void
pgg_batch_runs_use (const PggBatchRuns *self,
                    guint               item,
                    PggExecution       *execution)
{
  const Run *run = self->runs.head != NULL ? self->runs.head->data : NULL;

  if (run == NULL || run->statement == NULL || run->first > item)
    return;

  pgg_execution_use (execution, run->statement);
  execution->number = run->number;
  execution->prepares = run->prepares;
}
