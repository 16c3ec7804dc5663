/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-interrupt.h"

G_BEGIN_DECLS

/* When one blocking call asks whether it shall end. */
typedef struct
{
  int   interval; /* in milliseconds; -1: there is nobody to ask */
  guint n_waits;  /* in which something was ready */
} PggInterruptCheck;

void     pgg_interrupt_check_begin (PggInterruptCheck       *self);
int      pgg_interrupt_check_limit (const PggInterruptCheck *self,
                                    int                      timeout);
gboolean pgg_interrupt_check_ask   (PggInterruptCheck       *self,
                                    gboolean                 is_ready);

G_END_DECLS
