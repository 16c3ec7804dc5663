/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-time.h"

#include "pgg-datetime-private.h"

G_BEGIN_DECLS

/* The parts must be valid. */
PggTime            *pgg_time_new_take_parts (const PggTimeParts *parts);

const PggTimeParts *pgg_time_get_parts      (const PggTime      *self);

G_END_DECLS
