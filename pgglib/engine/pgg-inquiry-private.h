/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-conversation-private.h"

G_BEGIN_DECLS

/*
 * What a conversation asks the server on behalf of the session's hooks, once it has its own answer
 * or before it has sent anything. Whatever comes of that does the transaction no harm that may be
 * open, and is no failure of the conversation, unless that was begun to ask.
 */
typedef struct
{
  gboolean     is_needed;    /* the conversation fails if there is no answer */
  PggPqResult *answer;
  GError      *failure;      /* in the place of an answer */
  gboolean     asking;       /* the answer is still to be read */
  gboolean     answered;     /* one question at least */
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
