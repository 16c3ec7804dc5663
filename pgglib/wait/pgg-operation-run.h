/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/engine/pgg-operation.h>

G_BEGIN_DECLS

PGG_AVAILABLE_IN_1_0
gboolean pgg_operation_run        (PggOperation         *self,
                                   GCancellable         *cancellable,
                                   GError              **error);
PGG_AVAILABLE_IN_1_0
void     pgg_operation_run_async  (PggOperation         *self,
                                   int                   io_priority,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean pgg_operation_run_finish (PggOperation         *self,
                                   GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
