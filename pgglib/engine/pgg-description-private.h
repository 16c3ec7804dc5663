/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-inquiry-private.h"

G_BEGIN_DECLS

/*
 * Has the server describe a statement before it is executed, so that the format of its results can
 * be chosen by their types, and that these are known before the first row comes. That takes one
 * round trip; the statement is parsed once, and its execution is what was described.
 */
typedef struct
{
  PggPqFormat  format;     /* where there is no choice */
  gboolean     is_choice;
  PggPqParams *params;     /* in the form in which they are sent, or NULL */
  PggPqResult *result;
  gboolean     describing;
  gboolean     executed;   /* the statement itself has been sent */
  gboolean     ended;      /* the answer is read */
  guint        n_empty;    /* times in a row that libpq had no result */
  PggInquiry   inquiry;
} PggDescription;

/* Instead of the statement; takes no ownership. */
gboolean pgg_description_send    (PggDescription   *self,
                                  PggConversation  *conversation,
                                  const char       *sql,
                                  PggPqParams      *params,
                                  GError          **error);
/* Up to where the statement itself is sent, if nothing is in the way of that. */
PggWait  pgg_description_step    (PggDescription   *self,
                                  PggConversation  *conversation,
                                  PggWait          *ready,
                                  const char       *sql);
void     pgg_description_clear   (PggDescription   *self);

G_END_DECLS
