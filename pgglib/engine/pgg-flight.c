/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Conversations that travel together in libpq's pipeline mode. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-flight-private.h"

#include "pgg-client-error.h"
#include "pgg-copy-guard-private.h"
#include "pgg-debug-private.h"
#include "pgg-discard-operation-private.h"
#include "pgg-execution-private.h"
#include "pgg-server-error.h"
#include "pgg-sql-state.h"
#include "pq/pgg-capabilities.h"

/* So many may be in flight. What the socket does not take at once stops it sooner. */
#define MAX_IN_FLIGHT 1000

/* So many bytes of statements are put into libpq's buffer before it is flushed. */
#define BYTES_PER_FLUSH (8 * 1024)

/* Nothing is sent behind a statement that has been running for so long; in µs. */
#define PATIENCE (200 * G_GINT64_CONSTANT (1000))

/* Whether @conversation, which is at the head of the queue, may be sent in pipeline mode; it goes
 * alone where the application wants none. */
gboolean
pgg_flight_is_fit (PggConversation *conversation)
{
  PggSession *session = conversation->session;

  return conversation->pipelinable &&
         session->statement_mode != PGG_STATEMENT_MODE_SIMPLE;
}

/* Statements that are sent in a row go together; the Sync of older versions of libpq flushes. */
static gboolean
has_room_in_buffer (PggSession *session)
{
  if (pgg_capabilities_has (PGG_CAPABILITY_SEND_PIPELINE_SYNC) &&
      session->n_unflushed < BYTES_PER_FLUSH)
    return TRUE;

  return pgg_session_flush (session);
}

/* Whether anything may be sent before what is in flight is answered. */
gboolean
pgg_flight_has_room (PggSession *session)
{
  PggFlight *flight = &session->flight;

  if (!session->pipelining || session->is_ending || session->stream != NULL ||
      flight->n_wanted == 0 || flight->n_aside > 0 || flight->n_sent >= MAX_IN_FLIGHT ||
      !pgg_session_check_open (session, NULL) || pgg_session_is_broken (session))
    return FALSE;

  return has_room_in_buffer (session) && g_get_monotonic_time () - flight->moved < PATIENCE;
}

/* The connection is of no more use if the server is not told where the statement ends. */
static gboolean
send_sync (PggSession  *session,
           GError     **error)
{
  g_autoptr(GError) sync_error = NULL;

  session->flushed = FALSE;
  if (pgg_session_send_sync (session, &sync_error))
    return TRUE;

  pgg_session_lose (session, g_error_copy (sync_error));
  g_propagate_error (error, g_steal_pointer (&sync_error));

  return FALSE;
}

static void
end_pipeline (PggSession *session)
{
  session->grace_deadline = -1;
  pgg_session_exit_pipeline (session, NULL);
}

gboolean
pgg_flight_send_preamble (PggConversation  *conversation,
                          GError          **error)
{
  PggPqConn *pq = conversation->session->pq;

  if (conversation->preamble == NULL)
    return TRUE;

  for (char **statement = conversation->preamble; *statement != NULL; statement++)
    {
      pgg_debug_sql ("execute", *statement);
      if (!pgg_pq_conn_send_query_params (pq, *statement, -1, NULL, PGG_PQ_FORMAT_TEXT, error))
        return FALSE;
      conversation->n_preamble++;
    }
  g_clear_pointer (&conversation->preamble, g_strfreev);

  return TRUE;
}

/* Once its preamble has been sent the answer to that has to be read, whatever comes of the rest. */
static gboolean
send_own (PggConversation  *conversation,
          GError          **error)
{
  g_autoptr(GError) own_error = NULL;

  if (PGG_CONVERSATION_GET_CLASS (conversation)->send (conversation, &own_error))
    return TRUE;
  if (conversation->n_preamble > 0)
    {
      pgg_conversation_take_failure (conversation, g_steal_pointer (&own_error));
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&own_error));

  return FALSE;
}

/* Has the server forget what is not executed any more. Each goes by itself, so that it does no harm
 * if the server does not know it. */
static gboolean
send_stale (PggConversation  *conversation,
            GError          **error)
{
  PggOperation *operation = &conversation->parent_instance;
  PggSession *session = conversation->session;

  if (!pgg_execution_may_forget (session))
    return TRUE;

  for (guint i = 0; i < PGG_STATEMENT_MAX_STALE && session->statements.stale->len > 0; i++)
    {
      guint number = pgg_statement_cache_pop_stale (&session->statements);

      if (!pgg_execution_send_forget (session->pq, number, error) || !send_sync (session, error))
        return FALSE;
      session->flight.n_sent++;
      session->flight.moved = g_get_monotonic_time ();
      pgg_queue_add_orphan (operation->queue, operation, pgg_discard_operation_new (session));
    }

  return TRUE;
}

