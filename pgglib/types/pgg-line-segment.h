/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_LINE_SEGMENT (pgg_line_segment_get_type ())

PGG_AVAILABLE_IN_1_0
GType           pgg_line_segment_get_type         (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggLineSegment *pgg_line_segment_new              (double                 x1,
                                                   double                 y1,
                                                   double                 x2,
                                                   double                 y2);
PGG_AVAILABLE_IN_1_0
PggLineSegment *pgg_line_segment_new_from_string  (const char            *text,
                                                   GError               **error);
PGG_AVAILABLE_IN_1_0
PggLineSegment *pgg_line_segment_new_from_variant (GVariant              *variant,
                                                   GError               **error);

PGG_AVAILABLE_IN_1_0
PggLineSegment *pgg_line_segment_ref              (PggLineSegment        *self);
PGG_AVAILABLE_IN_1_0
void            pgg_line_segment_unref            (PggLineSegment        *self);

PGG_AVAILABLE_IN_1_0
PggPoint       *pgg_line_segment_get_start        (const PggLineSegment  *self);
PGG_AVAILABLE_IN_1_0
PggPoint       *pgg_line_segment_get_end          (const PggLineSegment  *self);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_line_segment_equal            (gconstpointer          a,
                                                   gconstpointer          b);
PGG_AVAILABLE_IN_1_0
guint           pgg_line_segment_hash             (gconstpointer          value);
PGG_AVAILABLE_IN_1_0
char           *pgg_line_segment_to_string        (const PggLineSegment  *self);
PGG_AVAILABLE_IN_1_0
GVariant       *pgg_line_segment_to_variant       (const PggLineSegment  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggLineSegment, pgg_line_segment_unref)

G_END_DECLS
