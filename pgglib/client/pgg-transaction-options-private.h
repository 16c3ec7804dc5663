/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-transaction-options.h"

G_BEGIN_DECLS

/* FALSE with an error if options contradict each other; sql is NULL for the defaults. */
gboolean pgg_transaction_options_to_sql (PggTransactionOptions   self,
                                         char                  **sql,
                                         GError                **error);

G_END_DECLS
