/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>
#include <pgglib/pq/pgg-pq-enums.h>
#include <pgglib/pq/pgg-pq-notify.h>
#include <pgglib/pq/pgg-pq-params.h>
#include <pgglib/pq/pgg-pq-result.h>

G_BEGIN_DECLS

#define PGG_TYPE_PQ_CONN (pgg_pq_conn_get_type ())

PGG_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PggPqConn, pgg_pq_conn, PGG, PQ_CONN, GObject)

/**
 * PggPqNoticeFunc:
 * @conn: the connection
 * @notice: the notice, which is cleared when the function returns
 * @user_data: data of the handler
 *
 * Receives the notices of a connection, see [method@PqConn.set_notice_handler].
 *
 * JavaScript must not keep @notice after the call, as GJS takes no reference of its own.
 *
 * Since: 1.0
 */
typedef void (*PggPqNoticeFunc) (PggPqConn   *conn,
                                 PggPqResult *notice,
                                 gpointer     user_data);

/**
 * PggPqNotifyFunc:
 * @conn: the connection
 * @notify: the notification
 * @user_data: data of the handler
 *
 * Receives the notifications of a connection, see [method@PqConn.set_notify_handler].
 *
 * JavaScript must not keep @notify after the call, as GJS takes no reference of its own.
 *
 * Since: 1.0
 */
typedef void (*PggPqNotifyFunc) (PggPqConn   *conn,
                                 PggPqNotify *notify,
                                 gpointer     user_data);

PGG_AVAILABLE_IN_1_0
PggPqConn          *pgg_pq_conn_connectdb            (const char         *conninfo,
                                                      gssize              conninfo_length,
                                                      GError            **error);
PGG_AVAILABLE_IN_1_0
PggPqConn          *pgg_pq_conn_connectdb_params     (const char *const  *keywords,
                                                      const char *const  *values,
                                                      gboolean            expand_dbname,
                                                      GError            **error);
PGG_AVAILABLE_IN_1_0
PggPqConn          *pgg_pq_conn_connect_start        (const char         *conninfo,
                                                      gssize              conninfo_length,
                                                      GError            **error);
PGG_AVAILABLE_IN_1_0
PggPqConn          *pgg_pq_conn_connect_start_params (const char *const  *keywords,
                                                      const char *const  *values,
                                                      gboolean            expand_dbname,
                                                      GError            **error);
