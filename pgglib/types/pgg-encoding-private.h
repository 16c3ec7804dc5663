/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Encodings are libpq's numbers (PQclientEncoding). */

/* TRUE if text in this encoding needs no conversion: it is UTF-8, or bytes of unknown encoding. */
gboolean    pgg_encoding_is_utf8   (int encoding);

int         pgg_encoding_get_utf8  (void);

const char *pgg_encoding_get_name  (int encoding);

/* Stands for one of two encodings, of which nobody knows: text in it is what can be read in one of
 * them only, or is the same in both. */
int         pgg_encoding_make_pair (int one,
                                    int other);

/* FALSE if @encoding is a single one. */
gboolean    pgg_encoding_get_pair  (int  encoding,
                                    int *one,
                                    int *other);

/* Valid UTF-8, or NULL if the text cannot be converted. */
char       *pgg_encoding_to_utf8   (int         encoding,
                                    const char *text,
                                    gsize       length);

/* To be freed, or NULL if some of the text, which is valid UTF-8, has no place in the encoding. */
char       *pgg_encoding_from_utf8 (int         encoding,
                                    const char *text,
                                    gsize       length,
                                    gsize      *size);

G_END_DECLS
