/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(PGG_INSIDE) && !defined(PGG_COMPILATION)
#error "Only <pgglib/pgglib.h> can be included directly."
#endif

#include <pgglib/pgg-types.h>

G_BEGIN_DECLS

/**
 * PggCodecFormats:
 * @PGG_CODEC_FORMATS_NONE: no format
 * @PGG_CODEC_FORMATS_TEXT: text, in UTF-8
 * @PGG_CODEC_FORMATS_BINARY: what the function of the server for binary output sends
 *
 * The formats that a [struct@TypeCodec] reads or writes. A function of a codec is called with one
 * of them.
 *
 * Since: 1.0
 */
typedef enum
{
  PGG_CODEC_FORMATS_NONE = 0,
  PGG_CODEC_FORMATS_TEXT = 1 << 0,
  PGG_CODEC_FORMATS_BINARY = 1 << 1,
} PggCodecFormats;

/**
 * PggTypeDecodeFunc:
 * @bytes: what the server sent for a value that is not NULL; text is in UTF-8 and has a NUL behind
 *   its end
 * @format: the format of @bytes
 * @type: the type of the value; that which a domain is made of instead of the domain
 * @value: where to put the value; it is of the codec's type of values already
 * @user_data: what the codec was made with
 * @error: return location for an error
 *
 * Reads a value.
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
typedef gboolean (*PggTypeDecodeFunc) (GBytes           *bytes,
                                       PggCodecFormats   format,
                                       PggTypeInfo      *type,
                                       GValue           *value,
                                       gpointer          user_data,
                                       GError          **error);

/**
 * PggTypeEncodeFunc:
 * @value: a value of the codec's type of values, which is not NULL
 * @format: the format to write
 * @user_data: what the codec was made with
 * @error: return location for an error
 *
 * Writes a value.
 *
 * Returns: (transfer full): the bytes, or %NULL on error
 * Since: 1.0
 */
typedef GBytes *(*PggTypeEncodeFunc) (const GValue     *value,
                                      PggCodecFormats   format,
                                      gpointer          user_data,
                                      GError          **error);

#define PGG_TYPE_TYPE_CODEC (pgg_type_codec_get_type ())

PGG_AVAILABLE_IN_1_0
GType            pgg_type_codec_get_type           (void) G_GNUC_CONST;

PGG_AVAILABLE_IN_1_0
PggTypeCodec    *pgg_type_codec_new                (const char         *schema,
                                                    const char         *name,
                                                    GType               value_type,
                                                    PggCodecFormats     decode_formats,
                                                    PggTypeDecodeFunc   decode,
                                                    PggCodecFormats     encode_formats,
                                                    PggTypeEncodeFunc   encode,
                                                    gpointer            user_data,
                                                    GDestroyNotify      destroy,
                                                    GError            **error);
PGG_AVAILABLE_IN_1_0
PggTypeCodec    *pgg_type_codec_new_full           (const char         *schema,
                                                    const char         *name,
                                                    GType               value_type,
                                                    PggCodecFormats     decode_formats,
                                                    PggTypeDecodeFunc   decode,
                                                    gpointer            decode_data,
                                                    GDestroyNotify      decode_destroy,
                                                    PggCodecFormats     encode_formats,
                                                    PggTypeEncodeFunc   encode,
                                                    gpointer            encode_data,
                                                    GDestroyNotify      encode_destroy,
                                                    GError            **error);
PGG_AVAILABLE_IN_1_0
PggTypeCodec    *pgg_type_codec_new_with_closures  (const char         *schema,
                                                    const char         *name,
                                                    GType               value_type,
                                                    PggCodecFormats     decode_formats,
                                                    GClosure           *decode,
                                                    PggCodecFormats     encode_formats,
                                                    GClosure           *encode,
                                                    GError            **error);
PGG_AVAILABLE_IN_1_0
PggTypeCodec    *pgg_type_codec_ref                (PggTypeCodec       *self);
PGG_AVAILABLE_IN_1_0
void             pgg_type_codec_unref              (PggTypeCodec       *self);

PGG_AVAILABLE_IN_1_0
const char      *pgg_type_codec_get_schema         (PggTypeCodec       *self);
PGG_AVAILABLE_IN_1_0
const char      *pgg_type_codec_get_name           (PggTypeCodec       *self);
PGG_AVAILABLE_IN_1_0
GType            pgg_type_codec_get_value_type     (PggTypeCodec       *self);
PGG_AVAILABLE_IN_1_0
PggCodecFormats  pgg_type_codec_get_decode_formats (PggTypeCodec       *self);
PGG_AVAILABLE_IN_1_0
PggCodecFormats  pgg_type_codec_get_encode_formats (PggTypeCodec       *self);

PGG_AVAILABLE_IN_1_0
void             pgg_type_codec_fail               (const char         *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PggTypeCodec, pgg_type_codec_unref)

G_END_DECLS
