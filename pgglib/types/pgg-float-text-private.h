/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <locale.h>

G_BEGIN_DECLS

/* Text as the server writes and reads it, without blanks around it; FALSE if it is no number, or
 * none in the range of the type. The number is the closest one. */
gboolean pgg_float_parse   (const char *text,
                            gsize       length,
                            float      *value);
gboolean pgg_double_parse  (const char *text,
                            gsize       length,
                            double     *value);

/* The same for what the server shows, where the largest number may be rounded up. */
gboolean pgg_float_parse_shown  (const char *text,
                                 gsize       length,
                                 float      *value);
gboolean pgg_double_parse_shown (const char *text,
                                 gsize       length,
                                 double     *value);

/* The closest number to mantissa × 10^exponent; FALSE if that would take long. */
gboolean pgg_double_scale  (guint64     mantissa,
                            gint64      exponent,
                            double     *value);
gboolean pgg_float_scale   (guint64     mantissa,
                            gint64      exponent,
                            float      *value);

/* The closest number to that of a text, which may be infinite; digits and an exponent only. */
double   pgg_double_round  (const char *text);

/* Appends the text that the server sends with extra_float_digits at 1 or more. */
void     pgg_float_append  (float       value,
                            GString    *text);
void     pgg_double_append (double      value,
                            GString    *text);

/* The locale that texts are made and read in. */
locale_t pgg_c_locale      (void);

G_END_DECLS
