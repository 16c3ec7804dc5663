/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads single cells of a result. */

#include "config.h"

#include "pgg-result-private.h"

#include "pgg-client-error.h"
#include "pgg-column.h"
#include "types/pgg-encoding-private.h"

#include <glib/gi18n-lib.h>

static char *
describe_cell (PggResult *self,
               guint      row,
               guint      column)
{
  PggColumn *info = pgg_result_get_columns (self, NULL)[column];

  return g_strdup_printf (_("Row %u, column %u (\"%s\", %s)"), row, column,
                          pgg_column_get_name (info), pgg_column_get_type_name (info));
}

static void
set_null_error (PggResult  *self,
                guint       row,
                guint       column,
                GError    **error)
{
  g_autofree char *cell = describe_cell (self, row, column);

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NULL_VALUE,
               /* Translators: the name of a cell of a result */
               _("%s is NULL"), cell);
}

/* FALSE if it is known how the text was written. */
static gboolean
set_doubt_error (PggResult   *self,
                 const char  *cell,
                 GError     **error)
{
  int before;
  int after;

  if (!pgg_encoding_get_pair (self->context->encoding, &before, &after))
    return FALSE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
               _("%s has text that may be in the encoding %s or %s, as a function changed "
                 "client_encoding"), cell, pgg_encoding_get_name (before),
               pgg_encoding_get_name (after));
  return TRUE;
}

void
pgg_result_set_decode_error (PggResult   *self,
                             guint        row,
                             guint        column,
                             PggDecode    decode,
                             const char  *what,
                             GError     **error)
{
  g_autofree char *cell = describe_cell (self, row, column);

  switch (decode)
    {
    case PGG_DECODE_WRONG_TYPE:
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   /* Translators: the name of a cell; a type of C with its article */
                   _("%s cannot be read as %s"), cell, _(what));
      break;
    case PGG_DECODE_INEXACT:
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   /* Translators: the name of a cell; a type of C with its article */
                   _("%s has a value that %s cannot hold exactly"), cell, _(what));
      break;
    case PGG_DECODE_MALFORMED:
      if (!set_doubt_error (self, cell, error))
        g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                     _("%s has a value that is malformed"), cell);
      break;
    case PGG_DECODE_NOT_SUPPORTED:
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                   self->adapters[column].codec->text_is_raw
                     ? _("%s has text that does not say in which time zone it is, or which of its "
                         "numbers is the month; ask for binary or set DateStyle to ISO")
                     : _("%s came in a binary format that cannot be read, ask for text"), cell);
      break;
    case PGG_DECODE_FAILED:
      g_prefix_error (error, "%s: ", cell);
      break;
    case PGG_DECODE_OK:
      g_assert_not_reached ();
    }
}

/* For the getters of types that have no NULL. */
static gboolean
check_value (PggResult  *self,
             guint       row,
             guint       column,
             GError    **error)
{
  if (!pgg_result_check_cell (self, row, column, error))
    return FALSE;
  if (G_LIKELY (!pgg_result_is_null_at (self, row, column)))
    return TRUE;

  set_null_error (self, row, column, error);
  return FALSE;
}

static void
set_encoding_error (PggResult  *self,
                    guint       row,
                    guint       column,
                    GError    **error)
{
  g_autofree char *cell = describe_cell (self, row, column);

  if (set_doubt_error (self, cell, error))
    return;

  if (self->is_utf8)
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                 _("%s has text that is not valid UTF-8"), cell);
  else
    g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                 _("%s has text that cannot be converted from the encoding %s to UTF-8"), cell,
                 pgg_encoding_get_name (self->context->encoding));
}

/* The loop is what nearly all texts cost: eight bytes at a time, up to the first that is not ASCII
 * or is NUL. */
static gboolean
is_ascii (PggBuffer buffer)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  const guint64 high_bits = ones << 7;
  guint64 bytes;
  guint8 byte;

  while (pgg_buffer_get_u64 (&buffer, &bytes))
    if (((bytes | ((bytes - ones) & ~bytes)) & high_bits) != 0)
      return FALSE;

  while (pgg_buffer_get_u8 (&buffer, &byte))
    if (byte == 0 || byte >= 0x80)
      return FALSE;

  return TRUE;
}

static char *
make_text (PggResult  *self,
           guint       row,
           guint       column,
           GError    **error)
{
  PggBuffer buffer = pgg_result_peek_at (self, row, column);
  g_autoptr (GString) made = g_string_new (NULL);
  PggAdapter adapter = pgg_result_get_adapter (self, column, error);
  PggDecode decode = pgg_adapter_write_text (&adapter, buffer, made);
  char *text;

  if (!pgg_result_check_decode (self, row, column, decode, N_("text"), error))
    return NULL;

  text = pgg_encoding_to_utf8 (self->context->encoding, made->str, made->len);
  if (text == NULL)
    set_encoding_error (self, row, column, error);

  return text;
}

