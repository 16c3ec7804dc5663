/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A transaction, or a savepoint within one: its life. */

#include "config.h"

#include "pgg-connection-private.h"
#include "pgg-transaction-options-private.h"
#include "pgg-transaction-private.h"

#include "pgg-enum-types.h"
#include "engine/pgg-begin-operation-private.h"
#include "wait/pgg-operation-run-private.h"

/**
 * PggTransaction:
 *
 * A transaction, or a savepoint within one.
 *
 * Made by [method@Connection.begin]. Everything that is executed on the connection until it ends is
 * part of it. A transaction that was begun within another one is a savepoint, and must end before
 * that one does.
 *
 * Beginning costs nothing: `BEGIN` travels with the first statement, and a transaction without any
 * statement is never told to the server.
 *
 * One that nobody ended is rolled back when the last reference on it is dropped, without waiting.
 *
 * Since: 1.0
 */

enum
{
  PROP_CONNECTION = 1,
  PROP_PARENT,
  PROP_STATE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PggTransaction, pgg_transaction, G_TYPE_OBJECT)

/* With the lock held. The server has rolled it back, as its connection is no more. */
static gboolean
is_lost (PggTransaction *self)
{
  PggSession *session = self->connection->session;

  return self->block->state == PGG_BLOCK_OPEN &&
         g_atomic_int_get (&self->block->n_ending) == 0 &&
         (self->block->connection != session->n_connections ||
          !pgg_session_check_open (session, NULL));
}

/* With the lock held. */
gboolean
pgg_transaction_is_open (PggTransaction *self)
{
  return !pgg_block_is_over (self->block) && g_atomic_int_get (&self->block->n_ending) == 0 &&
         !is_lost (self);
}

/* It does not keep the connection, which rolls back by its end. */
static void
roll_back_unattended (PggTransaction *self)
{
  g_autoptr (PggOperation) operation = NULL;

  g_debug ("A transaction was dropped while it was open; it is rolled back");
  operation = pgg_end_operation_start (self->connection->session, self->block, PGG_END_ROLLBACK,
                                       NULL, NULL, roll_back_unattended, 0);
  pgg_operation_run_unattended (operation, self->connection->context);
}

void
pgg_transaction_give_up (PggTransaction *self)
{
  PggQueue *queue = &self->connection->session->queue;
  gboolean is_forgotten;

  pgg_queue_lock (queue);
  is_forgotten = g_queue_remove (&self->connection->transactions, self) &&
                 pgg_transaction_is_open (self);
  pgg_queue_unlock_quietly (queue);

  if (is_forgotten)
    roll_back_unattended (self);
}

/* Where its turn has not come it never begins. */
static void
close_block (PggTransaction *self)
{
  GQueue *pending = &self->connection->session->pending_blocks;

  if (!pgg_transaction_is_open (self))
    return;

  if (g_queue_remove (pending, self->block))
    pgg_block_unref (self->block);
  self->block->state = PGG_BLOCK_ROLLED_BACK;
}

void
pgg_transaction_close_within (PggTransaction *self)
{
  PggQueue *queue = &self->connection->session->queue;
  GList *link;

  pgg_queue_lock (queue);
  link = g_queue_find (&self->connection->transactions, self);
  for (link = link != NULL ? link->next : NULL; link != NULL; link = link->next)
    close_block (link->data);
  pgg_queue_unlock_quietly (queue);
}

static void
pgg_transaction_dispose (GObject *object)
{
  pgg_transaction_give_up (PGG_TRANSACTION (object));

  G_OBJECT_CLASS (pgg_transaction_parent_class)->dispose (object);
}

static void
pgg_transaction_finalize (GObject *object)
{
  PggTransaction *self = PGG_TRANSACTION (object);

  g_clear_pointer (&self->block, pgg_block_unref);
  g_clear_object (&self->parent);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (pgg_transaction_parent_class)->finalize (object);
}

