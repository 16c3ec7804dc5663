/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-codec-private.h"

G_BEGIN_DECLS

/* Values that a codec of the application reads and writes in the place of the library's. */

/* Whether values of the type may come in binary format because there is such a codec. */
gboolean  pgg_custom_has_binary (const PggCodecSet  *codecs,
                                 const PggTypeInfo  *type);

/* What the functions of adapters do if theirs is custom. */
PggDecode pgg_custom_read_value (const PggAdapter   *self,
                                 PggBuffer           buffer,
                                 GValue             *value);
PggDecode pgg_custom_write_text (const PggAdapter   *self,
                                 PggBuffer           buffer,
                                 GString            *text);
gboolean  pgg_custom_writes     (const PggAdapter   *self,
                                 const GValue       *value);
PggDecode pgg_custom_encode     (const PggAdapter   *self,
                                 const GValue       *value,
                                 GByteArray         *bytes);

G_END_DECLS
