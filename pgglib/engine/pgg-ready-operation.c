/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An operation that has its result, or its error, before it begins. */

#include "config.h"

#include "pgg-ready-operation-private.h"

#include "pgg-operation-private.h"

typedef PggOperation      PggReadyOperation;
typedef PggOperationClass PggReadyOperationClass;

static GType pgg_ready_operation_get_type (void);

G_DEFINE_TYPE (PggReadyOperation, pgg_ready_operation, pgg_operation_get_type ())

static void
pgg_ready_operation_class_init (PggReadyOperationClass *klass)
{
}

static void
pgg_ready_operation_init (PggReadyOperation *self)
{
}

static PggOperation *
ready_operation_new (PggQueue *queue,
                     gpointer  source_object,
                     gpointer  source_tag)
{
  PggOperation *operation = g_object_new (pgg_ready_operation_get_type (), NULL);

  pgg_operation_set_up (operation, queue, source_object, source_tag);

  return operation;
}

/* Its result is a pointer that is NULL. */
PggOperation *
pgg_ready_operation_start (PggQueue *queue,
                           gpointer  source_object,
                           gpointer  source_tag)
{
  PggOperation *operation = ready_operation_new (queue, source_object, source_tag);

  pgg_operation_return_pointer (operation, NULL, NULL);
  pgg_operation_enter (operation);

  return operation;
}

/* Takes @error. */
PggOperation *
pgg_ready_operation_start_failed (PggQueue *queue,
                                  gpointer  source_object,
                                  gpointer  source_tag,
                                  GError   *error)
{
  PggOperation *operation = ready_operation_new (queue, source_object, source_tag);

  pgg_operation_return_error (operation, error);
  pgg_operation_enter (operation);

  return operation;
}
