/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* SQL whose parameters have names, as the server takes it; immutable, references are atomic. */
typedef struct _PggNamedSql PggNamedSql;

PggNamedSql *pgg_named_sql_new         (const char         *sql,
                                        gboolean            standard_strings,
                                        GError            **error);
PggNamedSql *pgg_named_sql_ref         (PggNamedSql        *self);
void         pgg_named_sql_unref       (PggNamedSql        *self);

const char  *pgg_named_sql_get_text    (PggNamedSql        *self);
guint        pgg_named_sql_get_n_names (PggNamedSql        *self);
/* In the order of their numbers; NULL if there are not as many. */
const char  *pgg_named_sql_get_name    (PggNamedSql        *self,
                                        guint               index);

/* Of n_names values with these names: the index of the one for $1, of the one for $2 and so on. */
gboolean     pgg_named_sql_find_order  (PggNamedSql        *self,
                                        const char *const  *names,
                                        guint               n_names,
                                        guint              *order,
                                        GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggNamedSql, pgg_named_sql_unref)

G_END_DECLS
