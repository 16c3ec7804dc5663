/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/client/pgg-result-format.h>

G_BEGIN_DECLS

#define PGG_TYPE_COLUMN (pgg_column_get_type ())

PGG_AVAILABLE_IN_1_0
GType           pgg_column_get_type          (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggColumn      *pgg_column_ref               (PggColumn       *self);
PGG_AVAILABLE_IN_1_0
void            pgg_column_unref             (PggColumn       *self);

PGG_AVAILABLE_IN_1_0
const char     *pgg_column_get_name          (const PggColumn *self);
PGG_AVAILABLE_IN_1_0
guint32         pgg_column_get_type_oid      (const PggColumn *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_column_get_type_name     (const PggColumn *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_column_get_display_type  (const PggColumn *self);
PGG_AVAILABLE_IN_1_0
int             pgg_column_get_type_modifier (const PggColumn *self);
PGG_AVAILABLE_IN_1_0
GType           pgg_column_get_gtype         (const PggColumn *self);
PGG_AVAILABLE_IN_1_0
guint32         pgg_column_get_table_oid     (const PggColumn *self);
PGG_AVAILABLE_IN_1_0
int             pgg_column_get_table_column  (const PggColumn *self);
PGG_AVAILABLE_IN_1_0
int             pgg_column_get_size          (const PggColumn *self);
PGG_AVAILABLE_IN_1_0
PggResultFormat pgg_column_get_format        (const PggColumn *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggColumn, pgg_column_unref)

G_END_DECLS