static void
pgg_transaction_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  PggTransaction *self = PGG_TRANSACTION (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_PARENT:
      g_value_set_object (value, self->parent);
      break;
    case PROP_STATE:
      g_value_set_enum (value, pgg_transaction_get_state (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pgg_transaction_class_init (PggTransactionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = pgg_transaction_dispose;
  object_class->finalize = pgg_transaction_finalize;
  object_class->get_property = pgg_transaction_get_property;

  /**
   * PggTransaction:connection: (getter get_connection)
   *
   * The connection it is on.
   *
   * Since: 1.0
   */
  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, PGG_TYPE_CONNECTION, flags);

  /**
   * PggTransaction:parent: (getter get_parent)
   *
   * The transaction that it is within, or %NULL.
   *
   * Since: 1.0
   */
  properties[PROP_PARENT] =
    g_param_spec_object ("parent", NULL, NULL, PGG_TYPE_TRANSACTION, flags);

  /**
   * PggTransaction:state: (getter get_state)
   *
   * What has become of it; changes are not notified.
   *
   * Since: 1.0
   */
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, PGG_TYPE_TRANSACTION_STATE,
                       PGG_TRANSACTION_STATE_OPEN, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pgg_transaction_init (PggTransaction *self)
{
}

/* With the lock held. The innermost one that nobody is ending, or NULL. */
static PggTransaction *
find_current (PggConnection *connection)
{
  for (GList *link = connection->transactions.tail; link != NULL; link = link->prev)
    if (pgg_transaction_is_open (link->data))
      return link->data;

  return NULL;
}

gboolean
pgg_transaction_exists (PggConnection *connection)
{
  gboolean exists;

  pgg_queue_lock (&connection->session->queue);
  exists = find_current (connection) != NULL;
  pgg_queue_unlock_quietly (&connection->session->queue);

  return exists;
}

static void
join (PggTransaction *self)
{
  PggQueue *queue = &self->connection->session->queue;
  PggTransaction *current;

  pgg_queue_lock (queue);
  current = find_current (self->connection);
  self->parent = current != NULL ? g_object_ref (current) : NULL;
  g_queue_push_tail (&self->connection->transactions, self);
  pgg_queue_unlock_quietly (queue);
}

PggTransaction *
pgg_transaction_new (PggConnection          *connection,
                     PggTransactionOptions   options,
                     GError                **error)
{
  g_autofree char *modes = NULL;
  g_autofree char *default_modes = NULL;
  PggTransaction *self;

  if (!pgg_transaction_options_to_sql (options, &modes, error) ||
      !pgg_transaction_options_to_sql (pgg_connection_get_transaction_options (connection),
                                       &default_modes, error))
    return NULL;

  self = g_object_new (PGG_TYPE_TRANSACTION, NULL);
  self->connection = g_object_ref (connection);
  self->block = pgg_block_new (modes, default_modes);
  join (self);
  pgg_begin_operation_start (connection->session, self->block, connection);

  return self;
}

/**
 * pgg_transaction_get_connection:
 * @self: a transaction
 *
 * Gets the connection that the transaction is on.
 *
 * Returns: (transfer none): the connection
 *
 * Since: 1.0
 */
PggConnection *
pgg_transaction_get_connection (PggTransaction *self)
{
  g_return_val_if_fail (PGG_IS_TRANSACTION (self), NULL);

  return self->connection;
}

/**
 * pgg_transaction_get_parent:
 * @self: a transaction
 *
 * Gets the transaction within which this one was begun.
 *
 * Returns: (transfer none) (nullable): that transaction, or %NULL
 *
 * Since: 1.0
 */
PggTransaction *
pgg_transaction_get_parent (PggTransaction *self)
{
  g_return_val_if_fail (PGG_IS_TRANSACTION (self), NULL);

  return self->parent;
}

static PggTransactionState
get_state (const PggBlock *block)
{
  switch (block->state)
    {
    case PGG_BLOCK_QUEUED:
    case PGG_BLOCK_PENDING:
    case PGG_BLOCK_OPEN:
      return PGG_TRANSACTION_STATE_OPEN;
    case PGG_BLOCK_COMMITTED:
      return PGG_TRANSACTION_STATE_COMMITTED;
    case PGG_BLOCK_PREPARED:
      return PGG_TRANSACTION_STATE_PREPARED;
    case PGG_BLOCK_IN_DOUBT:
      return PGG_TRANSACTION_STATE_IN_DOUBT;
    case PGG_BLOCK_ROLLED_BACK:
    default:
      return PGG_TRANSACTION_STATE_ROLLED_BACK;
    }
}

/**
 * pgg_transaction_get_state:
 * @self: a transaction
 *
 * Tells what has become of the transaction. One whose connection has ended is open until somebody
 * tries to end it, so that nobody takes it for one that was ended on purpose.
 *
 * Returns: the state
 *
 * Since: 1.0
 */
PggTransactionState
pgg_transaction_get_state (PggTransaction *self)
{
  PggTransactionState state;

  g_return_val_if_fail (PGG_IS_TRANSACTION (self), PGG_TRANSACTION_STATE_OPEN);

  pgg_queue_lock (&self->connection->session->queue);
  state = get_state (self->block);
  pgg_queue_unlock_quietly (&self->connection->session->queue);

  return state;
}
