/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/client/pgg-batch-result.h>
#include <pgglib/client/pgg-connection.h>
#include <pgglib/client/pgg-cursor.h>
#include <pgglib/client/pgg-statement.h>

G_BEGIN_DECLS

#define PGG_TYPE_BATCH_WRITER (pgg_batch_writer_get_type ())

PGG_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PggBatchWriter, pgg_batch_writer, PGG, BATCH_WRITER, GObject)

PGG_AVAILABLE_IN_1_0
PggBatchWriter *pgg_connection_open_batch       (PggConnection        *self,
                                                 const char           *sql,
                                                 PggBatchFlags         flags);
PGG_AVAILABLE_IN_1_0
PggBatchWriter *pgg_cursor_open_batch           (PggCursor            *self,
                                                 const char           *sql);
PGG_AVAILABLE_IN_1_0
PggBatchWriter *pgg_statement_open_batch        (PggStatement         *self);

PGG_AVAILABLE_IN_1_0
PggConnection  *pgg_batch_writer_get_connection (PggBatchWriter       *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_batch_writer_get_sql        (PggBatchWriter       *self);
PGG_AVAILABLE_IN_1_0
PggStatement   *pgg_batch_writer_get_statement  (PggBatchWriter       *self);
PGG_AVAILABLE_IN_1_0
guint           pgg_batch_writer_get_n_items    (PggBatchWriter       *self);
PGG_AVAILABLE_IN_1_0
int             pgg_batch_writer_get_timeout    (PggBatchWriter       *self);
PGG_AVAILABLE_IN_1_0
void            pgg_batch_writer_set_timeout    (PggBatchWriter       *self,
                                                 int                   timeout);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_batch_writer_is_ended       (PggBatchWriter       *self);

PGG_AVAILABLE_IN_1_0
gboolean        pgg_batch_writer_write          (PggBatchWriter       *self,
                                                 PggBatch             *batch,
                                                 GCancellable         *cancellable,
                                                 GError              **error);
PGG_AVAILABLE_IN_1_0
void            pgg_batch_writer_write_async    (PggBatchWriter       *self,
                                                 PggBatch             *batch,
                                                 int                   io_priority,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_batch_writer_write_finish   (PggBatchWriter       *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation   *pgg_batch_writer_write_start    (PggBatchWriter       *self,
                                                 PggBatch             *batch);

PGG_AVAILABLE_IN_1_0
PggBatchResult *pgg_batch_writer_end            (PggBatchWriter       *self,
                                                 GCancellable         *cancellable,
                                                 GError              **error);
PGG_AVAILABLE_IN_1_0
void            pgg_batch_writer_end_async      (PggBatchWriter       *self,
                                                 int                   io_priority,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
PGG_AVAILABLE_IN_1_0
PggBatchResult *pgg_batch_writer_end_finish     (PggBatchWriter       *self,
                                                 GAsyncResult         *result,
                                                 GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation   *pgg_batch_writer_end_start      (PggBatchWriter       *self);

PGG_AVAILABLE_IN_1_0
void            pgg_batch_writer_abort          (PggBatchWriter       *self);

G_END_DECLS
