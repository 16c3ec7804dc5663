/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The name with the modifier (pg_attribute.atttypmod) of a column: varchar(42), numeric(10,3)[]. */
char *pgg_type_name_format (guint32 oid,
                            int     modifier);

G_END_DECLS
