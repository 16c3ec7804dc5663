/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-conversation-private.h"

G_BEGIN_DECLS

#define PGG_TYPE_BATCH_OPERATION (pgg_batch_operation_get_type ())
#define PGG_BATCH_OPERATION(obj) \
  (G_TYPE_CHECK_INSTANCE_CAST ((obj), PGG_TYPE_BATCH_OPERATION, PggBatchOperation))
#define PGG_BATCH_OPERATION_CLASS(klass) \
  (G_TYPE_CHECK_CLASS_CAST ((klass), PGG_TYPE_BATCH_OPERATION, PggBatchOperationClass))
#define PGG_BATCH_OPERATION_GET_CLASS(obj) \
  (G_TYPE_INSTANCE_GET_CLASS ((obj), PGG_TYPE_BATCH_OPERATION, PggBatchOperationClass))

/*
 * Many executions in libpq's pipeline mode: what is sent does not wait for what is received, and
 * one Sync at the end makes them one transaction. Sending stops while the socket takes no more, so
 * that memory stays bounded.
 */
typedef struct
{
  PggConversation parent_instance;

  guint           n_items;
  guint           n_sent;
  gboolean        synced;     /* the Sync is sent */
  gboolean        ended;      /* its answer is there */
  guint           n_empty;    /* times in a row that libpq had no result */
} PggBatchOperation;

/* The parts of a batch; each item is one or more statements. */
typedef struct
{
  PggConversationClass parent_class;

  /* Puts an item into libpq's buffer. */
  gboolean (*send_item) (PggBatchOperation  *self,
                         guint               index,
                         GError            **error);
  /* A result, or the failure that it is, of a statement or, behind the last one, of the Sync. */
  void     (*take)      (PggBatchOperation  *self,
                         PggPqResult        *result,
                         const GError       *failure);
  /* The answer to a statement is at its end; NULL: nothing is to be done then. */
  void     (*end_item)  (PggBatchOperation  *self);
} PggBatchOperationClass;

GType pgg_batch_operation_get_type (void);

/* After its end: it can be sent again. */
void  pgg_batch_operation_reset    (PggBatchOperation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggBatchOperation, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggBatchOperationClass, g_type_class_unref)

G_END_DECLS
