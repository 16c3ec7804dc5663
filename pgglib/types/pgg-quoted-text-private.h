/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-codec-value-private.h"

G_BEGIN_DECLS

/* The texts in the text of records and ranges: with quotes around some of them, and quotes and
 * backslashes doubled within. */

/* What must be in quotes beside texts that are empty or have spaces. */
#define PGG_QUOTED_IN_RECORDS "\"\\(),"
#define PGG_QUOTED_IN_RANGES "\"\\()[],"

/* FALSE if it is too large. */
gboolean pgg_quoted_text_append (GString    *text,
                                 const char *part,
                                 gsize       length,
                                 const char *special);

/* Reads up to one of these characters that is not in quotes, which stays; FALSE if there is none.
 * *is_absent says that there is no text at all, not even an empty one. */
gboolean pgg_quoted_text_read   (PggBuffer  *buffer,
                                 const char *ends,
                                 GString    *part,
                                 gboolean   *is_absent);

gboolean pgg_text_is_space      (guint8      c);
void     pgg_text_skip_spaces   (PggBuffer  *buffer);

G_END_DECLS
