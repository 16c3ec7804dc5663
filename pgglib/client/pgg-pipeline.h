/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/client/pgg-connection.h>

G_BEGIN_DECLS

#define PGG_TYPE_PIPELINE (pgg_pipeline_get_type ())

PGG_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PggPipeline, pgg_pipeline, PGG, PIPELINE, GObject)

PGG_AVAILABLE_IN_1_0
PggPipeline   *pgg_connection_enter_pipeline  (PggConnection        *self,
                                               GError              **error);

PGG_AVAILABLE_IN_1_0
PggConnection *pgg_pipeline_get_connection    (PggPipeline          *self);
PGG_AVAILABLE_IN_1_0
int            pgg_pipeline_get_timeout       (PggPipeline          *self);
PGG_AVAILABLE_IN_1_0
void           pgg_pipeline_set_timeout       (PggPipeline          *self,
                                               int                   timeout);

PGG_AVAILABLE_IN_1_0
PggOperation  *pgg_pipeline_execute_start     (PggPipeline          *self,
                                               const char           *sql,
                                               PggParams            *params);
PGG_AVAILABLE_IN_1_0
void           pgg_pipeline_execute_async     (PggPipeline          *self,
                                               const char           *sql,
                                               PggParams            *params,
                                               int                   io_priority,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
PGG_AVAILABLE_IN_1_0
PggResult     *pgg_pipeline_execute_finish    (PggPipeline          *self,
                                               GAsyncResult         *result,
                                               GError              **error);

PGG_AVAILABLE_IN_1_0
gboolean       pgg_pipeline_sync              (PggPipeline          *self,
                                               GCancellable         *cancellable,
                                               GError              **error);
PGG_AVAILABLE_IN_1_0
void           pgg_pipeline_sync_async        (PggPipeline          *self,
                                               int                   io_priority,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean       pgg_pipeline_sync_finish       (PggPipeline          *self,
                                               GAsyncResult         *result,
                                               GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation  *pgg_pipeline_sync_start        (PggPipeline          *self);

PGG_AVAILABLE_IN_1_0
gboolean       pgg_pipeline_exit              (PggPipeline          *self,
                                               GCancellable         *cancellable,
                                               GError              **error);
PGG_AVAILABLE_IN_1_0
void           pgg_pipeline_exit_async        (PggPipeline          *self,
                                               int                   io_priority,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean       pgg_pipeline_exit_finish       (PggPipeline          *self,
                                               GAsyncResult         *result,
                                               GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation  *pgg_pipeline_exit_start        (PggPipeline          *self);

G_END_DECLS
