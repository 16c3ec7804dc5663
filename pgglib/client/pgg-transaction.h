/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/client/pgg-transaction-options.h>

G_BEGIN_DECLS

#define PGG_TYPE_TRANSACTION (pgg_transaction_get_type ())

PGG_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PggTransaction, pgg_transaction, PGG, TRANSACTION, GObject)

/**
 * PggTransactionFunc:
 * @transaction: the transaction, which is open
 * @user_data: data of the caller
 * @error: return location for an error
 *
 * What is done in a transaction, on its connection. It may be called more than once.
 *
 * Returns: %TRUE to commit the transaction, %FALSE with an error to roll it back
 *
 * Since: 1.0
 */
typedef gboolean (*PggTransactionFunc) (PggTransaction  *transaction,
                                        gpointer         user_data,
                                        GError         **error);

/**
 * PggTransactionStartFunc:
 * @transaction: the transaction, which is open
 * @user_data: data of the caller
 *
 * Begins what is to be done in a transaction, on its connection. It may be called more than once,
 * and each time [method@Transaction.complete] has to be called when all has been done.
 *
 * Since: 1.0
 */
typedef void (*PggTransactionStartFunc) (PggTransaction *transaction,
                                         gpointer        user_data);

PGG_AVAILABLE_IN_1_0
void                 pgg_transaction_complete        (PggTransaction       *self,
                                                      const GError         *error);

PGG_AVAILABLE_IN_1_0
PggConnection       *pgg_transaction_get_connection  (PggTransaction       *self);
PGG_AVAILABLE_IN_1_0
PggTransaction      *pgg_transaction_get_parent      (PggTransaction       *self);
PGG_AVAILABLE_IN_1_0
PggTransactionState  pgg_transaction_get_state       (PggTransaction       *self);

PGG_AVAILABLE_IN_1_0
gboolean             pgg_transaction_commit          (PggTransaction       *self,
                                                      GCancellable         *cancellable,
                                                      GError              **error);
PGG_AVAILABLE_IN_1_0
void                 pgg_transaction_commit_async    (PggTransaction       *self,
                                                      int                   io_priority,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean             pgg_transaction_commit_finish   (PggTransaction       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation        *pgg_transaction_commit_start    (PggTransaction       *self);

PGG_AVAILABLE_IN_1_0
gboolean             pgg_transaction_rollback        (PggTransaction       *self,
                                                      GCancellable         *cancellable,
                                                      GError              **error);
PGG_AVAILABLE_IN_1_0
void                 pgg_transaction_rollback_async  (PggTransaction       *self,
                                                      int                   io_priority,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean             pgg_transaction_rollback_finish (PggTransaction       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation        *pgg_transaction_rollback_start  (PggTransaction       *self);

PGG_AVAILABLE_IN_1_0
gboolean             pgg_transaction_prepare         (PggTransaction       *self,
                                                      const char           *id,
                                                      GCancellable         *cancellable,
                                                      GError              **error);
PGG_AVAILABLE_IN_1_0
void                 pgg_transaction_prepare_async   (PggTransaction       *self,
                                                      const char           *id,
                                                      int                   io_priority,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean             pgg_transaction_prepare_finish  (PggTransaction       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation        *pgg_transaction_prepare_start   (PggTransaction       *self,
                                                      const char           *id);

G_END_DECLS
