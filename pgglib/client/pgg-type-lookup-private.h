/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-connection.h"

#include "pq/pgg-pq-params.h"

G_BEGIN_DECLS

/*
 * Parameters may be of types that go by their names. Where the session does not know all of these,
 * an operation that asks the server for them goes before the statement. That happens once for a
 * name: what comes of it is kept by the session.
 */
typedef struct
{
  PggOperation *operation; /* the last one; or NULL */
  GHashTable   *names;     /* that it asks for, and may not have an answer for yet */
} PggTypeLookup;

void pgg_type_lookup_clear (PggTypeLookup *self);

/* Any of the parameters may be NULL. */
void pgg_type_lookup_start (PggConnection      *connection,
                            PggPqParams *const *params,
                            guint               n_params);

G_END_DECLS
