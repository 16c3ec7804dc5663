/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ends a transaction or a savepoint. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-end-operation-private.h"

#include "pgg-client-error.h"
#include "pgg-conversation-private.h"
#include "pgg-debug-private.h"
#include "pgg-flight-private.h"
#include "pgg-server-error.h"
#include "pgg-sql-state.h"

typedef struct
{
  PggConversation  parent_instance;

  PggBlock        *block; /* NULL: the transaction that is open */
  PggEnd           end;
  char            *name;
  gboolean         is_asked;        /* the server, to end it */
  gboolean         is_known;        /* what came of that */
  gboolean         was_rolled_back; /* although something else was asked for */
  gboolean         is_gone;         /* a statement of the application has ended it */
} PggEndOperation;

typedef PggConversationClass PggEndOperationClass;

static GType pgg_end_operation_get_type (void);

G_DEFINE_TYPE (PggEndOperation, pgg_end_operation, pgg_conversation_get_type ())

static void
set_state (PggEndOperation *self,
           PggBlockState    state)
{
  if (self->block != NULL)
    self->block->state = state;
}

/* Nobody reads the answer any more. */
static gboolean
is_lost (PggEndOperation *self)
{
  return self->is_asked && !self->is_known && self->parent_instance.session->pq == NULL;
}

/* Whatever came of it, the block may be ended by others again. */
static void
note_end (PggEndOperation *self)
{
  if (self->block == NULL)
    return;

  g_atomic_int_add (&self->block->n_ending, -1);
  g_clear_pointer (&self->block, pgg_block_unref);
}

static void
pgg_end_operation_finalize (GObject *object)
{
  PggEndOperation *self = (PggEndOperation *) object;

  note_end (self);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (pgg_end_operation_parent_class)->finalize (object);
}

static char *
make_sql (PggEndOperation *self)
{
  const PggBlock *block = self->block;

  switch (self->end)
    {
    case PGG_END_PREPARE:
      return g_strdup_printf ("PREPARE TRANSACTION %s", self->name);
    case PGG_END_COMMIT:
      if (block != NULL && block->is_savepoint)
        return g_strdup_printf ("RELEASE SAVEPOINT pgg_%u", block->number);
      return g_strdup ("COMMIT");
    case PGG_END_ROLLBACK:
      if (block != NULL && block->is_savepoint)
        return g_strdup_printf ("ROLLBACK TO SAVEPOINT pgg_%u;RELEASE SAVEPOINT pgg_%u",
                                block->number, block->number);
      return g_strdup ("ROLLBACK");
    default:
      g_assert_not_reached ();
    }
}

static gboolean
send_sql (PggEndOperation  *self,
          GError          **error)
{
  PggConversation *conversation = &self->parent_instance;
  PggSession *session = conversation->session;
  g_autofree char *sql = make_sql (self);

  pgg_debug_sql ("execute", sql);
  if (!pgg_session_encode_sql (session, &sql, error))
    return FALSE;
  self->is_asked = TRUE;
  session->is_ending = session->implicit_begin != NULL;
  if (!pgg_flight_is_fit (conversation))
    return pgg_pq_conn_send_query (session->pq, sql, -1, error);

  return pgg_pq_conn_send_query_params (session->pq, sql, -1, NULL, PGG_PQ_FORMAT_TEXT, error);
}

/* The server has not heard of it, and will not. */
static gboolean
forget_block (PggEndOperation  *self,
              GError          **error)
{
  if (self->end == PGG_END_PREPARE)
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                           _("A transaction without any statement cannot be prepared"));
      return FALSE;
    }

  g_queue_remove (&self->parent_instance.session->pending_blocks, self->block);
  set_state (self, self->end == PGG_END_COMMIT ? PGG_BLOCK_COMMITTED : PGG_BLOCK_ROLLED_BACK);
  pgg_block_unref (self->block);

  return TRUE;
}

