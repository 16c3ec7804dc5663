/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Append what stands for a name or a value in SQL, whatever standard_conforming_strings is. */
void pgg_sql_literal_append_name   (const char   *name,
                                    GString      *sql);
void pgg_sql_literal_append_text   (const char   *value,
                                    GString      *sql);
void pgg_sql_literal_append_bytes  (const guint8 *value,
                                    gsize         length,
                                    GString      *sql);
void pgg_sql_literal_append_double (double        value,
                                    GString      *sql);

/* Of a type of this library, not NULL; FALSE and nothing appended if it is none of those. */
gboolean pgg_sql_literal_append_boxed (const GValue *value,
                                       GString      *sql);

G_END_DECLS
