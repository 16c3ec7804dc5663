/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Puts the values of parameters into SQL. */

#include "config.h"

#include "pgg-sql-inline-private.h"

#include "pgg-array-private.h"
#include "pgg-client-error.h"
#include "pgg-codec-private.h"
#include "pgg-params-encoder-private.h"
#include "pgg-sql-lexer-private.h"
#include "pgg-sql-literal-private.h"
#include "pq/pgg-pq-params-private.h"

#include <glib/gi18n-lib.h>

static gboolean
refuse_type (PggPqParams  *params,
             guint         index,
             GError      **error)
{
  g_autofree char *what = pgg_params_describe (params, index);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
               _("%s is of the type with the OID %u, which cannot be written in SQL"), what,
               pgg_pq_params_get_types (params)[index]);

  return FALSE;
}

/* With its schema, so that the search path does not matter. */
static gboolean
append_type (const PggTypeMap  *types,
             guint32            oid,
             GString           *sql)
{
  const PggTypeInfo *type = pgg_type_map_lookup (types, oid);

  if (type == NULL)
    return FALSE;
  if (type->kind == PGG_TYPE_KIND_ARRAY)
    {
      if (!append_type (types, type->element, sql))
        return FALSE;
      g_string_append (sql, "[]");
      return TRUE;
    }

  pgg_sql_literal_append_name (type->schema, sql);
  g_string_append_c (sql, '.');
  pgg_sql_literal_append_name (type->name, sql);

  return TRUE;
}

static gboolean
append_text (PggPqParams *params,
             guint        index,
             GString     *sql)
{
  const char *value = pgg_pq_params_get_values (params)[index];
  gsize length = (gsize) pgg_pq_params_get_lengths (params)[index];
  g_autofree char *text = NULL;
  PggAdapter adapter;

  if (value == NULL)
    {
      g_string_append (sql, "NULL");
      return TRUE;
    }
  if (pgg_pq_params_get_formats (params)[index] == PGG_PQ_FORMAT_TEXT)
    {
      pgg_sql_literal_append_text (value, sql);
      return TRUE;
    }

  adapter = pgg_adapter_make (pgg_codec_context_get_default (),
                              pgg_pq_params_get_types (params)[index], TRUE);
  if (pgg_adapter_dup_text (&adapter, pgg_buffer_init (value, length), &text) != PGG_DECODE_OK)
    return FALSE;
  pgg_sql_literal_append_text (text, sql);

  return TRUE;
}

/* NULLs in it stay what they are, see pgg_array_append_sql(). */
static gboolean
append_array (PggPqParams       *params,
              guint              index,
              PggTypeMap        *types,
              GString           *sql)
{
  const char *bytes = pgg_pq_params_get_values (params)[index];
  guint32 oid = pgg_pq_params_get_types (params)[index];
  const PggTypeInfo *type = pgg_type_map_lookup (types, oid);
  gboolean binary = pgg_pq_params_get_formats (params)[index] == PGG_PQ_FORMAT_BINARY;
  g_autoptr(PggCodecContext) context = NULL;
  g_auto(GValue) value = G_VALUE_INIT;
  PggAdapter adapter;
  PggBuffer buffer;

  if (bytes == NULL || type == NULL || type->kind != PGG_TYPE_KIND_ARRAY)
    return FALSE;

  context = pgg_codec_context_new_with_types (pgg_codec_context_get_default (), types);
  adapter = pgg_adapter_make (context, oid, binary);
  buffer = pgg_buffer_init (bytes, (gsize) pgg_pq_params_get_lengths (params)[index]);

  return pgg_adapter_read_value (&adapter, buffer, &value) == PGG_DECODE_OK &&
         pgg_array_append_sql (g_value_get_boxed (&value), sql);
}

/*
 * The parentheses keep apart what stands beside it: a minus, a subscript, another string. A type of
 * 0 is inferred by the server, as that of a literal is.
 */
static gboolean
append_value (PggPqParams       *params,
              guint              index,
              PggTypeMap        *types,
              GString           *sql)
{
  guint32 oid = pgg_pq_params_get_types (params)[index];

  g_string_append_c (sql, '(');
  if (!append_array (params, index, types, sql) && !append_text (params, index, sql))
    return FALSE;
  if (oid != 0)
    {
      g_string_append (sql, "::");
      if (!append_type (types, oid, sql))
        return FALSE;
    }
  g_string_append_c (sql, ')');

  return TRUE;
}

/* From 1; no number is as large as what does not fit. */
static guint
read_number (const PggSqlToken *token)
{
  g_autofree char *digits = g_strndup (token->text + 1, token->length - 1);
  guint64 number = g_ascii_strtoull (digits, NULL, 10);

  return (guint) MIN (number, G_MAXUINT);
}

static gboolean
check_number (PggPqParams  *params,
              guint         number,
              GError      **error)
{
  if (number > 0 && number <= pgg_pq_params_get_n_params (params))
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               _("The SQL has the parameter $%u, but the number of the values is %u"), number,
               pgg_pq_params_get_n_params (params));

  return FALSE;
}

static gboolean
append_token (PggPqParams        *params,
              const PggSqlToken  *token,
              PggTypeMap         *types,
              GString            *sql,
              guint              *last,
              GError            **error)
{
  guint number;

  if (token->type != PGG_SQL_TOKEN_PARAMETER)
    {
      g_string_append_len (sql, token->text, (gssize) token->length);
      return TRUE;
    }

  number = read_number (token);
  *last = MAX (*last, number);
  if (!check_number (params, number, error))
    return FALSE;

  return append_value (params, number - 1, types, sql) || refuse_type (params, number - 1, error);
}

static gboolean
check_complete (PggPqParams  *params,
                guint         last,
                GError      **error)
{
  guint n_params = pgg_pq_params_get_n_params (params);

  if (n_params == last)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               _("The number of parameters of the statement is %u, but that of the values is %u"),
               last, n_params);

  return FALSE;
}

char *
pgg_sql_inline_params (const char        *sql,
                       gboolean           standard_strings,
                       PggPqParams       *params,
                       PggTypeMap        *types,
                       GError           **error)
{
  gsize length = strlen (sql);
  g_autoptr(GString) inlined = g_string_sized_new (length + 64);
  PggSqlLexer lexer = pgg_sql_lexer_init (sql, length, standard_strings);
  PggSqlToken token;
  guint last = 0;

  do
    {
      if (!pgg_sql_lexer_next (&lexer, &token, error) ||
          !append_token (params, &token, types, inlined, &last, error))
        return NULL;
    }
  while (token.type != PGG_SQL_TOKEN_END);

  if (!check_complete (params, last, error))
    return NULL;

  return g_string_free (g_steal_pointer (&inlined), FALSE);
}
