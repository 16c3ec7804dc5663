/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pgglib/pq/pgg-pq-params.h>

#include <libpq-fe.h>

G_BEGIN_DECLS

/* The arrays libpq wants; they stay valid until the parameters are changed. */
const Oid         *pgg_pq_params_get_types   (const PggPqParams *self);
const char *const *pgg_pq_params_get_values  (PggPqParams       *self);
const int         *pgg_pq_params_get_lengths (const PggPqParams *self);
const int         *pgg_pq_params_get_formats (const PggPqParams *self);

gboolean           pgg_pq_params_is_shared   (PggPqParams       *self);

/* The last value takes the place of another, which is no more. */
void               pgg_pq_params_move_last   (PggPqParams       *self,
                                              guint              index);

G_END_DECLS
