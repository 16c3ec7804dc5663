/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-column.h"

#include "pq/pgg-pq-result-private.h"
#include "types/pgg-codec-private.h"

G_BEGIN_DECLS

/* The column must exist. */
PggColumn *pgg_column_new (const PGresult   *pq,
                           guint             column,
                           const PggAdapter *adapter);

G_END_DECLS
