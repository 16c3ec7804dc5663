/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pgglib/pq/pgg-pq-conninfo-option.h>

#include <libpq-fe.h>

G_BEGIN_DECLS

GPtrArray *pgg_pq_conninfo_options_new_take (PQconninfoOption  *options,
                                             GError           **error);

G_END_DECLS
