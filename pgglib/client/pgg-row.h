/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/client/pgg-object-flags.h>

G_BEGIN_DECLS

#define PGG_TYPE_ROW (pgg_row_get_type ())

PGG_AVAILABLE_IN_1_0
GType         pgg_row_get_type          (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggRow       *pgg_row_ref               (PggRow      *self);
PGG_AVAILABLE_IN_1_0
void          pgg_row_unref             (PggRow      *self);

PGG_AVAILABLE_IN_1_0
PggResult    *pgg_row_get_result        (PggRow      *self);
PGG_AVAILABLE_IN_1_0
guint         pgg_row_get_index         (PggRow      *self);
PGG_AVAILABLE_IN_1_0
guint         pgg_row_get_n_columns     (PggRow      *self);
PGG_AVAILABLE_IN_1_0
int           pgg_row_find_column       (PggRow      *self,
                                         const char  *name);
PGG_AVAILABLE_IN_1_0
gboolean      pgg_row_is_null           (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
gboolean      pgg_row_get_boolean       (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
int           pgg_row_get_int           (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
gint64        pgg_row_get_int64         (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
double        pgg_row_get_double        (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
const char   *pgg_row_get_text          (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
char         *pgg_row_dup_text          (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
GBytes       *pgg_row_get_bytes         (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
PggNumeric   *pgg_row_get_numeric       (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
PggArray     *pgg_row_get_array         (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
PggRange     *pgg_row_get_range         (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
PggMultirange *pgg_row_get_multirange   (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
PggRecord    *pgg_row_get_record        (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
GVariant     *pgg_row_get_variant       (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
GVariant     *pgg_row_to_variant        (PggRow      *self,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
GHashTable   *pgg_row_get_hash_table    (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
PggDate      *pgg_row_get_date          (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
PggTime      *pgg_row_get_time          (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
PggTimestamp *pgg_row_get_timestamp     (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
PggInterval  *pgg_row_get_interval      (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
GDateTime    *pgg_row_get_date_time     (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
const GValue *pgg_row_get_value         (PggRow      *self,
                                         guint        column,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
PggInet      *pgg_row_get_inet          (PggRow      *self,
                                         guint        column,
                                         GError     **error);

/* Geometric figures. */
PGG_AVAILABLE_IN_1_0
PggPoint *pgg_row_get_point (PggRow  *self,
                             guint    column,
                             GError **error);
PGG_AVAILABLE_IN_1_0
PggLine *pgg_row_get_line (PggRow  *self,
                           guint    column,
                           GError **error);
PGG_AVAILABLE_IN_1_0
PggLineSegment *pgg_row_get_line_segment (PggRow  *self,
                                          guint    column,
                                          GError **error);
PGG_AVAILABLE_IN_1_0
PggBox *pgg_row_get_box (PggRow  *self,
                         guint    column,
                         GError **error);
PGG_AVAILABLE_IN_1_0
PggPath *pgg_row_get_path (PggRow  *self,
                           guint    column,
                           GError **error);
PGG_AVAILABLE_IN_1_0
PggPolygon *pgg_row_get_polygon (PggRow  *self,
                                 guint    column,
                                 GError **error);
PGG_AVAILABLE_IN_1_0
PggCircle *pgg_row_get_circle (PggRow  *self,
                               guint    column,
                               GError **error);

PGG_AVAILABLE_IN_1_0
const GValue *pgg_row_get_value_by_name (PggRow      *self,
                                         const char  *name,
                                         GError     **error);
PGG_AVAILABLE_IN_1_0
const char   *pgg_row_get_text_by_name  (PggRow      *self,
                                         const char  *name,
                                         GError     **error);

PGG_AVAILABLE_IN_1_0
GObject      *pgg_row_to_object         (PggRow          *self,
                                         GType            type,
                                         PggObjectFlags   flags,
                                         GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggRow, pgg_row_unref)

G_END_DECLS
