/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-execution-private.h"

G_BEGIN_DECLS

/*
 * A run is the items of a batch that follow each other and are the same statement. That may be one
 * that is, or is being, prepared under a name, by the counts of the session. When an item fails the
 * server skips all behind it, and does not know what these were to prepare.
 */
typedef struct
{
  GQueue              runs;      /* that are not answered, from the first one with a name on */
  PggCachedStatement *statement; /* of the run that is being sent; NULL: it has no name */
  guint               number;    /* in its name */
} PggBatchRuns;

void     pgg_batch_runs_clear      (PggBatchRuns       *self);

/* @item is the first of a run, and not its last one if @is_first_of_many. Gives whether the server
 * has to be told of the statement. Without @statements it has no name. */
gboolean pgg_batch_runs_begin      (PggBatchRuns       *self,
                                    PggStatementCache  *statements,
                                    guint               item,
                                    const char         *sql,
                                    PggPqParams        *params,
                                    gboolean            is_first_of_many);
/* The server was not told. */
void     pgg_batch_runs_take_back  (PggBatchRuns       *self,
                                    PggStatementCache  *statements);
/* FALSE: the server has to be told again, because it has been given up meanwhile. */
gboolean pgg_batch_runs_is_current (const PggBatchRuns *self);
void     pgg_batch_runs_get_name   (const PggBatchRuns *self,
                                    char               *name);
/* @item has been answered. */
void     pgg_batch_runs_pass       (PggBatchRuns       *self,
                                    guint               item);
/* The server has not prepared what @item begins, because something before it has failed. */
void     pgg_batch_runs_skip       (PggBatchRuns       *self,
                                    PggStatementCache  *statements,
                                    guint               item);
/* Nor what any behind @item begins, because that has failed. */
void     pgg_batch_runs_skip_behind (PggBatchRuns      *self,
                                     PggStatementCache *statements,
                                     guint              item);
/* @execution becomes what @item, which is being answered, was executed as. */
void     pgg_batch_runs_use        (const PggBatchRuns *self,
                                    guint               item,
                                    PggExecution       *execution);

G_END_DECLS
