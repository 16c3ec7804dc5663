/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-result.h"

#include "pq/pgg-pq-result-private.h"
#include "types/pgg-codec-private.h"

G_BEGIN_DECLS

struct _PggResult
{
  gatomicrefcount ref_count;
  PggPqResult    *pq;
  const PGresult *res; /* that of pq */
  PggResult      *next;
  PggCodecContext *context;
  gboolean        is_utf8; /* text needs no conversion */
  guint           n_rows;
  guint           n_columns;
  GMutex          lock; /* protects what is made on demand: */
  PggColumn     **columns;
  GHashTable     *texts;  /* cell number → text that is not in res as it is */
  GHashTable     *values; /* cell number → GValue */
  GValue         *table;  /* of all rows; one that was not asked for is zero */
  PggAdapter      adapters[];
};

typedef struct
{
  guint first;
  guint end; /* one behind the last row */
} PggRowRange;

/* Takes ownership of both results: nobody else may keep a reference to pq, which would let it be
 * cleared. The context is that of the session when the result was received; next is the result of
 * the next statement of the same execution, or NULL. */
PggResult *pgg_result_new (PggPqResult     *pq,
                           PggCodecContext *context,
                           PggResult       *next);

/* Only before anybody has it. */
void       pgg_result_set_context (PggResult       *self,
                                   PggCodecContext *context);

static inline gboolean
pgg_result_is_null_at (const PggResult *self,
                       guint            row,
                       guint            column)
{
  return PQgetisnull (self->res, (int) row, (int) column);
}

static inline PggBuffer
pgg_result_peek_at (const PggResult *self,
                    guint            row,
                    guint            column)
{
  return pgg_buffer_init (PQgetvalue (self->res, (int) row, (int) column),
                          (gsize) PQgetlength (self->res, (int) row, (int) column));
}

/* What reads a column, and tells of the failure of a codec of the application. */
static inline PggAdapter
pgg_result_get_adapter (PggResult  *self,
                        guint       column,
                        GError    **failure)
{
  PggAdapter adapter = self->adapters[column];

  adapter.failure = failure;
  return adapter;
}

gboolean    pgg_result_check_column     (PggResult  *self,
                                         guint       column,
                                         GError    **error);
gboolean    pgg_result_check_cell       (PggResult  *self,
                                         guint       row,
                                         guint       column,
                                         GError    **error);

/* Sets n_values, which may be NULL, to 0; n_rows of -1 means up to the end. */
gboolean    pgg_result_check_rows       (PggResult    *self,
                                         guint         first_row,
                                         int           n_rows,
                                         PggRowRange  *range,
                                         gsize        *n_values,
                                         GError      **error);

/* Reads a cell that exists and is not NULL; the text belongs to the result. */
const char *pgg_result_get_text_at      (PggResult  *self,
                                         guint       row,
                                         guint       column,
                                         GError    **error);
GBytes     *pgg_result_get_bytes_at     (PggResult  *self,
                                         guint       row,
                                         guint       column,
                                         GError    **error);

/* A new reference on a value of a boxed type; NULL if the cell is NULL, and on error. What is the
 * article and noun for that type, as for pgg_result_check_decode(). */
gpointer    pgg_result_read_boxed       (PggResult   *self,
                                         guint        row,
                                         guint        column,
                                         GType        type,
                                         const char  *what,
                                         GError     **error);

void        pgg_result_set_decode_error (PggResult    *self,
                                         guint         row,
                                         guint         column,
                                         PggDecode     decode,
                                         const char   *what,
                                         GError      **error);

/* TRUE if decode is fine. What is the article and noun for the C type that was asked for, marked
 * for translation but not translated: only an error is worth the time that takes. */
static inline gboolean
pgg_result_check_decode (PggResult   *self,
                         guint        row,
                         guint        column,
                         PggDecode    decode,
                         const char  *what,
                         GError     **error)
{
  if (G_LIKELY (decode == PGG_DECODE_OK))
    return TRUE;

  pgg_result_set_decode_error (self, row, column, decode, what, error);
  return FALSE;
}

G_END_DECLS
