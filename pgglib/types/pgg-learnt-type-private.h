/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-type-map-private.h"

#include <glib-object.h>

G_BEGIN_DECLS

/*
 * Arrays, ranges and records that came from a database know which of its types they are. Where they
 * are sent, their type goes by its name: in another database the OID is that of another one.
 */

/* The name as SQL has it, or NULL if the value is of no type of a database; *oid is the OID where
 * the value comes from, and *types what is known of the types there. */
char     *pgg_learnt_type_dup_name (const GValue      *value,
                                    guint32           *oid,
                                    PggTypeMap       **types);

/* Whether it is known that the OID is still that of the type with this name. */
gboolean  pgg_learnt_type_is       (const PggTypeMap *types,
                                    guint32           oid,
                                    const char       *name);

G_END_DECLS
