/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Executes one statement with many sets of parameters, in libpq's pipeline mode: what is sent does
 * not wait for what is received, and one Sync at the end makes it one transaction. Sending stops
 * while the socket takes no more, so that memory stays bounded. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-execute-many-operation-private.h"

#include "pgg-client-error.h"
#include "pgg-conversation-private.h"
#include "pgg-copy-guard-private.h"
#include "pgg-debug-private.h"
#include "pq/pgg-pq-params-private.h"
#include "pq/pgg-pq-params.h"

/* So many executions are put into libpq's buffer before it is flushed. */
#define SETS_PER_FLUSH 64

/* Nobody prepares a statement of this name. */
#define ABORT_STATEMENT "pgglib: the execution was cancelled"

typedef struct
{
  PggConversation  parent_instance;

  char            *sql;
  GPtrArray       *sets;
  PggPqParams     *prepared;   /* for whose types the statement is prepared, borrowed */
  guint            n_sent;
  gboolean         synced;     /* the Sync is sent */
  gboolean         ended;      /* its answer is there */
  guint            n_empty;    /* times in a row that libpq had no result */
  gint64           n_rows;
} PggExecuteManyOperation;

typedef PggConversationClass PggExecuteManyOperationClass;

static GType pgg_execute_many_operation_get_type (void);

G_DEFINE_TYPE (PggExecuteManyOperation, pgg_execute_many_operation, pgg_conversation_get_type ())

static void
pgg_execute_many_operation_finalize (GObject *object)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) object;

  g_clear_pointer (&self->sql, g_free);
  g_clear_pointer (&self->sets, g_ptr_array_unref);

  G_OBJECT_CLASS (pgg_execute_many_operation_parent_class)->finalize (object);
}

static gboolean
pgg_execute_many_operation_send (PggConversation  *conversation,
                                 GError          **error)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) conversation;

  pgg_debug_sql ("execute many", self->sql);
  if (pgg_copy_guard_is_copy_sql (self->sql))
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                           _("COPY cannot be executed with sets of parameters"));
      return FALSE;
    }

  return pgg_session_encode_sql (conversation->session, &self->sql, error) &&
         pgg_pq_conn_enter_pipeline_mode (conversation->session->pq, error);
}

static gboolean
have_same_types (PggPqParams *a,
                 PggPqParams *b)
{
  guint n_params = pgg_pq_params_get_n_params (a);

  if (n_params != pgg_pq_params_get_n_params (b))
    return FALSE;

  return n_params == 0 || memcmp (pgg_pq_params_get_types (a), pgg_pq_params_get_types (b),
                                  n_params * sizeof (Oid)) == 0;
}

/* A set of other types wants another statement. */
static gboolean
send_set (PggExecuteManyOperation  *self,
          PggPqParams              *params,
          GError                  **error)
{
  PggSession *session = self->parent_instance.session;
  g_autoptr(PggPqParams) encoded = session->hooks->encode_params (session, params, error);
  PggPqConn *pq = session->pq;

  if (encoded == NULL)
    return FALSE;

  if (self->prepared == NULL || !have_same_types (self->prepared, params))
    {
      if (!pgg_pq_conn_send_prepare (pq, "", -1, self->sql, -1, pgg_pq_params_get_types (params),
                                     pgg_pq_params_get_n_params (params), error))
        return FALSE;
      self->prepared = params;
    }

  return pgg_pq_conn_send_query_prepared (pq, "", -1, encoded, PGG_PQ_FORMAT_TEXT, error);
}

/*
 * A Sync would commit the part that was sent so far. The rest fails instead: there is no prepared
 * statement of this name.
 */
static void
send_failure (PggExecuteManyOperation *self)
{
  g_autoptr(GError) error = NULL;

  if (!pgg_pq_conn_send_query_prepared (self->parent_instance.session->pq, ABORT_STATEMENT, -1,
                                        NULL, PGG_PQ_FORMAT_TEXT, &error))
    pgg_conversation_take_failure (&self->parent_instance, g_steal_pointer (&error));
}

static void
send_sync (PggExecuteManyOperation *self)
{
  g_autoptr(GError) error = NULL;

  self->synced = TRUE;
  if (!pgg_pq_conn_pipeline_sync (self->parent_instance.session->pq, &error))
    pgg_conversation_take_failure (&self->parent_instance, g_steal_pointer (&error));
}

/* After a failure the rest would only be skipped by the server. */
static gboolean
has_more (PggExecuteManyOperation *self)
{
  return self->n_sent < self->sets->len && self->parent_instance.failure == NULL &&
         self->parent_instance.parent_instance.interrupt == PGG_INTERRUPT_NONE;
}

static void
send_some (PggExecuteManyOperation *self)
{
  self->parent_instance.session->flushed = FALSE;
  for (guint i = 0; i < SETS_PER_FLUSH && has_more (self); i++)
    {
      g_autoptr(GError) error = NULL;

      if (!send_set (self, self->sets->pdata[self->n_sent], &error))
        pgg_conversation_take_failure (&self->parent_instance, g_steal_pointer (&error));
      else
        self->n_sent++;
    }
  if (has_more (self))
    return;

  if (self->n_sent < self->sets->len)
    send_failure (self);
  send_sync (self);
}

