/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-session-private.h"

G_BEGIN_DECLS

PggOperation *pgg_discard_operation_new (PggSession *session);

G_END_DECLS
