/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggWait:
 * @PGG_WAIT_NONE: nothing to wait for: the operation has finished; or, as an argument, nothing
 *   became ready
 * @PGG_WAIT_READ: wait until the file descriptor can be read
 * @PGG_WAIT_WRITE: wait until the file descriptor can be written
 *
 * What an operation waits for, and what has become ready.
 *
 * Since: 1.0
 */
typedef enum /*< flags >*/
{
  PGG_WAIT_NONE = 0,
  PGG_WAIT_READ = 1 << 0,
  PGG_WAIT_WRITE = 1 << 1,
} PggWait;

/**
 * PggOperationWakeFunc:
 * @operation: the operation
 * @user_data: what was given with the function
 *
 * Tells that an operation ought to be stepped although its file descriptor is silent.
 *
 * It may be called on any thread; all it may do is to wake the loop that steps the operation.
 *
 * Since: 1.0
 */
typedef void (*PggOperationWakeFunc) (PggOperation *operation,
                                      gpointer      user_data);

#define PGG_TYPE_OPERATION (pgg_operation_get_type ())

typedef struct _PggOperationClass PggOperationClass;

PGG_AVAILABLE_IN_1_0
GType    pgg_operation_get_type      (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggOperation, g_object_unref)

#define PGG_OPERATION(obj) (G_TYPE_CHECK_INSTANCE_CAST ((obj), PGG_TYPE_OPERATION, PggOperation))
#define PGG_IS_OPERATION(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), PGG_TYPE_OPERATION))

PGG_AVAILABLE_IN_1_0
PggWait  pgg_operation_step          (PggOperation         *self,
                                      PggWait               ready);
PGG_AVAILABLE_IN_1_0
int      pgg_operation_get_fd        (PggOperation         *self);
PGG_AVAILABLE_IN_1_0
gint64   pgg_operation_get_deadline  (PggOperation         *self);
PGG_AVAILABLE_IN_1_0
gboolean pgg_operation_is_done       (PggOperation         *self);
PGG_AVAILABLE_IN_1_0
void     pgg_operation_cancel        (PggOperation         *self);
PGG_AVAILABLE_IN_1_0
void     pgg_operation_set_timeout   (PggOperation         *self,
                                      guint                 timeout);
PGG_AVAILABLE_IN_1_0
void     pgg_operation_set_wake_func (PggOperation         *self,
                                      PggOperationWakeFunc  func,
                                      gpointer              user_data,
                                      GDestroyNotify        destroy);

G_END_DECLS
