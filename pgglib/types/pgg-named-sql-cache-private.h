/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-named-sql-private.h"

G_BEGIN_DECLS

/* What was made of SQL lately, so that it is not read again when it is executed again. May be used
 * from several threads. */
typedef struct _PggNamedSqlCache PggNamedSqlCache;

PggNamedSqlCache *pgg_named_sql_cache_new           (void);
void              pgg_named_sql_cache_free          (PggNamedSqlCache  *self);

/* As pgg_named_sql_new(); transfer full. */
PggNamedSql      *pgg_named_sql_cache_get           (PggNamedSqlCache  *self,
                                                     const char        *sql,
                                                     gboolean           standard_strings,
                                                     GError           **error);

G_END_DECLS
