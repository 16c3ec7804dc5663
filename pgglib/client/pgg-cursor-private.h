/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-connection-private.h"
#include "pgg-cursor.h"
#include "engine/pgg-stream-private.h"

G_BEGIN_DECLS

struct _PggCursor
{
  GObject          parent_instance;

  PggConnection   *connection;
  guint            array_size;
  PggResultFormat  result_format;
  PggCodecRegistry *codecs;      /* or NULL: nobody has asked for them */
  GType            row_type;
  PggObjectFlags   row_flags;
  gboolean         keeps_results; /* of each execution of execute_many() */
  int              timeout;       /* or -1 */

  PggResult       *result;       /* the present set, or the last part of a stream; or NULL */
  GQueue           chunks;       /* of PggResult: where rows are taken from */
  guint            index;        /* of the next row in the first chunk */
  guint            generation;   /* grows with each execution */
  guint64          n_claimed; /* rows that fetches of a stream under way will take */
  PggStream       *stream;       /* while more rows may come from the server */
  gboolean         streamed;
  gint64           row_count;
  gint64           row_number;   /* of rows that were taken */
};

gboolean pgg_cursor_is_current     (PggCursor     *self,
                                    GAsyncResult  *result);
void     pgg_cursor_check_current  (PggCursor     *self,
                                    GAsyncResult  *result,
                                    GError       **error);
void     pgg_cursor_drop           (PggCursor     *self);
void     pgg_cursor_set_result     (PggCursor     *self,
                                    PggResult     *result);
/* After many executions; NULL: they have failed. */
void     pgg_cursor_take_outcome   (PggCursor      *self,
                                    PggBatchResult *outcome);
void     pgg_cursor_count_rows     (PggCursor     *self);
void     pgg_cursor_append_results (PggCursor     *self,
                                    PggResult     *results);

PggCodecRegistry *pgg_cursor_peek_codecs   (PggCursor *self);
gboolean          pgg_cursor_may_choose    (PggCursor *self);
void              pgg_cursor_adopt_results (PggCursor *self,
                                            PggResult *results);

/* For fetches of other kinds: the next row, or NULL with or without an error. */
PggOperation *pgg_cursor_start_row  (PggCursor     *self,
                                     gpointer       source_tag);
PggRow       *pgg_cursor_finish_row (PggCursor     *self,
                                     GAsyncResult  *result,
                                     gpointer       source_tag,
                                     GError       **error);

G_END_DECLS
