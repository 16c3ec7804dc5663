/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Quotes the texts in the text of records and ranges, see src/backend/utils/adt/rowtypes.c,
 * record_in and record_out, and rangetypes.c, range_parse_bound and range_bound_escape. */

#include "config.h"

#include "pgg-quoted-text-private.h"

gboolean
pgg_text_is_space (guint8 c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

void
pgg_text_skip_spaces (PggBuffer *buffer)
{
  while (buffer->size > 0 && pgg_text_is_space (buffer->data[0]))
    pgg_buffer_take (buffer, 1);
}

static gboolean
is_one_of (guint8      c,
           const char *characters)
{
  return c != '\0' && strchr (characters, c) != NULL;
}

static gboolean
needs_quotes (const char *part,
              gsize       length,
              const char *special)
{
  for (gsize i = 0; i < length; i++)
    if (is_one_of ((guint8) part[i], special) || pgg_text_is_space ((guint8) part[i]))
      return TRUE;

  return length == 0;
}

gboolean
pgg_quoted_text_append (GString    *text,
                        const char *part,
                        gsize       length,
                        const char *special)
{
  if (length > PGG_MAX_QUOTED_SIZE)
    return FALSE;
  if (!needs_quotes (part, length, special))
    {
      g_string_append_len (text, part, (gssize) length);
      return TRUE;
    }

  g_string_append_c (text, '"');
  for (gsize i = 0; i < length; i++)
    {
      if (part[i] == '"' || part[i] == '\\')
        g_string_append_c (text, part[i]);
      g_string_append_c (text, part[i]);
    }
  g_string_append_c (text, '"');

  return TRUE;
}

/* Quotes may begin and end anywhere in the text. */
gboolean
pgg_quoted_text_read (PggBuffer  *buffer,
                      const char *ends,
                      GString    *part,
                      gboolean   *is_absent)
{
  gboolean is_quoted = FALSE;
  guint8 c;

  g_string_truncate (part, 0);
  *is_absent = buffer->size > 0 && is_one_of (buffer->data[0], ends);

  while (is_quoted || buffer->size == 0 || !is_one_of (buffer->data[0], ends))
    {
      if (!pgg_buffer_get_u8 (buffer, &c))
        return FALSE;
      if (c == '"' && (!is_quoted || !pgg_text_take (buffer, '"')))
        {
          is_quoted = !is_quoted;
          continue;
        }
      if (c == '\\' && !pgg_buffer_get_u8 (buffer, &c))
        return FALSE;
      g_string_append_c (part, (char) c);
    }

  return TRUE;
}
