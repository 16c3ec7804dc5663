/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What PGG_DEBUG can switch on. No message ever holds a parameter value or a password. */
typedef enum
{
  PGG_DEBUG_CONNECTION = 1 << 0,
  PGG_DEBUG_ENGINE = 1 << 1,
  PGG_DEBUG_QUERY = 1 << 2,
  PGG_DEBUG_WAIT = 1 << 3,
  PGG_DEBUG_SERVER = 1 << 4,
} PggDebugFlags;

gboolean pgg_debug_has (PggDebugFlags topic);
void     pgg_debug     (PggDebugFlags topic,
                        const char   *format,
                        ...) G_GNUC_PRINTF (2, 3);
void     pgg_debug_sql (const char   *what,
                        const char   *sql);

G_END_DECLS
