/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SQL that is composed of fragments, names and values. */

#include "config.h"

#include "pgg-sql-private.h"

#include "pgg-client-error.h"
#include "pgg-sql-lexer-private.h"
#include "pgg-sql-literal-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * PggSql:
 *
 * SQL that is composed: of fragments, of names that are not known before, and of values where no
 * parameter can be used.
 *
 * Where a parameter can be used, use one: values then never become part of the SQL. But names of
 * tables and columns cannot be parameters, nor can values in statements such as `SET`, `CREATE
 * TABLE` or `COPY`. For them there is [func@Sql.format]:
 *
 * ```c
 * g_autoptr(PggSql) table = pgg_sql_new_identifier ("my table", NULL);
 * g_autoptr(PggSql) fill = pgg_sql_new_int64 (70);
 * PggSql *parts[] = { table, fill };
 * g_autoptr(PggSql) sql = NULL;
 * g_autofree char *text = NULL;
 *
 * sql = pgg_sql_format ("ALTER TABLE {} SET (fillfactor = {})", parts, 2, &error);
 * if (sql != NULL)
 *   text = pgg_sql_to_string (sql);
 * ```
 *
 * Names and values always come out as one name or one value, whatever they are and whatever stands
 * beside them; the settings of the server, such as `standard_conforming_strings`, make no
 * difference. No connection is needed. The text is UTF-8, which is the encoding of connections
 * unless theirs was set otherwise.
 *
 * An object never changes, and can be a part of several others.
 *
 * Since: 1.0
 */

typedef struct
{
  PggSqlPieceType  type;
  char            *text; /* a GRefString, or NULL */
} Piece;

struct _PggSql
{
  GArray *pieces; /* of Piece */
};

G_DEFINE_BOXED_TYPE (PggSql, pgg_sql, pgg_sql_ref, pgg_sql_unref)

static void
piece_clear (gpointer data)
{
  Piece *piece = data;

  g_clear_pointer (&piece->text, g_ref_string_release);
}

static void
pgg_sql_free (gpointer data)
{
  PggSql *self = data;

  g_array_unref (self->pieces);
}

PggSql *
pgg_sql_new_empty (void)
{
  PggSql *self = g_atomic_rc_box_new0 (PggSql);

  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (self->pieces, piece_clear);

  return self;
}

void
pgg_sql_append (PggSql          *self,
                PggSqlPieceType  type,
                const char      *text)
{
  Piece piece = { type, text != NULL ? g_ref_string_new (text) : NULL };

  g_array_append_val (self->pieces, piece);
}

void
pgg_sql_append_all (PggSql *self,
                    PggSql *other)
{
  for (guint i = 0; i < other->pieces->len; i++)
    {
      Piece piece = g_array_index (other->pieces, Piece, i);

      if (piece.text != NULL)
        g_ref_string_acquire (piece.text);
      g_array_append_val (self->pieces, piece);
    }
}

gboolean
pgg_sql_check_utf8 (const char  *text,
                    GError     **error)
{
  if (g_utf8_validate (text, -1, NULL))
    return TRUE;

  g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                       _("The SQL, or what is to become a part of it, is not valid UTF-8"));
  return FALSE;
}

static PggSql *
new_token (const char *text)
{
  PggSql *self = pgg_sql_new_empty ();

  pgg_sql_append (self, PGG_SQL_PIECE_TOKEN, text);

  return self;
}