/* Sends @conversation behind what is in flight. */
gboolean
pgg_flight_join (PggConversation  *conversation,
                 GError          **error)
{
  PggSession *session = conversation->session;
  PggFlight *flight = &session->flight;

  if (flight->n_sent == 0 && !pgg_pq_conn_enter_pipeline_mode (session->pq, error))
    return FALSE;
  if ((flight->n_sent == 0 && !send_stale (conversation, error)) ||
      !pgg_flight_send_preamble (conversation, error) || !send_own (conversation, error))
    {
      if (flight->n_sent == 0)
        end_pipeline (session);
      return FALSE;
    }
  if (!send_sync (session, error))
    return FALSE;

  if (flight->n_sent++ == 0)
    flight->moved = g_get_monotonic_time ();
  flight->n_wanted++;
  conversation->in_flight = TRUE;
  conversation->wanted = TRUE;

  return TRUE;
}

void
pgg_flight_stop_wanting (PggConversation *conversation)
{
  if (!conversation->wanted)
    return;

  conversation->wanted = FALSE;
  conversation->session->flight.n_wanted--;
}

/* The request to cancel has had its effect, so that it will have none on the next one. */
static gboolean
is_hit (PggConversation *conversation)
{
  return g_error_matches (conversation->failure, PGG_SERVER_ERROR, PGG_SQL_STATE_QUERY_CANCELED);
}

/* @conversation has its answer, or will not get it. Pipeline mode is not for others to see. */
void
pgg_flight_leave (PggConversation *conversation)
{
  PggSession *session = conversation->session;

  if (!conversation->in_flight)
    return;

  conversation->in_flight = FALSE;
  pgg_flight_stop_wanting (conversation);
  if (is_hit (conversation))
    session->cancel_again = g_get_monotonic_time ();
  if (--session->flight.n_sent == 0)
    end_pipeline (session);
  else
    session->flight.moved = g_get_monotonic_time ();
}

/*
 * For a conversation that has its answer and wants to go on outside of pipeline mode. FALSE: it can
 * now. Otherwise it must wait: those that were sent behind it are answered first, nothing is sent
 * behind them, and then it is stepped again, and has the connection for itself.
 */
gboolean
pgg_flight_step_aside (PggConversation *conversation)
{
  PggOperation *operation = &conversation->parent_instance;

  if (!conversation->in_flight)
    return FALSE;

  pgg_flight_leave (conversation);
  conversation->is_aside = pgg_queue_move_behind (operation->queue, operation);
  if (conversation->is_aside)
    conversation->session->flight.n_aside++;

  return conversation->is_aside;
}

/* Its turn has come. */
void
pgg_flight_return (PggConversation *conversation)
{
  if (!conversation->is_aside)
    return;

  conversation->is_aside = FALSE;
  conversation->session->flight.n_aside--;
}

/* Whether somebody waits for anything that is in flight. */
gboolean
pgg_flight_is_wanted (PggSession *session)
{
  return session->flight.n_wanted > 0;
}

/*
 * @conversation, in flight, is told to stop. Gives what shall take its place, so that it can end at
 * once; NULL if it has to be stepped to its end.
 */
PggOperation *
pgg_flight_interrupt (PggConversation *conversation)
{
  PggSession *session = conversation->session;

  if (!conversation->wanted)
    return NULL;

  pgg_flight_stop_wanting (conversation);
  if (!pgg_flight_is_wanted (session) || session->flight.stopping ||
      session->status != PGG_CONNECTION_STATUS_OPEN)
    return NULL;

  pgg_debug (PGG_DEBUG_ENGINE, "operation %p: the server is not told to cancel it", conversation);
  conversation->in_flight = FALSE;

  return pgg_discard_operation_new (session);
}

static void
give_up (PggConversation *conversation,
         const char      *message)
{
  GError *error = g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_PROTOCOL, message);

  pgg_conversation_take_failure (conversation, g_error_copy (error));
  pgg_session_lose (conversation->session, error);
}

void
pgg_flight_lose_to_copy (PggConversation *conversation)
{
  give_up (conversation, _("The server began a COPY that nobody asked for"));
}

/* A failure in it is one of the conversation. */
static gboolean
is_of_preamble (PggConversation *conversation,
                PggPqExecStatus  status)
{
  if (conversation->n_preamble == 0)
    return FALSE;

  conversation->n_preamble--;
  return status == PGG_PQ_EXEC_STATUS_COMMAND_OK;
}

/*
 * In pipeline mode NULL is the end of a statement only, and the Sync that of the answer. Makes NULL
 * of what ends the answer; gives whether @result is for the conversation.
 */
gboolean
pgg_flight_note (PggConversation  *conversation,
                 PggPqResult     **result)
{
  PggPqExecStatus status;
  gboolean is_final = TRUE;

  if (*result == NULL)
    {
      if (conversation->n_empty++ > 0 && !pgg_session_is_broken (conversation->session))
        give_up (conversation, _("The server did not answer as it should"));
      return pgg_session_is_broken (conversation->session) || conversation->session->pq == NULL;
    }

  conversation->n_empty = 0;
  status = pgg_pq_result_status (*result);
  if (status == PGG_PQ_EXEC_STATUS_PIPELINE_SYNC)
    conversation->answered = TRUE;
  else if (pgg_copy_guard_is_copy (status))
    pgg_flight_lose_to_copy (conversation);
  else if (!is_of_preamble (conversation, status))
    return TRUE;
  else
    is_final = FALSE;
  g_clear_pointer (result, pgg_pq_result_unref);

  return is_final;
}
