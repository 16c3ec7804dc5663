/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_SERVER_ERROR (pgg_server_error_quark ())

/* Declared as the number a GQuark is: for a function that returns a GQuark the introspection
 * scanner demands an enumeration of the same name, but the codes of this domain are PggSqlState. */
PGG_AVAILABLE_IN_1_0
guint32         pgg_server_error_quark     (void);

PGG_AVAILABLE_IN_1_0
PggDiagnostics *pgg_diagnostics_from_error (const GError *error);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_error_is_transient     (const GError *error);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_error_is_retryable     (const GError *error);

G_END_DECLS
