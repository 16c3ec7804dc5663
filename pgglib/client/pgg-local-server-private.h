/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-local-server.h"
#include "pgg-server-queue-private.h"

G_BEGIN_DECLS

struct _PggLocalServer
{
  GObject            parent_instance;

  PggServerQueue    *queue;
  PggServerSettings *settings;       /* protected by the lock of the queue */
  gboolean           known_running;  /* what was last notified; protected as well */
};

void pgg_local_server_notify_state (PggLocalServer *self);

G_END_DECLS
