/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An operation that failed before it began, because of what it was asked to do. */

#include "config.h"

#include "pgg-failed-operation-private.h"

#include "pgg-operation-private.h"

typedef PggOperation      PggFailedOperation;
typedef PggOperationClass PggFailedOperationClass;

static GType pgg_failed_operation_get_type (void);

G_DEFINE_TYPE (PggFailedOperation, pgg_failed_operation, pgg_operation_get_type ())

static void
pgg_failed_operation_class_init (PggFailedOperationClass *klass)
{
}

static void
pgg_failed_operation_init (PggFailedOperation *self)
{
}

/* Takes @error. */
PggOperation *
pgg_failed_operation_start (PggQueue *queue,
                            gpointer  source_object,
                            gpointer  source_tag,
                            GError   *error)
{
  PggOperation *operation = g_object_new (pgg_failed_operation_get_type (), NULL);

  pgg_operation_set_up (operation, queue, source_object, source_tag);
  pgg_operation_return_error (operation, error);
  pgg_operation_enter (operation);

  return operation;
}
