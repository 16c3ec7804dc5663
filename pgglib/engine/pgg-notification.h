/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_NOTIFICATION (pgg_notification_get_type ())

PGG_AVAILABLE_IN_1_0
GType            pgg_notification_get_type    (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggNotification *pgg_notification_ref         (PggNotification       *self);
PGG_AVAILABLE_IN_1_0
void             pgg_notification_unref       (PggNotification       *self);

PGG_AVAILABLE_IN_1_0
const char      *pgg_notification_get_channel (const PggNotification *self);
PGG_AVAILABLE_IN_1_0
const char      *pgg_notification_get_payload (const PggNotification *self);
PGG_AVAILABLE_IN_1_0
int              pgg_notification_get_pid     (const PggNotification *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggNotification, pgg_notification_unref)

G_END_DECLS
