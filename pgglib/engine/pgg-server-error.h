/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggServerError:
 * @PGG_SERVER_ERROR_UNKNOWN: the server did not say what kind of error it is
 *
 * What the server reported.
 *
 * All other codes of these errors are those of [enum@SqlState], or other states packed in the same
 * way.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_SERVER_ERROR_UNKNOWN,
} PggServerError;

#define PGG_SERVER_ERROR (pgg_server_error_quark ())

PGG_AVAILABLE_IN_1_0
GQuark          pgg_server_error_quark     (void);

PGG_AVAILABLE_IN_1_0
PggDiagnostics *pgg_diagnostics_from_error (const GError *error);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_error_is_transient     (const GError *error);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_error_is_retryable     (const GError *error);

G_END_DECLS
