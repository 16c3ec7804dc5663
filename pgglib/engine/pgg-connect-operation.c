/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Opens a connection: tries one place after the other until a server answers. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "pgg-connect-operation-private.h"

#include "pgg-client-error.h"
#include "pgg-connect-failure-private.h"
#include "pgg-connect-plan-private.h"
#include "pgg-debug-private.h"
#include "pgg-operation-private.h"
#include "pgg-resolve-private.h"

#include <fcntl.h>
#include <unistd.h>

typedef struct _PggConnectOperation PggConnectOperation;

/* A part of the work; it names the next one before it returns PGG_WAIT_NONE. */
typedef PggWait (*ConnectStep) (PggConnectOperation *self,
                                PggWait              ready);

struct _PggConnectOperation
{
  PggOperation       parent_instance;

  PggSession        *session;
  char              *conninfo;
  ConnectStep        next;
  PggConnectPlan    *plan;
  guint              index;            /* of the target that is tried */
  PggResolve        *resolve;
  PggWait            want;             /* what libpq waits for */
  gint64             attempt_deadline;
  PggConnectFailure  failure;
};

typedef PggOperationClass PggConnectOperationClass;

static GType   pgg_connect_operation_get_type (void);

static PggWait resolve_step                   (PggConnectOperation *self,
                                               PggWait              ready);
static PggWait attempt_step                   (PggConnectOperation *self,
                                               PggWait              ready);
static PggWait poll_step                      (PggConnectOperation *self,
                                               PggWait              ready);

G_DEFINE_TYPE (PggConnectOperation, pgg_connect_operation, pgg_operation_get_type ())

static void
drop_resolve (PggConnectOperation *self)
{
  if (self->resolve == NULL)
    return;

  pgg_queue_renew_fd (&self->session->queue, -1);
  g_clear_pointer (&self->resolve, pgg_resolve_free);
}

static void
pgg_connect_operation_finalize (GObject *object)
{
  PggConnectOperation *self = (PggConnectOperation *) object;

  g_clear_pointer (&self->resolve, pgg_resolve_free);
  g_clear_pointer (&self->plan, pgg_connect_plan_free);
  g_clear_pointer (&self->conninfo, g_free);
  pgg_connect_failure_clear (&self->failure);
  g_clear_pointer (&self->session, pgg_session_unref);

  G_OBJECT_CLASS (pgg_connect_operation_parent_class)->finalize (object);
}

/* The connection is closed as it was before. Takes @error. */
static PggWait
fail (PggConnectOperation *self,
      GError              *error)
{
  drop_resolve (self);
  pgg_session_drop_pq (self->session);
  pgg_session_set_status (self->session, PGG_CONNECTION_STATUS_CLOSED);
  pgg_debug (PGG_DEBUG_CONNECTION, "connection %p: %s", self->session, error->message);
  pgg_operation_return_error (&self->parent_instance, error);

  return PGG_WAIT_NONE;
}

static PggConnectTarget *
get_target (PggConnectOperation *self)
{
  if (self->index >= self->plan->targets->len)
    return NULL;

  return g_ptr_array_index (self->plan->targets, self->index);
}

static PggWait
try_target (PggConnectOperation *self)
{
  PggConnectTarget *target = get_target (self);

  if (target == NULL && pgg_connect_plan_next_round (self->plan))
    {
      self->index = 0;
      target = get_target (self);
    }
  if (target == NULL)
    return fail (self, pgg_connect_failure_end (&self->failure));

  self->next = pgg_connect_target_is_name (target) ? resolve_step : attempt_step;

  return PGG_WAIT_NONE;
}

/* On to the next place, unless the server was found and refused. Takes @error. */
static PggWait
fail_target (PggConnectOperation *self,
             GError              *error)
{
  gboolean final = pgg_connect_failure_is_final (error);

  drop_resolve (self);
  pgg_session_drop_pq (self->session);
  pgg_operation_set_timer (&self->parent_instance, -1);
  pgg_debug (PGG_DEBUG_CONNECTION, "connection %p: attempt failed: %s", self->session,
             error->message);
  pgg_connect_failure_add (&self->failure, error);
  if (final)
    return fail (self, pgg_connect_failure_end (&self->failure));

  self->index++;

  return try_target (self);
}

