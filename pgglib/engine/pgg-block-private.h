/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-session-private.h"

G_BEGIN_DECLS

/* How far a transaction, or a savepoint within one, has come. */
typedef enum
{
  PGG_BLOCK_QUEUED,      /* its turn has not come */
  PGG_BLOCK_PENDING,     /* will begin with the next statement */
  PGG_BLOCK_OPEN,        /* the server has been told */
  PGG_BLOCK_COMMITTED,
  PGG_BLOCK_ROLLED_BACK,
  PGG_BLOCK_PREPARED,    /* for a commit in two phases */
  PGG_BLOCK_IN_DOUBT,    /* the connection was lost while it was being committed */
} PggBlockState;

/*
 * What lies between BEGIN and COMMIT, or between SAVEPOINT and RELEASE. Which of them it is is only
 * known when its turn comes: within another one it is a savepoint. Nothing is sent for its
 * beginning alone, that travels with the first statement in it. Protected by the lock of the
 * session's queue.
 */
typedef struct
{
  gatomicrefcount  ref_count;

  char            *options;      /* that were asked for; NULL for none */
  char            *defaults;     /* where no options were asked for; not for a savepoint */
  guint            number;       /* in the name of the savepoint */
  PggBlockState    state;
  gboolean         is_savepoint;
  guint            connection;   /* of the session's connections the one that it is in */
  int              n_ending;     /* atomic: operations under way that are to end it */
} PggBlock;

PggBlock *pgg_block_new          (const char     *options,
                                  const char     *defaults);
PggBlock *pgg_block_ref          (PggBlock       *self);
void      pgg_block_unref        (PggBlock       *self);

gboolean  pgg_block_is_over      (const PggBlock *self);

/* The statements that begin it. */
void      pgg_block_add_begin    (const PggBlock *self,
                                  GStrvBuilder   *statements);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggBlock, pgg_block_unref)

G_END_DECLS
