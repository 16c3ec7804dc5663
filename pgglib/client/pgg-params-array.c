/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whole arrays as parameters, written in the form in which they travel. */

#include "config.h"

#include "pgg-params-private.h"

#include "pgg-client-error.h"
#include "pq/pgg-pq-params-private.h"
#include "types/pgg-type-info-private.h"
#include "types/pgg-type-oid-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The header of an array with one dimension (src/backend/utils/adt/arrayfuncs.c, array_send): the
 * number of dimensions, whether there are NULLs, the type of the elements, their number and the
 * first index. An empty array has no dimension. */
#define HEADER_SIZE (5 * sizeof (gint32))
#define EMPTY_HEADER_SIZE (3 * sizeof (gint32))
#define FIRST_INDEX 1

/* Each element has its length before it. */
#define LENGTH_SIZE sizeof (gint32)
#define NULL_LENGTH (-1)

/* What is to be written, element by element. */
typedef struct _Elements Elements;

struct _Elements
{
  gconstpointer  values;
  gsize          n_values;
  const guint8  *nulls;    /* NULL: none is NULL but values that are NULL pointers */
  gsize          size;     /* of each, where all have the same */
  gboolean       pointers; /* the values are pointers */
  gconstpointer (*get) (const Elements *self,
                        gsize           index,
                        gsize          *size); /* where they have not */
};

static gboolean
is_null (const Elements *self,
         gsize           index)
{
  return (self->nulls != NULL && self->nulls[index] != 0) ||
         (self->pointers && ((const gconstpointer *) self->values)[index] == NULL);
}

static gboolean
has_nulls (const Elements *self)
{
  for (gsize i = 0; i < self->n_values; i++)
    if (is_null (self, i))
      return TRUE;

  return FALSE;
}

static gconstpointer
get_element (const Elements *self,
             gsize           index,
             gsize          *size)
{
  if (self->get != NULL)
    return self->get (self, index, size);

  *size = self->size;
  return (const guint8 *) self->values + index * self->size;
}

/* The size of the whole array; more than any memory has if it cannot be reckoned. */
static gsize
measure (const Elements *self)
{
  gsize total = HEADER_SIZE;

  if (self->n_values == 0)
    return EMPTY_HEADER_SIZE;

  for (gsize i = 0; i < self->n_values; i++)
    {
      gsize size = 0;

      if (!is_null (self, i))
        get_element (self, i, &size);
      if (!g_size_checked_add (&total, total, size) ||
          !g_size_checked_add (&total, total, LENGTH_SIZE))
        return G_MAXSSIZE;
    }

  return total;
}

static char *
put_int32 (char  *place,
           gint32 number)
{
  number = GINT32_TO_BE (number);
  memcpy (place, &number, sizeof (number));

  return place + sizeof (number);
}

/* Puts an element of a fixed width, from the order of bytes of this machine. */
static char *
put_swapped (char          *place,
             gconstpointer  element,
             gsize          size)
{
  const char *bytes = element;

  for (gsize i = 0; i < size; i++)
    place[i] = bytes[G_BYTE_ORDER == G_LITTLE_ENDIAN ? size - 1 - i : i];

  return place + size;
}

static char *
put_element (const Elements *self,
             gsize           index,
             char           *place)
{
  gsize size;
  gconstpointer element;

  if (is_null (self, index))
    return put_int32 (place, NULL_LENGTH);

  element = get_element (self, index, &size);
  place = put_int32 (place, (gint32) size);
  if (self->get == NULL)
    return put_swapped (place, element, size);

  memcpy (place, element, size);
  return place + size;
}

static void
put_array (const Elements *self,
           guint32         type,
           char           *place)
{
  place = put_int32 (place, self->n_values > 0);
  place = put_int32 (place, has_nulls (self));
  place = put_int32 (place, (gint32) type);
  if (self->n_values == 0)
    return;

  place = put_int32 (place, (gint32) self->n_values);
  place = put_int32 (place, FIRST_INDEX);
  for (gsize i = 0; i < self->n_values; i++)
    place = put_element (self, i, place);
}

static gboolean
check_nulls (PggParams     *self,
             gsize          n_values,
             const guint8  *nulls,
             gsize          n_nulls,
             GError       **error)
{
  if (nulls == NULL || n_nulls == 0 || n_nulls == n_values)
    return TRUE;

  g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
               _("Parameter %u has %" G_GSIZE_FORMAT " values, but it is said of %"
                 G_GSIZE_FORMAT " whether they are NULL"),
               pgg_params_get_n_params (self) + 1, n_values, n_nulls);
  return FALSE;
}

/* Takes nothing: the elements and what they point to stay the caller's. */
static gboolean
append_array (PggParams       *self,
              guint32          type,
              const Elements  *elements,
              gsize            n_nulls,
              GError         **error)
{
  const PggTypeInfo *info = pgg_type_info_lookup_builtin (type);
  Elements checked = *elements;
  char *room;

  if (!check_nulls (self, elements->n_values, elements->nulls, n_nulls, error))
    return FALSE;

  checked.nulls = n_nulls > 0 ? elements->nulls : NULL;
  room = pgg_pq_params_append_room (pgg_params_get_writable (self), info->array,
                                    measure (&checked), error);
  if (room == NULL)
    return FALSE;

  put_array (&checked, type, room);
  return TRUE;
}