PGG_AVAILABLE_IN_1_0
PggPqPollingStatus  pgg_pq_conn_connect_poll         (PggPqConn          *self,
                                                      GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean            pgg_pq_conn_reset                (PggPqConn          *self,
                                                      GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean            pgg_pq_conn_reset_start          (PggPqConn          *self,
                                                      GError            **error);
PGG_AVAILABLE_IN_1_0
PggPqPollingStatus  pgg_pq_conn_reset_poll           (PggPqConn          *self,
                                                      GError            **error);
PGG_AVAILABLE_IN_1_0
void                pgg_pq_conn_finish               (PggPqConn          *self);
PGG_AVAILABLE_IN_1_0
gboolean            pgg_pq_conn_is_finished          (PggPqConn          *self);
PGG_AVAILABLE_IN_1_0
gpointer            pgg_pq_conn_get_pgconn           (PggPqConn          *self);

PGG_AVAILABLE_IN_1_0
void pgg_pq_conn_set_notice_handler (PggPqConn       *self,
                                     PggPqNoticeFunc  func,
                                     gpointer         user_data,
                                     GDestroyNotify   destroy);
PGG_AVAILABLE_IN_1_0
void pgg_pq_conn_set_notify_handler (PggPqConn       *self,
                                     PggPqNotifyFunc  func,
                                     gpointer         user_data,
                                     GDestroyNotify   destroy);

PGG_AVAILABLE_IN_1_0
const char             *pgg_pq_conn_db                    (PggPqConn   *self,
                                                           gsize       *length,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
const char             *pgg_pq_conn_user                  (PggPqConn   *self,
                                                           gsize       *length,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
const char             *pgg_pq_conn_password              (PggPqConn   *self,
                                                           gsize       *length,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
const char             *pgg_pq_conn_host                  (PggPqConn   *self,
                                                           gsize       *length,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
const char             *pgg_pq_conn_hostaddr              (PggPqConn   *self,
                                                           gsize       *length,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
const char             *pgg_pq_conn_port                  (PggPqConn   *self,
                                                           gsize       *length,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
const char             *pgg_pq_conn_tty                   (PggPqConn   *self,
                                                           gsize       *length,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
const char             *pgg_pq_conn_options               (PggPqConn   *self,
                                                           gsize       *length,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
PggPqConnStatus         pgg_pq_conn_status                (PggPqConn   *self);
PGG_AVAILABLE_IN_1_0
PggPqTransactionStatus  pgg_pq_conn_transaction_status    (PggPqConn   *self);
PGG_AVAILABLE_IN_1_0
const char             *pgg_pq_conn_parameter_status      (PggPqConn   *self,
                                                           const char  *name,
                                                           gssize       name_length,
                                                           gsize       *length,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
int                     pgg_pq_conn_protocol_version      (PggPqConn   *self,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
int                     pgg_pq_conn_full_protocol_version (PggPqConn   *self,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
int                     pgg_pq_conn_server_version        (PggPqConn   *self,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
const char             *pgg_pq_conn_error_message         (PggPqConn   *self,
                                                           gsize       *length,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
int                     pgg_pq_conn_socket                (PggPqConn   *self,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
int                     pgg_pq_conn_backend_pid           (PggPqConn   *self,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_pq_conn_needs_password        (PggPqConn   *self,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_pq_conn_used_password         (PggPqConn   *self,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_pq_conn_used_gssapi           (PggPqConn   *self,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_pq_conn_ssl_in_use            (PggPqConn   *self,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
gboolean                pgg_pq_conn_gss_enc_in_use        (PggPqConn   *self,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
const char             *pgg_pq_conn_ssl_attribute         (PggPqConn   *self,
                                                           const char  *name,
                                                           gssize       name_length,
                                                           gsize       *length,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
const char *const      *pgg_pq_conn_ssl_attribute_names   (PggPqConn   *self,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
GPtrArray              *pgg_pq_conn_conninfo              (PggPqConn   *self,
                                                           GError     **error);
PGG_AVAILABLE_IN_1_0
int                     pgg_pq_conn_client_encoding       (PggPqConn   *self,
                                                           GError     **error);

PGG_AVAILABLE_IN_1_0
gboolean pgg_pq_conn_set_client_encoding (PggPqConn   *self,
                                          const char  *encoding,
                                          gssize       encoding_length,
                                          GError     **error);

PGG_AVAILABLE_IN_1_0
PggPqVerbosity pgg_pq_conn_set_error_verbosity (PggPqConn       *self,
                                                PggPqVerbosity   verbosity,
                                                GError         **error);

PGG_AVAILABLE_IN_1_0
PggPqContextVisibility
pgg_pq_conn_set_error_context_visibility (PggPqConn               *self,
                                          PggPqContextVisibility   visibility,
                                          GError                 **error);

PGG_AVAILABLE_IN_1_0
gboolean pgg_pq_conn_trace           (PggPqConn        *self,
                                      int               fd,
                                      GError          **error);
PGG_AVAILABLE_IN_1_0
gboolean pgg_pq_conn_set_trace_flags (PggPqConn        *self,
                                      PggPqTraceFlags   flags,
                                      GError          **error);
PGG_AVAILABLE_IN_1_0
gboolean pgg_pq_conn_untrace         (PggPqConn        *self,
                                      GError          **error);

PGG_AVAILABLE_IN_1_0
PggPqResult *pgg_pq_conn_exec              (PggPqConn      *self,
                                            const char     *query,
                                            gssize          query_length,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
PggPqResult *pgg_pq_conn_exec_params       (PggPqConn      *self,
                                            const char     *command,
                                            gssize          command_length,
                                            PggPqParams    *params,
                                            PggPqFormat     result_format,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
PggPqResult *pgg_pq_conn_prepare           (PggPqConn      *self,
                                            const char     *name,
                                            gssize          name_length,
                                            const char     *query,
                                            gssize          query_length,
                                            const guint32  *types,
                                            gsize           n_types,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
PggPqResult *pgg_pq_conn_exec_prepared     (PggPqConn      *self,
                                            const char     *name,
                                            gssize          name_length,
                                            PggPqParams    *params,
                                            PggPqFormat     result_format,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
PggPqResult *pgg_pq_conn_describe_prepared (PggPqConn      *self,
                                            const char     *name,
                                            gssize          name_length,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
PggPqResult *pgg_pq_conn_describe_portal   (PggPqConn      *self,
                                            const char     *name,
                                            gssize          name_length,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
PggPqResult *pgg_pq_conn_close_prepared    (PggPqConn      *self,
                                            const char     *name,
                                            gssize          name_length,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
PggPqResult *pgg_pq_conn_close_portal      (PggPqConn      *self,
                                            const char     *name,
                                            gssize          name_length,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
PggPqResult *pgg_pq_conn_fn                (PggPqConn      *self,
                                            guint32         function,
                                            PggPqParams    *args,
                                            int            *value,
                                            GError        **error);

PGG_AVAILABLE_IN_1_0
gboolean pgg_pq_conn_send_query             (PggPqConn      *self,
                                             const char     *query,
                                             gssize          query_length,
                                             GError        **error);
PGG_AVAILABLE_IN_1_0
gboolean pgg_pq_conn_send_query_params      (PggPqConn      *self,
                                             const char     *command,
                                             gssize          command_length,
                                             PggPqParams    *params,
                                             PggPqFormat     result_format,
                                             GError        **error);
PGG_AVAILABLE_IN_1_0
gboolean pgg_pq_conn_send_prepare           (PggPqConn      *self,
                                             const char     *name,
                                             gssize          name_length,
                                             const char     *query,
                                             gssize          query_length,
                                             const guint32  *types,
                                             gsize           n_types,
                                             GError        **error);
PGG_AVAILABLE_IN_1_0
gboolean pgg_pq_conn_send_query_prepared    (PggPqConn      *self,
                                             const char     *name,
                                             gssize          name_length,
                                             PggPqParams    *params,
                                             PggPqFormat     result_format,
                                             GError        **error);
PGG_AVAILABLE_IN_1_0
gboolean pgg_pq_conn_send_describe_prepared (PggPqConn      *self,
                                             const char     *name,
                                             gssize          name_length,
                                             GError        **error);
PGG_AVAILABLE_IN_1_0
gboolean pgg_pq_conn_send_describe_portal   (PggPqConn      *self,
                                             const char     *name,
                                             gssize          name_length,
                                             GError        **error);
PGG_AVAILABLE_IN_1_0
gboolean pgg_pq_conn_send_close_prepared    (PggPqConn      *self,
                                             const char     *name,
                                             gssize          name_length,
                                             GError        **error);
PGG_AVAILABLE_IN_1_0
gboolean pgg_pq_conn_send_close_portal      (PggPqConn      *self,
                                             const char     *name,
                                             gssize          name_length,
                                             GError        **error);

PGG_AVAILABLE_IN_1_0
PggPqResult *pgg_pq_conn_get_result            (PggPqConn  *self,
                                                GError    **error);
PGG_AVAILABLE_IN_1_0
gboolean     pgg_pq_conn_consume_input         (PggPqConn  *self,
                                                GError    **error);
PGG_AVAILABLE_IN_1_0
gboolean     pgg_pq_conn_is_busy               (PggPqConn  *self,
                                                GError    **error);
PGG_AVAILABLE_IN_1_0
gboolean     pgg_pq_conn_set_nonblocking       (PggPqConn  *self,
                                                gboolean    nonblocking,
                                                GError    **error);
PGG_AVAILABLE_IN_1_0
gboolean     pgg_pq_conn_is_nonblocking        (PggPqConn  *self,
                                                GError    **error);
PGG_AVAILABLE_IN_1_0
int          pgg_pq_conn_flush                 (PggPqConn  *self,
                                                GError    **error);
PGG_AVAILABLE_IN_1_0
gboolean     pgg_pq_conn_set_single_row_mode   (PggPqConn  *self,
                                                GError    **error);
PGG_AVAILABLE_IN_1_0
gboolean     pgg_pq_conn_set_chunked_rows_mode (PggPqConn  *self,
                                                int         chunk_size,
                                                GError    **error);
PGG_AVAILABLE_IN_1_0
PggPqNotify *pgg_pq_conn_notifies              (PggPqConn  *self,
                                                GError    **error);

PGG_AVAILABLE_IN_1_0
PggPqPipelineStatus pgg_pq_conn_pipeline_status     (PggPqConn  *self);
PGG_AVAILABLE_IN_1_0
gboolean            pgg_pq_conn_enter_pipeline_mode (PggPqConn  *self,
                                                     GError    **error);
PGG_AVAILABLE_IN_1_0
gboolean            pgg_pq_conn_exit_pipeline_mode  (PggPqConn  *self,
                                                     GError    **error);
PGG_AVAILABLE_IN_1_0
gboolean            pgg_pq_conn_pipeline_sync       (PggPqConn  *self,
                                                     GError    **error);
PGG_AVAILABLE_IN_1_0
gboolean            pgg_pq_conn_send_pipeline_sync  (PggPqConn  *self,
                                                     GError    **error);
PGG_AVAILABLE_IN_1_0
gboolean            pgg_pq_conn_send_flush_request  (PggPqConn  *self,
                                                     GError    **error);

PGG_AVAILABLE_IN_1_0
int   pgg_pq_conn_put_copy_data (PggPqConn   *self,
                                 const char  *buffer,
                                 gssize       buffer_length,
                                 GError     **error);
PGG_AVAILABLE_IN_1_0
int   pgg_pq_conn_put_copy_end  (PggPqConn   *self,
                                 const char  *message,
                                 gssize       message_length,
                                 GError     **error);
PGG_AVAILABLE_IN_1_0
char *pgg_pq_conn_get_copy_data (PggPqConn   *self,
                                 gboolean     async,
                                 int         *status,
                                 gsize       *length,
                                 GError     **error);

PGG_AVAILABLE_IN_1_0
char        *pgg_pq_conn_escape_literal    (PggPqConn        *self,
                                            const char       *text,
                                            gssize            text_length,
                                            gsize            *length,
                                            GError          **error);
PGG_AVAILABLE_IN_1_0
char        *pgg_pq_conn_escape_identifier (PggPqConn        *self,
                                            const char       *text,
                                            gssize            text_length,
                                            gsize            *length,
                                            GError          **error);
PGG_AVAILABLE_IN_1_0
char        *pgg_pq_conn_escape_string     (PggPqConn        *self,
                                            const char       *text,
                                            gssize            text_length,
                                            gsize            *length,
                                            GError          **error);
PGG_AVAILABLE_IN_1_0
char        *pgg_pq_conn_escape_bytea      (PggPqConn        *self,
                                            const char       *data,
                                            gsize             data_length,
                                            gsize            *length,
                                            GError          **error);
PGG_AVAILABLE_IN_1_0
char        *pgg_pq_conn_encrypt_password  (PggPqConn        *self,
                                            const char       *password,
                                            gssize            password_length,
                                            const char       *user,
                                            gssize            user_length,
                                            const char       *algorithm,
                                            gssize            algorithm_length,
                                            gsize            *length,
                                            GError          **error);
PGG_AVAILABLE_IN_1_0
PggPqResult *pgg_pq_conn_change_password   (PggPqConn        *self,
                                            const char       *user,
                                            gssize            user_length,
                                            const char       *password,
                                            gssize            password_length,
                                            GError          **error);
PGG_AVAILABLE_IN_1_0
PggPqResult *pgg_pq_conn_make_empty_result (PggPqConn        *self,
                                            PggPqExecStatus   status,
                                            GError          **error);

PGG_AVAILABLE_IN_1_0
PggPqCancel     *pgg_pq_conn_get_cancel    (PggPqConn  *self,
                                            GError    **error);
PGG_AVAILABLE_IN_1_0
PggPqCancelConn *pgg_pq_conn_cancel_create (PggPqConn  *self,
                                            GError    **error);

G_END_DECLS
