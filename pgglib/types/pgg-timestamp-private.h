/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-timestamp.h"

#include "pgg-datetime-private.h"

G_BEGIN_DECLS

/* The microseconds must be finite or an infinity. */
PggTimestamp *pgg_timestamp_new_take_usec (gint64   usec,
                                           gboolean has_zone);

G_END_DECLS
