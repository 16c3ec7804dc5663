/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tells the tokens of SQL text apart, as the server does (src/backend/parser/scan.l). */

#include "config.h"

#include "pgg-sql-lexer-private.h"

#include "pgg-client-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define END_OF_TEXT (-1)

/* How a quote inside of quotes is written. */
typedef enum
{
  QUOTING_DOUBLED, /* twice */
  QUOTING_ESCAPES, /* twice, or behind a backslash */
  QUOTING_NONE,    /* not at all */
} Quoting;

PggSqlLexer
pgg_sql_lexer_init (const char *text,
                    gsize       length,
                    gboolean    standard_strings)
{
  return (PggSqlLexer) {
    .text = text,
    .length = length,
    .standard_strings = standard_strings,
  };
}

/* Where in the text something is, for people: from 1, in characters. */
char *
pgg_sql_lexer_describe (const PggSqlLexer *self,
                        gsize              position)
{
  guint line = 1;
  guint character = 1;

  for (gsize i = 0; i < position; i++)
    {
      if (self->text[i] == '\n')
        {
          line++;
          character = 1;
        }
      else if (((guchar) self->text[i] & 0xC0) != 0x80)
        character++;
    }

  return g_strdup_printf (_("Line %u, character %u"), line, character);
}

static gboolean
is_name_start (int character)
{
  return character == '_' || character >= 0x80 ||
         (character >= 0 && g_ascii_isalpha ((char) character));
}

/* Names in SQL may also have a dollar sign, those of parameters not: $1 could not follow. */
gboolean
pgg_sql_is_name_part (int character)
{
  return is_name_start (character) || (character >= '0' && character <= '9');
}

gboolean
pgg_sql_is_operator (int character)
{
  return character > 0 && strchr ("~!@#^&|`?+-*/%<>=", character) != NULL;
}

gboolean
pgg_sql_is_name (const char *text)
{
  if (!is_name_start ((guchar) *text))
    return FALSE;

  while (pgg_sql_is_name_part ((guchar) *text))
    text++;

  return *text == '\0';
}

gboolean
pgg_sql_token_is (const PggSqlToken *self,
                  const char        *text)
{
  return strlen (text) == self->length && g_ascii_strncasecmp (self->text, text, self->length) == 0;
}

static int
peek (const PggSqlLexer *self,
      gsize              offset)
{
  if (offset >= self->length - self->position)
    return END_OF_TEXT;

  return (guchar) self->text[self->position + offset];
}

static int
take (PggSqlLexer *self)
{
  int character = peek (self, 0);

  if (character != END_OF_TEXT)
    self->position++;

  return character;
}

static gboolean
is_next (const PggSqlLexer *self,
         const char        *text)
{
  gsize length = strlen (text);

  return self->length - self->position >= length &&
         memcmp (self->text + self->position, text, length) == 0;
}

static gboolean
is_space (int character)
{
  return character > 0 && strchr (" \t\n\r\f\v", character) != NULL;
}

static gboolean
is_digit (int character)
{
  return character >= '0' && character <= '9';
}

static void
skip_name (PggSqlLexer *self)
{
  while (pgg_sql_is_name_part (peek (self, 0)))
    self->position++;
}

static void
skip_digits (PggSqlLexer *self)
{
  while (is_digit (peek (self, 0)))
    self->position++;
}

static void
skip_line (PggSqlLexer *self)
{
  for (int next = peek (self, 0); next != END_OF_TEXT && next != '\n' && next != '\r';
       next = peek (self, 0))
    self->position++;
}

/* To behind the quote at the end, from behind the one at the beginning. */
static gboolean
skip_quoted (PggSqlLexer *self,
             char         quote,
             Quoting      quoting)
{
  for (int character = take (self); character != END_OF_TEXT; character = take (self))
    {
      if (character == '\\' && quoting == QUOTING_ESCAPES)
        take (self);
      else if (character == quote && quoting != QUOTING_NONE && peek (self, 0) == quote)
        take (self);
      else if (character == quote)
        return TRUE;
    }

  return FALSE;
}

/* White space and line comments with a newline among them, then a quote, continue a string. */
static gboolean
skip_to_continuation (PggSqlLexer *self)
{
  gsize end = self->position;
  gboolean newline = FALSE;

  while (is_space (peek (self, 0)) || is_next (self, "--"))
    {
      if (is_next (self, "--"))
        skip_line (self);
      else
        {
          int space = take (self);

          newline = newline || space == '\n' || space == '\r';
        }
    }

  if (newline && take (self) == '\'')
    return TRUE;

  self->position = end;
  return FALSE;
}

