/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The domain of the errors that arise on this side of the connection. */

#include "config.h"

#include "pgg-client-error.h"

/**
 * pgg_client_error_quark:
 *
 * The domain of [error@ClientError].
 *
 * Returns: the quark
 * Since: 1.0
 */
G_DEFINE_QUARK (pgg-client-error-quark, pgg_client_error)
