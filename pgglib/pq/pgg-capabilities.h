/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggCapability:
 * @PGG_CAPABILITY_PIPELINE: pipeline mode (libpq 14)
 * @PGG_CAPABILITY_SET_TRACE_FLAGS: [method@PqConn.set_trace_flags] (libpq 14)
 * @PGG_CAPABILITY_ENCRYPT_PASSWORD: [method@PqConn.encrypt_password] (libpq 10)
 * @PGG_CAPABILITY_USED_GSSAPI: [method@PqConn.used_gssapi] (libpq 16)
 * @PGG_CAPABILITY_CANCEL_CONN: [struct@PqCancelConn] (libpq 17)
 * @PGG_CAPABILITY_CHUNKED_ROWS: [method@PqConn.set_chunked_rows_mode] (libpq 17)
 * @PGG_CAPABILITY_CLOSE_PREPARED: [method@PqConn.close_prepared] and its kin (libpq 17)
 * @PGG_CAPABILITY_CHANGE_PASSWORD: [method@PqConn.change_password] (libpq 17)
 * @PGG_CAPABILITY_SEND_PIPELINE_SYNC: [method@PqConn.send_pipeline_sync] (libpq 17)
 * @PGG_CAPABILITY_SOCKET_POLL: [func@pq_socket_poll] (libpq 17)
 * @PGG_CAPABILITY_CURRENT_TIME_USEC: [func@pq_get_current_time_usec] (libpq 17)
 * @PGG_CAPABILITY_FULL_PROTOCOL_VERSION: [method@PqConn.full_protocol_version] (libpq 18)
 * @PGG_CAPABILITY_AUTH_DATA_HOOK: [func@pq_set_auth_data_hook] (libpq 18)
 *
 * What depends on the version of libpq, with the version it came with.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_CAPABILITY_PIPELINE,
  PGG_CAPABILITY_SET_TRACE_FLAGS,
  PGG_CAPABILITY_ENCRYPT_PASSWORD,
  PGG_CAPABILITY_USED_GSSAPI,
  PGG_CAPABILITY_CANCEL_CONN,
  PGG_CAPABILITY_CHUNKED_ROWS,
  PGG_CAPABILITY_CLOSE_PREPARED,
  PGG_CAPABILITY_CHANGE_PASSWORD,
  PGG_CAPABILITY_SEND_PIPELINE_SYNC,
  PGG_CAPABILITY_SOCKET_POLL,
  PGG_CAPABILITY_CURRENT_TIME_USEC,
  PGG_CAPABILITY_FULL_PROTOCOL_VERSION,
  PGG_CAPABILITY_AUTH_DATA_HOOK,
} PggCapability;

PGG_AVAILABLE_IN_1_0
gboolean pgg_capabilities_has   (PggCapability   capability);
PGG_AVAILABLE_IN_1_0
gboolean pgg_capabilities_check (PggCapability   capability,
                                 GError        **error);

G_END_DECLS
