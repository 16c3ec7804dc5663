/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-operation-run.h"

G_BEGIN_DECLS

/* For the asynchronous methods: the callback is given the object that has the method. */
void pgg_operation_run_for_source (PggOperation        *self,
                                   int                  io_priority,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);

/* Nobody is told when it is done. From any thread. */
void pgg_operation_run_unattended (PggOperation        *self,
                                   GMainContext        *context);

G_END_DECLS
