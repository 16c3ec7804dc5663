/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/client/pgg-params.h>

G_BEGIN_DECLS

#define PGG_TYPE_BATCH (pgg_batch_get_type ())

PGG_AVAILABLE_IN_1_0
GType     pgg_batch_get_type    (void);
PGG_AVAILABLE_IN_1_0
PggBatch *pgg_batch_new         (void);
PGG_AVAILABLE_IN_1_0
PggBatch *pgg_batch_ref         (PggBatch    *self);
PGG_AVAILABLE_IN_1_0
void      pgg_batch_unref       (PggBatch    *self);
PGG_AVAILABLE_IN_1_0
guint     pgg_batch_add         (PggBatch    *self,
                                 const char  *sql,
                                 PggParams   *params);
PGG_AVAILABLE_IN_1_0
guint     pgg_batch_add_many    (PggBatch    *self,
                                 const char  *sql,
                                 PggParams  **params,
                                 gsize        n_params);
PGG_AVAILABLE_IN_1_0
guint     pgg_batch_get_n_items (PggBatch    *self);
PGG_AVAILABLE_IN_1_0
void      pgg_batch_reset       (PggBatch    *self);
PGG_AVAILABLE_IN_1_0
int       pgg_batch_get_timeout (PggBatch    *self);
PGG_AVAILABLE_IN_1_0
void      pgg_batch_set_timeout (PggBatch    *self,
                                 int          timeout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggBatch, pgg_batch_unref)

G_END_DECLS
