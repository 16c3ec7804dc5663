/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>
#include <pgglib/pq/pgg-pq-enums.h>

G_BEGIN_DECLS

#define PGG_TYPE_PQ_CANCEL (pgg_pq_cancel_get_type ())

PGG_AVAILABLE_IN_1_0
GType        pgg_pq_cancel_get_type (void);
PGG_AVAILABLE_IN_1_0
PggPqCancel *pgg_pq_cancel_ref      (PggPqCancel  *self);
PGG_AVAILABLE_IN_1_0
void         pgg_pq_cancel_unref    (PggPqCancel  *self);
PGG_AVAILABLE_IN_1_0
gboolean     pgg_pq_cancel_cancel   (PggPqCancel  *self,
                                     GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggPqCancel, pgg_pq_cancel_unref)

G_END_DECLS
