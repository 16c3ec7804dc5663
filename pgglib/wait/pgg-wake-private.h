/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A file descriptor of the calling thread that other threads can make readable. */
typedef struct _PggWake PggWake;

PggWake *pgg_wake_get_for_thread (void);
int      pgg_wake_get_fd         (PggWake *self);
void     pgg_wake_signal         (PggWake *self);
void     pgg_wake_acknowledge    (PggWake *self);

G_END_DECLS
