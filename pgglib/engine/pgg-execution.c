/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One execution of a statement, which may be a prepared one. */

#include "config.h"

#include "pgg-execution-private.h"

#include "pgg-debug-private.h"
#include "pgg-diagnostics-private.h"
#include "pgg-flight-private.h"
#include "pgg-server-error.h"
#include "pgg-sql-state.h"
#include "pq/pgg-capabilities.h"
#include "pq/pgg-pq-params-private.h"

#include <string.h>

gboolean
pgg_execution_send_forget (PggPqConn  *pq,
                           guint       number,
                           GError    **error)
{
  char name[PGG_STATEMENT_NAME_SIZE];
  g_autofree char *sql = NULL;

  pgg_statement_name (number, name);
  if (pgg_capabilities_has (PGG_CAPABILITY_CLOSE_PREPARED))
    return pgg_pq_conn_send_close_prepared (pq, name, -1, error);

  sql = g_strconcat ("DEALLOCATE ", name, NULL);

  return pgg_pq_conn_send_query_params (pq, sql, -1, NULL, PGG_PQ_FORMAT_TEXT, error);
}

/* Never in a transaction, which an error would end. */
gboolean
pgg_execution_may_forget (PggSession *session)
{
  return G_UNLIKELY (session->statements.stale->len > 0) &&
         pgg_pq_conn_transaction_status (session->pq) == PGG_PQ_TRANSACTION_STATUS_IDLE;
}

void
pgg_execution_clear (PggExecution *self)
{
  g_clear_pointer (&self->statement, pgg_cached_statement_unref);
  self->number = 0;
  self->prepares = FALSE;
  self->is_fresh = FALSE;
}

void
pgg_execution_finish (PggExecution *self)
{
  pgg_execution_clear (self);
  g_clear_pointer (&self->kept, pgg_cached_statement_unref);
}

gboolean
pgg_execution_must_describe (const PggExecution *self,
                             PggSession         *session)
{
  const PggCachedStatement *kept = self->kept;

  return kept != NULL && ((!kept->prepared && !session->statements.is_nameless) ||
                          !pgg_cached_statement_is_known (kept));
}

void
pgg_execution_use (PggExecution       *self,
                   PggCachedStatement *statement)
{
  pgg_execution_clear (self);
  self->statement = pgg_cached_statement_ref (statement);
  self->number = statement->number;
}

/* A pooler may have given the connection another server meanwhile, which does not know it. */
void
pgg_execution_use_fresh (PggExecution       *self,
                         PggCachedStatement *statement)
{
  if (statement == NULL || !statement->prepared)
    return;

  pgg_execution_use (self, statement);
  self->is_fresh = TRUE;
}

static gboolean
send_prepare (PggExecution     *self,
              PggConversation  *conversation,
              const char       *name,
              const char       *sql,
              GError          **error)
{
  PggCachedStatement *statement = self->statement;

  if (!pgg_pq_conn_send_prepare (conversation->session->pq, name, -1, sql, -1, statement->types,
                                 statement->n_types, error))
    return FALSE;

  self->prepares = TRUE;
  conversation->n_preamble++;

  return TRUE;
}

/*
 * The server refuses to execute a prepared statement that has other columns than when it was
 * prepared, so that a choice that depends on them is never wrong.
 */
static PggPqFormat
choose_format (PggExecution    *self,
               PggConversation *conversation,
               PggPqFormat      format)
{
  PggSession *session = conversation->session;

  if (!self->is_choice || !pgg_cached_statement_is_known (self->statement))
    return format;

  return session->hooks->choose_format (session, self->statement->description,
                                        &self->statement->choice);
}

/* @result is all that the execution gave. */
void
pgg_execution_learn (PggExecution *self,
                     PggPqResult  *result)
{
  PggCachedStatement *statement = self->statement;
  g_autoptr(PggPqResult) description = NULL;

  if (!self->is_choice || self->number == 0 || statement->number != self->number ||
      pgg_cached_statement_is_known (statement) ||
      pgg_pq_result_status (result) != PGG_PQ_EXEC_STATUS_TUPLES_OK)
    return;

  description = pgg_pq_result_copy_result (result, PGG_PQ_COPY_RESULT_FLAGS_ATTRS, NULL);
  if (description != NULL)
    pgg_cached_statement_describe (statement, description);
}

