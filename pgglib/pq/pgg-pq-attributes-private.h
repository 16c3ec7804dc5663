/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pgglib/pq/pgg-pq-attributes.h>

#include <libpq-fe.h>

G_BEGIN_DECLS

PGresAttDesc *pgg_pq_attributes_get_descriptions (PggPqAttributes *self);

G_END_DECLS
