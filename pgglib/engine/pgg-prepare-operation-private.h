/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-session-private.h"

G_BEGIN_DECLS

/* Prepares a statement that @keeper keeps, and has it described; the result is @keeper. */
PggOperation *pgg_prepare_operation_start (PggSession         *session,
                                           PggCachedStatement *statement,
                                           gpointer            keeper,
                                           gpointer            source_object,
                                           gpointer            source_tag,
                                           guint               timeout);

G_END_DECLS
