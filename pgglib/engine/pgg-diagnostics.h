/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_DIAGNOSTICS (pgg_diagnostics_get_type ())

PGG_AVAILABLE_IN_1_0
GType           pgg_diagnostics_get_type                  (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggDiagnostics *pgg_diagnostics_ref                       (PggDiagnostics       *self);
PGG_AVAILABLE_IN_1_0
void            pgg_diagnostics_unref                     (PggDiagnostics       *self);

PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_severity              (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_severity_nonlocalized (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_sqlstate              (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
guint           pgg_diagnostics_get_code                  (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_message_primary       (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_detail                (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_hint                  (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
guint           pgg_diagnostics_get_position              (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
guint           pgg_diagnostics_get_internal_position     (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_internal_query        (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_context               (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_schema_name           (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_table_name            (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_column_name           (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_datatype_name         (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_constraint_name       (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_source_file           (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
guint           pgg_diagnostics_get_source_line           (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_diagnostics_get_source_function       (const PggDiagnostics *self);
PGG_AVAILABLE_IN_1_0
int             pgg_diagnostics_get_batch_index           (const PggDiagnostics *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggDiagnostics, pgg_diagnostics_unref)

G_END_DECLS
