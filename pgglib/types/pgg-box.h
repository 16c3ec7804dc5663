/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_BOX (pgg_box_get_type ())

PGG_AVAILABLE_IN_1_0
GType     pgg_box_get_type         (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggBox   *pgg_box_new              (double          x1,
                                    double          y1,
                                    double          x2,
                                    double          y2);
PGG_AVAILABLE_IN_1_0
PggBox   *pgg_box_new_from_string  (const char     *text,
                                    GError        **error);
PGG_AVAILABLE_IN_1_0
PggBox   *pgg_box_new_from_variant (GVariant       *variant,
                                    GError        **error);

PGG_AVAILABLE_IN_1_0
PggBox   *pgg_box_ref              (PggBox         *self);
PGG_AVAILABLE_IN_1_0
void      pgg_box_unref            (PggBox         *self);

PGG_AVAILABLE_IN_1_0
PggPoint *pgg_box_get_high         (const PggBox   *self);
PGG_AVAILABLE_IN_1_0
PggPoint *pgg_box_get_low          (const PggBox   *self);
PGG_AVAILABLE_IN_1_0
gboolean  pgg_box_equal            (gconstpointer   a,
                                    gconstpointer   b);
PGG_AVAILABLE_IN_1_0
guint     pgg_box_hash             (gconstpointer   value);
PGG_AVAILABLE_IN_1_0
char     *pgg_box_to_string        (const PggBox   *self);
PGG_AVAILABLE_IN_1_0
GVariant *pgg_box_to_variant       (const PggBox   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggBox, pgg_box_unref)

G_END_DECLS
