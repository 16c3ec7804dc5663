/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Begins a transaction or a savepoint: the next statement will carry it. */

#include "config.h"

#include "pgg-begin-operation-private.h"

#include "pgg-operation-private.h"

typedef struct
{
  PggOperation  parent_instance;

  PggSession   *session;
  PggBlock     *block;
} PggBeginOperation;

typedef PggOperationClass PggBeginOperationClass;

static GType pgg_begin_operation_get_type (void);

G_DEFINE_TYPE (PggBeginOperation, pgg_begin_operation, pgg_operation_get_type ())

static void
pgg_begin_operation_finalize (GObject *object)
{
  PggBeginOperation *self = (PggBeginOperation *) object;

  g_clear_pointer (&self->block, pgg_block_unref);
  g_clear_pointer (&self->session, pgg_session_unref);

  G_OBJECT_CLASS (pgg_begin_operation_parent_class)->finalize (object);
}

/* It may have been closed while it was queued. A block on a connection that is gone is over before
 * it began. */
static void
begin (PggSession *session,
       PggBlock   *block)
{
  if (pgg_block_is_over (block))
    return;
  if (!pgg_session_check_open (session, NULL))
    {
      block->state = PGG_BLOCK_ROLLED_BACK;
      return;
    }

  block->is_savepoint = pgg_session_is_in_transaction (session);
  block->connection = session->n_connections;
  block->state = PGG_BLOCK_PENDING;
  g_queue_push_tail (&session->pending_blocks, pgg_block_ref (block));
}

static PggWait
pgg_begin_operation_step (PggOperation *operation,
                          PggWait       ready)
{
  PggBeginOperation *self = (PggBeginOperation *) operation;

  begin (self->session, self->block);
  pgg_operation_return_boolean (operation, TRUE);

  return PGG_WAIT_NONE;
}

static void
pgg_begin_operation_class_init (PggBeginOperationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgg_begin_operation_finalize;
  klass->step = pgg_begin_operation_step;
  klass->uninterruptible = TRUE;
}

static void
pgg_begin_operation_init (PggBeginOperation *self)
{
}

static void
enter (PggSession *session,
       PggBlock   *block,
       gpointer    source_object)
{
  g_autoptr (PggOperation) operation = g_object_new (pgg_begin_operation_get_type (), NULL);
  PggBeginOperation *self = (PggBeginOperation *) operation;

  self->session = pgg_session_ref (session);
  self->block = pgg_block_ref (block);
  pgg_operation_set_up (operation, &session->queue, source_object, enter);
  pgg_operation_enter (operation);
}

/* Where nothing is before it, it needs no place. What nobody waits for still keeps the connection
 * from telling whether a transaction is open. */
void
pgg_begin_operation_start (PggSession *session,
                           PggBlock   *block,
                           gpointer    source_object)
{
  gboolean is_first;

  pgg_queue_lock (&session->queue);
  is_first = pgg_queue_peek (&session->queue) == NULL;
  if (is_first)
    begin (session, block);
  pgg_queue_unlock_quietly (&session->queue);

  if (!is_first)
    enter (session, block, source_object);
}
