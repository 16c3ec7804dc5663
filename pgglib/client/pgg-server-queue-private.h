/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-operation-private.h"
#include "pgg-server-process-private.h"

G_BEGIN_DECLS

/* The queue of a local server's operations, whose lock protects what they work on. */
typedef struct
{
  PggQueue          queue;
  PggServerProcess *process; /* NULL while there is no server */
  GWeakRef          server;  /* whose properties follow */
} PggServerQueue;

PggServerQueue *pgg_server_queue_new     (PggLocalServer  *server);
void            pgg_server_queue_unref   (PggServerQueue  *self);
PggServerState  pgg_server_queue_update  (PggServerQueue  *self);
gboolean        pgg_server_queue_launch  (PggServerQueue  *self,
                                          PggServerPlan   *plan,
                                          GError         **error);
void            pgg_server_queue_dismiss (PggServerQueue  *self);

/* The kinds of operations. */
PggOperation   *pgg_server_start_new     (PggServerQueue          *queue,
                                          const PggServerSettings *settings,
                                          gpointer                 source_object,
                                          gpointer                 source_tag);
PggOperation   *pgg_server_stop_new      (PggServerQueue          *queue,
                                          gpointer                 source_object,
                                          gpointer                 source_tag);

G_END_DECLS
