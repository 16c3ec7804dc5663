/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pq/pgg-pq-result.h"
#include "types/pgg-codec-context-private.h"

G_BEGIN_DECLS

/* Whether @result is of a command that can be the one that changed the settings of the session. */
gboolean         pgg_result_settings_may_change (PggPqResult             *result);

/* Results that came together, and where those are that may have changed the settings. */
typedef struct
{
  PggPqResult *const *results;
  guint               n_results;
  guint               first;  /* of these, or n_results */
  guint               behind; /* the last of these, or 0 */
} PggResultChanges;

PggResultChanges pgg_result_settings_find       (PggPqResult *const      *results,
                                                 guint                    n_results);

/*
 * What the result at @index is read with, of those that came between what the server told of its
 * settings before and after them, and with what is known of types in the end; transfer full.
 */
PggCodecContext *pgg_result_settings_choose     (const PggResultChanges  *changes,
                                                 guint                    index,
                                                 PggCodecContext         *before,
                                                 PggCodecContext         *after,
                                                 PggTypeMap              *types);

G_END_DECLS