static gboolean
skip_string (PggSqlLexer *self,
             Quoting      quoting)
{
  do
    {
      if (!skip_quoted (self, '\'', quoting))
        return FALSE;
    }
  while (skip_to_continuation (self));

  return TRUE;
}

/* Comments nest. */
static gboolean
skip_block_comment (PggSqlLexer *self)
{
  guint depth = 0;

  do
    {
      gboolean opens = is_next (self, "/*");
      gboolean closes = is_next (self, "*/");

      if (peek (self, 0) == END_OF_TEXT)
        return FALSE;
      depth += opens;
      depth -= closes;
      self->position += opens || closes ? 2 : 1;
    }
  while (depth > 0);

  return TRUE;
}

/* The length of the delimiter that begins here, such as $$ or $tag$; or 0. */
static gsize
measure_delimiter (const PggSqlLexer *self)
{
  gsize length = 1;

  if (is_name_start (peek (self, 1)))
    while (pgg_sql_is_name_part (peek (self, length)))
      length++;

  return peek (self, length) == '$' ? length + 1 : 0;
}

static gboolean
skip_dollar_quoted (PggSqlLexer *self,
                    gsize        delimiter_length)
{
  const char *delimiter = self->text + self->position;
  const char *end;

  self->position += delimiter_length;
  end = memmem (self->text + self->position, self->length - self->position, delimiter,
                delimiter_length);
  if (end == NULL)
    return FALSE;

  self->position = (gsize) (end - self->text) + delimiter_length;
  return TRUE;
}

/* What follows the digits of 0x1F or 1_000 comes as a word; nobody here minds. */
static void
skip_number (PggSqlLexer *self)
{
  gsize sign;

  skip_digits (self);
  if (peek (self, 0) == '.' && peek (self, 1) != '.')
    {
      take (self);
      skip_digits (self);
    }
  if (peek (self, 0) != 'e' && peek (self, 0) != 'E')
    return;

  sign = peek (self, 1) == '+' || peek (self, 1) == '-' ? 1 : 0;
  if (!is_digit (peek (self, 1 + sign)))
    return;
  self->position += 1 + sign;
  skip_digits (self);
}

/* Comments end an operator. */
static void
skip_operator (PggSqlLexer *self)
{
  while (pgg_sql_is_operator (peek (self, 0)) && !is_next (self, "--") && !is_next (self, "/*"))
    self->position++;
}

static gboolean
fail (const PggSqlLexer  *self,
      gsize               position,
      const char         *what,
      GError            **error)
{
  g_autofree char *place = pgg_sql_lexer_describe (self, position);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT, "%s: %s", place, what);
  return FALSE;
}

/* To behind the string whose first quote is so far away. */
static gboolean
finish_string (PggSqlLexer  *self,
               PggSqlToken  *token,
               gsize         prefix_length,
               Quoting       quoting,
               GError      **error)
{
  gsize start = self->position;

  token->type = PGG_SQL_TOKEN_STRING;
  self->position += prefix_length + 1;
  if (!skip_string (self, quoting))
    return fail (self, start, _("the string that begins here has no end"), error);

  return TRUE;
}

static gboolean
finish_identifier (PggSqlLexer  *self,
                   PggSqlToken  *token,
                   gsize         prefix_length,
                   GError      **error)
{
  gsize start = self->position;

  token->type = PGG_SQL_TOKEN_IDENTIFIER;
  self->position += prefix_length + 1;
  if (!skip_quoted (self, '"', QUOTING_DOUBLED))
    return fail (self, start, _("the name in quotes that begins here has no end"), error);

  return TRUE;
}

static gboolean
finish_comment (PggSqlLexer  *self,
                PggSqlToken  *token,
                GError      **error)
{
  gsize start = self->position;

  token->type = PGG_SQL_TOKEN_COMMENT;
  if (peek (self, 0) == '-')
    skip_line (self);
  else if (!skip_block_comment (self))
    return fail (self, start, _("the comment that begins here has no end"), error);

  return TRUE;
}

/* Of strings without a letter before them, and of those of the national character set, N'text'. */
static Quoting
plain_quoting (const PggSqlLexer *self)
{
  return self->standard_strings ? QUOTING_DOUBLED : QUOTING_ESCAPES;
}

/* A letter before a quote says what kind of string it is; of a longer word it does not. */
static gboolean
finish_word (PggSqlLexer  *self,
             PggSqlToken  *token,
             GError      **error)
{
  int letter = g_ascii_tolower ((char) peek (self, 0));
  int quote = peek (self, 1);

  if (letter == 'u' && quote == '&' && peek (self, 2) == '"')
    return finish_identifier (self, token, 2, error);
  if (letter == 'u' && quote == '&' && peek (self, 2) == '\'')
    return finish_string (self, token, 2, QUOTING_DOUBLED, error);
  if (letter == 'e' && quote == '\'')
    return finish_string (self, token, 1, QUOTING_ESCAPES, error);
  if ((letter == 'b' || letter == 'x') && quote == '\'')
    return finish_string (self, token, 1, QUOTING_NONE, error);
  if (letter == 'n' && quote == '\'')
    return finish_string (self, token, 1, plain_quoting (self), error);

  token->type = PGG_SQL_TOKEN_WORD;
  while (pgg_sql_is_name_part (peek (self, 0)) || peek (self, 0) == '$')
    self->position++;
  return TRUE;
}

