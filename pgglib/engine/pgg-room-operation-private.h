/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-operation-private.h"
#include "pgg-session-private.h"

G_BEGIN_DECLS

/* Waits until @batch has sent what it was given, or has ended. */
PggOperation *pgg_room_operation_start (PggSession   *session,
                                        PggOperation *batch,
                                        gpointer      source_object,
                                        gpointer      source_tag);

/* That is so now; lock held. */
void          pgg_room_operation_open  (PggQueue     *queue,
                                        PggOperation *batch);

G_END_DECLS