static PggWait
begin_step (PggConnectOperation *self,
            PggWait              ready)
{
  PggSession *session = self->session;
  GError *error = NULL;

  if (session->status == PGG_CONNECTION_STATUS_OPEN)
    {
      pgg_operation_return_boolean (&self->parent_instance, TRUE);
      return PGG_WAIT_NONE;
    }

  self->plan = pgg_connect_plan_new (self->conninfo, &error);
  if (self->plan == NULL)
    return fail (self, error);

  pgg_session_set_status (session, PGG_CONNECTION_STATUS_OPENING);

  return try_target (self);
}

static GError *
new_resolve_error (const char   *host,
                   const GError *error)
{
  return g_error_new (PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_HOST_NOT_FOUND,
                      _("The host “%s” was not found: %s"), host, error->message);
}

static PggWait
resolve_step (PggConnectOperation *self,
              PggWait              ready)
{
  PggConnectTarget *target = get_target (self);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) addresses = NULL;

  if (self->resolve == NULL)
    self->resolve = pgg_resolve_new (target->host);
  if (pgg_resolve_step (self->resolve) != PGG_WAIT_NONE)
    {
      pgg_operation_watch_fd (&self->parent_instance, pgg_resolve_get_fd (self->resolve));
      return PGG_WAIT_READ;
    }

  addresses = pgg_resolve_dup_addresses (self->resolve, &error);
  drop_resolve (self);
  if (addresses == NULL)
    return fail_target (self, new_resolve_error (target->host, error));

  pgg_connect_plan_resolve (self->plan, self->index, addresses);
  self->next = attempt_step;

  return PGG_WAIT_NONE;
}

static void
add_parameter (GPtrArray  *keywords,
               GPtrArray  *values,
               const char *keyword,
               const char *value)
{
  if (value == NULL)
    return;

  g_ptr_array_add (keywords, (gpointer) keyword);
  g_ptr_array_add (values, (gpointer) value);
}

static PggPqConn *
start_attempt (PggConnectPlan    *plan,
               PggConnectTarget  *target,
               GError           **error)
{
  g_autoptr(GPtrArray) keywords = g_ptr_array_new ();
  g_autoptr(GPtrArray) values = g_ptr_array_new ();

  g_ptr_array_extend (keywords, plan->keywords, NULL, NULL);
  g_ptr_array_extend (values, plan->values, NULL, NULL);
  add_parameter (keywords, values, "host", target->host);
  add_parameter (keywords, values, "hostaddr", target->hostaddr);
  add_parameter (keywords, values, "port", target->port);
  add_parameter (keywords, values, "target_session_attrs", plan->session_attrs);
  g_ptr_array_add (keywords, NULL);
  g_ptr_array_add (values, NULL);

  return pgg_pq_conn_connect_start_params ((const char *const *) keywords->pdata,
                                           (const char *const *) values->pdata, FALSE, error);
}

static PggWait
fail_attempt (PggConnectOperation *self)
{
  const char *message = pgg_pq_conn_error_message (self->session->pq, NULL, NULL);

  return fail_target (self, pgg_connect_failure_parse (message));
}

/* libpq must first hear that the socket can be written; polled at once, it gives up too early. */
static PggWait
attempt_step (PggConnectOperation *self,
              PggWait              ready)
{
  PggSession *session = self->session;
  GError *error = NULL;

  session->pq = start_attempt (self->plan, get_target (self), &error);
  if (session->pq == NULL)
    return fail_target (self, error);
  if (pgg_session_is_broken (session))
    return fail_attempt (self);

  pgg_session_watch_notices (session);
  pgg_pq_conn_set_error_verbosity (session->pq, PGG_PQ_VERBOSITY_VERBOSE, NULL);
  self->attempt_deadline = pgg_operation_deadline_after (self->plan->attempt_timeout);
  pgg_operation_set_timer (&self->parent_instance, self->attempt_deadline);
  pgg_queue_renew_fd (&session->queue, pgg_pq_conn_socket (session->pq, NULL));
  self->next = poll_step;
  self->want = PGG_WAIT_WRITE;

  return self->want;
}

