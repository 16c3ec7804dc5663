/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-codec-private.h"

G_BEGIN_DECLS

/* One per family and format, of the types that are made of others. */
extern const PggCodec pgg_codec_array_text;
extern const PggCodec pgg_codec_array_binary;
extern const PggCodec pgg_codec_hstore_text;
extern const PggCodec pgg_codec_hstore_binary;
extern const PggCodec pgg_codec_multirange_text;
extern const PggCodec pgg_codec_multirange_binary;
extern const PggCodec pgg_codec_range_text;
extern const PggCodec pgg_codec_range_binary;
extern const PggCodec pgg_codec_record_text;
extern const PggCodec pgg_codec_record_binary;

/* The text of a hash table, as the server writes that of an hstore; NULL if it has what is not
 * valid UTF-8. */
char *pgg_hstore_to_string (GHashTable *table);

G_END_DECLS
