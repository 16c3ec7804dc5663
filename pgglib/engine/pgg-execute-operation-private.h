/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-session-private.h"
#include "pq/pgg-pq-params.h"

G_BEGIN_DECLS

/*
 * Makes of the results of one execution what its finish function gives; takes each of them. The
 * contexts are what the session's hooks gave when it began and when it had ended.
 */
typedef gpointer (*PggExecuteConvert) (PggPqResult **results,
                                       guint         n_results,
                                       gpointer      before,
                                       gpointer      after);

/* What to execute, and how; copied by the operation. */
typedef struct
{
  const char        *sql;
  PggPqParams       *params;         /* NULL for none: then the simple protocol is used for text */
  PggCachedStatement *statement;     /* of this SQL, if somebody keeps it; it has parameters then */
  PggPqFormat        result_format;
  gboolean           is_choice;      /* the hooks choose the format, where that is worthwhile */
  guint              chunk_size;     /* of a stream: rows that may come together */
  gboolean           is_outside;     /* of the transaction that another statement would begin */
  gboolean           is_alone;       /* what follows needs to know what comes of it */
  int                hint;           /* for the session's hooks */
  gboolean           needs_answer;   /* to what they ask then */
  PggExecuteConvert  convert;        /* NULL: the result is TRUE */
  GDestroyNotify     destroy;        /* of what convert made */
} PggExecuteRequest;

PggOperation *pgg_execute_operation_start (PggSession              *session,
                                           const PggExecuteRequest *request,
                                           gpointer                 source_object,
                                           gpointer                 source_tag,
                                           guint                    timeout);

G_END_DECLS
