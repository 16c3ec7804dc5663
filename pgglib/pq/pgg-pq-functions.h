/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>
#include <pgglib/pq/pgg-pq-enums.h>

G_BEGIN_DECLS

PGG_AVAILABLE_IN_1_0
int         pgg_pq_lib_version              (void);
PGG_AVAILABLE_IN_1_0
const char *pgg_pq_build_version            (void);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_pq_is_threadsafe            (void);
PGG_AVAILABLE_IN_1_0
const char *pgg_pq_ssl_library              (void);
PGG_AVAILABLE_IN_1_0
PggPqPing   pgg_pq_ping                     (const char         *conninfo,
                                             gssize              conninfo_length,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
PggPqPing   pgg_pq_ping_params              (const char *const  *keywords,
                                             const char *const  *values,
                                             gboolean            expand_dbname,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
const char *pgg_pq_encoding_to_char         (int                 encoding);
PGG_AVAILABLE_IN_1_0
int         pgg_pq_char_to_encoding         (const char         *name,
                                             gssize              name_length,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_pq_valid_server_encoding_id (int                 encoding);
PGG_AVAILABLE_IN_1_0
int         pgg_pq_env2encoding             (void);
PGG_AVAILABLE_IN_1_0
int         pgg_pq_mblen                    (const char         *text,
                                             gssize              text_length,
                                             int                 encoding,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
int         pgg_pq_dsplen                   (const char         *text,
                                             gssize              text_length,
                                             int                 encoding,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
char       *pgg_pq_unescape_bytea           (const char         *text,
                                             gssize              text_length,
                                             gsize              *length,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
int         pgg_pq_socket_poll              (int                 fd,
                                             gboolean            for_read,
                                             gboolean            for_write,
                                             gint64              end_time,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gint64      pgg_pq_get_current_time_usec    (GError            **error);

G_END_DECLS
