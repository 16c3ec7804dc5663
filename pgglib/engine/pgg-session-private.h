/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-connection-status.h"
#include "pgg-diagnostics.h"
#include "pgg-notification.h"
#include "pgg-queue-private.h"
#include "pq/pgg-pq-conn.h"

G_BEGIN_DECLS

typedef struct _PggSession PggSession;
typedef struct _PggStream  PggStream;

/* What a session sets aside for the application; in the order in which it happened. */
typedef enum
{
  PGG_SESSION_EVENT_STATUS,       /* the status changed */
  PGG_SESSION_EVENT_NOTICE,
  PGG_SESSION_EVENT_NOTIFICATION,
  PGG_SESSION_EVENT_CLOSED,       /* the connection ended otherwise than by close() */
} PggSessionEventType;

typedef struct
{
  PggSessionEventType  type;
  PggDiagnostics      *notice;
  PggNotification     *notification;
  GError              *error;
} PggSessionEvent;

/* One connection to a server, as the operations know it: the conversation and its queue. */
struct _PggSession
{
  PggQueue             queue;     /* must be first; its lock protects all fields */

  PggPqConn           *pq;        /* NULL unless connecting or connected */
  PggConnectionStatus  status;
  GError              *reason;    /* why it was lost */
  GError              *last_words; /* what the server said before it went, if it did */

  guint                cancel_timeout; /* ms that a cancelled operation has to end in */
  GQueue               notifications; /* those that nobody has taken yet */

  PggStream           *stream;    /* whose rows are still arriving */

  GQueue               events;
  void               (*deliver) (PggSession *self,
                                 gpointer    data);
  gpointer             deliver_data;
  GDestroyNotify       deliver_destroy;
};

PggSession      *pgg_session_new              (void (*deliver) (PggSession *, gpointer),
                                               gpointer            deliver_data,
                                               GDestroyNotify      deliver_destroy);
PggSession      *pgg_session_ref              (PggSession         *self);
void             pgg_session_unref            (PggSession         *self);

/* Without the lock. */
PggSessionEvent *pgg_session_pop_event        (PggSession         *self);
void             pgg_session_event_free       (PggSessionEvent    *event);

/* With the lock held. */
gboolean         pgg_session_check_open       (PggSession         *self,
                                               GError            **error);
void             pgg_session_set_status       (PggSession         *self,
                                               PggConnectionStatus status);
void             pgg_session_connected        (PggSession         *self);
void             pgg_session_consume          (PggSession         *self);
void             pgg_session_collect          (PggSession         *self);
gboolean         pgg_session_is_broken        (PggSession         *self);
GError          *pgg_session_lost_error       (PggSession         *self);
void             pgg_session_lose             (PggSession         *self,
                                               GError             *error);
void             pgg_session_drop_pq          (PggSession         *self);
void             pgg_session_interrupt_all    (PggSession         *self,
                                               PggOperation       *except);
PggNotification *pgg_session_take_notification (PggSession        *self);
void             pgg_session_forget_notification (PggSession      *self,
                                                  PggNotification *notification);
void             pgg_session_watch_notices    (PggSession         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggSession, pgg_session_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggSessionEvent, pgg_session_event_free)

G_END_DECLS
