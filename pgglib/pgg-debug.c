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

int pgg_debug_flags = -1;

int
pgg_debug_find_flags (void)
{
  guint flags = g_parse_debug_string (g_getenv ("PGG_DEBUG"), debug_keys,
                                      G_N_ELEMENTS (debug_keys));

  g_atomic_int_set (&pgg_debug_flags, (int) flags);

  return (int) flags;
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
pgg_debug_show_sql (const char *what,
                    const char *sql)
{
  const char *secret = find_word (sql, "password");

  if (secret == NULL)
    pgg_debug (PGG_DEBUG_QUERY, "%s: %s", what, sql);
  else
    pgg_debug (PGG_DEBUG_QUERY, "%s: %.*s…", what, (int) (secret - sql), sql);
}
