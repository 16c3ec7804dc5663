/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_MULTIRANGE (pgg_multirange_get_type ())

PGG_AVAILABLE_IN_1_0
GType          pgg_multirange_get_type         (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggMultirange *pgg_multirange_new              (guint32            subtype,
                                                PggRange * const  *ranges,
                                                gsize              n_ranges);
PGG_AVAILABLE_IN_1_0
PggMultirange *pgg_multirange_new_from_string  (guint32            subtype,
                                                const char        *text,
                                                GError           **error);
PGG_AVAILABLE_IN_1_0
PggMultirange *pgg_multirange_new_from_variant (guint32    subtype,
                                                GVariant  *variant,
                                                GError   **error);
PGG_AVAILABLE_IN_1_0
PggMultirange *pgg_multirange_ref              (PggMultirange     *self);
PGG_AVAILABLE_IN_1_0
void           pgg_multirange_unref            (PggMultirange     *self);

PGG_AVAILABLE_IN_1_0
guint32        pgg_multirange_get_subtype      (PggMultirange     *self);
PGG_AVAILABLE_IN_1_0
guint          pgg_multirange_get_n_ranges     (PggMultirange     *self);
PGG_AVAILABLE_IN_1_0
PggRange      *pgg_multirange_get_range        (PggMultirange     *self,
                                                guint              index,
                                                GError           **error);

PGG_AVAILABLE_IN_1_0
char          *pgg_multirange_to_string        (PggMultirange     *self);
PGG_AVAILABLE_IN_1_0
GVariant      *pgg_multirange_to_variant       (PggMultirange *self);
PGG_AVAILABLE_IN_1_0
gboolean       pgg_multirange_equal            (gconstpointer      first,
                                                gconstpointer      second);
PGG_AVAILABLE_IN_1_0
int            pgg_multirange_compare          (gconstpointer      first,
                                                gconstpointer      second);
PGG_AVAILABLE_IN_1_0
guint          pgg_multirange_hash             (gconstpointer      multirange);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggMultirange, pgg_multirange_unref)

G_END_DECLS
