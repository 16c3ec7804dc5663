/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_ARRAY (pgg_array_get_type ())

PGG_AVAILABLE_IN_1_0
GType         pgg_array_get_type             (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggArray     *pgg_array_new_from_values      (guint32             element_type,
                                              const GValue       *values,
                                              gsize               n_values,
                                              GError            **error);
PGG_AVAILABLE_IN_1_0
PggArray     *pgg_array_new_from_booleans    (const gboolean     *values,
                                              gsize               n_values);
PGG_AVAILABLE_IN_1_0
PggArray     *pgg_array_new_from_ints        (const int          *values,
                                              gsize               n_values);
PGG_AVAILABLE_IN_1_0
PggArray     *pgg_array_new_from_int64s      (const gint64       *values,
                                              gsize               n_values);
PGG_AVAILABLE_IN_1_0
PggArray     *pgg_array_new_from_doubles     (const double       *values,
                                              gsize               n_values);
PGG_AVAILABLE_IN_1_0
PggArray     *pgg_array_new_from_strings     (const char * const *values,
                                              gsize               n_values,
                                              GError            **error);
PGG_AVAILABLE_IN_1_0
PggArray     *pgg_array_new_from_string      (guint32             element_type,
                                              const char         *text,
                                              GError            **error);
PGG_AVAILABLE_IN_1_0
PggArray     *pgg_array_new_from_variant     (guint32    element_type,
                                              GVariant  *variant,
                                              GError   **error);
PGG_AVAILABLE_IN_1_0
PggArray     *pgg_array_ref                  (PggArray           *self);
PGG_AVAILABLE_IN_1_0
void          pgg_array_unref                (PggArray           *self);

PGG_AVAILABLE_IN_1_0
guint32       pgg_array_get_element_type     (PggArray           *self);
PGG_AVAILABLE_IN_1_0
guint32       pgg_array_get_element_base_type (PggArray          *self);
PGG_AVAILABLE_IN_1_0
GType         pgg_array_get_element_gtype    (PggArray           *self);
PGG_AVAILABLE_IN_1_0
guint         pgg_array_get_n_dimensions     (PggArray           *self);
PGG_AVAILABLE_IN_1_0
gsize         pgg_array_get_length           (PggArray           *self);
PGG_AVAILABLE_IN_1_0
guint         pgg_array_get_dimension_length (PggArray           *self,
                                              guint               dimension,
                                              GError            **error);
PGG_AVAILABLE_IN_1_0
int           pgg_array_get_lower_bound      (PggArray           *self,
                                              guint               dimension,
                                              GError            **error);

PGG_AVAILABLE_IN_1_0
gboolean      pgg_array_is_null              (PggArray           *self,
                                              gsize               index,
                                              GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean      pgg_array_has_nulls            (PggArray           *self);
PGG_AVAILABLE_IN_1_0
const GValue *pgg_array_get_element          (PggArray           *self,
                                              gsize               index,
                                              GError            **error);
PGG_AVAILABLE_IN_1_0
const GValue *pgg_array_get_element_at       (PggArray           *self,
                                              const int          *subscripts,
                                              gsize               n_subscripts,
                                              GError            **error);
PGG_AVAILABLE_IN_1_0
const GValue *pgg_array_peek_values          (PggArray           *self,
                                              gsize              *n_values);
PGG_AVAILABLE_IN_1_0
gboolean     *pgg_array_get_booleans         (PggArray           *self,
                                              gsize              *n_values,
                                              GError            **error);
PGG_AVAILABLE_IN_1_0
gint64       *pgg_array_get_int64s           (PggArray           *self,
                                              gsize              *n_values,
                                              GError            **error);
PGG_AVAILABLE_IN_1_0
double       *pgg_array_get_doubles          (PggArray           *self,
                                              gsize              *n_values,
                                              GError            **error);
PGG_AVAILABLE_IN_1_0
const char  **pgg_array_get_strings          (PggArray           *self,
                                              gsize              *n_values,
                                              GError            **error);
PGG_AVAILABLE_IN_1_0
guint8       *pgg_array_get_nulls            (PggArray           *self,
                                              gsize              *n_values);

PGG_AVAILABLE_IN_1_0
char         *pgg_array_to_string            (PggArray           *self);
PGG_AVAILABLE_IN_1_0
GVariant     *pgg_array_to_variant           (PggArray *self);
PGG_AVAILABLE_IN_1_0
gboolean      pgg_array_equal                (gconstpointer       first,
                                              gconstpointer       second);
PGG_AVAILABLE_IN_1_0
int           pgg_array_compare              (gconstpointer       first,
                                              gconstpointer       second);
PGG_AVAILABLE_IN_1_0
guint         pgg_array_hash                 (gconstpointer       array);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggArray, pgg_array_unref)

G_END_DECLS
