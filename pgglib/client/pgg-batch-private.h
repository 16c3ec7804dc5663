/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-batch.h"
#include "pgg-connection.h"

G_BEGIN_DECLS

/* The items with numbers in the place of names, transfer full; NULL with an error if the names of
 * one do not fit. */
GArray *pgg_batch_bind (PggBatch       *self,
                        PggConnection  *connection,
                        GError        **error);

G_END_DECLS
