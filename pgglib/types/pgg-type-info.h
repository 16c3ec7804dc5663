/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggTypeKind:
 * @PGG_TYPE_KIND_BASE: a type that is not made of others
 * @PGG_TYPE_KIND_ARRAY: an array of any number of dimensions
 * @PGG_TYPE_KIND_ENUM: one of several labels
 * @PGG_TYPE_KIND_COMPOSITE: a record of named fields; the row type of a table is one as well
 * @PGG_TYPE_KIND_DOMAIN: another type with constraints
 * @PGG_TYPE_KIND_RANGE: a range of values
 * @PGG_TYPE_KIND_MULTIRANGE: a list of ranges
 * @PGG_TYPE_KIND_PSEUDO: a type that no column of a table can have, such as `record`
 *
 * The kinds of types, see `typtype` of the server's catalog `pg_type`.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_TYPE_KIND_BASE,
  PGG_TYPE_KIND_ARRAY,
  PGG_TYPE_KIND_ENUM,
  PGG_TYPE_KIND_COMPOSITE,
  PGG_TYPE_KIND_DOMAIN,
  PGG_TYPE_KIND_RANGE,
  PGG_TYPE_KIND_MULTIRANGE,
  PGG_TYPE_KIND_PSEUDO,
} PggTypeKind;

#define PGG_TYPE_TYPE_INFO (pgg_type_info_get_type ())

PGG_AVAILABLE_IN_1_0
GType        pgg_type_info_get_type           (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggTypeInfo *pgg_type_info_ref                (PggTypeInfo  *self);
PGG_AVAILABLE_IN_1_0
void         pgg_type_info_unref              (PggTypeInfo  *self);

PGG_AVAILABLE_IN_1_0
guint32      pgg_type_info_get_oid            (PggTypeInfo  *self);
PGG_AVAILABLE_IN_1_0
const char  *pgg_type_info_get_schema         (PggTypeInfo  *self);
PGG_AVAILABLE_IN_1_0
const char  *pgg_type_info_get_name           (PggTypeInfo  *self);
PGG_AVAILABLE_IN_1_0
PggTypeKind  pgg_type_info_get_kind           (PggTypeInfo  *self);
PGG_AVAILABLE_IN_1_0
gunichar     pgg_type_info_get_category       (PggTypeInfo  *self);
PGG_AVAILABLE_IN_1_0
gunichar     pgg_type_info_get_delimiter      (PggTypeInfo  *self);
PGG_AVAILABLE_IN_1_0
guint32      pgg_type_info_get_array_oid      (PggTypeInfo  *self);
PGG_AVAILABLE_IN_1_0
guint32      pgg_type_info_get_element_oid    (PggTypeInfo  *self);
PGG_AVAILABLE_IN_1_0
int          pgg_type_info_get_modifier       (PggTypeInfo  *self);
PGG_AVAILABLE_IN_1_0
const char  *pgg_type_info_get_extension      (PggTypeInfo  *self);
PGG_AVAILABLE_IN_1_0
gboolean     pgg_type_info_is_builtin         (PggTypeInfo  *self);

PGG_AVAILABLE_IN_1_0
const char *const *
             pgg_type_info_get_labels         (PggTypeInfo  *self);
PGG_AVAILABLE_IN_1_0
guint        pgg_type_info_get_n_fields       (PggTypeInfo  *self);
PGG_AVAILABLE_IN_1_0
const char  *pgg_type_info_get_field_name     (PggTypeInfo  *self,
                                               guint         field,
                                               GError      **error);
PGG_AVAILABLE_IN_1_0
guint32      pgg_type_info_get_field_oid      (PggTypeInfo  *self,
                                               guint         field,
                                               GError      **error);
PGG_AVAILABLE_IN_1_0
int          pgg_type_info_get_field_modifier (PggTypeInfo  *self,
                                               guint         field,
                                               GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggTypeInfo, pgg_type_info_unref)

G_END_DECLS
