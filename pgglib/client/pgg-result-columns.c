/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads whole columns of a result, or ranges of them, in one call. */

#include "config.h"

#include "pgg-result-private.h"

#include "pgg-client-error.h"
#include "pgg-column.h"

#include <glib/gi18n-lib.h>

gboolean
pgg_result_check_rows (PggResult    *self,
                       guint         first_row,
                       int           n_rows,
                       PggRowRange  *range,
                       gsize        *n_values,
                       GError      **error)
{
  if (n_values != NULL)
    *n_values = 0;

  if (first_row > self->n_rows || (n_rows > 0 && (guint) n_rows > self->n_rows - first_row))
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_OUT_OF_RANGE,
                   _("%d rows from row %u do not exist, the result has %u rows"), n_rows, first_row,
                   self->n_rows);
      return FALSE;
    }

  range->first = first_row;
  range->end = n_rows < 0 ? self->n_rows : first_row + (guint) n_rows;
  return TRUE;
}

static gboolean
check_column_range (PggResult    *self,
                    guint         column,
                    guint         first_row,
                    int           n_rows,
                    PggRowRange  *range,
                    gsize        *n_values,
                    GError      **error)
{
  return pgg_result_check_rows (self, first_row, n_rows, range, n_values, error) &&
         pgg_result_check_column (self, column, error);
}

/* Zeroed, and never NULL even for no rows. */
static gpointer
alloc_values (const PggRowRange *range,
              gsize              size)
{
  return g_malloc0_n (MAX (range->end - range->first, 1), size);
}

static void
set_length (const PggRowRange *range,
            gsize             *n_values)
{
  if (n_values != NULL)
    *n_values = range->end - range->first;
}

/**
 * pgg_result_get_column_booleans:
 * @self: a result
 * @column: the index of a column
 * @first_row: the index of the first row
 * @n_rows: the number of rows, or -1 for all up to the end
 * @n_values: (out) (optional): the number of values
 * @error: return location for an error
 *
 * Reads values of a column of type bool; NULL gives %FALSE, see [method@Result.get_column_nulls].
 *
 * Fails like [method@Result.get_boolean] on the first value that cannot be read, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there are no such rows.
 *
 * Returns: (array length=n_values) (transfer full): the values
 * Since: 1.0
 */
gboolean *
pgg_result_get_column_booleans (PggResult  *self,
                                guint       column,
                                guint       first_row,
                                int         n_rows,
                                gsize      *n_values,
                                GError    **error)
{
  g_autofree gboolean *values = NULL;
  PggRowRange range;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_column_range (self, column, first_row, n_rows, &range, n_values, error))
    return NULL;

  values = alloc_values (&range, sizeof (*values));
  for (guint row = range.first; row < range.end; row++)
    if (!pgg_result_is_null_at (self, row, column))
      {
        PggDecode decode = pgg_codec_read_boolean (self->adapters[column].codec,
                                                   pgg_result_peek_at (self, row, column),
                                                   &values[row - range.first]);

        if (!pgg_result_check_decode (self, row, column, decode, N_("a boolean"), error))
          return NULL;
      }

  set_length (&range, n_values);
  return g_steal_pointer (&values);
}

/**
 * pgg_result_get_column_int64s:
 * @self: a result
 * @column: the index of a column
 * @first_row: the index of the first row
 * @n_rows: the number of rows, or -1 for all up to the end
 * @n_values: (out) (optional): the number of values
 * @error: return location for an error
 *
 * Reads values of a column of an integer type; NULL gives 0, see [method@Result.get_column_nulls].
 *
 * Fails like [method@Result.get_int64] on the first value that cannot be read, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there are no such rows.
 *
 * Returns: (array length=n_values) (transfer full): the values
 * Since: 1.0
 */
gint64 *
pgg_result_get_column_int64s (PggResult  *self,
                              guint       column,
                              guint       first_row,
                              int         n_rows,
                              gsize      *n_values,
                              GError    **error)
{
  g_autofree gint64 *values = NULL;
  PggRowRange range;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_column_range (self, column, first_row, n_rows, &range, n_values, error))
    return NULL;

  values = alloc_values (&range, sizeof (*values));
  for (guint row = range.first; row < range.end; row++)
    if (!pgg_result_is_null_at (self, row, column))
      {
        PggDecode decode = pgg_codec_read_int64 (self->adapters[column].codec,
                                                 pgg_result_peek_at (self, row, column),
                                                 &values[row - range.first]);

        if (!pgg_result_check_decode (self, row, column, decode, N_("a 64-bit integer"), error))
          return NULL;
      }

  set_length (&range, n_values);
  return g_steal_pointer (&values);
}

