/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A message that another session, or this one, sent with NOTIFY. */

#include "config.h"

#include "pgg-notification-private.h"

/**
 * PggNotification:
 *
 * A message that a session sent with `NOTIFY` or `pg_notify()` to a channel listened to.
 *
 * A notification is immutable and may be used by several threads.
 *
 * Since: 1.0
 */

struct _PggNotification
{
  char *channel;
  char *payload;
  int   pid;
};

G_DEFINE_BOXED_TYPE (PggNotification, pgg_notification, pgg_notification_ref,
                     pgg_notification_unref)

static void
pgg_notification_free (gpointer data)
{
  PggNotification *self = data;

  g_free (self->channel);
  g_free (self->payload);
}

PggNotification *
pgg_notification_new (const char *channel,
                      gssize      channel_length,
                      const char *payload,
                      gssize      payload_length,
                      int         pid)
{
  PggNotification *self = g_atomic_rc_box_new0 (PggNotification);

  self->channel = g_utf8_make_valid (channel, channel_length);
  self->payload = g_utf8_make_valid (payload, payload_length);
  self->pid = pid;

  return self;
}

/**
 * pgg_notification_ref:
 * @self: a notification
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 * Since: 1.0
 */
PggNotification *
pgg_notification_ref (PggNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_notification_unref:
 * @self: (transfer full): a notification
 *
 * Drops a reference, and frees the notification with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_notification_unref (PggNotification *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pgg_notification_free);
}

/**
 * pgg_notification_get_channel:
 * @self: a notification
 *
 * Gets the name of the channel; bytes that are not UTF-8 are replaced by U+FFFD.
 *
 * Returns: (transfer none): the channel
 * Since: 1.0
 */
const char *
pgg_notification_get_channel (const PggNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->channel;
}

/**
 * pgg_notification_get_payload:
 * @self: a notification
 *
 * Gets the text that came with the notification; bytes that are not UTF-8 are replaced by U+FFFD.
 *
 * Returns: (transfer none): the text, empty if the sender gave none
 * Since: 1.0
 */
const char *
pgg_notification_get_payload (const PggNotification *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->payload;
}

/**
 * pgg_notification_get_pid:
 * @self: a notification
 *
 * Gets the process ID of the server process of the sending session, which may be the own one.
 *
 * Returns: the process ID
 * Since: 1.0
 */
int
pgg_notification_get_pid (const PggNotification *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pid;
}
