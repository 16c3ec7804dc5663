/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/client/pgg-result.h>

G_BEGIN_DECLS

#define PGG_TYPE_BATCH_RESULT (pgg_batch_result_get_type ())

PGG_AVAILABLE_IN_1_0
GType           pgg_batch_result_get_type                (void);
PGG_AVAILABLE_IN_1_0
PggBatchResult *pgg_batch_result_ref                     (PggBatchResult  *self);
PGG_AVAILABLE_IN_1_0
void            pgg_batch_result_unref                   (PggBatchResult  *self);
PGG_AVAILABLE_IN_1_0
guint           pgg_batch_result_get_n_items             (PggBatchResult  *self);
PGG_AVAILABLE_IN_1_0
guint           pgg_batch_result_get_n_failed            (PggBatchResult  *self);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_batch_result_check                   (PggBatchResult  *self,
                                                          GError         **error);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_batch_result_check_item              (PggBatchResult  *self,
                                                          guint            item,
                                                          GError         **error);
PGG_AVAILABLE_IN_1_0
GError         *pgg_batch_result_dup_error               (PggBatchResult  *self,
                                                          guint            item);
PGG_AVAILABLE_IN_1_0
PggDiagnostics *pgg_batch_result_get_diagnostics         (PggBatchResult  *self,
                                                          guint            item);
PGG_AVAILABLE_IN_1_0
gint64          pgg_batch_result_get_affected_rows       (PggBatchResult  *self,
                                                          guint            item,
                                                          GError         **error);
PGG_AVAILABLE_IN_1_0
gint64          pgg_batch_result_get_total_affected_rows (PggBatchResult  *self);
PGG_AVAILABLE_IN_1_0
gint64         *pgg_batch_result_dup_affected_rows       (PggBatchResult  *self,
                                                          gsize           *n_items);
PGG_AVAILABLE_IN_1_0
PggResult      *pgg_batch_result_get_result              (PggBatchResult  *self,
                                                          guint            item,
                                                          GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggBatchResult, pgg_batch_result_unref)

G_END_DECLS
