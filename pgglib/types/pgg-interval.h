/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_INTERVAL (pgg_interval_get_type ())

PGG_AVAILABLE_IN_1_0
GType        pgg_interval_get_type           (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggInterval *pgg_interval_new                (int                 months,
                                              int                 days,
                                              gint64              usec);
PGG_AVAILABLE_IN_1_0
PggInterval *pgg_interval_new_infinity       (gboolean            is_positive);
PGG_AVAILABLE_IN_1_0
PggInterval *pgg_interval_new_from_time_span (GTimeSpan           time_span);
PGG_AVAILABLE_IN_1_0
PggInterval *pgg_interval_new_from_string    (const char         *text,
                                              GError            **error);
PGG_AVAILABLE_IN_1_0
PggInterval *pgg_interval_new_from_variant   (GVariant           *variant,
                                              GError            **error);

PGG_AVAILABLE_IN_1_0
PggInterval *pgg_interval_ref                (PggInterval        *self);
PGG_AVAILABLE_IN_1_0
void         pgg_interval_unref              (PggInterval        *self);

PGG_AVAILABLE_IN_1_0
gboolean     pgg_interval_is_infinite        (const PggInterval  *self);
PGG_AVAILABLE_IN_1_0
int          pgg_interval_get_months         (const PggInterval  *self);
PGG_AVAILABLE_IN_1_0
int          pgg_interval_get_days           (const PggInterval  *self);
PGG_AVAILABLE_IN_1_0
gint64       pgg_interval_get_usec           (const PggInterval  *self);

PGG_AVAILABLE_IN_1_0
GTimeSpan    pgg_interval_to_time_span       (const PggInterval  *self,
                                              GError            **error);
PGG_AVAILABLE_IN_1_0
char        *pgg_interval_to_string          (const PggInterval  *self);
PGG_AVAILABLE_IN_1_0
GVariant    *pgg_interval_to_variant         (const PggInterval  *self);

PGG_AVAILABLE_IN_1_0
gboolean     pgg_interval_equal              (gconstpointer       a,
                                              gconstpointer       b);
PGG_AVAILABLE_IN_1_0
guint        pgg_interval_hash               (gconstpointer       interval);
PGG_AVAILABLE_IN_1_0
int          pgg_interval_compare            (gconstpointer       a,
                                              gconstpointer       b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggInterval, pgg_interval_unref)

G_END_DECLS
