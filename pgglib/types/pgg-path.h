/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_PATH (pgg_path_get_type ())

PGG_AVAILABLE_IN_1_0
GType         pgg_path_get_type         (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggPath      *pgg_path_new              (const double   *coordinates,
                                         gsize           n_coordinates,
                                         gboolean        is_closed,
                                         GError        **error);
PGG_AVAILABLE_IN_1_0
PggPath      *pgg_path_new_from_string  (const char     *text,
                                         GError        **error);
PGG_AVAILABLE_IN_1_0
PggPath      *pgg_path_new_from_variant (GVariant       *variant,
                                         GError        **error);

PGG_AVAILABLE_IN_1_0
PggPath      *pgg_path_ref              (PggPath        *self);
PGG_AVAILABLE_IN_1_0
void          pgg_path_unref            (PggPath        *self);

PGG_AVAILABLE_IN_1_0
gboolean      pgg_path_is_closed        (const PggPath  *self);
PGG_AVAILABLE_IN_1_0
guint         pgg_path_get_n_points     (const PggPath  *self);
PGG_AVAILABLE_IN_1_0
PggPoint     *pgg_path_get_point        (const PggPath  *self,
                                         guint           index,
                                         GError        **error);
PGG_AVAILABLE_IN_1_0
const double *pgg_path_get_coordinates  (const PggPath  *self,
                                         gsize          *n_coordinates);
PGG_AVAILABLE_IN_1_0
gboolean      pgg_path_equal            (gconstpointer   a,
                                         gconstpointer   b);
PGG_AVAILABLE_IN_1_0
guint         pgg_path_hash             (gconstpointer   value);
PGG_AVAILABLE_IN_1_0
char         *pgg_path_to_string        (const PggPath  *self);
PGG_AVAILABLE_IN_1_0
GVariant     *pgg_path_to_variant       (const PggPath  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggPath, pgg_path_unref)

G_END_DECLS
