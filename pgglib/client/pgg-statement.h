/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_STATEMENT (pgg_statement_get_type ())

PGG_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PggStatement, pgg_statement, PGG, STATEMENT, GObject)

PGG_AVAILABLE_IN_1_0
PggConnection *pgg_statement_get_connection       (PggStatement         *self);
PGG_AVAILABLE_IN_1_0
const char    *pgg_statement_get_sql              (PggStatement         *self);
PGG_AVAILABLE_IN_1_0
guint          pgg_statement_get_n_parameters     (PggStatement         *self);
PGG_AVAILABLE_IN_1_0
guint32        pgg_statement_get_parameter_oid    (PggStatement         *self,
                                                   guint                 index,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
PggTypeInfo   *pgg_statement_get_parameter_type   (PggStatement         *self,
                                                   guint                 index,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
const char    *pgg_statement_get_parameter_name   (PggStatement         *self,
                                                   guint                 index,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
guint          pgg_statement_get_n_columns        (PggStatement         *self);
PGG_AVAILABLE_IN_1_0
PggColumn     *pgg_statement_get_column           (PggStatement         *self,
                                                   guint                 index,
                                                   GError              **error);

PGG_AVAILABLE_IN_1_0
PggResult     *pgg_statement_execute              (PggStatement         *self,
                                                   PggParams            *params,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
void           pgg_statement_execute_async        (PggStatement         *self,
                                                   PggParams            *params,
                                                   int                   io_priority,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
PGG_AVAILABLE_IN_1_0
PggResult     *pgg_statement_execute_finish       (PggStatement         *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation  *pgg_statement_execute_start        (PggStatement         *self,
                                                   PggParams            *params);

PGG_AVAILABLE_IN_1_0
gint64         pgg_statement_execute_many         (PggStatement         *self,
                                                   PggParams           **params,
                                                   gsize                 n_params,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
void           pgg_statement_execute_many_async   (PggStatement         *self,
                                                   PggParams           **params,
                                                   gsize                 n_params,
                                                   int                   io_priority,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gint64         pgg_statement_execute_many_finish  (PggStatement         *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation  *pgg_statement_execute_many_start   (PggStatement         *self,
                                                   PggParams           **params,
                                                   gsize                 n_params);

PGG_AVAILABLE_IN_1_0
PggCursor     *pgg_statement_stream               (PggStatement         *self,
                                                   PggParams            *params,
                                                   guint                 array_size,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
void           pgg_statement_stream_async         (PggStatement         *self,
                                                   PggParams            *params,
                                                   guint                 array_size,
                                                   int                   io_priority,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
PGG_AVAILABLE_IN_1_0
PggCursor     *pgg_statement_stream_finish        (PggStatement         *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation  *pgg_statement_stream_start         (PggStatement         *self,
                                                   PggParams            *params,
                                                   guint                 array_size);

PGG_AVAILABLE_IN_1_0
gboolean       pgg_statement_close                (PggStatement         *self,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
void           pgg_statement_close_async          (PggStatement         *self,
                                                   int                   io_priority,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean       pgg_statement_close_finish         (PggStatement         *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation  *pgg_statement_close_start          (PggStatement         *self);

G_END_DECLS
