/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_PQ_NOTIFY (pgg_pq_notify_get_type ())

typedef struct _PggPqNotify PggPqNotify;

PGG_AVAILABLE_IN_1_0
GType        pgg_pq_notify_get_type    (void);
PGG_AVAILABLE_IN_1_0
PggPqNotify *pgg_pq_notify_ref         (PggPqNotify *self);
PGG_AVAILABLE_IN_1_0
void         pgg_pq_notify_unref       (PggPqNotify *self);
PGG_AVAILABLE_IN_1_0
const char  *pgg_pq_notify_get_relname (PggPqNotify *self,
                                        gsize       *length);
PGG_AVAILABLE_IN_1_0
int          pgg_pq_notify_get_be_pid  (PggPqNotify *self);
PGG_AVAILABLE_IN_1_0
const char  *pgg_pq_notify_get_extra   (PggPqNotify *self,
                                        gsize       *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggPqNotify, pgg_pq_notify_unref)

G_END_DECLS
