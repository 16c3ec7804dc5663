/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-row.h"

G_BEGIN_DECLS

/* The row must exist; takes a reference on the result. */
PggRow *pgg_row_new (PggResult *result,
                     guint      index);

G_END_DECLS
