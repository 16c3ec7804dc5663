/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-operation.h"

G_BEGIN_DECLS

/* One look-up of a host name that nobody has to wait for otherwise than on a descriptor. */
typedef struct _PggResolve PggResolve;

PggResolve *pgg_resolve_new           (const char  *host);
void        pgg_resolve_free          (PggResolve  *self);
PggWait     pgg_resolve_step          (PggResolve  *self);
int         pgg_resolve_get_fd        (PggResolve  *self);
char      **pgg_resolve_dup_addresses (PggResolve  *self,
                                       GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggResolve, pgg_resolve_free)

G_END_DECLS
