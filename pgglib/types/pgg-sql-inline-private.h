/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-type-map-private.h"

#include "pq/pgg-pq-params.h"

G_BEGIN_DECLS

/*
 * The SQL with the values in the places of $1, $2 and so on, as literals of their types, for the
 * simple protocol; NULL with an error if that cannot be. All is UTF-8. The server reads literals
 * when it has converted the SQL to its own encoding, in which no byte of a character looks like a
 * quote or a backslash; where it cannot convert, it refuses what could be read otherwise
 * (src/backend/utils/mb/mbutils.c, pg_any_to_server).
 */
char *pgg_sql_inline_params (const char        *sql,
                             gboolean           standard_strings,
                             PggPqParams       *params,
                             PggTypeMap        *types,
                             GError           **error);

G_END_DECLS
