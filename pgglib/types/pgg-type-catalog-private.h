/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-type-info-private.h"

#include <libpq-fe.h>

G_BEGIN_DECLS

/* What was found in the catalog. */
typedef struct
{
  char      *identity; /* of the database: another one on any server has another */
  GPtrArray *types;    /* of PggTypeInfo */
} PggCatalogAnswer;

/* SQL, one statement, that asks for these types and all that is found in them. */
char             *pgg_type_catalog_make_sql          (const guint32 *oids,
                                                      guint          n_oids,
                                                      int            server_version);

/* SQL that asks only which database this is. */
char             *pgg_type_catalog_make_identity_sql (void);

/* NULL if it is no answer to either. */
PggCatalogAnswer *pgg_type_catalog_read              (const PGresult   *result,
                                                      int               encoding);
void              pgg_catalog_answer_free            (PggCatalogAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggCatalogAnswer, pgg_catalog_answer_free)

G_END_DECLS
