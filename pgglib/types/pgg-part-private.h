/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-codec-private.h"

G_BEGIN_DECLS

/* The values that are in an array, a range, a record. */

/* Reads one in binary format behind its length, NULL too; the value is zero before and after an
 * error. */
PggDecode   pgg_part_read        (const PggAdapter *self,
                                  PggBuffer        *buffer,
                                  GValue           *value);

/* What values of a type are read as; the context is NULL where there is none. */
GType       pgg_part_get_gtype   (const PggCodecContext *context,
                                  guint32                type);

/* The same type, or what it is made of if it is a domain. */
guint32     pgg_part_get_base_type (const PggCodecContext *context,
                                    guint32              type);

/* Takes a length and as many bytes; *is_null says that there are none. */
gboolean    pgg_part_take        (PggBuffer        *buffer,
                                  PggBuffer        *part,
                                  gboolean         *is_null);

/* Appends its text in UTF-8, whatever the client encoding is. */
PggDecode   pgg_part_write_text  (const PggAdapter *self,
                                  PggBuffer         buffer,
                                  GString          *text);

/* Appends what goes over the wire; the value is not NULL. A value of a type of which nothing is
 * known is written by what it is. */
PggDecode   pgg_part_encode      (const PggAdapter *self,
                                  const GValue     *value,
                                  GByteArray       *bytes);

/* The same with the length before it, NULL too: for binary format. */
PggDecode   pgg_part_append      (const PggAdapter *self,
                                  const GValue     *value,
                                  GByteArray       *bytes);

/* Makes a copy of the type that is read for such values, and sees that it can be written; the copy
 * is zero before and after an error. */
PggDecode   pgg_part_convert     (const PggAdapter *self,
                                  const GValue     *value,
                                  GValue           *converted);

/* The text of a whole value in UTF-8; *made is to be freed. FALSE if it cannot be converted. */
gboolean    pgg_whole_to_utf8    (const PggAdapter *self,
                                  PggBuffer        *buffer,
                                  char            **made);

/* Appends text in UTF-8 in the client encoding. */
PggDecode   pgg_whole_from_utf8  (const PggAdapter *self,
                                  const GString    *made,
                                  GString          *text);

/* An error that says what was wrong with the text or the value of a type, without showing it. */
void        pgg_part_set_error   (PggDecode         decode,
                                  const char       *what,
                                  GError          **error);

G_END_DECLS
