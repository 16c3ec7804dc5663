/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-batch-result.h"

#include "engine/pgg-batch-items-private.h"

G_BEGIN_DECLS

/* PggBatchConvert: each of the results that are kept stands alone, or all of them are a chain. */
gpointer   pgg_batch_result_convert       (PggBatchOutcome *outcome,
                                           gpointer         context);
gpointer   pgg_batch_result_convert_chain (PggBatchOutcome *outcome,
                                           gpointer         context);

/* The first result of the chain, transfer full; NULL if there is none. */
PggResult *pgg_batch_result_dup_chain     (PggBatchResult  *self);

G_END_DECLS