static void
start_trace (PggPqConn *pq)
{
  const char *path = g_getenv ("PGG_TRACE");
  int fd;

  if (path == NULL || *path == '\0')
    return;

  fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return;

  pgg_pq_conn_trace (pq, fd, NULL);
  close (fd);
}

static PggWait
succeed (PggConnectOperation *self)
{
  PggSession *session = self->session;

  pgg_pq_conn_set_error_verbosity (session->pq, PGG_PQ_VERBOSITY_DEFAULT, NULL);
  pgg_pq_conn_set_nonblocking (session->pq, TRUE, NULL);
  start_trace (session->pq);
  pgg_session_connected (session);
  pgg_operation_return_boolean (&self->parent_instance, TRUE);

  return PGG_WAIT_NONE;
}

static GError *
new_attempt_timeout (PggConnectOperation *self)
{
  PggConnectTarget *target = get_target (self);
  const char *place = target->hostaddr != NULL ? target->hostaddr : target->host;

  return g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                      _("The server at “%s” did not answer within connect_timeout"),
                      place != NULL ? place : "");
}

/* The descriptor may be another after each poll, or another file under the same number. */
static PggWait
poll_libpq (PggConnectOperation *self)
{
  PggSession *session = self->session;
  PggPqPollingStatus status;

  pgg_queue_renew_fd (&session->queue, -1);
  status = pgg_pq_conn_connect_poll (session->pq, NULL);
  switch (status)
    {
    case PGG_PQ_POLLING_STATUS_OK:
      return succeed (self);
    case PGG_PQ_POLLING_STATUS_READING:
      self->want = PGG_WAIT_READ;
      break;
    case PGG_PQ_POLLING_STATUS_WRITING:
      self->want = PGG_WAIT_WRITE;
      break;
    case PGG_PQ_POLLING_STATUS_FAILED:
    case PGG_PQ_POLLING_STATUS_ACTIVE:
    default:
      return fail_attempt (self);
    }
  pgg_queue_renew_fd (&session->queue, pgg_pq_conn_socket (session->pq, NULL));

  return self->want;
}

static PggWait
poll_step (PggConnectOperation *self,
           PggWait              ready)
{
  if (ready != PGG_WAIT_NONE)
    return poll_libpq (self);
  if (self->attempt_deadline >= 0 && g_get_monotonic_time () >= self->attempt_deadline)
    return fail_target (self, new_attempt_timeout (self));

  return self->want;
}

static PggWait
pgg_connect_operation_step (PggOperation *operation,
                            PggWait       ready)
{
  PggConnectOperation *self = (PggConnectOperation *) operation;

  if (operation->interrupt != PGG_INTERRUPT_NONE)
    return fail (self, pgg_operation_interrupt_error (operation));

  while (!operation->returned)
    {
      PggWait want = self->next (self, ready);

      if (want != PGG_WAIT_NONE)
        return want;
      ready = PGG_WAIT_NONE;
    }

  return PGG_WAIT_NONE;
}

static PggPhase
pgg_connect_operation_get_phase (PggOperation *operation)
{
  return PGG_PHASE_CONNECT;
}

static void
pgg_connect_operation_class_init (PggConnectOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_connect_operation_finalize;
  klass->step = pgg_connect_operation_step;
  klass->get_phase = pgg_connect_operation_get_phase;
}

static void
pgg_connect_operation_init (PggConnectOperation *self)
{
  self->next = begin_step;
}

/* @timeout in milliseconds for all attempts together, 0 for none. */
PggOperation *
pgg_connect_operation_start (PggSession *session,
                             const char *conninfo,
                             gpointer    source_object,
                             gpointer    source_tag,
                             guint       timeout)
{
  PggConnectOperation *self = g_object_new (pgg_connect_operation_get_type (), NULL);
  PggOperation *operation = &self->parent_instance;

  self->session = pgg_session_ref (session);
  self->conninfo = g_strdup (conninfo);
  pgg_operation_set_up (operation, &session->queue, source_object, source_tag);
  pgg_operation_limit (operation, timeout);
  pgg_operation_enter (operation);

  return operation;
}
