/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>
#include <pgglib/pq/pgg-pq-enums.h>

G_BEGIN_DECLS

#define PGG_TYPE_PQ_CANCEL_CONN (pgg_pq_cancel_conn_get_type ())

PGG_AVAILABLE_IN_1_0
GType               pgg_pq_cancel_conn_get_type      (void);
PGG_AVAILABLE_IN_1_0
PggPqCancelConn    *pgg_pq_cancel_conn_ref           (PggPqCancelConn  *self);
PGG_AVAILABLE_IN_1_0
void                pgg_pq_cancel_conn_unref         (PggPqCancelConn  *self);
PGG_AVAILABLE_IN_1_0
gboolean            pgg_pq_cancel_conn_start         (PggPqCancelConn  *self,
                                                      GError          **error);
PGG_AVAILABLE_IN_1_0
gboolean            pgg_pq_cancel_conn_blocking      (PggPqCancelConn  *self,
                                                      GError          **error);
PGG_AVAILABLE_IN_1_0
PggPqPollingStatus  pgg_pq_cancel_conn_poll          (PggPqCancelConn  *self,
                                                      GError          **error);
PGG_AVAILABLE_IN_1_0
PggPqConnStatus     pgg_pq_cancel_conn_status        (PggPqCancelConn  *self);
PGG_AVAILABLE_IN_1_0
int                 pgg_pq_cancel_conn_socket        (PggPqCancelConn  *self,
                                                      GError          **error);
PGG_AVAILABLE_IN_1_0
const char         *pgg_pq_cancel_conn_error_message (PggPqCancelConn  *self,
                                                      gsize            *length,
                                                      GError          **error);
PGG_AVAILABLE_IN_1_0
gboolean            pgg_pq_cancel_conn_reset         (PggPqCancelConn  *self,
                                                      GError          **error);
PGG_AVAILABLE_IN_1_0
void                pgg_pq_cancel_conn_finish        (PggPqCancelConn  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggPqCancelConn, pgg_pq_cancel_conn_unref)

G_END_DECLS