static gboolean
send_prepared (PggExecution     *self,
               PggConversation  *conversation,
               const char       *sql,
               PggPqParams      *params,
               PggPqFormat       result_format,
               GError          **error)
{
  PggStatementCache *statements = &conversation->session->statements;
  gboolean is_new = !self->statement->prepared;
  char name[PGG_STATEMENT_NAME_SIZE];

  if (is_new)
    pgg_statement_cache_prepare (statements, self->statement);
  self->number = self->statement->number;
  pgg_statement_name (self->number, name);
  if (is_new && !send_prepare (self, conversation, name, sql, error))
    {
      pgg_statement_cache_drop (statements, self->statement, self->number, FALSE);
      return FALSE;
    }

  return pgg_pq_conn_send_query_prepared (conversation->session->pq, name, -1, params,
                                          choose_format (self, conversation, result_format),
                                          error);
}

/* Known, but without a name at the server, it is parsed each time. */
static gboolean
send_nameless (PggExecution     *self,
               PggConversation  *conversation,
               const char       *sql,
               PggPqParams      *params,
               PggPqFormat       result_format,
               GError          **error)
{
  pgg_execution_use (self, self->kept);

  return pgg_pq_conn_send_query_params (conversation->session->pq, sql, -1, params,
                                        choose_format (self, conversation, result_format), error);
}

static PggCachedStatement *
find_statement (PggExecution    *self,
                PggConversation *conversation,
                const char      *sql,
                PggPqParams     *params)
{
  if (self->kept != NULL)
    return pgg_cached_statement_ref (self->kept);
  if (!pgg_flight_is_fit (conversation))
    return NULL;

  return pgg_statement_cache_use (&conversation->session->statements, sql, params);
}

/* Puts the statement into libpq's buffer; prepared only in pipeline mode, with its preparation. */
gboolean
pgg_execution_send (PggExecution     *self,
                    PggConversation  *conversation,
                    const char       *sql,
                    PggPqParams      *params,
                    PggPqFormat       result_format,
                    GError          **error)
{
  PggSession *session = conversation->session;

  session->n_unflushed += strlen (sql) + (params != NULL ? pgg_pq_params_get_size (params) : 0);
  pgg_execution_clear (self);
  if (self->kept != NULL && session->statements.is_nameless)
    return send_nameless (self, conversation, sql, params, result_format, error);

  self->statement = find_statement (self, conversation, sql, params);
  if (self->statement != NULL &&
      pgg_statement_cache_wants (&session->statements, self->statement))
    return send_prepared (self, conversation, sql, params, result_format, error);

  return pgg_pq_conn_send_query_params (session->pq, sql, -1, params, result_format, error);
}

/*
 * What the server says it has done may concern the prepared statements. A plan whose definitions
 * have changed is an error when it is executed next (src/backend/utils/cache/plancache.c,
 * RevalidateCachedQuery), and in a transaction that would be the end of it.
 */
void
pgg_execution_note (PggConversation *conversation,
                    PggPqResult     *result)
{
  PggStatementCache *statements = &conversation->session->statements;
  const char *tag;

  if ((statements->n_prepared == 0 && statements->kept.length == 0) ||
      pgg_pq_result_status (result) != PGG_PQ_EXEC_STATUS_COMMAND_OK)
    return;

  tag = pgg_pq_result_cmd_status (result, NULL, NULL);
  if (tag == NULL)
    return;

  if (g_str_equal (tag, "DISCARD ALL") || g_str_equal (tag, "DEALLOCATE ALL"))
    pgg_statement_cache_forget (statements);
  else if (g_str_has_prefix (tag, "ALTER ") || g_str_has_prefix (tag, "DROP "))
    pgg_statement_cache_renew (statements);
}

/* The server has no statement of the name, or one that somebody else has prepared. */
static gboolean
is_misnamed (const GError *failure)
{
  return g_error_matches (failure, PGG_SERVER_ERROR, PGG_SQL_STATE_INVALID_SQL_STATEMENT_NAME) ||
         g_error_matches (failure, PGG_SERVER_ERROR, PGG_SQL_STATE_DUPLICATE_PREPARED_STATEMENT);
}

static gboolean
is_plan_outdated (const GError   *failure,
                  PggDiagnostics *diagnostics)
{
  return g_error_matches (failure, PGG_SERVER_ERROR, PGG_SQL_STATE_FEATURE_NOT_SUPPORTED) &&
         g_strcmp0 (pgg_diagnostics_get_source_function (diagnostics),
                    "RevalidateCachedQuery") == 0;
}