static gconstpointer
get_boolean (const Elements *self,
             gsize           index,
             gsize          *size)
{
  static const guint8 bytes[] = { 0, 1 };

  *size = 1;
  return &bytes[((const gboolean *) self->values)[index] ? 1 : 0];
}

/**
 * pgg_params_append_boolean_array:
 * @self: parameters
 * @values: (array length=n_values): the values
 * @n_values: the number of values
 * @nulls: (array length=n_nulls) (nullable): a byte for each value, which is not 0 if the value is
 *   NULL; nothing if none is
 * @n_nulls: 0, or the number of values
 * @error: return location for an error
 *
 * Appends an array of bool.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @nulls has another length than @values, with
 * %PGG_CLIENT_ERROR_TOO_LARGE if the array is larger than the protocol can carry, and else like
 * [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_boolean_array (PggParams       *self,
                                 const gboolean  *values,
                                 gsize            n_values,
                                 const guint8    *nulls,
                                 gsize            n_nulls,
                                 GError         **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (values != NULL || n_values == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return append_array (self, PGG_OID_BOOL,
                       &(Elements) { .values = values, .n_values = n_values, .nulls = nulls,
                                     .get = get_boolean },
                       n_nulls, error);
}

/**
 * pgg_params_append_int_array:
 * @self: parameters
 * @values: (array length=n_values): the values
 * @n_values: the number of values
 * @nulls: (array length=n_nulls) (nullable): a byte for each value, which is not 0 if the value is
 *   NULL; nothing if none is
 * @n_nulls: 0, or the number of values
 * @error: return location for an error
 *
 * Appends an array of int4.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @nulls has another length than @values, with
 * %PGG_CLIENT_ERROR_TOO_LARGE if the array is larger than the protocol can carry, and else like
 * [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_int_array (PggParams     *self,
                             const int     *values,
                             gsize          n_values,
                             const guint8  *nulls,
                             gsize          n_nulls,
                             GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (values != NULL || n_values == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return append_array (self, PGG_OID_INT4,
                       &(Elements) { .values = values, .n_values = n_values, .nulls = nulls,
                                     .size = sizeof (*values) },
                       n_nulls, error);
}

/**
 * pgg_params_append_int64_array:
 * @self: parameters
 * @values: (array length=n_values): the values
 * @n_values: the number of values
 * @nulls: (array length=n_nulls) (nullable): a byte for each value, which is not 0 if the value is
 *   NULL; nothing if none is
 * @n_nulls: 0, or the number of values
 * @error: return location for an error
 *
 * Appends an array of int8.
 *
 * With `unnest ($1)` one statement inserts a row for each value, which costs much less than one
 * statement for each.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @nulls has another length than @values, with
 * %PGG_CLIENT_ERROR_TOO_LARGE if the array is larger than the protocol can carry, and else like
 * [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_int64_array (PggParams     *self,
                               const gint64  *values,
                               gsize          n_values,
                               const guint8  *nulls,
                               gsize          n_nulls,
                               GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (values != NULL || n_values == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return append_array (self, PGG_OID_INT8,
                       &(Elements) { .values = values, .n_values = n_values, .nulls = nulls,
                                     .size = sizeof (*values) },
                       n_nulls, error);
}

/**
 * pgg_params_append_double_array:
 * @self: parameters
 * @values: (array length=n_values): the values
 * @n_values: the number of values
 * @nulls: (array length=n_nulls) (nullable): a byte for each value, which is not 0 if the value is
 *   NULL; nothing if none is
 * @n_nulls: 0, or the number of values
 * @error: return location for an error
 *
 * Appends an array of float8.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @nulls has another length than @values, with
 * %PGG_CLIENT_ERROR_TOO_LARGE if the array is larger than the protocol can carry, and else like
 * [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_double_array (PggParams     *self,
                                const double  *values,
                                gsize          n_values,
                                const guint8  *nulls,
                                gsize          n_nulls,
                                GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (values != NULL || n_values == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return append_array (self, PGG_OID_FLOAT8,
                       &(Elements) { .values = values, .n_values = n_values, .nulls = nulls,
                                     .size = sizeof (*values) },
                       n_nulls, error);
}

static gconstpointer
get_text (const Elements *self,
          gsize           index,
          gsize          *size)
{
  const char *text = ((const char *const *) self->values)[index];

  *size = strlen (text);
  return text;
}

static gboolean
check_texts (PggParams      *self,
             const Elements *elements,
             GError        **error)
{
  const char *const *texts = elements->values;

  for (gsize i = 0; i < elements->n_values; i++)
    if (!is_null (elements, i) && !g_utf8_validate (texts[i], -1, NULL))
      {
        g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                     _("Parameter %u: text %" G_GSIZE_FORMAT " is not valid UTF-8"),
                     pgg_params_get_n_params (self) + 1, i + 1);
        return FALSE;
      }

  return TRUE;
}

/**
 * pgg_params_append_text_array:
 * @self: parameters
 * @values: (array length=n_values) (element-type utf8): the values
 * @n_values: the number of values
 * @nulls: (array length=n_nulls) (nullable): a byte for each value, which is not 0 if the value is
 *   NULL; nothing if none is
 * @n_nulls: 0, or the number of values
 * @error: return location for an error
 *
 * Appends an array of text.
 *
 * For elements of another type cast it: `unnest ($1::uuid[])`. NULL pointers are NULL as well, in
 * languages that can have them in an array of strings.
 *
 * Fails with %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @nulls has another length than @values or a text
 * is not UTF-8, with %PGG_CLIENT_ERROR_TOO_LARGE if the array is larger than the protocol can
 * carry, and else like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_text_array (PggParams           *self,
                              const char   *const *values,
                              gsize                n_values,
                              const guint8        *nulls,
                              gsize                n_nulls,
                              GError             **error)
{
  Elements elements = {
    .values = values,
    .n_values = n_values,
    .nulls = n_nulls > 0 ? nulls : NULL,
    .pointers = TRUE,
    .get = get_text,
  };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (values != NULL || n_values == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_nulls (self, n_values, nulls, n_nulls, error) ||
      !check_texts (self, &elements, error))
    return FALSE;

  return append_array (self, PGG_OID_TEXT, &elements, n_nulls, error);
}

static gconstpointer
get_bytes (const Elements *self,
           gsize           index,
           gsize          *size)
{
  gconstpointer data = g_bytes_get_data (((GBytes *const *) self->values)[index], size);

  return data != NULL ? data : "";
}

/**
 * pgg_params_append_bytes_array:
 * @self: parameters
 * @values: (array length=n_values): the values
 * @n_values: the number of values
 * @error: return location for an error
 *
 * Appends an array of bytea; NULL pointers are NULL.
 *
 * Fails with %PGG_CLIENT_ERROR_TOO_LARGE if the array is larger than the protocol can carry, and
 * else like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_bytes_array (PggParams      *self,
                               GBytes *const  *values,
                               gsize           n_values,
                               GError        **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (values != NULL || n_values == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return append_array (self, PGG_OID_BYTEA,
                       &(Elements) { .values = values, .n_values = n_values, .pointers = TRUE,
                                     .get = get_bytes },
                       0, error);
}

/* The number of bytes of a value, or 0 if values of the type have no fixed width. */
static gsize
get_width (guint32 type)
{
  switch (type)
    {
    case PGG_OID_BOOL:
      return 1;
    case PGG_OID_INT2:
      return 2;
    case PGG_OID_INT4:
    case PGG_OID_OID:
    case PGG_OID_FLOAT4:
      return 4;
    case PGG_OID_INT8:
    case PGG_OID_FLOAT8:
      return 8;
    default:
      return 0;
    }
}

