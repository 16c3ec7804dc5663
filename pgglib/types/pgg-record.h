/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_RECORD (pgg_record_get_type ())

PGG_AVAILABLE_IN_1_0
GType         pgg_record_get_type          (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggRecord    *pgg_record_new_from_variant  (GVariant  *variant,
                                            GError   **error);
PGG_AVAILABLE_IN_1_0
PggRecord    *pgg_record_ref               (PggRecord      *self);
PGG_AVAILABLE_IN_1_0
void          pgg_record_unref             (PggRecord      *self);

PGG_AVAILABLE_IN_1_0
guint32       pgg_record_get_record_type   (PggRecord      *self);
PGG_AVAILABLE_IN_1_0
guint         pgg_record_get_n_fields      (PggRecord      *self);
PGG_AVAILABLE_IN_1_0
const char   *pgg_record_get_field_name    (PggRecord      *self,
                                            guint           field,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
guint32       pgg_record_get_field_base_type (PggRecord    *self,
                                            guint           field,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
GType         pgg_record_get_field_gtype   (PggRecord      *self,
                                            guint           field,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
guint32       pgg_record_get_field_type    (PggRecord      *self,
                                            guint           field,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
int           pgg_record_find_field        (PggRecord      *self,
                                            const char     *name);

PGG_AVAILABLE_IN_1_0
gboolean      pgg_record_is_null           (PggRecord      *self,
                                            guint           field,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
const GValue *pgg_record_get_value         (PggRecord      *self,
                                            guint           field,
                                            GError        **error);
PGG_AVAILABLE_IN_1_0
const GValue *pgg_record_get_value_by_name (PggRecord      *self,
                                            const char     *name,
                                            GError        **error);

PGG_AVAILABLE_IN_1_0
char         *pgg_record_to_string         (PggRecord      *self);
PGG_AVAILABLE_IN_1_0
GVariant     *pgg_record_to_variant        (PggRecord *self);
PGG_AVAILABLE_IN_1_0
gboolean      pgg_record_equal             (gconstpointer   first,
                                            gconstpointer   second);
PGG_AVAILABLE_IN_1_0
int           pgg_record_compare           (gconstpointer   first,
                                            gconstpointer   second);
PGG_AVAILABLE_IN_1_0
guint         pgg_record_hash              (gconstpointer   record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggRecord, pgg_record_unref)

G_END_DECLS
