/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Begins a stream of rows, reads some of it, or ends it early. */

#include "config.h"

#include "pgg-stream-operation-private.h"

#include "pgg-copy-guard-private.h"
#include "pgg-debug-private.h"
#include "pgg-description-private.h"
#include "pgg-execution-private.h"
#include "pgg-flight-private.h"

typedef struct
{
  PggConversation   parent_instance;

  char             *sql;      /* of one that begins the stream */
  PggPqParams      *params;
  PggDescription    description;
  PggExecution      execution;
  guint             chunk_size;
  gboolean          in_pipeline; /* because they were sent with it */
  guint             n_rows;   /* wanted; 0 of one that ends it */
  PggExecuteConvert convert;
  GDestroyNotify    destroy;
} PggStreamOperation;

typedef PggConversationClass PggStreamOperationClass;

static GType pgg_stream_operation_get_type (void);

G_DEFINE_TYPE (PggStreamOperation, pgg_stream_operation, pgg_conversation_get_type ())

static void
pgg_stream_operation_finalize (GObject *object)
{
  PggStreamOperation *self = (PggStreamOperation *) object;

  g_clear_pointer (&self->sql, g_free);
  g_clear_pointer (&self->params, pgg_pq_params_unref);
  pgg_description_clear (&self->description);
  pgg_execution_finish (&self->execution);

  G_OBJECT_CLASS (pgg_stream_operation_parent_class)->finalize (object);
}

/*
 * Chunks cost half of what single rows do, and libpq has them since version 17. But a row in one
 * comes when it is full, and not at all if an error comes first, so they are to be asked for.
 */
static void
set_streaming (PggStreamOperation *self)
{
  PggPqConn *pq = self->parent_instance.session->pq;
  int chunk_size = (int) MIN (self->chunk_size, G_MAXINT);

  if (chunk_size < 2 || !pgg_pq_conn_set_chunked_rows_mode (pq, chunk_size, NULL))
    pgg_pq_conn_set_single_row_mode (pq, NULL);
}

/* The rows are about to come. */
static void
begin_stream (PggStreamOperation *self)
{
  PggConversation *conversation = &self->parent_instance;

  set_streaming (self);
  pgg_stream_attach (conversation->stream, conversation->session);
  conversation->stream->in_pipeline = self->in_pipeline;
}

static gboolean
send_simple (PggStreamOperation  *self,
             GError             **error)
{
  PggSession *session = self->parent_instance.session;

  if (!pgg_session_inline_params (session, &self->sql, &self->params, error) ||
      !pgg_session_encode_sql (session, &self->sql, error) ||
      !pgg_pq_conn_send_query (session->pq, self->sql, -1, error))
    return FALSE;

  begin_stream (self);

  return TRUE;
}

/* Nothing need be known of @statement, nor asked, before its rows come. */
static gboolean
is_known (PggStreamOperation *self,
          PggCachedStatement *statement)
{
  PggSession *session = self->parent_instance.session;
  g_autofree char *question = NULL;

  if ((!statement->prepared && !session->statements.is_nameless) ||
      !pgg_cached_statement_is_known (statement))
    return FALSE;

  question = session->hooks->ask (session, 0, TRUE, &statement->description, 1);

  return question == NULL;
}

static gboolean
send_executing (PggStreamOperation  *self,
                PggCachedStatement  *statement,
                PggPqParams         *params,
                PggPqFormat          format,
                GError             **error)
{
  PggPqConn *pq = self->parent_instance.session->pq;
  char name[PGG_STATEMENT_NAME_SIZE];

  pgg_cached_statement_get_name (statement, name);
  if (*name == '\0')
    return pgg_pq_conn_send_query_params (pq, self->sql, -1, params, format, error);

  return pgg_pq_conn_send_query_prepared (pq, name, -1, params, format, error);
}

/* What begins a transaction goes first, which only pipeline mode can do in one flight. Once it is
 * sent its answer has to be read. */
