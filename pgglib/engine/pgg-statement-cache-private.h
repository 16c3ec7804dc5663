/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pq/pgg-pq-params.h"
#include "pq/pgg-pq-result.h"

G_BEGIN_DECLS

/* The format of results that was chosen by their columns, and what it was chosen by beside them: 0
 * if none was. */
typedef struct
{
  PggPqFormat format;
  guint       serial;
} PggFormatChoice;

/*
 * A statement that was executed on a connection: the same SQL with parameters of the same types. Or
 * one that somebody keeps: then the types are those that the server reported.
 */
typedef struct
{
  GList     link;      /* in the order of use, or among those that are kept */
  char     *sql;
  guint32  *types;
  guint     n_types;
  guint     n_uses;    /* since it failed last */
  guint     number;    /* in its name at the server */
  gboolean  is_kept;
  gboolean  is_inferred; /* the types are those that the server reported, once it has */
  gboolean  is_worthwhile; /* its results are so large that their format matters */
  gboolean  prepared;  /* the server has it, or will when it comes to it */
  guint     described; /* the number under which its results have these columns: */
  PggPqResult *description;
  PggFormatChoice choice; /* by the description */
} PggCachedStatement;

/*
 * What a connection executes often is prepared at the server. Counts the executions of the latest
 * statements, and says which of them are, or are to be, prepared. What somebody keeps is always to
 * be prepared, and is not counted. All is protected by the lock of the session's queue.
 */
typedef struct
{
  GHashTable *statements;
  GQueue      order;        /* of use, the latest first */
  GQueue      kept;
  GArray     *stale;        /* numbers of those that the server can forget */
  guint       n_prepared;   /* without those that are kept */
  guint       n_worthwhile;
  guint       max_prepared;
  int         threshold;    /* executions before one is prepared, -1: none is */
  gboolean    is_nameless;  /* nothing may have a name at the server */
} PggStatementCache;

/* "pgg_", what only this process has, and a number; no two connections have the same name, as a
 * pooler may mix them. */
#define PGG_STATEMENT_NAME_SIZE 24

/* So many are given up at a time; and as long as there are so many, no others are prepared. */
#define PGG_STATEMENT_MAX_STALE 16

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
/* Whether it is worth a round trip to know the columns of its results before it is executed. */
gboolean            pgg_statement_cache_is_worthwhile  (PggStatementCache   *self,
                                                        const char          *sql,
                                                        PggPqParams         *params);
void                pgg_statement_cache_set_worthwhile (PggStatementCache   *self,
                                                        const char          *sql,
                                                        PggPqParams         *params,
                                                        gboolean             worthwhile);
gboolean            pgg_statement_cache_has_place (PggStatementCache        *self,
                                                   PggCachedStatement       *statement);
gboolean            pgg_statement_cache_wants     (PggStatementCache        *self,
                                                   PggCachedStatement       *statement);
void                pgg_statement_cache_prepare   (PggStatementCache        *self,
                                                   PggCachedStatement       *statement);
void                pgg_statement_cache_drop      (PggStatementCache        *self,
                                                   PggCachedStatement       *statement,
                                                   guint                     number,
                                                   gboolean                  exists);
void                pgg_statement_cache_push_stale (PggStatementCache       *self,
                                                    guint                    number);
guint               pgg_statement_cache_pop_stale (PggStatementCache        *self);

/* For as long as somebody keeps it; transfer full. */
PggCachedStatement *pgg_statement_cache_keep      (PggStatementCache        *self,
                                                   const char               *sql);
/* Nobody keeps it any more: gives the number under which the server has it, or 0; once. */
guint               pgg_statement_cache_release   (PggStatementCache        *self,
                                                   PggCachedStatement       *statement);

/* Nothing may have a name at the server, or it may again. */
void                pgg_statement_cache_set_nameless (PggStatementCache     *self,
                                                      gboolean               nameless);

/* One that is neither counted nor kept. */
PggCachedStatement *pgg_cached_statement_new      (const char               *sql);
PggCachedStatement *pgg_cached_statement_ref      (PggCachedStatement       *self);
void                pgg_cached_statement_unref    (PggCachedStatement       *self);
/* The description is the server's answer, which belongs to what has the statement's number. */
void                pgg_cached_statement_describe (PggCachedStatement       *self,
                                                   PggPqResult              *description);
gboolean            pgg_cached_statement_is_known (const PggCachedStatement *self);
/* That at the server, "" if it has none. */
void                pgg_cached_statement_get_name (const PggCachedStatement *self,
                                                   char                     *name);
void                pgg_statement_name            (guint                     number,
                                                   char                     *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggCachedStatement, pgg_cached_statement_unref)

G_END_DECLS
