/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The PGG_DEBUG environment variable: which parts of the library tell what they do. */

#include "config.h"

#include "pgg-debug-private.h"

#include <string.h>

static const GDebugKey debug_keys[] = {
  { "connection", PGG_DEBUG_CONNECTION },
  { "engine", PGG_DEBUG_ENGINE },
  { "query", PGG_DEBUG_QUERY },
  { "wait", PGG_DEBUG_WAIT },
  { "server", PGG_DEBUG_SERVER },
};

static guint
get_flags (void)
{
  static gsize flags_plus_one;

  if (g_once_init_enter (&flags_plus_one))
    {
      guint flags;

      flags = g_parse_debug_string (g_getenv ("PGG_DEBUG"), debug_keys, G_N_ELEMENTS (debug_keys));
      g_once_init_leave (&flags_plus_one, (gsize) flags + 1);
    }

  return (guint) (flags_plus_one - 1);
}

/* Whether PGG_DEBUG names @topic; ask before computing anything for a message. */
gboolean
pgg_debug_has (PggDebugFlags topic)
{
  return (get_flags () & topic) != 0;
}

/* Who sets PGG_DEBUG wants to read it: the message goes to stderr without G_MESSAGES_DEBUG. */
void
pgg_debug (PggDebugFlags topic,
           const char   *format,
           ...)
{
  g_autofree char *message = NULL;
  va_list args;

  if (!pgg_debug_has (topic))
    return;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("pgglib: %s\n", message);
}

static const char *
find_word (const char *text,
           const char *word)
{
  gsize length = strlen (word);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (g_ascii_strncasecmp (c, word, length) == 0)
        return c;
    }

  return NULL;
}

/* SQL is shown as far as it cannot hold a password. */
void
pgg_debug_sql (const char *what,
               const char *sql)
{
  const char *secret;

  if (!pgg_debug_has (PGG_DEBUG_QUERY))
    return;

  secret = find_word (sql, "password");
  if (secret == NULL)
    pgg_debug (PGG_DEBUG_QUERY, "%s: %s", what, sql);
  else
    pgg_debug (PGG_DEBUG_QUERY, "%s: %.*s…", what, (int) (secret - sql), sql);
}
