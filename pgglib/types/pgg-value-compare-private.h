/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-codec-context-private.h"

G_BEGIN_DECLS

/* Orders values of a type as the server does by default, with NULL as the last; strings are in the
 * order of their bytes, as in the collation C. Values of types without an order are in that of
 * their texts, and values of different types in that of the names of these. The context may be
 * NULL. */
int pgg_value_compare (const PggCodecContext *context,
                       guint32                oid,
                       const GValue          *first,
                       const GValue          *second);

G_END_DECLS
