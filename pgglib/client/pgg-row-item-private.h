/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-row-item.h"

G_BEGIN_DECLS

/* Takes ownership of the row. The item takes itself out of peers, where it is kept by its position
 * plus one (as a pointer), when it is finalized. */
PggRowItem *pgg_row_item_new (PggRow     *row,
                              GHashTable *peers);

G_END_DECLS
