/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_LOCAL_SERVER (pgg_local_server_get_type ())

PGG_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PggLocalServer, pgg_local_server, PGG, LOCAL_SERVER, GObject)

PGG_AVAILABLE_IN_1_0
PggLocalServer *pgg_local_server_new                (const char           *data_directory)
                                G_GNUC_WARN_UNUSED_RESULT;

PGG_AVAILABLE_IN_1_0
gboolean        pgg_local_server_start              (PggLocalServer       *self,
                                                     GCancellable         *cancellable,
                                                     GError              **error);
PGG_AVAILABLE_IN_1_0
void            pgg_local_server_start_async        (PggLocalServer       *self,
                                                     int                   io_priority,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_local_server_start_finish       (PggLocalServer       *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation   *pgg_local_server_start_start        (PggLocalServer       *self)
                                G_GNUC_WARN_UNUSED_RESULT;

PGG_AVAILABLE_IN_1_0
gboolean        pgg_local_server_stop               (PggLocalServer       *self,
                                                     GCancellable         *cancellable,
                                                     GError              **error);
PGG_AVAILABLE_IN_1_0
void            pgg_local_server_stop_async         (PggLocalServer       *self,
                                                     int                   io_priority,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_local_server_stop_finish        (PggLocalServer       *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation   *pgg_local_server_stop_start         (PggLocalServer       *self)
                                G_GNUC_WARN_UNUSED_RESULT;

PGG_AVAILABLE_IN_1_0
gboolean        pgg_local_server_get_running        (PggLocalServer       *self);
PGG_AVAILABLE_IN_1_0
char           *pgg_local_server_dup_conninfo       (PggLocalServer       *self);
PGG_AVAILABLE_IN_1_0
int             pgg_local_server_get_pid            (PggLocalServer       *self);
PGG_AVAILABLE_IN_1_0
char           *pgg_local_server_dup_version        (PggLocalServer       *self);
PGG_AVAILABLE_IN_1_0
char           *pgg_local_server_dup_log_file       (PggLocalServer       *self);

PGG_AVAILABLE_IN_1_0
char           *pgg_local_server_dup_data_directory (PggLocalServer       *self);
PGG_AVAILABLE_IN_1_0
void            pgg_local_server_set_data_directory (PggLocalServer       *self,
                                                     const char           *data_directory);
PGG_AVAILABLE_IN_1_0
char           *pgg_local_server_dup_bin_directory  (PggLocalServer       *self);
PGG_AVAILABLE_IN_1_0
void            pgg_local_server_set_bin_directory  (PggLocalServer       *self,
                                                     const char           *bin_directory);
PGG_AVAILABLE_IN_1_0
char           *pgg_local_server_dup_user           (PggLocalServer       *self);
PGG_AVAILABLE_IN_1_0
void            pgg_local_server_set_user           (PggLocalServer       *self,
                                                     const char           *user);
PGG_AVAILABLE_IN_1_0
char           *pgg_local_server_dup_run_as         (PggLocalServer       *self);
PGG_AVAILABLE_IN_1_0
void            pgg_local_server_set_run_as         (PggLocalServer       *self,
                                                     const char           *run_as);
PGG_AVAILABLE_IN_1_0
char           *pgg_local_server_dup_parameter      (PggLocalServer       *self,
                                                     const char           *name);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_local_server_set_parameter      (PggLocalServer       *self,
                                                     const char           *name,
                                                     const char           *value,
                                                     GError              **error);

G_END_DECLS