/**
 * pgg_params_append_packed_array:
 * @self: parameters
 * @type: the OID of the type of the elements: 16 for bool, 20, 21 and 23 for int8, int2 and int4,
 *   26 for oid, 700 and 701 for float4 and float8
 * @data: (array length=length): the values one behind the other, in the order of bytes of this
 *   machine
 * @length: the number of bytes
 * @nulls: (array length=n_nulls) (nullable): a byte for each value, which is not 0 if the value is
 *   NULL; nothing if none is
 * @n_nulls: 0, or the number of values
 * @error: return location for an error
 *
 * Appends an array from the memory that holds its values: an `array.array` or a `memoryview`
 * of Python, a typed array of JavaScript, or what [method@Result.get_column_bytes] gives.
 *
 * This is the fastest way to give many values from other languages.
 *
 * Fails with %PGG_CLIENT_ERROR_NOT_SUPPORTED for any other type, with
 * %PGG_CLIENT_ERROR_INVALID_ARGUMENT if @length is not that of whole values or @nulls is not of
 * their number, with %PGG_CLIENT_ERROR_TOO_LARGE if the array is larger than the protocol can
 * carry, and else like [method@Params.append_null].
 *
 * Returns: %TRUE, or %FALSE on error
 * Since: 1.0
 */
gboolean
pgg_params_append_packed_array (PggParams     *self,
                                guint32        type,
                                const guint8  *data,
                                gsize          length,
                                const guint8  *nulls,
                                gsize          n_nulls,
                                GError       **error)
{
  gsize width = get_width (type);

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (width == 0)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_NOT_SUPPORTED,
                   _("Parameter %u: values of the type %u are not of a fixed width"),
                   pgg_params_get_n_params (self) + 1, type);
      return FALSE;
    }
  if (length % width != 0)
    {
      g_set_error (error, PGG_CLIENT_ERROR, PGG_CLIENT_ERROR_INVALID_ARGUMENT,
                   _("Parameter %u: %" G_GSIZE_FORMAT " bytes are not a number of values of %"
                     G_GSIZE_FORMAT " bytes"),
                   pgg_params_get_n_params (self) + 1, length, width);
      return FALSE;
    }

  return append_array (self, type,
                       &(Elements) { .values = data, .n_values = length / width, .nulls = nulls,
                                     .size = width },
                       n_nulls, error);
}
