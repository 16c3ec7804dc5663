/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pq/pgg-pq-params.h"
#include "pq/pgg-pq-result.h"

G_BEGIN_DECLS

/* One statement of a batch with its parameters. */
typedef struct
{
  char        *sql;    /* a GRefString; items of the same pointer are the same statement */
  PggPqParams *params; /* or NULL */
} PggBatchItem;

/* What became of the items of a batch. */
typedef struct
{
  guint       n_items;
  gboolean    is_independent;
  gint64      total;     /* of the rows that were affected */
  GArray     *counts;    /* gint64: of those that each affected, -1: it failed; NULL: not kept */
  GHashTable *errors;    /* GError by item; NULL while none failed */
  GPtrArray  *results;   /* PggPqResult of those that succeeded; NULL: they are not kept */
  GPtrArray  *contexts;  /* of the session when each result came */
} PggBatchOutcome;

GArray          *pgg_batch_items_new         (void);
void             pgg_batch_items_add         (GArray          *items,
                                              char            *sql,
                                              PggPqParams     *params);

void             pgg_batch_items_append      (GArray          *items,
                                              GArray          *more);

/* Whether all of them, and there are some, are one statement with parameters. */
gboolean         pgg_batch_items_are_sets    (GArray          *items);

PggBatchOutcome *pgg_batch_outcome_new       (gboolean         keeps_counts,
                                              GDestroyNotify   unref_context);
void             pgg_batch_outcome_grow      (PggBatchOutcome *self,
                                              guint            n_items);
gint64           pgg_batch_outcome_count_rows (PggPqResult    *result);
/* Whether it may be that of a statement that ends a transaction. */
gboolean         pgg_batch_outcome_can_commit (PggPqResult    *result);
/* @item has succeeded, or has not after all. */
void             pgg_batch_outcome_set_count (PggBatchOutcome *self,
                                              guint            item,
                                              gint64           count);
void             pgg_batch_outcome_take_back (PggBatchOutcome *self,
                                              gint64           count);
void             pgg_batch_outcome_free      (PggBatchOutcome *self);
void             pgg_batch_outcome_set_error (PggBatchOutcome *self,
                                              guint            item,
                                              GError          *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggBatchOutcome, pgg_batch_outcome_free)

G_END_DECLS
