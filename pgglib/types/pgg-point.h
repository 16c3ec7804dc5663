/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_POINT (pgg_point_get_type ())

PGG_AVAILABLE_IN_1_0
GType     pgg_point_get_type         (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggPoint *pgg_point_new              (double           x,
                                      double           y);
PGG_AVAILABLE_IN_1_0
PggPoint *pgg_point_new_from_string  (const char      *text,
                                      GError         **error);
PGG_AVAILABLE_IN_1_0
PggPoint *pgg_point_new_from_variant (GVariant        *variant,
                                      GError         **error);

PGG_AVAILABLE_IN_1_0
PggPoint *pgg_point_ref              (PggPoint        *self);
PGG_AVAILABLE_IN_1_0
void      pgg_point_unref            (PggPoint        *self);

PGG_AVAILABLE_IN_1_0
double    pgg_point_get_x            (const PggPoint  *self);
PGG_AVAILABLE_IN_1_0
double    pgg_point_get_y            (const PggPoint  *self);
PGG_AVAILABLE_IN_1_0
gboolean  pgg_point_equal            (gconstpointer    a,
                                      gconstpointer    b);
PGG_AVAILABLE_IN_1_0
guint     pgg_point_hash             (gconstpointer    value);
PGG_AVAILABLE_IN_1_0
char     *pgg_point_to_string        (const PggPoint  *self);
PGG_AVAILABLE_IN_1_0
GVariant *pgg_point_to_variant       (const PggPoint  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggPoint, pgg_point_unref)

G_END_DECLS
