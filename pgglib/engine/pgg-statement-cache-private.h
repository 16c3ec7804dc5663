/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pq/pgg-pq-params.h"
#include "pq/pgg-pq-result.h"

G_BEGIN_DECLS

/* A statement that was executed on a connection: the same SQL with parameters of the same types. */
typedef struct
{
  GList     link;      /* in the order of use */
  char     *sql;
  guint32  *types;
  guint     n_types;
  guint     n_uses;    /* since it failed last */
  guint     number;    /* in its name at the server */
  gboolean  prepared;  /* the server has it, or will when it comes to it */
  guint     described; /* the number under which its results have these columns: */
  PggPqResult *description;
} PggCachedStatement;

/*
 * What a connection executes often is prepared at the server. Counts the executions of the latest
 * statements, and says which of them are, or are to be, prepared. All is protected by the lock of
 * the session's queue, and so are the references to the statements.
 */
typedef struct
{
  GHashTable *statements;
  GQueue      order;        /* of use, the latest first */
  GArray     *stale;        /* numbers of those that the server can forget */
  guint       n_prepared;
  guint       max_prepared;
  int         threshold;    /* executions before one is prepared, -1: none is */
} PggStatementCache;

/* "pgg_" and a number; the names of all connections differ, as a pooler may mix them. */
#define PGG_STATEMENT_NAME_SIZE 16

void                pgg_statement_cache_init      (PggStatementCache        *self);
void                pgg_statement_cache_clear     (PggStatementCache        *self);
void                pgg_statement_cache_configure (PggStatementCache        *self,
                                                   int                       threshold,
                                                   guint                     max_prepared);
void                pgg_statement_cache_forget    (PggStatementCache        *self);
void                pgg_statement_cache_renew     (PggStatementCache        *self);
PggCachedStatement *pgg_statement_cache_use       (PggStatementCache        *self,
                                                   const char               *sql,
                                                   PggPqParams              *params);
gboolean            pgg_statement_cache_wants     (PggStatementCache        *self,
                                                   PggCachedStatement       *statement);
void                pgg_statement_cache_prepare   (PggStatementCache        *self,
                                                   PggCachedStatement       *statement);
void                pgg_statement_cache_drop      (PggStatementCache        *self,
                                                   PggCachedStatement       *statement,
                                                   guint                     number,
                                                   gboolean                  exists);
guint               pgg_statement_cache_pop_stale (PggStatementCache        *self);

void                pgg_cached_statement_unref    (PggCachedStatement       *self);
void                pgg_statement_name            (guint                     number,
                                                   char                     *name);

G_END_DECLS
