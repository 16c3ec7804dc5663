/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-session-private.h"

G_BEGIN_DECLS

/* @sets of PggPqParams; the result is a gint64 that is to be freed. The SQL is that of the
 * statement, if somebody keeps one. */
PggOperation *pgg_execute_many_operation_start (PggSession         *session,
                                                const char         *sql,
                                                PggCachedStatement *statement,
                                                GPtrArray          *sets,
                                                gpointer            source_object,
                                                gpointer            source_tag,
                                                guint               timeout);

G_END_DECLS
