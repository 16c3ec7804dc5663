/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Waits for a notification, beside the queue: other operations run meanwhile. */

#include "config.h"

#include "pgg-notification-operation-private.h"

#include "pgg-operation-private.h"

typedef struct
{
  PggOperation  parent_instance;

  PggSession   *session;
  gboolean      begun;
  gboolean      only_look;  /* for one that is there already */
} PggNotificationOperation;

typedef PggOperationClass PggNotificationOperationClass;

static GType pgg_notification_operation_get_type (void);

G_DEFINE_TYPE (PggNotificationOperation, pgg_notification_operation, pgg_operation_get_type ())

static void
pgg_notification_operation_finalize (GObject *object)
{
  PggNotificationOperation *self = (PggNotificationOperation *) object;

  g_clear_pointer (&self->session, pgg_session_unref);

  G_OBJECT_CLASS (pgg_notification_operation_parent_class)->finalize (object);
}

static PggWait
give (PggNotificationOperation *self,
      PggNotification          *notification)
{
  pgg_operation_return_pointer (&self->parent_instance, notification,
                                (GDestroyNotify) pgg_notification_unref);

  return PGG_WAIT_NONE;
}

static PggWait
fail (PggNotificationOperation *self,
      GError                   *error)
{
  pgg_operation_return_error (&self->parent_instance, error);

  return PGG_WAIT_NONE;
}

/* While an operation runs it does the reading. */
static void
look (PggNotificationOperation *self)
{
  self->begun = TRUE;
  if (self->session->pq == NULL || pgg_queue_peek (&self->session->queue) != NULL)
    return;

  pgg_session_consume (self->session);
  pgg_session_collect (self->session);
  if (pgg_session_is_broken (self->session))
    pgg_session_lose (self->session, pgg_session_lost_error (self->session));
}

/* Whoever is before in the queue may be opening the connection. */
static gboolean
may_come (PggNotificationOperation  *self,
          GError                   **error)
{
  return pgg_queue_peek (&self->session->queue) != NULL ||
         pgg_session_check_open (self->session, error);
}

static PggWait
pgg_notification_operation_step (PggOperation *operation,
                                 PggWait       ready)
{
  PggNotificationOperation *self = (PggNotificationOperation *) operation;
  PggNotification *notification;
  GError *error = NULL;

  if (!self->begun)
    look (self);
  notification = pgg_session_take_notification (self->session);
  if (notification != NULL)
    return give (self, notification);
  if (operation->interrupt == PGG_INTERRUPT_TIMED_OUT)
    return give (self, NULL);
  if (operation->interrupt != PGG_INTERRUPT_NONE)
    return fail (self, pgg_operation_interrupt_error (operation));
  if (!may_come (self, &error))
    return fail (self, error);

  return self->only_look ? give (self, NULL) : PGG_WAIT_READ;
}

static void
pgg_notification_operation_class_init (PggNotificationOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_notification_operation_finalize;
  klass->step = pgg_notification_operation_step;
  klass->beside_queue = TRUE;
}

static void
pgg_notification_operation_init (PggNotificationOperation *self)
{
}

/* @timeout in milliseconds: 0 only looks, a negative one waits for ever. */
PggOperation *
pgg_notification_operation_start (PggSession *session,
                                  gpointer    source_object,
                                  gpointer    source_tag,
                                  int         timeout)
{
  PggNotificationOperation *self =
    g_object_new (pgg_notification_operation_get_type (), NULL);
  PggOperation *operation = &self->parent_instance;

  self->session = pgg_session_ref (session);
  self->only_look = timeout == 0;
  pgg_operation_set_up (operation, &session->queue, source_object, source_tag);
  pgg_operation_limit (operation, (guint) MAX (timeout, 0));
  pgg_operation_enter (operation);

  return operation;
}