static gboolean
send_beginning (PggStreamOperation  *self,
                PggCachedStatement  *statement,
                PggPqParams         *params,
                PggPqFormat          format,
                GError             **error)
{
  PggConversation *conversation = &self->parent_instance;
  PggPqConn *pq = conversation->session->pq;
  g_autoptr(GError) own_error = NULL;

  if (!pgg_pq_conn_enter_pipeline_mode (pq, error) ||
      !pgg_flight_send_preamble (conversation, error))
    return FALSE;

  if (!send_executing (self, statement, params, format, &own_error))
    pgg_conversation_take_failure (conversation, g_steal_pointer (&own_error));

  return pgg_pq_conn_pipeline_sync (pq, error);
}

/* In one flight. */
static gboolean
send_known (PggStreamOperation  *self,
            PggCachedStatement  *statement,
            PggPqParams         *params,
            GError             **error)
{
  PggSession *session = self->parent_instance.session;
  PggPqFormat format = self->description.format;
  gboolean is_sent;

  if (self->description.is_choice)
    format = session->hooks->choose_format (session, statement->description, &statement->choice);
  self->in_pipeline = self->parent_instance.preamble != NULL;
  is_sent = self->in_pipeline ? send_beginning (self, statement, params, format, error)
                              : send_executing (self, statement, params, format, error);
  if (!is_sent && self->in_pipeline)
    pgg_session_exit_pipeline (session, NULL);
  if (!is_sent)
    return FALSE;

  pgg_execution_use (&self->execution, statement);
  if (!self->in_pipeline)
    begin_stream (self);

  return TRUE;
}

/* What is executed often is prepared by its description, and need not be described again. */
static gboolean
send_counted (PggStreamOperation  *self,
              PggCachedStatement  *statement,
              PggPqParams         *params,
              GError             **error)
{
  PggConversation *conversation = &self->parent_instance;

  if (is_known (self, statement))
    return send_known (self, statement, params, error);

  return pgg_description_prepare (&self->description, conversation, statement, self->sql, params,
                                  error);
}

/* The values of what somebody keeps can be encoded when it is known for which types. */
static gboolean
send_kept (PggStreamOperation  *self,
           GError             **error)
{
  PggConversation *conversation = &self->parent_instance;
  PggCachedStatement *kept = self->execution.kept;
  g_autoptr(PggPqParams) params = NULL;

  if (!is_known (self, kept))
    return pgg_description_prepare (&self->description, conversation, kept, self->sql,
                                    self->params, error);

  params = pgg_session_encode_params (conversation->session, self->params, kept, error);

  return params != NULL && send_known (self, kept, params, error);
}

static gboolean
send_parameters (PggStreamOperation  *self,
                 GError             **error)
{
  PggConversation *conversation = &self->parent_instance;
  PggSession *session = conversation->session;
  g_autoptr(PggCachedStatement) statement = NULL;
  g_autoptr(PggPqParams) params = NULL;

  params = pgg_session_encode_params (session, self->params, NULL, error);
  if (params == NULL)
    return FALSE;

  statement = pgg_statement_cache_use (&session->statements, self->sql, params);
  if (statement != NULL && pgg_statement_cache_wants (&session->statements, statement))
    return send_counted (self, statement, params, error);

  return pgg_description_send (&self->description, conversation, self->sql, params, error);
}

static gboolean
send_extended (PggStreamOperation  *self,
               GError             **error)
{
  PggConversation *conversation = &self->parent_instance;
  PggStatementMode mode = conversation->session->statement_mode;

  if (self->params == NULL)
    return pgg_description_send (&self->description, conversation, self->sql, NULL, error);
  if (self->execution.kept == NULL && mode == PGG_STATEMENT_MODE_DESCRIBED)
    self->execution.kept = pgg_cached_statement_new (self->sql);

  return self->execution.kept != NULL ? send_kept (self, error) : send_parameters (self, error);
}

static gboolean
pgg_stream_operation_send (PggConversation  *conversation,
                           GError          **error)
{
  PggStreamOperation *self = (PggStreamOperation *) conversation;
  PggSession *session = conversation->session;

  conversation->cancel_wanted = self->n_rows == 0 && conversation->stream->attached;
  if (self->sql == NULL)
    return TRUE;

  pgg_debug_sql ("stream", self->sql);
  if (session->statement_mode == PGG_STATEMENT_MODE_SIMPLE)
    return send_simple (self, error);

  return pgg_session_encode_sql (session, &self->sql, error) && send_extended (self, error);
}

