/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_DATE (pgg_date_get_type ())

PGG_AVAILABLE_IN_1_0
GType         pgg_date_get_type         (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggDate      *pgg_date_new              (int             year,
                                         int             month,
                                         int             day,
                                         GError        **error);
PGG_AVAILABLE_IN_1_0
PggDate      *pgg_date_new_infinity     (gboolean        is_positive);
PGG_AVAILABLE_IN_1_0
PggDate      *pgg_date_new_from_days    (int             days,
                                         GError        **error);
PGG_AVAILABLE_IN_1_0
PggDate      *pgg_date_new_from_gdate   (const GDate    *date,
                                         GError        **error);
PGG_AVAILABLE_IN_1_0
PggDate      *pgg_date_new_from_string  (const char     *text,
                                         GError        **error);
PGG_AVAILABLE_IN_1_0
PggDate      *pgg_date_new_from_variant (GVariant       *variant,
                                         GError        **error);

PGG_AVAILABLE_IN_1_0
PggDate      *pgg_date_ref              (PggDate        *self);
PGG_AVAILABLE_IN_1_0
void          pgg_date_unref            (PggDate        *self);

PGG_AVAILABLE_IN_1_0
gboolean      pgg_date_is_infinite      (const PggDate  *self);
PGG_AVAILABLE_IN_1_0
int           pgg_date_get_days         (const PggDate  *self);
PGG_AVAILABLE_IN_1_0
int           pgg_date_get_year         (const PggDate  *self);
PGG_AVAILABLE_IN_1_0
int           pgg_date_get_month        (const PggDate  *self);
PGG_AVAILABLE_IN_1_0
int           pgg_date_get_day          (const PggDate  *self);
PGG_AVAILABLE_IN_1_0
GDateWeekday  pgg_date_get_weekday      (const PggDate  *self);
PGG_AVAILABLE_IN_1_0
PggDate      *pgg_date_add_days         (const PggDate  *self,
                                         int             days,
                                         GError        **error);

PGG_AVAILABLE_IN_1_0
GDate        *pgg_date_to_gdate         (const PggDate  *self,
                                         GError        **error);
PGG_AVAILABLE_IN_1_0
char         *pgg_date_to_string        (const PggDate  *self);
PGG_AVAILABLE_IN_1_0
GVariant     *pgg_date_to_variant       (const PggDate  *self);

PGG_AVAILABLE_IN_1_0
gboolean      pgg_date_equal            (gconstpointer   a,
                                         gconstpointer   b);
PGG_AVAILABLE_IN_1_0
guint         pgg_date_hash             (gconstpointer   date);
PGG_AVAILABLE_IN_1_0
int           pgg_date_compare          (gconstpointer   a,
                                         gconstpointer   b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggDate, pgg_date_unref)

G_END_DECLS