/* Also where nothing can be known for sure as long as statements are under way. */
static gboolean
is_gone (PggEndOperation *self)
{
  PggSession *session = self->parent_instance.session;

  return self->block->state == PGG_BLOCK_OPEN && session->flight.n_sent == 0 &&
         pgg_pq_conn_transaction_status (session->pq) == PGG_PQ_TRANSACTION_STATUS_IDLE;
}

static PggBlockState
get_state_of_gone (PggEndOperation *self)
{
  switch (self->parent_instance.session->last_end)
    {
    case PGG_SESSION_END_COMMIT:
      return PGG_BLOCK_COMMITTED;
    case PGG_SESSION_END_ROLLBACK:
      return PGG_BLOCK_ROLLED_BACK;
    case PGG_SESSION_END_PREPARE:
      return PGG_BLOCK_PREPARED;
    case PGG_SESSION_END_UNKNOWN:
      return PGG_BLOCK_IN_DOUBT;
    }

  g_return_val_if_reached (PGG_BLOCK_IN_DOUBT);
}

/* The server would answer to the commit of a transaction that is not there with COMMIT. */
static gboolean
settle_gone (PggEndOperation  *self,
             GError          **error)
{
  static const PggBlockState wanted[] = {
    [PGG_END_COMMIT] = PGG_BLOCK_COMMITTED,
    [PGG_END_ROLLBACK] = PGG_BLOCK_ROLLED_BACK,
    [PGG_END_PREPARE] = PGG_BLOCK_PREPARED,
  };
  PggBlockState state = get_state_of_gone (self);

  set_state (self, state);
  if (state == wanted[self->end])
    return TRUE;

  if (state == PGG_BLOCK_ROLLED_BACK)
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_ROLLED_BACK,
                         _("The transaction was rolled back by a statement in it"));
  else
    g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                         _("The transaction was ended by a statement in it"));
  return FALSE;
}

static gboolean
send_for_block (PggEndOperation  *self,
                GError          **error)
{
  PggBlock *block = self->block;

  if (block->state == PGG_BLOCK_PENDING)
    return forget_block (self, error);

  if (pgg_block_is_over (block) ||
      block->connection != self->parent_instance.session->n_connections)
    {
      if (!pgg_block_is_over (block))
        set_state (self, PGG_BLOCK_ROLLED_BACK);
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_STATE,
                           _("The transaction has ended with its connection"));
      return FALSE;
    }

  return self->is_gone ? settle_gone (self, error) : send_sql (self, error);
}

/* Where transactions begin by themselves there is nothing to end before the first statement. */
static gboolean
send_for_open (PggEndOperation  *self,
               GError          **error)
{
  PggSession *session = self->parent_instance.session;

  if (session->implicit_begin != NULL && !pgg_session_is_in_transaction (session))
    return TRUE;

  return send_sql (self, error);
}

static gboolean
pgg_end_operation_send (PggConversation  *conversation,
                        GError          **error)
{
  PggEndOperation *self = (PggEndOperation *) conversation;

  return self->block != NULL ? send_for_block (self, error) : send_for_open (self, error);
}

/* The server answers to the commit of a transaction that had failed with ROLLBACK, no error. */
static void
note_tag (PggEndOperation *self,
          const char      *tag)
{
  if (self->end == PGG_END_ROLLBACK)
    set_state (self, PGG_BLOCK_ROLLED_BACK);
  else if (g_strcmp0 (tag, "ROLLBACK") != 0)
    set_state (self, self->end == PGG_END_COMMIT ? PGG_BLOCK_COMMITTED : PGG_BLOCK_PREPARED);
  else
    {
      set_state (self, PGG_BLOCK_ROLLED_BACK);
      self->was_rolled_back = TRUE;
    }
}

/*
 * The transaction had failed before it could be set, or the application has undone it or ended the
 * transaction. Nothing of what was in it is left, as far as it matters to one who wants that.
 */
