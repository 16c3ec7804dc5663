/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-notification.h"

G_BEGIN_DECLS

/* Copies both texts; bytes that are not UTF-8 are replaced. A length of -1 means NUL-terminated. */
PggNotification *pgg_notification_new (const char *channel,
                                       gssize      channel_length,
                                       const char *payload,
                                       gssize      payload_length,
                                       int         pid);

G_END_DECLS
