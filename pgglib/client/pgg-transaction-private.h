/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-transaction.h"

#include "engine/pgg-end-operation-private.h"

G_BEGIN_DECLS

struct _PggTransaction
{
  GObject         parent_instance;

  PggConnection  *connection;
  PggTransaction *parent;      /* NULL: the outermost */
  PggBlock       *block;
  GTask          *run;         /* that waits for it to be complete, and holds it */
};

PggTransaction *pgg_transaction_new     (PggConnection          *connection,
                                         PggTransactionOptions   options,
                                         GError                **error);

/* With the lock of the session's queue held; one that is being ended is not. */
gboolean        pgg_transaction_is_open (PggTransaction         *self);

/* Nobody ends it any more: it is rolled back, if it is still open, and nobody waits for that. */
void            pgg_transaction_give_up (PggTransaction         *self);

/* Those within it that are open will be undone with it: nobody else ends them. */
void            pgg_transaction_close_within (PggTransaction    *self);

/* Whether any is open. */
gboolean        pgg_transaction_exists  (PggConnection          *connection);

G_END_DECLS
