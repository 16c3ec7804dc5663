/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_ROW_ITEM (pgg_row_item_get_type ())

PGG_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PggRowItem, pgg_row_item, PGG, ROW_ITEM, GObject)

PGG_AVAILABLE_IN_1_0
PggRow       *pgg_row_item_get_row      (PggRowItem  *self);
PGG_AVAILABLE_IN_1_0
guint         pgg_row_item_get_position (PggRowItem  *self);
PGG_AVAILABLE_IN_1_0
const GValue *pgg_row_item_get_value    (PggRowItem  *self,
                                         const char  *name,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
const char   *pgg_row_item_get_text     (PggRowItem  *self,
                                         const char  *name,
                                         GError     **error);

G_END_DECLS
