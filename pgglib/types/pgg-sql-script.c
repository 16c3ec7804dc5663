/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Splits a script into its statements, where psql would (src/fe_utils/psqlscan.l). */

#include "config.h"

#include "pgg-sql.h"

#include "pgg-client-error.h"
#include "pgg-sql-lexer-private.h"
#include "pgg-sql-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* CREATE OR REPLACE FUNCTION is as far as one has to look. */
#define N_FIRST_WORDS 4

typedef struct
{
  PggSqlLexer  lexer;
  GPtrArray   *statements;
  gboolean     is_data;               /* what follows is data of the last statement */

  /* Of the statement that the lexer is in. */
  const char  *first;                 /* its first token that is not white space; or NULL */
  const char  *end;                   /* of its last one */
  gboolean     has_content;           /* more than comments */
  gboolean     is_copy;
  gboolean     is_from;               /* the last token is FROM */
  gboolean     takes_data;            /* COPY FROM STDIN */
  GArray      *escapes;               /* the backslashes in it that psql leaves out */
  guint        n_parentheses;         /* that are open */
  guint        n_blocks;              /* BEGIN and CASE without their END */
  guint        n_words;
  char         words[N_FIRST_WORDS];  /* initials of the first ones, if they matter */
} Splitter;

static void
forget_words (Splitter *self)
{
  self->n_words = 0;
  memset (self->words, 0, sizeof (self->words));
}

static void
begin_statement (Splitter *self)
{
  self->first = NULL;
  self->has_content = FALSE;
  self->is_copy = FALSE;
  self->is_from = FALSE;
  self->takes_data = FALSE;
  g_array_set_size (self->escapes, 0);
  forget_words (self);
}

static char *
make_statement (const Splitter *self)
{
  GString *statement = g_string_sized_new ((gsize) (self->end - self->first) + 1);
  const char *start = self->first;

  for (guint i = 0; i < self->escapes->len; i++)
    {
      const char *escape = g_array_index (self->escapes, const char *, i);

      g_string_append_len (statement, start, escape - start);
      start = escape + 1;
    }
  g_string_append_len (statement, start, self->end - start);

  return g_string_free (statement, FALSE);
}

static void
end_statement (Splitter *self)
{
  if (self->has_content)
    g_ptr_array_add (self->statements, make_statement (self));

  self->is_data = self->takes_data;
  begin_statement (self);
}

static gboolean
is_one_of (const PggSqlToken *token,
           const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (pgg_sql_token_is (token, words[i]))
      return TRUE;

  return FALSE;
}

/* CREATE [OR REPLACE] {FUNCTION | PROCEDURE}: only there BEGIN ATOMIC holds statements. */
static gboolean
defines_routine (const Splitter *self)
{
  const char *words = self->words;

  if (words[0] != 'c')
    return FALSE;
  if (words[1] == 'o' && words[2] == 'r')
    words += 2;

  return words[1] == 'f' || words[1] == 'p';
}

/* STDOUT is the same to the server, see the copy_file_name of src/backend/parser/gram.y. */
static void
take_copy (Splitter          *self,
           const PggSqlToken *token)
{
  static const char *const streams[] = { "stdin", "stdout", NULL };
  gboolean is_word = token->type == PGG_SQL_TOKEN_WORD && self->n_parentheses == 0;

  if (is_word && !self->has_content)
    self->is_copy = pgg_sql_token_is (token, "copy");
  if (is_word && self->is_copy && self->is_from && is_one_of (token, streams))
    self->takes_data = TRUE;
  if (token->type != PGG_SQL_TOKEN_COMMENT)
    self->is_from = is_word && pgg_sql_token_is (token, "from");
}

/* In parentheses, words say nothing: they can be names of arguments. */
static void
take_word (Splitter          *self,
           const PggSqlToken *token)
{
  static const char *const first_words[] = {
    "create", "function", "procedure", "or", "replace", NULL,
  };

  if (self->n_parentheses > 0)
    return;

  if (self->n_words < N_FIRST_WORDS && is_one_of (token, first_words))
    self->words[self->n_words] = g_ascii_tolower (*token->text);
  self->n_words++;
  if (!defines_routine (self))
    return;

  if (pgg_sql_token_is (token, "begin"))
    self->n_blocks++;
  else if (pgg_sql_token_is (token, "case") && self->n_blocks > 0)
    self->n_blocks++;
  else if (pgg_sql_token_is (token, "end") && self->n_blocks > 0)
    self->n_blocks--;
}

/* FALSE if that ends the statement. */
static gboolean
take_symbol (Splitter          *self,
             const PggSqlToken *token)
{
  if (*token->text == '(')
    self->n_parentheses++;
  else if (*token->text == ')' && self->n_parentheses > 0)
    self->n_parentheses--;

  return *token->text != ';' || self->n_parentheses > 0 || self->n_blocks > 0;
}

static gboolean
refuse (Splitter           *self,
        const PggSqlToken  *token,
        GError            **error)
{
  g_autofree char *place = pgg_sql_lexer_describe (&self->lexer,
                                                   (gsize) (token->text - self->lexer.text));

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
               _("%s: commands of psql, and the data of COPY FROM STDIN, are no SQL"), place);
  return FALSE;
}

