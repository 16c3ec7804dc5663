/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parameters with names in SQL: the server knows only numbers. */

#include "config.h"

#include "pgg-named-sql-private.h"

#include "pgg-client-error.h"
#include "pgg-sql-lexer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _PggNamedSql
{
  GString    *text;    /* with $1 in the place of :name */
  GHashTable *indices; /* of the names, from 0 */
  GPtrArray  *names;   /* in this order; they belong to indices */
  char       *number;  /* the first $1 that was there before; or NULL */
};

static void
named_sql_free (gpointer data)
{
  PggNamedSql *self = data;

  g_string_free (self->text, TRUE);
  g_hash_table_unref (self->indices);
  g_ptr_array_unref (self->names);
  g_free (self->number);
}

PggNamedSql *
pgg_named_sql_ref (PggNamedSql *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
pgg_named_sql_unref (PggNamedSql *self)
{
  g_atomic_rc_box_release_full (self, named_sql_free);
}

const char *
pgg_named_sql_get_text (PggNamedSql *self)
{
  return self->text->str;
}

guint
pgg_named_sql_get_n_names (PggNamedSql *self)
{
  return self->names->len;
}

const char *
pgg_named_sql_get_name (PggNamedSql *self,
                        guint        index)
{
  return index < self->names->len ? self->names->pdata[index] : NULL;
}

/* A name that comes again is the same parameter. */
static guint
take_name (PggNamedSql       *self,
           const PggSqlToken *token)
{
  char *name = g_strndup (token->text + 1, token->length - 1);
  gpointer index;

  if (g_hash_table_lookup_extended (self->indices, name, NULL, &index))
    {
      g_free (name);
      return GPOINTER_TO_UINT (index);
    }

  g_hash_table_insert (self->indices, name, GUINT_TO_POINTER (self->names->len));
  g_ptr_array_add (self->names, name);
  return self->names->len - 1;
}

static void
take_token (PggNamedSql       *self,
            const PggSqlToken *token)
{
  if (token->type == PGG_SQL_TOKEN_PARAMETER && self->number == NULL)
    self->number = g_strndup (token->text, token->length);

  if (token->type != PGG_SQL_TOKEN_NAME)
    {
      g_string_append_len (self->text, token->text, (gssize) token->length);
      return;
    }

  /* With a dollar sign before it the next one would begin a string. */
  if (self->text->len > 0 && self->text->str[self->text->len - 1] == '$')
    g_string_append_c (self->text, ' ');
  g_string_append_printf (self->text, "$%u", take_name (self, token) + 1);
}

static gboolean
check_not_mixed (PggNamedSql  *self,
                 GError      **error)
{
  if (self->number == NULL || self->names->len == 0)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               _("The SQL has parameters with numbers and with names, %s and :%s"), self->number,
               (const char *) self->names->pdata[0]);
  return FALSE;
}

PggNamedSql *
pgg_named_sql_new (const char  *sql,
                   gboolean     standard_strings,
                   GError     **error)
{
  g_autoptr(PggNamedSql) self = g_atomic_rc_box_new0 (PggNamedSql);
  gsize length = strlen (sql);
  PggSqlLexer lexer = pgg_sql_lexer_init (sql, length, standard_strings);
  PggSqlToken token;

  self->text = g_string_sized_new (length);
  self->indices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->names = g_ptr_array_new ();
  do
    {
      if (!pgg_sql_lexer_next (&lexer, &token, error))
        return NULL;
      take_token (self, &token);
    }
  while (token.type != PGG_SQL_TOKEN_END);

  return check_not_mixed (self, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean
refuse_name (PggNamedSql  *self,
             const char   *name,
             guint         index,
             GError      **error)
{
  if (name == NULL)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 _("Parameter %u has no name, but others have one"), index + 1);
  else if (self->number != NULL)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 _("The SQL has the parameter %s, but the values have names, such as “%s”"),
                 self->number, name);
  else
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                 _("The SQL has no parameter “%s”"), name);

  return FALSE;
}

/* Each of the names that were given is another one, so that only their number has to be checked. */
static gboolean
check_complete (PggNamedSql        *self,
                const char *const  *names,
                guint               n_names,
                GError            **error)
{
  for (guint i = 0; n_names < self->names->len && i < self->names->len; i++)
    {
      guint j = 0;

      while (j < n_names && g_strcmp0 (names[j], self->names->pdata[i]) != 0)
        j++;
      if (j < n_names)
        continue;
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("The parameter “%s” has no value"), (const char *) self->names->pdata[i]);
      return FALSE;
    }

  return TRUE;
}

gboolean
pgg_named_sql_find_order (PggNamedSql        *self,
                          const char *const  *names,
                          guint               n_names,
                          guint              *order,
                          GError            **error)
{
  for (guint i = 0; i < n_names; i++)
    {
      const char *name = names != NULL ? names[i] : NULL;
      gpointer index;

      if (name == NULL || !g_hash_table_lookup_extended (self->indices, name, NULL, &index))
        return refuse_name (self, name, i, error);
      order[GPOINTER_TO_UINT (index)] = i;
    }

  return check_complete (self, names, n_names, error);
}
