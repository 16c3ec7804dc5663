/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_SQL (pgg_sql_get_type ())

PGG_AVAILABLE_IN_1_0
GType    pgg_sql_get_type             (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_new                  (const char          *text,
                                       GError             **error);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_new_identifier       (const char          *name,
                                       GError             **error);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_new_qualified        (const char *const   *names,
                                       GError             **error);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_new_placeholder      (const char          *name,
                                       GError             **error);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_new_null             (void);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_new_boolean          (gboolean             value);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_new_int64            (gint64               value);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_new_double           (double               value);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_new_text             (const char          *value,
                                       GError             **error);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_new_bytes            (GBytes              *value);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_new_byte_array       (const guint8        *value,
                                       gsize                length);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_new_value            (const GValue        *value,
                                       GError             **error);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_join                 (const char          *separator,
                                       PggSql             **parts,
                                       gsize                n_parts,
                                       GError             **error);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_format               (const char          *sql_template,
                                       PggSql             **parts,
                                       gsize                n_parts,
                                       GError             **error);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_format_named         (const char          *sql_template,
                                       const char *const   *names,
                                       PggSql             **parts,
                                       gsize                n_parts,
                                       GError             **error);
PGG_AVAILABLE_IN_1_0
PggSql  *pgg_sql_ref                  (PggSql              *self);
PGG_AVAILABLE_IN_1_0
void     pgg_sql_unref                (PggSql              *self);

PGG_AVAILABLE_IN_1_0
char    *pgg_sql_to_string            (PggSql              *self);

PGG_AVAILABLE_IN_1_0
char   **pgg_sql_split_script         (const char          *script,
                                       GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggSql, pgg_sql_unref)

G_END_DECLS
