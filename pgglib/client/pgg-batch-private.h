/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-batch.h"
#include "pgg-connection.h"
#include "pgg-statement.h"
#include "types/pgg-codec-registry.h"

G_BEGIN_DECLS

/* The items with numbers in the place of names, transfer full; NULL with an error if the names of
 * one do not fit. In errors they are counted from @first on. */
GArray  *pgg_batch_bind           (PggBatch          *self,
                                   PggConnection     *connection,
                                   PggCodecRegistry  *codecs,
                                   guint              first,
                                   GError           **error);
/* The same where all of them are executions of a statement. */
GArray  *pgg_batch_bind_statement (PggBatch          *self,
                                   PggStatement      *statement,
                                   guint              first,
                                   GError           **error);
gboolean pgg_batch_check_sql      (PggBatch          *self,
                                   const char        *sql,
                                   guint              first,
                                   GError           **error);

G_END_DECLS