/* COPY cannot be in a pipeline. */
static void
pgg_stream_operation_look (PggConversation *conversation)
{
  PggStreamOperation *self = (PggStreamOperation *) conversation;

  conversation->carries_preamble =
    self->sql != NULL && conversation->session->statement_mode != PGG_STATEMENT_MODE_SIMPLE &&
    !pgg_copy_guard_is_copy_sql (self->sql);
}

/* It failed before its first row, only because it was a prepared one. */
static gboolean
is_outdated (PggStreamOperation *self)
{
  PggConversation *conversation = &self->parent_instance;
  PggStream *stream = conversation->stream;
  gboolean outdated;

  if (self->execution.number == 0 || stream->attached || stream->n_rows > 0 ||
      stream->failure == NULL || conversation->failure != NULL)
    return FALSE;

  conversation->failure = g_steal_pointer (&stream->failure);
  outdated = pgg_execution_is_outdated (&self->execution, conversation) &&
             pgg_execution_may_repeat (&self->execution, conversation);
  stream->failure = g_steal_pointer (&conversation->failure);

  return outdated;
}

static gboolean
repeat (PggStreamOperation *self)
{
  if (!is_outdated (self))
    return FALSE;

  pgg_execution_clear (&self->execution);
  self->description.is_whole = TRUE;
  if (!send_extended (self, NULL))
    return FALSE;

  pgg_stream_reset (self->parent_instance.stream);

  return TRUE;
}

/* One that was told to stop throws away what it did not read; the rows behind it will not come. */
static void
throw_away (PggConversation *conversation)
{
  PggOperation *operation = &conversation->parent_instance;
  PggStream *stream = conversation->stream;

  pgg_stream_drop (stream);
  if (operation->interrupt == PGG_INTERRUPT_NONE)
    return;

  g_clear_error (&stream->failure);
  stream->failure = pgg_operation_interrupt_error (operation);
}

/* How rows come is for the statement that is answered next (PQsetSingleRowMode() in pipelines). */
static PggWait
receive_preamble (PggStreamOperation *self,
                  PggWait            *ready)
{
  PggConversation *conversation = &self->parent_instance;

  while (conversation->n_preamble > 0)
    {
      g_autoptr(PggPqResult) result = NULL;
      PggWait want = pgg_conversation_next (conversation, ready, &result);

      if (want != PGG_WAIT_NONE)
        return want;

      if (result != NULL)
        pgg_conversation_note_failure (conversation, result);
      else if (--conversation->n_preamble == 0)
        begin_stream (self);
    }

  return PGG_WAIT_NONE;
}

static PggWait
pgg_stream_operation_receive (PggConversation *conversation,
                              PggWait          ready)
{
  PggStreamOperation *self = (PggStreamOperation *) conversation;
  gboolean stopped = conversation->cancel_wanted ||
                     conversation->parent_instance.interrupt != PGG_INTERRUPT_NONE;
  PggWait want;

  if (self->description.describing)
    {
      want = pgg_description_step (&self->description, conversation, &ready, self->sql);
      if (want != PGG_WAIT_NONE || !self->description.executed)
        return want;
      pgg_execution_use_fresh (&self->execution, self->description.statement);
      begin_stream (self);
    }
  want = receive_preamble (self, &ready);
  if (want != PGG_WAIT_NONE)
    return want;

  want = pgg_stream_read (conversation->stream, conversation, &ready,
                          stopped ? G_MAXUINT : self->n_rows);
  if (want == PGG_WAIT_NONE && repeat (self))
    return PGG_WAIT_READ | PGG_WAIT_WRITE;
  if (stopped)
    throw_away (conversation);

  return want;
}

