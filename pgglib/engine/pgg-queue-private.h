/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-operation.h"

G_BEGIN_DECLS

typedef struct _PggQueue  PggQueue;
typedef struct _PggWaiter PggWaiter;

/*
 * Somebody who waits on behalf of operations: the place where a way of waiting is injected. The
 * engine calls these with the lock of the queue held; they only take note and wake their loop.
 */
struct _PggWaiter
{
  /* What to watch has changed: see pgg_queue_get_watch(). */
  void (*changed) (PggWaiter    *self,
                   PggQueue     *queue);
  /* The queue wants a step although its descriptor may stay silent. */
  void (*kick)    (PggWaiter    *self,
                   PggQueue     *queue);
  /* @operation, which has this waiter, is done. */
  void (*done)    (PggWaiter    *self,
                   PggOperation *operation);

  GList link; /* in the list of the queue's waiters */
};

/* What a waiter has to watch. */
typedef struct
{
  int     fd;
  guint   generation; /* another one: another file, even under the same number */
  PggWait want;
  gint64  deadline;   /* monotonic µs, or -1 */
} PggWatch;

/* What a kind of queue adds. */
typedef struct
{
  /* Nothing is queued: read what arrived unasked, say what to watch. Lock held. */
  PggWait (*idle)    (PggQueue *self,
                      PggWait   ready);
  /* Hands to the application what was set aside for it. Called without the lock. */
  void    (*deliver) (PggQueue *self);
  void    (*free)    (PggQueue *self);
} PggQueueFuncs;

/*
 * The FIFO of operations over one conversation. Operations run one after the other; whoever waits
 * for any of them steps the one at the head. Those behind it may begin before it has ended, if
 * their kind knows how to; they are stepped once they are at the head. All fields are protected by
 * the lock.
 */
struct _PggQueue
{
  gatomicrefcount      ref_count;
  GMutex               lock;
  const PggQueueFuncs *funcs;

  GQueue               operations;   /* the head is the one that is stepped */
  GList               *ahead;        /* the last that has begun behind the head, or NULL */
  guint64              last_serial;  /* of those that have come so far */
  guint                n_orphans;    /* operations that nobody waits for */
  GQueue               beside;       /* those that do not take part in the conversation */
  GQueue               parked;       /* those that others will end, and that are never stepped */
  GQueue               finished;     /* done; released when the lock is given back */
  GPtrArray           *woken;        /* PggSleeper of those that are done, called then; or NULL */
  GQueue               waiters;
  PggWaiter           *idle_waiter;  /* watches while nothing is queued; not in waiters */

  PggWatch             watch;
  gint64               timer;        /* of the operation at the head, or -1 */
  guint                n_deadlines;  /* operations that have one */
  guint                n_wake_funcs; /* operations that are stepped by hand and have one */
  PggOperation        *stepper;      /* whom a hand is stepping, borrowed; it needs no waking */
  GThread             *feeder;       /* has to give what the one at the head waits for, or NULL */
  gboolean             wake;         /* the others do */
  gboolean             kicked;       /* a step is due */
  gboolean             deliver;      /* something is set aside for the application */
  PggOperation        *spare;        /* to be used again, or NULL; atomic */
};

/* The operation whose turn it is, or NULL; lock held. */
static inline gpointer
pgg_queue_peek (const PggQueue *self)
{
  return self->operations.head != NULL ? self->operations.head->data : NULL;
}

void      pgg_queue_init            (PggQueue            *self,
                                     const PggQueueFuncs *funcs);
void      pgg_queue_clear           (PggQueue            *self);
PggQueue *pgg_queue_ref             (PggQueue            *self);
void      pgg_queue_unref           (PggQueue            *self);

void      pgg_queue_lock            (PggQueue            *self);
void      pgg_queue_unlock          (PggQueue            *self);
void      pgg_queue_unlock_quietly  (PggQueue            *self);

/* With the lock held. */
void      pgg_queue_push            (PggQueue            *self,
                                     PggOperation        *operation);
void      pgg_queue_finish          (PggQueue            *self,
                                     PggOperation        *operation);
void      pgg_queue_drive           (PggQueue            *self,
                                     PggWait              ready);
gboolean  pgg_queue_begin_ahead     (PggQueue            *self);
void      pgg_queue_replace         (PggQueue            *self,
                                     PggOperation        *operation,
                                     PggOperation        *heir);
void      pgg_queue_adopt           (PggQueue            *self,
                                     PggOperation        *operation);
void      pgg_queue_substitute      (PggQueue            *self,
                                     PggOperation        *operation,
                                     PggOperation        *substitute);
gboolean  pgg_queue_move_behind     (PggQueue            *self,
                                     PggOperation        *operation);
void      pgg_queue_add_orphan      (PggQueue            *self,
                                     PggOperation        *before,
                                     PggOperation        *orphan);
GList    *pgg_queue_get_last_started (PggQueue           *self);
gboolean  pgg_queue_has              (PggQueue           *self,
                                      guint64             serial);
void      pgg_queue_kick            (PggQueue            *self);
void      pgg_queue_set_fd          (PggQueue            *self,
                                     int                  fd);
void      pgg_queue_renew_fd        (PggQueue            *self,
                                     int                  fd);
void      pgg_queue_add_waiter      (PggQueue            *self,
                                     PggWaiter           *waiter);
void      pgg_queue_remove_waiter   (PggQueue            *self,
                                     PggWaiter           *waiter);
void      pgg_queue_set_idle_waiter (PggQueue            *self,
                                     PggWaiter           *waiter);
gboolean  pgg_queue_is_idle         (PggQueue            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggQueue, pgg_queue_unref)

G_END_DECLS
