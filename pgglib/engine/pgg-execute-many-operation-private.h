/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-batch-items-private.h"
#include "pgg-session-private.h"

G_BEGIN_DECLS

/* Makes the result of the outcome, which is borrowed; the context is that of the session at the
 * end. Lock held. */
typedef gpointer (*PggBatchConvert) (PggBatchOutcome *outcome,
                                     gpointer         context);

typedef struct
{
  GArray             *items;          /* PggBatchItem */
  PggCachedStatement *statement;      /* that all of them are, if somebody keeps it; or NULL */
  gboolean            is_independent; /* an item that fails is no failure of the others */
  gboolean            keeps_results;
  PggPqFormat         result_format;
  PggBatchConvert     convert;
  GDestroyNotify      destroy;        /* frees what convert gave */
} PggBatchRequest;

PggOperation *pgg_execute_many_operation_start (PggSession            *session,
                                                const PggBatchRequest *request,
                                                gpointer               source_object,
                                                gpointer               source_tag,
                                                guint                  timeout);

G_END_DECLS
