/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-conversation-private.h"

G_BEGIN_DECLS

/*
 * What a conversation asks the server on behalf of the session's hooks, once it has its own answer
 * or before it has sent anything. Whatever comes of that is no failure of the conversation, and
 * does the transaction no harm that may be open.
 */
typedef struct
{
  PggPqResult *answer;
  gboolean     asking;       /* the answer is still to be read */
  gboolean     failed;
  gboolean     protected;    /* by a savepoint */
  gboolean     recovering;   /* going back to it */
} PggInquiry;

void    pgg_inquiry_clear (PggInquiry         *self);
PggWait pgg_inquiry_step  (PggInquiry         *self,
                           PggConversation    *conversation,
                           PggWait            *ready,
                           int                 hint,
                           PggPqResult *const *results,
                           guint               n_results);

G_END_DECLS