/* The type of a parameter was dropped (src/backend/utils/cache/lsyscache.c, getTypeInputInfo). */
static gboolean
is_type_gone (const GError   *failure,
              PggDiagnostics *diagnostics)
{
  const char *function = pgg_diagnostics_get_source_function (diagnostics);

  return g_error_matches (failure, PGG_SERVER_ERROR, PGG_SQL_STATE_INTERNAL_ERROR) &&
         (g_strcmp0 (function, "getTypeInputInfo") == 0 ||
          g_strcmp0 (function, "getTypeBinaryInputInfo") == 0);
}

/* Whether the server has said of a parameter of what type it is, some time ago. */
static gboolean
is_inferred (PggExecution *self)
{
  const PggCachedStatement *statement = self->statement;

  if (self->is_fresh || self->prepares)
    return FALSE;

  for (guint i = 0; self->kept == NULL && i < statement->n_types; i++)
    if (statement->types[i] == 0)
      return TRUE;

  return self->kept != NULL;
}

/* The types were right once, and the server may see others now. */
static gboolean
are_types_outdated (PggExecution   *self,
                    PggDiagnostics *diagnostics,
                    const char     *states)
{
  const char *state = pgg_diagnostics_get_sqlstate (diagnostics);

  return state != NULL && g_str_has_prefix (state, states) && is_inferred (self);
}

/*
 * The plan has a type or a value in it that is another one since, also where no parameter is of it,
 * which only its execution shows: lookup_type_cache () in src/backend/utils/cache/typcache.c,
 * TupleDescInitEntry () in src/backend/access/common/tupdesc.c, and what reads the value of a
 * composite type that was altered.
 */
static gboolean
is_plan_broken (PggExecution   *self,
                PggDiagnostics *diagnostics)
{
  static const char *const states[] = { "22P07", "42704", "42804", "XX000", NULL };
  const char *state = pgg_diagnostics_get_sqlstate (diagnostics);

  return state != NULL && !self->is_fresh && !self->prepares && g_strv_contains (states, state);
}

/*
 * Whether @failure is one of the statement's preparation. One that has a context comes from within
 * its execution, where a procedure may have committed what must not be done twice. Only the types
 * of parameters are looked up with a context before the execution begins.
 */
static gboolean
is_of_preparation (PggExecution   *self,
                   const GError   *failure,
                   PggDiagnostics *diagnostics)
{
  if (is_type_gone (failure, diagnostics))
    return TRUE;
  if (pgg_diagnostics_get_context (diagnostics) != NULL)
    return FALSE;

  return is_misnamed (failure) || is_plan_outdated (failure, diagnostics) ||
         is_plan_broken (self, diagnostics) || are_types_outdated (self, diagnostics, "42");
}

/* Whether it failed only because it was a prepared one; then the statement is not any more. A value
 * that is refused may have been one for another type. */
gboolean
pgg_execution_is_outdated (PggExecution    *self,
                           PggConversation *conversation)
{
  PggStatementCache *statements = &conversation->session->statements;
  const GError *failure = conversation->failure;
  g_autoptr(PggDiagnostics) diagnostics = NULL;
  gboolean is_outdated;

  if (failure == NULL || self->number == 0)
    return FALSE;

  diagnostics = pgg_diagnostics_from_error (failure);
  is_outdated = diagnostics != NULL && is_of_preparation (self, failure, diagnostics);
  if (is_outdated || self->prepares ||
      (diagnostics != NULL && are_types_outdated (self, diagnostics, "22P0")))
    pgg_statement_cache_drop (statements, self->statement, self->number, !is_misnamed (failure));

  return is_outdated && !self->repeated &&
         conversation->parent_instance.interrupt == PGG_INTERRUPT_NONE;
}

/* Once, if it was no part of a transaction; nothing else is in flight. */
gboolean
pgg_execution_may_repeat (PggExecution    *self,
                          PggConversation *conversation)
{
  PggSession *session = conversation->session;

  self->repeated = TRUE;
  if (!pgg_session_check_open (session, NULL) || pgg_session_is_broken (session) ||
      pgg_pq_conn_transaction_status (session->pq) != PGG_PQ_TRANSACTION_STATUS_IDLE)
    return FALSE;

  pgg_debug (PGG_DEBUG_ENGINE, "operation %p: is repeated, because the server had forgotten",
             conversation);
  conversation->answered = FALSE;
  conversation->n_empty = 0;

  return TRUE;
}

/* Sends it again. What was sent together with it has been executed before it then. */
gboolean
pgg_execution_repeat (PggExecution    *self,
                      PggConversation *conversation)
{
  g_autoptr(GError) error = NULL;

  if (!pgg_flight_join (conversation, &error))
    return FALSE;

  g_clear_error (&conversation->failure);

  return TRUE;
}
