/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggBatchFlags:
 * @PGG_BATCH_FLAGS_NONE: all items succeed, or none has an effect; only numbers of rows are kept
 * @PGG_BATCH_FLAGS_INDEPENDENT: each item stands alone, as if it had been executed by itself
 * @PGG_BATCH_FLAGS_KEEP_RESULTS: the results of the items are kept, with the rows that they return
 * @PGG_BATCH_FLAGS_TOTAL_ONLY: of the numbers of rows only their sum is kept
 *
 * How a batch is executed, see [method@Connection.execute_batch].
 *
 * Since: 1.0
 */
typedef enum /*< flags >*/
{
  PGG_BATCH_FLAGS_NONE = 0,
  PGG_BATCH_FLAGS_INDEPENDENT = 1 << 0,
  PGG_BATCH_FLAGS_KEEP_RESULTS = 1 << 1,
  PGG_BATCH_FLAGS_TOTAL_ONLY = 1 << 2,
} PggBatchFlags;

G_END_DECLS
