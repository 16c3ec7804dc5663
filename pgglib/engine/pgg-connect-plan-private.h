/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One place to try: what libpq is given as host, hostaddr and port; NULL leaves it to libpq. */
typedef struct
{
  char *host;
  char *hostaddr;
  char *port;
} PggConnectTarget;

/*
 * What a connection string asks for, as the list of places to try one after the other. libpq's own
 * list has one time limit for nobody knows which of its addresses, and looks names up blocking.
 */
typedef struct
{
  GPtrArray *keywords;        /* NULL-terminated, as are the values: what is the same for all */
  GPtrArray *values;
  GPtrArray *targets;
  guint      attempt_timeout; /* ms for each, 0 for none */
  gboolean   shuffle;
  char      *session_attrs;   /* for the present round, or NULL */
  gboolean   prefer_standby;  /* when no standby is found, another round takes any server */
} PggConnectPlan;

PggConnectPlan   *pgg_connect_plan_new         (const char       *conninfo,
                                                GError          **error);
void              pgg_connect_plan_free        (PggConnectPlan   *self);
gboolean          pgg_connect_target_is_name   (PggConnectTarget *target);
void              pgg_connect_plan_resolve     (PggConnectPlan   *self,
                                                guint             index,
                                                char            **addresses);
gboolean          pgg_connect_plan_next_round  (PggConnectPlan   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggConnectPlan, pgg_connect_plan_free)

G_END_DECLS
