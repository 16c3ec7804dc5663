/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_RECORD_BUILDER (pgg_record_builder_get_type ())

PGG_AVAILABLE_IN_1_0
GType             pgg_record_builder_get_type     (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggRecordBuilder *pgg_record_builder_new          (void);
PGG_AVAILABLE_IN_1_0
PggRecordBuilder *pgg_record_builder_ref          (PggRecordBuilder  *self);
PGG_AVAILABLE_IN_1_0
void              pgg_record_builder_unref        (PggRecordBuilder  *self);

PGG_AVAILABLE_IN_1_0
gboolean          pgg_record_builder_append_value (PggRecordBuilder  *self,
                                                   const char        *name,
                                                   guint32            type,
                                                   const GValue      *value,
                                                   GError           **error);
PGG_AVAILABLE_IN_1_0
PggRecord        *pgg_record_builder_end          (PggRecordBuilder  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggRecordBuilder, pgg_record_builder_unref)

G_END_DECLS
