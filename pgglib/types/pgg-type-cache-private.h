/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-type-map-private.h"

G_BEGIN_DECLS

/*
 * What is known of the types of one database, by all connections to it of this process. Any thread
 * may use it.
 *
 * The address is where a connection leads, as far as is known without asking; whether that is still
 * the database of which something is known only its identity tells.
 */
typedef struct _PggTypeCache PggTypeCache;

/* That of the database with this identity at this address. */
PggTypeCache *pgg_type_cache_get      (const char        *address,
                                       const char        *identity);
/* Of whatever was last known to be at the address; NULL if nothing was. */
PggTypeCache *pgg_type_cache_peek     (const char        *address);
PggTypeCache *pgg_type_cache_ref      (PggTypeCache      *self);
void          pgg_type_cache_unref    (PggTypeCache      *self);

/* NULL as long as nothing was added. */
PggTypeMap   *pgg_type_cache_dup_map  (PggTypeCache      *self);
PggTypeMap   *pgg_type_cache_add      (PggTypeCache      *self,
                                       GPtrArray         *types);
/* Definitions have changed, or may have: they are to be looked up again. */
void          pgg_type_cache_forget   (PggTypeCache      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggTypeCache, pgg_type_cache_unref)

G_END_DECLS
