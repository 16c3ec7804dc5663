/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggTransactionOptions:
 * @PGG_TRANSACTION_OPTIONS_DEFAULT: what the server's settings say
 * @PGG_TRANSACTION_OPTIONS_READ_UNCOMMITTED: the isolation level READ UNCOMMITTED
 * @PGG_TRANSACTION_OPTIONS_READ_COMMITTED: the isolation level READ COMMITTED
 * @PGG_TRANSACTION_OPTIONS_REPEATABLE_READ: the isolation level REPEATABLE READ
 * @PGG_TRANSACTION_OPTIONS_SERIALIZABLE: the isolation level SERIALIZABLE
 * @PGG_TRANSACTION_OPTIONS_READ_ONLY: nothing can be changed
 * @PGG_TRANSACTION_OPTIONS_READ_WRITE: data can be changed
 * @PGG_TRANSACTION_OPTIONS_DEFERRABLE: a serializable, read-only transaction may wait at its
 *   beginning, and then never fails
 * @PGG_TRANSACTION_OPTIONS_NOT_DEFERRABLE: it does not wait
 *
 * How a transaction behaves, see the SQL command `BEGIN`.
 *
 * At most one isolation level, one of read-only and read-write, and one of deferrable and not
 * deferrable can be given.
 *
 * Since: 1.0
 */
typedef enum /*< flags >*/
{
  PGG_TRANSACTION_OPTIONS_DEFAULT = 0,
  PGG_TRANSACTION_OPTIONS_READ_UNCOMMITTED = 1 << 0,
  PGG_TRANSACTION_OPTIONS_READ_COMMITTED = 1 << 1,
  PGG_TRANSACTION_OPTIONS_REPEATABLE_READ = 1 << 2,
  PGG_TRANSACTION_OPTIONS_SERIALIZABLE = 1 << 3,
  PGG_TRANSACTION_OPTIONS_READ_ONLY = 1 << 4,
  PGG_TRANSACTION_OPTIONS_READ_WRITE = 1 << 5,
  PGG_TRANSACTION_OPTIONS_DEFERRABLE = 1 << 6,
  PGG_TRANSACTION_OPTIONS_NOT_DEFERRABLE = 1 << 7,
} PggTransactionOptions;

/**
 * PggTransactionState:
 * @PGG_TRANSACTION_STATE_OPEN: it has not ended, even if a statement in it has failed
 * @PGG_TRANSACTION_STATE_COMMITTED: it was committed; a savepoint was released
 * @PGG_TRANSACTION_STATE_ROLLED_BACK: it was rolled back, by whom or whatever
 * @PGG_TRANSACTION_STATE_PREPARED: it was prepared for a commit in two phases
 * @PGG_TRANSACTION_STATE_IN_DOUBT: the connection was lost while it was being committed
 *
 * What has become of a transaction.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_TRANSACTION_STATE_OPEN,
  PGG_TRANSACTION_STATE_COMMITTED,
  PGG_TRANSACTION_STATE_ROLLED_BACK,
  PGG_TRANSACTION_STATE_PREPARED,
  PGG_TRANSACTION_STATE_IN_DOUBT,
} PggTransactionState;

G_END_DECLS