/**
 * pgg_result_get_column_doubles:
 * @self: a result
 * @column: the index of a column
 * @first_row: the index of the first row
 * @n_rows: the number of rows, or -1 for all up to the end
 * @n_values: (out) (optional): the number of values
 * @error: return location for an error
 *
 * Reads values of a column of numbers; NULL gives 0, see [method@Result.get_column_nulls].
 *
 * Fails like [method@Result.get_double] on the first value that cannot be read, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there are no such rows.
 *
 * Returns: (array length=n_values) (transfer full): the values
 * Since: 1.0
 */
double *
pgg_result_get_column_doubles (PggResult  *self,
                               guint       column,
                               guint       first_row,
                               int         n_rows,
                               gsize      *n_values,
                               GError    **error)
{
  g_autofree double *values = NULL;
  PggRowRange range;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_column_range (self, column, first_row, n_rows, &range, n_values, error))
    return NULL;

  values = alloc_values (&range, sizeof (*values));
  for (guint row = range.first; row < range.end; row++)
    if (!pgg_result_is_null_at (self, row, column))
      {
        PggDecode decode = pgg_codec_read_double (self->adapters[column].codec,
                                                  pgg_result_peek_at (self, row, column),
                                                  &values[row - range.first]);

        if (!pgg_result_check_decode (self, row, column, decode, N_("a double"), error))
          return NULL;
      }

  set_length (&range, n_values);
  return g_steal_pointer (&values);
}

/**
 * pgg_result_get_column_texts:
 * @self: a result
 * @column: the index of a column
 * @first_row: the index of the first row
 * @n_rows: the number of rows, or -1 for all up to the end
 * @n_values: (out) (optional): the number of values
 * @error: return location for an error
 *
 * Reads values of a column of any type as text; elements for NULL are %NULL.
 *
 * Fails like [method@Result.get_text] on the first value that cannot be read, and with
 * %PGG_CLIENT_ERROR_OUT_OF_RANGE if there are no such rows.
 *
 * Returns: (array length=n_values) (element-type utf8) (transfer container): the texts, which
 *   belong to @self
 * Since: 1.0
 */
const char **
pgg_result_get_column_texts (PggResult  *self,
                             guint       column,
                             guint       first_row,
                             int         n_rows,
                             gsize      *n_values,
                             GError    **error)
{
  g_autofree const char **values = NULL;
  PggRowRange range;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_column_range (self, column, first_row, n_rows, &range, n_values, error))
    return NULL;

  values = alloc_values (&range, sizeof (*values));
  for (guint row = range.first; row < range.end; row++)
    if (!pgg_result_is_null_at (self, row, column))
      {
        const char *text = pgg_result_get_text_at (self, row, column, error);

        if (text == NULL)
          return NULL;
        values[row - range.first] = text;
      }

  set_length (&range, n_values);
  return g_steal_pointer (&values);
}

/**
 * pgg_result_get_column_nulls:
 * @self: a result
 * @column: the index of a column
 * @first_row: the index of the first row
 * @n_rows: the number of rows, or -1 for all up to the end
 * @n_values: (out) (optional): the number of bytes
 * @error: return location for an error
 *
 * Tells which values of a column are NULL.
 *
 * Fails with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there are no such rows or no such column.
 *
 * Returns: (array length=n_values) (transfer full): a byte for each row, 1 if the value is NULL
 *   and 0 if it is not
 * Since: 1.0
 */
guint8 *
pgg_result_get_column_nulls (PggResult  *self,
                             guint       column,
                             guint       first_row,
                             int         n_rows,
                             gsize      *n_values,
                             GError    **error)
{
  guint8 *values;
  PggRowRange range;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_column_range (self, column, first_row, n_rows, &range, n_values, error))
    return NULL;

  values = alloc_values (&range, sizeof (*values));
  for (guint row = range.first; row < range.end; row++)
    values[row - range.first] = pgg_result_is_null_at (self, row, column) ? 1 : 0;

  set_length (&range, n_values);
  return values;
}

/* 0 if the values have no fixed width. */
static gsize
get_width (const PggCodec *codec)
{
  switch (codec->kind)
    {
    case PGG_KIND_BOOLEAN:
      return 1;
    case PGG_KIND_INT:
    case PGG_KIND_UINT:
      return sizeof (gint32);
    case PGG_KIND_INT64:
    case PGG_KIND_UINT64:
    case PGG_KIND_DOUBLE:
      return sizeof (gint64);
    case PGG_KIND_BOXED:
      return codec->packed_size;
    case PGG_KIND_TEXT:
    case PGG_KIND_BYTES:
      return 0;
    }
  g_assert_not_reached ();
}

