/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-queue-private.h"

G_BEGIN_DECLS

PggOperation *pgg_ready_operation_start        (PggQueue *queue,
                                                gpointer  source_object,
                                                gpointer  source_tag);
PggOperation *pgg_ready_operation_start_failed (PggQueue *queue,
                                                gpointer  source_object,
                                                gpointer  source_tag,
                                                GError   *error);

G_END_DECLS
