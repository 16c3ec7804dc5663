/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-conversation-private.h"

G_BEGIN_DECLS

/*
 * Ends a COPY that was begun by a statement of a conversation that cannot carry one, so that the
 * connection stays usable: data from the server is thrown away, data for it is refused.
 */
gboolean pgg_copy_guard_is_copy_sql (const char      *sql);
gboolean pgg_copy_guard_is_copy     (PggPqExecStatus  status);
gboolean pgg_copy_guard_note        (PggCopyGuard    *self,
                                     PggConversation *conversation,
                                     PggPqResult     *result);
PggWait  pgg_copy_guard_step        (PggCopyGuard    *self,
                                     PggConversation *conversation,
                                     PggWait         *ready);

G_END_DECLS
