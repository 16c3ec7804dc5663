/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-date.h"

#include "pgg-datetime-private.h"

G_BEGIN_DECLS

/* The days must be finite or an infinity. */
PggDate *pgg_date_new_take_days (gint32 days);

G_END_DECLS
