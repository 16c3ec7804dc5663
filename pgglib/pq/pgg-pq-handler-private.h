/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A callback with its data, counted because a handler may replace itself while it runs. */
typedef struct
{
  GCallback func;
  gpointer user_data;
  GDestroyNotify destroy;
} PggPqHandler;

PggPqHandler *pgg_pq_handler_new   (GCallback       func,
                                    gpointer        user_data,
                                    GDestroyNotify  destroy);
PggPqHandler *pgg_pq_handler_ref   (PggPqHandler   *self);
void          pgg_pq_handler_unref (PggPqHandler   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggPqHandler, pgg_pq_handler_unref)

G_END_DECLS
