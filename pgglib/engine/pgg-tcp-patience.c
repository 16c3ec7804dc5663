/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How long a TCP connection waits for a server that is silent. */

#include "config.h"

#include "pgg-tcp-patience-private.h"

#include "pgg-debug-private.h"
#include "pq/pgg-pq-conninfo-option.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#ifdef __linux__
#include <linux/sockios.h>
#endif

/* A minute of silence, then six questions, one every ten seconds: two minutes, like the limit for
 * data that nobody acknowledges. */
#define IDLE 60
#define INTERVAL 10
#define COUNT 6
#define USER_TIMEOUT 120000

static gboolean
is_tcp (int fd)
{
  struct sockaddr_storage address = { 0 };
  socklen_t size = sizeof address;

  return getsockname (fd, (struct sockaddr *) &address, &size) == 0 &&
         (address.ss_family == AF_INET || address.ss_family == AF_INET6);
}

/* What the connection string, its service or a default of libpq says; NULL: nothing. */
static const char *
find (GPtrArray  *options,
      const char *keyword)
{
  for (guint i = 0; i < options->len; i++)
    {
      PggPqConninfoOption *option = options->pdata[i];
      const char *value = pgg_pq_conninfo_option_get_val (option, NULL);

      if (g_strcmp0 (pgg_pq_conninfo_option_get_keyword (option), keyword) == 0)
        return value != NULL && *value != '\0' ? value : NULL;
    }

  return NULL;
}

static gboolean
set_option (int fd,
            int option,
            int value)
{
  return setsockopt (fd, IPPROTO_TCP, option, &value, sizeof value) == 0;
}

static void
set_keepalives (GPtrArray *options,
                int        fd)
{
  static const struct
  {
    const char *keyword;
    int         option;
    int         value;
  } keepalives[] = {
#ifdef TCP_KEEPIDLE
    { "keepalives_idle", TCP_KEEPIDLE, IDLE },
#endif
#ifdef TCP_KEEPINTVL
    { "keepalives_interval", TCP_KEEPINTVL, INTERVAL },
#endif
#ifdef TCP_KEEPCNT
    { "keepalives_count", TCP_KEEPCNT, COUNT },
#endif
  };

  if (g_strcmp0 (find (options, "keepalives"), "0") == 0)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (keepalives); i++)
    if (find (options, keepalives[i].keyword) == NULL)
      set_option (fd, keepalives[i].option, keepalives[i].value);
}

/* libpq could be given these with the connection string, if it were known what a service file
 * says. */
void
pgg_tcp_patience_begin (PggTcpPatience *self,
                        PggPqConn      *pq)
{
  int fd = pgg_pq_conn_socket (pq, NULL);
  g_autoptr(GPtrArray) options = NULL;

  *self = (PggTcpPatience) { FALSE };
  if (!is_tcp (fd))
    return;

  options = pgg_pq_conn_conninfo (pq, NULL);
  if (options == NULL)
    return;

  set_keepalives (options, fd);
#if defined(TCP_USER_TIMEOUT) && defined(SIOCOUTQNSD)
  self->has_limit = find (options, "tcp_user_timeout") == NULL &&
                    set_option (fd, TCP_USER_TIMEOUT, USER_TIMEOUT);
#endif
}

/*
 * A server that does not read, because it waits for a lock, closes its window. It answers all
 * probes then, but the limit ends the connection all the same (Linux since 5.11,
 * net/ipv4/tcp_timer.c, tcp_probe_timer). Data that the kernel holds back is the only one that a
 * window can stop, so the limit is suspended while there is some.
 */
void
pgg_tcp_patience_sent (PggTcpPatience *self,
                       PggPqConn      *pq)
{
#if defined(TCP_USER_TIMEOUT) && defined(SIOCOUTQNSD)
  int fd, n_unsent = 0;

  if (!self->has_limit)
    return;

  fd = pgg_pq_conn_socket (pq, NULL);
  if (ioctl (fd, SIOCOUTQNSD, &n_unsent) != 0 || (n_unsent > 0) == self->is_suspended)
    return;

  self->is_suspended = n_unsent > 0;
  set_option (fd, TCP_USER_TIMEOUT, self->is_suspended ? 0 : USER_TIMEOUT);
  pgg_debug (PGG_DEBUG_CONNECTION, "the limit for unacknowledged data is %s",
             self->is_suspended ? "suspended" : "in force");
#endif
}