static gboolean
finish_dollar (PggSqlLexer  *self,
               PggSqlToken  *token,
               GError      **error)
{
  gsize start = self->position;
  gsize delimiter_length = measure_delimiter (self);

  if (delimiter_length > 0)
    {
      token->type = PGG_SQL_TOKEN_STRING;
      if (!skip_dollar_quoted (self, delimiter_length))
        return fail (self, start, _("the string in dollar quotes that begins here has no end"),
                     error);
      return TRUE;
    }

  take (self);
  token->type = is_digit (peek (self, 0)) ? PGG_SQL_TOKEN_PARAMETER : PGG_SQL_TOKEN_SYMBOL;
  skip_digits (self);
  return TRUE;
}

/*
 * A colon also stands between the bounds of a slice, a[1:n], and between a key of a JSON object and
 * its value. No parameter can follow directly behind an operand, so that there it is no name; which
 * of them is meant by a[:n] is decided for the name.
 */
static void
finish_colon (PggSqlLexer *self,
              PggSqlToken *token)
{
  token->type = PGG_SQL_TOKEN_SYMBOL;
  take (self);
  if (peek (self, 0) == ':' || peek (self, 0) == '=')
    take (self);
  else if (is_name_start (peek (self, 0)) && !self->after_operand)
    {
      token->type = PGG_SQL_TOKEN_NAME;
      skip_name (self);
    }
}

static void
finish_symbol (PggSqlLexer *self,
               PggSqlToken *token)
{
  token->type = PGG_SQL_TOKEN_SYMBOL;
  self->position += is_next (self, "..") ? 2 : 1;
}

static gboolean
finish_token (PggSqlLexer  *self,
              PggSqlToken  *token,
              GError      **error)
{
  int first = peek (self, 0);

  if (first == '\'')
    return finish_string (self, token, 0, plain_quoting (self), error);
  if (first == '"')
    return finish_identifier (self, token, 0, error);
  if (is_next (self, "--") || is_next (self, "/*"))
    return finish_comment (self, token, error);
  if (is_name_start (first))
    return finish_word (self, token, error);
  if (first == '$')
    return finish_dollar (self, token, error);

  if (first == ':')
    finish_colon (self, token);
  else if (is_digit (first) || (first == '.' && is_digit (peek (self, 1))))
    {
      token->type = PGG_SQL_TOKEN_NUMBER;
      skip_number (self);
    }
  else if (pgg_sql_is_operator (first))
    {
      token->type = PGG_SQL_TOKEN_OPERATOR;
      skip_operator (self);
    }
  else
    finish_symbol (self, token);

  return TRUE;
}

static gboolean
is_operand (const PggSqlToken *token)
{
  switch (token->type)
    {
    case PGG_SQL_TOKEN_WORD:
    case PGG_SQL_TOKEN_IDENTIFIER:
    case PGG_SQL_TOKEN_STRING:
    case PGG_SQL_TOKEN_NUMBER:
    case PGG_SQL_TOKEN_PARAMETER:
    case PGG_SQL_TOKEN_NAME:
      return TRUE;
    case PGG_SQL_TOKEN_SYMBOL:
      return *token->text == ')' || *token->text == ']';
    case PGG_SQL_TOKEN_END:
    case PGG_SQL_TOKEN_SPACE:
    case PGG_SQL_TOKEN_COMMENT:
    case PGG_SQL_TOKEN_OPERATOR:
      return FALSE;
    }

  g_return_val_if_reached (FALSE);
}

/* The next token, of type END behind the last one; FALSE where something is not closed. */
gboolean
pgg_sql_lexer_next (PggSqlLexer  *self,
                    PggSqlToken  *token,
                    GError      **error)
{
  gsize start = self->position;

  token->text = self->text + start;
  token->type = PGG_SQL_TOKEN_END;
  if (is_space (peek (self, 0)))
    {
      token->type = PGG_SQL_TOKEN_SPACE;
      while (is_space (peek (self, 0)))
        self->position++;
    }
  else if (start < self->length && !finish_token (self, token, error))
    return FALSE;

  token->length = self->position - start;
  self->after_operand = is_operand (token);
  return TRUE;
}
