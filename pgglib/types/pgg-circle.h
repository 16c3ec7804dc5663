/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_CIRCLE (pgg_circle_get_type ())

PGG_AVAILABLE_IN_1_0
GType      pgg_circle_get_type         (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggCircle *pgg_circle_new              (double            x,
                                        double            y,
                                        double            radius,
                                        GError          **error);
PGG_AVAILABLE_IN_1_0
PggCircle *pgg_circle_new_from_string  (const char       *text,
                                        GError          **error);
PGG_AVAILABLE_IN_1_0
PggCircle *pgg_circle_new_from_variant (GVariant         *variant,
                                        GError          **error);

PGG_AVAILABLE_IN_1_0
PggCircle *pgg_circle_ref              (PggCircle        *self);
PGG_AVAILABLE_IN_1_0
void       pgg_circle_unref            (PggCircle        *self);

PGG_AVAILABLE_IN_1_0
PggPoint  *pgg_circle_get_center       (const PggCircle  *self);
PGG_AVAILABLE_IN_1_0
double     pgg_circle_get_radius       (const PggCircle  *self);
PGG_AVAILABLE_IN_1_0
gboolean   pgg_circle_equal            (gconstpointer     a,
                                        gconstpointer     b);
PGG_AVAILABLE_IN_1_0
guint      pgg_circle_hash             (gconstpointer     value);
PGG_AVAILABLE_IN_1_0
char      *pgg_circle_to_string        (const PggCircle  *self);
PGG_AVAILABLE_IN_1_0
GVariant  *pgg_circle_to_variant       (const PggCircle  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggCircle, pgg_circle_unref)

G_END_DECLS
