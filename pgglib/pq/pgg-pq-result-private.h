/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pgglib/pq/pgg-pq-result.h>

#include <libpq-fe.h>

G_BEGIN_DECLS

struct _PggPqResult
{
  PGresult *res;     /* NULL once cleared */
  gboolean borrowed; /* libpq frees it */
};

PggPqResult *pgg_pq_result_new_take   (PGresult           *res);
PggPqResult *pgg_pq_result_new_borrow (const PGresult     *res);
gboolean     pgg_pq_result_check      (const PggPqResult  *self,
                                       GError            **error);

/* The result of libpq, NULL once cleared; for those who read many values. */
static inline const PGresult *
pgg_pq_result_peek (const PggPqResult *self)
{
  return self->res;
}

G_END_DECLS
