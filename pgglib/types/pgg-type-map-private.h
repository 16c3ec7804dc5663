/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-type-info-private.h"

G_BEGIN_DECLS

/*
 * What is known of the types of one database: the ones that are built into the server, and those
 * that were looked up. Immutable once it is shared, so that values are read without a lock; more
 * knowledge makes another map. The count is atomic.
 *
 * What is not known is whether a definition is still that of the server, where another program may
 * have changed it. Whoever meets a value that is not as its type says so; a map shares these doubts
 * with those that were made of it, and any thread may have some.
 */
typedef struct _PggTypeMap PggTypeMap;

/* A map with everything that base has, which may be NULL; infos replaces what has the same OID. */
PggTypeMap        *pgg_type_map_new    (PggTypeMap         *base,
                                        PggTypeInfo *const *infos,
                                        gsize               n_infos);
PggTypeMap        *pgg_type_map_ref    (PggTypeMap         *self);
void               pgg_type_map_unref  (PggTypeMap         *self);

/* NULL if nothing is known; self may be NULL: built-in types are always known. The type belongs to
 * the map, or to nobody. */
const PggTypeInfo *pgg_type_map_lookup (const PggTypeMap   *self,
                                        guint32             oid);

/* The same, but what a domain is made of instead of a domain, unless nothing is known of that. */
const PggTypeInfo *pgg_type_map_lookup_base (const PggTypeMap *self,
                                             guint32           oid);

/* Whether a value has fields, or has others in it that have. */
gboolean           pgg_type_map_has_fields  (const PggTypeMap *self,
                                             guint32           oid);

/* The type is to be looked up again. */
void               pgg_type_map_doubt       (const PggTypeMap *self,
                                             guint32           oid);
/* Gives the OIDs, to be freed, and has no more doubts. */
GArray            *pgg_type_map_take_doubts (const PggTypeMap *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggTypeMap, pgg_type_map_unref)

G_END_DECLS
