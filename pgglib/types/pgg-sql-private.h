/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pgg-sql.h"

G_BEGIN_DECLS

typedef enum
{
  PGG_SQL_PIECE_TEXT,        /* of the application, whatever it is */
  PGG_SQL_PIECE_TOKEN,       /* made here: a name, a value, a named placeholder */
  PGG_SQL_PIECE_PLACEHOLDER, /* that gets its number when the text is made; has no text */
} PggSqlPieceType;

/* Before it is given out, SQL grows. It is flat: what it is composed of has no depth. */
PggSql   *pgg_sql_new_empty  (void);
void      pgg_sql_append     (PggSql           *self,
                              PggSqlPieceType   type,
                              const char       *text);
void      pgg_sql_append_all (PggSql           *self,
                              PggSql           *other);

/* The statements of a script, whose strings are as the setting standard_conforming_strings says. */
char    **pgg_sql_split      (const char       *script,
                              gboolean          standard_strings,
                              GError          **error);

/* Whether that is one statement for sure; one with a semicolon or a backslash in it may be. */
gboolean  pgg_sql_is_single  (const char       *text);

gboolean  pgg_sql_check_utf8 (const char       *text,
                              GError          **error);

G_END_DECLS