static gboolean
is_savepoint_missing (PggEndOperation *self)
{
  const GError *failure = self->parent_instance.failure;

  return self->block != NULL && self->block->is_savepoint &&
         (g_error_matches (failure, PGG_SERVER_ERROR,
                           PGG_SQL_STATE_INVALID_SAVEPOINT_SPECIFICATION) ||
          g_error_matches (failure, PGG_SERVER_ERROR, PGG_SQL_STATE_NO_ACTIVE_SQL_TRANSACTION));
}

static void
note_missing_savepoint (PggEndOperation *self)
{
  self->is_known = TRUE;
  set_state (self, PGG_BLOCK_ROLLED_BACK);
  if (self->end == PGG_END_ROLLBACK)
    g_clear_error (&self->parent_instance.failure);
}

/* A commit that fails, as deferred constraints make it, ends the transaction all the same. */
static void
note_failure (PggEndOperation *self)
{
  PggConversation *conversation = &self->parent_instance;

  if (is_savepoint_missing (self))
    {
      note_missing_savepoint (self);
      return;
    }
  if (self->end == PGG_END_ROLLBACK || (self->block != NULL && self->block->is_savepoint) ||
      conversation->failure->domain != PGG_SERVER_ERROR ||
      pgg_session_is_broken (conversation->session))
    return;

  self->is_known = TRUE;
  set_state (self, PGG_BLOCK_ROLLED_BACK);
}

static PggWait
pgg_end_operation_receive (PggConversation *conversation,
                           PggWait          ready)
{
  PggEndOperation *self = (PggEndOperation *) conversation;

  for (;;)
    {
      g_autoptr (PggPqResult) result = NULL;
      PggWait want = pgg_conversation_next (conversation, &ready, &result);

      if (want != PGG_WAIT_NONE)
        return want;
      if (result == NULL)
        break;
      conversation->session->hooks->note (conversation->session, result);
      if (pgg_conversation_note_failure (conversation, result))
        continue;
      self->is_known = TRUE;
      note_tag (self, pgg_pq_result_cmd_status (result, NULL, NULL));
    }

  if (conversation->failure != NULL)
    note_failure (self);
  return PGG_WAIT_NONE;
}

static void
pgg_end_operation_succeed (PggConversation *conversation)
{
  PggEndOperation *self = (PggEndOperation *) conversation;
  PggOperation *operation = &conversation->parent_instance;

  if (!self->was_rolled_back)
    pgg_operation_return_boolean (operation, TRUE);
  else
    pgg_operation_return_error (operation,
                                g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_ROLLED_BACK,
                                                     _("The transaction was rolled back, because "
                                                       "a statement in it had failed")));
}

static void
doubt (PggEndOperation *self)
{
  PggOperation *operation = (PggOperation *) self;
  g_autoptr (GError) reason = g_steal_pointer (&operation->error);

  operation->error = g_error_new (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_IN_DOUBT,
                                  _("Nobody knows whether the transaction was committed: %s"),
                                  reason->message);
}

/* What the server was not asked to end it has rolled back. */
static void
note_gone (PggEndOperation *self)
{
  if (self->block != NULL && !pgg_block_is_over (self->block))
    set_state (self, PGG_BLOCK_ROLLED_BACK);
}

/* Whether it matters to others than the server how it ends. */
static gboolean
is_decision (PggEndOperation *self)
{
  return self->end != PGG_END_ROLLBACK && (self->block == NULL || !self->block->is_savepoint);
}

static void
note_loss (PggEndOperation *self)
{
  set_state (self, is_decision (self) ? PGG_BLOCK_IN_DOUBT : PGG_BLOCK_ROLLED_BACK);
  if (is_decision (self))
    doubt (self);
}

/* A server that has gone meanwhile has not committed; once it is asked, nobody could know. */
static void
notice_loss (PggSession *session)
{
  if (session->flight.n_sent > 0)
    return;

  pgg_session_consume (session);
  pgg_session_collect (session);
  if (pgg_session_is_broken (session) || session->last_words != NULL)
    pgg_session_lose (session, pgg_session_lost_error (session));
}

