/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/client/pgg-connection.h>
#include <pgglib/client/pgg-row.h>

G_BEGIN_DECLS

/**
 * PggScrollMode:
 * @PGG_SCROLL_MODE_RELATIVE: from the present position
 * @PGG_SCROLL_MODE_ABSOLUTE: from the first row
 *
 * From where a cursor is moved.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_SCROLL_MODE_RELATIVE,
  PGG_SCROLL_MODE_ABSOLUTE,
} PggScrollMode;

#define PGG_TYPE_CURSOR (pgg_cursor_get_type ())

PGG_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (PggCursor, pgg_cursor, PGG, CURSOR, GObject)

PGG_AVAILABLE_IN_1_0
PggCursor      *pgg_connection_create_cursor      (PggConnection        *self);
PGG_AVAILABLE_IN_1_0
PggConnection  *pgg_cursor_get_connection         (PggCursor            *self);
PGG_AVAILABLE_IN_1_0
PggResult      *pgg_cursor_get_result             (PggCursor            *self);
PGG_AVAILABLE_IN_1_0
gint64          pgg_cursor_get_row_count          (PggCursor            *self);
PGG_AVAILABLE_IN_1_0
gint64          pgg_cursor_get_row_number         (PggCursor            *self);
PGG_AVAILABLE_IN_1_0
const char     *pgg_cursor_get_status_message     (PggCursor            *self);
PGG_AVAILABLE_IN_1_0
PggColumn     **pgg_cursor_get_description        (PggCursor            *self,
                                                   gsize                *n_columns);
PGG_AVAILABLE_IN_1_0
guint           pgg_cursor_get_array_size         (PggCursor            *self);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_set_array_size         (PggCursor            *self,
                                                   guint                 array_size);
PGG_AVAILABLE_IN_1_0
PggResultFormat pgg_cursor_get_result_format      (PggCursor            *self);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_set_result_format      (PggCursor            *self,
                                                   PggResultFormat       format);
PGG_AVAILABLE_IN_1_0
PggCodecRegistry *
                pgg_cursor_get_codecs             (PggCursor            *self);
PGG_AVAILABLE_IN_1_0
GType           pgg_cursor_get_row_type           (PggCursor            *self);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_set_row_type           (PggCursor            *self,
                                                   GType                 type);
PGG_AVAILABLE_IN_1_0
PggObjectFlags  pgg_cursor_get_row_flags          (PggCursor            *self);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_set_row_flags          (PggCursor            *self,
                                                   PggObjectFlags        flags);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_cursor_get_keep_results       (PggCursor            *self);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_set_keep_results       (PggCursor            *self,
                                                   gboolean              keep_results);
PGG_AVAILABLE_IN_1_0
int             pgg_cursor_get_timeout            (PggCursor            *self);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_set_timeout            (PggCursor            *self,
                                                   int                   timeout);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_cursor_next_set               (PggCursor            *self,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_cursor_scroll                 (PggCursor            *self,
                                                   gint64                value,
                                                   PggScrollMode         mode,
                                                   GError              **error);

PGG_AVAILABLE_IN_1_0
gboolean        pgg_cursor_execute                (PggCursor            *self,
                                                   const char           *sql,
                                                   PggParams            *params,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_execute_async          (PggCursor            *self,
                                                   const char           *sql,
                                                   PggParams            *params,
                                                   int                   io_priority,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_cursor_execute_finish         (PggCursor            *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation   *pgg_cursor_execute_start          (PggCursor            *self,
                                                   const char           *sql,
                                                   PggParams            *params);

PGG_AVAILABLE_IN_1_0
gint64          pgg_cursor_execute_many           (PggCursor            *self,
                                                   const char           *sql,
                                                   PggParams           **params,
                                                   gsize                 n_params,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_execute_many_async     (PggCursor            *self,
                                                   const char           *sql,
                                                   PggParams           **params,
                                                   gsize                 n_params,
                                                   int                   io_priority,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gint64          pgg_cursor_execute_many_finish    (PggCursor            *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation   *pgg_cursor_execute_many_start     (PggCursor            *self,
                                                   const char           *sql,
                                                   PggParams           **params,
                                                   gsize                 n_params);

PGG_AVAILABLE_IN_1_0
gboolean        pgg_cursor_stream                 (PggCursor            *self,
                                                   const char           *sql,
                                                   PggParams            *params,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_stream_async           (PggCursor            *self,
                                                   const char           *sql,
                                                   PggParams            *params,
                                                   int                   io_priority,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_cursor_stream_finish          (PggCursor            *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation   *pgg_cursor_stream_start           (PggCursor            *self,
                                                   const char           *sql,
                                                   PggParams            *params);

PGG_AVAILABLE_IN_1_0
gboolean        pgg_cursor_close                  (PggCursor            *self,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_close_async            (PggCursor            *self,
                                                   int                   io_priority,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
PGG_AVAILABLE_IN_1_0
gboolean        pgg_cursor_close_finish           (PggCursor            *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation   *pgg_cursor_close_start            (PggCursor            *self);

PGG_AVAILABLE_IN_1_0
PggRow         *pgg_cursor_fetch_one              (PggCursor            *self,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_fetch_one_async        (PggCursor            *self,
                                                   int                   io_priority,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
PGG_AVAILABLE_IN_1_0
PggRow         *pgg_cursor_fetch_one_finish       (PggCursor            *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation   *pgg_cursor_fetch_one_start        (PggCursor            *self);

PGG_AVAILABLE_IN_1_0
GPtrArray      *pgg_cursor_fetch_many             (PggCursor            *self,
                                                   guint                 n_rows,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_fetch_many_async       (PggCursor            *self,
                                                   guint                 n_rows,
                                                   int                   io_priority,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
PGG_AVAILABLE_IN_1_0
GPtrArray      *pgg_cursor_fetch_many_finish      (PggCursor            *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation   *pgg_cursor_fetch_many_start       (PggCursor            *self,
                                                   guint                 n_rows);

PGG_AVAILABLE_IN_1_0
gboolean        pgg_cursor_put_back               (PggCursor            *self,
                                                   PggRow *const        *rows,
                                                   gsize                 n_rows,
                                                   GError              **error);

PGG_AVAILABLE_IN_1_0
GPtrArray      *pgg_cursor_fetch_all              (PggCursor            *self,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_fetch_all_async        (PggCursor            *self,
                                                   int                   io_priority,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
PGG_AVAILABLE_IN_1_0
GPtrArray      *pgg_cursor_fetch_all_finish       (PggCursor            *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation   *pgg_cursor_fetch_all_start        (PggCursor            *self);

PGG_AVAILABLE_IN_1_0
GObject        *pgg_cursor_fetch_object           (PggCursor            *self,
                                                   GCancellable         *cancellable,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
void            pgg_cursor_fetch_object_async     (PggCursor            *self,
                                                   int                   io_priority,
                                                   GCancellable         *cancellable,
                                                   GAsyncReadyCallback   callback,
                                                   gpointer              user_data);
PGG_AVAILABLE_IN_1_0
GObject        *pgg_cursor_fetch_object_finish    (PggCursor            *self,
                                                   GAsyncResult         *result,
                                                   GError              **error);
PGG_AVAILABLE_IN_1_0
PggOperation   *pgg_cursor_fetch_object_start     (PggCursor            *self);

G_END_DECLS
