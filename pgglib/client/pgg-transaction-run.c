/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs a transaction again when it lost against another one, and finds out what became of one that
 * is in doubt: what has to be decided, whichever way it waits. */

#include "config.h"

#include "pgg-transaction-run-private.h"

#include "pgg-client-error.h"
#include "pgg-connection-private.h"
#include "pgg-params.h"
#include "pgg-result.h"
#include "pgg-transaction-private.h"
#include "engine/pgg-operation-private.h"
#include "engine/pgg-server-error.h"

#define FIRST_DELAY 10
#define MAX_DELAY 1000

/* The old session may still be at its end when the server is asked. */
#define MAX_QUESTIONS 20

/* The functions of PostgreSQL 13 for transaction IDs that do not wrap around. */
#define XID8_VERSION 130000

void
pgg_run_init (PggRun                *self,
              PggConnection         *connection,
              PggTransactionOptions  options,
              guint                  max_retries,
              int                    timeout)
{
  *self = (PggRun) { 0 };
  self->connection = g_object_ref (connection);
  self->options = options;
  self->max_retries = max_retries;
  self->deadline = pgg_operation_deadline_after (pgg_connection_get_budget (connection, timeout));
  if (self->deadline >= 0)
    pgg_connection_push_deadline (connection, &self->deadline);
}

/* What comes now is not part of it any more. */
void
pgg_run_end (PggRun *self)
{
  if (self->connection != NULL)
    pgg_connection_remove_deadline (self->connection, &self->deadline);
}

void
pgg_run_clear (PggRun *self)
{
  pgg_run_end (self);
  g_clear_error (&self->error);
  g_clear_pointer (&self->xid, g_free);
  g_clear_object (&self->connection);
}

static void
set_error (PggRun *self,
           GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
}

static PggRunNext
retry (PggRun *self)
{
  if (self->n_retries >= self->max_retries)
    return PGG_RUN_FAILED;

  self->n_retries++;
  self->is_identified = FALSE;
  g_clear_pointer (&self->xid, g_free);

  return PGG_RUN_AGAIN;
}

PggRunNext
pgg_run_end_attempt (PggRun *self,
                     GError *error)
{
  gboolean is_in_doubt =
    error != NULL && g_error_matches (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_IN_DOUBT);

  set_error (self, error);
  if (is_in_doubt && self->xid != NULL)
    return PGG_RUN_RESOLVE;

  /* One that changed nothing has no ID, and it does not matter what became of it. */
  if (is_in_doubt && self->is_identified)
    set_error (self, NULL);
  if (self->error == NULL)
    return PGG_RUN_DONE;

  return pgg_error_is_retryable (error) ? retry (self) : PGG_RUN_FAILED;
}

/* Also of what the function has begun within it and left open. */
PggOperation *
pgg_run_start_rollback (PggRun         *self,
                        PggTransaction *transaction)
{
  PggOperation *operation;

  pgg_transaction_close_within (transaction);
  operation = pgg_transaction_rollback_start (transaction);
  pgg_operation_set_timeout (operation, pgg_connection_get_budget (self->connection, -1));

  return operation;
}

guint
pgg_run_get_delay (PggRun *self)
{
  guint longest = FIRST_DELAY << MIN (self->n_retries + self->n_questions, 7);
  guint delay = (guint) g_random_int_range (1, (gint32) MIN (longest, MAX_DELAY) + 1);

  if (self->deadline < 0)
    return delay;

  return (guint) CLAMP ((self->deadline - g_get_monotonic_time ()) / 1000, 0, delay);
}

static PggOperation *
start_query (PggRun     *self,
             const char *sql,
             const char *parameter)
{
  g_autoptr (PggParams) params = pgg_params_new ();

  if (parameter != NULL)
    pgg_params_append_text (params, parameter, NULL);

  return pgg_connection_execute_start (self->connection, sql, params);
}

/* Whether there was an answer, which may be NULL. */
static gboolean
finish_query (PggRun        *self,
              PggOperation  *operation,
              char         **answer)
{
  g_autoptr (PggResult) result =
    pgg_connection_execute_finish (self->connection, G_ASYNC_RESULT (operation), NULL);

  *answer = result != NULL ? pgg_result_dup_text (result, 0, 0, NULL) : NULL;

  return result != NULL;
}

/*
 * It travels with the commit, and its answer comes before that begins; NULL if there is no way, or
 * nothing to identify.
 */
PggOperation *
pgg_run_start_identify (PggRun *self)
{
  PggPqTransactionStatus status = pgg_connection_get_transaction_status (self->connection);

  if (pgg_connection_get_server_version (self->connection) < XID8_VERSION ||
      (status != PGG_PQ_TRANSACTION_STATUS_INTRANS && status != PGG_PQ_TRANSACTION_STATUS_ACTIVE))
    return NULL;

  return start_query (self, "SELECT pg_catalog.pg_current_xact_id_if_assigned ()", NULL);
}

void
pgg_run_finish_identify (PggRun       *self,
                         PggOperation *operation)
{
  if (operation != NULL)
    self->is_identified = finish_query (self, operation, &self->xid);
}

PggOperation *
pgg_run_start_question (PggRun *self)
{
  self->n_questions++;

  return start_query (self, "SELECT pg_catalog.pg_xact_status ($1::pg_catalog.xid8)", self->xid);
}

/* Without an answer the error stays the one that says that nobody knows. */
PggRunNext
pgg_run_finish_question (PggRun       *self,
                         PggOperation *operation)
{
  g_autofree char *status = NULL;

  finish_query (self, operation, &status);
  if (g_strcmp0 (status, "committed") == 0)
    {
      set_error (self, NULL);
      return PGG_RUN_DONE;
    }
  if (g_strcmp0 (status, "aborted") == 0)
    return retry (self);
  if (g_strcmp0 (status, "in progress") == 0 && self->n_questions < MAX_QUESTIONS)
    return PGG_RUN_RESOLVE;

  return PGG_RUN_FAILED;
}
