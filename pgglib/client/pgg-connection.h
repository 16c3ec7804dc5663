/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/client/pgg-batch-flags.h>
#include <pgglib/client/pgg-params.h>
#include <pgglib/client/pgg-result-format.h>
#include <pgglib/client/pgg-transaction.h>
#include <pgglib/client/pgg-result.h>
#include <pgglib/engine/pgg-connection-status.h>
#include <pgglib/engine/pgg-diagnostics.h>
#include <pgglib/engine/pgg-notification.h>
#include <pgglib/engine/pgg-operation.h>
#include <pgglib/engine/pgg-statement-mode.h>
#include <pgglib/pq/pgg-pq-conn.h>

G_BEGIN_DECLS

#define PGG_TYPE_CONNECTION (pgg_connection_get_type ())

PGG_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PggConnection, pgg_connection, PGG, CONNECTION, GObject)

PGG_AVAILABLE_IN_1_0
PggConnection          *pgg_connect                              (const char           *conninfo,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connect_async                        (const char           *conninfo,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
PggConnection          *pgg_connect_finish                       (GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connect_start                        (const char           *conninfo);

PGG_AVAILABLE_IN_1_0
PggConnection          *pgg_connection_new                       (const char           *conninfo);

PGG_AVAILABLE_IN_1_0
const char             *pgg_connection_get_conninfo              (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
PggConnectionStatus     pgg_connection_get_status                (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
PggPqTransactionStatus  pgg_connection_get_transaction_status    (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
guint                   pgg_connection_get_timeout               (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_set_timeout               (PggConnection        *self,
                                                                  guint                 timeout);
PGG_AVAILABLE_IN_1_0
guint                   pgg_connection_get_cancel_timeout        (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_set_cancel_timeout        (PggConnection        *self,
                                                                  guint                 timeout);
PGG_AVAILABLE_IN_1_0
PggResultFormat         pgg_connection_get_result_format         (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_set_result_format         (PggConnection        *self,
                                                                  PggResultFormat       format);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_get_pipelining            (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_set_pipelining            (PggConnection        *self,
                                                                  gboolean              pipelining);
PGG_AVAILABLE_IN_1_0
PggStatementMode        pgg_connection_get_statement_mode        (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_set_statement_mode        (PggConnection        *self,
                                                                  PggStatementMode      mode);
PGG_AVAILABLE_IN_1_0
int                     pgg_connection_get_prepare_threshold     (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_set_prepare_threshold     (PggConnection        *self,
                                                                  int                   threshold);
PGG_AVAILABLE_IN_1_0
guint                   pgg_connection_get_prepared_max          (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_set_prepared_max          (PggConnection        *self,
                                                                  guint                 max);
PGG_AVAILABLE_IN_1_0
int                     pgg_connection_get_server_version        (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
int                     pgg_connection_get_backend_pid           (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_get_ssl_in_use            (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
char                   *pgg_connection_dup_host                  (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
guint                   pgg_connection_get_port                  (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
char                   *pgg_connection_dup_database              (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
char                   *pgg_connection_dup_user                  (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
char                   *pgg_connection_dup_encoding              (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
char                   *pgg_connection_dup_parameter_status      (PggConnection        *self,
                                                                  const char           *name);
PGG_AVAILABLE_IN_1_0
PggPqConn              *pgg_connection_get_pq_conn               (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
PggDiagnostics         *pgg_connection_get_last_diagnostics      (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
char                   *pgg_connection_quote_identifier          (PggConnection        *self,
                                                                  const char           *name,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
char                   *pgg_connection_quote_literal             (PggConnection        *self,
                                                                  const char           *text,
                                                                  GError              **error);

PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_open                      (PggConnection        *self,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_open_async                (PggConnection        *self,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_open_finish               (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_open_start                (PggConnection        *self);

PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_close                     (PggConnection        *self,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_close_async               (PggConnection        *self,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_close_finish              (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_close_start               (PggConnection        *self);

PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_reset                     (PggConnection        *self,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_reset_async               (PggConnection        *self,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_reset_finish              (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_reset_start               (PggConnection        *self);

PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_cancel                    (PggConnection        *self,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_cancel_async              (PggConnection        *self,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_cancel_finish             (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_cancel_start              (PggConnection        *self);

PGG_AVAILABLE_IN_1_0
char                  **pgg_connection_split_script              (PggConnection        *self,
                                                                  const char           *script,
                                                                  GError              **error);

PGG_AVAILABLE_IN_1_0
PggResult              *pgg_connection_execute                   (PggConnection        *self,
                                                                  const char           *sql,
                                                                  PggParams            *params,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_execute_async             (PggConnection        *self,
                                                                  const char           *sql,
                                                                  PggParams            *params,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_execute_then              (PggConnection        *self,
                                                                  const char           *sql,
                                                                  PggParams            *params,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GClosure             *closure);
PGG_AVAILABLE_IN_1_0
PggResult              *pgg_connection_execute_finish            (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_execute_start             (PggConnection        *self,
                                                                  const char           *sql,
                                                                  PggParams            *params);

PGG_AVAILABLE_IN_1_0
PggBatchResult         *pgg_connection_execute_batch             (PggConnection        *self,
                                                                  PggBatch             *batch,
                                                                  PggBatchFlags         flags,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_execute_batch_async       (PggConnection        *self,
                                                                  PggBatch             *batch,
                                                                  PggBatchFlags         flags,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
PggBatchResult         *pgg_connection_execute_batch_finish      (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_execute_batch_start       (PggConnection        *self,
                                                                  PggBatch             *batch,
                                                                  PggBatchFlags         flags);

PGG_AVAILABLE_IN_1_0
gint64                  pgg_connection_execute_many              (PggConnection        *self,
                                                                  const char           *sql,
                                                                  PggParams           **params,
                                                                  gsize                 n_params,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_execute_many_async        (PggConnection        *self,
                                                                  const char           *sql,
                                                                  PggParams           **params,
                                                                  gsize                 n_params,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gint64                  pgg_connection_execute_many_finish       (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_execute_many_start        (PggConnection        *self,
                                                                  const char           *sql,
                                                                  PggParams           **params,
                                                                  gsize                 n_params);

PGG_AVAILABLE_IN_1_0
PggStatement           *pgg_connection_prepare                   (PggConnection        *self,
                                                                  const char           *sql,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_prepare_async             (PggConnection        *self,
                                                                  const char           *sql,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
PggStatement           *pgg_connection_prepare_finish            (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_prepare_start             (PggConnection        *self,
                                                                  const char           *sql);

PGG_AVAILABLE_IN_1_0
PggTypeInfo            *pgg_connection_lookup_type               (PggConnection        *self,
                                                                  const char           *name,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_lookup_type_async         (PggConnection        *self,
                                                                  const char           *name,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
PggTypeInfo            *pgg_connection_lookup_type_finish        (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_lookup_type_start         (PggConnection        *self,
                                                                  const char           *name);
PGG_AVAILABLE_IN_1_0
PggTypeInfo            *pgg_connection_get_type_info             (PggConnection        *self,
                                                                  guint32               oid);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_forget_types              (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
PggCodecRegistry       *pgg_connection_get_codecs                (PggConnection        *self);

PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_listen                    (PggConnection        *self,
                                                                  const char           *channel,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_listen_async              (PggConnection        *self,
                                                                  const char           *channel,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_listen_finish             (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_listen_start              (PggConnection        *self,
                                                                  const char           *channel);

PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_unlisten                  (PggConnection        *self,
                                                                  const char           *channel,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_unlisten_async            (PggConnection        *self,
                                                                  const char           *channel,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_unlisten_finish           (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_unlisten_start            (PggConnection        *self,
                                                                  const char           *channel);

PGG_AVAILABLE_IN_1_0
PggNotification        *pgg_connection_wait_notification         (PggConnection        *self,
                                                                  int                   timeout,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_wait_notification_async   (PggConnection        *self,
                                                                  int                   timeout,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
PggNotification        *pgg_connection_wait_notification_finish  (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_wait_notification_start   (PggConnection        *self,
                                                                  int                   timeout);

PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_get_autocommit            (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_set_autocommit            (PggConnection        *self,
                                                                  gboolean              autocommit);
PGG_AVAILABLE_IN_1_0
PggTransactionOptions   pgg_connection_get_transaction_options   (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_set_transaction_options   (PggConnection        *self,
                                                                  PggTransactionOptions options);
PGG_AVAILABLE_IN_1_0
PggTransaction         *pgg_connection_begin                     (PggConnection        *self,
                                                                  PggTransactionOptions options,
                                                                  GError              **error);

PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_commit                    (PggConnection        *self,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_commit_async              (PggConnection        *self,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_commit_finish             (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_commit_start              (PggConnection        *self);

PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_rollback                  (PggConnection        *self,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_rollback_async            (PggConnection        *self,
                                                                  int                   io_priority,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_rollback_finish           (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_rollback_start            (PggConnection        *self);

PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_commit_prepared           (PggConnection       *self,
                                                                  const char          *id,
                                                                  GCancellable        *cancellable,
                                                                  GError             **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_commit_prepared_async     (PggConnection       *self,
                                                                  const char          *id,
                                                                  int                  io_priority,
                                                                  GCancellable        *cancellable,
                                                                  GAsyncReadyCallback  callback,
                                                                  gpointer             user_data);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_commit_prepared_finish    (PggConnection       *self,
                                                                  GAsyncResult        *result,
                                                                  GError             **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_commit_prepared_start     (PggConnection       *self,
                                                                  const char          *id);

PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_rollback_prepared         (PggConnection       *self,
                                                                  const char          *id,
                                                                  GCancellable        *cancellable,
                                                                  GError             **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_rollback_prepared_async   (PggConnection       *self,
                                                                  const char          *id,
                                                                  int                  io_priority,
                                                                  GCancellable        *cancellable,
                                                                  GAsyncReadyCallback  callback,
                                                                  gpointer             user_data);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_rollback_prepared_finish  (PggConnection       *self,
                                                                  GAsyncResult        *result,
                                                                  GError             **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_rollback_prepared_start   (PggConnection       *self,
                                                                  const char          *id);

PGG_AVAILABLE_IN_1_0
char                  **pgg_connection_list_prepared             (PggConnection       *self,
                                                                  GCancellable        *cancellable,
                                                                  GError             **error);
PGG_AVAILABLE_IN_1_0
void                    pgg_connection_list_prepared_async       (PggConnection       *self,
                                                                  int                  io_priority,
                                                                  GCancellable        *cancellable,
                                                                  GAsyncReadyCallback  callback,
                                                                  gpointer             user_data);
PGG_AVAILABLE_IN_1_0
char                  **pgg_connection_list_prepared_finish      (PggConnection       *self,
                                                                  GAsyncResult        *result,
                                                                  GError             **error);
PGG_AVAILABLE_IN_1_0
PggOperation           *pgg_connection_list_prepared_start       (PggConnection       *self);

PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_run_transaction           (PggConnection        *self,
                                                                  PggTransactionOptions options,
                                                                  guint                 max_retries,
                                                                  int                   timeout,
                                                                  PggTransactionFunc    func,
                                                                  gpointer              user_data,
                                                                  GCancellable         *cancellable,
                                                                  GError              **error);

PGG_AVAILABLE_IN_1_0
void                    pgg_connection_run_transaction_async     (
  PggConnection           *self,
  PggTransactionOptions    options,
  guint                    max_retries,
  int                      timeout,
  PggTransactionStartFunc  func,
  gpointer                 func_data,
  GDestroyNotify           func_destroy,
  int                      io_priority,
  GCancellable            *cancellable,
  GAsyncReadyCallback      callback,
  gpointer                 user_data);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_connection_run_transaction_finish    (PggConnection        *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);

G_END_DECLS
