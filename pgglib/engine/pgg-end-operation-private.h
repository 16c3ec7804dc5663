/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-block-private.h"
#include "pgg-operation.h"

G_BEGIN_DECLS

typedef enum
{
  PGG_END_COMMIT,
  PGG_END_ROLLBACK,
  PGG_END_PREPARE, /* for a commit in two phases */
} PggEnd;

/*
 * Ends a block, or the transaction that was begun without one if block is NULL. The name, as it is
 * written in SQL, is that of a prepared transaction.
 */
PggOperation *pgg_end_operation_start (PggSession *session,
                                       PggBlock   *block,
                                       PggEnd      end,
                                       const char *name,
                                       gpointer    source_object,
                                       gpointer    source_tag,
                                       guint       timeout);

G_END_DECLS
