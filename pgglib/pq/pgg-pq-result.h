/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>
#include <pgglib/pq/pgg-pq-attributes.h>
#include <pgglib/pq/pgg-pq-enums.h>

G_BEGIN_DECLS

#define PGG_TYPE_PQ_RESULT (pgg_pq_result_get_type ())

PGG_AVAILABLE_IN_1_0
GType            pgg_pq_result_get_type              (void);
PGG_AVAILABLE_IN_1_0
PggPqResult     *pgg_pq_result_ref                   (PggPqResult             *self);
PGG_AVAILABLE_IN_1_0
void             pgg_pq_result_unref                 (PggPqResult             *self);
PGG_AVAILABLE_IN_1_0
void             pgg_pq_result_clear                 (PggPqResult             *self);
PGG_AVAILABLE_IN_1_0
gboolean         pgg_pq_result_is_cleared            (PggPqResult             *self);
PGG_AVAILABLE_IN_1_0
gpointer         pgg_pq_result_get_pgresult          (PggPqResult             *self);

PGG_AVAILABLE_IN_1_0
PggPqExecStatus  pgg_pq_result_status                (PggPqResult             *self);
PGG_AVAILABLE_IN_1_0
const char      *pgg_pq_res_status                   (PggPqExecStatus          status);
PGG_AVAILABLE_IN_1_0
const char      *pgg_pq_result_error_message         (PggPqResult             *self,
                                                      gsize                   *length,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
char            *pgg_pq_result_verbose_error_message (PggPqResult             *self,
                                                      PggPqVerbosity           verbosity,
                                                      PggPqContextVisibility   visibility,
                                                      gsize                   *length,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
const char      *pgg_pq_result_error_field           (PggPqResult             *self,
                                                      PggPqDiagnosticField     field,
                                                      gsize                   *length,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
const char      *pgg_pq_result_cmd_status            (PggPqResult             *self,
                                                      gsize                   *length,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
const char      *pgg_pq_result_cmd_tuples            (PggPqResult             *self,
                                                      gsize                   *length,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
guint32          pgg_pq_result_oid_value             (PggPqResult             *self,
                                                      GError                 **error);

PGG_AVAILABLE_IN_1_0
int              pgg_pq_result_ntuples               (PggPqResult             *self,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
int              pgg_pq_result_nfields               (PggPqResult             *self,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
const char      *pgg_pq_result_fname                 (PggPqResult             *self,
                                                      int                      column,
                                                      gsize                   *length,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
int              pgg_pq_result_fnumber               (PggPqResult             *self,
                                                      const char              *name,
                                                      gssize                   name_length,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
guint32          pgg_pq_result_ftable                (PggPqResult             *self,
                                                      int                      column,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
int              pgg_pq_result_ftablecol             (PggPqResult             *self,
                                                      int                      column,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
PggPqFormat      pgg_pq_result_fformat               (PggPqResult             *self,
                                                      int                      column,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
guint32          pgg_pq_result_ftype                 (PggPqResult             *self,
                                                      int                      column,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
int              pgg_pq_result_fmod                  (PggPqResult             *self,
                                                      int                      column,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
int              pgg_pq_result_fsize                 (PggPqResult             *self,
                                                      int                      column,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
gboolean         pgg_pq_result_binary_tuples         (PggPqResult             *self,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
const char      *pgg_pq_result_get_value             (PggPqResult             *self,
                                                      int                      row,
                                                      int                      column,
                                                      gsize                   *length,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
int              pgg_pq_result_get_length            (PggPqResult             *self,
                                                      int                      row,
                                                      int                      column,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
gboolean         pgg_pq_result_get_is_null           (PggPqResult             *self,
                                                      int                      row,
                                                      int                      column,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
int              pgg_pq_result_nparams               (PggPqResult             *self,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
guint32          pgg_pq_result_param_type            (PggPqResult             *self,
                                                      int                      param,
                                                      GError                 **error);

PGG_AVAILABLE_IN_1_0
PggPqResult     *pgg_pq_result_copy_result           (PggPqResult             *self,
                                                      PggPqCopyResultFlags     flags,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
gboolean         pgg_pq_result_set_attributes        (PggPqResult             *self,
                                                      PggPqAttributes         *attributes,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
gboolean         pgg_pq_result_set_value             (PggPqResult             *self,
                                                      int                      row,
                                                      int                      column,
                                                      const char              *value,
                                                      gssize                   length,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
gboolean         pgg_pq_result_set_null              (PggPqResult             *self,
                                                      int                      row,
                                                      int                      column,
                                                      GError                 **error);
PGG_AVAILABLE_IN_1_0
gsize            pgg_pq_result_memory_size           (PggPqResult             *self,
                                                      GError                 **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggPqResult, pgg_pq_result_unref)

G_END_DECLS
