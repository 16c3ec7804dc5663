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
 * one Sync at the end makes them one transaction, or one behind each makes each its own. Sending
 * stops while the socket takes no more, and while much is unanswered, so that memory stays bounded.
 */
typedef struct
{
  PggConversation parent_instance;

  guint           n_items;
  gboolean        is_independent; /* a Sync follows each item */
  gboolean        expects_more;   /* items than these */
  GThread        *feeder;         /* who gives these */

  guint           n_sent;         /* items */
  guint           n_commands;     /* that were sent; each gets an answer, as each Sync does */
  guint           n_answered;     /* of them */
  guint           most_unanswered;
  guint           n_syncs;        /* that were sent and are not answered */
  guint           n_leading;      /* of them, those before the first item */
  gboolean        is_refused;     /* no transaction has begun */
  gboolean        synced;         /* the last Sync is sent */
  gboolean        is_answering;   /* the answer to a command has begun to come */
  gboolean        ended;          /* there is no more to come */
  gboolean        is_over;        /* and the connection has left pipeline mode */
  guint           n_empty;        /* times in a row that libpq had no result */
} PggBatchOperation;

/* The parts of a batch; each item is one command or several, or none. */
typedef struct
{
  PggConversationClass parent_class;

  /* Puts an item into libpq's buffer, counts its commands, and adds up its bytes. */
  gboolean (*send_item)   (PggBatchOperation  *self,
                           guint               index,
                           gsize              *n_bytes,
                           GError            **error);
  /* A result, or the failure that it is, of a command or of the Sync behind it. */
  void     (*take)        (PggBatchOperation  *self,
                           PggPqResult        *result,
                           GError             *failure);
  /* The answer to a command is at its end, that to a Sync behind an item; NULL: nothing is to be
   * done then. */
  void     (*end_command) (PggBatchOperation  *self);
  void     (*end_sync)    (PggBatchOperation  *self);
} PggBatchOperationClass;

/* For send_item(): a command is in libpq's buffer. */
void  pgg_batch_operation_count    (PggBatchOperation *self);

GType pgg_batch_operation_get_type (void);

/* Whether more can be put into libpq's buffer than there is; lock held. */
gboolean pgg_batch_operation_has_room (PggBatchOperation *self);

/* After its end: it can be sent again. */
void  pgg_batch_operation_reset    (PggBatchOperation *self);

/* It has failed, and what the server still executes of it is cancelled. */
void  pgg_batch_operation_cancel_rest (PggBatchOperation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggBatchOperation, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggBatchOperationClass, g_type_class_unref)

G_END_DECLS