/* Text that is not in the result as it is gets made once and kept as long as the result. */
static const char *
keep_text (PggResult  *self,
           guint       row,
           guint       column,
           GError    **error)
{
  gsize cell = (gsize) row * self->n_columns + column;
  char *text;

  g_mutex_lock (&self->lock);
  if (self->texts == NULL)
    self->texts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  text = g_hash_table_lookup (self->texts, GSIZE_TO_POINTER (cell));
  g_mutex_unlock (&self->lock);
  if (text != NULL)
    return text;

  text = make_text (self, row, column, error);
  if (text == NULL)
    return NULL;

  g_mutex_lock (&self->lock);
  if (g_hash_table_contains (self->texts, GSIZE_TO_POINTER (cell)))
    {
      g_free (text);
      text = g_hash_table_lookup (self->texts, GSIZE_TO_POINTER (cell));
    }
  else
    g_hash_table_insert (self->texts, GSIZE_TO_POINTER (cell), text);
  g_mutex_unlock (&self->lock);

  return text;
}

const char *
pgg_result_get_text_at (PggResult  *self,
                        guint       row,
                        guint       column,
                        GError    **error)
{
  PggBuffer buffer;

  if (!self->adapters[column].codec->text_is_raw)
    return keep_text (self, row, column, error);

  buffer = pgg_result_peek_at (self, row, column);
  if (G_LIKELY (is_ascii (buffer)))
    return (const char *) buffer.data;
  if (!self->is_utf8)
    return keep_text (self, row, column, error);
  if (g_utf8_validate_len ((const char *) buffer.data, buffer.size, NULL))
    return (const char *) buffer.data;

  set_encoding_error (self, row, column, error);
  return NULL;
}

GBytes *
pgg_result_get_bytes_at (PggResult  *self,
                         guint       row,
                         guint       column,
                         GError    **error)
{
  const PggCodec *codec = self->adapters[column].codec;
  PggBuffer buffer = pgg_result_peek_at (self, row, column);
  g_autoptr (GByteArray) array = NULL;
  PggDecode decode;

  if (codec->read_bytes == NULL)
    return g_bytes_new_with_free_func (buffer.data, buffer.size, (GDestroyNotify) pgg_result_unref,
                                       pgg_result_ref (self));

  array = g_byte_array_new ();
  decode = pgg_codec_read_bytes (codec, buffer, array);
  if (!pgg_result_check_decode (self, row, column, decode, N_("bytes"), error))
    return NULL;

  return g_byte_array_free_to_bytes (g_steal_pointer (&array));
}

/**
 * pgg_result_is_null:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Tells whether a cell is NULL (libpq: `PQgetisnull()`).
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: %TRUE if the cell is NULL; %FALSE if it is not, and on error
 * Since: 1.0
 */
gboolean
pgg_result_is_null (PggResult  *self,
                    guint       row,
                    guint       column,
                    GError    **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return pgg_result_check_cell (self, row, column, error) &&
         pgg_result_is_null_at (self, row, column);
}

/**
 * pgg_result_get_boolean:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type bool.
 *
 * Fails with %PGG_CLIENT_ERROR_NULL_VALUE if the cell is NULL, with %PGG_CLIENT_ERROR_CONVERSION if
 * it has another type, and with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: the value, %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_result_get_boolean (PggResult  *self,
                        guint       row,
                        guint       column,
                        GError    **error)
{
  gboolean value = FALSE;
  PggDecode decode;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_value (self, row, column, error))
    return FALSE;

  decode = pgg_codec_read_boolean (self->adapters[column].codec,
                                   pgg_result_peek_at (self, row, column),
                                   &value);
  return pgg_result_check_decode (self, row, column, decode, N_("a boolean"), error) && value;
}

/**
 * pgg_result_get_int:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of an integer type (int2, int4, int8, oid, xid, cid or xid8) that fits 32 bits.
 *
 * Fails with %PGG_CLIENT_ERROR_NULL_VALUE if the cell is NULL, with %PGG_CLIENT_ERROR_CONVERSION if
 * its type is no integer type or its value does not fit, and with %PGG_CLIENT_ERROR_OUT_OF_RANGE if
 * there is no such cell.
 *
 * Returns: the value, 0 on error
 * Since: 1.0
 */
