/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_LINE (pgg_line_get_type ())

PGG_AVAILABLE_IN_1_0
GType     pgg_line_get_type         (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggLine  *pgg_line_new              (double          a,
                                     double          b,
                                     double          c,
                                     GError        **error);
PGG_AVAILABLE_IN_1_0
PggLine  *pgg_line_new_from_string  (const char     *text,
                                     GError        **error);
PGG_AVAILABLE_IN_1_0
PggLine  *pgg_line_new_from_variant (GVariant       *variant,
                                     GError        **error);

PGG_AVAILABLE_IN_1_0
PggLine  *pgg_line_ref              (PggLine        *self);
PGG_AVAILABLE_IN_1_0
void      pgg_line_unref            (PggLine        *self);

PGG_AVAILABLE_IN_1_0
double    pgg_line_get_a            (const PggLine  *self);
PGG_AVAILABLE_IN_1_0
double    pgg_line_get_b            (const PggLine  *self);
PGG_AVAILABLE_IN_1_0
double    pgg_line_get_c            (const PggLine  *self);
PGG_AVAILABLE_IN_1_0
gboolean  pgg_line_equal            (gconstpointer   a,
                                     gconstpointer   b);
PGG_AVAILABLE_IN_1_0
guint     pgg_line_hash             (gconstpointer   value);
PGG_AVAILABLE_IN_1_0
char     *pgg_line_to_string        (const PggLine  *self);
PGG_AVAILABLE_IN_1_0
GVariant *pgg_line_to_variant       (const PggLine  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggLine, pgg_line_unref)

G_END_DECLS
