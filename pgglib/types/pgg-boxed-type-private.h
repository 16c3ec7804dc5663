/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What is known of the values of a boxed type. */
typedef struct
{
  GType        (*get_type) (void);
  guint32        oid;                            /* of all values, or 0 */
  guint32      (*find_oid) (gconstpointer boxed); /* if that depends on the value, or NULL */
  GEqualFunc     equal;
  GHashFunc      hash;
  GCompareFunc   compare;                        /* NULL: the server has no order of them */
} PggBoxedType;

/* NULL if it is none that values of a database have. */
const PggBoxedType *pgg_boxed_type_lookup  (GType               type);

/* The type of the server, or 0 if nothing says which: for NULL as well, if that depends. */
guint32             pgg_boxed_type_get_oid (const PggBoxedType *self,
                                            gconstpointer       boxed);

G_END_DECLS