/* What goes to the server goes at once; where transactions begin by themselves, alone. */
static void
pgg_end_operation_look (PggConversation *conversation)
{
  PggEndOperation *self = (PggEndOperation *) conversation;
  const PggBlock *block = self->block;

  notice_loss (conversation->session);
  if (conversation->session->pq == NULL)
    return;

  self->is_gone = block != NULL && is_gone (self);
  conversation->pipelinable =
    block != NULL ? block->state == PGG_BLOCK_OPEN && !self->is_gone &&
                    !(block->is_savepoint && self->end == PGG_END_ROLLBACK)
                  : pgg_session_is_in_transaction (conversation->session);
}

/* Others may be hit by no cancel request, and what comes of this one must be known. */
static PggOperation *
pgg_end_operation_interrupted (PggOperation *operation)
{
  pgg_flight_stop_wanting ((PggConversation *) operation);

  return NULL;
}

/* Whoever was not told how a commit ended does not know whether it happened. */
static PggWait
pgg_end_operation_step (PggOperation *operation,
                        PggWait       ready)
{
  PggEndOperation *self = (PggEndOperation *) operation;
  PggWait want;

  want = PGG_OPERATION_CLASS (pgg_end_operation_parent_class)->step (operation, ready);
  if (want != PGG_WAIT_NONE)
    return want;

  if (is_lost (self))
    note_loss (self);
  else if (self->parent_instance.session->pq == NULL)
    note_gone (self);
  if (self->is_asked)
    self->parent_instance.session->is_ending = FALSE;

  return PGG_WAIT_NONE;
}

/* The heir will know how the transaction ended; its caller does not. */
static void
pgg_end_operation_overdue (PggOperation *operation)
{
  PggEndOperation *self = (PggEndOperation *) operation;

  PGG_OPERATION_CLASS (pgg_end_operation_parent_class)->overdue (operation);
  if (self->is_asked && !self->is_known && is_decision (self))
    doubt (self);
}

/* Also one that was told to stop before its turn came, and is never stepped. */
static void
pgg_end_operation_ended (PggOperation *operation)
{
  if (!operation->left)
    note_end ((PggEndOperation *) operation);
}

static void
pgg_end_operation_class_init (PggEndOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_end_operation_finalize;
  PGG_OPERATION_CLASS (klass)->step = pgg_end_operation_step;
  PGG_OPERATION_CLASS (klass)->interrupted = pgg_end_operation_interrupted;
  PGG_OPERATION_CLASS (klass)->overdue = pgg_end_operation_overdue;
  PGG_OPERATION_CLASS (klass)->ended = pgg_end_operation_ended;
  klass->look = pgg_end_operation_look;
  klass->send = pgg_end_operation_send;
  klass->receive = pgg_end_operation_receive;
  klass->succeed = pgg_end_operation_succeed;
}

static void
pgg_end_operation_init (PggEndOperation *self)
{
  self->parent_instance.is_outside = TRUE;
}

static void
take_block (PggEndOperation *self,
            PggBlock        *block)
{
  self->block = pgg_block_ref (block);
  g_atomic_int_inc (&block->n_ending);
}

PggOperation *
pgg_end_operation_start (PggSession *session,
                         PggBlock   *block,
                         PggEnd      end,
                         const char *name,
                         gpointer    source_object,
                         gpointer    source_tag,
                         guint       timeout)
{
  PggEndOperation *self = g_object_new (pgg_end_operation_get_type (), NULL);
  PggOperation *operation = (PggOperation *) self;

  pgg_conversation_set_up (&self->parent_instance, session, source_object, source_tag, timeout);
  self->parent_instance.is_brief = end == PGG_END_ROLLBACK;
  self->end = end;
  self->name = g_strdup (name);
  if (block != NULL)
    take_block (self, block);
  pgg_operation_enter (operation);

  return operation;
}
