/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_TIMESTAMP (pgg_timestamp_get_type ())

PGG_AVAILABLE_IN_1_0
GType         pgg_timestamp_get_type           (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggTimestamp *pgg_timestamp_new                (int                  year,
                                                int                  month,
                                                int                  day,
                                                int                  hour,
                                                int                  minute,
                                                int                  second,
                                                int                  microsecond,
                                                GError             **error);
PGG_AVAILABLE_IN_1_0
PggTimestamp *pgg_timestamp_new_utc            (int                  year,
                                                int                  month,
                                                int                  day,
                                                int                  hour,
                                                int                  minute,
                                                int                  second,
                                                int                  microsecond,
                                                GError             **error);
PGG_AVAILABLE_IN_1_0
PggTimestamp *pgg_timestamp_new_infinity       (gboolean             is_positive,
                                                gboolean             has_zone);
PGG_AVAILABLE_IN_1_0
PggTimestamp *pgg_timestamp_new_from_usec      (gint64               usec,
                                                gboolean             has_zone,
                                                GError             **error);
PGG_AVAILABLE_IN_1_0
PggTimestamp *pgg_timestamp_new_from_unix_usec (gint64               unix_usec,
                                                gboolean             has_zone,
                                                GError             **error);
PGG_AVAILABLE_IN_1_0
PggTimestamp *pgg_timestamp_new_from_date_time (GDateTime           *date_time,
                                                gboolean             has_zone);
PGG_AVAILABLE_IN_1_0
PggTimestamp *pgg_timestamp_new_from_string    (const char          *text,
                                                GError             **error);
PGG_AVAILABLE_IN_1_0
PggTimestamp *pgg_timestamp_new_from_variant   (GVariant            *variant,
                                                GError             **error);

PGG_AVAILABLE_IN_1_0
PggTimestamp *pgg_timestamp_ref                (PggTimestamp        *self);
PGG_AVAILABLE_IN_1_0
void          pgg_timestamp_unref              (PggTimestamp        *self);

PGG_AVAILABLE_IN_1_0
gboolean      pgg_timestamp_has_zone           (const PggTimestamp  *self);
PGG_AVAILABLE_IN_1_0
gboolean      pgg_timestamp_is_infinite        (const PggTimestamp  *self);
PGG_AVAILABLE_IN_1_0
gint64        pgg_timestamp_get_usec           (const PggTimestamp  *self);

PGG_AVAILABLE_IN_1_0
gint64        pgg_timestamp_to_unix_usec       (const PggTimestamp  *self,
                                                GError             **error);

PGG_AVAILABLE_IN_1_0
int           pgg_timestamp_get_year           (const PggTimestamp  *self);
PGG_AVAILABLE_IN_1_0
int           pgg_timestamp_get_month          (const PggTimestamp  *self);
PGG_AVAILABLE_IN_1_0
int           pgg_timestamp_get_day            (const PggTimestamp  *self);
PGG_AVAILABLE_IN_1_0
int           pgg_timestamp_get_hour           (const PggTimestamp  *self);
PGG_AVAILABLE_IN_1_0
int           pgg_timestamp_get_minute         (const PggTimestamp  *self);
PGG_AVAILABLE_IN_1_0
int           pgg_timestamp_get_second         (const PggTimestamp  *self);
PGG_AVAILABLE_IN_1_0
int           pgg_timestamp_get_microsecond    (const PggTimestamp  *self);

PGG_AVAILABLE_IN_1_0
PggDate      *pgg_timestamp_to_date            (const PggTimestamp  *self);
PGG_AVAILABLE_IN_1_0
PggTime      *pgg_timestamp_to_time            (const PggTimestamp  *self);
PGG_AVAILABLE_IN_1_0
GDateTime    *pgg_timestamp_to_date_time       (const PggTimestamp  *self,
                                                GError             **error);
PGG_AVAILABLE_IN_1_0
char         *pgg_timestamp_to_string          (const PggTimestamp  *self);
PGG_AVAILABLE_IN_1_0
GVariant     *pgg_timestamp_to_variant         (const PggTimestamp  *self);

PGG_AVAILABLE_IN_1_0
gboolean      pgg_timestamp_equal              (gconstpointer        a,
                                                gconstpointer        b);
PGG_AVAILABLE_IN_1_0
guint         pgg_timestamp_hash               (gconstpointer        timestamp);
PGG_AVAILABLE_IN_1_0
int           pgg_timestamp_compare            (gconstpointer        a,
                                                gconstpointer        b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggTimestamp, pgg_timestamp_unref)

G_END_DECLS