/* Sends as much as the socket takes. */
static void
send_more (PggExecuteManyOperation *self)
{
  PggPqConn *pq = self->parent_instance.session->pq;

  while (!self->synced && pgg_pq_conn_flush (pq, NULL) == 0)
    send_some (self);
}

static gint64
count_rows (PggPqResult *result)
{
  const char *count = pgg_pq_result_cmd_tuples (result, NULL, NULL);

  return count != NULL ? g_ascii_strtoll (count, NULL, 10) : 0;
}

/* libpq cannot get out of a COPY in a pipeline, so none must ever begin. */
static void
give_up (PggExecuteManyOperation *self)
{
  GError *error = g_error_new_literal (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_PROTOCOL,
                                       _("The server began a COPY that nobody asked for"));

  pgg_conversation_take_failure (&self->parent_instance, g_error_copy (error));
  pgg_session_lose (self->parent_instance.session, error);
  self->ended = TRUE;
}

static void
take_result (PggExecuteManyOperation *self,
             PggPqResult             *result)
{
  PggPqExecStatus status = pgg_pq_result_status (result);

  if (status == PGG_PQ_EXEC_STATUS_PIPELINE_SYNC)
    self->ended = TRUE;
  else if (pgg_copy_guard_is_copy (status))
    give_up (self);
  else if (!pgg_conversation_note_failure (&self->parent_instance, result))
    self->n_rows += count_rows (result);
}

static PggWait
end_pipeline (PggExecuteManyOperation *self)
{
  g_autoptr(GError) error = NULL;

  if (pgg_session_check_open (self->parent_instance.session, NULL) &&
      !pgg_session_is_broken (self->parent_instance.session) &&
      !pgg_pq_conn_exit_pipeline_mode (self->parent_instance.session->pq, &error))
    pgg_conversation_take_failure (&self->parent_instance, g_steal_pointer (&error));

  return PGG_WAIT_NONE;
}

/* Nothing is there although libpq is not busy: the rest is still to be sent. */
static PggWait
read_while_sending (PggExecuteManyOperation *self,
                    PggWait                 *ready)
{
  PggSession *session = self->parent_instance.session;

  if (!(*ready & PGG_WAIT_READ))
    return PGG_WAIT_READ | PGG_WAIT_WRITE;

  *ready &= ~PGG_WAIT_READ;
  pgg_session_consume (session);
  pgg_session_collect (session);

  return PGG_WAIT_NONE;
}

/* Behind the answer to each statement libpq gives NULL once; another NULL means it has no more. */
static PggWait
receive_one (PggExecuteManyOperation *self,
             PggWait                 *ready)
{
  PggConversation *conversation = &self->parent_instance;
  g_autoptr(PggPqResult) result = NULL;
  gboolean have;
  PggWait want = pgg_conversation_read (conversation, ready, &have);

  if (want != PGG_WAIT_NONE)
    return want;

  result = pgg_conversation_take_result (conversation);
  if (result != NULL)
    take_result (self, result);
  self->n_empty = result == NULL ? self->n_empty + 1 : 0;
  if (self->n_empty < 2)
    return PGG_WAIT_NONE;

  self->n_empty = 0;
  self->ended = pgg_session_is_broken (conversation->session);

  return self->ended ? PGG_WAIT_NONE : read_while_sending (self, ready);
}

static PggWait
pgg_execute_many_operation_receive (PggConversation *conversation,
                                    PggWait          ready)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) conversation;

  while (!self->ended)
    {
      PggWait want;

      send_more (self);
      want = receive_one (self, &ready);
      if (want != PGG_WAIT_NONE)
        return want;
    }

  return end_pipeline (self);
}

static void
pgg_execute_many_operation_succeed (PggConversation *conversation)
{
  PggExecuteManyOperation *self = (PggExecuteManyOperation *) conversation;

  pgg_operation_return_pointer (&conversation->parent_instance,
                                g_memdup2 (&self->n_rows, sizeof self->n_rows), g_free);
}

static void
pgg_execute_many_operation_class_init (PggExecuteManyOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_execute_many_operation_finalize;
  klass->send = pgg_execute_many_operation_send;
  klass->receive = pgg_execute_many_operation_receive;
  klass->succeed = pgg_execute_many_operation_succeed;
}

static void
pgg_execute_many_operation_init (PggExecuteManyOperation *self)
{
}

PggOperation *
pgg_execute_many_operation_start (PggSession *session,
                                  const char *sql,
                                  GPtrArray  *sets,
                                  gpointer    source_object,
                                  gpointer    source_tag,
                                  guint       timeout)
{
  PggExecuteManyOperation *self =
    g_object_new (pgg_execute_many_operation_get_type (), NULL);
  PggOperation *operation = (PggOperation *) self;

  pgg_conversation_set_up (&self->parent_instance, session, source_object, source_tag, timeout);
  self->sql = g_strdup (sql);
  self->sets = g_ptr_array_ref (sets);
  pgg_operation_enter (operation);

  return operation;
}
