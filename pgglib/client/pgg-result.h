/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/client/pgg-object-flags.h>

G_BEGIN_DECLS

#define PGG_TYPE_RESULT (pgg_result_get_type ())

PGG_AVAILABLE_IN_1_0
GType         pgg_result_get_type            (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggResult    *pgg_result_ref                 (PggResult   *self);
PGG_AVAILABLE_IN_1_0
void          pgg_result_unref               (PggResult   *self);

PGG_AVAILABLE_IN_1_0
guint         pgg_result_get_n_rows          (PggResult   *self);
PGG_AVAILABLE_IN_1_0
guint         pgg_result_get_n_columns       (PggResult   *self);
PGG_AVAILABLE_IN_1_0
PggColumn   **pgg_result_get_columns         (PggResult   *self,
                                              gsize       *n_columns);
PGG_AVAILABLE_IN_1_0
PggColumn    *pgg_result_get_column          (PggResult   *self,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
int           pgg_result_find_column         (PggResult   *self,
                                              const char  *name);
PGG_AVAILABLE_IN_1_0
const char   *pgg_result_get_command_tag     (PggResult   *self);
PGG_AVAILABLE_IN_1_0
gint64        pgg_result_get_affected_rows   (PggResult   *self);
PGG_AVAILABLE_IN_1_0
PggResult    *pgg_result_get_next            (PggResult   *self);
PGG_AVAILABLE_IN_1_0
PggRow       *pgg_result_get_row             (PggResult   *self,
                                              guint        row,
                                              GError     **error);

PGG_AVAILABLE_IN_1_0
gboolean      pgg_result_is_null             (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
gboolean      pgg_result_get_boolean         (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
int           pgg_result_get_int             (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
gint64        pgg_result_get_int64           (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
double        pgg_result_get_double          (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
const char   *pgg_result_get_text            (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
char         *pgg_result_dup_text            (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
GBytes       *pgg_result_get_bytes           (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
PggNumeric   *pgg_result_get_numeric         (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
PggArray     *pgg_result_get_array           (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
PggRange     *pgg_result_get_range           (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
PggMultirange *pgg_result_get_multirange     (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
PggRecord    *pgg_result_get_record          (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
GVariant     *pgg_result_get_variant         (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
GHashTable   *pgg_result_get_hash_table      (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
PggDate      *pgg_result_get_date            (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
PggTime      *pgg_result_get_time            (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
PggTimestamp *pgg_result_get_timestamp       (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
PggInterval  *pgg_result_get_interval        (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
GDateTime    *pgg_result_get_date_time       (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
const GValue *pgg_result_get_value           (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
PggInet      *pgg_result_get_inet            (PggResult   *self,
                                              guint        row,
                                              guint        column,
                                              GError     **error);

/* Geometric figures. */
PGG_AVAILABLE_IN_1_0
PggPoint *pgg_result_get_point (PggResult  *self,
                                guint       row,
                                guint       column,
                                GError    **error);
PGG_AVAILABLE_IN_1_0
PggLine *pgg_result_get_line (PggResult  *self,
                              guint       row,
                              guint       column,
                              GError    **error);
PGG_AVAILABLE_IN_1_0
PggLineSegment *pgg_result_get_line_segment (PggResult  *self,
                                             guint       row,
                                             guint       column,
                                             GError    **error);
PGG_AVAILABLE_IN_1_0
PggBox *pgg_result_get_box (PggResult  *self,
                            guint       row,
                            guint       column,
                            GError    **error);
PGG_AVAILABLE_IN_1_0
PggPath *pgg_result_get_path (PggResult  *self,
                              guint       row,
                              guint       column,
                              GError    **error);
PGG_AVAILABLE_IN_1_0
PggPolygon *pgg_result_get_polygon (PggResult  *self,
                                    guint       row,
                                    guint       column,
                                    GError    **error);
PGG_AVAILABLE_IN_1_0
PggCircle *pgg_result_get_circle (PggResult  *self,
                                  guint       row,
                                  guint       column,
                                  GError    **error);

PGG_AVAILABLE_IN_1_0
gboolean     *pgg_result_get_column_booleans (PggResult   *self,
                                              guint        column,
                                              guint        first_row,
                                              int          n_rows,
                                              gsize       *n_values,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
gint64       *pgg_result_get_column_int64s   (PggResult   *self,
                                              guint        column,
                                              guint        first_row,
                                              int          n_rows,
                                              gsize       *n_values,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
double       *pgg_result_get_column_doubles  (PggResult   *self,
                                              guint        column,
                                              guint        first_row,
                                              int          n_rows,
                                              gsize       *n_values,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
const char  **pgg_result_get_column_texts    (PggResult   *self,
                                              guint        column,
                                              guint        first_row,
                                              int          n_rows,
                                              gsize       *n_values,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
guint8       *pgg_result_get_column_nulls    (PggResult   *self,
                                              guint        column,
                                              guint        first_row,
                                              int          n_rows,
                                              gsize       *n_values,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
guint8       *pgg_result_get_column_bytes    (PggResult   *self,
                                              guint        column,
                                              guint        first_row,
                                              int          n_rows,
                                              gsize       *n_bytes,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
guint8       *pgg_result_get_column_calendar (PggResult   *self,
                                              guint        column,
                                              guint        first_row,
                                              int          n_rows,
                                              gsize       *n_bytes,
                                              GError     **error);
PGG_AVAILABLE_IN_1_0
const GValue *pgg_result_peek_values         (PggResult   *self,
                                              guint        first_row,
                                              int          n_rows,
                                              gsize       *n_values,
                                              GError     **error);

PGG_AVAILABLE_IN_1_0
GPtrArray    *pgg_result_to_objects          (PggResult       *self,
                                              GType            type,
                                              PggObjectFlags   flags,
                                              GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggResult, pgg_result_unref)

G_END_DECLS
