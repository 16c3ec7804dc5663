/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-statement.h"

#include "pgg-connection-private.h"

G_BEGIN_DECLS

struct _PggStatement
{
  GObject             parent_instance;

  PggConnection      *connection;
  char               *sql;
  PggNamedSql        *named;      /* NULL: the SQL cannot be read here, and has no names */
  PggCachedStatement *statement;  /* protected by the lock of the queue, and so is this: */
  PggResult          *described;  /* of which its columns are; or NULL */
  guint               number;     /* of the statement when described was made */
  int                 closed;     /* atomic */
};

/* One that is still to be prepared. */
PggStatement *pgg_statement_new          (PggConnection  *connection,
                                          const char     *sql);
/* FALSE with an error if the statement has been closed. */
gboolean      pgg_statement_check_open   (PggStatement   *self,
                                          GError        **error);
PggOperation *pgg_statement_start_failed (PggStatement   *self,
                                          gpointer        source_tag,
                                          GError         *error);
/* The values in the order of the parameters; NULL with an error if the statement has been closed or
 * the names do not fit. */
PggPqParams  *pgg_statement_make_params  (PggStatement   *self,
                                          PggPqParams    *params,
                                          GError        **error);

G_END_DECLS
