/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The codecs of a cursor. */

#include "config.h"

#include "pgg-cursor-private.h"

#include "pgg-result-private.h"

/**
 * pgg_cursor_get_codecs: (get-property codecs)
 * @self: a cursor
 *
 * Gets the codecs for what is executed with the cursor, see [property@Cursor:codecs].
 *
 * Returns: (transfer none): the registry
 *
 * Since: 1.0
 */
PggCodecRegistry *
pgg_cursor_get_codecs (PggCursor *self)
{
  g_return_val_if_fail (PGG_IS_CURSOR (self), NULL);

  if (self->codecs == NULL)
    self->codecs = pgg_codec_registry_new (self->connection->codecs);

  return self->codecs;
}

/* Most cursors have none of their own. */
PggCodecRegistry *
pgg_cursor_peek_codecs (PggCursor *self)
{
  return self->codecs != NULL ? self->codecs : self->connection->codecs;
}

/* The session, which knows the codecs of the connection only, chooses a format for its reasons. */
gboolean
pgg_cursor_may_choose (PggCursor *self)
{
  return pgg_connection_may_choose (self->connection, self->result_format) &&
         (self->codecs == NULL || pgg_codec_registry_reads_all_formats (self->codecs));
}

/* The results are of this cursor, and nobody has seen them yet. Those of a stream are many, and all
 * of the same context. */
void
pgg_cursor_adopt_results (PggCursor *self,
                          PggResult *results)
{
  g_autoptr(PggCodecSet) codecs = NULL;
  g_autoptr(PggCodecContext) last = NULL;
  g_autoptr(PggCodecContext) own = NULL;

  if (self->codecs == NULL || !pgg_codec_registry_has_own (self->codecs))
    return;

  codecs = pgg_codec_registry_dup_set (self->codecs);
  for (PggResult *result = results; result != NULL; result = pgg_result_get_next (result))
    {
      if (result->context != last)
        {
          g_clear_pointer (&last, pgg_codec_context_unref);
          g_clear_pointer (&own, pgg_codec_context_unref);
          last = pgg_codec_context_ref (result->context);
          own = pgg_codec_context_new_with_codecs (last, codecs);
        }
      pgg_result_set_context (result, own);
    }
}
