/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-operation.h"

G_BEGIN_DECLS

/* Who steps an operation by hand and is to be woken: alive while it is being called, on whichever
 * thread, even if another one takes its place meanwhile. */
typedef struct
{
  GWeakRef             operation;
  PggOperationWakeFunc func;
  gpointer             data;
  GDestroyNotify       destroy;
} PggSleeper;

PggSleeper *pgg_sleeper_new   (PggOperation         *operation,
                               PggOperationWakeFunc  func,
                               gpointer              data,
                               GDestroyNotify        destroy);
PggSleeper *pgg_sleeper_ref   (PggSleeper           *self);
/* Never with a lock held. */
void        pgg_sleeper_unref (PggSleeper           *self);
void        pgg_sleeper_wake  (PggSleeper           *self);

G_END_DECLS
