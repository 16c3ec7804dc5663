/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What SQL text consists of. Together the tokens are the whole text. */
typedef enum
{
  PGG_SQL_TOKEN_END,
  PGG_SQL_TOKEN_SPACE,
  PGG_SQL_TOKEN_COMMENT,
  PGG_SQL_TOKEN_WORD,       /* a keyword, or a name without quotes */
  PGG_SQL_TOKEN_IDENTIFIER, /* a name in double quotes */
  PGG_SQL_TOKEN_STRING,     /* in single quotes or dollar quotes, with its continuations */
  PGG_SQL_TOKEN_NUMBER,
  PGG_SQL_TOKEN_PARAMETER,  /* $1 */
  PGG_SQL_TOKEN_NAME,       /* :name */
  PGG_SQL_TOKEN_OPERATOR,
  PGG_SQL_TOKEN_SYMBOL,     /* :: := .. or one other character */
} PggSqlTokenType;

typedef struct
{
  PggSqlTokenType  type;
  const char      *text; /* inside the text of the lexer, not terminated */
  gsize            length;
} PggSqlToken;

/* Goes through SQL text from front to back. */
typedef struct
{
  const char *text;
  gsize       length;
  gsize       position;
  gboolean    standard_strings; /* the setting standard_conforming_strings */
  gboolean    after_operand;    /* the last token can be the left side of a colon */
} PggSqlLexer;

PggSqlLexer pgg_sql_lexer_init     (const char        *text,
                                    gsize              length,
                                    gboolean           standard_strings);
gboolean    pgg_sql_lexer_next     (PggSqlLexer       *self,
                                    PggSqlToken       *token,
                                    GError           **error);
char       *pgg_sql_lexer_describe (const PggSqlLexer *self,
                                    gsize              position);

/* What names in SQL, and of parameters, can consist of behind their first character. */
gboolean    pgg_sql_is_name_part   (int                character);
gboolean    pgg_sql_is_operator    (int                character);
gboolean    pgg_sql_is_name        (const char        *text);

gboolean    pgg_sql_token_is       (const PggSqlToken *self,
                                    const char        *text);

G_END_DECLS
