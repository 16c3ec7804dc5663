/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-inquiry-private.h"

G_BEGIN_DECLS

/*
 * Has the server describe a statement before it is executed, so that the format of its results can
 * be chosen by their types, and that these are known before the first row comes. That takes one
 * round trip. A statement that somebody keeps is prepared by that, and the values become those of
 * the types that the server reports.
 */
typedef struct
{
  PggCachedStatement *statement;  /* that is prepared; NULL: it has no name at the server */
  PggPqFormat         format;     /* where there is no choice */
  gboolean            is_choice;
  PggPqParams        *params;     /* in the form in which they are sent, or NULL */
  PggPqResult        *result;
  gboolean            is_whole;   /* what is executed depends on nothing that was prepared */
  gboolean            describing;
  gboolean            executed;   /* the statement itself has been sent */
  gboolean            ended;      /* the answer is read */
  PggInquiry          inquiry;
} PggDescription;

/* Instead of the statement; takes no ownership. */
gboolean pgg_description_send    (PggDescription      *self,
                                  PggConversation     *conversation,
                                  const char          *sql,
                                  PggPqParams         *params,
                                  GError             **error);
/* The same for a statement that is to be prepared, with params as they are if the server is to say
 * of what types they are. */
gboolean pgg_description_prepare (PggDescription      *self,
                                  PggConversation     *conversation,
                                  PggCachedStatement  *statement,
                                  const char          *sql,
                                  PggPqParams         *params,
                                  GError             **error);
/* Reads the description, and asks what else is to be known then; what follows has no answer yet. */
PggWait  pgg_description_read    (PggDescription      *self,
                                  PggConversation     *conversation,
                                  PggWait             *ready);
gboolean pgg_description_may_go_on (PggConversation   *conversation);
/* Up to where the statement itself is sent, if nothing is in the way of that. */
PggWait  pgg_description_step    (PggDescription      *self,
                                  PggConversation     *conversation,
                                  PggWait             *ready,
                                  const char          *sql);
void     pgg_description_clear   (PggDescription      *self);

G_END_DECLS
