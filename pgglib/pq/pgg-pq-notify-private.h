/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <pgglib/pq/pgg-pq-notify.h>

#include <libpq-fe.h>

G_BEGIN_DECLS

PggPqNotify *pgg_pq_notify_new_take (PGnotify *notify);

G_END_DECLS
