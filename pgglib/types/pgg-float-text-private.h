/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The server's text of a number; FALSE if it is none. */
gboolean pgg_float_parse   (const char *text,
                            gsize       length,
                            float      *value);
gboolean pgg_double_parse  (const char *text,
                            gsize       length,
                            double     *value);

/* Appends the text that the server sends with extra_float_digits at 1 or more. */
void     pgg_float_append  (float       value,
                            GString    *text);
void     pgg_double_append (double      value,
                            GString    *text);

G_END_DECLS
