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

/* The topics that PGG_DEBUG names, or -1: nobody has asked yet; atomic. */
extern int pgg_debug_flags;

int  pgg_debug_find_flags (void);
void pgg_debug            (PggDebugFlags topic,
                           const char   *format,
                           ...) G_GNUC_PRINTF (2, 3);
void pgg_debug_show_sql   (const char   *what,
                           const char   *sql);

/* Whether PGG_DEBUG names @topic; ask before computing anything for a message. */
static inline gboolean
pgg_debug_has (PggDebugFlags topic)
{
  int flags = g_atomic_int_get (&pgg_debug_flags);

  return ((flags >= 0 ? flags : pgg_debug_find_flags ()) & (int) topic) != 0;
}

static inline void
pgg_debug_sql (const char *what,
               const char *sql)
{
  if (pgg_debug_has (PGG_DEBUG_QUERY))
    pgg_debug_show_sql (what, sql);
}

G_END_DECLS
