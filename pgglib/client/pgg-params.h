/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>
#include <pgglib/types/pgg-type-codec.h>

G_BEGIN_DECLS

#define PGG_TYPE_PARAMS (pgg_params_get_type ())

PGG_AVAILABLE_IN_1_0
GType       pgg_params_get_type             (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggParams  *pgg_params_new                  (void);
PGG_AVAILABLE_IN_1_0
PggParams  *pgg_params_ref                  (PggParams          *self);
PGG_AVAILABLE_IN_1_0
void        pgg_params_unref                (PggParams          *self);

PGG_AVAILABLE_IN_1_0
PggParams  *pgg_params_copy                 (PggParams          *self);
PGG_AVAILABLE_IN_1_0
guint       pgg_params_get_n_params         (PggParams          *self);
PGG_AVAILABLE_IN_1_0
void        pgg_params_reset                (PggParams          *self);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_null          (PggParams          *self,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_boolean       (PggParams          *self,
                                             gboolean            value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_int           (PggParams          *self,
                                             int                 value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_int64         (PggParams          *self,
                                             gint64              value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_double        (PggParams          *self,
                                             double              value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_text          (PggParams          *self,
                                             const char         *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_typed_text    (PggParams          *self,
                                             const char         *value,
                                             guint32             type,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_typed_bytes   (PggParams          *self,
                                             GBytes             *value,
                                             PggCodecFormats     format,
                                             const char         *type,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_bytes         (PggParams          *self,
                                             GBytes             *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_byte_array    (PggParams          *self,
                                             const guint8       *value,
                                             gsize               length,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_value         (PggParams          *self,
                                             const GValue       *value,
                                             GError            **error);

PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_boolean_array (PggParams          *self,
                                             const gboolean     *values,
                                             gsize               n_values,
                                             const guint8       *nulls,
                                             gsize               n_nulls,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_int_array     (PggParams          *self,
                                             const int          *values,
                                             gsize               n_values,
                                             const guint8       *nulls,
                                             gsize               n_nulls,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_int64_array   (PggParams          *self,
                                             const gint64       *values,
                                             gsize               n_values,
                                             const guint8       *nulls,
                                             gsize               n_nulls,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_double_array  (PggParams          *self,
                                             const double       *values,
                                             gsize               n_values,
                                             const guint8       *nulls,
                                             gsize               n_nulls,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_text_array    (PggParams          *self,
                                             const char *const  *values,
                                             gsize               n_values,
                                             const guint8       *nulls,
                                             gsize               n_nulls,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_bytes_array   (PggParams          *self,
                                             GBytes *const      *values,
                                             gsize               n_values,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_packed_array  (PggParams          *self,
                                             guint32             type,
                                             const guint8       *data,
                                             gsize               length,
                                             const guint8       *nulls,
                                             gsize               n_nulls,
                                             GError            **error);

PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_set_name             (PggParams          *self,
                                             const char         *name,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_take_name            (PggParams          *self,
                                             const char         *name,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
const char *pgg_params_get_name             (PggParams          *self,
                                             guint               index,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
int         pgg_params_find_name            (PggParams          *self,
                                             const char         *name);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_set_named_value      (PggParams          *self,
                                             const char         *name,
                                             const GValue       *value,
                                             GError            **error);

PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_numeric       (PggParams          *self,
                                             PggNumeric         *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_date          (PggParams          *self,
                                             PggDate            *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_time          (PggParams          *self,
                                             PggTime            *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_timestamp     (PggParams          *self,
                                             PggTimestamp       *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_interval      (PggParams          *self,
                                             PggInterval        *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_point         (PggParams          *self,
                                             PggPoint           *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_line          (PggParams          *self,
                                             PggLine            *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_line_segment  (PggParams          *self,
                                             PggLineSegment     *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_box           (PggParams          *self,
                                             PggBox             *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_path          (PggParams          *self,
                                             PggPath            *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_polygon       (PggParams          *self,
                                             PggPolygon         *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_circle        (PggParams          *self,
                                             PggCircle          *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_date_time     (PggParams          *self,
                                             GDateTime          *value,
                                             GError            **error);

PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_inet          (PggParams          *self,
                                             PggInet            *value,
                                             GError            **error);

PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_array         (PggParams          *self,
                                             PggArray           *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_range         (PggParams          *self,
                                             PggRange           *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_multirange    (PggParams          *self,
                                             PggMultirange      *value,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_record        (PggParams          *self,
                                             PggRecord          *value,
                                             GError            **error);


PGG_AVAILABLE_IN_1_0
PggParams  *pgg_params_new_from_variant     (GVariant           *values,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
PggParams  *pgg_params_new_from_values      (const GValue       *values,
                                             gsize               n_values,
                                             GError            **error);
PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_append_variant       (PggParams          *self,
                                             GVariant           *value,
                                             GError            **error);

PGG_AVAILABLE_IN_1_0
gboolean    pgg_params_set_object           (PggParams          *self,
                                             GObject            *object,
                                             const char *const  *properties,
                                             GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggParams, pgg_params_unref)

G_END_DECLS
