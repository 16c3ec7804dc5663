/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-operation-private.h"
#include "pgg-session-private.h"
#include "pgg-cancel-request-private.h"

G_BEGIN_DECLS

#define PGG_TYPE_CONVERSATION (pgg_conversation_get_type ())
#define PGG_CONVERSATION(obj) \
  (G_TYPE_CHECK_INSTANCE_CAST ((obj), PGG_TYPE_CONVERSATION, PggConversation))
#define PGG_CONVERSATION_CLASS(klass) \
  (G_TYPE_CHECK_CLASS_CAST ((klass), PGG_TYPE_CONVERSATION, PggConversationClass))
#define PGG_CONVERSATION_GET_CLASS(obj) \
  (G_TYPE_INSTANCE_GET_CLASS ((obj), PGG_TYPE_CONVERSATION, PggConversationClass))

typedef struct
{
  gboolean draining; /* data from the server is thrown away */
  gboolean ending;   /* data for the server is to be refused */
} PggCopyGuard;

/*
 * An operation that sends something over an open connection and reads the answer. What all of them
 * share is here: the connection must be open, and an interrupted one is cancelled at the server,
 * drained, and leaves the connection usable, or closed if that takes too long. If it takes longer
 * than the operation may, the operation ends and its heir goes on.
 */
typedef struct
{
  PggOperation      parent_instance;

  PggSession       *session;        /* the queue of the operation */
  GError           *failure;        /* the first that the server reported */
  PggCancelRequest *cancel;         /* while the request is under way */
  gboolean          cancel_wanted;  /* without having been interrupted */
  gboolean          begun;
  gboolean          sent;           /* what the kind of operation sends */
  gboolean          pipelinable;    /* one statement that libpq may send in pipeline mode */
  gboolean          in_flight;      /* sent in pipeline mode, and not yet answered */
  gboolean          in_pipeline;    /* what it sent is alone in pipeline mode, and ends in a Sync */
  gboolean          wanted;         /* in flight, and not told to stop */
  gboolean          is_aside;       /* waits until all that is in flight is answered */
  gboolean          answered;       /* what breaks now is no failure of it */
  guint             n_empty;        /* times in a row that libpq had no result, in that mode */
  PggStream        *stream;         /* the one that it begins or reads, or NULL */
  gboolean          continues_stream;
  gboolean          is_outside;     /* does not begin the transaction that a statement would */
  gboolean          is_brief;       /* it takes the server no time, and is not to be cancelled */
  gboolean          is_single;      /* not several statements, whichever protocol */
  char            **preamble;       /* statements that are executed first, and are not part of the
                                     * answer; or NULL */
  guint             n_preamble;     /* statements of it that are not answered */
  gboolean          carries_preamble; /* send() sends it with the rest, and receive() reads it */
  PggCopyGuard      copy_guard;
} PggConversation;

/*
 * The parts of a conversation: look(), which may be missing, says how it is to be sent now,
 * pipelinable or not; send() puts everything into libpq's buffer, FALSE with an error if that
 * cannot be; receive() reads the whole answer, and gives PGG_WAIT_NONE when the connection is free
 * for the next one; succeed() returns the result if there was no failure. One that is pipelinable
 * need not know whether it travels with others: send() sends nothing but its statement, with the
 * extended protocol, and receive() reads with pgg_conversation_next() up to NULL. settle(), which
 * may be missing, returns a result in the place of the error that ended the conversation, if the
 * error is part of it.
 */
typedef struct
{
  PggOperationClass parent_class;

  void     (*look)    (PggConversation  *self);
  gboolean (*send)    (PggConversation  *self,
                       GError          **error);
  PggWait  (*receive) (PggConversation  *self,
                       PggWait           ready);
  void     (*succeed) (PggConversation  *self);
  gboolean (*settle)  (PggConversation  *self,
                       const GError     *error);
} PggConversationClass;

GType        pgg_conversation_get_type         (void);

void         pgg_conversation_set_up           (PggConversation *self,
                                                PggSession      *session,
                                                gpointer         source_object,
                                                gpointer         source_tag,
                                                guint            timeout);

/* For the receive function of a kind; next() is the one for those that may be pipelinable. */
PggWait      pgg_conversation_next             (PggConversation *self,
                                                PggWait         *ready,
                                                PggPqResult    **result);
PggWait      pgg_conversation_read             (PggConversation *self,
                                                PggWait         *ready,
                                                gboolean        *have);
PggPqResult *pgg_conversation_take_result      (PggConversation *self);
GError      *pgg_conversation_read_failure     (PggConversation *self,
                                                PggPqResult     *result);
gboolean     pgg_conversation_note_failure     (PggConversation *self,
                                                PggPqResult     *result);
void         pgg_conversation_take_failure     (PggConversation *self,
                                                GError          *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggConversation, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggConversationClass, g_type_class_unref)

G_END_DECLS
