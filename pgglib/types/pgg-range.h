/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_RANGE (pgg_range_get_type ())

PGG_AVAILABLE_IN_1_0
GType         pgg_range_get_type           (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggRange     *pgg_range_new                (guint32         subtype,
                                            const GValue   *lower,
                                            const GValue   *upper,
                                            gboolean        lower_inclusive,
                                            gboolean        upper_inclusive,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
PggRange     *pgg_range_new_empty          (guint32         subtype);
PGG_AVAILABLE_IN_1_0
PggRange     *pgg_range_new_from_string    (guint32         subtype,
                                            const char     *text,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
PggRange     *pgg_range_new_from_variant   (guint32    subtype,
                                            GVariant  *variant,
                                            GError   **error);
PGG_AVAILABLE_IN_1_0
PggRange     *pgg_range_ref                (PggRange       *self);
PGG_AVAILABLE_IN_1_0
void          pgg_range_unref              (PggRange       *self);

PGG_AVAILABLE_IN_1_0
guint32       pgg_range_get_subtype        (PggRange       *self);
PGG_AVAILABLE_IN_1_0
gboolean      pgg_range_is_empty           (PggRange       *self);
PGG_AVAILABLE_IN_1_0
const GValue *pgg_range_get_lower          (PggRange       *self);
PGG_AVAILABLE_IN_1_0
const GValue *pgg_range_get_upper          (PggRange       *self);
PGG_AVAILABLE_IN_1_0
gboolean      pgg_range_is_lower_inclusive (PggRange       *self);
PGG_AVAILABLE_IN_1_0
gboolean      pgg_range_is_upper_inclusive (PggRange       *self);

PGG_AVAILABLE_IN_1_0
char         *pgg_range_to_string          (PggRange       *self);
PGG_AVAILABLE_IN_1_0
GVariant     *pgg_range_to_variant         (PggRange *self);
PGG_AVAILABLE_IN_1_0
gboolean      pgg_range_equal              (gconstpointer   first,
                                            gconstpointer   second);
PGG_AVAILABLE_IN_1_0
int           pgg_range_compare            (gconstpointer   first,
                                            gconstpointer   second);
PGG_AVAILABLE_IN_1_0
guint         pgg_range_hash               (gconstpointer   range);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggRange, pgg_range_unref)

G_END_DECLS
