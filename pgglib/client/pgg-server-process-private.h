/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-server-plan-private.h"

G_BEGIN_DECLS

typedef enum
{
  PGG_SERVER_STARTING,
  PGG_SERVER_READY,
  PGG_SERVER_ENDED,
} PggServerState;

typedef struct _PggServerProcess PggServerProcess;

PggServerProcess    *pgg_server_process_spawn        (PggServerPlan           *plan,
                                                      GError                 **error);
void                 pgg_server_process_free         (PggServerProcess        *self);
void                 pgg_server_process_request_stop (PggServerProcess        *self);
PggServerState       pgg_server_process_update       (PggServerProcess        *self);
PggServerState       pgg_server_process_get_state    (const PggServerProcess  *self);
gboolean             pgg_server_process_is_stopping  (const PggServerProcess  *self);
int                  pgg_server_process_get_fd       (const PggServerProcess  *self);
int                  pgg_server_process_get_pid      (const PggServerProcess  *self);
const char          *pgg_server_process_get_version  (const PggServerProcess  *self);
const PggServerPlan *pgg_server_process_get_plan     (const PggServerProcess  *self);
GError              *pgg_server_process_dup_error    (const PggServerProcess  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggServerProcess, pgg_server_process_free)

G_END_DECLS
