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
  gint64     *counts;    /* of the rows that each affected; -1: it failed */
  GPtrArray  *errors;    /* GError by item, NULL for one that succeeded; NULL while none failed */
  GPtrArray  *results;   /* PggPqResult of those that succeeded; NULL: they are not kept */
  GPtrArray  *contexts;  /* of the session when each result came */
} PggBatchOutcome;

GArray          *pgg_batch_items_new         (void);
void             pgg_batch_items_add         (GArray          *items,
                                              char            *sql,
                                              PggPqParams     *params);

PggBatchOutcome *pgg_batch_outcome_new       (guint            n_items,
                                              GDestroyNotify   unref_context);
void             pgg_batch_outcome_free      (PggBatchOutcome *self);
void             pgg_batch_outcome_set_error (PggBatchOutcome *self,
                                              guint            item,
                                              GError          *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggBatchOutcome, pgg_batch_outcome_free)

G_END_DECLS
