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
  gboolean            drops_counts;   /* of the rows of each item */
  gboolean            is_open;        /* more items follow */
  gboolean            is_uniform;     /* all of them are the statement of the first */
  PggPqFormat         result_format;
  PggBatchConvert     convert;
  GDestroyNotify      destroy;        /* frees what convert gave */
} PggBatchRequest;

PggOperation *pgg_execute_many_operation_start (PggSession            *session,
                                                const PggBatchRequest *request,
                                                gpointer               source_object,
                                                gpointer               source_tag,
                                                guint                  timeout);

/* For one that is open, without the lock. More items, of which it takes references; FALSE if it
 * wants none any more. */
gboolean      pgg_execute_many_operation_write (PggOperation          *operation,
                                                GArray                *items);
/* There are no more. */
void          pgg_execute_many_operation_close (PggOperation          *operation);
/* There should have been more: nothing of it is to have an effect. Takes @error. */
void          pgg_execute_many_operation_abort (PggOperation          *operation,
                                                GError                *error);

G_END_DECLS
