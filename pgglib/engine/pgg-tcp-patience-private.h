/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pq/pgg-pq-conn.h"

G_BEGIN_DECLS

/*
 * How long a TCP connection waits for a server that is silent. A kernel waits for hours, and a
 * laptop that was asleep would take a connection for open that nobody remembers.
 */
typedef struct
{
  gboolean has_limit;    /* data that nobody acknowledges may make the connection fail */
  gboolean is_suspended;
} PggTcpPatience;

/* The connection is open. */
void pgg_tcp_patience_begin (PggTcpPatience *self,
                             PggPqConn      *pq);

/* Something was sent. */
void pgg_tcp_patience_sent  (PggTcpPatience *self,
                             PggPqConn      *pq);

G_END_DECLS
