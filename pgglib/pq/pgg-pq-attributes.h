/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>
#include <pgglib/pq/pgg-pq-enums.h>

G_BEGIN_DECLS

#define PGG_TYPE_PQ_ATTRIBUTES (pgg_pq_attributes_get_type ())

typedef struct _PggPqAttributes PggPqAttributes;

PGG_AVAILABLE_IN_1_0
GType            pgg_pq_attributes_get_type         (void);
PGG_AVAILABLE_IN_1_0
PggPqAttributes *pgg_pq_attributes_new              (void);
PGG_AVAILABLE_IN_1_0
PggPqAttributes *pgg_pq_attributes_ref              (PggPqAttributes  *self);
PGG_AVAILABLE_IN_1_0
void             pgg_pq_attributes_unref            (PggPqAttributes  *self);
PGG_AVAILABLE_IN_1_0
gboolean         pgg_pq_attributes_append           (PggPqAttributes  *self,
                                                     const char       *name,
                                                     gssize            name_length,
                                                     guint32           table,
                                                     int               table_column,
                                                     PggPqFormat       format,
                                                     guint32           type,
                                                     int               size,
                                                     int               modifier,
                                                     GError          **error);
PGG_AVAILABLE_IN_1_0
guint            pgg_pq_attributes_get_n_attributes (PggPqAttributes  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggPqAttributes, pgg_pq_attributes_unref)

G_END_DECLS
