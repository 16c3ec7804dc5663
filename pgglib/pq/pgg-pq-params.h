/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>
#include <pgglib/pq/pgg-pq-enums.h>

G_BEGIN_DECLS

#define PGG_TYPE_PQ_PARAMS (pgg_pq_params_get_type ())

PGG_AVAILABLE_IN_1_0
GType        pgg_pq_params_get_type     (void);
PGG_AVAILABLE_IN_1_0
PggPqParams *pgg_pq_params_new          (void);
PGG_AVAILABLE_IN_1_0
PggPqParams *pgg_pq_params_ref          (PggPqParams  *self);
PGG_AVAILABLE_IN_1_0
void         pgg_pq_params_unref        (PggPqParams  *self);
PGG_AVAILABLE_IN_1_0
PggPqParams *pgg_pq_params_copy         (PggPqParams  *self);
PGG_AVAILABLE_IN_1_0
gboolean     pgg_pq_params_append       (PggPqParams  *self,
                                         guint32       type,
                                         const char   *value,
                                         gssize        length,
                                         PggPqFormat   format,
                                         GError      **error);
PGG_AVAILABLE_IN_1_0
gboolean     pgg_pq_params_append_null  (PggPqParams  *self,
                                         guint32       type,
                                         GError      **error);
PGG_AVAILABLE_IN_1_0
void         pgg_pq_params_reset        (PggPqParams  *self);
PGG_AVAILABLE_IN_1_0
guint        pgg_pq_params_get_n_params (PggPqParams  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggPqParams, pgg_pq_params_unref)

G_END_DECLS
