/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pgglib/pq/pgg-pq-conn.h>
#include <pgglib/pq/pgg-pq-handler-private.h>
#include <pgglib/pq/pgg-pq-result-private.h>

#include <libpq-fe.h>

#include <stdio.h>
#include <unistd.h>

G_BEGIN_DECLS

struct _PggPqConn
{
  GObject parent_instance;

  PGconn *conn;             /* NULL once finished */
  pid_t pid;                /* the process that may talk to the server */
  FILE *trace;              /* what libpq writes its trace to */
  gboolean in_row_mode;     /* rows come one by one, or in chunks, until libpq forgets that */
  PggPqHandler *on_notice;
  PggPqHandler *on_notify;
  guint in_notice_handler;  /* libpq is on the stack below a handler */
  gboolean finish_wanted;   /* finished by a handler, to be done as soon as libpq has returned */
};

void         pgg_pq_conn_refuse       (PggPqConn   *self,
                                       GError     **error);
void         pgg_pq_conn_finish_late  (PggPqConn   *self);
void         pgg_pq_conn_leave_notify (PggPqConn   *self);
gboolean     pgg_pq_conn_fail         (PggPqConn   *self,
                                       const char  *function,
                                       GError     **error);
gboolean     pgg_pq_conn_done         (PggPqConn   *self,
                                       gboolean     success,
                                       const char  *function,
                                       GError     **error);
PggPqResult *pgg_pq_conn_wrap_result  (PggPqConn   *self,
                                       PGresult    *res,
                                       const char  *function,
                                       GError     **error);
void         pgg_pq_conn_end_trace    (PggPqConn   *self);
PGconn      *pgg_pq_conn_enter_text   (PggPqConn   *self,
                                       const char  *argument,
                                       const char  *text,
                                       gssize       length,
                                       const char **c_text,
                                       char       **copy,
                                       GError     **error);
int          pgg_pq_conn_count_params (PggPqParams *params);
gboolean     pgg_pq_conn_check_types  (gsize        n_types,
                                       GError     **error);

/* The connection of libpq, NULL once finished; for those who talk to libpq themselves. */
static inline PGconn *
pgg_pq_conn_peek (const PggPqConn *self)
{
  return self->finish_wanted ? NULL : self->conn;
}

/* The connection for calls that only look, or NULL with an error set. */
static inline PGconn *
pgg_pq_conn_check (PggPqConn  *self,
                   GError    **error)
{
  PGconn *conn = pgg_pq_conn_peek (self);

  if (conn == NULL)
    pgg_pq_conn_refuse (self, error);

  return conn;
}

/* The connection for calls in which libpq may talk to the server; pgg_pq_conn_leave() ends them. */
static inline PGconn *
pgg_pq_conn_enter (PggPqConn  *self,
                   GError    **error)
{
  if (self->in_notice_handler == 0)
    return pgg_pq_conn_check (self, error);

  pgg_pq_conn_refuse (self, error);

  return NULL;
}

/* libpq has returned. */
static inline void
pgg_pq_conn_leave (PggPqConn *self)
{
  if (self->finish_wanted)
    pgg_pq_conn_finish_late (self);
}

G_END_DECLS
