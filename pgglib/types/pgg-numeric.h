/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_NUMERIC (pgg_numeric_get_type ())

PGG_AVAILABLE_IN_1_0
GType       pgg_numeric_get_type         (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggNumeric *pgg_numeric_new_from_int64   (gint64             value);
PGG_AVAILABLE_IN_1_0
PggNumeric *pgg_numeric_new_from_uint64  (guint64            value);
PGG_AVAILABLE_IN_1_0
PggNumeric *pgg_numeric_new_from_double  (double             value);
PGG_AVAILABLE_IN_1_0
PggNumeric *pgg_numeric_new_from_variant (GVariant          *variant,
                                          GError           **error);
PGG_AVAILABLE_IN_1_0
PggNumeric *pgg_numeric_new_from_string  (const char        *text,
                                          GError           **error);

PGG_AVAILABLE_IN_1_0
PggNumeric *pgg_numeric_ref              (PggNumeric        *self);
PGG_AVAILABLE_IN_1_0
void        pgg_numeric_unref            (PggNumeric        *self);

PGG_AVAILABLE_IN_1_0
gboolean    pgg_numeric_is_nan           (const PggNumeric  *self);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_numeric_is_infinite      (const PggNumeric  *self);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_numeric_is_integer       (const PggNumeric  *self);
PGG_AVAILABLE_IN_1_0
int         pgg_numeric_get_sign         (const PggNumeric  *self);
PGG_AVAILABLE_IN_1_0
guint       pgg_numeric_get_scale        (const PggNumeric  *self);

PGG_AVAILABLE_IN_1_0
gint64      pgg_numeric_to_int64         (const PggNumeric  *self,
                                          GError           **error);
PGG_AVAILABLE_IN_1_0
guint64     pgg_numeric_to_uint64        (const PggNumeric  *self,
                                          GError           **error);
PGG_AVAILABLE_IN_1_0
double      pgg_numeric_to_double        (const PggNumeric  *self);
PGG_AVAILABLE_IN_1_0
char       *pgg_numeric_to_string        (const PggNumeric  *self);
PGG_AVAILABLE_IN_1_0
GVariant   *pgg_numeric_to_variant       (const PggNumeric  *self);

PGG_AVAILABLE_IN_1_0
gboolean    pgg_numeric_equal            (gconstpointer      a,
                                          gconstpointer      b);
PGG_AVAILABLE_IN_1_0
guint       pgg_numeric_hash             (gconstpointer      numeric);
PGG_AVAILABLE_IN_1_0
int         pgg_numeric_compare          (gconstpointer      a,
                                          gconstpointer      b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggNumeric, pgg_numeric_unref)

G_END_DECLS
