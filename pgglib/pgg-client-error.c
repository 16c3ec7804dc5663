/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The domain of the errors that arise on this side of the connection. */

#include "config.h"

#include "pgg-client-error.h"

G_DEFINE_QUARK (pgg-client-error-quark, pgg_client_error)