int
pgg_result_get_int (PggResult  *self,
                    guint       row,
                    guint       column,
                    GError    **error)
{
  int value = 0;
  PggDecode decode;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  if (!check_value (self, row, column, error))
    return 0;

  decode = pgg_codec_read_int (self->adapters[column].codec,
                               pgg_result_peek_at (self, row, column),
                               &value);
  if (!pgg_result_check_decode (self, row, column, decode, N_("a 32-bit integer"), error))
    return 0;

  return value;
}

/**
 * pgg_result_get_int64:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of an integer type (int2, int4, int8, oid, xid, cid, xid8 or pg_lsn) that fits 64
 * bits.
 *
 * Other numbers (numeric, float4, float8) are never read as integers, even if they are whole: see
 * [method@Result.get_numeric] and [method@Result.get_double].
 *
 * Fails with %PGG_CLIENT_ERROR_NULL_VALUE if the cell is NULL, with %PGG_CLIENT_ERROR_CONVERSION if
 * its type is no integer type or its value does not fit, and with %PGG_CLIENT_ERROR_OUT_OF_RANGE if
 * there is no such cell.
 *
 * Returns: the value, 0 on error
 * Since: 1.0
 */
gint64
pgg_result_get_int64 (PggResult  *self,
                      guint       row,
                      guint       column,
                      GError    **error)
{
  gint64 value = 0;
  PggDecode decode;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  if (!check_value (self, row, column, error))
    return 0;

  decode = pgg_codec_read_int64 (self->adapters[column].codec,
                                 pgg_result_peek_at (self, row, column),
                                 &value);
  if (!pgg_result_check_decode (self, row, column, decode, N_("a 64-bit integer"), error))
    return 0;

  return value;
}

/**
 * pgg_result_get_double:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of type float4 or float8, or of an integer type if the value can be held exactly.
 *
 * A float4 gives the same number as in C, which is usually not the one that its decimal text stands
 * for. Values of type numeric are never read as floating-point numbers: use
 * [method@Result.get_numeric].
 *
 * Fails with %PGG_CLIENT_ERROR_NULL_VALUE if the cell is NULL, with %PGG_CLIENT_ERROR_CONVERSION
 * if it has another type or a value beyond ±2⁵³, and with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there
 * is no such cell.
 *
 * Returns: the value, 0 on error
 * Since: 1.0
 */
double
pgg_result_get_double (PggResult  *self,
                       guint       row,
                       guint       column,
                       GError    **error)
{
  double value = 0;
  PggDecode decode;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  if (!check_value (self, row, column, error))
    return 0;

  decode = pgg_codec_read_double (self->adapters[column].codec,
                                  pgg_result_peek_at (self, row, column),
                                  &value);
  if (!pgg_result_check_decode (self, row, column, decode, N_("a double"), error))
    return 0;

  return value;
}

/**
 * pgg_result_get_text:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of any type as text.
 *
 * The text is the one that the server writes for the value; for a value that came in binary format
 * it is made here and is the same.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the text cannot be converted to UTF-8, with
 * %PGG_CLIENT_ERROR_NOT_SUPPORTED if the value came in a binary format that the library does not
 * know, and with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer none) (nullable): the text, which belongs to @self, or %NULL if the cell is
 *   NULL
 * Since: 1.0
 */
const char *
pgg_result_get_text (PggResult  *self,
                     guint       row,
                     guint       column,
                     GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!pgg_result_check_cell (self, row, column, error) ||
      pgg_result_is_null_at (self, row, column))
    return NULL;

  return pgg_result_get_text_at (self, row, column, error);
}

/**
 * pgg_result_dup_text:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads a cell of any type as text that does not depend on @self, see [method@Result.get_text].
 *
 * Fails like [method@Result.get_text].
 *
 * Returns: (transfer full) (nullable): the text, or %NULL if the cell is NULL
 * Since: 1.0
 */
char *
pgg_result_dup_text (PggResult  *self,
                     guint       row,
                     guint       column,
                     GError    **error)
{
  return g_strdup (pgg_result_get_text (self, row, column, error));
}

/**
 * pgg_result_get_bytes:
 * @self: a result
 * @row: the index of a row
 * @column: the index of a column
 * @error: return location for an error
 *
 * Reads the bytes of a cell: of a bytea the value, of any other type what the server sent, in the
 * format of the column.
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the value is malformed, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there is no such cell.
 *
 * Returns: (transfer full) (nullable): the bytes, which may keep @self alive, or %NULL if the cell
 *   is NULL
 * Since: 1.0
 */
GBytes *
pgg_result_get_bytes (PggResult  *self,
                      guint       row,
                      guint       column,
                      GError    **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!pgg_result_check_cell (self, row, column, error) ||
      pgg_result_is_null_at (self, row, column))
    return NULL;

  return pgg_result_get_bytes_at (self, row, column, error);
}
