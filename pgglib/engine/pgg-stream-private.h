/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-conversation-private.h"

G_BEGIN_DECLS

/*
 * Rows that arrive while the application takes them. The conversation stays open between two
 * fetches; when another operation wants the connection, the rest is first read into memory.
 */
struct _PggStream
{
  gatomicrefcount  ref_count;

  /* Protected by the lock of the session's queue. */
  GQueue           chunks;    /* of PggPqResult, with rows that nobody has taken */
  guint            n_rows;    /* in all of them */
  PggPqResult     *tail;      /* without rows; has the columns and the command tag */
  GError          *failure;
  gboolean         attached;  /* the session's stream: more may arrive */
  gboolean         settled;   /* it has begun, or never will */
  gboolean         in_pipeline; /* a Sync is at the end of the answer */
  guint            n_empty;   /* times in a row that libpq had no result, then */
  gpointer         context;   /* of the session's hooks, when it began */
  GDestroyNotify   unref_context;
};

PggStream *pgg_stream_new    (void);
PggStream *pgg_stream_ref    (PggStream        *self);
void       pgg_stream_unref  (PggStream        *self);

/* With the lock held. */
void       pgg_stream_attach (PggStream        *self,
                              PggSession       *session);
void       pgg_stream_detach (PggStream        *self,
                              PggSession       *session,
                              const GError     *error);
void       pgg_stream_drop   (PggStream        *self);
void       pgg_stream_reset  (PggStream        *self);
PggWait    pgg_stream_read   (PggStream        *self,
                              PggConversation  *conversation,
                              PggWait          *ready,
                              guint             n_rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggStream, pgg_stream_unref)

G_END_DECLS
