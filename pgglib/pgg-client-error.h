/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggClientError:
 * @PGG_CLIENT_ERROR_FAILED: something failed for which there is no code of its own
 * @PGG_CLIENT_ERROR_NOT_SUPPORTED: the libpq, the server or the format in use cannot do this;
 *   the message names what is needed and what is present
 * @PGG_CLIENT_ERROR_INVALID_ARGUMENT: an argument cannot be used: a NUL byte in text, a wrong
 *   number of parameters, an unknown name
 * @PGG_CLIENT_ERROR_INVALID_STATE: the call does not fit the state of the object
 * @PGG_CLIENT_ERROR_INVALID_CONNINFO: the connection string cannot be understood
 * @PGG_CLIENT_ERROR_HOST_NOT_FOUND: the name of the host has no address
 * @PGG_CLIENT_ERROR_CONNECTION_FAILED: no connection could be made; the message lists every attempt
 * @PGG_CLIENT_ERROR_CONNECTION_LOST: the connection broke while the call was under way
 * @PGG_CLIENT_ERROR_OUT_OF_RANGE: there is no such row, column or position
 * @PGG_CLIENT_ERROR_NULL_VALUE: the value is NULL and the C type has no NULL
 * @PGG_CLIENT_ERROR_CONVERSION: the asked type cannot hold the value exactly, or the value is
 *   malformed
 * @PGG_CLIENT_ERROR_TOO_LARGE: a value is larger than the protocol can carry
 * @PGG_CLIENT_ERROR_NO_RESULT: there is no result, or the result has no rows, to read from
 * @PGG_CLIENT_ERROR_PROTOCOL: the server sent something that the protocol does not allow
 * @PGG_CLIENT_ERROR_PIPELINE_ABORTED: an earlier statement of the same pipeline section failed
 * @PGG_CLIENT_ERROR_ROLLED_BACK: a transaction that should be committed was rolled back, because a
 *   statement in it had failed, or by a statement
 * @PGG_CLIENT_ERROR_IN_DOUBT: the connection was lost, or the time was over, while a transaction
 *   was being committed, and nobody knows whether it was
 * @PGG_CLIENT_ERROR_LOCAL_SERVER: a private server could not be set up, started or stopped
 *
 * What went wrong on this side of the connection.
 *
 * What the server reported is in the server error domain instead; a call that was cancelled, ran
 * out of time or met a closed connection ends in [error@Gio.IOErrorEnum].
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_CLIENT_ERROR_FAILED,
  PGG_CLIENT_ERROR_NOT_SUPPORTED,
  PGG_CLIENT_ERROR_INVALID_ARGUMENT,
  PGG_CLIENT_ERROR_INVALID_STATE,
  PGG_CLIENT_ERROR_INVALID_CONNINFO,
  PGG_CLIENT_ERROR_HOST_NOT_FOUND,
  PGG_CLIENT_ERROR_CONNECTION_FAILED,
  PGG_CLIENT_ERROR_CONNECTION_LOST,
  PGG_CLIENT_ERROR_OUT_OF_RANGE,
  PGG_CLIENT_ERROR_NULL_VALUE,
  PGG_CLIENT_ERROR_CONVERSION,
  PGG_CLIENT_ERROR_TOO_LARGE,
  PGG_CLIENT_ERROR_NO_RESULT,
  PGG_CLIENT_ERROR_PROTOCOL,
  PGG_CLIENT_ERROR_PIPELINE_ABORTED,
  PGG_CLIENT_ERROR_ROLLED_BACK,
  PGG_CLIENT_ERROR_IN_DOUBT,
  PGG_CLIENT_ERROR_LOCAL_SERVER,
} PggClientError;

#define PGG_CLIENT_ERROR (pgg_client_error_quark ())

PGG_AVAILABLE_IN_1_0
GQuark pgg_client_error_quark (void);

G_END_DECLS
