/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ends a COPY that nobody is there to serve. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-copy-guard-private.h"

#include "pgg-client-error.h"

static gboolean
starts_with (const char *sql,
             char        first,
             char        second)
{
  return sql[0] == first && sql[1] == second;
}

/* The server's comments nest. */
static const char *
skip_block_comment (const char *sql)
{
  guint depth = 0;

  do
    {
      gboolean opens = starts_with (sql, '/', '*');
      gboolean closes = starts_with (sql, '*', '/');

      depth += opens;
      depth -= closes;
      sql += opens || closes ? 2 : 1;
    }
  while (depth > 0 && *sql != '\0');

  return sql;
}

/* What may stand before the first word of a statement. */
static const char *
skip_nothing (const char *sql)
{
  if (starts_with (sql, '-', '-'))
    return sql + strcspn (sql, "\n");
  if (starts_with (sql, '/', '*'))
    return skip_block_comment (sql);

  return g_ascii_isspace (*sql) || *sql == '\v' || *sql == ';' ? sql + 1 : sql;
}

/*
 * Whether @sql may begin a COPY. In the middle of a pipeline the server would wait for data, and
 * libpq with it; nothing but a statement of its own can be one, so that the first word tells.
 */
gboolean
pgg_copy_guard_is_copy_sql (const char *sql)
{
  if (*sql != 'C' && *sql != 'c' && g_ascii_isalpha (*sql))
    return FALSE;

  for (const char *next = skip_nothing (sql); next != sql; next = skip_nothing (sql))
    sql = next;

  return g_ascii_strncasecmp (sql, "copy", 4) == 0 && !g_ascii_isalnum (sql[4]) && sql[4] != '_';
}

gboolean
pgg_copy_guard_is_copy (PggPqExecStatus status)
{
  return status == PGG_PQ_EXEC_STATUS_COPY_IN || status == PGG_PQ_EXEC_STATUS_COPY_OUT ||
         status == PGG_PQ_EXEC_STATUS_COPY_BOTH;
}

/* Whether @result begins a COPY; libpq would give the same result for ever until it is ended. */
gboolean
pgg_copy_guard_note (PggCopyGuard    *self,
                     PggConversation *conversation,
                     PggPqResult     *result)
{
  PggPqExecStatus status = pgg_pq_result_status (result);

  if (!pgg_copy_guard_is_copy (status))
    return FALSE;

  self->ending = status != PGG_PQ_EXEC_STATUS_COPY_OUT;
  self->draining = status != PGG_PQ_EXEC_STATUS_COPY_IN;
  pgg_conversation_take_failure (conversation,
                                 g_error_new_literal (PGG_CLIENT_ERROR,
                                                      PGG_CLIENT_ERROR_NOT_SUPPORTED,
                                                      _("COPY from or to the client cannot be "
                                                        "executed as a plain statement")));

  return TRUE;
}

/* Whether a row of the COPY was there to be thrown away; if not, whether the COPY is over. */
static gboolean
skip_row (PggPqConn *pq,
          gboolean  *over)
{
  g_autofree char *data = NULL;
  int status;

  data = pgg_pq_conn_get_copy_data (pq, TRUE, &status, NULL, NULL);
  *over = data == NULL && status != 0;

  return data != NULL;
}

static PggWait
drain (PggCopyGuard    *self,
       PggConversation *conversation,
       PggWait         *ready)
{
  PggSession *session = conversation->session;

  for (;;)
    {
      gboolean over;

      while (skip_row (session->pq, &over))
        continue;
      if (over)
        break;
      if (!(*ready & PGG_WAIT_READ))
        return PGG_WAIT_READ;
      *ready &= ~PGG_WAIT_READ;
      pgg_session_consume (session);
      pgg_session_collect (session);
      if (pgg_session_is_broken (session))
        break;
    }
  self->draining = FALSE;

  return PGG_WAIT_NONE;
}

/* The message goes to the server and comes back as its error, behind the one that was noted. */
static PggWait
end (PggCopyGuard    *self,
     PggConversation *conversation)
{
  PggPqConn *pq = conversation->session->pq;

  if (pgg_pq_conn_put_copy_end (pq, "COPY was not asked for", -1, NULL) == 0)
    return PGG_WAIT_READ | PGG_WAIT_WRITE;
  self->ending = FALSE;
  conversation->session->flushed = FALSE;

  return PGG_WAIT_NONE;
}

PggWait
pgg_copy_guard_step (PggCopyGuard    *self,
                     PggConversation *conversation,
                     PggWait         *ready)
{
  PggWait want = PGG_WAIT_NONE;

  if (self->ending)
    want = end (self, conversation);
  if (want == PGG_WAIT_NONE && self->draining)
    want = drain (self, conversation, ready);

  return want;
}
