/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-type-map-private.h"

G_BEGIN_DECLS

/* The name and modifier (pg_attribute.atttypmod) of a column: varchar(42), numeric(10,3)[]. The
 * modifiers of types that are not built in are known only to the server. */
char *pgg_type_name_format (const PggTypeMap *types,
                            guint32           oid,
                            int               modifier);

G_END_DECLS
