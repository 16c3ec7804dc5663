/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-codec-context-private.h"

#include "pq/pgg-pq-params.h"

G_BEGIN_DECLS

/* What stands for a parameter in messages: its number, and its name if it has one. */
char        *pgg_params_describe   (const PggPqParams      *params,
                                    guint                   index);

/* The memory of encoded parameters, which the next ones take if nobody else has them any more. */
typedef struct
{
  PggPqParams *params; /* or NULL */
  GByteArray  *bytes;  /* likewise */
} PggParamsScratch;

void         pgg_params_scratch_clear (PggParamsScratch    *self);

/*
 * The parameters in the form in which they go to the server: text is in the client encoding, and
 * values are of the types that the server reported for the statement. types has one OID for each
 * parameter, or is NULL: then they keep the types that they were appended with. A new reference of
 * params itself if nothing has to change.
 */
PggPqParams *pgg_params_encode_for (PggPqParams            *params,
                                    const guint32          *types,
                                    const PggCodecContext  *context,
                                    PggParamsScratch       *scratch,
                                    GError                **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PggParamsScratch, pgg_params_scratch_clear)

G_END_DECLS
