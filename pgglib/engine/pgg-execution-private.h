/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-conversation-private.h"

G_BEGIN_DECLS

/*
 * One execution of a statement with the extended protocol. What is executed often is prepared: the
 * Parse travels with the first execution under a name, and is left out of the later ones. If the
 * server does not know the name any more, or refuses the plan because a definition has changed, the
 * statement is prepared anew and executed again, once, outside of a transaction.
 */
typedef struct
{
  PggCachedStatement *kept;      /* the statement, if somebody keeps it */
  PggCachedStatement *statement; /* NULL: it is executed as it is */
  guint               number;    /* in the name under which it is executed, or 0 */
  gboolean            prepares;  /* what prepares it goes with it */
  gboolean            is_fresh;  /* it has just been described */
  gboolean            repeated;
  gboolean            is_choice; /* the session's hooks choose the format once columns are known */
} PggExecution;

/* The server need not know the statement with the name of number any more. */
gboolean pgg_execution_send_forget (PggPqConn        *pq,
                                    guint             number,
                                    GError          **error);
/* Whether there is something that it can be told now to forget, before anything else is sent. */
gboolean pgg_execution_may_forget  (PggSession       *session);

void     pgg_execution_clear       (PggExecution     *self);
void     pgg_execution_finish      (PggExecution     *self);
/* Whether the statement, which somebody keeps, has to be described before it can be executed. */
gboolean pgg_execution_must_describe (const PggExecution *self,
                                      PggSession         *session);
/* It is executed, by whatever way, as the described statement that it is. */
void     pgg_execution_use         (PggExecution       *self,
                                    PggCachedStatement *statement);
/* The same for one that has just been described, if it has a name. */
void     pgg_execution_use_fresh   (PggExecution       *self,
                                    PggCachedStatement *statement);
gboolean pgg_execution_send        (PggExecution     *self,
                                    PggConversation  *conversation,
                                    const char       *sql,
                                    PggPqParams      *params,
                                    PggPqFormat       result_format,
                                    GError          **error);
void     pgg_execution_learn       (PggExecution     *self,
                                    PggPqResult      *result);
void     pgg_execution_note        (PggConversation  *conversation,
                                    PggPqResult      *result);
gboolean pgg_execution_is_outdated (PggExecution     *self,
                                    PggConversation  *conversation);
gboolean pgg_execution_may_repeat  (PggExecution     *self,
                                    PggConversation  *conversation);
gboolean pgg_execution_repeat      (PggExecution     *self,
                                    PggConversation  *conversation);

G_END_DECLS