static PggDecode
pack_signed (const PggCodec *codec,
             PggBuffer       buffer,
             guint8         *target)
{
  gint64 value = 0;
  PggDecode decode = pgg_codec_read_int64 (codec, buffer, &value);
  gint32 narrow = (gint32) value;

  if (codec->kind == PGG_KIND_INT)
    memcpy (target, &narrow, sizeof (narrow));
  else
    memcpy (target, &value, sizeof (value));

  return decode;
}

static PggDecode
pack_unsigned (const PggCodec *codec,
               PggBuffer       buffer,
               guint8         *target)
{
  guint64 value = 0;
  PggDecode decode = pgg_codec_read_uint64 (codec, buffer, &value);
  guint32 narrow = (guint32) value;

  if (codec->kind == PGG_KIND_UINT)
    memcpy (target, &narrow, sizeof (narrow));
  else
    memcpy (target, &value, sizeof (value));

  return decode;
}

static PggDecode
pack (const PggAdapter *adapter,
      PggBuffer         buffer,
      guint8           *target)
{
  const PggCodec *codec = adapter->codec;
  PggDecode decode;
  gboolean boolean = FALSE;
  double real = 0;

  switch (codec->kind)
    {
    case PGG_KIND_BOOLEAN:
      decode = pgg_codec_read_boolean (codec, buffer, &boolean);
      *target = boolean ? 1 : 0;
      return decode;
    case PGG_KIND_DOUBLE:
      decode = pgg_codec_read_double (codec, buffer, &real);
      memcpy (target, &real, sizeof (real));
      return decode;
    case PGG_KIND_INT:
    case PGG_KIND_INT64:
      return pack_signed (codec, buffer, target);
    case PGG_KIND_UINT:
    case PGG_KIND_UINT64:
      return pack_unsigned (codec, buffer, target);
    case PGG_KIND_BOXED:
      return codec->read_packed (adapter, buffer, target);
    case PGG_KIND_TEXT:
    case PGG_KIND_BYTES:
      return PGG_DECODE_WRONG_TYPE;
    }
  g_assert_not_reached ();
}

/**
 * pgg_result_get_column_bytes:
 * @self: a result
 * @column: the index of a column
 * @first_row: the index of the first row
 * @n_rows: the number of rows, or -1 for all up to the end
 * @n_bytes: (out) (optional): the number of bytes
 * @error: return location for an error
 *
 * Reads values of a column of a type of fixed width, packed without gaps in the byte order of this
 * machine, the way array types of other languages take them.
 *
 * The elements have the type of [method@Column.get_gtype]: one byte for boolean, four for int and
 * uint, eight for int64, uint64 and double. A date is the four bytes of [method@Date.get_days], a
 * time without an offset the eight of [method@Time.get_usec], and a timestamp the eight of
 * [method@Timestamp.get_usec]. NULL gives zero bytes, see [method@Result.get_column_nulls].
 *
 * Fails with %PGG_CLIENT_ERROR_CONVERSION if the type has no fixed width or a value is malformed,
 * and with %PGG_CLIENT_ERROR_OUT_OF_RANGE if there are no such rows.
 *
 * Returns: (array length=n_bytes) (transfer full): the bytes
 * Since: 1.0
 */
guint8 *
pgg_result_get_column_bytes (PggResult  *self,
                             guint       column,
                             guint       first_row,
                             int         n_rows,
                             gsize      *n_bytes,
                             GError    **error)
{
  g_autofree guint8 *bytes = NULL;
  guint8 *target;
  gsize width;
  PggRowRange range;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_column_range (self, column, first_row, n_rows, &range, n_bytes, error))
    return NULL;

  width = get_width (self->adapters[column].codec);
  if (width == 0)
    {
      PggColumn *info = pgg_result_get_columns (self, NULL)[column];

      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_CONVERSION,
                   _("Column %u (\"%s\", %s) has no values of fixed width"), column,
                   pgg_column_get_name (info), pgg_column_get_type_name (info));
      return NULL;
    }

  bytes = alloc_values (&range, width);
  target = bytes;
  for (guint row = range.first; row < range.end; row++, target += width)
    if (!pgg_result_is_null_at (self, row, column))
      {
        PggDecode decode = pack (&self->adapters[column], pgg_result_peek_at (self, row, column),
                                 target);

        if (!pgg_result_check_decode (self, row, column, decode, N_("a value"), error))
          return NULL;
      }

  if (n_bytes != NULL)
    *n_bytes = (range.end - range.first) * width;
  return g_steal_pointer (&bytes);
}
