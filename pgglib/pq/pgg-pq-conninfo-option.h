/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

#define PGG_TYPE_PQ_CONNINFO_OPTION (pgg_pq_conninfo_option_get_type ())

typedef struct _PggPqConninfoOption PggPqConninfoOption;

PGG_AVAILABLE_IN_1_0
GType                pgg_pq_conninfo_option_get_type     (void);
PGG_AVAILABLE_IN_1_0
PggPqConninfoOption *pgg_pq_conninfo_option_ref          (PggPqConninfoOption  *self);
PGG_AVAILABLE_IN_1_0
void                 pgg_pq_conninfo_option_unref        (PggPqConninfoOption  *self);
PGG_AVAILABLE_IN_1_0
const char          *pgg_pq_conninfo_option_get_keyword  (PggPqConninfoOption  *self);
PGG_AVAILABLE_IN_1_0
const char          *pgg_pq_conninfo_option_get_envvar   (PggPqConninfoOption  *self);
PGG_AVAILABLE_IN_1_0
const char          *pgg_pq_conninfo_option_get_compiled (PggPqConninfoOption  *self);
PGG_AVAILABLE_IN_1_0
gboolean             pgg_pq_conninfo_option_has_val      (PggPqConninfoOption  *self);
PGG_AVAILABLE_IN_1_0
const char          *pgg_pq_conninfo_option_get_val      (PggPqConninfoOption  *self,
                                                          gsize                *length);
PGG_AVAILABLE_IN_1_0
const char          *pgg_pq_conninfo_option_get_label    (PggPqConninfoOption  *self);
PGG_AVAILABLE_IN_1_0
const char          *pgg_pq_conninfo_option_get_dispchar (PggPqConninfoOption  *self);
PGG_AVAILABLE_IN_1_0
int                  pgg_pq_conninfo_option_get_dispsize (PggPqConninfoOption  *self);

PGG_AVAILABLE_IN_1_0
GPtrArray           *pgg_pq_conndefaults                 (GError              **error);
PGG_AVAILABLE_IN_1_0
GPtrArray           *pgg_pq_conninfo_parse               (const char           *conninfo,
                                                          gssize                conninfo_length,
                                                          GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggPqConninfoOption, pgg_pq_conninfo_option_unref)

G_END_DECLS
