/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-connection.h"
#include "types/pgg-named-sql-private.h"

G_BEGIN_DECLS

/* SQL and its parameters as the server takes them, with numbers in the place of names. */
typedef struct
{
  const char  *text;   /* valid as long as the SQL it was made of, and this */
  PggPqParams *params; /* or NULL */
  PggNamedSql *named;  /* or NULL */
} PggBoundSql;

/* FALSE with an error, and nothing to clear, if the names do not fit, or a codec fails. What the
 * server is to be asked for before the SQL is executed is on its way then. */
gboolean   pgg_bound_sql_init      (PggBoundSql     *self,
                                    PggConnection   *connection,
                                    PggCodecRegistry *codecs,
                                    const char      *sql,
                                    PggParams       *params,
                                    GError         **error);
gboolean   pgg_bound_sql_init_pq   (PggBoundSql     *self,
                                    PggConnection   *connection,
                                    PggCodecRegistry *codecs,
                                    const char      *sql,
                                    PggPqParams     *params,
                                    GError         **error);
void       pgg_bound_sql_clear     (PggBoundSql     *self);

/* The same for several sets of parameters; gives them as PggPqParams, transfer full. */
GPtrArray *pgg_bound_sql_init_many (PggBoundSql     *self,
                                    PggConnection   *connection,
                                    PggCodecRegistry *codecs,
                                    const char      *sql,
                                    PggParams      **params,
                                    gsize            n_params,
                                    GError         **error);

/* What the SQL is if its parameters have names; NULL with an error if it cannot be read. */
PggNamedSql *pgg_bound_sql_read_names (PggConnection   *connection,
                                       const char      *sql,
                                       GError         **error);

/* The setting standard_conforming_strings of the session. */
gboolean   pgg_bound_sql_has_standard_strings (PggConnection *connection);

/* The values in the order of the numbers; NULL with an error if the names do not fit. */
PggPqParams *pgg_bound_sql_sort       (PggNamedSql     *named,
                                       PggPqParams     *params,
                                       GError         **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PggBoundSql, pgg_bound_sql_clear)

G_END_DECLS
