/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/pgg-session-private.h"
#include "types/pgg-codec-context-private.h"

G_BEGIN_DECLS

/* Has @session read and write its texts and values as its settings say. */
void pgg_interpreter_attach (PggSession *session);

G_END_DECLS