/* "\;" and "\:" are the semicolon and the colon in what psql sends, and end nothing. */
static gboolean
take_escape (Splitter          *self,
             const PggSqlToken *backslash)
{
  const char *text = backslash->text;

  if (self->lexer.position == self->lexer.length || (text[1] != ';' && text[1] != ':'))
    return FALSE;

  self->lexer.position++;
  if (self->first == NULL)
    self->first = text;
  self->end = text + 2;
  self->has_content = TRUE;
  g_array_append_val (self->escapes, text);
  if (text[1] == ';')
    forget_words (self);

  return TRUE;
}

static void
take_token (Splitter          *self,
            const PggSqlToken *token)
{
  if (token->type == PGG_SQL_TOKEN_SYMBOL && !take_symbol (self, token))
    {
      end_statement (self);
      return;
    }
  if (token->type == PGG_SQL_TOKEN_WORD)
    take_word (self, token);
  take_copy (self, token);

  if (self->first == NULL)
    self->first = token->text;
  self->end = token->text + token->length;
  self->has_content = self->has_content || token->type != PGG_SQL_TOKEN_COMMENT;
}

static gboolean
split (Splitter  *self,
       GError   **error)
{
  PggSqlToken token;

  do
    {
      if (!pgg_sql_lexer_next (&self->lexer, &token, error))
        return FALSE;
      if (token.type == PGG_SQL_TOKEN_SPACE || token.type == PGG_SQL_TOKEN_END)
        continue;

      if (self->is_data)
        return refuse (self, &token, error);
      if (*token.text != '\\' || token.type != PGG_SQL_TOKEN_SYMBOL)
        take_token (self, &token);
      else if (!take_escape (self, &token))
        return refuse (self, &token, error);
    }
  while (token.type != PGG_SQL_TOKEN_END);

  end_statement (self);
  return TRUE;
}

/**
 * pgg_sql_split_script:
 * @script: SQL with any number of statements
 * @error: return location for an error
 *
 * Splits a script into its statements.
 *
 * Statements end where `psql` ends them: at semicolons outside of strings, names in quotes,
 * comments, parentheses, and bodies between `BEGIN ATOMIC` and `END` in functions and procedures.
 * The semicolons are left out, comments stay, and what has nothing but comments is no statement.
 * As in `psql`, `\;` is a semicolon that ends nothing: several statements are sent together.
 * Strings are read as with the setting `standard_conforming_strings` at its default, on;
 * [method@Connection.split_script] knows how it is set.
 *
 * Nothing says that the statements are right; the server does when they are executed. Commands of
 * `psql` itself, such as `\connect`, and data behind `COPY … FROM STDIN` are refused.
 *
 * Possible errors: %PGG_CLIENT_ERROR_INVALID_ARGUMENT if a string, a name or a comment does not
 * end, or if @script is not UTF-8; %PGG_CLIENT_ERROR_NOT_SUPPORTED at a command of `psql`.
 *
 * Returns: (transfer full) (array zero-terminated=1): the statements
 *
 * Since: 1.0
 */
char **
pgg_sql_split_script (const char  *script,
                      GError     **error)
{
  g_return_val_if_fail (script != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return pgg_sql_split (script, TRUE, error);
}

char **
pgg_sql_split (const char  *script,
               gboolean     standard_strings,
               GError     **error)
{
  g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GArray) escapes = g_array_new (FALSE, FALSE, sizeof (const char *));
  Splitter splitter = { .statements = statements, .escapes = escapes };

  if (!g_utf8_validate (script, -1, NULL))
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                           _("The script is not valid UTF-8"));
      return NULL;
    }

  if (g_str_has_prefix (script, BYTE_ORDER_MARK))
    script += strlen (BYTE_ORDER_MARK);
  splitter.lexer = pgg_sql_lexer_init (script, strlen (script), standard_strings);
  if (!split (&splitter, error))
    return NULL;

  g_ptr_array_add (statements, NULL);
  return (char **) g_ptr_array_steal (statements, NULL);
}

static gboolean
is_content (const PggSqlToken *token)
{
  return token->type != PGG_SQL_TOKEN_SPACE && token->type != PGG_SQL_TOKEN_COMMENT &&
         token->type != PGG_SQL_TOKEN_END;
}

/* Where strings end depends on a setting only if there are backslashes. */
gboolean
pgg_sql_is_single (const char *text)
{
  PggSqlLexer lexer = pgg_sql_lexer_init (text, strlen (text), TRUE);
  gboolean has_ended = FALSE;
  PggSqlToken token;

  if (strchr (text, '\\') != NULL)
    return FALSE;

  do
    {
      gboolean is_end;

      if (!pgg_sql_lexer_next (&lexer, &token, NULL))
        return FALSE;
      is_end = token.type == PGG_SQL_TOKEN_SYMBOL && *token.text == ';';
      if (has_ended && !is_end && is_content (&token))
        return FALSE;
      has_ended = has_ended || is_end;
    }
  while (token.type != PGG_SQL_TOKEN_END);

  return TRUE;
}
