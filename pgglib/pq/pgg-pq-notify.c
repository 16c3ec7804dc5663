/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A notification as libpq hands it out. */

#include "config.h"

#include "pgg-pq-notify.h"

#include "pgg-pq-notify-private.h"
#include "pgg-pq-text-private.h"

/**
 * PggPqNotify:
 *
 * A notification that another session sent with `NOTIFY`, libpq's `PGnotify`.
 *
 * Since: 1.0
 */
struct _PggPqNotify
{
  PGnotify *notify;
};

G_DEFINE_BOXED_TYPE (PggPqNotify, pgg_pq_notify, pgg_pq_notify_ref, pgg_pq_notify_unref)

PggPqNotify *
pgg_pq_notify_new_take (PGnotify *notify)
{
  PggPqNotify *self = g_atomic_rc_box_new (PggPqNotify);

  self->notify = notify;
  return self;
}

static void
notify_free (PggPqNotify *self)
{
  PQfreemem (self->notify);
}

/**
 * pgg_pq_notify_ref:
 * @self: a notification
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggPqNotify *
pgg_pq_notify_ref (PggPqNotify *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_pq_notify_unref:
 * @self: (transfer full): a notification
 *
 * Drops a reference and frees the notification with the last one.
 *
 * Since: 1.0
 */
void
pgg_pq_notify_unref (PggPqNotify *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) notify_free);
}

/**
 * pgg_pq_notify_get_relname:
 * @self: a notification
 * @length: (out) (optional): number of bytes
 *
 * Gets the name of the channel.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8): the channel
 * Since: 1.0
 */
const char *
pgg_pq_notify_get_relname (PggPqNotify *self,
                           gsize       *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_pq_give (self->notify->relname, length);
}

/**
 * pgg_pq_notify_get_be_pid:
 * @self: a notification
 *
 * Gets the process ID of the server process that sent the notification.
 *
 * Returns: the process ID
 * Since: 1.0
 */
int
pgg_pq_notify_get_be_pid (PggPqNotify *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->notify->be_pid;
}

/**
 * pgg_pq_notify_get_extra:
 * @self: a notification
 * @length: (out) (optional): number of bytes
 *
 * Gets the payload, empty if there is none.
 *
 * Returns: (transfer none) (array length=length) (element-type guint8): the payload
 * Since: 1.0
 */
const char *
pgg_pq_notify_get_extra (PggPqNotify *self,
                         gsize       *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  return pgg_pq_give (self->notify->extra, length);
}
