/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-interval.h"

#include "pgg-datetime-private.h"

G_BEGIN_DECLS

PggInterval            *pgg_interval_new_take_parts (const PggIntervalParts *parts);
const PggIntervalParts *pgg_interval_get_parts      (const PggInterval      *self);

G_END_DECLS
