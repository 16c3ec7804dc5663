/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_ARRAY_BUILDER (pgg_array_builder_get_type ())

PGG_AVAILABLE_IN_1_0
GType            pgg_array_builder_get_type         (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggArrayBuilder *pgg_array_builder_new              (guint32           element_type);
PGG_AVAILABLE_IN_1_0
PggArrayBuilder *pgg_array_builder_ref              (PggArrayBuilder  *self);
PGG_AVAILABLE_IN_1_0
void             pgg_array_builder_unref            (PggArrayBuilder  *self);

PGG_AVAILABLE_IN_1_0
gboolean         pgg_array_builder_append_null      (PggArrayBuilder  *self,
                                                     GError          **error);
PGG_AVAILABLE_IN_1_0
gboolean         pgg_array_builder_append_boolean   (PggArrayBuilder  *self,
                                                     gboolean          value,
                                                     GError          **error);
PGG_AVAILABLE_IN_1_0
gboolean         pgg_array_builder_append_int64     (PggArrayBuilder  *self,
                                                     gint64            value,
                                                     GError          **error);
PGG_AVAILABLE_IN_1_0
gboolean         pgg_array_builder_append_double    (PggArrayBuilder  *self,
                                                     double            value,
                                                     GError          **error);
PGG_AVAILABLE_IN_1_0
gboolean         pgg_array_builder_append_text      (PggArrayBuilder  *self,
                                                     const char       *value,
                                                     GError          **error);
PGG_AVAILABLE_IN_1_0
gboolean         pgg_array_builder_append_value     (PggArrayBuilder  *self,
                                                     const GValue     *value,
                                                     GError          **error);
PGG_AVAILABLE_IN_1_0
void             pgg_array_builder_set_dimensions   (PggArrayBuilder  *self,
                                                     const int        *lengths,
                                                     gsize             n_lengths);
PGG_AVAILABLE_IN_1_0
void             pgg_array_builder_set_lower_bounds (PggArrayBuilder  *self,
                                                     const int        *lower_bounds,
                                                     gsize             n_lower_bounds);
PGG_AVAILABLE_IN_1_0
PggArray        *pgg_array_builder_end              (PggArrayBuilder  *self,
                                                     GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggArrayBuilder, pgg_array_builder_unref)

G_END_DECLS
