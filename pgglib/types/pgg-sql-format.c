/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Composes SQL: joins parts, and fills templates with them. */

#include "config.h"

#include "pgg-sql-private.h"

#include "pgg-client-error.h"
#include "pgg-sql-lexer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_NUMBER_LENGTH 9

/* A template, while it is being filled. */
typedef struct
{
  PggSqlLexer        lexer;
  const char *const *names;    /* of the parts, or NULL */
  PggSql           **parts;
  gsize              n_parts;

  PggSql            *sql;
  GString           *text;     /* that is not in sql yet */
  gboolean          *used;     /* of each part */
  gsize              n_plain;  /* places without a number or a name so far */
  gboolean           numbered; /* there are places with a number */
} Template;

static gboolean
check_parts (PggSql **parts,
             gsize    n_parts,
             GError **error)
{
  for (gsize i = 0; i < n_parts; i++)
    if (parts[i] == NULL)
      {
        g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                     _("Part %" G_GSIZE_FORMAT " of the SQL is missing"), i);
        return FALSE;
      }

  return TRUE;
}

/**
 * pgg_sql_join:
 * @separator: SQL that is taken as it is, such as `, ` or ` AND `
 * @parts: (array length=n_parts): the parts
 * @n_parts: how many parts there are
 * @error: return location for an error
 *
 * Joins parts, with a separator between them.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @separator is not UTF-8 or a part is %NULL.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_join (const char  *separator,
              PggSql     **parts,
              gsize        n_parts,
              GError     **error)
{
  PggSql *self;

  g_return_val_if_fail (separator != NULL, NULL);
  g_return_val_if_fail (parts != NULL || n_parts == 0, NULL);

  if (!pgg_sql_check_utf8 (separator, error) || !check_parts (parts, n_parts, error))
    return NULL;

  self = pgg_sql_new_empty ();
  for (gsize i = 0; i < n_parts; i++)
    {
      if (i > 0)
        pgg_sql_append (self, PGG_SQL_PIECE_TEXT, separator);
      pgg_sql_append_all (self, parts[i]);
    }

  return self;
}

static gboolean
fail (Template    *self,
      const char  *where,
      const char  *what,
      GError     **error)
{
  g_autofree char *place = NULL;

  place = pgg_sql_lexer_describe (&self->lexer, (gsize) (where - self->lexer.text));
  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT, "%s: %s", place, what);
  return FALSE;
}

static gboolean
take_part (Template    *self,
           const char  *brace,
           gsize        index,
           GError     **error)
{
  if (index >= self->n_parts)
    return fail (self, brace, _("there is no part for this place"), error);

  if (self->n_plain > 0 && self->numbered)
    return fail (self, brace, _("places with and without a number cannot be mixed"), error);

  pgg_sql_append (self->sql, PGG_SQL_PIECE_TEXT, self->text->str);
  g_string_truncate (self->text, 0);
  pgg_sql_append_all (self->sql, self->parts[index]);
  self->used[index] = TRUE;
  return TRUE;
}

static gsize
find_name (Template   *self,
           const char *name)
{
  gsize index = 0;

  if (self->names == NULL)
    return self->n_parts;

  while (index < self->n_parts && strcmp (self->names[index], name) != 0)
    index++;

  return index;
}

static gboolean
is_number (const char *text)
{
  gsize length = strspn (text, "0123456789");

  return length > 0 && length <= MAX_NUMBER_LENGTH && text[length] == '\0';
}

/* A place, from its opening brace on. */
static gboolean
take_place (Template    *self,
            const char  *brace,
            GError     **error)
{
  const char *end = strpbrk (brace + 1, "{}");
  g_autofree char *key = NULL;

  if (*brace == '}' || end == NULL || *end == '{')
    return fail (self, brace, _("a brace that belongs to no place must be doubled"), error);

  self->lexer.position = (gsize) (end + 1 - self->lexer.text);
  key = g_strndup (brace + 1, (gsize) (end - brace - 1));
  if (*key == '\0')
    return take_part (self, brace, self->n_plain++, error);
  if (pgg_sql_is_name (key))
    return take_part (self, brace, find_name (self, key), error);
  if (!is_number (key))
    return fail (self, brace, _("a place has either nothing, a number or a name in its braces"),
                 error);

  self->numbered = TRUE;
  return take_part (self, brace, (gsize) g_ascii_strtoull (key, NULL, 10), error);
}

static gboolean
take_brace (Template    *self,
            const char  *brace,
            GError     **error)
{
  if (brace[0] != brace[1])
    return take_place (self, brace, error);

  g_string_append_c (self->text, *brace);
  self->lexer.position++;
  return TRUE;
}

/* What a part makes of itself is safe only where the server reads it as what it is: in a string it
 * would end that string. */
static gboolean
take_quoted (Template           *self,
             const PggSqlToken  *token,
             GError            **error)
{
  const char *end = token->text + token->length;

  for (const char *c = token->text; c < end; c++)
    {
      g_string_append_c (self->text, *c);
      if (*c != '{' && *c != '}')
        continue;
      if (c + 1 == end || c[1] != *c)
        return fail (self, c, _("a part cannot be put inside of a string, a name in quotes or a "
                                "comment, and other braces must be doubled"), error);
      c++;
    }

  return TRUE;
}

