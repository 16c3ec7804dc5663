/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggConnectionStatus:
 * @PGG_CONNECTION_STATUS_CLOSED: not opened yet, or closed by the application
 * @PGG_CONNECTION_STATUS_OPENING: being opened
 * @PGG_CONNECTION_STATUS_OPEN: open; operations can run
 * @PGG_CONNECTION_STATUS_CLOSING: being closed by the application
 * @PGG_CONNECTION_STATUS_LOST: the server went away, or the connection to it broke
 *
 * What state a connection is in.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_CONNECTION_STATUS_CLOSED,
  PGG_CONNECTION_STATUS_OPENING,
  PGG_CONNECTION_STATUS_OPEN,
  PGG_CONNECTION_STATUS_CLOSING,
  PGG_CONNECTION_STATUS_LOST,
} PggConnectionStatus;

G_END_DECLS
