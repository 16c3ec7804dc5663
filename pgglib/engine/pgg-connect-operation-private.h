/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-session-private.h"

G_BEGIN_DECLS

PggOperation *pgg_connect_operation_start (PggSession *session,
                                           const char *conninfo,
                                           gpointer    source_object,
                                           gpointer    source_tag,
                                           guint       timeout);

G_END_DECLS
