/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-batch-items-private.h"

G_BEGIN_DECLS

/* What is known of an item; flags. */
typedef enum
{
  PGG_BATCH_STATE_SENT = 1 << 0,
  PGG_BATCH_STATE_PREPARES = 1 << 1, /* the answer to its preparation comes first */
  PGG_BATCH_STATE_GIVEN = 1 << 2,    /* its result has come */
} PggBatchState;

/* Those items of a batch that are still needed, and what is known of them. */
typedef struct
{
  GArray     *items;       /* PggBatchItem */
  guint       first_item;  /* the index of the first of these: those before it are sent */
  GByteArray *states;      /* PggBatchState */
  guint       first_state; /* the index of the first of these: those before it are answered */
} PggBatchWindow;

/* Has @items as they are, and nothing is known of them. */
void                pgg_batch_window_init      (PggBatchWindow       *self,
                                                GArray               *items);
void                pgg_batch_window_reset     (PggBatchWindow       *self);
void                pgg_batch_window_clear     (PggBatchWindow       *self);

const PggBatchItem *pgg_batch_window_get_item  (const PggBatchWindow *self,
                                                guint                 index);
guint8             *pgg_batch_window_get_state (const PggBatchWindow *self,
                                                guint                 index);

void                pgg_batch_window_append    (PggBatchWindow       *self,
                                                GArray               *items);
/* So many have been sent, and answered. */
void                pgg_batch_window_drop      (PggBatchWindow       *self,
                                                guint                 n_sent,
                                                guint                 n_answered);

G_END_DECLS