/**
 * pgg_sql_new:
 * @text: SQL, or a part of some
 * @error: return location for an error
 *
 * Makes a fragment of SQL that is taken as it is.
 *
 * What comes from outside of the application must never be given here; make identifiers and values
 * of it.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @text is not UTF-8.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_new (const char  *text,
             GError     **error)
{
  PggSql *self;

  g_return_val_if_fail (text != NULL, NULL);

  if (!pgg_sql_check_utf8 (text, error))
    return NULL;

  self = pgg_sql_new_empty ();
  pgg_sql_append (self, PGG_SQL_PIECE_TEXT, text);

  return self;
}

static gboolean
append_name (const char  *name,
             GString     *sql,
             GError     **error)
{
  if (!pgg_sql_check_utf8 (name, error))
    return FALSE;

  if (*name == '\0')
    {
      g_set_error_literal (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                           _("A name cannot be empty"));
      return FALSE;
    }

  pgg_sql_literal_append_name (name, sql);
  return TRUE;
}

/**
 * pgg_sql_new_identifier:
 * @name: the name of a table, a column, a function …
 * @error: return location for an error
 *
 * Makes of a name what stands for it in SQL: the name in double quotes.
 *
 * In quotes, names are not folded to lower case: `Article` is another table than `article`. A dot
 * is a part of the name; for names inside of others there is [ctor@Sql.new_qualified].
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @name is empty or not UTF-8.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_new_identifier (const char  *name,
                        GError     **error)
{
  const char *names[] = { name, NULL };

  g_return_val_if_fail (name != NULL, NULL);

  return pgg_sql_new_qualified (names, error);
}

/**
 * pgg_sql_new_qualified:
 * @names: (array zero-terminated=1): the names, the outermost first
 * @error: return location for an error
 *
 * Makes of the names of, say, a schema, a table and a column what stands for them in SQL:
 * `"schema"."table"."column"`.
 *
 * Fails like [ctor@Sql.new_identifier], and if there is no name.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_new_qualified (const char *const  *names,
                       GError            **error)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  if (names == NULL || names[0] == NULL)
    {
      append_name ("", sql, error);
      return NULL;
    }

  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (sql, '.');
      if (!append_name (names[i], sql, error))
        return NULL;
    }

  return new_token (sql->str);
}

/**
 * pgg_sql_new_placeholder:
 * @name: (nullable): the name of the parameter, or %NULL for one that has none
 * @error: return location for an error
 *
 * Makes the place of a parameter.
 *
 * With a name it is `:name`. Without one it is `$1`, `$2` and so on, numbered in the order in which
 * they come in the whole SQL in the end.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT unless @name consists of letters, digits and
 * underscores and does not begin with a digit.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_new_placeholder (const char  *name,
                         GError     **error)
{
  g_autofree char *text = NULL;
  PggSql *self;

  if (name == NULL)
    {
      self = pgg_sql_new_empty ();
      pgg_sql_append (self, PGG_SQL_PIECE_PLACEHOLDER, NULL);
      return self;
    }

  if (!pgg_sql_check_utf8 (name, error))
    return NULL;
  if (!pgg_sql_is_name (name))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("“%s” cannot be the name of a parameter"), name);
      return NULL;
    }

  text = g_strconcat (":", name, NULL);
  return new_token (text);
}

/**
 * pgg_sql_new_null:
 *
 * Makes `NULL`.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_new_null (void)
{
  return new_token ("NULL");
}

/**
 * pgg_sql_new_boolean:
 * @value: the value
 *
 * Makes `true` or `false`.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_new_boolean (gboolean value)
{
  return new_token (value ? "true" : "false");
}

/**
 * pgg_sql_new_int64:
 * @value: the value
 *
 * Makes an integer.
 *
 * To the server its type is the smallest of int4 and int8 that holds it. A cast binds tighter than
 * the sign of a negative number: write `CAST ({} AS text)` rather than `{}::text`.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_new_int64 (gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return new_token (text);
}

/**
 * pgg_sql_new_double:
 * @value: the value; NaN and the infinities too
 *
 * Makes a number with a fraction: the shortest that is read as @value again.
 *
 * To the server its type is numeric where nothing says otherwise; that of NaN, the infinities and
 * zero with a sign is float8, as they are written with a cast.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_new_double (double value)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  pgg_sql_literal_append_double (value, sql);

  return new_token (sql->str);
}

/**
 * pgg_sql_new_text:
 * @value: (nullable): the value, or %NULL for NULL
 * @error: return location for an error
 *
 * Makes a string. As with parameters, the server takes it for the text of a value of the type that
 * the place wants.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @value is not UTF-8.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_new_text (const char  *value,
                  GError     **error)
{
  g_autoptr(GString) sql = NULL;

  if (value == NULL)
    return pgg_sql_new_null ();
  if (!pgg_sql_check_utf8 (value, error))
    return NULL;

  sql = g_string_sized_new (strlen (value) + 2);
  pgg_sql_literal_append_text (value, sql);

  return new_token (sql->str);
}

/**
 * pgg_sql_new_bytes:
 * @value: (nullable): the value, or %NULL for NULL
 *
 * Makes a bytea.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_new_bytes (GBytes *value)
{
  const guint8 *data;
  gsize length;

  if (value == NULL)
    return pgg_sql_new_null ();

  data = g_bytes_get_data (value, &length);
  return pgg_sql_new_byte_array (data, length);
}

/**
 * pgg_sql_new_byte_array:
 * @value: (array length=length) (nullable): the value; %NULL is allowed for no bytes
 * @length: the number of bytes
 *
 * Makes a bytea from the bytes of languages that have a type of their own for them.
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_new_byte_array (const guint8 *value,
                        gsize         length)
{
  g_autoptr(GString) sql = NULL;

  g_return_val_if_fail (value != NULL || length == 0, NULL);

  sql = g_string_new (NULL);
  pgg_sql_literal_append_bytes (value, length, sql);

  return new_token (sql->str);
}

static PggSql *
new_uint64 (guint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, value);

  return new_token (text);
}

static PggSql *
new_boxed (const GValue  *value,
           GError       **error)
{
  g_autoptr(GString) sql = NULL;

  if (G_VALUE_HOLDS_BOXED (value) && g_value_get_boxed (value) == NULL)
    return pgg_sql_new_null ();
  if (G_VALUE_HOLDS (value, G_TYPE_BYTES))
    return pgg_sql_new_bytes (g_value_get_boxed (value));

  if (G_VALUE_HOLDS (value, G_TYPE_BYTE_ARRAY))
    {
      GByteArray *array = g_value_get_boxed (value);

      return pgg_sql_new_byte_array (array->data, array->len);
    }

  sql = g_string_new (NULL);
  if (pgg_sql_literal_append_boxed (value, sql))
    return new_token (sql->str);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               _("A value of type %s cannot be written in SQL"), G_VALUE_TYPE_NAME (value));
  return NULL;
}

/**
 * pgg_sql_new_value:
 * @value: the value
 * @error: return location for an error
 *
 * Makes the constant of a value of a simple type, as the constructor for its type does, or of one
 * of the boxed types that values of the server have, such as [struct@Numeric] and
 * [struct@Timestamp]: their text with a cast to the type. Ranges, multiranges, records, hash tables
 * of texts and arrays of types that are not built into the server have none, so that their type is
 * inferred from the place.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if values of this type cannot be written, and else
 * like [ctor@Sql.new_text].
 *
 * Returns: (transfer full): the SQL
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_new_value (const GValue  *value,
                   GError       **error)
{
  g_return_val_if_fail (G_IS_VALUE (value), NULL);

  switch (G_VALUE_TYPE (value))
    {
    case G_TYPE_BOOLEAN:
      return pgg_sql_new_boolean (g_value_get_boolean (value));
    case G_TYPE_CHAR:
      return pgg_sql_new_int64 (g_value_get_schar (value));
    case G_TYPE_UCHAR:
      return pgg_sql_new_int64 (g_value_get_uchar (value));
    case G_TYPE_INT:
      return pgg_sql_new_int64 (g_value_get_int (value));
    case G_TYPE_UINT:
      return pgg_sql_new_int64 (g_value_get_uint (value));
    case G_TYPE_LONG:
      return pgg_sql_new_int64 (g_value_get_long (value));
    case G_TYPE_ULONG:
      return new_uint64 (g_value_get_ulong (value));
    case G_TYPE_INT64:
      return pgg_sql_new_int64 (g_value_get_int64 (value));
    case G_TYPE_UINT64:
      return new_uint64 (g_value_get_uint64 (value));
    case G_TYPE_FLOAT:
      return pgg_sql_new_double ((double) g_value_get_float (value));
    case G_TYPE_DOUBLE:
      return pgg_sql_new_double (g_value_get_double (value));
    case G_TYPE_STRING:
      return pgg_sql_new_text (g_value_get_string (value), error);
    case G_TYPE_POINTER:
      if (g_value_get_pointer (value) == NULL)
        return pgg_sql_new_null ();
      break;
    default:
      break;
    }

  return new_boxed (value, error);
}

/**
 * pgg_sql_ref:
 * @self: SQL
 *
 * Takes a reference; atomic.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
PggSql *
pgg_sql_ref (PggSql *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * pgg_sql_unref:
 * @self: (transfer full): SQL
 *
 * Drops a reference, and frees the SQL with the last one; atomic.
 *
 * Since: 1.0
 */
