/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-server-error.h"

G_BEGIN_DECLS

/* The error that a report of the server becomes: code and message are the diagnostics' state and
 * primary message. */
GError *pgg_server_error_new             (PggDiagnostics *diagnostics);

/* The error has just been made, so that nobody else has its diagnostics. */
void    pgg_server_error_set_batch_index (GError         *error,
                                          guint           index);

G_END_DECLS
