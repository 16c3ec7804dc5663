/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-session-private.h"

G_BEGIN_DECLS

/* Has the server forget a statement that nobody keeps any more. */
PggOperation *pgg_forget_operation_start (PggSession         *session,
                                          PggCachedStatement *statement,
                                          gpointer            source_object,
                                          gpointer            source_tag,
                                          guint               timeout);

G_END_DECLS
