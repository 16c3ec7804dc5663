/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-params.h"

G_BEGIN_DECLS

/* What goes to libpq; belongs to self and changes with it. */
PggPqParams *pgg_params_peek_pq (PggParams *self);

G_END_DECLS
