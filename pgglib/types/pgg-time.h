/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_TIME (pgg_time_get_type ())

PGG_AVAILABLE_IN_1_0
GType     pgg_time_get_type         (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggTime  *pgg_time_new              (int             hour,
                                     int             minute,
                                     int             second,
                                     int             microsecond,
                                     GError        **error);
PGG_AVAILABLE_IN_1_0
PggTime  *pgg_time_new_with_offset  (int             hour,
                                     int             minute,
                                     int             second,
                                     int             microsecond,
                                     int             offset,
                                     GError        **error);
PGG_AVAILABLE_IN_1_0
PggTime  *pgg_time_new_from_usec    (gint64          usec,
                                     GError        **error);
PGG_AVAILABLE_IN_1_0
PggTime  *pgg_time_new_from_string  (const char     *text,
                                     GError        **error);
PGG_AVAILABLE_IN_1_0
PggTime  *pgg_time_new_from_variant (GVariant       *variant,
                                     GError        **error);

PGG_AVAILABLE_IN_1_0
PggTime  *pgg_time_ref              (PggTime        *self);
PGG_AVAILABLE_IN_1_0
void      pgg_time_unref            (PggTime        *self);

PGG_AVAILABLE_IN_1_0
gint64    pgg_time_get_usec         (const PggTime  *self);
PGG_AVAILABLE_IN_1_0
int       pgg_time_get_hour         (const PggTime  *self);
PGG_AVAILABLE_IN_1_0
int       pgg_time_get_minute       (const PggTime  *self);
PGG_AVAILABLE_IN_1_0
int       pgg_time_get_second       (const PggTime  *self);
PGG_AVAILABLE_IN_1_0
int       pgg_time_get_microsecond  (const PggTime  *self);
PGG_AVAILABLE_IN_1_0
gboolean  pgg_time_has_offset       (const PggTime  *self);
PGG_AVAILABLE_IN_1_0
int       pgg_time_get_offset       (const PggTime  *self);

PGG_AVAILABLE_IN_1_0
char     *pgg_time_to_string        (const PggTime  *self);
PGG_AVAILABLE_IN_1_0
GVariant *pgg_time_to_variant       (const PggTime  *self);

PGG_AVAILABLE_IN_1_0
gboolean  pgg_time_equal            (gconstpointer   a,
                                     gconstpointer   b);
PGG_AVAILABLE_IN_1_0
guint     pgg_time_hash             (gconstpointer   time);
PGG_AVAILABLE_IN_1_0
int       pgg_time_compare          (gconstpointer   a,
                                     gconstpointer   b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggTime, pgg_time_unref)

G_END_DECLS
