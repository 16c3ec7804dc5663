/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-transaction.h"

G_BEGIN_DECLS

/* What comes after an attempt to run a transaction. */
typedef enum
{
  PGG_RUN_DONE,    /* it is committed */
  PGG_RUN_FAILED,
  PGG_RUN_AGAIN,   /* after a while */
  PGG_RUN_RESOLVE, /* ask the server what became of it */
} PggRunNext;

/* The attempts of one call, whichever way it waits. */
typedef struct
{
  PggConnection         *connection;
  PggTransactionOptions  options;
  guint                  max_retries;
  gint64                 deadline;    /* of all of them together, in monotonic µs, or -1 */
  guint                  n_retries;
  guint                  n_questions; /* to the server, about a transaction in doubt */
  gboolean               is_identified;
  char                  *xid;         /* of the transaction, where it has one */
  GError                *error;       /* of the last attempt */
} PggRun;

void         pgg_run_init             (PggRun                *self,
                                       PggConnection         *connection,
                                       PggTransactionOptions  options,
                                       guint                  max_retries,
                                       int                    timeout);
void         pgg_run_end              (PggRun                *self);
void         pgg_run_clear            (PggRun                *self);

/* Takes the error, NULL for none. */
PggRunNext   pgg_run_end_attempt      (PggRun                *self,
                                       GError                *error);

/* In ms, longer from time to time, and never the same for two that meet. */
guint        pgg_run_get_delay        (PggRun                *self);

/* What ran out of time is rolled back in what is left of it, else it has to be given up. */
PggOperation *pgg_run_start_rollback  (PggRun                *self,
                                       PggTransaction        *transaction);

/* Before a commit: which transaction it is. */
PggOperation *pgg_run_start_identify  (PggRun                *self);
void         pgg_run_finish_identify  (PggRun                *self,
                                       PggOperation          *operation);

/* After one that is in doubt, on a new connection. */
PggOperation *pgg_run_start_question  (PggRun                *self);
PggRunNext   pgg_run_finish_question  (PggRun                *self,
                                       PggOperation          *operation);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PggRun, pgg_run_clear)

G_END_DECLS
