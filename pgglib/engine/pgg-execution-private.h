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
  PggCachedStatement *statement; /* NULL: it is executed as it is */
  guint               number;    /* in the name under which it is executed, or 0 */
  gboolean            prepares;  /* what prepares it goes with it */
  gboolean            repeated;
  gboolean            is_choice; /* the session's hooks choose the format once columns are known */
} PggExecution;

void     pgg_execution_clear       (PggExecution     *self);
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
gboolean pgg_execution_repeat      (PggExecution     *self,
                                    PggConversation  *conversation);

G_END_DECLS
