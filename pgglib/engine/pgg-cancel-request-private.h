/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-operation.h"
#include "pq/pgg-pq-conn.h"

G_BEGIN_DECLS

/*
 * One request to cancel what a connection is doing. It is at its end only when the server has
 * closed the connection of the request, so that no later statement can be hit.
 */
typedef struct _PggCancelRequest PggCancelRequest;

PggCancelRequest *pgg_cancel_request_new    (PggPqConn        *conn);
void              pgg_cancel_request_free   (PggCancelRequest *self);
PggWait           pgg_cancel_request_step   (PggCancelRequest *self);
int               pgg_cancel_request_get_fd (PggCancelRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggCancelRequest, pgg_cancel_request_free)

G_END_DECLS