static gboolean
take_token (Template           *self,
            const PggSqlToken  *token,
            GError            **error)
{
  switch (token->type)
    {
    case PGG_SQL_TOKEN_STRING:
    case PGG_SQL_TOKEN_IDENTIFIER:
    case PGG_SQL_TOKEN_COMMENT:
      return take_quoted (self, token, error);
    case PGG_SQL_TOKEN_SYMBOL:
      if (*token->text == '{' || *token->text == '}')
        return take_brace (self, token->text, error);
      break;
    case PGG_SQL_TOKEN_END:
    case PGG_SQL_TOKEN_SPACE:
    case PGG_SQL_TOKEN_WORD:
    case PGG_SQL_TOKEN_NUMBER:
    case PGG_SQL_TOKEN_PARAMETER:
    case PGG_SQL_TOKEN_NAME:
    case PGG_SQL_TOKEN_OPERATOR:
      break;
    }

  g_string_append_len (self->text, token->text, (gssize) token->length);
  return TRUE;
}

static gboolean
check_used (Template  *self,
            GError   **error)
{
  for (gsize i = 0; i < self->n_parts; i++)
    {
      if (self->used[i])
        continue;
      if (self->names != NULL)
        g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                     _("The template has no place for the part “%s”"), self->names[i]);
      else
        g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                     _("The template has no place for part %" G_GSIZE_FORMAT), i);
      return FALSE;
    }

  return TRUE;
}

static gboolean
fill (Template  *self,
      GError   **error)
{
  PggSqlToken token;

  do
    {
      if (!pgg_sql_lexer_next (&self->lexer, &token, error) || !take_token (self, &token, error))
        return FALSE;
    }
  while (token.type != PGG_SQL_TOKEN_END);

  pgg_sql_append (self->sql, PGG_SQL_PIECE_TEXT, self->text->str);
  return check_used (self, error);
}

static PggSql *
format (const char         *text,
        const char *const  *names,
        PggSql            **parts,
        gsize               n_parts,
        GError            **error)
{
  g_autoptr(PggSql) sql = pgg_sql_new_empty ();
  g_autoptr(GString) pending = g_string_new (NULL);
  g_autofree gboolean *used = g_new0 (gboolean, n_parts);
  Template template = {
    .lexer = pgg_sql_lexer_init (text, strlen (text), TRUE),
    .names = names,
    .parts = parts,
    .n_parts = n_parts,
    .sql = sql,
    .text = pending,
    .used = used,
  };

  if (!pgg_sql_check_utf8 (text, error) || !check_parts (parts, n_parts, error) ||
      !fill (&template, error))
    return NULL;

  return g_steal_pointer (&sql);
}

/**
 * pgg_sql_format:
 * @sql_template: SQL with places for parts
 * @parts: (array length=n_parts): the parts
 * @n_parts: how many parts there are
 * @error: return location for an error
 *
 * Fills a template.
 *
 * Its places are written `{}`, taken by the parts one after the other, or `{0}`, `{1}` and so on,
 * which can come in any order and more than once. Braces that are no places are doubled: `{{` and
 * `}}`. The rest of the template is taken as it is; what comes from outside of the application must
 * never be in it.
 *
 * A place cannot be inside of a string, a name in quotes or a comment, where a value could get out
 * of it: write `{}`, not `'{}'`. The template is read as with `standard_conforming_strings` on.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if the template is not UTF-8, if a string, a name
 * or a comment in it does not end, if a place has no part, or a part no place.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_format (const char  *sql_template,
                PggSql     **parts,
                gsize        n_parts,
                GError     **error)
{
  g_return_val_if_fail (sql_template != NULL, NULL);
  g_return_val_if_fail (parts != NULL || n_parts == 0, NULL);

  return format (sql_template, NULL, parts, n_parts, error);
}

/**
 * pgg_sql_format_named:
 * @sql_template: SQL with places for parts
 * @names: (array zero-terminated=1): a name for each part
 * @parts: (array length=n_parts): the parts
 * @n_parts: how many parts there are
 * @error: return location for an error
 *
 * Fills a template like [func@Sql.format], with the parts that its places name: `{name}`.
 *
 * Names consist of letters, digits and underscores.
 *
 * Fails like [func@Sql.format], and if there are not as many names as parts.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_format_named (const char         *sql_template,
                      const char *const  *names,
                      PggSql            **parts,
                      gsize               n_parts,
                      GError            **error)
{
  gsize n_names = names != NULL ? g_strv_length ((char **) names) : 0;

  g_return_val_if_fail (sql_template != NULL, NULL);
  g_return_val_if_fail (parts != NULL || n_parts == 0, NULL);

  if (n_names != n_parts)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("The SQL has %" G_GSIZE_FORMAT " parts, but %" G_GSIZE_FORMAT " names"),
                   n_parts, n_names);
      return NULL;
    }

  return format (sql_template, names, parts, n_parts, error);
}
