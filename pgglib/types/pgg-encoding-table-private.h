/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is to be known of an encoding beside iconv (). The bytes of a character are one number. */
typedef struct _PggEncodingTable PggEncodingTable;

const PggEncodingTable *pgg_encoding_table_lookup        (const char             *name);

gunichar                pgg_encoding_table_get_character (const PggEncodingTable *self,
                                                          guint32                 bytes);

guint32                 pgg_encoding_table_get_bytes     (const PggEncodingTable *self,
                                                          gunichar                character);

G_END_DECLS
