/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-diagnostics.h"

#include <libpq-fe.h>

G_BEGIN_DECLS

/* Copy the fields of an error or notice, borrowed ones too. */
PggDiagnostics *pgg_diagnostics_new_from_pgresult  (const PGresult *pq);

/* The same where the texts may have to be converted first; NULL leaves one as it is. */
typedef char *(*PggTextDecode) (const char *text,
                                gpointer    user_data);

PggDiagnostics *pgg_diagnostics_new_decoded        (PggPqResult    *result,
                                                    PggTextDecode   decode,
                                                    gpointer        user_data);

/* For what libpq gives as text only, such as the answer to a refused connection. Only message must
 * be there; a state of NULL becomes none. */
PggDiagnostics *pgg_diagnostics_new_from_fields    (const char     *severity,
                                                    const char     *sqlstate,
                                                    const char     *message,
                                                    const char     *detail,
                                                    const char     *hint);

/* Before anybody else has them. */
void            pgg_diagnostics_set_batch_index    (PggDiagnostics *self,
                                                    guint           index);

G_END_DECLS