static gpointer
convert_chunks (PggStreamOperation *self)
{
  PggStream *stream = self->parent_instance.stream;
  g_autoptr(GPtrArray) results = g_ptr_array_new ();
  PggPqResult *result;

  while ((result = g_queue_pop_head (&stream->chunks)) != NULL)
    g_ptr_array_add (results, result);
  if (!stream->attached && stream->tail != NULL)
    g_ptr_array_add (results, g_steal_pointer (&stream->tail));
  stream->n_rows = 0;

  if (results->len == 0)
    return NULL;

  return self->convert ((PggPqResult **) results->pdata, results->len, stream->context,
                        stream->context);
}

/* Rows that came before an error and are fewer than wanted stay: they must not look like the last
 * ones. */
static void
pgg_stream_operation_succeed (PggConversation *conversation)
{
  PggStreamOperation *self = (PggStreamOperation *) conversation;
  PggOperation *operation = &conversation->parent_instance;
  PggStream *stream = conversation->stream;

  if (self->n_rows == 0)
    pgg_operation_return_boolean (operation, TRUE);
  else if (stream->n_rows < self->n_rows && stream->failure != NULL)
    pgg_operation_return_error (operation, g_error_copy (stream->failure));
  else
    pgg_operation_return_pointer (operation, convert_chunks (self), self->destroy);
}

static void
pgg_stream_operation_ended (PggOperation *operation)
{
  PGG_CONVERSATION (operation)->stream->settled = TRUE;
}

static void
pgg_stream_operation_class_init (PggStreamOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_stream_operation_finalize;
  PGG_OPERATION_CLASS (klass)->ended = pgg_stream_operation_ended;
  klass->look = pgg_stream_operation_look;
  klass->send = pgg_stream_operation_send;
  klass->receive = pgg_stream_operation_receive;
  klass->succeed = pgg_stream_operation_succeed;
}

static void
pgg_stream_operation_init (PggStreamOperation *self)
{
}

static PggStreamOperation *
stream_operation_new (PggSession *session,
                      PggStream  *stream,
                      gpointer    source_object,
                      gpointer    source_tag,
                      guint       timeout)
{
  PggStreamOperation *self = g_object_new (pgg_stream_operation_get_type (), NULL);

  pgg_conversation_set_up (&self->parent_instance, session, source_object, source_tag, timeout);
  self->parent_instance.stream = pgg_stream_ref (stream);

  return self;
}

PggOperation *
pgg_stream_operation_start (PggSession              *session,
                            PggStream               *stream,
                            const PggExecuteRequest *request,
                            gpointer                 source_object,
                            gpointer                 source_tag,
                            guint                    timeout)
{
  PggStreamOperation *self =
    stream_operation_new (session, stream, source_object, source_tag, timeout);

  self->sql = g_strdup (request->sql);
  self->params = request->params != NULL ? pgg_pq_params_ref (request->params) : NULL;
  if (request->statement != NULL)
    self->execution.kept = pgg_cached_statement_ref (request->statement);
  self->description.format = request->result_format;
  self->description.is_choice = request->is_choice;
  self->chunk_size = request->chunk_size;
  self->n_rows = 1;
  self->convert = request->convert;
  self->destroy = request->destroy;
  pgg_operation_enter ((PggOperation *) self);

  return (PggOperation *) self;
}

PggOperation *
pgg_stream_operation_fetch (PggSession        *session,
                            PggStream         *stream,
                            guint              n_rows,
                            PggExecuteConvert  convert,
                            GDestroyNotify     destroy,
                            gpointer           source_object,
                            gpointer           source_tag,
                            guint              timeout)
{
  PggStreamOperation *self =
    stream_operation_new (session, stream, source_object, source_tag, timeout);

  self->parent_instance.continues_stream = TRUE;
  self->n_rows = MAX (n_rows, 1);
  self->convert = convert;
  self->destroy = destroy;
  pgg_operation_enter ((PggOperation *) self);

  return (PggOperation *) self;
}

PggOperation *
pgg_stream_operation_close (PggSession *session,
                            PggStream  *stream,
                            gpointer    source_object,
                            gpointer    source_tag)
{
  PggStreamOperation *self = stream_operation_new (session, stream, source_object, source_tag, 0);

  self->parent_instance.continues_stream = TRUE;
  pgg_operation_enter ((PggOperation *) self);

  return (PggOperation *) self;
}
