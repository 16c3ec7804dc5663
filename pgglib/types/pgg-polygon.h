/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_POLYGON (pgg_polygon_get_type ())

PGG_AVAILABLE_IN_1_0
GType         pgg_polygon_get_type         (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggPolygon   *pgg_polygon_new              (const double      *coordinates,
                                            gsize              n_coordinates,
                                            GError           **error);
PGG_AVAILABLE_IN_1_0
PggPolygon   *pgg_polygon_new_from_string  (const char        *text,
                                            GError           **error);
PGG_AVAILABLE_IN_1_0
PggPolygon   *pgg_polygon_new_from_variant (GVariant          *variant,
                                            GError           **error);

PGG_AVAILABLE_IN_1_0
PggPolygon   *pgg_polygon_ref              (PggPolygon        *self);
PGG_AVAILABLE_IN_1_0
void          pgg_polygon_unref            (PggPolygon        *self);

PGG_AVAILABLE_IN_1_0
guint         pgg_polygon_get_n_points     (const PggPolygon  *self);
PGG_AVAILABLE_IN_1_0
PggPoint     *pgg_polygon_get_point        (const PggPolygon  *self,
                                            guint              index,
                                            GError           **error);
PGG_AVAILABLE_IN_1_0
const double *pgg_polygon_get_coordinates  (const PggPolygon  *self,
                                            gsize             *n_coordinates);
PGG_AVAILABLE_IN_1_0
gboolean      pgg_polygon_equal            (gconstpointer      a,
                                            gconstpointer      b);
PGG_AVAILABLE_IN_1_0
guint         pgg_polygon_hash             (gconstpointer      value);
PGG_AVAILABLE_IN_1_0
char         *pgg_polygon_to_string        (const PggPolygon  *self);
PGG_AVAILABLE_IN_1_0
GVariant     *pgg_polygon_to_variant       (const PggPolygon  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggPolygon, pgg_polygon_unref)

G_END_DECLS