void
pgg_sql_unref (PggSql *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, pgg_sql_free);
}

static gboolean
is_quote (int character)
{
  return character == '\'' || character == '"';
}

static gboolean
is_word (int character)
{
  return pgg_sql_is_name_part (character) || character == '$';
}

/*
 * TRUE if these two, side by side, could be read as the inside of one token: 'a''b' is one string,
 * e'a' is one with escapes, 1.5 and $10 are not 1 and $1, u&"a" is another name than "a", -- is a
 * comment, and directly behind an operand :n is no parameter.
 */
static gboolean
would_merge (int last,
             int next)
{
  gboolean after_token = is_word (last) || is_quote (last);

  if (is_word (next))
    return after_token || last == ':' || last == '.';
  if (is_quote (next))
    return after_token || last == '&' || last == ':';
  if (next == '-')
    return pgg_sql_is_operator (last);
  if (next == ':')
    return after_token || last == ':' || last == ')' || last == ']';

  return next == '.' && g_ascii_isdigit ((char) last);
}

static void
append_apart (GString    *sql,
              const char *text)
{
  if (sql->len > 0 && would_merge ((guchar) sql->str[sql->len - 1], (guchar) *text))
    g_string_append_c (sql, ' ');

  g_string_append (sql, text);
}

/**
 * pgg_sql_to_string:
 * @self: SQL
 *
 * Makes the text that can be executed.
 *
 * Returns: (transfer full): the text
 *
 * Since: 1.0
 */
char *
pgg_sql_to_string (PggSql *self)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  gboolean after_made = FALSE;
  guint n_placeholders = 0;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, i);
      gboolean made = piece->type != PGG_SQL_PIECE_TEXT;
      char number[16] = "";

      if (piece->type == PGG_SQL_PIECE_PLACEHOLDER)
        g_snprintf (number, sizeof (number), "$%u", ++n_placeholders);
      else if (*piece->text == '\0')
        continue;

      /* In {}::text and a[{}:n] the colon means what it means directly behind an operand. */
      if (made || (after_made && *piece->text != ':'))
        append_apart (sql, piece->text != NULL ? piece->text : number);
      else
        g_string_append (sql, piece->text);
      after_made = made;
    }

  return g_string_free (g_steal_pointer (&sql), FALSE);
}
