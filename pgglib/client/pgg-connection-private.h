/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-batch-result.h"
#include "pgg-connection.h"
#include "pgg-type-lookup-private.h"
#include "engine/pgg-session-private.h"
#include "types/pgg-codec-registry-private.h"
#include "types/pgg-named-sql-cache-private.h"

G_BEGIN_DECLS

struct _PggConnection
{
  GObject          parent_instance;

  PggSession      *session;
  GMainContext    *context;          /* where signals are emitted */
  int              told_pid;         /* of the session whose properties were notified, in there */
  PggNamedSqlCache *named_sql;       /* has a lock of its own */
  PggCodecRegistry *codecs;          /* likewise */

  /* Protected by the lock of the session's queue. */
  char            *conninfo;
  guint            timeout;
  PggResultFormat  result_format;
  PggDiagnostics  *last_diagnostics;
  PggTypeLookup    type_lookup;
  GQueue           transactions;     /* PggTransaction, borrowed; the outermost first */
  GList           *runs;             /* deadlines of those who run transactions, borrowed */
  gboolean         autocommit;
  PggTransactionOptions transaction_options;
};

/* How many milliseconds a call may take that begins now and has a @timeout of its own, or -1. */
guint         pgg_connection_get_budget     (PggConnection        *self,
                                             int                   timeout);

/* Until when all that the connection is asked for has to end, in monotonic µs; borrowed. */
void          pgg_connection_push_deadline   (PggConnection       *self,
                                              gint64              *deadline);
void          pgg_connection_remove_deadline (PggConnection       *self,
                                              gint64              *deadline);

void          pgg_connection_publish_error  (PggConnection        *self,
                                             const GError         *error);
/* For the finish functions: they propagate, and publish what the server said. */
gpointer      pgg_connection_finish_for     (PggConnection        *self,
                                             gpointer              source,
                                             GAsyncResult         *result,
                                             gpointer              source_tag,
                                             GError              **error);
gpointer      pgg_connection_finish_pointer (PggConnection        *self,
                                             GAsyncResult         *result,
                                             gpointer              source_tag,
                                             GError              **error);
gboolean      pgg_connection_finish_boolean (PggConnection        *self,
                                             GAsyncResult         *result,
                                             gpointer              source_tag,
                                             GError              **error);
PggOperation *pgg_connection_start_command  (PggConnection        *self,
                                             const char           *sql,
                                             gpointer              source_tag);
PggOperation *pgg_connection_start_many     (PggConnection        *self,
                                             PggCodecRegistry     *codecs,
                                             const char           *sql,
                                             PggParams           **params,
                                             gsize                 n_params,
                                             gboolean              keeps_results,
                                             int                   timeout,
                                             gpointer              source,
                                             gpointer              source_tag);
gboolean      pgg_connection_may_choose     (PggConnection        *self,
                                             PggResultFormat       format);
PggPqFormat   pgg_connection_get_pq_format  (PggConnection        *self,
                                             PggResultFormat       format);
gpointer      pgg_connection_convert_results (PggPqResult         **results,
                                              guint                 n_results,
                                              gpointer              before,
                                              gpointer              after);

G_END_DECLS
