/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-session-private.h"

G_BEGIN_DECLS

PggOperation *pgg_section_operation_start (PggSession *session,
                                           gpointer    source_object,
                                           gpointer    source_tag,
                                           guint       timeout);

/* With the lock held: whether the connection can have sections. */
gboolean      pgg_section_operation_check_mode (PggSession  *session,
                                                GError     **error);

G_END_DECLS
