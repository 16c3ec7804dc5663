/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/pgg-operation-private.h"

G_BEGIN_DECLS

/*
 * The source of one GMainContext and one priority: it watches the descriptors of all queues that
 * somebody waits for there, and delivers the ends of their operations.
 */
typedef struct _PggLoop PggLoop;

/* What a loop does for one queue. */
typedef struct _PggLoopWatch PggLoopWatch;

PggLoop      *pgg_loop_get                (GMainContext *context,
                                           int           priority);
void          pgg_loop_unref              (PggLoop      *self);

void          pgg_loop_watch_unref        (PggLoopWatch *self);

/* The watch of a queue while nothing is queued. */
void          pgg_loop_start_idle         (PggQueue     *queue,
                                           GMainContext *context);
void          pgg_loop_stop_idle          (PggQueue     *queue);

/* For the two files that make up the loop. */
void          pgg_loop_add_watch          (PggLoop      *self,
                                           PggLoopWatch *watch);
void          pgg_loop_ref_watch          (PggLoop      *self,
                                           PggLoopWatch *watch);
gboolean      pgg_loop_unref_watch        (PggLoop      *self,
                                           PggLoopWatch *watch);
void          pgg_loop_register           (PggLoop      *self,
                                           PggLoopWatch *watch,
                                           int           fd,
                                           PggWait       want);
void          pgg_loop_unregister         (PggLoop      *self,
                                           PggLoopWatch *watch,
                                           int           fd);
void          pgg_loop_set_deadline       (PggLoop      *self,
                                           PggLoopWatch *watch,
                                           gint64        deadline);
void          pgg_loop_push_kick          (PggLoop      *self,
                                           PggLoopWatch *watch);
void          pgg_loop_push_done          (PggLoop      *self,
                                           PggOperation *operation);
void          pgg_loop_watch_step         (PggLoopWatch *self,
                                           PggWait       ready);

struct _PggLoopWatch
{
  PggWaiter        base;
  PggLoop         *loop;
  PggQueue        *queue;

  /* Protected by the lock of the queue. */
  guint            n_operations;
  PggWatch         armed;        /* what is registered; fd -1: nothing */

  /* Protected by the lock of the loop. */
  guint            ref_count;
  guint64          id;
  PggWait          registered;   /* what its descriptor is watched for */
  gint64           deadline;
  gboolean         kicked;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggLoopWatch, pgg_loop_watch_unref)

G_END_DECLS
