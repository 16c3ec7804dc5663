/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cancels at the server without blocking: with PQcancelStart() of libpq 17, encrypted like the
 * connection itself; before that with PQcancel(), which blocks, in the only thread we have. */

#include "config.h"

#include "pgg-cancel-request-private.h"

#include "pgg-debug-private.h"
#include "pq/pgg-pq-cancel-conn.h"
#include "pq/pgg-pq-cancel.h"

#include <errno.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Shared with the thread, which may outlive the request if the network is silent. */
typedef struct
{
  gatomicrefcount  ref_count;
  PggPqCancel     *cancel;
  int              fd;
  int              ended;   /* atomic */
} CancelJob;

struct _PggCancelRequest
{
  PggPqCancelConn *conn; /* libpq 17 */
  gboolean         started;
  CancelJob       *job;  /* before */
};

static void
cancel_job_unref (CancelJob *job)
{
  if (!g_atomic_ref_count_dec (&job->ref_count))
    return;

  pgg_pq_cancel_unref (job->cancel);
  close (job->fd);
  g_free (job);
}

/* The signals of the program are not for this thread. */
static void
block_signals (void)
{
  sigset_t all;

  sigfillset (&all);
  pthread_sigmask (SIG_BLOCK, &all, NULL);
}

static gpointer
cancel_thread (gpointer data)
{
  g_autoptr(GError) error = NULL;
  CancelJob *job = data;
  guint64 one = 1;

  block_signals ();
  if (!pgg_pq_cancel_cancel (job->cancel, &error))
    pgg_debug (PGG_DEBUG_ENGINE, "cancel request failed: %s", error->message);
  g_atomic_int_set (&job->ended, TRUE);
  if (write (job->fd, &one, sizeof one) < 0)
    g_warning ("pgglib: eventfd: %s", g_strerror (errno));
  cancel_job_unref (job);

  return NULL;
}

static CancelJob *
cancel_job_new (PggPqConn *conn)
{
  PggPqCancel *cancel = pgg_pq_conn_get_cancel (conn, NULL);
  g_autoptr(GThread) thread = NULL;
  CancelJob *job;

  if (cancel == NULL)
    return NULL;

  job = g_new0 (CancelJob, 1);
  g_atomic_ref_count_init (&job->ref_count);
  job->cancel = cancel;
  job->fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  g_atomic_ref_count_inc (&job->ref_count);
  thread = g_thread_try_new ("pgglib-cancel", cancel_thread, job, NULL);
  if (thread != NULL)
    return job;

  cancel_job_unref (job);
  cancel_job_unref (job);

  return NULL;
}

PggCancelRequest *
pgg_cancel_request_new (PggPqConn *conn)
{
  PggCancelRequest *self = g_new0 (PggCancelRequest, 1);

  self->conn = pgg_pq_conn_cancel_create (conn, NULL);
  if (self->conn == NULL)
    self->job = cancel_job_new (conn);

  return self;
}

void
pgg_cancel_request_free (PggCancelRequest *self)
{
  g_clear_pointer (&self->conn, pgg_pq_cancel_conn_unref);
  g_clear_pointer (&self->job, cancel_job_unref);
  g_free (self);
}

static PggWait
step_conn (PggCancelRequest *self)
{
  if (!self->started)
    {
      self->started = TRUE;
      return pgg_pq_cancel_conn_start (self->conn, NULL) ? PGG_WAIT_WRITE : PGG_WAIT_NONE;
    }

  switch (pgg_pq_cancel_conn_poll (self->conn, NULL))
    {
    case PGG_PQ_POLLING_STATUS_READING:
      return PGG_WAIT_READ;
    case PGG_PQ_POLLING_STATUS_WRITING:
    case PGG_PQ_POLLING_STATUS_ACTIVE:
      return PGG_WAIT_WRITE;
    case PGG_PQ_POLLING_STATUS_FAILED:
    case PGG_PQ_POLLING_STATUS_OK:
    default:
      return PGG_WAIT_NONE;
    }
}

/* What to wait for; PGG_WAIT_NONE: at its end. A request that failed has ended, too. */
PggWait
pgg_cancel_request_step (PggCancelRequest *self)
{
  if (self->conn != NULL)
    return step_conn (self);
  if (self->job != NULL && !g_atomic_int_get (&self->job->ended))
    return PGG_WAIT_READ;

  return PGG_WAIT_NONE;
}

int
pgg_cancel_request_get_fd (PggCancelRequest *self)
{
  if (self->conn != NULL)
    return pgg_pq_cancel_conn_socket (self->conn, NULL);

  return self->job != NULL ? self->job->fd : -1;
}
