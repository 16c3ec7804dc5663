/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-block-private.h"
#include "pgg-operation.h"

G_BEGIN_DECLS

/* Holds the place where a block begins among the operations. Nobody waits for it. */
void pgg_begin_operation_start (PggSession *session,
                                PggBlock   *block,
                                gpointer    source_object);

G_END_DECLS
